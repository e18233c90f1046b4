//! [`Wording`]: what a block's words look like, whatever their language, and how they compare with
//! what the page says elsewhere.

/// Words that are compared at a time.
const SHINGLE: usize = 3;

/// Most words of a text that others are compared with.
const COMPARED_WORDS_MAX: usize = 200_000;

/// Counts over the characters of a block.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wording {
    /// Words; two letters of a script without spaces count as one.
    pub words: f32,
    pub chars: f32,
    pub letters: f32,
    pub capitals: f32,
    pub digits: f32,
    /// Commas and their kin.
    pub commas: f32,
    /// Marks that end sentences, each followed by a space or the end.
    pub stops: f32,
    pub lines: f32,
    pub ends_sentence: bool,
    pub ends_colon: bool,
    pub starts_capital: bool,
    pub starts_mark: bool,
    pub has_separator: bool,
}

impl Wording {
    /// One pass over the characters.
    pub(crate) fn of(text: &str) -> Wording {
        let mut w = Wording { lines: 1.0, ..Wording::default() };
        let (mut in_word, mut unspaced) = (false, 0_u32);
        let mut stop = false;
        for c in text.chars() {
            let blank = c == ' ' || c == '\n';
            w.stops += f32::from(u8::from(stop && blank));
            stop = false;
            w.chars += 1.0;
            match c {
                ' ' | '\n' => w.lines += f32::from(u8::from(c == '\n')),
                ',' | ';' | '、' | '，' | '،' | '؛' => w.commas += 1.0,
                '.' | '!' | '?' | '…' | '।' | '؟' => stop = true,
                '。' | '！' | '？' => w.stops += 1.0,
                '|' | '›' | '»' | '•' | '©' => w.has_separator = true,
                '0'..='9' => w.digits += 1.0,
                'a'..='z' => w.letters += 1.0,
                'A'..='Z' => {
                    w.letters += 1.0;
                    w.capitals += 1.0;
                }
                _ if c.is_ascii() => {}
                '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{0E00}'..='\u{0E7F}' => {
                    w.letters += 1.0;
                    unspaced += 1;
                }
                _ if c.is_alphabetic() => {
                    w.letters += 1.0;
                    w.capitals += f32::from(u8::from(c.is_uppercase()));
                }
                _ => {}
            }
            w.words += f32::from(u8::from(!blank && !in_word));
            in_word = !blank;
        }
        w.stops += f32::from(u8::from(stop));
        w.words += (unspaced / 2) as f32;
        let inner = text.trim_end_matches(['”', '"', '’', '\'', ')', ']', '»', '“', '」', '』']);
        w.ends_sentence = inner.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟']);
        w.ends_colon = inner.ends_with([':', '：']);
        w.starts_capital = text.starts_with(char::is_uppercase);
        w.starts_mark = !text.starts_with(char::is_alphanumeric);
        w
    }

    /// Whether the words read as running text.
    pub(crate) fn is_plain(&self) -> bool {
        self.words >= 8.0 && (self.ends_sentence || self.commas > 0.0 || self.words >= 25.0)
    }
}

/// The words of a text and their runs of three, hashed: to ask what share of a block is in it.
#[derive(Debug, Default)]
pub(crate) struct Said {
    words: Vec<u64>,
    runs: Vec<u64>,
}

impl Said {
    pub(crate) fn of(text: &str) -> Said {
        let words: Vec<u64> = hashes(text).take(COMPARED_WORDS_MAX).collect();
        let sorted = |mut hashes: Vec<u64>| {
            hashes.sort_unstable();
            hashes.dedup();
            hashes
        };
        Said { runs: sorted(words.windows(SHINGLE).map(mix).collect()), words: sorted(words) }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The number of different words.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// The share of a text's runs of three words that are here; of its words if it is shorter.
    pub(crate) fn share(&self, words: &[u64]) -> f32 {
        if self.is_empty() {
            return 0.0;
        }
        let n = words.windows(SHINGLE).count();
        if n == 0 {
            let found = words.iter().filter(|word| has(&self.words, **word)).count();
            return found as f32 / words.len().max(1) as f32;
        }
        let found = words.windows(SHINGLE).filter(|run| has(&self.runs, mix(run))).count();
        found as f32 / n as f32
    }

    /// The share of a text's words that are here.
    pub(crate) fn word_share(&self, words: &[u64]) -> f32 {
        let found = words.iter().filter(|word| has(&self.words, **word)).count();
        found as f32 / words.len().max(1) as f32
    }
}

/// The runs of three words of a text, hashed, in order.
pub(crate) fn runs(text: &str) -> Vec<u64> {
    let words: Vec<u64> = hashes(text).take(COMPARED_WORDS_MAX).collect();
    words.windows(SHINGLE).map(mix).collect()
}

fn has(sorted: &[u64], hash: u64) -> bool {
    sorted.binary_search(&hash).is_ok()
}

/// A hash for each word, letter case ignored where it is plain Latin.
pub(crate) fn hashes(text: &str) -> impl Iterator<Item = u64> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| super::hash(word, 1))
}

fn mix(run: &[u64]) -> u64 {
    run.iter().fold(7, |sum, word| (sum.rotate_left(21) ^ word).wrapping_mul(super::PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_scripts_with_and_without_spaces() {
        let w = Wording::of("The mayor said no, twice. “Never!”");
        assert_eq!((w.words, w.stops, w.commas), (6.0, 1.0, 1.0));
        assert!(w.ends_sentence && w.starts_capital && !w.starts_mark);
        assert_eq!(Wording::of("国境の鉄道は五月に再開する。").words, 7.0);
    }

    #[test]
    fn the_share_of_words_said_elsewhere_is_told() {
        let said = Said::of("The border railway will reopen in May, the ministry said.");
        let words = |text| hashes(text).collect::<Vec<u64>>();
        assert_eq!(said.share(&words("the border railway will reopen")), 1.0);
        assert!(said.share(&words("the ministry will reopen the border in June")) < 0.3);
        assert_eq!(said.share(&words("railway")), 1.0);
        assert_eq!(Said::default().share(&words("railway")), 0.0);
    }
}
