//! What the words around a mention of a meeting say of it: whether it was broken off, whether it is
//! in doubt, when it was, and who was host and who came.

use super::Reader;
use crate::party::Party;
use analysis::{EntityKind, Realis, time::TimeExpr};
use language::labels::{dep, pos, tag};
use lexicon::rows::{CommitmentCue, FollowUpKind, MeetingWord};
use std::collections::BTreeSet;

/// The kind, in `lexicon/en/suppositions.tsv`, of words that say that something is hardly so.
const DOUBT: &str = "doubt";

/// Most places that one visit went to.
const HOSTS_MAX: usize = 8;

impl Reader<'_> {
    /// "Had met new standards": a verb of meeting with an object that nobody can meet with.
    pub(super) fn is_of_a_thing(&self, verb: usize) -> bool {
        let syntax = self.syntax();
        // "Protesters gathered at the palace" met nobody.
        let subject = syntax.child(verb, &[dep::NSUBJ]);
        let Some(object) = syntax.child(verb, &[dep::DOBJ]) else {
            return subject.is_some_and(|s| self.word(s) == Some(MeetingWord::Else));
        };
        let lemma = syntax.parse.lemma(object).to_lowercase();
        let acts = self.acts(object)
            || self.lexicon.groups.contains(lemma.as_str())
            || self.lexicon.unnamed.get(&lemma).is_some()
            || self.lexicon.titles.get(&lemma).is_some();
        // What stands further on may hang on another word.
        let next = syntax.noun_phrase(object).start == verb + 1;
        syntax.parse.tokens[object].pos == pos::NOUN && next && !acts
    }

    /// "Abandoned the talks on Monday": the day is that of the end, and nobody met on it.
    pub(super) fn is_broken_off(&self, noun: usize, verb: usize) -> bool {
        let parse = &self.syntax().parse;
        let object = matches!(parse.tokens[noun].dep, dep::DOBJ | dep::NSUBJPASS);
        let lemma = parse.lemma(verb).to_lowercase();
        let kind = self.lexicon.follow_ups.get(&lemma);
        // "The talks broke off two years ago".
        let ended = parse.tokens[noun].dep == dep::NSUBJ && kind == Some(&FollowUpKind::Undone);
        ended || object && matches!(kind, Some(FollowUpKind::Withdrawn | FollowUpKind::Late))
    }

    /// "A next round is unlikely before May".
    pub(super) fn is_in_doubt(&self, verb: usize) -> bool {
        let parse = &self.syntax().parse;
        parse.children(verb).any(|c| {
            let said = matches!(parse.tokens[c].dep, dep::ACOMP | dep::OPRD);
            let lemma = parse.lemma(c).to_lowercase();
            said && self.lexicon.suppositions.get(lemma.as_str()) == Some(&DOUBT)
        })
    }

    /// What a noun hangs on: a word of planning, or one of hoping or asking, after which nobody
    /// has said that they will meet.
    pub(super) fn meant(&self, noun: usize) -> Option<Realis> {
        use CommitmentCue::{Arrange, Demand, Expect, Hope, Plan, Try, Weigh};
        /// Steps up the tree to that word.
        const STEPS: usize = 3;
        let parse = &self.syntax().parse;
        let mut at = noun;
        for _ in 0..STEPS {
            let above = parse.head(at);
            if above == at || parse.tokens[at].dep == dep::NSUBJ {
                return None;
            }
            at = above;
            let lemma = parse.lemma(at).to_lowercase();
            let verb = parse.tokens[at].pos == pos::VERB;
            match self.lexicon.commitments.get(&(lemma.as_str(), verb)) {
                Some(Plan | Arrange | Expect) => return Some(Realis::Planned),
                // "Called a meeting", and neither "called for" nor "called off" one.
                Some(Demand) if self.calls(at, noun) => return Some(Realis::Planned),
                Some(Hope | Weigh | Try | Demand) => return Some(Realis::Hypothetical),
                _ => {}
            }
        }
        None
    }

    fn calls(&self, verb: usize, noun: usize) -> bool {
        let parse = &self.syntax().parse;
        let words = (verb..noun).map(|i| parse.lemma(i));
        let ends = self.lexicon.follow_ups.longest(words).map(|(_, kind)| *kind);
        let object = parse.tokens[noun].dep == dep::DOBJ && parse.head(noun) == verb;
        object && !matches!(ends, Some(FollowUpKind::Withdrawn | FollowUpKind::Late))
    }

    /// "Vale met Berg, marking the first talks of the two states": a noun of meeting in a remark
    /// on another meeting, which names nobody else.
    pub(super) fn is_remark(&self, noun: usize) -> bool {
        let (syntax, parse) = (self.syntax(), &self.syntax().parse);
        let remark = parse.head(noun);
        let verb = parse.head(remark);
        let loose = parse.tokens[remark].dep == dep::ADVCL && parse.tokens[remark].tag == tag::VBG;
        let object = parse.tokens[noun].dep == dep::DOBJ && verb < remark;
        let comma = parse.subtree(remark).start.checked_sub(1).map(|i| syntax.word(i)) == Some(",");
        let met = |i: usize| self.kind(i).is_some();
        let of_meeting =
            met(verb) || syntax.child(verb, &[dep::DOBJ, dep::NSUBJPASS]).is_some_and(met);
        object && loose && comma && of_meeting
    }

    /// "Hoped for a meeting next week": the time that stands behind a noun and hangs on it.
    pub(super) fn time_behind(&self, noun: usize) -> Option<usize> {
        let parse = &self.syntax().parse;
        self.analysis().times.iter().position(|t| {
            let tokens = &t.value.tokens;
            let top = tokens.clone().find(|&i| !tokens.contains(&parse.head(i)));
            let of_noun = |top: usize| {
                let above = parse.head(top);
                let linked = parse.tokens[above].dep == dep::PREP && parse.head(above) == noun;
                above == noun || linked
            };
            tokens.start > noun && t.value.says_when() && top.is_some_and(of_noun)
        })
    }

    /// "January 1996, when he met Berg": the time that the clause of a verb describes.
    pub(super) fn time_it_describes(&self, verb: usize) -> Option<usize> {
        let parse = &self.syntax().parse;
        let described = Some(parse.head(verb)).filter(|_| parse.tokens[verb].dep == dep::RELCL)?;
        self.analysis()
            .times
            .iter()
            .position(|t| t.value.tokens.contains(&described) && t.value.says_when())
    }

    /// The TIMEX3 value of a time; with its words where that leaves open when it is, as that of
    /// "this week" and of "next week" in a report without a day.
    pub(super) fn when(&self, time: &TimeExpr) -> String {
        /// Stands in a value for a figure that nobody knows.
        const UNKNOWN: &str = "XXXX-WXX";
        let words = || self.words(time.span).to_lowercase();
        if time.value == UNKNOWN { words() } else { time.value.clone() }
    }

    /// What a visit went to, with its names: "Berg's visit to Velia", the states as parties.
    pub(super) fn hosts(&self, noun: usize) -> BTreeSet<(Option<Party>, String)> {
        let (syntax, parse) = (self.syntax(), &self.syntax().parse);
        let to = parse.children(noun).filter(|&c| {
            let word = syntax.lower(c);
            parse.tokens[c].dep == dep::PREP && !self.lexicon.genitive.contains(word.as_str())
        });
        let mut found = BTreeSet::new();
        for preposition in to {
            let first = syntax.child(preposition, &[dep::POBJ]);
            let row = std::iter::successors(first, |&o| syntax.child(o, &[dep::CONJ]));
            for object in row.take(HOSTS_MAX).filter(|&o| parse.tokens[o].pos == pos::PROPN) {
                let of = self.parties.of(self.report, object);
                // "To the White House": the house, and not the state.
                let house = self.mention_of(object).map(|m| self.words(m.span));
                let house = house.filter(|name| self.parties.seat(name).is_some());
                let states = of.iter().filter_map(|party| match party {
                    Party::State(name) => {
                        let name = house.clone().unwrap_or_else(|| name.to_string());
                        Some((Some(*party), name))
                    }
                    Party::Entity(_) => None,
                });
                let before = found.len();
                found.extend(states);
                let named = self.mention_of(object).filter(|m| m.kind != EntityKind::Person);
                let named = named.filter(|_| found.len() == before && self.leads_to(preposition));
                found.extend(named.map(|m| (None, self.words(m.span))));
            }
        }
        found
    }

    /// "The White House met with the senators": of a state that only the name of its house stands
    /// for, and with which no other state met, the house itself.
    pub(super) fn as_house(
        &self,
        parties: BTreeSet<Party>,
        tokens: std::ops::Range<usize>,
    ) -> BTreeSet<Party> {
        let states: Vec<Party> =
            parties.iter().copied().filter(|p| matches!(p, Party::State(_))).collect();
        let [state] = states[..] else { return parties };
        let named = self.parties.states_in(self.report, tokens.clone()).contains(&state);
        let house = self.parties.house_of(self.report, tokens, state).filter(|_| !named);
        let Some(house) = house else { return parties };
        parties.into_iter().map(|p| if p == state { house } else { p }).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::{Meeting, Report, Story, weave};
    use language::{Annotator, Model};
    use lexicon::Lexicon;

    fn story(text: &str) -> Story {
        let lexicon = Lexicon::english();
        let document = ingest::read("a.txt", text.as_bytes(), lexicon).documents.remove(0);
        let analysis = analysis::analyse(&document, &mut Annotator::new(Model::english()), lexicon);
        weave(vec![Report { document, analysis }], lexicon).0
    }

    fn met(text: &str) -> Vec<Meeting> {
        story(text).meetings
    }

    #[test]
    fn a_state_that_was_visited_is_the_place_and_took_no_part() {
        let found =
            met("The pact was signed during President Tomas Berg's visit to Norway in June.");
        assert!(found.iter().any(|m| m.places.contains("Norway") && m.parties.len() == 1));
    }

    #[test]
    fn talks_that_were_abandoned_on_a_day_were_not_held_on_it() {
        let found =
            met("12 March 2031\n\nMayor Dora Vale abandoned talks with Tomas Berg on Monday.");
        assert!(found.iter().all(|m| m.time.is_none()), "{found:?}");
    }

    #[test]
    fn talks_this_week_and_talks_next_week_are_two() {
        let found = met("Officials of Norway and Sweden will hold talks in Finland this week. \
             The leader of Sweden hoped for a meeting with Norway in Finland next week.");
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn a_meeting_hoped_for_is_no_planned_one() {
        for (text, realis) in [
            ("Sweden expressed hope for a meeting with Norway in Finland.", "hypothetical"),
            ("The leader of Sweden planned a meeting with Norway in Finland.", "planned"),
            ("The leader of Sweden called a meeting with Norway in Finland.", "planned"),
            ("The leader of Sweden called off a meeting with Norway in Finland.", "hypothetical"),
        ] {
            let found = met(text);
            let told: Vec<&str> = found.iter().map(|m| m.realis.as_str()).collect();
            assert_eq!(told, [realis], "{text}");
        }
    }

    #[test]
    fn a_remark_on_a_meeting_is_no_second_one() {
        let found = met("Prime Minister Dora Vale of Norway held a meeting with President Tomas \
             Berg of Sweden in Helsinki on Wednesday, marking the first high-level talks between \
             the two countries since 2019.");
        assert_eq!(found.len(), 1, "{found:?}");
    }
}
