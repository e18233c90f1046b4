//! Character classes as Python's `str` methods and `re` define them. The models were trained on
//! features computed with these, and they differ from Rust's in rare letters, marks and controls.

use unicode_general_category::{GeneralCategory as Category, get_general_category};

/// `str.isalpha`: general category L.
pub(crate) fn is_alpha(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    c.is_alphabetic()
        && matches!(
            get_general_category(c),
            Category::UppercaseLetter
                | Category::LowercaseLetter
                | Category::TitlecaseLetter
                | Category::ModifierLetter
                | Category::OtherLetter
        )
}

/// `str.isupper` of a one-character string.
pub(crate) fn is_upper(c: char) -> bool {
    c.is_uppercase()
}

/// `str.isdecimal`, and `\d` in a pattern: general category Nd.
pub(crate) fn is_decimal(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    c.is_numeric() && get_general_category(c) == Category::DecimalNumber
}

/// `str.isdigit`: decimal digits, and the superscript, subscript, circled and like digits.
pub(crate) fn is_digit(c: char) -> bool {
    const SPECIAL_DIGITS: [(char, char); 20] = [
        ('\u{b2}', '\u{b3}'),
        ('\u{b9}', '\u{b9}'),
        ('\u{1369}', '\u{1371}'),
        ('\u{19da}', '\u{19da}'),
        ('\u{2070}', '\u{2070}'),
        ('\u{2074}', '\u{2079}'),
        ('\u{2080}', '\u{2089}'),
        ('\u{2460}', '\u{2468}'),
        ('\u{2474}', '\u{247c}'),
        ('\u{2488}', '\u{2490}'),
        ('\u{24ea}', '\u{24ea}'),
        ('\u{24f5}', '\u{24fd}'),
        ('\u{24ff}', '\u{24ff}'),
        ('\u{2776}', '\u{277e}'),
        ('\u{2780}', '\u{2788}'),
        ('\u{278a}', '\u{2792}'),
        ('\u{10a40}', '\u{10a43}'),
        ('\u{10e60}', '\u{10e68}'),
        ('\u{11052}', '\u{1105a}'),
        ('\u{1f100}', '\u{1f10a}'),
    ];
    is_decimal(c) || SPECIAL_DIGITS.iter().any(|&(first, last)| first <= c && c <= last)
}

/// `str.isspace`, and `\s` in a pattern.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// `\w` in a pattern: letters, anything numeric, and the underscore.
pub(crate) fn is_word(c: char) -> bool {
    c == '_' || c.is_numeric() || is_alpha(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_category_l_only() {
        assert!("aÉжǅʰ中".chars().all(is_alpha));
        // A Roman numeral sign, a circled letter and vowel signs count as alphabetic in Rust.
        assert!(!"Ⅷⓐ\u{903}\u{301}1_-".chars().any(is_alpha));
    }

    #[test]
    fn digits_include_superscripts_but_not_fractions() {
        assert!("3٣²①".chars().all(is_digit));
        assert!(!"½Ⅷ一".chars().any(is_digit));
        assert!(is_decimal('٣') && !is_decimal('²'));
    }

    #[test]
    fn the_information_separators_are_spaces() {
        assert!(" \t\n\u{1c}\u{85}\u{a0}\u{2009}\u{3000}".chars().all(is_space));
        assert!(!"\u{200b}\u{feff}a".chars().any(is_space));
    }

    #[test]
    fn word_characters_are_letters_numbers_and_the_underscore() {
        assert!("a_9½Ⅷ中".chars().all(is_word));
        assert!(!"-\u{301} ".chars().any(is_word));
    }
}
