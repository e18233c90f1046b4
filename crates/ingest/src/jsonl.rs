//! Article JSONL: one JSON object a line, `{"id", "text", "title"?, "publisher"?, …}`.
//!
//! The text is taken exactly as given. A line that is not an article is a notice with its line
//! number; the others are read.

use crate::layout::Given;
use crate::{Body, Ingested, LINE_BYTES_MAX, Origin, decode, documents, hex_sha256, is_iso8601};
use document::{BlockKind, Metadata, Notice, NoticeCode};
use lexicon::Lexicon;
use rayon::prelude::*;
use serde_json::{Map, Value};

/// Whether an input is article JSONL: by the ending of its name, or because its first line is a
/// JSON object with a text.
pub(crate) fn looks_like(path: &str, bytes: &[u8]) -> bool {
    let path = path.to_ascii_lowercase();
    if [".jsonl", ".ndjson"].iter().any(|ending| path.ends_with(ending)) {
        return true;
    }
    let first = bytes.split(|b| *b == b'\n').next().unwrap_or_default().trim_ascii();
    first.starts_with(b"{")
        && first.len() <= LINE_BYTES_MAX
        && serde_json::from_slice::<Value>(first).is_ok_and(|v| v.get("text").is_some())
}

/// Reads every line of a file, each on whatever thread is free; the order is that of the lines.
pub(crate) fn read(path: &str, bytes: &[u8], lexicon: &Lexicon, out: &mut Ingested) {
    let before = out.notices.len();
    let lines = bytes.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).enumerate();
    let lines: Vec<(usize, &[u8])> = lines.filter(|(_, line)| !line.is_empty()).collect();
    let read = |(i, line): &(usize, &[u8])| {
        let mut out = Ingested::default();
        let place = format!("{path}:{}", i + 1);
        if line.len() > LINE_BYTES_MAX {
            let message = format!("a line of {} bytes was passed over", line.len());
            out.notices.push(Notice::new(NoticeCode::LineTooLong, place, message));
        } else if let Err(message) = read_line(&place, path, line, lexicon, &mut out) {
            out.notices.push(Notice::new(NoticeCode::NotAnArticle, place, message));
        }
        out
    };
    for ingested in lines.par_iter().map(read).collect::<Vec<Ingested>>() {
        out.documents.extend(ingested.documents);
        out.notices.extend(ingested.notices);
    }
    if out.documents.is_empty() && out.notices.len() == before {
        out.notices.push(Notice::new(NoticeCode::Empty, path, "no text"));
    }
}

fn read_line(
    place: &str,
    path: &str,
    line: &[u8],
    lexicon: &Lexicon,
    out: &mut Ingested,
) -> Result<(), String> {
    let (line_text, _) = decode::decode(line).map_err(|notice| notice.message)?;
    let mut fields: Map<String, Value> =
        serde_json::from_str(&line_text).map_err(|error| format!("not a JSON object: {error}"))?;
    let name = match fields.remove("id") {
        Some(Value::String(id)) if !id.is_empty() => id,
        Some(Value::Number(id)) => id.to_string(),
        _ => return Err("no `id`".into()),
    };
    let text = match fields.remove("text") {
        Some(Value::String(text)) => text,
        Some(_) => return Err("`text` is no string".into()),
        None => return Err("no `text`".into()),
    };
    let given = given(&mut fields, &text);
    let body = Body { text, given };
    let metadata = metadata(fields, place, &mut out.notices);
    let from = Origin { name: &name, path, sha256: hex_sha256(line) };
    let mut notices = Vec::new();
    out.documents.extend(documents(from, body, metadata, lexicon, &mut notices));
    out.notices.extend(notices.into_iter().map(|n| Notice { place: place.to_string(), ..n }));
    Ok(())
}

/// Captions, embedded posts and links, as `extract --jsonl` and the library write them: places in
/// code points of the text. Those of other kinds are found anew.
fn given(fields: &mut Map<String, Value>, text: &str) -> Given {
    let mut given = Given::default();
    let is_ours = |key: &str| matches!(fields.get(key), Some(Value::Array(_)));
    if !is_ours("blocks") && !is_ours("links") {
        return given;
    }
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let range = |value: &Value| {
        let at = |key: &str| starts.get(usize::try_from(value[key].as_u64()?).ok()?).copied();
        Some(at("start")?..at("end")?).filter(|range| range.start < range.end)
    };
    for block in fields.remove("blocks").as_ref().and_then(Value::as_array).into_iter().flatten() {
        let kind = match block["kind"].as_str() {
            Some("caption") => BlockKind::Caption,
            Some("embed") => BlockKind::Embed,
            _ => continue,
        };
        given.kinds.extend(range(block).map(|range| (range, kind)));
    }
    for link in fields.remove("links").as_ref().and_then(Value::as_array).into_iter().flatten() {
        let url = link["url"].as_str().unwrap_or_default().to_string();
        given.links.extend(range(link).map(|range| (range, url)));
    }
    given.kinds.sort_by_key(|(range, _)| range.start);
    given
}

/// The known fields of an article; the others are kept as they are.
fn metadata(mut fields: Map<String, Value>, place: &str, notices: &mut Vec<Notice>) -> Metadata {
    let mut text_field = |key: &str, valid: fn(&str) -> bool| match fields.remove(key) {
        None | Some(Value::Null) => None,
        Some(Value::String(value)) if value.is_empty() => None,
        Some(Value::String(value)) if valid(&value) => Some(value),
        Some(other) => {
            let message = format!("`{key}` is {other}, and was left out");
            notices.push(Notice::new(NoticeCode::Field, place, message));
            None
        }
    };
    let any: fn(&str) -> bool = |_| true;
    Metadata {
        url: text_field("url", any),
        title: text_field("title", any),
        publisher: text_field("publisher", any),
        published: text_field("published", is_iso8601),
        updated: text_field("updated", is_iso8601),
        language: text_field("language", any),
        section: text_field("section", any),
        sayings: Vec::new(),
        authors: match fields.remove("authors") {
            Some(Value::Array(names)) => {
                names.into_iter().filter_map(|name| name.as_str().map(str::to_string)).collect()
            }
            Some(Value::String(name)) => vec![name],
            _ => Vec::new(),
        },
        unknown: (!fields.is_empty()).then(|| Value::Object(fields).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_lines(lines: &str) -> Ingested {
        crate::read("pile.jsonl", lines.as_bytes(), Lexicon::english())
    }

    #[test]
    fn an_article_keeps_its_text_to_the_byte_and_its_unknown_fields() {
        let ingested = read_lines(
            r#"{"id":"a/1","text":" Two  spaces.\r\n","publisher":"The Echo","published":"2031-04-09","desk":{"x":1}}"#,
        );
        assert_eq!(ingested.notices, []);
        let document = &ingested.documents[0];
        assert_eq!(document.text.as_str(), " Two  spaces.\r\n");
        assert_eq!(document.name, "a/1");
        assert_eq!(document.metadata.publisher.as_deref(), Some("The Echo"));
        assert_eq!(document.metadata.unknown.as_deref(), Some(r#"{"desk":{"x":1}}"#));
    }

    #[test]
    fn lines_that_are_no_articles_are_named_and_the_others_read() {
        let ingested = read_lines(
            "{\"id\":1,\"text\":\"One.\"}\nnot json\n[1]\n{\"id\":2}\n\n{\"id\":3,\"text\":\"Three.\",\"published\":\"soon\",\"title\":7}\n",
        );
        let names: Vec<_> = ingested.documents.iter().map(|d| d.name.as_str()).collect();
        assert_eq!(names, ["1", "3"]);
        let notices: Vec<_> =
            ingested.notices.iter().map(|n| (n.code.as_str(), n.place.as_str())).collect();
        let expected = [
            ("I006", "pile.jsonl:2"),
            ("I006", "pile.jsonl:3"),
            ("I006", "pile.jsonl:4"),
            ("I010", "pile.jsonl:6"),
            ("I010", "pile.jsonl:6"),
        ];
        assert_eq!(notices, expected);
    }

    #[test]
    fn json_nested_without_end_is_a_notice() {
        let ingested =
            read_lines(&format!("{{\"id\":1,\"text\":\"x\",\"y\":{}", "[".repeat(1 << 20)));
        assert_eq!(ingested.notices[0].code, NoticeCode::NotAnArticle);
    }
}
