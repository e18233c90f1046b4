//! Speech inside speech: what stands in marks within marks, by the verb of speech before it.

use super::{Found, Made, draft::SPEECH_WORDS_MIN};
use crate::{attribution, quotation_mark};
use document::{RuleId, Span};
use language::labels::pos;
use std::collections::BTreeSet;

/// Most tokens between a verb of speech and the marks that it introduces.
const TOKENS_MAX: usize = 8;

impl Found<'_> {
    /// Adds what is quoted inside quotations and has a verb of speech before it, or after it.
    pub(super) fn nest(&self, made: &mut Vec<Made>) {
        let cued = made.iter().filter(|m| m.head.is_some());
        let mut cued: BTreeSet<Span> = cued.map(|m| m.quotation.content).collect();
        for (outer, marks, inner) in quotation_mark::nested(self.document, self.quoted) {
            let tokens = self.syntax.tokens_of(marks);
            if cued.contains(&marks) || tokens.is_empty() {
                continue;
            }
            let around = self.syntax.tokens_of(self.quoted[outer].inner);
            let before = (around.start..tokens.start).rev().take(TOKENS_MAX);
            let after = (tokens.end..around.end).take(TOKENS_MAX);
            let Some(verb) = before.chain(after).find(|&i| self.is_speech(i)) else { continue };
            let subject = attribution::subject(self.syntax, self.lexicon, verb);
            let subject = subject.filter(|&subject| self.can_speak(subject));
            let speaker = subject.and_then(|subject| self.speaker(subject));
            if speaker.is_none() || !self.is_speech_like(inner) {
                continue;
            }
            cued.insert(marks);
            let rule = RuleId::new("quotation/nested");
            let mut nested = Made::direct(marks, vec![inner], tokens, rule);
            nested.quotation.speaker = speaker;
            nested.quotation.cue = self.syntax.span(verb..verb + 1);
            nested.head = Some(verb);
            made.push(nested);
        }
    }

    fn is_speech_like(&self, span: Span) -> bool {
        let n_words = self.words(span).split_whitespace().count();
        n_words >= SPEECH_WORDS_MIN || self.is_sentence_like(span)
    }

    pub(super) fn is_speech(&self, token: usize) -> bool {
        let lemma = self.syntax.parse.lemma(token).to_lowercase();
        let verb = matches!(self.syntax.parse.tokens[token].pos, pos::VERB | pos::AUX);
        let speech = |cue: &lexicon::rows::Cue| {
            cue.pos == lexicon::rows::CuePos::Verb && cue.has(&lexicon::rows::Frame::Quote)
        };
        let rows = self.lexicon.cues.get(lemma.as_str());
        verb && rows.is_some_and(|rows| rows.iter().any(speech))
    }
}
