//! `secondsource check`: whether the library is whole.

use crate::{
    cli::{Options, Shelf},
    output, shelf,
};
use anyhow::{Result, bail};
use std::fmt::Write;

/// Checks the library and prints what is in it.
///
/// # Errors
/// If anything is wrong with it.
pub fn run(json: bool, shelf: &Shelf, options: &Options) -> Result<()> {
    let library = shelf::open_existing(shelf)?;
    let checked = library.check(&shelf::made_by())?;
    let mut text = String::new();
    if json {
        text = serde_json::to_string_pretty(&checked)?;
        text.push('\n');
    } else {
        let lines = [
            (checked.current, "articles"),
            (checked.copies, "of them copies of others"),
            (checked.superseded, "earlier versions"),
            (checked.killed, "withdrawn"),
            (checked.stale, "analysed by another version (ingest --refresh)"),
            (checked.bytes, "bytes"),
        ];
        for (n, what) in lines {
            let _ = writeln!(text, "{n:>12} {what}");
        }
        checked.faults.iter().for_each(|fault| text.push_str(&format!("fault: {fault}\n")));
    }
    output::write(options, text.as_bytes())?;
    match checked.faults.len() {
        0 => Ok(()),
        n => bail!("{n} faults; `secondsource import` an export, or go back to a backup"),
    }
}
