//! Grouping some documents at once, whatever their order: the likeliest pair first.
//!
//! Agglomerative clustering with the join decision as its measure. Pairs come from an inverted
//! index, so that the cost is that of the documents times a bounded number of candidates.

use crate::cluster::{Candidate, TERMS_INDEXED, TERMS_PROBED};
use crate::join::{Asking, Group, Profile, Values, contrast, values};
use crate::keyed::Keyed;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

/// Groups compared closely with a group.
const CANDIDATES_MAX: usize = 10;
/// Latest documents kept under a term.
const DOCUMENTS_PER_TERM_MAX: usize = 128;

/// A pair of groups that may become one.
#[derive(PartialEq)]
struct Pair {
    odds: f32,
    groups: [usize; 2],
    /// Sizes when the odds were found: a group that grew since is another group.
    sizes: [usize; 2],
}

impl Eq for Pair {}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Pair) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Pair {
    fn cmp(&self, other: &Pair) -> Ordering {
        self.odds.total_cmp(&other.odds).then_with(|| other.groups.cmp(&self.groups))
    }
}

/// Groups being formed. A group goes by the number of one of its documents.
struct Forming<'a> {
    groups: Vec<Option<Group>>,
    members: Vec<Vec<usize>>,
    /// By document: its group.
    group_of: Vec<usize>,
    index: Keyed<u32, Vec<usize>>,
    judge: Judge<'a>,
}

/// Gives the odds that two groups of documents, by number, are one.
pub type Judge<'a> = &'a mut dyn FnMut(&[usize], &[usize], &Values) -> f32;

/// Groups documents, by number; groups are sorted, and sorted among themselves.
pub(crate) fn group(profiles: &[Arc<Profile>], judge: Judge<'_>) -> Vec<Vec<usize>> {
    let mut index: Keyed<u32, Vec<usize>> = Keyed::default();
    for (i, profile) in profiles.iter().enumerate() {
        for (term, _) in profile.terms.heaviest(TERMS_INDEXED) {
            index.entry(term).or_default().push(i);
        }
    }
    let mut forming = Forming {
        groups: profiles.iter().map(|p| Some(Group::of(p.clone()))).collect(),
        members: (0..profiles.len()).map(|i| vec![i]).collect(),
        group_of: (0..profiles.len()).collect(),
        index,
        judge,
    };
    let mut heap = BinaryHeap::new();
    (0..profiles.len()).for_each(|i| forming.push_pairs(i, &mut heap));
    while let Some(pair) = heap.pop() {
        let [a, b] = pair.groups;
        if pair.groups.map(|g| forming.members[g].len()) == pair.sizes {
            let kept = forming.unite(a, b);
            forming.push_pairs(kept, &mut heap);
        }
    }
    let mut groups: Vec<Vec<usize>> =
        forming.members.into_iter().filter(|m| !m.is_empty()).collect();
    groups.iter_mut().for_each(|g| g.sort_unstable());
    groups.sort_unstable();
    groups
}

impl Forming<'_> {
    fn push_pairs(&mut self, a: usize, heap: &mut BinaryHeap<Pair>) {
        for found in self.candidates(a) {
            let b = found.story;
            let odds = (self.judge)(&self.members[a], &self.members[b], &found.values);
            if odds > 0.0 {
                let groups = [a.min(b), a.max(b)];
                let sizes = groups.map(|g| self.members[g].len());
                heap.push(Pair { odds, groups, sizes });
            }
        }
    }

    fn candidates(&self, a: usize) -> Vec<Candidate> {
        let group = self.groups[a].as_ref().expect("a group that is left");
        let mut scores: Keyed<usize, f32> = Keyed::default();
        let mut seen = Vec::new();
        for (term, weight) in group.terms().heaviest(TERMS_PROBED) {
            let documents = self.index.get(&term).map_or([].as_slice(), Vec::as_slice);
            let latest = documents.len().saturating_sub(DOCUMENTS_PER_TERM_MAX);
            seen.clear();
            seen.extend(documents[latest..].iter().map(|d| self.group_of[*d]));
            seen.sort_unstable();
            seen.dedup();
            seen.iter().for_each(|g| *scores.entry(*g).or_default() += weight);
        }
        let mut scores: Vec<(usize, f32)> = scores.into_iter().filter(|s| s.0 != a).collect();
        scores.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        scores.truncate(CANDIDATES_MAX);
        let asking = Asking::of(group);
        let compare = |(b, _): (usize, f32)| {
            let other = self.groups[b].as_ref().expect("a group that is left");
            Candidate { story: b, values: values(&asking, other) }
        };
        let mut found: Vec<Candidate> = scores.into_iter().map(compare).collect();
        contrast(&mut found);
        found
    }

    fn unite(&mut self, a: usize, b: usize) -> usize {
        let (kept, gone) =
            if self.members[b].len() > self.members[a].len() { (b, a) } else { (a, b) };
        let group = self.groups[gone].take().expect("a group that is left");
        let moved = std::mem::take(&mut self.members[gone]);
        moved.iter().for_each(|d| self.group_of[*d] = kept);
        self.members[kept].extend(moved);
        let into = self.groups[kept].as_mut().expect("a group that is left");
        group.members.into_iter().for_each(|m| into.add(m));
        kept
    }
}
