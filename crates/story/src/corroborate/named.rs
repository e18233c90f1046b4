//! Whether reports name the persons of a passage where they tell of the same: a meeting of five is
//! told in one sentence by one report, and in three by another.

use crate::Report;
use analysis::EntityKind;
use document::{DocId, Span};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// Sentences from one that tells of a meeting or a promise in which a report names who took part.
const NAMED_WITHIN: usize = 5;

/// The persons that a passage names, sought where other reports tell of the same.
pub(super) struct Persons<'a> {
    reports: &'a [Report],
    entity: &'a dyn Fn(usize, usize) -> Option<usize>,
    /// By document: the report.
    by_doc: &'a BTreeMap<DocId, usize>,
    wanted: BTreeSet<usize>,
}

impl<'a> Persons<'a> {
    /// Those whom a passage of a report names.
    pub(super) fn of(
        (reports, by_doc): (&'a [Report], &'a BTreeMap<DocId, usize>),
        entity: &'a dyn Fn(usize, usize) -> Option<usize>,
        (report, passage): (usize, Span),
    ) -> Persons<'a> {
        let mut persons = Persons { reports, entity, by_doc, wanted: BTreeSet::new() };
        let tokens = reports[report].analysis.syntax.tokens_of(passage);
        persons.wanted = persons.within(report, tokens);
        persons
    }

    fn within(&self, report: usize, tokens: Range<usize>) -> BTreeSet<usize> {
        let mentions = self.reports[report].analysis.mentions.iter();
        let here = mentions.filter(|m| m.kind == EntityKind::Person && tokens.contains(&m.head));
        here.filter_map(|m| (self.entity)(report, m.chain)).collect()
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
        let here = self.sentences_from(*report, *token);
        let whole = here.first().zip(here.last()).map(|(first, last)| first.start..last.end);
        let tokens =
            whole.unwrap_or_else(|| self.reports[*report].analysis.syntax.tokens_of(*span));
        2 * self.wanted.intersection(&self.within(*report, tokens)).count() >= self.wanted.len()
    }

    /// Where a report names most of them right after it tells of it, if it names none there.
    pub(super) fn named_after(&self, (report, token, span): &(usize, usize, Span)) -> Option<Span> {
        let syntax = &self.reports[*report].analysis.syntax;
        let named =
            |tokens: Range<usize>| self.wanted.intersection(&self.within(*report, tokens)).count();
        if self.wanted.is_empty() || named(syntax.tokens_of(*span)) > 0 {
            return None;
        }
        let counts = self.sentences_from(*report, *token).iter().map(|s| (named(s.clone()), s));
        let (most, sentence) = counts.rev().max_by_key(|(count, _)| *count)?;
        (most > 0).then(|| syntax.span(sentence.clone()))?
    }

    /// The share of them that a passage names.
    pub(super) fn share(&self, span: Span) -> f32 {
        let report = self.by_doc.get(&span.doc());
        let named = report.map(|&r| {
            let tokens = self.reports[r].analysis.syntax.tokens_of(span);
            self.wanted.intersection(&self.within(r, tokens)).count()
        });
        named.unwrap_or_default() as f32 / self.wanted.len().max(1) as f32
    }
}
