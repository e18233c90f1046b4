//! Reading the stories of the library closely that changed: how many origins they have, what is
//! claimed, where reports conflict.

use crate::{brief, cli::Options, clock, pile};
use anyhow::Result;
use dossier::Numbers;
use lexicon::Lexicon;
use library::{Library, StoryRow, Woven};
use rayon::prelude::*;
use story::Report;

/// Stories read before their numbers are kept.
const STORIES_AT_ONCE: usize = 64;

/// Most documents of a story that are read: the newest.
pub const DOCUMENTS_MAX: usize = 400;

/// Puts the stories right that documents came to, and reads closely those that changed.
pub fn settle(library: &mut Library, options: &Options) -> Result<()> {
    library.settle(&clock::now())?;
    while library.learn_meanings()? > 0 {}
    loop {
        let ids = library.unwoven(STORIES_AT_ONCE)?;
        let (mut rows, mut reports) = (Vec::new(), Vec::new());
        for id in ids {
            let Some(row) = library.story(id)? else { continue };
            let mut numbers = library.story_documents(id)?;
            numbers.drain(..numbers.len().saturating_sub(DOCUMENTS_MAX));
            rows.push((row, numbers.len()));
            reports.extend(library.documents(&numbers)?);
        }
        if rows.is_empty() {
            return Ok(());
        }
        let mut reports = pile::analyse(reports, &Options { quiet: true, ..options.clone() });
        let mut stories: Vec<(StoryRow, Vec<Report>)> = Vec::new();
        for (row, n) in rows {
            let rest = reports.split_off(n);
            stories.push((row, std::mem::replace(&mut reports, rest)));
        }
        let woven: Vec<(StoryRow, Woven)> =
            stories.into_par_iter().map(|(row, reports)| (row, woven(reports))).collect();
        library.keep_woven(&woven)?;
    }
}

/// The numbers at the head of the page about a story.
fn woven(reports: Vec<Report>) -> Woven {
    let (story, notices) = story::weave(reports, Lexicon::english());
    numbers(&dossier::present(&[story], &notices, &brief::provenance()).numbers)
}

/// The same of a dossier.
pub fn numbers(numbers: &Numbers) -> Woven {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Woven {
        documents: count(numbers.documents),
        origins: count(numbers.origins),
        unknown_lineage: count(numbers.unknown_lineage),
        claims: count(numbers.claims),
        conflicts: count(numbers.conflicts),
        commitments: count(numbers.commitments),
        quotations: count(numbers.quotations),
    }
}
