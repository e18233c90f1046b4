//! Documents from addresses: pages, and the pages that the entries of a feed lead to.

use super::Intake;
use crate::{
    fetch::{Answer, Fetcher, Page},
    output, pile,
};
use anyhow::Result;
use document::Document;
use library::{Health, article};

/// Pages of one feed that are fetched at one look; the others at the next.
const ARTICLES_MAX: usize = 50;

/// Outcomes of asking an address: nothing new is there; it gave nothing.
const SAME: &str = "not changed";
pub(super) const NOT_HAD: &str = "not had";

/// How addresses are asked.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct Asking {
    /// Fetch the pages that the entries of a feed lead to, instead of the text the feed gives
    #[arg(long)]
    pub articles: bool,
    /// Ask addresses of this machine and of private networks too
    #[arg(long)]
    pub allow_private: bool,
}

impl Intake<'_> {
    /// Takes in what addresses give. Of those that give nothing it says why.
    pub fn addresses(&mut self, urls: &[&String], asking: Asking) -> Result<()> {
        let mut fetcher = Fetcher::new();
        for url in urls {
            let (mut health, entry) = self.library.address(url)?.unwrap_or_default();
            self.address(&mut fetcher, url, asking, 0, &mut health)?;
            self.library.keep_address(url, &health, &entry)?;
            if let Some(problem) = &health.problem {
                self.failed(url, problem);
            }
        }
        Ok(())
    }

    /// Takes in what one address gives, if it is new there. What came of it is in `health`; `every`
    /// is the time in seconds after which it is asked again.
    pub fn address(
        &mut self,
        fetcher: &mut Fetcher,
        url: &str,
        asking: Asking,
        every: i64,
        health: &mut Health,
    ) -> Result<()> {
        // What was had is remembered only once it is stored.
        let mut asked = health.clone();
        match fetcher.ask(url, every, asking.allow_private, &mut asked) {
            Answer::New(page) => {
                let documents = self.read(&page);
                if asking.articles && ingest::is_feed(page.bytes()) {
                    self.articles(fetcher, documents, &page, asking)?;
                } else {
                    let all: Vec<(&Document, Option<&[u8]>)> =
                        documents.iter().map(|d| (d, Some(page.original.as_slice()))).collect();
                    self.documents(&all)?;
                }
            }
            Answer::Same => *self.outcomes.entry(SAME).or_default() += 1,
            Answer::Failed => {}
        }
        *health = asked;
        Ok(())
    }

    /// The documents of a page; one without an address gets that of the page.
    fn read(&mut self, page: &Page) -> Vec<Document> {
        let mut ingested = pile::read_documents(&page.url, page.bytes(), None);
        output::warn(&ingested.notices, self.options);
        if let [only] = &mut ingested.documents[..] {
            only.metadata.url.get_or_insert_with(|| page.url.clone());
        }
        ingested.documents
    }

    /// Fetches the pages of entries that are new or changed. An entry whose page gives nothing is
    /// taken in as the feed has it.
    fn articles(
        &mut self,
        fetcher: &mut Fetcher,
        entries: Vec<Document>,
        feed: &Page,
        asking: Asking,
    ) -> Result<()> {
        let mut n_asked = 0;
        for entry in entries {
            let Some(url) = entry.metadata.url.clone() else {
                self.documents(&[(&entry, Some(&feed.original))])?;
                continue;
            };
            let hash = article::sha256(article::line(&entry).as_bytes());
            let (mut health, before) = self.library.address(&url)?.unwrap_or_default();
            if before == hash && health.answered.is_some() {
                *self.outcomes.entry(SAME).or_default() += 1;
                continue;
            }
            if n_asked == ARTICLES_MAX {
                continue;
            }
            n_asked += 1;
            match fetcher.ask(&url, 0, asking.allow_private, &mut health) {
                Answer::New(page) => {
                    let mut documents = self.read(&page);
                    let [document] = &mut documents[..] else {
                        self.documents(&[(&entry, Some(&feed.original))])?;
                        self.library.keep_address(&url, &health, &hash)?;
                        continue;
                    };
                    complete(document, &entry);
                    self.documents(&[(document, Some(&page.original))])?;
                }
                Answer::Same => {}
                Answer::Failed => {
                    self.failed(&url, health.problem.as_deref().unwrap_or_default());
                    self.documents(&[(&entry, Some(&feed.original))])?;
                }
            }
            self.library.keep_address(&url, &health, &hash)?;
        }
        Ok(())
    }

    fn failed(&mut self, url: &str, problem: &str) {
        *self.outcomes.entry(NOT_HAD).or_default() += 1;
        if !self.options.quiet {
            eprintln!("secondsource: {}", dossier::page::harmless(&format!("{url}: {problem}")));
        }
    }
}

/// Gives a page what only the feed said of it.
fn complete(document: &mut Document, entry: &Document) {
    let (here, there) = (&mut document.metadata, &entry.metadata);
    for (here, there) in [
        (&mut here.title, &there.title),
        (&mut here.publisher, &there.publisher),
        (&mut here.published, &there.published),
        (&mut here.updated, &there.updated),
        (&mut here.language, &there.language),
    ] {
        if here.is_none() {
            here.clone_from(there);
        }
    }
    if here.authors.is_empty() {
        here.authors.clone_from(&there.authors);
    }
}
