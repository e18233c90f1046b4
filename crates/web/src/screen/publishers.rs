//! The publishers: what is their own, what they repeat; and how the feeds are that are watched.

use super::frame::{Page, Place, headings};
use crate::{
    Links,
    links::encoded,
    passage::when,
    room::{Part, Room},
};
use dossier::DocumentRecord;
use library::PublisherRow;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Something that is watched for articles.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    /// Its name.
    pub name: String,
    /// The folder or address.
    pub place: String,
    /// When it was looked at last, ISO 8601; empty if never.
    pub looked: String,
    /// What is wrong with it; empty if nothing.
    pub trouble: String,
}

/// Longest list of articles that is shown before it is asked for.
const OPEN_MAX: usize = 5;

/// Most articles listed of one publisher in one column.
const ARTICLES_SHOWN: usize = 60;

/// What one publisher has in the room.
#[derive(Default)]
struct Row<'r> {
    /// Articles that rest on its own reporting.
    own: Vec<(&'r Part, &'r DocumentRecord)>,
    /// Articles that come from others.
    repeated: Vec<(&'r Part, &'r DocumentRecord)>,
    /// Articles of which nobody knows, or that are put together from several.
    unknown: Vec<(&'r Part, &'r DocumentRecord)>,
}

impl Row<'_> {
    fn len(&self) -> usize {
        self.own.len() + self.repeated.len() + self.unknown.len()
    }
}

/// The publishers, those with most articles first.
pub fn page(room: &Room, links: Links, feeds: &[Feed]) -> Page {
    let mut rows: Vec<(&str, Row<'_>)> = rows(room).into_iter().collect();
    rows.sort_by_key(|(name, row)| (std::cmp::Reverse(row.len()), *name));
    let body = html! {
        header.title {
            h1 { "Publishers" }
            p.meta { "Own reporting, and what is repeated from others." }
        }
        @if !feeds.is_empty() { (watched(feeds)) }
        table.publishers {
            (headings(&["Publisher", "Own", "Repeats others", "Lineage unknown or mixed"]))
            tbody {
                @for (name, row) in &rows {
                    tr.item {
                        th scope="row" { bdi { (name) } }
                        td data-label="Own" { (articles(&row.own, links)) }
                        td data-label="Repeats others" { (articles(&row.repeated, links)) }
                        td data-label="Unknown or mixed" { (articles(&row.unknown, links)) }
                    }
                }
            }
        }
    };
    Page::new("Publishers", Place::Publishers, body)
}

/// The publishers of a library: how many articles, and how many of them copies of others.
pub fn of_library(rows: &[PublisherRow], feeds: &[Feed]) -> Page {
    let body = html! {
        header.title {
            h1 { "Publishers" }
            p.meta { "What is their own and what they repeat stands on the page of each story." }
        }
        @if !feeds.is_empty() { (watched(feeds)) }
        table.publishers {
            (headings(&["Publisher", "Articles", "Of them copies", "Latest"]))
            tbody {
                @for row in rows {
                    @let query = format!("publisher:\"{}\"", row.name.replace('"', " "));
                    tr.item {
                        th scope="row" {
                            a.open href={ "/search?q=" (encoded(&query)) } { bdi { (row.name) } }
                        }
                        td data-label="Articles" { (row.documents) }
                        td data-label="Of them copies" { (row.copies) }
                        td { @if let Some(time) = &row.latest { (when(time)) } }
                    }
                }
            }
        }
    };
    Page::new("Publishers", Place::Publishers, body)
}

fn rows(room: &Room) -> BTreeMap<&str, Row<'_>> {
    let mut rows: BTreeMap<&str, Row<'_>> = BTreeMap::new();
    for part in &room.shown {
        for document in &part.told.documents {
            let name = document.publisher.as_deref().unwrap_or("publisher not stated");
            let row = rows.entry(name).or_default();
            let known = part.origin(&document.id).filter(|(_, origin)| origin.lineage == "known");
            let list = match (known, &document.publisher) {
                (Some((_, origin)), None)
                    if origin.publisher.is_none() && origin.documents.len() == 1 =>
                {
                    &mut row.own
                }
                (Some((_, origin)), own @ Some(_)) if origin.publisher == *own => &mut row.own,
                (Some((_, origin)), _) if origin.publisher.is_some() => &mut row.repeated,
                _ => &mut row.unknown,
            };
            list.push((part, document));
        }
    }
    rows
}

fn articles(of: &[(&Part, &DocumentRecord)], links: Links) -> Markup {
    html! {
        @if !of.is_empty() {
            details open[of.len() <= OPEN_MAX] {
                summary { (of.len()) }
                ul.plain {
                    @for (part, document) in of.iter().take(ARTICLES_SHOWN) {
                        li {
                            a href=(links.article(part.id(), &document.id)) dir="auto" {
                                (document.headline())
                            }
                        }
                    }
                    @if of.len() > ARTICLES_SHOWN {
                        li.more { "and " (of.len() - ARTICLES_SHOWN) " more" }
                    }
                }
            }
        }
    }
}

fn watched(feeds: &[Feed]) -> Markup {
    html! {
        section #feeds {
            h2 { "What is watched " span.n { (feeds.len()) } }
            table {
                (headings(&["Name", "Looked at", "State"]))
                tbody {
                    @for feed in feeds {
                        tr.item {
                            th scope="row" { (feed.name) span.aside { (feed.place) } }
                            td { @if feed.looked.is_empty() { "never" } @else { (feed.looked) } }
                            td {
                                @if feed.trouble.is_empty() { "in order" }
                                @else { span.late { "✕ " (feed.trouble) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
