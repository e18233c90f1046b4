//! Tests of the tokenizer with rules of their own, and of the English rules.

use super::*;
use crate::compact::{Reader, Writer};
use crate::string_id::string_id;

/// A msgpack string of fewer than 256 bytes.
fn packed(text: &str) -> Vec<u8> {
    [&[0xd9, text.len() as u8], text.as_bytes()].concat()
}

/// A `tokenizer` file with some rules: patterns, then exceptions as lists of (spelling, norm).
fn small_rules(exceptions: &[(&str, &[(&str, &str)])]) -> Vec<u8> {
    let mut file = vec![0x84];
    for (key, pattern) in [
        ("prefix_search", r#"^["(]|^\.\.+"#),
        ("suffix_search", r#"[").!]$|(?<=[0-9])km$"#),
        ("infix_finditer", r"(?<=[a-z])-(?=[a-z])"),
    ] {
        file.extend([packed(key), packed(pattern)].concat());
    }
    file.extend(packed("exceptions"));
    file.push(0x80 + exceptions.len() as u8);
    for (text, parts) in exceptions {
        file.extend(packed(text));
        file.push(0x90 + parts.len() as u8);
        for (orth, norm) in *parts {
            file.extend([vec![0x82, 65], packed(orth), vec![67], packed(norm)].concat());
        }
    }
    file
}

fn small() -> Tokenizer {
    let exceptions: [(&str, &[(&str, &str)]); 3] = [
        ("don't", &[("do", "do"), ("n't", "not")]),
        ("e.g.", &[("e.g.", "for example")]),
        (":)", &[(":)", "smile")]),
    ];
    Tokenizer::from_msgpack(&small_rules(&exceptions), &[]).unwrap()
}

/// The tokens, with a `_` after those that a space follows.
fn cut(tokenizer: &Tokenizer, text: &str) -> Vec<String> {
    let (mut cache, mut tokens) = (TokenCache::default(), Vec::new());
    tokenizer.tokenize(&mut cache, text, &mut tokens);
    check(text, &tokens);
    tokens
        .iter()
        .map(|token| {
            let spelling = &text[token.start as usize..token.end as usize];
            assert_eq!(&*cache.lexeme(token.lexeme).text, spelling);
            format!("{spelling}{}", if token.space_after { "_" } else { "" })
        })
        .collect()
}

/// Tokens are not empty, in order, on letter boundaries, and leave out only the spaces that they
/// say follow.
fn check(text: &str, tokens: &[RawToken]) {
    let mut end = 0;
    for token in tokens {
        assert_eq!(token.start as usize, end, "{text:?}");
        assert!(token.start < token.end, "{text:?}");
        assert!(text.is_char_boundary(token.start as usize), "{text:?}");
        end = token.end as usize;
        assert!(text.is_char_boundary(end), "{text:?}");
        if token.space_after {
            assert_eq!(text.as_bytes().get(end), Some(&b' '), "{text:?}");
            end += 1;
        }
    }
    assert_eq!(end, text.len(), "{text:?}");
}

#[test]
fn affixes_come_off_one_by_one_and_exceptions_stop_them() {
    let rules = small();
    assert_eq!(
        cut(&rules, r#"("well-made" e.g.!)"#),
        ["(", "\"", "well", "-", "made", "\"_", "e.g.", "!", ")"]
    );
    assert_eq!(cut(&rules, "10km. (don't)"), ["10", "km", "._", "(", "do", "n't", ")"]);
    assert_eq!(cut(&rules, "...x"), ["...", "x"]);
}

#[test]
fn an_exception_that_affixes_cut_is_put_together_again() {
    // The suffix `)` is cut off first, and the tokens `:` and `)` are then found to be a smile.
    assert_eq!(cut(&small(), "hm:) a:) :)"), ["hm:", ")_", "a:", ")_", ":)"]);
    assert_eq!(cut(&small(), "(:)!"), ["(", ":)", "!"]);
    assert_eq!(cut(&small(), "(:) )"), ["(", ":)_", ")"]);
}

#[test]
fn norms_of_exceptions_belong_to_the_token_not_the_spelling() {
    let (mut cache, mut tokens) = (TokenCache::default(), Vec::new());
    small().tokenize(&mut cache, "don't n't", &mut tokens);
    let norms: Vec<u64> = tokens.iter().map(|token| cache.lexeme(token.lexeme).norm).collect();
    assert_eq!(norms, [string_id("do"), string_id("not"), string_id("n't")]);
}

#[test]
fn longer_white_space_is_a_token() {
    let rules = small();
    assert_eq!(cut(&rules, "a  b\n\n c \t"), ["a_", " ", "b", "\n\n ", "c_", "\t"]);
    assert_eq!(cut(&rules, " a"), [" ", "a"]);
    assert_eq!(cut(&rules, "a "), ["a_"]);
    assert_eq!(cut(&rules, "\u{a0}a\u{3000}"), ["\u{a0}", "a", "\u{3000}"]);
    assert!(cut(&rules, "").is_empty());
}

#[test]
fn the_cache_changes_nothing() {
    let (rules, text) = (small(), "(don't) (don't) 10km :) hm:) well-made");
    let (mut cache, mut cold, mut warm) = (TokenCache::default(), Vec::new(), Vec::new());
    rules.tokenize(&mut cache, text, &mut cold);
    let known = cache.len();
    rules.tokenize(&mut cache, text, &mut warm);
    assert_eq!((cold, known), (warm, cache.len()));
    cache.clear();
    assert_eq!(cache.len(), 0);
}

#[test]
fn a_hostile_run_of_letters_is_cut_and_takes_no_time() {
    let rules = small();
    for unit in ["!", "a-", "(", "é", "don't", "\n"] {
        let text = unit.repeat(100_000 / unit.len());
        assert!(cut(&rules, &text).len() >= text.len() / MAX_CHUNK, "{unit:?}");
    }
}

#[test]
fn an_exception_that_does_not_spell_its_text_is_refused() {
    let wrong: [(&str, &[(&str, &str)]); 1] = [("don't", &[("do", "do"), ("not", "not")])];
    assert!(Tokenizer::from_msgpack(&small_rules(&wrong), &[]).is_err());
    let empty: [(&str, &[(&str, &str)]); 1] = [("do", &[("do", "do"), ("", "")])];
    assert!(Tokenizer::from_msgpack(&small_rules(&empty), &[]).is_err());
}

#[test]
fn the_rules_survive_the_file_and_a_cut_file_is_an_error() {
    let mut out = Writer::default();
    small().write(&mut out);
    let read = Tokenizer::read(&mut Reader::new(&out.0)).unwrap();
    let text = "(don't) :) 10km e.g. well-made";
    assert_eq!(cut(&read, text), cut(&small(), text));
    let mut again = Writer::default();
    read.write(&mut again);
    assert_eq!(out.0, again.0);
    for end in 0..out.0.len() {
        assert!(Tokenizer::read(&mut Reader::new(&out.0[..end])).is_err());
    }
}

#[cfg(feature = "english")]
mod english {
    use super::*;
    use crate::Model;

    fn english(text: &str) -> Vec<String> {
        cut(&Model::english().tokenizer, text)
    }

    #[test]
    fn contractions_are_split_and_abbreviations_are_not() {
        assert_eq!(
            english("I don't think they're U.S. envoys."),
            ["I_", "do", "n't_", "think_", "they", "'re_", "U.S._", "envoys", "."]
        );
        assert_eq!(
            english("Dr. Wu left at 9 a.m., didn’t she?"),
            ["Dr._", "Wu_", "left_", "at_", "9_", "a.m.", ",_", "did", "n’t_", "she", "?"]
        );
        assert_eq!(english("9am cannot"), ["9", "am_", "can", "not"]);
    }

    #[test]
    fn numbers_units_and_hyphens() {
        assert_eq!(
            english("a 10km e-mail for US$5.20 (3,000-4,000)"),
            [
                "a_", "10", "km_", "e", "-", "mail_", "for_", "US$", "5.20_", "(", "3,000", "-",
                "4,000", ")"
            ]
        );
    }

    #[test]
    fn addresses_stay_whole() {
        assert_eq!(
            english("See http://www.example.org/a?b=c, or ask jo@example.org."),
            ["See_", "http://www.example.org/a?b=c", ",_", "or_", "ask_", "jo@example.org", "."]
        );
    }

    #[test]
    fn quotation_marks_dots_and_dashes() {
        assert_eq!(
            english("“Well…” he said—twice... 'twas 'fine'"),
            [
                "“", "Well", "…", "”_", "he_", "said", "—", "twice", "..._", "'", "twas_", "'",
                "fine", "'"
            ]
        );
    }

    #[test]
    fn emoticons_emojis_and_other_scripts() {
        assert_eq!(
            english("ok :-) 😀👍 Привет, мир! e\u{301}té"),
            ["ok_", ":-)_", "😀", "👍_", "Привет", ",_", "мир", "!_", "e\u{301}té"]
        );
    }

    #[test]
    fn any_mixture_of_fragments_is_covered() {
        const WORDS: &str = "a B 7 . , ' ’s \" “ ( ) - -- — … / @ $ % : ;) n't don't U.S. km é ж 中 \
            http://x.org e\u{301} 😀 👩\u{200d}👧 \u{200b} İ x_y";
        const SPACES: [&str; 5] = [" ", "  ", "\n", "\t", "\u{a0}"];
        let fragments: Vec<&str> = WORDS.split(' ').chain(SPACES).collect();
        let tokenizer = &Model::english().tokenizer;
        let (mut cache, mut tokens) = (TokenCache::default(), Vec::new());
        // A linear congruential generator, so that every run sees the same texts.
        let mut state = 1u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) as usize % below
        };
        for _ in 0..5_000 {
            let text: String = (0..next(30)).map(|_| fragments[next(fragments.len())]).collect();
            tokenizer.tokenize(&mut cache, &text, &mut tokens);
            check(&text, &tokens);
        }
    }
}
