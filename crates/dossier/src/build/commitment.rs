//! Commitments as records.

use super::Builder;
use crate::{CommitmentRecord, FollowUpRecord};
use document::Span;
use std::collections::BTreeSet;
use story::{FollowUp, FollowUpKind, Pledge};

impl Builder<'_> {
    /// The commitments of the story, in its order.
    pub(super) fn commitments(&self) -> Vec<CommitmentRecord> {
        self.story.pledges.iter().map(|pledge| self.commitment(pledge)).collect()
    }

    pub(super) fn commitment(&self, pledge: &Pledge) -> CommitmentRecord {
        let (report, index) = pledge.stated.value;
        let first = &self.story.reports[report].analysis.commitments[index].value;
        let spans = pledge.stated.evidence.spans();
        let documents: BTreeSet<usize> =
            spans.iter().filter_map(|span| self.story.report_of(span.doc())).collect();
        let who = match pledge.who {
            Some(entity) => self.story.entities[entity].name.clone(),
            None => first.who.map_or_else(String::new, |span| self.line(span)),
        };
        CommitmentRecord {
            id: format!("commitment:{}", pledge.stated.id("commitment")),
            who,
            entity: pledge.who.map(|e| self.entity_ids[e].clone()),
            what: self.line(first.span),
            by_when: pledge.by_when.clone(),
            condition: first.condition.map(|span| self.line(span)),
            status: pledge.status.as_str().to_string(),
            likely: f32::from(first.likely) / 1000.0,
            speakers: self.speakers(spans),
            documents: documents.iter().map(|&r| self.ids[r].clone()).collect(),
            evidence: self.cites(&pledge.stated.evidence),
            follow_up: pledge.follow_up.iter().map(|f| self.follow_up(f)).collect(),
        }
    }

    fn follow_up(&self, follow_up: &FollowUp) -> FollowUpRecord {
        let kind = match follow_up.kind {
            FollowUpKind::Done => "done",
            FollowUpKind::Undone => "not done",
            FollowUpKind::Late => "postponed",
            FollowUpKind::Withdrawn => "withdrawn",
            FollowUpKind::Begun => "started",
        };
        FollowUpRecord {
            text: self.line(follow_up.span),
            kind: kind.to_string(),
            sure: follow_up.is_sure(),
            document: self.ids[follow_up.report].clone(),
            evidence: vec![self.cite(follow_up.span)],
        }
    }

    /// The words of a span on one line.
    pub(super) fn line(&self, span: Span) -> String {
        self.story.words(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
