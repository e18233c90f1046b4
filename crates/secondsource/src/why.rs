//! `secondsource why`: why two documents are, or are not, one story or origin, or two names one.

use crate::{
    brief,
    cli::{Languages, Options, Period},
    output,
};
use anyhow::{Context, Result};
use document::{Document, Span};
use dossier::page::harmless;
use lexicon::Lexicon;
use serde_json::{Value, json};
use std::fmt::Write;
use story::Story;
use story::why::{Place, Reason, Why, find, why};

/// Passages shown for one reason; all are in the JSON.
const PASSAGES_SHOWN: usize = 4;

/// Says of two documents of the pile whether they are one story and one origin; else of two names
/// in each story that has one of them whether they are one; and why.
pub fn run(a: &str, b: &str, paths: &[String], json: bool, options: &Options) -> Result<()> {
    let period = Period { since: None, until: None };
    let (stories, notices) = brief::weave(paths, &period, &Languages::default(), options)?;
    output::warn(&notices, options);
    let text = match (find(&stories, a), find(&stories, b)) {
        (Some(a), Some(b)) => {
            let why = why(&stories, a, b);
            if json { record(&stories, (a, b), &why) } else { words(&stories, &why) }
        }
        (one, other) => {
            let unknown: Vec<&str> =
                [(one, a), (other, b)].iter().filter(|(f, _)| f.is_none()).map(|n| n.1).collect();
            names(&stories, a, b, json).with_context(|| {
                format!("no document or name is called {}", unknown.join(" or "))
            })?
        }
    };
    output::write(options, text.as_bytes())
}

/// `None` if no story has either of the names.
fn names(stories: &[Story], a: &str, b: &str, json: bool) -> Option<String> {
    let of_story = |s: &Story| s.why_names(a, b, Lexicon::english());
    let having = stories.iter().filter(|s| s.has_name(a) || s.has_name(b));
    let lines: Vec<String> = having.flat_map(of_story).collect();
    if lines.is_empty() {
        return None;
    }
    Some(match json {
        true => format!("{:#}\n", json!({"names": [a, b], "reasons": lines})),
        false => lines.iter().map(|line| format!("{}\n", harmless(line))).collect(),
    })
}

fn words(stories: &[Story], why: &Why) -> String {
    let quoted = |span: &Span| format!("“{}”", harmless(in_story(stories, *span).words(*span)));
    let mut text = String::new();
    for reason in &why.reasons {
        let indent = if matches!(reason.kind, "story" | "origin") { "" } else { "  " };
        let line = harmless(&reason.text);
        let spans: Vec<String> = reason.spans.iter().map(quoted).collect();
        let _ = match spans.is_empty() {
            true => writeln!(text, "{indent}{line}"),
            false => {
                writeln!(text, "{indent}{}: {}", line.trim_end_matches('.'), spans.join(", "))
            }
        };
        for (here, there) in reason.pairs.iter().take(PASSAGES_SHOWN) {
            let _ = writeln!(text, "    {}\n    {}\n", quoted(here), quoted(there));
        }
        let more = reason.pairs.len().saturating_sub(PASSAGES_SHOWN);
        if more > 0 {
            let _ = writeln!(text, "    and {more} more passages, with --json");
        }
    }
    text
}

fn in_story(stories: &[Story], span: Span) -> &Story {
    let has = |s: &&Story| s.report_of(span.doc()).is_some();
    stories.iter().find(has).expect("a span of the stories' documents")
}

fn record(stories: &[Story], (a, b): (Place, Place), why: &Why) -> String {
    let ids = Document::ids(stories.iter().flat_map(|s| &s.reports).map(|r| &r.document));
    let cite = |span: &Span| {
        let story = in_story(stories, *span);
        let report = story.report_of(span.doc()).expect("the story has it");
        let document = &story.reports[report].document;
        let range = document.text.code_points(*span);
        json!({"document": ids[&document.id], "start": range.start, "end": range.end,
            "exact": document.text.words(*span)})
    };
    let reason = |r: &Reason| {
        let pair = |(x, y): &(Span, Span)| json!({"a": cite(x), "b": cite(y)});
        json!({"kind": r.kind, "text": r.text,
            "evidence": r.spans.iter().map(cite).collect::<Vec<Value>>(),
            "passages": r.pairs.iter().map(pair).collect::<Vec<Value>>()})
    };
    let document = |(s, r): Place| {
        let document = &stories[s].reports[r].document;
        json!({"id": ids[&document.id], "path": document.path})
    };
    let reasons: Vec<Value> = why.reasons.iter().map(reason).collect();
    let record = json!({"a": document(a), "b": document(b), "one_story": why.one_story,
        "one_origin": why.one_origin, "reasons": reasons});
    format!("{record:#}\n")
}
