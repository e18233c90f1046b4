//! [`Grouping`]: documents put into stories as they come in, over many runs and processes.
//!
//! `story::cluster` decides; the tables `grouped`, `stem` and `grouping` hold what it needs to go
//! on, and are written in the transaction that stores a document. A story's number is that of the
//! decision plus one. It is never used again; of a story that became part of another, `joined` says
//! of which.

mod corrected;

pub(crate) use corrected::correct;

use crate::{Error, store};
use document::Document;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};
use story::cluster::{self, Clusters, Kept};
use story::join::Join;
use story::term::{Background, Words};

/// Documents without a story that are put into one at once.
const ALONE_AT_ONCE: i64 = 1_000;
/// Characters of a title taken from the beginning of a text without headline.
const TITLE_CHARS: usize = 80;

/// Stories being formed, as far as this process has followed the file.
#[derive(Debug, Default)]
pub(crate) struct Grouping {
    clusters: Option<Clusters>,
    /// Version of the tables that `clusters` follows.
    version: i64,
    /// Moves of `clusters` that were written.
    n_moved: usize,
    /// Counts that are not written yet.
    stems: BTreeMap<u32, f32>,
    /// Stories with rows to be written.
    changed: BTreeSet<i64>,
}

impl Grouping {
    /// Forgets everything, after a transaction that was not committed.
    pub fn clear(&mut self) {
        *self = Grouping::default();
    }

    /// Follows the file, which another process may have changed. Call it first in a transaction.
    pub fn begin(&mut self, db: &Connection) -> Result<(), Error> {
        let sql = "SELECT version FROM grouping";
        let version: i64 = db.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        if self.clusters.is_none() || self.version != version {
            self.clear();
            self.version = version;
            let sql = "SELECT documents, stories, read, today FROM grouping";
            let (documents, stories, read, today): (i64, i64, f64, Option<f64>) =
                db.query_row(sql, [], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?;
            let mut rows = db.prepare("SELECT number, story, profile FROM grouped ORDER BY 1")?;
            let kept = rows.query_map([], |row| {
                let document = row.get::<_, i64>(0)? as usize;
                Ok(Kept { document, story: of_id(row.get(1)?), profile: row.get(2)? })
            })?;
            let kept: Vec<Kept> = kept.collect::<Result<_, _>>()?;
            let background = background(db, read as f32)?;
            let today = today.map(|day| day as f32);
            let join = Join::built_in().clone();
            let counts = (documents as usize, stories as usize);
            self.clusters = Some(Clusters::resume(join, background, counts, today, kept));
        }
        self.take_out(db)
    }

    /// Takes documents out of their stories that are current no longer.
    fn take_out(&mut self, db: &Connection) -> Result<(), Error> {
        let Some(clusters) = &mut self.clusters else { return Ok(()) };
        let mut find =
            db.prepare_cached("SELECT number, story FROM grouped WHERE document IS NULL")?;
        let gone = find.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let gone: Vec<(i64, i64)> = gone.collect::<Result<_, _>>()?;
        for (number, story) in gone {
            clusters.remove(number as usize, of_id(story));
            db.execute("DELETE FROM grouped WHERE number = ?", [number])?;
        }
        Ok(())
    }

    /// Puts a document that was stored under this id into a story: that of the version before it,
    /// if it has one, else the likeliest or a new one.
    pub fn add(
        &mut self,
        db: &Connection,
        id: i64,
        document: &Document,
        before: Option<i64>,
    ) -> Result<(), Error> {
        let clusters = self.clusters.as_mut().expect("begun");
        let words = Words::of(document);
        words.stems().into_iter().for_each(|stem| *self.stems.entry(stem).or_default() += 1.0);
        clusters.learn(&words);
        let (number, day) = (clusters.len(), cluster::published(document));
        let story = match before {
            Some(story) => {
                let sql = "SELECT 1 FROM story WHERE id = ?";
                let is_there = db.prepare_cached(sql)?.exists([story])?;
                let added = clusters.add_to(&words, day, of_id(story));
                if added.is_none() && !is_there {
                    clusters.add_as(&words, day, of_id(story));
                }
                story
            }
            None => id_of(clusters.add(&words, day)),
        };
        db.prepare_cached("UPDATE document SET story = ? WHERE id = ?")?.execute((story, id))?;
        if let Some(profile) = clusters.profile(number, of_id(story)) {
            let sql = "INSERT INTO grouped (number, document, story, profile) VALUES (?, ?, ?, ?)";
            db.prepare_cached(sql)?.execute(params![number as i64, id, story, profile])?;
        }
        self.changed.insert(story);
        self.write_moves(db)
    }

    /// Puts documents into stories that have none, as those of older files. Gives how many there
    /// were, a part at a time.
    pub fn add_alone(&mut self, db: &Connection) -> Result<usize, Error> {
        let sql = "SELECT id FROM document WHERE story IS NULL AND state = 'current'
             ORDER BY id LIMIT ?";
        let mut find = db.prepare_cached(sql)?;
        let ids: Vec<i64> =
            find.query_map([ALONE_AT_ONCE], |row| row.get(0))?.collect::<Result<_, _>>()?;
        for id in &ids {
            self.add(db, *id, &store::read_document(db, *id)?, None)?;
        }
        Ok(ids.len())
    }

    /// Groups anew the live stories that changed since the last time.
    pub fn repair(&mut self, db: &Connection) -> Result<(), Error> {
        self.clusters.as_mut().expect("begun").repair();
        self.write_moves(db)?;
        let clusters = self.clusters.as_ref().expect("begun");
        let mut find = db.prepare_cached("SELECT DISTINCT story FROM grouped ORDER BY story")?;
        let stories: Vec<i64> = find.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        for story in stories.into_iter().filter(|s| !clusters.is_live(of_id(*s))) {
            db.execute("DELETE FROM grouped WHERE story = ?", [story])?;
        }
        Ok(())
    }

    /// Writes what repair moved since the last time.
    fn write_moves(&mut self, db: &Connection) -> Result<(), Error> {
        let clusters = self.clusters.as_ref().expect("begun");
        for moved in &clusters.log()[self.n_moved..] {
            let (from, to) = (id_of(moved.from), id_of(moved.to));
            let number = moved.document as i64;
            let sql = "UPDATE document SET story = ?2
                 WHERE id = (SELECT document FROM grouped WHERE number = ?1)";
            db.prepare_cached(sql)?.execute((number, to))?;
            db.prepare_cached("UPDATE grouped SET story = ?2 WHERE number = ?1")?
                .execute((number, to))?;
            if clusters.documents()[moved.from].is_empty() {
                db.prepare_cached("INSERT OR REPLACE INTO joined VALUES (?, ?)")?
                    .execute((from, to))?;
            }
            self.changed.extend([from, to]);
        }
        self.n_moved = clusters.log().len();
        Ok(())
    }

    /// Writes what must be known to go on, and the rows of stories that changed. Call it last in a
    /// transaction. `stored` is the time to record.
    pub fn end(&mut self, db: &Connection, stored: &str) -> Result<(), Error> {
        self.take_out(db)?;
        let Some(clusters) = &mut self.clusters else { return Ok(()) };
        let mut forget = db.prepare_cached("DELETE FROM grouped WHERE number = ?")?;
        for number in clusters.take_closed() {
            forget.execute([number as i64])?;
        }
        let read: f64 = db.query_row("SELECT read FROM grouping", [], |row| row.get(0))?;
        let documents = clusters.background().documents();
        if documents < read as f32 {
            // The rarest stems were forgotten and the counts of the others halved.
            db.execute("DELETE FROM stem", [])?;
            self.stems = clusters.background().counts().collect();
        }
        let sql = "INSERT INTO stem VALUES (?1, ?2)
             ON CONFLICT DO UPDATE SET documents = documents + ?2";
        let mut count = db.prepare_cached(sql)?;
        for (stem, n) in std::mem::take(&mut self.stems) {
            count.execute(params![stem, f64::from(n)])?;
        }
        let today = clusters.today().map(f64::from);
        self.version += 1;
        let sql =
            "UPDATE grouping SET version = ?, documents = ?, stories = ?, read = ?, today = ?";
        db.prepare_cached(sql)?.execute(params![
            self.version,
            clusters.len() as i64,
            clusters.documents().len() as i64,
            f64::from(documents),
            today
        ])?;
        for story in std::mem::take(&mut self.changed) {
            write_row(db, story, Some(stored))?;
        }
        Ok(())
    }
}

fn background(db: &Connection, read: f32) -> Result<Background, Error> {
    let mut rows = db.prepare("SELECT hash, documents FROM stem")?;
    let counts = rows.query_map([], |row| Ok((row.get(0)?, row.get::<_, f64>(1)? as f32)))?;
    let counts: Vec<(u32, f32)> = counts.collect::<Result<_, _>>()?;
    Ok(Background::kept(read, counts.into_iter()))
}

/// The id of the story with this number, and the other way round.
fn id_of(story: usize) -> i64 {
    story as i64 + 1
}

fn of_id(id: i64) -> usize {
    usize::try_from(id - 1).unwrap_or(usize::MAX)
}

/// Brings the row of a story to what its documents are; one without documents has none. `changed`
/// is the time to record if it is more than a loss. Cost: linear in its documents.
pub(crate) fn write_row(db: &Connection, story: i64, changed: Option<&str>) -> Result<(), Error> {
    let sql = "SELECT min(id), count(*), count(DISTINCT publisher), min(published), max(published)
         FROM document WHERE story = ? AND state = 'current'";
    let mut read = db.prepare_cached(sql)?;
    let mut rows = read.query([story])?;
    let row = rows.next()?.ok_or_else(|| Error::Damaged("a count".into()))?;
    let Some(first) = row.get::<_, Option<i64>>(0)? else {
        db.prepare_cached("DELETE FROM story WHERE id = ?")?.execute([story])?;
        return Ok(());
    };
    let (documents, publishers): (i64, i64) = (row.get(1)?, row.get(2)?);
    let (earliest, latest): (Option<String>, Option<String>) = (row.get(3)?, row.get(4)?);
    let sql = "INSERT INTO story (id, title, documents, publishers, earliest, latest, changed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, coalesce(?7, ''))
         ON CONFLICT DO UPDATE SET title = ?2, documents = ?3, publishers = ?4, earliest = ?5,
            latest = ?6, changed = coalesce(?7, changed), woven = NULL";
    let title = title(db, first)?;
    db.prepare_cached(sql)?
        .execute(params![story, title, documents, publishers, earliest, latest, changed])?;
    Ok(())
}

/// The headline of a document, else the beginning of its text.
fn title(db: &Connection, id: i64) -> Result<String, Error> {
    let mut find = db.prepare_cached("SELECT title FROM document WHERE id = ?")?;
    let title: Option<String> = find.query_row([id], |row| row.get(0))?;
    if let Some(title) = title.filter(|title| !title.trim().is_empty()) {
        return Ok(title);
    }
    let text = store::prose_of(&store::read_document(db, id)?).1;
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(words.chars().take(TITLE_CHARS).collect())
}
