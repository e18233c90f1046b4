//! What is claimed, by how many origins.

use super::{
    conflict, count,
    story::{Section, more},
    turn::Turn,
};
use crate::{Links, ask, links::slug, passage::passages, room::Part};
use dossier::ClaimRecord;
use maud::{Markup, html};

/// Most claims on a story's page that several documents make.
const SHARED_SHOWN: usize = 40;

/// Claims shown where fewer have several documents.
const SHOWN_MIN: usize = 12;

/// Most marks in the bar of a claim's origins.
const MARKS_MAX: usize = 12;

/// The claims that several documents make, of those that stand in the same sentences one; and
/// where they are few some of one document.
pub(super) fn section(part: &Part, links: Links) -> Section {
    let claims = &part.told.claims;
    let clear = || claims.iter().filter(|c| c.clear);
    let shared = clear().filter(|c| c.documents.len() > 1 && c.within.is_none());
    let alone = clear().filter(|c| c.documents.len() < 2);
    let parts = clear().filter(|c| c.documents.len() > 1 && c.within.is_some());
    let open = claims.iter().filter(|c| !c.clear);
    let n_shared = shared.clone().count().min(links.most(SHARED_SHOWN));
    let most = links.most(SHOWN_MIN.max(n_shared));
    let shown: Vec<&ClaimRecord> =
        shared.take(n_shared).chain(alone).chain(parts).chain(open).take(most).collect();
    let left = claims.len() - shown.len();
    let body = html! {
        ol.claims { @for claim in shown { (item(part, links, claim)) } }
        (more(part, links, left, "claims"))
    };
    Section { name: "claims", title: "What is claimed", count: claims.len(), body }
}

/// A claim, which opens to its passages.
fn item(part: &Part, links: Links, claim: &ClaimRecord) -> Markup {
    html! {
        li.item #(slug(&claim.id)) {
            details {
                summary {
                    (bar(claim))
                    span.text dir="auto" { (claim.text) }
                    span.aside {
                        (status(claim))
                        @if !claim.speakers.is_empty() {
                            " · said by " (claim.speakers.join(", "))
                        }
                    }
                }
                (passages(part, links, &claim.evidence))
            }
        }
    }
}

/// One mark for each origin, and a hollow one for each further article that repeats one.
fn bar(claim: &ClaimRecord) -> Markup {
    let own = claim.origins.min(MARKS_MAX);
    let copies = claim.documents.len().saturating_sub(claim.origins).min(MARKS_MAX - own);
    let unknown = claim.status == "lineage unknown";
    html! {
        span.bar aria-hidden="true" {
            @for _ in 0..own { i.own.unknown[unknown] {} }
            @for _ in 0..copies { i.copy {} }
        }
    }
}

fn status(claim: &ClaimRecord) -> Markup {
    html! {
        b { (count(claim.origins, "origin", "origins")) }
        @if claim.documents.len() != claim.origins {
            " in " (count(claim.documents.len(), "article", "articles"))
        }
        @if claim.status == "lineage unknown" { " · lineage unknown" }
    }
}

/// A claim alone, with the conflicts that rest on the same words.
pub fn page(part: &Part, links: Links, claim: &ClaimRecord) -> Markup {
    let conflicts = ask::conflicts_of(part, claim);
    html! {
        p.crumbs { a href=(links.story(part.id())) { (part.title()) } }
        h1.claim dir="auto" { (claim.text) }
        p.meta {
            (bar(claim)) " " (status(claim))
            @if !claim.speakers.is_empty() { " · said by " (claim.speakers.join(", ")) }
        }
        (passages(part, links, &claim.evidence))
        @if !conflicts.is_empty() {
            h2 { "Where reports differ" }
            ol.conflicts {
                @for conflict in conflicts { (conflict::item(part, links, conflict)) }
            }
        }
    }
}

/// What of the claims is asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Words that each claim must have.
    pub words: String,
    /// Fewest origins.
    pub origins: usize,
    /// Which page.
    pub turn: Turn,
}

/// All claims of a story, page by page.
pub fn all(part: &Part, links: Links, wanted: &Wanted) -> Markup {
    let words: Vec<String> = wanted.words.split_whitespace().map(str::to_lowercase).collect();
    let has_words = |claim: &&ClaimRecord| {
        let text = claim.text.to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let found: Vec<&ClaimRecord> =
        part.told.claims.iter().filter(|c| c.origins >= wanted.origins).filter(has_words).collect();
    let shown = wanted.turn.range(found.iter().map(|c| c.id.as_str()));
    html! {
        p.crumbs { a href=(links.story(part.id())) { "The story" } }
        h1 dir="auto" { (part.title()) }
        h2.list { "What is claimed" }
        form.filter {
            label { "With the words " input type="search" name="q" value=(wanted.words); }
            label {
                "Origins, at least "
                input type="number" name="min_origins" min="0" max="99" value=(wanted.origins);
            }
            button { "Show" }
        }
        p.meta { (count(found.len(), "claim", "claims")) }
        ol.claims { @for claim in &found[shown.clone()] { (item(part, links, claim)) } }
        (wanted.turn.links(&shown, found.len()))
    }
}
