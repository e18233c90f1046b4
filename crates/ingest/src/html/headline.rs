//! The headline of a page, of the titles it gives itself and its first-level heading.
//!
//! [`titles`] gathers them, whole and in parts; [`sign`] says how likely each is the headline.

mod sign;

use super::facts::Facts;
use super::metadata::{House, same_words};
use super::wording::{Said, hashes};
use document::Saying;
use sign::{Group, Ranking};

pub(super) use sign::{N_SIGNS, names};

/// Separators between a headline and the site's name.
const SEPARATORS: [&str; 12] =
    ["｜", "ㅣ", "：", " | ", " - ", " – ", " — ", " :: ", " » ", " • ", " · ", " / "];

/// Where a page gives its titles.
const KINDS: [&str; 5] = ["JSON-LD", "og:title", "h1", "title", "twitter:title"];

/// Fewest characters of a headline from which a site's name is cut at a mark without spaces.
const GLUED_CHARS_MIN: usize = 12;

/// A title, or a part of one.
struct Title {
    value: String,
    /// Where it stands, of [`KINDS`].
    kind: usize,
    is_part: bool,
}

/// Takes the likeliest headline; of equal ones the first.
pub(super) fn take(
    facts: &Facts,
    house: &House,
    url: Option<&str>,
    sayings: &mut Vec<Saying>,
) -> Option<String> {
    let titles = titles(facts, house);
    let groups = sign::groups(&titles);
    let ranked = Ranking::of(&sign::values(&groups, facts, house, url));
    let taken = ranked.best.map(|best| &groups[best]);
    for (i, Title { value, kind, is_part }) in titles.iter().enumerate() {
        let before = titles[..i].iter();
        let known = |other: &Title| (other.kind, other.is_part) == (*kind, *is_part);
        if before.filter(|other| known(other)).any(|other| other.value == *value) {
            continue;
        }
        let group = groups.iter().position(|group| group.members.contains(&i));
        sayings.push(Saying {
            field: "headline",
            by: format!("{}{}", KINDS[*kind], if *is_part { ", shortened" } else { "" }),
            value: value.clone(),
            is_taken: taken.is_some_and(|taken| taken.members.contains(&i)),
            weight: None,
            sum: group.map(|group| (ranked.sums[group] * 10.0).round() as i32),
            why: None,
        });
    }
    taken.map(|Group { members, .. }| titles[members[0]].value.clone())
}

/// The titles of a page and the values of their signs, to learn from.
pub(super) fn described(
    facts: &Facts,
    house: &House,
    url: Option<&str>,
) -> Vec<(String, Vec<f32>)> {
    let titles = titles(facts, house);
    let groups = sign::groups(&titles);
    let values = sign::values(&groups, facts, house, url);
    let first = groups.iter().map(|group| titles[group.members[0]].value.clone());
    first.zip(values).collect()
}

/// The titles a page gives itself, whole and without the site's name.
fn titles(facts: &Facts, house: &House) -> Vec<Title> {
    let mut titles = Vec::new();
    let headline = ["headline", "name"].iter().find_map(|key| facts.linked.text(key));
    for (kind, key) in KINDS.into_iter().enumerate() {
        let value = match key {
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
            titles.push(Title { value: part, kind, is_part: true });
        }
        titles.push(Title { value, kind, is_part: false });
    }
    titles
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
        super::super::read(&page, Lexicon::english(), None).metadata.title
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
