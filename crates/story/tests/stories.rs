//! A pile of several stories, on reports of our own.

use language::{Annotator, Model};
use lexicon::Lexicon;
use story::{Corrections, Report, Story, stories};

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
    let (lexicon, mut annotator) = (Lexicon::english(), Annotator::new(Model::english()));
    let reports = texts.iter().enumerate().map(|(i, text)| {
        let name = format!("{i}.txt");
        let document = ingest::read(&name, text.as_bytes(), lexicon).documents.remove(0);
        let analysis = analysis::analyse(&document, &mut annotator, lexicon);
        Report { document, analysis }
    });
    stories(reports.collect(), lexicon, &Corrections::default()).0
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
fn a_pile_without_documents_has_no_story() {
    assert!(pile(&[]).is_empty());
}
