//! [`Checked`]: whether a library is whole.

use crate::{Error, Library, article, schema};
use serde::Serialize;

/// Faults named at most, of each kind.
const FAULTS_MAX: usize = 100;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// Version of the tables.
    pub version: usize,
    /// Documents by state.
    pub current: i64,
    /// Earlier versions of articles.
    pub superseded: i64,
    /// Withdrawn documents.
    pub killed: i64,
    /// Copies among the current documents.
    pub copies: i64,
    /// Size of the file in bytes, without what is not yet moved into it from the log.
    pub bytes: i64,
    /// Documents whose facts another version of the code, models or lexicon found.
    pub stale: i64,
    /// What is wrong; empty if the library is whole.
    pub faults: Vec<String>,
}

impl Library {
    /// Reads everything and compares it with its hashes. `made_by` names today's code, models and
    /// lexicon. Cost: the whole file.
    pub fn check(&self, made_by: &str) -> Result<Checked, Error> {
        let db = &self.db;
        let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0));
        let of_state =
            |state: &str| count(&format!("SELECT count(*) FROM document WHERE state = '{state}'"));
        let mut checked = Checked {
            version: schema::VERSION,
            current: of_state("current")?,
            superseded: of_state("superseded")?,
            killed: of_state("killed")?,
            copies: count("SELECT count(*) FROM document WHERE copy_of IS NOT NULL")?,
            bytes: count("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")?,
            stale: db.query_row(
                "SELECT count(*) FROM analysis a JOIN maker m ON m.id = a.maker WHERE m.name <> ?",
                [made_by],
                |row| row.get(0),
            )?,
            faults: Vec::new(),
        };
        self.check_database(&mut checked.faults)?;
        self.check_bytes(&mut checked.faults)?;
        self.check_derived(&mut checked.faults)?;
        Ok(checked)
    }

    fn check_database(&self, faults: &mut Vec<String>) -> Result<(), Error> {
        let sql = format!("PRAGMA integrity_check({FAULTS_MAX})");
        let mut pragma = self.db.prepare(&sql)?;
        for line in pragma.query_map([], |row| row.get::<_, String>(0))? {
            let line = line?;
            if line != "ok" {
                faults.push(line);
            }
        }
        let mut pragma =
            self.db.prepare("SELECT \"table\", rowid FROM pragma_foreign_key_check")?;
        let rows = pragma
            .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?)))?;
        for row in rows.take(FAULTS_MAX) {
            let (table, row) = row?;
            faults.push(format!("{table} {}: points at nothing", row.unwrap_or_default()));
        }
        if let Err(error) =
            self.db.execute("INSERT INTO prose (prose) VALUES ('integrity-check')", [])
        {
            faults.push(format!("full text: {error}"));
        }
        Ok(())
    }

    fn check_bytes(&self, faults: &mut Vec<String>) -> Result<(), Error> {
        for table in ["content", "original"] {
            let sql = format!("SELECT id, sha256, deflated FROM {table}");
            let mut all = self.db.prepare(&sql)?;
            let rows = all.query_map([], |row| {
                let deflated: Vec<u8> = row.get(2)?;
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, deflated))
            })?;
            for row in rows {
                let (id, sha256, deflated) = row?;
                let same = article::inflate(&deflated).is_ok_and(|b| article::sha256(&b) == sha256);
                if !same && faults.len() < FAULTS_MAX {
                    faults.push(format!("{table} {id}: not the bytes that were stored"));
                }
            }
        }
        Ok(())
    }

    fn check_derived(&self, faults: &mut Vec<String>) -> Result<(), Error> {
        for (sql, message) in [
            (
                "SELECT id FROM document WHERE state = 'current'
                    AND id NOT IN (SELECT id FROM prose_docsize)",
                "is current and cannot be found",
            ),
            (
                "SELECT id FROM prose_docsize
                    WHERE id NOT IN (SELECT id FROM document WHERE state = 'current')",
                "is not current and can be found",
            ),
            (
                "SELECT DISTINCT document FROM named
                    WHERE document NOT IN (SELECT id FROM document WHERE state = 'current')",
                "is not current and has names",
            ),
            (
                "SELECT id FROM document WHERE state = 'current'
                    AND content NOT IN (SELECT content FROM analysis)",
                "is current and has no facts",
            ),
            (
                "SELECT document FROM grouped WHERE document NOT IN
                    (SELECT id FROM document WHERE state = 'current')",
                "is not current and keeps a place in a story",
            ),
            (
                "SELECT id FROM document WHERE state <> 'current' AND story IS NOT NULL",
                "is not current and in a story",
            ),
            (
                "SELECT min(d.id) FROM document d LEFT JOIN story s ON s.id = d.story
                    WHERE d.story IS NOT NULL GROUP BY d.story
                    HAVING count(*) <> coalesce(s.documents, 0)",
                "is in a story that does not count it",
            ),
        ] {
            let mut find = self.db.prepare(sql)?;
            for id in find.query_map([], |row| row.get::<_, i64>(0))?.take(FAULTS_MAX) {
                faults.push(format!("document {} {message}", id?));
            }
        }
        Ok(())
    }
}
