//! What happened when, and what is to come.

use super::{
    count,
    story::{Section, more},
};
use crate::{Links, links::slug, passage::passages, room::Part};
use dossier::TimelineRecord;
use maud::{Markup, html};

/// Most happenings on a story's page, of each part.
const SHOWN: usize = 40;

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
    let chosen = chosen(&told, links.most(SHOWN));
    let body = html! {
        ol.timeline { (rows(part, links, &chosen)) }
        (more(part, links, told.len() - chosen.len(), "timeline"))
    };
    Section { name, title, count: told.len(), body }
}

/// Everything with a time, as it is told.
pub fn all(part: &Part, links: Links) -> Markup {
    let every: Vec<&TimelineRecord> = part.told.timeline.iter().collect();
    html! {
        p.crumbs { a href=(links.story(part.id())) { "The story" } }
        h1 dir="auto" { (part.title()) }
        h2.list { "What happened when" }
        ol.timeline { (rows(part, links, &every)) }
    }
}

fn told<'p>(part: &'p Part, realis: &str) -> Vec<&'p TimelineRecord> {
    part.told.timeline.iter().filter(|h| h.realis == realis && !h.implied).collect()
}

fn rows(part: &Part, links: Links, happenings: &[&TimelineRecord]) -> Markup {
    let time = |nth: usize| happenings.get(nth).map(|h| in_words(&h.when.value));
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
                    span.when title=(happening.when.value) { (in_words(&happening.when.value)) }
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

/// A TIMEX3 value for people: where the year is open, no time at all.
fn in_words(value: &str) -> &str {
    if value.contains("XXXX") || value.is_empty() { "undated" } else { value }
}

/// The happenings that most origins and documents tell, again in the order of time.
fn chosen<'h>(happenings: &[&'h TimelineRecord], most: usize) -> Vec<&'h TimelineRecord> {
    let weight = |h: &TimelineRecord| (h.origins, h.documents.len(), h.evidence.len());
    let mut ranked: Vec<usize> = (0..happenings.len()).collect();
    ranked.sort_by_key(|&i| (std::cmp::Reverse(weight(happenings[i])), i));
    ranked.truncate(most);
    ranked.sort_unstable();
    ranked.into_iter().map(|i| happenings[i]).collect()
}
