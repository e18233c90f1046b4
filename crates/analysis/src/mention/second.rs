//! The document-level pass over names: short forms of full names, and one kind for each form.

use super::{
    EntityKind, Name, head_of,
    left_out::{add_bodies, add_known, add_repeated, add_titled, go_on_owned},
    role::{apposition, body_role, title_tokens},
};
use crate::{
    attribution::speaks,
    coreference::is_acronym,
    name::{PersonName, fold_name},
    syntax::Syntax,
};
use language::labels::{dep, pos, tag};
use lexicon::{
    Lexicon,
    rows::{Cue, CuePos, Frame, NounKind, WorldKind},
};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    ops::Range,
};

/// Adds short forms of the names, joins institutions with their noun, and gives each form the
/// kind with most support.
pub(super) fn pass(syntax: &Syntax, lexicon: &Lexicon, names: &mut Vec<Name>) {
    institutions(syntax, lexicon, names);
    add_titled(syntax, lexicon, names);
    add_bodies(syntax, lexicon, names);
    add_known(syntax, lexicon, names);
    go_on_owned(syntax, lexicon, names);
    set_kinds(syntax, lexicon, names, &BTreeMap::new());
    let surnames = surnames(syntax, lexicon, names);
    let taken = taken(syntax, names);
    let proper = |i: usize| {
        // "The flood-Vales of this world": a play on the name.
        let hyphen = i.checked_sub(1).filter(|&at| syntax.word(at) == "-");
        let first = hyphen.and_then(|at| at.checked_sub(1));
        let part = first.is_some_and(|at| {
            let joined =
                syntax.parse.tokens[at].space_after || syntax.parse.tokens[at + 1].space_after;
            !joined && syntax.word(at).starts_with(char::is_lowercase)
        });
        let capital = !part && syntax.word(i).starts_with(char::is_uppercase);
        // “We sail,” Long said.
        let closes = |before: usize| syntax.parse.tokens[before].tag == tag::CLOSING_QUOTE;
        let after_marks =
            i.checked_sub(1).is_some_and(closes) && is_before_speech(syntax, lexicon, i);
        let noun = matches!(syntax.parse.tokens[i].pos, pos::PROPN | pos::NOUN);
        capital && (noun || after_marks)
    };
    for token in (0..syntax.len()).filter(|&i| !taken[i]) {
        if proper(token) && surnames.contains_key(&fold_name(syntax.word(token))) {
            let start = start_of_name(syntax, lexicon, token);
            names.retain(|name| name.tokens.start < start || name.tokens.end > token);
            let tokens = start..token + 1;
            let rule = "mention/short-form";
            names.push(Name { tokens, titles: 0, kind: EntityKind::Person, rule });
        }
    }
    split_pairs(syntax, names);
    short_bodies(syntax, lexicon, names);
    add_repeated(syntax, lexicon, names);
    names.sort_by_key(|n| (n.tokens.start, n.tokens.end));
    set_kinds(syntax, lexicon, names, &surnames);
}

/// Whether a verb of speech follows a token.
fn is_before_speech(syntax: &Syntax, lexicon: &Lexicon, token: usize) -> bool {
    let verb = token + 1;
    let speech = |cue: &Cue| cue.pos == CuePos::Verb && cue.has(&Frame::Quote);
    verb < syntax.len()
        && syntax.parse.tokens[verb].pos == pos::VERB
        && lexicon.cues.get(syntax.parse.lemma(verb)).is_some_and(|rows| rows.iter().any(speech))
}

/// By token, whether it is of a name.
pub(super) fn taken(syntax: &Syntax, names: &[Name]) -> Vec<bool> {
    let mut taken = vec![false; syntax.len()];
    for name in names {
        taken[name.tokens.clone()].fill(true);
    }
    taken
}

fn set_kinds(
    syntax: &Syntax,
    lexicon: &Lexicon,
    names: &mut [Name],
    surnames: &BTreeMap<String, usize>,
) {
    let kinds = kinds(syntax, lexicon, names, surnames);
    for name in names.iter_mut() {
        let form = fold_name(syntax.words(name.tokens.clone()));
        if let Some(kind) = kinds.get(&form).filter(|kind| **kind != name.kind) {
            name.kind = *kind;
            name.rule = "mention/one-kind";
        }
    }
}

/// "Vale hospital", "Amal patients' association": a name with the noun of an institution after
/// it, which it modifies, is the institution's.
fn institutions(syntax: &Syntax, lexicon: &Lexicon, names: &mut [Name]) {
    /// Most words between the name and the noun.
    const BETWEEN_MAX: usize = 2;
    for name in names.iter_mut() {
        let own = lexicon.world.get(syntax.words(name.tokens.clone())).is_some();
        if own || name.kind == EntityKind::Group {
            continue;
        }
        let end = name.tokens.end;
        let last = name.tokens.end - 1;
        let noun = (end..syntax.len().min(end + BETWEEN_MAX + 2)).find(|&i| {
            lexicon.kinds.get(syntax.lower(i).as_str()) == Some(&NounKind::Institution)
                && syntax.word(i).starts_with(char::is_lowercase)
        });
        let Some(noun) = noun.filter(|&n| syntax.sentence(n).contains(&last)) else { continue };
        let modifies = |i: usize| {
            let token = &syntax.parse.tokens[i];
            matches!(token.dep, dep::COMPOUND | dep::NMOD | dep::POSS | dep::AMOD | dep::CASE)
                && syntax.parse.subtree(noun).contains(&i)
        };
        let possessive = syntax.parse.tokens[end].tag == tag::POS;
        if !possessive && (last..noun).all(modifies) {
            name.tokens.end = noun + 1;
            name.kind = EntityKind::Organization;
            name.rule = "mention/institution";
        }
    }
}

/// "Vale-Okoro": a name of two words with a hyphen between, both the last words of other names of
/// the text, is two names.
fn split_pairs(syntax: &Syntax, names: &mut Vec<Name>) {
    let lasts: HashMap<String, EntityKind> = names
        .iter()
        .filter(|n| !n.tokens.clone().any(|i| syntax.word(i) == "-"))
        .map(|n| (fold_name(syntax.word(n.tokens.end - 1)), n.kind))
        .collect();
    let mut halves: Vec<Name> = Vec::new();
    names.retain(|name| {
        let middle = name.tokens.start + 1;
        let pair = name.tokens.len() == 3 && syntax.word(middle) == "-";
        let ends = [name.tokens.start, middle + 1];
        let kinds = ends.map(|i| lasts.get(&fold_name(syntax.word(i.min(syntax.len() - 1)))));
        let [Some(&first), Some(&second)] = kinds else { return true };
        if pair {
            for (token, kind) in ends.into_iter().zip([first, second]) {
                let tokens = token..token + 1;
                halves.push(Name { tokens, titles: 0, kind, rule: "mention/pair" });
            }
        }
        !pair
    });
    names.append(&mut halves);
}

/// What the document calls its bodies for short: a capitalised head word after a definite article
/// ("the Authority"), and acronyms in brackets after their names, wherever they stand.
fn short_bodies(syntax: &Syntax, lexicon: &Lexicon, names: &mut Vec<Name>) {
    let taken = taken(syntax, names);
    let acronyms = acronyms(syntax, names);
    let mut heads: HashSet<String> = HashSet::new();
    for name in names.iter() {
        if name.kind != EntityKind::Organization || name.tokens.len() < 2 {
            continue;
        }
        heads.insert(syntax.lower(name.tokens.end - 1));
        heads.insert(syntax.lower(head_of(syntax, &name.tokens)));
    }
    for token in (1..syntax.len()).filter(|&i| !taken[i]) {
        let article = lexicon.definite.contains(syntax.lower(token - 1).as_str());
        let capital = syntax.word(token).starts_with(char::is_uppercase);
        // "the Home Secretary"
        let goes_on = syntax.parse.tokens.get(token + 1).is_some_and(|next| {
            let capital = syntax.word(token + 1).starts_with(char::is_uppercase);
            capital && next.pos == pos::PROPN || syntax.word(token + 1) == "-"
        });
        let head = article && capital && !goes_on && heads.contains(&syntax.lower(token));
        if head && !taken[token - 1] || acronyms.contains(syntax.word(token)) {
            let tokens = token..token + 1;
            let kind = EntityKind::Organization;
            names.push(Name { tokens, titles: 0, kind, rule: "mention/short-body" });
        }
    }
}

/// Whether a name is one word of capitals only, which its neighbours are not.
fn is_short(syntax: &Syntax, tokens: &Range<usize>) -> bool {
    let sentence = syntax.sentence(tokens.start);
    let near = [tokens.start.checked_sub(1), Some(tokens.end)].into_iter().flatten();
    let capitals = |i: usize| {
        let letters = syntax.word(i).chars().filter(|c| c.is_alphabetic());
        letters.clone().count() > 1 && letters.clone().all(char::is_uppercase)
    };
    let mut near = near.filter(|i| sentence.contains(i));
    let label = tokens.start == sentence.start
        && syntax.parse.tokens.len() > tokens.end
        && syntax.word(tokens.end) == ":";
    tokens.len() == 1 && capitals(tokens.start) && !label && !near.any(capitals)
}

/// The one word in brackets at a token.
fn bracketed(syntax: &Syntax, at: usize) -> Option<&str> {
    let word = at + 2 < syntax.len() && syntax.word(at) == "(" && syntax.word(at + 2) == ")";
    word.then(|| syntax.word(at + 1))
}

/// The first of the proper nouns that run up to a surname, titles left out: the given names of
/// another bearer of it.
fn start_of_name(syntax: &Syntax, lexicon: &Lexicon, surname: usize) -> usize {
    /// Most given names looked for.
    const GIVEN_MAX: usize = 3;
    let first = syntax.sentence(surname).start.max(surname.saturating_sub(GIVEN_MAX));
    let given = |&i: &usize| {
        let token = &syntax.parse.tokens[i];
        token.pos == pos::PROPN
            && token.dep == dep::COMPOUND
            && syntax.word(i).starts_with(char::is_uppercase)
            && lexicon.titles.get(syntax.word(i)).is_none()
    };
    (first..surname).rev().take_while(given).last().unwrap_or(surname)
}

/// The folded surnames of the persons named in full, with how often.
fn surnames(syntax: &Syntax, lexicon: &Lexicon, names: &[Name]) -> BTreeMap<String, usize> {
    let mut surnames = BTreeMap::new();
    for name in names.iter().filter(|n| n.kind == EntityKind::Person && n.tokens.len() > 1) {
        let parsed = PersonName::parse(syntax.words(name.tokens.clone()), lexicon);
        let last = parsed.surname.split_whitespace().next_back().unwrap_or("");
        let title = lexicon.titles.get(syntax.words(name.tokens.clone())).is_some();
        if last.chars().count() > 2 && !title {
            *surnames.entry(fold_name(last)).or_default() += 1;
        }
    }
    surnames
}

/// Support of a kind for a form: that it is the surname of a person named in full, that the
/// lexicon has it, that a title stands before it, that its own last word or the noun beside it says
/// what it is, that it follows "in" or "at", that it has an article. A kind given by the model
/// counts 1. Set by hand 2026-11 on invented stories; the last three 2026-11-22, 2 to 4 tried.
const SURNAME: usize = 4;
const LEXICON: usize = 6;
const TITLE: usize = 3;
const NOUN: usize = 4;
const PLACED: usize = 3;
const ARTICLE: usize = 3;
/// That it has a body of a state, as few but states have. Set by hand 2026-11-22; 4 tried.
const STATE: usize = 6;
/// That it has a minister or an ambassador, as a ruler may too. Set by hand 2026-11-22.
const OFFICE: usize = 3;
/// That it is in capitals after a body's name in brackets, or alone among small letters. Likewise.
const ACRONYM: usize = 3;

/// The kind with most support for each form of a name.
fn kinds(
    syntax: &Syntax,
    lexicon: &Lexicon,
    names: &[Name],
    surnames: &BTreeMap<String, usize>,
) -> HashMap<String, EntityKind> {
    let acronyms = acronyms(syntax, names);
    let mut support: BTreeMap<String, BTreeMap<EntityKind, usize>> = BTreeMap::new();
    let mut said: BTreeMap<String, bool> = BTreeMap::new();
    for name in names {
        let words = syntax.words(name.tokens.clone());
        let form = fold_name(words);
        if let Some(called) = storm(syntax, lexicon, &name.tokens) {
            for form in [form.clone(), fold_name(syntax.words(called))] {
                let votes = support.entry(form).or_default();
                *votes.entry(EntityKind::Other).or_default() += LEXICON;
            }
        }
        let votes = support.entry(form.clone()).or_default();
        let mut add = |kind: EntityKind, n: usize| *votes.entry(kind).or_default() += n;
        add(name.kind, 1);
        if surnames.contains_key(&form) {
            add(EntityKind::Person, SURNAME);
        }
        if lexicon.publisher(words).is_some() {
            add(EntityKind::Organization, LEXICON);
        }
        let bare = name.kind == EntityKind::Person && !surnames.contains_key(&form);
        if bare && (acronyms.contains(words) || is_short(syntax, &name.tokens)) {
            add(EntityKind::Organization, ACRONYM);
        }
        let country =
            lexicon.world.get(words) == Some(&WorldKind::Country) && !surnames.contains_key(&form);
        let titled = is_titled(syntax, lexicon, name.tokens.start, country);
        let own = own_noun(syntax, lexicon, &name.tokens);
        if titled && own.is_none() {
            add(EntityKind::Person, TITLE);
        }
        let noun = own.or_else(|| noun_beside(syntax, lexicon, &name.tokens));
        let bare = || bare_noun(lexicon, words, name.kind);
        let bare = || bare().filter(|_| !is_published(syntax, lexicon, &name.tokens));
        if let Some(kind) = noun.or_else(bare) {
            add(kind, NOUN);
        }
        let head = head_of(syntax, &name.tokens);
        let person = own.is_none() && !country && is_described(syntax, lexicon, &name.tokens);
        if person {
            add(EntityKind::Person, NOUN);
        }
        let has_said = said.entry(form).or_default();
        let short = acronyms.contains(words);
        *has_said |= own.is_none() && !short && (titled || person || speaks(syntax, lexicon, head));
        if is_placed(syntax, lexicon, &name.tokens) && name.kind == EntityKind::Person && !titled {
            add(EntityKind::Place, PLACED);
        }
        if is_counted(syntax, &name.tokens) && name.kind == EntityKind::Person {
            add(EntityKind::Group, NOUN);
        }
        if own.is_none() && is_state(syntax, lexicon, &name.tokens) {
            add(EntityKind::Place, STATE);
        }
        let person = name.kind == EntityKind::Person && !titled;
        if person && has_office(syntax, lexicon, &name.tokens) {
            add(EntityKind::Place, OFFICE);
        }
        if has_article(syntax, lexicon, &name.tokens) && name.kind == EntityKind::Person {
            add(EntityKind::Other, ARTICLE);
        }
    }
    let best = |(form, mut votes): (String, BTreeMap<EntityKind, usize>)| {
        // Who speaks like a person is not a place or thing for standing after "in".
        if said.get(&form) == Some(&true) && votes.contains_key(&EntityKind::Person) {
            *votes.entry(EntityKind::Person).or_default() += SURNAME;
        }
        let best = votes.iter().max_by_key(|(kind, n)| (**n, std::cmp::Reverse(**kind)))?;
        Some((form, *best.0))
    };
    support.into_iter().filter_map(best).collect()
}

/// The name that a storm is called by, with the noun before it or as a part of it.
fn storm(syntax: &Syntax, lexicon: &Lexicon, tokens: &Range<usize>) -> Option<Range<usize>> {
    let is = |i: usize| lexicon.kinds.get(syntax.lower(i).as_str()) == Some(&NounKind::Storm);
    // "After the storm Vale said": only a noun in capitals names one.
    let capital = |i: &usize| syntax.word(*i).starts_with(char::is_uppercase);
    let before = tokens.start.checked_sub(1).filter(capital).is_some_and(is);
    let noun = tokens.clone().rev().find(|&i| is(i));
    let called = noun.map_or(tokens.start, |noun| noun + 1)..tokens.end;
    (before || noun.is_some()).then_some(called).filter(|called| !called.is_empty())
}

/// What a name's own last word, or its head, says it is: "Shenga Channel", "Union of Workers".
pub(super) fn own_noun(
    syntax: &Syntax,
    lexicon: &Lexicon,
    tokens: &Range<usize>,
) -> Option<EntityKind> {
    // "Oval Office", "Vice Versa", "Trojan" of "Trojan horse".
    let longer = tokens.start..tokens.end + usize::from(tokens.end < syntax.len());
    let mut whole = [tokens.clone(), longer].into_iter().map(|words| syntax.words(words));
    let known = |words: &str| lexicon.kinds.get(lexicon::fold(words).as_str()).copied();
    let several = |words: &&str| words.contains(' ');
    if let Some(kind) = whole.find_map(|words| Some(words).filter(several).and_then(known)) {
        return Some(kind_of(kind));
    }
    if tokens.len() < 2 {
        return None;
    }
    let of = tokens.clone().skip(1).find(|&i| syntax.parse.tokens[i].pos == pos::ADP);
    let head = of.map_or(tokens.end - 1, |of| of - 1);
    lexicon.kinds.get(syntax.lower(head).as_str()).copied().map(kind_of)
}

/// Whether a name is a publisher's with the article before it: "the Vale".
fn is_published(syntax: &Syntax, lexicon: &Lexicon, tokens: &Range<usize>) -> bool {
    let article = tokens.start.checked_sub(1);
    let article = article.filter(|&i| lexicon.definite.contains(syntax.lower(i).as_str()));
    article.is_some_and(|i| lexicon.publisher(syntax.words(i..tokens.end)).is_some())
}

/// Whether a title stands before a name; before a country one in small letters is none: "the new
/// ally Vale".
fn is_titled(syntax: &Syntax, lexicon: &Lexicon, start: usize, country: bool) -> bool {
    let before = start.checked_sub(1).map_or("", |i| syntax.word(i));
    title_tokens(syntax, lexicon, start).is_some()
        && !(country && before.starts_with(char::is_lowercase))
}

/// Whether a name is told to be a person's by what stands in apposition to it. "Vale SA, the
/// largest producer of tin": a body may be what a person may be.
fn is_described(syntax: &Syntax, lexicon: &Lexicon, tokens: &Range<usize>) -> bool {
    let head = head_of(syntax, tokens);
    let given = lexicon.is_first_name(&syntax.lower(tokens.start));
    let body = || body_role(syntax, lexicon, head, tokens).is_some();
    has_person_beside(syntax, lexicon, tokens)
        || apposition(syntax, lexicon, head, tokens).is_some() && (given || !body())
}

/// What a word taken for a body, or for a person, is by being the noun of a place or thing:
/// "Statehouse", "Communion".
fn bare_noun(lexicon: &Lexicon, word: &str, taken_for: EntityKind) -> Option<EntityKind> {
    let noun = lexicon.kinds.get(word.to_lowercase().as_str());
    let fits = |noun: &NounKind| match taken_for {
        EntityKind::Organization => matches!(noun, NounKind::Place | NounKind::Thing),
        EntityKind::Person => *noun == NounKind::Thing,
        _ => false,
    };
    noun.copied().filter(fits).map(kind_of)
}

fn kind_of(noun: NounKind) -> EntityKind {
    match noun {
        NounKind::Place => EntityKind::Place,
        NounKind::Vessel | NounKind::Thing | NounKind::Storm => EntityKind::Other,
        _ => EntityKind::Organization,
    }
}

/// What the noun before a name, or after it, says it is: "the ferry Vale", "the island of Vale",
/// "Vale island".
fn noun_beside(syntax: &Syntax, lexicon: &Lexicon, tokens: &Range<usize>) -> Option<EntityKind> {
    let sentence = syntax.sentence(tokens.start);
    let noun = |i: usize| {
        let common = syntax.parse.tokens[i].pos == pos::NOUN || syntax.word(i).len() <= 3;
        let kind = lexicon.kinds.get(syntax.lower(i).as_str()).filter(|_| common);
        kind.copied().map(kind_of)
    };
    let before = tokens.start.checked_sub(1).filter(|i| sentence.contains(i))?;
    if syntax.parse.tokens[before].pos == pos::ADP && before > sentence.start {
        let joined = syntax.parse.head(before) == before - 1;
        return noun(before - 1).filter(|kind| joined && *kind == EntityKind::Place);
    }
    noun(before)
}

/// Whether a body of a state has the name: "Vale's defence ministry", "the government of Vale".
fn is_state(syntax: &Syntax, lexicon: &Lexicon, tokens: &Range<usize>) -> bool {
    let state = |i: usize| lexicon.kinds.get(syntax.lower(i).as_str()) == Some(&NounKind::State);
    let head = head_of(syntax, tokens);
    let above = syntax.parse.head(head);
    match syntax.parse.tokens[head].dep {
        dep::POSS => state(above),
        dep::POBJ => state(syntax.parse.head(above)) && above + 1 >= tokens.start,
        _ => false,
    }
}

/// Whether a name has a minister or an ambassador: "Vale's foreign minister".
fn has_office(syntax: &Syntax, lexicon: &Lexicon, tokens: &Range<usize>) -> bool {
    let head = head_of(syntax, tokens);
    let above = syntax.parse.head(head);
    let office = || lexicon.titles.get(syntax.parse.lemma(above));
    syntax.parse.tokens[head].dep == dep::POSS
        && office().is_some_and(|kind| matches!(*kind, "political" | "diplomatic"))
}

/// The capitals in brackets after the names of bodies.
fn acronyms<'s>(syntax: &'s Syntax, names: &[Name]) -> HashSet<&'s str> {
    let bodies = names.iter().filter(|n| n.kind == EntityKind::Organization && n.tokens.len() > 1);
    let words = bodies.filter_map(|name| bracketed(syntax, name.tokens.end));
    words.filter(|word| is_acronym(word)).collect()
}

/// Whether a word for a relative or an age stands in apposition to a name: "Vale, sister of".
fn has_person_beside(syntax: &Syntax, lexicon: &Lexicon, tokens: &Range<usize>) -> bool {
    let (comma, next) = (tokens.end, tokens.end + 1);
    if next >= syntax.len() || syntax.word(comma) != "," {
        return false;
    }
    /// Ages of persons, in years.
    const AGES: Range<u32> = 5..111;
    let age = syntax.word(next).parse().is_ok_and(|age| AGES.contains(&age))
        && syntax.parse.tokens.get(next + 1).is_some()
        && syntax.is_punctuation(next + 1);
    age || lexicon.gendered.contains_key(syntax.lower(next).as_str())
}

/// Whether a name is the object of a preposition that only places and times take.
fn is_placed(syntax: &Syntax, lexicon: &Lexicon, tokens: &Range<usize>) -> bool {
    let Some(before) = tokens.start.checked_sub(1) else { return false };
    let possessive = syntax.parse.tokens.get(tokens.end).is_some_and(|t| t.tag == tag::POS);
    let head = head_of(syntax, tokens);
    let object = syntax.parse.tokens[head].dep == dep::POBJ && syntax.parse.head(head) == before;
    let locative = lexicon.locative.contains(syntax.lower(before).as_str());
    object && locative && !possessive
}

/// Whether the article of a name is its own and not that of a noun after it.
fn has_article(syntax: &Syntax, lexicon: &Lexicon, tokens: &Range<usize>) -> bool {
    let Some(before) = tokens.start.checked_sub(1) else { return false };
    let head = head_of(syntax, tokens);
    lexicon.definite.contains(syntax.lower(before).as_str())
        && syntax.parse.tokens[before].pos == pos::DET
        && syntax.parse.head(before) == head
}

/// Whether a name is a plural with a number before it: "nine Valeans".
fn is_counted(syntax: &Syntax, tokens: &Range<usize>) -> bool {
    let number = |before: usize| syntax.parse.tokens[before].pos == pos::NUM;
    let plural = matches!(syntax.parse.tokens[tokens.start].tag, tag::NNPS | tag::NNS);
    tokens.len() == 1 && plural && tokens.start.checked_sub(1).is_some_and(number)
}
