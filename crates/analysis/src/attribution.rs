//! [`Candidate`]s: every way in which the tree could tie a speaker and a content to a cue.
//!
//! Any predicate may be a cue here: verb, noun, adjective, adverb, preposition or colon; a row of
//! `lexicon/en/cues.tsv` is evidence, not a condition. Rules only say where a content can stand
//! ([`Tie`]); which candidates are attributions is for [`model`] to judge.

pub mod feature;
pub mod model;
mod nominal;
pub mod speaker;
mod verbal;

use crate::syntax::Syntax;
use language::labels::{dep, pos};
use lexicon::{
    Lexicon,
    rows::{Cue, CuePos, Frame},
};
use std::ops::Range;

/// How a content attaches to its cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tie {
    /// A finite clause that depends on the cue.
    Clause,
    /// An infinitive or gerund.
    Open,
    /// The noun object.
    Object,
    /// What something is said to be.
    Predicate,
    /// An adverbial clause.
    Adverbial,
    /// The object of a preposition.
    Phrase,
    /// A preposition with its object.
    Prepositional,
    /// A complement and all that follows it in the cue's phrase.
    Span,
    /// The cue's whole clause, subject and cue included: "the vote is expected to be close".
    Around,
    /// The clause that the cue's phrase comments on: "the vote, he said, was close".
    Host,
    /// All that stands before the cue in its sentence.
    Before,
    /// All that stands after the cue in its sentence.
    After,
    /// What modifies or complements a noun.
    Modifier,
    /// Words in quotation marks next to the cue.
    Quote,
    /// What follows a colon.
    Colon,
}

impl Tie {
    /// The tie's name in rule ids.
    pub fn as_str(self) -> &'static str {
        match self {
            Tie::Clause => "clause",
            Tie::Open => "infinitive",
            Tie::Object => "object",
            Tie::Predicate => "predicate",
            Tie::Adverbial => "adverbial",
            Tie::Phrase => "phrase",
            Tie::Prepositional => "prepositional",
            Tie::Span => "span",
            Tie::Around => "around",
            Tie::Host => "host",
            Tie::Before => "before",
            Tie::After => "after",
            Tie::Modifier => "modifier",
            Tie::Quote => "quote",
            Tie::Colon => "colon",
        }
    }
}

/// A possible cue with what it would tie together, as tokens.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The lexicon row of the cue, if it has one.
    pub cue: Option<&'static Cue>,
    /// The cue's words: the verb with its auxiliaries and particle, the noun, the preposition.
    pub words: Range<usize>,
    /// The head of the cue.
    pub head: usize,
    /// The head of the speaker's noun phrase.
    pub speaker: Option<usize>,
    /// How the content attaches.
    pub tie: Tie,
    /// The head of the content.
    pub anchor: usize,
    /// What would be attributed, as far as the tree shows it; empty if only marks can.
    pub content: Range<usize>,
    /// Whether the cue is passive, so that its speaker may be left unsaid.
    pub passive: bool,
}

/// The candidates of a document, in order of their cues. Cost: linear in the tokens for trees of
/// bounded depth; about one candidate for each token.
pub fn candidates(syntax: &Syntax, lexicon: &'static Lexicon) -> Vec<Candidate> {
    let mut finder = Finder { syntax, lexicon, found: Vec::new() };
    for token in 0..syntax.len() {
        finder.at(token);
    }
    finder.found
}

/// Most candidates of one cue.
const CANDIDATES_MAX: usize = 24;

struct Finder<'a> {
    syntax: &'a Syntax,
    lexicon: &'static Lexicon,
    found: Vec<Candidate>,
}

/// What the candidates of one cue share.
#[derive(Clone)]
struct Head {
    cue: Option<&'static Cue>,
    words: Range<usize>,
    head: usize,
    speaker: Option<usize>,
    passive: bool,
}

impl Finder<'_> {
    fn at(&mut self, token: usize) {
        let first = self.found.len();
        let t = &self.syntax.parse.tokens[token];
        if let Some((cue, end)) = self.row(token, CuePos::Preposition)
            && (end > token + 1 || t.dep == dep::PREP)
        {
            self.prepositional(token, end, Some(cue));
            if t.dep == dep::PREP {
                return;
            }
        }
        match t.pos {
            pos::VERB | pos::AUX if !matches!(t.dep, dep::AUX | dep::AUXPASS) => self.verb(token),
            pos::NOUN | pos::PROPN => self.noun(token),
            pos::ADJ => self.adjective(token),
            pos::ADP | pos::SCONJ if t.dep == dep::PREP => {
                self.prepositional(token, token + 1, None)
            }
            pos::ADV => self.adverb(token),
            pos::PUNCT | pos::SYM if self.is_sign(token) => self.colon(token),
            _ => {}
        }
        self.found.truncate(first + CANDIDATES_MAX);
    }

    /// A colon or dash.
    fn is_sign(&self, token: usize) -> bool {
        matches!(self.syntax.word(token), ":" | "-" | "--" | "–" | "—" | "―")
    }

    /// Adds a candidate unless its content is empty or known from another tie of the same cue.
    fn add(&mut self, head: &Head, tie: Tie, anchor: usize, content: Range<usize>) {
        let content = self.trimmed(content);
        let same = |c: &&Candidate| c.head == head.head;
        let known = self
            .found
            .iter()
            .rev()
            .take_while(same)
            .any(|c| c.content == content && (c.words == head.words) && c.tie != Tie::Quote);
        if (content.is_empty() && tie != Tie::Quote) || known {
            return;
        }
        let Head { cue, words, head, speaker, passive } = head.clone();
        self.found.push(Candidate { cue, words, head, speaker, tie, anchor, content, passive });
    }

    fn trimmed(&self, mut tokens: Range<usize>) -> Range<usize> {
        let comma = |i: usize| matches!(self.syntax.word(i), "," | "." | ";" | ":" | "-" | "—");
        while !tokens.is_empty() && comma(tokens.start) {
            tokens.start += 1;
        }
        while !tokens.is_empty() && comma(tokens.end - 1) {
            tokens.end -= 1;
        }
        tokens
    }

    /// The best row of the lexicon for a cue of this part of speech at a token, with where its
    /// words end.
    fn row(&self, token: usize, part: CuePos) -> Option<(&'static Cue, usize)> {
        let lemma = self.syntax.parse.lemma(token).to_lowercase();
        let lower = self.syntax.lower(token);
        let cues: &'static std::collections::HashMap<_, _> = &self.lexicon.cues;
        let other = (lower != lemma).then(|| cues.get(lower.as_str())).flatten();
        cues.get(lemma.as_str())
            .into_iter()
            .chain(other)
            .flatten()
            .filter(|cue| cue.pos == part)
            .filter_map(|cue| Some((cue, self.row_end(cue, token)?)))
            .max_by_key(|(cue, end)| (*end, std::cmp::Reverse(cue.id)))
    }

    /// Where the words of a row end if they stand at a token: its other words follow the head
    /// within three tokens each.
    fn row_end(&self, cue: &Cue, head: usize) -> Option<usize> {
        let gap = if cue.pos == CuePos::Verb { 3 } else { 0 };
        let mut at = head + 1;
        for word in cue.lemma.split(' ').skip(1) {
            let last = (at + gap).min(self.syntax.len().saturating_sub(1));
            // "Called the For Sale Act": a capital is of a name.
            let named = |i: usize| {
                let capital = |i: usize| self.syntax.word(i).starts_with(char::is_uppercase);
                capital(i) && !capital(head)
            };
            let stands = |i: &usize| {
                let same = self.syntax.parse.lemma(*i).eq_ignore_ascii_case(word)
                    || self.syntax.word(*i).eq_ignore_ascii_case(word);
                same && !named(*i)
            };
            at = 1 + (at..=last).find(stands)?;
        }
        Some(at)
    }

    fn subtree(&self, token: usize) -> Range<usize> {
        self.syntax.parse.subtree(token)
    }

    /// Some tokens without the subtree of another token that lies at one of their ends.
    fn without(&self, tokens: Range<usize>, other: usize) -> Range<usize> {
        if !tokens.contains(&other) {
            return tokens;
        }
        self.beside(&tokens, &self.subtree(other)).unwrap_or(tokens)
    }

    /// What of some tokens lies on one side of a hole; all of them if it is in the middle.
    fn beside(&self, tokens: &Range<usize>, hole: &Range<usize>) -> Option<Range<usize>> {
        if hole.start <= tokens.start && hole.end >= tokens.end {
            None
        } else if hole.start <= tokens.start {
            Some(hole.end.max(tokens.start)..tokens.end)
        } else if hole.end >= self.trimmed(tokens.clone()).end {
            Some(tokens.start..hole.start)
        } else {
            Some(tokens.clone())
        }
    }

    /// The clause that a phrase comments on: the subtree of the nearest verb above it that reaches
    /// beyond it.
    fn host(&self, head: usize, phrase: &Range<usize>) -> Option<usize> {
        let mut at = head;
        for _ in 0..HOST_STEPS_MAX {
            let parent = self.syntax.parse.head(at);
            if parent == at {
                break;
            }
            at = parent;
            let verbal = matches!(self.syntax.parse.tokens[at].pos, pos::VERB | pos::AUX);
            if verbal && !phrase.contains(&at) {
                return Some(at);
            }
        }
        let root = self.syntax.parse.root(self.syntax.sentence(head));
        (!phrase.contains(&root)).then_some(root)
    }

    /// Adds the clause that a phrase comments on as content.
    fn add_host(&mut self, head: &Head, phrase: &Range<usize>) {
        let Some(host) = self.host(head.head, phrase) else { return };
        if let Some(content) = self.beside(&self.subtree(host), phrase) {
            self.add(head, Tie::Host, host, content);
        }
        // The clause may itself hang under a verb that belongs to what is said.
        let sentence = self.syntax.sentence(head.head);
        let root = self.syntax.parse.root(sentence.clone());
        if root != host
            && !phrase.contains(&root)
            && let Some(content) = self.beside(&sentence, phrase)
        {
            self.add(head, Tie::Before, root, content);
        }
    }
}

/// Most steps up the tree to find a shared subject or a host clause.
const HOST_STEPS_MAX: usize = 4;

/// The head of the subject of a verb: its own, that of the verb it is coordinated with or depends
/// on, or the noun it modifies.
pub fn subject(syntax: &Syntax, lexicon: &Lexicon, verb: usize) -> Option<usize> {
    let mut at = verb;
    for _ in 0..HOST_STEPS_MAX {
        if let Some(own) = syntax.child(at, &[dep::NSUBJ]) {
            return Some(own);
        }
        if at != verb
            && let Some(passive) = syntax.child(at, &[dep::NSUBJPASS])
        {
            return Some(passive);
        }
        let parent = syntax.parse.head(at);
        match syntax.parse.tokens[at].dep {
            dep::ACL | dep::RELCL => return (parent != at).then_some(parent),
            dep::PREP
                if at != verb
                    && let Some(object) = object_that_speaks(syntax, lexicon, at) =>
            {
                return Some(object);
            }
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

/// "Quoted the mayor as saying", "scolded the mayor for saying", not "thanked the mayor after
/// saying": the object of the verb above a preposition, if the verb takes the preposition.
pub fn object_that_speaks(syntax: &Syntax, lexicon: &Lexicon, at: usize) -> Option<usize> {
    let verb = syntax.parse.head(at);
    let word = syntax.lower(at);
    let role = lexicon.role_preposition.contains(word.as_str());
    let takes = |cue: &Cue| {
        let frame = |f: &Frame| matches!(f, Frame::Preposition(p) if *p == word);
        cue.frames.iter().any(frame) || role && cue.has(&Frame::As)
    };
    let lemma = syntax.parse.lemma(verb).to_lowercase();
    let rows = lexicon.cues.get(lemma.as_str())?;
    let object = syntax.child(verb, &[dep::DOBJ]).filter(|object| *object < at)?;
    rows.iter().any(takes).then_some(object)
}

/// Whether a token is the subject of a verb that introduces speech, by the lexicon.
pub(crate) fn speaks(syntax: &Syntax, lexicon: &Lexicon, token: usize) -> bool {
    is_subject_with(syntax, lexicon, token, &Frame::Quote)
}

/// Whether a token is the subject of a verb whose subject, if a body, is mostly a publisher.
pub(crate) fn reports(syntax: &Syntax, lexicon: &Lexicon, token: usize) -> bool {
    is_subject_with(syntax, lexicon, token, &Frame::Press)
}

fn is_subject_with(syntax: &Syntax, lexicon: &Lexicon, token: usize, frame: &Frame) -> bool {
    if syntax.parse.tokens[token].dep != dep::NSUBJ {
        return false;
    }
    let lemma = syntax.parse.lemma(syntax.parse.head(token)).to_lowercase();
    let has = |cue: &Cue| cue.pos == CuePos::Verb && cue.has(frame);
    lexicon.cues.get(lemma.as_str()).is_some_and(|rows| rows.iter().any(has))
}

/// Whether a token is the object of a preposition that introduces what somebody said: "according
/// to him".
pub(crate) fn is_cited(syntax: &Syntax, lexicon: &Lexicon, token: usize) -> bool {
    let parse = &syntax.parse;
    let according = |cue: &Cue| cue.pos == CuePos::Preposition && cue.has(&Frame::According);
    let is_cue = |i: usize| {
        let rows = lexicon.cues.get(syntax.lower(i).as_str());
        rows.is_some_and(|rows| rows.iter().any(according))
    };
    let preposition = parse.head(token);
    parse.tokens[token].dep == dep::POBJ && (is_cue(preposition) || is_cue(parse.head(preposition)))
}
