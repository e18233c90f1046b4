//! TIMEX3 values: how times are written, and the days they cover.

use super::{
    calendar::{Day, Interval, easter},
    draft::Count,
};
use lexicon::time::Unit;

/// A time on the calendar: its TIMEX3 value and the days it can lie in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) value: String,
    pub(super) interval: Option<Interval>,
}

impl Placed {
    pub(super) fn day(day: Day) -> Placed {
        Placed { value: day.to_string(), interval: Some(Interval::day(day)) }
    }

    pub(super) fn week(day: Day) -> Placed {
        let (year, week) = day.week();
        Placed { value: format!("{year:04}-W{week:02}"), interval: Some(Interval::week(day)) }
    }

    pub(super) fn weekend(day: Day) -> Placed {
        let (year, week) = day.week();
        let saturday = day.monday().plus(5);
        let interval = Interval::new(saturday, saturday.plus(1));
        Placed { value: format!("{year:04}-W{week:02}-WE"), interval: Some(interval) }
    }

    pub(super) fn month(day: Day) -> Placed {
        let (year, month, _) = day.civil();
        Placed { value: format!("{year:04}-{month:02}"), interval: Interval::month(year, month) }
    }

    pub(super) fn quarter(year: i32, quarter: u8) -> Placed {
        let first = quarter * 3 - 2;
        let interval = Interval::months(year, first, first + 2);
        Placed { value: format!("{year:04}-Q{quarter}"), interval }
    }

    pub(super) fn half(year: i32, half: u8) -> Placed {
        let first = half * 6 - 5;
        let interval = Interval::months(year, first, first + 5);
        Placed { value: format!("{year:04}-H{half}"), interval }
    }

    pub(super) fn year(year: i32) -> Placed {
        Placed { value: format!("{year:04}"), interval: Interval::years(year, year) }
    }

    /// The ten years that begin with this one.
    pub(super) fn decade(first: i32) -> Placed {
        let first = first.div_euclid(10) * 10;
        let interval = Interval::years(first, first + 9);
        Placed { value: format!("{:03}", first / 10), interval }
    }

    /// The hundred years in which this one lies, by its first two figures.
    pub(super) fn century(year: i32) -> Placed {
        let first = year.div_euclid(100) * 100;
        let interval = Interval::years(first.max(1), first + 99);
        Placed { value: format!("{:02}", first / 100), interval }
    }

    /// A season of the northern half of the earth; winter is that which ends in the next year.
    pub(super) fn season(year: i32, code: &str) -> Placed {
        let interval = match code {
            "SP" => Interval::months(year, 3, 5),
            "SU" => Interval::months(year, 6, 8),
            "FA" => Interval::months(year, 9, 11),
            _ => Interval::month(year, 12)
                .zip(Interval::month(year + 1, 2))
                .map(|(a, b)| Interval::new(a.earliest, b.latest)),
        };
        Placed { value: format!("{year:04}-{code}"), interval }
    }

    /// A value no day is known for.
    pub(super) fn unknown(value: impl Into<String>) -> Placed {
        Placed { value: value.into(), interval: None }
    }
}

/// The ISO 8601 duration of so many units: `P3M`, `PT4.5H`, `PXD`.
pub(super) fn duration(count: Count, unit: Unit) -> String {
    let (times, prefix, letter) = match unit {
        Unit::Second => (1.0, "PT", "S"),
        Unit::Minute => (1.0, "PT", "M"),
        Unit::Hour => (1.0, "PT", "H"),
        Unit::Day => (1.0, "P", "D"),
        Unit::Weekend => (1.0, "P", "WE"),
        Unit::Week => (1.0, "P", "W"),
        Unit::Fortnight => (2.0, "P", "W"),
        Unit::Month => (1.0, "P", "M"),
        Unit::Quarter => (1.0, "P", "Q"),
        Unit::Year => (1.0, "P", "Y"),
        Unit::Decade => (1.0, "P", "E"),
        Unit::Century => (1.0, "P", "C"),
        Unit::Millennium => (1.0, "P", "L"),
    };
    match (count, unit) {
        (Count::Vague, _) => format!("{prefix}X{letter}"),
        (Count::Of(0.5), Unit::Hour) => "PT30M".to_string(),
        (Count::Of(n), _) => format!("{prefix}{}{letter}", n * times),
    }
}

/// The day of a holiday in a year; see the head of `lexicon/en/time.tsv` for the notation.
pub(super) fn holiday(code: &str, year: i32) -> Option<Day> {
    if let Some(days) = code.strip_prefix("easter") {
        return Some(easter(year)?.plus(days.parse().ok()?));
    }
    let mut parts = code.splitn(3, '-');
    let month: u8 = parts.next()?.parse().ok()?;
    let day: u8 = parts.next()?.parse().ok()?;
    let Some(nth) = parts.next() else { return Day::of(year, month, day) };
    let first = Day::of(year, month, 1)?;
    let on_or_after = |from: Day, weekday: u8| {
        from.plus((i32::from(weekday) - i32::from(from.weekday())).rem_euclid(7))
    };
    if let Some(nth) = nth.strip_prefix("after") {
        let monday = on_or_after(first, 1).plus(7 * (nth.parse::<i32>().ok()? - 1));
        return Some(on_or_after(monday, day));
    }
    match nth.parse::<i32>().ok()? {
        -1 => Some(on_or_after(first.plus_months(1), day).plus(-7)),
        nth => Some(on_or_after(first, day).plus(7 * (nth - 1))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holidays_fall_where_the_calendar_has_them() {
        let on = |code, year| holiday(code, year).map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(on("11-2-after1", 1998), "1998-11-03");
        assert_eq!(on("11-4-4", 2024), "2024-11-28");
        assert_eq!(on("05-1--1", 2025), "2025-05-26");
        assert_eq!(on("easter-2", 2025), "2025-04-18");
        assert_eq!(on("12-24", 2031), "2031-12-24");
    }

    #[test]
    fn lengths_are_written_as_durations() {
        assert_eq!(duration(Count::Of(4.5), Unit::Hour), "PT4.5H");
        assert_eq!(duration(Count::Of(2.0), Unit::Fortnight), "P4W");
        assert_eq!(duration(Count::Vague, Unit::Minute), "PTXM");
    }
}
