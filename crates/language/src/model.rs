//! [`Model`]: the weights and rules of one pipeline, read from a compact file.
//!
//! Sections: `meta` (name, then the features of the pipeline), `tokenizer`, `ruler`, `lemmatizer`,
//! `tok2vec` and `ner.tok2vec` with the word vectors `keys`, `tok2vec.vec` and `ner.vec`, `tagger`,
//! `parser`, `ner`. All but `meta`, `tokenizer` and `tok2vec` may be missing.

use std::borrow::Cow;
use std::path::Path;
#[cfg(feature = "english")]
use std::sync::LazyLock;
use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use crate::Error;
use crate::compact::{Blob, Container, Reader};
use crate::convert;
use crate::encoder::Encoder;
use crate::lemmatizer::Lemmatizer;
use crate::parser::Parser;
use crate::recogniser::Recogniser;
use crate::ruler::Ruler;
use crate::tagger::Tagger;
use crate::tokenizer::Tokenizer;

/// The weights and rules of one pipeline. Shared between threads; each thread annotates with its
/// own [`crate::Annotator`].
pub struct Model {
    name: String,
    whole: Blob,
    hash: OnceLock<String>,
    pub(crate) tokenizer: Tokenizer,
    pub(crate) encoder: Encoder,
    pub(crate) tagger: Option<Tagger>,
    pub(crate) parser: Option<Parser>,
    pub(crate) ruler: Option<Ruler>,
    pub(crate) lemmatizer: Option<Lemmatizer>,
    pub(crate) recogniser: Option<Recogniser>,
    /// The recogniser's own layer; without one it shares that of the parser.
    pub(crate) name_encoder: Option<Encoder>,
}

#[cfg(feature = "english")]
static ENGLISH: &[u8] = include_bytes!("../../../models/en_core_web_md.bin");

impl Model {
    /// The English pipeline that is part of the program, read once.
    #[cfg(feature = "english")]
    pub fn english() -> &'static Model {
        static MODEL: LazyLock<Model> = LazyLock::new(|| {
            let container = Container::open(Cow::Borrowed(ENGLISH));
            container.and_then(Model::read).expect("the built-in model is tested")
        });
        &MODEL
    }

    /// Reads a compact file, which need not be trusted.
    ///
    /// # Errors
    /// If the bytes are not a compact file of this version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Model, Error> {
        Model::read(Container::open(Cow::Owned(bytes.to_vec()))?)
    }

    /// Reads the folder of a spaCy pipeline, the one with `meta.json`.
    ///
    /// # Errors
    /// If a file is missing or damaged, or if the pipeline is not one of hash embeddings and
    /// window convolutions ("sm", "md") whose tagger and parser listen to a shared `tok2vec`.
    pub fn from_folder(folder: &Path) -> Result<Model, Error> {
        Model::read(Container::open(Cow::Owned(convert::compact_from_folder(folder)?))?)
    }

    fn read(file: Container) -> Result<Model, Error> {
        let encoder = |name, vectors| {
            let mut reader = file.reader(name)?;
            Encoder::read(&mut reader, file.blob("keys"), file.blob(vectors))
        };
        let own = file.blob("ner.tok2vec").is_some();
        let name_encoder = own.then(|| encoder("ner.tok2vec", "ner.vec")).transpose()?;
        let encoder = encoder("tok2vec", "tok2vec.vec")?;
        let width = encoder.width();
        let name_width = name_encoder.as_ref().map_or(width, Encoder::width);
        Ok(Model {
            name: file.reader("meta")?.str()?.to_string(),
            whole: file.whole(),
            hash: OnceLock::new(),
            tokenizer: Tokenizer::read(&mut file.reader("tokenizer")?)?,
            tagger: optional(&file, "tagger", |reader| Tagger::read(reader, width))?,
            parser: optional(&file, "parser", |reader| Parser::read(reader, width))?,
            ruler: optional(&file, "ruler", Ruler::read)?,
            lemmatizer: optional(&file, "lemmatizer", Lemmatizer::read)?,
            recogniser: optional(&file, "ner", |reader| Recogniser::read(reader, name_width))?,
            encoder,
            name_encoder,
        })
    }

    /// Name and version of the pipeline, for example `en_core_web_md 3.7.1`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// SHA-256 of the compact file, 64 hexadecimal digits. The first call computes it.
    pub fn hash(&self) -> &str {
        self.hash.get_or_init(|| hexadecimal(&Sha256::digest(&*self.whole)))
    }

    /// The compact file this model was read from.
    pub fn to_bytes(&self) -> &[u8] {
        &self.whole
    }
}

/// Reads a section if the file has it.
fn optional<'f, T>(
    file: &'f Container,
    name: &str,
    read: impl FnOnce(&mut Reader<'f>) -> Result<T, Error>,
) -> Result<Option<T>, Error> {
    if file.blob(name).is_none() {
        return Ok(None);
    }
    read(&mut file.reader(name)?).map(Some)
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(all(test, feature = "english"))]
mod tests {
    use super::*;
    use crate::{Annotator, Parse};

    const TEXT: &str = "The port of Rotterdam reopened on Monday, Maria Visser said. \
        \"We're relieved,\" she told reporters from 12 countries.\n\n   It had cost $4.5 million.";

    fn annotate(model: &Model, isa: crate::kernel::Isa) -> Parse {
        Annotator::with_isa(model, isa).annotate(TEXT)
    }

    #[test]
    fn every_instruction_set_finds_the_same() {
        let expected = annotate(Model::english(), crate::kernel::Isa::Portable);
        assert_eq!(expected.sentences.len(), 3);
        for isa in crate::kernel::Isa::available() {
            assert_eq!(annotate(Model::english(), isa), expected, "{isa:?}");
        }
    }

    #[test]
    fn a_damaged_model_is_refused_or_finds_something_else_but_never_panics() {
        let good = Model::english().to_bytes();
        let expected = Annotator::new(Model::english()).annotate(TEXT);
        let header = Container::open(Cow::Owned(good.to_vec())).unwrap();
        let mut refused = 0;
        for (_, section) in header.sections() {
            for (at, byte) in [(0, 255), (1, 3), (2, 0), (3, 255), (5, 128), (9, 255), (40, 7)] {
                let mut bad = good.to_vec();
                let Some(place) = bad[section.clone()].get_mut(at) else { continue };
                *place ^= byte;
                match Model::from_bytes(&bad) {
                    Ok(model) => {
                        let found = Annotator::new(&model).annotate(TEXT);
                        assert!(found.tokens.len() <= 10 * expected.tokens.len());
                    }
                    Err(_) => refused += 1,
                }
            }
        }
        assert!(refused > 20, "only {refused} were refused");
    }

    #[test]
    fn the_hash_is_that_of_the_file() {
        let model = Model::from_bytes(Model::english().to_bytes()).unwrap();
        assert_eq!(model.hash(), Model::english().hash());
        assert_eq!(model.hash().len(), 64);
        assert_eq!(model.name(), "en_core_web_md 3.7.1");
    }
}
