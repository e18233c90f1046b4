//! `train-names GUM WIKIGOLD STORIES PARTS OUT`: the weights of the name tagger, from texts with
//! marked names and a folder of invented stories with their truth. The taggers of the
//! cross-validation are left in the folder PARTS.
//!
//! Printed are precision, recall and F1 of exact names with and without the tagger, the tagger
//! cross-validated over parts of each set, before the weights learnt from all texts are written. Of
//! the stories the truth lists the main names: recall alone is a measure.

mod accounts;
mod field;

use crate::gold::{self, GoldText};
use analysis::{
    EntityKind, MentionForm, mention,
    name_tagger::{NameTagger, Tagged, View, inputs, labels_of},
};
use document::Span;
use field::{Sentence, train};
use language::labels::pos;
use lexicon::Lexicon;
use std::{collections::BTreeSet, error::Error, fs, ops::Range, path::Path};

/// Parts of the cross-validation; texts that follow each other stay together in groups of this
/// size, for neighbours may be of one article.
const FOLDS: usize = 5;
const TOGETHER: usize = 10;
/// How often a sentence of each set counts: the second set is a seventh of the first. 2026-11-21,
/// both development halves, five folds, with a perceptron, 1 to 5: from 1 to 3 the first set loses
/// 0.01 in F1, the second gains 0.03.
const REPEATS: [usize; SETS] = [1, 3, 1];
const SETS: usize = 3;
/// The set of which the truth lists the main names.
const STORIES: usize = 2;

/// Trains and writes the weights.
pub fn run(
    sets: [&Path; 2],
    stories: &Path,
    parts: &Path,
    out: &Path,
) -> Result<(), Box<dyn Error>> {
    let mut texts: Vec<(usize, usize, GoldText)> = Vec::new();
    for (set, path) in sets.into_iter().enumerate() {
        let read = gold::read(path)?.into_iter().enumerate();
        texts.extend(read.map(|(i, text)| (set, i / [1, TOGETHER][set] % FOLDS, text)));
    }
    let stories = accounts::read(stories)?.into_iter();
    texts.extend(stories.map(|(story, text)| (STORIES, story % FOLDS, text)));
    let sentences: Vec<Vec<Sentence>> =
        texts.iter().map(|(set, _, t)| sentences(t, *set == STORIES)).collect();
    let taggers: Vec<NameTagger> = (0..FOLDS)
        .map(|fold| {
            let rest = texts.iter().zip(&sentences).filter(|((_, f, _), _)| *f != fold);
            train(rest.flat_map(|((set, _, _), s)| repeated(*set, s)))
        })
        .collect();
    for (part, tagger) in taggers.iter().enumerate() {
        fs::write(parts.join(part_name(part)), tagger.to_bytes())?;
    }
    for set in 0..SETS {
        let of_set = || texts.iter().filter(move |(s, _, _)| *s == set);
        print(set, "the model's names", of_set().map(|(_, _, t)| figures(t, None)));
        let tagged = of_set().map(|(_, fold, t)| figures(t, Some(&taggers[*fold])));
        print(set, "the tagger's names", tagged);
    }
    let all = texts.iter().zip(&sentences);
    let tagger = train(all.flat_map(|((set, _, _), s)| repeated(*set, s)));
    fs::write(out, tagger.to_bytes())?;
    Ok(())
}

fn part_name(part: usize) -> String {
    format!("names.part{part}.bin")
}

/// The taggers of the cross-validation: the text of number i of the first set was not seen by the
/// one of number i modulo their number.
///
/// # Errors
/// If one cannot be read.
pub fn parts(folder: &Path) -> Result<Vec<NameTagger>, Box<dyn Error>> {
    let read = |part: usize| {
        let bytes = fs::read(folder.join(part_name(part)))?;
        NameTagger::parse(&bytes).ok_or_else(|| "not the weights of a tagger".into())
    };
    (0..FOLDS).map(read).collect()
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
fn tokens(text: &GoldText, span: Span) -> Range<usize> {
    let mut tokens = text.syntax.tokens_of(span);
    while !tokens.is_empty() && text.syntax.parse.tokens[tokens.start].pos == pos::DET {
        tokens.start += 1;
    }
    tokens
}

/// The sentences with their labels; of names inside each other the longest counts. If not all
/// names are marked, the labels of other capitals are open.
fn sentences(text: &GoldText, some_marked: bool) -> Vec<Sentence> {
    let marked = text.mentions.iter().filter(|m| m.is_name);
    let mut names: Vec<Tagged> =
        marked.filter_map(|m| Some((tokens(text, m.name), m.kind?))).collect();
    let view = View::of(&text.syntax, Lexicon::english());
    for (tokens, _) in &mut names {
        // "Kim Jong-un": the tagger ends before the hyphen.
        while tokens.start < tokens.end && !view.may_be_named(tokens.end - 1) {
            tokens.end -= 1;
        }
        if tokens.len() > 1 && text.syntax.word(tokens.end - 1) == "-" {
            tokens.end -= 1;
        }
    }
    names.retain(|(t, _)| !t.is_empty() && t.clone().all(|i| view.may_be_named(i)));
    names.sort_by_key(|(tokens, _)| (std::cmp::Reverse(tokens.len()), tokens.start));
    let mut taken = vec![false; text.syntax.len()];
    names.retain(|(tokens, _)| {
        let free = !tokens.clone().any(|i| taken[i]);
        taken[tokens.clone()].fill(true);
        free
    });
    let sentences = text.syntax.parse.sentences.iter();
    let open = if some_marked { accounts::open(text) } else { BTreeSet::new() };
    let labels = |s: &Range<usize>| {
        let labels = labels_of(&names, s.clone()).into_iter().zip(s.clone());
        labels.map(|(label, i)| (!open.contains(&i)).then_some(label)).collect()
    };
    sentences
        .map(|s| Sentence {
            seen: s
                .clone()
                .map(|i| {
                    let inputs = || inputs(&text.syntax.parse, s, i);
                    view.may_be_named(i).then(|| (view.features(i), inputs()))
                })
                .collect(),
            labels: labels(s),
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
            .map(|m| (m.titled, m.kind))
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
