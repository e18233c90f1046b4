//! Measures origins against invented stories with their truth: `origins TRUTH.json …`.
//!
//! Prints, for each story, how many pairs of reports of one origin were found and were right, and
//! for how many claims the passages have as many origins as the truth says; then each claim that
//! has not; last, by what shows where a report comes from, how often that is right.

use document::Span;
use language::{Annotator, Model};
use lexicon::Lexicon;
use serde_json::Value;
use std::collections::BTreeMap;
use std::error::Error;
use story::{Report, Story, weave};

fn main() -> Result<(), Box<dyn Error>> {
    let mut reliability = BTreeMap::new();
    for path in std::env::args().skip(1) {
        let truth: Value = serde_json::from_str(&std::fs::read_to_string(&path)?)?;
        let story = read(&truth);
        pairs(&story, &truth, &mut reliability);
        claims(&story, &truth);
    }
    for (kind, (reports, right)) in reliability {
        println!("{kind}: {reports} reports, all pairs of {right} are right");
    }
    Ok(())
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn read(truth: &Value) -> Story {
    let (lexicon, mut annotator) = (Lexicon::english(), Annotator::new(Model::english()));
    let jsonl: String = list(truth, "articles").iter().map(|a| format!("{a}\n")).collect();
    let documents = ingest::read("truth.jsonl", jsonl.as_bytes(), lexicon).documents;
    let reports = documents.into_iter().map(|document| {
        let analysis = analysis::analyse(&document, &mut annotator, lexicon);
        Report { document, analysis }
    });
    weave(reports.collect(), lexicon).0
}

fn pairs(story: &Story, truth: &Value, reliability: &mut BTreeMap<&'static str, (usize, usize)>) {
    let origin = |name: &str| {
        let article = list(truth, "articles").iter().find(|a| a["id"] == name);
        article.and_then(|a| a["origin"].as_str()).unwrap_or_default()
    };
    let found = |i: usize| story.origins.list.iter().position(|o| o.reports.contains(&i));
    let name = |i: usize| story.reports[i].document.name.as_str();
    let (mut both, mut ours, mut theirs) = (0, 0, 0);
    for a in 0..story.reports.len() {
        for b in a + 1..story.reports.len() {
            let (same, together) = (origin(name(a)) == origin(name(b)), found(a) == found(b));
            both += usize::from(same && together);
            ours += usize::from(together);
            theirs += usize::from(same);
        }
    }
    for a in 0..story.reports.len() {
        let of = |o: &&story::Origin| o.reports.contains(&a);
        let basis = story.origins.list.iter().find(of).map_or(&[][..], |o| &o.basis);
        let kind = basis.iter().find(|b| b.report == a).map_or("nothing", |b| b.kind.as_str());
        let is_right = |b: usize| (found(a) == found(b)) == (origin(name(a)) == origin(name(b)));
        let entry = reliability.entry(kind).or_default();
        entry.0 += 1;
        entry.1 += usize::from((0..story.reports.len()).all(is_right));
    }
    println!("{}: pairs {both} right of {ours}, of {theirs} true", truth["id"]);
}

fn claims(story: &Story, truth: &Value) {
    let (mut right, mut all) = (0, 0);
    for claim in list(truth, "claims") {
        let spans: Vec<Span> =
            list(claim, "passages").iter().filter_map(|p| at(story, p)).collect();
        let count = story.origins.count(&spans);
        all += 1;
        if claim["origins"] == count.origins.len() {
            right += 1;
            continue;
        }
        let names = count.origins.iter().map(|o| story.origins.list[*o].publisher.as_deref());
        println!(
            "  {} origins, not {:?}: {}",
            claim["origins"],
            names.collect::<Vec<_>>(),
            claim["text"]
        );
        for span in spans {
            let one = story.origins.count(&[span]).origins;
            let names: Vec<_> =
                one.iter().map(|o| story.origins.list[*o].publisher.as_deref()).collect();
            println!("      {names:?} {}", story.words(span));
        }
    }
    println!("  {right} of {all} claims have as many origins as they should");
}

fn at(story: &Story, passage: &Value) -> Option<Span> {
    let mut reports = story.reports.iter();
    let report = reports.find(|r| passage["article"] == r.document.name.as_str())?;
    let words = passage["words"].as_str()?;
    let start = report.document.text.as_str().find(words)?;
    report.document.text.span(start..start + words.len())
}
