//! [`GoldText`]s: texts with names and chains marked by hand, read from JSON lines.
//!
//! A line has `id`, `text` and `mentions`, each with `start`, `end` (code points), `type`, and
//! where known `form`, `chain` and `head` (the part of the span that is the name itself).

use analysis::{
    EntityKind, Syntax,
    quotation_mark::{self, Quoted},
};
use document::{Document, Span};
use language::{Annotator, Model};
use lexicon::Lexicon;
use serde_json::Value;
use std::{error::Error, fs, path::Path};

/// A mention marked by hand.
pub struct GoldMention {
    /// The name itself.
    pub name: Span,
    /// The whole phrase.
    pub span: Span,
    /// Its kind; `None` for things that are not looked for.
    pub kind: Option<EntityKind>,
    /// Whether it is a name.
    pub is_name: bool,
    /// Its chain, if the set has chains.
    pub chain: Option<String>,
}

/// A text with its mentions.
pub struct GoldText {
    /// Its parse.
    pub syntax: Syntax,
    /// Its quotation marks.
    pub quoted: Vec<Quoted>,
    /// What was marked.
    pub mentions: Vec<GoldMention>,
}

/// Reads and parses a set.
///
/// # Errors
/// If the file cannot be read or a line is not as described above.
pub fn read(path: &Path) -> Result<Vec<GoldText>, Box<dyn Error>> {
    let mut annotator = Annotator::new(Model::english());
    let mut texts = Vec::new();
    for line in fs::read_to_string(path)?.lines() {
        let row: Value = serde_json::from_str(line)?;
        let read = ingest::read("gold.jsonl", line.as_bytes(), Lexicon::english());
        let Some(document) = read.documents.into_iter().next() else { continue };
        let syntax = Syntax::of(&document, &mut annotator);
        let marked = row["mentions"].as_array().ok_or("a line without mentions")?;
        let mentions = marked.iter().filter_map(|m| mention(&document, m)).collect();
        let quoted = quotation_mark::find(&document, &mut Vec::new());
        texts.push(GoldText { syntax, quoted, mentions });
    }
    Ok(texts)
}

fn mention(document: &Document, row: &Value) -> Option<GoldMention> {
    let span = |from: &Value, to: &Value| {
        let range = from.as_u64()? as usize..to.as_u64()? as usize;
        document.text.from_code_points(range)
    };
    let whole = span(&row["start"], &row["end"])?;
    Some(GoldMention {
        name: span(&row["head"][0], &row["head"][1]).unwrap_or(whole),
        span: whole,
        kind: match row["type"].as_str()? {
            "person" | "PER" => Some(EntityKind::Person),
            "organization" | "ORG" => Some(EntityKind::Organization),
            "place" | "LOC" => Some(EntityKind::Place),
            "MISC" | "abstract" | "event" | "object" => Some(EntityKind::Other),
            _ => None,
        },
        is_name: row["form"].as_str().is_none_or(|form| form == "name"),
        chain: row["chain"].as_str().map(str::to_string),
    })
}
