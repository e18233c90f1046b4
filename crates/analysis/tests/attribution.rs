//! Each construction that attributes words to a speaker, in invented sentences.

mod reading;

use analysis::{Analysis, QuotationKind, Speaker, quotation::Doubt};
use document::{Document, Span};

struct Read {
    document: Document,
    analysis: Analysis,
}

/// What a quotation says, as words: kind, content, speaker, via.
type Said<'r> = (QuotationKind, &'r str, &'r str, Vec<&'r str>);

impl Read {
    fn of(text: &str) -> Read {
        let (document, analysis) = reading::read(text);
        Read { document, analysis }
    }

    fn words(&self, span: Span) -> &str {
        self.document.text.words(span)
    }

    fn quotations(&self) -> Vec<Said<'_>> {
        let speaker = |s: &Speaker| self.words(s.span);
        let said = self.analysis.quotations.iter().map(|q| {
            let q = &q.value;
            let who = q.speaker.as_ref().map_or("", speaker);
            (q.kind, self.words(q.content), who, q.via.iter().map(speaker).collect())
        });
        said.collect()
    }

    /// The first quotation whose content begins with these words.
    fn quotation(&self, start: &str) -> Said<'_> {
        let all = self.quotations();
        let trimmed = |said: &&Said<'_>| said.1.trim_start_matches(['“', '"']).starts_with(start);
        all.iter().find(trimmed).unwrap_or_else(|| panic!("{start}: {all:?}")).clone()
    }

    /// The name that the speaker of a quotation is resolved to.
    fn name(&self, start: &str) -> &str {
        let found = self.analysis.quotations.iter().find(|q| {
            self.words(q.value.content).trim_start_matches(['“', '"']).starts_with(start)
        });
        let chain = found.and_then(|q| q.value.speaker.as_ref()?.chain).expect("a chain");
        let name = self.analysis.chains[chain].name.expect("a name");
        self.words(self.analysis.mentions[name].span)
    }
}

#[test]
fn verbs_nouns_prepositions_and_insertions_tie_an_indirect_content_to_its_speaker() {
    let cases = [
        (
            "Officials believe that the bridge will reopen on Friday.",
            "that the bridge",
            "Officials",
        ),
        ("According to the ministry, four boats were lost.", "four boats", "the ministry"),
        ("Four boats were lost, according to the ministry.", "Four boats", "the ministry"),
        ("The governor denied that the dam was cracked.", "that the dam", "The governor"),
        ("The envoy warned of a new famine in the valley.", "a new famine", "The envoy"),
        ("The talks had failed, the envoy said on Monday.", "The talks", "the envoy"),
        (
            "The minister's claim that the ferry was empty angered the port.",
            "that the ferry",
            "The minister's",
        ),
    ];
    for (text, content, speaker) in cases {
        let read = Read::of(text);
        let (kind, _, who, _) = read.quotation(content);
        assert_eq!((kind, who), (QuotationKind::Indirect, speaker), "{text}");
    }
}

#[test]
fn direct_words_keep_their_speaker_before_around_and_after_the_cue() {
    let read = Read::of(
        "“We will not leave the harbour,” said Ada Vale, the union's leader. “Not this year.”\n\n\
         “The port is closed,” Capt. Omar Lindqvist, its director, told reporters.\n\n\
         Vale added: “We have said so before.”",
    );
    let (kind, content, who, _) = read.quotation("We will not leave");
    assert_eq!((kind, who), (QuotationKind::Direct, "Ada Vale"));
    assert!(content.ends_with("“Not this year.”"), "{content}");
    assert_eq!(read.quotation("The port is closed").2, "Capt. Omar Lindqvist");
    assert_eq!(read.quotation("We have said so").2, "Vale");
}

#[test]
fn words_with_a_cue_of_their_own_do_not_go_on_with_those_before_them() {
    let read = Read::of(
        "“We will not leave,” French foreign minister Anne Lacroix said. “It is late,” Kenyan \
         rail chief Peter Mwangi has warned.",
    );
    let (kind, content, who, _) = read.quotation("We will not leave");
    assert_eq!((kind, content), (QuotationKind::Direct, "“We will not leave,”"));
    assert!(who.ends_with("Anne Lacroix"), "{who}");
    assert!(read.quotation("It is late").2.ends_with("Peter Mwangi"));
}

#[test]
fn marked_words_inside_the_reporter_s_own_are_mixed() {
    let read = Read::of("Ada Vale said the offer was “a bad joke” and left the room.");
    let (kind, content, who, _) = read.quotation("the offer");
    assert_eq!((kind, who), (QuotationKind::Mixed, "Ada Vale"));
    assert!(content.contains("“a bad joke”"));
}

#[test]
fn a_sentence_in_marks_without_a_cue_is_of_who_spoke_before() {
    let read = Read::of(
        "“The harbour will stay closed until spring,” Ada Vale said.\n\n\
         “Nobody here wanted that to happen to the town.”",
    );
    let (kind, _, who, _) = read.quotation("Nobody here");
    assert_eq!((kind, who), (QuotationKind::Direct, "Ada Vale"));
}

#[test]
fn a_pronoun_speaks_for_the_name_before_it() {
    let read =
        Read::of("Ada Vale opened the harbour on Monday. She said that the first ferry was full.");
    assert_eq!(read.quotation("that the first ferry").2, "She");
    assert_eq!(read.name("that the first ferry"), "Ada Vale");
}

#[test]
fn a_role_with_its_name_after_it_speaks_as_that_person() {
    let read = Read::of("“We are ready to sail again,” its chair, Ada Vale, said on Monday.");
    assert_eq!(read.name("We are ready"), "Ada Vale");
    let read = Read::of(
        "The bridge was shut. “A bridge does not ask who paid for it,” Ordavian chief negotiator \
         Ilja Stornik has said, according to Farwire.",
    );
    assert_eq!(read.name("A bridge does not"), "Ilja Stornik");
}

#[test]
fn many_and_unnamed_speakers_stay_what_they_are() {
    let read = Read::of("Two senior officials said that the talks would go on.");
    let speaker = read.analysis.quotations[0].value.speaker.clone().unwrap();
    assert_eq!(read.words(speaker.span), "Two senior officials");
    assert_eq!((speaker.chain, speaker.unnamed.is_some()), (None, true));
}

#[test]
fn what_somebody_reports_another_said_came_through_the_first() {
    let read = Read::of("Reuters reported that the minister said the dam was safe.");
    let (_, _, who, via) = read.quotation("the dam was safe");
    assert_eq!((who, via), ("the minister", vec!["Reuters"]));
}

#[test]
fn a_publisher_that_is_told_and_one_that_cites_are_on_the_way() {
    let read = Read::of("Ada Vale told Reuters that the harbour would open in May.");
    assert_eq!(read.quotation("that the harbour").3, ["Reuters"]);
    let read = Read::of("The harbour will open in May, Reuters reported, citing two officials.");
    let (_, _, who, via) = read.quotation("The harbour");
    assert_eq!((who, via), ("two officials", vec!["Reuters"]));
}

#[test]
fn every_quotation_names_the_row_or_the_tie_that_made_it() {
    let read = Read::of("Ada Vale said the ferry was late.\n\n“We left at noon,” she said.");
    let rules: Vec<&str> = read.analysis.quotations.iter().map(|q| q.rule.as_str()).collect();
    assert_eq!(rules, ["en/cue/say", "en/cue/say"]);
}

#[test]
fn prose_without_attribution_has_none() {
    let read = Read::of("The old ferry crossed the bay twice a day. It carried mail and sheep.");
    assert_eq!(read.quotations(), []);
}

#[test]
fn the_one_named_right_before_is_meant_by_a_bare_description_or_a_pronoun() {
    let read = Read::of(
        "Jon Vale had sat down to milk when the window broke. “I thought, hail,” the farmer says.\n\n\
         I put this to General Ada Kovar in her office. “We promised them water,” she said.\n\n\
         A clerk met Tomas Brandt on the stairs. “Come back tomorrow,” the clerk said.",
    );
    assert_eq!(read.name("I thought"), "Jon Vale");
    assert_eq!(read.name("We promised"), "Ada Kovar");
    let named = |q: &&document::Fact<analysis::Quotation>| {
        read.words(q.value.content).contains("Come back") && q.value.speaker.is_some()
    };
    let found = read.analysis.quotations.iter().find(named).expect("a quotation");
    assert_eq!(found.value.speaker.as_ref().and_then(|s| s.chain), None);
}

#[test]
fn a_clause_and_the_sentence_in_marks_after_it_are_two_of_one_speaker() {
    let read = Read::of(
        "The noise came at ten to five, said Jon Vale: “I had the second batch in the oven.”\n\n\
         “Not one lorry was lost, not one was stopped.” They should have been on the road by first light, he added.",
    );
    assert_eq!(read.quotation("The noise").2, "Jon Vale");
    assert_eq!(read.quotation("I had").2, "Jon Vale");
    assert_eq!(read.quotation("They should").1, "They should have been on the road by first light");
}

#[test]
fn what_came_according_to_a_publisher_says_nothing_of_another_paragraph() {
    let text = "“The harbour will open in May,” Ada Vale said after a meeting, according to \
                Reuters.\n\n“We are late,” Vale said.";
    assert!(Read::of(text).quotation("We are late").3.is_empty());
}

#[test]
fn who_told_a_publisher_something_goes_on_until_another_place_is_named() {
    let via = |after: &str| {
        let text = format!("Ada Vale told Reuters that the harbour would open in May.\n\n{after}");
        let read = Read::of(&text);
        read.quotation("We are late").3.join(", ")
    };
    assert_eq!(via("“We are late,” Vale added."), "Reuters");
    assert_eq!(via("Vale appeared on CNN on Sunday. “We are late,” Vale said."), "");
    assert_eq!(via("“We are late,” Vale said in a speech."), "");
    assert_eq!(via("“We are late,” Vale said on Morning Coast."), "Morning Coast");
}

/// What a quotation is told with, if it is not in doubt.
fn told(text: &str) -> Vec<(String, String)> {
    let read = Read::of(text);
    let sure = read.analysis.quotations.iter().filter(|q| q.value.doubt.is_none());
    let told = sure.map(|q| {
        let who = q.value.speaker.as_ref().map_or("", |s| read.words(s.span));
        (who.to_string(), read.words(q.value.telling.unwrap_or(q.value.content)).to_string())
    });
    told.collect()
}

fn doubts(text: &str) -> Vec<Doubt> {
    Read::of(text).analysis.quotations.iter().filter_map(|q| q.value.doubt).collect()
}

#[test]
fn a_quotation_is_told_with_the_verb_that_says_how_and_what_denies_it() {
    let cases = [
        ("The guild did not expect a quick end to the strike.", "did not expect a quick end"),
        (
            "The mayor of Tarn has repeatedly stated that the bridge is safe.",
            "has repeatedly stated that the bridge is safe",
        ),
        (
            "The envoy called on the miners to go back to work.",
            "called on the miners to go back to work",
        ),
        ("Analysts surveyed by the bank expected a fall in prices.", "expected a fall in prices"),
        (
            "The mayor went on to call the strike “a gift to the rich.”",
            "went on to call the strike “a gift to the rich.”",
        ),
        ("The mayor said the port “will be shut by May.”", "said the port “will be shut by May.”"),
        (
            "The minister told reporters in the hall that the ferry was full.",
            "told reporters in the hall that the ferry was full",
        ),
        ("The ferry was full, the minister said.", "The ferry was full"),
        (
            "All crews will be paid for the week, even if the port stays closed, the ministry \
             said on Monday.",
            "All crews will be paid for the week, even if the port stays closed",
        ),
        (
            "The mayor attacked the senator as soft on theft in the port.",
            "attacked the senator as soft on theft in the port",
        ),
        (
            "The mayor hinted that he may go, telling a station, “I will look around the port.”",
            "hinted that he may go",
        ),
        (
            "Tomas Berg met the crews in Tarn on Monday and spoke about the port.\n\nHe did not, \
             however, say specifically whether he would still be an active candidate by then, \
             taking no questions from the press.",
            "did not, however, say specifically whether he would still be an active candidate by \
             then, taking no questions from the press",
        ),
        (
            "Tomas Berg spoke of the pier, a mistake the mayor said he made in Tarn.",
            "a mistake the mayor said he made in Tarn",
        ),
        (
            "The mayor stressed that “one phone call and one meeting” is not enough for peace.",
            "stressed that “one phone call and one meeting” is not enough for peace",
        ),
        (
            "The guild warned of a “collapse of the whole port” if the crews are not let through.",
            "warned of a “collapse of the whole port” if the crews are not let through",
        ),
        (
            "The guild says that the mayor's views have changed, but in the other direction.",
            "says that the mayor's views have changed, but in the other direction",
        ),
        ("Tomas Berg, who had never questioned the count, left.", "had never questioned the count"),
    ];
    for (text, expected) in cases {
        let told = told(text);
        assert!(told.iter().any(|(_, words)| words.starts_with(expected)), "{text}: {told:?}");
    }
}

#[test]
fn what_a_thing_shows_and_what_is_done_is_hardly_said() {
    let cases = [
        ("The complexities of the market suggest that prices will fall.", Doubt::Thing),
        ("The guild's endorsement of the plan highlights a change of course.", Doubt::Thing),
        ("The treaty aims to end the war.", Doubt::Thing),
        ("The mayor signed the treaty on Monday.", Doubt::Act),
        ("The two ministers met in Tarn to discuss the price of salt.", Doubt::Act),
        ("The mayor has dismissed this idea.", Doubt::Bare),
        ("The army has sent boats, prompting fears of an attack.", Doubt::Bare),
    ];
    for (text, expected) in cases {
        assert!(told(text).is_empty(), "{text}: {:?}", told(text));
        let doubts = doubts(text);
        assert!(doubts.contains(&expected), "{text}: {doubts:?}");
    }
    let kept = [
        "A plumber said that the main had burst.",
        "The report suggests that the dam was cracked.",
        "The ministry rejected the offer of the guild.",
        "Sweden believes that the talks will fail.",
        "The poll shows that voters are tired.",
        "Some in the city see it as a way out of the crisis.",
    ];
    for text in kept {
        assert_eq!(told(text).len(), 1, "{text}: {:?}", doubts(text));
    }
}

#[test]
fn the_object_of_a_verb_speaks_only_where_the_verb_takes_the_preposition() {
    let who = |text: &str, start: &str| Read::of(text).quotation(start).2.to_string();
    let text = "Ada Vale drew loud criticism after declaring that the mine was safe.";
    assert_eq!(who(text, "that the mine"), "Ada Vale");
    let text = "Ada Vale closed her letter by saying that the mine was safe.";
    assert_eq!(who(text, "that the mine"), "Ada Vale");
    let text = "The paper quoted the mayor as saying that the mine was safe.";
    assert_eq!(who(text, "that the mine"), "the mayor");
    let all = Read::of(text);
    assert_eq!(all.quotations().len(), 1, "{:?}", all.quotations());
}

#[test]
fn a_body_that_is_accused_or_spoken_of_is_no_way() {
    let text = "In a letter, Democratic senators accused the Valean Police Union of being “led by \
        the mayor's own friends and cousins.”";
    let read = Read::of(text);
    assert!(read.quotations().iter().all(|q| q.3.is_empty()), "{:?}", read.quotations());
}

#[test]
fn what_goes_on_in_somebody_or_is_torn_is_hardly_said() {
    let cases = [
        ("The mayor knew that the bridge was shut.", Doubt::Act),
        ("Defending the toll, the mayor left the hall.", Doubt::Bare),
        ("The guild lists tools that Ada Vale believes are worn.", Doubt::Bare),
    ];
    for (text, expected) in cases {
        assert!(told(text).is_empty(), "{text}: {:?}", told(text));
        assert!(doubts(text).contains(&expected), "{text}: {:?}", doubts(text));
    }
}

#[test]
fn what_a_document_says_its_body_says_and_a_part_of_it_is_told_once() {
    let names = |text: &str| {
        let read = Read::of(text);
        let chains = &read.analysis.chains;
        let of = |q: &analysis::Quotation| {
            let name = chains[q.speaker.as_ref()?.chain?].name?;
            Some(read.words(read.analysis.mentions[name].span).to_string())
        };
        let quotations = read.analysis.quotations.iter();
        quotations.filter(|q| q.value.doubt.is_none()).map(|q| of(&q.value)).collect::<Vec<_>>()
    };
    let labour = Some("Labour Department".to_string());
    let text = "A report from the Labour Department said that claims had fallen. The report added \
        that rents had risen.";
    assert_eq!(names(text), [labour.clone(), labour]);
    let text = "Ada Vale said that she believed the dam was safe.";
    assert_eq!(names(text), [Some("Ada Vale".to_string())]);
}

#[test]
fn words_are_of_the_subject_after_them_and_of_who_said_what_others_pass_on() {
    let text = "Her brother had left. “The mine was never safe for anybody,” Ada Vale reportedly \
        wrote on her page, closing her post by saying, “Please tell your friends about it.”";
    assert_eq!(Read::of(text).quotation("The mine").2, "Ada Vale");
    let text = "“The mine was never safe for anybody,” Ada Vale said, according to the ministry.";
    assert_eq!(Read::of(text).quotation("The mine").2, "Ada Vale");
}
