//! Reads the `patterns` file of an attribute ruler. The compact model file holds it unchanged.

use std::sync::Arc;

use super::condition::{Condition, Named, Spelling};
use super::{LemmaId, Morph, MorphId, Rule, Ruler};
use crate::compact::{Reader, Writer};
use crate::msgpack::Value;
use crate::pattern::Pattern;
use crate::string_id::string_id;
use crate::{Error, Label};

/// A ruler with more rules than this, or a rule with longer patterns, is refused.
const MAX_RULES: usize = 10_000;
const MAX_PATTERN: usize = 100;

impl Ruler {
    /// Reads a `patterns` file; without one there are no rules.
    pub(crate) fn from_msgpack(file: &[u8]) -> Result<Self, Error> {
        let list = if file.is_empty() { Value::Nil } else { Value::parse(file)? };
        if list.items().len() > MAX_RULES {
            return Err(Error::format("too many attribute rules"));
        }
        let mut tables = Tables { morphs: vec![Morph::new("")], lemmas: Vec::new() };
        let rules = list.items().iter().map(|rule| tables.rule(rule)).collect::<Result<_, _>>()?;
        Ok(Ruler::new(rules, tables.morphs, tables.lemmas, file.to_vec()))
    }

    /// Appends the rules to a section of the compact file.
    pub(crate) fn write(&self, out: &mut Writer) {
        out.u32(self.file.len() as u32);
        out.raw(&self.file);
    }

    /// Reads what [`Ruler::write`] wrote.
    pub(crate) fn read(reader: &mut Reader) -> Result<Self, Error> {
        let count = reader.count(1)?;
        Ruler::from_msgpack(reader.bytes(count)?)
    }
}

/// The values that rules set, each kept once.
struct Tables {
    morphs: Vec<Morph>,
    lemmas: Vec<Arc<str>>,
}

impl Tables {
    fn rule(&mut self, rule: &Value) -> Result<Rule, Error> {
        let mut read = Rule::default();
        for pattern in rule.need("patterns")?.items() {
            let tokens = pattern.items().iter().map(conditions).collect::<Result<Vec<_>, _>>()?;
            read.patterns.push(tokens);
        }
        let longest = read.patterns.iter().map(Vec::len).max().unwrap_or(0);
        let shortest = read.patterns.iter().map(Vec::len).min().unwrap_or(0);
        read.target = match rule.get("index") {
            None => 0,
            Some(Value::Int(index)) => i16::try_from(*index).unwrap_or(i16::MAX),
            Some(_) => return Err(Error::format("the index of an attribute rule is no number")),
        };
        let inside = -(shortest as i64)..shortest as i64;
        if longest > MAX_PATTERN || !inside.contains(&i64::from(read.target)) {
            return Err(Error::format("an attribute rule changes a token outside its pattern"));
        }
        for (attribute, value) in rule.need("attrs")?.entries() {
            let (name, value) = (attribute.text().unwrap_or(""), value.text().unwrap_or(""));
            match name {
                "TAG" => read.tag = Some(Label::intern(value)?),
                "DEP" => read.dep = Some(Label::intern(value)?),
                "POS" => read.pos = Some(Label::intern(value)?),
                "MORPH" => read.morph = Some(MorphId(number(&mut self.morphs, Morph::new(value)))),
                "LEMMA" => read.lemma = Some(LemmaId(number(&mut self.lemmas, value.into()))),
                _ => return Err(Error::format(format!("attribute rules cannot set {name:?}"))),
            }
        }
        Ok(read)
    }
}

/// The place of a value in a list, to which it is added if it is new.
fn number<T: PartialEq>(list: &mut Vec<T>, value: T) -> u16 {
    let place = list.iter().position(|known| *known == value).unwrap_or_else(|| {
        list.push(value);
        list.len() - 1
    });
    place as u16
}

/// What a pattern asks of one token.
fn conditions(token: &Value) -> Result<Vec<Condition>, Error> {
    token.entries().iter().map(|(name, value)| condition(name, value)).collect()
}

fn condition(attribute: &Value, value: &Value) -> Result<Condition, Error> {
    let name = attribute.text().unwrap_or("");
    let unsupported =
        || Error::format(format!("attribute rules cannot ask for {name:?} like this"));
    if let ("IS_SPACE", Value::Bool(wanted)) = (name, value) {
        return Ok(Condition::IsSpace(*wanted));
    }
    let (predicate, operand) = match value.entries() {
        [] => ("IN", std::slice::from_ref(value)),
        [(predicate, operand)] => match operand.items() {
            [] => (predicate.text().unwrap_or(""), std::slice::from_ref(operand)),
            items => (predicate.text().unwrap_or(""), items),
        },
        _ => return Err(unsupported()),
    };
    let texts = operand.iter().map(Value::text).collect::<Option<Vec<_>>>();
    let texts = texts.ok_or_else(unsupported)?;
    let wanted = match (predicate, name, &texts[..]) {
        ("IN", ..) => true,
        ("NOT_IN", ..) => false,
        ("REGEX", "LOWER" | "ORTH" | "TEXT", [text]) => {
            return Ok(Condition::Regex { lower: name == "LOWER", pattern: Pattern::new(text)? });
        }
        _ => return Err(unsupported()),
    };
    let labels = |attribute| {
        let mut values =
            texts.iter().map(|text| Label::intern(text)).collect::<Result<Vec<_>, _>>()?;
        values.sort_unstable();
        values.dedup();
        Ok(Condition::Label { attribute, values, wanted })
    };
    let spelled = |attribute| {
        let mut values: Vec<u64> = texts.iter().map(|text| string_id(text)).collect();
        values.sort_unstable();
        values.dedup();
        Ok(Condition::Spelled { attribute, values, wanted })
    };
    match name {
        "TAG" => labels(Named::Tag),
        "DEP" => labels(Named::Dep),
        "POS" => labels(Named::Pos),
        "ORTH" | "TEXT" => spelled(Spelling::Orth),
        "LOWER" => spelled(Spelling::Lower),
        "NORM" => spelled(Spelling::Norm),
        "SHAPE" => spelled(Spelling::Shape),
        _ => Err(unsupported()),
    }
}
