//! The program: reads piles, prints briefs. The only crate that knows the command line, files and
//! threads.

mod analyze;
mod backup;
mod brief;
mod check;
mod cli;
mod clock;
mod diff;
mod event_rows;
mod explain;
mod export;
mod extract;
mod fail_on;
mod fetch;
mod fitted;
mod import;
mod intake;
mod mcp;
mod measure;
mod output;
mod phrase;
mod pile;
mod remember;
mod reuse;
mod search;
mod serve;
mod shelf;
mod show;
mod stories;
mod watch;
mod weaving;
mod why;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let command = cli::Cli::parse_from(search::arguments(std::env::args_os().collect()));
    match command.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("secondsource: {error:#}");
            ExitCode::from(match () {
                () if error.is::<fail_on::Matched>() => 1,
                () if output::is_misuse(&error) => 2,
                () => 3,
            })
        }
    }
}
