//! Learns what tells of the outcome of a commitment: `train-follow-ups OUT.tsv TRUTH.json …`.
//!
//! TRUTH are invented stories that list commitments with the passages that follow them up. Figures
//! leave the judged story out.

use crate::extra_trees::{Growth, fit};
use crate::train_claims::{passage, report_story, statements};
use analysis::forest::Forest;
use document::Span;
use language::{Annotator, Model};
use lexicon::Lexicon;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;
use story::{
    commitment::{
        FollowUps, follow_up,
        follow_up::{KEPT_MAX, Named},
    },
    party::Parties,
};

const N: usize = follow_up::N;
/// How the trees are grown: 2, 4 and 8 examples and 15, 30 and 60 percent of the signs tried
/// 2026-11-22 on eleven invented stories, each judged by trees that had not seen it; no choice
/// is clearly better, and logistic regression and boosted trees are worse.
const GROWTH: Growth = Growth { trees: 60, signs: 30, least: 4 };
/// Least likelihood of a passage to be shown; what a status is read from must reach
/// `SURE_MIN`. 0.03 to 0.6 tried 2026-11-22 on eleven invented stories, each judged by trees
/// that had not seen it: at 0.05 125 of 492 passages are right and 93 of 142 commitments followed
/// up, at 0.1 117 of 383 and 88.
const THRESHOLD: f32 = 0.07;
/// Least share of the shorter of two passages that must be common.
const SHARED_MIN: f64 = 0.3;

struct Judged {
    story: usize,
    commitment: usize,
    statement: usize,
    names: Named,
    values: [f32; N],
    yes: bool,
}

/// Trains, prints figures, writes the table.
pub fn run(out: &Path, paths: &[&str]) -> Result<(), Box<dyn Error>> {
    let (mut judged, mut followed) = (Vec::new(), Vec::new());
    let mut annotator = Annotator::new(Model::english());
    for (story, path) in paths.iter().enumerate() {
        let truth: Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
        let (found, n) = read(story, &truth, &mut annotator);
        judged.extend(found);
        followed.push(n);
    }
    let mut found = vec![0.0; judged.len()];
    for held in 0..paths.len() {
        let forest = train(judged.iter().filter(|j| j.story != held));
        for (p, j) in found.iter_mut().zip(&judged) {
            if j.story == held {
                *p = forest.likely(&j.values);
            }
        }
    }
    let kept = kept(&judged, &found);
    for threshold in [0.03, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6] {
        let found: Vec<&Judged> =
            kept.iter().filter(|&&i| found[i] >= threshold).map(|&i| &judged[i]).collect();
        let right = found.iter().filter(|j| j.yes).count();
        let mut met: Vec<(usize, usize)> =
            found.iter().filter(|j| j.yes).map(|j| (j.story, j.commitment)).collect();
        met.sort_unstable();
        met.dedup();
        let all: usize = followed.iter().sum();
        println!(
            "≥ {threshold}: {right} of {} passages right, {} of {all} commitments followed up",
            found.len(),
            met.len()
        );
    }
    for (story, path) in paths.iter().enumerate() {
        let shown = kept.iter().filter(|&&i| judged[i].story == story && found[i] >= THRESHOLD);
        let met: BTreeSet<usize> =
            shown.filter(|&&i| judged[i].yes).map(|&i| judged[i].commitment).collect();
        println!("  {path}: {} of {}", met.len(), followed[story]);
    }
    figures_of_status(&judged, &found, &kept);
    let mut forest = train(judged.iter());
    forest.threshold = THRESHOLD;
    std::fs::write(out, forest.table(&follow_up::names()))?;
    Ok(())
}

/// The likeliest passages of each commitment, as many as are shown.
fn kept(judged: &[Judged], likely: &[f32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..judged.len()).collect();
    order.sort_by(|&a, &b| likely[b].total_cmp(&likely[a]).then(a.cmp(&b)));
    let (mut shown, mut kept) = (BTreeMap::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for i in order {
        let j = &judged[i];
        let fresh = seen.insert((j.story, j.commitment, j.statement));
        let n: &mut usize = shown.entry((j.story, j.commitment)).or_default();
        if fresh && *n < KEPT_MAX {
            *n += 1;
            kept.push(i);
        }
    }
    kept
}

/// How right the passages are that a status is read from.
fn figures_of_status(judged: &[Judged], likely: &[f32], kept: &[usize]) {
    let sure = kept.iter().filter(|&&i| judged[i].names.is_sure(likely[i]));
    let right = sure.clone().filter(|&&i| judged[i].yes).count();
    println!("a status is read from {}: {right} right", sure.count());
    for least in [0.15, 0.2, 0.25, 0.3, 0.4] {
        let named = kept.iter().filter(|&&i| likely[i] >= least && judged[i].names.names_most());
        let right = named.clone().filter(|&&i| judged[i].yes).count();
        println!("names most of it, ≥ {least}: {right} of {} right", named.count());
    }
}

fn train<'j>(judged: impl Iterator<Item = &'j Judged>) -> Forest {
    let (rows, answers): (Vec<&[f32]>, Vec<bool>) = judged.map(|j| (&j.values[..], j.yes)).unzip();
    fit(&rows, &answers, GROWTH)
}

/// What may follow up the commitments of a story, and how many are followed up.
fn read(story: usize, truth: &Value, annotator: &mut Annotator<'_>) -> (Vec<Judged>, usize) {
    let lexicon = Lexicon::english();
    let woven = report_story(truth, annotator);
    let all = statements(&woven);
    let entity = |report: usize, chain: usize| woven.entity(report, chain);
    let parties = Parties::new(&woven.reports, lexicon, &entity);
    let finder = FollowUps::new(&all, lexicon, &parties);
    let (mut judged, mut followed) = (Vec::new(), 0);
    for (number, entry) in truth["commitments"].as_array().into_iter().flatten().enumerate() {
        let follow_up = entry["follow_up"].as_array().into_iter().flatten();
        let outcomes: Vec<Span> = follow_up.filter_map(|p| passage(&woven, p)).collect();
        followed += usize::from(!outcomes.is_empty());
        let Some(span) = passage(&woven, &entry["passage"]) else { continue };
        let Some(report) = woven.report_of(span.doc()) else { continue };
        let stated = woven.reports[report].analysis.commitments.iter();
        let stated = stated
            .enumerate()
            .filter(|(_, c)| c.value.is_binding() && shared(c.value.span, span) > SHARED_MIN);
        for (c, _) in stated {
            for answer in finder.answers((report, c)) {
                let at = all.list[answer.statement].span;
                let yes = outcomes.iter().any(|&o| shared(at, o) > SHARED_MIN);
                judged.push(Judged {
                    story,
                    commitment: number,
                    statement: answer.statement,
                    names: answer.names,
                    values: answer.signs,
                    yes,
                });
            }
        }
    }
    (judged, followed)
}

/// The common part of two spans, as a share of the shorter.
pub fn shared(a: Span, b: Span) -> f64 {
    if a.doc() != b.doc() {
        return 0.0;
    }
    let common = a.end().min(b.end()).saturating_sub(a.start().max(b.start()));
    common as f64 / (a.end() - a.start()).min(b.end() - b.start()).max(1) as f64
}
