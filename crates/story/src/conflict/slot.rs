//! The same words with another number, day, hour or place: "Another 33 people were taken to
//! hospital", "Another 43 people were taken to hospital".
//!
//! However many statements a story has, two that agree in every other word differ in that slot.

use super::{
    Conflict, ConflictKind, day, folded,
    sign::{self, Signs},
};
use crate::claim::{Meaning, Pair, Statement, Statements, Term};
use language::labels::pos;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Fewest words and names that both have beside the slot. Set by hand 2026-11-22 on simulated
/// stories and 184 real ones; not swept.
const SHARED_MIN: usize = 3;

/// The conflicts of reports of one day: on a later day it may have become otherwise. Reports
/// without a day are taken for those of one.
pub(super) fn find(all: &Statements<'_>, pairs: &[Pair]) -> Vec<Conflict> {
    let found = pairs.par_iter().filter_map(|pair| {
        let (a, b) = (&all.list[pair.a], &all.list[pair.b]);
        let kind = differs(all, pair)?;
        let rule = format!("conflict/{}-slot", kind.as_str());
        Some(Conflict::shown(kind, rule, [a, b].map(|s| s.span.into())))
    });
    found.collect()
}

/// In what alone two statements differ. In the same words "today" is what it is in the first.
fn differs(all: &Statements<'_>, pair: &Pair) -> Option<ConflictKind> {
    let (a, b) = (&all.list[pair.a], &all.list[pair.b]);
    let (p, q) = (all.claim(a), all.claim(b));
    let (day_a, day_b) = (day(all.report(a)), day(all.report(b)));
    let of_one = a.report != b.report && day_a == day_b && p.kind == q.kind;
    let apart = p.is_negated != q.is_negated || folded(all, a) == folded(all, b);
    if !of_one || apart || !same_subject(all, a, b) || !same_beside(all, a, b) {
        return None;
    }
    Signs::of(all, a, b, &pair.features).only_slot()
}

/// Whether the same is said of one subject: words that mean nearly the same may be two things
/// ("earthquake", "tsunami"), and "he" in two reports is two persons unless both are known.
fn same_subject(all: &Statements<'_>, a: &Statement, b: &Statement) -> bool {
    let known = |s: &Statement, t: &Term| {
        let syntax = &all.report(s).analysis.syntax;
        let pronoun = syntax.parse.tokens[t.token as usize].pos == pos::PRON;
        !pronoun || matches!(t.meaning, Meaning::Entity(_))
    };
    let counted = |t: &Term| matches!(t.meaning, Meaning::Quantity(_));
    match (&a.subject, &b.subject) {
        (Some(x), Some(y)) if counted(x) || counted(y) => true,
        (Some(x), Some(y)) => x.meaning == y.meaning && known(a, x) && known(b, y),
        // The subject of a clause may be a word that tells nothing, such as a pronoun.
        _ => all.claim(a).subject.is_none() && all.claim(b).subject.is_none(),
    }
}

/// Whether all words and names but those of numbers, times and places are the same.
fn same_beside(all: &Statements<'_>, a: &Statement, b: &Statement) -> bool {
    let (x, y) = (plain(all, a), plain(all, b));
    let within =
        |x: &[Term], y: &[Term]| x.iter().all(|t| y.iter().any(|other| all.is_same(t, other)));
    let distinct: BTreeSet<Meaning> = x.iter().map(|t| t.meaning).collect();
    distinct.len() >= SHARED_MIN && within(&x, &y) && within(&y, &x)
}

/// The terms of a statement that are no number, time or place.
fn plain(all: &Statements<'_>, s: &Statement) -> Vec<Term> {
    let places = sign::places(all, s);
    let times = &all.report(s).analysis.times;
    let in_time = |token: usize| times.iter().any(|t| t.value.tokens.contains(&token));
    let is_place = |t: &Term| matches!(t.meaning, Meaning::Entity(e) if places.contains(&e));
    let number = |t: &Term| matches!(t.meaning, Meaning::Quantity(_));
    let kept = |t: &&Term| !number(t) && !is_place(t) && !in_time(t.token as usize);
    s.terms.iter().filter(kept).copied().collect()
}
