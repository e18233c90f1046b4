//! Who is bound to do what, by which words, and what became of it.

use super::{Found, told};
use dossier::CommitmentRecord;
use story::{Pledge, Story};

/// What binds.
pub(super) fn explained(found: &Found<'_>) -> Option<String> {
    let (story, pledge) = found.of_story(|story| &story.pledges)?;
    Some(text(&found.record.commitments[found.nth], story, pledge))
}

/// What only sounds like it.
pub(super) fn intention(found: &Found<'_>) -> Option<String> {
    let (story, pledge) = found.of_story(|story| &story.intentions)?;
    Some(text(&found.record.intentions[found.nth], story, pledge))
}

fn text(record: &CommitmentRecord, story: &Story, pledge: &Pledge) -> String {
    let rule = pledge.stated.rule.as_str();
    let mut text = format!("{}   {}   {}   rule {rule}\n", record.id, record.class, record.status);
    told::field("who", &record.who, &mut text);
    told::field("what", &record.what, &mut text);
    told::field("to whom", record.to_whom.as_deref().unwrap_or_default(), &mut text);
    told::field("by when", record.by_when.as_deref().unwrap_or_default(), &mut text);
    told::field("condition", record.condition.as_deref().unwrap_or_default(), &mut text);
    told::passages(story, pledge.stated.evidence.spans(), "commitment", &mut text);
    let follow_up: Vec<_> = pledge.follow_up.iter().map(|f| f.span).collect();
    told::passages(story, &follow_up, "follow-up", &mut text);
    told::because(story, &story.why_pledge(pledge), &mut text);
    text
}
