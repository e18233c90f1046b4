//! [`Network`]: what the vectors of the language model say of a token's label.
//!
//! The recogniser of names decides from the same vectors for the kinds of names it was trained on;
//! one hidden layer of rectified sums over a token and its neighbours learns other kinds from them.
//! The sums are of whole numbers, so that they come out the same on any machine.

use super::LABELS;
use language::Parse;
use std::ops::Range;

/// Numbers in the vector of a token.
pub const WIDTH: usize = 192;
/// Tokens looked at to either side.
pub const NEAR: usize = 2;
/// Numbers the hidden layer looks at.
pub const INPUTS: usize = (2 * NEAR + 1) * WIDTH;
/// Numbers in the hidden layer.
pub const HIDDEN: usize = 96;

/// Weights of the hidden layer and of the labels.
pub struct Network {
    /// `HIDDEN` times `INPUTS`.
    pub first: Vec<i8>,
    /// What a unit of `first` is.
    pub first_unit: f32,
    /// What is added to each number of the hidden layer.
    pub first_bias: Vec<f32>,
    /// `HIDDEN` times `LABELS`.
    pub second: Vec<f32>,
    /// What is added to each label.
    pub second_bias: Vec<f32>,
}

impl Network {
    /// Adds to the scores of a token's labels.
    pub fn add(&self, inputs: &[i8; INPUTS], scores: &mut [f64; LABELS]) {
        scores.iter_mut().zip(&self.second_bias).for_each(|(s, bias)| *s += f64::from(*bias));
        let mut sums = [0; HIDDEN];
        language::row_products(&self.first, inputs, &mut sums);
        let sums = sums.iter().zip(&self.first_bias);
        for ((sum, bias), second) in sums.zip(self.second.chunks_exact(LABELS)) {
            let hidden = *sum as f32 * self.first_unit + bias;
            if hidden > 0.0 {
                let terms = scores.iter_mut().zip(second);
                terms.for_each(|(s, w)| *s += f64::from(hidden) * f64::from(*w));
            }
        }
    }
}

/// The vectors of a token and its neighbours in its sentence.
pub fn inputs(parse: &Parse, sentence: &Range<usize>, i: usize) -> [i8; INPUTS] {
    let mut inputs = [0; INPUTS];
    for (k, slot) in inputs.chunks_exact_mut(WIDTH).enumerate() {
        let near = (i + k).checked_sub(NEAR).filter(|j| sentence.contains(j));
        let vector = near.map_or(&[][..], |j| parse.vector(j));
        slot.iter_mut().zip(vector).for_each(|(slot, x)| *slot = *x);
    }
    inputs
}
