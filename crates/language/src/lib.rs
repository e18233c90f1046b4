//! Runs spaCy-format CNN pipelines in pure Rust.
//!
//! A [`Model`] holds the weights and rules of one pipeline and is shared between threads. An
//! [`Annotator`] borrows a model and owns the scratch space and caches of one thread; it turns a
//! text into a [`Parse`]: tokens with tags, lemmas, heads and labels, sentences and named entities.
//! All offsets are bytes into the text given.
//!
//! ```
//! use language::labels::{dep, ner, pos};
//! use language::{Annotator, Model};
//!
//! let mut annotator = Annotator::new(Model::english());
//! let parse = annotator.annotate("Angela Merkel met the mayors of Hamburg in May.");
//! let met = parse.tokens.iter().position(|token| token.dep == dep::ROOT).unwrap();
//! assert_eq!((parse.tokens[met].pos, parse.lemma(met)), (pos::VERB, "meet"));
//! let subject = parse.children(met).find(|i| parse.tokens[*i].dep == dep::NSUBJ).unwrap();
//! assert_eq!(parse.subtree(subject), 0..2);
//! let kinds: Vec<_> = parse.entities.iter().map(|entity| entity.label).collect();
//! assert_eq!(kinds, [ner::PERSON, ner::GPE, ner::DATE]);
//! ```

mod annotator;
mod compact;
mod convert;
mod encoder;
mod error;
mod fixed;
mod kernel;
pub mod labels;
mod lemmatizer;
mod lexeme;
mod model;
mod msgpack;
mod parse;
mod parser;
mod pattern;
mod python_char;
mod recogniser;
mod ruler;
mod scorer;
mod string_id;
mod tagger;
mod tokenizer;
mod vectors;
mod word_list;
mod word_vectors;
mod wordpiece;

pub use annotator::Annotator;
pub use convert::{Files, compact_from_files, compact_from_folder};
pub use error::Error;
pub use kernel::row_products;
pub use labels::Label;
pub use model::Model;
pub use parse::{NamedEntity, Parse, Token, VECTOR_PARTS};
pub use vectors::{Vectors, compact_from_model2vec};
