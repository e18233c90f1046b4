//! [`Tokenizer`]: cuts a text into tokens by the rules of a spaCy pipeline.
//!
//! A text is first cut at white space into chunks. A chunk that is an exception is split as the
//! exception says; from any other the prefixes and suffixes are taken off one by one, and what
//! remains is an exception, a URL, or is cut at its infixes ([`affixes`]). Last, exceptions that
//! contain affixes themselves are looked for across tokens ([`specials`]). A [`TokenCache`] holds
//! the result for every chunk seen, so the rules run once for each distinct one.

mod affixes;
mod rules;
mod specials;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;

use crate::lexeme::{Lexeme, Lexemes, Norms, RawToken};
use crate::pattern::Pattern;
use crate::python_char::is_space;
use specials::Specials;

/// Longer runs without white space are cut after this many bytes, because the time that the rules
/// take grows with the square of the length: at 1,024 a megabyte of exclamation marks takes 2
/// seconds, at 4,096 it takes 8. Words and the URLs of articles are shorter.
const MAX_CHUNK: usize = 1024;

/// Chunks longer than this many bytes are not worth remembering.
const MAX_CACHED_CHUNK: usize = 48;

/// Pieces of chunks remembered at a time; some 15 MB of memory with the chunks.
const MAX_CACHED_PIECES: usize = 150_000;

/// The tokenization rules and the normal forms of one pipeline.
#[derive(Debug, Default)]
pub(crate) struct Tokenizer {
    prefix: Option<Pattern>,
    suffix: Option<Pattern>,
    infix: Option<Pattern>,
    /// What matches at its beginning is never split.
    token_match: Option<Pattern>,
    /// What matches at its beginning is not cut at infixes.
    url_match: Option<Pattern>,
    /// Whether only exceptions with an affix or a space are looked for across tokens.
    faster_heuristics: bool,
    specials: Specials,
    norms: Norms,
}

/// A part of a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    /// Bytes.
    len: u32,
    /// The norm that an exception sets.
    norm: Option<u64>,
}

/// A part of a chunk that was met before.
#[derive(Debug, Clone, Copy)]
struct KnownPiece {
    len: u32,
    lexeme: u32,
    /// Whether an exception that is looked for across tokens begins with this spelling.
    opens_special: bool,
}

/// What one thread remembers of words and chunks. Nothing that is computed depends on it.
#[derive(Debug, Default)]
pub(crate) struct TokenCache {
    lexemes: Lexemes,
    chunks: HashMap<Box<str>, Range<u32>>,
    pieces: Vec<KnownPiece>,
    /// Tokens of the present text with which an exception may begin.
    openers: Vec<u32>,
}

impl TokenCache {
    /// Forgets everything: lexeme indexes begin at 0 again.
    pub(crate) fn clear(&mut self) {
        *self = TokenCache::default();
    }

    /// How many lexemes there are; their indexes are below this.
    pub(crate) fn len(&self) -> usize {
        self.lexemes.len()
    }

    /// The lexeme of a token found since the last [`TokenCache::clear`].
    pub(crate) fn lexeme(&self, index: u32) -> &Lexeme {
        self.lexemes.get(index)
    }
}

impl Tokenizer {
    /// Replaces `tokens` by those of the text. They cover it from left to right but for single
    /// spaces between them; longer white space makes tokens of its own. Text beyond 4 GiB is left
    /// out.
    pub(crate) fn tokenize(&self, cache: &mut TokenCache, text: &str, tokens: &mut Vec<RawToken>) {
        tokens.clear();
        cache.openers.clear();
        let text = &text[..text.floor_char_boundary(u32::MAX as usize)];
        for_each_chunk(text, |chunk, space_after| {
            self.chunk(cache, text, chunk, tokens);
            if let Some(last) = tokens.last_mut() {
                last.space_after = space_after;
            }
        });
        if !cache.openers.is_empty() {
            self.apply_specials(cache, text, tokens);
        }
    }

    /// Appends the tokens of one chunk.
    fn chunk(
        &self,
        cache: &mut TokenCache,
        text: &str,
        range: Range<usize>,
        tokens: &mut Vec<RawToken>,
    ) {
        let mut start = range.start as u32;
        for index in self.known_pieces(cache, &text[range]) {
            let piece = cache.pieces[index as usize];
            if piece.opens_special {
                cache.openers.push(tokens.len() as u32);
            }
            let end = start + piece.len;
            tokens.push(RawToken { start, end, space_after: false, lexeme: piece.lexeme });
            start = end;
        }
    }

    /// Where the pieces of a chunk are in the cache, after splitting the chunk if it is new.
    fn known_pieces(&self, cache: &mut TokenCache, chunk: &str) -> Range<u32> {
        if let Some(range) = cache.chunks.get(chunk) {
            return range.clone();
        }
        if cache.pieces.len() >= MAX_CACHED_PIECES {
            cache.chunks.clear();
            cache.pieces.clear();
        }
        let begin = cache.pieces.len() as u32;
        let mut start = 0;
        for piece in self.split(chunk, true) {
            let end = start + piece.len as usize;
            let lexeme = cache.lexemes.intern(&chunk[start..end], piece.norm, &self.norms);
            let opens_special = self.specials.begins_with(cache.lexemes.get(lexeme).orth);
            cache.pieces.push(KnownPiece { len: piece.len, lexeme, opens_special });
            start = end;
        }
        let range = begin..cache.pieces.len() as u32;
        if chunk.len() <= MAX_CACHED_CHUNK {
            cache.chunks.insert(chunk.into(), range.clone());
        }
        range
    }
}

/// Calls `visit` with each run of white space or of other characters, and whether a space that is
/// left out of every chunk follows it. A single space between words is no chunk; of longer white
/// space only the first character is left out, if it is a space.
fn for_each_chunk(text: &str, mut visit: impl FnMut(Range<usize>, bool)) {
    let mut start = 0;
    let mut in_space = text.starts_with(is_space);
    for (i, c) in text.char_indices() {
        if is_space(c) == in_space && i - start < MAX_CHUNK {
            continue;
        }
        let space_after = c == ' ' && !in_space;
        if start < i {
            visit(start..i, space_after);
        }
        start = i + usize::from(space_after);
        in_space = is_space(c);
    }
    if start < text.len() {
        visit(start..text.len(), false);
    }
}
