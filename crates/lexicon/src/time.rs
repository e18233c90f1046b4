//! [`TimeWord`]: what a word can mean inside a time expression.
//!
//! `en/time.tsv` gives the words of its own; numbers, months and weekdays have files of their own
//! and are read into the same dictionary, keyed by [`pieces`].

use crate::{Phrases, Row};
use std::collections::BTreeMap;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// Second.
    Second,
    /// Minute.
    Minute,
    /// Hour.
    Hour,
    /// Day.
    Day,
    /// Saturday and Sunday.
    Weekend,
    /// Week.
    Week,
    /// Two weeks.
    Fortnight,
    /// Month.
    Month,
    /// Three months.
    Quarter,
    /// Year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
    /// A thousand years.
    Millennium,
}

impl Unit {
    fn parse(name: &str) -> Option<Unit> {
        Some(match name {
            "S" => Unit::Second,
            "MIN" => Unit::Minute,
            "H" => Unit::Hour,
            "D" => Unit::Day,
            "WE" => Unit::Weekend,
            "W" => Unit::Week,
            "FN" => Unit::Fortnight,
            "M" => Unit::Month,
            "Q" => Unit::Quarter,
            "Y" => Unit::Year,
            "E" => Unit::Decade,
            "C" => Unit::Century,
            "L" => Unit::Millennium,
            _ => return None,
        })
    }
}

/// One meaning of a word in a time expression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TimeWord {
    /// A unit.
    Unit {
        /// Which.
        unit: Unit,
        /// Whether the form is plural.
        plural: bool,
    },
    /// A year of accounts.
    FiscalUnit,
    /// Of accounts.
    Fiscal,
    /// A weekday, Monday is 1.
    Weekday {
        /// 1..=7.
        day: u8,
        /// Whether the form is plural.
        plural: bool,
    },
    /// A month, 1..=12.
    Month(u8),
    /// A number that adds.
    Cardinal(f64),
    /// A number that multiplies what stands before it.
    Multiplier(f64),
    /// One, as an article.
    Article,
    /// A place in a row.
    Ordinal(f64),
    /// A part of the day, as in TIMEX3: `MO`, `AF`, `EV`, `NI`, `DT`, `MI`.
    Part(&'static str),
    /// A part of the day in the plural: of each such day.
    Parts(&'static str),
    /// A day of which nobody says when it will be.
    SomeDay(&'static str),
    /// During the night before.
    Overnight,
    /// A named minute of the day, 0..=1440.
    Clock(u16),
    /// Before or after noon.
    Meridiem {
        /// After noon.
        pm: bool,
    },
    /// Follows an hour.
    OClock,
    /// Follows a time of four figures.
    HoursWord,
    /// A time zone with its offset, or empty.
    Zone(&'static str),
    /// A season, as in TIMEX3.
    Season {
        /// `SP`, `SU`, `FA`, `WI`.
        code: &'static str,
        /// Whether the form is plural.
        plural: bool,
    },
    /// A day by its distance from today.
    Day(i32),
    /// A night by its distance from tonight.
    Night(i32),
    /// The past, the present or the future.
    Reference(&'static str),
    /// The same, before a noun.
    ReferenceAdjective(&'static str),
    /// The same, as a noun.
    ReferenceNoun(&'static str),
    /// The unit before, of, or after now.
    Relative(i32),
    /// The unit before, of, or after the one spoken of.
    Anaphoric(i32),
    /// A letter that counts parts of a year: so many make one.
    PartLetter(u8),
    /// The first so many.
    First,
    /// A part of a unit, as in TIMEX3: `START`, `MID`, `END`.
    Phase(&'static str),
    /// How exact a length is, as in TIMEX3.
    Bound(&'static str),
    /// A length after which the time lies before or after another.
    Shift(i32),
    /// The same, seen from now.
    DeicticShift(i32),
    /// The same, before a noun.
    ShiftAdjective(i32),
    /// How often, an ISO 8601 duration.
    Frequency(&'static str),
    /// Each so many.
    Each(u32),
    /// In each.
    Per,
    /// An unknown number.
    Vague,
    /// A number as a noun.
    Couple(f64),
    /// Half of what follows.
    Half,
    /// A fraction added to a number.
    AndHalf(f64),
    /// Minutes of the clock as a word.
    ClockMinutes(i32),
    /// Before or after the hour.
    ToClock(i32),
    /// Follows minutes of the clock.
    MinutesWord,
    /// An unknown length.
    SomeTime,
    /// Joins a part to a whole.
    Of,
    /// The definite article.
    The,
    /// Joins alternatives.
    And,
    /// Joins the ends of a range.
    To,
    /// Joins an hour to its day.
    Joint,
    /// Makes an age of a length.
    Age,
    /// Makes an adjective of a length.
    Long,
    /// Begins the day a length ends.
    Ended,
    /// A span of accounts.
    Period,
    /// Written against a day's figure.
    OrdinalSuffix,
    /// Written against a decade's figure.
    PluralSuffix,
    /// Years counted to or from the era; unknown which.
    Era(i32),
    /// A decade by its figure.
    DecadeName(u8),
    /// Stands before years.
    YearPreposition,
    /// Says that what follows lies ahead (1) or behind (-1).
    Due(i32),
    /// Says that what follows is a limit.
    Limit,
    /// A holiday: see the file's head for the notation.
    Holiday(&'static str),
    /// The last day of a year.
    YearEnd,
    /// One of two halves.
    HalfYear,
}

impl TimeWord {
    /// The meaning a row of `en/time.tsv` gives; `None` for a kind or value nobody knows.
    pub fn parse(kind: &str, value: &'static str) -> Option<TimeWord> {
        let int = || value.parse::<i32>().ok();
        Some(match kind {
            "unit" => TimeWord::Unit { unit: Unit::parse(value)?, plural: false },
            "units" => TimeWord::Unit { unit: Unit::parse(value)?, plural: true },
            "fiscal-unit" => TimeWord::FiscalUnit,
            "fiscal" => TimeWord::Fiscal,
            "part" => TimeWord::Part(value),
            "parts" => TimeWord::Parts(value),
            "some-day" => TimeWord::SomeDay(value),
            "overnight" => TimeWord::Overnight,
            "clock" => TimeWord::Clock(clock(value)?),
            "meridiem" => TimeWord::Meridiem { pm: value == "pm" },
            "oclock" => TimeWord::OClock,
            "hours-word" => TimeWord::HoursWord,
            "zone" => TimeWord::Zone(value),
            "season" => TimeWord::Season { code: value, plural: false },
            "seasons" => TimeWord::Season { code: value, plural: true },
            "day" => TimeWord::Day(int()?),
            "night" => TimeWord::Night(int()?),
            "reference" => TimeWord::Reference(value),
            "reference-adjective" => TimeWord::ReferenceAdjective(value),
            "reference-noun" => TimeWord::ReferenceNoun(value),
            "relative" => TimeWord::Relative(int()?),
            "anaphoric" => TimeWord::Anaphoric(int()?),
            "quarter-letter" => TimeWord::PartLetter(value.parse().ok()?),
            "first" => TimeWord::First,
            "phase" => TimeWord::Phase(value),
            "bound" => TimeWord::Bound(value),
            "shift" => TimeWord::Shift(int()?),
            "shift-deictic" => TimeWord::DeicticShift(int()?),
            "ago-adjective" => TimeWord::ShiftAdjective(int()?),
            "frequency" => TimeWord::Frequency(value),
            "each" => TimeWord::Each(value.parse().ok()?),
            "per" => TimeWord::Per,
            "vague" => TimeWord::Vague,
            "couple" => TimeWord::Couple(value.parse().ok()?),
            "half" => TimeWord::Half,
            "and-half" => TimeWord::AndHalf(value.parse().ok()?),
            "quarter-hour" | "half-hour" => TimeWord::ClockMinutes(int()?),
            "to-clock" => TimeWord::ToClock(int()?),
            "minutes-word" => TimeWord::MinutesWord,
            "some-time" => TimeWord::SomeTime,
            _ => return TimeWord::parse_function_word(kind, value),
        })
    }

    fn parse_function_word(kind: &str, value: &'static str) -> Option<TimeWord> {
        Some(match kind {
            "of" => TimeWord::Of,
            "the" => TimeWord::The,
            "and" => TimeWord::And,
            "to" => TimeWord::To,
            "joint" => TimeWord::Joint,
            "age" => TimeWord::Age,
            "long" => TimeWord::Long,
            "ended" => TimeWord::Ended,
            "period" => TimeWord::Period,
            "ordinal-suffix" => TimeWord::OrdinalSuffix,
            "plural-s" => TimeWord::PluralSuffix,
            "era" => TimeWord::Era(value.parse().ok()?),
            "decade" => TimeWord::DecadeName(value.parse().ok()?),
            "year-preposition" => TimeWord::YearPreposition,
            "due" => TimeWord::Due(value.parse().ok()?),
            "bounded-by" => TimeWord::Limit,
            "holiday" => TimeWord::Holiday(value),
            "year-end" => TimeWord::YearEnd,
            "half-year" => TimeWord::HalfYear,
            _ => return None,
        })
    }

    /// The meaning of a row of `en/numbers.tsv`.
    pub(crate) fn of_number(kind: &str, value: f64) -> Option<TimeWord> {
        match kind {
            "cardinal" => Some(TimeWord::Cardinal(value)),
            "multiplier" => Some(TimeWord::Multiplier(value)),
            "article" => Some(TimeWord::Article),
            "ordinal" => Some(TimeWord::Ordinal(value)),
            _ => None,
        }
    }
}

fn clock(value: &str) -> Option<u16> {
    let (hours, minutes) = value.split_once(':')?;
    Some(hours.parse::<u16>().ok()? * 60 + minutes.parse::<u16>().ok()?)
}

/// Meanings by phrase, while the files are read.
#[derive(Debug, Default)]
pub(crate) struct TimeWords(BTreeMap<String, Vec<TimeWord>>);

impl TimeWords {
    /// Adds what a row of a file says, if that is a meaning in time.
    pub(crate) fn read(&mut self, table: &str, row: &Row<'_>) {
        let meaning = match table {
            "en/time.tsv" => TimeWord::parse(row.get("kind"), row.get("value")),
            "en/numbers.tsv" => row
                .get("value")
                .parse()
                .ok()
                .and_then(|value| TimeWord::of_number(row.get("kind"), value)),
            "en/months.tsv" => row.get("month").parse().ok().map(TimeWord::Month),
            "en/weekdays.tsv" => row.get("weekday").parse().ok().map(|day| {
                let plural = row.get("kind") == "plural";
                TimeWord::Weekday { day, plural }
            }),
            _ => None,
        };
        if let Some(meaning) = meaning {
            let key = pieces(row.get("form")).map(|p| p.2.to_lowercase()).collect::<Vec<_>>();
            self.0.entry(key.join(" ")).or_default().push(meaning);
        }
    }

    pub(crate) fn phrases(&mut self) -> Phrases<Vec<TimeWord>> {
        let mut phrases = Phrases::default();
        for (form, meanings) in std::mem::take(&mut self.0) {
            phrases.insert(&form, meanings);
        }
        phrases
    }
}

/// The runs of letters, runs of figures and single other signs of a text, with their bytes.
pub fn pieces(text: &str) -> impl Iterator<Item = (usize, usize, &str)> + Clone {
    #[derive(Clone, Copy, PartialEq)]
    enum Kind {
        Letters,
        Figures,
        Sign,
    }
    let kind = |c: char| {
        if c.is_alphabetic() {
            Kind::Letters
        } else if c.is_ascii_digit() {
            Kind::Figures
        } else {
            Kind::Sign
        }
    };
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        at += rest.len() - rest.trim_start().len();
        let first = text[at..].chars().next()?;
        let start = at;
        at += match kind(first) {
            Kind::Sign => first.len_utf8(),
            run => text[at..].find(|c| kind(c) != run).unwrap_or(text.len() - at),
        };
        Some((start, at, &text[start..at]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lexicon;

    #[test]
    fn a_text_falls_into_letters_figures_and_signs() {
        let words = |text| pieces(text).map(|p| p.2).collect::<Vec<_>>();
        assert_eq!(words(" 4.30pm, Łódź"), ["4", ".", "30", "pm", ",", "Łódź"]);
        assert_eq!(words("’80s"), ["’", "80", "s"]);
        assert_eq!(words("  "), Vec::<&str>::new());
    }

    #[test]
    fn every_row_about_time_has_a_meaning() {
        let rows = crate::FILES.iter().filter(|(name, _)| *name == "en/time.tsv");
        for (name, content) in rows {
            let (table, _) = crate::Table::parse(name, content);
            for row in table.rows() {
                let (kind, value) = (row.get("kind"), row.get("value"));
                assert!(TimeWord::parse(kind, value).is_some(), "{}", row.get("form"));
            }
        }
        let words = &Lexicon::english().time;
        let second = words.get("second").expect("second");
        assert!(second.contains(&TimeWord::Ordinal(2.0)));
        assert!(second.contains(&TimeWord::Unit { unit: Unit::Second, plural: false }));
        assert!(words.get("o ' clock").is_some());
    }
}
