//! Persons, bodies and places: a list of all, and one with its names, roles and words.

use super::{
    count,
    frame::{Page, Place, headings},
    speech,
};
use crate::{
    Links,
    links::encoded,
    passage::{cites, passages, when},
    room::{Part, Room},
};
use dossier::{EntityRecord, VariantRecord};
use library::Found;
use maud::{Markup, html};

/// Most deeds shown at once.
const DEEDS_SHOWN: usize = 24;

/// Most entities of one kind in the list.
const LISTED_MAX: usize = 500;

/// Most articles shown of a spelling, and most commitments of one who is bound.
const ARTICLES_SHOWN: usize = 24;
const BOUND_SHOWN: usize = 60;

/// The names that most articles of a library have; each leads to a search.
pub fn of_library(found: &Found) -> Page {
    let names = found.facets.iter().filter(|facet| facet.key == "entity");
    let body = html! {
        header.title {
            h1 { "Who is who" }
            p.meta {
                "Names in most of the latest articles. Each story has its own list, with roles."
            }
        }
        ul.names {
            @for (name, n) in names.flat_map(|facet| &facet.values) {
                li.item data-kind="merge" data-name=(name) {
                    a.open href={ "/search?q=" (encoded(&named(name))) } { (name) }
                    " " span.n { (n) }
                }
            }
        }
    };
    Page::new("Who is who", Place::Who, body)
}

/// A search for a name, in the language of searches.
fn named(name: &str) -> String {
    format!("entity:\"{}\"", name.replace('"', " "))
}

/// The list of all, by kind, most mentioned first.
pub fn list(room: &Room, links: Links) -> Page {
    list_of(&room.shown.iter().map(|part| &**part).collect::<Vec<_>>(), links)
}

/// The same of some stories.
pub fn list_of(parts: &[&Part], links: Links) -> Page {
    let kinds = [
        ("person", "Persons"),
        ("organization", "Bodies"),
        ("place", "Places"),
        ("group", "Groups"),
    ];
    let of = |kind: &str| {
        let all = parts.iter().flat_map(|part| part.told.entities.iter().map(move |e| (*part, e)));
        let mut all: Vec<(&Part, &EntityRecord)> = all.filter(|(_, e)| e.kind == kind).collect();
        all.sort_by_key(|(_, e)| (std::cmp::Reverse(e.names), e.name.clone()));
        all
    };
    let body = html! {
        header.title { h1 { "Who is who" } }
        @for (kind, title) in kinds {
            @let all = of(kind);
            @if !all.is_empty() {
                section #(kind) {
                    h2 { (title) " " span.n { (all.len()) } }
                    ul.names {
                        @for (part, entity) in all.iter().take(LISTED_MAX) {
                            li.item data-kind="merge" data-name=(entity.name) {
                                a.open href=(links.entity(part.id(), &entity.id)) { (entity.name) }
                                @if let Some(role) = entity.role_now() {
                                    span.role { ", " (role.title) }
                                }
                                " " span.n { (entity.names) }
                            }
                        }
                    }
                    @if all.len() > LISTED_MAX {
                        p.more { "and " (all.len() - LISTED_MAX) " more, in the record" }
                    }
                }
            }
        }
    };
    Page::new("Who is who", Place::Who, body)
}

/// One of them, in all stories that name it.
pub fn page(parts: &[&Part], id: &str, links: Links) -> Option<Page> {
    let records: Vec<(&Part, &EntityRecord)> =
        parts.iter().filter_map(|part| Some((*part, part.entity(id)?))).collect();
    let (_, first) = records.first()?;
    let body = html! {
        header.title {
            h1 { (first.name) }
            p.meta {
                (first.kind) " · "
                (count(records.iter().map(|(_, e)| e.names).sum(), "mention", "mentions"))
            }
        }
        @for (part, entity) in &records { (in_story(part, entity, links)) }
    };
    Some(Page::new(&first.name, Place::Who, body))
}

fn in_story(part: &Part, entity: &EntityRecord, links: Links) -> Markup {
    let pledges = || part.told.commitments.iter();
    let bound: Vec<_> =
        pledges().filter(|c| c.entity.as_deref() == Some(entity.id.as_str())).collect();
    html! {
        section {
            h2 { a href=(links.story(part.id())) dir="auto" { (part.title()) } }
            (spellings(part, entity, links))
            @if !entity.roles.is_empty() { (roles(part, entity, links)) }
            @let said = part.said(entity);
            @if !said.is_empty() {
                h3 { "Said " span.n { (said.len()) } }
                (speech::said_by(part, links, &said))
            }
            @if !bound.is_empty() {
                h3 { "Is bound to " span.n { (bound.len()) } }
                ul.plain {
                    @for one in bound.iter().take(links.most(BOUND_SHOWN)) {
                        li.item {
                            a.open href=(links.item(part.id(), "commitments", &one.id)) {
                                (one.what)
                            }
                            span.aside { (one.status) }
                        }
                    }
                }
            }
            @if !entity.deeds.is_empty() { (deeds(part, entity, links)) }
            h3 { "First named" }
            (passages(part, links, &entity.evidence))
        }
    }
}

/// A link to the form that says that a spelling is another one's name.
fn parting(entity: &EntityRecord, variant: &VariantRecord) -> Markup {
    let (name, other) = (encoded(&entity.name), encoded(&variant.text));
    let said = format!("/review?kind=split&name={name}&other={other}#by-hand");
    html! { a.cite href=(said) { "someone else?" } }
}

fn spellings(part: &Part, entity: &EntityRecord, links: Links) -> Markup {
    html! {
        h3 { "Names" }
        table.spellings {
            (headings(&["As written", "Times", "By"]))
            tbody {
                @for variant in &entity.variants {
                    tr {
                        td {
                            (variant.text)
                            @if links == Links::Served && variant.text != entity.name {
                                " " (parting(entity, variant))
                            }
                        }
                        td { (variant.count) }
                        td {
                            @for id in variant.documents.iter().take(links.most(ARTICLES_SHOWN)) {
                                a.cite href=(links.article(part.id(), id)) {
                                    bdi { (part.label(id)) }
                                } " "
                            }
                        }
                    }
                }
            }
        }
    }
}

fn deeds(part: &Part, entity: &EntityRecord, links: Links) -> Markup {
    html! {
        h3 { "Did " span.n { (entity.deeds.len()) } }
        ul.plain {
            @for deed in entity.deeds.iter().take(links.most(DEEDS_SHOWN)) {
                li {
                    span dir="auto" { (deed.what) }
                    @if deed.realis != "actual" { " " span.aside { (deed.realis) } }
                    @if let Some(day) = &deed.when { " · " (when(day)) }
                    " " (cites(part, links, &deed.evidence))
                }
            }
        }
    }
}

fn roles(part: &Part, entity: &EntityRecord, links: Links) -> Markup {
    html! {
        h3 { "Roles" }
        ul.plain {
            @for role in &entity.roles {
                li {
                    (role.title)
                    @if let Some(from) = &role.from { " · from " (when(from)) }
                    @if let Some(to) = &role.to { " · to " (when(to)) }
                    " " (cites(part, links, &role.evidence))
                }
            }
        }
    }
}
