//! Files of corrections: each line is a correction, said to be none, blank or a comment, and what
//! came of each is told once.
#![no_main]

use lexicon::Lexicon;
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeSet;
use story::Corrections;

const PILE: &str = "{\"id\":\"a\",\"url\":\"https://echo.test/a\",\"text\":\"The ferry sails.\"}\n\
{\"id\":\"b\",\"url\":\"https://post.test/b\",\"text\":\"No ferry sails.\"}\n";

fuzz_target!(|text: &str| {
    let corrections = Corrections::parse(text);
    let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let told = corrections.iter().count() + corrections.malformed.len();
    assert_eq!(told, lines.count().min(100_000));
    let documents = ingest::read("pile.jsonl", PILE.as_bytes(), Lexicon::english()).documents;
    let documents: Vec<_> = documents.iter().collect();
    let ties = corrections.ties(&documents);
    assert!(ties.iter().all(|tie| tie.a != tie.b && tie.a.max(tie.b) < documents.len()));
    let done: BTreeSet<usize> = ties.iter().map(|tie| tie.line).collect();
    assert_eq!(corrections.logged(&done).len(), told);
});
