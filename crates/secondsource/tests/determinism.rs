//! Same bytes in, same bytes out: on any number of threads, in any order, in every run. And every
//! word cited is found again where the citation says.

use assert_cmd::Command;
use serde_json::Value;
use std::{collections::HashMap, fs, path::PathBuf};

/// The example pile.
fn pile() -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/pile");
    let mut paths: Vec<String> = fs::read_dir(folder)
        .expect("the example pile")
        .map(|entry| entry.expect("readable").path().display().to_string())
        .collect();
    paths.sort();
    paths
}

fn brief(paths: &[String], more: &[&str]) -> Vec<u8> {
    let output = Command::cargo_bin("secondsource")
        .expect("built")
        .arg("brief")
        .args(more)
        .args(paths)
        .output()
        .expect("runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn order_threads_and_runs_make_no_difference() {
    let paths = pile();
    let first = brief(&paths, &["--json", "--threads", "1"]);
    assert!(first == brief(&paths, &["--json", "--threads", "1"]), "two runs differ");
    assert!(first == brief(&paths, &["--json", "--threads", "4"]), "threads matter");
    let mut shuffled = paths.clone();
    shuffled.reverse();
    shuffled.rotate_left(3);
    assert!(first == brief(&shuffled, &["--json"]), "order matters");
}

#[test]
fn every_citation_gives_its_words_again() {
    let dossier: Value = serde_json::from_slice(&brief(&pile(), &["--json"])).expect("JSON");
    let texts: HashMap<&str, Vec<char>> = dossier["documents"]
        .as_array()
        .expect("documents")
        .iter()
        .map(|d| {
            (d["id"].as_str().expect("id"), d["text"].as_str().expect("text").chars().collect())
        })
        .collect();
    let (mut stack, mut n_cites) = (vec![&dossier], 0);
    while let Some(value) = stack.pop() {
        match value {
            Value::Array(items) => stack.extend(items),
            Value::Object(fields) => {
                if let (Some(document), Some(exact)) = (fields.get("document"), fields.get("exact"))
                {
                    let at = |key: &str| fields[key].as_u64().expect("offset") as usize;
                    let text = &texts[document.as_str().expect("id")];
                    let words: String = text[at("start")..at("end")].iter().collect();
                    assert_eq!(words, exact.as_str().expect("words"));
                    n_cites += 1;
                }
                stack.extend(fields.values());
            }
            _ => {}
        }
    }
    assert!(n_cites > 300, "only {n_cites} citations");
}
