//! "Both sides", "the two countries": the two who were named together shortly before.

use super::{Found, Made, Speaker};
use crate::mention::{EntityKind, Mention, MentionForm};
use document::Span;
use language::labels::{dep, pos};
use std::{collections::BTreeSet, ops::Range};

/// Most sentences looked back over. Set by hand 2026-11-23 on real pages; not swept.
const SENTENCES_MAX: usize = 3;

impl Found<'_> {
    /// The two whom a noun for two parties takes up, if only one pair stands in the nearest
    /// sentence that has any.
    pub(super) fn both(&self, made: &Made) -> Option<Speaker> {
        let speaker = made.quotation.speaker.as_ref().filter(|s| s.chain.is_none())?;
        let parse = &self.syntax.parse;
        let tokens = self.syntax.tokens_of(speaker.span);
        let noun = tokens.end.checked_sub(1)?;
        let lemma = parse.lemma(noun).to_lowercase();
        let two = |i: usize| {
            let word = self.syntax.lower(i);
            let number = self.lexicon.numbers.get(word.as_str());
            self.lexicon.pairs.contains(word.as_str()) || number == Some(&2.0)
        };
        let group = self.lexicon.groups.contains(lemma.as_str());
        if !group || !tokens.clone().any(two) || self.quote_of(noun).is_some() {
            return None;
        }
        let sentence = parse.sentence_of(noun);
        for back in 0..=SENTENCES_MAX.min(sentence) {
            let here = parse.sentences[sentence - back].clone();
            let pairs = self.pairs(here.start..here.end.min(tokens.start));
            let mut named: BTreeSet<[usize; 2]> = BTreeSet::new();
            named.extend(pairs.iter().map(|(chains, _)| *chains));
            match named.len() {
                0 => continue,
                1 => {
                    let (_, span) = *pairs.last()?;
                    return Some(Speaker { meant: Some(span), ..speaker.clone() });
                }
                _ => return None,
            }
        }
        None
    }

    /// The pairs of names of bodies, places or persons with nothing but a conjunction between, by
    /// their chains.
    fn pairs(&self, tokens: Range<usize>) -> Vec<([usize; 2], Span)> {
        let parse = &self.syntax.parse;
        let party = |m: &&Mention| {
            let kinds = [EntityKind::Organization, EntityKind::Place, EntityKind::Person];
            m.form == MentionForm::Name && kinds.contains(&m.kind) && tokens.contains(&m.head)
        };
        let near = self.places.overlapping(tokens.clone()).into_iter().map(|i| &self.mentions[i]);
        let named: Vec<&Mention> = near.filter(party).collect();
        let joined = |a: &Mention, b: &Mention| {
            let between = a.tokens.end..b.tokens.start;
            let small = |i: usize| matches!(parse.tokens[i].pos, pos::CCONJ | pos::DET);
            let conjunction = |i: usize| parse.tokens[i].pos == pos::CCONJ;
            let more =
                self.syntax.is_comma(b.tokens.end) && self.syntax.has_child(b.head, dep::CONJ);
            between.clone().all(small) && between.clone().any(conjunction) && !more
        };
        let pair = |window: &[&Mention]| {
            let [a, b] = window else { return None };
            // "Ostmark, Marn and Vale" are three.
            let first = a.tokens.start.checked_sub(1).is_none_or(|i| !self.syntax.is_comma(i));
            let alone = first && a.chain != b.chain && joined(a, b);
            let mut chains = [a.chain, b.chain];
            chains.sort_unstable();
            alone.then(|| Some((chains, a.span.cover(b.span)?))).flatten()
        };
        named.windows(2).filter_map(pair).collect()
    }
}
