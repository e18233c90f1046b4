//! `train-attribution TRAIN OUT [CHECK]`: learns the weights that judge attributions.
//!
//! TRAIN and CHECK are JSON lines of marked articles: `text` and `quotations`, each with
//! `content`, `cue` and `source` in code points. Threshold and cost of nesting are chosen by
//! cross-validation over TRAIN; CHECK is only measured. Nothing of the texts reaches OUT but sums
//! over hashed features.

use std::{collections::HashMap, error::Error, fs, path::Path};

use analysis::{
    Syntax,
    attribution::{
        feature::{self, Hashes},
        model::Scorer,
        speaker,
    },
    coreference, mention,
    quotation::{self, Draft, Found},
    quotation_mark,
};
use document::Span;
use language::{Annotator, Model};
use lexicon::Lexicon;
use serde_json::Value;

/// Passes over the examples. Set 2026-11-21 on a held-out fifth of TRAIN; 3, 5, 9 and 10 tried.
const EPOCHS: usize = 4;

/// Step of AdaGrad and pull towards zero. Set 2026-11-21 on held-out fifths of TRAIN; 0.015 to 0.2
/// and 2e-6 to 1e-4 tried.
const RATE: f32 = 0.03;
const DECAY: f32 = 5e-6;

/// Parts of the cross-validation.
const FOLDS: usize = 5;

/// Quantised units of one unit of log odds.
const UNITS: f32 = 16.0;

/// Share of common words from which a draft counts as right; it is learned as right to the degree
/// of that share. Set 2026-11-21 on held-out fifths of TRAIN, six schemes tried.
const RIGHT: f64 = 0.5;

/// One article: its drafts and the options for their speakers, and the marked contents.
struct Article {
    drafts: Vec<Draft>,
    examples: Vec<Example>,
    speakers: Vec<Example>,
    gold: Vec<Span>,
}

/// The features of a draft or an option, and how far it is right, 0 to 1.
struct Example {
    cells: Vec<u32>,
    right: f32,
}

/// A marked attribution.
struct Gold {
    content: Span,
    cue: Vec<Span>,
    speaker: Vec<Span>,
}

/// Trains on `train` and writes `out`.
pub fn run(train: &Path, out: &Path, check: Option<&Path>) -> Result<(), Box<dyn Error>> {
    let articles = read(train)?;
    let all: Vec<&Article> = articles.iter().collect();
    report_oracle("train", &all);
    let (threshold, nesting) = cross_validate(&articles);
    let drafts = fit(all.iter().flat_map(|a| &a.examples), feature::CELLS);
    let speakers = fit(all.iter().flat_map(|a| &a.speakers), speaker::CELLS);
    let scorer = Scorer::new(quantise(&drafts), quantise(&speakers), threshold, nesting);
    fs::write(out, scorer.to_bytes())?;
    if let Some(path) = check {
        let articles = read(path)?;
        let all: Vec<&Article> = articles.iter().collect();
        report_oracle("check", &all);
        let scored = scored(&all, &scorer);
        println!("check: {}", measure(&scored, &scorer));
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<Article>, Box<dyn Error>> {
    let bytes = fs::read(path)?;
    let lexicon = Lexicon::english();
    let mut annotator = Annotator::new(Model::english());
    let gold: HashMap<String, Value> = String::from_utf8(bytes.clone())?
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .map(|row| (row["id"].as_str().unwrap_or("").to_string(), row))
        .collect();
    let ingested = ingest::read("train.jsonl", &bytes, lexicon);
    let mut articles = Vec::new();
    for document in &ingested.documents {
        let Some(row) = gold.get(&document.name) else { continue };
        let span = |pair: &Value| {
            let at = |i: usize| pair[i].as_u64().map(|n| n as usize);
            document.text.from_code_points(at(0)?..at(1)?)
        };
        let mark = |q: &Value| {
            let all = |key: &str| {
                q[key].as_array().into_iter().flatten().filter_map(span).collect::<Vec<Span>>()
            };
            Some(Gold { content: span(&q["content"])?, cue: all("cue"), speaker: all("source") })
        };
        let marked = row["quotations"].as_array().map_or(&[][..], Vec::as_slice);
        let gold: Vec<Gold> = marked.iter().filter_map(mark).collect();
        let syntax = Syntax::of(document, &mut annotator);
        let mut mentions = mention::find(&syntax, lexicon);
        let quoted = quotation_mark::find(document, &mut Vec::new());
        let chains = coreference::resolve(&syntax, lexicon, &quoted, &mut mentions);
        let found = Found::new(document, &syntax, &mentions, &chains, &quoted, lexicon);
        articles.push(article(&found, gold));
    }
    Ok(articles)
}

fn article(found: &Found<'_>, gold: Vec<Gold>) -> Article {
    let hashes = Hashes::of(found);
    let drafts = quotation::drafts(found);
    let mut cells = Vec::new();
    let mut examples = Vec::with_capacity(drafts.len());
    let mut speakers = Vec::new();
    for draft in &drafts {
        feature::cells(found, &hashes, draft, &mut cells);
        let head = found.syntax.span(draft.candidate.head..draft.candidate.head + 1);
        let by_cue = |g: &&Gold| head.is_some_and(|h| g.cue.iter().any(|c| c.overlaps(h)));
        // A content that takes in its own speaker is wrong, however much else is common.
        let swallows = |g: &Gold| {
            let inside = |content: Span| g.speaker.iter().any(|s| content.contains(*s));
            inside(draft.content) && !inside(g.content)
        };
        let share = |g: &Gold| if swallows(g) { 0.0 } else { common(g.content, draft.content) };
        let best = gold.iter().filter(by_cue).max_by(|a, b| share(a).total_cmp(&share(b)));
        let best = best.filter(|g| share(g) >= RIGHT);
        let right = best.map_or(0.0, share) as f32;
        examples.push(Example { cells: cells.clone(), right });
        if let Some(gold) = best {
            speakers.extend(options(found, &hashes, draft, gold));
        }
    }
    let gold = gold.into_iter().map(|g| g.content).collect();
    Article { drafts, examples, speakers, gold }
}

/// The options for the speaker of a draft that is right; none if no option is.
fn options(found: &Found<'_>, hashes: &Hashes, draft: &Draft, gold: &Gold) -> Vec<Example> {
    let spoken = |token: usize| {
        let span = found.syntax.span(token..token + 1);
        span.is_some_and(|span| gold.speaker.iter().any(|s| s.overlaps(span)))
    };
    let is_head = |token: usize| {
        let parent = found.syntax.parse.head(token);
        spoken(token) && (parent == token || !spoken(parent))
    };
    let mut cells = Vec::new();
    let mut examples = Vec::new();
    for option in speaker::options(found, draft) {
        speaker::cells(found, hashes, draft, option, &mut cells);
        let right = option.map_or(gold.speaker.is_empty(), is_head);
        examples.push(Example { cells: cells.clone(), right: f32::from(u8::from(right)) });
    }
    if examples.iter().any(|e| e.right > 0.0) { examples } else { Vec::new() }
}

/// Common bytes over all bytes of two spans.
fn common(a: Span, b: Span) -> f64 {
    let both = a.end().min(b.end()).saturating_sub(a.start().max(b.start()));
    let all = a.end().max(b.end()) - a.start().min(b.start());
    both as f64 / all.max(1) as f64
}

/// Logistic regression by AdaGrad, in an order fixed by a multiplicative generator.
fn fit<'e>(examples: impl Iterator<Item = &'e Example>, n_cells: usize) -> Vec<f32> {
    let mut examples: Vec<&Example> = examples.collect();
    // Weight and sum of squared slopes, side by side.
    let mut table = vec![[0f32, 1e-3]; n_cells];
    let mut random = 0x2545_f491_4f6c_dd1du64;
    for _ in 0..EPOCHS {
        for i in (1..examples.len()).rev() {
            random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            examples.swap(i, (random >> 33) as usize % (i + 1));
        }
        for example in &examples {
            let sum: f32 = example.cells.iter().map(|&c| table[c as usize][0]).sum();
            let error = 1.0 / (1.0 + (-sum).exp()) - example.right;
            for &cell in &example.cells {
                let [weight, squares] = &mut table[cell as usize];
                let slope = error + DECAY * *weight;
                *squares += slope * slope;
                *weight -= RATE * slope / squares.sqrt();
            }
        }
    }
    table.into_iter().map(|[weight, _]| weight).collect()
}

fn quantise(weights: &[f32]) -> Vec<i8> {
    weights.iter().map(|w| (w * UNITS).round().clamp(-127.0, 127.0) as i8).collect()
}

type Scored<'a> = Vec<(&'a Article, Vec<i32>)>;

fn scored<'a>(articles: &[&'a Article], scorer: &Scorer) -> Scored<'a> {
    let score = |a: &'a Article| (a, a.examples.iter().map(|e| scorer.score(&e.cells)).collect());
    articles.iter().map(|a| score(a)).collect()
}

/// The threshold and cost of nesting that are best, by the sum of both F1, on articles the weights
/// did not see.
fn cross_validate(articles: &[Article]) -> (i32, i32) {
    let mut held: Scored<'_> = Vec::new();
    for fold in 0..FOLDS {
        let part = |of: bool| {
            let inside = |(i, _): &(usize, &Article)| (i % FOLDS == fold) == of;
            articles.iter().enumerate().filter(inside).map(|(_, a)| a).collect::<Vec<_>>()
        };
        let rest = part(false);
        let seen = rest.iter().flat_map(|a| &a.examples);
        let scorer = Scorer::new(quantise(&fit(seen, feature::CELLS)), Vec::new(), 0, 0);
        held.extend(scored(&part(true), &scorer));
    }
    let mut best = (0.0, 0, 0);
    for threshold in (-40..=0).step_by(4) {
        for nesting in [0, 16, 32, 48, 96] {
            let figures = measure(&held, &Scorer::new(Vec::new(), Vec::new(), threshold, nesting));
            let worth = figures.f1 + figures.f1_touching;
            if worth > best.0 {
                best = (worth, threshold, nesting);
                println!("threshold {threshold}, nesting {nesting}: {figures}");
            }
        }
    }
    (best.1, best.2)
}

/// How well chosen drafts meet the marked contents.
struct Figures {
    precision: f64,
    recall: f64,
    f1: f64,
    f1_touching: f64,
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Figures { precision, recall, f1, f1_touching } = self;
        write!(f, "P {precision:.4} R {recall:.4} F1 {f1:.4}, touching F1 {f1_touching:.4}")
    }
}

fn measure(scored: &Scored<'_>, scorer: &Scorer) -> Figures {
    let (mut n_gold, mut n_found, mut right, mut touching) = (0, 0, 0, 0);
    for (article, scores) in scored {
        let pairs = scores.iter().copied().zip(article.drafts.iter().cloned()).collect();
        let contents: Vec<Span> =
            quotation::choose(pairs, scorer).iter().map(|d| d.content).collect();
        n_gold += article.gold.len();
        n_found += contents.len();
        right += matched(&article.gold, &contents, RIGHT);
        touching += matched(&article.gold, &contents, 1e-9);
    }
    let f1 = |hits: usize| 2.0 * hits as f64 / (n_gold + n_found).max(1) as f64;
    Figures {
        precision: right as f64 / n_found.max(1) as f64,
        recall: right as f64 / n_gold.max(1) as f64,
        f1: f1(right),
        f1_touching: f1(touching),
    }
}

/// Number of pairs of one to one matches, best first.
fn matched(gold: &[Span], found: &[Span], least: f64) -> usize {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, f) in found.iter().enumerate() {
            let share = common(*g, *f);
            if share >= least {
                pairs.push((share, i, j));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut gold_used, mut found_used) = (vec![false; gold.len()], vec![false; found.len()]);
    let mut n = 0;
    for (_, i, j) in pairs {
        if !gold_used[i] && !found_used[j] {
            (gold_used[i], found_used[j]) = (true, true);
            n += 1;
        }
    }
    n
}

/// Prints how many marked contents some draft meets: the most that choosing can reach.
fn report_oracle(name: &str, articles: &[&Article]) {
    let (mut met, mut all, mut n_drafts) = (0, 0, 0);
    for article in articles {
        let drafts = &article.drafts;
        let meets = |g: &&Span| drafts.iter().any(|d| common(**g, d.content) >= RIGHT);
        met += article.gold.iter().filter(meets).count();
        all += article.gold.len();
        n_drafts += drafts.len();
    }
    println!("{name}: {n_drafts} drafts, {met} of {all} contents met by one");
}
