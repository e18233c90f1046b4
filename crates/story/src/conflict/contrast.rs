//! Answers to another's account by their form alone: "it was the cutter that fired", "the crew did
//! it", "no such letter had come", "in his account it lay inside the border".
//!
//! Such a clause leaves out what the other said before it and gives the slot that differs.

use super::{ConflictKind, sign::Signs, testimony::Account};
use crate::claim::{Features, Meaning, Statement, Term};
use analysis::ClaimKind;
use language::labels::{dep, pos, tag};
use lexicon::rows::Dispute;
use std::collections::BTreeSet;

/// How near the noun after "no such" must come to a word of the other's: "letter" to "in writing".
/// Set by hand 2026-11-22 with two such answers in view.
const SUCH_NEAR: f32 = 0.25;

/// The same for a noun after "no". Set by hand 2026-11-22 on fifteen invented stories and 184 real
/// ones, not swept.
const NONE_NEAR: f32 = 0.6;

/// How near two nouns for spots come, and how near those for one. Set by hand likewise.
const SPOT_NEAR: f32 = 0.2;
const SAME_SPOT: f32 = 0.7;

impl Account<'_> {
    /// In what a statement says otherwise than one of another just before it.
    pub(super) fn contrast(&self, first: &Account<'_>) -> Option<ConflictKind> {
        let negated = |a: &Account<'_>| a.all.claim(a.statement).is_negated;
        if negated(first) {
            let undone = first.undoes(self) && !negated(self);
            return undone.then_some(ConflictKind::Polarity);
        }
        if self.points_at_none(first) || self.undoes(first) {
            return Some(ConflictKind::Polarity);
        }
        let doer = self.singled_out().or_else(|| self.doer_of_told());
        if doer.is_some_and(|doer| first.acts_otherwise(self, doer)) && !negated(self) {
            return Some(ConflictKind::Agent);
        }
        let elsewhere = self.lies_elsewhere(first) || self.was_elsewhere(first);
        elsewhere.then_some(ConflictKind::Place)
    }

    /// Whether "nothing" was done of what another says was done: "nothing has been signed".
    fn undoes(&self, first: &Account<'_>) -> bool {
        let same = self.statement.predicate.is_some()
            && self.statement.predicate == first.statement.predicate;
        // "Nothing was signed" is no speech, "he signed nothing" may be one.
        let is_done = self.all.claim(self.statement).is_passive || !self.says(self.head());
        self.is_of_none() && same && is_done
    }

    /// Whether it tells something of nobody or nothing.
    pub(super) fn is_of_none(&self) -> bool {
        let claim = self.all.claim(self.statement);
        let told = claim.subject.or(claim.object);
        told.is_some_and(|i| self.lexicon.negation.contains(self.syntax.lower(i).as_str()))
    }

    /// Of statements of another the one that speaks most of the same.
    pub(super) fn nearest_of<'a>(&self, others: &[&'a Account<'a>]) -> Option<&'a Account<'a>> {
        let shared = |other: &Account<'_>| {
            let met = self
                .statement
                .terms
                .iter()
                .filter(|t| other.statement.terms.iter().any(|o| self.all.is_same(t, o)));
            met.count() as f32 + self.all.cosine(self.statement, other.statement)
        };
        others.iter().copied().max_by(|a, b| shared(a).total_cmp(&shared(b)))
    }

    /// The slot in which two statements differ; where none is seen, whether it is so.
    pub(super) fn differs_in(&self, first: &Account<'_>) -> ConflictKind {
        let features = Features::of(self.all, first.statement, self.statement);
        let signs = Signs::of(self.all, first.statement, self.statement, &features);
        signs.only_slot().unwrap_or(ConflictKind::Polarity)
    }

    /// "No such letter": a noun that points back at a word of the other's and is denied.
    fn points_at_none(&self, first: &Account<'_>) -> bool {
        let mut own = self.all.claim(self.statement).tokens.iter();
        let denies = |i: usize| {
            let is_article = self.syntax.parse.tokens[i].dep == dep::DET;
            let form = self.syntax.lower(i);
            is_article && self.lexicon.negation.contains(form.as_str())
        };
        own.any(|&i| {
            let noun = self.syntax.parse.head(i);
            let points = i > 0 && denies(i - 1) && self.is(i, Dispute::Such);
            points && self.is_noun(noun) && self.nearest(noun, first) >= SUCH_NEAR
        })
    }

    /// "No promise of any kind was made": a noun there was none of, and others' word for it.
    pub(super) fn has_none_of(&self, first: &Account<'_>) -> bool {
        let parse = &self.syntax.parse;
        let negated = |a: &Account<'_>| a.all.claim(a.statement).is_negated;
        let stated = first.all.claim(first.statement).kind == ClaimKind::Stated;
        let own = &self.all.claim(self.statement).tokens;
        let may_come = own.iter().any(|&i| self.is(i, Dispute::Unfinished));
        let mut own = own.iter().copied();
        !may_come
            && !negated(first)
            && own.any(|noun| {
                let is_none = parse.children(noun).any(|i| {
                    let form = self.syntax.lower(i);
                    parse.tokens[i].dep == dep::DET && self.lexicon.negation.contains(form.as_str())
                });
                let named = |i: usize| {
                    self.nearest(i, first) >= NONE_NEAR || first.names(&self.syntax.lower(i))
                };
                let told =
                    |i: usize| stated && named(i) || first.governor() == self.syntax.parse.lemma(i);
                let mut qualities = parse
                    .children(noun)
                    .filter(|&i| matches!(parse.tokens[i].dep, dep::COMPOUND | dep::AMOD));
                is_none && self.is_noun(noun) && told(noun) && qualities.all(told)
            })
    }

    /// The lemma of the verb that a statement hangs on: "promise" of "he promised it would open".
    fn governor(&self) -> &str {
        let parse = &self.syntax.parse;
        parse.lemma(parse.head(self.head()))
    }

    /// Whether a word stands among those of a statement.
    fn names(&self, word: &str) -> bool {
        let mut own = self.syntax.tokens_of(self.statement.span);
        own.any(|i| self.syntax.lower(i) == word)
    }

    /// How near a word comes to the nearest of another statement's.
    fn nearest(&self, token: usize, first: &Account<'_>) -> f32 {
        let words = |s: &Statement| -> Vec<(u32, u32)> {
            let word = |t: &Term| match t.meaning {
                Meaning::Word(word) => Some((t.token, word)),
                _ => None,
            };
            s.terms.iter().filter_map(word).collect()
        };
        let own = words(self.statement);
        let Some(&(_, own)) = own.iter().find(|(at, _)| *at == token as u32) else { return 0.0 };
        let others = words(first.statement).into_iter();
        others.map(|(_, word)| self.all.nearness(own, word)).fold(0.0, f32::max)
    }

    /// "It was a Badrudi patrol that shot first": the named one whom a cleft sentence singles out.
    fn singled_out(&self) -> Option<usize> {
        let parse = &self.syntax.parse;
        let (head, t) = (self.head(), &parse.tokens[self.head()]);
        let (one, clause) = if t.dep == dep::RELCL {
            (t.head as usize, head)
        } else {
            let one = self.syntax.child(head, &[dep::ATTR])?;
            (one, self.syntax.child(one, &[dep::RELCL])?)
        };
        let above = parse.head(one);
        let subject = self.syntax.child(above, &[dep::NSUBJ])?;
        let is_cleft = parse.tokens[one].dep == dep::ATTR && self.is(subject, Dispute::Thing);
        let doer = self.syntax.child(clause, &[dep::NSUBJ])?;
        let relative = matches!(parse.tokens[doer].tag, tag::WP | tag::WDT);
        let told = parse.tokens[clause].tag == tag::VBD;
        let named = parse.subtree(one).take_while(|&i| i < doer).any(|i| {
            parse.tokens[i].pos != pos::DET && self.syntax.word(i).starts_with(char::is_uppercase)
        });
        let says = self.says(clause);
        (is_cleft && relative && told && named && !says).then_some(one)
    }

    /// "The cutter had begun it": who did what was told.
    fn doer_of_told(&self) -> Option<usize> {
        let head = self.head();
        let parse = &self.syntax.parse;
        let object = self.syntax.child(head, &[dep::DOBJ])?;
        let doer = self.syntax.child(head, &[dep::NSUBJ])?;
        let hedged = parse.children(head).any(|i| parse.tokens[i].tag == tag::MD);
        let told = self.is(head, Dispute::Deed) && self.is(object, Dispute::Thing);
        (told && !hedged && self.is_noun(doer)).then_some(doer)
    }

    /// Whether somebody else than the one that another names acts in a statement.
    fn acts_otherwise(&self, other: &Account<'_>, doer: usize) -> bool {
        let Some(own) = self.all.claim(self.statement).subject else { return false };
        let said = self.syntax.parse.lemma(own).to_lowercase();
        let same = said == other.syntax.parse.lemma(doer).to_lowercase();
        let says = self.says(self.head());
        self.is_noun(own) && !same && !says
    }

    /// "In his account it lay inside Dhaur": a retelling with another place.
    fn lies_elsewhere(&self, first: &Account<'_>) -> bool {
        let claim = self.all.claim(self.statement);
        let mut sentence = self.syntax.sentence(claim.head);
        let recounts =
            sentence.any(|i| self.is(i, Dispute::Account) && self.syntax.has_child(i, dep::POSS));
        let retells = claim.subject.is_some_and(|s| self.is(s, Dispute::Thing));
        let (ours, theirs) = (self.places(), first.places());
        recounts && retells && !ours.is_empty() && !theirs.is_empty() && ours.is_disjoint(&theirs)
    }

    /// "It was a garage": another spot for what was said to be in a gym.
    fn was_elsewhere(&self, first: &Account<'_>) -> bool {
        let parse = &first.syntax.parse;
        let head = self.head();
        let of_thing =
            self.syntax.child(head, &[dep::NSUBJ]).is_some_and(|i| self.is(i, Dispute::Thing));
        let Some(spot) = self.syntax.child(head, &[dep::ATTR]).filter(|_| of_thing) else {
            return false;
        };
        let word = |a: &Account<'_>, token: usize| {
            let term = a.statement.terms.iter().find(|t| t.token == token as u32)?;
            if let Meaning::Word(word) = term.meaning { Some(word) } else { None }
        };
        let Some(spot) = word(self, spot) else { return false };
        let placed = parse
            .children(first.head())
            .filter(|&i| self.lexicon.locative.contains(first.syntax.lower(i).as_str()));
        let objects = placed.filter_map(|i| first.syntax.child(i, &[dep::POBJ]));
        let mut near = objects.filter_map(|i| word(first, i)).map(|w| self.all.nearness(w, spot));
        near.any(|near| (SPOT_NEAR..SAME_SPOT).contains(&near))
    }

    /// Names after prepositions of place.
    fn places(&self) -> BTreeSet<String> {
        let parse = &self.syntax.parse;
        let placed = |i: &&usize| {
            let above = self.syntax.lower(parse.head(**i));
            parse.tokens[**i].pos == pos::PROPN
                && parse.tokens[**i].dep == dep::POBJ
                && self.lexicon.locative.contains(above.as_str())
        };
        let own = self.all.claim(self.statement).tokens.iter().filter(placed);
        own.map(|&i| self.syntax.lower(i)).collect()
    }

    fn is_noun(&self, token: usize) -> bool {
        matches!(self.syntax.parse.tokens[token].pos, pos::NOUN | pos::PROPN | pos::NUM)
    }
}
