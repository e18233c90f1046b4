//! [`Annotator`]: runs the pipeline of a model over texts, in batches.
//!
//! Texts are tokenized one by one and collected into batches whose matrices are multiplied
//! together. A very long text is cut into runs at white space, so that memory stays bounded. The
//! result for a text does not depend on its batch.

use std::ops::Range;

use crate::encoder::{Encoded, Encoder, Input, Layout};
use crate::kernel::Isa;
use crate::labels::Label;
use crate::lemmatizer::LemmaCache;
use crate::lexeme::RawToken;
use crate::model::Model;
use crate::parse::{Parse, Token, VECTOR_PARTS};
use crate::parser::Tree;
use crate::ruler::Ruled;
use crate::scorer::Prepared;
use crate::tokenizer::TokenCache;

/// Tokens of a batch after which no more texts are added. 2026-11-21, tried 256 to 8,192: the
/// matrices of 1,024 tokens stay in the second-level cache.
const BATCH_TOKENS: usize = 1 << 10;

/// Added to a small number and taken off again, it rounds it to a whole one, halves to even, as the
/// steps of floats of this size are 1. Without SSE 4.1 rounding is a call.
const ROUNDER: f32 = 1.5 * (1 << 23) as f32;

/// A text of more tokens is parsed in several runs.
const MAX_RUN: usize = 1 << 13;

/// Lexemes kept for the next batch; beyond, all are forgotten.
const MAX_LEXEMES: usize = 1 << 15;

/// Embedded rows kept by each token-to-vector layer; one takes 4 bytes times its width.
const MAX_EMBEDDED: usize = 3 << 13;

/// Annotates texts with a model: scratch space and bounded caches for one thread, at most some
/// 100 MB.
pub struct Annotator<'m> {
    model: &'m Model,
    isa: Isa,
    lexemes: TokenCache,
    lemmas: LemmaCache,
    raw: Vec<RawToken>,
    shared: Encoded,
    names: Encoded,
    prepared: Prepared,
    tree: Tree,
    scores: Vec<f32>,
    is_space: Vec<bool>,
    ruled: Vec<Ruled>,
}

/// A text on its way through the pipeline.
#[derive(Default)]
struct Job {
    parse: Parse,
    inputs: Vec<Input>,
    /// By token, for the recogniser; empty if there is no parser.
    starts: Vec<bool>,
}

/// A run of tokens of a job.
struct Run {
    job: usize,
    tokens: Range<usize>,
}

/// How much of the pipeline is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Names,
    Full,
}

impl<'m> Annotator<'m> {
    /// An annotator for this model, with empty caches.
    pub fn new(model: &'m Model) -> Self {
        Self::with_isa(model, Isa::best())
    }

    pub(crate) fn with_isa(model: &'m Model, isa: Isa) -> Self {
        Self {
            model,
            isa,
            lexemes: TokenCache::default(),
            lemmas: LemmaCache::default(),
            raw: Vec::new(),
            shared: Encoded::default(),
            names: Encoded::default(),
            prepared: Prepared::default(),
            tree: Tree::default(),
            scores: Vec::new(),
            is_space: Vec::new(),
            ruled: Vec::new(),
        }
    }

    /// Runs the whole pipeline over a text: tokens, tags, tree, sentences, lemmas, names. What
    /// lies beyond 4 GiB is left out.
    pub fn annotate(&mut self, text: &str) -> Parse {
        self.run_batches(&[text], Depth::Full).pop().unwrap_or_default()
    }

    /// Runs the whole pipeline over several texts; faster than one by one if they are short, with
    /// the same results to the last bit.
    pub fn annotate_batch(&mut self, texts: &[&str]) -> Vec<Parse> {
        self.run_batches(texts, Depth::Full)
    }

    /// Finds tokens and names only, at about half the cost. There is one sentence, tags and lemmas
    /// are empty, every token is a root. A name may cross a sentence boundary where
    /// [`Annotator::annotate`] would not let it.
    pub fn names(&mut self, text: &str) -> Parse {
        self.run_batches(&[text], Depth::Names).pop().unwrap_or_default()
    }

    /// [`Annotator::names`] for several texts.
    pub fn names_batch(&mut self, texts: &[&str]) -> Vec<Parse> {
        self.run_batches(texts, Depth::Names)
    }

    fn run_batches(&mut self, texts: &[&str], depth: Depth) -> Vec<Parse> {
        let mut parses = Vec::with_capacity(texts.len());
        let mut jobs: Vec<Job> = Vec::new();
        let mut tokens = 0;
        for text in texts {
            let text = &text[..text.floor_char_boundary(u32::MAX as usize)];
            if jobs.is_empty() && self.lexemes.len() > MAX_LEXEMES {
                self.lexemes.clear();
                self.shared.embedded.clear();
                self.names.embedded.clear();
            }
            let job = self.tokenize(text);
            tokens += job.inputs.len();
            jobs.push(job);
            if tokens >= BATCH_TOKENS {
                parses.extend(self.finish(std::mem::take(&mut jobs), depth));
                tokens = 0;
            }
        }
        parses.extend(self.finish(jobs, depth));
        parses
    }

    fn tokenize(&mut self, text: &str) -> Job {
        self.raw.clear();
        self.model.tokenizer.tokenize(&mut self.lexemes, text, &mut self.raw);
        let mut job = Job::default();
        job.inputs.reserve(self.raw.len());
        job.parse.tokens.reserve(self.raw.len());
        for (i, raw) in (0..).zip(&self.raw) {
            job.inputs.push(Input { lexeme: raw.lexeme, space_after: raw.space_after });
            job.parse.tokens.push(Token {
                start: raw.start,
                end: raw.end,
                head: i,
                left: i,
                right: i,
                tag: Label::NONE,
                pos: Label::NONE,
                dep: Label::NONE,
                space_after: raw.space_after,
                is_space: self.lexemes.lexeme(raw.lexeme).is_space,
            });
        }
        job
    }

    /// Runs the rest of the pipeline over one batch.
    fn finish(&mut self, mut jobs: Vec<Job>, depth: Depth) -> impl Iterator<Item = Parse> {
        let runs = cut_into_runs(&jobs);
        let mut rest = &runs[..];
        while !rest.is_empty() {
            let mut tokens = 0;
            let fits = |run: &&Run| {
                tokens += run.tokens.len();
                tokens <= MAX_RUN
            };
            let (group, after) = rest.split_at(rest.iter().take_while(fits).count());
            if depth == Depth::Full {
                self.parse(&mut jobs, group);
            }
            self.recognise(&mut jobs, group, depth);
            rest = after;
        }
        for job in &mut jobs {
            self.complete(job, depth);
        }
        jobs.into_iter().map(|job| job.parse)
    }

    /// Encodes some runs with the shared layer, then tags and parses them.
    fn parse(&mut self, jobs: &mut [Job], runs: &[Run]) {
        let model = self.model;
        let layout = encode(self.isa, &model.encoder, &self.lexemes, jobs, runs, &mut self.shared);
        for (run, start) in runs.iter().zip(layout.starts) {
            let vectors = self.shared.rows(start);
            let job = &mut jobs[run.job];
            keep(vectors, model.encoder.width(), 0, vector_width(model), run, &mut job.parse);
            let tokens = &mut job.parse.tokens[run.tokens.clone()];
            if let Some(tagger) = &model.tagger {
                tagger.tag(self.isa, vectors, tokens.len(), &mut self.scores, |i, tag| {
                    tokens[i].tag = tag;
                });
            }
            let Some(parser) = &model.parser else { continue };
            self.is_space.clear();
            self.is_space.extend(tokens.iter().map(|token| token.is_space));
            let tree = &mut self.tree;
            parser.parse(self.isa, vectors, &self.is_space, &mut self.prepared, tree);
            job.starts.extend_from_slice(&tree.starts);
            let offset = run.tokens.start as u32;
            for (i, token) in tokens.iter_mut().enumerate() {
                token.head = offset + tree.heads[i] as u32;
                token.dep = tree.labels[i];
                token.left = offset + tree.left_edges[i];
                token.right = offset + tree.right_edges[i];
            }
        }
    }

    /// Finds the names in some runs.
    fn recognise(&mut self, jobs: &mut [Job], runs: &[Run], depth: Depth) {
        let model = self.model;
        let Some(recogniser) = &model.recogniser else { return };
        let (encoder, encoded) = match &model.name_encoder {
            Some(own) => (own, &mut self.names),
            None => (&model.encoder, &mut self.shared),
        };
        let done = model.name_encoder.is_none() && depth == Depth::Full;
        let layout = if done {
            layout(encoder, runs)
        } else {
            encode(self.isa, encoder, &self.lexemes, jobs, runs, encoded)
        };
        for (run, start) in runs.iter().zip(layout.starts) {
            let job = &mut jobs[run.job];
            if depth == Depth::Full && model.name_encoder.is_some() {
                let (width, from) = (encoder.width(), model.encoder.width());
                keep(encoded.rows(start), width, from, vector_width(model), run, &mut job.parse);
            }
            let tokens = &job.parse.tokens[run.tokens.clone()];
            self.is_space.clear();
            self.is_space.extend(tokens.iter().map(|token| token.is_space));
            recogniser.recognise(
                self.isa,
                encoded.rows(start),
                &self.is_space,
                job.starts.get(run.tokens.clone()).unwrap_or_default(),
                run.tokens.start as u32,
                &mut self.prepared,
                &mut job.parse.entities,
            );
        }
    }

    /// What is derived from tags and tree: sentences, parts of speech, lemmas.
    fn complete(&mut self, job: &mut Job, depth: Depth) {
        let Job { parse, inputs, starts } = job;
        let mut start = 0;
        for i in 1..=parse.tokens.len() {
            if i == parse.tokens.len() || starts.get(i) == Some(&true) {
                parse.sentences.push(start..i);
                start = i;
            }
        }
        if depth == Depth::Names {
            return;
        }
        self.ruled.clear();
        self.ruled.extend(inputs.iter().zip(&parse.tokens).map(|(input, token)| Ruled {
            lexeme: input.lexeme,
            tag: token.tag,
            dep: token.dep,
            ..Ruled::default()
        }));
        let Some(ruler) = &self.model.ruler else { return };
        ruler.apply(&self.lexemes, &mut self.ruled);
        for (token, ruled) in parse.tokens.iter_mut().zip(&self.ruled) {
            (token.tag, token.pos, token.dep) = (ruled.tag, ruled.pos, ruled.dep);
        }
        let Some(lemmatizer) = &self.model.lemmatizer else { return };
        parse.lemmas.extend(self.ruled.iter().map(|ruled| match ruled.lemma {
            Some(lemma) => ruler.lemma(lemma).clone(),
            None => {
                let lexeme = self.lexemes.lexeme(ruled.lexeme);
                lemmatizer.lemma(&mut self.lemmas, lexeme, ruled.pos, ruler.morph(ruled.morph))
            }
        }));
    }
}

/// Numbers in the kept vector of a token.
fn vector_width(model: &Model) -> usize {
    model.encoder.width() + model.name_encoder.as_ref().map_or(0, Encoder::width)
}

/// Keeps what a layer of `width` made of a run's tokens as the numbers from `from` on of their
/// vectors, which have `whole` numbers each.
fn keep(rows: &[f32], width: usize, from: usize, whole: usize, run: &Run, parse: &mut Parse) {
    parse.vectors.resize(whole * parse.tokens.len(), 0);
    let kept = parse.vectors.chunks_exact_mut(whole).skip(run.tokens.start);
    for (row, kept) in rows.chunks_exact(width).zip(kept.take(run.tokens.len())) {
        for (number, kept) in row.iter().zip(&mut kept[from..]) {
            *kept = (number * VECTOR_PARTS + ROUNDER - ROUNDER) as i8;
        }
    }
}

fn layout(encoder: &Encoder, runs: &[Run]) -> Layout {
    Layout::new(runs.iter().map(|run| run.tokens.len()), encoder.padding())
}

fn encode(
    isa: Isa,
    encoder: &Encoder,
    lexemes: &TokenCache,
    jobs: &[Job],
    runs: &[Run],
    out: &mut Encoded,
) -> Layout {
    if out.embedded.len() > MAX_EMBEDDED {
        out.embedded.clear();
    }
    let texts: Vec<&[Input]> =
        runs.iter().map(|run| &jobs[run.job].inputs[run.tokens.clone()]).collect();
    let layout = layout(encoder, runs);
    encoder.encode(isa, &texts, &layout, |number| lexemes.lexeme(number), out);
    layout
}

/// Cuts texts that are too long, if possible after white space in the second half of a run.
fn cut_into_runs(jobs: &[Job]) -> Vec<Run> {
    let mut runs = Vec::with_capacity(jobs.len());
    for (number, job) in jobs.iter().enumerate() {
        let tokens = &job.parse.tokens;
        let mut start = 0;
        while start < tokens.len() {
            let mut end = tokens.len().min(start + MAX_RUN);
            if end < tokens.len() {
                let half = start + MAX_RUN / 2;
                end = (half..end).rev().find(|i| tokens[*i].is_space).map_or(end, |i| i + 1);
            }
            runs.push(Run { job: number, tokens: start..end });
            start = end;
        }
    }
    runs
}

#[cfg(all(test, feature = "english"))]
mod tests {
    use super::*;
    use crate::labels::{dep, ner, pos};

    const TEXTS: [&str; 6] = [
        "",
        "Anna Berg, who runs the ferry company, promised to hire forty people by June.",
        " ",
        "No.",
        "The strike began on 3 March 2021. Workers in Oslo and Bergen walked out; their union, \
         NTF, said talks had failed twice.\n\nThe minister didn't comment.",
        "\u{fffd}\0 \u{1F600}\u{200d}\u{1F600} e\u{301}\u{301} \r\n\t\u{a0}x",
    ];

    #[test]
    fn a_batch_finds_bit_for_bit_what_single_texts_find() {
        let mut annotator = Annotator::new(Model::english());
        let batch = annotator.annotate_batch(&TEXTS);
        let names = annotator.names_batch(&TEXTS);
        for ((text, all), names) in TEXTS.iter().zip(batch).zip(names) {
            assert_eq!(Annotator::new(Model::english()).annotate(text), all);
            assert_eq!(Annotator::new(Model::english()).names(text), names);
            assert_eq!(names.tokens.len(), all.tokens.len());
        }
    }

    #[test]
    fn tokens_and_spaces_cover_every_text() {
        for (text, parse) in
            TEXTS.iter().zip(Annotator::new(Model::english()).annotate_batch(&TEXTS))
        {
            let mut at = 0;
            for token in &parse.tokens {
                assert_eq!(token.start, at);
                assert!(token.end > token.start && text.is_char_boundary(token.end as usize));
                at = token.end + u32::from(token.space_after);
            }
            assert_eq!(at as usize, text.len());
            let sentences = parse.sentences.iter().flat_map(|sentence| sentence.clone());
            assert!(sentences.eq(0..parse.tokens.len()));
        }
    }

    #[test]
    fn tree_lemmas_and_names_are_those_of_the_sentence() {
        let text = TEXTS[1];
        let parse = Annotator::new(Model::english()).annotate(text);
        let root = parse.root(parse.sentences[0].clone());
        assert_eq!(&text[parse.bytes(root)], "promised");
        assert_eq!((parse.lemma(root), parse.tokens[root].pos), ("promise", pos::VERB));
        let is_subject = |i: &usize| parse.tokens[*i].dep == dep::NSUBJ;
        let subject = parse.children(root).find(is_subject).unwrap();
        assert_eq!(&text[parse.bytes(subject)], "Berg");
        assert_eq!(parse.subtree(subject), 0..9);
        let names: Vec<_> = (parse.entities.iter())
            .map(|entity| (&text[parse.entity_bytes(*entity)], entity.label))
            .collect();
        let expected = [("Anna Berg", ner::PERSON), ("forty", ner::CARDINAL), ("June", ner::DATE)];
        assert_eq!(names, expected);
        assert_eq!(parse.sentence_of(root), 0);
    }

    #[test]
    fn a_very_long_text_is_parsed_in_runs_cut_at_white_space() {
        let text = "A dog barked at the postman.\n\n".repeat(2000);
        let parse = Annotator::new(Model::english()).annotate(&text);
        assert_eq!(parse.tokens.len(), 16_000);
        assert_eq!(parse.lemmas.len(), 16_000);
        assert!((1999..=2001).contains(&parse.sentences.len()), "{}", parse.sentences.len());
        for (i, token) in parse.tokens.iter().enumerate() {
            assert!((token.left as usize..=token.right as usize).contains(&i));
        }
    }
}
