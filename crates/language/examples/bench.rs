//! Measures words per second on one thread, for the comparison in `tests/speed.py`.
//!
//! usage: bench all|names [BATCH] < TEXTS
//! TEXTS has one JSON string per line. The words of a text are what white space separates. The
//! figure counts the CPU time (where the system does not tell it, the time on the clock) of one
//! pass with cold caches; the time to load the model is apart.

use std::error::Error;
use std::hint::black_box;
use std::io::BufRead;
use std::sync::LazyLock;
use std::time::Instant;

use language::{Annotator, Model};

fn main() -> Result<(), Box<dyn Error>> {
    let names = match std::env::args().nth(1).as_deref() {
        Some("all") => false,
        Some("names") => true,
        _ => return Err("usage: bench all|names [BATCH] < TEXTS".into()),
    };
    let batch: usize = std::env::args().nth(2).map_or(Ok(64), |n| n.parse())?;
    let lines = std::io::stdin().lock().lines();
    let texts: Vec<String> = lines
        .map(|line| Ok::<_, Box<dyn Error>>(serde_json::from_str(&line?)?))
        .collect::<Result<_, _>>()?;
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let words: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();
    let start = seconds();
    let mut annotator = Annotator::new(Model::english());
    let load = seconds() - start;
    let start = seconds();
    let mut tokens = 0;
    for texts in texts.chunks(batch) {
        let parses =
            if names { annotator.names_batch(texts) } else { annotator.annotate_batch(texts) };
        tokens += black_box(&parses).iter().map(|parse| parse.tokens.len()).sum::<usize>();
    }
    let seconds = seconds() - start;
    println!("{words} words, {tokens} tokens, {seconds:.2} s, loaded in {load:.3} s");
    println!("{:.0} words/s, {:.0} tokens/s", words as f64 / seconds, tokens as f64 / seconds);
    Ok(())
}

/// Seconds this process has computed.
fn seconds() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let clock = START.elapsed().as_secs_f64();
    let Ok(text) = std::fs::read_to_string("/proc/self/schedstat") else { return clock };
    let first = text.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok());
    first.map_or(clock, |nanoseconds| nanoseconds * 1e-9)
}
