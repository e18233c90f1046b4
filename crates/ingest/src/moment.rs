//! Times that come with an article: ISO 8601, as precise as known.

/// Whether a value is an ISO 8601 date or date and time, from a year alone to fractions of a
/// second, with or without an offset.
pub fn is_iso8601(value: &str) -> bool {
    let (day, time) = match value.split_once(['T', ' ']) {
        Some((day, time)) => (day, Some(time)),
        None => (value, None),
    };
    is_day(day) && time.is_none_or(|time| day.len() == 10 && is_time(time))
}

fn is_day(day: &str) -> bool {
    let parts: Vec<&str> = day.split('-').collect();
    let in_range = |part: &str, digits: usize, max: u32| {
        part.len() == digits
            && part.bytes().all(|b| b.is_ascii_digit())
            && part.parse().is_ok_and(|n: u32| (1..=max).contains(&n))
    };
    match parts[..] {
        [year] => in_range(year, 4, 9999),
        [year, month] => in_range(year, 4, 9999) && in_range(month, 2, 12),
        [year, month, day] => {
            in_range(year, 4, 9999) && in_range(month, 2, 12) && in_range(day, 2, 31)
        }
        _ => false,
    }
}

fn is_time(time: &str) -> bool {
    let clock_end = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, offset) = time.split_at(clock_end);
    let clock = clock.split_once('.').map_or(clock, |(whole, _)| whole);
    let limits = [24, 60, 61];
    let fields: Vec<&str> = clock.split(':').collect();
    let clock_ok = (2..=3).contains(&fields.len())
        && fields
            .iter()
            .zip(limits)
            .all(|(field, limit)| field.len() == 2 && field.parse().is_ok_and(|n: u32| n < limit));
    let offset_ok = offset.is_empty()
        || offset == "Z"
        || (offset[1..].bytes().all(|b| b.is_ascii_digit() || b == b':') && offset.len() >= 3);
    clock_ok && offset_ok
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_as_precise_as_known_are_accepted_and_nothing_else() {
        for good in [
            "2031",
            "2031-04",
            "2031-04-09",
            "2031-04-09T05:05Z",
            "2031-04-09 05:05:59.123+03:00",
            "2031-04-09T05:05:00-0400",
        ] {
            assert!(is_iso8601(good), "{good}");
        }
        for bad in [
            "",
            "April 9",
            "2031-13-01",
            "2031-04-9",
            "2031-04T05:05",
            "31-04-09",
            "2031-04-09T25:00",
            "2031-04-09Tnoon",
        ] {
            assert!(!is_iso8601(bad), "{bad}");
        }
    }
}
