//! Pages that bundle many reports: items of the same parts, again and again.
//!
//! Found by structure alone. A digest page repeats a group of paragraphs that ends with a
//! question to the reader; the paragraph before it comments, the first one reports. Where the items
//! of a page speak of matters of their own, [`reports`] takes them apart. Headings alone show no
//! bundle: an article may list things under headings that share no name.

use crate::layout::{Paragraph, ends_sentence};
use document::{Document, Item, ItemPart, ItemRole, Span, Text};
use std::collections::BTreeSet;
use std::ops::Range;

/// The items of a page and the paragraphs they take up.
pub(crate) struct Bundle {
    pub items: Vec<Item>,
    pub paragraphs: Range<usize>,
}

/// Fewest items of a bundle: two questions in an article are no pattern.
const ITEMS_MIN: usize = 3;

/// Most paragraphs in one item.
const PERIOD_MAX: usize = 6;

/// Smallest share of the page's paragraphs that the items must take up.
const COVERAGE_MIN: f64 = 0.8;

/// The bundle of a page, if it is one. Cost: linear in the number of paragraphs.
pub(crate) fn find(text: &Text, paragraphs: &[Paragraph]) -> Option<Bundle> {
    let asks: Vec<bool> = paragraphs
        .iter()
        .map(|p| text.words(p.span).trim_end_matches(['”', '"', '*', ' ']).ends_with('?'))
        .collect();
    (2..=PERIOD_MAX)
        .flat_map(|period| (0..period).map(move |first| (period, first)))
        .filter_map(|(period, first)| {
            let n = (first..).step_by(period).take_while(|&i| is_item(&asks, i, period)).count();
            let covered = n * period;
            let enough = covered as f64 >= COVERAGE_MIN * paragraphs.len() as f64;
            (n >= ITEMS_MIN && enough).then_some((covered, period, first))
        })
        .max_by_key(|&(covered, period, first)| (covered, PERIOD_MAX - period, PERIOD_MAX - first))
        .map(|(covered, period, first)| Bundle {
            items: paragraphs[first..first + covered]
                .chunks(period)
                .map(|group| item(text, group))
                .collect(),
            paragraphs: first..first + covered,
        })
}

/// A group of paragraphs of which the last asks and the others do not.
fn is_item(asks: &[bool], first: usize, period: usize) -> bool {
    asks.get(first..first + period)
        .and_then(<[bool]>::split_last)
        .is_some_and(|(last, others)| *last && !others.contains(&true))
}

fn item(text: &Text, group: &[Paragraph]) -> Item {
    let headed = group.len() > 2 && !ends_sentence(text.words(group[0].span));
    let summary = usize::from(headed);
    let role = |i: usize| match i {
        _ if i + 1 == group.len() => ItemRole::Question,
        _ if i < summary => ItemRole::Heading,
        _ if i == summary => ItemRole::Summary,
        _ => ItemRole::Insight,
    };
    let part =
        |(i, paragraph): (usize, &Paragraph)| ItemPart { role: role(i), span: paragraph.span };
    Item { parts: group.iter().enumerate().map(part).collect(), published: None }
}

/// A report of a bundle that stands for itself.
pub(crate) struct Report {
    /// Its own heading.
    pub heading: Option<String>,
    /// Its words, the heading first.
    pub text: String,
}

/// Share of the pairs of items that name somebody or something in common, up to which items speak
/// of matters of their own. Set 2026-11-22: of bundles of six items, made of AllSides and BASIL,
/// that of one story is above it in 95 of 100, that of six stories below it in 70 of 100.
const RELATED_MAX: f64 = 0.2;
/// Items that are compared: the first.
const COMPARED_MAX: usize = 64;
/// Fewest letters of a name.
const NAME_CHARS_MIN: usize = 3;

/// The reports of a document that bundles matters of their own; empty if it does not. Cost: linear
/// in the text, and the pairs of at most [`COMPARED_MAX`] items.
pub(crate) fn reports(document: &Document) -> Vec<Report> {
    let parts = |item: &Item| item.parts.iter().map(|p| (p.role, p.span)).collect::<Vec<_>>();
    let items: Vec<Vec<(ItemRole, Span)>> = document.items.iter().map(parts).collect();
    if related(&document.text, &items).is_none_or(|share| share > RELATED_MAX) {
        return Vec::new();
    }
    let words = |(_, span): &(ItemRole, Span)| document.text.words(*span).to_string();
    let report = |item: Vec<(ItemRole, Span)>| Report {
        heading: item.iter().find(|(role, _)| *role == ItemRole::Heading).map(words),
        text: item.iter().map(words).collect::<Vec<_>>().join("\n\n"),
    };
    items.into_iter().map(report).collect()
}

/// The share of the pairs of items that have a name in common; `None` if too few have names.
fn related(text: &Text, items: &[Vec<(ItemRole, Span)>]) -> Option<f64> {
    let of = |item: &Vec<(ItemRole, Span)>| {
        let words = item.iter().map(|(_, span)| text.words(*span)).collect::<Vec<_>>();
        names(&words.join("\n"))
    };
    let named: Vec<BTreeSet<String>> =
        items.iter().take(COMPARED_MAX).map(of).filter(|names| !names.is_empty()).collect();
    if named.len() < ITEMS_MIN {
        return None;
    }
    let pairs = named.iter().enumerate().flat_map(|(i, a)| named[..i].iter().map(move |b| (a, b)));
    let related = pairs.filter(|(a, b)| !a.is_disjoint(b)).count();
    Some(related as f64 / (named.len() * (named.len() - 1) / 2) as f64)
}

/// Words written with a capital within a sentence, and nowhere in small letters.
fn names(words: &str) -> BTreeSet<String> {
    let (mut capital, mut small) = (BTreeSet::new(), BTreeSet::new());
    let mut starts = true;
    for token in words.split_inclusive(char::is_whitespace) {
        let word = token.trim_matches(|c: char| !c.is_alphanumeric());
        if !word.is_empty() {
            let is_capital = word.starts_with(char::is_uppercase);
            if !is_capital {
                small.insert(lexicon::fold(word));
            } else if !starts && word.chars().count() >= NAME_CHARS_MIN {
                capital.insert(lexicon::fold(word));
            }
        }
        let end = token.trim_end();
        starts = ends_sentence(end) || end.ends_with(':') || token.contains('\n');
    }
    capital.retain(|name| !small.contains(name));
    capital
}

#[cfg(test)]
mod tests {
    use crate::layout::{Given, label};
    use document::{DocId, Metadata, Text};
    use lexicon::Lexicon;

    fn roles(words: &str) -> Vec<Vec<&'static str>> {
        let text = Text::freeze(DocId(1), words);
        let items = label(&text, &Metadata::default(), &Given::default(), Lexicon::english()).items;
        items.iter().map(|i| i.parts.iter().map(|p| p.role.as_str()).collect()).collect()
    }

    #[test]
    fn a_digest_page_has_items_with_three_roles() {
        let item = |n: u32| {
            format!(
                "The dam took {n} in. Water rose.\nThis shows how rain matters.\nWill it last?\n"
            )
        };
        let page = format!("The dam fills\n{}{}{}", item(1), item(2), item(3));
        assert_eq!(roles(&page), vec![vec!["summary", "insight", "question"]; 3]);
    }

    const MATTERS: [(&str, &str); 6] = [
        ("Dam fills in Orsk", "Engineers in Orsk said the Halden dam took in record rain."),
        ("Senate votes", "In the end the Varn chamber rejected the treaty with Lowmark."),
        ("Ferry late", "A ferry of the Silde line reached Port Anwen nine hours late."),
        ("Prize for a poet", "The Corvin medal went to Ilse Marrow, who lives in Tarn."),
        ("Mine reopens", "Work at the Kessel mine near Dravik starts again in May."),
        ("Cup final", "Two goals by Juno Pell gave Brack United the Ostland cup."),
    ];

    fn names_of(text: &str) -> Vec<String> {
        let documents = crate::read("week.txt", text.as_bytes(), Lexicon::english()).documents;
        documents.into_iter().map(|d| d.name).collect()
    }

    #[test]
    fn a_digest_of_unrelated_items_is_an_article_each() {
        let item = |(_, report): &(&str, &str)| {
            format!("{report} It was long expected.\nMuch hangs on it for the valley.\nWhat now?\n")
        };
        let page: String = MATTERS.iter().map(item).collect();
        let numbered: Vec<String> = (1..=6).map(|n| format!("week.txt#{n}")).collect();
        assert_eq!(names_of(&format!("The week\n{page}")), numbered);
    }

    #[test]
    fn a_digest_of_one_matter_and_an_article_with_headings_stay_whole() {
        let item = |(_, report): &(&str, &str)| {
            format!("{report} So said Mayor Odile Farrant.\nMuch hangs on it.\nWhat now?\n")
        };
        let page: String = MATTERS.iter().map(item).collect();
        assert_eq!(names_of(&format!("The week\n{page}")), ["week.txt"]);
        let section = |(heading, report): &(&str, &str)| {
            format!("{heading}\n\n{report} It was long expected by all.\n\n")
        };
        let page: String = MATTERS.iter().map(section).collect();
        assert_eq!(names_of(&format!("The week\n\n{page}")), ["week.txt"]);
    }

    #[test]
    fn an_interview_is_no_digest() {
        let page = "Talk of the week\nWhy did you go?\nI had to. There was no choice.\nAnd then?\nThen we left, all of us, by night.\nNobody stopped the convoy.\nDid you look back?\nNever.";
        assert!(roles(page).is_empty());
    }
}
