//! Whether a word tells of a particular coming together, and whether it points at one that was
//! told of before.

use super::Reader;
use crate::{commitment::published, party::Party};
use analysis::{EntityKind, Realis, time::Day};
use language::labels::{dep, pos, tag};
use lexicon::rows::{MeetingWord, Number, Pronoun};
use std::{collections::BTreeSet, ops::Range};

/// The kind of "they" in `lexicon/en/pronouns.tsv`.
const PERSONAL: &str = "personal";
/// Steps up the tree from a time to the word since when.
const BOUND_STEPS: usize = 6;

impl Reader<'_> {
    /// "A news conference", "in session", "a call for calm": words that only sound like a meeting.
    pub(super) fn only_sounds_so(&self, noun: usize, kind: MeetingWord) -> bool {
        let (syntax, parse) = (self.syntax(), &self.syntax().parse);
        let other = |c: usize| {
            let before = parse.tokens[c].dep == dep::COMPOUND;
            let demands = kind == MeetingWord::Call && parse.tokens[c].dep == dep::PREP;
            (before || demands) && self.word(c) == Some(MeetingWord::Else)
        };
        let alone = syntax.noun_phrase(noun).len() == 1 && parse.tokens[noun].tag == tag::NN;
        // Those of crowds and armies are no meetings.
        let many = kind == MeetingWord::Clash && parse.tokens[noun].tag == tag::NNS;
        let vague = alone && parse.tokens[noun].dep == dep::POBJ && !self.names_with(noun);
        many || parse.children(noun).any(other)
            || vague
            || kind == MeetingWord::Call && self.asks(noun)
    }

    /// Whether a preposition of a noun names somebody: "in talks with Norway".
    fn names_with(&self, noun: usize) -> bool {
        let (syntax, parse) = (self.syntax(), &self.syntax().parse);
        let mut prepositions = parse.children(noun).filter(|&c| parse.tokens[c].dep == dep::PREP);
        prepositions.any(|p| syntax.child(p, &[dep::POBJ]).is_some_and(|o| self.acts(o)))
    }

    /// "A call to expand the court": an infinitive of what is asked for, and not of what was
    /// spoken of.
    fn asks(&self, noun: usize) -> bool {
        let (syntax, parse) = (self.syntax(), &self.syntax().parse);
        let clause = |i: usize| {
            let of_noun = matches!(parse.tokens[i].dep, dep::ACL | dep::RELCL | dep::ADVCL);
            of_noun && parse.tokens[i].pos == pos::VERB && syntax.is_infinitive(i)
        };
        let asked = |i: usize| clause(i) && self.word(i) != Some(MeetingWord::About);
        (noun + 1..parse.subtree(noun).end).any(asked)
    }

    /// Whether one of some parties is a person named in the sentence of a token.
    pub(super) fn names_person(&self, token: usize, parties: &BTreeSet<Party>) -> bool {
        let analysis = self.analysis();
        let sentence = self.syntax().sentence(token);
        let here = analysis.mentions.iter().filter(|m| sentence.contains(&m.head));
        let mut persons = here.filter(|m| m.kind == EntityKind::Person);
        persons.any(|m| {
            let party = self.parties.party(self.report, m.chain);
            party.is_some_and(|party| parties.contains(&party))
        })
    }

    /// "The meeting", "their talks", "they met": whether a word points at what was told before.
    pub(super) fn points_back(&self, token: usize) -> bool {
        let (syntax, parse) = (self.syntax(), &self.syntax().parse);
        if parse.tokens[token].pos == pos::VERB {
            let subject = syntax.child(token, &[dep::NSUBJ, dep::NSUBJPASS]);
            return subject.is_some_and(|s| {
                let word = syntax.lower(s);
                let pronoun = self.lexicon.pronouns.get(word.as_str());
                let both = syntax.noun_phrase(s).any(|i| {
                    self.lexicon.numbers.get(syntax.lower(i).as_str()) == Some(&2.0)
                        || self.lexicon.pairs.contains(syntax.lower(i).as_str())
                });
                let they = |p: &Pronoun| p.number != Some(Number::Singular) && p.kind == PERSONAL;
                both || pronoun.is_some_and(|p| p.person == 3 && they(p))
            });
        }
        parse.children(token).any(|c| {
            let definite = self.lexicon.definite.contains(syntax.lower(c).as_str());
            match parse.tokens[c].dep {
                // "Our conference" is that of who speaks.
                dep::POSS => {
                    let word = syntax.lower(c);
                    self.lexicon.pronouns.get(word.as_str()).is_none_or(|p| p.person == 3)
                }
                dep::DET => definite,
                _ => false,
            }
        })
    }

    /// Whether a preposition leads to where something goes: "a visit to Velia".
    pub(super) fn leads_to(&self, preposition: usize) -> bool {
        self.lexicon.leads_to(&self.syntax().lower(preposition))
    }

    /// "Said on Monday after the talks", "answered nobody during the meeting": a noun of meeting
    /// behind a preposition of a verb that tells something else.
    pub(super) fn is_aside(&self, noun: usize, verb: usize) -> bool {
        let parse = &self.syntax().parse;
        let at = parse.head(noun);
        parse.tokens[noun].dep == dep::POBJ && parse.tokens[at].dep == dep::PREP && {
            parse.head(at) == verb && self.word(verb).is_none()
        }
    }

    /// Whether a verb is the one by which somebody is said to say something, and not to want it.
    pub(super) fn is_of_speech(&self, verb: usize) -> bool {
        let parse = &self.syntax().parse;
        let lemma = parse.lemma(verb).to_lowercase();
        if self.lexicon.commitments.contains_key(&(lemma.as_str(), true)) {
            return false;
        }
        let at = parse.tokens[verb].start as usize;
        let cues = self.analysis().quotations.iter().filter_map(|q| q.value.cue);
        cues.filter(|cue| cue.range().contains(&at)).count() > 0
    }

    /// "Hours before the meeting": a length between one thing and another.
    pub(super) fn is_span_between(&self, tokens: &Range<usize>) -> bool {
        let parse = &self.syntax().parse;
        let between = |i: usize| {
            let linked = matches!(parse.tokens[i].dep, dep::PREP | dep::MARK | dep::ADVMOD);
            linked && !tokens.contains(&i)
        };
        let top = tokens.clone().find(|&i| !tokens.contains(&parse.head(i)));
        top.is_some_and(|top| {
            let modifies = matches!(parse.tokens[top].dep, dep::NPADVMOD);
            modifies && between(parse.head(top))
        })
    }

    /// Whether a time can be that of a meeting: it names a day, and one that was held lies before
    /// its report.
    pub(super) fn is_when(&self, time: usize, realis: Realis) -> bool {
        /// How values begin that name the hour and not the day.
        const HOUR: &str = "XXXX-XX-XXT";
        let analysis = self.analysis();
        let time = &analysis.times[time].value;
        let report = &self.reports[self.report];
        let today = published(report).and_then(Day::parse).zip(time.interval);
        let late = today.is_some_and(|(today, days)| days.earliest > today);
        let parse = &self.syntax().parse;
        let up = std::iter::successors(Some(time.tokens.start), |&i| Some(parse.head(i)));
        let mut above = up.take(BOUND_STEPS).take_while(|&i| parse.tokens[i].pos != pos::VERB);
        let since = above.any(|i| {
            let begins = self.lexicon.leads_from(&self.syntax().lower(i));
            begins && parse.tokens[i].dep == dep::PREP && parse.tokens[i].pos == pos::SCONJ
        });
        let after = late && realis == Realis::Actual;
        !(since || after || time.value.starts_with(HOUR))
    }

    /// Whether the words for what was spoken of say what: not "all pertinent issues", "talks".
    pub(super) fn says_what(&self, object: usize) -> bool {
        let parse = &self.syntax().parse;
        let lemma = parse.lemma(object).to_lowercase();
        let shell = self.lexicon.shells.contains(lemma.as_str()) || self.word(object).is_some();
        let says = |c: usize| {
            let by = [dep::PREP, dep::COMPOUND, dep::RELCL, dep::ACL, dep::POSS, dep::CONJ];
            by.contains(&parse.tokens[c].dep)
        };
        let pronoun = parse.tokens[object].pos == pos::PRON;
        !pronoun && (!shell || parse.children(object).any(says))
    }

    /// Whether the words around a noun say whether the meeting was held: not where it is but
    /// named.
    pub(super) fn is_settled(&self, noun: usize, verb: Option<usize>, realis: Realis) -> bool {
        let parse = &self.syntax().parse;
        let above = parse.head(noun);
        let preposition = parse.tokens[noun].dep == dep::POBJ;
        let over = preposition && self.word(above) == Some(MeetingWord::Over);
        let there = self.lexicon.locative.contains(self.syntax().lower(above).as_str());
        let past = |v: usize| matches!(parse.tokens[v].tag, tag::VBD | tag::VBN);
        let told = verb.is_some_and(|v| past(v) && (!preposition || there));
        realis != Realis::Actual || over || told
    }

    /// "In charge of negotiating with Velia": what somebody is there for has not yet been done.
    pub(super) fn is_what_for(&self, verb: usize) -> bool {
        let parse = &self.syntax().parse;
        let above = self.syntax().lower(parse.head(verb));
        parse.tokens[verb].tag == tag::VBG
            && parse.tokens[verb].dep == dep::PCOMP
            && self.lexicon.genitive.contains(above.as_str())
    }
}
