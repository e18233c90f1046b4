//! `secondsource corrections` and `secondsource searches`: what the library remembers for its
//! reader.

use crate::{
    cli::{Options, Shelf},
    clock,
    output::{self, Misuse},
    shelf,
};
use anyhow::{Result, bail};
use clap::Subcommand;
use std::fmt::Write;
use story::Corrections;

/// What to do with corrections.
#[derive(Debug, Clone, Subcommand)]
pub enum Correcting {
    /// Make one: its kind, then the names it is about
    Add {
        /// As in a corrections file
        #[arg(required = true, value_name = "WORD")]
        words: Vec<String>,
    },
    /// All of them, with their numbers
    List,
    /// Take one back
    Remove {
        /// Its number
        id: i64,
    },
}

/// What to do with saved searches.
#[derive(Debug, Clone, Subcommand)]
pub enum Searches {
    /// All of them
    List,
    /// Forget one
    Remove {
        /// Its name
        name: String,
    },
}

/// Makes, lists or takes back corrections.
pub fn corrections(task: &Correcting, shelf: &Shelf, options: &Options) -> Result<()> {
    let mut library = shelf::open(shelf)?;
    match task {
        Correcting::Add { words } => {
            let line = words.join("\t");
            if Corrections::parse(&line).iter().next().is_none() {
                let words = words.join(" ");
                bail!(Misuse(format!("`{words}` is no correction (see --corrections)")));
            }
            library.correct(&line, &clock::now())?;
            Ok(())
        }
        Correcting::List => {
            let mut text = String::new();
            for correction in library.corrections()? {
                let line = dossier::page::harmless(&correction.line.replace('\t', " | "));
                let _ = writeln!(text, "{}\t{}\t{line}", correction.id, correction.made);
            }
            output::write(options, text.as_bytes())
        }
        Correcting::Remove { id } => match library.take_back(*id)? {
            true => Ok(()),
            false => bail!("there is no correction {id}"),
        },
    }
}

/// Lists or forgets saved searches.
pub fn searches(task: &Searches, shelf: &Shelf, options: &Options) -> Result<()> {
    let mut library = shelf::open(shelf)?;
    match task {
        Searches::List => {
            let mut text = String::new();
            for saved in library.saved_searches()? {
                let search = dossier::page::harmless(&saved.search);
                let _ = writeln!(text, "{}\t{}\t{search}", saved.name, saved.saved);
            }
            output::write(options, text.as_bytes())
        }
        Searches::Remove { name } => match library.forget_search(name)? {
            true => Ok(()),
            false => bail!("no search is saved as {name}"),
        },
    }
}
