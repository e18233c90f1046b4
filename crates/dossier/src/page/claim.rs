//! What is claimed, on the page.

use super::{Page, count};
use crate::ClaimRecord;
use std::fmt::Write;

/// Most claims shown; all are in the JSON.
const CLAIMS_SHOWN: usize = 24;

impl Page<'_> {
    /// The claims that several documents make, those of most origins first; of those that stand
    /// in the same sentences one.
    pub(super) fn claims(&mut self) {
        let is_told = |c: &&ClaimRecord| c.documents.len() > 1 && c.within.is_none() && c.clear;
        let shared: Vec<&ClaimRecord> = self.dossier.claims.iter().filter(is_told).collect();
        if shared.is_empty() {
            return;
        }
        self.heading(2, "What is claimed, by how many origins");
        for claim in shared.iter().take(CLAIMS_SHOWN) {
            self.claim(claim);
        }
        let more = self.dossier.claims.len() - shared.len().min(CLAIMS_SHOWN);
        if more > 0 {
            self.bullet(&format!(
                "and {more} more, most of them of one report, in the JSON record"
            ));
        }
        self.out.push('\n');
    }

    fn claim(&mut self, claim: &ClaimRecord) {
        let origins = count(claim.origins, "origin", "origins");
        let mut line = format!("{} · {}", self.bold(&origins), self.shown(&claim.text));
        if claim.origins > 1 {
            line.push_str(match (&claim.statement, claim.of_one_speaker) {
                (Some(_), _) => " (accounts of one statement)",
                (None, true) => " (accounts of what one speaker said)",
                (None, false) => "",
            });
        }
        if claim.status == "lineage unknown" {
            let _ = write!(line, " (lineage unknown)");
        }
        if !claim.speakers.is_empty() {
            let _ = write!(line, " · said by {}", self.shown(&claim.speakers.join(", ")));
        }
        let cites = self.cites(&claim.evidence);
        let _ = write!(line, " {} {}", cites, self.dim(&claim.id));
        self.bullet(&line);
    }
}
