//! The timeline as records.

use super::Builder;
use crate::{TimelineRecord, WhenRecord};
use story::Happening;

impl Builder<'_> {
    /// What happened when, by time.
    pub(super) fn timeline(&self) -> Vec<TimelineRecord> {
        self.story.timeline.iter().map(|happening| self.happening(happening)).collect()
    }

    fn happening(&self, happening: &Happening) -> TimelineRecord {
        TimelineRecord {
            id: format!("happening:{}", happening.what.id("happening")),
            when: WhenRecord {
                value: happening.value.clone(),
                words: self.cite(happening.named).exact,
                earliest: happening.interval.map(|i| i.earliest.to_string()),
                latest: happening.interval.map(|i| i.latest.to_string()),
                estimated: happening.estimated,
            },
            what: happening.what.value.clone(),
            realis: happening.realis.as_str().to_string(),
            implied: happening.implied,
            open: happening.open,
            origins: happening.origins.len(),
            documents: happening.reports.iter().map(|&r| self.ids[r].clone()).collect(),
            evidence: self.cites(&happening.what.evidence),
        }
    }
}
