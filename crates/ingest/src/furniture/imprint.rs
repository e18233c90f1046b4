//! Lines at the top and the bottom of a page in which the publication speaks of itself: who prints
//! it, when it is on the air, where to write to, what stands on its other pages.
//!
//! What such a line says is without end, so weights learned from pages judge it by its place, its
//! shape, the words it shares with the rest of the page, and words. They are in
//! `models/furniture.tsv`, learned by `xtask train-furniture`.

use super::{Line, normal};
use crate::layout::ends_sentence;
use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// Lines at either end of a page that are judged: as many as [`super::edge`] looks at.
const EDGE: usize = 4;

/// Fewest lines of a page with ends: of so many were those that the weights were learned from.
pub const LINES_MIN: usize = 5;

/// Shortest words that tell what a line is about, in letters. Chosen 2026-11-23, not swept.
const TELLING_MIN: usize = 4;

/// Longest label of a line, in characters. Chosen 2026-11-23, not swept.
const LABEL_MAX: usize = 30;

/// The weights that are part of the program.
static WEIGHTS: LazyLock<HashMap<&str, f32>> = LazyLock::new(|| {
    let table = include_str!("../../../../models/furniture.tsv");
    let rows = table.lines().filter_map(|row| row.split_once('\t'));
    rows.filter_map(|(sign, weight)| Some((sign, weight.parse().ok()?))).collect()
});

/// The row of the table with the least likelihood.
pub const THRESHOLD: &str = "threshold";

/// Which lines of a page are such. Cost: linear in the page's words.
pub(crate) fn find(lines: &[Line<'_>], publisher: Option<&str>) -> Vec<bool> {
    let lines: Vec<&str> = lines.iter().map(|line| line.words).collect();
    let mut found = vec![false; lines.len()];
    if lines.len() < LINES_MIN {
        return found;
    }
    // A line that opens with a number as the one above it does goes on with a list or a ticker.
    let numbered = |i: usize| lines[i].starts_with(|c: char| c.is_ascii_digit());
    let goes_on = |i: usize| i > 0 && numbered(i) && numbered(i - 1);
    for (i, signs) in judged(&lines, publisher).into_iter().filter(|(i, _)| !goes_on(*i)) {
        found[i] = likely(&signs) >= WEIGHTS.get(THRESHOLD).copied().unwrap_or(1.0);
    }
    found
}

/// The lines at both ends of a page, each with what speaks for and against its being such a line.
pub fn judged(lines: &[&str], publisher: Option<&str>) -> Vec<(usize, Vec<(String, f32)>)> {
    let words: Vec<Vec<String>> = lines.iter().map(|line| words(line)).collect();
    let mut held: HashMap<&str, usize> = HashMap::new();
    for line in &words {
        let once: HashSet<&str> = line.iter().map(String::as_str).collect();
        once.into_iter().for_each(|word| *held.entry(word).or_default() += 1);
    }
    let name = self::words(publisher.unwrap_or_default());
    let name: Vec<&String> = name.iter().filter(|word| is_telling(word)).collect();
    let at_edge = |i: &usize| *i < EDGE || *i + EDGE >= lines.len();
    let page = Page { lines, words: &words, held, name };
    (0..lines.len()).filter(at_edge).map(|i| (i, page.signs(i))).collect()
}

/// How likely a line is one in which the publication speaks of itself, 0 to 1.
fn likely(signs: &[(String, f32)]) -> f32 {
    let weight = |sign: &String| WEIGHTS.get(sign.as_str()).copied().unwrap_or_default();
    let sum: f32 = signs.iter().map(|(sign, value)| weight(sign) * value).sum();
    1.0 / (1.0 + (-sum).exp())
}

struct Page<'a> {
    lines: &'a [&'a str],
    words: &'a [Vec<String>],
    /// In how many lines a word stands.
    held: HashMap<&'a str, usize>,
    /// The telling words of the publication's name.
    name: Vec<&'a String>,
}

impl Page<'_> {
    fn signs(&self, i: usize) -> Vec<(String, f32)> {
        let (line, words) = (self.lines[i], &self.words[i]);
        let parts: Vec<&str> = line.split_whitespace().collect();
        let n = parts.len();
        let telling: Vec<&String> = words.iter().filter(|word| is_telling(word)).collect();
        let again = telling.iter().filter(|w| self.held.get(w.as_str()).is_some_and(|n| *n > 1));
        let shared = again.count() as f32 / telling.len().max(1) as f32;
        let capital = |w: &&&str| w.starts_with(char::is_uppercase);
        let capitals = parts.iter().skip(1).filter(capital).count() as f32;
        let ends = parts.iter().filter(|w| ends_sentence(w)).count();
        let flag = |is: bool| f32::from(u8::from(is));
        let named = |words: &[String]| words.iter().any(|w| self.name.contains(&w));
        let letters = || line.chars().filter(|c| c.is_alphabetic());
        let label = line.find(':').is_some_and(|at| {
            (2..=LABEL_MAX).contains(&line[..at].chars().count()) && !line[..at].contains('.')
        });
        let from_bottom = self.lines.len() - 1 - i;
        let end = if from_bottom < EDGE { "bottom" } else { "top" };
        let place = if from_bottom < EDGE { from_bottom } else { i };
        let shape = [
            ("one", 1.0),
            ("words", n.min(60) as f32 / 20.0),
            ("words up to 4", flag(n <= 4)),
            ("words up to 15", flag(n <= 15)),
            ("words above 30", flag(n > 30)),
            ("words above 45", flag(n > 45)),
            ("no end of a sentence", flag(!ends_sentence(line))),
            ("shared", shared),
            ("none shared", flag(shared == 0.0 && telling.len() > 1)),
            ("publication named", flag(named(words))),
            ("publication named first", flag(named(&words[..words.len().min(3)]))),
            ("quotation mark", flag(line.contains(['"', '“', '”', '«', '»', '„']))),
            ("figures", flag(line.contains(|c: char| c.is_ascii_digit()))),
            ("label", flag(label)),
            ("address", flag(parts.iter().any(|w| is_address(w)))),
            ("capitals", capitals / n.max(1) as f32),
            ("parenthesis", flag(line.starts_with('('))),
            ("question", flag(line.ends_with('?'))),
            ("all capitals", flag(letters().count() > 0 && !letters().any(char::is_lowercase))),
            ("separator", flag(line.contains(['|', '·', '•']))),
            ("lines", self.lines.len().min(30) as f32 / 10.0),
            ("sentences", ends.min(4) as f32 / 2.0),
            ("short sentences", flag(n < 7 * (1 + ends))),
        ];
        let shape = shape.into_iter().map(|(sign, value)| (format!("{end} {sign}"), value));
        let place = (format!("{end} at {place}"), 1.0);
        let words: std::collections::BTreeSet<&String> = words.iter().collect();
        let words = words.into_iter().map(|word| (format!("word {word}"), 1.0));
        shape.chain([place]).chain(words).filter(|(_, value)| *value != 0.0).collect()
    }
}

/// The words of a line, without case.
fn words(line: &str) -> Vec<String> {
    let line = normal(line);
    let is_word = |w: &&str| w.contains(char::is_alphabetic);
    let parts = line.split(|c: char| !c.is_alphabetic() && c != '\'');
    parts.map(|w| w.trim_matches('\'')).filter(is_word).map(str::to_string).collect()
}

fn is_telling(word: &str) -> bool {
    word.chars().count() >= TELLING_MIN
}

/// Whether a word is an address on the net or of mail; "U.S." and "p.m." are none.
fn is_address(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let long = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let parts = word.split('.');
    word.contains('@') || parts.clone().count() > 1 && parts.clone().all(long)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_publication_speaks_of_itself_below_its_report_and_the_report_does_not() {
        let page = [
            "Radio Tarn",
            "The border railway will reopen in May, the ministry said on Tuesday.",
            "Two engineers said that the bridges have to be tested first.",
            "The mayor said on Monday that the town had waited nine years for the railway.",
            "Nobody knows what the tests of the bridges will cost the ministry.",
            "Listen again on our website. Letters to the editor: page 14.",
        ];
        let lines = page.map(|words| Line { words, after_blank: true });
        let found = find(&lines, Some("Radio Tarn"));
        assert_eq!(found[1..], [false, false, false, false, true]);
    }

    #[test]
    fn a_ticker_goes_on_to_its_end() {
        let hours = [9, 10, 11, 12, 13, 14];
        let lines = hours.map(|hour| format!("{hour}:00 The road is shut."));
        let lines: Vec<Line> =
            lines.iter().map(|words| Line { words, after_blank: false }).collect();
        assert!(find(&lines, Some("Radio Tarn")).iter().skip(1).all(|is| !is));
    }

    #[test]
    fn any_lines_are_judged() {
        for lines in [&[][..], &[""], &["…", "!?", "\u{301}"]] {
            let lines: Vec<Line> =
                lines.iter().map(|words| Line { words, after_blank: false }).collect();
            assert_eq!(find(&lines, None).len(), lines.len());
        }
    }
}
