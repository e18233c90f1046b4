//! Boosted regression trees with logistic loss, on histograms of binned values (Friedman 2001).

use ingest::html::{Forest, LEAF, TreeNode};

/// Most bins of a feature.
const BINS_MAX: usize = 48;

/// How trees are grown.
#[derive(Clone, Copy, Debug)]
pub struct Growth {
    /// Number of trees.
    pub trees: usize,
    /// Most leaves of a tree.
    pub leaves: usize,
    /// Share of each tree's answer that counts.
    pub rate: f64,
    /// Pull of answers towards zero, in units of weight.
    pub ridge: f64,
    /// Least weight of examples in a leaf.
    pub least: f64,
    /// Shares of examples and of features that each tree sees, in percent.
    pub rows: u64,
    pub columns: u64,
}

/// Whether an item is in a tree's share: the same for the same numbers, and else as good as
/// drawn by lot.
fn is_drawn(tree: usize, item: usize, percent: u64) -> bool {
    let mixed = (tree as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ item as u64;
    let mixed = (mixed ^ (mixed >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (mixed ^ (mixed >> 27)) % 100 < percent
}

/// Values as bin numbers, feature by feature.
pub struct Binned {
    bins: Vec<Vec<u8>>,
    /// Upper bounds of the bins of each feature.
    bounds: Vec<Vec<f32>>,
}

impl Binned {
    /// Bins the values of all rows at their quantiles.
    pub fn of(rows: &[Vec<f32>]) -> Binned {
        let n = rows.first().map_or(0, Vec::len);
        let bounds: Vec<Vec<f32>> = (0..n).map(|f| bounds(rows, f)).collect();
        let bins = bounds
            .iter()
            .enumerate()
            .map(|(f, bounds)| {
                rows.iter().map(|row| bounds.partition_point(|b| *b < row[f]) as u8).collect()
            })
            .collect();
        Binned { bins, bounds }
    }

    /// What the last tree of a forest answers for a row.
    fn answer(&self, forest: &Forest, row: u32) -> f64 {
        let mut at = *forest.roots.last().expect("a tree was grown") as usize;
        loop {
            let node = forest.nodes[at];
            if node.feature == LEAF {
                return f64::from(node.value);
            }
            let feature = node.feature as usize;
            let bound = self.bounds[feature].partition_point(|b| *b < node.value);
            let high = usize::from(self.bins[feature][row as usize]) > bound;
            at = node.low as usize + usize::from(high);
        }
    }
}

/// Bounds between the values of a feature: a value that has a bin's share of the rows has one of
/// its own, and the others share the bins that are left.
fn bounds(rows: &[Vec<f32>], feature: usize) -> Vec<f32> {
    let mut values: Vec<f32> = rows.iter().map(|row| row[feature]).collect();
    values.sort_unstable_by(f32::total_cmp);
    let same: Vec<&[f32]> = values.chunk_by(|a, b| a == b).collect();
    let is_big = |same: &[f32]| same.len() * BINS_MAX >= values.len();
    let big = same.iter().filter(|same| is_big(same));
    let (mut rest, mut bins) =
        big.fold((values.len(), BINS_MAX), |(rest, bins), big| (rest - big.len(), bins - 1));
    let (mut bounds, mut filled) = (Vec::new(), 0);
    for (own, above) in same.iter().zip(same.iter().skip(1)) {
        filled += own.len();
        let is_full = filled * bins.max(1) >= rest || same.len() <= BINS_MAX;
        if is_full || is_big(own) || is_big(above) {
            // Between two values, so that rounding elsewhere does not tip a comparison.
            bounds.push((own[0] + above[0]) / 2.0);
            if !is_big(own) {
                (rest, bins) = (rest - filled, bins.saturating_sub(1));
            }
            filled = 0;
        }
    }
    bounds.truncate(BINS_MAX);
    bounds
}

/// An example's slope and curvature of the loss.
type Pull = (f64, f64);

struct Leaf {
    node: usize,
    rows: Vec<u32>,
    split: Option<Split>,
}

#[derive(Clone, Copy)]
struct Split {
    gain: f64,
    feature: usize,
    bin: u8,
}

/// Learns a forest from the rows named by `train`; one of several draws.
pub fn fit(
    data: &Binned,
    answers: &[bool],
    weights: &[f64],
    train: &[u32],
    (growth, draw): (Growth, usize),
) -> Forest {
    let mut forest = Forest::default();
    let mut odds = vec![0.0_f64; answers.len()];
    let mut pulls: Vec<Pull> = vec![(0.0, 0.0); answers.len()];
    for tree in growth.trees * draw..growth.trees * (draw + 1) {
        for &i in train {
            let i = i as usize;
            let p = 1.0 / (1.0 + (-odds[i]).exp());
            let slope = weights[i] * (f64::from(u8::from(answers[i])) - p);
            pulls[i] = (slope, weights[i] * p * (1.0 - p));
        }
        forest.roots.push(forest.nodes.len() as u32);
        let drawn: Vec<u32> =
            train.iter().copied().filter(|&i| is_drawn(tree, i as usize, growth.rows)).collect();
        let columns: Vec<usize> =
            (0..data.bins.len()).filter(|&f| is_drawn(tree, f, growth.columns)).collect();
        grow(&mut forest.nodes, data, &pulls, (drawn, &columns), growth);
        train.iter().for_each(|&i| odds[i as usize] += data.answer(&forest, i));
    }
    forest
}

/// Grows one tree from the drawn rows and columns, the best split first.
fn grow(
    nodes: &mut Vec<TreeNode>,
    data: &Binned,
    pulls: &[Pull],
    (drawn, columns): (Vec<u32>, &[usize]),
    growth: Growth,
) {
    let leaf = |nodes: &mut Vec<TreeNode>, at: usize, rows: Vec<u32>| {
        let (g, h) = rows.iter().fold((0.0, 0.0), |(g, h), &i| {
            let pull = pulls[i as usize];
            (g + pull.0, h + pull.1)
        });
        let value = (growth.rate * g / (h + growth.ridge)) as f32;
        nodes[at] = TreeNode { feature: LEAF, value, low: 0 };
        let split = best_split(data, pulls, (&rows, columns), growth);
        Leaf { node: at, rows, split }
    };
    let empty = TreeNode { feature: LEAF, value: 0.0, low: 0 };
    nodes.push(empty);
    let root = nodes.len() - 1;
    let mut leaves = vec![leaf(nodes, root, drawn)];
    while leaves.len() < growth.leaves {
        let gain = |leaf: &Leaf| leaf.split.map_or(0.0, |split| split.gain);
        let best = (0..leaves.len()).max_by(|a, b| gain(&leaves[*a]).total_cmp(&gain(&leaves[*b])));
        let Some((best, split)) = best.and_then(|b| leaves[b].split.map(|s| (b, s))) else { break };
        let Leaf { node, rows, .. } = leaves.swap_remove(best);
        let bins = &data.bins[split.feature];
        let (high, low): (Vec<u32>, Vec<u32>) =
            rows.into_iter().partition(|&i| bins[i as usize] > split.bin);
        let at = nodes.len();
        nodes.extend([empty, empty]);
        let value = data.bounds[split.feature][split.bin as usize];
        nodes[node] = TreeNode { feature: split.feature as u32, value, low: at as u32 };
        leaves.push(leaf(nodes, at, low));
        leaves.push(leaf(nodes, at + 1, high));
    }
}

fn best_split(
    data: &Binned,
    pulls: &[Pull],
    (rows, columns): (&[u32], &[usize]),
    growth: Growth,
) -> Option<Split> {
    let total = rows.iter().fold((0.0, 0.0), |(g, h), &i| {
        let pull = pulls[i as usize];
        (g + pull.0, h + pull.1)
    });
    let score = |(g, h): Pull| g * g / (h + growth.ridge);
    let mut best: Option<Split> = None;
    for &feature in columns {
        let bins = &data.bins[feature];
        if data.bounds[feature].is_empty() {
            continue;
        }
        let mut histogram = [(0.0, 0.0); BINS_MAX + 1];
        for &i in rows {
            let (sum, pull) = (&mut histogram[bins[i as usize] as usize], pulls[i as usize]);
            sum.0 += pull.0;
            sum.1 += pull.1;
        }
        let mut low = (0.0, 0.0);
        for (bin, sum) in histogram[..data.bounds[feature].len()].iter().enumerate() {
            low.0 += sum.0;
            low.1 += sum.1;
            let high = (total.0 - low.0, total.1 - low.1);
            if low.1 < growth.least || high.1 < growth.least {
                continue;
            }
            let gain = score(low) + score(high) - score(total);
            if gain > 1e-9 && best.is_none_or(|b| gain > b.gain) {
                best = Some(Split { gain, feature, bin: bin as u8 });
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_values_are_told_apart_and_many_share_the_bins() {
        let rare = |i: usize| vec![if i < 990 { 10.0 } else { (i % 3) as f32 }];
        let rows: Vec<Vec<f32>> = (0..1000).map(rare).collect();
        assert_eq!(bounds(&rows, 0), [0.5, 1.5, 6.0]);
        let many = |i: usize| vec![if i < 500 { 0.0 } else { i as f32 }];
        let rows: Vec<Vec<f32>> = (0..1000).map(many).collect();
        let bounds = bounds(&rows, 0);
        assert_eq!((bounds.len(), bounds[0]), (BINS_MAX - 1, 250.0));
        assert!(bounds.windows(2).all(|two| two[1] - two[0] < 12.0 || two[0] == 250.0));
    }

    #[test]
    fn an_exclusive_or_is_learned() {
        let rows: Vec<Vec<f32>> =
            (0..400).map(|i| vec![(i % 20) as f32, (i / 20) as f32]).collect();
        let answers: Vec<bool> = rows.iter().map(|r| (r[0] > 9.0) != (r[1] > 5.0)).collect();
        let train: Vec<u32> = (0..400).collect();
        let growth = Growth {
            trees: 40,
            leaves: 4,
            rate: 0.3,
            ridge: 0.1,
            least: 0.5,
            rows: 100,
            columns: 100,
        };
        let forest = fit(&Binned::of(&rows), &answers, &[1.0; 400], &train, (growth, 0));
        let right = rows.iter().zip(&answers).filter(|(r, a)| (forest.judge(r) > 0.5) == **a);
        assert!(right.count() > 380);
    }
}
