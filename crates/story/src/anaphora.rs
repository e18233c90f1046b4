//! What words point back to, so that they can be read away from the text before them.
//!
//! An anaphor ("he", "it", "this step", "the decision") stands for what was told before. Where it
//! stands for somebody who is named, the name tells enough; else the words before it do, up to the
//! sentence before.

use crate::Report;
use analysis::{Analysis, EntityKind, Mention, MentionForm, Speaker, time};
use document::Span;
use language::labels::{dep, pos, tag};
use lexicon::{
    Lexicon,
    rows::{Gender, Number},
};
use std::ops::Range;

/// What a passage points back to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Antecedents {
    /// Pronouns for persons, the first for each, with the chain of the person.
    pub named: Vec<(Span, usize)>,
    /// The words before the passage, if it points to something else that they may name.
    pub before: Option<Span>,
    /// Whether nobody who has read nothing else can tell what the passage is about. A number of
    /// persons or things ("the two countries") does not make it so: who knows the story knows
    /// which.
    pub is_open: bool,
}

/// What a passage points back to, if a reader sees beside it who speaks. Cost: its tokens times the
/// mentions of the document.
pub fn antecedents(report: &Report, shown: Span, speaker: Option<&Speaker>) -> Antecedents {
    let lexicon = Lexicon::english();
    let reading = Reading { report, analysis: &report.analysis, lexicon, shown, speaker };
    let mut found = Antecedents::default();
    let (mut open, mut counted) = (None, None);
    for token in report.analysis.syntax.tokens_of(shown) {
        match reading.anaphor(token) {
            Some(Anaphor::Person(chain)) => {
                let own = report.analysis.syntax.span(token..token + 1);
                let is_new = !found.named.iter().any(|(_, known)| *known == chain);
                found.named.extend(own.filter(|_| is_new).map(|own| (own, chain)));
            }
            Some(Anaphor::Other) => open = open.or(Some(token)),
            Some(Anaphor::Counted) => counted = counted.or(Some(token)),
            None => {}
        }
    }
    let open = open.or_else(|| reading.answer());
    found.is_open = open.is_some();
    found.before = open.or(counted).and_then(|token| reading.before(token));
    found
}

/// Whether a number, with the noun that it counts, says only how many there are of those told of
/// before: "the two", "the two leaders". Only words that `holds` holds are read.
pub(crate) fn is_counted(
    analysis: &Analysis,
    number: usize,
    holds: impl Fn(usize) -> bool,
) -> bool {
    let (syntax, lexicon) = (&analysis.syntax, Lexicon::english());
    let parse = &syntax.parse;
    let few = lexicon.numbers.get(syntax.lower(number).as_str());
    if few.is_none_or(|n| !(COUNT_MIN..=COUNT_MAX).contains(n)) {
        return false;
    }
    let noun = if parse.tokens[number].dep == dep::NUMMOD { parse.head(number) } else { number };
    let below = || parse.children(noun).filter(|&c| c != number && holds(c));
    let definite = |c: usize| lexicon.definite.contains(syntax.lower(c).as_str());
    let bare = below().all(|c| {
        definite(c) || syntax.is_punctuation(c) || matches!(parse.tokens[c].dep, dep::CASE)
    });
    below().any(definite) && bare && !time::is_within(&analysis.times, noun)
}

/// What a word points back to.
enum Anaphor {
    /// A person who is named, by the chain.
    Person(usize),
    /// Something, or somebody nobody is known to be.
    Other,
    /// So many of a kind.
    Counted,
}

struct Reading<'a> {
    report: &'a Report,
    analysis: &'a Analysis,
    lexicon: &'a Lexicon,
    shown: Span,
    speaker: Option<&'a Speaker>,
}

impl Reading<'_> {
    fn anaphor(&self, token: usize) -> Option<Anaphor> {
        let syntax = &self.analysis.syntax;
        let t = &syntax.parse.tokens[token];
        match t.tag {
            tag::PRP | tag::PRP_POSS => self.pronoun(token),
            tag::DT if self.is_alone(token) => self.unless_clause(token),
            _ if t.pos == pos::NOUN && self.points(token) => {
                self.unless_told(token, (t.tag == tag::NNS).then_some(Number::Plural))
            }
            _ if t.pos == pos::NOUN && self.counts(token) => self.unless_named(token),
            _ => None,
        }
    }

    /// The first token of words too few to be understood without what they answer: “Yes.”
    fn answer(&self) -> Option<usize> {
        let syntax = &self.analysis.syntax;
        let tokens = syntax.tokens_of(self.shown);
        let words = tokens.clone().filter(|&i| !syntax.is_punctuation(i)).count();
        let marked = tokens.clone().any(|i| syntax.parse.tokens[i].tag == tag::OPENING_QUOTE);
        let verb = tokens.clone().any(|i| syntax.parse.tokens[i].dep == dep::NSUBJ);
        let few = words <= ANSWER_WORDS_MAX && marked && !verb;
        tokens.clone().next().filter(|_| few && self.speaker.is_some())
    }

    /// "He", "its": nothing if it stands for who speaks, or for what the words name themselves.
    fn pronoun(&self, token: usize) -> Option<Anaphor> {
        let syntax = &self.analysis.syntax;
        let word = self.lexicon.pronouns.get(syntax.lower(token).as_str())?;
        let is_empty = syntax.parse.tokens[token].dep == dep::EXPL || self.stands_for_clause(token);
        if word.person != 3 || is_empty || word.kind == "reflexive" {
            return None;
        }
        let person = matches!(word.gender, Some(Gender::Masculine | Gender::Feminine));
        if !person && self.is_speaker(word.number) && !self.is_matter(token) {
            return None;
        }
        let number = word.number.filter(|_| !person);
        let mention = self.analysis.mentions.iter().find(|m| m.head == token);
        let Some(chain) = mention.map(|m| m.chain) else {
            return if person { None } else { self.unless_told(token, number) };
        };
        if self.speaker.and_then(|s| s.chain) == Some(chain) || self.names(chain, token) {
            return None;
        }
        if person && self.is_own_of_speaker(token, chain, word.gender) {
            return None;
        }
        if !person || self.analysis.chains[chain].kind != EntityKind::Person {
            return self.unless_told(token, number);
        }
        match self.analysis.chains[chain].name {
            Some(_) if !self.is_of_speaker(chain) => {
                (!self.may_speak(token)).then_some(Anaphor::Person(chain))
            }
            None if self.may_speak(token) => None,
            _ => self.unless_told(token, number),
        }
    }

    /// Whether a possessive in the reporter's words is the speaker's own, whatever the chains take
    /// it for: whose else it could be, the sentence does not name.
    fn is_own_of_speaker(&self, token: usize, chain: usize, gender: Option<Gender>) -> bool {
        let syntax = &self.analysis.syntax;
        let owns = syntax.parse.tokens[token].tag == tag::PRP_POSS;
        let speaker = self.speaker.and_then(|s| s.chain).map(|c| &self.analysis.chains[c]);
        let fits = speaker.is_some_and(|s| {
            let person = s.kind == EntityKind::Person && s.name.is_some();
            person && s.gender.is_none_or(|known| Some(known) == gender)
        });
        let span = syntax.span(token..token + 1);
        let verbatim = || {
            let mut words = self.analysis.quotations.iter().flat_map(|q| &q.value.verbatim);
            span.is_some_and(|span| words.any(|words| words.contains(span)))
        };
        let sentence = syntax.sentence(token).start..token;
        let told = |m: &Mention| m.chain == chain && m.form != MentionForm::Pronoun;
        let named = || self.analysis.mentions.iter().any(|m| told(m) && sentence.contains(&m.head));
        owns && fits && !named() && !verbatim()
    }

    /// Whether a pronoun that is the subject of what is said, or owns a part of it, may be who says
    /// it, who is described and not named.
    fn may_speak(&self, token: usize) -> bool {
        let parse = &self.analysis.syntax.parse;
        let Some(speaker) = self.speaker else { return false };
        let named = speaker.chain.is_some_and(|c| self.analysis.chains[c].name.is_some());
        let may = matches!(parse.tokens[token].dep, dep::NSUBJ | dep::NSUBJPASS | dep::POSS);
        !named && !self.are_many(speaker) && may
    }

    /// Whether a pronoun is said to be what no speaker is: "it could be a step towards peace".
    fn is_matter(&self, token: usize) -> bool {
        let syntax = &self.analysis.syntax;
        let parse = &syntax.parse;
        let verb = parse.head(token);
        let subject = matches!(parse.tokens[token].dep, dep::NSUBJ);
        let told = syntax.child(verb, &[dep::ATTR]).filter(|_| subject);
        let shell = |noun: usize| self.lexicon.shells.contains(parse.lemma(noun));
        told.is_some_and(|noun| parse.tokens[noun].pos == pos::NOUN && shell(noun))
    }

    /// Whether "it" or "they" may be who speaks: a body, or several persons.
    fn is_speaker(&self, number: Option<Number>) -> bool {
        let Some(speaker) = self.speaker else { return false };
        let kind = speaker.chain.map(|chain| self.analysis.chains[chain].kind);
        let is_body = kind.is_some_and(|kind| kind != EntityKind::Person);
        let many = self.are_many(speaker);
        let one = number == Some(Number::Singular);
        is_body || if one { kind.is_none() && !many } else { many }
    }

    /// Whether the words for who speaks are for several.
    fn are_many(&self, speaker: &Speaker) -> bool {
        let parse = &self.analysis.syntax.parse;
        self.head(speaker).is_some_and(|head| {
            let plural = matches!(parse.tokens[head].tag, tag::NNS | tag::NNPS);
            plural || self.analysis.syntax.has_child(head, dep::CONJ)
        })
    }

    /// The head of the words for who speaks.
    fn head(&self, speaker: &Speaker) -> Option<usize> {
        let syntax = &self.analysis.syntax;
        syntax.head_of(&syntax.tokens_of(speaker.span))
    }

    /// Whether a person is named in the words for who speaks without being the one: "Vale's camp".
    fn is_of_speaker(&self, chain: usize) -> bool {
        let Some(speaker) = self.speaker else { return false };
        let mut of_it = self.analysis.mentions.iter().filter(|m| m.chain == chain);
        of_it.any(|m| speaker.span.contains(m.span))
    }

    /// Whether the words before a token name the person or body of a chain, or describe it; for a
    /// possessive also those after it: "for its part, the port".
    fn names(&self, chain: usize, token: usize) -> bool {
        let owns = self.analysis.syntax.parse.tokens[token].tag == tag::PRP_POSS;
        let told = |m: &&Mention| m.chain == chain && m.form != MentionForm::Pronoun;
        let mut of_it = self.analysis.mentions.iter().filter(told);
        of_it.any(|m| self.shown.contains(m.span) && (owns || m.head < token))
    }

    /// It points back unless a noun before it among the words may be what it stands for.
    fn unless_told(&self, token: usize, number: Option<Number>) -> Option<Anaphor> {
        let syntax = &self.analysis.syntax;
        let parse = &syntax.parse;
        let fits = |&i: &usize| match parse.tokens[i].tag {
            tag::NN | tag::NNP => number != Some(Number::Plural),
            // "The 12, most of them herders".
            tag::NNS | tag::NNPS | tag::CD => number != Some(Number::Singular),
            _ => false,
        };
        let phrase = syntax.noun_phrase(token).start.min(token);
        let mut before = syntax.tokens_of(self.shown).start..phrase;
        let barred = self.subject_beside(token);
        let may_be = |i: &usize| {
            fits(i)
                && !time::is_within(&self.analysis.times, *i)
                && barred.is_none_or(|subject| !self.is_of(*i, subject))
        };
        (!before.any(|i| may_be(&i))).then_some(Anaphor::Other)
    }

    /// The subject of the verb that a personal pronoun is an object of: who did it to somebody else
    /// did not do it to oneself (Chomsky, Lectures on Government and Binding, 1981, principle B).
    fn subject_beside(&self, token: usize) -> Option<usize> {
        let syntax = &self.analysis.syntax;
        let t = &syntax.parse.tokens[token];
        let is_object = t.tag == tag::PRP && matches!(t.dep, dep::DOBJ | dep::DATIVE);
        let mut verb = syntax.parse.head(token);
        while matches!(syntax.parse.tokens[verb].dep, dep::XCOMP | dep::CONJ)
            && syntax.parse.head(verb) != verb
            && !syntax.has_child(verb, dep::NSUBJ)
        {
            verb = syntax.parse.head(verb);
        }
        syntax.child(verb, &[dep::NSUBJ, dep::NSUBJPASS]).filter(|_| is_object)
    }

    /// Whether a noun is the head of a phrase, part of its name or one of a row in it.
    fn is_of(&self, mut noun: usize, head: usize) -> bool {
        let parse = &self.analysis.syntax.parse;
        while matches!(parse.tokens[noun].dep, dep::COMPOUND | dep::CONJ) && noun != head {
            noun = parse.head(noun);
        }
        noun == head
    }

    /// "This" stands for a clause, and for what a noun names only behind it.
    fn unless_clause(&self, token: usize) -> Option<Anaphor> {
        let parse = &self.analysis.syntax.parse;
        let first = self.analysis.syntax.tokens_of(self.shown).start;
        let told = (first..token).any(|i| matches!(parse.tokens[i].pos, pos::VERB | pos::AUX));
        if told { self.unless_told(token, None) } else { Some(Anaphor::Other) }
    }

    /// "The two leaders" points back unless somebody is named before.
    fn unless_named(&self, token: usize) -> Option<Anaphor> {
        let syntax = &self.analysis.syntax;
        let phrase = syntax.noun_phrase(token).start.min(token);
        let mut before = syntax.tokens_of(self.shown).start..phrase;
        let named = before.any(|i| syntax.parse.tokens[i].pos == pos::PROPN);
        if named {
            return None;
        }
        self.unless_told(token, Some(Number::Plural)).map(|_| Anaphor::Counted)
    }

    /// "The two leaders": nothing but an article and a number.
    fn counts(&self, noun: usize) -> bool {
        let parse = &self.analysis.syntax.parse;
        let several = parse.tokens[noun].tag == tag::NNS;
        let mut numbers = parse.children(noun).filter(|&c| parse.tokens[c].dep == dep::NUMMOD);
        several && numbers.any(|c| is_counted(self.analysis, c, |_| true))
    }

    /// "This brought the crews back": a pointer that goes with no noun.
    fn is_alone(&self, token: usize) -> bool {
        let parse = &self.analysis.syntax.parse;
        let subject = [dep::NSUBJ, dep::NSUBJPASS, dep::DOBJ, dep::POBJ];
        let word = self.analysis.syntax.lower(token);
        let points = self.lexicon.pronouns.get(word.as_str());
        points.is_some_and(|p| p.kind == "demonstrative")
            && subject.contains(&parse.tokens[token].dep)
            && parse.children(token).next().is_none()
    }

    /// "This step", "such a meeting", "the decision", but "this week".
    fn points(&self, noun: usize) -> bool {
        let syntax = &self.analysis.syntax;
        let parse = &syntax.parse;
        let demonstrative = |c: usize| {
            let word = self.lexicon.pronouns.get(syntax.lower(c).as_str());
            word.is_some_and(|p| p.kind == "demonstrative") && parse.tokens[c].tag != tag::IN
        };
        let at_hand = parse.children(noun).take_while(|c| *c < noun).any(demonstrative);
        // "The decision", and not "the decision to close the port".
        let mut children = parse.children(noun);
        let bare = children.next().is_some_and(|c| parse.tokens[c].dep == dep::DET)
            && children.all(|c| parse.tokens[c].dep == dep::PUNCT);
        let definite = bare && {
            let determiner = syntax.child(noun, &[dep::DET]);
            let is_the = |c| self.lexicon.definite.contains(syntax.lower(c).as_str());
            determiner.is_some_and(is_the)
        };
        let known = || self.lexicon.shells.contains(parse.lemma(noun));
        (at_hand || definite && known()) && !time::is_within(&self.analysis.times, noun)
    }

    /// "It was decided that the port would close", "it is clear that".
    fn stands_for_clause(&self, token: usize) -> bool {
        let syntax = &self.analysis.syntax;
        let parse = &syntax.parse;
        let verb = parse.head(token);
        let clauses = [dep::CCOMP, dep::XCOMP, dep::ADVCL, dep::ACL, dep::RELCL];
        let holds = |at: usize| {
            parse.children(at).any(|c| c > at && clauses.contains(&parse.tokens[c].dep))
        };
        let said_of = syntax.child(verb, &[dep::ACOMP, dep::ATTR, dep::OPRD]);
        let is_said = matches!(parse.tokens[verb].pos, pos::AUX | pos::ADJ) || said_of.is_some();
        syntax.lower(token) == parse.lemma(token)
            && parse.tokens[token].dep != dep::DOBJ
            && (is_said && holds(verb) || said_of.is_some_and(holds))
    }

    /// What stands before the passage: for a pronoun its own sentence, if that has a noun before
    /// the passage that is not part of who speaks; else the sentence before it in the same
    /// paragraph or the one above.
    fn before(&self, anaphor: usize) -> Option<Span> {
        let syntax = &self.analysis.syntax;
        let parse = &syntax.parse;
        let first = syntax.tokens_of(self.shown).start;
        let sentence = syntax.sentence(first);
        let said = self.speaker.and_then(|s| self.head(s));
        let said = said.map(|head| parse.subtree(head)).unwrap_or_default();
        let noun = |&i: &usize| {
            let named = matches!(parse.tokens[i].pos, pos::NOUN | pos::PROPN);
            named && !said.contains(&i) && !time::is_within(&self.analysis.times, i)
        };
        if parse.tokens[anaphor].pos != pos::NOUN && (sentence.start..first).any(|i| noun(&i)) {
            return syntax.span(sentence.start..first);
        }
        let last = sentence.start.checked_sub(1)?;
        let block =
            |token: usize| &self.report.document.blocks[syntax.blocks[syntax.block_of(token)].0];
        let near = syntax.block_of(first) - syntax.block_of(last) <= BLOCKS_MAX;
        let before: Range<usize> = syntax.sentence(last);
        let tells = before.clone().any(|i| matches!(parse.tokens[i].pos, pos::VERB | pos::AUX));
        let is_prose = || block(last).kind.is_prose() && block(first).kind.is_prose();
        syntax.span(before).filter(|_| near && tells && is_prose())
    }
}

/// Most words of an answer that says nothing without its question. Chosen 2026-11-23, not swept.
const ANSWER_WORDS_MAX: usize = 3;

/// Fewest persons or things that "the two" stand for.
const COUNT_MIN: f64 = 2.0;

/// Most persons or things that "the two", "the three" stand for. Chosen 2026-11-23, not swept.
const COUNT_MAX: f64 = 3.0;

/// How many paragraphs before its own the sentence may stand that words point to.
const BLOCKS_MAX: usize = 1;
