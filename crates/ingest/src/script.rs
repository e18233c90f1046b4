//! Scripts in which words do not stand apart, or not alone: Chinese, Japanese, Korean, Thai and
//! their neighbours.

/// Blocks of letters of these scripts, by the Unicode Standard, chapters 16 and 18: Thai and Lao,
/// Tibetan and Myanmar, Hangul Jamo, Khmer, kana, Bopomofo and Hangul letters, their extensions,
/// Han, Hangul syllables, Han for compatibility, halfwidth forms, rare Han.
const BLOCKS: [(char, char); 12] = [
    ('\u{0E00}', '\u{0EFF}'),
    ('\u{0F40}', '\u{109F}'),
    ('\u{1100}', '\u{11FF}'),
    ('\u{1780}', '\u{17FF}'),
    ('\u{3005}', '\u{3007}'),
    ('\u{3041}', '\u{318F}'),
    ('\u{31A0}', '\u{31FF}'),
    ('\u{3400}', '\u{9FFF}'),
    ('\u{AC00}', '\u{D7FF}'),
    ('\u{F900}', '\u{FAFF}'),
    ('\u{FF66}', '\u{FFDC}'),
    ('\u{20000}', '\u{3FFFD}'),
];

/// Whether a letter is of a script that is written without spaces between words, or, as Korean is,
/// with what belongs to a word grown together with it: a word there begins and ends anywhere.
pub fn is_unspaced(c: char) -> bool {
    c >= BLOCKS[0].0 && BLOCKS.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

#[cfg(test)]
mod tests {
    use super::is_unspaced;

    #[test]
    fn letters_of_scripts_without_spaces_are_known() {
        assert!("会談のニュース회담การเจรจາសន្ទនာ𠮷".chars().all(is_unspaced));
        assert!(!"talks Gespräche переговоры محادثات वार्ता 12。".chars().any(is_unspaced));
    }
}
