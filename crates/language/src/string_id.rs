//! [`string_id`]: the 64-bit id spaCy gives a string, on which hashed features, lookup tables and
//! vector keys are built.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The reserved strings, one `id <tab> string` a line.
const SYMBOLS: &str = include_str!("../data/symbols.tsv");

static SYMBOL_IDS: LazyLock<HashMap<&'static str, u64>> = LazyLock::new(|| {
    SYMBOLS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(id, text)| Some((text, id.parse().ok()?)))
        .collect()
});

/// The id of a string: 0 for the empty one, a small number for a reserved symbol, else a hash.
pub(crate) fn string_id(text: &str) -> u64 {
    if text.is_empty() {
        return 0;
    }
    match SYMBOL_IDS.get(text) {
        Some(&id) => id,
        None => murmur_hash_64a(text.as_bytes(), 1),
    }
}

/// Austin Appleby's MurmurHash64A.
fn murmur_hash_64a(bytes: &[u8], seed: u64) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    const R: u32 = 47;
    let mut hash = seed ^ (bytes.len() as u64).wrapping_mul(M);
    let (words, tail) = bytes.as_chunks::<8>();
    for word in words {
        let mut key = u64::from_le_bytes(*word).wrapping_mul(M);
        key ^= key >> R;
        hash = (hash ^ key.wrapping_mul(M)).wrapping_mul(M);
    }
    if !tail.is_empty() {
        let rest = tail.iter().rev().fold(0, |rest, &byte| rest << 8 | u64::from(byte));
        hash = (hash ^ rest).wrapping_mul(M);
    }
    hash = (hash ^ hash >> R).wrapping_mul(M);
    hash ^ hash >> R
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_a_spacy_string_store() {
        assert_eq!(string_id(""), 0);
        assert_eq!(string_id("IS_ALPHA"), 1);
        assert_eq!(string_id("X"), 101);
        assert_eq!(string_id("coffee"), 3197928453018144401);
        assert_eq!(string_id("a"), 11901859001352538922);
        assert_eq!(string_id("Überraschung"), 8858412418843196165);
        assert_eq!(string_id("eight888"), 6103390885580893207);
    }

    #[test]
    fn every_reserved_symbol_has_its_own_id() {
        let mut ids: Vec<u64> = SYMBOL_IDS.values().copied().collect();
        ids.sort_unstable();
        assert_eq!(ids, (1..=456).collect::<Vec<u64>>());
    }
}
