//! [`Candidate`]s: every clause that could bind someone.

use super::Found;
use crate::{Claim, ClaimKind, TimeExpr, quotation::Placed, time};
use document::Span;
use language::labels::{dep, pos, tag};
use lexicon::rows::CommitmentCue;
use std::ops::Range;

/// A clause about something to come.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The words: the clause that binds, from its first to its last word.
    pub span: Span,
    /// Head of what is to be done.
    pub head: usize,
    /// Tokens of what is to be done.
    pub what: Range<usize>,
    /// Head of who is to do it.
    pub subject: Option<usize>,
    /// The form.
    pub form: Form,
    /// The word that governs what is to be done, and its kind.
    pub cue: Option<(usize, CommitmentCue)>,
    /// Index of the clause among the claims.
    pub claim: Option<usize>,
    /// Index of the innermost quotation around it.
    pub quotation: Option<usize>,
    /// Tokens of the condition.
    pub condition: Option<Range<usize>>,
}

/// How the words put it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// A future verb: "will send".
    Future,
    /// An infinitive under a verb or noun of the lexicon: "agreed to send".
    Governed,
    /// A noun under such a verb: "promised help".
    Object,
    /// "is to send".
    IsTo,
}

impl Candidate {
    /// The name of the rule that found it.
    pub fn rule(&self) -> &'static str {
        match self.form {
            Form::Future => "commitment/future",
            Form::Governed => "commitment/governed",
            Form::Object => "commitment/object",
            Form::IsTo => "commitment/is-to",
        }
    }
}

/// Most candidates of a document.
const CANDIDATES_MAX: usize = 2_000;

/// The candidates of a document, in text order, the longer first of those that start together.
pub fn candidates(found: &Found<'_>) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = Vec::new();
    let seeker = Seeker::of(found);
    for (i, claim) in found.claims.iter().enumerate() {
        if claim.value.kind == ClaimKind::Ahead {
            all.extend(seeker.future(i));
        }
    }
    for token in 0..found.syntax.len() {
        all.extend(seeker.short(token));
        all.extend(seeker.infinitive(token));
        all.extend(seeker.object(token));
    }
    all.sort_by_key(|c| (c.span.start(), std::cmp::Reverse(c.span.end()), c.form));
    all.truncate(CANDIDATES_MAX);
    all
}

/// Looks for candidates, with what stands where.
struct Seeker<'a> {
    found: &'a Found<'a>,
    placed: Placed<'a>,
    /// By token: the first claim that has it.
    claims: Vec<Option<usize>>,
}

impl<'a> Seeker<'a> {
    fn of(found: &'a Found<'a>) -> Seeker<'a> {
        let mut claims = vec![None; found.syntax.len()];
        for (i, claim) in found.claims.iter().enumerate().rev() {
            let tokens = claim.value.tokens.iter().chain([&claim.value.head]);
            tokens.for_each(|&token| claims[token] = Some(i));
        }
        Seeker { found, placed: Placed::of(found.quotations), claims }
    }
}

impl Seeker<'_> {
    fn future(&self, claim: usize) -> Option<Candidate> {
        let c = &self.found.claims[claim].value;
        let first = *c.tokens.first()?;
        let last = *c.tokens.last()?;
        let cue = self.found.cue_of_future(c.head, c.quotation);
        let what = c.head.max(first)..self.found.whole_end(last);
        Some(Candidate {
            span: c.span,
            head: c.head,
            what,
            subject: c.subject.filter(|&s| !self.found.is_day_of_telling(s, c)),
            form: Form::Future,
            cue,
            claim: Some(claim),
            quotation: c.quotation,
            condition: self.found.condition(c.head),
        })
    }

    /// "I will go with him": a clause with a future verb that says too little for a claim.
    fn short(&self, head: usize) -> Option<Candidate> {
        let found = self.found;
        let parse = &found.syntax.parse;
        let t = &parse.tokens[head];
        let modal = parse
            .children(head)
            .find(|&c| parse.tokens[c].dep == dep::AUX && parse.tokens[c].tag == tag::MD)?;
        let subject = found.syntax.child(head, &[dep::NSUBJ, dep::NSUBJPASS])?;
        let at = t.start as usize;
        let known = self.claims[head].is_some() || self.placed.cued(at).next().is_some();
        let quotation = self.placed.around(at);
        let ahead = match found.lexicon.modals.get(parse.lemma(modal)) {
            Some(&"future") => true,
            Some(&"conditional") => quotation.is_some(),
            _ => false,
        };
        // "I will not tell you" refuses.
        let negates = |c: usize| found.lexicon.negation.contains(found.syntax.lower(c).as_str());
        let refuses = parse.children(head).any(negates);
        if known || !ahead || refuses || t.dep == dep::CONJ && subject > head {
            return None;
        }
        let clause = parse.subtree(head);
        let mut end = clause.end;
        while end > head + 1 && found.syntax.is_punctuation(end - 1) {
            end -= 1;
        }
        let start = found.syntax.noun_phrase(subject).start.max(clause.start);
        let cue = found.cue_of_future(head, quotation);
        Some(Candidate {
            span: found.syntax.span(start.min(head)..end)?,
            head,
            what: head..end,
            subject: Some(subject),
            form: Form::Future,
            cue,
            claim: None,
            quotation,
            condition: found.condition(head),
        })
    }

    /// "agreed to send", "a promise to send", "is to send".
    fn infinitive(&self, head: usize) -> Option<Candidate> {
        let parse = &self.found.syntax.parse;
        let t = &parse.tokens[head];
        let to = parse.children(head).find(|&c| parse.tokens[c].tag == tag::TO);
        let gerund = t.tag == tag::VBG && matches!(t.dep, dep::PCOMP | dep::XCOMP);
        if !(to.is_some()
            && matches!(t.dep, dep::XCOMP | dep::ACL | dep::CCOMP | dep::ADVCL | dep::CONJ)
            || gerund)
        {
            return None;
        }
        let mut governor = t.head as usize;
        if gerund && t.dep == dep::PCOMP {
            governor = parse.head(governor);
        }
        while parse.tokens[governor].dep == dep::CONJ && self.found.cue_at(governor).is_none() {
            let above = parse.head(governor);
            // "I think that, but the fine ought to be higher", "is guessing or is paid to guess".
            let own = self.found.syntax.has_child(governor, dep::NSUBJ)
                || parse.tokens[governor].pos == pos::VERB && t.dep == dep::XCOMP;
            if above == governor || own {
                break;
            }
            governor = above;
        }
        // "Was right to leave", "ought to leave" arrange nothing.
        let is_to = parse.tokens[governor].pos == pos::AUX
            && parse.tokens[governor].tag != tag::MD
            && !self.found.syntax.has_child(governor, dep::ACOMP)
            && t.dep == dep::XCOMP
            && self.found.syntax.has_child(governor, dep::NSUBJ);
        let cue = self.found.cue_at(governor).map(|kind| (governor, kind));
        if cue.is_none() && !is_to {
            return None;
        }
        let object = self.found.syntax.child(governor, &[dep::DOBJ, dep::DATIVE]);
        let ordered = cue.is_some_and(|(_, kind)| kind == CommitmentCue::Order);
        let subject = match object.filter(|_| ordered) {
            Some(object) => Some(object),
            None => self.found.subject_of(governor),
        };
        let form = if is_to { Form::IsTo } else { Form::Governed };
        self.under(governor, head, parse.subtree(head), subject, form, cue)
    }

    /// "promised new boats".
    fn object(&self, token: usize) -> Option<Candidate> {
        let kind = self.found.cue_at(token)?;
        let binds = matches!(kind, CommitmentCue::Promise | CommitmentCue::Offer);
        let parse = &self.found.syntax.parse;
        if !binds || parse.tokens[token].pos != pos::VERB {
            return None;
        }
        if parse.children(token).any(|c| matches!(parse.tokens[c].dep, dep::XCOMP | dep::CCOMP)) {
            return None;
        }
        let object = self.found.syntax.child(token, &[dep::DOBJ])?;
        let cue = Some((token, kind));
        let subject = self.found.subject_of(token);
        self.under(token, object, parse.subtree(object), subject, Form::Object, cue)
    }

    fn under(
        &self,
        governor: usize,
        head: usize,
        what: Range<usize>,
        subject: Option<usize>,
        form: Form,
        cue: Option<(usize, CommitmentCue)>,
    ) -> Option<Candidate> {
        let claim = self.claims[governor];
        let start = match (claim, form) {
            (Some(claim), _) if self.found.claims[claim].value.head == governor => {
                self.found.syntax.token_at(self.found.claims[claim].value.span.start())
            }
            _ => subject.map_or(governor, |s| self.found.syntax.noun_phrase(s).start).min(governor),
        };
        let start = if start > head { governor.min(head) } else { start };
        let at = self.found.syntax.parse.tokens[head].start as usize;
        let above = self.found.syntax.parse.tokens[governor].start as usize;
        let quotation = self.placed.around_uncued(at, above);
        Some(Candidate {
            span: self.found.syntax.span(start..what.end.max(governor + 1))?,
            head,
            what,
            subject,
            form,
            cue,
            claim,
            quotation,
            condition: self.found.condition(head).or_else(|| self.found.condition(governor)),
        })
    }
}

impl Found<'_> {
    /// "Vale said Sunday will vote against it": a day before a verb of what somebody is reported to
    /// mean to do, where none but he can act.
    fn is_day_of_telling(&self, subject: usize, claim: &Claim) -> bool {
        let verb = self.syntax.parse.tokens[claim.head].pos == pos::VERB;
        let said = claim.quotation.is_some_and(|q| self.quotations[q].value.speaker.is_some());
        verb && said && time::at(self.times, subject).is_some_and(TimeExpr::is_day)
    }

    /// The kind of a word of the lexicon at a token. "Set up" arranges nothing for a day.
    pub(super) fn cue_at(&self, token: usize) -> Option<CommitmentCue> {
        let t = &self.syntax.parse.tokens[token];
        let verb = t.pos == pos::VERB;
        if !verb && t.pos != pos::NOUN {
            return None;
        }
        let lemma = self.syntax.parse.lemma(token).to_lowercase();
        let kind = self.lexicon.commitments.get(&(lemma.as_str(), verb)).copied();
        let with_particle = || self.syntax.has_child(token, dep::PRT);
        kind.filter(|kind| *kind != CommitmentCue::Arrange || !with_particle())
    }

    /// The word of the lexicon above a future clause or in the cue of its quotation. "Told them
    /// that he would go" asks nothing of them.
    fn cue_of_future(
        &self,
        head: usize,
        quotation: Option<usize>,
    ) -> Option<(usize, CommitmentCue)> {
        let cue = self.cue_above(head).or_else(|| self.cue_of(quotation?));
        cue.filter(|(_, kind)| !matches!(kind, CommitmentCue::Demand | CommitmentCue::Order))
    }

    /// The nearest word of the lexicon above a clause.
    fn cue_above(&self, head: usize) -> Option<(usize, CommitmentCue)> {
        let parse = &self.syntax.parse;
        let mut at = head;
        for _ in 0..CUE_STEPS {
            let complement =
                matches!(parse.tokens[at].dep, dep::CCOMP | dep::XCOMP | dep::ACL | dep::CONJ);
            let above = parse.head(at);
            if above == at || !complement {
                return None;
            }
            // "They believe it, and they will press for it": beside a word is not under it.
            let beside = parse.tokens[at].dep == dep::CONJ;
            if let Some(kind) = self.cue_at(above).filter(|_| !beside) {
                return Some((above, kind));
            }
            at = above;
        }
        None
    }

    /// The word of the lexicon in the cue of a quotation.
    fn cue_of(&self, quotation: usize) -> Option<(usize, CommitmentCue)> {
        let cue = self.quotations[quotation].value.cue?;
        let mut tokens = self.syntax.tokens_of(cue);
        tokens.find_map(|token| Some((token, self.cue_at(token)?)))
    }

    /// The subject of a verb, or of the noun's verb; a passive's is who is acted on.
    pub(super) fn subject_of(&self, governor: usize) -> Option<usize> {
        let parse = &self.syntax.parse;
        let mut at = governor;
        for _ in 0..CUE_STEPS {
            let subject = [dep::NSUBJ, dep::NSUBJPASS, dep::POSS];
            if let Some(subject) = self.syntax.child(at, &subject) {
                return Some(subject);
            }
            let above = self.outer_participle(at).or_else(|| self.outer_past(at));
            let above = above.unwrap_or_else(|| parse.head(at));
            if above == at {
                return None;
            }
            at = above;
        }
        None
    }

    /// "Left, saying she is brave and vowing to return": of a participle beside something that is
    /// none, the participle above it.
    fn outer_participle(&self, verb: usize) -> Option<usize> {
        let parse = &self.syntax.parse;
        let participle = |i: usize| parse.tokens[i].tag == tag::VBG;
        let at = parse.head(verb);
        if !participle(verb) || parse.tokens[verb].dep != dep::CONJ || participle(at) {
            return None;
        }
        self.above(at, CUE_STEPS).find(|&i| participle(i))
    }

    /// "Said it should be a chance to ask, but declined to answer": of a verb in the past beside
    /// one that is not told as done, the verb in the past above it.
    fn outer_past(&self, verb: usize) -> Option<usize> {
        let parse = &self.syntax.parse;
        let past = |i: usize| parse.tokens[i].tag == tag::VBD;
        let at = parse.head(verb);
        let open = |i: usize| {
            let modal = |c: usize| parse.tokens[c].tag == tag::MD;
            parse.tokens[i].tag == tag::VB || parse.children(i).any(modal)
        };
        if !past(verb) || parse.tokens[verb].dep != dep::CONJ || !open(at) {
            return None;
        }
        self.above(at, PAST_STEPS).find(|&i| past(i))
    }

    /// So many tokens above one, the nearest first.
    fn above(&self, token: usize, steps: usize) -> impl Iterator<Item = usize> + '_ {
        let up = |&i: &usize| Some(self.syntax.parse.head(i));
        std::iter::successors(Some(token), up).skip(1).take(steps)
    }

    /// Where the words end that begin with a token and go on behind it: "sure" in "make sure that
    /// they are paid", "long" in "as long as it takes".
    fn whole_end(&self, last: usize) -> usize {
        let parse = &self.syntax.parse;
        let next = |c: &usize| {
            let clause = matches!(parse.tokens[*c].dep, dep::CCOMP | dep::ADVCL);
            clause && parse.subtree(*c).start == last + 1
        };
        let mut at = last;
        for _ in 0..CUE_STEPS {
            if let Some(clause) = parse.children(at).find(next) {
                return parse.subtree(clause).end;
            }
            at = parse.head(at);
        }
        last + 1
    }

    /// The tokens of an if-clause under a verb.
    fn condition(&self, head: usize) -> Option<Range<usize>> {
        let parse = &self.syntax.parse;
        let clause = parse.children(head).find(|&c| {
            parse.tokens[c].dep == dep::ADVCL
                && parse.children(c).any(|m| {
                    parse.tokens[m].dep == dep::MARK
                        && self.lexicon.conditions.contains(self.syntax.lower(m).as_str())
                })
        })?;
        Some(parse.subtree(clause))
    }
}

/// Steps up the tree in search of a cue or subject.
pub(super) const CUE_STEPS: usize = 3;
/// Steps up the tree from a verb beside another to the one in the past that both are told under.
const PAST_STEPS: usize = 5;
