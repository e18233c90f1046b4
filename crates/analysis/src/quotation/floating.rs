//! Quoted sentences that no cue claims: by the speaker of the quotation before them.

use super::{Found, Made, Quotation, QuotationKind, draft::SPEECH_WORDS_MIN};
use crate::quotation_mark::Quoted;
use document::RuleId;

impl Found<'_> {
    /// Adds the floating quotations.
    pub(super) fn float(&self, made: &mut Vec<Made>) {
        let mut claimed = vec![false; self.quoted.len()];
        for q in made.iter().filter(|m| m.quotation.kind != QuotationKind::Indirect) {
            for &mark in &q.marks {
                claimed[mark] = true;
            }
        }
        for (i, quoted) in self.quoted.iter().enumerate().filter(|(i, _)| !claimed[*i]) {
            let inside = made.iter().any(|d| d.quotation.content.contains(quoted.inner));
            let n_words = self.words(quoted.inner).split_whitespace().count();
            if inside || n_words < SPEECH_WORDS_MIN || !self.is_sentence_like(quoted.inner) {
                continue;
            }
            let own_paragraph = self.stands_alone(quoted);
            let before = made
                .iter()
                .filter(|d| d.quotation.kind != QuotationKind::Indirect || own_paragraph)
                .filter(|d| d.quotation.content.end() <= quoted.outer.start())
                .max_by_key(|d| d.quotation.content.end());
            let near = before.filter(|d| {
                let block = self.syntax.blocks.get(self.syntax.block_of(d.tokens.start));
                block.is_some_and(|&(b, _)| {
                    b == quoted.block || (own_paragraph && b + 1 == quoted.block)
                })
            });
            let speaker = near.and_then(|d| d.quotation.speaker.clone());
            if speaker.is_none() && !self.ends_own_sentence(quoted) {
                continue;
            }
            let rule = if i > 0 && self.quoted[i - 1].continues { "continued" } else { "floating" };
            made.push(Made {
                tokens: self.syntax.tokens_of(quoted.outer),
                marks: vec![i],
                quotation: Quotation {
                    kind: QuotationKind::Direct,
                    content: quoted.outer,
                    verbatim: vec![quoted.inner],
                    speaker,
                    cue: None,
                    via: Vec::new(),
                    stance: "",
                },
                head: None,
                passive: false,
                hearer: false,
                rule: RuleId::new(format!("quotation/{rule}")),
            });
        }
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
