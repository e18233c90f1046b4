//! `train-pronouns GOLD PARTS OUT`: the weights of the pronoun ranker, from texts with marked
//! chains.
//!
//! The names of each text are those of a tagger that did not see it, from what `train-names` left
//! in the folder PARTS, as names of new texts are found.
//!
//! Printed are precision and recall at several thresholds, cross-validated over documents, before
//! the weights that are learnt from all of them are written.

use crate::{
    gold::{self, GoldText},
    train_names,
};
use analysis::{
    EntityKind, Mention, MentionForm,
    coreference::resolve_with,
    mention,
    pronoun::{Case, Feature, Ranker},
};
use document::Span;
use lexicon::Lexicon;
use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fmt::Write as _,
    fs,
    path::Path,
};

/// Parts of the cross-validation.
const FOLDS: usize = 6;
/// Rounds of gradient ascent, its step, and the pull of weights to zero. 2026-11-21, GUM's
/// development half, six folds: pulls 0.1 to 10 differ by less than 0.015 in recall.
const ROUNDS: usize = 400;
const STEP: f64 = 0.05;
const PULL: f64 = 5.0;
/// Features seen less often than this are left out.
const SEEN_MIN: usize = 4;

/// A case with the index of the right candidate; `None` if no candidate is right.
struct Judged {
    case: Case,
    right: Option<usize>,
}

/// Trains and writes the weights.
pub fn run(gold: &Path, parts: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let taggers = train_names::parts(parts)?;
    let texts = gold::read(gold)?;
    let texts: Vec<(GoldText, Vec<Mention>)> = texts
        .into_iter()
        .enumerate()
        .map(|(i, text)| {
            let tagger = Some(&taggers[i % taggers.len()]);
            let mentions = mention::find_with(&text.syntax, Lexicon::english(), tagger);
            (text, mentions)
        })
        .collect();
    let judged: Vec<Vec<Judged>> = texts.iter().map(|(text, found)| cases(text, found)).collect();
    let all = judged.iter().flatten();
    let reachable = all.clone().filter(|j| j.right.is_some()).count();
    println!("{} texts, {} pronouns, {reachable} with their name", texts.len(), all.count());
    let rankers: Vec<Ranker> = (0..FOLDS)
        .map(|fold| {
            let rest = judged.iter().enumerate().filter(|(i, _)| i % FOLDS != fold);
            Ranker::new(train(rest.flat_map(|(_, j)| j)))
        })
        .collect();
    for percent in (20..95).step_by(5) {
        let least = f64::from(percent) / 100.0;
        let (mut n, mut answered, mut right) = (0, 0, 0);
        for (i, (text, found)) in texts.iter().enumerate() {
            let (a, b, c) = figures(text, found, &rankers[i % FOLDS], least);
            (n, answered, right) = (n + a, answered + b, right + c);
        }
        let (p, r) = (f64::from(right) / f64::from(answered), f64::from(right) / f64::from(n));
        println!("least probability {least:.2}: precision {p:.3} recall {r:.3} of {n}");
    }
    let weights = train(judged.iter().flatten());
    let mut lines = String::from("# feature\tvalue\tweight\n");
    for ((feature, value), weight) in weights {
        let _ = writeln!(lines, "{feature}\t{value}\t{weight:.3}");
    }
    fs::write(out, lines)?;
    Ok(())
}

/// The names, by chain of the gold, and the chain of each pronoun with a name.
struct Key<'a> {
    text: &'a GoldText,
    names: BTreeMap<&'a str, Vec<Span>>,
}

impl Key<'_> {
    fn of(text: &GoldText) -> Key<'_> {
        let mut names: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
        let persons = text.mentions.iter();
        for m in persons.filter(|m| m.is_name && m.kind.is_some_and(|k| k != EntityKind::Other)) {
            names.entry(m.chain.as_deref().unwrap_or("")).or_default().push(m.name);
        }
        Key { text, names }
    }

    /// The gold chain of a pronoun, if it is a person's.
    fn chain(&self, pronoun: Span) -> Option<&str> {
        let marked = self.text.mentions.iter();
        marked
            .filter(|m| !m.is_name && m.span == pronoun && m.kind == Some(EntityKind::Person))
            .find_map(|m| m.chain.as_deref())
    }

    /// Whether names found are names of this chain and of no other.
    fn is_right(&self, chain: &str, found: &[Span]) -> bool {
        let right = self.names.get(chain).map_or(&[][..], Vec::as_slice);
        let hits = |names: &[Span], span: &Span| names.iter().any(|name| name.overlaps(*span));
        let wrong = |span: &Span| {
            let mut others = self.names.iter().filter(|(c, _)| **c != chain);
            !hits(right, span) && others.any(|(_, names)| hits(names, span))
        };
        found.iter().any(|span| hits(right, span)) && !found.iter().any(wrong)
    }

    /// Whether any of the mentions found is marked as one of this chain.
    fn shares(&self, chain: &str, found: &[Span]) -> bool {
        let marked = self.text.mentions.iter().filter(|m| m.chain.as_deref() == Some(chain));
        let spans: BTreeSet<Span> = marked.map(|m| m.span).collect();
        found.iter().any(|span| spans.contains(span))
    }
}

/// The cases of a text, each pronoun joined to its right chain before the next is looked at.
fn cases(text: &GoldText, found: &[Mention]) -> Vec<Judged> {
    let lexicon = Lexicon::english();
    let key = Key::of(text);
    let mut mentions = found.to_vec();
    let spans: Vec<(Span, bool)> =
        mentions.iter().map(|m| (m.span, m.form == MentionForm::Name)).collect();
    let mut judged = Vec::new();
    resolve_with(&text.syntax, lexicon, &text.quoted, &mut mentions, &mut |case, chains| {
        let chain = key.chain(spans[case.pronoun].0)?;
        let right = case.candidates.iter().position(|candidate| {
            let members = &chains[candidate.chain].mentions;
            let all: Vec<Span> = members.iter().map(|&m| spans[m].0).collect();
            let named = members.iter().filter(|&&m| spans[m].1).map(|&m| spans[m].0);
            let named: Vec<Span> = named.collect();
            if named.is_empty() { key.shares(chain, &all) } else { key.is_right(chain, &named) }
        });
        let answer = right.map(|i| case.candidates[i].chain);
        judged.push(Judged { case: case.clone(), right });
        answer
    });
    judged
}

/// Numbers of pronouns with a named person, of those answered, and of those answered right.
fn figures(text: &GoldText, found: &[Mention], ranker: &Ranker, least: f64) -> (u32, u32, u32) {
    let lexicon = Lexicon::english();
    let key = Key::of(text);
    let mut mentions = found.to_vec();
    let chains =
        resolve_with(&text.syntax, lexicon, &text.quoted, &mut mentions, &mut |case, _| {
            ranker.chain_at(case, least)
        });
    let (mut n, mut answered, mut right) = (0, 0, 0);
    for m in mentions.iter().filter(|m| m.form == MentionForm::Pronoun) {
        let Some(chain) = key.chain(m.span).filter(|c| key.names.contains_key(c)) else { continue };
        n += 1;
        let found = &chains[m.chain];
        let is_name = |&&i: &&usize| mentions[i].form == MentionForm::Name;
        let named: Vec<Span> =
            found.mentions.iter().filter(is_name).map(|&i| mentions[i].span).collect();
        answered += u32::from(found.name.is_some() || found.mentions.len() > 1);
        right += u32::from(key.is_right(chain, &named));
    }
    (n, answered, right)
}

/// Weights by feature: gradient ascent (Adam; Kingma and Ba 2015) on the log-likelihood.
fn train<'a>(judged: impl Iterator<Item = &'a Judged>) -> BTreeMap<Feature, f64> {
    let judged: Vec<&Judged> = judged.collect();
    let mut seen: BTreeMap<Feature, usize> = BTreeMap::new();
    for j in &judged {
        let of_candidates = j.case.candidates.iter().flat_map(|c| &c.features);
        for feature in of_candidates.chain(&j.case.none) {
            *seen.entry(*feature).or_default() += 1;
        }
    }
    let kept: Vec<Feature> =
        seen.into_iter().filter(|(_, n)| *n >= SEEN_MIN).map(|s| s.0).collect();
    let numbers = |features: &[Feature]| -> Vec<usize> {
        features.iter().filter_map(|f| kept.binary_search(f).ok()).collect()
    };
    let cases: Vec<(Vec<Vec<usize>>, usize)> = judged
        .iter()
        .map(|j| {
            let mut options: Vec<Vec<usize>> =
                j.case.candidates.iter().map(|c| numbers(&c.features)).collect();
            options.push(numbers(&j.case.none));
            let right = j.right.unwrap_or(options.len() - 1);
            (options, right)
        })
        .collect();
    let mut weights = vec![0.0; kept.len()];
    let (mut mean, mut square) = (weights.clone(), weights.clone());
    for round in 1..=ROUNDS {
        let gradient = gradient(&cases, &weights);
        for i in 0..weights.len() {
            mean[i] = 0.9 * mean[i] + 0.1 * gradient[i];
            square[i] = 0.99 * square[i] + 0.01 * gradient[i] * gradient[i];
            let (m, s) = (
                mean[i] / (1.0 - 0.9_f64.powi(round as i32)),
                square[i] / (1.0 - 0.99_f64.powi(round as i32)),
            );
            weights[i] += STEP * m / (s.sqrt() + 1e-8);
        }
    }
    kept.into_iter().zip(weights).collect()
}

fn gradient(cases: &[(Vec<Vec<usize>>, usize)], weights: &[f64]) -> Vec<f64> {
    let mut gradient: Vec<f64> = weights.iter().map(|w| -PULL * w).collect();
    for (options, right) in cases {
        let score = |option: &Vec<usize>| option.iter().map(|&i| weights[i]).sum::<f64>();
        let scores: Vec<f64> = options.iter().map(score).collect();
        let most = scores.iter().copied().fold(f64::MIN, f64::max);
        let total: f64 = scores.iter().map(|s| (s - most).exp()).sum();
        for (k, option) in options.iter().enumerate() {
            let p = (scores[k] - most).exp() / total;
            let error = f64::from(u8::from(k == *right)) - p;
            for &i in option {
                gradient[i] += error;
            }
        }
    }
    gradient
}
