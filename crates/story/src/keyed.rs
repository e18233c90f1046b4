//! [`Keyed`]: a map from numbers that are hashes already, or count up.
//!
//! The keys of the inverted indexes are hashes of words and numbers of documents and stories:
//! spreading them once more by a multiplication (Fibonacci hashing, Knuth 1973) is enough, and many
//! times faster than a hash for any bytes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map from numbers.
pub(crate) type Keyed<K, V> = HashMap<K, V, BuildHasherDefault<Spread>>;

/// Spreads a number over 64 bits.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spread(u64);

impl Spread {
    fn take(&mut self, number: u64) {
        let spread = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = spread ^ (spread >> 32);
    }
}

impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.take((*b).into()));
    }

    fn write_u32(&mut self, number: u32) {
        self.take(number.into());
    }

    fn write_usize(&mut self, number: usize) {
        self.take(number as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_a_row_are_spread_over_all_bits() {
        let hash = |n: u32| {
            let mut spread = Spread::default();
            spread.write_u32(n);
            spread.finish()
        };
        let low: std::collections::BTreeSet<u64> = (0..256).map(|n| hash(n) % 256).collect();
        let high: std::collections::BTreeSet<u64> = (0..256).map(|n| hash(n) >> 57).collect();
        assert!(low.len() > 128 && high.len() > 100, "{} {}", low.len(), high.len());
    }
}
