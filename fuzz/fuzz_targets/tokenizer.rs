//! The tokenizer: tokens lie in order on character boundaries and cover all but white space.
#![no_main]

use language::{Annotator, Model};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut annotator = Annotator::new(Model::english());
    let parse = annotator.names(text);
    let mut at = 0;
    for token in &parse.tokens {
        let (start, end) = (token.start as usize, token.end as usize);
        assert!(at <= start && start < end);
        assert!(text[at..start].trim().is_empty());
        assert!(text.is_char_boundary(end));
        at = end;
    }
    assert!(text[at..].trim().is_empty());
});
