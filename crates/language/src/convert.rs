//! Turns the files of a spaCy pipeline into a compact file, see [`crate::compact`].
//!
//! A component's `model` file lists the nodes of its network in a fixed order, each with its
//! parameters and attributes; [`Nodes`] finds them by name.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value as Json;

use crate::Error;
use crate::compact::{Writer, assemble};
use crate::encoder::Feature;
use crate::kernel::{self, Isa, Panels};
use crate::lemmatizer::Lemmatizer;
use crate::msgpack::{Array, Value, floats};
use crate::ruler::Ruler;
use crate::tokenizer::Tokenizer;
use crate::word_vectors::{write_keys, write_vectors};

/// The files of a pipeline: from a relative path with `/` to bytes, `None` if there is no such
/// file.
pub type Files<'f> = dyn Fn(&str) -> Result<Option<Vec<u8>>, Error> + 'f;

/// Reads the folder of a spaCy pipeline and returns the compact file.
///
/// # Errors
/// If a file cannot be read, or the pipeline is not of the supported kind.
pub fn compact_from_folder(folder: &Path) -> Result<Vec<u8>, Error> {
    compact_from_files(&|name| {
        let path = folder.join(name);
        if !path.exists() {
            return Ok(None);
        }
        std::fs::read(&path).map(Some).map_err(|error| Error::Io(path, error))
    })
}

/// Like [`compact_from_folder`], with the files given by a function.
///
/// # Errors
/// If a file is missing or damaged, or the pipeline is not of the supported kind.
pub fn compact_from_files(file: &Files<'_>) -> Result<Vec<u8>, Error> {
    let need = |name: &str| {
        file(name)?.ok_or_else(|| Error::format(format!("the pipeline has no file {name}")))
    };
    let (name, is_english) = name(&need("meta.json")?)?;
    let mut out = Writer::default();
    out.str(&name);
    let mut sections = vec![("meta", out.0)];
    let lookups = file("vocab/lookups.bin")?.unwrap_or_default();
    let mut out = Writer::default();
    Tokenizer::from_msgpack(&need("tokenizer")?, &lookups)?.write(&mut out);
    sections.push(("tokenizer", out.0));
    let vectors = match (file("vocab/vectors")?, file("vocab/key2row")?) {
        (Some(vectors), Some(keys)) => word_vectors(&vectors, &keys)?,
        _ => None,
    };
    if let Some((_, keys)) = &vectors {
        sections.push(("keys", keys.clone()));
    }
    let vectors = vectors.map(|(vectors, _)| vectors);
    let shared = need("tok2vec/model")?;
    let shared = Nodes::new(&shared)?;
    sections.push(("tok2vec", shared.encoder()?));
    sections.extend(shared.projected(vectors.as_ref())?.map(|v| ("tok2vec.vec", v)));
    if let (Some(model), Some(config)) = (file("tagger/model")?, file("tagger/cfg")?) {
        sections.push(("tagger", tagger(&Nodes::new(&model)?, &config)?));
    }
    if let (Some(model), Some(moves)) = (file("parser/model")?, file("parser/moves")?) {
        let nodes = Nodes::new(&model)?;
        if nodes.has("hashembed") {
            return Err(Error::format("a parser with its own tok2vec is not supported"));
        }
        sections.push(("parser", transitions(&nodes, &moves)?));
    }
    if let Some(patterns) = file("attribute_ruler/patterns")? {
        let mut out = Writer::default();
        Ruler::from_msgpack(&patterns)?.write(&mut out);
        sections.push(("ruler", out.0));
    }
    if let Some(lookups) = file("lemmatizer/lookups/lookups.bin")? {
        let mut out = Writer::default();
        Lemmatizer::from_msgpack(&lookups, is_english)?.write(&mut out);
        sections.push(("lemmatizer", out.0));
    }
    if let (Some(model), Some(moves)) = (file("ner/model")?, file("ner/moves")?) {
        let nodes = Nodes::new(&model)?;
        if nodes.has("hashembed") {
            sections.push(("ner.tok2vec", nodes.encoder()?));
            sections.extend(nodes.projected(vectors.as_ref())?.map(|v| ("ner.vec", v)));
        }
        sections.push(("ner", transitions(&nodes, &moves)?));
    }
    Ok(assemble(&sections))
}

fn json(bytes: &[u8]) -> Result<Json, Error> {
    serde_json::from_slice(bytes).map_err(|error| Error::format(format!("JSON: {error}")))
}

/// Name and version of the pipeline, and whether it is English.
fn name(meta: &[u8]) -> Result<(String, bool), Error> {
    let meta = json(meta)?;
    let field = |name: &str| meta[name].as_str().unwrap_or_default();
    let (language, name, version) = (field("lang"), field("name"), field("version"));
    Ok((format!("{language}_{name} {version}"), language == "en"))
}

/// The rows of the word vectors and the section of their keys; `None` if there are no vectors.
fn word_vectors(vectors: &[u8], keys: &[u8]) -> Result<Option<(Array, Vec<u8>)>, Error> {
    let vectors = numpy(vectors)?;
    if vectors.data.is_empty() {
        return Ok(None);
    }
    let keys = Value::parse(keys)?;
    let words = keys.entries().iter().map(|(key, row)| {
        let id = match key {
            Value::Int(id) => *id as u64,
            Value::UInt(id) => *id,
            _ => return Err(Error::format("a key of the word vectors is not a number")),
        };
        Ok((id, row.uint().ok_or_else(|| Error::format("a row is not a number"))?))
    });
    Ok(Some((vectors, write_keys(&words.collect::<Result<Vec<_>, _>>()?)?)))
}

/// A matrix of 32-bit floats in numpy's own file format, version 1.
fn numpy(bytes: &[u8]) -> Result<Array, Error> {
    let damaged = || Error::format("the word vectors are not a matrix of 32-bit floats");
    let length = bytes.get(8..10).ok_or_else(damaged)?;
    let start = 10 + usize::from(u16::from_le_bytes([length[0], length[1]]));
    let header = bytes.get(10..start).map(String::from_utf8_lossy).ok_or_else(damaged)?;
    if !bytes.starts_with(b"\x93NUMPY\x01") || !header.contains("'<f4'") {
        return Err(damaged());
    }
    let shape = header.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    let shape: Vec<usize> = (shape.ok_or_else(damaged)?.0.split(','))
        .filter_map(|number| number.trim().parse().ok())
        .collect();
    let data = floats(&bytes[start..]);
    let [rows, width] = shape[..] else { return Err(damaged()) };
    if header.contains("True") || rows.checked_mul(width) != Some(data.len()) {
        return Err(damaged());
    }
    Ok(Array { shape, data })
}

/// One node of a network.
struct Node<'a> {
    name: String,
    refs: Value<'a>,
    params: Value<'a>,
    attrs: BTreeMap<String, Value<'a>>,
}

impl Node<'_> {
    /// The numbers of a parameter, of which there is one at least in each dimension.
    fn param(&self, name: &str) -> Result<Array, Error> {
        let array = self.params.need(name)?.array()?;
        if array.shape.is_empty() || array.data.is_empty() {
            return Err(Error::format(format!("{} has no numbers in {name}", self.name)));
        }
        Ok(array)
    }

    fn number(&self, name: &str) -> Result<u32, Error> {
        let value = self.attrs.get(name).and_then(Value::uint);
        let value = value.and_then(|value| u32::try_from(value).ok());
        value.ok_or_else(|| Error::format(format!("{} has no number {name}", self.name)))
    }
}

/// The nodes of a component's network, in file order.
struct Nodes<'a>(Vec<Node<'a>>);

impl<'a> Nodes<'a> {
    fn new(model: &'a [u8]) -> Result<Self, Error> {
        let model = Value::parse(model)?;
        let list = |key: &str| Ok::<_, Error>(model.need(key)?.items().to_vec());
        let (nodes, params, attrs) = (list("nodes")?, list("params")?, list("attrs")?);
        let nodes = nodes.into_iter().zip(params).zip(attrs).map(|((node, params), attrs)| {
            let attrs = attrs.entries().iter().map(|(key, value)| {
                let bytes = value.bytes().unwrap_or(b"\xc0");
                Ok((key.text().unwrap_or_default().to_string(), Value::parse(bytes)?))
            });
            let name = node.need("name")?.text().unwrap_or_default().to_string();
            let refs = node.need("refs")?.clone();
            Ok(Node { name, refs, params, attrs: attrs.collect::<Result<_, Error>>()? })
        });
        Ok(Self(nodes.collect::<Result<_, Error>>()?))
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &Node<'a>> {
        self.0.iter().filter(move |node| node.name == name)
    }

    fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    fn need(&self, name: &str) -> Result<&Node<'a>, Error> {
        self.all(name).next().ok_or_else(|| Error::format(format!("a network has no {name}")))
    }

    /// The section of a token-to-vector layer, in the order that `Encoder::read` expects.
    fn encoder(&self) -> Result<Vec<u8>, Error> {
        for window in self.all("expand_window") {
            if window.number("window_size")? != 1 {
                return Err(Error::format("only windows of one token to each side are supported"));
            }
        }
        let layers = self.all("maxout").zip(self.all("layernorm"));
        let layers: Vec<_> = layers.collect();
        let Some((mix, _)) = layers.first() else {
            return Err(Error::format("a tok2vec has no layers"));
        };
        let width = mix.param("b")?.shape.first().copied().unwrap_or(0);
        let features = self.need("extract_features")?;
        let features = features.attrs.get("columns").map(Value::items).unwrap_or_default();
        let mut out = Writer::default();
        out.u16(width as u16);
        out.u8(layers.len() as u8 - 1);
        out.u8(self.all("hashembed").count() as u8);
        for embedding in self.all("hashembed") {
            let name = features.get(embedding.number("column")? as usize).and_then(Value::text);
            let known = |(known, _): &(&str, Feature)| Some(*known) == name;
            let feature = Feature::NAMES.iter().position(known);
            out.u8(feature.ok_or_else(|| Error::format(format!("feature {name:?}")))? as u8);
            let table = embedding.param("E")?;
            out.u32(embedding.number("seed")?);
            out.u32(table.shape[0] as u32);
            out.matrix(&table.data, width);
        }
        out.u8(u8::from(self.has("static_vectors")));
        for (maxout, norm) in layers {
            let weights = maxout.param("W")?;
            out.matrix(&weights.data, weights.shape.last().copied().unwrap_or(1));
            for (node, param) in [(maxout, "b"), (norm, "G"), (norm, "b")] {
                let row = node.param(param)?.data;
                out.matrix(&row, row.len());
            }
        }
        Ok(out.0)
    }

    /// The section of word vectors projected to the width of this layer, if it uses any.
    fn projected(&self, vectors: Option<&Array>) -> Result<Option<Vec<u8>>, Error> {
        let Some(node) = self.all("static_vectors").next() else { return Ok(None) };
        let vectors = vectors.ok_or_else(|| Error::format("the word vectors are missing"))?;
        let weights = node.param("W")?;
        let (&[rows, length], &[width, inputs]) = (&vectors.shape[..], &weights.shape[..]) else {
            return Err(Error::format("the word vectors are not a matrix"));
        };
        if length != inputs {
            return Err(Error::format("the word vectors have the wrong length"));
        }
        let panels = Panels::linear(&weights.data, &vec![0.0; width], inputs);
        let mut projected = vec![0.0; rows * width];
        kernel::linear(Isa::best(), &panels, &vectors.data, inputs, rows, &mut projected);
        Ok(Some(write_vectors(&projected, width)))
    }
}

fn tagger(nodes: &Nodes<'_>, config: &[u8]) -> Result<Vec<u8>, Error> {
    if nodes.has("hashembed") {
        return Err(Error::format("a tagger with its own tok2vec is not supported"));
    }
    let config = json(config)?;
    let labels = config["labels"].as_array().cloned().unwrap_or_default();
    let mut out = Writer::default();
    out.u32(labels.len() as u32);
    for label in &labels {
        out.str(label.as_str().unwrap_or_default());
    }
    let layer = nodes.need("softmax")?;
    write_linear(layer, &mut out)?;
    Ok(out.0)
}

/// Weights and biases of a linear layer.
fn write_linear(layer: &Node<'_>, out: &mut Writer) -> Result<(), Error> {
    let (weights, bias) = (layer.param("W")?, layer.param("b")?);
    out.matrix(&weights.data, weights.shape.last().copied().unwrap_or(1));
    out.matrix(&bias.data, bias.data.len());
    Ok(())
}

/// The section of a parser or entity recogniser: its moves and the weights that score them.
fn transitions(nodes: &Nodes<'_>, moves: &[u8]) -> Result<Vec<u8>, Error> {
    let mut out = Writer::default();
    let moves = Value::parse(moves)?;
    let moves = json(moves.need("moves")?.text().unwrap_or_default().as_bytes())?;
    write_moves(&moves, &mut out)?;
    let refs = &nodes.need("parser_model")?.refs;
    let upper = refs.get("upper").and_then(Value::uint);
    let upper = upper.and_then(|index| nodes.0.get(usize::try_from(index).ok()?));
    let upper = upper.filter(|node| node.name == "linear");
    let upper = upper.ok_or_else(|| Error::format("a model without an upper layer"))?;
    let lower = nodes.all("linear").find(|node| !std::ptr::eq(*node, upper));
    let lower = lower.ok_or_else(|| Error::format("a model without a lower layer"))?;
    let affine = nodes.need("precomputable_affine")?;
    let weights = affine.param("W")?;
    let [positions, hidden, 2, inputs] = weights.shape[..] else {
        return Err(Error::format("the hidden layer does not have two pieces"));
    };
    out.u16(hidden as u16);
    write_linear(lower, &mut out)?;
    let pieces_first = |data: &[f32], positions: usize, inputs: usize| {
        let mut turned = Vec::with_capacity(data.len());
        for position in data.chunks_exact(hidden * 2 * inputs).take(positions) {
            for piece in 0..2 {
                for unit in 0..hidden {
                    turned.extend_from_slice(&position[(unit * 2 + piece) * inputs..][..inputs]);
                }
            }
        }
        turned
    };
    out.matrix(&pieces_first(&weights.data, positions, inputs), inputs);
    out.matrix(&pieces_first(&affine.param("pad")?.data, positions, 1), 2 * hidden);
    out.matrix(&pieces_first(&affine.param("b")?.data, 1, 1), 2 * hidden);
    write_linear(upper, &mut out)?;
    Ok(out.0)
}

/// The moves in the order of their scores: by action, then by falling frequency and name.
fn write_moves(moves: &Json, out: &mut Writer) -> Result<(), Error> {
    let damaged = || Error::format("the moves are damaged");
    let mut ordered = Vec::new();
    for (action, labels) in moves.as_object().ok_or_else(damaged)? {
        let action: u8 = action.parse().map_err(|_| damaged())?;
        for (label, frequency) in labels.as_object().ok_or_else(damaged)? {
            let frequency = frequency.as_i64().ok_or_else(damaged)?;
            ordered.push((action, std::cmp::Reverse((frequency, label.as_str()))));
        }
    }
    ordered.sort_unstable();
    out.u32(ordered.len() as u32);
    for (action, std::cmp::Reverse((_, label))) in ordered {
        out.u8(action);
        out.str(label);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compact::Reader;

    #[test]
    fn moves_are_ordered_by_action_then_falling_frequency_then_falling_name() {
        let moves = json(br#"{"2":{"b":5,"a":9},"10":{"z":1},"1":{"":1,"q":1}}"#).unwrap();
        let mut out = Writer::default();
        write_moves(&moves, &mut out).unwrap();
        let mut reader = Reader::new(&out.0);
        let count = reader.u32().unwrap();
        let moves: Vec<_> =
            (0..count).map(|_| (reader.u8().unwrap(), reader.str().unwrap())).collect();
        assert_eq!(moves, [(1, "q"), (1, ""), (2, "a"), (2, "b"), (10, "z")]);
    }

    #[test]
    fn a_parameter_without_numbers_or_dimensions_is_refused() {
        let with = |shape: Vec<Value<'static>>, data: &'static [u8]| {
            let field = |name, value| (Value::Str(name), value);
            let array = vec![
                field("type", Value::Str("<f4")),
                field("shape", Value::Array(shape)),
                field("data", Value::Bin(data)),
            ];
            let params = Value::Map(vec![field("b", Value::Map(array))]);
            let (name, attrs) = ("layernorm".to_string(), BTreeMap::new());
            Node { name, refs: Value::Nil, params, attrs }
        };
        assert!(with(vec![Value::Int(1)], &[0; 4]).param("b").is_ok());
        assert!(with(vec![Value::Int(0)], &[]).param("b").is_err());
        assert!(with(Vec::new(), &[0; 4]).param("b").is_err(), "a single number has no rows");
    }

    #[test]
    fn a_numpy_file_that_is_not_a_matrix_of_floats_is_refused() {
        assert!(numpy(b"\x93NUMPY\x01\x00\x05\x00").is_err());
        assert!(numpy(b"").is_err());
    }
}
