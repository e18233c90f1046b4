//! Whether reports name the persons of a passage where they tell of the same: a meeting of five is
//! told in one sentence by one report, and in three by another.

use crate::Report;
use analysis::EntityKind;
use document::Span;
use std::{collections::BTreeSet, ops::Range};

/// Sentences from one that tells of a meeting or a promise in which a report names who took part.
const NAMED_WITHIN: usize = 5;

/// The persons that a passage names, sought where other reports tell of the same.
pub(super) struct Persons<'a> {
    pub(super) reports: &'a [Report],
    pub(super) entity: &'a dyn Fn(usize, usize) -> Option<usize>,
    /// The passage, and its report.
    pub(super) wanted: (usize, Span),
}

impl Persons<'_> {
    fn within(&self, report: usize, tokens: Range<usize>) -> BTreeSet<usize> {
        let mentions = self.reports[report].analysis.mentions.iter();
        let here = mentions.filter(|m| m.kind == EntityKind::Person && tokens.contains(&m.head));
        here.filter_map(|m| (self.entity)(report, m.chain)).collect()
    }

    fn wanted(&self) -> BTreeSet<usize> {
        let (report, passage) = self.wanted;
        self.within(report, self.reports[report].analysis.syntax.tokens_of(passage))
    }

    /// The sentence of a token and those right after it.
    fn sentences_from(&self, report: usize, token: usize) -> &[Range<usize>] {
        let parse = &self.reports[report].analysis.syntax.parse;
        let first = parse.sentence_of(token);
        let last = (first + NAMED_WITHIN).min(parse.sentences.len().saturating_sub(1));
        parse.sentences.get(first..=last).unwrap_or_default()
    }

    /// Whether a report names, where it tells of something or right after it, half of them or more.
    pub(super) fn are_named(&self, (report, token, span): &(usize, usize, Span)) -> bool {
        let wanted = self.wanted();
        let here = self.sentences_from(*report, *token);
        let whole = here.first().zip(here.last()).map(|(first, last)| first.start..last.end);
        let tokens =
            whole.unwrap_or_else(|| self.reports[*report].analysis.syntax.tokens_of(*span));
        2 * wanted.intersection(&self.within(*report, tokens)).count() >= wanted.len()
    }

    /// Where a report names most of them right after it tells of it, if it names none there.
    pub(super) fn named_after(&self, (report, token, span): &(usize, usize, Span)) -> Option<Span> {
        let wanted = self.wanted();
        let syntax = &self.reports[*report].analysis.syntax;
        let named =
            |tokens: Range<usize>| wanted.intersection(&self.within(*report, tokens)).count();
        if wanted.is_empty() || named(syntax.tokens_of(*span)) > 0 {
            return None;
        }
        let counts = self.sentences_from(*report, *token).iter().map(|s| (named(s.clone()), s));
        let (most, sentence) = counts.rev().max_by_key(|(count, _)| *count)?;
        (most > 0).then(|| syntax.span(sentence.clone()))?
    }

    /// The share of them that a passage names.
    pub(super) fn share(&self, span: Span) -> f32 {
        let report = self.reports.iter().position(|r| r.document.id == span.doc());
        let wanted = self.wanted();
        let named = report.map(|r| {
            let tokens = self.reports[r].analysis.syntax.tokens_of(span);
            wanted.intersection(&self.within(r, tokens)).count()
        });
        named.unwrap_or_default() as f32 / wanted.len().max(1) as f32
    }
}
