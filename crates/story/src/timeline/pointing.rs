//! Whom and what the words of a happening speak of without naming it: pronouns, "the agency", "such
//! a meeting".

use crate::{Report, anaphora::is_counted};
use analysis::{Analysis, EntityKind, MentionForm, QuotationKind};
use document::Span;
use language::labels::{dep, pos, tag};
use lexicon::{
    Lexicon,
    rows::{Gender, Number, Pronoun},
};

/// Most names that are put into the words of one happening.
const NAMES_MAX: usize = 3;

/// What words point at.
pub(super) struct Pointing {
    /// Words and the names that they stand for.
    pub(super) names: Vec<(Span, Span)>,
    /// Whether they speak of somebody or something that nobody can tell from them.
    pub(super) is_open: bool,
}

/// What the words of a happening point at.
pub(super) fn of(report: &Report, parts: &[Span]) -> Pointing {
    let analysis = &report.analysis;
    let mut found =
        Finder { analysis, parts, named: Vec::new(), names: Vec::new(), is_open: false };
    for token in parts.iter().flat_map(|&span| analysis.syntax.tokens_of(span)) {
        found.read(token);
    }
    Pointing { names: found.names, is_open: found.is_open }
}

struct Finder<'a> {
    analysis: &'a Analysis,
    parts: &'a [Span],
    /// Chains with a name in brackets already.
    named: Vec<usize>,
    names: Vec<(Span, Span)>,
    is_open: bool,
}

impl Finder<'_> {
    fn read(&mut self, token: usize) {
        let syntax = &self.analysis.syntax;
        let word = syntax.lower(token);
        let pronoun = Lexicon::english().pronouns.get(word.as_str());
        match syntax.parse.tokens[token].tag {
            tag::PRP | tag::PRP_POSS => pronoun.into_iter().for_each(|p| self.pronoun(token, p)),
            tag::CD => self.is_open |= self.is_pair(token),
            _ if self.is_subject(token) => self.description(token),
            _ => {}
        }
    }

    /// "The two", "the two activists": who they are was said before. "Velia and Harbour West said
    /// that the two countries would" names them.
    fn is_pair(&self, number: usize) -> bool {
        let here = |m: &&analysis::Mention| m.form == MentionForm::Name && self.is_here(m.span);
        let several = self.analysis.mentions.iter().filter(here).take(2).count() > 1;
        !several && is_counted(self.analysis, number, |c| self.holds(c))
    }

    /// Whether a word is a subject, as is what stands before the words of its clause.
    fn is_subject(&self, token: usize) -> bool {
        let syntax = &self.analysis.syntax;
        let stands_before = self.parts.len() > 1 && {
            let words = syntax.tokens_of(self.parts[0]);
            words.contains(&token) && !words.contains(&syntax.parse.head(token))
        };
        stands_before || matches!(syntax.parse.tokens[token].dep, dep::NSUBJ | dep::NSUBJPASS)
    }

    fn pronoun(&mut self, token: usize, pronoun: &Pronoun) {
        let one = pronoun.number == Some(Number::Singular);
        match pronoun.person {
            1 if one || self.is_subject(token) => self.speaker(token, one),
            3 if matches!(pronoun.gender, Some(Gender::Masculine | Gender::Feminine)) => {
                self.person(token);
            }
            _ => {}
        }
    }

    /// "My mind": of who is quoted, unless the words say who that is.
    fn speaker(&mut self, token: usize, one: bool) {
        let Some(own) = self.analysis.syntax.span(token..token + 1) else { return };
        let around = self.analysis.quotations.iter().filter(|q| q.value.content.contains(own));
        let speakers: Vec<_> = around.filter_map(|q| q.value.speaker.as_ref()).collect();
        if speakers.iter().any(|s| self.is_here(s.span)) {
            return;
        }
        match speakers.iter().find_map(|s| s.chain) {
            Some(chain) => self.name(token, chain),
            None => self.is_open |= one,
        }
    }

    /// "His decision": of whom neither a name nor a description is among the words. Where another
    /// person is, nobody can tell with certainty which of them is meant.
    fn person(&mut self, token: usize) {
        let chain = self.chain_of(token);
        let own = self.quotation_of(token);
        let here = |m: &analysis::Mention| {
            let person = m.kind == EntityKind::Person || Some(m.chain) == chain;
            let named = person && m.form != MentionForm::Pronoun && self.is_here(m.span);
            named && self.quotation_of(m.head).is_none_or(|q| own == Some(q))
        };
        // "Vale endorsed her": not Vale.
        let other = self.subject_beside(token);
        let acts = |m: &analysis::Mention| other == Some(m.head) && Some(m.chain) != chain;
        let mut others = self.analysis.mentions.iter().filter(|m| here(m));
        if others.any(|m| !acts(m)) || self.is_after_a_noun(token, other) {
            return;
        }
        let known = |&c: &usize| {
            let chain = &self.analysis.chains[c];
            chain.kind == EntityKind::Person && chain.name.is_some()
        };
        match chain.filter(known) {
            Some(chain) => self.name(token, chain),
            None => self.is_open |= self.is_subject(token),
        }
    }

    /// The subject of the verb whose object a pronoun is, if it is a name among the words: somebody
    /// else.
    fn subject_beside(&self, pronoun: usize) -> Option<usize> {
        let syntax = &self.analysis.syntax;
        let object = matches!(syntax.parse.tokens[pronoun].dep, dep::DOBJ | dep::DATIVE);
        let verb = Some(syntax.parse.head(pronoun)).filter(|_| object)?;
        let subject = syntax.child(verb, &[dep::NSUBJ])?;
        let named = syntax.parse.tokens[subject].pos == pos::PROPN && self.holds(subject);
        named.then_some(subject)
    }

    /// "A lawyer told them that he": whether a subject that is a noun stands before a pronoun, with
    /// which the pronoun may go, but for one that is somebody else.
    fn is_after_a_noun(&self, pronoun: usize, other: Option<usize>) -> bool {
        let syntax = &self.analysis.syntax;
        let own = self.quotation_of(pronoun);
        let noun = |i: usize| {
            matches!(syntax.parse.tokens[i].pos, pos::NOUN | pos::PROPN)
                && other != Some(i)
                && self.is_subject(i)
                && self.quotation_of(i).is_none_or(|q| own == Some(q))
        };
        let words = self.parts.iter().flat_map(|&part| syntax.tokens_of(part));
        words.take_while(|&i| i < pronoun).any(noun)
    }

    /// "The agency waived the ban", "such a meeting would help": a subject that was named before.
    fn description(&mut self, subject: usize) {
        let syntax = &self.analysis.syntax;
        let parse = &syntax.parse;
        // "The evening began in a familiar fashion": says what came at that time of no one.
        let time = analysis::time::is_within(&self.analysis.times, subject);
        let told = [dep::DOBJ, dep::ATTR, dep::CCOMP];
        let verb = parse.head(subject);
        let empty = !told.iter().any(|&d| syntax.has_child(verb, d));
        self.is_open |= time && empty && parse.head(verb) == verb;
        let below = || parse.children(subject).filter(|&c| self.holds(c));
        let determiner = |c: &usize| matches!(parse.tokens[*c].dep, dep::DET | dep::PREDET);
        let lexicon = Lexicon::english();
        // "That" is relative by itself and points before a noun.
        let shows = below().filter(determiner).any(|c| {
            let word = syntax.lower(c);
            let known = lexicon.pronouns.get(word.as_str());
            known.is_some_and(|p| matches!(p.kind, "demonstrative" | "relative"))
        });
        let definite =
            below().filter(determiner).any(|c| lexicon.definite.contains(syntax.lower(c).as_str()));
        let bare = below().all(|c| determiner(&c));
        // "The 76ers" is a name, however it was read.
        let lower = syntax.word(subject).starts_with(char::is_lowercase);
        let noun = parse.tokens[subject].pos == pos::NOUN && lower;
        let plain = !noun || time || self.quotation_of(subject).is_some();
        let points = shows || definite && bare;
        if plain || !points {
            return;
        }
        let chain = self.chain_of(subject).filter(|&c| self.analysis.chains[c].name.is_some());
        let Some(chain) = chain.or_else(|| self.of_its_class(subject)) else {
            let shell = lexicon.shells.contains(parse.lemma(subject).to_lowercase().as_str());
            self.is_open |= shows || shell;
            return;
        };
        let here = |m: &analysis::Mention| {
            m.chain == chain && m.form == MentionForm::Name && self.is_here(m.span)
        };
        if !self.analysis.mentions.iter().any(here) {
            self.name(subject, chain);
        }
    }

    /// "The forum" after "the Northern Harbours Forum": the only name before a noun that ends with
    /// it.
    fn of_its_class(&self, noun: usize) -> Option<usize> {
        let syntax = &self.analysis.syntax;
        let word = syntax.lower(noun);
        let named = |m: &&analysis::Mention| {
            let longer = m.tokens.len() > 1 && m.form == MentionForm::Name;
            longer && m.head < noun && syntax.lower(m.head) == word
        };
        let mut chains = self.analysis.mentions.iter().filter(named).map(|m| m.chain);
        let first = chains.next()?;
        chains.all(|c| c == first).then_some(first)
    }

    /// The words in marks that a word stands among.
    fn quotation_of(&self, token: usize) -> Option<usize> {
        let own = self.analysis.syntax.span(token..token + 1)?;
        let holds = |q: &document::Fact<analysis::Quotation>| {
            q.value.kind == QuotationKind::Direct && q.value.content.contains(own)
        };
        self.analysis.quotations.iter().position(holds)
    }

    fn holds(&self, token: usize) -> bool {
        self.parts.iter().any(|&part| self.analysis.syntax.tokens_of(part).contains(&token))
    }

    fn chain_of(&self, token: usize) -> Option<usize> {
        let mut mentions = self.analysis.mentions.iter();
        mentions.find(|m| m.head == token).map(|m| m.chain)
    }

    fn is_here(&self, span: Span) -> bool {
        self.parts.iter().any(|part| part.contains(span))
    }

    /// Puts the name of a chain behind a word, once.
    fn name(&mut self, token: usize, chain: usize) {
        let Some(name) = self.analysis.chains[chain].name else {
            self.is_open |= self.is_subject(token);
            return;
        };
        let own = self.analysis.syntax.span(token..token + 1);
        let Some(own) = own.filter(|_| !self.named.contains(&chain)) else { return };
        self.named.push(chain);
        if self.names.len() < NAMES_MAX {
            self.names.push((own, self.analysis.mentions[name].span));
        }
    }
}
