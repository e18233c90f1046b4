//! Credit lines: who wrote, reported, photographed or first published what stands on the page.
//!
//! `lexicon/en/credits.tsv` holds patterns of words and slots (`{person} for {publisher}`). They
//! are matched over the tokens of a line, longest slot first with backtracking.

use document::{Credit, CreditForm, Fact, RuleId, Span, Text};
use foldhash::fast::FixedState;
use lexicon::{Lexicon, rows::CreditPattern};
use std::collections::HashMap;
use std::{borrow::Cow, ops::Range, sync::LazyLock};

/// A credit found in a paragraph.
pub(crate) struct Found {
    /// The credit line: the whole paragraph, its last sentence, or the dateline it opens with.
    pub span: Span,
    pub fact: Fact<Credit>,
    /// Whether words of the line, and not its slots alone, say that it is a credit.
    pub is_worded: bool,
}

/// Most tokens of a credit line: the longest of the lexicon's examples has 27, and names of more
/// reporters with their places may stand in one.
const TOKENS_MAX: usize = 48;

/// Most tokens that fill one slot: three names with their places have 16; and one of a single name,
/// place or day.
const SLOT_TOKENS_MAX: usize = 20;
const NAME_TOKENS_MAX: usize = 5;

/// The patterns of the lexicon, ready to be matched.
pub(crate) static PATTERNS: LazyLock<Patterns<'static>> =
    LazyLock::new(|| Patterns::new(Lexicon::english()));

/// Patterns and the numbers of the words and marks that some need.
pub(crate) struct Patterns<'l> {
    lexicon: &'l Lexicon,
    rows: Vec<Pattern<'l>>,
    needed: HashMap<String, usize, FixedState>,
}

/// Most words that patterns need: one bit each.
const NEEDED_MAX: usize = 512;

/// Which words are there, by their numbers.
type Words = [u64; NEEDED_MAX / 64];

struct Pattern<'l> {
    row: &'l CreditPattern,
    form: CreditForm,
    elements: Vec<Element>,
    /// Words of the pattern outside its slots.
    n_words: usize,
    /// Words and marks without which no line matches; dashes left out, which stand for each other.
    needs: Words,
}

impl<'l> Patterns<'l> {
    fn new(lexicon: &'l Lexicon) -> Patterns<'l> {
        let mut needed = HashMap::default();
        let pattern = |row: &'l CreditPattern| {
            let elements = elements(row.pattern);
            let n_words = elements.iter().filter(|e| e.is_word()).count();
            let mut needs = Words::default();
            for element in &elements {
                if let Element::Word(word) = element
                    && !is_dash(word)
                {
                    let next = needed.len();
                    add(&mut needs, *needed.entry(word.clone()).or_insert(next));
                }
            }
            Some(Pattern { row, form: CreditForm::parse(row.kind)?, elements, n_words, needs })
        };
        let rows = lexicon.credits.iter().filter_map(pattern).collect();
        Patterns { lexicon, rows, needed }
    }

    /// The credits of a paragraph: at most one for the line or its last sentence, and one for the
    /// dateline.
    pub fn find(&self, text: &Text, paragraph: Span) -> Vec<Found> {
        let words = text.words(paragraph);
        let tokens = tokens(words);
        let head = &tokens[..tokens.len().min(TOKENS_MAX)];
        let tail = &tokens[last_sentence(words, &tokens)..];
        let tail: &[Token<'_>] = if tail.len() > TOKENS_MAX { &[] } else { tail };
        let mut near = Words::default();
        let numbers = |token: &Token<'_>| self.needed.get(lower(token.words).as_ref());
        head.iter().chain(tail).filter_map(numbers).for_each(|number| add(&mut near, *number));
        let can_match =
            |p: &&Pattern<'_>| p.needs.iter().zip(near).all(|(needs, near)| needs & !near == 0);
        let rows: Vec<&Pattern<'_>> = self.rows.iter().filter(can_match).collect();
        let best = |tokens: &[Token<'_>], place| self.best(&rows, text, paragraph, tokens, place);
        let mut found = Vec::from_iter(best(head, Place::Head));
        let whole = best(&tokens, Place::Whole);
        found.extend(whole.or_else(|| best(tail, Place::Tail)));
        found
    }

    /// The credit of the pattern with the most words of its own that matches.
    fn best(
        &self,
        rows: &[&Pattern<'_>],
        text: &Text,
        paragraph: Span,
        tokens: &[Token<'_>],
        place: Place,
    ) -> Option<Found> {
        if tokens.is_empty() || tokens.len() > TOKENS_MAX {
            return None;
        }
        let line = if place == Place::Head { tokens } else { without_brackets(tokens) };
        let mut slots = Slots::of(line, self.lexicon);
        let (pattern, (filled, used)) = rows
            .iter()
            .filter_map(|pattern| Some((pattern, self.fill(pattern, &mut slots, place)?)))
            .max_by_key(|(pattern, (filled, _))| {
                let sound = pattern.form == CreditForm::Release
                    || filled.iter().all(|slot| self.is_sound(slot, line));
                (sound, pattern.n_words, pattern.elements.len())
            })?;
        let at = |from: &Token<'_>, to: &Token<'_>| {
            text.span(paragraph.start() + from.start..paragraph.start() + to.end())
        };
        let last = if place == Place::Head { used } else { tokens.len() };
        let span = at(&tokens[0], &tokens[last - 1])?;
        let names = |slots: &[Slot]| -> Vec<Span> {
            let filled = filled.iter().filter(|(slot, _)| slots.contains(slot));
            let parts = filled.flat_map(|(slot, r)| match slot {
                Slot::Persons => {
                    listed(&line[r.clone()], self.lexicon).map(|(name, _)| name).collect()
                }
                _ => vec![&line[r.clone()]],
            });
            parts.filter_map(|name| at(name.first()?, name.last()?)).collect()
        };
        let persons = names(&[Slot::Person, Slot::Persons]);
        let publishers = names(&[Slot::Publisher]);
        let credit = Credit { form: pattern.form, persons, publishers };
        let fact = Fact::new(credit, span, RuleId::new(pattern.row.id));
        Some(Found { span, fact, is_worded: pattern.is_worded() })
    }

    /// The slots of a pattern that matches the line and is credible, and the tokens used.
    fn fill(&self, pattern: &Pattern<'_>, slots: &mut Slots<'_>, place: Place) -> Option<Filled> {
        let at_head = pattern.form == CreditForm::Dateline;
        if at_head != (place == Place::Head) || (place == Place::Tail && pattern.n_words < 2) {
            return None;
        }
        let mut filled = Vec::new();
        let used = matches(&pattern.elements, slots, 0, !at_head, &mut filled)?;
        let line = slots.line;
        let placed = filled.iter().any(|(slot, _)| matches!(slot, Slot::Place | Slot::Day));
        let credible = pattern.is_worded()
            || (at_head && placed)
            || filled.iter().any(|s| self.is_known(s, line));
        (used > 0 && credible).then_some((filled, used))
    }

    /// Whether what fills a slot looks like what belongs there.
    fn is_sound(&self, (slot, range): &(Slot, Range<usize>), line: &[Token<'_>]) -> bool {
        let name = joined(&line[range.clone()]);
        let publisher = self.lexicon.is_like_publisher(&name) || is_domain(&name);
        match slot {
            Slot::Person | Slot::Persons => !publisher,
            Slot::Publisher => publisher,
            Slot::Place | Slot::Day => true,
        }
    }

    /// Whether what fills a slot is by itself a sign of a credit: a publisher or a first name.
    fn is_known(&self, slot: &(Slot, Range<usize>), line: &[Token<'_>]) -> bool {
        let first = || line[slot.1.start].words.to_lowercase();
        match slot.0 {
            Slot::Publisher => self.is_sound(slot, line),
            Slot::Person | Slot::Persons => self.lexicon.is_first_name(&first()),
            Slot::Place | Slot::Day => false,
        }
    }
}

/// Adds a word by its number; words beyond the limit are not asked for.
fn add(words: &mut Words, number: usize) {
    if let Some(part) = words.get_mut(number / 64) {
        *part |= 1 << (number % 64);
    }
}

type Filled = (Vec<(Slot, Range<usize>)>, usize);

impl Pattern<'_> {
    /// Whether the pattern's own words, and not its slots alone, tell a credit from other lines.
    fn is_worded(&self) -> bool {
        self.n_words >= 2 || self.elements[0].is_word()
    }
}

/// Which part of the paragraph a pattern must take up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Whole,
    Head,
    Tail,
}

#[derive(Clone, Copy, Debug)]
struct Token<'a> {
    words: &'a str,
    /// Bytes of the paragraph.
    start: usize,
}

impl Token<'_> {
    /// Whether it begins as names do.
    fn is_name(&self) -> bool {
        self.words.starts_with(char::is_uppercase)
    }

    fn end(&self) -> usize {
        self.start + self.words.len()
    }
}

fn joined(tokens: &[Token<'_>]) -> String {
    tokens.iter().map(|t| t.words).collect::<Vec<_>>().join(" ")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Person,
    Persons,
    Publisher,
    Place,
    Day,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Element {
    Word(String),
    Slot(Slot),
}

impl Element {
    fn is_word(&self) -> bool {
        matches!(self, Element::Word(word) if word.starts_with(char::is_alphabetic))
    }
}

/// The elements of a pattern; brackets about the whole of it are left out, as on a line.
fn elements(pattern: &str) -> Vec<Element> {
    let inner = pattern.strip_prefix('(').and_then(|p| p.strip_suffix(')'));
    let pattern = inner.unwrap_or(pattern);
    let mut elements = Vec::new();
    for piece in pattern.split_inclusive('}') {
        let (literal, slot) = piece.split_once('{').unwrap_or((piece, ""));
        elements.extend(tokens(literal).iter().map(|t| Element::Word(t.words.to_lowercase())));
        elements.extend(match slot.trim_end_matches('}') {
            "person" => Some(Element::Slot(Slot::Person)),
            "persons" => Some(Element::Slot(Slot::Persons)),
            "publisher" => Some(Element::Slot(Slot::Publisher)),
            "place" => Some(Element::Slot(Slot::Place)),
            "date" => Some(Element::Slot(Slot::Day)),
            _ => None,
        });
    }
    elements
}

/// A line, and which runs of its tokens were found to fill which slots: several patterns ask the
/// same.
struct Slots<'a> {
    line: &'a [Token<'a>],
    lexicon: &'a Lexicon,
    found: Vec<Option<bool>>,
    /// By token: most words of a known publisher whose name begins with it.
    known: Vec<Option<usize>>,
}

impl<'a> Slots<'a> {
    fn of(line: &'a [Token<'a>], lexicon: &'a Lexicon) -> Slots<'a> {
        Slots { line, lexicon, found: Vec::new(), known: Vec::new() }
    }

    /// Most tokens from `at` on that may fill a slot, by the first of them.
    fn longest(&mut self, slot: Slot, at: usize) -> usize {
        let Some(first) = self.line.get(at) else { return 0 };
        let most = match slot {
            Slot::Person | Slot::Place if first.is_name() => NAME_TOKENS_MAX,
            Slot::Persons if first.is_name() || joins(first, self.lexicon) => SLOT_TOKENS_MAX,
            Slot::Day if is_day(first.words, self.lexicon) => NAME_TOKENS_MAX,
            Slot::Publisher if first.is_name() => SLOT_TOKENS_MAX,
            Slot::Publisher => self.known(at).max(usize::from(is_domain(first.words))),
            Slot::Person | Slot::Place | Slot::Persons | Slot::Day => 0,
        };
        most.min(SLOT_TOKENS_MAX).min(self.line.len() - at)
    }

    fn known(&mut self, at: usize) -> usize {
        self.known.resize(self.line.len(), None);
        let longest = || self.lexicon.publisher_names.longest_from(self.line[at].words);
        *self.known[at].get_or_insert_with(longest)
    }

    /// Whether `n` tokens from `at` on fill a slot; `n` is at most [`SLOT_TOKENS_MAX`].
    fn fills(&mut self, slot: Slot, at: usize, n: usize) -> bool {
        let asked = (slot as usize * self.line.len() + at) * SLOT_TOKENS_MAX + n - 1;
        if self.found.len() <= asked {
            self.found.resize(asked + 1, None);
        }
        if let Some(found) = self.found[asked] {
            return found;
        }
        let tokens = &self.line[at..at + n];
        let found = fills(slot, tokens, self.lexicon)
            || slot == Slot::Publisher
                && n <= self.known(at)
                && self.lexicon.publisher(&joined(tokens)).is_some();
        self.found[asked] = Some(found);
        found
    }
}

/// Tokens used from `at` on if the pattern matches there; the slots' token ranges are in `filled`.
fn matches(
    pattern: &[Element],
    slots: &mut Slots<'_>,
    at: usize,
    whole: bool,
    filled: &mut Vec<(Slot, Range<usize>)>,
) -> Option<usize> {
    let Some((first, rest)) = pattern.split_first() else {
        return (!whole || at == slots.line.len()).then_some(at);
    };
    match first {
        Element::Word(word) => {
            let here = slots.line.get(at)?.words;
            let lower = match here.is_ascii() {
                true => here.eq_ignore_ascii_case(word),
                false => here.to_lowercase() == *word,
            };
            let same = lower || (is_dash(here) && is_dash(word));
            same.then(|| matches(rest, slots, at + 1, whole, filled)).flatten()
        }
        Element::Slot(slot) => {
            let longest = slots.longest(*slot, at);
            (1..=longest).rev().find_map(|n| {
                if !slots.fills(*slot, at, n) {
                    return None;
                }
                filled.push((*slot, at..at + n));
                let used = matches(rest, slots, at + n, whole, filled);
                if used.is_none() {
                    filled.pop();
                }
                used
            })
        }
    }
}

/// The names of a list, each with the place after it: "Ade Okoro in Vienna and Jon Vale".
fn listed<'t>(
    tokens: &'t [Token<'t>],
    lexicon: &'t Lexicon,
) -> impl Iterator<Item = (&'t [Token<'t>], Option<&'t [Token<'t>]>)> {
    let parts = tokens.split(|token| joins(token, lexicon)).filter(|part| !part.is_empty());
    parts.map(|part| {
        let locative = |t: &Token<'_>| lexicon.locative.contains(lower(t.words).as_ref());
        match part.iter().position(locative) {
            Some(at) => (&part[..at], Some(&part[at + 1..])),
            None => (part, None),
        }
    })
}

/// Whether a token stands between the names of a list.
fn joins(token: &Token<'_>, lexicon: &Lexicon) -> bool {
    matches!(token.words, "," | "&")
        || lexicon.connectives.get(lower(token.words).as_ref()) == Some(&"joins")
}

/// Lower case.
fn lower(word: &str) -> Cow<'_, str> {
    let is_lower = word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase());
    if is_lower { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

/// Whether tokens look like what fills a slot; publishers that are known are not asked for.
fn fills(slot: Slot, tokens: &[Token<'_>], lexicon: &Lexicon) -> bool {
    if tokens.is_empty() {
        return false;
    }
    let name = |t: &Token<'_>| t.is_name();
    let particle = |t: &Token<'_>| lexicon.particles.contains_key(lower(t.words).as_ref());
    let (first, last) = (&tokens[0], &tokens[tokens.len() - 1]);
    match slot {
        Slot::Person => {
            let words = |t: &Token<'_>| name(t) || particle(t);
            (2..=NAME_TOKENS_MAX).contains(&tokens.len())
                && name(first)
                && name(last)
                && tokens.iter().all(words)
        }
        Slot::Persons => listed(tokens, lexicon).all(|(name, place)| {
            fills(Slot::Person, name, lexicon)
                && place.is_none_or(|place| fills(Slot::Place, place, lexicon))
        }),
        Slot::Publisher => {
            let inner = |t: &Token<'_>| name(t) || t.words.chars().all(is_inner);
            let domain = tokens.len() == 1 && is_domain(first.words);
            let named = name(first) && (name(last) || last.words.contains('.'));
            let dense = tokens.iter().filter(|t| !name(t)).count() <= 2;
            domain || (named && dense && tokens.iter().all(inner))
        }
        Slot::Place => {
            tokens.len() <= NAME_TOKENS_MAX
                && name(first)
                && name(last)
                && tokens.iter().all(|t| name(t) || t.words == "," || particle(t))
        }
        Slot::Day => {
            tokens.len() <= NAME_TOKENS_MAX && tokens.iter().all(|t| is_day(t.words, lexicon))
        }
    }
}

fn is_day(word: &str, lexicon: &Lexicon) -> bool {
    let word = word.trim_end_matches('.').to_lowercase();
    word == ","
        || lexicon.months.contains_key(word.as_str())
        || lexicon.weekdays.contains_key(word.as_str())
        || word.trim_end_matches(char::is_alphabetic).parse::<u32>().is_ok()
}

fn is_domain(word: &str) -> bool {
    if !word.contains('.') {
        return false;
    }
    let parts: Vec<&str> = word.split('.').collect();
    parts.len() >= 2
        && parts.iter().all(|p| !p.is_empty() && p.chars().all(|c| c.is_alphanumeric() || c == '-'))
        && parts[parts.len() - 1].chars().all(char::is_alphabetic)
}

fn is_dash(word: &str) -> bool {
    matches!(word, "-" | "–" | "—" | "--")
}

fn without_brackets<'t, 'a>(mut tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
    if let [rest @ .., last] = tokens
        && last.words == "."
    {
        tokens = rest;
    }
    if let [open, inner @ .., close] = tokens
        && matches!((open.words, close.words), ("(", ")") | ("[", "]"))
    {
        tokens = inner;
    }
    match tokens {
        [rest @ .., last] if last.words == "." => rest,
        _ => tokens,
    }
}

/// Whether a character may stand in the name of a publisher.
fn is_inner(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '&' | '.' | '-' | '\'' | '’')
}

/// Words and punctuation. Dots stay in initials, abbreviations and domains; one at the very end
/// is a token of its own.
fn tokens(words: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, c) in words.char_indices().chain([(words.len(), ' ')]) {
        let mark = matches!(
            c,
            ',' | ';' | ':' | '(' | ')' | '[' | ']' | '/' | '|' | '“' | '”' | '"' | '—' | '–' | '*'
        );
        let apart = mark || c.is_whitespace();
        if !apart {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            push_word(&mut tokens, &words[from..at], from, words.len());
        }
        if mark {
            tokens.push(Token { words: &words[at..at + c.len_utf8()], start: at });
        }
    }
    tokens
}

fn push_word<'a>(tokens: &mut Vec<Token<'a>>, word: &'a str, start: usize, end_of_line: usize) {
    let bare = word.trim_end_matches('.');
    let last = start + word.len() == end_of_line;
    let abbreviation = bare.chars().count() == 1 || bare.contains('.');
    if word.len() == bare.len() + 1 && !bare.is_empty() && last && !abbreviation {
        tokens.push(Token { words: bare, start });
        tokens.push(Token { words: ".", start: start + bare.len() });
    } else {
        tokens.push(Token { words: word, start });
    }
}

/// Index of the first token of the last sentence or bracket of a paragraph, 0 if there is one.
fn last_sentence(words: &str, tokens: &[Token<'_>]) -> usize {
    let n = tokens.len();
    let last = (1..n.saturating_sub(1)).rev().take(TOKENS_MAX).find(|&i| {
        let before = words[..tokens[i].start].trim_end();
        let ended = before.ends_with(['.', '!', '?', '”', '"', '…']) && before.len() > 1;
        let capital = tokens[i].words.starts_with(char::is_uppercase);
        let initial = tokens[i - 1].words.trim_end_matches('.').chars().count() == 1
            && tokens[i - 1].words.ends_with('.');
        (ended && capital && !initial) || (tokens[i].words == "(" && tokens[n - 1].words == ")")
    });
    last.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::{DocId, markup};
    use lexicon::{FILES, Table};

    fn marked(line: &str) -> Option<(String, String)> {
        let text = Text::freeze(DocId(1), line);
        let span = text.trimmed_span(0..line.len())?;
        let found = PATTERNS.find(&text, span).pop()?;
        let credit = found.fact.value;
        let mut marks: Vec<markup::Mark> = Vec::new();
        for person in credit.persons {
            marks.push(markup::Mark { range: person.range(), label: "person".into() });
        }
        for publisher in credit.publishers {
            marks.push(markup::Mark { range: publisher.range(), label: "publisher".into() });
        }
        Some((credit.form.as_str().into(), markup::print(line, &marks).expect("nested")))
    }

    #[test]
    fn a_city_before_a_dash_is_no_agency() {
        for line in ["WASHINGTON - The senate met.", "LONDON — The senate met."] {
            assert_eq!(marked(line), None);
        }
    }

    #[test]
    fn every_row_fires_on_its_example_and_not_on_its_near_miss() {
        let (_, content) = FILES.iter().find(|(name, _)| *name == "en/credits.tsv").expect("file");
        let (table, _) = Table::parse("en/credits.tsv", content);
        let mut wrong = Vec::new();
        for row in table.rows() {
            let (example, marks) = markup::parse(row.get("example")).expect("well formed");
            let kept = |m: &&markup::Mark| matches!(m.label.as_str(), "person" | "publisher");
            let marks: Vec<_> = marks.iter().filter(kept).cloned().collect();
            let expected = markup::print(&example, &marks).expect("nested");
            let got = marked(&example);
            if got != Some((row.get("kind").into(), expected.clone())) {
                wrong.push(format!("{}: {expected} but {got:?}", row.get("id")));
            }
            let (near_miss, _) = markup::parse(row.get("near_miss")).expect("well formed");
            if let Some(got) = marked(&near_miss) {
                wrong.push(format!(
                    "{} fires on its near miss: {near_miss}: {got:?}",
                    row.get("id")
                ));
            }
        }
        assert!(wrong.is_empty(), "{} rows\n{}", wrong.len(), wrong.join("\n"));
    }

    #[test]
    fn the_last_sentence_of_a_paragraph_can_be_a_credit() {
        let (form, line) = marked("It was “useful.” Read Full Article at RT.com").expect("found");
        assert_eq!(form, "read-at");
        assert_eq!(line, "It was “useful.” Read Full Article at [RT.com]{publisher}");
    }
}
