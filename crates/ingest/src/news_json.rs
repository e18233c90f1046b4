//! JSON that news comes in: JSON Feed and IPTC ninjs.

use crate::{Body, Ingested, Origin, documents, hex_sha256, html};
use document::{Metadata, Notice, NoticeCode};
use lexicon::Lexicon;
use serde_json::{Map, Value, json};

/// What a JSON Feed names as its version.
pub(crate) const FEED: &str = "jsonfeed.org/version";

/// Largest JSON file that is read.
const JSON_BYTES_MAX: usize = 256 << 20;

/// Most bytes before the first field that tells the format.
const HEAD_BYTES: usize = 64 << 10;

/// Reads a JSON file in one of these formats. `false` if it is in neither.
pub(crate) fn read(path: &str, bytes: &[u8], lexicon: &Lexicon, out: &mut Ingested) -> bool {
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    if !head.trim_ascii_start().starts_with(b"{") {
        return false;
    }
    let has = |words: &[u8]| head.windows(words.len()).any(|w| w == words);
    let is_feed = has(FEED.as_bytes());
    let is_news =
        has(b"\"uri\"") && (has(b"\"body_") || has(b"\"headline\"") || has(b"\"bodies\""));
    if !is_feed && !is_news {
        return false;
    }
    if bytes.len() > JSON_BYTES_MAX {
        let message = format!("{} bytes of JSON were passed over", bytes.len());
        out.notices.push(Notice::new(NoticeCode::TooLong, path, message));
        return true;
    }
    let Ok(Value::Object(object)) = serde_json::from_slice(bytes) else { return false };
    match object.get("items") {
        Some(Value::Array(items)) if is_feed => {
            for item in items.iter().filter_map(Value::as_object) {
                let (text, metadata) = feed_item(&object, item, lexicon);
                push(path, text, metadata, lexicon, out);
            }
        }
        _ if is_news => {
            let (text, metadata) = news_item(object, lexicon);
            push(path, text, metadata, lexicon, out);
        }
        _ => out.notices.push(Notice::new(NoticeCode::Empty, path, "a feed without items")),
    }
    true
}

fn push(path: &str, text: String, metadata: Metadata, lexicon: &Lexicon, out: &mut Ingested) {
    let name = metadata.url.clone().unwrap_or_else(|| path.to_string());
    let from = Origin { name: &name, path, sha256: hex_sha256(text.as_bytes()) };
    out.documents.extend(documents(from, Body::plain(text), metadata, lexicon, &mut out.notices));
}

fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    object.get(key)?.as_str().filter(|value| !value.trim().is_empty()).map(str::to_string)
}

fn time(object: &Map<String, Value>, key: &str, lexicon: &Lexicon) -> Option<String> {
    html::time_of(&text(object, key)?, lexicon)
}

fn names(object: &Map<String, Value>, key: &str) -> Vec<String> {
    let list = object.get(key).and_then(Value::as_array);
    let names = list.into_iter().flatten().filter_map(|a| a.get("name")?.as_str());
    names.map(str::to_string).collect()
}

/// The text under the first of these keys: plain, or freed of its markup.
fn body(object: &Map<String, Value>, keys: &[&str], lexicon: &Lexicon) -> Option<String> {
    keys.iter().find_map(|key| {
        let body = text(object, key)?;
        let is_markup = key.contains("html");
        Some(if is_markup { html::text_of(&body, lexicon) } else { body })
    })
}

fn feed_item(
    feed: &Map<String, Value>,
    item: &Map<String, Value>,
    lexicon: &Lexicon,
) -> (String, Metadata) {
    let words = body(item, &["content_html", "content_text", "summary", "title"], lexicon);
    let one = item.get("author").and_then(|a| Some(a.get("name")?.as_str()?.to_string()));
    let authors = names(item, "authors");
    let metadata = Metadata {
        url: text(item, "url").or_else(|| text(item, "id")),
        title: text(item, "title"),
        authors: if authors.is_empty() { one.into_iter().collect() } else { authors },
        publisher: text(feed, "title"),
        published: time(item, "date_published", lexicon),
        updated: time(item, "date_modified", lexicon),
        language: text(item, "language").or_else(|| text(feed, "language")),
        unknown: text(item, "external_url").map(|url| json!({"external_url": url}).to_string()),
        ..Metadata::default()
    };
    (words.unwrap_or_default(), metadata)
}

/// A ninjs item; `pubstatus` is kept, for a cancelled item withdraws what was sent before.
fn news_item(mut object: Map<String, Value>, lexicon: &Lexicon) -> (String, Metadata) {
    let keys = ["body_html", "body_xhtml", "body_text", "description_text", "headline"];
    let from_list = object.get("bodies").and_then(Value::as_array).and_then(|bodies| {
        let value = bodies.first()?.get("value")?.as_str()?;
        Some(html::text_of(value, lexicon))
    });
    let words = from_list.or_else(|| body(&object, &keys, lexicon)).unwrap_or_default();
    let headlines = object
        .get("headlines")
        .and_then(Value::as_array)
        .and_then(|headlines| Some(headlines.first()?.get("value")?.as_str()?.to_string()));
    let byline = text(&object, "byline").or_else(|| text(&object, "by"));
    let providers = names(&object, "infosources");
    let metadata = Metadata {
        url: text(&object, "uri"),
        title: text(&object, "headline").or(headlines).or_else(|| text(&object, "title")),
        authors: byline.map(|by| html::names_of(&by, lexicon)).unwrap_or_default(),
        publisher: text(&object, "provider").or(providers.into_iter().next()),
        published: ["firstcreated", "contentcreated", "versioncreated"]
            .iter()
            .find_map(|key| time(&object, key, lexicon)),
        updated: time(&object, "versioncreated", lexicon),
        language: text(&object, "language"),
        ..Metadata::default()
    };
    for key in keys.iter().chain(&["bodies", "uri", "byline", "language", "firstcreated"]) {
        object.remove(*key);
    }
    let unknown = (!object.is_empty()).then(|| Value::Object(object).to_string());
    (words, Metadata { unknown, ..metadata })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_file(text: &str) -> Ingested {
        crate::read("x.json", text.as_bytes(), Lexicon::english())
    }

    #[test]
    fn a_json_feed_gives_a_document_an_item() {
        let ingested = read_file(
            r#"{"version": "https://jsonfeed.org/version/1.1", "title": "The Echo", "items": [
            {"id": "1", "url": "https://x/rail", "content_html": "<p>One.</p><p>Two.</p>",
             "date_published": "2031-04-09T05:05:00Z", "authors": [{"name": "Ilva Renn"}]},
            {"id": "2", "content_text": "Plain."}]}"#,
        );
        assert_eq!(ingested.documents.len(), 2, "{:?}", ingested.notices);
        assert_eq!(ingested.documents[0].text.as_str(), "One.\n\nTwo.");
        assert_eq!(ingested.documents[0].metadata.authors, ["Ilva Renn"]);
        assert_eq!(ingested.documents[1].metadata.publisher.as_deref(), Some("The Echo"));
    }

    #[test]
    fn a_cancelled_ninjs_item_keeps_its_status() {
        let ingested = read_file(
            r#"{"uri": "urn:echo:1", "type": "text", "pubstatus": "canceled", "headline": "Rail",
            "byline": "By Ilva Renn", "versioncreated": "2031-04-09T05:05:00Z",
            "body_html": "<p>The railway will reopen.</p>"}"#,
        );
        let document = &ingested.documents[0];
        assert_eq!(document.text.as_str(), "The railway will reopen.");
        assert_eq!(document.metadata.authors, ["Ilva Renn"]);
        let unknown = document.metadata.unknown.as_deref().unwrap_or_default();
        assert!(unknown.contains(r#""pubstatus":"canceled""#), "{unknown}");
    }

    #[test]
    fn json_of_neither_kind_is_left_to_others() {
        let lexicon = Lexicon::english();
        let mut out = Ingested::default();
        assert!(!read("x.json", b"{\"a\": 1}", lexicon, &mut out));
        assert!(!read("x.json", b"{\"uri\": \"x\", \"headline\": ", lexicon, &mut out));
        assert!(read("x.json", b"{\"uri\": \"x\", \"headline\": \"Y\"}", lexicon, &mut out));
    }
}
