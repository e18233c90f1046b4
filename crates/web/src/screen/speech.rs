//! Who said what, and what was said once and given differently.

use super::{
    count,
    story::{Section, more},
    turn::Turn,
};
use crate::{
    Links,
    links::slug,
    passage::{cites, origin_mark, when},
    room::Part,
};
use dossier::{Cite, QuotationRecord, Renderings, SpeechRecord, Voice};
use maud::{Markup, html};

/// Most speakers on a story's page.
const SPEAKERS_SHOWN: usize = 20;

/// Quotations of a speaker that are shown before the rest is asked for.
const FIRST_SHOWN: usize = 2;

/// Most of the rest, and most on the page of a speaker.
const REST_SHOWN: usize = 100;

/// Most speeches given differently on a story's page.
const SPEECHES_SHOWN: usize = 24;

/// Who said what, by speaker.
pub(super) fn said(part: &Part, links: Links) -> Section {
    let speakers = part.told.voices();
    let left: usize =
        speakers.iter().skip(links.most(SPEAKERS_SHOWN)).map(|(_, of)| of.len()).sum();
    let body = html! {
        ol.speakers {
            @for (speaker, quotations) in speakers.iter().take(links.most(SPEAKERS_SHOWN)) {
                (item(part, links, speaker, quotations))
            }
        }
        (more(part, links, left, "quotations"))
    };
    let count = speakers.iter().map(|(_, of)| of.len()).sum();
    Section { name: "quotations", title: "Who said what", count, body }
}

/// All quotations of a story, by speaker.
pub fn all(part: &Part, links: Links, turn: &Turn) -> Markup {
    let voices = part.told.voices();
    let said = voices.iter().enumerate();
    let said: Vec<(usize, &QuotationRecord)> =
        said.flat_map(|(nth, (_, of))| of.iter().map(move |q| (nth, *q))).collect();
    let shown = turn.range(said.iter().map(|(_, q)| q.id.as_str()));
    html! {
        p.crumbs { a href=(links.story(part.id())) { "The story" } }
        h1 dir="auto" { (part.title()) }
        h2.list { "Who said what" }
        ol.speakers {
            @for one in said[shown.clone()].chunk_by(|a, b| a.0 == b.0) {
                @let of: Vec<&QuotationRecord> = one.iter().map(|(_, q)| *q).collect();
                (item(part, links, &voices[one[0].0].0, &of))
            }
        }
        (turn.links(&shown, said.len()))
    }
}

fn item(part: &Part, links: Links, speaker: &Voice<'_>, of: &[&QuotationRecord]) -> Markup {
    let (first, rest) = of.split_at(of.len().min(FIRST_SHOWN));
    let left = rest.len().saturating_sub(links.most(REST_SHOWN));
    html! {
        li.item.speaker {
            h3 {
                (heading(part, links, speaker)) " "
                span.n { (count(of.len(), "quotation", "quotations")) }
            }
            ul.quotations { @for q in first { (quotation(part, links, q)) } }
            @if !rest.is_empty() {
                details {
                    summary.more { "and " (rest.len()) " more" }
                    ul.quotations {
                        @for q in rest.iter().take(links.most(REST_SHOWN)) {
                            (quotation(part, links, q))
                        }
                    }
                    (more(part, links, left, "quotations"))
                }
            }
        }
    }
}

fn heading(part: &Part, links: Links, speaker: &Voice<'_>) -> Markup {
    let entity = match speaker {
        Voice::Named(id) => part.entity(id),
        _ => None,
    };
    html! {
        @match (entity, speaker) {
            (Some(entity), _) => {
                a href=(links.entity(part.id(), &entity.id)) { (entity.name) }
                @if let Some(role) = entity.role_now() { span.role { ", " (role.title) } }
            }
            (None, Voice::Unnamed(words)) => { span.unnamed { "“" (words) "”" } }
            (None, Voice::Named(id)) => { (id) }
            (None, Voice::NotFound) => { span.unnamed { "speaker not found" } }
        }
    }
}

/// A quotation: the words, through whom they came, and where they stand.
pub(super) fn quotation(part: &Part, links: Links, q: &QuotationRecord) -> Markup {
    let published = part.document(&q.document).and_then(|d| d.published.as_deref());
    let (start, end) = (q.content.start, q.content.end);
    let to = links.words(part.id(), &q.content.document, start, end);
    html! {
        li #(slug(&q.id)) {
            a.words href=(to) dir="auto" {
                @let words = q.told();
                @if q.kind == "indirect" { i { (words) } } @else { (words) }
            }
            span.aside {
                @if let Some((number, _)) = part.origin(&q.document) { (origin_mark(number)) " " }
                bdi { (part.label(&q.document)) }
                @if let Some(time) = published { " · " (when(time)) }
                @if let Some(speaker) = q.speaker.as_ref().filter(|s| !s.others.is_empty()) {
                    " · " bdi { (speaker.others) }
                }
                @if let Some(said) = &q.when { " · said " (said) }
                " · " (q.kind)
                @if !q.stance.is_empty() { " · " (q.stance) }
                @for via in &q.via { " · " b { "via " (via.text) } }
                @for person in &q.named {
                    " · " bdi { (person.pronoun.exact) ": " b { (person.text) } }
                }
            }
            @if let Some(before) = &q.before {
                @let to = links.words(part.id(), &before.document, before.start, before.end);
                span.aside { "before it: " a href=(to) dir="auto" { (before.exact) } }
            }
        }
    }
}

/// What was said once and is given differently.
pub(super) fn variants(part: &Part, links: Links) -> Section {
    let most = links.most(SPEECHES_SHOWN);
    let all = part.told.quotation_variants.iter();
    let all: Vec<&SpeechRecord> = all.filter(|speech| speech.differs()).collect();
    let renderings = part.told.renderings();
    let body = html! {
        ol.variants {
            @for speech in all.iter().take(most) {
                (speech_item(part, links, &renderings, speech))
            }
        }
        @if all.len() > most {
            p.more { "and " (all.len() - most) " more, in the record" }
        }
    };
    Section { name: "variants", title: "Quoted differently", count: all.len(), body }
}

fn speech_item(
    part: &Part,
    links: Links,
    renderings: &Renderings<'_>,
    speech: &SpeechRecord,
) -> Markup {
    let first = speech.renderings.first().and_then(|r| part.quotation(&r.quotation));
    let speaker = first.and_then(|q| q.speaker.as_ref());
    html! {
        li.item #(slug(&speech.id)) {
            @if let Some(speaker) = speaker { h3 { (speaker.text) } }
            table {
                tbody {
                    @for (rendering, q) in renderings.in_time(speech, usize::MAX) {
                        tr {
                            th scope="row" {
                                (cites(part, links, std::slice::from_ref(&q.content)))
                                span.aside { (speech.relation_of(rendering)) }
                            }
                            td dir="auto" { (set_off(q, &rendering.differing)) }
                        }
                    }
                }
            }
        }
    }
}

/// The words of a quotation; those that differ are marked.
fn set_off(q: &QuotationRecord, differing: &[Cite]) -> Markup {
    let letters: Vec<char> = q.content.exact.chars().collect();
    let within = |point: usize| point.saturating_sub(q.content.start).min(letters.len());
    let mut pieces: Vec<(bool, String)> = Vec::new();
    let mut at = 0;
    for cite in differing.iter().filter(|d| d.document == q.content.document) {
        let (from, to) = (within(cite.start), within(cite.end));
        if from >= at && to > from {
            pieces.push((false, letters[at..from].iter().collect()));
            pieces.push((true, letters[from..to].iter().collect()));
            at = to;
        }
    }
    pieces.push((false, letters[at..].iter().collect()));
    html! {
        @for (differs, words) in &pieces {
            @if *differs { em.differing { (words) } } @else { (words) }
        }
    }
}

/// What an entity said, in one story.
pub(super) fn said_by(part: &Part, links: Links, said: &[&QuotationRecord]) -> Markup {
    html! {
        ul.quotations {
            @for q in said.iter().take(links.most(REST_SHOWN)) { (quotation(part, links, q)) }
        }
        (more(part, links, said.len().saturating_sub(links.most(REST_SHOWN)), "quotations"))
    }
}
