//! The archive on disk: documents, what they say, and finding them again, in one SQLite file.
//!
//! A [`Library`] is one open file. [`Library::add`] stores [`Incoming`] documents, all of a batch
//! or none; [`Library::search`] finds them; [`Library::documents`] gives them back for a brief.
//!
//! What a page about the library asks: [`Library::stories`] (page by page), [`Library::story`],
//! [`Library::story_documents`], [`Library::search`] with facets, [`Library::revisions`],
//! [`Library::saved_searches`], [`Library::corrections`] and [`Library::followed`]. They only read
//! and may be asked while another process writes; each takes milliseconds in a library of any size.
//! A `Library` belongs to one thread; open one for each.
//!
//! What was reported as stored is on the disk: a batch is one transaction of a write-ahead log,
//! flushed before [`Library::add`] returns. Several processes may use a file at once: readers never
//! wait, writers wait for each other.

pub mod article;
mod check;
mod error;
pub mod export;
mod facts;
mod grouping;
mod look;
mod meaning;
mod passage;
pub mod query;
mod rank;
mod remembered;
mod revision;
mod schema;
mod search;
mod sketch;
mod store;
mod stories;
mod tag;
mod transfer;
mod vocabulary;
mod watched;

pub use check::Checked;
pub use error::Error;
pub use facts::{Facts, NamedFact, QuotationFact};
pub use look::{Look, Mark, MarkKind};
pub use passage::Passage;
pub use remembered::{Correction, SavedSearch};
pub use revision::{Change, Revision};
pub use search::{Duplicates, Facet, Found, Hit, Order, Search, Tried};
pub use store::{Incoming, Outcome};
pub use stories::{PublisherRow, Stories, StoriesOrder, StoriesPage, StoryRow, Woven};
pub use transfer::{DocumentLine, Line};
pub use watched::{Followed, Health, Place, Watched};

use document::Document;
use grouping::Grouping;
use rusqlite::{
    Connection, ErrorCode, OpenFlags, OptionalExtension, backup::Backup, config::DbConfig,
};
use sha2::{Digest, Sha256};
use std::{path::Path, time::Duration};
use vocabulary::KnownWords;

/// How long a process waits for another that writes.
const BUSY_WAIT: Duration = Duration::from_secs(60);
/// How long it waits before it tries again what cannot be waited for.
const TRY_AGAIN: Duration = Duration::from_millis(10);

/// Memory for pages of the file, in KiB.
const CACHE_KIB: i64 = 64 << 10;

/// Most of the file that is read where it lies in the system's memory, in bytes: as much as SQLite
/// allows.
const MAPPED_BYTES: i64 = 2 << 30;

/// Statements kept ready.
const STATEMENTS: usize = 128;

/// An open library.
#[derive(Debug)]
pub struct Library {
    db: Connection,
    known: KnownWords,
    grouping: Grouping,
    /// Whether what is imported keeps the numbers of its stories; unknown before the first line.
    keeps_stories: Option<bool>,
}

impl Library {
    /// Opens a library, and makes it if there is no such file. `program` names who migrates it.
    ///
    /// # Errors
    /// If the file is no library or a newer one, or cannot be opened.
    pub fn open(path: &Path, program: &str) -> Result<Library, Error> {
        Library::with(Connection::open(path)?, program)
    }

    /// Opens a library that must be there.
    ///
    /// # Errors
    /// As [`Library::open`], and if there is no such file.
    pub fn open_existing(path: &Path, program: &str) -> Result<Library, Error> {
        let flags = OpenFlags::default() - OpenFlags::SQLITE_OPEN_CREATE;
        Library::with(Connection::open_with_flags(path, flags)?, program)
    }

    fn with(mut db: Connection, program: &str) -> Result<Library, Error> {
        db.busy_timeout(BUSY_WAIT)?;
        db.set_prepared_statement_cache_capacity(STATEMENTS);
        // A plan does not depend on the values asked for: none is made again for each.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        db.pragma_update(None, "foreign_keys", true)?;
        db.pragma_update(None, "secure_delete", true)?;
        db.pragma_update(None, "cache_size", -CACHE_KIB)?;
        db.pragma_update(None, "temp_store", "memory")?;
        // A library in memory has no file to map, and says nothing.
        let mapped = db.pragma_update_and_check(None, "mmap_size", MAPPED_BYTES, |_| Ok(()));
        mapped.optional()?;
        write_ahead(&db)?;
        db.pragma_update(None, "synchronous", "full")?;
        schema::migrate(&mut db, program)?;
        rank::register(&db)?;
        passage::prepare(&db)?;
        Ok(Library {
            db,
            known: KnownWords::default(),
            grouping: Grouping::default(),
            keeps_stories: None,
        })
    }

    /// The current documents with these numbers, in this order.
    pub fn documents(&self, ids: &[i64]) -> Result<Vec<Document>, Error> {
        ids.iter().map(|id| store::read_document(&self.db, *id)).collect()
    }

    /// How many current documents there are.
    pub fn len(&self) -> Result<usize, Error> {
        let sql = "SELECT count(*) FROM document WHERE state = 'current'";
        let n: i64 = self.db.query_row(sql, [], |row| row.get(0))?;
        Ok(usize::try_from(n).unwrap_or_default())
    }

    /// Names what is in the library, 16 hexadecimal digits: other documents, stories or corrections
    /// have another one.
    pub fn state(&self) -> Result<String, Error> {
        let sql = "SELECT coalesce((SELECT max(id) FROM document), 0),
             coalesce((SELECT count(*) FROM tombstone), 0),
             coalesce((SELECT max(changed) FROM story), ''),
             (SELECT count(*) || '.' || coalesce(max(id), 0) FROM correction)";
        let mut find = self.db.prepare_cached(sql)?;
        let text = find.query_row([], |row| {
            let (document, gone): (i64, i64) = (row.get(0)?, row.get(1)?);
            let (changed, corrections): (String, String) = (row.get(2)?, row.get(3)?);
            Ok(format!("{document} {gone} {changed} {corrections}"))
        })?;
        let hash = Sha256::digest(text.as_bytes());
        Ok(hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect())
    }

    /// Whether nothing is current.
    pub fn is_empty(&self) -> Result<bool, Error> {
        Ok(self.len()? == 0)
    }

    /// Writes a copy of the library, as it is at this moment, to a file that must not be there.
    /// Others may go on writing meanwhile.
    pub fn backup(&self, to: &Path) -> Result<(), Error> {
        if to.exists() {
            let exists = std::io::ErrorKind::AlreadyExists;
            return Err(Error::File(std::io::Error::new(exists, "the file exists already")));
        }
        let mut copy = Connection::open(to)?;
        Backup::new(&self.db, &mut copy)?.run_to_completion(1 << 12, Duration::ZERO, None)?;
        copy.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))?;
        Ok(())
    }

    /// Makes the file as small as it can be, and searching as fast. Cost: the whole file.
    pub fn tidy_up(&self) -> Result<(), Error> {
        self.db.execute_batch("INSERT INTO prose (prose) VALUES ('optimize'); PRAGMA optimize;")?;
        Ok(())
    }
}

/// Turns on the write-ahead log. Of several that turn it on in a new file at once all but one are
/// refused without a wait, lest each wait for the others: they try again.
fn write_ahead(db: &Connection) -> rusqlite::Result<()> {
    let mut waited = Duration::ZERO;
    loop {
        let done = db.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()));
        let is_busy = |e: &rusqlite::Error| e.sqlite_error_code() == Some(ErrorCode::DatabaseBusy);
        if waited >= BUSY_WAIT || !done.as_ref().is_err_and(is_busy) {
            return done;
        }
        std::thread::sleep(TRY_AGAIN);
        waited += TRY_AGAIN;
    }
}
