//! Pages: any bytes after the head of a page give documents or notices, and links, blocks and
//! items that lie in the text.
#![no_main]

use lexicon::Lexicon;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let page = [b"<!doctype html>".as_slice(), bytes].concat();
    let ingested = ingest::read("x.html", &page, Lexicon::english());
    assert!(!ingested.documents.is_empty() || !ingested.notices.is_empty());
    for document in ingested.documents {
        for link in &document.links {
            assert!(!document.text.words(link.span).trim().is_empty());
        }
    }
    ingest::html::judgements("x.html", &page, Lexicon::english(), &Default::default());
});
