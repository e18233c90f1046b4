//! `explain`: everything with an id on the page is explained by what it rests on.

use assert_cmd::Command;
use serde_json::Value;
use std::path::Path;

/// Every so many of the things of a kind are asked for: each asks for the whole pile again.
const EVERY: usize = 40;

/// Passages shown of one thing.
const SHOWN: usize = 20;

fn pile() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/pile").display().to_string()
}

/// Exit code, standard output and standard error.
fn run(args: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("secondsource").expect("built").args(args).output();
    let output = output.expect("runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("a code"), text(output.stdout), text(output.stderr))
}

fn record() -> Value {
    let (_, json, _) = run(&["brief", "--json", &pile()]);
    serde_json::from_str(&json).expect("JSON")
}

fn explain(id: &str) -> String {
    let (code, text, errors) = run(&["explain", id, &pile()]);
    assert_eq!(code, 0, "{id}: {errors}");
    text
}

fn list<'r>(record: &'r Value, kind: &str) -> &'r Vec<Value> {
    let of_story = matches!(kind, "meetings" | "tracks");
    let list = if of_story { &record["stories"][0][kind] } else { &record[kind] };
    list.as_array().unwrap_or_else(|| panic!("no {kind}"))
}

#[test]
fn a_citation_of_the_page_gives_its_paragraph_and_those_around_it() {
    let folder = tempfile::tempdir().expect("folder");
    let text = "Levy doubled\n\nThe levy was doubled on Friday.\n\nNobody asked the islands, Oake \
                said.\n\nThe ferries sail on.\n";
    let path = folder.path().join("levy.txt");
    std::fs::write(&path, text).expect("written");
    let explain = |what: &str| {
        let mut command = Command::cargo_bin("secondsource").expect("built");
        let output = command.args(["explain", what]).arg(&path).output().expect("runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (code, shown, errors) = explain("[1 ¶3]");
    assert_eq!(code, Some(0), "{errors}");
    for line in [
        "[1 ¶3]   publisher not stated · no publication time · Levy doubled · ",
        "    ¶2 The levy was doubled on Friday.\n  ▸ ¶3 Nobody asked the islands, Oake said.\n",
        "    ¶4 The ferries sail on.\n",
    ] {
        assert!(shown.contains(line), "{line} is missing from\n{shown}");
    }
    let both = explain("1:4 [1 ¶3]").1;
    assert!(both.ends_with(&shown) && both.contains("▸ ¶4"), "{both}");
    let (code, _, errors) = explain("2:1");
    assert_eq!((code, errors.contains("its articles are 1 to 1")), (Some(3), true), "{errors}");
}

#[test]
fn everything_that_the_page_shows_is_explained_with_its_passages() {
    let record = record();
    for (kind, label) in [
        ("claims", "claim"),
        ("commitments", "commitment"),
        ("intentions", "commitment"),
        ("meetings", "mention"),
        ("timeline", "happening"),
        ("conflicts", "side"),
        ("origins", ""),
        ("tracks", ""),
        ("quotation_variants", ""),
        ("quotations", "content"),
    ] {
        for thing in list(&record, kind).iter().step_by(EVERY) {
            let id = thing["id"].as_str().expect("an id");
            let text = explain(id);
            assert!(text.starts_with(&format!("{id}   ")), "{kind}: {text}");
            assert!(text.contains("\nbecause\n  "), "{kind}: {text}");
            if let (Some(cites), false) = (thing["evidence"].as_array(), label.is_empty()) {
                let marks = text.matches(&format!("]{{{label}}}")).count();
                assert_eq!(marks, cites.len().min(SHOWN), "{id}: {text}");
                for cite in cites.iter().take(SHOWN) {
                    let place = format!("  {}:", cite["document"].as_str().expect("a document"));
                    assert!(text.contains(&place), "{id}: {text}");
                }
            }
        }
    }
}

#[test]
fn a_claim_says_why_its_passages_are_one_and_to_whose_origins_they_count() {
    let record = record();
    let clause = list(&record, "claims").iter().find(|c| c["origins"] == 2).expect("a claim");
    let text = explain(clause["id"].as_str().expect("an id"));
    for part in
        ["corroborated   rule claim/", "; both have: “", "\n  2 origins: ", "a line credits"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    let alone = |c: &&Value| c["origins"] == 1 && c["evidence"].as_array().map(Vec::len) == Some(1);
    let alone = list(&record, "claims").iter().find(alone).expect("a claim");
    let text = explain(alone["id"].as_str().expect("an id"));
    assert!(text.contains("One origin makes it") && text.contains("\n  1 origin: "), "{text}");
}

#[test]
fn a_conflict_a_commitment_and_an_origin_say_what_decided() {
    let record = record();
    let conflict = explain(list(&record, "conflicts")[0]["id"].as_str().expect("an id"));
    for part in ["rule conflict/", "]{side 1}", "]{side 2}", "\n  Both have: “", "\n  Only "] {
        assert!(conflict.contains(part), "{part}: {conflict}");
    }
    let promise = |status: &str| {
        let all = list(&record, "commitments").iter();
        let mut those = all.filter(|c| c["status"] == status);
        explain(those.next().expect("a commitment")["id"].as_str().expect("an id"))
    };
    let text = promise("overdue");
    for part in ["overdue   rule", "\n  who: ", "What is to be done: “", "\n  By 2031-"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(text.contains("tells for sure what became of it"), "{text}");
    let text = promise("follow-up found");
    assert!(text.contains("]{follow-up}") && text.contains("the status rests on it"), "{text}");
    let made = |o: &&Value| o["documents"].as_array().is_some_and(|d| d.len() > 1);
    let origin = list(&record, "origins").iter().find(made).expect("one of several reports");
    let text = explain(origin["id"].as_str().expect("an id"));
    assert!(text.contains("lineage known") && text.contains(" was made from "), "{text}");
}

#[test]
fn a_person_goes_by_every_spelling_that_the_page_shows() {
    let whole = explain("Dilyara Khoshvan");
    for spelling in ["Khoshvan", "Diljara Hošvan", "khoshvan"] {
        let text = explain(spelling);
        assert!(text.contains(whole.lines().next().expect("a line")), "{spelling}: {text}");
    }
    assert!(explain("Ilja Štornik").starts_with("entity:"));
}

#[test]
fn an_id_may_be_cut_short_while_it_stands_for_one_thing() {
    let record = record();
    let id = list(&record, "origins")[0]["id"].as_str().expect("an id").to_string();
    let whole = explain(&id);
    assert_eq!(explain(&id[..id.len() - 2]), whole);
    assert_eq!(explain(&id["origin:".len()..]), whole);
    let (code, _, errors) = run(&["explain", "claim:", &pile()]);
    assert_eq!(code, 3);
    assert!(errors.contains("may be any of") && errors.contains(" claim:"), "{errors}");
    for unknown in ["claim:zzzzzzzz", "nobody", ""] {
        let (code, _, errors) = run(&["explain", unknown, &pile()]);
        assert_eq!(code, 3);
        assert!(errors.contains("happening:") && errors.contains("I004"), "{errors}");
    }
}
