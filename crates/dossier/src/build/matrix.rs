//! Claims by publishers: who says the same, who says it in other words, who differs, who
//! speaks of the matter, who is silent.

use super::{Builder, claim::claim_id};
use crate::{CellRecord, ColumnRecord, MatrixRecord, RowRecord};
use document::Span;
use std::collections::{BTreeMap, BTreeSet};
use story::{Conflict, Corroboration, Manner, Related, Telling};

/// Most rows of a matrix; the claims of most origins come first.
const ROWS_MAX: usize = 40;
/// Most columns; the publishers of most documents come first.
const COLUMNS_MAX: usize = 40;

/// The documents of one publisher.
struct Column {
    name: String,
    reports: BTreeSet<usize>,
}

impl Builder<'_> {
    /// The matrix of the story: the claims of several publishers, those in conflict and those of
    /// the digest. Cost: rows times columns times passages.
    pub(super) fn matrix(&self) -> MatrixRecord {
        let columns = self.columns();
        let rows = if columns.len() > 1 { self.rows(&columns) } else { Vec::new() };
        let record = |column: &Column| ColumnRecord {
            publisher: column.name.clone(),
            documents: column.reports.iter().map(|&r| self.ids[r].clone()).collect(),
        };
        MatrixRecord { columns: columns.iter().map(record).collect(), rows }
    }

    /// The publishers; a document without one stands for itself.
    fn columns(&self) -> Vec<Column> {
        let mut by_name: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for report in 0..self.ids.len() {
            let publisher = self.publisher(report);
            let name = publisher.unwrap_or_else(|| self.ids[report].clone());
            by_name.entry(name).or_default().insert(report);
        }
        let mut columns: Vec<Column> =
            by_name.into_iter().map(|(name, reports)| Column { name, reports }).collect();
        columns.sort_by_key(|c| std::cmp::Reverse(c.reports.len()));
        columns.truncate(COLUMNS_MAX);
        columns.sort_by_key(|c| c.reports.first().copied());
        columns
    }

    fn rows(&self, columns: &[Column]) -> Vec<RowRecord> {
        let conflicts = &self.story.conflicts;
        let is_in = |claim: &Corroboration, span: &Span| {
            claim.claim.evidence.spans().iter().any(|s| s.overlaps(*span))
        };
        let sides: Vec<Span> = conflicts
            .iter()
            .filter_map(|c| c.sides.first())
            .map(|side| side.evidence.first())
            .collect();
        let told: Vec<Span> =
            self.story.digest.iter().map(|l| l.sentence.evidence.first()).collect();
        let shared = |claim: &Corroboration| {
            columns.iter().filter(|c| !c.reports.is_disjoint(&claim.reports)).count() > 1
        };
        let wanted = |claim: &&Corroboration| {
            let is_told = || !claim.is_aside && told.iter().any(|s| is_in(claim, s));
            sides.iter().any(|s| is_in(claim, s)) || claim.is_clear && (shared(claim) || is_told())
        };
        let claims = self.story.claims.iter().filter(wanted).take(ROWS_MAX);
        let mut rows: Vec<RowRecord> = Vec::new();
        let mut shown: Vec<(BTreeSet<_>, &BTreeSet<usize>)> = Vec::new();
        for claim in claims {
            let row = self.row(claim, columns);
            // Of what the same reports say in the same sentences one row is enough.
            let spans = claim.claim.evidence.spans().iter();
            let sentences: BTreeSet<_> = spans.map(|span| self.sentence(*span)).collect();
            let adds_none =
                row.cells.iter().all(|c| !matches!(c.state.as_str(), "conflict" | "related"));
            let is_told = |(of, reports): &(BTreeSet<_>, &BTreeSet<usize>)| {
                sentences.is_subset(of) && claim.reports.is_subset(reports)
            };
            if adds_none && shown.iter().any(is_told) {
                continue;
            }
            shown.push((sentences, &claim.reports));
            let repeats = |other: &RowRecord| {
                let adds = |(x, y): (&CellRecord, &CellRecord)| {
                    x.state != y.state
                        && matches!(x.state.as_str(), "same" | "wording" | "conflict")
                };
                !row.cells.iter().zip(&other.cells).any(adds) && holds(&other.text, &row.text)
            };
            if !rows.iter().any(repeats) {
                rows.push(row);
            }
        }
        rows
    }

    fn row(&self, claim: &Corroboration, columns: &[Column]) -> RowRecord {
        let against = opposed(claim, &self.story.conflicts);
        let cells = columns.iter().map(|column| self.cell(claim, &against, column)).collect();
        let own = claim.claim.evidence.spans();
        let sides = self.story.conflicts.iter().flat_map(|c| &c.sides);
        let mut disputed = sides.map(|side| side.evidence.first());
        // What is disputed is shown whole: the words that clash may stand beside the claim's.
        let disputed = disputed.find(|side| own.iter().any(|s| s.overlaps(*side)));
        let text = disputed.map_or_else(|| claim.claim.value.clone(), |side| self.story.told(side));
        RowRecord { claim: claim_id(claim), text, cells }
    }

    fn cell(&self, claim: &Corroboration, against: &[Span], column: &Column) -> CellRecord {
        let is_here = |span: &Span| {
            self.story.report_of(span.doc()).is_some_and(|r| column.reports.contains(&r))
        };
        let against: Vec<Span> = against.iter().copied().filter(is_here).collect();
        let told = claim.tellings.iter().filter(|t| is_here(&t.span));
        let told: Vec<&Telling> = told.collect();
        let same = told.iter().min_by_key(|t| t.manner);
        let mut near: Vec<&Related> = claim.related.iter().filter(|r| is_here(&r.span)).collect();
        near.sort_by(|x, y| y.likely.total_cmp(&x.likely));
        let likely = near.iter().filter(|r| r.is_likely(self.story.reports.len()));
        let related: Vec<Span> = likely.map(|r| r.span).collect();
        let (state, spans) = match same {
            _ if !against.is_empty() => ("conflict", against),
            Some(Telling { span, manner: Manner::Same, .. }) => ("same", vec![*span]),
            // What says most of it first.
            Some(_) => {
                let mut told = told;
                told.sort_by(|x, y| y.share.total_cmp(&x.share));
                ("wording", told.iter().map(|t| t.span).collect())
            }
            None if !related.is_empty() => ("related", related),
            None if !near.is_empty() => ("unclear", vec![near[0].span]),
            None => ("silent", Vec::new()),
        };
        CellRecord {
            state: state.to_string(),
            value: spans.first().map_or_else(String::new, |span| self.story.wording(*span)),
            evidence: spans.iter().map(|&span| self.cite(span)).collect(),
        }
    }
}

/// Whether one of two texts stands in the other, but for names in brackets that were added.
pub(super) fn holds(a: &str, b: &str) -> bool {
    let (a, b) = (without_brackets(a), without_brackets(b));
    a.contains(&b) || b.contains(&a)
}

fn without_brackets(text: &str) -> String {
    let mut parts = text.split(" [");
    let first = parts.next().unwrap_or_default().to_string();
    parts.fold(first, |all, part| all + part.split_once(']').map_or(part, |(_, rest)| rest))
}

/// What is said against a claim: the other sides of the conflicts it is a side of.
fn opposed(claim: &Corroboration, conflicts: &[Conflict]) -> Vec<Span> {
    let own = claim.claim.evidence.spans();
    let is_own = |span: &Span| own.iter().any(|s| s.overlaps(*span));
    let mut against = Vec::new();
    for conflict in conflicts {
        let is_side = |spans: &[Span]| spans.iter().any(is_own);
        if conflict.sides.iter().any(|side| is_side(side.evidence.spans())) {
            let others = conflict.sides.iter().map(|side| side.evidence.spans());
            against.extend(others.filter(|spans| !is_side(spans)).flatten().copied());
        }
    }
    against.sort_unstable();
    against.dedup();
    against
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn an_added_name_hides_no_repetition() {
        let named = "He [Ada Vale] led the inquiry";
        assert!(holds(named, "He led the inquiry and resigned"));
        assert!(!holds(named, "She led the inquiry and resigned"));
    }
}
