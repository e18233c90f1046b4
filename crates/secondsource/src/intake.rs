//! `secondsource ingest`: documents into the library.

mod web;

pub use web::Asking;

use crate::{
    cli::{Options, Shelf},
    clock, fetch,
    output::{self, Misuse},
    pile, shelf, weaving,
};
use anyhow::{Result, bail};
use document::Document;
use ingest::{Ingested, WarcPages};
use library::{Facts, Incoming, Library, Outcome, article};
use rayon::prelude::*;
use serde_json::json;
use std::{
    collections::BTreeMap,
    io::Write,
    path::{Path, PathBuf},
};

/// Files read before their documents are stored.
const FILES_AT_ONCE: usize = 256;
/// Documents stored together, unless told otherwise.
const AT_ONCE: u16 = 256;

/// What to do besides taking in.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Orders {
    /// Print a JSON line for each document once it is safely stored
    #[arg(long)]
    json: bool,
    /// Documents stored together, and then reported as stored
    #[arg(long, value_name = "N", default_value_t = AT_ONCE)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..))]
    at_once: u16,
    #[command(flatten)]
    asking: Asking,
    /// Analyse again what an older version of the program has analysed
    #[arg(long)]
    refresh: bool,
    /// Withdraw an article: kept, but found by nothing
    #[arg(long, value_name = "ARTICLE")]
    kill: Vec<String>,
    /// Delete an article with everything derived from it; it stays out
    #[arg(long, value_name = "ARTICLE")]
    delete: Vec<String>,
    /// Let a deleted article in again
    #[arg(long, value_name = "ARTICLE")]
    restore: Vec<String>,
}

/// Carries out the orders, then takes in the paths.
pub fn run(given: &[String], orders: &Orders, shelf: &Shelf, options: &Options) -> Result<()> {
    let mut library = shelf::open(shelf)?;
    let has_orders = orders.refresh
        || [&orders.kill, &orders.delete, &orders.restore].iter().any(|list| !list.is_empty());
    if given.is_empty() && !has_orders {
        bail!(Misuse("give files, folders or addresses to take in".into()));
    }
    withdraw(&mut library, orders)?;
    let mut intake = Intake::new(library, orders, options);
    let (urls, paths): (Vec<&String>, Vec<&String>) =
        given.iter().partition(|path| fetch::is_address(path));
    intake.paths(&paths.into_iter().cloned().collect::<Vec<_>>())?;
    intake.addresses(&urls, orders.asking)?;
    let is_nothing = !given.is_empty() && intake.is_nothing_read();
    if orders.refresh {
        intake.refresh()?;
    }
    intake.finish()?;
    intake.report();
    if is_nothing {
        bail!("nothing could be read from {}", given.join(", "));
    }
    Ok(())
}

fn withdraw(library: &mut Library, orders: &Orders) -> Result<()> {
    let found = |found: bool, article: &str| {
        if found { Ok(()) } else { bail!("the library has no article `{article}`") }
    };
    for article in &orders.restore {
        found(library.restore(article)?, article)?;
    }
    for article in &orders.kill {
        found(library.kill(article)?, article)?;
    }
    for article in &orders.delete {
        found(library.delete(article, &clock::now())?, article)?;
    }
    if !orders.delete.is_empty() {
        library.tidy_up()?;
    }
    Ok(())
}

/// Documents on their way into a library.
pub struct Intake<'o> {
    library: Library,
    made_by: String,
    json: bool,
    at_once: usize,
    options: &'o Options,
    outcomes: BTreeMap<&'static str, usize>,
}

impl<'o> Intake<'o> {
    /// An intake into a library.
    pub fn new(library: Library, orders: &Orders, options: &'o Options) -> Intake<'o> {
        let at_once = if orders.at_once == 0 { AT_ONCE } else { orders.at_once }.into();
        let json = orders.json;
        let made_by = shelf::made_by();
        Intake { library, made_by, json, at_once, options, outcomes: BTreeMap::new() }
    }

    /// The library.
    pub fn library(&mut self) -> &mut Library {
        &mut self.library
    }

    /// Takes in all documents of some files and folders.
    pub fn paths(&mut self, paths: &[String]) -> Result<()> {
        let (files, notices) = pile::files(paths);
        output::warn(&notices, self.options);
        for files in files.chunks(FILES_AT_ONCE) {
            let mut wanted = Vec::new();
            for file in files {
                let file = whole_path(file);
                let path = file.display().to_string();
                if let Some(pages) = pile::archive(&file)? {
                    self.archive(pages)?;
                    continue;
                }
                match pile::read_bytes(&file) {
                    Ok(bytes) => wanted.extend(self.unread(path, bytes)?),
                    Err(error) => {
                        output::warn(&pile::unreadable(path, &error).notices, self.options);
                    }
                }
            }
            self.files(&wanted)?;
        }
        Ok(())
    }

    /// Takes in the pages of a web archive, some at a time; those that are there already are not
    /// read again, so that it goes on where it was broken off.
    fn archive(&mut self, mut pages: WarcPages<'_>) -> Result<()> {
        loop {
            let (mut wanted, mut is_over) = (Vec::new(), true);
            for page in pages.by_ref().take(pile::PAGES_AT_ONCE) {
                is_over = false;
                match page {
                    Ok(page) => wanted.extend(self.unread(page.name, page.bytes)?),
                    Err(notice) => output::warn(&[notice], self.options),
                }
            }
            if is_over {
                return Ok(());
            }
            self.files(&wanted)?;
        }
    }

    /// Takes in all documents of some files, given by their paths and bytes.
    fn files(&mut self, files: &[(String, Vec<u8>)]) -> Result<()> {
        // What the library holds of a page does not depend on what came with it.
        let read: Vec<Ingested> =
            files.par_iter().map(|(path, bytes)| pile::read_documents(path, bytes, None)).collect();
        let mut all = Vec::new();
        for ((_, bytes), ingested) in files.iter().zip(&read) {
            output::warn(&ingested.notices, self.options);
            all.extend(ingested.documents.iter().zip(originals(bytes, &ingested.documents)));
        }
        self.documents(&all)
    }

    /// The bytes without what was read before: nothing of a file that was, and article JSONL with
    /// the lines that were left empty, so that the others keep their numbers.
    fn unread(&mut self, path: String, mut bytes: Vec<u8>) -> Result<Option<(String, Vec<u8>)>> {
        let before = self.library.read_before(&path, &article::sha256(&bytes))?;
        if !before.is_empty() {
            before.iter().try_for_each(|article| self.tell(article, Outcome::Unchanged))?;
            return Ok(None);
        }
        let mut at = 0;
        while at < bytes.len() {
            let end = bytes[at..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| at + n);
            let line = bytes[at..end].trim_ascii();
            if line.starts_with(b"{") {
                let before = self.library.read_before(&path, &article::sha256(line))?;
                before.iter().try_for_each(|article| self.tell(article, Outcome::Unchanged))?;
                if !before.is_empty() {
                    bytes[at..end].fill(b' ');
                }
            }
            at = end + 1;
        }
        let is_blank = bytes.trim_ascii().is_empty();
        Ok((!is_blank || at == 0).then_some((path, bytes)))
    }

    /// Takes in some documents with the bytes they were read from.
    pub fn documents(&mut self, all: &[(&Document, Option<&[u8]>)]) -> Result<()> {
        for part in all.chunks(self.at_once) {
            let mut wanted = Vec::new();
            for (document, original) in part {
                match self.library.outcome(document)? {
                    outcome @ (Outcome::Unchanged | Outcome::Deleted) => {
                        self.tell(&article::key(document), outcome)?;
                    }
                    _ => wanted.push((*document, *original)),
                }
            }
            self.store(&wanted)?;
        }
        Ok(())
    }

    fn store(&mut self, wanted: &[(&Document, Option<&[u8]>)]) -> Result<()> {
        if wanted.is_empty() {
            return Ok(());
        }
        let documents: Vec<Document> = wanted.iter().map(|(d, _)| (*d).clone()).collect();
        let facts = facts(documents, self.options);
        let mut incoming = Vec::with_capacity(wanted.len());
        for ((document, original), facts) in wanted.iter().zip(&facts) {
            incoming.push(Incoming { document, original: *original, facts, story: None });
        }
        let outcomes = self.library.add(&incoming, &self.made_by, &clock::now())?;
        for ((document, _), outcome) in wanted.iter().zip(outcomes) {
            self.tell(&article::key(document), outcome)?;
        }
        Ok(())
    }

    /// Brings the stories up to date that documents came to or left.
    pub fn finish(&mut self) -> Result<()> {
        weaving::settle(&mut self.library, self.options)
    }

    /// Analyses again what another version of the program has analysed.
    pub fn refresh(&mut self) -> Result<()> {
        loop {
            let stale = self.library.stale(&self.made_by, self.at_once)?;
            if stale.is_empty() {
                return Ok(());
            }
            let facts = facts(self.library.documents(&stale)?, self.options);
            *self.outcomes.entry("analysed again").or_default() += stale.len();
            let renewed: Vec<(i64, Facts)> = stale.into_iter().zip(facts).collect();
            self.library.renew(&renewed, &self.made_by)?;
        }
    }

    fn tell(&mut self, article: &str, outcome: Outcome) -> Result<()> {
        *self.outcomes.entry(outcome.as_str()).or_default() += 1;
        if self.json {
            let mut out = std::io::stdout().lock();
            writeln!(out, "{}", json!({"article": article, "is": outcome.as_str()}))?;
            out.flush()?;
        }
        Ok(())
    }

    /// Whether no file or address gave anything, not even what was there already.
    fn is_nothing_read(&self) -> bool {
        self.outcomes.keys().all(|outcome| *outcome == web::NOT_HAD)
    }

    /// Says on standard error what became of the documents.
    pub fn report(&self) {
        if !self.options.quiet {
            let counts = self.outcomes.iter().map(|(outcome, n)| format!("{n} {outcome}"));
            let counts: Vec<String> = counts.collect();
            let counts = if counts.is_empty() { "nothing".to_string() } else { counts.join(", ") };
            eprintln!("secondsource: {counts}");
        }
    }
}

/// The facts of some documents, in the same order.
pub fn facts(documents: Vec<Document>, options: &Options) -> Vec<Facts> {
    let reports = pile::analyse(documents, options);
    reports.iter().map(|report| Facts::of(&report.document, &report.analysis)).collect()
}

/// The same file under the same name, from whatever folder the program is run.
fn whole_path(file: &Path) -> PathBuf {
    file.canonicalize().unwrap_or_else(|_| file.to_path_buf())
}

/// The bytes each document was read from: the file, or the line of it that has its hash.
fn originals<'b>(bytes: &'b [u8], documents: &[Document]) -> Vec<Option<&'b [u8]>> {
    if let [only] = documents
        && only.sha256 == article::sha256(bytes)
    {
        return vec![Some(bytes)];
    }
    let lines = bytes.split(|b| *b == b'\n').map(|line| line.trim_ascii());
    let lines: BTreeMap<String, &[u8]> = lines.map(|line| (article::sha256(line), line)).collect();
    documents.iter().map(|d| lines.get(&d.sha256).copied()).collect()
}
