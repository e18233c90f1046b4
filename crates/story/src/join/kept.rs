//! A [`Profile`] as bytes, so that stories can be gone on with in another run.

use super::{Count, Counts, Profile};
use crate::sparse::Sparse;
use std::sync::Arc;

/// Of this form of the bytes; what is of another form is not read.
const FORM: u8 = 3;

impl Profile {
    /// The profile as bytes: weights bit for bit, so that it decides the same when read again.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![FORM];
        for number in [self.day.unwrap_or(f32::NAN), self.words] {
            bytes.extend(number.to_le_bytes());
        }
        for sparse in self.parts() {
            bytes.extend((sparse.len() as u32).to_le_bytes());
            bytes.extend(sparse.norm().to_le_bytes());
            for (term, weight) in sparse.entries() {
                bytes.extend(term.to_le_bytes());
                bytes.extend(weight.to_le_bytes());
            }
        }
        bytes.extend(self.counts.to_bytes());
        bytes
    }

    /// The profile that [`Profile::to_bytes`] wrote. `None` if it did not.
    pub fn from_bytes(bytes: &[u8]) -> Option<Profile> {
        let (form, mut rest) = bytes.split_first()?;
        if *form != FORM {
            return None;
        }
        let (day, words) = (f32::from_bits(number(&mut rest)?), f32::from_bits(number(&mut rest)?));
        let mut part = || {
            let (n, norm) = (number(&mut rest)? as usize, f32::from_bits(number(&mut rest)?));
            if n > rest.len() / 8 {
                return None;
            }
            let entry = |_| Some((number(&mut rest)?, f32::from_bits(number(&mut rest)?)));
            let entries: Option<Vec<(u32, f32)>> = (0..n).map(entry).collect();
            Some(Sparse::kept(entries?, norm))
        };
        let (terms, lead, names) = (part()?, part()?, part()?);
        let (lead_names, years, numbers, rare) = (part()?, part()?, part()?, part()?);
        let day = Some(day).filter(|day| !day.is_nan());
        let counts = Arc::new(Counts::from_bytes(&mut rest, words)?);
        Some(Profile { terms, lead, names, lead_names, years, numbers, rare, day, words, counts })
    }

    fn parts(&self) -> [&Sparse; 7] {
        let Profile { terms, lead, names, lead_names, years, numbers, rare, .. } = self;
        [terms, lead, names, lead_names, years, numbers, rare]
    }
}

impl Counts {
    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        bytes.extend((self.list.len() as u32).to_le_bytes());
        for count in &self.list {
            bytes.extend(count.stem.to_le_bytes());
            for times in [count.all, count.lead, count.year] {
                bytes.extend(times.to_le_bytes());
            }
            let kinds = [count.is_name, count.is_number, count.is_year];
            let kinds = kinds.iter().fold(0, |all, is| all << 1 | u32::from(*is));
            bytes.extend(kinds.to_le_bytes());
        }
        bytes.extend((self.pairs.len() as u32).to_le_bytes());
        for stem in self.pairs.iter().flat_map(|(a, b)| [a, b]) {
            bytes.extend(stem.to_le_bytes());
        }
        bytes
    }

    fn from_bytes(rest: &mut &[u8], words: f32) -> Option<Counts> {
        let n = number(rest)? as usize;
        if n > rest.len() / 20 {
            return None;
        }
        let mut list = Vec::with_capacity(n);
        for _ in 0..n {
            let stem = number(rest)?;
            let mut times = || Some(f32::from_bits(number(rest)?));
            let (all, lead, year) = (times()?, times()?, times()?);
            let kinds = number(rest)?;
            let is = |bit: u32| kinds & bit > 0;
            let (is_name, is_number, is_year) = (is(4), is(2), is(1));
            list.push(Count { stem, all, lead, year, is_name, is_number, is_year });
        }
        let n = number(rest)? as usize;
        if n > rest.len() / 8 {
            return None;
        }
        let pairs: Option<Vec<(u32, u32)>> =
            (0..n).map(|_| Some((number(rest)?, number(rest)?))).collect();
        Some(Counts { list, pairs: pairs?, words })
    }
}

/// The next four bytes.
fn number(rest: &mut &[u8]) -> Option<u32> {
    let (four, after) = rest.split_first_chunk::<4>()?;
    *rest = after;
    Some(u32::from_le_bytes(*four))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::{Background, tests::words};

    #[test]
    fn a_profile_comes_back_from_its_bytes_bit_for_bit() {
        let read = words("The Halden mill burned in 1987. Anna Brandt sent 40 firemen to Halden.");
        for day in [None, Some(6_500.25)] {
            let profile = Profile::new(&read, day, &Background::default());
            let bytes = profile.to_bytes();
            let again = Profile::from_bytes(&bytes).expect("read");
            assert_eq!(again.to_bytes(), bytes);
            assert_eq!((again.day, again.names.len()), (day, profile.names.len()));
            assert_eq!(again.terms.cosine(&profile.terms), 1.0);
            (0..bytes.len()).for_each(|n| assert!(Profile::from_bytes(&bytes[..n]).is_none()));
        }
        assert!(Profile::from_bytes(&[9; 40]).is_none());
    }
}
