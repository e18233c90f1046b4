//! Finds mentions of meetings, each a [`Told`] with what the words around it say of it.

mod around;
mod which;

use super::{Delegation, told::Told};
use crate::{
    Report,
    party::{Parties, Party, mention_at},
};
use analysis::{EntityKind, Mention, MentionForm, Realis, Syntax, time::TimeKind};
use document::Span;
use language::{
    Parse,
    labels::{dep, pos, tag},
};
use lexicon::{Lexicon, rows::MeetingWord};
use std::collections::BTreeSet;

/// The mentions of meetings in a report, in text order.
pub(super) fn find(
    reports: &[Report],
    report: usize,
    parties: &Parties<'_>,
    lexicon: &Lexicon,
) -> Vec<Told> {
    let reader = Reader { reports, report, parties, lexicon };
    let tokens = 0..reader.syntax().len();
    tokens.filter_map(|token| reader.told(token)).take(super::MENTIONS_MAX).collect()
}

/// Most of those whom one verb of meeting names as met.
const WHOM_MAX: usize = 8;

/// Sentences after a mention in which those who came may be named.
const SENTENCES_AFTER: usize = 4;

/// Who came to a meeting for which party.
pub(super) fn delegations(
    reports: &[Report],
    told: &Told,
    parties: &Parties<'_>,
    lexicon: &Lexicon,
) -> Vec<Delegation> {
    let reader = Reader { reports, report: told.report, parties, lexicon };
    let sentences = &reader.syntax().parse.sentences;
    let first = reader.syntax().parse.sentence_of(told.token);
    let last = (first + SENTENCES_AFTER).min(sentences.len());
    let heads = sentences[first..last].iter().flat_map(|s| s.clone());
    heads.filter_map(|verb| reader.delegation(verb)).collect()
}

/// The children of the objects of a noun's prepositions: "a meeting in the palace, where …".
fn prepositions_of(parse: &Parse, noun: usize) -> impl Iterator<Item = usize> + '_ {
    let prepositions = parse.children(noun).filter(move |&c| parse.tokens[c].dep == dep::PREP);
    let objects = prepositions.flat_map(move |p| parse.children(p));
    objects.flat_map(move |o| parse.children(o))
}

struct Reader<'a> {
    reports: &'a [Report],
    report: usize,
    parties: &'a Parties<'a>,
    lexicon: &'a Lexicon,
}

impl Reader<'_> {
    fn analysis(&self) -> &analysis::Analysis {
        &self.reports[self.report].analysis
    }

    fn syntax(&self) -> &Syntax {
        &self.analysis().syntax
    }

    fn word(&self, token: usize) -> Option<MeetingWord> {
        let parse = &self.syntax().parse;
        let class = match parse.tokens[token].pos {
            pos::VERB => "verb",
            pos::NOUN | pos::PROPN => "noun",
            pos::ADP => "preposition",
            _ => return None,
        };
        let lemma = parse.lemma(token).to_lowercase();
        self.lexicon.meetings.get(&(lemma.as_str(), class)).copied()
    }

    fn told(&self, token: usize) -> Option<Told> {
        let kind = self.kind(token)?;
        let syntax = self.syntax();
        let parse = &syntax.parse;
        let noun = parse.tokens[token].pos != pos::VERB;
        if noun && matches!(parse.tokens[token].dep, dep::COMPOUND | dep::AMOD) {
            return None;
        }
        let verb = if noun { self.verb_above(token) } else { Some(token) };
        let other = if noun { self.only_sounds_so(token, kind) } else { self.is_of_a_thing(token) };
        if other {
            return None;
        }
        let about = noun && self.is_about(token);
        let told_by = verb.filter(|&v| !(about || noun && self.is_of_speech(v)));
        let verb = told_by.filter(|&v| !(noun && self.is_broken_off(token, v)));
        let held = verb.filter(|_| noun).and_then(|v| self.verb_of_holding(token, v));
        let over = noun && self.word(parse.head(token)) == Some(MeetingWord::Over);
        let with = verb.filter(|&v| !(over && self.is_aside(token, v)));
        let around: Vec<usize> = [Some(token), with, held].into_iter().flatten().collect();
        let realis = if about { Realis::Hypothetical } else { self.realis(token, verb) };
        let (parties, mut places) = (self.who(token, verb, noun), self.places(&around, token));
        let hosts =
            if noun && kind == MeetingWord::Visit { self.hosts(token) } else { BTreeSet::new() };
        let span = self.clause(token, told_by)?;
        let mut parties = self.as_house(parties, syntax.tokens_of(span));
        parties.retain(|party| !hosts.iter().any(|(host, _)| *host == Some(*party)));
        if noun && self.is_remark(token) {
            parties.clear();
        }
        if kind == MeetingWord::Clash && !self.names_person(token, &parties) {
            return None;
        }
        places.extend(hosts.into_iter().map(|(_, name)| name));
        let time = self.time(&around).filter(|&t| self.is_when(t, realis));
        let times = &self.analysis().times;
        Some(Told {
            report: self.report,
            item: self.item(token),
            token,
            sentence: syntax.parse.sentence_of(token),
            kind,
            points_back: self.points_back(token),
            span,
            sides: parties.clone(),
            parties,
            is_named: noun && self.is_named(token, &places),
            seats: places.iter().filter_map(|place| self.parties.seat(place)).collect(),
            places,
            time,
            value: time.map(|t| self.when(&times[t].value)),
            length: if about { None } else { self.length(token) },
            agenda: around.iter().flat_map(|&at| self.agenda(at, token)).collect(),
            is_settled: !noun || self.is_settled(token, verb, realis),
            realis,
        })
    }

    /// The verb that says that a meeting was held, is to be held, or what it did.
    fn verb_above(&self, noun: usize) -> Option<usize> {
        let parse = &self.syntax().parse;
        let above = parse.head(noun);
        let at = if parse.tokens[above].pos == pos::ADP { parse.head(above) } else { above };
        // "They met on Monday to discuss a treaty, future talks, …": what is listed has no day.
        let dep = parse.tokens[noun].dep;
        let another = self.is_ahead(noun) && self.word(at).is_some();
        let governs = matches!(parse.tokens[at].pos, pos::VERB | pos::AUX);
        (governs && dep != dep::NPADVMOD && !another).then_some(at)
    }

    /// "Talks are set to take place in Almaly": the second verb says where and when.
    fn verb_of_holding(&self, noun: usize, verb: usize) -> Option<usize> {
        let parse = &self.syntax().parse;
        let subject = matches!(parse.tokens[noun].dep, dep::NSUBJ | dep::NSUBJPASS);
        let second = self.syntax().child(verb, &[dep::XCOMP]).filter(|_| subject)?;
        self.word(second).is_none().then_some(second)
    }

    /// What a word names, if it is a particular coming together.
    fn kind(&self, token: usize) -> Option<MeetingWord> {
        match self.word(token)? {
            MeetingWord::Exchange => {
                let parse = &self.syntax().parse;
                let mut with = parse.children(token).map(|c| self.adjective(c));
                with.any(|w| w == Some(MeetingWord::Heated)).then_some(MeetingWord::Clash)
            }
            kind => Some(kind).filter(|kind| kind.is_meeting()),
        }
    }

    fn adjective(&self, token: usize) -> Option<MeetingWord> {
        let word = self.syntax().lower(token);
        self.lexicon.meetings.get(&(word.as_str(), "adjective")).copied()
    }

    /// "The next round of talks", "future talks".
    fn is_ahead(&self, noun: usize) -> bool {
        let parse = &self.syntax().parse;
        let round = self.noun_over(noun).into_iter().flat_map(|above| parse.children(above));
        let mut with = parse.children(noun).chain(round).map(|c| self.adjective(c));
        with.any(|word| word == Some(MeetingWord::Ahead))
    }

    /// The noun of which a noun stands: "the idea of talks".
    fn noun_over(&self, noun: usize) -> Option<usize> {
        let parse = &self.syntax().parse;
        let above = parse.head(parse.head(noun));
        let of = parse.tokens[noun].dep == dep::POBJ && parse.tokens[above].pos == pos::NOUN;
        of.then_some(above)
    }

    /// Whether a noun of meeting is what another meeting was about.
    fn is_about(&self, noun: usize) -> bool {
        /// Steps up the tree to the word before what was discussed.
        const STEPS: usize = 5;
        let parse = &self.syntax().parse;
        let mut at = noun;
        for _ in 0..STEPS {
            if parse.tokens[at].dep == dep::NSUBJ {
                return false;
            }
            let above = parse.head(at);
            if above == at {
                return false;
            }
            match self.word(above) {
                Some(MeetingWord::About) => return true,
                Some(MeetingWord::Over) => return false,
                _ => at = above,
            }
        }
        false
    }

    /// "The Almaly talks": the place stands before the noun.
    fn is_named(&self, noun: usize, places: &BTreeSet<String>) -> bool {
        let parse = &self.syntax().parse;
        let before = parse.children(noun).filter(|&c| parse.tokens[c].dep == dep::COMPOUND);
        let mut names = before.filter_map(|c| self.mention_of(c)).map(|m| self.words(m.span));
        names.any(|name| places.contains(&name))
    }

    fn clause(&self, token: usize, verb: Option<usize>) -> Option<Span> {
        let syntax = self.syntax();
        let events = &self.analysis().events;
        let own = events.iter().find(|e| Some(e.value.head) == verb).map(|e| e.value.span);
        let at = syntax.parse.tokens[token].start as usize;
        let holds = own.filter(|span| span.range().contains(&at));
        holds.or_else(|| syntax.span(syntax.noun_phrase(token)))
    }

    /// The digest item of a token.
    fn item(&self, token: usize) -> usize {
        let at = self.syntax().parse.tokens[token].start as usize;
        let items = &self.reports[self.report].document.items;
        let holds = |i: &document::Item| i.parts.iter().any(|p| p.span.range().contains(&at));
        items.iter().position(holds).map_or(0, |i| i + 1)
    }

    /// Who took part: subject and "with" of a verb, "between", "of", "with" and the words before a
    /// noun.
    fn who(&self, token: usize, verb: Option<usize>, noun: bool) -> BTreeSet<Party> {
        let (syntax, parse) = (self.syntax(), &self.syntax().parse);
        let mut found = BTreeSet::new();
        let goes = self.word(token) == Some(MeetingWord::Visit);
        let prepositions = |of: usize| {
            let all = parse.children(of).filter(|&c| parse.tokens[c].dep == dep::PREP);
            all.filter(|&p| !self.lexicon.locative.contains(syntax.lower(p).as_str()))
                .filter(|&p| self.word(p).is_none_or(|word| word == MeetingWord::Else))
                .filter(|&p| !(goes && self.leads_to(p)))
                .filter(|&p| !self.lexicon.role_preposition.contains(syntax.lower(p).as_str()))
                .filter_map(|p| syntax.child(p, &[dep::POBJ]))
        };
        let of = |head: usize| self.parties.of(self.report, head);
        found.extend(prepositions(token).filter(|&o| self.acts(o)).flat_map(of));
        if noun {
            let before = syntax.noun_phrase(token).start..token;
            // "The president's visit": who that is was said elsewhere, and often of another's.
            let told = |&o: &usize| goes && parse.tokens[o].pos == pos::NOUN;
            let owner = syntax.child(token, &[dep::POSS]);
            let owner = owner.filter(|o| self.acts(*o) && !told(o));
            let owned: BTreeSet<Party> = owner.into_iter().flat_map(of).collect();
            let is_owned = !owned.is_empty();
            found.extend(owned);
            let states = self.parties.states_in(self.report, before);
            found.extend(states.iter().filter(|_| states.len() > 1));
            let clauses = parse.children(token).chain(prepositions_of(parse, token));
            let relative = clauses.filter(|&c| parse.tokens[c].dep == dep::RELCL);
            for clause in relative {
                let parts = [dep::NSUBJ, dep::DOBJ, dep::DATIVE];
                let parts = parts.iter().filter_map(|&part| syntax.child(clause, &[part]));
                // "Vale's visit to the port, where she": the visitor, whoever "she" was taken for.
                let visitor = |&o: &usize| goes && is_owned && parse.tokens[o].pos == pos::PRON;
                parts
                    .filter(|o| self.is_person(*o) && !visitor(o))
                    .for_each(|o| found.extend(self.parties.of(self.report, o)));
            }
            let held = verb.filter(|&v| parse.head(token) == v);
            let object = held.filter(|_| parse.tokens[token].dep == dep::DOBJ && !is_owned);
            let subject = object.and_then(|v| syntax.child(v, &[dep::NSUBJ]));
            found.extend(subject.into_iter().flat_map(|s| self.parties.of(self.report, s)));
            // "The two leaders clashed during a meeting": several who did something at it.
            let aside = verb.filter(|&v| found.is_empty() && self.is_aside(token, v));
            let there = aside.and_then(|v| syntax.child(v, &[dep::NSUBJ]));
            let several = there.map(|s| self.parties.of(self.report, s)).unwrap_or_default();
            found.extend(several.iter().filter(|_| several.len() > 1));
        } else {
            let subject = syntax.child(token, &[dep::NSUBJ, dep::NSUBJPASS, dep::DOBJ]);
            let subject = subject.or_else(|| match parse.tokens[token].dep {
                dep::CONJ | dep::XCOMP => syntax.child(parse.head(token), &[dep::NSUBJ]),
                _ => None,
            });
            found.extend(subject.into_iter().flat_map(of));
        }
        found
    }

    fn is_person(&self, token: usize) -> bool {
        let mention = mention_at(&self.analysis().mentions, token);
        mention.is_some_and(|m| m.head == token && m.kind == EntityKind::Person)
    }

    fn acts(&self, token: usize) -> bool {
        let mention = mention_at(&self.analysis().mentions, token);
        mention.is_some_and(|m| m.kind != EntityKind::Other)
            || !self.parties.of(self.report, token).is_empty()
    }

    /// Names of the places that stand with a meeting: "in Almaly", "the Almaly talks".
    fn places(&self, around: &[usize], token: usize) -> BTreeSet<String> {
        let (syntax, parse) = (self.syntax(), &self.syntax().parse);
        let mut heads: Vec<usize> = Vec::new();
        for &at in around {
            let locative = parse.children(at).filter(|&c| {
                parse.tokens[c].dep == dep::PREP
                    && self.lexicon.locative.contains(syntax.lower(c).as_str())
            });
            heads.extend(locative.filter_map(|p| syntax.child(p, &[dep::POBJ])));
        }
        let deeper = prepositions_of(parse, token).filter(|&c| {
            parse.tokens[c].dep == dep::PREP
                && self.lexicon.locative.contains(syntax.lower(c).as_str())
        });
        heads.extend(deeper.filter_map(|p| syntax.child(p, &[dep::POBJ])));
        // "Met Berg in Oslo": a person is nowhere for good, so it is they who met there.
        let whom = std::iter::successors(syntax.child(token, &[dep::DOBJ]), |&o| {
            syntax.child(o, &[dep::CONJ])
        });
        let persons = whom.take(WHOM_MAX).filter(|&o| self.is_person(o));
        let there = persons.flat_map(|o| parse.children(o)).filter(|&c| {
            parse.tokens[c].dep == dep::PREP
                && self.lexicon.locative.contains(syntax.lower(c).as_str())
        });
        heads.extend(there.filter_map(|p| syntax.child(p, &[dep::POBJ])));
        heads.extend(parse.children(token).filter(|&c| parse.tokens[c].dep == dep::COMPOUND));
        let apposed: Vec<usize> =
            heads.iter().filter_map(|&h| syntax.child(h, &[dep::APPOS])).collect();
        heads.extend(apposed);
        let place = |head: usize| -> Option<String> {
            let mention = self.mention_of(head)?;
            let compound = parse.tokens[head].dep == dep::COMPOUND;
            let state = self.lexicon.country(&self.words(mention.span)).is_some();
            let spatial = mention.kind == EntityKind::Place || !compound && self.is_room(mention);
            (spatial && !(compound && state)).then(|| self.words(mention.span))
        };
        heads.into_iter().filter_map(place).collect()
    }

    /// A named body that something happens in can only be its house.
    fn is_room(&self, mention: &Mention) -> bool {
        matches!(mention.kind, EntityKind::Organization | EntityKind::Other)
    }

    fn mention_of(&self, token: usize) -> Option<&Mention> {
        let mention = mention_at(&self.analysis().mentions, token);
        mention.filter(|m| m.form == MentionForm::Name)
    }

    fn words(&self, span: Span) -> String {
        let words = self.reports[self.report].document.text.words(span);
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The time that one of these words governs.
    fn time(&self, around: &[usize]) -> Option<usize> {
        let analysis = self.analysis();
        let of_event = |&at: &usize| {
            analysis.events.iter().find(|e| e.value.head == at).and_then(|e| e.value.time)
        };
        let token = around[0];
        if self.syntax().parse.tokens[token].pos == pos::VERB {
            return self
                .time_it_describes(token)
                .or_else(|| around.iter().rev().find_map(of_event));
        }
        let before = self.syntax().noun_phrase(token);
        let own = analysis.times.iter().position(|t| {
            let within = t.value.tokens.start >= before.start && t.value.tokens.end <= token;
            within && t.value.says_when()
        });
        let own = own.or_else(|| self.time_behind(token));
        own.or_else(|| around.iter().rev().find_map(of_event))
    }

    /// A length in hours or minutes in the sentence of a meeting: "talks lasting four hours".
    fn length(&self, token: usize) -> Option<usize> {
        /// How values of hours and minutes begin.
        const HOURS: &str = "PT";
        let sentence = self.syntax().sentence(token);
        self.analysis().times.iter().position(|t| {
            let inside = sentence.contains(&t.value.tokens.start);
            let counted = t.value.value.contains(|c: char| c.is_ascii_digit());
            inside
                && counted
                && !self.is_span_between(&t.value.tokens)
                && t.value.kind == TimeKind::Duration
                && t.value.value.starts_with(HOURS)
        })
    }

    /// What it was about: objects of "discuss" and "on" under a meeting.
    fn agenda(&self, at: usize, noun: usize) -> Vec<Span> {
        let (syntax, parse) = (self.syntax(), &self.syntax().parse);
        let mut words: Vec<usize> = parse.children(at).collect();
        words.push(at);
        // "Said on the radio after a meeting": of another verb only what it does is asked.
        let own = self.kind(at).is_some() || parse.tokens[noun].dep == dep::DOBJ;
        let linked = |w: usize| parse.tokens[w].dep == dep::PREP;
        let about = |w: &usize| {
            let says = self.word(*w) == Some(MeetingWord::About);
            says && (own || *w == at || !linked(*w))
        };
        let objects = words.into_iter().filter(about).filter_map(|w| {
            let on = syntax.child(w, &[dep::PREP]).filter(|&p| about(&p));
            let object = syntax.child(w, &[dep::DOBJ, dep::POBJ]);
            object.or_else(|| syntax.child(on?, &[dep::POBJ]))
        });
        let timed = |o: &usize| {
            let times = &self.analysis().times;
            !times.iter().any(|t| t.value.tokens.contains(o))
        };
        let told = objects.filter(timed).filter(|&o| self.says_what(o));
        told.filter_map(|o| syntax.span(parse.subtree(o))).collect()
    }

    fn realis(&self, token: usize, verb: Option<usize>) -> Realis {
        let parse = &self.syntax().parse;
        let events = &self.analysis().events;
        let told = events.iter().find(|e| Some(e.value.head) == verb).map(|e| e.value.realis);
        let noun = parse.tokens[token].pos != pos::VERB;
        let before = parse.head(token);
        let over = parse.tokens[before].dep == dep::PREP
            && parse.tokens[token].dep == dep::POBJ
            && self.word(before) == Some(MeetingWord::Over);
        let ahead = self.is_ahead(token);
        let thought = self.noun_over(token).and_then(|above| self.word(above));
        if noun && thought == Some(MeetingWord::Ahead) {
            return Realis::Hypothetical;
        }
        if noun && over && !ahead {
            return Realis::Actual;
        }
        let over_it = self.noun_over(token).and_then(|above| self.verb_above(above));
        if noun && verb.or(over_it).is_some_and(|v| self.is_in_doubt(v)) {
            return Realis::Hypothetical;
        }
        match self.meant(token).filter(|_| noun) {
            Some(realis) => return realis,
            None if noun && ahead => return Realis::Planned,
            None => {}
        }
        let told = match verb.filter(|&v| noun && self.is_aside(token, v)) {
            Some(_) if told == Some(Realis::Denied) => Some(Realis::Actual),
            _ => told,
        };
        if self.is_what_for(token) {
            return Realis::Hypothetical;
        }
        let bare = parse.tokens[token].tag == tag::VB;
        let has_to = self.syntax().is_infinitive(token);
        match told {
            Some(Realis::Actual) if bare && has_to => Realis::Planned,
            Some(Realis::Generic) | None => Realis::Actual,
            Some(realis) => realis,
        }
    }

    /// "The Russian delegation comprised …", "Badrud was represented by …".
    fn delegation(&self, verb: usize) -> Option<Delegation> {
        let (syntax, parse) = (self.syntax(), &self.syntax().parse);
        let member = parse.tokens[verb].pos == pos::VERB;
        if !member || self.word(verb) != Some(MeetingWord::Member) {
            return None;
        }
        let subject = syntax.child(verb, &[dep::NSUBJ, dep::NSUBJPASS]).or_else(|| {
            let modifies = matches!(parse.tokens[verb].dep, dep::ACL | dep::RELCL);
            modifies.then(|| parse.head(verb))
        })?;
        let of = self.parties.states_in(self.report, syntax.noun_phrase(subject));
        let party = *of.iter().next().filter(|_| of.len() == 1)?;
        let subtree = parse.subtree(verb);
        let from = subject.max(subtree.start) + 1;
        let inside = self.analysis().mentions.iter().filter(|m| {
            m.kind == EntityKind::Person
                && m.form == MentionForm::Name
                && (from..subtree.end).contains(&m.head)
        });
        let persons = inside.filter_map(|m| self.parties.party(self.report, m.chain));
        let members: BTreeSet<usize> = persons
            .filter_map(|p| if let Party::Entity(entity) = p { Some(entity) } else { None })
            .collect();
        let span =
            syntax.span(syntax.noun_phrase(subject).start.min(subtree.start)..subtree.end)?;
        (!members.is_empty()).then(|| Delegation { party, members, spans: vec![span] })
    }
}
