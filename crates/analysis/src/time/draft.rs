//! [`Draft`]: a time expression as its words say it, before it is placed on the calendar.

use lexicon::time::Unit;
use std::ops::Range;

/// What the words of an expression say.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    /// The words.
    pub(super) words: Range<usize>,
    /// What is meant, without part of day and clock.
    pub(super) shape: Shape,
    /// `START`, `MID`, `END` of what is meant.
    pub(super) phase: Option<&'static str>,
    /// How exact: `APPROX`, `LESS_THAN`, …
    pub(super) bound: Option<&'static str>,
    /// The part of the day: `MO`, `AF`, `EV`, `NI`, …
    pub(super) part: Option<&'static str>,
    /// The minute of the day.
    pub(super) clock: Option<Clock>,
}

/// A time of the day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Clock {
    /// Minutes since midnight, 0..=1440.
    pub(super) minute: u16,
    /// Whether the hour may as well lie twelve hours later.
    pub(super) twelve_hour: bool,
    /// Offset of the time zone, empty if unknown.
    pub(super) zone: &'static str,
}

/// A year as words say it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Year {
    /// Not said.
    Unknown,
    /// In figures or words.
    Given(i32),
    /// Its last two figures.
    Short(i32),
    /// By its distance from this year.
    Relative(i32),
    /// The year that makes a month or season the last (-1) or next (1) of its kind.
    Nearest(i32),
    /// The year in view.
    Anaphoric,
    /// The year before the one in view.
    Earlier,
}

/// How many units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Count {
    /// So many.
    Of(f64),
    /// Nobody says.
    Vague,
}

/// What kind of time is meant.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    /// A day of the month.
    Day { year: Year, month: Option<u8>, day: u8, weekday: Option<u8> },
    /// A weekday.
    Weekday { day: u8, relative: Option<i32> },
    /// A day by its distance from today.
    Offset(i32),
    /// The day in view.
    ThatDay,
    /// A month.
    Month { year: Year, month: u8 },
    /// A year.
    Year(Year),
    /// Ten years by their first; `None` of the century if not said.
    Decade { first: i32, short: bool },
    /// A century by its number.
    Century(i32),
    /// A quarter of a year; `None` for the one in view.
    Quarter { quarter: Option<u8>, year: Year },
    /// Half a year.
    Half { half: u8, year: Year },
    /// A season.
    Season { code: &'static str, year: Year },
    /// A holiday.
    Holiday { code: &'static str, year: Year },
    /// The unit before, of or after now.
    Unit { unit: Unit, relative: i32 },
    /// The unit in view, or the one before or after it.
    Anaphoric { unit: Unit, relative: i32 },
    /// The week of a day.
    WeekOf { month: u8, day: u8 },
    /// So many units before or after another time, or now.
    Shift { count: Count, unit: Unit, shift: i32, deictic: bool },
    /// A length.
    Length { count: Count, unit: Unit },
    /// Alike lengths before or after now: the past three months.
    Run { count: Count, unit: Unit, relative: i32 },
    /// Again and again.
    Set(String),
    /// The past, the present, the future.
    Reference(&'static str),
}

impl Draft {
    /// A draft of some words that mean a shape.
    pub(super) fn new(words: Range<usize>, shape: Shape) -> Draft {
        Draft { words, shape, phase: None, bound: None, part: None, clock: None }
    }
}
