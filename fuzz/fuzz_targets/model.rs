//! Compact model files: the file that is part of the program, damaged anywhere, is refused or
//! finds something else.
#![no_main]

use language::{Annotator, Model, Vectors};
use libfuzzer_sys::fuzz_target;

const TEXT: &str = "Ilva Renn's ferry didn't sail to Larne on Monday, said echo.test.";

/// Bytes of a place at which something is written, and of what is written there.
const PLACE: usize = 4;
const WRITTEN: usize = 4;

// The first byte says what becomes of the file; then come places with what is written there. A
// place is counted from the beginning of the section of a number.
fuzz_target!(|bytes: &[u8]| {
    let Some((kind, edits)) = bytes.split_first() else { return };
    match kind % 4 {
        0 => {
            let _ = Model::from_bytes(edits).map(|model| annotated(&model));
            let _ = Vectors::from_bytes(edits).map(|vectors| vectors.embed(TEXT));
        }
        1 => {
            if let Ok(vectors) = Vectors::from_bytes(&edited(VECTORS, edits)) {
                assert_eq!(vectors.embed(TEXT).len(), vectors.width());
            }
        }
        _ => {
            if let Ok(model) = Model::from_bytes(&edited(Model::english().to_bytes(), edits)) {
                annotated(&model);
            }
        }
    }
});

const VECTORS: &[u8] = include_bytes!("../../models/potion-base-8m.bin");

fn annotated(model: &Model) {
    let parse = Annotator::new(model).annotate(TEXT);
    for token in &parse.tokens {
        assert!(TEXT.get(token.start as usize..token.end as usize).is_some());
    }
}

/// A file with what is said written into it, and its end cut off where a place lies behind it.
fn edited(good: &[u8], edits: &[u8]) -> Vec<u8> {
    let mut file = good.to_vec();
    let starts: Vec<usize> = starts(good).collect();
    for edit in edits.chunks_exact(PLACE + WRITTEN) {
        let [section, high, middle, low] = [edit[0], edit[1], edit[2], edit[3]].map(usize::from);
        let start = starts[section % starts.len()];
        let place = start + (high << 16 | middle << 8 | low);
        match file.get_mut(place..place + WRITTEN) {
            Some(there) => there.copy_from_slice(&edit[PLACE..]),
            None => file.truncate(place),
        }
    }
    file
}

/// Where the file begins, and its sections (`crates/language/src/compact.rs`).
fn starts(file: &[u8]) -> impl Iterator<Item = usize> {
    let n = u32::from_le_bytes([file[8], file[9], file[10], file[11]]) as usize;
    let start = |entry: &[u8]| {
        let start: [u8; 8] = entry[16..24].try_into().expect("eight bytes");
        u64::from_le_bytes(start) as usize
    };
    [0].into_iter().chain(file[12..].chunks_exact(32).take(n).map(start))
}
