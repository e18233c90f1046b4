//! What binds nobody: plans, offers, hopes, demands, refusals and what is foreseen, told from words
//! that only look like one.

use super::{Candidate, CommitmentClass, Found, candidate::Form, class::Agent};
use crate::{Mention, time};
use document::Span;
use language::labels::{dep, pos, tag};
use lexicon::rows::{CommitmentCue, Number};

/// Stance of the cues, in `lexicon/en/cues.tsv`, that make something known: "announced plans to".
const REVEALS: &str = "reveal";

/// Stance of the cues that tell what somebody takes to be so.
const BELIEF: &str = "belief";

impl Found<'_> {
    /// How a clause under a word of planning, hoping or asking binds nobody, if its word is one
    /// of those; `Some(None)` where it only looks like it.
    pub(super) fn weak(&self, candidate: &Candidate) -> Option<Option<CommitmentClass>> {
        let kind = candidate.cue.filter(|_| candidate.form != Form::Future).map(|(_, kind)| kind);
        let class = match kind? {
            CommitmentCue::Offer => CommitmentClass::Offer,
            CommitmentCue::Threat => CommitmentClass::Threat,
            CommitmentCue::Plan | CommitmentCue::Arrange => CommitmentClass::Plan,
            CommitmentCue::Hope => CommitmentClass::Hope,
            CommitmentCue::Weigh => CommitmentClass::Thought,
            CommitmentCue::Try => CommitmentClass::Attempt,
            CommitmentCue::Expect => CommitmentClass::Prediction,
            CommitmentCue::Demand => CommitmentClass::Demand,
            CommitmentCue::Refuse => CommitmentClass::Refusal,
            CommitmentCue::Promise | CommitmentCue::Agree | CommitmentCue::Order => return None,
        };
        Some(Some(class).filter(|_| self.is_known(candidate) && !self.is_idle(candidate)))
    }

    /// How a future that somebody hopes for or foresees is told.
    pub(super) fn foretold(&self, candidate: &Candidate) -> Option<CommitmentClass> {
        // "What members hope will pass": the clause does not say who or what.
        let open = candidate.subject.is_none_or(|s| self.antecedent(s) != s);
        if self.is_appraisal(candidate) || open {
            return None;
        }
        // "The crews warned that they would not sail" foresees nothing.
        let own = self.is_own_word(candidate) || self.are_they(candidate);
        let wont = self.is_negated(candidate.head) && own;
        Some(match candidate.cue {
            Some((_, CommitmentCue::Hope)) => CommitmentClass::Hope,
            _ if wont => CommitmentClass::Refusal,
            // "I believe that I will vote against it": what he does himself he means to do.
            _ if self.is_will(candidate) && self.is_i(candidate) => CommitmentClass::Plan,
            _ => CommitmentClass::Prediction,
        })
    }

    /// Whether one who speaks is to act: "I", and no thing of his.
    fn is_i(&self, candidate: &Candidate) -> bool {
        candidate.subject.is_some_and(|s| {
            let known = self.lexicon.pronouns.get(self.syntax.lower(s).as_str());
            known.is_some_and(|p| p.person == 1 && p.number == Some(Number::Singular))
        })
    }

    /// "The crews warned that they would": whether who is to act are the several who say so.
    pub(super) fn are_they(&self, candidate: &Candidate) -> bool {
        let parse = &self.syntax.parse;
        let Some((cue, subject)) = candidate.cue.map(|c| c.0).zip(candidate.subject) else {
            return false;
        };
        let pronoun = self.lexicon.pronouns.get(self.syntax.lower(subject).as_str());
        let they = pronoun.is_some_and(|p| p.person == 3 && p.number.is_none());
        let several = self
            .syntax
            .child(cue, &[dep::NSUBJ])
            .is_some_and(|s| s != subject && matches!(parse.tokens[s].tag, tag::NNS | tag::NNPS));
        they && several && !self.is_belief(cue)
    }

    /// "Which the crews have agreed to do": what is to be done stands before the clause, which says
    /// nothing without it.
    pub(super) fn is_of_what(&self, candidate: &Candidate) -> bool {
        let parse = &self.syntax.parse;
        let what = |verb: usize| {
            let object = self.syntax.child(verb, &[dep::DOBJ]);
            object.is_some_and(|o| matches!(parse.tokens[o].tag, tag::WDT | tag::WP))
        };
        candidate.form == Form::Governed
            && (what(candidate.head) || candidate.cue.is_some_and(|(cue, _)| what(cue)))
    }

    /// "I would argue": what is done by saying so.
    pub(super) fn is_only_spoken(&self, candidate: &Candidate) -> bool {
        let lemma = self.syntax.parse.lemma(candidate.head).to_lowercase();
        let says = self.lexicon.cues.contains_key(lemma.as_str());
        let binds = self.cue_at(candidate.head).is_some();
        let first = candidate.subject.is_some_and(|s| self.is_person(s, 1));
        candidate.form == Form::Future && !self.is_will(candidate) && first && says && !binds
    }

    /// "Under the law, defendants are to be notified": what a text says of all whom it is about.
    pub(super) fn is_a_rule(&self, candidate: &Candidate) -> bool {
        let (syntax, parse) = (self.syntax, &self.syntax.parse);
        let said = candidate.quotation.and_then(|q| self.quotations[q].value.speaker.as_ref());
        let Some(words) = said.map(|s| syntax.tokens_of(s.span)) else { return false };
        let top = syntax.head_of(&words);
        let text = top.is_some_and(|top| {
            let lemma = parse.lemma(top).to_lowercase();
            self.lexicon.shells.contains(lemma.as_str())
        });
        let all = candidate.subject.is_some_and(|s| {
            let bare =
                |c: usize| !matches!(parse.tokens[c].dep, dep::DET | dep::POSS | dep::NUMMOD);
            parse.tokens[s].tag == tag::NNS && parse.children(s).all(bare)
        });
        candidate.form == Form::IsTo && text && all
    }

    /// Whether who asks is whom the words ask: one of the two is somebody else.
    pub(super) fn asks_itself(&self, asked: Option<Span>, chain: Option<usize>) -> bool {
        let Some((asked, chain)) = asked.zip(chain) else { return false };
        let mut words = self.syntax.tokens_of(asked);
        words.any(|i| self.mention_at(i).is_some_and(|m| m.head == i && m.chain == chain))
    }

    /// Who hopes for or foresees what a future clause tells.
    pub(super) fn holder(&self, candidate: &Candidate) -> Agent {
        let said = candidate.quotation.map(|q| self.quotations[q].value.speaker.is_some());
        let elsewhere = if said == Some(true) { Agent::Speaker } else { Agent::Unnamed };
        let Some((cue, _)) = candidate.cue else { return elsewhere };
        let subject = match self.syntax.parse.tokens[cue].pos {
            pos::NOUN => self.subject_of(cue),
            _ => self.syntax.child(cue, &[dep::NSUBJ]),
        };
        match subject.map(|s| self.antecedent(s)) {
            Some(subject) if self.is_person(subject, 1) => elsewhere,
            Some(subject) if self.can_act(subject) => Agent::Token(subject),
            _ => elsewhere,
        }
    }

    /// Whether the words name who means to do what does not bind.
    fn is_known(&self, candidate: &Candidate) -> bool {
        let parse = &self.syntax.parse;
        match self.agent(candidate) {
            Agent::Token(token) => {
                let pronoun = parse.tokens[token].pos == pos::PRON;
                let named = |m: &Mention| self.chains[m.chain].name.is_some();
                !pronoun || self.mention_at(token).is_some_and(named)
            }
            // "A bill that would offer it": who speaks offers nothing.
            Agent::Speaker => candidate
                .subject
                .is_none_or(|s| self.is_person(s, 1) || parse.tokens[s].dep == dep::NSUBJPASS),
            Agent::Unnamed => false,
        }
    }

    /// Whether a word of meaning to do something tells of nothing to come: what was tried, what
    /// many have to offer, what somebody was told before he left, what something is taken to be.
    fn is_idle(&self, candidate: &Candidate) -> bool {
        let (syntax, parse) = (self.syntax, &self.syntax.parse);
        let Some((cue, kind)) = candidate.cue else { return false };
        if parse.tokens[cue].pos == pos::NOUN {
            let meant = matches!(kind, CommitmentCue::Plan | CommitmentCue::Hope);
            return meant && !self.is_somebodys(cue);
        }
        let head = &parse.tokens[candidate.head];
        let gerund = head.tag == tag::VBG;
        let passive = syntax.has_child(cue, dep::AUXPASS);
        if self.is_lapsed(cue, kind)
            || self.is_only_possible(cue)
            || self.lacks_object(candidate, cue)
        {
            return true;
        }
        // "The law is intended to protect": what a text is for.
        let text = |s: usize| {
            let lemma = parse.lemma(self.antecedent(s)).to_lowercase();
            self.lexicon.shells.contains(lemma.as_str())
        };
        if kind != CommitmentCue::Threat && candidate.subject.is_some_and(text) {
            return true;
        }
        let own = self.is_carried(cue);
        // "Proposed and enacted laws", "a law meant to curb it".
        let loose = matches!(parse.tokens[cue].tag, tag::VBN) && !own;
        // "Met the crews after wanting to": what another preposition opens.
        let beside = gerund && head.dep == dep::PCOMP;
        let idle = match kind {
            CommitmentCue::Try => !self.is_going_on(cue),
            CommitmentCue::Offer => candidate.form == Form::Object && !self.is_offered(cue),
            CommitmentCue::Demand => gerund || self.asks_nobody(candidate, cue),
            CommitmentCue::Weigh => passive || beside || !gerund,
            CommitmentCue::Hope => beside || passive || self.is_said_by_it(candidate),
            // "Rejected it by blocking a measure": done, and not refused.
            CommitmentCue::Refuse => beside,
            CommitmentCue::Plan => {
                let noun = gerund && !beside;
                passive || noun || self.is_to_an_end(candidate, cue)
            }
            CommitmentCue::Arrange => !passive,
            CommitmentCue::Expect => {
                self.is_belief(cue) || passive && self.is_taken_to_be(candidate, cue)
            }
            CommitmentCue::Threat => self.is_involuntary(candidate.head),
            _ => false,
        };
        let past = parse.tokens[cue].tag == tag::VBD;
        let over = past && self.is_old(candidate);
        idle || loose || over || self.is_before_its_word(candidate, cue)
    }

    /// "Had wanted to form a panel": meant before something else came.
    fn is_lapsed(&self, cue: usize, kind: CommitmentCue) -> bool {
        let meant =
            matches!(kind, CommitmentCue::Hope | CommitmentCue::Plan | CommitmentCue::Weigh);
        meant && self.syntax.is_past_perfect(cue)
    }

    /// "Should consider closing it", "could offer to pay": what somebody might do or ought to.
    fn is_only_possible(&self, cue: usize) -> bool {
        let parse = &self.syntax.parse;
        let modal = parse.children(cue).find(|&c| parse.tokens[c].tag == tag::MD);
        modal.is_some_and(|modal| {
            let kind = self.lexicon.modals.get(parse.lemma(modal));
            !matches!(kind, Some(&("future" | "conditional")))
        })
    }

    /// "Something the crews wanted to deal with": what it would be done to stands before it.
    fn lacks_object(&self, candidate: &Candidate, cue: usize) -> bool {
        let parse = &self.syntax.parse;
        if self.syntax.has_child(candidate.head, dep::DOBJ) {
            return false;
        }
        let own = self.syntax.child(cue, &[dep::NSUBJ]).filter(|&s| self.antecedent(s) == s);
        let adverb = parse.children(cue).any(|c| parse.tokens[c].tag == tag::WRB);
        parse.tokens[cue].dep == dep::RELCL && own.is_some() && !adverb
    }

    /// "I would like to make it clear", "we hope to say": done by saying so.
    fn is_said_by_it(&self, candidate: &Candidate) -> bool {
        let parse = &self.syntax.parse;
        let lemma = parse.lemma(candidate.head).to_lowercase();
        let says = self.lexicon.cues.contains_key(lemma.as_str());
        let clear = parse.children(candidate.head).any(|c| {
            let content = matches!(parse.tokens[c].dep, dep::CCOMP);
            content && self.syntax.has_child(c, dep::MARK)
        });
        let first = candidate.subject.is_some_and(|s| self.is_person(s, 1));
        first && (says || clear)
    }

    /// "Gangs believed to work in the port": what is taken to be so now.
    fn is_belief(&self, cue: usize) -> bool {
        let lemma = self.syntax.parse.lemma(cue).to_lowercase();
        let stances = self.lexicon.cues.get(lemma.as_str());
        stances.is_some_and(|cues| cues.iter().all(|cue| cue.stance == BELIEF))
    }

    /// Whether a verb has an auxiliary: "has proposed", "was asked".
    pub(super) fn is_carried(&self, verb: usize) -> bool {
        let parse = &self.syntax.parse;
        parse.children(verb).any(|c| {
            let t = &parse.tokens[c];
            matches!(t.dep, dep::AUX | dep::AUXPASS) && t.tag != tag::TO
        })
    }

    /// "Her plan to", "has plans to", "announced plans to", and not "criticised plans to".
    fn is_somebodys(&self, noun: usize) -> bool {
        let parse = &self.syntax.parse;
        let verb = parse.head(noun);
        let lemma = parse.lemma(verb).to_lowercase();
        let cues = self.lexicon.cues.get(lemma.as_str());
        let reveals = cues.is_some_and(|cues| cues.iter().any(|cue| cue.stance == REVEALS));
        let has = self.lexicon.statives.get(lemma.as_str()) == Some(&"forced");
        let object = parse.tokens[noun].dep == dep::DOBJ;
        self.syntax.has_child(noun, dep::POSS) || object && (reveals || has)
    }

    /// Whether a verb is in the progressive of the present: "is trying to".
    fn is_going_on(&self, verb: usize) -> bool {
        let parse = &self.syntax.parse;
        let now = |c: usize| {
            let t = &parse.tokens[c];
            t.dep == dep::AUX && matches!(t.tag, tag::VBZ | tag::VBP)
        };
        parse.tokens[verb].tag == tag::VBG && parse.children(verb).any(now)
    }

    /// "Offered the crews four per cent", and not "offers many paths", "offered himself", "offered
    /// no more than a view".
    fn is_offered(&self, verb: usize) -> bool {
        let parse = &self.syntax.parse;
        let perfect = time::tense::is_perfect(self.syntax, verb);
        let told = parse.tokens[verb].tag == tag::VBD || perfect;
        let thing = self.syntax.child(verb, &[dep::DOBJ]).is_some_and(|o| {
            let lemma = parse.lemma(o).to_lowercase();
            let noun = matches!(parse.tokens[o].tag, tag::NN | tag::NNS);
            noun && !self.lexicon.abstracts.contains(lemma.as_str())
        });
        told && thing
    }

    /// "Asked for a check to find out", "as he asked me to": nobody is asked, or for nothing.
    fn asks_nobody(&self, candidate: &Candidate, cue: usize) -> bool {
        let (syntax, parse) = (self.syntax, &self.syntax.parse);
        let timed = |i: usize| time::is_within(self.times, i);
        let content = |i: usize| crate::claim::is_content(syntax, i) && !timed(i);
        let head = candidate.head;
        let bare = parse.children(head).all(|c| parse.tokens[c].dep == dep::AUX);
        let empty = !candidate.what.clone().any(|i| i != head && content(i)) && !bare;
        let through = |c: &usize| parse.tokens[*c].dep == dep::PREP && *c < head && *c > cue;
        let below =
            || parse.children(cue).find(through).and_then(|p| syntax.child(p, &[dep::POBJ]));
        let asked = syntax.child(cue, &[dep::DOBJ, dep::DATIVE]).or_else(below);
        let thing = asked.is_some_and(|o| !self.can_act(o) && parse.tokens[o].pos != pos::PRON);
        let own = syntax.has_child(head, dep::NSUBJ);
        empty || thing && !own
    }

    /// "Scheduled a talk to denounce it": what is meant is the object, and the infinitive its end.
    fn is_to_an_end(&self, candidate: &Candidate, cue: usize) -> bool {
        let object = self.syntax.child(cue, &[dep::DOBJ]);
        let dep = self.syntax.parse.tokens[candidate.head].dep;
        object.is_some() && matches!(dep, dep::ADVCL | dep::ACL | dep::XCOMP)
    }

    /// "Is believed to be a reply", "was expected to win": what something is taken for, or was.
    fn is_taken_to_be(&self, candidate: &Candidate, cue: usize) -> bool {
        let (syntax, parse) = (self.syntax, &self.syntax.parse);
        let t = &parse.tokens[candidate.head];
        let past = |c: usize| {
            let t = &parse.tokens[c];
            matches!(t.dep, dep::AUXPASS | dep::AUX) && !matches!(t.tag, tag::VBZ | tag::VBP)
        };
        let state = t.pos == pos::AUX || t.tag == tag::VBG;
        let thing = candidate.subject.is_none_or(|s| !self.can_act(self.antecedent(s)));
        state || thing || syntax.is_infinitive(cue) || parse.children(cue).any(past)
    }

    /// "To be frank, I hope that": an infinitive that stands before its word.
    fn is_before_its_word(&self, candidate: &Candidate, cue: usize) -> bool {
        let dep = self.syntax.parse.tokens[candidate.head].dep;
        dep == dep::ADVCL && candidate.head < cue
    }
}

#[cfg(test)]
mod tests {
    use crate::{CommitmentClass, tests::committed as told};

    #[test]
    fn a_rule_of_law_and_what_is_only_spoken_bind_nobody() {
        for text in [
            "“The truth, I would argue, is that the port will close,” Mayor Dora Vale said.",
            "According to the harbour law, sailors are to be told at least ten days before.",
        ] {
            let binding = told(text).into_iter().filter(|(class, ..)| class.is_binding());
            assert_eq!(binding.count(), 0, "{text}: {:?}", told(text));
        }
    }

    #[test]
    fn the_day_of_a_promise_is_none_of_who_gives_it() {
        let text = "Leaders on Sunday pledged to give four boats to the port of Velia.";
        assert!(told(text).iter().any(|(_, who, _)| who == "Leaders"), "{:?}", told(text));
    }

    #[test]
    fn nobody_asks_himself() {
        let text = "Mayor Dora Vale met Tomas Berg. Vale told Vale to close the port in May.";
        let demand = |class: &CommitmentClass| *class == CommitmentClass::Demand;
        assert!(!told(text).iter().any(|(class, ..)| demand(class)), "{:?}", told(text));
        let text = "Mayor Dora Vale met Tomas Berg. Vale told Berg to close the port in May.";
        assert!(told(text).iter().any(|(class, ..)| demand(class)), "{:?}", told(text));
    }

    #[test]
    fn what_something_is_taken_for_or_was_made_for_is_no_plan() {
        for text in [
            "The club is considered to be one of the oldest in Velia.",
            "The strike is believed to be a reply to the levy.",
            "The mayor opposes a law meant to curb the trade.",
            "The mayor has criticised plans to close the mill.",
            "The board scheduled a talk to denounce it.",
            "The minister asked for a check to find the leak.",
            "Critics tied it to proposed and enacted laws to slow the trade.",
            "The crews do not want to leave.",
            "Vale had wanted to form a panel.",
            "The board should consider closing the mill.",
            "This is not something the mayor wanted to engage in.",
            "Vale rejected the law by blocking a measure that he needed.",
            "Gangs believed to work in the port were held.",
            "Vale offered a sharp critique of the law.",
            "The law aims to protect the crews.",
            "The Friendship Treaty, signed in May, aims to deepen ties between Velia and Norway.",
            "“I would like to make it clear that all talks are held here,” Vale said.",
        ] {
            assert_eq!(told(text), [], "{text}");
        }
        assert_eq!(told("The board announced plans to close the mill.").len(), 1);
    }

    #[test]
    fn who_warns_that_he_will_not_refuses_and_what_others_say_he_will_not_do_is_foreseen() {
        let told = |text| -> Vec<CommitmentClass> { told(text).iter().map(|t| t.0).collect() };
        let refused = told("The crews have long warned that they would not vote for the levy.");
        assert_eq!(refused, [CommitmentClass::Refusal]);
        let foreseen = told("Dora Vale will not, however, meet her deadline for the bridge.");
        assert!(!foreseen.contains(&CommitmentClass::Announced), "{foreseen:?}");
    }

    #[test]
    fn a_refusal_beside_what_should_be_is_of_who_said_so() {
        let told = told(
            "Dora Vale said the quarrel should be a chance for the mayor to ask his friends but \
             declined to say whether she backs the law.",
        );
        let refused = told.iter().find(|t| t.0 == CommitmentClass::Refusal);
        assert_eq!(refused.map(|t| t.1.as_str()), Some("Dora Vale"), "{told:?}");
    }

    #[test]
    fn who_foresees_or_hopes_is_named_and_what_is_told_whole() {
        let feared = told("Residents fear that the mayor will sell the mill.");
        let expected = ("Residents".to_string(), "the mayor will sell the mill".to_string());
        assert_eq!((feared[0].1.clone(), feared[0].2.clone()), expected);
        assert_eq!(feared[0].0, CommitmentClass::Prediction);
        let hoped = told("The crews hope that the mayor will buy the mill.");
        assert_eq!(hoped[0].0, CommitmentClass::Hope);
    }
}
