//! `train-furniture`: learns which lines at the ends of a page speak of the publication itself.
//!
//! TRUTH are invented stories whose articles list their `furniture`; REAL are articles as JSON
//! lines whose texts hold none, or next to none: of each the lines at both ends are examples of no
//! furniture. Figures leave the judged story out.

use ingest::furniture::{LINES_MIN, THRESHOLD, judged};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::{error::Error, fs, path::Path};

/// Least likelihood of a line to be labelled: .3 to .8 tried 2026-11-23 on 27 invented stories and
/// 148 real articles, cross-validated: at .5 10 of 1,103 real lines are taken for furniture, at .7
/// 3.
const LEAST: f32 = 0.7;
/// Pull towards zero: 1 to 10 tried likewise, no clear difference.
const RIDGE: f64 = 3.0;
/// Stories whose furniture must have a word for it to count, and other lines that must.
const STORIES_MIN: usize = 3;
const OTHERS_MIN: usize = 40;
/// Parts of the cross-validation.
const FOLDS: usize = 10;
/// Times each weight is set.
const SWEEPS: usize = 60;

struct Example {
    group: usize,
    real: bool,
    signs: Vec<(String, f32)>,
    yes: bool,
}

/// Trains, prints figures, writes the table.
///
/// # Errors
/// If a file cannot be read or written.
pub fn run(out: &Path, paths: &[&str]) -> Result<(), Box<dyn Error>> {
    let mut examples = Vec::new();
    let mut groups = 0;
    for path in paths {
        let content = fs::read_to_string(path)?;
        if path.ends_with(".jsonl") {
            for line in content.lines() {
                let article: Value = serde_json::from_str(line)?;
                read(&article, groups, true, &mut examples);
                groups += 1;
            }
        } else {
            let truth: Value = serde_json::from_str(&content)?;
            for article in truth["articles"].as_array().into_iter().flatten() {
                read(article, groups, false, &mut examples);
            }
            groups += 1;
        }
    }
    let kept = kept(&examples);
    println!("{} lines, {} signs", examples.len(), kept.len());
    let mut found = vec![0.0; examples.len()];
    for fold in 0..FOLDS {
        let weights = fit(examples.iter().filter(|e| e.group % FOLDS != fold), &kept);
        for (p, e) in found.iter_mut().zip(&examples).filter(|(_, e)| e.group % FOLDS == fold) {
            *p = likely(&weights, e);
        }
    }
    for least in [0.3, 0.5, 0.6, LEAST, 0.8] {
        let count = |of: &dyn Fn(&Example) -> bool| {
            found.iter().zip(&examples).filter(|(p, e)| **p >= least && of(e)).count()
        };
        let all = examples.iter().filter(|e| e.yes).count();
        let (yes, no, real) =
            (count(&|e| e.yes), count(&|e| !e.yes && !e.real), count(&|e| e.real));
        println!("≥ {least}: {yes} of {all}; others: invented {no}, real {real}");
    }
    let weights = fit(examples.iter(), &kept);
    let rows = weights.iter().map(|(sign, weight)| format!("{sign}\t{weight:.4}\n"));
    let table: String = rows.collect();
    fs::write(out, format!("# sign\tweight\n{table}{THRESHOLD}\t{LEAST}\n"))?;
    Ok(())
}

/// The lines at the ends of an article.
fn read(article: &Value, group: usize, real: bool, examples: &mut Vec<Example>) {
    let text = article["text"].as_str().unwrap_or_default();
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.len() < LINES_MIN {
        return;
    }
    let furniture = article["furniture"].as_array().into_iter().flatten();
    let furniture: Vec<&str> = furniture.filter_map(Value::as_str).collect();
    let is_furniture = |line: &str| {
        furniture
            .iter()
            .any(|f| f.contains(line) || (line.contains(f) && f.len() * 5 > line.len() * 4))
    };
    for (i, signs) in judged(&lines, article["publisher"].as_str()) {
        examples.push(Example { group, real, signs, yes: is_furniture(lines[i]) });
    }
}

/// The signs that are learned: all of shape, and the words that are not rare.
fn kept(examples: &[Example]) -> BTreeSet<String> {
    let mut stories: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut others: BTreeMap<&str, usize> = BTreeMap::new();
    let mut kept = BTreeSet::new();
    for e in examples {
        for (sign, _) in &e.signs {
            if !sign.starts_with("word ") {
                kept.insert(sign.clone());
            } else if e.yes {
                stories.entry(sign).or_default().insert(e.group);
            } else {
                *others.entry(sign).or_default() += 1;
            }
        }
    }
    let often = stories.iter().filter(|(_, stories)| stories.len() >= STORIES_MIN);
    kept.extend(often.map(|(sign, _)| sign.to_string()));
    let common = others.iter().filter(|(_, n)| **n >= OTHERS_MIN);
    kept.extend(common.map(|(sign, _)| sign.to_string()));
    kept
}

/// Logistic regression, one weight at a time by Newton's method.
fn fit<'e>(
    examples: impl Iterator<Item = &'e Example>,
    kept: &BTreeSet<String>,
) -> BTreeMap<String, f64> {
    let examples: Vec<&Example> = examples.collect();
    let mut held: BTreeMap<&str, Vec<(usize, f64)>> = BTreeMap::new();
    for (i, e) in examples.iter().enumerate() {
        for (sign, value) in e.signs.iter().filter(|(sign, _)| kept.contains(sign)) {
            held.entry(sign).or_default().push((i, f64::from(*value)));
        }
    }
    let mut weights: BTreeMap<String, f64> = BTreeMap::new();
    let mut sums = vec![0.0_f64; examples.len()];
    for _ in 0..SWEEPS {
        for (sign, column) in &held {
            let weight = weights.entry(sign.to_string()).or_default();
            let (mut gradient, mut curve) = (-RIDGE * *weight, RIDGE);
            for (i, x) in column {
                let p = 1.0 / (1.0 + (-sums[*i]).exp());
                gradient += x * (f64::from(u8::from(examples[*i].yes)) - p);
                curve += x * x * p * (1.0 - p);
            }
            let step = gradient / curve;
            *weight += step;
            column.iter().for_each(|(i, x)| sums[*i] += step * x);
        }
    }
    weights
}

fn likely(weights: &BTreeMap<String, f64>, e: &Example) -> f32 {
    let weight = |sign: &str| weights.get(sign).copied().unwrap_or_default();
    let sum: f64 = e.signs.iter().map(|(sign, value)| weight(sign) * f64::from(*value)).sum();
    1.0 / (1.0 + (-sum).exp()) as f32
}
