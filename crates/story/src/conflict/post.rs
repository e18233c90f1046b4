//! One person's earlier post, told in two ways: the same office at two places.

use super::{Conflict, ConflictKind};
use crate::Report;
use analysis::{EntityKind, Mention};
use document::{Evidence, Span};
use language::labels::{dep, pos, tag};
use lexicon::Lexicon;
use std::collections::{BTreeMap, BTreeSet};

/// Steps up the tree from an office to the person who had it.
const STEPS_MAX: usize = 10;

/// By person and office: by report, where the office was, and the sentences that say so.
type Posts = BTreeMap<(usize, String), BTreeMap<usize, Held>>;

#[derive(Default)]
struct Held {
    places: BTreeSet<usize>,
    spans: BTreeSet<Span>,
}

/// The offices that two reports place differently for one person.
pub(super) fn find(
    reports: &[Report],
    lexicon: &Lexicon,
    entity: &dyn Fn(usize, usize) -> Option<usize>,
) -> Vec<Conflict> {
    let mut posts = Posts::new();
    for (r, report) in reports.iter().enumerate() {
        let reader = Reader { report, lexicon, number: r, entity };
        (0..report.analysis.syntax.len()).for_each(|token| reader.read(token, &mut posts));
    }
    let mut conflicts = Vec::new();
    for held in posts.into_values() {
        let held: Vec<Held> = held.into_values().collect();
        for (i, a) in held.iter().enumerate() {
            for b in held.iter().skip(i + 1).filter(|b| a.places.is_disjoint(&b.places)) {
                conflicts.extend(conflict(a, b));
            }
        }
    }
    conflicts
}

fn conflict(a: &Held, b: &Held) -> Option<Conflict> {
    let side = |held: &Held| {
        let mut spans = held.spans.iter().copied();
        Some(Evidence::of(spans.next()?, spans))
    };
    Some(Conflict::shown(ConflictKind::Role, "conflict/role", [side(a)?, side(b)?]))
}

struct Reader<'a> {
    report: &'a Report,
    lexicon: &'a Lexicon,
    number: usize,
    entity: &'a dyn Fn(usize, usize) -> Option<usize>,
}

impl Reader<'_> {
    /// Adds the office at a token, if somebody had it somewhere.
    fn read(&self, token: usize, posts: &mut Posts) {
        let syntax = &self.report.analysis.syntax;
        let office = syntax.parse.lemma(token).to_lowercase();
        let is_noun = matches!(syntax.parse.tokens[token].pos, pos::NOUN | pos::PROPN);
        if !is_noun || self.lexicon.titles.get(&office).is_none() {
            return;
        }
        let (Some(place), Some(person)) = (self.place(token), self.person(token)) else { return };
        let Some(span) = syntax.span(syntax.sentence(token)) else { return };
        let held = posts.entry((person, office)).or_default().entry(self.number).or_default();
        held.places.insert(place);
        held.spans.insert(span);
    }

    /// The place or body after the office: "to Canada", "at the embassy in Washington".
    fn place(&self, office: usize) -> Option<usize> {
        let syntax = &self.report.analysis.syntax;
        let preposition = syntax.child(office, &[dep::PREP])?;
        let mut inside = syntax.parse.subtree(preposition);
        inside.find_map(|token| {
            let mention = self.mention(token)?;
            let kinds = [EntityKind::Place, EntityKind::Organization];
            let kind = kinds.contains(&mention.kind);
            (self.entity)(self.number, mention.chain).filter(|_| kind)
        })
    }

    /// Who had the office: the name it stands beside, or the subject of its verb; only where
    /// the words put it into the past.
    fn person(&self, office: usize) -> Option<usize> {
        let parse = &self.report.analysis.syntax.parse;
        let mut is_past = false;
        let mut at = office;
        for _ in 0..STEPS_MAX {
            is_past |= self.is_former(at);
            let t = &parse.tokens[at];
            let above = t.head as usize;
            if t.dep == dep::APPOS
                && let Some(person) = self.person_at(above)
            {
                return is_past.then_some(person);
            }
            if matches!(t.pos, pos::VERB | pos::AUX) {
                let subject = self.report.analysis.syntax.child(at, &[dep::NSUBJ]);
                if let Some(person) = subject.and_then(|s| self.person_at(s)) {
                    return (is_past || self.is_perfect(at)).then_some(person);
                }
            }
            if above == at {
                return None;
            }
            at = above;
        }
        None
    }

    fn is_former(&self, token: usize) -> bool {
        let syntax = &self.report.analysis.syntax;
        let is = |i: usize| self.lexicon.former.contains(syntax.lower(i).as_str());
        is(token) || syntax.parse.children(token).any(is)
    }

    /// Whether a verb tells of what was, in the active voice: "served", "has held".
    fn is_perfect(&self, verb: usize) -> bool {
        let syntax = &self.report.analysis.syntax;
        let t = &syntax.parse.tokens[verb];
        let has = syntax.has_child(verb, dep::AUX);
        let passive = syntax.has_child(verb, dep::AUXPASS);
        t.pos == pos::VERB && !passive && t.tag == tag::VBN && has
    }

    fn person_at(&self, token: usize) -> Option<usize> {
        let mention = self.mention(token).filter(|m| m.kind == EntityKind::Person)?;
        (self.entity)(self.number, mention.chain)
    }

    /// The shortest mention that a token is part of.
    fn mention(&self, token: usize) -> Option<&Mention> {
        let around = self.report.analysis.mentions.iter().filter(|m| m.tokens.contains(&token));
        around.min_by_key(|m| m.tokens.len())
    }
}
