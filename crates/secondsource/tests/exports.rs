//! Every export of the example pile, read by readers that are not ours: `read_exports.py`, run by
//! `$SECONDSOURCE_PYTHON`, else `python3`. Without Python, or for a reader that is not installed,
//! the test says so and checks what is left.

use assert_cmd::Command;
use std::{fs, path::Path, process};

fn export(to: &Path, args: &[&str]) -> bool {
    let pile = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/pile");
    let mut command = Command::cargo_bin("secondsource").expect("built");
    let output = command.args(args).arg(pile).arg("-o").arg(to).output().expect("runs");
    output.status.success()
}

#[test]
fn every_export_is_read_by_a_reader_that_is_not_ours() {
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    assert!(export(&at("dossier.json"), &["brief"]));
    assert!(export(&at("csv"), &["export", "--form", "csv"]));
    assert_eq!(export(&at("parquet"), &["export", "--form", "parquet"]), cfg!(feature = "parquet"));
    assert!(export(&at("claims.json"), &["export", "--form", "claimreview"]));
    assert!(export(&at("stix.json"), &["export", "--form", "stix"]));
    assert!(export(&at("items.ndjson"), &["export", "--form", "ninjs"]));
    assert!(export(&at("graph.graphml"), &["brief"]));
    assert!(export(&at("graph.ttl"), &["brief"]));
    let header = fs::read_to_string(at("csv/claims.csv")).expect("written");
    assert!(header.starts_with("id,status,origins,documents,"), "{header}");
    for (table, first) in [
        ("commitments", "id,story,class,status,who,"),
        ("conflicts", "id,story,kind,side,text,"),
        ("meetings", "id,story,kind,realis,participants,"),
        ("timeline", "id,story,when,earliest,latest,"),
    ] {
        let name = format!("csv/{table}.csv");
        let exact = fs::read_to_string(at(&name)).expect("written");
        assert!(exact.starts_with(first), "{exact}");
        let sheet = at(&format!("{table}.csv"));
        assert!(export(&sheet, &["brief", "--format", &format!("csv-{table}")]));
        let sheet = fs::read_to_string(sheet).expect("written");
        assert!(sheet.lines().count() > 1, "{sheet}");
        assert_eq!(sheet.replace("'", ""), exact.replace("'", ""));
    }
    let python = std::env::var("SECONDSOURCE_PYTHON").unwrap_or("python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/read_exports.py");
    match process::Command::new(&python).arg(script).arg(folder.path()).output() {
        Err(error) => eprintln!("{python}: {error}; no reader but ours was asked"),
        Ok(output) => {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            eprint!("{}", text(&output.stdout));
            assert!(output.status.success(), "{}", text(&output.stderr));
        }
    }
}
