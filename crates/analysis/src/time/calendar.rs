//! [`Day`]: a day of the proleptic Gregorian calendar as a number, and [`Interval`]s of days.

use std::fmt;

/// Days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(pub i32);

/// Years an expression may name; others are not taken for years.
pub const YEAR_MIN: i32 = 1;
/// See [`YEAR_MIN`].
pub const YEAR_MAX: i32 = 9999;

impl Day {
    /// The day of a year, month (1..=12) and day of the month; `None` if there is none.
    pub fn of(year: i32, month: u8, day: u8) -> Option<Day> {
        let fits = (YEAR_MIN..=YEAR_MAX).contains(&year) && (1..=12).contains(&month);
        (fits && day >= 1 && day <= days_in(year, month)).then(|| Day(civil(year, month, day)))
    }

    /// The day of an ISO 8601 date, time ignored; the first day if only year or month are given.
    pub fn parse(iso: &str) -> Option<Day> {
        let mut parts = iso.split(['T', ' ']).next()?.split('-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next().map_or(Some(1), |m| m.parse().ok())?;
        let day = parts.next().map_or(Some(1), |d| d.parse().ok())?;
        Day::of(year, month, day)
    }

    /// Year, month and day of the month. Method: Hinnant, chrono-compatible low-level algorithms.
    pub fn civil(self) -> (i32, u8, u8) {
        let shifted = self.0 + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let m = (5 * of_year + 2) / 153;
        let day = of_year - (153 * m + 2) / 5 + 1;
        let month = if m < 10 { m + 3 } else { m - 9 };
        (year + era * 400 + i32::from(month <= 2), month as u8, day as u8)
    }

    /// 1 for Monday to 7 for Sunday.
    pub fn weekday(self) -> u8 {
        ((self.0 + 3).rem_euclid(7) + 1) as u8
    }

    /// Monday of this day's week.
    pub fn monday(self) -> Day {
        Day(self.0 - i32::from(self.weekday()) + 1)
    }

    /// ISO 8601 year and week.
    pub fn week(self) -> (i32, u8) {
        let thursday = Day(self.monday().0 + 3);
        let year = thursday.civil().0;
        (year, ((thursday.0 - civil(year, 1, 1)) / 7 + 1) as u8)
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.civil().0
    }

    /// The quarter, 1..=4.
    pub fn quarter(self) -> u8 {
        (self.civil().1 - 1) / 3 + 1
    }

    /// This day so many months later, or the last day of that month.
    pub fn plus_months(self, months: i32) -> Day {
        let (year, month, day) = self.civil();
        let all = year * 12 + i32::from(month) - 1 + months;
        let year = all.div_euclid(12).clamp(YEAR_MIN, YEAR_MAX);
        let month = (all.rem_euclid(12) + 1) as u8;
        Day(civil(year, month, day.min(days_in(year, month))))
    }

    /// This day so many days later, within the years that can be written.
    pub fn plus(self, days: i32) -> Day {
        let (first, last) = (civil(YEAR_MIN, 1, 1), civil(YEAR_MAX, 12, 31));
        Day(self.0.saturating_add(days).clamp(first, last))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// Days since 1970-01-01 of a date that exists.
fn civil(year: i32, month: u8, day: u8) -> i32 {
    let year = year - i32::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let shifted = (i32::from(month) + 9) % 12;
    let of_year = (153 * shifted + 2) / 5 + i32::from(day) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Days of a month.
pub fn days_in(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Easter Sunday in the Gregorian calendar. Method: anonymous, in Meeus, Astronomical Algorithms.
pub fn easter(year: i32) -> Option<Day> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let of_march = h + l - 7 * m + 114;
    Day::of(year, (of_march / 31) as u8, (of_march % 31 + 1) as u8)
}

/// From the first to the last day on which something can lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Interval {
    /// First day.
    pub earliest: Day,
    /// Last day, not before the first.
    pub latest: Day,
}

impl Interval {
    /// From one day to another, in either order.
    pub fn new(a: Day, b: Day) -> Interval {
        Interval { earliest: a.min(b), latest: a.max(b) }
    }

    /// A single day.
    pub fn day(day: Day) -> Interval {
        Interval { earliest: day, latest: day }
    }

    /// A month.
    pub fn month(year: i32, month: u8) -> Option<Interval> {
        let first = Day::of(year, month, 1)?;
        Some(Interval::new(first, Day::of(year, month, days_in(year, month))?))
    }

    /// The months from one to another of a year, both included.
    pub fn months(year: i32, from: u8, to: u8) -> Option<Interval> {
        let (first, last) = (Interval::month(year, from)?, Interval::month(year, to)?);
        Some(Interval::new(first.earliest, last.latest))
    }

    /// The years from one to another, both included.
    pub fn years(from: i32, to: i32) -> Option<Interval> {
        Some(Interval::new(Day::of(from, 1, 1)?, Day::of(to, 12, 31)?))
    }

    /// The week of a day, from Monday.
    pub fn week(day: Day) -> Interval {
        Interval::new(day.monday(), day.monday().plus(6))
    }

    /// Number of days, at least 1.
    pub fn len(&self) -> i32 {
        self.latest.0 - self.earliest.0 + 1
    }

    /// Always false: an interval has at least one day.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Whether the two share a day.
    pub fn overlaps(&self, other: &Interval) -> bool {
        self.earliest <= other.latest && other.earliest <= self.latest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_weeks_and_easter_are_those_of_the_calendar() {
        let day = Day::of(2025, 2, 18).expect("a day");
        assert_eq!((day.to_string().as_str(), day.weekday()), ("2025-02-18", 2));
        assert_eq!(day.week(), (2025, 8));
        assert_eq!(Day::of(1970, 1, 1), Some(Day(0)));
        assert_eq!(Day::of(2021, 1, 3).expect("a day").week(), (2020, 53));
        assert_eq!(Day::of(2023, 2, 29), None);
        assert_eq!(easter(2025).expect("easter").to_string(), "2025-04-20");
        assert_eq!(Day::parse("2030-10-13T05:05Z"), Day::of(2030, 10, 13));
        assert_eq!(Day::parse("2031"), Day::of(2031, 1, 1));
        let leap = Day::of(2024, 1, 31).expect("a day");
        assert_eq!(leap.plus_months(1).to_string(), "2024-02-29");
        assert_eq!(leap.plus_months(-13).to_string(), "2022-12-31");
    }

    proptest! {
        #[test]
        fn a_day_and_its_date_are_the_same(n in -700_000i32..2_900_000) {
            let (year, month, day) = Day(n).civil();
            prop_assert_eq!(Day::of(year, month, day), Some(Day(n)));
        }
    }
}
