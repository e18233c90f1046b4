//! What is open: conflicts, promises with a day, and what matters and rests on one origin alone.

use super::{Builder, claim::claim_id, matrix::holds};
use crate::{CardRecord, DigestRecord, QuestionRecord};
use std::collections::BTreeSet;
use story::{Conflict, Pledge, PledgeStatus, Status, digest::Line};

/// Most open questions of each kind.
const EACH_MAX: usize = 6;

impl Builder<'_> {
    /// The open questions of the story: conflicts first, then promises, then single origins.
    pub(super) fn questions(&self) -> Vec<QuestionRecord> {
        let conflicts = self.story.conflicts.iter().take(EACH_MAX);
        let mut questions: Vec<QuestionRecord> = conflicts.map(|c| self.disputed(c)).collect();
        let is_due = |p: &&Pledge| {
            matches!(p.status, PledgeStatus::Open | PledgeStatus::Overdue) && p.by_when.is_some()
        };
        let mut due: Vec<&Pledge> = self.story.pledges.iter().filter(is_due).collect();
        due.sort_by_key(|p| p.by_when.clone());
        questions.extend(due.into_iter().filter_map(|p| self.due(p)).take(EACH_MAX));
        questions.extend(self.single());
        questions
    }

    fn disputed(&self, conflict: &Conflict) -> QuestionRecord {
        let sides = conflict.sides.iter().map(|side| self.story.told(side.evidence.first()));
        QuestionRecord {
            kind: "conflict".to_string(),
            about: format!("conflict:{}", conflict.kind.id("conflict")),
            text: sides.collect::<Vec<_>>().join(" / "),
            speakers: Vec::new(),
            evidence: self.cites(&conflict.kind.evidence),
        }
    }

    /// What somebody known is to do.
    fn due(&self, pledge: &Pledge) -> Option<QuestionRecord> {
        let record = self.commitment(pledge);
        let known = !record.who.is_empty() && !analysis::quotation::is_pronoun(&record.who);
        known.then(|| QuestionRecord {
            kind: "commitment".to_string(),
            about: record.id,
            text: format!("{}: {}", record.who, record.what),
            speakers: Vec::new(),
            evidence: record.evidence,
        })
    }

    /// What the digest tells and one origin alone reports, though there are others, none of which
    /// speaks of its matter.
    fn single(&self) -> Vec<QuestionRecord> {
        if self.story.origins.list.iter().filter(|o| !o.reports.is_empty()).count() < 2 {
            return Vec::new();
        }
        let is_told = |claim: &&story::Corroboration| {
            let own = claim.claim.evidence.spans();
            let mut told = self.story.digest.iter().map(|l| l.sentence.evidence.first());
            let are_its_own = || {
                let related: Vec<_> = claim.related.iter().map(|r| r.span).collect();
                let others = self.story.origins.count(&related).origins;
                others.iter().all(|origin| claim.origins.contains(origin))
            };
            claim.status == Status::SingleOrigin
                && !claim.is_aside
                && claim.is_clear
                && told.any(|t| own.iter().any(|s| t.contains(*s)))
                && are_its_own()
        };
        let claims = self.story.claims.iter().filter(is_told);
        let question = |claim: &story::Corroboration| QuestionRecord {
            kind: "single origin".to_string(),
            about: claim_id(claim),
            text: claim.claim.value.clone(),
            speakers: self.speakers(claim.claim.evidence.spans(), &claim.claim.value),
            evidence: self.cites(&claim.claim.evidence),
        };
        let mut questions: Vec<QuestionRecord> = Vec::new();
        let mut sentences = BTreeSet::new();
        for claim in claims {
            let asked = question(claim);
            // Of what one sentence says the first is enough.
            let is_new = sentences.insert(self.sentence(claim.claim.evidence.first()));
            if questions.len() == EACH_MAX {
                break;
            }
            if is_new && !questions.iter().any(|q| holds(&q.text, &asked.text)) {
                questions.push(asked);
            }
        }
        questions
    }

    /// The cards of the story.
    pub(super) fn cards(&self) -> Vec<CardRecord> {
        let card = |card: &story::digest::Card| {
            let summary = self.digest_line(&card.summary);
            // What another report says in the same words adds nothing.
            let added = |line: &Option<Line>| {
                let line = line.as_ref().map(|line| self.digest_line(line));
                line.filter(|line| !holds(&summary.text, &line.text))
            };
            let (matters, question) = (added(&card.matters), added(&card.question));
            CardRecord { summary, matters, question }
        };
        self.story.cards.iter().map(card).collect()
    }

    /// A line of the digest as a record.
    pub(super) fn digest_line(&self, line: &Line) -> DigestRecord {
        DigestRecord {
            text: line.sentence.value.clone(),
            origins: line.origins,
            evidence: self.cites(&line.sentence.evidence),
        }
    }
}
