//! [`Room`]: what is shown, story by story, with what is needed to find things in it.
//!
//! A [`Room`] holds each story twice: as it is, for programs, and with hidden characters made
//! visible, for people. Both have the same offsets, for one character stands for one.

use dossier::{
    Cite, ClaimRecord, ConflictRecord, DocumentRecord, Dossier, EntityRecord, NewsRecord,
    NoticeRecord, OriginRecord, QuotationRecord,
};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, sync::Arc};

/// Everything that can be shown.
#[derive(Debug, Default)]
pub struct Room {
    /// The stories as they are.
    pub exact: Vec<Arc<Part>>,
    /// The same stories as people see them.
    pub shown: Vec<Arc<Part>>,
    /// By story: what is new in it, where that is not in its record.
    pub news: BTreeMap<String, NewsRecord>,
    /// What a reader should know about the inputs, as people see it.
    pub notices: Vec<NoticeRecord>,
    /// Names the record: another record has another one.
    pub revision: String,
}

/// Characters of a revision.
const REVISION_CHARS: usize = 16;

impl Room {
    /// A room for a dossier. Cost: the dossier is written and read once as JSON.
    pub fn of(dossier: &Dossier) -> Room {
        let json = serde_json::to_value(dossier).expect("a dossier is JSON");
        let hash = Sha256::digest(json.to_string().as_bytes());
        let mut revision: String = hash.iter().map(|b| format!("{b:02x}")).collect();
        revision.truncate(REVISION_CHARS);
        let seen: Dossier = serde_json::from_value(visible(json)).expect("its fields are the same");
        let (notices, news) = (seen.notices.clone(), BTreeMap::new());
        Room { exact: parts(dossier), notices, shown: parts(&seen), news, revision }
    }

    /// The story with an id, as people see it.
    pub fn story(&self, id: &str) -> Option<&Part> {
        self.shown.iter().map(|part| &**part).find(|part| part.id() == id)
    }

    /// What is new in a story, if that is known.
    pub fn news<'r>(&'r self, part: &'r Part) -> Option<&'r NewsRecord> {
        self.news.get(part.id()).or(part.told.news.as_ref())
    }

    /// The story that has a document, as people see it.
    pub fn story_of(&self, document: &str) -> Option<&Part> {
        self.shown.iter().map(|part| &**part).find(|part| part.document(document).is_some())
    }

    /// The stories that have an entity, as people see them.
    pub fn stories_with(&self, entity: &str) -> Vec<&Part> {
        self.shown.iter().map(|part| &**part).filter(|part| part.entity(entity).is_some()).collect()
    }
}

fn parts(dossier: &Dossier) -> Vec<Arc<Part>> {
    (0..dossier.stories.len()).map(|nth| Arc::new(Part::of(dossier.of_story(nth)))).collect()
}

/// Every text of a JSON value with characters that cannot be seen, or that turn the order of
/// others, replaced by U+FFFD.
fn visible(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.chars().map(visible_char).collect()),
        Value::Array(list) => Value::Array(list.into_iter().map(visible).collect()),
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(key, value)| (key, visible(value))).collect())
        }
        other => other,
    }
}

fn visible_char(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        '\r' => ' ',
        c if dossier::page::is_hidden(c) => '\u{FFFD}',
        c => c,
    }
}

/// Code points between two places of a text that are known in bytes.
const STRIDE: usize = 64;

/// One story's dossier, with what finds things in it.
#[derive(Debug, Default)]
pub struct Part {
    /// The story's dossier; its documents only.
    pub told: Dossier,
    title: String,
    documents: BTreeMap<String, usize>,
    entities: BTreeMap<String, usize>,
    quotations: BTreeMap<String, usize>,
    /// By document: the origin it comes from as a whole.
    origin_of: BTreeMap<String, usize>,
    /// By document: the byte of every [`STRIDE`]th code point.
    strides: Vec<Vec<usize>>,
}

impl Part {
    /// What is needed to find things in the dossier of one story.
    pub fn of(told: Dossier) -> Part {
        fn places<'t>(ids: impl Iterator<Item = &'t String>) -> BTreeMap<String, usize> {
            ids.enumerate().map(|(i, id)| (id.clone(), i)).collect()
        }
        let mut origin_of = BTreeMap::new();
        for (i, origin) in told.origins.iter().enumerate() {
            origin_of.extend(origin.documents.iter().map(|d| (d.clone(), i)));
        }
        let strides = |text: &str| text.char_indices().step_by(STRIDE).map(|(at, _)| at).collect();
        Part {
            documents: places(told.documents.iter().map(|d| &d.id)),
            entities: places(told.entities.iter().map(|e| &e.id)),
            quotations: places(told.quotations.iter().map(|q| &q.id)),
            strides: told.documents.iter().map(|d| strides(&d.text)).collect(),
            title: told.title().map_or_else(String::new, |title| title.text),
            origin_of,
            told,
        }
    }

    /// The story's id.
    pub fn id(&self) -> &str {
        self.told.stories.first().map_or("", |s| &s.id)
    }

    /// What stands over the story.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// A document by its id.
    pub fn document(&self, id: &str) -> Option<&DocumentRecord> {
        self.documents.get(id).map(|&i| &self.told.documents[i])
    }

    /// An entity by its id.
    pub fn entity(&self, id: &str) -> Option<&EntityRecord> {
        self.entities.get(id).map(|&i| &self.told.entities[i])
    }

    /// A quotation by its id.
    pub fn quotation(&self, id: &str) -> Option<&QuotationRecord> {
        self.quotations.get(id).map(|&i| &self.told.quotations[i])
    }

    /// What an entity is told to have said, without what is hardly said.
    pub fn said(&self, entity: &EntityRecord) -> Vec<&QuotationRecord> {
        let said = entity.quotations.iter().filter_map(|id| self.quotation(id));
        said.filter(|q| !q.is_doubtful()).collect()
    }

    /// A claim by its id.
    pub fn claim(&self, id: &str) -> Option<&ClaimRecord> {
        self.told.claims.iter().find(|c| c.id == id)
    }

    /// A conflict by its id.
    pub fn conflict(&self, id: &str) -> Option<&ConflictRecord> {
        self.told.conflicts.iter().find(|c| c.id == id)
    }

    /// The origin a document comes from as a whole, with its number on the page, from 1.
    pub fn origin(&self, document: &str) -> Option<(usize, &OriginRecord)> {
        self.origin_of.get(document).map(|&i| (i + 1, &self.told.origins[i]))
    }

    /// What names a document in few words; what is no document is called as it is.
    pub fn label(&self, document: &str) -> String {
        self.document(document).map_or_else(|| document.to_string(), DocumentRecord::label)
    }

    /// The words of a document between two code points; as much of them as there is.
    pub fn words(&self, document: &str, start: usize, end: usize) -> &str {
        let Some(&i) = self.documents.get(document) else { return "" };
        let text = &self.told.documents[i].text;
        let byte = |point: usize| {
            let Some(&at) = self.strides[i].get(point / STRIDE) else { return text.len() };
            let rest = text[at..].char_indices().nth(point % STRIDE);
            rest.map_or(text.len(), |(offset, _)| at + offset)
        };
        let (from, to) = (byte(start), byte(end));
        text.get(from..to).unwrap_or_default()
    }

    /// First and last publication in the story, as precise as known.
    pub fn period(&self) -> Option<(&str, &str)> {
        let times = self.told.documents.iter().filter_map(|d| d.published.as_deref());
        Some((times.clone().min()?, times.max()?))
    }

    /// The id of its first document by time: the same when the story grows.
    pub fn first(&self) -> &str {
        let documents = self.told.documents.iter();
        let first = documents.min_by_key(|d| (d.published.is_none(), &d.published, &d.id));
        first.map_or("", |d| &d.id)
    }

    /// The publishers of the story, by name.
    pub fn publishers(&self) -> Vec<&str> {
        let mut names: Vec<&str> =
            self.told.documents.iter().filter_map(|d| d.publisher.as_deref()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The paragraph in which a citation stands, from 1, with its first and last code point.
    pub fn paragraph(&self, cite: &Cite) -> Option<(usize, usize, usize)> {
        let blocks = &self.document(&cite.document)?.blocks;
        let nth = blocks.partition_point(|b| b.start <= cite.start);
        let block = blocks.get(nth.checked_sub(1)?)?;
        Some((nth, block.start, block.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_seen_and_no_offset_moves() {
        let seen = visible(Value::String("a\u{202e}b\u{1b}c\r\nd\te".into()));
        assert_eq!(seen, Value::String("a\u{FFFD}b\u{FFFD}c \nd\te".into()));
    }
}
