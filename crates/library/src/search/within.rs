//! [`Within`]: what a document must be that the full-text index does not know: published in a
//! period, in one of some stories, in a story of several origins. A period that holds for the whole
//! search is looked up apart from its words: as words of the index it would be dozens of tags; a
//! story changes too often to be one.

use crate::query::{Expression, Key};
use crate::{Error, stories};
use rusqlite::Connection;
use std::collections::BTreeSet;

/// A time after all that begin as the text before it.
const AFTER: &str = "~";

/// Documents by their numbers, with their scores.
pub(super) type Scored = Vec<(i64, f64)>;

/// Where documents must lie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Within {
    since: Option<String>,
    until: Option<String>,
    /// Any of these stories; `None` for all.
    stories: Option<BTreeSet<i64>>,
    min_origins: i64,
}

impl Within {
    /// Takes what must hold for all out of the parts of a search. Of several times the narrowest
    /// counts; `filtered` are stories of which any will do.
    pub fn take(parts: &mut Vec<Expression>, filtered: &[i64], min_origins: i64) -> Within {
        let mut within = Within { min_origins, ..Within::default() };
        if !filtered.is_empty() {
            within.stories = Some(filtered.iter().copied().collect());
        }
        parts.retain(|part| match part {
            Expression::Filter(Key::Since, time) => {
                let later = within.since.as_ref().is_none_or(|since| since < time);
                within.since = if later { Some(time.clone()) } else { within.since.take() };
                false
            }
            Expression::Filter(Key::Until, time) => {
                let end = format!("{time}{AFTER}");
                let earlier = within.until.as_ref().is_none_or(|until| *until > end);
                within.until = if earlier { Some(end) } else { within.until.take() };
                false
            }
            Expression::Filter(Key::Story, number) => {
                let asked: BTreeSet<i64> = number.parse().into_iter().collect();
                within.stories = Some(match within.stories.take() {
                    Some(stories) => stories.intersection(&asked).copied().collect(),
                    None => asked,
                });
                false
            }
            _ => true,
        });
        within
    }

    fn is_timeless(&self) -> bool {
        self.since.is_none() && self.until.is_none()
    }

    /// Whether few matches may pass, wherever they lie.
    pub fn is_sparse(&self) -> bool {
        self.min_origins > 1
    }

    fn bounds(&self) -> (&str, &str) {
        (self.since.as_deref().unwrap_or(""), self.until.as_deref().unwrap_or(AFTER))
    }

    /// The documents of the stories asked for, the newest first; `None` if any story will do.
    pub fn listed(&self, db: &Connection) -> Result<Option<Vec<i64>>, Error> {
        let Some(stories) = &self.stories else { return Ok(None) };
        let mut numbers = BTreeSet::new();
        let sql = "SELECT id FROM document WHERE story = ? AND state = 'current'";
        let mut find = db.prepare_cached(sql)?;
        for story in stories {
            let story = stories::standing(db, *story)?;
            for number in find.query_map([story], |row| row.get::<_, i64>(0))? {
                numbers.insert(number?);
            }
        }
        Ok(Some(numbers.into_iter().rev().collect()))
    }

    /// Numbers between which the documents of the period lie. Cost: a row for every 1,024 documents
    /// of the library.
    pub fn numbers(&self, db: &Connection) -> Result<(i64, i64), Error> {
        let all = (0, i64::MAX - 1);
        if self.is_timeless() {
            return Ok(all);
        }
        let sql = "SELECT coalesce(min(block) << 10, 1), coalesce((max(block) << 10) + 1023, 0)
             FROM period WHERE latest >= ? AND earliest < ?";
        let bounds = self.bounds();
        Ok(db.prepare_cached(sql)?.query_row(bounds, |r| Ok((r.get(0)?, r.get(1)?)))?)
    }

    /// Those of some documents, given with their scores, that lie within, in their order. One
    /// without a time lies in no period. Stories are not looked at: see [`Within::listed`].
    pub fn pass(&self, db: &Connection, found: Scored) -> Result<Scored, Error> {
        if self.is_timeless() && !self.is_sparse() {
            return Ok(found);
        }
        let mut sql = "SELECT 1 FROM document d INDEXED BY document_facets".to_string();
        if self.is_sparse() {
            sql.push_str(" JOIN story s ON s.id = d.story AND s.origins >= ?4");
        }
        // A whole story's reports may be without times.
        let times =
            if self.is_timeless() { "?2 <= ?3" } else { "d.published >= ?2 AND d.published < ?3" };
        sql.push_str(&format!(" WHERE d.id = ?1 AND {times} AND ?4 >= 0"));
        let mut find = db.prepare_cached(&sql)?;
        let (since, until) = self.bounds();
        let mut passed = Vec::with_capacity(found.len());
        for (number, score) in found {
            if find.exists((number, since, until, self.min_origins))? {
                passed.push((number, score));
            }
        }
        Ok(passed)
    }
}
