//! One happening at two times of day: "the ferry left at 4.30", "it left at four minutes past six".

use super::{
    Conflict, ConflictKind,
    sign::{CLOCK_SLACK, clock},
};
use crate::claim::{Meaning, Statement, Statements};
use analysis::ClaimKind;
use analysis::time::{Interval, TimeExpr};
use language::labels::{pos, tag};
use std::collections::BTreeSet;

/// How near two predicates must be to tell of one happening: "leave" and "depart", not "open" and
/// "close". Set 2026-11-22 on eleven invented stories and 184 real ones.
const PREDICATE_NEAR: f32 = 0.5;

/// Most statements with a time of day that are compared with each other.
const TIMED_MAX: usize = 400;

/// The conflicts about times of day between reports.
pub(super) fn find(all: &Statements<'_>) -> Vec<Conflict> {
    let timed = all.list.iter().filter_map(|s| Timed::of(all, s)).take(TIMED_MAX);
    let timed: Vec<Timed<'_>> = timed.collect();
    let mut conflicts = Vec::new();
    for (i, b) in timed.iter().enumerate() {
        let others = timed[..i].iter().filter(|a| a.statement.report != b.statement.report);
        conflicts.extend(others.filter(|a| a.differs(b, all)).map(|a| conflict(a, b)));
    }
    conflicts
}

fn conflict(a: &Timed<'_>, b: &Timed<'_>) -> Conflict {
    Conflict::shown(ConflictKind::Time, "conflict/clock", [a, b].map(|t| t.statement.span.into()))
}

/// A statement of what happened at a time of day.
struct Timed<'s> {
    statement: &'s Statement,
    predicate: u32,
    /// Minutes of the day.
    clocks: Vec<i32>,
    /// The words that name them.
    hours: Vec<&'s str>,
    /// All words of the statement.
    words: &'s str,
    /// Days that the words name beside the hour.
    days: Vec<Interval>,
    /// What the subject's words stand for.
    subject: BTreeSet<Meaning>,
}

impl<'s> Timed<'s> {
    fn of(all: &Statements<'s>, statement: &'s Statement) -> Option<Timed<'s>> {
        let claim = all.claim(statement);
        let analysis = &all.report(statement).analysis;
        let parse = &analysis.syntax.parse;
        let told = claim.kind == ClaimKind::Stated
            && matches!(parse.tokens[claim.head].tag, tag::VBD | tag::VBN)
            && !claim.is_negated;
        let inside = |t: &&TimeExpr| statement.span.contains(t.span);
        let times: Vec<&TimeExpr> =
            analysis.times.iter().map(|t| &t.value).filter(inside).collect();
        let clocks: Vec<i32> = times.iter().filter_map(|t| clock(&t.value)).collect();
        let text = &all.report(statement).document.text;
        let hours = times.iter().filter(|t| clock(&t.value).is_some());
        let hours = hours.map(|t| text.words(t.span)).collect();
        let is_day = |t: &&&TimeExpr| t.is_calendar() && clock(&t.value).is_none();
        let days = times.iter().filter(is_day).filter_map(|t| t.interval).collect();
        let head = claim.subject?;
        let phrase = analysis.syntax.noun_phrase(head);
        let of_subject = |token: usize| token == head || phrase.contains(&token);
        let named = |t: &&crate::claim::Term| {
            let part = parse.tokens[t.token as usize].pos;
            of_subject(t.token as usize) && matches!(part, pos::NOUN | pos::PROPN | pos::PRON)
        };
        let subject = statement.terms.iter().filter(named).map(|t| t.meaning).collect();
        (told && !clocks.is_empty()).then_some(Timed {
            statement,
            predicate: statement.predicate?,
            clocks,
            hours,
            words: text.words(statement.span),
            days,
            subject,
        })
    }

    /// Whether both tell of one happening, at times that cannot both be right. Hours of two days
    /// are two happenings.
    fn differs(&self, other: &Timed<'_>, all: &Statements<'_>) -> bool {
        let near = |a: &i32| other.clocks.iter().any(|b| (a - b).abs() <= CLOCK_SLACK);
        let met = |a: &Interval| other.days.iter().any(|b| a.overlaps(b));
        let apart = !self.days.is_empty() && !other.days.is_empty() && !self.days.iter().any(met);
        // One of several hours of a statement may be no time of day to the grammar of times.
        let named = |a: &Timed<'_>, b: &Timed<'_>| a.hours.iter().any(|h| b.words.contains(h));
        all.nearness(self.predicate, other.predicate) >= PREDICATE_NEAR
            && !named(self, other)
            && !named(other, self)
            && !self.subject.is_disjoint(&other.subject)
            && !apart
            && !self.clocks.iter().any(near)
    }
}
