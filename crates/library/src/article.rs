//! The article form of a document: one JSON object, the same that article JSONL has.
//!
//! A document is stored in this form and read back by `ingest`, so its blocks and credits are those
//! that today's program finds in the frozen text. What the parts of a page said of it, and was not
//! taken, is not in this form: it can be read again from the page, which is kept.

use crate::Error;
use document::{
    BlockKind::{Caption, Embed},
    Document,
};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use lexicon::Lexicon;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::io::{Read, Write};

/// Largest article or original taken out of the library, in bytes.
const INFLATED_BYTES_MAX: u64 = 4 << 30;

/// The article form, one line without its end.
pub fn line(document: &Document) -> String {
    let meta = &document.metadata;
    let mut fields = Map::new();
    fields.insert("id".into(), json!(document.name));
    let known = [
        ("url", &meta.url),
        ("title", &meta.title),
        ("publisher", &meta.publisher),
        ("published", &meta.published),
        ("updated", &meta.updated),
        ("language", &meta.language),
        ("section", &meta.section),
    ];
    for (key, value) in known {
        if let Some(value) = value {
            fields.insert(key.into(), json!(value));
        }
    }
    if !meta.authors.is_empty() {
        fields.insert("authors".into(), json!(meta.authors));
    }
    fields.insert("text".into(), json!(document.text.as_str()));
    let place = |span| {
        let range = document.text.code_points(span);
        (range.start, range.end)
    };
    let shown = document.blocks.iter().filter(|b| matches!(b.kind, Caption | Embed));
    let shown: Vec<Value> = shown
        .map(|block| {
            let (start, end) = place(block.span);
            json!({"kind": block.kind.as_str(), "start": start, "end": end})
        })
        .collect();
    let links = document.links.iter().map(|link| {
        let (start, end) = place(link.span);
        json!({"url": link.url, "start": start, "end": end})
    });
    let links: Vec<Value> = links.collect();
    for (key, values) in [("blocks", shown), ("links", links)] {
        if !values.is_empty() {
            fields.insert(key.into(), Value::Array(values));
        }
    }
    let unknown = meta.unknown.as_deref().and_then(|u| serde_json::from_str(u).ok());
    if let Some(Value::Object(unknown)) = unknown {
        for (key, value) in unknown {
            fields.entry(key).or_insert(value);
        }
    }
    Value::Object(fields).to_string()
}

/// The document of an article form. `path` is where it first lay.
///
/// # Errors
/// If the line is not an article.
pub fn read(line: &[u8], path: &str, sha256: &str) -> Result<Document, Error> {
    let ingested = ingest::read("article.jsonl", line, Lexicon::english());
    let mut documents = ingested.documents;
    let mut document = documents.pop().ok_or_else(|| Error::Damaged("an article".into()))?;
    document.path = path.to_string();
    document.sha256 = sha256.to_string();
    Ok(document)
}

/// Names the article that a document is a version of: its address, else its publisher's id for it,
/// else the file it lies in.
pub fn key(document: &Document) -> String {
    let meta = &document.metadata;
    match (&meta.url, &meta.publisher) {
        (Some(url), _) => url.clone(),
        (None, Some(publisher)) => format!("{publisher}/{}", document.name),
        (None, None) => {
            let file = document.path.rsplit(['/', '\\']).next().unwrap_or(&document.path);
            let own_file = file == document.name;
            if own_file {
                document.path.clone()
            } else {
                format!("{}#{}", document.path, document.name)
            }
        }
    }
}

/// Whether its publisher withdrew it: `pubstatus` of IPTC ninjs.
pub fn is_kill(document: &Document) -> bool {
    let fields = document.metadata.unknown.as_deref().unwrap_or("null");
    let fields: Value = serde_json::from_str(fields).unwrap_or_default();
    matches!(fields["pubstatus"].as_str(), Some("canceled" | "cancelled" | "withheld"))
}

/// SHA-256 of some bytes in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes made small (RFC 1951).
pub(crate) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("a vector takes all");
    encoder.finish().expect("a vector takes all")
}

/// What [`deflate`] made small.
pub(crate) fn inflate(deflated: &[u8]) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let mut decoder = DeflateDecoder::new(deflated).take(INFLATED_BYTES_MAX);
    decoder.read_to_end(&mut bytes).map_err(|_| Error::Damaged("compressed bytes".into()))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(path: &str, bytes: &[u8]) -> Document {
        ingest::read(path, bytes, Lexicon::english()).documents.remove(0)
    }

    #[test]
    fn a_document_comes_back_from_its_article_form_as_it_was() {
        let page = b"<html><head><title>Ferry stops</title></head><body><article><p>The ferry \
            between Orsk and Vell will stop in May, the port said on Tuesday.</p><p>Nobody on the \
            island was asked, said Ilva Renn, who has run the harbour for nine years.</p>\
            </article></body></html>";
        let line = br#"{"id":"x","text":" Two  spaces. ","publisher":"Echo","desk":{"b":1,"a":2}}"#;
        for (path, bytes) in [
            ("p/a.html", page.as_slice()),
            ("a.txt", "Kurz\n\nÄrger — “so”.".as_bytes()),
            ("a.jsonl", line),
        ] {
            let mut first = one(path, bytes);
            first.metadata.sayings.clear();
            let again = read(super::line(&first).as_bytes(), &first.path, &first.sha256);
            assert_eq!(format!("{:?}", again.expect("read")), format!("{first:?}"));
        }
    }

    #[test]
    fn an_article_is_named_by_its_address_its_publisher_or_its_file() {
        assert_eq!(key(&one("in/a.txt", b"Words.")), "in/a.txt");
        let line = |more: &str| format!(r#"{{"id":"7","text":"Words."{more}}}"#);
        assert_eq!(key(&one("in/a.jsonl", line("").as_bytes())), "in/a.jsonl#7");
        let echo = r#","publisher":"Echo""#;
        assert_eq!(key(&one("in/a.jsonl", line(echo).as_bytes())), "Echo/7");
        let url = r#","url":"https://echo.test/7""#;
        assert_eq!(key(&one("in/a.jsonl", line(url).as_bytes())), "https://echo.test/7");
    }

    #[test]
    fn bytes_come_back_and_damaged_ones_are_an_error() {
        let bytes = "words and words and words".repeat(50).into_bytes();
        let small = deflate(&bytes);
        assert!(small.len() < bytes.len() / 5);
        assert_eq!(inflate(&small).expect("whole"), bytes);
        assert!(inflate(&small[..small.len() / 2]).is_err());
    }
}
