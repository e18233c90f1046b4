//! Whom names, descriptions and pronouns of a text refer to, on sentences of our own.

mod reading;

use analysis::{Analysis, EntityKind, MentionForm};
use document::Document;
use reading::read;

/// The longest name of the chain of the n-th mention with these words; empty if it has none.
fn name_of(read: &(Document, Analysis), words: &str, n: usize) -> String {
    let (document, analysis) = read;
    let said = |m: &&analysis::Mention| document.text.words(m.span).eq_ignore_ascii_case(words);
    let mention = analysis.mentions.iter().filter(said).nth(n).expect("a mention of these words");
    let name = analysis.chains[mention.chain].name;
    name.map_or("", |m| document.text.words(analysis.mentions[m].span)).to_string()
}

#[test]
fn a_possessive_refers_to_the_nearest_owner_not_to_the_last_subject() {
    let read = read(
        "Foreign Minister Ade Okoro spoke first. The move follows President Martin Vale's recent \
         letters to the ministry and his decision to close the port.",
    );
    assert_eq!(name_of(&read, "his", 0), "Martin Vale");
}

#[test]
fn he_who_does_something_is_nobody_in_particular() {
    let read = read(
        "Foreign Minister Ade Okoro spoke first. \"He who writes of the deal is selling his guesses,\" \
         Okoro said. On Tuesday he left the room.",
    );
    let is_he = |m: &&analysis::Mention| read.0.text.words(m.span).eq_ignore_ascii_case("he");
    assert_eq!(read.1.mentions.iter().filter(is_he).count(), 1);
    assert_eq!(name_of(&read, "he", 0), "Ade Okoro");
    assert!(!read.1.mentions.iter().any(|m| read.0.text.words(m.span) == "his"));
}

#[test]
fn a_pronoun_keeps_to_the_gender_of_a_title() {
    let read = read(
        "Mr Tomas Brandt met Ms Irena Kovar in the harbour office on Monday. She said the crane \
         had been repaired.",
    );
    assert_eq!(name_of(&read, "she", 0), "Irena Kovar");
}

#[test]
fn a_pronoun_without_anybody_named_has_no_name() {
    let read = read("He closed the door. Then he left.");
    assert_eq!(name_of(&read, "he", 0), "");
    let chains = &read.1.chains;
    let pronoun = |m: &&analysis::Mention| m.form == MentionForm::Pronoun;
    let mut pronouns = read.1.mentions.iter().filter(pronoun);
    assert!(pronouns.all(|m| chains[m.chain].mentions.len() == 1));
}

#[test]
fn a_bare_surname_of_two_persons_goes_with_the_one_called_so_before() {
    let read = read(
        "President Omar Kombo signed the law on Monday. Kombo said it was overdue. Transport \
         Minister Said Kombo stood beside him. Kombo left the room first.",
    );
    assert_eq!(name_of(&read, "Kombo", 0), "Omar Kombo");
    assert_eq!(name_of(&read, "Kombo", 1), "Omar Kombo");
}

#[test]
fn an_acronym_in_brackets_and_a_capitalised_head_are_the_body_named_before() {
    let read = read(
        "The Northern Maritime Authority (NMA) said that the ferry had sunk. The NMA has two \
         boats. The Authority added that both were at sea.",
    );
    for short in ["NMA", "Authority"] {
        assert_eq!(name_of(&read, short, 0), "Northern Maritime Authority", "{short}");
    }
}

#[test]
fn a_description_beside_a_name_is_that_person() {
    let read = read(
        "The commission's envoy, Tomas Brandt, arrived on Monday. The envoy said that the talks \
         would take a week.",
    );
    assert_eq!(name_of(&read, "The envoy", 0), "Tomas Brandt");
}

#[test]
fn a_given_name_goes_on_after_its_hyphen_and_a_title_does_not_begin_it() {
    let read = read(
        "Finance Minister Yun Hae-won met Trade Secretary Eleanor Marchbank on Monday. Marchbank \
         said the talks had gone well.",
    );
    assert_eq!(name_of(&read, "Yun Hae-won", 0), "Yun Hae-won");
    assert_eq!(name_of(&read, "Marchbank", 0), "Eleanor Marchbank");
}

#[test]
fn an_agency_after_a_place_is_not_the_place_and_a_country_is_no_part_of_another() {
    let read = read(
        "TRIPOLI, Libya (AP) - The talks in Papua New Guinea ended on Monday. Guinea sent nobody, \
         the AP said.",
    );
    assert_ne!(name_of(&read, "AP", 0), "Libya");
    assert_eq!(name_of(&read, "Guinea", 0), "Guinea");
}

#[test]
fn two_countries_joined_by_a_hyphen_are_no_person() {
    let read = read("The latest round of U.S.-Iran talks ended on Monday without a result.");
    let (document, analysis) = &read;
    let words = |m: &analysis::Mention| document.text.words(m.span);
    let found: Vec<&str> = analysis.mentions.iter().map(words).collect();
    assert!(!found.contains(&"U.S.-Iran"), "{found:?}");
}

#[test]
fn a_second_title_is_a_given_name_and_a_role_goes_on_with_a_name() {
    let (document, analysis) = read(
        "Rep. Earl Brandt spoke first. Ada Vale, the founder of Freedom to Roam, came next. They \
         spoke of a President Okoro. It was over on Wednedsay.",
    );
    let of = |name: &str| {
        let mut named = analysis.mentions.iter();
        let found = named.find(|m| document.text.words(m.span) == name);
        found.map(|m| m.role.map_or("", |role| document.text.words(role)))
    };
    assert_eq!(of("Earl Brandt"), Some("Rep."));
    assert_eq!(of("Ada Vale"), Some("founder of Freedom to Roam"));
    assert_eq!(of("Okoro"), Some(""));
    assert_eq!(of("Wednedsay"), None);
}

/// The words of the names of persons and bodies.
fn actors(text: &str) -> Vec<String> {
    let (document, analysis) = read(text);
    let actor = |m: &&analysis::Mention| {
        let kinds = [EntityKind::Person, EntityKind::Organization];
        m.form == MentionForm::Name && kinds.contains(&m.kind)
    };
    let words = |m: &analysis::Mention| document.text.words(m.span).to_string();
    analysis.mentions.iter().filter(actor).map(words).collect()
}

#[test]
fn rooms_laws_rites_and_idioms_are_no_bodies() {
    let actors = actors(
        "Ada Vale spoke in the East Room on Monday, after a meeting in the Oval Office. Bishops \
         spoke of receiving Communion. Medicare pays for it under the Harbour Safety Act. The \
         plan is a Trojan horse, Tomas Brandt said at the Statehouse.",
    );
    assert_eq!(actors, ["Ada Vale", "Tomas Brandt"]);
}

#[test]
fn a_member_of_a_party_is_named_by_nothing_but_a_name() {
    let actors = actors(
        "The governor, a Republican, signed the law on Monday. Senator Ada Vale, Democrat of \
         Oregon, said that another House Democrat had asked fellow Republicans to wait.",
    );
    assert_eq!(actors, ["Ada Vale"]);
}

#[test]
fn a_verb_or_adjective_before_a_name_and_a_number_of_heads_are_no_titles() {
    let (document, analysis) = read(
        "The mayor will host Ade Okoro's family on Monday. The 95-member Harbour Caucus voted, \
         and so did fellow Valean Mara Okoro.",
    );
    let roles = analysis.mentions.iter().filter_map(|m| m.role);
    let roles: Vec<&str> = roles.map(|role| document.text.words(role)).collect();
    assert!(roles.is_empty(), "{roles:?}");
}

#[test]
fn a_surname_alone_is_his_by_whose_name_the_other_is_told() {
    let read = read(
        "\"We will sing,\" Mara Okoro, Ade Okoro's sister, said on Monday. Okoro, 46, died in May.",
    );
    assert_eq!(name_of(&read, "Okoro", 0), "Ade Okoro");
}

#[test]
fn a_body_has_its_whole_name_and_its_acronym() {
    let text = "The U.S. Conference of Harbour Masters (USCHM) voted on Monday. More than half of \
                the masters told the USCHM that Food and Drug Administration rules should stay. \
                Rosa's List, a shop, closed. Radio Uganda said that Uganda had won. The \
                White House waited until the House had voted.";
    let whole = read(text);
    assert_eq!(name_of(&whole, "USCHM", 1), "U.S. Conference of Harbour Masters");
    assert_eq!(name_of(&whole, "Uganda", 0), "Uganda");
    assert_eq!(name_of(&whole, "House", 0), "House");
    let actors = actors(text);
    for name in ["Food and Drug Administration", "Rosa's List"] {
        assert!(actors.iter().any(|a| a == name), "{name}: {actors:?}");
    }
}

#[test]
fn a_surname_that_is_also_a_word_is_found_before_a_verb_of_speech() {
    let read = read(
        "Senator Ada Long spoke on Monday. The law is a fair one, she said. “The new law does not \
         harm anybody,” Long said. “We will wait.”",
    );
    assert_eq!(name_of(&read, "Long", 0), "Ada Long");
}

/// The names that are found.
fn names(text: &str) -> Vec<String> {
    let (document, analysis) = read(text);
    let named = analysis.mentions.iter().filter(|m| m.form == MentionForm::Name);
    named.map(|m| document.text.words(m.span).to_string()).collect()
}

#[test]
fn a_title_one_of_many_and_a_name_that_was_cut_off_are_no_names() {
    for (text, wrong) in [
        (
            "The regent, Crown Prince Hassan, met the crews in the harbour on Monday.",
            "Crown Prince",
        ),
        ("“Stop it,” said a New Yorker who was on his way to the harbour.", "New Yorker"),
        ("The meeting was held by Senate Majority Leader Chuck...", "Chuck"),
        ("The council met on Monday with Ursula von...", "Ursula von"),
    ] {
        let found = names(text);
        assert!(!found.iter().any(|name| name == wrong), "{text}: {found:?}");
    }
}

#[test]
fn a_storm_is_nobody_and_a_play_on_a_name_is_no_name() {
    let read = read(
        "Hurricane Dora reached the coast on Sunday. Dora tore the roofs off the port and left the \
         town of Tarn dark. Tomas Vale opened the hall, and the online flood-Vale opened with it.",
    );
    let of = |words: &str| -> Vec<EntityKind> {
        let own = |m: &&analysis::Mention| read.0.text.words(m.span).ends_with(words);
        read.1.mentions.iter().filter(own).map(|m| m.kind).collect()
    };
    assert_eq!(of("Dora"), [EntityKind::Other, EntityKind::Other]);
    assert_eq!(of("Vale"), [EntityKind::Person]);
    let (document, analysis) = reading::read(
        "Dora Vale, the mayor of Norrin, opened the hall. After the storm Vale said the port was \
         shut.",
    );
    let vales = analysis.mentions.iter().filter(|m| document.text.words(m.span).ends_with("Vale"));
    assert!(vales.map(|m| m.kind).eq([EntityKind::Person; 2]));
}

#[test]
fn words_in_small_letters_before_a_title_are_of_it_only_if_they_say_of_what() {
    let text = "By the same token Queen Dora Vale would be nobody. State Senator Tomas Berg left.";
    let (document, analysis) = read(text);
    let roles = analysis.mentions.iter().filter_map(|m| m.role);
    let roles: Vec<&str> = roles.map(|role| document.text.words(role)).collect();
    assert_eq!(roles, ["Queen", "State Senator"]);
}
