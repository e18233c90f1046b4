//! Reads MessagePack, the format in which spaCy stores weights, rules and lookup tables.
//!
//! [`Value`] borrows its strings and binaries from the input. Arrays of numbers, which spaCy
//! writes as maps with the keys `nd`, `type`, `shape` and `data`, are read by [`Value::array`].
//! The input is not trusted: lengths are checked against what is left, depth is bounded.

use crate::Error;

/// Nesting deeper than this is refused; spaCy's own files stay below ten.
const MAX_DEPTH: usize = 32;

/// One MessagePack value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'a> {
    Nil,
    Bool(bool),
    Int(i64),
    /// Integers above `i64::MAX`, for example string ids.
    UInt(u64),
    Float(f64),
    Str(&'a str),
    Bin(&'a [u8]),
    Array(Vec<Value<'a>>),
    Map(Vec<(Value<'a>, Value<'a>)>),
}

/// An array of 32-bit floats with its shape.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Array {
    pub shape: Vec<usize>,
    pub data: Vec<f32>,
}

impl<'a> Value<'a> {
    /// Reads one value that fills `bytes`.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Error> {
        let mut input = Input { bytes };
        let value = input.value(0)?;
        if !input.bytes.is_empty() {
            return Err(Error::format("bytes after the end of a MessagePack value"));
        }
        Ok(value)
    }

    /// The value under a string or binary `key` of a map.
    pub fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.entries().iter().find(|(k, _)| k.text() == Some(key)).map(|(_, v)| v)
    }

    /// Like [`Value::get`], with an error that names the key.
    pub fn need(&self, key: &str) -> Result<&Value<'a>, Error> {
        self.get(key).ok_or_else(|| Error::format(format!("key {key:?} is missing")))
    }

    /// The text of a string, or of a binary that is UTF-8.
    pub fn text(&self) -> Option<&'a str> {
        match self {
            Value::Str(s) => Some(s),
            Value::Bin(b) => std::str::from_utf8(b).ok(),
            _ => None,
        }
    }

    /// The bytes of a binary or a string.
    pub fn bytes(&self) -> Option<&'a [u8]> {
        match self {
            Value::Bin(b) => Some(b),
            Value::Str(s) => Some(s.as_bytes()),
            _ => None,
        }
    }

    /// A non-negative integer.
    pub fn uint(&self) -> Option<u64> {
        match self {
            Value::Int(i) => u64::try_from(*i).ok(),
            Value::UInt(u) => Some(*u),
            _ => None,
        }
    }

    /// The elements of an array; empty for anything else.
    pub fn items(&self) -> &[Value<'a>] {
        if let Value::Array(items) = self { items } else { &[] }
    }

    /// The entries of a map in file order; empty for anything else.
    pub fn entries(&self) -> &[(Value<'a>, Value<'a>)] {
        if let Value::Map(entries) = self { entries } else { &[] }
    }

    /// A numpy array of little-endian 32-bit floats.
    pub fn array(&self) -> Result<Array, Error> {
        if self.need("type")?.text() != Some("<f4") {
            return Err(Error::format("an array is not of 32-bit floats"));
        }
        let shape: Vec<usize> = (self.need("shape")?.items().iter())
            .map(|n| n.uint().and_then(|n| usize::try_from(n).ok()).unwrap_or(0))
            .collect();
        let bytes = self.need("data")?.bytes().unwrap_or_default();
        let data = floats(bytes);
        let size = shape.iter().try_fold(1usize, |size, n| size.checked_mul(*n));
        if size != Some(data.len()) {
            return Err(Error::format("an array has another size than its shape says"));
        }
        Ok(Array { shape, data })
    }
}

/// Little-endian 32-bit floats; bytes left over are ignored.
pub(crate) fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.chunks_exact(4).map(|c| f32::from_le_bytes([c[0], c[1], c[2], c[3]])).collect()
}

struct Input<'a> {
    bytes: &'a [u8],
}

impl<'a> Input<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], Error> {
        let (head, tail) = self
            .bytes
            .split_at_checked(n)
            .ok_or_else(|| Error::format("a MessagePack value is cut off"))?;
        self.bytes = tail;
        Ok(head)
    }

    /// A big-endian unsigned integer of `n` bytes.
    fn uint(&mut self, n: usize) -> Result<u64, Error> {
        Ok(self.take(n)?.iter().fold(0, |value, b| value << 8 | u64::from(*b)))
    }

    /// A big-endian two's-complement integer of `n` bytes.
    fn int(&mut self, n: usize) -> Result<i64, Error> {
        let unused = 64 - 8 * n as u32;
        Ok((self.uint(n)? << unused) as i64 >> unused)
    }

    fn length(&mut self, n: usize) -> Result<usize, Error> {
        usize::try_from(self.uint(n)?).map_err(|_| Error::format("a length does not fit"))
    }

    fn text(&mut self, n: usize) -> Result<Value<'a>, Error> {
        let text = std::str::from_utf8(self.take(n)?);
        Ok(Value::Str(text.map_err(|_| Error::format("a string is not UTF-8"))?))
    }

    fn array(&mut self, n: usize, depth: usize) -> Result<Value<'a>, Error> {
        // Every element takes a byte at least, so a false length cannot reserve much.
        let mut items = Vec::with_capacity(n.min(self.bytes.len()).min(1 << 10));
        for _ in 0..n {
            items.push(self.value(depth + 1)?);
        }
        Ok(Value::Array(items))
    }

    fn map(&mut self, n: usize, depth: usize) -> Result<Value<'a>, Error> {
        let mut entries = Vec::with_capacity(n.min(self.bytes.len()).min(1 << 10));
        for _ in 0..n {
            entries.push((self.value(depth + 1)?, self.value(depth + 1)?));
        }
        Ok(Value::Map(entries))
    }

    fn value(&mut self, depth: usize) -> Result<Value<'a>, Error> {
        if depth > MAX_DEPTH {
            return Err(Error::format("a MessagePack value is nested too deep"));
        }
        let lead = self.take(1)?[0];
        match lead {
            0x00..=0x7f => Ok(Value::Int(i64::from(lead))),
            0x80..=0x8f => self.map(usize::from(lead & 0x0f), depth),
            0x90..=0x9f => self.array(usize::from(lead & 0x0f), depth),
            0xa0..=0xbf => self.text(usize::from(lead & 0x1f)),
            0xc0 => Ok(Value::Nil),
            0xc2 => Ok(Value::Bool(false)),
            0xc3 => Ok(Value::Bool(true)),
            0xc4..=0xc6 => {
                let n = self.length(1 << (lead - 0xc4))?;
                Ok(Value::Bin(self.take(n)?))
            }
            0xca => Ok(Value::Float(f64::from(f32::from_bits(self.uint(4)? as u32)))),
            0xcb => Ok(Value::Float(f64::from_bits(self.uint(8)?))),
            0xcc..=0xcf => {
                let value = self.uint(1 << (lead - 0xcc))?;
                Ok(i64::try_from(value).map_or(Value::UInt(value), Value::Int))
            }
            0xd0..=0xd3 => Ok(Value::Int(self.int(1 << (lead - 0xd0))?)),
            0xd9..=0xdb => {
                let n = self.length(1 << (lead - 0xd9))?;
                self.text(n)
            }
            0xdc | 0xdd => {
                let n = self.length(2 << (lead - 0xdc))?;
                self.array(n, depth)
            }
            0xde | 0xdf => {
                let n = self.length(2 << (lead - 0xde))?;
                self.map(n, depth)
            }
            0xe0..=0xff => Ok(Value::Int(i64::from(lead as i8))),
            _ => Err(Error::format("an extension type is not supported")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_value_is_read() {
        let bytes = b"\x86\xa1a\x01\xa1b\xff\xa1c\xcd\x01\x00\xa1d\xc4\x02xy\xa1e\x92\xc0\xc3\
                      \xa1f\xcf\xff\xff\xff\xff\xff\xff\xff\xff";
        let value = Value::parse(bytes).unwrap();
        assert_eq!(value.get("a"), Some(&Value::Int(1)));
        assert_eq!(value.get("b"), Some(&Value::Int(-1)));
        assert_eq!(value.get("c").and_then(Value::uint), Some(256));
        assert_eq!(value.get("d").and_then(Value::text), Some("xy"));
        assert_eq!(value.get("e").unwrap().items(), [Value::Nil, Value::Bool(true)]);
        assert_eq!(value.get("f").and_then(Value::uint), Some(u64::MAX));
    }

    #[test]
    fn a_false_length_is_an_error_and_reserves_nothing() {
        for bytes in [&b"\xdf\xff\xff\xff\xff\x01"[..], b"\xdd\xff\xff\xff\xff", b"\xc6\xff\0\0\0"]
        {
            assert!(Value::parse(bytes).is_err());
        }
    }

    #[test]
    fn nesting_is_bounded() {
        assert!(Value::parse(&[0x91; 1 << 20]).is_err());
    }
}
