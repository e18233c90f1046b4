//! [`Near`]: ranges that are found by where they lie, without a look at all the others.
//!
//! Each range is kept under the smallest of a series of ever wider bins that holds it whole, as
//! genome browsers do (Kent et al. 2002); a look goes through the bins of each width that it meets.

use std::ops::Range;

/// Width of the narrowest bins, as a power of two.
const NARROWEST: u32 = 5;
/// Each width is this power of two times the one before.
const STEP: u32 = 3;
/// Number of widths; the widest bin holds all there is.
const WIDTHS: u32 = 12;

/// A range with its number.
type Numbered = (Range<usize>, usize);

/// Ranges with a number each. Memory: a few words for every 32 places up to the last range.
#[derive(Clone, Debug, Default)]
pub struct Near {
    /// By width and bin: the ranges in it, in the order in which they came.
    bins: Vec<Vec<Vec<Numbered>>>,
}

impl Near {
    /// Some ranges, numbered in order.
    pub fn of(ranges: impl Iterator<Item = Range<usize>>) -> Near {
        let mut near = Near::default();
        ranges.enumerate().for_each(|(number, range)| near.add(range, number));
        near
    }

    /// Adds a range.
    pub fn add(&mut self, range: Range<usize>, number: usize) {
        let last = range.end.max(range.start + 1) - 1;
        let holds = |width: &u32| bin(range.start, *width) == bin(last, *width);
        let width = (0..WIDTHS).find(holds).unwrap_or(WIDTHS);
        let bin = bin(range.start, width);
        let width = width as usize;
        self.bins.resize_with(self.bins.len().max(width + 1), Vec::new);
        let bins = &mut self.bins[width];
        bins.resize_with(bins.len().max(bin + 1), Vec::new);
        bins[bin].push((range, number));
    }

    /// The numbers of the ranges that share a place with one, in order.
    pub fn overlapping(&self, range: Range<usize>) -> Vec<usize> {
        let shares = |r: &&(Range<usize>, usize)| r.0.start < range.end && range.start < r.0.end;
        let met = self.met(&range).filter(shares);
        let mut found: Vec<usize> = met.map(|r| r.1).collect();
        found.sort_unstable();
        found
    }

    /// The numbers of the ranges that hold a place, in order.
    pub fn at(&self, place: usize) -> Vec<usize> {
        self.overlapping(place..place + 1)
    }

    /// All that is looked at to find what shares a place with a range.
    fn met(&self, range: &Range<usize>) -> impl Iterator<Item = &Numbered> {
        let (first, last) = (range.start, range.end.max(range.start + 1) - 1);
        self.bins.iter().zip(0..).flat_map(move |(bins, width)| {
            let end = (bin(last, width) + 1).min(bins.len());
            bins[bin(first, width).min(end)..end].iter().flatten()
        })
    }
}

fn bin(place: usize, width: u32) -> usize {
    if width == WIDTHS { 0 } else { place >> (NARROWEST + STEP * width) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_ranges_looked_at_do_not_grow_with_those_far_away() {
        // Of each width only what crosses a bin's own borders is met.
        let most = (WIDTHS as usize + 1) << STEP;
        for n in [1_000, 50_000] {
            let near = Near::of((0..n).map(|i| i * 90..i * 90 + 70));
            let looked_at = (0..n).map(|i| near.met(&(i * 90..i * 90 + 70)).count());
            let worst = looked_at.max().expect("there are ranges");
            assert!(worst <= most, "{n}: {worst}");
        }
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_a_look_at_all_finds(
            ranges in prop::collection::vec((0usize..5_000, 1usize..900), 0..60),
            (start, length) in (0usize..5_000, 1usize..900),
        ) {
            let ranges: Vec<Range<usize>> =
                ranges.into_iter().map(|(start, n)| start..start + n).collect();
            let asked = start..start + length;
            let shares = |i: &usize| {
                ranges[*i].start < asked.end && asked.start < ranges[*i].end
            };
            let expected: Vec<usize> = (0..ranges.len()).filter(shares).collect();
            let near = Near::of(ranges.iter().cloned());
            prop_assert_eq!(near.overlapping(asked.clone()), expected);
        }
    }
}
