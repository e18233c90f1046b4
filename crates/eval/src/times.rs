//! Time expressions: where they stand, what they mean.

use crate::{
    Analyse, Marked, Measure, Outcome, Suite, ends, list,
    specimen::{self, Counted, Specimen},
    tally::Tally,
    word,
};
use serde_json::Value;
use story::Report;

const BASELINE: &str = "each number of four digits, a year";

#[derive(Default)]
struct Counts {
    relaxed: Tally,
    strict: usize,
    value: usize,
    kind: usize,
}

struct Time {
    at: (usize, usize),
    kind: String,
    value: String,
}

pub fn measure(marked: Marked, analyse: Analyse<'_>) -> Outcome {
    let reports = analyse(marked.documents);
    let (mut ours, mut trivial) = (Counts::default(), Counts::default());
    let mut misses = Vec::new();
    for (mark, report) in marked.marks.iter().zip(&reports) {
        let truth: Vec<Time> = list(mark, "times").iter().filter_map(of_mark).collect();
        let wrong = count(&truth, &found(report), &mut ours);
        count(&truth, &years(report), &mut trivial);
        let words = |at: (usize, usize)| {
            let text = &report.document.text;
            text.from_code_points(at.0..at.1).map_or("", |span| text.words(span))
        };
        let id = word(mark, "id");
        misses.extend(wrong.into_iter().map(|(i, got)| {
            let time = &truth[i];
            format!("{id}: “{}” {}, found {got}", words(time.at), time.value)
        }));
    }
    let f1 = |right: usize, counts: &Counts| Tally { right, ..counts.relaxed }.f1();
    let both = |name, of: &dyn Fn(&Counts) -> usize| Measure {
        name,
        ours: f1(of(&ours), &ours),
        baseline: Some(f1(of(&trivial), &trivial)),
    };
    let measures = vec![
        both("strict F1", &|c| c.strict),
        both("relaxed F1", &|c| c.relaxed.right),
        both("value F1", &|c| c.value),
        both("type F1", &|c| c.kind),
    ];
    Outcome {
        suite: Suite::Times,
        set: String::new(),
        items: ours.relaxed.marked,
        measures,
        baseline: BASELINE,
        misses,
    }
}

/// One article: its times by type and value.
pub fn specimen(mark: &Value, report: &Report) -> Specimen {
    let text = &report.document.text;
    let truth: Vec<Time> = list(mark, "times").iter().filter_map(of_mark).collect();
    let ours = found(report);
    let told = |time: &Time| format!("“{}” {}", specimen::words(text, time.at), time.value);
    let marks = |times: &[Time]| {
        let label = |time: &Time| [time.kind.as_str(), time.value.as_str()].join(" ");
        times.iter().filter_map(|time| specimen::mark(text, time.at, label(time))).collect()
    };
    let pairs = pairs(&truth, &ours);
    let one = |(time, pair): (&Time, &Option<usize>)| match pair.map(|j| &ours[j]) {
        None => Counted::wrong(format!("{} not found", told(time))),
        Some(other) if other.value == time.value => Counted::right(told(time)),
        Some(other) => Counted::wrong(format!("{}, found {}", told(time), other.value)),
    };
    let beside = (0..ours.len()).filter(|j| !pairs.contains(&Some(*j)));
    let beside = beside.map(|j| Counted::wrong(format!("{} not marked", told(&ours[j]))));
    Specimen {
        id: word(mark, "id").to_string(),
        text: text.as_str().to_string(),
        gold: marks(&truth),
        ours: marks(&ours),
        counted: truth.iter().zip(&pairs).map(one).chain(beside).collect(),
    }
}

/// For each marked time the found one that shares most with it, each once.
fn pairs(truth: &[Time], found: &[Time]) -> Vec<Option<usize>> {
    let mut used = vec![false; found.len()];
    let pair = |time: &Time| {
        let shared = |j: &usize| {
            let (a, b) = (time.at, found[*j].at);
            a.1.min(b.1).saturating_sub(a.0.max(b.0))
        };
        let free = (0..found.len()).filter(|j| !used[*j] && shared(j) > 0);
        let best = free.max_by_key(|j| (shared(j), *j))?;
        used[best] = true;
        Some(best)
    };
    truth.iter().map(pair).collect()
}

/// Counts one article; gives what was not found or has another value, with what it has.
fn count(truth: &[Time], found: &[Time], counts: &mut Counts) -> Vec<(usize, String)> {
    counts.relaxed.marked += truth.len();
    counts.relaxed.found += found.len();
    let mut wrong = Vec::new();
    for (i, (time, pair)) in truth.iter().zip(pairs(truth, found)).enumerate() {
        let Some(j) = pair else {
            wrong.push((i, "nothing".to_string()));
            continue;
        };
        counts.relaxed.right += 1;
        counts.strict += usize::from(found[j].at == time.at);
        counts.value += usize::from(found[j].value == time.value);
        counts.kind += usize::from(found[j].kind == time.kind);
        if found[j].value != time.value {
            wrong.push((i, found[j].value.clone()));
        }
    }
    wrong
}

fn of_mark(mark: &Value) -> Option<Time> {
    let (kind, value) = (word(mark, "type").to_string(), word(mark, "value").to_string());
    Some(Time { at: ends(mark)?, kind, value })
}

fn found(report: &Report) -> Vec<Time> {
    let time = |fact: &document::Fact<analysis::TimeExpr>| {
        let range = report.document.text.code_points(fact.value.span);
        Time {
            at: (range.start, range.end),
            kind: fact.value.kind.as_str().to_string(),
            value: fact.value.value.clone(),
        }
    };
    report.analysis.times.iter().map(time).collect()
}

/// The trivial method.
fn years(report: &Report) -> Vec<Time> {
    let syntax = &report.analysis.syntax;
    let year = |t: &usize| {
        let word = syntax.word(*t);
        word.len() == 4 && word.chars().all(|c| c.is_ascii_digit())
    };
    let time = |t: usize| {
        let range = report.document.text.code_points(syntax.span(t..t + 1)?);
        let (kind, value) = ("DATE".to_string(), syntax.word(t).to_string());
        Some(Time { at: (range.start, range.end), kind, value })
    };
    (0..syntax.len()).filter(year).filter_map(time).collect()
}
