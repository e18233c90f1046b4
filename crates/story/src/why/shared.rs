//! What two passages share: names, whatever they are called, and words of content.

use super::Reason;
use crate::Story;
use analysis::claim::is_content;
use document::Span;
use std::collections::BTreeMap;

/// Words shown of a passage.
const SHOWN_MAX: usize = 12;

/// What a word stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meant {
    /// An entity of the story.
    Name(usize),
    /// A lemma.
    Word(String),
}

impl Story {
    /// What the words of content of a passage stand for, each where it first stands.
    pub(super) fn meant(&self, passage: Span) -> BTreeMap<Meant, Span> {
        let mut meant = BTreeMap::new();
        let Some(report) = self.report_of(passage.doc()) else { return meant };
        let analysis = &self.reports[report].analysis;
        let syntax = &analysis.syntax;
        let tokens = syntax.tokens_of(passage);
        let mut named: BTreeMap<usize, (usize, Span)> = BTreeMap::new();
        for mention in analysis.mentions.iter().filter(|m| passage.contains(m.span)) {
            if let Some(entity) = self.entity(report, mention.chain) {
                named.extend(mention.tokens.clone().map(|t| (t, (entity, mention.span))));
            }
        }
        for token in tokens {
            if let Some((entity, span)) = named.get(&token) {
                meant.entry(Meant::Name(*entity)).or_insert(*span);
            } else if is_content(syntax, token)
                && !syntax.is_punctuation(token)
                && let Some(span) = syntax.span(token..token + 1)
            {
                let lemma = syntax.parse.lemma(token).to_lowercase();
                meant.entry(Meant::Word(lemma)).or_insert(span);
            }
        }
        meant
    }

    /// The words of a passage that another has too, in text order.
    pub(super) fn shared(&self, passage: Span, other: Span) -> Vec<Span> {
        self.kept(passage, other, true)
    }

    /// The words of a passage that another does not have, in text order.
    pub(super) fn alone(&self, passage: Span, other: Span) -> Vec<Span> {
        self.kept(passage, other, false)
    }

    fn kept(&self, passage: Span, other: Span, both: bool) -> Vec<Span> {
        let there = self.meant(other);
        let kept = self.meant(passage).into_iter().filter(|(m, _)| there.contains_key(m) == both);
        in_order(kept.map(|(_, span)| span).collect())
    }

    /// A passage by its document and its code points.
    pub(super) fn place(&self, passage: Span) -> String {
        let Some(report) = self.report_of(passage.doc()) else { return String::new() };
        let document = &self.reports[report].document;
        let range = document.text.code_points(passage);
        format!("{}:{}..{}", document.name, range.start, range.end)
    }

    /// The sentences that a passage touches.
    pub(super) fn sentence(&self, passage: Span) -> Span {
        let Some(report) = self.report_of(passage.doc()) else { return passage };
        let syntax = &self.reports[report].analysis.syntax;
        let tokens = syntax.tokens_of(passage);
        if tokens.is_empty() {
            return passage;
        }
        let (first, last) = (syntax.sentence(tokens.start), syntax.sentence(tokens.end - 1));
        syntax.span(first.start..last.end).and_then(|s| s.cover(passage)).unwrap_or(passage)
    }
}

/// A reason that names the words which two passages share.
pub(super) fn sharing(kind: &'static str, text: &str, spans: Vec<Span>) -> Reason {
    let text = match spans.is_empty() {
        true => format!("{text}."),
        false => format!("{text}; both have."),
    };
    Reason { spans, ..Reason::new(kind, text) }
}

/// Passages in text order, as many as are shown.
pub(super) fn in_order(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    spans.dedup();
    spans.truncate(SHOWN_MAX);
    spans
}
