//! Where it comes from: the origins with what shows them, and the articles.

use super::{
    count,
    frame::headings,
    story::{Section, more},
    turn::Turn,
};
use crate::{
    Links,
    links::slug,
    passage::{origin_mark, passage, passages, when},
    picture,
    room::Part,
};
use dossier::{BasisRecord, DerivationRecord, DocumentRecord, OriginRecord};
use maud::{Markup, PreEscaped, html};

/// Most origins, and most articles that repeat others, on a story's page.
const SHOWN: usize = 60;

/// Most pairs of answering passages shown of one derivation.
const PAIRS_SHOWN: usize = 12;

/// The origins of a story, with the picture of who comes from whom.
pub(super) fn section(part: &Part, links: Links) -> Section {
    let origins = &part.told.origins;
    let body = html! {
        figure.picture tabindex="0" aria-label="Which article comes from which origin" {
            (PreEscaped(picture::origins(part, links)))
        }
        ol.origins {
            @for (i, origin) in origins.iter().take(links.most(SHOWN)).enumerate() {
                (item(part, links, i + 1, origin))
            }
            @if origins.len() > links.most(SHOWN) {
                li.more { "and " (origins.len() - SHOWN) " more, in the record" }
            }
        }
        @if !part.told.derivations.is_empty() {
            h3 { "Who repeats whom" }
            ol.derivations {
                @for one in part.told.derivations.iter().take(links.most(SHOWN)) {
                    (derivation(part, links, one))
                }
                @if part.told.derivations.len() > links.most(SHOWN) {
                    li.more { "and " (part.told.derivations.len() - SHOWN) " more, in the record" }
                }
            }
        }
    };
    Section { name: "origins", title: "Where it comes from", count: origins.len(), body }
}

/// An origin's name: its publisher's, or that of its only article.
pub fn name(part: &Part, origin: &OriginRecord) -> String {
    let only = match origin.documents.as_slice() {
        [only] => Some(part.label(only)),
        _ => None,
    };
    match (origin.publisher.clone().or(only), origin.lineage == "known") {
        (Some(name), true) => name,
        (Some(name), false) => format!("{name}, lineage unknown"),
        (None, true) => "no publisher named".into(),
        (None, false) => "lineage unknown".into(),
    }
}

fn item(part: &Part, links: Links, number: usize, origin: &OriginRecord) -> Markup {
    html! {
        li.item #(slug(&origin.id)) {
            details {
                summary {
                    (origin_mark(number)) " " b { (name(part, origin)) }
                    span.aside {
                        @match origin.documents.len() {
                            0 => "in passages only",
                            n => { (count(n, "article", "articles")) }
                        }
                        @if !origin.also.is_empty() {
                            " · passages in " (origin.also.len()) " more"
                        }
                    }
                }
                ul.basis { @for basis in origin.basis.iter().take(links.most(PAIRS_SHOWN)) {
                        (basis_item(part, links, basis))
                    } }
            }
        }
    }
}

fn basis_item(part: &Part, links: Links, basis: &BasisRecord) -> Markup {
    html! {
        li {
            p { b { (part.label(&basis.document)) } " " (what_shows(&basis.kind)) }
            (passages(part, links, &basis.evidence))
        }
    }
}

/// What a sign of an origin says.
fn what_shows(kind: &str) -> &str {
    match kind {
        "credit" => "credits it",
        "copied" => "has another report's words",
        "rewritten" => "says, sentence by sentence, what another report says",
        "told" => "says through whom its news came",
        "own-reporting" => "is own reporting",
        "new-quotations" => "quotes what no earlier report here has",
        "shared-facts" => "has the names and numbers of another report, and hardly any others",
        other => other,
    }
}

fn derivation(part: &Part, links: Links, one: &DerivationRecord) -> Markup {
    let title = |id: &str| html! { bdi { (part.label(id)) } };
    let how = match one.kind.as_str() {
        "copied" => "has the words of",
        "rewritten" => "says in other words what stands in",
        "told" => "says its news came through",
        _ => "has the names and numbers of",
    };
    html! {
        li.item {
            details {
                summary {
                    (title(&one.document)) " " (how) " " (title(&one.from))
                    span.aside {
                        (count(one.passages.len(), "passage", "passages"))
                        @if one.direction != "known" { " · which came first is unknown" }
                    }
                }
                @for pair in one.passages.iter().take(PAIRS_SHOWN) {
                    div.sides {
                        div.side { (passage(part, links, &pair.here)) }
                        div.side { (passage(part, links, &pair.there)) }
                    }
                }
                @if one.passages.len() > PAIRS_SHOWN {
                    p.more { "and " (one.passages.len() - PAIRS_SHOWN) " more, in the record" }
                }
            }
        }
    }
}

/// The articles of a story, by time.
pub(super) fn articles(part: &Part, links: Links) -> Section {
    let all = by_time(part);
    let most = links.most(SHOWN);
    let body = html! {
        (table(part, links, &all[..all.len().min(most)]))
        (more(part, links, all.len().saturating_sub(most), "articles"))
    };
    Section { name: "articles", title: "Articles", count: all.len(), body }
}

/// All articles of a story.
pub fn all_articles(part: &Part, links: Links, turn: &Turn) -> Markup {
    let all = by_time(part);
    let shown = turn.range(all.iter().map(|d| d.id.as_str()));
    html! {
        p.crumbs { a href=(links.story(part.id())) { "The story" } }
        h1 dir="auto" { (part.title()) }
        h2.list { "Articles" }
        (table(part, links, &all[shown.clone()]))
        (turn.links(&shown, all.len()))
    }
}

fn by_time(part: &Part) -> Vec<&DocumentRecord> {
    let mut all: Vec<&DocumentRecord> = part.told.documents.iter().collect();
    all.sort_by_key(|d| (d.published.is_none(), d.published.clone(), d.id.clone()));
    all
}

fn table(part: &Part, links: Links, articles: &[&DocumentRecord]) -> Markup {
    html! {
        table.articles {
            (headings(&["Published", "Publisher", "Article", "Origin"]))
            tbody { @for document in articles { (row(part, links, document)) } }
        }
    }
}

fn row(part: &Part, links: Links, document: &DocumentRecord) -> Markup {
    html! {
        tr.item {
            td { @match &document.published { Some(t) => (when(t)), None => "not stated" } }
            td { bdi { (document.publisher.as_deref().unwrap_or("not stated")) } }
            td dir="auto" {
                a.open href=(links.article(part.id(), &document.id))
                    data-original=[safe_url(document)] {
                    (document.headline())
                }
                @for credit in &document.credits {
                    @for cite in &credit.evidence {
                        span.aside { (credit.form) ": “" (cite.exact) "”" }
                    }
                }
            }
            td {
                @match part.origin(&document.id) {
                    Some((number, origin)) => { (origin_mark(number)) " " (name(part, origin)) }
                    None => "passages of several",
                }
            }
        }
    }
}

/// The address of the original, if it is one of the web: no other is ever made a link.
pub fn safe_url(document: &DocumentRecord) -> Option<&str> {
    let url = document.url.as_deref()?;
    (url.starts_with("https://") || url.starts_with("http://")).then_some(url)
}
