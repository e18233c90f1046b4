//! Why commitments, meetings, tracks and happenings are what they are.

use super::shared::{Meant, in_order, sharing};
use super::{EXPLAINED_MAX, Reason, beyond};
use crate::{
    FollowUp, FollowUpKind, Happening, Meeting, Pledge, PledgeStatus, Speech, Story, Track,
    TrackState,
};
use document::Span;
use std::collections::BTreeSet;

impl Story {
    /// Why a commitment is one: the words for each of its parts, what its statements share, and
    /// what its status rests on.
    pub fn why_pledge(&self, pledge: &Pledge) -> Vec<Reason> {
        let (report, index) = pledge.stated.value;
        let analysis = &self.reports[report].analysis;
        let chief = &analysis.commitments[index].value;
        let listed = |kind, text: &str, span: Option<Span>| {
            span.map(|span| Reason { spans: vec![span], ..Reason::new(kind, text.to_string()) })
        };
        let binds = match pledge.class.is_binding() || chief.is_binding() {
            true => "it binds",
            false => "it binds nobody",
        };
        let likely = f32::from(chief.likely) / 1000.0;
        let class =
            format!("Its words make it: {}, {likely:.2} likely; {binds}.", pledge.class.as_str());
        let mut reasons = vec![Reason::new("class", class)];
        let by_when = self.named_for(pledge);
        let until = pledge.by_when.as_deref().unwrap_or("no day");
        reasons.extend(listed("who", "Who is bound.", chief.who));
        reasons.extend(listed("what", "What is to be done.", Some(chief.what)));
        reasons.extend(listed("to-whom", "To whom, or with whom.", chief.to_whom));
        reasons.extend(listed("by-when", &format!("By {until}."), by_when));
        reasons.extend(listed("condition", "If.", chief.condition));
        let first = chief.span;
        let others: Vec<Span> =
            pledge.stated.evidence.spans().iter().copied().filter(|s| *s != first).collect();
        for &other in others.iter().take(EXPLAINED_MAX) {
            let place = self.place(other);
            let text = format!("{place} states the same, and who is bound can be the same");
            reasons.push(sharing("again", &text, self.shared(other, first)));
        }
        reasons.extend(beyond(others.len(), "statements"));
        reasons.push(Reason::new("status", status(pledge.status).to_string()));
        reasons.extend(pledge.follow_up.iter().map(|f| self.why_follow_up(f, first)));
        reasons
    }

    /// The words for the day of a commitment, in the statement that names it.
    fn named_for(&self, pledge: &Pledge) -> Option<Span> {
        let mut stated = pledge.stated.evidence.spans().iter().filter_map(|span| {
            let analysis = &self.reports[self.report_of(span.doc())?].analysis;
            let stated = analysis.commitments.iter().find(|c| c.value.span == *span)?;
            let time = &analysis.times[stated.value.deadline?].value;
            let day = time.interval.map(|i| i.latest.to_string());
            Some(time.span).filter(|_| day == pledge.by_when)
        });
        stated.next()
    }

    fn why_follow_up(&self, found: &FollowUp, promise: Span) -> Reason {
        let what = match found.kind {
            FollowUpKind::Done => "done",
            FollowUpKind::Undone => "not done",
            FollowUpKind::Late => "postponed",
            FollowUpKind::Withdrawn => "withdrawn",
            FollowUpKind::Begun => "started",
        };
        let sure = match found.is_sure {
            true => "it names what was promised and comes after it, so that the status rests on it",
            false => {
                "a lead only: it names too little of what was promised, or may not come after it"
            }
        };
        let likely = f32::from(found.likely) / 1000.0;
        let place = self.place(found.span);
        let text = format!("{place} tells “{what}”, {likely:.2} likely; {sure}");
        sharing("follow-up", &text, self.shared(found.span, promise))
    }

    /// Why mentions are one meeting: what each shares with those before it, and where its time and
    /// length stand.
    pub fn why_meeting(&self, meeting: &Meeting) -> Vec<Reason> {
        let passages = meeting.what.evidence.spans();
        let mut reasons = Vec::new();
        if passages.len() > 1 {
            let text = "Mentions are one meeting if nothing sets them apart, and a place, a day or \
                        all who took part hold them together.";
            reasons.push(Reason::new("rule", text.to_string()));
        }
        let sentences: Vec<Span> = passages.iter().map(|&span| self.sentence(span)).collect();
        for (n, &here) in sentences.iter().enumerate().skip(1).take(EXPLAINED_MAX) {
            let is_name = |meant: &Meant| matches!(meant, Meant::Name(_));
            let before = sentences[..n].iter().flat_map(|&there| self.meant(there).into_keys());
            let before: BTreeSet<Meant> = before.filter(is_name).collect();
            let own = self.meant(here).into_iter().filter(|(meant, _)| before.contains(meant));
            let shared = in_order(own.map(|(_, span)| span).collect());
            let place = self.place(passages[n]);
            let text = match shared.is_empty() {
                true => format!(
                    "{place} shares no name with those before it: it is the meeting told last."
                ),
                false => format!("{place} has, as sentences before it have."),
            };
            reasons.push(Reason { spans: shared, ..Reason::new("one", text) });
        }
        reasons.extend(beyond(passages.len() - 1, "mentions"));
        let time = |at: Option<(usize, usize)>, kind, what: &str| {
            at.map(|(report, time)| {
                let time = &self.reports[report].analysis.times[time].value;
                let text = format!("{what} ({}).", time.value);
                Reason { spans: vec![time.span], ..Reason::new(kind, text) }
            })
        };
        reasons.extend(time(meeting.time, "when", "When, by the most exact words"));
        reasons.extend(time(meeting.length, "length", "How long"));
        for delegation in &meeting.delegations {
            let text = "Who came for whom.".to_string();
            let spans = delegation.spans.clone();
            reasons.push(Reason { spans, ..Reason::new("delegation", text) });
        }
        let text = format!("It is told as {}.", meeting.realis.as_str());
        reasons.push(Reason::new("realis", text));
        reasons
    }

    /// Why a track is one, and where it stands.
    pub fn why_track(&self, track: &Track) -> Vec<Reason> {
        let rule = "What is promised, meant, met about or said with one of its nouns belongs to \
                    it; nouns that mean nearly the same, or mostly stand in one phrase, are one \
                    subject.";
        let state = match track.state {
            TrackState::ToBeDiscussed => "Only meetings that are planned are to be about it.",
            TrackState::Discussed => "It is spoken of only: nobody binds himself in it.",
            TrackState::Disputed => "Somebody refuses, demands or threatens something in it.",
            TrackState::Proposed => "Somebody offers or plans something in it.",
            TrackState::Agreed => "Something is promised or agreed in it, and no report says more.",
            TrackState::FollowedUp => "A report tells what became of something promised in it.",
        };
        let mut reasons = vec![Reason::new("rule", rule.to_string())];
        reasons.push(Reason::new("state", state.to_string()));
        if let Some(last) = track.last {
            let text = format!("The latest passage about it is {}.", self.place(last));
            reasons.push(Reason { spans: vec![last], ..Reason::new("last", text) });
        }
        reasons
    }

    /// Why quotations give one speech, and which origins heard it.
    pub fn why_speech(&self, speech: &Speech) -> Vec<Reason> {
        let text = "Quotations give one speech whose words in marks are the same, or whose speaker \
                    is and whose words mean nearly the same.";
        let mut reasons = vec![Reason::new("rule", text.to_string())];
        if let Some((kind, words)) = speech.occasion {
            let text = format!("All could listen: it was a {kind}.");
            reasons.push(Reason { spans: vec![words], ..Reason::new("occasion", text) });
        }
        let text =
            format!("Origins whose reporters heard or received it: {}.", speech.accounts.len());
        reasons.push(Reason::new("accounts", text));
        reasons
    }

    /// Why a happening is put at its time, why its passages are one, and to whose origins they
    /// count.
    pub fn why_happening(&self, happening: &Happening) -> Vec<Reason> {
        let (value, place) = (&happening.value, self.place(happening.named));
        let text = format!("Its time is {value}, by the most exact words, in {place}.");
        let mut reasons =
            vec![Reason { spans: vec![happening.named], ..Reason::new("when", text) }];
        if happening.implied {
            let text = "No clause names its time: it is that of the words around.";
            reasons.push(Reason::new("implied", text.to_string()));
        }
        if happening.estimated {
            let text = "The time rests on an estimate of when the report was published.";
            reasons.push(Reason::new("estimated", text.to_string()));
        }
        let text = format!("It is told as {}.", happening.realis.as_str());
        reasons.push(Reason::new("realis", text));
        let passages = happening.what.evidence.spans();
        for (n, &here) in passages.iter().enumerate().skip(1).take(EXPLAINED_MAX) {
            // The first of equals.
            let before = passages[..n].iter().rev().map(|&there| (self.shared(here, there), there));
            if let Some((shared, there)) = before.max_by_key(|(shared, _)| shared.len()) {
                let (place, other) = (self.place(here), self.place(there));
                let text = format!("{place} is told of the same time as {other}");
                reasons.push(sharing("one", &text, shared));
            }
        }
        reasons.extend(beyond(passages.len() - 1, "passages"));
        reasons.extend(self.why_counted(passages));
        reasons
    }
}

fn status(status: PledgeStatus) -> &'static str {
    match status {
        PledgeStatus::Open => "It is open: no passage tells for sure what became of it.",
        PledgeStatus::FollowUpFound => {
            "A passage tells what became of it, but not that it was done or not done, or both."
        }
        PledgeStatus::ReportedDone => "A report says that it was done, and none that it was not.",
        PledgeStatus::ReportedNotDone => {
            "A report says that it was not done, and none that it was."
        }
        PledgeStatus::Overdue => {
            "Its day is before the last report's; no passage tells for sure what became of it."
        }
    }
}
