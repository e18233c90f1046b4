//! What speaks for two statements being about one thing beside their own words: how rare in the
//! story what they share is, the sentences they stand in, who says them, when, and whether one
//! tells as done what the other expects.

use super::{
    alike::{flag, matched, part},
    statement::{Key, Statement, Statements},
};
use analysis::{Claim, ClaimKind, Syntax, TimeExpr};
use language::labels::{dep, tag};
use std::collections::BTreeSet;

/// Names of the signs.
pub(super) const NAMES: [&str; N] = [
    "rare_shared",
    "rare_shared_around",
    "rare_answered_less",
    "rarest_shared",
    "rarest_number",
    "subjects_known",
    "position",
    "days_agree",
    "done_and_ahead",
    "negates_one",
    "same_speaker",
    "quoted_one",
    "both_open",
    "open_rare",
];
/// Number of signs.
pub(super) const N: usize = 14;

/// Sentences after which a place in a report is as far as any. Set by hand 2026-11-22, not swept.
const SENTENCES_FAR: f32 = 50.0;
/// Sentences of a report, headings included, in which its news stands.
const OPENING: f32 = 4.0;
/// How near two words must be to answer to each other. Set by hand 2026-11-22, not swept.
const ANSWERS_MIN: f32 = 0.4;

/// Their values for two statements, the same in either order. Cost: the product of their lengths.
pub(super) fn values(all: &Statements<'_>, a: &Statement, b: &Statement) -> [f32; N] {
    let rarest = |keys: &[Key]| keys.iter().map(|k| all.rarity_shared(*k)).fold(0.0, f32::max);
    let shared = both(&a.keys, &b.keys);
    let numbers: Vec<Key> =
        shared.iter().filter(|k| matches!(k, Key::Number(_))).copied().collect();
    let (sa, sb) = (all.sentence(a).1 as f32, all.sentence(b).1 as f32);
    let (ta, tb) = (Tense::of(all, a), Tense::of(all, b));
    let (open, rare) = (sa.max(sb) < OPENING, share(all, &a.keys, &b.keys));
    let quoted = |s: &Statement| all.claim(s).quotation.is_some();
    [
        rare,
        share(all, all.keys_of_sentence(a), all.keys_of_sentence(b)),
        answered(all, a, b).min(answered(all, b, a)),
        rarest(&shared),
        rarest(&numbers),
        match a.subject.is_some() && b.subject.is_some() {
            true => part(all, (a, a.subject), (b, b.subject)),
            false => -1.0,
        },
        ((sa - sb).abs() / SENTENCES_FAR).min(1.0),
        agree(&days(all, a), &days(all, b)),
        flag(ta != tb && ta != Tense::Present && tb != Tense::Present),
        flag(negates(all, a) != negates(all, b)),
        match a.speaker.zip(b.speaker) {
            Some((x, y)) => {
                if x == y {
                    1.0
                } else {
                    -1.0
                }
            }
            None => 0.0,
        },
        flag(quoted(a) != quoted(b)),
        flag(open),
        if open { rare } else { 0.0 },
    ]
}

/// What two sorted lists share.
fn both(a: &[Key], b: &[Key]) -> Vec<Key> {
    a.iter().filter(|k| b.binary_search(k).is_ok()).copied().collect()
}

/// The share of the keys of both that both have, each counted by how rare it is in the story.
fn share(all: &Statements<'_>, a: &[Key], b: &[Key]) -> f32 {
    let sum = |keys: &[Key]| keys.iter().map(|k| all.rarity_shared(*k)).sum::<f32>();
    let shared = sum(&both(a, b));
    let either = sum(a) + sum(b) - shared;
    if either > 0.0 { shared / either } else { 0.0 }
}

/// The share of what a statement says, each word counted by how rare it is in the story, to which
/// a word of the other answers.
fn answered(all: &Statements<'_>, a: &Statement, b: &Statement) -> f32 {
    let (mut met, mut sum) = (0.0, 0.0);
    for term in &a.terms {
        let near = b.terms.iter().map(|other| matched(all, (a, term), (b, other)));
        let near = near.fold(0.0, f32::max);
        let rarity = term.meaning.key().map_or(1.0, |key| all.rarity_shared(key));
        sum += rarity;
        met += if near >= ANSWERS_MIN { rarity * near } else { 0.0 };
    }
    if sum > 0.0 { met / sum } else { 0.0 }
}

/// Whether a statement tells what was, what is, or what is to come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tense {
    Past,
    Present,
    Ahead,
}

impl Tense {
    fn of(all: &Statements<'_>, statement: &Statement) -> Tense {
        let claim: &Claim = all.claim(statement);
        let syntax: &Syntax = &all.report(statement).analysis.syntax;
        let helps = |i: &usize| {
            let token = &syntax.parse.tokens[*i];
            matches!(token.dep, dep::AUX | dep::AUXPASS)
        };
        let helpers: Vec<_> = syntax.parse.children(claim.head).filter(helps).collect();
        let tags = || helpers.iter().map(|&i| syntax.parse.tokens[i].tag);
        let head = syntax.parse.tokens[claim.head].tag;
        let is_ahead =
            claim.kind != ClaimKind::Stated || tags().any(|t| t == tag::MD || t == tag::TO);
        let is_past = matches!(head, tag::VBD | tag::VBN) || tags().any(|t| t == tag::VBD);
        match (is_ahead, is_past) {
            (true, _) => Tense::Ahead,
            (false, true) => Tense::Past,
            (false, false) if head == tag::VB => Tense::Ahead,
            (false, false) => Tense::Present,
        }
    }
}

/// The values of the days and hours named in a statement.
fn days<'s>(all: &Statements<'s>, statement: &Statement) -> BTreeSet<&'s str> {
    let times = &all.report(statement).analysis.times;
    let from = times.partition_point(|t| t.value.span.start() < statement.span.start());
    let within = times[from..].iter().take_while(|t| t.value.span.end() <= statement.span.end());
    within
        .map(|t| &t.value)
        .filter(|t| t.says_when())
        .map(|t: &TimeExpr| t.value.as_str())
        .collect()
}

/// 1 if both name one time, -1 if they name different ones, 0 if one names none.
fn agree(a: &BTreeSet<&str>, b: &BTreeSet<&str>) -> f32 {
    match (a.is_empty() || b.is_empty(), a.is_disjoint(b)) {
        (true, _) => 0.0,
        (false, true) => -1.0,
        (false, false) => 1.0,
    }
}

/// Whether a word of a statement turns it round.
fn negates(all: &Statements<'_>, statement: &Statement) -> bool {
    let syntax = &all.report(statement).analysis.syntax;
    let negation = &all.lexicon().negation;
    let mut tokens = syntax.tokens_of(statement.span);
    tokens.any(|i| negation.contains(syntax.lower(i).as_str()))
}
