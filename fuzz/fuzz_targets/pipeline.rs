//! Files of a spaCy pipeline (MessagePack, JSON, numpy): any bytes are refused or give a model that
//! reads texts.
#![no_main]

use language::{Annotator, Model, compact_from_files};
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeMap;

const TEXT: &str = "Ilva Renn's ferry didn't sail to Larne on Monday, said echo.test.";

/// The files, by number.
const NAMES: [&str; 14] = [
    "meta.json",
    "tokenizer",
    "vocab/lookups.bin",
    "vocab/vectors",
    "vocab/key2row",
    "tok2vec/model",
    "tagger/model",
    "tagger/cfg",
    "parser/model",
    "parser/moves",
    "attribute_ruler/patterns",
    "lemmatizer/lookups/lookups.bin",
    "ner/model",
    "ner/moves",
];

// The number of a file, its length in two bytes, and its bytes; and so on.
fuzz_target!(|bytes: &[u8]| {
    let (mut files, mut rest) = (BTreeMap::new(), bytes);
    while let [number, low, high, after @ ..] = rest {
        let length = usize::from(u16::from_le_bytes([*low, *high])).min(after.len());
        let (file, next) = after.split_at(length);
        files.insert(NAMES[usize::from(*number) % NAMES.len()], file.to_vec());
        rest = next;
    }
    if let Ok(compact) = compact_from_files(&|name| Ok(files.get(name).cloned()))
        && let Ok(model) = Model::from_bytes(&compact)
    {
        for token in &Annotator::new(&model).annotate(TEXT).tokens {
            assert!(TEXT.get(token.start as usize..token.end as usize).is_some());
        }
    }
});
