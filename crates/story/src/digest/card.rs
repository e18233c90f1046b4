//! [`Card`]s: a line of the digest with the sentence that says why it matters and the question it
//! leaves, as far as a report says so itself.

use super::{Candidate, Line, Pool, outlook};
use crate::timeline::alone;
use analysis::logistic::Logistic;
use document::Item;
use std::collections::BTreeSet;

/// A line of the digest with what reports add to it.
#[derive(Clone, Debug)]
pub struct Card {
    /// What happened.
    pub summary: Line,
    /// A sentence of what may come of it.
    pub matters: Option<Line>,
    /// A question that a report asks about it.
    pub question: Option<Line>,
}

/// Least share of a sentence's weight that it must have in common with the summary. Set by hand
/// 2026-11-22 on five real articles and the invented stories, not swept.
const COMMON_MIN: f32 = 0.35;
/// How much more a sentence of the summary's own report counts. Set by hand 2026-11-22.
const OWN: f32 = 1.2;

impl Pool<'_> {
    /// A card for each line; no sentence stands on two. Cost: the number of lines times that of
    /// the sentences.
    pub fn cards(&self, lines: &[Line], weights: &Logistic) -> Vec<Card> {
        let weights = self.concepts.weigh(weights, super::PAIR);
        let mut used: BTreeSet<_> = lines.iter().map(|l| l.sentence.evidence.first()).collect();
        let mut nearest = |line: &Line, list: &[Candidate]| {
            let own = self.all().find(|c| c.span == line.sentence.evidence.first())?;
            let of = |c: &Candidate| (&self.reports[c.report], c.span);
            let near = |c: &Candidate| {
                let common = shared(own, c, &weights);
                let same = own.report == c.report;
                let is_one = self.item(c).is_none() || self.item(c) == self.item(own);
                let is_near = common >= COMMON_MIN || self.item(c).is_some();
                let is_of_it = || self.item(c).is_some() || outlook::concerns(of(own), of(c));
                let fits = is_one && is_near && is_of_it() && !self.names_nobody(c);
                fits.then_some(common * if same { OWN } else { 1.0 })
            };
            let left = list.iter().filter(|c| !used.contains(&c.span));
            let scored = left.filter_map(|c| Some((near(c)?, c)));
            let (_, best) =
                scored.max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.span.cmp(&x.1.span)))?;
            used.insert(best.span);
            Some(self.named(best))
        };
        let card = |line: &Line| Card {
            summary: line.clone(),
            matters: nearest(line, &self.outlooks),
            question: nearest(line, &self.questions),
        };
        lines.iter().map(card).collect()
    }

    /// Whether a sentence begins with a pronoun of whom nobody knows whom it stands for.
    fn names_nobody(&self, c: &Candidate) -> bool {
        alone::sentence(&self.reports[c.report], c.span).is_open
    }

    /// A sentence with the name that a pronoun at its beginning stands for.
    fn named(&self, c: &Candidate) -> Line {
        let mut line = self.line(c);
        line.sentence.value = alone::sentence(&self.reports[c.report], c.span).line;
        line
    }

    /// The item of a page of many reports that a sentence is of, by its place: what such a page
    /// adds is about its own item.
    fn item(&self, c: &Candidate) -> Option<(usize, usize)> {
        let items = &self.reports[c.report].document.items;
        let holds = |item: &Item| item.parts.iter().any(|part| part.span.overlaps(c.span));
        Some((c.report, items.iter().position(holds)?))
    }

    fn all(&self) -> impl Iterator<Item = &Candidate> {
        self.candidates.iter().chain(&self.outlooks)
    }
}

/// The share of a sentence's weight that another has.
fn shared(of: &Candidate, c: &Candidate, weights: &[f32]) -> f32 {
    let weight = |concept: &u32| weights[*concept as usize];
    let common = c.concepts.iter().filter(|k| of.concepts.binary_search(k).is_ok()).map(weight);
    let all: f32 = c.concepts.iter().map(weight).sum();
    common.sum::<f32>() / all.max(f32::MIN_POSITIVE)
}
