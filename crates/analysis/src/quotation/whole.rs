//! The words that tell a quotation, made whole at their end: with the noun that their last word
//! goes with and what a verb wants to be told as, with all before who says it, and without the verb
//! that opens what is said next.

use super::{Found, Made, QuotationKind};
use document::Span;
use language::labels::{dep, pos, tag};

/// Most tokens that are added to an end. A bound of cost, chosen 2026-11-23, not swept.
const ADDED_TOKENS_MAX: usize = 24;

impl Found<'_> {
    /// Words that tell a quotation, up to the noun with which their last word goes ("assailed the
    /// presumptive") and with what its verb tells them as ("attacked Vale as soft on theft").
    pub(super) fn whole_end(&self, made: &Made, head: usize, told: Span) -> Span {
        let tokens = self.syntax.tokens_of(told);
        let end = self.end_of_phrase(tokens.end);
        let end = self.as_what_to(made, head, end).unwrap_or(end);
        let end = self.as_far_as(head, end);
        if end == tokens.end || end > tokens.end + ADDED_TOKENS_MAX {
            return told;
        }
        self.syntax.span(tokens.start..end).and_then(|whole| told.cover(whole)).unwrap_or(told)
    }

    /// The end of a condition right behind an end ("would fall if no engineer came"), or of a
    /// phrase without a verb that a conjunction joins to it ("have changed, but in the other
    /// direction").
    fn as_far_as(&self, head: usize, end: usize) -> usize {
        let parse = &self.syntax.parse;
        let sentence = self.syntax.sentence(head);
        let comma = sentence.contains(&end) && self.syntax.is_comma(end);
        let at = end + usize::from(comma);
        if !sentence.contains(&at) || self.quote_of(at).is_some() {
            return end;
        }
        if self.lexicon.conditions.contains(self.syntax.lower(at).as_str()) {
            let clause = parse.subtree(parse.head(at));
            let whole = parse.tokens[at].dep == dep::MARK && clause.start == at;
            let stops = |&i: &usize| self.syntax.is_punctuation(i);
            let mut to = clause.clone().find(stops).unwrap_or(clause.end);
            // A text that breaks off ends in "and".
            while to > at && parse.tokens[to - 1].pos == pos::CCONJ {
                to -= 1;
            }
            return if whole && to > at + 1 { to.max(end) } else { end };
        }
        let verbal = |i: usize| matches!(parse.tokens[i].pos, pos::VERB | pos::AUX);
        let stop = usize::from(self.syntax.is_punctuation(sentence.end - 1));
        let rest = at..sentence.end - stop;
        // "And the mayor too" is another who says or does it.
        let phrase = rest.len() > 1 && parse.tokens[at + 1].pos == pos::ADP;
        let joined = comma && parse.tokens[at].dep == dep::CC && phrase;
        let plain = !rest.clone().any(|i| verbal(i) || self.syntax.is_punctuation(i));
        if joined && plain { rest.end } else { end }
    }

    /// The end of the noun phrase in which the token before an end only narrows a noun after it.
    fn end_of_phrase(&self, end: usize) -> usize {
        let parse = &self.syntax.parse;
        let Some(last) = end.checked_sub(1) else { return end };
        let narrows = [dep::AMOD, dep::COMPOUND, dep::DET, dep::NUMMOD, dep::NMOD];
        let noun = parse.head(last);
        let open = narrows.contains(&parse.tokens[last].dep) && noun >= end;
        let is_noun = |i: usize| matches!(parse.tokens[i].pos, pos::NOUN | pos::PROPN);
        // The tree may take an adjective for the object: "assailed presumptive".
        let bare = matches!(parse.tokens[last].tag, tag::JJ | tag::JJS)
            && matches!(parse.tokens[last].dep, dep::DOBJ | dep::POBJ);
        let goes_on = bare && end < self.syntax.sentence(last).end && is_noun(end);
        if goes_on {
            let rest = end..(end + ADDED_TOKENS_MAX).min(self.syntax.sentence(last).end);
            return rest.clone().find(|&i| !is_noun(i)).unwrap_or(rest.end);
        }
        let named = is_noun(noun);
        let touches = |from: usize| (from..=noun).all(|i| !self.syntax.is_punctuation(i));
        if open && named && noun - last <= ADDED_TOKENS_MAX && touches(end) {
            self.syntax.noun_phrase(noun).end.max(end)
        } else {
            end
        }
    }

    /// The end of what a verb says that its object is: "as soft on theft", right behind an end.
    fn as_what_to(&self, made: &Made, head: usize, end: usize) -> Option<usize> {
        let parse = &self.syntax.parse;
        let object = made.anchor.filter(|&o| parse.tokens[o].dep == dep::DOBJ)?;
        let within = end < self.syntax.len() && self.syntax.sentence(head).contains(&end);
        if !within || !self.lexicon.role_preposition.contains(self.syntax.lower(end).as_str()) {
            return None;
        }
        // The tree may take it for a clause of its own: "as soft on theft".
        let as_what = |c: &usize| {
            let label = parse.tokens[*c].dep;
            let phrase = matches!(label, dep::PREP | dep::ADVCL | dep::ACOMP | dep::OPRD);
            let finite = parse.children(*c).any(|s| parse.tokens[s].dep == dep::NSUBJ);
            phrase && !finite && parse.subtree(*c).start == end
        };
        let of_verb = parse.children(head).find(as_what);
        let at = of_verb.or_else(|| parse.children(object).find(as_what))?;
        let phrase = parse.subtree(at);
        let stops = |i: &usize| self.syntax.is_punctuation(*i);
        Some(phrase.clone().find(stops).unwrap_or(phrase.end)).filter(|&to| to > at + 1)
    }

    /// All that stands before the comma and who says it, of which only the beginning was taken for
    /// what is said: "The dam is safe, even if it leaks, the mayor said".
    pub(super) fn all_before(&self, made: &Made) -> Option<Span> {
        let parse = &self.syntax.parse;
        let (head, speaker) = (made.head?, made.quotation.speaker.as_ref()?.span);
        let tokens = self.syntax.tokens_of(made.quotation.content);
        let sentence = self.syntax.sentence(head);
        let who = self.syntax.tokens_of(speaker).start.min(head);
        let comma = who.checked_sub(1).filter(|&i| self.syntax.is_comma(i))?;
        let rest = tokens.end..comma;
        let opens = tokens.start == sentence.start
            || self.syntax.is_in_dateline(tokens.start.saturating_sub(1));
        let told = made.quotation.kind != QuotationKind::Direct && sentence.contains(&tokens.start);
        if !opens || !told || tokens.end >= comma || rest.len() > ADDED_TOKENS_MAX {
            return None;
        }
        // What another says in between, and words in marks, are no part of it.
        let other = |i: usize| {
            let speaks = parse.tokens[i].pos == pos::VERB && self.is_speech(i);
            speaks || self.quote_of(i).is_some()
        };
        if rest.clone().any(other) {
            return None;
        }
        self.syntax.span(tokens.start..comma)
    }

    /// Cuts off the participle at the end of what is told by which other words are told: "hinted
    /// that she may go, telling a station".
    pub(super) fn leave_out_next(&self, made: &mut [Made]) {
        let parse = &self.syntax.parse;
        for j in 1..made.len() {
            let (before, rest) = made.split_at_mut(j);
            let (before, next) = (&mut before[j - 1].quotation, &rest[0]);
            let Some(cue) = next.head.filter(|&cue| parse.tokens[cue].tag == tag::VBG) else {
                continue;
            };
            let told = before.telling.unwrap_or(before.content);
            let tokens = self.syntax.tokens_of(told);
            let after = next.quotation.content.start() >= told.end();
            let comma = cue.checked_sub(1).filter(|&i| self.syntax.is_comma(i));
            let comma = comma.filter(|&i| tokens.contains(&cue) && i > tokens.start + 1 && after);
            let verbal = |i: usize| parse.tokens[i].pos == pos::VERB;
            let verbless = !(cue + 1..tokens.end).any(verbal);
            let cut = comma.filter(|_| verbless);
            let cut = cut.and_then(|comma| self.syntax.span(tokens.start..comma));
            before.telling = cut.or(before.telling);
        }
    }
}
