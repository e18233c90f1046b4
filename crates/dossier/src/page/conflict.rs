//! Where reports differ, on the page.

use super::Page;
use crate::{ConflictRecord, SideRecord};
use std::fmt::Write;

/// Most conflicts shown; all are in the JSON.
const CONFLICTS_SHOWN: usize = 20;

impl Page<'_> {
    /// The conflicts, each with the words of its sides.
    pub(super) fn conflicts(&mut self) {
        let all = &self.dossier.conflicts;
        if all.is_empty() {
            return;
        }
        self.heading(2, "Where reports differ");
        for conflict in all.iter().take(CONFLICTS_SHOWN) {
            self.conflict(conflict);
        }
        if all.len() > CONFLICTS_SHOWN {
            let more = all.len() - CONFLICTS_SHOWN;
            self.bullet(&format!("and {more} more, in the JSON record"));
        }
        self.out.push('\n');
    }

    fn conflict(&mut self, conflict: &ConflictRecord) {
        let line = format!("{} {}", self.bold(conflict.heading()), self.dim(&conflict.id));
        self.bullet(&line);
        for side in &conflict.sides {
            let line = self.side(side);
            self.sub_bullet(&line);
        }
    }

    fn side(&self, side: &SideRecord) -> String {
        let mut line = self.shown(&side.text);
        if !side.speakers.is_empty() {
            let _ = write!(line, " · said by {}", self.shown(&side.speakers.join(", ")));
        }
        let cites = self.cites(&side.evidence);
        let _ = write!(line, " {}", cites);
        line
    }
}
