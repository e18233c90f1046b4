//! [`WordPiece`]: the word-piece tokenizer of uncased BERT models (Devlin et al. 2019).
//!
//! Text is cleaned, lower-cased and stripped of accents; words and punctuation marks are cut
//! greedily into the longest pieces of the vocabulary, later pieces marked with `##`.

use std::collections::HashMap;

use unicode_general_category::{GeneralCategory as Category, get_general_category};
use unicode_normalization::UnicodeNormalization;

use crate::Error;
use crate::compact::Reader;

/// A word of more characters is unknown.
const MAX_CHARS: usize = 100;

/// A vocabulary of pieces.
pub(crate) struct WordPiece {
    /// Pieces that begin a word, and pieces that continue one (without their mark).
    first: HashMap<Box<str>, u32>,
    later: HashMap<Box<str>, u32>,
    /// Bytes of the longest piece.
    longest: usize,
}

impl WordPiece {
    /// Reads the pieces in the order of their numbers.
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let count = reader.count(4)?;
        let (mut first, mut later, mut longest) = (HashMap::new(), HashMap::new(), 0);
        for number in 0..count as u32 {
            let piece = reader.str()?;
            longest = longest.max(piece.len());
            match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => later.insert(rest.into(), number),
                _ => first.insert(piece.into(), number),
            };
        }
        Ok(Self { first, later, longest })
    }

    /// The pieces that begin a word, with their numbers, in no order.
    pub fn words(&self) -> impl Iterator<Item = (&str, u32)> {
        self.first.iter().map(|(piece, number)| (&**piece, *number))
    }

    /// Appends the numbers of the pieces of a text; unknown words have none.
    pub fn tokenize(&self, text: &str, out: &mut Vec<u32>) {
        let mut word = String::new();
        let decomposed = text.chars().filter_map(clean).flat_map(spread).nfd();
        let letters = decomposed.filter(|c| !is_accent(*c));
        for c in letters.flat_map(char::to_lowercase) {
            if c.is_whitespace() {
                self.cut(&word, out);
                word.clear();
            } else if is_mark(c) {
                self.cut(&word, out);
                word.clear();
                self.cut(c.encode_utf8(&mut [0; 4]), out);
            } else {
                word.push(c);
            }
        }
        self.cut(&word, out);
    }

    /// Cuts one word; if a part is in no piece, the whole word is unknown.
    fn cut(&self, word: &str, out: &mut Vec<u32>) {
        if word.chars().nth(MAX_CHARS).is_some() {
            return;
        }
        let (start, mut left, mut pieces) = (out.len(), word, &self.first);
        while !left.is_empty() {
            let longest = left.floor_char_boundary(self.longest);
            let ends = (1..=longest).rev().filter(|end| left.is_char_boundary(*end));
            let found = ends
                .map(|end| left.split_at(end))
                .find_map(|(piece, rest)| pieces.get(piece).map(|number| (*number, rest)));
            let Some((number, rest)) = found else {
                out.truncate(start);
                return;
            };
            out.push(number);
            (left, pieces) = (rest, &self.later);
        }
    }
}

fn is_accent(c: char) -> bool {
    !c.is_ascii() && get_general_category(c) == Category::NonspacingMark
}

/// Controls are dropped, all other white space is a space.
fn clean(c: char) -> Option<char> {
    use Category::{Control, Format, PrivateUse, Surrogate, Unassigned};
    match c {
        '\t' | '\n' | '\r' => Some(' '),
        ' '..='~' => Some(c),
        '\u{fffd}' => None,
        _ => match get_general_category(c) {
            Control | Format | PrivateUse | Surrogate | Unassigned => None,
            _ if c.is_whitespace() => Some(' '),
            _ => Some(c),
        },
    }
}

/// An ideograph is a word of its own.
fn spread(c: char) -> impl Iterator<Item = char> {
    let alone = matches!(u32::from(c),
        0x4e00..=0x9fff | 0x3400..=0x4dbf | 0x20000..=0x2a6df | 0x2a700..=0x2b73f
        | 0x2b740..=0x2b81f | 0x2b920..=0x2ceaf | 0xf900..=0xfaff | 0x2f800..=0x2fa1f);
    let space = || alone.then_some(' ');
    space().into_iter().chain([c]).chain(space())
}

/// Punctuation, which is a word of its own.
fn is_mark(c: char) -> bool {
    use Category::*;
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    matches!(
        get_general_category(c),
        ConnectorPunctuation
            | DashPunctuation
            | OpenPunctuation
            | ClosePunctuation
            | InitialPunctuation
            | FinalPunctuation
            | OtherPunctuation
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compact::Writer;

    fn pieces(text: &str) -> Vec<u32> {
        let vocabulary = ["un", "##aff", "##able", "cafe", ".", "中", "##"];
        let mut out = Writer::default();
        out.u32(vocabulary.len() as u32);
        vocabulary.iter().for_each(|piece| out.str(piece));
        let tokenizer = WordPiece::read(&mut Reader::new(&out.0)).unwrap();
        let mut numbers = Vec::new();
        tokenizer.tokenize(text, &mut numbers);
        numbers
    }

    #[test]
    fn the_longest_pieces_come_first() {
        assert_eq!(pieces("unaffable"), [0, 1, 2]);
    }

    #[test]
    fn case_accents_and_controls_do_not_matter() {
        assert_eq!(pieces("CAFÉ.\u{200b}"), [3, 4]);
        assert_eq!(pieces("cafe\u{301}\tcafe"), [3, 3]);
    }

    #[test]
    fn a_word_with_an_unknown_part_is_left_out_whole() {
        assert_eq!(pieces("unaffordable un"), [0]);
        assert!(pieces(&"un".repeat(60)).is_empty());
    }

    #[test]
    fn ideographs_and_marks_are_words() {
        assert_eq!(pieces("中un.un"), [5, 0, 4, 0]);
    }
}
