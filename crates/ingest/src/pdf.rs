//! PDF files: their text, page by page, as far as `lopdf` can tell it.
//!
//! Characters of fonts without a table to Unicode are lost, and pictures of text are not read. A
//! file that holds no text that could be read is a notice.

use crate::{Body, Ingested, Origin, documents, hex_sha256};
use document::{Metadata, Notice, NoticeCode};
use lexicon::Lexicon;

/// How a PDF file begins.
const MARK: &[u8] = b"%PDF-";

/// Largest file that is read, in bytes.
const FILE_BYTES_MAX: usize = 64 << 20;

/// Most pages that are read.
const PAGES_MAX: usize = 2_000;

/// The share of lines, in percent, that are no longer than a full line; and the share of its length
/// from which a line counts as full. Both as in columns set flush left; not tuned on a set.
const WIDE_SHARE: usize = 80;
const FULL_SHARE: usize = 80;

/// Reads a file if it is a PDF. Cost: linear in its unpacked size.
pub(crate) fn read(path: &str, bytes: &[u8], lexicon: &Lexicon, out: &mut Ingested) -> bool {
    if !bytes.starts_with(MARK) {
        return false;
    }
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    match text_of(bytes) {
        Err(message) => out.notices.push(Notice::new(NoticeCode::NoMainText, path, message)),
        Ok((text, is_cut)) => {
            if is_cut {
                let message = format!("only the first {PAGES_MAX} pages were read");
                out.notices.push(Notice::new(NoticeCode::TooLong, path, message));
            }
            let from = Origin { name, path, sha256: hex_sha256(bytes) };
            let metadata = Metadata::default();
            let body = Body::plain(text);
            out.documents.extend(documents(from, body, metadata, lexicon, &mut out.notices));
        }
    }
    true
}

/// The text of the pages, and whether some were left out.
fn text_of(bytes: &[u8]) -> Result<(String, bool), String> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(format!("a PDF of more than {FILE_BYTES_MAX} bytes"));
    }
    let file = lopdf::Document::load_mem(bytes).map_err(|error| format!("a PDF: {error}"))?;
    let pages: Vec<u32> = file.get_pages().keys().copied().collect();
    let read = &pages[..pages.len().min(PAGES_MAX)];
    let texts = read.iter().filter_map(|page| file.extract_text(&[*page]).ok());
    let text = paragraphs(&texts.collect::<Vec<_>>().join("\n\n"));
    match text.chars().any(char::is_alphabetic) {
        true => Ok((text, pages.len() > PAGES_MAX)),
        false => Err("a PDF without text that could be read".into()),
    }
}

/// Lines of a page put together: one that ends well before the others do ends a paragraph, as does
/// one before a blank line. A word broken at the end of a line is mended.
fn paragraphs(text: &str) -> String {
    let lengths = text.lines().map(|line| line.trim().chars().count()).filter(|n| *n > 0);
    let mut lengths: Vec<usize> = lengths.collect();
    lengths.sort_unstable();
    let wide = lengths.get(lengths.len() * WIDE_SHARE / 100).copied().unwrap_or_default();
    let mut joined = String::with_capacity(text.len());
    let mut is_open = false;
    for line in text.lines().map(str::trim) {
        let breaks = joined.ends_with('-') && line.starts_with(char::is_lowercase);
        match is_open {
            true if line.is_empty() => joined.push_str("\n\n"),
            true if breaks => joined.truncate(joined.len() - 1),
            true => joined.push(' '),
            false => {}
        }
        joined.push_str(line);
        is_open = line.chars().count() * 100 >= wide * FULL_SHARE;
        if !is_open && !line.is_empty() {
            joined.push_str("\n\n");
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PDF of one page with some lines of text.
    fn file(lines: &[&str]) -> Vec<u8> {
        use lopdf::{Document, Object, Stream, dictionary};
        let mut file = Document::with_version("1.5");
        let pages = file.new_object_id();
        let font = file.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier",
        });
        let fonts = dictionary! { "Font" => dictionary! { "F1" => font } };
        let shown: String = lines.iter().map(|line| format!("({line}) Tj 0 -20 Td ")).collect();
        let content = format!("BT /F1 12 Tf 50 700 Td {shown} ET");
        let content = file.add_object(Stream::new(dictionary! {}, content.into_bytes()));
        let page = file.add_object(dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => fonts,
        });
        let kids = vec![Object::from(page)];
        let tree = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 1 };
        file.objects.insert(pages, Object::Dictionary(tree));
        let root = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        file.trailer.set("Root", root);
        let mut bytes = Vec::new();
        file.save_to(&mut bytes).expect("a vector takes all");
        bytes
    }

    #[test]
    fn the_text_of_a_pdf_is_a_document() {
        let bytes = file(&["The railway will reopen in May, the ministry said."]);
        let ingested = crate::read("x.pdf", &bytes, Lexicon::english());
        assert_eq!(ingested.notices, []);
        let text = ingested.documents[0].text.as_str();
        assert!(text.contains("The railway will reopen in May, the ministry said."), "{text}");
    }

    #[test]
    fn lines_become_paragraphs_where_one_ends_early() {
        let page = "Rail line to reopen\nBy Ade Okoro\nThe border railway will reopen in May, the two \n\
            governments said after a day of talks in Orsk, the val-\nley town. Nobody was hurt.\n\
            Engineers still have to test two bridges before anyone\ncan be carried.\n\nTomorrow.";
        let expected = "Rail line to reopen\n\nBy Ade Okoro\n\nThe border railway will reopen in May, \
            the two governments said after a day of talks in Orsk, the valley town. Nobody was \
            hurt.\n\nEngineers still have to test two bridges before anyone can be carried.\n\n\
            Tomorrow.";
        assert_eq!(paragraphs(page).trim_end(), expected);
        assert_eq!(paragraphs(""), "");
    }

    #[test]
    fn a_broken_or_empty_pdf_is_a_notice() {
        let whole = file(&[]);
        for bytes in [&whole[..], b"%PDF-1.5 nothing".as_slice(), &whole[..whole.len() / 2]] {
            let ingested = crate::read("x.pdf", bytes, Lexicon::english());
            assert!(ingested.documents.is_empty());
            assert_eq!(ingested.notices.len(), 1);
        }
    }
}
