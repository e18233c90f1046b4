//! By which words those who are bound are best told: the names of the parties, or the report's own.

use super::Pledge;
use crate::{
    Meeting, Report, Story,
    anaphora::{Antecedents, antecedents},
    party::Party,
};
use analysis::{Analysis, Commitment, EntityKind, MentionForm, Speaker};
use document::Span;
use language::labels::{dep, pos};
use lexicon::{
    Lexicon,
    rows::{Gender, Number},
};
use std::collections::{BTreeMap, BTreeSet};

/// The kind of "his" and "her" in `lexicon/en/pronouns.tsv`.
const POSSESSIVE: &str = "possessive";
/// Most names of a row that are counted.
const ROW_MAX: usize = 32;

impl Story {
    /// Whether the words for who is bound say more than the parties do: a row of which not all are
    /// known, an office of a state, "the Port of Velia" known as the port.
    pub fn is_bound_in_words(&self, pledge: &Pledge) -> bool {
        let (report, index) = pledge.stated.value;
        let report = &self.reports[report];
        let syntax = &report.analysis.syntax;
        let stated = &report.analysis.commitments[index].value;
        let Some((head, words)) = stated.actor.zip(stated.who) else { return false };
        if syntax.parse.tokens[head].pos == pos::PRON {
            return false;
        }
        let row = std::iter::successors(Some(head), |&i| syntax.child(i, &[dep::CONJ]));
        let several = row.take(ROW_MAX).count() > pledge.who.len();
        let one = match pledge.who.iter().collect::<Vec<_>>()[..] {
            [Party::Entity(entity)] => {
                is_half(report.document.text.words(words), &self.entities[*entity].name)
            }
            [Party::State(_)] => is_office(&report.analysis, head),
            // "The deputy heads of both departments", and not the two states.
            [Party::State(_), ..] => {
                let states = pledge.who.iter().all(|p| matches!(p, Party::State(_)));
                states && is_office(&report.analysis, head) && is_described(&report.analysis, head)
            }
            _ => false,
        };
        several || one
    }

    /// What the words of what is to be done point back to, for a reader who sees beside them who is
    /// bound.
    pub fn pointed(&self, pledge: &Pledge) -> Antecedents {
        let (report, index) = pledge.stated.value;
        let report = &self.reports[report];
        let stated = &report.analysis.commitments[index].value;
        let shown = told(report, stated);
        let bound = stated.who.map(|span| Speaker {
            span,
            meant: None,
            chain: stated.chain,
            unnamed: None,
        });
        let mut found = antecedents(report, shown, bound.as_ref());
        let who = |chain: usize| self.entity(pledge.stated.value.0, chain).map(Party::Entity);
        // "The two countries": those of the story.
        found.before = found.before.filter(|_| found.is_open);
        found.named.retain(|(_, chain)| who(*chain).is_none_or(|who| !pledge.who.contains(&who)));
        found
    }

    /// The person who says it, where the words for who is bound begin with "his" or "her".
    pub fn owner(&self, pledge: &Pledge) -> Option<usize> {
        let (report, index) = pledge.stated.value;
        let analysis = &self.reports[report].analysis;
        let stated = &analysis.commitments[index].value;
        let first = analysis.syntax.tokens_of(stated.who?).start;
        let word = analysis.syntax.lower(first);
        let pronoun = Lexicon::english().pronouns.get(word.as_str())?;
        let of_one = matches!(pronoun.gender, Some(Gender::Masculine | Gender::Feminine));
        let his = pronoun.kind == POSSESSIVE && pronoun.person == 3 && of_one;
        let said = &analysis.quotations[stated.quotation.filter(|_| his)?].value;
        let entity = self.entity(report, said.speaker.as_ref()?.chain?)?;
        Some(entity).filter(|&e| self.entities[e].kind == EntityKind::Person)
    }

    /// The entity that a pronoun stands for.
    pub fn pronoun(&self, words: Span) -> Option<usize> {
        let report = self.report_of(words.doc())?;
        let mut mentions = self.reports[report].analysis.mentions.iter();
        let mention = mentions.find(|m| m.span == words && m.form == MentionForm::Pronoun)?;
        self.entity(report, mention.chain)
    }
}

/// The words of what is to be done as they are told: with their subject, where that is not who is
/// bound.
fn told(report: &Report, stated: &Commitment) -> Span {
    let syntax = &report.analysis.syntax;
    let (first, what) = (syntax.tokens_of(stated.what).start, stated.what);
    let subject = syntax.child(stated.head, &[dep::NSUBJ, dep::NSUBJPASS]).filter(|&s| s < first);
    let Some(subject) = subject.map(|s| syntax.noun_phrase(s)) else { return what };
    if !stated.act.starts_with(syntax.word(subject.start)) {
        return what;
    }
    syntax.span(subject.start..syntax.tokens_of(what).end).unwrap_or(what)
}

/// Most steps up the tree from what is to be done to the verb that has a subject.
const STEPS_MAX: usize = 3;

/// Puts in the place of somebody who came to a meeting for a state that state, where he says "we".
pub(crate) fn stand_for(reports: &[Report], pledges: &mut [Pledge], meetings: &[Meeting]) {
    let mut sides: BTreeMap<usize, BTreeSet<Party>> = BTreeMap::new();
    for delegation in meetings.iter().flat_map(|m| &m.delegations) {
        for &member in &delegation.members {
            sides.entry(member).or_default().insert(delegation.party);
        }
    }
    for pledge in pledges {
        let [Party::Entity(entity)] = pledge.who.iter().collect::<Vec<_>>()[..] else { continue };
        let of = sides.get(entity).filter(|of| of.len() == 1);
        let Some(of) = of.filter(|_| is_we(reports, pledge)) else { continue };
        pledge.who = of.clone();
    }
}

/// Whether who is bound calls himself "we".
fn is_we(reports: &[Report], pledge: &Pledge) -> bool {
    let (report, index) = pledge.stated.value;
    let analysis = &reports[report].analysis;
    let syntax = &analysis.syntax;
    let head = analysis.commitments[index].value.head;
    let up = std::iter::successors(Some(head), |&i| {
        let inside = [dep::CONJ, dep::XCOMP, dep::CCOMP];
        inside.contains(&syntax.parse.tokens[i].dep).then(|| syntax.parse.head(i))
    });
    let mut subjects = up.take(STEPS_MAX).filter_map(|i| syntax.child(i, &[dep::NSUBJ]));
    let word = subjects.next().map(|s| syntax.lower(s));
    let pronoun = word.and_then(|w| Lexicon::english().pronouns.get(w.as_str()));
    pronoun.is_some_and(|p| p.person == 1 && p.number == Some(Number::Plural))
}

/// Whether words go on with "of" where a name ends.
fn is_half(words: &str, name: &str) -> bool {
    let rest = words.split_once(name).map_or("", |(_, rest)| rest);
    let next = rest.split_whitespace().next();
    next.is_some_and(|word| Lexicon::english().genitive.contains(word))
}

/// Whether a noun is no name of a state and none for a state: "the central bank of Velia".
fn is_office(analysis: &Analysis, head: usize) -> bool {
    let lemma = analysis.syntax.parse.lemma(head).to_lowercase();
    let group = Lexicon::english().groups.contains(lemma.as_str());
    let place = |kind: EntityKind| kind == EntityKind::Place;
    !group && !analysis.mentions.iter().any(|m| m.head == head && place(m.kind))
}

/// Whether a noun has words with it that say of whom it is, and not only how many they are.
fn is_described(analysis: &Analysis, head: usize) -> bool {
    let of = [dep::PREP, dep::AMOD, dep::COMPOUND, dep::POSS, dep::NMOD];
    let noun = analysis.syntax.parse.tokens[head].pos == pos::NOUN;
    noun && analysis.syntax.child(head, &of).is_some()
}
