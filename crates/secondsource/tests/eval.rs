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
