//! What the words of a quotation point back to, on reports of our own.

mod pile;

use lexicon::Lexicon;
use pile::reports;
use story::{Story, anaphora::antecedents, weave};

/// Of the quotation that has some words: the pronouns with their persons, and what stands before.
fn pointed(text: &str, words: &str) -> (Vec<(String, String)>, Option<String>) {
    let story: Story = weave(reports(&[text]), Lexicon::english()).0;
    let report = &story.reports[0];
    let said = report.analysis.quotations.iter().find(|q| {
        let shown = q.value.telling.unwrap_or(q.value.content);
        story.words(shown).contains(words)
    });
    let q = &said.expect("the quotation is found").value;
    let found = antecedents(report, q.telling.unwrap_or(q.content), q.speaker.as_ref());
    let name = |chain: usize| {
        let name = report.analysis.chains[chain].name.expect("a name");
        story.words(report.analysis.mentions[name].span).to_string()
    };
    let named = found.named.iter().map(|(own, chain)| (story.words(*own).into(), name(*chain)));
    (named.collect(), found.before.map(|span| story.words(span).to_string()))
}

#[test]
fn a_pronoun_for_another_person_has_the_name() {
    let text = "Mayor Dora Vale opened the bridge on Monday. Senator John Berg said that she had \
                ignored every warning.";
    let (named, before) = pointed(text, "every warning");
    assert_eq!(named, [("she".to_string(), "Dora Vale".to_string())]);
    assert_eq!(before, None);
}

#[test]
fn who_speaks_and_what_the_words_name_are_no_antecedents() {
    let text = "Mayor Dora Vale opened the bridge on Monday. Vale said that she was proud of the \
                bridge and that it would last.";
    assert_eq!(pointed(text, "proud"), (Vec::new(), None));
}

#[test]
fn a_possessive_in_the_words_of_the_reporter_is_the_speakers_own() {
    let text = "Senator John Berg spoke to the crews on Monday. Martin Vale, the head of the port, \
                said that his company would halt all work.";
    assert_eq!(pointed(text, "halt all work").0, []);
    let text =
        "Martin Vale, the head of the port, met John Berg and said that Berg had lost his way.";
    assert_eq!(pointed(text, "lost his way").0, []);
}

#[test]
fn a_thing_pointed_at_has_what_stands_before() {
    let first = "The council closed the old ferry on Monday.";
    for (second, words) in [
        ("Tomas Berg said that it was a mistake.", "mistake"),
        ("Tomas Berg criticised the decision.", "the decision"),
        ("Members of the crews in the harbour said it was a mistake.", "mistake"),
        ("Tomas Berg said that such a step would hurt the port.", "such a step"),
        ("From another side, this will help the crews, Tomas Berg said.", "this will help"),
        ("Tomas Berg said he hoped that the two leaders would meet.", "the two leaders"),
        ("The Harbour Board said that it could be a step towards peace.", "a step"),
    ] {
        let (_, before) = pointed(&format!("{first} {second}"), words);
        assert_eq!(before.as_deref(), Some(first), "{second}");
    }
    let text = "While the crews welcomed the new ferry, Tomas Berg called it a mistake.";
    let before = "While the crews welcomed the new ferry, Tomas Berg";
    assert_eq!(pointed(text, "mistake").1.as_deref(), Some(before));
}

#[test]
fn a_pronoun_that_stands_for_a_clause_points_nowhere() {
    let text = "The council closed the old ferry. Tomas Berg said that it was clear that the port \
                would lose money.";
    assert_eq!(pointed(text, "lose money").1, None);
}

#[test]
fn an_object_does_not_stand_for_the_subject_beside_it() {
    let first = "The old ferry lay in the harbour.";
    let text = format!("{first} Tomas Berg said that the council had bought it.");
    assert_eq!(pointed(&text, "bought it").1.as_deref(), Some(first));
    let text = format!("{first} Tomas Berg said that the crews would have to sink it.");
    assert_eq!(pointed(&text, "sink it").1.as_deref(), Some(first));
    let text = "Tomas Berg said that the council had bought a ferry and that Norrin would sink it.";
    assert_eq!(pointed(text, "sink it").1, None);
}
