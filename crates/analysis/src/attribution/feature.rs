//! Features of a [`Draft`]: hashes of what the tree, the marks and the lexicon say about it.
//!
//! Training and running use the same code. A feature is a cell of a table of
//! [`CELLS`] weights; words enter only by their hash.

use super::Tie;
use crate::{
    quotation::{Draft, Found, QuotationKind},
    syntax::Syntax,
};
use document::BlockKind;
use language::{
    Label,
    labels::{dep, pos, tag},
};

/// Cells of the table of weights. Set by hand 2026-11; not swept.
pub const CELLS: usize = 1 << 18;

/// Hashes of each token's words and labels, made once for a document.
pub struct Hashes {
    pub(super) lemma: Vec<u64>,
    pub(super) lower: Vec<u64>,
    pub(super) tag: Vec<u64>,
    pub(super) dep: Vec<u64>,
    /// What a token would be as the head of a speaker's phrase.
    pub(super) kind: Vec<u64>,
}

impl Hashes {
    /// The hashes of a document. Cost: linear in the tokens.
    pub fn of(found: &Found<'_>) -> Hashes {
        let syntax = found.syntax;
        let every = |of: &dyn Fn(usize) -> u64| (0..syntax.len()).map(of).collect::<Vec<u64>>();
        let label = |label: Label| text(label.as_str());
        let mut kind = every(&|i| speaker_kind(found, i));
        for mention in found.mentions {
            let name = text(mention.kind.as_str()) ^ text(mention.form.as_str());
            for token in mention.tokens.clone().chain([mention.head]) {
                if syntax.parse.tokens[token].pos != pos::PRON {
                    kind[token] = name;
                }
            }
        }
        Hashes {
            lemma: every(&|i| text(&syntax.parse.lemma(i).to_lowercase())),
            lower: every(&|i| text(&syntax.lower(i))),
            tag: every(&|i| label(syntax.parse.tokens[i].tag)),
            dep: every(&|i| label(syntax.parse.tokens[i].dep)),
            kind,
        }
    }
}

fn speaker_kind(found: &Found<'_>, token: usize) -> u64 {
    let t = &found.syntax.parse.tokens[token];
    let lower = found.syntax.lower(token);
    if t.pos == pos::PRON || found.lexicon.pronouns.contains_key(lower.as_str()) {
        return text(&lower);
    }
    let unnamed = found.lexicon.unnamed.get(&lower).is_some();
    let role = found.lexicon.titles.get(&lower).is_some();
    mix(text(t.tag.as_str()), u64::from(unnamed) * 2 + u64::from(role))
}

/// FNV-1a of some words.
fn text(words: &str) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    words.as_bytes().iter().fold(0xcbf2_9ce4_8422_2325, step)
}

pub(super) fn mix(a: u64, b: u64) -> u64 {
    let mut x = a ^ b.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    x = (x ^ (x >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    x ^ (x >> 32)
}

/// Collects cells: each feature is a template number with one to three values.
pub(super) struct Collector<'c> {
    cells: &'c mut Vec<u32>,
    table: u64,
    pub(super) template: u64,
}

impl<'c> Collector<'c> {
    /// Collects cells of a table of this size.
    pub(super) fn new(cells: &'c mut Vec<u32>, table: usize) -> Collector<'c> {
        Collector { cells, table: table as u64, template: 0 }
    }

    pub(super) fn add(&mut self, values: &[u64]) {
        self.template += 1;
        let hash = values.iter().fold(text("attribution") ^ self.template, |h, v| mix(h, *v));
        self.cells.push((hash % self.table) as u32);
    }

    /// Values by themselves and each with the others of a context.
    pub(super) fn with(&mut self, context: &[u64], values: &[u64]) {
        for value in values {
            self.add(&[*value]);
            for c in context {
                self.add(&[*value, *c]);
            }
        }
    }
}

pub(super) fn bucket(n: usize) -> u64 {
    match n {
        0..=4 => n as u64,
        5..=7 => 5,
        8..=12 => 6,
        13..=20 => 7,
        21..=35 => 8,
        _ => 9,
    }
}

/// Writes the cells of a draft's features. Cost: constant but for the words it covers.
pub fn cells(found: &Found<'_>, hashes: &Hashes, draft: &Draft, cells: &mut Vec<u32>) {
    cells.clear();
    let syntax = found.syntax;
    let c = &draft.candidate;
    let (head, anchor) = (c.head, c.anchor);
    let tie = c.tie as u64 + 1;
    let lemma = mix(hashes.lemma[head], text(syntax.parse.tokens[head].pos.as_str()));
    let link = link(syntax, hashes, c.tie, head, anchor);
    let frame = mix(tie, link);
    let mut out = Collector::new(cells, CELLS);
    out.add(&[]);
    out.with(&[lemma], &[tie, frame]);
    out.add(&[lemma]);
    out.with(&[tie, lemma], &[speaker(hashes, draft), row(draft)]);
    out.with(&[tie, frame], &[speaker_lemma(hashes, draft), hashes.tag[head], hashes.dep[head]]);
    shape(syntax, hashes, draft, frame, lemma, &mut out);
    content(found, hashes, draft, tie, lemma, &mut out);
    surroundings(found, hashes, draft, tie, lemma, &mut out);
}

/// The way from cue to content.
fn link(syntax: &Syntax, hashes: &Hashes, tie: Tie, head: usize, anchor: usize) -> u64 {
    let up = syntax.parse.head(anchor);
    match tie {
        Tie::Phrase if up < syntax.len() => mix(hashes.lemma[up], hashes.dep[anchor]),
        Tie::Prepositional => hashes.lemma[anchor],
        Tie::Quote => u64::from(anchor < head),
        _ => mix(hashes.dep[anchor], u64::from(anchor < head)),
    }
}

fn speaker(hashes: &Hashes, draft: &Draft) -> u64 {
    let kind = draft.candidate.speaker.map_or(1, |s| hashes.kind[s]);
    mix(kind, u64::from(draft.candidate.passive))
}

fn speaker_lemma(hashes: &Hashes, draft: &Draft) -> u64 {
    draft.candidate.speaker.map_or(2, |s| hashes.lemma[s])
}

/// The lexicon's row: its stance and frames.
fn row(draft: &Draft) -> u64 {
    match draft.candidate.cue {
        Some(cue) => {
            use lexicon::rows::Frame;
            let frames = [Frame::Clause, Frame::Quote, Frame::Object, Frame::Infinitive, Frame::As];
            let bits = frames.iter().fold(1, |bits, f| bits * 2 + u64::from(cue.has(f)));
            mix(text(cue.stance), bits)
        }
        None => 3,
    }
}

/// The cue's surroundings in the tree: its children, its auxiliaries, its parents.
fn shape(
    syntax: &Syntax,
    hashes: &Hashes,
    draft: &Draft,
    frame: u64,
    lemma: u64,
    out: &mut Collector<'_>,
) {
    let head = draft.candidate.head;
    let parse = &syntax.parse;
    let mut complements = 7;
    let mut auxiliaries = 7;
    let mut mark = 7;
    for child in parse.children(head) {
        let label = parse.tokens[child].dep;
        match label {
            dep::AUX | dep::AUXPASS | dep::NEG => {
                auxiliaries = mix(auxiliaries, hashes.lemma[child]);
                out.template = 100;
                out.with(&[lemma], &[hashes.lemma[child]]);
            }
            dep::MARK | dep::PRT => mark = mix(mark, hashes.lemma[child]),
            dep::PUNCT | dep::CC | dep::CONJ | dep::ADVMOD | dep::NPADVMOD | dep::DET => {}
            _ => complements = mix(complements, hashes.dep[child]),
        }
    }
    out.template = 120;
    let parent = parse.head(head);
    let above = mix(hashes.lemma[parent], hashes.dep[head]);
    let grand = mix(hashes.dep[parent], hashes.dep[head]);
    out.with(&[frame], &[auxiliaries, above, grand, mark, hashes.lemma[parent]]);
    out.with(&[frame, lemma], &[complements]);
    out.add(&[complements, frame, lemma]);
    out.with(&[frame], &[mix(hashes.tag[head], auxiliaries)]);
}

/// What would be attributed: its first word, head, length and marks.
fn content(
    found: &Found<'_>,
    hashes: &Hashes,
    draft: &Draft,
    tie: u64,
    lemma: u64,
    out: &mut Collector<'_>,
) {
    let syntax = found.syntax;
    let anchor = draft.candidate.anchor;
    let tokens = draft.tokens.clone();
    let n = tokens.len();
    let first = hashes.lower.get(tokens.start).copied().unwrap_or(0);
    let last = tokens.end.checked_sub(1).map_or(0, |i| hashes.tag[i]);
    let finite = tokens
        .clone()
        .any(|i| matches!(syntax.parse.tokens[i].tag, tag::VBD | tag::VBZ | tag::VBP | tag::MD));
    let marked = found.marked_share(draft.content, &draft.marks);
    let kind = draft.kind as u64;
    let quoted = mix(kind, marked);
    out.template = 200;
    out.with(&[tie, lemma], &[bucket(n), first, quoted, hashes.tag[anchor]]);
    out.with(&[tie], &[hashes.lemma[anchor], last, u64::from(finite), mix(bucket(n), kind)]);
    out.add(&[hashes.lemma[anchor], lemma]);
    out.add(&[quoted, tie, lemma]);
    out.add(&[hashes.tag[anchor], tie, lemma]);
    out.with(&[tie], &[mix(hashes.kind[anchor], u64::from(finite))]);
    let starts = syntax.parse.sentence_of(tokens.start);
    let ends = syntax.parse.sentence_of(tokens.end.max(1) - 1);
    out.with(&[tie], &[(ends - starts).min(4) as u64]);
    if draft.kind == QuotationKind::Indirect {
        out.with(&[lemma], &[mix(tie, first)]);
    }
}

/// The words next to cue and content, and where in the document they stand.
fn surroundings(
    found: &Found<'_>,
    hashes: &Hashes,
    draft: &Draft,
    tie: u64,
    lemma: u64,
    out: &mut Collector<'_>,
) {
    let syntax = found.syntax;
    let c = &draft.candidate;
    let at = |i: Option<usize>| i.and_then(|i| hashes.lower.get(i)).copied().unwrap_or(5);
    let next = at(Some(c.words.end));
    let before = at(c.words.start.checked_sub(1));
    let content_before = at(draft.tokens.start.checked_sub(1));
    let content_after = at(Some(draft.tokens.end));
    out.template = 300;
    out.with(&[tie, lemma], &[next]);
    out.with(&[tie], &[before, content_before, content_after]);
    let sentence = syntax.sentence(c.head);
    let distance = draft.tokens.start.abs_diff(c.words.end);
    let order = match (draft.tokens.contains(&c.head), draft.tokens.start > c.head) {
        (true, _) => 0,
        (_, true) => 1,
        _ => 2,
    };
    out.with(&[tie, lemma], &[mix(order, bucket(distance.min(8)))]);
    let whole = draft.tokens.start <= sentence.start && draft.tokens.end + 1 >= sentence.end;
    out.with(&[tie, lemma], &[u64::from(whole)]);
    let inside = found.quote_of(c.head).is_some();
    let same = inside && found.quote_of(c.head) == found.quote_of(draft.tokens.start);
    out.with(&[tie, lemma], &[u64::from(inside) + 2 * u64::from(same)]);
    let block = syntax.block_of(c.head);
    let kind = syntax.blocks.get(block).map(|b| found.document.blocks[b.0].kind);
    let headline = kind == Some(BlockKind::Headline);
    out.with(&[tie, lemma], &[u64::from(headline)]);
    out.with(&[tie], &[bucket(block), bucket(sentence.len())]);
    let question = sentence.end.checked_sub(1).map_or(0, |i| hashes.lower[i]);
    out.with(&[tie], &[question]);
}
