//! [`Signs`] that two statements differ, slot by slot, and the learned weights that judge them.

use super::{ConflictKind, context, day};
use crate::claim::{Features, Meaning, Statement, Statements, Term};
use analysis::{
    Quantity,
    logistic::Logistic,
    quantity::Unit,
    time::{Interval, TimeExpr, governing},
};
use language::labels::{dep, ner};
use std::sync::LazyLock;

macro_rules! signs {
    ($($name:ident),* $(,)?) => {
        /// The signs' names.
        #[allow(non_camel_case_types, missing_docs, reason = "each variant is its name")]
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub enum Sign { $($name),* }

        /// Names of the signs beside those of likeness.
        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

signs![
    number_differs,
    number_of_like_differs,
    number_open_differs,
    number_agrees,
    day_differs,
    clock_differs,
    time_agrees,
    place_differs,
    place_agrees,
    negation_and_aligned,
    negation_alone,
    subject_differs,
    subject_agrees,
    subject_words_differ,
    object_differs,
    object_agrees,
    predicate_agrees,
    predicate_near,
    days_apart,
    ahead_both,
    speakers_differ,
    same_report,
    rest_aligned,
    excludes_one,
    excludes_both,
    slot_and_rest,
    number_and_rest,
    open_number_and_rest,
    time_and_rest,
    negation_and_rest,
    place_and_rest,
    subject_and_rest,
    object_and_rest,
    number_on_other_days,
    number_at_one_time,
    negation_on_other_days,
    speakers_and_rest,
    short,
];

/// Number of signs beside those of likeness.
const OWN: usize = NAMES.len();
/// Number of signs.
pub const N: usize = Features::WORDS + OWN + context::N;

/// What speaks for and against a conflict of two statements.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Signs {
    values: [f32; N],
}

/// How near two counted nouns must be to count the same thing. Set by hand 2026-11-22, not swept.
const UNIT_NEAR: f32 = 0.5;
/// How near two predicates must be to be one. Set by hand 2026-11-22, not swept.
const PREDICATE_NEAR: f32 = 0.45;
/// Words of content below which a statement is short.
const SHORT_TERMS: usize = 3;
/// Minutes by which clock times may differ and still agree: what rounding leaves. Set by hand
/// 2026-11-22, not swept.
pub(super) const CLOCK_SLACK: i32 = 10;

impl Signs {
    /// The values: first those of likeness, then one for each sign.
    pub fn values(&self) -> &[f32; N] {
        &self.values
    }

    /// Those of two statements with their likeness.
    pub fn of(all: &Statements<'_>, a: &Statement, b: &Statement, likeness: &Features) -> Signs {
        let mut signs = Signs { values: [0.0; N] };
        signs.values[..Features::WORDS].copy_from_slice(likeness.of_words());
        signs.numbers(all, a, b);
        signs.times(all, a, b);
        signs.places(all, a, b);
        signs.parts(all, a, b);
        signs.setting(all, a, b);
        let around = context::values(all, a, b, signs.rest());
        signs.values[Features::WORDS + OWN..].copy_from_slice(&around);
        signs
    }

    /// In what the statements differ: the first slot that does; where none is seen, who took part.
    pub fn kind(&self) -> ConflictKind {
        self.slot().unwrap_or(ConflictKind::Party)
    }

    /// The slot in which alone the statements differ: number, time or place.
    pub(super) fn only_slot(&self) -> Option<ConflictKind> {
        let any = |signs: &[Sign]| signs.iter().any(|s| self.get(*s) > 0.0);
        let slots = [
            (any(&[Sign::number_differs, Sign::number_of_like_differs]), ConflictKind::Number),
            (any(&[Sign::day_differs, Sign::clock_differs]), ConflictKind::Time),
            (any(&[Sign::place_differs]), ConflictKind::Place),
        ];
        let mut differing = slots.into_iter().filter(|(differs, _)| *differs);
        match (differing.next(), differing.next()) {
            (Some((_, kind)), None) => Some(kind),
            _ => None,
        }
    }

    fn slot(&self) -> Option<ConflictKind> {
        let is = |sign: Sign| self.get(sign) > 0.0;
        if is(Sign::number_differs) || is(Sign::number_of_like_differs) {
            return Some(ConflictKind::Number);
        }
        if is(Sign::day_differs) || is(Sign::clock_differs) {
            return Some(ConflictKind::Time);
        }
        if is(Sign::negation_and_aligned) || is(Sign::negation_alone) {
            return Some(ConflictKind::Polarity);
        }
        if is(Sign::place_differs) {
            return Some(ConflictKind::Place);
        }
        if is(Sign::number_open_differs) {
            return Some(ConflictKind::Number);
        }
        if is(Sign::subject_differs) || is(Sign::subject_words_differ) {
            return Some(ConflictKind::Agent);
        }
        is(Sign::object_differs).then_some(ConflictKind::Party)
    }

    /// How like the statements are in all but subject, numbers and names, 0 to 1.
    fn rest(&self) -> f32 {
        self.get(Sign::rest_aligned)
    }

    fn get(&self, sign: Sign) -> f32 {
        self.values[Features::WORDS + sign as usize]
    }

    fn set(&mut self, sign: Sign, value: f32) {
        self.values[Features::WORDS + sign as usize] = value;
    }

    fn flag(&mut self, sign: Sign, is: bool) {
        self.set(sign, f32::from(u8::from(is)));
    }

    fn numbers(&mut self, all: &Statements<'_>, a: &Statement, b: &Statement) {
        let (p, q) = (&all.claim(a).quantities, &all.claim(b).quantities);
        let met = |x: &Quantity, others: &[Quantity]| {
            others.iter().any(|y| x.agrees(y) && (x.value == y.value || x.unit == y.unit))
        };
        let (mut same, mut like, mut open) = (false, false, false);
        for x in p.iter().filter(|x| !met(x, q)) {
            for y in q.iter().filter(|y| !met(y, p)) {
                match compared(all, (a, x), (b, y)) {
                    Compared::Same => same |= !x.agrees(y),
                    Compared::Like => like |= !x.agrees(y),
                    Compared::Open => open |= !x.agrees(y),
                    Compared::Apart => {}
                }
            }
        }
        self.flag(Sign::number_differs, same);
        self.flag(Sign::number_of_like_differs, like && !same);
        self.flag(Sign::number_open_differs, open && !same && !like);
        self.flag(Sign::number_agrees, p.iter().any(|x| met(x, q)));
    }

    /// Clock times are compared with clock times and days with days: of "at 4.30 p.m." the day is
    /// only guessed.
    fn times(&mut self, all: &Statements<'_>, a: &Statement, b: &Statement) {
        let (x, y) = (times(all, a), times(all, b));
        let clocks = |times: &[&TimeExpr]| -> Vec<i32> {
            times.iter().filter_map(|t| clock(&t.value)).collect()
        };
        let days = |times: &[&TimeExpr]| -> Vec<Interval> {
            let days = times.iter().filter(|t| clock(&t.value).is_none());
            days.filter_map(|t| t.interval).collect()
        };
        let (m, n) = (clocks(&x), clocks(&y));
        let near = |m: &i32| n.iter().any(|n| (m - n).abs() <= CLOCK_SLACK);
        let clock_met = m.iter().any(near);
        let (i, j) = (days(&x), days(&y));
        let day_met = i.iter().any(|i| j.iter().any(|j| i.overlaps(j)));
        let day_differs = !i.is_empty() && !j.is_empty() && !day_met;
        let clock_differs = !m.is_empty() && !n.is_empty() && !clock_met;
        self.flag(Sign::day_differs, day_differs && !clock_met);
        self.flag(Sign::clock_differs, clock_differs && !day_differs);
        self.flag(Sign::time_agrees, (day_met || clock_met) && !day_differs && !clock_differs);
    }

    fn places(&mut self, all: &Statements<'_>, a: &Statement, b: &Statement) {
        let (x, y) = (places(all, a), places(all, b));
        if x.is_empty() || y.is_empty() {
            return;
        }
        let shared = x.iter().any(|p| y.contains(p));
        self.flag(Sign::place_differs, !shared);
        self.flag(Sign::place_agrees, shared);
    }

    /// Subject, object and predicate.
    fn parts(&mut self, all: &Statements<'_>, a: &Statement, b: &Statement) {
        match compare(all, a.subject, b.subject) {
            Some(Part::Apart) => self.flag(Sign::subject_differs, true),
            Some(Part::Agree) => self.flag(Sign::subject_agrees, true),
            Some(Part::Words) => self.flag(Sign::subject_words_differ, true),
            None => {}
        }
        match compare(all, a.object, b.object) {
            Some(Part::Agree) => self.flag(Sign::object_agrees, true),
            Some(_) => self.flag(Sign::object_differs, true),
            None => {}
        }
        let near = match (a.predicate, b.predicate) {
            (Some(x), Some(y)) => all.nearness(x, y),
            _ => 0.0,
        };
        self.flag(Sign::predicate_agrees, near > 0.999);
        self.flag(Sign::predicate_near, (PREDICATE_NEAR..=0.999).contains(&near));
        let (p, q) = (all.claim(a), all.claim(b));
        let differs = p.is_negated != q.is_negated;
        let aligned = near >= PREDICATE_NEAR;
        self.flag(Sign::negation_and_aligned, differs && aligned);
        self.flag(Sign::negation_alone, differs && !aligned);
        let rest = rest(all, a, b).min(rest(all, b, a));
        self.set(Sign::rest_aligned, rest);
        let slot = self.slot().is_some();
        self.set(Sign::slot_and_rest, if slot { rest } else { 0.0 });
    }

    fn setting(&mut self, all: &Statements<'_>, a: &Statement, b: &Statement) {
        let days = day(all.report(a)).zip(day(all.report(b)));
        self.flag(Sign::days_apart, days.is_some_and(|(x, y)| x != y));
        let (p, q) = (all.claim(a), all.claim(b));
        let ahead = analysis::ClaimKind::Ahead;
        self.flag(Sign::ahead_both, p.kind == ahead && q.kind == ahead);
        self.flag(Sign::same_report, a.report == b.report);
        let said = speaker(all, a).zip(speaker(all, b));
        self.flag(Sign::speakers_differ, said.is_some_and(|(x, y)| x != y));
        let excludes = |s: &Statement| all.excludes(s);
        self.flag(Sign::excludes_one, excludes(a) != excludes(b));
        self.flag(Sign::excludes_both, excludes(a) && excludes(b));
        self.flag(Sign::short, a.terms.len().min(b.terms.len()) < SHORT_TERMS);
        self.together();
    }

    /// Signs that only count together.
    fn together(&mut self) {
        let rest = self.get(Sign::rest_aligned);
        let of = |signs: &[Sign]| signs.iter().map(|s| self.get(*s)).fold(0.0, f32::max);
        let number = of(&[Sign::number_differs, Sign::number_of_like_differs]);
        let negation = of(&[Sign::negation_and_aligned, Sign::negation_alone]);
        let time = of(&[Sign::day_differs, Sign::clock_differs]);
        let (open, place) = (of(&[Sign::number_open_differs]), of(&[Sign::place_differs]));
        let subject = of(&[Sign::subject_differs]);
        let object = of(&[Sign::object_differs]);
        let (days, agrees) = (of(&[Sign::days_apart]), of(&[Sign::time_agrees]));
        let speakers = of(&[Sign::speakers_differ]);
        self.set(Sign::number_and_rest, number * rest);
        self.set(Sign::open_number_and_rest, open * rest);
        self.set(Sign::time_and_rest, time * rest);
        self.set(Sign::negation_and_rest, negation * rest);
        self.set(Sign::place_and_rest, place * rest);
        self.set(Sign::subject_and_rest, subject * rest);
        self.set(Sign::object_and_rest, object * rest);
        self.set(Sign::number_on_other_days, number * days);
        self.set(Sign::number_at_one_time, number * agrees);
        self.set(Sign::negation_on_other_days, negation * days);
        self.set(Sign::speakers_and_rest, speakers * rest);
    }
}

/// Whether two numbers measure one thing.
enum Compared {
    Same,
    Like,
    Open,
    Apart,
}

fn compared(
    all: &Statements<'_>,
    (a, x): (&Statement, &Quantity),
    (b, y): (&Statement, &Quantity),
) -> Compared {
    match (&x.unit, &y.unit) {
        (Unit::Open, Unit::Open | Unit::Things(_)) | (Unit::Things(_), Unit::Open) => {
            Compared::Open
        }
        (x, y) if x == y => Compared::Same,
        (Unit::Things(_), Unit::Things(_)) => {
            let counted = |s: &Statement, q: &Quantity| {
                let token = q.counted? as u32;
                let term = s.terms.iter().find(|t| t.token == token)?;
                if let Meaning::Word(word) = term.meaning { Some(word) } else { None }
            };
            match counted(a, x).zip(counted(b, y)) {
                Some((m, n)) if all.nearness(m, n) >= UNIT_NEAR => Compared::Like,
                _ => Compared::Apart,
            }
        }
        _ => Compared::Apart,
    }
}

/// The times on the calendar in a statement's words; without one, the one that governs it.
fn times<'r>(all: &Statements<'r>, s: &Statement) -> Vec<&'r TimeExpr> {
    let analysis = &all.report(s).analysis;
    let inside = |t: &&TimeExpr| t.is_calendar() && s.span.contains(t.span);
    let own: Vec<&TimeExpr> = analysis.times.iter().map(|t| &t.value).filter(inside).collect();
    if own.is_empty() {
        return governing(&analysis.syntax, &analysis.times, s.span).into_iter().collect();
    }
    own
}

/// Minutes of the day of a TIMEX3 value with a clock time.
pub(super) fn clock(value: &str) -> Option<i32> {
    let (_, clock) = value.split_once('T')?;
    let (hour, minute) = clock.split_once(':')?;
    let hour: i32 = hour.parse().ok()?;
    Some(hour * 60 + minute.get(..2)?.parse::<i32>().ok()?)
}

/// The entities of a statement that are places after a preposition.
pub(super) fn places(all: &Statements<'_>, s: &Statement) -> Vec<u32> {
    let syntax = &all.report(s).analysis.syntax;
    let is_place = |token: usize| {
        let named = syntax.parse.entities.iter().any(|e| {
            (e.start as usize..e.end as usize).contains(&token)
                && matches!(e.label, ner::GPE | ner::LOC | ner::FAC)
        });
        let preposition = syntax.parse.head(token);
        let of_predicate = syntax.parse.head(preposition) == all.claim(s).head;
        named && of_predicate && syntax.parse.tokens[token].dep == dep::POBJ
    };
    let place = |t: &Term| match t.meaning {
        Meaning::Entity(e) if is_place(t.token as usize) => Some(e),
        _ => None,
    };
    s.terms.iter().filter_map(place).collect()
}

/// How two parts of statements compare.
enum Part {
    Agree,
    Apart,
    Words,
}

fn compare(all: &Statements<'_>, a: Option<Term>, b: Option<Term>) -> Option<Part> {
    Some(match (a?.meaning, b?.meaning) {
        (Meaning::Entity(x), Meaning::Entity(y)) if x == y => Part::Agree,
        (Meaning::Entity(_), Meaning::Entity(_)) => Part::Apart,
        (Meaning::Word(x), Meaning::Word(y)) => {
            if all.nearness(x, y) >= UNIT_NEAR {
                Part::Agree
            } else {
                Part::Words
            }
        }
        _ => return None,
    })
}

/// How well the words of a statement that are no number, place or subject are answered.
fn rest(all: &Statements<'_>, a: &Statement, b: &Statement) -> f32 {
    let (mut met, mut sum) = (0.0, 0.0);
    let subject = a.subject.map(|t| t.token);
    let counted =
        |token: u32| all.claim(a).quantities.iter().any(|q| q.counted == Some(token as usize));
    for term in &a.terms {
        let Meaning::Word(x) = term.meaning else { continue };
        if Some(term.token) == subject || counted(term.token) {
            continue;
        }
        let near = b.terms.iter().map(|other| match other.meaning {
            Meaning::Word(y) => all.nearness(x, y),
            _ => 0.0,
        });
        let best = near.fold(0.0, f32::max);
        sum += term.weight;
        met += term.weight * if best >= PREDICATE_NEAR { best } else { 0.0 };
    }
    if sum > 0.0 { met / sum } else { 0.0 }
}

/// The entity or chain of who is quoted with a statement.
fn speaker(all: &Statements<'_>, s: &Statement) -> Option<(usize, usize)> {
    let quotation = all.claim(s).quotation?;
    let q = &all.report(s).analysis.quotations[quotation].value;
    Some((s.report, q.speaker.as_ref()?.span.start()))
}

/// The names of the signs.
pub fn names() -> Vec<&'static str> {
    let own = NAMES.iter().chain(context::NAMES).copied();
    Features::of_words_named().into_iter().chain(own).collect()
}

/// The weights that are part of the program.
pub fn english() -> &'static Logistic {
    static ENGLISH: LazyLock<Logistic> = LazyLock::new(|| {
        let table = include_str!("../../../../models/conflicts.tsv");
        Logistic::parse(table, &names()).expect("the built-in weights are tested")
    });
    &ENGLISH
}
