//! [`Desk`]: what answers are made of, and who is asked for it.

use crate::{
    Room,
    screen::{publishers, review},
};
use library::{
    Duplicates, Found, Library, Look, Mark, PublisherRow, Search, Stories, StoriesPage, StoryRow,
    query::Key,
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// What answers are made of.
pub struct Desk<'d> {
    /// Names what is shown, 16 hexadecimal digits: what is other has another name.
    pub revision: String,
    /// How many articles and stories there are.
    pub size: (usize, usize),
    /// The stories that a question concerns; the error says why they cannot be had now.
    pub room: &'d dyn Fn(&Concern<'_>) -> Result<Arc<Room>, String>,
    /// The library whose stories are shown, each read when it is asked for. None where all that
    /// is shown was read at the start.
    pub shelf: Option<Shelf<'d>>,
    /// What a reader has said about names.
    pub review: review::Desk,
    /// What is watched.
    pub feeds: Vec<publishers::Feed>,
    /// Finds articles; the error is what is wrong with the search.
    pub find: &'d dyn Fn(&Search) -> Result<Found, String>,
    /// Keeps a line of correction, or takes the line with a number back; the error says why not.
    pub correct: &'d dyn Fn(Correction) -> Result<(), String>,
}

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern<'c> {
    /// A story, by its id.
    Story(&'c str),
    /// The story of an article, by the article's id.
    Article(&'c str),
    /// The stories in which words are found first.
    Words(&'c str),
    /// The stories in which someone is quoted, with some words.
    Speaker(&'c str, &'c str),
    /// The stories to which articles came since a time.
    Since(&'c str),
    /// All that is open: of a library, the stories that were asked for last.
    Open,
}

/// What a reader says about names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Correction {
    /// Lines for the corrections file.
    Keep(Vec<String>),
    /// Take back the line with this number, from 0, if it still reads so.
    Undo(usize, String),
}

/// A library whose stories are shown.
#[derive(Clone, Debug)]
pub struct Shelf<'d> {
    /// The library.
    pub library: &'d Mutex<Library>,
    /// The time of the request, ISO 8601.
    pub now: String,
    /// Only stories with an article published then or later, and then or earlier, ISO 8601.
    pub period: (Option<String>, Option<String>),
}

/// Most stories that are shown as grown since they were looked at.
const GROWN_MAX: usize = 20;

/// Most publishers that are listed.
const PUBLISHERS_MAX: usize = 500;

/// Most articles of a publisher whose stories are looked for: the newest.
const OF_PUBLISHER_MAX: usize = 250;

impl Shelf<'_> {
    /// Locked even if someone died holding it: what a library says is whole at any time.
    fn library(&self) -> MutexGuard<'_, Library> {
        self.library.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A page of stories.
    pub fn stories(&self, wanted: &Stories) -> Result<StoriesPage, String> {
        let (since, until) = self.period.clone();
        let mut wanted = wanted.clone();
        wanted.min_documents = wanted.min_documents.max(1);
        wanted.since = wanted.since.max(since);
        wanted.until = [wanted.until, until].into_iter().flatten().min();
        self.library().stories(&wanted).map_err(|error| error.to_string())
    }

    /// A story by its number, or by that of one that became part of it.
    pub fn story(&self, id: &str) -> Option<StoryRow> {
        self.library().story(id.parse().ok()?).ok().flatten()
    }

    /// The stories with more origins or conflicts than when they were looked at.
    pub fn grown(&self) -> Vec<(StoryRow, Look)> {
        self.library().grown(GROWN_MAX).unwrap_or_default()
    }

    /// Keeps that a story was looked at. `false` if there is no such story.
    pub fn keep_look(&self, id: &str) -> Result<bool, String> {
        let Ok(id) = id.parse() else { return Ok(false) };
        self.library().keep_look(id, &self.now).map_err(|error| error.to_string())
    }

    /// When a story was looked at, ISO 8601.
    pub fn looked(&self, id: i64) -> Option<String> {
        self.library().look(id).ok().flatten().map(|look| look.looked)
    }

    /// What is read or starred.
    pub fn marks(&self) -> Vec<Mark> {
        self.library().marks().unwrap_or_default()
    }

    /// Marks a thing, or takes the mark away.
    pub fn mark(&self, mark: &Mark, is_set: bool) -> Result<(), String> {
        self.library().mark(mark, is_set, &self.now).map_err(|error| error.to_string())
    }

    /// The publishers, those of most articles first.
    pub fn publishers(&self) -> Vec<PublisherRow> {
        self.library().publishers(PUBLISHERS_MAX).unwrap_or_default()
    }

    /// The stories that have one of the newest articles of a publisher.
    pub fn with_publisher(&self, name: &str) -> Result<BTreeSet<i64>, String> {
        let search = Search {
            filters: vec![(Key::Publisher, name.to_string())],
            duplicates: Duplicates::Keep,
            limit: OF_PUBLISHER_MAX,
            ..Search::default()
        };
        let found = self.library().search(&search).map_err(|error| error.to_string())?;
        Ok(found.hits.iter().filter_map(|hit| hit.story).collect())
    }
}
