//! The list of stories.

use super::{
    count,
    frame::{Page, Place},
};
use crate::{
    Links,
    passage::when,
    room::{Part, Room},
};
use dossier::Numbers;
use maud::{Markup, html};

/// The list of stories, the largest first. The script puts those first in which there are more
/// origins or conflicts than when they were last looked at.
pub fn page(room: &Room, links: Links) -> Page {
    let body = html! {
        header.title {
            h1 { (count(room.shown.len(), "story", "stories")) }
            @if room.shown.len() != 1 { (totals(room)) }
        }
        ol.stories {
            @for part in &room.shown { li.item { (card(part, links)) } }
        }
        (notices(room))
    };
    Page::new("Stories", Place::Stories, body)
}

fn totals(room: &Room) -> Markup {
    let sum = |of: fn(&Numbers) -> usize| -> usize {
        room.shown.iter().map(|part| of(&part.told.numbers)).sum()
    };
    html! {
        p.numbers {
            b { (sum(|n| n.documents)) } " articles " span.arrow { "→" } " "
            b { (sum(|n| n.origins)) } " origins · "
            b { (sum(|n| n.claims)) } " claims · "
            b { (sum(|n| n.conflicts)) } " conflicts · "
            b { (sum(|n| n.commitments)) } " commitments"
        }
    }
}

/// One story of the list.
fn card(part: &Part, links: Links) -> Markup {
    let n = &part.told.numbers;
    html! {
        article.card data-story=(part.id()) data-origins=(n.origins) data-conflicts=(n.conflicts) {
            h2 { a.open href=(links.story(part.id())) dir="auto" { (part.title()) } }
            p.meta {
                @if let Some((first, last)) = part.period() {
                    (when(first)) @if last != first { " to " (when(last)) } " · "
                }
                (count(n.documents, "article", "articles")) " "
                span.arrow { "→" } " "
                b { (count(n.origins, "origin", "origins")) }
                @if n.unknown_lineage > 0 { " (" (n.unknown_lineage) " of unknown lineage)" }
            }
            p.badges {
                @if n.conflicts > 0 {
                    span.badge.differs { (count(n.conflicts, "conflict", "conflicts")) }
                }
                @if n.corroborated > 0 {
                    span.badge.agreed { (n.corroborated) " corroborated" }
                }
                @if n.followed_up > 0 { span.badge { (n.followed_up) " followed up" } }
                span.badge.quiet { (count(n.claims, "claim", "claims")) }
                span.badge.quiet { (count(n.quotations, "quotation", "quotations")) }
            }
            p.by { (part.publishers().join(" · ")) }
        }
    }
}

/// Notices about the inputs.
pub fn notices(room: &Room) -> Markup {
    html! {
        @if !room.notices.is_empty() {
            details.notices {
                summary { (count(room.notices.len(), "notice", "notices")) " about the inputs" }
                ul {
                    @for notice in room.notices.iter().take(NOTICES_SHOWN) {
                        li { code { (notice.code) } " " (notice.place) ": " (notice.message) }
                    }
                }
                @if room.notices.len() > NOTICES_SHOWN {
                    p.more { "and " (room.notices.len() - NOTICES_SHOWN) " more, in the record" }
                }
            }
        }
    }
}

/// Notices shown.
const NOTICES_SHOWN: usize = 200;
