//! [`Weights`] of the codes, as a file: sorted hashes with one byte a code, and floats for the
//! vectors.

use super::Features;
use std::sync::LazyLock;

/// First bytes of the file.
const MAGIC: &[u8; 4] = b"PLV1";

/// Codes, features and dimensions of a file that is read.
const SIZE_MAX: usize = 1 << 20;

/// One class of a linear model before it is packed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Weights by hash, in the order of [`Weights::pack`]'s hashes.
    pub sparse: Vec<f32>,
    /// Weights of the vectors.
    pub dense: Vec<f32>,
    /// The constant.
    pub bias: f32,
}

/// A linear model: of each code a weight for each feature.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    hashes: Vec<u32>,
    /// By feature and code.
    sparse: Vec<i8>,
    /// What one step of a byte is worth.
    step: f32,
    /// By code and dimension.
    dense: Vec<f32>,
    bias: Vec<f32>,
}

impl Weights {
    /// The weights that are part of the program; `None` if the file is damaged.
    pub fn english() -> Option<&'static Weights> {
        static WEIGHTS: LazyLock<Option<Weights>> =
            LazyLock::new(|| Weights::read(include_bytes!("../../../../models/plover.bin")));
        WEIGHTS.as_ref()
    }

    /// The index of the code that a pair's features speak for most.
    pub fn best(&self, features: &Features) -> usize {
        let codes = self.bias.len();
        let mut sums = self.bias.clone();
        for (hash, value) in &features.sparse {
            if let Ok(at) = self.hashes.binary_search(hash) {
                let weights = &self.sparse[at * codes..(at + 1) * codes];
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += f32::from(*weight) * self.step * value;
                }
            }
        }
        let width = self.dense.len() / codes.max(1);
        for (sum, weights) in sums.iter_mut().zip(self.dense.chunks(width.max(1))) {
            *sum += weights.iter().zip(&features.dense).map(|(w, x)| w * x).sum::<f32>();
        }
        let mut best = 0;
        for (code, sum) in sums.iter().enumerate() {
            if *sum > sums[best] {
                best = code;
            }
        }
        best
    }

    /// The bytes of a model with these sorted hashes and one row a code.
    pub fn pack(hashes: &[u32], rows: &[Row]) -> Vec<u8> {
        let largest = rows.iter().flat_map(|r| &r.sparse).fold(0.0_f32, |m, w| m.max(w.abs()));
        let step = (largest / 127.0).max(f32::MIN_POSITIVE);
        let width = rows.first().map_or(0, |r| r.dense.len());
        let mut out = MAGIC.to_vec();
        for n in [hashes.len(), rows.len(), width] {
            out.extend((n as u32).to_le_bytes());
        }
        out.extend(step.to_le_bytes());
        out.extend(hashes.iter().flat_map(|h| h.to_le_bytes()));
        for i in 0..hashes.len() {
            out.extend(rows.iter().map(|r| (r.sparse[i] / step).round() as i8 as u8));
        }
        out.extend(rows.iter().flat_map(|r| r.dense.iter().flat_map(|w| w.to_le_bytes())));
        out.extend(rows.iter().flat_map(|r| r.bias.to_le_bytes()));
        out
    }

    /// Reads [`Weights::pack`]'s bytes; `None` if they are not that.
    pub fn read(bytes: &[u8]) -> Option<Weights> {
        let (magic, mut rest) = bytes.split_at_checked(4)?;
        let mut word = || {
            let (first, after) = rest.split_at_checked(4)?;
            rest = after;
            first.try_into().ok()
        };
        let mut size = || word().map(|w| u32::from_le_bytes(w) as usize).filter(|n| *n <= SIZE_MAX);
        let (n, codes, width) = (size()?, size()?, size()?);
        let step = f32::from_le_bytes(word()?);
        let sizes = n.checked_mul(4 + codes)?.checked_add(codes.checked_mul(4 * width + 4)?)?;
        if magic != MAGIC || rest.len() != sizes || codes == 0 {
            return None;
        }
        let (hashes, rest) = rest.split_at(4 * n);
        let (sparse, rest) = rest.split_at(n * codes);
        let (dense, bias) = rest.split_at(4 * width * codes);
        let four = |b: &[u8]| <[u8; 4]>::try_from(b).unwrap_or_default();
        let floats = |b: &[u8]| b.chunks(4).map(|w| f32::from_le_bytes(four(w))).collect();
        Some(Weights {
            hashes: hashes.chunks(4).map(|h| u32::from_le_bytes(four(h))).collect(),
            sparse: sparse.iter().map(|b| *b as i8).collect(),
            step,
            dense: floats(dense),
            bias: floats(bias),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_back_and_judge_alike() {
        let row = |a: f32, b: f32| Row { sparse: vec![a, b], dense: vec![0.5], bias: 0.1 };
        let bytes = Weights::pack(&[3, 9], &[row(1.0, -1.0), row(-0.5, 0.75)]);
        let weights = Weights::read(&bytes).expect("what was packed");
        let of = |sparse: Vec<(u32, f32)>| weights.best(&Features { sparse, dense: vec![1.0] });
        assert_eq!(of(vec![(3, 1.0)]), 0);
        assert_eq!(of(vec![(9, 1.0)]), 1);
        assert_eq!(of(vec![(4, 1.0)]), 0, "an unknown feature says nothing");
        assert_eq!(Weights::read(&bytes[..bytes.len() - 1]), None);
        assert_eq!(Weights::read(b"PLV1"), None);
    }
}
