//! [`Vocabulary`]: how much more often each word stands in the text of articles than beside it, on
//! the pages that it was learned from, and what that says of a block (naive Bayes, Maron 1961).
//!
//! Words are known by their hashes: the file of the weights, `models/extraction_words.tsv`, has no
//! text. It is learned by `xtask train-extraction`.

use foldhash::fast::FixedState;
use std::collections::HashMap;

/// What a vocabulary says of a block: the names of its values.
pub(super) const NAMES: [&str; 4] = ["said mean", "said sum", "said lowest", "said known"];

/// Most that the sum over a block's words can be, either way.
const SUM_MAX: f32 = 30.0;

/// Words whose mean is the lowest of a block.
const LOWEST: usize = 3;

/// Bits of a word's hash: one word of a thousand is taken for another.
const HASH_BITS: u32 = 24;

/// Most words of a block that are looked at.
const WORDS_MAX: usize = 200_000;

/// Log odds of words.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    odds: HashMap<u32, f32, FixedState>,
}

impl FromIterator<(u32, f32)> for Vocabulary {
    fn from_iter<T: IntoIterator<Item = (u32, f32)>>(words: T) -> Vocabulary {
        Vocabulary { odds: words.into_iter().collect() }
    }
}

impl Vocabulary {
    /// Reads the lines that [`Vocabulary::print`] writes. `None` if one is malformed.
    pub fn parse(text: &str) -> Option<Vocabulary> {
        let word = |line: &str| {
            let (hash, odds) = line.split_once('\t')?;
            Some((u32::from_str_radix(hash, 16).ok()?, odds.parse().ok()?))
        };
        text.lines().filter(|line| !line.starts_with('#')).map(word).collect()
    }

    /// The words as text: hash and log odds, in order.
    pub fn print(&self) -> String {
        let mut words: Vec<(&u32, &f32)> = self.odds.iter().collect();
        words.sort_unstable_by_key(|(hash, _)| **hash);
        words.into_iter().map(|(hash, odds)| format!("{hash:06x}\t{odds}\n")).collect()
    }

    /// What it says of a block's words: the mean of the log odds of those it knows, their sum, the
    /// mean of the lowest, and the share of words that it knows. Cost: one look-up for each word.
    pub fn values(&self, text: &str) -> [f32; NAMES.len()] {
        let (mut n, mut known, mut sum) = (0_usize, 0_usize, 0.0);
        let mut lowest = [f32::INFINITY; LOWEST];
        for hash in hashes(text).take(WORDS_MAX) {
            n += 1;
            let Some(odds) = self.odds.get(&hash) else { continue };
            known += 1;
            sum += odds;
            if *odds < lowest[LOWEST - 1] {
                lowest[LOWEST - 1] = *odds;
                lowest.sort_unstable_by(f32::total_cmp);
            }
        }
        if known == 0 {
            return [0.0; NAMES.len()];
        }
        let few = &lowest[..known.min(LOWEST)];
        let low = few.iter().sum::<f32>() / few.len() as f32;
        let mean = sum / known as f32;
        [mean, sum.clamp(-SUM_MAX, SUM_MAX), low, known as f32 / n as f32]
    }
}

/// A hash of each word of a text; letter case makes no difference, nor which digits a word has.
pub fn hashes(text: &str) -> impl Iterator<Item = u32> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| {
        let plain = |c: char| match c {
            'a'..='z' => c,
            _ if c.is_numeric() => '0',
            _ => c.to_lowercase().next().unwrap_or(c),
        };
        let sum = word.chars().fold(0xCBF2_9CE4_8422_2325, |sum: u64, c| {
            (sum ^ u64::from(plain(c))).wrapping_mul(0x0100_0000_01B3)
        });
        ((sum ^ (sum >> 29)).wrapping_mul(super::PRIME) >> (64 - HASH_BITS)) as u32
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_block_are_known_whatever_their_case_and_digits() {
        let word = |word: &str| hashes(word).next().expect("a word");
        let odds = [(word("said"), 0.5), (word("newsletter"), -2.0), (word("9"), -0.5)];
        let vocabulary = Vocabulary::from_iter(odds);
        let values = vocabulary.values("Newsletter no. 7, she SAID");
        assert_eq!(values, [-2.0 / 3.0, -2.0, -2.0 / 3.0, 0.6]);
        assert_eq!(vocabulary.values("unheard of"), [0.0; 4]);
        assert_eq!(vocabulary.values("said ".repeat(100).trim())[1], SUM_MAX);
        assert_eq!(word("ÜBER"), word("über"));
    }

    #[test]
    fn a_vocabulary_is_read_back_as_it_was_printed() {
        let lines = "0000ff\t-0.25\nffffff\t1\n";
        let read = Vocabulary::parse(&format!("# a head\n{lines}")).expect("well formed");
        assert_eq!(read.odds.get(&255), Some(&-0.25));
        assert_eq!(read.print(), lines);
        assert!(Vocabulary::parse("no number").is_none());
    }
}
