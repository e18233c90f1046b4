//! Whether a sentence tells of what may come, whether a question is open, and whether either is
//! about what another sentence tells.

use crate::{Report, term::Background};
use analysis::{ClaimKind, claim::is_content};
use document::Span;
use language::labels::{dep, pos, tag};
use lexicon::Lexicon;
use std::collections::BTreeSet;
use std::ops::Range;

/// Least natural logarithm of all news over that with a word, for two sentences that share it to
/// be about one matter. Set by hand 2026-11-23 on 42 real piles; 2 to 3 tried.
const RARITY_MIN: f32 = 2.3;
/// Fewest words of content that they share.
const SHARED_MIN: usize = 2;
/// Share of a sentence's words from which on it adds nothing to another that has them.
const KNOWN_MIN: f64 = 0.75;
/// The kind, in `lexicon/en/statives.tsv`, of what is seen or heard.
const PERCEPTION: &str = "perception";

/// Whether a sentence says, in its main clause or in what somebody says in it, what will or may be.
pub(super) fn is_outlook(report: &Report, sentence: Span) -> bool {
    let claims = report.analysis.claims.iter();
    is_whole(report.document.text.words(sentence))
        && claims
            .filter(|c| matches!(c.value.kind, ClaimKind::Ahead | ClaimKind::Possible))
            .filter(|c| sentence.contains(c.value.span))
            .any(|c| is_main(report, c.value.head) && is_to_come(report, c.value.head))
}

/// Whether a question is asked by the report itself, and of nobody who is spoken to.
pub(super) fn is_question(report: &Report, sentence: Span) -> bool {
    let syntax = &report.analysis.syntax;
    let mut quoted = report.analysis.quotations.iter().flat_map(|q| &q.value.verbatim);
    let pronouns = &Lexicon::english().pronouns;
    let spoken = |i: usize| {
        let known = pronouns.get(syntax.lower(i).as_str());
        known.is_some_and(|pronoun| pronoun.person != 3)
    };
    is_whole(report.document.text.words(sentence))
        && !quoted.any(|q| q.overlaps(sentence))
        && !syntax.tokens_of(sentence).any(spoken)
}

/// Whether a sentence is about what another tells and adds something to it.
pub(super) fn concerns(told: (&Report, Span), other: (&Report, Span)) -> bool {
    let (told, of) = (Words::of(told), Words::of(other));
    let shared = of.all.intersection(&told.all).count();
    let known = shared as f64 >= KNOWN_MIN * of.all.len() as f64;
    let background = Background::default();
    let rare = |word: &&String| background.rarity_of(word) >= RARITY_MIN;
    let common = of.nouns.intersection(&told.nouns).any(|word| rare(&word));
    shared >= SHARED_MIN && common && !known
}

/// The words of content of a sentence, and those of them that are no names.
struct Words {
    all: BTreeSet<String>,
    nouns: BTreeSet<String>,
}

impl Words {
    fn of((report, sentence): (&Report, Span)) -> Words {
        let syntax = &report.analysis.syntax;
        let tokens = || {
            let tokens: Range<usize> = syntax.tokens_of(sentence);
            tokens.filter(|&i| is_content(syntax, i) && !syntax.is_punctuation(i))
        };
        let lemma = |i: usize| syntax.parse.lemma(i).to_lowercase();
        let named = |&i: &usize| syntax.parse.tokens[i].pos != pos::PROPN;
        Words {
            all: tokens().map(lemma).collect(),
            nouns: tokens().filter(named).map(lemma).collect(),
        }
    }
}

/// Whether no mark is open in a sentence and it begins as one.
fn is_whole(words: &str) -> bool {
    /// Marks that open and close.
    const PAIRS: [(&str, &str); 3] = [("“", "”"), ("``", "''"), ("(", ")")];
    let paired =
        |(open, close): (&str, &str)| words.matches(open).count() == words.matches(close).count();
    let first = words.chars().find(|c| !matches!(c, '“' | '"' | '`' | '‘' | '\''));
    let begins = first.is_some_and(|c| c.is_uppercase() || c.is_numeric());
    begins && PAIRS.into_iter().all(paired) && words.matches('"').count().is_multiple_of(2)
}

/// Whether a verb is that of the sentence, or of what somebody says or thinks in it.
fn is_main(report: &Report, verb: usize) -> bool {
    let parse = &report.analysis.syntax.parse;
    let within = [dep::CCOMP, dep::CONJ, dep::PARATAXIS, dep::XCOMP];
    let mut at = verb;
    loop {
        let above = parse.head(at);
        if above == at {
            return true;
        }
        if !within.contains(&parse.tokens[at].dep) {
            return false;
        }
        at = above;
    }
}

/// Whether the verb's modal is of what will or may be: not "could have", "could be heard", "can
/// hurt", "should pay".
fn is_to_come(report: &Report, verb: usize) -> bool {
    let (syntax, lexicon) = (&report.analysis.syntax, Lexicon::english());
    let parse = &syntax.parse;
    let modal = parse.children(verb).find(|&c| parse.tokens[c].tag == tag::MD);
    let kind = modal.and_then(|m| lexicon.modals.get(parse.lemma(m)).copied());
    let passive = syntax.has_child(verb, dep::AUXPASS);
    let perfect = parse.children(verb).any(|c| {
        let t = &parse.tokens[c];
        t.dep == dep::AUX && t.tag == tag::VB && parse.tokens[verb].tag == tag::VBN
    });
    let lemma = parse.lemma(verb).to_lowercase();
    let seen = lexicon.statives.get(lemma.as_str()) == Some(&PERCEPTION);
    match kind {
        Some("future") => !perfect,
        // "Were told that they would be meeting him": what was to come then.
        Some("conditional") => !perfect && !is_heard(report, verb),
        Some("possible") => !(perfect || passive && seen),
        // "No man should be held", “it should be stopped”, said that it should be left to the
        // towns": what somebody asks for.
        Some("duty") => passive && !is_asked(report, verb),
        _ => false,
    }
}

/// Whether a clause is what somebody was told in the past.
fn is_heard(report: &Report, verb: usize) -> bool {
    let syntax = &report.analysis.syntax;
    let above = syntax.parse.head(verb);
    let was = |c: usize| {
        let t = &syntax.parse.tokens[c];
        t.dep == dep::AUXPASS && t.tag == tag::VBD
    };
    let inside = syntax.parse.tokens[verb].dep == dep::CCOMP;
    inside && above != verb && syntax.parse.children(above).any(was)
}

/// Whether a clause is in marks, of nobody at all, or what somebody says without a day.
fn is_asked(report: &Report, verb: usize) -> bool {
    let (syntax, lexicon) = (&report.analysis.syntax, Lexicon::english());
    let own = syntax.span(verb..verb + 1);
    let mut quoted = report.analysis.quotations.iter().flat_map(|q| &q.value.verbatim);
    let subject = syntax.child(verb, &[dep::NSUBJ, dep::NSUBJPASS]);
    let negates = |i: usize| lexicon.negation.contains(syntax.lower(i).as_str());
    let none = |s: usize| negates(s) || syntax.parse.children(s).any(negates);
    let above = syntax.parse.head(verb);
    let says = lexicon.cues.contains_key(syntax.parse.lemma(above).to_lowercase().as_str());
    let clause = syntax.parse.subtree(verb);
    let mut times = report.analysis.times.iter();
    let dated = times.any(|t| !t.value.tokens.is_empty() && clause.contains(&t.value.tokens.start));
    let claimed = syntax.parse.tokens[verb].dep == dep::CCOMP && above != verb && says && !dated;
    claimed || own.is_some_and(|own| quoted.any(|q| q.contains(own))) || subject.is_some_and(none)
}

#[cfg(test)]
mod tests {
    use super::*;
    use language::{Annotator, Model};

    fn read(text: &str) -> (Report, Span) {
        let lexicon = Lexicon::english();
        let document = ingest::read("a.txt", text.as_bytes(), lexicon).documents.remove(0);
        let analysis = analysis::analyse(&document, &mut Annotator::new(Model::english()), lexicon);
        let span = analysis.syntax.span(analysis.syntax.sentence(0)).expect("a sentence");
        (Report { document, analysis }, span)
    }

    #[test]
    fn what_will_or_may_be_is_told_from_what_was_ought_or_can_be() {
        let outlook = |text: &str| {
            let (report, span) = read(text);
            is_outlook(&report, span)
        };
        assert!(outlook("The council will choose a new mayor in January."));
        assert!(outlook("The ministry said the new bridge could open before the winter."));
        for text in [
            "Shots could be heard in the whole town after the attack.",
            "The mayor should do the right thing and denounce the men.",
            "Drugs can help the heart to pump more blood in the winter.",
            "The council passed a bill that would create a new panel of five members.",
            "Some crews were told that they would be meeting with a clerk of the port.",
            "No sailor should be held or fined for speaking of the harbour.",
            "“The harbour should be closed before the winter comes,” Dora Vale said.",
            "Dora Vale also said the matter should be left to the towns to decide.",
            ", Vale said the council will choose a new mayor in January.",
        ] {
            assert!(!outlook(text), "{text}");
        }
    }

    #[test]
    fn a_shared_name_alone_makes_no_common_matter() {
        let horses = read("The horses of Velia will not be allowed to compete in the Velia games.");
        let massage = read("Guests of the Velia games will wear white pajamas at the baths.");
        let stable = read("The horses may be sent home to their stables in Velia on Monday.");
        let pair = |a: &(Report, Span), b: &(Report, Span)| concerns((&a.0, a.1), (&b.0, b.1));
        assert!(!pair(&horses, &massage));
        assert!(pair(&horses, &stable));
        assert!(!pair(&horses, &horses));
    }
}
