//! [`Passage`]: the words of a document that a search was about, with what was found marked.
//!
//! The full-text index keeps no text. The paragraphs of the few documents that are shown are put
//! into a temporary index with the same rules, so what is marked is what was found.

use crate::{Error, article, store};
use document::{BlockKind, DocId, Document, Span, Text};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

/// Marks that cannot be typed: the first and the last byte of what was found.
const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';
/// Parts letters for the index.
const PART: char = '\u{3}';

/// Longest passage in characters; a longer paragraph is cut around what was found.
const CHARS_MAX: usize = 320;
/// Characters kept before the first words found.
const BEFORE: usize = 80;

/// A stretch of a document's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// First code point in the document's text.
    pub start: usize,
    /// Past the last code point.
    pub end: usize,
    /// The words.
    pub exact: String,
    /// What was found, as code points of `exact`.
    pub found: Vec<[usize; 2]>,
    /// Which block of the document, from 1, as pages cite it: headline and furniture count.
    pub paragraph: usize,
}

/// Makes the temporary index.
pub(crate) fn prepare(db: &Connection) -> Result<(), Error> {
    db.execute_batch(
        "CREATE VIRTUAL TABLE temp.paragraph USING fts5 (
            text,
            tokenize = 'porter unicode61 remove_diacritics 2')",
    )?;
    Ok(())
}

/// The words as they are put into an index and looked for there: the letters of scripts without
/// spaces stand each by itself, so that a word in the middle of such text is found as a phrase.
pub(crate) fn parted(words: &str) -> String {
    let mut parted = String::with_capacity(words.len());
    let mut before = false;
    for c in words.chars() {
        let alone = ingest::is_unspaced(c);
        if (alone || before) && !parted.is_empty() {
            parted.push(PART);
        }
        parted.push(c);
        before = alone;
    }
    parted
}

/// The paragraphs and captions of a document as a list of code points, first and past the last by
/// turns: kept beside it, because finding them again takes longer than a search may.
pub(crate) fn paragraphs(document: &Document) -> String {
    let is_shown = |kind| matches!(kind, BlockKind::Paragraph | BlockKind::Caption);
    let shown = document.blocks.iter().filter(|b| is_shown(b.kind));
    let ranges = shown.map(|b| document.text.code_points(b.span));
    let list: Vec<usize> = ranges.flat_map(|range| [range.start, range.end]).collect();
    serde_json::to_string(&list).expect("numbers are JSON")
}

/// Where the blocks of a document begin, in code points.
fn starts(document: &Document) -> Vec<usize> {
    document.blocks.iter().map(|b| document.text.code_points(b.span).start).collect()
}

/// The same as it is kept beside the document.
pub(crate) fn blocks(document: &Document) -> String {
    serde_json::to_string(&starts(document)).expect("numbers are JSON")
}

/// Tells each passage of a document which block it stands in.
pub(crate) fn count(db: &Connection, number: i64, passages: &mut [Passage]) -> Result<(), Error> {
    let sql = "SELECT blocks FROM document WHERE id = ?";
    let kept: Option<String> = db.prepare_cached(sql)?.query_row([number], |row| row.get(0))?;
    let starts = match kept {
        Some(kept) => {
            serde_json::from_str(&kept).map_err(|error| Error::Damaged(error.to_string()))?
        }
        None => starts(&store::read_document(db, number)?),
    };
    for passage in passages {
        passage.paragraph = starts.partition_point(|start| *start <= passage.start);
    }
    Ok(())
}

/// The part of an article form that is shown.
#[derive(Deserialize)]
struct Article {
    text: String,
}

/// The passages of a document that fit best, in text order; its first paragraph if none has any of
/// the words. `words` is a search of the index for any of the words, empty for none.
pub(crate) fn passages(
    db: &Connection,
    number: i64,
    words: &str,
    most: usize,
) -> Result<Vec<Passage>, Error> {
    let sql = "SELECT c.deflated, d.paragraphs FROM document d JOIN content c ON c.id = d.content
         WHERE d.id = ?";
    let (deflated, list): (Vec<u8>, String) =
        db.prepare_cached(sql)?.query_row([number], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let damaged = |error: serde_json::Error| Error::Damaged(error.to_string());
    let article: Article =
        serde_json::from_slice(&article::inflate(&deflated)?).map_err(damaged)?;
    let list: Vec<usize> = serde_json::from_str(&list).map_err(damaged)?;
    let text = Text::freeze(DocId(0), article.text);
    let range = |range: &[usize]| text.from_code_points(range[0]..range[1]);
    let paragraphs: Vec<Span> = list.chunks_exact(2).filter_map(range).collect();
    let first_of = |i: usize| text.code_points(paragraphs[i]).start;
    let mut found: Vec<(usize, String)> = Vec::new();
    if !words.is_empty() {
        db.execute("DELETE FROM temp.paragraph", [])?;
        let mut insert =
            db.prepare_cached("INSERT INTO temp.paragraph (rowid, text) VALUES (?, ?)")?;
        for (i, span) in paragraphs.iter().enumerate() {
            let clean: String = text.words(*span).replace([OPEN, CLOSE, PART], " ");
            insert.execute((i as i64 + 1, parted(&clean)))?;
        }
        let sql = format!(
            "SELECT rowid, highlight(paragraph, 0, '{OPEN}', '{CLOSE}') FROM temp.paragraph
             WHERE paragraph MATCH ? ORDER BY rank, rowid LIMIT ?"
        );
        let mut find = db.prepare_cached(&sql)?;
        let rows = find.query_map((words, most as i64), |row| {
            Ok((row.get::<_, i64>(0)? as usize - 1, row.get(1)?))
        })?;
        found = rows.collect::<Result<_, _>>()?;
        found.sort();
    }
    if found.is_empty() && !paragraphs.is_empty() {
        found.push((0, text.words(paragraphs[0]).to_string()));
    }
    let mut found: Vec<Passage> =
        found.into_iter().map(|(i, marked)| passage(&marked, first_of(i))).collect();
    count(db, number, &mut found)?;
    Ok(found)
}

/// The passage of a paragraph that begins at code point `first`, its marks taken out; not counted.
fn passage(marked: &str, first: usize) -> Passage {
    let (mut words, mut found, mut open): (Vec<char>, Vec<[usize; 2]>, _) = (vec![], vec![], 0);
    for c in marked.chars() {
        match c {
            OPEN => open = words.len(),
            CLOSE => found.push([open, words.len()]),
            PART => {}
            c => words.push(c),
        }
    }
    let mut from = found.first().map_or(0, |[start, _]| start.saturating_sub(BEFORE));
    if words.len() <= CHARS_MAX {
        from = 0;
    }
    let mut to = words.len().min(from + CHARS_MAX);
    let is_space = |i: &usize| words[*i].is_whitespace();
    if from > 0 {
        from = (from..to).find(is_space).map_or(from, |i| i + 1);
    }
    if to < words.len() {
        to = (from + 1..to).rev().find(is_space).unwrap_or(to);
    }
    found.retain(|[start, end]| *start >= from && *end <= to);
    found.iter_mut().flatten().for_each(|at| *at -= from);
    let exact = words[from..to].iter().collect();
    Passage { start: first + from, end: first + to, exact, found, paragraph: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_paragraph_is_cut_around_what_was_found() {
        let marked = format!("{} \u{1}ferry\u{2} {}", "ö so ".repeat(100), "and on ".repeat(100));
        let cut = passage(&marked, 1000);
        assert!(cut.exact.chars().count() <= CHARS_MAX && !cut.exact.starts_with(' '));
        let [start, end] = cut.found[0];
        let words: Vec<char> = cut.exact.chars().collect();
        assert_eq!(words[start..end].iter().collect::<String>(), "ferry");
        assert_eq!(cut.start + start, 1000 + 501);
        assert_eq!(cut.end - cut.start, words.len());
        let whole = passage("the \u{1}ferry\u{2}.", 7);
        assert_eq!((whole.start, whole.end, whole.exact.as_str()), (7, 17, "the ferry."));
    }
}
