//! Where reports differ: the words of the sides beside one another.

use super::{
    story::{Section, more},
    turn::Turn,
};
use crate::{Links, links::slug, passage::passages, room::Part};
use dossier::{ConflictRecord, SideRecord};
use maud::{Markup, html};

/// Most conflicts on a story's page.
const SHOWN: usize = 30;

/// The conflicts of a story.
pub(super) fn section(part: &Part, links: Links) -> Section {
    let all = &part.told.conflicts;
    let body = html! {
        ol.conflicts {
            @for conflict in all.iter().take(links.most(SHOWN)) { (item(part, links, conflict)) }
        }
        (more(part, links, all.len().saturating_sub(links.most(SHOWN)), "conflicts"))
    };
    Section { name: "conflicts", title: "Where reports differ", count: all.len(), body }
}

/// A conflict: its sides beside one another.
pub(super) fn item(part: &Part, links: Links, conflict: &ConflictRecord) -> Markup {
    html! {
        li.item #(slug(&conflict.id)) {
            h3 { span.sign aria-hidden="true" { "≠" } " " (conflict.heading()) }
            div.sides {
                @for side in &conflict.sides { (column(part, links, side)) }
            }
        }
    }
}

fn column(part: &Part, links: Links, side: &SideRecord) -> Markup {
    html! {
        div.side {
            @if !side.speakers.is_empty() { p.by { "said by " (side.speakers.join(", ")) } }
            (passages(part, links, &side.evidence))
        }
    }
}

/// All conflicts of a story.
pub fn all(part: &Part, links: Links, turn: &Turn) -> Markup {
    let all = &part.told.conflicts;
    let shown = turn.range(all.iter().map(|c| c.id.as_str()));
    html! {
        p.crumbs { a href=(links.story(part.id())) { "The story" } }
        h1 dir="auto" { (part.title()) }
        h2.list { "Where reports differ" }
        ol.conflicts {
            @for conflict in &all[shown.clone()] { (item(part, links, conflict)) }
        }
        (turn.links(&shown, all.len()))
    }
}
