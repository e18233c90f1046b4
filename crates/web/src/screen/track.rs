//! What is negotiated: tracks, each with its parties, what was promised and who said what.

use super::story::Section;
use crate::{Links, links::slug, passage::cites, room::Part};
use dossier::{CommitmentRecord, TrackRecord};
use maud::{Markup, html};

/// Most positions shown of a track.
const POSITIONS_SHOWN: usize = 4;

/// The tracks of a story, the weightiest first.
pub(super) fn section(part: &Part, links: Links) -> Section {
    let tracks = part.told.stories.iter().flat_map(|story| &story.tracks);
    let body = html! {
        ol.tracks { @for track in tracks.clone() { (item(part, links, track)) } }
    };
    Section { name: "tracks", title: "What is negotiated", count: tracks.count(), body }
}

fn item(part: &Part, links: Links, track: &TrackRecord) -> Markup {
    let bound = of_ids(&part.told.commitments, &track.commitments);
    let meant = of_ids(&part.told.intentions, &track.intentions);
    html! {
        li.item #(slug(&track.id)) {
            details {
                summary {
                    span.text dir="auto" { (track.label) }
                    span.aside {
                        (track.state)
                        @if !track.parties.is_empty() { " · " (track.parties.join(", ")) }
                    }
                }
                ul.plain {
                    @for one in bound.iter().chain(&meant) {
                        li {
                            b { (one.class) } " " (one.who) ": " span dir="auto" { (one.what) } " "
                            (cites(part, links, &one.evidence))
                        }
                    }
                    @for position in track.positions.iter().take(POSITIONS_SHOWN) {
                        li {
                            (position.speaker) ": "
                            @for cite in position.evidence.iter().take(1) {
                                i dir="auto" { (cite.exact) }
                            }
                            " " (cites(part, links, &position.evidence))
                        }
                    }
                }
            }
        }
    }
}

fn of_ids<'a>(all: &'a [CommitmentRecord], ids: &[String]) -> Vec<&'a CommitmentRecord> {
    all.iter().filter(|one| ids.contains(&one.id)).collect()
}
