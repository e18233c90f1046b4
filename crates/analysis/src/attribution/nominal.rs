//! Candidates of nouns, adjectives, adverbs, prepositions and colons.

use super::{Finder, Head, Tie, subject};
use language::labels::{dep, pos, tag};
use lexicon::rows::{CuePos, Frame};
use std::ops::Range;

/// Most tokens before a colon that can name a speaker.
const COLON_TOKENS_MAX: usize = 10;

impl Finder<'_> {
    /// A nominal cue: "the minister's claim that …", "a statement by the ministry that …", "in his
    /// view, …".
    pub(super) fn noun(&mut self, token: usize) {
        let syntax = self.syntax;
        let complements: Vec<usize> = syntax
            .parse
            .children(token)
            .filter(|&c| {
                let label = syntax.parse.tokens[c].dep;
                let complement = [dep::ACL, dep::CCOMP, dep::RELCL, dep::PREP, dep::APPOS];
                c > token && complement.contains(&label)
            })
            .collect();
        self.misread(token);
        let parent = syntax.parse.head(token);
        let fronted = syntax.parse.tokens[token].dep == dep::POBJ;
        let owner = syntax.child(token, &[dep::POSS]);
        if complements.is_empty() && !(fronted && owner.is_some()) {
            return;
        }
        let row = self.row(token, CuePos::Noun);
        let end = row.map_or(token + 1, |(_, end)| end);
        let head = |speaker| Head {
            cue: row.map(|(cue, _)| cue),
            words: token..end,
            head: token,
            speaker,
            passive: false,
        };
        for &child in &complements {
            let makers = complements.iter().filter(|&&c| c != child);
            let made = makers
                .filter(|&&c| syntax.parse.tokens[c].dep == dep::PREP)
                .find_map(|&p| syntax.child(p, &[dep::POBJ]));
            let speaker = owner.or(made).or_else(|| self.light_subject(token));
            if syntax.parse.tokens[child].dep == dep::PREP {
                let object = syntax.child(child, &[dep::POBJ, dep::PCOMP]);
                if let Some(object) = object {
                    self.add(&head(speaker), Tie::Phrase, object, self.subtree(object));
                }
            } else {
                self.add(&head(speaker), Tie::Modifier, child, self.subtree(child));
            }
        }
        if fronted && owner.is_some() {
            let phrase = self.subtree(parent);
            self.add_host(&head(owner), &phrase);
        }
    }

    /// A verb of speech that ends its sentence and was read as a plural: "The road is shut, the
    /// agency Farwire reports."
    fn misread(&mut self, token: usize) {
        let syntax = self.syntax;
        let sentence = syntax.sentence(token);
        let last = token + 1 >= sentence.end || syntax.is_punctuation(token + 1);
        let row = self.row(token, CuePos::Verb).map(|(cue, _)| cue);
        let speech = row.is_some_and(|cue| cue.has(&Frame::Quote) && cue.has(&Frame::Clause));
        let plural = syntax.parse.tokens[token].tag == tag::NNS;
        let phrase = sentence.start..token;
        let comma = phrase.rev().find(|&i| syntax.word(i) == ",");
        let (true, true, true, Some(comma)) = (last, speech, plural, comma) else { return };
        let subject = comma + 1..token;
        let nominal = |i: usize| {
            matches!(
                syntax.parse.tokens[i].pos,
                pos::DET | pos::NOUN | pos::PROPN | pos::ADJ | pos::PUNCT
            )
        };
        let verbal = |i: &usize| matches!(syntax.parse.tokens[*i].pos, pos::VERB | pos::AUX);
        let verb = (sentence.start..comma).find(verbal);
        let Some(anchor) = verb.filter(|_| !subject.is_empty() && subject.clone().all(nominal))
        else {
            return;
        };
        let words = token..token + 1;
        let speaker = Some(token - 1);
        let head = Head { cue: row, words, head: token, speaker, passive: false };
        self.add(&head, Tie::Clause, anchor, sentence.start..comma);
    }

    /// The subject of the verb that a noun is the object of: "he made the claim that …".
    fn light_subject(&self, noun: usize) -> Option<usize> {
        let syntax = self.syntax;
        let mut at = noun;
        for _ in 0..2 {
            let parent = syntax.parse.head(at);
            let object = [dep::DOBJ, dep::POBJ, dep::PREP, dep::ATTR];
            if parent == at || !object.contains(&syntax.parse.tokens[at].dep) {
                return None;
            }
            at = parent;
            if matches!(syntax.parse.tokens[at].pos, pos::VERB | pos::AUX) {
                return subject(syntax, self.lexicon, at);
            }
        }
        None
    }

    /// A predicate adjective: "he was sure that …".
    pub(super) fn adjective(&mut self, token: usize) {
        let syntax = self.syntax;
        let complement = [dep::CCOMP, dep::XCOMP, dep::PREP, dep::ADVCL];
        let label = syntax.parse.tokens[token].dep;
        if !matches!(label, dep::ACOMP | dep::OPRD | dep::AMOD | dep::CONJ | dep::ACL) {
            return;
        }
        let parent = syntax.parse.head(token);
        let verbal = matches!(syntax.parse.tokens[parent].pos, pos::VERB | pos::AUX);
        let mut children: Vec<usize> = syntax.parse.children(token).collect();
        if verbal {
            children.extend(syntax.parse.children(parent).filter(|&c| c > token));
        }
        children.retain(|&c| c > token && complement.contains(&syntax.parse.tokens[c].dep));
        if children.is_empty() {
            return;
        }
        let row = self.row(token, CuePos::Adjective);
        let speaker = if verbal { subject(syntax, self.lexicon, parent) } else { Some(parent) };
        let first = if verbal && parent < token { parent } else { token };
        let head = Head {
            cue: row.map(|(cue, _)| cue),
            words: first..token + 1,
            head: token,
            speaker: speaker.filter(|&s| s != token),
            passive: false,
        };
        for child in children {
            let object = syntax.child(child, &[dep::POBJ, dep::PCOMP]);
            match object.filter(|_| syntax.parse.tokens[child].dep == dep::PREP) {
                Some(object) => self.add(&head, Tie::Phrase, object, self.subtree(object)),
                None => {
                    let open = syntax.parse.tokens[child].dep == dep::XCOMP;
                    let tie = if open { Tie::Open } else { Tie::Clause };
                    self.add(&head, tie, child, self.subtree(child));
                }
            }
        }
    }

    /// An adverb that reports: "reportedly".
    pub(super) fn adverb(&mut self, token: usize) {
        let parent = self.syntax.parse.head(token);
        let verbal = matches!(self.syntax.parse.tokens[parent].pos, pos::VERB | pos::AUX);
        if !verbal || !self.lexicon.hedges.contains(self.syntax.lower(token).as_str()) {
            return;
        }
        let head =
            Head { cue: None, words: token..token + 1, head: token, speaker: None, passive: true };
        let clause = self.without(self.subtree(parent), token);
        self.add(&head, Tie::Around, parent, clause);
    }

    /// "According to the ministry, …", "in polls", "for him": the rest of the clause is content.
    /// The words of the cue go from `token` to `end`.
    pub(super) fn prepositional(
        &mut self,
        token: usize,
        end: usize,
        cue: Option<&'static lexicon::rows::Cue>,
    ) {
        let syntax = self.syntax;
        let object = (token..end).rev().find_map(|i| syntax.child(i, &[dep::POBJ]));
        let Some(speaker) = object.filter(|&s| s >= end) else { return };
        let outer = syntax.parse.head(token);
        if syntax.parse.tokens[outer].dep == dep::PREP
            && self.row(outer, CuePos::Preposition).is_some_and(|(_, end)| end > token)
        {
            return;
        }
        let phrase = self.subtree(token).start.min(token)..self.subtree(speaker).end.max(end);
        if !self.is_loose(&phrase, token) && cue.is_none() {
            return;
        }
        let head =
            Head { cue, words: token..end, head: token, speaker: Some(speaker), passive: false };
        self.add_host(&head, &phrase);
    }

    /// Whether a phrase stands at an end of its clause, or between commas.
    fn is_loose(&self, phrase: &Range<usize>, head: usize) -> bool {
        let Some(host) = self.host(head, phrase) else { return false };
        let clause = self.trimmed(self.subtree(host));
        let comma = |i: Option<usize>| i.is_some_and(|i| self.syntax.word(i) == ",");
        phrase.start <= clause.start
            || phrase.end >= clause.end
            || (comma(phrase.start.checked_sub(1)) && comma(Some(phrase.end)))
    }

    /// “We will stay.” — Okoro
    fn dash(&mut self, token: usize) {
        let block = self.syntax.blocks[self.syntax.block_of(token)].1.clone();
        let name = token + 1..block.end;
        if token == block.start || name.is_empty() || name.len() > COLON_TOKENS_MAX {
            return;
        }
        let head = self.outside_head(&name);
        let words = token..token + 1;
        let head = Head { cue: None, words, head: token, speaker: head, passive: false };
        self.add(&head, Tie::Quote, token, token..token);
    }

    /// The noun of a phrase whose head lies outside it.
    fn outside_head(&self, phrase: &Range<usize>) -> Option<usize> {
        let parse = &self.syntax.parse;
        let outside = |i: &usize| !phrase.contains(&parse.head(*i)) || parse.head(*i) == *i;
        let nominal =
            |i: &usize| matches!(parse.tokens[*i].pos, pos::NOUN | pos::PROPN | pos::PRON);
        phrase.clone().find(|i| outside(i) && nominal(i))
    }

    /// "Okoro: We will stay", and the dash before a name.
    pub(super) fn colon(&mut self, token: usize) {
        let syntax = self.syntax;
        if syntax.word(token).starts_with(['-', '–', '—', '―']) {
            return self.dash(token);
        }
        let sentence = syntax.sentence(token);
        let block = syntax.blocks[syntax.block_of(token)].1.clone();
        let end = if token + 1 < block.end { syntax.sentence(token + 1).end } else { block.end };
        let before = sentence.start..token;
        if before.is_empty() || before.len() > COLON_TOKENS_MAX || token + 1 >= end {
            return;
        }
        let speaker = self.outside_head(&before);
        let words = token..token + 1;
        let head = Head { cue: None, words, head: token, speaker, passive: false };
        self.add(&head, Tie::Colon, token + 1, token + 1..end);
    }
}
