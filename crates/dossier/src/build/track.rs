//! Tracks as records.

use super::Builder;
use crate::{PositionRecord, TrackRecord};
use document::short_hash;
use story::{Position, Track};

impl Builder<'_> {
    /// The subjects under negotiation or dispute, in the story's order.
    pub(super) fn tracks(&self) -> Vec<TrackRecord> {
        self.story.tracks.iter().map(|track| self.track(track)).collect()
    }

    fn track(&self, track: &Track) -> TrackRecord {
        let (bound, meant) = (&self.story.pledges, &self.story.intentions);
        let mut parts: Vec<&str> = self.ids.iter().map(String::as_str).collect();
        parts.extend(["track", &track.label]);
        TrackRecord {
            id: format!("track:{:08x}", short_hash(&parts) as u32),
            label: track.label.clone(),
            state: track.state.as_str().to_string(),
            parties: self.party_names(&track.parties),
            meetings: track.meetings.iter().map(|&m| self.meeting_id(m)).collect(),
            commitments: track.pledges.iter().map(|&p| self.pledge_id(&bound[p])).collect(),
            intentions: track.intentions.iter().map(|&p| self.pledge_id(&meant[p])).collect(),
            positions: track.positions.iter().filter_map(|p| self.position(p)).collect(),
            last: track.last.map(|span| self.cite(span)),
        }
    }

    fn position(&self, position: &Position) -> Option<PositionRecord> {
        let analysis = &self.story.reports[position.report].analysis;
        let fact = &analysis.quotations[position.quotation];
        let speaker = fact.value.speaker.as_ref()?;
        Some(PositionRecord {
            speaker: self.speaker(position.report, speaker).text,
            quotation: format!("quotation:{}", fact.id("quotation")),
            evidence: vec![self.cite(fact.value.content)],
        })
    }
}
