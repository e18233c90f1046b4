//! What each stage of an analysis costs, on article JSONL: `cargo run --release -p
//! secondsource-analysis --example stages FILE [ARTICLES]`. One thread; seconds and the share of
//! the language layer's.

use analysis::{claim, commitment, coreference, mention, quotation, quotation_mark, time};
use language::{Annotator, Model};
use lexicon::Lexicon;
use std::time::{Duration, Instant};

const STAGES: [&str; 6] =
    ["language", "names, coreference, quotations", "times", "claims", "commitments", "events"];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().expect("a file of articles");
    let most = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(usize::MAX);
    let lexicon = Lexicon::english();
    let bytes = std::fs::read(&path).expect("the file can be read");
    let documents = ingest::read(&path, &bytes, lexicon).documents;
    let mut annotator = Annotator::new(Model::english());
    let mut spent = [Duration::ZERO; STAGES.len()];
    let documents = &documents[..documents.len().min(most)];
    for document in documents {
        let mut at = Instant::now();
        let mut lap = |stage: usize| {
            spent[stage] += at.elapsed();
            at = Instant::now();
        };
        let syntax = analysis::Syntax::of(document, &mut annotator);
        lap(0);
        let quoted = quotation_mark::find(document, &mut Vec::new());
        let mut mentions = mention::find(&syntax, lexicon);
        let chains = coreference::resolve(&syntax, lexicon, &quoted, &mut mentions);
        let found = quotation::Found::new(document, &syntax, &mentions, &chains, &quoted, lexicon);
        let quotations = quotation::find(&found);
        lap(1);
        let times = time::find(document, &syntax, lexicon);
        lap(2);
        let claims = claim::find(&syntax, &quotations, lexicon);
        lap(3);
        let published = document.metadata.published.as_deref().and_then(time::Day::parse);
        let stated = commitment::Found {
            syntax: &syntax,
            mentions: &mentions,
            chains: &chains,
            quotations: &quotations,
            times: &times,
            published,
            claims: &claims,
            lexicon,
        };
        commitment::find(&stated);
        lap(4);
        let told = analysis::event::Found {
            syntax: &syntax,
            mentions: &mentions,
            times: &times,
            quotations: &quotations,
            claims: &claims,
            lexicon,
        };
        analysis::event::find(&told);
        lap(5);
    }
    println!("{} articles", documents.len());
    for (stage, time) in STAGES.iter().zip(spent) {
        let share = time.as_secs_f64() / spent[0].as_secs_f64();
        println!("{:8.3} s {:6.1} % {stage}", time.as_secs_f64(), 100.0 * share);
    }
}
