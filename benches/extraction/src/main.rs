//! Pages a second of our extraction and of two other crates, one core, side by side.
//!
//! `cargo run --release -- PAGES…`: the pages are read into memory first. Each extractor goes over
//! all of them three times in turn; the best time counts. `python.py` beside this does the
//! same for Python's.

use std::time::{Duration, Instant};

/// Rounds over all pages; the best one counts.
const ROUNDS: usize = 3;

fn main() {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let read = |path: &String| Some((path.clone(), std::fs::read(path).ok()?));
    let pages: Vec<(String, Vec<u8>)> = paths.iter().filter_map(read).collect();
    let texts: Vec<String> =
        pages.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect();
    let lexicon = lexicon::Lexicon::english();
    let ours = |i: usize| ingest::read(&pages[i].0, &pages[i].1, lexicon).documents.len();
    let smoothie = |i: usize| {
        let config = dom_smoothie::Config::default();
        let readability = dom_smoothie::Readability::new(texts[i].as_str(), None, Some(config));
        usize::from(readability.is_ok_and(|mut r| r.parse().is_ok()))
    };
    let trafilatura = |i: usize| {
        let options = trafilatura::Options::default();
        usize::from(trafilatura::extract(&texts[i], &options).is_ok())
    };
    let mut best = [Duration::MAX; 3];
    for _ in 0..ROUNDS {
        best[0] = best[0].min(time(pages.len(), ours));
        best[1] = best[1].min(time(pages.len(), smoothie));
        best[2] = best[2].min(time(pages.len(), trafilatura));
    }
    for (name, time) in ["secondsource", "dom_smoothie", "trafilatura (crate)"].iter().zip(best) {
        println!("{name}: {:.0} pages/s", pages.len() as f64 / time.as_secs_f64());
    }
}

/// How long an extractor takes for all pages.
fn time(n: usize, extract: impl Fn(usize) -> usize) -> Duration {
    let start = Instant::now();
    let found: usize = (0..n).map(extract).sum();
    assert!(found > 0, "no page gave a text");
    start.elapsed()
}
