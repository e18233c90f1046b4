//! [`Lemmatizer`]: the base form of a word from tables of endings, exceptions and known words, as
//! spaCy's lemmatizer does it in its `rule` mode.

use std::collections::HashMap;
use std::sync::Arc;

use crate::compact::{Reader, Writer};
use crate::lexeme::Lexeme;
use crate::msgpack::Value;
use crate::python_char::is_alpha;
use crate::ruler::Morph;
use crate::string_id::string_id;
use crate::word_list::WordList;
use crate::{Error, Label};

/// Lemmas remembered at a time; some 10 MB of memory.
const MAX_CACHED: usize = 100_000;

/// Between an exception and its base forms in a word list.
const SEPARATOR: char = '\t';

/// The tables of a pipeline, by part of speech.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Lemmatizer {
    /// Whether morphology tells which words are base forms already, as in English.
    knows_base_forms: bool,
    tables: Vec<Table>,
}

/// The tables of one part of speech.
#[derive(Debug, Default, PartialEq, Eq)]
struct Table {
    /// The string id of the part of speech in lower case.
    pos: u64,
    /// An ending and what replaces it.
    rules: Vec<(Box<str>, Box<str>)>,
    /// Known base forms.
    index: WordList,
    /// Irregular forms, each followed by its base forms.
    exceptions: WordList,
}

/// Lemmas that were found before. Nothing that is computed depends on it.
#[derive(Debug, Default)]
pub(crate) struct LemmaCache(HashMap<(u64, Label, u64), Arc<str>>);

impl Lemmatizer {
    /// Reads the `lookups.bin` of a lemmatizer; it may be empty.
    pub(crate) fn from_msgpack(lookups: &[u8], is_english: bool) -> Result<Self, Error> {
        let lookups = if lookups.is_empty() { Value::Nil } else { Value::parse(lookups)? };
        let mut tables: HashMap<u64, Table> = HashMap::new();
        let entries = |name: &str| lookups.get(name).map_or(&[][..], Value::entries);
        let id = |key: &Value| {
            let named = key.text().map(string_id);
            named.or(key.uint()).ok_or_else(|| Error::format("a lemma table has a bad key"))
        };
        for (pos, rules) in entries("lemma_rules") {
            let rule = |rule: &Value| match rule.items() {
                [old, new] => Some((old.text()?.into(), new.text()?.into())),
                _ => None,
            };
            let rules = rules.items().iter().filter_map(rule).collect();
            tables.entry(id(pos)?).or_default().rules = rules;
        }
        for (pos, words) in entries("lemma_index") {
            let words = words.items().iter().filter_map(Value::text);
            tables.entry(id(pos)?).or_default().index = WordList::new(words)?;
        }
        for (pos, exceptions) in entries("lemma_exc") {
            let lines: Vec<String> = exceptions
                .entries()
                .iter()
                .filter_map(|(word, forms)| {
                    let forms = forms.items().iter().filter_map(Value::text);
                    Some(forms.fold(word.text()?.to_owned(), |line, form| {
                        line + &SEPARATOR.to_string() + form
                    }))
                })
                .collect();
            let exceptions = WordList::new(lines.iter().map(String::as_str))?;
            tables.entry(id(pos)?).or_default().exceptions = exceptions;
        }
        let mut tables: Vec<Table> =
            tables.into_iter().map(|(pos, table)| Table { pos, ..table }).collect();
        tables.sort_by_key(|table| table.pos);
        Ok(Lemmatizer { knows_base_forms: is_english, tables })
    }

    /// The base form of a word with this part of speech and morphology.
    pub(crate) fn lemma(
        &self,
        cache: &mut LemmaCache,
        word: &Lexeme,
        pos: Label,
        morph: &Morph,
    ) -> Arc<str> {
        let key = (word.orth, pos, morph.id());
        if let Some(lemma) = cache.0.get(&key) {
            return lemma.clone();
        }
        if cache.0.len() >= MAX_CACHED {
            cache.0.clear();
        }
        let lemma = self.find(word, pos.as_str(), morph);
        cache.0.insert(key, lemma.clone());
        lemma
    }

    fn find(&self, word: &Lexeme, pos: &str, morph: &Morph) -> Arc<str> {
        if matches!(pos, "" | "SPACE" | "EOL")
            || (self.knows_base_forms && is_base_form(pos, morph))
        {
            return word.lower_text.clone();
        }
        let id = string_id(&pos.to_lowercase());
        let table = self.tables.iter().find(|table| table.pos == id);
        match table.filter(|table| !table.is_empty()) {
            Some(table) => match table.base_form(&word.lower_text) {
                Some(form) => form.into(),
                None => word.text.clone(),
            },
            None if pos == "PROPN" => word.text.clone(),
            None => word.lower_text.clone(),
        }
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.u8(u8::from(self.knows_base_forms));
        out.u32(self.tables.len() as u32);
        for table in &self.tables {
            out.u64(table.pos);
            out.u32(table.rules.len() as u32);
            for (old, new) in &table.rules {
                out.str(old);
                out.str(new);
            }
            table.index.write(out);
            table.exceptions.write(out);
        }
    }

    pub(crate) fn read(reader: &mut Reader) -> Result<Self, Error> {
        let knows_base_forms = reader.u8()? != 0;
        let mut tables = Vec::new();
        for _ in 0..reader.count(8)? {
            let pos = reader.u64()?;
            let mut rules = Vec::new();
            for _ in 0..reader.count(8)? {
                rules.push((reader.str()?.into(), reader.str()?.into()));
            }
            let (index, exceptions) = (WordList::read(reader)?, WordList::read(reader)?);
            tables.push(Table { pos, rules, index, exceptions });
        }
        Ok(Lemmatizer { knows_base_forms, tables })
    }
}

impl Table {
    fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.index.is_empty() && self.exceptions.is_empty()
    }

    /// The best base form of a lower-case word. Exceptions come first, then known words, then what
    /// is not made of letters alone, then unknown words; of several exceptions or known words the
    /// last.
    fn base_form(&self, word: &str) -> Option<String> {
        let (mut forms, mut unknown) = (Vec::new(), None);
        for (old, new) in &self.rules {
            let Some(stem) = word.strip_suffix(&**old) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            } else if self.index.contains(&form) {
                forms.insert(0, form);
            } else if !form.chars().all(is_alpha) {
                forms.push(form);
            } else {
                unknown.get_or_insert(form);
            }
        }
        let exceptions = self.exceptions.after_prefix(&format!("{word}{SEPARATOR}"));
        for form in exceptions.iter().flat_map(|forms| forms.split(SEPARATOR)) {
            if !forms.iter().any(|known| known == form) {
                forms.insert(0, form.to_owned());
            }
        }
        forms.into_iter().next().or(unknown)
    }
}

/// Whether morphology says that an English word is not inflected.
fn is_base_form(pos: &str, morph: &Morph) -> bool {
    let has = |feature: &str, value: &str| morph.get(feature) == Some(value);
    let is_present = has("VerbForm", "Fin") && has("Tense", "Pres");
    (pos == "NOUN" && has("Number", "Sing"))
        || (pos == "VERB" && is_present && morph.get("Number").is_none())
        || has("VerbForm", "Inf")
        || has("VerbForm", "None")
        || has("Degree", "Pos")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexeme::{Lexemes, Norms};

    fn lemmatizer() -> Lemmatizer {
        let list = |words: &[&str]| WordList::new(words.iter().copied()).unwrap();
        let rules = [("s", ""), ("ies", "y"), ("ed", "e"), ("ed", "")];
        let table = Table {
            pos: string_id("verb"),
            rules: rules.iter().map(|&(old, new)| (old.into(), new.into())).collect(),
            index: list(&["rate", "try", "rat", "tie"]),
            exceptions: list(&["went\tgo", "rats\trat\tgnaw", "lay\tlie\tlay"]),
        };
        Lemmatizer { knows_base_forms: true, tables: vec![table] }
    }

    fn lemma(word: &str, pos: &str, morph: &str) -> String {
        let lemmatizer = lemmatizer();
        let mut lexemes = Lexemes::default();
        let index = lexemes.intern(word, None, &Norms::default());
        let pos = Label::intern(pos).unwrap();
        let (mut cache, morph) = (LemmaCache::default(), Morph::new(morph));
        let found = lemmatizer.lemma(&mut cache, lexemes.get(index), pos, &morph);
        assert_eq!(lemmatizer.lemma(&mut cache, lexemes.get(index), pos, &morph), found);
        found.to_string()
    }

    #[test]
    fn exceptions_go_before_rules() {
        assert_eq!(lemma("went", "VERB", ""), "go");
        assert_eq!(lemma("Rats", "VERB", ""), "gnaw");
        assert_eq!(lemma("lay", "VERB", ""), "lay");
    }

    #[test]
    fn known_words_go_before_unknown_ones_and_the_last_rule_wins() {
        assert_eq!(lemma("Tries", "VERB", ""), "try");
        assert_eq!(lemma("rated", "VERB", ""), "rat");
        assert_eq!(lemma("zoomed", "VERB", ""), "zoome");
        assert_eq!(lemma("co-opted", "VERB", ""), "co-opte");
        assert_eq!(lemma("Xyz", "VERB", ""), "Xyz");
    }

    #[test]
    fn base_forms_and_parts_of_speech_without_a_table_are_lower_cased() {
        assert_eq!(lemma("Rats", "VERB", "VerbForm=Inf"), "rats");
        assert_eq!(lemma("Rats", "VERB", "Tense=Pres|VerbForm=Fin"), "rats");
        assert_eq!(lemma("Rates", "VERB", "Number=Sing|Tense=Pres|VerbForm=Fin"), "rate");
        assert_eq!(lemma("The", "DET", ""), "the");
        assert_eq!(lemma("Rats", "PROPN", "Number=Plur"), "Rats");
        assert_eq!(lemma("\n", "SPACE", ""), "\n");
    }

    #[test]
    fn the_tables_survive_the_file() {
        let mut out = Writer::default();
        lemmatizer().write(&mut out);
        assert_eq!(Lemmatizer::read(&mut Reader::new(&out.0)).unwrap(), lemmatizer());
        for end in 0..out.0.len() {
            assert!(Lemmatizer::read(&mut Reader::new(&out.0[..end])).is_err());
        }
    }
}
