//! Who speaks where a description, "both sides" or a document is said to, on sentences of our own.

mod reading;

use analysis::MentionForm;
use reading::read;

/// For each quotation that is in no doubt its first words, and who speaks: the longest name of the
/// chain, or the words as they stand after a dash.
fn speakers(text: &str) -> Vec<(String, String)> {
    let (document, analysis) = read(text);
    let quotations = analysis.quotations.iter().map(|fact| &fact.value);
    let certain = quotations.filter(|q| q.doubt.is_none());
    let told = certain.map(|q| {
        let speaker = q.speaker.as_ref();
        let chain = speaker.and_then(|s| s.chain).map(|chain| &analysis.chains[chain]);
        let name = chain.and_then(|chain| chain.name).map(|m| &analysis.mentions[m]);
        let name = name.filter(|m| m.form == MentionForm::Name);
        let named = name.map(|m| document.text.words(m.span).to_string());
        let described = speaker.map_or("", |s| document.text.words(s.called()));
        let content = document.text.words(q.content).chars().take(24).collect();
        (content, named.unwrap_or_else(|| format!("- {described}")))
    });
    told.collect()
}

/// Who is found to say what begins with these words.
fn speaker(text: &str, start: &str) -> String {
    let found = speakers(text);
    let said = found.iter().find(|(content, _)| content.starts_with(start));
    said.map_or_else(|| panic!("no {start:?} in {found:?}"), |(_, name)| name.clone())
}

#[test]
fn a_description_means_whom_the_paragraph_before_names() {
    let opens = "Ada Vale said on Monday that the harbour would close.\n\n";
    for (who, text) in [
        ("Ada Vale", "“Nobody asked us,” the committee chairwoman said in a letter."),
        ("Ada Vale", "“Nobody asked us,” the actress and activist said."),
        ("Ada Vale", "“Nobody asked us,” the “Salt” author said."),
        ("- the author of the song", "“Nobody asked us,” the author of the song said."),
    ] {
        assert_eq!(speaker(&format!("{opens}{text}"), "“Nobody"), who, "{text}");
    }
}

#[test]
fn an_office_of_another_is_not_taken_up() {
    let text = "Ada Vale said on Monday that the harbour would close.\n\n“Nobody asked us,” the \
                mayor said.";
    assert_eq!(speaker(text, "“Nobody"), "- the mayor");
    let text = "Governor Jon Vale met Ada Kovar and Irena Brandt on Monday.\n\nThe talks with Ms \
                Kovar and Ms Brandt took a day.\n\n“Nobody asked us,” the tired governor said.";
    assert_eq!(speaker(text, "“Nobody"), "Jon Vale");
}

#[test]
fn of_several_the_one_who_spoke_before_is_meant() {
    let text = "Ada Vale told Irena Kovar that the harbour would close.\n\n“Nobody asked us,” the \
                activist said.";
    assert_eq!(speaker(text, "“Nobody"), "Ada Vale");
}

#[test]
fn a_body_is_taken_up_by_a_plain_noun_without_a_name_of_its_own() {
    let opens = "Ostmark Steel said on Monday that two mills would close.\n\n";
    let plain = format!("{opens}The company said that it had no choice.");
    assert_eq!(speaker(&plain, "that it"), "Ostmark Steel");
    let other = format!("{opens}The Vale campaign said that it had no choice.");
    assert_ne!(speaker(&other, "that it"), "Ostmark Steel");
}

#[test]
fn the_name_of_a_body_goes_on_after_a_conjunction() {
    let text = "The Ostmark Fish and Wildlife Service said on Monday that permits would follow. \
                The service said on Friday that it would wait.";
    assert_eq!(speaker(text, "that permits"), "Ostmark Fish and Wildlife Service");
    assert_eq!(speaker(text, "that it"), "Ostmark Fish and Wildlife Service");
}

#[test]
fn a_statement_says_what_its_maker_says() {
    let text = "Jon Vale, the interior secretary, said in a statement on Friday that the order \
                named two countries.\n\n“Ms Kovar and I have talked about it,” the statement said.";
    assert_eq!(speaker(text, "“Ms Kovar"), "Jon Vale");
}

#[test]
fn both_sides_are_the_two_named_before() {
    let text = "Talks between Ostmark and Westmark went on in Marn on Monday. Both sides said \
                that the bridge would open.";
    assert_eq!(speaker(text, "that the bridge"), "- Ostmark and Westmark");
    let three = "Talks of Ostmark, Westmark and Marnia went on on Monday. Both sides said that \
                 the bridge would open.";
    assert_eq!(speaker(three, "that the bridge"), "- Both sides");
}

#[test]
fn one_of_many_is_who_speaks_and_they_may_be_a_body() {
    let text = "Governor Ada Vale was among the many people who called on Jon Kovar to resign.";
    assert_eq!(speaker(text, "on Jon"), "Ada Vale");
    let text = "On Monday the Ostmark Hunters Club sent out a letter. And they blasted “hysterical \
                friends of the deer who never saw one.”";
    assert_eq!(speaker(text, "“hysterical"), "Ostmark Hunters Club");
}

#[test]
fn one_told_by_his_group_is_not_the_group() {
    let text = "The top Democrat on the panel said that the vote would wait.";
    assert_eq!(speaker(text, "that the vote"), "- The top Democrat on the panel");
}

#[test]
fn words_in_marks_are_of_the_subject_of_the_verb_after_them() {
    let text = "“We have capture of the buoy,” commander Robert Vale announced the moment the two \
                pieces came together.";
    assert_eq!(speakers(text), [("“We have capture of the ".into(), "Robert Vale".into())]);
}

#[test]
fn what_is_asked_of_somebody_or_left_open_is_not_said_by_him() {
    let text = "Jon Vale left open many questions about what his plan for the harbour would \
                cost.";
    assert_eq!(speakers(text), []);
    let text = "A public clash between Ada Kovar and Jon Vale had shown how hard it would be to \
                agree.";
    assert_eq!(speakers(text), []);
}

#[test]
fn the_man_of_whom_a_young_man_was_told_is_nobody_named() {
    let text = "Senator Jon Vale grabbed a young man by the arm on Monday. A camera rolled as the \
                man asked whether the harbour would close.\n\nThe man said that he was a student.";
    assert_eq!(speaker(text, "that he was"), "- The man");
}

#[test]
fn who_speaks_keeps_what_says_of_whom_before_a_comma() {
    let text = "Supporters of Mr. Vale, who travelled home on Friday, said that the vote was late.";
    assert_eq!(speaker(text, "that the vote"), "- Supporters of Mr. Vale");
    let text = "“Nobody asked us,” said the leader of the Senate, Ada Vale.";
    assert_eq!(speaker(text, "“Nobody"), "Ada Vale");
}

#[test]
fn he_who_is_quoted_next_is_the_one_who_spoke_last() {
    let graham = "Sen. Karl Berg suggested on Sunday that Jon Vale might want to think twice before \
                  tweeting about the investigation.\n\n“You comment at your own peril,” he said.";
    assert_eq!(speaker(graham, "“You comment"), "Karl Berg");
    let justice = "Jon Vale also drew the ire of Justice Karl Berg who said he was whipsawed by the \
                   arguments. “If somebody tells you how, you have no choice,” he said.";
    assert_eq!(speaker(justice, "“If somebody"), "Karl Berg");
}
