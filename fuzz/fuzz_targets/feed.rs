//! Feeds and agency files, in XML and in JSON: any bytes give documents or notices.
#![no_main]

use lexicon::Lexicon;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let heads: [&[u8]; 6] = [
        b"<rss version='2.0'><channel><item>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>",
        b"<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'>",
        b"<urlset><url>",
        b"<opml><body>",
        b"{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[",
    ];
    let Some((which, rest)) = bytes.split_first() else { return };
    let input = [heads[usize::from(*which) % heads.len()], rest].concat();
    let ingested = ingest::read("x", &input, Lexicon::english());
    assert!(!ingested.documents.is_empty() || !ingested.notices.is_empty());
});
