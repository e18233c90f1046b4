//! What README.md shows is what the program prints today.

use assert_cmd::Command;
use std::path::Path;

/// A command of an example, with the lines shown below it.
struct Example<'r> {
    args: Vec<&'r str>,
    shown: Vec<&'r str>,
}

/// The indented or fenced blocks that begin with `$ secondsource`; `…` stands for lines left out.
fn examples(readme: &str) -> Vec<Example<'_>> {
    let mut examples: Vec<Example> = Vec::new();
    let mut is_open = false;
    for line in readme.lines().map(str::trim) {
        if let Some(command) = line.strip_prefix("$ secondsource ") {
            let args = command.split(' ').collect();
            examples.push(Example { args, shown: Vec::new() });
            is_open = true;
        } else if line.starts_with("```") {
            is_open = false;
        } else if is_open && !line.is_empty() && line != "…" {
            examples.last_mut().expect("is open").shown.push(line);
        }
    }
    examples
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = std::fs::read_to_string(root.join("README.md")).expect("README.md");
    let examples = examples(&readme);
    assert!(examples.len() >= 2, "examples were not found");
    for example in examples {
        let mut program = Command::cargo_bin("secondsource").expect("built");
        let output = program.args(&example.args).current_dir(&root).output().expect("runs");
        let printed = String::from_utf8(output.stdout).expect("UTF-8");
        let mut rest = printed.lines().map(str::trim);
        for shown in example.shown {
            let found = rest.any(|line| line == shown);
            assert!(
                found,
                "{:?} does not print, in this place:\n{shown}\n\n{printed}",
                example.args
            );
        }
    }
}
