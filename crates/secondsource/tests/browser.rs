//! The page in a real browser. Skips itself, saying so, where there is no browser or no Node.js;
//! fails there if `SECONDSOURCE_NEEDS_BROWSER` is set, as it is in CI.

use std::{path::Path, process::Command};

/// What `walk.mjs` ends with when there is no browser.
const NO_BROWSER: i32 = 77;

fn skip(why: &str) {
    assert!(std::env::var_os("SECONDSOURCE_NEEDS_BROWSER").is_none(), "not tested: {why}");
    eprintln!("skipped: {why}");
}

#[test]
fn the_page_works_in_a_browser_by_keyboard_and_for_axe() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let folder = root.join("tests/browser");
    if !folder.join("node_modules/playwright-core").exists() {
        return skip("run `npm ci` in tests/browser first");
    }
    let walk = Command::new("node")
        .arg(folder.join("walk.mjs"))
        .arg(env!("CARGO_BIN_EXE_secondsource"))
        .arg(root.join("examples/pile"))
        .output();
    let Ok(walk) = walk else {
        return skip("there is no node");
    };
    let told = String::from_utf8_lossy(&walk.stdout);
    if walk.status.code() == Some(NO_BROWSER) {
        return skip(&told);
    }
    assert!(walk.status.success(), "{told}\n{}", String::from_utf8_lossy(&walk.stderr));
}
