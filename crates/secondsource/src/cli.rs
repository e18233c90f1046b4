//! The command line: one definition that gives parsing, help, manual pages and completions.

mod shared;

use crate::fail_on::FailOn;

pub use shared::{
    Format, Inputs, Languages, Layer, News, Options, Period, Phrasing, Selection, Shelf,
};

use crate::{
    analyze, backup, brief, check, diff, explain, export, extract, import, intake, mcp, measure,
    remember, reuse, search, serve, show, stories, watch, why,
};
use anyhow::Result;
use clap::{CommandFactory, Parser, Subcommand};
use std::path::PathBuf;

/// Reads a pile of news about a running story and gives back a sourced record.
///
/// What is said, who said it, in whose words and through whom; who is who under every spelling;
/// and where the reports come from. Every line cites its words. Nothing leaves this machine
/// unless you name an address to it, and the same files always give the same page.
#[derive(Debug, Parser)]
#[command(
    name = "secondsource",
    version,
    about,
    after_help = "Examples:\n  \
        secondsource brief ./pile                 the page about a folder of articles\n  \
        secondsource brief --json *.html -o d.json  the whole record, for programs\n  \
        secondsource show quotations article.txt  one layer, as marked-up text\n  \
        secondsource explain quotation:7f3a90c2 ./pile  why this quotation was found\n\n\
        Exit status: 0 done (problems with single inputs are notices in the output), \
        1 done, but `brief --fail-on` found what it names, 2 wrong usage, 3 failure."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    options: Options,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The page about a pile: who said what, who is who, where it comes from
    ///
    /// The first line gives the numbers; every other line cites article and paragraph ([3 ¶12]).
    /// With --json, the dossier: everything on the page and more, with the words and their places
    /// in Unicode code points. Its JSON Schema is in schema/dossier.json.
    Brief {
        #[command(flatten)]
        selection: Selection,
        #[command(flatten)]
        period: Period,
        #[command(flatten)]
        news: News,
        #[command(flatten)]
        phrasing: Phrasing,
        /// The form of the page; text by default, or what goes with the ending of the output file:
        /// .md or .markdown, .json, .html or .htm, .graphml, .ttl (prov), .svg
        #[arg(long, value_enum)]
        format: Option<Format>,
        /// Short for --format json
        #[arg(long, conflicts_with = "format")]
        json: bool,
        /// Exit with status 1 if the record has this, after it was written; a line on standard
        /// error says what (several with commas, or given several times)
        #[arg(long, value_enum, value_name = "WHAT", value_delimiter = ',')]
        fail_on: Vec<FailOn>,
    },
    /// What two records of a pile differ in: what was gained, lost and changed
    ///
    /// RUN is what `brief --json` wrote. Compared are articles, claims (with origins and status),
    /// conflicts, commitments (with status and follow-ups), quotations, the timeline, and who is
    /// who. Things are the same by their ids, else by their passages, as for `brief --since-run`;
    /// an article is the same by its text, else by its id. What was lost cites the earlier record,
    /// all else the later one. The JSON Schema of --json is in schema/diff.json.
    #[command(after_help = "Examples:
          secondsource brief --json ./pile -o monday.json
          secondsource brief --json ./pile -o tuesday.json
          secondsource diff monday.json tuesday.json
          secondsource diff monday.json tuesday.json --json | jq '.commitments.changed'")]
    Diff {
        /// The earlier record
        #[arg(value_name = "RUN")]
        before: PathBuf,
        /// The later record
        #[arg(value_name = "RUN")]
        after: PathBuf,
        /// One JSON document, with everything that differs
        #[arg(long)]
        json: bool,
    },
    /// What each article says on its own, one JSON line each, in input order
    ///
    /// Input is article JSONL ({"id", "text", …}) or anything `brief` reads. Offsets are Unicode
    /// code points.
    Analyze {
        #[command(flatten)]
        inputs: Inputs,
        /// One JSON object a line (the only form there is)
        #[arg(long)]
        jsonl: bool,
    },
    /// The main text and metadata of each page, one JSON line each
    Extract {
        #[command(flatten)]
        inputs: Inputs,
        /// One JSON object a line; without it the bare texts are printed
        #[arg(long)]
        jsonl: bool,
    },
    /// Which articles belong together: one JSON line for each story; without paths, the library's
    ///
    /// Every article is in exactly one story. Articles without a time are grouped by their words.
    /// A story of the library keeps its number for good; `search --story N` and `brief --query
    /// story:N` are about it.
    Stories {
        /// Articles: text, HTML or JSONL files, folders, globs, or - for standard input
        #[arg(value_name = "PATH", conflicts_with = "library")]
        paths: Vec<String>,
        #[command(flatten)]
        wanted: stories::Wanted,
        #[command(flatten)]
        period: Period,
        #[command(flatten)]
        languages: Languages,
        #[command(flatten)]
        shelf: Shelf,
        /// One JSON object a line (the only form there is)
        #[arg(long)]
        jsonl: bool,
        /// Take the articles in the order given, as if they came one by one
        #[arg(long)]
        stream: bool,
    },
    /// Which articles repeat others: one JSON line for each related pair
    ///
    /// Identical, copied in passages, or rewritten; with the passages of both, in Unicode code
    /// points, and which came from which where that can be told.
    Reuse {
        #[command(flatten)]
        inputs: Inputs,
        /// One JSON object a line (the only form there is)
        #[arg(long)]
        jsonl: bool,
        /// Also pairs that share some passages, as updates of one report do
        #[arg(long)]
        partial: bool,
    },
    /// One layer of a document, as marked-up text: [words]{label}
    Show {
        /// What to show
        #[arg(value_enum)]
        layer: Layer,
        #[command(flatten)]
        inputs: Inputs,
        /// Blocks as JSON, a line for each document: what counts for each field and block
        #[arg(long)]
        json: bool,
    },
    /// Why something is on the page: the words, the rule, what it rests on; or what a notice means
    ///
    /// ID is that of anything on the page, whole or as far as it stands for one thing (claim:52fd),
    /// the name of an entity or of a rule (en/cue/tell), or the code of a notice (I004). A citation
    /// ([3 ¶12], 3 ¶12 or 3:12; several in one pair of quotation marks) shows who published the
    /// article and when, its headline, and the paragraph with those before and after it. For what
    /// is on the page give the same paths, days and languages as to `brief`; the numbers of a page
    /// about articles of the library are not known here.
    #[command(after_help = "Examples:
          secondsource explain claim:52fd ./pile
          secondsource explain '[3 ¶12] [1 ¶4]' ./pile
          secondsource explain 3:12 ./pile
          secondsource explain I004")]
    Explain {
        /// claim:…, conflict:…, commitment:…, quotation:…, entity:… and so on, a citation, a rule
        /// or a notice code
        id: String,
        /// The pile the id comes from
        paths: Vec<String>,
        #[command(flatten)]
        period: Period,
        #[command(flatten)]
        languages: Languages,
    },
    /// Takes documents into the library: one file, kept for years
    ///
    /// What was taken in before is passed over; another text of the same article (by address, by
    /// publisher and id, or by file) is a new version of it; one that says "pubstatus":
    /// "canceled" withdraws it. Once a document is reported as stored it is on the disk.
    Ingest {
        /// Articles: text, HTML or JSONL files, folders, globs, or - for standard input
        #[arg(value_name = "PATH")]
        paths: Vec<String>,
        #[command(flatten)]
        orders: intake::Orders,
        #[command(flatten)]
        shelf: Shelf,
    },
    /// Articles of the library, best matches first, with the passages found
    ///
    /// Words side by side must all occur. "Words in a row" go in double quotes, ferr* is a
    /// beginning, and AND, OR, NOT and parentheses work. Fields: title:, text:, publisher:,
    /// language:, entity:, speaker:, story:, code:, since:, until:. Names are found under
    /// every spelling the library knows; a word that does not occur is taken for a mistyped one.
    /// Both are said.
    #[command(after_help = "Examples:
          secondsource search ferry harbour
          secondsource search ferry -bus
          secondsource search '\"border rail\" (reopen OR close) -bus' --since 2031
          secondsource search sanctions --speaker Zelensky --duplicates skip --json")]
    Search {
        #[command(flatten)]
        wanted: search::Wanted,
        #[command(flatten)]
        period: Period,
        #[command(flatten)]
        shelf: Shelf,
    },
    /// The whole library as JSON lines, or the record about some articles for other programs
    ///
    /// Without --form, what `import` reads. The other forms are those of a dossier, about paths or
    /// about articles of the library; none of them says more than the page does.
    Export {
        #[command(flatten)]
        wanted: export::Wanted,
        #[command(flatten)]
        selection: Selection,
        #[command(flatten)]
        period: Period,
    },
    /// Takes what `export` wrote into the library; what is there already is passed over
    Import {
        /// A file, or - for standard input
        #[arg(value_name = "FILE")]
        path: String,
        #[command(flatten)]
        shelf: Shelf,
    },
    /// Whether the library is whole: every byte against its hash, every index against its table
    Check {
        /// One JSON document
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        shelf: Shelf,
    },
    /// A copy of the library as it is at this moment; others may go on using it
    Backup {
        /// The new file, which must not be there
        #[arg(value_name = "FILE")]
        to: PathBuf,
        #[command(flatten)]
        shelf: Shelf,
    },
    /// Follows folders and addresses, and tells of what is new
    ///
    /// Only addresses that you name are asked, and one host once a second at most.
    Watch {
        #[command(subcommand)]
        task: watch::Task,
        #[command(flatten)]
        shelf: Shelf,
    },
    /// What you know better, kept in the library and honoured by all pages made from it
    Corrections {
        #[command(subcommand)]
        task: remember::Correcting,
        #[command(flatten)]
        shelf: Shelf,
    },
    /// Searches saved by `search --save`
    Searches {
        #[command(subcommand)]
        task: remember::Searches,
        #[command(flatten)]
        shelf: Shelf,
    },
    /// The same questions for language models: the Model Context Protocol over standard input
    ///
    /// Tools: search_articles, list_stories, get_story, check_claim, who_said, what_changed. They
    /// read and never write.
    Mcp {
        #[command(flatten)]
        selection: Selection,
        #[command(flatten)]
        period: Period,
    },
    /// The page about a pile in a browser, and the same for programs
    ///
    /// Only this machine can reach it, unless --listen says otherwise; then a token is needed.
    #[command(after_help = "Examples:
          secondsource serve ./pile
          secondsource serve ./pile --corrections names.tsv
          secondsource serve --library archive.db --query 'ferry since:2031-03'")]
    Serve {
        #[command(flatten)]
        wanted: serve::Wanted,
        #[command(flatten)]
        selection: Selection,
        #[command(flatten)]
        period: Period,
        #[command(flatten)]
        news: News,
    },
    /// Why two documents are, or are not, of one story and one origin; or two names one person
    ///
    /// Of documents it says which names and rare words they share, what shows where each comes
    /// from, and which passages answer one another. Of names, for each story of the pile that has
    /// one of them, how they are spelled, where each stands, and what kept them apart.
    Why {
        /// A document (its id, path, address or number on the page) or a name
        a: String,
        /// Another document or name
        b: String,
        #[command(flatten)]
        inputs: Inputs,
        /// One JSON document, with all passages in Unicode code points
        #[arg(long)]
        json: bool,
    },
    /// How right the program is: figures on marked texts, a trivial method beside them
    ///
    /// Files of marked texts: the invented stories of eval/accounts (taken if none are named), or
    /// article JSONL with marked quotations, mentions, times or stories. A figure below its floor
    /// in eval/floors.tsv is a failure.
    #[command(args_conflicts_with_subcommands = true)]
    #[command(after_help = "Examples:
          secondsource eval --show 20
          secondsource eval show whole 3
          secondsource eval show attribution 1 7 marked.jsonl")]
    Eval {
        #[command(subcommand)]
        task: Option<measure::Task>,
        /// Files or folders of marked texts
        #[arg(value_name = "PATH")]
        paths: Vec<String>,
        /// Also print up to this many of the things that are wrong, for each file
        #[arg(long, value_name = "N", default_value_t = 0)]
        show: usize,
        /// One JSON object for each file, with everything that is wrong
        #[arg(long)]
        json: bool,
    },
    /// A manual page or shell completions, on standard output
    Generate {
        /// The manual page, or completions for a shell
        #[arg(value_parser = ["man", "bash", "zsh", "fish", "elvish", "powershell"])]
        what: String,
    },
}

impl Cli {
    /// Runs the command.
    pub fn run(self) -> Result<()> {
        if let Some(threads) = self.options.threads {
            rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global()?;
        }
        let options = &self.options;
        match self.command {
            Command::Brief { selection, period, news, phrasing, format, json, fail_on } => {
                selection.demand();
                let format = if json { Some(Format::Json) } else { format };
                let extras = brief::Extras { news, phrasing, fail_on };
                brief::run(&selection, &period, &extras, format, options)
            }
            Command::Diff { before, after, json } => diff::run(&before, &after, json, options),
            Command::Analyze { inputs, jsonl: _ } => analyze::run(&inputs.paths, options),
            Command::Extract { inputs, jsonl } => extract::run(&inputs.paths, jsonl, options),
            Command::Stories { paths, wanted, period, languages, shelf, .. }
                if paths.is_empty() =>
            {
                stories::list(&wanted, &period, &languages, &shelf, options)
            }
            Command::Stories { paths, period, languages, stream, .. } => {
                stories::run(&paths, &period, &languages, stream, options)
            }
            Command::Reuse { inputs, jsonl: _, partial } => {
                reuse::run(&inputs.paths, partial, options)
            }
            Command::Show { layer, inputs, json } => show::run(layer, &inputs.paths, json, options),
            Command::Explain { id, paths, period, languages } => {
                explain::run(&id, &paths, (&period, &languages), options)
            }
            Command::Ingest { paths, orders, shelf } => {
                intake::run(&paths, &orders, &shelf, options)
            }
            Command::Search { wanted, period, shelf } => {
                search::run(&wanted, &period, &shelf, options)
            }
            Command::Export { wanted, selection, period } => {
                export::run(&wanted, &selection, &period, options)
            }
            Command::Import { path, shelf } => import::run(&path, &shelf, options),
            Command::Check { json, shelf } => check::run(json, &shelf, options),
            Command::Backup { to, shelf } => backup::run(&to, &shelf),
            Command::Watch { task, shelf } => watch::run(&task, &shelf, options),
            Command::Corrections { task, shelf } => remember::corrections(&task, &shelf, options),
            Command::Searches { task, shelf } => remember::searches(&task, &shelf, options),
            Command::Mcp { selection, period } => {
                selection.demand();
                mcp::run(&selection, &period, options)
            }
            Command::Serve { wanted, selection, period, news } => {
                selection.demand();
                serve::run(&wanted, (&selection, &period, &news), options)
            }
            Command::Why { a, b, inputs, json } => why::run(&a, &b, &inputs.paths, json, options),
            Command::Eval { task: Some(task), .. } => measure::show(&task, options),
            Command::Eval { paths, show, json, .. } => measure::run(&paths, show, json, options),
            Command::Generate { what } => generate(&what, options),
        }
    }
}

fn generate(what: &str, options: &Options) -> Result<()> {
    let mut text = Vec::new();
    if what == "man" {
        clap_mangen::Man::new(Cli::command()).render(&mut text)?;
    } else {
        let shell: clap_complete::Shell =
            what.parse().map_err(|message: String| anyhow::anyhow!(message))?;
        clap_complete::generate(shell, &mut Cli::command(), "secondsource", &mut text);
    }
    crate::output::write(options, &text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
