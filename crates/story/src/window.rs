//! [`Window`]: when a document without a day was published, as far as its words and others' allow.
//!
//! It is after what it tells as past and before what it tells as to come, where a year is named;
//! it is within a week of a thing that a dated report places on the weekday that both name; and its
//! dateline names its day. An estimate is never more exact than these; what nothing bounds stays
//! open. [`Windows`] holds them, and the days of the story's dated reports, near which lies what a
//! report tells without a year.

use crate::{Report, claim::Statements, conflict::day, corroborate::Corroboration};
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
    /// Its dateline, in the year of the story's dated reports.
    Dateline,
}

impl WindowSign {
    /// The sign's name in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            WindowSign::ToldAsPast => "told as past",
            WindowSign::ToldAsAhead => "told as to come",
            WindowSign::SameWeekday => "same weekday as in a dated report",
            WindowSign::Dateline => "its dateline",
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

/// When the reports of a story without a day were published, as far as anything says.
#[derive(Clone, Debug, Default)]
pub struct Windows {
    by_report: Vec<Option<Window>>,
    /// The days on which dated reports were published, from the first to the last.
    dated: Option<Interval>,
}

/// Most days between the first and the last dated report from which a year is taken, and from them
/// to a day whose year is taken from them. The next year's is then at least as far again. Set by
/// hand 2026-11-22, not swept.
const YEAR_DAYS_MAX: i32 = 120;

/// Days by which what is told as past may come after the last dated report, or what is told as to
/// come before the first: the report without a day may be later or earlier. Set by hand likewise.
const SLACK_DAYS: i32 = 31;

impl Windows {
    /// The window of a report; `None` for a report that has a day and for one that nothing bounds,
    /// or whose bounds contradict each other.
    pub fn get(&self, report: usize) -> Option<&Window> {
        self.by_report.get(report)?.as_ref()
    }

    /// TIMEX3 value and days, as an estimate, of a time of a report that names a weekday of no
    /// known week or a month or day of no known year. `ahead`: it is told as to come.
    pub fn resolve(
        &self,
        report: usize,
        time: &TimeExpr,
        ahead: bool,
    ) -> Option<(String, Interval)> {
        if time.interval.is_some() {
            return None;
        }
        let day = self.get(report).and_then(|window| on_weekday(&time.value, window, ahead));
        day.map(|day| (day.to_string(), Interval::day(day)))
            .or_else(|| self.in_its_year(&time.value, self.get(report), Some(ahead)))
    }

    /// A month or day of no known year, in the year that brings it near the dated reports and into
    /// what is known of its own report: what is told as past does not lie long after the last of
    /// them, nor what is told as to come (`ahead`) long before the first.
    fn in_its_year(
        &self,
        value: &str,
        own: Option<&Window>,
        ahead: Option<bool>,
    ) -> Option<(String, Interval)> {
        /// How values of an unknown year begin.
        const NO_YEAR: &str = "XXXX-";
        let dated = self.dated.filter(|dated| dated.len() <= YEAR_DAYS_MAX)?;
        let rest = value.strip_prefix(NO_YEAR)?;
        let month = rest.get(..2)?.parse().ok()?;
        let day = rest.get(2..5).and_then(|day| day.strip_prefix('-')?.parse::<u8>().ok());
        if day.is_none() && rest.len() > 2 {
            return None;
        }
        let years = dated.earliest.year() - 1..=dated.latest.year() + 1;
        let near = years.filter_map(|year| {
            let days = match day {
                Some(day) => Interval::day(Day::of(year, month, day)?),
                None => Interval::month(year, month)?,
            };
            let between = match days.overlaps(&dated) {
                true => 0,
                false if days.latest < dated.earliest => {
                    Interval::new(days.latest, dated.earliest).len()
                }
                false => Interval::new(dated.latest, days.earliest).len(),
            };
            Some((between, year, days))
        });
        let (far, year, days) = near.min_by_key(|(far, ..)| *far)?;
        let late = |days: Interval, last: Day| days.earliest > last.plus(SLACK_DAYS);
        let early = |days: Interval, first: Day| days.latest < first.plus(-SLACK_DAYS);
        let wrong = match ahead {
            Some(false) => {
                late(days, own.and_then(|w| w.latest).unwrap_or(dated.latest).min(dated.latest))
            }
            Some(true) => {
                let first = own.and_then(|w| w.earliest).unwrap_or(dated.earliest);
                early(days, first.max(dated.earliest))
            }
            None => false,
        };
        let outside = own.is_some_and(|w| {
            let before = w.earliest.is_some_and(|first| early(days, first.plus(-YEAR_DAYS_MAX)));
            before || w.latest.is_some_and(|last| late(days, last.plus(YEAR_DAYS_MAX)))
        });
        let near = far <= YEAR_DAYS_MAX && !wrong && !outside;
        near.then(|| (format!("{year}-{rest}"), days))
    }
}

/// The windows of a story's reports.
pub(crate) fn estimate(
    reports: &[Report],
    all: &Statements<'_>,
    claims: &[Corroboration],
) -> Windows {
    let days = || reports.iter().filter_map(day);
    let dated = days().min().zip(days().max()).map(|(first, last)| Interval::new(first, last));
    let mut estimated = Windows { by_report: Vec::new(), dated };
    let mut windows: Vec<Window> = reports.iter().map(own).collect();
    for (report, window) in reports.iter().zip(&mut windows) {
        if let Some((day, span)) = in_dateline(report, &estimated) {
            window.after(day, WindowSign::Dateline, span);
            window.before(day.plus(1), WindowSign::Dateline, span);
        }
    }
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
    estimated.by_report = windows.into_iter().enumerate().map(kept).collect();
    estimated
}

/// The day without a year that a report's dateline names, in the year of the dated reports.
fn in_dateline(report: &Report, windows: &Windows) -> Option<(Day, Span)> {
    let analysis = &report.analysis;
    let dateline = analysis.syntax.datelines.first()?;
    let inside = |t: &&TimeExpr| {
        t.interval.is_none() && dateline.contains(&t.tokens.start) && t.tokens.end <= dateline.end
    };
    let time = analysis.times.iter().map(|t| &t.value).find(inside)?;
    let (_, days) = windows.in_its_year(&time.value, None, None)?;
    (days.len() == 1).then_some((days.earliest, time.span))
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
fn on_weekday(value: &str, window: &Window, ahead: bool) -> Option<Day> {
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
        let day = on_weekday("XXXX-WXX-2", &narrow, false).map(|d| d.to_string());
        assert_eq!(day.as_deref(), Some("2031-03-11"));
        assert_eq!(on_weekday("XXXX-WXX-4", &narrow, false), None);
        assert_eq!(on_weekday("XXXX-WXX-2", &window("2031-03-01", "2031-04-01"), false), None);
        assert_eq!(on_weekday("2031", &narrow, false), None);
    }

    #[test]
    fn a_day_without_a_year_lies_near_the_dated_reports() {
        let resolved = |from: &str, to: &str, value: &str| {
            let dated = Day::parse(from).zip(Day::parse(to)).map(|(a, b)| Interval::new(a, b));
            let windows = Windows { by_report: Vec::new(), dated };
            windows.in_its_year(value, None, None).map(|(value, _)| value)
        };
        let winter = |value: &str| resolved("2030-12-20", "2031-01-12", value);
        assert_eq!(winter("XXXX-12-24").as_deref(), Some("2030-12-24"));
        assert_eq!(winter("XXXX-02-03TEV").as_deref(), Some("2031-02-03TEV"));
        assert_eq!(winter("XXXX-03").as_deref(), Some("2031-03"));
        assert_eq!(winter("XXXX-07-01"), None, "as far from either year");
        assert_eq!(winter("XXXX-WXX-2"), None);
        assert_eq!(winter("XXXX-02-30"), None, "no such day");
        assert_eq!(resolved("2030-01-01", "2030-12-31", "XXXX-03"), None, "a year of reports");
    }

    #[test]
    fn what_is_past_lies_not_after_the_dated_reports_nor_what_is_ahead_before_them() {
        let dated = Day::parse("2031-12-20").map(Interval::day);
        let windows = Windows { by_report: Vec::new(), dated };
        let resolved = |value: &str, ahead| windows.in_its_year(value, None, Some(ahead));
        assert_eq!(resolved("XXXX-04", false), None);
        assert_eq!(resolved("XXXX-10", true), None);
        assert_eq!(resolved("XXXX-10", false).map(|r| r.0).as_deref(), Some("2031-10"));
        assert_eq!(resolved("XXXX-02-12", true).map(|r| r.0).as_deref(), Some("2032-02-12"));
        let old = Window { latest: Day::parse("2029-12-31"), ..window("2029-01-01", "2029-01-02") };
        assert_eq!(windows.in_its_year("XXXX-12-12", Some(&old), Some(false)), None);
    }
}
