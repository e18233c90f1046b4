//! The compact model file: named sections of little-endian numbers and strings.
//!
//! ```text
//! "SSLM" | version u32 | number of sections u32
//! | for each section: name [u8; 16], start u64, length u64 | the sections
//! ```
//!
//! Names are padded with zeros, starts count from the beginning of the file. Inside a section:
//! integers are little-endian, a string is its length in bytes as `u32` and its UTF-8, a matrix is
//! its rows of 16-bit fixed-point numbers ([`fixed`]). [`Writer`] builds a section,
//! [`Reader`] reads one with every length checked, [`Container`] is a whole file.

use std::borrow::Cow;
use std::ops::{Deref, Range};
use std::sync::Arc;

use crate::Error;
use crate::fixed;

const MAGIC: &[u8; 4] = b"SSLM";
const VERSION: u32 = 1;
const NAME: usize = 16;
const ENTRY: usize = NAME + 16;
/// Bits of a number in a matrix.
const MATRIX_BITS: u32 = 16;
/// More sections than this are refused.
const MAX_SECTIONS: usize = 64;

/// Bytes of a file that are used where they lie, shared and never copied.
#[derive(Clone)]
pub(crate) struct Blob {
    whole: Arc<Cow<'static, [u8]>>,
    range: Range<usize>,
}

impl Deref for Blob {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.whole[self.range.clone()]
    }
}

/// A compact file opened for reading.
pub(crate) struct Container {
    whole: Arc<Cow<'static, [u8]>>,
    sections: Vec<(String, Range<usize>)>,
}

impl Container {
    pub fn open(whole: Cow<'static, [u8]>) -> Result<Self, Error> {
        let whole = Arc::new(whole);
        let mut header = Reader::new(&whole);
        if header.bytes(4)? != MAGIC {
            return Err(Error::format("this is not a compact model file"));
        }
        if header.u32()? != VERSION {
            return Err(Error::format("the compact file is of another version"));
        }
        let count = header.u32()? as usize;
        if count > MAX_SECTIONS {
            return Err(Error::format("too many sections"));
        }
        let mut sections = Vec::with_capacity(count);
        for _ in 0..count {
            let name = header.bytes(NAME)?;
            let name = String::from_utf8_lossy(name).trim_end_matches('\0').to_string();
            let (start, length) = (header.u64()?, header.u64()?);
            let end = start.checked_add(length).filter(|end| *end <= whole.len() as u64);
            let end = end.ok_or_else(|| Error::format(format!("section {name} is cut off")))?;
            sections.push((name, start as usize..end as usize));
        }
        Ok(Self { whole, sections })
    }

    /// The whole file.
    pub fn whole(&self) -> Blob {
        Blob { whole: self.whole.clone(), range: 0..self.whole.len() }
    }

    /// Names and places of the sections, in file order.
    #[cfg(test)]
    pub fn sections(&self) -> &[(String, Range<usize>)] {
        &self.sections
    }

    /// A section as bytes that stay where they are; `None` if there is none of that name.
    pub fn blob(&self, name: &str) -> Option<Blob> {
        let (_, range) = self.sections.iter().find(|(n, _)| n == name)?;
        Some(Blob { whole: self.whole.clone(), range: range.clone() })
    }

    /// A reader over a section that must be there.
    pub fn reader(&self, name: &str) -> Result<Reader<'_>, Error> {
        let found = self.sections.iter().find(|(n, _)| n == name);
        let (_, range) = found.ok_or_else(|| Error::format(format!("section {name} missing")))?;
        Ok(Reader::new(&self.whole[range.clone()]))
    }
}

/// Puts sections together into a file. Names have at most 16 bytes.
pub(crate) fn assemble(sections: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut header = Writer::default();
    header.raw(MAGIC);
    header.u32(VERSION);
    header.u32(sections.len() as u32);
    let mut start = header.0.len() + sections.len() * ENTRY;
    for (name, body) in sections {
        let mut padded = [0; NAME];
        padded[..name.len()].copy_from_slice(name.as_bytes());
        header.raw(&padded);
        header.u64(start as u64);
        header.u64(body.len() as u64);
        start += body.len();
    }
    let mut file = header.0;
    for (_, body) in sections {
        file.extend_from_slice(body);
    }
    file
}

/// Builds the body of a section.
#[derive(Default)]
pub(crate) struct Writer(pub Vec<u8>);

impl Writer {
    pub fn u8(&mut self, value: u8) {
        self.0.push(value);
    }

    pub fn u16(&mut self, value: u16) {
        self.raw(&value.to_le_bytes());
    }

    pub fn u32(&mut self, value: u32) {
        self.raw(&value.to_le_bytes());
    }

    pub fn u64(&mut self, value: u64) {
        self.raw(&value.to_le_bytes());
    }

    pub fn str(&mut self, text: &str) {
        self.u32(text.len() as u32);
        self.raw(text.as_bytes());
    }

    /// A matrix of rows of `width` numbers.
    pub fn matrix(&mut self, values: &[f32], width: usize) {
        fixed::write_rows(values, width, MATRIX_BITS, self);
    }

    pub fn raw(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }
}

/// Reads a section from its beginning to its end.
#[derive(Clone)]
pub(crate) struct Reader<'a> {
    left: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { left: bytes }
    }

    pub fn bytes(&mut self, n: usize) -> Result<&'a [u8], Error> {
        let (head, tail) =
            self.left.split_at_checked(n).ok_or_else(|| Error::format("a section is cut off"))?;
        self.left = tail;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        Ok(self.bytes(N)?.try_into().expect("the slice has N bytes"))
    }

    pub fn u8(&mut self) -> Result<u8, Error> {
        Ok(self.array::<1>()?[0])
    }

    pub fn u16(&mut self) -> Result<u16, Error> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    pub fn u32(&mut self) -> Result<u32, Error> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    pub fn u64(&mut self) -> Result<u64, Error> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    pub fn str(&mut self) -> Result<&'a str, Error> {
        let n = self.u32()? as usize;
        std::str::from_utf8(self.bytes(n)?).map_err(|_| Error::format("a string is not UTF-8"))
    }

    /// The number of elements of a list, each of which takes `size` bytes at least.
    pub fn count(&mut self, size: usize) -> Result<usize, Error> {
        let n = self.u32()? as usize;
        if n.checked_mul(size).is_none_or(|bytes| bytes > self.left.len()) {
            return Err(Error::format("a list is longer than its section"));
        }
        Ok(n)
    }

    /// A matrix of `rows` rows of `width` numbers, row by row.
    pub fn matrix(&mut self, rows: usize, width: usize) -> Result<Vec<f32>, Error> {
        if width == 0 {
            return Err(Error::format("a matrix has no columns"));
        }
        let size = fixed::row_size(width, MATRIX_BITS);
        let bytes = rows.checked_mul(size).ok_or_else(|| Error::format("a matrix is too large"))?;
        let bytes = self.bytes(bytes)?;
        let mut values = vec![0.0; rows * width];
        for (row, values) in bytes.chunks_exact(size).zip(values.chunks_exact_mut(width)) {
            fixed::add_row(row, MATRIX_BITS, values);
        }
        Ok(values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let mut writer = Writer::default();
        writer.u16(7);
        writer.str("né");
        writer.matrix(&[0.5, -2.0, 1.0, 0.0], 2);
        let file = assemble(&[("first", writer.0), ("second", vec![9])]);
        let file = Container::open(Cow::Owned(file)).unwrap();
        let mut reader = file.reader("first").unwrap();
        assert_eq!(reader.u16().unwrap(), 7);
        assert_eq!(reader.str().unwrap(), "né");
        let matrix = reader.matrix(2, 2).unwrap();
        assert!((matrix[0] - 0.5).abs() < 1e-4);
        assert_eq!(matrix[1..], [-2.0, 1.0, 0.0]);
        assert!(reader.u8().is_err());
        assert_eq!(&*file.blob("second").unwrap(), [9]);
        assert!(file.blob("third").is_none());
    }

    #[test]
    fn a_file_cut_anywhere_is_an_error_or_has_whole_sections() {
        let file = assemble(&[("one", vec![1, 2, 3]), ("two", vec![4])]);
        for end in 0..file.len() {
            assert!(Container::open(Cow::Owned(file[..end].to_vec())).is_err(), "{end}");
        }
    }

    #[test]
    fn a_false_size_is_refused_before_memory_is_reserved() {
        assert!(Reader::new(&[255, 255, 255, 255, 0]).count(1).is_err());
        assert!(Reader::new(&[0; 9]).matrix(usize::MAX / 8, 1 << 20).is_err());
    }
}
