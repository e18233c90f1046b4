//! Putting documents into a library and taking them out.
//!
//! An article has revisions; the last that was not withdrawn is current, and only current documents
//! are found by searching. Whatever is derived from a document goes with it.

use crate::facts::Facts;
use crate::grouping::Grouping;
use crate::sketch::Sketch;
use crate::vocabulary::{self, KnownWords};
use crate::{Error, Library, article, grouping, meaning, passage, tag};
use analysis::name::fold_name;
use document::{BlockKind, Document};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

/// Most earlier documents compared with a new one in search of its first copy.
const COPIES_COMPARED_MAX: usize = 20;

/// Largest number of a story that is taken from elsewhere.
const STORIES_MAX: i64 = 1 << 22;

/// A document on its way into the library.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    /// What was received.
    pub document: &'a Document,
    /// The bytes it was read from, if they are known.
    pub original: Option<&'a [u8]>,
    /// What it says.
    pub facts: &'a Facts,
    /// The number of its story, where another library knows it; else it is put into one.
    pub story: Option<i64>,
}

/// What became of a document that came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Its article is new.
    New,
    /// It is a new version of its article.
    Revised,
    /// It was there already, word for word.
    Unchanged,
    /// It withdraws its article, which is no longer found.
    Killed,
    /// Its article was deleted by hand, and stays so.
    Deleted,
}

impl Outcome {
    /// The outcome's name in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::New => "new",
            Outcome::Revised => "revised",
            Outcome::Unchanged => "unchanged",
            Outcome::Killed => "killed",
            Outcome::Deleted => "deleted",
        }
    }
}

impl Library {
    /// What would become of a document. Says so without an analysis of it.
    pub fn outcome(&self, document: &Document) -> Result<Outcome, Error> {
        let hash = article::sha256(article::line(document).as_bytes());
        outcome(&self.db, document, &article::key(document), &hash)
    }

    /// The articles that were taken in from these bytes at this path: they need not be read again.
    /// Empty if there are none. `sha256` is that of a file, or of a line of article JSONL.
    pub fn read_before(&self, path: &str, sha256: &str) -> Result<Vec<String>, Error> {
        let sql = "SELECT d.article FROM original o JOIN document d ON d.original = o.id
             WHERE o.sha256 = ? AND d.path = ? ORDER BY d.id";
        let mut find = self.db.prepare_cached(sql)?;
        let rows = find.query_map((sha256, path), |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Stores some documents, all or none. When this returns they are on the disk.
    ///
    /// `stored` is the time to record; `made_by` names the code, models and lexicon of the facts.
    pub fn add(
        &mut self,
        incoming: &[Incoming<'_>],
        made_by: &str,
        stored: &str,
    ) -> Result<Vec<Outcome>, Error> {
        let result = self.add_all(incoming, made_by, stored);
        if result.is_err() {
            self.known.clear();
            self.grouping.clear();
        }
        result
    }

    fn add_all(
        &mut self,
        incoming: &[Incoming<'_>],
        made_by: &str,
        stored: &str,
    ) -> Result<Vec<Outcome>, Error> {
        let db = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let maker = maker_id(&db, made_by)?;
        let mut outcomes = Vec::with_capacity(incoming.len());
        self.grouping.begin(&db)?;
        let known = &mut self.known;
        for one in incoming {
            outcomes.push(add_one(&db, known, &mut self.grouping, one, maker, stored)?);
        }
        self.grouping.end(&db, stored)?;
        db.commit()?;
        Ok(outcomes)
    }

    /// The numbers of current documents whose facts other code, models or lexicon found.
    pub fn stale(&self, made_by: &str, most: usize) -> Result<Vec<i64>, Error> {
        let sql = "SELECT min(d.id) FROM document d JOIN analysis a ON a.content = d.content
             JOIN maker m ON m.id = a.maker
             WHERE m.name <> ? AND d.state = 'current' GROUP BY d.content ORDER BY 1 LIMIT ?";
        let mut find = self.db.prepare_cached(sql)?;
        let ids = find.query_map((made_by, most as i64), |row| row.get(0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Puts new facts in the place of a document's, and of all others with the same content.
    pub fn renew(&mut self, renewed: &[(i64, Facts)], made_by: &str) -> Result<(), Error> {
        let db = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let maker = maker_id(&db, made_by)?;
        for (id, facts) in renewed {
            let sql = "SELECT id FROM document WHERE state = 'current' AND content =
                 (SELECT content FROM document WHERE id = ?)";
            let same: Vec<i64> =
                db.prepare(sql)?.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?;
            for id in same {
                keep_facts(&db, id, maker, facts)?;
                index(&db, id, &read_document(&db, id)?)?;
            }
        }
        db.commit()?;
        Ok(())
    }

    /// Deletes every revision of an article with all that was derived from it, original bytes
    /// included. Coming in again, it stays out. `false` if there is no such article.
    pub fn delete(&mut self, article: &str, stored: &str) -> Result<bool, Error> {
        let db = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let ids = revisions(&db, article)?;
        for id in &ids {
            let words = vocabulary::words(&prose_of(&read_document(&db, *id)?).1);
            withdraw(&db, *id)?;
            forget(&db, *id)?;
            vocabulary::forget(&db, &words)?;
        }
        if !ids.is_empty() {
            meaning::forget(&db, &ids)?;
            let sql = "INSERT OR REPLACE INTO tombstone VALUES (?, ?, 'deleted')";
            db.execute(sql, (article, stored))?;
        }
        db.commit()?;
        self.known.clear();
        Ok(!ids.is_empty())
    }

    /// Withdraws every revision of an article: kept, but found by nothing. `false` if there is no
    /// such article.
    pub fn kill(&mut self, article: &str) -> Result<bool, Error> {
        let db = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let ids = revisions(&db, article)?;
        kill(&db, &ids)?;
        meaning::forget(&db, &ids)?;
        db.commit()?;
        Ok(!ids.is_empty())
    }

    /// Lets a deleted article in again. `false` if it was not deleted.
    pub fn restore(&mut self, article: &str) -> Result<bool, Error> {
        let sql = "DELETE FROM tombstone WHERE article = ? AND reason = 'deleted'";
        Ok(self.db.execute(sql, [article])? > 0)
    }
}

fn outcome(db: &Connection, d: &Document, article: &str, hash: &str) -> Result<Outcome, Error> {
    let sql = "SELECT 1 FROM tombstone WHERE article = ?";
    if db.prepare_cached(sql)?.exists([article])? {
        return Ok(Outcome::Deleted);
    }
    // Any revision, not the last alone: reading a folder with two versions again changes nothing.
    let (n, n_same): (i64, i64) = db
        .prepare_cached(
            "SELECT count(*), count(*) FILTER (WHERE c.sha256 = ?2)
             FROM document d JOIN content c ON c.id = d.content WHERE d.article = ?1",
        )?
        .query_row((article, hash), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(match (n, n_same) {
        (_, 1..) => Outcome::Unchanged,
        _ if article::is_kill(d) => Outcome::Killed,
        (0, _) => Outcome::New,
        _ => Outcome::Revised,
    })
}

fn add_one(
    db: &Connection,
    known: &mut KnownWords,
    grouping: &mut Grouping,
    incoming: &Incoming<'_>,
    maker: i64,
    stored: &str,
) -> Result<Outcome, Error> {
    let document = incoming.document;
    let (article, line) = (article::key(document), article::line(document));
    let hash = article::sha256(line.as_bytes());
    let outcome = outcome(db, document, &article, &hash)?;
    if matches!(outcome, Outcome::Unchanged | Outcome::Deleted) {
        return Ok(outcome);
    }
    let earlier = revisions(db, &article)?;
    let told = incoming.story.filter(|story| (1..=STORIES_MAX).contains(story));
    let story = story_of(db, &earlier)?.or(told);
    match outcome {
        Outcome::Killed => {
            kill(db, &earlier)?;
            meaning::forget(db, &earlier)?;
        }
        _ => supersede(db, &earlier)?,
    }
    let id = insert(db, incoming, &article, &line, &hash, stored)?;
    if outcome == Outcome::Killed {
        kill(db, &[id])?;
    } else {
        keep_facts(db, id, maker, incoming.facts)?;
        let (title, text) = prose_of(document);
        vocabulary::learn(db, known, &title, incoming.facts)?;
        vocabulary::learn(db, known, &text, incoming.facts)?;
        find_copy(db, id, &text)?;
        index(db, id, document)?;
        grouping.add(db, id, document, story)?;
    }
    Ok(outcome)
}

fn insert(
    db: &Connection,
    incoming: &Incoming<'_>,
    article: &str,
    line: &str,
    hash: &str,
    stored: &str,
) -> Result<i64, Error> {
    let (document, meta) = (incoming.document, &incoming.document.metadata);
    let content = blob_id(db, "content", hash, line.as_bytes())?;
    let original = match incoming.original {
        Some(bytes) => Some(blob_id(db, "original", &article::sha256(bytes), bytes)?),
        None => None,
    };
    let publisher = match &meta.publisher {
        Some(name) => publisher_id(db, name)?,
        None => None,
    };
    let sql = "INSERT INTO document (article, revision, state, doc_id, name, path, url, title,
            publisher, published, updated, language, stored, content, original)
         VALUES (?1, (SELECT coalesce(max(revision), 0) + 1 FROM document WHERE article = ?1),
            'current', ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    db.prepare_cached(sql)?.execute(params![
        article,
        document.id.0.cast_signed(),
        document.name,
        document.path,
        meta.url,
        document.headline(),
        publisher,
        meta.published,
        meta.updated,
        meta.language,
        stored,
        content,
        original,
    ])?;
    Ok(db.last_insert_rowid())
}

/// The id of some bytes in `content` or `original`, which are stored if they are new.
fn blob_id(db: &Connection, table: &str, hash: &str, bytes: &[u8]) -> Result<i64, Error> {
    let sql = format!("SELECT id FROM {table} WHERE sha256 = ?");
    let known = db.prepare_cached(&sql)?.query_row([hash], |row| row.get(0)).optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    let sql = format!("INSERT INTO {table} (sha256, n_bytes, deflated) VALUES (?, ?, ?)");
    let deflated = article::deflate(bytes);
    db.prepare_cached(&sql)?.execute(params![hash, bytes.len() as i64, deflated])?;
    Ok(db.last_insert_rowid())
}

pub(crate) fn publisher_id(db: &Connection, name: &str) -> Result<Option<i64>, Error> {
    let folded = fold_name(name);
    if folded.is_empty() {
        return Ok(None);
    }
    db.prepare_cached("INSERT OR IGNORE INTO publisher (folded, name) VALUES (?, ?)")?
        .execute((&folded, name))?;
    let mut find = db.prepare_cached("SELECT id FROM publisher WHERE folded = ?")?;
    Ok(Some(find.query_row([&folded], |row| row.get(0))?))
}

pub(crate) fn maker_id(db: &Connection, name: &str) -> Result<i64, Error> {
    db.execute("INSERT OR IGNORE INTO maker (name) VALUES (?)", [name])?;
    Ok(db.query_row("SELECT id FROM maker WHERE name = ?", [name], |row| row.get(0))?)
}

/// Stores the facts of a document's content and ties the document to the names in them.
pub(crate) fn keep_facts(db: &Connection, id: i64, maker: i64, facts: &Facts) -> Result<(), Error> {
    let json = serde_json::to_vec(facts).expect("facts are JSON");
    let sql = "INSERT OR REPLACE INTO analysis (content, maker, deflated)
         SELECT content, ?2, ?3 FROM document WHERE id = ?1";
    db.prepare_cached(sql)?.execute(params![id, maker, article::deflate(&json)])?;
    db.prepare_cached("UPDATE document SET codes = ? WHERE id = ?")?
        .execute((facts.codes.join(" "), id))?;
    db.prepare_cached("DELETE FROM named WHERE document = ?")?.execute([id])?;
    let sql = "INSERT INTO named (document, name, mentions, quoted) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET mentions = mentions + excluded.mentions,
            quoted = quoted + excluded.quoted";
    let mut insert = db.prepare_cached(sql)?;
    for fact in &facts.names {
        if let Some(name) = vocabulary::name_id(db, &fact.kind, &fact.name)? {
            insert.execute(params![id, name, fact.mentions as i64, fact.quoted as i64])?;
        }
    }
    Ok(())
}

/// Ties a document to the first of the library that has nearly the same text.
fn find_copy(db: &Connection, id: i64, text: &str) -> Result<(), Error> {
    let sketch = Sketch::of(text);
    let mut candidates = std::collections::BTreeSet::new();
    let bands = sketch.bands();
    let mut find = db.prepare_cached(
        "SELECT b.document FROM band b JOIN document d ON d.id = b.document
         WHERE b.hash = ? AND b.document < ? AND d.copy_of IS NULL ORDER BY b.document LIMIT ?",
    )?;
    for band in &bands {
        let rows =
            find.query_map((band, id, COPIES_COMPARED_MAX as i64), |r| r.get::<_, i64>(0))?;
        for document in rows {
            candidates.insert(document?);
        }
    }
    let mut copy_of = None;
    for candidate in candidates.into_iter().take(COPIES_COMPARED_MAX) {
        if Sketch::of(&prose_of(&read_document(db, candidate)?).1).is_copy_of(&sketch) {
            copy_of = Some(candidate);
            break;
        }
    }
    db.prepare_cached("UPDATE document SET copy_of = ? WHERE id = ?")?.execute((copy_of, id))?;
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO band VALUES (?, ?)")?;
    for band in bands {
        insert.execute((band, id))?;
    }
    Ok(())
}

/// Puts a document into the full-text index, in place of what stood there for it.
pub(crate) fn index(db: &Connection, id: i64, document: &Document) -> Result<(), Error> {
    let (title, text) = prose_of(document);
    let mut tags = vec![tag::ALL.to_string()];
    let sql = "SELECT publisher, copy_of, codes FROM document WHERE id = ?";
    let (publisher, copy_of, codes): (Option<i64>, Option<i64>, String) =
        db.prepare_cached(sql)?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    tags.extend(codes.split_whitespace().map(tag::code));
    tags.push(copy_of.map_or(tag::FIRST, |_| tag::COPY).to_string());
    tags.extend(publisher.map(|id| format!("p{id}")));
    tags.push(tag::published(document.metadata.published.as_deref()));
    tags.extend(document.metadata.language.as_deref().map(tag::language));
    let mut find = db.prepare_cached("SELECT name, quoted FROM named WHERE document = ?")?;
    let rows = find.query_map([id], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
    for row in rows {
        let (name, quoted) = row?;
        tags.push(format!("n{name}"));
        if quoted > 0 {
            tags.push(format!("s{name}"));
        }
    }
    db.prepare_cached("UPDATE document SET paragraphs = ?, blocks = ? WHERE id = ?")?.execute((
        passage::paragraphs(document),
        passage::blocks(document),
        id,
    ))?;
    db.prepare_cached("DELETE FROM prose WHERE rowid = ?")?.execute([id])?;
    db.prepare_cached("INSERT INTO prose (rowid, title, text, tag) VALUES (?, ?, ?, ?)")?
        .execute((id, passage::parted(&title), passage::parted(&text), tags.join(" ")))?;
    Ok(())
}

/// The headline and the running text with headings and captions, without page furniture.
pub(crate) fn prose_of(document: &Document) -> (String, String) {
    use BlockKind::{Caption, Paragraph, Subheading};
    let is_prose = |kind| matches!(kind, Paragraph | Subheading | Caption);
    let blocks = document.blocks.iter().filter(|b| is_prose(b.kind));
    let text: Vec<&str> = blocks.map(|b| document.text.words(b.span)).collect();
    (document.headline().unwrap_or_default().to_string(), text.join("\n\n"))
}

/// The ids of an article's revisions, the oldest first.
pub(crate) fn revisions(db: &Connection, article: &str) -> Result<Vec<i64>, Error> {
    let sql = "SELECT id FROM document WHERE article = ? ORDER BY revision";
    let mut find = db.prepare_cached(sql)?;
    let ids = find.query_map([article], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// The story that one of some documents is in.
fn story_of(db: &Connection, ids: &[i64]) -> Result<Option<i64>, Error> {
    let mut find = db.prepare_cached("SELECT story FROM document WHERE id = ?")?;
    for id in ids.iter().rev() {
        if let Some(story) = find.query_row([id], |row| row.get(0))? {
            return Ok(Some(story));
        }
    }
    Ok(None)
}

/// The document with this number.
pub(crate) fn read_document(db: &Connection, id: i64) -> Result<Document, Error> {
    let sql = "SELECT c.deflated, d.path, coalesce(o.sha256, c.sha256) FROM document d
         JOIN content c ON c.id = d.content LEFT JOIN original o ON o.id = d.original
         WHERE d.id = ?";
    let (deflated, path, sha256): (Vec<u8>, String, String) = db
        .prepare_cached(sql)?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    article::read(&article::inflate(&deflated)?, &path, &sha256)
}

fn supersede(db: &Connection, ids: &[i64]) -> Result<(), Error> {
    for id in ids {
        let sql = "UPDATE document SET state = 'superseded' WHERE id = ? AND state = 'current'";
        if db.execute(sql, [id])? > 0 {
            withdraw(db, *id)?;
        }
    }
    Ok(())
}

fn kill(db: &Connection, ids: &[i64]) -> Result<(), Error> {
    for id in ids {
        db.execute("UPDATE document SET state = 'killed' WHERE id = ?", [id])?;
        withdraw(db, *id)?;
    }
    Ok(())
}

/// Takes a document out of all that is found by; its copies get another first one.
fn withdraw(db: &Connection, id: i64) -> Result<(), Error> {
    db.execute("DELETE FROM prose WHERE rowid = ?", [id])?;
    if let Some(story) = story_of(db, &[id])? {
        db.execute("UPDATE document SET story = NULL WHERE id = ?", [id])?;
        db.execute("UPDATE grouped SET document = NULL WHERE document = ?", [id])?;
        grouping::write_row(db, story, None)?;
    }
    let sql = "SELECT name FROM named WHERE document = ?";
    let names: Vec<i64> =
        db.prepare(sql)?.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?;
    db.execute("DELETE FROM named WHERE document = ?", [id])?;
    db.execute("DELETE FROM band WHERE document = ?", [id])?;
    let sql = "DELETE FROM analysis WHERE content = (SELECT content FROM document WHERE id = ?1)
         AND NOT EXISTS (SELECT 1 FROM document d WHERE d.content = analysis.content
            AND d.state = 'current' AND d.id <> ?1)";
    db.execute(sql, [id])?;
    for name in names {
        let sql = "DELETE FROM name WHERE id = ?1
             AND NOT EXISTS (SELECT 1 FROM named WHERE name = ?1)";
        db.execute(sql, [name])?;
    }
    let sql = "SELECT id FROM document WHERE copy_of = ? ORDER BY id";
    let copies: Vec<i64> =
        db.prepare(sql)?.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?;
    db.execute("UPDATE document SET copy_of = NULL WHERE copy_of = ?", [id])?;
    for copy in copies {
        let document = read_document(db, copy)?;
        find_copy(db, copy, &prose_of(&document).1)?;
        index(db, copy, &document)?;
    }
    Ok(())
}

/// Deletes the row of a document and the bytes that no other document has.
fn forget(db: &Connection, id: i64) -> Result<(), Error> {
    let sql = "SELECT content, original FROM document WHERE id = ?";
    let (content, original): (i64, Option<i64>) =
        db.query_row(sql, [id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    db.execute("DELETE FROM document WHERE id = ?", [id])?;
    for (table, blob) in [("content", Some(content)), ("original", original)] {
        let sql = format!(
            "DELETE FROM {table} WHERE id = ?1 \
             AND NOT EXISTS (SELECT 1 FROM document WHERE document.{table} = ?1)"
        );
        db.execute(&sql, [blob])?;
    }
    Ok(())
}
