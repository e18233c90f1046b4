//! `secondsource export`: the library, or a dossier, in the formats of others.

use crate::{
    cli::{Options, Shelf},
    output, shelf,
};
use anyhow::{Context, Result};
use std::{fs::File, io, io::Write};

/// Writes the whole library as JSON lines.
pub fn library(shelf: &Shelf, options: &Options) -> Result<()> {
    let library = shelf::open_existing(shelf)?;
    let n = match &options.output {
        None => {
            let mut out = io::BufWriter::new(io::stdout().lock());
            let n = library.export(&mut out)?;
            out.flush()?;
            n
        }
        Some(path) => {
            let failed = || format!("cannot write {}", path.display());
            let part = output::part(path)?;
            let mut out = io::BufWriter::new(File::create(&part).with_context(failed)?);
            let n = library.export(&mut out)?;
            out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
            std::fs::rename(&part, path).with_context(failed)?;
            n
        }
    };
    if !options.quiet {
        eprintln!("secondsource: {n} documents");
    }
    Ok(())
}
