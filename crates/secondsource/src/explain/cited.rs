//! The words that a citation of the page points at: `[3 ¶12]`, also `3 ¶12` or `3:12`.

use anyhow::{Result, bail};
use dossier::{BlockRecord, DocumentRecord, Dossier, page::harmless};
use std::fmt::Write;

/// Marks the paragraph that was asked for.
const MARK: &str = "▸";

/// An article by its number on the page, from 1, and a paragraph of it, from 1.
type Place = (usize, usize);

/// The places that some words are, several with spaces or commas between; `[3]` is the beginning of
/// an article. `None` if they are anything else, such as an id.
pub fn places(words: &str) -> Option<Vec<Place>> {
    let mut places = Vec::new();
    let mut rest = words.trim_start_matches(is_gap);
    while !rest.is_empty() {
        let inner = rest.strip_prefix('[').map(str::trim_start);
        let (article, after) = number(inner.unwrap_or(rest))?;
        let marked = after.trim_start().strip_prefix(['¶', ':']).map(str::trim_start);
        let (paragraph, after) = match (marked, inner) {
            (Some(after), _) => number(after)?,
            (None, Some(_)) => (1, after),
            (None, None) => return None,
        };
        let after = match inner {
            Some(_) => after.trim_start().strip_prefix(']')?,
            None => after,
        };
        if !after.is_empty() && !after.starts_with(|c| is_gap(c) || c == '[') {
            return None;
        }
        places.push((article, paragraph));
        rest = after.trim_start_matches(is_gap);
    }
    (!places.is_empty()).then_some(places)
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';')
}

/// The number that some words begin with, and what follows.
fn number(words: &str) -> Option<(usize, &str)> {
    let end = words.find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len());
    Some((words[..end].parse().ok()?, &words[end..]))
}

/// Who published each, when, under which headline, and the paragraph between its neighbours.
pub fn shown(record: &Dossier, places: &[Place]) -> Result<String> {
    let shown: Result<Vec<String>> = places.iter().map(|&place| one(record, place)).collect();
    Ok(shown?.join("\n"))
}

fn one(record: &Dossier, (article, paragraph): Place) -> Result<String> {
    let all = record.documents.len();
    let Some(document) = article.checked_sub(1).and_then(|at| record.documents.get(at)) else {
        bail!("there is no article {article} on this page; its articles are 1 to {all}");
    };
    let n = document.blocks.len();
    if paragraph == 0 || paragraph > n {
        bail!("article {article} has no paragraph {paragraph}; its paragraphs are 1 to {n}");
    }
    let publisher = document.publisher.as_deref().unwrap_or("publisher not stated");
    let published = document.published.as_deref().unwrap_or("no publication time");
    let mut out = String::new();
    let _ = writeln!(
        out,
        "[{article} ¶{paragraph}]   {} · {} · {} · {}",
        harmless(publisher),
        harmless(published),
        harmless(&document.headline()),
        harmless(&document.path)
    );
    let around = paragraph.saturating_sub(1).max(1)..=(paragraph + 1).min(n);
    for number in around {
        let block = &document.blocks[number - 1];
        let mark = if number == paragraph { MARK } else { " " };
        let kind = match block.kind.as_str() {
            "paragraph" => String::new(),
            kind => format!("({kind}) "),
        };
        let _ = writeln!(out, "  {mark} ¶{number} {kind}{}", harmless(&words(document, block)));
    }
    Ok(out)
}

fn words(document: &DocumentRecord, block: &BlockRecord) -> String {
    document.text.chars().skip(block.start).take(block.end - block.start).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_is_read_as_it_stands_on_the_page_and_as_it_is_typed() {
        for words in ["[3 ¶12]", "3 ¶12", "3:12", "3¶12", " [ 3 : 12 ] "] {
            assert_eq!(places(words), Some(vec![(3, 12)]), "{words}");
        }
        let several = Some(vec![(3, 12), (1, 4), (10, 1)]);
        assert_eq!(places("[3 ¶12] [1 ¶4], [10]"), several);
        assert_eq!(places("[3 ¶12][1 ¶4] 10:1"), several);
    }

    #[test]
    fn an_id_or_a_name_is_no_citation() {
        for words in ["", "3", "claim:52fd", "52fd", "3:12a", "[3", "I004", "3 of 12", "Oake"] {
            assert_eq!(places(words), None, "{words}");
        }
    }
}
