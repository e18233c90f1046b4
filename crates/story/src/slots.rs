//! [`Slots`]: a small table from terms to numbers, made once for many questions.
//!
//! Open addressing with linear probing (Knuth 1973) over one list at most half full, behind a
//! filter of bits (Bloom 1970, of one hash): a question is mostly answered by one bit, can be
//! foreseen, and does not wait for the one before it, as the steps of a walk through two sorted
//! lists do.

/// A table from terms to numbers of 32 bits.
#[derive(Clone, Debug)]
pub(crate) struct Slots {
    /// Term and number, in one.
    list: Vec<u64>,
    /// Bits of the terms there are; a few others share them.
    filter: Vec<u64>,
    shift: u32,
}

/// Logarithm of the bits of the filter for each place of the list.
const FILTER: u32 = 3;

/// No term: the last one is not to have the last number.
const EMPTY: u64 = u64::MAX;

impl Slots {
    /// A table of some terms, each once, with their numbers.
    pub fn of(entries: impl ExactSizeIterator<Item = (u32, u32)>) -> Slots {
        let bits = (2 * entries.len()).max(1 << FILTER).next_power_of_two().trailing_zeros();
        let filter = vec![0; 1 << (bits + FILTER - u64::BITS.trailing_zeros())];
        let mut slots = Slots { list: vec![EMPTY; 1 << bits], filter, shift: u32::BITS - bits };
        for (term, number) in entries {
            let mut at = slots.home(term);
            while slots.list[at] != EMPTY {
                at = (at + 1) & (slots.list.len() - 1);
            }
            let bit = slots.bit(term);
            slots.filter[bit / 64] |= 1 << (bit % 64);
            slots.list[at] = u64::from(term) << u32::BITS | u64::from(number);
        }
        slots
    }

    /// The number of a term.
    pub fn get(&self, term: u32) -> Option<u32> {
        let bit = self.bit(term);
        if self.filter[bit / 64] >> (bit % 64) & 1 == 0 {
            return None;
        }
        let mut at = self.home(term);
        loop {
            let found = self.list[at];
            if found == EMPTY {
                return None;
            }
            if (found >> u32::BITS) as u32 == term {
                return Some(found as u32);
            }
            at = (at + 1) & (self.list.len() - 1);
        }
    }

    /// Where a term stands, if nothing stood there before it.
    fn home(&self, term: u32) -> usize {
        self.bit(term) >> FILTER
    }

    /// Its bit in the filter.
    fn bit(&self, term: u32) -> usize {
        (term.wrapping_mul(0x9e37_79b1) >> (self.shift - FILTER)) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_is_found_with_its_number_and_no_other() {
        for n in [0, 1, 2, 3, 100, 257] {
            let entries: Vec<(u32, u32)> = (0..n).map(|i| (u32::MAX - 7 * i, 3 * i)).collect();
            let slots = Slots::of(entries.iter().copied());
            entries.iter().for_each(|(term, number)| assert_eq!(slots.get(*term), Some(*number)));
            (0..500).for_each(|i| assert_eq!(slots.get(u32::MAX - 1 - 7 * i), None));
        }
    }
}
