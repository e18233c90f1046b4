//! In brief: sentences that together tell what matters most, with what may come of each and what is
//! asked about it, as reports say it.

use super::{count, story::Section};
use crate::{Links, passage::cites, room::Part};
use dossier::{CardRecord, DigestRecord, StoryRecord};
use maud::{Markup, html};

/// The cards of the story; the bare digest where it has none.
pub(super) fn section(part: &Part, links: Links) -> Section {
    let cards: Vec<CardRecord> = part.told.stories.iter().flat_map(cards).collect();
    let body = html! {
        ol.digest {
            @for card in &cards {
                li.item {
                    (line(part, links, &card.summary))
                    @if let Some(matters) = &card.matters {
                        (more(part, links, "What may come of it", matters))
                    }
                    @if let Some(question) = &card.question {
                        (more(part, links, "What is asked", question))
                    }
                }
            }
        }
    };
    Section { name: "digest", title: "In brief", count: cards.len(), body }
}

fn cards(story: &StoryRecord) -> Vec<CardRecord> {
    let bare =
        |line: &DigestRecord| CardRecord { summary: line.clone(), matters: None, question: None };
    match story.cards.is_empty() {
        true => story.digest.iter().map(bare).collect(),
        false => story.cards.clone(),
    }
}

fn line(part: &Part, links: Links, line: &DigestRecord) -> Markup {
    html! {
        span.text dir="auto" { (line.text) } " "
        (cites(part, links, &line.evidence))
        @if line.origins > 1 {
            " " span.aside { b { (count(line.origins, "origin", "origins")) } }
        }
    }
}

fn more(part: &Part, links: Links, name: &str, told: &DigestRecord) -> Markup {
    html! { p.card-more { b { (name) } " " (line(part, links, told)) } }
}
