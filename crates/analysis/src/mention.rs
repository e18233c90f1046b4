//! [`Mention`]s: the names, roles and pronouns of a document, each a span with a kind.
//!
//! The model's names are cleaned (articles, possessives, titles) and then looked at a second time
//! over the whole document: a person named once in full types each short form of the name, and a
//! form that was given several kinds gets the one with most support.

mod left_out;
mod no_name;
mod role;
mod second;

use crate::{
    attribution::speaks, name::fold_name, name_tagger::NameTagger, near::Near, syntax::Syntax,
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
use no_name::{
    drop_parts_of_titles, drop_party_members, is_cut_by_dots, is_joined_by_hyphen,
    is_party_and_seat, may_be_name,
};
use role::{apposition, body_role, gender, nominals, title_tokens};
use std::{collections::HashSet, ops::Range};

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
    /// The words with the titles before a name that belong to it: "Mr. Vale".
    pub titled: Span,
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

/// Where mentions stand, with their heads and roles, by token.
pub fn places(syntax: &Syntax, mentions: &[Mention]) -> Near {
    Near::of(mentions.iter().map(|m| {
        let role = m.role.map_or(m.tokens.clone(), |role| syntax.tokens_of(role));
        let start = m.tokens.start.min(m.head).min(role.start);
        start..m.tokens.end.max(m.head + 1).max(role.end)
    }))
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
    names.retain(|name| may_be_name(syntax, lexicon, &name.tokens));
    drop_heading_capitals(syntax, &mut names);
    second::pass(syntax, lexicon, &mut names);
    drop_parts_of_titles(syntax, lexicon, &mut names);
    drop_party_members(syntax, lexicon, &mut names);
    names.retain(|name| !is_cut_by_dots(syntax, lexicon, &name.tokens));
    let mut mentions: Vec<Mention> =
        names.into_iter().filter_map(|name| named(syntax, lexicon, name)).collect();
    role::go_on(syntax, &mut mentions);
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
    /// Number of tokens of a title before them that was taken for a part of the name.
    titles: usize,
    kind: EntityKind,
    rule: &'static str,
}

/// The tagger's names and, where it has none, the model's groups and sure names. What the model
/// calls a group and the lexicon a people stays one.
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
        let kind = known_kind(syntax, lexicon, &tokens, kind);
        let (titles, tokens, mut kind) = clean(syntax, lexicon, tokens, kind);
        let demonym = tokens.clone().next().is_some_and(|first| {
            let known = lexicon.world.get(syntax.word(first));
            groups.contains(&first) && known == Some(&WorldKind::Demonym)
        });
        // "Democrats"
        let plural = tokens.len() == 1 && syntax.parse.tokens[tokens.start].tag == tag::NNPS;
        let group = plural && groups.contains(&tokens.start);
        // "The governor, a Republican,"
        let one = tokens.len() == 1 && titles == 0 && kind == EntityKind::Person;
        let given = || lexicon.is_first_name(&syntax.lower(tokens.start));
        let member = |i: usize| {
            let definite = lexicon.definite.contains(syntax.lower(i).as_str());
            syntax.parse.tokens[i].pos == pos::DET && !definite
        };
        let before = tokens.start.checked_sub(1);
        // "The top Democrat on the panel"
        let told = groups.contains(&tokens.start) && syntax.has_child(tokens.start, dep::DET);
        let label = one && (before.is_some_and(member) || told);
        let body = lexicon
            .world
            .get(syntax.words(tokens.clone()))
            .is_some_and(|kind| matches!(kind, WorldKind::Organization | WorldKind::Publisher));
        if one && !label && !group && body && !given() {
            kind = EntityKind::Organization;
        }
        let open = (demonym || group || label)
            && matches!(kind, EntityKind::Other | EntityKind::Person)
            || is_joined_by_hyphen(syntax, lexicon, &tokens);
        let several = kind == EntityKind::Person
            && tokens.clone().any(|i| syntax.parse.tokens[i].pos == pos::CCONJ);
        if !tokens.is_empty() && !open && !several {
            taken[tokens.clone()].fill(true);
            names.push(Name { tokens, titles, kind, rule: "mention/tagger" });
        }
    }
    let rest = model_names(syntax, lexicon).into_iter();
    names.extend(rest.filter(|name| {
        let free = !name.tokens.clone().any(|token| taken[token]);
        free && (name.kind == EntityKind::Group || is_sure(syntax, lexicon, name))
    }));
    names.sort_by_key(|name| (name.tokens.start, name.tokens.end));
    names
}

/// Whether the words of several capitals say themselves that they name a body or a person: by the
/// noun of a body, a first name or a title.
fn is_sure(syntax: &Syntax, lexicon: &Lexicon, name: &Name) -> bool {
    let capital = |i: usize| syntax.word(i).starts_with(char::is_uppercase);
    let several = name.tokens.clone().filter(|&i| capital(i)).count() > 1;
    several
        && match name.kind {
            EntityKind::Organization => {
                second::own_noun(syntax, lexicon, &name.tokens) == Some(EntityKind::Organization)
            }
            EntityKind::Person => {
                lexicon.is_first_name(&syntax.lower(name.tokens.start))
                    || title_tokens(syntax, lexicon, name.tokens.start).is_some()
            }
            _ => false,
        }
}

/// The kind of what the tagger takes for a person: the name of a country is none, nor is what
/// begins with the word for a people, unless that is a given name too.
fn known_kind(
    syntax: &Syntax,
    lexicon: &Lexicon,
    tokens: &Range<usize>,
    kind: EntityKind,
) -> EntityKind {
    let given = || lexicon.is_first_name(&syntax.lower(tokens.start));
    if kind != EntityKind::Person || tokens.is_empty() || given() {
        return kind;
    }
    match lexicon.world.get(syntax.words(tokens.clone())) {
        Some(WorldKind::Country) => return EntityKind::Place,
        Some(WorldKind::Demonym) => return EntityKind::Other,
        _ => {}
    }
    let people = lexicon.world.get(syntax.word(tokens.start)) == Some(&WorldKind::Demonym);
    if people && tokens.len() > 1 { EntityKind::Other } else { kind }
}

fn model_names(syntax: &Syntax, lexicon: &Lexicon) -> Vec<Name> {
    let entities = syntax.parse.entities.iter();
    entities
        .filter_map(|entity| {
            let kind = EntityKind::of(entity.label)?;
            let tokens = entity.start as usize..entity.end as usize;
            let (titles, tokens, kind) = clean(syntax, lexicon, tokens, kind);
            let rule = "mention/model";
            (!tokens.is_empty()).then_some(Name { tokens, titles, kind, rule })
        })
        .collect()
}

/// In a heading with a capital on every word a capital says nothing: names that only such
/// headings hold are left out.
fn drop_heading_capitals(syntax: &Syntax, names: &mut Vec<Name>) {
    let is_heading =
        |s: &&Range<usize>| is_title_case(syntax, s) && !syntax.is_in_dateline(s.start);
    let titled: Vec<Range<usize>> =
        syntax.parse.sentences.iter().filter(is_heading).cloned().collect();
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

/// Leaves out articles, possessive endings, punctuation, small prepositions and, before a person,
/// titles, whose tokens are counted. What follows a title by a preposition is where its holder
/// rules: "Governor of Vale".
fn clean(
    syntax: &Syntax,
    lexicon: &Lexicon,
    mut tokens: Range<usize>,
    mut kind: EntityKind,
) -> (usize, Range<usize>, EntityKind) {
    let parse = &syntax.parse;
    let edge = |i: usize| {
        parse.tokens[i].pos == pos::DET || syntax.is_punctuation(i) || parse.tokens[i].is_space
    };
    let preposition = |i: usize| {
        parse.tokens[i].pos == pos::ADP && syntax.word(i).starts_with(char::is_lowercase)
    };
    // "Will Vale come?"
    let auxiliary = |i: usize| parse.tokens[i].pos == pos::AUX;
    let before = |i: usize| edge(i) || preposition(i) || auxiliary(i);
    while !tokens.is_empty() && before(tokens.start) {
        tokens.start += 1;
    }
    while !tokens.is_empty() {
        let last = tokens.end - 1;
        // "Maine Gov.", before a name that was found on its own.
        let shortened = || {
            let word = syntax.word(last);
            let stops = word.ends_with('.') || role::is_cut_off(syntax, lexicon, last);
            tokens.len() > 1 && stops && lexicon.titles.get(word).is_some()
        };
        if !edge(last) && parse.tokens[last].tag != tag::POS && !shortened() {
            break;
        }
        tokens.end -= 1;
    }
    let mut titles = 0;
    if kind == EntityKind::Person && !tokens.is_empty() {
        titles = title_before_name(syntax, lexicon, tokens.clone());
        tokens.start += titles;
        // "Col. Vale", cut before the full stop.
        let stops = tokens.clone().take_while(|&i| syntax.is_punctuation(i)).count();
        (titles, tokens.start) = (titles + stops, tokens.start + stops);
        if tokens.len() > 1 && preposition(tokens.start) {
            tokens.start += 1;
            titles = 0;
            kind = EntityKind::Place;
        }
        tokens.end = whole_word_end(syntax, &tokens);
        // "Vale of Lindgate": where somebody is from is no part of the name.
        let particle = |i: usize| lexicon.particles.contains_key(syntax.lower(i).as_str());
        let from = tokens.clone().skip(1).find(|&i| preposition(i) && !particle(i));
        // "Ada Vale, D-Lind."
        let seat = tokens
            .clone()
            .skip(2)
            .find(|&i| syntax.word(i - 1) == "," && is_party_and_seat(syntax, &(i..i + 1)));
        let end = from.or(seat.map(|seat| seat - 1)).filter(|_| kind == EntityKind::Person);
        tokens.end = end.unwrap_or(tokens.end);
    }
    (titles, tokens, kind)
}

/// The end of a person's name with the rest of a given name that goes on in small letters after a
/// hyphen: "Kim Jong" of "Kim Jong-un".
fn whole_word_end(syntax: &Syntax, tokens: &Range<usize>) -> usize {
    /// Most letters of a syllable. "Obama-era" is longer; few other short names have such a tail.
    const SYLLABLE_MAX: usize = 4;
    let parse = &syntax.parse;
    let (hyphen, tail) = (tokens.end, tokens.end + 1);
    let attached = |i: usize| parse.tokens.get(i).is_some_and(|token| !token.space_after);
    if tokens.len() < 2 || tail >= syntax.len() || syntax.word(hyphen) != "-" {
        return tokens.end;
    }
    let short = |i: usize| {
        let word = syntax.word(i);
        word.len() <= SYLLABLE_MAX && word.chars().all(char::is_alphabetic)
    };
    let of_model = || {
        let covers = |e: &&language::NamedEntity| (e.start..e.end).contains(&(tail as u32));
        parse.entities.iter().any(|e| covers(&e) && e.label == ner::PERSON)
    };
    let noun = matches!(parse.tokens[tail].pos, pos::NOUN | pos::PROPN);
    let syllables = noun && short(hyphen - 1) && short(tail);
    let goes_on = attached(hyphen - 1) && attached(hyphen) && (of_model() || syllables);
    if goes_on { tail + 1 } else { tokens.end }
}

/// Most tokens of a name before a title in it.
const BEFORE_TITLE_MAX: usize = 4;

/// Number of tokens at the start of a person's name that are titles; at least one is left.
fn title_before_name(syntax: &Syntax, lexicon: &Lexicon, tokens: Range<usize>) -> usize {
    let of_body = |from: usize| {
        let body =
            |i: usize| lexicon.kinds.get(syntax.lower(i).as_str()).is_some_and(|k| k.is_body());
        (from..tokens.end).any(body)
    };
    let titled = |i: usize| {
        let before = i.checked_sub(1).filter(|_| i > syntax.sentence(i).start);
        before.is_some_and(|b| {
            role::title_tokens(syntax, lexicon, i).is_some()
                || lexicon.titles.get(syntax.word(b)).is_some()
        })
    };
    let title = |start: usize| {
        // "Rep. Earl Vale": the second title is a given name.
        if lexicon.is_first_name(&syntax.lower(start)) && titled(start) {
            return 0;
        }
        let words = (start..tokens.end).map(|i| syntax.word(i));
        let length = lexicon.titles.longest(words).map_or(0, |(n, _)| n);
        if start + length < tokens.end { length } else { 0 }
    };
    // A title ends what stands before it, if that is no given name: "Maine Gov. Vale", "Trade
    // Secretary Vale".
    let given = |i: usize| {
        let word = syntax.lower(i);
        word.len() <= "A.".len() || lexicon.is_first_name(&word)
    };
    let mut start = tokens.start;
    loop {
        let ends = |i: &usize| title(*i) > 0 && (*i == start || !(start..*i).any(given));
        let Some(found) = (start..tokens.end).take(BEFORE_TITLE_MAX + 1).find(ends) else { break };
        // "Treasury Secretary Vale", not "Chancellor Bank".
        if of_body(found + title(found)) {
            break;
        }
        start = found + title(found);
    }
    start - tokens.start
}

fn named(syntax: &Syntax, lexicon: &Lexicon, name: Name) -> Option<Mention> {
    let span = syntax.span(name.tokens.clone())?;
    let is_person = name.kind == EntityKind::Person;
    let before = is_person.then(|| title_tokens(syntax, lexicon, name.tokens.start)).flatten();
    let head = head_of(syntax, &name.tokens);
    let after = match name.kind {
        EntityKind::Person => apposition(syntax, lexicon, head, &name.tokens),
        EntityKind::Organization => body_role(syntax, lexicon, head, &name.tokens),
        _ => None,
    };
    // "Mr. Vale, the director": a word of courtesy tells less than an office.
    let courtesy =
        |role: &Range<usize>| lexicon.titles.get(syntax.words(role.clone())) == Some(&"honorific");
    // "The plans of a President Vale": he is none.
    let imagined = before.as_ref().is_some_and(|title| {
        let article = title.start.checked_sub(1);
        article.is_some_and(|i| {
            let definite = lexicon.definite.contains(syntax.lower(i).as_str());
            syntax.parse.tokens[i].pos == pos::DET && !definite
        })
    });
    let before = before.filter(|_| !imagined);
    let role = match before.as_ref().is_some_and(courtesy) {
        true => after.or_else(|| before.clone()),
        false => before.clone().or(after),
    };
    let shown = before.as_ref().or(role.as_ref());
    let gender = is_person.then(|| gender(syntax, lexicon, &name.tokens, shown)).flatten();
    Some(Mention {
        span,
        titled: syntax.span(name.tokens.start - name.titles..name.tokens.end)?,
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

/// "He who writes it is guessing": whoever does what the clause right after it says. So is "his"
/// in the rest of the sentence.
fn is_anybody(syntax: &Syntax, pronoun: usize) -> bool {
    let tokens = &syntax.parse.tokens;
    let is_subject = matches!(tokens[pronoun].dep, dep::NSUBJ | dep::NSUBJPASS);
    is_subject
        && tokens.get(pronoun + 1).is_some_and(|next| next.tag == tag::WP)
        && syntax.child(pronoun, &[dep::RELCL]).is_some()
}

fn pronouns(syntax: &Syntax, lexicon: &Lexicon) -> Vec<Mention> {
    let found = (0..syntax.len()).filter_map(|head| {
        let token = &syntax.parse.tokens[head];
        if !matches!(token.pos, pos::PRON | pos::DET | pos::PROPN | pos::NOUN | pos::ADJ) {
            return None;
        }
        let pronoun = lexicon.pronouns.get(syntax.lower(head).as_str())?;
        let own = |t: usize| lexicon.pronouns.get(syntax.lower(t).as_str());
        let is_like = |t: usize| own(t).is_some_and(|other| other.gender == pronoun.gender);
        // The shape first: words are not looked up again for each pronoun of a long sentence.
        let mut so_far = syntax.sentence(head).start..=head;
        if so_far.any(|t| is_anybody(syntax, t) && is_like(t)) {
            return None;
        }
        let personal = matches!(pronoun.kind, "personal" | "possessive" | "reflexive");
        let neuter = pronoun.gender? == Gender::Neuter;
        // Of things only a body speaks.
        let body = neuter && speaks(syntax, lexicon, head);
        (personal && pronoun.person == 3 && (body || !neuter)).then_some(Mention {
            span: syntax.span(head..head + 1)?,
            titled: syntax.span(head..head + 1)?,
            tokens: head..head + 1,
            head,
            kind: if body { EntityKind::Organization } else { EntityKind::Person },
            form: MentionForm::Pronoun,
            role: None,
            gender: pronoun.gender,
            chain: usize::MAX,
            rule: RuleId::new("mention/pronoun"),
        })
    });
    found.collect()
}
