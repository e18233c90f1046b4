//! How times and lengths of time are told to people.

use crate::{LengthRecord, WhenRecord};
use analysis::time::Day;

/// Parts of a year and of a day in TIMEX3, and for people.
const PARTS: [(&str, &str); 9] = [
    ("-SP", " spring"),
    ("-SU", " summer"),
    ("-FA", " autumn"),
    ("-WI", " winter"),
    ("TMO", " morning"),
    ("TAF", " afternoon"),
    ("TEV", " evening"),
    ("TNI", " night"),
    ("T", " "),
];

/// What a reader must know of times that no date is known for.
pub const WITHOUT_DATE: &str = "In “ ” stand times of reports without a date: of which week or \
     year they are is not known, nor whether two of them are of the same";

impl WhenRecord {
    /// Whether the year is known.
    pub fn is_dated(&self) -> bool {
        !self.value.contains("XXXX") && self.value.starts_with(|c: char| c.is_ascii_digit())
    }

    /// The time as people write it, marked where it rests on an estimate. Where the year is open,
    /// the report's own words in quotation marks, or nothing if it has none.
    pub fn told(&self) -> String {
        if !self.is_dated() {
            let words = &self.words;
            return if words.is_empty() { String::new() } else { format!("“{words}”") };
        }
        if let Some(span) = self.span_told() {
            return if self.estimated { format!("{span} (estimated)") } else { span };
        }
        let part = PARTS.iter().find(|(part, _)| self.value.contains(part));
        let told = |(part, words): &(&str, &str)| self.value.replacen(part, words, 1);
        let time = part.map_or_else(|| self.value.clone(), told);
        if self.estimated { format!("{time} (estimated)") } else { time }
    }

    /// A century, decade, quarter, half-year, week or weekend in words.
    fn span_told(&self) -> Option<String> {
        /// The ordinals of the quarters of a year.
        const QUARTERS: [&str; 4] = ["first", "second", "third", "fourth"];
        let value = self.value.as_str();
        let figures = value.bytes().all(|b| b.is_ascii_digit());
        match value.len() {
            2 if figures => return Some(format!("the {value}00s")),
            3 if figures => return Some(format!("the {value}0s")),
            _ => {}
        }
        let (year, rest) = value.split_once('-')?;
        let numbered = |mark| rest.strip_prefix(mark).and_then(|n: &str| n.parse::<usize>().ok());
        let ordinal = |n: usize| QUARTERS.get(n.checked_sub(1)?).copied();
        if let Some(n) = numbered('Q') {
            return Some(format!("the {} quarter of {year}", ordinal(n)?));
        }
        if let Some(n) = numbered('H') {
            return Some(format!("the {} half of {year}", ordinal(n).filter(|_| n < 3)?));
        }
        let unit = match rest.strip_prefix('W')?.split_once('-') {
            None => "week",
            Some((_, "WE")) => "weekend",
            Some(_) => return None,
        };
        Some(format!("the {unit} of {}", day_told(self.earliest.as_deref()?)?))
    }
}

/// The instant of an ISO 8601 time, in seconds since 1970. What it leaves open is the earliest it
/// can be; without an offset it is at UTC. `None` if there is no such day.
pub(crate) fn instant(time: &str) -> Option<i64> {
    let (day, clock) = time.split_once(['T', ' ']).unwrap_or((time, ""));
    let (clock, offset) = clock.split_at(clock.find(['Z', '+', '-']).unwrap_or(clock.len()));
    let number = |digits: Option<&str>| digits.and_then(|d| d.parse::<i64>().ok()).unwrap_or(0);
    let parts = clock.split(':').zip([3600, 60, 1]);
    let seconds = parts.map(|(part, unit)| number(part.get(..2)) * unit);
    let digits = offset.trim_start_matches(['Z', '+', '-']).replace(':', "");
    let ahead = number(digits.get(..2)) * 3600 + number(digits.get(2..4)) * 60;
    let ahead = if offset.starts_with('-') { -ahead } else { ahead };
    Some(i64::from(Day::parse(day)?.0) * 86_400 + seconds.sum::<i64>() - ahead)
}

/// A day of ISO 8601 as people write it.
fn day_told(day: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let mut parts = day.split('-').map(|part| part.parse::<usize>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    Some(format!("{day} {} {year}", MONTHS.get(month.checked_sub(1)?)?))
}

impl LengthRecord {
    /// The length as people write it where it has one unit: `PT4.5H` is 4.5 hours.
    pub fn told(&self) -> String {
        let rest = self.value.trim_start_matches('P');
        let (is_time, rest) = rest.strip_prefix('T').map_or((false, rest), |rest| (true, rest));
        let is_number = |c: char| c.is_ascii_digit() || c == '.';
        let digits = &rest[..rest.find(|c| !is_number(c)).unwrap_or(rest.len())];
        let (one, many) = match (rest.strip_prefix(digits), is_time) {
            (Some("H"), true) => ("hour", "hours"),
            (Some("M"), true) => ("minute", "minutes"),
            (Some("D"), false) => ("day", "days"),
            (Some("W"), false) => ("week", "weeks"),
            (Some("M"), false) => ("month", "months"),
            (Some("Y"), false) => ("year", "years"),
            _ => return self.value.clone(),
        };
        let near = match self.modifier.as_deref() {
            Some("MORE_THAN") => "more than ",
            Some("EQUAL_OR_MORE") => "at least ",
            Some("EQUAL_OR_LESS") => "at most ",
            Some(_) => "about ",
            None => "",
        };
        format!("{near}{digits} {}", if digits == "1" { one } else { many })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(value: &str, words: &str) -> String {
        let (value, words) = (value.to_string(), words.to_string());
        WhenRecord { value, words, earliest: None, latest: None, estimated: false }.told()
    }

    #[test]
    fn parts_of_days_and_years_are_said_in_words() {
        assert_eq!(when("2031-03-04TEV", "Tuesday evening"), "2031-03-04 evening");
        assert_eq!(when("2030-SU", "last summer"), "2030 summer");
        assert_eq!(when("2031-03-16T11:00", "11 a.m."), "2031-03-16 11:00");
    }

    #[test]
    fn spans_of_time_are_said_in_words() {
        assert_eq!(when("201", "the past decade"), "the 2010s");
        assert_eq!(when("18", "the 19th century"), "the 1800s");
        assert_eq!(when("2021-Q3", "the third quarter"), "the third quarter of 2021");
        assert_eq!(when("2021-H1", "the first half"), "the first half of 2021");
        let of = |value: &str, first: &str| {
            let (value, earliest) = (value.to_string(), Some(first.to_string()));
            let words = "this week".to_string();
            WhenRecord { value, words, earliest, latest: None, estimated: false }.told()
        };
        assert_eq!(of("2021-W40", "2021-10-04"), "the week of 4 October 2021");
        assert_eq!(of("2015-W13-WE", "2015-03-28"), "the weekend of 28 March 2015");
        assert_eq!(when("2021-W40", ""), "2021-W40");
    }

    #[test]
    fn an_instant_is_the_same_whatever_the_offset() {
        assert_eq!(instant("1970-01-02"), Some(86_400));
        let noon = instant("2031-03-05T12:00:07.5Z");
        assert_eq!(noon.map(|s| s % 86_400), Some(12 * 3600 + 7));
        for same in ["2031-03-05T15:00:07+03:00", "2031-03-05 07:00:07-0500", "2031-03-05T12:00:07"]
        {
            assert_eq!(instant(same), noon, "{same}");
        }
        assert_eq!(instant("2031-03"), instant("2031-03-01T00:00"));
        assert_eq!((instant("2031-02-30"), instant("soon")), (None, None));
        assert_eq!(instant("2031-03-05T9223372036854775807:é+é"), instant("2031-03-05T92:00"));
    }

    #[test]
    fn an_estimate_is_marked() {
        let (value, words) = ("2031-03-14".to_string(), "14 March".to_string());
        let when = WhenRecord { value, words, earliest: None, latest: None, estimated: true };
        assert_eq!(when.told(), "2031-03-14 (estimated)");
    }

    #[test]
    fn a_time_of_an_unknown_year_is_told_in_the_words_of_the_report() {
        assert_eq!(when("XXXX-WXX-2", "Tuesday"), "“Tuesday”");
        assert_eq!(when("XXXX-03", ""), "");
    }

    #[test]
    fn a_length_is_said_in_words_where_it_has_one_unit() {
        let length = |value: &str, modifier: Option<&str>| {
            let (value, modifier) = (value.to_string(), modifier.map(str::to_string));
            LengthRecord { value, modifier, evidence: Vec::new() }.told()
        };
        assert_eq!(length("PT4.5H", Some("APPROX")), "about 4.5 hours");
        assert_eq!(length("PT1H", Some("MORE_THAN")), "more than 1 hour");
        assert_eq!(length("P1M", None), "1 month");
        assert_eq!(length("PT1H30M", None), "PT1H30M");
        assert_eq!(length("", None), "");
    }
}
