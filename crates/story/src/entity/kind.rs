//! The kinds that reports give to one name, settled over the pile.
//!
//! A name that a report takes for a person without saying so by a title or a gender is what most of
//! the reports take it for; so is another spelling of a single word. Two words that are another
//! spelling of a person's full name are that person's.

use super::Named;
use analysis::{
    EntityKind,
    name::{Agreement, PersonName, fold_name, surnames_agree},
    spelling,
};
use lexicon::Lexicon;
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::OnceLock,
};

/// Sets the kinds of names that reports disagree about.
pub(super) fn settle(named: &mut [Named], lexicon: &Lexicon) {
    let settled: Vec<Option<EntityKind>> = {
        let pile = Pile::of(named, lexicon);
        named.par_iter().map(|n| pile.kind(n)).collect()
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
    full || has_said_person(n)
}

/// Whether a title, role or gender stands with a person's name.
fn has_said_person(n: &Named) -> bool {
    n.person.is_some() && (n.gender.is_some() || !n.roles.is_empty())
}

fn is_open(kind: EntityKind) -> bool {
    !matches!(kind, EntityKind::Group)
}

/// How often a name is given each kind.
type Votes = BTreeMap<EntityKind, usize>;

/// The kind with most votes among some.
fn most(votes: &Votes, of: impl Fn(EntityKind) -> bool) -> Option<(EntityKind, usize)> {
    let votes = votes.iter().filter(|(kind, _)| of(**kind));
    votes.map(|(kind, n)| (*kind, *n)).max_by_key(|(kind, n)| (*n, std::cmp::Reverse(*kind)))
}

/// The names of a pile, by what may be one with them.
struct Pile<'n> {
    named: &'n [Named],
    lexicon: &'n Lexicon,
    /// By folded name of one word.
    votes: BTreeMap<String, Votes>,
    /// By folded name of several words: in how many reports it is given each kind.
    whole: BTreeMap<String, Votes>,
    /// By first word of such names of bodies and places, likewise.
    begun: BTreeMap<String, Votes>,
    /// Words of the names of bodies and places of several words.
    parts: BTreeSet<String>,
    /// Last words of the names that are surely persons'.
    surnames: BTreeSet<String>,
    /// By the block of the last word: names that are surely persons', and other single words, each
    /// once.
    persons: BTreeMap<String, Vec<usize>>,
    others: BTreeMap<String, Vec<usize>>,
    /// By the name of one that is surely a person: who has it.
    holders: HashMap<&'n str, Holders>,
    /// By name, once asked: who has a name of which it is another spelling, as a person's full
    /// name, and as a single word of a body or place.
    spelled_person: HashMap<&'n str, OnceLock<Option<Holders>>>,
    spelled_other: HashMap<&'n str, OnceLock<Option<EntityKind>>>,
}

/// The reports that have a name: one, or several.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Holders {
    One(usize),
    Several,
}

impl Holders {
    fn and(self, other: Holders) -> Holders {
        if self == other { self } else { Holders::Several }
    }

    /// Whether another report than this has it.
    fn beside(self, report: usize) -> bool {
        self != Holders::One(report)
    }
}

impl<'n> Pile<'n> {
    fn of(named: &'n [Named], lexicon: &'n Lexicon) -> Pile<'n> {
        let mut pile = Pile {
            named,
            lexicon,
            votes: BTreeMap::new(),
            whole: BTreeMap::new(),
            begun: BTreeMap::new(),
            parts: BTreeSet::new(),
            surnames: BTreeSet::new(),
            persons: BTreeMap::new(),
            others: BTreeMap::new(),
            holders: HashMap::new(),
            spelled_person: named.iter().map(|n| (n.name.as_str(), OnceLock::new())).collect(),
            spelled_other: named.iter().map(|n| (n.name.as_str(), OnceLock::new())).collect(),
        };
        let mut known: BTreeSet<(&str, EntityKind)> = BTreeSet::new();
        let add = |votes: &mut BTreeMap<String, Votes>, word: &str, kind, n| {
            *votes.entry(word.to_string()).or_default().entry(kind).or_default() += n;
        };
        for (i, n) in named.iter().enumerate() {
            let folded = fold_name(&n.name);
            let last = folded.split(' ').next_back().unwrap_or_default().to_string();
            let blocks = || spelling::blocks(&last).into_iter();
            if folded.contains(' ') {
                add(&mut pile.whole, &folded, n.kind, 1);
            }
            if is_surely_person(n) {
                let here = Holders::One(n.report);
                let held = pile.holders.insert(&n.name, here);
                held.map(|held| pile.holders.insert(&n.name, held.and(here)));
                if held.is_none() {
                    blocks().for_each(|block| pile.persons.entry(block).or_default().push(i));
                }
                add(&mut pile.votes, &last, EntityKind::Person, n.count);
                pile.surnames.insert(last);
            } else if folded.contains(' ') {
                let first = folded.split(' ').next().unwrap_or_default();
                add(&mut pile.begun, first, n.kind, 1);
                pile.parts.extend(folded.split(' ').map(str::to_string));
            } else {
                if n.kind != EntityKind::Person && known.insert((&n.name, n.kind)) {
                    blocks().for_each(|block| pile.others.entry(block).or_default().push(i));
                }
                add(&mut pile.votes, &last, n.kind, n.count);
            }
        }
        pile
    }

    /// What a name should be taken for.
    fn kind(&self, n: &'n Named) -> Option<EntityKind> {
        let folded = fold_name(&n.name);
        let known = self.lexicon.world.get(&n.name).is_some();
        if has_said_person(n) || n.credit.is_some() || known || !is_open(n.kind) {
            return None;
        }
        if folded.contains(' ') {
            return self.kind_of_several(n, &folded);
        }
        let votes = self.votes.get(&folded)?;
        let own = votes.get(&n.kind).copied().unwrap_or(0);
        if self.parts.contains(&folded) {
            return self.kind_of_part(n, &folded, votes);
        }
        let (kind, count) = most(votes, is_open)?;
        if count > own {
            return Some(kind);
        }
        let alone = n.kind == EntityKind::Person && votes.len() == 1;
        alone.then(|| self.kind_of_spelling(n)).flatten()
    }

    /// The kind of a name of several words: what more reports take it for.
    fn kind_of_several(&self, n: &'n Named, folded: &str) -> Option<EntityKind> {
        let votes = self.whole.get(folded)?;
        let own = votes.get(&n.kind).copied().unwrap_or(0);
        let (kind, count) = most(votes, is_open)?;
        if count > own {
            return Some(kind);
        }
        let alone = votes.len() == 1 && n.kind != EntityKind::Person;
        (alone && self.is_spelled_person(n)).then_some(EntityKind::Person)
    }

    /// The kind of a word that is also a part of longer names. A person of whom nothing more is
    /// said may be a place or body in truth: what other reports take the word for or, if none take
    /// it for something else, what a longer name that it begins is.
    fn kind_of_part(&self, n: &Named, folded: &str, votes: &Votes) -> Option<EntityKind> {
        let is_other = |kind| is_open(kind) && kind != EntityKind::Person;
        if n.kind != EntityKind::Person || self.surnames.contains(folded) {
            return None;
        }
        let begun = || most(self.begun.get(folded)?, is_other);
        most(votes, is_other).or_else(begun).map(|(kind, _)| kind)
    }

    /// Whether two words or more are another spelling of the full name of a person whom other
    /// reports name.
    fn is_spelled_person(&self, n: &'n Named) -> bool {
        let known = &self.spelled_person[n.name.as_str()];
        let found = known.get_or_init(|| self.spelled_as(&n.name));
        found.is_some_and(|holders| holders.beside(n.report))
    }

    /// Who names a person of whose full name this is another spelling.
    fn spelled_as(&self, written: &str) -> Option<Holders> {
        /// Most words of such a name.
        const WORDS_MAX: usize = 3;
        if written.split_whitespace().count() > WORDS_MAX {
            return None;
        }
        let name = PersonName::parse(written, self.lexicon);
        let last = fold_name(written.split_whitespace().next_back().unwrap_or_default());
        let blocks = spelling::blocks(&last);
        let near = blocks.iter().filter_map(|b| self.persons.get(b)).flatten();
        let agrees = |other: &&Named| {
            let person = other.person.as_ref().filter(|p| !p.given.is_empty());
            person.is_some_and(|p| name.agreement(p, self.lexicon) == Agreement::Full)
        };
        let alike = near.map(|&i| &self.named[i]).filter(agrees);
        alike.map(|other| self.holders[other.name.as_str()]).reduce(Holders::and)
    }

    /// The kind of the one name of a body, place or other thing of other reports that a single word
    /// is another spelling of, if it is none of a person's surname.
    fn kind_of_spelling(&self, n: &'n Named) -> Option<EntityKind> {
        let known = &self.spelled_other[n.name.as_str()];
        *known.get_or_init(|| self.spelled_kind(&n.name))
    }

    fn spelled_kind(&self, name: &str) -> Option<EntityKind> {
        let blocks = spelling::blocks(&fold_name(name));
        let alike = |i: &&usize| {
            let other = &self.named[**i];
            let last = other.name.split_whitespace().next_back().unwrap_or_default();
            surnames_agree(name, last)
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
