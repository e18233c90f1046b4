//! [`Sparse`]: a vector with few entries that are not zero, sorted by term.

use crate::slots::Slots;

/// Terms with weights, by term, without repeats.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sparse {
    entries: Vec<(u32, f32)>,
    norm: f32,
    /// Sum of the weights.
    sum: f32,
}

/// What two vectors share, summed in one pass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Overlap {
    dot: f32,
    /// Weight of the shared terms in each.
    shared: (f32, f32),
    sums: (f32, f32),
    norms: f32,
}

impl Overlap {
    /// The sum of the products of the weights of shared terms.
    pub fn dot(&self) -> f32 {
        self.dot
    }

    /// The cosine of the angle; 0 if either is empty.
    pub fn cosine(&self) -> f32 {
        if self.norms > 0.0 { (self.dot / self.norms).min(1.0) } else { 0.0 }
    }

    /// The share of each one's weight that lies on terms of the other; 0 for one that is empty.
    pub fn covers(&self) -> (f32, f32) {
        let share = |part: f32, all: f32| if all > 0.0 { part / all } else { 0.0 };
        (share(self.shared.0, self.sums.0), share(self.shared.1, self.sums.1))
    }

    /// Weight of the shared terms, as in the first, over that of all.
    pub fn jaccard(&self) -> f32 {
        let all = self.sums.0 + self.sums.1 - self.shared.0;
        if all > 0.0 { self.shared.0 / all } else { 0.0 }
    }
}

/// A vector ready to be compared with many others.
#[derive(Clone, Debug)]
pub(crate) struct Ready<'s> {
    own: &'s Sparse,
    slots: Slots,
}

impl<'s> Ready<'s> {
    /// Cost: linear in the terms.
    pub fn of(own: &'s Sparse) -> Ready<'s> {
        let bits = |entry: &(u32, f32)| (entry.0, entry.1.to_bits());
        Ready { own, slots: Slots::of(own.entries.iter().map(bits)) }
    }

    /// How another vector, as the first, overlaps with this. Cost: linear in the other.
    pub fn overlap(&self, other: &Sparse) -> Overlap {
        let (mut dot, mut others, mut own) = (0.0, 0.0, 0.0);
        self.shared(other, |x, y| {
            dot += x * y;
            others += x;
            own += y;
        });
        let sums = (other.sum, self.own.sum);
        Overlap { dot, shared: (others, own), sums, norms: self.own.norm * other.norm }
    }

    /// The cosine of the angle to another; 0 if either is empty. Cost: linear in the other.
    pub fn cosine(&self, other: &Sparse) -> f32 {
        let mut dot = 0.0;
        self.shared(other, |x, y| dot += x * y);
        let norms = self.own.norm * other.norm;
        if norms > 0.0 { (dot / norms).min(1.0) } else { 0.0 }
    }

    /// Calls `each` with the other's weight of every shared term and that of this, by term.
    fn shared(&self, other: &Sparse, mut each: impl FnMut(f32, f32)) {
        for (term, weight) in &other.entries {
            if let Some(own) = self.slots.get(*term) {
                each(*weight, f32::from_bits(own));
            }
        }
    }
}

impl Sparse {
    /// The vector of some terms; weights of the same term are added, and the `most` heaviest
    /// terms are kept.
    pub fn new(mut entries: Vec<(u32, f32)>, most: usize) -> Sparse {
        entries.sort_unstable_by_key(|e| e.0);
        entries.dedup_by(|b, a| {
            let same = a.0 == b.0;
            if same {
                a.1 += b.1;
            }
            same
        });
        let mut sparse = Sparse { entries, norm: 0.0, sum: 0.0 };
        sparse.cut(most);
        sparse
    }

    /// A vector as it was: entries by term, and its length.
    pub fn kept(entries: Vec<(u32, f32)>, norm: f32) -> Sparse {
        let sum = entries.iter().map(|e| e.1).sum();
        Sparse { entries, norm, sum }
    }

    /// The length of the vector.
    pub fn norm(&self) -> f32 {
        self.norm
    }

    /// The vector of some terms, each once, with the weight of its first entry.
    pub fn distinct(mut entries: Vec<(u32, f32)>) -> Sparse {
        entries.sort_by_key(|e| e.0);
        entries.dedup_by_key(|e| e.0);
        Sparse::new(entries, usize::MAX)
    }

    /// Keeps the `most` heaviest terms.
    fn cut(&mut self, most: usize) {
        if self.entries.len() > most {
            self.entries.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            self.entries.truncate(most);
            self.entries.sort_unstable_by_key(|e| e.0);
        }
        self.norm = self.entries.iter().map(|e| e.1 * e.1).sum::<f32>().sqrt();
        self.sum = self.entries.iter().map(|e| e.1).sum();
    }

    /// The vector scaled to length 1; itself if it is empty.
    pub fn unit(mut self) -> Sparse {
        if self.norm > 0.0 {
            self.entries.iter_mut().for_each(|e| e.1 /= self.norm);
            self.norm = 1.0;
            self.sum = self.entries.iter().map(|e| e.1).sum();
        }
        self
    }

    /// Whether there is no term.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The terms in order.
    pub fn terms(&self) -> impl Iterator<Item = u32> {
        self.entries.iter().map(|e| e.0)
    }

    /// The terms with their weights, by term.
    pub fn entries(&self) -> &[(u32, f32)] {
        &self.entries
    }

    /// The `most` heaviest terms, heaviest first.
    pub fn heaviest(&self, most: usize) -> Vec<(u32, f32)> {
        let mut entries = self.entries.clone();
        let heavier = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if entries.len() > most && most > 0 {
            entries.select_nth_unstable_by(most - 1, heavier);
            entries.truncate(most);
        }
        entries.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        entries.truncate(most);
        entries
    }

    /// Calls `each` with the weights of every shared term. Cost: linear in both.
    fn shared(&self, other: &Sparse, mut each: impl FnMut(f32, f32)) {
        let (a, b) = (self.entries.as_slice(), other.entries.as_slice());
        let (mut i, mut j) = (0, 0);
        while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
            if x.0 == y.0 {
                each(x.1, y.1);
            }
            // No branches here: which of the two is smaller cannot be foreseen.
            i += usize::from(x.0 <= y.0);
            j += usize::from(y.0 <= x.0);
        }
    }

    /// The sum of the products of the weights of shared terms.
    pub fn dot(&self, other: &Sparse) -> f32 {
        let mut dot = 0.0;
        self.shared(other, |x, y| dot += x * y);
        dot
    }

    /// The cosine of the angle; 0 if either is empty.
    pub fn cosine(&self, other: &Sparse) -> f32 {
        let norms = self.norm * other.norm;
        if norms > 0.0 { (self.dot(other) / norms).min(1.0) } else { 0.0 }
    }

    /// The share of this vector's weight that lies on terms of the other; 0 if this is empty.
    pub fn covered_by(&self, other: &Sparse) -> f32 {
        let mut shared = 0.0;
        self.shared(other, |x, _| shared += x);
        if self.sum > 0.0 { shared / self.sum } else { 0.0 }
    }

    /// Number of terms.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Twice the shared weight over both weights (Dice); 0 if both are empty.
    pub fn dice(&self, other: &Sparse) -> f32 {
        let mut shared = 0.0;
        self.shared(other, |x, y| shared += x + y);
        let all = self.sum + other.sum;
        if all > 0.0 { shared / all } else { 0.0 }
    }

    /// The same as [`Sparse::covered_by`], faster where this vector is much the shorter.
    pub fn looked_up_in(&self, other: &Sparse) -> f32 {
        let has = |term: u32| other.entries.binary_search_by_key(&term, |e| e.0).is_ok();
        let shared: f32 = self.entries.iter().filter(|e| has(e.0)).map(|e| e.1).sum();
        if self.sum > 0.0 { shared / self.sum } else { 0.0 }
    }

    /// Adds another vector; at most `most` terms are kept. Cost: linear in both.
    pub fn add(&mut self, other: &Sparse, most: usize) {
        let mut sum = Vec::with_capacity(self.entries.len() + other.entries.len());
        let (mut i, mut j) = (0, 0);
        while i < self.entries.len() || j < other.entries.len() {
            let a = self.entries.get(i).map_or(u64::MAX, |e| e.0.into());
            let b = other.entries.get(j).map_or(u64::MAX, |e| e.0.into());
            let mut weight = 0.0;
            if a <= b {
                weight += self.entries[i].1;
                i += 1;
            }
            if b <= a {
                weight += other.entries[j].1;
                j += 1;
            }
            sum.push((a.min(b) as u32, weight));
        }
        self.entries = sum;
        self.cut(most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_terms_are_added_and_the_lightest_left_out() {
        let sparse = Sparse::new(vec![(7, 1.0), (3, 2.0), (7, 2.0), (1, 0.5)], 2);
        assert_eq!(sparse.entries(), [(3, 2.0), (7, 3.0)]);
        assert_eq!(sparse.heaviest(1), [(7, 3.0)]);
    }

    #[test]
    fn sums_keep_their_terms_in_order() {
        let a = Sparse::new(vec![(1, 1.0), (2, 2.0)], 9);
        let b = Sparse::new(vec![(2, 1.0), (5, 4.0)], 9);
        let mut sum = a.clone();
        sum.add(&b, 9);
        assert_eq!(sum.entries(), [(1, 1.0), (2, 3.0), (5, 4.0)]);
    }

    #[test]
    fn cosine_and_cover_are_between_nothing_and_all() {
        let a = Sparse::new(vec![(1, 3.0), (2, 4.0)], 9);
        let b = Sparse::new(vec![(2, 4.0), (9, 3.0)], 9);
        assert!((a.cosine(&b) - 16.0 / 25.0).abs() < 1e-6);
        assert!((a.covered_by(&b) - 4.0 / 7.0).abs() < 1e-6);
        assert_eq!(a.cosine(&Sparse::default()), 0.0);
        let both = Ready::of(&b).overlap(&a);
        assert_eq!((both.cosine(), both.covers().0), (a.cosine(&b), a.covered_by(&b)));
        assert_eq!((both.covers().1, both.jaccard()), (b.covered_by(&a), 0.4));
        assert_eq!(Ready::of(&b).cosine(&a), a.cosine(&b));
    }
}
