//! [`Around`]: how what lies around a block was judged at first sight, for a second look.
//!
//! A block is judged twice: by its own values, then by these together with how likely the blocks
//! beside it, in its boxes and in places like its own are text of the article (Wolpert 1992).

use super::KEPT_MIN;
use super::feature::{LEVELS, Scene};
use std::collections::HashMap;

/// Blocks before and after whose judgements are looked at.
const BESIDE: [(isize, &str); 4] = [(-2, "before2"), (-1, "before"), (1, "after"), (2, "after2")];

/// Blocks to either side whose mean judgement is looked at.
const REACHES: [(usize, &str); 3] = [(3, "near3"), (8, "near8"), (20, "near20")];

/// What blocks have in common with others of the page: the names and classes of two boxes around
/// them, of three, and their words.
const ALIKE: [&str; 3] = ["same", "place", "copy"];

/// The one of these that is their words.
const COPY: usize = 2;

/// Fewest words of a block that is left out where a likelier one has the same. On the
/// cross-validated development pages (2026-11) 3 to 12 were tried: 3 and 5 lose cells of tables.
const COPY_WORDS_MIN: f32 = 8.0;

/// Stands for the log odds of a block beyond the page's ends, and for the mean of no blocks.
const NONE_ODDS: f32 = -8.0;
const NONE_MEAN: f32 = -9.0;

/// Least likelihood of a yes or a no, so that log odds stay finite.
const LIKELY_MIN: f32 = 1e-3;

/// The surroundings of the blocks of a page.
#[derive(Debug, Default)]
pub struct Around {
    /// Words of each block, at least 1: as much its judgement counts.
    words: Vec<f32>,
    /// By what they have in common: the group of each block.
    alike: [Vec<u32>; ALIKE.len()],
    boxes: [Vec<u32>; LEVELS.len()],
}

impl Around {
    /// Cost: linear in the blocks, and in the boxes around each.
    pub(crate) fn of(scene: &Scene<'_>) -> Around {
        let blocks = &scene.page.blocks;
        let copies = blocks.iter().map(|block| super::hash(scene.page.words(block), 3));
        let levels: Vec<[usize; LEVELS.len()]> =
            (0..blocks.len()).map(|i| scene.levels(i)).collect();
        let level = |n: usize| grouped(levels.iter().map(|level| level[n] as u64));
        Around {
            words: scene.wordings.iter().map(|w| w.words.max(1.0)).collect(),
            alike: [
                grouped(scene.signatures.iter().copied()),
                grouped(scene.places().into_iter()),
                grouped(copies),
            ],
            boxes: std::array::from_fn(level),
        }
    }

    /// Of the blocks that are kept and have the same words, as those of a page that is laid out for
    /// wide screens and again for small ones, all but the likeliest become unlikely. Says which,
    /// and what it takes, in log odds.
    pub fn leave_copies(&self, likely: &mut [f32]) -> Vec<(usize, f32)> {
        let copies = &self.alike[COPY];
        let is_kept = |i: &usize| likely[*i] >= KEPT_MIN && self.words[*i] >= COPY_WORDS_MIN;
        let kept: Vec<usize> = (0..likely.len()).filter(is_kept).collect();
        let mut likeliest: HashMap<u32, usize> = HashMap::new();
        for &i in &kept {
            let best = likeliest.entry(copies[i]).or_insert(i);
            *best = if likely[i] > likely[*best] { i } else { *best };
        }
        let left: Vec<usize> = kept.into_iter().filter(|i| likeliest[&copies[*i]] != *i).collect();
        let leave = |i: usize| (i, -odds(std::mem::take(&mut likely[i])));
        left.into_iter().map(leave).collect()
    }

    /// The values of each block followed by those of its surroundings, the log odds of its first
    /// sight ahead, in the order of [`super::names_again`];
    /// `likely` is how likely each block was at first sight, `width` the number of its values.
    pub fn rows(&self, values: &[f32], width: usize, likely: &[f32]) -> Vec<f32> {
        let seen = Seen::of(self, likely);
        let mut rows = Vec::with_capacity(values.len() + likely.len() * VALUES);
        for (i, own) in values.chunks_exact(width.max(1)).enumerate() {
            rows.extend_from_slice(own);
            seen.describe(i, &mut |_, _, value| rows.push(value));
        }
        rows
    }
}

/// Values of a block's surroundings.
const VALUES: usize = 1 + BESIDE.len() + 3 * REACHES.len() + 2 * ALIKE.len() + 2 * LEVELS.len() + 3;

/// What the names of these values begin with.
const GROUP: &str = "again";

/// The names of the values of a block's surroundings.
pub(super) fn names() -> Vec<String> {
    let alone = Around {
        words: vec![1.0],
        alike: std::array::from_fn(|_| vec![0]),
        boxes: std::array::from_fn(|_| vec![0]),
    };
    let mut names = Vec::with_capacity(VALUES);
    let mut add = |name: &str, of: &str, _: f32| names.push(format!("{GROUP} {name}{of}"));
    Seen::of(&alone, &[0.5]).describe(0, &mut add);
    names
}

/// The number of each block's group: those with the same key are one.
fn grouped(keys: impl Iterator<Item = u64>) -> Vec<u32> {
    let mut known: HashMap<u64, u32> = HashMap::new();
    let number = |key| {
        let next = known.len() as u32;
        *known.entry(key).or_insert(next)
    };
    keys.map(number).collect()
}

/// Sums over blocks: words, words times likelihood, and how many there are.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    words: f32,
    likely: f32,
    n: f32,
}

impl Sum {
    fn of(words: f32, likely: f32) -> Sum {
        Sum { words, likely: words * likely, n: 1.0 }
    }

    fn add(&mut self, other: Sum) {
        self.words += other.words;
        self.likely += other.likely;
        self.n += other.n;
    }

    /// The mean likelihood of the others in a sum that one is part of.
    fn mean_without(self, own: Sum) -> f32 {
        match self.n > 1.5 {
            true => (self.likely - own.likely) / (self.words - own.words).max(1.0),
            false => NONE_MEAN,
        }
    }
}

/// A page's surroundings as first judged.
struct Seen<'a> {
    around: &'a Around,
    likely: &'a [f32],
    alike: [Vec<Sum>; ALIKE.len()],
    boxes: [Vec<Sum>; LEVELS.len()],
    /// The sums over the blocks before each, and of all.
    before: Vec<Sum>,
}

impl<'a> Seen<'a> {
    fn of(around: &'a Around, likely: &'a [f32]) -> Seen<'a> {
        let own = || around.words.iter().zip(likely).map(|(words, p)| Sum::of(*words, *p));
        let sums = |groups: &Vec<u32>| {
            let n = groups.iter().max().map_or(0, |most| *most as usize + 1);
            let mut sums = vec![Sum::default(); n];
            groups.iter().zip(own()).for_each(|(group, own)| sums[*group as usize].add(own));
            sums
        };
        let mut before = vec![Sum::default()];
        let mut sum = Sum::default();
        before.extend(own().map(|own| {
            sum.add(own);
            sum
        }));
        let (alike, boxes) = (around.alike.each_ref().map(sums), around.boxes.each_ref().map(sums));
        Seen { around, likely, alike, boxes, before }
    }

    /// Calls back with each value of a block: its name in two parts, and the value.
    fn describe(&self, i: usize, out: &mut impl FnMut(&str, &str, f32)) {
        let n = self.likely.len();
        let own = Sum::of(self.around.words[i], self.likely[i]);
        out("odds", "", odds(self.likely[i]));
        for (by, name) in BESIDE {
            let other = i.checked_add_signed(by).and_then(|at| self.likely.get(at));
            out(name, "", other.map_or(NONE_ODDS, |p| odds(*p)));
        }
        for (reach, name) in REACHES {
            let (from, to) = (i.saturating_sub(reach), (i + reach + 1).min(n));
            let (low, high) = (self.between(from, i), self.between(i + 1, to));
            let mean = |likely: f32, words: f32| likely / words.max(1.0);
            out(name, "", mean(low.likely + high.likely, low.words + high.words));
            out(name, "-before", mean(low.likely, low.words));
            out(name, "-after", mean(high.likely, high.words));
        }
        for ((sums, groups), name) in self.alike.iter().zip(&self.around.alike).zip(ALIKE) {
            let sum = sums[groups[i] as usize];
            out(name, "", sum.mean_without(own));
            out(name, "-others", sum.n - 1.0);
        }
        let all = self.before[n].likely + 1.0;
        for ((sums, groups), name) in self.boxes.iter().zip(&self.around.boxes).zip(LEVELS) {
            let sum = sums[groups[i] as usize];
            out(name, "", sum.mean_without(own));
            out(name, "-share", sum.likely / all);
        }
        out("share", "-before", self.before[i].likely / all);
        out("share", "-after", self.between(i + 1, n).likely / all);
        out("words", "", all);
    }

    fn between(&self, from: usize, to: usize) -> Sum {
        let (low, high) = (self.before[from], self.before[to]);
        let sum = |high: f32, low: f32| (high - low).max(0.0);
        let [words, likely, n] =
            [(high.words, low.words), (high.likely, low.likely), (high.n, low.n)]
                .map(|(high, low)| sum(high, low));
        Sum { words, likely, n }
    }
}

fn odds(p: f32) -> f32 {
    let p = p.clamp(LIKELY_MIN, 1.0 - LIKELY_MIN);
    (p / (1.0 - p)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_kept_blocks_with_the_same_words_the_likeliest_stays() {
        let around = Around {
            words: vec![10.0, 10.0, 10.0, 2.0, 2.0, 10.0],
            alike: std::array::from_fn(|_| vec![0, 0, 0, 1, 1, 2]),
            boxes: std::array::from_fn(|_| vec![0; 6]),
        };
        let mut likely = [0.6, 0.9, 0.3, 0.8, 0.7, 0.6];
        assert_eq!(around.leave_copies(&mut likely), [(0, -odds(0.6))]);
        assert_eq!(likely, [0.0, 0.9, 0.3, 0.8, 0.7, 0.6]);
    }

    #[test]
    fn the_surroundings_of_a_block_are_told_without_itself() {
        let around = Around {
            words: vec![10.0, 30.0, 20.0],
            alike: [vec![0, 0, 1], vec![0, 1, 2], vec![0, 1, 0]],
            boxes: [vec![0, 0, 1], vec![0, 0, 0], vec![0, 0, 0], vec![0, 0, 0]],
        };
        let rows = around.rows(&[7.0, 8.0, 9.0], 1, &[0.5, 0.75, 0.25]);
        assert_eq!(rows.len(), 3 * (1 + VALUES));
        let names = names();
        assert_eq!(names.len(), VALUES);
        let value = |i: usize, name: &str| {
            let name = format!("{GROUP} {name}");
            let at = names.iter().position(|n| *n == name).expect("a value of the list");
            rows[i * (1 + VALUES) + 1 + at]
        };
        assert_eq!([rows[0], rows[1 + VALUES], rows[2 + 2 * VALUES]], [7.0, 8.0, 9.0]);
        assert_eq!((value(0, "odds"), value(0, "before")), (0.0, NONE_ODDS));
        assert_eq!(value(0, "after"), value(2, "before"));
        assert_eq!((value(0, "same"), value(0, "same-others")), (0.75, 1.0));
        assert_eq!((value(2, "same"), value(2, "same-others")), (NONE_MEAN, 0.0));
        assert_eq!((value(0, "copy"), value(2, "copy")), (0.25, 0.5));
        assert_eq!(value(1, "near3"), (5.0 + 5.0) / 30.0);
        assert_eq!(value(1, "near8-after"), 0.25);
        assert_eq!(value(2, "box1-share"), 5.0 / 33.5);
        assert_eq!(value(2, "share-before"), 27.5 / 33.5);
        assert!(Around::default().rows(&[], 0, &[]).is_empty());
    }
}
