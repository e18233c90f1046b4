//! Why sides of a conflict cannot all be so: [`Story::why_conflict`].

use super::Reason;
use crate::Story;
use crate::conflict::{Conflict, ConflictKind, sign};

impl Story {
    /// Why a conflict was found, what its first two sides share, and what each has for itself.
    pub fn why_conflict(&self, conflict: &Conflict) -> Vec<Reason> {
        let rule = conflict.kind.rule.as_str();
        let (text, is_weighed) = fired(rule, conflict.kind.value);
        let mut reasons = vec![Reason::new("rule", text)];
        let text = match is_weighed {
            true => format!(
                "It is {:.2} likely by the learned weights, for so many pairs as were compared; \
                 {} or more is asked.",
                f32::from(conflict.likely) / 1000.0,
                sign::english().threshold
            ),
            false => "The form of the words shows it; nothing is weighed.".to_string(),
        };
        reasons.push(Reason::new("likely", text));
        let [a, b, ..] = &conflict.sides[..] else { return reasons };
        let [first, second] = [a, b].map(|side| side.evidence.first());
        let (place, other) = (self.place(first), self.place(second));
        for (text, spans) in [
            ("Both have.".to_string(), self.shared(first, second)),
            (format!("Only {place} has."), self.alone(first, second)),
            (format!("Only {other} has."), self.alone(second, first)),
        ] {
            if !spans.is_empty() {
                reasons.push(Reason { spans, ..Reason::new("words", text) });
            }
        }
        for (n, side) in conflict.sides.iter().enumerate() {
            let more = side.evidence.spans().len() - 1;
            if more > 0 {
                let text = format!(
                    "Side {}: passages beside the first that say the same by the weights of \
                     claims, or tell it in nearly its words, or have its number: {more}.",
                    n + 1
                );
                reasons.push(Reason::new("retold", text));
            }
        }
        reasons
    }
}

/// Why a rule fired, and whether it weighed.
fn fired(rule: &str, kind: ConflictKind) -> (String, bool) {
    let slot = slot(kind);
    let text = match rule {
        "conflict/role" => "Reports put one office of one person at two places.".to_string(),
        "conflict/post" => {
            "Reports of about one time give one person two posts that nobody has together."
                .to_string()
        }
        "conflict/attribution" => {
            "The same words in marks are given to two speakers who cannot be one person."
                .to_string()
        }
        "conflict/clock" => {
            "Both tell of one act of one day, at times of day that no rounding makes one."
                .to_string()
        }
        rule if rule.ends_with("-slot") => {
            format!(
                "Reports of one day, or without one, agree in all words but numbers, times and \
                 places, and differ in {slot}."
            )
        }
        rule if rule.ends_with("-beside") => {
            format!("One report sets another's account beside the first, which differs in {slot}.")
        }
        _ => {
            let text =
                format!("The two speak of one matter, and the first slot that differs is {slot}.");
            return (text, true);
        }
    };
    (text, false)
}

fn slot(kind: ConflictKind) -> &'static str {
    match kind {
        ConflictKind::Number => "how many or how much",
        ConflictKind::Time => "when",
        ConflictKind::Place => "where",
        ConflictKind::Role => "which office somebody has",
        ConflictKind::Party => "who took part",
        ConflictKind::Polarity => "whether it is so",
        ConflictKind::Agent => "who did it",
        ConflictKind::Attribution => "who said it",
    }
}
