//! [`Vectors`]: static sentence vectors, the mean of the vectors of a text's word pieces
//! (model2vec; Tulkens and van Dongen 2024).
//!
//! Sections of the compact file: `pieces`, the vocabulary, and `table`: the width `u32`, then for
//! each piece a row of 8-bit fixed-point numbers ([`fixed`]).

use std::borrow::Cow;
#[cfg(feature = "vectors")]
use std::sync::LazyLock;

use serde_json::Value as Json;

use crate::Error;
use crate::compact::{Blob, Container, Reader, Writer, assemble};
use crate::fixed;
use crate::msgpack::floats;
use crate::wordpiece::WordPiece;

/// Wider tables are refused.
const MAX_WIDTH: usize = 1 << 12;

/// Bits of a number.
const BITS: u32 = 8;

/// A table of word-piece vectors, shared between threads.
pub struct Vectors {
    pieces: WordPiece,
    table: Blob,
    width: usize,
}

#[cfg(feature = "vectors")]
static ENGLISH: &[u8] = include_bytes!("../../../models/potion-base-8m.bin");

impl Vectors {
    /// The English vectors that are part of the program, read once: potion-base-8M, 256 floats.
    #[cfg(feature = "vectors")]
    pub fn english() -> &'static Vectors {
        static VECTORS: LazyLock<Vectors> = LazyLock::new(|| {
            let container = Container::open(Cow::Borrowed(ENGLISH));
            container.and_then(Vectors::read).expect("the built-in vectors are tested")
        });
        &VECTORS
    }

    /// Reads a compact file, which need not be trusted.
    ///
    /// # Errors
    /// If the bytes are not a compact file of vectors, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Vectors, Error> {
        Self::read(Container::open(Cow::Owned(bytes.to_vec()))?)
    }

    fn read(file: Container) -> Result<Vectors, Error> {
        let pieces = WordPiece::read(&mut file.reader("pieces")?)?;
        let width = file.reader("table")?.u32()? as usize;
        let table = file.blob("table").filter(|_| width > 0 && width <= MAX_WIDTH);
        let table = table.ok_or_else(|| Error::format("the vectors have an unsupported width"))?;
        Ok(Self { pieces, table, width })
    }

    /// Floats per vector.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The words of the vocabulary with their ranks, in no order: rank 0 is among the most
    /// frequent, as far as the makers of the vocabulary sorted it.
    pub fn words(&self) -> impl Iterator<Item = (&str, u32)> {
        self.pieces.words()
    }

    /// The vector of a text, of length 1; all zeros if no word is known.
    pub fn embed(&self, text: &str) -> Vec<f32> {
        let mut pieces = Vec::new();
        self.pieces.tokenize(text, &mut pieces);
        let mut sum = vec![0.0; self.width];
        for piece in &pieces {
            self.add(*piece as usize, &mut sum);
        }
        let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
        if length > 0.0 {
            sum.iter_mut().for_each(|x| *x /= length);
        }
        sum
    }

    /// Adds the vector of a piece to `sum`; nothing if the table is too short.
    fn add(&self, piece: usize, sum: &mut [f32]) {
        let size = fixed::row_size(self.width, BITS);
        if let Some(row) = self.table.get(4 + piece * size..4 + (piece + 1) * size) {
            fixed::add_row(row, BITS, sum);
        }
    }
}

/// Turns a model2vec table (safetensors with one matrix of 32-bit floats, `tokenizer.json` of an
/// uncased word-piece tokenizer) into a compact file.
///
/// # Errors
/// If the files are damaged or of another kind.
pub fn compact_from_model2vec(table: &[u8], tokenizer: &[u8]) -> Result<Vec<u8>, Error> {
    let (width, rows) = safetensors(table)?;
    let tokenizer: Json = serde_json::from_slice(tokenizer)
        .map_err(|error| Error::format(format!("tokenizer.json: {error}")))?;
    let normalizer = &tokenizer["normalizer"];
    let uncased = normalizer["type"] == "BertNormalizer" && normalizer["lowercase"] == true;
    let vocabulary = tokenizer["model"]["vocab"].as_object().filter(|_| uncased);
    let vocabulary =
        vocabulary.ok_or_else(|| Error::format("not an uncased word-piece tokenizer"))?;
    let mut pieces = vec![""; rows.len() / width];
    for (piece, number) in vocabulary {
        let number = number.as_u64().and_then(|n| usize::try_from(n).ok());
        let slot = number.and_then(|number| pieces.get_mut(number));
        *slot.ok_or_else(|| Error::format("a piece without a vector"))? = piece;
    }
    let (mut list, mut out) = (Writer::default(), Writer::default());
    list.u32(pieces.len() as u32);
    pieces.iter().for_each(|piece| list.str(piece));
    out.u32(width as u32);
    fixed::write_rows(&rows, width, BITS, &mut out);
    Ok(assemble(&[("pieces", list.0), ("table", out.0)]))
}

/// Width and numbers of the only matrix in a safetensors file.
fn safetensors(bytes: &[u8]) -> Result<(usize, Vec<f32>), Error> {
    let damaged = || Error::format("not a safetensors file with one matrix of 32-bit floats");
    let length = usize::try_from(Reader::new(bytes).u64()?).map_err(|_| damaged())?;
    let header = bytes[8..].get(..length).ok_or_else(damaged)?;
    let header: Json = serde_json::from_slice(header).map_err(|_| damaged())?;
    let mut tensors =
        header.as_object().into_iter().flatten().filter(|(n, _)| *n != "__metadata__");
    let (Some((_, tensor)), None) = (tensors.next(), tensors.next()) else { return Err(damaged()) };
    let width = tensor["shape"][1].as_u64().filter(|_| tensor["dtype"] == "F32");
    let width = width.and_then(|width| usize::try_from(width).ok()).ok_or_else(damaged)?;
    let data = floats(&bytes[8 + length..]);
    if width == 0 || data.is_empty() || !data.len().is_multiple_of(width) {
        return Err(damaged());
    }
    Ok((width, data))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cosine(a: &[f32], b: &[f32]) -> f32 {
        a.iter().zip(b).map(|(a, b)| a * b).sum()
    }

    #[test]
    fn sentences_that_mean_the_same_are_closer() {
        let embed = |text| Vectors::english().embed(text);
        let strike = embed("Port workers voted to go on strike over pay.");
        let walkout = embed("Dockers back walkout in wage dispute");
        let football = embed("The midfielder scored twice in the second half.");
        assert!((cosine(&strike, &strike) - 1.0).abs() < 1e-5);
        assert!(cosine(&strike, &walkout) > cosine(&strike, &football) + 0.2);
    }

    #[test]
    fn a_text_without_known_words_has_the_zero_vector() {
        assert_eq!(Vectors::english().embed(""), vec![0.0; 256]);
    }
}
