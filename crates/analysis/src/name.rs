//! Comparing names: folding, transliteration, given names and surnames.
//!
//! Nothing here decides that two names are one person; it says whether their spellings allow it.

use any_ascii::any_ascii;
use lexicon::Lexicon;

/// A word of a name in lower-case ASCII letters and digits: diacritics and scripts folded.
pub fn fold_word(word: &str) -> String {
    any_ascii(word).chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

/// A name's words folded, articles and punctuation left out, joined by spaces.
pub fn fold_name(name: &str) -> String {
    let words = name.split(|c: char| c.is_whitespace() || c == '-').map(fold_word);
    words.filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A key that spellings of one foreign name share: y and i, ks and x, kh and h, ph and f, w and
/// v, doubled letters are not told apart.
pub fn spelling_key(word: &str) -> String {
    let folded = fold_word(word);
    let pairs = [
        ("shch", "sh"),
        ("sch", "sh"),
        ("kh", "h"),
        ("ks", "x"),
        ("ph", "f"),
        ("ck", "k"),
        ("dj", "j"),
        ("zh", "j"),
        ("ou", "u"),
        ("w", "v"),
        ("y", "i"),
        ("q", "k"),
        ("ij", "i"),
    ];
    let mut key = folded;
    for (from, to) in pairs {
        key = key.replace(from, to);
    }
    let mut squeezed = String::with_capacity(key.len());
    for c in key.chars() {
        if !squeezed.ends_with(c) {
            squeezed.push(c);
        }
    }
    squeezed
}

/// The consonants of a spelling key, the first letter always kept: `Volodymyr` and `Vladimir`
/// share theirs.
pub fn consonants(word: &str) -> String {
    let key = spelling_key(word);
    let keep = |(i, c): &(usize, char)| *i == 0 || !"aeiou".contains(*c);
    key.chars().enumerate().filter(keep).map(|(_, c)| c).collect()
}

/// A person's name in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonName {
    /// Given names and initials, as written.
    pub given: Vec<String>,
    /// The surname with its particles, as written; the only word of a one-word name.
    pub surname: String,
}

/// How two names of persons go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// They cannot be one person's.
    Different,
    /// The surnames are one; at least one name has no given name.
    Surname,
    /// Surname and given names are one, in the same or another spelling.
    Full,
}

impl PersonName {
    /// Splits a name. Suffixes (Jr, III) are left out.
    pub fn parse(name: &str, lexicon: &Lexicon) -> PersonName {
        let kind = |word: &str| {
            lexicon.particles.get(word.trim_end_matches('.').to_lowercase().as_str()).copied()
        };
        let mut words: Vec<&str> = name
            .split_whitespace()
            .map(|w| w.trim_matches(|c: char| ",;:\"“”()".contains(c)))
            .filter(|w| !w.is_empty())
            .collect();
        while words.len() > 1
            && words.last().is_some_and(|w| kind(w).is_some_and(|k| k.ends_with("suffix")))
        {
            words.pop();
        }
        let mut first = words.len().saturating_sub(1);
        while first > 1 && kind(words[first - 1]).is_some_and(|k| !k.ends_with("suffix")) {
            first -= 1;
        }
        PersonName {
            given: words[..first].iter().map(|w| (*w).to_string()).collect(),
            surname: words[first..].join(" "),
        }
    }

    /// The spelling key of the surname, particles and articles left out.
    pub fn surname_key(&self) -> String {
        let last = self.surname.split_whitespace().next_back().unwrap_or("");
        let bare = last.rsplit('-').next().unwrap_or(last);
        spelling_key(bare)
    }

    /// Whether the two names can be one person's, by their spelling alone.
    pub fn agreement(&self, other: &PersonName, lexicon: &Lexicon) -> Agreement {
        if self.surname_key() != other.surname_key() || self.surname_key().is_empty() {
            return Agreement::Different;
        }
        match (self.given.first(), other.given.first()) {
            (Some(a), Some(b)) if given_agree(a, b, lexicon) => Agreement::Full,
            (Some(_), Some(_)) => Agreement::Different,
            _ => Agreement::Surname,
        }
    }
}

/// Whether two given names can be one: equal, one an initial or short form of the other, or the
/// same name in another spelling.
pub fn given_agree(a: &str, b: &str, lexicon: &Lexicon) -> bool {
    let (fold_a, fold_b) = (fold_word(a), fold_word(b));
    let initial = |short: &str, long: &str| short.len() == 1 && long.starts_with(short);
    let nickname = |short: &str, long: &str| {
        lexicon.nicknames.get(short).is_some_and(|full| full.iter().any(|f| f == long))
    };
    fold_a == fold_b
        || initial(&fold_a, &fold_b)
        || initial(&fold_b, &fold_a)
        || nickname(&fold_a, &fold_b)
        || nickname(&fold_b, &fold_a)
        || spelling_key(a) == spelling_key(b)
        || (consonants(a) == consonants(b) && consonants(a).len() > 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agree(a: &str, b: &str) -> Agreement {
        let lexicon = Lexicon::english();
        let (a, b) = (PersonName::parse(a, lexicon), PersonName::parse(b, lexicon));
        a.agreement(&b, lexicon)
    }

    #[test]
    fn spellings_of_one_name_agree() {
        for (a, b) in [
            ("Volodymyr Zelensky", "Volodomyr Zelenskyy"),
            ("Volodymyr Zelenskiy", "Vladimir Zelensky"),
            ("Aleksandr Darchiev", "Alexander Darchiyev"),
            ("Yury Ushakov", "Yuri Ushakov"),
            ("Sergey Lavrov", "Sergei Lavrov"),
            ("J. Vance", "James Vance"),
        ] {
            assert_eq!(agree(a, b), Agreement::Full, "{a} / {b}");
        }
        assert_eq!(agree("Zelenskyy", "Volodymyr Zelensky"), Agreement::Surname);
    }

    #[test]
    fn names_that_only_look_alike_do_not_agree() {
        for (a, b) in [
            ("Vladimir Putin", "Vladimir Zelensky"),
            ("Omar Kombo", "Said Kombo"),
            ("Donald Trump", "Melania Trump"),
            ("Lavrov", "Lavrova"),
        ] {
            assert_eq!(agree(a, b), Agreement::Different, "{a} / {b}");
        }
    }
}
