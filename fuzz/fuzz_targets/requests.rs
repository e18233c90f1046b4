//! What the server is asked: any address, form, JSON or line of a tool's caller gets an answer, and
//! leads nowhere but to the server.
#![no_main]

mod shelf;

use analysis::analyse;
use dossier::{Provenance, present};
use language::{Annotator, Model};
use lexicon::Lexicon;
use libfuzzer_sys::fuzz_target;
use std::{
    cell::RefCell,
    sync::{Arc, LazyLock},
};
use story::{Corrections, Report};
use web::{Desk, Method, Request, Room, respond, review};

const PILE: [(&str, &str); 3] = [
    ("1.txt", include_str!("../../examples/pile/01-farwire-detainees.txt")),
    ("2.txt", include_str!("../../examples/pile/02-harbourpost-detainees.txt")),
    ("3.jsonl", include_str!("../../examples/pile/03-kestrel-monitor.jsonl")),
];

static ROOM: LazyLock<Arc<Room>> = LazyLock::new(|| {
    let lexicon = Lexicon::english();
    let mut annotator = Annotator::new(Model::english());
    let read = |(path, text): (&str, &str)| ingest::read(path, text.as_bytes(), lexicon).documents;
    let reports = PILE.into_iter().flat_map(read).map(|document| {
        let analysis = analyse(&document, &mut annotator, lexicon);
        Report { document, analysis }
    });
    let (stories, notices) = story::stories(reports.collect(), lexicon, &Corrections::default());
    let [version, model, model_hash, lexicon_hash] = ["1", "m", "h", "h"].map(String::from);
    let made_by = Provenance { version, model, model_hash, lexicon_hash };
    Arc::new(Room::of(&present(&stories, &notices, &made_by)))
});

/// What forms of our pages bring with them.
const TOKEN: &str = "t";

// The first byte is the method; the first line is the address, the rest the body.
fuzz_target!(|bytes: &[u8]| {
    let Some((kind, rest)) = bytes.split_first() else { return };
    let rest = String::from_utf8_lossy(rest);
    let (address, body) = rest.split_once('\n').unwrap_or((&rest, ""));
    let method = [Method::Get, Method::Post, Method::Head, Method::Other][usize::from(kind % 4)];
    let form = ["application/x-www-form-urlencoded", "application/json"][usize::from(kind / 4 % 2)];
    let request = Request::new(method, address).with_body(form, body.as_bytes().to_vec());
    let corrected = RefCell::new(Vec::new());
    let desk = Desk {
        revision: ROOM.revision.clone(),
        size: (3, 1),
        room: &|_| Ok(Arc::clone(&ROOM)),
        shelf: None,
        review: review::Desk { token: TOKEN.into(), ..review::Desk::default() },
        feeds: Vec::new(),
        find: &|search| {
            shelf::with(|library| library.search(search).map_err(|error| error.to_string()))
        },
        correct: &|correction| {
            corrected.borrow_mut().push(correction);
            Ok(())
        },
    };
    let answer = respond(&desk, &request);
    assert!((200..600).contains(&answer.status));
    for (name, value) in &answer.headers {
        assert!(!value.contains(['\r', '\n']), "{name}: {value}");
        assert!(*name != "location" || value.starts_with('/') && !value.starts_with("//"));
    }
    let is_ours = method == Method::Post && request.field("token") == TOKEN;
    assert!(is_ours || corrected.borrow().is_empty(), "kept without its word");
    for line in rest.lines().take(3) {
        if let Some(reply) = web::mcp::reply(&desk, line) {
            assert!(!reply.contains('\n'));
        }
    }
});
