//! Dossiers in the formats of others, each a function from a [`Dossier`] to text or bytes.
//!
//! [`table`] makes [`Table`]s, which [`csv`] and, if built with the feature `parquet`, `parquet`
//! write. [`claim_review`], [`stix`] and [`ninjs`] write JSON. Nothing is said in them that the
//! dossier does not say: a claim is exported with its origins and words, never with a verdict.

pub mod claim_review;
pub mod csv;
pub mod ninjs;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod stix;
pub mod table;

pub use table::{Cell, Column, Table};

use dossier::{Cite, DocumentRecord, Dossier};

/// The document with this id.
fn document<'d>(dossier: &'d Dossier, id: &str) -> Option<&'d DocumentRecord> {
    dossier.documents.iter().find(|document| document.id == id)
}

/// The documents that are cited, each once, those without a time last, else the earliest first.
fn cited<'d>(dossier: &'d Dossier, cites: &[Cite]) -> Vec<&'d DocumentRecord> {
    let is_cited = |d: &&DocumentRecord| cites.iter().any(|cite| cite.document == d.id);
    let mut documents: Vec<&DocumentRecord> = dossier.documents.iter().filter(is_cited).collect();
    documents.sort_by_key(|d| (d.published.is_none(), d.published.clone()));
    documents
}

/// A time that is precise to the minute, as RFC 3339 wants it; `None` for a less precise one.
/// Without an offset it is taken to be UTC.
fn instant(time: &str) -> Option<String> {
    let (day, clock) = time.split_once(['T', ' '])?;
    let offset_at = clock.find(['Z', '+', '-']).unwrap_or(clock.len());
    let (clock, offset) = clock.split_at(offset_at);
    let clock = if clock.len() == 5 { format!("{clock}:00") } else { clock.to_string() };
    let offset = match offset.len() {
        0 => "Z".to_string(),
        3 => format!("{offset}:00"),
        5 if !offset.contains(':') => format!("{}:{}", offset.get(..3)?, offset.get(3..)?),
        _ => offset.to_string(),
    };
    Some(format!("{day}T{clock}{offset}"))
}

/// The same time at UTC, to the millisecond, as STIX wants it. `None` for a less precise one.
fn at_utc(time: &str) -> Option<String> {
    let time = instant(time)?;
    let number = |range: std::ops::Range<usize>| time.get(range)?.parse::<i64>().ok();
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let (hour, minute, second) = (number(11..13)?, number(14..16)?, number(17..19)?);
    let offset = match time.len().checked_sub(6).and_then(|at| time.get(at..)) {
        Some(offset) if offset.starts_with(['+', '-']) => {
            let minutes =
                offset[1..3].parse::<i64>().ok()? * 60 + offset[4..].parse::<i64>().ok()?;
            if offset.starts_with('-') { -minutes } else { minutes }
        }
        _ => 0,
    };
    let minutes = (days(year, month, day) * 24 + hour) * 60 + minute - offset;
    let (year, month, day) = civil(minutes.div_euclid(1440));
    let of_day = minutes.rem_euclid(1440);
    let (hour, minute) = (of_day / 60, of_day % 60);
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.000Z"))
}

/// Days since 1 March of the year 0, and back (Hinnant's "chrono-compatible low-level date
/// algorithms").
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year
}

fn civil(days: i64) -> (i64, i64, i64) {
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year + era * 400 + i64::from(month <= 2), month, of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_become_rfc_3339_where_they_are_precise_enough() {
        for (time, expected) in [
            ("2031-04-09T05:06:07Z", Some("2031-04-09T05:06:07Z")),
            ("2031-04-09 05:06+03", Some("2031-04-09T05:06:00+03:00")),
            ("2031-04-09T05:06:07.5-0430", Some("2031-04-09T05:06:07.5-04:30")),
            ("2031-04-09T05:06", Some("2031-04-09T05:06:00Z")),
            ("2031-04-09", None),
        ] {
            assert_eq!(instant(time).as_deref(), expected, "{time}");
        }
        for (time, expected) in [
            ("2031-12-31T23:30-01:00", "2032-01-01T00:30:00.000Z"),
            ("2032-03-01T01:00:09.5+0200", "2032-02-29T23:00:09.000Z"),
            ("2000-02-29T12:00Z", "2000-02-29T12:00:00.000Z"),
            ("1999-03-01T00:00", "1999-03-01T00:00:00.000Z"),
        ] {
            assert_eq!(at_utc(time).as_deref(), Some(expected), "{time}");
        }
    }
}
