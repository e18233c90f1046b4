//! The passages of a stored document, and their sentences, by bytes of its text.

use crate::{Error, article, passage::Passage};
use rusqlite::Connection;
use serde::Deserialize;
use std::ops::Range;

/// Bytes of a passage, about: a longer paragraph is cut between sentences.
const PASSAGE_BYTES: usize = 700;
/// Fewest bytes of a passage or sentence that is about something. By choice, not tuned.
const BYTES_MIN: usize = 20;
/// Passages of a document that are looked at.
const PASSAGES_MAX: usize = 200;

/// The part of an article form that is read.
#[derive(Deserialize)]
struct Article {
    text: String,
}

/// A text, and its paragraphs by bytes.
pub(super) type Read = (String, Vec<Range<usize>>);

/// The text of a document, and its paragraphs by bytes.
pub(super) fn read(db: &Connection, id: i64) -> Result<Read, Error> {
    let sql = "SELECT c.deflated, d.paragraphs FROM document d JOIN content c ON c.id = d.content
         WHERE d.id = ?";
    let (deflated, list): (Vec<u8>, String) =
        db.prepare_cached(sql)?.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let damaged = |error: serde_json::Error| Error::Damaged(error.to_string());
    let article: Article =
        serde_json::from_slice(&article::inflate(&deflated)?).map_err(damaged)?;
    let list: Vec<usize> = serde_json::from_str(&list).map_err(damaged)?;
    let paragraphs = to_bytes(&article.text, &list);
    Ok((article.text, paragraphs))
}

/// Code points, first and past the last by turns and rising, as ranges of bytes.
fn to_bytes(text: &str, list: &[usize]) -> Vec<Range<usize>> {
    let (mut places, mut n) = (text.char_indices().map(|(at, _)| at), 0);
    let mut at = |point: usize| {
        let skipped = point.checked_sub(n);
        n = point + 1;
        skipped.map_or(text.len(), |skipped| places.nth(skipped).unwrap_or(text.len()))
    };
    let mut ranges = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    for two in list.chunks_exact(2) {
        // Where one begins at the end of the one before, the place was read already.
        let start = last.filter(|(end, _)| *end == two[0]).map_or_else(|| at(two[0]), |(_, b)| b);
        let end = at(two[1]);
        last = Some((two[1], end));
        if start < end {
            ranges.push(start..end);
        }
    }
    ranges
}

/// The passages of a text: its paragraphs, long ones cut between sentences.
pub(super) fn passages(text: &str, paragraphs: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut passages: Vec<Range<usize>> = Vec::new();
    for paragraph in paragraphs {
        let mut open: Option<Range<usize>> = None;
        for sentence in split(text, paragraph.clone()) {
            open = Some(match open.take() {
                Some(before) if sentence.end - before.start <= PASSAGE_BYTES => {
                    before.start..sentence.end
                }
                Some(before) => {
                    passages.push(before);
                    sentence
                }
                None => sentence,
            });
        }
        passages.extend(open);
    }
    passages.retain(|range| range.len() >= BYTES_MIN);
    passages.truncate(PASSAGES_MAX);
    passages
}

/// The sentences of a passage; the passage itself if none is long enough.
pub(super) fn sentences(text: &str, passage: Range<usize>) -> Vec<Range<usize>> {
    let mut sentences = split(text, passage.clone());
    sentences.retain(|range| range.len() >= BYTES_MIN);
    if sentences.is_empty() { vec![passage] } else { sentences }
}

/// A range of a text cut after the marks that end sentences, where white space and no small letter
/// follow.
fn split(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let (mut sentences, mut start) = (Vec::new(), range.start);
    let words = &text[range.clone()];
    let mut is_ending = false;
    for (at, c) in words.char_indices() {
        match c {
            '.' | '!' | '?' | '…' | '。' => is_ending = true,
            '"' | '\'' | '”' | '’' | '»' | ')' => {}
            c if c.is_whitespace() => {
                let next = words[at..].trim_start().chars().next();
                if is_ending && next.is_some_and(|next| !next.is_lowercase()) {
                    sentences.push(start..range.start + at);
                    start = range.start + at;
                }
                is_ending = false;
            }
            _ => is_ending = false,
        }
    }
    sentences.push(start..range.end);
    let trim = |range: Range<usize>| {
        let words = &text[range.clone()];
        let start = range.start + words.len() - words.trim_start().len();
        start..start + words.trim().len()
    };
    sentences.into_iter().map(trim).filter(|range| !range.is_empty()).collect()
}

/// A range of a text as a passage, not counted.
pub(super) fn cite(text: &str, range: Range<usize>) -> Passage {
    let start = text[..range.start].chars().count();
    let exact = text[range.clone()].to_string();
    let end = start + exact.chars().count();
    Passage { start, end, exact, found: Vec::new(), paragraph: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Ärger\n\nThe ferry from Orsk stops in May. “Nobody was asked.” So she \
        said on Monday, at 5 p.m. sharp, in Vell.";

    #[test]
    fn code_points_become_bytes() {
        let n = TEXT.chars().count();
        let ranges = to_bytes(TEXT, &[0, 5, 7, n]);
        assert_eq!(ranges, [0..6, 8..TEXT.len()]);
        assert_eq!(to_bytes("äbc", &[0, 1, 1, 2, 2, 9]), [0..2, 2..3, 3..4]);
        assert_eq!(to_bytes("", &[3, 9]).len(), 0);
    }

    #[test]
    fn a_passage_is_cut_into_its_sentences() {
        let paragraphs = to_bytes(TEXT, &[0, 5, 7, TEXT.chars().count()]);
        let passages = passages(TEXT, &paragraphs);
        assert_eq!((passages.len(), passages[0].start), (1, 8), "a word is about nothing");
        let found: Vec<&str> =
            split(TEXT, passages[0].clone()).into_iter().map(|range| &TEXT[range]).collect();
        let expected = [
            "The ferry from Orsk stops in May.",
            "“Nobody was asked.”",
            "So she said on Monday, at 5 p.m. sharp, in Vell.",
        ];
        assert_eq!(found, expected);
        let cited = cite(TEXT, 8..41);
        assert_eq!((cited.start, cited.end), (7, 40));
    }

    #[test]
    fn a_long_paragraph_is_several_passages() {
        let text = "The ferry from Orsk to Vell will stop. ".repeat(60);
        let whole = 0..text.len();
        let passages = passages(&text, std::slice::from_ref(&whole));
        assert!(passages.len() > 3 && passages.iter().all(|p| p.len() <= PASSAGE_BYTES));
    }
}
