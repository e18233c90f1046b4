//! Spans compared: how much of one is the other, and which stands for which.

/// A half-open stretch of code points.
pub type Stretch = (usize, usize);

/// Shared length over joined length.
pub fn iou(a: Stretch, b: Stretch) -> f64 {
    let shared = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    let joined = a.1.max(b.1) - a.0.min(b.0);
    if joined == 0 { 0.0 } else { shared as f64 / joined as f64 }
}

/// Shared length over the shorter length.
pub fn share(a: Stretch, b: Stretch) -> f64 {
    let shared = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    let least = (a.1 - a.0).min(b.1 - b.0);
    if least == 0 { 0.0 } else { shared as f64 / least as f64 }
}

/// Whether two stretches have a code point in common.
pub fn overlaps(a: Stretch, b: Stretch) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// One-to-one matches of marked and found stretches, the likest first, each of at least this
/// likeness.
pub fn pairs(marked: &[Stretch], found: &[Stretch], least: f64) -> Vec<(usize, usize)> {
    let mut like: Vec<(f64, usize, usize)> = Vec::new();
    for (i, a) in marked.iter().enumerate() {
        for (j, b) in found.iter().enumerate() {
            let likeness = iou(*a, *b);
            if likeness > 0.0 && likeness >= least {
                like.push((likeness, i, j));
            }
        }
    }
    like.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let (mut of_marked, mut of_found) = (vec![false; marked.len()], vec![false; found.len()]);
    let mut pairs = Vec::new();
    for (_, i, j) in like {
        if !of_marked[i] && !of_found[j] {
            of_marked[i] = true;
            of_found[j] = true;
            pairs.push((i, j));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stretch_is_matched_once_with_the_likest() {
        let found = pairs(&[(0, 10), (5, 10)], &[(5, 10), (20, 30)], 0.5);
        assert_eq!(found, [(1, 0)]);
        assert_eq!(pairs(&[(0, 4)], &[(4, 8)], 0.0), []);
    }
}
