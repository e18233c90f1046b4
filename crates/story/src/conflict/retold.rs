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
        let own: Vec<Vec<usize>> = conflict
            .sides
            .iter()
            .map(|side| {
                side.evidence.spans().iter().filter_map(|s| by_span.get(s).copied()).collect()
            })
            .collect();
        for (n, side) in conflict.sides.iter_mut().enumerate() {
            let others: Vec<usize> = own
                .iter()
                .enumerate()
                .filter(|(m, _)| *m != n)
                .flat_map(|(_, o)| o.clone())
                .collect();
            let mut more: BTreeSet<Span> = BTreeSet::new();
            for &i in &own[n] {
                let again = partners.get(&i).into_iter().flatten().copied();
                let numbered = with_number(all, i, &others);
                more.extend(
                    again.chain(numbered).filter(|j| !others.contains(j)).map(|j| all.list[j].span),
                );
            }
            more.retain(|span| !side.evidence.spans().iter().any(|s| s.overlaps(*span)));
            let mut more = more.into_iter().take(PASSAGES_MAX);
            if let Some(first) = more.next() {
                side.evidence = side.evidence.clone().and(&Evidence::of(first, more));
                conflict.kind.evidence = conflict.kind.evidence.clone().and(&side.evidence);
            }
        }
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
