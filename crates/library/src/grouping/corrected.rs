//! What a reader knows better of stories: two documents are of one, or of two.
//!
//! Carried out whenever the library is settled, after everything else is decided, so that it holds
//! for good.

use super::{id_of, write_row};
use crate::Error;
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeSet;
use story::{CorrectionKind, Corrections};

/// Carries out the corrections that are about documents of the library. `stored` is the time to
/// record for what changed.
pub(crate) fn correct(db: &Connection, stored: &str) -> Result<(), Error> {
    let mut all = db.prepare_cached("SELECT line FROM correction ORDER BY id")?;
    let lines = all.query_map([], |row| row.get::<_, String>(0))?;
    let lines: Vec<String> = lines.collect::<Result<_, _>>()?;
    let mut changed = BTreeSet::new();
    for (_, correction) in Corrections::parse(&lines.join("\n")).iter() {
        let is_about_stories =
            matches!(correction.kind, CorrectionKind::Join | CorrectionKind::Split);
        if !is_about_stories {
            continue;
        }
        let (a, b) = (find(db, &correction.name)?, find(db, &correction.other)?);
        let (Some((_, a)), Some((document, b))) = (a, b) else { continue };
        match (correction.kind, a == b) {
            (CorrectionKind::Join, false) => {
                db.execute("UPDATE document SET story = ?1 WHERE story = ?2", (a, b))?;
                db.execute("UPDATE grouped SET story = ?1 WHERE story = ?2", (a, b))?;
                db.execute("INSERT OR REPLACE INTO joined VALUES (?2, ?1)", (a, b))?;
                changed.extend([a, b]);
            }
            (CorrectionKind::Split, true) => {
                let sql = "UPDATE grouping SET stories = stories + 1 RETURNING stories - 1";
                let new: i64 = db.query_row(sql, [], |row| row.get(0))?;
                let new = id_of(usize::try_from(new).unwrap_or_default());
                db.execute("UPDATE document SET story = ? WHERE id = ?", (new, document))?;
                db.execute("UPDATE grouped SET story = ? WHERE document = ?", (new, document))?;
                changed.extend([a, new]);
            }
            _ => {}
        }
    }
    if !changed.is_empty() {
        // What a process has in memory is no longer what the file says.
        db.execute("UPDATE grouping SET version = version + 1", [])?;
    }
    changed.into_iter().try_for_each(|story| write_row(db, story, Some(stored)))
}

/// The current document of this article or name, with its story. A name that several have is
/// nobody's.
fn find(db: &Connection, name: &str) -> Result<Option<(i64, i64)>, Error> {
    let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    for column in ["article", "name"] {
        let sql = format!(
            "SELECT min(id), min(story) FROM document WHERE {column} = ? AND state = 'current'
                AND story IS NOT NULL HAVING count(*) = 1"
        );
        if let Some(found) = db.prepare_cached(&sql)?.query_row([name], row).optional()? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}
