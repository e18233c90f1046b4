//! A small library for the targets that ask one.

use lexicon::Lexicon;
use library::{Facts, Incoming, Library, NamedFact, QuotationFact};
use std::{cell::RefCell, fs};

const PILE: &str = "{\"id\":\"a\",\"publisher\":\"Echo\",\"published\":\"2031-04-09T08:00Z\",\
\"title\":\"The ferry sails again\",\"text\":\"Ilva Renn said the ferry would sail on Monday.\"}\n\
{\"id\":\"b\",\"publisher\":\"Post\",\"published\":\"2031-04-10\",\"title\":\"No ferry\",\
\"text\":\"The ferry did not sail, Café Noir of Larne reported on Tuesday.\"}\n";

thread_local! {
    static LIBRARY: RefCell<Library> = RefCell::new(made());
}

/// Does something with the library of this process.
pub fn with<T>(done: impl FnOnce(&Library) -> T) -> T {
    LIBRARY.with_borrow(|library| done(library))
}

fn made() -> Library {
    let name = format!("secondsource-fuzz-{}.db", std::process::id());
    let path = std::env::temp_dir().join(name);
    let mut library = Library::open(&path, "fuzz").expect("opened");
    // The file goes with the process.
    let _ = fs::remove_file(&path);
    let documents = ingest::read("pile.jsonl", PILE.as_bytes(), Lexicon::english()).documents;
    let name = NamedFact {
        kind: "person".into(),
        name: "Ilva Renn".into(),
        mentions: 1,
        quoted: 1,
        start: 0,
        end: 9,
    };
    let said = QuotationFact {
        kind: "indirect".into(),
        speaker: Some("Ilva Renn".into()),
        start: 15,
        end: 45,
    };
    let facts = Facts { names: vec![name], quotations: vec![said], codes: vec!["010".into()] };
    for document in &documents {
        let incoming = Incoming { document, original: None, facts: &facts, story: None };
        library.add(&[incoming], "fuzz", "2031-04-11").expect("stored");
    }
    library
}
