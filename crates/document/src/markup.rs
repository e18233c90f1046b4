//! The one notation for showing spans: `[words]{label}`, nestable.
//!
//! Spec files, lexicon examples, explanations and hand annotation all use it, so an explanation
//! can be pasted into a spec file and becomes a test. A backslash makes the next character plain.

use std::{cmp::Reverse, fmt, ops::Range};

/// A labelled byte range of the plain text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mark {
    /// Bytes of the plain text.
    pub range: Range<usize>,
    /// What stands in braces.
    pub label: String,
}

/// Why marked-up text could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkupError {
    /// `]` at this byte closes nothing.
    Unopened(usize),
    /// `]` at this byte is not followed by `{label}`.
    Unlabelled(usize),
    /// `]` at this byte closes a mark without words.
    Empty(usize),
    /// A `[` is never closed.
    Unclosed,
    /// More than [`DEPTH_MAX`] marks inside one another.
    TooDeep,
    /// Two marks overlap without nesting, or one is empty or lies outside the text.
    Crossing(String),
}

/// Deepest nesting read or written.
pub const DEPTH_MAX: usize = 64;

impl fmt::Display for MarkupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MarkupError::Unopened(at) => write!(f, "byte {at}: `]` without `[`"),
            MarkupError::Unlabelled(at) => write!(f, "byte {at}: `]` without `{{label}}`"),
            MarkupError::Empty(at) => write!(f, "byte {at}: a mark without words"),
            MarkupError::Unclosed => write!(f, "`[` never closed"),
            MarkupError::TooDeep => write!(f, "marks nest deeper than {DEPTH_MAX}"),
            MarkupError::Crossing(label) => write!(f, "`{label}` crosses another mark"),
        }
    }
}

impl std::error::Error for MarkupError {}

/// Splits marked-up text into plain text and its marks, in order of their opening brackets.
pub fn parse(marked: &str) -> Result<(String, Vec<Mark>), MarkupError> {
    let (mut plain, mut open, mut marks) = (String::new(), Vec::new(), Vec::<Mark>::new());
    let mut rest = marked.char_indices();
    while let Some((at, c)) = rest.next() {
        match c {
            '\\' => plain.extend(rest.next().map(|(_, c)| c)),
            '[' => {
                if open.len() == DEPTH_MAX {
                    return Err(MarkupError::TooDeep);
                }
                open.push(marks.len());
                marks.push(Mark { range: plain.len()..plain.len(), label: String::new() });
            }
            ']' => {
                let mark = open.pop().ok_or(MarkupError::Unopened(at))?;
                let label = rest.as_str().strip_prefix('{').and_then(|r| r.split_once('}'));
                let (label, after) = label.ok_or(MarkupError::Unlabelled(at))?;
                marks[mark].range.end = plain.len();
                if marks[mark].range.is_empty() {
                    return Err(MarkupError::Empty(at));
                }
                marks[mark].label = label.to_string();
                let skip = rest.as_str().len() - after.len();
                rest = marked.char_indices();
                let resume = at + 1 + skip;
                while rest.offset() < resume {
                    rest.next();
                }
            }
            _ => plain.push(c),
        }
    }
    if open.is_empty() { Ok((plain, marks)) } else { Err(MarkupError::Unclosed) }
}

/// Writes marks into plain text. Of two marks on the same words the earlier in the slice is
/// the outer one.
pub fn print(plain: &str, marks: &[Mark]) -> Result<String, MarkupError> {
    let mut order: Vec<&Mark> = marks.iter().collect();
    order.sort_by_key(|m| (m.range.start, Reverse(m.range.end)));
    let (mut out, mut at, mut open) = (String::new(), 0, Vec::<&Mark>::new());
    for mark in order {
        close_until(plain, mark.range.start, &mut open, &mut at, &mut out);
        let outer = open.last().map_or(plain.len(), |m| m.range.end);
        let is_outside = plain.get(mark.range.clone()).is_none_or(str::is_empty);
        if is_outside || mark.range.end > outer {
            return Err(MarkupError::Crossing(mark.label.clone()));
        }
        if open.len() == DEPTH_MAX {
            return Err(MarkupError::TooDeep);
        }
        escape(&plain[at..mark.range.start], &mut out);
        at = mark.range.start;
        out.push('[');
        open.push(mark);
    }
    close_until(plain, usize::MAX, &mut open, &mut at, &mut out);
    escape(&plain[at..], &mut out);
    Ok(out)
}

/// Closes the open marks that end at or before `until`.
fn close_until(plain: &str, until: usize, open: &mut Vec<&Mark>, at: &mut usize, out: &mut String) {
    while let Some(mark) = open.pop_if(|m| m.range.end <= until) {
        escape(&plain[*at..mark.range.end], out);
        *at = mark.range.end;
        out.push_str("]{");
        out.push_str(&mark.label);
        out.push('}');
    }
}

fn escape(words: &str, out: &mut String) {
    for c in words.chars() {
        if matches!(c, '[' | ']' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn round_trip(marked: &str) {
        let (plain, marks) = parse(marked).expect("well formed");
        assert_eq!(print(&plain, &marks).expect("nested"), marked);
    }

    #[test]
    fn nested_marks_round_trip() {
        round_trip("[Vale]{speaker} [said]{cue} [it was [“fair”]{verbatim} and right]{content}.");
        round_trip("Дарчиев \\[sic\\] [прибыл]{event CONSULT} в [Вашингтон]{place}");
        round_trip("[[Kyiv]{place} officials]{speaker} [said]{cue} [no]{content}");
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(parse("[open"), Err(MarkupError::Unclosed));
        assert_eq!(parse("close]{x}"), Err(MarkupError::Unopened(5)));
        assert_eq!(parse("[a] b"), Err(MarkupError::Unlabelled(2)));
        assert_eq!(parse("a[]{x}[b]{y}"), Err(MarkupError::Empty(2)), "it would nest when printed");
        assert_eq!(parse(&"[".repeat(1000)), Err(MarkupError::TooDeep));
        let mark = |range, label: &str| Mark { range, label: label.into() };
        let crossing = [mark(0..4, "a"), mark(2..6, "b")];
        assert_eq!(print("abcdef", &crossing), Err(MarkupError::Crossing("b".into())));
        let outside = [mark(0..9, "a")];
        assert_eq!(print("abc", &outside), Err(MarkupError::Crossing("a".into())));
    }

    proptest! {
        #[test]
        fn parsing_never_panics_and_what_parses_prints_back(marked in "[\\[\\]{}\\\\abж ]{0,40}") {
            if let Ok((plain, marks)) = parse(&marked) {
                let printed = print(&plain, &marks).expect("parsed marks nest");
                let (plain_again, marks_again) = parse(&printed).expect("printed text parses");
                prop_assert_eq!(plain, plain_again);
                prop_assert_eq!(marks, marks_again);
            }
        }
    }
}
