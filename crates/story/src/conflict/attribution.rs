//! The same words given to two speakers.

use super::{Conflict, ConflictKind, Side};
use crate::Report;
use analysis::Quotation;
use document::{Evidence, Fact, RuleId, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Fewest words in marks for two quotations to be one: shorter ones are set phrases. Set by hand
/// 2026-11-22, not swept.
const WORDS_MIN: usize = 5;

/// Quotations of the same words with two named speakers.
pub(super) fn find(
    reports: &[Report],
    entity: &dyn Fn(usize, usize) -> Option<usize>,
) -> Vec<Conflict> {
    let mut said: BTreeMap<Vec<String>, BTreeMap<usize, BTreeSet<Span>>> = BTreeMap::new();
    for (r, report) in reports.iter().enumerate() {
        for fact in &report.analysis.quotations {
            let q = &fact.value;
            let speaker = q.speaker.as_ref().and_then(|s| s.chain).and_then(|c| entity(r, c));
            let Some(speaker) = speaker else { continue };
            for sentence in words(report, q) {
                let spans = said.entry(sentence).or_default().entry(speaker).or_default();
                spans.insert(whole(q));
            }
        }
    }
    let mut conflicts: Vec<Conflict> = Vec::new();
    for speakers in said.into_values().filter(|s| s.len() > 1) {
        let sides: Vec<Side> = speakers
            .into_values()
            .filter_map(|spans| {
                let mut spans = spans.into_iter();
                Some(Side { evidence: Evidence::of(spans.next()?, spans) })
            })
            .collect();
        let evidence = sides
            .iter()
            .skip(1)
            .fold(sides[0].evidence.clone(), |all, side| all.and(&side.evidence));
        if conflicts.iter().any(|c| c.kind.evidence == evidence) {
            continue;
        }
        let rule = RuleId::new("conflict/attribution");
        let kind = Fact::new(ConflictKind::Attribution, evidence, rule);
        conflicts.push(Conflict { kind, sides, likely: 1000 });
    }
    conflicts
}

/// The sentences in marks of a quotation, as folded words.
fn words(report: &Report, q: &Quotation) -> Vec<Vec<String>> {
    let text = &report.document.text;
    let sentences = q.verbatim.iter().flat_map(|&span| text.words(span).split(['.', '!', '?']));
    let folded = |sentence: &str| -> Vec<String> {
        let words = sentence.split(|c: char| !c.is_alphanumeric());
        words.filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    sentences.map(folded).filter(|words| words.len() >= WORDS_MIN).collect()
}

/// The quotation with its speaker and cue.
fn whole(q: &Quotation) -> Span {
    let parts = q.cue.into_iter().chain(q.speaker.as_ref().map(|s| s.span));
    let near = parts.filter(|span| {
        let gap =
            span.start().abs_diff(q.content.end()).min(q.content.start().abs_diff(span.end()));
        gap < NEAR_BYTES
    });
    near.fold(q.content, |whole, span| whole.cover(span).unwrap_or(whole))
}

/// A cue farther away than this is not shown with the words.
const NEAR_BYTES: usize = 120;
