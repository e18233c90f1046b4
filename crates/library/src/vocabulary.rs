//! The words and names of a library: which spellings of a name it knows, and which words a
//! mistyped one may be.

use crate::facts::Facts;
use crate::{Error, passage};
use analysis::{name::fold_name, spelling};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

/// Longest word kept, in characters; longer ones are addresses and the like.
const WORD_CHARS_MAX: usize = 40;
/// Most words remembered as known to the file, between transactions.
const KNOWN_MAX: usize = 4_000_000;
/// Largest distance of two spellings of one name, as between surnames in `analysis::name`.
const SPELLING_DISTANCE_MAX: f32 = 0.12;
/// Most spellings, names and corrections that one word of a search stands for.
const SPELLINGS_MAX: usize = 6;
const NAMES_MAX: usize = 200;
const CORRECTIONS_MAX: usize = 3;
/// Most words looked at for one spelling or correction, and the largest difference in letters of
/// two spellings.
const LOOKED_AT_MAX: usize = 10_000;
const LETTERS_MORE_MAX: usize = 3;
/// Most words that a beginning stands for.
const BEGINNINGS_MAX: usize = 16;
/// Fewest letters of a word that may be mistyped, and of one with two mistakes. By habit of search
/// engines (Elasticsearch's `AUTO` has 3 and 6); shorter words have too many neighbours.
const TYPO_CHARS_MIN: usize = 4;
const TWO_TYPOS_CHARS_MIN: usize = 8;

/// Words that the file is known to hold, so that they are not written again.
#[derive(Debug, Default)]
pub(crate) struct KnownWords {
    hashes: HashSet<u64>,
}

impl KnownWords {
    /// Forgets everything, after a transaction that was not committed.
    pub fn clear(&mut self) {
        self.hashes.clear();
    }

    /// Whether a word is new here; it is not the next time.
    fn is_new(&mut self, word: &str, in_names: bool, in_prose: bool) -> bool {
        if self.hashes.len() >= KNOWN_MAX {
            self.hashes.clear();
        }
        let hasher = BuildHasherDefault::<DefaultHasher>::default();
        self.hashes.insert(hasher.hash_one((word, in_names, in_prose)))
    }
}

/// The words of a text, lower case, each once.
pub(crate) fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| is_kept(word));
    words.map(str::to_lowercase).collect()
}

fn is_kept(word: &str) -> bool {
    let n = word.chars().take(WORD_CHARS_MAX + 1).count();
    (2..=WORD_CHARS_MAX).contains(&n) && word.chars().any(char::is_alphabetic)
}

/// Writes the words of a document that are new.
pub(crate) fn learn(
    db: &Connection,
    known: &mut KnownWords,
    text: &str,
    facts: &Facts,
) -> Result<(), Error> {
    let mut insert = db.prepare_cached(
        "INSERT INTO word (text, in_names, in_prose, block, reversed) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (text) DO UPDATE SET in_names = max(in_names, excluded.in_names),
            in_prose = max(in_prose, excluded.in_prose)",
    )?;
    let named: BTreeSet<String> = facts.names.iter().flat_map(|n| words(&n.name)).collect();
    let small = |word: &&str| word.starts_with(char::is_lowercase);
    let prose: BTreeSet<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(small).collect();
    for word in &words(text) {
        let (in_names, in_prose) = (named.contains(word), prose.contains(word.as_str()));
        if known.is_new(word, in_names, in_prose) {
            let reversed: String = word.chars().rev().collect();
            let block = spelling::block(word);
            insert.execute(params![word, in_names, in_prose, block, reversed])?;
        }
    }
    Ok(())
}

/// Takes out those of some words that no document has any more.
pub(crate) fn forget(db: &Connection, words: &BTreeSet<String>) -> Result<(), Error> {
    let mut find = db.prepare_cached("SELECT 1 FROM prose WHERE prose MATCH ? LIMIT 1")?;
    for word in words {
        if !find.exists([format!("\"{}\"", passage::parted(word))])? {
            db.execute("DELETE FROM word WHERE text = ?", [word])?;
        }
    }
    Ok(())
}

/// The id of a name; a new name gets one.
pub(crate) fn name_id(db: &Connection, kind: &str, name: &str) -> Result<Option<i64>, Error> {
    let folded = fold_name(name);
    if folded.is_empty() {
        return Ok(None);
    }
    let mut find = db.prepare_cached("SELECT id FROM name WHERE folded = ? AND kind = ?")?;
    if let Some(id) = find.query_row((&folded, kind), |row| row.get(0)).optional()? {
        return Ok(Some(id));
    }
    db.prepare_cached("INSERT INTO name (folded, kind, text) VALUES (?, ?, ?)")?
        .execute((&folded, kind, name))?;
    let id = db.last_insert_rowid();
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO name_word VALUES (?, ?)")?;
    for word in folded.split(' ') {
        insert.execute((word, id))?;
    }
    Ok(Some(id))
}

/// Other spellings of a word that stands in names, the nearest first, each with its distance; none
/// for a word that the library knows in small letters too. In a script without small letters every
/// word in names counts.
pub(crate) fn spellings(db: &Connection, word: &str) -> Result<Vec<(f32, String)>, Error> {
    let lower = word.to_lowercase();
    let mut find = db.prepare_cached("SELECT in_prose FROM word WHERE text = ?")?;
    let in_prose: Option<bool> = find.query_row([&lower], |row| row.get(0)).optional()?;
    if in_prose == Some(true) || lower.chars().count() < TYPO_CHARS_MIN {
        return Ok(Vec::new());
    }
    let mut same_block = db.prepare_cached(
        "SELECT text FROM word WHERE block = ? AND in_names AND NOT in_prose LIMIT ?",
    )?;
    let (block, sounds) = (spelling::block(&lower), spelling::sounds(&lower));
    let mut rows = same_block.query((&block, LOOKED_AT_MAX as i64))?;
    let mut near = Vec::new();
    let n = lower.chars().count();
    while let Some(row) = rows.next()? {
        let other = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        if other == lower || other.chars().count().abs_diff(n) > LETTERS_MORE_MAX.min(n / 2) {
            continue;
        }
        if let Some(distance) = spelling::near(&sounds, other, SPELLING_DISTANCE_MAX) {
            near.push((distance, other.to_string()));
        }
    }
    near.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    near.truncate(SPELLINGS_MAX);
    Ok(near)
}

/// The words of the library that a word may be a mistyping of, the nearest first. Looked for among
/// those that share its first or its last half, so of two mistakes both must lie in one half.
pub(crate) fn corrections(db: &Connection, word: &str) -> Result<Vec<String>, Error> {
    let lower: Vec<char> = word.to_lowercase().chars().collect();
    let n = lower.len();
    if !(TYPO_CHARS_MIN..=WORD_CHARS_MAX).contains(&n) {
        return Ok(Vec::new());
    }
    let most = if n >= TWO_TYPOS_CHARS_MIN { 2 } else { 1 };
    let beginning: String = lower[..n / 2].iter().collect();
    let end: String = lower.iter().rev().take(n / 2).collect();
    let mut near: BTreeMap<(usize, bool, String), ()> = BTreeMap::new();
    for (column, start) in [("text", beginning), ("reversed", end)] {
        let sql = format!(
            "SELECT text FROM word WHERE {column} >= ? AND {column} < ? || char(0x10ffff) LIMIT ?"
        );
        let mut find = db.prepare_cached(&sql)?;
        let mut rows = find.query((&start, &start, LOOKED_AT_MAX as i64))?;
        while let Some(row) = rows.next()? {
            let other = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            if other.chars().count().abs_diff(n) > most {
                continue;
            }
            let letters: Vec<char> = other.chars().collect();
            if let Some(edits) = edits(&lower, &letters, most) {
                near.insert((edits, letters[0] != lower[0], other.to_string()), ());
            }
        }
    }
    Ok(near.into_keys().map(|(_, _, word)| word).take(CORRECTIONS_MAX).collect())
}

/// The words of the library that begin so, the shortest first, and whether there are more. The
/// index itself would join the documents of all of them before it gives the first.
pub(crate) fn beginning(db: &Connection, start: &str) -> Result<(Vec<String>, bool), Error> {
    let start = start.to_lowercase();
    let sql = "SELECT text FROM word WHERE text >= ?1 AND text < ?1 || char(0x10ffff) LIMIT ?2";
    let mut find = db.prepare_cached(sql)?;
    let rows = find.query_map((&start, LOOKED_AT_MAX as i64), |row| row.get(0))?;
    let mut words: Vec<String> = rows.collect::<Result<_, _>>()?;
    words.sort_by_key(|word| word.chars().count());
    let more = words.len() > BEGINNINGS_MAX;
    words.truncate(BEGINNINGS_MAX);
    Ok((words, more))
}

/// The names of the library that have all the words of a name, in any spelling.
pub(crate) fn names_like(db: &Connection, name: &str) -> Result<Vec<i64>, Error> {
    let folded = fold_name(name);
    let mut found: Option<BTreeSet<i64>> = None;
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        let mut spelled: BTreeSet<String> =
            spellings(db, word)?.iter().map(|(_, w)| analysis::name::fold_word(w)).collect();
        spelled.insert(word.to_string());
        let mut ids = BTreeSet::new();
        let mut find = db.prepare_cached("SELECT name FROM name_word WHERE word = ?")?;
        for word in spelled {
            let rows = find.query_map([word], |row| row.get::<_, i64>(0))?;
            for id in rows {
                ids.insert(id?);
            }
        }
        found = Some(match found {
            Some(before) => before.intersection(&ids).copied().collect(),
            None => ids,
        });
    }
    let mut ids: Vec<(i64, i64)> = Vec::new();
    let mut uses = db.prepare_cached("SELECT count(*) FROM named WHERE name = ?")?;
    for id in found.unwrap_or_default().into_iter().take(NAMES_MAX * 10) {
        ids.push((uses.query_row([id], |row| row.get(0))?, id));
    }
    ids.sort_by_key(|(uses, id)| (std::cmp::Reverse(*uses), *id));
    Ok(ids.into_iter().map(|(_, id)| id).take(NAMES_MAX).collect())
}

/// Letters left out, added, replaced or swapped with their neighbour (Damerau 1964) that lead from
/// one word to the other, if they are at most `most`. Cost: the product of the lengths.
fn edits(a: &[char], b: &[char], most: usize) -> Option<usize> {
    let mut rows = [vec![0; b.len() + 1], (0..=b.len()).collect::<Vec<_>>(), vec![0; b.len() + 1]];
    for i in 1..=a.len() {
        rows[2][0] = i;
        let mut least = i;
        for j in 1..=b.len() {
            let swapped = rows[1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut cost = swapped.min(rows[1][j] + 1).min(rows[2][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(rows[0][j - 2] + 1);
            }
            rows[2][j] = cost;
            least = least.min(cost);
        }
        if least > most {
            return None;
        }
        rows.rotate_left(1);
    }
    Some(rows[1][b.len()]).filter(|edits| *edits <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted_up_to_a_limit() {
        let count = |a: &str, b: &str, most| {
            edits(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), most)
        };
        assert_eq!(count("ferry", "ferry", 1), Some(0));
        assert_eq!(count("ferry", "fery", 1), Some(1));
        assert_eq!(count("ferry", "frery", 1), Some(1), "neighbours swapped");
        assert_eq!(count("ferry", "merry", 1), Some(1));
        assert_eq!(count("ferry", "fairy", 1), None);
        assert_eq!(count("ferry", "fairy", 2), Some(2));
        assert_eq!(count("", "", 0), Some(0));
        assert_eq!(count("öl", "ol", 1), Some(1));
    }

    #[test]
    fn words_are_lower_case_without_numbers_and_long_rubbish() {
        let long = "x".repeat(WORD_CHARS_MAX + 1);
        let found = words(&format!("The 1987 F-16, Ärger, {long}; the end"));
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["end", "the", "ärger"]);
    }
}
