//! Which claims a story lists, on reports of our own.

mod pile;

use lexicon::Lexicon;
use std::collections::BTreeSet;
use story::weave;

#[test]
fn a_sentence_whose_clauses_do_not_stand_alone_is_listed_once() {
    let text = "Envoys met in Tarn on Monday. \"We came here with two lists of complaints and we \
                leave with one list of work,\" the envoy, Oddny Haverstock, told reporters.";
    let story = weave(pile::reports(&[text, text]), Lexicon::english()).0;
    let words: Vec<&str> = story.claims.iter().map(|c| c.claim.value.as_str()).collect();
    let distinct: BTreeSet<&str> = words.iter().copied().collect();
    assert!(words.iter().any(|words| words.contains("two lists of complaints")), "{words:?}");
    assert_eq!(words.len(), distinct.len(), "{words:?}");
}
