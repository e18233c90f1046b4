//! [`Attribution`]s: cues of the lexicon with the speaker and content that the tree ties to them.
//!
//! One function per part of speech reads the frames of `lexicon/en/cues.tsv` off the dependency
//! tree: finite clauses, infinitives, objects, prepositional phrases; inverted and parenthetical
//! cues; passives; speakers shared by coordinated verbs.

use crate::syntax::Syntax;
use language::{
    Label,
    labels::{dep, pos, tag},
};
use lexicon::{
    Lexicon,
    rows::{Cue, CuePos, Frame},
};
use std::ops::Range;

/// A cue in the text with what it ties together, as tokens.
#[derive(Clone, Debug)]
pub struct Attribution {
    /// The lexicon row.
    pub cue: &'static Cue,
    /// The cue's words: the verb with its auxiliaries and particle, the noun, the preposition.
    pub words: Range<usize>,
    /// The head of the cue.
    pub head: usize,
    /// The head of the speaker's noun phrase.
    pub speaker: Option<usize>,
    /// What is attributed, as far as the tree shows it.
    pub content: Option<Range<usize>>,
    /// Whether the cue is passive, so that its speaker may be left unsaid.
    pub passive: bool,
}

/// The attributions of a document, in order of their cues.
pub fn find(syntax: &Syntax, lexicon: &'static Lexicon) -> Vec<Attribution> {
    (0..syntax.len()).filter_map(|token| at(syntax, lexicon, token)).collect()
}

fn at(syntax: &Syntax, lexicon: &'static Lexicon, token: usize) -> Option<Attribution> {
    let lemma = syntax.parse.lemma(token).to_lowercase();
    let lower = syntax.lower(token);
    let rows = lexicon.cues.get(lemma.as_str()).or_else(|| lexicon.cues.get(lower.as_str()))?;
    let part = match syntax.parse.tokens[token].pos {
        pos::VERB | pos::AUX => CuePos::Verb,
        pos::NOUN | pos::PROPN => CuePos::Noun,
        pos::ADJ => CuePos::Adjective,
        _ => CuePos::Preposition,
    };
    let fits = |cue: &&Cue| cue.pos == part || cue.pos == CuePos::Preposition;
    let (cue, end) = rows
        .iter()
        .filter(fits)
        .filter_map(|cue| Some((cue, lemma_end(syntax, cue, token)?)))
        .max_by_key(|(cue, end)| (*end, std::cmp::Reverse(cue.id)))?;
    match cue.pos {
        CuePos::Verb => verb(syntax, cue, token, end),
        CuePos::Noun => noun(syntax, cue, token),
        CuePos::Adjective => adjective(syntax, cue, token),
        CuePos::Preposition => preposition(syntax, cue, token, end),
    }
}

/// Where the words of a cue end if they stand at a token: its other words follow the head within
/// three tokens each.
fn lemma_end(syntax: &Syntax, cue: &Cue, head: usize) -> Option<usize> {
    let gap = if cue.pos == CuePos::Verb { 3 } else { 0 };
    let mut at = head + 1;
    for word in cue.lemma.split(' ').skip(1) {
        let last = (at + gap).min(syntax.len().saturating_sub(1));
        at = 1
            + (at..=last).find(|&i| {
                syntax.parse.lemma(i).eq_ignore_ascii_case(word)
                    || syntax.word(i).eq_ignore_ascii_case(word)
            })?;
    }
    Some(at)
}

fn verb(syntax: &Syntax, cue: &'static Cue, head: usize, end: usize) -> Option<Attribution> {
    let passive = syntax.has_child(head, dep::AUXPASS)
        || (syntax.parse.tokens[head].tag == tag::VBN && syntax.parse.tokens[head].dep == dep::ACL);
    let speaker = if passive { agent(syntax, head) } else { subject(syntax, head) };
    let content = clause(syntax, cue, head)
        .or_else(|| parenthetical(syntax, head))
        .or_else(|| complement(syntax, cue, head, passive))
        .filter(|c| !c.is_empty());
    let words = verb_group(syntax, head, end);
    Some(Attribution { cue, words, head, speaker, content, passive })
}

/// The verb with the auxiliaries, negation and particle next to it.
fn verb_group(syntax: &Syntax, head: usize, end: usize) -> Range<usize> {
    let belongs = |i: &usize| {
        let label = syntax.parse.tokens[*i].dep;
        matches!(label, dep::AUX | dep::AUXPASS | dep::NEG) && syntax.parse.head(*i) == head
    };
    let start = (0..head).rev().take_while(belongs).last().unwrap_or(head);
    let contiguous = (head + 1..end).all(|i| !syntax.is_punctuation(i));
    start..if contiguous { end } else { head + 1 }
}

/// Most steps up the tree to find a shared subject.
const SUBJECT_STEPS_MAX: usize = 4;

/// The head of the subject of a verb: its own, that of the verb it is coordinated with or depends
/// on, or the noun it modifies.
pub fn subject(syntax: &Syntax, verb: usize) -> Option<usize> {
    let mut at = verb;
    for _ in 0..SUBJECT_STEPS_MAX {
        if let Some(own) = syntax.child(at, &[dep::NSUBJ]) {
            return Some(relative_antecedent(syntax, at, own));
        }
        if at != verb
            && let Some(passive) = syntax.child(at, &[dep::NSUBJPASS])
        {
            return Some(relative_antecedent(syntax, at, passive));
        }
        let parent = syntax.parse.head(at);
        match syntax.parse.tokens[at].dep {
            dep::ACL | dep::RELCL => return (parent != at).then_some(parent),
            dep::CONJ
            | dep::XCOMP
            | dep::ADVCL
            | dep::PCOMP
            | dep::PREP
            | dep::CCOMP
            | dep::DEP
                if parent != at =>
            {
                at = parent;
            }
            _ => return None,
        }
    }
    None
}

/// "who" and "which" as subjects of a relative clause stand for the noun before it.
fn relative_antecedent(syntax: &Syntax, verb: usize, subject: usize) -> usize {
    let relative = matches!(syntax.parse.tokens[subject].tag, tag::WP | tag::WDT);
    let modified = syntax.parse.tokens[verb].dep == dep::RELCL;
    if relative && modified { syntax.parse.head(verb) } else { subject }
}

/// The head of the agent of a passive verb; of "was quoted as saying" the passive subject.
fn agent(syntax: &Syntax, verb: usize) -> Option<usize> {
    let by = syntax.child(verb, &[dep::AGENT])?;
    syntax.child(by, &[dep::POBJ])
}

/// A finite clause that depends on the verb, on either side of it.
fn clause(syntax: &Syntax, cue: &Cue, head: usize) -> Option<Range<usize>> {
    if !cue.has(&Frame::Clause) && !cue.has(&Frame::Quote) {
        return None;
    }
    let is_finite = |child: &usize| {
        let token = &syntax.parse.tokens[*child];
        token.dep == dep::CCOMP
            || (token.dep == dep::XCOMP && syntax.has_child(*child, dep::NSUBJ))
            || (token.dep == dep::ADVCL
                && syntax.has_child(*child, dep::MARK)
                && is_that(syntax, *child))
    };
    let child = syntax.parse.children(head).find(is_finite)?;
    Some(without(syntax, syntax.parse.subtree(child), head))
}

fn is_that(syntax: &Syntax, clause: usize) -> bool {
    syntax.child(clause, &[dep::MARK]).is_some_and(|m| syntax.parse.tokens[m].tag == tag::IN)
        && syntax
            .child(clause, &[dep::MARK])
            .is_some_and(|m| m + 1 < clause && syntax.parse.lemma(m) == "that")
}

/// A range of tokens without the part, at either end, that holds another token's subtree head.
fn without(syntax: &Syntax, tokens: Range<usize>, other: usize) -> Range<usize> {
    if !tokens.contains(&other) {
        return tokens;
    }
    let hole = syntax.parse.subtree(other);
    if hole.start <= tokens.start { other + 1..tokens.end } else { tokens }
}

/// The clause a parenthetical cue stands in: "The deal, he said, is dead."
fn parenthetical(syntax: &Syntax, head: usize) -> Option<Range<usize>> {
    let host = syntax.parse.head(head);
    let inserted = syntax.parse.tokens[head].dep == dep::PARATAXIS && host != head;
    if !inserted {
        return None;
    }
    let hole = syntax.parse.subtree(head);
    let clause = syntax.parse.subtree(host);
    match (hole.start <= clause.start, hole.end >= clause.end) {
        (true, _) => Some(hole.end.min(host)..clause.end),
        (_, true) => Some(clause.start..hole.start),
        _ => Some(clause),
    }
}

/// Infinitives, gerunds, objects and prepositional phrases, as the cue's frames allow.
fn complement(syntax: &Syntax, cue: &Cue, head: usize, passive: bool) -> Option<Range<usize>> {
    let object = syntax
        .child(head, &[dep::DOBJ])
        .or_else(|| passive.then(|| syntax.child(head, &[dep::NSUBJPASS])).flatten());
    cue.frames.iter().find_map(|frame| match frame {
        Frame::Infinitive => syntax
            .child(head, &[dep::XCOMP, dep::CCOMP])
            .filter(|&c| syntax.has_child(c, dep::AUX))
            .map(|c| syntax.parse.subtree(c)),
        Frame::Gerund => syntax
            .child(head, &[dep::XCOMP, dep::CCOMP])
            .filter(|&c| syntax.parse.tokens[c].tag == tag::VBG)
            .map(|c| syntax.parse.subtree(c)),
        Frame::As => as_phrase(syntax, head, object),
        Frame::Object if !passive => {
            object.filter(|&o| !is_hearer(syntax, cue, o)).map(|o| syntax.parse.subtree(o))
        }
        Frame::Preposition(word) => syntax
            .parse
            .children(head)
            .find(|&c| syntax.parse.tokens[c].dep == dep::PREP && syntax.parse.lemma(c) == *word)
            .and_then(|p| syntax.child(p, &[dep::POBJ, dep::PCOMP]))
            .map(|o| syntax.parse.subtree(o)),
        _ => None,
    })
}

fn is_hearer(syntax: &Syntax, cue: &Cue, object: usize) -> bool {
    cue.has(&Frame::Hearer) && syntax.parse.tokens[object].pos != pos::NOUN
}

/// "described the talks as useful", "called it a disaster": the object with what is said of it.
fn as_phrase(syntax: &Syntax, head: usize, object: Option<usize>) -> Option<Range<usize>> {
    let with_as = syntax.parse.children(head).find(|&c| {
        syntax.parse.tokens[c].dep == dep::PREP
            && syntax.lower(c) == syntax.parse.lemma(c)
            && syntax.child(c, &[dep::POBJ, dep::PCOMP, dep::AMOD, dep::ACOMP]).is_some()
            && c > object.unwrap_or(head)
    });
    let predicate = with_as.or_else(|| syntax.child(head, &[dep::OPRD]))?;
    let said = syntax.parse.subtree(predicate);
    let from = object.map_or(said.start, |o| syntax.parse.subtree(o).start);
    Some(from.min(said.start)..said.end)
}

/// A nominal cue: "the minister's claim that …", "a statement by the ministry that …".
fn noun(syntax: &Syntax, cue: &'static Cue, head: usize) -> Option<Attribution> {
    let clause = syntax.parse.children(head).find(|&c| {
        let token = &syntax.parse.tokens[c];
        c > head
            && matches!(token.dep, dep::ACL | dep::CCOMP | dep::RELCL)
            && syntax
                .child(c, &[dep::MARK, dep::AUX])
                .is_some_and(|m| matches!(syntax.parse.tokens[m].tag, tag::IN | tag::TO))
    })?;
    let owner = syntax.child(head, &[dep::POSS]);
    let maker = || {
        syntax
            .parse
            .children(head)
            .filter(|&c| c > head && syntax.parse.tokens[c].dep == dep::PREP)
            .find_map(|p| syntax.child(p, &[dep::POBJ]))
    };
    let speaker = owner.or_else(maker)?;
    let content = Some(syntax.parse.subtree(clause));
    Some(Attribution {
        cue,
        words: head..head + 1,
        head,
        speaker: Some(speaker),
        content,
        passive: false,
    })
}

/// A predicate adjective: "he was sure that …".
fn adjective(syntax: &Syntax, cue: &'static Cue, head: usize) -> Option<Attribution> {
    if syntax.parse.tokens[head].dep != dep::ACOMP {
        return None;
    }
    let verb = syntax.parse.head(head);
    let clause = syntax.child(head, &[dep::CCOMP]).or_else(|| syntax.child(verb, &[dep::CCOMP]))?;
    let speaker = subject(syntax, verb)?;
    let content = Some(syntax.parse.subtree(clause));
    let words = verb.min(head)..verb.max(head) + 1;
    Some(Attribution { cue, words, head, speaker: Some(speaker), content, passive: false })
}

/// "According to the ministry, …": the rest of the clause.
fn preposition(syntax: &Syntax, cue: &'static Cue, head: usize, end: usize) -> Option<Attribution> {
    if !cue.has(&Frame::According) {
        return None;
    }
    let words = head..end;
    let speaker = (head..end)
        .rev()
        .find_map(|i| syntax.child(i, &[dep::POBJ]))
        .filter(|&s| s >= end || s < head)?;
    let phrase = {
        let start = syntax.parse.subtree(head).start.min(head);
        start..syntax.parse.subtree(speaker).end.max(end)
    };
    let clause = host_clause(syntax, head, &phrase)?;
    let content = rest_of(syntax, &clause, &phrase);
    Some(Attribution {
        cue,
        words,
        head,
        speaker: Some(speaker),
        content: Some(content),
        passive: false,
    })
}

/// The clause that a phrase comments on: the subtree of the nearest verb above it, or the whole
/// sentence.
fn host_clause(syntax: &Syntax, head: usize, phrase: &Range<usize>) -> Option<Range<usize>> {
    let mut at = syntax.parse.head(head);
    let sentence = syntax.sentence(head);
    for _ in 0..SUBJECT_STEPS_MAX {
        let verbal = matches!(syntax.parse.tokens[at].pos, pos::VERB | pos::AUX);
        if verbal && !phrase.contains(&at) {
            let clause = syntax.parse.subtree(at);
            let outer = phrase.start <= clause.start || phrase.end >= clause.end;
            return Some(if outer { clause } else { sentence });
        }
        at = syntax.parse.head(at);
    }
    Some(sentence)
}

fn rest_of(syntax: &Syntax, clause: &Range<usize>, phrase: &Range<usize>) -> Range<usize> {
    let trailing = |mut tokens: Range<usize>| {
        while !tokens.is_empty() && syntax.word(tokens.start) == "," {
            tokens.start += 1;
        }
        while !tokens.is_empty() && matches!(syntax.word(tokens.end - 1), "," | "." | ";") {
            tokens.end -= 1;
        }
        tokens
    };
    if phrase.start <= clause.start {
        trailing(phrase.end..clause.end.max(phrase.end))
    } else if phrase.end + 1 >= clause.end {
        trailing(clause.start..phrase.start)
    } else {
        trailing(clause.clone())
    }
}

/// Whether a token's label is one of those that open a clause or phrase of its own.
pub fn is_clausal(label: Label) -> bool {
    matches!(label, dep::CCOMP | dep::XCOMP | dep::ADVCL | dep::ACL | dep::RELCL | dep::PARATAXIS)
}
