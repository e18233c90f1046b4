//! Tests of the attribute ruler with rules of their own.

use serde_json::{Value as Json, json};

use super::*;
use crate::Error;
use crate::compact::{Reader, Writer};
use crate::tokenizer::Tokenizer;

/// JSON as MessagePack; lengths below 65,536.
fn pack(value: &Json) -> Vec<u8> {
    let long = |lead: u8, len: usize| vec![lead, (len >> 8) as u8, len as u8];
    match value {
        Json::Null => vec![0xc0],
        Json::Bool(value) => vec![0xc2 + u8::from(*value)],
        Json::Number(number) => [&[0xd3][..], &number.as_i64().unwrap().to_be_bytes()].concat(),
        Json::String(text) => [long(0xda, text.len()), text.as_bytes().to_vec()].concat(),
        Json::Array(items) => {
            items.iter().fold(long(0xdc, items.len()), |out, item| [out, pack(item)].concat())
        }
        Json::Object(map) => map.iter().fold(long(0xde, map.len()), |out, (key, item)| {
            [out, pack(&json!(key)), pack(item)].concat()
        }),
    }
}

fn ruler(rules: Json) -> Result<Ruler, Error> {
    Ruler::from_msgpack(&pack(&rules))
}

/// Applies rules to words given as `word/TAG/dep`; returns `tag dep pos morph lemma` of each.
fn apply(ruler: &Ruler, words: &str) -> Vec<String> {
    let tokenizer = Tokenizer::from_msgpack(&[], &[]).unwrap();
    let mut cache = TokenCache::default();
    let label = |name: &str| Label::intern(name).unwrap();
    let mut tokens: Vec<Ruled> = Vec::new();
    for word in words.split(' ') {
        let [word, tag, dep] = word.split('/').collect::<Vec<_>>()[..] else { panic!("{word}") };
        let mut found = Vec::new();
        tokenizer.tokenize(&mut cache, word, &mut found);
        let lexeme = found[0].lexeme;
        tokens.push(Ruled { lexeme, tag: label(tag), dep: label(dep), ..Ruled::default() });
    }
    ruler.apply(&cache, &mut tokens);
    let show = |token: &Ruled| {
        let lemma = token.lemma.map_or("-", |id| ruler.lemma(id));
        let morph = &ruler.morph(token.morph).text;
        format!("{} {} {} {morph} {lemma}", token.tag, token.dep, token.pos)
    };
    tokens.iter().map(show).collect()
}

fn basic() -> Json {
    json!([
        {"patterns": [[{"TAG": "VBZ"}]], "attrs": {"POS": "VERB", "MORPH": "Number=Sing"}},
        {"patterns": [[{"TAG": "VBZ", "LOWER": {"IN": ["is", "'s"]}}]],
         "attrs": {"POS": "AUX", "LEMMA": "be"}, "index": 0},
        {"patterns": [[{"LOWER": "let"}, {"LOWER": "'s"}]], "attrs": {"LEMMA": "us"}, "index": -1},
        {"patterns": [[{"LOWER": {"REGEX": "^n[ou]thin'$"}}]], "attrs": {"LEMMA": "nothing"}},
        {"patterns": [[{"DEP": {"NOT_IN": ["det", ""]}, "TAG": {"IN": ["DT", "WDT"]}}]],
         "attrs": {"POS": "PRON"}},
        {"patterns": [[{"IS_SPACE": true}]], "attrs": {"TAG": "_SP", "MORPH": "_"}},
        {"patterns": [[{"ORTH": "Got"}], [{"TEXT": "gets"}]], "attrs": {"LEMMA": "get"}}
    ])
}

#[test]
fn the_later_rule_wins_attribute_by_attribute() {
    let found = apply(&ruler(basic()).unwrap(), "runs/VBZ/ROOT Is/VBZ/aux");
    assert_eq!(found, ["VBZ ROOT VERB Number=Sing -", "VBZ aux AUX Number=Sing be"]);
}

#[test]
fn a_rule_changes_the_token_it_names_and_needs_all_of_them() {
    let rules = ruler(basic()).unwrap();
    assert_eq!(apply(&rules, "Let/VB/x 's/PRP/y"), ["VB x   -", "PRP y   us"]);
    assert_eq!(apply(&rules, "'s/PRP/y let/VB/x"), ["PRP y   -", "VB x   -"]);
}

#[test]
fn conditions_of_every_kind_are_tested() {
    let rules = ruler(basic()).unwrap();
    assert_eq!(apply(&rules, "Nuthin'/NN/x"), ["NN x   nothing"]);
    assert_eq!(
        apply(&rules, "that/DT/nsubj that/DT/det that/DT/"),
        ["DT nsubj PRON  -", "DT det   -", "DT    -"]
    );
    assert_eq!(apply(&rules, "\n/VBZ/x"), ["_SP x VERB  -"]);
    assert_eq!(apply(&rules, "Got/V/x got/V/x gets/V/x"), ["V x   get", "V x   -", "V x   get"]);
}

#[test]
fn what_is_not_supported_is_an_error() {
    for (pattern, attrs, index) in [
        (json!([{"TAG": "X", "OP": "+"}]), json!({"POS": "X"}), 0),
        (json!([{"TAG": {"REGEX": "X"}}]), json!({"POS": "X"}), 0),
        (json!([{"LENGTH": {">": 3}}]), json!({"POS": "X"}), 0),
        (json!([{"TAG": "X"}]), json!({"SENT_START": "1"}), 0),
        (json!([{"TAG": "X"}]), json!({"POS": "X"}), 1),
        (json!([{"TAG": "X"}]), json!({"POS": "X"}), -2),
        (json!([]), json!({"POS": "X"}), 0),
    ] {
        let rules = json!([{"patterns": [pattern], "attrs": attrs, "index": index}]);
        assert!(ruler(rules.clone()).is_err(), "{rules}");
    }
    assert!(Ruler::from_msgpack(&[]).is_ok());
}

#[test]
fn the_rules_survive_the_file() {
    let mut out = Writer::default();
    ruler(basic()).unwrap().write(&mut out);
    let read = Ruler::read(&mut Reader::new(&out.0)).unwrap();
    assert_eq!(apply(&read, "Is/VBZ/aux"), ["VBZ aux AUX Number=Sing be"]);
    assert!(Ruler::read(&mut Reader::new(&out.0[..out.0.len() - 1])).is_err());
}

#[test]
fn features_are_read_by_name() {
    let morph = Morph::new("Case=Nom|Number=Sing");
    assert_eq!((morph.get("Number"), morph.get("Numb")), (Some("Sing"), None));
    assert_eq!(&*Morph::new("_").text, "");
}
