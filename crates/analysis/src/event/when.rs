//! Which predicate a time belongs to: the verb that governs it, unless it is that of another.

use super::Found;
use crate::{
    TimeExpr,
    time::{self, Day, Direction, TimeKind, tense},
};
use language::labels::{dep, ner, pos, tag};
use lexicon::{
    rows::{CommitmentCue, FollowUpKind, MeetingWord},
    time::TimeWord,
};

/// Days of the shortest month: "Friday's talks" are of that Friday.
const LONG: i32 = 28;
/// Steps up the tree from a time to the word since which something is compared.
const COMPARED_STEPS: usize = 3;
/// Days of a year.
const YEAR: i32 = 365;

impl Found<'_> {
    /// Governing verbs with the index of their times.
    pub(super) fn times_by_verb(&self) -> Vec<(usize, usize)> {
        let mut times = Vec::new();
        for (i, fact) in self.times.iter().enumerate() {
            let t = &fact.value;
            if t.says_when() && !t.tokens.is_empty() && !self.is_of_another(t) {
                let verb = tense::governing_verb(self.syntax, &t.tokens);
                times.extend(verb.map(|verb| (self.telling_verb(self.main_verb(verb), t), i)));
            }
        }
        times.sort_unstable();
        times
    }

    /// Whether a time is not that of the clause: "last year's winner", "the first since 2019", "his
    /// 2016 opponent", "the dramas of the 20th century".
    fn is_of_another(&self, time: &TimeExpr) -> bool {
        let (syntax, parse) = (self.syntax, &self.syntax.parse);
        let is_long = time.interval.is_none_or(|days| days.len() >= LONG);
        let outer = |i: usize| !time.tokens.contains(&parse.head(i));
        let Some(top) = time.tokens.clone().find(|&i| outer(i)) else { return false };
        let above = parse.head(top);
        let counted = |noun: usize| {
            parse.children(noun).any(|c| {
                let ordinal = parse.entities.iter().any(|e| {
                    e.label == ner::ORDINAL && (e.start as usize..e.end as usize).contains(&c)
                });
                parse.tokens[c].tag == tag::JJS || ordinal
            })
        };
        // "Met on Monday, marking the first talks since 2019", "the first since a session last
        // week".
        let since = |&at: &usize| self.lexicon.leads_from(&syntax.lower(at));
        let told = self.syntax.child(parse.head(above), &[dep::ATTR, dep::DOBJ]);
        let marks = is_long && since(&above) && told.is_some_and(counted);
        let noun = |at: usize| matches!(parse.tokens[at].pos, pos::NOUN | pos::PROPN);
        let up = std::iter::successors(Some(above), |&at| Some(parse.head(at)));
        let mut bounds = up.take(COMPARED_STEPS).filter(since).map(|at| parse.head(at));
        let compares = marks || bounds.any(|of| noun(of) && counted(of));
        is_long && parse.tokens[top].dep == dep::POSS
            || compares
            || self.is_owned(time)
            || self.is_of_a_noun(time, top)
            || self.is_of_a_cause(time, top)
    }

    /// "In response to the attacks on 11 September 2001", "a warrant over the kidnapping in 1997",
    /// "Vale, minister from 1979 to 1990": a day or year long past of a noun that another noun is
    /// about, or that says who somebody is.
    fn is_of_a_cause(&self, time: &TimeExpr, top: usize) -> bool {
        /// Days before the report.
        const OLD_DAYS: i32 = 366;
        let parse = &self.syntax.parse;
        let noun = |i: usize| matches!(parse.tokens[i].pos, pos::NOUN | pos::PROPN);
        let over = |i: usize| {
            let preposition = parse.head(i);
            let linked =
                parse.tokens[i].dep == dep::POBJ && parse.tokens[preposition].dep == dep::PREP;
            linked.then(|| parse.head(preposition)).filter(|&above| noun(above))
        };
        let old = match self.published {
            Some(today) => time.interval.is_some_and(|days| days.latest.plus(OLD_DAYS) < today),
            // Of a report without a day, a year.
            None => time.interval.is_some_and(|days| days.len() >= YEAR),
        };
        let exact = time.is_day() || self.is_season(time);
        let apposed = |noun: usize| parse.tokens[noun].dep == dep::APPOS;
        old && exact && over(top).is_some_and(|deed| over(deed).is_some() || apposed(deed))
    }

    /// "The Women's March": a month that somebody owns is a name.
    fn is_owned(&self, time: &TimeExpr) -> bool {
        let parse = &self.syntax.parse;
        let owner = |c: usize| parse.tokens[c].dep == dep::POSS && !time.tokens.contains(&c);
        let noun = |i: usize| parse.tokens[i].pos == pos::PROPN;
        time.tokens.clone().any(|i| noun(i) && parse.children(i).any(owner))
    }

    /// Whether a time is a month, a year or longer.
    fn is_long(&self, time: &TimeExpr) -> bool {
        match time.interval {
            Some(days) => days.len() >= LONG,
            // A weekday has a longer value.
            None => time.value.len() <= "0000-00".len(),
        }
    }

    /// Whether a time is a season, a year or longer.
    fn is_season(&self, time: &TimeExpr) -> bool {
        /// Days of the shortest season.
        const SEASON: i32 = 89;
        match time.interval {
            Some(days) => days.len() >= SEASON,
            None => time.value.len() < "0000-00".len(),
        }
    }

    /// Whether a time is that of a noun before which, or with "of" behind which, it stands: "the
    /// 1980 coup", "their 2 a.m. calls". What is done in an interview of a year is done in that
    /// year, and what a coup of a year did as well.
    fn is_of_a_noun(&self, time: &TimeExpr, top: usize) -> bool {
        let (syntax, parse) = (self.syntax, &self.syntax.parse);
        let above = parse.head(top);
        let noun = |i: usize| matches!(parse.tokens[i].pos, pos::NOUN | pos::PROPN);
        let is_subject = |i: usize| matches!(parse.tokens[i].dep, dep::NSUBJ | dep::NSUBJPASS);
        let preposition = parse.head(above);
        let word = |i: usize| syntax.lower(i);
        let placed = |noun: usize| {
            let at = parse.head(noun);
            let verb = parse.head(at);
            let of_verb = matches!(parse.tokens[verb].pos, pos::VERB | pos::AUX);
            let locative = self.lexicon.locative.contains(word(at).as_str());
            let year = time.interval.is_some_and(|days| days.len() >= YEAR);
            let there = self.says(verb) || !year && locative || self.leads_to_matter(at);
            parse.tokens[noun].dep == dep::POBJ && of_verb && there
        };
        if noun(above) && above > top {
            let named = |c: usize| c < top && matches!(parse.tokens[c].dep, dep::DET | dep::POSS);
            let figures = time.tokens.clone().any(|i| syntax.word(i).contains(char::is_numeric));
            let before = [dep::COMPOUND, dep::NUMMOD, dep::AMOD, dep::NMOD];
            let one = figures && parse.children(above).any(named) || time.kind == TimeKind::Time;
            return before.contains(&parse.tokens[top].dep)
                && !placed(above)
                && (self.is_season(time) || one && !is_subject(above));
        }
        let unit = |noun: usize| {
            let meanings = self.lexicon.time.get(word(noun).as_str());
            meanings.is_some_and(|m| m.iter().any(|w| matches!(w, TimeWord::Unit { .. })))
        };
        parse.tokens[top].dep == dep::POBJ
            && self.lexicon.genitive.contains(word(above).as_str())
            && noun(preposition)
            && !is_subject(preposition)
            && !placed(preposition)
            && !unit(preposition)
            && self.is_long(time)
    }

    /// Whether a verb is one of speech.
    fn says(&self, verb: usize) -> bool {
        let lemma = self.syntax.parse.lemma(verb).to_lowercase();
        self.lexicon.cues.contains_key(lemma.as_str())
    }

    /// Whether a year is that of what a clause says something is to come after: "efforts to mend
    /// relations after the quarrel of 2022".
    pub(super) fn is_of_what_went_before(&self, time: &TimeExpr) -> bool {
        let (syntax, parse) = (self.syntax, &self.syntax.parse);
        let verb = tense::governing_verb(syntax, &time.tokens);
        let mut above = std::iter::successors(Some(time.tokens.start), |&at| {
            let head = parse.head(at);
            (head != at && Some(head) != verb).then_some(head)
        });
        let mut noun = false;
        let named = above.any(|at| {
            let after = noun && self.leads_to_matter(at);
            noun |= parse.tokens[at].pos == pos::NOUN && !time.tokens.contains(&at);
            after
        });
        named && time.interval.is_none_or(|days| days.len() >= YEAR)
    }

    /// Whether a preposition leads to what something is about: "over the levy".
    fn leads_to_matter(&self, token: usize) -> bool {
        let word = self.syntax.lower(token);
        let known = self.lexicon.meetings.get(&(word.as_str(), "preposition"));
        known == Some(&MeetingWord::Over)
    }

    /// The predicate an auxiliary belongs to.
    fn main_verb(&self, verb: usize) -> usize {
        let t = &self.syntax.parse.tokens[verb];
        match t.dep {
            dep::AUX | dep::AUXPASS => t.head as usize,
            _ => verb,
        }
    }

    /// The verb that tells what happened at the time of another: "was stabbed while meeting voters
    /// on Friday", "failed to explain it on Sunday", "voted to end it last week".
    fn telling_verb(&self, verb: usize, time: &TimeExpr) -> usize {
        let (syntax, parse) = (self.syntax, &self.syntax.parse);
        let t = &parse.tokens[verb];
        let above = parse.head(verb);
        let own = [dep::NSUBJ, dep::NSUBJPASS].iter().any(|&d| syntax.has_child(verb, d));
        let beside = || {
            let mark = syntax.child(verb, &[dep::MARK]);
            mark.is_some_and(|m| self.lexicon.connectives.contains_key(syntax.lower(m).as_str()))
        };
        let failed = || {
            let lemma = parse.lemma(above).to_lowercase();
            self.lexicon.follow_ups.get(&lemma) == Some(&FollowUpKind::Undone)
        };
        let over = || self.is_over(time) || self.is_asked(verb, time);
        let to = syntax.is_infinitive(verb);
        match (t.dep, t.tag) {
            _ if own => verb,
            (dep::ADVCL, tag::VBG) if beside() => above,
            (dep::XCOMP, tag::VB) if failed() => above,
            (dep::XCOMP | dep::ADVCL | dep::ACL | dep::CCOMP | dep::RELCL, tag::VB)
                if to && over() =>
            {
                let above = tense::governing_verb(syntax, &(verb..verb + 1));
                let past =
                    |&v: &usize| tense::direction(syntax, self.lexicon, v) == Direction::Past;
                above.map(|v| self.main_verb(v)).filter(past).unwrap_or(verb)
            }
            _ => verb,
        }
    }

    /// Whether a time lies no later than the day of the report.
    fn is_over(&self, time: &TimeExpr) -> bool {
        let days: Option<(Day, Day)> = time.interval.map(|days| days.latest).zip(self.published);
        let words = || time::by_words(self.syntax, self.lexicon, time).unwrap_or(time.direction);
        days.map_or_else(|| words() == Direction::Past, |(latest, today)| latest <= today)
    }

    /// "Was asked to form a government Wednesday": of a report without a day, the weekday is when
    /// it was asked.
    fn is_asked(&self, verb: usize, time: &TimeExpr) -> bool {
        let lemma = self.syntax.parse.lemma(self.syntax.parse.head(verb)).to_lowercase();
        let cue = self.lexicon.commitments.get(&(lemma.as_str(), true));
        let bare = time.tokens.len() == 1 && time.interval.is_none() && !self.is_long(time);
        bare && cue == Some(&CommitmentCue::Demand)
    }

    /// The most exact time of a verb, or of the verb it is coordinated with.
    pub(super) fn time_of(&self, head: usize, times: &[(usize, usize)]) -> Option<usize> {
        /// Verbs of a row looked back over.
        const ROW_MAX: usize = 4;
        let mut at = head;
        for _ in 0..ROW_MAX {
            let first = times.partition_point(|t| t.0 < at);
            let own = times[first..].iter().take_while(|t| t.0 == at).map(|t| t.1);
            // "He was envoy from 2014 to 2021 and has held other posts", "was born in 1925 and
            // went to school there".
            let tense = [dep::AUX, dep::AUXPASS];
            let anew = at != head && tense.iter().any(|&aux| self.syntax.has_child(head, aux));
            let own = own.filter(|&t| {
                let time = &self.times[t].value;
                let long = time.interval.is_none_or(|days| days.len() >= LONG);
                !(anew || long && at != head) || time.tokens.start < at
            });
            let exact = |&t: &usize| {
                let time = &self.times[t].value;
                (time.interval.map_or(i32::MAX, |i| i.len()), std::cmp::Reverse(time.kind))
            };
            if let Some(time) = own.min_by_key(exact) {
                return Some(time);
            }
            let t = &self.syntax.parse.tokens[at];
            if t.dep != dep::CONJ || self.syntax.has_child(at, dep::NSUBJ) {
                return None;
            }
            at = t.head as usize;
        }
        None
    }
}
