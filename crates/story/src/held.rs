//! What reports foretell for a day on which a report tells it as done: it is not to come any more.

use crate::{Report, commitment::published, timeline::COMPARED_MAX};
use analysis::{
    EventMention, Realis,
    claim::is_content,
    time::{self, Day, Interval},
};
use document::Span;
use language::labels::dep;
use std::collections::{BTreeMap, BTreeSet};

/// Fewest words that what is foretold shares with what another report tells as done, that for what
/// is done among them.
const WORDS_MIN: usize = 3;

/// By report: where it foretells what is done, in the order of the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Held(Vec<Vec<Span>>);

/// What is told as done on a day, or foretold for it.
struct Told {
    report: usize,
    /// Lemma of what is done.
    act: String,
    /// Lemmas of who has a part in it.
    parts: BTreeSet<String>,
    /// Lemmas of all words of content.
    words: BTreeSet<String>,
}

impl Held {
    /// What is foretold and done. Cost: linear in the mentions of what happens, but for at most
    /// [`COMPARED_MAX`] comparisons of each that is foretold with what is told as done on its day.
    pub(crate) fn of(reports: &[Report]) -> Held {
        let mut done: BTreeMap<Interval, Vec<Told>> = BTreeMap::new();
        for (r, report) in reports.iter().enumerate() {
            for (mention, day) in on_days(report) {
                if mention.realis == Realis::Actual && !is_after(report, day) {
                    done.entry(day).or_default().push(Told::of(reports, r, mention));
                }
            }
        }
        let is_done = |r: usize, mention: &EventMention, day: Interval| {
            let told = Told::of(reports, r, mention);
            let mut there = done.get(&day).into_iter().flatten().take(COMPARED_MAX);
            there.any(|done| told.is_told_by(done))
        };
        let held = |(r, report): (usize, &Report)| {
            let ahead = on_days(report).filter(|(mention, day)| match mention.realis {
                Realis::Planned => true,
                Realis::Actual => is_after(report, *day),
                _ => false,
            });
            let held = ahead.filter(|(mention, day)| is_done(r, mention, *day));
            let mut spans: Vec<Span> = held.map(|(mention, _)| mention.span).collect();
            spans.sort_unstable();
            spans
        };
        Held(reports.iter().enumerate().map(held).collect())
    }

    /// Whether words of a report foretell, for a day, what some report tells as done on that day.
    pub(crate) fn has(&self, report: usize, words: Span) -> bool {
        let spans = self.0.get(report).map_or(&[][..], Vec::as_slice);
        let first = spans.partition_point(|span| span.start() < words.start());
        spans[first..]
            .iter()
            .take_while(|span| span.start() < words.end())
            .any(|span| words.contains(*span))
    }
}

impl Told {
    fn of(reports: &[Report], report: usize, mention: &EventMention) -> Told {
        let analysis = &reports[report].analysis;
        let syntax = &analysis.syntax;
        let lemma = |token: usize| syntax.parse.lemma(token).to_lowercase();
        let content = syntax.tokens_of(mention.span).filter(|&i| is_content(syntax, i));
        let parts = mention.actor.into_iter().chain(mention.target);
        // "Will meet with Berg": with whom it is done.
        let with = syntax.parse.children(mention.head).filter_map(|c| {
            let is = syntax.parse.tokens[c].dep == dep::PREP;
            syntax.child(c, &[dep::POBJ]).filter(|_| is)
        });
        // The day is no one who takes part.
        let with = with.filter(|&other| !time::is_within(&analysis.times, other));
        Told {
            report,
            act: lemma(mention.head),
            parts: parts.chain(with).map(lemma).collect(),
            words: content.map(lemma).collect(),
        }
    }

    fn is_told_by(&self, done: &Told) -> bool {
        let same = self.act == done.act && !self.parts.is_disjoint(&done.parts);
        let shared = || self.words.intersection(&done.words).count();
        let other = || self.report != done.report && done.words.contains(&self.act);
        same || other() && shared() >= WORDS_MIN
    }
}

/// The mentions of a report whose clause names one day.
fn on_days(report: &Report) -> impl Iterator<Item = (&EventMention, Interval)> {
    let analysis = &report.analysis;
    analysis.events.iter().map(|e| &e.value).filter_map(|mention| {
        let day = mention.time.and_then(|t| analysis.times[t].value.interval)?;
        (day.len() == 1).then_some((mention, day))
    })
}

/// Whether a day lies after that of a report.
fn is_after(report: &Report, day: Interval) -> bool {
    let today = published(report).and_then(Day::parse);
    today.is_some_and(|today| day.earliest > today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use language::{Annotator, Model};
    use lexicon::Lexicon;

    fn read(text: &str) -> Report {
        let lexicon = Lexicon::english();
        let document = ingest::read("a.txt", text.as_bytes(), lexicon).documents.remove(0);
        let analysis = analysis::analyse(&document, &mut Annotator::new(Model::english()), lexicon);
        Report { document, analysis }
    }

    #[test]
    fn what_any_report_tells_as_done_is_held() {
        let ahead = "12 March 2031\n\nMayor Dora Vale called Berg on Monday and will meet with \
                     Berg on Thursday.";
        let after = "13 March 2031\n\nThe mayor met Tomas Berg on Thursday.";
        let other = "13 March 2031\n\nThe crews went home on Thursday.";
        let held = |texts: &[&str]| {
            let reports: Vec<Report> = texts.iter().map(|text| read(text)).collect();
            let whole = reports[0].document.text.as_str().len();
            let whole = reports[0].document.text.span(0..whole).expect("text");
            Held::of(&reports).has(0, whole)
        };
        assert!(!held(&[ahead]));
        assert!(!held(&[ahead, other]));
        assert!(held(&[ahead, other, after]));
    }
}
