//! Article JSONL: every line is an article, a notice or blank.
#![no_main]

use lexicon::Lexicon;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let ingested = ingest::read("x.jsonl", bytes, Lexicon::english());
    let lines = bytes.split(|b| *b == b'\n').filter(|l| !l.trim_ascii().is_empty()).count();
    assert!(ingested.documents.len() <= lines);
    assert!(ingested.documents.len() + ingested.notices.len() >= lines);
});
