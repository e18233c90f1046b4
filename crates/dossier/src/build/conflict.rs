//! Conflicts as records.

use super::Builder;
use crate::{ConflictRecord, SideRecord};
use std::collections::BTreeSet;
use story::{Conflict, conflict::Side};

impl Builder<'_> {
    /// The conflicts of the story, the likeliest first.
    pub(super) fn conflicts(&self) -> Vec<ConflictRecord> {
        self.story.conflicts.iter().map(|conflict| self.conflict(conflict)).collect()
    }

    fn conflict(&self, conflict: &Conflict) -> ConflictRecord {
        ConflictRecord {
            id: format!("conflict:{}", conflict.kind.id("conflict")),
            kind: conflict.kind.value.as_str().to_string(),
            likely: f32::from(conflict.likely) / 1000.0,
            sides: conflict.sides.iter().map(|side| self.side(side)).collect(),
        }
    }

    fn side(&self, side: &Side) -> SideRecord {
        let spans = side.evidence.spans();
        let reports: BTreeSet<usize> =
            spans.iter().filter_map(|span| self.story.report_of(span.doc())).collect();
        let text = self.story.told(side.evidence.first());
        SideRecord {
            speakers: self.speakers(spans, &text),
            text,
            documents: reports.iter().map(|&r| self.ids[r].clone()).collect(),
            publishers: self.publishers(&reports),
            origins: self.story.origins.count(spans).origins.len(),
            evidence: self.cites(&side.evidence),
        }
    }
}
