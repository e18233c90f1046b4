//! A story: the numbers line, then its parts, each line of which opens its words.

use super::{
    card, claim, commitment, conflict, count,
    frame::{Page, Place},
    matrix, meeting, news, origin, question, speech, timeline, track, who,
};
use crate::{
    Links,
    desk::Shelf,
    links::{encoded, slug},
    passage::{cites, when},
    room::Part,
};
use dossier::NewsRecord;
use library::MarkKind;
use maud::{Markup, html};

/// A part of a story's page.
pub(super) struct Section {
    /// Its name in addresses.
    pub name: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// How much there is.
    pub count: usize,
    /// What it shows.
    pub body: Markup,
}

/// A story's page.
pub fn page(part: &Part, links: Links, new: Option<&NewsRecord>) -> Page {
    let mut page = Page::new(part.title(), Place::Stories, body(part, links, new));
    if links == Links::Served {
        let base = format!("/stories/{}/feed", encoded(part.id()));
        page.feeds = vec![
            (format!("{base}.atom"), "application/atom+xml", "What is claimed (Atom)"),
            (format!("{base}.rss"), "application/rss+xml", "What is claimed (RSS)"),
            (format!("{base}.json"), "application/feed+json", "What is claimed (JSON Feed)"),
        ];
    }
    page
}

/// When a story of a library was looked at, and what says that it was.
pub fn looked(shelf: &Shelf<'_>, part: &Part, token: &str) -> Markup {
    let id = part.id().parse().unwrap_or_default();
    let address = format!("/stories/{id}");
    let is_starred =
        shelf.marks().iter().any(|mark| mark.address == address && mark.kind == MarkKind::Starred);
    html! {
        div.looked {
            @match shelf.looked(id) {
                Some(time) => span { "Looked at " (when(&time)) },
                None => span { "Not looked at yet" },
            }
            form method="post" action={ (address) "/look" } {
                input type="hidden" name="token" value=(token);
                button.look { "I have seen this" }
            }
            form method="post" action="/marks" {
                input type="hidden" name="token" value=(token);
                input type="hidden" name="kind" value="starred";
                input type="hidden" name="address" value=(address);
                input type="hidden" name="back" value=(address);
                input type="hidden" name="set" value=(!is_starred);
                button.star { @if is_starred { "★ Starred" } @else { "☆ Star" } }
            }
        }
    }
}

/// All that is told of a story.
pub fn body(part: &Part, links: Links, new: Option<&NewsRecord>) -> Markup {
    let sections = sections(part, links, new);
    html! {
        article.story #(slug(part.id())) data-story=(part.first())
            data-origins=(part.told.numbers.origins)
            data-conflicts=(part.told.numbers.conflicts) {
            header.title {
                h1 dir="auto" { (part.title()) }
                p.meta {
                    @if let Some((first, last)) = part.period() {
                        (when(first)) @if last != first { " to " (when(last)) } " · "
                    }
                    (part.publishers().join(", "))
                }
                (numbers(part, links))
            }
            div.columns {
                nav.sections aria-label="Parts of the story" {
                    ul {
                        @for section in &sections {
                            li {
                                a href={ "#" (anchor(part, links, section.name)) } {
                                    (section.title) " " span.n { (section.count) }
                                }
                            }
                        }
                    }
                    @if links == Links::Served { (exports(part)) }
                }
                div.sections {
                    @for section in &sections {
                        section #(anchor(part, links, section.name)) {
                            h2 { (section.title) " " span.n { (section.count) } }
                            (section.body)
                        }
                    }
                }
            }
        }
    }
}

/// The parts of the story that hold anything.
fn sections(part: &Part, links: Links, new: Option<&NewsRecord>) -> Vec<Section> {
    let new = new.filter(|news| !news.documents.is_empty());
    let new = new.map(|new| news::section(part, links, new));
    let all = [
        card::section(part, links),
        phrased(part, links),
        conflict::section(part, links),
        claim::section(part, links),
        matrix::section(part, links),
        question::section(part, links),
        track::section(part, links),
        meeting::section(part, links),
        commitment::section(part, links),
        timeline::happened(part, links),
        timeline::planned(part, links),
        speech::variants(part, links),
        speech::said(part, links),
        who::section(part, links),
        origin::section(part, links),
        origin::articles(part, links),
    ];
    new.into_iter().chain(all).filter(|section| section.count > 0).collect()
}

/// The same in a language model's words, if one was named.
fn phrased(part: &Part, links: Links) -> Section {
    let told: Vec<_> = part.told.stories.iter().filter_map(|s| s.phrased.as_ref()).collect();
    let body = html! {
        @for phrased in &told {
            p.aside { (phrased.note()) }
            ol.digest {
                @for sentence in &phrased.sentences {
                    li.item {
                        span.text dir="auto" { (sentence.text) } " "
                        (cites(part, links, &sentence.evidence))
                    }
                }
            }
        }
    };
    // A model of which nothing could be kept is said too.
    let count = told.iter().map(|p| p.sentences.len().max(1)).sum();
    Section { name: "phrased", title: "In a model's words", count, body }
}

/// The name of a part's place in the page; in a file of several stories it has the story's.
fn anchor(part: &Part, links: Links, name: &str) -> String {
    match links {
        Links::Single => format!("{}-{name}", slug(part.id())),
        _ => name.to_string(),
    }
}

/// The numbers line, each number leading to what it counts, if it counts anything.
fn numbers(part: &Part, links: Links) -> Markup {
    let n = &part.told.numbers;
    let to = |name: &str| format!("#{}", anchor(part, links, name));
    let number = |name: &str, n: usize, one: &str, many: &str, more: Option<String>| {
        html! {
            li {
                a href=[(n > 0).then(|| to(name))] {
                    b { (n) } " " span { (if n == 1 { one } else { many }) }
                    @if let Some(more) = more { " " small { (more) } }
                }
            }
        }
    };
    let unknown = (n.unknown_lineage > 0).then(|| format!("{} unknown", n.unknown_lineage));
    let corroborated = Some(format!("{} corroborated", n.corroborated));
    let followed = Some(format!("{} followed up", n.followed_up));
    let named = Some(format!("{} by name", n.named_speaker));
    html! {
        ul.strip aria-label="In numbers" {
            (number("articles", n.documents, "article", "articles", None))
            li.arrow aria-hidden="true" { "→" }
            (number("origins", n.origins, "origin", "origins", unknown))
            (number("claims", n.claims, "claim", "claims", corroborated))
            (number("conflicts", n.conflicts, "conflict", "conflicts", None))
            (number("commitments", n.commitments, "commitment", "commitments", followed))
            (number("quotations", n.quotations, "quotation", "quotations", named))
        }
    }
}

fn exports(part: &Part) -> Markup {
    let id = encoded(part.id());
    html! {
        p.exports {
            "Take it away: "
            a href={ "/stories/" (id) "/page.html" } download { "one file" } " · "
            a href={ "/api/v1/stories/" (id) } { "JSON" } " · "
            a href={ "/stories/" (id) "/feed.atom" } { "feed" }
        }
    }
}

/// A line under a list that was cut, leading to all of it.
pub(super) fn more(part: &Part, links: Links, left: usize, name: &str) -> Markup {
    html! {
        @if left > 0 {
            p.more {
                @if links == Links::Served {
                    a href={ "/stories/" (encoded(part.id())) "/" (name) } {
                        "and " (count(left, "more", "more")) " …"
                    }
                } @else {
                    "and " (left) " more, in the record"
                }
            }
        }
    }
}
