//! The digest in a language model's words, on the page.

use super::Page;
use crate::PhrasedRecord;

impl PhrasedRecord {
    /// Who wrote it, that it was checked, and how much was dropped, in a sentence.
    pub fn note(&self) -> String {
        let all: usize = self.dropped.iter().map(|d| d.count).sum();
        let reasons: Vec<String> =
            self.dropped.iter().map(|d| format!("{} {}", d.reason, d.count)).collect();
        let dropped = match all {
            0 => "none dropped".to_string(),
            n => format!("{n} dropped ({})", reasons.join(", ")),
        };
        let (model, at) = (&self.model, &self.at);
        format!(
            "Phrased by a language model ({model}, {at}), not by a report; each sentence is kept \
             only if those it cites bear it out: {} kept, {dropped}",
            self.sentences.len()
        )
    }
}

impl Page<'_> {
    pub(super) fn phrased(&mut self) {
        let phrased = self.dossier.stories.iter().filter_map(|s| s.phrased.as_ref());
        for phrased in phrased.collect::<Vec<_>>() {
            let note = self.italic(&self.shown(&phrased.note()));
            self.paragraph(&note);
            for sentence in &phrased.sentences {
                let cites = self.cites(&sentence.evidence);
                let line = format!("{} {}", self.shown(&sentence.text), cites);
                self.bullet(&line);
            }
            if !phrased.sentences.is_empty() {
                self.out.push('\n');
            }
        }
    }
}
