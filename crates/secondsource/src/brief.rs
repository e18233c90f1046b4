//! `secondsource brief`: the page about a pile.

use crate::{
    cli::{Format, Languages, News, Options, Period, Phrasing, Selection},
    event_rows,
    fail_on::{self, FailOn},
    fitted::fitted,
    output, phrase, pile, shelf,
};
use anyhow::{Context, Result, bail};
use document::{Document, Notice};
use dossier::{Dossier, Provenance, graph, page};
use language::Model;
use lexicon::Lexicon;
use library::export::{csv, table};
use std::path::Path;
use story::Story;
use web::Room;

/// Said where no article is left.
pub const NOTHING_LEFT: &str = "no article is of the period or language asked for";

/// What is asked beside the page.
pub struct Extras {
    /// What to compare with.
    pub news: News,
    /// Who may phrase the digest.
    pub phrasing: Phrasing,
    /// What makes the run fail.
    pub fail_on: Vec<FailOn>,
}

/// Reads a pile, or articles of the library, and prints their page or dossier.
pub fn run(
    selection: &Selection,
    period: &Period,
    extras: &Extras,
    format: Option<Format>,
    options: &Options,
) -> Result<()> {
    let (stories, notices) = stories(selection, period, options)?;
    let mut dossier = dossier::present(&stories, &notices, &provenance());
    compare(&mut dossier, &extras.news)?;
    let format = format.unwrap_or_else(|| by_ending(options));
    if matches!(format, Format::Text | Format::Md | Format::Json | Format::Html) {
        phrase::phrase(&mut dossier, &stories, &extras.phrasing);
    }
    let found = fail_on::check(&dossier, &extras.fail_on);
    let way = way(selection, period);
    let written = match (format, output::folder(options)) {
        (Format::Html, Some(folder)) => {
            output::write_all(&folder, &web::folder(&Room::of(&dossier)))
        }
        (Format::CsvEvents, _) => output::write(options, event_rows::csv(&stories).as_bytes()),
        _ => output::write(options, printed(&dossier, format, way, options)?.as_bytes()),
    };
    match written {
        // Who reads no further is told all the same.
        Err(error) if !output::is_broken_pipe(&error) => Err(error),
        _ => Ok(found?),
    }
}

/// The format that goes with the ending of the output file; of one that none goes with, that is
/// said.
fn by_ending(options: &Options) -> Format {
    let Some(path) = &options.output else { return Format::Text };
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    // tidy: no words of a language
    match ending.as_deref() {
        Some("md" | "markdown") => Format::Md,
        Some("json") => Format::Json,
        Some("graphml") => Format::Graphml,
        Some("ttl") => Format::Prov,
        Some("svg") => Format::Svg,
        Some("html" | "htm") => Format::Html,
        Some("txt" | "text") | None => Format::Text,
        Some(other) => {
            if !options.quiet {
                let other = page::harmless(other);
                eprintln!("secondsource: no format goes with .{other}: it is text (--format)");
            }
            Format::Text
        }
    }
}

/// A record that `brief --json` made.
pub fn record(path: &Path) -> Result<Dossier> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is no dossier", path.display()))
}

/// Adds what is new, if that was asked.
pub fn compare(dossier: &mut Dossier, news: &News) -> Result<()> {
    if let Some(path) = &news.since_run {
        dossier::news::since_run(dossier, &record(path)?);
    }
    if let Some(day) = &news.new_since {
        dossier::news::since_day(dossier, day);
    }
    Ok(())
}

/// The dossier of a pile or of articles of the library.
pub fn dossier(selection: &Selection, period: &Period, options: &Options) -> Result<Dossier> {
    let (stories, notices) = stories(selection, period, options)?;
    Ok(dossier::present(&stories, &notices, &provenance()))
}

/// The dossier of some documents; `lines` are those of the library's corrections.
pub fn of(documents: Vec<Document>, lines: &str, options: &Options) -> Result<Dossier> {
    let corrections = options.corrections(lines)?;
    let reports = pile::analyse(documents, options);
    let (stories, notices) = story::stories(reports, Lexicon::english(), &corrections);
    Ok(dossier::present(&stories, &notices, &provenance()))
}

fn stories(
    selection: &Selection,
    period: &Period,
    options: &Options,
) -> Result<(Vec<Story>, Vec<Notice>)> {
    let (mut documents, notices, corrections) = read(selection, options)?;
    documents.retain(|d| selection.languages.have(d));
    weave_documents((documents, notices), &corrections, period, options)
}

/// The documents that are selected, in whatever language, with the notices of reading them and the
/// lines of the library's corrections.
fn read(selection: &Selection, options: &Options) -> Result<(Vec<Document>, Vec<Notice>, String)> {
    if selection.paths.is_empty() {
        let (documents, corrections) = shelf::select(selection)?;
        return Ok((documents, Vec::new(), corrections));
    }
    let (documents, notices) = pile::read(&selection.paths, options)?;
    Ok((documents, notices, String::new()))
}

/// How `explain` opens a citation: it numbers the articles of paths.
fn way(selection: &Selection, period: &Period) -> Option<&'static str> {
    let is_part = period.since.is_some() || period.until.is_some();
    match (selection.paths.is_empty(), is_part || !selection.languages.lang.is_empty()) {
        (true, _) => None,
        (false, false) => Some("secondsource explain 3:12 PATH"),
        (false, true) => {
            Some("secondsource explain 3:12 PATH, with the same --since, --until and --lang")
        }
    }
}

fn printed(
    dossier: &Dossier,
    format: Format,
    way: Option<&'static str>,
    options: &Options,
) -> Result<String> {
    Ok(match format {
        Format::Md => page::print(dossier, page::Format::Markdown),
        Format::Text => {
            let format = page::Format::Terminal { color: output::color(options), way };
            fitted(page::print(dossier, format), options)
        }
        Format::Graphml => graph::graphml(dossier),
        Format::Prov => graph::prov(dossier),
        Format::Svg => graph::svg(dossier),
        Format::TimelineSvg => graph::timeline_svg(dossier),
        Format::Html => web::file(&Room::of(dossier)),
        Format::CsvCommitments => csv::for_spreadsheet(&table::commitments(dossier)),
        Format::CsvConflicts => csv::for_spreadsheet(&table::conflicts(dossier)),
        Format::CsvMeetings => csv::for_spreadsheet(&table::meetings(dossier)),
        Format::CsvTimeline => csv::for_spreadsheet(&table::timeline(dossier)),
        Format::Json | Format::CsvEvents => {
            let mut text = serde_json::to_string_pretty(dossier)?;
            text.push('\n');
            text
        }
    })
}

/// The stories of a pile, with the notices of reading it.
pub fn weave(
    paths: &[String],
    period: &Period,
    languages: &Languages,
    options: &Options,
) -> Result<(Vec<Story>, Vec<Notice>)> {
    let (mut documents, notices) = pile::read(paths, options)?;
    documents.retain(|d| languages.have(d));
    weave_documents((documents, notices), "", period, options)
}

/// The documents of a pile, or of articles of the library, with the notices of reading them.
pub fn documents(
    selection: &Selection,
    period: &Period,
    options: &Options,
) -> Result<(Vec<Document>, Vec<Notice>)> {
    let (mut documents, notices, _) = read(selection, options)?;
    documents.retain(|d| is_within(d, period) && selection.languages.have(d));
    Ok((documents, notices))
}

/// `corrections` are lines beside those of the file that the options name.
fn weave_documents(
    (mut documents, mut notices): (Vec<Document>, Vec<Notice>),
    corrections: &str,
    period: &Period,
    options: &Options,
) -> Result<(Vec<Story>, Vec<Notice>)> {
    documents.retain(|d| is_within(d, period));
    if documents.is_empty() {
        bail!(NOTHING_LEFT);
    }
    let corrections = options.corrections(corrections)?;
    let reports = pile::analyse(documents, options);
    let (stories, more) = story::stories(reports, Lexicon::english(), &corrections);
    notices.extend(more);
    Ok((stories, notices))
}

/// What made the page.
pub fn provenance() -> Provenance {
    let model = Model::english();
    Provenance {
        version: env!("CARGO_PKG_VERSION").to_string(),
        model: model.name().to_string(),
        model_hash: model.hash().to_string(),
        lexicon_hash: Lexicon::english().hash.clone(),
    }
}

/// Undated articles are within any period. ISO 8601 times of different precision are compared as
/// far as both go.
pub fn is_within(document: &Document, period: &Period) -> bool {
    let Some(published) = &document.metadata.published else { return true };
    let same_length = |bound: &str| {
        let n = published.len().min(bound.len());
        (published[..n].to_string(), bound[..n].to_string())
    };
    let after = period.since.as_deref().map(same_length).is_none_or(|(p, b)| p >= b);
    let before = period.until.as_deref().map(same_length).is_none_or(|(p, b)| p <= b);
    after && before
}
