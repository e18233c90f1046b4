//! Bytes to text: byte order marks, UTF-8, and the legacy encodings of the web.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use document::{Notice, NoticeCode};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// Largest share of control characters in a text. Text files measured hold none; compiled files,
/// pictures and archives hold 5 % and more (2026-11, by hand, 1 % to 10 % tried: no difference).
const CONTROL_SHARE_MAX: f64 = 0.02;

/// Bytes looked at to tell text from binary data.
const SNIFF_BYTES: usize = 64 << 10;

/// Bytes searched for an encoding declared by an HTML page.
const DECLARATION_BYTES: usize = 1024;

/// The text of the bytes, with a notice if some were not valid; or a notice that there is none.
pub(crate) fn decode(bytes: &[u8]) -> Result<(String, Option<Notice>), Notice> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(decode_as(encoding, &bytes[mark..]));
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return Ok(decode_as(encoding, bytes));
    }
    if is_binary(bytes) {
        let message = "not text, and in no format known here";
        return Err(Notice::new(NoticeCode::Binary, "", message));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((text.to_string(), None)),
        Err(_) => Ok(decode_as(declared(bytes).unwrap_or_else(|| guess(bytes)), bytes)),
    }
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> (String, Option<Notice>) {
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    let notice = replaced.then(|| {
        let n = text.matches('\u{FFFD}').count();
        let message = format!("{n} places are not valid {} and were replaced", encoding.name());
        Notice::new(NoticeCode::Encoding, "", message)
    });
    (text.into_owned(), notice)
}

/// The encoding an HTML or XML head declares.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(DECLARATION_BYTES)].to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let after = ["charset=", "encoding="].iter().find_map(|key| head.split_once(key))?.1;
    let label = after.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c)));
    Encoding::for_label(&label.as_bytes()[..end.unwrap_or(label.len())])
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(SNIFF_BYTES)];
    let control = |b: &&u8| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B);
    let n_control = head.iter().filter(control).count();
    bytes.starts_with(b"%PDF-")
        || head.contains(&0)
        || n_control as f64 > CONTROL_SHARE_MAX * head.len() as f64
}

/// UTF-16 shows as zeros at every other byte of Western text.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(SNIFF_BYTES) & !1];
    let pairs = head.len() / 2;
    let zeros = |at: usize| head.iter().skip(at).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match pairs {
        0..4 => None,
        _ if odd * 10 > pairs * 7 && even == 0 => Some(UTF_16LE),
        _ if even * 10 > pairs * 7 && odd == 0 => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(bytes: &[u8]) -> String {
        decode(bytes).expect("text").0
    }

    #[test]
    fn legacy_encodings_become_text() {
        assert_eq!(text_of("“Да”, сказал он".as_bytes()), "“Да”, сказал он");
        assert_eq!(text_of(b"\xEF\xBB\xBFmark"), "mark");
        assert_eq!(text_of(b"\xFF\xFEh\0i\0"), "hi");
        assert_eq!(text_of(b"h\0e\0l\0l\0o\0 \0y\0o\0u\0"), "hello you");
        assert_eq!(
            text_of(b"The caf\xE9 re-opened on Monday, the owner said."),
            "The café re-opened on Monday, the owner said."
        );
        let (russian, _, _) = encoding_rs::WINDOWS_1251.encode("Переговоры продлились четыре часа");
        assert_eq!(text_of(&russian), "Переговоры продлились четыре часа");
        let page = b"<meta charset=\"windows-1250\"><p>\x8Aport</p>";
        assert!(text_of(page).ends_with("Šport</p>"));
    }

    #[test]
    fn broken_utf8_is_replaced_and_said() {
        let (text, notice) = decode(b"<meta charset=utf-8><p>na\xFFve \xE2\x82</p>").expect("text");
        assert!(text.contains("na\u{FFFD}ve"));
        assert_eq!(notice.expect("said").code, NoticeCode::Encoding);
    }
}
