//! Runs the spec files: every `news` block in `spec/**/*.md` must come out of the analysis marked
//! exactly as it stands.
//!
//! A block opens with three backticks, `news` and a layer (`blocks`, `mentions`, `quotations`, `times`).
//! `UPDATE_SPEC=1 cargo test -p secondsource-analysis --test spec` writes what the program finds;
//! read the change before you commit it.

use analysis::{Analysis, analyse};
use document::{BlockKind, Document, Span, markup, markup::Mark};
use language::{Annotator, Model};
use lexicon::Lexicon;
use std::{
    cmp::Reverse,
    fs,
    path::{Path, PathBuf},
};

#[test]
fn every_spec_block_is_marked_as_it_stands() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    let update = std::env::var_os("UPDATE_SPEC").is_some();
    let mut annotator = Annotator::new(Model::english());
    let (mut n_blocks, mut wrong) = (0, Vec::new());
    for path in spec_files(&root) {
        let spec = fs::read_to_string(&path).expect("a spec file");
        let mut rewritten = String::new();
        let mut rest = spec.as_str();
        while let Some((before, layer, block, after)) = next_block(rest) {
            n_blocks += 1;
            let (plain, _) =
                markup::parse(block).unwrap_or_else(|e| panic!("{}: {e}: {block}", path.display()));
            let found = marked(&plain, layer, &mut annotator);
            if found != block {
                wrong.push(format!("{}\nexpected\n{block}\nfound\n{found}", path.display()));
            }
            rewritten.push_str(before);
            rewritten.push_str(&found);
            rest = after;
        }
        rewritten.push_str(rest);
        if update && rewritten != spec {
            fs::write(&path, rewritten).expect("written");
        }
    }
    assert!(n_blocks > 10, "only {n_blocks} blocks were found");
    assert!(wrong.is_empty() || update, "{} of {n_blocks}\n\n{}", wrong.len(), wrong.join("\n\n"));
}

fn spec_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the spec folder") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            files.extend(spec_files(&path));
        } else if path.extension().is_some_and(|e| e == "md") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// What stands before the next block (its opening line included), its layer, its text, the rest.
fn next_block(spec: &str) -> Option<(&str, &str, &str, &str)> {
    let fence = "```news ";
    let open = spec.find(fence)?;
    let line_end = open + spec[open..].find('\n')? + 1;
    let close = line_end + spec[line_end..].find("\n```")?;
    let layer = spec[open + fence.len()..line_end].trim();
    Some((&spec[..line_end], layer, &spec[line_end..close], &spec[close..]))
}

fn marked(plain: &str, layer: &str, annotator: &mut Annotator<'_>) -> String {
    let lexicon = Lexicon::english();
    let ingested = ingest::read("spec.txt", plain.as_bytes(), lexicon);
    let document = &ingested.documents[0];
    let analysis = analyse(document, annotator, lexicon);
    let mut marks = match layer {
        "blocks" => blocks(document),
        "mentions" => mentions(&analysis),
        "quotations" => quotations(&analysis),
        "times" => times(&analysis),
        other => panic!("no such layer: {other}"),
    };
    marks.sort_by_key(|m| (m.range.start, Reverse(m.range.end)));
    marks.dedup();
    markup::print(plain, &marks).unwrap_or_else(|e| format!("{e}: {marks:?}"))
}

fn mark(span: Span, label: impl Into<String>) -> Mark {
    Mark { range: span.range(), label: label.into() }
}

fn blocks(document: &Document) -> Vec<Mark> {
    let label = |kind: BlockKind| match kind {
        BlockKind::Furniture(reason) => reason.as_str(),
        kind => kind.as_str(),
    };
    document.blocks.iter().map(|b| mark(b.span, label(b.kind))).collect()
}

/// Names, roles and pronouns with the number of their chain, in order of first appearance.
fn mentions(analysis: &Analysis) -> Vec<Mark> {
    let mut order: Vec<usize> = Vec::new();
    let mut marks = Vec::new();
    for mention in &analysis.mentions {
        let nth = order.iter().position(|c| *c == mention.chain).unwrap_or_else(|| {
            order.push(mention.chain);
            order.len() - 1
        });
        marks.push(mark(mention.span, format!("{} {}", mention.kind.as_str(), nth + 1)));
    }
    marks
}

fn quotations(analysis: &Analysis) -> Vec<Mark> {
    let mut marks = Vec::new();
    for fact in &analysis.quotations {
        let q = &fact.value;
        marks.push(mark(q.content, q.kind.as_str()));
        marks.extend(q.verbatim.iter().map(|s| mark(*s, "verbatim")));
        marks.extend(q.cue.map(|s| mark(s, "cue")));
        marks.extend(q.speaker.as_ref().map(|s| mark(s.span, "speaker")));
        marks.extend(q.via.iter().map(|s| mark(s.span, "via")));
    }
    marks
}

/// Times with type, value and modifier.
fn times(analysis: &Analysis) -> Vec<Mark> {
    let label = |t: &analysis::TimeExpr| {
        let modifier = t.modifier.map(|m| format!(" {m}")).unwrap_or_default();
        format!("{} {}{modifier}", t.kind.as_str(), t.value)
    };
    analysis.times.iter().map(|t| mark(t.value.span, label(&t.value))).collect()
}
