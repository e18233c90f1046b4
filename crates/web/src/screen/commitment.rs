//! What was promised, and what became of it.

use super::{
    story::{Section, more},
    turn::Turn,
};
use crate::{
    Links,
    links::slug,
    passage::{passages, when},
    room::Part,
};
use dossier::{CommitmentRecord, FollowUpRecord};
use maud::{Markup, html};

/// Most commitments on a story's page.
const SHOWN: usize = 30;

/// The commitments, those of which something became first.
pub(super) fn section(part: &Part, links: Links) -> Section {
    let all = sorted(part);
    let body = html! {
        ol.commitments {
            @for one in all.iter().take(links.most(SHOWN)) { (item(part, links, one)) }
        }
        (more(part, links, all.len().saturating_sub(links.most(SHOWN)), "commitments"))
    };
    Section { name: "commitments", title: "What was promised", count: all.len(), body }
}

/// All commitments of a story.
pub fn all(part: &Part, links: Links, turn: &Turn) -> Markup {
    let all = sorted(part);
    let shown = turn.range(all.iter().map(|c| c.id.as_str()));
    html! {
        p.crumbs { a href=(links.story(part.id())) { "The story" } }
        h1 dir="auto" { (part.title()) }
        h2.list { "What was promised" }
        ol.commitments { @for one in &all[shown.clone()] { (item(part, links, one)) } }
        (turn.links(&shown, all.len()))
    }
}

/// The class that needs no word of its own.
const PROMISE: &str = "promise";

fn sorted(part: &Part) -> Vec<&CommitmentRecord> {
    let mut all: Vec<&CommitmentRecord> = part.told.commitments.iter().collect();
    all.sort_by_key(|c| c.rank());
    all
}

fn item(part: &Part, links: Links, one: &CommitmentRecord) -> Markup {
    let (sign, class) = sign(&one.status);
    html! {
        li.item #(slug(&one.id)) {
            details {
                summary {
                    span class={ "state " (class) } {
                        span.sign aria-hidden="true" { (sign) } " " (one.status)
                    }
                    span.text dir="auto" { (one.what) }
                    span.aside {
                        @for (nth, fact) in facts(one).iter().enumerate() {
                            @if nth > 0 { " · " } (fact)
                        }
                    }
                    @for follow_up in one.follow_up.iter().filter(|f| f.sure) {
                        (what_became(follow_up))
                    }
                }
                @if let Some(id) = &one.entity {
                    p.aside { "bound: " a href=(links.entity(part.id(), id)) { (one.who) } }
                }
                (passages(part, links, &one.evidence))
                @for follow_up in &one.follow_up {
                    h4 { (became(follow_up)) }
                    (passages(part, links, &follow_up.evidence))
                }
            }
        }
    }
}

/// Who is bound and how, by when, on what condition, and who says so.
fn facts(one: &CommitmentRecord) -> Vec<Markup> {
    let mut facts = Vec::new();
    if !one.who.is_empty() && !one.what.starts_with(&one.who) {
        facts.push(html! { (one.who) });
    }
    if one.class != PROMISE {
        facts.push(html! { (one.class) });
    }
    if let Some(day) = &one.by_when {
        facts.push(html! { "by " b { (when(day)) } });
    }
    if let Some(condition) = &one.condition {
        facts.push(html! { "if: " (condition) });
    }
    let leads = one.follow_up.iter().filter(|f| !f.sure).count();
    if leads > 0 {
        let leads = super::count(leads, "passage", "passages");
        facts.push(html! { (leads) " may tell what became of it" });
    }
    if !one.speakers.is_empty() {
        facts.push(html! { "stated by " (one.speakers.join(", ")) });
    }
    facts
}

fn what_became(follow_up: &FollowUpRecord) -> Markup {
    html! {
        span.follow-up {
            b { (became(follow_up)) } ": " span dir="auto" { (follow_up.text) }
        }
    }
}

fn became(follow_up: &FollowUpRecord) -> &str {
    if follow_up.sure { &follow_up.kind } else { "may answer it" }
}

/// The sign of a status, and its class in the style sheet.
fn sign(status: &str) -> (&'static str, &'static str) {
    match status {
        "follow-up found" => ("◐", "some"),
        "reported done" => ("●", "done"),
        "reported not done" => ("✕", "undone"),
        "overdue" => ("!", "late"),
        _ => ("○", "open"),
    }
}
