//! The headline of a page, of the titles it gives itself and its first-level heading.

use super::facts::Facts;
use super::metadata::{Candidate, House, same_words};
use super::wording::{Said, hashes};

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

/// What a headline loses that names the publisher in its last words, and, on other pages than
/// news, one with a separator. On 432 development pages (2026-11-22) 0 to 6 were tried for each,
/// and all values from 4 gave the same; learned and cross-validated by host, the two raise the
/// share of right headlines on pages that are no news from .851 to .881.
const NAMES_HOUSE: f32 = 4.0;
const HAS_SEPARATOR: f32 = 3.0;

/// Last words of a headline in which the publisher can stand.
const HOUSE_WORDS: usize = 3;

/// What speaks against a headline.
pub(super) fn doubt(title: &str, facts: &Facts, house: &House) -> f32 {
    let lower = title.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let names_house = words.rev().take(HOUSE_WORDS).any(|word| house.owns(word));
    let separates = !facts.is_news() && SEPARATORS.iter().any(|s| title.contains(s));
    let doubts = [(names_house, NAMES_HOUSE), (separates, HAS_SEPARATOR)];
    doubts.iter().filter(|(is_so, _)| *is_so).map(|(_, weight)| weight).sum()
}

/// The titles a page gives itself, whole and without the site's name.
pub(super) fn titles(facts: &Facts, house: &House) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let headline = ["headline", "name"].iter().find_map(|key| facts.linked.text(key));
    for (by, weights) in TITLE_WEIGHTS {
        let weight = weights[usize::from(!facts.is_news())];
        let value = match by {
            "JSON-LD" => headline.clone(),
            "h1" => heading(facts),
            "title" => facts.title.clone(),
            key => facts.meta_value(&[key]).map(str::to_string),
        };
        let Some(value) = value.filter(|value| !value.trim().is_empty()) else { continue };
        if same_words(&house.name, &value) {
            continue;
        }
        for part in parts(&value, headline.as_deref(), facts, house) {
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
    let told = Said::of(title);
    let share = |words: &str| told.word_share(&hashes(words).collect::<Vec<u64>>());
    let headings = facts.headings.iter().filter(|heading| !heading.trim().is_empty());
    let best =
        headings.enumerate().max_by(|(i, a), (j, b)| share(a).total_cmp(&share(b)).then(j.cmp(i)));
    best.map(|(_, heading)| heading.clone())
}

/// What stands before each separator of a title, if the site's name follows it or the part alone
/// is a headline elsewhere; what stands after one, if that is a headline elsewhere.
fn parts(title: &str, headline: Option<&str>, facts: &Facts, house: &House) -> Vec<String> {
    let names_site = |rest: &str| {
        let rest = rest.to_lowercase();
        let mut words = rest.split(|c: char| !c.is_alphanumeric());
        words.any(|word| house.has(word)) && rest.split_whitespace().count() <= 6
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

#[cfg(test)]
mod tests {
    use lexicon::Lexicon;

    fn headline(head: &str, h1: &str) -> Option<String> {
        let page = format!(
            "<html><head>{head}<link rel=canonical href='https://echo.example/rail-opens'></head>\
             <body><article><h1>{h1}</h1><p>The border railway will reopen in May, the two \
             governments said on Tuesday after a day of talks in Orsk.</p></article></body></html>"
        );
        super::super::read(&page, Lexicon::english()).metadata.title
    }

    #[test]
    fn a_headline_without_the_house_is_preferred() {
        let title = "<title>Rail line opens | Echo</title>\
                     <meta property='og:title' content='Rail line opens | Echo'>";
        assert_eq!(headline(title, "").as_deref(), Some("Rail line opens"));
        let house = "<title>A valley gets its train back</title>\
                     <meta property='og:title' content='A valley gets its train back'>";
        let found = headline(house, "Welcome to Echo");
        assert_eq!(found.as_deref(), Some("A valley gets its train back"));
    }

    #[test]
    fn a_page_of_news_is_known_by_what_its_house_says() {
        let title = "<meta property='og:title' content='Rail line opens'>";
        let found = |sign: &str| headline(&format!("{title}{sign}"), "At last, a train to Orsk");
        let house = "<script type='application/ld+json'>{\"@type\":\"WebPage\",\"publisher\":\
                     {\"@type\":\"NewsMediaOrganization\",\"name\":\"Echo\"}}</script>";
        for sign in ["<meta name=news_keywords content=rail>", house] {
            assert_eq!(found(sign).as_deref(), Some("Rail line opens"), "{sign}");
        }
        assert_eq!(found("").as_deref(), Some("At last, a train to Orsk"));
    }

    #[test]
    fn words_of_the_address_do_not_make_a_part_the_house() {
        let title = "<title>Rail line reopens - a day in Orsk</title>";
        let found = headline(title, "Rail line reopens - a day in Orsk");
        assert_eq!(found.as_deref(), Some("Rail line reopens - a day in Orsk"));
    }
}
