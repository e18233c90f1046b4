//! The list of stories.

use super::{
    count,
    frame::{Page, Place},
    news,
    turn::Turn,
};
use crate::{
    Links, Request,
    desk::Shelf,
    links::encoded,
    passage::when,
    room::{Part, Room},
};
use dossier::Numbers;
use library::{Look, MarkKind, Stories, StoriesOrder, StoryRow};
use maud::{Markup, html};
use std::{cmp::Reverse, collections::BTreeSet};

/// The list of stories: those first that have most new origins and conflicts, if it is known what
/// is new, then those of most origins and conflicts. Where the server keeps no looks, the script
/// puts those first in which there are more than when they were last looked at.
pub fn page(room: &Room, links: Links, turn: &Turn) -> Page {
    let mut parts: Vec<&Part> = room.shown.iter().map(|part| &**part).collect();
    parts.sort_by_key(|part| {
        let (origins, conflicts) = new_in(room, part);
        let n = &part.told.numbers;
        Reverse((origins + conflicts, n.origins + n.conflicts))
    });
    // A file has them all; what is served goes on.
    let shown = match links {
        Links::Served => turn.range(parts.iter().map(|part| part.id())),
        _ => 0..parts.len(),
    };
    let body = html! {
        header.title {
            h1 { (count(room.shown.len(), "story", "stories")) }
            @if room.shown.len() != 1 { (totals(room)) }
        }
        ol.stories {
            @for part in &parts[shown.clone()] {
                li.item data-kind="join" data-name=(part.first()) { (card(room, part, links)) }
            }
        }
        (turn.links(&shown, parts.len()))
        (notices(room))
    };
    Page::new("Stories", Place::Stories, body)
}

/// Stories of a library on one page.
const PAGE: usize = 30;

/// Orders of the stories of a library, with their names.
const ORDERS: [(&str, StoriesOrder, &str); 3] = [
    ("latest", StoriesOrder::Latest, "latest"),
    ("changed", StoriesOrder::Changed, "last arrivals"),
    ("largest", StoriesOrder::Largest, "largest"),
];

/// The stories of a library, page by page; before the first those that have more origins or
/// conflicts than when they were looked at.
///
/// # Errors
/// If there is no such page.
pub fn of_shelf(shelf: &Shelf<'_>, request: &Request) -> Result<Page, String> {
    let by = ORDERS.iter().find(|(name, ..)| *name == request.field("by")).unwrap_or(&ORDERS[0]);
    let after = Some(request.field("after").to_string()).filter(|after| !after.is_empty());
    let is_first = after.is_none();
    let only_several = request.field("all").is_empty();
    let wanted = Stories {
        order: by.1,
        after,
        limit: PAGE,
        min_documents: if only_several { 2 } else { 1 },
        ..Stories::default()
    };
    let page = shelf.stories(&wanted)?;
    let grown = if is_first { shelf.grown() } else { Vec::new() };
    let starred: BTreeSet<String> = shelf
        .marks()
        .into_iter()
        .filter(|mark| mark.kind == MarkKind::Starred)
        .map(|mark| mark.address)
        .collect();
    let all = if only_several { "" } else { "&all=1" };
    let rest = page.stories.iter().filter(|row| grown.iter().all(|(other, _)| other.id != row.id));
    let body = html! {
        header.title {
            h1 { "Stories" }
            p.meta {
                @for (name, _, words) in ORDERS {
                    @let here = (name == by.0).then_some("true");
                    a href={ "/?by=" (name) (all) } aria-current=[here] { (words) } " · "
                }
                @if only_several {
                    a href={ "/?by=" (by.0) "&all=1" } { "with those of one article" }
                } @else {
                    a href={ "/?by=" (by.0) } { "without those of one article" }
                }
            }
        }
        @if !grown.is_empty() {
            h2.list { "New since you looked" }
            ol.stories {
                @for (row, look) in &grown { (row_card(row, Some(look), &starred)) }
            }
            h2.list { "All stories" }
        }
        ol.stories { @for row in rest { (row_card(row, None, &starred)) } }
        @if page.stories.is_empty() { p { "There is no story." } }
        p.pages {
            @if let Some(next) = &page.next {
                a rel="next" href={ "/?by=" (by.0) (all) "&after=" (encoded(next)) } { "Further" }
            }
        }
    };
    Ok(Page::new("Stories", Place::Stories, body))
}

/// A story of a library in the list.
fn row_card(row: &StoryRow, look: Option<&Look>, starred: &BTreeSet<String>) -> Markup {
    let id = row.id.to_string();
    let address = Links::Served.story(&id);
    let woven = row.woven.clone().unwrap_or_default();
    let new = look.and_then(|look| {
        let more = |now: i64, then: i64| usize::try_from(now - then).unwrap_or_default();
        news::badge(more(woven.origins, look.origins), more(woven.conflicts, look.conflicts))
    });
    let n = |n: i64| usize::try_from(n).unwrap_or_default();
    html! {
        li.item.starred[starred.contains(&address)] data-look={ (address) "/look" } {
            article.card {
                h2 { a.open href=(address) dir="auto" { (row.title) } }
                p.meta {
                    @if let (Some(first), Some(last)) = (&row.earliest, &row.latest) {
                        (when(first)) @if last != first { " to " (when(last)) } " · "
                    }
                    (count(n(row.documents), "article", "articles")) " "
                    @if row.woven.is_some() {
                        span.arrow { "→" } " " b { (count(n(woven.origins), "origin", "origins")) }
                        @if woven.unknown_lineage > 0 {
                            " (" (woven.unknown_lineage) " of unknown lineage)"
                        }
                    } @else { "· not read closely since it changed" }
                }
                p.badges {
                    @if let Some(new) = new { span.badge.new { (new) } }
                    @if woven.conflicts > 0 {
                        span.badge.differs { (count(n(woven.conflicts), "conflict", "conflicts")) }
                    }
                    @if row.woven.is_some() {
                        span.badge.quiet { (count(n(woven.claims), "claim", "claims")) }
                        span.badge.quiet {
                            (count(n(woven.commitments), "commitment", "commitments"))
                        }
                    }
                    span.badge.quiet { (count(n(row.publishers), "publisher", "publishers")) }
                }
            }
        }
    }
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

/// New origins and conflicts of a story.
fn new_in(room: &Room, part: &Part) -> (usize, usize) {
    room.news(part).map_or((0, 0), |news| (news.origins.len(), news.conflicts.len()))
}

/// One story of the list.
fn card(room: &Room, part: &Part, links: Links) -> Markup {
    let n = &part.told.numbers;
    let (origins, conflicts) = new_in(room, part);
    html! {
        article.card data-story=(part.first())
            data-origins=(n.origins) data-conflicts=(n.conflicts) {
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
                @if let Some(new) = news::badge(origins, conflicts) { span.badge.new { (new) } }
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
