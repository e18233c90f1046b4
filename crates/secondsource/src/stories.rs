//! `secondsource stories`: which articles belong together, as JSON lines; or the stories of the
//! library, page by page.

use crate::{
    brief,
    cli::{Languages, Options, Period, Shelf},
    output::{self, Misuse},
    pile, shelf,
};
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use document::{DocId, Document};
use dossier::page::harmless;
use library::{Stories, StoriesOrder, StoryRow};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use story::cluster::{self, Clusters};
use story::correction;
use story::join::Join;
use story::term::Words;

/// Characters of a title taken from the first paragraph.
const TITLE_CHARS: usize = 80;

/// Which stories of the library, and how to show them.
#[derive(Debug, Clone, Args)]
pub struct Wanted {
    /// Order of the library's stories
    #[arg(long, value_enum, default_value_t = By::Latest)]
    by: By,
    /// Only stories of so many articles
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_documents: i64,
    /// Only stories of so many independent origins
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_origins: i64,
    /// Stories to show
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Go on after the page that ended with this
    #[arg(long, value_name = "PLACE")]
    after: Option<String>,
    /// One JSON document
    #[arg(long)]
    json: bool,
}

/// An order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// The last published article first
    Latest,
    /// The last arrival first
    Changed,
    /// Most articles first
    Largest,
}

/// Prints a page of the library's stories.
pub fn list(
    wanted: &Wanted,
    period: &Period,
    languages: &Languages,
    shelf: &Shelf,
    options: &Options,
) -> Result<()> {
    if !languages.lang.is_empty() {
        bail!(Misuse("--lang goes with paths".into()));
    }
    let library = shelf::open_existing(shelf)?;
    let page = library.stories(&Stories {
        order: match wanted.by {
            By::Latest => StoriesOrder::Latest,
            By::Changed => StoriesOrder::Changed,
            By::Largest => StoriesOrder::Largest,
        },
        after: wanted.after.clone(),
        limit: wanted.limit,
        min_documents: wanted.min_documents,
        min_origins: wanted.min_origins,
        since: period.since.clone(),
        until: period.until.clone(),
    })?;
    let mut text = String::new();
    if wanted.json {
        text = serde_json::to_string_pretty(&page)? + "\n";
    } else {
        page.stories.iter().for_each(|story| text.push_str(&row(story)));
        page.next.iter().for_each(|next| text.push_str(&format!("more: --after '{next}'\n")));
    }
    output::write(options, text.as_bytes())
}

fn row(story: &StoryRow) -> String {
    let StoryRow { id, title, documents, woven, .. } = story;
    let plural = |n: i64, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    let mut facts = plural(*documents, "article");
    if let Some(woven) = woven {
        let origins = plural(woven.origins, "origin");
        let (conflicts, commitments) = (woven.conflicts, woven.commitments);
        facts.push_str(&format!(
            " → {origins} · {} · {} · {}",
            plural(woven.claims, "claim"),
            plural(conflicts, "conflict"),
            plural(commitments, "commitment")
        ));
    }
    let days: Vec<&str> = [&story.earliest, &story.latest]
        .into_iter()
        .flatten()
        .map(|time| time.get(..10).unwrap_or(time))
        .collect();
    let days = match days[..] {
        [first, last] if first != last => format!("{first} to {last}"),
        [first, ..] => first.to_string(),
        [] => String::new(),
    };
    format!("{id:>6}  {}\n        {facts}  {days}\n", harmless(title))
}

/// Groups the articles and prints one line for each story, the one with the earliest article
/// first. As a stream, articles are taken in the order given, without a look ahead.
pub fn run(
    paths: &[String],
    period: &Period,
    languages: &Languages,
    stream: bool,
    options: &Options,
) -> Result<()> {
    let (mut documents, notices) = pile::read(paths, options)?;
    output::warn(&notices, options);
    documents.retain(|d| brief::is_within(d, period) && languages.have(d));
    if documents.is_empty() {
        bail!(brief::NOTHING_LEFT);
    }
    if !stream {
        documents.sort_by(cluster::order);
    }
    let words: Vec<Words> = documents.par_iter().map(Words::of).collect();
    let join = Join::built_in().clone();
    let pile = words.iter().zip(documents.iter().map(cluster::published));
    let clusters = if stream { streamed(join, pile) } else { Clusters::of_pile(join, pile) };
    let mut stories: Vec<Vec<usize>> = clusters.documents().to_vec();
    stories.retain(|story| !story.is_empty());
    correct(&mut stories, &documents, &words, options)?;
    stories.iter_mut().for_each(|story| story.sort_unstable());
    stories.sort_unstable();
    let ids = Document::ids(documents.iter());
    let mut lines = String::new();
    for story in stories {
        let members: Vec<&Document> = story.iter().map(|&i| &documents[i]).collect();
        lines.push_str(&line(&members, &ids).to_string());
        lines.push('\n');
    }
    output::write(options, lines.as_bytes())
}

/// Documents one by one, as if none were known before it came.
fn streamed<'w>(join: Join, pile: impl Iterator<Item = (&'w Words, Option<f32>)>) -> Clusters {
    let mut clusters = Clusters::new(join);
    for (words, day) in pile {
        clusters.learn(words);
        clusters.add(words, day);
    }
    clusters.repair();
    clusters
}

/// Carries out a reader's joins and splits, and says on standard error what came of each.
fn correct(
    stories: &mut Vec<Vec<usize>>,
    documents: &[Document],
    words: &[Words],
    options: &Options,
) -> Result<()> {
    let corrections = options.corrections("")?;
    let ties = corrections.ties(&documents.iter().collect::<Vec<_>>());
    let mut done = BTreeSet::new();
    correction::regroup(stories, &ties, correction::nearer(words), &mut done);
    output::warn(&corrections.logged(&done), options);
    Ok(())
}

fn line(members: &[&Document], ids: &BTreeMap<DocId, String>) -> Value {
    let published = || members.iter().filter_map(|d| d.metadata.published.as_deref());
    let key = |time: &&str| cluster::day(time).unwrap_or_default();
    let names: Vec<&str> = members.iter().map(|d| ids[&d.id].as_str()).collect();
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
