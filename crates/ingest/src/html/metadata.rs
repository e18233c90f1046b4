//! What a page says of itself, weighed: headline, writers, times, publisher, language, address.
//!
//! [`weigh`] takes one value for each field and keeps every [`Saying`] beside it, so that a reader
//! can see what spoke for it and what against.

use super::facts::{Facts, Said};
use super::linked::Name;
use super::when::{self, Order};
use super::writer;
use document::{Metadata, Saying};
use lexicon::{BylineWord, Lexicon};

/// Keys of `meta` elements for the time of publication, with what each counts.
// tidy: no words of a language
const PUBLISHED_KEYS: [(&str, f32); 24] = [
    ("article:published_time", 9.0),
    ("og:article:published_time", 9.0),
    ("article:published", 9.0),
    ("og:published_time", 8.0),
    ("parsely-pub-date", 8.0),
    ("cxenseparse:recs:publishtime", 8.0),
    ("cxenseparse:publishtime", 8.0),
    ("datepublished", 8.0),
    ("pubdate", 8.0),
    ("publishdate", 7.0),
    ("publish-date", 7.0),
    ("publish_date", 7.0),
    ("publication_date", 7.0),
    ("sailthru.date", 7.0),
    ("dc.date.issued", 7.0),
    ("dcterms.created", 7.0),
    ("dcterms.date", 6.0),
    ("dc.date", 6.0),
    ("dc.date.created", 6.0),
    ("citation_publication_date", 6.0),
    ("article_date_original", 6.0),
    ("published", 6.0),
    ("date", 6.0),
    ("created", 4.0),
];

/// Keys of `meta` elements for the time of the last change.
// tidy: no words of a language
const UPDATED_KEYS: [(&str, f32); 10] = [
    ("article:modified_time", 9.0),
    ("og:article:modified_time", 9.0),
    ("article:modified", 9.0),
    ("og:updated_time", 8.0),
    ("datemodified", 8.0),
    ("dcterms.modified", 7.0),
    ("dc.date.modified", 7.0),
    ("lastmod", 6.0),
    ("last-modified", 5.0),
    ("revised", 5.0),
];

/// Keys of `meta` elements for writers.
const AUTHOR_KEYS: [&str; 11] = [
    "article:author",
    "author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "citation_author",
    "dc.creator",
    "dcterms.creator",
    "cxenseparse:author",
    "article:author_name",
    "og:article:author",
];

/// Separators between a headline and the site's name.
const SEPARATORS: [&str; 12] =
    ["｜", "ㅣ", "：", " | ", " - ", " – ", " — ", " :: ", " » ", " • ", " · ", " / "];

/// What the kinds of headlines count, on news pages and on others. News sites give other programs
/// the headline, and readers one with kickers and live marks; other sites give programs one made
/// for search engines. On 432 development pages (2026-11-22), a grid: JSON-LD 1 to 6, og:title 2 to
/// 10, h1 1 to 6, title 1 to 3, twitter:title 0 to 2.
const TITLE_WEIGHTS: [(&str, [f32; 2]); 5] = [
    ("JSON-LD", [4.0, 2.0]),
    ("og:title", [10.0, 2.0]),
    ("h1", [2.0, 6.0]),
    ("title", [3.0, 1.0]),
    ("twitter:title", [0.5, 0.5]),
];

/// Fewest characters of a headline from which a site's name is cut at a mark without spaces.
const GLUED_CHARS_MIN: usize = 12;

/// Share of a headline's weight that its part beside a separator has.
const PART_WEIGHT: f32 = 0.9;

/// Elements for times that are looked at.
const TIMES_MAX: usize = 3;

/// A value with what speaks for it.
struct Candidate {
    value: String,
    by: String,
    weight: f32,
}

/// Weighs what the page says. `lead` is the text around the headline, searched for a day and a
/// byline; `below` holds the short lines in and below the article, searched for a byline last.
pub(crate) fn weigh(facts: &Facts, lead: &str, below: &str, lexicon: &Lexicon) -> Metadata {
    let mut sayings = Vec::new();
    let language = language(facts);
    let order = match language.as_deref() {
        Some("en" | "en-US" | "en-us") | None => Order::MonthFirst,
        _ => Order::DayFirst,
    };
    let url = url(facts);
    let publisher = publisher(facts, &mut sayings);
    let title = take("headline", titles(facts, publisher.as_deref()), same_words, &mut sayings);
    let published = published(facts, url.as_deref(), lead, order, lexicon);
    let published = take("published", published, same_day, &mut sayings);
    let updated = take("updated", updated(facts, lead, order, lexicon), same_day, &mut sayings);
    let authors = authors(facts, [lead, below], publisher.as_deref(), lexicon, &mut sayings);
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

/// Takes the value for which the most weight speaks; of equal ones the first.
fn take(
    field: &'static str,
    candidates: Vec<Candidate>,
    same: fn(&str, &str) -> bool,
    sayings: &mut Vec<Saying>,
) -> Option<String> {
    let weight = |value: &str| -> f32 {
        let alike = candidates.iter().enumerate().filter(|(_, c)| same(&c.value, value));
        let once = alike.filter(|(i, c)| {
            !candidates[..*i].iter().any(|other| other.by == c.by && same(&other.value, value))
        });
        once.map(|(_, c)| c.weight).sum()
    };
    let mut best: Option<(&Candidate, f32)> = None;
    for candidate in &candidates {
        let sum = weight(&candidate.value);
        if best.is_none_or(|(_, most)| sum > most) {
            best = Some((candidate, sum));
        }
    }
    let taken = best.map(|(candidate, _)| candidate.value.clone());
    for Candidate { value, by, .. } in &candidates {
        let is_taken = taken.as_deref().is_some_and(|taken| same(taken, value));
        sayings.push(Saying { field, by: by.clone(), value: value.clone(), is_taken });
    }
    taken
}

fn same_words(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    words(a) == words(b)
}

fn same_day(a: &str, b: &str) -> bool {
    a.get(..10) == b.get(..10)
}

fn titles(facts: &Facts, publisher: Option<&str>) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let headline = ["headline", "name"].iter().find_map(|key| facts.linked.text(key));
    for (by, weights) in TITLE_WEIGHTS {
        let weight = weights[usize::from(!facts.linked.is_news())];
        let value = match by {
            "JSON-LD" => headline.clone(),
            "h1" => heading(facts),
            "title" => facts.title.clone(),
            key => facts.meta_value(&[key]).map(str::to_string),
        };
        let Some(value) = value.filter(|value| !value.trim().is_empty()) else { continue };
        if publisher.is_some_and(|publisher| same_words(publisher, &value)) {
            continue;
        }
        for part in parts(&value, headline.as_deref(), facts, publisher) {
            let weight = weight * PART_WEIGHT;
            candidates.push(Candidate { value: part, by: format!("{by}, shortened"), weight });
        }
        candidates.push(Candidate { value, by: by.to_string(), weight });
    }
    candidates
}

/// The first-level heading that shares the most with the page's titles.
fn heading(facts: &Facts) -> Option<String> {
    let title = facts.title.as_deref().unwrap_or_default();
    let told = super::wording::Said::of(title);
    let headings = facts.headings.iter().filter(|heading| !heading.trim().is_empty());
    let best = headings
        .enumerate()
        .max_by(|(i, a), (j, b)| told.word_share(a).total_cmp(&told.word_share(b)).then(j.cmp(i)));
    best.map(|(_, heading)| heading.clone())
}

/// What stands before each separator of a title, if the site's name follows it or the part alone
/// is a headline elsewhere; what stands after one, if that is a headline elsewhere.
fn parts(
    title: &str,
    headline: Option<&str>,
    facts: &Facts,
    publisher: Option<&str>,
) -> Vec<String> {
    let site = format!("{} {}", publisher.unwrap_or_default(), url(facts).unwrap_or_default());
    let site = site.to_lowercase();
    let names_site = |rest: &str| {
        let rest = rest.to_lowercase();
        let mut words = rest.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 2);
        words.any(|word| site.contains(word)) && rest.split_whitespace().count() <= 6
    };
    let og = facts.meta_value(&["og:title"]);
    let headings = facts.headings.iter().map(String::as_str);
    let others: Vec<&str> = headings.chain(headline).chain(og).collect();
    let is_other = |part: &str| !part.is_empty() && others.iter().any(|o| same_words(o, part));
    let cuts = SEPARATORS.iter().flat_map(|s| title.match_indices(s));
    let mut parts: Vec<String> = Vec::new();
    for (at, separator) in cuts {
        let (part, rest) = (title[..at].trim(), title[at + separator.len()..].trim());
        if !part.is_empty() && (is_other(part) || names_site(rest)) {
            parts.push(part.to_string());
        }
        if is_other(rest) {
            parts.push(rest.to_string());
        }
    }
    let glued = title.match_indices(['-', '|', '_']).map(|(at, _)| title[..at].trim());
    let glued = glued.filter(|part| part.chars().count() >= GLUED_CHARS_MIN && is_other(part));
    parts.extend(glued.map(str::to_string));
    parts
}

fn published(
    facts: &Facts,
    url: Option<&str>,
    lead: &str,
    order: Order,
    lexicon: &Lexicon,
) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let mut add = |value: Option<&str>, by: &str, weight: f32| {
        let time = value.and_then(|value| when::parse(value, order, lexicon));
        if let Some(value) = time {
            candidates.push(Candidate { value, by: by.to_string(), weight });
        }
    };
    for (key, weight) in [("datePublished", 10.0), ("dateCreated", 4.0), ("uploadDate", 3.0)] {
        add(facts.linked.text(key).as_deref(), &format!("JSON-LD {key}"), weight);
    }
    for (key, weight) in PUBLISHED_KEYS {
        add(facts.meta_value(&[key]), key, weight);
    }
    let times = facts.times.iter().filter(|said| !said.is_update);
    let (marked, others): (Vec<&Said>, Vec<&Said>) = times.partition(|said| said.by == "itemprop");
    for said in marked.iter().take(TIMES_MAX) {
        add(Some(&said.value), "itemprop", 8.0);
    }
    for said in others.iter().take(TIMES_MAX) {
        let weight = if said.by == "time" { 2.0 } else { 1.0 };
        add(Some(&said.value), said.by, weight);
    }
    if let Some(day) = url.and_then(when::in_address) {
        candidates.push(Candidate { value: day, by: "address".into(), weight: 4.0 });
    }
    for line in lead.lines().filter(|line| !is_changed(line, lexicon)) {
        if let Some(value) = when::parse(line, order, lexicon) {
            candidates.push(Candidate { value, by: "text".into(), weight: 1.5 });
        }
    }
    candidates
}

/// Whether a line gives the time of a change.
fn is_changed(line: &str, lexicon: &Lexicon) -> bool {
    let words: Vec<&str> = line.split_whitespace().take(4).collect();
    (1..=words.len().min(3))
        .any(|n| writer::is(lexicon, &words[..n].join(" "), BylineWord::Changed))
}

fn updated(facts: &Facts, lead: &str, order: Order, lexicon: &Lexicon) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let mut add = |value: Option<&str>, by: &str, weight: f32| {
        let time = value.and_then(|value| when::parse(value, order, lexicon));
        if let Some(value) = time {
            candidates.push(Candidate { value, by: by.to_string(), weight });
        }
    };
    add(facts.linked.text("dateModified").as_deref(), "JSON-LD dateModified", 10.0);
    for (key, weight) in UPDATED_KEYS {
        add(facts.meta_value(&[key]), key, weight);
    }
    for said in facts.times.iter().filter(|said| said.is_update).take(TIMES_MAX) {
        add(Some(&said.value), said.by, if said.by == "itemprop" { 8.0 } else { 3.0 });
    }
    for line in lead.lines().filter(|line| is_changed(line, lexicon)) {
        add(Some(line), "text", 3.5);
    }
    candidates
}

/// The writers: of JSON-LD if it names persons, else of `meta`, marked elements, bylines. A later
/// list that holds all of the one before and more is taken instead; one that only names the
/// publisher is taken last.
fn authors(
    facts: &Facts,
    [lead, below]: [&str; 2],
    publisher: Option<&str>,
    lexicon: &Lexicon,
    sayings: &mut Vec<Saying>,
) -> Vec<String> {
    let mut lists: Vec<(String, Vec<String>)> = Vec::new();
    let linked = ["author", "creator"].iter().map(|key| facts.linked.names(key));
    let linked: Vec<Name> = linked.into_iter().find(|names| !names.is_empty()).unwrap_or_default();
    let clean = |name: &Name| match name.is_body {
        true => vec![name.text.clone()],
        false => writer::names(&name.text, lexicon),
    };
    if linked.iter().any(|name| !name.is_body) {
        lists.push(("JSON-LD".into(), flat(linked.iter().map(clean))));
    }
    for key in AUTHOR_KEYS {
        let values = facts.metas.iter().filter(|(k, v)| k == key && !writer::is_address(v));
        lists.push((key.into(), flat(values.map(|(_, value)| writer::names(value, lexicon)))));
    }
    for i in 1..=2 {
        let label = facts.meta_value(&[&format!("twitter:label{i}")]);
        let opens = label.is_some_and(|label| writer::is(lexicon, label, BylineWord::Opens));
        if let Some(value) = facts.meta_value(&[&format!("twitter:data{i}")]).filter(|_| opens) {
            lists.push((format!("twitter:data{i}"), writer::names(value, lexicon)));
        }
    }
    lists.push(("text".into(), writer::in_lines(lead, lexicon)));
    for by in ["itemprop", "rel", "link", "class"] {
        let said = facts.bylines.iter().filter(|said| said.by == by);
        let first = said.map(|said| writer::plain_names(&said.value, lexicon));
        lists.push((
            by.into(),
            first.into_iter().find(|names| !names.is_empty()).unwrap_or_default(),
        ));
    }
    lists.push(("text, below".into(), writer::in_lines(below, lexicon)));
    lists.push(("JSON-LD, organization".into(), flat(linked.iter().map(clean))));
    lists.retain(|(_, names)| !names.is_empty());
    let is_publisher = |names: &[String]| {
        publisher.is_some_and(|publisher| names.iter().all(|name| same_words(publisher, name)))
    };
    lists.sort_by_key(|(_, names)| is_publisher(names));
    let taken = fullest(&lists);
    for (by, names) in lists {
        let is_taken = names == taken;
        sayings.push(Saying { field: "authors", by, value: names.join(", "), is_taken });
    }
    taken
}

/// The first list, or a later one that holds all of it and more.
fn fullest(lists: &[(String, Vec<String>)]) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for (_, names) in lists {
        let holds_all = taken.iter().all(|name| names.iter().any(|n| same_words(n, name)));
        if taken.is_empty() || (holds_all && names.len() > taken.len()) {
            taken.clone_from(names);
        }
    }
    taken
}

fn flat(lists: impl Iterator<Item = Vec<String>>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for name in lists.flatten() {
        if !all.iter().any(|known| same_words(known, &name)) {
            all.push(name);
        }
    }
    all
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
        sayings.push(Saying { field: "publisher", by: by.into(), value, is_taken });
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

fn url(facts: &Facts) -> Option<String> {
    let linked = facts.linked.text("url");
    let meta = facts.meta_value(&["og:url", "twitter:url", "parsely-link"]).map(str::to_string);
    let whole = |url: &String| url.starts_with("http");
    [facts.canonical.clone(), meta, linked].into_iter().flatten().find(whole)
}
