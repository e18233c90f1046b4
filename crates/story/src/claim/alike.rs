//! [`Likeness`]: whether two statements speak of one thing, by learned weights.
//!
//! The features follow monolingual alignment (Sultan, Bethard and Sumner 2014): words of one
//! statement are matched with the best of the other, each counted by how rare it is; names only
//! match the same entity, numbers only those that agree.

use super::statement::{Meaning, Statement, Statements, Term};
use std::sync::LazyLock;

/// What speaks for and against two statements being about one thing; each from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Features {
    values: [f32; Features::N],
}

impl Features {
    /// Number of features.
    pub const N: usize = 17;
    /// Their names, in the order of [`Features::values`].
    pub const NAMES: [&'static str; Features::N] = [
        "aligned_less",
        "aligned_more",
        "same_words_less",
        "same_words_more",
        "entities_shared",
        "entities_apart",
        "predicates",
        "same_predicate",
        "numbers_agree",
        "numbers_differ",
        "numbers_on_one_side",
        "cosine",
        "negation_differs",
        "subjects",
        "objects",
        "length_ratio",
        "ahead_differs",
    ];

    /// The values, in the order of [`Features::NAMES`].
    pub fn values(&self) -> &[f32; Features::N] {
        &self.values
    }

    /// Those of two statements, the same in either order. Cost: the product of their lengths.
    pub fn of(all: &Statements<'_>, a: &Statement, b: &Statement) -> Features {
        let (near_a, same_a) = covered(all, a, b);
        let (near_b, same_b) = covered(all, b, a);
        let shared = a.entities.iter().filter(|e| b.entities.contains(e)).count() as f32;
        let either = (a.entities.len() + b.entities.len()) as f32 - shared;
        let apart = shared == 0.0 && !a.entities.is_empty() && !b.entities.is_empty();
        let predicates = match (a.predicate, b.predicate) {
            (Some(x), Some(y)) => all.nearness(x, y).max(0.0),
            _ => 0.0,
        };
        let (p, q) = (all.claim(a), all.claim(b));
        let (agree, differ, single) = numbers(all, a, b);
        let (long, short) = (a.terms.len().max(b.terms.len()), a.terms.len().min(b.terms.len()));
        Features {
            values: [
                near_a.min(near_b),
                near_a.max(near_b),
                same_a.min(same_b),
                same_a.max(same_b),
                if either > 0.0 { shared / either } else { 0.0 },
                flag(apart),
                predicates,
                flag(a.predicate.is_some() && a.predicate == b.predicate),
                agree,
                differ,
                single,
                all.cosine(a, b).max(0.0),
                flag(p.is_negated != q.is_negated),
                part(all, (a, a.subject), (b, b.subject)),
                part(all, (a, a.object), (b, b.object)),
                short as f32 / long.max(1) as f32,
                flag(p.kind != q.kind),
            ],
        }
    }
}

/// How a statement answers to another, each from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Answered {
    /// The share of what is asked that is answered, in words like it.
    pub all: f32,
    /// The share of its names and numbers.
    pub names: f32,
    /// The share of its words, each counted by how rare it is in this story.
    pub rare: f32,
    /// How rare the rarest word of both is in this story.
    pub rarest: f32,
    /// How near the object comes to a word of the answer.
    pub object: f32,
    /// How near the predicate comes to a word of the answer.
    pub predicate: f32,
}

/// How near two words must be to answer to each other. Set by hand 2026-11-22, not swept.
const ANSWERS_MIN: f32 = 0.55;

impl Statements<'_> {
    /// How `by` answers to `asked`. Cost: the product of their lengths.
    pub fn answered(&self, asked: &Statement, by: &Statement) -> Answered {
        let best = |term: &Term| {
            let met = by.terms.iter().map(|other| matched(self, (asked, term), (by, other)));
            met.fold(0.0, f32::max)
        };
        let mut answered = Answered { all: covered(self, asked, by).0, ..Answered::default() };
        let (mut names, mut met, mut rare, mut sum) = (0.0, 0.0, 0.0, 0.0);
        for term in &asked.terms {
            let (near, rarity) = (best(term), self.rarity(term.meaning));
            if !matches!(term.meaning, Meaning::Word(_)) {
                names += term.weight;
                met += if near >= 1.0 { term.weight } else { 0.0 };
            }
            sum += rarity;
            rare += if near >= ANSWERS_MIN { rarity * near } else { 0.0 };
            if near >= 1.0 {
                answered.rarest = answered.rarest.max(rarity);
            }
        }
        answered.names = if names > 0.0 { met / names } else { 0.0 };
        answered.rare = if sum > 0.0 { rare / sum } else { 0.0 };
        answered.object = asked.object.as_ref().map_or(0.0, best);
        let predicate = asked
            .predicate
            .and_then(|word| asked.terms.iter().find(|t| t.meaning == Meaning::Word(word)));
        answered.predicate = predicate.map_or(0.0, best);
        answered
    }
}

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// How near two words must be to count at all. Set by hand 2026-11-22, not swept.
const NEAR_MIN: f32 = 0.25;

/// The share of a statement's weight that the other has: in words like it, and in the same words.
fn covered(all: &Statements<'_>, a: &Statement, b: &Statement) -> (f32, f32) {
    let (mut near, mut same, mut sum) = (0.0, 0.0, 0.0);
    for term in &a.terms {
        let best = b.terms.iter().map(|other| matched(all, (a, term), (b, other)));
        let best = best.fold(0.0, f32::max);
        sum += term.weight;
        near += term.weight * best;
        same += if best >= 1.0 { term.weight } else { 0.0 };
    }
    if sum > 0.0 { (near / sum, same / sum) } else { (0.0, 0.0) }
}

/// How well two terms match, from 0 to 1.
pub(crate) fn matched(all: &Statements<'_>, a: (&Statement, &Term), b: (&Statement, &Term)) -> f32 {
    match (a.1.meaning, b.1.meaning) {
        (Meaning::Entity(x), Meaning::Entity(y)) => flag(x == y),
        (Meaning::Quantity(x), Meaning::Quantity(y)) => {
            flag(all.quantity(a.0, x).agrees(all.quantity(b.0, y)))
        }
        (Meaning::Word(x), Meaning::Word(y)) => {
            let near = all.nearness(x, y);
            if near > 0.999 { 1.0 } else { ((near - NEAR_MIN) / (1.0 - NEAR_MIN)).max(0.0) }
        }
        _ => 0.0,
    }
}

fn part(all: &Statements<'_>, a: (&Statement, Option<Term>), b: (&Statement, Option<Term>)) -> f32 {
    match (a.1, b.1) {
        (Some(x), Some(y)) => matched(all, (a.0, &x), (b.0, &y)),
        _ => 0.0,
    }
}

/// Whether numbers of the two agree, differ in the same unit, or stand on one side only.
fn numbers(all: &Statements<'_>, a: &Statement, b: &Statement) -> (f32, f32, f32) {
    let (p, q) = (&all.claim(a).quantities, &all.claim(b).quantities);
    if p.is_empty() != q.is_empty() {
        return (0.0, 0.0, 1.0);
    }
    let agree = p.iter().any(|x| q.iter().any(|y| x.unit == y.unit && x.agrees(y)));
    let differ = p.iter().any(|x| q.iter().any(|y| x.unit == y.unit && !x.agrees(y)));
    (flag(agree), flag(differ && !agree), 0.0)
}

/// Learned weights: how likely two statements say the same, or speak of the same matter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likeness {
    same: [f32; Features::N + 1],
    about: [f32; Features::N + 1],
    /// Least mean likelihood for statements to be one claim.
    pub threshold: f32,
}

impl Likeness {
    /// The weights that are part of the program.
    pub fn english() -> &'static Likeness {
        static ENGLISH: LazyLock<Likeness> = LazyLock::new(|| {
            Likeness::parse(include_str!("../../../../models/claims.tsv"))
                .expect("the built-in weights are tested")
        });
        &ENGLISH
    }

    /// Weights that keep every pair, for those who learn better ones.
    pub fn everything() -> Likeness {
        let weights = [0.0; Features::N + 1];
        Likeness { same: weights, about: weights, threshold: 0.0 }
    }

    /// Reads a table: feature, weight for the same, weight for the same matter; the constant is
    /// the feature `one`, the threshold the row `threshold`. `None` if a row is missing or wrong.
    pub fn parse(table: &str) -> Option<Likeness> {
        let mut likeness = Likeness {
            same: [f32::NAN; Features::N + 1],
            about: [f32::NAN; Features::N + 1],
            threshold: f32::NAN,
        };
        for row in table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let mut cells = row.split('\t');
            let (name, same) = (cells.next()?, cells.next()?.parse().ok()?);
            if name == "threshold" {
                likeness.threshold = same;
                continue;
            }
            let at = match name {
                "one" => Features::N,
                name => Features::NAMES.iter().position(|n| *n == name)?,
            };
            likeness.same[at] = same;
            likeness.about[at] = cells.next()?.parse().ok()?;
        }
        let all = likeness.same.iter().chain(&likeness.about).chain([&likeness.threshold]);
        all.clone().all(|w| w.is_finite()).then_some(likeness)
    }

    /// How likely two statements say the same, 0 to 1.
    pub fn same(&self, features: &Features) -> f32 {
        likely(&self.same, features)
    }

    /// How likely two statements speak of the same matter, agreeing or not, 0 to 1.
    pub fn about(&self, features: &Features) -> f32 {
        likely(&self.about, features)
    }
}

fn likely(weights: &[f32; Features::N + 1], features: &Features) -> f32 {
    let sum: f32 = features.values.iter().zip(weights).map(|(x, w)| x * w).sum();
    1.0 / (1.0 + (-(sum + weights[Features::N])).exp())
}
