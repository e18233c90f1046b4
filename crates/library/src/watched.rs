//! What a library watches: folders and addresses that documents come from, and rules that tell of
//! what is new. [`Followed`] is a place with how it does; of rules, settings and states are
//! JSON that only `watch` reads.

use crate::{Error, Library};
use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// A folder or address that documents come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// A folder.
    pub folder: Option<PathBuf>,
    /// An address.
    pub url: Option<String>,
    /// Minutes between two looks.
    pub every: u32,
    /// Whether the pages are fetched that entries of a feed lead to.
    pub articles: bool,
    /// Whether addresses of private networks and of this machine may be asked.
    pub private: bool,
}

/// How a place does, and what is remembered of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Health {
    /// Names the version had before.
    pub etag: Option<String>,
    /// When that version was made, as the server said it.
    pub last_modified: Option<String>,
    /// When it is asked again, seconds since 1970.
    pub next: i64,
    /// When it last gave what was asked for, ISO 8601.
    pub answered: Option<String>,
    /// Failures since then.
    pub failures: u32,
    /// What went wrong last.
    pub problem: Option<String>,
}

/// A place that is followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Followed {
    /// Its name.
    pub name: String,
    /// folder or feed.
    pub kind: String,
    /// What it is.
    pub place: Place,
    /// How it does.
    pub health: Health,
}

/// Something that is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// Its name.
    pub name: String,
    /// folder, feed or rule.
    pub kind: String,
    /// What it is, JSON.
    pub settings: String,
    /// What became of it, JSON; empty at first.
    pub state: String,
}

impl Library {
    /// Everything that is watched, by name.
    pub fn watched(&self) -> Result<Vec<Watched>, Error> {
        let sql = "SELECT name, kind, settings, state FROM watched ORDER BY name";
        let mut all = self.db.prepare_cached(sql)?;
        let rows = all.query_map([], |row| {
            let (name, kind, settings) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(Watched { name, kind, settings, state: row.get(3)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The places that are followed with how they do, by name.
    pub fn followed(&self) -> Result<Vec<Followed>, Error> {
        let places = self.watched()?.into_iter().filter(|watched| watched.kind != "rule");
        let followed = |Watched { name, kind, settings, state }| {
            let place = serde_json::from_str(&settings)
                .map_err(|error| Error::Damaged(format!("{name}: {error}")))?;
            let health = serde_json::from_str(&state).unwrap_or_default();
            Ok(Followed { name, kind, place, health })
        };
        places.map(followed).collect()
    }

    /// How an address does that was asked before, and the hash of the feed entry that led there.
    pub fn address(&self, url: &str) -> Result<Option<(Health, String)>, Error> {
        let mut find = self.db.prepare_cached("SELECT health, entry FROM address WHERE url = ?")?;
        let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get(1)?));
        let found = find.query_row([url], row).optional()?;
        Ok(found.map(|(health, entry)| (serde_json::from_str(&health).unwrap_or_default(), entry)))
    }

    /// Keeps how an address does.
    pub fn keep_address(&mut self, url: &str, health: &Health, entry: &str) -> Result<(), Error> {
        let health = serde_json::to_string(health).expect("health is JSON");
        let sql = "INSERT OR REPLACE INTO address (url, entry, health) VALUES (?, ?, ?)";
        self.db.prepare_cached(sql)?.execute((url, entry, health))?;
        Ok(())
    }

    /// Watches something, in place of what had its name.
    pub fn watch(&mut self, watched: &Watched) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO watched (name, kind, settings, state)
             VALUES (?, ?, ?, ?)";
        let Watched { name, kind, settings, state } = watched;
        self.db.execute(sql, (name, kind, settings, state))?;
        Ok(())
    }

    /// Keeps what became of something that is watched, if it still is.
    pub fn keep_state(&mut self, name: &str, state: &str) -> Result<(), Error> {
        self.db.execute("UPDATE watched SET state = ? WHERE name = ?", (state, name))?;
        Ok(())
    }

    /// Watches something no longer. `false` if it was not watched.
    pub fn unwatch(&mut self, name: &str) -> Result<bool, Error> {
        Ok(self.db.execute("DELETE FROM watched WHERE name = ?", [name])? > 0)
    }

    /// The number, revision and state of an article's last version; `None` if it is not there.
    pub fn last_version(&self, article: &str) -> Result<Option<(i64, i64, String)>, Error> {
        let sql = "SELECT id, revision, state FROM document WHERE article = ?
             ORDER BY revision DESC LIMIT 1";
        let mut find = self.db.prepare_cached(sql)?;
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        Ok(find.query_row([article], row).optional()?)
    }
}
