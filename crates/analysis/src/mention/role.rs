//! Titles and roles beside names, and descriptions of persons and bodies by them.

use super::{EntityKind, Mention, MentionForm};
use crate::syntax::Syntax;
use document::RuleId;
use language::labels::{dep, pos, tag};
use lexicon::{Lexicon, rows::Gender};
use std::ops::Range;

/// The tokens of a title that ends right before a token, with the words that narrow it.
pub(super) fn title_tokens(
    syntax: &Syntax,
    lexicon: &Lexicon,
    name: usize,
) -> Option<Range<usize>> {
    /// Longest title with its modifiers, in tokens.
    const TITLE_TOKENS_MAX: usize = 12;
    let earliest = name.saturating_sub(TITLE_TOKENS_MAX);
    let mut first = syntax.sentence(name).start;
    while first > earliest && first >= 2 && is_cut_off(syntax, lexicon, first - 2) {
        first = syntax.sentence(first - 1).start;
    }
    let first = first.max(earliest);
    let stops = |i: usize| i > 0 && is_cut_off(syntax, lexicon, i - 1);
    let start = (first..name).filter(|&start| !stops(start)).find(|&start| {
        let words = (start..name).filter(|&i| !stops(i)).map(|i| syntax.word(i));
        let all = words.clone().count();
        lexicon.titles.longest(words).is_some_and(|(n, _)| n == all)
    })?;
    if is_no_noun(syntax, start..name) {
        return None;
    }
    let attached = |i: usize| i.checked_sub(1).is_none_or(|i| !syntax.parse.tokens[i].space_after);
    let hyphen = |i: usize| syntax.word(i) == "-" && attached(i) && attached(i + 1);
    let capital = |i: usize| syntax.word(i).starts_with(char::is_uppercase);
    // "By the same token Queen Vale": a noun in small letters before a title in capitals is of it
    // only if it says of what.
    let apart = |i: usize| {
        let noun = syntax.parse.tokens[i].pos == pos::NOUN && !capital(i) && capital(start);
        let word = syntax.lower(i);
        noun && !lexicon.kinds.contains_key(word.as_str()) && lexicon.titles.get(&word).is_none()
    };
    let narrows = |i: usize| {
        let token = &syntax.parse.tokens[i];
        let possessive = token.tag == tag::POS;
        possessive
            || matches!(token.pos, pos::PROPN | pos::ADJ | pos::NOUN | pos::VERB)
                && matches!(token.dep, dep::COMPOUND | dep::AMOD | dep::NMOD | dep::POSS)
                && !apart(i)
    };
    // "Talk-show host"
    let narrows = |i: &usize| narrows(*i) || hyphen(*i) || *i + 1 < start && hyphen(*i + 1);
    let first = (first..start).rev().take_while(narrows).last().unwrap_or(start);
    Some(first..name)
}

/// Whether the word of a title in small letters is no noun here ("will host Vale's family", "a
/// fellow Valean"), or counts heads: "the 95-member Vale Council".
fn is_no_noun(syntax: &Syntax, title: Range<usize>) -> bool {
    let token = &syntax.parse.tokens[title.start];
    let small = title.len() == 1 && syntax.word(title.start).starts_with(char::is_lowercase);
    let number = || {
        let hyphen = title.start.checked_sub(1).filter(|&i| syntax.word(i) == "-");
        let before = hyphen.and_then(|i| i.checked_sub(1));
        before.is_some_and(|i| syntax.parse.tokens[i].pos == pos::NUM)
    };
    small && (matches!(token.pos, pos::VERB | pos::AUX | pos::ADJ) || number())
}

/// Whether a short title's full stop is a token of its own, as where it is taken for the end of a
/// sentence: "Sgt. Ade Okoro".
pub(super) fn is_cut_off(syntax: &Syntax, lexicon: &Lexicon, title: usize) -> bool {
    let stop = title + 1;
    let ends = stop < syntax.len() && syntax.word(stop) == ".";
    ends && lexicon.short_titles.contains(syntax.words(title..stop + 1))
}

/// Tokens kept after the head of a role: "head of the port authority", not a whole career.
const ROLE_TOKENS_AFTER_MAX: usize = 10;

/// A role in apposition to a name: "Okoro, the port's director," or "the director, Ade Okoro,".
pub(super) fn apposition(
    syntax: &Syntax,
    lexicon: &Lexicon,
    head: usize,
    name: &Range<usize>,
) -> Option<Range<usize>> {
    let is_role = |i: usize| {
        let lemma = syntax.parse.lemma(i).to_string();
        let known = |words: &str| lexicon.titles.get(words).is_some();
        let compound = i > 0 && known(&format!("{} {lemma}", syntax.lower(i - 1)));
        matches!(syntax.parse.tokens[i].pos, pos::NOUN | pos::PROPN) && (known(&lemma) || compound)
    };
    let after = syntax.child(head, &[dep::APPOS]).filter(|&a| a >= name.end && is_role(a));
    let outer = syntax.parse.head(head);
    let before = (syntax.parse.tokens[head].dep == dep::APPOS && is_role(outer)).then_some(outer);
    let role = after.or(before)?;
    let phrase = syntax.noun_phrase(role);
    let phrase = phrase.start..cut(syntax, role, phrase.end);
    let end = if phrase.contains(&name.start) { name.start } else { phrase.end };
    let article = |i: &usize| syntax.parse.tokens[*i].pos == pos::DET;
    let start = phrase.start + phrase.clone().take_while(article).count();
    let end = (start..end).rev().find(|&i| !syntax.is_punctuation(i)).map_or(end, |i| i + 1);
    (start < end).then_some(start..end)
}

pub(super) fn gender(
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

/// The noun that says what a body is, beside its name: "the news agency Vale", "Vale, the
/// magazine".
pub(super) fn body_role(
    syntax: &Syntax,
    lexicon: &Lexicon,
    head: usize,
    name: &Range<usize>,
) -> Option<Range<usize>> {
    let is_class = |i: usize| {
        let kind = lexicon.kinds.get(syntax.parse.lemma(i).to_lowercase().as_str());
        let common = syntax.parse.tokens[i].pos == pos::NOUN;
        common && kind.is_some_and(|kind| kind.is_body())
    };
    let before = name.start.checked_sub(1).filter(|&i| is_class(i));
    let before = before.filter(|&i| {
        syntax.parse.head(i) == head || syntax.parse.head(head) == i || name.contains(&i)
    });
    if let Some(last) = before {
        let narrows = |i: &usize| {
            let token = &syntax.parse.tokens[*i];
            matches!(token.pos, pos::NOUN | pos::ADJ | pos::PROPN)
                && matches!(token.dep, dep::COMPOUND | dep::AMOD | dep::NMOD)
        };
        let first = (0..last).rev().take_while(narrows).last().unwrap_or(last);
        return Some(first..last + 1);
    }
    let noun = syntax.child(head, &[dep::APPOS]).filter(|&a| a >= name.end && is_class(a))?;
    let phrase = syntax.noun_phrase(noun);
    let article = |i: &usize| syntax.parse.tokens[*i].pos == pos::DET;
    let start = phrase.start + phrase.clone().take_while(article).count();
    Some(start..cut(syntax, noun, phrase.end))
}

/// Lets roles that end inside a name go on to its end: "founder of Right to Roam".
pub(super) fn go_on(syntax: &Syntax, mentions: &mut [Mention]) {
    let names: Vec<Range<usize>> = mentions.iter().map(|m| m.tokens.clone()).collect();
    for mention in mentions.iter_mut() {
        let Some(role) = mention.role.map(|role| syntax.tokens_of(role)) else { continue };
        let inside = |name: &&Range<usize>| {
            role.start < name.start && name.start < role.end && name.end > role.end
        };
        let whole = names.iter().find(inside).map(|name| role.start..name.end);
        let apart = |role: &Range<usize>| {
            role.end <= mention.tokens.start || role.start >= mention.tokens.end
        };
        mention.role = whole.filter(apart).and_then(|r| syntax.span(r)).or(mention.role);
    }
}

/// The end of a role's words: where too many follow its head, at a mark, or that of the last phrase
/// with a preposition that is whole among those kept; else what stands before it.
fn cut(syntax: &Syntax, head: usize, end: usize) -> usize {
    let end = (head..end).find(|&i| syntax.word(i) == "(").unwrap_or(end);
    let last = head + 1 + ROLE_TOKENS_AFTER_MAX;
    if end <= last || syntax.is_punctuation(last) {
        return end.min(last);
    }
    let parse = &syntax.parse;
    let ties = |&i: &usize| matches!(parse.tokens[i].dep, dep::PREP | dep::CC);
    let Some(tie) = (head + 1..last).rev().find(ties) else { return head + 1 };
    let whole = parse.subtree(tie).last().map_or(tie, |i| i + 1);
    if whole > tie + 1 && whole <= last { whole } else { tie }
}

/// Definite descriptions of persons by their role and of bodies by what they are: "the foreign
/// minister", "the Kremlin spokesman", "the agency".
pub(super) fn nominals(syntax: &Syntax, lexicon: &Lexicon, taken: &[bool]) -> Vec<Mention> {
    (0..syntax.len()).filter_map(|head| nominal(syntax, lexicon, taken, head)).collect()
}

fn nominal(syntax: &Syntax, lexicon: &Lexicon, taken: &[bool], head: usize) -> Option<Mention> {
    let token = &syntax.parse.tokens[head];
    let inside = taken[head] || matches!(token.dep, dep::COMPOUND | dep::AMOD | dep::NMOD);
    let plural = matches!(token.tag, tag::NNS | tag::NNPS);
    if !matches!(token.pos, pos::NOUN | pos::PROPN) || inside || plural {
        return None;
    }
    let lower = syntax.lower(head);
    let role = lexicon.titles.get(&lower).is_some_and(|kind| *kind != "honorific");
    let person = role || lexicon.gendered.contains_key(lower.as_str());
    let body = lexicon.kinds.get(lower.as_str()).is_some_and(|kind| kind.is_body());
    let (kind, rule) = match (person, body) {
        (true, _) => (EntityKind::Person, "mention/role"),
        (false, true) => (EntityKind::Organization, "mention/body"),
        (false, false) => return None,
    };
    let determiner = syntax.child(head, &[dep::DET, dep::POSS])?;
    let definite = syntax.parse.tokens[determiner].dep == dep::POSS
        || lexicon.definite.contains(syntax.lower(determiner).as_str());
    let tokens = syntax.noun_phrase(head);
    definite.then_some(Mention {
        span: syntax.span(tokens.clone())?,
        titled: syntax.span(tokens.clone())?,
        tokens,
        head,
        kind,
        form: MentionForm::Nominal,
        role: None,
        gender: lexicon.gendered.get(lower.as_str()).copied(),
        chain: usize::MAX,
        rule: RuleId::new(rule),
    })
}

/// Whether a name is but a title or role after an article: "the Governor".
pub(super) fn is_bare_title(syntax: &Syntax, lexicon: &Lexicon, tokens: &Range<usize>) -> bool {
    let article = tokens.start.checked_sub(1).is_some_and(|before| {
        lexicon.definite.contains(syntax.lower(before).as_str())
            || syntax.parse.tokens[before].pos == pos::ADJ
    });
    let words = syntax.words(tokens.clone());
    article && lexicon.titles.get(words).is_some_and(|kind| *kind != "honorific")
}

/// Longest word of which the letters say too little: "Mon".
const SMALL_DAY: usize = 5;

/// Whether a word has all letters of a weekday in another order: "Wednedsay" has one misplaced.
pub(super) fn is_misspelt_day(word: &str, lexicon: &Lexicon) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    let days = lexicon.weekdays.keys().filter(|day| day.len() == word.len());
    let mut days = days.filter(|day| **day != word && day.chars().next() == word.chars().next());
    word.len() > SMALL_DAY && days.any(|day| sorted(day) == sorted(word))
}
