//! Bytes to [`Document`]s: what an input is, in which encoding, and what its parts are.
//!
//! [`read`] looks at the bytes and chooses: a container to unpack, article JSONL, a feed or agency
//! file, an HTML page, or plain text. Each becomes frozen text with labelled blocks. Nothing here
//! fails: what could not be read is a [`Notice`], and the rest is kept.

mod address;
pub mod asking;
mod bundle;
mod container;
mod credit;
mod decode;
mod feed;
pub mod furniture;
pub mod html;
mod jsonl;
mod language;
mod layout;
mod moment;
mod news_json;
mod pdf;
mod repeat;
mod script;
mod warc;

pub use moment::is_iso8601;
pub use repeat::label_repeats;
pub use script::is_unspaced;
pub use warc::{WarcPage, WarcPages};

use document::{Document, Link, Metadata, Notice, NoticeCode, Text};
use html::{Sites, Sketch};
use layout::Given;
use lexicon::Lexicon;
use sha2::{Digest, Sha256};
use std::ops::Range;

/// Longest text of one document. Longer ones are cut between two lines. 8 MiB is about 1,400,000
/// words: no article, but a day's agency wire pasted into one file.
pub const TEXT_BYTES_MAX: usize = 8 << 20;

/// Longest line of a JSONL file.
pub const LINE_BYTES_MAX: usize = 16 << 20;

/// What reading an input gave.
#[derive(Debug, Default)]
pub struct Ingested {
    /// The documents, in input order.
    pub documents: Vec<Document>,
    /// What a reader should know.
    pub notices: Vec<Notice>,
    /// What each HTML page shows of its site, if pages are read together.
    pub sketches: Vec<Sketch>,
}

/// Bytes from which a feed is known.
const FEED_BYTES: usize = 4 << 10;

/// Whether some bytes are a feed: RSS, RDF, Atom or a JSON Feed.
pub fn is_feed(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(FEED_BYTES)]);
    head.contains(news_json::FEED) || matches!(feed::kind(&head), Some(feed::Kind::Feed))
}

/// Reads one input. `path` is shown in notices and kept in the document; the document's name is
/// its last part. Cost: linear in the bytes.
pub fn read(path: &str, bytes: &[u8], lexicon: &Lexicon) -> Ingested {
    read_at(path, bytes, 0, lexicon, None)
}

/// The same for an input whose pages are read together with others: `sites` is what is known of
/// those so far, and what each page shows is told.
pub fn read_of(sites: &Sites, path: &str, bytes: &[u8], lexicon: &Lexicon) -> Ingested {
    read_at(path, bytes, 0, lexicon, Some(sites))
}

/// Reads an input that lies in `depth` containers.
pub(crate) fn read_at(
    path: &str,
    bytes: &[u8],
    depth: usize,
    lexicon: &Lexicon,
    sites: Option<&Sites>,
) -> Ingested {
    let mut ingested = Ingested::default();
    let within = container::Within { depth, lexicon, sites };
    if container::read(path, bytes, within, &mut ingested) {
        if ingested.documents.is_empty() && ingested.notices.is_empty() {
            ingested.notices.push(Notice::new(NoticeCode::Empty, path, "no text"));
        }
        return ingested;
    }
    if pdf::read(path, bytes, lexicon, &mut ingested) {
        return ingested;
    }
    if news_json::read(path, bytes, lexicon, &mut ingested) {
        return ingested;
    }
    if jsonl::looks_like(path, bytes) {
        jsonl::read(path, bytes, lexicon, &mut ingested);
        return ingested;
    }
    match decode::decode(bytes) {
        Err(notice) => ingested.notices.push(Notice { place: path.to_string(), ..notice }),
        Ok((text, problem)) => {
            ingested.notices.extend(problem.map(|n| Notice { place: path.to_string(), ..n }));
            read_text(path, bytes, text, (lexicon, sites), &mut ingested);
        }
    }
    ingested
}

fn read_text(
    path: &str,
    bytes: &[u8],
    text: String,
    (lexicon, sites): (&Lexicon, Option<&Sites>),
    out: &mut Ingested,
) {
    if let Some(kind) = feed::kind(&text) {
        feed::read(path, &text, kind, lexicon, out);
        return;
    }
    let (body, metadata) = if html::looks_like(path, &text) {
        let page = html::read(&text, lexicon, sites);
        out.sketches.extend(sites.map(|_| page.sketch));
        if let Some(limit) = page.limit {
            let message = format!("{limit}: the rest of the page was not read");
            out.notices.push(Notice::new(NoticeCode::TooLong, path, message));
        }
        for message in page.cuts.messages() {
            out.notices.push(Notice::new(NoticeCode::TooLong, path, message));
        }
        if page.text.is_empty() {
            let message = "no main text could be told from the page's furniture";
            out.notices.push(Notice::new(NoticeCode::NoMainText, path, message));
            return;
        }
        for reason in page.partial {
            out.notices.push(Notice::new(NoticeCode::Partial, path, reason));
        }
        if html::is_day_of_change(&page.metadata) {
            let message = "no day of publication but that of its last change: taken for both";
            out.notices.push(Notice::new(NoticeCode::LastChange, path, message));
        }
        (Body { text: page.text, given: page.given }, page.metadata)
    } else {
        (Body::plain(text), Metadata::default())
    };
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let from = Origin { name, path, sha256: hex_sha256(bytes) };
    out.documents.extend(documents(from, body, metadata, lexicon, &mut out.notices));
}

/// A text and what is known of its parts.
struct Body {
    text: String,
    given: Given,
}

impl Body {
    /// A text of which nothing is known.
    fn plain(text: String) -> Body {
        Body { text, given: Given::default() }
    }
}

/// Where a document's bytes came from.
struct Origin<'a> {
    name: &'a str,
    path: &'a str,
    sha256: String,
}

/// The documents of a text: one, or, if it bundles reports on matters of their own, one for each of
/// them, named after it and numbered. None, with a notice, if there is no text.
fn documents(
    from: Origin<'_>,
    body: Body,
    metadata: Metadata,
    lexicon: &Lexicon,
    notices: &mut Vec<Notice>,
) -> Vec<Document> {
    let are_entries = !body.given.items.is_empty();
    let Some(whole) = document(from, body, metadata, lexicon, notices) else { return Vec::new() };
    let reports = if are_entries { Vec::new() } else { bundle::reports(&whole) };
    if reports.is_empty() {
        return vec![whole];
    }
    let message = format!("{} reports on matters of their own, each read as one", reports.len());
    notices.push(Notice::new(NoticeCode::Bundle, &whole.path, message));
    let read = |(n, report): (usize, bundle::Report)| {
        let name = format!("{}#{}", whole.name, n + 1);
        let from = Origin { name: &name, path: &whole.path, sha256: whole.sha256.clone() };
        let title = report.heading.or(whole.metadata.title.clone());
        let metadata = Metadata { title, ..whole.metadata.clone() };
        document(from, Body::plain(report.text), metadata, lexicon, notices)
    };
    reports.into_iter().enumerate().filter_map(read).collect()
}

/// Freezes a text and labels its parts. `None`, with a notice, if there is no text.
fn document(
    from: Origin<'_>,
    body: Body,
    mut metadata: Metadata,
    lexicon: &Lexicon,
    notices: &mut Vec<Notice>,
) -> Option<Document> {
    let Body { mut text, given } = body;
    if text.trim().is_empty() {
        notices.push(Notice::new(NoticeCode::Empty, from.path, "no text"));
        return None;
    }
    if text.len() > TEXT_BYTES_MAX {
        let kept = cut_between_lines(&text, TEXT_BYTES_MAX);
        let message = format!("{} bytes, of which the first {kept} were kept", text.len());
        notices.push(Notice::new(NoticeCode::TooLong, from.path, message));
        text.truncate(kept);
    }
    let id = Document::id_of(from.name, &text);
    let text = Text::freeze(id, text);
    let layout = layout::label(&text, &metadata, &given, lexicon);
    let link = |(range, url): (Range<usize>, String)| Some(Link { span: text.span(range)?, url });
    let links = given.links.into_iter().filter_map(link).collect();
    metadata.url = metadata.url.map(|url| address::canonical(&url));
    language::complete(&text, &layout.blocks, from.path, &mut metadata, notices);
    Some(Document {
        id,
        name: from.name.to_string(),
        path: from.path.to_string(),
        sha256: from.sha256,
        text,
        blocks: layout.blocks,
        items: layout.items,
        credits: layout.credits,
        links,
        metadata,
    })
}

/// The end of the last whole line within `limit` bytes; of the last word or character if the
/// first line alone is longer.
fn cut_between_lines(text: &str, limit: usize) -> usize {
    let limit = text.floor_char_boundary(limit);
    let kept = &text[..limit];
    kept.rfind('\n').or_else(|| kept.rfind(' ')).filter(|&at| at > 0).unwrap_or(limit)
}

fn hex_sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_one(path: &str, bytes: &[u8]) -> Ingested {
        read(path, bytes, Lexicon::english())
    }

    #[test]
    fn an_empty_a_blank_and_a_binary_input_are_one_notice_each() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0".as_slice();
        let cases = [(b"".as_slice(), "I002"), (b" \n\t ", "I002"), (png, "I003")];
        for (bytes, code) in cases {
            let ingested = read_one("x.txt", bytes);
            assert!(ingested.documents.is_empty());
            let codes: Vec<_> = ingested.notices.iter().map(|n| n.code.as_str()).collect();
            assert_eq!(codes, [code]);
        }
    }

    #[test]
    fn a_line_of_fifty_megabytes_is_cut_and_said() {
        let long = "word ".repeat(10 << 20);
        let ingested = read_one("long.txt", long.as_bytes());
        assert_eq!(ingested.notices[0].code, NoticeCode::TooLong);
        assert!(ingested.documents[0].text.as_str().len() <= TEXT_BYTES_MAX);
        let line = format!("{{\"id\":1,\"text\":\"{}\"}}\n{{\"id\":2,\"text\":\"short\"}}\n", long);
        let ingested = read_one("long.jsonl", line.as_bytes());
        assert_eq!(ingested.notices[0].code, NoticeCode::LineTooLong);
        assert_eq!(ingested.documents[0].name, "2");
    }

    proptest! {
        #[test]
        fn any_bytes_give_documents_or_notices_and_never_a_panic(bytes: Vec<u8>) {
            for path in ["x.txt", "x.html", "x.jsonl", "-"] {
                let ingested = read_one(path, &bytes);
                prop_assert!(!ingested.documents.is_empty() || !ingested.notices.is_empty());
            }
        }

        #[test]
        fn blocks_are_in_order_and_cover_every_word(text in "([A-Za-z“”.?!»|:@© ]{0,60}\n{1,2}){0,12}") {
            for document in read_one("x.txt", text.as_bytes()).documents {
                let mut at = 0;
                for block in &document.blocks {
                    prop_assert!(block.span.start() >= at);
                    prop_assert!(document.text.as_str()[at..block.span.start()].trim().is_empty());
                    at = block.span.end();
                }
                prop_assert!(document.text.as_str()[at..].trim().is_empty());
            }
        }
    }
}
