//! Who said what: contents, and the speakers of those found.

use crate::{
    Analyse, Marked, Measure, Outcome, Suite, list,
    matching::{self, Stretch, overlaps},
    pair,
    specimen::{self, Counted, Specimen},
    tally::{Tally, ratio},
    word,
};
use analysis::quotation_mark;
use story::Report;

const BASELINE: &str = "what stands in quotation marks, said by the nearest name";

/// Likeness from which a content is found.
const LIKENESS: f64 = 0.5;
/// Words from which a stretch in marks is taken for speech by the trivial method.
const WORDS_MIN: usize = 3;

/// A content with who said it.
struct Said {
    kind: String,
    content: Stretch,
    speakers: Vec<Stretch>,
}

#[derive(Default)]
struct Counts {
    all: Tally,
    loose: Tally,
    /// By kind, in the order of [`KINDS`]: of marked contents those found.
    marked: [Tally; 3],
    /// The same of found contents: those marked.
    found: [Tally; 3],
    spoken: usize,
    spoken_right: usize,
}

const KINDS: [&str; 3] = ["direct", "mixed", "indirect"];

pub fn measure(marked: Marked, analyse: Analyse<'_>) -> Outcome {
    let reports = analyse(marked.documents);
    let (mut ours, mut trivial) = (Counts::default(), Counts::default());
    let mut misses = Vec::new();
    for (mark, report) in marked.marks.iter().zip(&reports) {
        let truth = truth(mark);
        let missed = count(&truth, &found(report), &mut ours);
        count(&truth, &in_marks(report), &mut trivial);
        let words = |at: Stretch| {
            let span = report.document.text.from_code_points(at.0..at.1);
            span.map_or("", |span| report.document.text.words(span)).replace('\n', " ")
        };
        misses.extend(missed.into_iter().map(|i| {
            format!("{}: {} “{}”", word(mark, "id"), truth[i].kind, words(truth[i].content))
        }));
    }
    let both = |name, of: &dyn Fn(&Counts) -> f64| Measure {
        name,
        ours: of(&ours),
        baseline: Some(of(&trivial)),
    };
    let measures = vec![
        both("F1", &|c| c.all.f1()),
        both("precision", &|c| c.all.precision()),
        both("recall", &|c| c.all.recall()),
        both("F1, any overlap", &|c| c.loose.f1()),
        both("precision, direct", &|c| c.found[0].precision()),
        both("precision, mixed", &|c| c.found[1].precision()),
        both("precision, indirect", &|c| c.found[2].precision()),
        both("recall, direct", &|c| c.marked[0].recall()),
        both("recall, mixed", &|c| c.marked[1].recall()),
        both("recall, indirect", &|c| c.marked[2].recall()),
        both("speaker right, of found", &|c| ratio(c.spoken_right, c.spoken)),
    ];
    Outcome {
        suite: Suite::Attribution,
        set: String::new(),
        items: ours.all.marked,
        measures,
        baseline: BASELINE,
        misses,
    }
}

/// One article: contents by kind, each with its speakers.
pub fn specimen(mark: &serde_json::Value, report: &Report) -> Specimen {
    let text = &report.document.text;
    let (truth, ours) = (truth(mark), found(report));
    let marks = |all: &[Said]| {
        let each = all.iter().flat_map(|said| {
            let content = specimen::mark(text, said.content, &said.kind);
            content
                .into_iter()
                .chain(said.speakers.iter().filter_map(|&at| specimen::mark(text, at, "speaker")))
        });
        each.collect()
    };
    let contents = |said: &[Said]| said.iter().map(|s| s.content).collect::<Vec<_>>();
    let pairs = matching::pairs(&contents(&truth), &contents(&ours), LIKENESS);
    let told = |said: &Said| format!("{} “{}”", said.kind, specimen::words(text, said.content));
    let mut counted: Vec<Counted> = Vec::new();
    for (i, said) in truth.iter().enumerate() {
        let Some((_, j)) = pairs.iter().find(|(marked, _)| *marked == i) else {
            counted.push(Counted::wrong(format!("{} not found", told(said))));
            continue;
        };
        counted.push(Counted::right(told(said)));
        if !said.speakers.is_empty() {
            let speaker = ours[*j].speakers.first();
            let named = speaker.map_or("nobody".to_string(), |&at| specimen::words(text, at));
            let is_right = speaker.is_some_and(|a| said.speakers.iter().any(|b| overlaps(*a, *b)));
            counted.push(Counted { is_right, what: format!("said by {named}") });
        }
    }
    let beside = (0..ours.len()).filter(|j| pairs.iter().all(|(_, found)| found != j));
    counted.extend(beside.map(|j| Counted::wrong(format!("{} not marked", told(&ours[j])))));
    Specimen {
        id: word(mark, "id").to_string(),
        text: text.as_str().to_string(),
        gold: marks(&truth),
        ours: marks(&ours),
        counted,
    }
}

/// Counts one article; gives the marked contents that were not found.
fn count(truth: &[Said], found: &[Said], counts: &mut Counts) -> Vec<usize> {
    let contents = |said: &[Said]| said.iter().map(|s| s.content).collect::<Vec<_>>();
    let (marked, got) = (contents(truth), contents(found));
    let pairs = matching::pairs(&marked, &got, LIKENESS);
    let loose = matching::pairs(&marked, &got, 0.0).len();
    let n = (truth.len(), found.len());
    counts.all.add(Tally { marked: n.0, found: n.1, right: pairs.len() });
    counts.loose.add(Tally { marked: n.0, found: n.1, right: loose });
    for (k, kind) in KINDS.iter().enumerate() {
        let of = |said: &Said| said.kind == *kind;
        counts.marked[k].marked += truth.iter().filter(|s| of(s)).count();
        counts.marked[k].right += pairs.iter().filter(|(i, _)| of(&truth[*i])).count();
        counts.found[k].found += found.iter().filter(|s| of(s)).count();
        counts.found[k].right += pairs.iter().filter(|(_, j)| of(&found[*j])).count();
    }
    for &(i, j) in pairs.iter().filter(|(i, _)| !truth[*i].speakers.is_empty()) {
        let right = found[j].speakers.iter();
        let right = right.take(1).any(|a| truth[i].speakers.iter().any(|b| overlaps(*a, *b)));
        counts.spoken += 1;
        counts.spoken_right += usize::from(right);
    }
    let hit = |i: &usize| pairs.iter().any(|(marked, _)| marked == i);
    (0..truth.len()).filter(|i| !hit(i)).collect()
}

fn truth(mark: &serde_json::Value) -> Vec<Said> {
    let said = |q: &serde_json::Value| {
        Some(Said {
            kind: word(q, "kind").to_string(),
            content: pair(q.get("content")?)?,
            speakers: list(q, "source").iter().filter_map(pair).collect(),
        })
    };
    list(mark, "quotations").iter().filter_map(said).collect()
}

fn found(report: &Report) -> Vec<Said> {
    let text = &report.document.text;
    let at = |span| {
        let range = text.code_points(span);
        (range.start, range.end)
    };
    let said = |q: &document::Fact<analysis::Quotation>| Said {
        kind: q.value.kind.as_str().to_string(),
        content: at(q.value.content),
        speakers: q.value.speaker.iter().map(|s| at(s.span)).collect(),
    };
    report.analysis.quotations.iter().map(said).collect()
}

/// The trivial method.
fn in_marks(report: &Report) -> Vec<Said> {
    let text = &report.document.text;
    let at = |span| {
        let range = text.code_points(span);
        (range.start, range.end)
    };
    let names: Vec<Stretch> = report.analysis.mentions.iter().map(|m| at(m.span)).collect();
    let quoted = quotation_mark::find(&report.document, &mut Vec::new());
    let long = quoted.iter().filter(|q| text.words(q.inner).split(' ').count() >= WORDS_MIN);
    let said = |q: &analysis::quotation_mark::Quoted| {
        let content = at(q.outer);
        let outside = names.iter().filter(|n| !overlaps(**n, content));
        let gap = |n: &&Stretch| content.0.saturating_sub(n.1) + n.0.saturating_sub(content.1);
        let nearest = outside.min_by_key(gap).copied();
        Said { kind: "direct".to_string(), content, speakers: nearest.into_iter().collect() }
    };
    long.map(said).collect()
}
