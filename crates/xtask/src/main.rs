//! Chores of the repository: `cargo run -p xtask -- COMMAND`.

mod convert;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo run -p xtask -- convert WHEEL OUT";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args[..] {
        ["convert", wheel, out] => convert::run(wheel.as_ref(), out.as_ref()),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
