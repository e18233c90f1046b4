//! `secondsource serve`: the page in a browser, and the same for programs.
//!
//! [`Shop`] holds what is shown and takes corrections, [`archive`] the stories of a library;
//! [`guard`] decides who may ask; [`server`] is the sockets and their limits. What an answer says
//! is in the crate `web`.

mod archive;
mod guard;
mod server;
mod shop;

use crate::cli::{News, Options, Period, Selection};
use crate::output::Misuse;
use anyhow::{Context, Result, bail};
use clap::Args;
use guard::Guard;
pub use shop::Shop;
use std::{net::SocketAddr, path::PathBuf, sync::Arc};

/// Where to listen, and to whom.
#[derive(Debug, Clone, Args)]
pub struct Wanted {
    /// Address and port; port 0 is any free one. Anything but this machine needs a token
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8717")]
    listen: SocketAddr,
    /// A file whose first line everyone must know who asks: as a Bearer token, or once as ?token=
    #[arg(long, value_name = "FILE")]
    token: Option<PathBuf>,
    /// A name by which others reach this server (may be given several times)
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
}

/// Fewest characters of a token.
const TOKEN_CHARS_MIN: usize = 16;

/// Reads, weaves, and answers until it is stopped.
pub fn run(wanted: &Wanted, shown: (&Selection, &Period, &News), options: &Options) -> Result<()> {
    let token = wanted.token.as_ref().map(token).transpose()?;
    if token.is_none() && !wanted.listen.ip().is_loopback() {
        let reached = format!("{} can be reached by others: give --token FILE", wanted.listen);
        bail!(Misuse(reached));
    }
    let guard = Guard::new(wanted.listen, &wanted.host, token.as_deref());
    let shop = Shop::open(shown, options)?;
    server::run(wanted.listen, Arc::new(guard), Arc::new(shop), options)
}

/// The first line of a file.
fn token(path: &PathBuf) -> Result<String> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{}", path.display()))?;
    let token = text.lines().next().unwrap_or_default().trim().to_string();
    if token.chars().count() < TOKEN_CHARS_MIN {
        bail!("the token in {} is shorter than {TOKEN_CHARS_MIN} characters", path.display());
    }
    Ok(token)
}
