//! [`Sketch`]: whether two texts are nearly one, by a few numbers each.
//!
//! Minimum hashes of runs of words (Broder 1997), joined in bands: texts that share a band are
//! compared run by run.

use std::collections::BTreeSet;

/// Words of a run.
const RUN: usize = 5;
/// Bands of a sketch, and minimum hashes of a band. Two texts that share .8 of their runs share a
/// band 985 times of 1000, two that share .4 of them 189 times, by arithmetic.
const BANDS: usize = 8;
const ROWS: usize = 4;
/// Shared runs, of the runs of both, that make a text a copy; a published threshold of news
/// archives (80 %), not tuned.
const COPY_MIN: f64 = 0.8;
/// A text with fewer runs is too short to be called a copy, unless it is the same throughout.
const RUNS_MIN: usize = 8;

/// The runs of words of one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    runs: BTreeSet<u64>,
}

impl Sketch {
    /// The sketch of a text. Cost: linear in its words.
    pub fn of(text: &str) -> Sketch {
        let words: Vec<u64> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| {
                word.chars().flat_map(char::to_lowercase).fold(SEED, |h, c| mix(h, c as u64))
            })
            .collect();
        let length = RUN.min(words.len().max(1));
        let run = |run: &[u64]| run.iter().fold(SEED, |h, w| mix(h, *w));
        Sketch { runs: words.windows(length).map(run).collect() }
    }

    /// One number for each band; none for a text without words.
    pub fn bands(&self) -> Vec<i64> {
        if self.runs.is_empty() {
            return Vec::new();
        }
        let minimum = |nth: usize| self.runs.iter().map(|run| mix(*run, nth as u64)).min();
        let band = |band: usize| {
            let rows = (0..ROWS).filter_map(|row| minimum(band * ROWS + row));
            // The sign bit is left out: SQLite's integers are signed.
            (rows.fold(band as u64, mix) >> 1) as i64
        };
        (0..BANDS).map(band).collect()
    }

    /// Whether one is a copy of the other, as a whole.
    pub fn is_copy_of(&self, other: &Sketch) -> bool {
        let shared = self.runs.intersection(&other.runs).count();
        let all = self.runs.len() + other.runs.len() - shared;
        let short = self.runs.len().min(other.runs.len()) < RUNS_MIN;
        let least = if short { 1.0 } else { COPY_MIN };
        all > 0 && shared as f64 >= least * all as f64
    }
}

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// A step of the finalizer of MurmurHash3 over both numbers.
fn mix(a: u64, b: u64) -> u64 {
    let mut h = a.rotate_left(23) ^ b.wrapping_mul(0xff51_afd7_ed55_8ccd).wrapping_add(SEED);
    h ^= h >> 33;
    h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "The port authority of Orsk said on Tuesday that the ferry to the island \
        will stop in May because the hull of the ship is older than the law allows, and that a \
        new ship has been ordered from a yard in the north which wants to deliver it next year.";

    #[test]
    fn a_copy_with_another_ending_is_found_and_a_retelling_is_not() {
        let whole = Sketch::of(REPORT);
        let copy = Sketch::of(&format!("{} Reporting by A. Vale.", REPORT.to_uppercase()));
        assert!(whole.is_copy_of(&copy) && copy.is_copy_of(&whole));
        assert!(whole.bands().iter().any(|band| copy.bands().contains(band)));
        let other = Sketch::of("In May the ferry from Orsk will stop, as its hull is too old.");
        assert!(!whole.is_copy_of(&other));
    }

    #[test]
    fn short_texts_are_copies_only_if_they_are_the_same() {
        assert!(Sketch::of("Markets closed.").is_copy_of(&Sketch::of("Markets: closed")));
        assert!(!Sketch::of("Markets closed.").is_copy_of(&Sketch::of("Markets closed early.")));
        assert!(Sketch::of("").bands().is_empty());
        assert!(!Sketch::of("").is_copy_of(&Sketch::of("")));
    }
}
