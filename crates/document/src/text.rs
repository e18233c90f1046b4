//! [`Text`] and [`Span`]: frozen words and the byte ranges that point at them.

use std::{fmt, ops::Range, sync::Arc};

/// Names a document: the hash of its name and frozen text, so it is the same in every run.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocId(pub u64);

impl fmt::Display for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DocId({self})")
    }
}

/// A byte range of one document's text.
///
/// Never empty, and both ends lie between characters: only [`Text::span`] makes one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    doc: DocId,
    start: u32,
    end: u32,
}

impl Span {
    /// The document the span belongs to.
    pub fn doc(self) -> DocId {
        self.doc
    }

    /// Byte offset of the first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Byte offset past the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// The byte range.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Whether the two spans share at least one byte of one document.
    pub fn overlaps(self, other: Span) -> bool {
        self.doc == other.doc && self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside this span (or equals it).
    pub fn contains(self, other: Span) -> bool {
        self.doc == other.doc && self.start <= other.start && other.end <= self.end
    }

    /// The smallest span over both. `None` if they belong to different documents.
    pub fn cover(self, other: Span) -> Option<Span> {
        (self.doc == other.doc).then(|| Span {
            doc: self.doc,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        })
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}..{}", self.doc, self.start, self.end)
    }
}

/// Bytes between two entries of the code-point table: one conversion scans at most this many.
const STRIDE_BYTES: usize = 128;

/// The text of one document, frozen. Furniture is labelled, never cut out, so a span made on the
/// first day points at the same words on the last. Cloning is cheap.
#[derive(Clone)]
pub struct Text {
    id: DocId,
    text: Arc<str>,
    /// Code points before each multiple of [`STRIDE_BYTES`]; empty for pure ASCII.
    code_points: Arc<[u32]>,
}

impl Text {
    /// Freezes a text. Texts of 4 GiB and more are refused by ingest; here they would panic.
    pub fn freeze(id: DocId, text: impl Into<Arc<str>>) -> Text {
        let text: Arc<str> = text.into();
        assert!(u32::try_from(text.len()).is_ok(), "a text is shorter than 4 GiB");
        let code_points = if text.is_ascii() { Vec::new() } else { count_code_points(&text) };
        Text { id, text, code_points: code_points.into() }
    }

    /// The document this is the text of.
    pub fn id(&self) -> DocId {
        self.id
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The span of a byte range, or `None` if it is empty, out of bounds or splits a character.
    pub fn span(&self, range: Range<usize>) -> Option<Span> {
        let words = self.text.get(range.clone())?;
        (!words.is_empty()).then_some(Span {
            doc: self.id,
            start: range.start as u32,
            end: range.end as u32,
        })
    }

    /// Like [`Text::span`], with white space at both ends left out.
    pub fn trimmed_span(&self, range: Range<usize>) -> Option<Span> {
        let words = self.text.get(range.clone())?;
        let start = range.start + (words.len() - words.trim_start().len());
        self.span(start..start + words.trim().len())
    }

    /// The words a span points at. Panics if the span belongs to another document.
    pub fn words(&self, span: Span) -> &str {
        assert_eq!(span.doc, self.id, "span of another document");
        &self.text[span.range()]
    }

    /// A span as Unicode code points, the unit of every exported format.
    pub fn code_points(&self, span: Span) -> Range<usize> {
        self.code_point(span.start())..self.code_point(span.end())
    }

    /// The span of a range of Unicode code points, or `None` if it is empty or out of bounds.
    pub fn from_code_points(&self, range: Range<usize>) -> Option<Span> {
        self.span(self.byte(range.start)?..self.byte(range.end)?)
    }

    fn code_point(&self, byte: usize) -> usize {
        if self.code_points.is_empty() {
            return byte;
        }
        let stride = byte / STRIDE_BYTES;
        let from = stride * STRIDE_BYTES;
        let starts = |b: &&u8| !is_continuation(**b);
        let here = self.text.as_bytes()[from..byte].iter().filter(starts).count();
        self.code_points[stride] as usize + here
    }

    fn byte(&self, code_point: usize) -> Option<usize> {
        if self.code_points.is_empty() {
            return (code_point <= self.text.len()).then_some(code_point);
        }
        let stride = self.code_points.partition_point(|&n| n as usize <= code_point) - 1;
        let from = (stride * STRIDE_BYTES).min(self.text.len());
        let mut left = code_point - self.code_points[stride] as usize;
        for (i, &b) in self.text.as_bytes()[from..].iter().enumerate() {
            if !is_continuation(b) {
                if left == 0 {
                    return Some(from + i);
                }
                left -= 1;
            }
        }
        (left == 0).then_some(self.text.len())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({}, {} bytes)", self.id, self.text.len())
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// Code-point starts before each multiple of the stride, the end of the text included.
fn count_code_points(text: &str) -> Vec<u32> {
    let mut counts = vec![0];
    let mut seen = 0;
    for chunk in text.as_bytes().chunks(STRIDE_BYTES) {
        seen += chunk.iter().filter(|&&b| !is_continuation(b)).count() as u32;
        counts.push(seen);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(words: &str) -> Text {
        Text::freeze(DocId(1), words)
    }

    #[test]
    fn a_span_is_never_empty_and_never_splits_a_letter() {
        let text = text("“useful,” he said");
        assert_eq!(text.span(0..0), None);
        assert_eq!(text.span(1..4), None, "inside the three-byte quotation mark");
        assert_eq!(text.span(3..400), None);
        #[expect(clippy::reversed_empty_ranges)]
        let backwards = 9..3;
        assert_eq!(text.span(backwards), None);
        let span = text.span(3..9).expect("on boundaries");
        assert_eq!(text.words(span), "useful");
        assert_eq!(text.code_points(span), 1..7);
    }

    #[test]
    fn offsets_leave_as_code_points_in_cyrillic_emoji_and_combining_marks() {
        for words in ["Дарчиев прибыл", "a👩‍👩‍👧b 🇫🇷c", "e\u{301}te\u{301} Ze\u{308}", "Zelenskyy"]
        {
            let text = text(words);
            let starts: Vec<usize> = words.char_indices().map(|(i, _)| i).collect();
            for (nth, &byte) in starts.iter().enumerate() {
                let span = text.span(byte..words.len()).expect("a boundary");
                assert_eq!(text.code_points(span), nth..starts.len());
                assert_eq!(text.from_code_points(nth..starts.len()), Some(span));
            }
        }
    }

    #[test]
    fn trimming_leaves_the_words() {
        let text = text("  \n she left\t ");
        let span = text.trimmed_span(0..text.as_str().len()).expect("has words");
        assert_eq!(text.words(span), "she left");
        assert_eq!(text.trimmed_span(0..3), None);
    }

    proptest! {
        #[test]
        fn byte_and_code_point_offsets_round_trip(words in "\\PC{0,400}", a in 0usize..400, b in 0usize..400) {
            let text = text(&words);
            let n = words.chars().count();
            let (a, b) = (a.min(b), a.max(b));
            match text.from_code_points(a..b) {
                Some(span) => {
                    prop_assert_eq!(text.code_points(span), a..b);
                    let expected: String = words.chars().skip(a).take(b - a).collect();
                    prop_assert_eq!(text.words(span), expected);
                }
                None => prop_assert!(a == b || b > n),
            }
        }
    }
}
