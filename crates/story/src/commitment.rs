//! [`Pledge`]s: a commitment in the words of all reports that state it, and what became of it.
//!
//! Statements of one commitment are joined as claims are. [`follow_up`] looks through what later
//! reports state for what answers to it; the status is read from those passages alone.

pub mod follow_up;

pub use follow_up::{FollowUp, FollowUps};

use crate::{
    Report,
    claim::{Pair, Statements},
};
use analysis::Commitment;
use document::{Evidence, Fact, RuleId, Span};
use lexicon::{Lexicon, rows::FollowUpKind};
use std::collections::{BTreeMap, HashMap};

/// A commitment of a story.
#[derive(Clone, Debug)]
pub struct Pledge {
    /// All statements of it, as evidence, and the first as value: report and index.
    pub stated: Fact<(usize, usize)>,
    /// Who is bound, if the story knows them by name.
    pub who: Option<usize>,
    /// The last day on which it is to be done, as an ISO day, if the words say so.
    pub by_when: Option<String>,
    /// What became of it, in order of reports and text.
    pub follow_up: Vec<FollowUp>,
    /// What the follow-up adds up to.
    pub status: PledgeStatus,
}

/// What became of a commitment, as far as reports say; nothing stronger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PledgeStatus {
    /// Nothing was found.
    Open,
    /// Something was found that is neither.
    FollowUpFound,
    /// A report says that it was done.
    ReportedDone,
    /// A report says that it was not done.
    ReportedNotDone,
    /// Its day is before the last report's, and nothing was found.
    Overdue,
}

impl PledgeStatus {
    /// The status's name in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            PledgeStatus::Open => "open",
            PledgeStatus::FollowUpFound => "follow-up found",
            PledgeStatus::ReportedDone => "reported done",
            PledgeStatus::ReportedNotDone => "reported not done",
            PledgeStatus::Overdue => "overdue",
        }
    }
}

/// Least likelihood that two statements say the same for them to be one commitment; both are known
/// to bind someone, so less is needed than for claims. Set by hand 2026-11-22, not swept.
const SAME_MIN: f32 = 0.45;

/// The commitments of reports, in order of their first statement.
pub(crate) fn pledges(
    all: &Statements<'_>,
    pairs: &[Pair],
    lexicon: &Lexicon,
    entity: &dyn Fn(usize, usize) -> Option<usize>,
) -> Vec<Pledge> {
    let mut stated: Vec<(usize, usize)> = Vec::new();
    for (r, report) in all.reports().iter().enumerate() {
        stated.extend((0..report.analysis.commitments.len()).map(|c| (r, c)));
    }
    let finder = FollowUps::new(all, lexicon);
    let latest = all.reports().iter().filter_map(|r| published(r)).max();
    joined(&finder, pairs, &stated)
        .into_iter()
        .map(|group| {
            let mut spans: Vec<Span> = group.iter().map(|&c| commitment(all, c).span).collect();
            let first = spans.remove(0);
            let stated = Fact::new(group[0], Evidence::of(first, spans), RuleId::new("commitment"));
            let by_when = group.iter().find_map(|&c| by_when(all, c));
            let follow_up = finder.of(&group, follow_up::english());
            let overdue = by_when.as_deref().zip(latest).is_some_and(|(by, now)| by < now);
            Pledge {
                who: group.iter().find_map(|&(r, c)| {
                    let chain = all.reports()[r].analysis.commitments[c].value.chain;
                    chain.and_then(|chain| entity(r, chain))
                }),
                status: status(&follow_up, overdue),
                stated,
                by_when,
                follow_up,
            }
        })
        .collect()
}

/// A commitment of a report.
pub(crate) fn commitment<'r>(all: &Statements<'r>, (r, c): (usize, usize)) -> &'r Commitment {
    &all.reports()[r].analysis.commitments[c].value
}

/// When a report was published, as far as known.
pub(crate) fn published(report: &Report) -> Option<&str> {
    report.document.metadata.published.as_deref()
}

/// Commitments that say the same, by union over sure pairs; each group in order.
fn joined(
    finder: &FollowUps<'_, '_>,
    pairs: &[Pair],
    stated: &[(usize, usize)],
) -> Vec<Vec<(usize, usize)>> {
    let statement = |at: &(usize, usize)| finder.statement(*at);
    let of_statement: HashMap<usize, usize> =
        stated.iter().enumerate().filter_map(|(i, s)| Some((statement(s)?, i))).collect();
    let mut parent: Vec<usize> = (0..stated.len()).collect();
    for pair in pairs.iter().filter(|p| p.same >= SAME_MIN) {
        let (a, b) = (of_statement.get(&pair.a), of_statement.get(&pair.b));
        if let (Some(&a), Some(&b)) = (a, b) {
            let (a, b) = (root(&parent, a), root(&parent, b));
            parent[a.max(b)] = a.min(b);
        }
    }
    let mut groups: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (i, &commitment) in stated.iter().enumerate() {
        groups.entry(root(&parent, i)).or_default().push(commitment);
    }
    groups.into_values().collect()
}

fn root(parent: &[usize], mut i: usize) -> usize {
    while parent[i] != i {
        i = parent[i];
    }
    i
}

/// The last day named in the words of a commitment.
fn by_when(all: &Statements<'_>, at: (usize, usize)) -> Option<String> {
    let span = commitment(all, at).span;
    let times = all.reports()[at.0].analysis.times.iter().map(|t| &t.value);
    let inside = times.filter(|t| span.contains(t.span) && t.is_calendar());
    inside.filter_map(|t| t.interval).map(|i| i.latest.to_string()).max()
}

fn status(follow_up: &[FollowUp], overdue: bool) -> PledgeStatus {
    let has = |kind| follow_up.iter().any(|f| f.is_sure() && f.kind == kind);
    if !follow_up.iter().any(FollowUp::is_sure) {
        return if overdue { PledgeStatus::Overdue } else { PledgeStatus::Open };
    }
    match (has(FollowUpKind::Done), has(FollowUpKind::Undone)) {
        (true, false) => PledgeStatus::ReportedDone,
        (false, true) => PledgeStatus::ReportedNotDone,
        _ => PledgeStatus::FollowUpFound,
    }
}
