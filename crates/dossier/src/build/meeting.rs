//! Meetings as records.

use super::Builder;
use crate::{DelegationRecord, LengthRecord, MeetingRecord, WhenRecord};
use std::collections::BTreeSet;
use story::{Delegation, Meeting};

impl Builder<'_> {
    /// Who came together, in the story's order.
    pub(super) fn meetings(&self) -> Vec<MeetingRecord> {
        self.story.meetings.iter().map(|meeting| self.meeting(meeting)).collect()
    }

    /// The id of a meeting.
    pub(super) fn meeting_id(&self, meeting: usize) -> String {
        format!("meeting:{}", self.story.meetings[meeting].what.id("meeting"))
    }

    fn meeting(&self, meeting: &Meeting) -> MeetingRecord {
        let pledges = &self.story.pledges;
        MeetingRecord {
            id: format!("meeting:{}", meeting.what.id("meeting")),
            kind: meeting.what.value.as_str().to_string(),
            participants: self.party_names(&meeting.parties),
            delegations: meeting.delegations.iter().map(|d| self.delegation(d)).collect(),
            places: meeting.places.iter().cloned().collect(),
            when: meeting.time.map(|at| self.when(at)),
            length: meeting.length.map(|at| self.length(at)),
            agenda: meeting.agenda.iter().map(|&span| self.cite(span)).collect(),
            outcome: meeting.outcome.iter().map(|&p| self.pledge_id(&pledges[p])).collect(),
            origins: self.story.origins.count(meeting.what.evidence.spans()).origins.len(),
            realis: meeting.realis.as_str().to_string(),
            documents: meeting.reports.iter().map(|&r| self.ids[r].clone()).collect(),
            evidence: self.cites(&meeting.what.evidence),
        }
    }

    fn delegation(&self, delegation: &Delegation) -> DelegationRecord {
        let name = |&entity: &usize| self.story.entities[entity].name.clone();
        DelegationRecord {
            party: self.party_names(&BTreeSet::from([delegation.party])).join(" "),
            members: delegation.members.iter().map(name).collect(),
            evidence: delegation.spans.iter().map(|&span| self.cite(span)).collect(),
        }
    }

    /// A time of a report, in its estimated window where that leaves one reading.
    fn when(&self, (report, time): (usize, usize)) -> WhenRecord {
        let time = &self.story.reports[report].analysis.times[time].value;
        let words = self.cite(time.span).exact;
        let ahead = time.direction == analysis::time::Direction::Future;
        let estimate = self.story.windows.resolve(report, time, ahead);
        let estimated = estimate.is_some();
        let (value, days) = match estimate {
            Some((value, days)) => (value, Some(days)),
            None => (time.value.clone(), time.interval),
        };
        WhenRecord {
            value,
            words,
            earliest: days.map(|i| i.earliest.to_string()),
            latest: days.map(|i| i.latest.to_string()),
            estimated,
        }
    }

    fn length(&self, (report, time): (usize, usize)) -> LengthRecord {
        let time = &self.story.reports[report].analysis.times[time].value;
        LengthRecord {
            value: time.value.clone(),
            modifier: time.modifier.map(str::to_string),
            evidence: vec![self.cite(time.span)],
        }
    }
}
