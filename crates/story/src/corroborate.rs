//! [`Corroboration`]: a claim with the reports that make it and the origins behind them.

use crate::{
    Origins,
    claim::{Likeness, Pair, Statements, groups},
    origin::Lineage,
};
use document::{Evidence, Fact, RuleId};
use std::collections::BTreeSet;

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
        });
    }
    claims.sort_by_key(|c| {
        std::cmp::Reverse((c.origins.len(), c.reports.len(), c.claim.evidence.spans().len()))
    });
    claims
}
