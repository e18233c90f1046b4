//! What reports say against each other, on reports of our own.

mod pile;

use lexicon::Lexicon;
use story::{Story, conflict::ConflictKind, weave};

fn story(texts: &[&str]) -> Story {
    weave(pile::reports(texts), Lexicon::english()).0
}

/// Kind and words of the first passage of each side.
fn conflicts(story: &Story) -> Vec<(ConflictKind, Vec<&str>)> {
    let words = |span: document::Span| {
        let report = story.reports.iter().find(|r| r.document.id == span.doc());
        report.map_or("", |r| r.document.text.words(span))
    };
    let of = |c: &story::Conflict| {
        (c.kind.value, c.sides.iter().map(|s| words(s.evidence.spans()[0])).collect())
    };
    story.conflicts.iter().map(of).collect()
}

#[test]
fn two_counts_side_by_side_are_in_conflict() {
    let told = [
        "Thousands marched in Navrud on Sunday. The organisers said 60,000 people stood on Mill \
         Square. The police say 15,000.",
        "The miners' union said 92 percent of the workers had joined the strike by noon. The \
         ministry put the figure at 61 percent.",
    ];
    for text in told {
        let story = story(&[text]);
        let kinds: Vec<ConflictKind> = conflicts(&story).iter().map(|c| c.0).collect();
        assert_eq!(kinds, [ConflictKind::Number], "{text}");
    }
}

#[test]
fn a_count_of_other_things_is_no_conflict() {
    for text in [
        "The hospital said six beds stood empty for want of nurses. The ministry put the number in \
         intensive care at 19.",
        "Walford reported wasting 2.6 million doses. Ridley reported 1.1 million.",
        "The bank said it would sell 30 branches. The union said three strikes were planned.",
    ] {
        assert_eq!(conflicts(&story(&[text])), [], "{text}");
    }
}

#[test]
fn a_denial_stands_against_what_was_said_before_it() {
    let story = story(&[
        "The chief delegate of Sarvan, Bahar Rahmon, said the border had been discussed for three \
         hours. Dhaur's envoy, Suraj Rana, denied it. \"The line was not discussed,\" he said.",
    ]);
    let found = conflicts(&story);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, ConflictKind::Polarity);
    assert!(found[0].1[1].ends_with("denied it"), "{found:?}");
}

#[test]
fn words_given_to_two_persons_are_in_conflict_and_a_title_makes_no_second_person() {
    let given = story(&[
        "Fatima Omelko spoke in Brod. \"A vote is not a harvest,\" Fatima Omelko said.",
        "Oleh Hrabar spoke in Brod. \"A vote is not a harvest,\" said Oleh Hrabar.",
    ]);
    let attributed = |story: &Story| {
        let found = conflicts(story);
        found.iter().filter(|c| c.0 == ConflictKind::Attribution).count()
    };
    assert_eq!(attributed(&given), 1);
    let same = story(&[
        "Fatima Omelko spoke in Brod. \"A vote is not a harvest,\" Ms. Omelko said on Monday.",
        "Fatima Omelko spoke in Brod. \"A vote is not a harvest,\" said Omelko.",
    ]);
    assert_eq!(attributed(&same), 0);
    let called_the_same = story(&[
        "Fatima Omelko spoke in Brod. \"A vote is not a harvest,\" Omelko said on Monday.",
        "Oleh Omelko spoke in Brod. \"A vote is not a harvest,\" said Omelko.",
    ]);
    assert_eq!(attributed(&called_the_same), 0, "no reader could see it");
    let misspelt = story(&[
        "Fatima Brumlo spoke in Brod. \"A vote is not a harvest,\" Brumlo said on Monday.",
        "Bumlo spoke in Brod. \"A vote is not a harvest,\" said Bumlo.",
    ]);
    assert_eq!(attributed(&misspelt), 0, "a slip of the pen is no second person");
}

#[test]
fn two_posts_that_nobody_has_together_are_in_conflict_and_other_words_for_one_are_not() {
    let roles = |a: &str, b: &str| {
        let told = story(&[a, b]);
        let found = conflicts(&told).into_iter();
        found.filter(|c| c.0 == ConflictKind::Role).count()
    };
    let manager = "The plant manager, Graciela Sandoval, said a seal had failed in Tarn on Monday.";
    let guard = "The valves worked in Tarn, added the chief of security of the plant, Graciela \
                 Sandoval.";
    assert_eq!(roles(manager, guard), 1);
    let again = "Graciela Sandoval, the manager of the plant, said nobody in Tarn was hurt.";
    assert_eq!(roles(manager, again), 0);
    let former = "Graciela Sandoval, a former mayor of Tarn, said nobody was hurt on Monday.";
    assert_eq!(roles(manager, former), 0);
    let warden = "The warden of Las Salinas, Tomas Brandt, said no shot was fired on Sunday.";
    let commander = "Tomas Brandt, commander of the riot police, said no shot was fired on Sunday.";
    assert_eq!(roles(warden, commander), 1);
}

#[test]
fn what_there_was_none_of_stands_against_another_telling_of_it() {
    let story = story(&[
        "Wilmer Tapia said that Elena Quiroga had promised the state would pay the wages. The \
         minister's office says that no promise of any kind was made.",
    ]);
    let kinds: Vec<ConflictKind> = conflicts(&story).iter().map(|c| c.0).collect();
    assert_eq!(kinds, [ConflictKind::Polarity]);
}

#[test]
fn who_remembers_it_otherwise_goes_against_what_was_said_before() {
    let story = story(&[
        "The water minister, Ilona Verezh, said she had been told nothing before Monday. Pavel \
         Orlesk remembers it otherwise. \"I rang the minister on the thirteenth of January,\" he \
         said.",
    ]);
    let found = conflicts(&story);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].1[0].contains("told nothing"), "{found:?}");
}

#[test]
fn what_another_report_says_with_the_same_number_stands_on_the_same_side() {
    let told = story(&[
        "The airline's debts come to 312 million dollars, the airline said on Monday.",
        "The airline has said 312 million. A draft by its auditors arrives at 487 million.",
    ]);
    let sides: Vec<usize> =
        told.conflicts[0].sides.iter().map(|s| s.evidence.spans().len()).collect();
    assert_eq!(sides, [2, 1]);
}

#[test]
fn a_pronoun_is_not_taken_for_a_part_of_another_speakers_name() {
    let told = story(&[
        "Nelson Rivas was freed on Sunday. \"Gate four was opened with a key,\" he said.",
        "The gate was forced on Sunday. \"Gate four was opened with a key,\" the union's Efrain \
         Toro told reporters.",
    ]);
    let kinds: Vec<ConflictKind> = conflicts(&told).iter().map(|c| c.0).collect();
    assert!(kinds.contains(&ConflictKind::Attribution), "{kinds:?}");
}

#[test]
fn an_answer_that_leaves_out_all_but_the_slot_that_differs_is_found_by_its_form() {
    use ConflictKind::{Agent, Place, Polarity};
    let told = [
        (
            "Talks ended in Tarn on Monday. Defence Minister Rustam Orlov said that border guards \
             had opened fire on a party of surveyors. General Bahar Rahmon told reporters it was \
             a Badrudi patrol that shot first.",
            Agent,
        ),
        (
            "Samira Ghazal said that two launches had fired on a customs boat off Tarn. Hamid \
             Daoudi said that the cutter had begun it.",
            Agent,
        ),
        (
            "Eleanor Marchbank said the government had been told of the plan in writing. The \
             mining minister, Ratna Halim, said no such letter had come.",
            Polarity,
        ),
        (
            "Captain Bahar Rahmon said that the drone had come down at Tamgal. In General Anil \
             Basnet's account it lay two miles away, in a field at Bhirpani.",
            Place,
        ),
    ];
    for (text, kind) in told {
        let story = story(&[text]);
        let kinds: Vec<ConflictKind> = conflicts(&story).iter().map(|c| c.0).collect();
        assert_eq!(kinds, [kind], "{text}");
    }
}

#[test]
fn another_subject_after_another_speaker_is_no_conflict() {
    for text in [
        "Rustam Orlov said that the guards had opened the gate. Bahar Rahmon said it was a good \
         day that ended well.",
        "Samira Ghazal said that the guards had left the bridge. Hamid Daoudi said the council \
         would do it again.",
        "Rustam Orlov said that the talks had been hard. Bahar Rahmon told reporters it was Anna \
         Lind who said so.",
    ] {
        assert_eq!(conflicts(&story(&[text])), [], "{text}");
    }
}

#[test]
fn two_hours_for_one_departure_are_in_conflict_and_those_of_two_days_are_not() {
    let kinds = |b: &str| -> Vec<ConflictKind> {
        let a = "The ferry Nuru left Mkoyo at 4.30 p.m., the governor said.";
        let found = story(&[a, b]);
        let by_clock = |c: &&story::Conflict| c.kind.rule.as_str() == "conflict/clock";
        found.conflicts.iter().filter(by_clock).map(|c| c.kind.value).collect()
    };
    let late = "The ferry Nuru left Mkoyo at 6.05 p.m., the inquiry found.";
    assert_eq!(kinds(late), [ConflictKind::Time]);
    assert_eq!(kinds("The ferry Nuru left Mkoyo at 4.35 p.m., the inquiry found."), []);
    assert_eq!(kinds("The ferry Nuru reached Tarn at 6.05 p.m., the inquiry found."), []);
}

#[test]
fn numbers_of_persons_unknown_and_a_person_denied_are_no_conflict() {
    let told = ["He scored eleven points on Monday in Vale.", "He scored seven points in Vale."];
    assert_eq!(conflicts(&story(&told)), []);
    let senate = "Vale saw his path to power cleared, Berg said. But the senate denied him.";
    assert_eq!(conflicts(&story(&[senate])), []);
}

#[test]
fn nothing_was_done_and_it_was_done_are_in_conflict_in_either_order() {
    for text in [
        "“Nothing has been signed,” Rustam Orlov of the miners said. “What there is are minutes. We \
         will sign when the figures in it are ours.” Minister Bahar Rahmon said \
         that the text was signed at two o'clock on Monday by both sides.",
        "Minister Bahar Rahmon said that the text was signed at two o'clock on Monday by both \
         sides. “Nothing has been signed,” Rustam Orlov of the miners said.",
    ] {
        let kinds: Vec<ConflictKind> = conflicts(&story(&[text])).iter().map(|c| c.0).collect();
        assert_eq!(kinds, [ConflictKind::Polarity], "{text}");
    }
}
