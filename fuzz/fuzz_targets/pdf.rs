//! PDF files: any bytes after the mark give a document or a notice.
#![no_main]

use lexicon::Lexicon;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let file = [b"%PDF-1.5\n".as_slice(), bytes].concat();
    let ingested = ingest::read("x.pdf", &file, Lexicon::english());
    assert!(!ingested.documents.is_empty() || !ingested.notices.is_empty());
});
