//! Which mentions are one meeting, and why.

use super::{Found, told};

pub(super) fn explained(found: &Found<'_>) -> Option<String> {
    let mut records = found.record.stories.iter().flat_map(|story| &story.meetings);
    let record = records.nth(found.nth)?;
    let (story, meeting) = found.of_story(|story| &story.meetings)?;
    let rule = meeting.what.rule.as_str();
    let mut text = format!("{}   {}   rule {rule}\n", record.id, record.kind);
    told::field("participants", &record.participants.join(", "), &mut text);
    for delegation in &record.delegations {
        let members = delegation.members.join(", ");
        told::field(&format!("for {}", delegation.party), &members, &mut text);
    }
    told::field("places", &record.places.join(", "), &mut text);
    told::field("documents", &record.documents.join(", "), &mut text);
    told::field("outcome", &record.outcome.join(", "), &mut text);
    told::passages(story, meeting.what.evidence.spans(), "mention", &mut text);
    told::passages(story, &meeting.agenda, "agenda", &mut text);
    told::because(story, &story.why_meeting(meeting), &mut text);
    Some(text)
}
