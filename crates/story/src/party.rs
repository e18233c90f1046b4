//! [`Party`]: a state, body or person as one who takes part, and [`Parties`], which finds them.
//!
//! A state's name, its people, its capital and its seats of power are one party. "Both sides" are
//! the two or more that were last named together.

use crate::Report;
use analysis::{EntityKind, Mention, MentionForm, Syntax};
use document::Span;
use language::labels::{dep, pos, tag};
use lexicon::{
    Lexicon,
    rows::{CommitmentCue, MeetingWord},
};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap, HashSet};

/// One who takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// A state, by the name most used.
    State(&'static str),
    /// An entity of the story, by its index.
    Entity(usize),
}

/// Tells the entity of a chain of a report, on any thread.
pub type Chained<'a> = &'a (dyn Fn(usize, usize) -> Option<usize> + Sync);

/// Finds the parties that noun phrases name.
pub struct Parties<'a> {
    reports: &'a [Report],
    lexicon: &'a Lexicon,
    entity: Chained<'a>,
    /// Names to states; whether the name is only a seat of power.
    states: HashMap<&'static str, (&'static str, bool)>,
    /// By report: tokens at which several states or bodies are named together.
    named_together: Vec<Vec<(usize, BTreeSet<Party>)>>,
}

/// Most words of a state's name.
const STATE_WORDS_MAX: usize = 4;
/// Most tokens of each of several that are named together: "the United States".
const NAME_TOKENS_MAX: usize = 4;
/// Sentences before "the two leaders" in which they are named.
const SENTENCES_BEFORE: usize = 3;
/// Most heads of one row of noun phrases.
const ROW_MAX: usize = 6;

impl<'a> Parties<'a> {
    /// Over the reports of a story; `entity` tells the entity of a chain of a report.
    pub fn new(reports: &'a [Report], lexicon: &'a Lexicon, entity: Chained<'a>) -> Parties<'a> {
        let mut states = HashMap::new();
        for country in lexicon.countries.iter() {
            let own = country.alternatives.iter().chain(&country.demonyms).chain([&country.name]);
            let seats = country.seats.iter().chain([&country.capital]).map(|name| (name, true));
            for (name, seat) in own.map(|name| (name, false)).chain(seats) {
                if name.starts_with(char::is_uppercase) {
                    states.entry(*name).or_insert((country.name, seat));
                }
            }
        }
        let regions: HashSet<&str> =
            reports.iter().flat_map(|report| regions(report, lexicon)).collect();
        states.retain(|name, (_, seat)| !(*seat && regions.contains(name)));
        let mut parties = Parties { reports, lexicon, entity, states, named_together: Vec::new() };
        let numbers = (0..reports.len()).into_par_iter();
        parties.named_together = numbers.map(|r| parties.together(r)).collect();
        parties
    }

    /// The parties of a noun phrase and those coordinated with it.
    pub fn of(&self, report: usize, head: usize) -> BTreeSet<Party> {
        let mut found = self.two_persons(report, head);
        if !found.is_empty() {
            return found;
        }
        for head in self.row(report, head) {
            found.extend(self.single(report, head));
        }
        let mut phrase = self.reports[report].analysis.syntax.noun_phrase(head);
        if found.is_empty() && phrase.any(|token| self.is_group(report, token)) {
            found = self.two_states(report, head);
        }
        found
    }

    /// "The two countries": the last that were named together, if its sentence or the one before
    /// names them; else the states named there, if they are two. Where those name others, nobody.
    fn two_states(&self, report: usize, head: usize) -> BTreeSet<Party> {
        let syntax = &self.reports[report].analysis.syntax;
        let sentence = syntax.parse.sentence_of(head);
        let here = syntax.parse.sentences[sentence].start..head;
        let before = sentence.checked_sub(1).map(|s| syntax.parse.sentences[s].clone());
        let pair = self.together_before(report, head);
        let mut named = BTreeSet::new();
        for tokens in [Some(here), before].into_iter().flatten() {
            let states = self.states(syntax, tokens, true);
            if pair.len() > 1 && pair.is_subset(&states) {
                return pair;
            }
            if states.len() == 2 {
                return states;
            }
            named.extend(states);
        }
        let states = pair.iter().any(|p| matches!(p, Party::State(_)));
        let others = named.iter().any(|state| !pair.contains(state));
        if states && others { BTreeSet::new() } else { pair }
    }

    /// Those last named together before a token, or first after it.
    pub fn together_before(&self, report: usize, token: usize) -> BTreeSet<Party> {
        let all = &self.named_together[report];
        let last = all.partition_point(|(at, _)| *at < token);
        let nearest = all[..last].last().or_else(|| all.get(last));
        nearest.map(|(_, parties)| parties.clone()).unwrap_or_default()
    }

    /// Whether words have one for agreeing.
    pub(crate) fn agree(&self, report: usize, words: Span) -> bool {
        let syntax = &self.reports[report].analysis.syntax;
        let agrees = |i: usize| {
            let lemma = syntax.parse.lemma(i).to_lowercase();
            let verb = syntax.parse.tokens[i].pos == pos::VERB;
            let cue = self.lexicon.commitments.get(&(lemma.as_str(), verb));
            cue == Some(&CommitmentCue::Agree)
        };
        syntax.tokens_of(words).any(agrees)
    }

    /// All states that some tokens name, and the entities of names among them.
    pub fn within(&self, report: usize, tokens: std::ops::Range<usize>) -> BTreeSet<Party> {
        let analysis = &self.reports[report].analysis;
        let mut found = self.states(&analysis.syntax, tokens.clone(), true);
        let first = analysis.mentions.partition_point(|m| m.tokens.end <= tokens.start);
        let near = analysis.mentions[first..].iter().take_while(|m| m.tokens.start < tokens.end);
        let inside = near.filter(|m| {
            m.form == MentionForm::Name
                && tokens.contains(&m.head)
                && matches!(m.kind, EntityKind::Person | EntityKind::Organization)
        });
        found.extend(inside.filter_map(|m| self.party(report, m.chain)));
        found
    }

    /// The states that some tokens name, not by a seat of power.
    pub fn states_in(&self, report: usize, tokens: std::ops::Range<usize>) -> BTreeSet<Party> {
        self.states(&self.reports[report].analysis.syntax, tokens, false)
    }

    /// The state that has one of its seats at a place of this name.
    pub fn seat(&self, place: &str) -> Option<Party> {
        let state = self.states.get(place).filter(|(_, seat)| *seat);
        state.map(|(state, _)| Party::State(state))
    }

    /// The body named among some tokens that is the house of a state.
    pub(crate) fn house_of(
        &self,
        report: usize,
        tokens: std::ops::Range<usize>,
        state: Party,
    ) -> Option<Party> {
        let analysis = &self.reports[report].analysis;
        let first = analysis.mentions.partition_point(|m| m.tokens.end <= tokens.start);
        let near = analysis.mentions[first..].iter().take_while(|m| m.tokens.start < tokens.end);
        let mut named = near.filter(|m| {
            let words = self.reports[report].document.text.words(m.span);
            m.kind == EntityKind::Organization && self.seat(words) == Some(state)
        });
        named.find_map(|m| (self.entity)(report, m.chain)).map(Party::Entity)
    }

    /// The party a chain refers to.
    pub fn party(&self, report: usize, chain: usize) -> Option<Party> {
        let entity = (self.entity)(report, chain)?;
        let name = self.reports[report].analysis.chains[chain].name;
        let words = name.map(|m| {
            let span = self.reports[report].analysis.mentions[m].span;
            self.reports[report].document.text.words(span)
        });
        let state = words.and_then(|words| self.states.get(words));
        Some(state.map_or(Party::Entity(entity), |(state, _)| Party::State(state)))
    }

    fn row(&self, report: usize, head: usize) -> Vec<usize> {
        let syntax = &self.reports[report].analysis.syntax;
        let mut row = vec![head];
        while row.len() < ROW_MAX
            && let Some(next) = syntax.child(row[row.len() - 1], &[dep::CONJ])
        {
            row.push(next);
        }
        row
    }

    fn single(&self, report: usize, head: usize) -> BTreeSet<Party> {
        let analysis = &self.reports[report].analysis;
        let mention = mention_at(&analysis.mentions, head);
        let named =
            mention.filter(|m| matches!(m.kind, EntityKind::Person | EntityKind::Organization));
        let own = named.filter(|m| m.head == head).and_then(|m| self.party(report, m.chain));
        if let Some(party) = own {
            return BTreeSet::from([party]);
        }
        // "His Chilean counterpart Ana Ruiz" is she, and not her state.
        let (syntax, mentions) = (&analysis.syntax, &analysis.mentions);
        let named = syntax.child(head, &[dep::APPOS]).and_then(|a| mention_at(mentions, a));
        let person = named.filter(|m| m.form == MentionForm::Name && m.kind == EntityKind::Person);
        if let Some(party) = person.and_then(|m| self.party(report, m.chain)) {
            return BTreeSet::from([party]);
        }
        let states = self.states_of(report, head);
        if !states.is_empty() {
            return states;
        }
        mention.and_then(|m| self.party(report, m.chain)).into_iter().collect()
    }

    /// The states that a noun phrase names, but for where its people are or what they are about:
    /// "lawmakers on Capitol Hill", "the Velia airport".
    fn states_of(&self, report: usize, head: usize) -> BTreeSet<Party> {
        let analysis = &self.reports[report].analysis;
        let (syntax, parse) = (&analysis.syntax, &analysis.syntax.parse);
        let phrase = syntax.noun_phrase(head);
        let apart = |c: usize| {
            let word = syntax.lower(c);
            let about = self.lexicon.meetings.get(&(word.as_str(), "preposition"));
            let about = about.filter(|word| **word != MeetingWord::Else);
            let locative = self.lexicon.locative.contains(word.as_str());
            // "The French ambassador to Chile" does not come for Chile.
            let to = self.lexicon.leads_to(&word);
            c > head && parse.tokens[c].dep == dep::PREP && (locative || to || about.is_some())
        };
        let end = parse.children(head).filter(|&c| apart(c)).map(|c| parse.subtree(c).start).min();
        let tokens = phrase.start..end.unwrap_or(phrase.end).min(phrase.end);
        let name = mention_at(&analysis.mentions, head).filter(|m| {
            m.head == head
                && m.form == MentionForm::Name
                && matches!(m.kind, EntityKind::Place | EntityKind::Other)
        });
        match name {
            // A state has its own name or that of its seat, and "the" before it.
            Some(name) => {
                let found = self.states(syntax, name.tokens.clone(), true);
                let words = syntax.words(name.tokens.clone());
                let first = words.split_once(' ').map_or(words, |(_, rest)| rest);
                let whole = [words, first].iter().any(|w| self.states.contains_key(w));
                if whole { found } else { BTreeSet::new() }
            }
            None => self.states(syntax, tokens, true),
        }
    }

    /// "The two leaders": the persons named just before it if they are two, unless states stand
    /// with it.
    fn two_persons(&self, report: usize, head: usize) -> BTreeSet<Party> {
        let analysis = &self.reports[report].analysis;
        let (syntax, parse) = (&analysis.syntax, &analysis.syntax.parse);
        let plural = matches!(parse.tokens[head].tag, tag::NNS | tag::NNPS);
        let lemma = parse.lemma(head).to_lowercase();
        let number = syntax.child(head, &[dep::NUMMOD]).map(|n| syntax.lower(n));
        let two = number.and_then(|n| self.lexicon.numbers.get(n.as_str())) == Some(&2.0);
        let role = self.lexicon.role_words.contains_key(lemma.as_str());
        let named = !self.states_in(report, syntax.noun_phrase(head)).is_empty();
        if !(plural && two && role) || named {
            return BTreeSet::new();
        }
        let first = parse.sentence_of(head).saturating_sub(SENTENCES_BEFORE);
        let before = parse.sentences[first].start..head;
        let last = analysis.mentions.partition_point(|m| m.tokens.start < head);
        let near = analysis.mentions[..last].iter().rev();
        let near = near.take_while(|m| m.tokens.start >= before.start);
        let named = |m: &&Mention| m.form == MentionForm::Name && m.kind == EntityKind::Person;
        let persons = near.filter(named).filter_map(|m| self.party(report, m.chain));
        let pair: BTreeSet<Party> = persons.collect();
        if pair.len() == 2 { pair } else { BTreeSet::new() }
    }

    /// The states that some tokens name, the longest names first.
    fn states(
        &self,
        syntax: &Syntax,
        tokens: std::ops::Range<usize>,
        seats: bool,
    ) -> BTreeSet<Party> {
        let mut found = BTreeSet::new();
        let mut at = tokens.start;
        while at < tokens.end {
            let mut lengths = (1..=STATE_WORDS_MAX.min(tokens.end - at)).rev();
            let named = lengths.find_map(|n| {
                let known = self.states.get(syntax.words(at..at + n));
                known.filter(|(_, seat)| seats || !seat).map(|(state, _)| (n, *state))
            });
            found.extend(named.map(|(_, state)| Party::State(state)));
            at += named.map_or(1, |(n, _)| n);
        }
        found
    }

    /// "Both sides", "the two countries".
    fn is_group(&self, report: usize, head: usize) -> bool {
        let parse = &self.reports[report].analysis.syntax.parse;
        let lemma = parse.lemma(head).to_lowercase();
        let t = &parse.tokens[head];
        let plural = matches!(t.tag, tag::NNS | tag::NNPS);
        let syntax = &self.reports[report].analysis.syntax;
        let number = syntax.child(head, &[dep::NUMMOD]).map(|n| syntax.lower(n));
        let counted = number.and_then(|n| number_of(&n, self.lexicon));
        // "The 11 nations" are not the two named before.
        plural && counted.is_none_or(|n| n == 2.0) && self.lexicon.groups.contains(lemma.as_str())
    }

    /// Where a report names several states or bodies together, by token.
    fn together(&self, report: usize) -> Vec<(usize, BTreeSet<Party>)> {
        let syntax = &self.reports[report].analysis.syntax;
        let mut found = Vec::new();
        for token in 0..syntax.len() {
            let t = &syntax.parse.tokens[token];
            if !matches!(t.pos, pos::NOUN | pos::PROPN) || t.dep == dep::CONJ {
                continue;
            }
            let row = self.row(report, token);
            if row.iter().any(|&head| syntax.noun_phrase(head).len() > NAME_TOKENS_MAX) {
                continue;
            }
            let parties: BTreeSet<Party> =
                row.iter().flat_map(|&head| self.single(report, head)).collect();
            let states = parties.iter().filter(|p| matches!(p, Party::State(_))).count();
            let acting = states == 0 && row.len() > 1 && self.may_act(report, token);
            let whole = states == parties.len() || acting;
            if parties.len() > 1 && whole && !self.has_person(report, &row) {
                found.push((token, parties));
            }
        }
        found
    }

    /// Whether a noun is who does something or is done by, or one of those between whom something
    /// is: bodies that only things are done to are no sides.
    fn may_act(&self, report: usize, token: usize) -> bool {
        let syntax = &self.reports[report].analysis.syntax;
        let parse = &syntax.parse;
        let above = syntax.lower(parse.head(token));
        let between = self.lexicon.time_bounds.contains_key(above.as_str());
        let subject = matches!(parse.tokens[token].dep, dep::NSUBJ | dep::NSUBJPASS);
        subject || parse.tokens[parse.head(token)].dep == dep::AGENT || between
    }

    fn has_person(&self, report: usize, heads: &[usize]) -> bool {
        let mentions = &self.reports[report].analysis.mentions;
        let person = |m: &Mention| m.kind == EntityKind::Person;
        heads.iter().any(|&head| mention_at(mentions, head).is_some_and(person))
    }
}

/// A number in figures or words.
fn number_of(word: &str, lexicon: &Lexicon) -> Option<f64> {
    word.parse().ok().or_else(|| lexicon.numbers.get(word).copied())
}

/// The words before the title of one who governs a part of a country: "Washington Gov. Ana Ruiz".
fn regions<'a>(report: &'a Report, lexicon: &Lexicon) -> Vec<&'a str> {
    let syntax = &report.analysis.syntax;
    let governs = |i: usize| {
        let word = syntax.lower(i);
        lexicon.rulers.get(word.trim_end_matches('.')) == Some(&"region")
    };
    let titled = |i: &usize| syntax.parse.tokens[*i].pos == pos::PROPN && governs(i + 1);
    (0..syntax.len().saturating_sub(1)).filter(titled).map(|i| syntax.word(i)).collect()
}

/// The smallest mention that a token stands in. Cost: logarithmic in the mentions.
pub(crate) fn mention_at(mentions: &[Mention], token: usize) -> Option<&Mention> {
    let first = mentions.partition_point(|m| m.tokens.end <= token);
    let near = mentions[first..].iter().take_while(|m| m.tokens.start <= token);
    let holds = near.filter(|m| m.tokens.contains(&token));
    holds.min_by_key(|m| (m.head != token, m.tokens.len()))
}
