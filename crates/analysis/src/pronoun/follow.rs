//! Who goes on speaking: "he said" takes up the subject of the clause before it.
//!
//! News writes of one speaker at a time. A pronoun that is the subject of a verb of speech refers
//! to the last subject outside quotation marks that it agrees with, in its own paragraph or the
//! one before (the centre of attention; Grosz, Joshi and Weinstein 1995). A person in between who
//! is described but not named ends the search.

use super::feature::{View, agree};
use crate::{
    attribution::{is_cited, speaks},
    mention::{EntityKind, Mention, MentionForm},
};
use language::labels::{dep, pos};
use lexicon::rows::Gender;

/// Most sentences looked back over.
const SENTENCES_MAX: usize = 6;

impl View<'_> {
    /// The chain of the last subject that a speaking pronoun can take up.
    pub(crate) fn follows(&self, pronoun: usize) -> Option<usize> {
        let mention = &self.mentions[pronoun];
        let outside = self.quoted[mention.head] == 0;
        let speaks = speaks(self.syntax, self.lexicon, mention.head)
            || is_cited(self.syntax, self.lexicon, mention.head);
        if !outside || !speaks {
            return None;
        }
        let block = self.syntax.block_of(mention.head);
        let sentence = self.syntax.parse.sentence_of(mention.head);
        let mut alone = None;
        for back in 0..=SENTENCES_MAX.min(sentence) {
            let tokens = self.syntax.parse.sentences[sentence - back].clone();
            let here = self.syntax.block_of(tokens.start);
            if here < block && alone.is_none() {
                alone = Some(self.only_one(mention, block));
            }
            if here + 1 < block || alone.flatten().is_some() {
                break;
            }
            for token in tokens.rev().filter(|&t| t < mention.head && self.is_subject(t)) {
                match self.taken_up(mention, token) {
                    Found::Chain(chain) => return Some(chain),
                    Found::Stranger => return None,
                    Found::Nothing => {}
                }
            }
        }
        alone.unwrap_or_else(|| self.only_one(mention, block))
    }

    /// Whether a token outside quotation marks is the subject of a main clause or of a verb of
    /// speech. The subject of what is said or wanted is not who speaks: "Orne said Vale would go".
    fn is_subject(&self, token: usize) -> bool {
        let parse = &self.syntax.parse;
        let subject = matches!(parse.tokens[token].dep, dep::NSUBJ | dep::NSUBJPASS);
        let main = || {
            matches!(
                parse.tokens[parse.head(token)].dep,
                dep::ROOT | dep::CONJ | dep::ADVCL | dep::PARATAXIS
            )
        };
        let outside = self.quoted[token] == 0;
        outside && subject && (main() || speaks(self.syntax, self.lexicon, token))
    }

    fn taken_up(&self, pronoun: &Mention, token: usize) -> Found {
        let sentence = self.syntax.sentence(token);
        // "The loser, Gus Adair, has conceded."
        let beside = self.syntax.child(token, &[dep::APPOS]);
        let here = self.mentions_from(sentence.start);
        let here = here.take_while(|m| m.tokens.start < sentence.end);
        let named = here.filter(|m| {
            m.tokens.contains(&token) || m.head == token || beside.is_some_and(|b| m.head == b)
        });
        let named = named.min_by_key(|m| (m.form, m.tokens.len()));
        let Some(found) = named.filter(|m| m.chain < self.chains.len()) else {
            let lower = self.syntax.lower(token);
            let gender = self.lexicon.gendered.get(lower.as_str()).copied();
            let person = gender.is_some() || self.lexicon.titles.get(&lower).is_some();
            let noun = self.syntax.parse.tokens[token].pos == pos::NOUN;
            let stranger = pronoun.kind == EntityKind::Person && person && noun;
            return if stranger && agree(gender, pronoun.gender) {
                Found::Stranger
            } else {
                Found::Nothing
            };
        };
        let chain = &self.chains[found.chain];
        let neuter = |gender: Option<Gender>| gender.filter(|g| *g != Gender::Neuter);
        let fits = chain.kind == pronoun.kind && agree(chain.gender, neuter(pronoun.gender));
        if !fits {
            return Found::Nothing;
        }
        if chain.name.is_none() && found.form == MentionForm::Pronoun {
            return Found::Nothing;
        }
        Found::Chain(found.chain)
    }

    /// The mentions that begin at a token or later, in text order.
    fn mentions_from(&self, token: usize) -> impl Iterator<Item = &Mention> {
        let first = self.mentions.partition_point(|m| m.tokens.start < token);
        self.mentions[first..].iter()
    }

    /// Whether a sentence begins with a preposition and a token: "Of Vale, he said" is said by
    /// somebody else.
    fn is_fronted(&self, token: usize) -> bool {
        let parse = &self.syntax.parse;
        let start = self.syntax.sentence(token).start;
        parse.tokens[token].dep == dep::POBJ && parse.head(token) == start
    }

    /// The only agreeing person or body named in the pronoun's paragraph before it.
    fn only_one(&self, pronoun: &Mention, block: usize) -> Option<usize> {
        let start = self.syntax.blocks.get(block)?.1.start;
        let mut chains: Vec<usize> = self
            .mentions_from(start)
            .take_while(|m| m.tokens.start < pronoun.head)
            .filter(|m| m.head >= start && m.head < pronoun.head && self.quoted[m.head] == 0)
            .filter(|m| m.form == MentionForm::Name && m.kind == pronoun.kind)
            .filter(|m| !self.is_fronted(m.head))
            .map(|m| m.chain)
            .filter(|&c| self.chains.get(c).is_some_and(|c| agree(c.gender, pronoun.gender)))
            .collect();
        chains.sort_unstable();
        chains.dedup();
        match chains[..] {
            [only] if pronoun.kind == EntityKind::Person => Some(only),
            _ => None,
        }
    }
}

enum Found {
    /// This chain is meant.
    Chain(usize),
    /// Somebody who has no name.
    Stranger,
    /// Nobody who could be meant.
    Nothing,
}
