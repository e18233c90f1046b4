//! Times as pages write them, to ISO 8601 as precise as written.
//!
//! [`parse`] takes a machine's value or a person's words: ISO 8601 in its many spellings, seconds
//! since 1970, days with month names in many languages, days in figures.

use crate::moment::is_iso8601;
use lexicon::Lexicon;

/// Longest value that is looked at, in bytes.
const VALUE_BYTES_MAX: usize = 300;

/// Years that a page can have been published in.
const YEARS: std::ops::RangeInclusive<u32> = 1990..=2099;

/// Names of universal time behind a clock time. Others mean several zones each.
const UNIVERSAL: [&str; 4] = ["Z", "GMT", "UTC", "UT"];

/// Which comes first in a day written in figures only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
}

/// The first time in a value. Cost: linear in its bytes.
pub(crate) fn parse(value: &str, order: Order, lexicon: &Lexicon) -> Option<String> {
    let value = value.trim();
    if value.is_empty() || value.len() > VALUE_BYTES_MAX {
        return None;
    }
    from_iso(value).or_else(|| from_seconds(value)).or_else(|| from_words(value, order, lexicon))
}

/// `2031-04-09T05:05:00+0200`, `2031/04/09 05:05`, `20310409`, with anything after it.
fn from_iso(value: &str) -> Option<String> {
    let bytes = value.as_bytes();
    let digits = |range: std::ops::Range<usize>| -> Option<u32> {
        let part = bytes.get(range)?;
        part.iter().all(u8::is_ascii_digit).then(|| std::str::from_utf8(part).ok()?.parse().ok())?
    };
    let year = digits(0..4)?;
    let separator = *bytes.get(4)?;
    let (month, day, end) = match separator {
        b'-' | b'/' | b'.' => {
            let month_end = if digits(5..7).is_some() { 7 } else { 6 };
            if bytes.get(month_end) != Some(&separator) {
                return None;
            }
            let start = month_end + 1;
            let end = if digits(start..start + 2).is_some() { start + 2 } else { start + 1 };
            (digits(5..month_end)?, digits(start..end)?, end)
        }
        _ if bytes.len() == 8 || bytes.get(8) == Some(&b'T') => (digits(4..6)?, digits(6..8)?, 8),
        _ => return None,
    };
    if bytes.get(end).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let day = day_of(year, month, day)?;
    Some(with_clock(day, &value[end..]))
}

/// The day with the clock time that follows it, if one does.
fn with_clock(day: String, rest: &str) -> String {
    let rest = rest.trim_start_matches([' ', 'T', 't', ',', '-', '–', '|', '/']).trim_start();
    let end = rest.find(|c: char| !(c.is_ascii_digit() || ":.".contains(c))).unwrap_or(rest.len());
    let clock = rest[..end].trim_end_matches(['.', ':']);
    let clock = clock.split('.').next().unwrap_or(clock);
    let zone = rest[end..].trim_start();
    let offset = match zone.as_bytes().first() {
        _ if UNIVERSAL.iter().any(|name| is_zone(zone, name)) => "Z".to_string(),
        Some(b'+' | b'-') => {
            let digits = |c: char| c.is_ascii_digit() || c == ':';
            let end = zone[1..].find(|c| !digits(c)).map_or(zone.len(), |n| n + 1);
            zone[..end].to_string()
        }
        _ => String::new(),
    };
    let timed = format!("{day}T{clock}{offset}");
    match is_iso8601(&timed) {
        true => timed,
        false => Some(format!("{day}T{clock}")).filter(|t| is_iso8601(t)).unwrap_or(day),
    }
}

/// Whether a text begins with the name of a zone, and with no hours more or less than it.
fn is_zone(text: &str, name: &str) -> bool {
    let rest = text.strip_prefix(name);
    rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || "+-".contains(c)))
}

/// Seconds or milliseconds since 1970.
fn from_seconds(value: &str) -> Option<String> {
    if !value.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let seconds: u64 = match value.len() {
        10 => value.parse().ok()?,
        13 => value.parse::<u64>().ok()? / 1000,
        _ => return None,
    };
    // Days to a civil day, after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    let shifted = seconds / 86_400 + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let day = day_of(year as u32, month as u32, day as u32)?;
    let clock = seconds % 86_400;
    Some(format!("{day}T{:02}:{:02}:{:02}Z", clock / 3600, clock / 60 % 60, clock % 60))
}

/// A run of letters or digits of a value, and where it ends.
struct Part<'a> {
    words: &'a str,
    number: Option<u32>,
    start: usize,
    end: usize,
}

fn parts(value: &str) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut chars = value.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let is_digit = c.is_ascii_digit();
        if !c.is_alphanumeric() {
            continue;
        }
        let mut end = start + c.len_utf8();
        let alike = |c: char| c.is_alphanumeric() && c.is_ascii_digit() == is_digit;
        while let Some((_, c)) = chars.next_if(|(_, c)| alike(*c)) {
            end += c.len_utf8();
        }
        let words = &value[start..end];
        let number = if is_digit && words.len() <= 4 { words.parse().ok() } else { None };
        parts.push(Part { words, number, start, end });
    }
    parts
}

/// Days as persons write them: `9 April 2031`, `April 9th, 2031`, `09.04.2031`, `2031年4月9日`.
fn from_words(value: &str, order: Order, lexicon: &Lexicon) -> Option<String> {
    let parts = parts(value);
    let month = |part: &Part<'_>| -> Option<u32> {
        lexicon.month_names.get(part.words.to_lowercase().as_str()).copied()
    };
    for at in 0..parts.len() {
        let year_at = |n: usize| parts.get(n).and_then(|p| p.number).filter(|y| YEARS.contains(y));
        let day_at =
            |n: usize| parts.get(n).and_then(|p| p.number).filter(|d| (1..=31).contains(d));
        let found = if let Some(month) = month(&parts[at]) {
            // "April 9, 2031", "April 9th, 2031"
            let after = day_at(at + 1).and_then(|day| {
                let year = year_at(at + 2).map(|y| (y, at + 2));
                year.or_else(|| year_at(at + 3).map(|y| (y, at + 3))).map(|(y, n)| (y, day, n))
            });
            // "9 April 2031", "9th of April 2031", "9 de abril de 2031"
            let before = (1..=2).find_map(|back| day_at(at.checked_sub(back)?)).and_then(|day| {
                let year = year_at(at + 1).map(|y| (y, at + 1));
                year.or_else(|| year_at(at + 2).map(|y| (y, at + 2))).map(|(y, n)| (y, day, n))
            });
            before.or(after).map(|(year, day, last)| (year, month, day, last))
        } else {
            in_figures(value, &parts, at, order)
        };
        let Some((year, month, day, last)) = found else { continue };
        if let Some(day) = day_of(year, month, day) {
            let rest = &value[parts[last].end..];
            let clock = rest.find(|c: char| c.is_ascii_digit()).filter(|at| *at < 12);
            let is_clock = |at: &usize| {
                let from = &rest[*at..];
                from.find(':').is_some_and(|colon| colon <= 2)
            };
            return match clock.filter(is_clock) {
                Some(at) => {
                    let clock = &rest[at..];
                    let padded =
                        if clock.find(':') == Some(1) { format!("0{clock}") } else { clock.into() };
                    Some(with_half_day(with_clock(day, &padded), &padded))
                }
                None => Some(day),
            };
        }
    }
    None
}

/// Twelve hours more if the words after the clock time say it is after noon.
fn with_half_day(time: String, clock: &str) -> String {
    let end = clock.find(|c: char| !(c.is_ascii_digit() || c == ':')).unwrap_or(clock.len());
    let mark: String = clock[end..].chars().filter(|c| c.is_ascii_alphabetic()).take(2).collect();
    let Some(hour) = time.get(11..13).and_then(|hour| hour.parse::<u32>().ok()) else {
        return time;
    };
    let hour = match mark.to_ascii_lowercase().as_str() {
        "pm" if hour < 12 => hour + 12,
        "am" if hour == 12 => 0,
        _ => return time,
    };
    format!("{}{hour:02}{}", &time[..11], &time[13..])
}

/// Year, month, day and the last part, of three numbers with the same mark between them.
fn in_figures(
    value: &str,
    parts: &[Part<'_>],
    at: usize,
    order: Order,
) -> Option<(u32, u32, u32, usize)> {
    let cjk = |part: &Part<'_>, mark: char| part.words.starts_with(mark);
    let number = |n: usize| parts.get(n).and_then(|part| part.number);
    if let (Some(year), Some(month), Some(day)) = (number(at), number(at + 2), number(at + 4))
        && YEARS.contains(&year)
        && (cjk(&parts[at + 1], '年') || cjk(&parts[at + 1], '년'))
    {
        return Some((year, month, day, at + 4));
    }
    let (a, b, c) = (number(at)?, number(at + 1)?, number(at + 2)?);
    let between = |n: usize| value[parts[n].end..parts[n + 1].start].trim();
    let mark = between(at);
    if mark != between(at + 1) || !matches!(mark, "." | "/" | "-" | ".-") {
        return None;
    }
    let year = |n: usize, y: u32| if parts[n].words.len() == 2 { 2000 + y } else { y };
    if YEARS.contains(&a) {
        return Some((a, b, c, at + 2));
    }
    let year = year(at + 2, c);
    let (day, month) = match (mark, order) {
        ("/" | "-", Order::MonthFirst) if a <= 12 => (b, a),
        _ if b > 12 && a <= 12 => (b, a),
        _ => (a, b),
    };
    YEARS.contains(&year).then_some((year, month, day, at + 2))
}

fn day_of(year: u32, month: u32, day: u32) -> Option<String> {
    let is_day = YEARS.contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    is_day.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// The day in an address: `/2031/04/09/`, `/2031-04-09-`, `/20310409`; with month only `/2031/04/`
/// there is none.
pub(crate) fn in_address(url: &str) -> Option<String> {
    let path = url.split("://").nth(1).unwrap_or(url);
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let parts: Vec<&str> = path.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let number = |part: &str, len: usize| -> Option<u32> {
        let all = part.bytes().all(|b| b.is_ascii_digit());
        (all && (part.len() == len || (len == 2 && part.len() == 1))).then(|| part.parse().ok())?
    };
    for (i, part) in parts.iter().enumerate() {
        let spelled = || {
            let (year, month) = (number(part, 4)?, number(parts.get(i + 1)?, 2)?);
            day_of(year, month, number(parts.get(i + 2)?, 2)?)
        };
        let joined = || {
            let whole = number(part, 8)?;
            day_of(whole / 10_000, whole / 100 % 100, whole % 100)
        };
        if let Some(day) = spelled().or_else(joined) {
            return Some(day);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use lexicon::{FILES, Table};

    fn read(value: &str) -> Option<String> {
        parse(value, Order::DayFirst, Lexicon::english())
    }

    #[test]
    fn machines_and_persons_write_days_in_many_ways() {
        for (value, expected) in [
            ("2031-04-09T05:05:00.000Z", "2031-04-09T05:05:00Z"),
            ("2031-04-09 05:05:00 +0200", "2031-04-09T05:05:00+0200"),
            ("2031-4-9", "2031-04-09"),
            ("20310409", "2031-04-09"),
            ("20310409T0505", "2031-04-09"),
            ("1933477500", "2031-04-09T05:05:00Z"),
            ("Wed, 09 Apr 2031 05:05:00 GMT", "2031-04-09T05:05:00Z"),
            ("9 April 2031, 05:05 UTC+2", "2031-04-09T05:05"),
            ("9 April 2031 05:05 -0500", "2031-04-09T05:05-0500"),
            ("Published April 9th, 2031 at 5:05 PM", "2031-04-09T17:05"),
            ("9. April 2031, 05:05 Uhr", "2031-04-09T05:05"),
            ("el 9 de abril de 2031", "2031-04-09"),
            ("09.04.2031 - 05:05", "2031-04-09T05:05"),
            ("9/4/31", "2031-04-09"),
            ("4/13/2031", "2031-04-13"),
            ("2031年4月9日 05:05", "2031-04-09T05:05"),
            ("2031.04.09 05:05", "2031-04-09T05:05"),
        ] {
            assert_eq!(read(value).as_deref(), Some(expected), "{value}");
        }
        let month_first = parse("04/09/2031", Order::MonthFirst, Lexicon::english());
        assert_eq!(month_first.as_deref(), Some("2031-04-09"));
        for value in ["", "5 minutes ago", "2031", "April", "13:05", "99.99.2031", "1.2.3"] {
            assert_eq!(read(value), None, "{value}");
        }
    }

    #[test]
    fn an_address_holds_a_day_or_none() {
        let day = |url| in_address(url);
        assert_eq!(day("https://x.org/2031/04/09/rail").as_deref(), Some("2031-04-09"));
        assert_eq!(day("https://x.org/a/rail-20310409.html").as_deref(), Some("2031-04-09"));
        assert_eq!(day("https://x.org/2031/04/rail"), None);
        assert_eq!(day("https://x.org/story-12345678"), None);
    }

    #[test]
    fn every_month_is_read_in_its_example_and_not_in_its_near_miss() {
        let (_, content) = FILES.iter().find(|(n, _)| *n == "world/months.tsv").expect("file");
        let (table, _) = Table::parse("world/months.tsv", content);
        for row in table.rows() {
            let day = read(row.get("example")).unwrap_or_else(|| panic!("{}", row.get("id")));
            assert_eq!(day[5..7].parse::<u32>().ok(), row.get("month").parse().ok());
            assert_eq!(read(row.get("near_miss")), None);
        }
    }
}
