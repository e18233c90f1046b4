//! IPTC ninjs 1.5: one JSON object a document, with the persons, bodies and places it names.

use super::instant;
use dossier::{DocumentRecord, Dossier, EntityRecord};
use serde_json::{Map, Value, json};

/// The documents as JSON lines.
pub fn print(dossier: &Dossier) -> String {
    let lines = dossier.documents.iter().map(|document| item(dossier, document).to_string() + "\n");
    lines.collect()
}

fn item(dossier: &Dossier, document: &DocumentRecord) -> Value {
    let mut item = Map::new();
    let mut set = |key: &str, value: Value| {
        let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if !is_empty {
            item.insert(key.to_string(), value);
        }
    };
    let uri = document.url.clone().unwrap_or_else(|| format!("urn:secondsource:{}", document.id));
    set("uri", json!(uri));
    set("standard", json!({"name": "ninjs", "version": "1.5"}));
    set("type", json!("text"));
    set("mimetype", json!("text/plain"));
    set("pubstatus", json!("usable"));
    set("firstcreated", json!(document.published.as_deref().and_then(instant)));
    let version = document.updated.as_ref().or(document.published.as_ref());
    set("versioncreated", json!(version.map(String::as_str).and_then(instant)));
    set("language", json!(document.language));
    set("headline", json!(document.title));
    if !document.authors.is_empty() {
        set("byline", json!(document.authors.join(", ")));
    }
    for (key, kind) in [("person", "person"), ("organisation", "organization"), ("place", "place")]
    {
        set(key, json!(named(dossier, document, kind)));
    }
    let credited = document.credits.iter().flat_map(|credit| &credit.publishers);
    let mut origins: Vec<&String> = document.publisher.iter().chain(credited).collect();
    origins.dedup();
    let origins: Vec<Value> = origins.into_iter().map(|name| json!({"name": name})).collect();
    set("infosource", Value::Array(origins));
    set("charcount", json!(document.text.chars().count()));
    set("wordcount", json!(document.text.split_whitespace().count()));
    set("body_text", json!(document.text));
    Value::Object(item)
}

/// The entities of a kind that a document names, under their own ids.
fn named(dossier: &Dossier, document: &DocumentRecord, kind: &str) -> Vec<Value> {
    let names_it = |entity: &&EntityRecord| {
        let mut variants = entity.variants.iter();
        entity.kind == kind && variants.any(|v| v.documents.contains(&document.id))
    };
    let entry = |entity: &EntityRecord| {
        json!({"name": entity.name, "rel": "mentions", "scheme": "urn:secondsource",
            "code": entity.id})
    };
    dossier.entities.iter().filter(names_it).map(entry).collect()
}
