//! `secondsource reuse`: which articles repeat others, as JSON lines.

use crate::{cli::Options, output, pile};
use anyhow::Result;
use document::{DocId, Document};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use story::CorrectionKind;
use story::cluster;
use story::correction;
use story::reuse::{self, Relation, Reuse};
use story::term::Words;

/// Compares the articles and prints one line for each related pair, the earlier article first;
/// pairs that share only some passages if `partial`.
pub fn run(paths: &[String], partial: bool, options: &Options) -> Result<()> {
    let (mut documents, notices) = pile::read(paths, options)?;
    output::warn(&notices, options);
    documents.sort_by(cluster::order);
    let words: Vec<Words> = documents.par_iter().map(Words::of).collect();
    let mut lines = String::new();
    let ids = Document::ids(documents.iter());
    let mut found = reuse::reuse(&words);
    found.retain(|f| partial || f.relation != Relation::Partial);
    deny(&mut found, &documents, options)?;
    for found in found {
        lines.push_str(&line(&found, (&documents, &ids), &words).to_string());
        lines.push('\n');
    }
    output::write(options, lines.as_bytes())
}

/// Takes out what a reader says is no copy, and says on standard error what came of each line.
fn deny(found: &mut Vec<Reuse>, documents: &[Document], options: &Options) -> Result<()> {
    let corrections = options.corrections("")?;
    let ties = corrections.ties(&documents.iter().collect::<Vec<_>>());
    let mut done = BTreeSet::new();
    found.retain(|f| {
        let said = correction::said_of_making(&ties, f.a, f.b);
        let denied = said.filter(|tie| tie.kind == CorrectionKind::NotACopy);
        done.extend(denied.map(|tie| tie.line));
        denied.is_none()
    });
    output::warn(&corrections.logged(&done), options);
    Ok(())
}

fn line(
    found: &Reuse,
    (documents, ids): (&[Document], &BTreeMap<DocId, String>),
    words: &[Words],
) -> Value {
    let (a, b) = (&documents[found.a], &documents[found.b]);
    let passages = found.passages.iter().filter_map(|(in_a, in_b)| {
        let x = a.text.code_points(reuse::span(a, &words[found.a], in_a)?);
        let y = b.text.code_points(reuse::span(b, &words[found.b], in_b)?);
        Some([x.start, x.end, y.start, y.end])
    });
    let share = |share: f32| (f64::from(share) * 1000.0).round() / 1000.0;
    json!({
        "a": ids[&a.id],
        "b": ids[&b.id],
        "relation": found.relation.as_str(),
        "direction": reuse::direction(found, a, b).as_str(),
        "coverage_a": share(found.coverage_a),
        "coverage_b": share(found.coverage_b),
        "passages": passages.collect::<Vec<_>>(),
    })
}
