//! Where results go: standard output or a file, whole or not at all.

use crate::cli::Options;
use anyhow::{Context, Result};
use document::Notice;
use std::{
    fmt,
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
};

/// Writes a result. A file is written beside its place and then moved there, so that a reader
/// never sees half of it.
pub fn write(options: &Options, bytes: &[u8]) -> Result<()> {
    let Some(path) = &options.output else {
        let mut out = std::io::stdout().lock();
        out.write_all(bytes)?;
        return Ok(out.flush()?);
    };
    let failed = || format!("cannot write {}", path.display());
    if is_special(path) {
        return std::fs::write(path, bytes).with_context(failed);
    }
    let part = part(path)?;
    std::fs::write(&part, bytes).with_context(failed)?;
    std::fs::rename(&part, path).with_context(failed)
}

/// Whether a path is there and no plain file, a device or a pipe: a file must not take its place.
fn is_special(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|found| !found.is_file())
}

/// A result that is written part by part, with the same care.
pub struct Parts<'o> {
    options: &'o Options,
    /// The file while it is written.
    file: Option<std::fs::File>,
}

impl Parts<'_> {
    /// Nothing yet.
    pub fn open(options: &Options) -> Result<Parts<'_>> {
        let open = |path: &PathBuf| {
            let file = match is_special(path) {
                true => std::fs::File::options().write(true).open(path),
                false => std::fs::File::create(part(path)?),
            };
            file.with_context(|| format!("cannot write {}", path.display()))
        };
        let file = options.output.as_ref().map(open).transpose()?;
        Ok(Parts { options, file })
    }

    /// Adds a part.
    pub fn add(&mut self, bytes: &[u8]) -> Result<()> {
        match &mut self.file {
            Some(file) => file.write_all(bytes).context("cannot write the output"),
            None => write(self.options, bytes),
        }
    }

    /// All is written: a file is moved to its place.
    pub fn close(self) -> Result<()> {
        let Some(path) = &self.options.output else { return Ok(()) };
        if is_special(path) {
            return Ok(());
        }
        let failed = || format!("cannot write {}", path.display());
        std::fs::rename(part(path)?, path).with_context(failed)
    }
}

/// The folder that the output is, if it is one: it is there, or its name ends in `/`.
pub fn folder(options: &Options) -> Option<PathBuf> {
    let path = options.output.clone()?;
    let ends = path.to_string_lossy().ends_with(std::path::MAIN_SEPARATOR);
    (path.is_dir() || ends).then_some(path)
}

/// Writes the files of a folder, and makes the folder if it is not there.
pub fn write_all(folder: &Path, files: &[(String, String)]) -> Result<()> {
    let failed = |path: &Path| format!("cannot write {}", path.display());
    std::fs::create_dir_all(folder).with_context(|| failed(folder))?;
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::write(&path, text).with_context(|| failed(&path))?;
    }
    Ok(())
}

/// The name a file has while it is written.
pub fn part(path: &Path) -> Result<PathBuf> {
    let mut name = path.file_name().context("the output is not a file name")?.to_os_string();
    name.push(".part");
    Ok(path.with_file_name(name))
}

/// What is wrong with how the program was called.
#[derive(Debug)]
pub struct Misuse(pub String);

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misuse {}

/// Whether the program was called wrongly, with a search that cannot be read too.
pub fn is_misuse(error: &anyhow::Error) -> bool {
    let asked = error.downcast_ref::<library::Error>();
    error.is::<Misuse>() || matches!(asked, Some(library::Error::Query { .. }))
}

/// Whether the reader of standard output went away, as `head` does.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<std::io::Error>();
    io.is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Whether to use colours on standard output.
pub fn color(options: &Options) -> bool {
    let wanted = !options.no_color && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    let can = std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb");
    wanted && can && options.output.is_none() && std::io::stdout().is_terminal()
}

/// Prints notices on standard error.
pub fn warn(notices: &[Notice], options: &Options) {
    if !options.quiet {
        for notice in notices {
            eprintln!("secondsource: {}", dossier::page::harmless(&notice.to_string()));
        }
    }
}
