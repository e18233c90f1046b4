//! The kinds that reports give to one name, settled over the pile.
//!
//! A name of one word that a report takes for a person without saying so by a title, a given name
//! or a gender is what most of the reports take it for; so is another spelling of it. Two words
//! that are another spelling of a person's full name are that person's.

use super::Named;
use analysis::{
    EntityKind,
    name::{Agreement, PersonName, fold_name, surnames_agree},
    spelling,
};
use lexicon::Lexicon;
use std::collections::{BTreeMap, BTreeSet};

/// Sets the kinds of names that reports disagree about.
pub(super) fn settle(named: &mut [Named], lexicon: &Lexicon) {
    let settled: Vec<Option<EntityKind>> = {
        let pile = Pile::of(named, lexicon);
        named.iter().map(|n| pile.kind(n)).collect()
    };
    for (n, kind) in named.iter_mut().zip(settled) {
        let Some(kind) = kind.filter(|kind| *kind != n.kind) else { continue };
        n.kind = kind;
        n.person = (kind == EntityKind::Person).then(|| PersonName::parse(&n.name, lexicon));
    }
}

/// Whether a name's own report says that it is a person's.
fn is_surely_person(n: &Named) -> bool {
    let full = n.person.as_ref().is_some_and(|p| !p.given.is_empty());
    full || n.person.is_some() && (n.gender.is_some() || !n.roles.is_empty())
}

fn is_open(kind: EntityKind) -> bool {
    !matches!(kind, EntityKind::Group)
}

/// The names of a pile, by what may be one with them.
struct Pile<'n> {
    named: &'n [Named],
    lexicon: &'n Lexicon,
    /// By folded name of one word: how often it is given each kind.
    votes: BTreeMap<String, BTreeMap<EntityKind, usize>>,
    /// Words of the names of bodies and places of several words.
    parts: BTreeSet<String>,
    /// By the block of the last word: names that are surely persons', and other single words.
    persons: BTreeMap<String, Vec<usize>>,
    others: BTreeMap<String, Vec<usize>>,
}

impl<'n> Pile<'n> {
    fn of(named: &'n [Named], lexicon: &'n Lexicon) -> Pile<'n> {
        let mut pile = Pile {
            named,
            lexicon,
            votes: BTreeMap::new(),
            parts: BTreeSet::new(),
            persons: BTreeMap::new(),
            others: BTreeMap::new(),
        };
        for (i, n) in named.iter().enumerate() {
            let folded = fold_name(&n.name);
            let last = folded.split(' ').next_back().unwrap_or_default().to_string();
            if is_surely_person(n) {
                for block in spelling::blocks(&last) {
                    pile.persons.entry(block).or_default().push(i);
                }
                *pile.votes.entry(last).or_default().entry(EntityKind::Person).or_default() +=
                    n.count;
            } else if folded.contains(' ') {
                pile.parts.extend(folded.split(' ').map(str::to_string));
            } else {
                if n.kind != EntityKind::Person {
                    for block in spelling::blocks(&last) {
                        pile.others.entry(block).or_default().push(i);
                    }
                }
                *pile.votes.entry(last).or_default().entry(n.kind).or_default() += n.count;
            }
        }
        pile
    }

    /// What a name should be taken for.
    fn kind(&self, n: &Named) -> Option<EntityKind> {
        let folded = fold_name(&n.name);
        if is_surely_person(n) || n.credit.is_some() || self.lexicon.world.get(&n.name).is_some() {
            return None;
        }
        if folded.contains(' ') {
            return self.is_spelled_person(n).then_some(EntityKind::Person);
        }
        if self.parts.contains(&folded) || !is_open(n.kind) {
            return None;
        }
        let votes = self.votes.get(&folded)?;
        let own = votes.get(&n.kind).copied().unwrap_or(0);
        let most = votes.iter().filter(|(kind, _)| is_open(**kind)).max_by_key(|(_, n)| **n)?;
        if *most.1 > own {
            return Some(*most.0);
        }
        let alone = n.kind == EntityKind::Person && votes.len() == 1;
        alone.then(|| self.kind_of_spelling(n)).flatten()
    }

    /// Whether two words or more are another spelling of the full name of a person whom other
    /// reports name.
    fn is_spelled_person(&self, n: &Named) -> bool {
        /// Most words of such a name.
        const WORDS_MAX: usize = 3;
        let name = PersonName::parse(&n.name, self.lexicon);
        let last = fold_name(n.name.split_whitespace().next_back().unwrap_or_default());
        let blocks = spelling::blocks(&last);
        let mut near = blocks.iter().filter_map(|b| self.persons.get(b)).flatten();
        n.name.split_whitespace().count() <= WORDS_MAX
            && near.any(|&i| {
                let other = &self.named[i];
                let agrees = |p: &PersonName| {
                    !p.given.is_empty() && name.agreement(p, self.lexicon) == Agreement::Full
                };
                other.report != n.report && other.person.as_ref().is_some_and(agrees)
            })
    }

    /// The kind of the one name of a body, place or other thing of other reports that a single word
    /// is another spelling of, if it is none of a person's surname.
    fn kind_of_spelling(&self, n: &Named) -> Option<EntityKind> {
        let blocks = spelling::blocks(&fold_name(&n.name));
        let alike = |i: &&usize| {
            let other = &self.named[**i];
            let last = other.name.split_whitespace().next_back().unwrap_or_default();
            surnames_agree(&n.name, last)
        };
        let mut persons = blocks.iter().filter_map(|b| self.persons.get(b)).flatten();
        if persons.any(|i| alike(&i)) {
            return None;
        }
        let others = blocks.iter().filter_map(|b| self.others.get(b)).flatten().filter(alike);
        let others: BTreeSet<(String, EntityKind)> =
            others.map(|&i| (fold_name(&self.named[i].name), self.named[i].kind)).collect();
        let mut kinds = others.into_iter();
        match (kinds.next(), kinds.next()) {
            (Some((_, kind)), None) => Some(kind),
            _ => None,
        }
    }
}
