//! Tells grades of rewriting apart: `grade-rewrites FOLDER`.
//!
//! FOLDER holds short answers made from an article: pasted, lightly edited, said in other words, or
//! not made from it (Clough and Stevenson 2011). Each answer is its runs of one to five words that
//! the article has too, and the words that both have in the same order, as shares (their section
//! 4). A learner for each grade; every answer is judged by those that were trained without it.

use crate::logistic::{Example, fit};
use lexicon::Lexicon;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;
use story::term::{Words, in_common};

const GRADES: [&str; 4] = ["non", "heavy", "light", "cut"];
/// Longest run of words.
const RUN_MAX: usize = 5;
const N: usize = RUN_MAX + 2;
/// Pull of the weights towards zero. 2026-11-22, all answers: 0.001, 0.01 .789; 0.1 .695; 1 .600.
const RIDGE: f64 = 0.01;

/// Judges every answer in the folder and prints how many it grades right.
pub fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    let table = std::fs::read_to_string(folder.join("file_information.csv"))?;
    let rows = || table.lines().skip(1).map(|row| row.trim().split(',').collect::<Vec<_>>());
    let mut articles: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for row in rows().filter(|row| row.len() == 3 && row[2] == "orig") {
        articles.insert(row[1], words(&folder.join(row[0]))?);
    }
    let mut answers: Vec<([f32; N], usize)> = Vec::new();
    for row in rows().filter(|row| row.len() == 3) {
        if let Some(grade) = GRADES.iter().position(|g| *g == row[2]) {
            let article = articles.get(row[1]).ok_or("an answer without its article")?;
            answers.push((shares(&words(&folder.join(row[0]))?, article), grade));
        }
    }
    let mut judged = [[0_usize; GRADES.len()]; GRADES.len()];
    for (held, (values, grade)) in answers.iter().enumerate() {
        let odds = |class: usize| -> f32 {
            let others = answers.iter().enumerate().filter(|(i, _)| *i != held);
            let example = |(_, (values, grade)): (usize, &([f32; N], usize))| Example {
                values: *values,
                yes: *grade == class,
                weight: 1.0,
            };
            let weights = fit(&others.map(example).collect::<Vec<_>>(), RIDGE);
            values.iter().zip(weights).map(|(x, w)| x * w).sum()
        };
        let best = (0..GRADES.len()).max_by(|a, b| odds(*a).total_cmp(&odds(*b)));
        judged[*grade][best.expect("there are grades")] += 1;
    }
    let right: usize = (0..GRADES.len()).map(|g| judged[g][g]).sum();
    for (grade, as_which) in GRADES.iter().zip(judged) {
        println!("{grade}: judged {GRADES:?} {as_which:?}");
    }
    let share = right as f64 / answers.len().max(1) as f64;
    println!("{right} of {} grades right: {share:.3}", answers.len());
    Ok(())
}

/// The words of a file, as hashes of their spelling.
fn words(path: &Path) -> Result<Vec<u32>, Box<dyn Error>> {
    let text = String::from_utf8_lossy(&std::fs::read(path)?).into_owned();
    let documents = ingest::read("answer.txt", text.as_bytes(), Lexicon::english()).documents;
    let spelt = |d| Words::of(d).list.iter().map(|w| w.spelling).collect::<Vec<_>>();
    Ok(documents.iter().flat_map(spelt).collect())
}

/// One; the share of an answer's runs of one to five words that the article has; the share of its
/// words that both have in the same order.
fn shares(answer: &[u32], article: &[u32]) -> [f32; N] {
    let mut shares = [1.0; N];
    for (n, share) in shares.iter_mut().enumerate().take(RUN_MAX + 1).skip(1) {
        let runs = |list: &[u32]| list.windows(n).map(<[u32]>::to_vec).collect::<BTreeSet<_>>();
        let (own, theirs) = (runs(answer), runs(article));
        *share = own.intersection(&theirs).count() as f32 / own.len().max(1) as f32;
    }
    shares[N - 1] = in_common(answer, article) as f32 / answer.len().max(1) as f32;
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_fall_with_the_length_of_the_run() {
        let [_, one, two, three, .., order] = shares(&[1, 2, 9, 3], &[1, 2, 3, 4]);
        assert_eq!((one, three, order), (0.75, 0.0, 0.75));
        assert!((two - 1.0 / 3.0).abs() < 1e-6);
    }
}
