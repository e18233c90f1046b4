//! Names of writers, from what pages put beside the word for them.
//!
//! [`names`] takes a value such as a `meta` element's or a byline's and gives the names in it,
//! without the words around them (`lexicon/world/bylines.tsv`).

use lexicon::{BylineWord, Lexicon};

/// Most words of a name.
const NAME_WORDS_MAX: usize = 6;

/// Longest name, in characters.
const NAME_CHARS_MAX: usize = 60;

/// Most names of one value.
pub(super) const NAMES_MAX: usize = 40;

/// Longest line in which a byline is looked for, in words.
const LINE_WORDS_MAX: usize = 16;

/// Longest degree or post after a name, in characters.
const DEGREE_CHARS_MAX: usize = 8;

/// The names in a value, in order, without repeats; what is taken is [`first`]. Degrees after a
/// name stay with it; other words after a comma are taken for a name if they look like one.
pub(crate) fn names(value: &str, lexicon: &Lexicon) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let value = without_brackets(value);
    for part in value.split([';', '|', '&', '•', '·', '\n', '（', '+']) {
        let part = if part.contains(" / ") { part.replace(" / ", ",") } else { part.to_string() };
        for entry in entries(&part) {
            for part in joined(&entry, lexicon) {
                let found = name(&part, lexicon);
                names.extend(found.filter(|name| !names.contains(name)));
            }
        }
    }
    names
}

/// The first names of a value, as many as are taken, and how many there are beyond.
pub(super) fn first(mut names: Vec<String>) -> (Vec<String>, usize) {
    let beyond = names.len().saturating_sub(NAMES_MAX);
    names.truncate(NAMES_MAX);
    (names, beyond)
}

/// The parts between commas, degrees with the name before them.
fn entries(value: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for part in value.split([',', '、', '，']) {
        let part = part.trim();
        let capitals = part.chars().filter(|c| c.is_uppercase()).count();
        let is_degree = part.chars().count() <= DEGREE_CHARS_MAX
            && !part.contains(' ')
            && (capitals >= 2 || part.contains('®'));
        match entries.last_mut() {
            Some(last) if is_degree && last.contains(' ') => {
                last.push_str(", ");
                last.push_str(part);
            }
            _ => entries.push(part.to_string()),
        }
    }
    entries
}

/// The names in the text of an element, which can hold anything: those before the first part that
/// does not look like a name.
pub(crate) fn plain_names(value: &str, lexicon: &Lexicon) -> Vec<String> {
    let mut names = names(value, lexicon);
    let end = names.iter().position(|name| !looks_like_name(name)).unwrap_or(names.len());
    names.truncate(end);
    names
}

/// The names in the first line of several that opens as a byline does, or below such a line.
pub(crate) fn in_lines(lines: &str, lexicon: &Lexicon) -> Vec<String> {
    let mut below = false;
    for line in lines.lines() {
        let spaced = line.replace(':', ": ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let opens = (1..=words.len().min(4))
            .rev()
            .find(|n| is(lexicon, &words[..*n].join(" "), BylineWord::Opens));
        let fits = words.len() <= LINE_WORDS_MAX && (opens.is_some() || below);
        below = opens == Some(words.len());
        if fits && !below {
            let names = plain_names(line, lexicon);
            if !names.is_empty() {
                return names;
            }
        }
    }
    Vec::new()
}

/// Whether each word begins with a capital or is a particle, and there are two to five; or the
/// script has no capitals.
pub(super) fn looks_like_name(name: &str) -> bool {
    let mut words = name.split_whitespace();
    let capital = |word: &str| {
        let first = word.chars().next().unwrap_or(' ');
        first.is_uppercase() || (first.is_alphabetic() && !first.is_lowercase())
    };
    let particle = |word: &str| word.chars().count() <= 3;
    let n = name.split_whitespace().count();
    words.clone().next().is_some_and(capital)
        && words.all(|word| capital(word) || particle(word))
        && (n >= 2 || !name.is_ascii())
        && n <= 5
}

fn without_brackets(value: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '(' | '[' | '<' => depth += 1,
            ')' | ']' | '>' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

/// The parts of a value between words that join names.
fn joined(value: &str, lexicon: &Lexicon) -> Vec<String> {
    let mut parts = vec![String::new()];
    for word in value.split_whitespace() {
        let last = parts.last_mut().expect("never empty");
        if is(lexicon, word, BylineWord::Joins) && last.contains(' ') {
            parts.push(String::new());
            continue;
        }
        if !last.is_empty() {
            last.push(' ');
        }
        last.push_str(word);
    }
    parts
}

/// Whether a word is a role that stands behind a name without a comma, as in scripts without
/// capitals.
fn is_title(lexicon: &Lexicon, word: &str) -> bool {
    let has_case = word.chars().any(|c| c.is_lowercase() || c.is_uppercase());
    !has_case && is(lexicon, word, BylineWord::Role)
}

/// Whether words beside a name are of a kind.
pub(crate) fn is(lexicon: &Lexicon, words: &str, kind: BylineWord) -> bool {
    let form = words.trim_end_matches([':', '.', '：']).to_lowercase();
    lexicon.byline_words.get(form.as_str()).is_some_and(|kinds| kinds.contains(&kind))
}

/// The name in a part; `None` if there is none.
fn name(part: &str, lexicon: &Lexicon) -> Option<String> {
    let part = part.replace(':', ": ");
    let mut words: Vec<&str> = part.split_whitespace().collect();
    while let Some(n) = (1..=words.len().min(4))
        .rev()
        .find(|n| is(lexicon, &words[..*n].join(" "), BylineWord::Opens))
    {
        words.drain(..n);
    }
    let ends = (0..words.len()).find(|at| {
        let word = words[*at].trim_end_matches('.').to_lowercase();
        let is_day = lexicon.month_names.contains_key(word.as_str());
        let figure = |n: usize| {
            words.get(n).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        };
        let dated = figure(*at) || (is_day && figure(*at + 1));
        let dash = matches!(words[*at], "-" | "–" | "—");
        dated
            || dash
            || (1..=3).any(|n| {
                let phrase = words.get(*at..at + n).map(|words| words.join(" "));
                phrase.is_some_and(|phrase| {
                    is(lexicon, &phrase, BylineWord::Ends)
                        || is(lexicon, &phrase, BylineWord::Changed)
                })
            })
    });
    words.truncate(ends.unwrap_or(words.len()));
    while words.len() > 1 && words.last().is_some_and(|word| is_title(lexicon, word)) {
        words.pop();
    }
    let name = words.join(" ");
    let name = name.trim_matches(|c: char| !c.is_alphanumeric() && !".®".contains(c)).to_string();
    let n = name.split_whitespace().count();
    let is_name = (1..=NAME_WORDS_MAX).contains(&n)
        && name.chars().count() <= NAME_CHARS_MAX
        && name.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && !name.contains(['@', '{', '=', '_', ':'])
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && !is(lexicon, &name, BylineWord::Nobody)
        && !is(lexicon, &name, BylineWord::Role);
    is_name.then_some(name)
}

/// Whether a value is the address of a page rather than a name.
pub(crate) fn is_address(value: &str) -> bool {
    value.starts_with("http") || value.starts_with("//") || value.contains("facebook.com")
}

#[cfg(test)]
mod tests {
    use super::*;
    use lexicon::{FILES, Table};

    fn found(value: &str) -> Vec<String> {
        names(value, Lexicon::english())
    }

    #[test]
    fn every_byline_word_does_in_its_example_what_its_kind_says() {
        let (_, content) = FILES.iter().find(|(n, _)| *n == "world/bylines.tsv").expect("file");
        let (table, _) = Table::parse("world/bylines.tsv", content);
        let mut wrong = Vec::new();
        for row in table.rows() {
            let (example, near_miss) = (found(row.get("example")), found(row.get("near_miss")));
            let (both, one, none): (&[&str], &[&str], &[&str]) =
                (&["Ilva Renn", "Ade Okoro"], &["Ilva Renn"], &[]);
            let expected = match row.get("kind") {
                "joins" => both,
                "nobody" | "changed" => none,
                _ => one,
            };
            if example != expected || near_miss == expected {
                wrong.push(format!("{}: {example:?}, {near_miss:?}", row.get("id")));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_byline_is_found_in_lines() {
        let lines = |text| in_lines(text, Lexicon::english());
        assert_eq!(lines("News\nBy Ilva Renn\n9 April"), ["Ilva Renn"]);
        assert_eq!(lines("Written by\nIlva Renn\n9 April"), ["Ilva Renn"]);
        assert_eq!(lines("By the time it was over, nobody was there."), Vec::<String>::new());
    }

    #[test]
    fn names_are_freed_from_the_words_around_them() {
        assert_eq!(found("By Ilva Renn and Ade Okoro"), ["Ilva Renn", "Ade Okoro"]);
        assert_eq!(found("Von Ilva Renn, Ade Okoro"), ["Ilva Renn", "Ade Okoro"]);
        assert_eq!(found("Ilva Renn, Staff Writer"), ["Ilva Renn"]);
        assert_eq!(found("Ilva Renn (The Echo) | Updated April 9"), ["Ilva Renn"]);
        assert_eq!(found("Par Ilva Renn et Ade Okoro"), ["Ilva Renn", "Ade Okoro"]);
        assert_eq!(found("Ilva Renn, MD, Ade Okoro"), ["Ilva Renn, MD", "Ade Okoro"]);
        assert_eq!(found("ir/ao"), ["ir/ao"]);
        assert_eq!(found("신아라 기자"), ["신아라"]);
        assert_eq!(found("Ilva Renn - Mar 27"), ["Ilva Renn"]);
        assert_eq!(found("admin"), Vec::<String>::new());
        assert_eq!(found("https://x.org/renn"), Vec::<String>::new());
        assert!(is_address("https://x.org/renn"));
    }
}
