//! The reader of an article: its frozen text, with what was found in it.
//!
//! Page furniture stays, greyed and with its reason; words that another article has too are tinted
//! in the colour of the origin they come from; what is quoted and claimed leads to the story.

use super::{
    frame::{Page, Place},
    origin::{name, safe_url},
};
use crate::{
    Links,
    links::{place, slug},
    passage::{ORIGIN_COLOURS, origin_mark, when},
    places,
    room::Part,
};
use dossier::{BlockRecord, Cite, DocumentRecord};
use maud::{Markup, html};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// Most spans that are marked on one page; the first by place.
const SPANS_MAX: usize = 4_000;

/// Code points of an article on one page that is served; a longer one goes on.
const PAGE_CHARS: usize = 100_000;

/// What of an article is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Words to be marked, by their code points.
    pub at: Option<(usize, usize)>,
    /// Which page, from 0, if no words are asked for.
    pub page: usize,
}

/// What is known about a stretch of text.
struct Layer {
    start: usize,
    end: usize,
    kind: Kind,
}

/// What a layer says of its words.
#[derive(Clone, PartialEq, Eq)]
enum Kind {
    /// They were asked for.
    Asked,
    /// They come from the origin with this number.
    Copied(usize),
    /// Someone is quoted; the id of the quotation.
    Quoted(String),
    /// Something is claimed; the id of the claim, and whether several documents make it.
    Claimed(String, bool),
    /// Reports differ; the id of the conflict.
    Disputed(String),
}

/// An article that is read, with all that is known about its words.
struct Reader<'p> {
    part: &'p Part,
    document: &'p DocumentRecord,
    links: Links,
    layers: Vec<Layer>,
    places: BTreeSet<usize>,
    /// The code points that are shown.
    shown: Range<usize>,
}

/// The reader of an article, with the words of it marked that are asked for.
pub fn page(part: &Part, document: &DocumentRecord, links: Links, wanted: &Wanted) -> Page {
    Page::new(&document.headline(), Place::Stories, body(part, document, links, wanted))
}

/// The article.
pub fn body(part: &Part, document: &DocumentRecord, links: Links, wanted: &Wanted) -> Markup {
    let end = document.blocks.last().map_or(0, |block| block.end);
    let size = links.most(PAGE_CHARS);
    let nth = wanted.at.map_or(wanted.page, |(start, _)| start / size).min(end / size);
    let shown = nth.saturating_mul(size)..nth.saturating_add(1).saturating_mul(size).min(end);
    let (mut layers, places) = (layers(part, document), places(part, document, links));
    layers.retain(|l| l.start < shown.end && l.end > shown.start);
    layers.sort_by_key(|l| (l.start, l.end));
    let unmarked = layers.len().saturating_sub(SPANS_MAX);
    layers.truncate(SPANS_MAX);
    let asked = wanted.at.filter(|(start, end)| start < end);
    layers.extend(asked.map(|(start, end)| Layer { start, end, kind: Kind::Asked }));
    let reader = Reader { part, document, links, layers, places, shown: shown.clone() };
    let address = |page: usize| format!("{}?page={page}", links.article(part.id(), &document.id));
    html! {
        article.reader #{ "article-" (slug(&document.id)) } {
            p.crumbs { a href=(links.story(part.id())) { (part.title()) } }
            (head(part, document))
            div.text dir="auto" {
                @for block in &document.blocks {
                    @if block.start < shown.end && block.end > shown.start {
                        (reader.paragraph(block))
                    }
                }
            }
            @if unmarked > 0 {
                p.more { "In this text " (unmarked) " more passages are known than are marked." }
            }
            p.pages {
                @if nth > 0 { a rel="prev" href=(address(nth - 1)) { "Before" } " " }
                @if shown.end < end { a rel="next" href=(address(nth + 1)) { "Further" } }
            }
        }
    }
}

fn head(part: &Part, document: &DocumentRecord) -> Markup {
    html! {
        header.title {
            h1 dir="auto" { (document.headline()) }
            p.meta {
                bdi { (document.publisher.as_deref().unwrap_or("publisher not stated")) }
                " · "
                @match &document.published { Some(t) => (when(t)), None => "not dated" }
                @if !document.authors.is_empty() { " · by " (document.authors.join(", ")) }
                @if let Some(url) = safe_url(document) {
                    " · " a.original href=(url) rel="noopener noreferrer external" { "original" }
                }
            }
            p.meta {
                @match part.origin(&document.id) {
                    Some((number, origin)) => {
                        (origin_mark(number)) " comes from " b { (name(part, origin)) }
                    }
                    None => "passages of several origins",
                }
            }
            details.legend {
                summary { "What the signs mean" }
                ul {
                    li { span.quoted { "Underlined" } ": someone is quoted." }
                    li { span.shared { "Dotted" } ": other articles claim it too." }
                    li { span.disputed { "Wavy" } ": reports differ." }
                    li { span.copied.o0 { "Tinted" } ": stands in another article too; the colour "
                        "is that of the origin." }
                    li { span.furniture { "Grey" } ": of the page, not of the article." }
                }
                p.aside { (document.path) " · SHA-256 " code { (document.sha256) } }
            }
        }
    }
}

/// What is known about the words of a document, by place.
fn layers(part: &Part, document: &DocumentRecord) -> Vec<Layer> {
    let is_here = |cite: &&Cite| cite.document == document.id;
    let layer = |cite: &Cite, kind| Layer { start: cite.start, end: cite.end, kind };
    let mut layers = Vec::new();
    for derivation in &part.told.derivations {
        let copied = |from: &str| part.origin(from).map(|(number, _)| Kind::Copied(number));
        let Some(kind) = copied(&derivation.from) else { continue };
        let both = derivation.passages.iter().flat_map(|p| [&p.here, &p.there]);
        layers.extend(both.filter(is_here).map(|cite| layer(cite, kind.clone())));
    }
    for claim in &part.told.claims {
        let kind = Kind::Claimed(claim.id.clone(), claim.documents.len() > 1);
        layers.extend(claim.evidence.iter().filter(is_here).map(|c| layer(c, kind.clone())));
    }
    for conflict in &part.told.conflicts {
        let cites = conflict.sides.iter().flat_map(|side| &side.evidence).filter(is_here);
        layers.extend(cites.map(|c| layer(c, Kind::Disputed(conflict.id.clone()))));
    }
    let told = part.told.quotations.iter().filter(|q| !q.is_doubtful());
    for q in told.filter(|q| q.document == document.id) {
        layers.push(layer(&q.content, Kind::Quoted(q.id.clone())));
    }
    layers
}

/// The places of a document that other parts of the file point at; none where it is served, for
/// there the address names the words.
fn places(part: &Part, document: &DocumentRecord, links: Links) -> BTreeSet<usize> {
    if links == Links::Served {
        return BTreeSet::new();
    }
    let here = places::cited(&part.told).filter(|cite| cite.document == document.id);
    here.map(|cite| cite.start).collect()
}

impl Reader<'_> {
    fn paragraph(&self, block: &BlockRecord) -> Markup {
        let (start, end) = (block.start.max(self.shown.start), block.end.min(self.shown.end));
        let is_inside = |l: &&Layer| l.start < end && l.end > start;
        let inside: Vec<&Layer> = self.layers.iter().filter(is_inside).collect();
        let mut cuts: BTreeSet<usize> = [start, end].into();
        cuts.extend(inside.iter().flat_map(|l| [l.start, l.end]));
        cuts.extend(self.places.range(start..end));
        let cuts: Vec<usize> = cuts.range(start..=end).copied().collect();
        html! {
            p class=(block.kind) title=[block.reason.as_deref()] {
                @for pair in cuts.windows(2) {
                    @if self.places.contains(&pair[0]) {
                        span #(place(&self.document.id, pair[0])) {}
                    }
                    (self.stretch((pair[0], pair[1]), &inside))
                }
                @if let Some(reason) = &block.reason { span.reason { (reason) } }
            }
        }
    }

    /// Words about which the same is known.
    fn stretch(&self, (start, end): (usize, usize), layers: &[&Layer]) -> Markup {
        let words = self.part.words(&self.document.id, start, end);
        let (story, links) = (self.part.id(), self.links);
        let (mut classes, mut target, mut id) = (BTreeSet::new(), BTreeMap::new(), None);
        for layer in layers.iter().filter(|l| l.start <= start && l.end >= end) {
            match &layer.kind {
                Kind::Asked => {
                    classes.insert("asked".to_string());
                    id = (layer.start == start || start == 0).then_some("at");
                }
                Kind::Copied(number) => {
                    classes.insert(format!("copied o{}", (number - 1) % ORIGIN_COLOURS));
                }
                Kind::Quoted(quotation) => {
                    classes.insert("quoted".to_string());
                    target.insert(0, links.item(story, "quotations", quotation));
                }
                Kind::Claimed(claim, is_shared) => {
                    classes.insert(if *is_shared { "shared" } else { "claimed" }.to_string());
                    target.insert(1, links.claim(story, claim));
                }
                Kind::Disputed(conflict) => {
                    classes.insert("disputed".to_string());
                    target.insert(2, links.item(story, "conflicts", conflict));
                }
            }
        }
        let class = classes.into_iter().collect::<Vec<_>>().join(" ");
        html! {
            @match (class.is_empty(), target.into_values().next_back()) {
                (true, _) => (words),
                (false, None) => span class=(class) id=[id] { (words) },
                (false, Some(to)) => a class=(class) id=[id] href=(to) { (words) },
            }
        }
    }
}
