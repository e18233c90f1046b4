//! [`Draft`]s: candidates with the words in quotation marks that belong to them.

use super::{Found, QuotationKind};
use crate::{
    attribution::{self, Candidate, Tie},
    quotation_mark::Quoted,
};
use document::Span;
use language::labels::{dep, pos, tag};
use lexicon::rows::{Cue, CuePos, Frame};
use std::ops::Range;

/// Fewest words in marks that are speech without a finite verb.
pub(super) const SPEECH_WORDS_MIN: usize = 5;

/// A candidate with its content as it would be given.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The cue and what the tree ties to it.
    pub candidate: Candidate,
    /// The content, marks included.
    pub content: Span,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The quoted stretches in it.
    pub marks: Vec<usize>,
    /// In whose words it would be.
    pub kind: QuotationKind,
    /// Whether the lexicon has the cue for a clause or quotation, which it has, and a speaker who
    /// is neither the writer nor the reader.
    pub clear: bool,
}

/// Share of common words from which two contents say the same.
const RIVAL_PERCENT: usize = 50;

impl Draft {
    /// Whether this draft says what another says: most words are common, or one cue has both. A
    /// clear draft inside the other is what somebody says in it.
    pub fn rivals(&self, other: &Draft) -> bool {
        if self.candidate.head == other.candidate.head {
            return !self.goes_on(other) && !other.goes_on(self);
        }
        if self.clear && self.is_inside(other) {
            return false;
        }
        let start = self.content.start().max(other.content.start());
        let end = self.content.end().min(other.content.end());
        let common = end.saturating_sub(start);
        let all = self.content.end().max(other.content.end())
            - self.content.start().min(other.content.start());
        common * 100 >= all * RIVAL_PERCENT || self.marks.iter().any(|m| other.marks.contains(m))
    }

    /// Whether this is a clause that the same cue follows up with a sentence in marks: "He had
    /// slept, he said: “Like a stone.”"
    fn goes_on(&self, other: &Draft) -> bool {
        self.kind == QuotationKind::Indirect
            && self.clear
            && self.candidate.tie == Tie::Clause
            && other.kind == QuotationKind::Direct
            && other.candidate.head < other.tokens.start
            && self.tokens.end <= other.tokens.start
    }

    /// Whether a clause stands before the verb of speech that it belongs to: "The ferry would
    /// wait, he added."
    pub fn is_fronted(&self) -> bool {
        let ended = self.tokens.end <= self.candidate.head;
        self.clear && self.candidate.tie == Tie::Clause && ended
    }

    /// Whether cue and content lie in the content of another draft.
    pub fn is_inside(&self, other: &Draft) -> bool {
        other.tokens.contains(&self.candidate.head)
            && !other.tokens.contains(&other.candidate.head)
            && self.tokens.start >= other.tokens.start
            && self.tokens.end <= other.tokens.end
            && self.tokens.len() < other.tokens.len()
    }
}

/// The drafts of all candidates of a document.
pub fn drafts(found: &Found<'_>) -> Vec<Draft> {
    let candidates = attribution::candidates(found.syntax, found.lexicon);
    candidates.into_iter().filter_map(|candidate| found.draft(candidate)).collect()
}

impl Found<'_> {
    fn draft(&self, candidate: Candidate) -> Option<Draft> {
        if self.hands_on(&candidate) {
            return None;
        }
        let (content, marks) = self.content(&candidate)?;
        let tokens = self.syntax.tokens_of(content);
        let kind = self.kind(content, &marks);
        if kind == QuotationKind::Indirect && !self.says_something(tokens.clone()) {
            return None;
        }
        let clear = self.is_clear(&candidate);
        Some(Draft { candidate, content, tokens, marks, kind, clear })
    }

    /// "Quoted the mayor as saying that …", "was quoted as saying": what the mayor says is no
    /// content of the first verb.
    fn hands_on(&self, a: &Candidate) -> bool {
        let parse = &self.syntax.parse;
        let speech = |cue: &Cue| cue.has(&Frame::Quote) && cue.has(&Frame::Clause);
        let says = |preposition: usize| {
            let verb = self.syntax.child(preposition, &[dep::PCOMP]);
            let rows = verb.and_then(|verb| self.lexicon.cues.get(parse.lemma(verb)));
            rows.is_some_and(|rows| rows.iter().any(speech))
        };
        let below = |at: usize| parse.children(at).filter(|&c| parse.tokens[c].dep == dep::PREP);
        let press = a.cue.is_some_and(|cue| cue.has(&Frame::Press) && cue.has(&Frame::As));
        let object = self.syntax.child(a.head, &[dep::DOBJ]);
        press && below(a.head).chain(object.into_iter().flat_map(below)).any(says)
    }

    /// Whether there is more to read than pronouns and function words.
    fn says_something(&self, mut tokens: Range<usize>) -> bool {
        tokens.any(|i| {
            matches!(
                self.syntax.parse.tokens[i].pos,
                pos::NOUN | pos::PROPN | pos::VERB | pos::ADJ | pos::ADV | pos::NUM
            )
        })
    }

    fn is_clear(&self, a: &Candidate) -> bool {
        let speech = |cue: &Cue| cue.has(&Frame::Quote) && cue.has(&Frame::Clause);
        let third = |speaker: usize| {
            let pronoun = self.lexicon.pronouns.get(self.syntax.lower(speaker).as_str());
            pronoun.is_none_or(|p| p.person == 3) && !self.syntax.is_punctuation(speaker)
        };
        a.cue.is_some_and(speech)
            && matches!(a.tie, Tie::Clause | Tie::Quote)
            && a.speaker.is_some_and(third)
    }

    /// The content of a candidate with the quoted stretches in it.
    fn content(&self, a: &Candidate) -> Option<(Span, Vec<usize>)> {
        let own = self.quote_of(a.head);
        let clause = self.syntax.span(a.content.clone());
        let mut marks: Vec<usize> = match clause {
            Some(clause) => self
                .quotes_in(clause)
                .filter(|&q| self.quoted[q].inner.overlaps(clause) && Some(q) != own)
                .collect(),
            None => self.adjacent(a).into_iter().collect(),
        };
        self.continue_marks(&mut marks, a);
        let clause = clause.map(|clause| self.told_clause(a, clause));
        let clause = clause.map(|clause| self.own_sentence(clause, &mut marks));
        let outer = |q: &usize| self.quoted[*q].outer;
        let mut content = match (clause, marks.first()) {
            (Some(clause), Some(first))
                if self.marked_share(clause, &marks) >= 7 && !self.goes_on(clause, &marks, a) =>
            {
                outer(first)
            }
            (Some(clause), _) => clause,
            (None, first) => outer(first?),
        };
        for q in &marks {
            content = content.cover(outer(q))?;
        }
        let tokens = self.before_cue(a, self.syntax.tokens_of(content));
        let trimmed = if marks.is_empty() { self.trim(tokens) } else { None };
        Some((trimmed.unwrap_or(content), marks))
    }

    /// Whether a clause after its cue has its verb after the words in marks: "stressed that “one
    /// call and one meeting” is not enough".
    fn goes_on(&self, clause: Span, marks: &[usize], a: &Candidate) -> bool {
        let tokens = self.syntax.tokens_of(clause);
        let Some(&last) = marks.last() else { return false };
        let rest = self.syntax.tokens_of(self.quoted[last].outer).end..tokens.end;
        let finite = |i: usize| {
            matches!(self.syntax.parse.tokens[i].tag, tag::VBD | tag::VBZ | tag::VBP | tag::MD)
        };
        a.words.end <= tokens.start && rest.contains(&a.anchor) && rest.into_iter().any(finite)
    }

    /// What was said without "according to the guild" at its end.
    fn before_cue(&self, a: &Candidate, tokens: Range<usize>) -> Range<usize> {
        let tokens = self.before_teller(a, tokens);
        let according = a.cue.is_some_and(|cue| cue.has(&Frame::According));
        let ends = a.speaker.is_some_and(|s| self.syntax.parse.subtree(s).end >= tokens.end);
        let inside = a.words.start > tokens.start && a.words.start < tokens.end;
        if according && ends && inside { tokens.start..a.words.start } else { tokens }
    }

    /// What was said in the reporter's words without whom the reporter has it from: "Vale confirmed
    /// that he would go, according to the agency".
    fn before_teller(&self, a: &Candidate, tokens: Range<usize>) -> Range<usize> {
        let parse = &self.syntax.parse;
        let cites = |i: usize| self.is_according(i);
        let last = |i: usize| parse.subtree(i).end >= tokens.end;
        let teller = tokens.clone().skip(1).find(|&i| {
            let verbal = |t: usize| parse.tokens[t].pos == pos::VERB;
            let plain = !(i + 1..tokens.end).any(verbal) && self.quote_of(i).is_none();
            self.syntax.is_comma(i - 1) && cites(i) && last(i) && plain
        });
        match teller.filter(|_| a.words.end <= tokens.start) {
            Some(teller) => tokens.start..teller - 1,
            None => tokens,
        }
    }

    /// Whether words that introduce whose word something is begin at a token: "according to".
    pub(super) fn is_according(&self, token: usize) -> bool {
        let stands = |(n, word): (usize, &str)| {
            let at = token + n;
            at < self.syntax.len() && self.syntax.word(at).eq_ignore_ascii_case(word)
        };
        let begins = |c: &Cue| {
            let several = c.lemma.contains(' ') && c.lemma.split(' ').enumerate().all(stands);
            several && c.pos == CuePos::Preposition && c.has(&Frame::According)
        };
        let rows = self.lexicon.cues.get(self.syntax.lower(token).as_str());
        rows.is_some_and(|rows| rows.iter().any(begins))
    }

    /// A clause without the quoted sentence that ends right before its first word, where the
    /// closing mark hides the full stop (“We sail.” The ferry would wait, he added), and without
    /// the one that a colon after it announces.
    fn own_sentence(&self, clause: Span, marks: &mut Vec<usize>) -> Span {
        let text = self.document.text.as_str();
        let mut kept = clause;
        if let Some(quoted) = marks.first().map(|&first| &self.quoted[first])
            && quoted.outer.start() <= kept.start()
            && quoted.outer.end() < kept.end()
            && self.ends_own_sentence(quoted)
            && let Some(rest) = self.document.text.trimmed_span(quoted.outer.end()..kept.end())
            && self.words(rest).starts_with(char::is_uppercase)
        {
            marks.remove(0);
            kept = rest;
        }
        if let Some(quoted) = marks.last().map(|&last| &self.quoted[last])
            && quoted.outer.start() > kept.start()
            && self.ends_own_sentence(quoted)
            && let Some(before) =
                text[kept.start()..quoted.outer.start()].trim_end().strip_suffix(':')
            && before.split_whitespace().count() >= SPEECH_WORDS_MIN
            && let Some(clause) = self.document.text.span(kept.start()..kept.start() + before.len())
        {
            marks.pop();
            kept = clause;
        }
        kept
    }

    /// What a hearer is told, without the hearer that the tree took for its beginning: "told the
    /// paper by telephone that he had left".
    fn told_clause(&self, a: &Candidate, clause: Span) -> Span {
        /// Most tokens of a hearer with what stands beside it.
        const HEARER_TOKENS_MAX: usize = 8;
        let parse = &self.syntax.parse;
        let tokens = self.syntax.tokens_of(clause);
        let begins = |i: &usize| {
            let token = &parse.tokens[*i];
            token.dep == dep::MARK || token.tag == tag::WDT
        };
        let hears = a.cue.is_some_and(|cue| cue.has(&Frame::Hearer));
        if !hears || tokens.start != a.words.end || begins(&tokens.start) {
            return clause;
        }
        let hearer = tokens.start..tokens.end.min(tokens.start + HEARER_TOKENS_MAX);
        let verbal = |i: &usize| matches!(parse.tokens[*i].pos, pos::VERB | pos::AUX);
        let stop = hearer.clone().find(|i| begins(i) || verbal(i));
        let start = stop.filter(|i| begins(i) && self.quote_of(*i).is_none());
        start.and_then(|start| self.syntax.span(start..tokens.end)).unwrap_or(clause)
    }

    /// Whether words in marks are taken up by a pronoun after the cue: “We sail.” Vale said that on
    /// the first day. It is no conjunction, for no verb follows in its clause.
    pub(super) fn is_taken_up(&self, draft: &Draft) -> bool {
        let head = draft.candidate.head;
        let tokens = &self.syntax.parse.tokens;
        let sentence = self.syntax.sentence(head);
        let before = draft.kind == QuotationKind::Direct && draft.tokens.end <= head;
        if !before || !draft.clear || head + 2 >= sentence.end {
            return false;
        }
        let points = self.lexicon.definite.contains(self.syntax.lower(head + 1).as_str());
        let alone = matches!(tokens[head + 2].pos, pos::ADP | pos::ADV | pos::PUNCT);
        let mut clause = (head + 2..sentence.end).take_while(|&i| !self.syntax.is_punctuation(i));
        points && alone && clause.all(|i| !matches!(tokens[i].pos, pos::VERB | pos::AUX))
    }

    /// The quoted stretches that overlap a span.
    fn quotes_in(&self, span: Span) -> Range<usize> {
        let first = self.quoted.partition_point(|q| q.outer.end() <= span.start());
        let end = self.quoted.partition_point(|q| q.outer.start() < span.end());
        first..end.max(first)
    }

    /// An indirect content without the punctuation and conjunctions at its ends, but with the mark
    /// that closes a bracket in it.
    fn trim(&self, mut tokens: Range<usize>) -> Option<Span> {
        let loose = |i: usize| {
            self.syntax.is_punctuation(i) || self.syntax.parse.tokens[i].pos == pos::CCONJ
        };
        while !tokens.is_empty() && self.syntax.is_punctuation(tokens.start) {
            tokens.start += 1;
        }
        while !tokens.is_empty() && loose(tokens.end - 1) {
            tokens.end -= 1;
        }
        let is = |i: usize, bracket| self.syntax.parse.tokens[i].tag == bracket;
        let open = tokens.clone().filter(|&i| is(i, tag::LRB)).count();
        let closed = tokens.clone().filter(|&i| is(i, tag::RRB)).count();
        if open > closed && tokens.end < self.syntax.len() && is(tokens.end, tag::RRB) {
            tokens.end += 1;
        }
        self.syntax.span(tokens)
    }

    /// Tenths of a span that lie in some quoted stretches.
    pub fn marked_share(&self, span: Span, marks: &[usize]) -> u64 {
        let overlap = |q: &usize| {
            let outer = self.quoted[*q].outer;
            outer.end().min(span.end()).saturating_sub(outer.start().max(span.start()))
        };
        let marked: usize = marks.iter().map(overlap).sum();
        (marked * 10 / span.range().len().max(1)) as u64
    }

    /// The quoted stretch that stands next to a cue in its sentence.
    fn adjacent(&self, a: &Candidate) -> Option<usize> {
        let sentence = self.syntax.span(self.syntax.sentence(a.head))?;
        let block = self.syntax.blocks[self.syntax.block_of(a.head)].0;
        let cue = self.syntax.parse.bytes(a.head).start;
        let own = self.quote_of(a.head);
        let distance = |q: &usize| {
            let outer = self.quoted[*q].outer;
            if outer.end() <= cue { cue - outer.end() } else { outer.start().abs_diff(cue) }
        };
        let at = self.quoted.partition_point(|q| q.outer.end() <= cue);
        let announced = self.ends_with_colon(sentence);
        let reachable = |q: &usize| {
            let quoted = &self.quoted[*q];
            let outer = quoted.outer;
            let before = outer.end() <= sentence.start()
                && (self.is_gap(outer.end(), sentence.start())
                    || self.is_cut(quoted.inner, outer.end()..sentence.start()));
            let after = announced
                && sentence.end() <= outer.start()
                && self.is_gap(sentence.end(), outer.start());
            let here = quoted.block == block && (outer.overlaps(sentence) || before);
            let others =
                outer.end() <= cue && (self.is_announced(quoted) || self.is_closed(quoted, a));
            (here || after) && Some(*q) != own && !others
        };
        let beside = at.saturating_sub(1)..(at + 2).min(self.quoted.len());
        let near = beside.filter(reachable).min_by_key(distance)?;
        let quoted = &self.quoted[near];
        let clause_like = self.words(quoted.inner).split_whitespace().count() > 1;
        let ended = self.words(quoted.inner).ends_with([',', '.', '!', '?', '…']);
        let comma = self.document.text.as_str()[quoted.outer.end()..].starts_with([',', ':']);
        let after_cue = quoted.outer.start() >= cue;
        (clause_like && (ended || comma || after_cue)).then_some(near)
    }

    /// Whether a sentence in marks is followed by a clause before a cue with its speaker, or by a
    /// sentence whose cue has a clause after it: then that is what the cue introduces.
    fn is_closed(&self, quoted: &Quoted, a: &Candidate) -> bool {
        let finite = |i: usize| {
            matches!(self.syntax.parse.tokens[i].tag, tag::VBD | tag::VBZ | tag::VBP | tag::MD)
        };
        let phrase = a.speaker.map_or(a.head, |s| self.syntax.parse.subtree(s).start.min(a.head));
        let mut between = self.syntax.tokens_of(quoted.outer).end..phrase;
        let sentence = self.syntax.sentence(a.head).start;
        let own = [dep::CCOMP, dep::XCOMP];
        let tells = || self.syntax.child(a.head, &own).is_some_and(|c| c > a.head);
        let before = self.syntax.tokens_of(quoted.outer).end <= sentence;
        self.words(quoted.inner).ends_with('.') && (between.any(finite) || before && tells())
    }

    /// Whether a sentence in marks stands after a colon: then its cue does too, or before it.
    fn is_announced(&self, quoted: &Quoted) -> bool {
        let before = &self.document.text.as_str()[..quoted.outer.start()];
        self.ends_own_sentence(quoted) && before.trim_end().ends_with(':')
    }

    /// Whether the sentence was cut between a quotation that ends with a comma and its cue, at the
    /// point of an abbreviation: “We sail,” Capt. | Vale said.
    fn is_cut(&self, inner: Span, between: Range<usize>) -> bool {
        /// Longest title, in bytes.
        const TITLE_BYTES_MAX: usize = 16;
        let short = between.len() <= TITLE_BYTES_MAX;
        let title = &self.document.text.as_str()[between];
        short && self.words(inner).ends_with(',') && !title.trim().contains(' ')
    }

    pub(super) fn is_gap(&self, from: usize, to: usize) -> bool {
        self.document.text.as_str().get(from..to).is_some_and(|gap| gap.trim().is_empty())
    }

    fn ends_with_colon(&self, span: Span) -> bool {
        self.words(span).ends_with(':')
    }

    /// Adds the stretches that go on with a quotation after its cue: in the same sentence, right
    /// after it, and in the following paragraphs if the marks say so.
    fn continue_marks(&self, marks: &mut Vec<usize>, a: &Candidate) {
        let Some(sentence) = self.syntax.span(self.syntax.sentence(a.head)) else { return };
        let cue = self.syntax.parse.bytes(a.head).start;
        let own = self.quote_of(a.head);
        let speaks = a.cue.is_some_and(|cue| cue.has(&Frame::Quote)) || matches!(a.tie, Tie::Quote);
        marks.sort_unstable();
        while let Some(&last) = marks.last() {
            let next = last + 1;
            let Some(q) = self.quoted.get(next).filter(|_| Some(next) != own) else { break };
            let after = self.quoted[last].outer.end() <= cue
                && speaks
                && self.is_sentence_like(self.quoted[last].inner)
                && q.block == self.quoted[last].block
                && (q.outer.overlaps(sentence)
                    // A comma at its end: a cue of its own follows.
                    || (self.is_gap(sentence.end(), q.outer.start())
                        && !self.words(q.inner).ends_with(',')))
                && q.outer.start() > cue
                && (self.is_sentence_like(q.inner) || self.ends_own_sentence(q));
            if !(after || self.quoted[last].continues) {
                break;
            }
            marks.push(next);
        }
    }

    /// Whether marked words hold a finite verb or are long enough to be speech.
    pub(super) fn is_sentence_like(&self, span: Span) -> bool {
        let tokens = self.syntax.tokens_of(span);
        let finite = |i: usize| {
            matches!(
                self.syntax.parse.tokens[i].tag,
                tag::VBD | tag::VBZ | tag::VBP | tag::MD | tag::VB
            )
        };
        let ended = self.words(span).ends_with(['.', '!', '?', '…', ',']);
        tokens.clone().any(finite) || (ended && tokens.len() >= SPEECH_WORDS_MIN)
    }

    fn kind(&self, content: Span, marks: &[usize]) -> QuotationKind {
        if marks.is_empty() {
            return QuotationKind::Indirect;
        }
        let first = self.quoted[marks[0]].outer;
        let last = self.quoted[marks[marks.len() - 1]].outer;
        let whole = first.start() <= content.start() && last.end() >= content.end();
        let speech = marks.iter().any(|&q| self.is_sentence_like(self.quoted[q].inner));
        if whole && (marks.len() > 1 || speech) {
            QuotationKind::Direct
        } else {
            QuotationKind::Mixed
        }
    }
}
