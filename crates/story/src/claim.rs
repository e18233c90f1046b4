//! [`ClaimGroup`]s: the same claim in the words of many reports, and what it rests on.
//!
//! [`statement`] brings every claim into a form that can be compared, [`alike`] weighs pairs by
//! learned weights, [`groups`] joins what the weights are sure of, and [`entail`] tells which other
//! statements say all that one says.

pub mod alike;
mod circumstance;
pub mod entail;
pub mod group;
pub mod statement;

pub(crate) use alike::matched;
pub use alike::{Answered, Features, Likeness};
pub use entail::{Entailing, Entailment};
pub use group::{ClaimGroup, Index, Pair, groups, pairs};
pub use statement::{Key, Meaning, REPEATED_MAX, Statement, Statements, Term};
