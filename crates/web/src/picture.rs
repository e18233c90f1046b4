//! Pictures of a story, as SVG with the page's own colours.

mod origins;
mod timeline;

pub use origins::origins;
pub use timeline::timeline;

/// Text for XML; what controls is a space.
pub(crate) fn xml(words: &str) -> String {
    dossier::graph::xml(&words.replace(char::is_control, " "))
}
