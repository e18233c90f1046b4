//! How times and lengths of time are told to people.

use crate::{LengthRecord, WhenRecord};

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

impl WhenRecord {
    /// Whether the year is known.
    pub fn is_dated(&self) -> bool {
        !self.value.contains("XXXX") && !self.value.is_empty()
    }

    /// The time as people write it, marked where it rests on an estimate. Where the year is open,
    /// the report's own words in quotation marks, or nothing if it has none.
    pub fn told(&self) -> String {
        if !self.is_dated() {
            let words = &self.words;
            return if words.is_empty() { String::new() } else { format!("“{words}”") };
        }
        let part = PARTS.iter().find(|(part, _)| self.value.contains(part));
        let told = |(part, words): &(&str, &str)| self.value.replacen(part, words, 1);
        let time = part.map_or_else(|| self.value.clone(), told);
        if self.estimated { format!("{time} (estimated)") } else { time }
    }
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
        let near = if self.modifier.is_some() { "about " } else { "" };
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
        assert_eq!(length("P1M", None), "1 month");
        assert_eq!(length("PT1H30M", None), "PT1H30M");
        assert_eq!(length("", None), "");
    }
}
