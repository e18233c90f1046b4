//! Learns the weights of the story join from story sets: `train-stories SET.jsonl … OUT.tsv`.
//!
//! Each set is streamed several times: once into its true stories, then into those that the
//! weights learned so far give (Ross et al. 2011, DAgger), so that the decision sees the mistakes
//! it makes. Every candidate of every document is an example. A logistic regression is fitted by
//! Newton's method; the threshold weighs the mean against the least BCubed F1 of the sets. Events
//! are split in two for cross-validation.

use crate::logistic::{Example, fit};
use document::Document;
use lexicon::Lexicon;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use story::cluster::{self, Candidate, Clusters};
use story::join::{FEATURES, Join, Values};
use story::term::Words;

const N: usize = FEATURES.len();
/// Passes over the sets after the first.
const PASSES: usize = 2;
/// Strength of the pull of weights towards zero. 0.3 and 1 tried 2026-11-21.
const RIDGE: f64 = 0.3;

/// Weight of precision's lack behind recall, beside F1. 0.25 and 1 tried 2026-11-22.
const DEFICIT_TIMES: f64 = 0.25;
/// Weight of the small piles' mean F1 beside the whole sets'. 1 tried 2026-11-22: ECB+ .974, BASIL
/// scattered .825, but DUC .907.
const SMALL_TIMES: f64 = 0.5;
/// Thresholds are moved by so many steps at most, either way...
const SHIFTS: i32 = 10;
/// ...of this size.
const SHIFT_STEP: f32 = 0.25;

/// Articles of a small pile of unrelated ones...
const SCATTERED: usize = 12;
/// ...and stories of a small pile of related ones. Neither swept.
const GATHERED: usize = 3;

#[derive(Clone)]
struct Article {
    words: Words,
    day: Option<f32>,
    story: String,
}

/// Articles in piles, each of which is put into stories by itself.
struct Set {
    name: String,
    piles: Vec<Vec<Article>>,
}

/// Trains on the sets, prints cross-validated and final figures, writes the table.
pub fn run(sets: &[&str], out: &Path) -> Result<(), Box<dyn Error>> {
    let sets: Vec<Set> = sets.iter().map(|p| read(p.as_ref())).collect::<Result<_, _>>()?;
    let sets: Vec<Set> = sets.into_iter().flat_map(Set::with_small_piles).collect();
    let (mut joins, mut judged) = (Vec::new(), [Vec::new(), Vec::new()]);
    for (fold, judged) in judged.iter_mut().enumerate() {
        let (train, test): (Vec<Set>, Vec<Set>) =
            sets.iter().map(|s| (s.part(|k| k % 2 != fold), s.part(|k| k % 2 == fold))).unzip();
        let join = train_all(&train);
        println!("trained on the other half of the events, half {fold}:");
        test.iter().for_each(|set| println!("  {}", figures(set, &join)));
        let piles = test.iter().flat_map(|set| &set.piles);
        piles.for_each(|pile| collect(pile, &join, false, judged));
        joins.push(join);
    }
    print_reliability(joins.iter().zip(&judged));
    let join = train_all(&sets);
    println!("trained on all:");
    sets.iter().for_each(|set| println!("  {}", figures(set, &join)));
    let mut table = String::from("# feature\tweight\n");
    for (name, weight) in FEATURES.iter().zip(join.weights) {
        writeln!(table, "{name}\t{weight:.4}").expect("a string takes all");
    }
    Ok(std::fs::write(out, table)?)
}

/// Prints how often pairs that were given some likelihood are one story, by weights that did not
/// see their events.
fn print_reliability<'a>(judged: impl Iterator<Item = (&'a Join, &'a Vec<Example<N>>)>) {
    let mut bins = [(0, 0, 0.0_f32); 10];
    for (join, examples) in judged {
        for example in examples {
            let likelihood = 1.0 / (1.0 + (-join.weigh(&example.values)).exp());
            let bin = &mut bins[((likelihood * 10.0) as usize).min(9)];
            bin.0 += 1;
            bin.1 += usize::from(example.yes);
            bin.2 += likelihood;
        }
    }
    println!("likelihood of a join (mean of each tenth), pairs, share that are one story:");
    for (all, yes, sum) in bins.into_iter().filter(|b| b.0 > 0) {
        let of = |n: f32| n / all as f32;
        println!("  {:.2}\t{all}\t{:.2}", of(sum), of(yes as f32));
    }
}

fn read(path: &Path) -> Result<Set, String> {
    let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let name = path.file_stem().map_or(String::new(), |s| s.to_string_lossy().into_owned());
    let ingested = ingest::read(&path.display().to_string(), &bytes, Lexicon::english());
    let mut documents = ingested.documents;
    documents.sort_by(cluster::order);
    let articles = documents.iter().map(|d| {
        let story =
            field(d, "story").ok_or_else(|| format!("{}: `{}` has no story", name, d.name))?;
        Ok(Article { words: Words::of(d), day: cluster::published(d), story })
    });
    Ok(Set { piles: vec![articles.collect::<Result<_, String>>()?], name })
}

/// A field of an article that means nothing to the program.
pub fn field(document: &Document, name: &str) -> Option<String> {
    let fields: serde_json::Value =
        serde_json::from_str(document.metadata.unknown.as_deref()?).ok()?;
    Some(fields.get(name)?.as_str()?.to_string())
}

impl Set {
    /// The set, and what people bring as well: its articles without days in many small piles, of
    /// unrelated ones and of a few stories.
    fn with_small_piles(self) -> Vec<Set> {
        let all: Vec<Article> = self.piles.iter().flatten().cloned().collect();
        let undated: Vec<Article> = all.into_iter().map(|a| Article { day: None, ..a }).collect();
        // An order that has nothing to do with stories: that of the first word's hash, and length.
        let mut mixed: Vec<&Article> = undated.iter().collect();
        mixed.sort_by_key(|a| a.words.list.iter().fold(0u32, |h, w| h.rotate_left(5) ^ w.spelling));
        let scattered = mixed.chunks(SCATTERED).map(|p| p.iter().copied().cloned().collect());
        let mut stories: Vec<&str> = undated.iter().map(|a| a.story.as_str()).collect();
        stories.sort_unstable();
        stories.dedup();
        let of = |stories: &[&str]| {
            let is_of = |a: &&Article| stories.contains(&a.story.as_str());
            undated.iter().filter(is_of).cloned().collect()
        };
        let variant = |what: &str, piles| Set { name: format!("{} {what}", self.name), piles };
        let scattered = variant("scattered", scattered.collect());
        let gathered = variant("gathered", stories.chunks(GATHERED).map(of).collect());
        vec![self, scattered, gathered]
    }

    /// The articles of the events whose number is wanted. Look-alikes stay together: stories are
    /// numbered by what stands before the first `_` of their names.
    fn part(&self, wanted: impl Fn(usize) -> bool) -> Set {
        let group = |a: &Article| a.story.split('_').next().unwrap_or_default().to_string();
        let mut groups: Vec<String> = self.piles.iter().flatten().map(group).collect();
        groups.sort();
        groups.dedup();
        let number = |a: &Article| groups.binary_search(&group(a)).unwrap_or_default();
        let kept = |pile: &Vec<Article>| {
            pile.iter().filter(|a| wanted(number(a))).cloned().collect::<Vec<_>>()
        };
        let piles = self.piles.iter().map(kept).filter(|pile| !pile.is_empty());
        Set { name: self.name.clone(), piles: piles.collect() }
    }
}

fn stream(
    pile: &[Article],
    join: &Join,
    mut choose: impl FnMut(usize, &[Candidate]) -> Option<usize>,
) -> Clusters {
    let mut clusters = Clusters::new(join.clone());
    pile.iter().for_each(|a| clusters.learn(&a.words));
    for (i, article) in pile.iter().enumerate() {
        clusters.add_by(&article.words, article.day, |found| choose(i, found));
    }
    clusters
}

fn train_all(sets: &[Set]) -> Join {
    let mut examples = Vec::new();
    let mut join = Join { weights: [0.0; N] };
    for pass in 0..=PASSES {
        for set in sets {
            let before = examples.len();
            let truly = pass == 0;
            set.piles.iter().for_each(|pile| collect(pile, &join, truly, &mut examples));
            let weight = 1000.0 / (examples.len() - before).max(1) as f64;
            examples[before..].iter_mut().for_each(|e| e.weight *= weight);
        }
        join = Join { weights: fit(&examples, RIDGE) };
        join = shifted(&join, best_shifts(sets, &join));
    }
    join
}

/// The weights with their thresholds moved: that of dated pairs, and that of undated ones.
fn shifted(join: &Join, [dated, undated]: [f32; 2]) -> Join {
    let place = |name| FEATURES.iter().position(|f| *f == name).expect("a feature");
    let mut join = join.clone();
    join.weights[place("one")] += dated;
    join.weights[place("undated")] += undated - dated;
    join
}

/// Streams a pile and notes, for each document and candidate, whether they belong together.
fn collect(pile: &[Article], join: &Join, truly: bool, examples: &mut Vec<Example<N>>) {
    let mut stories: Vec<BTreeMap<&str, usize>> = Vec::new();
    let mut clusters = stream(pile, join, |i, found| {
        let gold = pile[i].story.as_str();
        let share = |story: usize| {
            let all: usize = stories[story].values().sum();
            *stories[story].get(gold).unwrap_or(&0) as f64 / all.max(1) as f64
        };
        for candidate in found {
            examples.push(example(candidate.values, share(candidate.story)));
        }
        let true_one = found.iter().map(|c| c.story).find(|s| share(*s) > 0.5);
        let chosen = if truly { true_one } else { join.choose(found) };
        let story = chosen.unwrap_or(stories.len());
        if story == stories.len() {
            stories.push(BTreeMap::new());
        }
        *stories[story].entry(gold).or_default() += 1;
        chosen
    });
    clusters.repair_by(&mut |a, b, values| {
        let story = |i: &usize| pile[*i].story.as_str();
        let same = a.iter().map(|x| b.iter().filter(|y| story(y) == story(x)).count());
        let share = same.sum::<usize>() as f64 / (a.len() * b.len()) as f64;
        examples.push(example(*values, share));
        let alike = values.iter().sum::<f32>().abs();
        match truly {
            true if share > 0.5 => 1.0 + alike,
            true => -1.0,
            false => join.weigh(values),
        }
    });
}

/// An example of a pair of which this share of documents tells the same story. Mixed pairs say
/// little.
fn example(values: Values, share: f64) -> Example<N> {
    Example { values, yes: share > 0.5, weight: (2.0 * share - 1.0).abs() }
}

/// The changes of the thresholds with the best sum of mean and least F1 over the whole sets, and
/// of the small piles' mean; where
/// precision is below recall, part of the difference is taken off. The two do not meddle.
fn best_shifts(sets: &[Set], join: &Join) -> [f32; 2] {
    let worth = |shifts: [f32; 2]| -> f64 {
        let join = shifted(join, shifts);
        let worth = |set| {
            let (p, r) = bcubed(set, &join, true);
            2.0 * p * r / (p + r) - DEFICIT_TIMES * (r - p).max(0.0)
        };
        let mean = |all: &[f64]| all.iter().sum::<f64>() / all.len().max(1) as f64;
        let (whole, small): (Vec<&Set>, Vec<&Set>) = sets.iter().partition(|s| s.piles.len() == 1);
        let whole: Vec<f64> = whole.into_iter().map(worth).collect();
        let small: Vec<f64> = small.into_iter().map(worth).collect();
        let least = whole.iter().copied().fold(1.0, f64::min);
        mean(&whole) + least + SMALL_TIMES * mean(&small)
    };
    let mut best = [0.0; 2];
    for of in 0..2 {
        let moved = |k: i32| {
            let mut shifts = best;
            shifts[of] += k as f32 * SHIFT_STEP;
            (worth(shifts), shifts)
        };
        let found = (-SHIFTS..=SHIFTS).map(moved).max_by(|a, b| a.0.total_cmp(&b.0));
        best = found.map_or(best, |(_, shifts)| shifts);
    }
    best
}

/// BCubed precision and recall (Bagga and Baldwin 1998), after repair or as first assigned.
fn bcubed(set: &Set, join: &Join, repaired: bool) -> (f64, f64) {
    let (mut precision, mut recall, mut all) = (0.0, 0.0, 0.0);
    for pile in &set.piles {
        let clusters = match repaired {
            true => Clusters::of_pile(join.clone(), pile.iter().map(|a| (&a.words, a.day))),
            false => stream(pile, join, |_, found| join.choose(found)),
        };
        let mut sizes = BTreeMap::new();
        for article in pile {
            *sizes.entry(article.story.as_str()).or_insert(0.0) += 1.0;
        }
        for members in clusters.documents() {
            let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
            for member in members {
                *counts.entry(pile[*member].story.as_str()).or_default() += 1.0;
            }
            for (story, n) in counts {
                precision += n * n / members.len() as f64;
                recall += n * n / sizes[story];
            }
        }
        all += pile.len() as f64;
    }
    (precision / f64::max(all, 1.0), recall / f64::max(all, 1.0))
}

fn figures(set: &Set, join: &Join) -> String {
    let part = |repaired| {
        let (p, r) = bcubed(set, join, repaired);
        format!("P {p:.3} R {r:.3} F1 {:.3}", 2.0 * p * r / (p + r))
    };
    format!("{:25} stream {}   repaired {}", set.name, part(false), part(true))
}
