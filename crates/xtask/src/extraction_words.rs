//! [`Counts`]: on how many pages each word stands in the article and beside it, part by part of the
//! cross-validation.

use ingest::html::{Described, Vocabulary, word_hashes};
use std::collections::{BTreeMap, BTreeSet};

/// Fewest pages that a word must stand on to be known.
const PAGES_MIN: u32 = 3;

/// Counted beside the pages on either side. On the cross-validated development pages (2026-11) .5
/// and 3 were tried: F1 of runs of four words on Fundus .9745 and .9737, on WCXB .9551 and .9541.
const PRIOR: f32 = 0.5;

/// Pages with a word beside the article and in it, by parts.
#[derive(Default)]
pub struct Counts {
    words: BTreeMap<u32, BTreeMap<u64, [u32; 2]>>,
}

impl Counts {
    /// Counts a page of a part.
    pub fn add(&mut self, part: u64, blocks: &Described, answers: &[bool]) {
        let both = blocks.texts.iter().zip(answers);
        let said = both.flat_map(|(text, yes)| word_hashes(text).map(|word| (word, *yes)));
        for (word, yes) in said.collect::<BTreeSet<(u32, bool)>>() {
            self.words.entry(word).or_default().entry(part).or_default()[usize::from(yes)] += 1;
        }
    }

    /// What is learned from all parts but some. A page with a word on both sides counts on both.
    pub fn vocabulary(&self, left_out: &[u64]) -> Vocabulary {
        let learned = |parts: &BTreeMap<u64, [u32; 2]>| {
            let parts = parts.iter().filter(|(part, _)| !left_out.contains(part));
            let [no, yes] = parts.fold([0, 0], |sum, (_, n)| [sum[0] + n[0], sum[1] + n[1]]);
            let odds = ((yes as f32 + PRIOR) / (no as f32 + PRIOR)).ln();
            (no + yes >= PAGES_MIN).then_some((odds * 10.0).round() / 10.0)
        };
        let words = self.words.iter();
        words.filter_map(|(word, parts)| Some((*word, learned(parts)?))).collect()
    }
}
