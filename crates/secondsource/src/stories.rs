//! `secondsource stories`: which articles belong together, as JSON lines.

use crate::{cli::Options, output, pile};
use anyhow::Result;
use document::Document;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use story::cluster::{self, Clusters};
use story::correction;
use story::join::Join;
use story::term::Words;

/// Characters of a title taken from the first paragraph.
const TITLE_CHARS: usize = 80;

/// Groups the articles and prints one line for each story, the one with the earliest article
/// first. As a stream, articles are taken in the order given, without a look ahead.
pub fn run(paths: &[String], stream: bool, options: &Options) -> Result<()> {
    let (mut documents, notices) = pile::read(paths, options)?;
    output::warn(&notices, options);
    if !stream {
        documents.sort_by(cluster::order);
    }
    let words: Vec<Words> = documents.par_iter().map(Words::of).collect();
    let mut clusters = Clusters::new(Join::built_in().clone());
    if !stream {
        words.iter().for_each(|w| clusters.learn(w));
    }
    for (document, words) in documents.iter().zip(&words) {
        if stream {
            clusters.learn(words);
        }
        clusters.add(words, cluster::published(document));
    }
    clusters.repair();
    let mut stories: Vec<Vec<usize>> = clusters.documents().to_vec();
    stories.retain(|story| !story.is_empty());
    correct(&mut stories, &documents, &words, options)?;
    stories.iter_mut().for_each(|story| story.sort_unstable());
    stories.sort_unstable();
    let mut lines = String::new();
    for story in stories {
        let members: Vec<&Document> = story.iter().map(|&i| &documents[i]).collect();
        lines.push_str(&line(&members).to_string());
        lines.push('\n');
    }
    output::write(options, lines.as_bytes())
}

/// Carries out a reader's joins and splits, and says on standard error what came of each.
fn correct(
    stories: &mut Vec<Vec<usize>>,
    documents: &[Document],
    words: &[Words],
    options: &Options,
) -> Result<()> {
    let corrections = options.corrections()?;
    let ties = corrections.ties(&documents.iter().collect::<Vec<_>>());
    let mut done = BTreeSet::new();
    correction::regroup(stories, &ties, correction::nearer(words), &mut done);
    output::warn(&corrections.logged(&done), options);
    Ok(())
}

fn line(members: &[&Document]) -> Value {
    let published = || members.iter().filter_map(|d| d.metadata.published.as_deref());
    let key = |time: &&str| cluster::day(time).unwrap_or_default();
    let names: Vec<&str> = members.iter().map(|d| d.name.as_str()).collect();
    json!({
        "story": format!("story:{}", members[0].id),
        "title": members.iter().find_map(|d| title(d)),
        "documents": names,
        "earliest": published().min_by(|a, b| key(a).total_cmp(&key(b))),
        "latest": published().max_by(|a, b| key(a).total_cmp(&key(b))),
    })
}

/// The headline, else the beginning of the first paragraph.
fn title(document: &Document) -> Option<String> {
    let headline = document.headline().map(str::to_string);
    headline.filter(|h| !h.trim().is_empty()).or_else(|| {
        let first = document.text.words(document.paragraphs().next()?);
        Some(first.chars().take(TITLE_CHARS).collect())
    })
}
