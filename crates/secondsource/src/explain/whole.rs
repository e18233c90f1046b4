//! Which documents a story has.

use super::told;
use dossier::{Dossier, page::harmless};
use std::fmt::Write;

/// A story of the record.
pub(super) fn explained(record: &Dossier, nth: usize) -> String {
    let story = &record.stories[nth];
    let mut text = format!("{}   {}\n", story.id, harmless(&story.title));
    for document in &story.documents {
        told::field("document", document, &mut text);
    }
    let why = "`secondsource why A B PATH…` says of any two of these why they are of one story";
    let _ = writeln!(text, "because\n  {why}");
    text
}
