//! One [`Entity`] behind the names of many documents.
//!
//! [`merge`] joins the named chains of all reports, and the names in credits: [`kind`] settles what
//! they are, [`person`] says which are one person, [`body`] which are one body, place or other
//! thing. Both leave apart what they are not sure of.

mod body;
mod correction;
mod deed;
mod kind;
mod person;
mod role;
mod why;

pub use deed::Deed;
pub use role::{PAST, Role, is_shortened_title};

use crate::{Corrections, Report};
use analysis::{
    EntityKind, MentionForm,
    coreference::is_acronym,
    name::{PersonName, fold_name},
};
use document::{Fact, Span, Text};
use lexicon::{Lexicon, rows::Gender};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A person, body, place or group that the story's documents name.
#[derive(Clone, Debug)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// The name most used in full.
    pub name: String,
    /// Every spelling, most used first.
    pub variants: Vec<Variant>,
    /// Titles and roles given to it, with their times and words.
    pub roles: Vec<Fact<Role>>,
    /// What it did, in the order of the reports.
    pub deeds: Vec<Fact<Deed>>,
    /// The chains that refer to it: report and chain.
    pub chains: Vec<(usize, usize)>,
    /// Number of mentions by name.
    pub n_names: usize,
    /// The first name in each report, for citing.
    pub first_named: Vec<Span>,
}

/// A spelling of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The name as written.
    pub text: String,
    /// The reports that use it.
    pub reports: BTreeSet<usize>,
    /// How often.
    pub count: usize,
}

/// A named chain of one report, or a name in its credits.
struct Named {
    report: usize,
    /// `None` for a name that only credits the report.
    chain: Option<usize>,
    kind: EntityKind,
    /// Longest name, as written.
    name: String,
    /// Every name, as written.
    forms: BTreeSet<String>,
    /// Number of names.
    count: usize,
    person: Option<PersonName>,
    gender: Option<Gender>,
    /// Folded words of the roles that stand with the name.
    roles: BTreeSet<String>,
    /// The name in the credits.
    credit: Option<Span>,
}

/// Joins the named chains of all reports. Returns the entities, and for each report the entity of
/// each chain. The lines of corrections that changed something are added to `done`.
pub(crate) fn merge(
    reports: &[Report],
    lexicon: &Lexicon,
    corrections: &Corrections,
    done: &mut BTreeSet<usize>,
) -> (Vec<Entity>, Vec<Vec<Option<usize>>>) {
    let of_report = |(i, report): (usize, &Report)| {
        let mut named = chains(i, report, lexicon);
        named.extend(credits(i, report, lexicon));
        named
    };
    let mut named: Vec<Named> = reports.par_iter().enumerate().flat_map_iter(of_report).collect();
    kind::settle(&mut named, lexicon);
    let mut groups = person::groups(&named, lexicon);
    groups.extend(body::groups(&named, &publisher_acronyms(reports), lexicon));
    correction::group(corrections, &named, &mut groups, done);
    let entities = groups.par_iter().map(|group| entity(reports, &named, group, lexicon));
    let mut entities: Vec<Entity> = entities.collect();
    spell_out(&mut entities, reports);
    for (entity, group) in entities.iter_mut().zip(&groups) {
        if let Some(name) = correction::name(corrections, &named, group, done) {
            entity.name = name;
        }
    }
    entities.sort_by(|a, b| (b.n_names, a.kind, &a.name).cmp(&(a.n_names, b.kind, &b.name)));
    let mut entity_of: Vec<Vec<Option<usize>>> =
        reports.iter().map(|r| vec![None; r.analysis.chains.len()]).collect();
    for (i, entity) in entities.iter().enumerate() {
        for &(report, chain) in &entity.chains {
            entity_of[report][chain] = Some(i);
        }
    }
    deed::add(reports, &entity_of, &mut entities);
    (entities, entity_of)
}

/// Names of the reports' publishers with the acronym that stands beside each: "Vale Press (VP)".
fn publisher_acronyms(reports: &[Report]) -> BTreeSet<(String, String)> {
    let publishers = reports.iter().filter_map(|r| r.document.metadata.publisher.as_ref());
    let acronym = |name: &String| {
        let (name, rest) = name.split_once(" (")?;
        let acronym = rest.strip_suffix(')').filter(|rest| is_acronym(rest))?;
        Some((name.to_string(), acronym.to_string()))
    };
    publishers.filter_map(acronym).collect()
}

/// Gives entities that are only called by an acronym the name that the one publisher of that
/// acronym spells it out by, unless a role says that they are something else.
fn spell_out(entities: &mut [Entity], reports: &[Report]) {
    let acronyms = publisher_acronyms(reports);
    for (name, acronym) in &acronyms {
        if acronyms.iter().filter(|(_, other)| other == acronym).count() > 1 {
            continue;
        }
        let taken = entities.iter().any(|e| e.variants.iter().any(|v| v.text == *name));
        let called = |e: &&mut Entity| {
            e.kind == EntityKind::Organization
                && e.roles.is_empty()
                && e.variants.iter().all(|v| v.text == *acronym)
        };
        if !taken && let Some(entity) = entities.iter_mut().find(called) {
            entity.name.clone_from(name);
        }
    }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a word is an office and nobody's name: "President" where a line breaks before the name,
/// "Sheriff" of "Sheriff's deputies".
fn is_bare_title(name: &str, lexicon: &Lexicon) -> bool {
    let named = ["honorific", "royal", "religious"];
    let several = name.contains(' ');
    let title = lexicon.titles.get(name).is_some_and(|kind| several || !named.contains(kind));
    title && !lexicon.is_first_name(&name.to_lowercase())
}

fn chains(report: usize, r: &Report, lexicon: &Lexicon) -> Vec<Named> {
    let words = |span: Span| one_line(r.document.text.words(span));
    let named = |(chain, c): (usize, &analysis::Chain)| {
        let name = words(r.analysis.mentions[c.name?].span);
        if c.kind == EntityKind::Person && is_bare_title(&name, lexicon) {
            return None;
        }
        let members = || c.mentions.iter().map(|&m| &r.analysis.mentions[m]);
        let forms = members().filter(|m| m.form == MentionForm::Name).map(|m| words(m.span));
        let roles = members().filter_map(|m| m.role);
        Some(Named {
            report,
            chain: Some(chain),
            kind: c.kind,
            count: forms.clone().count(),
            forms: forms.collect(),
            person: (c.kind == EntityKind::Person).then(|| PersonName::parse(&name, lexicon)),
            gender: members().filter(|m| m.form == MentionForm::Name).find_map(|m| m.gender),
            roles: roles.map(|span| fold_name(&words(span))).collect(),
            name,
            credit: None,
        })
    };
    r.analysis.chains.iter().enumerate().filter_map(named).collect()
}

/// The persons and publishers that a report's credit lines name, and its own authors and
/// publisher where its text has their names.
fn credits(report: usize, r: &Report, lexicon: &Lexicon) -> Vec<Named> {
    let text = &r.document.text;
    let meta = &r.document.metadata;
    let lower = text.as_str().to_ascii_lowercase();
    let find = |name: &String| {
        // "Vale Post (weekly)", "Vale Post, English page"
        let name = name.split(" (").next().and_then(|name| name.split(", ").next())?;
        let small = name.to_ascii_lowercase();
        let whole = |at: &usize| {
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let (before, after) = (&lower[..*at], &lower[at + small.len()..]);
            !letter(before.chars().next_back()) && !letter(after.chars().next())
        };
        let at = lower.match_indices(&small).map(|(at, _)| at).find(whole)?;
        text.trimmed_span(at..at + name.len())
    };
    let credits = || r.document.credits.iter();
    let persons = credits().flat_map(|c| c.value.persons.iter().copied());
    let persons: BTreeSet<Span> = persons.chain(meta.authors.iter().filter_map(find)).collect();
    let bodies = credits().flat_map(|c| c.value.publishers.iter().copied());
    let bodies: BTreeSet<Span> = bodies.chain(meta.publisher.iter().filter_map(find)).collect();
    let overlaps = |span: &Span| {
        let mut mentions = r.analysis.mentions.iter().filter(|m| m.form == MentionForm::Name);
        mentions.any(|m| m.span.overlaps(*span))
    };
    let named = |kind: EntityKind, span: Span| {
        let name = one_line(text.words(span));
        Named {
            report,
            chain: None,
            kind,
            forms: BTreeSet::from([name.clone()]),
            count: 1,
            person: (kind == EntityKind::Person).then(|| PersonName::parse(&name, lexicon)),
            gender: None,
            roles: BTreeSet::new(),
            name,
            credit: Some(span),
        }
    };
    // A credited name without a given name may be a desk's or an agency's.
    let is_person = |n: &Named| n.person.as_ref().is_some_and(|p| !p.given.is_empty());
    let persons = persons.iter().filter(|s| !overlaps(s) && !bodies.contains(s));
    let persons = persons.map(|&s| named(EntityKind::Person, s)).filter(is_person);
    let bodies = bodies.iter().filter(|s| !overlaps(s));
    persons.chain(bodies.map(|&s| named(EntityKind::Organization, s))).collect()
}

fn entity(reports: &[Report], named: &[Named], group: &[usize], lexicon: &Lexicon) -> Entity {
    let mut variants: BTreeMap<String, Variant> = BTreeMap::new();
    let (mut roles, mut first_named, mut n_names) = (Vec::new(), BTreeMap::new(), 0);
    for &i in group {
        let report = named[i].report;
        let r = &reports[report];
        if let Some(span) = named[i].credit {
            first_named.entry(report).or_insert(span);
            n_names += 1;
            count(&mut variants, &r.document.text, span, report);
        }
        let members = named[i].chain.map_or(&[][..], |c| &r.analysis.chains[c].mentions);
        for &m in members {
            let mention = &r.analysis.mentions[m];
            roles.extend(role::of_mention(r, mention, lexicon));
            if mention.form != MentionForm::Name {
                continue;
            }
            n_names += 1;
            first_named.entry(report).or_insert(mention.span);
            count(&mut variants, &r.document.text, mention.span, report);
        }
    }
    let kind = kind_most_given(named, group);
    // A title beside the name of a body is somebody else's.
    let what = |r: &Fact<Role>| {
        let words = r.value.title.split(' ').map(str::to_lowercase);
        let titled = words.into_iter().any(|word| lexicon.titles.get(&word).is_some());
        !titled || r.rule.to_string() == role::SAID
    };
    roles.retain(|r| kind == EntityKind::Person || what(r));
    let mut variants: Vec<Variant> = variants.into_values().collect();
    variants.sort_by(|a, b| (b.count, &a.text).cmp(&(a.count, &b.text)));
    Entity {
        kind,
        name: best_name(&variants, named, group),
        variants,
        roles: role::distinct(roles),
        deeds: Vec::new(),
        chains: group.iter().filter_map(|&i| Some((named[i].report, named[i].chain?))).collect(),
        n_names,
        first_named: first_named.into_values().collect(),
    }
}

/// Counts a name among the spellings.
fn count(variants: &mut BTreeMap<String, Variant>, text: &Text, span: Span, report: usize) {
    let text = one_line(text.words(span));
    let variant = variants.entry(text.clone()).or_insert_with(|| Variant {
        text,
        reports: BTreeSet::new(),
        count: 0,
    });
    variant.reports.insert(report);
    variant.count += 1;
}

fn kind_most_given(named: &[Named], group: &[usize]) -> EntityKind {
    let mut counts: BTreeMap<EntityKind, usize> = BTreeMap::new();
    for &i in group {
        *counts.entry(named[i].kind).or_default() += 1;
    }
    let best = counts.iter().max_by_key(|(kind, n)| (**n, std::cmp::Reverse(**kind)));
    best.map_or(EntityKind::Other, |(kind, _)| *kind)
}

/// The most used spelling of the full name: for persons one with a given name, if there is one.
fn best_name(variants: &[Variant], named: &[Named], group: &[usize]) -> String {
    let full = |text: &str| {
        group.iter().any(|&i| {
            let given = named[i].person.as_ref().is_some_and(|p| !p.given.is_empty());
            given && named[i].name == text
        })
    };
    let best = variants
        .iter()
        .max_by_key(|v| (full(&v.text), v.reports.len(), v.count, std::cmp::Reverse(&v.text)));
    best.map_or_else(String::new, |v| v.text.clone())
}
