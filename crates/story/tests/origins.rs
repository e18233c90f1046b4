//! Whose reporting it is, and how many origins passages have, on reports of our own.

use document::Span;
use language::{Annotator, Model};
use lexicon::Lexicon;
use serde_json::{Value, json};
use story::{BasisKind, Corrections, Lineage, Report, Story, stories, weave, why};

const TRUTH: &str = include_str!("../../../examples/truth.json");

fn story(articles: &[Value]) -> Story {
    weave(reports(articles), Lexicon::english()).0
}

fn reports(articles: &[Value]) -> Vec<Report> {
    let (lexicon, mut annotator) = (Lexicon::english(), Annotator::new(Model::english()));
    let jsonl: String = articles.iter().map(|a| format!("{a}\n")).collect();
    let documents = ingest::read("pile.jsonl", jsonl.as_bytes(), lexicon).documents;
    let reports = documents.into_iter().map(|document| {
        let analysis = analysis::analyse(&document, &mut annotator, lexicon);
        Report { document, analysis }
    });
    reports.collect()
}

/// The publisher of the origin of each report, by the reports' ids.
fn origins(story: &Story) -> Vec<(&str, &str)> {
    let publisher = |i: usize| {
        let mut origins = story.origins.list.iter();
        let origin = origins.find(|o| o.reports.contains(&i)).expect("every report has an origin");
        origin.publisher.as_deref().unwrap_or("nobody")
    };
    let reports = story.reports.iter().enumerate();
    reports.map(|(i, r)| (r.document.name.as_str(), publisher(i))).collect()
}

fn at(story: &Story, id: &str, words: &str) -> Span {
    let report = story.reports.iter().find(|r| r.document.name == id).expect("a report");
    let text = &report.document.text;
    let start = text.as_str().find(words).expect("the words stand there");
    text.span(start..start + words.len()).expect("a span")
}

const MINE: &str = "QUILL BAY, May 3 (Fenpress) - Four miners were pulled alive from the Ostry pit on \
    Tuesday, 31 hours after a gallery fell in, the owner said.\n\n\"We heard knocking behind the third \
    prop and we dug towards it,\" foreman Hanne Okby told Fenpress at the gate.\n\nThe Ostry pit was \
    inspected twice in 2031.";

fn mine() -> Vec<Value> {
    vec![
        json!({"id": "wire", "publisher": "Fenpress", "published": "2032-05-03T09:00Z", "text": MINE}),
        json!({"id": "daily", "publisher": "The Quill Herald", "published": "2032-05-04T05:00Z",
            "text": "By Ada Brune in Quill Bay\n\nThe last of the miners had a potato in his pocket. \
            \"I kept it for the third day,\" Piet Lorm told the Herald from his bed on Tuesday \
            night.\n\nHis wife, Greta Lorm, stood at the gate for thirty hours. \"They gave me soup \
            and no answers,\" she said.\n\nThe Ostry pit had been inspected twice in 2031, the news \
            agency Fenpress reported. It belongs to Corvin Stone."}),
        json!({"id": "desk", "publisher": "Lowland Desk", "published": "2032-05-04T11:00Z",
            "text": "Four miners are alive after 31 hours under the Ostry pit, according to \
            Fenpress. \"We heard knocking,\" foreman Hanne Okby told the agency.\n\nOne of them, Piet \
            Lorm, had a potato with him, he told The Quill Herald. Fenpress reports that the pit had \
            been inspected twice."}),
    ]
}

#[test]
fn a_summary_of_others_is_the_origin_of_the_one_it_names_most() {
    let story = story(&mine());
    let expected = [("daily", "The Quill Herald"), ("desk", "Fenpress"), ("wire", "Fenpress")];
    assert_eq!(origins(&story), expected);
    let herald =
        story.origins.list.iter().find(|o| o.publisher.as_deref() == Some("The Quill Herald"));
    let desk = story.reports.iter().position(|r| r.document.name == "desk").expect("it is there");
    assert_eq!(herald.expect("an origin").also, [desk]);
}

#[test]
fn a_passage_that_came_through_an_agency_is_the_agencys() {
    let story = story(&mine());
    let count = |passages: &[(&str, &str)]| {
        let spans: Vec<Span> = passages.iter().map(|(id, words)| at(&story, id, words)).collect();
        story.origins.count(&spans).origins.len()
    };
    let inspected =
        [("wire", "inspected twice"), ("daily", "inspected twice"), ("desk", "inspected twice")];
    assert_eq!(count(&inspected), 1, "the paper and the desk have it from the agency");
    let alive = [("wire", "pulled alive"), ("daily", "I kept it for the third day")];
    assert_eq!(count(&alive), 2);
    assert_eq!(count(&[]), 0);
    assert_eq!(count(&[("desk", "One of them"), ("desk", "inspected twice")]), 1, "one account");
}

#[test]
fn who_names_several_houses_is_counted_by_what_they_share_whatever_the_names() {
    for n in 0..6 {
        let article = |id: &str, houses: &str| {
            json!({"id": format!("{id}{n}"), "publisher": format!("Paper {id}"), "published":
                "2031-05-02", "text": format!("{houses} reported on Friday that nine men were \
                pulled alive from the pit at Lorm after three days.")})
        };
        let story = story(&[article("a", "Reuters and AFP"), article("b", "AFP and Bloomberg")]);
        let spans = ["a", "b"].map(|id| at(&story, &format!("{id}{n}"), "nine men were pulled"));
        assert_eq!(story.origins.count(&spans).origins.len(), 1, "{n}");
    }
}

#[test]
fn a_summary_with_one_call_of_its_own_is_of_the_origin_of_whom_it_names_first() {
    let mut articles = mine();
    articles.push(json!({"id": "post", "publisher": "Vale Post", "published": "2032-05-05T11:00Z",
        "text": "Piet Lorm had a potato in his pocket when he was pulled from the Ostry pit, „The \
        Quill Herald“ reported on Wednesday.\n\nHe told the paper from his bed that he had kept it \
        for the third day. His wife, Greta Lorm, told the Herald that she had been given soup.\n\n\
        Corvin Stone told Fenpress that the pit had been inspected twice in 2031. The fourth man is \
        still in hospital, the agency reported. Foreman Hanne Okby told the agency that he would not \
        go down again. The mine stays shut, Fenpress reported. It stays shut until June, according \
        to Fenpress.\n\nIda Marn, who owns the field above, told this newspaper that she had heard \
        nothing."}));
    let story = story(&articles);
    let found = origins(&story);
    assert!(found.contains(&("post", "The Quill Herald")), "{found:?}");
}

#[test]
fn in_which_language_its_pages_are_is_no_name_of_a_house() {
    let paper = |id: &str, publisher: &str, text: &str| json!({"id": id, "publisher": publisher, "published": "2032-01-05", "text": text});
    let story = story(&[
        paper("a", "Marrow Mail (English pages)", "Rain fell on Marrow, Jon Abel told the Mail."),
        paper("b", "Tolm Kurier (English edition)", "Ida Abel told the Kurier that Marrow is wet."),
        paper("c", "Lorm Bode (English Service)", "Snow lay on Tolm, Ada Lint told the Bode."),
    ]);
    let names: Vec<&str> = origins(&story).into_iter().map(|(_, publisher)| publisher).collect();
    assert_eq!(names, ["Marrow Mail", "Tolm Kurier", "Lorm Bode"]);
}

#[test]
fn what_one_house_tells_another_came_through_the_one_that_was_told() {
    let story = story(&[
        json!({"id": "club", "publisher": "Marrow League", "published": "2032-01-05",
            "text": "The Marrow League has moved the match to the ninth of May."}),
        json!({"id": "wire", "publisher": "Fenpress", "published": "2032-01-06",
            "text": "TOLM, Jan 6 (Fenpress) - The final will be played behind closed doors."}),
        json!({"id": "letter", "publisher": "Terrace Notes", "published": "2032-01-07",
            "text": "The ground at Tolm will be shut, according to the news agency Fenpress. The \
            Marrow League told the agency that the match had been moved."}),
    ]);
    let passage = at(&story, "letter", "match had been moved");
    let through = story.origins.through(1, passage);
    let names: Vec<&str> = through.iter().map(|t| t.publisher.as_str()).collect();
    assert_eq!(names, ["Fenpress"]);
}

#[test]
fn two_papers_that_heard_one_speech_are_two_origins() {
    let speech =
        "\"Not one lamp on this coast will be dark by winter, and I will pay for the oil myself\"";
    let paper = |id: &str, publisher: &str, rest: &str| {
        let text =
            format!("{rest}\n\n{speech}, harbour minister Olaf Trine told a news conference.");
        json!({"id": id, "publisher": publisher, "published": "2032-01-05", "text": text})
    };
    let story = story(&[
        paper(
            "a",
            "Coast Mail",
            "Rain fell on the pier of Marrow. \"My boat is older than he is,\" \
            said a fisherman, Jon Abel. \"He has never lit a lamp,\" said his sister, Ida Abel.",
        ),
        paper(
            "b",
            "Evening Tide",
            "Six hundred came to Marrow. \"He promised oil to my father too,\" \
            said Klara Vint, a pilot. \"It smelled of fish,\" she said.",
        ),
    ]);
    assert_eq!(origins(&story), [("a", "Coast Mail"), ("b", "Evening Tide")]);
    let said = [at(&story, "a", "Not one lamp"), at(&story, "b", "Not one lamp")];
    assert_eq!(story.origins.count(&said).origins.len(), 2);
    let speech = &story.speeches[0];
    assert_eq!(speech.accounts, [0, 1], "two accounts of one statement");
    let occasion = speech.occasion.expect("the news conference");
    assert_eq!((occasion.0, story.words(occasion.1)), ("briefing", "news conference"));
}

#[test]
fn a_report_that_names_a_house_goes_back_to_where_that_house_has_it_from() {
    let mut articles = mine();
    let copy = MINE.replace("QUILL BAY, May 3 (Fenpress) - ", "");
    articles
        .push(json!({"id": "echo", "publisher": "Morning Echo", "published": "2032-05-03T12:00Z",
        "text": copy}));
    articles.push(json!({"id": "late", "publisher": "Slow News", "published": "2032-05-05T12:00Z",
        "text": "Four miners are alive after 31 hours in the Ostry pit, Morning Echo reported. \"We \
        heard knocking behind the third prop,\" foreman Hanne Okby said, according to Morning \
        Echo.\n\nMorning Echo reported that the Ostry pit was inspected twice in 2031."}));
    let story = story(&articles);
    let found = origins(&story);
    assert!(found.contains(&("echo", "Fenpress")), "{found:?}");
    assert!(found.contains(&("late", "Fenpress")), "{found:?}");
    assert_eq!(story.origins.count(&[at(&story, "late", "inspected twice")]).origins.len(), 1);
}

#[test]
fn a_report_that_shows_nothing_is_of_unknown_lineage() {
    let story = story(&[json!({"id": "a", "text": "Snow closed the pass above Tolm on Friday."})]);
    assert_eq!(story.origins.list[0].lineage, Lineage::Unknown);
    let count = story.origins.count(&[at(&story, "a", "closed the pass")]);
    assert!(count.has_unknown && count.origins == [0]);
}

#[test]
fn why_two_reports_are_of_one_origin_is_said_with_words() {
    let told = [story(&mine())];
    let place = |name| why::find(&told, name).expect("it is there");
    let found = why::why(&told, place("desk"), place("wire"));
    assert!(found.one_story && found.one_origin == Some(true), "{found:#?}");
    let words = |found: &why::Why| -> Vec<String> {
        let spans = found.reasons.iter().flat_map(|r| &r.spans);
        spans.map(|span| told[0].words(*span).to_string()).collect()
    };
    assert!(words(&found).contains(&"Fenpress".to_string()), "{found:#?}");
    let found = why::why(&told, place("desk"), place("daily"));
    let verdict = "They are of two origins: Fenpress and The Quill Herald.";
    assert!(found.reasons.iter().any(|r| r.text == verdict), "{found:#?}");
    assert!(words(&found).contains(&"Lorm".to_string()), "{found:#?}");
    assert_eq!(why::find(&told, "nowhere"), None);
    assert_eq!(why::find(&told, "1"), Some((0, 0)), "the first on the page");
}

#[test]
fn a_reader_may_say_what_is_a_copy_and_what_is_none() {
    let mut articles = mine();
    articles.push(json!({"id": "echo", "text": MINE}));
    let of_one = |lines: &str| {
        let told = stories(reports(&articles), Lexicon::english(), &Corrections::parse(lines)).0;
        let place = |name| why::find(&told, name).expect("it is there");
        let one = |a, b| why::why(&told, place(a), place(b)).one_origin;
        let codes = stories(reports(&articles), Lexicon::english(), &Corrections::parse(lines)).1;
        let codes: Vec<&str> = codes.iter().map(|n| n.code.as_str()).collect();
        (one("wire", "echo"), one("desk", "daily"), codes.join(" "))
    };
    assert_eq!(of_one(""), (Some(true), Some(false), String::new()));
    assert_eq!(of_one("copy\tdesk\tdaily\n"), (Some(true), Some(true), "S001".to_string()));
    let (echo, _, codes) = of_one("not-a-copy\twire\techo\n");
    assert_eq!((echo, codes.as_str()), (Some(true), "S001"), "the dateline still credits Fenpress");
    assert_eq!(of_one("not-a-copy\twire\tdaily\n").2, "S002", "it was taken for none");
}

#[test]
fn why_says_of_times_and_corrections_what_is_so() {
    let said = |articles: &[Value], a: &str, b: &str, lines: &str| {
        let corrections = Corrections::parse(lines);
        let told = stories(reports(articles), Lexicon::english(), &corrections).0;
        let place = |name| why::find(&told, name).expect("it is there");
        let reasons = why::why(&told, place(a), place(b)).reasons;
        reasons.into_iter().map(|r| r.text).collect::<Vec<_>>().join("\n")
    };
    let mut articles = mine();
    let untimed = |id: &str| json!({"id": id, "text": MINE.replace("(Fenpress)", "")});
    articles.extend([untimed("echo"), untimed("rest")]);
    let both = said(&articles, "echo", "rest", "");
    assert!(both.contains("Neither has a time of publication."), "{both}");
    assert!(both.contains("the words of another report"), "{both}");
    assert!(!both.contains("the words of an earlier report"), "{both}");
    let one = said(&articles, "wire", "echo", "");
    assert!(one.contains("echo has no time of publication."), "{one}");
    let denied = said(&articles, "echo", "rest", "not-a-copy\techo\trest\n");
    assert!(denied.contains("A reader says that neither was made from the other"), "{denied}");
    assert!(!denied.contains("No passage of one"), "{denied}");
}

#[test]
fn the_invented_pile_has_the_origins_of_its_truth() {
    let truth: Value = serde_json::from_str(TRUTH).expect("the truth is JSON");
    let articles = truth["articles"].as_array().expect("articles");
    let story = story(articles);
    let found = origins(&story);
    let origin = |id: &str| articles.iter().find(|a| a["id"] == id).map(|a| &a["origin"]);
    for (a, of_a) in &found {
        for (b, of_b) in &found {
            assert_eq!(of_a == of_b, origin(a) == origin(b), "{a} and {b}: {found:?}");
        }
    }
    let copied = story.origins.derivations.iter().filter(|d| d.kind == BasisKind::Copied);
    assert!(copied.clone().count() > 0 && copied.flat_map(|d| &d.passages).count() > 0);
    let claims = truth["claims"].as_array().expect("claims");
    let right = claims.iter().filter(|claim| {
        let passages = claim["passages"].as_array().into_iter().flatten();
        let spans =
            passages.filter_map(|p| Some(at(&story, p["article"].as_str()?, p["words"].as_str()?)));
        claim["origins"] == story.origins.count(&spans.collect::<Vec<_>>()).origins.len()
    });
    let right = right.count();
    assert!(right * 6 >= claims.len() * 5, "the count of {right} claims is right");
}

#[test]
fn who_speaks_for_a_body_of_a_publishers_name_is_no_house_that_news_came_through() {
    let told = |who: &str| {
        let text = format!(
            "Two crew are dead and three yachts are missing off Quill Bay, police said on Monday.\n\n\
            {who} said the search was hard. Winds of 80 knots tore the masts from eleven boats."
        );
        let story = story(&[
            json!({"id": "a", "publisher": "The Quill Herald", "text": text}),
            json!({"id": "b", "publisher": "Fenpress", "text": MINE}),
        ]);
        let passage = at(&story, "a", "the search was hard");
        story.origins.through(0, passage).into_iter().map(|t| t.publisher).next()
    };
    for who in ["The Fenpress spokesman", "Fenpress spokesman Jon Vale", "A director of Fenpress"] {
        assert_eq!(told(who), None, "{who}");
    }
    for who in ["Fenpress", "The Fenpress correspondent Jon Vale"] {
        assert_eq!(told(who).as_deref(), Some("Fenpress"), "{who}");
    }
}

#[test]
fn quotations_alone_are_no_words_of_own_reporters() {
    let story = story(&mine());
    let kinds = |id: &str| {
        let basis = story.origins.list.iter().flat_map(|o| &o.basis);
        let of = basis.filter(|b| story.reports[b.report].document.name == id);
        of.map(|b| b.kind).collect::<Vec<BasisKind>>()
    };
    assert_eq!(kinds("daily"), [BasisKind::Own]);
    let speech = story_of_a_speech();
    let mut basis = speech.origins.list.iter().flat_map(|o| &o.basis);
    assert_eq!(basis.find(|b| b.report == 0).map(|b| b.kind), Some(BasisKind::Quoted));
}

fn story_of_a_speech() -> Story {
    story(&[
        json!({"id": "a", "publisher": "The Quill Herald", "text": "The pit owner spoke at noon. \
        \"We shall pay each of the four,\" Corvin Stone said. \"The pit will stay shut for a \
        year.\"\n\nPeople left the square in the rain."}),
        json!({"id": "b", "publisher": "Fenpress", "text": "Corvin Stone spoke to the people."}),
    ])
}

#[test]
fn a_country_and_a_letter_are_no_reporter() {
    let story = story(&[json!({"id": "a", "publisher": "Marrow Mail", "published": "2032-01-05",
        "text": "The plan was pushed by the US, and the weekly Fakty i Bode was told of it."})]);
    let basis = story.origins.list.iter().flat_map(|o| &o.basis);
    let words: Vec<&str> = basis.flat_map(|b| &b.spans).map(|s| story.words(*s)).collect();
    assert!(!words.iter().any(|w| ["US", "i"].contains(w)), "{words:?}");
}

#[test]
fn what_stands_word_for_word_in_two_own_reports_has_one_origin() {
    let shared = "The pit was bought for a token sum when the old owner fled the country by boat.";
    let told = |id: &str, publisher: &str, day: &str, own: &str| {
        let text = format!("{own}\n\n{shared}");
        json!({"id": id, "publisher": publisher, "published": day, "text": text})
    };
    let story = story(&[
        told(
            "a",
            "Marrow Mail",
            "2032-05-03",
            "\"We dug for two days,\" Hanne Okby told the Mail.",
        ),
        told(
            "b",
            "Lowland Desk",
            "2032-05-04",
            "\"I slept well,\" Piet Lorm told the Desk at home.",
        ),
    ]);
    assert_eq!(story.origins.list.len(), 2);
    let origins = |words: &str| {
        let spans = ["a", "b"].map(|id| at(&story, id, words));
        story.origins.count(&spans).origins.len()
    };
    assert_eq!(origins("The pit was bought for a token sum"), 1);
}

#[test]
fn a_house_is_credited_with_few_sentences_of_a_long_paragraph() {
    let after = "The pit is old. The sheds are red. The road is steep. The rail is gone. The tower \
        is closed.";
    let text = format!("Four miners are alive, Fenpress reported. {after}");
    let story = story(&[
        json!({"id": "a", "publisher": "Marrow Mail", "text": text}),
        json!({"id": "b", "publisher": "Fenpress", "text": "The owner of the pit spoke at noon."}),
    ]);
    let through = |words: &str| !story.origins.through(0, at(&story, "a", words)).is_empty();
    assert!(through("The sheds are red"));
    assert!(!through("The tower is closed"));
}

#[test]
fn a_house_beside_which_something_stands_or_for_which_somebody_works_passes_nothing_on() {
    let story = story(&[
        json!({"id": "tower", "publisher": "The Quill Herald", "published": "2032-05-04",
            "text": "A fire destroyed the offices of Reuters in what the mayor of Tolm called a blow to \
            the press. \"We lost three floors,\" the mayor said, answering a question from CNN \
            correspondent Ada Brune."}),
        json!({"id": "other", "publisher": "Marrow Mail", "published": "2032-05-04",
            "text": "The tower in Tolm burned for nine hours on Tuesday."}),
    ]);
    assert_eq!(origins(&story), [("other", "Marrow Mail"), ("tower", "The Quill Herald")]);
    let also: Vec<&Option<String>> =
        story.origins.list.iter().filter(|o| !o.also.is_empty()).map(|o| &o.publisher).collect();
    assert!(also.is_empty(), "{also:?}");
}

#[test]
fn what_several_publishers_have_in_brackets_is_no_name_of_one_and_a_code_is() {
    let text = "The pier at Tolm was shut on Monday. The mayor told The Huffington Post that it \
        would open in June.";
    let story = story(&[
        json!({"id": "a", "publisher": "Quill Herald (Online News)", "published": "2032-05-04",
            "text": "The pier at Tolm was shut on Monday by the council."}),
        json!({"id": "b", "publisher": "Marrow Mail (Online News)", "published": "2032-05-05",
            "text": "Nobody knows when the pier at Tolm will be open again."}),
        json!({"id": "c", "publisher": "hpo", "published": "2032-05-06", "text": text}),
    ]);
    let all = [("a", "Quill Herald"), ("b", "Marrow Mail"), ("c", "HuffPost")];
    assert_eq!(origins(&story), all);
}

#[test]
fn the_letter_of_a_party_is_no_reporter() {
    let owned = |who: &str| {
        let text = format!("The ferry sank on Monday off Tarn. {who} came to the pier at noon.");
        let other = json!({"id": "b", "publisher": "Fenpress", "text": MINE});
        let first = json!({"id": "a", "publisher": "The Quill Herald", "text": text});
        let story = story(&[first, other]);
        let mut basis = story.origins.list.iter().flat_map(|o| &o.basis);
        basis.any(|b| b.report == 0 && b.kind == BasisKind::Own)
    };
    assert!(owned("As I saw, Senator Jon Vale"));
    assert!(!owned("Senator Jon Vale (I-Vt.)"));
}

#[test]
fn the_number_of_a_war_is_no_reporter() {
    let owned = |words: &str| {
        let text = format!("The ferry sank on Monday off Tarn. {words}");
        let other = json!({"id": "b", "publisher": "Fenpress", "text": MINE});
        let first = json!({"id": "a", "publisher": "The Quill Herald", "text": text});
        let story = story(&[first, other]);
        let mut basis = story.origins.list.iter().flat_map(|o| &o.basis);
        basis.any(|b| b.report == 0 && b.kind == BasisKind::Own)
    };
    for words in [
        "It was built in World War I, the museum said.",
        "It was built before World War I and used in World War II.",
        "World War I ended in the harbour of Tarn.",
        "In World War I the men of Tarn built it.",
        "Queen Elizabeth I slept on it.",
        "The firm began Phase I of the work on Friday.",
        "Type I errors were few on board.",
    ] {
        assert!(!owned(words), "{words}");
    }
    for words in [
        "I saw it go down.",
        "Yesterday I saw the wreck.",
        "On Friday I was told to wait.",
        "In New York I met the owner.",
        "The mate and I walked home.",
        "It was I who asked.",
    ] {
        assert!(owned(words), "{words}");
    }
}
