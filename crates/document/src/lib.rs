//! The vocabulary every stage speaks: text that never changes, spans into it, and facts that
//! cannot exist without words.
//!
//! [`Text`] is frozen at ingest. A [`Span`] is a byte range of one text, [`Evidence`] is at least
//! one span, and a [`Fact`] is a value together with its evidence and the rule that found it.
//! A [`Document`] is what one publisher sent: a text, its [`Block`]s and what the page says about
//! itself. [`markup`] is the one notation for showing spans, `[words]{label}`.
//!
//! Offsets are bytes everywhere inside; [`Text::code_points`] converts at the border.

mod article;
mod fact;
pub mod markup;
mod notice;
mod text;

pub use article::{
    Block, BlockKind, Credit, CreditForm, Document, FurnitureReason, Item, ItemPart, ItemRole,
    Link, Metadata, Saying,
};
pub use fact::{Evidence, Fact, FactId, RuleId, short_hash};
pub use notice::{Notice, NoticeCode};
pub use text::{DocId, Span, Text};
