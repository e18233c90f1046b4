//! [`Class`]: a set of characters, as written between brackets in a pattern.

use crate::python_char::{is_decimal, is_space, is_word};

/// A named set inside a class: `\w`, `\d` or `\s`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    Word,
    Decimal,
    Space,
}

impl Named {
    fn contains(self, c: char) -> bool {
        match self {
            Named::Word => is_word(c),
            Named::Decimal => is_decimal(c),
            Named::Space => is_space(c),
        }
    }
}

/// A set of characters. ASCII is answered from a bitmap, the rest by binary search.
#[derive(Debug, Clone)]
pub(super) struct Class {
    /// Membership of the first 128 characters, with negation applied.
    ascii: u128,
    /// Sorted, not overlapping, negation not applied.
    ranges: Vec<(char, char)>,
    /// Named sets; `false` stands for the complement.
    named: Vec<(Named, bool)>,
    negated: bool,
    ignore_case: bool,
}

impl Class {
    pub(super) fn new(
        mut ranges: Vec<(char, char)>,
        named: Vec<(Named, bool)>,
        negated: bool,
        ignore_case: bool,
    ) -> Self {
        ranges.sort_unstable();
        ranges.dedup_by(|next, kept| {
            let touches = next.0 <= kept.1;
            if touches {
                kept.1 = kept.1.max(next.1);
            }
            touches
        });
        let mut class = Class { ascii: 0, ranges, named, negated, ignore_case };
        for byte in 0..128u8 {
            if class.decide(char::from(byte)) {
                class.ascii |= 1 << byte;
            }
        }
        class
    }

    /// The members below 128 as a bitmap.
    pub(super) fn ascii(&self) -> u128 {
        self.ascii
    }

    /// Whether a character from 128 on may be a member.
    pub(super) fn may_be_wide(&self) -> bool {
        self.negated
            || self.ignore_case
            || !self.named.is_empty()
            || self.ranges.last().is_some_and(|range| !range.1.is_ascii())
    }

    pub(super) fn contains(&self, c: char) -> bool {
        if c.is_ascii() { self.ascii >> (c as u32) & 1 == 1 } else { self.decide(c) }
    }

    fn decide(&self, c: char) -> bool {
        let mut found = self.holds(c);
        if self.ignore_case && !found {
            let swapped = c.to_lowercase().chain(c.to_uppercase());
            found = swapped.filter(|&other| other != c).any(|other| self.holds(other));
        }
        found != self.negated
    }

    fn holds(&self, c: char) -> bool {
        let after = self.ranges.partition_point(|range| range.0 <= c);
        (after > 0 && c <= self.ranges[after - 1].1)
            || self.named.iter().any(|&(named, positive)| named.contains(c) == positive)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_ranges_are_one_set() {
        let class = Class::new(vec![('d', 'f'), ('a', 'e'), ('ж', 'ж')], vec![], false, false);
        assert!("abcdefж".chars().all(|c| class.contains(c)));
        assert!(!"gзЖ ".chars().any(|c| class.contains(c)));
    }

    #[test]
    fn negation_covers_ascii_and_the_rest() {
        let class = Class::new(vec![('a', 'z')], vec![(Named::Decimal, true)], true, false);
        assert!("A é".chars().all(|c| class.contains(c)));
        assert!(!"a9٣".chars().any(|c| class.contains(c)));
    }

    #[test]
    fn case_is_ignored_when_asked() {
        let class = Class::new(vec![('a', 'c'), ('Ж', 'Ж')], vec![], false, true);
        assert!("aBCж".chars().all(|c| class.contains(c)));
        assert!(!class.contains('D'));
    }
}
