//! Numbers, years and counts as words of a time expression.

use super::{
    draft::{Count, Year},
    grammar::Grammar,
};
use language::labels::{dep, tag};
use lexicon::time::TimeWord;

/// Years of four figures that are taken for years without a word that says so.
const PLAIN_YEARS: std::ops::RangeInclusive<i32> = 1900..=2059;

/// Years of four figures that are taken for years after a preposition.
const SAID_YEARS: std::ops::RangeInclusive<i32> = 1000..=2199;

impl Grammar<'_> {
    /// A number in figures or words from `i`, and the word after it.
    pub(super) fn number(&self, i: usize) -> Option<(usize, f64)> {
        let word = self.word(i)?;
        let (mut end, mut value) = match word.number {
            Some(value) if !self.follows_currency(i) => self.decimals(i, value),
            Some(_) => return None,
            None => self.spelled(i)?,
        };
        if word.number.is_some()
            && let Some(next) = self.word(end)
            && let Some(times) = next.get(multiplier)
        {
            (end, value) = (end + 1, value * times);
        }
        if let Some(part) = self.word(end).and_then(|w| w.get(and_half)) {
            (end, value) = (end + 1, value + part);
        }
        Some((end, value))
    }

    /// The part of a number after the point.
    fn decimals(&self, i: usize, value: f64) -> (usize, f64) {
        if let (Some(point), Some(part)) = (self.word(i + 1), self.word(i + 2))
            && point.is_sign('.')
            && point.glued
            && part.glued
            && let Some(decimals) = part.number
            && part.figures > 0
        {
            return (i + 3, value + decimals / 10f64.powi(part.figures as i32));
        }
        (i + 1, value)
    }

    fn spelled(&self, i: usize) -> Option<(usize, f64)> {
        let (mut end, mut total, mut last) = (i, 0.0, 0.0);
        let mut after_multiplier = false;
        loop {
            let dash = usize::from(end > i && self.word(end).is_some_and(|w| w.is_dash()));
            let joined = self.word(end + dash);
            let Some(word) = joined.filter(|w| dash == 0 || w.glued) else { break };
            if let Some(value) = word.get(cardinal) {
                let fits = end == i
                    || after_multiplier
                    || ((20.0..100.0).contains(&last) && last % 10.0 == 0.0 && value < 10.0);
                if !fits {
                    break;
                }
                (total, last, after_multiplier) = (total + value, value, false);
            } else if let Some(times) = word.get(multiplier) {
                let article = end == i + 1 && self.words[i].is(TimeWord::Article);
                if end == i || !(total > 0.0 || article) {
                    break;
                }
                total = total.max(1.0) * times;
                (last, after_multiplier) = (0.0, true);
            } else if end == i && word.is(TimeWord::Article) {
                let next = self.word(i + 1);
                if next.is_none_or(|w| w.get(multiplier).is_none()) {
                    return Some((i + 1, 1.0));
                }
            } else {
                break;
            }
            end += dash + 1;
        }
        (end > i && total > 0.0).then_some((end, total))
    }

    /// How many units are meant, and the word after: a number, a range by its first, or unknown.
    pub(super) fn count(&self, i: usize) -> Option<(usize, Count)> {
        let word = self.word(i)?;
        if word.is(TimeWord::Vague) {
            return Some((i + 1, Count::Vague));
        }
        if let Some(couple) = word.get(|m| match m {
            TimeWord::Couple(n) => Some(n),
            _ => None,
        }) {
            return Some((i + 1, Count::Of(couple)));
        }
        let (end, value) = self.number(i)?;
        let joined = self
            .word(end)
            .is_some_and(|w| w.is(TimeWord::To) || w.is(TimeWord::And) || (w.is_dash() && w.glued));
        match self.number(end + 1).filter(|_| joined) {
            Some((after, second))
                if second > value && !self.words[end + 1].is(TimeWord::Article) =>
            {
                Some((after, Count::Of(value)))
            }
            _ => Some((end, Count::Of(value))),
        }
    }

    /// A place in a row: "third", "3rd".
    pub(super) fn ordinal(&self, i: usize) -> Option<(usize, f64)> {
        let word = self.word(i)?;
        if let Some(value) = word.number {
            let suffix = self.word(i + 1)?;
            let fits = suffix.glued && suffix.is(TimeWord::OrdinalSuffix);
            return fits.then_some((i + 2, value));
        }
        if let Some(value) = word.get(ordinal) {
            return Some((i + 1, value));
        }
        let (dash, last) = (self.word(i + 1)?, self.word(i + 2)?);
        let tens = word.get(cardinal)?;
        let ones = last.get(ordinal).filter(|_| dash.is_dash())?;
        (tens % 10.0 == 0.0 && ones < 10.0).then_some((i + 3, tens + ones))
    }

    /// A year with its four figures, or spoken in two halves.
    pub(super) fn full_year(&self, i: usize) -> Option<(usize, i32)> {
        let word = self.word(i)?;
        if word.figures == 4 {
            let year = word.number? as i32;
            let bad_before = i > 0
                && word.glued
                && matches!(self.words[i - 1].sign, Some('$' | '£' | '€' | '#' | '.' | ',' | '¥'));
            let bad_after = self.word(i + 1).is_some_and(|w| {
                w.glued && (w.is_sign('%') || w.sign.is_none())
                    || (w.glued && w.is_sign('.') && self.is_glued_number(i + 2))
                    || (w.glued && w.is_sign(',') && self.is_glued_number(i + 2))
            });
            let fits = SAID_YEARS.contains(&year) && !bad_before && !bad_after;
            return fits.then_some((i + 1, year));
        }
        let hundreds = word.get(cardinal).filter(|n| (10.0..=20.0).contains(n))?;
        let (end, rest) = self.spelled(i + 1)?;
        let plain = self.word(i + 1)?.get(cardinal).is_some() && (10.0..100.0).contains(&rest);
        plain.then_some((end, hundreds as i32 * 100 + rest as i32))
    }

    /// A year that stands alone and reads as one, not as a number of things.
    pub(super) fn plain_year(&self, i: usize) -> Option<(usize, i32)> {
        let (end, year) = self.full_year(i)?;
        let before = i.checked_sub(1).map(|b| &self.words[b]);
        let owned = i > 0 && matches!(self.token(i - 1).tag, tag::POS | tag::PRP_POSS);
        let said =
            owned || before.is_some_and(|w| w.is(TimeWord::YearPreposition) || w.is(TimeWord::The));
        let token = self.token(i);
        let Some(head) = self.syntax.parse.tokens.get(token.head as usize) else {
            return said.then_some((end, year));
        };
        let counts = token.dep == dep::NUMMOD
            && matches!(head.tag, tag::NNS | tag::NNPS)
            && token.head as usize > self.words[i].token;
        let unit = self.word(end).is_some_and(|w| w.get(plural_unit).is_some());
        let plain = PLAIN_YEARS.contains(&year) || (said && self.words[i].number.is_some());
        (plain && !unit && (said || !counts)).then_some((end, year))
    }

    /// A year after a month, day or season, in any form.
    pub(super) fn year_after(&self, i: usize) -> Option<(usize, Year)> {
        let word = self.word(i)?;
        if word.is_sign(',') {
            let (end, year) = self.full_year(i + 1)?;
            return Some((end, Year::Given(year)));
        }
        if word.is(TimeWord::Of) {
            return self.year_after(i + 1).or_else(|| self.relative_year(i + 1));
        }
        if let Some((end, year)) = self.full_year(i) {
            return Some((end, Year::Given(year)));
        }
        self.short_year(i).or_else(|| self.relative_year(i))
    }

    /// "'29".
    pub(super) fn short_year(&self, i: usize) -> Option<(usize, Year)> {
        let (mark, figures) = (self.word(i)?, self.word(i + 1)?);
        let after = self.word(i + 2).is_some_and(|w| w.glued && w.sign.is_none());
        let fits = mark.is_apostrophe() && figures.glued && figures.figures == 2 && !after;
        fits.then_some((i + 2, Year::Short(figures.number? as i32)))
    }

    /// "this year", "last year", "that year".
    pub(super) fn relative_year(&self, i: usize) -> Option<(usize, Year)> {
        let word = self.word(i)?;
        let year = self.word(i + 1)?.get(|m| match m {
            TimeWord::Unit { unit: lexicon::time::Unit::Year, plural: false } => Some(()),
            TimeWord::FiscalUnit => Some(()),
            _ => None,
        });
        year?;
        if let Some(n) = word.get(relative) {
            return Some((i + 2, Year::Relative(n)));
        }
        word.is(TimeWord::Anaphoric(0)).then_some((i + 2, Year::Anaphoric))
    }

    fn follows_currency(&self, i: usize) -> bool {
        let before = i.checked_sub(1).map(|b| &self.words[b]);
        before.is_some_and(|w| {
            self.words[i].glued && matches!(w.sign, Some('$' | '£' | '€' | '#' | '¥' | '.'))
        })
    }

    fn is_glued_number(&self, i: usize) -> bool {
        self.word(i).is_some_and(|w| w.glued && w.number.is_some())
    }
}

pub(super) fn cardinal(meaning: TimeWord) -> Option<f64> {
    match meaning {
        TimeWord::Cardinal(value) => Some(value),
        _ => None,
    }
}

fn multiplier(meaning: TimeWord) -> Option<f64> {
    match meaning {
        TimeWord::Multiplier(value) => Some(value),
        _ => None,
    }
}

fn ordinal(meaning: TimeWord) -> Option<f64> {
    match meaning {
        TimeWord::Ordinal(value) => Some(value),
        _ => None,
    }
}

pub(super) fn and_half(meaning: TimeWord) -> Option<f64> {
    match meaning {
        TimeWord::AndHalf(part) => Some(part),
        _ => None,
    }
}

pub(super) fn relative(meaning: TimeWord) -> Option<i32> {
    match meaning {
        TimeWord::Relative(n) => Some(n),
        _ => None,
    }
}

fn plural_unit(meaning: TimeWord) -> Option<lexicon::time::Unit> {
    match meaning {
        TimeWord::Unit { unit, plural: true } => Some(unit),
        _ => None,
    }
}
