//! The dependency parser: an arc-eager transition system with unshifting and sentence breaks
//! (Nivre 2008; Nivre and Fernández-González 2014; Honnibal and Johnson 2014).
//!
//! [`Parser`] holds weights and moves and turns the vectors of a text into a [`Tree`]. Crossing
//! arcs were lifted in training and are lowered again afterwards (Nivre and Nilsson 2005).

use crate::Error;
use crate::compact::Reader;
use crate::kernel::Isa;
use crate::labels::{Label, dep};
use crate::scorer::{Moves, Prepared, Scorer, best};

/// Tokens the scorer looks at.
const POSITIONS: usize = 8;

/// The actions, in the order of their numbers in the model.
const SHIFT: usize = 0;
const REDUCE: usize = 1;
const LEFT: usize = 2;
const RIGHT: usize = 3;
const BREAK: usize = 4;
const ACTIONS: usize = 5;

/// Moves per token after which decoding stops, which only a damaged model can reach: trained ones
/// need two.
const MAX_MOVES_PER_TOKEN: usize = 16;

/// Tokens looked at while one lifted arc is lowered; beyond, it stays where it is.
const MAX_SEARCH: usize = 1 << 18;

/// Rounds of widening edges over crossing arcs, as many as in spaCy.
const MAX_ROUNDS: usize = 12;

const NONE: i32 = -1;

/// Weights and moves of a parser.
pub(crate) struct Parser {
    moves: Moves,
    scorer: Scorer,
}

/// The tree of one text, and scratch space for finding it. All vectors are by token.
#[derive(Default)]
pub(crate) struct Tree {
    /// Absolute index of the head; a root is its own head.
    pub heads: Vec<i32>,
    pub labels: Vec<Label>,
    /// The first and the last token of the subtree.
    pub left_edges: Vec<u32>,
    pub right_edges: Vec<u32>,
    /// Whether a sentence starts here.
    pub starts: Vec<bool>,
    lifted: Vec<Label>,
    state: State,
}

impl Parser {
    pub fn read(reader: &mut Reader<'_>, width: usize) -> Result<Self, Error> {
        let moves = Moves::read(reader, ACTIONS)?;
        let scorer = Scorer::read(reader, width, POSITIONS, moves.len())?;
        Ok(Self { moves, scorer })
    }

    /// Parses a text of `is_space.len()` tokens, whose vectors begin at `vectors`.
    pub fn parse(
        &self,
        isa: Isa,
        vectors: &[f32],
        is_space: &[bool],
        scratch: &mut Prepared,
        tree: &mut Tree,
    ) {
        self.scorer.prepare(isa, vectors, is_space.len(), scratch);
        tree.clear(is_space.len());
        for _ in 0..MAX_MOVES_PER_TOKEN * is_space.len() {
            if tree.state.is_final() {
                break;
            }
            self.scorer.score(isa, &tree.state.positions(), scratch);
            let valid = tree.state.valid();
            let allowed = (0..ACTIONS).filter(|a| valid[*a]).flat_map(|a| self.moves.of(a));
            let Some(number) = best(&scratch.scores, allowed) else { break };
            tree.apply(&self.moves, number);
        }
        tree.finish(is_space);
    }
}

impl Tree {
    fn clear(&mut self, tokens: usize) {
        self.labels.clear();
        self.labels.resize(tokens, dep::ROOT);
        self.lifted.clear();
        self.lifted.resize(tokens, Label::NONE);
        self.state.clear(tokens);
    }

    fn apply(&mut self, moves: &Moves, number: usize) {
        let state = &mut self.state;
        let (stack, buffer) = (state.stack(0), state.buffer(0));
        let action = moves.action(number);
        match action {
            SHIFT => state.push(),
            REDUCE => state.reduce(),
            LEFT => {
                state.attach(buffer, stack);
                state.unshifted[buffer as usize] = false;
                state.stack.pop();
            }
            RIGHT => {
                state.attach(stack, buffer);
                state.push();
            }
            _ => {
                let second = state.buffer(1);
                state.breaks[second as usize] = true;
            }
        }
        let child = match action {
            LEFT => stack,
            RIGHT => buffer,
            _ => return,
        };
        self.labels[child as usize] = moves.label(number);
        self.lifted[child as usize] = moves.lifted(number);
    }

    /// Turns the arcs of the state into a tree: roots, edges, lowered arcs, sentences.
    fn finish(&mut self, is_space: &[bool]) {
        self.heads.clear();
        let heads = self.state.heads.iter().enumerate();
        self.heads.extend(heads.map(|(i, head)| if *head == NONE { i as i32 } else { *head }));
        self.find_edges();
        let mut lowered = false;
        for token in 0..self.heads.len() {
            if self.lifted[token] != Label::NONE {
                self.heads[token] = self.lower(token, is_space);
                self.lifted[token] = Label::NONE;
                lowered = true;
            }
        }
        if lowered {
            self.find_edges();
        }
        self.starts.clear();
        self.starts.resize(self.heads.len(), false);
        for (token, head) in self.heads.iter().enumerate() {
            if *head as usize == token {
                self.starts[self.left_edges[token] as usize] = true;
            }
        }
    }

    /// The head of a lifted arc: the first token below the present head, searched breadth first,
    /// that has the label to which the arc belongs.
    fn lower(&self, token: usize, is_space: &[bool]) -> i32 {
        let wanted = self.lifted[token];
        let mut queue = vec![self.heads[token] as usize];
        let (mut next, mut searched) = (0, 0);
        while let Some(head) = queue.get(next).copied() {
            next += 1;
            let range = self.left_edges[head] as usize..=self.right_edges[head] as usize;
            searched += range.clone().count();
            if searched > MAX_SEARCH {
                break;
            }
            let is_child = |i: &usize| *i != head && self.heads[*i] as usize == head;
            for child in range.filter(is_child).filter(|i| !is_space[*i] && *i != token) {
                if self.labels[child] == wanted && self.lifted[child] == Label::NONE {
                    return child as i32;
                }
                queue.push(child);
            }
        }
        self.heads[token]
    }

    /// The outermost descendants of each token. Crossing arcs may need several rounds.
    fn find_edges(&mut self) {
        let tokens = self.heads.len();
        self.left_edges.clear();
        self.left_edges.extend(0..tokens as u32);
        self.right_edges.clear();
        self.right_edges.extend(0..tokens as u32);
        for _ in 0..MAX_ROUNDS {
            for token in (0..tokens).chain((0..tokens).rev()) {
                let head = self.heads[token] as usize;
                self.left_edges[head] = self.left_edges[head].min(self.left_edges[token]);
                self.right_edges[head] = self.right_edges[head].max(self.right_edges[token]);
            }
            if self.heads_are_within_sentences() {
                break;
            }
        }
    }

    fn heads_are_within_sentences(&mut self) -> bool {
        let tokens = self.heads.len();
        self.starts.clear();
        self.starts.resize(tokens, false);
        for (token, head) in self.heads.iter().enumerate() {
            if *head as usize == token {
                self.starts[self.left_edges[token] as usize] = true;
            }
        }
        let mut start = 0;
        for end in (1..tokens).filter(|i| self.starts[*i] || i + 1 == tokens) {
            // The last token of the text is not part of the last sentence here, but may be a head.
            let heads = &self.heads[start..end];
            if heads.iter().any(|head| (*head as usize) < start || *head as usize > end) {
                return false;
            }
            start = end;
        }
        true
    }
}

/// Stack, buffer and arcs while a text is parsed.
#[derive(Default)]
struct State {
    stack: Vec<i32>,
    /// Tokens put back before the rest of the buffer, the first of them last.
    put_back: Vec<i32>,
    next: usize,
    heads: Vec<i32>,
    unshifted: Vec<bool>,
    breaks: Vec<bool>,
    /// The child attached last on each side, and for each child the one attached before it.
    last_left: Vec<i32>,
    last_right: Vec<i32>,
    before: Vec<i32>,
}

impl State {
    fn clear(&mut self, tokens: usize) {
        self.stack.clear();
        self.put_back.clear();
        self.next = 0;
        for list in [&mut self.heads, &mut self.last_left, &mut self.last_right, &mut self.before] {
            list.clear();
            list.resize(tokens, NONE);
        }
        for list in [&mut self.unshifted, &mut self.breaks] {
            list.clear();
            list.resize(tokens, false);
        }
    }

    fn buffer_length(&self) -> usize {
        self.heads.len() - self.next + self.put_back.len()
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffer_length() == 0
    }

    fn stack(&self, depth: usize) -> i32 {
        self.stack.iter().nth_back(depth).copied().unwrap_or(NONE)
    }

    fn buffer(&self, ahead: usize) -> i32 {
        if let Some(token) = self.put_back.iter().nth_back(ahead) {
            return *token;
        }
        let token = self.next + ahead - self.put_back.len();
        if token < self.heads.len() { token as i32 } else { NONE }
    }

    fn positions(&self) -> [i32; POSITIONS] {
        let (b0, s0) = (self.buffer(0), self.stack(0));
        let last =
            |children: &[i32], head: i32| usize::try_from(head).map_or(NONE, |head| children[head]);
        [
            b0,
            self.buffer(1),
            s0,
            self.stack(1),
            self.stack(2),
            last(&self.last_left, b0),
            last(&self.last_left, s0),
            last(&self.last_right, s0),
        ]
    }

    /// Which actions may be taken.
    fn valid(&self) -> [bool; ACTIONS] {
        let (b0, b1, left) = (self.buffer(0), self.buffer(1), self.buffer_length());
        let flag = |flags: &[bool], token: i32| usize::try_from(token).is_ok_and(|t| flags[t]);
        let starts = flag(&self.breaks, b0);
        let stacked = !self.stack.is_empty();
        let arc = stacked && left > 0 && !starts;
        let mut valid = [false; ACTIONS];
        valid[SHIFT] = left > 0 && (!stacked || left >= 2 && !starts && !flag(&self.unshifted, b0));
        valid[REDUCE] = stacked;
        valid[LEFT] = arc;
        valid[RIGHT] = arc;
        valid[BREAK] = left >= 2 && b1 == b0 + 1 && !flag(&self.breaks, b1);
        valid
    }

    fn push(&mut self) {
        let token = self.put_back.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next as i32 - 1
        });
        self.stack.push(token);
    }

    /// Takes the top off the stack; without a head it goes back to the buffer, once.
    fn reduce(&mut self) {
        let Some(token) = self.stack.pop() else { return };
        if self.heads[token as usize] == NONE && !self.stack.is_empty() {
            self.unshifted[token as usize] = true;
            self.put_back.push(token);
        }
    }

    fn attach(&mut self, head: i32, child: i32) {
        let old = self.heads[child as usize];
        if old != NONE {
            self.detach(old, child);
        }
        let side = if head > child { &mut self.last_left } else { &mut self.last_right };
        self.before[child as usize] = side[head as usize];
        side[head as usize] = child;
        self.heads[child as usize] = head;
    }

    fn detach(&mut self, head: i32, child: i32) {
        let side = if head > child { &mut self.last_left } else { &mut self.last_right };
        let before = self.before[child as usize];
        if side[head as usize] == child {
            side[head as usize] = before;
            return;
        }
        let mut other = side[head as usize];
        while other != NONE && self.before[other as usize] != child {
            other = self.before[other as usize];
        }
        if other != NONE {
            self.before[other as usize] = before;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(heads: &[i32], labels: &[Label], lifted: &[Label]) -> Tree {
        let mut tree = Tree::default();
        tree.clear(heads.len());
        tree.labels = labels.to_vec();
        tree.lifted = lifted.to_vec();
        tree.state.heads = heads.to_vec();
        tree.finish(&vec![false; heads.len()]);
        tree
    }

    #[test]
    fn a_lifted_arc_is_lowered_to_the_label_it_names() {
        // "saw a man yesterday who left": "left" was lifted from "man" (dobj) to "saw".
        let labels = [dep::ROOT, dep::DET, dep::DOBJ, dep::NPADVMOD, dep::NSUBJ, dep::RELCL];
        let mut lifted = [Label::NONE; 6];
        lifted[5] = dep::DOBJ;
        let tree = tree(&[NONE, 2, 0, 0, 5, 0], &labels, &lifted);
        assert_eq!(tree.heads, [0, 2, 0, 0, 5, 2]);
        assert_eq!((tree.left_edges[2], tree.right_edges[2]), (1, 5));
        assert_eq!(tree.starts, [true, false, false, false, false, false]);
    }

    #[test]
    fn sentences_start_at_the_left_edge_of_each_root() {
        let tree = tree(&[1, NONE, 1, 4, NONE], &[dep::DEP; 5], &[Label::NONE; 5]);
        assert_eq!(tree.starts, [true, false, false, true, false]);
    }

    #[test]
    fn a_child_that_changes_its_head_leaves_the_old_ones_list() {
        let mut state = State::default();
        state.clear(4);
        state.attach(0, 1);
        state.attach(0, 2);
        state.attach(3, 1);
        assert_eq!((state.last_right[0], state.before[2], state.last_left[3]), (2, NONE, 1));
        state.attach(3, 2);
        assert_eq!((state.last_right[0], state.last_left[3], state.before[2]), (NONE, 2, 1));
    }
}
