//! `secondsource watch`: folders and addresses that documents come from, and rules that tell of
//! what is new in them.

mod alert;
mod rule;

use crate::{
    cli::{Options, Shelf},
    clock,
    fetch::Fetcher,
    intake::{Asking, Intake, Orders},
    output::{self, Misuse},
    shelf,
};
use alert::Told;
use anyhow::{Context, Result, bail};
use clap::{ArgGroup, Subcommand};
use dossier::page::{count, harmless};
use ingest::asking::Address;
use library::{Health, Library, Place, Watched};
use rule::{On, Rule, Seen};
use serde::Serialize;
use std::{
    fmt::Write,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};
use web::Feed;

/// Shortest time between two looks, in minutes.
const MINUTES_MIN: u32 = 1;
/// Longest sleep between two rounds, so that what is added meanwhile is seen.
const SLEEP_MAX: i64 = 60;

/// What to do.
#[derive(Debug, Clone, Subcommand)]
pub enum Task {
    /// Watch a folder or an address
    #[command(group(ArgGroup::new("place").required(true)))]
    Add {
        /// A name for it
        name: String,
        /// A folder with articles
        #[arg(long, value_name = "PATH", group = "place")]
        folder: Option<PathBuf>,
        /// An address that gives a page or article JSONL
        #[arg(long, value_name = "URL", group = "place")]
        url: Option<String>,
        /// Minutes between two looks
        #[arg(long, value_name = "N", default_value_t = 15)]
        #[arg(value_parser = clap::value_parser!(u32).range(i64::from(MINUTES_MIN)..))]
        every: u32,
        #[command(flatten)]
        asking: Asking,
    },
    /// Tell of what is new among the articles that a search finds, from now on
    Rule {
        /// A name for it
        name: String,
        /// The search (see `search`)
        #[arg(long, value_name = "SEARCH")]
        query: String,
        /// What to tell of (may be given several times)
        #[arg(long, value_enum, required = true)]
        on: Vec<On>,
        #[command(flatten)]
        told: Told,
    },
    /// What is watched, and how it does
    List,
    /// Watch something no longer
    Remove {
        /// Its name
        name: String,
    },
    /// Look, take in, tell; again and again
    Run {
        /// Look at everything that is due, once (for cron)
        #[arg(long)]
        once: bool,
    },
}

/// Does what is asked.
pub fn run(task: &Task, shelf: &Shelf, options: &Options) -> Result<()> {
    let mut library = shelf::open(shelf)?;
    match task {
        Task::Add { name, folder, url, every, asking } => {
            let folder = match folder {
                Some(folder) => Some(whole(folder)?),
                None => None,
            };
            if let Some(Err(why)) = url.as_ref().map(|url| Address::parse(url)) {
                let url = url.as_deref().unwrap_or_default();
                bail!(Misuse(format!("`{}` cannot be watched: {why}", harmless(url))));
            }
            let kind = if folder.is_some() { "folder" } else { "feed" };
            let Asking { articles, allow_private } = *asking;
            let url = url.clone();
            let place = Place { folder, url, every: *every, articles, private: allow_private };
            keep(&mut library, name, kind, &place)
        }
        Task::Rule { name, query, on, told } => {
            library::query::parse(query)?;
            let rule = Rule { query: query.clone(), on: on.clone(), told: told.clone() };
            keep(&mut library, name, "rule", &rule)?;
            let mut seen = Seen::default();
            rule.alerts(name, &library, &mut seen, options)?;
            Ok(library.keep_state(name, &serde_json::to_string(&seen)?)?)
        }
        Task::List => output::write(options, list(&library)?.as_bytes()),
        Task::Remove { name } => match library.unwatch(name)? {
            true => Ok(()),
            false => bail!("nothing of the name {name} is watched"),
        },
        Task::Run { once } => Watch::new(library, options).run(*once),
    }
}

/// The same folder under the same name, from whatever folder the program is run.
fn whole(folder: &Path) -> Result<PathBuf> {
    let path = folder.canonicalize().with_context(|| format!("{}", folder.display()))?;
    match path.is_dir() || path.is_file() {
        true => Ok(path),
        false => bail!("{} is no folder", folder.display()),
    }
}

fn keep(library: &mut Library, name: &str, kind: &str, settings: &impl Serialize) -> Result<()> {
    let settings = serde_json::to_string(settings)?;
    let is_rule = |kind: &str| kind == "rule";
    let taken = library.watched()?.into_iter().find(|watched| watched.name == name);
    if let Some(other) = taken.filter(|other| is_rule(&other.kind) != is_rule(kind)) {
        let other = other.kind;
        bail!("{name} is a {other} already: take another name, or first `watch remove {name}`");
    }
    let state = "{}".to_string();
    let (name, kind) = (name.to_string(), kind.to_string());
    Ok(library.watch(&Watched { name, kind, settings, state })?)
}

fn list(library: &Library) -> Result<String> {
    let mut out = String::new();
    for watched in library.watched()? {
        let Watched { name, kind, settings, state } = &watched;
        let health: Health = serde_json::from_str(state).unwrap_or_default();
        let how = match (&health.problem, &health.answered) {
            _ if kind == "rule" => String::new(),
            (Some(problem), _) => {
                let times = count(health.failures as usize, "time", "times");
                format!("failed {times}: {problem}")
            }
            (None, Some(time)) => format!("well at {time}"),
            (None, None) => "not asked yet".to_string(),
        };
        let _ = writeln!(out, "{name}\t{kind}\t{settings}\t{}", harmless(&how));
    }
    Ok(out)
}

struct Watch<'o> {
    intake: Intake<'o>,
    fetcher: Fetcher,
    options: &'o Options,
}

/// A folder or address that is watched, as the page shows it; none if it is a rule.
pub fn feed(watched: &Watched) -> Option<Feed> {
    let place: Place = serde_json::from_str(&watched.settings).ok()?;
    let health: Health = serde_json::from_str(&watched.state).unwrap_or_default();
    let folder = place.folder.as_ref().map(|folder| folder.display().to_string());
    (watched.kind != "rule").then(|| Feed {
        name: watched.name.clone(),
        place: folder.or(place.url).unwrap_or_default(),
        looked: health.answered.unwrap_or_default(),
        trouble: health.problem.unwrap_or_default(),
    })
}

impl<'o> Watch<'o> {
    fn new(library: Library, options: &'o Options) -> Watch<'o> {
        let intake = Intake::new(library, &Orders::default(), options);
        Watch { intake, fetcher: Fetcher::new(), options }
    }

    fn run(&mut self, once: bool) -> Result<()> {
        loop {
            let next = self.round()?;
            if once {
                return Ok(());
            }
            let pause = (next - clock::seconds()).clamp(1, SLEEP_MAX);
            thread::sleep(Duration::from_secs(pause.unsigned_abs()));
        }
    }

    /// Looks at what is due, then tells what is new. Gives the time of the next look.
    fn round(&mut self) -> Result<i64> {
        let mut next = i64::MAX;
        let all = self.intake.library().watched()?;
        for watched in all.iter().filter(|watched| watched.kind != "rule") {
            let place: Place = serde_json::from_str(&watched.settings)?;
            let mut health: Health = serde_json::from_str(&watched.state).unwrap_or_default();
            if health.next <= clock::seconds() {
                self.look(&place, &mut health)?;
                let state = serde_json::to_string(&health)?;
                self.intake.library().keep_state(&watched.name, &state)?;
                if let Some(problem) = &health.problem {
                    self.say(&format!("{}: {problem}", watched.name));
                }
            }
            next = next.min(health.next);
        }
        self.intake.finish()?;
        for watched in all.iter().filter(|watched| watched.kind == "rule") {
            let rule: Rule = serde_json::from_str(&watched.settings)?;
            let mut seen: Seen = serde_json::from_str(&watched.state).unwrap_or_default();
            let library = self.intake.library();
            let alerts = rule.alerts(&watched.name, library, &mut seen, self.options)?;
            // Told before it is remembered: killed between, it tells twice rather than never.
            if let Err(problem) = rule.told.tell(&alerts, &mut self.fetcher) {
                self.say(&format!("{}: {problem:#}", watched.name));
                continue;
            }
            let state = serde_json::to_string(&seen)?;
            self.intake.library().keep_state(&watched.name, &state)?;
        }
        Ok(next)
    }

    fn say(&self, message: &str) {
        if !self.options.quiet {
            eprintln!("secondsource: {}", harmless(message));
        }
    }

    fn look(&mut self, place: &Place, health: &mut Health) -> Result<()> {
        let every = i64::from(place.every) * 60;
        if let Some(folder) = &place.folder {
            health.next = clock::seconds() + every;
            health.answered = Some(clock::now());
            // An empty folder that is waited on is nothing to tell of at each look.
            if std::fs::read_dir(folder).is_ok_and(|mut files| files.next().is_none()) {
                return Ok(());
            }
            return self.intake.paths(&[folder.display().to_string()]);
        }
        let url = place.url.as_deref().context("nothing to look at")?;
        let asking = Asking { articles: place.articles, allow_private: place.private };
        self.intake.address(&mut self.fetcher, url, asking, every, health)
    }
}
