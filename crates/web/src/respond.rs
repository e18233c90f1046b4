//! [`respond`]: which answer a request gets.

use crate::{
    Links, Method, Request, Response, Room, api, ask,
    feed::{Feed, Form},
    file, help,
    links::encoded,
    screen::{
        article, claim, commitment, conflict, entity,
        frame::{self, Page, Place},
        publishers, review, search, speech, stories, story, timeline,
    },
};
use library::{Found, Order, Search};
use maud::{Markup, html};

/// What the answers are made of.
pub struct Desk<'d> {
    /// What is shown.
    pub room: &'d Room,
    /// What a reader has said about names.
    pub review: review::Desk,
    /// What is watched.
    pub feeds: Vec<publishers::Feed>,
    /// Finds articles; the error is what is wrong with the search.
    pub find: &'d dyn Fn(&Search) -> Result<Found, String>,
    /// Keeps a line of correction, or takes the line with a number back; the error says why not.
    pub correct: &'d dyn Fn(Correction) -> Result<(), String>,
}

/// What a reader says about names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Correction {
    /// A line for the corrections file.
    Keep(String),
    /// Take back the line with this number, from 0, if it still reads so.
    Undo(usize, String),
}

/// Hits on one page of a search.
const HITS: usize = 20;

/// Entries of the feed of a search.
const FED: usize = 50;

/// Claims shown for a search.
const CLAIMS: usize = 12;

/// Longest search, in bytes.
const QUERY_BYTES_MAX: usize = 2_000;

/// What a correction may say.
const KINDS: [&str; 6] = ["merge", "split", "rename", "join", "copy", "not-a-copy"];

/// Longest name in a correction, in bytes.
const NAME_BYTES_MAX: usize = 400;

/// What may be loaded by a page: from here alone, and nothing that stands in the page itself.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// The answer to a request.
pub fn respond(desk: &Desk<'_>, request: &Request) -> Response {
    let path: Vec<&str> = request.path.iter().map(String::as_str).collect();
    if let ["api", rest @ ..] = path.as_slice() {
        return api::respond(desk, request, rest);
    }
    match request.method {
        Method::Get | Method::Head => {}
        Method::Post if path.first() == Some(&"review") => return post(desk, request, &path),
        _ => return not_allowed(),
    }
    let tag = |kind: &str, body: &str| {
        Response::ok(kind, body).tagged(&desk.room.revision, request.known.as_deref())
    };
    match path.as_slice() {
        ["style.css"] => asset("text/css; charset=utf-8", frame::STYLE),
        ["script.js"] => asset("text/javascript; charset=utf-8", frame::SCRIPT),
        ["icon.svg"] | ["favicon.ico"] => asset("image/svg+xml", frame::ICON),
        ["robots.txt"] => asset("text/plain; charset=utf-8", "User-agent: *\nDisallow: /\n"),
        ["stories", id, "page.html"] => match desk.room.story(id) {
            Some(part) => tag("text/html; charset=utf-8", &file::story_file(part)),
            None => missing(),
        },
        ["stories", id, name] if Form::of(name, "feed").is_some() => {
            let form = Form::of(name, "feed").expect("the guard says so");
            match desk.room.story(id) {
                Some(part) => {
                    let own = format!("/stories/{}/{name}", encoded(id));
                    tag(form.kind(), &Feed::of_story(part).print(form, &request.base, &own))
                }
                None => missing(),
            }
        }
        [name] if Form::of(name, "search").is_some() => searched(desk, request, name),
        path => match screen(desk, request, path) {
            Some(page) => shown(200, &page),
            None => missing(),
        },
    }
}

/// The feed of a search: the latest arrivals.
fn searched(desk: &Desk<'_>, request: &Request, name: &str) -> Response {
    let Some(form) = Form::of(name, "search") else { return missing() };
    let query = request.field("q").trim();
    let search = Search {
        text: query.to_string(),
        order: Order::Newest,
        limit: FED,
        details: true,
        ..Search::default()
    };
    let own = format!("/{name}?q={}", encoded(query));
    let found = match query.len() > QUERY_BYTES_MAX {
        true => Err(format!("the search is longer than {QUERY_BYTES_MAX} bytes")),
        false => (desk.find)(&search),
    };
    match found {
        Ok(found) => {
            let body = Feed::of_search(query, &found).print(form, &request.base, &own);
            Response::ok(form.kind(), body)
        }
        Err(message) => shown(400, &trouble("Not found", &message)),
    }
}

/// The screen at a path.
fn screen(desk: &Desk<'_>, request: &Request, path: &[&str]) -> Option<Page> {
    let (room, links) = (desk.room, Links::Served);
    Some(match path {
        [] | ["stories"] => stories::page(room, links),
        ["stories", id] => story::page(room.story(id)?, links),
        ["stories", id, "claims", claim] => {
            let part = room.story(id)?;
            let body = claim::page(part, links, part.claim(claim)?);
            Page::new(part.title(), Place::Stories, body)
        }
        ["stories", id, list] => {
            let part = room.story(id)?;
            Page::new(part.title(), Place::Stories, list_of(part, list, request)?)
        }
        ["articles", id] => {
            let part = room.story_of(id)?;
            article::page(part, part.document(id)?, links, range(request.field("at")))
        }
        ["entities"] => entity::list(room, links),
        ["entities", id] => entity::page(&room.stories_with(id), id, links)?,
        ["publishers"] => publishers::page(room, links, &desk.feeds),
        ["search"] => found(desk, request),
        ["review"] => review::page(room, &desk.review),
        ["help"] => help::page(),
        _ => return None,
    })
}

/// One list of a story, in full.
fn list_of(part: &crate::room::Part, list: &str, request: &Request) -> Option<Markup> {
    let links = Links::Served;
    Some(match list {
        "claims" => {
            let wanted = claim::Wanted {
                words: request.field("q").to_string(),
                origins: request.number("min_origins"),
                page: request.number("page"),
            };
            claim::all(part, links, &wanted)
        }
        "conflicts" => conflict::all(part, links),
        "commitments" => commitment::all(part, links),
        "timeline" => timeline::all(part, links),
        "quotations" => speech::all(part, links),
        _ => return None,
    })
}

/// Two numbers with `-` between them.
fn range(words: &str) -> Option<(usize, usize)> {
    let (start, end) = words.split_once('-')?;
    Some((start.parse().ok()?, end.parse().ok()?))
}

fn found(desk: &Desk<'_>, request: &Request) -> Page {
    let query = request.field("q").trim();
    if query.is_empty() {
        return search::page(desk.room, Links::Served, None);
    }
    let page = request.number("page").min(usize::MAX / HITS);
    let search = Search {
        text: query.to_string(),
        offset: page * HITS,
        limit: HITS,
        details: true,
        ..Search::default()
    };
    let articles = match query.len() > QUERY_BYTES_MAX {
        true => Err(format!("it is longer than {QUERY_BYTES_MAX} bytes")),
        false => (desk.find)(&search),
    };
    let claims = ask::claims_like(desk.room, query, CLAIMS);
    let answer = search::Answer { query: query.to_string(), page, limit: HITS, articles, claims };
    search::page(desk.room, Links::Served, Some(&answer))
}

/// What a reader says.
fn post(desk: &Desk<'_>, request: &Request, path: &[&str]) -> Response {
    if request.field("token").is_empty() || request.field("token") != desk.review.token {
        let message = "This form is not from a page of this server, or from one that is too old.";
        return shown(403, &trouble("Not done", message));
    }
    let correction = match path {
        ["review"] => match line(request) {
            Some(line) => Correction::Keep(line),
            None => return shown(400, &trouble("Not done", "Two names are needed.")),
        },
        ["review", "undo"] => {
            Correction::Undo(request.number("nth"), request.field("line").to_string())
        }
        _ => return missing(),
    };
    match (desk.correct)(correction) {
        Ok(()) => Response::see("/review"),
        Err(message) => shown(409, &trouble("Not done", &message)),
    }
}

/// A line of correction, of what a form says. No field may part lines or fields itself.
fn line(request: &Request) -> Option<String> {
    let kind = KINDS.into_iter().find(|kind| *kind == request.field("kind"))?;
    let name = |field: &str| {
        let name = request.field(field).split_whitespace().collect::<Vec<_>>().join(" ");
        let is_fine =
            !name.is_empty() && name.len() <= NAME_BYTES_MAX && !name.chars().any(char::is_control);
        is_fine.then_some(name)
    };
    Some(format!("{kind}\t{}\t{}", name("name")?, name("other")?))
}

fn asset(kind: &str, body: &str) -> Response {
    let mut response = Response::ok(kind, body);
    response.headers.push(("cache-control", "no-cache".into()));
    response
}

fn missing() -> Response {
    shown(404, &trouble("Nothing here", "There is no such page, or no longer."))
}

fn not_allowed() -> Response {
    let mut response = shown(405, &trouble("Not done", "Nothing can be done here but reading."));
    response.headers.push(("allow", "GET, HEAD".into()));
    response
}

fn trouble(title: &str, message: &str) -> Page {
    let body = html! {
        header.title { h1 { (title) } }
        p { (message) }
        p { a href="/" { "To the stories" } }
    };
    Page::new(title, Place::Elsewhere, body)
}

/// A page, with what a browser may do with it.
pub fn shown(status: u16, page: &Page) -> Response {
    let body = page.whole(Links::Served);
    let mut response = Response::with(status, "text/html; charset=utf-8", body);
    response.headers.push(("content-security-policy", POLICY.into()));
    response.headers.push(("cache-control", "no-cache".into()));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(fields: &str) -> Request {
        Request::new(Method::Post, "/review")
            .with_body("application/x-www-form-urlencoded", fields.as_bytes().to_vec())
    }

    #[test]
    fn a_name_cannot_bring_a_line_of_its_own() {
        let request = posted("kind=merge&name=A%0Amerge%09B%09C&other=D%09E");
        assert_eq!(line(&request).as_deref(), Some("merge\tA merge B C\tD E"));
        assert_eq!(line(&posted("kind=delete&name=A&other=B")), None);
        assert_eq!(line(&posted("kind=merge&name=A&other=%20")), None);
    }
}
