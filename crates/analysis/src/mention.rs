//! [`Mention`]s: the names, roles and pronouns of a document, each a span with a kind.
//!
//! The model's names are cleaned (articles, possessives, titles) and then looked at a second time
//! over the whole document: a person named once in full types each short form of the name, and a
//! form that was given several kinds gets the one with most support.

use crate::{
    coreference::is_acronym,
    name::{PersonName, fold_name},
    name_tagger::NameTagger,
    syntax::Syntax,
};
use document::{RuleId, Span};
use language::{
    Label,
    labels::{dep, ner, pos, tag},
};
use lexicon::{
    Lexicon,
    rows::{Gender, WorldKind},
};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    ops::Range,
};

/// What a mention refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityKind {
    /// A person, real or not.
    Person,
    /// A body of persons: a state organ, company, party, publisher.
    Organization,
    /// A place, also where it stands for its government.
    Place,
    /// A people, religion or political group by its adjective or noun.
    Group,
    /// Anything else with a name: a work, a law, a product, a happening.
    Other,
}

impl EntityKind {
    /// The kind's name in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            EntityKind::Person => "person",
            EntityKind::Organization => "organization",
            EntityKind::Place => "place",
            EntityKind::Group => "group",
            EntityKind::Other => "other",
        }
    }

    pub(crate) fn of(label: Label) -> Option<EntityKind> {
        match label {
            ner::PERSON => Some(EntityKind::Person),
            ner::ORG => Some(EntityKind::Organization),
            ner::GPE | ner::LOC | ner::FAC => Some(EntityKind::Place),
            ner::NORP => Some(EntityKind::Group),
            ner::EVENT | ner::WORK_OF_ART | ner::LAW | ner::PRODUCT => Some(EntityKind::Other),
            _ => None,
        }
    }
}

/// The form of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MentionForm {
    /// A proper name.
    Name,
    /// A description: "the foreign minister".
    Nominal,
    /// A pronoun.
    Pronoun,
}

impl MentionForm {
    /// The form's name in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            MentionForm::Name => "name",
            MentionForm::Nominal => "nominal",
            MentionForm::Pronoun => "pronoun",
        }
    }
}

/// Words that refer to something.
#[derive(Clone, Debug)]
pub struct Mention {
    /// The words: a name without titles and articles, a description whole.
    pub span: Span,
    /// The tokens of the span.
    pub tokens: Range<usize>,
    /// The head token.
    pub head: usize,
    /// What it refers to.
    pub kind: EntityKind,
    /// Its form.
    pub form: MentionForm,
    /// A title or role that stands with the name.
    pub role: Option<Span>,
    /// Gender, as far as the words show it.
    pub gender: Option<Gender>,
    /// Index of its chain in [`crate::Analysis::chains`].
    pub chain: usize,
    /// What found it.
    pub rule: RuleId,
}

/// The mentions of a document, in text order. Chains are not set yet.
pub fn find(syntax: &Syntax, lexicon: &Lexicon) -> Vec<Mention> {
    find_with(syntax, lexicon, NameTagger::trained())
}

/// Like [`find`], with another tagger of names or, without one, the language model's names.
pub fn find_with(syntax: &Syntax, lexicon: &Lexicon, tagger: Option<&NameTagger>) -> Vec<Mention> {
    let mut names = match tagger {
        Some(tagger) => tagged_names(syntax, lexicon, tagger),
        None => model_names(syntax, lexicon),
    };
    names.retain(|name| !is_inside_title(syntax, lexicon, &name.tokens));
    drop_heading_capitals(syntax, &mut names);
    second_pass(syntax, lexicon, &mut names);
    let mut mentions: Vec<Mention> =
        names.into_iter().filter_map(|name| named(syntax, lexicon, name)).collect();
    let taken = covered(syntax.len(), &mentions);
    mentions.extend(nominals(syntax, lexicon, &taken));
    mentions.extend(pronouns(syntax, lexicon));
    mentions.sort_by_key(|m| (m.span, m.form));
    mentions
}

/// A name before it becomes a mention.
#[derive(Clone, Debug)]
struct Name {
    tokens: Range<usize>,
    kind: EntityKind,
    rule: &'static str,
}

/// The tagger's names and, where it has none, the model's groups and its persons and bodies of
/// several capitalised words. What the model calls a group and the lexicon a people stays one.
fn tagged_names(syntax: &Syntax, lexicon: &Lexicon, tagger: &NameTagger) -> Vec<Name> {
    let mut taken = vec![false; syntax.len()];
    let mut names = Vec::new();
    let groups: HashSet<usize> = syntax
        .parse
        .entities
        .iter()
        .filter(|entity| entity.label == ner::NORP)
        .map(|entity| entity.start as usize)
        .collect();
    for (tokens, kind) in tagger.names(syntax, lexicon) {
        let tokens = clean(syntax, lexicon, tokens, kind);
        let demonym = tokens.clone().next().is_some_and(|first| {
            let known = lexicon.world.get(syntax.word(first));
            groups.contains(&first) && known == Some(&WorldKind::Demonym)
        });
        let open = demonym && matches!(kind, EntityKind::Other | EntityKind::Person);
        let several = kind == EntityKind::Person
            && tokens.clone().any(|i| syntax.parse.tokens[i].pos == pos::CCONJ);
        if !tokens.is_empty() && !open && !several {
            taken[tokens.clone()].fill(true);
            names.push(Name { tokens, kind, rule: "mention/tagger" });
        }
    }
    let rest = model_names(syntax, lexicon).into_iter();
    names.extend(rest.filter(|name| {
        let named = matches!(name.kind, EntityKind::Organization | EntityKind::Person)
            && is_capitalised(syntax, &name.tokens);
        let kept = named || name.kind == EntityKind::Group;
        kept && !name.tokens.clone().any(|token| taken[token])
    }));
    names.sort_by_key(|name| (name.tokens.start, name.tokens.end));
    names
}

/// Whether a name has two words or more and all its longer ones have a capital.
fn is_capitalised(syntax: &Syntax, tokens: &Range<usize>) -> bool {
    /// Words up to this length are small in names too.
    const SMALL: usize = 3;
    let mut long = tokens.clone().map(|i| syntax.word(i)).filter(|w| w.len() > SMALL);
    tokens.len() > 1 && long.all(|word| word.starts_with(char::is_uppercase))
}

fn model_names(syntax: &Syntax, lexicon: &Lexicon) -> Vec<Name> {
    let entities = syntax.parse.entities.iter();
    entities
        .filter_map(|entity| {
            let kind = EntityKind::of(entity.label)?;
            let tokens = entity.start as usize..entity.end as usize;
            let tokens = clean(syntax, lexicon, tokens, kind);
            (!tokens.is_empty()).then_some(Name { tokens, kind, rule: "mention/model" })
        })
        .collect()
}

/// Whether a name is a word of a title: "State" in "Secretary of State".
fn is_inside_title(syntax: &Syntax, lexicon: &Lexicon, tokens: &Range<usize>) -> bool {
    /// Longest title looked for, in tokens.
    const TITLE_TOKENS_MAX: usize = 6;
    let first = syntax.sentence(tokens.start).start;
    (tokens.start.saturating_sub(TITLE_TOKENS_MAX).max(first)..tokens.start).any(|start| {
        let words = (start..tokens.end).map(|i| syntax.word(i));
        lexicon.titles.longest(words).is_some_and(|(n, _)| start + n >= tokens.end)
    })
}

/// In a heading with a capital on every word a capital says nothing: names that only such
/// headings hold are left out.
fn drop_heading_capitals(syntax: &Syntax, names: &mut Vec<Name>) {
    let titled: Vec<Range<usize>> =
        syntax.parse.sentences.iter().filter(|s| is_title_case(syntax, s)).cloned().collect();
    let in_heading = |name: &Name| titled.iter().any(|s| s.contains(&name.tokens.start));
    let form = |name: &Name| fold_name(syntax.words(name.tokens.clone()));
    let mut elsewhere: HashSet<String> = HashSet::new();
    for name in names.iter().filter(|n| !in_heading(n)) {
        let form = form(name);
        elsewhere.extend(form.split(' ').next_back().map(str::to_string));
        elsewhere.insert(form);
    }
    names.retain(|name| !in_heading(name) || elsewhere.contains(&form(name)));
}

/// Whether all the longer words of a sentence without a full stop are capitalised.
fn is_title_case(syntax: &Syntax, sentence: &Range<usize>) -> bool {
    /// Words shorter than this are written small in headings too.
    const LONG_WORD: usize = 5;
    let words = sentence.clone().filter(|&i| {
        let word = syntax.word(i);
        word.chars().count() >= LONG_WORD && word.chars().all(char::is_alphabetic)
    });
    let last = sentence.clone().next_back().map_or("", |i| syntax.word(i));
    let (mut n, mut capital) = (0, 0);
    for i in words {
        n += 1;
        capital += usize::from(syntax.word(i).starts_with(char::is_uppercase));
    }
    n >= 3 && capital == n && last != "."
}

/// Leaves out articles, possessive endings, punctuation and, before a person, titles.
fn clean(
    syntax: &Syntax,
    lexicon: &Lexicon,
    mut tokens: Range<usize>,
    kind: EntityKind,
) -> Range<usize> {
    let parse = &syntax.parse;
    let edge = |i: usize| {
        parse.tokens[i].pos == pos::DET || syntax.is_punctuation(i) || parse.tokens[i].is_space
    };
    while !tokens.is_empty() && edge(tokens.start) {
        tokens.start += 1;
    }
    while !tokens.is_empty() {
        let last = tokens.end - 1;
        if !edge(last) && parse.tokens[last].tag != tag::POS {
            break;
        }
        tokens.end -= 1;
    }
    if kind == EntityKind::Person && !tokens.is_empty() {
        tokens.start += title_before_name(syntax, lexicon, tokens.clone());
    }
    tokens
}

/// Number of tokens at the start of a person's name that are a title; at least one is left.
fn title_before_name(syntax: &Syntax, lexicon: &Lexicon, tokens: Range<usize>) -> usize {
    let words = tokens.clone().map(|i| syntax.word(i));
    match lexicon.titles.longest(words) {
        Some((n, _)) if n < tokens.len() => n,
        _ => 0,
    }
}

/// The document-level pass: short forms of full names, and one kind for each form.
fn second_pass(syntax: &Syntax, lexicon: &Lexicon, names: &mut Vec<Name>) {
    let surnames = surnames(syntax, lexicon, names);
    let taken: Vec<bool> = {
        let mut taken = vec![false; syntax.len()];
        for name in names.iter() {
            taken[name.tokens.clone()].fill(true);
        }
        taken
    };
    let proper = |i: usize| {
        let capital = syntax.word(i).starts_with(char::is_uppercase);
        capital && matches!(syntax.parse.tokens[i].pos, pos::PROPN | pos::NOUN)
    };
    for token in (0..syntax.len()).filter(|&i| !taken[i]) {
        if proper(token) && surnames.contains_key(&fold_name(syntax.word(token))) {
            let start = start_of_name(syntax, lexicon, token);
            names.retain(|name| name.tokens.start < start || name.tokens.end > token);
            let tokens = start..token + 1;
            names.push(Name { tokens, kind: EntityKind::Person, rule: "mention/short-form" });
        }
    }
    short_bodies(syntax, lexicon, names);
    names.sort_by_key(|n| (n.tokens.start, n.tokens.end));
    let kinds = kinds(syntax, lexicon, names, &surnames);
    for name in names.iter_mut() {
        let form = fold_name(syntax.words(name.tokens.clone()));
        if let Some(kind) = kinds.get(&form).filter(|kind| **kind != name.kind) {
            name.kind = *kind;
            name.rule = "mention/one-kind";
        }
    }
}

/// What the document calls its bodies for short: a capitalised head word after a definite article
/// ("the Authority"), and acronyms in brackets after their names, wherever they stand.
fn short_bodies(syntax: &Syntax, lexicon: &Lexicon, names: &mut Vec<Name>) {
    let mut taken = vec![false; syntax.len()];
    let mut heads: HashSet<String> = HashSet::new();
    let mut acronyms: HashSet<&str> = HashSet::new();
    for name in names.iter() {
        taken[name.tokens.clone()].fill(true);
        if name.kind != EntityKind::Organization || name.tokens.len() < 2 {
            continue;
        }
        heads.insert(syntax.lower(name.tokens.end - 1));
        heads.insert(syntax.lower(head_of(syntax, &name.tokens)));
        let end = name.tokens.end;
        let bracketed =
            end + 2 < syntax.len() && syntax.word(end) == "(" && syntax.word(end + 2) == ")";
        acronyms.extend(bracketed.then(|| syntax.word(end + 1)).filter(|w| is_acronym(w)));
    }
    for token in (1..syntax.len()).filter(|&i| !taken[i]) {
        let article = lexicon.definite.contains(syntax.lower(token - 1).as_str());
        let capital = syntax.word(token).starts_with(char::is_uppercase);
        let head = article && capital && heads.contains(&syntax.lower(token));
        if head && !taken[token - 1] || acronyms.contains(syntax.word(token)) {
            let tokens = token..token + 1;
            let kind = EntityKind::Organization;
            names.push(Name { tokens, kind, rule: "mention/short-body" });
        }
    }
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
        if last.chars().count() > 2 {
            *surnames.entry(fold_name(last)).or_default() += 1;
        }
    }
    surnames
}

/// The kind with most support for each form of a name.
fn kinds(
    syntax: &Syntax,
    lexicon: &Lexicon,
    names: &[Name],
    surnames: &BTreeMap<String, usize>,
) -> HashMap<String, EntityKind> {
    /// Support of a form that is the surname of a person named in full, of one in the lexicon, and
    /// of a title before the name; a kind given by the model counts 1. Set by hand 2026-11 on
    /// invented stories.
    const SURNAME: usize = 4;
    const LEXICON: usize = 6;
    const TITLE: usize = 3;
    let mut support: BTreeMap<String, BTreeMap<EntityKind, usize>> = BTreeMap::new();
    for name in names {
        let words = syntax.words(name.tokens.clone());
        let form = fold_name(words);
        let votes = support.entry(form.clone()).or_default();
        *votes.entry(name.kind).or_default() += 1;
        if surnames.contains_key(&form) {
            *votes.entry(EntityKind::Person).or_default() += SURNAME;
        }
        if lexicon.publisher(words).is_some() {
            *votes.entry(EntityKind::Organization).or_default() += LEXICON;
        }
        if title_tokens(syntax, lexicon, name.tokens.start).is_some() {
            *votes.entry(EntityKind::Person).or_default() += TITLE;
        }
    }
    support
        .into_iter()
        .filter_map(|(form, votes)| {
            let best = votes.iter().max_by_key(|(kind, n)| (**n, std::cmp::Reverse(**kind)))?;
            Some((form, *best.0))
        })
        .collect()
}

/// The tokens of a title that ends right before a token, with the words that narrow it.
fn title_tokens(syntax: &Syntax, lexicon: &Lexicon, name: usize) -> Option<Range<usize>> {
    /// Longest title with its modifiers, in tokens.
    const TITLE_TOKENS_MAX: usize = 12;
    let sentence = syntax.sentence(name);
    let first = name.saturating_sub(TITLE_TOKENS_MAX).max(sentence.start);
    let start = (first..name).find(|&start| {
        let words = (start..name).map(|i| syntax.word(i));
        lexicon.titles.longest(words).is_some_and(|(n, _)| start + n == name)
    })?;
    let narrows = |i: usize| {
        let token = &syntax.parse.tokens[i];
        let possessive = token.tag == tag::POS;
        possessive
            || matches!(token.pos, pos::PROPN | pos::ADJ | pos::NOUN | pos::VERB)
                && matches!(token.dep, dep::COMPOUND | dep::AMOD | dep::NMOD | dep::POSS)
    };
    let first = (first..start).rev().take_while(|&i| narrows(i)).last().unwrap_or(start);
    Some(first..name)
}

fn named(syntax: &Syntax, lexicon: &Lexicon, name: Name) -> Option<Mention> {
    let span = syntax.span(name.tokens.clone())?;
    let is_person = name.kind == EntityKind::Person;
    let before = is_person.then(|| title_tokens(syntax, lexicon, name.tokens.start)).flatten();
    let head = head_of(syntax, &name.tokens);
    let after = is_person.then(|| apposition(syntax, lexicon, head, &name.tokens)).flatten();
    let role = before.or(after);
    let gender = is_person.then(|| gender(syntax, lexicon, &name.tokens, role.as_ref())).flatten();
    Some(Mention {
        span,
        head,
        tokens: name.tokens,
        kind: name.kind,
        form: MentionForm::Name,
        role: role.and_then(|tokens| syntax.span(tokens)),
        gender,
        chain: usize::MAX,
        rule: RuleId::new(name.rule),
    })
}

/// The token of a phrase whose head lies outside it.
fn head_of(syntax: &Syntax, tokens: &Range<usize>) -> usize {
    let outside =
        |i: &usize| !tokens.contains(&syntax.parse.head(*i)) || syntax.parse.head(*i) == *i;
    tokens.clone().rev().find(outside).unwrap_or(tokens.end - 1)
}

/// Tokens kept after the head of a role: "head of the port authority", not a whole career.
const ROLE_TOKENS_AFTER_MAX: usize = 6;

/// A role in apposition to a name: "Okoro, the port's director," or "the director, Ade Okoro,".
fn apposition(
    syntax: &Syntax,
    lexicon: &Lexicon,
    head: usize,
    name: &Range<usize>,
) -> Option<Range<usize>> {
    let is_role = |i: usize| {
        let lemma = syntax.parse.lemma(i).to_string();
        let known = |words: &str| lexicon.titles.get(words).is_some();
        let compound = i > 0 && known(&format!("{} {lemma}", syntax.lower(i - 1)));
        syntax.parse.tokens[i].pos != pos::PRON && (known(&lemma) || compound)
    };
    let after = syntax.child(head, &[dep::APPOS]).filter(|&a| a >= name.end && is_role(a));
    let outer = syntax.parse.head(head);
    let before = (syntax.parse.tokens[head].dep == dep::APPOS && is_role(outer)).then_some(outer);
    let role = after.or(before)?;
    let phrase = syntax.noun_phrase(role);
    let phrase = phrase.start..phrase.end.min(role + 1 + ROLE_TOKENS_AFTER_MAX);
    let end = if phrase.contains(&name.start) { name.start } else { phrase.end };
    let article = |i: &usize| syntax.parse.tokens[*i].pos == pos::DET;
    let start = phrase.start + phrase.clone().take_while(article).count();
    let end = (start..end).rev().find(|&i| !syntax.is_punctuation(i)).map_or(end, |i| i + 1);
    (start < end).then_some(start..end)
}

fn gender(
    syntax: &Syntax,
    lexicon: &Lexicon,
    tokens: &Range<usize>,
    role: Option<&Range<usize>>,
) -> Option<Gender> {
    let shown = |i: usize| {
        let word = syntax.lower(i);
        let word = word.trim_end_matches('.');
        lexicon.gendered.get(word).copied()
    };
    let by_role = role.and_then(|r| r.clone().rev().find_map(shown));
    let first = || {
        let given = (tokens.len() > 1).then(|| syntax.lower(tokens.start))?;
        lexicon.first_names.get(&given).copied().flatten()
    };
    by_role.or_else(first)
}

fn covered(n_tokens: usize, mentions: &[Mention]) -> Vec<bool> {
    let mut covered = vec![false; n_tokens];
    for mention in mentions {
        covered[mention.tokens.clone()].fill(true);
        if let Some(last) = mention.tokens.end.checked_sub(1) {
            covered[last] = true;
        }
    }
    covered
}

/// Definite descriptions of persons by their role: "the foreign minister", "the Kremlin
/// spokesman".
fn nominals(syntax: &Syntax, lexicon: &Lexicon, taken: &[bool]) -> Vec<Mention> {
    let is_head = |i: &usize| {
        let token = &syntax.parse.tokens[*i];
        let in_name = taken[*i] || matches!(token.dep, dep::COMPOUND | dep::AMOD | dep::NMOD);
        let lower = syntax.lower(*i);
        let role = lexicon.titles.get(&lower).is_some_and(|kind| *kind != "honorific");
        let person = role || lexicon.gendered.contains_key(lower.as_str());
        matches!(token.pos, pos::NOUN | pos::PROPN) && !in_name && person
    };
    let heads: Vec<usize> = (0..syntax.len()).filter(is_head).collect();
    heads
        .into_iter()
        .filter_map(|head| {
            let determiner = syntax.child(head, &[dep::DET, dep::POSS])?;
            let definite = syntax.parse.tokens[determiner].dep == dep::POSS
                || lexicon.definite.contains(syntax.lower(determiner).as_str());
            let plural = matches!(syntax.parse.tokens[head].tag, tag::NNS | tag::NNPS);
            let tokens = syntax.noun_phrase(head);
            (definite && !plural).then_some(Mention {
                span: syntax.span(tokens.clone())?,
                tokens,
                head,
                kind: EntityKind::Person,
                form: MentionForm::Nominal,
                role: None,
                gender: lexicon.gendered.get(syntax.lower(head).as_str()).copied(),
                chain: usize::MAX,
                rule: RuleId::new("mention/role"),
            })
        })
        .collect()
}

fn pronouns(syntax: &Syntax, lexicon: &Lexicon) -> Vec<Mention> {
    let found = (0..syntax.len()).filter_map(|head| {
        let token = &syntax.parse.tokens[head];
        if !matches!(token.pos, pos::PRON | pos::DET | pos::PROPN | pos::NOUN | pos::ADJ) {
            return None;
        }
        let pronoun = lexicon.pronouns.get(syntax.lower(head).as_str())?;
        let personal = matches!(pronoun.kind, "personal" | "possessive" | "reflexive");
        let gender = pronoun.gender.filter(|g| *g != Gender::Neuter)?;
        (personal && pronoun.person == 3).then_some(Mention {
            span: syntax.span(head..head + 1)?,
            tokens: head..head + 1,
            head,
            kind: EntityKind::Person,
            form: MentionForm::Pronoun,
            role: None,
            gender: Some(gender),
            chain: usize::MAX,
            rule: RuleId::new("mention/pronoun"),
        })
    });
    found.collect()
}
