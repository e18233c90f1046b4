//! Clauses whose subject only points at what was told before: "said that it could be a step".

use super::{Found, Speaker, standing::Told};
use crate::mention::EntityKind;
use language::labels::{dep, pos, tag};
use lexicon::rows::{Gender, Number};
use std::ops::Range;

impl Found<'_> {
    /// Whether the subject of what was said is "it", "they" or "this step" for what neither the
    /// speaker is nor the words shown name, so that nobody can read it alone.
    pub(super) fn points_back(&self, told: &Told<'_>) -> bool {
        let parse = &self.syntax.parse;
        let q = &told.made.quotation;
        let Some(anchor) = told.made.anchor.filter(|_| told.clause) else { return false };
        let subject = self.syntax.child(anchor, &[dep::NSUBJ, dep::NSUBJPASS]);
        let Some(subject) = subject.filter(|s| told.made.tokens.contains(s)) else { return false };
        let Some(speaker) = q.speaker.as_ref() else { return false };
        let lower = self.syntax.lower(subject);
        if let Some(word) = self.lexicon.pronouns.get(lower.as_str()) {
            let several = word.number != Some(Number::Singular) && word.gender.is_none();
            let many = several && word.person == 3 && word.kind == "personal";
            // A body says "it" of itself.
            let it = word.gender == Some(Gender::Neuter)
                && !self.is_empty_subject(anchor)
                && !self.may_be_it(speaker);
            let this = word.kind == "demonstrative";
            let open = it || this || many && !self.may_be_they(speaker);
            let shown = q.telling.unwrap_or(q.content);
            let shown = self.syntax.tokens_of(shown).start..subject;
            return open && !self.is_told_here(subject, speaker, shown);
        }
        self.syntax.points_near(subject, self.lexicon) && parse.tokens[subject].pos == pos::NOUN
    }

    /// "It is clear that", "it remains to be seen", "it was Vale who": a subject that stands for a
    /// clause.
    fn is_empty_subject(&self, verb: usize) -> bool {
        let parse = &self.syntax.parse;
        let clause = [dep::CCOMP, dep::XCOMP, dep::ADVCL, dep::ACL, dep::RELCL];
        let is_clause = |c: usize| clause.contains(&parse.tokens[c].dep);
        let holds = |at: usize| parse.children(at).any(|c| c > at && is_clause(c));
        let said_of = self.syntax.child(verb, &[dep::ACOMP, dep::ATTR, dep::OPRD, dep::DOBJ]);
        holds(verb) || said_of.is_some_and(holds)
    }

    /// Whether a single body or document speaks, of which "it" can be said.
    fn may_be_it(&self, speaker: &Speaker) -> bool {
        let tokens = self.syntax.tokens_of(speaker.span);
        let many = tokens
            .into_iter()
            .any(|i| matches!(self.syntax.parse.tokens[i].tag, tag::NNS | tag::NNPS | tag::CC));
        match speaker.chain {
            Some(chain) => self.chains[chain].kind != EntityKind::Person,
            None => !many,
        }
    }

    /// Whether several persons or a body speak, of whom "they" can be said.
    fn may_be_they(&self, speaker: &Speaker) -> bool {
        let person =
            speaker.chain.is_some_and(|chain| self.chains[chain].kind == EntityKind::Person);
        let tokens = self.syntax.tokens_of(speaker.span);
        let parse = &self.syntax.parse;
        let several = |i: usize| matches!(parse.tokens[i].tag, tag::NNS | tag::NNPS | tag::CC);
        !person
            && (speaker.chain.is_some() || speaker.unnamed.is_some() || tokens.clone().any(several))
    }

    /// Whether a pronoun is the speaker, or what a name or noun before it in the words shown is.
    fn is_told_here(&self, pronoun: usize, speaker: &Speaker, shown: Range<usize>) -> bool {
        let parse = &self.syntax.parse;
        let chain = self.mention_of(pronoun).map(|m| m.chain);
        let own = chain.is_some() && chain == speaker.chain;
        let noun = |i: usize| {
            matches!(parse.tokens[i].pos, pos::NOUN | pos::PROPN)
                && !matches!(parse.tokens[i].dep, dep::COMPOUND | dep::NPADVMOD)
        };
        own || shown.into_iter().any(noun)
    }
}
