//! [`Compiled`]: an expression in the language of SQLite's full-text index.

use super::{Duplicates, Search, Tried, within::Within};
use crate::query::{Expression, Key, Part, Words};
use crate::{Error, passage, tag, vocabulary};
use analysis::name::fold_name;
use rusqlite::Connection;
use std::ops::RangeInclusive;

/// What a spelling that sounds otherwise counts beside the one typed (*Walker* for *Volcker*). By
/// choice, not tuned.
const OTHER_SOUND: f64 = 0.3;

/// A filter that no document passes.
const NOTHING: &str = "none";

/// A search as the index takes it.
#[derive(Debug, Default)]
pub(super) struct Compiled {
    /// The search.
    pub matching: String,
    /// What the index does not know, for the search as a whole.
    pub within: Within,
    /// By phrase of the search, in order: its group, and what it counts beside the first of it.
    pub phrases: Vec<(usize, f64)>,
    /// By group: the phrases any of which counts as the same word; none for filters and for what
    /// must not occur.
    pub groups: Vec<Vec<String>>,
    /// What was looked for besides the words typed.
    pub tried: Vec<Tried>,
}

impl Compiled {
    /// Compiles an expression with the other settings of a search.
    pub fn of(
        db: &Connection,
        all: &Expression,
        within: Within,
        search: &Search,
    ) -> Result<Compiled, Error> {
        let compiled = Compiled { within, ..Compiled::default() };
        let mut compiler =
            Compiler { db, compiled, exact: search.exact, years: years(db)?, negated: false };
        let words = compiler.expression(all)?;
        let copies = match search.duplicates {
            Duplicates::Keep => None,
            Duplicates::Skip => Some(tag::FIRST),
            Duplicates::Only => Some(tag::COPY),
        };
        let matching = match copies {
            Some(tag) => format!("({words}) AND {}", compiler.tags(&[tag.to_string()])),
            None => words,
        };
        Ok(Compiled { matching, ..compiler.compiled })
    }

    /// A search for any of the words and phrases; empty if there are none.
    pub fn any_word(&self) -> String {
        self.groups.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" OR ")
    }
}

/// The years of which the library has documents.
fn years(db: &Connection) -> Result<RangeInclusive<i32>, Error> {
    let end = |order: &str| -> Result<Option<String>, Error> {
        let sql = format!(
            "SELECT published FROM document WHERE published IS NOT NULL \
             ORDER BY published {order} LIMIT 1"
        );
        match db.prepare_cached(&sql)?.query_row([], |row| row.get(0)) {
            Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
            other => Ok(other?),
        }
    };
    let year = |time: Option<String>| time.map_or(0, |time| tag::day(&time, (1, 1)).0);
    Ok(year(end("ASC")?)..=year(end("DESC")?))
}

struct Compiler<'l> {
    db: &'l Connection,
    compiled: Compiled,
    exact: bool,
    years: RangeInclusive<i32>,
    negated: bool,
}

impl Compiler<'_> {
    fn expression(&mut self, expression: &Expression) -> Result<String, Error> {
        match expression {
            Expression::Word(words) => self.word(words),
            Expression::Phrase(words) => {
                Ok(self.phrases(&[quoted(&words.text)], &[1.0], words.part))
            }
            Expression::Beginning(words) => self.beginning(words),
            Expression::Filter(key, value) => self.filter(*key, value),
            Expression::All(parts) => self.all(parts),
            Expression::Any(parts) => {
                let any: Result<Vec<String>, Error> =
                    parts.iter().map(|part| self.expression(part)).collect();
                Ok(format!("({})", any?.join(" OR ")))
            }
            Expression::Not(_) => self.all(std::slice::from_ref(expression)),
        }
    }

    /// What must occur first, then what must not: the index has no NOT of its own.
    fn all(&mut self, parts: &[Expression]) -> Result<String, Error> {
        let mut wanted = Vec::new();
        for part in parts.iter().filter(|part| !matches!(part, Expression::Not(_))) {
            wanted.push(self.expression(part)?);
        }
        if wanted.is_empty() {
            wanted.push(self.tags(&[tag::ALL.to_string()]));
        }
        let mut unwanted = Vec::new();
        for part in parts {
            if let Expression::Not(part) = part {
                let before = std::mem::replace(&mut self.negated, true);
                unwanted.push(self.expression(part)?);
                self.negated = before;
            }
        }
        let wanted = wanted.join(" AND ");
        Ok(match unwanted.is_empty() {
            true => format!("({wanted})"),
            false => format!("(({wanted}) NOT ({}))", unwanted.join(" OR ")),
        })
    }

    /// A word with its other spellings; with corrections if it does not occur.
    fn word(&mut self, words: &Words) -> Result<String, Error> {
        let mut phrases = vec![quoted(&words.text)];
        let mut worth = vec![1.0];
        let is_spelled = |c: char| c.is_alphanumeric() && !ingest::is_unspaced(c);
        let is_one_word = words.text.chars().all(is_spelled);
        if is_one_word && !self.exact {
            let near = vocabulary::spellings(self.db, &words.text)?;
            worth.extend(near.iter().map(|(d, _)| if *d > 0.0 { OTHER_SOUND } else { 1.0 }));
            let mut also: Vec<String> = near.into_iter().map(|(_, word)| word).collect();
            let sql = "SELECT 1 FROM prose WHERE prose MATCH ? LIMIT 1";
            let occurs = self.db.prepare_cached(sql)?.exists([&phrases[0]])?;
            if !occurs && also.is_empty() {
                also = vocabulary::corrections(self.db, &words.text)?;
                worth.resize(1 + also.len(), 1.0);
            }
            phrases.extend(also.iter().map(|word| quoted(word)));
            if !also.is_empty() {
                let word = words.text.clone();
                self.compiled.tried.push(Tried { word, also, corrected: !occurs });
            }
        }
        Ok(self.phrases(&phrases, &worth, words.part))
    }

    /// The words that begin so; the letters alone if there are none.
    fn beginning(&mut self, words: &Words) -> Result<String, Error> {
        // Of scripts without spaces the letters are found wherever they stand.
        if words.text.chars().any(ingest::is_unspaced) {
            return Ok(self.phrases(&[quoted(&words.text)], &[1.0], words.part));
        }
        let (mut found, more) = vocabulary::beginning(self.db, &words.text)?;
        if more {
            let tried =
                Tried { word: format!("{}*", words.text), also: found.clone(), corrected: false };
            self.compiled.tried.push(tried);
        }
        if found.is_empty() {
            found.push(words.text.clone());
        }
        let phrases: Vec<String> = found.iter().map(|word| quoted(word)).collect();
        Ok(self.phrases(&phrases, &vec![1.0; phrases.len()], words.part))
    }

    fn phrases(&mut self, phrases: &[String], worth: &[f64], part: Option<Part>) -> String {
        // Documents stored by versions before the one that parts them hold such words whole.
        let forms = |(phrase, worth): (&String, &f64)| {
            let parted = passage::parted(phrase);
            let whole = (parted != *phrase).then(|| (phrase.clone(), *worth));
            [Some((parted, *worth)), whole].into_iter().flatten()
        };
        let forms = phrases.iter().zip(worth).flat_map(forms);
        let (phrases, worth): (Vec<String>, Vec<f64>) = forms.unzip();
        let counted = if self.negated { Vec::new() } else { phrases.clone() };
        self.compiled.groups.push(counted);
        let group = self.compiled.groups.len() - 1;
        self.compiled.phrases.extend(worth.iter().map(|worth| (group, *worth)));
        let columns = match part {
            None => "{title text}",
            Some(Part::Title) => "title",
            Some(Part::Text) => "text",
        };
        format!("{columns} : ({})", phrases.join(" OR "))
    }

    /// Documents that have any of these tags.
    fn tags(&mut self, tags: &[String]) -> String {
        let nothing = [NOTHING.to_string()];
        let tags = if tags.is_empty() { &nothing } else { tags };
        self.compiled.groups.push(Vec::new());
        let group = self.compiled.groups.len() - 1;
        self.compiled.phrases.extend(tags.iter().map(|_| (group, 0.0)));
        let tags: Vec<String> = tags.iter().map(|tag| quoted(tag)).collect();
        format!("tag : ({})", tags.join(" OR "))
    }

    fn filter(&mut self, key: Key, value: &str) -> Result<String, Error> {
        let named = |letter: char| -> Result<Vec<String>, Error> {
            let ids = vocabulary::names_like(self.db, value)?;
            Ok(ids.into_iter().map(|id| format!("{letter}{id}")).collect())
        };
        let tags = match key {
            Key::Publisher => publishers(self.db, value)?,
            Key::Language => vec![tag::language(value)],
            Key::Entity => named('n')?,
            Key::Speaker => named('s')?,
            Key::Code => vec![tag::code(value)],
            Key::Story => {
                let message = "`story:` holds for the whole search: take it out of OR and NOT";
                return Err(Error::Query { at: 0, message: message.into() });
            }
            Key::Since | Key::Until => {
                let (since, until) = match key {
                    Key::Since => (Some(value), None),
                    _ => (None, Some(value)),
                };
                tag::between(since, until, self.years.clone())
            }
        };
        Ok(self.tags(&tags))
    }
}

/// The tags of the publishers whose name has these words in a row.
fn publishers(db: &Connection, name: &str) -> Result<Vec<String>, Error> {
    let sql = "SELECT id FROM publisher
         WHERE instr(' ' || folded || ' ', ' ' || ? || ' ') ORDER BY id";
    let mut find = db.prepare_cached(sql)?;
    let rows = find.query_map([fold_name(name)], |row| row.get::<_, i64>(0))?;
    let tags: Result<Vec<String>, rusqlite::Error> =
        rows.map(|id| id.map(|id| format!("p{id}"))).collect();
    Ok(tags?)
}

/// A phrase as the index takes it.
fn quoted(words: &str) -> String {
    format!("\"{}\"", words.replace(['"', '\0'], " "))
}
