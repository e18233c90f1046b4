//! [`Signs`] that two statements differ, slot by slot, and the learned [`Weights`] that judge them.

use super::{ConflictKind, day};
use crate::claim::{Features, Meaning, Statement, Statements, Term};
use analysis::{
    Quantity,
    quantity::Unit,
    time::{TimeExpr, governing},
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
];

/// Number of signs beside those of likeness.
const OWN: usize = NAMES.len();
/// Number of signs.
pub const N: usize = Features::N + OWN;

/// What speaks for and against a conflict of two statements.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Signs {
    values: [f32; N],
}

/// How near two counted nouns must be to count the same thing. Set by hand 2026-11-22, not swept.
const UNIT_NEAR: f32 = 0.5;
/// How near two predicates must be to be one. Set by hand 2026-11-22, not swept.
const PREDICATE_NEAR: f32 = 0.45;
/// Minutes by which clock times may differ and still agree: what rounding leaves. Set by hand
/// 2026-11-22, not swept.
const CLOCK_SLACK: i32 = 10;

impl Signs {
    /// The values: first those of likeness, then one for each sign.
    pub fn values(&self) -> &[f32; N] {
        &self.values
    }

    /// Those of two statements with their likeness.
    pub fn of(all: &Statements<'_>, a: &Statement, b: &Statement, likeness: &Features) -> Signs {
        let mut signs = Signs { values: [0.0; N] };
        signs.values[..Features::N].copy_from_slice(likeness.values());
        signs.numbers(all, a, b);
        signs.times(all, a, b);
        signs.places(all, a, b);
        signs.parts(all, a, b);
        signs.setting(all, a, b);
        signs
    }

    /// In what the statements differ, by the first slot that does.
    pub fn kind(&self) -> Option<ConflictKind> {
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

    fn get(&self, sign: Sign) -> f32 {
        self.values[Features::N + sign as usize]
    }

    fn set(&mut self, sign: Sign, value: f32) {
        self.values[Features::N + sign as usize] = value;
    }

    fn flag(&mut self, sign: Sign, is: bool) {
        self.set(sign, f32::from(u8::from(is)));
    }

    fn numbers(&mut self, all: &Statements<'_>, a: &Statement, b: &Statement) {
        let (mut same, mut like, mut open, mut agree) = (false, false, false, false);
        for x in &all.claim(a).quantities {
            for y in &all.claim(b).quantities {
                let agrees = x.agrees(y);
                agree |= agrees && x.value == y.value;
                match compared(all, (a, x), (b, y)) {
                    Compared::Same => same |= !agrees,
                    Compared::Like => like |= !agrees,
                    Compared::Open => open |= !agrees,
                    Compared::Apart => {}
                }
            }
        }
        self.flag(Sign::number_differs, same && !agree);
        self.flag(Sign::number_of_like_differs, like && !same && !agree);
        self.flag(Sign::number_open_differs, open && !same && !like && !agree);
        self.flag(Sign::number_agrees, agree);
    }

    fn times(&mut self, all: &Statements<'_>, a: &Statement, b: &Statement) {
        let (Some(x), Some(y)) = (time(all, a), time(all, b)) else { return };
        let (Some(i), Some(j)) = (x.interval, y.interval) else { return };
        let apart = !i.overlaps(&j);
        let clocks = clock(&x.value).zip(clock(&y.value));
        let differ = clocks.is_some_and(|(m, n)| (m - n).abs() > CLOCK_SLACK);
        self.flag(Sign::day_differs, apart);
        self.flag(Sign::clock_differs, !apart && differ);
        self.flag(Sign::time_agrees, !apart && !differ);
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
        let slot = self.kind().is_some();
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

/// The time that governs a statement.
fn time<'r>(all: &Statements<'r>, s: &Statement) -> Option<&'r TimeExpr> {
    let analysis = &all.report(s).analysis;
    governing(&analysis.syntax, &analysis.times, s.span)
}

/// Minutes of the day of a TIMEX3 value with a clock time.
fn clock(value: &str) -> Option<i32> {
    let (_, clock) = value.split_once('T')?;
    let (hour, minute) = clock.split_once(':')?;
    let hour: i32 = hour.parse().ok()?;
    Some(hour * 60 + minute.get(..2)?.parse::<i32>().ok()?)
}

/// The entities of a statement that are places after a preposition.
fn places(all: &Statements<'_>, s: &Statement) -> Vec<u32> {
    let syntax = &all.report(s).analysis.syntax;
    let is_place = |token: usize| {
        let named = syntax.parse.entities.iter().any(|e| {
            (e.start as usize..e.end as usize).contains(&token)
                && matches!(e.label, ner::GPE | ner::LOC | ner::FAC)
        });
        named && syntax.parse.tokens[token].dep == dep::POBJ
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
    for term in &a.terms {
        let Meaning::Word(x) = term.meaning else { continue };
        if Some(term.token) == subject {
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

/// Learned weights of the signs.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    constant: f32,
    weights: [f32; N],
    /// Least likelihood of a conflict.
    pub threshold: f32,
}

impl Weights {
    /// The weights that are part of the program.
    pub fn english() -> &'static Weights {
        static ENGLISH: LazyLock<Weights> = LazyLock::new(|| {
            Weights::parse(include_str!("../../../../models/conflicts.tsv"))
                .expect("the built-in weights are tested")
        });
        &ENGLISH
    }

    /// The names of the signs.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Features::NAMES.into_iter().chain(NAMES.iter().copied())
    }

    /// Reads a table: sign, weight; the constant is `one`, the threshold `threshold`. `None` if a
    /// sign is unknown or missing.
    pub fn parse(table: &str) -> Option<Weights> {
        let mut read = Weights { constant: f32::NAN, weights: [f32::NAN; N], threshold: f32::NAN };
        for row in table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let (name, weight) = row.split_once('\t')?;
            let weight = weight.parse().ok()?;
            match name {
                "one" => read.constant = weight,
                "threshold" => read.threshold = weight,
                name => read.weights[Weights::names().position(|n| n == name)?] = weight,
            }
        }
        let known = read.constant.is_finite() && read.threshold.is_finite();
        (known && read.weights.iter().all(|w| w.is_finite())).then_some(read)
    }

    /// How likely two statements are in conflict, 0 to 1.
    pub fn likely(&self, signs: &Signs) -> f32 {
        let sum: f32 = signs.values.iter().zip(&self.weights).map(|(x, w)| x * w).sum();
        1.0 / (1.0 + (-(sum + self.constant)).exp())
    }
}
