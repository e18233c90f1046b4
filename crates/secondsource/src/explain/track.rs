//! What belongs to a subject under negotiation or dispute, by which documents.

use super::{Found, told};
use std::collections::BTreeSet;

pub(super) fn explained(found: &Found<'_>) -> Option<String> {
    let mut records = found.record.stories.iter().flat_map(|story| &story.tracks);
    let record = records.nth(found.nth)?;
    let (story, track) = found.of_story(|story| &story.tracks)?;
    let met = track.meetings.iter().flat_map(|&m| story.meetings[m].what.evidence.spans());
    let bound = track.pledges.iter().map(|&p| &story.pledges[p]);
    let meant = track.intentions.iter().map(|&p| &story.intentions[p]);
    let stated = bound.chain(meant).flat_map(|pledge| pledge.stated.evidence.spans());
    let positions = track.positions.iter().map(|position| {
        let quotations = &story.reports[position.report].analysis.quotations;
        quotations[position.quotation].value.content
    });
    let positions: Vec<_> = positions.collect();
    let (met, stated): (Vec<_>, Vec<_>) = (met.copied().collect(), stated.copied().collect());
    let all = met.iter().chain(&stated).chain(&positions);
    let reports: BTreeSet<usize> = all.filter_map(|span| story.report_of(span.doc())).collect();
    let names = reports.into_iter().map(|r| story.reports[r].document.name.as_str());

    let mut text = format!("{}   {}   {}\n", record.id, record.label, record.state);
    told::field("documents", &names.collect::<Vec<_>>().join(", "), &mut text);
    told::field("parties", &record.parties.join(", "), &mut text);
    told::field("meetings", &record.meetings.join(", "), &mut text);
    told::field("commitments", &record.commitments.join(", "), &mut text);
    told::field("intentions", &record.intentions.join(", "), &mut text);
    let quoted: Vec<&str> = record.positions.iter().map(|p| p.quotation.as_str()).collect();
    told::field("positions", &quoted.join(", "), &mut text);
    told::passages(story, &met, "meeting", &mut text);
    told::passages(story, &stated, "commitment", &mut text);
    told::passages(story, &positions, "position", &mut text);
    told::because(story, &story.why_track(track), &mut text);
    Some(text)
}
