//! [`Fingerprints`]: which documents share runs of words, without comparing every two.
//!
//! Hashes of five words in a row, thinned by winnowing (Schleimer, Wilkerson and Aiken 2003): of
//! every [`WINDOW`] neighbours the smallest is kept, so that two documents that share
//! `RUN + WINDOW - 1` words in a row share a fingerprint. A run that many documents share is
//! boilerplate and ties nobody.

use crate::keyed::Keyed;
use crate::term::{Words, pair};

/// Words of a run.
pub const RUN: usize = 5;
/// Neighbouring runs of which one is kept.
pub const WINDOW: usize = 4;
/// A run shared by more documents is boilerplate (passim has 100).
const DOCUMENTS_PER_RUN_MAX: usize = 50;
/// Shared fingerprints that make two documents worth a closer look.
const SHARED_MIN: u32 = 2;

/// The hash of each run of words, by its first word.
pub(crate) fn runs(words: &Words) -> Vec<u32> {
    let hash = |run: &[crate::term::Word]| run.iter().fold(0, |h, w| pair(h, w.spelling));
    words.list.windows(RUN).map(hash).collect()
}

/// The smallest of every [`WINDOW`] neighbours, sorted, without repeats.
pub(crate) fn winnow(runs: &[u32]) -> Vec<u32> {
    let smallest = |w: &[u32]| w.iter().copied().min().unwrap_or_default();
    let mut kept: Vec<u32> = match runs.len() {
        0 => Vec::new(),
        n if n < WINDOW => vec![smallest(runs)],
        _ => runs.windows(WINDOW).map(smallest).collect(),
    };
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// An index of the fingerprints of documents, by number.
#[derive(Debug, Default)]
pub(crate) struct Fingerprints {
    index: Keyed<u32, Vec<u32>>,
}

impl Fingerprints {
    /// Adds the next document, by its runs, and gives those before it that share fingerprints with
    /// it.
    pub fn add(&mut self, document: usize, runs: &[u32]) -> Vec<usize> {
        let mut shared: Keyed<u32, u32> = Keyed::default();
        for print in winnow(runs) {
            let documents = self.index.entry(print).or_default();
            if documents.len() <= DOCUMENTS_PER_RUN_MAX {
                documents.iter().for_each(|d| *shared.entry(*d).or_default() += 1);
                documents.push(document as u32);
            }
        }
        shared.retain(|_, n| *n >= SHARED_MIN);
        let mut documents: Vec<usize> = shared.into_keys().map(|d| d as usize).collect();
        documents.sort_unstable();
        documents
    }

    /// Forgets documents before `oldest` under the fingerprints of these runs.
    pub fn forget(&mut self, runs: &[u32], oldest: u32) {
        for print in winnow(runs) {
            if let Some(documents) = self.index.get_mut(&print) {
                documents.drain(..documents.partition_point(|d| *d < oldest));
                if documents.is_empty() {
                    self.index.remove(&print);
                }
            }
        }
    }

    /// Whether a run was known as boilerplate when this document had been added. Only winnowed
    /// runs are counted.
    pub fn is_boilerplate(&self, run: u32, by: usize) -> bool {
        let documents = self.index.get(&run);
        documents.and_then(|d| d.get(DOCUMENTS_PER_RUN_MAX)).is_some_and(|d| *d as usize <= by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::tests::words;

    #[test]
    fn documents_that_share_a_sentence_find_each_other() {
        let mut prints = Fingerprints::default();
        let sentence = "the mill on the upper river will reopen in spring with forty workers";
        let runs = |text: &str| runs(&words(text));
        assert_eq!(prints.add(0, &runs(&format!("Officials said {sentence}."))), [0; 0]);
        assert_eq!(prints.add(1, &runs("A short note about something else entirely.")), [0; 0]);
        assert_eq!(prints.add(2, &runs(&format!("In town it is said that {sentence}."))), [0]);
    }

    #[test]
    fn what_every_document_says_ties_nobody() {
        let mut prints = Fingerprints::default();
        let text = "For more stories like this one sign up to our weekly letter today.";
        let text = runs(&words(text));
        for i in 0..=DOCUMENTS_PER_RUN_MAX {
            prints.add(i, &text);
        }
        assert_eq!(prints.add(DOCUMENTS_PER_RUN_MAX + 1, &text), [0; 0]);
        let run = winnow(&text)[0];
        assert!(prints.is_boilerplate(run, DOCUMENTS_PER_RUN_MAX));
        assert!(!prints.is_boilerplate(run, DOCUMENTS_PER_RUN_MAX - 1));
    }
}
