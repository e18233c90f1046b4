//! One entity behind the names of several reports, and none for two, on reports of our own.

use language::{Annotator, Model};
use lexicon::Lexicon;
use story::{Report, Story, weave};

fn story(texts: &[&str]) -> Story {
    let lexicon = Lexicon::english();
    let mut annotator = Annotator::new(Model::english());
    let reports = texts.iter().enumerate().map(|(i, text)| {
        let name = format!("{i}.txt");
        let document = ingest::read(&name, text.as_bytes(), lexicon).documents.remove(0);
        let analysis = analysis::analyse(&document, &mut annotator, lexicon);
        Report { document, analysis }
    });
    weave(reports.collect(), lexicon).0
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
