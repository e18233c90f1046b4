//! [`Act`]s: what is to be done, one entry for each verb of a row, as a clause that stands alone.

use super::{Agent, Candidate, Found, candidate::Form};
use crate::{EntityKind, MentionForm, TimeExpr, time};
use document::Span;
use language::labels::{dep, pos, tag};
use lexicon::rows::CommitmentCue;
use std::ops::Range;

/// One thing to be done.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Act {
    /// The verb, or the noun that is promised.
    pub(super) head: usize,
    /// The words that tell it.
    pub(super) tokens: Range<usize>,
    /// Where those end with the words for who told it.
    pub(super) told_end: usize,
    /// The clause: the verb in its plain form with what follows, or where nobody acts the whole.
    pub(super) clause: String,
}

/// Tokens before a coordinated verb in which its conjunction may stand.
const JOINT_MAX: usize = 3;
/// The kind of "ours" in `lexicon/en/pronouns.tsv`.
const POSSESSIVE: &str = "possessive";
/// Most acts of one commitment.
const ACTS_MAX: usize = 6;

impl Found<'_> {
    /// What a candidate says is to be done: "restore the staff" and "appoint teams" are two.
    /// What somebody else hopes for or foresees is told whole, with who is to do it.
    pub(super) fn acts(&self, candidate: &Candidate, agent: Agent, held: bool) -> Vec<Act> {
        let mut acts = Vec::new();
        let mut next = Some((candidate.head, candidate.what.clone()));
        while let Some((head, tokens)) = next.filter(|_| acts.len() < ACTS_MAX) {
            let conjunct = self.conjunct(head).filter(|_| candidate.form != Form::Object);
            let cut = conjunct.or_else(|| self.told_beside(head));
            let end = cut.map_or(tokens.end, |c| self.row_end(head, c).min(tokens.end));
            let end = self.before_comment(head, end.max(head + 1));
            let told_end = self.trimmed(tokens.start..end).end;
            let end = self.before_cue(candidate, head, end);
            let end = self.before_day_of_refusal(candidate, head, end);
            let tokens = tokens.start..self.trimmed(tokens.start..end).end;
            let first = candidate.subject.is_some_and(|s| self.is_person(s, 1));
            let first = first || agent == Agent::Speaker && self.is_of_itself(candidate);
            let clause = match agent {
                _ if held && acts.is_empty() => self.whole(candidate, tokens.end),
                // "The boats will be joined by the port": says nothing without the boats.
                Agent::Token(_) if self.syntax.has_child(head, dep::AGENT) && acts.is_empty() => {
                    self.whole(candidate, tokens.end)
                }
                _ if first => self.plain(head, tokens.clone(), candidate.form),
                Agent::Token(_) => self.plain(head, tokens.clone(), candidate.form),
                _ if candidate.form == Form::Governed => {
                    self.plain(head, tokens.clone(), candidate.form)
                }
                _ if acts.is_empty() => self.whole(candidate, tokens.end),
                _ => self.plain(head, tokens.clone(), candidate.form),
            };
            acts.push(Act { head, tokens, told_end, clause });
            next = conjunct.map(|c| (c, self.syntax.parse.subtree(c)));
        }
        acts
    }

    /// "To contribute and contrasted him with others": a verb in the past beside one to come, of
    /// whoever acts above.
    fn told_beside(&self, head: usize) -> Option<usize> {
        let parse = &self.syntax.parse;
        let told = |c: usize| matches!(parse.tokens[c].tag, tag::VBD | tag::VBZ);
        let bare = parse.tokens[head].tag == tag::VB;
        let conjunct = |&c: &usize| parse.tokens[c].dep == dep::CONJ && c > head;
        // "Will pay, but the crews will wait": of another.
        let other = |c: usize| self.syntax.has_child(c, dep::NSUBJ);
        parse.children(head).filter(conjunct).find(|&c| bare && (told(c) || other(c)))
    }

    /// The verb coordinated with a verb that shares its subject, where each says something of its
    /// own: "craft and vote on a law" is one act.
    fn conjunct(&self, head: usize) -> Option<usize> {
        let parse = &self.syntax.parse;
        let whole = parse.children(head).any(|c| {
            let full = [dep::DOBJ, dep::PREP, dep::CCOMP, dep::XCOMP, dep::ADVMOD, dep::NPADVMOD];
            c > head && (full.contains(&parse.tokens[c].dep) || parse.tokens[c].dep == dep::PRT)
        });
        if !whole {
            return None;
        }
        parse.children(head).find(|&c| {
            let t = &parse.tokens[c];
            let alike = t.tag == parse.tokens[head].tag;
            let full = [dep::DOBJ, dep::PREP, dep::CCOMP, dep::XCOMP];
            let own = parse.children(c).any(|i| parse.tokens[i].tag == tag::TO && i < c);
            let joined = |i: usize| parse.tokens[i].pos == pos::CCONJ;
            let row = (c.saturating_sub(JOINT_MAX)..c).any(joined) || parse.children(c).any(joined);
            t.dep == dep::CONJ
                && row
                && t.pos == pos::VERB
                && alike
                && !own
                && self.syntax.child(c, &full).is_some()
                && self.syntax.child(c, &[dep::NSUBJ, dep::NSUBJPASS]).is_none()
        })
    }

    /// Where the words of a verb end before the next verb of its row.
    fn row_end(&self, head: usize, conjunct: usize) -> usize {
        let parse = &self.syntax.parse;
        let joint =
            parse.children(head).filter(|&c| parse.tokens[c].dep == dep::CC && c < conjunct);
        joint.max().unwrap_or_else(|| parse.subtree(conjunct).start)
    }

    /// Where words begin that only tell who said it: ", according to an official".
    fn before_cue(&self, candidate: &Candidate, head: usize, end: usize) -> usize {
        let at = self.syntax.parse.tokens[head].start as usize;
        let around = self.quotations.iter().map(|q| &q.value);
        let around =
            around.filter(|q| candidate.quotation.is_some() && q.content.range().contains(&at));
        let told = around.flat_map(|q| q.cue.into_iter().chain(q.speaker.as_ref().map(|s| s.span)));
        let told = told.map(|words| self.syntax.tokens_of(words).start);
        told.filter(|start| (head + 1..end).contains(start)).min().unwrap_or(end)
    }

    /// Where words end with the day on which something was declined: "to hear it on Monday".
    fn before_day_of_refusal(&self, candidate: &Candidate, head: usize, end: usize) -> usize {
        let end = self.trimmed(head..end).end;
        let over = |t: &TimeExpr| {
            let days = t.interval.zip(self.published);
            t.is_day() && days.is_some_and(|(days, today)| days.latest <= today)
        };
        let last = time::at(self.times, end - 1).filter(|t| t.tokens.end == end);
        let Some(time) = last.filter(|t| over(t) && self.is_declined(candidate)) else {
            return end;
        };
        let at = self.syntax.parse.head(time.tokens.start);
        let on = self.syntax.parse.tokens[at].dep == dep::PREP && at + 1 == time.tokens.start;
        let start = if on { at } else { time.tokens.start };
        if start > head { start } else { end }
    }

    /// Where a participle after a comma only comments on an act: ", marking a new beginning".
    fn before_comment(&self, head: usize, end: usize) -> usize {
        let parse = &self.syntax.parse;
        // "Call on allies to help, blaming": one that hangs on a verb inside the act comments too.
        let comment = (head + 1..end).find(|&c| {
            let own = (head..c).contains(&parse.head(c));
            let loose = own && matches!(parse.tokens[c].dep, dep::ADVCL | dep::CONJ);
            let quote = |i: &usize| self.syntax.is_punctuation(*i) && self.syntax.word(*i) != ",";
            let before = (head + 1..c).rev().find(|i| !quote(i));
            let comma = before.is_some_and(|i| self.syntax.word(i) == ",");
            loose && c > head && parse.tokens[c].tag == tag::VBG && comma
        });
        comment.map_or(end, |c| parse.subtree(c).start.min(c).clamp(head + 1, end))
    }

    /// Without punctuation and conjunctions at the end.
    fn trimmed(&self, mut tokens: Range<usize>) -> Range<usize> {
        let parse = &self.syntax.parse;
        let loose = |i: usize| {
            let opens = self.syntax.word(i).contains(['%', ')', '$', '€', '£']);
            self.syntax.is_punctuation(i) && !opens || parse.tokens[i].pos == pos::CCONJ
        };
        while tokens.len() > 1 && loose(tokens.end - 1) {
            tokens.end -= 1;
        }
        tokens
    }

    /// "appoint ambassadors": the verb's lemma, with the adverbs before it behind "to".
    fn plain(&self, head: usize, tokens: Range<usize>, form: Form) -> String {
        let syntax = self.syntax;
        let t = &syntax.parse.tokens[head];
        let rest = head + 1..tokens.end.max(head + 1);
        // "Want the war to go on": the war is to go on, whoever wants it.
        if let Some(other) = self.other_subject(head, form) {
            let from = syntax.noun_phrase(other).start;
            return line(syntax.words(from..tokens.end.max(head + 1)));
        }
        if form == Form::Object || !matches!(t.pos, pos::VERB | pos::AUX) {
            let from = tokens.start.min(head);
            return line(syntax.words(from..tokens.end.max(head + 1)));
        }
        let passive = syntax.child(head, &[dep::AUXPASS]);
        // "No longer" is one word of denying, "won't" two.
        let negates = |c: usize| {
            let phrase = syntax.parse.subtree(c).map(|i| syntax.lower(i));
            let phrase: Vec<String> = phrase.filter(|word| !word.trim().is_empty()).collect();
            let phrase = phrase.join(" ");
            let is_whole = phrase.chars().all(|letter| letter.is_alphabetic() || letter == ' ');
            let denies = self.lexicon.negation.contains(phrase.as_str());
            let word = if is_whole { phrase } else { syntax.parse.lemma(c).to_lowercase() };
            denies.then_some(word)
        };
        let negated = syntax.parse.children(head).filter(|&c| c < head).find_map(negates);
        let mut words = Vec::new();
        words.extend(negated);
        match passive {
            Some(auxiliary) => {
                words.push(syntax.parse.lemma(auxiliary).to_lowercase());
                words.push(syntax.word(head).to_string());
            }
            None => words.push(syntax.parse.lemma(head).to_lowercase()),
        }
        if !rest.is_empty() {
            words.push(line(syntax.words(rest)));
        }
        words.extend(self.meant(head).map(|noun| format!("[{noun}]")));
        words.join(" ")
    }

    /// The subject of an infinitive of its own, under a word that asks nobody to act.
    fn other_subject(&self, head: usize, form: Form) -> Option<usize> {
        let parse = &self.syntax.parse;
        let asks = matches!(
            self.cue_at(parse.head(head)),
            Some(CommitmentCue::Demand | CommitmentCue::Order)
        );
        let to = self.syntax.is_infinitive(head);
        let own = self.syntax.child(head, &[dep::NSUBJ, dep::NSUBJPASS]);
        own.filter(|&s| form == Form::Governed && to && !asks && s < head)
    }

    /// What "ours" stands for where it is the object of a verb: the object that the same verb has
    /// before it in the sentence. For a relative pronoun, its noun.
    fn meant(&self, head: usize) -> Option<&str> {
        let (syntax, parse) = (self.syntax, &self.syntax.parse);
        let object = syntax.child(head, &[dep::DOBJ])?;
        if matches!(parse.tokens[object].tag, tag::WDT | tag::WP) {
            let relative = parse.tokens[head].dep == dep::RELCL;
            return relative.then(|| syntax.words(syntax.noun_phrase(parse.head(head))));
        }
        let pronoun = self.lexicon.pronouns.get(syntax.lower(object).as_str())?;
        let lemma = parse.lemma(head);
        let mut before = (syntax.sentence(head).start..head).rev();
        let verb = before.find(|&i| parse.tokens[i].pos == pos::VERB && parse.lemma(i) == lemma)?;
        let named = syntax.child(verb, &[dep::DOBJ]).filter(|_| pronoun.kind == POSSESSIVE)?;
        (parse.tokens[named].pos == pos::NOUN).then(|| syntax.word(named))
    }

    /// The whole clause, where its subject is not who acts.
    fn whole(&self, candidate: &Candidate, end: usize) -> String {
        let syntax = self.syntax;
        let first =
            candidate.subject.filter(|&s| s < candidate.head && candidate.form != Form::Governed);
        let Some(phrase) = first.map(|s| syntax.noun_phrase(s)) else {
            return line(syntax.words(candidate.what.start.min(candidate.head)..end));
        };
        // "Vale had been asked and would be heard": without what was before.
        let parse = &syntax.parse;
        let beside = parse.tokens[candidate.head].dep == dep::CONJ;
        let own = parse.subtree(candidate.head).start;
        if !beside || phrase.contains(&parse.head(candidate.head)) || own < phrase.end {
            return line(syntax.words(phrase.start.min(candidate.head)..end));
        }
        line(&format!("{} … {}", syntax.words(phrase), syntax.words(own..end)))
    }

    /// To whom it is promised, or with whom it is agreed.
    pub(super) fn recipient(&self, candidate: &Candidate) -> Option<Span> {
        let syntax = self.syntax;
        let (cue, kind) = candidate.cue.filter(|_| candidate.form != Form::Future)?;
        let noun = syntax.parse.tokens[cue].pos == pos::NOUN;
        // "The court was asked to rule", "asked the court to rule".
        let passive = syntax.has_child(cue, dep::AUXPASS);
        let asked = syntax.child(cue, &[dep::NSUBJPASS]).filter(|_| passive);
        let asked = asked.or_else(|| syntax.child(candidate.head, &[dep::NSUBJ]));
        let asked = asked.filter(|_| kind == CommitmentCue::Demand);
        let direct = asked.or_else(|| syntax.child(cue, &[dep::DATIVE, dep::DOBJ]));
        let direct = direct.filter(|&o| o != candidate.head && self.can_act(o));
        let direct = direct.filter(|&o| candidate.subject != Some(o) || passive);
        // "Gave the crews a promise to": of a noun, what its verb has.
        let verb = Some(syntax.parse.head(cue)).filter(|_| noun);
        let above = verb.into_iter().flat_map(|verb| syntax.parse.children(verb));
        let beside = syntax.parse.children(cue).chain(above);
        let prepositions =
            beside.filter(|&c| matches!(syntax.parse.tokens[c].dep, dep::PREP | dep::DATIVE));
        let mut objects = prepositions.filter_map(|p| syntax.child(p, &[dep::POBJ]));
        let receiver = direct.or_else(|| objects.find(|&o| o < candidate.head && self.can_act(o)));
        let receiver = receiver?;
        if let Some(named) = self.named_before(receiver) {
            return Some(named);
        }
        syntax.span(syntax.coordinated_phrase(receiver))
    }

    /// "Iran refused a letter that urged the country to": the last place named before in the
    /// sentence, of a noun for a place that has no name of its own.
    fn named_before(&self, noun: usize) -> Option<Span> {
        let parse = &self.syntax.parse;
        let lemma = parse.lemma(noun).to_lowercase();
        let one = parse.tokens[noun].tag == tag::NN;
        let place = one && self.lexicon.groups.contains(lemma.as_str());
        let bare = self.syntax.noun_phrase(noun).len() <= 2;
        if !(place && bare && self.syntax.has_child(noun, dep::DET)) {
            return None;
        }
        let here = self.syntax.sentence(noun).start..noun;
        let named = self.mentions.iter().filter(|m| {
            let titled = matches!(parse.tokens[m.head].dep, dep::COMPOUND | dep::AMOD | dep::POSS);
            let place = m.form == MentionForm::Name && m.kind == EntityKind::Place;
            here.contains(&m.head) && place && !titled
        });
        named.max_by_key(|m| m.head).map(|m| m.span)
    }
}

/// On one line, without a closing mark whose opening one was left out, and with the closing one
/// that was.
fn line(words: &str) -> String {
    let mut words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let (opening, closing) = (words.matches('“').count(), words.matches('”').count());
    if closing > opening
        && let Some(at) = words.find('”')
    {
        words.remove(at);
    }
    let plain = words.matches('"').count() % 2 == 1;
    let begins = |at: usize| words[..at].chars().next_back().is_none_or(char::is_whitespace);
    let opened = plain && words.rfind('"').is_some_and(begins);
    let typed = words.matches("``").count() > words.matches("''").count();
    for (open, mark) in [(opening > closing, "”"), (opened, "\""), (typed, "''")] {
        words.push_str(if open { mark } else { "" });
    }
    words
}

#[cfg(test)]
mod tests {
    use crate::tests::analysed;

    #[test]
    fn what_ours_stands_for_is_said_in_brackets() {
        let (_, analysis) = analysed(
            "“The council should appoint its envoys, and we will appoint ours,” Dora Vale said.",
        );
        let acts: Vec<&str> = analysis.commitments.iter().map(|c| c.value.act.as_str()).collect();
        assert!(acts.contains(&"appoint ours [envoys]"), "{acts:?}");
    }

    #[test]
    fn what_is_denied_whose_words_they_are_and_what_a_pronoun_stands_for_is_in_its_place() {
        for (text, act) in [
            ("“We will no longer pay the levy,” Dora Vale said.", "no longer pay the levy"),
            (
                "Dora Vale will sell the mill on Friday, according to an official.",
                "sell the mill on Friday",
            ),
            (
                "“These are the points which we will take up on Monday,” Dora Vale said.",
                "take up on Monday [the points]",
            ),
            ("The union said it will pay the crews on Friday.", "pay the crews on Friday"),
            (
                "Dora Vale said she will be calling on the towns to help with the flood, blaming \
                 part of today's trouble on the council.",
                "call on the towns to help with the flood",
            ),
        ] {
            let (_, analysis) = analysed(text);
            let acts: Vec<&str> = analysis.commitments.iter().map(|c| &*c.value.act).collect();
            assert_eq!(acts, [act], "{text}");
        }
    }

    #[test]
    fn a_passive_is_told_with_its_subject_and_a_mark_that_is_opened_is_closed() {
        for (text, act) in [
            (
                "The quarrel will be decided by the council in May, Dora Vale said.",
                "The quarrel will be decided by the council in May",
            ),
            (
                "Dora Vale vowed to hire \"the best crews\" of the port.",
                "hire \"the best crews\" of the port",
            ),
        ] {
            let (_, analysis) = analysed(text);
            let acts: Vec<&str> = analysis.commitments.iter().map(|c| &*c.value.act).collect();
            assert_eq!(acts, [act], "{text}");
        }
        assert_eq!(super::line("keep the \"old\n mill"), "keep the \"old mill\"");
        assert_eq!(super::line("keep the ``old mill"), "keep the ``old mill''");
        assert_eq!(super::line("keep the old” mill"), "keep the old mill");
    }

    #[test]
    fn a_mark_opened_in_who_is_bound_is_closed() {
        let (document, analysis) =
            analysed("The “party of peace” promised on Monday to reopen the bridge.");
        let who = analysis.commitments.iter().filter_map(|c| c.value.who);
        let who: Vec<&str> = who.map(|span| document.text.words(span)).collect();
        assert_eq!(who, ["The “party of peace”"]);
    }
}
