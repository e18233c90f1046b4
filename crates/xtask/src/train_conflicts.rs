//! Learns when two statements are in conflict: `train-conflicts PAIRS.tsv OUT.tsv TRUTH.json …`.
//!
//! PAIRS are marked passages (odd ids train, even ids check). In TRUTH, invented stories, the pairs
//! of statements that a conflict lists are conflicts and all others that may speak of one matter
//! are none. Figures over stories leave the judged story out.

use crate::logistic::{Example, fit, likely, table};
use crate::train_claims::{marked_pairs, passage, report_story, statement_of, statements};
use language::{Annotator, Model};
use serde_json::Value;
use std::error::Error;
use std::path::Path;
use story::claim::{Features, Likeness, Statement, Statements, pairs as candidate_pairs};
use story::conflict::{Signs, sign};

const N: usize = sign::N + 1;
/// Strength of the pull of weights towards zero. Set by hand 2026-11-22, not swept.
const RIDGE: f64 = 1.0;
/// Least likelihood of a conflict. 0.3 to 0.8 tried 2026-11-22 on the checking pairs and the
/// invented stories, each judged by weights that had not seen it.
const THRESHOLD: f32 = 0.65;
/// Weight of a pair of a story that no conflict lists: there are many.
const UNLISTED_WEIGHT: f64 = 0.3;

struct Judged {
    group: usize,
    trains: bool,
    values: [f32; N],
    kind: String,
    yes: bool,
    has_slot: bool,
    is_clear: bool,
}

/// Trains, prints figures, writes the table.
pub fn run(pairs: &Path, out: &Path, truths: &[&str]) -> Result<(), Box<dyn Error>> {
    let mut judged = Vec::new();
    marked_pairs(pairs, &mut |number, kind, all, a, b| {
        judged.push(judge(0, number % 2 == 1, kind, all, a, b));
    })?;
    let mut annotator = Annotator::new(Model::english());
    for (i, path) in truths.iter().enumerate() {
        let truth: Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
        judged.extend(invented(i + 1, &truth, &mut annotator));
    }
    let weights = train(judged.iter().filter(|j| j.trains));
    let mut likely: Vec<f32> = judged.iter().map(|j| weigh(&weights, j)).collect();
    for held in 1..=truths.len() {
        let weights = train(judged.iter().filter(|j| j.trains && j.group != held));
        for (likely, j) in likely.iter_mut().zip(&judged) {
            if j.group == held {
                *likely = weigh(&weights, j);
            }
        }
    }
    figures("checking pairs", &judged, &likely, |j| !j.trains);
    figures("stories", &judged, &likely, |j| j.group > 0);
    kinds(&judged, &likely);
    std::fs::write(out, table(&sign::names(), &weights, THRESHOLD))?;
    Ok(())
}

fn judge(
    group: usize,
    trains: bool,
    kind: &str,
    all: &Statements<'_>,
    a: &Statement,
    b: &Statement,
) -> Judged {
    let signs = Signs::of(all, a, b, &Features::of(all, a, b));
    let mut values = [1.0; N];
    values[1..].copy_from_slice(signs.values());
    let yes = kind.starts_with("conflict");
    let has_slot = signs.kind().is_some();
    let is_clear = signs.is_clear();
    Judged { group, trains, values, kind: kind.to_string(), yes, has_slot, is_clear }
}

fn train<'j>(judged: impl Iterator<Item = &'j Judged>) -> [f32; N] {
    let weight = |j: &Judged| if j.group > 0 && !j.yes { UNLISTED_WEIGHT } else { 1.0 };
    let example = |j: &Judged| Example { values: j.values, yes: j.yes, weight: weight(j) };
    let examples: Vec<_> = judged.filter(|j| j.has_slot).map(example).collect();
    fit(&examples, RIDGE)
}

fn weigh(weights: &[f32; N], judged: &Judged) -> f32 {
    match (judged.is_clear, judged.has_slot) {
        (true, _) => 1.0,
        (false, true) => likely(weights, &judged.values),
        (false, false) => 0.0,
    }
}

fn figures(name: &str, judged: &[Judged], likely: &[f32], of: impl Fn(&Judged) -> bool) {
    let all = judged.iter().filter(|j| of(j) && j.yes).count();
    for threshold in [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0] {
        let found = judged.iter().zip(likely).filter(|(j, p)| of(j) && **p >= threshold);
        let (mut right, mut n) = (0, 0);
        for (j, _) in found {
            n += 1;
            right += usize::from(j.yes);
        }
        println!("{name} ≥ {threshold}: {right} of {n} are conflicts, of {all}");
    }
}

/// How many of each kind of marked pair are taken for conflicts.
fn kinds(judged: &[Judged], likely: &[f32]) {
    let mut kinds: Vec<&str> = judged.iter().map(|j| j.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let of = || judged.iter().zip(likely).filter(|(j, _)| !j.trains && j.kind == kind);
        let n = of().count();
        let found = of().filter(|(_, p)| **p >= THRESHOLD).count();
        println!("{kind}: {found} of {n} taken for conflicts");
    }
}

/// The pairs of a story that may speak of one matter, and those its conflicts list.
fn invented(group: usize, truth: &Value, annotator: &mut Annotator<'_>) -> Vec<Judged> {
    let story = report_story(truth, annotator);
    let all = statements(&story);
    let mut listed: Vec<(usize, usize)> = Vec::new();
    for conflict in truth["conflicts"].as_array().into_iter().flatten() {
        let sides: Vec<usize> = conflict["sides"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|side| statement_of(&all, passage(&story, &side["passage"])?))
            .collect();
        if let [a, b, ..] = sides[..] {
            listed.push((a.min(b), a.max(b)));
        }
    }
    let mut pairs: Vec<(usize, usize)> =
        candidate_pairs(&all, Likeness::english()).iter().map(|p| (p.a, p.b)).collect();
    pairs.extend(&listed);
    pairs.sort_unstable();
    pairs.dedup();
    pairs
        .into_iter()
        .filter(|(a, b)| a != b)
        .map(|(a, b)| {
            let kind = if listed.contains(&(a, b)) { "conflict" } else { "" };
            judge(group, true, kind, &all, &all.list[a], &all.list[b])
        })
        .collect()
}
