//! [`label_repeats`]: lines that one publisher sends with several reports are furniture, whatever
//! they say.

use crate::address;
use document::{BlockKind, Document, FurnitureReason};
use lexicon::fold;
use std::collections::{BTreeMap, BTreeSet};

/// Reports of one publisher that must share a line. Two can be versions of one report.
const REPORTS_MIN: usize = 3;

/// Most words of such a line: longer passages that reports share are background.
const WORDS_MAX: usize = 40;

/// Share of a report's blocks that may be shared; above it, it is another version of a report.
const SHARED_MAX: f64 = 0.5;

/// Labels the paragraphs and headings that at least three reports of one publisher have word for
/// word. Versions of one report, which share most of what they have, count as one. Cost: linear
/// in the texts.
pub fn label_repeats(documents: &mut [Document]) {
    let mut houses: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, document) in documents.iter().enumerate() {
        let publisher = document.metadata.publisher.as_deref().map(fold);
        let house = publisher.or_else(|| address::host(document.metadata.url.as_deref()?));
        if let Some(house) = house {
            houses.entry(house).or_default().push(i);
        }
    }
    for members in houses.into_values().filter(|members| members.len() >= REPORTS_MIN) {
        let lines: Vec<BTreeSet<String>> = members.iter().map(|i| lines(&documents[*i])).collect();
        let repeated = repeated(&lines);
        for i in members {
            label(&mut documents[i], &repeated);
        }
    }
}

fn is_open(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::Subheading)
}

/// The short lines of a document, folded.
fn lines(document: &Document) -> BTreeSet<String> {
    let open = document.blocks.iter().filter(|b| is_open(b.kind));
    let short = open.map(|b| document.text.words(b.span));
    short.filter(|words| words.split_whitespace().count() <= WORDS_MAX).map(fold).collect()
}

/// The lines of at least three reports of which no two are versions of one.
fn repeated(lines: &[BTreeSet<String>]) -> BTreeSet<String> {
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, set) in lines.iter().enumerate() {
        set.iter().for_each(|line| holders.entry(line).or_default().push(i));
    }
    let are_versions = |a: usize, b: usize| {
        let shared = lines[a].intersection(&lines[b]).count() as f64;
        shared > SHARED_MAX * lines[a].len().min(lines[b].len()) as f64
    };
    let is_repeated = |held: &[usize]| {
        let mut apart: Vec<usize> = Vec::new();
        for i in held {
            if apart.len() < REPORTS_MIN && !apart.iter().any(|other| are_versions(*i, *other)) {
                apart.push(*i);
            }
        }
        apart.len() >= REPORTS_MIN
    };
    let found = holders.iter().filter(|(_, held)| held.len() >= REPORTS_MIN && is_repeated(held));
    found.map(|(line, _)| (*line).to_string()).collect()
}

fn label(document: &mut Document, repeated: &BTreeSet<String>) {
    let text = &document.text;
    for block in document.blocks.iter_mut().filter(|b| is_open(b.kind)) {
        if repeated.contains(&fold(text.words(block.span))) {
            block.kind = BlockKind::Furniture(FurnitureReason::Repeated);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lexicon::Lexicon;

    fn documents(texts: &[&str]) -> Vec<Document> {
        let line = |(i, text): (usize, &&str)| {
            serde_json::json!({"id": i, "publisher": "The Echo", "text": text}).to_string()
        };
        let lines: Vec<String> = texts.iter().enumerate().map(line).collect();
        crate::read("x.jsonl", lines.join("\n").as_bytes(), Lexicon::english()).documents
    }

    fn repeated_in(texts: &[&str]) -> Vec<String> {
        let mut documents = documents(texts);
        label_repeats(&mut documents);
        let reason = BlockKind::Furniture(FurnitureReason::Repeated);
        let blocks = documents[0].blocks.iter().filter(|b| b.kind == reason);
        blocks.map(|b| documents[0].text.words(b.span).to_string()).collect()
    }

    #[test]
    fn a_line_of_three_reports_of_one_publisher_is_furniture() {
        let own = "Our reporters are paid by those who read them, and by no one else.";
        let texts = [
            format!("The railway reopens in May, the ministry said.\nThe mayor was glad.\n{own}"),
            format!("The dam is full after nine days of rain.\nNobody was hurt.\n{own}"),
            format!("A court freed the two fishermen on Monday.\nThey went home.\n{own}"),
        ];
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        assert_eq!(repeated_in(&texts), [own]);
        assert!(repeated_in(&texts[..2]).is_empty());
    }

    #[test]
    fn versions_of_one_report_do_not_make_its_lines_furniture() {
        let text = "The railway reopens in May, the ministry said.\nThe mayor was glad of it.";
        let other = format!("{text}\nTrains will run twice a day.");
        let third = format!("{text}\nTickets cost nine crowns.");
        assert!(repeated_in(&[text, &other, &third]).is_empty());
    }
}
