//! [`Tally`]: what was marked, found and right.

/// Counts of one kind of thing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Marked things.
    pub marked: usize,
    /// Found things.
    pub found: usize,
    /// Found things that are right.
    pub right: usize,
}

impl Tally {
    /// Right of found; 0 of none.
    pub fn precision(self) -> f64 {
        ratio(self.right, self.found)
    }

    /// Right of marked; 0 of none.
    pub fn recall(self) -> f64 {
        ratio(self.right, self.marked)
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        ratio(2 * self.right, self.found + self.marked)
    }

    /// Adds the counts of another.
    pub fn add(&mut self, other: Tally) {
        self.marked += other.marked;
        self.found += other.found;
        self.right += other.right;
    }
}

/// A part of a whole; 0 of nothing.
pub fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
