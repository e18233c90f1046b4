//! Finding documents: a [`Search`] becomes one look-up of the full-text index.
//!
//! Words are joined with their other spellings and filters ([`crate::tag`]) in [`compile`]; of more
//! matches than [`RANKED_MAX`] the newest are ranked, so that a search takes the same time in a
//! library of any size.

mod compile;
mod facet;
mod weights;
mod within;

use crate::passage::{self, Passage};
use crate::query::{self, Expression, Key};
use crate::{Error, Library};
use compile::Compiled;
use rusqlite::{Connection, OptionalExtension, params_from_iter, types::Value};
use serde::Serialize;
use weights::Weights;
use within::{Scored, Within};

/// Most matches that are ranked, the newest, unless more are asked for. 2026-11-22, simulated
/// articles, tried 5,000, 3,000 and 2,000: half of the time of a search for frequent words goes
/// into ranking.
pub const RANKED_MAX: usize = 2_000;
/// Most hits at once.
const HITS_MAX: usize = 1_000_000;
/// Passages of a hit.
const PASSAGES: usize = 2;
/// Most matches looked at where few of them may pass: in stories of several origins.
const LOOKED_AT_MAX: usize = 6_000;
/// Matches of a phrase of frequent words after which older ones are not looked for. Set
/// by hand 2026-11-22, not swept.
const ENOUGH: usize = 200;

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
        // One look at the file, whatever is written to it meanwhile.
        let reading = self.db.unchecked_transaction()?;
        let compiled = self.compile(search)?;
        let limit = search.limit.min(HITS_MAX);
        let wanted = search.offset.saturating_add(limit).clamp(RANKED_MAX, HITS_MAX);
        let most = if search.thorough { HITS_MAX } else { wanted };
        let weights = match search.order {
            Order::Best => Weights::of(&self.db, &compiled)?,
            Order::Newest => Weights::default(),
        };
        let listed = compiled.within.listed(&self.db)?;
        let (mut newest, cut) = match &listed {
            Some(listed) => (among(&self.db, &compiled, &weights, listed)?, false),
            None => newest(&self.db, &compiled, &weights, most + 1, search.thorough)?,
        };
        let more = cut || newest.len() > most;
        newest.truncate(most);
        let mut found = Found { total: newest.len(), more, ..Found::default() };
        let newest_first: Vec<i64> = newest.iter().map(|(number, _)| *number).collect();
        newest.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        for (number, score) in newest.into_iter().skip(search.offset).take(limit) {
            let mut hit = hit(&self.db, number, score)?;
            if search.details {
                let words = compiled.any_word();
                hit.passages = passage::passages(&self.db, number, &words, PASSAGES)?;
            }
            found.hits.push(hit);
        }
        if search.details {
            found.facets = facet::facets(&self.db, &newest_first)?;
        }
        found.tried = compiled.tried;
        reading.commit()?;
        Ok(found)
    }

    /// The numbers of all documents that a search finds, in the order they came.
    ///
    /// # Errors
    /// As [`Library::search`].
    pub fn find_all(&self, search: &Search) -> Result<Vec<i64>, Error> {
        let compiled = self.compile(search)?;
        let weights = Weights::default();
        let found = match compiled.within.listed(&self.db)? {
            Some(listed) => among(&self.db, &compiled, &weights, &listed)?,
            None => newest(&self.db, &compiled, &weights, HITS_MAX, true)?.0,
        };
        Ok(found.into_iter().rev().map(|(number, _)| number).collect())
    }

    /// Those of some documents that a search finds, the newest first as they must be given.
    pub(crate) fn passing(&self, search: &Search, numbers: &[i64]) -> Result<Vec<i64>, Error> {
        let compiled = self.compile(search)?;
        let listed = compiled.within.listed(&self.db)?;
        let is_listed = |n: &&i64| {
            listed.as_ref().is_none_or(|l| l.binary_search_by(|number| n.cmp(&number)).is_ok())
        };
        let numbers: Vec<i64> = numbers.iter().filter(is_listed).copied().collect();
        let found = among(&self.db, &compiled, &Weights::default(), &numbers)?;
        Ok(found.into_iter().map(|(number, _)| number).collect())
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

/// The newest matches with their scores, the newest first, and whether older ones were not looked
/// at. Cost: linear in `most`, where documents arrive in the order they are published; else at
/// worst in all matches.
fn newest(
    db: &Connection,
    compiled: &Compiled,
    weights: &Weights,
    most: usize,
    thorough: bool,
) -> Result<(Scored, bool), Error> {
    let (first, mut last) = compiled.within.numbers(db)?;
    let (score, values) = weights.sql();
    let sql = format!(
        "SELECT rowid, {score} FROM prose WHERE prose MATCH ? AND rowid >= ? AND rowid <= ?
         ORDER BY rowid DESC LIMIT ?"
    );
    let mut find = db.prepare_cached(&sql)?;
    let (mut found, mut looked_at): (Scored, usize) = (Vec::new(), 0);
    let is_sparse = compiled.within.is_sparse() && !thorough;
    // Where the words of a phrase are frequent, the newest part first: it may be enough.
    let mut part = weights.newest_part().filter(|part| *part > first && !thorough);
    while found.len() < most {
        if is_sparse && looked_at >= LOOKED_AT_MAX {
            return Ok((found, true));
        }
        let wanted = if is_sparse { most } else { most - found.len() };
        let text = Value::Text(compiled.matching.clone());
        let from = part.unwrap_or(first);
        let range = [from, last, wanted as i64].map(Value::Integer);
        let values = values.iter().cloned().chain([text]).chain(range);
        let rows =
            find.query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?;
        let next: Scored = rows.collect::<Result<_, _>>()?;
        looked_at += next.len();
        let is_end = next.len() < wanted;
        last = if is_end { from } else { next.last().map_or(from, |(number, _)| *number) } - 1;
        found.extend(compiled.within.pass(db, next)?);
        if is_end && part.take().is_none() {
            break;
        }
        if is_end && found.len() >= ENOUGH {
            return Ok((found, true));
        }
    }
    Ok((found, false))
}

/// Those of some documents that match, with their scores, in their order.
fn among(
    db: &Connection,
    compiled: &Compiled,
    weights: &Weights,
    listed: &[i64],
) -> Result<Scored, Error> {
    let (score, values) = weights.sql();
    let sql = format!("SELECT {score} FROM prose WHERE prose MATCH ? AND rowid = ?");
    let mut find = db.prepare_cached(&sql)?;
    let mut found = Vec::new();
    for number in listed {
        let text = Value::Text(compiled.matching.clone());
        let values = values.iter().cloned().chain([text, Value::Integer(*number)]);
        let score = find.query_row(params_from_iter(values), |row| row.get(0)).optional()?;
        found.extend(score.map(|score| (*number, score)));
    }
    compiled.within.pass(db, found)
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
