//! [`Program`]: a pattern as instructions for a backtracking machine, with the meaning that
//! Python's `re` gives it: alternatives are tried in order, the first that leads to a match wins.

use super::class::Class;
use super::parse::Node;
use crate::Error;
use crate::python_char::is_word;

/// A pattern that needs more instructions than this is refused.
const MAX_INSTRUCTIONS: usize = 100_000;

/// Instructions spent on one search before it gives up and finds nothing. Patterns of tokenizers
/// take some hundreds for a word; only hostile text comes near.
const MAX_STEPS: u32 = 100_000;

#[derive(Debug, Clone, Copy)]
enum Instruction {
    Char(char),
    Class(u32),
    Start,
    End,
    VeryEnd,
    WordBoundary(bool),
    /// Try `first`, on failure `second`.
    Split {
        first: u32,
        second: u32,
    },
    Jump(u32),
    /// The instructions up to `after` must, or must not, match here. A look-behind begins `back`
    /// characters earlier.
    Look {
        positive: bool,
        back: u32,
        after: u32,
    },
    Match,
}

/// Compiled alternatives that share classes.
#[derive(Debug, Default)]
pub(super) struct Program {
    instructions: Vec<Instruction>,
    classes: Vec<Class>,
}

/// Positions to return to, and how much work is left; reused between attempts of one search.
pub(super) struct Attempt {
    stack: Vec<(u32, usize)>,
    steps_left: u32,
}

impl Attempt {
    pub(super) fn new() -> Self {
        Attempt { stack: Vec::new(), steps_left: MAX_STEPS }
    }
}

impl Program {
    pub(super) fn new(classes: Vec<Class>) -> Self {
        Program { instructions: Vec::new(), classes }
    }

    pub(super) fn class(&self, index: usize) -> &Class {
        &self.classes[index]
    }

    /// Adds an alternative and returns where it begins.
    pub(super) fn add(&mut self, node: &Node) -> Result<u32, Error> {
        let begin = self.here();
        self.compile(node)?;
        self.emit(Instruction::Match)?;
        Ok(begin)
    }

    fn here(&self) -> u32 {
        self.instructions.len() as u32
    }

    fn emit(&mut self, instruction: Instruction) -> Result<usize, Error> {
        if self.instructions.len() >= MAX_INSTRUCTIONS {
            return Err(Error::format("pattern: it is too large"));
        }
        self.instructions.push(instruction);
        Ok(self.instructions.len() - 1)
    }

    fn compile(&mut self, node: &Node) -> Result<(), Error> {
        match node {
            Node::Char(c) => self.emit(Instruction::Char(*c)).map(drop),
            Node::Class(index) => self.emit(Instruction::Class(*index as u32)).map(drop),
            Node::Start => self.emit(Instruction::Start).map(drop),
            Node::End => self.emit(Instruction::End).map(drop),
            Node::VeryEnd => self.emit(Instruction::VeryEnd).map(drop),
            Node::WordBoundary(is) => self.emit(Instruction::WordBoundary(*is)).map(drop),
            Node::Concat(nodes) => nodes.iter().try_for_each(|node| self.compile(node)),
            Node::Either(nodes) => self.compile_either(nodes),
            Node::Repeat { node, min, max, greedy } => {
                self.compile_repeat(node, *min, *max, *greedy)
            }
            Node::Look { behind, positive, node } => self.compile_look(*behind, *positive, node),
        }
    }

    fn compile_either(&mut self, nodes: &[Node]) -> Result<(), Error> {
        let mut jumps = Vec::new();
        for (i, node) in nodes.iter().enumerate() {
            if i + 1 == nodes.len() {
                self.compile(node)?;
                break;
            }
            let split = self.emit(Instruction::Jump(0))?;
            self.compile(node)?;
            jumps.push(self.emit(Instruction::Jump(0))?);
            let second = self.here();
            self.instructions[split] = Instruction::Split { first: split as u32 + 1, second };
        }
        let end = self.here();
        for jump in jumps {
            self.instructions[jump] = Instruction::Jump(end);
        }
        Ok(())
    }

    fn compile_repeat(
        &mut self,
        node: &Node,
        min: u32,
        max: Option<u32>,
        greedy: bool,
    ) -> Result<(), Error> {
        for _ in 0..min {
            self.compile(node)?;
        }
        let split = |body: u32, out: u32| {
            let (first, second) = if greedy { (body, out) } else { (out, body) };
            Instruction::Split { first, second }
        };
        let Some(max) = max else {
            if widths(node).0 == 0 {
                return Err(Error::format("pattern: an unbounded repeat of what may be empty"));
            }
            let enter = self.emit(Instruction::Jump(0))?;
            self.compile(node)?;
            self.emit(Instruction::Jump(enter as u32))?;
            self.instructions[enter] = split(enter as u32 + 1, self.here());
            return Ok(());
        };
        let mut enters = Vec::new();
        for _ in min..max {
            enters.push(self.emit(Instruction::Jump(0))?);
            self.compile(node)?;
        }
        for enter in enters {
            self.instructions[enter] = split(enter as u32 + 1, self.here());
        }
        Ok(())
    }

    fn compile_look(&mut self, behind: bool, positive: bool, node: &Node) -> Result<(), Error> {
        let back = match (behind, widths(node)) {
            (false, _) => 0,
            (true, (min, Some(max))) if min == max => min,
            _ => return Err(Error::format("pattern: a look-behind of varying width")),
        };
        let look = self.emit(Instruction::Jump(0))?;
        self.compile(node)?;
        self.emit(Instruction::Match)?;
        self.instructions[look] = Instruction::Look { positive, back, after: self.here() };
        Ok(())
    }

    /// The end of the match of the alternative at `begin` from byte `from` on. A match must not
    /// end at `not_at`.
    pub(super) fn run(
        &self,
        attempt: &mut Attempt,
        begin: u32,
        text: &str,
        from: usize,
        not_at: Option<usize>,
    ) -> Option<usize> {
        let base = attempt.stack.len();
        attempt.stack.push((begin, from));
        let mut found = None;
        while attempt.stack.len() > base {
            let (at, position) = attempt.stack.pop().expect("the stack is above its base");
            found = self.follow(attempt, at, text, position).filter(|&end| not_at != Some(end));
            if found.is_some() || attempt.steps_left == 0 {
                break;
            }
        }
        attempt.stack.truncate(base);
        found
    }

    /// Runs one thread of instructions until it matches or fails, leaving its alternatives on the
    /// stack.
    fn follow(
        &self,
        attempt: &mut Attempt,
        mut at: u32,
        text: &str,
        mut position: usize,
    ) -> Option<usize> {
        loop {
            attempt.steps_left = attempt.steps_left.checked_sub(1)?;
            at += 1;
            match self.instructions[at as usize - 1] {
                Instruction::Char(c) => {
                    if !text[position..].starts_with(c) {
                        return None;
                    }
                    position += c.len_utf8();
                }
                Instruction::Class(class) => {
                    let c = text[position..].chars().next()?;
                    if !self.classes[class as usize].contains(c) {
                        return None;
                    }
                    position += c.len_utf8();
                }
                Instruction::Start if position == 0 => {}
                Instruction::End if matches!(&text[position..], "" | "\n") => {}
                Instruction::VeryEnd if position == text.len() => {}
                Instruction::WordBoundary(is) if at_word_boundary(text, position) == is => {}
                Instruction::Split { first, second } => {
                    attempt.stack.push((second, position));
                    at = first;
                }
                Instruction::Jump(to) => at = to,
                Instruction::Look { positive, back, after } => {
                    let matched = step_back(text, position, back)
                        .and_then(|from| self.run(attempt, at, text, from, None));
                    if matched.is_some() != positive {
                        return None;
                    }
                    at = after;
                }
                Instruction::Match => return Some(position),
                Instruction::Start
                | Instruction::End
                | Instruction::VeryEnd
                | Instruction::WordBoundary(_) => return None,
            }
        }
    }
}

/// The position this many characters earlier.
fn step_back(text: &str, position: usize, chars: u32) -> Option<usize> {
    match chars.checked_sub(1) {
        None => Some(position),
        Some(n) => text[..position].char_indices().rev().nth(n as usize).map(|(start, _)| start),
    }
}

fn at_word_boundary(text: &str, position: usize) -> bool {
    let before = text[..position].chars().next_back().is_some_and(is_word);
    let after = text[position..].chars().next().is_some_and(is_word);
    before != after
}

/// The fewest and the most characters a part can match; no most if it is not bounded.
pub(super) fn widths(node: &Node) -> (u32, Option<u32>) {
    match node {
        Node::Char(_) | Node::Class(_) => (1, Some(1)),
        Node::Concat(nodes) => nodes.iter().map(widths).fold((0, Some(0)), |sum, width| {
            (sum.0.saturating_add(width.0), sum.1.zip(width.1).map(|(a, b)| a.saturating_add(b)))
        }),
        Node::Either(nodes) => nodes
            .iter()
            .map(widths)
            .reduce(|a, b| (a.0.min(b.0), a.1.zip(b.1).map(|(a, b)| a.max(b))))
            .unwrap_or((0, Some(0))),
        Node::Repeat { node, min, max, .. } => {
            let (low, high) = widths(node);
            let high = max.zip(high).map(|(count, high)| high.saturating_mul(count));
            (low.saturating_mul(*min), high)
        }
        Node::Start | Node::End | Node::VeryEnd | Node::WordBoundary(_) | Node::Look { .. } => {
            (0, Some(0))
        }
    }
}
