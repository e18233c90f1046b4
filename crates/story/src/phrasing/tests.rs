use super::*;
use language::{Annotator, Model};

/// A story told by two reports, and its sentences.
struct Told {
    story: Story,
    annotator: Annotator<'static>,
}

const REPORTS: [(&str, &str); 2] = [
    (
        "2031-04-10",
        "Delegations from Valmora and Kestria met in Port Almeira on Thursday and agreed to \
         restore embassy staffing.\n\n\
         The ferry Aurora will resume its service on 2 May, Foreign Minister Anna Lindqvist said.\n\n\
         Kestria reportedly lost 40 soldiers in the battle.\n\n\
         Valmora did not sign the border treaty.",
    ),
    (
        "2031-04-11",
        "Lindqvist called the talks “productive”.\n\n\
         The council may close the harbour if the strike goes on.\n\n\
         Valmora accused Kestria of spying.\n\n\
         The bank paid 12 million crowns to the port authority in March.",
    ),
];

impl Told {
    fn new() -> Told {
        let mut annotator = Annotator::new(Model::english());
        let reports = REPORTS.iter().enumerate();
        let reports = reports.map(|(i, (day, text))| read(&mut annotator, i, day, text)).collect();
        let (story, _) = crate::weave(reports, Lexicon::english());
        Told { story, annotator }
    }

    /// What comes of a sentence that cites those with these words.
    fn check(&mut self, text: &str, cited: &[&str]) -> Result<Vec<usize>, Miss> {
        let sentence = |words: &&str| {
            let reports = self.story.reports.iter();
            let mut found = reports.flat_map(|r| {
                let syntax = &r.analysis.syntax;
                let spans = syntax.parse.sentences.iter().filter_map(|s| syntax.span(s.clone()));
                spans.collect::<Vec<_>>()
            });
            found.find(|span| self.story.words(*span).contains(words)).expect("a sentence")
        };
        let cited: Vec<Span> = cited.iter().map(sentence).collect();
        let phrased = read(&mut self.annotator, 9, "2031-04-11", text);
        check(&self.story, Lexicon::english(), &phrased, &cited)
    }
}

fn read(annotator: &mut Annotator<'_>, id: usize, day: &str, text: &str) -> Report {
    let line = serde_json::json!({"id": id.to_string(), "published": day, "text": text});
    let name = format!("{id}.jsonl");
    let mut read = ingest::read(&name, line.to_string().as_bytes(), Lexicon::english());
    let document = read.documents.remove(0);
    let analysis = analysis::analyse(&document, annotator, Lexicon::english());
    Report { document, analysis }
}

#[test]
fn what_the_evidence_says_in_its_own_words_is_kept() {
    let mut told = Told::new();
    for (text, cited) in [
        ("Delegations from Valmora and Kestria met in Port Almeira.", "met in"),
        ("Delegations from Valmora and Kestria agreed to restore embassy staffing.", "met in"),
        ("On Thursday, delegations from Valmora and Kestria met in Port Almeira.", "met in"),
        ("Foreign Minister Anna Lindqvist said the ferry Aurora will resume its service.", "ferry"),
        ("Kestria reportedly lost 40 soldiers.", "soldiers"),
        ("Valmora did not sign the border treaty.", "treaty"),
        ("The border treaty was not signed by Valmora.", "treaty"),
        ("The council may close the harbour if the strike goes on.", "council"),
        ("Lindqvist called the talks “productive”.", "called"),
    ] {
        assert_eq!(told.check(text, &[cited]), Ok(vec![0]), "{text}");
    }
}

#[test]
fn each_lie_is_dropped_for_what_it_is() {
    let mut told = Told::new();
    for (text, cited, miss) in [
        ("Kestria reportedly lost 50 soldiers.", "soldiers", Miss::Number),
        ("Kestria reportedly lost 40 tanks.", "soldiers", Miss::Number),
        ("Valmora burned the border treaty.", "treaty", Miss::Word),
        ("Norvik reportedly lost 40 soldiers.", "soldiers", Miss::Name),
        ("Kestria accused Valmora of spying.", "spying", Miss::Joined),
        ("Valmora was accused of spying by Kestria.", "spying", Miss::Joined),
        ("Valmora signed the border treaty.", "treaty", Miss::Polarity),
        ("Valmora did not accuse Kestria of spying.", "spying", Miss::Polarity),
        ("Kestria lost 40 soldiers.", "soldiers", Miss::Certainty),
        ("The council will close the harbour if the strike goes on.", "council", Miss::Certainty),
        ("The council may close the harbour.", "council", Miss::LeftOut),
        ("The ferry Aurora will resume its service on 2 May.", "ferry", Miss::Attribution),
        ("The ferry Aurora resumed its service, Anna Lindqvist said.", "ferry", Miss::Certainty),
        ("The ferry will resume its service on 3 May, Anna Lindqvist said.", "ferry", Miss::Time),
        ("Delegations from Valmora and Kestria met in Norvik.", "met in", Miss::Name),
        ("Delegations agreed to staff.", "met in", Miss::Word),
        ("Lindqvist called the talks “very productive”.", "called", Miss::Quoted),
        ("The bank paid 12 million crowns to <b>Kestria</b>.", "crowns", Miss::Form),
        ("Did Valmora accuse Kestria of spying?", "spying", Miss::Form),
    ] {
        assert_eq!(told.check(text, &[cited]), Err(miss), "{text}");
    }
    let other = told.check("The ferry will resume its service, Karl Okoro said.", &["ferry"]);
    assert!(matches!(other, Err(Miss::Attribution | Miss::Name)), "{other:?}");
}

#[test]
fn two_statements_are_not_made_one() {
    let mut told = Told::new();
    let cited = ["spying", "treaty"];
    let both = "Valmora accused Kestria of spying and did not sign the border treaty.";
    assert_eq!(told.check(both, &cited), Ok(vec![0, 1]));
    let merged = told.check("Valmora accused Kestria of the border treaty.", &cited);
    assert_eq!(merged, Err(Miss::Joined));
    let merged = told.check("The bank paid 40 soldiers.", &["crowns", "soldiers"]);
    assert!(merged.is_err(), "{merged:?}");
}

#[test]
fn what_cites_nothing_or_the_wrong_sentence_is_dropped() {
    let mut told = Told::new();
    let text = "Valmora did not sign the border treaty.";
    assert_eq!(told.check(text, &[]), Err(Miss::Citation));
    assert!(told.check(text, &["spying"]).is_err());
    // One that bears nothing out is not named with the sentence.
    assert_eq!(told.check(text, &["spying", "treaty"]), Ok(vec![1]));
}
