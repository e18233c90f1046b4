//! [`Label`]: the name of a tag, part of speech, dependency or entity kind, as a small number.
//!
//! Labels are interned in one table for the whole process. Those of the English pipelines are
//! constants in [`dep`], [`pos`], [`tag`] and [`ner`] and can be used in `match`; names that only
//! other pipelines have are appended when such a model is loaded. Equal names are equal labels.

use std::collections::HashMap;
use std::fmt;
use std::sync::{LazyLock, RwLock};

use crate::Error;

/// No more than this many different names are interned in one process.
const MAX_LABELS: usize = 1 << 14;

/// A name out of the process-wide table: two bytes to copy and compare.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Label(u16);

struct Table {
    names: Vec<&'static str>,
    numbers: HashMap<&'static str, u16>,
}

static TABLE: LazyLock<RwLock<Table>> = LazyLock::new(|| {
    let mut table = Table { names: Vec::new(), numbers: HashMap::new() };
    for name in KNOWN.iter().copied().flatten().copied() {
        let number = table.names.len() as u16;
        table.names.push(name);
        table.numbers.entry(name).or_insert(number);
    }
    RwLock::new(table)
});

impl Label {
    /// The empty name: no label.
    pub const NONE: Label = Label(0);

    /// The label called `name`, which is added to the table if it is new.
    ///
    /// # Errors
    /// If the table is full: 16,384 names, far more than any pipeline has.
    pub fn intern(name: &str) -> Result<Label, Error> {
        let mut table = TABLE.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(number) = table.numbers.get(name) {
            return Ok(Label(*number));
        }
        let number = table.names.len();
        if number >= MAX_LABELS {
            return Err(Error::format("too many different labels"));
        }
        let name: &'static str = Box::leak(name.into());
        table.names.push(name);
        table.numbers.insert(name, number as u16);
        Ok(Label(number as u16))
    }

    /// The label called `name` if any model or constant has that name.
    pub fn find(name: &str) -> Option<Label> {
        let table = TABLE.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        table.numbers.get(name).copied().map(Label)
    }

    /// The name; empty for [`Label::NONE`].
    pub fn as_str(self) -> &'static str {
        let table = TABLE.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        table.names[usize::from(self.0)]
    }

    /// The number of a known name, found while compiling.
    const fn known(name: &str) -> Label {
        let mut number = 0;
        let mut list = 0;
        while list < KNOWN.len() {
            let mut i = 0;
            while i < KNOWN[list].len() {
                if equal(KNOWN[list][i], name) {
                    return Label(number);
                }
                number += 1;
                i += 1;
            }
            list += 1;
        }
        panic!("a constant label is not in its own list")
    }
}

const fn equal(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

macro_rules! known_labels {
    ($($(#[$about:meta])* $list:ident { $($constant:ident = $name:literal)* })*) => {
        $(
            $(#[$about])*
            #[allow(missing_docs, reason = "each constant is its name")]
            pub mod $list {
                use super::Label;
                $(pub const $constant: Label = Label::known($name);)*
                pub(super) const NAMES: &[&str] = &[$($name),*];
            }
        )*
        const KNOWN: &[&[&str]] = &[&[""], $($list::NAMES),*];
    };
}

known_labels! {
    /// Dependency labels of the English pipelines (ClearNLP style).
    dep {
        ROOT = "ROOT" ACL = "acl" ACOMP = "acomp" ADVCL = "advcl" ADVMOD = "advmod"
        AGENT = "agent" AMOD = "amod" APPOS = "appos" ATTR = "attr" AUX = "aux"
        AUXPASS = "auxpass" CASE = "case" CC = "cc" CCOMP = "ccomp" COMPOUND = "compound"
        CONJ = "conj" CSUBJ = "csubj" CSUBJPASS = "csubjpass" DATIVE = "dative" DEP = "dep"
        DET = "det" DOBJ = "dobj" EXPL = "expl" INTJ = "intj" MARK = "mark" META = "meta"
        NEG = "neg" NMOD = "nmod" NPADVMOD = "npadvmod" NSUBJ = "nsubj"
        NSUBJPASS = "nsubjpass" NUMMOD = "nummod" OPRD = "oprd" PARATAXIS = "parataxis"
        PCOMP = "pcomp" POBJ = "pobj" POSS = "poss" PRECONJ = "preconj" PREDET = "predet"
        PREP = "prep" PRT = "prt" PUNCT = "punct" QUANTMOD = "quantmod" RELCL = "relcl"
        XCOMP = "xcomp"
    }
    /// Parts of speech: the universal ones and `SPACE`.
    pos {
        ADJ = "ADJ" ADP = "ADP" ADV = "ADV" AUX = "AUX" CCONJ = "CCONJ" CONJ = "CONJ"
        DET = "DET" INTJ = "INTJ" NOUN = "NOUN" NUM = "NUM" PART = "PART" PRON = "PRON"
        PROPN = "PROPN" PUNCT = "PUNCT" SCONJ = "SCONJ" SPACE = "SPACE" SYM = "SYM"
        VERB = "VERB" X = "X"
    }
    /// Fine-grained tags of the English pipelines (Penn Treebank, OntoNotes).
    tag {
        DOLLAR = "$" CLOSING_QUOTE = "''" COMMA = "," LRB = "-LRB-" RRB = "-RRB-" PERIOD = "."
        COLON = ":" ADD = "ADD" AFX = "AFX" CC = "CC" CD = "CD" DT = "DT" EX = "EX" FW = "FW"
        HYPH = "HYPH" IN = "IN" JJ = "JJ" JJR = "JJR" JJS = "JJS" LS = "LS" MD = "MD"
        NFP = "NFP" NN = "NN" NNP = "NNP" NNPS = "NNPS" NNS = "NNS" PDT = "PDT" POS = "POS"
        PRP = "PRP" PRP_POSS = "PRP$" RB = "RB" RBR = "RBR" RBS = "RBS" RP = "RP" SYM = "SYM"
        TO = "TO" UH = "UH" VB = "VB" VBD = "VBD" VBG = "VBG" VBN = "VBN" VBP = "VBP"
        VBZ = "VBZ" WDT = "WDT" WP = "WP" WP_POSS = "WP$" WRB = "WRB" XX = "XX" SP = "_SP"
        OPENING_QUOTE = "``"
    }
    /// Entity kinds of the English pipelines (OntoNotes).
    ner {
        CARDINAL = "CARDINAL" DATE = "DATE" EVENT = "EVENT" FAC = "FAC" GPE = "GPE"
        LANGUAGE = "LANGUAGE" LAW = "LAW" LOC = "LOC" MONEY = "MONEY" NORP = "NORP"
        ORDINAL = "ORDINAL" ORG = "ORG" PERCENT = "PERCENT" PERSON = "PERSON"
        PRODUCT = "PRODUCT" QUANTITY = "QUANTITY" TIME = "TIME" WORK_OF_ART = "WORK_OF_ART"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_name_themselves_and_match() {
        assert_eq!(dep::NSUBJ.as_str(), "nsubj");
        assert_eq!(tag::OPENING_QUOTE.as_str(), "``");
        assert_eq!(ner::WORK_OF_ART.as_str(), "WORK_OF_ART");
        assert_eq!(Label::NONE.as_str(), "");
        assert!(matches!(Label::intern("VERB").unwrap(), pos::VERB));
        // The same name in two lists is one label.
        assert_eq!(tag::SYM, pos::SYM);
    }

    #[test]
    fn a_new_name_is_interned_once() {
        let label = Label::intern("obl:arg").unwrap();
        assert_eq!(Label::intern("obl:arg").unwrap(), label);
        assert_eq!(Label::find("obl:arg"), Some(label));
        assert_eq!(label.to_string(), "obl:arg");
        assert_eq!(Label::find("never seen"), None);
    }
}
