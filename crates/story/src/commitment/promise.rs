//! [`Promise`]: one statement of a commitment as that which others may answer to.

use super::{commitment, content_lemmas, kin::is_kin, same, telling::Telling};
use crate::{
    claim::{Statement, Statements},
    conflict::day,
    party::{Parties, Party},
};
use analysis::{
    Quantity,
    time::{Day, Interval},
};
use language::labels::dep;
use lexicon::rows::Bound;
use std::collections::BTreeSet;

/// Least number that two statements may be tied by; smaller ones are of many things. Set by hand
/// 2026-11-22, not swept.
const NUMBER_MIN: f64 = 13.0;

/// What was promised, by whom and for when.
pub(super) struct Promise<'s> {
    /// Report and index of the commitment.
    pub(super) at: (usize, usize),
    /// Its statement, and that one's number.
    pub(super) statement: &'s Statement,
    pub(super) number: usize,
    /// The last day named in its clause.
    pub(super) day: Option<Interval>,
    /// When it was reported.
    pub(super) told_on: Option<Day>,
    act: String,
    object: Option<String>,
    /// Words of content of what is to be done, each once.
    words: BTreeSet<String>,
    bound: BTreeSet<Party>,
}

/// What of a commitment a statement names.
pub(super) struct Kin {
    pub(super) act: bool,
    pub(super) object: bool,
    pub(super) party: bool,
    pub(super) apart: bool,
    /// How many words of it another report's statement has, themselves or kin.
    pub(super) words: usize,
}

impl<'s> Promise<'s> {
    pub(super) fn of(
        all: &'s Statements<'_>,
        parties: &Parties<'_>,
        at: (usize, usize),
        number: usize,
    ) -> Promise<'s> {
        let asked = commitment(all.reports(), at);
        let analysis = &all.reports()[at.0].analysis;
        let syntax = &analysis.syntax;
        let lemma = |token: usize| syntax.parse.lemma(token).to_lowercase();
        let times = &analysis.times;
        let inside = times.iter().filter(|t| asked.span.contains(t.value.span));
        let last = || inside.filter_map(|t| t.value.interval).max_by_key(|i| i.latest);
        let statement = &all.list[number];
        Promise {
            at,
            statement,
            number,
            day: asked.deadline.and_then(|t| times[t].value.interval).or_else(last),
            told_on: day(all.report(statement)),
            act: lemma(asked.head),
            object: syntax.child(asked.head, &[dep::DOBJ, dep::NSUBJPASS]).map(lemma),
            words: content_lemmas(syntax, syntax.tokens_of(asked.what)),
            bound: same::bound(asked, parties, at.0),
        }
    }

    /// How a statement of a report answers to the act, the thing and the parties.
    pub(super) fn kin(&self, telling: &Telling, report: usize) -> Kin {
        let told = |lemma: &String| telling.lemmas.iter().any(|other| is_kin(lemma, other));
        let has = |word: &&String| telling.content.iter().any(|other| is_kin(word, other));
        let words = || self.words.iter().filter(has).count();
        let known = !self.bound.is_empty() && !telling.parties.is_empty();
        let shared = !self.bound.is_disjoint(&telling.parties);
        Kin {
            act: told(&self.act),
            object: self.object.as_ref().is_some_and(told),
            party: shared,
            apart: known && !shared,
            words: if report == self.at.0 { 0 } else { words() },
        }
    }

    /// Whether a word is that for what is to be done.
    pub(super) fn is_act(&self, lemma: &str) -> bool {
        is_kin(&self.act, lemma)
    }

    /// Whether a statement has a number of the promise, one that few others have.
    pub(super) fn shares_number(&self, all: &Statements<'_>, other: &Statement) -> bool {
        let exact = |q: &&Quantity| q.bound == Bound::Exact && q.value >= NUMBER_MIN;
        let there = &all.claim(other).quantities;
        let asked = all.claim(self.statement).quantities.iter();
        asked.filter(exact).any(|q| there.iter().any(|other| other.value == q.value))
    }
}
