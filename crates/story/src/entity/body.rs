//! Which names of a pile are one body, place or other thing.
//!
//! Names are joined by their folded words, by the other names the lexicon knows, by the names one
//! report uses for one thing (an acronym and its expansion), by a short form that only one longer
//! name of the pile ends with, and by spelling.

use super::Named;
use analysis::{
    EntityKind,
    coreference::{initials, is_acronym, is_short_form},
    name::fold_name,
    spelling,
};
use lexicon::{Lexicon, rows::NounKind};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Largest distance of two spellings of a word of a body's or place's name. 2026-11-21, the pairs
/// of `spec/names`, 0.05 to 0.15.
const WORD_DISTANCE_MAX: f32 = 0.1;

/// Groups of indices into `named` that are one thing, given acronyms that reports spell out.
pub(super) fn groups(
    named: &[Named],
    acronyms: &BTreeSet<(String, String)>,
    lexicon: &Lexicon,
) -> Vec<Vec<usize>> {
    let known = Known::of(lexicon);
    let mut by_key: BTreeMap<(EntityKind, String), Vec<usize>> = BTreeMap::new();
    let key = |n: &Named| n.person.is_none().then(|| (merged_kind(n.kind), known.key(&n.name)));
    let keys: Vec<Option<(EntityKind, String)>> = named.par_iter().map(key).collect();
    for (i, key) in keys.into_iter().enumerate() {
        key.into_iter().for_each(|key| by_key.entry(key).or_default().push(i));
    }
    let names: Vec<(EntityKind, String)> = by_key.keys().cloned().collect();
    let members: Vec<Vec<usize>> = by_key.into_values().collect();
    let mut joined = Joined::new(names.len());
    let number: BTreeMap<&(EntityKind, String), usize> =
        names.iter().enumerate().map(|(i, n)| (n, i)).collect();
    let others = members.par_iter().enumerate().map(|(i, members)| {
        let forms = members.iter().flat_map(|&m| &named[m].forms);
        let forms: BTreeSet<&String> = forms.filter(|f| is_telling(f)).collect();
        let other = |form: &String| number.get(&(names[i].0, known.key(form))).copied();
        forms.into_iter().filter_map(other).collect::<Vec<usize>>()
    });
    for (i, others) in others.collect::<Vec<_>>().into_iter().enumerate() {
        others.into_iter().for_each(|other| joined.join(i, other));
    }
    let is_body = |i: usize| members[i].iter().all(|&m| named[m].kind == EntityKind::Organization);
    for (long, short) in shortened(named, &members, lexicon) {
        if is_body(long) && is_body(short) {
            joined.join(long, short);
        }
    }
    for (name, acronym) in acronyms.iter().cloned().chain(expanded(named, &known)) {
        let key = |name: &str| (EntityKind::Organization, known.key(name));
        if let (Some(&a), Some(&b)) = (number.get(&key(&name)), number.get(&key(&acronym))) {
            joined.join(a, b);
        }
    }
    let others = Others::of(&names, &members, named, &known);
    let open = names.par_iter().enumerate().filter(|(_, name)| !known.is_known(&name.1));
    let found = open.filter_map(|(i, _)| Some((i, others.likely(i)?)));
    for (i, other) in found.collect::<Vec<_>>() {
        joined.join(i, other);
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, members) in members.into_iter().enumerate() {
        groups.entry(joined.root(i)).or_default().extend(members);
    }
    groups.into_values().collect()
}

/// Names with the one other of the pile that lacks only the country before them, or the noun of a
/// state's body: "US Harbour Service" and "Harbour Service", "Treasury Department" and "Treasury".
fn shortened(named: &[Named], members: &[Vec<usize>], lexicon: &Lexicon) -> Vec<(usize, usize)> {
    let called = lexicon.countries.iter().flat_map(|c| c.alternatives.iter().chain([&c.name]));
    let countries: BTreeSet<String> = called.map(|name| fold_name(name)).collect();
    let is_state = |word: &str| lexicon.kinds.get(word) == Some(&NounKind::State);
    let written = members.iter().enumerate();
    let written = written.flat_map(|(i, m)| m.iter().map(move |&m| (folded(&named[m].name), i)));
    let written: BTreeSet<(String, usize)> = written.collect();
    let group: BTreeMap<&str, usize> = written.iter().map(|(n, i)| (n.as_str(), *i)).collect();
    let mut of_short: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (name, i) in &written {
        let cuts = name.match_indices(' ').map(|(at, _)| (&name[..at], &name[at + 1..]));
        let short = cuts.filter_map(|(first, rest)| {
            // "Labour" is a party beside the Labour Ministry; "Treasury" is a state's body itself.
            let noun = lexicon.kinds.get(rest).is_some_and(|kind| kind.is_body());
            let of_state = noun && is_state(first);
            let first = Some(first).filter(|_| of_state);
            let short =
                if countries.contains(name.strip_suffix(rest)?.trim_end()) { rest } else { first? };
            group.get(short).copied().filter(|short| short != i)
        });
        short.for_each(|short| {
            of_short.entry(short).or_default().insert(*i);
        });
    }
    let only = |(short, long): (usize, BTreeSet<usize>)| {
        let mut long = long.into_iter();
        Some((long.next()?, short)).filter(|_| long.next().is_none())
    };
    of_short.into_iter().filter_map(only).collect()
}

/// Bodies with the acronym of three letters or more that has the initials of no other body.
fn expanded(named: &[Named], known: &Known) -> Vec<(String, String)> {
    let bodies = || named.iter().filter(|n| merged_kind(n.kind) == EntityKind::Organization);
    let mut of_initials: BTreeMap<String, BTreeMap<String, &str>> = BTreeMap::new();
    for n in bodies() {
        let of_one = of_initials.entry(initials(&n.name)).or_default();
        of_one.insert(known.key(&n.name), &n.name);
    }
    let acronyms: BTreeSet<&str> =
        bodies().map(|n| n.name.as_str()).filter(|name| is_acronym(name)).collect();
    let only = |acronym: &str| match of_initials.get(acronym)?.values().collect::<Vec<_>>()[..] {
        [name] => Some((name.to_string(), acronym.to_string())),
        _ => None,
    };
    acronyms.into_iter().filter_map(only).collect()
}

/// The names of a pile, ready to be compared: which may be one is found by the last word and by
/// the number of words.
struct Others<'n> {
    names: &'n [(EntityKind, String)],
    /// By name: the reports that have it, whether all take it for a body, whether the lexicon has
    /// it.
    reports: Vec<BTreeSet<usize>>,
    is_body: Vec<bool>,
    is_known: Vec<bool>,
    /// By name: whether its last word says what it is: the first may be where it is.
    is_described: Vec<bool>,
    /// By name: whether it is a publisher's, of a report of the pile.
    is_publisher: Vec<bool>,
    /// By name: whether it is an acronym, before which a branch of the body has its place.
    is_acronym: Vec<bool>,
    /// By name: what else reports that have it call it by, folded.
    forms: Vec<BTreeSet<String>>,
    /// By name: the sounds of its words.
    sounds: Vec<Vec<Vec<u8>>>,
    by_last: HashMap<(EntityKind, &'n str), Vec<usize>>,
    by_first: HashMap<(EntityKind, &'n str), Vec<usize>>,
    /// By number of words and the coarse sound of the first.
    by_sound: HashMap<(EntityKind, usize, String), Vec<usize>>,
}

impl<'n> Others<'n> {
    fn of(
        names: &'n [(EntityKind, String)],
        members: &[Vec<usize>],
        named: &[Named],
        known: &Known,
    ) -> Others<'n> {
        let reports = members.iter().map(|m| m.iter().map(|&m| named[m].report).collect());
        let body = |m: &Vec<usize>| m.iter().all(|&m| named[m].kind == EntityKind::Organization);
        let sounds = |(_, name): &(EntityKind, String)| {
            words(name).into_iter().map(spelling::sounds).collect::<Vec<_>>()
        };
        let mut others = Others {
            names,
            reports: reports.collect(),
            is_body: members.iter().map(body).collect(),
            is_known: names.iter().map(|n| known.is_known(&n.1)).collect(),
            sounds: names.par_iter().map(sounds).collect(),
            is_described: names.iter().map(|n| is_described(&n.1)).collect(),
            is_publisher: members
                .iter()
                .map(|m| m.iter().any(|&m| named[m].credit.is_some()))
                .collect(),
            is_acronym: members
                .iter()
                .map(|m| m.iter().all(|&m| is_acronym(&named[m].name)))
                .collect(),
            forms: members
                .iter()
                .map(|m| m.iter().flat_map(|&m| &named[m].forms).map(|f| folded(f)).collect())
                .collect(),
            by_last: HashMap::new(),
            by_first: HashMap::new(),
            by_sound: HashMap::new(),
        };
        for (i, (kind, name)) in names.iter().enumerate() {
            let last = name.split(' ').next_back().unwrap_or_default();
            others.by_last.entry((*kind, last)).or_default().push(i);
            let first = name.split(' ').next().unwrap_or_default();
            others.by_first.entry((*kind, first)).or_default().push(i);
            let length = others.sounds[i].len();
            for block in blocks(name) {
                others.by_sound.entry((*kind, length, block)).or_default().push(i);
            }
        }
        others
    }

    /// The longer name that only one thing has and that a short name ends or begins, or another
    /// spelling.
    fn likely(&self, i: usize) -> Option<usize> {
        let (names, (kind, name)) = (self.names, &self.names[i]);
        let last = name.split(' ').next_back().unwrap_or_default();
        let apart = |o: usize| self.reports[o].is_disjoint(&self.reports[i]);
        let longer = self.by_last.get(&(*kind, last)).into_iter().flatten().copied();
        let longer = longer.filter(|&o| o != i);
        let longer: Vec<usize> = longer
            .filter(|&o| is_short_form(&names[o].1, name) || is_shortened(&names[o].1, name))
            .filter(|&o| !self.is_acronym[i] || self.forms[o].contains(name))
            .filter(|&o| {
                let near = !apart(o) || self.is_publisher[o] || self.forms[o].contains(name);
                name.contains(' ') || self.is_body[i] && self.is_body[o] && near
            })
            .collect();
        if let [only] = longer[..] {
            return Some(only);
        }
        if let Some(begun) = self.begun(i).filter(|_| longer.is_empty()) {
            return Some(begun);
        }
        let blocks = blocks(name).into_iter();
        let near = blocks.filter_map(|b| self.by_sound.get(&(*kind, self.sounds[i].len(), b)));
        let near: BTreeSet<usize> = near.flatten().copied().collect();
        let alike = near.into_iter().filter(|&o| o != i && !self.is_known[o]);
        let mut spelled = alike.filter(|&o| self.is_spelling(o, i) && apart(o));
        match (spelled.next(), spelled.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }

    /// The one body that a body's short name begins, "Vale" of "Vale Shipping Lines", or, of
    /// several in the reports that have the short name, the one that stands wherever the others do
    /// and elsewhere too.
    fn begun(&self, i: usize) -> Option<usize> {
        let (kind, name) = &self.names[i];
        let first = name.split(' ').next().unwrap_or_default();
        let begins = |o: &usize| {
            let rest = self.names[*o].1.strip_prefix(name.as_str());
            rest.is_some_and(|rest| rest.starts_with(' '))
        };
        let near = |o: &usize| !self.reports[*o].is_disjoint(&self.reports[i]);
        let longer = self.by_first.get(&(*kind, first)).into_iter().flatten().copied();
        let mut longer: Vec<usize> = longer
            .filter(|o| begins(o) && self.is_body[*o] && !self.is_described[*o])
            .filter(|_| self.is_body[i])
            .collect();
        if longer.len() > 1 {
            longer.retain(near);
        }
        let widest =
            longer.iter().copied().max_by_key(|&o| (self.reports[o].len(), usize::MAX - o))?;
        let all_with = |&o: &usize| {
            o == widest
                || self.reports[o].is_subset(&self.reports[widest])
                    && self.reports[o].len() < self.reports[widest].len()
                || self.names[o].1.starts_with(&self.names[widest].1)
        };
        longer.iter().all(all_with).then_some(widest)
    }

    /// Whether two names of as many words have the same words, some in another spelling.
    fn is_spelling(&self, a: usize, b: usize) -> bool {
        /// Shortest single word whose spelling may vary.
        const SINGLE_MIN: usize = 5;
        let (x, y) = (&self.sounds[a], &self.sounds[b]);
        let first = |i: usize| words(&self.names[i].1).first().map_or(0, |w| w.len());
        if x.is_empty() || x.len() == 1 && first(a).min(first(b)) < SINGLE_MIN {
            return false;
        }
        let near =
            |(x, y): (&Vec<u8>, &Vec<u8>)| spelling::near_sounds(x, y, WORD_DISTANCE_MAX).is_some();
        x.iter().zip(y).all(near)
    }
}

/// Whether a short name is the first and the last word of a longer one, spelling apart: "Nakhla
/// hospital" of "An-Nakhla University Hospital".
fn is_shortened(long: &str, short: &str) -> bool {
    let (long, short) = (words(long), words(short));
    let near = |a: &str, b: &str| spelling::distance(a, b) <= WORD_DISTANCE_MAX;
    short.len() == 2
        && long.len() > 2
        && near(long[0], short[0])
        && long.last().is_some_and(|last| *last == short[1])
}

/// The words of a folded name without a first article of one syllable: "an nakhla hospital".
fn words(name: &str) -> Vec<&str> {
    /// Longest article.
    const ARTICLE_MAX: usize = 2;
    let mut words: Vec<&str> = name.split(' ').collect();
    if words.len() > 2 && words[0].len() <= ARTICLE_MAX {
        words.remove(0);
    }
    words
}

/// The coarse sounds under which another spelling of a folded name is found.
fn blocks(name: &str) -> Vec<String> {
    words(name).first().map_or_else(Vec::new, |first| spelling::blocks(first))
}

/// Whether a form may stand for its name in other reports too: several words or capitals only.
fn is_telling(form: &str) -> bool {
    form.trim().contains(' ') || form.chars().filter(|c| c.is_uppercase()).count() > 2
}

/// A body and a place of one name are one entity ("the Kremlin" is given both kinds).
fn merged_kind(kind: EntityKind) -> EntityKind {
    if kind == EntityKind::Place { EntityKind::Organization } else { kind }
}

/// Before the id of a country in `lexicon/world/countries.tsv`.
const COUNTRY: &str = "world/country/";

/// Folded names and alternatives of the lexicon's countries, bodies and publishers, to the id of
/// their row. Seats of power are left out: "the Kremlin" is a reading of its own.
struct Known(HashMap<String, String>);

impl Known {
    fn of(lexicon: &Lexicon) -> Known {
        let mut ids = HashMap::new();
        let mut add = |name: &str, id: &str| {
            ids.entry(folded(name)).or_insert_with(|| id.to_string());
        };
        for country in &lexicon.countries {
            add(country.name, country.id);
            country.alternatives.iter().for_each(|name| add(name, country.id));
            let people = format!("{}/people", country.id);
            country.demonyms.iter().for_each(|name| add(name, &people));
        }
        for body in lexicon.organizations.iter().chain(&lexicon.publishers) {
            add(body.name, body.id);
            body.alternatives.iter().for_each(|name| add(name, body.id));
        }
        for city in &lexicon.cities {
            add(city, &format!("city/{}", folded(city)));
        }
        Known(ids)
    }

    /// The id of a known name's row, or the folded name.
    fn key(&self, name: &str) -> String {
        let folded = folded(name);
        self.0.get(&folded).cloned().unwrap_or_else(|| self.of_country(folded))
    }

    /// A folded name with the country that it begins with by its usual name: "U.S. Mint Service"
    /// as "United States Mint Service".
    fn of_country(&self, folded: String) -> String {
        let country = |(at, _): (usize, &str)| {
            let id = self.0.get(&folded[..at])?.strip_prefix(COUNTRY)?;
            (!id.contains('/')).then(|| format!("{}{}", id.replace('-', " "), &folded[at..]))
        };
        let named = folded.match_indices(' ').rev().find_map(country);
        named.filter(|_| is_described(&folded)).unwrap_or(folded)
    }

    fn is_known(&self, key: &str) -> bool {
        key.contains('/')
    }
}

/// Whether a folded name ends with the noun of a body or place.
fn is_described(name: &str) -> bool {
    let last = name.split(' ').next_back().unwrap_or_default();
    Lexicon::english().kinds.contains_key(last)
}

/// The end of the addresses of most companies, which some write after their names.
const DOMAIN: &str = ".com";

/// A name folded, without a first "the"; "ministry of finance" as "finance ministry".
fn folded(name: &str) -> String {
    let lexicon = Lexicon::english();
    // "Harbours & Mines" is "Harbours and Mines".
    let joins = |word: &&str| lexicon.connectives.get(word) == Some(&"joins");
    // "Vale.com" is "Vale".
    let folded = fold_name(name.strip_suffix(DOMAIN).unwrap_or(name));
    let folded: Vec<&str> = folded.split(' ').filter(|word| !joins(word)).collect();
    let folded = folded.join(" ");
    let bare = lexicon
        .definite
        .iter()
        .find_map(|article| folded.strip_prefix(article)?.strip_prefix(' ').map(str::to_string));
    let bare = bare.unwrap_or(folded);
    let body = |noun: &str| lexicon.kinds.get(noun).is_some_and(|kind| kind.is_body());
    match bare.split(' ').collect::<Vec<_>>()[..] {
        [noun, of, what] if lexicon.genitive.contains(of) && body(noun) => format!("{what} {noun}"),
        _ => bare,
    }
}

/// Disjoint sets, each known by its smallest member.
struct Joined(Vec<usize>);

impl Joined {
    fn new(n: usize) -> Joined {
        Joined((0..n).collect())
    }

    fn root(&self, mut i: usize) -> usize {
        while self.0[i] != i {
            i = self.0[i];
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}
