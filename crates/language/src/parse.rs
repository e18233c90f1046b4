//! [`Parse`]: what an annotator found in one text.

use std::ops::Range;
use std::sync::Arc;

use crate::labels::{Label, dep};

/// One token. Offsets are bytes of the text, indexes count tokens of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// Index of the head; a root is its own head.
    pub head: u32,
    /// First token of the subtree.
    pub left: u32,
    /// Last token of the subtree.
    pub right: u32,
    /// Fine-grained tag, see [`crate::labels::tag`].
    pub tag: Label,
    /// Part of speech, see [`crate::labels::pos`].
    pub pos: Label,
    /// Dependency on the head, see [`crate::labels::dep`].
    pub dep: Label,
    /// Whether one space follows, which belongs to no token.
    pub space_after: bool,
    /// Whether the token is white space.
    pub is_space: bool,
}

/// A name of a person, place, organisation … or a number, date or amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedEntity {
    /// Index of the first token.
    pub start: u32,
    /// Index after the last token.
    pub end: u32,
    /// The kind, see [`crate::labels::ner`].
    pub label: Label,
}

/// The tokens of one text with tags, tree, lemmas and names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parse {
    /// In text order; together with the spaces after them they cover the text.
    pub tokens: Vec<Token>,
    /// Ranges of tokens, in order, without gaps.
    pub sentences: Vec<Range<usize>>,
    /// In text order, never overlapping.
    pub entities: Vec<NamedEntity>,
    pub(crate) lemmas: Vec<Arc<str>>,
    /// What the token-to-vector layers make of each token, see [`Parse::vector`].
    pub(crate) vectors: Vec<i8>,
}

/// Parts of one that a number in [`Parse::vector`] counts.
pub const VECTOR_PARTS: f32 = 16.0;

impl Parse {
    /// The lemma of token `i`; empty if the text was only searched for names or the model has no
    /// lemmatizer.
    pub fn lemma(&self, i: usize) -> &str {
        self.lemmas.get(i).map_or("", |lemma| lemma)
    }

    /// What the token-to-vector layers make of token `i` and its neighbours, in sixteenths: the
    /// numbers of the layer that tagger and parser share, then those of the recogniser's own.
    /// Empty after [`Parse::forget_vectors`] and if the text was only searched for names.
    pub fn vector(&self, i: usize) -> &[i8] {
        let width = self.vectors.len() / self.tokens.len().max(1);
        &self.vectors[width * i..width * (i + 1)]
    }

    /// Frees the vectors, which take most of the memory of a parse.
    pub fn forget_vectors(&mut self) {
        self.vectors = Vec::new();
    }

    /// The head of token `i`: itself for a root.
    pub fn head(&self, i: usize) -> usize {
        self.tokens[i].head as usize
    }

    /// The children of token `i` in text order.
    pub fn children(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        self.subtree(i).filter(move |child| *child != i && self.head(*child) == i)
    }

    /// The tokens from the left edge to the right edge of what depends on token `i`, itself
    /// included. With crossing arcs, tokens of other subtrees may lie between.
    pub fn subtree(&self, i: usize) -> Range<usize> {
        self.tokens[i].left as usize..self.tokens[i].right as usize + 1
    }

    /// The first `n` tokens as one sentence, in which what hung on a later token is a root.
    pub fn opening(&self, n: usize) -> Parse {
        let n = n.min(self.tokens.len());
        let last = (n as u32).saturating_sub(1);
        let kept = |(i, t): (usize, &Token)| match t.head <= last {
            true => Token { right: t.right.min(last), ..*t },
            false => Token { head: i as u32, right: t.right.min(last), dep: dep::ROOT, ..*t },
        };
        let width = self.vectors.len() / self.tokens.len().max(1);
        Parse {
            tokens: self.tokens[..n].iter().enumerate().map(kept).collect(),
            sentences: (n > 0).then_some(0..n).into_iter().collect(),
            entities: self.entities.iter().filter(|e| e.end as usize <= n).copied().collect(),
            lemmas: self.lemmas.iter().take(n).cloned().collect(),
            vectors: self.vectors[..width * n].to_vec(),
        }
    }

    /// Adds the parse of a text that begins at byte `offset` of the text this is the parse of.
    pub fn append(&mut self, other: Parse, offset: u32) {
        let n = self.tokens.len();
        self.lemmas.resize_with(n, Arc::default);
        self.lemmas.extend(other.lemmas);
        self.vectors.extend(other.vectors);
        self.tokens.extend(other.tokens.into_iter().map(|token| Token {
            start: token.start + offset,
            end: token.end + offset,
            head: token.head + n as u32,
            left: token.left + n as u32,
            right: token.right + n as u32,
            ..token
        }));
        self.sentences.extend(other.sentences.into_iter().map(|s| s.start + n..s.end + n));
        self.entities.extend(other.entities.into_iter().map(|entity| NamedEntity {
            start: entity.start + n as u32,
            end: entity.end + n as u32,
            ..entity
        }));
    }

    /// The index in `sentences` of the sentence of token `i`.
    pub fn sentence_of(&self, i: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.end <= i)
    }

    /// The root of a sentence: its first token that is its own head, or its first token.
    pub fn root(&self, sentence: Range<usize>) -> usize {
        sentence.clone().find(|i| self.head(*i) == *i).unwrap_or(sentence.start)
    }

    /// The bytes of token `i`.
    pub fn bytes(&self, i: usize) -> Range<usize> {
        self.tokens[i].start as usize..self.tokens[i].end as usize
    }

    /// The bytes of an entity, from its first to its last token.
    pub fn entity_bytes(&self, entity: NamedEntity) -> Range<usize> {
        let last = entity.end.max(entity.start + 1) as usize - 1;
        self.tokens[entity.start as usize].start as usize..self.tokens[last].end as usize
    }
}
