//! `train-names GUM WIKIGOLD OUT`: the weights of the name tagger, from texts with marked names.
//!
//! Printed are precision, recall and F1 of exact names with and without the tagger, the tagger
//! cross-validated over parts of each set, before the weights learnt from all texts are written.

use crate::gold::{self, GoldText};
use analysis::{
    EntityKind, MentionForm, mention,
    name_tagger::{LABELS, NameTagger, ROWS, Tagged, View, labels_of},
};
use document::Span;
use language::labels::pos;
use lexicon::Lexicon;
use std::{collections::BTreeSet, error::Error, fs, path::Path};

/// Parts of the cross-validation; texts that follow each other stay together in groups of this
/// size, for neighbours may be of one article.
const FOLDS: usize = 5;
const TOGETHER: usize = 10;
/// Passes over the sentences. 2026-11-21, both development halves, five folds: 2 to 14; more than
/// three lose up to 0.012 in F1.
const PASSES: usize = 3;
/// How often a sentence of each set counts: the second set is a seventh of the first. 2026-11-21,
/// as above, 1 to 5: from 1 to 3 the first set loses 0.01 in F1, the second gains 0.03.
const REPEATS: [usize; 2] = [1, 3];
/// By how much right labels have to win, and that much more if a name would be missed.
/// 2026-11-21, as above, 0 to 40 each.
const MARGIN: f64 = 10.0;
const MARGIN_MISSED: f64 = 10.0;
/// Largest weight kept, as a part of the largest seen; larger ones are cut to make room for the
/// small ones in a byte.
const LARGEST: f64 = 0.5;

struct Sentence {
    features: Vec<Vec<u32>>,
    labels: Vec<usize>,
}

/// Trains and writes the weights.
pub fn run(sets: [&Path; 2], out: &Path) -> Result<(), Box<dyn Error>> {
    let mut texts: Vec<(usize, usize, GoldText)> = Vec::new();
    for (set, path) in sets.into_iter().enumerate() {
        let read = gold::read(path)?.into_iter().enumerate();
        texts.extend(read.map(|(i, text)| (set, i / [1, TOGETHER][set] % FOLDS, text)));
    }
    let sentences: Vec<Vec<Sentence>> = texts.iter().map(|(_, _, t)| sentences(t)).collect();
    let taggers: Vec<NameTagger> = (0..FOLDS)
        .map(|fold| {
            let rest = texts.iter().zip(&sentences).filter(|((_, f, _), _)| *f != fold);
            train(rest.flat_map(|((set, _, _), s)| repeated(*set, s)))
        })
        .collect();
    for set in 0..sets.len() {
        let of_set = || texts.iter().filter(move |(s, _, _)| *s == set);
        print(set, "the model's names", of_set().map(|(_, _, t)| figures(t, None)));
        let tagged = of_set().map(|(_, fold, t)| figures(t, Some(&taggers[*fold])));
        print(set, "the tagger's names", tagged);
    }
    let all = texts.iter().zip(&sentences);
    let tagger = train(all.flat_map(|((set, _, _), s)| repeated(*set, s)));
    let weights = tagger.rows.iter().chain(&tagger.steps);
    fs::write(out, weights.flat_map(|w| w.to_le_bytes()).collect::<Vec<u8>>())?;
    Ok(())
}

fn repeated(set: usize, sentences: &[Sentence]) -> impl Iterator<Item = &Sentence> {
    std::iter::repeat_n(sentences, REPEATS[set]).flatten()
}

fn print(set: usize, what: &str, figures: impl Iterator<Item = (u32, u32, u32)>) {
    let (mut n, mut found, mut right) = (0, 0, 0);
    figures.for_each(|(a, b, c)| (n, found, right) = (n + a, found + b, right + c));
    let (p, r) = (f64::from(right) / f64::from(found), f64::from(right) / f64::from(n));
    println!(
        "set {}: {what}: precision {p:.4} recall {r:.4} F1 {:.4}",
        set + 1,
        2.0 * p * r / (p + r)
    );
}

/// The tokens of a marked name without articles.
fn tokens(text: &GoldText, span: Span) -> std::ops::Range<usize> {
    let mut tokens = text.syntax.tokens_of(span);
    while !tokens.is_empty() && text.syntax.parse.tokens[tokens.start].pos == pos::DET {
        tokens.start += 1;
    }
    tokens
}

/// The sentences with their labels; of names inside each other the longest counts.
fn sentences(text: &GoldText) -> Vec<Sentence> {
    let marked = text.mentions.iter().filter(|m| m.is_name);
    let mut names: Vec<Tagged> =
        marked.filter_map(|m| Some((tokens(text, m.name), m.kind?))).collect();
    names.retain(|(tokens, _)| !tokens.is_empty());
    names.sort_by_key(|(tokens, _)| (std::cmp::Reverse(tokens.len()), tokens.start));
    let mut taken = vec![false; text.syntax.len()];
    names.retain(|(tokens, _)| {
        let free = !tokens.clone().any(|i| taken[i]);
        taken[tokens.clone()].fill(true);
        free
    });
    let view = View::of(&text.syntax, Lexicon::english());
    let sentences = text.syntax.parse.sentences.iter();
    sentences
        .map(|s| Sentence {
            features: s.clone().map(|i| view.features(i)).collect(),
            labels: labels_of(&names, s.clone()),
        })
        .collect()
}

/// Numbers of names marked, found, and found right.
fn figures(text: &GoldText, tagger: Option<&NameTagger>) -> (u32, u32, u32) {
    let looked_for = |kind: EntityKind| {
        matches!(kind, EntityKind::Person | EntityKind::Organization | EntityKind::Place)
    };
    let found: BTreeSet<(Span, EntityKind)> =
        mention::find_with(&text.syntax, Lexicon::english(), tagger)
            .iter()
            .filter(|m| m.form == MentionForm::Name && looked_for(m.kind))
            .map(|m| (m.span, m.kind))
            .collect();
    let marked: BTreeSet<(Span, EntityKind)> = text
        .mentions
        .iter()
        .filter(|m| m.is_name)
        .filter_map(|m| Some((text.syntax.span(tokens(text, m.name))?, m.kind?)))
        .filter(|(_, kind)| looked_for(*kind))
        .collect();
    let right = found.intersection(&marked).count();
    (marked.len() as u32, found.len() as u32, right as u32)
}

/// Averaged perceptron weights, in bytes.
fn train<'a>(sentences: impl Iterator<Item = &'a Sentence>) -> NameTagger {
    let sentences: Vec<&Sentence> = sentences.collect();
    let n_steps = (LABELS + 1) * LABELS;
    let mut now = vec![0.0_f64; ROWS * LABELS + n_steps];
    let mut sum = now.clone();
    let mut when = 0.0;
    for pass in 0..PASSES {
        for k in 0..sentences.len() {
            // A stride that shares no factor with the number visits every sentence once.
            let stride =
                (1..).map(|i| 7919 + 2 * (pass + i)).find(|s| gcd(*s, sentences.len()) == 1);
            let sentence = sentences[k * stride.unwrap_or(1) % sentences.len()];
            let said = best(&now, sentence);
            when += 1.0;
            if said != sentence.labels {
                let mut change = |labels: &[usize], by: f64| {
                    let mut before = LABELS;
                    for (features, &label) in sentence.features.iter().zip(labels) {
                        let rows = features.iter().map(|&row| row as usize * LABELS + label);
                        for i in rows.chain([ROWS * LABELS + before * LABELS + label]) {
                            now[i] += by;
                            sum[i] += by * when;
                        }
                        before = label;
                    }
                };
                change(&sentence.labels, 1.0);
                change(&said, -1.0);
            }
        }
    }
    let mean: Vec<f64> = now.iter().zip(&sum).map(|(now, sum)| now - sum / (when + 1.0)).collect();
    let most = mean.iter().fold(0.0_f64, |most, w| most.max(w.abs())) * LARGEST;
    let byte = |w: &f64| (w / most * 127.0).round().clamp(-127.0, 127.0) as i8;
    let bytes: Vec<i8> = mean.iter().map(byte).collect();
    NameTagger { rows: bytes[..ROWS * LABELS].to_vec(), steps: bytes[ROWS * LABELS..].to_vec() }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The labels that are best by weights still being learnt, wrong ones favoured by a margin
/// (Crammer et al. 2006), so that right ones have to win clearly.
fn best(weights: &[f64], sentence: &Sentence) -> Vec<usize> {
    let steps = ROWS * LABELS;
    let pairs = sentence.features.iter().zip(&sentence.labels);
    let scores = pairs.map(|(features, right)| {
        let mut sums = [MARGIN; LABELS];
        sums[0] += MARGIN_MISSED;
        sums[*right] = 0.0;
        for &row in features {
            let row = &weights[row as usize * LABELS..(row as usize + 1) * LABELS];
            sums.iter_mut().zip(row).for_each(|(sum, w)| *sum += w);
        }
        sums
    });
    let scores: Vec<[f64; LABELS]> = scores.collect();
    analysis::name_tagger::best_labels(&scores, |before, label| {
        weights[steps + before * LABELS + label]
    })
}
