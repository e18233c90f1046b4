//! A page fitted to the width of a terminal: what does not fit into a line goes on below its own
//! words. What goes into a file or a pipe is left as it is.

use crate::cli::Options;
use console::{Term, measure_text_width};
use std::{
    env,
    io::{IsTerminal, stdout},
};

/// Columns below which nothing is fitted.
const WIDTH_MIN: usize = 20;

/// What stands between the signs of a row and its words.
const GAP: &str = "   ";

/// The page as wide as the terminal that it goes to, if it goes to one.
pub fn fitted(page: String, options: &Options) -> String {
    match width(options) {
        Some(width) if width >= WIDTH_MIN => to_width(&page, width),
        _ => page,
    }
}

/// Columns of the terminal: as `COLUMNS` says, else as the terminal says.
fn width(options: &Options) -> Option<usize> {
    if options.output.is_some() || !stdout().is_terminal() {
        return None;
    }
    let named = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    named.filter(|columns| *columns > 0).or_else(|| Some(Term::stdout().size_checked()?.1.into()))
}

/// Breaks lines at spaces; a word that is longer than a line stays whole.
fn to_width(page: &str, width: usize) -> String {
    let mut out = String::with_capacity(page.len());
    for line in page.lines() {
        let (indent, mut at) = (indent(line, width), 0);
        for (nth, word) in words(line).into_iter().enumerate() {
            let columns = measure_text_width(&word);
            if nth > 0 && at > indent && at + 1 + columns > width {
                out.truncate(out.trim_end_matches(' ').len());
                out.push('\n');
                out.push_str(&" ".repeat(indent));
                at = indent;
            } else if nth > 0 {
                out.push(' ');
                at += 1;
            }
            out.push_str(&word);
            at += columns;
        }
        out.push('\n');
    }
    out
}

/// What stands between the spaces of a line; a citation (`[3 ¶12]`) stays together.
fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in line.split(' ') {
        match words.last_mut() {
            Some(last) if word.starts_with('¶') && opens_citation(last) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_string()),
        }
    }
    words
}

/// Whether a word is the first of a citation: `[3`, also after what it stands for or its colour.
fn opens_citation(word: &str) -> bool {
    let before = word.trim_end_matches(|c: char| c.is_ascii_digit());
    before.len() < word.len() && before.ends_with('[')
}

/// Where a line goes on: below the first word after its bullet or signs.
fn indent(line: &str, width: usize) -> usize {
    let words = line.trim_start_matches(' ');
    let blank = line.len() - words.len();
    if words.starts_with(['•', '–', '▸']) {
        return blank + 2;
    }
    let signs = words.find(GAP).map(|at| blank + measure_text_width(&words[..at]) + GAP.len());
    signs.filter(|at| *at <= width / 2).unwrap_or(blank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bullet_and_a_row_go_on_below_their_first_word() {
        let page = "TITLE\n\n  • \x1b[1m2 origins\x1b[0m · The ferry stopped in May [1 ¶2]\n      \
                    – before it: the ferry sails\n   1. = ~ ·   The ferry stopped in May\n";
        let fitted = "TITLE\n\n  • \x1b[1m2 origins\x1b[0m · The ferry\n    stopped in May [1 ¶2]\n\
                      \u{20}     – before it: the ferry\n        sails\n   1. = ~ ·   The ferry\n\
                      \u{20}             stopped in May\n";
        assert_eq!(to_width(page, 28), fitted);
        assert_eq!(to_width("the ferry of May [1 ¶2]\n", 20), "the ferry of May\n[1 ¶2]\n");
        assert_eq!(to_width(page, 80), page);
    }

    #[test]
    fn wide_letters_count_twice_and_a_long_word_stays_whole() {
        assert_eq!(to_width("東京東京東京 東京東京\n", 20), "東京東京東京\n東京東京\n");
        let address = "https://example.invalid/a-long-path";
        assert_eq!(to_width(&format!("at {address}\n"), 20), format!("at\n{address}\n"));
    }

    #[test]
    fn signs_of_a_paragraph_in_a_text_are_words_as_any() {
        let line = "¶ [a ¶ [1 ¶2] ¶3 ".repeat(200_000);
        let fitted = to_width(&line, 20);
        assert!(fitted.lines().all(|line| measure_text_width(line) <= 20));
        assert_eq!(to_width("(x\x1b[2m[1 ¶2]\x1b[0m) ¶ ¶ ¶ ¶ ¶ ¶ ¶ ¶", 20).lines().count(), 2);
        assert_eq!(words("x\x1b[2m[12 ¶3]\x1b[0m ¶4"), ["x\x1b[2m[12 ¶3]\x1b[0m", "¶4"]);
    }

    #[test]
    fn no_line_is_longer_than_the_terminal() {
        let words = "  • one two three four five six seven eight nine ten · [1 ¶2] claim:12345678";
        for width in WIDTH_MIN..60 {
            assert!(to_width(words, width).lines().all(|line| measure_text_width(line) <= width));
        }
    }
}
