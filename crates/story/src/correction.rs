//! [`Corrections`]: what a reader knows better, from a file, and what came of it.
//!
//! A line is a word and two names, parted by tabs; lines that begin with `#` are comments.
//!
//! | line | says |
//! |---|---|
//! | `merge A B` | the names A and B are of one entity |
//! | `split A B` | they are of two; or, of documents, that they are of two stories |
//! | `rename A B` | the entity named A is shown as B |
//! | `join A B` | the documents A and B are of one story |
//! | `copy A B` | document A was made from document B |
//! | `not-a-copy A B` | neither of the two was made from the other |
//!
//! A document goes by its name, its path or the end of it, its address, or the hash of its text.
//! Corrections are carried out in the order of their lines, after everything else is decided.

use crate::Report;
use crate::join::Profile;
use crate::term::{Background, Words};
use document::{Document, Notice, NoticeCode};
use std::collections::BTreeSet;

/// Corrections in order.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    /// Each with the number of its line, from 1.
    lines: Vec<(usize, Correction)>,
    /// Numbers of lines that are no correction.
    pub malformed: Vec<usize>,
}

/// One correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// What is to be done.
    pub kind: CorrectionKind,
    /// The name it is done to.
    pub name: String,
    /// The other name.
    pub other: String,
}

/// What a correction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorrectionKind {
    /// Two names are one entity.
    Merge,
    /// One entity is two, or one story is.
    Split,
    /// An entity is shown under another name.
    Rename,
    /// Two documents are of one story.
    Join,
    /// A document was made from another.
    Copy,
    /// Neither document was made from the other.
    NotACopy,
}

impl CorrectionKind {
    const ALL: [CorrectionKind; 6] =
        [Self::Merge, Self::Split, Self::Rename, Self::Join, Self::Copy, Self::NotACopy];

    /// The kind's name in files.
    pub fn as_str(self) -> &'static str {
        match self {
            CorrectionKind::Merge => "merge",
            CorrectionKind::Split => "split",
            CorrectionKind::Rename => "rename",
            CorrectionKind::Join => "join",
            CorrectionKind::Copy => "copy",
            CorrectionKind::NotACopy => "not-a-copy",
        }
    }
}

/// A correction that speaks of two documents of a pile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The number of its line.
    pub line: usize,
    /// What it says of them.
    pub kind: CorrectionKind,
    /// The number of the first document.
    pub a: usize,
    /// The number of the second.
    pub b: usize,
}

impl Tie {
    /// Whether it speaks of these two, in either order.
    pub fn is_of(&self, a: usize, b: usize) -> bool {
        [self.a, self.b] == [a, b] || [self.a, self.b] == [b, a]
    }
}

/// Most lines that are read.
const LINES_MAX: usize = 100_000;

impl Corrections {
    /// Reads corrections, one a line.
    pub fn parse(text: &str) -> Corrections {
        let mut corrections = Corrections::default();
        for (n, line) in (1..=LINES_MAX).zip(text.lines()) {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            match parse_line(line) {
                Some(correction) => corrections.lines.push((n, correction)),
                None => corrections.malformed.push(n),
            }
        }
        corrections
    }

    /// The corrections with the numbers of their lines.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &(usize, Correction)> {
        self.lines.iter()
    }

    /// Those that speak of two of these documents.
    pub fn ties(&self, documents: &[&Document]) -> Vec<Tie> {
        let tie = |(line, c): &(usize, Correction)| {
            let (a, b) = (named(documents, &c.name)?, named(documents, &c.other)?);
            (a != b).then_some(Tie { line: *line, kind: c.kind, a, b })
        };
        self.lines.iter().filter_map(tie).collect()
    }

    /// What came of each correction, as notices; `done` are the lines that changed something.
    pub fn logged(&self, done: &BTreeSet<usize>) -> Vec<Notice> {
        let of = |(line, c): &(usize, Correction)| {
            let (code, effect) = match done.contains(line) {
                true => (NoticeCode::Corrected, "done"),
                false => (NoticeCode::NotCorrected, "nothing to change here"),
            };
            let message = format!("{} “{}” “{}”: {effect}", c.kind.as_str(), c.name, c.other);
            Notice::new(code, format!("corrections:{line}"), message)
        };
        let malformed = self.malformed.iter().map(|line| {
            let place = format!("corrections:{line}");
            Notice::new(NoticeCode::NotCorrected, place, "not a correction".to_string())
        });
        self.lines.iter().map(of).chain(malformed).collect()
    }
}

/// The document of a name: its own, its path or the end of its path, its address, or the hash of
/// its text.
pub fn named(documents: &[&Document], name: &str) -> Option<usize> {
    let is_end = |path: &str| path.strip_suffix(name).is_some_and(|rest| rest.ends_with('/'));
    let exact = |d: &&Document| d.name == name || d.path == name;
    let other = |d: &&Document| {
        let hash = d.id.to_string();
        let with_hash = name.strip_prefix(&d.name).and_then(|rest| rest.strip_prefix('#'));
        is_end(&d.path)
            || d.metadata.url.as_deref() == Some(name)
            || hash == name
            || with_hash == Some(hash.as_str())
    };
    let documents = || documents.iter();
    documents().position(exact).or_else(|| documents().position(other))
}

/// Puts groups of documents right: joins and splits, in order. `nearer` says whether the first of
/// three documents is nearer to the second than to the third. Adds to `done` the lines that
/// changed something.
pub fn regroup(
    groups: &mut Vec<Vec<usize>>,
    ties: &[Tie],
    nearer: impl Fn(usize, usize, usize) -> bool,
    done: &mut BTreeSet<usize>,
) {
    for tie in ties {
        let group_of = |document: usize| groups.iter().position(|g| g.contains(&document));
        let (Some(a), Some(b)) = (group_of(tie.a), group_of(tie.b)) else { continue };
        match tie.kind {
            CorrectionKind::Join | CorrectionKind::Copy if a != b => {
                let moved = groups.remove(a.max(b));
                groups[a.min(b)].extend(moved);
            }
            CorrectionKind::Split if a == b => {
                let with_b = |d: &usize| *d == tie.b || *d != tie.a && nearer(*d, tie.b, tie.a);
                let (moved, kept) = groups[a].iter().partition(|d| with_b(d));
                groups[a] = kept;
                groups.push(moved);
            }
            _ => continue,
        }
        done.insert(tie.line);
    }
}

/// Whether the first of three documents is nearer in its words to the second than to the third.
pub fn nearer(words: &[Words]) -> impl Fn(usize, usize, usize) -> bool {
    let mut background = Background::default();
    words.iter().for_each(|w| background.learn(w));
    move |x, y, z| {
        let terms = |i: usize| Profile::new(&words[i], None, &background).terms;
        let own = terms(x);
        own.cosine(&terms(y)) > own.cosine(&terms(z))
    }
}

/// What a reader says last of whether one of two documents was made from the other.
pub fn said_of_making(ties: &[Tie], a: usize, b: usize) -> Option<&Tie> {
    let of_making = |t: &&Tie| {
        matches!(t.kind, CorrectionKind::Copy | CorrectionKind::NotACopy) && t.is_of(a, b)
    };
    ties.iter().rev().find(of_making)
}

/// The documents of reports.
pub(crate) fn documents(reports: &[Report]) -> Vec<&Document> {
    reports.iter().map(|r| &r.document).collect()
}

fn parse_line(line: &str) -> Option<Correction> {
    let mut fields = line.split('\t').map(str::trim);
    let kind = fields.next()?;
    let kind = CorrectionKind::ALL.into_iter().find(|k| k.as_str() == kind)?;
    let mut name = || fields.next().filter(|f| !f.is_empty()).map(str::to_string);
    Some(Correction { kind, name: name()?, other: name()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_no_correction_is_named() {
        let read = Corrections::parse("# ours\nmerge\tA. Vale\tAda Vale\n\nmelt\tA\tB\nsplit\tA\n");
        assert_eq!(read.iter().count(), 1);
        assert_eq!(read.malformed, [4, 5]);
    }

    #[test]
    fn groups_are_joined_and_split_and_what_changed_nothing_is_not_logged() {
        let tie = |line, kind, a, b| Tie { line, kind, a, b };
        let ties = [
            tie(1, CorrectionKind::Join, 0, 5),
            tie(2, CorrectionKind::Join, 0, 1),
            tie(3, CorrectionKind::Split, 3, 1),
        ];
        let mut groups = vec![vec![0, 1, 2, 3], vec![4], vec![5]];
        let mut done = BTreeSet::new();
        let distance = |x: usize, y: usize| x.abs_diff(y);
        regroup(&mut groups, &ties, |x, y, z| distance(x, y) < distance(x, z), &mut done);
        assert_eq!(groups, [vec![2, 3, 5], vec![4], vec![0, 1]]);
        assert_eq!(done, BTreeSet::from([1, 3]));
    }
}
