//! The entity recogniser: each token begins, continues, ends, is, or is not a name (BILUO;
//! Ratinov and Roth 2009), decided greedily from left to right.

use crate::Error;
use crate::compact::Reader;
use crate::kernel::Isa;
use crate::labels::Label;
use crate::parse::NamedEntity;
use crate::scorer::{Moves, Prepared, Scorer, best};

/// Tokens the scorer looks at.
const POSITIONS: usize = 3;

/// The actions, in the order of their numbers in the model.
const BEGIN: usize = 1;
const IN: usize = 2;
const LAST: usize = 3;
const UNIT: usize = 4;
const OUT: usize = 5;
const ACTIONS: usize = 6;

const NONE: i32 = -1;

/// Weights and moves of an entity recogniser.
pub(crate) struct Recogniser {
    moves: Moves,
    scorer: Scorer,
}

impl Recogniser {
    pub fn read(reader: &mut Reader<'_>, width: usize) -> Result<Self, Error> {
        let moves = Moves::read(reader, ACTIONS)?;
        let scorer = Scorer::read(reader, width, POSITIONS, moves.len())?;
        Ok(Self { moves, scorer })
    }

    /// Appends the names in a text of `is_space.len()` tokens, whose vectors begin at `vectors`.
    /// A name never crosses a sentence start (`starts`, by token; none known if empty) and never
    /// begins with white space. The tokens of the text are numbered from `offset` on.
    #[allow(clippy::too_many_arguments, reason = "borrowed scratch space")]
    pub fn recognise(
        &self,
        isa: Isa,
        vectors: &[f32],
        is_space: &[bool],
        starts: &[bool],
        offset: u32,
        scratch: &mut Prepared,
        out: &mut Vec<NamedEntity>,
    ) {
        let tokens = is_space.len();
        self.scorer.prepare(isa, vectors, tokens, scratch);
        let mut open: Option<(usize, Label)> = None;
        for (token, is_space) in is_space.iter().enumerate() {
            let i = token as i32;
            let positions = open.map_or([i, NONE, NONE], |(start, _)| [i, start as i32, i - 1]);
            self.scorer.score(isa, &positions, scratch);
            let ends = token + 1 == tokens || starts.get(token + 1) == Some(&true);
            let number = match open {
                Some((_, label)) => self.best_inside(&scratch.scores, label, ends),
                None => self.best_outside(&scratch.scores, ends, *is_space),
            };
            let Some(number) = number else { continue };
            let label = self.moves.label(number);
            let entity = |start: usize| NamedEntity {
                start: offset + start as u32,
                end: offset + token as u32 + 1,
                label,
            };
            match self.moves.action(number) {
                BEGIN => open = Some((token, label)),
                LAST => out.extend(open.take().map(|(start, _)| entity(start))),
                UNIT => out.push(entity(token)),
                _ => {}
            }
        }
    }

    /// The best move while a name is open.
    fn best_inside(&self, scores: &[f32], label: Label, ends: bool) -> Option<usize> {
        let inside = if ends { 0..0 } else { self.moves.of(IN) };
        let allowed = inside.chain(self.moves.of(LAST));
        best(scores, allowed.filter(|number| self.moves.label(*number) == label))
    }

    /// The best move while no name is open.
    fn best_outside(&self, scores: &[f32], ends: bool, is_space: bool) -> Option<usize> {
        let begin = if ends || is_space { 0..0 } else { self.moves.of(BEGIN) };
        let unit = if is_space { 0..0 } else { self.moves.of(UNIT) };
        // The model has a move for a name without a label, which is never allowed.
        let named = begin.chain(unit).filter(|number| self.moves.label(*number) != Label::NONE);
        best(scores, named.chain(self.moves.of(OUT)))
    }
}
