//! Every kind of alert, told in every way, from articles to what a reader gets.
#![cfg(unix)]

mod server;

use serde_json::Value;
use server::{Server, make_due, run};
use std::{fs, os::unix::fs::PermissionsExt, path::Path};

const PILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/pile");

/// Copies the files of the example pile whose names begin so into the folder that is watched.
fn arrive(at: &Path, beginnings: &[&str]) {
    for file in fs::read_dir(PILE).expect("a pile").flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        if beginnings.iter().any(|beginning| name.starts_with(beginning)) {
            fs::copy(file.path(), at.join("in").join(name)).expect("copied");
        }
    }
}

fn look(at: &Path) -> Vec<Value> {
    let before = told(at).len();
    make_due(at);
    let (code, _, errors) = run(at, &["watch", "run", "--once"]);
    assert_eq!(code, 0, "{errors}");
    told(at).split_off(before)
}

fn told(at: &Path) -> Vec<Value> {
    let lines = fs::read_to_string(at.join("told.jsonl")).unwrap_or_default();
    lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// A folder with some of the pile, taken in, and a rule made after that.
fn watching(pile: &[&str], rule: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    let at = folder.path();
    fs::create_dir(at.join("in")).expect("made");
    arrive(at, pile);
    assert_eq!(run(at, &["watch", "add", "in", "--folder", "in"]).0, 0);
    assert_eq!(run(at, &["watch", "run", "--once"]).0, 0);
    let (code, _, errors) = run(at, &[&["watch", "rule", "r", "--query"], rule].concat());
    assert_eq!(code, 0, "{errors}");
    assert_eq!(told(at).len(), 0, "what is there is the ground");
    folder
}

fn of<'a>(alerts: &'a [Value], on: &str) -> Vec<&'a Value> {
    alerts.iter().filter(|alert| alert["on"] == on).collect()
}

#[test]
fn a_new_origin_is_told_and_a_copy_is_not() {
    let rule = ["dam OR detainees OR summit", "--on", "origin", "--file", "told.jsonl"];
    let folder = watching(&["01", "02"], &rule);
    let at = folder.path();
    // The same report at another house: one origin still.
    let copy = fs::read_to_string(Path::new(PILE).join("01-farwire-detainees.txt")).expect("read");
    fs::write(at.join("in/11-copy.txt"), format!("{copy}\nMore news at six.\n")).expect("written");
    assert_eq!(look(at), [0; 0], "copies are no alert");
    arrive(at, &["03", "04", "05", "07"]);
    let alerts = look(at);
    let origins = of(&alerts, "origin");
    let grown = origins.iter().find(|alert| alert["before"] == "origins 1");
    let grown = grown.unwrap_or_else(|| panic!("{alerts:#?}"));
    assert!(grown["documents"].as_array().is_some_and(|d| d.len() > 1), "{grown}");
    assert_eq!(look(at), [0; 0], "told once");
}

#[test]
fn conflicts_and_commitments_are_told_when_they_come_up() {
    let rule = ["bridge", "--on", "conflict", "--on", "commitment", "--file", "told.jsonl"];
    let folder = watching(&["01"], &rule);
    let at = folder.path();
    let counted = "The bridge at Ulmar was closed on Monday by a march. The organisers said 60,000 \
        people stood on the bridge at Ulmar. The police say 15,000.";
    fs::write(at.join("in/12-march.txt"), counted).expect("written");
    arrive(at, &["0", "1"]);
    let alerts = look(at);
    let conflicts = of(&alerts, "conflict");
    assert!(
        conflicts.iter().any(|alert| alert["what"].as_str().is_some_and(|w| w.contains(" | ")))
    );
    assert!(!of(&alerts, "commitment").is_empty());
    assert_eq!(look(at), [0; 0], "told once");
}

#[test]
fn a_commitment_whose_day_has_come_is_told() {
    let rule = ["Orsk", "--on", "commitment", "--file", "told.jsonl"];
    let folder = watching(&[], &rule);
    let at = folder.path();
    let report = |day: &str, text: &str| {
        format!(r#"{{"id":"{day}","publisher":"Echo","published":"{day}","text":"{text}"}}"#)
    };
    let text = "The port authority of Orsk promised on Monday to reopen the ferry line by 2 April \
        2024. “We will reopen the line by 2 April,” said its head, Ilva Renn.";
    fs::write(at.join("in/a.jsonl"), report("2024-03-04", text)).expect("written");
    let alerts = look(at);
    assert!(alerts.iter().any(|a| a["what"].as_str().is_some_and(|w| w.contains("reopen the"))));
    assert!(alerts[0]["documents"][0]["id"] == "2024-03-04", "{alerts:#?}");
}

#[test]
fn an_alert_reaches_file_feed_hook_and_program() {
    let server = Server::start();
    server.gives("/hook", "200 OK", b"");
    let hook = format!("{}/hook", server.address);
    let folder = watching(&["01"], &["nothing", "--on", "match"]);
    let at = folder.path();
    let program = at.join("tell.sh");
    fs::write(&program, "#!/bin/sh\ncat >> heard.jsonl\necho >> heard.jsonl\n").expect("written");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("set");
    let everywhere = ["--file", "told.jsonl", "--rss", "told.xml", "--webhook", &hook];
    let command = ["--command", program.to_str().expect("a name")];
    for (name, query) in [("entity", "entity:Haverstock"), ("keyword", "timetable")] {
        let rule = ["watch", "rule", name, "--query", query, "--on", "match"];
        assert_eq!(run(at, &[&rule[..], &everywhere, &command].concat()).0, 0);
    }
    arrive(at, &["04"]);
    let alerts = look(at);
    let rules: Vec<&str> = alerts.iter().filter_map(|a| a["rule"].as_str()).collect();
    assert_eq!(rules, ["entity", "keyword"]);
    let read = |name: &str| fs::read_to_string(at.join(name)).expect("written");
    assert_eq!(read("heard.jsonl"), read("told.jsonl"));
    let posted: Vec<String> =
        server.asked().into_iter().filter(|a| a.starts_with("POST")).collect();
    let bodies: Vec<Value> = posted
        .iter()
        .map(|asked| serde_json::from_str(asked.lines().last().expect("a body")).expect("JSON"))
        .collect();
    assert_eq!(bodies, alerts);
    let feed = ingest::read("told.xml", read("told.xml").as_bytes(), lexicon::Lexicon::english());
    assert_eq!(feed.documents.len(), 2, "a feed that feed readers read");
}
