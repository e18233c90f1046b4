//! What several commands share: options, what to read, and how to write it.

use super::Cli;
use anyhow::{Context, Result};
use clap::{Args, CommandFactory, ValueEnum, error::ErrorKind};
use document::Document;
use std::path::PathBuf;
use story::Corrections;

/// The variable that names the corrections that hold where none are given.
const CORRECTIONS: &str = "SECONDSOURCE_CORRECTIONS";

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub struct Options {
    /// Write to this file instead of standard output
    #[arg(short, long, global = true, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Say nothing on standard error but errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// No colours (also if NO_COLOR is set, TERM is dumb or the output is no terminal)
    #[arg(long, global = true)]
    pub no_color: bool,
    /// What you know better: lines of merge, split, rename (names), join, split, copy or not-a-copy
    /// (documents) with two names, parted by tabs; each is logged as a notice. By default
    /// $SECONDSOURCE_CORRECTIONS
    #[arg(long, global = true, value_name = "FILE")]
    pub corrections: Option<PathBuf>,
    /// Threads to use; the output is the same with any number
    #[arg(long, global = true, value_name = "N")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// What to read: files, folders (with all in them), globs, or `-` for standard input.
#[derive(Debug, Clone, Args)]
pub struct Inputs {
    /// Articles: text, HTML or JSONL files, folders, globs, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<String>,
}

/// Which library.
#[derive(Debug, Clone, Args)]
pub struct Shelf {
    /// The library; by default $SECONDSOURCE_LIBRARY, else a file in the user's data folder
    #[arg(long, global = true, value_name = "FILE")]
    pub library: Option<PathBuf>,
}

/// What to work on: paths, or articles of the library.
#[derive(Debug, Clone, Args)]
pub struct Selection {
    /// Articles: text, HTML or JSONL files, folders, globs, or - for standard input
    #[arg(value_name = "PATH", conflicts_with_all = ["library", "query"])]
    pub paths: Vec<String>,
    #[command(flatten)]
    pub shelf: Shelf,
    /// The articles of the library that a search finds (see `search`), instead of paths
    #[arg(long, value_name = "SEARCH")]
    pub query: Option<String>,
    #[command(flatten)]
    pub languages: Languages,
}

/// In which languages articles must be.
#[derive(Debug, Clone, Default, Args)]
pub struct Languages {
    /// Leave out articles in other languages than this (BCP 47: en, pt-BR; several with commas);
    /// those whose language is not known stay
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    pub lang: Vec<String>,
}

impl Options {
    /// What a reader knows better: `before`, lines that the library keeps, and those of the file.
    pub fn corrections(&self, before: &str) -> Result<Corrections> {
        let mut lines = before.to_string();
        if let Some(path) = self.corrections_file() {
            let text = std::fs::read_to_string(&path);
            lines.push_str(&text.with_context(|| format!("{}", path.display()))?);
        }
        Ok(Corrections::parse(&lines))
    }

    /// Where what a reader knows better is kept.
    pub fn corrections_file(&self) -> Option<PathBuf> {
        let named = || std::env::var_os(CORRECTIONS).filter(|v| !v.is_empty()).map(PathBuf::from);
        self.corrections.clone().or_else(named)
    }
}

impl Languages {
    /// Whether a document is in one that is wanted.
    pub fn have(&self, document: &Document) -> bool {
        let meta = &document.metadata;
        let Some(primary) = meta.primary_language() else { return true };
        let is_its = |tag: &String| {
            tag.eq_ignore_ascii_case(&primary)
                || meta.language.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(tag))
        };
        self.lang.is_empty() || self.lang.iter().any(is_its)
    }
}

impl Selection {
    /// Ends the program if nothing was named.
    pub fn demand(&self) {
        if self.paths.is_empty() && self.shelf.library.is_none() && self.query.is_none() {
            let message = "give articles to read, or --query or --library";
            Cli::command().error(ErrorKind::MissingRequiredArgument, message).exit();
        }
    }
}

/// Days between which articles must be published.
#[derive(Debug, Clone, Args)]
pub struct Period {
    /// Leave out articles published before this day or time (ISO 8601); undated ones stay
    #[arg(long, value_name = "TIME", value_parser = iso8601)]
    pub since: Option<String>,
    /// Leave out articles published after this day or time (ISO 8601); undated ones stay
    #[arg(long, value_name = "TIME", value_parser = iso8601)]
    pub until: Option<String>,
}

fn iso8601(value: &str) -> Result<String, String> {
    let message = || format!("`{value}` is not an ISO 8601 time such as 2031-04-09");
    ingest::is_iso8601(value).then(|| value.to_string()).ok_or_else(message)
}

fn address(value: &str) -> Result<String, String> {
    ingest::asking::Address::parse(value).map(|_| value.to_string())
}

/// What to compare with, for what is new.
#[derive(Debug, Clone, Default, Args)]
pub struct News {
    /// Tell what is new beside this earlier record of the pile, made with --json
    #[arg(long, value_name = "FILE")]
    pub since_run: Option<PathBuf>,
    /// Tell what articles of this day (ISO 8601) and later bring; earlier ones stay on the page
    #[arg(long, value_name = "DAY", value_parser = iso8601, conflicts_with = "since_run")]
    pub new_since: Option<String>,
}

/// Who may phrase the digest.
#[derive(Debug, Clone, Args)]
pub struct Phrasing {
    /// Let the language model at this address (OpenAI-compatible, a local one too) phrase the
    /// digest; each sentence is kept only if the sentences it cites bear it out. They are sent
    /// there, and nothing else is; the key, if one is needed, is $SECONDSOURCE_PHRASE_KEY
    #[arg(long, value_name = "URL", value_parser = address)]
    pub phrase: Option<String>,
    /// The model to ask for there
    #[arg(long, value_name = "NAME", requires = "phrase", default_value = "default")]
    pub phrase_model: String,
    /// Seconds that an answer may take
    #[arg(long, value_name = "N", requires = "phrase", default_value_t = 60)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=600))]
    pub phrase_time: u16,
}

/// The form of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a terminal
    Text,
    /// Markdown
    Md,
    /// The dossier, one JSON document
    Json,
    /// Where the reports come from, as a graph in GraphML
    Graphml,
    /// The same in the W3C's PROV-O, as Turtle
    Prov,
    /// The same as a picture
    Svg,
    /// What happened when, as a picture
    TimelineSvg,
    /// A page that opens from disk: one file, or many if the output is a folder
    Html,
    /// One row for each event with a PLOVER code
    CsvEvents,
    /// One row for each commitment, with what became of it
    CsvCommitments,
    /// One row for each side of a conflict
    CsvConflicts,
    /// One row for each meeting
    CsvMeetings,
    /// One row for each entry of the timeline
    CsvTimeline,
}

/// A layer of what is known about a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Layer {
    /// Headline, paragraphs, credits, page furniture
    Blocks,
    /// Sentences and tokens with tags, heads and labels
    Syntax,
    /// Names, roles and pronouns, with their chains
    Mentions,
    /// Quotations with speakers and cues
    Quotations,
    /// Time expressions with type and value
    Times,
    /// Predicates with realis, PLOVER code and mode, actor, target and time
    Events,
    /// Checkable statements with their kind
    Claims,
    /// What binds someone, and what only sounds like it, by class
    Commitments,
}
