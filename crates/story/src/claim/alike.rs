//! [`Likeness`]: whether two statements speak of one thing, by learned weights.
//!
//! The features follow monolingual alignment (Sultan, Bethard and Sumner 2014): words of one
//! statement are matched with the best of the other, each counted by how rare it is; names only
//! match the same entity, numbers only those that agree.

use super::circumstance;
use super::statement::{Meaning, Statement, Statements, Term};
use analysis::{ClaimKind, EntityKind, MentionForm, Quantity, quantity::Unit};
use language::labels::{dep, tag};
use std::{collections::BTreeSet, sync::LazyLock};

/// What speaks for and against two statements being about one thing; each from -1 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Features {
    values: [f32; Features::N],
}

impl Features {
    /// Number of features that compare the words of the two.
    pub const WORDS: usize = 17;
    /// Number of features.
    pub const N: usize = Features::WORDS + circumstance::N;
    /// Their names, in the order of [`Features::values`].
    pub const NAMES: [&'static str; Features::N] = {
        let mut names = [""; Features::N];
        let (own, more) = (Features::OWN, circumstance::NAMES);
        let mut i = 0;
        while i < Features::N {
            names[i] = if i < own.len() { own[i] } else { more[i - own.len()] };
            i += 1;
        }
        names
    };
    const OWN: [&'static str; Features::WORDS] = [
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

    /// The values that compare the words of the two.
    pub fn of_words(&self) -> &[f32] {
        &self.values[..Features::WORDS]
    }

    /// The names of those values.
    pub fn of_words_named() -> [&'static str; Features::WORDS] {
        Features::OWN
    }

    /// Those of two statements, the same in either order. Cost: the product of their lengths.
    pub fn of(all: &Statements<'_>, a: &Statement, b: &Statement) -> Features {
        let ((near_a, same_a), (near_b, same_b)) = both_covered(all, a, b);
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
        let own: [f32; Features::WORDS] = [
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
        ];
        let mut values = [0.0; Features::N];
        values[..own.len()].copy_from_slice(&own);
        values[own.len()..].copy_from_slice(&circumstance::values(all, a, b));
        Features { values }
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

impl Answered {
    /// Number of shares.
    pub const N: usize = 6;
    /// Their names, in the order of [`Answered::values`].
    pub const NAMES: [&'static str; Answered::N] =
        ["all", "names", "rare", "rarest", "object", "predicate"];

    /// The shares, in the order of [`Answered::NAMES`].
    pub fn values(&self) -> [f32; Answered::N] {
        [self.all, self.names, self.rare, self.rarest, self.object, self.predicate]
    }
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

/// How near two words must be to be the same in other words. Set by hand 2026-11-22: "useful" and
/// "productive" are farther apart, "bought" and "purchased" nearer.
const SAME_NEAR: f32 = 0.7;

/// Words and names that two statements share at least to be one claim, unless they share a number
/// that tells as much. Set 2026-11-22 on 75 claims of two origins in 184 real stories: 14 of the 20
/// wrong ones share fewer, and two of the 55 right ones.
const SHARED_MIN: usize = 2;
/// Least whole number that tells as much as a name, and least that does though it is round: smaller
/// ones are of many things. Set by hand 2026-11-22 on the same and on eleven invented stories.
const NUMBER_MIN: f64 = 13.0;
const ROUND_MIN: f64 = 100.0;
/// Most words of content of a statement of which the verb is too much to be another. Set by hand
/// 2026-11-23, not swept.
const SHORT_MAX: usize = 4;
/// How many times one number may be the other to be as many: "more than 300" and "at least 2,000"
/// do not exclude each other and are not one number. Set by hand 2026-11-22, not swept.
const NEARLY: f64 = 1.5;

impl Statements<'_> {
    /// Whether two words mean the same.
    pub fn is_same_word(&self, a: u32, b: u32) -> bool {
        self.nearness(a, b) >= SAME_NEAR
    }

    /// Whether two statements share enough to be one claim: a small number alone, or one word,
    /// stands in too many. And what can be is not what is, nor what one did what another did.
    pub fn may_be_one(&self, a: &Statement, b: &Statement) -> bool {
        let kinds = (self.claim(a).kind, self.claim(b).kind);
        let (is, can_be) = (ClaimKind::Stated, ClaimKind::Possible);
        let shared = || self.shared(a, b).min(self.shared(b, a)) >= SHARED_MIN;
        let apart = kinds == (is, can_be)
            || kinds == (can_be, is)
            || self.tell_of_two(a, b)
            || self.is_to_do(a, b)
            || self.is_to_do(b, a);
        !apart && (self.tell_one_number(a, b) || !self.tell_two_acts(a, b) && shared())
    }

    /// Whether two persons, both by name, did the same, each in one of the statements and not in
    /// the other.
    fn tell_of_two(&self, a: &Statement, b: &Statement) -> bool {
        let who = |s: &Statement| match s.subject.map(|t| (t.meaning, t.token as usize)) {
            Some((Meaning::Entity(entity), token)) => Some((entity, token)),
            _ => None,
        };
        let is_person = |s: &Statement, token: usize| {
            let mut mentions = self.report(s).analysis.mentions.iter();
            mentions.any(|m| {
                m.head == token && m.kind == EntityKind::Person && m.form == MentionForm::Name
            })
        };
        let (Some((x, i)), Some((y, j))) = (who(a), who(b)) else { return false };
        let does_one = a.predicate.zip(b.predicate).is_some_and(|(p, q)| self.is_same_word(p, q));
        let apart = x != y && !a.entities.contains(&y) && !b.entities.contains(&x);
        apart && does_one && is_person(a, i) && is_person(b, j)
    }

    /// "They have agreed to appoint envoys", "they appointed envoys": whether a statement tells
    /// that somebody binds himself to do what the other tells as done.
    fn is_to_do(&self, bound: &Statement, done: &Statement) -> bool {
        let head = |s: &Statement| self.claim(s).head;
        let syntax = &self.report(bound).analysis.syntax;
        let cue = (syntax.parse.lemma(head(bound)), true);
        let Some(act) = syntax.child(head(bound), &[dep::XCOMP]) else { return false };
        let word = bound.terms.iter().find(|t| t.token as usize == act).map(|t| t.meaning);
        let parse = &self.report(done).analysis.syntax.parse;
        let is_past = matches!(parse.tokens[head(done)].tag, tag::VBD | tag::VBN);
        let is_same = |(word, other)| match word {
            Meaning::Word(word) => self.is_same_word(word, other),
            _ => false,
        };
        self.lexicon().commitments.contains_key(&cue)
            && syntax.is_infinitive(act)
            && syntax.parse.tokens[act].tag == tag::VB
            && is_past
            && word.zip(done.predicate).is_some_and(is_same)
    }

    /// Whether a short statement has another act: "she was arrested on Monday" and "she was
    /// elected on Monday" share all the rest.
    fn tell_two_acts(&self, a: &Statement, b: &Statement) -> bool {
        let is_short = a.terms.len().min(b.terms.len()) <= SHORT_MAX;
        let is_act = |s: &Statement| {
            let verb = self.report(s).analysis.syntax.parse.lemma(self.claim(s).head);
            self.lexicon().statives.get(verb) != Some(&"state")
        };
        let apart = |(x, y)| self.nearness(x, y) < NEAR_MIN;
        is_short && a.predicate.zip(b.predicate).is_some_and(apart) && is_act(a) && is_act(b)
    }

    /// The words and names of a statement, beside what it counts, that another has.
    fn shared(&self, a: &Statement, b: &Statement) -> usize {
        let numbers = &self.claim(a).quantities;
        let counted = |t: &&Term| numbers.iter().any(|q| q.counted == Some(t.token as usize));
        let met = |t: &&Term| b.terms.iter().any(|other| self.is_same(t, other));
        let plain = a.terms.iter().filter(|t| !counted(t) && met(t));
        plain.map(|t| t.meaning).collect::<BTreeSet<Meaning>>().len()
    }

    /// Whether both have one number that stands in few other statements, or say that as many of
    /// the same did the same: "12 people died".
    fn tell_one_number(&self, a: &Statement, b: &Statement) -> bool {
        let rare = |q: &Quantity| {
            let odd = q.value.fract() != 0.0 || q.value >= NUMBER_MIN && q.value % 10.0 != 0.0;
            q.value >= ROUND_MIN || odd
        };
        let predicates = a.predicate.zip(b.predicate);
        let acts = predicates.is_some_and(|(x, y)| self.is_same_word(x, y));
        let things = |q: &Quantity| matches!(q.unit, Unit::Things(_) | Unit::Open);
        let one = |x: &Quantity, y: &Quantity| {
            let units = x.unit == y.unit || things(x) && things(y);
            let near = x.value.max(y.value) <= NEARLY * x.value.min(y.value);
            let as_many = x.unit == y.unit && x.agrees(y) && near;
            acts && as_many || units && x.value == y.value && rare(x)
        };
        let (p, q) = (&self.claim(a).quantities, &self.claim(b).quantities);
        p.iter().any(|x| q.iter().any(|y| one(x, y)))
    }

    /// Whether two terms are the same name, or words that mean the same.
    pub fn is_same(&self, a: &Term, b: &Term) -> bool {
        match (a.meaning, b.meaning) {
            (Meaning::Entity(x), Meaning::Entity(y)) => x == y,
            (Meaning::Word(x), Meaning::Word(y)) => self.is_same_word(x, y),
            _ => false,
        }
    }
}

pub(super) fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// How near two words must be to count at all. Set by hand 2026-11-22, not swept.
const NEAR_MIN: f32 = 0.25;

/// The share of a statement's weight that the other has: in words like it, and in the same words.
fn covered(all: &Statements<'_>, a: &Statement, b: &Statement) -> (f32, f32) {
    let best = a.terms.iter().map(|term| {
        let met = b.terms.iter().map(|other| matched(all, (a, term), (b, other)));
        met.fold(0.0, f32::max)
    });
    shares(&a.terms, &best.collect::<Vec<f32>>())
}

/// The same of both statements, of which each two terms are compared once.
fn both_covered(all: &Statements<'_>, a: &Statement, b: &Statement) -> ((f32, f32), (f32, f32)) {
    let mut best_b = vec![0.0_f32; b.terms.len()];
    let best_a = a.terms.iter().map(|term| {
        let mut best = 0.0_f32;
        for (other, best_other) in b.terms.iter().zip(&mut best_b) {
            let near = matched(all, (a, term), (b, other));
            best = best.max(near);
            *best_other = best_other.max(near);
        }
        best
    });
    let best_a: Vec<f32> = best_a.collect();
    (shares(&a.terms, &best_a), shares(&b.terms, &best_b))
}

/// The share of the weight of terms that is matched so well, and that is matched fully.
fn shares(terms: &[Term], best: &[f32]) -> (f32, f32) {
    let (mut near, mut same, mut sum) = (0.0, 0.0, 0.0);
    for (term, best) in terms.iter().zip(best) {
        sum += term.weight;
        near += term.weight * best;
        same += if *best >= 1.0 { term.weight } else { 0.0 };
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

pub(super) fn part(
    all: &Statements<'_>,
    a: (&Statement, Option<Term>),
    b: (&Statement, Option<Term>),
) -> f32 {
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
