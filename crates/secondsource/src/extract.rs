//! `secondsource extract`: the main text and metadata of pages.

use crate::{cli::Options, output, pile};
use anyhow::Result;
use document::{BlockKind, Document, ItemPart};
use ingest::{Ingested, WarcPages};
use lexicon::Lexicon;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::path::Path;

/// Extracts each page and prints it, in input order.
pub fn run(paths: &[String], jsonl: bool, options: &Options) -> Result<()> {
    if let [path] = paths
        && let Some(pages) = pile::archive(Path::new(path))?
    {
        return stream(pages, jsonl, options);
    }
    let (documents, notices) = pile::read(paths, options)?;
    output::warn(&notices, options);
    let mut out = String::new();
    for document in &documents {
        print(document, jsonl, &mut out);
    }
    output::write(options, out.as_bytes())
}

fn print(document: &Document, jsonl: bool, out: &mut String) {
    if jsonl {
        out.push_str(&line(document).to_string());
        out.push('\n');
    } else {
        out.push_str(&main_text(document));
        out.push_str("\n\n");
    }
}

/// Extracts the pages of an archive of any size, some at a time on all cores, and prints them in
/// its order as they are read.
fn stream(mut pages: WarcPages<'_>, jsonl: bool, options: &Options) -> Result<()> {
    let mut parts = output::Parts::open(options)?;
    loop {
        let batch: Vec<_> = pages.by_ref().take(pile::PAGES_AT_ONCE).collect();
        if batch.is_empty() {
            return parts.close();
        }
        let read: Vec<Ingested> = batch
            .into_par_iter()
            .map(|page| match page {
                Ok(page) => ingest::read(&page.name, &page.bytes, Lexicon::english()),
                Err(notice) => Ingested { notices: vec![notice], ..Ingested::default() },
            })
            .collect();
        let mut out = String::new();
        for part in &read {
            output::warn(&part.notices, options);
            part.documents.iter().for_each(|document| print(document, jsonl, &mut out));
        }
        parts.add(out.as_bytes())?;
    }
}

/// The paragraphs and headings of the article, separated by blank lines.
fn main_text(document: &Document) -> String {
    let is_main = |kind| matches!(kind, BlockKind::Paragraph | BlockKind::Subheading);
    let blocks = document.blocks.iter().filter(|b| is_main(b.kind));
    blocks.map(|b| document.text.words(b.span)).collect::<Vec<_>>().join("\n\n")
}

/// The blocks of a document with their kinds.
pub(crate) fn blocks(document: &Document) -> Vec<Value> {
    document
        .blocks
        .iter()
        .map(|b| {
            let range = document.text.code_points(b.span);
            let reason = match b.kind {
                BlockKind::Furniture(reason) => Some(reason.as_str()),
                _ => None,
            };
            let kind = b.kind.as_str();
            json!({"kind": kind, "reason": reason, "start": range.start, "end": range.end})
        })
        .collect()
}

/// What was said of each field of a document's metadata, and what it counts.
pub(crate) fn sayings(document: &Document) -> Vec<Value> {
    let tenths = |n: Option<i32>| n.map(|n| f64::from(n) / 10.0);
    let sayings = document.metadata.sayings.iter().map(|s| {
        json!({"field": s.field, "by": s.by, "value": s.value, "taken": s.is_taken,
            "weight": tenths(s.weight), "sum": tenths(s.sum), "why": s.why})
    });
    sayings.collect()
}

fn line(document: &Document) -> Value {
    let meta = &document.metadata;
    let links: Vec<Value> = document
        .links
        .iter()
        .map(|link| {
            let range = document.text.code_points(link.span);
            let words = document.text.words(link.span);
            json!({"url": link.url, "words": words, "start": range.start, "end": range.end})
        })
        .collect();
    let items: Vec<Value> = document
        .items
        .iter()
        .map(|item| {
            let part = |part: &ItemPart| {
                let range = document.text.code_points(part.span);
                json!({"role": part.role.as_str(), "start": range.start, "end": range.end})
            };
            let parts: Vec<Value> = item.parts.iter().map(part).collect();
            json!({"published": item.published, "parts": parts})
        })
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
        "blocks": blocks(document),
        "links": links,
        "items": items,
        "sayings": sayings(document),
    })
}
