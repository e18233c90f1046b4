//! The token-to-vector layer: hashed features and word vectors of each token, mixed, then four
//! convolutions that each look one token to the left and right.
//!
//! [`Encoder`] holds the weights. What a token brings along before it sees its neighbours depends
//! only on its lexeme and on whether a space follows, so [`Embedded`] keeps those rows. [`Layout`]
//! says where the tokens of several texts lie in one matrix, so that texts can share a
//! multiplication without changing a bit of each other's result.
//!
//! The network is that of Honnibal and Montani's spaCy; the hash embeddings are after
//! Svenstrup et al. 2017, "Hash Embeddings for Efficient Word Representations".

use crate::Error;
use crate::compact::{Blob, Reader};
use crate::kernel::{self, Isa, LANES, PIECES, Panels};
use crate::lexeme::Lexeme;
use crate::word_vectors::VectorTable;

/// Wider or deeper networks are refused.
const MAX_WIDTH: usize = 1 << 10;
const MAX_DEPTH: usize = 16;
const MAX_COLUMNS: usize = 16;
const MAX_ROWS: usize = 1 << 20;

/// A feature of a token that is looked up in a table of hash embeddings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Feature {
    Orth,
    Lower,
    Norm,
    Prefix,
    Suffix,
    Shape,
    /// Whether a space follows the token.
    Space,
    /// Whether the token is white space.
    IsSpace,
}

impl Feature {
    /// All features under their names in spaCy, in the order of their numbers in the file.
    pub const NAMES: [(&'static str, Feature); 8] = [
        ("ORTH", Feature::Orth),
        ("LOWER", Feature::Lower),
        ("NORM", Feature::Norm),
        ("PREFIX", Feature::Prefix),
        ("SUFFIX", Feature::Suffix),
        ("SHAPE", Feature::Shape),
        ("SPACY", Feature::Space),
        ("IS_SPACE", Feature::IsSpace),
    ];

    fn of(self, lexeme: &Lexeme, space_after: bool) -> u64 {
        match self {
            Feature::Orth => lexeme.orth,
            Feature::Lower => lexeme.lower,
            Feature::Norm => lexeme.norm,
            Feature::Prefix => lexeme.prefix,
            Feature::Suffix => lexeme.suffix,
            Feature::Shape => lexeme.shape,
            Feature::Space => u64::from(space_after),
            Feature::IsSpace => u64::from(lexeme.is_space),
        }
    }
}

/// One table of hash embeddings.
struct Column {
    feature: Feature,
    seed: u32,
    rows: u32,
    table: Vec<f32>,
}

/// A maxout layer with the layer normalisation after it.
struct Layer {
    panels: Panels,
    gain: Vec<f32>,
    bias: Vec<f32>,
}

impl Layer {
    fn read(reader: &mut Reader<'_>, inputs: usize, width: usize) -> Result<Self, Error> {
        let weights = reader.matrix(width * PIECES, inputs)?;
        let biases = reader.matrix(1, width * PIECES)?;
        let panels = Panels::maxout(&weights, &biases, inputs);
        Ok(Self { panels, gain: reader.matrix(1, width)?, bias: reader.matrix(1, width)? })
    }
}

/// The weights of one token-to-vector layer.
pub(crate) struct Encoder {
    width: usize,
    columns: Vec<Column>,
    vectors: Option<VectorTable>,
    mix: Layer,
    windows: Vec<Layer>,
}

impl Encoder {
    /// Reads the weights; `keys` and `vectors` are the sections of word vectors, if there are any.
    pub fn read(
        reader: &mut Reader<'_>,
        keys: Option<Blob>,
        vectors: Option<Blob>,
    ) -> Result<Self, Error> {
        let (width, depth) = (usize::from(reader.u16()?), usize::from(reader.u8()?));
        let column_count = usize::from(reader.u8()?);
        let sizes_fit = width > 0 && width <= MAX_WIDTH && width.is_multiple_of(LANES);
        if !sizes_fit || depth > MAX_DEPTH || column_count > MAX_COLUMNS {
            return Err(Error::format("the token-to-vector layer has an unsupported size"));
        }
        let mut columns = Vec::with_capacity(column_count);
        for _ in 0..column_count {
            let feature = Feature::NAMES.get(usize::from(reader.u8()?));
            let (_, feature) = feature.ok_or_else(|| Error::format("unknown feature"))?;
            let (seed, rows) = (reader.u32()?, reader.u32()?);
            if rows == 0 || rows as usize > MAX_ROWS {
                return Err(Error::format("an embedding table has an unsupported size"));
            }
            let table = reader.matrix(rows as usize, width)?;
            columns.push(Column { feature: *feature, seed, rows, table });
        }
        let vectors = match (reader.u8()?, keys, vectors) {
            (0, ..) => None,
            (_, Some(keys), Some(vectors)) => Some(VectorTable::new(keys, vectors, width)?),
            _ => return Err(Error::format("the word vectors are missing")),
        };
        let inputs = (columns.len() + usize::from(vectors.is_some())) * width;
        let mix = Layer::read(reader, inputs, width)?;
        let windows = (0..depth).map(|_| Layer::read(reader, 3 * width, width));
        Ok(Self { width, columns, vectors, mix, windows: windows.collect::<Result<_, _>>()? })
    }

    /// Floats per token.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows of zeros that a text needs before and after it, as in training.
    pub fn padding(&self) -> usize {
        self.windows.len()
    }

    /// Whether the row of a token depends on the space after it.
    pub fn sees_space(&self) -> bool {
        self.columns.iter().any(|column| column.feature == Feature::Space)
    }

    /// Writes what the mixing layer reads for one lexeme.
    fn features(&self, isa: Isa, lexeme: &Lexeme, space_after: bool, out: &mut [f32]) {
        out.fill(0.0);
        let mut parts = out.chunks_exact_mut(self.width);
        for (column, part) in self.columns.iter().zip(&mut parts) {
            let id = column.feature.of(lexeme, space_after);
            for hash in hash_four_ways(id, column.seed) {
                let row = (hash % column.rows) as usize * self.width;
                kernel::add(isa, &column.table[row..][..self.width], part);
            }
        }
        if let (Some(vectors), Some(part)) = (&self.vectors, parts.next()) {
            vectors.get(lexeme.orth, part);
        }
    }
}

/// Four 32-bit hashes of an id: MurmurHash3 x64 128 (Austin Appleby) of its eight bytes.
fn hash_four_ways(id: u64, seed: u32) -> [u32; 4] {
    let seed = u64::from(seed);
    let key = id.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31);
    let mut low = key.wrapping_mul(0x4cf5_ad43_2745_937f) ^ seed ^ 8;
    let mut high = seed ^ 8;
    low = low.wrapping_add(high);
    high = high.wrapping_add(low);
    let mix = |mut hash: u64| {
        hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        hash ^ hash >> 33
    };
    (low, high) = (mix(low), mix(high));
    low = low.wrapping_add(high);
    high = high.wrapping_add(low);
    [low as u32, (low >> 32) as u32, high as u32, (high >> 32) as u32]
}

/// Rows of the embedding and mixing layers that were computed already, by lexeme number.
#[derive(Default)]
pub(crate) struct Embedded {
    /// By `2 * lexeme + space_after`: the number of the row plus one, or 0.
    slots: Vec<u32>,
    rows: Vec<f32>,
    count: usize,
    inputs: Vec<f32>,
    mixed: Vec<f32>,
}

/// A token as the encoder sees it: the number of its lexeme, and whether a space follows.
#[derive(Clone, Copy)]
pub(crate) struct Input {
    pub lexeme: u32,
    pub space_after: bool,
}

impl Embedded {
    /// The number of rows kept.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Forgets all rows, because the numbers of the lexemes change or there are too many.
    pub fn clear(&mut self) {
        self.slots.clear();
        self.rows.clear();
        self.count = 0;
    }

    fn slot(encoder: &Encoder, token: Input) -> usize {
        2 * token.lexeme as usize + usize::from(token.space_after && encoder.sees_space())
    }

    /// Computes the rows of all tokens that are not there yet, in one multiplication.
    fn fill<'l>(
        &mut self,
        isa: Isa,
        encoder: &Encoder,
        tokens: impl Iterator<Item = Input>,
        lexeme: impl Fn(u32) -> &'l Lexeme,
    ) {
        let (inputs, width) = (encoder.mix.panels.inputs(), encoder.width);
        let before = self.count;
        self.inputs.clear();
        for token in tokens {
            let slot = Self::slot(encoder, token);
            if slot >= self.slots.len() {
                self.slots.resize(slot + 1, 0);
            }
            if self.slots[slot] != 0 {
                continue;
            }
            self.count += 1;
            self.slots[slot] = self.count as u32;
            let start = self.inputs.len();
            self.inputs.resize(start + inputs, 0.0);
            let out = &mut self.inputs[start..];
            encoder.features(isa, lexeme(token.lexeme), token.space_after, out);
        }
        let new = self.count - before;
        self.mixed.resize(new * width, 0.0);
        kernel::maxout(isa, &encoder.mix.panels, &self.inputs, inputs, new, &mut self.mixed);
        self.rows.resize(self.count * width, 0.0);
        let (gain, bias) = (&encoder.mix.gain, &encoder.mix.bias);
        let out = &mut self.rows[before * width..];
        kernel::normalise(isa, &self.mixed[..new * width], gain, bias, false, out);
    }

    fn row(&self, encoder: &Encoder, token: Input) -> &[f32] {
        let row = self.slots[Self::slot(encoder, token)] as usize - 1;
        &self.rows[row * encoder.width..][..encoder.width]
    }
}

/// Where each text of a batch begins in the matrix of the batch: `padding` rows of zeros lie
/// before, between and after the texts. A text's result depends on nothing farther away than that.
#[derive(Default)]
pub(crate) struct Layout {
    /// The first row of each text.
    pub starts: Vec<usize>,
    pub rows: usize,
}

impl Layout {
    pub fn new(lengths: impl Iterator<Item = usize>, padding: usize) -> Self {
        let mut layout = Layout { starts: Vec::new(), rows: padding };
        for length in lengths {
            layout.starts.push(layout.rows);
            layout.rows += length + padding;
        }
        layout
    }
}

/// Scratch space for [`Encoder::encode`], and its result.
#[derive(Default)]
pub(crate) struct Encoded {
    pub embedded: Embedded,
    /// One row of zeros, the rows of the layout, one row of zeros.
    matrix: Vec<f32>,
    change: Vec<f32>,
    width: usize,
}

impl Encoded {
    /// The vectors from row `start` of the layout on, `[..][width]`.
    pub fn rows(&self, start: usize) -> &[f32] {
        &self.matrix[(start + 1) * self.width..]
    }
}

impl Encoder {
    /// Computes the vectors of all tokens of some texts, which lie as `layout` says.
    pub fn encode<'l>(
        &self,
        isa: Isa,
        texts: &[&[Input]],
        layout: &Layout,
        lexeme: impl Fn(u32) -> &'l Lexeme,
        out: &mut Encoded,
    ) {
        let width = self.width;
        out.width = width;
        let tokens = texts.iter().flat_map(|text| text.iter().copied());
        out.embedded.fill(isa, self, tokens, lexeme);
        out.matrix.clear();
        out.matrix.resize((layout.rows + 2) * width, 0.0);
        for (text, start) in texts.iter().zip(&layout.starts) {
            let rows = out.matrix[(start + 1) * width..].chunks_exact_mut(width);
            for (token, row) in text.iter().zip(rows) {
                row.copy_from_slice(out.embedded.row(self, *token));
            }
        }
        out.change.resize(layout.rows * width, 0.0);
        for layer in &self.windows {
            let change = &mut out.change[..layout.rows * width];
            // Consecutive rows are consecutive in memory: three of them are one window.
            kernel::maxout(isa, &layer.panels, &out.matrix, width, layout.rows, change);
            let rows = &mut out.matrix[width..(layout.rows + 1) * width];
            kernel::normalise(isa, change, &layer.gain, &layer.bias, true, rows);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_hash_as_in_training() {
        assert_eq!(hash_four_ways(0, 8), HASHES_OF_0);
        assert_eq!(hash_four_ways(3_197_928_453_018_144_401, 11), HASHES_OF_COFFEE);
    }

    const HASHES_OF_0: [u32; 4] = [0; 4];
    const HASHES_OF_COFFEE: [u32; 4] = [2_750_598_018, 3_251_727_970, 914_169_445, 2_562_981_563];

    #[test]
    fn texts_are_apart_by_the_padding() {
        let layout = Layout::new([3, 0, 2].into_iter(), 4);
        assert_eq!(layout.starts, [4, 11, 15]);
        assert_eq!(layout.rows, 21);
    }
}
