//! Who wrote a page.

use super::facts::Facts;
use super::lines::Lines;
use super::linked::Name;
use super::metadata::{House, same_words};
use super::writer;
use document::Saying;
use lexicon::{BylineWord, Lexicon};

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

/// Fewest and most words of a byline element that is taken as it stands, the first of them a word
/// that opens one.
const OPENED_WORDS_MIN: usize = 3;
const OPENED_WORDS_MAX: usize = 5;

/// Longest value of an item property that is taken as it stands, in characters.
const PROPERTY_CHARS_MAX: usize = 40;

/// Most names in a line that holds nothing else, and most words of each.
const ALONE_MAX: usize = 3;
const ALONE_WORDS_MAX: usize = 4;

/// Names, where they stand, and how many are left out.
struct List {
    by: String,
    names: Vec<String>,
    beyond: usize,
}

impl List {
    fn of(by: &str, (names, beyond): (Vec<String>, usize)) -> List {
        List { by: by.to_string(), names, beyond }
    }
}

/// The writers: of JSON-LD if it names persons, else of `meta`, marked elements, bylines. A later
/// list that holds all of the one before and more is taken instead; one that only names the house
/// or an account is taken after names that stand alone at the article's edges. With them, how many
/// names of the list that is taken are left out.
pub(super) fn authors(
    facts: &Facts,
    lines: &Lines<'_>,
    house: &House,
    lexicon: &Lexicon,
    sayings: &mut Vec<Saying>,
) -> (Vec<String>, usize) {
    let linked = ["author", "creator"].iter().map(|key| facts.linked.names(key));
    let linked: Vec<Name> = linked.into_iter().find(|names| !names.is_empty()).unwrap_or_default();
    let clean = |name: &Name| match name.is_body {
        true => vec![name.text.clone()],
        false => writer::names(&name.text, lexicon),
    };
    let mut lists = Vec::new();
    let mut add = |by: &str, names| lists.push(List::of(by, names));
    if linked.iter().any(|name| !name.is_body) {
        add("JSON-LD", flat(linked.iter().map(clean)));
    }
    for (key, names) in in_metas(facts, &linked, house, lexicon) {
        add(&key, names);
    }
    let lead: Vec<&str> = lines.above.iter().chain(&lines.lead).copied().collect();
    add("text", writer::first(writer::in_lines(&lead.join("\n"), lexicon)));
    for by in ["itemprop", "rel", "link", "class"] {
        let said = facts.bylines.iter().filter(|said| said.by == by);
        let mut names = said.map(|said| in_element(&said.value, by, lexicon));
        add(by, writer::first(names.find(|names| !names.is_empty()).unwrap_or_default()));
    }
    let names = together(&lead, &lists, lexicon);
    let mut add = |by: &str, names| lists.push(List::of(by, names));
    add("text, together", writer::first(names));
    add("text, below", writer::first(writer::in_lines(&lines.below.join("\n"), lexicon)));
    add("JSON-LD, organization", flat(linked.iter().map(clean)));
    lists.iter_mut().for_each(|list| without_house(&mut list.names, house));
    lists.retain(|list| !list.names.is_empty());
    if lists.iter().all(|list| is_weak(&list.names, house, lexicon)) {
        let names = alone(facts, lines, house, !lists.is_empty(), lexicon);
        lists.extend((!names.is_empty()).then(|| List::of("text, alone", (names, 0))));
    }
    lists.sort_by_key(|list| is_weak(&list.names, house, lexicon));
    let taken = fullest(&lists);
    let mut left_out = 0;
    for (i, List { by, names, beyond }) in lists.into_iter().enumerate() {
        let is_taken = names == taken;
        if is_taken {
            left_out = left_out.max(beyond);
        }
        let why = match () {
            () if is_weak(&names, house, lexicon) => "only the house or an account",
            () if i == 0 => "the first that names persons",
            () if is_taken => "all of those before, or more",
            () => "a later place that does not name all of those before and more",
        };
        let value = names.join(", ");
        let (weight, sum) = (None, None);
        sayings.push(Saying { field: "authors", by, value, is_taken, weight, sum, why: Some(why) });
    }
    (taken, left_out)
}

/// The names in `meta` elements, by their keys.
fn in_metas(
    facts: &Facts,
    linked: &[Name],
    house: &House,
    lexicon: &Lexicon,
) -> Vec<(String, (Vec<String>, usize))> {
    let is_body = |value: &str| {
        let mut bodies = linked.iter().filter(|name| name.is_body);
        bodies.any(|body| same_words(&body.text, value)) || same_words(&house.name, value)
    };
    let names = |value: &str| match is_body(value) {
        true => vec![value.to_string()],
        false => writer::names(value, lexicon),
    };
    let mut found = Vec::new();
    for key in AUTHOR_KEYS {
        let values = facts.metas.iter().filter(|(k, v)| k == key && !writer::is_address(v));
        found.push((key.to_string(), flat(values.map(|(_, value)| names(value)))));
    }
    for i in 1..=2 {
        let label = facts.meta_value(&[&format!("twitter:label{i}")]);
        let opens = label.is_some_and(|label| writer::is(lexicon, label, BylineWord::Opens));
        if let Some(value) = facts.meta_value(&[&format!("twitter:data{i}")]).filter(|_| opens) {
            found.push((format!("twitter:data{i}"), writer::first(names(value))));
        }
    }
    found
}

/// The names of the first line that holds several and nothing else, one of them a writer's.
fn together(lead: &[&str], lists: &[List], lexicon: &Lexicon) -> Vec<String> {
    let known: Vec<&String> = lists.iter().flat_map(|list| &list.names).collect();
    let is_known = |name: &String| known.iter().any(|known| is_with_title(name, known));
    let names = lead.iter().flat_map(|block| block.lines()).map(|line| {
        let names = writer::names(line, lexicon);
        let words: usize = names.iter().map(|name| name.split_whitespace().count()).sum();
        let is_whole = line.split_whitespace().count() <= words + names.len();
        (names, is_whole)
    });
    let mut fitting = names.filter(|(names, is_whole)| {
        *is_whole && names.len() > 1 && names.iter().all(|name| writer::looks_like_name(name))
    });
    let found = fitting.find(|(names, _)| names.iter().any(is_known));
    found.map(|(names, _)| names).unwrap_or_default()
}

/// Whether a name is another, or ends in it: with a title before it.
fn is_with_title(name: &str, other: &str) -> bool {
    let words = |name: &str| name.split_whitespace().count();
    let begin = words(name).saturating_sub(words(other));
    let end: Vec<&str> = name.split_whitespace().skip(begin).collect();
    words(other) > 1 && same_words(&end.join(" "), other) || same_words(name, other)
}

/// The names in an element that is marked as a byline.
fn in_element(value: &str, by: &str, lexicon: &Lexicon) -> Vec<String> {
    let names = writer::plain_names(value, lexicon);
    let is_property = matches!(by, "itemprop" | "rel");
    let words: Vec<&str> = value.split_whitespace().collect();
    let opens = (OPENED_WORDS_MIN..=OPENED_WORDS_MAX).contains(&words.len())
        && words.first().is_some_and(|word| writer::is(lexicon, word, BylineWord::Opens));
    let fits = opens || (is_property && value.chars().count() <= PROPERTY_CHARS_MAX);
    if names.is_empty() && fits { writer::names(value, lexicon) } else { names }
}

/// Drops the house's name from the end of each name.
fn without_house(names: &mut [String], house: &House) {
    if house.name.is_empty() {
        return;
    }
    for name in names.iter_mut() {
        let words: Vec<&str> = name.split_whitespace().collect();
        let own = house.name.split_whitespace().count();
        let at = words.len().saturating_sub(own);
        let ends_name = at >= 2 && words[at - 1].starts_with(char::is_uppercase);
        if ends_name && same_words(&words[at..].join(" "), &house.name) {
            *name = words[..at].join(" ");
        }
    }
}

/// Whether names are the house's own or those of accounts: taken if nobody else is named.
fn is_weak(names: &[String], house: &House, lexicon: &Lexicon) -> bool {
    let is_house = |name: &String| {
        let lower = name.to_lowercase();
        let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2);
        let first = words.clone().next().unwrap_or_default();
        words.all(|word| house.owns(word)) && !lexicon.first_names.contains_key(first)
    };
    let is_account = |name: &String| {
        let chars: Vec<char> = name.chars().collect();
        let turns = chars.windows(2).any(|two| two[0].is_lowercase() && two[1].is_uppercase());
        !name.contains(' ') && (name.contains('.') || turns)
    };
    names.iter().all(is_house) || names.iter().all(is_account)
}

/// The names in a line that holds nothing else: with a known first name or the description of a
/// picture beside it, or, if the house is named, in bold. Who is told of in the
/// article is not its writer, unless a paragraph begins with the name as those on writers do; and
/// what stands there in small letters is no name.
fn alone(
    facts: &Facts,
    lines: &Lines<'_>,
    house: &House,
    is_expected: bool,
    lexicon: &Lexicon,
) -> Vec<String> {
    let is_told = |name: &str, line: &str| {
        let last = name.split_whitespace().last().unwrap_or_default();
        let has = |text: &str| text.split(|c: char| !c.is_alphanumeric()).any(|word| word == last);
        let tells = |block: &&&str| **block != line && has(block) && !block.starts_with(name);
        lines.article.iter().any(|block| tells(&block))
            || facts.headings.iter().chain(&facts.title).any(|title| has(title))
            || name.split_whitespace().map(str::to_lowercase).any(|word| {
                let mut words = lines.article.iter().flat_map(|block| block.split_whitespace());
                words.any(|other| other.trim_end_matches([',', '.', ':']) == word)
            })
    };
    for (line, is_bold) in &lines.edges {
        let value = line.replace('/', ",");
        let names = writer::names(&value, lexicon);
        let n: usize = names.iter().map(|name| name.split_whitespace().count()).sum();
        let is_whole = n > 0 && value.split([',', ' ']).filter(|w| !w.is_empty()).count() <= n + 1;
        let fits = is_whole && (1..=ALONE_MAX).contains(&names.len());
        let is_name = |name: &String| {
            name.split_whitespace().count() <= ALONE_WORDS_MAX && writer::looks_like_name(name)
        };
        if !fits || !names.iter().all(is_name) || is_weak(&names, house, lexicon) {
            continue;
        }
        let known = |name: &String| {
            let first = name.split_whitespace().next().unwrap_or_default().to_lowercase();
            lexicon.first_names.contains_key(first.as_str())
                || facts.portraits.iter().any(|words| words.contains(name.as_str()))
        };
        let is_known = if is_expected { *is_bold } else { names.iter().any(known) };
        if is_known && !names.iter().any(|name| is_told(name, line)) {
            return names;
        }
    }
    Vec::new()
}

/// The first list, or a later one that holds all of it and more.
fn fullest(lists: &[List]) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for List { names, .. } in lists {
        let holds = |name: &String| names.iter().any(|n| is_with_title(n, name));
        let holds_all = taken.iter().all(holds);
        if taken.is_empty() || (holds_all && names.len() > taken.len()) {
            taken.clone_from(names);
        }
    }
    taken
}

fn flat(lists: impl Iterator<Item = Vec<String>>) -> (Vec<String>, usize) {
    let (mut all, mut left_out): (Vec<String>, usize) = (Vec::new(), 0);
    for list in lists {
        let (names, beyond) = writer::first(list);
        left_out += beyond;
        for name in names {
            if !all.iter().any(|known| same_words(known, &name)) {
                all.push(name);
            }
        }
    }
    (all, left_out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writers(head: &str, lead: &str, end: &str) -> Vec<String> {
        let page = format!(
            "<html><head><title>Rail line to reopen</title>{head}</head><body><article>\
             <h1>Rail line to reopen</h1>{lead}<p>The border railway will reopen in May, the two \
             governments said on Tuesday after a day of talks in the valley town of Orsk.</p>\
             <p>Engineers still have to test two bridges before passengers can be carried, and \
             the ministry named no day for that work.</p>{end}</article></body></html>"
        );
        super::super::read(&page, Lexicon::english(), None).metadata.authors
    }

    fn by(kind: &str, name: &str) -> String {
        let author = serde_json::json!({"@type": kind, "name": name});
        let article = serde_json::json!({"@type": "NewsArticle", "author": author,
            "publisher": {"@type": "Organization", "name": "The Echo"}});
        format!("<script type='application/ld+json'>{article}</script>")
    }

    #[test]
    fn who_signs_the_text_is_named_before_the_house_and_accounts() {
        let signed = "<p><b>Ilva Renn/Ade Okoro</b></p>";
        assert_eq!(writers(&by("Person", "The Echo"), signed, ""), ["Ilva Renn", "Ade Okoro"]);
        let byline = "<p class='author'>Ilva Renn</p>";
        assert_eq!(writers(&by("Person", "renn.ilva"), byline, ""), ["Ilva Renn"]);
        assert_eq!(writers(&by("Person", "The Echo"), "", ""), ["The Echo"]);
    }

    #[test]
    fn a_name_alone_is_a_writers_unless_the_article_tells_of_it() {
        let line = "<p>Julia Renn</p>";
        assert_eq!(writers("", line, ""), ["Julia Renn"]);
        assert_eq!(writers("", line, "<p>Julia Renn is a reporter.</p>"), ["Julia Renn"]);
        let told = "<p>“We have waited nine years for this train,” said the mayor, Ms. Renn, to \
                    a crowd of several hundred people.</p>";
        assert_eq!(writers("", line, told), Vec::<String>::new());
        assert_eq!(writers("", "<p>Main Points</p>", ""), Vec::<String>::new());
    }

    #[test]
    fn a_line_of_names_that_holds_the_writers_is_theirs_and_titles_make_no_other() {
        let head = by("Person", "Ilva Renn");
        let line = "<div>Ilva Renn, Ade Okoro &amp; Mara Quist</div>";
        assert_eq!(writers(&head, line, ""), ["Ilva Renn", "Ade Okoro", "Mara Quist"]);
        assert_eq!(writers(&head, "<div>Ade Okoro, Mara Quist</div>", ""), ["Ilva Renn"]);
        let titled = "<p>By Dr Ilva Renn, Ade Okoro</p>";
        assert_eq!(writers(&head, titled, ""), ["Dr Ilva Renn", "Ade Okoro"]);
    }

    #[test]
    fn the_name_of_a_body_is_not_taken_apart_and_the_house_is_no_part_of_a_name() {
        let body = "Office of Roads and Bridges";
        let head = by("Organization", body) + &format!("<meta name=author content='{body}'>");
        assert_eq!(writers(&head, "", ""), [body]);
        let byline = "<p class='author'>Ilva Renn The Echo</p>";
        assert_eq!(writers(&by("Person", "The Echo"), byline, ""), ["Ilva Renn"]);
    }
}
