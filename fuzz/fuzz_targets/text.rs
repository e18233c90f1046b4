//! Plain text and HTML: any bytes give documents whose blocks cover the text in order, or notices.
#![no_main]

use lexicon::Lexicon;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for path in ["x.txt", "x.html"] {
        let ingested = ingest::read(path, bytes, Lexicon::english());
        assert!(!ingested.documents.is_empty() || !ingested.notices.is_empty());
        for document in ingested.documents {
            let mut at = 0;
            for block in &document.blocks {
                assert!(document.text.as_str()[at..block.span.start()].trim().is_empty());
                at = block.span.end();
            }
            assert!(document.text.as_str()[at..].trim().is_empty());
        }
    }
});
