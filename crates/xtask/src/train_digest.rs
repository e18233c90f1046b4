//! Learns which words a summary has: `train-digest GOLD.jsonl OUT.tsv JUDGED.jsonl`.
//!
//! A line of GOLD has `id`, `articles` and `references`, summaries by people. Each concept of the
//! articles is an example, a yes to the share of summaries that have it. JUDGED gets the digests
//! of weights that have not seen the cluster: `id` and `text` a line, for `score.py digest`.

use crate::logistic::{Example, fit, table};
use analysis::{Syntax, logistic::Logistic};
use language::{Annotator, Model};
use lexicon::Lexicon;
use serde_json::Value;
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use story::{Report, Story, digest};

const N: usize = digest::concept::N + 1;
/// Strength of the pull of weights towards zero. Set by hand 2026-11-22, not swept.
const RIDGE: f64 = 1.0;
/// Parts of the cross-validation.
const PARTS: usize = 5;

struct Cluster {
    id: String,
    story: Story,
    examples: Vec<Example<N>>,
}

/// Trains, writes the table and the digests of clusters held out.
pub fn run(gold: &Path, out: &Path, judged: &Path) -> Result<(), Box<dyn Error>> {
    let mut annotator = Annotator::new(Model::english());
    let mut clusters = Vec::new();
    for line in std::fs::read_to_string(gold)?.lines() {
        clusters.push(cluster(&serde_json::from_str(line)?, &mut annotator));
    }
    let learn = |held: usize| {
        let seen = clusters.iter().enumerate().filter(|(i, _)| i % PARTS != held);
        let examples: Vec<_> = seen.flat_map(|(_, c)| c.examples.iter().cloned()).collect();
        table(&digest::concept::names(), &fit(&examples, RIDGE), 0.0)
    };
    let mut lines = String::new();
    for held in 0..PARTS {
        let weights = learn(held);
        let weights = Logistic::parse(&weights, &digest::concept::names()).ok_or("weights")?;
        for c in clusters.iter().skip(held).step_by(PARTS) {
            let s = &c.story;
            let chosen = digest::Pool::of(&s.reports, &s.origins, &s.claims).choose(&weights);
            let text: Vec<String> = chosen.into_iter().map(|l| l.sentence.value).collect();
            lines += &format!("{}\n", serde_json::json!({"id": c.id, "text": text.join(" ")}));
        }
    }
    std::fs::write(judged, lines)?;
    std::fs::write(out, learn(PARTS))?;
    Ok(())
}

fn cluster(line: &Value, annotator: &mut Annotator<'_>) -> Cluster {
    let lexicon = Lexicon::english();
    let mut reports = Vec::new();
    for article in line["articles"].as_array().into_iter().flatten() {
        let read = ingest::read("cluster.jsonl", article.to_string().as_bytes(), lexicon);
        for document in read.documents {
            let analysis = analysis::analyse(&document, annotator, lexicon);
            reports.push(Report { document, analysis });
        }
    }
    let (story, _) = story::weave(reports, lexicon);
    let summaries = line["references"].as_array().into_iter().flatten();
    let summaries: Vec<BTreeSet<String>> =
        summaries.filter_map(|s| Some(spellings(s.as_str()?, annotator))).collect();
    let pool = digest::Pool::of(&story.reports, &story.origins, &story.claims);
    let examples = (0..pool.concepts().len())
        .filter_map(|at| Some((at, pool.concepts().features(at)?)))
        .flat_map(|(at, features)| {
            let spelling = pool.concepts().spelling(at);
            let having = summaries.iter().filter(|s| s.contains(&spelling)).count();
            let share = having as f64 / summaries.len().max(1) as f64;
            let mut values = [1.0; N];
            values[1..].copy_from_slice(&features);
            let yes = Example { values, yes: true, weight: share };
            [Example { yes: false, weight: 1.0 - share, ..yes.clone() }, yes]
        });
    let id = line["id"].as_str().unwrap_or_default().to_string();
    Cluster { id, examples: examples.collect(), story }
}

fn spellings(text: &str, annotator: &mut Annotator<'_>) -> BTreeSet<String> {
    let line = serde_json::json!({"id": "summary", "text": text}).to_string();
    let read = ingest::read("summary.jsonl", line.as_bytes(), Lexicon::english());
    let syntaxes = read.documents.iter().map(|d| Syntax::of(d, annotator));
    syntaxes.flat_map(|syntax| digest::concept::spellings(&syntax)).collect()
}
