//! Why passages are one claim, and what it rests on: [`Story::why_claim`].

use super::{EXPLAINED_MAX, Reason, shared::sharing};
use crate::claim::{Features, Likeness, Statement, Statements};
use crate::{Corroboration, Status, Story};
use document::{BlockKind, Span};
use lexicon::Lexicon;
use std::collections::HashMap;

/// The rule of claims that are clauses of reports, joined by their likeness.
const CLAUSE: &str = "claim/clause";

impl Story {
    /// Why the passages of a claim are one, to whose origins they count and why, and what that
    /// makes of its status. Cost: that of bringing every claim of the story into a form that can
    /// be compared.
    pub fn why_claim(&self, claim: &Corroboration, lexicon: &Lexicon) -> Vec<Reason> {
        let rule = claim.claim.rule.as_str();
        let passages = claim.claim.evidence.spans();
        let mut reasons = Vec::new();
        if passages.len() > 1 {
            reasons.push(Reason::new("rule", joined_by(rule)));
            match rule {
                CLAUSE => reasons.extend(self.why_alike(passages, lexicon)),
                _ => reasons.extend(self.why_slots(passages)),
            }
        }
        reasons.push(Reason::new("status", status(claim.status).to_string()));
        reasons.extend(match rule {
            CLAUSE => self.why_counted(passages),
            _ => self.why_reports(&claim.reports),
        });
        if claim.speech.is_some() {
            let text = "All its passages are accounts of one quoted speech: its origins bear out \
                        that it was said, and no more.";
            reasons.push(Reason::new("speech", text.to_string()));
        }
        reasons
    }

    /// With which passage before it each passage was found to be one, and what the two share.
    fn why_alike(&self, passages: &[Span], lexicon: &Lexicon) -> Vec<Reason> {
        let entity = |report: usize, chain: usize| self.entity(report, chain);
        let all = Statements::of(&self.reports, lexicon, &entity);
        let stated: HashMap<Span, &Statement> = all.list.iter().map(|s| (s.span, s)).collect();
        let like = |a: Span, b: Span| -> f32 {
            let Some((a, b)) = stated.get(&a).zip(stated.get(&b)) else { return 0.0 };
            let likely = || Likeness::english().same(&Features::of(&all, a, b));
            if all.may_be_one(a, b) { likely() } else { 0.0 }
        };
        let mut reasons = Vec::new();
        for (n, &here) in passages.iter().enumerate().skip(1).take(EXPLAINED_MAX) {
            // The first of equals.
            let before = passages[..n].iter().rev().map(|&there| (like(there, here), there));
            let best = before.max_by(|a, b| a.0.total_cmp(&b.0));
            reasons.extend(best.map(|(likely, there)| self.why_like(here, there, likely)));
        }
        reasons.extend(super::beyond(passages.len() - 1, "passages"));
        reasons
    }

    fn why_like(&self, here: Span, there: Span, likely: f32) -> Reason {
        let (place, other) = (self.place(here), self.place(there));
        let shared = self.shared(here, there);
        let text = if self.words(here) == self.words(there) {
            format!("{place} has the words of {other}")
        } else if likely >= Likeness::english().threshold {
            format!("{place} is one with {other}, {likely:.2} likely")
        } else if self.is_headline(here) || self.is_headline(there) {
            format!("{place} and {other}: the headline condenses the sentence")
        } else {
            format!("{place} is nearest to {other}, {likely:.2} likely")
        };
        sharing("alike", &text, shared)
    }

    fn is_headline(&self, passage: Span) -> bool {
        let Some(report) = self.report_of(passage.doc()) else { return false };
        let mut blocks = self.reports[report].document.blocks.iter();
        let block = blocks.find(|b| b.span.contains(passage));
        block.is_some_and(|b| matches!(b.kind, BlockKind::Headline | BlockKind::Subheading))
    }

    /// The names that each passage shares with the one before it.
    fn why_slots(&self, passages: &[Span]) -> Vec<Reason> {
        let pairs = passages.windows(2).take(EXPLAINED_MAX);
        let mut reasons: Vec<Reason> = pairs
            .map(|pair| {
                let [first, here] = [pair[0], pair[1]].map(|span| self.sentence(span));
                let (place, other) = (self.place(pair[1]), self.place(pair[0]));
                let text = format!("The sentence of {place} agrees with that of {other}");
                sharing("slots", &text, self.shared(here, first))
            })
            .collect();
        reasons.extend(super::beyond(passages.len() - 1, "passages"));
        reasons
    }
}

fn joined_by(rule: &str) -> String {
    match rule {
        "claim/meeting" => "Each passage tells by itself who came together, and what they name of \
                            it agrees, whatever the other words."
            .to_string(),
        "claim/commitment" => "Each passage states one commitment: who is bound is the same, and \
                               so are words of what is to be done."
            .to_string(),
        _ => format!(
            "Clauses are one claim while the mean likelihood that one says what another says is \
             {} or more, by the learned weights of what they share.",
            Likeness::english().threshold
        ),
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Corroborated => "Two or more independent origins make it, so it is corroborated.",
        Status::SingleOrigin => "One origin makes it, however many reports have it.",
        Status::LineageUnknown => {
            "Of two or more of its origins nothing shows where they have it from: they may be one."
        }
    }
}
