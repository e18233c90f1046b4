//! By which words those who are bound are best told: the names of the parties, or the report's own.

use super::Pledge;
use crate::{Story, party::Party};
use analysis::{Analysis, EntityKind, MentionForm};
use document::Span;
use language::labels::{dep, pos};
use lexicon::Lexicon;

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
            _ => false,
        };
        several || one
    }

    /// The entity that a pronoun stands for.
    pub fn pronoun(&self, words: Span) -> Option<usize> {
        let report = self.report_of(words.doc())?;
        let mut mentions = self.reports[report].analysis.mentions.iter();
        let mention = mentions.find(|m| m.span == words && m.form == MentionForm::Pronoun)?;
        self.entity(report, mention.chain)
    }
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
