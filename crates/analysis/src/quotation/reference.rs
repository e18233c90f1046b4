//! Who speaks: the noun phrase of a head, with what it refers to.

use super::{Found, Speaker};
use crate::mention::{EntityKind, Mention, MentionForm};
use document::Span;
use language::labels::{dep, pos, tag};
use std::ops::Range;

impl Found<'_> {
    /// The speaker whose noun phrase has this head.
    pub(super) fn speaker(&self, head: usize) -> Option<Speaker> {
        let token = &self.syntax.parse.tokens[head];
        if token.dep == dep::EXPL || token.tag == tag::EX {
            return None;
        }
        if matches!(token.tag, tag::WP | tag::WDT) {
            return self.relative(head);
        }
        let phrase = self.syntax.coordinated_phrase(head);
        let named = self.mention_of(head);
        // "Fish and Wildlife Service" is one.
        let whole = named.is_some_and(|m| {
            m.form == MentionForm::Name && m.tokens.contains(&head) && m.tokens.end == phrase.end
        });
        let coordinated = !whole && phrase.len() > self.syntax.noun_phrase(head).len();
        let chain = named.filter(|m| !coordinated && !self.is_member(head, m)).map(|m| m.chain);
        let resolved = chain.filter(|&c| self.chains[c].name.is_some());
        if resolved.is_none()
            && !coordinated
            && let Some((span, chain)) = self.apposed(head, &phrase)
        {
            return Some(Speaker { span, meant: None, chain: Some(chain), unnamed: None });
        }
        if let Some(described) =
            named.filter(|_| resolved.is_none()).and_then(|m| self.described(m))
        {
            let unnamed = self.unnamed(described.tokens.clone());
            return Some(Speaker { span: described.span, meant: None, chain: None, unnamed });
        }
        let mark = |i: &usize| self.syntax.parse.tokens[*i].tag == tag::CLOSING_QUOTE;
        let start = phrase.clone().find(|i| !mark(i)).unwrap_or(phrase.start);
        let span = self.syntax.span(start..phrase.end)?;
        let is_name = resolved.is_some() && named.is_some_and(|m| m.form == MentionForm::Name);
        let unnamed = if is_name { None } else { self.unnamed(phrase) };
        Some(Speaker { span, meant: None, chain: resolved, unnamed })
    }

    /// Whether one person is told by the group he is of: "the top Valean on the panel".
    fn is_member(&self, head: usize, mention: &Mention) -> bool {
        let token = &self.syntax.parse.tokens[head];
        mention.kind == EntityKind::Group
            && mention.tokens == (head..head + 1)
            && matches!(token.tag, tag::NN | tag::NNP | tag::JJ)
            && self.syntax.has_child(head, dep::DET)
    }

    /// Whether a noun phrase can be who holds something: a name, a pronoun, or a noun that
    /// the lexicon has for persons, bodies and reports; not "this development".
    pub(super) fn can_speak(&self, head: usize) -> bool {
        let token = &self.syntax.parse.tokens[head];
        let phrase = self.syntax.noun_phrase(head);
        let word = self.syntax.lower(head);
        token.pos != pos::NOUN
            || self.mention_of(head).is_some()
            || self.unnamed(phrase).is_some()
            || self.lexicon.titles.get(&word).is_some()
            || self.lexicon.gendered.contains_key(word.as_str())
    }

    /// The last description that a pronoun takes up, if what it describes has no name.
    fn described(&self, pronoun: &Mention) -> Option<&Mention> {
        if pronoun.form != MentionForm::Pronoun {
            return None;
        }
        let members = self.chains[pronoun.chain].mentions.iter().map(|&m| &self.mentions[m]);
        let nominals = members.filter(|m| m.form == MentionForm::Nominal && m.head < pronoun.head);
        nominals.max_by_key(|m| m.head)
    }

    /// "Its chair, Ada Vale,", "chair Ada Vale": the description with the person's name after it.
    fn apposed(&self, head: usize, phrase: &Range<usize>) -> Option<(Span, usize)> {
        let after = self.syntax.child(head, &[dep::APPOS]).filter(|&a| a > head);
        // "Ada Vale, a lawyer who"
        let token = &self.syntax.parse.tokens[head];
        let before = (token.dep == dep::APPOS).then(|| self.syntax.parse.head(head));
        let before = before.filter(|&b| b < head && self.mention_of(b).is_some());
        let name = after.or(before).and_then(|named| self.mention_of(named));
        // Where the tree cut the name off from its description.
        let is_title = || self.lexicon.titles.get(&self.syntax.lower(head)).is_some();
        let begins = |m: &&Mention| m.tokens.start == phrase.end && is_title();
        let cut_off = || self.mention_of(phrase.end).filter(begins);
        let name = name.or_else(|| self.set_off(phrase.end)).or_else(cut_off)?;
        let is_name = name.form == MentionForm::Name && name.kind == EntityKind::Person;
        let first = phrase.start.min(name.tokens.start);
        let span = self.syntax.span(first..name.tokens.end.max(phrase.end))?;
        is_name.then_some((span, name.chain))
    }

    /// A person's name between commas from here on.
    fn set_off(&self, comma: usize) -> Option<&Mention> {
        let syntax = self.syntax;
        let near = self.places.at(comma + 1).into_iter().map(|i| &self.mentions[i]);
        let name = near.into_iter().find(|m| {
            m.form == MentionForm::Name
                && m.kind == EntityKind::Person
                && syntax.block_of(m.head) == syntax.block_of(comma)
                && m.role.map_or(m.tokens.start, |r| syntax.tokens_of(r).start.min(m.tokens.start))
                    == comma + 1
        })?;
        let end = name.tokens.end;
        let closed = end >= syntax.len() || syntax.is_punctuation(end);
        (comma + 1 < syntax.len() && syntax.word(comma) == "," && closed).then_some(name)
    }

    /// The mention around a token: a name rather than a description, the shortest first.
    pub(super) fn mention_of(&self, token: usize) -> Option<&Mention> {
        let around = |m: &&Mention| m.tokens.contains(&token) || m.head == token;
        let near = self.places.at(token).into_iter().map(|i| &self.mentions[i]);
        near.filter(around).min_by_key(|m| (m.form, m.tokens.len()))
    }

    /// "who" and "which" stand for the noun before them: the pronoun with its chain, or, where
    /// that has no name, the noun phrase itself.
    fn relative(&self, pronoun: usize) -> Option<Speaker> {
        /// Longest way from the pronoun up to its relative clause.
        const STEPS_MAX: usize = 4;
        let syntax = self.syntax;
        let mut at = pronoun;
        for _ in 0..STEPS_MAX {
            let parent = syntax.parse.head(at);
            if parent == at {
                break;
            }
            if syntax.parse.tokens[at].dep == dep::RELCL {
                if let Some(one) = self.one_among(parent) {
                    return Some(one);
                }
                let noun = self.speaker(parent).filter(|_| parent < pronoun)?;
                let span = syntax.span(pronoun..pronoun + 1)?;
                return Some(if noun.chain.is_some() { Speaker { span, ..noun } } else { noun });
            }
            // "It was she who said": what the copula has after it.
            if syntax.parse.tokens[at].dep == dep::CCOMP
                && let Some(cleft) = syntax.child(parent, &[dep::ATTR]).filter(|&a| a < pronoun)
            {
                return self.speaker(cleft);
            }
            at = parent;
        }
        None
    }

    /// "Vale was among those who objected": who is said to be one of several.
    fn one_among(&self, several: usize) -> Option<Speaker> {
        let syntax = self.syntax;
        let parse = &syntax.parse;
        let preposition = parse.head(several);
        let among = self.lexicon.among.contains(syntax.lower(preposition).as_str());
        let copula = parse.head(preposition);
        let is = among && parse.tokens[copula].pos == pos::AUX;
        let subject = syntax.child(copula, &[dep::NSUBJ]).filter(|_| is)?;
        self.speaker(subject).filter(|one| one.chain.is_some())
    }

    /// The kind of an unnamed or collective speaker, by the last words of the phrase that are one.
    pub(super) fn unnamed(&self, phrase: Range<usize>) -> Option<&'static str> {
        phrase.clone().find_map(|start| {
            let words = (start..phrase.end).map(|i| self.syntax.word(i));
            let (n, kind) = self.lexicon.unnamed.longest(words)?;
            let whole =
                start + n == phrase.end || self.syntax.parse.tokens[start + n].pos == pos::ADP;
            whole.then_some(*kind)
        })
    }
}
