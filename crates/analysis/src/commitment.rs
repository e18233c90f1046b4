//! [`Commitment`]s: who promised or agreed to do what, by when, in whose words.
//!
//! Every clause about something to come is a candidate ([`candidates`]): a future verb, an
//! infinitive under a verb or noun of `lexicon/en/commitments.tsv`, "is to". Learned weights
//! ([`weight`]) tell promises from predictions, hopes, demands and refusals.

mod candidate;
pub mod weight;

pub use candidate::{Candidate, candidates};
pub use weight::Features;

use crate::{
    Chain, Claim, Mention, Quotation,
    syntax::Syntax,
    time::{Day, TimeExpr},
};
use document::{Evidence, Fact, RuleId, Span};
use lexicon::Lexicon;

/// Something that someone is bound to do, as far as the words say.
#[derive(Clone, Debug, PartialEq)]
pub struct Commitment {
    /// The clause, from its first to its last word.
    pub span: Span,
    /// Who is bound: the subject's words.
    pub who: Option<Span>,
    /// The chain of who is bound, if the document names it; for "I" and "we" the speaker's.
    pub chain: Option<usize>,
    /// What is to be done.
    pub what: Span,
    /// Head of what is to be done.
    pub head: usize,
    /// Index in [`crate::Analysis::claims`] of the clause, if it is one.
    pub claim: Option<usize>,
    /// Index in [`crate::Analysis::quotations`] of the innermost quotation it stands in.
    pub quotation: Option<usize>,
    /// The condition, if one is named.
    pub condition: Option<Span>,
    /// Likelihood that it is one, in thousandths.
    pub likely: u16,
}

/// What commitments are found in.
#[derive(Clone, Copy)]
pub struct Found<'a> {
    /// The parse.
    pub syntax: &'a Syntax,
    /// Who and what the text speaks of.
    pub mentions: &'a [Mention],
    /// What the mentions refer to.
    pub chains: &'a [Chain],
    /// Who said what.
    pub quotations: &'a [Fact<Quotation>],
    /// When.
    pub times: &'a [Fact<TimeExpr>],
    /// The day the document was published, if known.
    pub published: Option<Day>,
    /// What is stated.
    pub claims: &'a [Fact<Claim>],
    /// The words of the language.
    pub lexicon: &'static Lexicon,
}

/// The commitments of a document, in text order.
pub fn find(found: &Found<'_>) -> Vec<Fact<Commitment>> {
    let weights = weight::english();
    let mut commitments = Vec::new();
    for candidate in candidates(found) {
        let likely = weights.likely(Features::of(found, &candidate).values());
        if likely >= weights.threshold {
            commitments.extend(found.commitment(&candidate, likely));
        }
    }
    commitments.dedup_by(|b, a| a.value.span.contains(b.value.span));
    commitments
}

impl Found<'_> {
    fn commitment(&self, candidate: &Candidate, likely: f32) -> Option<Fact<Commitment>> {
        let syntax = self.syntax;
        let who = candidate.subject.map(|head| syntax.noun_phrase(head));
        let commitment = Commitment {
            span: candidate.span,
            who: who.and_then(|tokens| syntax.span(tokens)),
            chain: self.chain_of(candidate),
            what: syntax.span(candidate.what.clone())?,
            head: candidate.head,
            claim: candidate.claim,
            quotation: candidate.quotation,
            condition: candidate.condition.clone().and_then(|tokens| syntax.span(tokens)),
            likely: (likely * 1000.0) as u16,
        };
        let evidence = Evidence::of(candidate.span, []);
        Some(Fact::new(commitment, evidence, RuleId::new(candidate.rule())))
    }

    /// The mention whose head or words a token is.
    pub(crate) fn mention_at(&self, token: usize) -> Option<&Mention> {
        let of = |m: &&Mention| m.tokens.contains(&token);
        self.mentions.iter().filter(of).min_by_key(|m| (m.head != token, m.tokens.len()))
    }

    /// Whether a token is a pronoun of this grammatical person.
    pub(crate) fn is_person(&self, token: usize, person: u8) -> bool {
        let word = self.syntax.lower(token);
        self.lexicon.pronouns.get(word.as_str()).is_some_and(|p| p.person == person)
    }

    fn chain_of(&self, candidate: &Candidate) -> Option<usize> {
        let subject = candidate.subject?;
        let speaker = candidate.quotation.and_then(|q| self.quotations[q].value.speaker.as_ref());
        if self.is_person(subject, 1) {
            return speaker.and_then(|s| s.chain);
        }
        self.mention_at(subject).map(|m| m.chain)
    }
}
