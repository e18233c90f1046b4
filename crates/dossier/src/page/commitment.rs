//! What was promised and what became of it, on the page.

use super::Page;
use crate::CommitmentRecord;
use std::fmt::Write;

/// Most commitments shown; all are in the JSON.
const COMMITMENTS_SHOWN: usize = 30;

impl Page<'_> {
    /// The commitments, those with a follow-up first.
    pub(super) fn commitments(&mut self) {
        let all = &self.dossier.commitments;
        if all.is_empty() {
            return;
        }
        self.heading(2, "What was promised, and what became of it");
        let mut shown: Vec<&CommitmentRecord> = all.iter().collect();
        shown.sort_by_key(|c| {
            (!c.follow_up.iter().any(|f| f.sure), std::cmp::Reverse(c.documents.len()))
        });
        for commitment in shown.iter().take(COMMITMENTS_SHOWN) {
            self.commitment(commitment);
        }
        if all.len() > COMMITMENTS_SHOWN {
            let more = all.len() - COMMITMENTS_SHOWN;
            self.bullet(&format!("and {more} more, in the JSON record"));
        }
        self.out.push('\n');
    }

    fn commitment(&mut self, commitment: &CommitmentRecord) {
        let status = self.bold(&commitment.status);
        let mut line = format!("{status} · {}", self.shown(&commitment.what));
        if !commitment.who.is_empty() && !commitment.what.starts_with(&commitment.who) {
            let _ = write!(line, " · {}", self.shown(&commitment.who));
        }
        if let Some(day) = &commitment.by_when {
            let _ = write!(line, " · by {}", self.shown(day));
        }
        let cites: Vec<String> = commitment.evidence.iter().map(|c| self.cite(c)).collect();
        let _ = write!(line, " {} {}", cites.join(" "), self.dim(&commitment.id));
        self.bullet(&line);
        for follow_up in &commitment.follow_up {
            let cites: Vec<String> = follow_up.evidence.iter().map(|c| self.cite(c)).collect();
            let words = self.shown(&follow_up.text);
            let kind = if follow_up.sure { follow_up.kind.as_str() } else { "may answer it" };
            let line = format!("  {kind}: {words} {}", cites.join(" "));
            self.bullet(&line);
        }
    }
}
