//! Containers, feeds and agency files: any bytes give documents or notices in bounded memory.
#![no_main]

use lexicon::Lexicon;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for path in ["x.warc", "x.zip", "x.eml", "x.mbox", "x.xml", "x.json"] {
        let ingested = ingest::read(path, bytes, Lexicon::english());
        assert!(!ingested.documents.is_empty() || !ingested.notices.is_empty());
    }
});
