//! [`Commitment`]s: who promised or agreed to do what, by when, in whose words.
//!
//! Every clause about something to come is a candidate ([`candidates`]): a future verb, an
//! infinitive under a verb or noun of `lexicon/en/commitments.tsv`, "is to". Learned weights
//! ([`weight`]) tell what binds; its [`CommitmentClass`] tells promises and agreements from plans,
//! offers, hopes, refusals and predictions. A clause that names several acts gives one each.

mod act;
mod candidate;
mod class;
mod foreseen;
mod own_word;
mod weak;
pub mod weight;

use candidate::Form;
pub use candidate::{Candidate, candidates};
pub use class::{CLEAR_MIN, CommitmentClass};
pub use weight::Features;

use crate::{
    Chain, Claim, Mention, Quotation,
    near::Near,
    syntax::Syntax,
    time::{self, Day, Direction, Interval, TimeExpr},
};
use class::Agent;
use document::{Evidence, Fact, RuleId, Span};
use language::labels::{dep, tag};
use lexicon::{Lexicon, rows::CommitmentCue};
use std::ops::Range;

/// Something that someone is bound to do, as far as the words say.
#[derive(Clone, Debug, PartialEq)]
pub struct Commitment {
    /// The clause, from its first to its last word.
    pub span: Span,
    /// How it binds.
    pub class: CommitmentClass,
    /// Who is to do it: the words of the clause, or of whom it is quoted from.
    pub who: Option<Span>,
    /// Head token of who is to do it, where the clause names it.
    pub actor: Option<usize>,
    /// The chain of who is to do it, if the document names it.
    pub chain: Option<usize>,
    /// The words of what is to be done.
    pub what: Span,
    /// What is to be done, as a clause that begins with the act where the clause says who acts.
    pub act: String,
    /// Head of what is to be done.
    pub head: usize,
    /// To whom it is promised, or with whom agreed.
    pub to_whom: Option<Span>,
    /// Index in [`crate::Analysis::times`] of the last day named for it.
    pub deadline: Option<usize>,
    /// Index in [`crate::Analysis::claims`] of the clause, if it is one.
    pub claim: Option<usize>,
    /// Index in [`crate::Analysis::quotations`] of the innermost quotation it stands in.
    pub quotation: Option<usize>,
    /// The condition, if one is named.
    pub condition: Option<Span>,
    /// Likelihood that it binds, in thousandths.
    pub likely: u16,
}

impl Commitment {
    /// Whether it binds: by its class, or as an offer that its words make good for.
    pub fn is_binding(&self) -> bool {
        self.class.binds_at(f32::from(self.likely) / 1000.0)
    }
}

/// What commitments are found in.
#[derive(Clone, Copy)]
pub struct Found<'a> {
    /// The parse.
    pub syntax: &'a Syntax,
    /// Who and what the text speaks of.
    pub mentions: &'a [Mention],
    /// Where those stand.
    pub places: &'a Near,
    /// What the mentions refer to.
    pub chains: &'a [Chain],
    /// Who said what.
    pub quotations: &'a [Fact<Quotation>],
    /// When.
    pub times: &'a [Fact<TimeExpr>],
    /// The day the document was published, if known.
    pub published: Option<Day>,
    /// What is stated.
    pub claims: &'a [Fact<Claim>],
    /// The words of the language.
    pub lexicon: &'static Lexicon,
}

/// Most days of a time that names the last day of something: a leap year.
const DAYS_MAX: i32 = 366;

/// Most times of a clause of which the last is sought.
const TIMES_MAX: usize = 16;

/// The commitments of a document with all that only sounds like one, in text order.
pub fn find(found: &Found<'_>) -> Vec<Fact<Commitment>> {
    let weights = weight::english();
    let mut binding: Vec<(Candidate, CommitmentClass, f32)> = Vec::new();
    let mut weak = Vec::new();
    for candidate in candidates(found) {
        let likely = weights.likely(Features::of(found, &candidate).values());
        let Some(class) = found.class(&candidate, likely) else { continue };
        let kept = if class.binds_at(likely) { &mut binding } else { &mut weak };
        let known = |k: &(Candidate, CommitmentClass, f32)| k.0.span.contains(candidate.span);
        if !kept.iter().any(known) {
            kept.push((candidate, class, likely));
        }
    }
    let apart = |w: &(Candidate, CommitmentClass, f32)| {
        !binding.iter().any(|b| b.0.span.overlaps(w.0.span))
    };
    weak.retain(apart);
    let all = binding.iter().chain(&weak);
    let mut commitments: Vec<Fact<Commitment>> = all
        .flat_map(|(candidate, class, likely)| found.commitments(candidate, *class, *likely))
        .collect();
    commitments.sort_by_key(|c| (c.value.head, c.value.span));
    commitments.dedup_by_key(|c| c.value.head);
    commitments.sort_by_key(|c| (c.value.span, c.value.head));
    commitments
}

impl Found<'_> {
    fn commitments(
        &self,
        candidate: &Candidate,
        class: CommitmentClass,
        likely: f32,
    ) -> Vec<Fact<Commitment>> {
        let syntax = self.syntax;
        let foretold = matches!(class, CommitmentClass::Prediction | CommitmentClass::Hope);
        let refused = class == CommitmentClass::Refusal && self.are_they(candidate);
        let held = (foretold || refused) && candidate.form == Form::Future;
        let agent = if held { self.holder(candidate) } else { self.agent(candidate) };
        let speaker = candidate.quotation.and_then(|q| self.quotations[q].value.speaker.as_ref());
        let own = matches!(agent, Agent::Token(head) if self.is_reported_subject(head, candidate));
        let (who, actor, chain) = match if own { Agent::Speaker } else { agent } {
            Agent::Token(head) => {
                let words = syntax.span(syntax.closed(self.row_of(head)));
                (words, Some(head), self.mention_at(head).map(|m| m.chain))
            }
            Agent::Speaker => (speaker.map(|s| s.span), None, speaker.and_then(|s| s.chain)),
            Agent::Unnamed => (None, None, None),
        };
        let to_whom = self.recipient(candidate);
        if class == CommitmentClass::Demand && self.asks_itself(to_whom, chain) {
            return Vec::new();
        }
        let mut commitments = Vec::new();
        for act in self.acts(candidate, agent, held) {
            let start = match commitments.is_empty() {
                true => syntax.token_at(candidate.span.start()).min(act.tokens.start),
                false => act.tokens.start,
            };
            let span = syntax.span(start..act.told_end);
            let (Some(span), Some(what)) = (span, syntax.span(act.tokens.clone())) else {
                continue;
            };
            let commitment = Commitment {
                span,
                class,
                who,
                actor,
                chain,
                what,
                act: act.clause,
                head: act.head,
                to_whom,
                deadline: self.deadline(candidate, span),
                claim: candidate.claim,
                quotation: candidate.quotation,
                condition: candidate.condition.clone().and_then(|tokens| syntax.span(tokens)),
                likely: (likely * 1000.0) as u16,
            };
            let rule = RuleId::new(candidate.rule());
            commitments.push(Fact::new(commitment, Evidence::of(span, []), rule));
        }
        commitments
    }

    /// The last day that words name for what is to be done: what stands before an infinitive is
    /// the day of the word above it, "agreed on Monday to".
    fn deadline(&self, candidate: &Candidate, span: Span) -> Option<usize> {
        let above = matches!(candidate.form, Form::Governed | Form::Object);
        let from = self.syntax.parse.tokens[candidate.what.start].start as usize;
        let inside = self.times_in(span);
        let inside = inside.filter(|(_, t)| !above || t.value.span.start() >= from);
        let inside = inside.filter(|(_, t)| !self.is_beside(t.value.tokens.start, candidate.head));
        let declined = self.is_declined(candidate);
        let past = |t: &TimeExpr| match (t.interval, self.published) {
            (Some(interval), Some(today)) if declined => interval.latest <= today,
            (Some(interval), Some(today)) => interval.latest < today,
            _ => t.direction == Direction::Past,
        };
        let inside = inside.filter(|(_, t)| !self.names_a_thing(&t.value));
        // "Over the next decade" is no day by which.
        let long = |t: &TimeExpr| t.interval.is_some_and(|days| days.len() > DAYS_MAX);
        let inside = inside.filter(|(_, t)| !long(&t.value));
        let days = inside.filter(|(_, t)| t.value.is_calendar() && !past(&t.value));
        let days: Vec<(usize, Option<Interval>)> =
            days.take(TIMES_MAX).map(|(i, t)| (i, t.value.interval)).collect();
        // "Monday of next week": that day.
        let within = |day: Interval, days: Interval| day.len() < days.len() && days.overlaps(&day);
        let holds = |days: Interval| move |day: &Interval| within(*day, days);
        let all: Vec<Interval> = days.iter().filter_map(|(_, days)| *days).collect();
        let wide = |days: &Option<Interval>| days.is_some_and(|d| all.iter().any(holds(d)));
        let exact = days.iter().filter(|(_, days)| !wide(days));
        exact.max_by_key(|(_, days)| days.map(|d| d.latest)).map(|(i, _)| *i)
    }

    /// "Permits for elephants killed from 2016 to 2018": whether a time is that of a clause which
    /// only describes something that belongs to a verb.
    fn is_beside(&self, time: usize, verb: usize) -> bool {
        /// Steps up the tree from a time to the verb.
        const STEPS: usize = 8;
        let parse = &self.syntax.parse;
        let up = std::iter::successors(Some(time), |&i| Some(parse.head(i)));
        let mut path = up.take(STEPS).take_while(|&i| i != verb && parse.head(i) != i);
        path.any(|i| match parse.tokens[i].dep {
            dep::ACL | dep::RELCL => true,
            // "Will stay at home, as many did in November".
            dep::ADVCL => parse.tokens[i].tag == tag::VBD,
            _ => false,
        })
    }

    /// "Declined to hear it on Monday": whether a day behind it is that on which it was declined.
    fn is_declined(&self, candidate: &Candidate) -> bool {
        candidate.cue.is_some_and(|(cue, kind)| {
            let told = self.syntax.parse.tokens[cue].tag == tag::VBD;
            told && kind == CommitmentCue::Refuse
        })
    }

    /// A noun phrase with what it is of, where that is a row: "the Port of Velia, Berg and Vale".
    fn row_of(&self, head: usize) -> Range<usize> {
        let (syntax, parse) = (self.syntax, &self.syntax.parse);
        let mut phrase = syntax.coordinated_phrase(head);
        // "Leaders on Sunday": the day on which they said it.
        let timed = |&c: &usize| {
            let object = self.syntax.child(c, &[dep::POBJ]);
            c > head && object.is_some_and(|o| time::is_within(self.times, o))
        };
        if let Some(at) = parse.children(head).find(timed).filter(|&at| phrase.contains(&at)) {
            phrase.end = at;
        }
        // "The state's plan to": the state.
        if phrase.len() > 1 && parse.tokens[phrase.end - 1].tag == tag::POS {
            phrase.end -= 1;
        }
        let of = |c: &usize| {
            let genitive = self.lexicon.genitive.contains(syntax.lower(*c).as_str());
            parse.tokens[*c].dep == dep::PREP && *c == phrase.end && genitive
        };
        let owner = parse.children(head).find(of).and_then(|of| syntax.child(of, &[dep::POBJ]));
        if let Some(owner) = owner {
            phrase.end = phrase.end.max(syntax.coordinated_phrase(owner).end);
        }
        phrase
    }

    /// The mention whose head or words a token is.
    pub(crate) fn mention_at(&self, token: usize) -> Option<&Mention> {
        let of = |m: &&Mention| m.tokens.contains(&token);
        let near = self.places.at(token).into_iter().map(|i| &self.mentions[i]);
        near.filter(of).min_by_key(|m| (m.head != token, m.tokens.len()))
    }

    /// The times in a span, with their numbers.
    fn times_in(&self, span: Span) -> impl Iterator<Item = (usize, &Fact<TimeExpr>)> {
        let first = self.times.partition_point(|t| t.value.span.start() < span.start());
        let inside = self.times[first..].iter().take_while(move |t| span.contains(t.value.span));
        inside.enumerate().map(move |(i, t)| (first + i, t))
    }

    /// Whether a token is a pronoun of this grammatical person.
    pub(crate) fn is_person(&self, token: usize, person: u8) -> bool {
        let word = self.syntax.lower(token);
        self.lexicon.pronouns.get(word.as_str()).is_some_and(|p| p.person == person)
    }
}
