//! [`Specimen`]: one marked text beside what the program finds in it.

use crate::{Analyse, Marked, Suite, attribution, matching::Stretch, names, stories, times, whole};
use document::{Text, markup::Mark};

/// A marked text, what the program finds in it, and what was counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Specimen {
    /// The article's id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// What was marked by hand.
    pub gold: Vec<Mark>,
    /// What the program finds.
    pub ours: Vec<Mark>,
    /// What was counted: first the marked things, then those that are found and not marked.
    pub counted: Vec<Counted>,
}

/// Something that was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Whether it counts as right.
    pub is_right: bool,
    /// What it is, in words.
    pub what: String,
}

/// How many articles a file of marked texts has; 0 for other files.
pub fn count(marked: &str) -> usize {
    match Suite::of(marked) {
        None => 0,
        Some(Suite::Whole) => whole::articles(marked),
        Some(_) => Marked::read(marked).marks.len(),
    }
}

/// An article of a file of marked texts, by its place from 0; `None` if there is none.
pub fn specimen(marked: &str, nth: usize, analyse: Analyse<'_>) -> Option<Specimen> {
    let suite = Suite::of(marked)?;
    if suite == Suite::Whole {
        return whole::specimen(marked, nth, analyse);
    }
    let mut all = Marked::read(marked);
    if nth >= all.marks.len() {
        return None;
    }
    if suite == Suite::Stories {
        return Some(stories::specimen(&all, nth));
    }
    let mark = all.marks.swap_remove(nth);
    let report = analyse(vec![all.documents.swap_remove(nth)]).into_iter().next()?;
    Some(match suite {
        Suite::Attribution => attribution::specimen(&mark, &report),
        Suite::Names => names::specimen(&mark, &report),
        _ => times::specimen(&mark, &report),
    })
}

/// A mark of a stretch of code points; none if the text has no such stretch.
pub fn mark(text: &Text, at: Stretch, label: impl Into<String>) -> Option<Mark> {
    let span = text.from_code_points(at.0..at.1)?;
    Some(Mark { range: span.range(), label: label.into() })
}

/// The words of a stretch of code points, on one line.
pub fn words(text: &Text, at: Stretch) -> String {
    let words = text.from_code_points(at.0..at.1).map_or("", |span| text.words(span));
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Counted {
    /// Something right.
    pub fn right(what: String) -> Counted {
        Counted { is_right: true, what }
    }

    /// Something wrong.
    pub fn wrong(what: String) -> Counted {
        Counted { is_right: false, what }
    }
}
