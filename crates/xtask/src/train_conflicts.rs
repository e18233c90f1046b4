//! Learns when two statements are in conflict: `train-conflicts PAIRS OUT.tsv`.
//!
//! PAIRS is a folder of marked passages (odd ids train, even ids check). Invented stories were
//! tried beside them and made the weights worse: what they list as conflicts hangs on the
//! sentences before.

use crate::logistic::{Example, fit, likely, table};
use crate::train_claims::marked_pairs;
use std::error::Error;
use std::path::Path;
use story::claim::{Features, Statement, Statements};
use story::conflict::{Signs, sign};

const N: usize = sign::N + 1;
/// Strength of the pull of weights towards zero. 1, 3, 10, 20 and 40 tried 2026-11-22 on the
/// checking pairs.
const RIDGE: f64 = 10.0;
/// Least likelihood of a conflict. 0.3 to 0.9 tried 2026-11-22 on the checking pairs.
const THRESHOLD: f32 = 0.72;

struct Judged {
    trains: bool,
    values: [f32; N],
    kind: String,
    yes: bool,
}

/// Trains, prints figures, writes the table.
pub fn run(pairs: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let mut judged = Vec::new();
    marked_pairs(pairs, &mut |number, kind, all, a, b| {
        judged.push(judge(number % 2 == 1, kind, all, a, b));
    })?;
    let example = |j: &Judged| Example { values: j.values, yes: j.yes, weight: 1.0 };
    let examples: Vec<_> = judged.iter().filter(|j| j.trains).map(example).collect();
    let weights = fit(&examples, RIDGE);
    let checked: Vec<(&Judged, f32)> =
        judged.iter().filter(|j| !j.trains).map(|j| (j, likely(&weights, &j.values))).collect();
    figures(&checked);
    kinds(&checked);
    std::fs::write(out, table(&sign::names(), &weights, THRESHOLD))?;
    Ok(())
}

fn judge(trains: bool, kind: &str, all: &Statements<'_>, a: &Statement, b: &Statement) -> Judged {
    let signs = Signs::of(all, a, b, &Features::of(all, a, b));
    let mut values = [1.0; N];
    values[1..].copy_from_slice(signs.values());
    Judged { trains, values, kind: kind.to_string(), yes: kind.starts_with("conflict") }
}

fn figures(checked: &[(&Judged, f32)]) {
    let all = checked.iter().filter(|(j, _)| j.yes).count();
    for threshold in [0.3, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9] {
        let found: Vec<_> = checked.iter().filter(|(_, p)| *p >= threshold).collect();
        let right = found.iter().filter(|(j, _)| j.yes).count();
        println!("≥ {threshold}: {right} of {} are conflicts, of {all}", found.len());
    }
}

/// How many of each kind of checking pair are taken for conflicts.
fn kinds(checked: &[(&Judged, f32)]) {
    let mut kinds: Vec<&str> = checked.iter().map(|(j, _)| j.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let of: Vec<_> = checked.iter().filter(|(j, _)| j.kind == kind).collect();
        let found = of.iter().filter(|(_, p)| *p >= THRESHOLD).count();
        println!("{kind}: {found} of {} taken for conflicts", of.len());
    }
}
