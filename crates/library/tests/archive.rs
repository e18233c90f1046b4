//! Documents in and out of a library: versions, withdrawals, deletions, copies, transfer.

use document::Document;
use lexicon::Lexicon;
use library::{Change, Facts, Incoming, Library, Line, NamedFact, Outcome, Search};
use tempfile::TempDir;

const MADE_BY: &str = "test";
const DAY: &str = "2031-04-09";

fn open() -> (TempDir, Library) {
    let folder = tempfile::tempdir().expect("folder");
    let library = Library::open(&folder.path().join("l.db"), MADE_BY).expect("opened");
    (folder, library)
}

fn article(id: &str, text: &str, more: &str) -> Document {
    let text = serde_json::to_string(text).expect("JSON");
    let line = format!(r#"{{"id":"{id}","publisher":"Echo","text":{text}{more}}}"#);
    ingest::read("in.jsonl", line.as_bytes(), Lexicon::english()).documents.remove(0)
}

fn facts(names: &[&str]) -> Facts {
    let named = |name: &&str| NamedFact {
        kind: "person".into(),
        name: name.to_string(),
        mentions: 1,
        quoted: 0,
        start: 0,
        end: 1,
    };
    Facts { names: names.iter().map(named).collect(), ..Facts::default() }
}

fn add(library: &mut Library, document: &Document, names: &[&str]) -> Outcome {
    let original = Some(document.text.as_str().as_bytes());
    let incoming = Incoming { document, original, facts: &facts(names), story: None };
    library.add(&[incoming], MADE_BY, DAY).expect("stored")[0]
}

fn found(library: &Library, text: &str) -> Vec<String> {
    let search = Search { text: text.into(), limit: 10, ..Search::default() };
    let hits = library.search(&search).expect("searched").hits;
    hits.into_iter().map(|hit| hit.id).collect()
}

fn is_whole(library: &Library) {
    let checked = library.check(MADE_BY).expect("checked");
    assert_eq!(checked.faults, [""; 0]);
}

const FERRY: &str = "The ferry to Vell will stop in May, said Ilva Renn, who runs the harbour.\n\n\
    Nobody on the island had been asked before the port decided.";

#[test]
fn the_same_document_again_changes_nothing_and_another_text_is_a_revision() {
    let (_folder, mut library) = open();
    let first = article("1", FERRY, "");
    assert_eq!(library.outcome(&first).expect("asked"), Outcome::New);
    assert_eq!(add(&mut library, &first, &["Ilva Renn"]), Outcome::New);
    assert_eq!(add(&mut library, &first, &["Ilva Renn"]), Outcome::Unchanged);
    let second = article("1", &FERRY.replace("May", "June"), "");
    assert_eq!(add(&mut library, &second, &["Ilva Renn"]), Outcome::Revised);
    assert_eq!(add(&mut library, &first, &["Ilva Renn"]), Outcome::Unchanged);
    assert_eq!(found(&library, "ferry June"), ["1"]);
    assert_eq!(found(&library, "ferry May"), [""; 0], "an earlier version is not found");
    let revisions = library.revisions("Echo/1").expect("read");
    assert_eq!(revisions.len(), 2);
    assert_eq!(
        (revisions[0].state.as_str(), revisions[1].state.as_str()),
        ("superseded", "current")
    );
    let changes = &revisions[1].changes;
    assert!(matches!(&changes[0], Change::Removed(t) if t.contains("May")), "{changes:?}");
    assert!(matches!(&changes[1], Change::Added(t) if t.contains("June")), "{changes:?}");
    assert_eq!(changes.len(), 2);
    assert_eq!(library.len().expect("counted"), 1);
    is_whole(&library);
}

#[test]
fn what_a_publisher_withdraws_is_found_by_nothing() {
    let (_folder, mut library) = open();
    add(&mut library, &article("1", FERRY, ""), &["Ilva Renn"]);
    let kill = article("1", "Kill.", r#","pubstatus":"canceled""#);
    assert_eq!(add(&mut library, &kill, &[]), Outcome::Killed);
    for search in ["ferry", "kill", "entity:Renn", "publisher:Echo"] {
        assert_eq!(found(&library, search), [""; 0], "{search}");
    }
    let states: Vec<String> =
        library.revisions("Echo/1").expect("read").into_iter().map(|r| r.state).collect();
    assert_eq!(states, ["killed", "killed"]);
    assert_eq!(add(&mut library, &article("1", FERRY, ""), &[]), Outcome::Unchanged);
    let again = article("1", FERRY, r#","pubstatus":"usable","updated":"2031-04-10""#);
    assert_eq!(add(&mut library, &again, &[]), Outcome::Revised);
    assert_eq!(found(&library, "ferry"), ["1"]);
    is_whole(&library);
}

#[test]
fn a_deleted_article_leaves_no_byte_and_stays_out() {
    let (folder, mut library) = open();
    let secret = "Xylographer Quandt drew the plans of Vell.";
    add(&mut library, &article("1", secret, ""), &["Quandt"]);
    add(&mut library, &article("2", FERRY, ""), &["Ilva Renn"]);
    assert!(library.delete("Echo/1", DAY).expect("deleted"));
    assert!(!library.delete("Echo/1", DAY).expect("asked"));
    assert_eq!(add(&mut library, &article("1", secret, ""), &["Quandt"]), Outcome::Deleted);
    assert_eq!(found(&library, "plans"), [""; 0]);
    is_whole(&library);
    library.tidy_up().expect("tidied");
    drop(library);
    for entry in std::fs::read_dir(folder.path()).expect("listed") {
        let bytes = std::fs::read(entry.expect("entry").path()).expect("read");
        for word in [b"xylograph".as_slice(), b"Xylograph", b"quandt", b"Quandt"] {
            assert!(!bytes.windows(word.len()).any(|w| w == word), "{word:?} is still there");
        }
    }
    let mut library = Library::open(&folder.path().join("l.db"), MADE_BY).expect("opened");
    assert!(library.restore("Echo/1").expect("restored"));
    assert_eq!(add(&mut library, &article("1", secret, ""), &["Quandt"]), Outcome::New);
}

#[test]
fn copies_are_tied_to_the_first_and_to_the_next_when_that_goes() {
    let (_folder, mut library) = open();
    add(&mut library, &article("1", FERRY, ""), &[]);
    add(&mut library, &article("2", &format!("{FERRY}\n\nSource: Echo."), ""), &[]);
    add(&mut library, &article("3", &FERRY.to_uppercase(), ""), &[]);
    add(&mut library, &article("4", "Another ferry sank in the north on Monday.", ""), &[]);
    let search = |library: &Library, duplicates| {
        let search = Search { text: "ferry".into(), limit: 10, duplicates, ..Search::default() };
        let mut hits = library.search(&search).expect("searched").hits;
        hits.sort_by_key(|hit| hit.number);
        hits.into_iter().map(|hit| (hit.id, hit.copies)).collect::<Vec<_>>()
    };
    use library::Duplicates::{Keep, Only, Skip};
    let expect = |list: &[(&str, i64)]| -> Vec<(String, i64)> {
        list.iter().map(|(id, n)| (id.to_string(), *n)).collect()
    };
    assert_eq!(search(&library, Keep), expect(&[("1", 2), ("2", 0), ("3", 0), ("4", 0)]));
    assert_eq!(search(&library, Skip), expect(&[("1", 2), ("4", 0)]));
    assert_eq!(search(&library, Only), expect(&[("2", 0), ("3", 0)]));
    library.delete("Echo/1", DAY).expect("deleted");
    assert_eq!(search(&library, Skip), expect(&[("2", 1), ("4", 0)]));
    is_whole(&library);
}

#[test]
fn a_library_written_out_and_read_in_is_the_same() {
    let (_folder, mut library) = open();
    add(&mut library, &article("1", FERRY, r#","desk":[1,2]"#), &["Ilva Renn"]);
    add(&mut library, &article("1", &FERRY.replace("May", "June"), ""), &["Ilva Renn"]);
    add(&mut library, &article("2", "Killed soon.", ""), &[]);
    library.kill("Echo/2").expect("killed");
    add(&mut library, &article("3", "Gone soon.", ""), &[]);
    library.delete("Echo/3", DAY).expect("deleted");
    library.correct("merge\tIlva Renn\tI. Renn", DAY).expect("made");
    library.save_search("sea", "ferry", DAY).expect("saved");
    let (name, kind) = ("echo".to_string(), "feed".to_string());
    let (settings, state) = ("{}".to_string(), "{}".to_string());
    library.watch(&library::Watched { name, kind, settings, state }).expect("watched");
    let mut lines = Vec::new();
    library.export(&mut lines).expect("written");
    let (_other_folder, mut other) = open();
    for round in 0..2 {
        for line in lines.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
            let line: Line = serde_json::from_slice(line).expect("a line");
            let outcome = other.import(&line, MADE_BY, &mut |_| unreachable!("facts came along"));
            let outcome = outcome.expect("read");
            assert!(round == 0 || matches!(outcome, Outcome::Unchanged | Outcome::Deleted));
        }
        let mut again = Vec::new();
        other.export(&mut again).expect("written");
        assert_eq!(String::from_utf8_lossy(&again), String::from_utf8_lossy(&lines));
    }
    assert_eq!(found(&other, "entity:Ren ferry"), [""; 0]);
    assert_eq!(found(&other, "entity:Renn ferry"), ["1"]);
    is_whole(&other);
}

#[test]
fn a_backup_is_a_library_and_never_overwrites() {
    let (folder, mut library) = open();
    add(&mut library, &article("1", FERRY, ""), &[]);
    let to = folder.path().join("copy.db");
    library.backup(&to).expect("copied");
    assert!(library.backup(&to).is_err());
    let copy = Library::open_existing(&to, MADE_BY).expect("opened");
    assert_eq!(found(&copy, "ferry"), ["1"]);
    is_whole(&copy);
}

#[test]
fn files_that_are_no_library_or_a_newer_one_are_refused() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("l.db");
    assert!(Library::open_existing(&path, MADE_BY).is_err(), "no file");
    std::fs::write(&path, "Not a database, but long enough to be looked at. ".repeat(99))
        .expect("written");
    assert!(Library::open(&path, MADE_BY).is_err());
    std::fs::remove_file(&path).expect("removed");
    let other = rusqlite::Connection::open(&path).expect("opened");
    other.execute_batch("CREATE TABLE t (x)").expect("made");
    drop(other);
    assert!(matches!(Library::open(&path, MADE_BY), Err(library::Error::NotALibrary)));
    std::fs::remove_file(&path).expect("removed");
    drop(Library::open(&path, MADE_BY).expect("made"));
    let newer = rusqlite::Connection::open(&path).expect("opened");
    newer.execute("INSERT INTO migration VALUES (99, 'later')", []).expect("written");
    drop(newer);
    let refused = Library::open(&path, MADE_BY);
    assert!(matches!(refused, Err(library::Error::TooNew { found: 99, .. })), "{refused:?}");
}

#[test]
fn damage_is_found() {
    let (folder, mut library) = open();
    add(&mut library, &article("1", FERRY, ""), &[]);
    add(&mut library, &article("2", "Other words.", ""), &[]);
    let path = folder.path().join("l.db");
    let other = rusqlite::Connection::open(&path).expect("opened");
    other.execute("UPDATE content SET deflated = x'00' WHERE id = 1", []).expect("written");
    other.execute("DELETE FROM prose WHERE rowid = 2", []).expect("written");
    let faults = library.check(MADE_BY).expect("checked").faults;
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults[0].contains("not the bytes"), "{faults:?}");
    assert!(faults[1].contains("cannot be found"), "{faults:?}");
}

#[test]
fn two_at_once_wait_for_each_other_and_lose_nothing() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("l.db");
    let writers = 4;
    std::thread::scope(|scope| {
        for writer in 0..writers {
            let path = &path;
            scope.spawn(move || {
                let mut library = Library::open(path, MADE_BY).expect("opened");
                for i in 0..25 {
                    let text = format!("Report {i} of desk {writer}: the tide was {i} feet.");
                    let own = article(&format!("{writer}-{i}"), &text, "");
                    assert_eq!(add(&mut library, &own, &["Vell"]), Outcome::New);
                    add(&mut library, &article(&format!("all-{i}"), &text, ""), &["Vell"]);
                    library.search(&Search { limit: 1, ..Search::default() }).expect("searched");
                }
            });
        }
    });
    let library = Library::open(&path, MADE_BY).expect("opened");
    assert_eq!(library.len().expect("counted"), writers * 25 + 25);
    is_whole(&library);
}

#[test]
fn many_may_open_a_new_library_at_once() {
    for _ in 0..20 {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("l.db");
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| Library::open(&path, MADE_BY).map(drop).expect("opened"));
            }
        });
    }
}
