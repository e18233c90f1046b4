//! Speakers whom neither the tree nor the chains name: the one who can be meant.
//!
//! News writes of one speaker at a time. Where a pronoun or a bare description speaks ("the
//! farmer says"), the one person named shortly before it in its paragraph is meant, unless
//! somebody else who is not named comes between. Where words in marks are announced by what
//! cannot speak ("Our favourite line comes from Ada Vale: …"), the one person of the
//! announcement is.

use super::{
    Found, MEDIA, Made, QuotationKind, Speaker,
    described::{BACK_MAX, Wanted},
};
use crate::mention::{EntityKind, Mention, MentionForm};
use document::Span;
use language::labels::{dep, pos, tag};
use lexicon::rows::{Frame, Gender, Number};
use std::collections::HashMap;

/// Most sentences looked back over for who "they" are. Set by hand 2026-11-23; not swept.
const MANY_SENTENCES_MAX: usize = 2;

/// Most sentences back to who issued a statement. Set by hand 2026-11-23; not swept.
const ISSUED_SENTENCES_MAX: usize = 4;

/// The kind of nouns for several persons or bodies of them in `lexicon/en/unnamed.tsv`.
const COLLECTIVE: &str = "collective";

/// What speaks where nobody is named.
enum Open {
    /// One person or body, by a pronoun or a description.
    Short(Wanted),
    /// Nothing that can speak.
    Nobody,
}

impl Found<'_> {
    /// Names the speakers that are left open where only one can be meant.
    pub(super) fn settle(&self, made: &mut [Made]) {
        let authors = self.authors();
        for i in 0..made.len() {
            let speaker = made[i].quotation.speaker.as_ref();
            let issuer = speaker.and_then(|s| self.issuer(s, &authors, &made[..i]));
            if let Some((span, chain)) = issuer {
                made[i].quotation.speaker =
                    Some(Speaker { span, meant: None, chain: Some(chain), unnamed: None });
            }
            let many = self.many(made, i);
            if let Some(many) = many.or_else(|| self.both(&made[i])) {
                made[i].quotation.speaker = Some(many);
            }
            let (before, rest) = made.split_at_mut(i);
            let m = &mut rest[0];
            if let Some(chain) = self.speaks_again(m, before)
                && let Some(speaker) = &mut m.quotation.speaker
            {
                speaker.chain = Some(chain);
            }
            let found = match self.open(m) {
                Some(Open::Short(wanted)) => {
                    let span = m.quotation.speaker.as_ref().map(|s| s.span);
                    let meant = self.meant(&wanted, m, before);
                    span.zip(meant.or_else(|| self.of_own_clause(m)))
                }
                Some(Open::Nobody) => self.announced(m),
                None => self.beside_cue(m),
            };
            if let Some((span, chain)) = found {
                m.quotation.speaker =
                    Some(Speaker { span, meant: None, chain: Some(chain), unnamed: None });
            }
        }
    }

    /// Who "he" is of a direct quotation right after a sentence in which one person spoke, whoever
    /// else is named in it: "Vale suggested that Berg should wait. “There is time,” he said."
    fn speaks_again(&self, made: &Made, before: &[Made]) -> Option<usize> {
        let speaker = made.quotation.speaker.as_ref()?;
        let is_direct = made.quotation.kind == QuotationKind::Direct;
        let tokens = self.syntax.tokens_of(speaker.span);
        let pronoun = self.lexicon.pronouns.get(self.syntax.lower(tokens.start).as_str())?;
        let he = tokens.len() == 1
            && pronoun.person == 3
            && pronoun.kind == "personal"
            && pronoun.gender.is_some_and(|gender| gender != Gender::Neuter);
        // Not "he nodded, saying".
        let says = made.head == Some(self.syntax.parse.head(tokens.start));
        let chain = speaker.chain.filter(|_| is_direct && he && says)?;
        let first = made.tokens.start.min(tokens.start);
        let sentence = self.syntax.parse.sentence_of(first);
        let last = self.syntax.parse.sentences[sentence.checked_sub(1)?].clone();
        if self.syntax.block_of(last.start) + 1 < self.syntax.block_of(first) {
            return None;
        }
        let anyone =
            Wanted { head: tokens.start, gender: pronoun.gender, is_body: false, narrowed: false };
        let spoke = self.only_speaker(before, &last)?;
        let of = &self.chains[spoke];
        let fits = of.kind == EntityKind::Person
            && (of.gender.is_none() || of.gender == pronoun.gender)
            && of.name.is_some();
        let start = self.syntax.parse.sentences[sentence].start;
        let named_here = || !self.named(&(start..tokens.start), &anyone).is_empty();
        (spoke != chain && fits && !named_here()).then_some(spoke)
    }

    /// Who "he" is that says something of its own subject in the same sentence: "Ada Vale is close
    /// to a deal, she told reporters".
    fn of_own_clause(&self, made: &Made) -> Option<usize> {
        let (cue, anchor) = (made.head?, made.anchor?);
        let speaker = made.quotation.speaker.as_ref()?;
        let pronoun = self.syntax.tokens_of(speaker.span).start;
        let word = self.lexicon.pronouns.get(self.syntax.lower(pronoun).as_str())?;
        let here = self.syntax.sentence(cue).contains(&made.tokens.start);
        let subject = self.syntax.child(anchor, &[dep::NSUBJ, dep::NSUBJPASS])?;
        let named = self.mention_of(subject).filter(|m| m.form == MentionForm::Name)?;
        let chain = &self.chains[named.chain];
        let one = chain.gender.is_none() || chain.gender == word.gender;
        let person = named.kind == EntityKind::Person && word.gender != Some(Gender::Neuter);
        let before = here && subject < pronoun && made.tokens.end <= cue;
        (before && person && one).then_some(named.chain)
    }

    /// Who is named right before a verb of speech of which the tree sees no subject: “We sail,”
    /// Vale said.
    fn beside_cue(&self, made: &Made) -> Option<(Span, usize)> {
        let cue = made.head.filter(|_| made.quotation.speaker.is_none() && !made.passive)?;
        let direct = made.quotation.kind == QuotationKind::Direct && !made.marks.is_empty();
        let spoken = direct && self.is_verb_of_speech(cue);
        let before = cue.checked_sub(1).filter(|_| spoken && made.tokens.start < cue)?;
        let person = |m: &&Mention| m.form == MentionForm::Name && m.kind == EntityKind::Person;
        let named = self.mention_of(before).filter(person)?;
        (named.tokens.end == cue && self.quote_of(before).is_none())
            .then_some((named.titled, named.chain))
    }

    /// Whose document speaks: "a report from the Labour Department", "Vale's letter", and "the
    /// letter" where the text says of only one such whose it is.
    fn issuer(
        &self,
        speaker: &Speaker,
        authors: &HashMap<String, Option<usize>>,
        before: &[Made],
    ) -> Option<(Span, usize)> {
        let parse = &self.syntax.parse;
        let head = self.syntax.head_of(&self.syntax.tokens_of(speaker.span))?;
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
        let only = authors.get(&noun).copied().flatten();
        let chain = only.or_else(|| self.issued(before, head)).filter(|_| definite)?;
        Some((speaker.span, chain))
    }

    /// Who shortly before is told to have said something in what a noun takes up: "Vale said in a
    /// statement … the statement said".
    fn issued(&self, before: &[Made], noun: usize) -> Option<usize> {
        let parse = &self.syntax.parse;
        let sentence = parse.sentence_of(noun);
        let lemma = parse.lemma(noun);
        let near = before.iter().rev().filter_map(|m| Some((m.head?, m)));
        let mut near = near.filter(|(cue, _)| {
            let there = parse.sentence_of(*cue);
            (there..there + ISSUED_SENTENCES_MAX + 1).contains(&sentence) && there < sentence
        });
        near.find_map(|(cue, made)| {
            let hangs = |c: &usize| parse.tokens[*c].dep == dep::PREP;
            let objects = parse.children(cue).filter(hangs);
            let mut objects = objects.filter_map(|c| self.syntax.child(c, &[dep::POBJ]));
            let chain = made.quotation.speaker.as_ref()?.chain;
            objects.any(|o| parse.lemma(o) == lemma).then_some(chain).flatten()
        })
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
        let several = word.number != Some(Number::Singular) && word.gender.is_none();
        let plural = word.person == 3 && word.kind == "personal" && several;
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
        let many = spoke.max_by_key(|s| s.span).cloned().or_else(subject)?;
        let meant = many.chain.is_none().then(|| many.called());
        Some(Speaker { span: speaker.span, meant, ..many })
    }

    /// Whether a phrase names several persons, or a body of them by a noun that takes the plural.
    fn is_many(&self, speaker: &Speaker) -> bool {
        let parse = &self.syntax.parse;
        let tokens = self.syntax.tokens_of(speaker.span);
        let Some(head) = self.syntax.head_of(&tokens) else { return false };
        let plural = matches!(parse.tokens[head].tag, tag::NNS | tag::NNPS);
        let named = |chain: usize| self.chains[chain].kind == EntityKind::Organization;
        let body = speaker.unnamed == Some(COLLECTIVE) || speaker.chain.is_some_and(named);
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
        let head = self.syntax.head_of(&tokens)?;
        if speaker.chain.is_some() || self.quote_of(head).is_some() {
            return None;
        }
        if let Some(pronoun) = self.lexicon.pronouns.get(self.syntax.lower(head).as_str()) {
            let one =
                tokens.len() == 1 && pronoun.person == 3 && pronoun.number != Some(Number::Plural);
            let gender = pronoun.gender.filter(|gender| one && *gender != Gender::Neuter)?;
            return Some(Open::Short(Wanted {
                head,
                gender: Some(gender),
                is_body: false,
                narrowed: false,
            }));
        }
        if let Some(wanted) = self.description(&tokens, head) {
            return Some(Open::Short(wanted));
        }
        let spoken = made.head.is_some_and(|cue| self.is_verb_of_speech(cue));
        (direct && !spoken && !self.can_speak(head)).then_some(Open::Nobody)
    }

    /// Who is named where words in marks are announced: the only person of the sentence that ends
    /// with a colon before them, or whose name the colon follows, or the only one of the paragraph.
    fn announced(&self, made: &Made) -> Option<(Span, usize)> {
        let first = made.tokens.start;
        let block = self.syntax.blocks.get(self.syntax.block_of(first))?.1.clone();
        let last = first.checked_sub(1).filter(|i| block.contains(i))?;
        let anyone = Wanted { head: first, gender: None, is_body: false, narrowed: false };
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
