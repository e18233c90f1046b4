//! [`Chain`]s: the mentions of one document that refer to one thing.
//!
//! Names first (full names found their chain, short forms join it), then roles, then pronouns.
//! Careful throughout: a mention that fits several chains, or none, gets a chain of its own.

use crate::{
    mention::{EntityKind, Mention, MentionForm},
    name::{Agreement, PersonName, fold_name},
    syntax::Syntax,
};
use language::labels::{dep, pos};
use lexicon::{Lexicon, rows::Gender};

/// Mentions of one thing in one document.
#[derive(Clone, Debug)]
pub struct Chain {
    /// What they refer to.
    pub kind: EntityKind,
    /// Indices of the mentions, in text order.
    pub mentions: Vec<usize>,
    /// The mention with the longest name, if any is a name.
    pub name: Option<usize>,
    /// Gender, as far as names and pronouns show it.
    pub gender: Option<Gender>,
}

/// How many sentences back a pronoun's antecedent may lie. By hand, 2026-11; not swept yet.
const PRONOUN_SENTENCES_MAX: usize = 3;

/// Sets the chain of every mention and returns the chains.
pub fn resolve(syntax: &Syntax, lexicon: &Lexicon, mentions: &mut [Mention]) -> Vec<Chain> {
    let mut chains = Chains { syntax, lexicon, chains: Vec::new(), names: Vec::new() };
    let by_length = |m: &Mention| (std::cmp::Reverse(m.tokens.len()), m.span);
    let mut names: Vec<usize> =
        (0..mentions.len()).filter(|&i| mentions[i].form == MentionForm::Name).collect();
    names.sort_by_key(|&i| by_length(&mentions[i]));
    for i in names {
        let chain = chains.of_name(mentions, i).unwrap_or_else(|| chains.found(&mentions[i]));
        chains.join(chain, mentions, i);
    }
    for i in 0..mentions.len() {
        let chain = match mentions[i].form {
            MentionForm::Name => continue,
            MentionForm::Nominal => chains.of_role(mentions, i),
            MentionForm::Pronoun => chains.of_pronoun(mentions, i),
        };
        let chain = chain.unwrap_or_else(|| chains.found(&mentions[i]));
        chains.join(chain, mentions, i);
    }
    for chain in &mut chains.chains {
        chain.mentions.sort_unstable();
    }
    chains.chains
}

struct Chains<'a> {
    syntax: &'a Syntax,
    lexicon: &'a Lexicon,
    chains: Vec<Chain>,
    /// By chain: the parsed name of a person.
    names: Vec<Option<PersonName>>,
}

impl Chains<'_> {
    fn words(&self, mention: &Mention) -> &str {
        self.syntax.words(mention.tokens.clone())
    }

    fn found(&mut self, mention: &Mention) -> usize {
        let is_named_person =
            mention.kind == EntityKind::Person && mention.form == MentionForm::Name;
        let name = is_named_person.then(|| PersonName::parse(self.words(mention), self.lexicon));
        let (kind, gender) = (mention.kind, mention.gender);
        self.chains.push(Chain { kind, mentions: Vec::new(), name: None, gender });
        self.names.push(name);
        self.chains.len() - 1
    }

    fn join(&mut self, chain: usize, mentions: &mut [Mention], i: usize) {
        mentions[i].chain = chain;
        let longer = |name: usize| mentions[name].tokens.len() < mentions[i].tokens.len();
        let chain = &mut self.chains[chain];
        chain.mentions.push(i);
        chain.gender = chain.gender.or(mentions[i].gender);
        if mentions[i].form == MentionForm::Name && chain.name.is_none_or(longer) {
            chain.name = Some(i);
        }
    }

    /// The chain of a name: the same name, or the one person whose full name it shortens.
    fn of_name(&self, mentions: &[Mention], i: usize) -> Option<usize> {
        let mention = &mentions[i];
        let form = fold_name(self.words(mention));
        let same = (0..self.chains.len()).find(|&c| {
            let chain = &self.chains[c];
            let named = |m: &usize| {
                let other = &mentions[*m];
                other.form == MentionForm::Name && fold_name(self.words(other)) == form
            };
            chain.kind == mention.kind && chain.mentions.iter().any(named)
        });
        if same.is_some() || mention.kind != EntityKind::Person {
            return same;
        }
        let name = PersonName::parse(self.words(mention), self.lexicon);
        let fits: Vec<usize> = (0..self.chains.len())
            .filter(|&c| self.names[c].as_ref().is_some_and(|other| self.fits(&name, other)))
            .filter(|&c| agree(self.chains[c].gender, mention.gender))
            .collect();
        match fits[..] {
            [chain] => Some(chain),
            [] => None,
            _ => self.nearest_named(mentions, i, &fits),
        }
    }

    fn fits(&self, name: &PersonName, other: &PersonName) -> bool {
        match name.agreement(other, self.lexicon) {
            Agreement::Full | Agreement::Surname => true,
            // A given name alone: "Ade" after "Ade Okoro".
            Agreement::Different => {
                name.given.is_empty()
                    && other.given.first().is_some_and(|given| *given == name.surname)
            }
        }
    }

    /// Of several persons of one surname, the one named in full last before the mention.
    fn nearest_named(&self, mentions: &[Mention], i: usize, fits: &[usize]) -> Option<usize> {
        let full = |c: usize| {
            let before = |m: &&usize| {
                mentions[**m].span < mentions[i].span && mentions[**m].tokens.len() > 1
            };
            self.chains[c].mentions.iter().filter(before).map(|&m| mentions[m].span).max()
        };
        let (span, chain) = fits.iter().filter_map(|&c| Some((full(c)?, c))).max()?;
        (span < mentions[i].span).then_some(chain)
    }

    /// The chain of a description: the one person who bears that role in the document.
    fn of_role(&self, mentions: &[Mention], i: usize) -> Option<usize> {
        let mention = &mentions[i];
        let head = self.syntax.parse.lemma(mention.head).to_lowercase();
        let modifiers = self.modifiers(mention);
        let bears = |m: &usize| {
            let other = &mentions[*m];
            let role = other.role.map(|span| self.syntax.tokens_of(span));
            let described = (other.form == MentionForm::Nominal).then(|| other.tokens.clone());
            role.or(described).is_some_and(|tokens| {
                let last =
                    tokens.clone().any(|t| self.syntax.parse.lemma(t).to_lowercase() == head);
                let words: Vec<String> = tokens.map(|t| fold_name(self.syntax.word(t))).collect();
                last && modifiers.iter().all(|m| words.contains(m))
            })
        };
        let before = |m: &&usize| mentions[**m].span < mention.span;
        let fits: Vec<usize> = (0..self.chains.len())
            .filter(|&c| {
                let chain = &self.chains[c];
                chain.kind == EntityKind::Person
                    && chain.name.is_some()
                    && agree(chain.gender, mention.gender)
                    && chain.mentions.iter().filter(before).any(bears)
            })
            .collect();
        match fits[..] {
            [chain] => Some(chain),
            _ => None,
        }
    }

    /// The words that narrow a description, folded: "Kremlin" of "the Kremlin spokesman".
    fn modifiers(&self, mention: &Mention) -> Vec<String> {
        let narrows = |t: &usize| {
            let token = &self.syntax.parse.tokens[*t];
            *t != mention.head && matches!(token.pos, pos::PROPN | pos::ADJ | pos::NOUN)
        };
        mention.tokens.clone().filter(narrows).map(|t| fold_name(self.syntax.word(t))).collect()
    }

    /// The chain of a third-person pronoun: the person most in view.
    fn of_pronoun(&self, mentions: &[Mention], i: usize) -> Option<usize> {
        let pronoun = &mentions[i];
        let sentence = self.syntax.parse.sentence_of(pronoun.head);
        let mut best: Option<(i64, usize)> = None;
        for other in mentions[..i].iter().filter(|m| m.kind == EntityKind::Person) {
            let chain = other.chain;
            let distance = sentence - self.syntax.parse.sentence_of(other.head).min(sentence);
            let fits = chain != usize::MAX
                && distance <= PRONOUN_SENTENCES_MAX
                && self.chains[chain].name.is_some()
                && agree(self.chains[chain].gender, pronoun.gender)
                && !self.are_arguments_of_one(pronoun, other);
            if !fits {
                continue;
            }
            let score = self.prominence(other) - 3 * distance as i64;
            if best.is_none_or(|(most, _)| score >= most) {
                best = Some((score, chain));
            }
        }
        best.map(|(_, chain)| chain)
    }

    /// Subjects are more likely to be taken up by a pronoun than objects and modifiers.
    fn prominence(&self, mention: &Mention) -> i64 {
        match self.syntax.parse.tokens[mention.head].dep {
            dep::NSUBJ | dep::NSUBJPASS => 4,
            dep::DOBJ | dep::AGENT => 2,
            dep::POSS | dep::COMPOUND => 0,
            _ => 1,
        }
    }

    /// Two arguments of one verb are two persons unless one is reflexive or possessive.
    fn are_arguments_of_one(&self, pronoun: &Mention, other: &Mention) -> bool {
        let parse = &self.syntax.parse;
        let kind = self.lexicon.pronouns.get(self.syntax.lower(pronoun.head).as_str());
        kind.is_some_and(|k| k.kind == "personal")
            && parse.tokens[pronoun.head].dep != dep::POSS
            && parse.head(pronoun.head) == parse.head(other.head)
            && parse.tokens[other.head].dep != dep::POSS
    }
}

/// Whether two genders can be one person's.
fn agree(a: Option<Gender>, b: Option<Gender>) -> bool {
    a.is_none() || b.is_none() || a == b
}
