//! [`View`]: what a reader has in mind when a time is named, and how a draft is placed by it.

use super::{
    TimeKind,
    calendar::{Day, Interval},
    draft::{Count, Draft, Shape, Year},
    tense::Direction,
    value::{Placed, duration, holiday},
};
use lexicon::time::Unit;

/// What times are counted from.
#[derive(Clone, Debug, Default)]
pub(super) struct View {
    /// The day of publication.
    pub(super) published: Option<Day>,
    /// The minute of the day of publication, in the publisher's own time or another.
    pub(super) minute: Option<u16>,
    /// The day last named.
    pub(super) day: Option<Day>,
    /// The day that governs the clause, with its part, if its sentence or paragraph names one.
    pub(super) near: Option<(Day, Option<&'static str>)>,
    /// The day last named that lies before publication.
    pub(super) before: Option<Day>,
    /// The last time named that has an interval.
    pub(super) last: Option<Interval>,
    /// Year and number of the quarter last named, until another kind of year follows.
    pub(super) quarter: Option<(i32, u8)>,
    /// Whether quarters are those of a company's own year, so that nobody can place "the quarter".
    pub(super) fiscal: bool,
}

/// Years that a two-figure year may lie after publication.
const SHORT_YEAR_AHEAD: i32 = 20;

/// Most units a distance may have; more are not counted out.
const SHIFT_MAX: f64 = 100_000.0;

impl View {
    /// Places a draft and remembers what it names.
    pub(super) fn place(&mut self, draft: &Draft, direction: Direction) -> (TimeKind, Placed) {
        let (mut kind, mut placed) = match (&draft.shape, draft.clock) {
            (Shape::ThatDay, Some(clock)) => {
                let minute = clock.in_part(draft.part);
                (TimeKind::Date, self.day_of_clock(minute, direction))
            }
            (shape, _) => self.shape(shape, direction),
        };
        let is_day = placed.interval.is_some_and(|i| i.len() == 1);
        if kind == TimeKind::Date {
            if let Some(clock) = draft.clock {
                kind = TimeKind::Time;
                let near = self.near.filter(|_| draft.shape == Shape::ThatDay);
                let minute = clock.in_part(draft.part.or(near.and_then(|n| n.1)));
                let (hour, minute) = (minute / 60, minute % 60);
                placed.value.push_str(&format!("T{hour:02}:{minute:02}"));
            } else if let Some(part) = draft.part {
                kind = TimeKind::Time;
                placed.value.push_str(&format!("T{part}"));
            }
        }
        let counted = matches!(draft.shape, Shape::Shift { .. });
        if let Some(interval) = placed.interval.filter(|_| kind <= TimeKind::Time) {
            if !counted {
                self.last = Some(interval);
            }
            if is_day {
                self.day = Some(interval.earliest);
                if self.published.is_some_and(|p| interval.earliest < p) {
                    self.before = self.day;
                }
            }
            let over = self.published.is_none_or(|p| interval.latest <= p);
            let counts =
                matches!(draft.shape, Shape::Quarter { year, .. } if year != Year::Earlier);
            if counts && over {
                self.quarter = Some((interval.earliest.year(), interval.earliest.quarter()));
            }
        }
        if let Shape::Length { unit: Unit::Month | Unit::Year, .. } = draft.shape {
            self.quarter = None;
        }
        (kind, placed)
    }

    fn shape(&self, shape: &Shape, direction: Direction) -> (TimeKind, Placed) {
        let day = |day: Option<Day>, unknown: &str| {
            day.map_or_else(|| Placed::unknown(unknown), Placed::day)
        };
        let placed = match *shape {
            Shape::Day { year, month, day, weekday } => {
                self.calendar_day(year, month, day, weekday, direction)
            }
            Shape::Weekday { day: weekday, relative } => {
                let found = self.weekday(weekday, relative, direction);
                day(found, &format!("XXXX-WXX-{weekday}"))
            }
            Shape::Offset(n) => day(self.published.map(|p| p.plus(n)), "XXXX-XX-XX"),
            Shape::ThatDay => {
                day(self.near.map(|n| n.0).or(self.day).or(self.published), "XXXX-XX-XX")
            }
            Shape::Month { year, month } => self.month(year, month, direction),
            Shape::Year(year) => match self.year(year) {
                Some(year) => Placed::year(year),
                None => Placed::unknown("XXXX"),
            },
            Shape::Decade { first, short } => match (short, self.century_of(first, direction)) {
                (false, _) => Placed::decade(first),
                (true, Some(year)) => Placed::decade(year),
                (true, None) => Placed::unknown(format!("XX{}", first / 10)),
            },
            Shape::Century(n) => Placed::century(n * 100 - 100),
            Shape::Quarter { quarter, year } => self.quarter(quarter, year, direction),
            Shape::Half { half, year } => match self.year(year).or(self.this_year()) {
                Some(year) => Placed::half(year, half),
                None => Placed::unknown(format!("XXXX-H{half}")),
            },
            Shape::Season { code, year } => self.season(code, year, direction),
            Shape::Holiday { code, year } => self.holiday(code, year, direction),
            // On Sunday "this week" is the one to come, where something is to come.
            Shape::Unit { unit: Unit::Week, relative: 0 }
                if direction == Direction::Future
                    && self.published.is_some_and(|d| d.weekday() == SUNDAY) =>
            {
                self.unit(Unit::Week, self.published, 1)
            }
            Shape::Unit { unit, relative } => self.unit(unit, self.published, relative),
            Shape::Anaphoric { unit: Unit::Quarter, relative: 0 } if self.fiscal => {
                self.fiscal_quarter(0)
            }
            Shape::Anaphoric { unit, relative } => self.anaphoric(unit, relative, direction),
            Shape::WeekOf { month, day } => {
                let found = self.calendar_day(Year::Unknown, Some(month), day, None, direction);
                match found.interval {
                    Some(interval) => Placed::week(interval.earliest),
                    None => Placed::unknown("XXXX-WXX"),
                }
            }
            Shape::Shift { count, unit, shift, deictic } => self.shift(count, unit, shift, deictic),
            Shape::Run { count, unit, relative } => {
                let interval = self.run(count, unit, relative);
                return (TimeKind::Duration, Placed { value: duration(count, unit), interval });
            }
            Shape::Length { count, unit } => {
                return (TimeKind::Duration, Placed::unknown(duration(count, unit)));
            }
            Shape::Set(ref value) => return (TimeKind::Set, Placed::unknown(value.clone())),
            Shape::Reference(value) => Placed::unknown(value),
        };
        (TimeKind::Date, placed)
    }

    /// The day of a clock time that stands without one: that of its clause, else of publication,
    /// unless the hour had not come yet then.
    fn day_of_clock(&self, minute: u16, direction: Direction) -> Placed {
        /// Minutes by which local time may run ahead of the time of publication given.
        const ZONE_SLACK: u16 = 6 * 60;
        let unknown = || Placed::unknown("XXXX-XX-XX");
        if let Some((day, _)) = self.near {
            return Placed::day(day);
        }
        let Some(published) = self.published else {
            return self.day.map_or_else(unknown, Placed::day);
        };
        let later = self.minute.is_some_and(|now| minute > now + ZONE_SLACK);
        if later && direction != Direction::Future {
            return Placed::day(self.before.unwrap_or(published.plus(-1)));
        }
        Placed::day(published)
    }

    fn this_year(&self) -> Option<i32> {
        self.published.map(Day::year)
    }

    fn year(&self, year: Year) -> Option<i32> {
        match year {
            Year::Unknown => None,
            Year::Given(year) => Some(year),
            Year::Short(figures) => self.century_of(figures, Direction::Past),
            Year::Relative(n) => Some(self.this_year()? + n),
            Year::Anaphoric => Some(self.last.or(self.now())?.earliest.year()),
            Year::Nearest(_) => None,
            Year::Earlier => Some(self.last.or(self.now())?.earliest.year() - 1),
        }
    }

    fn now(&self) -> Option<Interval> {
        self.published.map(Interval::day)
    }

    /// The full year of two figures: the latest that is not far ahead.
    fn century_of(&self, figures: i32, direction: Direction) -> Option<i32> {
        let now = self.this_year()?;
        let ahead = if direction == Direction::Future { 99 } else { SHORT_YEAR_AHEAD };
        let century = now.div_euclid(100) * 100;
        [century + 100, century, century - 100]
            .into_iter()
            .map(|c| c + figures.rem_euclid(100))
            .find(|year| *year <= now + ahead.min(SHORT_YEAR_AHEAD))
    }

    /// The day of a month; without a year the one nearest to publication, a weekday agreeing.
    fn calendar_day(
        &self,
        year: Year,
        month: Option<u8>,
        day: u8,
        weekday: Option<u8>,
        direction: Direction,
    ) -> Placed {
        let Some(month) = month else { return self.day_of_month(day, weekday, direction) };
        let unknown = || Placed::unknown(format!("XXXX-{month:02}-{day:02}"));
        if let Some(year) = self.year(year) {
            return Day::of(year, month, day).map_or_else(unknown, Placed::day);
        }
        let Some(now) = self.published else { return unknown() };
        let near = now.year();
        let candidates = (near - 1..=near + 1).filter_map(|y| Day::of(y, month, day));
        let distance = |d: &Day| {
            let wrong_weekday = weekday.is_some_and(|w| d.weekday() != w);
            let wrong_side = match direction {
                Direction::Past => *d > now,
                Direction::Future => *d < now,
                Direction::Unknown => false,
            };
            /// Days that a time on the wrong side of publication counts as farther.
            const WRONG_SIDE: i32 = 150;
            (wrong_weekday, (d.0 - now.0).abs() + i32::from(wrong_side) * WRONG_SIDE)
        };
        candidates.min_by_key(distance).map_or_else(unknown, Placed::day)
    }

    /// "the 17th": of the month that brings it nearest on the side the clause says.
    fn day_of_month(&self, day: u8, weekday: Option<u8>, direction: Direction) -> Placed {
        let Some(now) = self.published else { return Placed::unknown(format!("XXXX-XX-{day:02}")) };
        let candidates = (-1..=1).filter_map(|n| {
            let (year, month, _) = now.plus_months(n).civil();
            Day::of(year, month, day)
        });
        let key = |d: &Day| {
            let wrong_weekday = weekday.is_some_and(|w| d.weekday() != w);
            let wrong_side = match direction {
                Direction::Future => *d < now,
                _ => *d > now && weekday.is_none(),
            };
            (wrong_weekday, wrong_side, (d.0 - now.0).abs())
        };
        candidates
            .min_by_key(key)
            .map_or_else(|| Placed::unknown(format!("XXXX-XX-{day:02}")), Placed::day)
    }

    fn weekday(&self, weekday: u8, relative: Option<i32>, direction: Direction) -> Option<Day> {
        let from = match relative {
            Some(2 | -2) => self.day.or(self.published)?,
            _ => self.published?,
        };
        let ahead = (i32::from(weekday) - i32::from(from.weekday())).rem_euclid(7);
        let behind = (7 - ahead) % 7;
        let whole = |n: i32| if n == 0 { 7 } else { n };
        Some(match (relative, direction) {
            (Some(n), _) if n < 0 => from.plus(-whole(behind)),
            (Some(n), _) if n > 0 => from.plus(whole(ahead)),
            (Some(_), Direction::Past) => from.plus(-behind),
            (Some(_), _) | (None, Direction::Future) => from.plus(ahead),
            (None, _) => from.plus(-behind),
        })
    }

    fn month(&self, year: Year, month: u8, direction: Direction) -> Placed {
        let unknown = || Placed::unknown(format!("XXXX-{month:02}"));
        let Some(first) = (match (year, self.published) {
            (Year::Unknown, None) => None,
            (Year::Unknown, Some(now)) => {
                let (this, current, _) = now.civil();
                let year = match direction {
                    Direction::Future if month < current => this + 1,
                    Direction::Past if month > current => this - 1,
                    Direction::Unknown if month > current + 6 => this - 1,
                    Direction::Unknown if month + 6 < current => this + 1,
                    _ => this,
                };
                Day::of(year, month, 1)
            }
            (Year::Nearest(n), Some(now)) => nearest_month(n, month, now),
            (year, _) => self.year(year).and_then(|year| Day::of(year, month, 1)),
        }) else {
            return unknown();
        };
        Placed::month(first)
    }

    fn quarter(&self, quarter: Option<u8>, year: Year, direction: Direction) -> Placed {
        let completed = self.published.map(|now| {
            let before = now.plus_months(-3);
            (before.year(), before.quarter())
        });
        let in_view = self.quarter.or(completed);
        let number = quarter.or(in_view.map(|(_, q)| q));
        let year = match year {
            Year::Earlier => self.year_of_view().map(|y| y - 1),
            Year::Anaphoric => self.quarter.map(|(y, _)| y).or(self.this_year()),
            Year::Unknown => None,
            year => self.year(year),
        };
        let (Some(number), Some(now)) = (number, self.published) else {
            return match (number, year) {
                (Some(q), Some(y)) => Placed::quarter(y, q),
                (Some(q), None) => Placed::unknown(format!("XXXX-Q{q}")),
                _ => Placed::unknown("XXXX-QX"),
            };
        };
        let year = year.unwrap_or_else(|| match (quarter, in_view) {
            (None, Some((year, _))) => year,
            _ => now.year() + quarter_year(number, now.quarter(), direction),
        });
        Placed::quarter(year, number)
    }

    /// A quarter of a company's own year, by the year in view.
    fn fiscal_quarter(&self, years: i32) -> Placed {
        let year = self.year_of_view().map(|year| year + years);
        Placed::unknown(year.map_or("XXXX-QX".to_string(), |year| format!("{year}-QX")))
    }

    fn year_of_view(&self) -> Option<i32> {
        self.quarter.map(|(year, _)| year).or(self.this_year())
    }

    fn season(&self, code: &'static str, year: Year, direction: Direction) -> Placed {
        let now = self.published;
        let Some(year) = (match (year, now) {
            (Year::Unknown, None) => None,
            (Year::Unknown | Year::Nearest(_), Some(now)) => {
                let this = now.year();
                let begun =
                    |y: i32| Placed::season(y, code).interval.is_some_and(|i| i.earliest <= now);
                let over =
                    |y: i32| Placed::season(y, code).interval.is_some_and(|i| i.latest < now);
                let years = this - 2..=this + 2;
                match (year, direction) {
                    (Year::Nearest(-1), _) => years.rev().find(|y| over(*y)),
                    (Year::Nearest(1), _) => years.into_iter().find(|y| !begun(*y)),
                    (Year::Nearest(_), _) => Some(this),
                    (_, Direction::Future) => years.into_iter().find(|y| !over(*y)),
                    _ => years.rev().find(|y| begun(*y)),
                }
            }
            (year, _) => self.year(year),
        }) else {
            return Placed::unknown(format!("XXXX-{code}"));
        };
        Placed::season(year, code)
    }

    fn holiday(&self, code: &str, year: Year, direction: Direction) -> Placed {
        let unknown = || match code.split('-').nth(2) {
            None if !code.starts_with("easter") => Placed::unknown(format!("XXXX-{code}")),
            _ => Placed::unknown("XXXX-XX-XX"),
        };
        if let Some(year) = self.year(year) {
            return holiday(code, year).map_or_else(unknown, Placed::day);
        }
        let Some(now) = self.published else { return unknown() };
        let days = (now.year() - 1..=now.year() + 1).filter_map(|y| holiday(code, y));
        let found = match (year, direction) {
            (Year::Nearest(-1), _) => days.filter(|d| *d < now).max(),
            (Year::Nearest(1), _) | (_, Direction::Future) => days.filter(|d| *d >= now).min(),
            (_, Direction::Past) => days.filter(|d| *d <= now).max(),
            _ => days.min_by_key(|d| (d.0 - now.0).abs()),
        };
        found.map_or_else(unknown, Placed::day)
    }

    /// The unit of a day, or one so many before or after it.
    fn unit(&self, unit: Unit, from: Option<Day>, relative: i32) -> Placed {
        let Some(from) = from else { return Placed::unknown(unknown_unit(unit)) };
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => {
                Placed::day(from.plus(relative))
            }
            Unit::Week => Placed::week(from.plus(7 * relative)),
            Unit::Fortnight => Placed::week(from.plus(14 * relative)),
            Unit::Weekend => {
                // On Monday "the weekend" is the one before; on Saturday this one.
                let early = relative == 0 && from.weekday() <= 2;
                Placed::weekend(from.plus(7 * relative - if early { 7 } else { 0 }))
            }
            Unit::Month => Placed::month(from.plus_months(relative)),
            Unit::Quarter => {
                let day = from.plus_months(3 * relative);
                Placed::quarter(day.year(), day.quarter())
            }
            Unit::Year => Placed::year(from.year() + relative),
            Unit::Decade => Placed::decade(from.year() + 10 * relative),
            Unit::Century => Placed::century(from.year() + 100 * relative),
            Unit::Millennium => Placed::unknown("XXXX"),
        }
    }

    fn anaphoric(&self, unit: Unit, relative: i32, direction: Direction) -> Placed {
        match unit {
            Unit::Quarter => {
                let placed = self.quarter(None, Year::Unknown, direction);
                let first = placed.interval.filter(|_| relative != 0).map(|i| i.earliest);
                first.map_or(placed, |day| self.unit(unit, Some(day), relative))
            }
            Unit::Weekend => {
                // On Sunday the weekend that is over is this one.
                let ahead = match (direction, self.published.map(|d| d.weekday())) {
                    (Direction::Future, _) | (Direction::Past, Some(SUNDAY)) => 1,
                    _ => 0,
                };
                let from = self.published.map(|d| d.monday().plus(7 * (ahead - 1)));
                let from = from.map(|d| if relative == 0 { d.plus(2) } else { d });
                self.unit(unit, from, relative)
            }
            Unit::Day => self.unit(unit, self.day.or(self.published), relative),
            Unit::Week => self.unit(unit, self.published, relative),
            _ => self.unit(unit, self.last.map(|i| i.earliest).or(self.published), relative),
        }
    }

    fn shift(&self, count: Count, unit: Unit, shift: i32, deictic: bool) -> Placed {
        let reference = if shift < 0 { "PAST_REF" } else { "FUTURE_REF" };
        let n = match count {
            Count::Vague if deictic => return Placed::unknown(reference),
            Count::Vague => return Placed::unknown(duration(count, unit)),
            Count::Of(n) if n > SHIFT_MAX => return Placed::unknown(reference),
            Count::Of(n) => n * f64::from(shift),
        };
        if unit == Unit::Year
            && n == -1.0
            && let Some((year, quarter)) = self.quarter
        {
            if self.fiscal {
                return self.fiscal_quarter(-1);
            }
            return Placed::quarter(year - 1, quarter);
        }
        let narrated = if deictic { None } else { self.last.map(|i| i.latest) };
        let from = narrated.or(self.published);
        let Some(from) = from else { return Placed::unknown(unknown_unit(unit)) };
        let days = |per: f64| from.plus((n * per).round() as i32);
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour => Placed::day(from),
            Unit::Day => Placed::day(days(1.0)),
            Unit::Week => Placed::day(days(7.0)),
            Unit::Fortnight => Placed::day(days(14.0)),
            Unit::Weekend => Placed::weekend(days(7.0)),
            Unit::Month => Placed::month(from.plus_months(n.round() as i32)),
            Unit::Quarter => self.unit(unit, Some(from), n.round() as i32),
            Unit::Year => Placed::year(from.year() + n.round() as i32),
            Unit::Decade => Placed::year(from.year() + (n * 10.0).round() as i32),
            Unit::Century => Placed::century(from.year() + (n * 100.0).round() as i32),
            Unit::Millennium => Placed::unknown("XXXX"),
        }
    }

    /// The days of "the past three months", counted from publication.
    fn run(&self, count: Count, unit: Unit, relative: i32) -> Option<Interval> {
        let Count::Of(n) = count else { return None };
        let now = self.published.filter(|_| n <= SHIFT_MAX)?;
        let back = Placed::interval_of(now, n * f64::from(relative), unit)?;
        Some(Interval::new(now, back))
    }
}

/// The last day of a week.
const SUNDAY: u8 = 7;

/// "last August" is the latest before this month, "next May" the first after it.
fn nearest_month(n: i32, month: u8, now: Day) -> Option<Day> {
    let (this, current, _) = now.civil();
    let year = match n {
        n if n < 0 => this - i32::from(month >= current),
        0 => this,
        _ => this + i32::from(month <= current),
    };
    Day::of(year, month, 1)
}

impl Placed {
    /// The day so many units from another.
    fn interval_of(from: Day, n: f64, unit: Unit) -> Option<Day> {
        let months = |per: f64| Some(from.plus_months((n * per).round() as i32));
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour => Some(from.plus((n / 24.0).floor() as i32)),
            Unit::Day => Some(from.plus(n.round() as i32)),
            Unit::Week | Unit::Weekend => Some(from.plus((n * 7.0).round() as i32)),
            Unit::Fortnight => Some(from.plus((n * 14.0).round() as i32)),
            Unit::Month => months(1.0),
            Unit::Quarter => months(3.0),
            Unit::Year => months(12.0),
            Unit::Decade => months(120.0),
            Unit::Century | Unit::Millennium => None,
        }
    }
}

/// How many years from now a quarter named by its number lies: the one just over is meant even
/// where results are still to come; farther ones lie on the side the clause says.
fn quarter_year(number: u8, current: u8, direction: Direction) -> i32 {
    match (i32::from(number) - i32::from(current), direction) {
        (-1 | 0, _) => 0,
        (n, Direction::Future) if n < 0 => 1,
        (n, _) if n < 0 => 0,
        (_, Direction::Future) | (1, Direction::Unknown) => 0,
        _ => -1,
    }
}

fn unknown_unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => "XXXX-XX-XX",
        Unit::Weekend => "XXXX-WXX-WE",
        Unit::Week | Unit::Fortnight => "XXXX-WXX",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        Unit::Year => "XXXX",
        Unit::Decade => "XXX",
        Unit::Century | Unit::Millennium => "XX",
    }
}
