//! Where the library lies, and what of it a command works on.

use crate::{
    brief,
    cli::{Selection, Shelf},
};
use anyhow::{Context, Result, bail};
use document::Document;
use library::{Facts, Library, Search};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// Most documents of a library that a page is made of.
const SELECTED_MAX: usize = 20_000;

/// Named in a library as the one who made its tables.
const PROGRAM: &str = concat!("secondsource ", env!("CARGO_PKG_VERSION"));

/// Names the file where no option does.
const VARIABLE: &str = "SECONDSOURCE_LIBRARY";

/// Opens the library, and makes it if there is none.
pub fn open(shelf: &Shelf) -> Result<Library> {
    let path = path(shelf)?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let opened = Library::open(&path, PROGRAM);
    opened.with_context(|| format!("cannot open the library {}", path.display()))
}

/// Opens the library, which must be there.
pub fn open_existing(shelf: &Shelf) -> Result<Library> {
    let path = path(shelf)?;
    if !path.exists() {
        bail!("there is no library at {}; `secondsource ingest` makes one", path.display());
    }
    let opened = Library::open_existing(&path, PROGRAM);
    opened.with_context(|| format!("cannot open the library {}", path.display()))
}

/// A library that is gone when the program ends.
pub fn passing() -> Result<Library> {
    Ok(Library::open(Path::new(":memory:"), PROGRAM)?)
}

/// The file: as given, as the environment says, else in the user's data folder.
fn path(shelf: &Shelf) -> Result<PathBuf> {
    if let Some(path) = &shelf.library {
        return Ok(path.clone());
    }
    let variable = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    if let Some(path) = variable(VARIABLE) {
        return Ok(path.into());
    }
    let home = || variable("HOME").map(PathBuf::from);
    let data = if cfg!(windows) {
        variable("APPDATA").map(PathBuf::from)
    } else if cfg!(target_os = "macos") {
        home().map(|home| home.join("Library/Application Support"))
    } else {
        let xdg = variable("XDG_DATA_HOME").map(PathBuf::from);
        xdg.or_else(|| home().map(|home| home.join(".local/share")))
    };
    let data = data.with_context(|| format!("no home folder: give --library or {VARIABLE}"))?;
    Ok(data.join("secondsource/library.db"))
}

/// Names the code, models and lexicon that find facts.
pub fn made_by() -> String {
    let made_by = brief::provenance();
    format!(
        "secondsource {} model {} lexicon {} facts {}",
        made_by.version,
        made_by.model_hash,
        made_by.lexicon_hash,
        Facts::VERSION
    )
}

/// The documents of the library that a selection names, and the lines of its corrections.
///
/// # Errors
/// If there are none, or more than a page can be made of.
pub fn select(selection: &Selection) -> Result<(Vec<Document>, String)> {
    let library = open_existing(&selection.shelf)?;
    let text = selection.query.clone().unwrap_or_default();
    let search = Search { text, ..Search::default() };
    let numbers = library.find_all(&search)?;
    if numbers.is_empty() {
        bail!("nothing in the library is as asked for");
    }
    if numbers.len() > SELECTED_MAX {
        bail!("{} articles are too many for one page: ask for fewer", numbers.len());
    }
    Ok((library.documents(&numbers)?, corrections(&library)?))
}

/// The lines of the library's corrections.
pub fn corrections(library: &Library) -> Result<String> {
    let corrections = library.corrections()?;
    Ok(corrections.into_iter().map(|correction| correction.line + "\n").collect())
}
