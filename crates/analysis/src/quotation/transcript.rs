//! Interviews in print: paragraphs that begin with who speaks and a colon.
//!
//! Each such paragraph is one direct quotation of its speaker, its sentences the words verbatim.
//! What is reported inside it stays a quotation of its own; "I" and "you" there are the speaker
//! and the one spoken to.

use super::{Found, Made, Speaker};
use crate::{
    mention::{EntityKind, MentionForm},
    near::Near,
};
use document::{RuleId, Span};
use language::labels::pos;
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// Fewest turns that make a transcript.
const TURNS_MIN: usize = 4;

/// Longest label, in tokens.
const LABEL_TOKENS_MAX: usize = 4;

/// Longest note in brackets after a label, with its brackets, in tokens.
const NOTE_TOKENS_MAX: usize = 8;

/// A paragraph with its speaker.
struct Turn {
    label: Range<usize>,
    /// What stands in brackets after the label: "VALE (recorded):", "HOST (Ada Vale):".
    note: Range<usize>,
    words: Range<usize>,
}

/// Chains with a name of theirs, folded, by the last word of that.
type Called = BTreeMap<String, BTreeSet<(usize, String)>>;

/// The only one whose name ends with a folded label: "VALE" for Ada Vale.
fn only_called(called: &Called, label: &str) -> Option<usize> {
    let last = label.rsplit(' ').next().unwrap_or_default();
    let ends = |name: &str| {
        let rest = name.strip_suffix(label);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
    };
    let named = called.get(last).into_iter().flatten().filter(|(_, name)| ends(name));
    let mut chains = named.map(|(chain, _)| *chain);
    let only = chains.next()?;
    chains.all(|chain| chain == only).then_some(only)
}

impl Found<'_> {
    /// Puts the turns of a transcript in the place of what was found in them.
    pub(super) fn transcribe(&self, made: &mut Vec<Made>) {
        let turns: Vec<Turn> =
            self.syntax.blocks.iter().filter_map(|(_, tokens)| self.turn(tokens)).collect();
        let mut labels: Vec<String> = turns.iter().map(|turn| self.label(turn)).collect();
        labels.sort_unstable();
        labels.dedup();
        if turns.len() < TURNS_MIN || labels.len() < 2 || labels.len() * 2 > turns.len() {
            return;
        }
        let named = |turn: &Turn| Some((self.label(turn), self.noted(turn)?));
        let notes: BTreeMap<String, usize> = turns.iter().rev().filter_map(named).collect();
        let called = self.called();
        let known = (&notes, &called);
        let mut spoken: Vec<(Made, Option<Speaker>)> = Vec::new();
        for (i, turn) in turns.iter().enumerate() {
            let Some(speaker) = self.labelled(turn, known) else { continue };
            let other = i.checked_sub(1).map_or(turns.get(1), |before| turns.get(before));
            let hearer = other.and_then(|other| self.labelled(other, known));
            let Some(content) = self.syntax.span(turn.words.clone()) else { continue };
            spoken.push((self.spoken(turn, content, speaker), hearer));
        }
        // What is found in a label is nobody's words.
        let labelled = |m: &Made| {
            let content = m.quotation.content.range();
            let label = m.quotation.speaker.as_ref().map_or(content.start, |s| s.span.start());
            label.min(content.start)..content.end
        };
        let contents = Near::of(spoken.iter().map(|(m, _)| labelled(m)));
        made.retain_mut(|m| {
            let around = contents.overlapping(m.quotation.content.range());
            around.into_iter().all(|i| {
                let (turn, hearer) = &spoken[i];
                let speaker = turn.quotation.speaker.as_ref();
                turn.quotation.content.contains(m.quotation.content)
                    && speaker.is_some_and(|speaker| self.stays(m, speaker, hearer.as_ref()))
            })
        });
        made.extend(spoken.into_iter().map(|(turn, _)| turn));
    }

    /// A paragraph that begins with a capitalised label and a colon, a note in brackets between.
    fn turn(&self, block: &Range<usize>) -> Option<Turn> {
        let word = |i: &usize| self.syntax.word(*i);
        let end = block.end.min(block.start + LABEL_TOKENS_MAX + 1);
        let stop = (block.start..end).find(|i| matches!(word(i), ":" | "("))?;
        let noted = block.end.min(stop + NOTE_TOKENS_MAX + 1);
        // The closing bracket and the colon may be one token.
        let colon = (stop..noted).find(|i| word(i).ends_with(':'))?;
        let closed = colon == stop || word(&(colon - 1)) == ")" || word(&colon) == "):";
        if !closed {
            return None;
        }
        let (label, note) = (block.start..stop, stop..colon);
        let capital = |i: usize| {
            let word = self.syntax.word(i);
            word.starts_with(char::is_uppercase) || self.syntax.parse.tokens[i].pos == pos::PUNCT
        };
        let named = !label.is_empty() && label.clone().all(capital);
        let words = colon + 1..block.end;
        (named && !words.is_empty()).then_some(Turn { label, note, words })
    }

    fn label(&self, turn: &Turn) -> String {
        lexicon::fold(self.syntax.words(turn.label.clone()))
    }

    fn labelled(
        &self,
        turn: &Turn,
        (notes, called): (&BTreeMap<String, usize>, &Called),
    ) -> Option<Speaker> {
        let span = self.syntax.span(turn.label.clone())?;
        let mention = self.mention_of(turn.label.end - 1);
        let chain = mention.map(|m| m.chain).filter(|&c| self.chains[c].name.is_some());
        let noted = || notes.get(&self.label(turn)).copied();
        let chain = chain.or_else(|| only_called(called, &self.label(turn))).or_else(noted);
        Some(Speaker { span, meant: None, chain, unnamed: None })
    }

    /// The person whose name the note after a label has.
    fn noted(&self, turn: &Turn) -> Option<usize> {
        let named = turn.note.clone().filter_map(|i| self.mention_of(i));
        let mut named = named.filter(|m| m.form == MentionForm::Name);
        named.find(|m| m.kind == EntityKind::Person).map(|m| m.chain)
    }

    /// The chains that are named, by the last word of each of their names.
    fn called(&self) -> Called {
        let mut called = Called::default();
        for m in self.mentions.iter().filter(|m| m.form == MentionForm::Name) {
            let name = lexicon::fold(self.words(m.span));
            let last = name.rsplit(' ').next().unwrap_or_default().to_string();
            called.entry(last).or_default().insert((m.chain, name));
        }
        called
    }

    /// Whether something found in a turn is somebody else's words; "you" becomes a name.
    fn stays(&self, made: &mut Made, own: &Speaker, hearer: Option<&Speaker>) -> bool {
        let Some(speaker) = &mut made.quotation.speaker else { return false };
        let head = self.syntax.tokens_of(speaker.span).end - 1;
        let pronoun = self.lexicon.pronouns.get(self.syntax.lower(head).as_str());
        match (pronoun.map(|p| p.person), hearer) {
            (Some(1), _) => false,
            (Some(2), Some(hearer)) => {
                speaker.chain = hearer.chain;
                true
            }
            (Some(2), None) => false,
            // In one's own turn "he" is somebody else.
            (Some(3), _) if self.is_same(speaker, own) => {
                speaker.chain = None;
                true
            }
            _ => !self.is_same(speaker, own),
        }
    }

    fn spoken(&self, turn: &Turn, content: Span, speaker: Speaker) -> Made {
        let sentences = self.syntax.parse.sentences.iter().filter_map(|sentence| {
            let inside = sentence.start.max(turn.words.start)..sentence.end.min(turn.words.end);
            (inside.start < inside.end).then(|| self.syntax.span(inside)).flatten()
        });
        let rule = RuleId::new("quotation/transcript");
        let mut made = Made::direct(content, sentences.collect(), turn.words.clone(), rule);
        made.quotation.speaker = Some(speaker);
        made.quotation.cue = self.syntax.span(turn.note.end..turn.note.end + 1);
        made
    }
}
