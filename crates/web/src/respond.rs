//! [`respond`]: which answer a request gets.

use crate::{
    Desk, Links, Method, Request, Response, Room, api, ask,
    desk::Concern,
    feed::{Feed, Form},
    file, help,
    links::encoded,
    room::Part,
    said,
    screen::{
        article, claim, commitment, conflict, entity,
        frame::{self, Page, Place},
        matrix, meeting, origin, publishers, review, search, speech, stories, story, timeline,
        turn::Turn,
    },
};
use library::{Order, Search};
use maud::{Markup, html};

/// Hits on one page of a search.
const HITS: usize = 20;

/// Entries of the feed of a search.
const FED: usize = 50;

/// Claims shown for a search.
const CLAIMS: usize = 12;

/// Longest search, in bytes.
const QUERY_BYTES_MAX: usize = 2_000;

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
        Method::Post => return said::post(desk, request, &path),
        Method::Other => return not_allowed(),
    }
    match path.as_slice() {
        ["style.css"] => asset("text/css; charset=utf-8", frame::STYLE),
        ["script.js"] => asset("text/javascript; charset=utf-8", frame::SCRIPT),
        ["icon.svg"] | ["favicon.ico"] => asset("image/svg+xml", frame::ICON),
        ["robots.txt"] => asset("text/plain; charset=utf-8", "User-agent: *\nDisallow: /\n"),
        ["marks"] => said::marks(desk),
        [name] if Form::of(name, "search").is_some() => searched(desk, request, name),
        ["stories", id, rest @ ..] => story_answer(desk, request, id, rest),
        path => match screen(desk, request, path) {
            Ok(Some(page)) => desk_page(desk, page),
            Ok(None) => missing(),
            Err(message) => busy(&message),
        },
    }
}

/// The answer about a story: a file, a feed or a screen.
fn story_answer(desk: &Desk<'_>, request: &Request, id: &str, rest: &[&str]) -> Response {
    // A story that became part of another is found there.
    if let Some(row) = desk.shelf.as_ref().and_then(|shelf| shelf.story(id))
        && row.id.to_string() != id
    {
        let path: Vec<String> = rest.iter().map(|part| format!("/{}", encoded(part))).collect();
        return Response::see(&format!("/stories/{}{}", row.id, path.concat()));
    }
    let room = match (desk.room)(&Concern::Story(id)) {
        Ok(room) => room,
        Err(message) => return busy(&message),
    };
    let Some(part) = room.story(id) else { return missing() };
    let tag = |kind: &str, body: &str| {
        Response::ok(kind, body).tagged(&desk.revision, request.known.as_deref())
    };
    match rest {
        ["page.html"] => tag("text/html; charset=utf-8", &file::story_file(part, room.news(part))),
        [name] if Form::of(name, "feed").is_some() => {
            let form = Form::of(name, "feed").expect("the guard says so");
            let own = format!("/stories/{}/{name}", encoded(id));
            tag(form.kind(), &Feed::of_story(part).print(form, &request.base, &own))
        }
        rest => match story_screen(desk, &room, part, request, rest) {
            Some(page) => desk_page(desk, page),
            None => missing(),
        },
    }
}

/// A page that knows whether the server keeps what is read and starred.
fn desk_page(desk: &Desk<'_>, mut page: Page) -> Response {
    page.keeps = desk.shelf.as_ref().map(|_| desk.review.token.clone());
    shown(200, &page)
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

/// The screen at a path; the error says why it cannot be had now.
fn screen(desk: &Desk<'_>, request: &Request, path: &[&str]) -> Result<Option<Page>, String> {
    let (open, links) = (|| (desk.room)(&Concern::Open), Links::Served);
    Ok(Some(match (path, &desk.shelf) {
        ([] | ["stories"], Some(shelf)) => stories::of_shelf(shelf, request)?,
        ([] | ["stories"], None) => {
            let room = open()?;
            stories::page(&room, links, &Turn::of(request, "/".into()))
        }
        (["articles", id], _) => {
            let room = (desk.room)(&Concern::Article(id))?;
            let Some(part) = room.story_of(id) else { return Ok(None) };
            let Some(document) = part.document(id) else { return Ok(None) };
            article::page(part, document, links, &wanted(request))
        }
        (["entities"], Some(_)) => entity::of_library(&(desk.find)(&everything())?),
        (["entities"], None) => entity::list(&*open()?, links),
        (["entities", id], _) => {
            let room = open()?;
            let Some(page) = entity::page(&room.stories_with(id), id, links) else {
                return Ok(None);
            };
            page
        }
        (["publishers"], Some(shelf)) => publishers::of_library(&shelf.publishers(), &desk.feeds),
        (["publishers"], None) => publishers::page(&*open()?, links, &desk.feeds),
        (["search"], _) => found(desk, request)?,
        (["review"], _) => review::page(&*open()?, &desk.review, &said::about_to_say(request)),
        (["help"], _) => help::page(),
        _ => return Ok(None),
    }))
}

/// A search that finds every article, for what they name.
fn everything() -> Search {
    Search { details: true, limit: 1, ..Search::default() }
}

/// A screen of a story.
fn story_screen(
    desk: &Desk<'_>,
    room: &Room,
    part: &Part,
    request: &Request,
    rest: &[&str],
) -> Option<Page> {
    let links = Links::Served;
    Some(match rest {
        [] => {
            let mut page = story::page(part, links, room.news(part));
            if let Some(shelf) = &desk.shelf {
                page.body = html! { (story::looked(shelf, part, &desk.review.token)) (page.body) };
            }
            page
        }
        ["articles", id] => article::page(part, part.document(id)?, links, &wanted(request)),
        ["entities"] => entity::list_of(&[part], links),
        ["entities", id] => {
            part.entity(id)?;
            let mut parts = vec![part];
            parts.extend(room.stories_with(id).into_iter().filter(|p| p.id() != part.id()));
            entity::page(&parts, id, links)?
        }
        ["claims", claim] => {
            let body = claim::page(part, links, part.claim(claim)?);
            Page::new(part.title(), Place::Stories, body)
        }
        [list] => Page::new(part.title(), Place::Stories, list_of(part, list, request)?),
        _ => return None,
    })
}

/// One list of a story, in full.
fn list_of(part: &Part, list: &str, request: &Request) -> Option<Markup> {
    let links = Links::Served;
    let address = format!("{}/{list}", links.story(part.id()));
    let turn = Turn::of(request, address.clone());
    Some(match list {
        "claims" => {
            let (words, origins) = (request.field("q").to_string(), request.number("min_origins"));
            let address = format!("{address}?q={}&min_origins={origins}", encoded(&words));
            let turn = Turn::of(request, address);
            claim::all(part, links, &claim::Wanted { words, origins, turn })
        }
        "conflicts" => conflict::all(part, links, &turn),
        "commitments" => commitment::all(part, links, &turn),
        "matrix" => matrix::all(part, links, &turn),
        "meetings" => meeting::all(part, links, &turn),
        "timeline" => timeline::all(part, links, &turn),
        "quotations" => speech::all(part, links, &turn),
        "articles" => origin::all_articles(part, links, &turn),
        _ => return None,
    })
}

/// What of an article is asked for.
fn wanted(request: &Request) -> article::Wanted {
    article::Wanted { at: range(request.field("at")), page: request.number("page") }
}

/// Two numbers with `-` between them.
fn range(words: &str) -> Option<(usize, usize)> {
    let (start, end) = words.split_once('-')?;
    Some((start.parse().ok()?, end.parse().ok()?))
}

fn found(desk: &Desk<'_>, request: &Request) -> Result<Page, String> {
    let query = request.field("q").trim();
    if query.is_empty() {
        return Ok(search::page(&Room::default(), Links::Served, None));
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
    // The claims of a library are in its stories, and reading these takes a moment.
    let wants_claims = desk.shelf.is_none() || request.field("claims") == "1";
    let concern = if wants_claims { Concern::Words(query) } else { Concern::Open };
    let room = (desk.room)(&concern)?;
    let answer = search::Answer {
        query: query.to_string(),
        page,
        limit: HITS,
        articles,
        claims: ask::claims_like(&room, query, CLAIMS),
        in_library: desk.shelf.is_some(),
        has_claims: wants_claims,
    };
    Ok(search::page(&room, Links::Served, Some(&answer)))
}

fn asset(kind: &str, body: &str) -> Response {
    let mut response = Response::ok(kind, body);
    response.headers.push(("cache-control", "no-cache".into()));
    response
}

pub(crate) fn missing() -> Response {
    shown(404, &trouble("Nothing here", "There is no such page, or no longer."))
}

/// It cannot be had now.
fn busy(message: &str) -> Response {
    let mut response = shown(503, &trouble("Not now", message));
    response.headers.push(("retry-after", api::RETRY_SECONDS.into()));
    response
}

pub(crate) fn not_allowed() -> Response {
    let mut response = shown(405, &trouble("Not done", "Nothing can be done here but reading."));
    response.headers.push(("allow", "GET, HEAD".into()));
    response
}

pub(crate) fn trouble(title: &str, message: &str) -> Page {
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
