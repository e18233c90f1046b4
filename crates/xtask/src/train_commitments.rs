//! Learns what binds someone: `train-commitments OUT.tsv TRUTH.json …`.
//!
//! TRUTH are invented stories that list their commitments, with look-alikes that are none. Figures
//! leave the judged story out. What a story does not list counts as none, with less weight.

use crate::logistic::{Example, fit, likely, table};
use crate::train_follow_ups::shared;
use analysis::{
    Analysis, analyse,
    commitment::{CLEAR_MIN, Candidate, Features, Found, candidates},
    near::Near,
    time::Day,
};
use document::{Document, Span};
use language::{Annotator, Model};
use lexicon::Lexicon;
use serde_json::Value;
use std::error::Error;
use std::path::Path;

const N: usize = Features::N + 1;
/// Strength of the pull of weights towards zero. Set by hand 2026-11-22, not swept.
const RIDGE: f64 = 1.0;
/// Least likelihood of a commitment. 0.5 to 0.7 tried 2026-11-22 on eleven invented stories, each
/// judged by weights that had not seen it, with the form judged: at 0.5 precision .869, recall
/// .844, at 0.6 .871 and .801.
const THRESHOLD: f32 = 0.5;
/// Weight of a candidate that the story lists neither as one nor as none.
const UNLISTED_WEIGHT: f64 = 0.5;
/// What a candidate is given whose form cannot bind.
const WEAK: f32 = 0.25;
/// Least share of the shorter of two passages that must be common.
const SHARED_MIN: f64 = 0.3;

struct Judged {
    story: usize,
    /// The commitments it states.
    of: Vec<usize>,
    values: [f32; N],
    listed: bool,
    /// Whether its form can bind, if it is likely and if it is clearly so.
    firm: [bool; 2],
    words: String,
}

struct Truth {
    name: String,
    n: usize,
}

/// Trains, prints figures, writes the table.
pub fn run(out: &Path, paths: &[&str]) -> Result<(), Box<dyn Error>> {
    let (mut judged, mut truths) = (Vec::new(), Vec::new());
    let mut annotator = Annotator::new(Model::english());
    for (story, path) in paths.iter().enumerate() {
        let truth: Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
        let n = truth["commitments"].as_array().map_or(0, Vec::len);
        truths.push(Truth { name: (*path).to_string(), n });
        judged.extend(read(story, &truth, &mut annotator));
    }
    let mut found = vec![0.0; judged.len()];
    for held in 0..truths.len() {
        let weights = train(judged.iter().filter(|j| j.story != held));
        for (p, j) in found.iter_mut().zip(&judged) {
            if j.story == held {
                *p = likely(&weights, &j.values);
            }
        }
    }
    for threshold in [0.3, 0.4, 0.5, 0.6, 0.7] {
        figures(&judged, &found, &truths, threshold);
    }
    println!("with the form judged:");
    for (p, j) in found.iter_mut().zip(&judged) {
        *p = if j.firm[usize::from(*p >= CLEAR_MIN)] { *p } else { p.min(WEAK) };
    }
    for threshold in [0.5, 0.55, 0.6, 0.65, 0.7] {
        figures(&judged, &found, &truths, threshold);
    }
    errors(&judged, &found);
    let weights = train(judged.iter());
    std::fs::write(out, table(Features::NAMES, &weights, THRESHOLD))?;
    Ok(())
}

fn train<'j>(judged: impl Iterator<Item = &'j Judged>) -> [f32; N] {
    let example = |j: &Judged| Example {
        values: j.values,
        yes: !j.of.is_empty(),
        weight: if j.listed { 1.0 } else { UNLISTED_WEIGHT },
    };
    let examples: Vec<_> = judged.map(example).collect();
    fit(&examples, RIDGE)
}

/// Recall counts commitments with a candidate above the threshold; precision counts candidates.
fn figures(judged: &[Judged], likely: &[f32], truths: &[Truth], threshold: f32) {
    let (mut right, mut found, mut hit, mut all, mut trapped) = (0, 0, 0, 0, 0);
    for (story, truth) in truths.iter().enumerate() {
        let mut met = vec![false; truth.n];
        for (j, p) in judged.iter().zip(likely).filter(|(j, _)| j.story == story) {
            if *p >= threshold {
                found += 1;
                right += usize::from(!j.of.is_empty());
                trapped += usize::from(j.of.is_empty() && j.listed);
                j.of.iter().for_each(|&c| met[c] = true);
            }
        }
        if threshold == THRESHOLD {
            let hit = met.iter().filter(|m| **m).count();
            println!("  {}: {hit} of {}", truth.name, truth.n);
        }
        hit += met.iter().filter(|m| **m).count();
        all += truth.n;
    }
    println!(
        "≥ {threshold}: precision {:.3} ({right} of {found}), recall {:.3} ({hit} of {all}), \
         {trapped} look-alikes",
        right as f64 / f64::from(found.max(1) as u32),
        hit as f64 / f64::from(all.max(1) as u32),
    );
}

fn errors(judged: &[Judged], likely: &[f32]) {
    for (j, p) in judged.iter().zip(likely) {
        let sign = match (j.of.is_empty(), *p >= THRESHOLD) {
            (true, true) if j.listed => "look-alike",
            (true, true) => "unlisted",
            (false, false) => "missed",
            _ => continue,
        };
        println!("{sign} {p:.2} {}", j.words);
    }
}

fn read(story: usize, truth: &Value, annotator: &mut Annotator<'_>) -> Vec<Judged> {
    let lexicon = Lexicon::english();
    let mut judged = Vec::new();
    for article in truth["articles"].as_array().into_iter().flatten() {
        let line = article.to_string();
        let mut ingested = ingest::read("story.jsonl", line.as_bytes(), lexicon);
        let Some(document) = ingested.documents.pop() else { continue };
        let analysis = analyse(&document, annotator, lexicon);
        let commitments = passages(truth, "commitments", &document);
        let look_alikes = passages(truth, "not_commitments", &document);
        let places = analysis::mention::places(&analysis.syntax, &analysis.mentions);
        let found = found(&document, &analysis, &places, lexicon);
        for candidate in candidates(&found) {
            let meets = |spans: &Vec<(usize, Span)>| -> Vec<usize> {
                let common = |s: &&(usize, Span)| shared(candidate.span, s.1) > SHARED_MIN;
                spans.iter().filter(common).map(|s| s.0).collect()
            };
            let (of, none) = (meets(&commitments), meets(&look_alikes));
            judged.push(Judged {
                story,
                listed: !of.is_empty() || !none.is_empty(),
                firm: [THRESHOLD, 1.0].map(|p| found.binds(&candidate, p)),
                of,
                values: values(&Features::of(&found, &candidate)),
                words: shown(&document, &candidate),
            });
        }
    }
    judged
}

fn shown(document: &Document, candidate: &Candidate) -> String {
    let words = document.text.words(candidate.span).split_whitespace().collect::<Vec<_>>();
    format!("{}: {}", candidate.rule(), words.join(" "))
}

fn values(features: &Features) -> [f32; N] {
    let mut values = [1.0; N];
    values[1..].copy_from_slice(features.values());
    values
}

fn found<'a>(
    document: &Document,
    analysis: &'a Analysis,
    places: &'a Near,
    lexicon: &'static Lexicon,
) -> Found<'a> {
    Found {
        syntax: &analysis.syntax,
        mentions: &analysis.mentions,
        places,
        chains: &analysis.chains,
        quotations: &analysis.quotations,
        times: &analysis.times,
        published: document.metadata.published.as_deref().and_then(Day::parse),
        claims: &analysis.claims,
        lexicon,
    }
}

/// The passages of a list of the truth in a document, with the number of their entry.
fn passages(truth: &Value, list: &str, document: &Document) -> Vec<(usize, Span)> {
    let mut spans = Vec::new();
    for (number, entry) in truth[list].as_array().into_iter().flatten().enumerate() {
        let also = entry["also_stated"].as_array().into_iter().flatten();
        for passage in std::iter::once(&entry["passage"]).chain(also) {
            let words = passage["words"].as_str().unwrap_or_default();
            if passage["article"].as_str() == Some(&document.name)
                && let Some(at) = document.text.as_str().find(words)
            {
                spans.extend(document.text.span(at..at + words.len()).map(|s| (number, s)));
            }
        }
    }
    spans
}
