//! Which claims a story lists, on reports of our own.

mod pile;

use lexicon::Lexicon;
use std::collections::BTreeSet;
use story::weave;

#[test]
fn a_sentence_whose_clauses_do_not_stand_alone_is_listed_once() {
    let text = "Envoys met in Tarn on Monday. \"We came here with two lists of complaints and we \
                leave with one list of work,\" the envoy, Oddny Haverstock, told reporters.";
    let story = weave(pile::reports(&[text, text]), Lexicon::english()).0;
    let words: Vec<&str> = story.claims.iter().map(|c| c.claim.value.as_str()).collect();
    let distinct: BTreeSet<&str> = words.iter().copied().collect();
    assert!(words.iter().any(|words| words.contains("two lists of complaints")), "{words:?}");
    assert_eq!(words.len(), distinct.len(), "{words:?}");
}

#[test]
fn a_headline_is_no_claim_beside_the_sentence_that_it_condenses() {
    let text = "Tarn council votes to close the harbour\n\nThe council of Tarn voted on Monday to close \
                the old harbour by May.\n\nBoats will have to leave it.\n\nA new approach to the coast\n\n\
                The mayor, Ada Okoro, spoke of a new beginning.\n";
    let story = weave(pile::reports(&[text]), Lexicon::english()).0;
    let words: Vec<&str> = story.claims.iter().map(|c| c.claim.value.as_str()).collect();
    let told: Vec<&&str> = words.iter().filter(|words| words.contains("harbour")).collect();
    assert_eq!(told.len(), 1, "{words:?}");
    assert!(told[0].contains("on Monday"), "{words:?}");
    assert!(!words.iter().any(|words| words.contains("approach")), "{words:?}");
}

/// The reports of each claim that several make, and its words.
fn shared(texts: &[&str]) -> Vec<(usize, String)> {
    let story = weave(pile::reports(texts), Lexicon::english()).0;
    let several = story.claims.iter().filter(|c| c.reports.len() > 1);
    several.map(|c| (c.reports.len(), c.claim.value.clone())).collect()
}

#[test]
fn a_round_number_alone_makes_no_claim_of_two() {
    let apart = [
        "Tarn Mills is taking a 20 percent stake in a rival.",
        "Its chairman wants to buy 20 percent of Norrin Gas, all of it in cash.",
    ];
    assert_eq!(shared(&apart), []);
    let one = [
        "The city will keep 26 percent of the shares, the mayor said.",
        "City hall is to retain 26 percent of the shares of the clinic.",
    ];
    assert_eq!(shared(&one).len(), 1);
}

#[test]
fn what_more_reports_repeat_than_are_compared_is_still_one_claim() {
    let line = "Officials in Tarn closed the old bridge over the Sirel on Monday.";
    let texts: Vec<String> =
        (0..20).map(|n| format!("{line}\n\nThe reporter of house {n} was not there.")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let most = shared(&texts).into_iter().max_by_key(|(reports, _)| *reports);
    assert_eq!(most.map(|(reports, _)| reports), Some(20));
    let story = weave(pile::reports(&texts), Lexicon::english()).0;
    assert!(story.notices.iter().any(|n| n.code.as_str() == "S004"), "{:?}", story.notices);
}

#[test]
fn a_claim_is_told_in_the_wording_that_points_at_nothing_before() {
    let texts = [
        "Envoys met in the city.\n\nThey have agreed to open the Sirel bridge on 14 May.",
        "Envoys met there.\n\nOrdavia and Zelkara have agreed to open the Sirel bridge on 14 May.",
    ];
    let told: Vec<String> = shared(&texts).into_iter().map(|(_, words)| words).collect();
    assert!(told.iter().any(|words| words.starts_with("Ordavia and Zelkara")), "{told:?}");
}

#[test]
fn who_speaks_of_the_matter_in_other_words_is_not_silent_on_it() {
    let story = weave(
        pile::reports(&[
            "Jobless claims in Tarn increased by 2,000 from the previous week to 373,000.",
            "Jobless claims in Tarn have more than halved this year after a peak in January.",
            "A baker in Norrin gave away forty loaves of rye bread.",
        ]),
        Lexicon::english(),
    )
    .0;
    let told = |words: &str| {
        let claim = story.claims.iter().find(|c| c.claim.value.contains(words));
        let claim = claim.expect("the claim is listed");
        claim.related.iter().map(|r| story.words(r.span)).collect::<Vec<&str>>()
    };
    assert!(told("increased by 2,000")[0].contains("more than halved"));
    assert_eq!(told("forty loaves"), [""; 0]);
}

#[test]
fn a_report_that_says_all_of_a_claim_and_more_counts_for_it() {
    let texts = [
        "Ada Okoro was arrested on September 20. The mayor of Tarn said nothing.",
        "Ada Okoro, 51, was arrested on September 20 under the Harbour Act, which allows detention \
         without trial, after two weeks of rallies around Norrin.",
    ];
    let told = shared(&texts);
    assert!(
        told.iter().any(|(_, words)| words.contains("was arrested on September 20")),
        "{told:?}"
    );
    let apart =
        [texts[0], "Ada Okoro was elected on September 20 under the Harbour Act, which allows it."];
    assert_eq!(shared(&apart), []);
}

#[test]
fn a_relative_clause_is_told_of_who_or_what_it_tells_of() {
    for (text, wanted) in [
        (
            "Former Senator Tomas Berg from Virginia, who served in Congress for five terms, died.",
            "Tomas Berg from Virginia … served in Congress for five terms",
        ),
        (
            "The panel called Ada Okoro, a former official under President Tomas Berg who was \
             involved in the Tarn fire.",
            "a former official under President Tomas Berg … was involved in the Tarn fire",
        ),
        (
            "He was arrested at the instigation of Judge Ada Okoro who is seeking his transfer.",
            "Judge Ada Okoro … is seeking his",
        ),
    ] {
        let words = words(text);
        assert!(words.iter().any(|w| w.contains(wanted)), "{wanted}: {words:?}");
    }
    let one = words("Australia is one of the few nations that recognizes the rule over Tarn.");
    assert!(!one.iter().any(|w| w.starts_with("the few nations")), "{one:?}");
}

/// The words of all claims.
fn words(text: &str) -> Vec<String> {
    let story = weave(pile::reports(&[text]), Lexicon::english()).0;
    story.claims.iter().map(|c| c.claim.value.clone()).collect()
}

#[test]
fn a_clause_is_shown_with_what_it_is_told_of() {
    let has = |text: &str, wanted: &str| {
        let words = words(text);
        assert!(words.iter().any(|w| w.trim_end_matches('.') == wanted), "{wanted}: {words:?}");
    };
    has(
        "The Norrin ferry, which carried a crew of eleven, sank on Monday.",
        "The Norrin ferry … carried a crew of eleven",
    );
    has(
        "Soldiers entered Tarn, where the mayor resigned on Monday.",
        "the mayor resigned on Monday",
    );
    has(
        "However, the council of Tarn closed the harbour.",
        "the council of Tarn closed the harbour",
    );
    has(
        "The council of Tarn closed the harbour on Monday and dismissed its two pilots.",
        "The council of Tarn … dismissed its two pilots",
    );
    let meant = "The vote means that the council of Tarn lost its seat.";
    has(meant, meant.trim_end_matches('.'));
}

#[test]
fn a_claim_that_asks_for_what_stands_before_it_is_not_clear() {
    let clear = |text: &str, words: &str| {
        let story = weave(pile::reports(&[text]), Lexicon::english()).0;
        let claim = story.claims.iter().find(|c| c.claim.value.contains(words));
        claim.unwrap_or_else(|| panic!("{words}: {:?}", self::words(text))).is_clear
    };
    let mayor = "The mayor of Tarn, Dora Vale, closed the harbour on Monday.";
    assert!(clear(mayor, "closed the harbour"));
    for (text, words) in [
        ("It sank fast. They missed the first day of the fiscal year in May.", "They missed"),
        ("The move comes after months of storms in Tarn.", "The move comes"),
        ("Norrin annexed it in 1976.", "annexed it"),
        ("The mill levy should be paid by these groups.", "these groups"),
        ("Tarn is the first town that will pay the levy in May.", "the first town … will pay"),
        ("He is a man who has spent twelve years in prison in Tarn.", "a man … has spent"),
        ("This sense of duty kept the crews of Norrin at work.", "sense of duty"),
    ] {
        assert!(!clear(&format!("Boats left Norrin on Sunday. {text}"), words), "{text}");
    }
    assert!(clear("No date has been agreed. The crews of Tarn rest.", "No date has been agreed"));
}

#[test]
fn a_claim_is_not_cut_before_what_its_words_need() {
    let all = |text: &str| words(text).join(" | ");
    let doctor = "Two crews have sued the doctor who announced on Monday that he had left Tarn.";
    assert!(all(doctor).contains("that he had left Tarn"), "{}", all(doctor));
    let asked = all("The mayor insists the money be spent on hiring pilots.");
    assert!(asked.contains("The mayor insists the money"), "{asked}");
    assert!(!asked.split(" | ").any(|w| w.starts_with("the money be spent")), "{asked}");
    let whole = |text: &str| {
        let all = words(text);
        assert!(
            all.iter().any(|w| w.trim_end_matches('.') == text.trim_end_matches('.')),
            "{all:?}"
        );
    };
    whole("The letter of the mayor came less than a day after Norrin blocked a bill.");
    whole(
        "Tarn Mills is the largest mill of the coast and the attack caused its plants to shut down \
         on Monday and has stopped work at its docks in several towns.",
    );
    whole("Dora Vale said Sunday will vote against the bill, a move that will end it.");
    let open = all("In three weeks, 32 members were detained or questioned.");
    assert!(open.contains("were detained or questioned"), "{open}");
}

#[test]
fn a_claim_has_names_behind_the_pronouns_for_persons_named_before() {
    let told = words("Dora Vale left the prison in Tarn. Police say her parole ended in May.");
    assert!(told.iter().any(|w| w == "her [Dora Vale] parole ended in May"), "{told:?}");
}

#[test]
fn of_a_meeting_that_is_told_without_names_those_named_after_it_are_shown() {
    let texts = [
        "Foreign Minister Dora Vale of France met Foreign Minister Tomas Berg of Norway in Oslo on \
         Monday.",
        "Delegations of France and Norway sat down in Oslo on Monday for three hours. France was \
         represented by Foreign Minister Dora Vale, Norway by Foreign Minister Tomas Berg.",
    ];
    let story = weave(pile::reports(&texts), Lexicon::english()).0;
    let told = story.claims.iter().find(|c| c.reports.len() == 2);
    let told = told.unwrap_or_else(|| panic!("{:?}", shared(&texts)));
    let best = told.tellings.iter().filter(|t| story.report_of(t.span.doc()) == Some(1));
    let best = best.max_by(|x, y| x.share.total_cmp(&y.share)).expect("it is told there too");
    assert!(story.words(best.span).contains("represented by"), "{:?}", told.tellings);
}

#[test]
fn a_verb_of_a_row_keeps_the_subject_and_what_denies_the_row() {
    for text in [
        "Mayor Dora Vale neither sold the northern mill nor closed the harbour school.",
        "Residents deny that Berg stole the money and burned the school.",
    ] {
        let words = words(text);
        let turned = |w: &&String| {
            let told = w.contains("closed the harbour") || w.contains("burned the school");
            told && !w.contains("neither") && !w.contains("deny")
        };
        assert_eq!(words.iter().find(turned), None, "{text}");
    }
    let both = words("Dora Vale and Tomas Berg met the crews in Tarn and paid the harbour levy.");
    assert!(both.contains(&"Dora Vale and Tomas Berg … paid the harbour levy".into()), "{both:?}");
    let then = words("Then-mayor Tomas Berg sold the northern mill.");
    assert!(then.iter().any(|w| w.starts_with("Then-mayor")), "{then:?}");
}

#[test]
fn what_a_speaker_says_of_himself_is_shown_in_his_words() {
    let words =
        words("“The mill burned for two days, and I never saw a fire crew,” said Dora Vale.");
    assert!(words.contains(&"I never saw a fire crew".into()), "{words:?}");
}

#[test]
fn a_report_that_names_nobody_is_none_of_who_met() {
    let texts = [
        "Foreign Minister Dora Vale of Velia met Foreign Minister Tomas Berg of Ordavia in Tarn on \
         Monday. They spoke of the ferry.",
        "Velia and Ordavia held talks in Tarn on Monday. The ferry was discussed.",
    ];
    let story = weave(pile::reports(&texts), Lexicon::english()).0;
    let of_two = story.claims.iter().filter(|c| c.reports.len() > 1);
    let words: Vec<&str> = of_two.map(|c| c.claim.value.as_str()).collect();
    assert!(!words.iter().any(|w| w.contains("Vale") || w.contains("Berg")), "{words:?}");
}

#[test]
fn what_a_sentence_tells_by_the_way_is_known_for_it() {
    let text = "Voters in Tarn blocked a bill that would form a panel on the harbour fire.";
    let story = weave(pile::reports(&[text]), Lexicon::english()).0;
    let aside = |words: &str| {
        let claim = story.claims.iter().find(|c| c.claim.value.starts_with(words));
        claim.expect("the claim is listed").is_aside
    };
    assert!(!aside("Voters in Tarn blocked"));
    assert!(aside("a bill"));
}

#[test]
fn a_report_with_most_of_the_words_is_not_silent() {
    let texts = [
        "The council of Tarn approved the harbour levy on Monday. Norrin built a mill.",
        "A mayor once paid for the harbour levy with goods that the council of Tarn sold.",
        "Two goats were stolen in Ostmark. A farmer wept.",
    ];
    let story = weave(pile::reports(&texts), Lexicon::english()).0;
    let claim = story.claims.iter().find(|c| c.claim.value.contains("approved the harbour levy"));
    let related = &claim.expect("the claim is listed").related;
    let told: Vec<&str> = related.iter().map(|r| story.words(r.span)).collect();
    assert!(told.iter().any(|words| words.contains("council of Tarn")), "{told:?}");
    assert!(!told.iter().any(|words| words.contains("goats")), "{told:?}");
}

#[test]
fn who_states_the_same_commitment_or_its_end_is_not_silent_on_the_claim_that_it_was_made() {
    let texts = [
        "Ordavia and Zelkara have agreed to appoint ambassadors to each other's capitals, Foreign \
         Minister Dora Vale said on Monday. The crews of Norrin rest.",
        "Two goats were stolen in Ostmark on Friday. Ordavia appointed Tomas Berg ambassador to \
         Zelkara on Thursday. A farmer wept in the rain.",
    ];
    assert_eq!(shared(&texts), []);
    let story = weave(pile::reports(&texts), Lexicon::english()).0;
    let claim = story.claims.iter().find(|c| c.claim.value.contains("agreed to appoint"));
    let related = &claim.expect("the claim is listed").related;
    let likely = related.iter().find(|r| r.is_likely(2));
    let words = likely.map(|r| story.words(r.span)).unwrap_or_default();
    assert!(words.contains("appointed Tomas Berg"), "{related:?} {:?}", story.pledges);
}
