//! What is open: where reports differ, what is promised by a day, what one origin alone tells.

use super::story::Section;
use crate::{Links, passage::passages, room::Part};
use dossier::QuestionRecord;
use maud::{Markup, html};

/// The open questions of a story.
pub(super) fn section(part: &Part, links: Links) -> Section {
    let open = part.told.stories.iter().flat_map(|story| &story.questions);
    let body = html! {
        ol.questions { @for one in open.clone() { (item(part, links, one)) } }
    };
    Section { name: "open", title: "What is open", count: open.count(), body }
}

fn item(part: &Part, links: Links, one: &QuestionRecord) -> Markup {
    let (kind, to) = about(part, links, one);
    html! {
        li.item {
            details {
                summary {
                    span.kind { (kind) }
                    span.text dir="auto" { (one.text) }
                    @if !one.speakers.is_empty() {
                        span.aside { "said by " (one.speakers.join(", ")) }
                    }
                }
                (passages(part, links, &one.evidence))
                p.more { a.open href=(to) { "All about it" } }
            }
        }
    }
}

/// Why it is open, and where it stands on the page.
fn about<'p>(part: &'p Part, links: Links, one: &QuestionRecord) -> (&'p str, String) {
    let item = |list: &str| links.item(part.id(), list, &one.about);
    match one.kind.as_str() {
        "conflict" => ("reports differ", item("conflicts")),
        "commitment" => (part.told.status_of(&one.about), item("commitments")),
        _ => ("one origin only", links.claim(part.id(), &one.about)),
    }
}
