//! Stories of a library: made as documents come, kept over runs, put right, withdrawn from.

use document::Document;
use lexicon::Lexicon;
use library::{Facts, Incoming, Library, Mark, MarkKind, Stories, StoriesOrder, Woven};
use std::path::Path;
use tempfile::TempDir;

const MADE_BY: &str = "test";

const FIRE: [&str; 3] = [
    "Fire guts the Halden paper mill\n\nTwo workers were hurt when fire broke out at the Halden \
     paper mill near Orsk on Monday. Fire chief Anna Brandt said 40 firemen fought the flames.",
    "Halden paper mill burns\n\nA fire at the Halden paper mill outside Orsk injured two workers \
     on Monday. Fire chief Anna Brandt sent 40 firemen to fight the flames.",
    "Mill fire: two hurt in Halden\n\nTwo workers of the Halden paper mill were injured in a fire \
     on Monday, fire chief Anna Brandt said in Orsk. The paper mill burned down.",
];
const VOTE: [&str; 2] = [
    "Senate of Varn rejects the fishing treaty\n\nThe Senate of Varn voted 31 to 19 against the \
     fishing treaty with Lowmark. Senator Piet Osk called the quota unfair.",
    "Varn votes down fishing treaty\n\nThe Senate of Varn rejected the fishing treaty with \
     Lowmark by 31 votes to 19. The quota was unfair, Senator Piet Osk said.",
];

fn open(folder: &TempDir) -> Library {
    Library::open(&folder.path().join("l.db"), MADE_BY).expect("opened")
}

fn article(id: &str, day: &str, text: &str) -> Document {
    let (title, text) = text.split_once("\n\n").expect("a headline");
    let line = serde_json::json!({
        "id": id, "publisher": format!("Paper {id}"), "published": day, "title": title, "text": text,
    });
    ingest::read("in.jsonl", line.to_string().as_bytes(), Lexicon::english()).documents.remove(0)
}

fn add(library: &mut Library, id: &str, day: &str, text: &str) {
    let document = article(id, day, text);
    let incoming =
        Incoming { document: &document, original: None, facts: &Facts::default(), story: None };
    library.add(&[incoming], MADE_BY, &format!("2032-{}", &day[5..])).expect("stored");
}

/// The articles of each story, by id.
fn stories(library: &Library) -> Vec<(i64, Vec<String>)> {
    let page = library.stories(&Stories { limit: 100, ..Stories::default() }).expect("listed");
    let mut stories: Vec<(i64, Vec<String>)> = page
        .stories
        .iter()
        .map(|story| {
            let numbers = library.story_documents(story.id).expect("listed");
            assert_eq!(numbers.len() as i64, story.documents);
            let documents = library.documents(&numbers).expect("read");
            (story.id, documents.into_iter().map(|d| d.name).collect())
        })
        .collect();
    stories.sort();
    stories
}

fn expect(list: &[(i64, &[&str])]) -> Vec<(i64, Vec<String>)> {
    let names = |names: &[&str]| names.iter().map(|name| name.to_string()).collect();
    list.iter().map(|(id, of)| (*id, names(of))).collect()
}

fn is_whole(library: &Library) {
    assert_eq!(library.check(MADE_BY).expect("checked").faults, [""; 0]);
}

const ALL: [(&str, &str, &str); 5] = [
    ("a", "2031-04-07", FIRE[0]),
    ("v", "2031-04-07", VOTE[0]),
    ("b", "2031-04-07", FIRE[1]),
    ("w", "2031-04-08", VOTE[1]),
    ("c", "2031-04-08", FIRE[2]),
];

#[test]
fn documents_join_stories_whose_ids_stay_whatever_the_runs_and_processes() {
    let expected = expect(&[(1, &["a", "b", "c"]), (2, &["v", "w"])]);
    let folder = tempfile::tempdir().expect("folder");
    let mut library = open(&folder);
    ALL.iter().for_each(|(id, day, text)| add(&mut library, id, day, text));
    assert_eq!(stories(&library), expected);
    // By two processes in turn, one of them new each time.
    let folder = tempfile::tempdir().expect("folder");
    let mut kept = open(&folder);
    for (i, (id, day, text)) in ALL.iter().enumerate() {
        match i % 2 {
            0 => add(&mut kept, id, day, text),
            _ => add(&mut open(&folder), id, day, text),
        }
    }
    assert_eq!(stories(&kept), expected);
    kept.settle("2032-05-01").expect("settled");
    assert_eq!(stories(&kept), expected);
    let story = kept.story(1).expect("asked").expect("there");
    assert_eq!((story.documents, story.publishers), (3, 3));
    assert_eq!(story.title, "Fire guts the Halden paper mill");
    assert_eq!(story.earliest.as_deref(), Some("2031-04-07"));
    assert_eq!(story.latest.as_deref(), Some("2031-04-08"));
    assert_eq!(kept.story_of("Paper w/w").expect("asked"), Some(2));
    is_whole(&kept);
}

#[test]
fn a_new_version_stays_in_its_story_and_a_withdrawn_one_leaves_it() {
    let folder = tempfile::tempdir().expect("folder");
    let mut library = open(&folder);
    add(&mut library, "a", "2031-04-07", FIRE[0]);
    add(&mut library, "a", "2031-04-07", &FIRE[0].replace("Two", "Three"));
    assert_eq!(stories(&library), expect(&[(1, &["a"])]));
    add(&mut library, "b", "2031-04-07", FIRE[1]);
    add(&mut library, "a", "2031-04-07", "Nothing burned\n\nThe Senate of Varn was in session.");
    assert_eq!(stories(&library), expect(&[(1, &["b", "a"])]));
    library.kill("Paper b/b").expect("killed");
    assert_eq!(stories(&library), expect(&[(1, &["a"])]));
    let story = library.story(1).expect("asked").expect("there");
    assert_eq!(story.title, "Nothing burned", "no word of what was withdrawn");
    library.delete("Paper a/a", "2032").expect("deleted");
    assert_eq!((stories(&library), library.story(1).expect("asked")), (vec![], None));
    add(&mut library, "c", "2031-04-08", FIRE[2]);
    assert_eq!(stories(&library), expect(&[(2, &["c"])]), "ids are not used again");
    is_whole(&library);
}

#[test]
fn stories_come_page_by_page_in_each_order() {
    let folder = tempfile::tempdir().expect("folder");
    let mut library = open(&folder);
    ALL.iter().for_each(|(id, day, text)| add(&mut library, id, day, text));
    let hall = "Town hall of Merrow sold\n\nThe town hall of Merrow was sold to a hotel keeper.";
    add(&mut library, "h", "2030-01-01", hall);
    for (order, expected) in [
        (StoriesOrder::Latest, [2, 1, 3]),
        (StoriesOrder::Largest, [1, 2, 3]),
        (StoriesOrder::Changed, [2, 1, 3]),
    ] {
        let (mut wanted, mut ids) = (Stories { order, limit: 1, ..Stories::default() }, vec![]);
        loop {
            let page = library.stories(&wanted).expect("listed");
            ids.extend(page.stories.iter().map(|story| story.id));
            match page.next {
                Some(next) => wanted.after = Some(next),
                None => break,
            }
        }
        assert_eq!(ids, expected, "{order:?}");
    }
    let list = |wanted: Stories| -> Vec<i64> {
        let page = library.stories(&Stories { limit: 9, ..wanted }).expect("listed");
        page.stories.iter().map(|story| story.id).collect()
    };
    assert_eq!(list(Stories { min_documents: 3, ..Stories::default() }), [1]);
    assert_eq!(list(Stories { until: Some("2030".into()), ..Stories::default() }), [3]);
    assert_eq!(list(Stories { since: Some("2031-04".into()), ..Stories::default() }), [2, 1]);
    let wrong = Stories { after: Some("x".into()), ..Stories::default() };
    assert!(library.stories(&wrong).is_err());
}

#[test]
fn what_a_close_reading_found_is_kept_until_the_story_changes() {
    let folder = tempfile::tempdir().expect("folder");
    let mut library = open(&folder);
    ALL[..4].iter().for_each(|(id, day, text)| add(&mut library, id, day, text));
    assert_eq!(library.unwoven(9).expect("listed"), [1, 2]);
    let read = |library: &Library, id, origins| {
        let story = library.story(id).expect("asked").expect("there");
        (story, Woven { documents: 2, origins, ..Woven::default() })
    };
    let both = [read(&library, 1, 2), read(&library, 2, 1)];
    add(&mut library, "c", "2031-04-08", FIRE[2]);
    library.keep_woven(&both).expect("kept");
    assert_eq!(library.unwoven(9).expect("listed"), [1], "the first has changed meanwhile");
    let several = Stories { min_origins: 2, limit: 9, ..Stories::default() };
    assert_eq!(library.stories(&several).expect("listed").stories, []);
    library.keep_woven(&[read(&library, 1, 2)]).expect("kept");
    let found = library.stories(&several).expect("listed").stories;
    assert_eq!(found.iter().map(|story| story.id).collect::<Vec<_>>(), [1]);
    assert_eq!(library.unwoven(9).expect("listed"), [0; 0]);
    library.kill("Paper c/c").expect("killed");
    assert_eq!(library.unwoven(9).expect("listed"), [1]);
}

#[test]
fn documents_of_an_older_file_get_stories_when_it_is_settled() {
    let folder = tempfile::tempdir().expect("folder");
    let mut library = open(&folder);
    ALL.iter().for_each(|(id, day, text)| add(&mut library, id, day, text));
    drop(library);
    undo_stories(&folder.path().join("l.db"));
    let mut library = open(&folder);
    assert_eq!(stories(&library), []);
    library.settle("2032-05-01").expect("settled");
    assert_eq!(stories(&library), expect(&[(1, &["a", "b", "c"]), (2, &["v", "w"])]));
    is_whole(&library);
}

#[test]
fn what_a_reader_knows_better_of_stories_holds_for_good() {
    let folder = tempfile::tempdir().expect("folder");
    let mut library = open(&folder);
    ALL[..4].iter().for_each(|(id, day, text)| add(&mut library, id, day, text));
    let split = library.correct("split\ta\tb", "2032").expect("made");
    library.settle("2032-05-01").expect("settled");
    assert_eq!(stories(&library), expect(&[(1, &["a"]), (2, &["v", "w"]), (3, &["b"])]));
    library.settle("2032-05-01").expect("settled");
    let (id, day, text) = ALL[4];
    add(&mut library, id, day, text);
    library.settle("2032-05-01").expect("settled");
    let of = |library: &Library, article: &str| library.story_of(article).expect("asked");
    assert_ne!(of(&library, "Paper a/a"), of(&library, "Paper b/b"));
    library.take_back(split).expect("taken back");
    library.correct("join\tPaper v/v\tPaper b/b", "2032").expect("made");
    library.settle("2032-05-01").expect("settled");
    assert_eq!(of(&library, "Paper v/v"), of(&library, "Paper b/b"));
    let joined = library.story(3).expect("asked").expect("found under its old number");
    assert_eq!(Some(joined.id), of(&library, "Paper b/b"));
    is_whole(&library);
}

#[test]
fn stories_keep_their_numbers_in_a_copy_read_in() {
    let folder = tempfile::tempdir().expect("folder");
    let mut library = open(&folder);
    ALL[..4].iter().for_each(|(id, day, text)| add(&mut library, id, day, text));
    library.correct("split\ta\tb", "2032").expect("made");
    library.settle("2032-05-01").expect("settled");
    library.delete("Paper v/v", "2032").expect("deleted");
    let before = stories(&library);
    assert_eq!(before, expect(&[(1, &["a"]), (2, &["w"]), (3, &["b"])]));
    let mut lines = Vec::new();
    library.export(&mut lines).expect("written");
    let folder = tempfile::tempdir().expect("folder");
    let mut copy = open(&folder);
    for line in lines.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
        let line: library::Line = serde_json::from_slice(line).expect("a line");
        copy.import(&line, MADE_BY, &mut |_| unreachable!("facts came along")).expect("read");
    }
    assert_eq!(stories(&copy), before);
    let (id, day, text) = ALL[4];
    add(&mut copy, id, day, text);
    assert_eq!(
        copy.stories(&Stories { limit: 9, ..Stories::default() }).expect("listed").stories.len(),
        3,
        "it joins one of them"
    );
    is_whole(&copy);
}

/// Makes a file what it was before there were stories in it.
fn undo_stories(path: &Path) {
    let db = rusqlite::Connection::open(path).expect("opened");
    db.execute_batch(
        "DROP INDEX document_facets; DROP INDEX document_story; DROP INDEX document_alone;
         ALTER TABLE document DROP COLUMN story; ALTER TABLE document DROP COLUMN codes;
         ALTER TABLE document DROP COLUMN blocks;
         DROP TABLE story; DROP TABLE joined; DROP TABLE grouped; DROP TABLE stem;
         DROP TABLE grouping; DROP TABLE correction; DROP TABLE saved_search;
         DROP TABLE address; DROP TABLE meaning; DROP TABLE meant;
         DROP TABLE look; DROP TABLE mark; DROP TRIGGER document_stored;
         DROP TABLE period;
         DELETE FROM migration WHERE version > 1;",
    )
    .expect("undone");
}

#[test]
fn corrections_and_saved_searches_are_kept() {
    let folder = tempfile::tempdir().expect("folder");
    let mut library = open(&folder);
    let first = library.correct("merge\tIlva Renn\tI. Renn\n", "2032").expect("made");
    assert_eq!(library.correct("merge\tIlva Renn\tI. Renn", "2033").expect("made"), first);
    let second = library.correct("split\tVell\tVell Bay", "2033").expect("made");
    assert!(library.take_back(first).expect("taken back"));
    assert!(!library.take_back(first).expect("asked"));
    library.save_search("ferries", "ferry OR harbour", "2032").expect("saved");
    library.save_search("ferries", "ferry", "2033").expect("saved");
    assert!(library.save_search("wrong", "(ferry", "2033").is_err());
    drop(library);
    let mut library = open(&folder);
    let corrections = library.corrections().expect("listed");
    assert_eq!((corrections.len(), corrections[0].id), (1, second));
    assert_eq!(corrections[0].line, "split\tVell\tVell Bay");
    assert_eq!(library.saved_search("ferries").expect("asked").as_deref(), Some("ferry"));
    assert_eq!(library.saved_searches().expect("listed").len(), 1);
    assert!(library.forget_search("ferries").expect("forgotten"));
    assert!(!library.forget_search("ferries").expect("asked"));
}

#[test]
fn a_story_that_grew_since_its_reader_looked_is_known() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut library = open(&folder);
    add(&mut library, "a", "2031-03-01", FIRE[0]);
    add(&mut library, "b", "2031-03-01", FIRE[1]);
    library.settle("2031-03-01T00:00:00Z").expect("settled");
    let story = library.story_of_name("a").expect("asked").expect("it is in one");
    let read = |library: &mut Library, origins, conflicts| {
        let row = library.story(story).expect("asked").expect("it is there");
        let woven = Woven { origins, conflicts, ..Woven::default() };
        library.keep_woven(&[(row, woven)]).expect("kept");
    };
    read(&mut library, 1, 0);
    assert_eq!(library.look(story).expect("asked"), None);
    assert!(library.keep_look(story, "2031-03-01T08:00:00Z").expect("kept"));
    assert!(library.grown(9).expect("asked").is_empty());
    add(&mut library, "c", "2031-03-02", FIRE[2]);
    library.settle("2031-03-02T00:00:00Z").expect("settled");
    read(&mut library, 2, 1);
    let grown = library.grown(9).expect("asked");
    assert_eq!(grown.len(), 1);
    assert_eq!((grown[0].0.documents, grown[0].1.document, grown[0].1.origins), (3, 2, 1));
    assert!(!library.keep_look(999, "2031-03-02T08:00:00Z").expect("asked"));
}

#[test]
fn what_is_starred_is_there_until_the_star_is_taken_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let mark = Mark { address: "claim_1".into(), kind: MarkKind::Starred };
    open(&folder).mark(&mark, true, "2031-03-01").expect("kept");
    assert_eq!(open(&folder).marks().expect("asked"), std::slice::from_ref(&mark));
    open(&folder).mark(&mark, false, "2031-03-02").expect("taken away");
    assert!(open(&folder).marks().expect("asked").is_empty());
}

#[test]
fn publishers_are_counted_with_their_copies() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut library = open(&folder);
    add(&mut library, "a", "2031-03-01", FIRE[0]);
    add(&mut library, "b", "2031-03-02", FIRE[1]);
    let all = library.publishers(9).expect("asked");
    let names: Vec<(&str, i64)> = all.iter().map(|p| (p.name.as_str(), p.documents)).collect();
    assert_eq!(names, [("Paper a", 1), ("Paper b", 1)]);
    assert_eq!(all[1].latest.as_deref(), Some("2031-03-02"));
}
