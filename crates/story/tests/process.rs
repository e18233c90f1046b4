//! Commitments, meetings, tracks and windows, on reports of our own.

use language::{Annotator, Model};
use lexicon::Lexicon;
use serde_json::{Value, json};
use story::{Party, Report, Story, weave};

fn story(articles: &[Value]) -> Story {
    let (lexicon, mut annotator) = (Lexicon::english(), Annotator::new(Model::english()));
    let jsonl: String = articles.iter().map(|a| format!("{a}\n")).collect();
    let documents = ingest::read("pile.jsonl", jsonl.as_bytes(), lexicon).documents;
    let reports = documents.into_iter().map(|document| {
        let analysis = analysis::analyse(&document, &mut annotator, lexicon);
        Report { document, analysis }
    });
    weave(reports.collect(), lexicon).0
}

fn talks() -> Story {
    story(&[
        json!({"id": "a", "publisher": "Fen Post", "published": "2031-05-07", "text":
            "Delegations from France and Japan met in Oslo on Tuesday to discuss fishing quotas. \
             The talks lasted nearly four hours. The French delegation included Marcel Aubry and \
             Julie Perret.\n\nFrance and Japan agreed to appoint new ambassadors by the end of \
             May, Marcel Aubry said."}),
        json!({"id": "b", "publisher": "Hill Gazette", "text":
            "France and Japan have agreed to appoint ambassadors to each other's capitals. \
             Officials of both countries met in Oslo on Tuesday."}),
    ])
}

#[test]
fn one_agreement_told_twice_is_one_commitment_of_both_parties() {
    let story = talks();
    let appoint = |p: &&story::Pledge| {
        let (report, index) = p.stated.value;
        let act = &story.reports[report].analysis.commitments[index].value.act;
        act.starts_with("appoint")
    };
    let pledges: Vec<&story::Pledge> = story.pledges.iter().filter(appoint).collect();
    assert_eq!(pledges.len(), 1, "{:?}", story.pledges);
    assert_eq!(pledges[0].stated.evidence.spans().len(), 2);
    let who: Vec<Party> = pledges[0].who.iter().copied().collect();
    assert_eq!(who, [Party::State("France"), Party::State("Japan")]);
}

#[test]
fn we_of_who_came_for_a_state_is_that_state_and_deputies_are_not_the_states() {
    let story = story(&[json!({"id": "a", "published": "2031-05-07", "text":
        "Delegations from France and Japan met in Oslo on Tuesday to discuss fishing quotas. \
         The French delegation included Marcel Aubry and Julie Perret.\n\n“We will appoint an \
         ambassador in May,” Marcel Aubry said. “I will resign in June,” Julie Perret said.\n\n\
         The deputy heads of the fishing departments from both countries will soon meet to \
         address the matter."})]);
    let who = |act: &str| {
        let of = |p: &&story::Pledge| {
            let (report, index) = p.stated.value;
            story.reports[report].analysis.commitments[index].value.act.starts_with(act)
        };
        story.pledges.iter().find(of).unwrap_or_else(|| panic!("{act}"))
    };
    assert!(who("appoint").who.iter().eq([&Party::State("France")]));
    assert!(matches!(who("resign").who.iter().next(), Some(Party::Entity(_))));
    assert!(story.is_bound_in_words(who("meet")));
    let agreed: Vec<usize> = story.meetings.iter().flat_map(|m| m.outcome.clone()).collect();
    assert!(agreed.is_empty(), "{agreed:?}");
}

#[test]
fn a_meeting_without_a_day_is_the_one_just_held_and_its_plan_the_same() {
    let story = story(&[
        json!({"id": "a", "published": "2031-05-05", "text":
            "Delegations from France and Japan will meet in Oslo on Wednesday, the hosts said."}),
        json!({"id": "b", "published": "2031-05-07", "text":
            "Delegations from France and Japan met on Wednesday. They spoke of fish."}),
        json!({"id": "c", "published": "2031-05-07", "text":
            "Delegations from France and Japan met for two hours. They spoke of fish."}),
        json!({"id": "d", "published": "2031-09-07", "text":
            "Delegations from France and Japan met for a day. They spoke of ships."}),
    ]);
    let reports: Vec<usize> = story.meetings.iter().map(|m| m.reports.len()).collect();
    assert_eq!(reports, [3, 1], "{:?}", story.meetings);
}

#[test]
fn who_meets_a_standard_has_met_nobody() {
    let story = story(&[json!({"id": "a", "published": "2031-05-07", "text":
        "The agency said that France and Japan had met new standards for fishing. Delegations \
         from Norway and Japan met the crews in Oslo on Tuesday."})]);
    assert_eq!(story.meetings.len(), 1, "{:?}", story.meetings);
}

#[test]
fn what_a_report_without_a_day_tells_as_long_past_is_no_plan() {
    let story = story(&[json!({"id": "a", "text":
        "Dora Vale won the cup on 5 January 2031. Freshmen were not eligible to play in 1954."})]);
    let planned = story.timeline.iter().filter(|h| h.realis == analysis::Realis::Planned);
    assert_eq!(planned.count(), 0, "{:?}", story.timeline);
}

#[test]
fn a_meeting_told_twice_is_one_with_place_length_and_delegation() {
    let story = talks();
    let oslo: Vec<_> = story.meetings.iter().filter(|m| m.places.contains("Oslo")).collect();
    assert_eq!(oslo.len(), 1, "{:?}", story.meetings);
    assert_eq!(oslo[0].reports.len(), 2);
    let (report, time) = oslo[0].length.expect("a length");
    assert_eq!(story.reports[report].analysis.times[time].value.value, "PT4H");
    let members = oslo[0].delegations.iter().map(|d| d.members.len());
    assert_eq!(members.collect::<Vec<_>>(), [2]);
    assert!(!oslo[0].agenda.is_empty());
}

#[test]
fn a_report_with_a_day_has_no_window_and_a_year_told_as_past_bounds_one() {
    let story = story(&[
        json!({"id": "a", "published": "2031-05-07", "text": "The weir broke in 2019."}),
        json!({"id": "b", "text": "The weir of Quill Bay was built in 2019 and broke in 2023."}),
    ]);
    let window = |name: &str| {
        let at = story.reports.iter().position(|r| r.document.name == name).expect("there");
        story.windows.get(at)
    };
    assert_eq!(window("a"), None);
    let bounded = window("b").expect("a window");
    assert_eq!(bounded.earliest.map(|d| d.to_string()).as_deref(), Some("2023-01-01"));
    assert_eq!(bounded.latest, None);
}

#[test]
fn a_report_that_breaks_off_at_the_noun_of_a_subject_is_read() {
    let story = story(&[
        json!({"id": "a", "text": "Norway and Peru agreed on Monday to hold talks on the dam"}),
        json!({"id": "b", "text": "Norway and Peru agreed on Monday to hold talks about removal"}),
    ]);
    assert_eq!(story.reports.len(), 2);
}

#[test]
fn a_quarrel_told_of_two_rooms_of_one_house_is_one() {
    let story = story(&[
        json!({"id": "a", "text": "A heated exchange between Ann Vale and Olan Desh in the Oval \
            Office shook the markets."}),
        json!({"id": "b", "text": "The clash between Olan Desh and Ann Vale at the White House \
            lasted ten minutes."}),
    ]);
    let quarrels: Vec<_> = story.meetings.iter().filter(|m| m.parties.len() == 2).collect();
    assert_eq!(quarrels.len(), 1, "{:?}", story.meetings);
    assert_eq!(quarrels[0].reports.len(), 2);
}

#[test]
fn what_is_told_of_the_day_of_a_promise_in_other_words_follows_it_up() {
    let story = story(&[
        json!({"id": "a", "published": "2031-05-07", "text": "The transport ministry promised to \
            reopen the Karsin bridge on 12 May. The mayor was pleased. Schools stay closed."}),
        json!({"id": "b", "published": "2031-05-14", "text": "A fair was held in Port Meriton. \
            On 12 May the first lorries rolled across the Karsin bridge. Bread got dearer."}),
    ]);
    let told: Vec<&str> =
        story.pledges.iter().flat_map(|p| &p.follow_up).map(|f| story.words(f.span)).collect();
    assert!(told.iter().any(|words| words.contains("lorries")), "{told:?}");
    assert!(!told.iter().any(|words| words.contains("fair")), "{told:?}");
}

#[test]
fn a_meeting_that_something_came_after_was_held() {
    let story =
        story(&[json!({"id": "a", "text": "Halima Duru voiced optimism about mending her \
        relations with Jonas Orr following a contentious meeting in Oslo, where Orr was rude."})]);
    let realis: Vec<_> = story.meetings.iter().map(|m| m.realis).collect();
    assert_eq!(realis, [analysis::Realis::Actual], "{:?}", story.meetings);
}

#[test]
fn a_meeting_that_was_promised_is_followed_up_by_the_one_that_was_held() {
    let story = story(&[
        json!({"id": "a", "published": "2031-05-07", "text":
            "Delegations from France and Japan met in Oslo on Tuesday. France and Japan agreed to \
             meet again soon to settle fishing quotas."}),
        json!({"id": "b", "published": "2031-05-21", "text":
            "Officials from France and Japan met in Lisbon on Tuesday to discuss tuna."}),
    ]);
    let meet = |p: &&story::Pledge| {
        let (report, index) = p.stated.value;
        story.reports[report].analysis.commitments[index].value.act.starts_with("meet")
    };
    let pledge = story.pledges.iter().find(meet).expect("a promise to meet");
    let found = pledge.follow_up.iter().map(|f| story.words(f.span));
    assert!(found.clone().any(|words| words.contains("Lisbon")), "{pledge:?}");
    assert!(!found.clone().any(|words| words.contains("Oslo")), "{pledge:?}");
}

#[test]
fn the_timeline_tells_what_was_said_with_who_said_it() {
    let story = story(&[json!({"id": "a", "published": "2031-05-07", "text":
        "Minister Dora Vale said on Tuesday that the weir would be repaired by June."})]);
    let told = story.timeline.iter().map(|h| h.what.value.as_str());
    assert!(told.clone().any(|w| w.contains("said") && w.contains("repaired")), "{told:?}");
}

#[test]
fn what_is_only_spoken_of_is_no_subject_of_a_negotiation() {
    let story = story(&[
        json!({"id": "a", "text": "Norway and Sweden promised to repair the viaduct, Minister Vale said. \
            “The tapestry is old,” Dora Vale said."}),
        json!({"id": "b", "text": "“We saw the tapestry,” Dora Vale said. The viaduct is closed. \
            Norway and Sweden have promised to repair the viaduct, Tomas Berg said."}),
    ]);
    let labels: Vec<&str> = story.tracks.iter().map(|t| t.label.as_str()).collect();
    assert!(!labels.iter().any(|l| l.contains("tapestry")), "{labels:?}");
    assert!(labels.iter().any(|l| l.contains("viaduct")), "{labels:?}");
}

#[test]
fn talks_that_a_meeting_is_to_speak_of_are_not_that_meeting() {
    let story =
        story(&[json!({"id": "a", "text": "On Tuesday, delegations from France and Japan \
        met in Oslo to discuss quotas, prospective peace talks regarding Peru, and a visit. Orr \
        has floated the idea of negotiations between France, Japan and Chile."})]);
    let told = |realis| story.meetings.iter().filter(move |m| m.realis == realis);
    assert_eq!(told(analysis::Realis::Actual).count(), 1, "{:?}", story.meetings);
    let planned = told(analysis::Realis::Planned);
    assert_eq!(planned.filter(|m| m.places.contains("Oslo")).count(), 0, "{:?}", story.meetings);
}

#[test]
fn a_meeting_that_is_set_to_be_held_has_its_place() {
    let story = story(&[json!({"id": "a", "text":
        "A meeting between French and Chilean officials is set to take place in Oslo."})]);
    let places: Vec<_> = story.meetings.iter().flat_map(|m| &m.places).collect();
    assert_eq!(places, ["Oslo"], "{:?}", story.meetings);
}

#[test]
fn an_exchange_of_goods_is_no_quarrel() {
    let story =
        story(&[json!({"id": "a", "text": "France and Japan spoke of cultural exchanges. \
        France gave Japan grain in exchange for tuna."})]);
    assert!(story.meetings.is_empty(), "{:?}", story.meetings);
}

#[test]
fn a_meeting_in_a_room_of_a_house_is_the_one_in_that_house() {
    let story = story(&[
        json!({"id": "a", "text": "Ann Vale wrote to Olan Desh after a contentious \
        meeting in the Oval Office, where Desh criticized Vale. A heated exchange between Ann Vale and \
        Olan Desh shook the markets. The two leaders clashed during a meeting at the White House."}),
    ]);
    let persons: Vec<_> = story.meetings.iter().filter(|m| m.parties.len() == 2).collect();
    assert_eq!(persons.len(), 1, "{:?}", story.meetings);
    assert_eq!(persons[0].places.len(), 2, "{:?}", story.meetings);
}

#[test]
fn the_two_leaders_are_those_last_named() {
    let story =
        story(&[json!({"id": "a", "text": "Ann Vale has received a letter from Olan Desh. \
        It comes after talks between the two leaders at the White House broke down."})]);
    let parties: Vec<_> = story.meetings.iter().map(|m| m.parties.len()).collect();
    assert_eq!(parties, [2], "{:?}", story.meetings);
    let person = |p: &Party| matches!(p, Party::Entity(_));
    assert!(story.meetings[0].parties.iter().all(person), "{:?}", story.meetings);
}

#[test]
fn an_undated_report_is_read_in_the_year_of_the_dated_ones() {
    let story = story(&[
        json!({"id": "a", "published": "2031-03-05", "text":
            "The Quill Bay weir was reopened on Tuesday, Mayor Ann Vale said."}),
        json!({"id": "b", "text": "QUILL BAY, Norrin, March 4 (Farwire) - The weir was reopened \
            on Tuesday, Mayor Ann Vale said. Boats will pass from March 14."}),
    ]);
    let days = story.timeline.iter().map(|h| (h.value.as_str(), h.estimated));
    let days: Vec<_> = days.collect();
    assert!(days.contains(&("2031-03-14", true)), "{days:?}");
    assert!(!days.iter().any(|(value, _)| value.contains('X')), "{days:?}");
    let named = story.timeline.iter().map(|h| h.what.value.as_str());
    assert!(!named.clone().any(|what| what.contains("Farwire")), "{:?}", story.timeline);
}

#[test]
fn an_agreement_that_two_reports_tell_in_other_words_is_a_claim_of_both() {
    let story = story(&[
        json!({"id": "a", "publisher": "Fen Post", "published": "2031-05-07", "text":
            "France and Japan have agreed to restore embassy staffing, Minister Marcel Aubry told \
             the Fen Post on Tuesday."}),
        json!({"id": "b", "publisher": "Hill Gazette", "published": "2031-05-08", "text":
            "Spokesman Ken Ito said in an interview with the Hill Gazette that France and Japan \
             had agreed to restore the prior number of diplomats at their embassies."}),
    ]);
    let rule = |c: &&story::Corroboration| c.claim.rule.as_str() == "claim/commitment";
    let bound: Vec<_> = story.claims.iter().filter(rule).collect();
    assert_eq!(bound.len(), 1, "{:?}", story.claims);
    assert_eq!(bound[0].reports.len(), 2);
}

#[test]
fn a_subject_with_a_hyphen_is_called_by_the_whole_word() {
    let story = story(&[
        json!({"id": "a", "text": "Norway and Sweden promised to build a high-speed viaduct by May. Minister \
            Dora Vale said the high-speed viaduct would cost little."}),
        json!({"id": "b", "text": "Norway and Sweden have promised to build a high-speed viaduct. Tomas Berg \
            said the high-speed viaduct would be late."}),
    ]);
    let labels: Vec<&str> = story.tracks.iter().map(|t| t.label.as_str()).collect();
    assert!(labels.contains(&"high-speed viaduct"), "{labels:?}");
}

#[test]
fn a_dateline_names_the_day_of_a_report_however_long_its_paragraph_is() {
    let story =
        story(&[json!({"id": "a", "text": "TARN, 4 May 2031 (Farwire) - The mayor of Tarn, \
        who has been in office since the flood and has never once missed a sitting of the council, \
        opened the new bridge over the river on Sunday."})]);
    let days: Vec<&str> = story.timeline.iter().map(|h| h.value.as_str()).collect();
    assert!(days.contains(&"2031-05-04"), "{days:?}");
}

#[test]
fn the_state_of_a_governor_is_not_the_one_that_has_its_seat_there() {
    let story = story(&[json!({"id": "a", "publisher": "Fen Post", "published": "2031-05-07",
        "text": "Washington Gov. Ana Ruiz announced a ban on Monday. “Washington will join other \
                 states in this, and I will sign the order on Friday,” Ruiz said."})]);
    let seat = Party::State("United States");
    assert!(!story.pledges.is_empty());
    assert!(story.pledges.iter().all(|p| !p.who.contains(&seat)), "{:?}", story.pledges);
}

#[test]
fn a_year_inside_a_noun_phrase_is_not_when_it_happened() {
    for text in [
        "Last year's winner, Tomas Berg, left the harbour on Monday.",
        "Norway said on Monday that these were the first talks since 2019.",
        "Dora Vale has been the first woman in the office since 2019.",
        "The vaccine is for children of 5 to 11, Norway said on Monday.",
    ] {
        let story = story(&[json!({"id": "a", "published": "2031-05-07", "text": text})]);
        let days = story.timeline.iter().map(|h| h.value.as_str());
        assert!(
            days.clone().all(|day| day == "2031-05-05"),
            "{text} {:?}",
            days.collect::<Vec<_>>()
        );
    }
}

#[test]
fn the_two_countries_are_those_named_beside_it() {
    let story = story(&[json!({"id": "a", "published": "2031-05-07", "text":
        "France and Japan met in Oslo on Monday.\n\nThe Peruvian president Alba Costa met Chilean \
         President Rosa Lund in Lima on Tuesday for the first talks between the two countries."})]);
    let chile = Party::State("Chile");
    let with: Vec<_> = story.meetings.iter().filter(|m| m.parties.contains(&chile)).collect();
    let japan = Party::State("Japan");
    assert!(!with.is_empty(), "{:?}", story.meetings);
    assert!(with.iter().all(|m| !m.parties.contains(&japan)), "{:?}", story.meetings);
}

#[test]
fn what_several_owe_each_other_is_begun_when_one_does_it() {
    let story = story(&[
        json!({"id": "a", "published": "2031-05-07", "text":
            "France and Japan agreed to appoint ambassadors to each other's capitals."}),
        json!({"id": "b", "published": "2031-05-12", "text":
            "France has appointed Alba Costa as its new ambassador to Japan."}),
    ]);
    let follow_ups = story.pledges.iter().flat_map(|p| &p.follow_up);
    let kinds: Vec<story::FollowUpKind> = follow_ups.map(|f| f.kind).collect();
    assert_eq!(kinds, [story::FollowUpKind::Begun]);
}

#[test]
fn a_happening_is_told_with_who_did_it() {
    let story = story(&[json!({"id": "a", "published": "2031-05-07", "text":
        "Alba Costa has strengthened ties with Peru, signing a treaty on Monday. \
         Rosa Lund is set to visit Chile on Friday. \
         The panel, which sat in the years that followed the 2019 flood, closed."})]);
    let named = story.timeline.iter().filter(|h| !h.implied);
    let told: Vec<&str> = named.map(|h| h.what.value.as_str()).collect();
    let costa = "Alba Costa has strengthened ties with Peru, signing a treaty on Monday";
    assert_eq!(told, [costa, "Rosa Lund is set to visit Chile on Friday"]);
}

#[test]
fn what_a_verb_tells_is_not_told_of_the_time_of_what_hangs_on_it() {
    let story = story(&[json!({"id": "a", "published": "2031-05-07", "text":
        "Alba Costa is best remembered for closing the mill in 2024. The crews had to steer clear \
         of a raft launched last month. Earlier Tuesday, Rosa Lund told of plans that she had kept \
         quiet about since declaring her bid in January."})]);
    let shown = story.timeline.iter().filter(|h| !h.implied && !h.open);
    let told: Vec<(&str, &str)> =
        shown.map(|h| (h.value.as_str(), h.what.value.split(' ').next().unwrap_or(""))).collect();
    assert_eq!(told, [("2031-05-06", "Earlier")], "{:?}", story.timeline);
}

#[test]
fn two_sums_to_one_person_are_two_promises_and_a_day_that_is_not_over_is_ahead() {
    let told = |text: &str, day: &str| json!({"id": text, "published": day, "text": text});
    let paid = story(&[
        told("Velia said it will pay Dora Vale three million crowns in 2031.", "2031-03-03"),
        told("Velia said it will pay Dora Vale a fine of ten crowns by Friday.", "2031-03-04"),
    ]);
    assert_eq!(paid.pledges.len(), 2);
    let text = "“The bridge will be reopened today,” Mayor Dora Vale said.";
    assert_eq!(story(&[told(text, "2031-03-12")]).pledges.len(), 1);
}

#[test]
fn a_plan_of_work_is_no_negotiation() {
    let text = "Crews from Velia and Ordavia are to spend 1,800 hours on the ferry. Velia and \
                Ordavia are to make three dives to the ferry this week.";
    let told = |id: &str| json!({"id": id, "published": "2031-03-03", "text": text});
    assert!(story(&[told("a"), told("b")]).tracks.is_empty());
}

#[test]
fn what_somebody_is_reported_to_say_happened_stands_with_who_says_it() {
    for (text, who) in [
        (
            "Ann Poe conceded that the mayor failed to explain the law on Monday.",
            "Ann Poe conceded",
        ),
        ("The mayor failed to explain the law on Monday, Ann Poe said.", "Ann Poe said"),
    ] {
        let story = story(&[json!({"id": "a", "published": "2031-05-07", "text": text})]);
        let told: Vec<&String> = story.timeline.iter().map(|h| &h.what.value).collect();
        assert!(told.iter().any(|line| line.contains(who)), "{told:?}");
    }
}

#[test]
fn on_sunday_this_week_is_the_one_to_come() {
    let story = story(&[json!({"id": "a", "published": "2021-05-23", "text":
        "President Dora Vale will host the crews at the palace this week."})]);
    let days = story.timeline.iter().filter_map(|h| h.interval);
    let days: Vec<String> = days.map(|d| d.earliest.to_string()).collect();
    assert_eq!(days, ["2021-05-24"]);
}

#[test]
fn whose_company_it_is_is_known_from_who_says_it() {
    let story = story(&[json!({"id": "a", "published": "2031-05-07", "text":
        "Tomas Berg is mayor. Marc Aubry, the chief executive of Fenworks, said on Tuesday that \
         his company would halt all travel to Velia."})]);
    let owners: Vec<&str> = story
        .pledges
        .iter()
        .filter_map(|p| story.owner(p))
        .map(|e| story.entities[e].name.as_str())
        .collect();
    assert_eq!(owners, ["Marc Aubry"], "{:?}", story.pledges);
}

#[test]
fn what_a_promise_points_back_to_stands_beside_it() {
    let story = story(&[json!({"id": "a", "published": "2031-05-07", "text":
        "The council wants to close the ferry. Mayor Dora Vale warned that it would divide the \
         town. Tomas Berg met Julie Perret on Monday. Berg promised to sell his boat."})]);
    let pointed = |act: &str| {
        let of = |p: &&story::Pledge| {
            let (report, index) = p.stated.value;
            story.reports[report].analysis.commitments[index].value.act.contains(act)
        };
        let all = || story.pledges.iter().chain(&story.intentions);
        let pledge = all().find(of).unwrap_or_else(|| panic!("{act}"));
        let found = story.pointed(pledge);
        (found.named.len(), found.before.map(|span| story.words(span).to_string()))
    };
    let before = Some("The council wants to close the ferry.".to_string());
    assert_eq!(pointed("divide the town"), (0, before));
    assert_eq!(pointed("sell his boat"), (0, None));
}

#[test]
fn two_speeches_of_one_man_on_a_day_are_two_things() {
    let story = story(&[
        json!({"id": "a", "published": "2031-05-08", "text":
            "Attorney General Olan Desh said Wednesday that the eyes of the nation are on the \
             small town."}),
        json!({"id": "b", "published": "2031-05-08", "text":
            "Attorney General Olan Desh said Wednesday he understands why many people distrust \
             the police."}),
        json!({"id": "c", "published": "2031-05-08", "text":
            "Attorney General Olan Desh said on Wednesday that he understood the distrust of \
             the police."}),
    ]);
    let told: Vec<usize> = story.timeline.iter().map(|h| h.reports.len()).collect();
    assert_eq!(told.iter().max(), Some(&2), "{:?}", story.timeline);
}

#[test]
fn what_is_said_of_any_season_and_what_was_recalled_is_not_planned() {
    let story = story(&[json!({"id": "a", "published": "2031-05-05", "text":
        "Many in the town take the feast for the end of autumn. Tomas Berg recalled driving here \
         to see his family for Christmas in 2023. The High Court declined to hear the quarrel on \
         Monday."})]);
    let told = |realis| {
        let of = story.timeline.iter().filter(move |h| h.realis == realis);
        of.map(|h| h.value.as_str()).collect::<Vec<_>>()
    };
    assert!(told(analysis::Realis::Planned).is_empty(), "{:?}", story.timeline);
    assert!(told(analysis::Realis::Actual).contains(&"2031-05-05"), "{:?}", story.timeline);
}

#[test]
fn a_crowd_meets_nobody_and_future_talks_of_states_alone_say_nothing() {
    let story = story(&[json!({"id": "a", "published": "2031-05-07", "text":
        "Protesters gathered at the palace in Oslo on Monday. The report speaks of future talks \
         between France and Japan. Delegations from France and Norway met in Bergen on \
         Tuesday."})]);
    let places: Vec<&String> = story.meetings.iter().flat_map(|m| &m.places).collect();
    assert_eq!(places, ["Bergen"], "{:?}", story.meetings);
    assert_eq!(story.meetings.len(), 1, "{:?}", story.meetings);
}

#[test]
fn the_day_of_the_telling_and_what_was_before_are_no_part_of_what_is_to_be_done() {
    let story = story(&[json!({"id": "a", "published": "2031-05-07", "text":
        "The High Court declined to hear a quarrel over the mill on Monday.\n\nSenator Dora Vale \
         said Sunday will vote against the bill.\n\n“I intend to file the law on Monday of next \
         week,” Julie Perret said.\n\nThe row was set up for Marcel Aubry to walk away.\n\nThe \
         clerk said that Tomas Berg had been asked by the court and would be heard in June."})]);
    let all = story.pledges.iter().chain(&story.intentions);
    let mut acts: Vec<(String, Option<&str>)> = all
        .map(|p| {
            let (report, index) = p.stated.value;
            let act = &story.reports[report].analysis.commitments[index].value.act;
            (act.clone(), p.by_when.as_deref())
        })
        .collect();
    acts.sort();
    let told = |act: &str, by| (act.to_string(), by);
    assert_eq!(
        acts,
        [
            told("Tomas Berg … would be heard in June", Some("2031-06-30")),
            told("file the law on Monday of next week", Some("2031-05-12")),
            told("hear a quarrel over the mill", None),
            told("vote against the bill", None),
        ]
    );
}
