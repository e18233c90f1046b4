//! What a reader knows better and asks again: corrections and saved searches, kept in the file.
//!
//! A correction is a line of a corrections file; what it means, `story::Corrections` knows.

use crate::{Error, Library};
use rusqlite::OptionalExtension;
use serde::Serialize;

/// Something a reader knows better.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// Its number: the same for good.
    pub id: i64,
    /// As in a corrections file.
    pub line: String,
    /// When it was made, ISO 8601.
    pub made: String,
}

/// A search under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SavedSearch {
    /// Its name.
    pub name: String,
    /// In the language of [`crate::query`].
    pub search: String,
    /// When it was saved, ISO 8601.
    pub saved: String,
}

impl Library {
    /// All corrections, in the order they were made.
    pub fn corrections(&self) -> Result<Vec<Correction>, Error> {
        let mut all =
            self.db.prepare_cached("SELECT id, line, made FROM correction ORDER BY id")?;
        let rows = all.query_map([], |row| {
            Ok(Correction { id: row.get(0)?, line: row.get(1)?, made: row.get(2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Makes a correction, at this time. Gives its number; making one again changes nothing.
    pub fn correct(&mut self, line: &str, made: &str) -> Result<i64, Error> {
        let line = line.trim_end_matches(['\r', '\n']);
        let sql = "INSERT OR IGNORE INTO correction (line, made) VALUES (?, ?)";
        self.db.execute(sql, (line, made))?;
        let sql = "SELECT id FROM correction WHERE line = ?";
        Ok(self.db.query_row(sql, [line], |row| row.get(0))?)
    }

    /// Takes a correction back. `false` if there is none of that number.
    pub fn take_back(&mut self, id: i64) -> Result<bool, Error> {
        Ok(self.db.execute("DELETE FROM correction WHERE id = ?", [id])? > 0)
    }

    /// All saved searches, by name.
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>, Error> {
        let mut all =
            self.db.prepare_cached("SELECT name, search, saved FROM saved_search ORDER BY name")?;
        let rows = all.query_map([], |row| {
            Ok(SavedSearch { name: row.get(0)?, search: row.get(1)?, saved: row.get(2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The search of this name.
    pub fn saved_search(&self, name: &str) -> Result<Option<String>, Error> {
        let mut find = self.db.prepare_cached("SELECT search FROM saved_search WHERE name = ?")?;
        Ok(find.query_row([name], |row| row.get(0)).optional()?)
    }

    /// Saves a search, in place of what had its name, at this time.
    ///
    /// # Errors
    /// [`Error::Query`] if the search cannot be read.
    pub fn save_search(&mut self, name: &str, search: &str, saved: &str) -> Result<(), Error> {
        crate::query::parse(search)?;
        let sql = "INSERT OR REPLACE INTO saved_search (name, search, saved) VALUES (?, ?, ?)";
        self.db.execute(sql, (name, search, saved))?;
        Ok(())
    }

    /// Forgets a saved search. `false` if there is none of that name.
    pub fn forget_search(&mut self, name: &str) -> Result<bool, Error> {
        Ok(self.db.execute("DELETE FROM saved_search WHERE name = ?", [name])? > 0)
    }
}
