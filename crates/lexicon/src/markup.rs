//! [`Markup`]: what the names in a page's markup hint at (`lexicon/world/markup.tsv`), and
//! [`BylineWord`]: the words beside writers' names (`lexicon/world/bylines.tsv`).

use crate::Row;
use foldhash::fast::FixedState;
use std::collections::HashMap;

/// Most hints: one bit each.
pub const HINTS_MAX: usize = 64;

/// Longest form, in bytes.
const FORM_BYTES_MAX: usize = 24;

/// What a word beside the names of writers does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BylineWord {
    /// It stands before the names.
    Opens,
    /// It stands between two names.
    Joins,
    /// It says what a person is.
    Role,
    /// It stands in place of a name.
    Nobody,
    /// It follows the names.
    Ends,
    /// It stands before the time of a change.
    Changed,
}

impl BylineWord {
    /// The kind of this name.
    pub fn parse(name: &str) -> Option<BylineWord> {
        match name {
            "opens" => Some(BylineWord::Opens),
            "joins" => Some(BylineWord::Joins),
            "role" => Some(BylineWord::Role),
            "nobody" => Some(BylineWord::Nobody),
            "ends" => Some(BylineWord::Ends),
            "changed" => Some(BylineWord::Changed),
            _ => None,
        }
    }
}

/// Hints by what names them. A hint is a bit; its number is its index in [`Markup::hints`].
#[derive(Debug, Default)]
pub struct Markup {
    /// The names of the hints, sorted.
    pub hints: Vec<&'static str>,
    forms: HashMap<&'static str, HashMap<&'static str, u64, FixedState>, FixedState>,
}

impl Markup {
    /// Reads rows with the columns `form`, `kind` and `hint`. Hints beyond the limit are left out.
    pub(crate) fn read<'t>(rows: impl Iterator<Item = Row<'t>> + Clone) -> Markup {
        let mut hints: Vec<_> = rows.clone().map(|row| row.get("hint")).collect();
        hints.sort_unstable();
        hints.dedup();
        hints.truncate(HINTS_MAX);
        let mut markup = Markup { hints, forms: HashMap::default() };
        for row in rows {
            let bit = markup.number(row.get("hint")).map_or(0, |number| 1 << number);
            let forms = markup.forms.entry(row.get("kind")).or_default();
            *forms.entry(row.get("form")).or_default() |= bit;
        }
        markup
    }

    /// The hints of a form, letter case ignored, as bits.
    pub fn hint(&self, kind: &str, form: &str) -> u64 {
        if form.len() > FORM_BYTES_MAX {
            return 0;
        }
        let Some(forms) = self.forms.get(kind) else { return 0 };
        if form.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return forms.get(form.to_ascii_lowercase().as_str()).copied().unwrap_or(0);
        }
        forms.get(form).copied().unwrap_or(0)
    }

    /// The number of a hint.
    pub fn number(&self, hint: &str) -> Option<usize> {
        self.hints.binary_search(&hint).ok()
    }
}
