//! [`Forest`]: learned trees of questions about named signs, whose mean answer is a likelihood.

/// Trees, with the least likelihood at which what they judge is taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Forest {
    nodes: Vec<Node>,
    /// Where each tree begins.
    roots: Vec<usize>,
    /// Least likelihood, 0 to 1.
    pub threshold: f32,
}

/// A question, or an answer. The node after a question is for values up to the bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Node {
    /// Whether a sign is above a bound, and how many nodes further on it goes on if so.
    Asks {
        /// Index of the sign.
        sign: usize,
        /// The bound.
        bound: f32,
        /// Nodes to go on.
        high: usize,
    },
    /// How likely it is, 0 to 1.
    Answers(f32),
}

impl Forest {
    /// Of trees, each with its nodes in the order of [`Node`].
    pub fn of(trees: &[Vec<Node>], threshold: f32) -> Forest {
        let mut forest = Forest { nodes: Vec::new(), roots: Vec::new(), threshold };
        for tree in trees {
            forest.roots.push(forest.nodes.len());
            forest.nodes.extend_from_slice(tree);
        }
        forest
    }

    /// Reads a table: the row `signs` with their names, the row `threshold`, and after each row
    /// `tree` a row a node: sign, bound, nodes to go on; or the answer. `None` if the signs are
    /// not those of `names` or a tree leads out of itself.
    pub fn parse(table: &str, names: &[&str]) -> Option<Forest> {
        let mut threshold = f32::NAN;
        let mut trees: Vec<Vec<Node>> = Vec::new();
        for row in table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let fields: Vec<&str> = row.split('\t').collect();
            match fields[..] {
                ["signs", ref signs @ ..] if signs != names => return None,
                ["signs", ..] => {}
                ["threshold", value] => threshold = value.parse().ok()?,
                ["tree"] => trees.push(Vec::new()),
                [answer] => trees.last_mut()?.push(Node::Answers(answer.parse().ok()?)),
                [sign, bound, high] => {
                    let sign = sign.parse().ok().filter(|s| *s < names.len())?;
                    let (bound, high) = (bound.parse().ok()?, high.parse().ok()?);
                    trees.last_mut()?.push(Node::Asks { sign, bound, high });
                }
                _ => return None,
            }
        }
        let whole = !trees.is_empty() && trees.iter().all(|tree| is_whole(tree));
        (threshold.is_finite() && whole).then(|| Forest::of(&trees, threshold))
    }

    /// The table that [`Forest::parse`] reads.
    pub fn table(&self, names: &[&str]) -> String {
        let mut table = format!("signs\t{}\nthreshold\t{}\n", names.join("\t"), self.threshold);
        for (i, node) in self.nodes.iter().enumerate() {
            if self.roots.binary_search(&i).is_ok() {
                table += "tree\n";
            }
            table += &match node {
                Node::Asks { sign, bound, high } => format!("{sign}\t{bound:.4}\t{high}\n"),
                Node::Answers(likely) => format!("{likely:.3}\n"),
            };
        }
        table
    }

    /// How likely it is by these signs, in the order of the names, 0 to 1. Cost: the depth of
    /// each tree.
    pub fn likely(&self, signs: &[f32]) -> f32 {
        let answer = |&root: &usize| {
            let mut at = root;
            loop {
                match self.nodes[at] {
                    Node::Answers(likely) => return likely,
                    Node::Asks { sign, bound, high } => {
                        at += if signs[sign] > bound { high } else { 1 };
                    }
                }
            }
        };
        self.roots.iter().map(answer).sum::<f32>() / self.roots.len().max(1) as f32
    }
}

/// Whether each question of a tree leads on to two of its own nodes.
fn is_whole(tree: &[Node]) -> bool {
    let inside = |(i, node): (usize, &Node)| match node {
        Node::Asks { high, .. } => *high > 1 && i + high < tree.len(),
        Node::Answers(likely) => likely.is_finite(),
    };
    matches!(tree.last(), Some(Node::Answers(_))) && tree.iter().enumerate().all(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_as_it_was_written_and_one_that_leads_nowhere_is_refused() {
        let asks = Node::Asks { sign: 1, bound: 0.5, high: 2 };
        let tree = vec![asks, Node::Answers(0.25), Node::Answers(0.75)];
        let forest = Forest::of(&[tree, vec![Node::Answers(0.25)]], 0.5);
        let table = forest.table(&["near", "far"]);
        assert_eq!(Forest::parse(&table, &["near", "far"]), Some(forest.clone()));
        assert!((forest.likely(&[0.0, 1.0]) - 0.5).abs() < 1e-6);
        assert!((forest.likely(&[0.0, 0.5]) - 0.25).abs() < 1e-6);
        assert_eq!(Forest::parse(&table, &["near"]), None);
        assert_eq!(Forest::parse(&table.replace("0.5000\t2", "0.5000\t9"), &["near", "far"]), None);
    }
}
