//! What is new: what articles brought that no earlier one has.

use super::{count, story::Section};
use crate::{
    Links,
    passage::{origin_mark, passages},
    room::Part,
};
use dossier::{Cite, NewsRecord};
use maud::{Markup, html};

/// Most new facts of a kind.
const SHOWN: usize = 12;

/// Something new: its words, where it stands on the page, its passages.
struct Fact<'p> {
    words: String,
    to: String,
    evidence: Vec<&'p Cite>,
}

/// What is new in a story, conflicts first.
pub(super) fn section(part: &Part, links: Links, news: &NewsRecord) -> Section {
    let facts = facts(part, links, news);
    let count = news.documents.len() + facts.iter().map(|(_, of)| of.len()).sum::<usize>();
    let body = html! {
        p.meta {
            @match &news.since { Some(since) => { "Since " (since) ": " } None => {} }
            (super::count(news.documents.len(), "article", "articles")) ", "
            (super::count(news.origins.len(), "new origin", "new origins"))
        }
        ol.questions {
            @for id in news.documents.iter().take(SHOWN) { (article(part, links, news, id)) }
            @for (kind, of) in &facts {
                @for fact in of.iter().take(SHOWN) { (item(part, links, kind, fact)) }
                @if of.len() > SHOWN {
                    li.more { "and " (of.len() - SHOWN) " more: " (kind) }
                }
            }
        }
    };
    Section { name: "news", title: "What is new", count, body }
}

fn article(part: &Part, links: Links, news: &NewsRecord, id: &str) -> Markup {
    let Some(document) = part.document(id) else { return html! {} };
    let origin = part.origin(id);
    let is_new = origin.is_some_and(|(_, origin)| news.origins.contains(&origin.id));
    html! {
        li.item {
            p.line {
                span.kind { @if is_new { "new origin" } @else { "article" } }
                a.open.text href=(links.article(part.id(), id)) dir="auto" { (document.headline()) }
                span.aside {
                    @if let Some((number, _)) = origin { (origin_mark(number)) " " }
                    bdi { (part.label(id)) }
                }
            }
        }
    }
}

fn item(part: &Part, links: Links, kind: &str, fact: &Fact<'_>) -> Markup {
    let evidence: Vec<Cite> = fact.evidence.iter().map(|cite| (*cite).clone()).collect();
    html! {
        li.item {
            details {
                summary {
                    span.kind { (kind) }
                    span.text dir="auto" { (fact.words) }
                }
                (passages(part, links, &evidence))
                p.more { a.open href=(fact.to) { "All about it" } }
            }
        }
    }
}

/// By kind, the new facts of a story.
fn facts<'p>(
    part: &'p Part,
    links: Links,
    news: &NewsRecord,
) -> [(&'static str, Vec<Fact<'p>>); 3] {
    let (told, story) = (&part.told, part.id());
    let conflicts = told.conflicts.iter().filter(|c| news.conflicts.contains(&c.id));
    let conflicts = conflicts.map(|c| Fact {
        words: c.sides.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join(" / "),
        to: links.item(story, "conflicts", &c.id),
        evidence: c.sides.iter().flat_map(|s| &s.evidence).collect(),
    });
    let claims = told.claims.iter().filter(|c| news.claims.contains(&c.id));
    let claims = claims.map(|c| Fact {
        words: c.text.clone(),
        to: links.claim(story, &c.id),
        evidence: c.evidence.iter().collect(),
    });
    let promised = told.commitments.iter().filter(|c| news.commitments.contains(&c.id));
    let promised = promised.map(|c| Fact {
        words: c.what.clone(),
        to: links.item(story, "commitments", &c.id),
        evidence: c.evidence.iter().collect(),
    });
    [
        ("reports differ", conflicts.collect()),
        ("claim", claims.collect()),
        ("promise", promised.collect()),
    ]
}

/// New origins and conflicts, in few words; none if there are none.
pub(super) fn badge(origins: usize, conflicts: usize) -> Option<String> {
    let mut words = Vec::new();
    if origins > 0 {
        words.push(count(origins, "new origin", "new origins"));
    }
    if conflicts > 0 {
        words.push(count(conflicts, "new conflict", "new conflicts"));
    }
    (!words.is_empty()).then(|| words.join(", "))
}
