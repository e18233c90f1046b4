//! What each stage of an analysis costs, on article JSONL: `cargo run --release -p
//! secondsource-analysis --example stages FILE [ARTICLES]`. One thread; seconds and the share of
//! the language layer's.

use language::{Annotator, Model};
use lexicon::Lexicon;
use std::time::{Duration, Instant};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().expect("a file of articles");
    let most = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(usize::MAX);
    let lexicon = Lexicon::english();
    let bytes = std::fs::read(&path).expect("the file can be read");
    let documents = ingest::read(&path, &bytes, lexicon).documents;
    let documents = &documents[..documents.len().min(most)];
    let mut annotator = Annotator::new(Model::english());
    let mut spent: Vec<(&str, Duration)> = Vec::new();
    for document in documents {
        let mut at = Instant::now();
        let mut done = |stage: &'static str| {
            let took = at.elapsed();
            match spent.iter_mut().find(|(known, _)| *known == stage) {
                Some((_, total)) => *total += took,
                None => spent.push((stage, took)),
            }
            at = Instant::now();
        };
        analysis::analyse_by_stages(document, &mut annotator, lexicon, &mut done);
    }
    println!("{} articles", documents.len());
    let language = spent.first().map_or(0.0, |(_, total)| total.as_secs_f64());
    for (stage, total) in &spent {
        let seconds = total.as_secs_f64();
        println!("{seconds:8.3} s {:6.1} % {stage}", 100.0 * seconds / language);
    }
}
