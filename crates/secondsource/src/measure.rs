//! `secondsource eval`: how right the program is, on marked texts.

use crate::{
    cli::Options,
    output::{self, Misuse},
    pile, show,
};
use anyhow::{Context, Result, bail};
use clap::{Subcommand, builder::PossibleValuesParser};
use eval::{
    Outcome, Suite,
    floor::Floors,
    specimen::{self, Specimen},
};
use serde_json::json;
use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// Where the marked texts of the project lie, from its folder.
const OWN_SETS: &str = "eval/accounts";
/// The least that each measure may be, beside the marked texts.
const FLOORS: &str = "eval/floors.tsv";

/// What to do instead of measuring.
#[derive(Debug, Clone, Subcommand)]
pub enum Task {
    /// Single articles of a suite: the text with what was marked by hand, the text with what the
    /// program finds, as [words]{label}, and what was counted right (+) and wrong (-)
    ///
    /// Articles are counted from 1, over all files of the suite in their order. Of whole stories
    /// only the main things are marked, so what is found beside them is not counted.
    Show {
        /// What is measured
        #[arg(value_parser = PossibleValuesParser::new(Suite::ALL.map(Suite::as_str)))]
        suite: String,
        /// Numbers of articles, then files or folders of marked texts (eval/accounts if none are
        /// named)
        #[arg(required = true, value_name = "N … PATH")]
        numbers_and_paths: Vec<String>,
    },
}

/// Measures files of marked texts and prints a table, and up to `show` of what is wrong in each.
pub fn run(paths: &[String], show: usize, json: bool, options: &Options) -> Result<()> {
    let floors = Floors::read(&fs::read_to_string(FLOORS).unwrap_or_default());
    let analyse = |documents| pile::analyse(documents, options);
    let (mut outcomes, mut unknown) = (Vec::new(), Vec::new());
    for (set, marked) in marked_texts(paths, options)? {
        match eval::measure(&set, &marked, &analyse) {
            Ok(outcome) => outcomes.push(outcome),
            Err(error) => unknown.push(error),
        }
    }
    for error in &unknown {
        eprintln!("secondsource: {error}");
    }
    if outcomes.is_empty() {
        bail!(
            "nothing to measure in {}",
            if paths.is_empty() { OWN_SETS.to_string() } else { paths.join(", ") }
        );
    }
    let printed = if json { as_json(&outcomes, &floors) } else { table(&outcomes, &floors, show) };
    output::write(options, printed.as_bytes())?;
    let below: Vec<String> = outcomes.iter().flat_map(|o| floors.below(o)).collect();
    if !below.is_empty() {
        bail!("below the floor: {}", below.join("; "));
    }
    Ok(())
}

/// The files of marked texts, each with the name of its set; our own if none are named.
fn marked_texts(paths: &[String], options: &Options) -> Result<Vec<(String, String)>> {
    let own = [OWN_SETS.to_string()];
    let paths = if paths.is_empty() { &own[..] } else { paths };
    if paths == own && !Path::new(OWN_SETS).exists() {
        bail!("no marked texts: give files, or run this in the project's folder ({OWN_SETS})");
    }
    let (files, notices) = pile::files(paths);
    output::warn(&notices, options);
    let read = |file: PathBuf| {
        let set = file.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
        let bytes = pile::read_bytes(&file).with_context(|| format!("{}", file.display()))?;
        Ok((set, String::from_utf8_lossy(&bytes).into_owned()))
    };
    files.into_iter().map(read).collect()
}

/// Shows the articles of a suite by their numbers, counted from 1 over all files.
pub fn show(task: &Task, options: &Options) -> Result<()> {
    let Task::Show { suite, numbers_and_paths } = task;
    let is_number = |word: &&String| word.bytes().all(|b| b.is_ascii_digit());
    let numbers = numbers_and_paths.iter().take_while(is_number);
    let wanted: Vec<usize> = numbers.map(|word| word.parse()).collect::<Result<_, _>>()?;
    let paths = &numbers_and_paths[wanted.len()..];
    if wanted.is_empty() {
        bail!(Misuse("give the number of an article, from 1".into()));
    }
    let mut out = String::new();
    let mut before = 0;
    for (set, marked) in marked_texts(paths, options)? {
        if Suite::of(&marked).is_none_or(|of| of.as_str() != suite) {
            continue;
        }
        let n = specimen::count(&marked);
        for &number in wanted.iter().filter(|number| (before + 1..=before + n).contains(*number)) {
            let analyse = |documents| pile::analyse(documents, options);
            let one = specimen::specimen(&marked, number - before - 1, &analyse);
            let one = one.with_context(|| format!("{set} cannot be read"))?;
            out.push_str(&shown(&one, &format!("{suite} {number} · {set}")));
        }
        before += n;
    }
    if let Some(missing) = wanted.iter().find(|number| !(1..=before).contains(*number)) {
        bail!("the suite {suite} has no article {missing} here; it has {before}");
    }
    output::write(options, out.as_bytes())
}

/// An article with what was marked, with what was found, and what was counted (`+` right, `-`
/// wrong).
fn shown(one: &Specimen, title: &str) -> String {
    let harmless = |words: &str| words.replace(char::is_control, " ");
    let mut out = format!("# {title} · {}\n", harmless(&one.id));
    for (name, marks) in [("gold", &one.gold), ("ours", &one.ours)] {
        let _ = write!(out, "\n## {name}\n\n{}", show::marked(&one.text, marks.clone()));
    }
    let right = one.counted.iter().filter(|counted| counted.is_right).count();
    let wrong = one.counted.len() - right;
    let _ = writeln!(out, "\n## counted: {right} right, {wrong} wrong\n");
    for counted in &one.counted {
        let sign = if counted.is_right { '+' } else { '-' };
        let _ = writeln!(out, "{sign} {}", harmless(&counted.what));
    }
    out.push('\n');
    out
}

fn table(outcomes: &[Outcome], floors: &Floors, show: usize) -> String {
    let mut out = String::new();
    for outcome in outcomes {
        let suite = outcome.suite.as_str();
        let _ = writeln!(out, "{suite} · {} · {} marked", outcome.set, outcome.items);
        let _ = writeln!(out, "{:40} {:>8} {:>8} {:>8}", "", "ours", "trivial", "floor");
        for measure in &outcome.measures {
            let cell = |value: Option<f64>| value.map_or("–".to_string(), |v| format!("{v:.3}"));
            let floor = cell(floors.of(outcome, measure.name));
            let (ours, trivial) = (cell(Some(measure.ours)), cell(measure.baseline));
            let _ = writeln!(out, "{:40} {ours:>8} {trivial:>8} {floor:>8}", measure.name);
        }
        let _ = writeln!(out, "trivial: {}", outcome.baseline);
        if show > 0 {
            let _ = writeln!(out, "\nwrong: {}", outcome.misses.len());
            for miss in outcome.misses.iter().take(show) {
                let _ = writeln!(out, "  {}", miss.replace(char::is_control, " "));
            }
        }
        out.push('\n');
    }
    out
}

fn as_json(outcomes: &[Outcome], floors: &Floors) -> String {
    let measures = |outcome: &Outcome| -> Vec<_> {
        let one = |m: &eval::Measure| {
            let floor = floors.of(outcome, m.name);
            json!({"name": m.name, "ours": m.ours, "trivial": m.baseline, "floor": floor})
        };
        outcome.measures.iter().map(one).collect()
    };
    let mut out = String::new();
    for outcome in outcomes {
        let line = json!({
            "suite": outcome.suite.as_str(),
            "set": outcome.set,
            "items": outcome.items,
            "trivial": outcome.baseline,
            "measures": measures(outcome),
            "misses": outcome.misses,
        });
        out.push_str(&line.to_string());
        out.push('\n');
    }
    out
}
