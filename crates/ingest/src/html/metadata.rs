//! What a page says of itself, weighed: headline, writers, times, publisher, language, address.
//!
//! [`weigh`] takes one value for each field and keeps every [`Saying`] beside it, so that a reader
//! can see what spoke for it and what against.

use super::byline;
use super::cut::Cuts;
use super::day;
use super::facts::Facts;
use super::headline;
use super::lines::Lines;
use super::when::Order;
use super::writer;
use document::{Metadata, Saying};
use lexicon::Lexicon;

/// A value with what speaks for it.
pub(super) struct Candidate {
    pub value: String,
    pub by: String,
    pub weight: f32,
}

/// Weighs what the page says. What is left out of it is added to `cuts`.
pub(crate) fn weigh(
    facts: &Facts,
    lines: &Lines<'_>,
    cuts: &mut Cuts,
    lexicon: &Lexicon,
) -> Metadata {
    let mut sayings = Vec::new();
    let language = language(facts);
    let order = match language.as_deref() {
        Some("en" | "en-US" | "en-us") | None => Order::MonthFirst,
        _ => Order::DayFirst,
    };
    let url = url(facts);
    let publisher = publisher(facts, &mut sayings);
    let house = House::of(publisher.as_deref(), url.as_deref());
    let title = headline::take(facts, &house, url.as_deref(), &mut sayings);
    let mut published = day::published(facts, url.as_deref(), lines, order, lexicon);
    let mut updated = day::updated(facts, lines, order, lexicon);
    if !updated.is_empty() && published.iter().all(|c| c.weight <= day::FAINT) {
        // Only classes speak: of cards of other articles as likely as of this one.
        published.clear();
    }
    if published.is_empty() && updated.is_empty() {
        (published, updated) = day::at_end(lines, order, lexicon);
    }
    let published = take("published", published, &mut sayings);
    let updated = take("updated", updated, &mut sayings);
    let published = published.or_else(|| last_change(updated.as_deref(), &mut sayings));
    let (authors, beyond) = byline::authors(facts, lines, &house, lexicon, &mut sayings);
    cuts.add("names of writers beyond the first 40 of a byline", beyond);
    let section = facts.linked.text("articleSection");
    let keys = ["article:section", "section", "og:article:section", "parsely-section"];
    let section = section.or_else(|| facts.meta_value(&keys).map(str::to_string));
    Metadata {
        url,
        title,
        authors,
        publisher,
        published,
        updated,
        language,
        section,
        sayings,
        unknown: None,
    }
}

/// The titles of a page with the values of their signs.
pub(super) fn titles(facts: &Facts) -> Vec<(String, Vec<f32>)> {
    let url = url(facts);
    let publisher = publisher(facts, &mut Vec::new());
    let house = House::of(publisher.as_deref(), url.as_deref());
    headline::described(facts, &house, url.as_deref())
}

/// Takes the time for whose day the most weight speaks; of equal ones the first with a clock time,
/// as a day written as its midnight is that of a zone that the page does not tell.
fn take(
    field: &'static str,
    candidates: Vec<Candidate>,
    sayings: &mut Vec<Saying>,
) -> Option<String> {
    let weight = |value: &str| -> f32 {
        let alike = candidates.iter().enumerate().filter(|(_, c)| same_day(&c.value, value));
        let once = alike.filter(|(i, c)| {
            !candidates[..*i].iter().any(|other| other.by == c.by && same_day(&other.value, value))
        });
        once.map(|(_, c)| c.weight).sum()
    };
    let sums: Vec<f32> = candidates.iter().map(|c| weight(&c.value)).collect();
    let mut best: Option<usize> = None;
    for (i, sum) in sums.iter().enumerate() {
        let is_exact = |i: usize| has_clock(&candidates[i].value);
        let is_better = |best: usize| {
            *sum > sums[best] || (*sum == sums[best] && is_exact(i) && !is_exact(best))
        };
        if best.is_none_or(is_better) {
            best = Some(i);
        }
    }
    let taken = best.map(|best| candidates[best].value.clone());
    for (i, Candidate { value, by, weight }) in candidates.iter().enumerate() {
        if candidates[..i].iter().any(|before| before.by == *by && before.value == *value) {
            continue;
        }
        sayings.push(Saying {
            field,
            by: by.clone(),
            value: value.clone(),
            is_taken: taken.as_deref().is_some_and(|taken| same_day(taken, value)),
            weight: Some(tenths(*weight)),
            sum: Some(tenths(sums[i])),
            why: None,
        });
    }
    taken
}

/// Whether a time tells more than its day.
fn has_clock(time: &str) -> bool {
    time.get(11..16).is_some_and(|clock| clock != "00:00")
}

/// What [`last_change`] says that it goes by.
const LAST_CHANGE: &str = "updated";

/// Whether the day of publication is that of the last change, as the page gives no other.
pub(crate) fn is_day_of_change(metadata: &Metadata) -> bool {
    metadata.sayings.iter().any(|s| s.field == "published" && s.by == LAST_CHANGE)
}

/// The day of the last change, where a page gives no other: it was published on that day or before
/// it, and its words are as of that day.
fn last_change(updated: Option<&str>, sayings: &mut Vec<Saying>) -> Option<String> {
    let day = updated?.get(..10)?.to_string();
    sayings.push(Saying {
        field: "published",
        by: LAST_CHANGE.into(),
        value: day.clone(),
        is_taken: true,
        weight: None,
        sum: None,
        why: Some("no other day is given; it was published then or before"),
    });
    Some(day)
}

fn tenths(weight: f32) -> i32 {
    (weight * 10.0).round() as i32
}

pub(super) fn same_words(a: &str, b: &str) -> bool {
    words(a) == words(b)
}

/// The words of a text in lower case.
pub(super) fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// The publisher's name, and the words of it and of the page's host.
pub(super) struct House {
    pub name: String,
    words: Vec<String>,
}

impl House {
    pub(super) fn of(publisher: Option<&str>, url: Option<&str>) -> House {
        let host = url.and_then(|url| url.split("://").nth(1)).unwrap_or_default();
        let host = host.split(['/', '?', '#']).next().unwrap_or_default();
        let name = publisher.unwrap_or_default();
        let words = format!("{name} {host}").to_lowercase();
        let words = words.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 2);
        House { name: name.to_string(), words: words.map(str::to_string).collect() }
    }

    /// Whether a word, lower case, is one of the house's.
    pub(super) fn owns(&self, word: &str) -> bool {
        self.words.iter().any(|own| own == word)
    }

    /// Whether a word, lower case, is one of the house's or part of one.
    pub(super) fn has(&self, word: &str) -> bool {
        word.chars().count() > 2 && self.words.iter().any(|own| own.contains(word))
    }
}

fn same_day(a: &str, b: &str) -> bool {
    a.get(..10) == b.get(..10)
}

fn publisher(facts: &Facts, sayings: &mut Vec<Saying>) -> Option<String> {
    let linked = facts.linked.names("publisher").into_iter().next().map(|name| name.text);
    let keys = ["og:site_name", "application-name", "cxenseparse:publisher", "publisher"];
    let metas = keys.iter().filter_map(|key| Some((*key, facts.meta_value(&[key])?.to_string())));
    let candidates: Vec<(&str, String)> =
        linked.map(|name| ("JSON-LD", name)).into_iter().chain(metas).collect();
    let taken = candidates
        .iter()
        .find(|(_, name)| !writer::is_address(name) && name.chars().count() <= 100)
        .map(|(_, name)| name.clone());
    for (by, value) in candidates {
        let is_taken = taken.as_ref() == Some(&value);
        sayings.push(Saying {
            field: "publisher",
            by: by.into(),
            value,
            is_taken,
            ..Saying::default()
        });
    }
    taken
}

fn language(facts: &Facts) -> Option<String> {
    let linked = facts.linked.text("inLanguage");
    let keys = ["content-language", "language", "dc.language", "og:locale"];
    let said = facts.language.clone().filter(|tag| !tag.trim().is_empty()).or(linked);
    let said = said.or_else(|| facts.meta_value(&keys).map(str::to_string))?;
    let tag = said.split([',', ';']).next().unwrap_or_default().trim().replace('_', "-");
    let is_tag =
        (2..=12).contains(&tag.len()) && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_tag.then_some(tag)
}

pub(super) fn url(facts: &Facts) -> Option<String> {
    let linked = facts.linked.text("url");
    let meta = facts.meta_value(&["og:url", "twitter:url", "parsely-link"]).map(str::to_string);
    let whole = |url: &String| url.starts_with("http");
    [facts.canonical.clone(), meta, linked].into_iter().flatten().find(whole)
}
