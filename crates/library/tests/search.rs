//! What searches find, and how they say it.

use lexicon::Lexicon;
use library::{Duplicates, Facts, Found, Incoming, Library, NamedFact, Order, Search, query::Key};
use tempfile::TempDir;

/// Id, publisher, day, headline, text, names (`!` if quoted).
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, Names);
type Names = &'static [&'static str];

/// The articles of an invented archive.
const ARTICLES: [Row; 6] = [
    (
        "a",
        "Echo",
        "2031-04-09",
        "Ferry to stop",
        "The ferry stops in May, Ilva Zelenskiy said.",
        &["Ilva Zelenskiy!", "Echo"],
    ),
    (
        "b",
        "Echo",
        "2031-05-02",
        "Mayor speaks",
        "“We want sanctions,” Ilva Zelensky told the council in Vell.\n\nThe ferry was not on the list.",
        &["Ilva Zelensky!", "Vell"],
    ),
    (
        "c",
        "The Vell Post",
        "2032-01-01",
        "Зеленский",
        "Зеленский приехал на паром.",
        &["Зеленский"],
    ),
    (
        "d",
        "The Vell Post",
        "2032-02-01",
        "A sanction lifted",
        "A sanction against the yard was lifted. The desert island is quiet.",
        &["Vell"],
    ),
    (
        "e",
        "Wire",
        "",
        "Undated",
        "The ferry company of Vell gave no day. It ordered dessert.",
        &["Vell"],
    ),
    (
        "f",
        "Wire",
        "2032-02-01",
        "A sanction lifted again",
        "A sanction against the yard was lifted. The desert island is quiet.",
        &["Vell"],
    ),
];

fn library() -> (TempDir, Library) {
    let folder = tempfile::tempdir().expect("folder");
    let mut library = Library::open(&folder.path().join("l.db"), "test").expect("opened");
    for (id, publisher, day, title, text, names) in ARTICLES {
        let line = serde_json::json!({
            "id": id, "publisher": publisher, "published": day, "title": title, "text": text,
            "language": if id == "c" { "ru" } else { "en-GB" },
        });
        let documents =
            ingest::read("in.jsonl", line.to_string().as_bytes(), Lexicon::english()).documents;
        let named = |name: &&str| NamedFact {
            kind: "person".into(),
            name: name.trim_end_matches('!').into(),
            mentions: 1,
            quoted: usize::from(name.ends_with('!')),
            start: 0,
            end: 1,
        };
        let codes = if title.contains("sanction") { vec!["SANCTION".into()] } else { vec![] };
        let facts = Facts { names: names.iter().map(named).collect(), codes, ..Facts::default() };
        let incoming =
            Incoming { document: &documents[0], original: None, facts: &facts, story: None };
        library.add(&[incoming], "test", "2032-03-01").expect("stored");
    }
    (folder, library)
}

fn search(library: &Library, text: &str) -> Found {
    let search = Search { text: text.into(), limit: 10, details: true, ..Search::default() };
    library.search(&search).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn ids(found: &Found) -> String {
    let mut ids: Vec<&str> = found.hits.iter().map(|hit| hit.id.as_str()).collect();
    ids.sort_unstable();
    ids.concat()
}

#[test]
fn a_word_in_the_middle_of_text_without_spaces_is_found() {
    let folder = tempfile::tempdir().expect("folder");
    let mut library = Library::open(&folder.path().join("l.db"), "test").expect("opened");
    for (id, text) in [
        ("z", "外交部长星期一宣布,会谈将于下周恢复。双方已就新的议程达成一致。"),
        ("j", "外務大臣は月曜日、会談が来週NATOで再開されると述べた。"),
        ("k", "외무장관은 월요일 회담이 다음 주에 재개될 것이라고 밝혔다."),
        ("t", "รัฐมนตรีกล่าวเมื่อวันจันทร์ว่าการเจรจาจะเริ่มขึ้นอีกครั้ง"),
    ] {
        let line = serde_json::json!({"id": id, "text": text});
        let read = ingest::read("in.jsonl", line.to_string().as_bytes(), Lexicon::english());
        let facts = Facts::default();
        let document = &read.documents[0];
        let incoming = Incoming { document, original: None, facts: &facts, story: None };
        library.add(&[incoming], "test", "2032-03-01").expect("stored");
    }
    for (text, expected) in [
        ("会谈", "z"),
        ("谈会", ""),
        ("会談", "j"),
        ("nato", "j"),
        ("회담", "k"),
        ("회담*", "k"),
        ("เจรจา", "t"),
        ("外", "jz"),
        ("外 -会谈", "j"),
        ("\"下周恢复\" 双方", "z"),
    ] {
        let found = search(&library, text);
        assert_eq!(ids(&found), expected, "{text}");
        for hit in found.hits.iter().filter(|_| text == "会谈") {
            let passage = &hit.passages[0];
            let [start, end] = passage.found[0];
            let words: Vec<char> = passage.exact.chars().collect();
            assert_eq!(words[start..end].iter().collect::<String>(), "会谈");
            assert!(passage.exact.starts_with("外交部长星期一宣布,会谈将"), "{passage:?}");
        }
    }
}

#[test]
fn words_phrases_fields_and_filters_find_what_they_should() {
    let (_folder, library) = library();
    for (text, expected) in [
        ("ferry", "abe"),
        ("ferry vell", "be"),
        ("ferry OR sanction", "abdef"),
        ("sanctions", "bdf"),
        ("\"ferry company\"", "e"),
        ("\"company ferry\"", ""),
        ("ferry -council", "ae"),
        ("NOT ferry", "cdf"),
        ("ferry NOT (council OR company)", "a"),
        ("title:ferry", "a"),
        ("text:undated", ""),
        ("sanct*", "bdf"),
        ("publisher:echo", "ab"),
        ("publisher:post sanction", "d"),
        ("publisher:nobody", ""),
        ("lang:ru", "c"),
        ("lang:en ferry", "abe"),
        ("entity:Vell", "bdef"),
        ("entity:zelensky", "abc"),
        ("entity:\"Ilva Zelenskiy\"", "ab"),
        ("speaker:zelensky", "ab"),
        ("speaker:vell", ""),
        ("since:2032", "cdf"),
        ("since:2032 since:2032-02 until:2032", "df"),
        ("company OR since:2032", "cdef"),
        ("ferry NOT since:2031-05", "ae"),
        ("until:2031-04", "a"),
        ("since:2031-04-10 until:2031-12-31 ferry", "b"),
        ("(ferry OR sanction) AND entity:Vell NOT publisher:Wire", "bd"),
        ("code:sanction", "df"),
        ("code:AID", ""),
        ("", "abcdef"),
    ] {
        assert_eq!(ids(&search(&library, text)), expected, "{text}");
    }
}

#[test]
fn a_name_is_found_under_every_spelling_and_a_common_word_only_as_it_is() {
    let (_folder, library) = library();
    for text in ["Zelensky", "Zelenskiy", "Zelenskyy", "Зеленский"] {
        assert_eq!(ids(&search(&library, text)), "abc", "{text}");
    }
    assert_eq!(ids(&search(&library, "desert")), "df", "no dessert");
    let exact = Search { text: "Zelensky".into(), limit: 10, exact: true, ..Search::default() };
    assert_eq!(ids(&library.search(&exact).expect("searched")), "b");
}

#[test]
fn a_mistyped_word_is_corrected_and_said_to_be() {
    let (_folder, library) = library();
    for (typed, meant, expected) in
        [("ferrry", "ferry", "abe"), ("compnay", "company", "e"), ("sancton", "sanction", "bdf")]
    {
        let found = search(&library, typed);
        assert_eq!(ids(&found), expected, "{typed}");
        assert!(found.tried[0].corrected && found.tried[0].also.contains(&meant.to_string()));
    }
    assert_eq!(ids(&search(&library, "qqqqqqq")), "");
    assert_eq!(ids(&search(&library, "zzz")), "", "too short to be a mistyping");
}

#[test]
fn passages_cite_the_words_of_the_document() {
    let (_folder, library) = library();
    let found = search(&library, "ferry sanctions");
    assert_eq!(ids(&found), "b");
    let hit = &found.hits[0];
    assert_eq!(hit.passages.len(), 2);
    let documents = library.documents(&[hit.number]).expect("read");
    for passage in &hit.passages {
        let span = documents[0].text.from_code_points(passage.start..passage.end).expect("a span");
        assert_eq!(documents[0].text.words(span), passage.exact);
        let words: Vec<char> = passage.exact.chars().collect();
        for [start, end] in &passage.found {
            let word: String = words[*start..*end].iter().collect();
            assert!(["sanctions", "ferry"].contains(&word.as_str()), "{word}");
        }
        assert!(!passage.found.is_empty());
    }
}

#[test]
fn a_word_in_the_headline_counts_more_and_facets_are_counted() {
    let (_folder, library) = library();
    let found = search(&library, "ferry");
    assert_eq!(found.hits[0].id, "a");
    assert!(found.hits[0].score > found.hits[1].score);
    let facet = |key: &str| found.facets.iter().find(|f| f.key == key).expect("counted");
    assert_eq!(facet("publisher").values, [("Echo".to_string(), 2), ("Wire".to_string(), 1)]);
    assert_eq!(facet("month").values.len(), 2);
    assert_eq!(facet("entity").values[0], ("Vell".to_string(), 2));
}

#[test]
fn filters_order_pages_and_copies_are_respected() {
    let (_folder, library) = library();
    let base = Search { limit: 10, ..Search::default() };
    let publishers = vec![
        (Key::Publisher, "Echo".to_string()),
        (Key::Publisher, "Wire".to_string()),
        (Key::Entity, "Vell".to_string()),
    ];
    let found = library.search(&Search { filters: publishers, ..base.clone() }).expect("searched");
    assert_eq!(ids(&found), "bef");
    let skip = Search { duplicates: Duplicates::Skip, text: "sanction".into(), ..base.clone() };
    assert_eq!(ids(&library.search(&skip).expect("searched")), "bd");
    let only = Search { duplicates: Duplicates::Only, ..skip };
    let found = library.search(&only).expect("searched");
    assert_eq!((ids(&found).as_str(), found.hits[0].copy_of), ("f", Some(4)));
    let page = |offset, limit| {
        let search = Search { order: Order::Newest, offset, limit, ..base.clone() };
        let found = library.search(&search).expect("searched");
        assert_eq!((found.total, found.more), (6, false));
        found.hits.into_iter().map(|hit| hit.id).collect::<String>()
    };
    assert_eq!((page(0, 4).as_str(), page(4, 4).as_str(), page(6, 4).as_str()), ("fedc", "ba", ""));
    assert_eq!(library.find_all(&Search::default()).expect("found"), [1, 2, 3, 4, 5, 6]);
}

#[test]
fn stories_and_their_origins_are_filters() {
    let (_folder, mut library) = library();
    let hits = search(&library, "").hits;
    let story_of = |id: &str| {
        hits.iter().find(|hit| hit.id == id).and_then(|hit| hit.story).expect("in a story")
    };
    let (sanctions, mayor) = (story_of("d"), story_of("b"));
    assert_eq!((story_of("f"), sanctions == mayor), (sanctions, false), "a copy is of its story");
    assert_eq!(ids(&search(&library, &format!("story:{sanctions}"))), "df");
    assert_eq!(ids(&search(&library, &format!("story:{sanctions} desert -ferry"))), "df");
    assert_eq!(ids(&search(&library, &format!("story:{sanctions} ferry"))), "");
    assert_eq!(ids(&search(&library, &format!("story:{sanctions} story:{mayor}"))), "");
    assert_eq!(ids(&search(&library, "story:999")), "");
    let wrong = Search { text: format!("ferry OR story:{mayor}"), ..Search::default() };
    assert!(matches!(library.search(&wrong), Err(library::Error::Query { .. })));
    let either = [sanctions, mayor].map(|story| (Key::Story, story.to_string()));
    let base = Search { limit: 10, ..Search::default() };
    let found = library.search(&Search { filters: either.into(), ..base.clone() });
    let in_either = hits.iter().filter(|h| [Some(sanctions), Some(mayor)].contains(&h.story));
    let mut expected: Vec<&str> = in_either.map(|hit| hit.id.as_str()).collect();
    expected.sort_unstable();
    assert_eq!(ids(&found.expect("searched")), expected.concat());
    let of_two = Search { min_origins: 2, ..base };
    assert_eq!(ids(&library.search(&of_two).expect("searched")), "");
    let row = library.story(sanctions).expect("asked").expect("there");
    let woven = library::Woven { documents: 2, origins: 2, ..library::Woven::default() };
    library.keep_woven(&[(row, woven)]).expect("kept");
    assert_eq!(ids(&library.search(&of_two).expect("searched")), "df");
    let both = Search { text: "lifted since:2032-01".into(), ..of_two };
    let found = library.search(&both).expect("searched");
    assert_eq!((ids(&found).as_str(), found.hits[0].origins), ("df", Some(2)));
}

#[test]
fn sentences_that_mean_nearly_the_same_are_found_under_other_words() {
    let (_folder, mut library) = library();
    while library.learn_meanings().expect("learned") > 0 {}
    let base = Search { limit: 3, ..Search::default() };
    let nearest = |library: &Library, text: &str, search: &Search| {
        library.nearest(text, search).expect("searched").hits
    };
    let isle = "A quiet isle of sand";
    let hits = nearest(&library, isle, &base);
    assert!(["d", "f"].contains(&hits[0].id.as_str()), "{hits:?}");
    let passage = &hits[0].passages[0];
    assert_eq!(passage.exact, "The desert island is quiet.");
    assert_eq!((passage.start, passage.end, passage.paragraph), (40, 67, 1));
    let only = Search { text: "publisher:Wire".into(), ..base.clone() };
    let hits = nearest(&library, isle, &only);
    assert_eq!(hits.iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>(), ["f"]);
    for article in ["The Vell Post/d", "Wire/f"] {
        library.kill(article).expect("killed");
    }
    let hits = nearest(&library, isle, &base);
    assert!(hits.iter().all(|hit| !["d", "f"].contains(&hit.id.as_str())), "{hits:?}");
    assert_eq!(nearest(&library, "", &base), []);
}

#[test]
fn hostile_searches_are_errors_or_find_nothing() {
    let (_folder, library) = library();
    for text in [
        "\u{1}\u{2} ferry",
        "title:\"\" x",
        "NEAR(a b)",
        "tag:a",
        "ferry' --",
        "\"*\"",
        "^ferry",
        "{title}:x",
        "a+b",
        "''",
        "ferry\0x",
        "x AND AND y",
        "))((",
        "* *",
        "title:*",
        "-",
        "\"",
    ] {
        let search = Search { text: text.into(), limit: 3, details: true, ..Search::default() };
        match library.search(&search) {
            Ok(_) | Err(library::Error::Query { .. }) => {}
            Err(other) => panic!("{text:?}: {other}"),
        }
    }
}

#[test]
fn as_many_are_given_as_are_asked_for() {
    let folder = tempfile::tempdir().expect("folder");
    let mut library = Library::open(&folder.path().join("l.db"), "test").expect("opened");
    let n = 2_100;
    let lines: Vec<String> = (0..n)
        .map(|i| {
            let text = format!("Ferry {i} left port{i} for town{i} with{i}.");
            format!(r#"{{"id":"{i}","publisher":"Echo","text":"{text}"}}"#)
        })
        .collect();
    let documents =
        ingest::read("in.jsonl", lines.join("\n").as_bytes(), Lexicon::english()).documents;
    let facts = Facts::default();
    let incoming = |document| Incoming { document, original: None, facts: &facts, story: None };
    let incoming: Vec<Incoming<'_>> = documents.iter().map(incoming).collect();
    library.add(&incoming, "test", "2032-03-01").expect("stored");
    let search = Search { text: "ferry".into(), limit: 10, ..Search::default() };
    let found = library.search(&search).expect("searched");
    assert!(found.more && found.total < n, "the newest are ranked");
    let search = Search { limit: usize::MAX, ..search };
    let found = library.search(&search).expect("searched");
    assert_eq!((found.total, found.hits.len(), found.more), (n, n, false));
    let search = Search { offset: n - 1, limit: 5, ..search };
    assert_eq!(library.search(&search).expect("searched").hits.len(), 1);
}

#[test]
fn the_deepest_search_that_can_be_read_is_found_too() {
    let (_folder, library) = library();
    let nested = |open: &str, deep: usize| {
        format!("{}ferry{}", open.repeat(deep), ")".repeat(open.matches('(').count() * deep))
    };
    for open in ["(", "-", "-(", "(a1 OR ", "(a1 ", "-(a1 ", "-(a1 OR ", "(a1 OR (a2 "] {
        let deepest = (0..40)
            .rev()
            .map(|deep| nested(open, deep))
            .find(|text| library::query::parse(text).is_ok());
        let text = deepest.expect("a search that can be read");
        for duplicates in [Duplicates::Keep, Duplicates::Skip] {
            let search = Search { text: text.clone(), duplicates, ..Search::default() };
            library.search(&search).unwrap_or_else(|error| panic!("{text}: {error}"));
        }
    }
    let text = (0..63).map(|n| format!("-a{n} ")).collect::<String>() + "ferry";
    library.search(&Search { text, ..Search::default() }).expect("many that must not occur");
}

#[test]
fn a_period_is_found_whatever_the_order_in_which_its_documents_came() {
    let folder = tempfile::tempdir().expect("folder");
    let mut library = Library::open(&folder.path().join("l.db"), "test").expect("opened");
    // Three times more than a block of numbers holds, the last years first; one of long before
    // comes last.
    let n = 3_300;
    let month = |i: usize| match i {
        i if i + 1 == n => "2030-01".to_string(),
        i => format!("{}-{:02}", 2035 - i / 600, 1 + i % 12),
    };
    let line = |i: usize| {
        let (month, text) = (month(i), format!("Ferry {i} left for town{i} with {i} on board."));
        format!(r#"{{"id":"{i}","publisher":"Echo","published":"{month}-07","text":"{text}"}}"#)
    };
    let lines: Vec<String> = (0..n).map(line).collect();
    let documents =
        ingest::read("in.jsonl", lines.join("\n").as_bytes(), Lexicon::english()).documents;
    let facts = Facts::default();
    let incoming = |document| Incoming { document, original: None, facts: &facts, story: None };
    let incoming: Vec<Incoming<'_>> = documents.iter().map(incoming).collect();
    library.add(&incoming, "test", "2036-03-01").expect("stored");
    for (since, until) in [("2030-01", "2030-01"), ("2033-11", "2034-02-08"), ("2035-12", "2036")] {
        let filters = vec![(Key::Since, since.to_string()), (Key::Until, until.to_string())];
        let search = Search {
            text: "ferry".into(),
            filters,
            limit: n,
            thorough: true,
            order: Order::Newest,
            ..Search::default()
        };
        let found = library.search(&search).expect("searched");
        let end = format!("{until}~");
        let is_within =
            |i: &usize| (since..end.as_str()).contains(&format!("{}-07", month(*i)).as_str());
        let expected: Vec<String> = (0..n).rev().filter(is_within).map(|i| i.to_string()).collect();
        let ids: Vec<&str> = found.hits.iter().map(|hit| hit.id.as_str()).collect();
        assert!(!expected.is_empty());
        assert_eq!(ids, expected, "{since} to {until}");
    }
}
