//! The same for programs: questions by address, answers in JSON.
//!
//! [`OPERATIONS`] is the one table of what can be asked. Requests are checked against it, the
//! description of the interface ([`openapi`]) is made from it, and the tools of language models
//! ([`crate::mcp`]) are some of its rows.

pub mod answers;
mod description;
mod list;
mod problem;
mod questions;

pub use description::{object, openapi};
pub use list::Listed;
pub use problem::{Problem, RETRY_SECONDS};
pub use questions::OPERATIONS;

use crate::{Desk, Method, Request, Response};
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;

/// Something that can be asked.
pub struct Operation {
    /// Its name for programs.
    pub id: &'static str,
    /// Its name as a tool of a language model, if it is one.
    pub tool: Option<&'static str>,
    /// GET or POST.
    pub method: Method,
    /// Its address; a part in braces stands for any words.
    pub path: &'static str,
    /// What it gives, in a sentence.
    pub about: &'static str,
    /// What can be said with it.
    pub params: &'static [Param],
    /// The shape of the answer.
    pub gives: fn(&mut SchemaGenerator) -> Schema,
    /// Makes the answer.
    pub answer: fn(&Call<'_>) -> Result<Value, Problem>,
}

/// Something that can be said with a question.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Its name.
    pub name: &'static str,
    /// What may be said.
    pub kind: Kind,
    /// Whether it must be said.
    pub needed: bool,
    /// What it means.
    pub about: &'static str,
}

/// What may be said for a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words, at most [`TEXT_CHARS_MAX`] characters.
    Text,
    /// A whole number between two others.
    Number(usize, usize),
    /// true or false.
    Flag,
    /// One of some words.
    OneOf(&'static [&'static str]),
    /// ISO 8601: a year, month, day or moment.
    Time,
    /// The `next` of a page before.
    Cursor,
}

/// Most characters of a text.
pub const TEXT_CHARS_MAX: usize = 500;

/// A question with what was said with it.
pub struct Call<'c> {
    /// What answers are made of.
    pub desk: &'c Desk<'c>,
    /// What was said, checked against the operation.
    pub fields: Vec<(String, String)>,
}

impl Call<'_> {
    /// What was said for a parameter; empty if nothing was.
    pub fn said(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// A number that was said.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.said(name).parse().ok()
    }

    /// Whether a flag was set.
    pub fn flag(&self, name: &str) -> bool {
        self.said(name) == "true"
    }
}

/// The answer to a request whose path, without `api`, is given.
pub fn respond(desk: &Desk<'_>, request: &Request, path: &[&str]) -> Response {
    let asked = match path {
        ["openapi.json"] => Ok(openapi()),
        ["v1", rest @ ..] => call(desk, request, rest),
        _ => Err(Problem::missing()),
    };
    match asked {
        Ok(value) => {
            let mut body = value.to_string();
            body.push('\n');
            Response::ok("application/json", body).tagged(&desk.revision, request.known.as_deref())
        }
        Err(problem) => problem.response(),
    }
}

fn call(desk: &Desk<'_>, request: &Request, path: &[&str]) -> Result<Value, Problem> {
    let matching: Vec<(&Operation, Vec<(String, String)>)> = OPERATIONS
        .iter()
        .filter_map(|operation| Some((operation, words_of_path(operation.path, path)?)))
        .collect();
    // Of two that fit, the one that names more of the path: `/claims/check` is no `/claims/{id}`.
    let Some(fewest) = matching.iter().map(|(_, words)| words.len()).min() else {
        return Err(Problem::missing());
    };
    let mut best = matching.into_iter().filter(|(_, words)| words.len() == fewest).peekable();
    let allowed = best.clone().map(|(operation, _)| verb(operation.method)).collect::<Vec<_>>();
    let wanted = if request.method == Method::Head { Method::Get } else { request.method };
    let Some((operation, mut fields)) = best.find(|(operation, _)| operation.method == wanted)
    else {
        return Err(Problem::not_allowed(&allowed.join(", ")));
    };
    match operation.method {
        Method::Post => fields.extend(fields_of_json(operation, &request.body)?),
        _ => fields.extend(request.fields.iter().cloned()),
    }
    ask(desk, operation, fields)
}

/// The answer of an operation, after what was said with it was checked.
///
/// # Errors
/// If something that is needed is missing, or something is not as it must be.
pub fn ask(
    desk: &Desk<'_>,
    operation: &Operation,
    fields: Vec<(String, String)>,
) -> Result<Value, Problem> {
    for param in operation.params {
        let mut said = fields.iter().filter(|(name, _)| name == param.name);
        match said.next() {
            None if param.needed => {
                return Err(Problem::bad(&format!("`{}` is missing", param.name)));
            }
            None => {}
            Some((_, value)) if said.next().is_none() => check(param, value)?,
            Some(_) => {
                return Err(Problem::bad(&format!("`{}` is said more than once", param.name)));
            }
        }
    }
    (operation.answer)(&Call { desk, fields })
}

/// How a method is written.
pub fn verb(method: Method) -> &'static str {
    match method {
        Method::Post => "POST",
        _ => "GET, HEAD",
    }
}

/// What stands for the parts in braces, if a path is of this form.
fn words_of_path(form: &str, path: &[&str]) -> Option<Vec<(String, String)>> {
    let parts: Vec<&str> = form.split('/').filter(|part| !part.is_empty()).collect();
    if parts.len() != path.len() {
        return None;
    }
    let mut words = Vec::new();
    for (part, given) in parts.iter().zip(path) {
        match part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
            Some(name) => words.push((name.to_string(), (*given).to_string())),
            None if part == given => {}
            None => return None,
        }
    }
    Some(words)
}

/// What the JSON in a body says, as it would be said in an address.
fn fields_of_json(operation: &Operation, body: &[u8]) -> Result<Vec<(String, String)>, Problem> {
    let value: Value = serde_json::from_slice(body)
        .map_err(|error| Problem::bad(&format!("the body is not JSON: {error}")))?;
    fields_of_value(operation, &value)
}

/// What a JSON object says for the parameters of an operation; its other fields are passed over.
///
/// # Errors
/// If a field is not of the type of its parameter.
pub fn fields_of_value(
    operation: &Operation,
    value: &Value,
) -> Result<Vec<(String, String)>, Problem> {
    let Value::Object(object) = value else {
        return Err(Problem::bad("a JSON object is wanted"));
    };
    let mut fields = Vec::new();
    for param in operation.params {
        let Some(value) = object.get(param.name) else { continue };
        let said = match (param.kind, value) {
            (Kind::Number(..), Value::Number(number)) => whole(number),
            (Kind::Flag, Value::Bool(flag)) => Some(flag.to_string()),
            (Kind::Number(..) | Kind::Flag, _) => None,
            (_, Value::String(text)) => Some(text.clone()),
            _ => None,
        };
        let wrong = || Problem::bad(&format!("`{}` is of another type", param.name));
        fields.push((param.name.to_string(), said.ok_or_else(wrong)?));
    }
    Ok(fields)
}

/// A number without a fraction, however it is written.
fn whole(number: &serde_json::Number) -> Option<String> {
    if let Some(n) = number.as_u64() {
        return Some(n.to_string());
    }
    let n = number.as_f64()?;
    (n.fract() == 0.0 && (0.0..1e9).contains(&n)).then(|| format!("{n:.0}"))
}

fn check(param: &Param, value: &str) -> Result<(), Problem> {
    let wrong = |what: &str| Problem::bad(&format!("`{}` {what}", param.name));
    match param.kind {
        Kind::Text if value.chars().count() > TEXT_CHARS_MAX => {
            Err(wrong(&format!("is longer than {TEXT_CHARS_MAX} characters")))
        }
        Kind::Text if param.needed && value.is_empty() => Err(wrong("is empty")),
        Kind::Text => Ok(()),
        Kind::Number(least, most) => {
            let is_plain = value.bytes().all(|b| b.is_ascii_digit());
            match value.parse::<usize>() {
                Ok(n) if is_plain && (least..=most).contains(&n) => Ok(()),
                _ => Err(wrong(&format!("must be a whole number from {least} to {most}"))),
            }
        }
        Kind::Flag if matches!(value, "true" | "false") => Ok(()),
        Kind::Flag => Err(wrong("must be true or false")),
        Kind::OneOf(words) if words.contains(&value) => Ok(()),
        Kind::OneOf(words) => Err(wrong(&format!("must be one of {}", words.join(", ")))),
        Kind::Cursor if list::is_cursor(value) => Ok(()),
        Kind::Cursor => Err(wrong("is no cursor")),
        Kind::Time if is_time(value) => Ok(()),
        Kind::Time => Err(wrong("must be an ISO 8601 time such as 2031-04-09")),
    }
}

/// What [`is_time`] takes, as a regular expression.
pub const TIME_PATTERN: &str = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9:.Z+-]{1,30})?)?)?$";

/// Whether some words have the form of a year, month, day or moment of ISO 8601.
fn is_time(words: &str) -> bool {
    let (day, moment) = match words.split_once('T') {
        Some((day, moment)) => (day, Some(moment)),
        None => (words, None),
    };
    let parts: Vec<&str> = day.split('-').collect();
    let are_digits = parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let is_day = are_digits && [4, 2, 2].starts_with(&lengths) && !lengths.is_empty();
    let is_moment = |m: &str| {
        let fits = |b: u8| b.is_ascii_digit() || b":.Z+-".contains(&b);
        lengths.len() == 3 && (1..=30).contains(&m.len()) && m.bytes().all(fits)
    };
    is_day && moment.is_none_or(is_moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_as_precise_as_one_likes() {
        for time in ["2031", "2031-04", "2031-04-09", "2031-04-09T12:00:00Z", "2031-04-09T12:00"] {
            assert!(is_time(time), "{time}");
        }
        for other in
            ["", "31", "2031-4", "2031-04-09T", "2031-04T12:00", "2031-04-09 12:00", "٢٠٣١"]
        {
            assert!(!is_time(other), "{other}");
        }
    }

    #[test]
    fn parts_in_braces_stand_for_any_words() {
        let form = "/stories/{id}/claims";
        let words = words_of_path(form, &["stories", "a/b", "claims"]);
        assert_eq!(words, Some(vec![("id".to_string(), "a/b".to_string())]));
        assert_eq!(words_of_path(form, &["stories", "a"]), None);
        assert_eq!(words_of_path(form, &["stories", "a", "conflicts"]), None);
    }

    #[test]
    fn no_two_operations_have_one_name() {
        let mut ids: Vec<&str> = OPERATIONS.iter().map(|o| o.id).collect();
        ids.sort_unstable();
        let n = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), n);
    }
}
