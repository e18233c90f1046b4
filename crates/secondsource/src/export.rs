//! `secondsource export`: the library, or a dossier, in the formats of others.

use crate::{
    brief,
    cli::{Options, Period, Selection, Shelf},
    output::{self, Misuse},
    shelf,
};
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use dossier::Dossier;
use library::export::{Table, claim_review, csv, ninjs, stix, table};
use std::{
    fs::{self, File},
    io::{self, Write},
};

/// What to write.
#[derive(Debug, Clone, Args)]
pub struct Wanted {
    /// The form: the whole library for `import`, or a dossier for other programs
    #[arg(long, value_enum, default_value_t = Form::Library)]
    form: Form,
    /// The one table to write, where a form has several; else -o names a folder for all
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
}

/// A format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// The whole library, one JSON line for each version of each article
    Library,
    /// Tables, one file each (RFC 4180)
    Csv,
    /// Tables, one file each (only if built with the feature `parquet`)
    Parquet,
    /// Drafts of schema.org ClaimReview, without a rating
    Claimreview,
    /// A STIX 2.1 bundle
    Stix,
    /// IPTC ninjs, one JSON line for each article
    Ninjs,
}

/// Writes what is wanted.
pub fn run(
    wanted: &Wanted,
    selection: &Selection,
    period: &Period,
    options: &Options,
) -> Result<()> {
    if wanted.form == Form::Library {
        if !selection.paths.is_empty() || selection.query.is_some() {
            let message = "--form library writes the whole library; choose another form for a part";
            bail!(Misuse(message.into()));
        }
        return library(&selection.shelf, options);
    }
    let dossier = brief::dossier(selection, period, options)?;
    match wanted.form {
        Form::Csv => write_tables(&dossier, wanted, options, "csv", &|t| Ok(csv::print(t).into())),
        Form::Parquet => write_tables(&dossier, wanted, options, "parquet", &parquet),
        Form::Claimreview => output::write(options, claim_review::print(&dossier).as_bytes()),
        Form::Stix => output::write(options, stix::print(&dossier).as_bytes()),
        Form::Ninjs | Form::Library => output::write(options, ninjs::print(&dossier).as_bytes()),
    }
}

#[cfg(feature = "parquet")]
fn parquet(table: &Table) -> Result<Vec<u8>> {
    Ok(library::export::parquet::write(table)?)
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: &Table) -> Result<Vec<u8>> {
    bail!("this program was built without Parquet: cargo build --release --features parquet")
}

/// The table asked for, or all of them into a folder.
fn write_tables(
    dossier: &Dossier,
    wanted: &Wanted,
    options: &Options,
    ending: &str,
    print: &dyn Fn(&Table) -> Result<Vec<u8>>,
) -> Result<()> {
    let tables = table::tables(dossier);
    let names: Vec<&str> = tables.iter().map(|table| table.name).collect();
    let names = names.join(", ");
    match (&wanted.table, &options.output) {
        (Some(name), _) => {
            let table = tables.iter().find(|table| table.name == name);
            let unknown = || Misuse(format!("no table `{name}`; there are {names}"));
            let table = table.ok_or_else(unknown)?;
            output::write(options, &print(table)?)
        }
        (None, None) => {
            bail!(Misuse(format!("give --table NAME ({names}), or -o FOLDER for all of them")))
        }
        (None, Some(folder)) => {
            let failed = || format!("cannot make {}", folder.display());
            fs::create_dir_all(folder).with_context(failed)?;
            for table in &tables {
                let path = folder.join(format!("{}.{ending}", table.name));
                output::write(&Options { output: Some(path), ..options.clone() }, &print(table)?)?;
            }
            Ok(())
        }
    }
}

/// Writes the whole library as JSON lines.
fn library(shelf: &Shelf, options: &Options) -> Result<()> {
    let library = shelf::open_existing(shelf)?;
    let n = match &options.output {
        None => {
            let mut out = io::BufWriter::new(io::stdout().lock());
            let n = library.export(&mut out)?;
            out.flush()?;
            n
        }
        Some(path) => {
            let failed = || format!("cannot write {}", path.display());
            let part = output::part(path)?;
            let mut out = io::BufWriter::new(File::create(&part).with_context(failed)?);
            let n = library.export(&mut out)?;
            out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
            fs::rename(&part, path).with_context(failed)?;
            n
        }
    };
    if !options.quiet {
        eprintln!("secondsource: {n} documents");
    }
    Ok(())
}
