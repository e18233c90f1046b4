//! The `[words]{label}` notation: what parses prints back and parses to the same.
#![no_main]

use document::markup::{parse, print};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|marked: &str| {
    if let Ok((plain, marks)) = parse(marked) {
        let printed = print(&plain, &marks).expect("parsed marks nest");
        assert_eq!(parse(&printed).expect("printed text parses"), (plain, marks));
    }
});
