//! [`Forest`]: whether a block is text of the article, by boosted regression trees (Friedman 2001).
//! [`Grove`] is the same, laid out to judge many blocks side by side.
//!
//! The weights are in `models/extraction.tsv`, learned by `xtask train-extraction`.

use std::collections::HashMap;

/// A node of a tree: a question about a feature, or an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TreeNode {
    /// Index of the feature asked about; [`LEAF`] for an answer.
    pub feature: u32,
    /// Values up to this one go to `low`; the answer in a leaf, as log odds.
    pub value: f32,
    /// The node for low values; the next one is for the others.
    pub low: u32,
}

/// Marks an answer.
pub const LEAF: u32 = u32::MAX;

/// A sum of regression trees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forest {
    /// The nodes of all trees.
    pub nodes: Vec<TreeNode>,
    /// Where each tree begins.
    pub roots: Vec<u32>,
}

impl Forest {
    /// The likelihood of a yes, 0 to 1.
    pub fn judge(&self, values: &[f32]) -> f32 {
        let mut sum = 0.0;
        for root in &self.roots {
            let mut node = &self.nodes[*root as usize];
            while node.feature != LEAF {
                let high = values[node.feature as usize] > node.value;
                node = &self.nodes[(node.low + u32::from(high)) as usize];
            }
            sum += node.value;
        }
        1.0 / (1.0 + (-sum).exp())
    }

    /// By how much each feature moved the judgement, in log odds: at each question, the mean of
    /// the answers that stay possible less the mean of those before, all answers counted alike
    /// (Saabas 2014). Cost: the number of nodes.
    pub fn moves(&self, values: &[f32]) -> Vec<f32> {
        let mut moves = vec![0.0; values.len()];
        for root in &self.roots {
            let mut at = *root as usize;
            let mut before = self.mean(at);
            while self.nodes[at].feature != LEAF {
                let node = &self.nodes[at];
                let feature = node.feature as usize;
                at = node.low as usize + usize::from(values[feature] > node.value);
                let after = self.mean(at);
                moves[feature] += after - before;
                before = after;
            }
        }
        moves
    }

    /// The mean of the answers below a node.
    fn mean(&self, top: usize) -> f32 {
        let (mut sum, mut n) = (0.0, 0.0);
        let mut open = vec![top];
        while let Some(at) = open.pop() {
            let node = &self.nodes[at];
            if node.feature == LEAF {
                sum += node.value;
                n += 1.0;
            } else {
                open.extend([node.low as usize, node.low as usize + 1]);
            }
        }
        sum / n
    }

    /// Reads the lines that [`Forest::print`] writes. `None` if a line is malformed or asks about
    /// a feature not in `names`.
    pub fn parse(text: &str, names: &[String]) -> Option<Forest> {
        let numbers: HashMap<&str, u32> =
            names.iter().enumerate().map(|(i, name)| (name.as_str(), i as u32)).collect();
        let mut forest = Forest::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (begins, feature) = (cells.next()?, cells.next()?);
            let value = cells.next()?.parse().ok()?;
            let low = cells.next()?.parse::<u32>().ok()?;
            let at = forest.nodes.len() as u32;
            if begins == "tree" {
                forest.roots.push(at);
            }
            let (feature, low) = match feature {
                "-" => (LEAF, 0),
                name => (*numbers.get(name)?, at.checked_add(low)?),
            };
            forest.nodes.push(TreeNode { feature, value, low });
        }
        let n = forest.nodes.len();
        let inside = |(at, node): (usize, &TreeNode)| {
            node.feature == LEAF || (node.low as usize > at && (node.low as usize + 1) < n)
        };
        forest.nodes.iter().enumerate().all(inside).then_some(forest)
    }

    /// The forest as text: `tree` or `-`, feature or `-`, value, distance to the node for low
    /// values.
    pub fn print(&self, names: &[String]) -> String {
        let mut text = String::new();
        for (at, node) in self.nodes.iter().enumerate() {
            let begins = if self.roots.contains(&(at as u32)) { "tree" } else { "-" };
            let (feature, low) = match node.feature {
                LEAF => ("-", 0),
                feature => (names[feature as usize].as_str(), node.low - at as u32),
            };
            text += &format!("{begins}\t{feature}\t{}\t{low}\n", node.value);
        }
        text
    }
}

/// Rows judged side by side, so that the processor goes on with one while it waits for another.
const SIDE_BY_SIDE: usize = 16;

/// A forest whose trees take the same number of steps for every row: an answer leads to itself.
#[derive(Debug)]
pub(crate) struct Grove {
    /// Questions; a question that no value passes stands for an answer.
    steps: Vec<TreeNode>,
    answers: Vec<f32>,
    /// Where each tree begins, and the most questions on a way through it.
    trees: Vec<(u32, u32)>,
}

impl Grove {
    pub(crate) fn of(forest: &Forest) -> Grove {
        let mut depths = vec![0; forest.nodes.len()];
        for (at, node) in forest.nodes.iter().enumerate().rev() {
            if node.feature != LEAF {
                let low = node.low as usize;
                depths[at] = 1 + u32::max(depths[low], depths[low + 1]);
            }
        }
        let step = |(at, node): (usize, &TreeNode)| match node.feature {
            LEAF => TreeNode { feature: 0, value: f32::INFINITY, low: at as u32 },
            _ => *node,
        };
        Grove {
            steps: forest.nodes.iter().enumerate().map(step).collect(),
            answers: forest.nodes.iter().map(|node| node.value).collect(),
            trees: forest.roots.iter().map(|root| (*root, depths[*root as usize])).collect(),
        }
    }

    /// What [`Forest::judge`] says of each row; `values` are those of all rows, each `width` long.
    pub(crate) fn judge(&self, values: &[f32], width: usize) -> Vec<f32> {
        let mut found = Vec::with_capacity(values.len() / width.max(1));
        let mut columns = vec![[0.0_f32; SIDE_BY_SIDE]; width];
        for rows in values.chunks(width.max(1) * SIDE_BY_SIDE) {
            for (i, row) in rows.chunks_exact(width).enumerate() {
                columns.iter_mut().zip(row).for_each(|(column, value)| column[i] = *value);
            }
            let sums = self.sums(&columns);
            let likely = sums[..rows.len() / width].iter().map(|sum| 1.0 / (1.0 + (-sum).exp()));
            found.extend(likely);
        }
        found
    }

    /// The sums of the answers for rows side by side, given feature by feature.
    fn sums(&self, columns: &[[f32; SIDE_BY_SIDE]]) -> [f32; SIDE_BY_SIDE] {
        let mut sums = [0.0; SIDE_BY_SIDE];
        for (root, depth) in &self.trees {
            let mut places = [*root; SIDE_BY_SIDE];
            for _ in 0..*depth {
                for (i, at) in places.iter_mut().enumerate() {
                    let step = &self.steps[*at as usize];
                    let is_high = columns[step.feature as usize][i] > step.value;
                    *at = step.low + u32::from(is_high);
                }
            }
            for (sum, at) in sums.iter_mut().zip(&places) {
                *sum += self.answers[*at as usize];
            }
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_side_by_side_are_judged_as_each_alone() {
        let leaf = |value| TreeNode { feature: LEAF, value, low: 0 };
        let asks = |feature, value, low| TreeNode { feature, value, low };
        let nodes = vec![
            asks(0, 3.0, 1),
            asks(1, 1.0, 3),
            leaf(0.5),
            leaf(-1.5),
            leaf(2.5),
            leaf(0.25),
            asks(2, 0.5, 7),
            leaf(-0.75),
            leaf(0.75),
        ];
        let forest = Forest { nodes, roots: vec![0, 5, 6] };
        let row = |i: u32| [i % 7, i % 3, i % 2].map(|n| n as f32);
        let rows: Vec<f32> = (0..37).flat_map(row).collect();
        let alone: Vec<f32> = (0..37).map(|i| forest.judge(&row(i))).collect();
        assert_eq!(Grove::of(&forest).judge(&rows, 3), alone);
        assert!(Grove::of(&forest).judge(&[], 3).is_empty());
    }

    #[test]
    fn a_forest_is_read_back_as_it_was_printed() {
        let names = ["words".to_string(), "stops".to_string()];
        let leaf = |value| TreeNode { feature: LEAF, value, low: 0 };
        let forest = Forest {
            nodes: vec![TreeNode { feature: 1, value: 0.5, low: 1 }, leaf(-2.0), leaf(2.0)],
            roots: vec![0],
        };
        let text = forest.print(&names);
        let read = Forest::parse(&text, &names).expect("well formed");
        assert_eq!(read, forest);
        assert!(read.judge(&[0.0, 1.0]) > 0.8 && read.judge(&[9.0, 0.0]) < 0.2);
        assert_eq!(read.moves(&[0.0, 1.0]), [0.0, 2.0]);
        assert_eq!(read.moves(&[9.0, 0.0]), [0.0, -2.0]);
        assert!(Forest::parse(&text, &names[..1]).is_none());
        assert!(Forest::parse("tree\twords\t1\t7\n", &names).is_none());
    }
}
