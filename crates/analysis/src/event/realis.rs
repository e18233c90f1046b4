//! Whether what a predicate says is told as having happened.

use super::{Found, Realis};
use crate::{
    claim::ClaimKind,
    time::{Direction, tense},
};
use language::labels::{dep, pos, tag};
use lexicon::rows::FollowUpKind;

/// Steps up the tree to what takes a clause back.
const STEPS: usize = 3;

impl Found<'_> {
    /// "Denied that it would be needed", "delaying plans to visit", "declined an offer to meet":
    /// whether what is to come hangs on words that say that it is not, or not yet.
    fn is_unsaid(&self, verb: usize) -> bool {
        let (syntax, parse) = (self.syntax, &self.syntax.parse);
        let mut at = verb;
        for _ in 0..STEPS {
            let above = parse.head(at);
            let t = &parse.tokens[at];
            let inside = matches!(t.dep, dep::CCOMP | dep::XCOMP | dep::ACL)
                || matches!(t.dep, dep::DOBJ | dep::ATTR) && at != verb
                || t.dep == dep::RELCL && syntax.is_infinitive(at);
            if above == at || !inside {
                return false;
            }
            let negates = |i: usize| self.lexicon.negation.contains(syntax.lower(i).as_str());
            // "Has no plans to".
            let none = |c: usize| parse.tokens[c].dep == dep::DET && negates(c);
            let denies = negates(above) || parse.children(above).any(none);
            if denies || syntax.has_child(above, dep::NEG) || self.is_given_up(above) {
                return true;
            }
            at = above;
        }
        false
    }

    /// Whether a noun is what a verb puts off or takes back.
    fn is_given_up(&self, noun: usize) -> bool {
        let parse = &self.syntax.parse;
        let t = &parse.tokens[noun];
        let object = matches!(t.dep, dep::DOBJ | dep::NSUBJPASS);
        let lemma = parse.lemma(parse.head(noun)).to_lowercase();
        let kind = self.lexicon.follow_ups.get(&lemma);
        let ends = matches!(kind, Some(FollowUpKind::Late | FollowUpKind::Withdrawn));
        t.pos == pos::NOUN && object && ends
    }

    /// Whether a verb has no tense and no subject of its own, and what it hangs on is told as not
    /// having happened or only as possible: "would leave few crossing in summer".
    fn hangs_on_unreal(&self, verb: usize) -> Option<Realis> {
        let (syntax, parse) = (self.syntax, &self.syntax.parse);
        let mut at = verb;
        for _ in 0..STEPS {
            let t = &parse.tokens[at];
            let bare = matches!(t.tag, tag::VBG | tag::VB | tag::VBN);
            let own = parse.children(at).any(|c| {
                let subject = matches!(parse.tokens[c].dep, dep::NSUBJ | dep::NSUBJPASS);
                let tense = matches!(parse.tokens[c].dep, dep::AUX | dep::AUXPASS);
                subject || tense && parse.tokens[c].tag != tag::TO
            });
            if !bare || own {
                return None;
            }
            let opens = parse.head(at);
            if t.dep == dep::PCOMP && self.lexicon.negation.contains(syntax.lower(opens).as_str()) {
                return Some(Realis::Denied);
            }
            let above = tense::governing_verb(syntax, &(at..at + 1)).filter(|&v| v != at)?;
            if syntax.is_supposed(above, self.lexicon) {
                return Some(Realis::Hypothetical);
            }
            let modal = parse.children(above).find(|&c| parse.tokens[c].tag == tag::MD);
            let kind = modal.and_then(|m| self.lexicon.modals.get(parse.lemma(m)).copied());
            // "Would try to finish by Friday" is mostly what somebody said that he would do.
            let open = match kind {
                Some("conditional") => matches!(t.tag, tag::VBG | tag::VBN),
                Some(kind) => kind != "future",
                None => false,
            };
            if open {
                return Some(Realis::Hypothetical);
            }
            at = above;
        }
        None
    }

    pub(super) fn realis(&self, head: usize, claim: Option<usize>) -> Realis {
        let syntax = self.syntax;
        let negates = |c: usize| {
            let t = &syntax.parse.tokens[c];
            t.dep == dep::NEG || self.lexicon.negation.contains(syntax.lower(c).as_str())
        };
        let negated = syntax.parse.children(head).filter(|&c| negates(c)).count() % 2 == 1;
        let kind = claim.map(|c| self.claims[c].value.kind);
        let conditional = syntax
            .child(head, &[dep::MARK])
            .is_some_and(|m| self.lexicon.hedges.contains(syntax.lower(m).as_str()));
        let t = &syntax.parse.tokens[head];
        if let Some(realis) = self.hangs_on_unreal(head) {
            return realis;
        }
        match (kind, tense::direction(syntax, self.lexicon, head)) {
            _ if conditional => Realis::Hypothetical,
            (Some(ClaimKind::Possible | ClaimKind::Asked), _) => Realis::Hypothetical,
            (_, Direction::Past | Direction::Unknown) if negated => Realis::Denied,
            (Some(ClaimKind::Ahead), _) | (_, Direction::Future) if negated => Realis::Denied,
            (Some(ClaimKind::Ahead), _) | (_, Direction::Future)
                if self.is_unsaid(head) || crate::called_off::is(syntax, self.lexicon, head) =>
            {
                Realis::Denied
            }
            (Some(ClaimKind::Ahead), _) | (_, Direction::Future) => Realis::Planned,
            (_, Direction::Past) => Realis::Actual,
            (_, Direction::Unknown) if matches!(t.tag, tag::VBZ | tag::VBP) => Realis::Generic,
            (_, Direction::Unknown) if t.tag == tag::VB && self.is_unsaid(head) => Realis::Denied,
            (_, Direction::Unknown) => Realis::Actual,
        }
    }
}
