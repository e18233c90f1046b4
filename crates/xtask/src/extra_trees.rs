//! Extremely randomised trees (Geurts, Ernst and Wehenkel 2006): each question is the best of a few
//! signs drawn by lot, each with a bound drawn by lot; the answer is the mean of all trees.

use analysis::forest::{Forest, Node};

/// How trees are grown.
#[derive(Clone, Copy, Debug)]
pub struct Growth {
    /// Number of trees.
    pub trees: usize,
    /// Share of the signs that a question is chosen from, in percent.
    pub signs: usize,
    /// Fewest examples behind an answer.
    pub least: usize,
}

/// Learns a forest from rows of signs with their answers; the same from the same rows.
pub fn fit<R: AsRef<[f32]>>(rows: &[R], answers: &[bool], growth: Growth) -> Forest {
    let trees: Vec<Vec<Node>> = (0..growth.trees)
        .map(|tree| {
            let mut grower = Grower { rows, answers, growth, lot: Lot(tree as u64 + 1) };
            let mut nodes = Vec::new();
            grower.grow((0..rows.len()).collect(), &mut nodes);
            nodes
        })
        .collect();
    Forest::of(&trees, 0.0)
}

/// Numbers as good as drawn by lot, the same for the same start (Steele, Lea and Flood 2014).
struct Lot(u64);

impl Lot {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// From 0 to 1.
    fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 24) as f32
    }
}

struct Grower<'a, R> {
    rows: &'a [R],
    answers: &'a [bool],
    growth: Growth,
    lot: Lot,
}

impl<R: AsRef<[f32]>> Grower<'_, R> {
    fn grow(&mut self, rows: Vec<usize>, nodes: &mut Vec<Node>) {
        let yes = rows.iter().filter(|&&i| self.answers[i]).count();
        let mixed = yes > 0 && yes < rows.len() && rows.len() >= 2 * self.growth.least;
        let Some((sign, bound)) = mixed.then(|| self.question(&rows)).flatten() else {
            nodes.push(Node::Answers(yes as f32 / rows.len().max(1) as f32));
            return;
        };
        let at = nodes.len();
        nodes.push(Node::Asks { sign, bound, high: 0 });
        let above = |i: &usize| self.rows[*i].as_ref()[sign] > bound;
        let (high, low): (Vec<usize>, Vec<usize>) = rows.into_iter().partition(above);
        self.grow(low, nodes);
        let further = nodes.len() - at;
        nodes[at] = Node::Asks { sign, bound, high: further };
        self.grow(high, nodes);
    }

    /// The question, of those drawn, that parts the answers best.
    fn question(&mut self, rows: &[usize]) -> Option<(usize, f32)> {
        let n = self.rows[rows[0]].as_ref().len();
        let wanted = (n * self.growth.signs / 100).max(1);
        let mut signs: Vec<usize> = (0..n).collect();
        let mut best: Option<(f64, usize, f32)> = None;
        let mut drawn = 0;
        while drawn < wanted && !signs.is_empty() {
            let sign = signs.swap_remove(self.lot.below(signs.len()));
            let values = || rows.iter().map(|&i| self.rows[i].as_ref()[sign]);
            let (least, most) =
                values().fold((f32::MAX, f32::MIN), |(a, b), v| (a.min(v), b.max(v)));
            if least >= most {
                continue;
            }
            drawn += 1;
            // As the table has it.
            let bound = least + (most - least) * self.lot.share();
            let bound = (bound * 10_000.0).floor() / 10_000.0;
            let purity = self.purity(rows, sign, bound);
            if purity.is_some_and(|p| best.is_none_or(|(known, ..)| p > known)) {
                best = purity.map(|p| (p, sign, bound));
            }
        }
        best.map(|(_, sign, bound)| (sign, bound))
    }

    /// The sum over both sides of the squares of yes and no over their number; `None` if one side
    /// is too small.
    fn purity(&self, rows: &[usize], sign: usize, bound: f32) -> Option<f64> {
        let mut counts = [[0_usize; 2]; 2];
        for &i in rows {
            let high = usize::from(self.rows[i].as_ref()[sign] > bound);
            counts[high][usize::from(self.answers[i])] += 1;
        }
        let side = |[no, yes]: [usize; 2]| (no * no + yes * yes) as f64 / (no + yes) as f64;
        let small = counts.iter().any(|[no, yes]| no + yes < self.growth.least);
        (!small).then(|| side(counts[0]) + side(counts[1]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exclusive_or_is_learned() {
        let rows: Vec<[f32; 2]> = (0..400).map(|i| [(i % 20) as f32, (i / 20) as f32]).collect();
        let answers: Vec<bool> = rows.iter().map(|r| (r[0] > 9.0) != (r[1] > 5.0)).collect();
        let forest = fit(&rows, &answers, Growth { trees: 40, signs: 100, least: 2 });
        let right = rows.iter().zip(&answers).filter(|(r, a)| (forest.likely(&r[..]) > 0.5) == **a);
        assert!(right.count() > 380);
    }
}
