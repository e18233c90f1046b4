//! [`WordList`]: a large sorted list of words in little memory, searched where it lies.
//!
//! Words are front-coded in blocks: of each word only what differs from the one before it in the
//! block is stored, as the number of shared bytes, the number of own bytes, and the own bytes.

use crate::Error;
use crate::compact::{Reader, Writer};

/// Words in a block.
const BLOCK: usize = 16;

/// Words longer than this many bytes are refused.
const MAX_WORD: usize = 255;

/// A sorted list of distinct words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct WordList {
    bytes: Vec<u8>,
    /// Where each block begins.
    blocks: Vec<u32>,
}

impl WordList {
    /// Sorts the words and removes doubles.
    pub(crate) fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<Self, Error> {
        let mut words: Vec<&str> = words.into_iter().collect();
        words.sort_unstable();
        words.dedup();
        let mut list = WordList::default();
        let mut before: &[u8] = &[];
        for (i, word) in words.iter().map(|word| word.as_bytes()).enumerate() {
            if word.len() > MAX_WORD {
                return Err(Error::format("a word of a table is too long"));
            }
            if i % BLOCK == 0 {
                list.blocks.push(list.bytes.len() as u32);
                before = &[];
            }
            let shared = word.iter().zip(before).take_while(|(a, b)| a == b).count();
            list.bytes.extend([shared as u8, (word.len() - shared) as u8]);
            list.bytes.extend(&word[shared..]);
            before = word;
        }
        Ok(list)
    }

    /// Whether there are no words.
    pub(crate) fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Whether a word is in the list.
    pub(crate) fn contains(&self, word: &str) -> bool {
        self.at_or_after(word).is_some_and(|found| found == word.as_bytes())
    }

    /// What follows `prefix` in the first word that begins with it.
    pub(crate) fn after_prefix(&self, prefix: &str) -> Option<String> {
        let found = self.at_or_after(prefix)?;
        let rest = found.strip_prefix(prefix.as_bytes())?;
        Some(String::from_utf8_lossy(rest).into_owned())
    }

    /// The first word that is not less than `wanted`.
    fn at_or_after(&self, wanted: &str) -> Option<Vec<u8>> {
        let wanted = wanted.as_bytes();
        let next = self.blocks.partition_point(|&block| self.head(block) <= wanted);
        let from = self.blocks.get(next.saturating_sub(1)).copied()? as usize;
        let mut word = Vec::new();
        let mut rest = self.bytes.get(from..)?;
        while let [shared, own, tail @ ..] = rest {
            let (own, tail) = tail.split_at_checked(usize::from(*own))?;
            word.truncate(usize::from(*shared));
            word.extend_from_slice(own);
            if word.as_slice() >= wanted {
                return Some(word);
            }
            rest = tail;
        }
        None
    }

    /// The first word of the block that begins at a position.
    fn head(&self, block: u32) -> &[u8] {
        match self.bytes.get(block as usize..) {
            Some([_, own, tail @ ..]) => tail.get(..usize::from(*own)).unwrap_or_default(),
            _ => &[],
        }
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.u32(self.blocks.len() as u32);
        for &block in &self.blocks {
            out.u32(block);
        }
        out.u32(self.bytes.len() as u32);
        out.raw(&self.bytes);
    }

    pub(crate) fn read(reader: &mut Reader) -> Result<Self, Error> {
        let count = reader.count(4)?;
        let blocks = (0..count).map(|_| reader.u32()).collect::<Result<_, _>>()?;
        let count = reader.count(1)?;
        Ok(WordList { bytes: reader.bytes(count)?.to_vec(), blocks })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_and_no_other() {
        let words: Vec<String> = (0..500).map(|i| format!("w{}", i * 7)).collect();
        let list = WordList::new(words.iter().map(String::as_str)).unwrap();
        assert!(words.iter().all(|word| list.contains(word)));
        for absent in ["", "a", "w", "w1", "w3494", "w34", "x", "жук"] {
            assert!(!list.contains(absent), "{absent}");
        }
        assert!(!WordList::default().contains("a"));
    }

    #[test]
    fn a_prefix_finds_the_first_word_that_has_it() {
        let list =
            WordList::new(["men\tman", "mice\tmouse", "mice-like\tx", "été\thiver"]).unwrap();
        assert_eq!(list.after_prefix("mice\t").as_deref(), Some("mouse"));
        assert_eq!(list.after_prefix("été\t").as_deref(), Some("hiver"));
        assert_eq!(list.after_prefix("mic\t"), None);
        assert_eq!(list.after_prefix("z"), None);
    }

    #[test]
    fn a_list_survives_the_file_and_damage_does_no_harm() {
        let list = WordList::new(["alpha", "alphabet", "beta"]).unwrap();
        let mut out = Writer::default();
        list.write(&mut out);
        assert_eq!(WordList::read(&mut Reader::new(&out.0)).unwrap(), list);
        for i in 0..out.0.len() {
            let mut damaged = out.0.clone();
            damaged[i] ^= 0xff;
            if let Ok(list) = WordList::read(&mut Reader::new(&damaged)) {
                list.contains("alphabet");
            }
        }
    }
}
