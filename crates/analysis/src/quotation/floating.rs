//! Quoted sentences that no cue claims: by the speaker of the quotation before them or, where none
//! is near, the person who is the subject of the sentence before.

use super::{Found, Made, QuotationKind, Speaker, draft::SPEECH_WORDS_MIN};
use crate::{
    attribution,
    mention::{EntityKind, Mention},
    near::Near,
    quotation_mark::Quoted,
};
use document::RuleId;
use language::labels::dep;
use std::collections::BTreeSet;

/// Most tokens between words in marks and the verb that says who said them: a name with its role.
/// Chosen 2026-11-23, not swept.
const AFTER_TOKENS_MAX: usize = 12;

impl Found<'_> {
    /// Adds the floating quotations.
    pub(super) fn float(&self, made: &mut Vec<Made>) {
        let mut claimed = vec![false; self.quoted.len()];
        for q in made.iter().filter(|m| m.quotation.kind != QuotationKind::Indirect) {
            for &mark in &q.marks {
                claimed[mark] = true;
            }
        }
        let mut contents = Near::of(made.iter().map(|m| m.quotation.content.range()));
        let ends = made.iter().enumerate().map(|(i, m)| (m.quotation.content.end(), i));
        let mut ends: BTreeSet<(usize, usize)> = ends.collect();
        for (i, quoted) in self.quoted.iter().enumerate().filter(|(i, _)| !claimed[*i]) {
            let around = contents.overlapping(quoted.inner.range());
            let inside =
                around.into_iter().any(|d| made[d].quotation.content.contains(quoted.inner));
            let n_words = self.words(quoted.inner).split_whitespace().count();
            if inside || n_words < SPEECH_WORDS_MIN || !self.is_sentence_like(quoted.inner) {
                continue;
            }
            if let Some(said) = self.said_after(i, quoted) {
                // What stands after the verb without a conjunction is when or how it was said.
                for other in made.iter_mut().filter(|m| m.head == said.head) {
                    let indirect = other.quotation.kind == QuotationKind::Indirect;
                    other.loose = indirect && !self.opens_clause(other);
                }
                contents.add(quoted.outer.range(), made.len());
                ends.insert((quoted.outer.end(), made.len()));
                made.push(said);
                continue;
            }
            let own_paragraph = self.stands_alone(quoted);
            let first = self.document.blocks[quoted.block.saturating_sub(1)].span.start();
            let before = ends.range((first, 0)..=(quoted.outer.start(), usize::MAX)).rev();
            let before = before.map(|&(_, d)| &made[d]).find(|d| {
                let indirect = d.quotation.kind == QuotationKind::Indirect;
                !indirect || own_paragraph || self.is_right_before(d, quoted)
            });
            let near = before.filter(|d| {
                let block = self.syntax.blocks.get(self.syntax.block_of(d.tokens.start));
                block.is_some_and(|&(b, _)| {
                    b == quoted.block || (own_paragraph && b + 1 == quoted.block)
                })
            });
            let speaker = near.and_then(|d| d.quotation.speaker.clone());
            let speaker = speaker.or_else(|| self.subject_before(quoted));
            if speaker.is_none() && !self.ends_own_sentence(quoted) {
                continue;
            }
            let rule = if i > 0 && self.quoted[i - 1].continues { "continued" } else { "floating" };
            contents.add(quoted.outer.range(), made.len());
            ends.insert((quoted.outer.end(), made.len()));
            let rule = RuleId::new(format!("quotation/{rule}"));
            let mut floating = self.marked(i, quoted, rule);
            floating.quotation.speaker = speaker;
            made.push(floating);
        }
    }

    fn marked(&self, mark: usize, quoted: &Quoted, rule: RuleId) -> Made {
        let tokens = self.syntax.tokens_of(quoted.outer);
        let made = Made::direct(quoted.outer, vec![quoted.inner], tokens, rule);
        Made { marks: vec![mark], ..made }
    }

    /// “We sail,” Ada Vale reportedly wrote on her page, closing …: words that end with a comma and
    /// have a subject with its verb of speech right after them.
    fn said_after(&self, mark: usize, quoted: &Quoted) -> Option<Made> {
        let from = self.syntax.tokens_of(quoted.outer).end;
        let inner = self.words(quoted.inner).trim_end_matches(['’', '\'', '”', '"', ' ']);
        let comma = inner.ends_with(',');
        let sentence = self.syntax.sentence(from.min(self.syntax.len().checked_sub(1)?));
        let near = from..sentence.end.min(from + AFTER_TOKENS_MAX);
        let mut near = near.filter(|&i| comma && self.is_speech(i));
        let verb = near.next()?;
        let subject = attribution::subject(self.syntax, self.lexicon, verb)?;
        let phrase = self.syntax.noun_phrase(subject);
        // The tree may give the closing mark to the phrase after it.
        let closing = |i: usize| self.syntax.is_punctuation(i);
        let begins = phrase.start <= from && (phrase.start..from).all(closing);
        let follows = begins || (verb == from && phrase.start == verb + 1);
        let speaker = self.speaker(subject).filter(|_| follows)?;
        let mut made = self.marked(mark, quoted, RuleId::new("quotation/after"));
        made.quotation.speaker = Some(speaker);
        made.quotation.cue = self.syntax.span(verb..verb + 1);
        made.head = Some(verb);
        Some(made)
    }

    /// Whether what somebody is told to have said opens with a conjunction.
    fn opens_clause(&self, made: &Made) -> bool {
        let first = made.tokens.start;
        self.syntax.parse.tokens.get(first).is_some_and(|token| token.dep == dep::MARK)
    }

    /// Whether the sentence of a quotation's cue ends right before marked words.
    fn is_right_before(&self, made: &Made, quoted: &Quoted) -> bool {
        let sentence = self.syntax.sentence(made.head.unwrap_or(made.tokens.start));
        let end = self.syntax.span(sentence).map(|s| s.end());
        end.is_some_and(|end| end <= quoted.outer.start() && self.is_gap(end, quoted.outer.start()))
    }

    /// The person who is the subject of the sentence right before marked words, in their
    /// paragraph.
    fn subject_before(&self, quoted: &Quoted) -> Option<Speaker> {
        let syntax = self.syntax;
        let first = syntax.tokens_of(quoted.outer).start;
        let block = syntax.blocks.get(syntax.block_of(first))?.1.clone();
        let last = first.checked_sub(1).filter(|i| block.contains(i))?;
        let sentence = syntax.sentence(last);
        let root = syntax.parse.root(sentence.clone());
        let subject = syntax.child(root, &[dep::NSUBJ, dep::NSUBJPASS])?;
        let person = |m: &Mention| m.kind == EntityKind::Person;
        self.mention_of(subject).filter(|m| person(m) && self.quote_of(m.head).is_none())?;
        self.speaker(subject).filter(|s| s.chain.is_some())
    }

    fn stands_alone(&self, quoted: &Quoted) -> bool {
        self.document.blocks[quoted.block].span.start() == quoted.outer.start()
    }

    /// Whether marked words begin and end as a sentence does.
    pub(super) fn ends_own_sentence(&self, quoted: &Quoted) -> bool {
        let capital = self.words(quoted.inner).starts_with(char::is_uppercase);
        capital && self.words(quoted.inner).ends_with(['.', '!', '?', '…'])
    }
}
