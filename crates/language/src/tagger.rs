//! [`Tagger`]: the fine-grained tag of each token, from its vector alone.

use crate::Error;
use crate::compact::Reader;
use crate::kernel::{self, Isa, Panels};
use crate::labels::Label;
use crate::scorer::best;

/// More tags than this are refused.
const MAX_TAGS: usize = 1 << 12;

pub(crate) struct Tagger {
    tags: Vec<Label>,
    layer: Panels,
}

impl Tagger {
    pub fn read(reader: &mut Reader<'_>, width: usize) -> Result<Self, Error> {
        let count = reader.count(4)?;
        if count == 0 || count > MAX_TAGS {
            return Err(Error::format("the tagger has an unsupported number of tags"));
        }
        let mut tags = Vec::with_capacity(count);
        for _ in 0..count {
            tags.push(Label::intern(reader.str()?)?);
        }
        let weights = reader.matrix(count, width)?;
        let layer = Panels::linear(&weights, &reader.matrix(1, count)?, width);
        Ok(Self { tags, layer })
    }

    /// Hands `set` the number and tag of each of `tokens` tokens, whose vectors begin at `vectors`.
    pub fn tag(
        &self,
        isa: Isa,
        vectors: &[f32],
        tokens: usize,
        scores: &mut Vec<f32>,
        mut set: impl FnMut(usize, Label),
    ) {
        let count = self.tags.len();
        scores.resize(tokens * count, 0.0);
        kernel::linear(isa, &self.layer, vectors, self.layer.inputs(), tokens, scores);
        for (token, scores) in scores.chunks_exact(count).enumerate() {
            set(token, best(scores, 0..count).map_or(Label::NONE, |number| self.tags[number]));
        }
    }
}
