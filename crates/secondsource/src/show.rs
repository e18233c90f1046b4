//! `secondsource show`: one layer of a document, as marked-up text.

use crate::{
    cli::{Layer, Options},
    extract, output, pile,
};
use analysis::{Claim, EventMention};
use anyhow::{Result, ensure};
use document::{BlockKind, Document, Span, markup, markup::Mark};
use ingest::html::{Judged, Sites};
use lexicon::Lexicon;
use serde_json::{Value, json};
use std::fmt::Write;
use story::Report;

/// Characters shown of a block of a page.
const SHOWN_CHARS: usize = 60;

/// Prints a layer of each document; blocks, if asked, as a line of JSON each.
pub fn run(layer: Layer, paths: &[String], json: bool, options: &Options) -> Result<()> {
    let is_blocks = matches!(layer, Layer::Blocks);
    ensure!(is_blocks || !json, "`--json` is for blocks; `analyze --jsonl` gives the other layers");
    let (documents, notices, sites) = pile::read_with_sites(paths, options)?;
    output::warn(&notices, options);
    let mut out = String::new();
    if json {
        documents.iter().for_each(|document| {
            let _ = writeln!(out, "{}", weighed(document, &sites));
        });
        return output::write(options, out.as_bytes());
    }
    for report in pile::analyse(documents, options) {
        let _ = writeln!(out, "# {}\n", report.document.path);
        match layer {
            Layer::Syntax => syntax(&report, &mut out),
            Layer::Blocks => {
                sayings(&report, &mut out);
                judgements(&report, &sites, &mut out);
                out.push_str(&marked(report.document.text.as_str(), marks(layer, &report)));
            }
            _ => out.push_str(&marked(report.document.text.as_str(), marks(layer, &report))),
        }
        out.push('\n');
    }
    output::write(options, out.as_bytes())
}

/// What was weighed of a document: sayings, blocks of its page, and what became of them.
fn weighed(document: &Document, sites: &Sites) -> Value {
    let judged: Vec<Value> = judged(&document.path, sites)
        .into_iter()
        .map(|block| {
            let moves = block.because.iter();
            let because: Vec<Value> = moves
                .map(|(name, value, by)| json!({"feature": name, "value": value, "moves": by}))
                .collect();
            json!({"words": block.words, "likelihood": block.likelihood, "kept": block.is_kept,
                "because": because})
        })
        .collect();
    json!({"path": document.path, "sayings": extract::sayings(document), "judged": judged,
        "blocks": extract::blocks(document)})
}

/// The blocks of the page in a file, one of `sites`, judged; none if it is no page.
fn judged(path: &str, sites: &Sites) -> Vec<Judged> {
    let bytes = std::fs::read(path).unwrap_or_default();
    ingest::html::judgements(path, &bytes, Lexicon::english(), sites)
}

/// What the page says of itself and where, what the place counts, and all places with that value;
/// `+` marks what was taken.
fn sayings(report: &Report, out: &mut String) {
    for saying in &report.document.metadata.sayings {
        let mark = if saying.is_taken { '+' } else { ' ' };
        let value = saying.value.escape_debug();
        let tenths = |n: Option<i32>| n.map(|n| f64::from(n) / 10.0);
        let counts = tenths(saying.weight).map(|n| format!(", counts {n}")).unwrap_or_default();
        let sum = tenths(saying.sum).map(|n| format!(" of {n}")).unwrap_or_default();
        let why = saying.why.map(|why| format!(": {why}")).unwrap_or_default();
        let by = saying.by.escape_debug();
        let _ = writeln!(out, "{mark} {}: {value} ({by}{counts}{sum}{why})", saying.field);
    }
    if !report.document.metadata.sayings.is_empty() {
        out.push('\n');
    }
}

/// The blocks of a page, kept (`+`) or dropped, each with its likelihood and what moved it most.
fn judgements(report: &Report, sites: &Sites, out: &mut String) {
    let blocks = judged(&report.document.path, sites);
    if blocks.is_empty() {
        return;
    }
    for block in blocks {
        let mark = if block.is_kept { '+' } else { ' ' };
        let words: String = block.words.chars().take(SHOWN_CHARS).collect();
        let because: Vec<String> = block
            .because
            .iter()
            .map(|(name, value, by)| format!("{name} = {value} ({by:+.1})"))
            .collect();
        let _ = writeln!(
            out,
            "{mark} {:.2} {} [{}]",
            block.likelihood,
            words.escape_debug(),
            because.join(", ")
        );
    }
    out.push('\n');
}

/// The text with the marks that nest; of two that cross, the later is left out.
pub fn marked(text: &str, mut marks: Vec<Mark>) -> String {
    marks.sort_by_key(|m| (m.range.start, std::cmp::Reverse(m.range.end)));
    let mut nested: Vec<Mark> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for mark in marks {
        while open.last().is_some_and(|end| *end <= mark.range.start) {
            open.pop();
        }
        if open.last().is_none_or(|end| mark.range.end <= *end) && open.len() < markup::DEPTH_MAX {
            open.push(mark.range.end);
            nested.push(mark);
        }
    }
    let mut text = markup::print(text, &nested).expect("marks nest");
    text.push('\n');
    text
}

fn marks(layer: Layer, report: &Report) -> Vec<Mark> {
    let mark = |span: Span, label: String| Mark { range: span.range(), label };
    let analysis = &report.analysis;
    match layer {
        Layer::Blocks => {
            let blocks = report.document.blocks.iter().map(|b| match b.kind {
                BlockKind::Furniture(reason) => {
                    mark(b.span, format!("furniture {}", reason.as_str()))
                }
                kind => mark(b.span, kind.as_str().to_string()),
            });
            let credits = report.document.credits.iter().flat_map(|c| {
                let publishers = c.value.publishers.iter().map(|s| mark(*s, "publisher".into()));
                publishers.chain(c.value.persons.iter().map(|s| mark(*s, "person".into())))
            });
            let items = report.document.items.iter().enumerate().flat_map(|(i, item)| {
                item.parts.iter().map(move |p| Mark {
                    range: p.span.range(),
                    label: format!("item {} {}", i + 1, p.role.as_str()),
                })
            });
            let links =
                report.document.links.iter().map(|l| mark(l.span, format!("link {}", l.url)));
            blocks.chain(credits).chain(items).chain(links).collect()
        }
        Layer::Mentions => analysis
            .mentions
            .iter()
            .map(|m| mark(m.span, format!("{} {} {}", m.kind.as_str(), m.form.as_str(), m.chain)))
            .collect(),
        Layer::Quotations => {
            let mut marks = Vec::new();
            for fact in &analysis.quotations {
                let (q, id) = (&fact.value, fact.id("quotation"));
                marks.push(mark(q.content, format!("{} quotation:{id}", q.kind.as_str())));
                marks.extend(q.verbatim.iter().map(|&s| mark(s, "verbatim".into())));
                marks.extend(q.cue.map(|s| mark(s, "cue".into())));
                marks.extend(q.speaker.as_ref().map(|s| mark(s.span, "speaker".into())));
                marks.extend(q.via.iter().map(|s| mark(s.span, "via".into())));
            }
            marks.dedup();
            marks
        }
        Layer::Times => analysis
            .times
            .iter()
            .map(|t| mark(t.value.span, format!("{} {}", t.value.kind.as_str(), t.value.value)))
            .collect(),
        Layer::Events => analysis.events.iter().flat_map(|e| told(report, &e.value)).collect(),
        Layer::Claims => {
            let label = |c: &Claim| {
                let negated = if c.is_negated { " negated" } else { "" };
                format!("{}{negated}", c.kind.as_str())
            };
            analysis.claims.iter().map(|c| mark(c.value.span, label(&c.value))).collect()
        }
        Layer::Commitments => {
            let mut marks = Vec::new();
            for fact in &analysis.commitments {
                let c = &fact.value;
                marks.push(mark(c.span, format!("{} {}", c.class.as_str(), fact.rule)));
                marks.extend(c.who.map(|span| mark(span, "who".into())));
                marks.extend(c.to_whom.map(|span| mark(span, "to-whom".into())));
                marks.extend(c.condition.map(|span| mark(span, "condition".into())));
            }
            marks
        }
        Layer::Syntax => Vec::new(),
    }
}

/// A predicate with its parts.
fn told(report: &Report, mention: &EventMention) -> Vec<Mark> {
    let analysis = &report.analysis;
    let mark = |span: Span, label: String| Mark { range: span.range(), label };
    let phrase = |head: Option<usize>| {
        head.and_then(|head| analysis.syntax.span(analysis.syntax.noun_phrase(head)))
    };
    let mut label = mention.realis.as_str().to_string();
    for part in [mention.plover, mention.mode].into_iter().flatten() {
        let _ = write!(label, " {part}");
    }
    let mut marks = vec![mark(mention.span, label)];
    marks.extend(phrase(mention.actor).map(|span| mark(span, "actor".into())));
    marks.extend(phrase(mention.target).map(|span| mark(span, "target".into())));
    let time = mention.time.map(|t| &analysis.times[t].value);
    marks.extend(time.map(|t| mark(t.span, format!("time {}", t.value))));
    marks
}

/// One token a line: number, words, lemma, part of speech, tag, label, head.
fn syntax(report: &Report, out: &mut String) {
    let syntax = &report.analysis.syntax;
    for sentence in &syntax.parse.sentences {
        for i in sentence.clone() {
            let t = &syntax.parse.tokens[i];
            let _ = writeln!(
                out,
                "{i}\t{}\t{}\t{}\t{}\t{}\t{}",
                syntax.word(i).escape_debug(),
                syntax.parse.lemma(i).escape_debug(),
                t.pos,
                t.tag,
                t.dep,
                t.head
            );
        }
        out.push('\n');
    }
}
