//! Checks of Rust code: length, names, leftovers, and words that belong in the lexicon.

use super::masked::{Masked, mask, without_tests};
use super::{File, Offence, Tree};

/// Most lines of a file.
const FILE_LINES_MAX: usize = 600;

/// Most characters of a line. Addresses may be longer, and lines of tests, which hold examples.
const LINE_CHARS_MAX: usize = 100;

/// Most English words in one list of strings before it is a word list.
const LISTED_WORDS_MAX: usize = 7;

/// Put into a comment before a list of strings that are no words of a human language.
const LIST_MARKER: &str = "tidy: no words of a language";

/// Each has several meanings in this field; what to say is in GLOSSARY.md.
const BANNED_NAMES: [&str; 4] = ["source", "event", "topic", "date"];

/// Banned type names. `Event` is not among them: there it has one meaning.
const BANNED_TYPES: [&str; 3] = ["Source", "Topic", "Date"];

/// File and module names that say nothing.
const BANNED_FILES: &str = " util utils common helper helpers manager processor misc v2 new ";

const LEFTOVERS: [&str; 3] = ["todo!", "dbg!", "unimplemented!"];

pub(super) fn check(tree: &Tree) -> Vec<Offence> {
    let mut offences = Vec::new();
    for file in tree.with_ending(".rs") {
        offences.extend(size(file));
        offences.extend(file_name(file));
        let masked = mask(&file.text);
        offences.extend(leftovers(file, &masked));
        if !is_test(&file.path) {
            offences.extend(names(file, &masked));
            offences.extend(word_lists(file, &masked));
        }
    }
    offences
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs")
}

fn size(file: &File) -> Vec<Offence> {
    let mut offences = Vec::new();
    let n_lines = file.text.lines().count();
    if n_lines > FILE_LINES_MAX {
        let message = format!("{n_lines} lines, of at most {FILE_LINES_MAX}: split it");
        offences.push(Offence::new(&file.path, 0, message));
    }
    let outside_tests = without_tests(&file.text);
    let mut outside_tests = outside_tests.lines();
    for (i, line) in file.text.lines().enumerate() {
        let in_tests = outside_tests.next().is_none_or(str::is_empty) || is_test(&file.path);
        let n = line.chars().count();
        if n > LINE_CHARS_MAX && !in_tests && !line.contains("://") {
            let message = format!("{n} characters, of at most {LINE_CHARS_MAX}");
            offences.push(Offence::new(&file.path, i + 1, message));
        }
    }
    offences
}

fn file_name(file: &File) -> Option<Offence> {
    let mut parts = file.path.trim_end_matches(".rs").split('/');
    let banned = parts.next_back().filter(|name| BANNED_FILES.contains(&format!(" {name} ")))?;
    let message = format!("`{banned}` says nothing about what is in the file");
    Some(Offence::new(&file.path, 0, message))
}

fn leftovers(file: &File, masked: &Masked) -> Vec<Offence> {
    let mut offences = Vec::new();
    for (i, line) in masked.code.iter().enumerate() {
        for leftover in LEFTOVERS.iter().filter(|l| line.contains(**l)) {
            offences.push(Offence::new(&file.path, i + 1, format!("`{leftover}` was left")));
        }
    }
    for (i, comment) in masked.comments.iter().enumerate() {
        if is_code(comment.trim().trim_start_matches('/').trim()) {
            offences.push(Offence::new(&file.path, i + 1, "code in a comment: delete it"));
        }
    }
    offences
}

/// Whether a comment reads as code: it ends as a statement or block does.
fn is_code(comment: &str) -> bool {
    let call = comment.contains(['(', '=', ':']);
    comment == "}" || comment.ends_with(" {") || comment.ends_with(';') && call
}

fn names(file: &File, masked: &Masked) -> Vec<Offence> {
    let mut offences = Vec::new();
    for (i, line) in masked.code.iter().enumerate() {
        for (at, word) in words(line) {
            let declares_type = ["struct ", "enum ", "trait ", "type "]
                .iter()
                .any(|keyword| line[..at].ends_with(keyword));
            let banned = BANNED_NAMES.contains(&word) && !is_foreign(line, at, word)
                || BANNED_TYPES.contains(&word) && declares_type;
            if banned {
                let message = format!("`{word}` means several things here: see GLOSSARY.md");
                offences.push(Offence::new(&file.path, i + 1, message));
            }
        }
    }
    offences
}

/// Names given elsewhere: `Error::source`, modules and their paths.
fn is_foreign(line: &str, at: usize, word: &str) -> bool {
    let (before, after) = (&line[..at], &line[at + word.len()..]);
    let error_trait = word == "source"
        && (before.ends_with('.') && after.starts_with("()") || before.ends_with("fn "))
        && after.starts_with('(');
    error_trait || before.ends_with("mod ") || before.ends_with("::") || after.starts_with("::")
}

/// The identifiers of a line with their byte offsets.
fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let starts =
        line.char_indices().filter(move |&(i, c)| is_word(c) && !line[..i].ends_with(is_word));
    starts.map(move |(i, _)| {
        let end = line[i..].find(|c| !is_word(c)).map_or(line.len(), |n| i + n);
        (i, &line[i..end])
    })
}

/// Lists of strings, between brackets or in the arms of a match, that are mostly English words.
fn word_lists(file: &File, masked: &Masked) -> Vec<Offence> {
    let mut offences = Vec::new();
    let (mut n_words, mut first_line) = (0, 0);
    let code = &masked.with_strings;
    let (mut line, mut rest) = (1, code.as_str());
    while let Some(quote) = rest.find('"') {
        let between = &rest[..quote];
        line += between.matches('\n').count();
        if !between.trim().trim_matches(['|', ',']).trim().is_empty() {
            n_words = 0;
        }
        let Some(length) = rest[quote + 1..].find('"') else { break };
        let word = &rest[quote + 1..quote + 1 + length];
        if n_words == 0 {
            first_line = line;
        }
        n_words += usize::from(is_lower_word(word));
        let before = file.text.lines().take(first_line).skip(first_line.saturating_sub(3));
        let marked = before.into_iter().any(|l| l.contains(LIST_MARKER));
        if n_words == LISTED_WORDS_MAX + 1 && !marked {
            let message = "a list of words belongs in lexicon/; if these are no words of a \
                           human language, say so in a comment before it";
            offences.push(Offence::new(
                &file.path,
                first_line,
                format!("{message} ({LIST_MARKER})"),
            ));
        }
        line += word.matches('\n').count();
        rest = &rest[quote + length + 2..];
    }
    offences
}

fn is_lower_word(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase() || b == b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> File {
        File { path: "crates/x/src/thing.rs".into(), text: text.into() }
    }

    fn lines(offences: &[Offence]) -> Vec<usize> {
        offences.iter().map(|o| o.line).collect()
    }

    #[test]
    fn names_with_several_meanings_are_found_and_foreign_ones_are_not() {
        let file = file(concat!(
            "let source = 1;\n",
            "error.source();\n",
            "fn source(&self) -> Option<&dyn Error> {}\n",
            "mod event;\n",
            "event::find(sources, event_mention);\n",
            "struct X { date: u8 }\n",
            "pub struct Topic;\n",
            "pub struct Event;\n",
        ));
        assert_eq!(lines(&names(&file, &mask(&file.text))), [1, 6, 7]);
    }

    #[test]
    fn leftovers_and_code_in_comments_are_found() {
        let file = file(concat!(
            "// The reader may ask for it again;\n",
            "// let x = f(1);\n",
            "/// let x = f(1);\n",
            "fn f() { dbg!(1); }\n",
            "// if x {\n",
        ));
        assert_eq!(lines(&leftovers(&file, &mask(&file.text))), [4, 2, 5]);
    }

    #[test]
    fn word_lists_are_found_unless_marked() {
        let list = "const A: [&str; 8] =\n  [\"a b\", \"said\", \"told\", \"added\", \"noted\", \
                    \"asked\", \"warned\", \"wrote\"];\n";
        let plain = file(list);
        assert_eq!(lines(&word_lists(&plain, &mask(&plain.text))), [2]);
        let marked = file(&format!("// {LIST_MARKER}\n{list}"));
        assert_eq!(word_lists(&marked, &mask(&marked.text)), []);
        let short = file("f(\"one\", \"two\"); g(\"three\"); h(\"four\", \"five\", \"six\")");
        assert_eq!(word_lists(&short, &mask(&short.text)), []);
    }

    #[test]
    fn long_files_long_lines_and_empty_names_are_found() {
        let mut long = file(&"x\n".repeat(FILE_LINES_MAX + 1));
        assert_eq!(lines(&size(&long)), [0]);
        let x = "x".repeat(101);
        long.text = format!("{}\n{x} https://x\n\"{x}\"\n", "é".repeat(101));
        assert_eq!(lines(&size(&long)), [1, 3]);
        long.text = format!("{x}\n#[cfg(test)]\nmod tests {{\n\"{x}\"\n}}\n{x}\n");
        assert_eq!(lines(&size(&long)), [1, 6]);
        assert_eq!(file_name(&long), None);
        long.path = "crates/x/src/utils.rs".into();
        assert!(file_name(&long).is_some());
    }
}
