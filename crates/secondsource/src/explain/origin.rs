//! Whose reporting an origin is, and what shows it.

use super::{Found, told};

pub(super) fn explained(found: &Found<'_>) -> Option<String> {
    let record = &found.record.origins[found.nth];
    let (story, origin) = found.of_story(|story| &story.origins.list)?;
    let mut text = format!("{}   lineage {}\n", record.id, record.lineage);
    told::field("publisher", record.publisher.as_deref().unwrap_or_default(), &mut text);
    told::field("documents", &record.documents.join(", "), &mut text);
    told::field("passages in", &record.also.join(", "), &mut text);
    for basis in &origin.basis {
        told::passages(story, &basis.spans, basis.kind.as_str(), &mut text);
    }
    told::because(story, &story.why_origin(origin), &mut text);
    Some(text)
}
