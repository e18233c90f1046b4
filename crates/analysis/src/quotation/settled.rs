//! Speakers whom neither the tree nor the chains name: the one who can be meant.
//!
//! News writes of one speaker at a time. Where a pronoun or a bare description speaks ("the
//! farmer says"), the one person named shortly before it in its paragraph is meant, unless
//! somebody else who is not named comes between. Where words in marks are announced by what
//! cannot speak ("Our favourite line comes from Ada Vale: …"), the one person of the
//! announcement is.

use super::{Found, MEDIA, Made, QuotationKind, Speaker};
use crate::{
    attribution::speaks,
    mention::{EntityKind, Mention, MentionForm},
    pronoun::agree,
    syntax::Syntax,
};
use document::Span;
use language::labels::{dep, pos, tag};
use lexicon::rows::{Frame, Gender, NounKind, Number};
use std::{collections::HashMap, ops::Range};

/// Most sentences looked back over for whom a pronoun or description means. Set by hand
/// 2026-11-23 on the invented stories; not swept.
const SENTENCES_MAX: usize = 3;

/// Most tokens that are looked back over, and on: five sentences of the longest usual kind. A bound
/// of cost, chosen 2026-11-23, not swept.
const BACK_MAX: usize = 300;

/// Most sentences looked back over for who "they" are. Set by hand 2026-11-23; not swept.
const MANY_SENTENCES_MAX: usize = 2;

/// The kind of nouns for several persons or bodies of them in `lexicon/en/unnamed.tsv`.
const COLLECTIVE: &str = "collective";

/// Longest description that takes somebody up, in tokens: "the ward sister".
const DESCRIPTION_TOKENS_MAX: usize = 3;

/// What speaks where nobody is named.
enum Open {
    /// One person or body, by a pronoun or a description.
    Short(Wanted),
    /// Nothing that can speak.
    Nobody,
}

/// Whom a pronoun or description can mean.
struct Wanted {
    /// Its head.
    head: usize,
    gender: Option<Gender>,
    is_body: bool,
}

impl Found<'_> {
    /// Names the speakers that are left open where only one can be meant.
    pub(super) fn settle(&self, made: &mut [Made]) {
        let authors = self.authors();
        for i in 0..made.len() {
            let speaker = made[i].quotation.speaker.as_ref();
            if let Some((span, chain)) = speaker.and_then(|s| self.issuer(s, &authors)) {
                made[i].quotation.speaker =
                    Some(Speaker { span, chain: Some(chain), unnamed: None });
            }
            if let Some(many) = self.many(made, i) {
                made[i].quotation.speaker = Some(many);
            }
            let m = &mut made[i];
            let found = match self.open(m) {
                Some(Open::Short(wanted)) => {
                    let span = m.quotation.speaker.as_ref().map(|s| s.span);
                    span.zip(self.meant(&wanted))
                }
                Some(Open::Nobody) => self.announced(m),
                None => None,
            };
            if let Some((span, chain)) = found {
                m.quotation.speaker = Some(Speaker { span, chain: Some(chain), unnamed: None });
            }
        }
    }

    /// Whose document speaks: "a report from the Labour Department", "Vale's letter", and "the
    /// letter" where the text says of only one such whose it is.
    fn issuer(
        &self,
        speaker: &Speaker,
        authors: &HashMap<String, Option<usize>>,
    ) -> Option<(Span, usize)> {
        let parse = &self.syntax.parse;
        let head = head_of(self.syntax, &self.syntax.tokens_of(speaker.span))?;
        let noun = self.syntax.lower(head);
        let is_document = |noun: &str| {
            let media = self.lexicon.unnamed.get(noun) == Some(&MEDIA);
            media && self.lexicon.outlets.get(noun).is_none()
                || self.lexicon.occasions.get(noun).is_some()
        };
        let open = speaker.chain.is_none() && parse.tokens[head].pos == pos::NOUN;
        let lemma = parse.lemma(head).to_lowercase();
        if !open || !(is_document(&noun) || is_document(&lemma)) {
            return None;
        }
        if let Some(chain) = self.author(head) {
            return Some((speaker.span, chain));
        }
        let determiner = self.syntax.child(head, &[dep::DET])?;
        let definite = self.lexicon.definite.contains(self.syntax.lower(determiner).as_str());
        let only = authors.get(&noun).copied().flatten().filter(|_| definite);
        only.map(|chain| (speaker.span, chain))
    }

    /// By noun: who made what it stands for, if the text says so of one alone. Cost: linear.
    fn authors(&self) -> HashMap<String, Option<usize>> {
        let mut authors: HashMap<String, Option<usize>> = HashMap::new();
        for noun in 0..self.syntax.len() {
            let is_noun = self.syntax.parse.tokens[noun].pos == pos::NOUN;
            if let Some(chain) = is_noun.then(|| self.author(noun)).flatten() {
                let only = authors.entry(self.syntax.lower(noun)).or_insert(Some(chain));
                *only = only.filter(|known| *known == chain);
            }
        }
        authors
    }

    /// Who made a document, by the name before it or after a preposition: "Vale's letter", "Labour
    /// Department data", "a letter from Vale".
    fn author(&self, noun: usize) -> Option<usize> {
        let syntax = self.syntax;
        let parse = &syntax.parse;
        let named = |token: usize, person: bool| {
            let name = self.mention_of(token).filter(|m| self.chains[m.chain].name.is_some())?;
            let kind = match name.kind {
                EntityKind::Organization => true,
                EntityKind::Person => person,
                _ => false,
            };
            let whole = name.form == MentionForm::Name || name.head == token;
            (kind && whole && !name.tokens.contains(&noun)).then_some(name.chain)
        };
        parse.children(noun).find_map(|c| match parse.tokens[c].dep {
            dep::POSS => named(c, true),
            dep::COMPOUND | dep::NMOD => named(c, false),
            dep::PREP if self.lexicon.authors.contains(syntax.lower(c).as_str()) => {
                named(syntax.child(c, &[dep::POBJ])?, true)
            }
            dep::ACL => {
                let by = syntax.child(c, &[dep::AGENT])?;
                named(syntax.child(by, &[dep::POBJ])?, true)
            }
            _ => None,
        })
    }

    /// Whom "they" means: the several persons or the body who spoke last before it in its
    /// paragraph, or are the subject of the sentence before.
    fn many(&self, made: &[Made], i: usize) -> Option<Speaker> {
        let speaker = made[i].quotation.speaker.as_ref().filter(|s| s.chain.is_none())?;
        let pronoun = self.syntax.tokens_of(speaker.span).start;
        let word = self.lexicon.pronouns.get(self.words(speaker.span).to_lowercase().as_str())?;
        let plural = word.person == 3 && word.number == Some(Number::Plural);
        if !plural || self.quote_of(pronoun).is_some() {
            return None;
        }
        let sentence = self.syntax.parse.sentence_of(pronoun);
        let block = &self.syntax.blocks.get(self.syntax.block_of(pronoun))?.1;
        let first = self.syntax.parse.sentences[sentence.saturating_sub(MANY_SENTENCES_MAX)].start;
        let near = first.max(block.start)..pronoun;
        let spoke = made.iter().filter_map(|m| m.quotation.speaker.as_ref());
        let spoke = spoke.filter(|s| {
            let tokens = self.syntax.tokens_of(s.span);
            near.contains(&tokens.start) && near.contains(&tokens.end) && self.is_many(s)
        });
        let subject = || {
            let before = sentence.checked_sub(1)?;
            let tokens = self.syntax.parse.sentences[before].clone();
            let root = self.syntax.parse.root(tokens);
            let head = self.syntax.child(root, &[dep::NSUBJ, dep::NSUBJPASS])?;
            let speaker = self.speaker(head).filter(|_| near.contains(&head))?;
            (self.can_speak(head) && self.is_many(&speaker)).then_some(speaker)
        };
        spoke.max_by_key(|s| s.span).cloned().or_else(subject)
    }

    /// Whether a phrase names several persons, or a body of them by a noun that takes the plural.
    fn is_many(&self, speaker: &Speaker) -> bool {
        let parse = &self.syntax.parse;
        let tokens = self.syntax.tokens_of(speaker.span);
        let Some(head) = head_of(self.syntax, &tokens) else { return false };
        let plural = matches!(parse.tokens[head].tag, tag::NNS | tag::NNPS);
        let body = speaker.unnamed == Some(COLLECTIVE);
        plural
            || body
            || tokens.clone().any(|i| parse.tokens[i].dep == dep::CONJ && parse.head(i) == head)
    }

    fn open(&self, made: &Made) -> Option<Open> {
        let direct = made.quotation.kind == QuotationKind::Direct;
        let Some(speaker) = &made.quotation.speaker else {
            // Who was told something did not say it.
            return (direct && made.head.is_none()).then_some(Open::Nobody);
        };
        let tokens = self.syntax.tokens_of(speaker.span);
        let head = head_of(self.syntax, &tokens)?;
        if speaker.chain.is_some() || self.quote_of(head).is_some() {
            return None;
        }
        if let Some(pronoun) = self.lexicon.pronouns.get(self.syntax.lower(head).as_str()) {
            let one = pronoun.person == 3 && pronoun.number != Some(Number::Plural);
            let gender = pronoun.gender.filter(|gender| one && *gender != Gender::Neuter)?;
            return Some(Open::Short(Wanted { head, gender: Some(gender), is_body: false }));
        }
        if let Some(wanted) = self.description(&tokens, head) {
            return Some(Open::Short(wanted));
        }
        let spoken = made.head.is_some_and(|cue| self.is_verb_of_speech(cue));
        (direct && !spoken && !self.can_speak(head)).then_some(Open::Nobody)
    }

    /// A noun with a definite article and little else, in the singular.
    fn description(&self, tokens: &Range<usize>, head: usize) -> Option<Wanted> {
        let parse = &self.syntax.parse;
        let article = self.syntax.lower(tokens.start);
        let noun = self.syntax.lower(head);
        let singular = parse.tokens[head].pos == pos::NOUN
            && parse.lemma(head).to_lowercase() == noun
            && !self.lexicon.near.contains(article.as_str());
        let bare = tokens.len() <= DESCRIPTION_TOKENS_MAX && head + 1 == tokens.end;
        if !singular || !bare || !self.lexicon.definite.contains(article.as_str()) {
            return None;
        }
        let kind = self.lexicon.kinds.get(noun.as_str());
        // Only a plain body's noun takes up a name that does not hold it.
        let is_body = match kind {
            Some(NounKind::Body) => true,
            Some(_) => return None,
            None => false,
        };
        let gender = self.lexicon.gendered.get(noun.as_str()).copied();
        let person = gender.is_some() || self.lexicon.titles.get(&noun).is_some();
        (is_body || person).then_some(Wanted { head, gender, is_body })
    }

    /// The one named in the nearest sentence of the paragraph that names anybody who fits.
    fn meant(&self, wanted: &Wanted) -> Option<usize> {
        let block = self.syntax.blocks.get(self.syntax.block_of(wanted.head))?.1.clone();
        let sentence = self.syntax.parse.sentence_of(wanted.head);
        for back in 0..=SENTENCES_MAX.min(sentence) {
            let tokens = self.syntax.parse.sentences[sentence - back].clone();
            let start = tokens.start.max(block.start).max(wanted.head.saturating_sub(BACK_MAX));
            let tokens = start..tokens.end.min(wanted.head);
            if tokens.start >= tokens.end {
                break;
            }
            let mut named = self.named(&tokens, wanted);
            named.retain(|m| !self.stands_beside(m.chain, wanted.head));
            let mut chains: Vec<usize> = named.iter().map(|m| m.chain).collect();
            chains.sort_unstable();
            chains.dedup();
            match chains[..] {
                [] if self.stranger(&tokens, wanted, &[]) => return None,
                [] => {}
                [only] => return (!self.stranger(&tokens, wanted, &named)).then_some(only),
                _ => return None,
            }
        }
        None
    }

    /// The names outside quotation marks among some tokens of what a description can mean.
    fn named(&self, tokens: &Range<usize>, wanted: &Wanted) -> Vec<&Mention> {
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
        own.is_none_or(|kind| *kind == NounKind::Body) && !self.is_publisher(name.head)
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
    fn stranger(&self, tokens: &Range<usize>, wanted: &Wanted, named: &[&Mention]) -> bool {
        let syntax = self.syntax;
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
                let same = word == syntax.lower(wanted.head);
                subject
                    && token.pos == pos::NOUN
                    && self.quote_of(i).is_none()
                    && person
                    && !same
                    && agree(gender, wanted.gender)
                    && !is_named()
            })
    }

    /// Who is named where words in marks are announced: the only person of the sentence that ends
    /// with a colon before them, or whose name the colon follows, or the only one of the paragraph.
    fn announced(&self, made: &Made) -> Option<(Span, usize)> {
        let first = made.tokens.start;
        let block = self.syntax.blocks.get(self.syntax.block_of(first))?.1.clone();
        let last = first.checked_sub(1).filter(|i| block.contains(i))?;
        let anyone = Wanted { head: first, gender: None, is_body: false };
        let from = block.start.max(first.saturating_sub(BACK_MAX));
        let here = self.syntax.sentence(last).start.max(from)..first;
        let only = |named: &[&Mention]| {
            let (first, rest) = named.split_first()?;
            let same = rest.iter().all(|m| m.chain == first.chain);
            same.then(|| (named[rest.len()].titled, first.chain))
        };
        if self.syntax.word(last) == ":" {
            let named = self.named(&here, &anyone);
            let before = named.iter().find(|m| m.tokens.end == last);
            let before = before.map(|m| (m.titled, m.chain));
            if !named.is_empty() {
                return only(&named).or(before);
            }
        }
        let before = self.named(&(from..first), &anyone);
        only(&before).filter(|_| !self.stranger(&here, &anyone, &before))
    }

    fn is_verb_of_speech(&self, cue: usize) -> bool {
        let lemma = self.syntax.parse.lemma(cue).to_lowercase();
        let rows = self.lexicon.cues.get(lemma.as_str());
        rows.is_some_and(|rows| rows.iter().any(|row| row.has(&Frame::Quote)))
    }
}

/// The token of a phrase whose head lies outside it.
fn head_of(syntax: &Syntax, phrase: &Range<usize>) -> Option<usize> {
    let outside = |i: &usize| {
        let head = syntax.parse.head(*i);
        head == *i || !phrase.contains(&head)
    };
    phrase.clone().find(outside)
}
