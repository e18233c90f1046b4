//! Pages per second on one core:
//! `cargo run --release -p secondsource-ingest --example speed -- PAGES…`.

use lexicon::Lexicon;
use std::{env, fs, time::Instant};

fn main() {
    let pages: Vec<(String, Vec<u8>)> =
        env::args().skip(1).filter_map(|path| Some((path.clone(), fs::read(path).ok()?))).collect();
    let lexicon = Lexicon::english();
    let megabytes = pages.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() as f64 / 1e6;
    let mut words = 0;
    for what in ["warming up", "described for learning", "read whole"] {
        let start = Instant::now();
        for (path, bytes) in &pages {
            words += match what {
                "described for learning" => {
                    ingest::html::describe(&String::from_utf8_lossy(bytes), lexicon).texts.len()
                }
                _ => ingest::read(path, bytes, lexicon).documents.len(),
            };
        }
        let seconds = start.elapsed().as_secs_f64();
        let (rate, speed) = (pages.len() as f64 / seconds, megabytes / seconds);
        println!("{what}: {rate:.0} pages/s, {speed:.0} MB/s");
    }
    println!("{words} parts");
}
