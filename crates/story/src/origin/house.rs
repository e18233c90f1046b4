//! [`Houses`]: the publishers and agencies that a pile comes from or names, under all their names.
//!
//! A house is known by a document's envelope, by a credit line, by the lexicon, or by a noun for a
//! publisher that stands before its name ("the news agency Farwire"). [`Houses::named`] finds them
//! in words, under their full names, acronyms and, after an article, short forms ("the Courier").

use crate::Report;
use analysis::name::fold_word;
use document::{BlockKind, CreditForm};
use language::labels::pos;
use lexicon::{
    Lexicon,
    rows::{Known, WorldKind},
};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Most words of a line that only names its makers.
const LINE_WORDS_MAX: usize = 9;
/// Blocks at the head and at the foot of a report where such lines stand.
const LINES_AT_ENDS: usize = 4;
/// Letters of a folded form that one word without capitals elsewhere needs to be a name.
const FORM_LETTERS_MIN: usize = 2;
/// Letters of a code by which a publisher is labelled.
const CODE_LETTERS_MIN: usize = 2;
const CODE_LETTERS_MAX: usize = 4;
/// Capitals of an acronym.
const ACRONYM_CAPITALS_MIN: usize = 2;

/// A run of letters and digits, with points inside it.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// Bytes of the text.
    pub bytes: Range<usize>,
    folded: String,
    capital: bool,
    definite: bool,
}

/// The pieces of a stretch of text that starts at this byte. Cost: linear.
pub(crate) fn pieces(words: &str, offset: usize, lexicon: &Lexicon) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let mut rest = 0;
    while let Some(start) = words[rest..].find(char::is_alphanumeric).map(|at| rest + at) {
        let mut end = start;
        for (at, c) in words[start..].char_indices() {
            let next = words[start + at + c.len_utf8()..].chars().next();
            let joins = c == '.' && next.is_some_and(char::is_alphanumeric);
            if !c.is_alphanumeric() && !joins {
                break;
            }
            end = start + at + c.len_utf8();
        }
        let word = &words[start..end];
        let definite = lexicon.definite.contains(word.to_lowercase().as_str());
        found.push(Piece {
            bytes: offset + start..offset + end,
            folded: fold_word(word),
            capital: word.starts_with(char::is_uppercase),
            definite,
        });
        rest = end;
    }
    found
}

#[derive(Clone, Debug)]
struct Form {
    words: Vec<String>,
    house: usize,
    /// Stands for the house only after an article.
    short: bool,
    /// One word of a name that is written with an article: "Hill" of "The Hill".
    bare: bool,
}

/// The publishers and agencies of a pile.
#[derive(Clone, Debug, Default)]
pub(crate) struct Houses {
    /// The name of each, as first given.
    pub names: Vec<String>,
    /// Of each the acronym that stands in brackets after a name of it.
    acronyms: Vec<Option<String>>,
    /// Of each the kind, in the words of `lexicon/en/outlets.tsv`.
    kinds: Vec<Option<&'static str>>,
    forms: BTreeMap<String, Vec<Form>>,
    /// By report: the house that published it.
    own: Vec<Option<usize>>,
    /// What stands in brackets after several names of publishers: "(Online News)".
    kinds_said: BTreeSet<String>,
    /// By house: the reports that it published, in order.
    reports: BTreeMap<usize, Vec<usize>>,
}

impl Houses {
    /// The houses of a pile.
    pub fn of(reports: &[Report], lexicon: &Lexicon) -> Houses {
        let mut houses = Houses { kinds_said: kinds_said(reports, lexicon), ..Houses::default() };
        houses.own = vec![None; reports.len()];
        // Known names come last: each may be what a code among the others stands for.
        for known in [false, true] {
            for (own, report) in reports.iter().enumerate() {
                let publisher = report.document.metadata.publisher.as_deref();
                let name = publisher.filter(|name| is_known(name, lexicon) == known);
                if let Some(name) = name {
                    houses.own[own] = houses.add(name, lexicon);
                }
            }
        }
        for report in reports {
            let text = &report.document.text;
            for credit in &report.document.credits {
                let made = !matches!(credit.value.form, CreditForm::Picture | CreditForm::Release);
                let names = credit.value.publishers.iter().map(|span| text.words(*span));
                for name in names.filter(|name| made && !is_place(name, lexicon)) {
                    houses.add(name, lexicon);
                }
            }
            for author in &report.document.metadata.authors {
                if lexicon.publisher(author).is_some() {
                    houses.add(author, lexicon);
                }
            }
            houses.add_named(report, lexicon);
        }
        houses.add_short();
        for (i, report) in reports.iter().enumerate() {
            let head = || houses.at_head(report, lexicon);
            let own = houses.own[i].or_else(head);
            houses.own[i] = own;
            own.into_iter().for_each(|o| houses.reports.entry(o).or_default().push(i));
        }
        houses
    }

    /// The reports that a house published.
    pub fn reports(&self, house: usize) -> &[usize] {
        self.reports.get(&house).map_or(&[], Vec::as_slice)
    }

    /// The house that a line at the head of a report without an envelope names, if it is only one:
    /// a masthead, a byline, a dateline.
    fn at_head(&self, report: &Report, lexicon: &Lexicon) -> Option<usize> {
        let document = &report.document;
        let is_made_elsewhere = |span: document::Span| {
            let read_at =
                |c: &&document::Fact<document::Credit>| c.value.form == CreditForm::ReadAt;
            document.credits.iter().filter(read_at).any(|c| c.evidence.first().overlaps(span))
        };
        let line = |block: &document::Block| {
            let words = document.text.words(block.span);
            let mut pieces = pieces(words, block.span.start(), lexicon);
            let is_line = pieces.len() <= LINE_WORDS_MAX || !block.kind.is_prose();
            pieces.truncate(LINE_WORDS_MAX);
            let named = self.named(&pieces);
            match named[..] {
                [(_, house)] if is_line && !is_made_elsewhere(block.span) => Some(house),
                _ => None,
            }
        };
        document.blocks.iter().take(LINES_AT_ENDS).find_map(line)
    }

    /// The house that published a report.
    pub fn own(&self, report: usize) -> Option<usize> {
        self.own[report]
    }

    /// The name of a house, with its acronym if it has one: as a reader may meet either.
    pub fn full_name(&self, house: usize) -> String {
        let name = &self.names[house];
        let acronym = self.acronyms[house].as_ref().filter(|a| *a != name);
        acronym.map_or(name.clone(), |acronym| format!("{name} ({acronym})"))
    }

    /// The house of a name as written, if it is known under it.
    pub fn of_name(&self, name: &str) -> Option<usize> {
        let words = folded(name);
        let forms = self.forms.get(words.first()?)?;
        forms.iter().find(|f| !f.short && f.words == words).map(|f| f.house)
    }

    /// The house of a name as written in a report: also its own by the last word of its name.
    pub fn of_name_in(&self, name: &str, report: usize) -> Option<usize> {
        let words = folded(name);
        let last = words.last().and_then(|w| self.forms.get(w)).into_iter().flatten();
        let short = |f: &&Form| f.short && Some(f.house) == self.own[report] && f.words == words;
        self.of_name(name).or_else(|| last.filter(short).map(|f| f.house).next())
    }

    /// Adds a house under a name, an acronym or other name in brackets after it, and the names that
    /// the lexicon knows it by; gives the house that has one of them already.
    fn add(&mut self, name: &str, lexicon: &Lexicon) -> Option<usize> {
        let (outer, bracket) = name.split_once('(').unwrap_or((name, ""));
        let bracket = bracket.trim_end_matches([')', ' ']);
        let alias = is_alias(outer, bracket, lexicon) && !self.kinds_said.contains(bracket);
        let acronym = if alias { bracket } else { "" };
        let known = lexicon.publisher(outer.trim());
        let mut names: Vec<&str> = vec![outer.trim(), acronym];
        names.extend(known.iter().flat_map(|k| k.alternatives.iter().copied().chain([k.name])));
        let names: Vec<Vec<String>> = names.iter().flat_map(|n| variants(n, lexicon)).collect();
        let is_form = |words: &[String]| {
            let letters: usize = words.iter().map(String::len).sum();
            letters >= FORM_LETTERS_MIN
        };
        let names: Vec<Vec<String>> = names.into_iter().filter(|n| is_form(n)).collect();
        let house = names.iter().find_map(|words| self.exact(words));
        let coded = known.filter(|_| house.is_none());
        let coded = coded.and_then(|known| Some((self.coded(known, lexicon)?, known)));
        let house = match house.or(coded.map(|(house, _)| house)) {
            Some(house) => house,
            None if names.is_empty() => return None,
            None => {
                let nouns = outer.split_whitespace().filter_map(|w| lexicon.outlets.get(w));
                let by_lexicon = known.and_then(|k| lexicon.outlets.get(k.kind));
                self.kinds.push(
                    nouns.copied().find(|kind| *kind != super::line::OWN).or(by_lexicon.copied()),
                );
                self.names.push(known.map_or(outer.trim(), |k| k.name).to_string());
                self.acronyms.push(None);
                self.names.len() - 1
            }
        };
        if let Some((house, known)) = coded {
            self.names[house] = known.name.to_string();
        }
        if self.acronyms[house].is_none() && !acronym.is_empty() {
            self.acronyms[house] = Some(acronym.to_string());
        }
        let article = |name: &str| {
            let first = name.split_whitespace().next().unwrap_or_default().to_lowercase();
            lexicon.definite.contains(first.as_str())
        };
        let is_article_s = article(outer) || known.is_some_and(|k| article(k.name));
        for words in names {
            let bare = is_article_s && words.len() == 1;
            self.insert(Form { words, house, short: false, bare });
        }
        Some(house)
    }

    /// The house that published a report here under a short code of a known publisher's name.
    fn coded(&self, known: &Known, lexicon: &Lexicon) -> Option<usize> {
        let names = || known.alternatives.iter().chain([&known.name]);
        let mut own = self.own.iter().flatten().copied();
        own.find(|&house| {
            let label = &self.names[house];
            let is_word = lexicon.definite.contains(label.as_str());
            let known = is_word || lexicon.publisher(label).is_some();
            !known && names().any(|name| is_code(label, name))
        })
    }

    fn exact(&self, words: &[String]) -> Option<usize> {
        let forms = self.forms.get(words.first()?)?;
        forms.iter().find(|f| f.words == words).map(|f| f.house)
    }

    fn insert(&mut self, form: Form) {
        let Some(first) = form.words.first() else { return };
        let forms = self.forms.entry(first.clone()).or_default();
        if !forms.iter().any(|f| f.words == form.words) {
            forms.push(form);
        }
    }

    /// Adds the houses that the text names: publishers of the lexicon, and names after a noun for
    /// a publisher.
    fn add_named(&mut self, report: &Report, lexicon: &Lexicon) {
        for mention in &report.analysis.mentions {
            let syntax = &report.analysis.syntax;
            let words = report.document.text.words(mention.span);
            if mention.form != analysis::MentionForm::Name {
                continue;
            }
            let before = mention.tokens.start.checked_sub(1);
            // A relief agency publishes no news.
            let before = before.filter(|&noun| {
                let of = noun.checked_sub(1).filter(|&i| {
                    syntax.parse.head(i) == noun && syntax.parse.tokens[i].pos == pos::NOUN
                });
                let both = of.map(|i| format!("{} {}", syntax.lower(i), syntax.lower(noun)));
                both.is_none_or(|both| lexicon.outlets.get(&both).is_some())
            });
            let noun = before.and_then(|i| lexicon.outlets.get(&syntax.lower(i)));
            // "The Vale Front affiliate VF-K" is no house.
            let none = [super::line::OWN, super::line::AFFILIATE];
            let noun = noun.filter(|kind| !none.contains(*kind));
            let called = noun.is_some()
                && mention.kind != analysis::EntityKind::Place
                && mention.kind != analysis::EntityKind::Group;
            let known = lexicon.publisher(words).is_some() && !self.is_short(words, lexicon);
            if (called || known)
                && let Some(house) = self.add(words, lexicon)
                && self.kinds[house].is_none()
            {
                self.kinds[house] = noun.copied();
            }
        }
    }

    /// Whether a name is the end of the longer name of a house that published a report here.
    fn is_short(&self, name: &str, lexicon: &Lexicon) -> bool {
        let words = variants(name, lexicon).swap_remove(0);
        let of_own = |form: &&Form| self.own.contains(&Some(form.house));
        let mut forms = self.forms.values().flatten().filter(of_own);
        forms.any(|f| f.words.len() > words.len() && f.words.ends_with(&words))
    }

    /// What kind of publisher a house is, by a noun in its name or beside it, or by the lexicon.
    pub fn kind(&self, house: usize) -> Option<&'static str> {
        self.kinds[house]
    }

    /// Adds the last word of each name of several words, where it is that of one house only.
    fn add_short(&mut self) {
        let mut short: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for form in self.forms.values().flatten().filter(|f| f.words.len() > 1) {
            let houses = short.entry(form.words[form.words.len() - 1].clone()).or_default();
            if !houses.contains(&form.house) {
                houses.push(form.house);
            }
        }
        for (word, houses) in short {
            if let [house] = houses[..] {
                self.insert(Form { words: vec![word], house, short: true, bare: false });
            }
        }
    }

    /// The houses named in words, with the bytes of their names, longest names first at each
    /// place.
    pub fn named(&self, pieces: &[Piece]) -> Vec<(Range<usize>, usize)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < pieces.len() {
            let forms = self.forms.get(&pieces[at].folded).map_or(&[][..], Vec::as_slice);
            let fits = |form: &&Form| {
                let run = pieces.get(at..at + form.words.len());
                let same = |run: &[Piece]| run.iter().zip(&form.words).all(|(p, w)| p.folded == *w);
                let after = |n: usize| at.checked_sub(n).map(|i| &pieces[i]);
                let next_capital = pieces.get(at + 1).is_some_and(|p| p.capital);
                let alone = after(1).is_some_and(|p| p.definite) && !next_capital;
                // "Capitol Hill" is not the newspaper.
                let in_name = after(1).is_some_and(|p| {
                    p.capital && !p.definite && p.bytes.end + 1 == pieces[at].bytes.start
                });
                let fits = pieces[at].capital && run.is_some_and(same);
                fits && (!form.short || alone) && !(form.bare && in_name)
            };
            let best = forms.iter().filter(fits).max_by_key(|f| f.words.len());
            match best {
                Some(form) => {
                    let end = at + form.words.len();
                    found.push((pieces[at].bytes.start..pieces[end - 1].bytes.end, form.house));
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    /// The houses that a report's credit lines name, with their words, its own among them: lines
    /// found as credits, and short lines at its ends that name a house and say nothing.
    pub fn credited(&self, report: &Report, lexicon: &Lexicon) -> Vec<(document::Span, usize)> {
        let document = &report.document;
        let is_end = |i: usize| i < LINES_AT_ENDS || i + LINES_AT_ENDS > document.blocks.len();
        let mut credited = Vec::new();
        for (i, block) in document.blocks.iter().enumerate() {
            let may_credit = match block.kind {
                BlockKind::Byline | BlockKind::Creditline => true,
                BlockKind::Paragraph => is_end(i),
                _ => false,
            };
            if !may_credit {
                continue;
            }
            let words = document.text.words(block.span);
            let pieces = pieces(words, block.span.start(), lexicon);
            let says = report.analysis.syntax.tokens_of(block.span).any(|t| {
                report.analysis.syntax.parse.tokens[t].pos == pos::VERB
                    && lexicon.cues.contains_key(report.analysis.syntax.parse.lemma(t))
            });
            let short = pieces.len() <= LINE_WORDS_MAX && is_end(i) && !says;
            if short || block.kind != BlockKind::Paragraph {
                let spans = self.named(&pieces).into_iter();
                credited.extend(spans.filter_map(|(b, h)| Some((document.text.span(b)?, h))));
            }
        }
        credited
    }
}

/// Whether the lexicon knows a publisher by the name before its brackets.
fn is_known(name: &str, lexicon: &Lexicon) -> bool {
    let outer = name.split_once('(').map_or(name, |(outer, _)| outer);
    lexicon.publisher(outer.trim()).is_some()
}

/// What stands in brackets after the names of several publishers.
fn kinds_said(reports: &[Report], lexicon: &Lexicon) -> BTreeSet<String> {
    let mut names: BTreeMap<&str, BTreeSet<Vec<String>>> = BTreeMap::new();
    let publishers = reports.iter().filter_map(|r| r.document.metadata.publisher.as_deref());
    for (outer, bracket) in publishers.filter_map(|name| name.split_once('(')) {
        let outer = variants(outer, lexicon).into_iter().next().unwrap_or_default();
        names.entry(bracket.trim_end_matches([')', ' '])).or_default().insert(outer);
    }
    let several = names.into_iter().filter(|(_, outer)| outer.len() > 1);
    several.map(|(bracket, _)| bracket.to_string()).collect()
}

/// Whether a name is that of a country, a city, a people or a language, and of no publisher.
fn is_place(name: &str, lexicon: &Lexicon) -> bool {
    use WorldKind::{City, Country, Demonym};
    let city = lexicon.cities.contains(&name.to_lowercase());
    let place = matches!(lexicon.world.get(name), Some(Country | City | Demonym));
    (city || place) && lexicon.publisher(name).is_none()
}

/// Whether words in brackets after a name are another name: an acronym, in capitals or of the
/// name's first letters; a known publisher; one in letters without capitals; or words of which none
/// is small and the first is no language ("English Edition"), as what says of which kind it is.
fn is_alias(name: &str, bracket: &str, lexicon: &Lexicon) -> bool {
    let capitals = bracket.chars().filter(|c| c.is_uppercase()).count();
    let letters = || bracket.chars().filter(|c| c.is_alphabetic());
    let cased = || letters().any(|c| c.is_lowercase() || c.is_uppercase());
    let words = name.split(|c: char| c.is_whitespace() || c == '-');
    let mut initials = words.filter_map(|w| w.chars().next()).flat_map(char::to_lowercase);
    match bracket.split_once(' ') {
        None => {
            capitals >= ACRONYM_CAPITALS_MIN
                || lexicon.publisher(bracket).is_some()
                || letters().count() > 1 && (!cased() || initials.by_ref().eq(bracket.chars()))
        }
        Some((first, _)) => {
            let small = |w: &str| w.starts_with(char::is_lowercase);
            !is_place(first, lexicon) && !bracket.split_whitespace().any(small)
        }
    }
}

/// Whether a label is a short code of a name, in small letters: its first word, or the beginnings
/// of all its words, one after another, as "lpo" of "Lagoon Post".
fn is_code(label: &str, name: &str) -> bool {
    let n = label.chars().count();
    if !(CODE_LETTERS_MIN..=CODE_LETTERS_MAX).contains(&n)
        || !label.chars().all(|c| c.is_ascii_lowercase())
    {
        return false;
    }
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in name.chars() {
        match words.last_mut() {
            Some(word)
                if before.is_alphanumeric() && !(before.is_lowercase() && c.is_uppercase()) =>
            {
                word.extend(c.to_lowercase().filter(|c| c.is_alphanumeric()));
            }
            _ if c.is_alphanumeric() => words.push(c.to_lowercase().collect()),
            _ => {}
        }
        before = c;
    }
    words.len() > 1 && (words[0] == label || is_beginnings(label, &words))
}

/// Whether letters are beginnings of all words, one after another.
fn is_beginnings(letters: &str, words: &[String]) -> bool {
    let Some((first, rest)) = words.split_first() else { return letters.is_empty() };
    let common = letters.bytes().zip(first.bytes()).take_while(|(a, b)| a == b).count();
    (1..=common).any(|n| is_beginnings(&letters[n..], rest))
}

/// The words of a name folded, the article before it left out; also without what follows its first
/// small word ("Radio Lagon in English").
fn variants(name: &str, lexicon: &Lexicon) -> Vec<Vec<String>> {
    let is_article = |w: &&str| lexicon.definite.contains(w.to_lowercase().as_str());
    let words: Vec<&str> = name.split_whitespace().collect();
    let words = &words[words.iter().take_while(|w| is_article(w)).count()..];
    let small = words.iter().position(|w| w.starts_with(char::is_lowercase));
    let mut variants = vec![folded(&words.join(" "))];
    if let Some(small) = small.filter(|at| *at > 0) {
        variants.push(folded(&words[..small].join(" ")));
    }
    variants
}

fn folded(name: &str) -> Vec<String> {
    let parts = name.split(|c: char| !c.is_alphanumeric() && c != '.');
    parts.map(fold_word).filter(|w| !w.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bracket_after_a_house_is_another_name_or_says_of_which_kind_it_is() {
        let alias = |name: &str, bracket: &str| is_alias(name, bracket, Lexicon::english());
        assert!(alias("Nordtal Nachrichten Agentur ", "nna"));
        assert!(alias("Nordtal Presse-Agentur ", "npa"));
        assert!(alias("Central Fen Agency ", "CFA"));
        assert!(alias("Fen Agency ", "通信社"));
        assert!(!alias("Marrow Mail ", "English pages"));
        assert!(!alias("Marrow Mail ", "online"));
    }

    #[test]
    fn a_code_is_made_of_the_beginnings_of_a_names_words() {
        assert!(is_code("lpo", "LagoonPost") && is_code("lpo", "Lagoon Post"));
        assert!(is_code("fen", "Fen News"));
        assert!(!is_code("lo", "Lagoon Post") && !is_code("mail", "Marrow Mail"));
        assert!(!is_code("Fen", "Fen News") && !is_code("fen", "Fen"));
    }
}
