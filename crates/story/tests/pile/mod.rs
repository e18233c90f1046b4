//! Texts of our own as reports, in order: `0.txt`, `1.txt` and so on.

use language::{Annotator, Model};
use lexicon::Lexicon;
use story::Report;

pub fn reports(texts: &[&str]) -> Vec<Report> {
    let (lexicon, mut annotator) = (Lexicon::english(), Annotator::new(Model::english()));
    let reports = texts.iter().enumerate().map(|(i, text)| {
        let name = format!("{i}.txt");
        let document = ingest::read(&name, text.as_bytes(), lexicon).documents.remove(0);
        let analysis = analysis::analyse(&document, &mut annotator, lexicon);
        Report { document, analysis }
    });
    reports.collect()
}
