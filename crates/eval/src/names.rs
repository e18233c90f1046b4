//! Names of persons, bodies and places, exactly as marked and of the marked kind.

use crate::{
    Analyse, Marked, Measure, Outcome, Suite, ends, list, pair,
    specimen::{self, Counted, Specimen},
    tally::Tally,
    word,
};
use analysis::{EntityKind, MentionForm};
use lexicon::Lexicon;
use serde_json::Value;
use std::collections::BTreeSet;
use story::Report;

const BASELINE: &str = "each run of capitalised words that does not begin a sentence, a person";

const KINDS: [EntityKind; 3] = [EntityKind::Person, EntityKind::Organization, EntityKind::Place];

type Name = (usize, usize, &'static str);

pub fn measure(marked: Marked, analyse: Analyse<'_>) -> Outcome {
    let reports = analyse(marked.documents);
    let (mut ours, mut trivial) = (Tally::default(), Tally::default());
    let mut kinds = [Tally::default(); 3];
    let mut misses = Vec::new();
    for (mark, report) in marked.marks.iter().zip(&reports) {
        let truth = truth(mark, report);
        let found = found(report);
        ours.add(tally(&truth, &found));
        trivial.add(tally(&truth, &capitals(report)));
        for (kind, tallied) in KINDS.iter().zip(&mut kinds) {
            let of = |names: &BTreeSet<Name>| {
                names.iter().filter(|n| n.2 == kind.as_str()).copied().collect()
            };
            tallied.add(tally(&of(&truth), &of(&found)));
        }
        let shown = |(start, end, kind): &Name| {
            let text = &report.document.text;
            let span = text.from_code_points(*start..*end);
            format!("{kind} “{}”", span.map_or("", |span| text.words(span)))
        };
        let id = word(mark, "id");
        misses.extend(truth.difference(&found).map(|n| format!("{id}: lacks {}", shown(n))));
        misses.extend(found.difference(&truth).map(|n| format!("{id}: invents {}", shown(n))));
    }
    let both = |name, ours: f64, baseline: f64| Measure { name, ours, baseline: Some(baseline) };
    let alone = |name, ours: f64| Measure { name, ours, baseline: None };
    let measures = vec![
        both("F1", ours.f1(), trivial.f1()),
        both("precision", ours.precision(), trivial.precision()),
        both("recall", ours.recall(), trivial.recall()),
        alone("F1, persons", kinds[0].f1()),
        alone("F1, bodies", kinds[1].f1()),
        alone("F1, places", kinds[2].f1()),
    ];
    Outcome {
        suite: Suite::Names,
        set: String::new(),
        items: ours.marked,
        measures,
        baseline: BASELINE,
        misses,
    }
}

/// One article: its names by kind.
pub fn specimen(mark: &Value, report: &Report) -> Specimen {
    let text = &report.document.text;
    let (truth, ours) = (truth(mark, report), found(report));
    let marks = |names: &BTreeSet<Name>| {
        names.iter().filter_map(|n| specimen::mark(text, (n.0, n.1), n.2)).collect()
    };
    let told = |n: &Name| format!("{} “{}”", n.2, specimen::words(text, (n.0, n.1)));
    let one = |n: &Name| match ours.contains(n) {
        true => Counted::right(told(n)),
        false => Counted::wrong(format!("{} not found", told(n))),
    };
    let beside = ours.difference(&truth);
    let beside = beside.map(|n| Counted::wrong(format!("{} not marked", told(n))));
    Specimen {
        id: word(mark, "id").to_string(),
        text: text.as_str().to_string(),
        gold: marks(&truth),
        ours: marks(&ours),
        counted: truth.iter().map(one).chain(beside).collect(),
    }
}

fn tally(truth: &BTreeSet<Name>, found: &BTreeSet<Name>) -> Tally {
    let right = truth.intersection(found).count();
    Tally { marked: truth.len(), found: found.len(), right }
}

/// Marked names; where a whole phrase is marked, its head is the name.
fn truth(mark: &Value, report: &Report) -> BTreeSet<Name> {
    let name = |m: &Value| {
        let kind = match word(m, "type") {
            "person" | "PER" => EntityKind::Person,
            "organization" | "ORG" => EntityKind::Organization,
            "place" | "LOC" => EntityKind::Place,
            _ => return None,
        };
        let is_name = m.get("form").is_none_or(|form| form == "name");
        let at = m.get("head").and_then(pair).or_else(|| ends(m))?;
        is_name.then(|| bare(report, at, kind))
    };
    list(mark, "mentions").iter().filter_map(name).collect()
}

fn found(report: &Report) -> BTreeSet<Name> {
    let names = report.analysis.mentions.iter().filter(|m| m.form == MentionForm::Name);
    let names = names.filter(|m| KINDS.contains(&m.kind));
    let at = |span| {
        let range = report.document.text.code_points(span);
        (range.start, range.end)
    };
    names.map(|m| bare(report, at(m.titled), m.kind)).collect()
}

/// A name without the article before it.
fn bare(report: &Report, (start, end): (usize, usize), kind: EntityKind) -> Name {
    let text = &report.document.text;
    let words = text.from_code_points(start..end).map_or("", |span| text.words(span));
    let article = words.split_once(' ').map(|(first, _)| first.to_lowercase());
    let known = |word: &String| Lexicon::english().definite.contains(word.as_str());
    let skip = article.filter(known).map_or(0, |word| word.chars().count() + 1);
    (start + skip, end, kind.as_str())
}

/// The trivial method.
fn capitals(report: &Report) -> BTreeSet<Name> {
    let syntax = &report.analysis.syntax;
    let capital = |t: usize| syntax.word(t).starts_with(char::is_uppercase);
    let mut found = BTreeSet::new();
    for tokens in &syntax.parse.sentences {
        let mut at = tokens.start + 1;
        while at < tokens.end {
            let end = (at..tokens.end).find(|&t| !capital(t)).unwrap_or(tokens.end);
            if let Some(span) = (end > at).then(|| syntax.span(at..end)).flatten() {
                let range = report.document.text.code_points(span);
                found.insert((range.start, range.end, EntityKind::Person.as_str()));
            }
            at = end + 1;
        }
    }
    found
}
