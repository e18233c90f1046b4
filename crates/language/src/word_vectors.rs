//! [`VectorTable`]: the static word vectors of a pipeline, already projected to the width of its
//! token-to-vector layer.
//!
//! Two sections of the compact file are used where they lie. The keys, shared by all tables:
//! string ids are multiplied by [`SPREAD`]; 65,537 starts `u32` by the first sixteen bits of the
//! product, then for each word, sorted, the next 24 bits and the row as `u16`. The other 24 bits
//! are not kept: a word without a vector is taken for one of half a million others once in two
//! million. The vectors: number of rows `u32`, then rows of fixed-point numbers ([`fixed`]).

use crate::Error;
use crate::compact::{Blob, Reader, Writer};
use crate::fixed::{self, row_size};

const BUCKETS: usize = 1 << 16;
/// Spreads the few ids that are small numbers over the buckets. Odd, so that ids stay apart.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
const ENTRY: usize = 5;
const STARTS: usize = 4 * (BUCKETS + 1);
/// Bits of a number. 2026-11-21, GUM, PolNeAR and Wikigold, 144,509 tokens: with 8, 10 and 12 bits
/// 51, 11 and 10 heads and 22, 0 and 2 names differ from spaCy's.
const BITS: u32 = 12;

/// Projected vectors by string id.
pub(crate) struct VectorTable {
    keys: Blob,
    vectors: Blob,
    width: usize,
}

impl VectorTable {
    pub fn new(keys: Blob, vectors: Blob, width: usize) -> Result<Self, Error> {
        let rows = Reader::new(&vectors).u32()? as usize;
        let sizes_fit = keys.len() >= STARTS
            && (keys.len() - STARTS).is_multiple_of(ENTRY)
            && rows
                .checked_mul(row_size(width, BITS))
                .is_some_and(|size| size == vectors.len() - 4);
        if !sizes_fit {
            return Err(Error::format("a table of word vectors has the wrong size"));
        }
        Ok(Self { keys, vectors, width })
    }

    /// Adds the vector of a word to `out`, which has the table's width; nothing if it has none.
    pub fn get(&self, id: u64, out: &mut [f32]) {
        let Some(row) = self.row(id) else { return };
        let size = row_size(self.width, BITS);
        if let Some(row) = self.vectors.get(4 + row * size..4 + (row + 1) * size) {
            fixed::add_row(row, BITS, out);
        }
    }

    fn row(&self, id: u64) -> Option<usize> {
        let (bucket, key) = place(id);
        let start = |bucket: usize| Reader::new(self.keys.get(4 * bucket..)?).u32().ok();
        let (first, last) = (start(bucket)? as usize, start(bucket + 1)? as usize);
        let entries = self.keys[STARTS..].get(ENTRY * first..ENTRY * last)?;
        let found = entries.chunks_exact(ENTRY).find(|entry| entry[..3] == key)?;
        Some(usize::from(u16::from_le_bytes([found[3], found[4]])))
    }
}

/// The bucket of an id, and the bits of it that an entry keeps.
fn place(id: u64) -> (usize, [u8; 3]) {
    let bytes = id.wrapping_mul(SPREAD).to_be_bytes();
    (usize::from(u16::from_be_bytes([bytes[0], bytes[1]])), [bytes[2], bytes[3], bytes[4]])
}

/// The section of keys for words with these string ids and rows.
///
/// # Errors
/// If a row is not below 65,536.
pub(crate) fn write_keys(words: &[(u64, u64)]) -> Result<Vec<u8>, Error> {
    let mut entries: Vec<_> = words.iter().map(|(id, row)| (place(*id), *row)).collect();
    entries.sort_unstable();
    let mut out = Writer::default();
    let mut next = 0;
    for bucket in 0..=BUCKETS {
        while next < entries.len() && entries[next].0.0 < bucket {
            next += 1;
        }
        out.u32(next as u32);
    }
    for ((_, key), row) in entries {
        out.raw(&key);
        out.u16(u16::try_from(row).map_err(|_| Error::format("too many word vectors"))?);
    }
    Ok(out.0)
}

/// The section of vectors.
pub(crate) fn write_vectors(rows: &[f32], width: usize) -> Vec<u8> {
    let mut out = Writer::default();
    out.u32((rows.len() / width) as u32);
    fixed::write_rows(rows, width, BITS, &mut out);
    out.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compact::{Container, assemble};

    #[test]
    fn a_word_has_its_row_and_an_unknown_word_has_none() {
        let words = [(7, 2), (8, 1), (1 << 50, 0), (u64::MAX, 1)];
        let rows: Vec<f32> = (0..12).map(|i| i as f32 - 4.0).collect();
        let sections = [("k", write_keys(&words).unwrap()), ("v", write_vectors(&rows, 4))];
        let file = Container::open(assemble(&sections).into()).unwrap();
        let (keys, vectors) = (file.blob("k").unwrap(), file.blob("v").unwrap());
        let table = VectorTable::new(keys, vectors, 4).unwrap();
        let get = |id| {
            let mut out = [0.0; 4];
            table.get(id, &mut out);
            out.map(|x| (x * 100.0).round() / 100.0)
        };
        assert_eq!(get(7), [4.0, 5.0, 6.0, 7.0]);
        assert_eq!(get(1 << 50), [-4.0, -3.0, -2.0, -1.0]);
        assert_eq!(get(u64::MAX), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(get(9), [0.0; 4]);
    }
}
