//! The page about the example pile, word for word. Read the change before you commit it:
//! `UPDATE_GOLDEN=1 cargo test -p secondsource --test golden` writes it.

use assert_cmd::Command;
use std::{fs, path::Path};

#[test]
fn the_page_about_the_example_pile_is_as_reviewed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::cargo_bin("secondsource")
        .expect("built")
        .current_dir(&root)
        .args(["brief", "--format", "md", "examples/pile"])
        .output()
        .expect("runs");
    assert!(output.status.success());
    let page = String::from_utf8(output.stdout).expect("UTF-8");
    let golden = root.join("golden/examples.md");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&golden, &page).expect("written");
        return;
    }
    let reviewed = fs::read_to_string(&golden).expect("golden/examples.md");
    let differs = page.lines().zip(reviewed.lines()).find(|(a, b)| a != b);
    assert!(page == reviewed, "the page changed; first difference: {differs:#?}");
}
