//! [`Lexeme`]: what is known of a token from its spelling alone. [`Lexemes`] keeps each distinct
//! one once per thread; [`RawToken`] is a stretch of text that points at its lexeme; [`Norms`]
//! are the vocabulary's normal forms.

use std::collections::HashMap;
use std::sync::Arc;

use crate::Error;
use crate::compact::{Reader, Writer};
use crate::python_char::{is_alpha, is_digit, is_space, is_upper};
use crate::string_id::string_id;

/// From this many characters on every word has the same shape.
const LONG_WORD: usize = 100;

/// Equal shape characters kept in a row.
const MAX_SHAPE_RUN: usize = 4;

/// Characters in the suffix feature.
const SUFFIX_CHARS: usize = 3;

/// A token as the tokenizer finds it: bytes `start..end` of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RawToken {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Whether one space character follows that is part of no token.
    pub(crate) space_after: bool,
    /// Index for [`Lexemes::get`].
    pub(crate) lexeme: u32,
}

/// The features of a spelling. All ids are spaCy string ids.
#[derive(Debug)]
pub(crate) struct Lexeme {
    pub(crate) text: Arc<str>,
    pub(crate) lower_text: Arc<str>,
    pub(crate) orth: u64,
    pub(crate) lower: u64,
    pub(crate) norm: u64,
    pub(crate) prefix: u64,
    pub(crate) suffix: u64,
    pub(crate) shape: u64,
    pub(crate) is_space: bool,
}

impl Lexeme {
    fn new(text: &str, norm: u64) -> Self {
        let after_prefix = text.chars().next().map_or(0, char::len_utf8);
        let suffix_start = text.char_indices().rev().nth(SUFFIX_CHARS - 1).map_or(0, |(i, _)| i);
        let lower = text.to_lowercase();
        let text: Arc<str> = text.into();
        Lexeme {
            lower_text: if lower == *text { text.clone() } else { lower.as_str().into() },
            orth: string_id(&text),
            lower: string_id(&lower),
            norm,
            prefix: string_id(&text[..after_prefix]),
            suffix: string_id(&text[suffix_start..]),
            shape: string_id(&shape(&text)),
            is_space: !text.is_empty() && text.chars().all(is_space),
            text,
        }
    }
}

/// Letters as `X` or `x`, digits as `d`, the rest as it is; longer runs cut to four.
fn shape(text: &str) -> String {
    if text.chars().nth(LONG_WORD - 1).is_some() {
        return "LONG".to_owned();
    }
    let mut shape = String::with_capacity(text.len());
    let (mut last, mut run) = (None, 0);
    for c in text.chars() {
        let sign = match c {
            _ if is_alpha(c) && is_upper(c) => 'X',
            _ if is_alpha(c) => 'x',
            _ if is_digit(c) => 'd',
            other => other,
        };
        run = if last == Some(sign) { run + 1 } else { 1 };
        last = Some(sign);
        if run <= MAX_SHAPE_RUN {
            shape.push(sign);
        }
    }
    shape
}

/// Each distinct lexeme once, for one thread. Two tokens share a lexeme if spelling and norm agree.
#[derive(Debug, Default)]
pub(crate) struct Lexemes {
    list: Vec<Lexeme>,
    plain: HashMap<Arc<str>, u32>,
    /// Lexemes whose norm a tokenizer exception sets, by plain lexeme and norm.
    normed: HashMap<(u32, u64), u32>,
}

impl Lexemes {
    /// The lexeme at an index that [`Lexemes::intern`] returned.
    pub(crate) fn get(&self, index: u32) -> &Lexeme {
        &self.list[index as usize]
    }

    /// How many there are: indexes are below this.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// The index of a spelling, with the norm that an exception gives it or else the vocabulary.
    pub(crate) fn intern(&mut self, text: &str, exception: Option<u64>, norms: &Norms) -> u32 {
        let plain = match self.plain.get(text) {
            Some(&index) => index,
            None => {
                let index = self.push(Lexeme::new(text, norms.of(text)));
                self.plain.insert(self.list[index as usize].text.clone(), index);
                index
            }
        };
        let Some(norm) = exception.filter(|&norm| norm != self.get(plain).norm) else {
            return plain;
        };
        if let Some(&index) = self.normed.get(&(plain, norm)) {
            return index;
        }
        let index = self.push(Lexeme::new(text, norm));
        self.normed.insert((plain, norm), index);
        index
    }

    fn push(&mut self, lexeme: Lexeme) -> u32 {
        self.list.push(lexeme);
        (self.list.len() - 1) as u32
    }
}

/// Normal forms of a vocabulary, from spelling id to norm id. Other words are lower-cased.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Norms {
    /// Sorted by spelling id.
    pairs: Vec<(u64, u64)>,
}

/// The norms every spaCy vocabulary has, one `form <tab> norm` a line.
const BASE_NORMS: &str = include_str!("../data/base_norms.tsv");

impl Norms {
    /// The base norms, overridden by a `lexeme_norm` table of (spelling id, norm).
    pub(crate) fn new<'a>(table: impl IntoIterator<Item = (u64, &'a str)>) -> Self {
        let base = BASE_NORMS.lines().filter(|line| !line.starts_with('#'));
        let base = base.filter_map(|line| line.split_once('\t'));
        let mut norms: HashMap<u64, u64> =
            base.map(|(form, norm)| (string_id(form), string_id(norm))).collect();
        norms.extend(table.into_iter().map(|(form, norm)| (form, string_id(norm))));
        let mut pairs: Vec<_> = norms.into_iter().collect();
        pairs.sort_unstable();
        Norms { pairs }
    }

    /// The norm id of a spelling.
    fn of(&self, text: &str) -> u64 {
        let orth = string_id(text);
        match self.pairs.binary_search_by_key(&orth, |&(form, _)| form) {
            Ok(found) => self.pairs[found].1,
            Err(_) => string_id(&text.to_lowercase()),
        }
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.u32(self.pairs.len() as u32);
        for &(form, norm) in &self.pairs {
            out.u64(form);
            out.u64(norm);
        }
    }

    pub(crate) fn read(reader: &mut Reader) -> Result<Self, Error> {
        let count = reader.count(16)?;
        let mut pairs = Vec::with_capacity(count);
        for _ in 0..count {
            pairs.push((reader.u64()?, reader.u64()?));
        }
        pairs.sort_unstable();
        Ok(Norms { pairs })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexeme(text: &str) -> Lexeme {
        Lexeme::new(text, Norms::new([]).of(text))
    }

    #[test]
    fn features_are_cut_at_letters_not_bytes() {
        let word = lexeme("Ärzte");
        assert_eq!(word.prefix, string_id("Ä"));
        assert_eq!(word.suffix, string_id("zte"));
        assert_eq!(word.shape, string_id("Xxxxx"));
        assert_eq!(word.lower, string_id("ärzte"));
        let short = lexeme("жж");
        assert_eq!(short.suffix, short.orth);
    }

    #[test]
    fn shapes_cap_runs_at_four() {
        assert_eq!(shape("McDonald-1984x"), "XxXxxxx-ddddx");
        assert_eq!(shape("12345678"), "dddd");
        assert_eq!(shape("中文²Ⅷ!!!!!!"), "xxdⅧ!!!!");
        assert_eq!(shape(&"y".repeat(99)), "xxxx");
        assert_eq!(shape(&"y".repeat(100)), "LONG");
    }

    #[test]
    fn a_norm_comes_from_the_table_then_the_base_then_the_lower_case() {
        let norms = Norms::new([(string_id("cuz"), "because"), (string_id("—"), "dash")]);
        assert_eq!(norms.of("cuz"), string_id("because"));
        assert_eq!(norms.of("Cuz"), string_id("cuz"));
        assert_eq!(norms.of("—"), string_id("dash"));
        assert_eq!(norms.of("€"), string_id("$"));
        let mut out = Writer::default();
        norms.write(&mut out);
        assert_eq!(Norms::read(&mut Reader::new(&out.0)).unwrap(), norms);
    }

    #[test]
    fn an_exception_norm_makes_its_own_lexeme_once() {
        let norms = Norms::new([]);
        let mut lexemes = Lexemes::default();
        let plain = lexemes.intern("ca", None, &norms);
        let can = lexemes.intern("ca", Some(string_id("can")), &norms);
        assert_ne!(plain, can);
        assert_eq!(lexemes.intern("ca", Some(string_id("can")), &norms), can);
        assert_eq!(lexemes.intern("ca", Some(string_id("ca")), &norms), plain);
        assert_eq!(lexemes.get(can).orth, lexemes.get(plain).orth);
        assert_eq!(lexemes.len(), 2);
    }
}
