//! Whether two words are one word or a verb and its noun, by their letters.

/// Whether two lemmas are one word or a verb and its noun: alike but for their ends.
pub(super) fn is_kin(a: &str, b: &str) -> bool {
    /// Fewest letters that both begin with.
    const STEM_MIN: usize = 3;
    /// Most letters of the shorter that differ, where the stem is longer than that.
    const END_MAX: usize = 2;
    if a.as_bytes().first() != b.as_bytes().first() {
        return false;
    }
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let shorter = a.chars().count().min(b.chars().count());
    let end = shorter - common;
    common >= STEM_MIN && end <= END_MAX && (end == 0 || common > STEM_MIN + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_and_its_noun_are_kin_and_other_words_are_not() {
        for (a, b) in [("appoint", "appointment"), ("restore", "restoration"), ("pay", "payment")] {
            assert!(is_kin(a, b), "{a} {b}");
        }
        for (a, b) in [("meet", "mean"), ("restore", "respond"), ("open", "operate"), ("a", "b")] {
            assert!(!is_kin(a, b), "{a} {b}");
        }
    }
}
