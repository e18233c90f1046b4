//! What a reader has looked at: stories as they were then ([`Look`]), and what is read or starred
//! ([`Mark`]).

use crate::{Error, Library, StoryRow, stories::standing};
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

/// Marks given at once, the newest.
const MARKS_MAX: usize = 10_000;

/// A story as it was when its reader last looked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Look {
    /// The story's number.
    pub story: i64,
    /// The number of the last document that was in the library.
    pub document: i64,
    /// Independent origins of the story.
    pub origins: i64,
    /// Conflicts in it.
    pub conflicts: i64,
    /// When that was, ISO 8601.
    pub looked: String,
}

/// What can be said of a thing on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MarkKind {
    /// It was read.
    Read,
    /// It is to be found again.
    Starred,
}

impl MarkKind {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            MarkKind::Read => "read",
            MarkKind::Starred => "starred",
        }
    }
}

/// A thing that is read or starred.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// What names it: the address of a story, the id of a claim.
    pub address: String,
    /// What is said of it.
    pub kind: MarkKind,
}

impl Library {
    /// How a story was when its reader last looked. `None` if nobody did.
    pub fn look(&self, story: i64) -> Result<Option<Look>, Error> {
        let story = standing(&self.db, story)?;
        let sql = "SELECT story, document, origins, conflicts, looked FROM look WHERE story = ?";
        let row = |row: &rusqlite::Row<'_>| {
            let (story, document) = (row.get(0)?, row.get(1)?);
            let (origins, conflicts) = (row.get(2)?, row.get(3)?);
            Ok(Look { story, document, origins, conflicts, looked: row.get(4)? })
        };
        Ok(self.db.prepare_cached(sql)?.query_row([story], row).optional()?)
    }

    /// Keeps that the reader looked at a story as it is now, at this time. `false` if there is no
    /// such story.
    pub fn keep_look(&mut self, story: i64, looked: &str) -> Result<bool, Error> {
        let Some(row) = self.story(story)? else { return Ok(false) };
        let woven = row.woven.unwrap_or_default();
        let sql = "INSERT OR REPLACE INTO look (story, document, origins, conflicts, looked)
             SELECT ?, coalesce(max(id), 0), ?, ?, ? FROM document";
        self.db.execute(sql, params![row.id, woven.origins, woven.conflicts, looked])?;
        Ok(true)
    }

    /// The stories that have more origins or conflicts than when their reader last looked, those
    /// with most more first, each with its look.
    pub fn grown(&self, most: usize) -> Result<Vec<(StoryRow, Look)>, Error> {
        let sql = "SELECT l.story FROM look l JOIN story s ON s.id = l.story
             WHERE max(s.woven ->> 'origins' - l.origins, 0)
                 + max(s.woven ->> 'conflicts' - l.conflicts, 0) > 0
             ORDER BY max(s.woven ->> 'origins' - l.origins, 0)
                 + max(s.woven ->> 'conflicts' - l.conflicts, 0) DESC, l.story DESC LIMIT ?";
        let mut find = self.db.prepare_cached(sql)?;
        let ids: Vec<i64> =
            find.query_map([most as i64], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let both = ids.into_iter().map(|id| Ok(self.story(id)?.zip(self.look(id)?)));
        let both: Result<Vec<Option<(StoryRow, Look)>>, Error> = both.collect();
        Ok(both?.into_iter().flatten().collect())
    }

    /// What is read or starred, the newest first.
    pub fn marks(&self) -> Result<Vec<Mark>, Error> {
        let sql = format!("SELECT address, kind FROM mark ORDER BY made DESC LIMIT {MARKS_MAX}");
        let mut find = self.db.prepare_cached(&sql)?;
        let rows = find.query_map([], |row| {
            let kind: String = row.get(1)?;
            let kind = if kind == "read" { MarkKind::Read } else { MarkKind::Starred };
            Ok(Mark { address: row.get(0)?, kind })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Marks a thing, at this time, or takes the mark away.
    pub fn mark(&mut self, mark: &Mark, is_set: bool, made: &str) -> Result<(), Error> {
        let (address, kind) = (&mark.address, mark.kind.as_str());
        match is_set {
            true => {
                let sql = "INSERT OR REPLACE INTO mark (address, kind, made) VALUES (?, ?, ?)";
                self.db.prepare_cached(sql)?.execute((address, kind, made))?
            }
            false => {
                let sql = "DELETE FROM mark WHERE address = ? AND kind = ?";
                self.db.prepare_cached(sql)?.execute((address, kind))?
            }
        };
        Ok(())
    }
}
