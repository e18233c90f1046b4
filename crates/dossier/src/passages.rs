//! The passages that each thing of a record rests on, and by them which things of two records are
//! the same.

use crate::{Cite, DocumentRecord, Dossier};
use std::collections::BTreeMap;

/// Sides of which a conflict must have passages, to be another one that goes on.
const SIDES_MIN: usize = 2;

/// The kinds of things that rest on passages and may be gained or lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Claim,
    Conflict,
    Promise,
    Quotation,
    Happening,
    Entity,
}

/// A thing of a record.
pub(crate) struct Thing<'d> {
    pub id: &'d str,
    /// Its passages: those of each side of a conflict, of all else in one part.
    pub parts: Vec<&'d [Cite]>,
}

impl<'d> Thing<'d> {
    /// All its passages.
    pub fn cites(&self) -> impl Iterator<Item = &'d Cite> {
        self.parts.iter().flat_map(|part| part.iter())
    }
}

/// The things of a kind, in the order of the record. Quotations in doubt are none.
pub(crate) fn things(dossier: &Dossier, kind: Kind) -> Vec<Thing<'_>> {
    fn one<'d>(id: &'d str, cites: &'d [Cite]) -> Thing<'d> {
        Thing { id, parts: vec![cites] }
    }
    match kind {
        Kind::Claim => dossier.claims.iter().map(|c| one(&c.id, &c.evidence)).collect(),
        Kind::Promise => dossier.commitments.iter().map(|c| one(&c.id, &c.evidence)).collect(),
        Kind::Happening => dossier.timeline.iter().map(|h| one(&h.id, &h.evidence)).collect(),
        Kind::Entity => dossier.entities.iter().map(|e| one(&e.id, &e.evidence)).collect(),
        Kind::Quotation => {
            let told = dossier.quotations.iter().filter(|q| !q.is_doubtful());
            told.map(|q| one(&q.id, std::slice::from_ref(&q.content))).collect()
        }
        Kind::Conflict => {
            let all = dossier.conflicts.iter();
            all.map(|c| {
                let parts = c.sides.iter().map(|side| side.evidence.as_slice()).collect();
                Thing { id: &c.id, parts }
            })
            .collect()
        }
    }
}

/// For each thing of a record, the places of those that it was in an earlier one, the likest first:
/// that of the same id, then those with passages of it (of a conflict, with passages of two sides).
/// A passage is the same if its words are and its document is ([`same_documents`]).
pub(crate) fn earlier(now: &Dossier, before: &Dossier, kind: Kind) -> Vec<Vec<usize>> {
    let documents = same_documents(now, before);
    let known = things(before, kind);
    let mut of_passage: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (i, thing) in known.iter().enumerate() {
        for cite in thing.cites() {
            of_passage.entry((&cite.document, &cite.exact)).or_default().push(i);
        }
    }
    let mut of_id: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, thing) in known.iter().enumerate() {
        of_id.entry(thing.id).or_default().push(i);
    }
    let was = |thing: Thing<'_>| {
        // By place in the earlier record: parts and passages in common.
        let mut common: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for part in &thing.parts {
            let mut of_part: BTreeMap<usize, usize> = BTreeMap::new();
            for cite in *part {
                let document = documents.get(cite.document.as_str()).copied();
                let key = (document.unwrap_or(&cite.document), cite.exact.as_str());
                for &i in of_passage.get(&key).into_iter().flatten() {
                    *of_part.entry(i).or_default() += 1;
                }
            }
            for (i, passages) in of_part {
                let so_far = common.entry(i).or_default();
                *so_far = (so_far.0 + 1, so_far.1 + passages);
            }
        }
        let same_id: &[usize] = of_id.get(thing.id).map_or(&[], Vec::as_slice);
        common.retain(|_, (parts, _)| *parts >= SIDES_MIN.min(thing.parts.len()));
        for &i in same_id {
            common.entry(i).or_default().1 = usize::MAX;
        }
        let mut was: Vec<usize> = common.keys().copied().collect();
        was.sort_by_key(|i| (std::cmp::Reverse(common[i].1), *i));
        was
    };
    things(now, kind).into_iter().map(was).collect()
}

/// The documents of a record that an earlier one has under another id, with that: two files of one
/// name are told apart by their ids, so that another one of the name changes the id of the first.
pub(crate) fn same_documents<'d>(
    now: &'d Dossier,
    before: &'d Dossier,
) -> BTreeMap<&'d str, &'d str> {
    let of_id: BTreeMap<&str, &DocumentRecord> =
        before.documents.iter().map(|d| (d.id.as_str(), d)).collect();
    let mut of_text: BTreeMap<(&str, &str), &DocumentRecord> = BTreeMap::new();
    for document in &before.documents {
        of_text.entry((&document.sha256, &document.text)).or_insert(document);
    }
    let moved = now.documents.iter().filter(|d| {
        let same = of_id.get(d.id.as_str());
        same.is_none_or(|same| same.text != d.text)
    });
    let earlier = moved.filter_map(|d| {
        let same = of_text.get(&(d.sha256.as_str(), d.text.as_str()))?;
        Some((d.id.as_str(), same.id.as_str()))
    });
    earlier.collect()
}
