//! Why something stands at its time on the timeline.

use super::{Found, told};

pub(super) fn explained(found: &Found<'_>) -> Option<String> {
    let record = &found.record.timeline[found.nth];
    let (story, happening) = found.of_story(|story| &story.timeline)?;
    let rule = happening.what.rule.as_str();
    let mut text = format!("{}   {}   rule {rule}\n", record.id, record.when.value);
    told::field("what", &record.what, &mut text);
    let days = [record.when.earliest.as_deref(), record.when.latest.as_deref()];
    let days: Vec<&str> = days.into_iter().flatten().collect();
    told::field("between", &days.join(" and "), &mut text);
    told::field("documents", &record.documents.join(", "), &mut text);
    told::passages(story, happening.what.evidence.spans(), "happening", &mut text);
    told::because(story, &story.why_happening(happening), &mut text);
    Some(text)
}
