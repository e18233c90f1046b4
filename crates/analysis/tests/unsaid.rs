//! What is hardly said although a verb of speech stands there, and whom verbs of speech are
//! mistaken to belong to, in invented sentences.

mod reading;

use analysis::Analysis;
use document::Document;
use reading::read;

/// Who says what: the name or the words for the speaker, and the words, where there is no doubt.
fn said(text: &str) -> Vec<(String, String)> {
    let (document, analysis): (Document, Analysis) = read(text);
    let sure = analysis.quotations.iter().map(|q| &q.value).filter(|q| q.doubt.is_none());
    let told = sure.map(|q| {
        let name = |chain: usize| Some(analysis.mentions[analysis.chains[chain].name?].span);
        let speaker = q.speaker.as_ref();
        let who = speaker.and_then(|s| s.chain.and_then(name).or(Some(s.span)));
        let words = |span| document.text.words(span).to_string();
        (who.map_or(String::new(), words), words(q.content))
    });
    told.collect()
}

#[test]
fn what_somebody_should_will_or_would_not_say_is_not_said() {
    let unsaid = [
        "Many sailors expect Ada Vale to announce that she is leaving the guild.",
        "The wait ends when Ada Vale announces whether she will leave the guild.",
        "Ada Vale had wanted to form a guild of her own.",
        "Buyers of the boat can expect a call from the guild in May.",
        "The mayor may announce a new ferry to the island.",
        "No guild has offered a contract to the sailors.",
        "The guild met forty sailors, several of whom dismissed the stories of the women.",
        "This heated exchange highlights the divisions of the guild.",
        "The involvement of both governments highlights the weight of the matter.",
        "As this great nation celebrates its hundredth birthday, the guild rests.",
        "Songs written by Ada Vale were played by the band of the harbour.",
        "The war in the north said more than the guild had.",
        "Ada Vale offered no details.",
        "The singer added a few touches of red paint, and the guard posted 27 points.",
        "A commander who requested anonymity left the room.",
        "Ada Vale did not explain how the boat had been lost.",
        "The law allows a shop to assert a right to “the free use of the harbour.”",
        "The state gives money to sailors who reject large gifts.",
        "Ada Vale said that the ferry would take the masts to...",
        "The law bans the trade before many women are even aware that they take part in it.",
        "Neither the mayor nor Ada Vale made any public comment about the issue.",
        "Ada Vale is expected by some to announce that she will leave the guild.",
    ];
    for text in unsaid {
        assert!(
            !said(text).iter().any(|(who, _)| who != "Many sailors"),
            "{text}: {:?}",
            said(text)
        );
    }
    let text = "“I am with the group that says, ‘Let us look into the hold before we sail,’” Ada \
        Vale said.";
    assert_eq!(said(text).len(), 1, "{:?}", said(text));
}

#[test]
fn the_name_of_a_programme_is_no_speech() {
    let text = "“It is a bad law for everybody,” Ada Vale said on Coast Radio's “Face the Coast.”";
    let said = said(text);
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(said[0].1, "“It is a bad law for everybody,”");
}

#[test]
fn whoever_is_named_in_what_he_says_did_not_say_it() {
    let text = "Tomas Berg, who led the guild, said on Monday that Martin Vale must go, though he \
        said Vale had tried to calm him.\n\n“I think that it would be better if he went,” he said.";
    let said = said(text);
    let his = |(who, _): &(String, String)| who == "Tomas Berg";
    assert!(!said.is_empty() && said.iter().all(his), "{said:?}");
}

#[test]
fn whom_something_was_sent_to_did_not_say_it() {
    let text = "Ada Vale sent a letter to members saying that she was sorry for her remarks.";
    let said = said(text);
    let hers = |(who, _): &(String, String)| who == "Ada Vale";
    assert!(!said.is_empty() && said.iter().all(hers), "{said:?}");
}

#[test]
fn a_sentence_in_marks_before_a_cue_that_has_its_own_words_goes_on_with_the_one_before() {
    let text = "“We feel a strong sense of relief,” said Omar Kombo, the head of the council. \
        “Everything is nearly ready.” In a speech, Minister Ade Okoro told members to cast aside \
        their doubts.";
    let said = said(text);
    assert!(said.iter().any(|(who, words)| who == "Omar Kombo" && words.contains("nearly ready")));
}

#[test]
fn who_reports_is_not_told_by_whom_it_reports_on() {
    let (document, analysis) = read(
        "Ada Vale confirmed that the ferry is her first choice, according to harbour reports. Her \
         staff have urged her to take more time.\n\nAccording to Tomas Brandt, both sides \
         acknowledged the need for a longer pier.",
    );
    let words = |span| document.text.words(span);
    let said: Vec<(&str, Vec<&str>)> = analysis
        .quotations
        .iter()
        .map(|q| (words(q.value.content), q.value.via.iter().map(|v| words(v.span)).collect()))
        .collect();
    let via = |part: &str| {
        let found = said.iter().find(|(content, _)| content.contains(part));
        found.map(|(content, via)| (content.contains("according"), via.clone()))
    };
    assert_eq!(via("to take more time"), Some((false, vec![])), "{said:?}");
    assert_eq!(via("need for a longer"), Some((false, vec!["Tomas Brandt"])), "{said:?}");
    let through_her = said.iter().any(|(_, via)| via.contains(&"Ada Vale"));
    assert!(!through_her, "{said:?}");
}

#[test]
fn who_says_something_of_himself_in_one_sentence_is_found() {
    let said = said("Ada Vale is “very close” to a sale of the ferry, she told harbour reporters.");
    assert_eq!(said[0].0, "Ada Vale", "{said:?}");
}

#[test]
fn what_somebody_wrongly_believes_to_be_said_is_not_said() {
    let text = "The governor was upset because he mistakenly believed that Ada Vale had called him \
                a thief. Tom Berg falsely claimed that the dam was safe.";
    let found = said(text);
    assert!(!found.iter().any(|(who, _)| who == "Ada Vale"), "{found:?}");
    assert!(found.iter().any(|(who, _)| who == "Tom Berg"), "{found:?}");
}
