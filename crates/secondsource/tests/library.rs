//! The library as a user meets it: taking in, searching, pages of a selection, transfer, damage.

use assert_cmd::Command;
use std::{fs, path::Path};

fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("secondsource").expect("built");
    command.env("SECONDSOURCE_LIBRARY", folder.join("library.db")).current_dir(folder);
    let output = command.args(args).output().expect("runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("exit code"), text(output.stdout), text(output.stderr))
}

const ARTICLE: &str = "Border rail line to reopen\n\nThe border railway will reopen in May, \
    Transport Minister Ilva Zelenskiy said on Tuesday.\n\n“We have waited nine years for this \
    train,” Zelenskiy told reporters in Orsk.\n";

/// A folder with two articles, taken into a library.
fn pile() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    fs::create_dir(folder.path().join("in")).expect("made");
    fs::write(folder.path().join("in/rail.txt"), ARTICLE).expect("written");
    let line = r#"{"id":"7","publisher":"Echo","published":"2031-04-09","text":"The tide in Orsk was high on Monday, Ilva Zelensky said."}"#;
    fs::write(folder.path().join("in/echo.jsonl"), format!("{line}\n")).expect("written");
    let (code, _, errors) = run(folder.path(), &["ingest", "in"]);
    assert_eq!((code, errors.as_str()), (0, "secondsource: 2 new\n"));
    folder
}

#[test]
fn taking_in_again_does_nothing_and_a_changed_file_is_a_revision() {
    let folder = pile();
    let whole = folder.path().join("in").display().to_string();
    for path in ["in", "./in/../in", &whole] {
        assert_eq!(run(folder.path(), &["ingest", path]).2, "secondsource: 2 unchanged\n");
    }
    fs::write(folder.path().join("in/rail.txt"), ARTICLE.replace("May", "June")).expect("written");
    let (_, lines, _) = run(folder.path(), &["ingest", "in", "--json"]);
    assert!(lines.contains(r#"rail.txt","is":"revised"}"#), "{lines}");
    let (_, found, _) = run(folder.path(), &["search", "reopen"]);
    assert!(found.contains("June") && !found.contains("May"), "{found}");
    let (code, checked, _) = run(folder.path(), &["check"]);
    assert_eq!(code, 0);
    assert!(checked.contains("2 articles") && checked.contains("1 earlier versions"), "{checked}");
}

#[test]
fn a_search_shows_the_words_and_says_what_it_took_them_for() {
    let folder = pile();
    let (code, found, _) = run(folder.path(), &["search", "Zelensky"]);
    assert_eq!(code, 0);
    assert!(found.starts_with("2 found\nZelensky also as zelenskiy\n"), "{found}");
    assert!(found.contains("[Zelenskiy]") && found.contains("[Zelensky]"), "{found}");
    let (_, found, _) = run(folder.path(), &["search", "--json", "--speaker", "zelensky", "train"]);
    let found: serde_json::Value = serde_json::from_str(&found).expect("JSON");
    assert_eq!(found["total"], 1);
    assert_eq!(found["hits"][0]["id"], "rail.txt");
    let (code, _, errors) = run(folder.path(), &["search", "(rail"]);
    assert_eq!(code, 2);
    assert!(errors.contains("(rail\n  ^ this `(` is never closed"), "{errors}");
}

#[test]
fn words_that_must_not_occur_may_be_arguments_of_their_own() {
    let folder = pile();
    let at = folder.path();
    let found = |args: &[&str]| run(at, &[&["search"], args].concat()).1;
    assert!(found(&["Orsk"]).starts_with("2 found"));
    assert!(found(&["Orsk", "-Monday"]).starts_with("1 found"));
    assert!(found(&["-Monday", "Orsk", "--limit", "1"]).starts_with("1 found"));
    assert!(found(&["Orsk", "-Tuesday", "--json", "-q"]).starts_with("{"));
    assert!(found(&["Orsk", "-oil"]).starts_with("2 found"));
    assert!(found(&["Orsk", "-publisher:Echo"]).starts_with("1 found"));
    assert!(found(&["Orsk", "-oh"]).starts_with("2 found"));
    assert!(!at.join("h").exists());
    let said = run(at, &["search", "-Monday", "Orsk", "-oout.txt"]).2;
    assert!(said.contains("-oout.txt writes the file out.txt") && said.contains("NOT out.txt"));
    assert_eq!(run(at, &["-q", "search", "-Monday", "Orsk", "-oout.txt"]).1, "");
    assert_eq!(run(at, &["search", "Orsk", "-Monday", "--save", "one"]).0, 0);
    assert!(run(at, &["searches", "list"]).1.contains("\tOrsk -Monday\n"));
    assert_eq!(run(at, &["search", "Orsk", "-Monday", "-o", "found.txt"]).0, 0);
    assert!(fs::read_to_string(at.join("found.txt")).expect("written").starts_with("1 found"));
    let (code, _, errors) = run(at, &["search", "Orsk", "--limt", "1"]);
    assert!(code == 2 && errors.contains("--limt"), "{errors}");
}

#[test]
fn the_library_may_be_named_before_and_after_what_to_do() {
    let folder = pile();
    let at = folder.path();
    let add = ["add", "merge", "Zelensky", "Zelenskiy"];
    assert_eq!(run(at, &[&["corrections"], &add[..], &["--library", "other.db"]].concat()).0, 0);
    let list = |args: &[&str]| run(at, args).1;
    for other in [["list", "--library", "other.db"], ["--library", "other.db", "list"]] {
        assert!(list(&[&["corrections"], &other[..]].concat()).contains("Zelenskiy"));
        assert_eq!(list(&[&["watch"], &other[..]].concat()), "");
        assert_eq!(run(at, &[&["searches"], &other[..]].concat()).0, 0);
    }
    assert_eq!(list(&["corrections", "list"]), "");
    assert!(list(&["watch", "add", "--help"]).contains("--library"));
}

#[test]
fn wrong_usage_is_exit_code_two() {
    let folder = pile();
    let calls: [&[&str]; 8] = [
        &["ingest"],
        &["brief", "--query", "(rail"],
        &["watch", "rule", "x", "--query", "(rail", "--on", "match"],
        &["watch", "add", "x"],
        &["watch", "add", "x", "--url", "ftp://x"],
        &["export", "--form", "csv", "in", "--table", "nosuch"],
        &["export", "--form", "csv", "in"],
        &["generate", "nosuch"],
    ];
    for call in calls {
        let (code, _, errors) = run(folder.path(), call);
        assert_eq!(code, 2, "{call:?}: {errors}");
    }
    assert!(run(folder.path(), &["watch", "add", "x"]).2.contains("--url"));
}

#[test]
fn taking_in_nothing_is_a_failure() {
    let folder = pile();
    let at = folder.path();
    fs::create_dir(at.join("empty")).expect("made");
    fs::write(at.join("noise"), [0, 159, 146, 150, 0, 1]).expect("written");
    for nothing in ["nosuch", "empty", "noise", "http://127.0.0.1:9/x"] {
        let (code, _, errors) = run(at, &["ingest", nothing]);
        assert!(code == 3 && errors.contains("nothing could be read from"), "{nothing}: {errors}");
    }
    assert_eq!(run(at, &["ingest", "nosuch", "in"]).0, 0);
    assert_eq!(run(at, &["ingest", "--refresh"]).0, 0);
}

#[test]
fn a_search_counts_paragraphs_as_the_page_does() {
    let folder = pile();
    let at = folder.path();
    let said = "waited nine years";
    let (_, page, _) = run(at, &["brief", "in/rail.txt"]);
    let line = page.lines().find(|line| line.contains(said)).expect("on the page");
    let on_page = line.split_once('¶').expect("cited").1.split(']').next().expect("a number");
    for search in [&["search", "waited"][..], &["search", "--like", "We have waited years"]] {
        let (_, found, _) = run(at, search);
        let line = found.lines().find(|line| line.contains("nine years")).expect("found");
        let in_search = line.trim().trim_start_matches('¶').split(' ').next();
        assert_eq!(in_search, Some(on_page), "{found}");
    }
    let library = rusqlite::Connection::open(at.join("library.db")).expect("opened");
    library.execute("UPDATE document SET blocks = NULL", []).expect("as it was before");
    let (_, found, _) = run(at, &["search", "waited"]);
    assert!(found.contains(&format!("¶{on_page} ")), "{found}");
}

#[test]
fn the_page_of_a_selection_is_that_of_its_articles() {
    let folder = pile();
    let (_, expected, _) = run(folder.path(), &["brief", "in/rail.txt", "--json"]);
    let (code, page, _) =
        run(folder.path(), &["brief", "--query", "entity:zelensky rail", "--json"]);
    assert_eq!(code, 0);
    let read = |text: &str| -> serde_json::Value {
        let mut dossier: serde_json::Value = serde_json::from_str(text).expect("JSON");
        dossier["documents"][0]["path"] = "".into();
        dossier
    };
    assert_eq!(read(&page), read(&expected));
    let (code, page, _) = run(folder.path(), &["brief", "--query", "tide", "--since", "2031-04"]);
    assert!(code == 0 && page.contains("1 article"), "{page}");
    assert_eq!(run(folder.path(), &["brief", "--query", "tide", "--since", "2032"]).0, 3);
    assert_eq!(run(folder.path(), &["brief"]).0, 2);
}

#[test]
fn a_library_goes_out_and_in_and_is_deleted_from() {
    let folder = pile();
    let at = folder.path();
    assert_eq!(run(at, &["export", "-o", "all.jsonl"]).0, 0);
    assert_eq!(run(at, &["backup", "copy.db"]).0, 0);
    assert_eq!(run(at, &["backup", "copy.db"]).0, 3);
    let (_, _, errors) = run(at, &["import", "all.jsonl", "--library", "other.db"]);
    assert_eq!(errors, "secondsource: 2 new\n");
    assert_eq!(run(at, &["export", "--library", "other.db", "-o", "again.jsonl"]).0, 0);
    let read = |name: &str| fs::read_to_string(at.join(name)).expect("written");
    assert_eq!(read("all.jsonl"), read("again.jsonl"));
    assert_eq!(run(at, &["ingest", "--delete", "Echo/7"]).0, 0);
    assert_eq!(run(at, &["ingest", "--delete", "Echo/7"]).0, 3);
    assert_eq!(run(at, &["ingest", "in"]).2, "secondsource: 1 deleted, 1 unchanged\n");
    assert!(run(at, &["search", "tide"]).1.starts_with("0 found"));
    assert!(run(at, &["search", "tide", "--library", "copy.db"]).1.starts_with("1 found"));
    assert_eq!(run(at, &["search", "tide", "--library", "none.db"]).0, 3);
}

#[test]
fn stories_corrections_and_searches_are_kept_in_the_library() {
    let folder = pile();
    let at = folder.path();
    let again = ARTICLE.replace("on Tuesday", "yesterday").replace("told reporters", "said");
    fs::write(at.join("in/again.txt"), format!("Border railway to reopen\n{again}"))
        .expect("written");
    assert_eq!(run(at, &["ingest", "in"]).2, "secondsource: 1 new, 2 unchanged\n");
    let (_, list, _) = run(at, &["stories", "--json", "--by", "largest"]);
    let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
    let story = &list["stories"][0];
    let n = story["documents"].as_i64().expect("a number");
    assert!(n >= 2 && list["next"].is_null(), "{list}");
    assert!(story["woven"]["origins"].as_i64().is_some_and(|n| n >= 1), "{story}");
    let query = format!("story:{}", story["id"]);
    let (_, page, _) = run(at, &["brief", "--query", &query]);
    assert!(page.contains(&format!("{n} articles")), "{page}");
    assert!(!page.contains("secondsource explain"), "its numbers are unknown there: {page}");
    let (_, list, _) = run(at, &["stories", "--limit", "1"]);
    assert!(list.contains(&format!("{n} articles → ")), "{list}");

    assert_eq!(run(at, &["corrections", "add", "merge", "Zelensky", "Zelenskiy"]).0, 0);
    assert_eq!(run(at, &["corrections", "add", "fuse", "a", "b"]).0, 2);
    assert!(run(at, &["corrections", "list"]).1.contains("merge | Zelensky | Zelenskiy"));
    let (_, page, _) = run(at, &["brief", "--query", "entity:zelensky", "--json"]);
    assert!(page.contains("corrections:1"), "what a correction did is said");
    assert_eq!(run(at, &["corrections", "remove", "1"]).0, 0);
    assert_eq!(run(at, &["corrections", "remove", "1"]).0, 3);

    assert_eq!(run(at, &["search", "tide", "--save", "sea"]).0, 0);
    assert!(run(at, &["search", "--saved", "sea"]).1.starts_with("1 found"));
    assert!(run(at, &["search", "--saved", "sea", "railway"]).1.starts_with("0 found"));
    assert!(run(at, &["searches", "list"]).1.starts_with("sea\t"));
    assert_eq!(run(at, &["searches", "remove", "sea"]).0, 0);
    assert_eq!(run(at, &["search", "--saved", "sea"]).0, 3);
}

#[test]
fn a_web_archive_is_taken_in_page_by_page_and_gone_on_with() {
    let folder = tempfile::tempdir().expect("folder");
    let at = folder.path();
    let record = |n: usize| {
        let page = format!("<html><body><article><h1>Ferry {n}</h1><p>{ARTICLE}</p></article>");
        let page = page.replace("Tuesday", &format!("day {n}"));
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://echo.example/{n}\r\n\
             Content-Length: {}\r\n\r\n{head}{page}\r\n\r\n",
            head.len() + page.len()
        )
    };
    let archive = |n: usize| (0..n).map(record).collect::<String>();
    fs::write(at.join("a.warc"), archive(70)).expect("written");
    assert_eq!(run(at, &["ingest", "a.warc"]).2, "secondsource: 70 new\n");
    let broken = &archive(73)[..archive(72).len() + 150];
    fs::write(at.join("a.warc"), broken).expect("written");
    let (code, _, errors) = run(at, &["ingest", "a.warc"]);
    assert!(code == 0 && errors.contains("the last record is cut off"), "{errors}");
    assert!(errors.contains("70 unchanged"), "{errors}");
    assert!(run(at, &["search", "--json", "railway"]).1.contains("https://echo.example/71"));
}
