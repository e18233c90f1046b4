//! A whole library as JSON lines, out and in: one [`Line`] for each version of each article.

use crate::{Correction, Error, Facts, Incoming, Library, Outcome, SavedSearch, Watched, article};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io::Write;

/// A line of an exported library.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Line {
    /// A version of an article. Boxed, since the other kind is small.
    Document(Box<DocumentLine>),
    /// Something a reader knows better.
    Correction {
        /// As in a corrections file.
        correction: String,
        /// When it was made, ISO 8601.
        made: String,
    },
    /// A search under a name.
    Search {
        /// Its name.
        saved_search: String,
        /// In the language of searches.
        search: String,
        /// When it was saved, ISO 8601.
        saved: String,
    },
    /// Something that is watched.
    Watched {
        /// Its name.
        watched: String,
        /// folder, feed or rule.
        kind: String,
        /// What it is, JSON.
        settings: String,
        /// What became of it, JSON.
        state: String,
    },
    /// An article that was deleted, and stays out.
    Deleted {
        /// Its name in the library.
        deleted: String,
        /// When, ISO 8601.
        stored: String,
    },
}

/// A version of an article with what is known of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DocumentLine {
    /// The article form, as in article JSONL.
    pub article: Value,
    /// Where it lay.
    pub path: String,
    /// When it was stored, ISO 8601.
    pub stored: String,
    /// current, superseded or killed.
    pub state: String,
    /// The number of its story.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story: Option<i64>,
    /// The bytes received: raw DEFLATE (RFC 1951), in base 64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    /// What it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<Facts>,
    /// What found the facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<String>,
}

impl Library {
    /// Writes every line, the oldest document first, then the deleted articles.
    pub fn export(&self, out: &mut dyn Write) -> Result<usize, Error> {
        let mut all = self.db.prepare(
            "SELECT c.deflated, d.path, d.stored, d.state, o.deflated, a.deflated, m.name, d.story
             FROM document d JOIN content c ON c.id = d.content
             LEFT JOIN original o ON o.id = d.original
             LEFT JOIN analysis a ON a.content = d.content LEFT JOIN maker m ON m.id = a.maker
             ORDER BY d.id",
        )?;
        let mut rows = all.query([])?;
        let mut n = 0;
        while let Some(row) = rows.next()? {
            let (content, original, facts): (Vec<u8>, Option<Vec<u8>>, Option<Vec<u8>>) =
                (row.get(0)?, row.get(4)?, row.get(5)?);
            let facts = match facts {
                Some(facts) => Some(read_json(&article::inflate(&facts)?)?),
                None => None,
            };
            let line = Line::Document(Box::new(DocumentLine {
                article: read_json(&article::inflate(&content)?)?,
                path: row.get(1)?,
                stored: row.get(2)?,
                state: row.get(3)?,
                story: row.get(7)?,
                original: original.map(|bytes| BASE64_STANDARD.encode(bytes)),
                facts,
                made_by: row.get(6)?,
            }));
            write_line(out, &line)?;
            n += 1;
        }
        let mut all = self.db.prepare("SELECT article, stored FROM tombstone ORDER BY article")?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            write_line(out, &Line::Deleted { deleted: row.get(0)?, stored: row.get(1)? })?;
        }
        for Correction { line, made, .. } in self.corrections()? {
            write_line(out, &Line::Correction { correction: line, made })?;
        }
        for SavedSearch { name, search, saved } in self.saved_searches()? {
            write_line(out, &Line::Search { saved_search: name, search, saved })?;
        }
        for Watched { name, kind, settings, state } in self.watched()? {
            write_line(out, &Line::Watched { watched: name, kind, settings, state })?;
        }
        Ok(n)
    }

    /// Takes in one line. `analyse` gives the facts of a document that comes without. Stories keep
    /// their numbers if the library was empty before the first line.
    pub fn import(
        &mut self,
        line: &Line,
        made_by: &str,
        analyse: &mut dyn FnMut(&document::Document) -> Facts,
    ) -> Result<Outcome, Error> {
        use Outcome::{New, Unchanged};
        let keeps_stories = match self.keeps_stories {
            Some(keeps) => keeps,
            None => *self.keeps_stories.insert(self.is_empty()?),
        };
        let line = match line {
            Line::Document(line) => line,
            Line::Correction { correction, made } => {
                let n = self.corrections()?.len();
                self.correct(correction, made)?;
                return Ok(if self.corrections()?.len() > n { New } else { Unchanged });
            }
            Line::Search { saved_search, search, saved } => {
                let is_there = self.saved_search(saved_search)?.is_some();
                self.save_search(saved_search, search, saved)?;
                return Ok(if is_there { Unchanged } else { New });
            }
            Line::Watched { watched: name, kind, settings, state } => {
                if self.watched()?.iter().any(|watched| watched.name == *name) {
                    return Ok(Unchanged);
                }
                let [name, kind, settings, state] =
                    [name, kind, settings, state].map(String::clone);
                self.watch(&Watched { name, kind, settings, state })?;
                return Ok(New);
            }
            Line::Deleted { deleted, stored } => {
                self.delete(deleted, stored)?;
                let sql = "INSERT OR REPLACE INTO tombstone VALUES (?, ?, 'deleted')";
                self.db.execute(sql, (deleted, stored))?;
                return Ok(Outcome::Deleted);
            }
        };
        let text = line.article.to_string();
        let original = match &line.original {
            Some(encoded) => {
                let deflated = BASE64_STANDARD.decode(encoded);
                let deflated = deflated.map_err(|_| Error::Damaged("base 64".into()))?;
                Some(article::inflate(&deflated)?)
            }
            None => None,
        };
        let sha256 = article::sha256(original.as_deref().unwrap_or(text.as_bytes()));
        let document = article::read(text.as_bytes(), &line.path, &sha256)?;
        let (facts, made_by) = match (&line.facts, &line.made_by) {
            (Some(facts), Some(made_by)) => (facts.clone(), made_by.as_str()),
            // An earlier version is replaced by a later line, so its facts would go again.
            _ if line.state != "current" => (Facts::default(), made_by),
            _ => (analyse(&document), made_by),
        };
        let story = line.story.filter(|_| keeps_stories);
        let incoming =
            Incoming { document: &document, original: original.as_deref(), facts: &facts, story };
        let mut outcome = self.add(&[incoming], made_by, &line.stored)?[0];
        if line.state == "killed" && matches!(outcome, Outcome::New | Outcome::Revised) {
            self.kill(&article::key(&document))?;
            outcome = Outcome::Killed;
        }
        Ok(outcome)
    }
}

fn read_json<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(bytes).map_err(|error| Error::Damaged(error.to_string()))
}

fn write_line(out: &mut dyn Write, line: &Line) -> Result<(), Error> {
    let mut text = serde_json::to_vec(line).expect("a line is JSON");
    text.push(b'\n');
    Ok(out.write_all(&text)?)
}
