//! Splits one chunk: exceptions, prefixes and suffixes, URLs, infixes, in the order that spaCy
//! applies them.

use super::{Piece, Tokenizer};
use crate::pattern::Pattern;

/// A chunk on the way: the pieces taken off its two ends, and the bytes that are left.
struct Peeled {
    prefixes: Vec<usize>,
    /// From the last to the first.
    suffixes: Vec<usize>,
    start: usize,
    end: usize,
}

impl Tokenizer {
    /// The pieces of a chunk; their lengths add up to its own.
    pub(super) fn split(&self, chunk: &str, with_specials: bool) -> Vec<Piece> {
        let peeled = self.peel(chunk, with_specials);
        let plain = |len: &usize| Piece { len: *len as u32, norm: None };
        let mut pieces: Vec<Piece> = peeled.prefixes.iter().map(plain).collect();
        let rest = &chunk[peeled.start..peeled.end];
        match self.specials.rule(rest).filter(|_| with_specials) {
            Some(special) => pieces.extend(special),
            None if rest.is_empty() => {}
            None if matches(&self.token_match, rest) || matches(&self.url_match, rest) => {
                pieces.push(plain(&rest.len()));
            }
            None => pieces.extend(self.cut_infixes(rest).iter().map(plain)),
        }
        pieces.extend(peeled.suffixes.iter().rev().map(plain));
        pieces
    }

    /// Takes off prefixes and suffixes until there are none or an exception is left.
    fn peel(&self, chunk: &str, with_specials: bool) -> Peeled {
        let is_special = |rest: &str| with_specials && self.specials.rule(rest).is_some();
        let mut peeled = Peeled { prefixes: vec![], suffixes: vec![], start: 0, end: chunk.len() };
        let mut last_len = 0;
        loop {
            let rest = &chunk[peeled.start..peeled.end];
            if rest.len() == last_len || matches(&self.token_match, rest) || is_special(rest) {
                return peeled;
            }
            last_len = rest.len();
            let prefix = self.prefix_len(rest);
            if prefix > 0 && is_special(&rest[prefix..]) {
                peeled.take_prefix(prefix);
                return peeled;
            }
            let suffix = self.suffix_len(&rest[prefix..]);
            if suffix > 0 && is_special(&rest[..rest.len() - suffix]) {
                peeled.take_suffix(suffix);
                return peeled;
            }
            peeled.take_prefix(prefix);
            peeled.take_suffix(suffix);
        }
    }

    /// Bytes of the prefix; 0 if there is none.
    fn prefix_len(&self, text: &str) -> usize {
        let found = self.prefix.as_ref().and_then(|pattern| pattern.search(text));
        found.map_or(0, |range| {
            let chars = text[range].chars().count();
            text.char_indices().nth(chars).map_or(text.len(), |(end, _)| end)
        })
    }

    /// Bytes of the suffix; 0 if there is none.
    fn suffix_len(&self, text: &str) -> usize {
        let found = self.suffix.as_ref().and_then(|pattern| pattern.search(text));
        found.map_or(0, |range| {
            let chars = text[range].chars().rev().count();
            text.chars().rev().take(chars).map(char::len_utf8).sum()
        })
    }

    /// The lengths of what infixes cut a text into, the infixes among them.
    fn cut_infixes(&self, text: &str) -> Vec<usize> {
        let infixes = self.infix.as_ref().map_or(vec![], |pattern| pattern.find_all(text));
        let mut lengths = Vec::with_capacity(2 * infixes.len() + 1);
        let mut start = 0;
        for infix in infixes {
            // An infix at the very beginning is none.
            if infix.start > 0 {
                lengths.extend([infix.start - start, infix.len()]);
                start = infix.end;
            }
        }
        lengths.push(text.len() - start);
        lengths.retain(|&len| len > 0);
        lengths
    }

    /// Whether any affix is found in a text.
    pub(super) fn has_affix(&self, text: &str) -> bool {
        let infixes = self.infix.as_ref().is_some_and(|pattern| pattern.search(text).is_some());
        infixes || self.prefix_len(text) > 0 || self.suffix_len(text) > 0
    }
}

impl Peeled {
    fn take_prefix(&mut self, len: usize) {
        if len > 0 {
            self.prefixes.push(len);
            self.start += len;
        }
    }

    fn take_suffix(&mut self, len: usize) {
        if len > 0 {
            self.suffixes.push(len);
            self.end -= len;
        }
    }
}

fn matches(pattern: &Option<Pattern>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.matches_start(text))
}
