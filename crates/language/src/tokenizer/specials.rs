//! [`Specials`]: the exceptions of a tokenizer, and the pass over finished tokens that finds those
//! which affixes had cut apart.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Piece, TokenCache, Tokenizer};
use crate::lexeme::RawToken;
use crate::string_id::string_id;

/// How certain spellings are split, and with which norms.
#[derive(Debug, Default)]
pub(super) struct Specials {
    rules: HashMap<Box<str>, Box<[Piece]>>,
    /// The exceptions that are looked for across tokens, as the ids of the tokens that the other
    /// rules cut them into, by the first.
    sequences: HashMap<u64, Vec<Box<[u64]>>>,
}

/// Tokens `start..end` that spell an exception.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Found {
    start: usize,
    end: usize,
}

impl Specials {
    pub(super) fn new(rules: HashMap<Box<str>, Box<[Piece]>>) -> Self {
        Specials { rules, sequences: HashMap::new() }
    }

    /// The pieces of an exception.
    pub(super) fn rule(&self, text: &str) -> Option<&[Piece]> {
        self.rules.get(text).map(|pieces| &**pieces)
    }

    /// All exceptions in the order of their spelling.
    pub(super) fn sorted(&self) -> BTreeMap<&str, &[Piece]> {
        self.rules.iter().map(|(text, pieces)| (&**text, &**pieces)).collect()
    }

    /// Whether a sequence looked for across tokens begins with this token.
    pub(super) fn begins_with(&self, orth: u64) -> bool {
        self.sequences.contains_key(&orth)
    }
}

impl Tokenizer {
    /// Finds out which exceptions the other rules cut apart. Needed once all rules are set.
    pub(super) fn prepare_specials(&mut self) {
        let mut sequences: HashMap<u64, Vec<Box<[u64]>>> = HashMap::new();
        for (text, _) in self.specials.sorted() {
            if !self.faster_heuristics || text.contains(' ') || self.has_affix(text) {
                let sequence = self.cut_without_specials(text);
                if let Some(&first) = sequence.first() {
                    sequences.entry(first).or_default().push(sequence);
                }
            }
        }
        self.specials.sequences = sequences;
    }

    /// The string ids of the tokens that a text has without exceptions.
    fn cut_without_specials(&self, text: &str) -> Box<[u64]> {
        let mut orths = Vec::new();
        super::for_each_chunk(text, |chunk, _| {
            let mut start = chunk.start;
            for piece in self.split(&text[chunk], false) {
                let end = start + piece.len as usize;
                orths.push(string_id(&text[start..end]));
                start = end;
            }
        });
        orths.into()
    }

    /// Replaces tokens that together spell an exception by the tokens of the exception.
    pub(super) fn apply_specials(
        &self,
        cache: &mut TokenCache,
        text: &str,
        tokens: &mut Vec<RawToken>,
    ) {
        let found = without_overlaps(self.find_specials(cache, tokens));
        let mut replaced = Vec::with_capacity(tokens.len() + found.len());
        let mut next = 0;
        for Found { start, end } in found {
            let (first, last) = (tokens[start], tokens[end - 1]);
            let Some(pieces) = self.specials.rule(&text[first.start as usize..last.end as usize])
            else {
                continue;
            };
            replaced.extend_from_slice(&tokens[next..start]);
            let mut at = first.start;
            for piece in pieces {
                let spelling = &text[at as usize..(at + piece.len) as usize];
                let lexeme = cache.lexemes.intern(spelling, piece.norm, &self.norms);
                let end = at + piece.len;
                replaced.push(RawToken { start: at, end, space_after: false, lexeme });
                at = end;
            }
            if let Some(token) = replaced.last_mut() {
                token.space_after = last.space_after;
            }
            next = end;
        }
        replaced.extend_from_slice(&tokens[next..]);
        *tokens = replaced;
    }

    fn find_specials(&self, cache: &TokenCache, tokens: &[RawToken]) -> Vec<Found> {
        let orth = |token: &RawToken| cache.lexemes.get(token.lexeme).orth;
        let mut found = Vec::new();
        for &opener in &cache.openers {
            let start = opener as usize;
            let sequences = self.specials.sequences.get(&orth(&tokens[start]));
            for sequence in sequences.into_iter().flatten() {
                let here = tokens.get(start..start + sequence.len());
                if here.is_some_and(|here| here.iter().map(orth).eq(sequence.iter().copied())) {
                    found.push(Found { start, end: start + sequence.len() });
                }
            }
        }
        found
    }
}

/// Keeps the longest finds, of equal ones the first, and returns them in order. A find that is
/// dropped still blocks its tokens for shorter ones.
fn without_overlaps(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|one| (std::cmp::Reverse(one.end - one.start), one.start));
    let mut seen = HashSet::new();
    let mut kept = Vec::new();
    for one in found {
        if !seen.contains(&one.start) && !seen.contains(&(one.end - 1)) {
            kept.push(one);
        }
        seen.extend(one.start..one.end);
    }
    kept.sort_by_key(|one| one.start);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_find_wins_then_the_first() {
        let find = |start, end| Found { start, end };
        let kept = without_overlaps(vec![find(0, 2), find(1, 4), find(4, 5), find(4, 6)]);
        assert_eq!(kept, [find(1, 4), find(4, 6)]);
        assert_eq!(without_overlaps(vec![find(2, 4), find(1, 3)]), [find(1, 3)]);
        assert_eq!(without_overlaps(vec![]), []);
    }

    #[test]
    fn a_dropped_find_still_blocks_its_tokens() {
        let find = |start, end| Found { start, end };
        // The second overlaps the first and is dropped; the third touches only the second.
        let kept = without_overlaps(vec![find(0, 3), find(2, 4), find(3, 4)]);
        assert_eq!(kept, [find(0, 3)]);
    }
}
