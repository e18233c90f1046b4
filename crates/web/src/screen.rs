//! The screens: each takes what is to be shown and gives a page.
//!
//! [`frame`] is around every page. A story is [`story`], its parts one file each; the others are
//! the list of stories, the reader of an article, an entity, a search, the publishers and the
//! review of names.

pub mod article;
mod card;
pub mod claim;
pub mod commitment;
pub mod conflict;
pub mod entity;
pub mod frame;
pub mod matrix;
pub mod meeting;
mod news;
pub mod origin;
pub mod publishers;
mod question;
pub mod review;
pub mod search;
pub mod speech;
pub mod stories;
pub mod story;
pub mod timeline;
mod track;
pub mod turn;
mod who;

pub use origin::name as origin_name;

pub(crate) use dossier::page::count;
