//! What is new, on the page.

use super::{Page, count};
use crate::{Cite, NewsRecord};

/// Most new facts shown of a kind; all are in the JSON.
const NEWS_SHOWN: usize = 12;

/// Words with where they stand.
type Facts = Vec<(String, Vec<Cite>)>;

impl Page<'_> {
    /// What is new, if that was asked.
    pub(super) fn news(&mut self) {
        let Some(news) = &self.dossier.news else { return };
        let since = news.since.as_deref().unwrap_or("the earlier run");
        self.heading(2, &format!("New since {since}"));
        let documents = count(news.documents.len(), "article", "articles");
        let origins = count(news.origins.len(), "new origin", "new origins");
        let line = format!("{documents} {} · {origins}", self.document_list(&news.documents));
        self.bullet(&line);
        for (title, facts) in self.new_facts(news) {
            let shown = facts.iter().take(NEWS_SHOWN);
            for (words, cites) in shown {
                let cites = self.cites(cites);
                let line = format!("{title} · {} {}", self.shown(words), cites);
                self.bullet(&line);
            }
            if facts.len() > NEWS_SHOWN {
                let more = facts.len() - NEWS_SHOWN;
                self.bullet(&format!("{title} · and {more} more, in the JSON record"));
            }
        }
        self.out.push('\n');
    }

    /// By kind: the words of what is new, and where they stand.
    fn new_facts(&self, news: &NewsRecord) -> [(&'static str, Facts); 3] {
        let d = self.dossier;
        let conflicts = d.conflicts.iter().filter(|c| news.conflicts.contains(&c.id));
        let conflicts = conflicts.map(|c| {
            let words: Vec<&str> = c.sides.iter().map(|s| s.text.as_str()).collect();
            (words.join(" / "), c.sides.iter().flat_map(|s| s.evidence.clone()).collect())
        });
        let claims = d.claims.iter().filter(|c| news.claims.contains(&c.id));
        let claims = claims.map(|c| (c.text.clone(), c.evidence.clone()));
        let promised = d.commitments.iter().filter(|c| news.commitments.contains(&c.id));
        let promised = promised.map(|c| (c.what.clone(), c.evidence.clone()));
        [
            ("conflict", conflicts.collect()),
            ("claim", claims.collect()),
            ("promise", promised.collect()),
        ]
    }
}
