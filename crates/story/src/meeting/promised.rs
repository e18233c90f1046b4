//! Meetings that were promised, and the [`Meeting`]s that were held after it.

use super::{Meeting, concluded};
use crate::{
    Report,
    commitment::{FollowUp, Pledge, commitment, published},
    party::{Parties, Party},
};
use analysis::{Realis, time::Day};
use document::Span;
use language::labels::pos;
use lexicon::{
    Lexicon,
    rows::{FollowUpKind, MeetingWord},
};
use std::collections::BTreeSet;

/// The likelihood shown for a meeting that was held, in thousandths: between the same parties,
/// but perhaps not the one that was promised. Set by hand 2026-11-22, not swept.
const HELD: u16 = 500;

/// Adds to each promise to meet the meetings that its parties held afterwards, as others tell.
pub(crate) fn follow_up(
    reports: &[Report],
    parties: &Parties<'_>,
    pledges: &mut [Pledge],
    meetings: &[Meeting],
    lexicon: &Lexicon,
) {
    for pledge in pledges {
        if !is_to_meet(reports, pledge, lexicon) {
            continue;
        }
        let who = bound(reports, parties, pledge, meetings);
        let held = meetings.iter().filter(|m| who.len() > 1 && who.is_subset(&m.parties));
        let found = held.filter_map(|m| after(reports, pledge, m, m.parties == who));
        let found: Vec<FollowUp> = found.collect();
        found.into_iter().for_each(|f| pledge.follow(f));
    }
}

/// Whether what is to be done is to meet.
fn is_to_meet(reports: &[Report], pledge: &Pledge, lexicon: &Lexicon) -> bool {
    let at = pledge.stated.value;
    let stated = commitment(reports, at);
    let parse = &reports[at.0].analysis.syntax.parse;
    let verb = parse.tokens[stated.head].pos == pos::VERB;
    let lemma = parse.lemma(stated.head).to_lowercase();
    let word = lexicon.meetings.get(&(lemma.as_str(), if verb { "verb" } else { "noun" }));
    word == Some(&MeetingWord::Meeting)
}

/// Who is to meet: who is bound, else who was named together before, else who met where it was
/// promised.
fn bound(
    reports: &[Report],
    parties: &Parties<'_>,
    pledge: &Pledge,
    meetings: &[Meeting],
) -> BTreeSet<Party> {
    if pledge.who.len() > 1 {
        return pledge.who.clone();
    }
    let (report, _) = pledge.stated.value;
    let head = commitment(reports, pledge.stated.value).head;
    let together = parties.together_before(report, head);
    if together.len() > 1 && pledge.who.is_subset(&together) {
        return together;
    }
    let there = concluded(reports, pledge, meetings).map(|m| meetings[m].parties.clone());
    there.unwrap_or_default()
}

/// The passage that tells of a meeting held after the promise: of another report, and where days
/// are known of a later one. A status is read from it if it tells the place and nobody else was
/// there; that it was the one promised only if its report is known to be later.
fn after(
    reports: &[Report],
    pledge: &Pledge,
    meeting: &Meeting,
    is_theirs: bool,
) -> Option<FollowUp> {
    let at = pledge.stated.value;
    let stated: BTreeSet<Span> = pledge.stated.evidence.spans().iter().copied().collect();
    let promising = |r: usize| stated.iter().any(|s| s.doc() == reports[r].document.id);
    let held = meeting.realis == Realis::Actual && meeting.what.value == MeetingWord::Meeting;
    if !held || meeting.reports.iter().any(|&r| promising(r)) {
        return None;
    }
    let day = |r: usize| published(&reports[r]).and_then(Day::parse);
    let later = |r: usize| day(at.0).zip(day(r)).map(|(a, b)| a < b);
    let spans = meeting.what.evidence.spans().iter();
    let told = spans.filter_map(|&span| {
        let report = reports.iter().position(|r| r.document.id == span.doc())?;
        (later(report) != Some(false)).then_some((report, span))
    });
    let (report, span) = told.min_by_key(|&(report, span)| (day(report), report, span))?;
    let is_later = later(report) == Some(true);
    let kind = if is_later { FollowUpKind::Done } else { FollowUpKind::Begun };
    let is_sure = is_theirs && !meeting.places.is_empty();
    Some(FollowUp { report, span, kind, likely: HELD, is_sure })
}
