//! [`Shop`]: what is shown, and what a reader said about it.

use super::archive::Archive;
use crate::{
    brief,
    cli::{News, Options, Period, Selection},
    clock,
    output::Misuse,
    pile, shelf, watch,
};
use anyhow::{Context, Result, bail};
use document::Notice;
use lexicon::Lexicon;
use library::{Error, Facts, Found, Incoming, Library, Search};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
};
use story::{Corrections, Report};
use web::{
    Desk, Feed, Request, Response, Room,
    desk::{Correction, Shelf},
    review,
};

/// Bytes of the word that forms must bring with them.
const FORM_TOKEN_BYTES: usize = 24;

/// Documents put into the passing library at once.
const AT_ONCE: usize = 256;

/// What is shown, and what it is made of.
pub struct Shop {
    shown: Shown,
    library: Mutex<Library>,
    /// Where corrections are kept; else in the library.
    corrections: Option<Mutex<PathBuf>>,
    /// Whether what is kept in the library lasts.
    lasts: bool,
    form_token: String,
}

/// Which stories are shown.
enum Shown {
    /// Those of some articles that were read at the start.
    Pile(Box<Pile>),
    /// Those of the library, with an article published in a period.
    Library(Archive, Period),
}

/// Articles that were read at the start.
struct Pile {
    room: RwLock<Arc<Room>>,
    /// Kept to be woven again, when names are corrected.
    reports: Vec<Report>,
    notices: Vec<Notice>,
    /// What to compare with, for what is new.
    news: News,
}

impl Shop {
    /// Reads what is selected, and weaves it; of a library without a search nothing yet. `news`
    /// says what to compare with.
    pub fn open(
        (selection, period, news): (&Selection, &Period, &News),
        options: &Options,
    ) -> Result<Shop> {
        let mut word = [0; FORM_TOKEN_BYTES];
        getrandom::fill(&mut word).context("no random numbers to be had")?;
        let is_library = selection.paths.is_empty();
        let (shown, library) = if is_library && selection.query.is_none() {
            if !selection.languages.lang.is_empty() {
                bail!(Misuse("--lang goes with paths or with --query".into()));
            }
            let archive = Archive::new(options);
            (Shown::Library(archive, period.clone()), shelf::open_existing(&selection.shelf)?)
        } else {
            let (documents, notices) = brief::documents(selection, period, options)?;
            if documents.is_empty() {
                bail!(brief::NOTHING_LEFT);
            }
            let reports = pile::analyse(documents, options);
            let library = match is_library {
                true => shelf::open_existing(&selection.shelf)?,
                false => passing(&reports)?,
            };
            let (room, news) = (RwLock::default(), news.clone());
            (Shown::Pile(Box::new(Pile { room, reports, notices, news })), library)
        };
        let shop = Shop {
            shown,
            library: Mutex::new(library),
            corrections: options.corrections_file().map(Mutex::new),
            lasts: is_library,
            form_token: word.iter().map(|b| format!("{b:02x}")).collect(),
        };
        shop.weave()?;
        Ok(shop)
    }

    /// The answer to a request.
    pub fn answer(&self, request: &Request) -> Response {
        self.with_desk(|desk| web::respond(desk, request))
    }

    /// The answer to a line of a language model's, if it wants one.
    pub fn reply(&self, line: &str) -> Option<String> {
        self.with_desk(|desk| web::mcp::reply(desk, line))
    }

    fn with_desk<T>(&self, answer: impl FnOnce(&Desk<'_>) -> T) -> T {
        let shelf = match &self.shown {
            Shown::Pile(_) => None,
            Shown::Library(_, period) => Some(Shelf {
                library: &self.library,
                now: clock::now(),
                period: (period.since.clone(), period.until.clone()),
            }),
        };
        let revision = match &self.shown {
            Shown::Pile(pile) => pile.room().revision.clone(),
            Shown::Library(..) => locked(&self.library).state().unwrap_or_default(),
        };
        answer(&Desk {
            revision,
            size: self.size(),
            room: &|concern| match &self.shown {
                Shown::Pile(pile) => Ok(pile.room()),
                Shown::Library(archive, _) => {
                    let room = archive.room(&self.library, concern);
                    room.map(Arc::new).map_err(|error| format!("{error:#}"))
                }
            },
            shelf,
            review: review::Desk {
                lines: self.said().unwrap_or_default(),
                lasts: self.lasts || self.corrections.is_some(),
                token: self.form_token.clone(),
            },
            feeds: self.feeds(),
            find: &|search| self.find(search),
            correct: &|correction| self.correct(&correction),
        })
    }

    /// How many articles and stories are shown.
    pub fn size(&self) -> (usize, usize) {
        match &self.shown {
            Shown::Pile(pile) => (pile.reports.len(), pile.room().shown.len()),
            Shown::Library(..) => {
                let library = locked(&self.library);
                (library.len().unwrap_or_default(), library.count_stories().unwrap_or_default())
            }
        }
    }

    /// Weaves the articles that were read at the start, with what a reader knows better.
    fn weave(&self) -> Result<()> {
        let Shown::Pile(pile) = &self.shown else { return Ok(()) };
        let mut text = shelf::corrections(&locked(&self.library))?;
        if let Some(path) = &self.corrections {
            text.push_str(&fs::read_to_string(&*locked(path)).unwrap_or_default());
        }
        let corrections = Corrections::parse(&text);
        let reports = pile.reports.clone();
        let (stories, more) = story::stories(reports, Lexicon::english(), &corrections);
        let notices: Vec<Notice> = pile.notices.iter().cloned().chain(more).collect();
        let mut dossier = dossier::present(&stories, &notices, &brief::provenance());
        brief::compare(&mut dossier, &pile.news)?;
        let room = Arc::new(Room::of(&dossier));
        *pile.room.write().unwrap_or_else(PoisonError::into_inner) = room;
        Ok(())
    }

    fn find(&self, search: &Search) -> Result<Found, String> {
        locked(&self.library).search(search).map_err(|error| match error {
            Error::Query { at, message } => format!("{message}, at character {}", at + 1),
            other => other.to_string(),
        })
    }

    fn feeds(&self) -> Vec<Feed> {
        let watched = locked(&self.library).watched().unwrap_or_default();
        watched.iter().filter_map(watch::feed).collect()
    }

    /// The corrections that can be taken back here.
    fn said(&self) -> Result<Vec<String>> {
        Ok(match &self.corrections {
            Some(path) => lines(&locked(path)),
            None => {
                let all = locked(&self.library).corrections()?;
                all.into_iter().map(|correction| correction.line).collect()
            }
        })
    }

    /// Makes what is shown agree with the corrections; in a library, which articles are in which
    /// story.
    fn made_good(&self) -> Result<()> {
        if matches!(self.shown, Shown::Library(..)) {
            locked(&self.library).settle(&clock::now())?;
        }
        self.weave()
    }

    /// Keeps a correction, or takes one back, and weaves again.
    fn correct(&self, correction: &Correction) -> Result<(), String> {
        let done = match &self.corrections {
            Some(path) => in_file(&locked(path), correction),
            None => in_library(&mut locked(&self.library), correction),
        };
        match done {
            Ok(true) => self.made_good().map_err(|error| format!("{error:#}")),
            Ok(false) => Err("the list has changed meanwhile".into()),
            Err(error) => Err(format!("{error:#}")),
        }
    }
}

impl Pile {
    fn room(&self) -> Arc<Room> {
        Arc::clone(&self.room.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Carries out a correction of a file. `false` if the line to be taken back is not there.
fn in_file(path: &Path, correction: &Correction) -> Result<bool> {
    let mut lines = lines(path);
    match correction {
        Correction::Keep(more) => lines.extend(more.iter().cloned()),
        Correction::Undo(nth, line) if lines.get(*nth) == Some(line) => {
            lines.remove(*nth);
        }
        Correction::Undo(..) => return Ok(false),
    }
    keep(path, &lines)?;
    Ok(true)
}

/// The same of a library.
fn in_library(library: &mut Library, correction: &Correction) -> Result<bool> {
    match correction {
        Correction::Keep(lines) => {
            for line in lines {
                library.correct(line, &clock::now())?;
            }
            Ok(true)
        }
        Correction::Undo(nth, line) => {
            let all = library.corrections()?;
            match all.get(*nth).filter(|kept| kept.line == *line) {
                Some(kept) => Ok(library.take_back(kept.id)?),
                None => Ok(false),
            }
        }
    }
}

/// A lock that is taken even if someone died holding it: what it guards is whole at any time.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The lines of a file; none if it is not there.
fn lines(path: &Path) -> Vec<String> {
    fs::read_to_string(path).unwrap_or_default().lines().map(String::from).collect()
}

/// Writes the lines of a file, whole or not at all.
fn keep(path: &Path, lines: &[String]) -> Result<()> {
    let mut text = lines.join("\n");
    text.push('\n');
    let part = crate::output::part(path)?;
    let failed = || format!("cannot write {}", path.display());
    fs::write(&part, text).with_context(failed)?;
    fs::rename(&part, path).with_context(failed)
}

/// A library of some reports that is gone when the program ends.
fn passing(reports: &[Report]) -> Result<Library> {
    let mut library = shelf::passing()?;
    let (made_by, now) = (shelf::made_by(), clock::now());
    for part in reports.chunks(AT_ONCE) {
        let facts: Vec<Facts> = part.iter().map(|r| Facts::of(&r.document, &r.analysis)).collect();
        let both = part.iter().zip(&facts);
        let incoming: Vec<Incoming<'_>> = both
            .map(|(r, facts)| Incoming {
                document: &r.document,
                original: None,
                facts,
                story: None,
            })
            .collect();
        library.add(&incoming, &made_by, &now)?;
    }
    Ok(library)
}
