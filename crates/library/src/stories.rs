//! The stories of a library: listing them page by page ([`Library::stories`]), their documents, and
//! what they add up to ([`Woven`]).
//!
//! ```text
//! let page = library.stories(&Stories { limit: 20, ..Stories::default() })?;
//! let more = Stories { after: page.next, limit: 20, ..Stories::default() };
//! let documents = library.documents(&library.story_documents(page.stories[0].id)?)?;
//! ```
//!
//! A story keeps its id for good. One that became part of another is found under both ids.
//! Documents get into stories as they are stored; how many origins, claims and so on there are is
//! found by reading a story closely, which the caller does for those that
//! [`Library::unwoven`] names, and gives back by [`Library::keep_woven`].

use crate::{Error, Library, grouping};
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params, types::Value};
use serde::{Deserialize, Serialize};

/// Stories of a page at most.
const PAGE_MAX: usize = 1_000;
/// Stories that may have become part of one another in turn.
const JOINED_MAX: usize = 1_000;

/// A story, as lists show it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StoryRow {
    /// Its number: the same for good.
    pub id: i64,
    /// The headline of its first document.
    pub title: String,
    /// Current documents, copies included.
    pub documents: i64,
    /// Publishers that are named.
    pub publishers: i64,
    /// When the first of its documents was published, ISO 8601.
    pub earliest: Option<String>,
    /// When the last was.
    pub latest: Option<String>,
    /// When the last document came in, ISO 8601.
    pub changed: String,
    /// What a close reading found; none if it was not read since it changed.
    pub woven: Option<Woven>,
}

/// What a close reading of a story found: the numbers at the head of its page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Woven {
    /// Documents that were read: not all of a very large story.
    pub documents: i64,
    /// Independent origins.
    pub origins: i64,
    /// Of them, those that do not say where they come from.
    pub unknown_lineage: i64,
    /// Claims.
    pub claims: i64,
    /// Conflicts between reports.
    pub conflicts: i64,
    /// Commitments.
    pub commitments: i64,
    /// Quotations.
    pub quotations: i64,
}

/// A publisher of documents in the library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PublisherRow {
    /// As it is named.
    pub name: String,
    /// Current documents.
    pub documents: i64,
    /// Of them, copies of others.
    pub copies: i64,
    /// When the last was published, ISO 8601.
    pub latest: Option<String>,
}

/// In which order stories come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StoriesOrder {
    /// Those with the last published document first.
    #[default]
    Latest,
    /// Those that a document came to last first.
    Changed,
    /// Those with most documents first.
    Largest,
}

impl StoriesOrder {
    fn column(self) -> &'static str {
        match self {
            StoriesOrder::Latest => "coalesce(latest, '')",
            StoriesOrder::Changed => "changed",
            StoriesOrder::Largest => "documents",
        }
    }
}

/// Which stories to list.
#[derive(Clone, Debug, Default)]
pub struct Stories {
    /// Order.
    pub order: StoriesOrder,
    /// Go on after the page that gave this ([`StoriesPage::next`]), with all else the same.
    pub after: Option<String>,
    /// Stories of a page.
    pub limit: usize,
    /// Fewest documents and fewest origins; 0 and 1 for any. A story that was not read closely
    /// since it changed counts as one origin.
    pub min_documents: i64,
    /// Fewest origins.
    pub min_origins: i64,
    /// With a document published at that time or later, ISO 8601.
    pub since: Option<String>,
    /// With a document published at that time or earlier, ISO 8601.
    pub until: Option<String>,
}

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StoriesPage {
    /// Stories in order.
    pub stories: Vec<StoryRow>,
    /// What [`Stories::after`] must be for the next page; none if there is none.
    pub next: Option<String>,
}

const COLUMNS: &str = "id, title, documents, publishers, earliest, latest, changed, woven";

fn row(row: &Row<'_>) -> Result<StoryRow, rusqlite::Error> {
    let woven: Option<String> = row.get(7)?;
    Ok(StoryRow {
        id: row.get(0)?,
        title: row.get(1)?,
        documents: row.get(2)?,
        publishers: row.get(3)?,
        earliest: row.get(4)?,
        latest: row.get(5)?,
        changed: row.get(6)?,
        woven: woven.and_then(|woven| serde_json::from_str(&woven).ok()),
    })
}

impl Library {
    /// A page of stories. Cost: linear in the page, but for filters that few stories pass.
    ///
    /// # Errors
    /// [`Error::Query`] if `after` is not what a page gave.
    pub fn stories(&self, wanted: &Stories) -> Result<StoriesPage, Error> {
        let column = wanted.order.column();
        let mut sql = format!("SELECT {COLUMNS} FROM story WHERE documents >= ?");
        let mut values = vec![Value::Integer(wanted.min_documents)];
        if wanted.min_origins > 1 {
            sql.push_str(" AND origins >= ?");
            values.push(Value::Integer(wanted.min_origins));
        }
        if let Some(since) = &wanted.since {
            sql.push_str(" AND latest >= ?");
            values.push(Value::Text(since.clone()));
        }
        if let Some(until) = &wanted.until {
            // A whole year, month or day counts to its end.
            sql.push_str(" AND earliest < ? || '~'");
            values.push(Value::Text(until.clone()));
        }
        if let Some(after) = &wanted.after {
            let (key, id) = place(after, wanted.order)?;
            sql.push_str(&format!(" AND ({column}, id) < (?, ?)"));
            values.extend([key, Value::Integer(id)]);
        }
        let limit = wanted.limit.min(PAGE_MAX);
        sql.push_str(&format!(" ORDER BY {column} DESC, id DESC LIMIT {}", limit + 1));
        let mut find = self.db.prepare_cached(&sql)?;
        let rows = find.query_map(rusqlite::params_from_iter(values), row)?;
        let mut stories: Vec<StoryRow> = rows.collect::<Result<_, _>>()?;
        let more = stories.len() > limit;
        stories.truncate(limit);
        let next = stories.last().filter(|_| more).map(|last| {
            let key = match wanted.order {
                StoriesOrder::Latest => last.latest.clone().unwrap_or_default(),
                StoriesOrder::Changed => last.changed.clone(),
                StoriesOrder::Largest => last.documents.to_string(),
            };
            format!("{}~{key}", last.id)
        });
        Ok(StoriesPage { stories, next })
    }

    /// A story by its id, or by that of one that became part of it. `None` if it has no documents
    /// any more, or never was.
    pub fn story(&self, id: i64) -> Result<Option<StoryRow>, Error> {
        let id = standing(&self.db, id)?;
        let sql = format!("SELECT {COLUMNS} FROM story WHERE id = ?");
        Ok(self.db.prepare_cached(&sql)?.query_row([id], row).optional()?)
    }

    /// The numbers of a story's current documents, in the order they came.
    pub fn story_documents(&self, id: i64) -> Result<Vec<i64>, Error> {
        let id = standing(&self.db, id)?;
        let sql = "SELECT id FROM document WHERE story = ? AND state = 'current' ORDER BY id";
        let mut find = self.db.prepare_cached(sql)?;
        let ids = find.query_map([id], |row| row.get(0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// The story that an article is in. `None` if it is not current.
    pub fn story_of(&self, article: &str) -> Result<Option<i64>, Error> {
        let sql = "SELECT story FROM document WHERE article = ? AND state = 'current'";
        let mut find = self.db.prepare_cached(sql)?;
        Ok(find.query_row([article], |row| row.get(0)).optional()?.flatten())
    }

    /// The story of a current document that has a name: the article's own id or file name. Of
    /// several, that of the last which came.
    pub fn story_of_name(&self, name: &str) -> Result<Option<i64>, Error> {
        let sql = "SELECT story FROM document WHERE name = ? AND state = 'current'
             ORDER BY id DESC LIMIT 1";
        let mut find = self.db.prepare_cached(sql)?;
        Ok(find.query_row([name], |row| row.get(0)).optional()?.flatten())
    }

    /// How many stories have documents.
    pub fn count_stories(&self) -> Result<usize, Error> {
        let sql = "SELECT count(*) FROM story WHERE documents > 0";
        let n: i64 = self.db.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        Ok(usize::try_from(n).unwrap_or_default())
    }

    /// The publishers of current documents, those of most documents first. Cost: linear in the
    /// library.
    pub fn publishers(&self, most: usize) -> Result<Vec<PublisherRow>, Error> {
        let sql = "SELECT p.name, count(*), count(d.copy_of), max(d.published)
             FROM document d JOIN publisher p ON p.id = d.publisher WHERE d.state = 'current'
             GROUP BY p.id ORDER BY 2 DESC, 1 LIMIT ?";
        let mut find = self.db.prepare_cached(sql)?;
        let rows = find.query_map([most as i64], |row| {
            let (name, documents) = (row.get(0)?, row.get(1)?);
            Ok(PublisherRow { name, documents, copies: row.get(2)?, latest: row.get(3)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Puts right the stories that documents came to since the last time, and documents that have
    /// none into one; carries out what a reader knows better of stories. Call it when a pile has
    /// come in as a whole. `stored` is the time to record.
    pub fn settle(&mut self, stored: &str) -> Result<(), Error> {
        loop {
            let db = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut settle = || -> Result<usize, Error> {
                self.grouping.begin(&db)?;
                let n = self.grouping.add_alone(&db)?;
                if n == 0 {
                    self.grouping.repair(&db)?;
                }
                self.grouping.end(&db, stored)?;
                Ok(n)
            };
            let settled = settle();
            if settled.is_err() {
                self.grouping.clear();
            }
            let n = settled?;
            if n == 0 {
                grouping::correct(&db, stored)?;
            }
            db.commit()?;
            if n == 0 {
                return Ok(());
            }
        }
    }

    /// Stories of several documents that were not read closely since they changed.
    pub fn unwoven(&self, most: usize) -> Result<Vec<i64>, Error> {
        let sql = "SELECT id FROM story WHERE woven IS NULL AND documents > 1 ORDER BY id LIMIT ?";
        let mut find = self.db.prepare_cached(sql)?;
        let ids = find.query_map([most as i64], |row| row.get(0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Keeps what close readings of stories found, of those that still have as many documents as
    /// when they were read: the second of each is what [`Library::story`] gave.
    pub fn keep_woven(&mut self, read: &[(StoryRow, Woven)]) -> Result<(), Error> {
        let db = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (story, woven) in read {
            let json = serde_json::to_string(woven).expect("numbers are JSON");
            let sql = "UPDATE story SET woven = ? WHERE id = ? AND documents = ? AND changed = ?";
            db.prepare_cached(sql)?.execute(params![
                json,
                story.id,
                story.documents,
                story.changed
            ])?;
        }
        Ok(db.commit()?)
    }
}

/// The story that a story is part of by now.
pub(crate) fn standing(db: &Connection, mut id: i64) -> Result<i64, Error> {
    let mut find = db.prepare_cached("SELECT with_story FROM joined WHERE story = ?")?;
    for _ in 0..JOINED_MAX {
        match find.query_row([id], |row| row.get(0)).optional()? {
            Some(with) => id = with,
            None => break,
        }
    }
    Ok(id)
}

/// Where a page ended.
fn place(after: &str, order: StoriesOrder) -> Result<(Value, i64), Error> {
    let wrong = || Error::Query { at: 0, message: format!("`{after}` is no place in a list") };
    let (id, key) = after.split_once('~').ok_or_else(wrong)?;
    let key = match order {
        StoriesOrder::Largest => Value::Integer(key.parse().map_err(|_| wrong())?),
        _ => Value::Text(key.to_string()),
    };
    Ok((key, id.parse().map_err(|_| wrong())?))
}
