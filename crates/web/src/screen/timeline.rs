//! What happened when, and what is to come.

use super::{
    count,
    story::{Section, more},
    turn::Turn,
};
use crate::{Links, links::slug, passage::passages, picture, room::Part};
use dossier::{TimelineRecord, WITHOUT_DATE};
use maud::{Markup, PreEscaped, html};

/// Most happenings on a story's page, of each part.
const SHOWN: usize = 20;

/// What happened.
pub(super) fn happened(part: &Part, links: Links) -> Section {
    section(part, links, "actual", ("timeline", "What happened when"))
}

/// What is planned.
pub(super) fn planned(part: &Part, links: Links) -> Section {
    section(part, links, "planned", ("planned", "What is to come"))
}

fn section(
    part: &Part,
    links: Links,
    realis: &str,
    (name, title): (&'static str, &'static str),
) -> Section {
    let told = told(part, realis);
    let mut dated = told.clone();
    if links == Links::Served {
        dated.retain(|h| h.when.is_dated());
    }
    let shown = if dated.is_empty() { &told } else { &dated };
    let chosen = TimelineRecord::most_told(shown, links.most(SHOWN));
    let drawn = (realis == "actual").then(|| picture::timeline(part, links)).flatten();
    let body = html! {
        @if let Some(drawn) = drawn {
            figure.picture tabindex="0" aria-label="What happened when, and when it was told" {
                (PreEscaped(drawn))
                figcaption {
                    "Above the line what happened (●) and what is planned (○); below it the "
                    "articles, in the colours of their origins."
                }
            }
        }
        ol.timeline { (rows(part, links, &chosen)) }
        @if chosen.iter().any(|h| !h.when.is_dated()) {
            p.aside {
                (WITHOUT_DATE) "."
            }
        }
        (more(part, links, told.len() - chosen.len(), "timeline"))
    };
    Section { name, title, count: told.len(), body }
}

/// Everything with a time, as it is told.
pub fn all(part: &Part, links: Links, turn: &Turn) -> Markup {
    let every: Vec<&TimelineRecord> = part.told.timeline.iter().collect();
    let shown = turn.range(every.iter().map(|h| h.id.as_str()));
    html! {
        p.crumbs { a href=(links.story(part.id())) { "The story" } }
        h1 dir="auto" { (part.title()) }
        h2.list { "What happened when" }
        ol.timeline { (rows(part, links, &every[shown.clone()])) }
        (turn.links(&shown, every.len()))
    }
}

fn told<'p>(part: &'p Part, realis: &str) -> Vec<&'p TimelineRecord> {
    part.told.timeline.iter().filter(|h| h.realis == realis && !h.implied).collect()
}

fn rows(part: &Part, links: Links, happenings: &[&TimelineRecord]) -> Markup {
    let time = |nth: usize| happenings.get(nth).map(|h| h.when.told());
    html! {
        @for (nth, happening) in happenings.iter().enumerate() {
            @let is_new = nth.checked_sub(1).and_then(time) != time(nth);
            (row(part, links, happening, is_new))
        }
    }
}

fn row(part: &Part, links: Links, happening: &TimelineRecord, shows_time: bool) -> Markup {
    html! {
        li.item.same[!shows_time] #(slug(&happening.id)) {
            details {
                summary {
                    span.when title=(happening.when.value) { (happening.when.told()) }
                    span.text dir="auto" { (happening.what) }
                    span.aside {
                        @if !matches!(happening.realis.as_str(), "actual" | "planned") {
                            (happening.realis) " · "
                        }
                        @if happening.implied { "time from the words around · " }
                        (count(happening.origins, "origin", "origins"))
                    }
                }
                (passages(part, links, &happening.evidence))
            }
        }
    }
}
