//! Meetings as small texts tell them.

use super::Meeting;
use crate::{Party, Report, weave};
use analysis::Realis;
use language::{Annotator, Model};
use lexicon::Lexicon;

fn met_in(texts: &[&str]) -> Vec<Meeting> {
    let lexicon = Lexicon::english();
    let mut annotator = Annotator::new(Model::english());
    let report = |(i, text): (usize, &&str)| {
        let name = format!("{i}.{}", if text.starts_with('{') { "jsonl" } else { "txt" });
        let document = ingest::read(&name, text.as_bytes(), lexicon).documents.remove(0);
        let analysis = analysis::analyse(&document, &mut annotator, lexicon);
        Report { document, analysis }
    };
    weave(texts.iter().enumerate().map(report).collect(), lexicon).0.meetings
}

fn met(text: &str) -> Vec<Meeting> {
    met_in(&[text])
}

fn passages(found: &[Meeting]) -> Vec<usize> {
    found.iter().map(|m| m.what.evidence.spans().len()).collect()
}

#[test]
fn what_only_sounds_like_a_meeting_is_none() {
    for text in [
        "Mayor Dora Vale and Premier Tomas Berg held a news conference in Oslo.",
        "Dora Vale issued a call for President Tomas Berg to resign.",
        "Dora Vale backed a call by Tomas Berg to expand the court.",
        "Dora Vale and Tomas Berg had been in session for ten days.",
        "The war led to clashes between the French and Germans in Alsace.",
    ] {
        let found = met(text);
        assert!(found.is_empty(), "{text}: {found:?}");
    }
    for text in [
        "Mayor Dora Vale and Premier Tomas Berg held a trade conference in Oslo.",
        "Dora Vale held a call with President Tomas Berg about the ferry.",
        "A public clash between Dora Vale and Tomas Berg shook the palace.",
    ] {
        assert_eq!(met(text).len(), 1, "{text}");
    }
}

#[test]
fn only_a_pointed_at_meeting_is_the_one_before_and_only_near_it() {
    let first = "Mayor Dora Vale met with Premier Tomas Berg on Monday. ";
    for (next, joined) in [
        ("The meeting lasted an hour.", true),
        ("They met for an hour.", true),
        ("A session three weeks ago had failed.", false),
        ("She kept notes to document a meeting with Berg.", false),
        ("About 300 people gathered around a drum.", false),
    ] {
        let found = met(&format!("{first}{next}"));
        assert_eq!(passages(&found), [if joined { 2 } else { 1 }], "{next}: {found:?}");
    }
    let far = "It rained. The road was closed. The harbour stayed open. Nobody came. \
        The fog was thick. An aide who was in the private meeting spoke of fog.";
    assert_eq!(passages(&met(&format!("{first}{far}"))), [1]);
}

#[test]
fn a_visitor_takes_part_and_what_was_visited_is_the_place() {
    let found = met("Premier Tomas Berg paid a visit to Chicago and Boston in June.");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].parties.len(), found[0].places.len()), (1, 2), "{found:?}");
}

#[test]
fn two_bodies_that_nobody_lets_act_are_not_both_sides() {
    let found = met("The plan would cut Medicare and Medicaid. The two sides negotiate about it.");
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn the_time_of_what_was_said_or_came_after_is_not_that_of_the_meeting() {
    for text in [
        "12 March 2031\n\nDora Vale said on Monday after her talks with Tomas Berg in Oslo that \
         it was over.",
        "12 March 2031\n\nThese were the first talks between Dora Vale and Tomas Berg in Oslo \
         since the summer of 2029.",
        "The meeting of Dora Vale with Tomas Berg in Oslo ended at 3 p.m.",
    ] {
        let found = met(text);
        assert!(!found.is_empty() && found.iter().all(|m| m.time.is_none()), "{found:?}");
    }
}

#[test]
fn parts_of_one_day_are_of_one_meeting() {
    let found = met("12 March 2031\n\nMayor Dora Vale met with Premier Tomas Berg on Monday \
        evening. It rained. Monday night's meeting of Dora Vale and Tomas Berg was their second.");
    assert_eq!(found.len(), 1, "{found:?}");
    let found = met("12 March 2031\n\nDora Vale met Tomas Berg in Oslo on Monday morning. \
        Dora Vale met Tomas Berg in Oslo on Monday evening.");
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn hours_before_a_meeting_are_not_its_length() {
    let found = met("Just hours before the meeting of Dora Vale with Tomas Berg in Oslo, Senator \
        Ann Poe spoke on Radio Fjord.");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].length.is_none() && found[0].agenda.is_empty(), "{found:?}");
}

#[test]
fn what_was_not_done_at_a_meeting_does_not_deny_it() {
    let found = met("Dora Vale did not answer reporters during her meeting with Tomas Berg.");
    assert_eq!(found.iter().map(|m| m.realis).collect::<Vec<_>>(), [Realis::Actual], "{found:?}");
}

#[test]
fn a_round_that_is_unlikely_and_one_hoped_for_are_not_planned() {
    let found = met("The palace said that the next round of talks between Norway and Sweden is \
        unlikely to happen before the embassies open.");
    assert!(found.iter().all(|m| m.realis == Realis::Hypothetical), "{found:?}");
    let found = met("The leader of Norway hoped for a meeting with Sweden in Finland next week. \
        Officials of Norway and Sweden are expected to meet in Finland next week.");
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn what_copies_tell_alike_is_one_meeting() {
    let told = "The council is brokering talks between Norway and Sweden over the future of the \
        strait.";
    let found = met_in(&[
        &format!("It rained in the strait. {told}"),
        &format!("Fishermen of the strait are angry. {told}"),
    ]);
    assert_eq!(found.iter().map(|m| m.reports.len()).collect::<Vec<_>>(), [2], "{found:?}");
}

#[test]
fn an_envoy_to_a_state_does_not_come_for_it() {
    let found =
        met("After a meeting between Dora Vale and the new French ambassador to Chile, an \
        aide spoke.");
    assert_eq!(found.iter().map(|m| m.parties.len()).collect::<Vec<_>>(), [2], "{found:?}");
}

#[test]
fn a_meeting_that_was_held_is_not_after_its_report() {
    let found = met(
        "{\"id\": \"a\", \"text\": \"Mayor Dora Vale on Tuesday defended her Jan. 8 phone call with Premier Tomas \
         Berg.\", \"published\": \"2021-09-28\"}\n",
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].time.is_none(), "{found:?}");
}

#[test]
fn the_time_of_another_clause_is_not_that_of_the_meeting() {
    for (text, value) in [
        (
            "Vale, 75, who served in the Senate from 1989-2013, met with Berg in Oslo in 2017.",
            "2017",
        ),
        ("Vale recalled January 1996, when she met Berg in Oslo.", "1996-01"),
    ] {
        let lexicon = Lexicon::english();
        let document = ingest::read("a.txt", text.as_bytes(), lexicon).documents.remove(0);
        let analysis = analysis::analyse(&document, &mut Annotator::new(Model::english()), lexicon);
        let story = weave(vec![Report { document, analysis }], lexicon).0;
        let when =
            story.meetings.iter().filter_map(|m| m.time).map(|(report, time)| {
                story.reports[report].analysis.times[time].value.value.clone()
            });
        assert_eq!(when.collect::<Vec<_>>(), [value], "{text}");
    }
    for text in [
        "Talks between Norway and Sweden in Oslo broke off two years ago.",
        "Dora Vale made her first visit to Chile since the talks in June.",
    ] {
        assert!(met(text).iter().all(|m| m.time.is_none()), "{text}");
    }
}

#[test]
fn a_meeting_that_is_only_named_is_the_planned_one() {
    let found = met_in(&[
        "Aides of Dora Vale spoke ahead of her meeting with Tomas Berg in Oslo.",
        "President Dora Vale will meet with Premier Tomas Berg next month.",
    ]);
    assert_eq!(found.iter().map(|m| m.realis).collect::<Vec<_>>(), [Realis::Planned], "{found:?}");
}

#[test]
fn a_counterpart_with_a_name_is_a_person() {
    let found = met("President Dora Vale met with her Chilean counterpart Ana Ruiz in Oslo.");
    assert!(found.iter().flat_map(|m| &m.parties).all(|p| matches!(p, Party::Entity(_))));
    assert_eq!(found.iter().map(|m| m.parties.len()).collect::<Vec<_>>(), [2], "{found:?}");
}

#[test]
fn what_somebody_is_there_for_has_not_been_done() {
    let found = met("Dora Vale is in charge of negotiating the border with Sweden in Oslo.");
    assert!(found.iter().all(|m| m.realis == Realis::Hypothetical), "{found:?}");
}

#[test]
fn the_visitor_is_no_other_party_of_the_visit() {
    let found = met("Tomas Berg closed the mill. The port reopened after Mayor Dora Vale's visit \
        to Oslo, where he asked for a loan.");
    assert!(found.iter().all(|m| m.parties.len() < 2), "{found:?}");
}
