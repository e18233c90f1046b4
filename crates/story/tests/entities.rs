//! One entity behind the names of several reports, and none for two, on reports of our own.

mod pile;

use lexicon::Lexicon;
use pile::reports;
use story::{Corrections, Relation, Story, stories, weave};

fn story(texts: &[&str]) -> Story {
    weave(reports(texts), Lexicon::english()).0
}

/// The number of entities that have any of these spellings.
fn n_entities(story: &Story, spellings: &[&str]) -> usize {
    let has = |e: &&story::Entity| e.variants.iter().any(|v| spellings.contains(&&*v.text));
    story.entities.iter().filter(has).count()
}

const KHOSHVAN: [&str; 3] = [
    "Foreign Minister Dilyara Khoshvan spoke to reporters in Geneva. Khoshvan said the bridge \
     was open.",
    "Foreign Minister Diljara Hošvan spoke to reporters in Geneva on Monday.",
    "Foreign Minister Dilara Hoshvan left Geneva on Tuesday.",
];

#[test]
fn spellings_of_one_person_are_one_entity() {
    let story = story(&KHOSHVAN);
    let spellings = ["Dilyara Khoshvan", "Diljara Hošvan", "Dilara Hoshvan", "Khoshvan"];
    assert_eq!(n_entities(&story, &spellings), 1, "{:#?}", story.entities);
    let why = story.why_names("Diljara Hošvan", "Dilyara Khoshvan", Lexicon::english());
    assert!(why[0].contains("are one person"), "{why:?}");
}

#[test]
fn where_a_name_stands_is_said_of_its_own_spelling() {
    let story = story(&[
        "Foreign Minister Dilyara Hosvan spoke in Geneva. Hosvan said the bridge was open.",
        "Foreign Minister Dilyara Hošvan spoke in Geneva on Monday. Hošvan left on Tuesday.",
    ]);
    let lines = |a: &str, b: &str| story.why_names(a, b, Lexicon::english()).join("\n");
    let names: Vec<&str> = story.reports.iter().map(|r| r.document.name.as_str()).collect();
    let said = lines("Hosvan", "Hošvan");
    for (spelling, name) in [("Hosvan", names[0]), ("Hošvan", names[1])] {
        assert!(said.contains(&format!("“{spelling}” stands in {name};")), "{said}");
    }
    let said = lines("hosvan", "Hošvan");
    assert!(!said.contains("“hosvan” stands") && said.contains("“Hosvan” stands"), "{said}");
}

#[test]
fn father_and_son_with_turned_names_are_two() {
    let story = story(&[
        "Captain Salim Rashid Othman sailed on Monday. His son, Rashid Salim Othman, was on board.",
        "Captain Salim Rachid Othman was found on Tuesday.",
    ]);
    assert_eq!(n_entities(&story, &["Salim Rashid Othman", "Rashid Salim Othman"]), 2);
    let why = story.why_names("Salim Rashid Othman", "Rashid Salim Othman", Lexicon::english());
    assert!(why[0].contains("kept apart"), "{why:?}");
}

#[test]
fn a_bare_surname_of_two_persons_joins_neither_in_another_report() {
    let story = story(&[
        "Minister Omar Kombo met Governor Said Kombo in Geneva on Monday.",
        "Kombo said that the road would be closed until Friday.",
    ]);
    assert_eq!(n_entities(&story, &["Omar Kombo", "Said Kombo", "Kombo"]), 3);
}

#[test]
fn a_seat_of_power_is_not_the_city_it_stands_in() {
    let story = story(&[
        "The Kremlin said on Monday that Moscow would answer. Officials in Moscow were waiting.",
    ]);
    assert_eq!(n_entities(&story, &["Kremlin", "Moscow"]), 2);
}

#[test]
fn a_readers_corrections_are_carried_out_and_logged() {
    let texts = [
        "Minister Omar Kombo met Governor Said Kombo in Geneva on Monday. Omar Kombo left.",
        "Minister O. Qombo said that the road would be closed until Friday.",
    ];
    let lines = "merge\tOmar Kombo\tO. Qombo\nrename\tSaid Kombo\tThe Governor\nmerge\tA\tB\nno\n";
    let corrections = Corrections::parse(lines);
    let (told, notices) = stories(reports(&texts), Lexicon::english(), &corrections);
    let names: Vec<&str> = told.iter().flat_map(|s| &s.entities).map(|e| e.name.as_str()).collect();
    assert!(names.contains(&"The Governor"), "{names:?}");
    let codes: Vec<&str> = notices.iter().map(|n| n.code.as_str()).collect();
    assert!(codes.contains(&"S001") && codes.contains(&"S002"), "{notices:?}");
}

#[test]
fn a_role_has_the_times_that_its_words_give() {
    let story = story(&[
        "12 June 2031\n\nAda Vale was ambassador to Canada from 2014 to 2021. She is a former \
         minister. Vale served as mayor until 1 May 2030. Vale was consul in Oslo (2003-2007). \
         Vale served as governor of Sorvik until last year. Vale was judge in Marn (1999–2001).",
    ]);
    let vale = story.entities.iter().find(|e| e.name == "Ada Vale").expect("Ada Vale");
    let role = |title: &str| {
        let of = vale.roles.iter().find(|r| r.value.title.starts_with(title));
        of.map(|r| (r.value.from.clone(), r.value.to.clone()))
    };
    let years = (Some("2014".to_string()), Some("2021".to_string()));
    assert_eq!(role("ambassador to Canada"), Some(years), "{:#?}", vale.roles);
    assert_eq!(role("mayor"), Some((None, Some("2030-05-01".to_string()))));
    let years = (Some("1999".to_string()), Some("2001".to_string()));
    assert_eq!(role("judge"), Some(years), "{:#?}", vale.roles);
    let years = (Some("2003".to_string()), Some("2007".to_string()));
    assert_eq!(role("consul"), Some(years), "{:#?}", vale.roles);
    assert_eq!(role("governor"), Some((None, Some("2030".to_string()))), "{:#?}", vale.roles);
    assert_eq!(role("minister"), Some((None, Some("past".to_string()))));
}

#[test]
fn the_same_words_in_two_reports_are_one_speech_with_what_differs() {
    let story = story(&[
        "“We have waited nine years for this train and nobody told us why,” said Ada Vale on \
         Monday.",
        "“We waited nine years for this train,” said Ada Vale.",
        "“The soup is cold,” said Ada Vale.",
    ]);
    let [speech] = &story.speeches[..] else { panic!("{:#?}", story.speeches) };
    assert_eq!(speech.renderings.len(), 2);
    assert_eq!(speech.renderings[1].relation, Relation::Shortened);
}

#[test]
fn an_entity_has_what_it_did_and_not_what_others_say_it_did() {
    let story = story(&[
        "Foreign Minister Ada Vale opened the harbour on Monday. Vale did not visit the port.",
        "Foreign Minister Ada Vale opened the harbour on Monday. “Vale burned the letters,” said \
         Tomas Brandt.",
    ]);
    let vale = story.entities.iter().find(|e| e.name == "Ada Vale").expect("Ada Vale");
    let told = |words: &str| vale.deeds.iter().find(|d| d.value.what.contains(words));
    let opened = told("opened the harbour").expect("the opening");
    assert_eq!(opened.evidence.spans().len(), 2);
    assert_eq!(opened.value.realis.as_str(), "actual");
    assert_eq!(told("visit the port").map(|d| d.value.realis.as_str()), Some("denied"));
    assert!(told("burned").is_none(), "{:#?}", vale.deeds);
}

#[test]
fn a_bare_name_is_of_the_kind_that_most_reports_give_it() {
    let story = story(&[
        "Talks were held in Navrud on Monday. Officials in Navrud said that the government of \
         Navrud would answer.",
        "Delegates met in Navrud on Tuesday and left Navrud in the evening.",
        "Navroud will not sign. The government of Navroud said so on Friday.",
    ]);
    assert_eq!(n_entities(&story, &["Navrud", "Navroud"]), 1, "{:#?}", story.entities);
}

#[test]
fn ways_to_write_an_eastern_name_are_one_entity() {
    let story = story(&[
        "Chief executive Bae Min-seok spoke to reporters in Geneva on Monday.",
        "Chief executive Pae Min-sok left Geneva on Tuesday. Pae said the plant was safe.",
    ]);
    assert_eq!(n_entities(&story, &["Bae Min-seok", "Pae Min-sok", "Pae"]), 1);
}

#[test]
fn a_role_told_in_a_clause_beside_the_name_is_found() {
    let story = story(&[
        "Tomas Brandt, who was ambassador to Canada from 2014 to 2021, returned on Monday.",
    ]);
    let role = &story.entities[0].roles[0].value;
    assert_eq!(
        (role.from.as_deref(), role.to.as_deref()),
        (Some("2014"), Some("2021")),
        "{:#?}",
        story.entities
    );
}

#[test]
fn a_second_surname_may_be_left_out() {
    let story = story(&[
        "Colonel Darío Peralta Soto spoke on Monday. Peralta Soto was calm.",
        "Colonel Dario Peralta spoke on Monday. Peralta left.",
        "Darío Soto lives in Lerma.",
    ]);
    assert_eq!(n_entities(&story, &["Darío Peralta Soto", "Dario Peralta"]), 1);
    assert_eq!(n_entities(&story, &["Darío Peralta Soto", "Darío Soto"]), 2);
}

#[test]
fn a_ministry_of_something_is_named_either_way() {
    let story = story(&[
        "The Ministry of Finance paid on Monday, the Ministry of Finance said.",
        "The Finance Ministry paid on Monday, the Finance Ministry said.",
    ]);
    assert_eq!(n_entities(&story, &["Ministry of Finance", "Finance Ministry"]), 1);
}

#[test]
fn everybody_in_a_credit_is_a_person_of_the_story() {
    let story = story(&["The dam broke on Monday, the mayor of Lerma said.\n\n(Reporting by \
        Celia Vidal in Puerto Quemado and Owen Lark in Lerma; Editing by Petra Holm)"]);
    assert_eq!(n_entities(&story, &["Celia Vidal", "Owen Lark", "Petra Holm"]), 3);
}

#[test]
fn a_role_is_told_without_courtesy_and_with_whose_it_is() {
    let story = story(&[
        "The Lerma Club met on Monday. Jon Vale, the club's president, left. Mr. Okoro, a lawyer, \
         stayed. Former mining minister Ana Ruiz, his sister, wept. Sgt. Ade Brandt, 25, came late.",
    ]);
    let roles = |name: &str| {
        let entity = story.entities.iter().find(|e| e.name == name).expect(name);
        entity.roles.iter().map(|r| r.value.title.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(roles("Jon Vale"), ["Lerma Club's president"]);
    assert_eq!(roles("Okoro"), ["lawyer"]);
    assert_eq!(roles("Ana Ruiz"), ["mining minister"]);
    assert_eq!(roles("Ade Brandt"), ["Sgt."]);
}

#[test]
fn a_body_of_a_country_and_a_department_are_one_under_their_short_names() {
    let story = story(&[
        "The U.S. Harbour Service closed the pier on Monday.",
        "The Harbour Service said that the Treasury Department agreed.",
        "The Treasury said nothing.",
    ]);
    assert_eq!(n_entities(&story, &["U.S. Harbour Service", "Harbour Service"]), 1);
    assert_eq!(n_entities(&story, &["Treasury Department", "Treasury"]), 1);
}

#[test]
fn a_father_and_a_son_who_are_both_named_are_two_and_a_queen_is_nobodys_short_name() {
    let story = story(&[
        "Jon Vale Jr. met his father, Jon Vale, in Lerma on Monday. Vale said nothing.",
        "Elizabeth Okoro spoke of Queen Elizabeth II on Monday.",
    ]);
    assert_eq!(n_entities(&story, &["Jon Vale", "Jon Vale Jr."]), 2);
    assert_eq!(n_entities(&story, &["Jon Vale", "Vale"]), 1);
    assert_eq!(n_entities(&story, &["Elizabeth Okoro", "Elizabeth II"]), 2);
}

#[test]
fn a_long_role_is_not_broken_off_inside_a_phrase() {
    let told = "Alexander Orlov, a seasoned diplomat with previous stints in Ostmark's Tarn embassy \
                and in Sarvan, will take up his post soon.";
    let story = weave(pile::reports(&[told]), Lexicon::english()).0;
    let orlov = story.entities.iter().find(|e| e.name.contains("Orlov")).expect("a person");
    let roles: Vec<&str> = orlov.roles.iter().map(|r| r.value.title.as_str()).collect();
    assert_eq!(roles, ["seasoned diplomat with previous stints in Ostmark's Tarn embassy"]);
}

#[test]
fn a_son_with_a_suffix_is_not_the_father_whom_his_report_calls_by_the_surname() {
    let father = "President Daniel Vale signed the order on Monday. Vale left early.";
    let younger = [
        "President Vale signed the order on Monday. One picture showed Daniel Vale Jr. with a gun.",
        father,
    ];
    assert_eq!(n_entities(&story(&younger), &["Daniel Vale", "Daniel Vale Jr.", "Vale"]), 2);
    let headed = "Kovar wins in Tarn\n\nDaniel Kovar Jr. won on Monday. Kovar thanked the crews.";
    assert_eq!(n_entities(&story(&[headed]), &["Daniel Kovar Jr.", "Kovar"]), 1);
    let formal = ["Judge Daniel K. Vale Jr. spoke on Monday. Judge Vale left early.", father];
    assert_eq!(n_entities(&story(&formal), &["Daniel Vale", "Daniel K. Vale Jr.", "Vale"]), 1);
}

#[test]
fn a_letter_less_in_a_surname_named_often_is_a_slip() {
    let often = "Mayor Irena Brandt spoke on Monday. Brandt left at noon. Brandt said the pier \
                 was shut. Brandt came back on Friday. Brandt was late.";
    let slip = "Mayor Irena Brandt spoke on Monday. Bradt said that the pier was shut.";
    assert_eq!(n_entities(&story(&[often, slip, often]), &["Irena Brandt", "Bradt"]), 1);
    let other = "Mayor Irena Brandt spoke on Monday. Engineer Jon Bradt said that it was shut.";
    assert_eq!(n_entities(&story(&[often, other, often]), &["Irena Brandt", "Jon Bradt"]), 2);
}

#[test]
fn a_body_is_one_under_all_names_of_its_country_and_signs_for_a_conjunction() {
    let story = story(&[
        "The United States Harbour and Pier Service said on Monday that it would wait.",
        "The U.S. Harbour and Pier Service said on Monday that it would wait.",
        "The U.S. Harbour & Pier Service said on Monday that it would wait.",
    ]);
    let names = [
        "United States Harbour and Pier Service",
        "U.S. Harbour and Pier Service",
        "U.S. Harbour & Pier Service",
    ];
    assert_eq!(n_entities(&story, &names), 1, "{:#?}", story.entities);
}

#[test]
fn an_office_alone_is_nobody_and_words_of_courtesy_or_for_several_are_no_roles() {
    let story = story(&[
        "“Mr. President, these are your friends,” Mara Kovar said on Monday. Sens. Ada Vale (Ill.) and Tomas Brandt (R.I.) said \
         that the conservative Mr. Okoro had waited. Ade Okoro left. Senators Rosa Ibarra of \
         Oregon and Jon Vale of Ohio came.",
    ]);
    assert_eq!(n_entities(&story, &["President"]), 0);
    let roles: Vec<&str> =
        story.entities.iter().flat_map(|e| &e.roles).map(|r| r.value.title.as_str()).collect();
    assert!(roles.is_empty(), "{roles:?}");
}

#[test]
fn a_body_is_one_with_and_without_the_end_of_its_address() {
    let story = story(&[
        "The company Harbourforce.com said on Monday that the bridge was open.",
        "The company Harbourforce said on Tuesday that it would close its offices.",
    ]);
    assert_eq!(n_entities(&story, &["Harbourforce", "Harbourforce.com"]), 1);
}

#[test]
fn a_role_has_its_limits_and_nothing_that_stands_beside_it_or_counts_others() {
    let story = story(&[
        "Host Prime Minister Ana Ruiz met presumptive party nominee Tomas Brandt on Monday. Rival \
         Sen. Ade Okoro came late. Fellow leader Dora Vale stayed. Jon Berg, a former manager of a \
         computer company and vice chairman of the club, wept. Irena Holm is the third leading \
         member of the club. Mara Kovar, second secretary, left.",
    ]);
    let roles = |name: &str| {
        let entity = story.entities.iter().find(|e| e.name == name).expect(name);
        let roles = entity.roles.iter().map(|r| (r.value.title.as_str(), r.value.to.as_deref()));
        roles.collect::<Vec<_>>()
    };
    assert_eq!(roles("Ana Ruiz"), [("Prime Minister", None)]);
    assert_eq!(roles("Tomas Brandt"), [("presumptive party nominee", None)]);
    assert_eq!(roles("Ade Okoro"), [("Sen.", None)]);
    assert_eq!(roles("Dora Vale"), [("leader", None)]);
    let berg =
        [("manager of a computer company", Some("past")), ("vice chairman of the club", None)];
    assert_eq!(roles("Jon Berg"), berg);
    assert_eq!(roles("Irena Holm"), [("leading member of the club", None)]);
    assert_eq!(roles("Mara Kovar"), [("second secretary", None)]);
}
