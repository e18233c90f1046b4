//! [`Suite`]s: how right the program is, on marked texts.
//!
//! A suite reads a file of marked texts, lets the program work on them as a user would, and gives
//! an [`Outcome`]: each [`Measure`] with what a trivial method reaches beside it, and the list of
//! what is wrong. [`floor::Floors`] say below what no measure may fall.

mod attribution;
pub mod floor;
mod matching;
mod names;
pub mod specimen;
mod stories;
mod tally;
mod times;
mod whole;

use document::Document;
use lexicon::Lexicon;
use serde_json::Value;
use story::Report;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suite {
    /// Who said what, in single articles.
    Attribution,
    /// Names of persons, bodies and places.
    Names,
    /// Time expressions.
    Times,
    /// Articles put into stories.
    Stories,
    /// Stories told by several outlets: everything on the page.
    Whole,
}

impl Suite {
    /// All suites, in the order they are shown.
    pub const ALL: [Suite; 5] =
        [Suite::Whole, Suite::Attribution, Suite::Names, Suite::Times, Suite::Stories];

    /// The suite's name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Suite::Attribution => "attribution",
            Suite::Names => "names",
            Suite::Times => "times",
            Suite::Stories => "stories",
            Suite::Whole => "whole",
        }
    }

    /// Which suite a file of marked texts is for, by its first line or object; `None` for other
    /// files.
    pub fn of(marked: &str) -> Option<Suite> {
        let whole: Option<Value> = serde_json::from_str(marked).ok();
        let first = marked.lines().find(|line| !line.trim().is_empty())?;
        let value = whole.or_else(|| serde_json::from_str(first).ok())?;
        let has = |key: &str| value.get(key).is_some();
        match () {
            () if has("articles") && has("quotations") => Some(Suite::Whole),
            () if has("quotations") && has("text") => Some(Suite::Attribution),
            () if has("mentions") && has("text") => Some(Suite::Names),
            () if has("times") && has("text") => Some(Suite::Times),
            () if has("story") && has("text") => Some(Suite::Stories),
            () => None,
        }
    }
}

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// What it is.
    pub name: &'static str,
    /// What the program reaches, 0 to 1.
    pub ours: f64,
    /// What a trivial method reaches, where there is one: which, [`Outcome::baseline`] says.
    pub baseline: Option<f64>,
}

/// What a suite found in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The suite.
    pub suite: Suite,
    /// The name of the set.
    pub set: String,
    /// How many marked things there are.
    pub items: usize,
    /// The figures.
    pub measures: Vec<Measure>,
    /// The trivial method, in words.
    pub baseline: &'static str,
    /// What is wrong, in the order of the texts: what was marked, and what was found instead.
    pub misses: Vec<String>,
}

/// The stages that a suite needs from outside: reports of documents, in their order.
pub type Analyse<'a> = &'a dyn Fn(Vec<Document>) -> Vec<Report>;

/// Measures one file of marked texts. `set` names it.
///
/// # Errors
/// If the file is none that a suite knows.
pub fn measure(set: &str, marked: &str, analyse: Analyse<'_>) -> Result<Outcome, String> {
    let suite =
        Suite::of(marked).ok_or_else(|| format!("{set}: no marked texts of a known form"))?;
    let outcome = match suite {
        Suite::Whole => whole::measure(marked, analyse)?,
        Suite::Attribution => attribution::measure(Marked::read(marked), analyse),
        Suite::Names => names::measure(Marked::read(marked), analyse),
        Suite::Times => times::measure(Marked::read(marked), analyse),
        Suite::Stories => stories::measure(&Marked::read(marked)),
    };
    Ok(Outcome { suite, set: set.to_string(), ..outcome })
}

/// Articles with what is marked in each.
struct Marked {
    marks: Vec<Value>,
    documents: Vec<Document>,
}

impl Marked {
    /// Lines without an article are passed over.
    fn read(marked: &str) -> Marked {
        let (mut marks, mut documents) = (Vec::new(), Vec::new());
        for line in marked.lines() {
            let Ok(value) = serde_json::from_str::<Value>(line) else { continue };
            let read = ingest::read("marked.jsonl", line.as_bytes(), Lexicon::english());
            if let Some(document) = read.documents.into_iter().next() {
                marks.push(value);
                documents.push(document);
            }
        }
        Marked { marks, documents }
    }
}

/// A pair of offsets in a field of a JSON value.
fn pair(value: &Value) -> Option<(usize, usize)> {
    let at = |i: usize| value.get(i)?.as_u64().and_then(|n| usize::try_from(n).ok());
    Some((at(0)?, at(1)?))
}

/// The offsets of a marked thing with `start` and `end`.
fn ends(value: &Value) -> Option<(usize, usize)> {
    let at = |key: &str| value.get(key)?.as_u64().and_then(|n| usize::try_from(n).ok());
    Some((at("start")?, at("end")?))
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn word<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_what_it_marks() {
        let of = |line: &str| Suite::of(line);
        assert_eq!(of(r#"{"text": "", "times": []}"#), Some(Suite::Times));
        assert_eq!(of(r#"{"text": "", "quotations": []}"#), Some(Suite::Attribution));
        assert_eq!(of(r#"{"articles": [], "quotations": []}"#), Some(Suite::Whole));
        assert_eq!(of("id\tkind\n"), None);
        assert_eq!(of(""), None);
    }
}
