//! The passages that each thing of a record rests on, and by them which things of two records are
//! the same.

use crate::{Cite, DocumentRecord, Dossier};
use std::collections::{BTreeMap, BTreeSet};

/// Things on one passage, or of one id, up to which each later thing may have been any of them; of
/// more, the first was the first and so on. A sentence of news has a handful of claims (chosen, not
/// tuned: 2026-11).
const CANDIDATES_MAX: usize = 64;

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
    /// Who says it, of a quotation.
    speaker: &'d str,
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
        Thing { id, parts: vec![cites], speaker: "" }
    }
    match kind {
        Kind::Claim => dossier.claims.iter().map(|c| one(&c.id, &c.evidence)).collect(),
        Kind::Promise => dossier.commitments.iter().map(|c| one(&c.id, &c.evidence)).collect(),
        Kind::Happening => dossier.timeline.iter().map(|h| one(&h.id, &h.evidence)).collect(),
        Kind::Entity => dossier.entities.iter().map(|e| one(&e.id, &e.evidence)).collect(),
        Kind::Quotation => {
            let told = dossier.quotations.iter().filter(|q| !q.is_doubtful());
            told.map(|q| Thing {
                speaker: q.speaker.as_ref().map_or("", |speaker| &speaker.text),
                ..one(&q.id, std::slice::from_ref(&q.content))
            })
            .collect()
        }
        Kind::Conflict => {
            let all = dossier.conflicts.iter();
            all.map(|c| {
                let parts = c.sides.iter().map(|side| side.evidence.as_slice()).collect();
                Thing { id: &c.id, parts, speaker: "" }
            })
            .collect()
        }
    }
}

/// Where words stand: their document, the words and the first code point.
type Place<'d> = (&'d str, &'d str, usize);

/// For each thing of a record, the places of those that it was in an earlier one, the likest first:
/// that of the same id, then those with passages of it (of a conflict, with passages of two sides).
/// Which passages are the same, [`Passages`] says. n log n in the passages.
pub(crate) fn earlier(now: &Dossier, before: &Dossier, kind: Kind) -> Vec<Vec<usize>> {
    let (things_now, known) = (things(now, kind), things(before, kind));
    let passages = Passages::of((now, &things_now), (before, &known));
    let mut of_passage: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
    let mut of_id: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, thing) in known.iter().enumerate() {
        of_id.entry(thing.id).or_default().push(i);
        for cite in thing.cites() {
            of_passage.entry(place(cite)).or_default().push(i);
        }
    }
    let (mut on_passage, mut with_id) = (BTreeMap::new(), BTreeMap::new());
    let was = things_now.iter().map(|thing| {
        // By place in the earlier record: parts and passages in common.
        let mut common: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for part in &thing.parts {
            let mut of_part: BTreeMap<usize, usize> = BTreeMap::new();
            for passage in part.iter().filter_map(|cite| passages.earlier(cite, thing.speaker)) {
                for &i in candidates(&of_passage, passage, &mut on_passage) {
                    *of_part.entry(i).or_default() += 1;
                }
            }
            for (i, passages) in of_part {
                let so_far = common.entry(i).or_default();
                *so_far = (so_far.0 + 1, so_far.1 + passages);
            }
        }
        common.retain(|_, (parts, _)| *parts >= SIDES_MIN.min(thing.parts.len()));
        for &i in candidates(&of_id, thing.id, &mut with_id) {
            common.entry(i).or_default().1 = usize::MAX;
        }
        let mut was: Vec<usize> = common.keys().copied().collect();
        was.sort_by_key(|i| (std::cmp::Reverse(common[i].1), *i));
        was
    });
    was.collect()
}

/// The things under a key: all, or of many that of the rank of the one that asks, which is counted.
fn candidates<'a, K: Copy + Ord>(
    things: &'a BTreeMap<K, Vec<usize>>,
    key: K,
    asked: &mut BTreeMap<K, usize>,
) -> &'a [usize] {
    let all = things.get(&key).map_or(&[][..], Vec::as_slice);
    if all.len() <= CANDIDATES_MAX {
        return all;
    }
    let rank = asked.entry(key).or_default();
    *rank += 1;
    all.get(*rank - 1..*rank).unwrap_or_default()
}

fn place(cite: &Cite) -> Place<'_> {
    (&cite.document, &cite.exact, cite.start)
}

/// Which passages of a record are passages of an earlier one. Of a document whose text is the same
/// ([`same_documents`]) those at the same place; else the same words, each time they stand there
/// taken once, in order: first those of one speaker, then what is left.
struct Passages<'d> {
    /// By document: its id in the earlier record, and whether its text is the same; nothing if the
    /// earlier record has it not.
    documents: BTreeMap<&'d str, Option<(&'d str, bool)>>,
    /// By passage of a document whose text is another, and its speaker: the earlier passage.
    moved: BTreeMap<(Place<'d>, &'d str), Place<'d>>,
}

/// The first code points of some words of a document, with who says them.
type Starts<'d> = BTreeSet<(usize, &'d str)>;

impl<'d> Passages<'d> {
    fn of(
        (now, things_now): (&'d Dossier, &[Thing<'d>]),
        (before, known): (&'d Dossier, &[Thing<'d>]),
    ) -> Passages<'d> {
        let mut documents = BTreeMap::new();
        for (document, was) in now.documents.iter().zip(same_documents(now, before)) {
            let was = was.map(|i| &before.documents[i]);
            let was = was.map(|was| (was.id.as_str(), was.text == document.text));
            documents.entry(document.id.as_str()).or_insert(was);
        }
        let mut passages = Passages { documents, moved: BTreeMap::new() };
        let mut old: BTreeMap<(&str, &str), Starts> = BTreeMap::new();
        for (cite, speaker) in spoken(known) {
            let words = (cite.document.as_str(), cite.exact.as_str());
            old.entry(words).or_default().insert((cite.start, speaker));
        }
        let mut new: BTreeMap<(&str, &str), Starts> = BTreeMap::new();
        for (cite, speaker) in spoken(things_now) {
            if passages.document(cite).is_some_and(|(_, is_same)| !is_same) {
                let words = (cite.document.as_str(), cite.exact.as_str());
                new.entry(words).or_default().insert((cite.start, speaker));
            }
        }
        for ((document, exact), starts) in new {
            let was = passages.documents.get(document).copied().flatten();
            let id = was.map_or(document, |(id, _)| id);
            let Some(earlier) = old.get(&(id, exact)) else { continue };
            for ((start, speaker), was) in in_order(&starts, earlier) {
                passages.moved.insert(((document, exact, start), speaker), (id, exact, was));
            }
        }
        passages
    }

    /// The earlier id of the document of a passage, and whether its text is the same. A document
    /// that the record has not goes by its id.
    fn document(&self, cite: &'d Cite) -> Option<(&'d str, bool)> {
        self.documents.get(cite.document.as_str()).copied().unwrap_or(Some((&cite.document, false)))
    }

    fn earlier(&self, cite: &'d Cite, speaker: &'d str) -> Option<Place<'d>> {
        match self.document(cite)? {
            (document, true) => Some((document, &cite.exact, cite.start)),
            (_, false) => self.moved.get(&(place(cite), speaker)).copied(),
        }
    }
}

/// The passages of things, with who says them.
fn spoken<'a, 'd>(things: &'a [Thing<'d>]) -> impl Iterator<Item = (&'d Cite, &'d str)> + 'a {
    things.iter().flat_map(|thing| thing.cites().map(|cite| (cite, thing.speaker)))
}

/// Of the times that some words stand in a text, those of an earlier text in order: of the same
/// speaker first, then what is left on both sides.
fn in_order<'d>(now: &Starts<'d>, before: &Starts<'d>) -> Vec<((usize, &'d str), usize)> {
    let mut of_speaker: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (start, speaker) in before.iter().rev() {
        of_speaker.entry(speaker).or_default().push(*start);
    }
    let mut pairs = Vec::new();
    let mut left = Vec::new();
    for &(start, speaker) in now {
        match of_speaker.get_mut(speaker).and_then(Vec::pop) {
            Some(was) => pairs.push(((start, speaker), was)),
            None => left.push((start, speaker)),
        }
    }
    let mut rest: Vec<usize> = of_speaker.into_values().flatten().collect();
    rest.sort_unstable();
    pairs.extend(left.into_iter().zip(rest));
    pairs
}

/// What documents that are the same have in common.
type SameKey = fn(&DocumentRecord) -> (&str, &str);

/// For each document of a record its place in an earlier one, each of which is taken once: that of
/// the same id and text, else of the same bytes and text (two files of one name are told apart by
/// their ids, so that another one of the name changes the id of the first), else of the same id.
pub(crate) fn same_documents(now: &Dossier, before: &Dossier) -> Vec<Option<usize>> {
    let mut was: Vec<Option<usize>> = vec![None; now.documents.len()];
    let mut taken = BTreeSet::new();
    let keys: [SameKey; 3] = [
        |d| (d.id.as_str(), d.text.as_str()),
        |d| (d.sha256.as_str(), d.text.as_str()),
        |d| (d.id.as_str(), ""),
    ];
    for key in keys {
        let mut left: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        for (i, document) in before.documents.iter().enumerate().rev() {
            if !taken.contains(&i) {
                left.entry(key(document)).or_default().push(i);
            }
        }
        for (document, was) in now.documents.iter().zip(&mut was).filter(|(_, was)| was.is_none()) {
            *was = left.get_mut(&key(document)).and_then(Vec::pop);
            taken.extend(*was);
        }
    }
    was
}
