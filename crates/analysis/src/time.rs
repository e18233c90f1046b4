//! [`TimeExpr`]: when something is said to be, as TIMEX3 with the days it covers.
//!
//! The stages: [`word`] reads a block's words with what the lexicon says they can mean,
//! [`grammar`] (with [`clock`], [`length`] and [`number`]) finds [`draft`]s, and [`resolve`] places
//! each on the calendar by what is in view: the day of publication, the times named before, and
//! the tense of the clause ([`tense`]). Calendar arithmetic is in [`calendar`], the spelling of
//! values in [`value`].

pub mod calendar;
mod clock;
mod draft;
mod grammar;
mod length;
mod number;
mod resolve;
pub mod tense;
mod value;
mod word;

pub use calendar::{Day, Interval};
pub use tense::Direction;

use crate::syntax::Syntax;
use document::{BlockKind, Document, Fact, FurnitureReason, RuleId, Span};
use draft::{Draft, Shape};
use grammar::Grammar;
use language::labels::{pos, tag};
use lexicon::{Lexicon, time::TimeWord};
use resolve::View;
use std::ops::Range;
use tense::NamedDay;
use value::Placed;

/// The TIMEX3 type of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TimeKind {
    /// A calendar time of a day or longer.
    Date,
    /// A time of day, or a part of a day.
    Time,
    /// A length.
    Duration,
    /// Times that repeat.
    Set,
}

impl TimeKind {
    /// The type's name in TIMEX3.
    pub fn as_str(self) -> &'static str {
        match self {
            TimeKind::Date => "DATE",
            TimeKind::Time => "TIME",
            TimeKind::Duration => "DURATION",
            TimeKind::Set => "SET",
        }
    }
}

/// What the value was counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TimeAnchor {
    /// Nothing: the words say it all, or nobody knows.
    Stated,
    /// The day of publication that came with the document.
    Published,
    /// The day that the document states as its own.
    Dateline,
    /// Another time named before.
    Narrative,
}

impl TimeAnchor {
    /// The anchor's name in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            TimeAnchor::Stated => "stated",
            TimeAnchor::Published => "published",
            TimeAnchor::Dateline => "dateline",
            TimeAnchor::Narrative => "narrative",
        }
    }
}

/// A time as words name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpr {
    /// The words.
    pub span: Span,
    /// Their tokens in the syntax.
    pub tokens: Range<usize>,
    /// The TIMEX3 type.
    pub kind: TimeKind,
    /// The TIMEX3 value: `2025-02-18`, `2025-02-18T16:30`, `2025-W08`, `PT4.5H`; `X` stands for
    /// what is not known.
    pub value: String,
    /// The TIMEX3 modifier: `START`, `MID`, `END`, `APPROX`, `LESS_THAN`, …
    pub modifier: Option<&'static str>,
    /// What the value was counted from.
    pub anchor: TimeAnchor,
    /// The days in which it lies; none for lengths, sets and times nobody can place.
    pub interval: Option<Interval>,
    /// Which way the clause looks from the report.
    pub direction: Direction,
}

impl TimeExpr {
    /// Whether it places something on the calendar.
    pub fn is_calendar(&self) -> bool {
        matches!(self.kind, TimeKind::Date | TimeKind::Time) && self.interval.is_some()
    }

    /// Whether it says when, if only by a weekday or a month of an unknown year.
    pub fn says_when(&self) -> bool {
        /// How the values of the past, the present and the future end.
        const REFERENCE: &str = "_REF";
        let calendar = matches!(self.kind, TimeKind::Date | TimeKind::Time);
        calendar && !self.value.ends_with(REFERENCE)
    }

    /// The last day on which it can lie: of the beginning of a month its tenth, of the middle its
    /// twentieth.
    pub fn latest(&self) -> Option<Day> {
        /// Fewest days of a month, and most.
        const MONTH: std::ops::RangeInclusive<i32> = 28..=31;
        let days = self.interval?;
        let part = match self.modifier {
            Some("START") => Some(9),
            Some("MID") => Some(19),
            _ => None,
        };
        let within = part.filter(|_| MONTH.contains(&days.len()));
        Some(within.map_or(days.latest, |after| days.earliest.plus(after)))
    }

    /// Whether it names one day.
    pub fn is_day(&self) -> bool {
        self.is_calendar() && self.interval.is_some_and(|i| i.len() == 1)
    }

    /// Whether it is a season of a year: "2031-SP".
    pub fn is_season(&self) -> bool {
        let code = self.value.split_once('-').map(|(_, code)| code);
        code.is_some_and(|code| code.len() == 2 && code.chars().all(|c| c.is_ascii_uppercase()))
            && self.is_calendar()
    }
}

/// The time expressions of a document, in text order.
pub fn find(
    document: &Document,
    syntax: &Syntax,
    lexicon: &'static Lexicon,
) -> Vec<Fact<TimeExpr>> {
    let blocks = read_blocks(document, syntax, lexicon);
    let given = document.metadata.published.as_deref();
    let (published, anchor) = match given.and_then(Day::parse) {
        Some(day) => (Some(day), TimeAnchor::Published),
        None => (stated_day(document, syntax, &blocks), TimeAnchor::Dateline),
    };
    let minute = given.and_then(minute_of);
    let mut view = View { published, minute, ..View::default() };
    let mut times = Vec::new();
    for (words, drafts) in blocks {
        let mut days: Vec<NamedDay> = Vec::new();
        for draft in drafts {
            let Some((span, tokens)) = place_of(document, syntax, &words, &draft) else { continue };
            let direction = direction_of(syntax, lexicon, &words, &draft, &tokens);
            let near = tense::day_above(syntax, &days, &tokens);
            view.near = near.map(|n| (n.day, n.part));
            if matches!(draft.shape, Shape::Quarter { quarter: Some(_), .. }) {
                let mut own = words[draft.words.clone()].iter();
                view.fiscal = own.any(|w| w.is(TimeWord::Fiscal));
            }
            let names_no_day =
                view.near.is_none() && Grammar { words: &words, syntax }.is_part_of_name(&draft);
            let (kind, placed) = match draft.part.filter(|_| names_no_day) {
                Some(part) => (TimeKind::Time, Placed::unknown(format!("XXXX-XX-XXT{part}"))),
                None => view.place(&draft, direction),
            };
            if let Some(interval) = placed.interval.filter(|i| i.len() == 1) {
                let (tokens, part) = (tokens.clone(), draft.part);
                days.push(NamedDay { tokens, day: interval.earliest, part });
            }
            let value = TimeExpr {
                span,
                tokens,
                kind,
                value: placed.value,
                modifier: draft.phase.or(draft.bound),
                anchor: anchor_of(&draft.shape, placed.interval.is_some(), anchor),
                interval: placed.interval,
                direction,
            };
            times.push(Fact::new(value, span, RuleId::new(rule_of(&draft.shape))));
        }
    }
    times
}

/// The words and drafts of each block that is not page furniture.
fn read_blocks(
    document: &Document,
    syntax: &Syntax,
    lexicon: &'static Lexicon,
) -> Vec<(Vec<word::Word>, Vec<Draft>)> {
    let mut blocks = Vec::new();
    for (i, block) in document.blocks.iter().enumerate() {
        let parsed = syntax.blocks.binary_search_by_key(&i, |(b, _)| *b);
        let tokens = match (parsed, block.kind) {
            (Ok(at), _) => syntax.blocks[at].1.clone(),
            (Err(_), BlockKind::Furniture(FurnitureReason::Timestamp)) => 0..0,
            (Err(_), BlockKind::Furniture(_)) => continue,
            (Err(_), _) => 0..0,
        };
        let words = word::words(&document.text, block.span.range(), tokens, syntax, lexicon);
        let drafts = Grammar { words: &words, syntax }.drafts();
        blocks.push((words, drafts));
    }
    blocks
}

fn place_of(
    document: &Document,
    syntax: &Syntax,
    words: &[word::Word],
    draft: &Draft,
) -> Option<(Span, Range<usize>)> {
    let bytes = words[draft.words.start].bytes.start..words[draft.words.end - 1].bytes.end;
    let span = document.text.trimmed_span(bytes)?;
    Some((span, syntax.tokens_of(span)))
}

/// The day a document without a time of publication gives as its own: a full date among its first
/// lines or in a dateline.
fn stated_day(
    document: &Document,
    syntax: &Syntax,
    blocks: &[(Vec<word::Word>, Vec<Draft>)],
) -> Option<Day> {
    /// Bytes of the text's beginning in which a document states its day.
    const HEAD_BYTES: usize = 400;
    /// Words of a line that states a day and little else.
    const LINE_WORDS_MAX: usize = 24;
    let start = document.blocks.first()?.span.start();
    blocks.iter().find_map(|(words, drafts)| {
        let near = words.first()?.bytes.start < start + HEAD_BYTES;
        let in_dateline = |d: &&Draft| {
            let place = place_of(document, syntax, words, d);
            place.is_some_and(|(_, tokens)| syntax.is_in_dateline(tokens.start))
        };
        let stated = |d: &&Draft| near && (words.len() <= LINE_WORDS_MAX || in_dateline(d));
        drafts.iter().filter(stated).find_map(|d| match d.shape {
            Shape::Day { year: draft::Year::Given(year), month: Some(month), day, .. } => {
                Day::of(year, month, day)
            }
            _ => None,
        })
    })
}

/// The minute of the day of an ISO 8601 time.
fn minute_of(iso: &str) -> Option<u16> {
    let (_, clock) = iso.split_once(['T', ' '])?;
    let mut parts = clock.split(':');
    let hour: u16 = parts.next()?.parse().ok()?;
    let minute: u16 = parts.next()?.get(..2)?.parse().ok()?;
    (hour <= 24 && minute < 60).then_some(hour * 60 + minute)
}

/// Which way an expression lies: by the verb beside or above it, and by words like "due".
fn direction_of(
    syntax: &Syntax,
    lexicon: &Lexicon,
    words: &[word::Word],
    draft: &Draft,
    tokens: &Range<usize>,
) -> Direction {
    /// Words before an expression in which one like "due" is looked for.
    const BEFORE: usize = 2;
    if tokens.is_empty() {
        return Direction::Unknown;
    }
    let due = |w: &word::Word| {
        w.get(|m| match m {
            TimeWord::Due(n) => Some(n),
            _ => None,
        })
    };
    let start = draft.words.start;
    let before = &words[start.saturating_sub(BEFORE)..start];
    let is_verb = |i: &usize| syntax.parse.tokens[*i].pos == pos::VERB;
    let beside = tokens.start.checked_sub(1).filter(is_verb);
    let verb = beside.or_else(|| tense::governing_verb(syntax, tokens));
    let read = verb.map_or(Direction::Unknown, |v| tense::direction(syntax, lexicon, v));
    let adjective = |w: &word::Word| syntax.parse.tokens[w.token].tag == tag::JJ;
    if before.last().is_some_and(|w| adjective(w) && due(w) == Some(1)) {
        return Direction::Future;
    }
    let start_of = |v: usize| syntax.parse.tokens[v].start as usize;
    let word_of = |v: usize| words.iter().find(|w| w.bytes.start == start_of(v));
    let planned = verb.and_then(word_of).and_then(due);
    if planned == Some(1) && !verb.is_some_and(|v| tense::is_perfect(syntax, v)) {
        return Direction::Future;
    }
    let grammar = Grammar { words, syntax };
    let owner = syntax.parse.tokens.get(tokens.end).is_some_and(|t| t.tag == tag::POS);
    let attributive = owner || grammar.modifies(&draft.words);
    if attributive && !verb.is_some_and(|v| tense::is_modal(syntax, v)) {
        return if read == Direction::Future { Direction::Unknown } else { read };
    }
    let limit = before.last().is_some_and(|w| w.is(TimeWord::Limit));
    let month = matches!(draft.shape, Shape::Month { .. } | Shape::Day { .. });
    match (before.iter().rev().find_map(due), read) {
        (_, Direction::Past) if limit && month => Direction::Unknown,
        (Some(n), Direction::Unknown) if n > 0 => Direction::Future,
        (Some(n), _) if n < 0 => Direction::Past,
        _ => read,
    }
}

fn anchor_of(shape: &Shape, placed: bool, published: TimeAnchor) -> TimeAnchor {
    use draft::Year;
    let stated = match shape {
        Shape::Day { year, .. } | Shape::Month { year, .. } | Shape::Year(year) => {
            matches!(year, Year::Given(_))
        }
        Shape::Quarter { year, .. } | Shape::Half { year, .. } | Shape::Season { year, .. } => {
            matches!(year, Year::Given(_))
        }
        Shape::Decade { short, .. } => !short,
        Shape::Century(_) => true,
        _ => false,
    };
    match shape {
        _ if stated || !placed => TimeAnchor::Stated,
        Shape::ThatDay | Shape::Anaphoric { .. } | Shape::Shift { deictic: false, .. } => {
            TimeAnchor::Narrative
        }
        _ => published,
    }
}

/// The name of the form that was found.
fn rule_of(shape: &Shape) -> &'static str {
    match shape {
        Shape::Day { .. } => "time/day",
        Shape::Weekday { .. } => "time/weekday",
        Shape::Offset(_) => "time/today",
        Shape::ThatDay => "time/part-of-day",
        Shape::Month { .. } => "time/month",
        Shape::Year(_) => "time/year",
        Shape::Decade { .. } | Shape::Century(_) => "time/decade",
        Shape::Quarter { .. } | Shape::Half { .. } => "time/quarter",
        Shape::Season { .. } => "time/season",
        Shape::Holiday { .. } => "time/holiday",
        Shape::Unit { .. } => "time/unit",
        Shape::Anaphoric { .. } => "time/in-view",
        Shape::WeekOf { .. } => "time/week-of",
        Shape::Shift { .. } => "time/shift",
        Shape::Length { .. } | Shape::Run { .. } => "time/length",
        Shape::Set(_) => "time/set",
        Shape::Reference(_) => "time/reference",
    }
}

/// Whether a token is part of a time; times in text order.
pub fn is_within(times: &[Fact<TimeExpr>], token: usize) -> bool {
    at(times, token).is_some()
}

/// The time expression whose words hold a token.
pub fn at(times: &[Fact<TimeExpr>], token: usize) -> Option<&TimeExpr> {
    let first = times.partition_point(|t| t.value.tokens.end <= token);
    times.get(first).map(|t| &t.value).filter(|t| t.tokens.contains(&token))
}

/// Which way a time lies by its own words, whatever the clause: "last week", "a month ago".
pub fn by_words(syntax: &Syntax, lexicon: &'static Lexicon, time: &TimeExpr) -> Option<Direction> {
    let tokens = time.tokens.clone();
    tokens.clone().find_map(|from| {
        let words = (from..tokens.end).map(|i| syntax.word(i));
        let (_, meanings) = lexicon.time.longest(words)?;
        meanings.iter().find_map(|meaning| match meaning {
            TimeWord::Relative(n) | TimeWord::DeicticShift(n) | TimeWord::Day(n) => match n {
                0 => None,
                n if *n < 0 => Some(Direction::Past),
                _ => Some(Direction::Future),
            },
            _ => None,
        })
    })
}

/// The time that governs some words, such as a clause: of the calendar times that depend on the
/// clause's verb or stand nearest inside it, the most exact one. `times` are in text order.
pub fn governing<'t>(
    syntax: &Syntax,
    times: &'t [Fact<TimeExpr>],
    clause: Span,
) -> Option<&'t TimeExpr> {
    let tokens = syntax.tokens_of(clause);
    let sentence = syntax.sentence(tokens.start.min(syntax.len().checked_sub(1)?));
    let root = syntax.head_of(&tokens);
    let verb =
        root.and_then(|root| tense::governing_verb(syntax, &(root..root + 1)).or(Some(root)));
    let rank = |t: &TimeExpr| {
        let inside = clause.start() <= t.span.start() && t.span.end() <= clause.end();
        let governed = tense::governing_verb(syntax, &t.tokens);
        let same = governed.is_some() && governed == verb;
        let gap = t.tokens.start.abs_diff(tokens.start).min(t.tokens.start.abs_diff(tokens.end));
        (!(inside || same), !same, t.interval.map_or(i32::MAX, |i| i.len()), gap)
    };
    times
        .iter()
        .map(|fact| &fact.value)
        .filter(|t| t.is_calendar() && t.tokens.start >= sentence.start)
        .filter(|t| t.tokens.end <= sentence.end.max(tokens.end))
        .map(|t| (rank(t), t))
        .filter(|(rank, _)| !rank.0)
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, t)| t)
}
