//! [`Scorer`]: how far a draft is an attribution, by weights learned from marked articles.
//!
//! Logistic regression over hashed features (Weinberger et al., "Feature hashing for large scale
//! multitask learning", 2009). Weights are bytes and scores are sums of integers, so that every
//! machine finds the same.

use super::{feature, speaker};
use std::sync::LazyLock;

static ENGLISH: &[u8] = include_bytes!("../../../../models/attribution.bin");

/// First bytes of the file of weights.
pub const MAGIC: &[u8; 8] = b"SSATTR01";

/// Bytes of the file before the weights: magic, threshold and cost of nesting, each a
/// little-endian `i32`.
pub const HEADER_BYTES: usize = 16;

/// The learned weights.
pub struct Scorer {
    weights: Vec<i8>,
    speakers: Vec<i8>,
    /// Least score of an attribution.
    pub threshold: i32,
    /// Taken off the score of an attribution inside the content of another.
    pub nesting: i32,
}

impl Scorer {
    /// The weights that are part of the program.
    pub fn english() -> &'static Scorer {
        static SCORER: LazyLock<Scorer> =
            LazyLock::new(|| Scorer::from_bytes(ENGLISH).expect("the built-in weights are tested"));
        &SCORER
    }

    /// Reads a file of weights; `None` if it is not one of this version.
    pub fn from_bytes(bytes: &[u8]) -> Option<Scorer> {
        let (header, weights) = bytes.split_at_checked(HEADER_BYTES)?;
        let (magic, numbers) = header.split_at_checked(MAGIC.len())?;
        let number = |at: usize| {
            let bytes = numbers.get(at..at + 4)?;
            Some(i32::from_le_bytes(bytes.try_into().ok()?))
        };
        let table = |bytes: &[u8]| bytes.iter().map(|byte| *byte as i8).collect();
        let fits = magic == MAGIC && weights.len() == feature::CELLS + speaker::CELLS;
        fits.then(|| weights.split_at(feature::CELLS)).and_then(|(weights, speakers)| {
            Some(Scorer {
                weights: table(weights),
                speakers: table(speakers),
                threshold: number(0)?,
                nesting: number(4)?,
            })
        })
    }

    /// The file of some weights.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.threshold.to_le_bytes());
        bytes.extend(self.nesting.to_le_bytes());
        bytes.extend(self.weights.iter().chain(&self.speakers).map(|weight| *weight as u8));
        bytes
    }

    /// Weights of drafts and of speakers, with a threshold and a cost of nesting.
    pub fn new(weights: Vec<i8>, speakers: Vec<i8>, threshold: i32, nesting: i32) -> Scorer {
        Scorer { weights, speakers, threshold, nesting }
    }

    /// The score of a draft with these features.
    pub fn score(&self, cells: &[u32]) -> i32 {
        sum(&self.weights, cells)
    }

    /// The score of a speaker with these features.
    pub fn score_speaker(&self, cells: &[u32]) -> i32 {
        sum(&self.speakers, cells)
    }
}

fn sum(weights: &[i8], cells: &[u32]) -> i32 {
    cells.iter().filter_map(|cell| weights.get(*cell as usize)).map(|w| i32::from(*w)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_back_and_damaged_ones_refused() {
        let mut weights = vec![0; feature::CELLS];
        let mut speakers = vec![0; speaker::CELLS];
        speakers[3] = 9;
        weights[7] = -3;
        weights[9] = 5;
        let bytes = Scorer::new(weights, speakers, 4, 2).to_bytes();
        let scorer = Scorer::from_bytes(&bytes).unwrap();
        assert_eq!((scorer.threshold, scorer.nesting), (4, 2));
        assert_eq!(scorer.score(&[7, 9, 9, 1]), 7);
        assert_eq!(scorer.score_speaker(&[3, 3]), 18);
        assert!(Scorer::from_bytes(&bytes[1..]).is_none());
        assert!(Scorer::from_bytes(&bytes[..bytes.len() - 1]).is_none());
    }
}
