//! Pages that bundle many reports: items of the same parts, again and again.
//!
//! Found by structure alone. A digest page repeats a group of paragraphs that ends with a
//! question to the reader; the paragraph before it comments, the first one reports.

use crate::layout::{Paragraph, ends_sentence};
use document::{Item, ItemPart, ItemRole, Text};
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

    #[test]
    fn an_interview_is_no_digest() {
        let page = "Talk of the week\nWhy did you go?\nI had to. There was no choice.\nAnd then?\nThen we left, all of us, by night.\nNobody stopped the convoy.\nDid you look back?\nNever.";
        assert!(roles(page).is_empty());
    }
}
