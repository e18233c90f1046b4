//! [`Alignment`]: sentences of two documents that say the same in other words.
//!
//! A sentence is its rare stems. Two sentences answer each other if each is the other's best match;
//! of a rewrite many sentences are answered, mostly in the same order, with the same names and
//! numbers. Words inside quotation marks are left out: two reporters may quote one speaker. But of
//! two independent reports each quotes what the other does not.
//! Independent reports of one event share its names but answer few sentences.

use crate::slots::Slots;
use crate::sparse::{Overlap, Ready, Sparse};
use crate::term::{Background, Words};
use std::ops::Range;

/// Likeness (Dice) below which two sentences do not answer each other. 0.1 to 0.4 tried
/// 2026-11-21 on the development half of the translated reports.
const ANSWER_MIN: f32 = 0.2;
/// Distinct stems outside quotation marks of a sentence that can be aligned.
const SENTENCE_WORDS_MIN: usize = 4;
/// Sentences of a document that are looked at.
const SENTENCES_MAX: usize = 400;

/// A document's sentences as weighted stems.
#[derive(Debug)]
pub(crate) struct Sentences {
    list: Vec<Sentence>,
    all: Sparse,
    names: Sparse,
    numbers: Sparse,
    pairs: Sparse,
    /// Stems inside quotation marks.
    quotes: Sparse,
    /// All stems, those inside quotation marks too.
    every: Sparse,
}

#[derive(Debug)]
struct Sentence {
    /// Words of the document.
    words: Range<usize>,
    /// Distinct stems with their rarity.
    stems: Vec<(u32, f32)>,
    weight: f32,
}

impl Sentences {
    /// The sentences of a document.
    pub fn new(words: &Words, background: &Background) -> Sentences {
        let mut list = Vec::new();
        let (mut all, mut names, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
        let mut pairs = Vec::new();
        let weighed = |w: &crate::term::Word| (w.stem, background.rarity(w.stem));
        let quoted = words.list.iter().filter(|w| w.is_quoted);
        let quotes: Vec<(u32, f32)> = quoted.map(weighed).collect();
        let every: Vec<(u32, f32)> = words.list.iter().map(weighed).collect();
        let mut at = 0;
        for sentence in words.list.chunk_by(|a, b| a.sentence == b.sentence) {
            let range = at..at + sentence.len();
            at = range.end;
            let weigh = |stem| (stem, background.rarity(stem));
            let own = || sentence.iter().filter(|w| !w.is_quoted);
            let mut stems: Vec<(u32, f32)> = own().map(|w| weigh(w.stem)).collect();
            for two in stems.windows(2) {
                pairs.push((crate::term::pair(two[0].0, two[1].0), two[0].1 + two[1].1));
            }
            stems.sort_unstable_by_key(|s| s.0);
            stems.dedup_by_key(|s| s.0);
            all.extend(&stems);
            names.extend(own().filter(|w| w.is_name).map(|w| weigh(w.stem)));
            numbers.extend(own().filter(|w| w.is_number).map(|w| weigh(w.stem)));
            if stems.len() >= SENTENCE_WORDS_MIN && list.len() < SENTENCES_MAX {
                let weight = stems.iter().map(|s| s.1).sum();
                list.push(Sentence { words: range, stems, weight });
            }
        }
        let sparse = |entries| Sparse::distinct(entries);
        let (all, names, numbers) = (sparse(all), sparse(names), sparse(numbers));
        let (quotes, every) = (sparse(quotes), sparse(every));
        Sentences { list, all, names, numbers, pairs: sparse(pairs), quotes, every }
    }
}

impl Sentences {
    fn words(&self) -> f32 {
        self.list.last().map_or(0.0, |s| s.words.end as f32)
    }

    /// The rarest stems.
    pub fn heaviest(&self, most: usize) -> Sparse {
        Sparse::new(self.all.heaviest(most), most)
    }
}

/// Names of the signs of a rewrite, in the order of the weights. The last ones are set where
/// passages and other documents are known.
pub const SIGNS: [&str; 23] = [
    "one",
    "answered_least",
    "answered_most",
    "order",
    "answers_log",
    "stems_jaccard",
    "stems_covered_most",
    "pairs_covered_least",
    "pairs_covered_most",
    "names_covered_least",
    "names_covered_most",
    "numbers_covered_least",
    "numbers_covered_most",
    "quotes_covered_least",
    "quotes_covered_most",
    "first_answered",
    "copied_least",
    "copied_most",
    "longest_log",
    "quoted_log",
    "contrast",
    "stems_log",
    "words_log",
];

/// A value for each sign.
pub type Signs = [f32; SIGNS.len()];

/// What ties two documents sentence by sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Alignment {
    /// Answering sentences, as words of the first and of the second document.
    pub answers: Vec<(Range<usize>, Range<usize>)>,
    /// Share of the first document's weight that is answered.
    pub answered_a: f32,
    /// Share of the second's.
    pub answered_b: f32,
    /// What tells for and against a rewrite.
    pub signs: Signs,
}

/// The sentences of a document, made ready once for all that it is compared with.
pub(crate) struct Sought<'s> {
    sentences: &'s Sentences,
    all: Ready<'s>,
    names: Ready<'s>,
    numbers: Ready<'s>,
    pairs: Ready<'s>,
    /// By stem: the number of its run of sentences in `places`.
    stems: Slots,
    /// The sentences of each stem, in order.
    places: Vec<u16>,
    /// By run: where it begins; and where the last one ends.
    ends: Vec<u32>,
}

impl<'s> Sought<'s> {
    pub fn of(sentences: &'s Sentences) -> Sought<'s> {
        let numbered = sentences.list.iter().zip(0_u16..);
        let mut stems: Vec<(u32, u16)> =
            numbered.flat_map(|(s, j)| s.stems.iter().map(move |stem| (stem.0, j))).collect();
        stems.sort_unstable();
        let (mut runs, mut ends) = (Vec::new(), vec![0]);
        for run in stems.chunk_by(|a, b| a.0 == b.0) {
            runs.push((run[0].0, ends.len() as u32 - 1));
            ends.push(ends[ends.len() - 1] + run.len() as u32);
        }
        Sought {
            sentences,
            all: Ready::of(&sentences.all),
            names: Ready::of(&sentences.names),
            numbers: Ready::of(&sentences.numbers),
            pairs: Ready::of(&sentences.pairs),
            stems: Slots::of(runs.into_iter()),
            places: stems.into_iter().map(|(_, j)| j).collect(),
            ends,
        }
    }

    /// The sentences that have a stem.
    fn having(&self, stem: u32) -> &[u16] {
        let Some(run) = self.stems.get(stem) else { return &[] };
        let at = |run: u32| self.ends[run as usize] as usize;
        &self.places[at(run)..at(run + 1)]
    }
}

/// Aligns two documents. Cost: the pairs of sentences that share a stem.
pub(crate) fn align(a: &Sentences, sought: &Sought<'_>) -> Alignment {
    let b = sought.sentences;
    let likeness = likeness(a, sought);
    let mut best_b = vec![(0.0_f32, usize::MAX); b.list.len()];
    let mut best_a = vec![(0.0_f32, usize::MAX); a.list.len()];
    for &(i, j, dice) in &likeness {
        if dice > best_a[i].0 {
            best_a[i] = (dice, j);
        }
        if dice > best_b[j].0 {
            best_b[j] = (dice, i);
        }
    }
    let mutual = |i: &usize| best_a[*i].0 >= ANSWER_MIN && best_b[best_a[*i].1].1 == *i;
    let pairs: Vec<(usize, usize)> =
        (0..a.list.len()).filter(mutual).map(|i| (i, best_a[i].1)).collect();
    let share = |list: &[Sentence], at: &[(f32, usize)]| {
        let all: f32 = list.iter().map(|s| s.weight).sum();
        let answered = list.iter().zip(at).filter(|(_, best)| best.0 >= ANSWER_MIN);
        answered.map(|(s, best)| s.weight * best.0).sum::<f32>() / all.max(1.0)
    };
    let (answered_a, answered_b) = (share(&a.list, &best_a), share(&b.list, &best_b));
    let order = in_order(&pairs) as f32 / pairs.len().max(1) as f32;
    let both = |overlap: Overlap| {
        let (x, y) = overlap.covers();
        (x.min(y), x.max(y))
    };
    let names = both(sought.names.overlap(&a.names));
    let numbers = both(sought.numbers.overlap(&a.numbers));
    let stem_pairs = both(sought.pairs.overlap(&a.pairs));
    let stems = sought.all.overlap(&a.all);
    let quotes = (quotes_held(a, b), quotes_held(b, a));
    let signs = [
        1.0,
        answered_a.min(answered_b),
        answered_a.max(answered_b),
        if pairs.len() > 1 { order } else { 0.5 },
        (1.0 + pairs.len() as f32).ln(),
        stems.jaccard(),
        both(stems).1,
        stem_pairs.0,
        stem_pairs.1,
        names.0,
        names.1,
        numbers.0,
        numbers.1,
        quotes.0.min(quotes.1),
        quotes.0.max(quotes.1),
        best_a.first().map_or(0.0, |x| x.0).max(best_b.first().map_or(0.0, |x| x.0)),
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        (stems.jaccard() + 0.05).ln(),
        (1.0 + a.words().min(b.words())).ln() - 5.0,
    ];
    let words = |(i, j): &(usize, usize)| (a.list[*i].words.clone(), b.list[*j].words.clone());
    let answers = pairs.iter().map(words).collect();
    Alignment { answers, answered_a, answered_b, signs }
}

/// Share of a document's quoted words that another has, quoted or not; a half if none is quoted.
fn quotes_held(of: &Sentences, by: &Sentences) -> f32 {
    if of.quotes.is_empty() { 0.5 } else { of.quotes.covered_by(&by.every) }
}

/// Pairs of sentences that share a stem, with twice the shared weight over both weights.
fn likeness(a: &Sentences, sought: &Sought<'_>) -> Vec<(usize, usize, f32)> {
    let b = sought.sentences;
    let mut found = Vec::new();
    let mut shared = vec![0.0_f32; b.list.len()];
    for (i, sentence) in a.list.iter().enumerate() {
        shared.fill(0.0);
        for (stem, weight) in &sentence.stems {
            sought.having(*stem).iter().for_each(|j| shared[usize::from(*j)] += weight);
        }
        for (j, shared) in shared.iter().enumerate().filter(|(_, s)| **s > 0.0) {
            let both = sentence.weight + b.list[j].weight;
            found.push((i, j, 2.0 * shared / both.max(1.0)));
        }
    }
    found
}

/// Length of the longest part that keeps the order of both documents.
fn in_order(pairs: &[(usize, usize)]) -> usize {
    let mut ends: Vec<usize> = Vec::new();
    for (_, j) in pairs {
        let at = ends.partition_point(|end| end < j);
        match ends.get_mut(at) {
            Some(end) => *end = *j,
            None => ends.push(*j),
        }
    }
    ends.len()
}
