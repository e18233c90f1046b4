//! [`Rule`]: what to tell of, and [`Rule::alerts`], which finds it.
//!
//! A rule looks at the articles that a search finds and remembers what it has told of. What is
//! there when it is made is its ground: it tells of what comes after. Copies never make an alert.

use super::alert::{Alert, Told};
use crate::{brief, cli::Options, clock, pile, shelf};
use anyhow::Result;
use clap::ValueEnum;
use document::Document;
use library::{Change, Duplicates, Library, Search};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Most articles of which a rule makes a record: more are too many for one story.
const RECORD_DOCUMENTS_MAX: usize = 2_000;

/// What a rule tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum On {
    /// An article that the search did not find before
    Match,
    /// A claim that more independent origins make than before
    Origin,
    /// A conflict between reports
    Conflict,
    /// A new version of an article in which somebody's words changed
    Quotation,
    /// A new version of an article: what its publisher changed
    Change,
    /// An article that was withdrawn
    Kill,
    /// A commitment that is due, overdue or followed up
    Commitment,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// What to look at: a search.
    pub query: String,
    /// What to tell of.
    pub on: Vec<On>,
    /// Where to tell it.
    pub told: Told,
}

/// What a rule has seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Seen {
    /// Whether it has looked once.
    pub ground: bool,
    /// By article: its number in the library.
    pub articles: BTreeMap<String, i64>,
    /// By what claims, conflicts and commitments are known by: the origins of a claim, the state of
    /// the others.
    pub record: BTreeMap<String, String>,
    /// The day of the last record and the hash of what it was made of.
    pub looked_at: String,
}

impl Rule {
    /// What is new since `seen`, which then has seen it.
    pub fn alerts(
        &self,
        name: &str,
        library: &Library,
        seen: &mut Seen,
        options: &Options,
    ) -> Result<Vec<Alert>> {
        let mut finder = Finder { rule: self, name, library, options, alerts: Vec::new() };
        let search =
            Search { text: self.query.clone(), duplicates: Duplicates::Skip, ..Search::default() };
        let numbers = library.find_all(&search)?;
        finder.articles(&numbers, seen)?;
        if [On::Origin, On::Conflict, On::Commitment].iter().any(|on| self.on.contains(on)) {
            // A record is made of copies too: who repeats whom is what it is about.
            let all =
                library.find_all(&Search { text: self.query.clone(), ..Search::default() })?;
            let today = clock::now().chars().take(10).collect::<String>();
            let list = serde_json::to_string(&all)?;
            let looked_at = format!("{today} {}", library::article::sha256(list.as_bytes()));
            let is_new = seen.looked_at != looked_at;
            if all.len() > RECORD_DOCUMENTS_MAX && !options.quiet {
                eprintln!(
                    "secondsource: {name}: finds {} articles; of more than {RECORD_DOCUMENTS_MAX} \
                     no record is made",
                    all.len()
                );
            } else if is_new && !all.is_empty() && all.len() <= RECORD_DOCUMENTS_MAX {
                finder.record(&all, &today, seen)?;
            }
            seen.looked_at = looked_at;
        }
        let alerts = if seen.ground { finder.alerts } else { Vec::new() };
        seen.ground = true;
        Ok(alerts)
    }
}

struct Finder<'a> {
    rule: &'a Rule,
    name: &'a str,
    library: &'a Library,
    options: &'a Options,
    alerts: Vec<Alert>,
}

impl Finder<'_> {
    fn tell(&mut self, on: On, what: String, documents: &[&Document], before: Option<String>) {
        if self.rule.on.contains(&on) {
            self.alerts.push(Alert::new(self.name, on, what, documents, before, clock::now()));
        }
    }

    /// New, changed and withdrawn articles.
    fn articles(&mut self, numbers: &[i64], seen: &mut Seen) -> Result<()> {
        let mut found = BTreeMap::new();
        for document in self.library.documents(numbers)? {
            let article = library::article::key(&document);
            found.insert(article, document);
        }
        let mut articles: BTreeSet<String> = found.keys().cloned().collect();
        articles.extend(seen.articles.keys().cloned());
        for article in articles {
            let Some((number, _, state)) = self.library.last_version(&article)? else {
                self.withdrawn(&article, seen, "deleted");
                continue;
            };
            let before = seen.articles.get(&article).copied();
            match (before, found.get(&article)) {
                _ if state == "killed" => self.withdrawn(&article, seen, "withdrawn"),
                (Some(before), _) if before == number => {}
                (Some(before), _) => {
                    self.changed(&article, before, number)?;
                    seen.articles.insert(article, number);
                }
                (None, Some(document)) => {
                    let title = document.headline().unwrap_or(&document.name).to_string();
                    self.tell(On::Match, title, &[document], None);
                    seen.articles.insert(article, number);
                }
                (None, None) => {}
            }
        }
        Ok(())
    }

    fn withdrawn(&mut self, article: &str, seen: &mut Seen, how: &str) {
        if seen.articles.remove(article).is_some() {
            self.tell(On::Kill, format!("{how}: {article}"), &[], None);
        }
    }

    /// What one of two versions lacks: paragraphs, and words in quotation marks.
    fn changed(&mut self, article: &str, before: i64, after: i64) -> Result<()> {
        let documents = self.library.documents(&[before, after])?;
        let reports = pile::analyse(documents, self.options);
        let said: Vec<BTreeSet<String>> = reports
            .iter()
            .map(|report| {
                let quotations = report.analysis.quotations.iter();
                let spans = quotations.flat_map(|q| q.value.verbatim.clone());
                spans.map(|span| report.document.text.words(span).to_string()).collect()
            })
            .collect();
        let lost: Vec<&String> = said[0].difference(&said[1]).collect();
        let gained: Vec<&String> = said[1].difference(&said[0]).collect();
        let join = |words: &[&String]| {
            words.iter().map(|w| format!("“{w}”")).collect::<Vec<_>>().join(" … ")
        };
        let document = &reports[1].document;
        let (mut removed, mut added) = (Vec::new(), Vec::new());
        for revision in self.library.revisions(article)?.into_iter().filter(|r| r.number == after) {
            for change in revision.changes {
                match change {
                    Change::Removed(words) => removed.push(words),
                    Change::Added(words) => added.push(words),
                }
            }
        }
        if !removed.is_empty() || !added.is_empty() {
            self.tell(On::Change, added.join("\n"), &[document], Some(removed.join("\n")));
        }
        if !lost.is_empty() || !gained.is_empty() {
            self.tell(On::Quotation, join(&gained), &[document], Some(join(&lost)));
        }
        Ok(())
    }

    /// Claims with more origins, conflicts, and commitments in another state.
    fn record(&mut self, numbers: &[i64], today: &str, seen: &mut Seen) -> Result<()> {
        let documents = self.library.documents(numbers)?;
        let names = Document::ids(documents.iter());
        let lines = shelf::corrections(self.library)?;
        let dossier = brief::of(documents.clone(), &lines, self.options)?;
        let dossier = serde_json::to_value(&dossier)?;
        for (on, list, state) in [
            (On::Origin, "claims", "origins"),
            (On::Conflict, "conflicts", "kind"),
            (On::Commitment, "commitments", "status"),
        ] {
            for entry in dossier[list].as_array().into_iter().flatten() {
                let now = if is_due(entry, today) { DUE.into() } else { entry[state].to_string() };
                let marks = marks(on, entry);
                let before = marks.iter().filter_map(|mark| seen.record.get(mark));
                let before = before.max_by_key(|state| number(state)).cloned();
                seen.record.extend(marks.into_iter().map(|mark| (mark, now.clone())));
                if is_news(on, before.as_deref(), &now) {
                    let cited = ids(entry);
                    let cited: Vec<&Document> =
                        documents.iter().filter(|d| cited.contains(&names[&d.id])).collect();
                    let before = before.map(|b| format!("{state} {b}"));
                    self.tell(on, words(entry), &cited, before);
                }
            }
        }
        Ok(())
    }
}

/// The state of an open commitment whose day has come.
const DUE: &str = "\"due\"";

/// Whether an entry is an open commitment whose day has come.
fn is_due(entry: &Value, today: &str) -> bool {
    let is_open = entry["status"] == "open";
    is_open && entry["by_when"].as_str().is_some_and(|day| day.get(..10).unwrap_or(day) <= today)
}

/// Whether an entry of the record is told of: a claim with more origins than before, more than one;
/// a conflict that was not there; a commitment in another state, or there for the first time in one
/// that is not open.
fn is_news(on: On, before: Option<&str>, now: &str) -> bool {
    match (on, before) {
        (On::Origin, before) => number(now) > before.map_or(1, number).max(1),
        (On::Conflict, before) => before.is_none(),
        (_, Some(before)) => before != now,
        (_, None) => now != "\"open\"",
    }
}

/// A number of origins; 0 for a state in words.
fn number(state: &str) -> u64 {
    state.parse().unwrap_or(0)
}

/// What an entry of the record is known by, whatever its id becomes as reports are added: the
/// statements it cites; of a conflict each two that differ.
fn marks(on: On, entry: &Value) -> Vec<String> {
    let statements = |side: &Value| -> Vec<String> {
        let cited = side["evidence"].as_array().into_iter().flatten();
        let mark = |cite: &Value| format!("{} {}", cite["document"], cite["exact"]);
        cited.map(mark).collect()
    };
    let hashed = |marks: &[&str]| library::article::sha256(format!("{on:?} {marks:?}").as_bytes());
    if on != On::Conflict {
        return statements(entry).iter().map(|mark| hashed(&[mark])).collect();
    }
    let sides: Vec<Vec<String>> =
        entry["sides"].as_array().into_iter().flatten().map(statements).collect();
    let mut found = Vec::new();
    for (i, side) in sides.iter().enumerate() {
        for (one, other) in
            side.iter().flat_map(|one| sides[..i].iter().flatten().map(move |other| (one, other)))
        {
            found.push(hashed(&[one.min(other), one.max(other)]));
        }
    }
    found
}

/// The ids of the documents that an entry of the record cites, wherever in it.
fn ids(entry: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut left = vec![entry];
    while let Some(value) = left.pop() {
        found.extend(value["document"].as_str().map(str::to_string));
        match value {
            Value::Object(fields) => left.extend(fields.values()),
            Value::Array(values) => left.extend(values),
            _ => {}
        }
    }
    found
}

/// What an entry of the record says.
fn words(entry: &Value) -> String {
    let sides = entry["sides"].as_array();
    let sides = sides.map(|sides| {
        sides.iter().filter_map(|s| s["text"].as_str()).collect::<Vec<_>>().join(" | ")
    });
    let parts = ["text", "who", "what"].into_iter().filter_map(|key| entry[key].as_str());
    sides.unwrap_or_else(|| parts.collect::<Vec<_>>().join(": "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_that_grow_are_news_and_copies_are_not() {
        assert!(is_news(On::Origin, Some("1"), "2"));
        assert!(is_news(On::Origin, None, "2"));
        assert!(!is_news(On::Origin, Some("2"), "2"));
        assert!(!is_news(On::Origin, None, "1"), "a claim of one origin is no alert");
        assert!(!is_news(On::Origin, Some("3"), "2"));
        assert!(is_news(On::Conflict, None, "\"number\""));
        assert!(!is_news(On::Conflict, Some("\"number\""), "\"number\""));
        assert!(is_news(On::Commitment, Some("\"open\""), "\"overdue\""));
        assert!(!is_news(On::Commitment, None, "\"open\""));
        assert!(is_news(On::Commitment, Some("\"open\""), DUE));
    }

    #[test]
    fn an_open_commitment_is_due_on_its_day() {
        let entry = |status: &str| serde_json::json!({"status": status, "by_when": "2031-04-09"});
        assert!(!is_due(&entry("open"), "2031-04-08"));
        assert!(is_due(&entry("open"), "2031-04-09"));
        assert!(!is_due(&entry("reported done"), "2031-04-10"));
        assert!(!is_due(&serde_json::json!({"status": "open"}), "2031-04-10"));
    }

    #[test]
    fn an_entry_is_told_with_its_words_and_documents() {
        let conflict = serde_json::json!({"id": "c", "sides": [
            {"text": "nine dead", "evidence": [{"document": "a"}]},
            {"text": "ten dead", "evidence": [{"document": "b"}]},
        ]});
        assert_eq!(words(&conflict), "nine dead | ten dead");
        assert_eq!(ids(&conflict), ["a".to_string(), "b".to_string()].into());
        let commitment = serde_json::json!({"who": "The port", "what": "a new ferry"});
        assert_eq!(words(&commitment), "The port: a new ferry");
    }

    #[test]
    fn an_entry_is_known_again_when_reports_are_added() {
        let cite = |document: &str| serde_json::json!({"document": document, "exact": "nine"});
        let claim = |documents: &[&str]| {
            let evidence: Vec<Value> = documents.iter().map(|d| cite(d)).collect();
            serde_json::json!({ "evidence": evidence })
        };
        let one = marks(On::Origin, &claim(&["a"]));
        assert_eq!(one.len(), 1);
        assert!(marks(On::Origin, &claim(&["b", "a"])).contains(&one[0]));
        assert!(!marks(On::Commitment, &claim(&["a"])).contains(&one[0]));
        let conflict = |sides: &[&[&str]]| {
            let sides: Vec<Value> = sides.iter().map(|side| claim(side)).collect();
            serde_json::json!({ "sides": sides })
        };
        let two = marks(On::Conflict, &conflict(&[&["a"], &["b"]]));
        assert_eq!(two.len(), 1);
        assert!(marks(On::Conflict, &conflict(&[&["b", "c"], &["a"]])).contains(&two[0]));
        assert!(!marks(On::Conflict, &conflict(&[&["a", "b"], &["c"]])).contains(&two[0]));
    }
}
