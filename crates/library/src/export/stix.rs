//! STIX 2.1: a bundle with a report for each document, identities and locations for what it names,
//! a note for each claim, and relationships for copies.
//!
//! Ids are UUIDs of version 8 (RFC 9562) from SHA-256, so the same dossier gives the same bundle. A
//! document without a time precise to the second gets the start of its day, one without a time
//! [`UNDATED`], since STIX demands a time.

use super::{at_utc, cited, document};
use dossier::{ClaimRecord, DerivationRecord, DocumentRecord, Dossier, EntityRecord};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// The time of what has none.
pub const UNDATED: &str = "1970-01-01T00:00:00.000Z";

/// The dossier as a bundle.
pub fn print(dossier: &Dossier) -> String {
    let mut objects = Vec::new();
    let publishers: BTreeSet<&String> =
        dossier.documents.iter().filter_map(|d| d.publisher.as_ref()).collect();
    objects.extend(publishers.into_iter().map(|name| publisher(name)));
    objects.extend(dossier.entities.iter().filter_map(entity));
    objects.extend(dossier.documents.iter().map(|document| report(dossier, document)));
    objects.extend(dossier.claims.iter().filter_map(|claim| note(dossier, claim)));
    objects.extend(dossier.derivations.iter().map(|d| relationship(dossier, d)));
    let ids: Vec<&str> = objects.iter().filter_map(|object| object["id"].as_str()).collect();
    let bundle = json!({"type": "bundle", "id": id("bundle", &ids.join(" ")), "objects": objects});
    let mut text = serde_json::to_string_pretty(&bundle).expect("values are JSON");
    text.push('\n');
    text
}

/// An id of this type that depends on the name alone.
fn id(kind: &str, name: &str) -> String {
    let mut digest = Sha256::digest(format!("secondsource {kind} {name}"));
    digest[6] = digest[6] & 0x0f | 0x80;
    digest[8] = digest[8] & 0x3f | 0x80;
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    format!("{kind}--{}", parts.join("-"))
}

/// An object with what every object has.
fn object(kind: &str, name: &str, created: &str) -> Value {
    json!({
        "type": kind,
        "spec_version": "2.1",
        "id": id(kind, name),
        "created": created,
        "modified": created,
    })
}

fn publisher(name: &str) -> Value {
    let mut identity = object("identity", &format!("publisher {name}"), UNDATED);
    identity["name"] = json!(name);
    identity["identity_class"] = json!("organization");
    identity
}

/// A person, body, group or place; nothing else has a type of its own.
fn entity(entity: &EntityRecord) -> Option<Value> {
    let class = match entity.kind.as_str() {
        "person" => "individual",
        "organization" => "organization",
        "group" => "group",
        "place" => {
            let mut location = object("location", &entity.id, UNDATED);
            location["name"] = json!(entity.name);
            // STIX wants a region, country or coordinates of a location; none is known.
            location["region"] = json!(entity.name);
            return Some(location);
        }
        _ => return None,
    };
    let mut identity = object("identity", &entity.id, UNDATED);
    identity["name"] = json!(entity.name);
    identity["identity_class"] = json!(class);
    let roles: Vec<&str> = entity.roles.iter().map(|role| role.title.as_str()).collect();
    if !roles.is_empty() {
        identity["roles"] = json!(roles);
    }
    Some(identity)
}

fn entity_id(entity: &EntityRecord) -> Option<String> {
    match entity.kind.as_str() {
        "person" | "organization" | "group" => Some(id("identity", &entity.id)),
        "place" => Some(id("location", &entity.id)),
        _ => None,
    }
}

fn time(document: &DocumentRecord) -> String {
    let Some(published) = &document.published else { return UNDATED.to_string() };
    let precise = at_utc(published);
    let day = |time: &String| match time.len() {
        4 => Some(format!("{time}-01-01T00:00:00.000Z")),
        7 => Some(format!("{time}-01T00:00:00.000Z")),
        10 => Some(format!("{time}T00:00:00.000Z")),
        _ => None,
    };
    precise.or_else(|| day(published)).unwrap_or_else(|| UNDATED.to_string())
}

fn report(dossier: &Dossier, document: &DocumentRecord) -> Value {
    let time = time(document);
    let mut report = object("report", &document.id, &time);
    report["name"] = json!(document.title.as_deref().unwrap_or(&document.id));
    report["published"] = json!(time);
    report["report_types"] = json!(["news"]);
    let names_it =
        |entity: &&EntityRecord| entity.variants.iter().any(|v| v.documents.contains(&document.id));
    let mut refs: Vec<String> =
        dossier.entities.iter().filter(names_it).filter_map(entity_id).collect();
    if let Some(name) = &document.publisher {
        let publisher = id("identity", &format!("publisher {name}"));
        report["created_by_ref"] = json!(publisher);
        refs.push(publisher);
    }
    if refs.is_empty() {
        // A report must refer to something; one that names nobody refers to itself.
        refs.push(id("report", &document.id));
    }
    report["object_refs"] = json!(refs);
    let mut reference = json!({
        "source_name": document.publisher.as_deref().unwrap_or("unknown"),
        "external_id": document.id,
    });
    if let Some(url) = &document.url {
        reference["url"] = json!(url);
    }
    report["external_references"] = json!([reference]);
    if let Some(language) = &document.language {
        report["lang"] = json!(language);
    }
    report
}

/// A claim, tied to the reports that make it.
fn note(dossier: &Dossier, claim: &ClaimRecord) -> Option<Value> {
    let documents = cited(dossier, &claim.evidence);
    let first = documents.first()?;
    let mut note = object("note", &claim.id, &time(first));
    note["abstract"] = json!(claim.status);
    note["content"] = json!(claim.text);
    if !claim.speakers.is_empty() {
        note["authors"] = json!(claim.speakers);
    }
    let refs: Vec<String> = documents.iter().map(|d| id("report", &d.id)).collect();
    note["object_refs"] = json!(refs);
    Some(note)
}

fn relationship(dossier: &Dossier, derivation: &DerivationRecord) -> Value {
    let created = document(dossier, &derivation.document).map_or(UNDATED.to_string(), time);
    let name = format!("{} {} {}", derivation.document, derivation.kind, derivation.from);
    let mut relationship = object("relationship", &name, &created);
    let known = derivation.direction != "unknown";
    relationship["relationship_type"] = json!(if known { "derived-from" } else { "related-to" });
    relationship["description"] = json!(derivation.kind);
    relationship["source_ref"] = json!(id("report", &derivation.document));
    relationship["target_ref"] = json!(id("report", &derivation.from));
    relationship
}
