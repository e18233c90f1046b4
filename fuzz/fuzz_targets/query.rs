//! Searches: any text finds something, nothing, or is refused with a place that it has.
#![no_main]

mod shelf;

use libfuzzer_sys::fuzz_target;
use library::{Error, Order, Search, query};

fuzz_target!(|text: &str| {
    let read = query::parse(text);
    shelf::with(|library| {
        for order in [Order::Best, Order::Newest] {
            let search =
                Search { text: text.into(), limit: 10, details: true, order, ..Search::default() };
            match (library.search(&search), &read) {
                (Ok(_), Ok(_)) => {}
                (Err(Error::Query { at, .. }), _) => assert!(at <= text.chars().count()),
                (answer, _) => panic!("{text:?}: {answer:?}, read as {read:?}"),
            }
        }
    });
});
