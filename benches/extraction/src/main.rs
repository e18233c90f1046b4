//! Pages a second of our extraction and of two other crates, one core, side by side.
//!
//! `cargo run --release -- PAGES…`: the pages are read into memory first. Each extractor goes over
//! all of them three times in turn; the best time counts, of the clock and of the processor (as
//! Linux counts it for the thread, so that what else runs matters little). `python.py` beside
//! this does the same for Python's.

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
    let mut best = [[Duration::MAX; 2]; 3];
    let least = |best: &mut [Duration; 2], times: [Duration; 2]| {
        *best = [best[0].min(times[0]), best[1].min(times[1])];
    };
    for _ in 0..ROUNDS {
        least(&mut best[0], time(pages.len(), ours));
        least(&mut best[1], time(pages.len(), smoothie));
        least(&mut best[2], time(pages.len(), trafilatura));
    }
    for (name, times) in ["secondsource", "dom_smoothie", "trafilatura (crate)"].iter().zip(best) {
        let [clock, processor] = times.map(|time| pages.len() as f64 / time.as_secs_f64());
        println!("{name}: {clock:.0} pages/s by the clock, {processor:.0} by the processor");
    }
}

/// How long an extractor takes for all pages, by the clock and by the processor.
fn time(n: usize, extract: impl Fn(usize) -> usize) -> [Duration; 2] {
    let (start, before) = (Instant::now(), processor());
    let found: usize = (0..n).map(extract).sum();
    assert!(found > 0, "no page gave a text");
    [start.elapsed(), processor() - before]
}

/// How long the processor has worked for this thread.
fn processor() -> Duration {
    let spent = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux says it");
    let first = spent.split(' ').next().and_then(|part| part.parse().ok());
    Duration::from_nanos(first.expect("nanoseconds stand first"))
}
