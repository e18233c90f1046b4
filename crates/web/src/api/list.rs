//! [`Listed`]: one page of a list, and the cursor to the next.

use super::{Call, Problem};
use schemars::JsonSchema;
use serde::Serialize;

/// Items of a page if nothing is said, and at most.
pub const LIMIT: usize = 50;
pub const LIMIT_MAX: usize = 250;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Listed<T> {
    /// Items of this page.
    pub items: Vec<T>,
    /// Items in the whole list.
    pub total: usize,
    /// Say this as `cursor` to have the next page; null at the end.
    pub next: Option<String>,
}

/// The page of a list that is asked for.
///
/// A cursor names the record it was given for: of another record it would skip or repeat items, so
/// it is refused.
///
/// # Errors
/// If the cursor is of another record.
pub fn listed<T>(call: &Call<'_>, all: Vec<T>) -> Result<Listed<T>, Problem> {
    let limit = call.number("limit").unwrap_or(LIMIT);
    let from = start(call)?;
    let total = all.len();
    let items: Vec<T> = all.into_iter().skip(from).take(limit).collect();
    let next = cursor(call, from + items.len(), total);
    Ok(Listed { items, total, next })
}

/// What [`is_cursor`] takes, as a regular expression.
pub const CURSOR_PATTERN: &str = "^([0-9a-f]{16}[.][0-9]{1,9})?$";

/// Whether some words have the form of a cursor; of none, too.
pub fn is_cursor(words: &str) -> bool {
    let is_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    words.is_empty()
        || words.split_once('.').is_some_and(|(revision, place)| {
            revision.len() == 16
                && revision.bytes().all(is_hex)
                && (1..=9).contains(&place.len())
                && place.bytes().all(|b| b.is_ascii_digit())
        })
}

/// The place that the cursor of a question names, from 0.
pub fn start(call: &Call<'_>) -> Result<usize, Problem> {
    let cursor = call.said("cursor");
    if cursor.is_empty() {
        return Ok(0);
    }
    let (revision, place) = cursor.split_once('.').unwrap_or(("", ""));
    if revision != call.desk.revision {
        return Err(Problem::stale());
    }
    place.parse().map_err(|_| Problem::stale())
}

/// The cursor to a place, if the list goes so far.
pub fn cursor(call: &Call<'_>, place: usize, total: usize) -> Option<String> {
    (place < total).then(|| format!("{}.{place}", call.desk.revision))
}
