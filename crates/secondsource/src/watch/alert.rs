//! [`Alert`]: one thing a rule tells of, and [`Told`], where it is told.

use super::rule::On;
use crate::fetch::Fetcher;
use anyhow::{Context, Result, bail};
use clap::Args;
use document::Document;
use serde::{Deserialize, Serialize};
use std::{
    fmt::Write as _,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Alerts that an RSS file holds: the newest.
const RSS_ITEMS_MAX: usize = 50;

/// One thing a rule tells of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// The rule.
    pub rule: String,
    /// Why it was told.
    pub on: On,
    /// What: a headline, claim, conflict, commitment, or the words that changed.
    pub what: String,
    /// What was there before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The articles it rests on.
    pub documents: Vec<AlertDocument>,
    /// When it was told, ISO 8601.
    pub told: String,
}

/// An article of an alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertDocument {
    /// Its id.
    pub id: String,
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its address.
    pub url: Option<String>,
}

impl Alert {
    /// An alert of a rule.
    pub fn new(
        rule: &str,
        on: On,
        what: String,
        documents: &[&Document],
        before: Option<String>,
        told: String,
    ) -> Alert {
        let document = |d: &&Document| AlertDocument {
            id: d.name.clone(),
            title: d.headline().map(str::to_string),
            publisher: d.metadata.publisher.clone(),
            url: d.metadata.url.clone(),
        };
        let documents = documents.iter().map(document).collect();
        Alert { rule: rule.to_string(), on, what, before, documents, told }
    }
}

/// Where alerts are told; standard output if nowhere else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// Append each alert to this file, as a JSON line
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Keep the newest alerts in this RSS file
    #[arg(long, value_name = "FILE")]
    rss: Option<PathBuf>,
    /// Post each alert to this address, as JSON
    #[arg(long, value_name = "URL")]
    webhook: Option<String>,
    /// Run this program for each alert, with the alert as JSON on its standard input
    #[arg(long, value_name = "PROGRAM")]
    command: Option<String>,
}

impl Told {
    /// Tells alerts everywhere they are to be told.
    ///
    /// # Errors
    /// If one place cannot be told; the others were.
    pub fn tell(&self, alerts: &[Alert], fetcher: &mut Fetcher) -> Result<()> {
        let mut problems = Vec::new();
        let mut done = |result: Result<()>| problems.extend(result.err());
        if *self == Told::default() {
            done(append(&mut std::io::stdout().lock(), alerts));
        }
        if let Some(path) = &self.file {
            let opened = fs::OpenOptions::new().create(true).append(true).open(path);
            let opened = opened.with_context(|| format!("cannot write {}", path.display()));
            done(opened.and_then(|mut file| append(&mut file, alerts)));
        }
        if let Some(path) = &self.rss {
            done(add_to_rss(path, alerts));
        }
        for alert in alerts {
            let json = serde_json::to_string(alert)?;
            if let Some(url) = &self.webhook {
                done(
                    fetcher.post(url, &json).map_err(|problem| anyhow::anyhow!("{url}: {problem}")),
                );
            }
            if let Some(program) = &self.command {
                done(run(program, &json));
            }
        }
        match problems.into_iter().next() {
            None => Ok(()),
            Some(first) => Err(first),
        }
    }
}

fn append(out: &mut dyn Write, alerts: &[Alert]) -> Result<()> {
    for alert in alerts {
        writeln!(out, "{}", serde_json::to_string(alert)?)?;
    }
    Ok(out.flush()?)
}

fn run(program: &str, json: &str) -> Result<()> {
    let failed = || format!("cannot run {program}");
    let mut child = Command::new(program).stdin(Stdio::piped()).spawn().with_context(failed)?;
    let written = child.stdin.take().expect("piped").write_all(json.as_bytes());
    // A program that does not read what it is given is no failure.
    if written.as_ref().is_err_and(|error| error.kind() != std::io::ErrorKind::BrokenPipe) {
        written.with_context(failed)?;
    }
    let status = child.wait().with_context(failed)?;
    if status.success() { Ok(()) } else { bail!("{program} ended with {status}") }
}

/// Puts alerts before those that an RSS file has, and writes it whole or not at all.
fn add_to_rss(path: &Path, alerts: &[Alert]) -> Result<()> {
    const ITEM: &str = "<item>";
    let before = fs::read_to_string(path).unwrap_or_default();
    let old = before.split("</channel>").next().unwrap_or_default();
    let old = old.split(ITEM).skip(1).map(|item| format!("{ITEM}{item}"));
    let items: Vec<String> = alerts.iter().rev().map(item).chain(old).take(RSS_ITEMS_MAX).collect();
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel>\
         <title>Secondsource</title><link>about:blank</link>\
         <description>Alerts</description>\n{}</channel></rss>\n",
        items.concat()
    );
    let part = crate::output::part(path)?;
    let failed = || format!("cannot write {}", path.display());
    fs::write(&part, text).with_context(failed)?;
    fs::rename(&part, path).with_context(failed)
}

fn item(alert: &Alert) -> String {
    let mut body = alert.before.iter().map(|b| format!("before: {b}\n")).collect::<String>();
    for d in &alert.documents {
        let parts = [d.publisher.as_deref(), d.title.as_deref(), d.url.as_deref()];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        let _ = writeln!(body, "{}", parts.join(", "));
    }
    let on = serde_json::to_string(&alert.on).unwrap_or_default();
    let link = alert.documents.iter().find_map(|d| d.url.as_deref());
    let link = link.map_or(String::new(), |url| format!("<link>{}</link>", escaped(url)));
    let guid = format!("{} {} {}", alert.rule, alert.told, alert.what);
    format!(
        "<item><title>{}</title>{link}<category>{}</category><description>{}</description>\
         <guid isPermaLink=\"false\">{}</guid></item>\n",
        escaped(&alert.what),
        escaped(on.trim_matches('"')),
        escaped(&body),
        escaped(&guid)
    )
}

fn escaped(words: &str) -> String {
    dossier::graph::xml(&dossier::page::harmless(words))
}
