//! Reads the syntax of Python's `re` into a tree of [`Node`]s.
//!
//! Understood: literals and escapes, `.`, classes, `\w \d \s` and complements, groups (none
//! captures), look-ahead and look-behind, alternatives, greedy and lazy repetition, `^ $ \A \Z
//! \b \B`, and the flags `i` and `u`. Anything else is an error that names it.

use super::class::{Class, Named};
use crate::Error;

/// Groups nested deeper than this are refused.
const MAX_DEPTH: usize = 50;

/// A counted repetition of more than this is refused.
const MAX_REPEAT: u32 = 1_000;

/// One part of a pattern.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Char(char),
    /// An index into the classes of the tree.
    Class(usize),
    Concat(Vec<Node>),
    Either(Vec<Node>),
    Repeat {
        node: Box<Node>,
        min: u32,
        max: Option<u32>,
        greedy: bool,
    },
    Start,
    /// The end, or before a line feed at the end.
    End,
    VeryEnd,
    WordBoundary(bool),
    Look {
        behind: bool,
        positive: bool,
        node: Box<Node>,
    },
}

/// A parsed pattern: its top-level alternatives and the classes they refer to.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) alternatives: Vec<Node>,
    pub(super) classes: Vec<Class>,
}

/// Parses a whole pattern.
pub(super) fn parse(pattern: &str) -> Result<Tree, Error> {
    let mut parser = Parser { rest: pattern, depth: 0, ignore_case: false, classes: Vec::new() };
    let node = parser.either()?;
    if !parser.rest.is_empty() {
        return Err(parser.error("a parenthesis is closed that was not opened"));
    }
    let alternatives = if let Node::Either(nodes) = node { nodes } else { vec![node] };
    Ok(Tree { alternatives, classes: parser.classes })
}

struct Parser<'a> {
    rest: &'a str,
    depth: usize,
    ignore_case: bool,
    classes: Vec<Class>,
}

/// What an escape stands for.
enum Escape {
    Char(char),
    Named(Named, bool),
    Assertion(Node),
}

impl<'a> Parser<'a> {
    fn error(&self, what: &str) -> Error {
        let near: String = self.rest.chars().take(20).collect();
        Error::format(format!("pattern: {what}, before {near:?}"))
    }

    fn eat(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn next(&mut self) -> Result<char, Error> {
        let mut chars = self.rest.chars();
        let c = chars.next().ok_or_else(|| Error::format("pattern: it ends too early"))?;
        self.rest = chars.as_str();
        Ok(c)
    }

    fn either(&mut self) -> Result<Node, Error> {
        let mut nodes = vec![self.concat()?];
        while self.eat("|") {
            nodes.push(self.concat()?);
        }
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Either(nodes) })
    }

    fn concat(&mut self) -> Result<Node, Error> {
        let mut nodes = Vec::new();
        while !self.rest.is_empty() && !self.rest.starts_with(['|', ')']) {
            if let Some(atom) = self.atom()? {
                nodes.push(self.repeat(atom)?);
            }
        }
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Concat(nodes) })
    }

    /// One atom; `None` for a flag setting.
    fn atom(&mut self) -> Result<Option<Node>, Error> {
        let node = match self.next()? {
            '(' => return self.group(),
            '[' => self.class()?,
            '.' => self.add_class(vec![('\n', '\n')], vec![], true),
            '^' => Node::Start,
            '$' => Node::End,
            '*' | '+' | '?' => return Err(self.error("nothing to repeat")),
            '\\' => match self.escape()? {
                Escape::Char(c) => self.literal(c),
                Escape::Named(named, positive) => {
                    self.add_class(vec![], vec![(named, positive)], false)
                }
                Escape::Assertion(node) => node,
            },
            c => self.literal(c),
        };
        Ok(Some(node))
    }

    fn literal(&mut self, c: char) -> Node {
        let cased = c.to_lowercase().next() != Some(c) || c.to_uppercase().next() != Some(c);
        if self.ignore_case && cased {
            self.add_class(vec![(c, c)], vec![], false)
        } else {
            Node::Char(c)
        }
    }

    fn add_class(
        &mut self,
        ranges: Vec<(char, char)>,
        named: Vec<(Named, bool)>,
        negated: bool,
    ) -> Node {
        self.classes.push(Class::new(ranges, named, negated, self.ignore_case));
        Node::Class(self.classes.len() - 1)
    }

    /// What follows an opening parenthesis.
    fn group(&mut self) -> Result<Option<Node>, Error> {
        let mut look = None;
        if self.eat("?") {
            if self.eat("P<") {
                let (_, rest) =
                    self.rest.split_once('>').ok_or_else(|| self.error("a name is not closed"))?;
                self.rest = rest;
            } else if self.eat("=") {
                look = Some((false, true));
            } else if self.eat("!") {
                look = Some((false, false));
            } else if self.eat("<=") {
                look = Some((true, true));
            } else if self.eat("<!") {
                look = Some((true, false));
            } else if !self.eat(":") {
                return self.flags();
            }
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error("groups are nested too deep"));
        }
        let node = self.either()?;
        self.depth -= 1;
        if !self.eat(")") {
            return Err(self.error("a parenthesis is not closed"));
        }
        Ok(Some(match look {
            Some((behind, positive)) => Node::Look { behind, positive, node: Box::new(node) },
            None => node,
        }))
    }

    /// Flags for the rest of the pattern, up to the closing parenthesis.
    fn flags(&mut self) -> Result<Option<Node>, Error> {
        loop {
            match self.next()? {
                'i' => self.ignore_case = true,
                'u' => {}
                ')' => return Ok(None),
                _ => return Err(self.error("a flag or group is not supported")),
            }
        }
    }

    fn escape(&mut self) -> Result<Escape, Error> {
        Ok(match self.next()? {
            'n' => Escape::Char('\n'),
            't' => Escape::Char('\t'),
            'r' => Escape::Char('\r'),
            'f' => Escape::Char('\x0c'),
            'v' => Escape::Char('\x0b'),
            'x' => Escape::Char(self.hex(2)?),
            'u' => Escape::Char(self.hex(4)?),
            'U' => Escape::Char(self.hex(8)?),
            'w' => Escape::Named(Named::Word, true),
            'W' => Escape::Named(Named::Word, false),
            'd' => Escape::Named(Named::Decimal, true),
            'D' => Escape::Named(Named::Decimal, false),
            's' => Escape::Named(Named::Space, true),
            'S' => Escape::Named(Named::Space, false),
            'A' => Escape::Assertion(Node::Start),
            'Z' => Escape::Assertion(Node::VeryEnd),
            'b' => Escape::Assertion(Node::WordBoundary(true)),
            'B' => Escape::Assertion(Node::WordBoundary(false)),
            c if c.is_ascii_alphanumeric() => {
                return Err(self.error(&format!("\\{c} is not supported")));
            }
            c => Escape::Char(c),
        })
    }

    fn hex(&mut self, digits: usize) -> Result<char, Error> {
        let code = self.rest.get(..digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        let c = code.and_then(char::from_u32).ok_or_else(|| self.error("a bad code point"))?;
        self.rest = &self.rest[digits..];
        Ok(c)
    }

    /// What follows an opening bracket.
    fn class(&mut self) -> Result<Node, Error> {
        let negated = self.eat("^");
        let (mut ranges, mut named) = (Vec::new(), Vec::new());
        let mut first = true;
        while first || !self.eat("]") {
            first = false;
            let low = match self.class_member()? {
                Escape::Char(c) => c,
                Escape::Named(set, positive) => {
                    named.push((set, positive));
                    continue;
                }
                Escape::Assertion(_) => return Err(self.error("an assertion in a class")),
            };
            let is_range = self.rest.starts_with('-') && !self.rest.starts_with("-]");
            let high = if is_range {
                self.eat("-");
                match self.class_member()? {
                    Escape::Char(c) if low <= c => c,
                    _ => return Err(self.error("a bad range in a class")),
                }
            } else {
                low
            };
            ranges.push((low, high));
        }
        Ok(self.add_class(ranges, named, negated))
    }

    fn class_member(&mut self) -> Result<Escape, Error> {
        if self.eat("\\b") {
            return Ok(Escape::Char('\x08'));
        }
        match self.next()? {
            '\\' => self.escape(),
            c => Ok(Escape::Char(c)),
        }
    }

    /// The atom with the repetition that follows it, if any.
    fn repeat(&mut self, node: Node) -> Result<Node, Error> {
        let (min, max) = match self.rest.chars().next() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => match self.counts() {
                Some((min, max, rest)) => {
                    self.rest = rest;
                    return self.repeated(node, min, max);
                }
                None => return Ok(node),
            },
            _ => return Ok(node),
        };
        self.next()?;
        self.repeated(node, min, max)
    }

    fn repeated(&mut self, node: Node, min: u32, max: Option<u32>) -> Result<Node, Error> {
        if min.max(max.unwrap_or(0)) > MAX_REPEAT || max.is_some_and(|max| max < min) {
            return Err(self.error("a bad repeat count"));
        }
        let greedy = !self.eat("?");
        if self.rest.starts_with(['*', '+', '?']) {
            return Err(self.error("a repeat of a repeat"));
        }
        Ok(Node::Repeat { node: Box::new(node), min, max, greedy })
    }

    /// `{m}`, `{m,}`, `{,n}` or `{m,n}` and what follows; a brace that is none of these is a
    /// literal.
    fn counts(&self) -> Option<(u32, Option<u32>, &'a str)> {
        let (inside, rest) = self.rest.strip_prefix('{')?.split_once('}')?;
        let number = |digits: &str| digits.parse::<u32>().ok();
        Some(match inside.split_once(',') {
            None => (number(inside)?, Some(number(inside)?), rest),
            Some(("", "")) => return None,
            Some(("", high)) => (0, Some(number(high)?), rest),
            Some((low, "")) => (number(low)?, None, rest),
            Some((low, high)) => (number(low)?, Some(number(high)?), rest),
        })
    }
}
