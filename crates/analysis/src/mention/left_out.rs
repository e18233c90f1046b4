//! Names that the tagger left out and the rest of the document shows: capitals after a title, and
//! words that are a name elsewhere.

use super::{
    EntityKind, Name, is_title_case, may_be_name, role::title_tokens, second::taken, whole_word_end,
};
use crate::syntax::Syntax;
use language::labels::{ner, pos, tag};
use lexicon::{Lexicon, rows::WorldKind};
use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
};

/// Most tokens of a person's name that is found by its title.
const TITLED_MAX: usize = 4;

/// Adds the persons of whom a title tells: "Mrs Vale", "foreign minister Ade Okoro".
pub(super) fn add_titled(syntax: &Syntax, lexicon: &Lexicon, names: &mut Vec<Name>) {
    let mut taken = taken(syntax, names);
    for start in 1..syntax.len() {
        if taken[start] || !is_proper(syntax, start) || is_other_word(syntax, lexicon, start) {
            continue;
        }
        let Some(title) = title_tokens(syntax, lexicon, start) else { continue };
        let last = title.end - 1 - usize::from(syntax.word(title.end - 1) == ".");
        let kind = lexicon.titles.get(syntax.word(last));
        if kind.is_none_or(|kind| ["other", "business", "press"].contains(kind)) {
            continue;
        }
        let free = |i: usize| !taken[i] && is_proper(syntax, i);
        let run = (start..syntax.sentence(start).end).take(TITLED_MAX).take_while(|&i| free(i));
        let mut tokens = start..run.last().map_or(start, |last| last + 1);
        tokens.end = whole_word_end(syntax, &tokens);
        let capital = syntax.word(last).starts_with(char::is_uppercase);
        let goes_on = tokens.end < syntax.len() && taken[tokens.end];
        let other = tokens.clone().any(|i| is_other_word(syntax, lexicon, i));
        let heading = is_title_case(syntax, &syntax.sentence(start));
        if tokens.is_empty() || goes_on || other || heading || !capital && tokens.len() < 2 {
            continue;
        }
        let honorific = lexicon.titles.get(syntax.word(last)) == Some(&"honorific");
        taken[tokens.clone()].fill(true);
        let titles = usize::from(honorific);
        names.push(Name { tokens, titles, kind: EntityKind::Person, rule: "mention/titled" });
    }
}

/// Most tokens of a body's name that is found by its last noun.
const BODY_MAX: usize = 9;

/// Adds the bodies whose names an article opens and the noun of a body closes, with a conjunction
/// inside at which the tagger stopped: "the Vale Fish and Wildlife Service".
pub(super) fn add_bodies(syntax: &Syntax, lexicon: &Lexicon, names: &mut Vec<Name>) {
    let capital = |i: usize| syntax.word(i).starts_with(char::is_uppercase);
    let joins = |i: usize| syntax.parse.tokens[i].pos == pos::CCONJ || syntax.word(i) == "&";
    let mut added: Vec<Name> = Vec::new();
    for article in 0..syntax.len() {
        if !lexicon.definite.contains(syntax.lower(article).as_str()) {
            continue;
        }
        let start = article + 1;
        let sentence = syntax.sentence(article);
        let end = sentence.end.min(start + BODY_MAX);
        let run = (start..end).take_while(|&i| capital(i) || joins(i) && i > start);
        let Some(last) = run.filter(|&i| capital(i)).last() else { continue };
        let tokens = start..last + 1;
        let noun = lexicon.kinds.get(syntax.lower(last).as_str());
        let conjunctions = tokens.clone().filter(|&i| joins(i)).count();
        let body = noun.is_some_and(|kind| kind.is_body()) && last > start + 2;
        if !body || conjunctions != 1 || joins(last - 1) || is_title_case(syntax, &sentence) {
            continue;
        }
        // Two bodies: "the State Department and Park Service".
        let before = tokens.clone().take_while(|&i| !joins(i)).last();
        let two = before.is_some_and(|i| lexicon.kinds.contains_key(syntax.lower(i).as_str()));
        let whole = names.iter().any(|n| n.tokens.start <= start && n.tokens.end > last);
        if !two && !whole && syntax.parse.head(last) != last {
            names.retain(|n| n.tokens.end <= start || n.tokens.start > last);
            let kind = EntityKind::Organization;
            added.push(Name { tokens, titles: 0, kind, rule: "mention/body-noun" });
        }
    }
    names.append(&mut added);
}

/// Adds the bodies of the lexicon whose names have small words inside, at which the tagger stopped:
/// "Vale and Marn Protection" of "the Centre for Vale and Marn Protection".
pub(super) fn add_known(syntax: &Syntax, lexicon: &Lexicon, names: &mut Vec<Name>) {
    let capital = |i: usize| syntax.word(i).starts_with(char::is_uppercase);
    let mut added: Vec<Name> = Vec::new();
    let mut at = 0;
    while at < syntax.len() {
        let words = (at..syntax.sentence(at).end).map(|i| syntax.word(i));
        let known = if capital(at) { lexicon.world.longest(words) } else { None };
        let body = known.filter(|(_, kind)| **kind == WorldKind::Organization);
        let tokens = at..at + body.map_or(1, |(n, _)| n);
        let whole = tokens.len() > 2
            && capital(tokens.end - 1)
            && tokens.clone().any(|i| !capital(i))
            && !is_title_case(syntax, &syntax.sentence(at));
        let inside = |n: &Name| n.tokens.start <= tokens.start && n.tokens.end >= tokens.end;
        if whole && !names.iter().any(inside) {
            names.retain(|n| n.tokens.end <= tokens.start || n.tokens.start >= tokens.end);
            let kind = EntityKind::Organization;
            let tokens = tokens.clone();
            added.push(Name { tokens, titles: 0, kind, rule: "mention/known-body" });
        }
        at = if whole { tokens.end } else { at + 1 };
    }
    names.append(&mut added);
}

/// Lets a given name alone go on to the name of a body that begins with it in the possessive, if
/// the text has it nowhere else: "Rosa's List".
pub(super) fn go_on_owned(syntax: &Syntax, lexicon: &Lexicon, names: &mut [Name]) {
    let proper = |i: usize| i < syntax.len() && is_proper(syntax, i);
    let owned = |i: usize| {
        let mark = i + 1 < syntax.len() && syntax.parse.tokens[i + 1].tag == tag::POS;
        let attached = mark && !syntax.parse.tokens[i].space_after;
        let noun = i + 2;
        let words = (noun..syntax.len()).map(|i| syntax.word(i));
        let body = attached && proper(noun) && lexicon.titles.longest(words).is_none();
        body.then(|| syntax.word(noun))
    };
    // By name: whether it is told so wherever it stands.
    let mut said: HashMap<&str, bool> = HashMap::new();
    for name in names.iter_mut() {
        let first = name.tokens.start;
        let known = lexicon.world.get(syntax.word(first));
        let place = matches!(known, Some(WorldKind::Country | WorldKind::City));
        let given = name.tokens.len() == 1 && !place && lexicon.is_first_name(&syntax.lower(first));
        let Some(noun) = owned(first).filter(|_| given && name.kind == EntityKind::Person) else {
            continue;
        };
        let word = syntax.word(first);
        let always = *said.entry(word).or_insert_with(|| {
            let mut said = (0..syntax.len()).filter(|&i| syntax.word(i) == word);
            said.all(|i| owned(i) == Some(noun))
        });
        if always {
            let end = (first + 2..syntax.sentence(first).end).take_while(|&i| proper(i)).last();
            name.tokens.end = end.map_or(name.tokens.end, |last| last + 1);
            name.kind = EntityKind::Organization;
            name.rule = "mention/owned-body";
        }
    }
}

/// How many times as often as unmarked a name that is not sure must be marked. Set
/// by hand 2026-11-22 on both development halves; 1 tried, beside other changes.
const OFTEN: usize = 3;

/// A name as it stands elsewhere.
struct Marked {
    tokens: Range<usize>,
    kind: EntityKind,
    count: usize,
}

/// Adds the places where the words of a name stand unmarked: of several words, or of one that is
/// seldom unmarked. What is taken for a body is often a work, and must be sure too.
pub(super) fn add_repeated(syntax: &Syntax, lexicon: &Lexicon, names: &mut Vec<Name>) {
    let taken = taken(syntax, names);
    let mut unmarked: HashMap<&str, usize> = HashMap::new();
    for i in (0..syntax.len()).filter(|&i| !taken[i]) {
        *unmarked.entry(syntax.word(i)).or_default() += 1;
    }
    let mut marked: BTreeMap<&str, Marked> = BTreeMap::new();
    for name in names.iter().filter(|n| n.kind != EntityKind::Group) {
        let first = || Marked { tokens: name.tokens.clone(), kind: name.kind, count: 0 };
        marked.entry(syntax.words(name.tokens.clone())).or_insert_with(first).count += 1;
    }
    let mut by_first: HashMap<&str, Vec<&Marked>> = HashMap::new();
    for (words, name) in &marked {
        let often = name.count >= OFTEN * unmarked.get(words).copied().unwrap_or(1).max(1);
        if often || name.tokens.len() > 1 && name.kind != EntityKind::Organization {
            by_first.entry(syntax.word(name.tokens.start)).or_default().push(name);
        }
    }
    let beside = |i: usize| i < syntax.len() && !taken[i] && is_proper(syntax, i);
    let mut added: Vec<Name> = Vec::new();
    for start in (0..syntax.len()).filter(|&i| !taken[i] && is_proper(syntax, i)) {
        let same = |name: &&&Marked| {
            let here = start..start + name.tokens.len();
            let free = here.end <= syntax.len() && !taken[here.clone()].contains(&true);
            let mut pairs = here.zip(name.tokens.clone());
            free && pairs.all(|(a, b)| syntax.word(a) == syntax.word(b))
        };
        let fits = by_first.get(syntax.word(start)).into_iter().flatten().filter(same);
        let Some(name) = fits.max_by_key(|name| name.tokens.len()) else { continue };
        let tokens = start..start + name.tokens.len();
        let alone = !beside(tokens.end) && (start == 0 || !beside(start - 1));
        let named = may_be_name(syntax, lexicon, &tokens)
            && !is_title_case(syntax, &syntax.sentence(start));
        if alone && named && added.last().is_none_or(|last| last.tokens.end <= start) {
            added.push(Name { tokens, titles: 0, kind: name.kind, rule: "mention/repeated" });
        }
    }
    names.append(&mut added);
}

fn is_proper(syntax: &Syntax, i: usize) -> bool {
    syntax.word(i).starts_with(char::is_uppercase) && syntax.parse.tokens[i].pos == pos::PROPN
}

/// Whether a capital is of a title, of the noun of a body, of a known place or body, or of what the
/// model takes for a name of another kind.
fn is_other_word(syntax: &Syntax, lexicon: &Lexicon, i: usize) -> bool {
    let lower = syntax.lower(i);
    let of_model = syntax.parse.entities.iter().any(|entity| {
        (entity.start..entity.end).contains(&(i as u32)) && entity.label != ner::PERSON
    });
    of_model
        || lexicon.titles.get(syntax.word(i)).is_some()
        || lexicon.kinds.contains_key(lower.as_str())
        || lexicon.world.get(syntax.word(i)).is_some()
        || lexicon.months.contains_key(lower.trim_end_matches('.'))
}
