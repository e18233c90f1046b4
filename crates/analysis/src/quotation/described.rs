//! Whom a pronoun or a bare description that speaks can mean: the one named shortly before it.

use super::{Found, Made, QuotationKind};
use crate::{
    attribution::speaks,
    mention::{EntityKind, Mention, MentionForm},
    pronoun::agree,
};
use language::labels::{dep, pos, tag};
use lexicon::rows::{Gender, NounKind, WorldKind};
use std::ops::Range;

/// Whom a pronoun or description can mean.
pub(super) struct Wanted {
    /// Its head.
    pub(super) head: usize,
    pub(super) gender: Option<Gender>,
    pub(super) is_body: bool,
    /// Whether words before its noun narrow it.
    pub(super) narrowed: bool,
}

/// Most sentences looked back over for whom a pronoun or description means. Set by hand
/// 2026-11-23 on the invented stories; not swept.
const SENTENCES_MAX: usize = 3;

/// Most paragraphs before its own in which one is named who is meant. News has paragraphs of one
/// sentence. Set by hand 2026-11-23; 0 and 1 tried.
const PARAGRAPHS_MAX: usize = 2;

/// Most tokens that are looked back over, and on: five sentences of the longest usual kind. A bound
/// of cost, chosen 2026-11-23, not swept.
pub(super) const BACK_MAX: usize = 300;

/// Longest description that takes somebody up, in tokens: "the presumptive presidential nominee".
const DESCRIPTION_TOKENS_MAX: usize = 7;

/// Longest description that takes a body up: "the company".
const BODY_TOKENS_MAX: usize = 2;

impl Found<'_> {
    /// A singular noun for a person or body with a definite article and no more than what narrows
    /// it before it: "the agency", "the “Brave” author", "the actor and activist".
    pub(super) fn description(&self, tokens: &Range<usize>, head: usize) -> Option<Wanted> {
        let parse = &self.syntax.parse;
        let article = self.syntax.lower(tokens.start);
        let noun = self.syntax.lower(head);
        let singular = |i: usize| {
            // "The Mayor" alone is an office that the chains know.
            let title = parse.tokens[i].tag == tag::NNP && i > tokens.start + 1;
            let common = title || parse.tokens[i].tag == tag::NN;
            common && parse.lemma(i).to_lowercase() == self.syntax.lower(i)
        };
        let narrows = |i: usize| {
            let token = &parse.tokens[i];
            let label = !matches!(token.dep, dep::POSS | dep::PREP | dep::POBJ | dep::RELCL);
            let mark = token.pos == pos::PUNCT && !self.syntax.is_comma(i);
            let word = matches!(token.pos, pos::NOUN | pos::PROPN | pos::ADJ | pos::NUM);
            let participle = matches!(token.tag, tag::VBN | tag::VBG) && token.dep == dep::AMOD;
            label && (mark || word || participle)
        };
        let person = |i: usize| {
            let word = self.syntax.lower(i);
            self.lexicon.gendered.contains_key(word.as_str())
                || self.lexicon.titles.get(&word).is_some()
        };
        // One who is two things: a second noun without an article of its own.
        let end = match tokens.end - head {
            1 => true,
            3 => {
                let also = head + 2;
                let joined = parse.tokens[head + 1].pos == pos::CCONJ;
                joined && parse.head(also) == head && singular(also) && person(head) && person(also)
            }
            _ => false,
        };
        // "The leader of the Senate", "the gunman, Jon Vale": words after it say who it is.
        let own = [dep::PREP, dep::APPOS, dep::RELCL];
        let narrowed = |c: usize| {
            own.contains(&parse.tokens[c].dep)
                || parse.tokens[c].dep == dep::ACL && !self.syntax.is_comma(head + 1)
        };
        let told = parse.children(head).any(|c| c > head && narrowed(c));
        let whole = end && !told && tokens.len() <= DESCRIPTION_TOKENS_MAX;
        let definite = self.lexicon.definite.contains(article.as_str())
            && !self.lexicon.near.contains(article.as_str());
        if !singular(head) || !whole || !definite || !(tokens.start + 1..head).all(narrows) {
            return None;
        }
        // Only a plain body's noun takes up a name that does not hold it.
        let is_body = match self.lexicon.kinds.get(noun.as_str()) {
            // "The Vale campaign" is another than the one named before.
            Some(NounKind::Body | NounKind::Publisher) if tokens.len() <= BODY_TOKENS_MAX => true,
            Some(_) => return None,
            None => false,
        };
        let gender = self.lexicon.gendered.get(noun.as_str()).copied();
        let narrowed = head > tokens.start + 1;
        (is_body || person(head)).then_some(Wanted { head, gender, is_body, narrowed })
    }

    /// The one named in the nearest sentence that names anybody who fits: of several in a sentence
    /// before, the only one who spoke in it. Beyond the paragraph only who may be called so.
    pub(super) fn meant(&self, wanted: &Wanted, said: &Made, made: &[Made]) -> Option<usize> {
        // "He" is nobody whom he names, nor is "the agency"; beyond his paragraph he only speaks
        // his own words.
        let pronoun = self.lexicon.pronouns.contains_key(self.syntax.lower(wanted.head).as_str());
        let named_in =
            (pronoun || wanted.is_body) && said.quotation.kind == QuotationKind::Indirect;
        let is_named = |chain: usize| said.tokens.clone().any(|t| self.names(t, chain));
        let paragraphs = match (pronoun, said.quotation.kind == QuotationKind::Direct) {
            (true, true) => 1,
            (true, false) => 0,
            _ => PARAGRAPHS_MAX,
        };
        if let Some(bearer) = self.only_bearer(wanted).filter(|_| wanted.narrowed) {
            return Some(bearer);
        }
        let is_nobodys = || self.only_bearer(wanted).is_none() && self.is_of_stranger(wanted);
        if !pronoun && !wanted.is_body && is_nobodys() {
            return None;
        }
        let block = self.syntax.block_of(wanted.head);
        let sentence = self.syntax.parse.sentence_of(wanted.head);
        for back in 0..=SENTENCES_MAX.min(sentence) {
            let tokens = self.syntax.parse.sentences[sentence - back].clone();
            let start = tokens.start.max(wanted.head.saturating_sub(BACK_MAX));
            let tokens = start..tokens.end.min(wanted.head);
            let from = self.syntax.block_of(tokens.start);
            if tokens.start >= tokens.end && back > 0 || from + paragraphs < block {
                break;
            }
            let mut named = self.named(&tokens, wanted);
            named.retain(|m| !self.stands_beside(m.chain, wanted.head));
            if named_in && named.iter().any(|m| !is_named(m.chain)) {
                named.retain(|m| !is_named(m.chain));
            }
            let mut chains: Vec<usize> = named.iter().map(|m| m.chain).collect();
            chains.sort_unstable();
            chains.dedup();
            let found = match chains[..] {
                [] => match self.described_speaker(made, &tokens, wanted) {
                    None if self.stranger(&tokens, wanted, &[]) => return None,
                    None => continue,
                    known => known.filter(|_| !pronoun && !wanted.is_body),
                },
                [only] => {
                    let office = self.lexicon.titles.get(&self.syntax.lower(wanted.head)).is_some();
                    let main = back > 0 && office && self.subject_of(&tokens) == Some(only);
                    (main || !self.stranger(&tokens, wanted, &named)).then_some(only)
                }
                _ if back > 0 => self
                    .only_speaker(made, &tokens)
                    .or_else(|| self.subject_of(&tokens).filter(|_| !wanted.is_body && !pronoun))
                    .filter(|chain| chains.contains(chain)),
                _ => None,
            };
            return found.filter(|&chain| from == block || self.may_be_called(chain, wanted));
        }
        None
    }

    /// Whether the noun of a description came before with an indefinite article and no name beside
    /// it: the man of whom "a young man" was told has none.
    fn is_of_stranger(&self, wanted: &Wanted) -> bool {
        let (syntax, parse) = (self.syntax, &self.syntax.parse);
        let noun = syntax.lower(wanted.head);
        let is_indefinite = |a: usize| self.lexicon.indefinite.contains(syntax.lower(a).as_str());
        // "Vale, a sailor", "Vale is a sailor", "as a sailor"
        let is_said_of = |i: usize| {
            let label = parse.tokens[i].dep;
            let role = || {
                let word = syntax.lower(parse.head(i));
                self.lexicon.role_preposition.contains(word.as_str())
            };
            matches!(label, dep::APPOS | dep::ATTR | dep::OPRD) || label == dep::POBJ && role()
        };
        let is_named = |i: usize| {
            let near = self.places.overlapping(parse.subtree(i)).into_iter();
            let mut near = near.map(|m| &self.mentions[m]);
            near.any(|m| m.form == MentionForm::Name && m.kind == EntityKind::Person)
        };
        (wanted.head.saturating_sub(BACK_MAX)..wanted.head).any(|i| {
            parse.tokens[i].tag == tag::NN
                && syntax.lower(i) == noun
                && syntax.child(i, &[dep::DET]).is_some_and(is_indefinite)
                && self.quote_of(i).is_none()
                && !is_said_of(i)
                && !is_named(i)
        })
    }

    /// The only one of the text whose role has the noun of a description with other words: "the
    /// somber president". A country or city among these is one of the role too.
    fn only_bearer(&self, wanted: &Wanted) -> Option<usize> {
        let syntax = self.syntax;
        let phrase = syntax.noun_phrase(wanted.head);
        let is_place = |i: &usize| {
            let kind = self.lexicon.world.get(syntax.word(*i));
            matches!(kind, Some(WorldKind::Country | WorldKind::City))
        };
        let places: Vec<&str> = phrase.filter(is_place).map(|i| syntax.word(i)).collect();
        let in_role = |m: &Mention, word: &str| {
            let mut role = m.role.map_or(0..0, |role| syntax.tokens_of(role));
            role.any(|t| syntax.word(t) == word)
        };
        let named = (0..self.chains.len()).filter(|&c| self.chains[c].name.is_some());
        let mut bearers = named.filter(|&c| {
            let mentions = || self.chains[c].mentions.iter().map(|&m| &self.mentions[m]);
            let placed = places.iter().all(|word| mentions().any(|m| in_role(m, word)));
            let person = self.chains[c].kind == EntityKind::Person && !wanted.is_body;
            person && agree(self.chains[c].gender, wanted.gender) && placed && self.bears(c, wanted)
        });
        bearers.next().filter(|_| bearers.next().is_none())
    }

    /// Whether a role of a chain has the noun of a description, or one that is as much.
    fn bears(&self, chain: usize, wanted: &Wanted) -> bool {
        let group = |word: &str| {
            let bare = word.trim_end_matches('.');
            self.lexicon.role_words.get(bare).map_or(bare, |group| group).to_string()
        };
        let noun = group(&self.syntax.lower(wanted.head));
        self.chains[chain].mentions.iter().map(|&m| &self.mentions[m]).any(|m| {
            let mut role = m.role.map_or(0..0, |role| self.syntax.tokens_of(role));
            role.any(|t| group(&self.syntax.parse.lemma(t).to_lowercase()) == noun)
        })
    }

    /// The only one who speaks in some tokens, and not in the words of another there.
    pub(super) fn only_speaker(&self, made: &[Made], tokens: &Range<usize>) -> Option<usize> {
        let is_here = |m: &&Made| m.head.is_some_and(|cue| tokens.contains(&cue));
        let here = || made.iter().filter(is_here);
        let is_nested = |m: &&Made| {
            let cue = m.head.map_or(0, |cue| self.syntax.parse.bytes(cue).start);
            here().any(|other| other.quotation.content.range().contains(&cue))
        };
        let of = |m: &Made| {
            let speaker = m.quotation.speaker.as_ref()?;
            // "Ada Vale, who said so"
            let who = self.syntax.tokens_of(speaker.span).next_back()?;
            let clause = self.syntax.parse.head(who);
            let is_relative = self.syntax.parse.tokens[clause].dep == dep::RELCL;
            let named = || self.mention_of(self.syntax.antecedent(clause, self.lexicon));
            let named = || named().filter(|_| is_relative).map(|m| m.chain);
            speaker.chain.or_else(named)
        };
        let mut speakers: Vec<usize> = here().filter(|m| !is_nested(m)).filter_map(of).collect();
        speakers.sort_unstable();
        speakers.dedup();
        let [only] = speakers[..] else { return None };
        Some(only)
    }

    /// The only person who speaks in some tokens, by whatever he is called there.
    fn described_speaker(
        &self,
        made: &[Made],
        tokens: &Range<usize>,
        wanted: &Wanted,
    ) -> Option<usize> {
        let chain = self.only_speaker(made, tokens)?;
        let person = self.chains[chain].kind == EntityKind::Person;
        (person && agree(self.chains[chain].gender, wanted.gender)).then_some(chain)
    }

    /// The chain of the subject of the main verb of some tokens.
    pub(super) fn subject_of(&self, tokens: &Range<usize>) -> Option<usize> {
        let root = self.syntax.parse.root(tokens.clone());
        let subject = self.syntax.child(root, &[dep::NSUBJ, dep::NSUBJPASS])?;
        let named = self.mention_of(subject).filter(|m| m.tokens.contains(&subject))?;
        Some(named.chain)
    }

    /// Whether a description may take up a chain of another paragraph: an office that one holds at
    /// a time only whom the text gives it, a body only one that has no other noun of its own.
    fn may_be_called(&self, chain: usize, wanted: &Wanted) -> bool {
        let noun = self.syntax.lower(wanted.head);
        if wanted.is_body {
            let own = |m: &Mention| {
                let last = self.syntax.parse.lemma(m.tokens.end - 1).to_lowercase();
                self.lexicon.kinds.contains_key(last.as_str()).then_some(last)
            };
            let mentions = self.chains[chain].mentions.iter().map(|&m| &self.mentions[m]);
            let general = self.lexicon.kinds.get(noun.as_str()) == Some(&NounKind::Publisher);
            return general || mentions.filter_map(own).all(|own| own == noun);
        }
        let office = self.lexicon.posts.contains_key(noun.as_str())
            || matches!(self.lexicon.rulers.get(noun.as_str()), Some(&"ruler" | &"region"));
        !office || self.bears(chain, wanted)
    }

    /// Whether a determiner points at something named before.
    fn is_definite(&self, determiner: usize) -> bool {
        self.lexicon.definite.contains(self.syntax.lower(determiner).as_str())
    }

    /// The names outside quotation marks among some tokens of what a description can mean.
    pub(super) fn named(&self, tokens: &Range<usize>, wanted: &Wanted) -> Vec<&Mention> {
        let near = self.places.overlapping(tokens.clone()).into_iter().map(|i| &self.mentions[i]);
        let fits = |m: &&Mention| {
            let kind = match m.kind {
                EntityKind::Person => !wanted.is_body,
                EntityKind::Organization => wanted.is_body && self.may_be_plain(m),
                _ => false,
            };
            kind && m.form == MentionForm::Name
                && tokens.contains(&m.head)
                && self.quote_of(m.head).is_none()
                && self.chains[m.chain].name.is_some()
                && (wanted.is_body || agree(self.chains[m.chain].gender, wanted.gender))
        };
        near.filter(fits).collect()
    }

    /// Whether a body may be called by another noun than one of its name: not a ministry, nor a
    /// publisher.
    fn may_be_plain(&self, name: &Mention) -> bool {
        let last = self.syntax.parse.lemma(name.tokens.end - 1).to_lowercase();
        let own = self.lexicon.kinds.get(last.as_str());
        match own {
            Some(kind) => *kind == NounKind::Body,
            None => !self.is_publisher(name.head),
        }
    }

    /// Whether a chain has another argument of a description's verb, so that it is not meant.
    fn stands_beside(&self, chain: usize, description: usize) -> bool {
        let parse = &self.syntax.parse;
        let verb = |token: usize| {
            let up = parse.head(token);
            let phrase = matches!(parse.tokens[up].dep, dep::PREP | dep::AGENT);
            if phrase { parse.head(up) } else { up }
        };
        let sentence = self.syntax.sentence(description);
        let (from, to) = (description.saturating_sub(BACK_MAX), description + BACK_MAX);
        let sentence = sentence.start.max(from)..sentence.end.min(to);
        let near = self.places.overlapping(sentence).into_iter().map(|i| &self.mentions[i]);
        let mut beside =
            near.filter(|m| m.head != description && verb(m.head) == verb(description));
        beside.any(|m| m.chain == chain)
    }

    /// Whether a person who has no name is the subject of a verb among some tokens, but not one
    /// that a name stands beside.
    pub(super) fn stranger(
        &self,
        tokens: &Range<usize>,
        wanted: &Wanted,
        named: &[&Mention],
    ) -> bool {
        let syntax = self.syntax;
        let own = syntax.block_of(wanted.head);
        !wanted.is_body
            && tokens.clone().any(|i| {
                let token = &syntax.parse.tokens[i];
                let word = syntax.lower(i);
                let gender = self.lexicon.gendered.get(word.as_str()).copied();
                let person = gender.is_some()
                    || self.lexicon.titles.get(&word).is_some()
                    || speaks(syntax, self.lexicon, i);
                let subject = matches!(token.dep, dep::NSUBJ | dep::NSUBJPASS);
                let beside = || syntax.child(i, &[dep::APPOS]).map(|a| syntax.parse.subtree(a));
                let is_named = || {
                    let beside = beside();
                    named.iter().any(|m| {
                        m.head == i
                            || m.tokens.contains(&i)
                            || m.role.is_some_and(|role| syntax.tokens_of(role).contains(&i))
                            || beside.as_ref().is_some_and(|b| b.contains(&m.head))
                    })
                };
                // "An official said", a paragraph before: the description takes up him who has no
                // name.
                let article = syntax.child(i, &[dep::DET]);
                let same = word == syntax.lower(wanted.head)
                    && (article.is_none_or(|a| self.is_definite(a)) || syntax.block_of(i) == own);
                subject
                    && token.pos == pos::NOUN
                    && self.quote_of(i).is_none()
                    && person
                    && !same
                    && agree(gender, wanted.gender)
                    && !is_named()
            })
    }
}
