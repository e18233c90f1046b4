//! Which quotations give one speech, and who heard it.

use super::{Found, told};
use std::fmt::Write;

pub(super) fn explained(found: &Found<'_>) -> Option<String> {
    let record = &found.record.quotation_variants[found.nth];
    let (story, speech) = found.of_story(|story| &story.speeches)?;
    let mut text = format!("{}   speech\n", record.id);
    for (rendering, told) in speech.renderings.iter().zip(&record.renderings) {
        let report = rendering.report;
        let content = story.reports[report].analysis.quotations[rendering.quotation].value.content;
        let mut marks = vec![(content, told.relation.as_str())];
        marks.extend(rendering.differing.iter().map(|span| (*span, "differs")));
        let _ = writeln!(text, "{}", told::passage(story, report, &marks));
    }
    told::because(story, &story.why_speech(speech), &mut text);
    let quotations: Vec<&str> = record.renderings.iter().map(|r| r.quotation.as_str()).collect();
    told::field("quotations", &quotations.join(", "), &mut text);
    told::field("heard by", &record.accounts.join(", "), &mut text);
    Some(text)
}
