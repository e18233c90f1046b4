//! [`Grammar`]: the forms that time expressions take, tried at each word, longest first.
//!
//! Calendar forms are here; clock times, lengths and numbers in their own files. The words come
//! from the lexicon: the grammar sees only what they mean.

use super::{
    draft::{Draft, Shape, Year},
    number::relative,
    word::{Word, is_title},
};
use crate::syntax::Syntax;
use language::{
    Label, Token,
    labels::{dep, ner, pos, tag},
};
use lexicon::time::{TimeWord, Unit};
use std::ops::Range;

/// Stands for the token of a word in text that was not parsed.
const UNPARSED: Token = Token {
    start: 0,
    end: 0,
    head: 0,
    left: 0,
    right: 0,
    tag: Label::NONE,
    pos: Label::NONE,
    dep: Label::NONE,
    space_after: false,
    is_space: false,
};

/// The words of a block, and the syntax they belong to.
pub(super) struct Grammar<'a> {
    pub(super) words: &'a [Word],
    pub(super) syntax: &'a Syntax,
}

impl Grammar<'_> {
    /// The expressions of the block, in text order, none inside another.
    pub(super) fn drafts(&self) -> Vec<Draft> {
        let mut drafts = Vec::new();
        let mut i = 0;
        while i < self.words.len() {
            match self.at(i).filter(|d| self.is_free(&d.words) && !is_title(self.words, &d.words)) {
                Some(draft) => {
                    i = draft.words.end;
                    drafts.push(draft);
                }
                None => i += 1,
            }
        }
        drafts
    }

    pub(super) fn word(&self, i: usize) -> Option<&Word> {
        self.words.get(i)
    }

    /// The longest expression that begins at `i`; of two as long, the first tried.
    fn at(&self, i: usize) -> Option<Draft> {
        let word = &self.words[i];
        let says_nothing = word.meanings.is_empty() && word.number.is_none();
        if says_nothing && !word.is_apostrophe() {
            return None;
        }
        let forms = [
            self.clocked(i),
            self.numeric(i),
            self.phased(i),
            self.bounded(i),
            self.with_the(i),
            self.part_of_day(i),
            self.core(i),
        ];
        let mut best: Option<Draft> = None;
        for draft in forms.into_iter().flatten() {
            if best.as_ref().is_none_or(|b| draft.words.end > b.words.end) {
                best = Some(draft);
            }
        }
        best
    }

    /// Whether no name of a person or body covers the words and more.
    fn is_free(&self, words: &Range<usize>) -> bool {
        let (first, last) = (self.words[words.start].token, self.words[words.end - 1].token);
        let parse = &self.syntax.parse;
        if last >= parse.tokens.len() {
            return true;
        }
        let next = parse.entities.partition_point(|e| (e.end as usize) <= first);
        parse.entities.get(next).is_none_or(|entity| {
            let named =
                matches!(entity.label, ner::PERSON | ner::ORG | ner::WORK_OF_ART | ner::FAC);
            let (start, end) = (entity.start as usize, entity.end as usize);
            let wider = start < first || end > last + 1;
            !(named && start <= first && end > last && wider && self.words[words.start].capital)
        })
    }

    /// A form of the calendar, or a length.
    pub(super) fn core(&self, i: usize) -> Option<Draft> {
        self.month_and_day(i)
            .or_else(|| self.weekday(i))
            .or_else(|| self.day_word(i))
            .or_else(|| self.quarter(i))
            .or_else(|| self.set(i))
            .or_else(|| self.related(i))
            .or_else(|| self.length(i))
            .or_else(|| self.season(i))
            .or_else(|| self.holiday(i))
            .or_else(|| self.decade(i))
            .or_else(|| self.year_alone(i))
            .or_else(|| self.reference(i))
    }

    /// The token of a word; one without any property outside the parsed text.
    pub(super) fn token(&self, i: usize) -> Token {
        self.syntax.parse.tokens.get(self.words[i].token).copied().unwrap_or(UNPARSED)
    }

    /// Whether an expression only modifies a noun after it.
    pub(super) fn modifies(&self, words: &Range<usize>) -> bool {
        let end = words.end;
        let last = self.words[end - 1].token;
        let first = self.words[words.start].token;
        let outside = |t: &Token| (t.head as usize) < first || t.head as usize > last;
        let tokens = self.syntax.parse.tokens.get(first..=last).unwrap_or_default();
        let Some(token) = tokens.iter().rev().find(|t| outside(t)) else { return false };
        let head = token.head as usize;
        let head_pos = self.syntax.parse.tokens[head].pos;
        let noun = matches!(head_pos, pos::NOUN | pos::PROPN | pos::ADJ);
        head > last
            && noun
            && self.word(end).is_some_and(|w| !w.is_apostrophe() && w.sign.is_none_or(|s| s == '-'))
            && matches!(
                token.dep,
                dep::COMPOUND | dep::AMOD | dep::NMOD | dep::NUMMOD | dep::NPADVMOD | dep::QUANTMOD
            )
    }

    /// Whether a part of a day says of what kind a thing is, not when: "by the morning boat".
    pub(super) fn is_part_of_name(&self, draft: &Draft) -> bool {
        draft.shape == Shape::ThatDay && draft.clock.is_none() && self.modifies(&draft.words)
    }

    /// "the" with an expression it belongs to; the article of a following noun is left out.
    fn with_the(&self, i: usize) -> Option<Draft> {
        self.word(i).filter(|w| w.is(TimeWord::The))?;
        let inner = self
            .core(i + 1)
            .or_else(|| self.reference_noun(i + 1))
            .or_else(|| self.view(i + 1))
            .or_else(|| self.ordinal_day(i + 1));
        let inner = inner.filter(|draft| !self.modifies(&draft.words))?;
        Some(Draft { words: i..inner.words.end, ..inner })
    }

    /// "early 1991", "the end of the year", "mid-afternoon".
    fn phased(&self, i: usize) -> Option<Draft> {
        let article = usize::from(self.word(i)?.is(TimeWord::The));
        let phase = self.word(i + article)?.get(|m| match m {
            TimeWord::Phase(phase) => Some(phase),
            _ => None,
        })?;
        let dash = usize::from(self.word(i + article + 1)?.is_dash());
        let at = i + article + 1 + dash;
        let inner = self
            .with_the(at)
            .or_else(|| self.part_of_day(at))
            .or_else(|| self.core(at))
            .or_else(|| self.bare_part(at))?;
        let lasting = matches!(
            inner.shape,
            Shape::Length { .. } | Shape::Set(_) | Shape::Reference(_) | Shape::Run { .. }
        );
        let modifies = article == 1 && self.modifies(&inner.words);
        let draft = Draft { words: i..inner.words.end, phase: Some(phase), ..inner };
        (!lasting && !modifies).then_some(draft)
    }

    /// "nearly forty years", "more than a week ago", "at least the past 18 months".
    fn bounded(&self, i: usize) -> Option<Draft> {
        let bound = self.word(i)?.get(|m| match m {
            TimeWord::Bound(bound) => Some(bound),
            _ => None,
        })?;
        if self.token(i).dep == dep::PREP {
            return None;
        }
        let inner = self.with_the(i + 1).or_else(|| self.core(i + 1))?;
        let fits =
            matches!(inner.shape, Shape::Length { .. } | Shape::Run { .. } | Shape::Shift { .. });
        fits.then_some(Draft { words: i..inner.words.end, bound: Some(bound), ..inner })
    }

    /// "2025-02-18", "18/02/2025", "18.02.2025".
    fn numeric(&self, i: usize) -> Option<Draft> {
        let parts = self.words.get(i..i + 5)?;
        let [first, join, second, join2, third] = parts else { return None };
        let joined = join.sign == join2.sign && matches!(join.sign, Some('-' | '/' | '.'));
        let glued = parts[1..].iter().all(|w| w.glued)
            && !self.word(i + 5).is_some_and(|w| w.glued && (w.number.is_some() || w.is_sign('/')));
        let value = |w: &Word| w.number.filter(|_| w.figures > 0).map(|n| n as i32);
        let (a, b, c) = (value(first)?, value(second)?, value(third)?);
        let (year, month, day) = match (first.figures, third.figures) {
            (4, 1..=2) => (a, b, c),
            (1..=2, 4) if a > 12 || join.is_sign('.') => (c, b, a),
            (1..=2, 4) => (c, a, b),
            _ => return None,
        };
        let exists =
            super::calendar::Day::of(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        let day = exists.filter(|_| joined && glued)?;
        let (year, month, day) = day.civil();
        let shape = Shape::Day { year: Year::Given(year), month: Some(month), day, weekday: None };
        Some(Draft::new(i..i + 5, shape))
    }

    /// Month, day and year in their usual orders, each but the month optional.
    pub(super) fn month_and_day(&self, i: usize) -> Option<Draft> {
        let (at, weekday) = match self.weekday_name(i) {
            Some(day) => {
                let comma = usize::from(self.word(i + 1).is_some_and(|w| w.is_sign(',')));
                (i + 1 + comma, Some(day))
            }
            None => (i, None),
        };
        let relative_month = || {
            let n = self.word(i).and_then(|w| w.get(relative))?;
            let month = self.month(i + 1)?;
            let shape = Shape::Month { year: Year::Nearest(n), month };
            Some(Draft::new(i..i + 2, shape))
        };
        if let Some(month) = self.month(at) {
            return self.after_month(i, at, month, weekday);
        }
        let article = usize::from(weekday.is_some() && self.word(at)?.is(TimeWord::The));
        let Some((end, day)) = self.month_day(at + article) else { return relative_month() };
        let of = usize::from(self.word(end).is_some_and(|w| w.is(TimeWord::Of)));
        if let Some(month) = self.month(end + of) {
            let (end, year) = self.or_no_year(end + of + 1);
            let shape = Shape::Day { year, month: Some(month), day, weekday };
            return Some(Draft::new(i..end, shape));
        }
        let suffixed = end > at + article + 1;
        let with_article = article == 1 && at == i + 1;
        let shape = Shape::Day { year: Year::Unknown, month: None, day, weekday };
        (weekday.is_some() && (suffixed || with_article)).then(|| Draft::new(i..end, shape))
    }

    fn after_month(&self, i: usize, at: usize, month: u8, weekday: Option<u8>) -> Option<Draft> {
        let article = usize::from(self.word(at + 1).is_some_and(|w| w.is(TimeWord::The)));
        if let Some((end, day)) = self.month_day(at + 1 + article) {
            let (end, year) = self.or_no_year(end);
            let shape = Shape::Day { year, month: Some(month), day, weekday };
            return Some(Draft::new(i..end, shape));
        }
        let (end, year) = self.or_no_year(at + 1);
        (weekday.is_none() && self.is_month_name(at, end > at + 1))
            .then(|| Draft::new(i..end, Shape::Month { year, month }))
    }

    fn or_no_year(&self, i: usize) -> (usize, Year) {
        self.year_after(i).unwrap_or((i, Year::Unknown))
    }

    /// A day of the month: "6", "6th", "sixth".
    fn month_day(&self, i: usize) -> Option<(usize, u8)> {
        let word = self.word(i)?;
        let in_month = |n: f64| (1.0..=31.0).contains(&n).then_some(n as u8);
        if let Some((end, n)) = self.ordinal(i) {
            return Some((end, in_month(n)?));
        }
        let day = in_month(word.number.filter(|_| (1..=2).contains(&word.figures))?)?;
        let next = self.word(i + 1);
        let cut = next.is_some_and(|w| {
            w.glued && (w.sign.is_none() || w.is_sign('%') || w.is_sign('/'))
                || (w.glued
                    && (w.is_sign('.') || w.is_sign(',') || w.is_sign(':'))
                    && self.word(i + 2).is_some_and(|n| n.glued && n.number.is_some()))
        });
        (!cut).then_some((i + 1, day))
    }

    fn month(&self, i: usize) -> Option<u8> {
        self.word(i).filter(|w| w.capital)?.get(|m| match m {
            TimeWord::Month(month) => Some(month),
            _ => None,
        })
    }

    /// Whether a capitalised month stands for the month and not for a verb or a person.
    fn is_month_name(&self, i: usize, with_year: bool) -> bool {
        let token = self.token(i);
        let after = i.checked_sub(1).map(|b| &self.words[b]);
        let said = after.is_some_and(|w| {
            w.is(TimeWord::YearPreposition) || matches!(w.meanings, [TimeWord::Phase(_), ..])
        });
        let next = self.word(i + 1).is_some_and(|w| w.capital && w.meanings.is_empty());
        let first_name = next && token.dep == dep::COMPOUND;
        // "The March of the Mothers" has no month.
        let titled = self.word(i + 1).is_some_and(|w| w.is(TimeWord::Of))
            && self
                .word(i + 2)
                .is_some_and(|w| w.number.is_none() && !w.is(TimeWord::Relative(-1)))
            && token.dep != dep::POBJ;
        let named = matches!(token.tag, tag::NNP | tag::NNPS) && !first_name && !titled;
        with_year || said || named
    }

    fn weekday_name(&self, i: usize) -> Option<u8> {
        let word = self.word(i).filter(|w| w.capital)?;
        let day = word.get(|m| match m {
            TimeWord::Weekday { day, plural: false } => Some(day),
            _ => None,
        })?;
        /// Shorter forms are abbreviations, which other words look like.
        const NAME_BYTES_MIN: usize = 6;
        let next = self.word(i + 1);
        let short = word.bytes.len() < NAME_BYTES_MIN;
        let comma = usize::from(next.is_some_and(|w| w.is_sign(',')));
        let after = self.word(i + 1 + comma);
        let clear =
            after.is_some_and(|w| w.number.is_some()) || self.month(i + 1 + comma).is_some();
        (!short || clear).then_some(day)
    }

    /// "Tuesday", "last Wednesday", "this coming Sunday", "Mondays".
    pub(super) fn weekday(&self, i: usize) -> Option<Draft> {
        let mut at = i;
        let mut shift = None;
        while let Some(n) = self.word(at).and_then(|w| w.get(relative)) {
            shift = Some(shift.map_or(n, |_: i32| n));
            at += 1;
        }
        if let Some(day) = self.weekday_name(at) {
            let shape = Shape::Weekday { day, relative: shift };
            let dated = (at > i).then(|| self.month_and_day(at)).flatten();
            return Some(match dated {
                Some(dated) => Draft { words: i..dated.words.end, ..dated },
                None if at == i => self
                    .weekday_nights(i, day)
                    .unwrap_or_else(|| self.with_part(Draft::new(i..at + 1, shape))),
                None => self.with_part(Draft::new(i..at + 1, shape)),
            });
        }
        let plural = self.word(i).filter(|w| w.capital)?.get(|m| match m {
            TimeWord::Weekday { day, plural: true } => Some(day),
            _ => None,
        })?;
        Some(Draft::new(i..i + 1, Shape::Set(format!("XXXX-WXX-{plural}"))))
    }

    /// "Tuesday nights", and "Monday" in "Monday and Tuesday nights".
    fn weekday_nights(&self, i: usize, day: u8) -> Option<Draft> {
        let joined = self.word(i + 1)?.is(TimeWord::And) && self.weekday_name(i + 2).is_some();
        let of = if joined { i + 3 } else { i + 1 };
        let part = self.word(of)?.get(|m| match m {
            TimeWord::Parts(part) => Some(part),
            _ => None,
        })?;
        let end = if joined { i + 1 } else { of + 1 };
        Some(Draft::new(i..end, Shape::Set(format!("XXXX-WXX-{day}T{part}"))))
    }

    /// "today", "yesterday morning", "tonight".
    pub(super) fn day_word(&self, i: usize) -> Option<Draft> {
        let word = self.word(i)?;
        if let Some(n) = word.get(|m| match m {
            TimeWord::Day(n) => Some(n),
            _ => None,
        }) {
            return Some(self.with_part(Draft::new(i..i + 1, Shape::Offset(n))));
        }
        let (n, part) = word.get(|m| match m {
            TimeWord::Night(n) => Some((n, "NI")),
            TimeWord::Overnight => Some((-1, "NI")),
            _ => None,
        })?;
        Some(Draft { part: Some(part), ..Draft::new(i..i + 1, Shape::Offset(n)) })
    }

    /// A day with the part of it that follows: "Monday night".
    fn with_part(&self, draft: Draft) -> Draft {
        let end = draft.words.end;
        let part = self.word(end).and_then(|w| w.get(part));
        match part {
            Some(part) => Draft { words: draft.words.start..end + 1, part: Some(part), ..draft },
            None => draft,
        }
    }

    /// "this morning", "the evening of Saturday 12 October", "the next morning".
    pub(super) fn part_of_day(&self, i: usize) -> Option<Draft> {
        let word = self.word(i)?;
        // "The Twilight" is a name.
        let next = self.word(i + 1).filter(|w| !w.capital).and_then(|w| w.get(part))?;
        let shape = if let Some(n) = word.get(relative) {
            Shape::Offset(n)
        } else if let Some(n) = word.get(anaphoric) {
            Shape::Anaphoric { unit: Unit::Day, relative: n }
        } else if word.is(TimeWord::The) {
            Shape::ThatDay
        } else {
            return None;
        };
        let draft = Draft { part: Some(next), ..Draft::new(i..i + 2, shape) };
        if self.word(i + 2).is_some_and(|w| w.is(TimeWord::Of)) {
            let day = self.month_and_day(i + 3).or_else(|| self.weekday(i + 3))?;
            return Some(Draft { words: i..day.words.end, part: Some(next), ..day });
        }
        Some(draft)
    }

    /// "morning", "afternoon yesterday", after a word that says which part of it.
    fn bare_part(&self, i: usize) -> Option<Draft> {
        let part = self.word(i)?.get(part)?;
        let day = self.day_word(i + 1).or_else(|| self.weekday(i + 1));
        Some(match day {
            Some(day) => Draft { words: i..day.words.end, part: Some(part), ..day },
            None => Draft { part: Some(part), ..Draft::new(i..i + 1, Shape::ThatDay) },
        })
    }

    /// "the 17th", where a day is meant.
    fn ordinal_day(&self, i: usize) -> Option<Draft> {
        let before = i.checked_sub(2).map(|b| &self.words[b])?;
        let said = before.is(TimeWord::Joint) || before.is(TimeWord::YearPreposition);
        let (end, day) =
            self.month_day(i).filter(|(end, _)| self.ordinal(i).is_some_and(|o| o.0 == *end))?;
        let token = self.token(end - 1);
        let alone = matches!(token.dep, dep::POBJ | dep::NPADVMOD | dep::PCOMP);
        let shape = Shape::Day { year: Year::Unknown, month: None, day, weekday: None };
        (said && alone).then(|| Draft::new(i..end, shape))
    }

    /// "this summer", "last fall", "the spring of 2024", "winter 2023".
    fn season(&self, i: usize) -> Option<Draft> {
        let shift = self.word(i)?.get(relative);
        let at = i + usize::from(shift.is_some());
        let (code, plural) = self.word(at)?.get(|m| match m {
            TimeWord::Season { code, plural } => Some((code, plural)),
            _ => None,
        })?;
        let token = self.token(at);
        let before = i.checked_sub(1).map(|b| &self.words[b]);
        let (end, year) = self.or_no_year(at + 1);
        let said = before.is_some_and(|w| {
            w.is(TimeWord::The)
                || w.is(TimeWord::YearPreposition)
                || matches!(w.meanings, [TimeWord::Phase(_), ..])
        });
        let noun = matches!(token.pos, pos::NOUN | pos::PROPN);
        let named = self.words[at].capital && before.is_some() && year == Year::Unknown;
        let fits = shift.is_some() || (year != Year::Unknown) || (said && noun && !named);
        let year = shift.map_or(year, Year::Nearest);
        (fits && !plural).then(|| Draft::new(i..end, Shape::Season { code, year }))
    }

    fn holiday(&self, i: usize) -> Option<Draft> {
        let shift = self.word(i)?.get(relative);
        let at = i + usize::from(shift.is_some());
        let code = self.word(at).filter(|w| w.capital)?.get(|m| match m {
            TimeWord::Holiday(code) => Some(code),
            _ => None,
        })?;
        let (end, year) = self.or_no_year(at + 1);
        let year = shift.map_or(year, Year::Nearest);
        Some(Draft::new(i..end, Shape::Holiday { code, year }))
    }

    /// "1980s", "'80s", "the nineties", "the 20th century".
    fn decade(&self, i: usize) -> Option<Draft> {
        let word = self.word(i)?;
        let owner = i.checked_sub(1).map(|b| self.token(b));
        if owner.is_some_and(|t| t.tag == tag::PRP_POSS) {
            return None;
        }
        if let Some(tens) = word.get(|m| match m {
            TimeWord::DecadeName(tens) => Some(tens),
            _ => None,
        }) {
            let shape = Shape::Decade { first: i32::from(tens) * 10, short: true };
            let said = i > 0
                && (self.words[i - 1].is(TimeWord::The)
                    || matches!(self.words[i - 1].meanings, [TimeWord::Phase(_), ..]));
            return said.then(|| Draft::new(i..i + 1, shape));
        }
        if let Some((end, n)) = self.ordinal(i) {
            let dash = usize::from(self.word(end)?.is_dash());
            let unit = self.word(end + dash)?.get(unit)?;
            let fits = unit == Unit::Century && (1.0..=21.0).contains(&n);
            return fits.then(|| Draft::new(i..end + dash + 1, Shape::Century(n as i32)));
        }
        let mark = usize::from(word.is_apostrophe());
        let figures = self.word(i + mark).filter(|w| mark == 0 || w.glued)?;
        let apostrophe = usize::from(self.word(i + mark + 1)?.is_apostrophe());
        let suffix = self.word(i + mark + 1 + apostrophe)?;
        let first = figures.number? as i32;
        let short = figures.figures == 2;
        let said = mark == 1 || (i > 0 && self.words[i - 1].is(TimeWord::The));
        let fits = first % 10 == 0
            && suffix.glued
            && suffix.is(TimeWord::PluralSuffix)
            && (figures.figures == 4 || (short && said));
        let end = i + mark + 2 + apostrophe;
        fits.then(|| Draft::new(i..end, Shape::Decade { first, short }))
    }

    fn year_alone(&self, i: usize) -> Option<Draft> {
        if self.word(i)?.is_apostrophe() {
            let (end, year) = self.short_year(i)?;
            let said = i > 0 && self.words[i - 1].is(TimeWord::YearPreposition);
            return said.then(|| Draft::new(i..end, Shape::Year(year)));
        }
        if self.word(i)?.is(TimeWord::YearEnd) {
            let draft = Draft::new(i..i + 1, Shape::Year(Year::Relative(0)));
            let adjective = self.modifies(&draft.words);
            return (!adjective).then_some(Draft { phase: Some("END"), ..draft });
        }
        if self.word(i)?.get(unit) == Some(Unit::Year)
            && i > 0
            && self.words[i - 1].is(TimeWord::The)
        {
            let (end, year) = self.full_year(i + 1).or_else(|| {
                let (end, n) = self.number(i + 1)?;
                (1000.0..=2999.0).contains(&n).then_some((end, n as i32))
            })?;
            return Some(Draft::new(i..end, Shape::Year(Year::Given(year))));
        }
        let fiscal = usize::from(self.word(i)?.is(TimeWord::Fiscal));
        let (end, year) = match fiscal {
            1 => self.full_year(i + 1)?,
            _ => self.plain_year(i)?,
        };
        Some(Draft::new(i..end, Shape::Year(Year::Given(year))))
    }

    /// "past" and "future" after "the", where no unit follows.
    fn reference_noun(&self, i: usize) -> Option<Draft> {
        let value = self.word(i)?.get(|m| match m {
            TimeWord::ReferenceNoun(value) => Some(value),
            _ => None,
        })?;
        let noun = matches!(self.token(i).pos, pos::NOUN);
        noun.then(|| Draft::new(i..i + 1, Shape::Reference(value)))
    }

    fn reference(&self, i: usize) -> Option<Draft> {
        let word = self.word(i)?;
        let plain = word.get(|m| match m {
            TimeWord::Reference(value) => Some(value),
            _ => None,
        });
        let present = || {
            let adjective = word.get(|m| match m {
                TimeWord::ReferenceAdjective(value) => Some(value),
                _ => None,
            })?;
            let next = self.word(i + 1)?;
            let units = next.get(|m| match m {
                TimeWord::Unit { plural: true, .. } => Some(()),
                _ => None,
            });
            let token = self.token(i);
            match units {
                Some(()) => Some((i + 2, adjective)),
                None => (word.is(TimeWord::Relative(0)) && token.dep == dep::AMOD)
                    .then_some((i + 1, adjective)),
            }
        };
        let (end, value) = plain.map(|value| (i + 1, value)).or_else(present)?;
        Some(Draft::new(i..end, Shape::Reference(value)))
    }
}

pub(super) fn part(meaning: TimeWord) -> Option<&'static str> {
    match meaning {
        TimeWord::Part(part) => Some(part),
        _ => None,
    }
}

pub(super) fn unit(meaning: TimeWord) -> Option<Unit> {
    match meaning {
        TimeWord::Unit { unit, .. } => Some(unit),
        _ => None,
    }
}

pub(super) fn anaphoric(meaning: TimeWord) -> Option<i32> {
    match meaning {
        TimeWord::Anaphoric(n) => Some(n),
        _ => None,
    }
}
