//! Who else says what a side of a conflict says: its words hold for the same side.

use super::Conflict;
use crate::claim::{Likeness, Pair, Statement, Statements};
use analysis::{Quantity, quantity::Unit};
use document::{Evidence, Span};
use std::collections::{BTreeSet, HashMap};

/// Most passages of a side; of a large story more say the same.
const PASSAGES_MAX: usize = 20;
/// Least number that one thing alone is likely to have in a story, unless it is odd. Set by hand
/// 2026-11-22, not swept.
const RARE_MIN: f64 = 100.0;

/// Adds to each side the statements of other reports that say the same by the weights, or that
/// have its number, if it is one that few things have. Cost: linear in pairs and numbers.
pub(super) fn add(all: &Statements<'_>, pairs: &[Pair], conflicts: &mut [Conflict]) {
    if conflicts.is_empty() {
        return;
    }
    let threshold = Likeness::english().threshold;
    let mut partners: HashMap<usize, Vec<usize>> = HashMap::new();
    for pair in pairs.iter().filter(|p| p.same >= threshold) {
        partners.entry(pair.a).or_default().push(pair.b);
        partners.entry(pair.b).or_default().push(pair.a);
    }
    let by_span: HashMap<Span, usize> =
        all.list.iter().enumerate().map(|(i, s)| (s.span, i)).collect();
    for conflict in conflicts {
        let known = |span: &Span| by_span.get(span).copied();
        let sides = conflict.sides.iter();
        let own: Vec<Vec<usize>> =
            sides.map(|s| s.evidence.spans().iter().filter_map(known).collect()).collect();
        let with_partners = |side: &Vec<usize>| -> BTreeSet<usize> {
            let again = side.iter().flat_map(|i| partners.get(i).into_iter().flatten());
            again.chain(side).copied().collect()
        };
        let told: Vec<BTreeSet<usize>> = own.iter().map(with_partners).collect();
        for n in 0..own.len() {
            let others = (0..own.len()).filter(|m| *m != n);
            let against: Vec<usize> = others.clone().flat_map(|m| own[m].clone()).collect();
            let numbered = own[n].iter().flat_map(|i| with_number(all, *i, &against));
            // What is as near to another side as to this one is of neither.
            let apart = |j: &usize| others.clone().all(|m| !told[m].contains(j));
            let more = told[n].iter().copied().chain(numbered).filter(apart);
            let more: BTreeSet<Span> = more.map(|j| all.list[j].span).collect();
            add_to(&mut conflict.sides[n].evidence, more);
            let words = &conflict.sides[n].evidence;
            conflict.kind.evidence = conflict.kind.evidence.clone().and(words);
        }
    }
}

/// Adds passages that a side does not have.
fn add_to(evidence: &mut Evidence, mut more: BTreeSet<Span>) {
    more.retain(|span| !evidence.spans().iter().any(|s| s.overlaps(*span)));
    let mut more = more.into_iter().take(PASSAGES_MAX);
    if let Some(first) = more.next() {
        *evidence = evidence.clone().and(&Evidence::of(first, more));
    }
}

/// The statements of other reports with a number of one that the other side does not have.
fn with_number<'a>(
    all: &'a Statements<'_>,
    i: usize,
    others: &[usize],
) -> impl Iterator<Item = usize> + 'a {
    let statement: &Statement = &all.list[i];
    let told = |x: &&Quantity| {
        let other =
            |j: &usize| all.claim(&all.list[*j]).quantities.iter().any(|y| x.value == y.value);
        is_rare(x) && !others.iter().any(other)
    };
    let numbers: Vec<&Quantity> =
        if others.iter().any(|j| !all.claim(&all.list[*j]).quantities.is_empty()) {
            all.claim(statement).quantities.iter().filter(told).collect()
        } else {
            Vec::new()
        };
    let report = statement.report;
    all.list
        .iter()
        .enumerate()
        .filter(move |(_, s)| {
            s.report != report && !numbers.is_empty() && {
                let own = &all.claim(s).quantities;
                own.iter().any(|y| numbers.iter().any(|x| x.value == y.value && units(x, y)))
            }
        })
        .map(|(j, _)| j)
}

fn is_rare(q: &Quantity) -> bool {
    q.value >= RARE_MIN || q.value.fract() != 0.0
}

fn units(x: &Quantity, y: &Quantity) -> bool {
    x.unit == y.unit || x.unit == Unit::Open || y.unit == Unit::Open
}
