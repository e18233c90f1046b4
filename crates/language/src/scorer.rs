//! [`Scorer`]: scores the moves of a transition system from the vectors of a few tokens.
//!
//! Each token's contribution to the hidden layer is computed once, for every position it can take
//! (Goldberg et al. 2013); [`Prepared`] keeps them while one text is decoded.

use crate::Error;
use crate::compact::Reader;
use crate::kernel::{self, Isa, Panels};
use crate::labels::Label;

/// Larger layers and more moves are refused.
const MAX_HIDDEN: usize = 1 << 10;
const MAX_MOVES: usize = 1 << 12;

/// Pieces of the hidden maxout.
const PIECES: usize = 2;

/// The weights that score the moves of a parser or entity recogniser.
pub(crate) struct Scorer {
    hidden: usize,
    positions: usize,
    lower: Panels,
    /// From `hidden` to `[positions][PIECES][hidden]`.
    contribution: Panels,
    /// What an empty position contributes: `[positions][PIECES * hidden]`.
    empty: Vec<f32>,
    bias: Vec<f32>,
    upper: Panels,
}

/// The contributions of each token of one text, and scratch space.
#[derive(Default)]
pub(crate) struct Prepared {
    lower: Vec<f32>,
    contributions: Vec<f32>,
    sums: Vec<f32>,
    hidden: Vec<f32>,
    /// The score of each move, after [`Scorer::score`].
    pub scores: Vec<f32>,
}

impl Scorer {
    /// Reads the weights of a scorer that looks at `positions` tokens and scores `moves` moves.
    pub fn read(
        reader: &mut Reader<'_>,
        width: usize,
        positions: usize,
        moves: usize,
    ) -> Result<Self, Error> {
        let hidden = usize::from(reader.u16()?);
        if hidden == 0 || hidden > MAX_HIDDEN {
            return Err(Error::format("a hidden layer has an unsupported size"));
        }
        let sums = PIECES * hidden;
        let weights = reader.matrix(hidden, width)?;
        let lower = Panels::linear(&weights, &reader.matrix(1, hidden)?, width);
        let weights = reader.matrix(positions * sums, hidden)?;
        let contribution = Panels::linear(&weights, &vec![0.0; positions * sums], hidden);
        let empty = reader.matrix(positions, sums)?;
        let bias = reader.matrix(1, sums)?;
        let weights = reader.matrix(moves, hidden)?;
        let upper = Panels::linear(&weights, &reader.matrix(1, moves)?, hidden);
        Ok(Self { hidden, positions, lower, contribution, empty, bias, upper })
    }

    /// Prepares to decode a text of `tokens` tokens, whose vectors begin at `vectors`.
    pub fn prepare(&self, isa: Isa, vectors: &[f32], tokens: usize, out: &mut Prepared) {
        out.lower.resize(tokens * self.hidden, 0.0);
        kernel::linear(isa, &self.lower, vectors, self.lower.inputs(), tokens, &mut out.lower);
        out.contributions.resize(tokens * self.contribution.outputs(), 0.0);
        let (inputs, to) = (&out.lower, &mut out.contributions);
        kernel::linear(isa, &self.contribution, inputs, self.hidden, tokens, to);
    }

    /// Scores the moves when these tokens (negative: none) are in the positions.
    pub fn score(&self, isa: Isa, tokens: &[i32], out: &mut Prepared) {
        let sums = PIECES * self.hidden;
        out.sums.clear();
        out.sums.extend_from_slice(&self.bias);
        for (position, token) in tokens.iter().enumerate() {
            let from = match usize::try_from(*token) {
                Ok(token) => &out.contributions[(token * self.positions + position) * sums..],
                Err(_) => &self.empty[position * sums..],
            };
            kernel::add(isa, &from[..sums], &mut out.sums);
        }
        let (first, second) = out.sums.split_at(self.hidden);
        let larger = first.iter().zip(second).map(|(a, b)| if a > b { *a } else { *b });
        out.hidden.clear();
        out.hidden.extend(larger);
        out.scores.resize(self.upper.outputs(), 0.0);
        kernel::linear(isa, &self.upper, &out.hidden, self.hidden, 1, &mut out.scores);
    }
}

/// The moves of a transition system: each has an action and a label. Moves of one action are
/// consecutive, actions ascend.
pub(crate) struct Moves {
    labels: Vec<Label>,
    /// The labels to which a lifted arc returns, see the parser; `NONE` otherwise.
    lifted: Vec<Label>,
    starts: Vec<usize>,
}

impl Moves {
    /// Reads the moves of a system with `actions` actions.
    pub fn read(reader: &mut Reader<'_>, actions: usize) -> Result<Self, Error> {
        let count = reader.count(5)?;
        if count > MAX_MOVES {
            return Err(Error::format("too many moves"));
        }
        let mut moves = Self { labels: Vec::new(), lifted: Vec::new(), starts: vec![0] };
        for number in 0..count {
            let action = usize::from(reader.u8()?);
            if action >= actions || action + 1 < moves.starts.len() {
                return Err(Error::format("the moves are out of order"));
            }
            moves.starts.resize(action + 1, number);
            let name = reader.str()?;
            let (label, lifted) = name.split_once("||").unwrap_or((name, ""));
            moves.labels.push(Label::intern(label)?);
            moves.lifted.push(Label::intern(lifted)?);
        }
        moves.starts.resize(actions + 1, count);
        Ok(moves)
    }

    pub fn len(&self) -> usize {
        self.labels.len()
    }

    pub fn label(&self, number: usize) -> Label {
        self.labels[number]
    }

    pub fn lifted(&self, number: usize) -> Label {
        self.lifted[number]
    }

    /// The numbers of the moves of an action.
    pub fn of(&self, action: usize) -> std::ops::Range<usize> {
        self.starts[action]..self.starts[action + 1]
    }

    /// The action of a move.
    pub fn action(&self, number: usize) -> usize {
        self.starts.partition_point(|start| *start <= number) - 1
    }
}

/// The number of the best-scored move of those allowed, the first of equals.
pub(crate) fn best(scores: &[f32], allowed: impl Iterator<Item = usize>) -> Option<usize> {
    let mut best = None;
    let mut highest = f32::NEG_INFINITY;
    for number in allowed {
        if best.is_none() || scores[number] > highest {
            (best, highest) = (Some(number), scores[number]);
        }
    }
    best
}
