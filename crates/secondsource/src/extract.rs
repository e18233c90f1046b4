//! `secondsource extract`: the main text and metadata of pages.

use crate::{cli::Options, output, pile};
use anyhow::Result;
use document::{BlockKind, Document};
use serde_json::{Value, json};

/// Extracts each page and prints it, in input order.
pub fn run(paths: &[String], jsonl: bool, options: &Options) -> Result<()> {
    let (documents, notices) = pile::read(paths, options)?;
    output::warn(&notices, options);
    let mut out = String::new();
    for document in &documents {
        if jsonl {
            out.push_str(&line(document).to_string());
            out.push('\n');
        } else {
            out.push_str(&main_text(document));
            out.push_str("\n\n");
        }
    }
    output::write(options, out.as_bytes())
}

/// The paragraphs and headings of the article, separated by blank lines.
fn main_text(document: &Document) -> String {
    let is_main = |kind| matches!(kind, BlockKind::Paragraph | BlockKind::Subheading);
    let blocks = document.blocks.iter().filter(|b| is_main(b.kind));
    blocks.map(|b| document.text.words(b.span)).collect::<Vec<_>>().join("\n\n")
}

fn line(document: &Document) -> Value {
    let meta = &document.metadata;
    let blocks: Vec<Value> = document
        .blocks
        .iter()
        .map(|b| {
            let range = document.text.code_points(b.span);
            json!({"kind": b.kind.as_str(), "start": range.start, "end": range.end})
        })
        .collect();
    let sayings: Vec<Value> = meta
        .sayings
        .iter()
        .map(|s| json!({"field": s.field, "by": s.by, "value": s.value, "taken": s.is_taken}))
        .collect();
    json!({
        "path": document.path,
        "url": meta.url,
        "title": document.headline(),
        "authors": meta.authors,
        "published": meta.published,
        "modified": meta.updated,
        "publisher": meta.publisher,
        "language": meta.language,
        "section": meta.section,
        "text": main_text(document),
        "blocks": blocks,
        "sayings": sayings,
    })
}
