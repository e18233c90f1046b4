//! Drafts of schema.org `ClaimReview`, one a claim: what is claimed, by whom, where it appeared
//! first and where else, with the words. The rating is left to a person, so these are drafts.

use super::{cited, instant};
use dossier::{ClaimRecord, DocumentRecord, Dossier};
use serde_json::{Value, json};

/// The drafts as one JSON-LD document.
pub fn print(dossier: &Dossier) -> String {
    let graph: Vec<Value> = dossier.claims.iter().map(|claim| review(dossier, claim)).collect();
    let document = json!({"@context": "https://schema.org", "@graph": graph});
    let mut text = serde_json::to_string_pretty(&document).expect("values are JSON");
    text.push('\n');
    text
}

fn review(dossier: &Dossier, claim: &ClaimRecord) -> Value {
    let documents = cited(dossier, &claim.evidence);
    let authors: Vec<Value> = claim.speakers.iter().map(|name| author(dossier, name)).collect();
    let appearances: Vec<Value> = documents.iter().map(|d| appearance(d, claim)).collect();
    let first = documents.first().filter(|d| d.published.is_some());
    let mut item = json!({
        "@type": "Claim",
        "text": claim.text,
        "appearance": appearances,
    });
    if !authors.is_empty() {
        item["author"] = Value::Array(authors);
    }
    if let Some(first) = first {
        item["datePublished"] = json!(first.published);
        item["firstAppearance"] = appearance(first, claim);
    }
    json!({
        "@type": "ClaimReview",
        "@id": format!("urn:secondsource:{}", claim.id),
        "creativeWorkStatus": "Draft",
        "claimReviewed": claim.text,
        "itemReviewed": item,
        "reviewBody": format!("{}, {} documents", claim.status, claim.documents.len()),
    })
}

fn author(dossier: &Dossier, name: &str) -> Value {
    let entity = dossier.entities.iter().find(|entity| entity.name == name);
    let kind = match entity.map(|entity| entity.kind.as_str()) {
        Some("person") => "Person",
        Some("organization") => "Organization",
        _ => "Thing",
    };
    json!({"@type": kind, "name": name})
}

fn appearance(document: &DocumentRecord, claim: &ClaimRecord) -> Value {
    let words = claim.evidence.iter().filter(|cite| cite.document == document.id);
    let words: Vec<&str> = words.map(|cite| cite.exact.as_str()).collect();
    let mut article = json!({
        "@type": "NewsArticle",
        "identifier": document.id,
        "abstract": words.join(" … "),
    });
    let fields =
        [("url", &document.url), ("headline", &document.title), ("inLanguage", &document.language)];
    for (key, value) in fields {
        if let Some(value) = value {
            article[key] = json!(value);
        }
    }
    if let Some(time) = &document.published {
        article["datePublished"] = json!(instant(time).unwrap_or_else(|| time.clone()));
    }
    if let Some(publisher) = &document.publisher {
        article["publisher"] = json!({"@type": "Organization", "name": publisher});
    }
    article
}
