//! `secondsource diff`: what two records of a pile differ in.

use crate::{brief, cli::Options, fitted::fitted, output};
use anyhow::Result;
use dossier::page;
use std::path::Path;

/// Prints what `after` has, lacks and tells otherwise than `before`.
pub fn run(before: &Path, after: &Path, json: bool, options: &Options) -> Result<()> {
    let (before, after) = (brief::record(before)?, brief::record(after)?);
    let diff = dossier::diff(&before, &after);
    let printed = match json {
        true => serde_json::to_string_pretty(&diff)? + "\n",
        false => {
            let format = page::Format::Terminal { color: output::color(options), way: None };
            fitted(page::print_diff(&diff, &before, &after, format), options)
        }
    };
    output::write(options, printed.as_bytes())
}
