//! An invented text as the analysis reads it.

use analysis::Analysis;
use document::Document;
use language::{Annotator, Model};
use lexicon::Lexicon;

pub fn read(text: &str) -> (Document, Analysis) {
    let lexicon = Lexicon::english();
    let document = ingest::read("a.txt", text.as_bytes(), lexicon).documents.remove(0);
    let analysis = analysis::analyse(&document, &mut Annotator::new(Model::english()), lexicon);
    (document, analysis)
}
