//! [`Group`]: titles of the same words; what speaks for each as the headline, and what that counts.
//!
//! The weights are in `models/headline.tsv`, learned by `xtask train-headline`: those under which
//! the headlines of the pages learned from are likeliest among the titles of their page
//! (conditional logit, McFadden 1974).

use super::super::facts::Facts;
use super::super::metadata::{House, words};
use super::{KINDS, SEPARATORS, Title};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Pairs of places whose titles may agree, by their numbers in [`KINDS`].
const PAIRS: [(usize, usize); 6] = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)];

/// Last words of a title in which the house can stand.
const HOUSE_WORDS: usize = 3;

/// Characters from which titles count as equally long, and most times the mean that count.
const CHARS_MAX: usize = 200;
const TIMES_MAX: f32 = 3.0;

/// Most words of a short title.
const SHORT_WORDS: usize = 4;

/// Number of signs.
pub(in super::super) const N_SIGNS: usize = 5 * KINDS.len() + 2 * PAIRS.len() + 14;

/// Titles of the same words.
pub(super) struct Group {
    /// Their numbers.
    pub members: Vec<usize>,
    /// The first of them as it stands, and its words in lower case.
    value: String,
    words: Vec<String>,
    flat: String,
    /// Whether one of them is a whole title of a kind, and a part of one.
    whole: [bool; KINDS.len()],
    part: [bool; KINDS.len()],
}

/// The titles that have words, those of the same words together, in their order.
pub(super) fn groups(titles: &[Title]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (i, title) in titles.iter().enumerate() {
        let words = words(&title.value);
        if words.is_empty() {
            continue;
        }
        let known = groups.iter().position(|group| group.words == words);
        let at = known.unwrap_or(groups.len());
        if known.is_none() {
            groups.push(Group {
                members: Vec::new(),
                value: title.value.clone(),
                flat: words.join(" "),
                words,
                whole: [false; KINDS.len()],
                part: [false; KINDS.len()],
            });
        }
        groups[at].members.push(i);
        match title.is_part {
            true => groups[at].part[title.kind] = true,
            false => groups[at].whole[title.kind] = true,
        }
    }
    groups
}

/// The values of the signs of each group, in the order of [`names`].
pub(super) fn values(
    groups: &[Group],
    facts: &Facts,
    house: &House,
    url: Option<&str>,
) -> Vec<Vec<f32>> {
    let describe = |i| {
        let mut values = Vec::with_capacity(N_SIGNS);
        describe(groups, i, facts, house, url, &mut |_, value| values.push(value));
        values
    };
    (0..groups.len()).map(describe).collect()
}

/// The names of the signs, in the order of their values.
pub(in super::super) fn names() -> Vec<String> {
    let title = Title { value: "A".into(), kind: 0, is_part: false };
    let mut names = Vec::new();
    let house = House::of(None, None);
    let groups = groups(&[title]);
    describe(&groups, 0, &Facts::default(), &house, None, &mut |name, _| names.push(name));
    names
}

/// Gives each sign of a group: its name and its value.
fn describe(
    groups: &[Group],
    i: usize,
    facts: &Facts,
    house: &House,
    url: Option<&str>,
    put: &mut impl FnMut(String, f32),
) {
    let group = &groups[i];
    let (is_news, is_wordpress) = (facts.is_news(), facts.is_wordpress);
    let mut also_news = |name: &str, value: f32| {
        put(name.to_string(), value);
        put(format!("{name}, news"), if is_news { value } else { 0.0 });
    };
    let has = |kind: usize| group.whole[kind] || group.part[kind];
    for (kind, name) in KINDS.into_iter().enumerate() {
        also_news(name, yes(group.whole[kind]));
        also_news(&format!("part of {name}"), yes(group.part[kind] && !group.whole[kind]));
    }
    for (a, b) in PAIRS {
        also_news(&format!("{} and {}", KINDS[a], KINDS[b]), yes(has(a) && has(b)));
    }
    let mean = groups.iter().map(|group| group.flat.len()).sum::<usize>() as f32;
    let times = group.flat.len() as f32 * groups.len() as f32 / mean.max(1.0);
    let chars = group.value.chars().count().min(CHARS_MAX) as f32 / CHARS_MAX as f32;
    let in_address = in_address(group, url);
    also_news("length", 2.0 * chars);
    also_news("length beside the others", times.min(TIMES_MAX));
    also_news("separator", yes(SEPARATORS.iter().any(|s| group.value.contains(s))));
    also_news("share of words in the address", in_address);
    let others = || groups.iter().filter(|other| other.words != group.words);
    let mut last = group.words.iter().rev().take(HOUSE_WORDS);
    put("house at the end".into(), yes(last.any(|word| house.owns(word))));
    put("holds another".into(), yes(others().any(|other| group.flat.contains(&other.flat))));
    put("in another".into(), yes(others().any(|other| other.flat.contains(&group.flat))));
    put("year".into(), yes(group.words.iter().any(|word| is_year(word))));
    put("short".into(), yes(group.words.len() <= SHORT_WORDS));
    let alike = others().map(|other| alike(group, other)).reduce(f32::max);
    put("like another".into(), alike.unwrap_or(1.0));
    for (kind, name) in KINDS.into_iter().enumerate() {
        put(format!("{name}, WordPress"), yes(has(kind) && is_wordpress));
    }
}

fn yes(is_so: bool) -> f32 {
    f32::from(u8::from(is_so))
}

fn in_address(group: &Group, url: Option<&str>) -> f32 {
    let path = url.and_then(|url| url.split("://").nth(1)?.split_once('/')).map(|(_, path)| path);
    let address: HashSet<String> = words(path.unwrap_or_default()).into_iter().collect();
    let found = group.words.iter().filter(|word| address.contains(*word)).count();
    found as f32 / group.words.len().max(1) as f32
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.starts_with("20") && word.bytes().all(|b| b.is_ascii_digit())
}

/// Share of the words of either that both have (Jaccard).
fn alike(a: &Group, b: &Group) -> f32 {
    let [a, b] = [a, b].map(|group| group.words.iter().collect::<HashSet<_>>());
    let both = a.intersection(&b).count();
    both as f32 / (a.len() + b.len() - both).max(1) as f32
}

/// The weights, in the order of the names.
static WEIGHTS: LazyLock<Vec<f32>> = LazyLock::new(|| {
    let table = include_str!("../../../../../models/headline.tsv");
    parse(table, &names()).expect("a test reads the same file")
});

/// Reads a table of rows sign, tab, weight. `None` if it lacks a sign.
fn parse(table: &str, names: &[String]) -> Option<Vec<f32>> {
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    let rows: Vec<(&str, f32)> = rows
        .map(|row| row.split_once('\t').and_then(|(name, w)| Some((name, w.parse().ok()?))))
        .collect::<Option<_>>()?;
    let weight = |name: &String| rows.iter().find(|(n, _)| n == name).map(|(_, weight)| *weight);
    names.iter().map(weight).collect()
}

/// How much speaks for each group of a page.
pub(super) struct Ranking {
    /// Sums of weights, of which only differences on one page mean anything.
    pub sums: Vec<f32>,
    /// The group for which the most speaks, of equal ones the first.
    pub best: Option<usize>,
}

impl Ranking {
    pub(super) fn of(values: &[Vec<f32>]) -> Ranking {
        let sum = |values: &Vec<f32>| values.iter().zip(&*WEIGHTS).map(|(x, w)| x * w).sum();
        let sums: Vec<f32> = values.iter().map(sum).collect();
        let best = (0..sums.len()).reduce(|best, i| if sums[i] > sums[best] { i } else { best });
        Ranking { sums, best }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_each_sign_once() {
        let table = include_str!("../../../../../models/headline.tsv");
        let names = names();
        assert!(parse(table, &names).is_some() && names.len() == N_SIGNS);
        assert_eq!(table.lines().filter(|line| !line.starts_with('#')).count(), N_SIGNS);
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), N_SIGNS);
        assert_eq!(parse("h1\t1\n", &names), None);
    }
}
