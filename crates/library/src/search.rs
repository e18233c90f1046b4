//! Finding documents: a [`Search`] becomes one look-up of the full-text index.
//!
//! Words are joined with their other spellings and filters ([`crate::tag`]) in [`compile`]; of more
//! matches than [`RANKED_MAX`] the newest are ranked, so that a search takes the same time in a
//! library of any size.

mod compile;
mod within;

use crate::passage::{self, Passage};
use crate::query::{self, Expression, Key};
use crate::{Error, Library, rank};
use compile::Compiled;
use rusqlite::{
    Connection, params_from_iter,
    types::{Value, ValueRef},
};
use serde::Serialize;
use std::collections::BTreeMap;
use within::Within;

/// Most matches that are ranked, the newest. 2026-11-22, simulated articles, tried 5,000, 3,000 and
/// 2,000: half of the time of a search for frequent words goes into ranking.
pub const RANKED_MAX: usize = 2_000;
/// Most matches that facets are counted over, the newest.
const FACETED_MAX: usize = 1_000;
/// Values of a facet shown.
const FACET_VALUES: usize = 10;
/// Most hits at once.
const HITS_MAX: usize = 1_000_000;
/// Passages of a hit.
const PASSAGES: usize = 2;
/// Most matches looked at where few of them may pass: in stories of several origins.
const LOOKED_AT_MAX: usize = 6_000;
/// Matches counted to tell how rare a word is; beyond, the number is estimated.
const COUNTED: i64 = 1_000;

/// What to do with copies of an earlier document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Duplicates {
    /// Show them.
    #[default]
    Keep,
    /// Leave them out.
    Skip,
    /// Show nothing else.
    Only,
}

/// In which order hits come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Those that fit the words best first.
    #[default]
    Best,
    /// Those that came last first.
    Newest,
}

/// What to look for, and how.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// In the language of [`query`]; empty for every document.
    pub text: String,
    /// Filters besides those in the text: any of the values of one key, all keys.
    pub filters: Vec<(Key, String)>,
    /// Copies.
    pub duplicates: Duplicates,
    /// Fewest independent origins of the story a document is in; 0 or 1 for any. A story that was
    /// not read closely since it changed counts as having none.
    pub min_origins: i64,
    /// Order.
    pub order: Order,
    /// Only the words as typed: no other spellings, no corrections.
    pub exact: bool,
    /// Rank every match, however long it takes.
    pub thorough: bool,
    /// Hits to leave out before the first, and hits to give.
    pub offset: usize,
    /// Hits to give.
    pub limit: usize,
    /// Whether to count facets and to give passages.
    pub details: bool,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Found {
    /// Matches.
    pub total: usize,
    /// Whether there are more, of which the newest `total` were ranked.
    pub more: bool,
    /// The hits asked for.
    pub hits: Vec<Hit>,
    /// Publishers, languages, months and names of the matches.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facets: Vec<Facet>,
    /// What was looked for besides the words typed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tried: Vec<Tried>,
}

/// A document that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// Its number in the library.
    pub number: i64,
    /// The article it is the current version of.
    pub article: String,
    /// The article's own id or file name.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// First publication, ISO 8601.
    pub published: Option<String>,
    /// Language, BCP 47.
    pub language: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Which version of its article it is, from 1.
    pub revision: i64,
    /// How well it fits; larger is better, and comparable within one search only.
    pub score: f64,
    /// The number of the document it is a copy of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<i64>,
    /// How many documents are copies of it.
    pub copies: i64,
    /// The number of the story it is in.
    pub story: Option<i64>,
    /// Independent origins of that story, if it was read closely since it changed.
    pub origins: Option<i64>,
    /// What was found in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub passages: Vec<Passage>,
}

/// How matches divide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Facet {
    /// publisher, language, month, story or entity. A story is given by its number.
    pub key: &'static str,
    /// Values with their numbers of matches, most first.
    pub values: Vec<(String, i64)>,
    /// Matches counted: the newest.
    pub of: usize,
}

/// A word that was looked for under other spellings too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tried {
    /// As typed.
    pub word: String,
    /// What else was looked for.
    pub also: Vec<String>,
    /// Whether the word itself does not occur, so that these are guesses.
    pub corrected: bool,
}

impl Library {
    /// Finds documents.
    ///
    /// # Errors
    /// [`Error::Query`] if the text of the search cannot be read.
    pub fn search(&self, search: &Search) -> Result<Found, Error> {
        let compiled = self.compile(search)?;
        let limit = search.limit.min(HITS_MAX);
        let most = if search.thorough { HITS_MAX } else { RANKED_MAX };
        let listed = compiled.within.listed(&self.db)?;
        let (mut newest, cut) = match &listed {
            Some(listed) => (among(&self.db, &compiled, listed)?, false),
            None => newest(&self.db, &compiled, most + 1, search.thorough)?,
        };
        let more = cut || newest.len() > most;
        newest.truncate(most);
        let mut found = Found { total: newest.len(), more, ..Found::default() };
        let is_ranked =
            search.order == Order::Best && compiled.groups.iter().any(|g| !g.is_empty());
        let ranked = if is_ranked {
            ranked(&self.db, &compiled, &newest, listed.is_some())?
        } else {
            by_age(&newest)
        };
        for (number, score) in ranked.into_iter().skip(search.offset).take(limit) {
            let mut hit = hit(&self.db, number, score)?;
            if search.details {
                let words = compiled.any_word();
                hit.passages = passage::passages(&self.db, number, &words, PASSAGES)?;
            }
            found.hits.push(hit);
        }
        if search.details {
            newest.truncate(FACETED_MAX);
            found.facets = facets(&self.db, &newest)?;
        }
        found.tried = compiled.tried;
        Ok(found)
    }

    /// The numbers of all documents that a search finds, in the order they came.
    ///
    /// # Errors
    /// As [`Library::search`].
    pub fn find_all(&self, search: &Search) -> Result<Vec<i64>, Error> {
        let compiled = self.compile(search)?;
        let mut numbers = match compiled.within.listed(&self.db)? {
            Some(listed) => among(&self.db, &compiled, &listed)?,
            None => newest(&self.db, &compiled, HITS_MAX, true)?.0,
        };
        numbers.reverse();
        Ok(numbers)
    }

    /// Those of some documents that a search finds, the newest first as they must be given.
    pub(crate) fn passing(&self, search: &Search, numbers: &[i64]) -> Result<Vec<i64>, Error> {
        let compiled = self.compile(search)?;
        let listed = compiled.within.listed(&self.db)?;
        let is_listed = |n: &&i64| {
            listed.as_ref().is_none_or(|l| l.binary_search_by(|number| n.cmp(&number)).is_ok())
        };
        let numbers: Vec<i64> = numbers.iter().filter(is_listed).copied().collect();
        among(&self.db, &compiled, &numbers)
    }

    fn compile(&self, search: &Search) -> Result<Compiled, Error> {
        let mut parts: Vec<Expression> = match query::parse(&search.text)? {
            Some(Expression::All(parts)) => parts,
            other => other.into_iter().collect(),
        };
        let is_time = |key: &Key| matches!(key, Key::Since | Key::Until);
        let (times, filters): (Vec<_>, Vec<_>) =
            search.filters.iter().cloned().partition(|(key, _)| is_time(key));
        parts.extend(times.into_iter().map(|(key, time)| Expression::Filter(key, time)));
        let (in_stories, filters): (Vec<_>, Vec<_>) =
            filters.into_iter().partition(|(key, _)| *key == Key::Story);
        let stories: Vec<i64> =
            in_stories.iter().map(|(_, number)| number.parse().unwrap_or_default()).collect();
        let mut keys: Vec<Key> = filters.iter().map(|(key, _)| *key).collect();
        keys.dedup();
        for key in keys {
            let values = filters.iter().filter(|(k, _)| *k == key);
            let any = values.map(|(key, value)| Expression::Filter(*key, value.clone())).collect();
            parts.push(Expression::Any(any));
        }
        let within = Within::take(&mut parts, &stories, search.min_origins);
        Compiled::of(&self.db, &Expression::All(parts), within, search)
    }
}

/// The numbers of the newest matches, the newest first, and whether older ones were not looked at.
/// Cost: linear in `most`, where documents arrive in the order they are published; else at worst in
/// all matches.
fn newest(
    db: &Connection,
    compiled: &Compiled,
    most: usize,
    thorough: bool,
) -> Result<(Vec<i64>, bool), Error> {
    let (first, mut last) = compiled.within.numbers(db)?;
    let sql = "SELECT rowid FROM prose WHERE prose MATCH ? AND rowid >= ? AND rowid <= ?
         ORDER BY rowid DESC LIMIT ?";
    let mut find = db.prepare_cached(sql)?;
    let (mut found, mut looked_at): (Vec<i64>, usize) = (Vec::new(), 0);
    let is_sparse = compiled.within.is_sparse() && !thorough;
    while found.len() < most {
        if is_sparse && looked_at >= LOOKED_AT_MAX {
            return Ok((found, true));
        }
        let wanted = if is_sparse { most } else { most - found.len() };
        let rows =
            find.query_map((&compiled.matching, first, last, wanted as i64), |row| row.get(0))?;
        let next: Vec<i64> = rows.collect::<Result<_, _>>()?;
        looked_at += next.len();
        let is_end = next.len() < wanted;
        last = next.last().map_or(first, |number| number - 1);
        found.extend(compiled.within.pass(db, next)?);
        if is_end {
            break;
        }
    }
    Ok((found, false))
}

/// Those of some documents that match, in their order.
fn among(db: &Connection, compiled: &Compiled, listed: &[i64]) -> Result<Vec<i64>, Error> {
    let sql = "SELECT 1 FROM prose WHERE prose MATCH ? AND rowid = ?";
    let mut find = db.prepare_cached(sql)?;
    let mut found = Vec::new();
    for number in listed {
        if find.exists((&compiled.matching, number))? {
            found.push(*number);
        }
    }
    compiled.within.pass(db, found)
}

fn by_age(newest: &[i64]) -> Vec<(i64, f64)> {
    newest.iter().map(|number| (*number, 0.0)).collect()
}

/// The matches with their scores, the best first; of equal ones the newest. `one_by_one` if they
/// are few among many others.
fn ranked(
    db: &Connection,
    compiled: &Compiled,
    newest: &[i64],
    one_by_one: bool,
) -> Result<Vec<(i64, f64)>, Error> {
    let [latest, .., oldest] = *newest else { return Ok(by_age(newest)) };
    let last: i64 = db
        .prepare_cached("SELECT coalesce(max(id), 0) FROM document")?
        .query_row([], |row| row.get(0))?;
    let mut rarities = Vec::with_capacity(compiled.groups.len());
    for group in &compiled.groups {
        let mut n = 0.0;
        for phrase in group {
            n += frequency(db, phrase, last)?;
        }
        rarities.push(if group.is_empty() { 0.0 } else { rank::rarity(n, last as f64) });
    }
    let phrases = compiled.phrases.iter();
    let mut values: Vec<Value> =
        phrases.map(|(group, worth)| Value::Real(rarities[*group] * worth)).collect();
    let places = ", ?".repeat(values.len());
    values.push(Value::Text(compiled.matching.clone()));
    let ranges = match one_by_one {
        true => newest.iter().map(|number| (*number, *number)).collect(),
        false => vec![(oldest, latest)],
    };
    let sql = format!(
        "SELECT rowid, bm25f(prose{places}) FROM prose
         WHERE prose MATCH ? AND rowid >= ? AND rowid <= ?"
    );
    let mut find = db.prepare_cached(&sql)?;
    let mut ranked: Vec<(i64, f64)> = Vec::with_capacity(newest.len());
    for (first, last) in ranges {
        let values = values.iter().cloned().chain([first, last].map(Value::Integer));
        let rows =
            find.query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?;
        for row in rows {
            ranked.push(row?);
        }
    }
    // The numbers are in falling order; what lies between may be of another period.
    ranked.retain(|(number, _)| newest.binary_search_by(|n| number.cmp(n)).is_ok());
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
    Ok(ranked)
}

/// About how many documents have a phrase: counted if few, else estimated from the newest.
fn frequency(db: &Connection, phrase: &str, last: i64) -> Result<f64, Error> {
    let sql = "SELECT count(*), coalesce(min(rowid), 0) FROM
         (SELECT rowid FROM prose WHERE prose MATCH ? ORDER BY rowid DESC LIMIT ?)";
    let (n, first): (i64, i64) = db
        .prepare_cached(sql)?
        .query_row((phrase, COUNTED), |row| Ok((row.get(0)?, row.get(1)?)))?;
    let share = if n < COUNTED { 1.0 } else { last as f64 / (last - first + 1).max(1) as f64 };
    Ok(n as f64 * share)
}

pub(crate) fn hit(db: &Connection, number: i64, score: f64) -> Result<Hit, Error> {
    let sql = "SELECT d.article, d.name, d.title, p.name, d.published, d.language, d.url,
            d.revision, d.copy_of, (SELECT count(*) FROM document c WHERE c.copy_of = d.id),
            s.id, s.origins
         FROM document d LEFT JOIN publisher p ON p.id = d.publisher
         LEFT JOIN story s ON s.id = d.story WHERE d.id = ?";
    Ok(db.prepare_cached(sql)?.query_row([number], |row| {
        Ok(Hit {
            number,
            article: row.get(0)?,
            id: row.get(1)?,
            title: row.get(2)?,
            publisher: row.get(3)?,
            published: row.get(4)?,
            language: row.get(5)?,
            url: row.get(6)?,
            revision: row.get(7)?,
            score: (score * 1000.0).round() / 1000.0,
            copy_of: row.get(8)?,
            copies: row.get(9)?,
            story: row.get(10)?,
            origins: row.get(11)?,
            passages: Vec::new(),
        })
    })?)
}

/// How documents divide, each read once.
fn facets(db: &Connection, numbers: &[i64]) -> Result<Vec<Facet>, Error> {
    let list = serde_json::to_string(numbers).expect("numbers are JSON");
    let mut counts: [BTreeMap<String, i64>; 4] = Default::default();
    let mut find = db.prepare_cached(
        "SELECT publisher, language, substr(published, 1, 7), story
         FROM json_each(?) j JOIN document d ON d.id = j.value",
    )?;
    let mut rows = find.query([&list])?;
    while let Some(row) = rows.next()? {
        for (i, counts) in counts.iter_mut().enumerate() {
            let value = match row.get_ref(i)? {
                ValueRef::Integer(id) => id.to_string(),
                ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                _ => continue,
            };
            *counts.entry(value).or_default() += 1;
        }
    }
    let [publishers, languages, months, stories] = counts.map(most);
    let mut names = db.prepare_cached(
        "SELECT cast(m.name AS TEXT), count(*) FROM json_each(?) j
         JOIN named m ON m.document = j.value GROUP BY m.name ORDER BY 2 DESC, m.name LIMIT ?",
    )?;
    let names = names.query_map((&list, FACET_VALUES as i64), |r| Ok((r.get(0)?, r.get(1)?)))?;
    let names: Vec<(String, i64)> = names.collect::<Result<_, _>>()?;
    let named = |values: Vec<(String, i64)>, sql: &str| -> Result<Vec<(String, i64)>, Error> {
        let mut find = db.prepare_cached(sql)?;
        let name = |(id, n): (String, i64)| -> Result<(String, i64), Error> {
            Ok((find.query_row([id], |row| row.get(0))?, n))
        };
        values.into_iter().map(name).collect()
    };
    let publishers = named(publishers, "SELECT name FROM publisher WHERE id = ?")?;
    let names = named(names, "SELECT text FROM name WHERE id = ?")?;
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

/// The most frequent values, most first.
fn most(counts: BTreeMap<String, i64>) -> Vec<(String, i64)> {
    let mut values: Vec<(String, i64)> = counts.into_iter().collect();
    values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    values.truncate(FACET_VALUES);
    values
}
