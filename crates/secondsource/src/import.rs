//! `secondsource import`: what `export` wrote, into a library.

use crate::{
    cli::{Options, Shelf},
    intake, shelf,
};
use anyhow::{Context, Result};
use library::Line;
use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufRead, Read},
};

/// Longest line read, in bytes: an article of the largest size with its original.
const LINE_BYTES_MAX: u64 = 64 << 20;

/// Takes in each line of a file, or of standard input for `-`.
///
/// # Errors
/// With the number of the line that cannot be read; those before it are stored.
pub fn run(path: &str, shelf: &Shelf, options: &Options) -> Result<()> {
    let mut library = shelf::open(shelf)?;
    let mut input: Box<dyn BufRead> = match path {
        "-" => Box::new(io::stdin().lock()),
        _ => Box::new(io::BufReader::new(
            File::open(path).with_context(|| format!("cannot read {path}"))?,
        )),
    };
    let quiet = Options { quiet: true, ..options.clone() };
    let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut line, mut n) = (Vec::new(), 0);
    while input.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut line)? > 0 {
        n += 1;
        let place = || format!("{path}, line {n}");
        if !line.trim_ascii().is_empty() {
            let parsed: Line = serde_json::from_slice(&line).with_context(place)?;
            let mut analyse = |document: &document::Document| {
                intake::facts(vec![document.clone()], &quiet).remove(0)
            };
            let outcome = library.import(&parsed, &shelf::made_by(), &mut analyse);
            *outcomes.entry(outcome.with_context(place)?.as_str()).or_default() += 1;
        }
        line.clear();
    }
    if !options.quiet {
        let counts: Vec<String> = outcomes.iter().map(|(what, n)| format!("{n} {what}")).collect();
        eprintln!("secondsource: {}", counts.join(", "));
    }
    Ok(())
}
