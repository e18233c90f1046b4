//! Page furniture in scraped text: menus, share bars, related links, forms, plug-in credits.
//!
//! A line is furniture because of its words (`lexicon/en/furniture.tsv`), because of its shape
//! (breadcrumbs, menus), because it stands in a list of links that such a line opens, or because
//! of what it is at the top or the bottom of its page ([`edge`]).

mod edge;
mod imprint;

use crate::layout::{ends_sentence, is_heading, is_prose};
use document::{FurnitureReason, Metadata};
use edge::Edges;
use lexicon::{Lexicon, fold, rows::FurnitureLine, rows::LineMatch};
use std::{collections::HashMap, sync::LazyLock};

pub(crate) use imprint::find as imprint;
pub use imprint::{LINES_MIN, THRESHOLD, judged};

/// A paragraph as it stands on the page.
pub(crate) struct Line<'a> {
    pub words: &'a str,
    /// Whether a blank line stands before it.
    pub after_blank: bool,
}

/// Most words of a line that is furniture by the words it starts with or contains.
const LINE_WORDS_MAX: usize = 40;

/// What stands between the steps of the path to a page.
const PATH_MARKS: [char; 6] = ['»', '›', '>', '/', '|', '→'];

/// Most words in one entry of a menu.
const MENU_ENTRY_WORDS_MAX: usize = 5;

/// The reason for each line, or `None` for a line of the article.
pub(crate) fn label(
    lines: &[Line<'_>],
    metadata: &Metadata,
    lexicon: &Lexicon,
) -> Vec<Option<FurnitureReason>> {
    let mut reasons: Vec<_> = lines.iter().map(|l| ROWS.reason(l.words)).collect();
    for (i, line) in lines.iter().enumerate() {
        let is_path = || {
            let mut others = lines.iter().enumerate().filter(|(j, _)| *j != i);
            line.words.contains(PATH_MARKS)
                && others.any(|(_, other)| is_breadcrumb_of(line.words, other.words))
        };
        if reasons[i].is_none() && (is_path() || is_menu(line.words)) {
            let dated = edge::names_month(line.words, lexicon);
            reasons[i] = Some(match dated {
                true => FurnitureReason::Masthead,
                false => FurnitureReason::Navigation,
            });
        }
        if reasons[i].is_none() && has_field(line.words) {
            reasons[i] = Some(FurnitureReason::Widget);
        }
        if reasons[i].is_none() && line.words.starts_with('©') {
            reasons[i] = Some(FurnitureReason::Copyright);
        }
    }
    Edges { lines, metadata, lexicon }.label(&mut reasons);
    links_below(lines, &mut reasons);
    reasons
}

/// Lines below one that opens a list of links are links of that list: to the page's end once the
/// article is over, and down to the next blank line before that.
fn links_below(lines: &[Line<'_>], reasons: &mut [Option<FurnitureReason>]) {
    let prose = |i: &usize| reasons[*i].is_none() && is_prose(lines[*i].words);
    let Some(first) = (0..lines.len()).find(prose) else { return };
    let last = (0..lines.len()).rev().find(prose).unwrap_or(first);
    let mut open = false;
    for i in first..lines.len() {
        open &= i > last || !lines[i].after_blank;
        match reasons[i] {
            Some(reason) => open = opens_list(reason),
            None if open && is_heading(lines[i].words) => {
                reasons[i] = Some(FurnitureReason::Related);
            }
            None => open = false,
        }
    }
}

fn opens_list(reason: FurnitureReason) -> bool {
    use FurnitureReason::{Navigation, ReadMore, Related, Share};
    matches!(reason, Navigation | ReadMore | Related | Share)
}

/// The rows of the lexicon that count on any line, by what they are compared with.
static ROWS: LazyLock<Rows> = LazyLock::new(|| Rows::of(&Lexicon::english().furniture));

/// Rows by their number in the lexicon.
struct Rows {
    rows: &'static [FurnitureLine],
    whole: HashMap<&'static str, Vec<usize>>,
    /// By the first byte: those that begin a line, and those that begin any word of it.
    starts: Vec<Vec<usize>>,
    inside: Vec<Vec<usize>>,
    labels: Vec<usize>,
}

impl Rows {
    fn of(rows: &'static [FurnitureLine]) -> Rows {
        let buckets = vec![Vec::new(); 256];
        let (starts, inside) = (buckets.clone(), buckets);
        let mut found = Rows { rows, whole: HashMap::new(), starts, inside, labels: Vec::new() };
        for (i, row) in rows.iter().enumerate() {
            let first = usize::from(row.form.bytes().next().unwrap_or_default());
            match row.matches {
                LineMatch::Whole => found.whole.entry(plain(row.form)).or_default().push(i),
                LineMatch::Start | LineMatch::OpenStart => found.starts[first].push(i),
                LineMatch::Anywhere => found.inside[first].push(i),
                LineMatch::EdgeLabel => found.labels.push(i),
                LineMatch::Edge | LineMatch::EdgeStart => {}
            }
        }
        found
    }

    /// The reason of the longest row that a line has, the last of those.
    fn reason(&self, words: &str) -> Option<FurnitureReason> {
        if words.split_whitespace().nth(LINE_WORDS_MAX).is_some() {
            return None;
        }
        let line = normal(words);
        let open = !ends_sentence(words);
        let opened =
            line.trim_start_matches(|c: char| !c.is_alphanumeric() && !"©@#»[(".contains(c));
        let begins = |text: &str, i: &usize| starts_with_words(text, self.rows[*i].form);
        let whole = self.whole.get(plain(line.trim_end().trim_end_matches("(#)")));
        let starts = below(&self.starts, opened)
            .iter()
            .filter(|i| (open || self.rows[**i].matches == LineMatch::Start) && begins(opened, i));
        let inside = word_starts(&line)
            .flat_map(|rest| below(&self.inside, rest).iter().filter(move |i| begins(rest, i)));
        let label = edge::label(words).filter(|_| open || words.ends_with('?'));
        let labels = self
            .labels
            .iter()
            .filter(|i| label.as_ref().is_some_and(|label| label.is(self.rows[**i].form)));
        let found = whole.into_iter().flatten().chain(starts).chain(inside).chain(labels);
        let longest = found.max_by_key(|i| (self.rows[**i].form.len(), **i))?;
        FurnitureReason::parse(self.rows[*longest].reason)
    }
}

/// The rows that begin with the first byte of a text.
fn below<'r>(buckets: &'r [Vec<usize>], text: &str) -> &'r [usize] {
    text.bytes().next().map_or(&[], |first| buckets[usize::from(first)].as_slice())
}

/// What stands from each place on before which no letter or figure stands.
fn word_starts(line: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    line.char_indices().filter_map(move |(at, c)| {
        let begins = !std::mem::replace(&mut inside, c.is_alphanumeric());
        begins.then(|| &line[at..])
    })
}

/// Lower case, one kind of apostrophe, and `#` for each number, as the lexicon's forms have it.
fn normal(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    let mut number = false;
    for c in fold(words).chars() {
        let inside = number && matches!(c, ',' | '.' | ':' | 'k' | 'm');
        number = c.is_ascii_digit() || inside;
        match c {
            _ if number && line.ends_with('#') => {}
            _ if number => line.push('#'),
            '’' | '‘' => line.push('\''),
            _ => line.push(c),
        }
    }
    line
}

/// Words without the punctuation at their ends.
fn plain(words: &str) -> &str {
    words.trim_matches(|c: char| !c.is_alphanumeric() && !"©@#".contains(c))
}

fn starts_with_words(line: &str, form: &str) -> bool {
    let open = form.ends_with(char::is_alphanumeric);
    line.strip_prefix(form).is_some_and(|rest| !open || !rest.starts_with(char::is_alphanumeric))
}

fn contains_words(line: &str, form: &str) -> bool {
    line.contains(form) && word_starts(line).any(|rest| starts_with_words(rest, form))
}

/// A box to tick, a field to fill in, the button of a menu.
fn has_field(line: &str) -> bool {
    let is_field = line.split_once("[ ").is_some_and(|(_, rest)| rest.contains(" ]"));
    is_field || line.contains(['☐', '☑', '☰'])
}

/// A line that ends with a whole other line after a separator: the path to this page.
fn is_breadcrumb_of(line: &str, other: &str) -> bool {
    let before = line.strip_suffix(other).map(str::trim_end);
    before.is_some_and(|b| b.ends_with(PATH_MARKS))
}

/// Three or more short entries between separators, or two where the separator points onward.
fn is_menu(line: &str) -> bool {
    let entries = |separator: &str| -> usize {
        let entries = line.split(separator).map(str::trim).filter(|e| !e.is_empty());
        let entries: Vec<&str> = entries.collect();
        let short = |e: &str| e.split_whitespace().count() <= MENU_ENTRY_WORDS_MAX;
        let named = entries.iter().any(|e| e.starts_with(char::is_alphanumeric));
        if named && entries.iter().all(|e| short(e)) { entries.len() } else { 0 }
    };
    let has = |n: usize| move |s: &&str| line.contains(*s) && entries(s) >= n;
    let listed = [" | ", " · ", " • ", " . ", "  "].iter().any(|s| has(3)(s));
    let path = [" » ", " › ", " > ", " → "].iter().any(|s| has(2)(s));
    (listed || path) && !is_prose(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::markup;
    use lexicon::{FILES, Table};

    /// The reason of a line at the end of a page.
    fn reason(line: &str) -> Option<&'static str> {
        let prose = "The border railway will reopen in May, the ministry said on Tuesday.";
        let words = [prose, prose, prose, prose, prose, line];
        let lines = words.map(|words| Line { words, after_blank: true });
        label(&lines, &Metadata::default(), Lexicon::english())[5].map(FurnitureReason::as_str)
    }

    #[test]
    fn every_row_fires_on_its_example_and_not_on_its_near_miss() {
        let (_, content) =
            FILES.iter().find(|(name, _)| *name == "en/furniture.tsv").expect("file");
        let (table, _) = Table::parse("en/furniture.tsv", content);
        let mut wrong = Vec::new();
        for row in table.rows() {
            let (example, _) = markup::parse(row.get("example")).expect("well formed");
            if reason(&example) != Some(row.get("reason")) {
                wrong.push(format!("{}: {example}: {:?}", row.get("id"), reason(&example)));
            }
            let (near_miss, _) = markup::parse(row.get("near_miss")).expect("well formed");
            if let Some(reason) = reason(&near_miss) {
                wrong.push(format!("{} on its near miss: {near_miss}: {reason}", row.get("id")));
            }
        }
        assert!(wrong.is_empty(), "{} rows\n{}", wrong.len(), wrong.join("\n"));
    }

    #[test]
    fn the_publication_speaks_of_itself_at_the_edges_of_its_page() {
        let page = [
            "HARBOUR ECHO    Friday 9 April 2031    80 crowns",
            "The border railway will reopen in May, the ministry said on Tuesday.",
            "The Echo was told by two engineers that the bridges have to be tested first.",
            "Ilva Renn, the mayor, said on Monday that the town had waited nine years for it.",
            "The Echo is free to read because its readers pay for it.",
            "Ade Okoro writes about railways.",
            "ao/mv",
        ];
        let lines = page.map(|words| Line { words, after_blank: true });
        let metadata = Metadata {
            publisher: Some("Harbour Echo".into()),
            authors: vec!["Ade Okoro".into()],
            ..Metadata::default()
        };
        let reasons = label(&lines, &metadata, Lexicon::english());
        let reasons: Vec<_> = reasons.iter().map(|r| r.map_or("", |r| r.as_str())).collect();
        let expected = ["masthead", "", "", "", "subscribe", "author-box", "author-box"];
        assert_eq!(reasons, expected);
    }

    #[test]
    fn menus_and_breadcrumbs_are_navigation_and_sentences_are_not() {
        assert_eq!(reason("News | Business | Opinion | Sport"), Some("navigation"));
        assert_eq!(reason("Home > World > Indian Ocean"), Some("navigation"));
        assert_eq!(reason("The vote was 12 | 7 in favour, and it stands."), None);
        assert_eq!(reason("© The Echo 2031"), Some("copyright"));
    }
}
