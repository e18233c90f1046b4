//! Who else says what a side of a conflict says: its words hold for the same side.

use super::Conflict;
use crate::claim::{Likeness, Pair, Statements};
use analysis::{Quantity, quantity::Unit};
use document::{Evidence, Span};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Most passages of a side; of a large story more say the same.
const PASSAGES_MAX: usize = 20;
/// Least number that one thing alone is likely to have in a story, unless it is odd. Set by hand
/// 2026-11-22, not swept.
const RARE_MIN: f64 = 100.0;

/// Digits from which a number tells by itself what it counts. Set by hand 2026-11-22, not swept.
const DIGITS_MIN: usize = 3;

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
    let numbers = Numbers::of(all, pairs);
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
            let numbered = own[n].iter().flat_map(|i| numbers.again(*i, &against));
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

/// What the statements of a story count.
struct Numbers<'a> {
    all: &'a Statements<'a>,
    /// By the bits of a number that few things have: the statements that have it.
    holders: HashMap<u64, Vec<usize>>,
    /// Pairs that may speak of one matter.
    near: HashSet<(usize, usize)>,
}

impl<'a> Numbers<'a> {
    fn of(all: &'a Statements<'a>, pairs: &[Pair]) -> Numbers<'a> {
        let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
        for (i, statement) in all.list.iter().enumerate() {
            for number in all.claim(statement).quantities.iter().filter(|q| is_rare(q)) {
                holders.entry(number.value.to_bits()).or_default().push(i);
            }
        }
        Numbers { all, holders, near: pairs.iter().map(|p| (p.a, p.b)).collect() }
    }

    fn in_statement(&self, i: usize) -> &'a [Quantity] {
        &self.all.claim(&self.all.list[i]).quantities
    }

    /// The statements of other reports with a number of one that the other side does not have, if
    /// they count the same things or may speak of the same matter.
    fn again(&self, i: usize, others: &[usize]) -> Vec<usize> {
        let told = |x: &&Quantity| {
            let other = |j: &usize| self.in_statement(*j).iter().any(|y| x.value == y.value);
            is_rare(x) && !others.iter().any(other)
        };
        if others.iter().all(|j| self.in_statement(*j).is_empty()) {
            return Vec::new();
        }
        let mut again = Vec::new();
        for x in self.in_statement(i).iter().filter(told) {
            let holders = self.holders.get(&x.value.to_bits()).into_iter().flatten();
            let same = holders.filter(|&&j| {
                let of_one = self.in_statement(j).iter().any(|y| x.value == y.value && unit(x, y));
                let apart = self.all.list[j].report != self.all.list[i].report;
                apart && (of_one || self.near.contains(&(i.min(j), i.max(j))))
            });
            again.extend(same);
        }
        again
    }
}

fn is_rare(q: &Quantity) -> bool {
    q.value >= RARE_MIN || q.value.fract() != 0.0
}

/// Whether both count the same things. What the words do not say may be any, unless the number is
/// so exact that hardly another thing has it: "312 million".
fn unit(x: &Quantity, y: &Quantity) -> bool {
    let open = x.unit == Unit::Open || y.unit == Unit::Open;
    if open { is_exact(x) } else { x.unit == y.unit }
}

/// Whether a number has as many digits between its zeros as [`DIGITS_MIN`].
fn is_exact(q: &Quantity) -> bool {
    let written = q.value.to_string().replace('.', "");
    written.trim_matches('0').len() >= DIGITS_MIN
}
