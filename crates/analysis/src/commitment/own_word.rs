//! Whether a promise is the word of who is bound, or what others tell of him.

use super::{Candidate, Found, candidate::Form, class::Agent};
use crate::{EntityKind, Speaker};
use document::Span;
use language::labels::{dep, pos, tag};
use lexicon::rows::CommitmentCue;

impl Found<'_> {
    /// Whether who is to act says so himself: in a word of promising, as "I" or "we", or as the
    /// one whose words they are.
    pub(super) fn is_own_word(&self, candidate: &Candidate) -> bool {
        let promised = candidate.cue.is_some_and(|(_, kind)| kind == CommitmentCue::Promise);
        if candidate.form != Form::Future
            || promised
            || candidate.subject.is_some_and(|s| self.is_person(s, 1))
        {
            return true;
        }
        let speaker = candidate.quotation.and_then(|q| self.quotations[q].value.speaker.as_ref());
        match self.agent(candidate) {
            Agent::Token(token) => {
                let own = self.mention_at(token);
                let same = |s: &&Speaker| s.chain.is_some() && s.chain == own.map(|m| m.chain);
                let state = own.is_some_and(|m| m.kind == EntityKind::Place);
                let said = |s: &&Speaker| self.speaks_for(s.span, token, state);
                speaker.filter(|s| same(s) || said(s)).is_some()
            }
            Agent::Speaker => self.is_of_itself(candidate),
            Agent::Unnamed => false,
        }
    }

    /// "The two governments said that Velia will", "Velia's spokesman": whether those whose words
    /// they are have the name of who is to act beside theirs, or are the government of that state.
    fn speaks_for(&self, speaker: Span, actor: usize, is_state: bool) -> bool {
        let (syntax, name) = (self.syntax, self.syntax.lower(actor));
        let named = syntax.parse.tokens[actor].pos == pos::PROPN;
        syntax.tokens_of(speaker).any(|i| {
            let lemma = syntax.parse.lemma(i).to_lowercase();
            let body = || self.lexicon.kinds.get(lemma.as_str()).is_some_and(|kind| kind.is_body());
            let party = || self.lexicon.groups.contains(lemma.as_str());
            named && syntax.lower(i) == name || is_state && (body() || party())
        })
    }

    /// "It will pay", of what a body says.
    pub(super) fn is_of_itself(&self, candidate: &Candidate) -> bool {
        let speaker = candidate.quotation.and_then(|q| self.quotations[q].value.speaker.as_ref());
        let body = speaker.is_some_and(|s| match s.chain {
            Some(chain) => self.chains[chain].kind != EntityKind::Person,
            None => self.syntax.tokens_of(s.span).any(|i| {
                let lemma = self.syntax.parse.lemma(i).to_lowercase();
                self.lexicon.kinds.get(lemma.as_str()).is_some_and(|kind| kind.is_body())
            }),
        });
        let active = !self.syntax.has_child(candidate.head, dep::AUXPASS);
        let pronoun = |s: usize| self.syntax.parse.tokens[s].tag == tag::PRP;
        body && active && candidate.subject.is_some_and(pronoun)
    }
}
