//! What can go wrong while a model is read.

use std::fmt;

/// A model could not be read. Annotating text never fails.
#[derive(Debug)]
pub enum Error {
    /// A file could not be read.
    Io(std::path::PathBuf, std::io::Error),
    /// The bytes are not a model, are damaged, or use a feature that is not supported.
    Format(String),
}

impl Error {
    pub(crate) fn format(message: impl Into<String>) -> Self {
        Error::Format(message.into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Io(path, error) => write!(f, "cannot read {}: {error}", path.display()),
            Error::Format(message) => write!(f, "not a usable model: {message}"),
        }
    }
}

impl std::error::Error for Error {}
