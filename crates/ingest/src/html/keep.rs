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

/// Rows judged side by side, as many as the processor compares at once without a loop.
const SIDE_BY_SIDE: usize = 16;

/// Most answers of a tree of a [`Grove`]: one bit each.
const ANSWERS_MAX: usize = 32;

/// A forest that asks all its questions, without a way through a tree (Lucchese and others 2015):
/// the answers of a tree are bits from low to high, a question whose value is passed takes away
/// those below it for low values, and the first that is left is the tree's.
#[derive(Debug, Default)]
pub(crate) struct Grove {
    /// The questions of each tree, one tree after another.
    questions: Vec<Question>,
    answers: Vec<f32>,
    /// How many questions and answers each tree has.
    trees: Vec<(usize, usize)>,
}

/// A question about a feature.
#[derive(Clone, Copy, Debug)]
struct Question {
    feature: u32,
    value: f32,
    /// The answers for low values, which one beyond this value takes away.
    below: u32,
}

impl Grove {
    /// `None` if a tree has more than [`ANSWERS_MAX`] answers.
    pub(crate) fn of(forest: &Forest) -> Option<Grove> {
        let mut grove = Grove::default();
        for root in &forest.roots {
            let before = (grove.questions.len(), grove.answers.len());
            grove.add(&forest.nodes, *root as usize, before.1)?;
            let tree = (grove.questions.len() - before.0, grove.answers.len() - before.1);
            grove.trees.push(tree);
        }
        Some(grove)
    }

    /// Adds the nodes from one on; `first` is the number of the tree's first answer.
    fn add(&mut self, nodes: &[TreeNode], at: usize, first: usize) -> Option<()> {
        let TreeNode { feature, value, low } = nodes[at];
        if feature == LEAF {
            self.answers.push(value);
            return (self.answers.len() - first <= ANSWERS_MAX).then_some(());
        }
        let beyond = |n: usize| u32::MAX.checked_shl(n as u32).unwrap_or(0);
        let place = self.questions.len();
        let from = beyond(self.answers.len() - first);
        self.questions.push(Question { feature, value, below: 0 });
        self.add(nodes, low as usize, first)?;
        self.questions[place].below = from & !beyond(self.answers.len() - first);
        self.add(nodes, low as usize + 1, first)
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
        let (mut questions, mut answers) = (&self.questions[..], &self.answers[..]);
        for (asked, given) in &self.trees {
            let (own, further) = questions.split_at(*asked);
            let (told, beyond) = answers.split_at(*given);
            (questions, answers) = (further, beyond);
            for (sum, gone) in sums.iter_mut().zip(taken_away(own, columns)) {
                *sum += told[gone.trailing_ones() as usize];
            }
        }
        sums
    }
}

/// By row: the answers of a tree that its questions take away. Without a branch, so that the
/// compiler compares several rows at once; by itself, so that it sees that it can.
#[inline(never)]
fn taken_away(questions: &[Question], columns: &[[f32; SIDE_BY_SIDE]]) -> [u32; SIDE_BY_SIDE] {
    let mut gone = [0; SIDE_BY_SIDE];
    for question in questions {
        let column = &columns[question.feature as usize];
        for (gone, value) in gone.iter_mut().zip(column) {
            *gone |= u32::from(*value > question.value).wrapping_neg() & question.below;
        }
    }
    gone
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
        let grove = Grove::of(&forest).expect("few answers");
        assert_eq!(grove.judge(&rows, 3), alone);
        assert!(grove.judge(&[], 3).is_empty());
        // A list of questions, each of which leads on: one answer more than there are bits.
        let list = |n: u32| {
            let two = |i| [leaf(i as f32), asks(0, i as f32, 3 + 2 * i)];
            let mut nodes = vec![asks(0, -1.0, 1)];
            nodes.extend((0..n).flat_map(two));
            nodes.extend([leaf(-2.0), leaf(-3.0)]);
            Forest { nodes, roots: vec![0] }
        };
        let most = list(30);
        let row = |i: u32| vec![i as f32 - 2.0];
        let alone: Vec<f32> = (0..40).map(|i| most.judge(&row(i))).collect();
        let grove = Grove::of(&most).expect("as many answers as there are bits");
        assert_eq!(grove.judge(&(0..40).flat_map(row).collect::<Vec<f32>>(), 1), alone);
        assert!(Grove::of(&list(31)).is_none());
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
