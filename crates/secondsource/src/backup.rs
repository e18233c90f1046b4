//! `secondsource backup`: a copy of the library.

use crate::{cli::Shelf, shelf};
use anyhow::{Context, Result};
use std::path::Path;

/// Copies the library, as it is at this moment, to a new file.
pub fn run(to: &Path, shelf: &Shelf) -> Result<()> {
    let library = shelf::open_existing(shelf)?;
    library.backup(to).with_context(|| format!("cannot write {}", to.display()))
}
