//! One [`Entity`] behind the names of many documents.
//!
//! Chains of names are joined by careful keys: persons by surname and given name in any spelling,
//! bodies and places by their folded names and the other names the lexicon knows. A surname alone
//! joins only where the whole pile holds one person of that surname.

use crate::Report;
use analysis::{
    EntityKind, MentionForm,
    name::{Agreement, PersonName, fold_name},
};
use document::{Fact, RuleId, Span};
use lexicon::Lexicon;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A person, body, place or group that the story's documents name.
#[derive(Clone, Debug)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// The name most used in full.
    pub name: String,
    /// Every spelling, most used first.
    pub variants: Vec<Variant>,
    /// Titles and roles that stand with the name, with their words.
    pub roles: Vec<Fact<String>>,
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

/// A named chain of one report.
struct Named {
    report: usize,
    chain: usize,
    kind: EntityKind,
    /// Longest name, as written.
    name: String,
    person: Option<PersonName>,
    /// For bodies and places: the key of the name or of its entry in the lexicon.
    key: String,
}

/// Joins the named chains of all reports. Returns the entities, and for each report the entity of
/// each chain.
pub(crate) fn merge(
    reports: &[Report],
    lexicon: &Lexicon,
) -> (Vec<Entity>, Vec<Vec<Option<usize>>>) {
    let aliases = aliases(lexicon);
    let named = named(reports, lexicon, &aliases);
    let groups = groups(&named, lexicon);
    let mut entities: Vec<Entity> =
        groups.iter().map(|group| entity(reports, &named, group)).collect();
    entities.sort_by(|a, b| (b.n_names, a.kind, &a.name).cmp(&(a.n_names, b.kind, &b.name)));
    let mut entity_of: Vec<Vec<Option<usize>>> =
        reports.iter().map(|r| vec![None; r.analysis.chains.len()]).collect();
    for (i, entity) in entities.iter().enumerate() {
        for &(report, chain) in &entity.chains {
            entity_of[report][chain] = Some(i);
        }
    }
    (entities, entity_of)
}

fn named(reports: &[Report], lexicon: &Lexicon, aliases: &HashMap<String, String>) -> Vec<Named> {
    let mut named = Vec::new();
    for (report, r) in reports.iter().enumerate() {
        for (chain, c) in r.analysis.chains.iter().enumerate() {
            let Some(name) = c.name else { continue };
            let name = r.document.text.words(r.analysis.mentions[name].span);
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            let person = (c.kind == EntityKind::Person).then(|| PersonName::parse(&name, lexicon));
            let folded = fold_name(&name);
            let folded = folded.strip_prefix("the ").unwrap_or(&folded).to_string();
            let key = aliases.get(&folded).cloned().unwrap_or(folded);
            named.push(Named { report, chain, kind: c.kind, name, person, key });
        }
    }
    named
}

/// Folded names and alternatives of the lexicon's countries, bodies and publishers, to the id of
/// their row. Seats of power are left out: "the Kremlin" is a reading of its own.
fn aliases(lexicon: &Lexicon) -> HashMap<String, String> {
    let mut aliases = HashMap::new();
    let mut add = |name: &str, id: &str| {
        aliases.entry(fold_name(name)).or_insert_with(|| id.to_string());
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
    aliases
}

/// Groups of indices into `named` that are one entity.
fn groups(named: &[Named], lexicon: &Lexicon) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut by_key: BTreeMap<(EntityKind, &str), Vec<usize>> = BTreeMap::new();
    let mut by_surname: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, n) in named.iter().enumerate() {
        match &n.person {
            Some(person) => by_surname.entry(person.surname_key()).or_default().push(i),
            None => by_key.entry((merged_kind(n.kind), &n.key)).or_default().push(i),
        }
    }
    groups.extend(by_key.into_values());
    for same_surname in by_surname.into_values() {
        groups.extend(persons(named, &same_surname, lexicon));
    }
    groups
}

/// A body and a place of one name are one entity ("the Kremlin" is given both kinds).
fn merged_kind(kind: EntityKind) -> EntityKind {
    if kind == EntityKind::Place { EntityKind::Organization } else { kind }
}

/// Groups persons of one surname: full names by their given names, then bare surnames with the
/// only person there is.
fn persons(named: &[Named], same_surname: &[usize], lexicon: &Lexicon) -> Vec<Vec<usize>> {
    let name = |i: usize| named[i].person.as_ref().expect("a person");
    let (full, bare): (Vec<usize>, Vec<usize>) =
        same_surname.iter().partition(|&&i| !name(i).given.is_empty());
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for &i in &full {
        let agrees = |g: &&mut Vec<usize>| {
            g.iter().all(|&j| name(i).agreement(name(j), lexicon) == Agreement::Full)
        };
        match groups.iter_mut().find(agrees) {
            Some(group) => group.push(i),
            None => groups.push(vec![i]),
        }
    }
    match &mut groups[..] {
        [only] => only.extend(bare),
        [] if !bare.is_empty() => groups.push(bare),
        _ => groups.extend(bare.into_iter().map(|i| vec![i])),
    }
    groups
}

fn entity(reports: &[Report], named: &[Named], group: &[usize]) -> Entity {
    let mut variants: BTreeMap<String, Variant> = BTreeMap::new();
    let (mut roles, mut first_named, mut n_names) = (Vec::new(), BTreeMap::new(), 0);
    for &i in group {
        let Named { report, chain, .. } = named[i];
        let r = &reports[report];
        for &m in &r.analysis.chains[chain].mentions {
            let mention = &r.analysis.mentions[m];
            if let Some(span) = mention.role {
                let role = r.document.text.words(span).split_whitespace().collect::<Vec<_>>();
                roles.push(Fact::new(role.join(" "), span, RuleId::new("entity/role")));
            }
            if mention.form != MentionForm::Name {
                continue;
            }
            n_names += 1;
            first_named.entry(report).or_insert(mention.span);
            let words = r.document.text.words(mention.span);
            let text = words.split_whitespace().collect::<Vec<_>>().join(" ");
            let variant = variants.entry(text.clone()).or_insert_with(|| Variant {
                text,
                reports: BTreeSet::new(),
                count: 0,
            });
            variant.reports.insert(report);
            variant.count += 1;
        }
    }
    let mut variants: Vec<Variant> = variants.into_values().collect();
    variants.sort_by(|a, b| (b.count, &a.text).cmp(&(a.count, &b.text)));
    Entity {
        kind: kind_most_given(named, group),
        name: best_name(&variants, named, group),
        variants,
        roles: distinct(roles),
        chains: group.iter().map(|&i| (named[i].report, named[i].chain)).collect(),
        n_names,
        first_named: first_named.into_values().collect(),
    }
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

/// One fact for each wording, with all its words as evidence, in order of first appearance.
fn distinct(roles: Vec<Fact<String>>) -> Vec<Fact<String>> {
    let mut distinct: Vec<Fact<String>> = Vec::new();
    for role in roles {
        match distinct.iter_mut().find(|d| d.value.eq_ignore_ascii_case(&role.value)) {
            Some(known) => known.evidence = known.evidence.clone().and(&role.evidence),
            None => distinct.push(role),
        }
    }
    distinct
}
