//! How exact the time of a happening is: what is counted in weeks is known to the week, what names
//! an hour without a day is known to nobody.

use analysis::{
    Syntax, TimeExpr,
    time::{Day, Interval, TimeKind},
};
use language::labels::{dep, tag};
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
    // "A week later" is counted from a day; "almost two weeks earlier" is not.
    let is_rough = time.modifier.is_some();
    let rough = |word: &TimeWord| match word {
        TimeWord::DeicticShift(_) => true,
        TimeWord::Shift(_) => is_rough,
        _ => false,
    };
    let counted = any(syntax, time, week) && any(syntax, time, rough);
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

/// Whether a verb of the past is set on a day after its report came, which can only be misread:
/// "the next night, there was no curfew", "spoke to both after Tuesday's vote".
pub(super) fn is_misread(
    syntax: &Syntax,
    verb: usize,
    days: Option<Interval>,
    today: Option<Day>,
) -> bool {
    let past = syntax.parse.tokens[verb].tag == tag::VBD;
    past && days.zip(today).is_some_and(|(days, today)| days.earliest > today)
}

/// "Was told that his trial would be on Monday": what was to come then, told without a day that
/// anybody could place.
pub(super) fn was_to_come(syntax: &Syntax, verb: usize, days: Option<Interval>) -> bool {
    let parse = &syntax.parse;
    let modal = parse.children(verb).find(|&c| parse.tokens[c].tag == tag::MD);
    let kind = modal.and_then(|m| Lexicon::english().modals.get(parse.lemma(m)));
    let above = parse.head(verb);
    let heard = parse.tokens[above].tag == tag::VBN && syntax.has_child(above, dep::AUXPASS);
    days.is_none() && kind == Some(&"conditional") && heard
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
        told_or_open(text).into_iter().map(|(value, what, _)| (value, what)).collect()
    }

    fn told_or_open(text: &str) -> Vec<(String, String, bool)> {
        told_of("a.txt", text)
    }

    fn told_of(name: &str, text: &str) -> Vec<(String, String, bool)> {
        let lexicon = Lexicon::english();
        let document = ingest::read(name, text.as_bytes(), lexicon).documents.remove(0);
        let analysis = analysis::analyse(&document, &mut Annotator::new(Model::english()), lexicon);
        let (story, _) = weave(vec![Report { document, analysis }], lexicon);
        story.timeline.into_iter().map(|h| (h.value, h.what.value, h.open)).collect()
    }

    #[test]
    fn what_was_weeks_ago_is_known_to_the_week() {
        let found = told(
            "12 March 2031\n\nNearly two weeks ago, Mayor Dora Vale closed the ferry. Tomas Berg \
             reopened the mill two days ago. The crews had left the harbour almost two weeks \
             earlier.",
        );
        let of = |words: &str| found.iter().find(|(_, what)| what.contains(words));
        assert_eq!(of("ferry").expect("told").0, "2031-W09");
        assert_eq!(of("mill").expect("told").0, "2031-03-10");
        assert!(of("crews").is_none_or(|(when, _)| when.contains('W')), "{found:?}");
    }

    #[test]
    fn a_year_that_says_who_somebody_is_or_of_what_is_no_day_of_what_is_told() {
        let found = told(
            "12 March 2031\n\n“It was private,” said Dora Vale, spokeswoman for the party's minister from 1999-2010. \
             The judge said Monday that he had signed a warrant for the arrest of Tomas Berg in \
             connection with the kidnapping and disappearance in 1997 of a clerk.",
        );
        let years = ["1999", "1997"];
        assert!(found.iter().all(|(when, _)| !years.contains(&when.as_str())), "{found:?}");
    }

    #[test]
    fn what_is_told_as_past_of_a_day_to_come_is_open() {
        let text = "Then a curfew was imposed. The next night, there was no curfew in Velia.";
        let line = serde_json::json!({"id": "a", "published": "2031-03-12", "text": text});
        let found = told_of("a.jsonl", &line.to_string());
        assert!(found.iter().all(|(_, _, open)| *open), "{found:?}");
        let found = told_or_open(
            "Tomas Berg was told by the clerk that his trial would be in the hall on Monday.",
        );
        assert!(found.iter().all(|(_, _, open)| *open), "{found:?}");
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
