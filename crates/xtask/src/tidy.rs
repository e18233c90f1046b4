//! `tidy`: holds the habits of the house that the compiler does not.
//!
//! [`run`] reads the working tree once into a [`Tree`] and gives it to every check. A check returns
//! [`Offence`]s and never stops at the first, so one run shows all there is to do. The checks of
//! Rust code are in [`rust`], those of the house (arrows, documents, models) in [`house`].

mod house;
mod masked;
mod rust;

use std::error::Error;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// Largest file read as text. Larger ones are models and data.
const TEXT_BYTES_MAX: u64 = 4 << 20;

/// Something a check objects to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Offence {
    /// File, from the root of the repository.
    path: String,
    /// Line from 1; 0 for the file as a whole.
    line: usize,
    /// What is wrong, and what to do.
    message: String,
}

impl Offence {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Offence {
        Offence { path: path.to_string(), line, message: message.into() }
    }
}

impl fmt::Display for Offence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

/// The files of the working tree, sorted by path; build output and hidden folders left out.
struct Tree {
    root: PathBuf,
    files: Vec<File>,
}

/// A file of the working tree.
struct File {
    /// Path from the root, with `/` between its parts.
    path: String,
    /// Its text; empty for files that are too large or no UTF-8.
    text: String,
}

impl Tree {
    fn read(root: &Path) -> std::io::Result<Tree> {
        let mut files = Vec::new();
        walk(root, "", &mut files)?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Tree { root: root.to_path_buf(), files })
    }

    fn with_ending<'t>(&'t self, ending: &'t str) -> impl Iterator<Item = &'t File> {
        self.files.iter().filter(move |file| file.path.ends_with(ending))
    }

    fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|file| file.path == path).map(|file| file.text.as_str())
    }
}

fn walk(folder: &Path, prefix: &str, files: &mut Vec<File>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        let kind = entry.file_type()?;
        if kind.is_dir() {
            let is_output =
                matches!(name.as_str(), "target" | "artifacts" | "corpus" | "node_modules");
            let is_hidden = name.starts_with('.') && name != ".ci";
            if !is_output && !is_hidden && name != "__pycache__" {
                walk(&entry.path(), &format!("{path}/"), files)?;
            }
        } else if kind.is_file() {
            let is_text = entry.metadata()?.len() <= TEXT_BYTES_MAX;
            let text = if is_text { fs::read_to_string(entry.path()) } else { Ok(String::new()) };
            files.push(File { path, text: text.unwrap_or_default() });
        }
    }
    Ok(())
}

/// Runs every check over the repository at `root` and prints what they object to.
///
/// # Errors
/// If there is anything, or if the tree cannot be read.
pub fn run(root: &Path) -> Result<(), Box<dyn Error>> {
    let tree = Tree::read(root)?;
    let mut offences = rust::check(&tree);
    offences.extend(house::check(&tree));
    offences.sort();
    for offence in &offences {
        println!("{offence}");
    }
    match offences.len() {
        0 => Ok(()),
        n => Err(format!("{n} to tidy up").into()),
    }
}
