//! The page: dossiers as screens, pictures, feeds and answers to programs.
//!
//! A [`Room`] holds what is shown; [`respond`] takes a [`Request`] and gives a [`Response`]. Both
//! are plain values: this crate knows no sockets, files or clocks. The same screens make a file
//! that can be mailed ([`file`]); [`Links`] is how their parts point at one another.

pub mod api;
pub mod ask;
pub mod desk;
mod feed;
mod file;
mod help;
mod http;
mod links;
pub mod mcp;
mod passage;
mod picture;
mod places;
pub mod respond;
pub mod room;
mod said;
pub mod screen;

pub use desk::Desk;
pub use file::{file, folder};
pub use http::{Method, Request, Response};
pub use links::Links;
pub use respond::respond;
pub use room::Room;
pub use screen::{publishers::Feed, review};
