//! The subjects under negotiation, and the meetings, on the page.

use super::{Page, count};
use crate::{
    Cite, CommitmentRecord, MeetingRecord, StoryRecord, TrackRecord, WhenRecord, WindowRecord,
};
use std::fmt::Write;

/// Most meetings shown; all are in the JSON.
const MEETINGS_SHOWN: usize = 12;
/// Most entries shown of each part of a track or meeting.
const PARTS_SHOWN: usize = 4;
/// Characters shown of a position or a subject: most sentences.
const POSITION_CHARS: usize = 280;

impl Page<'_> {
    /// The tracks of the story, and the meetings.
    pub(super) fn tracks(&mut self) {
        let stories: Vec<StoryRecord> = self.dossier.stories.clone();
        for story in &stories {
            if !story.tracks.is_empty() {
                self.heading(2, "What is negotiated");
                story.tracks.iter().for_each(|track| self.track(track, story));
                self.out.push('\n');
            }
            let told = |m: &&MeetingRecord| is_told(m);
            if story.meetings.iter().any(|m| told(&m)) {
                self.heading(2, "Who met");
                let shown: Vec<&MeetingRecord> =
                    story.meetings.iter().filter(told).take(MEETINGS_SHOWN).collect();
                shown.iter().for_each(|meeting| self.meeting(meeting));
                self.rest(story.meetings.len(), shown.len());
            }
        }
    }

    fn track(&mut self, track: &TrackRecord, story: &StoryRecord) {
        let mut line = format!("{} · {}", self.bold(&self.shown(&track.label)), track.state);
        if !track.parties.is_empty() {
            let _ = write!(line, " · {}", self.shown(&track.parties.join(", ")));
        }
        let _ = write!(line, " {}", self.dim(&track.id));
        self.bullet(&line);
        for id in track.commitments.iter().chain(&track.intentions).take(PARTS_SHOWN) {
            if let Some(c) = self.by_id(id).cloned() {
                let who = if c.who.is_empty() { String::new() } else { format!("{}: ", c.who) };
                let cites = self.cites(&c.evidence);
                let words = self.shown(&format!("{who}{}", c.what));
                self.bullet(&format!("  {}: {words} {}", c.class, cites));
            }
        }
        let met = story.meetings.iter().filter(|m| track.meetings.contains(&m.id));
        for meeting in met.take(PARTS_SHOWN) {
            let cites: Vec<String> = self.telling(meeting).into_iter().take(PARTS_SHOWN).collect();
            self.bullet(&format!("  {} {}", self.shown(&title(meeting)), cites.join(" ")));
        }
        for position in track.positions.iter().take(PARTS_SHOWN) {
            for cite in &position.evidence {
                let words = cut(&cite.exact);
                let said = self.shown(&format!("{}: {words}", position.speaker));
                self.bullet(&format!("  {said} {}", self.cite(cite)));
            }
        }
    }

    /// When an undated document was published, as an estimate.
    pub(super) fn window(&self, window: &WindowRecord) -> String {
        let days = match (&window.earliest, &window.latest) {
            (Some(from), Some(to)) => format!("between {from} and {to}"),
            (Some(from), None) => format!("not before {from}"),
            (None, Some(to)) => format!("not after {to}"),
            (None, None) => "at no known time".to_string(),
        };
        let cites = self.cites(&window.evidence);
        format!("estimated: {days}, as {} {}", window.signs.join(", "), cites)
    }

    fn by_id(&self, id: &str) -> Option<&CommitmentRecord> {
        let mut all = self.dossier.commitments.iter().chain(&self.dossier.intentions);
        all.find(|c| c.id == id)
    }

    /// Where a meeting is told of, each paragraph once: first those that have its time, then those
    /// that have a place of it.
    fn telling(&self, meeting: &MeetingRecord) -> Vec<String> {
        let time = meeting.when.as_ref().map(|when| when.words.as_str());
        let lacks = |cite: &&Cite| {
            let has_time = time.is_some_and(|time| !time.is_empty() && cite.exact.contains(time));
            let has_place = meeting.places.iter().any(|place| cite.exact.contains(place.as_str()));
            (!has_time, !has_place)
        };
        let mut all: Vec<&Cite> = meeting.evidence.iter().collect();
        all.sort_by_key(lacks);
        let mut places: Vec<String> = Vec::new();
        for place in all.into_iter().map(|c| self.cite(c)) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    fn meeting(&mut self, meeting: &MeetingRecord) {
        let mut line = self.bold(&self.shown(&title(meeting)));
        if meeting.realis != "actual" {
            let _ = write!(line, " · {}", meeting.realis);
        }
        if let Some(length) = &meeting.length {
            let words = self.cites(&length.evidence);
            let _ = write!(line, " · {} {}", self.shown(&length.told()), words);
        }
        let cites = self.telling(meeting);
        let (shown, rest) = cites.split_at(cites.len().min(PARTS_SHOWN));
        let more = match rest.len() {
            0 => String::new(),
            more => format!(" and {}", count(more, "paragraph", "paragraphs")),
        };
        let _ = write!(line, " {}{more} {}", shown.join(" "), self.dim(&meeting.id));
        self.bullet(&line);
        // Who took part is told in words that name nobody.
        let unnamed = meeting.participants.is_empty() && meeting.delegations.is_empty();
        if let Some(cite) = meeting.evidence.first().filter(|_| unnamed) {
            let words = self.shown(&cut(&cite.exact));
            self.bullet(&format!("  “{words}” {}", self.cite(cite)));
        }
        for delegation in &meeting.delegations {
            let cites = self.cites(&delegation.evidence);
            let words = format!("{}: {}", delegation.party, delegation.members.join(", "));
            self.bullet(&format!("  for {} {}", self.shown(&words), cites));
        }
        let mut told: Vec<&str> = Vec::new();
        for cite in meeting.agenda.iter().take(PARTS_SHOWN) {
            if told.contains(&cite.exact.as_str()) {
                continue;
            }
            told.push(&cite.exact);
            let words = self.shown(&cut(&cite.exact));
            self.bullet(&format!("  about {words} {}", self.cite(cite)));
        }
        for id in &meeting.outcome {
            if let Some(c) = self.by_id(id).cloned() {
                let cites = self.cites(&c.evidence);
                self.bullet(&format!("  agreed: {} {}", self.shown(&c.what), cites));
            }
        }
    }
}

/// What it was, who took part, where and when.
/// Whether several came together, or it was held and is known by its place: "the London summit".
fn is_told(meeting: &MeetingRecord) -> bool {
    let host = if meeting.kind == "visit" { meeting.places.len() } else { 0 };
    let several = meeting.participants.len() + meeting.delegations.len() + host > 1;
    let named = meeting.participants.is_empty() && !meeting.places.is_empty();
    match meeting.realis.as_str() {
        "actual" => several || named,
        "planned" => several || named && meeting.when.as_ref().is_some_and(WhenRecord::is_dated),
        _ => false,
    }
}

/// What it was, who took part, where and when.
fn title(meeting: &MeetingRecord) -> String {
    let mut title = meeting.title();
    if let Some(when) = meeting.when.as_ref().map(WhenRecord::told).filter(|when| !when.is_empty())
    {
        let _ = write!(title, " · {when}");
    }
    title
}

/// On one line, cut after some characters, at the end of a word.
fn cut(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(POSITION_CHARS) {
        Some((at, _)) => {
            let end = line[..at].rfind(' ').unwrap_or(at);
            format!("{}…", line[..end].trim_end_matches([',', ';', ' ']))
        }
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meeting(realis: &str, participants: &[&str], places: &[&str]) -> MeetingRecord {
        let names = |names: &[&str]| names.iter().map(|n| n.to_string()).collect();
        MeetingRecord {
            kind: "meeting".into(),
            realis: realis.into(),
            participants: names(participants),
            places: names(places),
            ..MeetingRecord::default()
        }
    }

    #[test]
    fn a_meeting_held_by_nobody_named_is_known_by_its_place() {
        assert!(is_told(&meeting("actual", &[], &["Norrin"])));
        assert!(!is_told(&meeting("planned", &[], &["Norrin"])));
        let when = serde_json::json!({"value": "2031-03-29"});
        let when = Some(serde_json::from_value(when).expect("a time"));
        assert!(is_told(&MeetingRecord { when, ..meeting("planned", &[], &["Norrin"]) }));
        assert!(!is_told(&meeting("actual", &["Dora Vale"], &["Norrin"])));
        assert!(is_told(&meeting("planned", &["Dora Vale", "Ada Okoro"], &[])));
        assert!(!is_told(&meeting("hypothetical", &["Dora Vale", "Ada Okoro"], &[])));
    }
}
