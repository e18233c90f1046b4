//! Why statements cannot all be so.

use super::{Found, told};
use std::fmt::Write;

pub(super) fn explained(found: &Found<'_>) -> Option<String> {
    let record = &found.record.conflicts[found.nth];
    let (story, conflict) = found.of_story(|story| &story.conflicts)?;
    let rule = conflict.kind.rule.as_str();
    let mut text = format!("{}   {}   rule {rule}\n", record.id, record.kind);
    for (n, (side, told)) in conflict.sides.iter().zip(&record.sides).enumerate() {
        let _ = writeln!(text, "  side {}", n + 1);
        told::field("publishers", &told.publishers.join(", "), &mut text);
        told::field("speakers", &told.speakers.join(", "), &mut text);
        told::passages(story, side.evidence.spans(), &format!("side {}", n + 1), &mut text);
    }
    told::because(story, &story.why_conflict(conflict), &mut text);
    Some(text)
}
