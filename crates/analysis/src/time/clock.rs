//! Times of the day, with the day that stands beside them.

use super::{
    draft::{Clock, Draft, Shape},
    grammar::Grammar,
};
use language::labels::tag;
use lexicon::time::TimeWord;

/// Hours that twelve can be added to.
const TWELVE: std::ops::RangeInclusive<u16> = 1..=12;

impl Grammar<'_> {
    /// "4.30 p.m.", "18:05", "noon Saturday", "half past five", "seven on Friday morning".
    pub(super) fn clocked(&self, i: usize) -> Option<Draft> {
        let (end, mut clock, sure) = self.clock(i)?;
        let mut end = end;
        if let Some((after, zone)) = self.zone(end) {
            (end, clock.zone) = (after, zone);
        }
        let joint = self.word(end).is_some_and(|w| w.is(TimeWord::Joint) || w.is_sign(','));
        let day =
            self.day_beside(end).or_else(|| joint.then(|| self.day_beside(end + 1)).flatten());
        match day {
            Some(day) if sure || day.words.start > end || day.part.is_some() => {
                Some(Draft { words: i..day.words.end, clock: Some(clock), ..day })
            }
            _ if sure => {
                let shape = Draft::new(i..end, Shape::ThatDay);
                Some(Draft { clock: Some(clock), ..shape })
            }
            _ => None,
        }
    }

    /// A day, or a part of one, beside a clock time.
    fn day_beside(&self, i: usize) -> Option<Draft> {
        self.part_of_day(i)
            .or_else(|| self.month_and_day(i).filter(|d| matches!(d.shape, Shape::Day { .. })))
            .or_else(|| self.weekday(i).filter(|d| matches!(d.shape, Shape::Weekday { .. })))
            .or_else(|| self.day_word(i))
    }

    /// The clock time at `i`, the word after, and whether it can be nothing else.
    fn clock(&self, i: usize) -> Option<(usize, Clock, bool)> {
        let word = self.word(i)?;
        if let Some(minute) = word.get(|m| match m {
            TimeWord::Clock(minute) => Some(minute),
            _ => None,
        }) {
            let clock = Clock { minute, twelve_hour: false, zone: "" };
            return (!self.modifies(&(i..i + 1))).then_some((i + 1, clock, true));
        }
        self.figures(i).or_else(|| self.minutes_to(i)).or_else(|| self.whole_hour(i))
    }

    /// "4.30 p.m.", "18:05", "16.30", "5 p.m.", "1600 hours".
    fn figures(&self, i: usize) -> Option<(usize, Clock, bool)> {
        let word = self.word(i)?;
        let first = word.number.filter(|_| word.figures > 0)? as u16;
        let currency = i > 0 && word.glued && !self.words[i - 1].is_sign('(');
        if currency {
            return None;
        }
        if word.figures == 4 {
            let (hour, minute) = (first / 100, first % 100);
            let named = self.word(i + 1).is_some_and(|w| w.is(TimeWord::HoursWord))
                || self.zone(i + 1).is_some_and(|(_, zone)| !zone.is_empty());
            return (named && hour < 24 && minute < 60).then_some((
                i + 1,
                plain(hour * 60 + minute),
                true,
            ));
        }
        let (mark, rest) = (self.word(i + 1), self.word(i + 2));
        let pair = match (mark, rest) {
            (Some(mark), Some(rest))
                if mark.glued && rest.glued && rest.figures == 2 && word.figures <= 2 =>
            {
                let colon = mark.is_sign(':');
                (colon || mark.is_sign('.')).then_some((colon, rest.number? as u16))
            }
            _ => None,
        };
        let (end, minutes, colon) = match pair {
            Some((colon, minutes)) if minutes < 60 && first < 24 => (i + 3, minutes, colon),
            Some(_) => return None,
            None => (i + 1, 0, false),
        };
        if let Some(pm) = self.meridiem(end).filter(|_| TWELVE.contains(&first)) {
            let hour = first % 12 + if pm { 12 } else { 0 };
            return Some((end + 1, plain(hour * 60 + minutes), true));
        }
        let glued = self.word(end).is_some_and(|w| {
            w.glued && (w.number.is_some() || w.sign.is_none() || w.is_sign('%') || w.is_sign(':'))
        });
        let said = i > 0
            && self.words[i - 1].is(TimeWord::Joint)
            && !self.unit_follows(end)
            && !self.noun_follows(end);
        let minute = first * 60 + minutes;
        match pair {
            Some(_) if !glued && (colon && !self.is_score(i, end) || said) => {
                Some((end, plain(minute), true))
            }
            None if said && word.figures <= 2 && TWELVE.contains(&first) => {
                Some((end, Clock { minute, twelve_hour: true, zone: "" }, false))
            }
            _ => None,
        }
    }

    /// "2:1" and "3:2" are scores and ratios: hours with one figure of minutes are not read, and a
    /// pair that a noun follows is no time.
    fn is_score(&self, i: usize, end: usize) -> bool {
        let unsaid = i == 0 || !self.words[i - 1].is(TimeWord::Joint);
        unsaid && self.noun_follows(end)
    }

    fn noun_follows(&self, end: usize) -> bool {
        let Some(next) = self.word(end).filter(|w| w.sign.is_none() && !w.glued) else {
            return false;
        };
        let plain = next.get(|m| match m {
            TimeWord::Weekday { .. } | TimeWord::Month(_) | TimeWord::Day(_) => Some(()),
            TimeWord::Zone(_) => Some(()),
            _ => None,
        });
        plain.is_none()
            && matches!(self.token(end).tag, tag::NN | tag::NNS | tag::JJ | tag::NNP | tag::NNPS)
    }

    fn unit_follows(&self, end: usize) -> bool {
        let dash = usize::from(self.word(end).is_some_and(|w| w.is_dash()));
        self.unit_form(end + dash).is_some()
    }

    fn meridiem(&self, i: usize) -> Option<bool> {
        self.word(i)?.get(|m| match m {
            TimeWord::Meridiem { pm } => Some(pm),
            _ => None,
        })
    }

    /// "half past five", "twenty to nine", "four minutes past six".
    fn minutes_to(&self, i: usize) -> Option<(usize, Clock, bool)> {
        let (end, minutes) = match self.word(i)?.get(|m| match m {
            TimeWord::ClockMinutes(n) => Some(n),
            _ => None,
        }) {
            Some(minutes) => (i + 1, minutes),
            None => {
                let (end, n) = self.number(i).filter(|(_, n)| *n >= 1.0 && *n < 60.0)?;
                let named = self.word(end)?.is(TimeWord::MinutesWord);
                if !named && n % 5.0 != 0.0 {
                    return None;
                }
                (end + usize::from(named), n as i32)
            }
        };
        let direction = self.word(end)?.get(|m| match m {
            TimeWord::ToClock(n) => Some(n),
            _ => None,
        })?;
        let at = end + 1;
        let (end, hour) = self.number(at)?;
        let hour = TWELVE.contains(&(hour as u16)).then_some(hour as i32 % 12)?;
        // "Children of 5 to 11": in figures the words around must say that it is a clock's.
        let figures = |i: usize| self.word(i).is_some_and(|w| w.figures > 0);
        let said = i > 0 && self.words[i - 1].is(TimeWord::Joint);
        if figures(i) && figures(at) && !said && self.meridiem(end).is_none() {
            return None;
        }
        let minute = (hour * 60 + direction * minutes).rem_euclid(720) as u16;
        let (end, clock) = self.halves_of_day(end, minute);
        Some((end, clock, true))
    }

    /// "five o'clock", and "seven" where a day or a part of it follows.
    fn whole_hour(&self, i: usize) -> Option<(usize, Clock, bool)> {
        let (end, hour) = self.number(i)?;
        let hour = TWELVE.contains(&(hour as u16)).then_some(hour as u16)?;
        if self.word(end)?.is(TimeWord::OClock) {
            let (end, clock) = self.halves_of_day(end + 1, hour % 12 * 60);
            return Some((end, clock, true));
        }
        let said = i > 0 && self.words[i - 1].is(TimeWord::Joint);
        let word = self.word(end)?;
        let followed = word.is(TimeWord::Joint) && !self.words[i].is(TimeWord::Article);
        let clock = Clock { minute: hour * 60, twelve_hour: true, zone: "" };
        (said && followed).then_some((end, clock, false))
    }

    fn halves_of_day(&self, end: usize, minute: u16) -> (usize, Clock) {
        match self.meridiem(end) {
            Some(pm) => (end + 1, plain(minute + if pm { 720 } else { 0 })),
            None => (end, Clock { minute, twelve_hour: true, zone: "" }),
        }
    }

    fn zone(&self, i: usize) -> Option<(usize, &'static str)> {
        let open = usize::from(self.word(i)?.is_sign('('));
        let word = self.word(i + open)?;
        let zone = word.get(|m| match m {
            TimeWord::Zone(zone) => Some(zone),
            _ => None,
        })?;
        let close = usize::from(open == 1 && self.word(i + 2).is_some_and(|w| w.is_sign(')')));
        let zone = if zone == "-" { "" } else { zone };
        (open == close).then_some((i + 1 + open + close, zone))
    }
}

fn plain(minute: u16) -> Clock {
    Clock { minute, twelve_hour: false, zone: "" }
}

impl Clock {
    /// The minute of the day, given the part of the day if one is said.
    pub(super) fn in_part(self, part: Option<&str>) -> u16 {
        /// First hour that a part of the day after noon can begin with.
        const NIGHT_FROM: u16 = 6 * 60;
        let minute = self.minute % 720;
        match part {
            _ if !self.twelve_hour => self.minute,
            Some("AF" | "EV") => minute + 720,
            Some("NI") if minute >= NIGHT_FROM => minute + 720,
            Some(_) => minute,
            None => self.minute,
        }
    }
}
