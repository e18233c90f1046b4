//! [`Corroboration`]: a claim with the reports that make it and the origins behind them.

use crate::{
    Origins, Report, Speech,
    claim::{Likeness, Pair, Statements, groups},
    origin::Lineage,
};
use document::{DocId, Evidence, Fact, RuleId, Span};
use std::collections::{BTreeMap, BTreeSet};

/// A claim of a story.
#[derive(Clone, Debug)]
pub struct Corroboration {
    /// The words that say it best on their own, and all that say it, as evidence.
    pub claim: Fact<String>,
    /// What it rests on.
    pub status: Status,
    /// The reports that make it.
    pub reports: BTreeSet<usize>,
    /// The origins behind those reports.
    pub origins: BTreeSet<usize>,
    /// The speech of which all those reports are accounts, where they say no more than that it was
    /// said.
    pub speech: Option<usize>,
}

/// What a claim rests on. Nothing here says whether it is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Two or more independent origins make it.
    Corroborated,
    /// One origin makes it.
    SingleOrigin,
    /// Several reports make it, and where they have it from is not known.
    LineageUnknown,
}

impl Status {
    /// The status's name in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Corroborated => "corroborated",
            Status::SingleOrigin => "single origin",
            Status::LineageUnknown => "lineage unknown",
        }
    }
}

/// Claims with the speech that all their words are accounts of, if there is one.
pub(crate) fn of_statements(
    mut claims: Vec<Corroboration>,
    speeches: &[Speech],
    reports: &[Report],
) -> Vec<Corroboration> {
    let mut by_report: BTreeMap<DocId, Vec<(Span, usize)>> = BTreeMap::new();
    for (n, speech) in speeches.iter().enumerate() {
        for (_, content) in speech.contents(reports) {
            by_report.entry(content.doc()).or_default().push((content, n));
        }
    }
    let within = |span: &Span| -> BTreeSet<usize> {
        let contents = by_report.get(&span.doc()).into_iter().flatten();
        contents.filter(|(content, _)| content.contains(*span)).map(|(_, n)| *n).collect()
    };
    for claim in claims.iter_mut().filter(|c| c.reports.len() > 1) {
        let spans = claim.claim.evidence.spans().iter();
        let shared = spans.map(within).reduce(|a, b| a.intersection(&b).copied().collect());
        claim.speech = shared.and_then(|speeches| speeches.into_iter().next());
    }
    claims
}

/// The claims of a story, those of most origins first.
pub(crate) fn weigh(all: &Statements<'_>, pairs: &[Pair], origins: &Origins) -> Vec<Corroboration> {
    let mut claims = Vec::new();
    for group in groups(all, pairs, Likeness::english()) {
        let spans = group.statements.iter().map(|&i| all.list[i].span);
        let mut spans: Vec<_> = spans.collect();
        let behind: BTreeSet<usize> = origins.count(&spans).origins.into_iter().collect();
        let first = spans.remove(0);
        let chief = &all.list[group.chief];
        let words = all.report(chief).document.text.words(chief.span);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let from: BTreeSet<usize> = group.statements.iter().map(|&i| all.list[i].report).collect();
        let unknown = |o: &usize| origins.list[*o].lineage == Lineage::Unknown;
        let status = match behind.len() {
            0 | 1 => Status::SingleOrigin,
            _ if behind.iter().filter(|o| unknown(o)).count() > 1 => Status::LineageUnknown,
            _ => Status::Corroborated,
        };
        claims.push(Corroboration {
            claim: Fact::new(words, Evidence::of(first, spans), RuleId::new("claim/clause")),
            status,
            reports: from,
            origins: behind,
            speech: None,
        });
    }
    claims.sort_by_key(|c| {
        std::cmp::Reverse((c.origins.len(), c.reports.len(), c.claim.evidence.spans().len()))
    });
    claims
}
