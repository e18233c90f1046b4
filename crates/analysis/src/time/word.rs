//! [`Word`]: a piece of text with all it can mean in a time expression.

use crate::syntax::Syntax;
use document::Text;
use lexicon::{
    Lexicon,
    time::{TimeWord, pieces},
};
use std::ops::Range;

/// A word, figure, sign, or a phrase of the lexicon.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Bytes of the text.
    pub(super) bytes: Range<usize>,
    /// Whether nothing stands between it and the word before.
    pub(super) glued: bool,
    /// What it can mean; empty for a word that says nothing of time.
    pub(super) meanings: &'static [TimeWord],
    /// Its value if it is written in figures.
    pub(super) number: Option<f64>,
    /// How many figures; 0 if grouped by commas or no number.
    pub(super) figures: usize,
    /// The sign, if it is one.
    pub(super) sign: Option<char>,
    /// Whether it begins with a capital letter.
    pub(super) capital: bool,
    /// The index of its (last) token in the syntax; past the end if the text was not parsed.
    pub(super) token: usize,
}

/// Words with more figures than this are no numbers of a time expression.
const FIGURES_MAX: usize = 9;

/// The words of a block of text whose tokens are `tokens`, none if it was not parsed. Cost: linear
/// in its bytes.
pub(super) fn words(
    text: &Text,
    block: Range<usize>,
    tokens: Range<usize>,
    syntax: &Syntax,
    lexicon: &'static Lexicon,
) -> Vec<Word> {
    let at = block.start;
    let pieces: Vec<(usize, usize, &str)> =
        pieces(&text.as_str()[block]).map(|(s, e, w)| (s + at, e + at, w)).collect();
    let mut words = Vec::with_capacity(pieces.len());
    let mut i = 0;
    let mut token = tokens.start;
    while i < pieces.len() {
        let (start, mut end, piece) = pieces[i];
        let starts_word = piece.starts_with(char::is_alphabetic);
        let phrase =
            starts_word.then(|| lexicon.time.longest(pieces[i..].iter().map(|p| p.2))).flatten();
        let mut figures = 0;
        let mut number = None;
        let first = piece.chars().next().unwrap_or(' ');
        let glued = i > 0 && pieces[i - 1].1 == start;
        i += 1;
        let mut meanings: &'static [TimeWord] = &[];
        if let Some((n, found)) = phrase {
            meanings = found;
            i += n - 1;
            end = pieces[i - 1].1;
        } else if first.is_ascii_digit() && piece.len() <= FIGURES_MAX {
            figures = piece.len();
            let mut digits = piece.to_string();
            while let [(_, a, ","), (b, c, group), ..] = pieces[i..]
                && group.len() == 3
                && group.starts_with(|c: char| c.is_ascii_digit())
                && end + 1 == a
                && a == b
                && digits.len() <= FIGURES_MAX
            {
                digits.push_str(group);
                (end, figures) = (c, 0);
                i += 2;
            }
            number = digits.parse().ok();
        }
        while token < tokens.end && (syntax.parse.tokens[token].end as usize) < end {
            token += 1;
        }
        words.push(Word {
            bytes: start..end,
            glued,
            meanings,
            number,
            figures,
            sign: (!first.is_alphanumeric()).then_some(first),
            capital: first.is_uppercase(),
            token: if token < tokens.end { token } else { usize::MAX },
        });
    }
    words
}

/// Marks that open the title of a programme or work.
const OPENING: [char; 5] = ['"', '“', '‘', '«', '\''];

/// Whether some of the words stand in capitals behind an opening mark: "on “This Week”".
pub(super) fn is_title(words: &[Word], some: &Range<usize>) -> bool {
    let marked = some.start.checked_sub(1).and_then(|i| words[i].sign);
    let opens = marked.is_some_and(|sign| OPENING.contains(&sign));
    opens
        && words[some.start].glued
        && some.len() > 1
        && words[some.clone()].iter().all(|w| w.capital)
}

impl Word {
    /// The first meaning of a kind.
    pub(super) fn get<T>(&self, pick: impl Fn(TimeWord) -> Option<T>) -> Option<T> {
        self.meanings.iter().find_map(|meaning| pick(*meaning))
    }

    /// Whether it can mean this.
    pub(super) fn is(&self, meaning: TimeWord) -> bool {
        self.meanings.contains(&meaning)
    }

    /// Whether it is this sign.
    pub(super) fn is_sign(&self, sign: char) -> bool {
        self.sign == Some(sign)
    }

    /// Whether it is a hyphen or dash.
    pub(super) fn is_dash(&self) -> bool {
        matches!(self.sign, Some('-' | '‐' | '‑' | '–'))
    }

    /// Whether it is an apostrophe.
    pub(super) fn is_apostrophe(&self) -> bool {
        matches!(self.sign, Some('\'' | '’' | '‘' | '`'))
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::analysed;

    fn values(text: &str) -> Vec<String> {
        let (_, analysis) = analysed(text);
        analysis.times.iter().map(|t| t.value.value.clone()).collect()
    }

    #[test]
    fn the_title_of_a_programme_names_no_time() {
        assert_eq!(values("5 March 2031\n\nVale spoke on “This Week” in the hall.").len(), 1);
        assert_eq!(values("5 March 2031\n\nVale spoke “this week” in the hall.").len(), 2);
    }

    #[test]
    fn on_sunday_the_weekend_that_is_over_is_this_one() {
        let of =
            |date: &str| values(&format!("{date}\n\nVale said over the weekend that it sank."));
        assert_eq!(of("9 March 2031").last().map(String::as_str), Some("2031-W10-WE"));
        assert_eq!(of("10 March 2031").last().map(String::as_str), Some("2031-W10-WE"));
    }
}
