//! [`Window`]: when a document without a day was published, as far as its words and others' allow.
//!
//! It is after what it tells as past and before what it tells as to come, where a year is named;
//! and it is within a week of a thing that a dated report places on the weekday that both name. An
//! estimate is never more exact than these; what nothing bounds stays open.

use crate::{Report, claim::Statements, corroborate::Corroboration};
use analysis::{
    Realis,
    time::{Day, Direction, Interval, TimeAnchor, TimeExpr},
};
use document::Span;
use language::labels::pos;
use std::collections::BTreeMap;

/// The days on which a document can have been published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first, if anything says so.
    pub earliest: Option<Day>,
    /// The last, if anything says so.
    pub latest: Option<Day>,
    /// The words that say so, and what they are.
    pub signs: Vec<(WindowSign, Span)>,
}

/// What bounds a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WindowSign {
    /// It tells of this time as past.
    ToldAsPast,
    /// It tells of this time as to come.
    ToldAsAhead,
    /// A dated report places this on a day whose weekday the document names.
    SameWeekday,
}

impl WindowSign {
    /// The sign's name in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            WindowSign::ToldAsPast => "told as past",
            WindowSign::ToldAsAhead => "told as to come",
            WindowSign::SameWeekday => "same weekday as in a dated report",
        }
    }
}

/// Days within which a weekday without more is the last or next of its name.
const WEEK: i32 = 6;

impl Window {
    /// The days of the window where both ends are known.
    pub fn interval(&self) -> Option<Interval> {
        Some(Interval::new(self.earliest?, self.latest?))
    }

    fn after(&mut self, day: Day, sign: WindowSign, span: Span) {
        if self.earliest.is_none_or(|known| day > known) {
            self.earliest = Some(day);
            self.signs.retain(|s| s.0 != sign);
            self.signs.push((sign, span));
        }
    }

    fn before(&mut self, day: Day, sign: WindowSign, span: Span) {
        if self.latest.is_none_or(|known| day < known) {
            self.latest = Some(day);
            self.signs.retain(|s| s.0 != sign);
            self.signs.push((sign, span));
        }
    }
}

/// The windows of reports without a day; `None` for a report that has one and for one that nothing
/// bounds, or whose bounds contradict each other.
pub(crate) fn estimate(
    reports: &[Report],
    all: &Statements<'_>,
    claims: &[Corroboration],
) -> Vec<Option<Window>> {
    let mut windows: Vec<Window> = reports.iter().map(own).collect();
    let by_span: BTreeMap<Span, (usize, usize)> =
        all.list.iter().map(|s| (s.span, (s.report, s.claim))).collect();
    for claim in claims {
        let told = claim.claim.evidence.spans().iter().filter_map(|span| by_span.get(span));
        let told: Vec<(usize, usize)> = told.copied().collect();
        let days = told.iter().filter(|(r, _)| is_dated(&reports[*r]));
        let days: Vec<Day> = days.filter_map(|&at| day_of(reports, at)).collect();
        let (Some(&day), true) = (days.first(), days.windows(2).all(|d| d[0] == d[1])) else {
            continue;
        };
        for &(r, c) in told.iter().filter(|(r, _)| !is_dated(&reports[*r])) {
            let time = weekday_of(reports, (r, c), day);
            if let Some(time) = time {
                windows[r].after(day, WindowSign::SameWeekday, time.span);
                windows[r].before(day.plus(WEEK), WindowSign::SameWeekday, time.span);
            }
        }
    }
    let kept = |(r, w): (usize, Window)| {
        let possible = w.interval_is_possible() && (w.earliest.is_some() || w.latest.is_some());
        (possible && !is_dated(&reports[r])).then_some(w)
    };
    windows.into_iter().enumerate().map(kept).collect()
}

impl Window {
    fn interval_is_possible(&self) -> bool {
        !matches!((self.earliest, self.latest), (Some(a), Some(b)) if a > b)
    }
}

/// Whether a report has a day of publication, given with it or stated in its text.
fn is_dated(report: &Report) -> bool {
    let stated = |t: &TimeExpr| matches!(t.anchor, TimeAnchor::Published | TimeAnchor::Dateline);
    report.document.metadata.published.is_some()
        || report.analysis.times.iter().any(|t| stated(&t.value))
}

/// What a report's own words bound.
fn own(report: &Report) -> Window {
    let mut window = Window { earliest: None, latest: None, signs: Vec::new() };
    let analysis = &report.analysis;
    let mut told: BTreeMap<usize, Realis> = BTreeMap::new();
    for fact in analysis.events.iter().rev() {
        told.extend(fact.value.time.map(|time| (time, fact.value.realis)));
    }
    let realis = |time: usize| told.get(&time).copied();
    for (i, fact) in analysis.times.iter().enumerate() {
        let time = &fact.value;
        let Some(interval) = time.interval.filter(|_| time.is_calendar()) else { continue };
        if time.anchor != TimeAnchor::Stated || time.tokens.is_empty() {
            continue;
        }
        let past = time.direction == Direction::Past || realis(i) == Some(Realis::Actual);
        let head = analysis.syntax.parse.head(time.tokens.start);
        let names_thing = analysis.syntax.parse.tokens[head].pos == pos::NOUN;
        let ahead = realis(i) == Some(Realis::Planned) && time.direction == Direction::Future;
        if ahead && !names_thing {
            window.before(interval.latest, WindowSign::ToldAsAhead, time.span);
        } else if past {
            window.after(interval.earliest, WindowSign::ToldAsPast, time.span);
        }
    }
    window
}

/// The one day that a claim of a report names.
fn day_of(reports: &[Report], (r, c): (usize, usize)) -> Option<Day> {
    let analysis = &reports[r].analysis;
    let span = analysis.claims[c].value.span;
    let mut inside = analysis.times.iter().filter(|t| span.contains(t.value.span));
    let day = inside.find(|t| t.value.is_day())?;
    day.value.interval.map(|i| i.earliest)
}

/// The time in a claim that is a weekday without a day, and the weekday of this day.
fn weekday_of(reports: &[Report], (r, c): (usize, usize), day: Day) -> Option<&TimeExpr> {
    let analysis = &reports[r].analysis;
    let span = analysis.claims[c].value.span;
    let inside = analysis.times.iter().filter(|t| span.contains(t.value.span));
    let mut weekdays = inside.filter(|t| weekday(&t.value.value) == Some(day.weekday()));
    weekdays.next().map(|t| &t.value)
}

/// The weekday of a value that names one of an unknown week: `XXXX-WXX-2`.
pub(crate) fn weekday(value: &str) -> Option<u8> {
    let day = value.strip_prefix("XXXX-WXX-")?.get(..1)?;
    day.parse().ok().filter(|d| (1..=7).contains(d))
}

/// The day that a weekday means in a report published in these days, if it is the same for each.
pub fn resolve(value: &str, window: &Window, ahead: bool) -> Option<Day> {
    let weekday = i32::from(weekday(value)?);
    let interval = window.interval()?;
    if interval.len() > WEEK + 1 {
        return None;
    }
    let from = |day: Day| match ahead {
        false => day.plus(-(i32::from(day.weekday()) - weekday).rem_euclid(7)),
        true => day.plus((weekday - i32::from(day.weekday())).rem_euclid(7)),
    };
    let first = from(interval.earliest);
    (from(interval.latest) == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(from: &str, to: &str) -> Window {
        let (earliest, latest) = (Day::parse(from), Day::parse(to));
        Window { earliest, latest, signs: Vec::new() }
    }

    #[test]
    fn a_weekday_is_resolved_only_where_the_window_leaves_one_reading() {
        let narrow = window("2031-03-11", "2031-03-17");
        let day = resolve("XXXX-WXX-2", &narrow, false).map(|d| d.to_string());
        assert_eq!(day.as_deref(), Some("2031-03-11"));
        assert_eq!(resolve("XXXX-WXX-4", &narrow, false), None);
        assert_eq!(resolve("XXXX-WXX-2", &window("2031-03-01", "2031-04-01"), false), None);
        assert_eq!(resolve("2031", &narrow, false), None);
    }
}
