//! What the words around a mention of a meeting say of it: whether it was broken off, whether it is
//! in doubt, when it was, and who was host and who came.

use super::Reader;
use crate::party::Party;
use analysis::time::TimeExpr;
use language::labels::{dep, pos};
use lexicon::rows::FollowUpKind;
use std::collections::BTreeSet;

/// The kind, in `lexicon/en/suppositions.tsv`, of words that say that something is hardly so.
const DOUBT: &str = "doubt";

impl Reader<'_> {
    /// "Had met new standards": a verb of meeting with an object that nobody can meet with.
    pub(super) fn is_of_a_thing(&self, verb: usize) -> bool {
        let syntax = self.syntax();
        let Some(object) = syntax.child(verb, &[dep::DOBJ]) else { return false };
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
        object && matches!(kind, Some(FollowUpKind::Withdrawn | FollowUpKind::Late))
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

    /// The TIMEX3 value of a time; with its words where that leaves open when it is, as that of
    /// "this week" and of "next week" in a report without a day.
    pub(super) fn when(&self, time: &TimeExpr) -> String {
        /// Stands in a value for a figure that nobody knows.
        const UNKNOWN: &str = "XXXX-WXX";
        let words = || self.words(time.span).to_lowercase();
        if time.value == UNKNOWN { words() } else { time.value.clone() }
    }

    /// The states that a visit went to, with their names: "Berg's visit to Velia".
    pub(super) fn hosts(&self, noun: usize) -> BTreeSet<(Party, String)> {
        let (syntax, parse) = (self.syntax(), &self.syntax().parse);
        let to = parse.children(noun).filter(|&c| {
            let word = syntax.lower(c);
            parse.tokens[c].dep == dep::PREP && !self.lexicon.genitive.contains(word.as_str())
        });
        let objects = to.filter_map(|p| syntax.child(p, &[dep::POBJ]));
        let states = objects.flat_map(|o| {
            let named = matches!(parse.tokens[o].pos, pos::PROPN);
            let of = if named { self.parties.of(self.report, o) } else { BTreeSet::new() };
            of.into_iter().filter_map(move |party| match party {
                Party::State(name) => Some((party, name.to_string())),
                Party::Entity(_) => None,
            })
        });
        states.collect()
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
}
