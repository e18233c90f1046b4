//! [`Telling`]: what a statement tells by itself that matters to any commitment.

use super::content_lemmas;
use crate::{
    claim::{Statement, Statements},
    party::{Parties, Party},
};
use analysis::time::{Direction, tense};
use lexicon::{
    Lexicon,
    rows::{CommitmentCue, FollowUpKind},
};
use std::collections::BTreeSet;

/// What a statement tells. Read once, however many commitments it may answer to.
#[derive(Clone, Debug)]
pub(super) struct Telling {
    /// What its first word of outcome says.
    pub(super) outcome: Option<FollowUpKind>,
    /// Whether it has a word of promising.
    pub(super) promises: bool,
    /// Whether it has a word of agreeing.
    pub(super) agrees: bool,
    /// The commitments that bind in its words, by report and index.
    pub(super) bound: Vec<(usize, usize)>,
    /// Whether it tells of what is past.
    pub(super) is_past: bool,
    /// Lemma of its predicate.
    pub(super) head: String,
    /// Lemmas of its clause.
    pub(super) lemmas: Vec<String>,
    /// Lemmas of the words of content in its span, each once.
    pub(super) content: BTreeSet<String>,
    /// Who is named in it.
    pub(super) parties: BTreeSet<Party>,
    is_negated: bool,
}

impl Telling {
    pub(super) fn of(
        all: &Statements<'_>,
        statement: &Statement,
        lexicon: &Lexicon,
        parties: &Parties<'_>,
    ) -> Telling {
        let analysis = &all.report(statement).analysis;
        let (syntax, claim) = (&analysis.syntax, all.claim(statement));
        let tokens = syntax.tokens_of(statement.span);
        let lemma = |token: usize| syntax.parse.lemma(token).to_lowercase();
        // "Late Monday" is a time, and no delay.
        let timed = |&i: &usize| analysis.times.iter().any(|t| t.value.tokens.contains(&i));
        let outcome = tokens.clone().filter(|i| !timed(i)).find_map(|token| {
            let rest = token..tokens.end;
            let lemmas = rest.clone().map(|i| syntax.parse.lemma(i));
            let found = lexicon.follow_ups.longest(lemmas);
            let words = || lexicon.follow_ups.longest(rest.map(|i| syntax.word(i)));
            found.or_else(words).map(|(_, kind)| *kind)
        });
        let cues = tokens.clone().flat_map(|token| {
            let lemma = lemma(token);
            let known = |verb| lexicon.commitments.get(&(lemma.as_str(), verb)).copied();
            [known(true), known(false)]
        });
        let cues: Vec<CommitmentCue> = cues.flatten().collect();
        let commitments = analysis.commitments.iter().enumerate();
        let bound = commitments
            .filter(|(_, c)| c.value.is_binding() && c.value.span.overlaps(statement.span));
        Telling {
            outcome,
            promises: cues.contains(&CommitmentCue::Promise),
            agrees: cues.contains(&CommitmentCue::Agree),
            bound: bound.map(|(c, _)| (statement.report, c)).collect(),
            is_past: tense::direction(syntax, lexicon, claim.head) == Direction::Past,
            head: lemma(claim.head),
            lemmas: claim.tokens.iter().map(|&i| lemma(i)).collect(),
            content: content_lemmas(syntax, tokens.clone()),
            parties: parties.within(statement.report, tokens),
            is_negated: claim.is_negated,
        }
    }

    /// Whether it itself binds someone.
    pub(super) fn is_binding(&self) -> bool {
        !self.bound.is_empty()
    }

    /// What it tells of an outcome: by its words, else done if it is not negated.
    pub(super) fn kind(&self) -> FollowUpKind {
        match (self.outcome, self.is_negated) {
            (Some(FollowUpKind::Done | FollowUpKind::Begun), true) => FollowUpKind::Undone,
            (Some(kind), _) => kind,
            (None, true) => FollowUpKind::Undone,
            (None, false) => FollowUpKind::Done,
        }
    }
}
