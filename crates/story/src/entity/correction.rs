//! A reader's corrections of who is who: merges, splits and other names for entities.

use super::Named;
use crate::{Correction, CorrectionKind, Corrections};
use analysis::name::fold_name;
use std::collections::BTreeSet;

/// Carries out merges and splits. Adds to `done` the lines that changed something.
pub(super) fn group(
    corrections: &Corrections,
    named: &[Named],
    groups: &mut Vec<Vec<usize>>,
    done: &mut BTreeSet<usize>,
) {
    for (line, correction) in corrections.iter() {
        let changed = match correction.kind {
            CorrectionKind::Merge => merge(named, groups, correction),
            CorrectionKind::Split => split(named, groups, correction),
            _ => false,
        };
        if changed {
            done.insert(*line);
        }
    }
}

/// The name under which the entity of some chains is to be shown, if one is wanted.
pub(super) fn name(
    corrections: &Corrections,
    named: &[Named],
    group: &[usize],
    done: &mut BTreeSet<usize>,
) -> Option<String> {
    let renames = corrections.iter().filter(|(_, c)| c.kind == CorrectionKind::Rename);
    let (line, correction) =
        renames.rev().find(|(_, c)| group.iter().any(|&i| has(&named[i], &c.name)))?;
    done.insert(*line);
    Some(correction.other.clone())
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
