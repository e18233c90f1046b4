//! Who is who: names, spellings, roles.

use super::{count, story::Section};
use crate::{
    Links,
    links::{encoded, slug},
    passage::cites,
    room::Part,
};
use dossier::EntityRecord;
use maud::{Markup, html};

/// Most persons and bodies on a story's page.
const SHOWN: usize = 30;

/// Most roles shown of one.
const ROLES_SHOWN: usize = 4;

/// The persons and bodies of a story, most mentioned first.
pub(super) fn section(part: &Part, links: Links) -> Section {
    // In one file everything that is pointed at must be there.
    let is_actor = |e: &&EntityRecord| {
        links == Links::Single || matches!(e.kind.as_str(), "person" | "organization")
    };
    let actors: Vec<&EntityRecord> = part.told.entities.iter().filter(is_actor).collect();
    let most = links.most(SHOWN);
    let body = html! {
        ul.who { @for entity in actors.iter().take(most) { (item(part, links, entity)) } }
        @if actors.len() > most {
            p.more {
                a href={ "/stories/" (encoded(part.id())) "/entities" } {
                    "and " (actors.len() - most) " more …"
                }
            }
        }
    };
    Section { name: "who", title: "Who is who", count: actors.len(), body }
}

fn item(part: &Part, links: Links, entity: &EntityRecord) -> Markup {
    let others = entity.variants.iter().filter(|v| v.text != entity.name);
    let others: Vec<&str> = others.map(|v| v.text.as_str()).collect();
    html! {
        li.item #(slug(&entity.id)) data-kind="merge" data-name=(entity.name) {
            p {
                @match links {
                    Links::Single => b { (entity.name) },
                    _ => a.open href=(links.entity(part.id(), &entity.id)) { (entity.name) },
                }
                @if !entity.roles.is_empty() { span.role { ", " (roles(entity)) } }
            }
            p.aside {
                @if !others.is_empty() { "also " (others.join(", ")) " · " }
                (count(entity.names, "mention", "mentions"))
                @let said = part.said(entity).len();
                @if said > 0 {
                    " · " (count(said, "quotation", "quotations"))
                }
            }
            @if links == Links::Single { p { (cites(part, links, &entity.evidence)) } }
        }
    }
}

fn roles(entity: &EntityRecord) -> String {
    let roles: Vec<&str> =
        entity.roles.iter().take(ROLES_SHOWN).map(|r| r.title.as_str()).collect();
    roles.join("; ")
}
