//! What is to be known before a site on the web is asked: [`Address`], [`Robots`], [`patience`].
//! Nothing here asks.

mod address;
mod robots;

pub use address::{Address, is_public};
pub use robots::{BYTES_MAX as ROBOTS_BYTES_MAX, Robots};
use std::time::UNIX_EPOCH;

/// Longest time for which a server may ask to be left alone, in seconds.
pub const PATIENCE_MAX: i64 = 30 * 24 * 3600;

/// The seconds from `now`, in seconds since 1970, for which a server asks to be left alone: it
/// gives their number, or the time until which, in any of the three forms of RFC 9110. None if it
/// gives neither; [`PATIENCE_MAX`] at most.
pub fn patience(value: &str, now: i64) -> Option<i64> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(value.parse().unwrap_or(i64::MAX).min(PATIENCE_MAX));
    }
    let until = httpdate::parse_http_date(value).ok()?.duration_since(UNIX_EPOCH).ok()?.as_secs();
    let until = i64::try_from(until).unwrap_or(i64::MAX);
    Some(until.saturating_sub(now).clamp(0, PATIENCE_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_asks_for_patience_in_seconds_or_until_a_time() {
        let now = 784_111_777 - 90;
        for (value, seconds) in [
            ("120", Some(120)),
            (" 7200 ", Some(7200)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(90)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(90)),
            ("Sun Nov  6 08:49:37 1994", Some(90)),
            ("Sun, 06 Nov 1994 08:40:00 GMT", Some(0)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", Some(PATIENCE_MAX)),
            ("99999999999999999999", Some(PATIENCE_MAX)),
            ("-5", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(patience(value, now), seconds, "{value}");
        }
    }
}
