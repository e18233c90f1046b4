//! Whether a promise is the word of who is bound, or what others tell of him.

use super::{Candidate, Found, candidate::Form, class::Agent};
use crate::{EntityKind, Mention, MentionForm, QuotationKind, Speaker};
use document::Span;
use language::labels::{dep, pos, tag};
use lexicon::rows::{CommitmentCue, Gender};

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

    /// "The nominee said he would": whether a pronoun is the first subject of what somebody is
    /// reported to say, who may be the one.
    pub(super) fn is_reported_subject(&self, head: usize, candidate: &Candidate) -> bool {
        let syntax = self.syntax;
        let pronoun = self.lexicon.pronouns.get(syntax.lower(head).as_str());
        let gender = pronoun.and_then(|p| p.gender).filter(|g| *g != Gender::Neuter);
        let said = candidate.quotation.map(|q| &self.quotations[q].value);
        let said = said.filter(|q| q.kind != QuotationKind::Direct);
        let Some((said, gender)) = said.zip(gender) else { return false };
        let subject = |i: usize| matches!(syntax.parse.tokens[i].dep, dep::NSUBJ | dep::NSUBJPASS);
        let opens = !(syntax.tokens_of(said.content).start..head).any(subject);
        let before = said.speaker.as_ref().filter(|s| syntax.tokens_of(s.span).end <= head);
        opens && before.is_some_and(|s| self.may_be(s, gender))
    }

    /// Whether a speaker is one person who speaks for nobody else, and may be of a gender: of
    /// whoever is named it is known; a description has no word for another.
    fn may_be(&self, speaker: &Speaker, gender: Gender) -> bool {
        let (syntax, parse) = (self.syntax, &self.syntax.parse);
        let words = syntax.tokens_of(speaker.span);
        let top = syntax.head_of(&words);
        let Some(top) = top.filter(|_| speaker.unnamed.is_none()) else { return false };
        let many = parse.tokens[top].tag != tag::NN && parse.tokens[top].tag != tag::NNP
            || syntax.has_child(top, dep::CONJ);
        let known = speaker.chain.map(|chain| &self.chains[chain]);
        let person = match known {
            Some(chain) => chain.kind == EntityKind::Person,
            None => self.lexicon.titles.get(&parse.lemma(top).to_lowercase()).is_some(),
        };
        let fits = match known.filter(|c| c.name.is_some()) {
            Some(named) => named.gender == Some(gender),
            None => known.and_then(|c| c.gender).is_none_or(|g| g == gender),
        };
        let of_another = words.clone().any(|i| {
            let possessive = parse.tokens[i].tag == tag::PRP_POSS;
            let speaks = self.lexicon.spokespersons.contains(syntax.lower(i).as_str());
            let named = |m: &Mention| {
                let person = m.kind == EntityKind::Person && m.form == MentionForm::Name;
                person && Some(m.chain) != speaker.chain
            };
            let named = self.mention_at(i).is_some_and(named);
            possessive || speaks || named
        });
        person && !many && fits && !of_another
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

#[cfg(test)]
mod tests {
    use crate::tests::analysed;

    fn bound(text: &str) -> Vec<String> {
        let (document, analysis) = analysed(text);
        let who = analysis.commitments.iter().filter_map(|c| c.value.who);
        who.map(|span| document.text.words(span).to_string()).collect()
    }

    #[test]
    fn he_of_what_somebody_is_reported_to_say_is_who_says_it() {
        let before = "Tomas Berg changed his mind on Monday. ";
        let told = format!("{before}The mayoral nominee said he will close the mill in May.");
        assert_eq!(bound(&told), ["The mayoral nominee"]);
    }

    #[test]
    fn he_of_what_is_said_for_another_or_by_a_woman_is_another() {
        let before = "Tomas Berg changed his mind on Monday. ";
        for told in [
            "His lawyer said he will close the mill in May.",
            "A spokesman said he will close the mill in May.",
            "Mary Vale said he will close the mill in May.",
        ] {
            let who = bound(&format!("{before}{told}"));
            assert!(!who.iter().any(|w| told.starts_with(w.as_str())), "{told} {who:?}");
        }
    }
}
