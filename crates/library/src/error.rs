//! [`Error`]: what can go wrong with a library.

use std::fmt;

/// Why something could not be done.
#[derive(Debug)]
pub enum Error {
    /// The database could not do it: the disk is full, the file is damaged or locked.
    Database(rusqlite::Error),
    /// A file could not be read or written.
    File(std::io::Error),
    /// The file is a database, but no library.
    NotALibrary,
    /// A newer program has written the file.
    TooNew {
        /// Version of the file.
        found: usize,
        /// Newest version known here.
        known: usize,
    },
    /// A stored value cannot be what was stored.
    Damaged(String),
    /// A search cannot be understood.
    Query {
        /// Character of the search, from 0, at which it goes wrong.
        at: usize,
        /// What is wrong and what would be right.
        message: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Database(error) => write!(f, "{error}"),
            Error::File(error) => write!(f, "{error}"),
            Error::NotALibrary => f.write_str("the file is not a library"),
            Error::TooNew { found, known } => {
                write!(f, "a newer program wrote the library: version {found}, known {known}")
            }
            Error::Damaged(what) => write!(f, "the library is damaged: {what}"),
            Error::Query { at, message } => write!(f, "at character {}: {message}", at + 1),
        }
    }
}

impl std::error::Error for Error {}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        Error::Database(error)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        Error::File(error)
    }
}
