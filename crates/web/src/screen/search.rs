//! Searching: articles with the passages found, claims and names.

use super::{
    count,
    frame::{Page, Place},
};
use crate::{
    Links,
    ask::Matched,
    links::encoded,
    passage::{shortened, when},
    room::Room,
};
use library::{Facet, Found, Hit, Passage};
use maud::{Markup, html};

/// Facet values shown.
const FACETS_SHOWN: usize = 8;

/// Characters of a claim.
const CLAIM_CHARS: usize = 300;

/// What was found for a search, or what is wrong with it.
pub struct Answer<'r> {
    /// As typed.
    pub query: String,
    /// Which page, from 0.
    pub page: usize,
    /// Hits on a page.
    pub limit: usize,
    /// Articles, or what is wrong with the search.
    pub articles: Result<Found, String>,
    /// Claims with the words.
    pub claims: Vec<Matched<'r>>,
    /// Whether every article found is in a story that can be opened.
    pub in_library: bool,
    /// Whether the stories found were read for their claims.
    pub has_claims: bool,
}

/// The page of a search.
pub fn page(room: &Room, links: Links, answer: Option<&Answer<'_>>) -> Page {
    let body = html! {
        header.title { h1 { "Search" } }
        @match answer {
            None => (hints()),
            Some(answer) => (results(room, links, answer)),
        }
    };
    let mut page = Page::new("Search", Place::Search, body);
    if let Some(answer) = answer {
        page.title = format!("{} · Search", answer.query);
        page.query.clone_from(&answer.query);
        let query = encoded(&answer.query);
        page.feeds = vec![
            (format!("/search.atom?q={query}"), "application/atom+xml", "This search (Atom)"),
            (format!("/search.json?q={query}"), "application/feed+json", "This search (JSON Feed)"),
        ];
    }
    page
}

fn hints() -> Markup {
    html! {
        p { "Words side by side must all occur. Names are found under every spelling." }
        dl.hints {
            dt { code { "\"border rail\"" } } dd { "words in a row" }
            dt { code { "ferr*" } } dd { "a beginning" }
            dt { code { "reopen OR close" } } dd { "either" }
            dt { code { "-bus" } } dd { "not" }
            dt { code { "publisher:Name" } } dd { "of a publisher" }
            dt { code { "entity:Name" } } dd { "naming someone, in any spelling" }
            dt { code { "speaker:Name" } } dd { "quoting someone" }
            dt { code { "since:2031-03 until:2031-04" } } dd { "published then" }
        }
    }
}

fn results(room: &Room, links: Links, answer: &Answer<'_>) -> Markup {
    html! {
        @match &answer.articles {
            Err(message) => p.trouble role="alert" { "The search cannot be read: " (message) },
            Ok(found) => {
                (tried(found))
                div.columns {
                    nav.sections aria-label="Narrow the search" {
                        @for facet in &found.facets { (facet_list(answer, facet)) }
                        p.exports {
                            "Follow: "
                            a href={ "/search.atom?q=" (encoded(&answer.query)) } { "Atom" } " · "
                            a href={ "/search.json?q=" (encoded(&answer.query)) } { "JSON Feed" }
                        }
                    }
                    div.sections {
                        (claims(links, answer))
                        section #articles {
                            h2 {
                                "Articles " span.n { @if found.more { "over " } (found.total) }
                            }
                            ol.hits {
                                @for hit in &found.hits {
                                    (hit_item(room, links, hit, answer.in_library))
                                }
                            }
                            (pages(answer, found.total))
                        }
                    }
                }
            }
        }
    }
}

fn tried(found: &Found) -> Markup {
    html! {
        @for tried in &found.tried {
            p.meta {
                b { (tried.word) }
                @if tried.corrected { " does not occur; looked for " } @else { " also as " }
                (tried.also.join(", "))
            }
        }
    }
}

fn claims(links: Links, answer: &Answer<'_>) -> Markup {
    html! {
        @if !answer.has_claims {
            p.meta {
                a href={ "/search?q=" (encoded(&answer.query)) "&claims=1" } {
                    "Look for claims about this in the stories found"
                }
            }
        }
        @if !answer.claims.is_empty() {
            section #claims {
                h2 { "Claims " span.n { (answer.claims.len()) } }
                ol.plain {
                    @for matched in &answer.claims {
                        li.item {
                            a.open href=(links.claim(matched.part.id(), &matched.claim.id)) {
                                (shortened(&matched.claim.text, CLAIM_CHARS))
                            }
                            span.aside {
                                b { (count(matched.claim.origins, "origin", "origins")) } " · "
                                (matched.part.title())
                            }
                        }
                    }
                }
            }
        }
    }
}

fn facet_list(answer: &Answer<'_>, facet: &Facet) -> Markup {
    html! {
        @if facet.values.iter().any(|(value, _)| narrowed("", facet.key, value).is_some()) {
            h2 { (facet.key) }
            ul {
                @for (value, n) in facet.values.iter().take(FACETS_SHOWN) {
                    @if let Some(query) = narrowed(&answer.query, facet.key, value) {
                        li {
                            a href={ "/search?q=" (encoded(&query)) } { (value) " " span.n { (n) } }
                        }
                    }
                }
            }
        }
    }
}

/// The search with one more condition, in the language of searches.
fn narrowed(query: &str, key: &str, value: &str) -> Option<String> {
    let value = value.replace('"', " ");
    match key {
        "publisher" | "language" | "entity" => Some(format!("{query} {key}:\"{value}\"")),
        "month" => Some(format!("{query} since:{value} until:{value}")),
        _ => None,
    }
}

fn hit_item(room: &Room, links: Links, hit: &Hit, in_library: bool) -> Markup {
    let story = match hit.story.filter(|_| in_library) {
        Some(number) => Some(number.to_string()),
        None => room.story_of(&hit.id).map(|part| part.id().to_string()),
    };
    let title = hit.title.as_deref().unwrap_or(&hit.id);
    html! {
        li.item {
            h3 dir="auto" {
                @match &story {
                    Some(story) => a.open href=(links.article(story, &hit.id)) { (title) },
                    None => (title),
                }
            }
            p.aside {
                bdi { (hit.publisher.as_deref().unwrap_or("publisher not stated")) }
                @if let Some(time) = &hit.published { " · " (when(time)) }
                @if hit.copy_of.is_some() { " · a copy" }
                @if hit.copies > 0 { " · " (count_copies(hit.copies)) }
                @if story.is_none() { " · not in the stories shown here" }
                @if let (true, Some(story)) = (in_library, &story) {
                    " · " a href=(links.story(story)) { "its story" }
                    @if let Some(n) = hit.origins { ", " (count_origins(n)) }
                }
            }
            @for passage in &hit.passages { p.found dir="auto" { (found_words(passage)) } }
        }
    }
}

fn count_origins(n: i64) -> String {
    if n == 1 { "1 origin".into() } else { format!("{n} origins") }
}

fn count_copies(n: i64) -> String {
    if n == 1 { "1 copy".into() } else { format!("{n} copies") }
}

fn found_words(passage: &Passage) -> Markup {
    let words: Vec<char> = passage.exact.chars().collect();
    let mut pieces: Vec<(bool, String)> = Vec::new();
    let mut at = 0;
    for [start, end] in &passage.found {
        let (start, end) = ((*start).clamp(at, words.len()), (*end).min(words.len()));
        pieces.push((false, words[at..start].iter().collect()));
        pieces.push((true, words[start..end.max(start)].iter().collect()));
        at = end.max(start);
    }
    pieces.push((false, words[at..].iter().collect()));
    html! {
        @for (is_found, words) in &pieces {
            @if *is_found { mark { (words) } } @else { (words) }
        }
    }
}

fn pages(answer: &Answer<'_>, total: usize) -> Markup {
    let address = |page: usize| format!("/search?q={}&page={page}", encoded(&answer.query));
    html! {
        p.pages {
            @if answer.page > 0 { a rel="prev" href=(address(answer.page - 1)) { "Before" } " " }
            @if (answer.page + 1) * answer.limit < total {
                a rel="next" href=(address(answer.page + 1)) { "Further" }
            }
        }
    }
}
