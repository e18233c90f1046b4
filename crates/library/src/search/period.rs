//! [`Period`]: days between which documents must be published. A period that holds for the whole
//! search is looked up apart from its words: as words of the index it would be dozens of tags.

use crate::Error;
use crate::query::{Expression, Key};
use rusqlite::Connection;

/// A period with more documents is not worth finding the first and last number of: most that is
/// found lies within.
const BROAD: i64 = 100_000;

/// A time after all that begin as the text before it.
const AFTER: &str = "~";

/// From when to when; a whole year, month or day counts to its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Period {
    since: Option<String>,
    until: Option<String>,
}

impl Period {
    /// Takes the times out of what must all hold. Of several the narrowest counts.
    pub fn take(parts: &mut Vec<Expression>) -> Period {
        let mut period = Period::default();
        parts.retain(|part| match part {
            Expression::Filter(Key::Since, time) => {
                let later = period.since.as_ref().is_none_or(|since| since < time);
                period.since = if later { Some(time.clone()) } else { period.since.take() };
                false
            }
            Expression::Filter(Key::Until, time) => {
                let end = format!("{time}{AFTER}");
                let earlier = period.until.as_ref().is_none_or(|until| *until > end);
                period.until = if earlier { Some(end) } else { period.until.take() };
                false
            }
            _ => true,
        });
        period
    }

    fn is_all(&self) -> bool {
        *self == Period::default()
    }

    fn bounds(&self) -> (&str, &str) {
        (self.since.as_deref().unwrap_or(""), self.until.as_deref().unwrap_or(AFTER))
    }

    /// Numbers between which the documents of the period lie.
    pub fn numbers(&self, db: &Connection) -> Result<(i64, i64), Error> {
        let all = (0, i64::MAX - 1);
        if self.is_all() {
            return Ok(all);
        }
        let sql = "SELECT coalesce(min(id), 1), coalesce(max(id), 0), count(*) FROM
             (SELECT id FROM document WHERE published >= ? AND published < ? LIMIT ?)";
        let (since, until) = self.bounds();
        let (first, last, n): (i64, i64, i64) = db
            .prepare_cached(sql)?
            .query_row((since, until, BROAD), |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        Ok(if n == BROAD { all } else { (first, last) })
    }

    /// Those of some documents that lie within, in their order. One without a time does not.
    pub fn within(&self, db: &Connection, numbers: Vec<i64>) -> Result<Vec<i64>, Error> {
        if self.is_all() {
            return Ok(numbers);
        }
        let sql = "SELECT d.id FROM json_each(?) j JOIN document d ON d.id = j.value
             WHERE d.published >= ? AND d.published < ? ORDER BY d.id DESC";
        let list = serde_json::to_string(&numbers).expect("numbers are JSON");
        let (since, until) = self.bounds();
        let mut find = db.prepare_cached(sql)?;
        let rows = find.query_map((list, since, until), |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
