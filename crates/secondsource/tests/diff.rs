//! `secondsource diff`: what two records of a pile differ in.

use assert_cmd::Command;
use serde_json::Value;
use std::{fs, path::Path};

fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("secondsource").expect("built");
    let output = command.current_dir(folder).args(args).output().expect("runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("exit code"), text(output.stdout), text(output.stderr))
}

const OLD: &str = "Border rail line to reopen\n\nORSK, 5 March 2031 - The border railway will \
    reopen on 12 May, Transport Minister Ilva Renn said on Tuesday.\n\n“We have waited nine years \
    for this train,” Renn told reporters in Orsk.\n";
const NEW: &str = "Levy on ferries doubled\n\nFENNICK, 9 March 2031 - The levy on ferries was \
    doubled on Friday, Harbour Master Tobin Oake said.\n\n“Nobody asked the islands,” Oake told \
    the Fennick Post.\n";

#[test]
fn what_is_gained_lost_and_changed_is_told_with_its_passages() {
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("pile")).expect("made");
    fs::write(at("pile/rail.txt"), OLD).expect("written");
    fs::write(at("pile/strike.txt"), OLD.replace("railway", "tram").replace("Renn", "Morrow"))
        .expect("written");
    let record = |name: &str| {
        let (code, _, errors) = run(folder.path(), &["brief", "--json", "pile", "-o", name]);
        assert_eq!(code, 0, "{errors}");
    };
    record("monday.json");
    fs::remove_file(at("pile/strike.txt")).expect("removed");
    fs::write(at("pile/levy.txt"), NEW).expect("written");
    fs::write(at("pile/rail.txt"), OLD.replace("nine years for", "ten long years for"))
        .expect("written");
    record("tuesday.json");

    let (code, page, errors) = run(folder.path(), &["diff", "monday.json", "tuesday.json"]);
    assert_eq!(code, 0, "{errors}");
    for line in [
        "ARTICLES: 1 GAINED, 1 LOST, 1 CHANGED",
        "gained · Harbour Master Tobin Oake: “Nobody asked the islands,” [1 ¶3] quotation:",
        "lost · in the earlier Ilva Morrow: “We have waited nine years",
        "• [1] pile/levy.txt",
    ] {
        assert!(page.contains(line), "{line} is missing from\n{page}");
    }
    let json = run(folder.path(), &["diff", "--json", "monday.json", "tuesday.json"]).1;
    let diff: Value = serde_json::from_str(&json).expect("JSON");
    let gained = &diff["documents"]["gained"];
    assert_eq!((gained[0]["id"].as_str(), gained[1].is_null()), (Some("levy.txt"), true));
    let quoted = diff["quotations"]["gained"].as_array().expect("a list");
    let exact = |q: &Value| q["evidence"][0]["exact"].as_str().expect("words").to_string();
    assert!(quoted.iter().any(|q| exact(q).contains("Nobody asked the islands")), "{json}");

    let (code, page, _) = run(folder.path(), &["diff", "monday.json", "monday.json"]);
    assert_eq!((code, page.contains("Nothing was gained, lost or changed.")), (0, true), "{page}");
}

#[test]
fn what_is_no_record_is_said() {
    let folder = tempfile::tempdir().expect("folder");
    fs::write(folder.path().join("a.json"), "{}").expect("written");
    let (code, _, errors) = run(folder.path(), &["diff", "a.json", "a.json"]);
    assert_eq!((code, errors.contains("a.json is no dossier")), (3, true), "{errors}");
    assert_eq!(run(folder.path(), &["diff", "a.json"]).0, 2);
}
