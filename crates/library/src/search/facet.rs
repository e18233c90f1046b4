//! [`facets`]: how the newest matches divide by publisher, language, month, story and name.

use super::Facet;
use crate::Error;
use rusqlite::{Connection, ToSql, types::ValueRef};
use std::collections::BTreeMap;

/// Most matches that facets are counted over, the newest.
const FACETED_MAX: usize = 1_000;
/// Values of a facet shown.
const FACET_VALUES: usize = 10;

/// How documents, given the newest first, divide: the first [`FACETED_MAX`], each read once.
pub(super) fn facets(db: &Connection, numbers: &[i64]) -> Result<Vec<Facet>, Error> {
    let numbers = &numbers[..numbers.len().min(FACETED_MAX)];
    let mut counts: [BTreeMap<String, i64>; 4] = Default::default();
    let mut find = db.prepare_cached(
        "SELECT publisher, language, substr(published, 1, 7), story
         FROM document INDEXED BY document_facets WHERE id = ?",
    )?;
    let mut find_names = db.prepare_cached("SELECT name FROM named WHERE document = ?")?;
    let mut names: BTreeMap<i64, i64> = BTreeMap::new();
    for number in numbers {
        let mut rows = find.query([number])?;
        while let Some(row) = rows.next()? {
            for (i, counts) in counts.iter_mut().enumerate() {
                match row.get_ref(i)? {
                    ValueRef::Integer(id) => count(counts, &id.to_string()),
                    ValueRef::Text(text) => count(counts, &String::from_utf8_lossy(text)),
                    _ => {}
                }
            }
        }
        let mut rows = find_names.query([number])?;
        while let Some(row) = rows.next()? {
            *names.entry(row.get(0)?).or_default() += 1;
        }
    }
    let [publishers, languages, months, stories] = counts.map(most);
    let names = most(names);
    let publishers = named(db, publishers, "SELECT name FROM publisher WHERE id = ?")?;
    let names = named(db, names, "SELECT text FROM name WHERE id = ?")?;
    let all = [
        ("publisher", publishers),
        ("language", languages),
        ("month", months),
        ("story", stories),
        ("entity", names),
    ];
    let facet = |(key, values)| Facet { key, values, of: numbers.len() };
    Ok(all.into_iter().filter(|(_, values)| !values.is_empty()).map(facet).collect())
}

fn count(counts: &mut BTreeMap<String, i64>, value: &str) {
    match counts.get_mut(value) {
        Some(n) => *n += 1,
        None => _ = counts.insert(value.to_string(), 1),
    }
}

/// The most frequent values, most first.
fn most<V: Ord>(counts: BTreeMap<V, i64>) -> Vec<(V, i64)> {
    let mut values: Vec<(V, i64)> = counts.into_iter().collect();
    values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    values.truncate(FACET_VALUES);
    values
}

/// Values by their names instead of their ids.
fn named<I: ToSql>(
    db: &Connection,
    values: Vec<(I, i64)>,
    sql: &str,
) -> Result<Vec<(String, i64)>, Error> {
    let mut find = db.prepare_cached(sql)?;
    let name = |(id, n): (I, i64)| Ok((find.query_row([id], |row| row.get(0))?, n));
    values.into_iter().map(name).collect()
}
