//! Pages of one site, read together: five of our own writing (`tests/site/`). One is so short that
//! the model takes a teaser for part of its article.

use ingest::html::{Judged, Sites, judgements};
use lexicon::Lexicon;
use std::{fs, path::Path};

const TEASER: &str = "The old salt house";
const PARAGRAPH: &str = "All are well.";

/// The pages with their paths, in the order of their names; the short one is the last.
fn pages() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site");
    let mut pages: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .expect("the folder of pages")
        .map(|entry| entry.expect("readable").path())
        .map(|path| (path.display().to_string(), fs::read(&path).expect("a page")))
        .collect();
    pages.sort();
    pages
}

fn learn<'p>(pages: impl IntoIterator<Item = &'p (String, Vec<u8>)>) -> Sites {
    let sketches = |(path, bytes): &(String, Vec<u8>)| {
        ingest::read_of(&Sites::default(), path, bytes, Lexicon::english()).sketches
    };
    let sketches: Vec<_> = pages.into_iter().flat_map(sketches).collect();
    Sites::learn(&sketches)
}

fn text(sites: &Sites, (path, bytes): &(String, Vec<u8>)) -> String {
    let read = ingest::read_of(sites, path, bytes, Lexicon::english());
    read.documents[0].text.as_str().to_string()
}

fn judged(sites: &Sites, (path, bytes): &(String, Vec<u8>)) -> Vec<Judged> {
    judgements(path, bytes, Lexicon::english(), sites)
}

#[test]
fn other_pages_of_a_site_show_what_is_article_and_what_is_not() {
    let (pages, alone) = (pages(), Sites::default());
    let together = learn(&pages);
    let (short, long) = pages.split_last().expect("pages");
    let before = text(&alone, short);
    assert!(before.contains(TEASER), "{before}");
    let after = text(&together, short);
    assert!(!after.contains(TEASER) && after.contains(PARAGRAPH), "{after}");
    for page in long {
        assert_eq!(text(&alone, page), text(&together, page));
    }
}

#[test]
fn the_reason_is_named() {
    let pages = pages();
    let judged = judged(&learn(&pages), &pages[4]);
    let teaser = judged.iter().find(|block| block.words.starts_with(TEASER)).expect("the teaser");
    let (reason, mean, by) = &teaser.because[0];
    assert_eq!((reason.as_str(), teaser.is_kept), ("site place", false));
    assert!(*mean < -1.0 && *by < -1.0, "{mean} {by}");
}

#[test]
fn order_and_repeats_make_no_difference_and_two_pages_are_too_few() {
    let pages = pages();
    let together = judged(&learn(&pages), &pages[4]);
    let twice = learn(pages.iter().rev().chain(&pages));
    assert_eq!(judged(&twice, &pages[4]), together);
    let alone = judged(&Sites::default(), &pages[4]);
    assert_ne!(alone, together);
    assert_eq!(judged(&learn(&pages[3..]), &pages[4]), alone);
    assert_eq!(judged(&learn([&pages[3], &pages[4], &pages[4]]), &pages[4]), alone);
}

#[test]
fn an_article_in_scripts_is_read_whatever_other_pages_show() {
    let page = r#"<!doctype html><html lang="en"><head><title>Tug crew saved | Harbour Post</title>
        <link rel="canonical" href="https://www.harbourpost.example/js">
        <meta property="og:site_name" content="Harbour Post"></head><body>
        <div class="u-main"><h1>Tug crew saved</h1><div class="u-text">
        <p>A lifeboat took four men off a tug.</p></div></div>
        <script>window.state = {"title": "Tug crew saved", "html":
        "<p>A lifeboat took four men off a tug that was sinking outside the harbour on Sunday night,
        the port authority of Vell said on Monday.</p><p>The tug had lost its engine in a storm that
        came from the west, and its crew had called for help at nine in the evening.</p><p>The four
        men were taken to the hospital of Vell, where doctors said that nobody was badly hurt.</p>"}
        </script></body></html>"#;
    let page = ("js.html".to_string(), page.split_whitespace().collect::<Vec<_>>().join(" "));
    let page = (page.0, page.1.into_bytes());
    let together = learn(pages().iter().chain([&page]));
    let read = text(&together, &page);
    assert!(read.contains("nobody was badly hurt"), "{read}");
}
