//! Character references: `&amp;`, `&#65;`.

use super::{Reading, find};
use html5ever::data;
use html5ever::tendril::StrTendril;

/// Resolves the reference that `text` begins with; gives the bytes read.
pub(super) fn resolve(text: &str, reading: Reading, out: &mut StrTendril) -> usize {
    let found = match text.as_bytes().get(1) {
        Some(b'#') => by_number(text),
        Some(byte) if byte.is_ascii_alphanumeric() => by_name(text, reading),
        _ => None,
    };
    let Some((chars, used)) = found else {
        out.push_char('&');
        return 1;
    };
    chars.into_iter().flatten().for_each(|c| out.push_char(c));
    used
}

/// `&#65;`, `&#x41;`.
fn by_number(text: &str) -> Option<([Option<char>; 2], usize)> {
    let bytes = text.as_bytes();
    let (base, start) = match bytes.get(2) {
        Some(b'x' | b'X') => (16, 3),
        _ => (10, 2),
    };
    let end = find(bytes, start, |b| !char::from(b).is_digit(base));
    let digits = text[start..end].chars().filter_map(|c| c.to_digit(base));
    let number = digits.fold(0_u32, |sum, digit| sum.saturating_mul(base).saturating_add(digit));
    let c = match number {
        0 => char::REPLACEMENT_CHARACTER,
        0x80..=0x9F => data::C1_REPLACEMENTS[number as usize - 0x80]
            .or(char::from_u32(number))
            .unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    let used = end + usize::from(bytes.get(end) == Some(&b';'));
    (end > start).then_some(([Some(c), None], used))
}

/// The references that most pages have, many times in a script within a value.
const FREQUENT: [(&[u8], char); 5] =
    [(b"&quot;", '"'), (b"&amp;", '&'), (b"&nbsp;", '\u{a0}'), (b"&lt;", '<'), (b"&gt;", '>')];

/// `&amp;`: the longest name that is known. Old ones need no semicolon, but in a value, which can
/// be an address with such a name in it, nothing like a name may follow.
fn by_name(text: &str, reading: Reading) -> Option<([Option<char>; 2], usize)> {
    let bytes = text.as_bytes();
    // A name with its semicolon is the beginning of no other.
    if let Some((name, c)) = FREQUENT.iter().find(|(name, _)| bytes.starts_with(name)) {
        return Some(([Some(*c), None], name.len()));
    }
    let mut found = None;
    for end in 2..=bytes.len() {
        let known = text.get(1..end).and_then(|name| data::NAMED_ENTITIES.get(name));
        let Some((first, second)) = known else { break };
        if *first != 0 {
            let second = Some(*second).filter(|second| *second != 0);
            found = Some(([char::from_u32(*first), second.and_then(char::from_u32)], end));
        }
    }
    found.filter(|(_, end)| {
        let next = bytes.get(*end);
        let goes_on = next.is_some_and(|b| *b == b'=' || b.is_ascii_alphanumeric());
        bytes[end - 1] == b';' || reading != Reading::Value || !goes_on
    })
}
