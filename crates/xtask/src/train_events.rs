//! Learns the weights of PLOVER codes: `train-events PAIRS.jsonl OUT.bin`.
//!
//! Each line of PAIRS.jsonl has `text`, `pairs` with an `actor` and a `target` as pairs of code
//! points, and the code `plover`. One linear support vector machine a code, by dual coordinate
//! descent (Hsieh and others 2008); rare codes count more. Figures are cross-validated.

use analysis::{plover, syntax::Syntax};
use document::Text;
use language::{Annotator, Model};
use lexicon::Lexicon;
use plover::{Features, Row, Weights};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

/// Cost of an error. 0.5 to 4 tried 2026-11-22.
const COST: f64 = 1.0;
/// Passes over the examples.
const PASSES: usize = 150;
const FOLDS: usize = 10;
/// Examples a feature must occur in.
const EXAMPLES_MIN: usize = 2;

struct Example {
    features: Features,
    code: usize,
}

/// Trains, prints figures, writes the weights.
pub fn run(pairs: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let lexicon = Lexicon::english();
    let examples = read(pairs, lexicon)?;
    let all: Vec<&Example> = examples.iter().collect();
    let mut found = vec![0; all.len()];
    for fold in 0..FOLDS {
        let of_fold = folds(&all);
        let (test, train): (Vec<usize>, Vec<usize>) =
            (0..all.len()).partition(|&i| of_fold[i] == fold);
        let weights = fit(&train.iter().map(|&i| all[i]).collect::<Vec<_>>(), lexicon);
        let weights = Weights::read(&weights).ok_or("packed weights are read")?;
        for i in test {
            found[i] = weights.best(&all[i].features);
        }
    }
    report(&all, &found, lexicon);
    let bytes = fit(&all, lexicon);
    std::fs::write(out, &bytes)?;
    println!("{}: {} bytes", out.display(), bytes.len());
    Ok(())
}

fn read(pairs: &Path, lexicon: &'static Lexicon) -> Result<Vec<Example>, Box<dyn Error>> {
    let mut annotator = Annotator::new(Model::english());
    let mut examples = Vec::new();
    for line in std::fs::read_to_string(pairs)?.lines() {
        let article: Value = serde_json::from_str(line)?;
        let mut documents = ingest::read("pairs.jsonl", line.as_bytes(), lexicon).documents;
        let document = documents.pop().ok_or("an article")?;
        let syntax = Syntax::of(&document, &mut annotator);
        let code = lexicon.plover.iter().position(|p| article["plover"] == p.code);
        let phrase = |who: &str| tokens(&document.text, &syntax, &article["pairs"][0][who]);
        let (Some(actor), Some(target), Some(code)) = (phrase("actor"), phrase("target"), code)
        else {
            continue;
        };
        let features = plover::features(&syntax, lexicon, &actor, &target);
        examples.extend(features.map(|features| Example { features, code }));
    }
    Ok(examples)
}

fn tokens(text: &Text, syntax: &Syntax, pair: &Value) -> Option<std::ops::Range<usize>> {
    let at = |i: usize| pair[i].as_u64().map(|n| n as usize);
    Some(syntax.tokens_of(text.from_code_points(at(0)?..at(1)?)?))
}

/// The fold of each example: the examples of a code in turn.
fn folds(examples: &[&Example]) -> Vec<usize> {
    let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
    let turn = |e: &&Example| {
        let n = seen.entry(e.code).or_default();
        *n += 1;
        (*n * 7 + e.code) % FOLDS
    };
    examples.iter().map(turn).collect()
}

/// The packed weights that tell the codes of some examples apart.
fn fit(examples: &[&Example], lexicon: &Lexicon) -> Vec<u8> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for e in examples {
        for (hash, _) in &e.features.sparse {
            *counts.entry(*hash).or_default() += 1;
        }
    }
    let kept: BTreeSet<u32> =
        counts.into_iter().filter(|(_, n)| *n >= EXAMPLES_MIN).map(|(h, _)| h).collect();
    let hashes: Vec<u32> = kept.into_iter().collect();
    let n = hashes.len();
    let vectors: Vec<Vec<(usize, f64)>> = examples
        .iter()
        .map(|e| {
            let sparse = e.features.sparse.iter();
            let mut x: Vec<(usize, f64)> = sparse
                .filter_map(|(h, v)| hashes.binary_search(h).ok().map(|i| (i, f64::from(*v))))
                .collect();
            x.extend(e.features.dense.iter().enumerate().map(|(i, v)| (n + i, f64::from(*v))));
            x.push((n + e.features.dense.len(), 1.0));
            x
        })
        .collect();
    let width = examples.first().map_or(0, |e| e.features.dense.len());
    let codes = lexicon.plover.len();
    let rows: Vec<Row> = (0..codes)
        .map(|code| {
            let is = |e: &&&Example| e.code == code;
            let of_code = examples.iter().filter(is).count().max(1);
            let positive = COST * examples.len() as f64 / (codes * of_code) as f64;
            let answers: Vec<bool> = examples.iter().map(|e| e.code == code).collect();
            let w = machine(&vectors, &answers, positive, n + width + 1);
            let floats = |part: &[f64]| part.iter().map(|w| *w as f32).collect();
            let (sparse, dense) = (floats(&w[..n]), floats(&w[n..n + width]));
            Row { sparse, dense, bias: w[n + width] as f32 }
        })
        .collect();
    Weights::pack(&hashes, &rows)
}

/// A linear support vector machine with squared hinge loss, by dual coordinate descent.
fn machine(x: &[Vec<(usize, f64)>], yes: &[bool], positive: f64, size: usize) -> Vec<f64> {
    let cost = |i: usize| if yes[i] { positive } else { COST };
    let sign = |i: usize| if yes[i] { 1.0 } else { -1.0 };
    let lengths: Vec<f64> = x.iter().map(|x| x.iter().map(|(_, v)| v * v).sum()).collect();
    let mut w = vec![0.0; size];
    let mut alpha = vec![0.0_f64; x.len()];
    for pass in 0..PASSES {
        for k in 0..x.len() {
            // A fixed walk over the examples that differs from pass to pass.
            let i = (k * 7919 + pass * 104_729) % x.len();
            let diagonal = 1.0 / (2.0 * cost(i));
            let score: f64 = x[i].iter().map(|(j, v)| w[*j] * v).sum();
            let gradient = sign(i) * score - 1.0 + diagonal * alpha[i];
            let next = (alpha[i] - gradient / (lengths[i] + diagonal)).max(0.0);
            let step = (next - alpha[i]) * sign(i);
            alpha[i] = next;
            if step != 0.0 {
                x[i].iter().for_each(|(j, v)| w[*j] += step * v);
            }
        }
    }
    w
}

fn report(examples: &[&Example], found: &[usize], lexicon: &Lexicon) {
    let mut sum = 0.0;
    for (code, plover) in lexicon.plover.iter().enumerate() {
        let both = examples.iter().zip(found).filter(|(e, f)| e.code == code && **f == code);
        let hits = both.count() as f64;
        let said = found.iter().filter(|f| **f == code).count() as f64;
        let true_ = examples.iter().filter(|e| e.code == code).count() as f64;
        let f1 = if said + true_ > 0.0 { 2.0 * hits / (said + true_) } else { 0.0 };
        println!("{:10} {true_:4} F1 {f1:.3}", plover.code);
        sum += f1;
    }
    let right = examples.iter().zip(found).filter(|(e, f)| e.code == **f).count();
    println!(
        "{FOLDS}-fold: macro F1 {:.4}, accuracy {:.4}, {} examples",
        sum / lexicon.plover.len() as f64,
        right as f64 / examples.len() as f64,
        examples.len()
    );
}
