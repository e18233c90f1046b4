//! Capitals that name nobody: words of titles, members of parties, seats of members of parliament.

use super::{EntityKind, Name, role};
use crate::{name::fold_name, syntax::Syntax};
use language::labels::{dep, pos};
use lexicon::{Lexicon, rows::WorldKind};
use std::{collections::HashSet, ops::Range};

/// Whether capitals are more than a word for a relative, a title or where a member of a parliament
/// is from: "(R)", "D-Fla."
pub(super) fn may_be_name(syntax: &Syntax, lexicon: &Lexicon, tokens: &Range<usize>) -> bool {
    let words = syntax.words(tokens.clone()).to_lowercase();
    let short = tokens.len() == 1 && role::is_cut_off(syntax, lexicon, tokens.start);
    let title = short && lexicon.titles.get(&words).is_some();
    !lexicon.gendered.contains_key(words.as_str())
        && !is_party_and_seat(syntax, tokens)
        && !title
        && !is_whole_title(syntax, lexicon, tokens)
        && !is_one_of_many(syntax, lexicon, tokens)
        && !is_inside_title(syntax, lexicon, tokens)
        && !role::is_bare_title(syntax, lexicon, tokens)
        && !role::is_misspelt_day(&words, lexicon)
}

/// Whether several words are nothing but a title, or where somebody has the office that stands
/// before his name: "Crown Prince", "NY State Assemblyman" before "Jon Vale".
fn is_whole_title(syntax: &Syntax, lexicon: &Lexicon, tokens: &Range<usize>) -> bool {
    let titled = |words: &str| lexicon.titles.get(words).is_some_and(|kind| *kind != "honorific");
    let several = tokens.len() > 1;
    let (last, next) = (tokens.end.saturating_sub(1), tokens.end);
    let person =
        syntax.sentence(last).contains(&next) && syntax.parse.tokens[next].pos == pos::PROPN;
    let office = || lexicon.titles.get(syntax.word(last)) == Some(&"political");
    several && (titled(syntax.words(tokens.clone())) || person && office())
}

/// Whether an indefinite article makes one of many of what would be a name: "a New Yorker".
fn is_one_of_many(syntax: &Syntax, lexicon: &Lexicon, tokens: &Range<usize>) -> bool {
    let article = tokens.start.checked_sub(1).filter(|&a| {
        let indefinite = lexicon.indefinite.contains(syntax.lower(a).as_str());
        indefinite && syntax.parse.tokens[a].pos == pos::DET
    });
    let head = syntax.head_of(tokens);
    let own = article.is_some_and(|a| head == Some(syntax.parse.head(a)));
    // "The New Yorker" publishes, "a New Yorker" lives there.
    let known = lexicon.world.get(syntax.words(tokens.clone()));
    let known = known.is_some_and(|kind| *kind != WorldKind::Publisher);
    let given = lexicon.is_first_name(&syntax.lower(tokens.start));
    let body = lexicon.kinds.contains_key(syntax.lower(tokens.end - 1).as_str());
    own && tokens.len() > 1 && !known && !given && !body
}

/// Whether a site cut a name off: "Chuck...", "Ursula von...".
pub(super) fn is_cut_by_dots(syntax: &Syntax, lexicon: &Lexicon, tokens: &Range<usize>) -> bool {
    let Some(last) = tokens.clone().next_back() else { return false };
    let dots = |i: usize| i < syntax.len() && matches!(syntax.word(i), "..." | "…" | "....");
    let touches = !syntax.parse.tokens[last].space_after && dots(last + 1);
    let is_given = |word: &str| lexicon.is_first_name(word) || lexicon.nicknames.contains_key(word);
    let given = tokens.len() == 1 && is_given(&syntax.lower(last));
    touches && (given || lexicon.particles.contains_key(syntax.lower(last).as_str()))
}

/// Whether a bracket or comma is followed by a party's letter, alone or with a hyphen and a seat.
pub(super) fn is_party_and_seat(syntax: &Syntax, tokens: &Range<usize>) -> bool {
    let words = syntax.words(tokens.clone());
    let (party, seat) = words.split_once(['-', '–']).unwrap_or((words, ""));
    let mut letters = party.chars();
    let one = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    let before = tokens.start.checked_sub(1).map_or("", |i| syntax.word(i));
    let stops = tokens.end < syntax.len() && syntax.word(tokens.end) == ".";
    one && match before {
        "(" => seat.is_empty() || seat.starts_with(char::is_uppercase),
        "," => seat.starts_with(char::is_uppercase) && (seat.ends_with('.') || stops),
        _ => false,
    }
}

/// Whether a single token joins the names of two known places: "U.S.-Iran" in "U.S.-Iran talks".
pub(super) fn is_joined_by_hyphen(
    syntax: &Syntax,
    lexicon: &Lexicon,
    tokens: &Range<usize>,
) -> bool {
    let known = |word: &str| {
        let kind = lexicon.world.get(word);
        kind.is_some_and(|kind| {
            matches!(kind, WorldKind::Country | WorldKind::City | WorldKind::Demonym)
        })
    };
    let halves = syntax.word(tokens.start).split_once('-');
    tokens.len() == 1 && halves.is_some_and(|(a, b)| known(a) && known(b))
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

/// Leaves out what is taken for a person or body and is one member of a party, whom the words do
/// not name: "Republican", "the Vale Democrat".
pub(super) fn drop_party_members(syntax: &Syntax, lexicon: &Lexicon, names: &mut Vec<Name>) {
    let last = |name: &Name| syntax.lower(name.tokens.end - 1);
    let titled = |name: &Name| role::title_tokens(syntax, lexicon, name.tokens.start).is_some();
    let person = |name: &&Name| {
        let own = || titled(name) || lexicon.is_first_name(&syntax.lower(name.tokens.start));
        name.kind == EntityKind::Person && own()
    };
    let surnames: HashSet<String> = names.iter().filter(person).map(last).collect();
    names.retain(|name| {
        let member = is_party_member(syntax, lexicon, &name.tokens, name.kind);
        !member || surnames.contains(&last(name))
    });
}

fn is_party_member(
    syntax: &Syntax,
    lexicon: &Lexicon,
    tokens: &Range<usize>,
    kind: EntityKind,
) -> bool {
    /// Fewest letters of the word for a member; acronyms have fewer.
    const LETTERS_MIN: usize = 4;
    let Some(last) = tokens.clone().next_back() else { return false };
    let word = syntax.word(last);
    let party = lexicon.world.get(&format!("{word}s")) == Some(&WorldKind::Organization);
    let named = lexicon.world.get(syntax.words(tokens.clone())).is_some();
    let before = tokens.start.checked_sub(1).map(|i| syntax.parse.tokens[i].pos);
    let counted = matches!(before, Some(pos::DET | pos::NUM | pos::ADJ));
    matches!(kind, EntityKind::Person | EntityKind::Organization)
        && party
        && word.len() >= LETTERS_MIN
        && (tokens.len() == 1 || counted)
        && !named
}

/// Leaves out single words before a title with a capital that are a name nowhere else: "Harbours"
/// of "Harbours Secretary Ada Vale" is no body.
pub(super) fn drop_parts_of_titles(syntax: &Syntax, lexicon: &Lexicon, names: &mut Vec<Name>) {
    let is_part = |name: &Name| {
        let (last, next) = (name.tokens.start, name.tokens.end);
        let capital = |i: usize| syntax.word(i).starts_with(char::is_uppercase);
        let kinds = [EntityKind::Organization, EntityKind::Person];
        let one = name.tokens.len() == 1 && kinds.contains(&name.kind);
        let known = || lexicon.world.get(syntax.word(last)).is_some();
        let acronym = || syntax.word(last).chars().all(char::is_uppercase);
        let titled = || {
            let title = lexicon.titles.get(syntax.word(next));
            capital(next) && title.is_some_and(|kind| *kind == "political")
        };
        let person = || next + 1 < syntax.len() && capital(next + 1);
        // "The assistant Harbour leader"
        let token = &syntax.parse.tokens[last];
        let narrows = token.pos == pos::ADJ && token.dep == dep::AMOD;
        let noun = syntax.parse.lemma(syntax.parse.head(last)).to_lowercase();
        if one && narrows && lexicon.titles.get(&noun).is_some() {
            return true;
        }
        one && next < syntax.len() && titled() && person() && !known() && !acronym()
    };
    let form = |name: &Name| fold_name(syntax.words(name.tokens.clone()));
    let elsewhere: HashSet<String> = names.iter().filter(|n| !is_part(n)).map(form).collect();
    names.retain(|name| !is_part(name) || elsewhere.contains(&form(name)));
}
