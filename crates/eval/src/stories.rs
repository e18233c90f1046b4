//! Articles put into stories, by BCubed (Bagga and Baldwin 1998).

use crate::{
    Marked, Measure, Outcome, Suite,
    specimen::{Counted, Specimen},
    tally::ratio,
    word,
};
use story::cluster::{self, Clusters};
use story::{join::Join, term::Words};

const BASELINE: &str = "each article a story of its own";

pub fn measure(marked: &Marked) -> Outcome {
    let story_of = clustered(marked);
    let truth: Vec<&str> = marked.marks.iter().map(|mark| word(mark, "story")).collect();
    let (precision, recall) = bcubed(&truth, &story_of);
    let alone: Vec<usize> = (0..truth.len()).collect();
    let trivial = bcubed(&truth, &alone);
    let both = |name, ours, baseline| Measure { name, ours, baseline: Some(baseline) };
    let measures = vec![
        both("BCubed F1", mean(precision, recall), mean(trivial.0, trivial.1)),
        both("BCubed precision", precision, trivial.0),
        both("BCubed recall", recall, trivial.1),
    ];
    Outcome {
        suite: Suite::Stories,
        set: String::new(),
        items: truth.len(),
        measures,
        baseline: BASELINE,
        misses: misses(marked, &truth, &story_of),
    }
}

/// By article: the story it is put into.
fn clustered(marked: &Marked) -> Vec<usize> {
    let documents = &marked.documents;
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by(|&a, &b| cluster::order(&documents[a], &documents[b]));
    let words: Vec<Words> = order.iter().map(|&i| Words::of(&documents[i])).collect();
    let days = order.iter().map(|&i| cluster::published(&documents[i]));
    let clusters = Clusters::of_pile(Join::built_in().clone(), words.iter().zip(days));
    let mut story_of = vec![0; order.len()];
    for (story, documents) in clusters.documents().iter().enumerate() {
        for &place in documents {
            story_of[order[place]] = story;
        }
    }
    story_of
}

/// One article: the others that are, or should be, of its story.
pub fn specimen(marked: &Marked, nth: usize) -> Specimen {
    let story_of = clustered(marked);
    let truth: Vec<&str> = marked.marks.iter().map(|mark| word(mark, "story")).collect();
    let id = |i: usize| word(&marked.marks[i], "id");
    let beside = |i: usize| match (truth[i] == truth[nth], story_of[i] == story_of[nth]) {
        (true, true) => Some(Counted::right(format!("together with {}", id(i)))),
        (true, false) => Some(Counted::wrong(format!("apart from {}", id(i)))),
        (false, true) => Some(Counted::wrong(format!("joined with {}", id(i)))),
        (false, false) => None,
    };
    let others = (0..truth.len()).filter(|i| *i != nth);
    Specimen {
        id: id(nth).to_string(),
        text: marked.documents[nth].text.as_str().to_string(),
        gold: Vec::new(),
        ours: Vec::new(),
        counted: others.filter_map(beside).collect(),
    }
}

fn mean(precision: f64, recall: f64) -> f64 {
    if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
}

/// Precision and recall, each the mean over articles.
fn bcubed(truth: &[&str], found: &[usize]) -> (f64, f64) {
    let n = truth.len();
    let (mut precision, mut recall) = (0.0, 0.0);
    for i in 0..n {
        let (mut both, mut of_truth, mut of_found) = (0, 0, 0);
        for j in 0..n {
            let (a, b) = (truth[i] == truth[j], found[i] == found[j]);
            both += usize::from(a && b);
            of_truth += usize::from(a);
            of_found += usize::from(b);
        }
        precision += ratio(both, of_found);
        recall += ratio(both, of_truth);
    }
    (precision / n.max(1) as f64, recall / n.max(1) as f64)
}

/// Stories torn apart, and articles of two stories in one.
fn misses(marked: &Marked, truth: &[&str], found: &[usize]) -> Vec<String> {
    let id = |i: usize| word(&marked.marks[i], "id");
    let mut misses = Vec::new();
    for i in 0..truth.len() {
        for j in i + 1..truth.len() {
            match (truth[i] == truth[j], found[i] == found[j]) {
                (true, false) => misses.push(format!("apart: {} and {}", id(i), id(j))),
                (false, true) => misses.push(format!("joined: {} and {}", id(i), id(j))),
                _ => {}
            }
        }
    }
    misses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bcubed_is_the_mean_over_articles() {
        let (p, r) = bcubed(&["a", "a", "b"], &[0, 0, 0]);
        assert!((p - 5.0 / 9.0).abs() < 1e-9 && (r - 1.0).abs() < 1e-9);
    }
}
