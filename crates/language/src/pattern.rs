//! [`Pattern`]: a regular expression as Python's `re` understands it, because the rules of a
//! pipeline's tokenizer are written for that.
//!
//! [`parse`] reads the syntax, [`program`] runs it, [`class`] holds sets of characters. A search
//! goes from left to right and tries at each position only the top-level alternatives that can
//! begin with the character there, which makes the long lists of tokenizers fast. Compiling takes
//! well under a millisecond.

mod class;
mod parse;
mod program;

use std::ops::Range;

use crate::Error;
use parse::{Node, Tree};
use program::{Attempt, Program, widths};

/// A compiled regular expression. It has no capturing groups.
#[derive(Debug)]
pub(crate) struct Pattern {
    text: Box<str>,
    program: Program,
    alternatives: Vec<Alternative>,
    /// For each ASCII character the alternatives that can begin with it, in order.
    ascii: Vec<Box<[u16]>>,
    /// The alternatives that can begin with another character or match nothing.
    wide: Box<[u16]>,
}

/// One top-level alternative.
#[derive(Debug)]
struct Alternative {
    begin: u32,
    first: First,
    /// Whether it matches only at the beginning of the text.
    anchored: bool,
    /// If it ends with `$`: the most bytes before the end of the text at which it can begin.
    reach: Option<usize>,
}

/// With which characters a match can begin.
#[derive(Debug, Default)]
struct First {
    ascii: u128,
    chars: Vec<char>,
    classes: Vec<usize>,
    /// The match may be empty, so anything may follow.
    empty: bool,
}

impl Pattern {
    /// Compiles an expression.
    pub(crate) fn new(text: &str) -> Result<Self, Error> {
        let Tree { alternatives: nodes, classes } = parse::parse(text)?;
        if nodes.len() > usize::from(u16::MAX) {
            return Err(Error::format("pattern: too many alternatives"));
        }
        let mut program = Program::new(classes);
        let mut alternatives = Vec::with_capacity(nodes.len());
        for node in &nodes {
            let begin = program.add(node)?;
            let mut first = First::default();
            first.empty = !first.extend(node, &program);
            let (anchored, reach) = (is_anchored(node), reach(node));
            alternatives.push(Alternative { begin, first, anchored, reach });
        }
        let choose = |wanted: &dyn Fn(&First) -> bool| -> Box<[u16]> {
            (0u16..).zip(&alternatives).filter(|(_, a)| wanted(&a.first)).map(|(i, _)| i).collect()
        };
        let ascii = (0..128).map(|bit| choose(&|f| f.empty || f.ascii >> bit & 1 == 1)).collect();
        let wide = choose(&|f| f.empty || !f.chars.is_empty() || !f.classes.is_empty());
        Ok(Pattern { text: text.into(), program, alternatives, ascii, wide })
    }

    /// The expression as it was written.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The leftmost match, in bytes.
    pub(crate) fn search(&self, text: &str) -> Option<Range<usize>> {
        self.search_from(text, 0, None)
    }

    /// Whether there is a match at the beginning of the text.
    pub(crate) fn matches_start(&self, text: &str) -> bool {
        self.match_at(&mut Attempt::new(), text, 0, None).is_some()
    }

    /// All matches from left to right that do not overlap.
    pub(crate) fn find_all(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let (mut from, mut not_empty_at) = (0, None);
        while let Some(range) = self.search_from(text, from, not_empty_at) {
            from = range.end;
            not_empty_at = range.is_empty().then_some(range.end);
            found.push(range);
        }
        found
    }

    fn search_from(
        &self,
        text: &str,
        from: usize,
        not_empty_at: Option<usize>,
    ) -> Option<Range<usize>> {
        let mut attempt = Attempt::new();
        if self.alternatives.iter().all(|alternative| alternative.anchored) && from > 0 {
            return None;
        }
        let starts = text[from..].char_indices().map(|(i, _)| from + i).chain([text.len()]);
        for start in starts {
            let not_at = not_empty_at.filter(|&position| position == start);
            if let Some(end) = self.match_at(&mut attempt, text, start, not_at) {
                return Some(start..end);
            }
        }
        None
    }

    /// The end of the match that begins at a position.
    fn match_at(
        &self,
        attempt: &mut Attempt,
        text: &str,
        start: usize,
        not_at: Option<usize>,
    ) -> Option<usize> {
        let left = text.len() - start;
        let next = text[start..].chars().next();
        let candidates = match next {
            Some(c) if c.is_ascii() => &self.ascii[c as usize],
            _ => &self.wide,
        };
        candidates.iter().map(|&index| &self.alternatives[usize::from(index)]).find_map(|one| {
            let hopeless = (one.anchored && start > 0)
                || one.reach.is_some_and(|reach| left > reach)
                || !one.first.allows(next, &self.program);
            if hopeless { None } else { self.program.run(attempt, one.begin, text, start, not_at) }
        })
    }
}

impl First {
    /// Adds the characters with which a part can begin; returns whether it always takes one.
    fn extend(&mut self, node: &Node, program: &Program) -> bool {
        match node {
            Node::Char(c) if c.is_ascii() => self.ascii |= 1 << (*c as u32),
            Node::Char(c) => self.chars.push(*c),
            Node::Class(index) => {
                let class = program.class(*index);
                self.ascii |= class.ascii();
                if class.may_be_wide() {
                    self.classes.push(*index);
                }
            }
            Node::Concat(nodes) => return nodes.iter().any(|node| self.extend(node, program)),
            Node::Either(nodes) => {
                let takes: Vec<bool> =
                    nodes.iter().map(|node| self.extend(node, program)).collect();
                return takes.iter().all(|&takes| takes);
            }
            Node::Repeat { node, min, .. } => return self.extend(node, program) && *min > 0,
            Node::Start | Node::End | Node::VeryEnd | Node::WordBoundary(_) | Node::Look { .. } => {
                return false;
            }
        }
        true
    }

    fn allows(&self, next: Option<char>, program: &Program) -> bool {
        self.empty
            || next.is_some_and(|c| {
                c.is_ascii()
                    || self.chars.contains(&c)
                    || self.classes.iter().any(|&class| program.class(class).contains(c))
            })
    }
}

fn is_anchored(node: &Node) -> bool {
    match node {
        Node::Start => true,
        Node::Concat(nodes) => nodes.first().is_some_and(is_anchored),
        Node::Either(nodes) => nodes.iter().all(is_anchored),
        _ => false,
    }
}

/// The most bytes that can be left where a match begins, for parts that end with `$`.
fn reach(node: &Node) -> Option<usize> {
    const LONGEST_CHAR: usize = 4;
    let Node::Concat(nodes) = node else { return None };
    let Some(Node::End | Node::VeryEnd) = nodes.last() else { return None };
    // One more for the line feed that `$` allows at the end.
    Some((widths(node).1? as usize).checked_mul(LONGEST_CHAR)? + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(pattern: &str, text: &str) -> Option<Range<usize>> {
        Pattern::new(pattern).unwrap().search(text)
    }

    fn find_all(pattern: &str, text: &str) -> Vec<Range<usize>> {
        Pattern::new(pattern).unwrap().find_all(text)
    }

    #[test]
    fn the_first_alternative_wins_not_the_longest() {
        assert_eq!(search("a|ab", "xab"), Some(1..2));
        assert_eq!(search("(?:a|ab)c", "xabc"), Some(1..4));
        assert_eq!(search("b|[^b]b", "ab"), Some(0..2));
    }

    #[test]
    fn repetition_is_greedy_unless_lazy() {
        assert_eq!(search(r"\.\.+", "a...b"), Some(1..4));
        assert_eq!(search("a+?", "aaa"), Some(0..1));
        assert_eq!(search("a{2,3}", "aaaa"), Some(0..3));
        assert_eq!(search("a{,2}b", "aaab"), Some(1..4));
        assert_eq!(search("a{3}", "aa"), None);
        assert_eq!(search("a{x", "a{x"), Some(0..3));
    }

    #[test]
    fn look_around_takes_no_text() {
        assert_eq!(search("(?<=[0-9])км$", "10км"), Some(2..6));
        assert_eq!(search("(?<=[0-9])км$", "xкм"), None);
        assert_eq!(search("(?<!a)b(?!c)", "abbcb"), Some(4..5));
        assert_eq!(search("(?<=é…)x", "é…x"), Some(5..6));
    }

    #[test]
    fn the_end_is_also_before_a_last_line_feed() {
        assert_eq!(search("a$", "a\n"), Some(0..1));
        assert_eq!(search(r"a\Z", "a\n"), None);
        assert_eq!(search("a$", "a\n\n"), None);
    }

    #[test]
    fn classes_follow_python() {
        assert_eq!(search(r"[]a]+", "x]a"), Some(1..3));
        assert_eq!(search(r"[^\w\s]", "é ١-"), Some(5..6));
        assert_eq!(search(r"[\u0430-\u044fa\-z]+", "b-жz"), Some(1..5));
        assert_eq!(search(".", "\n€"), Some(1..4));
        assert_eq!(search(r"(?i)straße|ÉTÉ", "été"), Some(0..5));
    }

    #[test]
    fn all_matches_do_not_overlap_and_may_be_empty() {
        assert_eq!(find_all("aa", "aaaaa"), [0..2, 2..4]);
        assert_eq!(find_all("b*", "abb"), [0..0, 1..3, 3..3]);
        assert_eq!(find_all(r"\b", "é a"), [0..0, 2..2, 3..3, 4..4]);
    }

    #[test]
    fn matching_at_the_start_is_not_a_search() {
        let pattern = Pattern::new("a|^b").unwrap();
        assert!(pattern.matches_start("ax") && pattern.matches_start("b"));
        assert!(!pattern.matches_start("xa"));
        assert_eq!(pattern.search("xb"), None);
        assert_eq!(pattern.search("xba"), Some(2..3));
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        for bad in ["(", "a)", "[a", "*a", r"(a)\1", "(?s).", "a**", "(?:a?)*", "(?<=a+)b", "[b-a]"]
        {
            assert!(Pattern::new(bad).is_err(), "{bad}");
        }
        assert!(Pattern::new(&"(".repeat(100_000)).is_err());
        assert!(Pattern::new("(?:(?:(?:a{999}){999}){999}){999}").is_err());
    }

    #[test]
    fn an_explosive_search_gives_up() {
        assert_eq!(search("(?:a|aa)+$", &("a".repeat(100) + "b")), None);
        assert_eq!(search("(?:a+)+$", &("a".repeat(100) + "b")), None);
    }
}
