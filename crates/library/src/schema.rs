//! The tables, and the steps that bring an older file to today's.
//!
//! A step is never changed once it has been released; a new one is added. Every step runs in one
//! transaction with the row that records it.

use crate::Error;
use rusqlite::{Connection, TransactionBehavior};

/// Marks a SQLite file as a library: "2nds" in ASCII.
pub(crate) const APPLICATION_ID: i64 = 0x326e_6473;

/// The steps, in order; the version of a file is the number of steps taken.
const STEPS: [&str; 7] = [FIRST, STORIES, ADDRESSES, FACETS, LOOKS, PERIODS, BLOCKS];

/// How documents lie: `content` holds the article form, `original` the bytes received. Full text
/// lies in `prose`, whose column `tag` holds the filters as words (see [`crate::tag`]).
const FIRST: &str = "
CREATE TABLE original (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    n_bytes INTEGER NOT NULL,
    deflated BLOB NOT NULL
) STRICT;
CREATE TABLE content (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    n_bytes INTEGER NOT NULL,
    deflated BLOB NOT NULL
) STRICT;
CREATE TABLE document (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article TEXT NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('current', 'superseded', 'killed')),
    doc_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    url TEXT,
    title TEXT,
    publisher INTEGER REFERENCES publisher,
    published TEXT,
    updated TEXT,
    language TEXT,
    stored TEXT NOT NULL,
    copy_of INTEGER REFERENCES document ON DELETE SET NULL,
    paragraphs TEXT NOT NULL DEFAULT '[]',
    content INTEGER NOT NULL REFERENCES content,
    original INTEGER REFERENCES original,
    UNIQUE (article, revision)
) STRICT;
CREATE INDEX document_content ON document (content);
CREATE INDEX document_original ON document (original);
CREATE INDEX document_copy ON document (copy_of) WHERE copy_of IS NOT NULL;
CREATE INDEX document_name ON document (name);
CREATE INDEX document_published ON document (published);
CREATE TABLE publisher (
    id INTEGER PRIMARY KEY,
    folded TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
) STRICT;
CREATE TABLE tombstone (
    article TEXT NOT NULL,
    stored TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('killed', 'deleted')),
    PRIMARY KEY (article, reason)
) STRICT, WITHOUT ROWID;
CREATE TABLE maker (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE analysis (
    content INTEGER PRIMARY KEY REFERENCES content ON DELETE CASCADE,
    maker INTEGER NOT NULL REFERENCES maker,
    deflated BLOB NOT NULL
) STRICT;
CREATE INDEX analysis_maker ON analysis (maker);
CREATE TABLE name (
    id INTEGER PRIMARY KEY,
    folded TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (folded, kind)
) STRICT;
CREATE TABLE named (
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    name INTEGER NOT NULL REFERENCES name,
    mentions INTEGER NOT NULL,
    quoted INTEGER NOT NULL,
    PRIMARY KEY (document, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX named_name ON named (name);
CREATE TABLE word (
    text TEXT PRIMARY KEY,
    in_names INTEGER NOT NULL,
    in_prose INTEGER NOT NULL,
    block TEXT NOT NULL,
    reversed TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX word_name ON word (block) WHERE in_names AND NOT in_prose;
CREATE INDEX word_end ON word (reversed);
CREATE TABLE name_word (
    word TEXT NOT NULL,
    name INTEGER NOT NULL REFERENCES name ON DELETE CASCADE,
    PRIMARY KEY (word, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE band (
    hash INTEGER NOT NULL,
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    PRIMARY KEY (hash, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX band_document ON band (document);
CREATE VIRTUAL TABLE prose USING fts5 (
    title, text, tag,
    content = '', contentless_delete = 1,
    tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TABLE watched (
    name TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('folder', 'feed', 'rule')),
    settings TEXT NOT NULL,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// Stories: what the documents of each add up to; in `grouped` and `stem`, what is needed to put
/// further documents into them (see [`crate::grouping`]). A row of `grouped` whose document is
/// gone is one to be taken out of its story. Beside them, what a reader knows better or asks again.
const STORIES: &str = "
CREATE TABLE story (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    documents INTEGER NOT NULL,
    publishers INTEGER NOT NULL,
    earliest TEXT,
    latest TEXT,
    changed TEXT NOT NULL,
    woven TEXT,
    origins INTEGER AS (CASE WHEN documents = 1 THEN 1 ELSE woven ->> 'origins' END) VIRTUAL
) STRICT;
CREATE INDEX story_latest ON story (coalesce(latest, ''), id);
CREATE INDEX story_changed ON story (changed, id);
CREATE INDEX story_largest ON story (documents, id);
CREATE INDEX story_unwoven ON story (id) WHERE woven IS NULL AND documents > 1;
ALTER TABLE document ADD COLUMN story INTEGER;
ALTER TABLE document ADD COLUMN codes TEXT NOT NULL DEFAULT '';
CREATE INDEX document_story ON document (story) WHERE story IS NOT NULL;
CREATE INDEX document_alone ON document (id) WHERE story IS NULL AND state = 'current';
CREATE TABLE joined (
    story INTEGER PRIMARY KEY,
    with_story INTEGER NOT NULL
) STRICT;
CREATE TABLE grouped (
    number INTEGER PRIMARY KEY,
    document INTEGER UNIQUE REFERENCES document ON DELETE SET NULL,
    story INTEGER NOT NULL,
    profile BLOB NOT NULL
) STRICT;
CREATE TABLE stem (
    hash INTEGER PRIMARY KEY,
    documents REAL NOT NULL
) STRICT;
CREATE TABLE grouping (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    version INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    stories INTEGER NOT NULL,
    read REAL NOT NULL,
    today REAL
) STRICT;
INSERT INTO grouping VALUES (1, 0, 0, 0, 0, NULL);
CREATE TABLE correction (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    line TEXT NOT NULL UNIQUE,
    made TEXT NOT NULL
) STRICT;
CREATE TABLE saved_search (
    name TEXT PRIMARY KEY,
    search TEXT NOT NULL,
    saved TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// Addresses that were asked, with the hash of the feed entry that led there; and what passages are
/// about (see [`crate::meaning`]).
const ADDRESSES: &str = "
CREATE TABLE address (
    url TEXT PRIMARY KEY,
    entry TEXT NOT NULL,
    health TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE meaning (
    id INTEGER PRIMARY KEY,
    codes BLOB NOT NULL
) STRICT;
CREATE TABLE meant (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    document INTEGER NOT NULL,
    centroids BLOB
) STRICT;
INSERT INTO meant VALUES (1, 0, NULL);
";

/// What facets count, beside one another: a search reads that of a thousand documents.
const FACETS: &str = "
CREATE INDEX document_facets ON document (id, publisher, language, published, story);
";

/// What a reader has looked at: stories as they were then, and what is read or starred.
const LOOKS: &str = "
CREATE TABLE look (
    story INTEGER PRIMARY KEY,
    document INTEGER NOT NULL,
    origins INTEGER NOT NULL,
    conflicts INTEGER NOT NULL,
    looked TEXT NOT NULL
) STRICT;
CREATE TABLE mark (
    address TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('read', 'starred')),
    made TEXT NOT NULL,
    PRIMARY KEY (address, kind)
) STRICT, WITHOUT ROWID;
";

/// Between which times the documents of a block of 1,024 numbers were published, at most: a search
/// for a period reads the numbers it lies between from a thousand rows in a library of a million.
/// A document taken out leaves its block as wide as it was; when one was published never changes.
const PERIODS: &str = "
CREATE TABLE period (
    block INTEGER PRIMARY KEY,
    earliest TEXT NOT NULL,
    latest TEXT NOT NULL
) STRICT;
INSERT INTO period SELECT id >> 10, min(published), max(published) FROM document
    WHERE published IS NOT NULL GROUP BY id >> 10;
CREATE TRIGGER document_stored AFTER INSERT ON document WHEN new.published IS NOT NULL BEGIN
    INSERT INTO period VALUES (new.id >> 10, new.published, new.published)
    ON CONFLICT DO UPDATE SET earliest = min(earliest, excluded.earliest),
        latest = max(latest, excluded.latest);
END;
";

/// Where the blocks of a document begin, for the numbers that pages cite them by; none of what was
/// stored before.
const BLOCKS: &str = "
ALTER TABLE document ADD COLUMN blocks TEXT;
";

/// Version of the tables that this program writes.
pub(crate) const VERSION: usize = STEPS.len();

/// Brings a file to today's version. A file without tables becomes a library.
///
/// # Errors
/// If the file is no library, or was written by a newer program.
pub(crate) fn migrate(db: &mut Connection, program: &str) -> Result<(), Error> {
    // One look: another process may be making the tables.
    let look = db.transaction()?;
    let found = version(&look)?;
    look.finish()?;
    if found == Some(VERSION) {
        return Ok(());
    }
    let step = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version(&step)?;
    if found.is_none() {
        step.execute_batch(
            "CREATE TABLE migration (version INTEGER PRIMARY KEY, program TEXT NOT NULL) STRICT;",
        )?;
        step.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    for (i, sql) in STEPS.iter().enumerate().skip(found.unwrap_or(0)) {
        step.execute_batch(sql)?;
        step.execute("INSERT INTO migration VALUES (?, ?)", (i as i64 + 1, program))?;
    }
    step.commit()?;
    Ok(())
}

/// The version of a file; `None` if it is empty.
fn version(db: &Connection) -> Result<Option<usize>, Error> {
    let id: i64 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let n_tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
    if n_tables == 0 {
        return Ok(None);
    }
    if id != APPLICATION_ID {
        return Err(Error::NotALibrary);
    }
    let sql = "SELECT coalesce(max(version), 0) FROM migration";
    let found: i64 = db.query_row(sql, [], |row| row.get(0))?;
    let found = usize::try_from(found).map_err(|_| Error::NotALibrary)?;
    if found > VERSION { Err(Error::TooNew { found, known: VERSION }) } else { Ok(Some(found)) }
}
