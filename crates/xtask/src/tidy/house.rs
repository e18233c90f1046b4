//! Checks of what holds the house together: the arrows between crates, the paths and tests that
//! documents name, the reference, and the models.

use super::{File, Offence, Tree};
use sha2::{Digest, Sha256};

/// Which of our crates each crate may depend on. `secondsource` is the program: nobody depends on
/// it, nor on `xtask`.
const ARROWS: [(&str, &str); 12] = [
    ("document", ""),
    ("language", ""),
    ("lexicon", "document"),
    ("ingest", "document lexicon"),
    ("analysis", "document language lexicon"),
    ("story", "document language lexicon analysis"),
    ("dossier", "document analysis story"),
    ("library", "document language lexicon ingest analysis story dossier"),
    ("eval", "document lexicon ingest analysis story dossier"),
    ("web", "dossier library"),
    ("secondsource", "document language lexicon ingest analysis story dossier library eval web"),
    ("xtask", "document language lexicon ingest analysis story dossier"),
];

/// Folders and files that a path named in a document begins with.
const ROOTS: &str = " .ci crates docs examples fuzz lexicon models schema spec golden eval ";

/// Documents that name tests, to be found in the code.
const NAMES_TESTS: [&str; 2] = ["ARCHITECTURE.md", "docs/reference.md"];

pub(super) fn check(tree: &Tree) -> Vec<Offence> {
    let mut offences = Vec::new();
    for file in tree.with_ending("/Cargo.toml") {
        offences.extend(arrows(file));
    }
    for file in tree.with_ending(".md") {
        offences.extend(one_title(file));
        offences.extend(named_paths(file, tree));
    }
    for path in NAMES_TESTS {
        offences.extend(named_tests(path, tree));
    }
    offences.extend(reference(tree));
    offences.extend(dependencies(tree));
    offences.extend(code_map(tree));
    offences.extend(models(tree));
    offences
}

/// A crate depends only on those that its row allows; on any but the program in its tests.
fn arrows(manifest: &File) -> Vec<Offence> {
    let Some(name) = manifest.path.strip_prefix("crates/") else { return Vec::new() };
    let name = name.trim_end_matches("/Cargo.toml");
    let Some((_, allowed)) = ARROWS.iter().find(|(krate, _)| *krate == name) else {
        let message = "a new crate: give it a row in ARROWS and a line in ARCHITECTURE.md";
        return vec![Offence::new(&manifest.path, 0, message)];
    };
    let (mut offences, mut section) = (Vec::new(), "");
    for (i, line) in manifest.text.lines().enumerate() {
        if line.starts_with('[') {
            section = line.trim_matches(['[', ']']);
        }
        let ours = line.split(['.', ' ', '=']).next().unwrap_or_default();
        let Some(other) = ours.strip_prefix("secondsource").map(|o| o.trim_start_matches('-'))
        else {
            continue;
        };
        let is_allowed = match section {
            "dependencies" => allowed.split(' ').any(|a| a == other),
            "dev-dependencies" => !other.is_empty(),
            _ => true,
        };
        if !is_allowed {
            let message = format!("{name} may not depend on {ours}: arrows point one way");
            offences.push(Offence::new(&manifest.path, i + 1, message));
        }
    }
    offences
}

/// The lines of a Markdown file outside code blocks, from 1.
fn prose(text: &str) -> Vec<(usize, &str)> {
    let mut fenced = false;
    let lines = text.lines().enumerate().filter(|(_, line)| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    });
    lines.map(|(i, line)| (i + 1, line)).collect()
}

fn one_title(file: &File) -> Option<Offence> {
    let n = prose(&file.text).iter().filter(|(_, line)| line.starts_with("# ")).count();
    (n != 1).then(|| Offence::new(&file.path, 0, format!("{n} titles (`# `) instead of one")))
}

/// Each path between backticks and each relative link leads somewhere.
fn named_paths(file: &File, tree: &Tree) -> Vec<Offence> {
    let mut offences = Vec::new();
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    for (i, line) in prose(&file.text) {
        let quoted = line.split('`').skip(1).step_by(2).filter(|words| is_path(words));
        let links = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let links = links.map(|link| link.split('#').next().unwrap_or_default());
        let links = links.filter(|link| !link.is_empty() && !link.contains("://"));
        for path in quoted.chain(links) {
            let exists = |base: &str| tree.root.join(base).join(path).exists();
            if !exists("") && !exists(folder) {
                let message = format!("names `{path}`, which does not exist");
                offences.push(Offence::new(&file.path, i, message));
            }
        }
    }
    offences
}

fn is_path(words: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    let root = words.split('/').next().unwrap_or_default();
    words.contains('/') && words.chars().all(plain) && ROOTS.contains(&format!(" {root} "))
}

/// Names of at least four words between backticks are those of tests, and there is such a test.
fn named_tests(path: &str, tree: &Tree) -> Vec<Offence> {
    let Some(text) = tree.text(path) else {
        return vec![Offence::new(path, 0, "is missing")];
    };
    let mut offences = Vec::new();
    for (i, line) in prose(text) {
        for name in line.split('`').skip(1).step_by(2) {
            let is_test = name.matches('_').count() >= 3
                && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            let definition = format!("fn {name}(");
            let mut code = tree.with_ending(".rs");
            if is_test && !code.any(|file| file.text.contains(&definition)) {
                offences.push(Offence::new(path, i, format!("there is no test `{name}`")));
            }
        }
    }
    offences
}

/// The reference mentions every notice code and every lexicon file.
fn reference(tree: &Tree) -> Vec<Offence> {
    const REFERENCE: &str = "docs/reference.md";
    let text = tree.text(REFERENCE).unwrap_or_default();
    let notices = tree.text("crates/document/src/notice.rs").unwrap_or_default();
    let codes = notices.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next());
    let codes = codes.filter(|code| code.len() == 4 && code[1..].parse::<u16>().is_ok());
    let tables = tree.with_ending(".tsv").filter_map(|file| file.path.strip_prefix("lexicon/"));
    let missing = codes.chain(tables).filter(|name| !text.contains(&format!("`{name}`")));
    missing.map(|name| Offence::new(REFERENCE, 0, format!("does not mention `{name}`"))).collect()
}

/// Every crate of others that a manifest names has a row of reasons.
fn dependencies(tree: &Tree) -> Vec<Offence> {
    const REASONS: &str = "docs/dependencies.md";
    let text = tree.text(REASONS).unwrap_or_default();
    let mut offences = Vec::new();
    for manifest in tree.with_ending("/Cargo.toml").filter(|f| f.path.starts_with("crates/")) {
        let mut is_list = false;
        for (i, line) in manifest.text.lines().enumerate() {
            if line.starts_with('[') {
                is_list = line.ends_with("dependencies]");
            }
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
            let ours = name.starts_with("secondsource");
            let is_crate = is_list && !ours && line.contains('=') && !name.starts_with('#');
            if is_crate && !text.contains(&format!("`{name}`")) {
                let message = format!("`{name}` has no row in {REASONS}");
                offences.push(Offence::new(&manifest.path, i + 1, message));
            }
        }
    }
    offences
}

/// The code map has every file that stands directly in a crate's `src`.
fn code_map(tree: &Tree) -> Vec<Offence> {
    const MAP: &str = "ARCHITECTURE.md";
    let text = tree.text(MAP).unwrap_or_default();
    let is_module = |path: &&str| {
        let inside = path.split_once("/src/").map(|(_, file)| file);
        let is_named = inside.is_some_and(|f| !f.contains('/') && f != "main.rs" && f != "lib.rs");
        path.starts_with("crates/") && is_named
    };
    let files = tree.with_ending(".rs").map(|file| file.path.as_str()).filter(is_module);
    let missing = files.filter(|path| !text.contains(&format!("`{path}`")));
    missing.map(|path| Offence::new(MAP, 0, format!("its code map lacks `{path}`"))).collect()
}

/// Each model has a line in `models/README.md`, with its SHA-256 if it is no text.
fn models(tree: &Tree) -> Vec<Offence> {
    const README: &str = "models/README.md";
    let text = tree.text(README).unwrap_or_default();
    let mut offences = Vec::new();
    let is_model = |file: &&File| {
        let is_bare = [".md", ".txt"].iter().any(|ending| file.path.ends_with(ending));
        file.path.starts_with("models/") && !is_bare
    };
    for file in tree.files.iter().filter(is_model) {
        let Ok(bytes) = std::fs::read(tree.root.join(&file.path)) else { continue };
        let hash: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
        let name = file.path.trim_start_matches("models/");
        let is_hashed = text.contains(&hash) || name.ends_with(".tsv");
        if !text.contains(name) || !is_hashed {
            let message = format!("does not list {name} with its SHA-256, {hash}");
            offences.push(Offence::new(README, 0, message));
        }
    }
    offences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File { path: path.into(), text: text.into() }
    }

    fn tree(files: Vec<File>) -> Tree {
        Tree { root: concat!(env!("CARGO_MANIFEST_DIR"), "/../..").into(), files }
    }

    #[test]
    fn an_arrow_that_points_back_is_found() {
        let manifest = "[package]\nname = \"secondsource-lexicon\"\n[dependencies]\n\
                        secondsource-document.workspace = true\n\
                        secondsource-story.workspace = true\n\
                        [dev-dependencies]\nsecondsource-ingest.workspace = true\n";
        let offences = arrows(&file("crates/lexicon/Cargo.toml", manifest));
        assert_eq!(offences.iter().map(|o| o.line).collect::<Vec<_>>(), [5]);
        let program = "[dev-dependencies]\nsecondsource = { path = \"../secondsource\" }\n";
        assert_eq!(arrows(&file("crates/story/Cargo.toml", program)).len(), 1);
        assert_eq!(arrows(&file("crates/brand-new/Cargo.toml", "")).len(), 1);
    }

    #[test]
    fn paths_that_lead_nowhere_are_found_outside_code_blocks() {
        let text = "# Title\n`crates/xtask/src/tidy.rs` and [x](crates/nowhere)\n\
                    `crates/nowhere/x.rs`, `n/a`, <https://x.org/crates/x>\n\
                    ```\n# no title, `crates/nowhere`\n```\n";
        let file = file("README.md", text);
        let offences = named_paths(&file, &tree(Vec::new()));
        assert_eq!(offences.iter().map(|o| o.line).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(one_title(&file), None);
    }

    #[test]
    fn a_test_that_is_not_there_is_found() {
        let files = vec![
            file("ARCHITECTURE.md", "`a_test_with_a_name` `no_test_with_this` `two_words`"),
            file("x.rs", "fn a_test_with_a_name() {}"),
        ];
        assert_eq!(named_tests("ARCHITECTURE.md", &tree(files)).len(), 1);
    }

    #[test]
    fn what_the_reference_leaves_out_is_found() {
        let files = vec![
            file("crates/document/src/notice.rs", "A => \"I001\",\nB => \"I002\",\n"),
            file("docs/reference.md", "`I001` `en/a.tsv`"),
            file("lexicon/en/a.tsv", ""),
            file("lexicon/en/b.tsv", ""),
        ];
        assert_eq!(reference(&tree(files)).len(), 2);
    }

    #[test]
    fn a_file_that_the_code_map_lacks_is_found() {
        let files = vec![
            file("ARCHITECTURE.md", "`crates/x/src/a.rs`"),
            file("crates/x/src/a.rs", ""),
            file("crates/x/src/a/inner.rs", ""),
            file("crates/x/src/b.rs", ""),
            file("crates/x/src/lib.rs", ""),
        ];
        assert_eq!(code_map(&tree(files)).len(), 1);
    }

    #[test]
    fn a_dependency_without_a_reason_is_found() {
        let manifest = "[package]\nname = \"x\"\n[dependencies]\nsha2 = \"0.10\"\n\
                        secondsource-document.workspace = true\nglob = \"0.3\"\n";
        let files = vec![
            file("crates/x/Cargo.toml", manifest),
            file("docs/dependencies.md", "| `sha2` | x | hashes |"),
        ];
        let offences = dependencies(&tree(files));
        assert_eq!(offences.iter().map(|o| o.line).collect::<Vec<_>>(), [6]);
    }
}
