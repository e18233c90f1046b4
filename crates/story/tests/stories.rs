//! A pile of several stories, on reports of our own.

mod pile;

use lexicon::Lexicon;
use story::{Corrections, Story, stories, why};

const FERRY: [&str; 2] = [
    "The ferry Ostra Marin sank off Kell Head on Sunday. Captain Ivo Brandel was saved with forty \
     others, harbour master Tilda Renko said in Port Sarn. The owner, Varnholt Lines, did not answer.",
    "Two months later nobody at Varnholt Lines will say who let the Ostra Marin sail. Ivo Brandel, \
     her captain, told the inquiry in Port Sarn that Tilda Renko, the harbour master, had warned him \
     of the storm at Kell Head.",
];
const VOTE: &str = "The Senate of Tormund rejected the milk law by nine votes. Senator Petra Ollin said \
     farmers in the Greve valley would not forget it.";

fn pile(texts: &[&str]) -> Vec<Story> {
    corrected(texts, "").0
}

fn corrected(texts: &[&str], lines: &str) -> (Vec<Story>, Vec<document::Notice>) {
    stories(pile::reports(texts), Lexicon::english(), &Corrections::parse(lines))
}

#[test]
fn episodes_of_one_story_are_together_and_another_story_is_apart() {
    let names = |story: &Story| -> Vec<String> {
        story.reports.iter().map(|r| r.document.name.clone()).collect()
    };
    let found: Vec<Vec<String>> = pile(&[FERRY[0], VOTE, FERRY[1]]).iter().map(names).collect();
    assert_eq!(found, [vec!["0.txt".to_string(), "2.txt".into()], vec!["1.txt".into()]]);
}

#[test]
fn a_readers_joins_and_splits_of_stories_are_carried_out_and_logged() {
    let names = |lines: &str| -> (Vec<Vec<String>>, String) {
        let (told, notices) = corrected(&[FERRY[0], VOTE, FERRY[1]], lines);
        let of = |s: &Story| s.reports.iter().map(|r| r.document.name.clone()).collect();
        let codes: Vec<&str> = notices.iter().map(|n| n.code.as_str()).collect();
        (told.iter().map(of).collect(), codes.join(" "))
    };
    let list = |groups: &[&[&str]]| -> Vec<Vec<String>> {
        groups.iter().map(|g| g.iter().map(|n| n.to_string()).collect()).collect()
    };
    let (found, codes) = names("split\t0.txt\t2.txt\njoin\t1.txt\t2.txt\n");
    assert_eq!(found, list(&[&["1.txt", "2.txt"], &["0.txt"]]));
    assert_eq!(codes, "S001 S001");
    let (found, codes) = names("join\t0.txt\t2.txt\nsplit\t0.txt\tnowhere.txt\n");
    assert_eq!(found, list(&[&["0.txt", "2.txt"], &["1.txt"]]));
    assert_eq!(codes, "S002 S002", "they were one story, and nowhere is nowhere");
}

#[test]
fn why_two_reports_are_of_two_stories_is_said() {
    let told = pile(&[FERRY[0], VOTE, FERRY[1]]);
    let place = |name| why::find(&told, name).expect("it is there");
    let found = why::why(&told, place("0.txt"), place("1.txt"));
    assert!(!found.one_story && found.one_origin.is_none());
    let text = |kind| found.reasons.iter().find(|r| r.kind == kind).map(|r| r.text.as_str());
    assert_eq!(text("names"), Some("No names stand in both."));
    assert!(text("odds").is_some_and(|t| t.contains("two stories")), "{found:#?}");
    assert!(text("wholes").is_some(), "{found:#?}");
}

#[test]
fn a_pile_without_documents_has_no_story() {
    assert!(pile(&[]).is_empty());
}
