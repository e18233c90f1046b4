//! What `secondsource eval` prints, and that no figure fell below its floor.

use assert_cmd::Command;
use serde_json::Value;
use std::path::Path;

fn eval(args: &[&str]) -> std::process::Output {
    let mut command = Command::cargo_bin("secondsource").expect("built");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    command.current_dir(root).arg("eval").args(args).output().expect("runs")
}

#[test]
fn no_figure_on_our_own_stories_is_below_its_floor() {
    let output = eval(&["--json", "--quiet"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).expect("UTF-8");
    let sets: Vec<Value> =
        printed.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(sets.len() >= 8);
    for set in &sets {
        let measures = set["measures"].as_array().expect("a list");
        assert!(measures.iter().any(|m| m["floor"].is_number()), "{} has no floor", set["set"]);
        assert!(!set["misses"].as_array().expect("a list").is_empty(), "nothing is ever all right");
    }
}

#[test]
fn what_is_no_marked_text_is_said_and_fails() {
    let output = eval(&["README.md"]);
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("README"));
}

#[test]
fn the_table_has_a_trivial_method_beside_ours_and_what_is_wrong() {
    let output = eval(&["eval/accounts/dam-levy.json", "--show", "2", "--quiet"]);
    let table = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(table.contains("trivial: each outlet an origin of its own"));
    let wrong = table.split("wrong: ").nth(1).expect("a list of what is wrong");
    assert_eq!(wrong.lines().filter(|line| line.starts_with("  ")).count(), 2);
}

#[test]
fn one_article_is_shown_with_what_was_marked_found_and_counted() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("times.jsonl");
    let line = |id: &str, text: &str, times: serde_json::Value| serde_json::json!({"id": id, "text": text, "published": "2031-03-05", "times": times});
    let marked = |start: u64, end: u64, value: &str| serde_json::json!({"start": start, "end": end, "type": "DATE", "value": value});
    let lines = [
        line("a", "Nothing happened.", serde_json::json!([])),
        line(
            "b",
            "Oake left on 4 March 2031 and came back in [May] 2032.",
            serde_json::json!([marked(13, 25, "2031-03-04"), marked(43, 53, "2033-05")]),
        ),
    ];
    std::fs::write(&path, lines.map(|l| l.to_string()).join("\n")).expect("written");
    let path = path.display().to_string();
    let output = eval(&["show", "times", "2", &path]);
    let shown = String::from_utf8(output.stdout).expect("UTF-8");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    for part in [
        "# times 2 · times · b\n\n## gold\n\nOake left on [4 March 2031]{DATE 2031-03-04} and",
        "\n## ours\n\nOake left on [4 March 2031]{DATE 2031-03-04} and",
        "\n+ “4 March 2031” 2031-03-04\n- “[May] 2032” 2033-05",
    ] {
        assert!(shown.contains(part), "{part} is missing from\n{shown}");
    }
    let output = eval(&["show", "times", "3", &path]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("has no article 3 here; it has 2"));
    assert_eq!(eval(&["show", "times", &path]).status.code(), Some(2));
    let output = eval(&["show", "whole", "1", "--quiet"]);
    let shown = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(shown.contains("## gold") && shown.contains("]{quotation "), "{shown}");
}
