//! [`Pledge`]s: a commitment in the words of all reports that state it, and what became of it.
//!
//! Statements of one commitment are joined by who is bound and what is to be done ([`same`]);
//! [`weak`] lists what only sounds like one. [`follow_up`] looks through what later
//! reports state for what answers to it; the status is read from those passages alone.

mod bound;
pub mod follow_up;
mod kin;
mod promise;
mod same;
mod setting;
mod telling;

pub(crate) use bound::stand_for;
pub(crate) use follow_up::STATED_MAX;
pub use follow_up::{FollowUp, FollowUps};

use crate::{
    Report,
    claim::Statements,
    party::{Parties, Party},
    term::Background,
};
use analysis::{Commitment, CommitmentClass, Syntax, claim::is_content};
use document::{DocId, Evidence, Fact, RuleId, Span};
use lexicon::{
    Lexicon,
    rows::{FollowUpKind, Gender},
};
use rayon::prelude::*;
use same::{Asked, Words};
use std::collections::{BTreeMap, BTreeSet};

/// A commitment of a story.
#[derive(Clone, Debug)]
pub struct Pledge {
    /// All statements of it, as evidence, and the first as value: report and index.
    pub stated: Fact<(usize, usize)>,
    /// How it binds, or only sounds like it.
    pub class: CommitmentClass,
    /// Who is bound, as far as the story knows them by name.
    pub who: BTreeSet<Party>,
    /// The last day on which it is to be done, as an ISO day, if the words say so.
    pub by_when: Option<String>,
    /// What became of it, in order of reports and text.
    pub follow_up: Vec<FollowUp>,
    /// What the follow-up adds up to.
    pub status: PledgeStatus,
}

/// Words of what is to be done that two statements of a commitment share at least to be one claim.
/// Set 2026-11-22 by hand on 184 real stories: of the 16 that two origins state, 13 share so many
/// and 12 of those are right; of the other three one is.
const SHARED_MIN: usize = 2;
/// Most commitments that each plan is compared with.
const PROMISED_MAX: usize = 500;

/// The kind of "it" and "them" in `lexicon/en/pronouns.tsv`.
const PERSONAL: &str = "personal";

/// Bytes of an ISO day.
const DAY_BYTES: usize = 10;

impl Pledge {
    /// Its statements that share words of what is to be done with the first: report, head of what
    /// is to be done, and the words.
    pub(crate) fn told_alike(
        &self,
        reports: &[Report],
        by_id: &BTreeMap<DocId, usize>,
    ) -> Vec<(usize, usize, Span)> {
        let words = |(r, c): (usize, usize)| {
            let (analysis, stated) = (&reports[r].analysis, commitment(reports, (r, c)));
            let timed = |i: &usize| analysis.times.iter().any(|t| t.value.tokens.contains(i));
            let what = analysis.syntax.tokens_of(stated.what).filter(|i| !timed(i));
            content_lemmas(&analysis.syntax, what)
        };
        let chief = words(self.stated.value);
        let mut told = Vec::new();
        for &span in self.stated.evidence.spans() {
            let Some(&r) = by_id.get(&span.doc()) else { continue };
            let mut here = reports[r].analysis.commitments.iter();
            let Some(c) = here.position(|c| c.value.span == span) else { continue };
            if words((r, c)).intersection(&chief).count() >= SHARED_MIN {
                told.push((r, commitment(reports, (r, c)).head, span));
            }
        }
        told
    }

    /// Adds a passage that tells what became of it; one that is known is surer for it.
    pub(crate) fn follow(&mut self, found: FollowUp) {
        match self.follow_up.iter_mut().find(|f| f.span.overlaps(found.span)) {
            Some(known) if found.is_sure => *known = found,
            Some(_) => {}
            None => self.follow_up.push(found),
        }
        self.follow_up.sort_by_key(|f| (f.report, f.span));
        self.status = status(&self.follow_up, self.status == PledgeStatus::Overdue);
    }
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

/// The commitments of reports, in order of their first statement.
pub(crate) fn pledges(
    all: &Statements<'_>,
    parties: &Parties<'_>,
    lexicon: &Lexicon,
) -> Vec<Pledge> {
    let reports = all.reports();
    let finder = FollowUps::new(all, lexicon, parties);
    let day = |told: &'_ str| told.get(..DAY_BYTES).unwrap_or(told).to_string();
    let latest = reports.iter().filter_map(published).max().map(day);
    finder
        .groups()
        .par_iter()
        .map(|group| {
            let mut pledge = pledge(reports, group);
            pledge.follow_up = finder.of(&group.stated, follow_up::english());
            let due = pledge.by_when.as_deref().zip(latest.as_deref());
            let overdue = due.is_some_and(|(by, now)| by < now);
            pledge.status = status(&pledge.follow_up, overdue);
            pledge
        })
        .collect()
}

/// What is planned, offered, hoped for, refused or foreseen, in order of its first statement;
/// without plans for what is promised as well.
pub(crate) fn weak(reports: &[Report], parties: &Parties<'_>) -> Vec<Pledge> {
    grouped(reports, parties, false).iter().map(|group| pledge(reports, group)).collect()
}

/// Statements of one commitment.
struct Group {
    stated: Vec<(usize, usize)>,
    who: BTreeSet<Party>,
    by_when: Option<String>,
}

/// The commitments that bind, or those that do not, each with all statements of it.
fn grouped(reports: &[Report], parties: &Parties<'_>, binding: bool) -> Vec<Group> {
    let mut stated = all_of(reports, binding);
    let background = Background::default();
    let mut known = Words::default();
    let mut read = |at: (usize, usize)| Asked::of(reports, parties, (&mut known, &background), at);
    let mut asked: Vec<Asked> = stated.iter().map(|&at| read(at)).collect();
    if !binding {
        let bound = all_of(reports, true).into_iter().take(PROMISED_MAX).map(read);
        let bound: Vec<Asked> = bound.collect();
        let promised = |a: &Asked| bound.iter().any(|b| a.is_plan_of(b, &known));
        let both = asked.into_iter().zip(stated).filter(|(a, _)| !promised(a));
        (asked, stated) = both.unzip();
    }
    let group = |members: Vec<usize>| Group {
        stated: members.iter().map(|&i| stated[i]).collect(),
        who: {
            let named = members.iter().filter(|&&i| asked[i].names_actor).collect::<Vec<_>>();
            let chosen = if named.is_empty() { members.iter().collect() } else { named };
            chosen.into_iter().flat_map(|&i| asked[i].parties.clone()).collect()
        },
        by_when: members.iter().find_map(|&i| asked[i].by_when.clone()),
    };
    same::groups(&asked, &known, &stated).into_iter().map(group).collect()
}

/// The commitments that bind, or those that do not: report and index.
fn all_of(reports: &[Report], binding: bool) -> Vec<(usize, usize)> {
    let mut stated = Vec::new();
    for (r, report) in reports.iter().enumerate() {
        let all = report.analysis.commitments.iter().enumerate();
        let wanted = all.filter(|(_, c)| c.value.is_binding() == binding);
        stated.extend(wanted.map(|(c, _)| (r, c)));
    }
    stated
}

/// A commitment of which nothing further is known. Its first statement is the one that says most.
fn pledge(reports: &[Report], group: &Group) -> Pledge {
    let says = |at: &&(usize, usize)| {
        let c = commitment(reports, **at);
        (c.actor.is_some(), c.likely, std::cmp::Reverse(**at))
    };
    let chief = *group.stated.iter().max_by_key(says).expect("a group has a statement");
    let mut spans: Vec<Span> =
        group.stated.iter().map(|&at| commitment(reports, at).span).collect();
    let first = spans.remove(0);
    Pledge {
        stated: Fact::new(chief, Evidence::of(first, spans), RuleId::new("commitment")),
        class: commitment(reports, chief).class,
        who: group.who.clone(),
        by_when: group.by_when.clone(),
        follow_up: Vec::new(),
        status: PledgeStatus::Open,
    }
}

/// A commitment of a report.
pub(crate) fn commitment(reports: &[Report], (r, c): (usize, usize)) -> &Commitment {
    &reports[r].analysis.commitments[c].value
}

/// Whether the words of what is to be done say it only of "it" or "them", or do not say what:
/// "do", "take it".
pub fn says_nothing(act: &str) -> bool {
    /// The kinds, in `lexicon/en/statives.tsv`, of verbs that say nothing without an object.
    const LIGHT: [&str; 2] = ["light", "effect"];
    let lexicon = Lexicon::english();
    let words: Vec<String> = act.split_whitespace().map(str::to_lowercase).collect();
    let mut words = words.iter().skip_while(|w| lexicon.negation.contains(w.as_str()));
    let Some(verb) = words.next() else { return true };
    let light = lexicon.statives.get(verb.as_str()).is_some_and(|kind| LIGHT.contains(kind));
    let thing = |word: &String| {
        let known = lexicon.pronouns.get(word.as_str());
        known.is_some_and(|p| {
            p.person == 3
                && p.kind == PERSONAL
                && !matches!(p.gender, Some(Gender::Masculine | Gender::Feminine))
        })
    };
    words.next().map_or(light, thing)
}

/// Lemmas of the words of content among some tokens, lower case, each once.
pub(crate) fn content_lemmas(
    syntax: &Syntax,
    tokens: impl Iterator<Item = usize>,
) -> BTreeSet<String> {
    let content = tokens.filter(|&i| is_content(syntax, i) && !syntax.is_punctuation(i));
    content.map(|i| syntax.parse.lemma(i).to_lowercase()).collect()
}

/// When a report was published, as far as known.
pub(crate) fn published(report: &Report) -> Option<&str> {
    report.document.metadata.published.as_deref()
}

fn status(follow_up: &[FollowUp], overdue: bool) -> PledgeStatus {
    let has = |kind| follow_up.iter().any(|f| f.is_sure && f.kind == kind);
    if !follow_up.iter().any(|f| f.is_sure) {
        return if overdue { PledgeStatus::Overdue } else { PledgeStatus::Open };
    }
    match (has(FollowUpKind::Done), has(FollowUpKind::Undone)) {
        (true, false) => PledgeStatus::ReportedDone,
        (false, true) => PledgeStatus::ReportedNotDone,
        _ => PledgeStatus::FollowUpFound,
    }
}

#[cfg(test)]
mod tests {
    use super::says_nothing;

    #[test]
    fn an_act_upon_nothing_named_says_nothing() {
        for act in ["do", "take it", "not allow it to happen", ""] {
            assert!(says_nothing(act), "{act}");
        }
        for act in ["resign", "take the crews home", "not pay him", "meet in May"] {
            assert!(!says_nothing(act), "{act}");
        }
    }
}
