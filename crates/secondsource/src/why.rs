//! `secondsource why`: why two names are, or are not, one.

use crate::{
    brief,
    cli::{Options, Period},
    output,
};
use anyhow::Result;
use dossier::page::harmless;
use lexicon::Lexicon;
use std::fmt::Write;

/// Says of two names in each story that has one of them whether they are one, and why.
pub fn run(a: &str, b: &str, paths: &[String], options: &Options) -> Result<()> {
    let period = Period { since: None, until: None };
    let (stories, _) = brief::weave(paths, &period, options)?;
    let mut text = String::new();
    for story in stories.iter().filter(|s| s.has_name(a) || s.has_name(b)) {
        for line in story.why_names(a, b, Lexicon::english()) {
            let _ = writeln!(text, "{}", harmless(&line));
        }
    }
    if text.is_empty() {
        let _ = writeln!(text, "“{}” and “{}” are nobody's names here.", harmless(a), harmless(b));
    }
    output::write(options, text.as_bytes())
}
