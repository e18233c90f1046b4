//! [`Words`]: a document's words as numbers, cheap enough for a thousand documents a second.
//!
//! No language model: a [`Word`] is a run of letters or digits with three hashes (of its spelling,
//! of its stem, of nothing but its sense of number) and what its letters tell of it. [`Background`]
//! says how rare a stem is; stems are the first letters of a word, which suits any language whose
//! words change at their ends.

use crate::keyed::Keyed;
use document::{BlockKind, Document, FurnitureReason};
use language::Vectors;
use std::ops::Range;
use std::sync::LazyLock;

/// Letters of a stem. Fixed 2026-11-21 on the development halves of the story sets; no other tried.
const STEM_CHARS: usize = 6;
/// Most words of a document that are looked at: a long report's first 60 pages.
pub const WORDS_MAX: usize = 30_000;
/// Sentences of the lead.
const LEAD_SENTENCES: u32 = 3;

/// Where a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zone {
    /// In the headline.
    Headline,
    /// In the first sentences.
    Lead,
    /// Elsewhere.
    Body,
}

/// A run of letters or digits.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Bytes of the document's text; both zero for a headline that came beside the text.
    pub start: u32,
    /// Byte past the last.
    pub end: u32,
    /// Hash of the folded spelling.
    pub spelling: u32,
    /// Hash of the first letters.
    pub stem: u32,
    /// Number of its sentence, from 0.
    pub sentence: u32,
    /// Where it stands.
    pub zone: Zone,
    /// Whether it holds a digit.
    pub is_number: bool,
    /// Whether it is a number that can be a year of our time.
    pub is_year: bool,
    /// Whether it is written as a name here: with a capital, and nowhere in small letters.
    pub is_name: bool,
    /// Whether it stands between quotation marks.
    pub is_quoted: bool,
}

/// A document's words in order.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The headline first, then the running text.
    pub list: Vec<Word>,
    /// Sentences among them.
    pub sentences: u32,
}

/// A word's letters, as far as capitals tell.
#[derive(Clone, Copy, Default)]
struct Case {
    small: bool,
    capital_inside: bool,
}

impl Words {
    /// The words of a document's headline and running text; page furniture, captions and credits
    /// are left out. Cost: linear in the text, about 10 MB a second.
    pub fn of(document: &Document) -> Words {
        let mut reader = Reader::default();
        let text = document.text.as_str();
        if document.headline_span().is_none()
            && let Some(title) = &document.metadata.title
        {
            reader.block(title, None, true);
        }
        for block in &document.blocks {
            let is_headline = block.kind == BlockKind::Headline;
            if is_headline || is_read(block.kind) {
                reader.block(&text[block.span.range()], Some(block.span.start()), is_headline);
            }
        }
        reader.finish()
    }

    /// The stems of the words, in order, each once.
    pub fn stems(&self) -> Vec<u32> {
        let mut stems: Vec<u32> = self.list.iter().map(|w| w.stem).collect();
        stems.sort_unstable();
        stems.dedup();
        stems
    }

    /// How many longer words of a range say something by themselves: no names and no numbers.
    pub fn says(&self, range: Range<usize>) -> usize {
        /// Letters from which a word is seldom one of grammar.
        const LETTERS_MIN: u32 = 4;
        let is_long = |w: &&Word| w.end - w.start >= LETTERS_MIN;
        let words = self.list[range].iter().filter(is_long);
        words.filter(|w| !w.is_name && !w.is_number).count()
    }

    /// The words that are part of the text.
    pub fn in_text(&self) -> impl Iterator<Item = &Word> {
        self.list.iter().filter(|w| w.end > 0)
    }
}

#[derive(Default)]
struct Reader {
    words: Words,
    cases: Keyed<u32, Case>,
    capitals: Vec<bool>,
    body_sentences: u32,
    folded: String,
}

impl Reader {
    fn block(&mut self, text: &str, offset: Option<usize>, is_headline: bool) {
        let (mut at_start, mut quoted) = (true, false);
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            if !c.is_alphanumeric() {
                match c {
                    '“' | '«' | '„' => quoted = true,
                    '”' | '»' => quoted = false,
                    '"' => quoted = !quoted,
                    '`' if text[start..].starts_with("``") => quoted = true,
                    '\'' if text[start..].starts_with("''") => quoted = false,
                    '.' | '!' | '?' if ends_sentence(&text[start + 1..]) => {
                        at_start = true;
                        self.end_sentence(is_headline);
                    }
                    _ => {}
                }
                continue;
            }
            let mut end = start + c.len_utf8();
            while let Some(&(at, next)) = chars.peek() {
                let joins = next.is_alphanumeric() || is_combining(next);
                if !joins && !is_inside_number(text, at) {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
            let place = offset.map_or((0, 0), |o| (o + start, o + end));
            self.word(&text[start..end], place, is_headline, at_start, quoted);
            at_start = false;
        }
        self.end_sentence(is_headline);
    }

    fn word(&mut self, word: &str, at: (usize, usize), head: bool, first: bool, quoted: bool) {
        if self.words.list.len() >= WORDS_MAX {
            return;
        }
        fold(word, &mut self.folded);
        let is_number = word.bytes().any(|b| b.is_ascii_digit());
        let spelling = hash(&self.folded);
        let stem = if is_number { spelling } else { hash(stem(&self.folded)) };
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        if !head {
            let case = self.cases.entry(stem).or_default();
            case.small |= !capital;
            case.capital_inside |= capital && !first;
        }
        self.capitals.push(capital);
        let zone = match head {
            true => Zone::Headline,
            false if self.body_sentences < LEAD_SENTENCES => Zone::Lead,
            false => Zone::Body,
        };
        self.words.list.push(Word {
            start: at.0 as u32,
            end: at.1 as u32,
            spelling,
            stem,
            sentence: self.words.sentences,
            zone,
            is_number,
            is_year: is_number && matches!(word.parse(), Ok(1900..=2099_u32)),
            is_name: false,
            is_quoted: quoted,
        });
    }

    fn end_sentence(&mut self, is_headline: bool) {
        if self.words.list.last().is_some_and(|w| w.sentence == self.words.sentences) {
            self.words.sentences += 1;
            self.body_sentences += u32::from(!is_headline);
        }
    }

    fn finish(mut self) -> Words {
        for (word, capital) in self.words.list.iter_mut().zip(self.capitals) {
            let case = self.cases.get(&word.stem).copied().unwrap_or_default();
            word.is_name = capital && !word.is_number && case.capital_inside && !case.small;
        }
        self.words
    }
}

/// Whether a block says something of the matter. The page's own statement of its times does.
fn is_read(kind: BlockKind) -> bool {
    let timestamp = BlockKind::Furniture(FurnitureReason::Timestamp);
    matches!(kind, BlockKind::Paragraph | BlockKind::Subheading) || kind == timestamp
}

/// Whether a mark followed by this ends a sentence: white space, then no small letter.
fn ends_sentence(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['"', '\'', '”', '’', '»', ')']);
    let after = rest.trim_start();
    after.is_empty() || (after.len() < rest.len() && !after.starts_with(char::is_lowercase))
}

/// Whether the byte is a comma or point between two digits.
fn is_inside_number(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes[at], b'.' | b',')
        && at > 0
        && bytes[at - 1].is_ascii_digit()
        && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Small ASCII letters, other scripts and diacritics transliterated; numbers without commas.
fn fold(word: &str, out: &mut String) {
    out.clear();
    if word.is_ascii() {
        out.extend(word.bytes().filter(|b| *b != b',').map(|b| b.to_ascii_lowercase() as char));
    } else {
        out.push_str(&analysis::name::fold_word(word));
    }
}

fn stem(folded: &str) -> &str {
    folded.char_indices().nth(STEM_CHARS).map_or(folded, |(at, _)| &folded[..at])
}

/// FNV-1a, 32 bits, with a last mixing: the same on every machine.
pub(crate) fn hash(word: &str) -> u32 {
    let step = |h: u32, b: u8| (h ^ u32::from(b)).wrapping_mul(0x0100_0193);
    mix(word.bytes().fold(0x811c_9dc5, step))
}

/// Spreads the bits of a hash.
pub(crate) fn mix(mut h: u32) -> u32 {
    h = (h ^ (h >> 16)).wrapping_mul(0x85eb_ca6b);
    h = (h ^ (h >> 13)).wrapping_mul(0xc2b2_ae35);
    h ^ (h >> 16)
}

/// Two hashes as one, in their order.
pub(crate) fn pair(a: u32, b: u32) -> u32 {
    mix(a.rotate_left(7) ^ b.wrapping_mul(0x9e37_79b1))
}

/// Length of the longest common subsequence (Wagner and Fischer 1974). Cost: the product of the
/// lengths.
pub fn in_common(a: &[u32], b: &[u32]) -> usize {
    if let Some(short) = Short::of(a) {
        return short.in_common(b);
    }
    let mut row = vec![0; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row[b.len()]
}

/// Some words, up to as many as a number has bits, ready to be compared with many others.
pub(crate) struct Short {
    len: u32,
    /// By word: a bit for each of its places.
    places: Vec<(u32, u64)>,
}

impl Short {
    /// `None` if there are too many words.
    pub fn of(words: &[u32]) -> Option<Short> {
        let len = u32::try_from(words.len()).ok().filter(|len| *len <= u64::BITS)?;
        let mut places: Vec<(u32, u64)> =
            words.iter().enumerate().map(|(i, word)| (*word, 1 << i)).collect();
        places.sort_unstable();
        places.dedup_by(|b, a| {
            let same = a.0 == b.0;
            a.1 |= if same { b.1 } else { 0 };
            same
        });
        Some(Short { len, places })
    }

    /// As [`in_common`], a row of its table at a time as the bits of a number (Hyyrö 2004). Cost:
    /// the length of the others, and finding each.
    pub fn in_common(&self, others: &[u32]) -> usize {
        let mut row = u64::MAX;
        for word in others {
            if let Ok(at) = self.places.binary_search_by_key(word, |p| p.0) {
                let met = row & self.places[at].1;
                row = row.wrapping_add(met) | (row - met);
            }
        }
        let beyond = u64::MAX.checked_shl(self.len).unwrap_or(0);
        (!row & !beyond).count_ones() as usize
    }
}

/// How rare stems are: a table made from the order of a word-piece vocabulary, which follows
/// frequency, and what was read since.
#[derive(Clone, Debug)]
pub struct Background {
    documents: f32,
    seen: Keyed<u32, f32>,
}

/// Documents that the vocabulary's order counts for, beside those read. Fixed 2026-11-21 on the
/// development halves of the story sets; 1,000 and 10,000 tried.
const PRIOR_DOCUMENTS: f32 = 1000.0;
/// A word at rank r of the vocabulary stands in about 1 - exp(-c/r) of all articles; c fitted by
/// eye to English news, 2026-11-21.
const RANK_SCALE: f32 = 60.0;
/// Rank of a word that the vocabulary does not hold.
const RANK_UNKNOWN: f32 = 60_000.0;
/// Most stems counted; beyond, the rarest half is forgotten.
const STEMS_MAX: usize = 1 << 18;

static PRIOR: LazyLock<Keyed<u32, f32>> = LazyLock::new(|| {
    // Before the words the vocabulary has its single letters, in no order of frequency: they are
    // taken for as common as the commonest word.
    let is_word =
        |word: &str| word.chars().nth(1).is_some() && word.chars().all(char::is_alphabetic);
    let words = || Vectors::english().words().filter(|(word, _)| is_word(word));
    let first = words().map(|(_, rank)| rank).min().unwrap_or(0);
    let mut ranks: Keyed<u32, f32> = Keyed::default();
    let mut folded = String::new();
    for (word, rank) in words() {
        fold(word, &mut folded);
        let best = ranks.entry(hash(stem(&folded))).or_insert(f32::MAX);
        *best = best.min((rank - first) as f32 + 1.0);
    }
    for (letter, _) in Vectors::english().words().filter(|(word, _)| word.chars().count() == 1) {
        fold(letter, &mut folded);
        ranks.insert(hash(&folded), 1.0);
    }
    ranks.values_mut().for_each(|rank| *rank = 1.0 - (-RANK_SCALE / *rank).exp());
    ranks
});

impl Default for Background {
    fn default() -> Background {
        Background { documents: 0.0, seen: Keyed::default() }
    }
}

impl Background {
    /// Counts the stems of one more document.
    pub fn learn(&mut self, words: &Words) {
        self.documents += 1.0;
        for stem in words.stems() {
            *self.seen.entry(stem).or_default() += 1.0;
        }
        if self.seen.len() > STEMS_MAX {
            self.seen.values_mut().for_each(|n| *n /= 2.0);
            self.seen.retain(|_, n| *n >= 1.0);
            self.documents /= 2.0;
        }
    }

    /// What was counted before: documents, and those that have each stem.
    pub fn kept(documents: f32, seen: impl Iterator<Item = (u32, f32)>) -> Background {
        Background { documents, seen: seen.collect() }
    }

    /// How many documents were counted. Falls when the rarest stems are forgotten.
    pub fn documents(&self) -> f32 {
        self.documents
    }

    /// How many documents have each stem, in no order.
    pub fn counts(&self) -> impl Iterator<Item = (u32, f32)> {
        self.seen.iter().map(|(stem, n)| (*stem, *n))
    }

    /// Natural logarithm of all documents over those with the stem of a word.
    pub fn rarity_of(&self, word: &str) -> f32 {
        let mut folded = String::new();
        fold(word, &mut folded);
        self.rarity(hash(stem(&folded)))
    }

    /// Natural logarithm of all documents over those with the stem.
    pub fn rarity(&self, stem: u32) -> f32 {
        let unknown = RANK_SCALE / RANK_UNKNOWN;
        let prior = PRIOR.get(&stem).copied().unwrap_or(unknown) * PRIOR_DOCUMENTS;
        let seen = self.seen.get(&stem).copied().unwrap_or(0.0);
        ((PRIOR_DOCUMENTS + self.documents) / (prior + seen)).max(1.0).ln()
    }
}

/// How rare a word is, given as written.
pub(crate) fn rarity(background: &Background, word: &str) -> f32 {
    let mut folded = String::new();
    fold(word, &mut folded);
    background.rarity(hash(stem(&folded)))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use lexicon::Lexicon;

    /// The words of a text.
    pub fn words(text: &str) -> Words {
        let ingested = ingest::read("story.txt", text.as_bytes(), Lexicon::english());
        Words::of(&ingested.documents[0])
    }

    #[test]
    fn numbers_keep_their_points_and_lose_their_commas() {
        let (a, b) = (words("It cost 1,250.5 crowns."), words("It cost 1250.5 crowns."));
        assert_eq!(a.list[2].spelling, b.list[2].spelling);
        assert!(a.list[2].is_number && !a.list[3].is_number);
    }

    #[test]
    fn a_capital_at_the_start_of_a_sentence_is_no_name() {
        let words = words("Rain fell on Merrow. Merrow was wet. Rain is rare there.");
        let names: Vec<bool> = words.list.iter().map(|w| w.is_name).collect();
        let expected = [false, false, false, true, true, false, false, false, false, false, false];
        assert_eq!(names, expected);
        assert_eq!(words.sentences, 3);
    }

    #[test]
    fn words_in_common_are_counted_in_their_order_however_many_there_are() {
        assert_eq!(in_common(&[1, 2, 3, 4], &[9, 2, 1, 4, 3]), 2);
        assert_eq!(in_common(&[], &[1]) + in_common(&[1], &[]), 0);
        let mut number = 7_u32;
        let mut some = |n: usize| -> Vec<u32> {
            let next = |_| {
                number = mix(number + 1);
                number % 9
            };
            (0..n).map(next).collect()
        };
        for (n, m) in [(5, 9), (63, 70), (64, 64), (64, 3), (40, 200)] {
            let (a, b) = (some(n), some(m));
            let long = vec![99; 65];
            let padded: Vec<u32> = a.iter().chain(&long).copied().collect();
            assert_eq!(in_common(&a, &b), in_common(&padded, &b), "{n} {m}");
        }
    }

    #[test]
    fn words_in_quotation_marks_are_marked() {
        let words = words("She said: “never again” and left.");
        let quoted: Vec<bool> = words.list.iter().map(|w| w.is_quoted).collect();
        assert_eq!(quoted, [false, false, true, true, false, false]);
    }

    #[test]
    fn rare_words_are_rarer_than_common_ones() {
        let mut background = Background::default();
        let rarity = |b: &Background, word| b.rarity(hash(stem(word)));
        assert!(rarity(&background, "quarry") > rarity(&background, "the") + 3.0);
        let before = rarity(&background, "quarry");
        (0..200).for_each(|_| background.learn(&words("The quarry.")));
        assert!(rarity(&background, "quarry") < before);
    }
}
