//! [`ClaimGroup`]s: the same claim in the words of many reports, and what it rests on.
//!
//! [`statement`] brings every claim into a form that can be compared, [`alike`] weighs pairs by
//! learned weights, and [`groups`] joins what the weights are sure of.

pub mod alike;
mod circumstance;
pub mod group;
pub mod statement;

pub(crate) use alike::matched;
pub use alike::{Answered, Features, Likeness};
pub use group::{ClaimGroup, Index, Pair, groups, pairs};
pub use statement::{Key, Meaning, REPEATED_MAX, Statement, Statements, Term};
