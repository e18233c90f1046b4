//! What is foreseen, weighed or described rather than promised, by the clause around it: what
//! would come of something, what someone would have to do, what those foresee who only look on.

use super::{Candidate, Found, candidate::Form, class::Agent};
use crate::{Quotation, QuotationKind, time::TimeExpr};
use language::labels::{dep, pos, tag};
use lexicon::rows::{CommitmentCue, FollowUpKind, NounKind};

/// Stances of a cue, in `lexicon/en/cues.tsv`, under which a future is only thought of.
const THOUGHT: [&str; 4] = ["predict", "belief", "doubt", "question"];

/// The TIMEX3 value of a time that is now.
const PRESENT: &str = "PRESENT_REF";

/// Most steps up the tree in search of a condition or a denial.
const DEPTH_MAX: usize = 5;

/// Words of the longest phrase that opens a condition or takes something back.
const PHRASE_MAX: usize = 3;

impl Found<'_> {
    /// Whether a clause only foresees, asks, supposes or describes what it tells of.
    pub(super) fn is_foreseen(&self, candidate: &Candidate, agent: Agent) -> bool {
        if candidate.form != Form::Future {
            let modal = |c: usize| self.syntax.parse.tokens[c].tag == tag::MD;
            let future = self.syntax.parse.children(self.top(candidate)).any(modal);
            return future && self.is_beside_speech(self.top(candidate))
                || candidate.form == Form::IsTo && self.is_definition(candidate, agent);
        }
        self.is_unreal(candidate)
            || self.is_nobodys(candidate, agent)
            || self.is_falling_to(candidate)
            || self.is_descriptive(candidate, agent)
            || self.is_beside_speech(candidate.head)
            || self.is_consequence(candidate, agent)
            || self.is_forced(candidate)
            || self.is_thought(candidate)
    }

    /// The verb that the clause of a candidate hangs on the sentence by.
    fn top(&self, candidate: &Candidate) -> usize {
        match candidate.form {
            Form::Future => candidate.head,
            _ => candidate.cue.map_or(candidate.head, |(cue, _)| cue),
        }
    }

    /// "If it would hurt", "whether he will seek", "in case he decides to run": inside a condition
    /// or a question, at any depth.
    pub(super) fn is_supposed(&self, candidate: &Candidate) -> bool {
        let parse = &self.syntax.parse;
        let inside = |dep| matches!(dep, dep::XCOMP | dep::CCOMP | dep::CONJ);
        let mut at = self.top(candidate);
        // "Will decide whether to stand".
        let asks = |c: usize| {
            let word = self.syntax.lower(c);
            c < candidate.head && self.lexicon.wondering.contains(word.as_str())
        };
        let set = candidate.cue.is_some_and(|(cue, _)| self.is_future(cue));
        if candidate.form != Form::Future && !set && parse.children(candidate.head).any(asks) {
            return true;
        }
        for _ in 0..DEPTH_MAX {
            if self.opens_with_doubt(at) {
                return true;
            }
            let above = parse.head(at);
            let verb = matches!(parse.tokens[above].pos, pos::VERB | pos::AUX);
            if above == at || !verb || !inside(parse.tokens[at].dep) {
                return false;
            }
            at = above;
        }
        false
    }

    /// Whether a verb's clause begins with, or follows, a word of condition or question.
    fn opens_with_doubt(&self, verb: usize) -> bool {
        let (syntax, parse) = (self.syntax, &self.syntax.parse);
        let start = parse.subtree(verb).start;
        let before = |n: usize| {
            let words = start.checked_sub(n).map(|from| from..start);
            let words: Option<Vec<String>> = words.map(|w| w.map(|i| syntax.lower(i)).collect());
            words.is_some_and(|w| self.lexicon.conditions.contains(w.join(" ").as_str()))
        };
        syntax.is_supposed(verb, self.lexicon) || (2..=PHRASE_MAX).any(before)
    }

    /// Whether the words around a clause say that it is not so, or was given up: "do not expect him
    /// to", "unlikely that", "delayed plans to", "no details".
    pub(super) fn is_unsaid(&self, candidate: &Candidate) -> bool {
        let none = candidate.form == Form::Object && self.is_negated(candidate.head);
        none || self.is_denied(candidate)
            || self.is_seeming(candidate)
            || self.is_given_up(candidate)
            || self.is_thought_up(candidate)
            || self.is_habit(candidate)
    }

    /// Whether a word that turns a statement round hangs on a token; "not only" does not.
    pub(super) fn is_negated(&self, token: usize) -> bool {
        let negates = |i: usize| {
            let only = i + 1 < self.syntax.len()
                && self.lexicon.exclusives.contains(self.syntax.lower(i + 1).as_str());
            !only && self.lexicon.negation.contains(self.syntax.lower(i).as_str())
        };
        self.syntax.parse.children(token).any(|c| {
            let dep = self.syntax.parse.tokens[c].dep;
            // "Nobody knows that he will".
            let nobody = dep == dep::NSUBJ && c < token;
            (nobody || matches!(dep, dep::NEG | dep::DET | dep::ADVMOD | dep::ACOMP)) && negates(c)
        })
    }

    /// Whether what a clause hangs on is denied or denies: "denied that", "we don't believe".
    fn is_denied(&self, candidate: &Candidate) -> bool {
        let parse = &self.syntax.parse;
        let inside = |dep| {
            matches!(
                dep,
                dep::XCOMP | dep::CCOMP | dep::ACL | dep::CSUBJ | dep::CSUBJPASS | dep::PCOMP
            )
        };
        let cue = candidate.cue.filter(|_| candidate.form != Form::Future).map(|(cue, _)| cue);
        let top = self.top(candidate);
        if top != candidate.head && self.is_negated(top) {
            return true;
        }
        let mut at = if candidate.form == Form::Object { top } else { candidate.head };
        for _ in 0..DEPTH_MAX {
            let above = parse.head(at);
            if above == at || !inside(parse.tokens[at].dep) {
                return false;
            }
            let word = self.syntax.lower(above);
            let denies = Some(above) != cue && self.lexicon.negation.contains(word.as_str());
            // "Expressed doubt last month that it would be ready".
            let doubt = self.syntax.child(above, &[dep::DOBJ]).is_some_and(|o| {
                let lemma = parse.lemma(o).to_lowercase();
                self.lexicon.suppositions.get(lemma.as_str()) == Some(&"doubt")
            });
            if denies || doubt || self.is_negated(above) {
                return true;
            }
            at = above;
        }
        false
    }

    /// "Delaying plans to visit", "put on hold an offer": a noun of meaning to, of which a verb
    /// says that it was put off or taken back.
    fn is_given_up(&self, candidate: &Candidate) -> bool {
        let (syntax, parse) = (self.syntax, &self.syntax.parse);
        let Some((noun, _)) = candidate.cue else { return false };
        if crate::called_off::is(syntax, self.lexicon, candidate.head) {
            return true;
        }
        if candidate.form == Form::Object || parse.tokens[noun].pos != pos::NOUN {
            return false;
        }
        if !matches!(parse.tokens[noun].dep, dep::DOBJ | dep::NSUBJPASS | dep::POBJ) {
            return false;
        }
        let verb = parse.head(noun);
        let lemma = parse.lemma(verb).to_lowercase();
        let ends = |words: &str| {
            let kind = self.lexicon.follow_ups.get(words);
            matches!(kind, Some(FollowUpKind::Late | FollowUpKind::Withdrawn))
        };
        let phrase = |c: usize| {
            let words: Vec<String> = parse.subtree(c).map(|i| syntax.lower(i)).collect();
            ends(&format!("{lemma} {}", words.join(" ")))
        };
        let below = |c: usize| matches!(parse.tokens[c].dep, dep::PREP | dep::PRT | dep::ADVMOD);
        let start = syntax.noun_phrase(noun).start;
        // "Put on hold plans": read as one noun too.
        let before = |(end, n): (usize, usize)| {
            let words = end.checked_sub(n).map(|from| from..end);
            let words: Option<Vec<String>> =
                words.map(|w| w.map(|i| parse.lemma(i).to_lowercase()).collect());
            words.is_some_and(|w| ends(&w.join(" ")))
        };
        ends(&lemma)
            || (2..=PHRASE_MAX).flat_map(|n| [(start, n), (noun, n)]).any(before)
            || parse.children(verb).filter(|&c| below(c)).any(phrase)
    }

    /// "If I were presented with it, I would veto it": in one's own words, what would be if what is
    /// not so were.
    fn is_thought_up(&self, candidate: &Candidate) -> bool {
        let parse = &self.syntax.parse;
        let own = candidate.quotation.map(|q| self.quotations[q].value.kind);
        let direct = own == Some(QuotationKind::Direct);
        let would = candidate.form == Form::Future && !self.is_will(candidate);
        let past = |c: usize| {
            let of = |i: usize| parse.tokens[i].tag == tag::VBD;
            of(c) || parse.children(c).any(|i| parse.tokens[i].dep == dep::AUXPASS && of(i))
        };
        let supposed = |c: usize| parse.tokens[c].dep == dep::ADVCL && self.opens_with_doubt(c);
        // "If she were mayor": so too in what another tells.
        let unreal = |c: usize| {
            let kind = |i: usize| self.lexicon.suppositions.get(self.syntax.lower(i).as_str());
            let one = |s: usize| !matches!(parse.tokens[s].tag, tag::NNS | tag::NNPS);
            let subject = self.syntax.child(c, &[dep::NSUBJ]);
            kind(c) == Some(&"unreal") && subject.is_some_and(|s| one(s) && !self.is_many(s))
        };
        let mut conditions = self
            .row_above(candidate.head)
            .into_iter()
            .flat_map(|v| parse.children(v).filter(|&c| supposed(c)));
        would && conditions.any(|c| direct && past(c) || unreal(c))
    }

    /// A verb with those it is coordinated with before it.
    fn row_above(&self, verb: usize) -> Vec<usize> {
        let parse = &self.syntax.parse;
        let up = |&v: &usize| (parse.tokens[v].dep == dep::CONJ).then(|| parse.head(v));
        std::iter::successors(Some(verb), up).take(DEPTH_MAX).collect()
    }

    /// Whether a pronoun stands for several.
    fn is_many(&self, token: usize) -> bool {
        let word = self.syntax.lower(token);
        let known = self.lexicon.pronouns.get(word.as_str());
        known.is_some_and(|p| p.person != 3 || p.number != Some(lexicon::rows::Number::Singular))
    }

    /// "Appeared to suggest that she would": read into what somebody said.
    fn is_seeming(&self, candidate: &Candidate) -> bool {
        let parse = &self.syntax.parse;
        let mut at = self.top(candidate);
        for _ in 0..DEPTH_MAX {
            let above = parse.head(at);
            let inside = matches!(parse.tokens[at].dep, dep::XCOMP | dep::CCOMP | dep::CONJ);
            if above == at || !inside {
                return false;
            }
            let lemma = parse.lemma(above).to_lowercase();
            let seems = self.lexicon.suppositions.get(lemma.as_str()) == Some(&"seeming");
            if seems && self.syntax.is_infinitive(at) {
                return true;
            }
            at = above;
        }
        false
    }

    /// "Has always decided not to": what somebody did time and again.
    fn is_habit(&self, candidate: &Candidate) -> bool {
        let parse = &self.syntax.parse;
        let Some((cue, _)) = candidate.cue.filter(|_| candidate.form != Form::Future) else {
            return false;
        };
        let perfect = crate::time::tense::is_perfect(self.syntax, cue);
        let kind = |c: usize| self.lexicon.suppositions.get(self.syntax.lower(c).as_str());
        let often = |c: usize| kind(c) == Some(&"repeated");
        let adverb = |c: usize| parse.tokens[c].dep == dep::ADVMOD;
        perfect && parse.children(cue).any(|c| adverb(c) && often(c))
    }

    /// "Couples will be treated alike": what is done by nobody named, in another's quoted words or
    /// in nobody's, and on no day.
    fn is_nobodys(&self, candidate: &Candidate, agent: Agent) -> bool {
        let quotation = candidate.quotation.map(|q| self.quotations[q].value.kind);
        let direct = quotation == Some(QuotationKind::Direct);
        let first = candidate.subject.is_some_and(|s| self.is_person(s, 1));
        let passive = self.syntax.has_child(candidate.head, dep::AUXPASS);
        let other = match agent {
            Agent::Token(_) => false,
            Agent::Speaker => direct && passive,
            Agent::Unnamed => passive,
        };
        let ahead =
            |t: &TimeExpr| t.interval.zip(self.published).is_none_or(|(i, now)| i.latest >= now);
        let named = |t: &TimeExpr| t.value != PRESENT && ahead(t);
        let timed = self.times_in(candidate.span).any(|(_, t)| named(&t.value));
        // "Until the inspectors have been there".
        let parse = &self.syntax.parse;
        let clause = |c: usize| {
            let opened = self.syntax.has_child(c, dep::MARK);
            parse.tokens[c].dep == dep::ADVCL && c > candidate.head && opened
        };
        let timed = timed || parse.subtree(candidate.head).any(clause);
        // "No ship will be held" binds who says it.
        let negates = |i: usize| self.lexicon.negation.contains(self.syntax.lower(i).as_str());
        let none = candidate.subject.is_some_and(|s| negates(s) || parse.children(s).any(negates));
        other && !first && !timed && !none && !self.is_promised(candidate)
    }

    /// "Will get the building": told by the report, and on no day, of what comes to somebody.
    fn is_falling_to(&self, candidate: &Candidate) -> bool {
        let told = candidate.quotation.is_none();
        let comes = self.kind_of(candidate.head) == Some("gain");
        told && comes && !self.names_time_ahead(candidate, 0)
    }

    /// "Would have fetched": what did not come about.
    fn is_unreal(&self, candidate: &Candidate) -> bool {
        let parse = &self.syntax.parse;
        let head = candidate.head;
        let have = |c: usize| parse.tokens[c].dep == dep::AUX && parse.tokens[c].tag == tag::VB;
        let perfect = parse.tokens[head].tag == tag::VBN && parse.children(head).any(have);
        perfect && !self.is_will(candidate)
    }

    /// "A ruling that would allow the case": a relative clause about a thing, or one that tells
    /// only what would be.
    fn is_descriptive(&self, candidate: &Candidate, agent: Agent) -> bool {
        let parse = &self.syntax.parse;
        let mut at = candidate.head;
        while parse.tokens[at].dep == dep::CONJ && parse.head(at) < at {
            at = parse.head(at);
        }
        let first = candidate.subject.is_some_and(|s| self.is_person(s, 1));
        let after = self.syntax.parse.tokens[candidate.head].end as usize;
        let timed = self.names_time_ahead(candidate, after);
        // "The points that we will take up": without its noun it says nothing.
        let relative = |c: usize| matches!(parse.tokens[c].tag, tag::WDT | tag::WP);
        if !(timed || first)
            && self.syntax.child(candidate.head, &[dep::DOBJ]).is_some_and(relative)
        {
            return true;
        }
        let meant = first || self.is_promised(candidate) || timed;
        if parse.tokens[at].dep != dep::RELCL || meant {
            return false;
        }
        let pronoun = candidate.subject.is_some_and(|s| self.antecedent(s) != s);
        !(pronoun && matches!(agent, Agent::Token(_)) && self.is_will(candidate))
    }

    /// "Ensures that the party will be led", "no sign that a day will be set": the complement of a
    /// word that neither tells of speech nor binds.
    fn is_beside_speech(&self, verb: usize) -> bool {
        let parse = &self.syntax.parse;
        let mut at = verb;
        while parse.tokens[at].dep == dep::CONJ && parse.head(at) < at {
            at = parse.head(at);
        }
        let above = parse.head(at);
        let given = self.syntax.has_child(above, dep::POSS);
        if above >= at || given || self.cue_at(above).is_some() {
            return false;
        }
        let says = self.lexicon.cues.contains_key(parse.lemma(above).to_lowercase().as_str());
        match parse.tokens[at].dep {
            dep::ACL => parse.tokens[above].pos == pos::NOUN,
            dep::CCOMP if parse.tokens[above].pos == pos::VERB => !says,
            // "Was glad that he would go".
            dep::CCOMP if parse.tokens[above].pos == pos::ADJ => true,
            dep::CCOMP => self.syntax.has_child(above, dep::ACOMP),
            _ => false,
        }
    }

    /// "The hunting would bring money": what a thing would do to another, with no time named.
    fn is_consequence(&self, candidate: &Candidate, agent: Agent) -> bool {
        let parse = &self.syntax.parse;
        let head = candidate.head;
        if parse.children(head).any(|c| parse.tokens[c].dep == dep::CSUBJ) {
            return true;
        }
        let Some(subject) = candidate.subject else { return false };
        // "Will be 83": how old or many somebody is.
        let number = |c: usize| parse.tokens[c].dep == dep::ATTR && parse.tokens[c].pos == pos::NUM;
        if parse.tokens[head].pos == pos::AUX && parse.children(head).any(number) {
            return true;
        }
        // "It will be the third time in four years": what something is.
        let on_a_day = self.times_in(candidate.span).any(|(_, t)| t.value.is_day());
        let other = !on_a_day && !self.is_person(subject, 1);
        if other && parse.tokens[head].pos == pos::AUX {
            let is = |c: usize| parse.tokens[c].dep == dep::ATTR;
            if parse.children(head).any(|c| is(c) && parse.tokens[c].pos == pos::NOUN) {
                return true;
            }
        }
        // "Will be able to": what somebody can.
        let can = |c: usize| {
            let lemma = parse.lemma(c).to_lowercase();
            let kind = self.lexicon.statives.get(lemma.as_str());
            parse.tokens[c].dep == dep::ACOMP && kind == Some(&"state")
        };
        // "Would prefer to fight": what somebody feels.
        let onto = |c: usize| matches!(parse.tokens[c].dep, dep::XCOMP | dep::CCOMP);
        let feels = self.kind_of(head) == Some("perception") && parse.children(head).any(onto);
        if parse.children(head).any(can) || feels {
            return true;
        }
        let passive = self.syntax.has_child(head, dep::AUXPASS);
        if self.is_person(subject, 1) {
            return self.kind_of(head) == Some("perception");
        }
        if passive || self.is_promised(candidate) || self.names_time_ahead(candidate, 0) {
            return false;
        }
        let onto = |c: usize| matches!(parse.tokens[c].dep, dep::DOBJ | dep::CCOMP | dep::XCOMP);
        let acts = matches!(agent, Agent::Token(_)) || self.is_local(subject);
        let effect = self.kind_of(head) == Some("effect");
        // "The wording is too broad and would run counter to it".
        let row =
            parse.tokens[head].dep == dep::CONJ && parse.tokens[parse.head(head)].pos == pos::AUX;
        self.is_involuntary(head)
            || self.is_use(candidate)
            || !acts && (effect || row || parse.children(head).any(onto))
    }

    /// "Will serve as a passage", "will have a mass of ten tons": told by the report of what
    /// something is or is for, and not of an office.
    fn is_use(&self, candidate: &Candidate) -> bool {
        let parse = &self.syntax.parse;
        let head = candidate.head;
        let role = |c: usize| self.lexicon.role_preposition.contains(self.syntax.lower(c).as_str());
        let mut objects = parse
            .children(head)
            .filter(|&c| parse.tokens[c].dep == dep::PREP && role(c))
            .filter_map(|c| self.syntax.child(c, &[dep::POBJ]));
        let has = self.kind_of(head) == Some("forced") && self.syntax.has_child(head, dep::DOBJ);
        candidate.quotation.is_none() && (has || objects.any(|o| !self.can_act(o)))
    }

    /// "Will have to file": what somebody is forced to.
    fn is_forced(&self, candidate: &Candidate) -> bool {
        let parse = &self.syntax.parse;
        let forced = self.kind_of(candidate.head) == Some("forced");
        let mut below = parse.children(candidate.head);
        forced && below.any(|c| parse.tokens[c].dep == dep::XCOMP && self.syntax.is_infinitive(c))
    }

    /// "Many scholars say that it would take": said by those who look on, or only thought.
    fn is_thought(&self, candidate: &Candidate) -> bool {
        let first = candidate.subject.is_some_and(|s| self.is_person(s, 1));
        let Some(quotation) = candidate.quotation.filter(|_| !first) else { return false };
        let quotation = &self.quotations[quotation].value;
        THOUGHT.contains(&quotation.stance) && !self.is_promised(candidate)
            || self.looks_on(quotation)
    }

    /// Whether who is quoted is somebody who foresees and does not decide.
    fn looks_on(&self, quotation: &Quotation) -> bool {
        let Some(speaker) = quotation.speaker.as_ref() else { return false };
        let mut tokens = self.syntax.tokens_of(speaker.span);
        // "Some say that they will".
        let word = self.syntax.lower(tokens.start);
        let some = self.lexicon.pronouns.get(word.as_str());
        if tokens.len() == 1 && some.is_some_and(|p| p.kind == "indefinite") {
            return true;
        }
        tokens.any(|i| {
            let lemma = self.syntax.parse.lemma(i).to_lowercase();
            self.lexicon.onlookers.contains(lemma.as_str())
        })
    }

    /// "The policy is to pay each year": what a thing consists in.
    fn is_definition(&self, candidate: &Candidate, agent: Agent) -> bool {
        let passive = self.syntax.has_child(candidate.head, dep::AUXPASS);
        let pronoun = |s: usize| self.syntax.parse.tokens[s].pos == pos::PRON;
        let thing = !matches!(agent, Agent::Token(_)) && !candidate.subject.is_some_and(pronoun);
        let onto = self.syntax.has_child(candidate.head, dep::DOBJ);
        thing && !passive && onto && !self.names_time_ahead(candidate, 0)
    }

    /// Whether a noun is a pronoun or a kind of place, whose people act: "the city will buy".
    fn is_local(&self, noun: usize) -> bool {
        let lemma = self.syntax.parse.lemma(noun).to_lowercase();
        let kind = self.lexicon.kinds.get(lemma.as_str());
        self.syntax.parse.tokens[noun].tag == tag::PRP || kind == Some(&NounKind::Place)
    }

    /// Whether a verb names no act: a state, a change that comes by itself, a perception; but
    /// "will be in his seat" is one.
    pub(super) fn is_involuntary(&self, verb: usize) -> bool {
        let parse = &self.syntax.parse;
        if parse.tokens[verb].pos == pos::AUX {
            return parse.children(verb).any(|c| parse.tokens[c].dep == dep::ACOMP);
        }
        matches!(self.kind_of(verb), Some("state" | "change" | "perception"))
    }

    /// The kind of a verb in `lexicon/en/statives.tsv`.
    fn kind_of(&self, verb: usize) -> Option<&'static str> {
        let lemma = self.syntax.parse.lemma(verb).to_lowercase();
        self.lexicon.statives.get(lemma.as_str()).copied()
    }

    /// Whether the word that governs the clause is one of promising or agreeing.
    fn is_promised(&self, candidate: &Candidate) -> bool {
        let kind = candidate.cue.map(|(_, kind)| kind);
        matches!(kind, Some(CommitmentCue::Promise | CommitmentCue::Agree | CommitmentCue::Order))
    }

    /// Whether the verb is in the future: "will", and not "would".
    pub(super) fn is_will(&self, candidate: &Candidate) -> bool {
        self.is_future(candidate.head)
    }

    fn is_future(&self, verb: usize) -> bool {
        let parse = &self.syntax.parse;
        let modal = parse.children(verb).find(|&c| parse.tokens[c].tag == tag::MD);
        let kind = modal.and_then(|m| self.lexicon.modals.get(parse.lemma(m)));
        kind == Some(&"future")
    }

    /// "The Jan. 6 riot": a time that only says which thing is meant.
    pub(super) fn names_a_thing(&self, time: &TimeExpr) -> bool {
        let parse = &self.syntax.parse;
        let outer = |&i: &usize| !time.tokens.contains(&parse.head(i));
        time.tokens.clone().find(outer).is_some_and(|top| {
            let before = [dep::COMPOUND, dep::NUMMOD, dep::AMOD, dep::NMOD];
            let above = parse.head(top);
            let noun = matches!(parse.tokens[above].pos, pos::NOUN | pos::PROPN);
            noun && above > top && before.contains(&parse.tokens[top].dep)
        })
    }

    /// Whether the clause names a time that is not over, at or after a byte of the text.
    fn names_time_ahead(&self, candidate: &Candidate, after: usize) -> bool {
        self.times_in(candidate.span).any(|(_, t)| {
            let over = t.value.interval.zip(self.published);
            let there = t.value.span.start() >= after && !self.names_a_thing(&t.value);
            there && t.value.says_when() && over.is_none_or(|(i, today)| i.latest >= today)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::analysed;

    fn binds(text: &str) -> bool {
        let (_, analysis) = analysed(text);
        analysis.commitments.iter().any(|c| c.value.is_binding())
    }

    #[test]
    fn what_would_come_of_something_is_no_promise() {
        for text in [
            "Critics said the order would deepen tensions in the harbour towns.",
            "The ministry said the new levy would bring more money to the villages.",
            "Analysts said the board would sell the northern mill.",
            "The judge spoke of barriers that would keep new firms out of the market.",
            "The owners will have to file two sets of papers.",
            "There is no sign that a new meeting will be called.",
            "The mayor declined to say whether the council will buy the hall.",
            "The sale would have fetched a good price.",
            "The ministry will serve as a passage for later orders.",
            "The agency will have a mass of ten tons.",
            "Some say the council will sell the hall.",
            "The government of the day promised to repair the weir.",
            "More floods are to be expected.",
            "“I would rather close the mill than sell it,” Mayor Dora Vale said.",
            "The old mill must go, which the council has agreed to do next summer.",
        ] {
            assert!(!binds(text), "{text}");
        }
    }

    #[test]
    fn what_somebody_says_that_he_will_do_is_one() {
        for text in [
            "Mayor Dora Vale said the council would buy the hall by Friday.",
            "The ministry said the bridge would be reopened on Monday.",
            "Mayor Dora Vale will serve as chairwoman of the board from May.",
            "“We will repair the weir before the winter,” Minister Tomas Berg said.",
        ] {
            assert!(binds(text), "{text}");
        }
    }

    #[test]
    fn what_a_condition_or_a_denial_holds_is_no_commitment() {
        for text in [
            "Vale said she wanted no quarrel in case he decides to run as a candidate next year.",
            "Berg said it was unlikely that the race would be called off.",
            "The speaker denied that a new law would be needed before the weekend.",
            "Vale said she does not expect the firm to go on with the debate.",
            "Vale has often spoken of it but has always decided not to follow through.",
            "“If I were presented a bill of that kind, I would veto it,” Governor Vale said.",
            "The mayor spoke to the paper on Monday, but offered no details.",
            "“If I saw an owner refuse to serve a guest, I would leave,” Governor Vale said.",
            "The minister came home early, delaying plans to visit Ostmark on Wednesday.",
            "The firm put on hold plans to enlarge its hall.",
            "“Berg will be a hero,” Mayor Dora Vale said.",
            "Vale indicated that if she were mayor, she would not close the mill.",
            "Vale appeared to suggest that she would close the mill as mayor.",
            "The minister expressed doubt last month that the hall would be ready in time.",
            "The House passed a bill on Wednesday that would create a panel on the Jan. 6 riot.",
        ] {
            let (_, analysis) = analysed(text);
            let bound: Vec<_> = analysis.commitments.iter().map(|c| &c.value.act).collect();
            let hoped = |act: &&String| !act.contains("quarrel") && !act.contains("wanted");
            assert_eq!(bound.into_iter().filter(hoped).count(), 0, "{text}");
        }
        assert!(binds("Vale not only promised to repair the weir but paid for the stone."));
    }
}
