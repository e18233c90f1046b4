//! [`Archive`]: the stories of a library, each read when it is asked for.
//!
//! What was read is kept until it is among those asked for longest ago, or its story, or what a
//! reader knows better, has changed. One story is read at a time; who waits behind too many others
//! is told so.

use super::shop::locked;
use crate::{brief, cli::Options, pile, shelf, weaving};
use anyhow::{Result, anyhow, bail};
use lexicon::Lexicon;
use library::{Library, Order, Search, Stories, StoryRow, query::Key};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};
use story::Corrections;
use web::{Room, desk::Concern, room::Part};

/// Stories kept, and articles in them.
const STORIES_MAX: usize = 64;
const ARTICLES_MAX: usize = 2_000;

/// Requests that wait for a story to be read.
const WAITING_MAX: usize = 6;

/// Stories that are read for one question about words, and articles whose stories these are.
const ASKED_MAX: usize = 4;
const HITS_ASKED: usize = 40;

/// The stories of a library.
pub struct Archive {
    /// The last asked for at the end.
    open: Mutex<Vec<Arc<Open>>>,
    /// Held by who reads a story.
    reading: Mutex<()>,
    waiting: AtomicUsize,
    options: Options,
}

/// A story that was read.
struct Open {
    /// What it was when it was read.
    row: StoryRow,
    /// The corrections with which it was read.
    corrections: String,
    exact: Arc<Part>,
    shown: Arc<Part>,
    /// By article: its number in the library.
    numbers: BTreeMap<String, i64>,
}

impl Archive {
    /// An archive of which nothing was read.
    pub fn new(options: &Options) -> Archive {
        Archive {
            open: Mutex::default(),
            reading: Mutex::default(),
            waiting: AtomicUsize::new(0),
            options: Options { quiet: true, ..options.clone() },
        }
    }

    /// The stories that a question concerns.
    ///
    /// # Errors
    /// If too many others wait, or the library cannot be read.
    pub fn room(&self, library: &Mutex<Library>, concern: &Concern<'_>) -> Result<Room> {
        let ids: Vec<i64> = match concern {
            Concern::Story(id) => id.parse().into_iter().collect(),
            Concern::Article(id) => locked(library).story_of_name(id)?.into_iter().collect(),
            Concern::Words(words) => found(library, any_of(words), Vec::new())?,
            Concern::Speaker(name, words) => {
                let speaker = vec![(Key::Speaker, (*name).to_string())];
                found(library, (*words).to_string(), speaker)?
            }
            Concern::Since(time) => {
                let wanted = Stories {
                    since: Some((*time).to_string()),
                    min_documents: 1,
                    limit: ASKED_MAX,
                    ..Stories::default()
                };
                locked(library).stories(&wanted)?.stories.iter().map(|row| row.id).collect()
            }
            Concern::Open => {
                return room(library, &locked(&self.open));
            }
        };
        let mut stories = Vec::new();
        for id in ids {
            stories.extend(self.story(library, id)?);
        }
        room(library, &stories)
    }

    /// A story, read anew if it changed. None if there is no such story.
    fn story(&self, library: &Mutex<Library>, id: i64) -> Result<Option<Arc<Open>>> {
        let (row, corrections) = {
            let library = locked(library);
            let Some(row) = library.story(id)? else { return Ok(None) };
            (row, shelf::corrections(&library)? + &self.file_corrections())
        };
        if let Some(open) = self.kept(&row, &corrections) {
            return Ok(Some(open));
        }
        if self.waiting.fetch_add(1, Ordering::SeqCst) >= WAITING_MAX {
            self.waiting.fetch_sub(1, Ordering::SeqCst);
            bail!("Other stories are being read: ask again in a moment.");
        }
        let opened = {
            let _reading = locked(&self.reading);
            match self.kept(&row, &corrections) {
                Some(open) => Ok(open),
                None => self.read(library, row, corrections),
            }
        };
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        opened.map(Some)
    }

    fn file_corrections(&self) -> String {
        let path = self.options.corrections_file();
        path.and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default()
    }

    /// The story as it was read, if it is still so; it is now the one asked for last.
    fn kept(&self, row: &StoryRow, corrections: &str) -> Option<Arc<Open>> {
        let mut all = locked(&self.open);
        let is_it = |open: &Arc<Open>| {
            (open.row.id, &open.row.changed, open.row.documents)
                == (row.id, &row.changed, row.documents)
                && open.corrections == corrections
        };
        let open = all.iter().position(is_it).map(|at| all.remove(at))?;
        all.push(Arc::clone(&open));
        Some(open)
    }

    fn read(
        &self,
        library: &Mutex<Library>,
        row: StoryRow,
        corrections: String,
    ) -> Result<Arc<Open>> {
        let (numbers, documents) = {
            let library = locked(library);
            let mut numbers = library.story_documents(row.id)?;
            numbers.drain(..numbers.len().saturating_sub(weaving::DOCUMENTS_MAX));
            let documents = library.documents(&numbers)?;
            (numbers, documents)
        };
        let by_id: BTreeMap<_, i64> = documents.iter().map(|d| d.id).zip(numbers).collect();
        let reports = pile::analyse(documents, &self.options);
        let known = Corrections::parse(&corrections);
        let (story, notices) = story::weave_corrected(reports, Lexicon::english(), &known);
        let ids: Vec<_> = story.reports.iter().map(|report| report.document.id).collect();
        let mut dossier = dossier::present(&[story], &notices, &brief::provenance());
        for told in &mut dossier.stories {
            told.id = row.id.to_string();
        }
        let of_article = dossier.documents.iter().zip(&ids);
        let of_article = of_article.filter_map(|(d, id)| Some((d.id.clone(), *by_id.get(id)?)));
        let numbers = of_article.collect();
        if row.woven.is_none() {
            let woven = weaving::numbers(&dossier.numbers);
            locked(library).keep_woven(&[(row.clone(), woven)])?;
        }
        let room = Room::of(&dossier);
        let nothing = || anyhow!("the story has no articles");
        let exact = room.exact.into_iter().next().ok_or_else(nothing)?;
        let shown = room.shown.into_iter().next().ok_or_else(nothing)?;
        let open = Arc::new(Open { row, corrections, exact, shown, numbers });
        self.keep(Arc::clone(&open));
        Ok(open)
    }

    /// Keeps a story, in place of what was known of it and of those asked for longest ago.
    fn keep(&self, open: Arc<Open>) {
        let mut all = locked(&self.open);
        all.retain(|other| other.row.id != open.row.id);
        all.push(open);
        let articles = |all: &[Arc<Open>]| all.iter().map(|o| o.numbers.len()).sum::<usize>();
        while all.len() > 1 && (all.len() > STORIES_MAX || articles(&all) > ARTICLES_MAX) {
            all.remove(0);
        }
    }
}

/// A room of some stories, with what is new in each since it was looked at.
fn room(library: &Mutex<Library>, stories: &[Arc<Open>]) -> Result<Room> {
    let mut room = Room::default();
    for open in stories {
        room.exact.push(Arc::clone(&open.exact));
        room.shown.push(Arc::clone(&open.shown));
        if let Some(look) = locked(library).look(open.row.id)? {
            let is_new = |id: &str| open.numbers.get(id).is_some_and(|n| *n > look.document);
            let told = &open.shown.told;
            let news = dossier::news::brought(told, Some(look.looked), |d| is_new(&d.id));
            room.news.insert(open.shown.id().to_string(), news);
        }
    }
    Ok(room)
}

/// The stories of the articles that a search finds first.
fn found(library: &Mutex<Library>, text: String, filters: Vec<(Key, String)>) -> Result<Vec<i64>> {
    let order = Order::Best;
    let search = Search { text, filters, order, limit: HITS_ASKED, ..Search::default() };
    let hits = locked(library).search(&search)?.hits;
    let mut seen = BTreeSet::new();
    let stories = hits.iter().filter_map(|hit| hit.story).filter(|story| seen.insert(*story));
    Ok(stories.take(ASKED_MAX).collect())
}

/// A search for any of the words, in the language of searches.
fn any_of(words: &str) -> String {
    let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" OR ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_question_are_no_orders_to_the_search() {
        assert_eq!(any_of("a (b NOT c:d"), "\"a\" OR \"b\" OR \"NOT\" OR \"c\" OR \"d\"");
        assert_eq!(any_of("?!"), "");
    }
}
