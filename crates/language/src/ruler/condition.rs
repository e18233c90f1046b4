//! [`Condition`]: what one rule asks of one attribute of a token.

use super::Ruled;
use crate::Label;
use crate::lexeme::Lexeme;
use crate::pattern::Pattern;

/// An attribute whose values are labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    Tag,
    Dep,
    Pos,
}

/// An attribute whose values are strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    Orth,
    Lower,
    Norm,
    Shape,
}

/// One condition. The lists are sorted and without doubles; `wanted` is false for `NOT_IN`.
#[derive(Debug)]
pub(super) enum Condition {
    Label {
        attribute: Named,
        values: Vec<Label>,
        wanted: bool,
    },
    Spelled {
        attribute: Spelling,
        values: Vec<u64>,
        wanted: bool,
    },
    /// A search in the text, or in its lower-case form.
    Regex {
        lower: bool,
        pattern: Pattern,
    },
    IsSpace(bool),
}

impl Condition {
    pub(super) fn holds(&self, token: &Ruled, lexeme: &Lexeme) -> bool {
        match self {
            Condition::Label { attribute, values, wanted } => {
                let value = match attribute {
                    Named::Tag => token.tag,
                    Named::Dep => token.dep,
                    Named::Pos => token.pos,
                };
                values.binary_search(&value).is_ok() == *wanted
            }
            Condition::Spelled { attribute, values, wanted } => {
                let value = match attribute {
                    Spelling::Orth => lexeme.orth,
                    Spelling::Lower => lexeme.lower,
                    Spelling::Norm => lexeme.norm,
                    Spelling::Shape => lexeme.shape,
                };
                values.binary_search(&value).is_ok() == *wanted
            }
            Condition::Regex { lower, pattern } => {
                let text = if *lower { &lexeme.lower_text } else { &lexeme.text };
                pattern.search(text).is_some()
            }
            Condition::IsSpace(wanted) => lexeme.is_space == *wanted,
        }
    }

    /// The lower-case spellings of which the token must have one.
    pub(super) fn lower_ids(&self) -> Option<&[u64]> {
        match self {
            Condition::Spelled { attribute: Spelling::Lower, values, wanted: true } => Some(values),
            _ => None,
        }
    }

    /// The tags of which the token must have one.
    pub(super) fn tags(&self) -> Option<&[Label]> {
        self.labels(Named::Tag)
    }

    /// The dependency labels of which the token must have one.
    pub(super) fn deps(&self) -> Option<&[Label]> {
        self.labels(Named::Dep)
    }

    fn labels(&self, of: Named) -> Option<&[Label]> {
        match self {
            Condition::Label { attribute, values, wanted: true } if *attribute == of => {
                Some(values)
            }
            _ => None,
        }
    }
}
