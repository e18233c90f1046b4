//! What was promised and what became of it, on the page; and apart from it what binds nobody.

use super::{Page, count};
use crate::CommitmentRecord;
use analysis::CommitmentClass;
use std::fmt::Write;

/// Most commitments shown; all are in the JSON.
const COMMITMENTS_SHOWN: usize = 30;
/// Most plans, offers, hopes and refusals shown; all are in the JSON.
const INTENTIONS_SHOWN: usize = 12;

impl Page<'_> {
    /// The commitments, those with a follow-up first, then those that most reports tell.
    pub(super) fn commitments(&mut self) {
        let all = &self.dossier.commitments;
        let shown = by_weight(all);
        if !shown.is_empty() {
            self.heading(2, "What was promised or announced, and what became of it");
            for commitment in shown.iter().take(COMMITMENTS_SHOWN) {
                let mut label = self.bold(&commitment.status);
                let weaker = [CommitmentClass::Offer, CommitmentClass::Announced];
                if weaker.iter().any(|class| commitment.class == class.as_str()) {
                    let _ = write!(label, " · {}", commitment.class);
                }
                self.commitment(&label, commitment);
                self.follow_ups(commitment);
            }
            self.rest(all.len(), shown.len().min(COMMITMENTS_SHOWN));
        }
        let weak = &self.dossier.intentions;
        let shown = by_weight(weak);
        if !shown.is_empty() {
            self.heading(2, "Planned, offered, hoped for, refused: it binds nobody");
            for intention in shown.iter().take(INTENTIONS_SHOWN) {
                self.commitment(&intention.class, intention);
            }
            self.rest(weak.len(), shown.len().min(INTENTIONS_SHOWN));
        }
    }

    /// Says how many are not shown, and ends the list.
    pub(super) fn rest(&mut self, all: usize, shown: usize) {
        if all > shown {
            self.bullet(&format!("and {} more, in the JSON record", all - shown));
        }
        self.out.push('\n');
    }

    fn commitment(&mut self, label: &str, commitment: &CommitmentRecord) {
        let mut line = format!("{label} · ");
        // Of whom something is asked is who is to do it.
        let asks = commitment.class == CommitmentClass::Demand.as_str();
        let asked = commitment.to_whom.as_ref().filter(|_| asks);
        match (commitment.who.is_empty(), asked) {
            (true, None) => {}
            (false, None) => _ = write!(line, "{}: ", self.shown(&commitment.who)),
            (true, Some(of)) => _ = write!(line, "of {}: ", self.shown(of)),
            (false, Some(of)) => {
                _ = write!(line, "{}, of {}: ", self.shown(&commitment.who), self.shown(of));
            }
        }
        line.push_str(&self.shown(&commitment.what));
        let to_whom = commitment.to_whom.clone().filter(|_| !asks);
        for (word, part) in [("to or with ", &to_whom), ("by ", &commitment.by_when)] {
            if let Some(part) = part {
                let _ = write!(line, " · {word}{}", self.shown(part));
            }
        }
        // A condition begins with its own word.
        let told = |condition: &&String| !commitment.what.contains(condition.as_str());
        if let Some(condition) = commitment.condition.as_ref().filter(told) {
            let _ = write!(line, " · {}", self.shown(condition));
        }
        let others = others_saying(&commitment.who, &commitment.speakers).join(", ");
        if !others.is_empty() {
            let _ = write!(line, " · said by {}", self.shown(&others));
        }
        if commitment.origins > 1 {
            let _ = write!(line, " · {}", count(commitment.origins, "origin", "origins"));
        }
        let cites = self.cites(&commitment.evidence);
        let _ = write!(line, " {} {}", cites, self.dim(&commitment.id));
        self.bullet(&line);
        self.context(&commitment.named, commitment.before.as_ref());
    }

    /// What became of it; what only may answer it is left to the JSON record.
    fn follow_ups(&mut self, commitment: &CommitmentRecord) {
        for follow_up in commitment.follow_up.iter().filter(|f| f.sure) {
            let cites = self.cites(&follow_up.evidence);
            let words = self.shown(&follow_up.text);
            let line = format!("  {}: {words} {}", follow_up.kind, cites);
            self.bullet(&line);
        }
    }
}

/// Commitments by their rank, without those of nobody, or of a pronoun that stands for nobody
/// known, and those that do not say what.
fn by_weight(all: &[CommitmentRecord]) -> Vec<&CommitmentRecord> {
    let known = |c: &&CommitmentRecord| {
        let told = !story::commitment::says_nothing(&c.what) || c.follow_up.iter().any(|f| f.sure);
        told && !c.who.is_empty() && !analysis::quotation::is_pronoun(&c.who)
    };
    let mut shown: Vec<&CommitmentRecord> = all.iter().filter(known).collect();
    shown.sort_by_key(|c| c.rank());
    shown
}

/// Those who say what another means to do; who is bound stands in the line already.
fn others_saying<'a>(who: &str, speakers: &'a [String]) -> Vec<&'a str> {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_named = |speaker: &&str| {
        let mut places = who.match_indices(*speaker);
        places.any(|(at, name)| {
            let (before, after) = (&who[..at], &who[at + name.len()..]);
            !is_letter(before.chars().next_back()) && !is_letter(after.chars().next())
        })
    };
    speakers.iter().map(String::as_str).filter(|speaker| !is_named(speaker)).collect()
}

#[cfg(test)]
mod tests {
    use super::others_saying;

    #[test]
    fn who_says_what_another_hopes_for_is_named_and_who_is_bound_is_not_twice() {
        let speakers = ["Norway".to_string()];
        assert_eq!(others_saying("a party of war", &speakers), ["Norway"]);
        assert!(others_saying("Norway and Sweden", &speakers).is_empty());
        assert_eq!(others_saying("Norwayville Steel", &speakers), ["Norway"]);
    }
}
