//! Commitments as records.

use super::Builder;
use crate::{CommitmentRecord, FollowUpRecord};
use document::{Span, short_hash};
use std::collections::BTreeSet;
use story::{FollowUp, FollowUpKind, Party, Pledge};

impl Builder<'_> {
    /// The commitments of the story, in its order.
    pub(super) fn commitments(&self) -> Vec<CommitmentRecord> {
        self.story.pledges.iter().map(|pledge| self.commitment(pledge)).collect()
    }

    /// What only sounds like a commitment, in the story's order.
    pub(super) fn intentions(&self) -> Vec<CommitmentRecord> {
        self.story.intentions.iter().map(|pledge| self.commitment(pledge)).collect()
    }

    pub(super) fn commitment(&self, pledge: &Pledge) -> CommitmentRecord {
        let chief = self.chief(pledge);
        let spans = pledge.stated.evidence.spans();
        let documents: BTreeSet<usize> =
            spans.iter().filter_map(|span| self.story.report_of(span.doc())).collect();
        let words = || chief.who.map_or_else(String::new, |span| self.owned(pledge, span));
        let who = match pledge.who.is_empty() || self.story.is_bound_in_words(pledge) {
            false => self.party_names(&pledge.who).join(" and "),
            true => words(),
        };
        let entity = match pledge.who.iter().collect::<Vec<_>>()[..] {
            [Party::Entity(entity)] => Some(self.entity_ids[*entity].clone()),
            _ => None,
        };
        let report = pledge.stated.value.0;
        let pointed = self.story.pointed(pledge);
        let named = pointed.named.into_iter();
        CommitmentRecord {
            id: self.pledge_id(pledge),
            class: pledge.class.as_str().to_string(),
            who,
            entity,
            what: chief.act.clone(),
            to_whom: chief.to_whom.map(|span| self.named(span)),
            by_when: pledge.by_when.clone(),
            condition: chief.condition.map(|span| self.line(span)),
            status: pledge.status.as_str().to_string(),
            likely: f32::from(chief.likely) / 1000.0,
            origins: self.story.origins.count(spans).origins.len(),
            speakers: self.speakers(spans, &chief.act),
            documents: documents.iter().map(|&r| self.ids[r].clone()).collect(),
            evidence: self.cites(&pledge.stated.evidence),
            follow_up: pledge.follow_up.iter().map(|f| self.follow_up(f)).collect(),
            named: named.filter_map(|(own, chain)| self.antecedent(report, own, chain)).collect(),
            before: pointed.before.map(|span| self.cite(span)),
        }
    }

    /// Words on one line; for a pronoun who it stands for, if the story knows them by name.
    fn named(&self, span: Span) -> String {
        let entity = self.story.pronoun(span);
        entity.map_or_else(|| self.line(span), |e| self.story.entities[e].name.clone())
    }

    /// The words for who is bound on one line; with whose it is where they begin with "his" and
    /// one person says it: "his [Tomas Berg] company".
    fn owned(&self, pledge: &Pledge, who: Span) -> String {
        let words = self.line(who);
        let owner = self.story.owner(pledge).map(|e| &self.story.entities[e].name);
        match (owner, words.split_once(' ')) {
            (Some(owner), Some((his, rest))) => format!("{his} [{owner}] {rest}"),
            _ => words,
        }
    }

    /// The id of a commitment.
    pub(super) fn pledge_id(&self, pledge: &Pledge) -> String {
        let of = pledge.class.as_str();
        let act = &self.chief(pledge).act;
        let hash = short_hash(&[&pledge.stated.id("commitment").to_string(), of, act]);
        format!("commitment:{:08x}", hash as u32)
    }

    /// The statement that says most of a commitment.
    fn chief(&self, pledge: &Pledge) -> &analysis::Commitment {
        let (report, index) = pledge.stated.value;
        &self.story.reports[report].analysis.commitments[index].value
    }

    /// The names of parties, in the order of the alphabet.
    pub(super) fn party_names(&self, parties: &BTreeSet<Party>) -> Vec<String> {
        let name = |party: &Party| match party {
            Party::State(name) => (*name).to_string(),
            Party::Entity(entity) => self.story.entities[*entity].name.clone(),
        };
        let mut names: Vec<String> = parties.iter().map(name).collect();
        names.sort();
        names.dedup();
        names
    }

    fn follow_up(&self, follow_up: &FollowUp) -> FollowUpRecord {
        let kind = match follow_up.kind {
            FollowUpKind::Done => "done",
            FollowUpKind::Undone => "not done",
            FollowUpKind::Late => "postponed",
            FollowUpKind::Withdrawn => "withdrawn",
            FollowUpKind::Begun => "started",
        };
        FollowUpRecord {
            text: self.line(follow_up.span),
            kind: kind.to_string(),
            sure: follow_up.is_sure,
            document: self.ids[follow_up.report].clone(),
            evidence: vec![self.cite(follow_up.span)],
        }
    }

    /// The words of a span on one line.
    pub(super) fn line(&self, span: Span) -> String {
        self.story.words(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
