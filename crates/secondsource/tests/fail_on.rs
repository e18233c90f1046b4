//! `secondsource brief --fail-on`: exit status 1, the ids on standard error, the page as ever.

use assert_cmd::Command;
use std::{fs, path::Path, process::Stdio};

fn brief(pile: &Path, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("secondsource").expect("built");
    let output = command.arg("brief").args(args).arg(pile).output().expect("runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("exit code"), text(output.stdout), text(output.stderr))
}

#[test]
fn a_conflict_ends_with_status_one_and_its_id_and_the_page_is_printed() {
    let pile = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/pile");
    let (code, page, errors) = brief(&pile, &[]);
    assert_eq!((code, errors.as_str()), (0, ""));
    let (code, same, errors) = brief(&pile, &["--fail-on", "conflict,unsupported", "--quiet"]);
    assert_eq!((code, same == page, errors.lines().count()), (1, true, 1), "{errors}");
    let ids = page.split("conflict:").skip(1).map(|rest| &rest[..8]);
    let named = |id: &str| errors.contains(&format!("conflict:{id}"));
    assert!(ids.clone().count() > 0 && ids.clone().all(named), "{errors}");
    assert!(errors.contains("; ") && errors.contains("unsupported claims: claim:"), "{errors}");
    let (code, _, errors) = brief(&pile, &["--fail-on", "quarrel"]);
    assert_eq!((code, errors.contains("unsupported")), (2, true), "{errors}");
}

#[test]
fn a_reader_who_stops_reading_is_told_by_the_status_all_the_same() {
    let pile = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/pile");
    let status = |args: &[&str]| {
        let program = assert_cmd::cargo::cargo_bin("secondsource");
        let mut command = std::process::Command::new(program);
        command.arg("brief").arg(&pile).args(args);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("runs");
        drop(child.stdout.take());
        child.wait().expect("ends").code()
    };
    assert_eq!(status(&["--fail-on", "conflict"]), Some(1));
    assert_eq!(status(&[]), Some(0));
}

#[test]
fn a_pile_without_what_is_named_ends_as_ever() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("a.txt");
    fs::write(&path, "Levy doubled\n\nThe levy on ferries was doubled on Friday.\n")
        .expect("written");
    let (code, _, errors) = brief(&path, &["--fail-on", "conflict", "--fail-on", "overdue"]);
    assert_eq!((code, errors.as_str()), (0, ""));
}
