//! [`Role`]s: what office or title somebody has, and from when to when.
//!
//! A role stands beside a name, or is said of it: "Vale was ambassador from 2014 to 2021", "Vale,
//! who served as mayor until 2030", "Vale was sworn in as minister". Times are read from the words
//! right after the role; a day without a year is the last such day before publication.

use crate::Report;
use analysis::{Mention, MentionForm, Syntax};
use document::{Evidence, Fact, RuleId, Span};
use language::labels::{dep, pos, tag};
use lexicon::{Lexicon, rows::NounKind, time::TimeWord};
use std::ops::Range;

/// An office or title, with when it was held as far as the words say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// As written.
    pub title: String,
    /// When it began, ISO 8601 as precise as known.
    pub from: Option<String>,
    /// When it ended, likewise, or [`PAST`].
    pub to: Option<String>,
}

/// The end of a role of which the words only say that it is over: "the former minister".
pub const PAST: &str = "past";

/// The rule of a role that a clause says of its holder.
pub(super) const SAID: &str = "entity/role-said";

/// The kind of verbs in `lexicon/en/suppositions.tsv` for wanting an office: "ran as".
const SEEKING: &str = "seeking";

/// The kinds of `lexicon/en/role_marks.tsv`.
const BESIDE: &str = "beside";
const LIMITING: &str = "limiting";
const JUDGING: &str = "judging";
const SOUGHT: &str = "sought";

/// Most tokens after a role in which its times are looked for.
const TIMES_TOKENS_MAX: usize = 12;

/// The roles that a report gives the person of a mention.
pub(super) fn of_mention(report: &Report, mention: &Mention, lexicon: &Lexicon) -> Vec<Fact<Role>> {
    let syntax = &report.analysis.syntax;
    let reader = Reader { report, syntax, lexicon };
    let mut roles = Vec::new();
    if let Some(span) = mention.role {
        let each = reader.each(syntax.tokens_of(span)).into_iter().flatten();
        roles.extend(each.filter_map(|tokens| reader.role(tokens, "entity/role", mention.chain)));
    }
    if mention.form != MentionForm::Nominal {
        roles.extend(reader.said_of(mention).and_then(|noun| {
            let phrase = syntax.noun_phrase(noun);
            let article = |i: &usize| syntax.parse.tokens[*i].pos == pos::DET;
            let start = phrase.start + phrase.clone().take_while(article).count();
            reader.role(start..phrase.end, SAID, mention.chain)
        }));
    }
    roles
}

struct Reader<'a> {
    report: &'a Report,
    syntax: &'a Syntax,
    lexicon: &'a Lexicon,
}

impl Reader<'_> {
    /// A role with what limits it right before it; two where the first has an end of its own,
    /// which the second does not share: "former manager of a firm and vice chairman".
    fn each(&self, tokens: Range<usize>) -> [Option<Range<usize>>; 2] {
        let parse = &self.syntax.parse;
        let limiting = |i: &usize| {
            self.lexicon.role_marks.get(self.syntax.lower(*i).as_str()) == Some(&LIMITING)
        };
        let sentence = self.syntax.sentence(tokens.start);
        let before = tokens.start.checked_sub(1).filter(|i| sentence.contains(i));
        let start = before.filter(limiting).unwrap_or(tokens.start);
        let first = tokens.clone().find(|&i| !tokens.contains(&parse.head(i)));
        let second = first.and_then(|first| {
            let office =
                |c: usize| self.lexicon.titles.get(&parse.lemma(c).to_lowercase()).is_some();
            // The tree may hang the second on the last noun of the first: "of a firm and".
            let ended = |c: usize| self.syntax.child(first, &[dep::PREP]).is_some_and(|p| p < c);
            let joined = |c: usize| parse.tokens[c].dep == dep::CONJ && office(c) && ended(c);
            let alike = |c: usize| parse.head(c) == first || !office(parse.head(c));
            let past = (start..first).any(|i| self.is_past(i));
            (first..tokens.end).find(|&c| past && joined(c) && alike(c))
        });
        let Some(second) = second else { return [Some(start..tokens.end), None] };
        let second = self.syntax.noun_phrase(second).start;
        let and = |i: &usize| parse.tokens[*i].dep != dep::CC && !self.syntax.is_comma(*i);
        let end = (start..second).rev().find(and).map_or(second, |last| last + 1);
        [Some(start..end), Some(second..tokens.end)]
    }

    /// Whether a role begins with what is no part of it: "fellow leader", "embattled governor", and
    /// the count of something else, "the third leading member on trial".
    fn is_beside(&self, tokens: &Range<usize>) -> bool {
        let (parse, first) = (&self.syntax.parse, tokens.start);
        let lower = self.syntax.lower(first);
        let mark = self.lexicon.role_marks.get(lower.as_str());
        let beside = mark.is_some_and(|kind| [BESIDE, JUDGING].contains(kind));
        let ends = |i: usize| parse.tokens[i].pos == pos::ADP || self.syntax.is_comma(i);
        let last = |i: usize| i + 1 >= tokens.end || ends(i + 1);
        // "second secretary", "first minister" are offices.
        let meant = self.lexicon.time.longest([lower.as_str()].into_iter());
        let many = |word: &TimeWord| matches!(word, TimeWord::Ordinal(n) if *n > 1.0);
        let ordinal = meant.is_some_and(|(_, words)| words.iter().any(many));
        let counts = ordinal && self.syntax.word(first) == lower && !last(first + 1);
        let joins = first > 0 && parse.tokens[first].pos == pos::CCONJ;
        beside || counts || joins
    }

    fn role(&self, tokens: Range<usize>, rule: &str, holder: usize) -> Option<Fact<Role>> {
        if self.names_several(&tokens) || self.is_courtesy(&tokens) || self.is_sought(&tokens) {
            return None;
        }
        let times = self.times(&tokens);
        let written = tokens.start..times.first().map_or(tokens.end, |t| t.1.start.min(tokens.end));
        let written = self.trimmed(self.after_article(written));
        let span = self.syntax.span(written.clone())?;
        let title = self.title(self.bare(written), holder)?;
        let before = tokens.start.checked_sub(1).into_iter();
        let is_past = before.chain(tokens.clone()).any(|i| self.is_past(i));
        let of = |bound: Bound| times.iter().find(|t| t.0 == bound).map(|t| t.2.clone());
        let end = of(Bound::End).or_else(|| is_past.then(|| PAST.to_string()));
        let spans: Vec<Span> = times.iter().filter_map(|t| self.syntax.span(t.1.clone())).collect();
        Some(Fact {
            value: Role { title, from: of(Bound::Begin), to: end },
            evidence: Evidence::of(span, spans),
            rule: RuleId::new(rule),
        })
    }

    /// Whether nothing but a word of courtesy is left, with adjectives perhaps: "the late Mr.".
    fn is_courtesy(&self, tokens: &Range<usize>) -> bool {
        let Some(last) = tokens.end.checked_sub(1).filter(|last| tokens.contains(last)) else {
            return true;
        };
        let honorific = |words: &str| self.lexicon.titles.get(words) == Some(&"honorific");
        let office = |i: usize| self.lexicon.titles.get(&self.syntax.lower(i)).is_some();
        let ends = honorific(self.syntax.words(last..tokens.end));
        honorific(self.syntax.words(tokens.clone())) || ends && !(tokens.start..last).any(office)
    }

    /// A role from the last article before its noun, where the tree took what stands before that
    /// for a part of it: "in particular the house leader, Ada Vale".
    fn after_article(&self, tokens: Range<usize>) -> Range<usize> {
        let parse = &self.syntax.parse;
        let small = |i: &usize| matches!(parse.tokens[*i].pos, pos::ADP | pos::PUNCT);
        let head = tokens.clone().find(|&i| small(&i)).unwrap_or(tokens.end);
        let article = |i: &usize| self.lexicon.definite.contains(self.syntax.lower(*i).as_str());
        let last = (tokens.start..head).rev().find(article);
        last.map_or(tokens.start, |article| (article + 1).min(tokens.end - 1))..tokens.end
    }

    /// A role without the punctuation and prepositions that its times leave at its end.
    fn trimmed(&self, mut tokens: Range<usize>) -> Range<usize> {
        // "Sgt."
        let short = |i: usize| {
            let words = i.checked_sub(1).map_or("", |title| self.syntax.words(title..i + 1));
            self.lexicon.short_titles.contains(words)
        };
        let sign = |i: usize| self.syntax.is_punctuation(i) && !short(i);
        let small = |i: usize| matches!(self.syntax.parse.tokens[i].pos, pos::ADP | pos::CCONJ);
        let courtesy =
            |i: usize| self.lexicon.titles.get(self.syntax.word(i)) == Some(&"honorific");
        let loose = |i: usize| sign(i) || small(i) || courtesy(i);
        while tokens.len() > 1 && loose(tokens.end - 1) {
            tokens.end -= 1;
        }
        tokens
    }

    /// A role without what puts it into the past and without whose it is by a pronoun, where that
    /// says nothing: "campaign manager" of "his then-campaign manager", but "his mother".
    fn bare(&self, mut tokens: Range<usize>) -> Range<usize> {
        let parse = &self.syntax.parse;
        let pronoun = |i: usize| parse.tokens[i].pos == pos::PRON;
        let whole = tokens.start;
        while tokens.len() > 1 {
            let first = tokens.start;
            let owner = parse.head(first);
            let owned = pronoun(first) && parse.tokens[owner].dep == dep::POSS;
            if owned && owner >= first && tokens.contains(&(owner + 2)) {
                // "his country's vice president"
                tokens.start = owner + 2;
            } else if self.is_past(first)
                || self.syntax.word(first) == "-"
                || self.is_beside(&tokens)
                || pronoun(first)
                || parse.tokens[first].pos == pos::DET
            {
                tokens.start += 1;
            } else {
                break;
            }
        }
        let relative = |i: usize| {
            let word = self.syntax.lower(i);
            let kind = self.lexicon.titles.get(&word);
            let office = kind.is_some_and(|kind| !["other", "religious"].contains(kind));
            self.lexicon.gendered.contains_key(word.as_str()) && !office
        };
        let is_relative = tokens.len() == 1 && pronoun(whole) && relative(tokens.start);
        if is_relative { whole..tokens.end } else { tokens }
    }

    /// The words of a role; whose it is by the name of the body, where the role has but a noun for
    /// it: "Vale Club's president" of "the organization's president".
    fn title(&self, tokens: Range<usize>, holder: usize) -> Option<String> {
        let parse = &self.syntax.parse;
        let spaced = |tokens: Range<usize>| {
            let words = self.report.document.text.words(self.syntax.span(tokens)?);
            Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
        };
        let owner = tokens
            .clone()
            .find(|&i| parse.tokens[i].dep == dep::POSS && parse.tokens[i].pos == pos::NOUN);
        let named = owner.and_then(|owner| {
            let mentions = &self.report.analysis.mentions;
            let mention = mentions.iter().find(|m| m.head == owner && m.chain != holder)?;
            let chain = mention.chain;
            let name = self.report.analysis.chains[chain].name?;
            let sign = |c: &usize| parse.tokens[*c].tag == tag::POS;
            let sign = parse.children(owner).find(sign).filter(|s| tokens.contains(s))?;
            Some(spaced(mentions[name].tokens.clone())? + &spaced(sign..tokens.end)?)
        });
        // "The group's president": which group, its reader cannot know.
        let sign = |owner: usize| parse.children(owner).find(|&c| parse.tokens[c].tag == tag::POS);
        let general = owner.filter(|&owner| {
            let article = self.syntax.child(owner, &[dep::DET]);
            let the = |a: usize| self.lexicon.definite.contains(self.syntax.lower(a).as_str());
            let kind = self.lexicon.kinds.get(self.syntax.lower(owner).as_str());
            article.is_some_and(the) && owner == tokens.start && kind == Some(&NounKind::Body)
        });
        let bare = general.and_then(sign).filter(|&sign| sign + 1 < tokens.end);
        named.or_else(|| spaced(bare.map_or(tokens.start, |sign| sign + 1)..tokens.end))
    }

    /// "Presidents" before two names: the title of none of them alone.
    fn names_several(&self, tokens: &Range<usize>) -> bool {
        let parse = &self.syntax.parse;
        let mut heads = tokens.clone().filter(|&i| !tokens.contains(&parse.head(i)));
        let titles = |word: &str| {
            let one = word.trim_end_matches('.').strip_suffix('s').filter(|w| !w.ends_with('s'));
            one.is_some_and(|one| self.lexicon.titles.get(one).is_some())
        };
        heads.any(|i| {
            matches!(parse.tokens[i].tag, tag::NNS | tag::NNPS) || titles(self.syntax.word(i))
        })
    }

    /// "Her opponent for president, Ada Vale": the office that somebody wants.
    fn is_sought(&self, tokens: &Range<usize>) -> bool {
        let parse = &self.syntax.parse;
        let outside = |i: &usize| !tokens.contains(&parse.head(*i));
        tokens.clone().filter(outside).any(|i| {
            let above = parse.head(i);
            let word = self.syntax.lower(above);
            parse.tokens[i].dep == dep::POBJ
                && self.lexicon.role_marks.get(word.as_str()) == Some(&SOUGHT)
                && parse.tokens[parse.head(above)].pos == pos::NOUN
        })
    }

    /// "Former", "ex-".
    fn is_past(&self, token: usize) -> bool {
        let lower = self.syntax.lower(token);
        let first = lower.split('-').next().unwrap_or("");
        self.lexicon.past.contains(lower.as_str()) || self.lexicon.past.contains(first)
    }

    /// The noun of the role that a clause says of its subject: what it is, becomes, or serves as.
    fn said_of(&self, mention: &Mention) -> Option<usize> {
        let parse = &self.syntax.parse;
        let noun = mention.head;
        let subject = matches!(parse.tokens[noun].dep, dep::NSUBJ | dep::NSUBJPASS);
        let clause = subject.then(|| parse.head(noun)).and_then(|verb| self.said_by(verb));
        clause.or_else(|| self.said_by(self.syntax.child(noun, &[dep::RELCL])?))
    }

    /// The noun of the role that a verb says of its subject.
    fn said_by(&self, verb: usize) -> Option<usize> {
        let parse = &self.syntax.parse;
        let reported = matches!(parse.tokens[verb].dep, dep::CCOMP | dep::XCOMP);
        let open = reported || self.syntax.is_infinitive(verb);
        let unreal = open
            || self.syntax.is_supposed(verb, self.lexicon)
            || parse.children(verb).any(|c| {
                let token = &parse.tokens[c];
                token.dep == dep::NEG
                    || token.dep == dep::AUX && self.lexicon.modals.contains_key(parse.lemma(c))
            });
        let seeks = self.lexicon.suppositions.get(parse.lemma(verb)) == Some(&SEEKING);
        let as_one = parse.children(verb).filter(|&c| {
            parse.tokens[c].dep == dep::PREP
                && !seeks
                && self.lexicon.role_preposition.contains(self.syntax.lower(c).as_str())
        });
        let as_one = as_one.filter_map(|c| self.syntax.child(c, &[dep::POBJ]));
        let direct = self.syntax.child(verb, &[dep::ATTR, dep::OPRD]);
        let titled = |&i: &usize| {
            let title = self.lexicon.titles.get(&parse.lemma(i).to_lowercase());
            parse.tokens[i].pos != pos::PRON && title.is_some_and(|kind| *kind != "honorific")
        };
        direct.into_iter().chain(as_one).find(titled).filter(|_| !unreal)
    }

    /// The bounds in time inside a role and right after it, with their words.
    fn times(&self, role: &Range<usize>) -> Vec<(Bound, Range<usize>, String)> {
        let sentence = self.syntax.sentence(role.start);
        let last = sentence.end.min(role.end + TIMES_TOKENS_MAX);
        let mut times: Vec<(Bound, Range<usize>, String)> = Vec::new();
        let mut at = role.start;
        while at < last {
            if let Some((from, to)) = self.years(at, last) {
                times.push((Bound::Begin, at..at + 2, from));
                times.push((Bound::End, at + 1..at + 2, to));
                at += 2;
                continue;
            }
            let word = self.syntax.lower(at);
            let bound = match self.lexicon.time_bounds.get(word.as_str()) {
                Some(&"begin") => Bound::Begin,
                Some(&"end") => Bound::End,
                _ if self.is_range(at, last) => Bound::Begin,
                _ => {
                    // A clause of its own has times of its own.
                    let verb = self.syntax.parse.tokens[at].pos == pos::VERB;
                    if verb && at >= role.end {
                        break;
                    }
                    at += 1;
                    continue;
                }
            };
            let day = self.day(at + 1, last).or_else(|| self.told(at + 1));
            let Some((end, day)) = day else {
                at += 1;
                continue;
            };
            times.push((bound, at..end, day));
            at = end;
            let joined = self.syntax.parse.tokens.get(at).is_some_and(|t| t.pos == pos::CCONJ)
                || at < last && self.syntax.is_punctuation(at) && self.syntax.word(at) != ",";
            if bound == Bound::Begin
                && joined
                && let Some((end, day)) = self.day(at + 1, last)
            {
                times.push((Bound::End, at + 1..end, day));
                at = end;
            }
        }
        times
    }

    /// The two years of one word after a bracket: "(2001–2007)".
    fn years(&self, at: usize, last: usize) -> Option<(String, String)> {
        let year = |word: &str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        let opens = at + 1 < last && self.syntax.word(at) == "(";
        let (from, to) = opens.then(|| self.syntax.word(at + 1).split_once(['-', '–']))??;
        (year(from) && year(to)).then(|| (from.to_string(), to.to_string()))
    }

    /// Whether a bracket opens a range of days: "(2001-2007)".
    fn is_range(&self, at: usize, last: usize) -> bool {
        let day = || self.day(at + 1, last);
        let dash = |end: usize| self.syntax.word(end).starts_with(['-', '–', '—']);
        self.syntax.word(at) == "(" && day().is_some_and(|(end, _)| end < last && dash(end))
    }

    /// A time that starts at a token and is a day, month or year by when the report was published.
    fn told(&self, start: usize) -> Option<(usize, String)> {
        let times = &self.report.analysis.times;
        let time = times.iter().find(|t| t.value.tokens.start == start)?;
        let exact = |value: &str| {
            let parts: Vec<&str> = value.split('-').collect();
            let number = |part: &&str| part.bytes().all(|b| b.is_ascii_digit());
            parts[0].len() == 4 && parts.iter().all(number)
        };
        let value = Some(&time.value.value).filter(|value| exact(value))?;
        Some((time.value.tokens.end, value.clone()))
    }

    /// A day, month or year that starts at a token: its end and ISO 8601.
    fn day(&self, start: usize, last: usize) -> Option<(usize, String)> {
        /// Years that are read as such.
        const YEARS: Range<u32> = 1500..2200;
        let (mut day, mut month, mut year) = (None, None, None);
        let mut at = start;
        while at < last {
            let lower = self.syntax.lower(at);
            let number = lower.trim_end_matches(char::is_alphabetic).parse::<u32>().ok();
            if let Some(&m) = self.lexicon.months.get(lower.trim_end_matches('.')) {
                month = month.or(Some(m));
            } else if let Some(y) = number.filter(|y| YEARS.contains(y) && lower.len() == 4) {
                year = Some(y);
                at += 1;
                break;
            } else if let Some(d) = number.filter(|d| (1..=31).contains(d) && day.is_none()) {
                day = Some(d);
            } else if !(lower == "," && month.is_some()) {
                break;
            }
            at += 1;
        }
        let year = year.or_else(|| self.last_year(month?, day))?;
        let iso = match (month, day) {
            (Some(m), Some(d)) => format!("{year}-{m:02}-{d:02}"),
            (Some(m), None) => format!("{year}-{m:02}"),
            _ => year.to_string(),
        };
        (at > start).then_some((at, iso))
    }

    /// The year of the last such day before the report was published.
    fn last_year(&self, month: u32, day: Option<u32>) -> Option<u32> {
        let published = self.report.document.metadata.published.as_deref()?;
        let number = |range: Range<usize>| published.get(range)?.parse::<u32>().ok();
        let (year, then) = (number(0..4)?, (number(5..7)?, number(8..10).unwrap_or(31)));
        Some(if (month, day.unwrap_or(1)) > then { year - 1 } else { year })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    Begin,
    End,
}

/// Whether a role is but a shortened title for what another spells out: "Rep." of "Representative".
pub fn is_shortened_title(short: &str, role: &str) -> bool {
    let group = |word: &str| Lexicon::english().role_words.get(word).copied();
    let word = short.strip_suffix('.').filter(|word| !word.contains(' '));
    let own = word.and_then(|word| group(&word.to_lowercase()));
    let mut words = role.split_whitespace().filter(|word| !word.ends_with('.'));
    own.is_some() && words.any(|word| group(&word.to_lowercase()) == own)
}

/// One fact for each wording and time, with all its words as evidence, in order of appearance.
pub(super) fn distinct(roles: Vec<Fact<Role>>) -> Vec<Fact<Role>> {
    let mut distinct: Vec<Fact<Role>> = Vec::new();
    for role in roles {
        let agrees = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
        let known = distinct.iter_mut().find(|d| {
            d.value.title.eq_ignore_ascii_case(&role.value.title)
                && agrees(&d.value.from, &role.value.from)
                && agrees(&d.value.to, &role.value.to)
        });
        match known {
            Some(known) => {
                known.evidence = known.evidence.clone().and(&role.evidence);
                known.value.from = known.value.from.take().or(role.value.from);
                known.value.to = known.value.to.take().or(role.value.to);
            }
            None => distinct.push(role),
        }
    }
    distinct
}
