//! The first and the last lines of a page, where a publication speaks of itself: masthead, menu,
//! appeals, addresses, teasers.
//!
//! [`label`] judges them by their place and shape, by the publication's own name, and by the rows
//! of `lexicon/en/furniture.tsv` that count at the edges only.

use super::{LINE_WORDS_MAX, Line, normal, starts_with_words};
use crate::layout::{ends_sentence, is_prose};
use document::{FurnitureReason, Metadata};
use lexicon::{Lexicon, fold, rows::LineMatch};

/// Fewest words of a line in which a publication speaks of itself or its author; a bare name is a
/// byline.
const APPEAL_WORDS_MIN: usize = 5;

/// Lines at the top and at the bottom of a page where the publication speaks of itself. On the
/// eight invented stories of `eval/accounts` (2026-11) 3 to 5 were tried: the same from 4 on.
const TOP_LINES: usize = 4;
const BOTTOM_LINES: usize = 4;

/// Most words of an edge line that is furniture by a row of the lexicon.
const EDGE_WORDS_MAX: usize = 30;

/// Most words of a line that opens a page with the publication's name.
const MASTHEAD_WORDS_MAX: usize = 12;

/// Most words before the colon of a line that is labelled.
const LABEL_WORDS_MAX: usize = 6;

/// Most words of a teaser with a label in capitals, anywhere below the article's beginning.
const TEASER_WORDS_MAX: usize = 14;

/// Fewest words of a menu without separators.
const MENU_WORDS_MIN: usize = 4;

/// A page's lines and what is known of it.
pub(super) struct Edges<'a> {
    pub lines: &'a [Line<'a>],
    pub metadata: &'a Metadata,
    pub lexicon: &'a Lexicon,
}

impl Edges<'_> {
    /// Labels what only the first and last lines of a page can be.
    pub(super) fn label(&self, reasons: &mut [Option<FurnitureReason>]) {
        let prose = |i: &usize| is_prose(self.lines[*i].words);
        if (0..self.lines.len()).filter(prose).count() < 2 {
            return;
        }
        let first = (0..self.lines.len()).find(prose).unwrap_or(0);
        let body = |i: &usize| prose(i) && reasons[*i].is_none() && self.by_words(*i).is_none();
        let last = (0..self.lines.len()).rev().find(body).unwrap_or(first);
        let bottom = self.lines.len().saturating_sub(BOTTOM_LINES).max(1);
        self.masthead(first, reasons);
        let teasers = (first + 1..self.lines.len()).filter(|i| self.is_loud_teaser(*i));
        for i in teasers {
            reasons[i] = reasons[i].or(Some(FurnitureReason::Related));
        }
        for i in (0..self.lines.len()).filter(|i| *i < TOP_LINES || *i >= bottom) {
            if reasons[i].is_none() {
                reasons[i] = self.reason(i, first, i >= bottom, i > last);
            }
        }
    }

    fn reason(&self, i: usize, first: usize, low: bool, after: bool) -> Option<FurnitureReason> {
        let words = self.lines[i].words;
        let metadata = self.metadata;
        if is_columns(words) && (low || i < TOP_LINES - 1) {
            return Some(FurnitureReason::Masthead);
        }
        if low && (is_initials(words) || is_about_author(words, metadata) || is_address(words)) {
            return Some(FurnitureReason::AuthorBox);
        }
        if low && words.split_whitespace().all(|w| w.len() > 1 && w.starts_with('#')) {
            return Some(FurnitureReason::Tags);
        }
        if (i < 2 || low) && is_about_publisher(words, metadata) {
            return Some(FurnitureReason::Subscribe);
        }
        if i < first && i < 2 && self.is_loud_name(i) {
            return Some(FurnitureReason::Masthead);
        }
        if i < first && self.is_bare_menu(words) {
            return Some(FurnitureReason::Navigation);
        }
        self.by_words(i).or((after && is_teaser(words)).then_some(FurnitureReason::Related))
    }

    /// The reason that the lexicon gives for a line at an edge.
    fn by_words(&self, i: usize) -> Option<FurnitureReason> {
        let words = self.lines[i].words;
        if words.split_whitespace().nth(EDGE_WORDS_MAX).is_some() {
            return None;
        }
        let line = normal(words);
        let closed = ends_sentence(words);
        let label = label(words);
        let sentences: Vec<&str> = sentences(&line).collect();
        let found = self.lexicon.furniture.iter().filter(|row| match row.matches {
            LineMatch::EdgeStart => sentences.iter().any(|s| starts_with_words(s, row.form)),
            LineMatch::EdgeLabel => label.as_ref().is_some_and(|label| label.is(row.form)),
            LineMatch::Edge => !closed && super::contains_words(&line, row.form),
            _ => false,
        });
        FurnitureReason::parse(found.max_by_key(|row| row.form.len())?.reason)
    }

    /// The line with the publication's name above the text, and the short lines right below it
    /// that are neither the headline, nor name a writer or a day.
    fn masthead(&self, first: usize, reasons: &mut [Option<FurnitureReason>]) {
        let Some(name) = self.metadata.publisher.as_deref().map(fold) else { return };
        let name = name.split_once(" (").map_or(name.as_str(), |(name, _)| name).to_string();
        let opens = |i: &usize| {
            let line = fold(self.lines[*i].words);
            let n = line.split_whitespace().count();
            let begins = starts_with_words(&line, &name);
            let is_begun = n >= 2 && starts_with_words(&name, &line);
            n <= MASTHEAD_WORDS_MAX && (begins || is_begun) && !self.is_title(*i)
        };
        let Some(at) = (0..first.min(TOP_LINES)).find(opens) else { return };
        reasons[at] = reasons[at].or(Some(FurnitureReason::Masthead));
        let below = reasons.iter_mut().enumerate().take(first.min(at + TOP_LINES)).skip(at + 1);
        for (i, reason) in below {
            let apart = self.lines[i].after_blank || self.metadata.title.is_none();
            if apart || self.is_title(i) || self.is_signed_or_dated(i) {
                return;
            }
            *reason = reason.or(Some(FurnitureReason::Masthead));
        }
    }

    /// Words in capitals that are neither the headline, where that is known, nor name a writer.
    fn is_loud_name(&self, i: usize) -> bool {
        let is_known = self.metadata.title.is_some();
        is_known && is_loud(self.lines[i].words) && !self.is_title(i) && !self.is_signed_or_dated(i)
    }

    fn is_title(&self, i: usize) -> bool {
        let line = fold(self.lines[i].words);
        self.metadata.title.as_deref().is_some_and(|title| {
            let title = fold(title);
            let shared = line.split_whitespace().filter(|w| title.split(' ').any(|t| t == *w));
            shared.count() * 2 >= line.split_whitespace().count()
        })
    }

    fn is_signed_or_dated(&self, i: usize) -> bool {
        let words = self.lines[i].words;
        let lower = words.to_lowercase();
        let opens = lower.split_whitespace().next().is_some_and(|w| {
            self.lexicon
                .byline_words
                .get(w)
                .is_some_and(|kinds| kinds.contains(&lexicon::BylineWord::Opens))
        });
        let author = |a: &String| !a.is_empty() && fold(words).contains(&fold(a));
        names_month(words, self.lexicon) || opens || self.metadata.authors.iter().any(author)
    }

    /// A line that ends no sentence, with a label in capitals that no other line has: the others
    /// would be what one speaker says.
    fn is_loud_teaser(&self, i: usize) -> bool {
        let words = self.lines[i].words.trim_start_matches(|c: char| !c.is_alphanumeric());
        let Some(label) = label_of(words).filter(|label| is_loud(label)) else { return false };
        let again = |(j, line): (usize, &Line<'_>)| j != i && label_of(line.words) == Some(label);
        // A line all in capitals, or with a number, is a heading.
        !ends_sentence(words)
            && !is_loud(words)
            && !words.starts_with(|c: char| c.is_ascii_digit())
            && words.split_whitespace().count() <= TEASER_WORDS_MAX
            && !self.lines.iter().enumerate().any(again)
    }

    /// Capitalised words side by side, none of them the headline's.
    fn is_bare_menu(&self, words: &str) -> bool {
        let Some(title) = self.metadata.title.as_deref().map(fold) else { return false };
        let title: Vec<&str> = title.split(' ').collect();
        let entry = |w: &str| {
            w.starts_with(char::is_uppercase)
                && w.chars().all(|c| c.is_alphanumeric() || c == '-')
                && !title.contains(&fold(w).as_str())
        };
        let named = |a: &String| !a.is_empty() && words.contains(a.as_str());
        words.split_whitespace().count() >= MENU_WORDS_MIN
            && words.split_whitespace().all(entry)
            && !self.metadata.authors.iter().any(named)
    }
}

/// Whether a word of a line is the name of a month.
pub(super) fn names_month(words: &str, lexicon: &Lexicon) -> bool {
    let lower = words.to_lowercase();
    let mut parts = lower.split(|c: char| !c.is_alphanumeric());
    parts.any(|w| lexicon.month_names.contains_key(w))
}

/// The parts of a line that begin it or follow the end of a sentence.
fn sentences(line: &str) -> impl Iterator<Item = &str> {
    let ends = line.match_indices(['.', '?', '!', '|', '·']).map(|(at, mark)| at + mark.len());
    let starts = std::iter::once(0).chain(ends.filter(|at| line[*at..].starts_with(' ')));
    starts.flat_map(|at| {
        let rest = line[at..].trim_start();
        [rest, rest.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '#')]
    })
}

/// The words before a colon near the line's beginning.
fn label_of(words: &str) -> Option<&str> {
    let (label, rest) = words.split_once(':')?;
    let n = label.split_whitespace().count();
    let apart = rest.starts_with(' ') || rest.is_empty();
    (apart && (1..=LABEL_WORDS_MAX).contains(&n)).then_some(label.trim())
}

/// The words before a line's colon.
pub(super) struct Label<'a> {
    words: &'a str,
    normal: String,
}

pub(super) fn label(words: &str) -> Option<Label<'_>> {
    Some(Label { words, normal: normal(label_of(words)?) })
}

impl Label<'_> {
    /// Whether they are the form, or the form and names.
    pub(super) fn is(&self, form: &str) -> bool {
        let label = self.normal.trim_start_matches(|c: char| !c.is_alphanumeric());
        let rest = label.strip_prefix(form);
        rest.is_some_and(|r| {
            r.is_empty() || (r.starts_with(' ') && is_name_after(self.words, form))
        })
    }
}

/// Whether only capitalised words follow the form in a label: `About Harbour Press:`.
fn is_name_after(words: &str, form: &str) -> bool {
    let skipped = form.split_whitespace().count();
    let label = words.split(':').next().unwrap_or_default();
    label.split_whitespace().skip(skipped).all(|w| w.starts_with(char::is_uppercase))
}

/// A label and words that end no sentence, the label in capitals or the words without figures.
fn is_teaser(words: &str) -> bool {
    let Some(label) = label_of(words) else { return false };
    let rest = &words[words.find(':').map_or(words.len(), |at| at + 1)..];
    let loud = is_loud(label);
    let figures = rest.chars().any(|c| c.is_ascii_digit());
    !ends_sentence(words) && !rest.trim().is_empty() && (loud || !figures)
}

/// Whether words are written in capitals.
fn is_loud(words: &str) -> bool {
    words.chars().all(|c| !c.is_lowercase())
        && words.chars().filter(|c| c.is_uppercase()).count() >= 3
}

/// Entries set apart by wide gaps or separators, as in the head of a paper: a separator known as
/// such, or any symbol that stands alone twice.
fn is_columns(words: &str) -> bool {
    let separators = ["   ", " | ", " · ", " • ", " — ", " - "];
    let entries = |s: &str| words.split(s).filter(|e| !e.trim().is_empty()).count();
    let lone = |w: &&str| {
        let mut chars = w.chars();
        let symbol = chars.next().is_some_and(|c| !c.is_alphanumeric() && !c.is_ascii());
        symbol && chars.all(|c| c == '\u{FE0F}')
    };
    let symbols: Vec<&str> = words.split_whitespace().filter(lone).collect();
    let dashed = |s: &str| if matches!(s, " — " | " - ") { 3 } else { 2 };
    (separators.iter().any(|s| entries(s) >= dashed(s))
        || symbols.iter().any(|s| symbols.iter().filter(|t| t == &s).count() >= 2))
        && !is_prose(words)
}

/// "nk/hb": who wrote and who edited an agency's report.
fn is_initials(words: &str) -> bool {
    /// Longest such line, in bytes.
    const INITIALS_MAX: usize = 20;
    words.len() <= INITIALS_MAX
        && words.contains('/')
        && words.split('/').all(|w| !w.is_empty() && w.chars().all(char::is_alphabetic))
}

/// A short line with an electronic address.
fn is_address(words: &str) -> bool {
    let address = |w: &str| {
        let w = w.trim_matches(|c: char| !c.is_alphanumeric());
        w.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    };
    words.split_whitespace().count() <= LINE_WORDS_MAX / 2 && words.split_whitespace().any(address)
}

/// A short line that begins with the name of an author of the page.
fn is_about_author(words: &str, metadata: &Metadata) -> bool {
    (APPEAL_WORDS_MIN..=LINE_WORDS_MAX).contains(&words.split_whitespace().count())
        && metadata.authors.iter().any(|a| !a.is_empty() && words.starts_with(a.as_str()))
}

/// A short line that begins with the name of the publication, or with its last word after an
/// article.
fn is_about_publisher(words: &str, metadata: &Metadata) -> bool {
    let Some(publisher) = metadata.publisher.as_deref() else { return false };
    let name = publisher.split_once(" (").map_or(publisher, |(name, _)| name);
    let last = name.split_whitespace().next_back().unwrap_or(name);
    let mut line = words.split_whitespace();
    let second = line.nth(1).unwrap_or_default();
    let is_first = starts_with_words(words, name);
    let n = words.split_whitespace().count();
    let is_short = (APPEAL_WORDS_MIN..=LINE_WORDS_MAX / 2).contains(&n);
    let articled = words.split_whitespace().next().is_some_and(|w| w.chars().count() <= 3);
    let initials = publisher.split_once(" (").and_then(|(_, rest)| rest.strip_suffix(')'));
    let is_first = is_first || initials.is_some_and(|short| starts_with_words(words, short));
    is_short && (is_first || (articled && second == last))
}
