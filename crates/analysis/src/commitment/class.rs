//! [`CommitmentClass`]: how strongly words bind, from a promise down to a prediction.

use super::{Candidate, Found, candidate::Form};
use crate::{
    EntityKind, Mention, QuotationKind,
    time::{self, Day},
};
use language::labels::{dep, pos, tag};
use lexicon::rows::{CommitmentCue, Gender};

/// How words about something to come bind the one they are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CommitmentClass {
    /// Someone says that he will.
    Promise,
    /// Several agree, a body decides, or it is arranged: "is to".
    Agreement,
    /// Someone tells those under him to.
    Order,
    /// It is told of someone, by others than he himself, that he will.
    Announced,
    /// Someone means to.
    Plan,
    /// Someone would, if taken up.
    Offer,
    /// Someone would, to another's harm.
    Threat,
    /// Someone wishes to.
    Hope,
    /// Someone thinks of it.
    Thought,
    /// Someone is trying to.
    Attempt,
    /// Someone will not.
    Refusal,
    /// Someone asks others to.
    Demand,
    /// Someone foresees it.
    Prediction,
}

impl CommitmentClass {
    /// The class's name in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            CommitmentClass::Promise => "promise",
            CommitmentClass::Agreement => "agreement",
            CommitmentClass::Order => "order",
            CommitmentClass::Announced => "announced",
            CommitmentClass::Plan => "plan",
            CommitmentClass::Offer => "offer",
            CommitmentClass::Threat => "threat",
            CommitmentClass::Hope => "hope",
            CommitmentClass::Thought => "considered",
            CommitmentClass::Attempt => "attempt",
            CommitmentClass::Refusal => "refusal",
            CommitmentClass::Demand => "demand",
            CommitmentClass::Prediction => "prediction",
        }
    }

    /// Whether it binds: a promise, an agreement, an order of who can give it, or what is told to
    /// be as settled.
    pub fn is_binding(self) -> bool {
        matches!(
            self,
            CommitmentClass::Promise
                | CommitmentClass::Agreement
                | CommitmentClass::Order
                | CommitmentClass::Announced
        )
    }
}

impl CommitmentClass {
    /// Whether words of this class bind that are so likely to: an offer does if it is made good
    /// for.
    pub fn binds_at(self, likely: f32) -> bool {
        let offered = self == CommitmentClass::Offer;
        self.is_binding() || offered && super::weight::binds(likely)
    }
}

/// Who is to do it, as the clause has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agent {
    /// The noun phrase or pronoun with this head.
    Token(usize),
    /// Who speaks.
    Speaker,
    /// The clause does not say.
    Unnamed,
}

/// Least likelihood to bind at which the form matters less. 0.6 to 0.8 tried 2026-11-22 on eleven
/// invented stories, each judged by weights that had not seen it.
pub const CLEAR_MIN: f32 = 0.75;
/// Steps up the tree in search of a word of hoping.
const HOPE_STEPS: usize = 5;

impl Found<'_> {
    /// Whether a candidate binds, given how likely it does.
    pub fn binds(&self, candidate: &Candidate, likely: f32) -> bool {
        self.class(candidate, likely).is_some_and(|class| class.binds_at(likely))
    }

    /// How a candidate binds, given how likely it binds at all; `None` where it says nothing of
    /// the kind.
    pub(super) fn class(&self, candidate: &Candidate, likely: f32) -> Option<CommitmentClass> {
        let binds = super::weight::binds(likely);
        let kind = candidate.cue.map(|(_, kind)| kind);
        let second = candidate.subject.is_some_and(|s| self.is_person(s, 2));
        if second || self.is_asked(candidate.head) || self.is_wondered(candidate.head) {
            return None;
        }
        if self.is_supposed(candidate) || self.is_unsaid(candidate) || self.is_of_what(candidate) {
            return None;
        }
        if self.is_only_spoken(candidate) || self.is_a_rule(candidate) {
            return None;
        }
        if let Some(weak) = self.weak(candidate) {
            return weak;
        }
        if self.is_refusal(candidate) {
            return Some(CommitmentClass::Refusal);
        }
        // "Will only accept it if forced".
        if self.has_only(candidate) && candidate.condition.is_some() {
            return None;
        }
        let foreseen = matches!(kind, Some(CommitmentCue::Expect | CommitmentCue::Hope));
        let foreseen = foreseen || self.is_hoped(candidate.head);
        if candidate.form == Form::Future && foreseen {
            return self.foretold(candidate);
        }
        let firm = self.is_firm(candidate, likely) && !self.is_hedged(candidate);
        let firm = firm && !self.is_over(candidate);
        let firm = firm && !self.is_foreseen(candidate, self.agent(candidate));
        if !binds || !firm {
            return None;
        }
        Some(match (candidate.form, kind) {
            (Form::IsTo, _) | (_, Some(CommitmentCue::Agree)) => CommitmentClass::Agreement,
            (_, Some(CommitmentCue::Order)) if candidate.form != Form::Future => {
                CommitmentClass::Order
            }
            _ if self.is_own_word(candidate) => CommitmentClass::Promise,
            // "He will not meet his deadline": nobody announces that, it is foreseen.
            _ if candidate.quotation.is_none() && self.is_negated(candidate.head) => {
                CommitmentClass::Prediction
            }
            _ => CommitmentClass::Announced,
        })
    }

    /// Who is to do it. The subject of a passive and a thing are not: then it is who speaks.
    pub(super) fn agent(&self, candidate: &Candidate) -> Agent {
        let syntax = self.syntax;
        let elsewhere = || {
            let speaker =
                candidate.quotation.and_then(|q| self.quotations[q].value.speaker.as_ref());
            if speaker.is_some() { Agent::Speaker } else { Agent::Unnamed }
        };
        if syntax.has_child(candidate.head, dep::AUXPASS) {
            let by = syntax.child(candidate.head, &[dep::AGENT]);
            let by = by.and_then(|by| syntax.child(by, &[dep::POBJ]));
            // "Paid out by the end of the month".
            // Nor "launched by a rocket".
            let by = by.filter(|&by| self.can_act(by));
            return by.map_or_else(elsewhere, Agent::Token);
        }
        // "He was asked to leave": whoever asked.
        let asked = candidate.cue.filter(|(_, kind)| *kind == CommitmentCue::Demand);
        if let Some((cue, _)) = asked.filter(|(cue, _)| syntax.has_child(*cue, dep::AUXPASS)) {
            let by = syntax.child(cue, &[dep::AGENT]);
            let by = by.and_then(|by| syntax.child(by, &[dep::POBJ]));
            return by.map_or(Agent::Unnamed, Agent::Token);
        }
        let Some(subject) = candidate.subject.map(|s| self.antecedent(s)) else {
            return elsewhere();
        };
        if self.is_person(subject, 1) {
            return elsewhere();
        }
        if self.can_act(subject) { Agent::Token(subject) } else { elsewhere() }
    }

    /// The noun a relative pronoun stands for, or the token itself.
    pub(super) fn antecedent(&self, token: usize) -> usize {
        let parse = &self.syntax.parse;
        if !matches!(parse.tokens[token].tag, tag::WP | tag::WDT) {
            return token;
        }
        let mut at = parse.head(token);
        for _ in 0..super::candidate::CUE_STEPS {
            if parse.tokens[at].dep == dep::RELCL {
                return self.named_as(parse.head(at));
            }
            at = parse.head(at);
        }
        token
    }

    /// "Berg and Vale were the only two members", "Vale was among those", "Vale, a member": of a
    /// noun, whoever the clause says it is.
    fn named_as(&self, noun: usize) -> usize {
        let parse = &self.syntax.parse;
        let above = parse.head(noun);
        let verb = match parse.tokens[noun].dep {
            dep::APPOS if parse.tokens[above].pos == pos::PROPN => return above,
            dep::ATTR => above,
            dep::POBJ if parse.tokens[parse.head(above)].pos == pos::AUX => parse.head(above),
            _ => return noun,
        };
        let subject = self.syntax.child(verb, &[dep::NSUBJ]);
        subject.filter(|&s| parse.tokens[s].pos == pos::PROPN).unwrap_or(noun)
    }

    /// Whether a noun or pronoun is a person, a body, a state or a group of such.
    pub(super) fn can_act(&self, token: usize) -> bool {
        let syntax = self.syntax;
        let t = &syntax.parse.tokens[token];
        let negates = |i: usize| self.lexicon.negation.contains(syntax.lower(i).as_str());
        if negates(token)
            || syntax.parse.children(token).any(negates)
            || time::is_within(self.times, token)
        {
            return false;
        }
        if t.pos == pos::PRON {
            let word = syntax.lower(token);
            let personal = t.dep != dep::EXPL && t.tag == tag::PRP;
            let known = self.lexicon.pronouns.get(word.as_str());
            let named = |m: &Mention| self.chains[m.chain].name.is_some();
            let person = known.is_some_and(|p| p.gender != Some(Gender::Neuter));
            return personal && (person || self.mention_at(token).is_some_and(named));
        }
        // "@doravale": a name by which somebody writes.
        if syntax.word(token).len() > 1 && syntax.word(token).starts_with('@') {
            return true;
        }
        let gerund = syntax.child(token, &[dep::ACL]);
        if gerund.is_some_and(|g| g == token + 1 && syntax.parse.tokens[g].tag == tag::VBG) {
            return false;
        }
        let phrase = syntax.noun_phrase(token);
        let lemma = syntax.parse.lemma(token).to_lowercase();
        let words: Vec<String> = (phrase.start..token + 1).map(|i| syntax.lower(i)).collect();
        let known = (0..words.len()).any(|from| {
            self.lexicon.unnamed.get(&words[from..].join(" ")).is_some()
                || self.lexicon.titles.get(&words[from..].join(" ")).is_some()
        });
        let known = known || self.lexicon.groups.contains(lemma.as_str());
        let body = self.lexicon.kinds.get(lemma.as_str()).is_some_and(|kind| kind.is_body());
        let mention = self.mention_at(token).filter(|m| m.tokens.contains(&token));
        let acts = mention.is_some_and(|m| m.head == token && m.kind != EntityKind::Other);
        body || known || acts || self.lexicon.titles.get(&lemma).is_some()
    }

    /// Whether a noun names a time: "Monday night".
    fn is_asked(&self, token: usize) -> bool {
        let sentence = self.syntax.sentence(token);
        let asks = |i: usize| self.syntax.word(i).starts_with('?');
        sentence.rev().take_while(|&i| self.syntax.is_punctuation(i)).any(asks)
    }

    /// "Would not say what the bank will do": a question inside another clause.
    fn is_wondered(&self, head: usize) -> bool {
        let parse = &self.syntax.parse;
        let inside = matches!(parse.tokens[head].dep, dep::CCOMP | dep::PCOMP);
        let asks = |c: usize| {
            let t = &parse.tokens[c];
            c < head && matches!(t.tag, tag::WP | tag::WRB) && t.dep != dep::NSUBJ
        };
        inside && parse.children(head).any(asks)
    }

    /// "Will not accept": a negated future of a verb of agreement.
    fn is_refusal(&self, candidate: &Candidate) -> bool {
        let negates = |i: usize| self.lexicon.negation.contains(self.syntax.lower(i).as_str());
        let mut children = self.syntax.parse.children(candidate.head);
        let agrees = self.cue_at(candidate.head) == Some(CommitmentCue::Agree);
        let only = self.has_only(candidate) && candidate.condition.is_none();
        candidate.form == Form::Future && agrees && (only || children.any(negates))
    }

    /// Whether a word that shuts out all else stands with the verb: "will only accept".
    fn has_only(&self, candidate: &Candidate) -> bool {
        let only = |i: usize| self.lexicon.exclusives.contains(self.syntax.lower(i).as_str());
        let agrees = self.cue_at(candidate.head) == Some(CommitmentCue::Agree);
        agrees && self.syntax.parse.children(candidate.head).any(only)
    }

    /// "It would be foolish to": how something would be, and not what is to come.
    pub(super) fn is_appraisal(&self, candidate: &Candidate) -> bool {
        let parse = &self.syntax.parse;
        let be = parse.tokens[candidate.head].pos == pos::AUX;
        be && self.syntax.has_child(candidate.head, dep::ACOMP) && !self.is_will(candidate)
    }

    /// Whether a clause hangs, at any depth, on a word of hoping or foreseeing.
    fn is_hoped(&self, head: usize) -> bool {
        let parse = &self.syntax.parse;
        let mut at = head;
        for _ in 0..HOPE_STEPS {
            let above = parse.head(at);
            let inside = !matches!(parse.tokens[at].dep, dep::CONJ | dep::ADVCL | dep::NSUBJ);
            if above == at || !inside {
                return false;
            }
            if matches!(self.cue_at(above), Some(CommitmentCue::Expect | CommitmentCue::Hope)) {
                return true;
            }
            at = above;
        }
        false
    }

    /// "No doubt", "probably", "would rather": adverbs and adverbial phrases at the verb.
    fn is_hedged(&self, candidate: &Candidate) -> bool {
        let (syntax, parse) = (self.syntax, &self.syntax.parse);
        let prefers = |words: &str| self.lexicon.suppositions.get(words) == Some(&"preferring");
        let hedges = |words: &str| self.lexicon.hedges.contains(words) || prefers(words);
        parse.children(candidate.head).any(|c| {
            let t = &parse.tokens[c];
            let adverb = matches!(t.dep, dep::ADVMOD | dep::NPADVMOD | dep::PREP | dep::DEP);
            let adverb = adverb || (t.pos == pos::NOUN && c < candidate.head);
            let phrase = parse.subtree(c).map(|i| syntax.lower(i)).collect::<Vec<_>>().join(" ");
            adverb && hedges(&phrase)
        })
    }

    /// Whether the days that it names are long before the report.
    pub(super) fn is_old(&self, candidate: &Candidate) -> bool {
        /// Days before the report.
        const OLD_DAYS: i32 = 183;
        let inside = self.times_in(candidate.span);
        let days: Vec<Day> =
            inside.filter_map(|(_, t)| t.value.interval.map(|i| i.latest)).collect();
        let latest = days.iter().max().zip(self.published);
        latest.is_some_and(|(latest, today)| latest.plus(OLD_DAYS) < today)
    }

    /// Whether it was promised long before the report, "was to have been" done or "to be expected".
    fn is_over(&self, candidate: &Candidate) -> bool {
        let parse = &self.syntax.parse;
        let head = candidate.head;
        let have = |c: usize| parse.tokens[c].dep == dep::AUX && parse.tokens[c].tag == tag::VB;
        let perfect = parse.tokens[head].tag == tag::VBN && parse.children(head).any(have);
        let expected = self.cue_at(head) == Some(CommitmentCue::Expect)
            && self.syntax.has_child(head, dep::AUXPASS);
        self.is_old(candidate)
            || self.is_bygone(candidate)
            || candidate.form == Form::IsTo && (perfect || expected)
    }

    /// "The government of the day promised", "swore at the time": given at another time.
    fn is_bygone(&self, candidate: &Candidate) -> bool {
        let (syntax, parse) = (self.syntax, &self.syntax.parse);
        let Some((cue, _)) = candidate.cue else { return false };
        let bygone = |c: usize| {
            let words = parse.subtree(c).map(|i| syntax.lower(i)).collect::<Vec<_>>().join(" ");
            self.lexicon.suppositions.get(words.as_str()) == Some(&"bygone")
        };
        // "She then promised": next, and not in another time.
        let is_phrase = |c: &usize| parse.subtree(*c).len() > 1;
        let of_subject = syntax.child(cue, &[dep::NSUBJ]).into_iter();
        let mut of_subject = of_subject.flat_map(|subject| parse.children(subject));
        let by_phrase = || parse.children(cue).filter(is_phrase).any(bygone);
        parse.tokens[cue].tag == tag::VBD && (of_subject.any(bygone) || by_phrase())
    }

    /// Whether the form can bind: a finite verb of promising, or a noun that someone gave.
    fn is_firm(&self, candidate: &Candidate, likely: f32) -> bool {
        let parse = &self.syntax.parse;
        let agent = self.agent(candidate);
        let said = || self.is_said(candidate, agent) || self.is_clear(candidate, likely);
        let Some((cue, kind)) = candidate.cue else {
            let arranged = candidate.form == Form::IsTo && likely >= CLEAR_MIN;
            return said() || arranged && self.has_own_subject(candidate);
        };
        let t = &parse.tokens[cue];
        match candidate.form {
            // "Promised that the ward would be open": whoever does it, it is promised.
            Form::Future => said() || kind == CommitmentCue::Promise && t.pos == pos::VERB,
            Form::IsTo => self.has_own_subject(candidate),
            Form::Object => {
                let carried = self.is_carried(cue);
                let finite = matches!(t.tag, tag::VBD | tag::VBZ | tag::VBP) || carried;
                let thing = parse.tokens[candidate.head].pos != pos::PRON;
                let named = matches!(agent, Agent::Token(_));
                finite && thing && named && kind == CommitmentCue::Promise
            }
            Form::Governed if t.pos == pos::NOUN => self.is_given(cue, likely),
            Form::Governed => {
                let adjunct = matches!(t.dep, dep::AMOD | dep::COMPOUND);
                !adjunct && candidate.subject.is_some() && self.is_before(candidate)
            }
        }
    }

    /// Whether all else speaks so clearly for a promise that it matters little whom a pronoun that
    /// would do it stands for.
    fn is_clear(&self, candidate: &Candidate, likely: f32) -> bool {
        let personal = |s: usize| self.syntax.parse.tokens[s].tag == tag::PRP;
        likely >= CLEAR_MIN && candidate.subject.is_some_and(personal)
    }

    /// Whether the subject is no relative pronoun: "those that were to be opened" only describes.
    fn has_own_subject(&self, candidate: &Candidate) -> bool {
        candidate.subject.is_none_or(|s| self.antecedent(s) == s)
    }

    /// Whether a future clause is said by whom it binds, or told of someone who can act.
    fn is_said(&self, candidate: &Candidate, agent: Agent) -> bool {
        let quotation = candidate.quotation.map(|q| &self.quotations[q].value);
        if candidate.subject.is_some_and(|s| self.is_person(s, 1)) {
            return true;
        }
        let passive = self.syntax.has_child(candidate.head, dep::AUXPASS);
        match agent {
            Agent::Token(token) => {
                let direct = quotation.is_some_and(|q| q.kind == QuotationKind::Direct);
                !(direct && self.is_any(token))
            }
            Agent::Speaker => {
                let lemma = self.syntax.parse.lemma(candidate.head).to_lowercase();
                let kind = self.lexicon.statives.get(lemma.as_str()).copied();
                let acts = !matches!(kind, Some("state" | "change" | "perception"));
                let pronoun =
                    candidate.subject.filter(|&s| self.syntax.parse.tokens[s].pos == pos::PRON);
                // "It" in what a body is quoted with is mostly that body.
                let speaker = quotation.and_then(|q| q.speaker.as_ref()).and_then(|s| s.chain);
                let body = speaker.is_none_or(|c| self.chains[c].kind != EntityKind::Person);
                passive || acts && (pronoun.is_none() || body)
            }
            Agent::Unnamed => passive && quotation.is_none_or(|q| q.kind != QuotationKind::Direct),
        }
    }

    /// Whether a noun is of persons whom nobody speaks for: "people", "the forces of evil".
    fn is_any(&self, token: usize) -> bool {
        let t = &self.syntax.parse.tokens[token];
        let lemma = self.syntax.parse.lemma(token).to_lowercase();
        let body = self.lexicon.kinds.get(lemma.as_str()).is_some_and(|kind| kind.is_body());
        let own = self.syntax.has_child(token, dep::POSS);
        t.tag == tag::NNS && !body && !own && self.mention_at(token).is_none()
    }

    /// Whether the subject stands before what governs the act, so that it is the subject of that.
    fn is_before(&self, candidate: &Candidate) -> bool {
        let cue = candidate.cue.map_or(candidate.head, |(cue, _)| cue);
        // "Ordered his officials to": who is to act is the object of the order.
        if candidate.cue.is_some_and(|(_, kind)| kind == CommitmentCue::Order) {
            return self.syntax.child(cue, &[dep::NSUBJ]).is_some_and(|s| s < cue);
        }
        candidate.subject.is_some_and(|s| s < cue || candidate.head < s)
    }

    /// "Her promise", "gave an assurance", "the outcome was the agreement".
    fn is_given(&self, noun: usize, likely: f32) -> bool {
        let parse = &self.syntax.parse;
        let owned = self.syntax.has_child(noun, dep::POSS);
        let verb = parse.head(noun);
        // "Had kept his promise" tells what became of it.
        let over = self.lexicon.follow_ups.get(parse.lemma(verb)).is_some();
        let object = parse.tokens[noun].dep == dep::DOBJ;
        owned && !(object && over)
            || match parse.tokens[noun].dep {
                dep::DOBJ => self.syntax.child(verb, &[dep::NSUBJ]).is_some() && !over,
                dep::ATTR => parse.tokens[verb].pos == pos::AUX,
                dep::NSUBJPASS => true,
                // "Ended their meeting with a promise to".
                dep::POBJ => {
                    let above = parse.head(verb);
                    likely >= CLEAR_MIN && self.syntax.has_child(above, dep::NSUBJ)
                }
                _ => false,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{analysed, committed as told};

    #[test]
    fn what_binds_is_told_from_what_only_sounds_like_it() {
        let of = |text: &str| told(text).first().map(|t| t.0);
        let promised = of("The ministry promised to reopen the bridge by Friday.");
        assert_eq!(promised, Some(CommitmentClass::Promise));
        let agreed = of("Badrud and Ilkhazar agreed to reopen the crossing on Monday.");
        assert_eq!(agreed, Some(CommitmentClass::Agreement));
        assert_eq!(of("The union refused to sign the paper."), Some(CommitmentClass::Refusal));
        assert_eq!(of("Norrin offered to host the talks."), Some(CommitmentClass::Offer));
        assert_eq!(of("The firm plans to hire forty people."), Some(CommitmentClass::Plan));
        assert_eq!(of("The mayor will no doubt jump at the chance."), None);
        assert_eq!(of("Will the ministry pay the families on Monday?"), None);
    }

    #[test]
    fn who_promises_himself_is_told_from_what_others_announce_of_him() {
        let of = |text: &str| told(text).first().map(|t| t.0);
        let own = of("Mayor Dora Vale said she would reopen the mill on Friday.");
        assert_eq!(own, Some(CommitmentClass::Promise));
        let body = of("The ministry said it would reopen the bridge on Friday.");
        assert_eq!(body, Some(CommitmentClass::Promise));
        let told_of = of("Mayor Dora Vale will reopen the mill on Friday.");
        assert_eq!(told_of, Some(CommitmentClass::Announced));
        let others = of("Mayor Dora Vale said the council would vote on Friday.");
        assert_eq!(others, Some(CommitmentClass::Announced));
        for text in [
            "“All couples will be treated alike,” Dora Vale of the Harbour League said.",
            "The mayor will get the house of his uncle.",
            "In a few days the general will be 83.",
            "Vale said he was grateful that Berg would sell the mill.",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn a_promise_of_few_words_is_one() {
        let told = told(
            "“If one doctor is sacked, I will go with him,” Mayor Dora Vale said. “I am no \
             hero,” she said. “We will pay first,” Ms Vale said.",
        );
        assert!(told.iter().any(|t| t.0.is_binding() && t.2.contains("pay first")), "{told:?}");
    }

    #[test]
    fn each_act_of_a_row_is_one_and_begins_with_its_verb() {
        let told =
            told("The two states agreed to restore the staff and appoint new envoys in May.");
        let acts: Vec<&str> = told.iter().map(|t| t.2.as_str()).collect();
        assert_eq!(acts, ["restore the staff", "appoint new envoys in May"]);
        assert!(told.iter().all(|t| t.1 == "The two states"), "{told:?}");
    }

    #[test]
    fn a_relative_pronoun_stands_for_its_noun() {
        let told = told("The miller Dora Vale, who promised to repair the weir, spoke on Monday.");
        assert!(told.iter().any(|t| t.1.contains("Vale")), "{told:?}");
    }

    #[test]
    fn who_is_said_to_be_those_of_a_relative_clause_is_named() {
        let told =
            told("Dora Vale and Tomas Berg were the only two members who agreed to take part.");
        assert!(told.iter().any(|t| t.1 == "Dora Vale and Tomas Berg"), "{told:?}");
    }

    #[test]
    fn what_only_sounds_like_a_refusal_or_a_plan_is_none() {
        for text in [
            "The court said Berg will only accept peace if forced.",
            "Berg, who was scheduled to visit Peru on Friday, abruptly cut his trip short.",
            "“People will debate for a long time whether I was right,” Berg said.",
            "Vale tried to snatch the camera.",
            "Those states offer an array of rights to couples.",
            "Vale attacked him, without offering details.",
        ] {
            assert_eq!(told(text), [], "{text}");
        }
    }

    #[test]
    fn who_is_told_of_by_the_name_he_writes_under_is_who_acts() {
        let (document, analysis) =
            analysed("Tomas Berg tweeted, “@DoraVale just refused to close the mill.”");
        let who: Vec<&str> = analysis
            .commitments
            .iter()
            .filter_map(|c| c.value.who)
            .map(|span| document.text.words(span))
            .collect();
        assert_eq!(who, ["@DoraVale"]);
    }

    #[test]
    fn who_is_wished_or_asked_to_act_is_said() {
        let wish = told("The rebels want the war to continue.");
        assert_eq!(wish[0].2, "the war to continue");
        assert_eq!(told("The board is considering closing the mill.")[0].0.as_str(), "considered");
        let (document, analysis) = analysed("Dora Vale was asked by the mayor to form a team.");
        let asked = &analysis.commitments[0].value;
        let words = |span: Option<document::Span>| span.map(|s| document.text.words(s));
        assert_eq!(words(asked.who), Some("the mayor"));
        assert_eq!(words(asked.to_whom), Some("Dora Vale"));
    }
}
