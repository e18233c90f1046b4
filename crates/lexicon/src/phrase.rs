//! [`Phrases`]: a dictionary of multi-word forms, matched longest first over a token sequence.

use foldhash::fast::FixedState;
use std::collections::HashMap;

/// Values keyed by phrases of one or more words, compared without regard to case.
#[derive(Clone, Debug)]
pub struct Phrases<T> {
    entries: HashMap<String, T, FixedState>,
    /// Most words in any phrase that begins with this word.
    longest: HashMap<String, usize, FixedState>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Phrases { entries: HashMap::default(), longest: HashMap::default() }
    }
}

impl<T> Phrases<T> {
    /// Adds a phrase. The first value given for a phrase stays.
    pub fn insert(&mut self, phrase: &str, value: T) {
        let words = fold(phrase);
        let Some(first) = words.split(' ').next().filter(|w| !w.is_empty()) else { return };
        let length = words.split(' ').count();
        let longest = self.longest.entry(first.to_string()).or_default();
        *longest = (*longest).max(length);
        self.entries.entry(words).or_insert(value);
    }

    /// The value of exactly this phrase.
    pub fn get(&self, phrase: &str) -> Option<&T> {
        self.entries.get(&fold(phrase))
    }

    /// Most words of a phrase that begins with this word; 0 if none does.
    pub fn longest_from(&self, word: &str) -> usize {
        self.longest.get(&fold(word)).copied().unwrap_or_default()
    }

    /// The longest phrase that starts at the first of `words`, with the number of words it takes.
    pub fn longest<'w>(&self, words: impl Iterator<Item = &'w str> + Clone) -> Option<(usize, &T)> {
        let first = words.clone().next()?.to_lowercase();
        let longest = *self.longest.get(&first)?;
        let mut key = String::new();
        let mut found = None;
        for (n, word) in words.take(longest).enumerate() {
            if n > 0 {
                key.push(' ');
            }
            key.push_str(&word.to_lowercase());
            if let Some(value) = self.entries.get(&key) {
                found = Some((n + 1, value));
            }
        }
        found
    }

    /// Number of phrases.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no phrase.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// Lower case, with one space between words.
pub fn fold(phrase: &str) -> String {
    let mut words = String::with_capacity(phrase.len());
    for word in phrase.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        if word.is_ascii() {
            let from = words.len();
            words.push_str(word);
            words[from..].make_ascii_lowercase();
        } else {
            words.extend(word.chars().flat_map(char::to_lowercase));
        }
    }
    words
}

/// Whether [`fold`] makes the same of both.
pub fn fold_alike(a: &str, b: &str) -> bool {
    fn letters(phrase: &str) -> impl Iterator<Item = char> {
        let spaced = |word| std::iter::once(" ").chain(std::iter::once(word));
        phrase.split_whitespace().flat_map(spaced).flat_map(str::chars).flat_map(char::to_lowercase)
    }
    letters(a).eq(letters(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_wins() {
        let mut phrases = Phrases::default();
        phrases.insert("Foreign Minister", 2);
        phrases.insert("minister", 1);
        phrases.insert("foreign minister of", 3);
        let at = |words: &str| phrases.longest(words.split(' ')).map(|(n, v)| (n, *v));
        assert_eq!(at("foreign MINISTER Vale"), Some((2, 2)));
        assert_eq!(at("Minister Vale"), Some((1, 1)));
        assert_eq!(at("foreign office"), None);
        assert_eq!(phrases.get(" Foreign  minister "), Some(&2));
    }

    #[test]
    fn words_are_alike_if_they_fold_to_the_same() {
        for (a, b) in
            [(" Foreign  Minister ", "foreign minister"), ("a b", "ab"), ("A", "a b"), ("", " ")]
        {
            assert_eq!(fold_alike(a, b), fold(a) == fold(b), "{a} {b}");
        }
    }
}
