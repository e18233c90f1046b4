//! An article with a million spans: every page about it is bounded.

use dossier::{
    BlockRecord, Cite, ClaimRecord, DocumentRecord, Dossier, QuotationRecord, StoryRecord,
};
use library::Found;
use std::{sync::Arc, time::Instant};
use web::{Desk, Method, Request, Room, respond, review, room::Part};

/// Spans of the article, half of them quotations and half claims.
const SPANS: usize = 1_000_000;

/// What is said again and again, with a script in it, and its code points.
const WORDS: &str = "<script>x</script> ";
const CHARS: usize = WORDS.len();

/// Bytes of the longest page: a mark is a link of some 200 bytes, and there are 4,000 at most.
const PAGE_BYTES_MAX: usize = 3 << 20;

fn cite(nth: usize) -> Cite {
    let start = nth * CHARS;
    Cite { document: "m".into(), start, end: start + CHARS - 1, exact: WORDS.trim().into() }
}

fn quotation(nth: usize) -> QuotationRecord {
    QuotationRecord {
        id: format!("quotation:{nth}"),
        document: "m".into(),
        kind: "direct".into(),
        content: cite(nth),
        ..QuotationRecord::default()
    }
}

fn claim(nth: usize) -> ClaimRecord {
    ClaimRecord {
        id: format!("claim:{nth}"),
        text: WORDS.into(),
        status: "single origin".into(),
        clear: true,
        origins: 1,
        documents: vec!["m".into()],
        evidence: vec![cite(nth)],
        ..ClaimRecord::default()
    }
}

fn hostile() -> Dossier {
    let (kind, end) = ("paragraph".into(), SPANS * CHARS);
    let document = DocumentRecord {
        id: "m".into(),
        title: Some(WORDS.repeat(3)),
        text: WORDS.repeat(SPANS),
        blocks: vec![BlockRecord { kind, reason: None, start: 0, end }],
        ..DocumentRecord::default()
    };
    let story = StoryRecord {
        id: "s".into(),
        title: WORDS.into(),
        documents: vec!["m".into()],
        digest: Vec::new(),
        cards: Vec::new(),
        questions: Vec::new(),
        matrix: dossier::MatrixRecord::default(),
        tracks: Vec::new(),
        meetings: Vec::new(),
        phrased: None,
    };
    Dossier {
        documents: vec![document],
        stories: vec![story],
        quotations: (0..SPANS).step_by(2).map(quotation).collect(),
        claims: (1..SPANS).step_by(2).map(claim).collect(),
        ..Dossier::default()
    }
}

#[test]
fn pages_about_an_article_with_a_million_spans_are_bounded() {
    let part = Arc::new(Part::of(hostile()));
    let room = Room { exact: vec![Arc::clone(&part)], shown: vec![part], ..Room::default() };
    let room = Arc::new(room);
    let desk = Desk {
        revision: "0123456789abcdef".into(),
        size: (1, 1),
        room: &|_| Ok(Arc::clone(&room)),
        shelf: None,
        review: review::Desk::default(),
        feeds: Vec::new(),
        find: &|_| Ok(Found::default()),
        correct: &|_| Ok(()),
    };
    let asked = "/stories/s/articles/m?at=9000000-9000018";
    let paths = [
        "/",
        "/stories/s",
        "/stories/s/articles/m",
        "/stories/s/articles/m?page=77",
        asked,
        "/stories/s/quotations?page=4000",
        "/stories/s/quotations?id=quotation_3a999998",
        "/stories/s/claims?q=script&page=3",
        "/publishers",
        "/entities",
        "/review",
        "/search?q=script",
        "/api/v1/stories/s/quotations?limit=250",
    ];
    for path in paths {
        let begun = Instant::now();
        let answer = respond(&desk, &Request::new(Method::Get, path));
        println!("{path}: {} bytes in {:.2?}", answer.body.len(), begun.elapsed());
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body.len() < PAGE_BYTES_MAX, "{path}: {} bytes", answer.body.len());
        let body = String::from_utf8(answer.body).expect("pages are UTF-8");
        assert!(path.starts_with("/api/") || !body.contains("<script>x"), "{path}");
        assert!(path != asked || body.contains("id=\"at\""), "the words asked for are marked");
    }
}
