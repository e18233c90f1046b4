//! `secondsource eval`: how right the program is, on marked texts.

use crate::{cli::Options, output, pile};
use anyhow::{Context, Result, bail};
use eval::{Outcome, floor::Floors};
use serde_json::json;
use std::{fmt::Write as _, fs, path::Path};

/// Where the marked texts of the project lie, from its folder.
const OWN_SETS: &str = "eval/accounts";
/// The least that each measure may be, beside the marked texts.
const FLOORS: &str = "eval/floors.tsv";

/// Measures files of marked texts and prints a table, and up to `show` of what is wrong in each.
pub fn run(paths: &[String], show: usize, json: bool, options: &Options) -> Result<()> {
    let own = [OWN_SETS.to_string()];
    let paths = if paths.is_empty() { &own[..] } else { paths };
    if paths == own && !Path::new(OWN_SETS).exists() {
        bail!("no marked texts: give files, or run this in the project's folder ({OWN_SETS})");
    }
    let (files, notices) = pile::files(paths);
    output::warn(&notices, options);
    let floors = Floors::read(&fs::read_to_string(FLOORS).unwrap_or_default());
    let analyse = |documents| pile::analyse(documents, options);
    let (mut outcomes, mut unknown) = (Vec::new(), Vec::new());
    for file in files {
        let set = file.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
        let bytes = pile::read_bytes(&file).with_context(|| format!("{}", file.display()))?;
        let marked = String::from_utf8_lossy(&bytes).into_owned();
        match eval::measure(&set, &marked, &analyse) {
            Ok(outcome) => outcomes.push(outcome),
            Err(error) => unknown.push(error),
        }
    }
    for error in &unknown {
        eprintln!("secondsource: {error}");
    }
    if outcomes.is_empty() {
        bail!("nothing to measure in {}", paths.join(", "));
    }
    let printed = if json { as_json(&outcomes, &floors) } else { table(&outcomes, &floors, show) };
    output::write(options, printed.as_bytes())?;
    let below: Vec<String> = outcomes.iter().flat_map(|o| floors.below(o)).collect();
    if !below.is_empty() {
        bail!("below the floor: {}", below.join("; "));
    }
    Ok(())
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
