//! `secondsource search`: documents of the library, with the passages that were looked for.

use crate::{
    cli::{Options, Period, Shelf},
    clock,
    output::{self, Misuse},
    shelf,
};
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use dossier::page::harmless;
use library::{Duplicates, Error, Facet, Found, Hit, Library, Order, Passage, Search, query::Key};
use std::{ffi::OsString, fmt::Write};

/// What to look for, and how to show it.
#[derive(Debug, Clone, Args)]
pub struct Wanted {
    /// Words, "phrases", beginnings*, field:value, AND, OR, NOT, ( )
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// Only articles of this publisher (may be given several times)
    #[arg(long, value_name = "NAME")]
    publisher: Vec<String>,
    /// Only articles in this language
    #[arg(long, value_name = "TAG")]
    lang: Vec<String>,
    /// Only articles that name this person, body or place, in any spelling
    #[arg(long, value_name = "NAME")]
    entity: Vec<String>,
    /// Only articles that quote this person or body
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    /// Only articles of the story of this number (see `stories`)
    #[arg(long, value_name = "N")]
    story: Vec<i64>,
    /// Only articles that tell of an event of this code (PLOVER: ASSAULT, AGREE, …)
    #[arg(long, value_name = "CODE")]
    code: Vec<String>,
    /// Only articles of stories with so many independent origins
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_origins: i64,
    /// Sentences that mean most nearly what this one means, in articles that the words find
    #[arg(long, value_name = "SENTENCE")]
    like: Option<String>,
    /// Save the words, as they are, under this name
    #[arg(long, value_name = "NAME")]
    save: Option<String>,
    /// Look for what was saved under this name, besides the words
    #[arg(long, value_name = "NAME")]
    saved: Option<String>,
    /// Copies of earlier articles: show them, leave them out, or show nothing else
    #[arg(long, value_enum, default_value_t = Copies::Keep)]
    duplicates: Copies,
    /// Latest arrivals first instead of best matches first
    #[arg(long)]
    newest: bool,
    /// Only the words as typed: no other spellings of names, no corrections
    #[arg(long)]
    exact: bool,
    /// Rank every match of a frequent word, not the newest alone
    #[arg(long)]
    thorough: bool,
    /// Articles to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Articles to leave out before the first
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// One JSON document
    #[arg(long)]
    json: bool,
}

/// The options of one letter that `search` has.
const LETTERS: &str = "oqh";
/// The command that is written here.
const COMMAND: &str = "search";

/// The arguments of the program; if it is to search, each word like `-bus` has a space before it,
/// so that it is not taken for an option.
pub fn arguments(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let is_option = |i: usize| arguments[i].to_string_lossy().starts_with('-');
    let is_search = |i: usize| arguments[i] == COMMAND;
    // What stands behind an option may be its value.
    let is_command = |i: &usize| !is_option(*i) && (!is_option(i - 1) || is_search(*i));
    let command = (1..arguments.len()).find(is_command).filter(|i| is_search(*i));
    for argument in arguments.iter_mut().skip(command.map_or(usize::MAX, |at| at + 1)) {
        if argument.to_str().is_some_and(is_unwanted_word) {
            let mut word = OsString::from(" ");
            word.push(&argument);
            *argument = word;
        }
    }
    arguments
}

/// Whether an argument is a word that must not occur: `-oil` and `-oh` are; `-o`, `-qo` and
/// `-oout/oil.txt` are not.
fn is_unwanted_word(argument: &str) -> bool {
    let Some(word) = argument.strip_prefix('-').filter(|word| !word.starts_with('-')) else {
        return false;
    };
    let is_option = |word: &str| {
        let file = word.find('o').map(|at| &word[at + 1..]);
        word.chars().all(|c| LETTERS.contains(c)) && file.is_none_or(str::is_empty)
    };
    !is_path(word) && !is_option(word)
}

/// Whether letters behind `-` are the option `-o` with a file behind it.
fn is_path(word: &str) -> bool {
    word.starts_with('o') && word.contains(['.', '/', '='])
}

/// The argument that is `-o` with the file behind it, and may have been meant for a word.
fn file_like_word(arguments: impl Iterator<Item = OsString>) -> Option<String> {
    let mut arguments = arguments.filter_map(|argument| argument.into_string().ok());
    arguments.find(|argument| argument.strip_prefix('-').is_some_and(is_path))
}

/// What to do with copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Copies {
    Keep,
    Skip,
    Only,
}

/// Searches and prints what was found.
pub fn run(wanted: &Wanted, period: &Period, shelf: &Shelf, options: &Options) -> Result<()> {
    let meant = file_like_word(std::env::args_os()).zip(options.output.as_ref());
    if let Some((argument, path)) = meant.filter(|_| !options.quiet) {
        let path = harmless(&path.display().to_string());
        eprintln!(
            "secondsource: {} writes the file {path}; for articles without the word, NOT {path}",
            harmless(&argument)
        );
    }
    let mut library = shelf::open_existing(shelf)?;
    let text = text(wanted, &library)?;
    if let Some(name) = &wanted.save {
        library.save_search(name, &text, &clock::now())?;
    }
    let search = search(text, wanted, period);
    let found = match &wanted.like {
        Some(sentence) => library.nearest(sentence, &search),
        None => library.search(&search),
    };
    let found = match found {
        Ok(found) => found,
        Err(Error::Query { at, message }) => {
            let (text, space) = (&search.text, " ".repeat(at));
            bail!(Misuse(format!("cannot read the search\n  {text}\n  {space}^ {message}")))
        }
        Err(error) => return Err(error.into()),
    };
    if wanted.json {
        let mut text = serde_json::to_string_pretty(&found)?;
        text.push('\n');
        return output::write(options, text.as_bytes());
    }
    let by_meaning = wanted.like.is_some();
    let page = Page { color: output::color(options), first: search.offset + 1, by_meaning };
    output::write(options, page.print(&found).as_bytes())
}

/// What was saved, then the words.
fn text(wanted: &Wanted, library: &Library) -> Result<String> {
    let words: Vec<&str> = wanted.words.iter().map(|word| word.trim_start()).collect();
    let words = words.join(" ");
    let Some(name) = &wanted.saved else { return Ok(words) };
    let saved = library.saved_search(name)?;
    let saved = saved.with_context(|| format!("no search is saved as {name}"))?;
    Ok(if words.is_empty() { saved } else { format!("({saved}) ({words})") })
}

fn search(text: String, wanted: &Wanted, period: &Period) -> Search {
    let story = wanted.story.iter().map(i64::to_string).collect();
    let lists = [
        (Key::Story, &story),
        (Key::Code, &wanted.code),
        (Key::Publisher, &wanted.publisher),
        (Key::Language, &wanted.lang),
        (Key::Entity, &wanted.entity),
        (Key::Speaker, &wanted.speaker),
    ];
    let filters = lists.into_iter().flat_map(|(k, list)| list.iter().map(move |v| (k, v.clone())));
    let times = [(Key::Since, &period.since), (Key::Until, &period.until)];
    let times = times.into_iter().filter_map(|(key, time)| Some((key, time.clone()?)));
    Search {
        text,
        min_origins: wanted.min_origins,
        filters: filters.chain(times).collect(),
        duplicates: match wanted.duplicates {
            Copies::Keep => Duplicates::Keep,
            Copies::Skip => Duplicates::Skip,
            Copies::Only => Duplicates::Only,
        },
        order: if wanted.newest { Order::Newest } else { Order::Best },
        exact: wanted.exact,
        thorough: wanted.thorough,
        offset: wanted.offset,
        limit: wanted.limit,
        details: true,
    }
}

/// How the page looks.
struct Page {
    color: bool,
    first: usize,
    by_meaning: bool,
}

impl Page {
    fn print(&self, found: &Found) -> String {
        let mut out = String::new();
        let more = if found.more && !self.by_meaning { "more than " } else { "" };
        let _ = writeln!(out, "{more}{} found", found.total);
        if found.more && !self.by_meaning {
            let _ = writeln!(out, "ranked: the newest {} (--thorough ranks all)", found.total);
        }
        for tried in &found.tried {
            let also = tried.also.join(", ");
            let _ = match tried.corrected {
                true => writeln!(out, "{} does not occur; looked for {also}", tried.word),
                false => writeln!(out, "{} also as {also}", tried.word),
            };
        }
        for (i, hit) in found.hits.iter().enumerate() {
            self.hit(self.first + i, hit, &mut out);
        }
        if !found.facets.is_empty() {
            out.push('\n');
        }
        found.facets.iter().for_each(|facet| print_facet(facet, &mut out));
        out
    }

    fn hit(&self, nth: usize, hit: &Hit, out: &mut String) {
        let title = hit.title.as_deref().unwrap_or(&hit.id);
        let _ = writeln!(out, "\n{nth}. {}", self.bold(&harmless(title)));
        let facts = [hit.publisher.as_deref(), hit.published.as_deref(), Some(&hit.article)];
        let facts: Vec<&str> = facts.into_iter().flatten().collect();
        let copies = match (hit.copy_of, hit.copies) {
            (Some(of), _) => format!(" · copy of document {of}"),
            (None, 0) => String::new(),
            (None, 1) => " · 1 copy".to_string(),
            (None, n) => format!(" · {n} copies"),
        };
        let story = match (hit.story, hit.origins) {
            (Some(story), Some(1) | None) => format!(" · story {story}"),
            (Some(story), Some(n)) => format!(" · story {story}, {n} origins"),
            (None, _) => String::new(),
        };
        let _ = writeln!(out, "   {}{story}{copies}", harmless(&facts.join(" · ")));
        for passage in &hit.passages {
            let _ = writeln!(out, "   ¶{} {}", passage.paragraph, self.marked(passage));
        }
    }

    /// The words on one line; what was found is bold, or in brackets where there is no colour.
    fn marked(&self, passage: &Passage) -> String {
        let words: Vec<char> = passage.exact.chars().collect();
        let (mut line, mut at) = (String::new(), 0);
        let plain = |range: std::ops::Range<usize>| -> String {
            let words: String = words[range].iter().collect();
            let space = |at_end: bool| if at_end { " " } else { "" };
            let before = space(words.starts_with(char::is_whitespace));
            let after = space(words.trim() != "" && words.ends_with(char::is_whitespace));
            format!("{before}{}{after}", harmless(&words))
        };
        for [start, end] in &passage.found {
            line.push_str(&plain(at..*start));
            let found = plain(*start..*end);
            line.push_str(&if self.color { self.bold(&found) } else { format!("[{found}]") });
            at = *end;
        }
        line.push_str(&plain(at..words.len()));
        line
    }

    fn bold(&self, words: &str) -> String {
        if self.color { format!("\x1b[1m{words}\x1b[0m") } else { words.to_string() }
    }
}

fn print_facet(facet: &Facet, out: &mut String) {
    let values: Vec<String> =
        facet.values.iter().map(|(value, n)| format!("{} {n}", harmless(value))).collect();
    let _ = writeln!(out, "{:<10} {}", facet.key, values.join(" · "));
}
