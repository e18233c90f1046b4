//! [`Weights`]: what each phrase of a search counts, by how rare it is in the library.

use super::compile::Compiled;
use crate::{Error, rank};
use rusqlite::{Connection, types::Value};

/// Matches counted to tell how rare a word is; beyond, the number is estimated. Set by
/// hand 2026-11-22, not swept.
const COUNTED: i64 = 400;
/// Documents that have all words of a phrase which are looked through before it is asked whether
/// what was found is [`ENOUGH`]. Set by hand 2026-11-22, not swept.
const LOOKED_THROUGH: f64 = 50_000.0;

/// How matches are scored: what each phrase of the search counts; none if they are not.
#[derive(Debug, Default)]
pub(super) struct Weights {
    phrases: Vec<f64>,
    /// About how many documents must be looked through to find the rarest phrase of several words.
    looked_through: f64,
    /// The last document's number.
    last: i64,
}

impl Weights {
    /// The weights of a search.
    pub fn of(db: &Connection, compiled: &Compiled) -> Result<Weights, Error> {
        if compiled.groups.iter().all(Vec::is_empty) {
            return Ok(Weights::default());
        }
        let last: i64 = db
            .prepare_cached("SELECT coalesce(max(id), 0) FROM document")?
            .query_row([], |row| row.get(0))?;
        let (mut rarities, mut looked_through) = (Vec::new(), 0.0_f64);
        for group in &compiled.groups {
            let mut n = 0.0;
            for phrase in group {
                let (documents, is_one_word) = frequency(db, phrase, last)?;
                n += documents;
                looked_through = looked_through.max(if is_one_word { 0.0 } else { documents });
            }
            rarities.push(if group.is_empty() { 0.0 } else { rank::rarity(n, last as f64) });
        }
        let phrases = compiled.phrases.iter().map(|(group, worth)| rarities[*group] * worth);
        Ok(Weights { phrases: phrases.collect(), looked_through, last })
    }

    /// The first document of the newest part of the library, which alone is looked through at first
    /// for words that are frequent each, and rare together.
    pub fn newest_part(&self) -> Option<i64> {
        let share = LOOKED_THROUGH / self.looked_through;
        (share < 1.0).then(|| self.last - (self.last as f64 * share) as i64)
    }

    /// The score of a match as SQL, and the values it needs.
    pub fn sql(&self) -> (String, Vec<Value>) {
        let places = ", ?".repeat(self.phrases.len());
        let score = if places.is_empty() { "0.0".into() } else { format!("bm25f(prose{places})") };
        (score, self.phrases.iter().copied().map(Value::Real).collect())
    }
}

/// About how many documents have a phrase, and whether it is one word. Counted if few, else
/// estimated from the newest. Several words count as the rarest of them: to find them together
/// takes as long as the search.
fn frequency(db: &Connection, phrase: &str, last: i64) -> Result<(f64, bool), Error> {
    let sql = "SELECT count(*), coalesce(min(rowid), 0) FROM
         (SELECT rowid FROM prose WHERE prose MATCH ? ORDER BY rowid DESC LIMIT ?)";
    let mut find = db.prepare_cached(sql)?;
    let words: Vec<&str> =
        phrase.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let mut least = f64::INFINITY;
    for word in &words {
        let (n, first): (i64, i64) =
            find.query_row((format!("\"{word}\""), COUNTED), |row| Ok((row.get(0)?, row.get(1)?)))?;
        let share = if n < COUNTED { 1.0 } else { last as f64 / (last - first + 1).max(1) as f64 };
        least = least.min(n as f64 * share);
    }
    Ok((if words.is_empty() { 0.0 } else { least }, words.len() <= 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_where_the_words_of_a_phrase_are_frequent_is_the_newest_part_looked_at_first() {
        let weights = Weights { looked_through: 400_000.0, last: 1_000_000, ..Weights::default() };
        assert_eq!(weights.newest_part(), Some(875_000));
        assert_eq!(Weights { looked_through: 49_000.0, ..weights }.newest_part(), None);
        assert_eq!(Weights::default().newest_part(), None);
    }
}
