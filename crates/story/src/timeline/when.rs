//! How exact the time of a happening is: what is counted in weeks is known to the week, what names
//! an hour without a day is known to nobody.

use analysis::{
    Syntax, TimeExpr,
    time::{Interval, TimeKind},
};
use lexicon::{
    Lexicon,
    time::{TimeWord, Unit},
};

/// Most days of a time at which something happened: a decade or century says what it is compared
/// with. A leap year.
const DAYS_MAX: i32 = 366;

/// The TIMEX3 value and the days of a time: of a distance in weeks the week.
pub(super) fn told(syntax: &Syntax, time: &TimeExpr) -> (String, Option<Interval>) {
    let own = || (time.value.clone(), time.interval);
    let day = time.interval.filter(|days| days.len() == 1 && time.kind == TimeKind::Date);
    let Some(day) = day else { return own() };
    let week =
        |word: &TimeWord| matches!(word, TimeWord::Unit { unit: Unit::Week | Unit::Fortnight, .. });
    let names_day = |word: &TimeWord| {
        matches!(word, TimeWord::Weekday { .. } | TimeWord::Month(_) | TimeWord::Day(_))
    };
    let from_now = |word: &TimeWord| matches!(word, TimeWord::DeicticShift(_));
    let counted = any(syntax, time, week) && any(syntax, time, from_now);
    if !counted || any(syntax, time, names_day) {
        return own();
    }
    let (year, number) = day.earliest.week();
    (format!("{year:04}-W{number:02}"), Some(Interval::week(day.earliest)))
}

/// Whether something can have happened at a time: not over a decade, nor at an hour or part of a
/// day that nobody names.
pub(super) fn is_of_a_happening(syntax: &Syntax, time: &TimeExpr, days: Option<Interval>) -> bool {
    let names_day = |word: &TimeWord| {
        matches!(
            word,
            TimeWord::Weekday { .. }
                | TimeWord::Month(_)
                | TimeWord::Day(_)
                | TimeWord::Night(_)
                | TimeWord::Relative(_)
                | TimeWord::Overnight
        )
    };
    // "Two hours earlier" than what was told before.
    let counted = any(syntax, time, |word| matches!(word, TimeWord::Shift(_)))
        && any(syntax, time, |word| {
            matches!(word, TimeWord::Unit { unit: Unit::Second | Unit::Minute | Unit::Hour, .. })
        });
    // A decade or century of an unknown one: "XX7".
    let long = time.kind == TimeKind::Date && time.value.len() < "0000".len();
    match days {
        _ if counted || long => false,
        Some(days) => days.len() <= DAYS_MAX,
        None => time.kind != TimeKind::Time || any(syntax, time, names_day),
    }
}

/// Whether a word of a time has a meaning.
fn any(syntax: &Syntax, time: &TimeExpr, is: impl Fn(&TimeWord) -> bool) -> bool {
    let tokens = time.tokens.clone();
    tokens.clone().any(|from| {
        let words = (from..tokens.end).map(|i| syntax.word(i));
        let known = Lexicon::english().time.longest(words);
        known.is_some_and(|(_, meanings)| meanings.iter().any(&is))
    })
}

#[cfg(test)]
mod tests {
    use crate::{Report, weave};
    use language::{Annotator, Model};
    use lexicon::Lexicon;

    fn told(text: &str) -> Vec<(String, String)> {
        let lexicon = Lexicon::english();
        let document = ingest::read("a.txt", text.as_bytes(), lexicon).documents.remove(0);
        let analysis = analysis::analyse(&document, &mut Annotator::new(Model::english()), lexicon);
        let (story, _) = weave(vec![Report { document, analysis }], lexicon);
        story.timeline.into_iter().map(|h| (h.value, h.what.value)).collect()
    }

    #[test]
    fn what_was_weeks_ago_is_known_to_the_week() {
        let found = told(
            "12 March 2031\n\nNearly two weeks ago, Mayor Dora Vale closed the ferry. Tomas Berg \
             reopened the mill two days ago.",
        );
        let of = |words: &str| found.iter().find(|(_, what)| what.contains(words));
        assert_eq!(of("ferry").expect("told").0, "2031-W09");
        assert_eq!(of("mill").expect("told").0, "2031-03-10");
    }

    #[test]
    fn an_hour_of_no_day_and_a_century_are_no_time_of_a_happening() {
        let found = told(
            "Tomas Berg left the hall two hours earlier. The herds of Velia shrank from five \
             million head a century ago to a few. Mayor Dora Vale closed the ferry on 3 May 2031.",
        );
        assert!(found.iter().all(|(_, what)| what.contains("ferry")), "{found:?}");
    }
}
