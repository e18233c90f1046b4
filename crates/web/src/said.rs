//! What a reader says: corrections of names and stories, looks and marks.

use crate::{
    Desk, Method, Request, Response,
    desk::Correction,
    links::encoded,
    respond::{missing, not_allowed, shown, trouble},
    screen::review,
};
use library::{Mark, MarkKind};
use serde_json::{Map, Value};

/// Most names that are made one with another at once.
const OTHERS_MAX: usize = 50;

/// Longest name in a correction, and longest address of a mark, in bytes.
const NAME_BYTES_MAX: usize = 400;

/// What is read and starred, as JSON, for the script of a page.
pub fn marks(desk: &Desk<'_>) -> Response {
    let Some(shelf) = &desk.shelf else { return missing() };
    let mut by_kind: Map<String, Value> = Map::new();
    for mark in shelf.marks() {
        let list = by_kind.entry(mark.kind.as_str()).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = list {
            list.push(mark.address.into());
        }
    }
    let mut response = Response::ok("application/json", Value::Object(by_kind).to_string());
    response.headers.push(("cache-control", "no-store".into()));
    response
}

/// What a reader says in a form.
pub fn post(desk: &Desk<'_>, request: &Request, path: &[&str]) -> Response {
    if !matches!(path, ["review", ..] | ["marks"] | ["stories", _, "look"]) {
        return not_allowed();
    }
    if request.field("token").is_empty() || request.field("token") != desk.review.token {
        let message = "This form is not from a page of this server, or from one that is too old.";
        return shown(403, &trouble("Not done", message));
    }
    if let (Some(shelf), ["stories", id, "look"]) = (&desk.shelf, path) {
        return kept(shelf.keep_look(id), &format!("/stories/{}", encoded(id)));
    }
    if let (Some(shelf), ["marks"]) = (&desk.shelf, path) {
        return match mark(request) {
            Some((mark, is_set)) => kept(shelf.mark(&mark, is_set).map(|()| true), &back(request)),
            None => shown(400, &trouble("Not done", "There is nothing to be marked.")),
        };
    }
    let correction = match path {
        ["review"] => match lines(request) {
            Some(lines) => Correction::Keep(lines),
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

/// What a link to the form of corrections says for it.
pub fn about_to_say(request: &Request) -> review::Said {
    review::Said {
        kind: request.field("kind").to_string(),
        name: request.field("name").to_string(),
        others: others(request).map(String::from).collect(),
    }
}

fn others(request: &Request) -> impl Iterator<Item = &str> {
    let fields = request.fields.iter().filter(|(key, _)| key == "other");
    fields.map(|(_, value)| value.as_str()).take(OTHERS_MAX)
}

/// Lines of correction, one for each other name, of what a form says. No field may part lines or
/// fields itself.
fn lines(request: &Request) -> Option<Vec<String>> {
    let (kind, _) = review::KINDS.into_iter().find(|(kind, _)| *kind == request.field("kind"))?;
    let name = |field: &str| {
        let name = field.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_fine =
            !name.is_empty() && name.len() <= NAME_BYTES_MAX && !name.chars().any(char::is_control);
        is_fine.then_some(name)
    };
    let first = name(request.field("name"))?;
    let lines: Option<Vec<String>> =
        others(request).map(|other| Some(format!("{kind}\t{first}\t{}", name(other)?))).collect();
    lines.filter(|lines| !lines.is_empty())
}

/// The answer when something was kept, or was not there, or could not be.
fn kept(done: Result<bool, String>, back: &str) -> Response {
    match done {
        Ok(true) => Response::see(back),
        Ok(false) => missing(),
        Err(message) => shown(409, &trouble("Not done", &message)),
    }
}

/// What a form marks, and whether it sets the mark or takes it away.
fn mark(request: &Request) -> Option<(Mark, bool)> {
    let kind = match request.field("kind") {
        "read" => MarkKind::Read,
        "starred" => MarkKind::Starred,
        _ => return None,
    };
    let address = request.field("address").to_string();
    let is_fine = !address.is_empty() && address.len() <= NAME_BYTES_MAX;
    is_fine.then(|| (Mark { address, kind }, request.field("set") != "false"))
}

/// The page to which a form that marks goes back: one of ours.
fn back(request: &Request) -> String {
    let wanted = Request::new(Method::Get, request.field("back")).path;
    wanted.iter().map(|part| format!("/{}", encoded(part))).collect::<String>() + "/"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(fields: &str) -> Request {
        Request::new(Method::Post, "/review")
            .with_body("application/x-www-form-urlencoded", fields.as_bytes().to_vec())
    }

    #[test]
    fn a_form_leads_back_to_a_page_of_ours_only() {
        for (wanted, back_to) in [
            ("/stories/7", "/stories/7/"),
            ("//evil.example/x", "/evil.example/x/"),
            ("https://evil.example", "/https%3A/evil.example/"),
            ("", "/"),
        ] {
            let fields = format!("kind=read&address=a&back={}", encoded(wanted));
            assert_eq!(back(&posted(&fields)), back_to);
        }
    }

    #[test]
    fn a_name_cannot_bring_a_line_of_its_own() {
        let request = posted("kind=merge&name=A%0Amerge%09B%09C&other=D%09E");
        assert_eq!(lines(&request), Some(vec!["merge\tA merge B C\tD E".to_string()]));
        assert_eq!(lines(&posted("kind=delete&name=A&other=B")), None);
        assert_eq!(lines(&posted("kind=merge&name=A&other=%20")), None);
        assert_eq!(lines(&posted("kind=merge&name=A")), None);
        let many = lines(&posted("kind=merge&name=A&other=B&other=C"));
        assert_eq!(many, Some(vec!["merge\tA\tB".to_string(), "merge\tA\tC".to_string()]));
    }
}
