//! Learns the weights of the rewrite decision: `train-reuse SETS OUT.tsv TRUTH.json …`.
//!
//! SETS is the folder of measuring sets. Rewrites are two translations of one report, graded
//! rewrites of an article (Clough and Stevenson 2011) and, in invented stories (TRUTH), whatever an
//! article was made from; other reports of the same matter are not. Figures are cross-validated
//! over groups (topics, events, stories, tasks).

use crate::logistic::{Example, fit};
use crate::train_stories::field;
use document::Document;
use lexicon::Lexicon;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use story::reuse::{Archive, Evidence, Relation};
use story::rewrite::SIGNS;
use story::term::Words;

const N: usize = SIGNS.len();
const FOLDS: usize = 5;
/// Strength of the pull of weights towards zero. 0.03 to 3 tried 2026-11-21.
const RIDGE: f64 = 0.3;
/// Odds by which the likeliest pair that is no rewrite stays below the threshold.
const MARGIN: f32 = 0.1;
/// One in so many pairs of independent reports may be above it: nobody labelled reuse among them,
/// and of the likeliest, read one by one, one proved to be a credited rewrite.
const INDEPENDENT_ABOVE: usize = 100;
/// Weight of the translations over the other sets; 1 and 4 tried 2026-11-21.
const TRANSLATED_TIMES: f64 = 4.0;

/// Two compared documents.
struct Pair {
    set: &'static str,
    group: String,
    names: String,
    evidence: Evidence,
    /// Whether one is made from the other, and if not whether they may be of one make all the
    /// same.
    made: Made,
    grade: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Made {
    Yes,
    No,
    Unknown,
}

/// Trains, prints figures, writes the table.
pub fn run(sets: &Path, out: &Path, truths: &[&str]) -> Result<(), Box<dyn Error>> {
    let mut pairs = translations(&sets.join("reuse/rewrites.jsonl"))?;
    for name in ["basil", "allsides2021", "ecbplus"] {
        pairs.extend(independent(&sets.join(format!("stories/{name}.jsonl")))?);
    }
    pairs.extend(graded(&sets.join("reuse/clough-stevenson"))?);
    for truth in truths {
        pairs.extend(invented(truth.as_ref())?);
    }
    pairs.retain(|p| p.evidence.relation() != Some(Relation::Copy));
    let groups: BTreeSet<String> = pairs.iter().map(|p| p.group.clone()).collect();
    let fold: BTreeMap<&str, usize> =
        groups.iter().enumerate().map(|(i, g)| (g.as_str(), i % FOLDS)).collect();
    let mut odds = vec![0.0; pairs.len()];
    for held in 0..FOLDS {
        let weights = train(pairs.iter().filter(|p| fold[p.group.as_str()] != held));
        for (odds, pair) in odds.iter_mut().zip(&pairs) {
            if fold[pair.group.as_str()] == held {
                *odds = weigh(pair, &weights);
            }
        }
    }
    println!("cross-validated:");
    report(&pairs, &odds);
    let weights = train(pairs.iter());
    let odds: Vec<f32> = pairs.iter().map(|p| weigh(p, &weights)).collect();
    println!("trained on all:");
    report(&pairs, &odds);
    let mut table = String::from("# sign\tweight\n");
    for (name, weight) in SIGNS.iter().zip(weights) {
        writeln!(table, "{name}\t{weight:.4}")?;
    }
    Ok(std::fs::write(out, table)?)
}

fn weigh(pair: &Pair, weights: &[f32; N]) -> f32 {
    pair.evidence.alignment.signs.iter().zip(weights).map(|(x, w)| x * w).sum()
}

/// Fits, then moves the threshold above all pairs of news that are no rewrites.
fn train<'a>(pairs: impl Iterator<Item = &'a Pair>) -> [f32; N] {
    let pairs: Vec<&Pair> =
        pairs.filter(|p| p.made != Made::Unknown && p.set != "graded").collect();
    let mut counts: BTreeMap<(&str, bool), f64> = BTreeMap::new();
    for pair in &pairs {
        *counts.entry((pair.set, pair.made == Made::Yes)).or_default() += 1.0;
    }
    let example = |p: &&Pair| {
        let yes = p.made == Made::Yes;
        let times = if p.set == "translated" { TRANSLATED_TIMES } else { 1.0 };
        let weight = times * 100.0 / counts[&(p.set, yes)].max(30.0);
        Example { values: p.evidence.alignment.signs, yes, weight }
    };
    let mut weights = fit(&pairs.iter().map(example).collect::<Vec<_>>(), RIDGE);
    let highest = |set: &str, one_in: usize| {
        let of_set = pairs.iter().filter(|p| p.made == Made::No && p.set == set);
        let mut odds: Vec<f32> = of_set.map(|p| weigh(p, &weights)).collect();
        odds.sort_by(|a, b| b.total_cmp(a));
        odds.get(odds.len() / one_in).copied().unwrap_or(f32::MIN)
    };
    let least = highest("translated", usize::MAX).max(highest("independent", INDEPENDENT_ABOVE));
    weights[0] -= least.max(highest("invented", usize::MAX)) + MARGIN;
    weights
}

fn report(pairs: &[Pair], odds: &[f32]) {
    for set in ["translated", "independent", "invented", "graded"] {
        let of = |made| {
            let both = pairs.iter().zip(odds);
            both.filter(move |(p, _)| p.set == set && p.made == made).collect::<Vec<_>>()
        };
        let (mut made, mut not) = (of(Made::Yes), of(Made::No));
        let above = |list: &[(&Pair, &f32)]| list.iter().filter(|(_, o)| **o > 0.0).count();
        println!(
            "{set}: {} of {} rewrites, {} of {} others",
            above(&made),
            made.len(),
            above(&not),
            not.len()
        );
        made.sort_by(|a, b| a.1.total_cmp(b.1));
        not.sort_by(|a, b| b.1.total_cmp(a.1));
        let show = |list: &[(&Pair, &f32)]| {
            let line = |(p, o): &(&Pair, &f32)| format!("{}{} {o:.2}", p.names, p.grade);
            list.iter().take(8).map(line).collect::<Vec<_>>().join(", ")
        };
        println!("  least rewrites: {}\n  most others: {}", show(&made), show(&not));
    }
}

type Judge<'a> = &'a dyn Fn(&Document, &Document) -> (String, Made, String);

/// Compares the documents of a pile.
fn compared(set: &'static str, documents: &[Document], judge: Judge<'_>) -> Vec<Pair> {
    let mut archive = Archive::that_keeps_all([0.0; N]);
    let words: Vec<Words> = documents.iter().map(Words::of).collect();
    words.iter().for_each(|w| archive.learn(w));
    words.into_iter().for_each(|w| archive.add(w));
    let pair = |evidence: Evidence| {
        let (a, b) = (&documents[evidence.a], &documents[evidence.b]);
        let (group, made, grade) = judge(a, b);
        let names = format!("{}~{}", a.name, b.name);
        Pair { set, group, names, evidence, made, grade }
    };
    archive.evidence().into_iter().map(pair).collect()
}

fn lines(path: &Path) -> Result<Vec<Value>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

fn read(name: &str, jsonl: &str) -> Vec<Document> {
    ingest::read(name, jsonl.as_bytes(), Lexicon::english()).documents
}

fn translations(path: &Path) -> Result<Vec<Pair>, Box<dyn Error>> {
    let mut jsonl = String::new();
    for line in lines(path)? {
        for side in ["a", "b"] {
            let id = format!("{}/{side}", line["id"].as_str().unwrap_or_default());
            let article = serde_json::json!({"id": id, "topic": line["topic"], "text": line[side]});
            writeln!(jsonl, "{article}")?;
        }
    }
    let documents = read("rewrites.jsonl", &jsonl);
    Ok(compared("translated", &documents, &|a, b| {
        let report = |d: &Document| d.name.rsplit_once('/').map(|(id, _)| id.to_string());
        let made = if report(a) == report(b) { Made::Yes } else { Made::No };
        (field(a, "topic").unwrap_or_default(), made, String::new())
    }))
}

fn independent(path: &Path) -> Result<Vec<Pair>, Box<dyn Error>> {
    let documents = read("independent.jsonl", &std::fs::read_to_string(path)?);
    // Reports of one event in that set may be of one wire report; those of two are not.
    let is_known = path.file_stem().is_some_and(|s| s != "ecbplus");
    Ok(compared("independent", &documents, &|a, b| {
        let (x, y) = (field(a, "story"), field(b, "story"));
        let made = if is_known || x != y { Made::No } else { Made::Unknown };
        (x.unwrap_or_default(), made, String::new())
    }))
}

fn graded(folder: &Path) -> Result<Vec<Pair>, Box<dyn Error>> {
    let table = std::fs::read_to_string(folder.join("file_information.csv"))?;
    let mut pairs = Vec::new();
    for task in ["a", "b", "c", "d", "e"] {
        let (mut jsonl, mut grades) = (String::new(), BTreeMap::new());
        for row in table.lines().skip(1) {
            let fields: Vec<&str> = row.trim().split(',').collect();
            if fields.len() == 3 && fields[1] == task {
                let bytes = std::fs::read(folder.join(fields[0]))?;
                let text = String::from_utf8_lossy(&bytes);
                writeln!(jsonl, "{}", serde_json::json!({"id": fields[0], "text": text}))?;
                grades.insert(fields[0].to_string(), fields[2].to_string());
            }
        }
        let documents = read("graded.jsonl", &jsonl);
        pairs.extend(compared("graded", &documents, &|a, b| {
            let grade = |d: &Document| grades.get(&d.name).cloned().unwrap_or_default();
            let (x, y) = (grade(a), grade(b));
            let made = match (x.as_str(), y.as_str()) {
                ("orig", "non") | ("non", "orig") => Made::No,
                ("orig", _) | (_, "orig") => Made::Yes,
                _ => Made::Unknown,
            };
            (format!("task {task}"), made, format!(" ({})", if x == "orig" { y } else { x }))
        }));
    }
    Ok(pairs)
}

fn invented(path: &Path) -> Result<Vec<Pair>, Box<dyn Error>> {
    let truth: Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let articles = truth["articles"].as_array().ok_or("no articles")?;
    let mut jsonl = String::new();
    let mut from: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut made: BTreeMap<String, String> = BTreeMap::new();
    for article in articles {
        writeln!(jsonl, "{article}")?;
        let id = article["id"].as_str().unwrap_or_default().to_string();
        let parents = article["derived_from"].as_array().into_iter().flatten();
        from.insert(id.clone(), parents.filter_map(|p| Some(p.as_str()?.to_string())).collect());
        made.insert(id, article["made"].as_str().unwrap_or_default().to_string());
    }
    let documents = read("invented.jsonl", &jsonl);
    let group = path.display().to_string();
    Ok(compared("invented", &documents, &|a, b| {
        let (x, y) = (&from[&a.name], &from[&b.name]);
        let verdict = if x.contains(&b.name) || y.contains(&a.name) {
            Made::Yes
        } else if x.intersection(y).next().is_some() || !x.is_empty() && !y.is_empty() {
            Made::Unknown
        } else {
            Made::No
        };
        let later = if x.contains(&b.name) { a } else { b };
        (group.clone(), verdict, format!(" ({})", made[&later.name]))
    }))
}
