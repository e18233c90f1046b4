//! Where the rules of a [`Tokenizer`] come from: the `tokenizer` file and the lookup tables of a
//! spaCy pipeline, or the compact model file.

use std::collections::HashMap;

use super::specials::Specials;
use super::{Piece, Tokenizer};
use crate::Error;
use crate::compact::{Reader, Writer};
use crate::lexeme::Norms;
use crate::msgpack::Value;
use crate::pattern::Pattern;
use crate::string_id::string_id;

/// spaCy's numbers for the two attributes that an exception may set.
const ORTH: u64 = 65;
const NORM: u64 = 67;

impl Tokenizer {
    /// Reads the `tokenizer` file and `vocab/lookups.bin` of a pipeline; either may be empty.
    pub(crate) fn from_msgpack(rules: &[u8], lookups: &[u8]) -> Result<Self, Error> {
        let rules = if rules.is_empty() { Value::Nil } else { Value::parse(rules)? };
        let pattern =
            |key: &str| rules.get(key).and_then(Value::text).map(Pattern::new).transpose();
        let mut tokenizer = Tokenizer {
            prefix: pattern("prefix_search")?,
            suffix: pattern("suffix_search")?,
            infix: pattern("infix_finditer")?,
            token_match: pattern("token_match")?,
            url_match: pattern("url_match")?,
            faster_heuristics: rules.get("faster_heuristics") != Some(&Value::Bool(false)),
            specials: Specials::new(match rules.get("exceptions") {
                Some(exceptions) => read_exceptions(exceptions)?,
                None => HashMap::new(),
            }),
            norms: read_norms(lookups)?,
        };
        tokenizer.prepare_specials();
        Ok(tokenizer)
    }

    /// Appends the rules to a section of the compact file.
    pub(crate) fn write(&self, out: &mut Writer) {
        for pattern in self.patterns() {
            out.str(pattern.as_ref().map_or("", Pattern::text));
        }
        out.u8(u8::from(self.faster_heuristics));
        let specials = self.specials.sorted();
        out.u32(specials.len() as u32);
        for (text, pieces) in specials {
            out.str(text);
            out.u8(pieces.len() as u8);
            for piece in pieces {
                out.u8(piece.len as u8);
                out.u8(u8::from(piece.norm.is_some()));
                out.u64(piece.norm.unwrap_or_default());
            }
        }
        self.norms.write(out);
    }

    fn patterns(&self) -> [&Option<Pattern>; 5] {
        [&self.prefix, &self.suffix, &self.infix, &self.token_match, &self.url_match]
    }

    /// Reads what [`Tokenizer::write`] wrote.
    pub(crate) fn read(reader: &mut Reader) -> Result<Self, Error> {
        let mut pattern = || {
            let text = reader.str()?;
            if text.is_empty() { Ok(None) } else { Pattern::new(text).map(Some) }
        };
        let [prefix, suffix, infix] = [pattern()?, pattern()?, pattern()?];
        let [token_match, url_match] = [pattern()?, pattern()?];
        let faster_heuristics = reader.u8()? != 0;
        let count = reader.count(5)?;
        let mut specials = HashMap::with_capacity(count);
        for _ in 0..count {
            let text = reader.str()?;
            let mut pieces = Vec::new();
            for _ in 0..reader.u8()? {
                let len = u32::from(reader.u8()?);
                let has_norm = reader.u8()? != 0;
                let norm = Some(reader.u64()?).filter(|_| has_norm);
                pieces.push(Piece { len, norm });
            }
            specials.insert(text.into(), checked(text, pieces)?);
        }
        let specials = Specials::new(specials);
        let norms = Norms::read(reader)?;
        let mut tokenizer = Tokenizer {
            prefix,
            suffix,
            infix,
            token_match,
            url_match,
            faster_heuristics,
            specials,
            norms,
        };
        tokenizer.prepare_specials();
        Ok(tokenizer)
    }
}

fn read_exceptions(exceptions: &Value) -> Result<HashMap<Box<str>, Box<[Piece]>>, Error> {
    let mut rules = HashMap::new();
    for (text, parts) in exceptions.entries() {
        let text = text.text().ok_or_else(|| Error::format("an exception is not a string"))?;
        let mut pieces = Vec::new();
        let mut spelled = String::new();
        for part in parts.items() {
            let (mut orth, mut norm) = ("", None);
            for (attribute, value) in part.entries() {
                let value = value.text();
                match (attribute.uint(), attribute.text()) {
                    (Some(ORTH), _) | (_, Some("ORTH")) => orth = value.unwrap_or(""),
                    (Some(NORM), _) | (_, Some("NORM")) => norm = value.map(string_id),
                    _ => return Err(Error::format(format!("exception {text:?}: attribute"))),
                }
            }
            spelled.push_str(orth);
            pieces.push(Piece { len: orth.len() as u32, norm });
        }
        if spelled != text {
            return Err(Error::format(format!("exception {text:?} is spelled {spelled:?}")));
        }
        rules.insert(text.into(), checked(text, pieces)?);
    }
    Ok(rules)
}

/// The pieces of an exception, if they fit its spelling and the compact file.
fn checked(text: &str, pieces: Vec<Piece>) -> Result<Box<[Piece]>, Error> {
    let mut end = 0;
    let fits = pieces.iter().all(|piece| {
        end += piece.len as usize;
        (1..256).contains(&piece.len) && text.is_char_boundary(end)
    });
    if fits && end == text.len() && (1..256).contains(&pieces.len()) {
        Ok(pieces.into())
    } else {
        Err(Error::format(format!("exception {text:?} is split where it cannot be")))
    }
}

/// The norms of the `lexeme_norm` table, if there is one.
fn read_norms(lookups: &[u8]) -> Result<Norms, Error> {
    let tables = if lookups.is_empty() { Value::Nil } else { Value::parse(lookups)? };
    let entries = tables.get("lexeme_norm").map_or(&[][..], Value::entries);
    Ok(Norms::new(entries.iter().filter_map(|(form, norm)| Some((form.uint()?, norm.text()?)))))
}
