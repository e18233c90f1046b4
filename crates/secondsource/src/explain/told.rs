//! How explanations are laid out: passages with their marks, and reasons.

use document::{Span, markup, markup::Mark};
use dossier::page::harmless;
use std::fmt::Write;
use story::{Story, why::Reason};

/// Passages shown of one thing, and pairs of passages of one reason; how many more there are is
/// said.
const PASSAGES_SHOWN: usize = 20;
const PAIRS_SHOWN: usize = 4;

/// Characters shown of the words that a reason rests on; their place is told, or they stand above.
const WORDS_SHOWN: usize = 160;

/// Passages, each with one mark, in their sentences.
pub(super) fn passages(story: &Story, spans: &[Span], label: &str, text: &mut String) {
    for span in spans.iter().take(PASSAGES_SHOWN) {
        if let Some(report) = story.report_of(span.doc()) {
            let _ = writeln!(text, "{}", passage(story, report, &[(*span, label)]));
        }
    }
    more(spans.len(), PASSAGES_SHOWN, "  ", text);
}

/// Says how many passages are not shown.
fn more(n: usize, shown: usize, indent: &str, text: &mut String) {
    if n > shown {
        let _ = writeln!(text, "{indent}and {} more passages, in the record", n - shown);
    }
}

/// Reasons, one a line, with the words that they rest on.
pub(super) fn because(story: &Story, reasons: &[Reason], text: &mut String) {
    text.push_str("because\n");
    let quoted = |span: &Span| {
        let words = story.words(*span).split_whitespace().collect::<Vec<_>>().join(" ");
        let shown: String = words.chars().take(WORDS_SHOWN).collect();
        let rest = if shown.len() < words.len() { "…" } else { "" };
        format!("“{}{rest}”", harmless(&shown))
    };
    for reason in reasons {
        let line = harmless(&reason.text);
        let words: Vec<String> = reason.spans.iter().map(quoted).collect();
        let _ = match words.is_empty() {
            true => writeln!(text, "  {line}"),
            false => writeln!(text, "  {}: {}", line.trim_end_matches('.'), words.join(", ")),
        };
        for (here, there) in reason.pairs.iter().take(PAIRS_SHOWN) {
            let _ = writeln!(text, "    {}\n    {}", quoted(here), quoted(there));
        }
        more(reason.pairs.len(), PAIRS_SHOWN, "    ", text);
    }
}

/// A line of a field, if there is something to say.
pub(super) fn field(name: &str, said: &str, text: &mut String) {
    if !said.is_empty() {
        let _ = writeln!(text, "  {name}: {}", harmless(said));
    }
}

/// The sentence around some spans, marked up, with its place.
pub(super) fn passage(story: &Story, report: usize, marks: &[(Span, &str)]) -> String {
    let document = &story.reports[report].document;
    let syntax = &story.reports[report].analysis.syntax;
    let mut whole = marks[0].0;
    for (span, _) in marks {
        whole = whole.cover(*span).unwrap_or(whole);
    }
    let tokens = syntax.tokens_of(whole);
    let last = tokens.end.saturating_sub(1).max(tokens.start);
    let sentence = (!tokens.is_empty())
        .then(|| syntax.span(syntax.sentence(tokens.start).start..syntax.sentence(last).end));
    let context = sentence.flatten().and_then(|s| s.cover(whole)).unwrap_or(whole);
    let shift = |(span, label): &(Span, &str)| Mark {
        range: span.start() - context.start()..span.end() - context.start(),
        label: (*label).to_string(),
    };
    let mut shifted: Vec<Mark> = marks.iter().map(shift).collect();
    let words = document.text.words(context);
    let shown = loop {
        match markup::print(words, &shifted) {
            Ok(shown) => break shown,
            Err(_) => shifted.pop(),
        };
    };
    let range = document.text.code_points(context);
    format!("  {}:{}..{}  {}", harmless(&document.name), range.start, range.end, harmless(&shown))
}
