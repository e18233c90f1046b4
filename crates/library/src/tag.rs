//! Filters as words of the full-text index: one look-up joins words and filters.
//!
//! `a` is every document; `n12` names name 12 and `s12` quotes it; `p3` is publisher 3; `len` the
//! language `en`; `kaid` the code `AID`; `o` the first of its copies and `u` a
//! copy; `y2031`, `m203104`, `d20310409` say when it was published and `z` that this is unknown.

use std::ops::RangeInclusive;

/// Every document.
pub(crate) const ALL: &str = "a";
/// Documents that are no copy, and copies.
pub(crate) const FIRST: &str = "o";
pub(crate) const COPY: &str = "u";
/// Documents without a time.
pub(crate) const UNDATED: &str = "z";

/// The words that tell when a document was published.
pub(crate) fn published(time: Option<&str>) -> String {
    let day: String = time.unwrap_or_default().chars().take(10).filter(|c| *c != '-').collect();
    if day.len() < 4 || !day.bytes().all(|b| b.is_ascii_digit()) {
        return UNDATED.to_string();
    }
    let mut words = format!("y{}", &day[..4]);
    if day.len() >= 6 {
        words.push_str(&format!(" m{}", &day[..6]));
    }
    if day.len() == 8 {
        words.push_str(&format!(" d{day}"));
    }
    words
}

/// The words of a language tag: the primary language.
pub(crate) fn language(tag: &str) -> String {
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    let letters: String = primary.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("l{}", letters.to_lowercase())
}

/// The word of the code of an event.
pub(crate) fn code(code: &str) -> String {
    let letters = code.chars().filter(char::is_ascii_alphanumeric);
    format!("k{}", letters.collect::<String>().to_lowercase())
}

/// The words of which a document published between two days, both within, has one. Days are ISO
/// 8601, a whole year or month or a day; what follows the day is not looked at. `years` are those
/// of which the library has documents.
pub(crate) fn between(
    since: Option<&str>,
    until: Option<&str>,
    years: RangeInclusive<i32>,
) -> Vec<String> {
    let first = since.map_or((*years.start(), 1, 1), |time| day(time, (1, 1)));
    let last = until.map_or((*years.end(), 12, 31), |time| day(time, (12, 31)));
    let mut words = Vec::new();
    for year in first.0.max(*years.start())..=last.0.min(*years.end()) {
        if (year, 1, 1) >= first && (year, 12, 31) <= last {
            words.push(format!("y{year:04}"));
            continue;
        }
        for month in 1..=12 {
            if (year, month, 1) >= first && (year, month, 31) <= last {
                words.push(format!("m{year:04}{month:02}"));
                continue;
            }
            let days = (1..=31).filter(|&d| (year, month, d) >= first && (year, month, d) <= last);
            words.extend(days.map(|day| format!("d{year:04}{month:02}{day:02}")));
        }
    }
    words
}

/// Year, month and day of an ISO 8601 time; of a whole year or month its first or last.
pub(crate) fn day(time: &str, missing: (u32, u32)) -> (i32, u32, u32) {
    let mut parts = time.get(..10).unwrap_or(time).split('-').map(|part| part.parse::<u32>().ok());
    let mut next = || parts.next().flatten();
    let year = next().and_then(|y| i32::try_from(y).ok()).unwrap_or_default();
    (year, next().unwrap_or(missing.0), next().unwrap_or(missing.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_of_time_is_years_and_months_and_days() {
        let words = between(Some("2031-11-29"), Some("2033-01-02T10:00Z"), 2030..=2040);
        let expected =
            ["d20311129", "d20311130", "d20311131", "m203112", "y2032", "d20330101", "d20330102"];
        assert_eq!(words, expected);
        assert_eq!(between(Some("2031-04"), Some("2031-04"), 2030..=2040), ["m203104"]);
        assert_eq!(between(Some("2031"), Some("2030"), 2030..=2040), [""; 0]);
        assert_eq!(between(Some("2031-02"), None, 2030..=2031).len(), 11);
        assert_eq!(published(Some("2031-04-09T05:05Z")), "y2031 m203104 d20310409");
        assert_eq!(published(Some("2031-04")), "y2031 m203104");
        assert_eq!(published(None), "z");
        assert_eq!(language("en-GB"), "len");
        assert_eq!(code("ASSAULT"), "kassault");
    }
}
