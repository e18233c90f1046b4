//! [`Corrections`]: what a reader knows better about who is who, from a file, and what came of it.
//!
//! A line is `merge`, `split` or `rename` with two names, parted by tabs; lines that begin with
//! `#` are comments. `merge A B` makes one of the entities that have these names, `split A B` takes
//! the chains that have the name B out of A's entity, `rename A B` shows A's entity as B. They are
//! carried out in the order of the lines, after everything else is decided.

use super::Named;
use analysis::name::fold_name;
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
    /// One entity is two.
    Split,
    /// An entity is shown under another name.
    Rename,
}

impl CorrectionKind {
    /// The kind's name in files.
    pub fn as_str(self) -> &'static str {
        match self {
            CorrectionKind::Merge => "merge",
            CorrectionKind::Split => "split",
            CorrectionKind::Rename => "rename",
        }
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
    pub fn iter(&self) -> impl Iterator<Item = &(usize, Correction)> {
        self.lines.iter()
    }

    /// Carries out merges and splits. Adds to `done` the lines that changed something.
    pub(super) fn group(
        &self,
        named: &[Named],
        groups: &mut Vec<Vec<usize>>,
        done: &mut BTreeSet<usize>,
    ) {
        for (line, correction) in &self.lines {
            let changed = match correction.kind {
                CorrectionKind::Merge => merge(named, groups, correction),
                CorrectionKind::Split => split(named, groups, correction),
                CorrectionKind::Rename => false,
            };
            if changed {
                done.insert(*line);
            }
        }
    }

    /// The name under which the entity of some chains is to be shown, if one is wanted.
    pub(super) fn name(
        &self,
        named: &[Named],
        group: &[usize],
        done: &mut BTreeSet<usize>,
    ) -> Option<String> {
        let renames = self.lines.iter().filter(|(_, c)| c.kind == CorrectionKind::Rename);
        let (line, correction) =
            renames.rev().find(|(_, c)| group.iter().any(|&i| has(&named[i], &c.name)))?;
        done.insert(*line);
        Some(correction.other.clone())
    }
}

fn parse_line(line: &str) -> Option<Correction> {
    let mut fields = line.split('\t').map(str::trim);
    let kinds = [CorrectionKind::Merge, CorrectionKind::Split, CorrectionKind::Rename];
    let kind = fields.next()?;
    let kind = kinds.into_iter().find(|k| k.as_str() == kind)?;
    let mut name = || fields.next().filter(|f| !f.is_empty()).map(str::to_string);
    Some(Correction { kind, name: name()?, other: name()? })
}

fn has(named: &Named, name: &str) -> bool {
    let folded = fold_name(name);
    named.forms.iter().any(|form| fold_name(form) == folded)
}

/// The group that has a name most often.
fn group_of(named: &[Named], groups: &[Vec<usize>], name: &str) -> Option<usize> {
    let count = |g: usize| groups[g].iter().filter(|&&i| has(&named[i], name)).count();
    (0..groups.len()).filter(|&g| count(g) > 0).max_by_key(|&g| (count(g), std::cmp::Reverse(g)))
}

fn merge(named: &[Named], groups: &mut Vec<Vec<usize>>, correction: &Correction) -> bool {
    let (a, b) =
        (group_of(named, groups, &correction.name), group_of(named, groups, &correction.other));
    match (a, b) {
        (Some(a), Some(b)) if a != b => {
            let moved = groups.remove(a.max(b));
            groups[a.min(b)].extend(moved);
            true
        }
        _ => false,
    }
}

fn split(named: &[Named], groups: &mut Vec<Vec<usize>>, correction: &Correction) -> bool {
    let both = |group: &&Vec<usize>| {
        let any = |name: &str| group.iter().any(|&i| has(&named[i], name));
        any(&correction.name) && any(&correction.other)
    };
    let Some(g) = groups.iter().position(|group| both(&group)) else { return false };
    let is_other =
        |i: &usize| has(&named[*i], &correction.other) && !has(&named[*i], &correction.name);
    let (moved, kept): (Vec<usize>, Vec<usize>) = groups[g].iter().partition(|i| is_other(i));
    if moved.is_empty() || kept.is_empty() {
        return false;
    }
    groups[g] = kept;
    groups.push(moved);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_no_correction_is_named() {
        let read = Corrections::parse("# ours\nmerge\tA. Vale\tAda Vale\n\njoin\tA\tB\nsplit\tA\n");
        assert_eq!(read.iter().count(), 1);
        assert_eq!(read.malformed, [4, 5]);
    }
}
