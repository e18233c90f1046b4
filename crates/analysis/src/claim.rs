//! [`Claim`]s: the checkable statements of a document, framed from its clauses.
//!
//! Every finite clause is one, and a participle with a number of its own; the clause that only
//! says who speaks is not (its content is). A claim keeps its parts by token, so that claims of
//! several documents can be compared.

use crate::{
    quantity::{self, Quantity},
    quotation::{Placed, Quotation},
    quotation_mark,
    syntax::Syntax,
};
use document::{Fact, RuleId, Span};
use language::labels::{dep, pos, tag};
use lexicon::{Lexicon, rows::Frame};
use std::collections::BTreeMap;

/// A statement about the world, as one clause makes it.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The clause, from its first to its last word, with the clauses that its words need and the
    /// condition it is under; those are claims of their own.
    pub span: Span,
    /// The predicate: a verb, or the head of a clause without one.
    pub head: usize,
    /// The clause's own tokens, without the clauses inside it that are claims themselves.
    pub tokens: Vec<usize>,
    /// Head of the subject, if the clause or the one it hangs on has it.
    pub subject: Option<usize>,
    /// Head of the object or complement.
    pub object: Option<usize>,
    /// Whether the clause is passive: its subject is acted on.
    pub is_passive: bool,
    /// Whether it says that something is not so.
    pub is_negated: bool,
    /// What kind of statement it is.
    pub kind: ClaimKind,
    /// Numbers in it.
    pub quantities: Vec<Quantity>,
    /// Index in [`crate::Analysis::quotations`] of the innermost quotation it stands in.
    pub quotation: Option<usize>,
}

/// The kinds of statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimKind {
    /// Something is or was so.
    Stated,
    /// Something is to come: a plan, a promise or a prediction.
    Ahead,
    /// Something may be so, or should, or would be.
    Possible,
    /// A question, or what is left open: a condition, what is awaited, what is hardly so.
    Asked,
}

impl ClaimKind {
    /// The kind's name in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            ClaimKind::Stated => "stated",
            ClaimKind::Ahead => "ahead",
            ClaimKind::Possible => "possible",
            ClaimKind::Asked => "asked",
        }
    }
}

/// Most claims of a document; the rest of a longer one is read without them.
pub const CLAIMS_MAX: usize = 5_000;

/// Clauses within one another that a claim is completed by. Set by hand 2026-11-23; not swept.
const COMPLETED_STEPS_MAX: usize = 4;

/// Marks after a clause among which one may close what was opened in it: ",'' ". Set by hand
/// 2026-11-23; not swept.
const CLOSING_MARKS_MAX: usize = 3;

/// Most tokens of a claim: a longer row of words is a list, or no prose. Set by hand 2026-11-23;
/// the longest claim of 362 piles of real news has 88 words.
const TOKENS_MAX: usize = 400;

/// Fewest words of content in a claim.
const CONTENT_MIN: usize = 2;

/// The claims of a document, in text order. Cost: linear in the tokens for trees of bounded depth.
pub fn find(
    syntax: &Syntax,
    quotations: &[Fact<Quotation>],
    lexicon: &Lexicon,
) -> Vec<Fact<Claim>> {
    let quantities = quantity::find(syntax, lexicon);
    let placed = Placed::of(quotations);
    let (clause_of, members) = (Vec::new(), BTreeMap::new());
    let mut finder = Finder { syntax, lexicon, placed, quantities, clause_of, members };
    finder.clause_of = finder.clauses();
    for (token, clause) in finder.clause_of.iter().enumerate() {
        finder.members.entry(*clause).or_default().push(token);
    }
    let heads = (0..syntax.len()).filter(|&token| finder.is_clause(token));
    let claims = heads.filter_map(|head| finder.claim(head)).take(CLAIMS_MAX);
    claims.map(|claim| Fact::new(claim.clone(), claim.span, RuleId::new("claim/clause"))).collect()
}

struct Finder<'a> {
    syntax: &'a Syntax,
    lexicon: &'a Lexicon,
    placed: Placed<'a>,
    quantities: Vec<Quantity>,
    /// By token: the head of the clause that it is part of.
    clause_of: Vec<Option<usize>>,
    /// By clause, by its head: its tokens.
    members: BTreeMap<Option<usize>, Vec<usize>>,
}

impl Finder<'_> {
    /// Whether a token heads a clause of its own.
    fn is_clause(&self, token: usize) -> bool {
        self.clause_of[token] == Some(token)
    }

    /// By token: the nearest head of a clause at it or above it. Cost: linear in the tokens.
    fn clauses(&self) -> Vec<Option<usize>> {
        let mut known: Vec<Option<Option<usize>>> = vec![None; self.syntax.len()];
        let mut path = Vec::new();
        for token in 0..known.len() {
            let mut at = token;
            while known[at].is_none() && path.last() != Some(&at) {
                path.push(at);
                at = self.syntax.parse.head(at);
            }
            while let Some(below) = path.pop() {
                let above = known[self.syntax.parse.head(below)].flatten();
                let joined = above == Some(self.syntax.parse.head(below));
                let own = self.heads_clause(below, joined);
                known[below] = Some(if own { Some(below) } else { above });
            }
        }
        known.into_iter().map(Option::flatten).collect()
    }

    /// Whether a token heads a clause, if it is known whether the token above it does.
    fn heads_clause(&self, token: usize, is_above: bool) -> bool {
        let t = &self.syntax.parse.tokens[token];
        let verbal = matches!(t.pos, pos::VERB | pos::AUX);
        match t.dep {
            _ if self.syntax.is_in_dateline(token) => false,
            dep::ROOT => !self.syntax.is_punctuation(token),
            // "Refused to let the officers check it", "a plan to close two mills": no statement
            // that they check it, or that two mills closed.
            dep::CCOMP | dep::ADVCL | dep::ACL if verbal && self.syntax.is_infinitive(token) => {
                false
            }
            dep::CCOMP | dep::PARATAXIS | dep::RELCL | dep::ADVCL | dep::ACL if verbal => {
                self.is_finite(token) || self.has_number(token)
            }
            dep::CONJ if verbal && self.is_choice(token) => false,
            dep::CONJ if verbal => is_above || self.is_finite(token),
            _ => false,
        }
    }

    /// "Were detained or questioned": whether a verb without a subject is one of two of which it is
    /// open which was done.
    fn is_choice(&self, token: usize) -> bool {
        let parse = &self.syntax.parse;
        let first = parse.head(token);
        let is_open = |c: usize| {
            let word = self.syntax.lower(c);
            parse.tokens[c].dep == dep::CC
                && self.lexicon.suppositions.get(word.as_str()) == Some(&"choice")
        };
        !self.is_finite(token) && parse.children(first).any(|c| c < token && is_open(c))
    }

    /// Whether a verb has a subject of its own or a tense.
    fn is_finite(&self, token: usize) -> bool {
        let has = |label| self.syntax.has_child(token, label);
        has(dep::NSUBJ) || has(dep::NSUBJPASS) || has(dep::CSUBJ) || has(dep::EXPL)
    }

    fn has_number(&self, token: usize) -> bool {
        let subtree = self.syntax.parse.subtree(token);
        let from = self.quantities.partition_point(|q| q.tokens.start < subtree.start);
        self.quantities.get(from).is_some_and(|q| subtree.contains(&q.tokens.start))
    }

    fn claim(&self, head: usize) -> Option<Claim> {
        let tokens = self.own_tokens(head);
        let span = self.span(head, &tokens)?;
        let quotation = self.quotation_of(head);
        let is_list = tokens.len() > TOKENS_MAX;
        if is_list || self.is_attribution(head) || self.is_broken_off(head, &tokens) {
            return None;
        }
        let content = |&&i: &&usize| is_content(self.syntax, i);
        let quantities = self.own_quantities(&tokens);
        // "Nobody was hurt": of whom something is told, is told.
        let of_none = self.syntax.child(head, &[dep::NSUBJPASS]).filter(|&i| {
            self.syntax.parse.tokens[i].pos == pos::PRON
                && self.lexicon.negation.contains(self.syntax.lower(i).as_str())
        });
        let told = tokens.iter().filter(content).count() + usize::from(of_none.is_some());
        // "It was 73": an answer to another number.
        let is_number = told > 0 && !quantities.is_empty() && self.is_copula(head);
        if told < CONTENT_MIN && !is_number {
            return None;
        }
        let object = [dep::DOBJ, dep::ATTR, dep::ACOMP, dep::OPRD, dep::XCOMP];
        Some(Claim {
            span,
            head,
            subject: self.subject(head),
            object: self.syntax.child(head, &object),
            is_passive: self.syntax.has_child(head, dep::NSUBJPASS)
                || self.syntax.has_child(head, dep::AUXPASS),
            is_negated: self.is_negated(head, &tokens),
            kind: self.kind(head, &tokens),
            quantities,
            quotation,
            tokens,
        })
    }

    /// Whether a clause has the last word of a sentence that breaks off.
    fn is_broken_off(&self, head: usize, tokens: &[usize]) -> bool {
        let sentence = self.syntax.sentence(head);
        let last = sentence.clone().rev().find(|&i| !self.syntax.is_punctuation(i));
        let has_last = last.is_some_and(|last| tokens.binary_search(&last).is_ok());
        has_last && self.syntax.is_cut(&sentence)
    }

    /// The tokens of a clause without those of the clauses in it.
    fn own_tokens(&self, head: usize) -> Vec<usize> {
        let below = self.syntax.parse.subtree(head);
        let clause = self.members.get(&self.clause_of[head]).into_iter().flatten();
        clause.copied().filter(|token| below.contains(token)).collect()
    }

    /// From the first to the last word of a clause, without the marks at its ends and the words
    /// that only tie it to another; one that hangs on a noun starts with the noun.
    fn span(&self, head: usize, tokens: &[usize]) -> Option<Span> {
        let parse = &self.syntax.parse;
        let is_when = parse.tokens[head].dep == dep::ADVCL;
        let tie = |i: usize| {
            let t = &parse.tokens[i];
            let ties = matches!(t.dep, dep::MARK | dep::CC) || (is_when && t.tag == tag::WRB);
            ties && t.head as usize == head
        };
        let word = |&&i: &&usize| !self.syntax.is_punctuation(i);
        let joins = |i: usize| parse.tokens[i].dep == dep::CC;
        let first = *tokens.iter().filter(word).find(|i| !tie(**i))?;
        let last = *tokens.iter().rev().filter(word).find(|i| !tie(**i) && !joins(**i))?;
        let t = &self.syntax.parse.tokens[head];
        let first = match t.dep {
            dep::RELCL => {
                self.syntax.noun_phrase(self.syntax.antecedent(head, self.lexicon)).start.min(first)
            }
            dep::ACL => self.syntax.noun_phrase(t.head as usize).start.min(first),
            _ => first,
        };
        // "Once it is safe": what it waits for.
        let awaits = |c: usize| parse.tokens[c].dep == dep::ADVCL && self.is_supposed(c);
        let condition =
            parse.children(head).find(|&c| self.syntax.is_supposed(c, self.lexicon) || awaits(c));
        let condition = condition.map(|c| parse.subtree(c));
        let first = condition.as_ref().map_or(first, |c| c.start.min(first));
        let last = condition.map_or(last, |c| (c.end - 1).max(last));
        self.syntax.span(first..self.closed(first, self.completed(head, last)) + 1)
    }

    /// The last word of a clause, or the mark behind it that closes what was opened in the clause.
    fn closed(&self, first: usize, last: usize) -> usize {
        let words = self.syntax.words(first..last + 1);
        let marks = (last + 1..self.syntax.len()).take_while(|&i| self.syntax.is_punctuation(i));
        let mut ends = marks.take(CLOSING_MARKS_MAX);
        ends.find(|&i| quotation_mark::closes(self.syntax.word(i), words)).unwrap_or(last)
    }

    /// The last word of a clause with those clauses after it that its words need: no comma sets
    /// them off ("at a time when …", "showing that …").
    fn completed(&self, head: usize, last: usize) -> usize {
        let (mut above, mut last) = (head, last);
        for _ in 0..COMPLETED_STEPS_MAX {
            let Some((clause, end)) = self.next_clause(above, last) else { break };
            (above, last) = (clause, end);
        }
        last
    }

    /// The clause that begins right after a clause's last word and that it needs, with its own last
    /// word.
    fn next_clause(&self, head: usize, last: usize) -> Option<(usize, usize)> {
        let parse = &self.syntax.parse;
        let next = last + 1;
        if !parse.subtree(head).contains(&next) || self.syntax.is_punctuation(next) {
            return None;
        }
        let mut clause = next;
        while parse.head(clause) != clause
            && clause != head
            && parse.subtree(parse.head(clause)).start == next
        {
            clause = parse.head(clause);
        }
        // What happened beside it is another statement: "while thousands fled". Not so an
        // infinitive, "calling on the mayor to resign", nor what "that I had" stands with: "when I
        // was mayor".
        let beside = parse.tokens[clause].dep == dep::ADVCL && {
            let above = &parse.tokens[parse.head(clause)];
            let says_when = above.dep == dep::RELCL && parse.tokens[next].tag == tag::WRB;
            let is_verb = matches!(above.pos, pos::VERB | pos::AUX);
            is_verb && !says_when && !self.syntax.is_infinitive(clause)
        };
        if beside || matches!(parse.tokens[clause].dep, dep::CONJ | dep::CC) {
            return None;
        }
        let own = self.own_tokens(clause);
        let end = own.iter().rev().find(|i| !self.syntax.is_punctuation(**i));
        end.map(|&end| (clause, end.max(last)))
    }

    fn is_copula(&self, head: usize) -> bool {
        let t = &self.syntax.parse.tokens[head];
        t.pos == pos::AUX && self.syntax.has_child(head, dep::NSUBJ)
    }

    fn quotation_of(&self, token: usize) -> Option<usize> {
        let at = self.syntax.parse.tokens[token].start as usize;
        self.placed.around(at)
    }

    /// Whether a clause only says who speaks: its head is a cue, and what hangs on it is a clause
    /// of its own. "The council approved a plan that …" tells what was done.
    fn is_attribution(&self, head: usize) -> bool {
        let parse = &self.syntax.parse;
        let at = parse.tokens[head].start as usize;
        self.placed.cued(at).any(|q| {
            let content = self.syntax.tokens_of(q.content);
            let above = |i: usize| parse.head(i);
            let tops = |i: usize| above(i) == i || above(i) == head || !content.contains(&above(i));
            let said = |i: usize| {
                let loose = matches!(parse.tokens[i].dep, dep::RELCL | dep::ACL | dep::ADVCL);
                i != head && tops(i) && !loose && self.is_clause(i)
            };
            content.clone().any(said)
        })
    }

    fn subject(&self, head: usize) -> Option<usize> {
        let mut at = head;
        for _ in 0..SUBJECT_STEPS {
            if let Some(subject) = self.syntax.child(at, &[dep::NSUBJ, dep::NSUBJPASS]) {
                return Some(self.antecedent(subject));
            }
            let t = &self.syntax.parse.tokens[at];
            match t.dep {
                dep::RELCL => return Some(self.syntax.antecedent(at, self.lexicon)),
                dep::ACL => return Some(t.head as usize),
                dep::CONJ | dep::ADVCL | dep::XCOMP => at = t.head as usize,
                _ => return None,
            }
        }
        None
    }

    /// For a relative pronoun, what it stands for.
    fn antecedent(&self, subject: usize) -> usize {
        let t = &self.syntax.parse.tokens[subject];
        let clause = &self.syntax.parse.tokens[t.head as usize];
        let relative = matches!(t.tag, tag::WDT | tag::WP | tag::WP_POSS);
        match relative && clause.dep == dep::RELCL {
            true => self.syntax.antecedent(t.head as usize, self.lexicon),
            false => subject,
        }
    }

    fn is_negated(&self, head: usize, tokens: &[usize]) -> bool {
        let negates = |i: usize| self.lexicon.negation.contains(self.syntax.lower(i).as_str());
        let near = |i: usize| {
            let above = self.syntax.parse.head(i);
            above == head || self.syntax.parse.head(above) == head
        };
        tokens.iter().filter(|&&i| near(i) && negates(i)).count() % 2 == 1
    }

    fn kind(&self, head: usize, tokens: &[usize]) -> ClaimKind {
        let sentence = self.syntax.sentence(head);
        let asked = sentence.clone().rev().take(2).any(|i| self.syntax.word(i) == "?");
        let open = self.is_open(head, tokens) || self.is_supposed(head) || self.is_doubted(head);
        if asked || open || self.tells_which(head) || self.is_of_others(head) {
            return ClaimKind::Asked;
        }
        let modal = self.syntax.parse.children(head).find(|&c| {
            let t = &self.syntax.parse.tokens[c];
            t.dep == dep::AUX && t.tag == tag::MD
        });
        let hedge = modal.and_then(|m| self.lexicon.modals.get(self.syntax.parse.lemma(m)));
        // What was said to be ahead is told as "would".
        let reported = self.quotation_of(head).is_some();
        match hedge {
            Some(&"future") => ClaimKind::Ahead,
            Some(&"conditional") if reported => ClaimKind::Ahead,
            Some(_) => ClaimKind::Possible,
            None => ClaimKind::Stated,
        }
    }

    /// Whether a clause only says what is asked or not known: "whose number he put at nine", "when
    /// the train would leave".
    fn is_open(&self, head: usize, tokens: &[usize]) -> bool {
        let parse = &self.syntax.parse;
        let first = tokens.iter().find(|&&i| !self.syntax.is_punctuation(i));
        let first = first.map(|&i| parse.tokens[i].tag);
        let is_modal = |i: usize| parse.tokens[i].tag == tag::MD;
        match parse.tokens[head].dep {
            dep::CCOMP | dep::CONJ => {
                matches!(first, Some(tag::WP | tag::WP_POSS | tag::WRB))
            }
            dep::ADVCL => first == Some(tag::WRB) && parse.children(head).any(is_modal),
            _ => false,
        }
    }

    /// "If the bridge falls", "until it is open": a condition, a question, what is awaited.
    fn is_supposed(&self, head: usize) -> bool {
        let parse = &self.syntax.parse;
        let is_present = |i: usize| matches!(parse.tokens[i].tag, tag::VBZ | tag::VBP | tag::MD);
        let helper = self.syntax.child(head, &[dep::AUX]);
        let helper = helper.or_else(|| self.syntax.child(head, &[dep::AUXPASS]));
        let present = is_present(helper.unwrap_or(head));
        let opens = |verb: usize| {
            self.syntax.is_supposed(verb, self.lexicon)
                || present && self.syntax.awaits(verb, &[dep::MARK], self.lexicon)
        };
        let joined = parse.tokens[head].dep == dep::CONJ;
        opens(head) || joined && opens(parse.head(head))
    }

    /// "Hunters may import elephants that were killed in two countries": which of a kind, not what
    /// happened. "Police arrested rebels who burned the harbour" tells what happened.
    fn tells_which(&self, head: usize) -> bool {
        let parse = &self.syntax.parse;
        let clause = &parse.tokens[head];
        let noun = parse.head(head);
        let is_verb = |&i: &usize| matches!(parse.tokens[i].pos, pos::VERB | pos::AUX);
        let up = std::iter::successors(Some(noun), |&i| Some(parse.head(i)).filter(|&h| h != i));
        let modal = |c: usize| parse.tokens[c].tag == tag::MD;
        let is_general = |verb: usize| {
            let now = matches!(parse.tokens[verb].tag, tag::VBP | tag::VBZ);
            now || self.syntax.is_infinitive(verb) || parse.children(verb).any(modal)
        };
        let marks = [dep::DET, dep::NUMMOD, dep::POSS, dep::QUANTMOD, dep::PREDET];
        matches!(clause.dep, dep::RELCL | dep::ACL)
            && parse.tokens[noun].tag == tag::NNS
            && !parse.children(noun).any(|c| marks.contains(&parse.tokens[c].dep))
            && !(noun..head).any(|i| self.syntax.is_punctuation(i))
            && up.skip(1).find(is_verb).is_some_and(is_general)
    }

    /// "It is unlikely that …", "they do not expect that …": what is said to be hardly so.
    fn is_doubted(&self, head: usize) -> bool {
        let parse = &self.syntax.parse;
        if parse.tokens[head].dep != dep::CCOMP {
            return false;
        }
        let above = parse.head(head);
        let is_denied = self.syntax.has_child(above, dep::NEG);
        let complement = self.syntax.child(above, &[dep::ACOMP, dep::OPRD]);
        let kind = |i: usize| self.lexicon.suppositions.get(parse.lemma(i));
        let is_doubt = |i: usize| kind(i) == Some(&"doubt");
        match is_denied {
            true => kind(above) == Some(&"belief"),
            false => is_doubt(above) || complement.is_some_and(is_doubt),
        }
    }

    /// "The site said it would remove posts that allege that the vaccine is dangerous": what who is
    /// quoted says that others say.
    fn is_of_others(&self, head: usize) -> bool {
        let parse = &self.syntax.parse;
        let verb = parse.head(head);
        let says = || {
            let rows = self.lexicon.cues.get(parse.lemma(verb).to_lowercase().as_str());
            rows.is_some_and(|rows| rows.iter().any(|cue| cue.has(&Frame::Clause)))
        };
        let named = || parse.tokens[self.syntax.antecedent(verb, self.lexicon)].pos == pos::PROPN;
        parse.tokens[head].dep == dep::CCOMP
            && parse.tokens[verb].dep == dep::RELCL
            && !named()
            && self.quotation_of(verb).is_some()
            && says()
    }

    fn own_quantities(&self, tokens: &[usize]) -> Vec<Quantity> {
        let (first, last) = (tokens[0], tokens[tokens.len() - 1]);
        let from = self.quantities.partition_point(|q| q.tokens.start < first);
        let own = self.quantities[from..].iter().take_while(|q| q.tokens.start <= last);
        own.filter(|q| tokens.binary_search(&q.tokens.start).is_ok()).cloned().collect()
    }
}

/// Steps up the tree in search of a subject.
const SUBJECT_STEPS: usize = 4;

/// Whether a token is a word of content: a noun, name, verb, adjective or number.
pub fn is_content(syntax: &Syntax, token: usize) -> bool {
    let t = &syntax.parse.tokens[token];
    matches!(t.pos, pos::NOUN | pos::PROPN | pos::VERB | pos::ADJ | pos::NUM)
}
