//! What passages are about: [`Library::nearest`] finds the sentences that mean most nearly what a
//! text means, whatever their words.
//!
//! Every passage has a sentence vector ([`language::Vectors`], English); kept of it are the signs
//! of its 256 numbers, 32 bytes, for vectors that point the same way share most signs (Charikar
//! 2002). Codes lie in rows by cluster, so that a search reads few of them: the clusters are those
//! of the library's own first passages (k-means). The passages whose codes are nearest are read
//! again and compared sentence by sentence.

mod cluster;
mod text;

use crate::search::{self, Found, Search};
use crate::{
    Error, Library,
    passage::{self, Passage},
};
use cluster::{Centroids, dot};
use language::Vectors;
use rusqlite::{Connection, TransactionBehavior};
use std::collections::BTreeMap;

/// Signs of a vector.
type Code = [u64; 4];
/// A document's number, a passage's, the cluster of its vector, and its code.
const ENTRY_BYTES: usize = 4 + 2 + 1 + 32;

/// Place of the cluster in an entry.
const CLUSTER: usize = 6;

/// Documents whose passages are coded in one transaction.
const DOCUMENTS_AT_ONCE: usize = 256;
/// Passages that are kept as they came; as many are sorted into clusters at once.
const UNSORTED_MAX: usize = 20_000;
/// Rows of passages as they came have ids from here.
const UNSORTED: i64 = 1 << 60;
/// Clusters that a search reads. 2026-11-22, 20,000 passages of Reuters, 256 clusters: of the ten
/// nearest passages 8 clusters hold .83 and 4.6 % of all codes, 16 hold .90 and 8.7 %, 32 .95 and
/// 16 %.
const CLUSTERS_READ: usize = 16;
/// Passages that are read again. 2026-11-22, the same set, all clusters read: of the ten nearest
/// .69 are among the 50 with the nearest codes, .80 among 100, .87 among 200.
const READ_MAX: usize = 150;
/// Least likeness (cosine) of a sentence that is shown. By choice, not tuned.
const LIKENESS_MIN: f32 = 0.3;

/// A passage whose code is near.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Near {
    distance: u32,
    /// Larger numbers came later, and come first.
    document: std::cmp::Reverse<u32>,
    passage: u16,
}

impl Library {
    /// Codes passages of documents that came in since the last time. Gives how many documents there
    /// were, a part at a time; 0 when all are done.
    pub fn learn_meanings(&mut self) -> Result<usize, Error> {
        let db = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (last, centroids) = state(&db)?;
        let sql = "SELECT id FROM document WHERE id > ? AND state = 'current' ORDER BY id LIMIT ?";
        let ids: Vec<i64> = db
            .prepare_cached(sql)?
            .query_map((last, DOCUMENTS_AT_ONCE as i64), |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let Some(newest) = ids.last().copied() else { return Ok(0) };
        let mut codes = Vec::new();
        for id in &ids {
            let (text, list) = text::read(&db, *id)?;
            for (i, range) in text::passages(&text, &list).into_iter().enumerate() {
                let vector = Vectors::english().embed(&text[range]);
                let cluster = centroids.as_ref().map_or(0, |c| c.nearest(&vector));
                push(&mut codes, (*id, i), cluster, &code(&vector));
            }
        }
        if !codes.is_empty() {
            db.execute("INSERT INTO meaning VALUES (?, ?)", (UNSORTED + newest, codes))?;
        }
        db.execute("UPDATE meant SET document = ?", [newest])?;
        sort(&db, newest, centroids.is_some())?;
        db.commit()?;
        Ok(ids.len())
    }

    /// Finds sentences that mean most nearly what a text means, the best of each document, among
    /// the documents that a search finds. The score of a hit is the cosine of the vectors. Cost: a
    /// fourteenth of the codes, and reading [`READ_MAX`] passages.
    ///
    /// # Errors
    /// [`Error::Query`] if the text of the search cannot be read.
    pub fn nearest(&self, to: &str, search: &Search) -> Result<Found, Error> {
        let reading = self.db.unchecked_transaction()?;
        let vector = Vectors::english().embed(to);
        let near = near(&self.db, &vector)?;
        let mut numbers: Vec<i64> = near.iter().map(|n| i64::from(n.document.0)).collect();
        numbers.sort_unstable_by(|a, b| b.cmp(a));
        numbers.dedup();
        let passing = self.passing(search, &numbers)?;
        let mut best: BTreeMap<i64, (f32, Passage)> = BTreeMap::new();
        for Near { document, passage, .. } in near {
            let number = i64::from(document.0);
            if passing.binary_search_by(|n| number.cmp(n)).is_err() {
                continue;
            }
            let (text, list) = text::read(&self.db, number)?;
            let Some(range) = text::passages(&text, &list).get(usize::from(passage)).cloned()
            else {
                continue;
            };
            for sentence in text::sentences(&text, range) {
                let other = Vectors::english().embed(&text[sentence.clone()]);
                let likeness = dot(&vector, &other);
                let is_better = best.get(&number).is_none_or(|(most, _)| likeness > *most);
                if likeness >= LIKENESS_MIN && is_better {
                    best.insert(number, (likeness, text::cite(&text, sentence)));
                }
            }
        }
        let mut best: Vec<(i64, (f32, Passage))> = best.into_iter().collect();
        best.sort_by(|a, b| b.1.0.total_cmp(&a.1.0).then(b.0.cmp(&a.0)));
        let mut found = Found { total: best.len(), more: true, ..Found::default() };
        for (number, (likeness, mut passage)) in
            best.into_iter().skip(search.offset).take(search.limit)
        {
            let mut hit = search::hit(&self.db, number, f64::from(likeness))?;
            passage::count(&self.db, number, std::slice::from_mut(&mut passage))?;
            hit.passages.push(passage);
            found.hits.push(hit);
        }
        reading.commit()?;
        Ok(found)
    }
}

/// The last document whose passages were coded, and the clusters, once there are some.
fn state(db: &Connection) -> Result<(i64, Option<Centroids>), Error> {
    let sql = "SELECT document, centroids FROM meant";
    let (last, centroids): (i64, Option<Vec<u8>>) =
        db.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((last, centroids.and_then(|bytes| Centroids::read(&bytes))))
}

/// Sorts passages into rows by cluster once there are enough that are not. The first time, their
/// vectors tell the clusters.
fn sort(db: &Connection, newest: i64, has_clusters: bool) -> Result<(), Error> {
    let sql = "SELECT sum(length(codes)) FROM meaning WHERE id >= ?";
    let bytes: Option<i64> = db.prepare_cached(sql)?.query_row([UNSORTED], |row| row.get(0))?;
    if bytes.unwrap_or(0) < (UNSORTED_MAX * ENTRY_BYTES) as i64 {
        return Ok(());
    }
    let mut find = db.prepare_cached("SELECT codes FROM meaning WHERE id >= ? ORDER BY id")?;
    let rows = find.query_map([UNSORTED], |row| row.get::<_, Vec<u8>>(0))?;
    let mut entries = rows.collect::<Result<Vec<_>, _>>()?.concat();
    if !has_clusters {
        cluster_first(db, &mut entries)?;
    }
    let mut sorted: BTreeMap<u8, Vec<u8>> = BTreeMap::new();
    for entry in entries.chunks_exact(ENTRY_BYTES) {
        sorted.entry(entry[CLUSTER]).or_default().extend(entry);
    }
    db.execute("DELETE FROM meaning WHERE id >= ?", [UNSORTED])?;
    let mut insert = db.prepare_cached("INSERT INTO meaning VALUES (?, ?)")?;
    for (cluster, codes) in sorted {
        insert.execute(((i64::from(cluster) << 32) | newest, codes))?;
    }
    Ok(())
}

/// Learns the clusters from the vectors of these passages, and sets the cluster of each. Passages
/// of documents that are there no longer are taken out.
fn cluster_first(db: &Connection, entries: &mut Vec<u8>) -> Result<(), Error> {
    let mut vectors = Vec::new();
    let mut kept = Vec::with_capacity(entries.len());
    let mut open: Option<(u32, text::Read)> = None;
    for entry in entries.chunks_exact(ENTRY_BYTES) {
        let (document, passage, _) = parts(entry);
        if open.as_ref().is_none_or(|(number, _)| *number != document) {
            let read = text::read(db, document.into());
            let read = if is_gone(&read) { None } else { Some(read?) };
            open = read.map(|read| (document, read));
        }
        let Some((_, (text, list))) = &open else { continue };
        if let Some(range) = text::passages(text, list).get(usize::from(passage)) {
            vectors.push(Vectors::english().embed(&text[range.clone()]));
            kept.extend(entry);
        }
    }
    let centroids = Centroids::of(&vectors);
    for (entry, vector) in kept.chunks_exact_mut(ENTRY_BYTES).zip(&vectors) {
        entry[CLUSTER] = centroids.nearest(vector);
    }
    db.execute("UPDATE meant SET centroids = ?", [centroids.write()])?;
    *entries = kept;
    Ok(())
}

/// The passages with the codes nearest to a vector's, the nearest first.
fn near(db: &Connection, vector: &[f32]) -> Result<Vec<Near>, Error> {
    let own = code(vector);
    let (_, centroids) = state(db)?;
    let clusters = centroids.map_or(Vec::new(), |c| c.nearest_to(vector, CLUSTERS_READ));
    let ranges = clusters.into_iter().map(|c| (i64::from(c) << 32, (i64::from(c) + 1) << 32));
    let mut found = Vec::new();
    let mut find = db.prepare_cached("SELECT codes FROM meaning WHERE id >= ? AND id < ?")?;
    for range in ranges.chain([(UNSORTED, i64::MAX)]) {
        let mut rows = find.query(range)?;
        while let Some(row) = rows.next()? {
            let codes = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
            for entry in codes.chunks_exact(ENTRY_BYTES) {
                let (document, passage, code) = parts(entry);
                let distance = distance(&own, &code);
                found.push(Near { distance, document: std::cmp::Reverse(document), passage });
            }
            if found.len() > 64 * READ_MAX {
                keep_nearest(&mut found);
            }
        }
    }
    keep_nearest(&mut found);
    found.sort_unstable();
    Ok(found)
}

fn keep_nearest(found: &mut Vec<Near>) {
    if found.len() > READ_MAX {
        found.select_nth_unstable(READ_MAX - 1);
        found.truncate(READ_MAX);
    }
}

/// Takes out the codes of documents. Cost: all codes.
pub(crate) fn forget(db: &Connection, documents: &[i64]) -> Result<(), Error> {
    let mut find = db.prepare("SELECT id, codes FROM meaning")?;
    let mut rows = find.query([])?;
    let mut changed = Vec::new();
    while let Some(row) = rows.next()? {
        let codes = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        let is_of = |entry: &&[u8]| documents.contains(&i64::from(parts(entry).0));
        if codes.chunks_exact(ENTRY_BYTES).any(|entry| is_of(&entry)) {
            let kept = codes.chunks_exact(ENTRY_BYTES).filter(|entry| !is_of(entry));
            changed.push((row.get::<_, i64>(0)?, kept.flatten().copied().collect::<Vec<u8>>()));
        }
    }
    for (id, codes) in changed {
        db.execute("UPDATE meaning SET codes = ? WHERE id = ?", (codes, id))?;
    }
    Ok(())
}

fn push(codes: &mut Vec<u8>, (document, passage): (i64, usize), cluster: u8, code: &Code) {
    // Beyond four thousand million documents there is no searching by meaning.
    if let (Ok(document), Ok(passage)) = (u32::try_from(document), u16::try_from(passage)) {
        codes.extend(document.to_le_bytes());
        codes.extend(passage.to_le_bytes());
        codes.push(cluster);
        code.iter().for_each(|word| codes.extend(word.to_le_bytes()));
    }
}

/// Document, passage and code of an entry.
fn parts(entry: &[u8]) -> (u32, u16, Code) {
    let four: [u8; 4] = entry[..4].try_into().expect("an entry");
    let two: [u8; 2] = entry[4..6].try_into().expect("an entry");
    let word = |i: usize| {
        let bytes: [u8; 8] = entry[7 + 8 * i..15 + 8 * i].try_into().expect("an entry");
        u64::from_le_bytes(bytes)
    };
    (u32::from_le_bytes(four), u16::from_le_bytes(two), [word(0), word(1), word(2), word(3)])
}

/// The signs of a vector, the first number's the lowest bit.
fn code(vector: &[f32]) -> Code {
    let mut code = [0; 4];
    for (i, x) in vector.iter().take(256).enumerate() {
        code[i / 64] |= u64::from(*x > 0.0) << (i % 64);
    }
    code
}

fn distance(a: &Code, b: &Code) -> u32 {
    a.iter().zip(b).map(|(a, b)| (a ^ b).count_ones()).sum()
}

/// Whether there is no document of that number any more.
fn is_gone<T>(read: &Result<T, Error>) -> bool {
    matches!(read, Err(Error::Database(rusqlite::Error::QueryReturnedNoRows)))
}
