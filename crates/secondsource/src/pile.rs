//! A pile of inputs: paths expanded, files read, documents analysed on all cores.

use crate::cli::Options;
use analysis::Analysis;
use anyhow::{Result, bail};
use document::{Document, Notice, NoticeCode};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use ingest::{Ingested, WarcPages, html::Sites};
use language::{Annotator, Model};
use lexicon::Lexicon;
use rayon::prelude::*;
use std::{
    fmt, fs, io,
    io::Read,
    path::{Path, PathBuf},
};
use story::Report;

/// Deepest folder looked into.
const FOLDER_DEPTH_MAX: usize = 32;

/// Most files of one pile.
const FILES_MAX: usize = 1_000_000;

/// Pages of a web archive that are held at a time.
pub const PAGES_AT_ONCE: usize = 64;

/// Largest file read. Larger ones are read up to here.
const FILE_BYTES_MAX: u64 = 4 << 30;

/// The documents of some paths, in input order, and what a reader should know.
///
/// # Errors
/// If no path gives a document.
pub fn read(paths: &[String], options: &Options) -> Result<(Vec<Document>, Vec<Notice>)> {
    let (documents, notices, _) = read_with_sites(paths, options)?;
    Ok((documents, notices))
}

/// The same, and what the pages among them show of their sites.
///
/// # Errors
/// If no path gives a document.
pub fn read_with_sites(
    paths: &[String],
    options: &Options,
) -> Result<(Vec<Document>, Vec<Notice>, Sites)> {
    let (files, mut notices) = files(paths);
    let progress = progress(files.len(), "reading", options);
    let read = |file: &PathBuf| {
        let ingested = read_file(file, &Sites::default());
        progress.inc(1);
        ingested
    };
    let mut ingested: Vec<Ingested> = files.par_iter().map(read).collect();
    let sites = Sites::learn(ingested.iter().flat_map(|part| &part.sketches));
    ingested.par_iter_mut().zip(&files).for_each(|(part, file)| {
        // What comes over standard input or a pipe can be read but once.
        let is_moved = part.sketches.iter().any(|sketch| sites.change(sketch));
        if is_moved && file != Path::new("-") && file.is_file() {
            *part = read_file(file, &sites);
        }
    });
    progress.finish_and_clear();
    let mut documents = Vec::new();
    for part in ingested {
        documents.extend(part.documents);
        notices.extend(part.notices);
    }
    ingest::label_repeats(&mut documents);
    if documents.is_empty() {
        crate::output::warn(&notices, options);
        bail!("nothing could be read from {}", paths.join(", "));
    }
    Ok((documents, notices, sites))
}

/// The files that some paths stand for, in order, and what a reader should know.
pub fn files(paths: &[String]) -> (Vec<PathBuf>, Vec<Notice>) {
    let mut notices = Lexicon::english().notices.clone();
    let mut files = Vec::new();
    for path in paths {
        let before = (files.len(), notices.len());
        expand(path, &mut files, &mut notices);
        if before == (files.len(), notices.len()) {
            notices.push(Notice::new(NoticeCode::Empty, path, "no file is in this folder"));
        }
    }
    if files.len() > FILES_MAX {
        let message = format!("{} files, of which the first {FILES_MAX} are read", files.len());
        notices.push(Notice::new(NoticeCode::FolderLimit, "the pile", message));
        files.truncate(FILES_MAX);
    }
    (files, notices)
}

/// The analyses of some documents, in the same order.
pub fn analyse(documents: Vec<Document>, options: &Options) -> Vec<Report> {
    let progress = progress(documents.len(), "reading closely", options);
    let model = Model::english();
    let lexicon = Lexicon::english();
    let reports = documents
        .into_par_iter()
        .map_init(
            || Annotator::new(model),
            |annotator, document| {
                let analysis: Analysis = analysis::analyse(&document, annotator, lexicon);
                progress.inc(1);
                Report { document, analysis }
            },
        )
        .collect();
    progress.finish_and_clear();
    reports
}

/// A bar on standard error if that is a terminal.
fn progress(length: usize, what: &'static str, options: &Options) -> ProgressBar {
    let target =
        if options.quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(Some(length as u64), target);
    let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} · {rate} · {eta} left");
    let rate = |state: &ProgressState, out: &mut dyn fmt::Write| {
        let _ = write!(out, "{:.0}/s", state.per_sec());
    };
    bar.set_style(style.expect("the template is valid").with_key("rate", rate));
    bar.set_message(what);
    bar
}

/// The files a path stands for, folders and globs in order of their names.
fn expand(path: &str, files: &mut Vec<PathBuf>, notices: &mut Vec<Notice>) {
    let given = Path::new(path);
    if path != "-" && !given.exists() && path.contains(['*', '?', '[']) {
        let before = files.len();
        if let Ok(matches) = glob::glob(path) {
            for found in matches.flatten() {
                walk_found(&found, 0, files, notices);
            }
        }
        if files.len() == before {
            let message = "no file matches";
            notices.push(Notice::new(NoticeCode::Unreadable, path, message));
        }
        return;
    }
    walk(given, 0, files, notices);
}

fn walk(path: &Path, depth: usize, files: &mut Vec<PathBuf>, notices: &mut Vec<Notice>) {
    if !path.is_dir() || files.len() > FILES_MAX {
        files.push(path.to_path_buf());
        return;
    }
    let place = path.display().to_string();
    if depth == FOLDER_DEPTH_MAX {
        let message = format!("folders nest deeper than {FOLDER_DEPTH_MAX}");
        notices.push(Notice::new(NoticeCode::FolderLimit, place, message));
        return;
    }
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) => {
            notices.push(Notice::new(NoticeCode::Unreadable, place, error.to_string()));
            return;
        }
    };
    let hidden = |p: &PathBuf| p.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
    let mut entries: Vec<PathBuf> =
        entries.flatten().map(|e| e.path()).filter(|p| !hidden(p)).collect();
    entries.sort();
    for entry in entries {
        walk_found(&entry, depth + 1, files, notices);
    }
}

/// The same for what nobody named: a pipe, socket or device might never end, and is not opened.
fn walk_found(path: &Path, depth: usize, files: &mut Vec<PathBuf>, notices: &mut Vec<Notice>) {
    if fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        let place = path.display().to_string();
        notices.push(Notice::new(NoticeCode::Unreadable, place, "no regular file"));
        return;
    }
    walk(path, depth, files, notices);
}

fn read_file(path: &Path, sites: &Sites) -> Ingested {
    let name = path.display().to_string();
    match read_bytes(path) {
        Ok(bytes) => read_documents(&name, &bytes, Some(sites)),
        Err(error) => unreadable(name, &error),
    }
}

/// The bytes of a file, or of standard input for `-`, up to a limit.
pub fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().take(FILE_BYTES_MAX).read_to_end(&mut bytes)?;
    } else {
        fs::File::open(path)?.take(FILE_BYTES_MAX).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// The pages of a web archive of any size, if the path is one.
pub fn archive(path: &Path) -> Result<Option<WarcPages<'static>>> {
    if !path.is_file() {
        return Ok(None);
    }
    match fs::File::open(path) {
        Ok(file) => Ok(WarcPages::open(&path.display().to_string(), file)?),
        Err(_) => Ok(None),
    }
}

/// The documents in the bytes of a file whose pages are some of those of `sites`, or are each read
/// alone.
pub fn read_documents(name: &str, bytes: &[u8], sites: Option<&Sites>) -> Ingested {
    let lexicon = Lexicon::english();
    let mut ingested = match sites {
        Some(sites) => ingest::read_of(sites, name, bytes, lexicon),
        None => ingest::read(name, bytes, lexicon),
    };
    if bytes.len() as u64 == FILE_BYTES_MAX {
        let message = format!("only the first {FILE_BYTES_MAX} bytes of the file were read");
        ingested.notices.push(Notice::new(NoticeCode::TooLong, name, message));
    }
    ingested
}

/// What is said of a file that cannot be read.
pub fn unreadable(name: String, error: &io::Error) -> Ingested {
    let notices = vec![Notice::new(NoticeCode::Unreadable, name, error.to_string())];
    Ingested { notices, ..Ingested::default() }
}
