//! The review of names: which are one and which are not, said by a reader, and undone again.

use super::{
    count,
    frame::{Page, Place},
};
use crate::room::{Part, Room};
use dossier::{DocumentRecord, EntityRecord};
use maud::{Markup, html};

/// Most pairs of names that are asked about.
const PAIRS_SHOWN: usize = 60;

/// What a reader has said so far, and whether more can be said here.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// Corrections so far, as lines of a corrections file, in order.
    pub lines: Vec<String>,
    /// Whether they are there when the program is started again.
    pub lasts: bool,
    /// What a form must bring with it to be obeyed.
    pub token: String,
}

/// What a reader is about to say.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// What kind of correction.
    pub kind: String,
    /// The first name or article.
    pub name: String,
    /// The others.
    pub others: Vec<String>,
}

/// What can be said, with its name in a corrections file.
pub const KINDS: [(&str, &str); 6] = [
    ("merge", "these names are one"),
    ("split", "the second name, or article, is another"),
    ("rename", "show the first as the second"),
    ("join", "these articles are of one story"),
    ("copy", "the first article is made from the second"),
    ("not-a-copy", "neither article is made from the other"),
];

/// The queue of review.
pub fn page(room: &Room, desk: &Desk, wanted: &Said) -> Page {
    let asked: Vec<Asked<'_>> = room.shown.iter().flat_map(|part| asked(part)).collect();
    let body = html! {
        header.title {
            h1 { "Review" }
            p.meta { "What you know better. Whatever you say here is logged, and can be undone." }
        }
        @if !desk.lasts {
            p.trouble {
                "What you say is forgotten when the program ends. Start it with "
                code { "--corrections FILE" } " to keep it."
            }
        }
        (said(desk))
        @if !asked.is_empty() {
            section #pairs {
                h2 { "One, or two? " span.n { (asked.len()) } }
                p.meta { "Kept apart, though their names have a word in common." }
                ol.pairs {
                    @for pair in asked.iter().take(PAIRS_SHOWN) { (pair_item(pair, desk)) }
                }
            }
        }
        (by_hand(desk, wanted))
        (not_measured(room))
    };
    Page::new("Review", Place::Review, body)
}

/// Corrections so far, each with what takes it back.
fn said(desk: &Desk) -> Markup {
    let lines = &desk.lines;
    html! {
        @if !lines.is_empty() {
            section #said {
                h2 { "Said so far " span.n { (lines.len()) } }
                ol.plain {
                    @for (nth, line) in lines.iter().enumerate() {
                        li.item {
                            form.row method="post" action="/review/undo" {
                                (hidden(desk, "line", line))
                                input type="hidden" name="nth" value=(nth);
                                code { (line.replace('\t', " · ")) } " "
                                button.undo { "Undo" }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Two entities whose names have a word in common.
struct Asked<'r> {
    part: &'r Part,
    a: &'r EntityRecord,
    b: &'r EntityRecord,
}

/// The pairs of persons or bodies of a story that share the last word of a name.
fn asked(part: &Part) -> Vec<Asked<'_>> {
    let last = |e: &EntityRecord| -> String {
        e.name.split_whitespace().next_back().unwrap_or_default().to_lowercase()
    };
    let of_kind = |kind: &str| -> Vec<&EntityRecord> {
        part.told.entities.iter().filter(|e| e.kind == kind).collect()
    };
    let mut pairs = Vec::new();
    for kind in ["person", "organization"] {
        let all = of_kind(kind);
        for (i, a) in all.iter().enumerate() {
            for b in &all[i + 1..] {
                if pairs.len() < PAIRS_SHOWN && last(a) == last(b) {
                    pairs.push(Asked { part, a, b });
                }
            }
        }
    }
    pairs
}

fn pair_item(pair: &Asked<'_>, desk: &Desk) -> Markup {
    html! {
        li.item {
            form.row method="post" action="/review" {
                (hidden(desk, "kind", "merge"))
                input type="hidden" name="name" value=(pair.a.name);
                input type="hidden" name="other" value=(pair.b.name);
                (described(pair.part, pair.a)) " and " (described(pair.part, pair.b)) " "
                button { "They are one" }
                span.aside { (pair.part.title()) }
            }
        }
    }
}

fn described(part: &Part, entity: &EntityRecord) -> Markup {
    html! {
        span {
            a href=(crate::Links::Served.entity(part.id(), &entity.id)) { (entity.name) }
            @if let Some(role) = entity.role_now() { span.role { ", " (role.title) } }
            " " span.n { (entity.names) }
        }
    }
}

fn by_hand(desk: &Desk, wanted: &Said) -> Markup {
    let others: &[String] =
        if wanted.others.is_empty() { &[String::new()] } else { &wanted.others };
    html! {
        section #by-hand {
            h2 { "Say it yourself" }
            form.filter method="post" action="/review" {
                (token(desk))
                label {
                    "What "
                    select name="kind" {
                        @for (kind, what) in KINDS {
                            option value=(kind) selected[kind == wanted.kind] { (what) }
                        }
                    }
                }
                label {
                    "Name or article "
                    input name="name" value=(wanted.name) required maxlength="200";
                }
                @for other in others {
                    label {
                        "The other "
                        input name="other" value=(other) required maxlength="200";
                    }
                }
                button { "Keep" }
            }
        }
    }
}

fn hidden(desk: &Desk, name: &str, value: &str) -> Markup {
    html! { (token(desk)) input type="hidden" name=(name) value=(value); }
}

fn token(desk: &Desk) -> Markup {
    html! { input type="hidden" name="token" value=(desk.token); }
}

/// What could not be told from the inputs.
fn not_measured(room: &Room) -> Markup {
    let documents = || room.shown.iter().flat_map(|part| &part.told.documents);
    let without = |is: fn(&&DocumentRecord) -> bool| documents().filter(is).count();
    let unknown: usize = room.shown.iter().map(|p| p.told.numbers.unknown_lineage).sum();
    let speakers = room.shown.iter().flat_map(|p| &p.told.quotations);
    let speakers = speakers.filter(|q| q.speaker.is_none()).count();
    html! {
        section #not-measured {
            h2 { "What could not be told" }
            ul.plain {
                li { (count(without(|d| d.publisher.is_none()), "article", "articles"))
                    " without a publisher" }
                li { (count(without(|d| d.published.is_none()), "article", "articles"))
                    " without a time of publication" }
                li { (count(unknown, "origin", "origins")) " of unknown lineage" }
                li { (count(speakers, "quotation", "quotations")) " without a speaker" }
            }
        }
    }
}
