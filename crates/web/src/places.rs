//! The places of articles that a file points at.

use dossier::{Cite, CommitmentRecord, Dossier, MeetingRecord, StoryRecord};

/// Everything that is cited on the pages of a story.
pub fn cited(told: &Dossier) -> impl Iterator<Item = &Cite> {
    let claims = told.claims.iter().flat_map(|c| &c.evidence);
    let sides = told.conflicts.iter().flat_map(|c| &c.sides).flat_map(|s| &s.evidence);
    let commitments = told.commitments.iter().chain(&told.intentions).flat_map(of_commitment);
    let timeline = told.timeline.iter().flat_map(|h| &h.evidence);
    let quotations = told.quotations.iter().flat_map(|q| [&q.content].into_iter().chain(&q.before));
    let entities = told.entities.iter();
    let entities = entities.flat_map(|e| {
        let roles = e.roles.iter().flat_map(|r| &r.evidence);
        e.evidence.iter().chain(roles).chain(e.deeds.iter().flat_map(|d| &d.evidence))
    });
    let basis = told.origins.iter().flat_map(|o| &o.basis).flat_map(|b| &b.evidence);
    let passages = told.derivations.iter().flat_map(|d| &d.passages);
    let passages = passages.flat_map(|p| [&p.here, &p.there]);
    let all = claims.chain(sides).chain(commitments).chain(timeline).chain(quotations);
    all.chain(entities).chain(basis).chain(passages).chain(told.stories.iter().flat_map(of_story))
}

fn of_story(story: &StoryRecord) -> impl Iterator<Item = &Cite> {
    let digest = story.digest.iter().flat_map(|line| &line.evidence);
    let cards = story.cards.iter().flat_map(|card| {
        let lines = [Some(&card.summary), card.matters.as_ref(), card.question.as_ref()];
        lines.into_iter().flatten().flat_map(|line| &line.evidence)
    });
    let questions = story.questions.iter().flat_map(|q| &q.evidence);
    let cells = story.matrix.rows.iter().flat_map(|row| &row.cells).flat_map(|c| &c.evidence);
    let positions = story.tracks.iter().flat_map(|t| &t.positions).flat_map(|p| &p.evidence);
    let meetings = story.meetings.iter().flat_map(of_meeting);
    digest.chain(cards).chain(questions).chain(cells).chain(positions).chain(meetings)
}

fn of_meeting(meeting: &MeetingRecord) -> impl Iterator<Item = &Cite> {
    let delegations = meeting.delegations.iter().flat_map(|d| &d.evidence);
    meeting.evidence.iter().chain(&meeting.agenda).chain(delegations)
}

fn of_commitment(one: &CommitmentRecord) -> impl Iterator<Item = &Cite> {
    one.evidence.iter().chain(one.follow_up.iter().flat_map(|f| &f.evidence))
}
