//! Lengths, their distances from other times, units seen from now, quarters, and what repeats.

use super::{
    draft::{Count, Draft, Shape, Year},
    grammar::{Grammar, anaphoric, unit},
    number::{and_half, relative},
    tense,
};
use language::labels::{dep, pos, tag};
use lexicon::time::{TimeWord, Unit};

impl Grammar<'_> {
    /// "two months", "eight-year", "a year and a half", "two months ago", "years".
    pub(super) fn length(&self, i: usize) -> Option<Draft> {
        if self.word(i)?.is(TimeWord::SomeTime) {
            let shape = Shape::Length { count: Count::Vague, unit: Unit::Month };
            return Some(Draft::new(i..i + 1, shape));
        }
        if let Some(found) = self.some_day(i) {
            return Some(found);
        }
        if let Some(found) = self.halves(i).or_else(|| self.unit_ago(i)) {
            return Some(found);
        }
        let (end, mut count) = match self.count(i) {
            Some((end, count)) => (end, count),
            None => return self.bare_units(i),
        };
        let article = self.words[i].is(TimeWord::Article) && end == i + 1;
        let dash = usize::from(self.word(end)?.is_dash());
        let (unit, plural) = self.unit_form(end + dash)?;
        let tiny = matches!(unit, Unit::Quarter | Unit::Second) && !plural;
        let counts_ordinal = tiny && (article || dash == 0);
        let fraction = unit == Unit::Quarter && self.word(end + dash + 1)?.is(TimeWord::Of);
        let accounts = article && self.words[end].is(TimeWord::FiscalUnit);
        if counts_ordinal || fraction || accounts || (article && self.is_rate(end)) {
            return None;
        }
        let mut end = end + dash + 1;
        if let (Some(part), Count::Of(n)) = (self.word(end).and_then(|w| w.get(and_half)), count) {
            (end, count) = (end + 1, Count::Of(n + part));
        }
        end = self.alternative_unit(end);
        if self.is_age(end) {
            return None;
        }
        end = self.compound_tail(end, unit)?;
        Some(self.shifted(i, end, count, unit))
    }

    /// "One day we will" names no day; "it took one day" is a length.
    fn some_day(&self, i: usize) -> Option<Draft> {
        let value = self.word(i)?.get(|m| match m {
            TimeWord::SomeDay(value) => Some(value),
            _ => None,
        })?;
        let token = self.words[i].token;
        let verb = tense::governing_verb(self.syntax, &(token..token + 1));
        let ahead = verb.is_some_and(|v| token < v && tense::is_modal(self.syntax, v));
        Some(match ahead {
            true => Draft::new(i..i + 1, Shape::Reference(value)),
            false => self.shifted(i, i + 1, Count::Of(1.0), Unit::Day),
        })
    }

    /// "or months" after "weeks".
    fn alternative_unit(&self, end: usize) -> usize {
        let and = self.word(end).is_some_and(|w| w.is(TimeWord::And));
        let plural = self.unit_form(end + 1).is_some_and(|(_, plural)| plural);
        let counted = self.unit_form(end.saturating_sub(1)).is_some_and(|(_, plural)| plural);
        if and && plural && counted { end + 2 } else { end }
    }

    /// "-old" and "-long" belong to a length; an age in years is no time.
    fn compound_tail(&self, end: usize, unit: Unit) -> Option<usize> {
        let Some(tail) =
            self.word(end + 1).filter(|_| self.words.get(end).is_some_and(|w| w.is_dash()))
        else {
            return Some(end);
        };
        if tail.is(TimeWord::Age) {
            return (unit != Unit::Year).then_some(end + 2);
        }
        Some(if tail.is(TimeWord::Long) { end + 2 } else { end })
    }

    fn is_age(&self, end: usize) -> bool {
        self.word(end).is_some_and(|w| w.is(TimeWord::Age))
    }

    /// "a year" after a price or a number of things: so much in each.
    fn is_rate(&self, i: usize) -> bool {
        let token = self.token(i);
        let Some(head) = self.syntax.parse.tokens.get(token.head as usize) else { return false };
        let before = (token.head as usize) < self.words[i].token;
        let counted = matches!(head.pos, pos::NOUN | pos::NUM | pos::SYM | pos::PROPN | pos::ADV);
        let shifts = self.word(i + 1).is_some_and(|w| w.get(shift).is_some());
        before && counted && !shifts && matches!(token.dep, dep::NPADVMOD | dep::PREP | dep::NMOD)
    }

    /// "half an hour", "half a year".
    fn halves(&self, i: usize) -> Option<Draft> {
        self.word(i).filter(|w| w.is(TimeWord::Half))?;
        let dash = usize::from(self.word(i + 1)?.is_dash());
        let (unit, plural) = self.unit_form(i + 1 + dash)?;
        (!plural && !matches!(unit, Unit::Quarter | Unit::Second))
            .then(|| self.shifted(i, i + 2 + dash, Count::Of(0.5), unit))
    }

    /// "year-ago", "year-earlier", with the quarter that may follow.
    fn unit_ago(&self, i: usize) -> Option<Draft> {
        let unit = self.word(i)?.get(unit)?;
        let dash = self.word(i + 1).filter(|w| w.is_dash() && w.glued)?;
        let earlier = self.word(i + 2)?.get(|m| match m {
            TimeWord::ShiftAdjective(n) => Some(n),
            _ => None,
        });
        let shift = earlier.filter(|_| dash.glued)?;
        if unit == Unit::Year
            && let Some((end, quarter)) = self.quarter_or_period(i + 3)
        {
            return Some(Draft::new(i..end, Shape::Quarter { quarter, year: Year::Earlier }));
        }
        let shape = Shape::Shift { count: Count::Of(1.0), unit, shift, deictic: true };
        Some(Draft::new(i..i + 3, shape))
    }

    fn quarter_or_period(&self, i: usize) -> Option<(usize, Option<u8>)> {
        if let Some((end, quarter)) = self.numbered_quarter(i) {
            return Some((end, Some(quarter)));
        }
        let word = self.word(i)?;
        let plain = word.get(unit) == Some(Unit::Quarter) || word.is(TimeWord::Period);
        plain.then_some((i + 1, None))
    }

    /// "weeks", "decades-long": an unknown number of units.
    fn bare_units(&self, i: usize) -> Option<Draft> {
        let (unit, plural) = self.unit_form(i)?;
        let before = i.checked_sub(1).map(|b| &self.words[b]);
        let counted = before.is_some_and(|w| {
            w.number.is_some()
                || w.get(relative).is_some()
                || matches!(w.meanings, [TimeWord::ReferenceAdjective(_), ..])
        });
        let noun = self.token(i).pos == pos::NOUN;
        // "The minutes" are a record, "the hours" those of an office.
        let record = unit < Unit::Day && before.is_some_and(|w| w.is(TimeWord::The));
        if !plural || counted || !noun || record || matches!(unit, Unit::Quarter | Unit::Second) {
            return None;
        }
        let end = self.alternative_unit(i + 1);
        if self.is_age(end) {
            return None;
        }
        let end = self.compound_tail(end, unit)?;
        Some(self.shifted(i, end, Count::Vague, unit))
    }

    /// A length, or a time at that distance if a word that says so follows.
    fn shifted(&self, start: usize, end: usize, count: Count, unit: Unit) -> Draft {
        let vague = self.word(end).is_some_and(|w| w.is(TimeWord::Bound("APPROX")));
        let at = end + usize::from(vague);
        let word = self.word(at);
        let deictic = word.and_then(|w| {
            w.get(|m| match m {
                TimeWord::DeicticShift(n) => Some(n),
                _ => None,
            })
        });
        if let Some(shift) = deictic {
            let shape = Shape::Shift { count, unit, shift, deictic: true };
            return Draft::new(start..at + 1, shape);
        }
        let narrated = word.and_then(|w| w.get(shift)).filter(|_| self.stands_alone(at));
        match narrated {
            Some(shift) => {
                Draft::new(start..at + 1, Shape::Shift { count, unit, shift, deictic: false })
            }
            None => Draft::new(start..end, Shape::Length { count, unit }),
        }
    }

    /// Whether a word like "earlier" says a distance by itself; "before the vote" does not.
    fn stands_alone(&self, i: usize) -> bool {
        let adverb = matches!(self.token(i).tag, tag::RB | tag::RBR | tag::JJR);
        let ends = self.word(i + 1).is_none_or(|w| w.sign.is_some());
        let compares = self.words[i].get(|m| match m {
            TimeWord::Phase(_) => Some(()),
            _ => None,
        });
        adverb && (compares.is_some() || ends)
    }

    /// The unit a word names, and whether it is plural.
    pub(super) fn unit_form(&self, i: usize) -> Option<(Unit, bool)> {
        self.word(i)?.get(|m| match m {
            TimeWord::Unit { unit, plural } => Some((unit, plural)),
            TimeWord::FiscalUnit => Some((Unit::Year, false)),
            _ => None,
        })
    }

    /// "last week", "this quarter", "the past three months", "the first nine months", "that year".
    pub(super) fn related(&self, i: usize) -> Option<Draft> {
        let word = self.word(i)?;
        if word.is(TimeWord::First) {
            let (end, count) = self.count(i + 1).unwrap_or((i + 1, Count::Vague));
            let (unit, plural) = self.unit_form(end)?;
            let fits = plural && unit != Unit::Second;
            return fits.then(|| Draft::new(i..end + 1, Shape::Length { count, unit }));
        }
        if let Some(n) = word.get(relative) {
            return self.relative_unit(i, i + 1, n);
        }
        let n = word.get(anaphoric)?;
        if let Some((end, count)) = self.count(i + 1)
            && let Some((unit, true)) = self.unit_form(end)
        {
            let pronoun = matches!(self.token(i).tag, tag::IN | tag::DT | tag::WDT);
            return (!pronoun).then(|| Draft::new(i..end + 1, Shape::Length { count, unit }));
        }
        if let Some((end, quarter)) = self.numbered_quarter(i + 1) {
            let shape = Shape::Quarter { quarter: Some(quarter), year: Year::Anaphoric };
            return Some(Draft::new(i..end, shape));
        }
        if let Some(day) = self.weekday(i + 1).filter(|_| n == -1 || n == 1) {
            let Shape::Weekday { day: weekday, .. } = day.shape else { return None };
            let shape = Shape::Weekday { day: weekday, relative: Some(n * 2) };
            return Some(Draft { words: i..day.words.end, shape, ..day });
        }
        let (unit, plural) = self.unit_form(i + 1).or_else(|| {
            let period = self.word(i + 1)?.is(TimeWord::Period);
            period.then_some((Unit::Quarter, false))
        })?;
        let known = unit >= Unit::Day && !plural;
        known.then(|| Draft::new(i..i + 2, Shape::Anaphoric { unit, relative: n }))
    }

    fn relative_unit(&self, start: usize, at: usize, n: i32) -> Option<Draft> {
        if let Some(second) = self.word(at).and_then(|w| w.get(relative)) {
            return self.relative_unit(start, at + 1, second);
        }
        if let Some((end, count)) = self.count(at)
            && let Some((unit, true)) = self.unit_form(end)
        {
            let end = self.alternative_unit(end + 1);
            return Some(Draft::new(start..end, Shape::Run { count, unit, relative: n }));
        }
        let fiscal = usize::from(self.word(at)?.is(TimeWord::Fiscal));
        let (unit, plural) = self.unit_form(at + fiscal)?;
        let end = at + fiscal + 1;
        if plural {
            let reference = if n < 0 { "PAST_REF" } else { "FUTURE_REF" };
            let fits = n != 0 && unit >= Unit::Day;
            return fits.then(|| Draft::new(start..end, Shape::Reference(reference)));
        }
        if unit == Unit::Year
            && self.word(end).is_some_and(|w| w.is_apostrophe())
            && let Some((last, quarter)) = self.numbered_quarter(end + 2)
        {
            let shape = Shape::Quarter { quarter: Some(quarter), year: Year::Relative(n) };
            return Some(Draft::new(start..last, shape));
        }
        let hyphen = self.word(at).is_some_and(|w| w.is_dash());
        let shape = match unit {
            Unit::Second | Unit::Minute | Unit::Hour if n == 0 => return None,
            Unit::Second | Unit::Minute | Unit::Hour => {
                Shape::Run { count: Count::Of(1.0), unit, relative: n }
            }
            unit => Shape::Unit { unit, relative: n },
        };
        (!hyphen).then(|| Draft::new(start..end, shape))
    }

    /// "the quarter", "the week": the unit in view. The words after the article begin at `i`.
    pub(super) fn view(&self, i: usize) -> Option<Draft> {
        let (unit, plural) = self.unit_form(i)?;
        let ended = self.word(i + 1).is_some_and(|w| w.is(TimeWord::Ended));
        if unit == Unit::Year && ended {
            let shape = Shape::Length { count: Count::Of(1.0), unit };
            return Some(Draft::new(i..i + 1, shape));
        }
        let phased = i >= 2
            && self.words[i - 2]
                .get(|m| match m {
                    TimeWord::Phase(_) => Some(()),
                    _ => None,
                })
                .is_some();
        let of = self.word(i + 1).is_some_and(|w| w.is(TimeWord::Of));
        // "The week ended July 17" is that of the day, not that of the report.
        if unit == Unit::Week
            && (of || ended)
            && let Some(Draft { words, shape: Shape::Day { month: Some(month), day, .. }, .. }) =
                self.core(i + 2)
        {
            return Some(Draft::new(i..words.end, Shape::WeekOf { month, day }));
        }
        let in_view = matches!(unit, Unit::Week | Unit::Weekend | Unit::Quarter);
        let fits = in_view && !of || phased && unit >= Unit::Day;
        // "The end of the month" is that of this month, "the end of the day" that of the day told.
        let shape = match unit {
            Unit::Month | Unit::Year | Unit::Decade | Unit::Century => {
                Shape::Unit { unit, relative: 0 }
            }
            _ => Shape::Anaphoric { unit, relative: 0 },
        };
        (fits && !plural).then(|| Draft::new(i..i + 1, shape))
    }

    /// "third-quarter", "the third quarter of 1984", "the 1988 quarter", "fiscal first quarter".
    pub(super) fn quarter(&self, i: usize) -> Option<Draft> {
        let fiscal = usize::from(self.word(i)?.is(TimeWord::Fiscal));
        if let Some((end, quarter)) = self.numbered_quarter(i + fiscal) {
            let (end, year) = self.year_after(end).unwrap_or((end, Year::Unknown));
            return Some(Draft::new(i..end, Shape::Quarter { quarter: Some(quarter), year }));
        }
        if let Some(found) = self.half(i) {
            return Some(found);
        }
        let (at, year) = self.full_year(i)?;
        let (end, quarter) = self.quarter_or_period(at)?;
        let period = quarter.is_none() && self.words[at].is(TimeWord::Period);
        let shape = match period {
            true => Shape::Year(Year::Given(year)),
            false => Shape::Quarter { quarter, year: Year::Given(year) },
        };
        Some(Draft::new(i..end, shape))
    }

    /// "third quarter", "third-quarter", "Q3".
    fn numbered_quarter(&self, i: usize) -> Option<(usize, u8)> {
        let word = self.word(i)?;
        if word.is(TimeWord::PartLetter(4)) && word.capital {
            let n = self.word(i + 1).filter(|w| w.glued && w.figures == 1)?.number? as u8;
            return (1..=4).contains(&n).then_some((i + 2, n));
        }
        let (end, n) =
            self.ordinal(i).or_else(|| word.is(TimeWord::First).then_some((i + 1, 1.0)))?;
        let dash = usize::from(self.word(end)?.is_dash());
        let (unit, plural) = self.unit_form(end + dash)?;
        (unit == Unit::Quarter && !plural && (1.0..=4.0).contains(&n))
            .then_some((end + dash + 1, n as u8))
    }

    /// "the first half of 1990", "H2 2024".
    fn half(&self, i: usize) -> Option<Draft> {
        let word = self.word(i)?;
        if word.is(TimeWord::PartLetter(2)) && word.capital {
            let half = self.word(i + 1).filter(|w| w.glued && w.figures == 1)?.number? as u8;
            let (end, year) = self.year_after(i + 2)?;
            return (1..=2).contains(&half).then(|| Draft::new(i..end, Shape::Half { half, year }));
        }
        let half = match (word.is(TimeWord::First), word.is(TimeWord::Relative(-1))) {
            (true, _) => 1,
            (_, true) => 2,
            _ => self.ordinal(i).map(|(_, n)| n as u8).filter(|n| *n == 2)?,
        };
        self.word(i + 1).filter(|w| w.is(TimeWord::HalfYear))?;
        let article = usize::from(self.word(i + 3).is_some_and(|w| w.is(TimeWord::The)));
        if article == 1 && self.unit_form(i + 4) == Some((Unit::Year, false)) {
            return Some(Draft::new(i..i + 5, Shape::Half { half, year: Year::Relative(0) }));
        }
        let (end, year) = self.year_after(i + 2).filter(|_| article == 0)?;
        Some(Draft::new(i..end, Shape::Half { half, year }))
    }

    /// "every day", "each July", "every four years", "daily".
    pub(super) fn set(&self, i: usize) -> Option<Draft> {
        let word = self.word(i)?;
        if let Some(value) = word.get(|m| match m {
            TimeWord::Frequency(value) => Some(value),
            _ => None,
        }) {
            let adverb = self.token(i).tag == tag::RB;
            let share = i > 0 && self.words[i - 1].is_sign('%');
            let draft = Draft::new(i..i + 1, Shape::Set(value.to_string()));
            return (adverb && !share && !self.modifies(&(i..i + 1))).then_some(draft);
        }
        let every = word.get(|m| match m {
            TimeWord::Each(n) => Some(n),
            _ => None,
        })?;
        let (at, count) = match self.number(i + 1) {
            Some((at, n)) => (at, n),
            None => (i + 1, f64::from(every)),
        };
        let named = self.word(at)?.get(|m| match m {
            TimeWord::Weekday { day, .. } => Some(format!("XXXX-WXX-{day}")),
            TimeWord::Month(month) => Some(format!("XXXX-{month:02}")),
            TimeWord::Season { code, .. } => Some(format!("XXXX-{code}")),
            TimeWord::Part(part) => Some(format!("XXXX-XX-XXT{part}")),
            TimeWord::Unit { unit, .. } => Some(super::value::duration(Count::Of(count), unit)),
            _ => None,
        });
        Some(Draft::new(i..at + 1, Shape::Set(named?)))
    }
}

pub(super) fn shift(meaning: TimeWord) -> Option<i32> {
    match meaning {
        TimeWord::Shift(n) => Some(n),
        _ => None,
    }
}
