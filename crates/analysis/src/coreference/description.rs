//! Whom a description refers to: "the foreign minister", "the agency".
//!
//! A description takes up somebody who bears its role in the document, as a title, in apposition
//! or in another description, or a body whose name or class has its noun. Of several the one
//! mentioned last is meant if it was mentioned shortly before.

use super::Chains;
use crate::{
    attribution::reports,
    mention::{EntityKind, Mention, MentionForm},
    name::fold_name,
    pronoun::agree,
};
use language::labels::{dep, pos};
use lexicon::rows::{NounKind, WorldKind};
use std::ops::Range;

/// Before the id of a country among the words that narrow a description.
const COUNTRY: &str = "country ";

/// Most sentences back to the one that is meant of several bearers of a role.
const SENTENCES_MAX: usize = 3;

impl Chains<'_> {
    /// The chain of a description: whom it stands beside, or who bears it.
    pub(super) fn of_role(&self, mentions: &[Mention], i: usize) -> Option<usize> {
        let mention = &mentions[i];
        let named = mentions.iter().find(|m| {
            let inside = m.role.is_some_and(|role| role.overlaps(mention.span));
            m.form == MentionForm::Name && m.kind == mention.kind && inside
        });
        if let Some(named) = named.or_else(|| self.beside(mentions, mention)) {
            return Some(named.chain);
        }
        if mention.kind == EntityKind::Organization {
            return self.of_class(mentions, mention);
        }
        let (narrow, peoples) = self.modifiers(mention);
        let strict: Vec<String> = narrow.iter().chain(&peoples).cloned().collect();
        let before = |m: &Mention| m.span < mention.span;
        let fits = self.bearers(mentions, mention, &strict, &before);
        if !fits.is_empty() || strict.is_empty() {
            return self.nearest(mentions, mention, &fits);
        }
        let special = !narrow.is_empty();
        let loose = || self.bearers(mentions, mention, &narrow, &|m| special || before(m));
        match (&self.bearers(mentions, mention, &strict, &|_| true)[..], &loose()[..]) {
            ([only], _) => Some(*only),
            ([], [only]) if self.is_free_of(mentions, *only, &peoples) => Some(*only),
            _ => None,
        }
    }

    /// The name that a description stands in apposition to.
    fn beside<'m>(&self, mentions: &'m [Mention], mention: &Mention) -> Option<&'m Mention> {
        let parse = &self.syntax.parse;
        let apposed = |m: &&Mention| {
            let (a, b) = (m.head, mention.head);
            let up = parse.tokens[a].dep == dep::APPOS && parse.head(a) == b;
            let down = parse.tokens[b].dep == dep::APPOS && parse.head(b) == a;
            let named = m.form == MentionForm::Name && m.kind == mention.kind;
            named && (up || down || self.is_set_off(mention, m))
        };
        mentions.iter().find(apposed)
    }

    /// Whether a person's name stands between commas after a description: "its chair, Ada Vale,".
    fn is_set_off(&self, description: &Mention, name: &Mention) -> bool {
        let comma = description.tokens.end;
        let (starts, ends) = (comma + 1 == name.tokens.start, name.tokens.end);
        let sentence = self.syntax.sentence(description.head);
        starts
            && name.kind == EntityKind::Person
            && self.syntax.word(comma) == ","
            && sentence.contains(&name.head)
            && (!sentence.contains(&ends) || self.syntax.is_punctuation(ends))
    }

    /// The chains of named persons that bear the role of a description, with these words, in some
    /// of their mentions.
    fn bearers(
        &self,
        mentions: &[Mention],
        mention: &Mention,
        words: &[String],
        placed: &dyn Fn(&Mention) -> bool,
    ) -> Vec<usize> {
        let head = self.group(mention.head);
        let bears = |m: &usize| {
            let other = &mentions[*m];
            let role = other.role.map(|span| self.syntax.tokens_of(span));
            let described = (other.form == MentionForm::Nominal).then(|| other.tokens.clone());
            role.or(described).is_some_and(|tokens| self.has_words(tokens, &head, words))
        };
        let fits = |c: &usize| {
            let chain = &self.chains[*c];
            chain.kind == EntityKind::Person
                && chain.name.is_some()
                && agree(chain.gender, mention.gender)
                && chain.mentions.iter().filter(|&&m| placed(&mentions[m])).any(bears)
        };
        (0..self.chains.len()).filter(fits).collect()
    }

    fn has_words(&self, tokens: Range<usize>, head: &str, words: &[String]) -> bool {
        // Whoever governs a country is its leader.
        let any = self.lexicon.rulers.get(head) == Some(&"any");
        let of_country = words.iter().any(|word| word.starts_with(COUNTRY));
        let governs = |t: usize| {
            let word = self.syntax.parse.lemma(t).to_lowercase();
            let two = t.checked_sub(1).map(|b| format!("{} {word}", self.syntax.lower(b)));
            let ruler = |form: &str| self.lexicon.rulers.get(form) == Some(&"ruler");
            any && of_country && (ruler(&word) || two.is_some_and(|two| ruler(&two)))
        };
        let last = tokens.clone().any(|t| self.group(t) == head || governs(t));
        let own: Vec<String> = tokens.map(|t| self.narrowing(t)).collect();
        last && words.iter().all(|word| own.contains(word))
    }

    /// The word that stands for all words of a token's role.
    fn group(&self, token: usize) -> String {
        let lemma = self.syntax.parse.lemma(token).to_lowercase();
        let bare = lemma.trim_end_matches('.');
        self.lexicon.role_words.get(bare).map_or(bare, |group| group).to_string()
    }

    /// Whether no role of a chain has the name of another people or country.
    fn is_free_of(&self, mentions: &[Mention], chain: usize, peoples: &[String]) -> bool {
        let roles = self.chains[chain].mentions.iter().filter_map(|&m| mentions[m].role);
        let mut words = roles.flat_map(|role| self.syntax.tokens_of(role));
        !words.any(|t| self.is_people(t) && !peoples.contains(&self.narrowing(t)))
    }

    /// A word that narrows a description: a country by its id, whatever its form, or folded.
    fn narrowing(&self, token: usize) -> String {
        let word = self.syntax.word(token);
        let country = self.is_people(token).then(|| self.lexicon.country(word)).flatten();
        country.map_or_else(|| fold_name(word), |country| format!("{COUNTRY}{}", country.id))
    }

    fn is_people(&self, token: usize) -> bool {
        let kind = self.lexicon.world.get(self.syntax.word(token));
        matches!(kind, Some(WorldKind::Demonym | WorldKind::Country))
    }

    /// The only one of some chains, or the one mentioned last if that was shortly before.
    fn nearest(&self, mentions: &[Mention], mention: &Mention, fits: &[usize]) -> Option<usize> {
        if let [only] = fits[..] {
            return Some(only);
        }
        let sentence = |m: &Mention| self.syntax.parse.sentence_of(m.head);
        let last = |&c: &usize| {
            let before = self.chains[c].mentions.iter().map(|&m| &mentions[m]);
            let before = before.filter(|m| m.span < mention.span);
            before.map(|m| (m.span.start(), sentence(m))).max()
        };
        let found: Vec<((usize, usize), usize)> =
            fits.iter().filter_map(|c| Some((last(c)?, *c))).collect();
        let ((_, at), chain) = found.into_iter().max()?;
        (at + SENTENCES_MAX >= sentence(mention)).then_some(chain)
    }

    /// The body whose name or class has the noun of a description.
    fn of_class(&self, mentions: &[Mention], mention: &Mention) -> Option<usize> {
        let noun = self.syntax.parse.lemma(mention.head).to_lowercase();
        let (narrow, peoples) = self.modifiers(mention);
        let words: Vec<String> = narrow.into_iter().chain(peoples).collect();
        let near = |d: usize| self.lexicon.near.contains(self.syntax.lower(d).as_str());
        let at_hand = self.syntax.child(mention.head, &[dep::DET]).is_some_and(near);
        if at_hand || self.syntax.has_child(mention.head, dep::POSS) {
            return None;
        }
        let publisher = self.lexicon.kinds.get(noun.as_str()) == Some(&NounKind::Publisher);
        let before = |m: &&usize| mentions[**m].span < mention.span;
        let says = |m: &usize| {
            let other = &mentions[*m];
            let name = other.tokens.clone();
            let role = other.role.map(|span| self.syntax.tokens_of(span)).unwrap_or(0..0);
            let has = |t: usize| self.syntax.parse.lemma(t).to_lowercase() == noun;
            let own = name.clone().chain(role).any(has);
            let known = publisher && self.is_publisher(other);
            let narrowed = || {
                words
                    .iter()
                    .all(|word| name.clone().any(|t| fold_name(self.syntax.word(t)) == *word))
            };
            other.form == MentionForm::Name && ((own && narrowed()) || known && words.is_empty())
        };
        let fits: Vec<usize> = (0..self.chains.len())
            .filter(|&c| {
                let chain = &self.chains[c];
                let body = matches!(chain.kind, EntityKind::Organization | EntityKind::Other);
                body && chain.mentions.iter().filter(before).any(says)
            })
            .collect();
        if publisher {
            return self.nearest(mentions, mention, &fits);
        }
        match fits[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Whether a name is, or is called, a publisher's: by the lexicon, its noun, a capital article
    /// within a sentence ("in The Vale Review"), or because it reports.
    fn is_publisher(&self, name: &Mention) -> bool {
        let noun = |t: usize| {
            let lemma = self.syntax.parse.lemma(t).to_lowercase();
            self.lexicon.kinds.get(lemma.as_str()).copied()
        };
        let class = name.role.is_some_and(|role| {
            self.syntax.tokens_of(role).any(|t| noun(t) == Some(NounKind::Publisher))
        });
        let other = noun(name.tokens.end - 1).is_some_and(|kind| kind != NounKind::Publisher);
        let before = name.tokens.start.checked_sub(1);
        let sentence = self.syntax.sentence(name.head);
        let article = before.is_some_and(|before| {
            let word = self.syntax.word(before);
            before > sentence.start
                && word.starts_with(char::is_uppercase)
                && self.lexicon.definite.contains(word.to_lowercase().as_str())
        });
        let reports = reports(self.syntax, self.lexicon, name.head);
        class || !other && (article || reports || self.lexicon.is_like_publisher(self.words(name)))
    }

    /// The words that narrow a description, folded: "kremlin" of "the Kremlin spokesman"; those
    /// of a people or country apart.
    fn modifiers(&self, mention: &Mention) -> (Vec<String>, Vec<String>) {
        let narrows = |t: &usize| {
            let token = &self.syntax.parse.tokens[*t];
            *t != mention.head && matches!(token.pos, pos::PROPN | pos::ADJ | pos::NOUN)
        };
        let (peoples, narrow): (Vec<usize>, Vec<usize>) =
            mention.tokens.clone().filter(narrows).partition(|&t| self.is_people(t));
        let word = |t: usize| self.narrowing(t);
        (narrow.into_iter().map(word).collect(), peoples.into_iter().map(word).collect())
    }
}
