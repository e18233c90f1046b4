//! The program killed while it takes documents in: nothing reported as stored is lost, and the
//! library always opens. `SECONDSOURCE_KILLS=300 cargo test --release --test crash` kills more.
#![cfg(unix)]

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Kills where nothing else is asked for.
const KILLS: usize = 30;
/// Rounds for each kill, at most: in some the program is done before.
const ROUNDS_A_KILL: u64 = 4;
/// Articles of a batch.
const ARTICLES: usize = 12;

fn program(library: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("secondsource"));
    command.arg("--quiet").env("SECONDSOURCE_LIBRARY", library);
    command
}

/// The numbers of a sequence that looks random (Numerical Recipes' generator), without a clock.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

fn articles(round: u64) -> String {
    let mut lines = String::new();
    for i in 0..ARTICLES {
        let text = format!(
            "Report {i} of round {round}. The harbour of Orsk took in {} tonnes, Ilva Renn said. \
             “We never had a day like number {i},” she told the council.",
            round * 31 + i as u64
        );
        writeln!(lines, r#"{{"id":"{round}-{i}","publisher":"Echo","text":"{text}"}}"#)
            .expect("written");
    }
    lines
}

/// Starts taking in, kills after a while if told to, and gives the articles reported as stored.
fn killed(library: &Path, pile: &Path, wait: Option<Duration>) -> (Vec<String>, bool) {
    let mut child: Child = program(library)
        .args(["ingest", "--json", "--at-once", "2"])
        .arg(pile)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    let out = child.stdout.take().expect("piped");
    let reader = thread::spawn(move || {
        BufReader::new(out).lines().map_while(Result::ok).collect::<Vec<String>>()
    });
    if let Some(wait) = wait {
        thread::sleep(wait);
        child.kill().expect("killed");
    }
    let status = child.wait().expect("waited");
    let lines = reader.join().expect("read");
    let stored = lines.iter().filter_map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).ok()?;
        line["article"].as_str().map(str::to_string)
    });
    (stored.collect(), !status.success())
}

#[test]
fn nothing_reported_as_stored_is_lost_when_the_program_is_killed() {
    let kills = std::env::var("SECONDSOURCE_KILLS").ok().and_then(|n| n.parse().ok());
    let kills: usize = kills.unwrap_or(KILLS);
    let folder = tempfile::tempdir().expect("folder");
    let library = folder.path().join("library.db");
    // A kill comes at any time of a run, however fast the machine is at the moment.
    let whole = |name: &str| {
        let pile = folder.path().join("first.jsonl");
        fs::write(&pile, articles(u64::MAX / 64)).expect("written");
        let started = Instant::now();
        let (stored, _) = killed(&folder.path().join(name), &pile, None);
        assert_eq!(stored.len(), ARTICLES);
        u64::try_from(started.elapsed().as_millis()).expect("short").max(1)
    };
    let mut millis = whole("first.db").max(whole("second.db"));
    let (mut reported, mut state, mut n_killed) = (BTreeSet::new(), 7, 0);
    for round in 0..kills as u64 * ROUNDS_A_KILL {
        if n_killed == kills {
            break;
        }
        let pile = folder.path().join("pile.jsonl");
        fs::write(&pile, articles(round)).expect("written");
        let wait = Duration::from_millis(next(&mut state) % millis);
        let (stored, was_killed) = killed(&library, &pile, Some(wait));
        // The machine may be busier or idler than it was.
        millis = if was_killed { millis + millis / 16 + 1 } else { millis - millis / 8 };
        n_killed += usize::from(was_killed);
        reported.extend(stored);
        if !library.exists() {
            continue;
        }
        let search = ["search", "--limit", "1000000", "--json", "--newest"];
        let output = program(&library).args(search).output().expect("runs");
        assert!(output.status.success(), "round {round}: {output:?}");
        let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let hits = found["hits"].as_array().expect("hits");
        let found: BTreeSet<String> =
            hits.iter().filter_map(|hit| hit["article"].as_str().map(str::to_string)).collect();
        let lost: Vec<&String> = reported.difference(&found).collect();
        assert!(lost.is_empty(), "round {round}: {lost:?} were reported and are gone");
    }
    let checked = program(&library).args(["check", "--json"]).output().expect("runs");
    assert!(checked.status.success(), "{checked:?}");
    eprintln!("{n_killed} kills; {} articles reported, none lost", reported.len());
    assert!(n_killed == kills && !reported.is_empty());
}
