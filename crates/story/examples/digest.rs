//! Digests of clusters of articles, for `score.py digest`: `digest CLUSTERS.jsonl`.
//!
//! A line of CLUSTERS has `id` and `articles`; each is put together as one story. Prints a line
//! with `id` and `text` for each.

use language::{Annotator, Model};
use lexicon::Lexicon;
use serde_json::{Value, json};
use std::error::Error;
use story::{Report, weave};

fn main() -> Result<(), Box<dyn Error>> {
    let (lexicon, mut annotator) = (Lexicon::english(), Annotator::new(Model::english()));
    for path in std::env::args().skip(1) {
        for line in std::fs::read_to_string(&path)?.lines() {
            let cluster: Value = serde_json::from_str(line)?;
            let articles = cluster["articles"].as_array().map_or(&[][..], Vec::as_slice);
            let jsonl: String = articles.iter().map(|article| format!("{article}\n")).collect();
            let documents = ingest::read("cluster.jsonl", jsonl.as_bytes(), lexicon).documents;
            let reports = documents.into_iter().map(|document| {
                let analysis = analysis::analyse(&document, &mut annotator, lexicon);
                Report { document, analysis }
            });
            let (story, _) = weave(reports.collect(), lexicon);
            let text: Vec<&str> = story.digest.iter().map(|l| l.sentence.value.as_str()).collect();
            println!("{}", json!({"id": cluster["id"], "text": text.join(" ")}));
        }
    }
    Ok(())
}
