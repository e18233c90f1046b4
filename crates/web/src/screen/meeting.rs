//! Who met: where and when, who came for whom, about what, and what was agreed.

use super::{
    count,
    story::{Section, more},
    turn::Turn,
};
use crate::{
    Links,
    links::slug,
    passage::{cites, passages},
    room::Part,
};
use dossier::{CommitmentRecord, MeetingRecord};
use maud::{Markup, html};

/// Most meetings shown where the page leads to the rest.
const SHOWN: usize = 12;

/// The meetings of a story that took place or are planned, those of most articles first.
pub(super) fn section(part: &Part, links: Links) -> Section {
    let all = told(part);
    let most = links.most(SHOWN);
    let body = html! {
        ol.meetings { @for meeting in all.iter().take(most) { (item(part, links, meeting)) } }
        (more(part, links, all.len().saturating_sub(most), "meetings"))
    };
    Section { name: "meetings", title: "Who met", count: all.len(), body }
}

/// All meetings of a story.
pub fn all(part: &Part, links: Links, turn: &Turn) -> Markup {
    let all = told(part);
    let shown = turn.range(all.iter().map(|m| m.id.as_str()));
    html! {
        p.crumbs { a href=(links.story(part.id())) { "The story" } }
        h1 dir="auto" { (part.title()) }
        h2.list { "Who met" }
        ol.meetings { @for meeting in &all[shown.clone()] { (item(part, links, meeting)) } }
        (turn.links(&shown, all.len()))
    }
}

fn told(part: &Part) -> Vec<&MeetingRecord> {
    let is_told = |m: &&MeetingRecord| matches!(m.realis.as_str(), "actual" | "planned");
    part.told.stories.iter().flat_map(|story| &story.meetings).filter(is_told).collect()
}

fn item(part: &Part, links: Links, meeting: &MeetingRecord) -> Markup {
    let agreed = |id: &String| part.told.commitments.iter().find(|c| c.id == *id);
    let agreed: Vec<&CommitmentRecord> = meeting.outcome.iter().filter_map(agreed).collect();
    html! {
        li.item #(slug(&meeting.id)) {
            details {
                summary {
                    span.when {
                        @if let Some(when) = &meeting.when { (when.told()) }
                    }
                    span.text dir="auto" { (meeting.title()) }
                    span.aside {
                        @if meeting.realis == "planned" { b { "planned" } " · " }
                        @if let Some(length) = &meeting.length { (length.told()) " · " }
                        (count(meeting.documents.len(), "article", "articles"))
                    }
                }
                ul.plain {
                    @for delegation in &meeting.delegations {
                        li {
                            "for " b { (delegation.party) } ": " (delegation.members.join(", ")) " "
                            (cites(part, links, &delegation.evidence))
                        }
                    }
                    @for cite in &meeting.agenda {
                        li {
                            "about " i dir="auto" { (cite.exact) } " "
                            (cites(part, links, std::slice::from_ref(cite)))
                        }
                    }
                    @for one in agreed {
                        li {
                            "agreed: " a href=(links.item(part.id(), "commitments", &one.id)) {
                                (one.what)
                            }
                        }
                    }
                }
                (passages(part, links, &meeting.evidence))
            }
        }
    }
}
