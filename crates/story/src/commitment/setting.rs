//! [`Settings`]: the sentences around statements, with their words and days.
//!
//! What became of a promise is often told in other words, but by the sentence of a clause and not
//! by the clause alone, or on the very day that was named.

use crate::claim::{Meaning, Statement, Statements, Term, matched};
use analysis::time::Interval;
use std::collections::BTreeMap;

/// Most days of an interval that counts as a day named.
const NAMED_DAYS_MAX: i32 = 10;
/// How near two words must be to answer to each other. Set by hand 2026-11-22, not swept.
const ANSWERS_MIN: f32 = 0.55;
/// Sum of rarities beyond which more says nothing further. Set by hand 2026-11-22, not swept.
const SUM_MAX: f32 = 4.0;

/// The sentences of a story that hold statements.
#[derive(Default)]
pub(super) struct Settings {
    /// By statement: its sentence.
    of: Vec<usize>,
    sentences: Vec<Sentence>,
    /// By day: the sentences that name it.
    on: BTreeMap<i32, Vec<usize>>,
}

#[derive(Default)]
struct Sentence {
    statements: Vec<usize>,
    /// Its words, each once, with the statement they stand in.
    terms: Vec<(usize, Term)>,
    days: Vec<Interval>,
}

/// How the sentence of one statement answers to that of another, each from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Likeness {
    /// The share of the words, each counted by how rare it is in the story.
    pub(super) rare: f32,
    /// How rare the rarest word of both is.
    pub(super) rarest: f32,
    /// How rare the next is.
    pub(super) second: f32,
    /// How rare all words of both are together.
    pub(super) sum: f32,
}

/// How the days of a statement lie to the day named for a promise.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Lies {
    /// Whether its clause names that day.
    pub(super) own: bool,
    /// Whether its sentence does.
    pub(super) here: bool,
    /// How near the nearest day of its sentence comes, 1 for that day.
    pub(super) near: f32,
    /// Whether its sentence names a later day.
    pub(super) beyond: bool,
}

impl Settings {
    pub(super) fn of(all: &Statements<'_>) -> Settings {
        let mut settings = Settings::default();
        let mut known: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (i, statement) in all.list.iter().enumerate() {
            let analysis = &all.report(statement).analysis;
            let syntax = &analysis.syntax;
            let tokens = syntax.sentence(all.claim(statement).head);
            let next = settings.sentences.len();
            let at = *known.entry((statement.report, tokens.start)).or_insert(next);
            if at == next {
                let first = analysis.times.partition_point(|t| t.value.tokens.start < tokens.start);
                let times = analysis.times[first..].iter();
                let here = times.take_while(|t| t.value.tokens.start < tokens.end);
                let days = here.filter_map(|t| t.value.interval).filter(is_named).collect();
                settings.sentences.push(Sentence { days, ..Sentence::default() });
            }
            settings.of.push(at);
            let sentence = &mut settings.sentences[at];
            sentence.statements.push(i);
            for term in &statement.terms {
                let same = |t: &(usize, Term)| {
                    t.1.meaning == term.meaning && !matches!(term.meaning, Meaning::Quantity(_))
                };
                if !sentence.terms.iter().any(same) {
                    sentence.terms.push((i, *term));
                }
            }
        }
        for (at, sentence) in settings.sentences.iter().enumerate() {
            for day in sentence.days.iter().flat_map(|d| d.earliest.0..=d.latest.0) {
                settings.on.entry(day).or_default().push(at);
            }
        }
        settings
    }

    /// The statements of the same sentence, in order, itself among them.
    pub(super) fn beside(&self, statement: usize) -> &[usize] {
        &self.sentences[self.of[statement]].statements
    }

    /// The statements whose sentences name a day, in order.
    pub(super) fn on(&self, named: Interval) -> impl Iterator<Item = usize> + '_ {
        let width = if is_named(&named) { named.len() as usize } else { 0 };
        let days = (named.earliest.0..).take(width);
        let sentences = days.flat_map(|day| self.on.get(&day).into_iter().flatten());
        sentences.flat_map(|&at| self.sentences[at].statements.iter().copied())
    }

    /// How the sentence of `by` answers to that of `asked`. Cost: the product of their words.
    pub(super) fn likeness(&self, all: &Statements<'_>, asked: usize, by: usize) -> Likeness {
        let there = &self.sentences[self.of[by]].terms;
        let (mut met, mut sum, mut both) = (0.0, 0.0, Vec::new());
        for (i, term) in &self.sentences[self.of[asked]].terms {
            let asked = (&all.list[*i], term);
            let near = there.iter().map(|(j, other)| matched(all, asked, (&all.list[*j], other)));
            let near = near.fold(0.0, f32::max);
            let rarity = all.rarity(term.meaning);
            sum += rarity;
            met += if near >= ANSWERS_MIN { rarity * near } else { 0.0 };
            if near >= 1.0 {
                both.push(rarity);
            }
        }
        both.sort_by(|a, b| b.total_cmp(a));
        let at = |i: usize| both.get(i).copied().unwrap_or(0.0);
        Likeness {
            rare: if sum > 0.0 { met / sum } else { 0.0 },
            rarest: at(0),
            second: at(1),
            sum: both.iter().sum::<f32>().min(SUM_MAX) / SUM_MAX,
        }
    }

    /// How the days of a statement lie to a day.
    pub(super) fn lies(&self, all: &Statements<'_>, named: Interval, statement: usize) -> Lies {
        let s: &Statement = &all.list[statement];
        let times = &all.report(s).analysis.times;
        let first = times.partition_point(|t| t.value.span.start() < s.span.start());
        let own = times[first..].iter().take_while(|t| t.value.span.end() <= s.span.end());
        let own = own.filter_map(|t| t.value.interval).filter(is_named);
        let days = &self.sentences[self.of[statement]].days;
        let gap = days.iter().map(|&d| apart(named, d)).min();
        Lies {
            own: is_named(&named) && own.into_iter().any(|d| apart(named, d) == 0),
            here: is_named(&named) && gap == Some(0),
            beyond: days.iter().any(|d| d.earliest > named.latest),
            near: gap.map_or(0.0, |gap| 1.0 / (gap as f32 + 1.0)),
        }
    }
}

fn is_named(days: &Interval) -> bool {
    days.len() <= NAMED_DAYS_MAX
}

/// Days between the day named for a promise and one that is told of; inside a long interval it is
/// one day off.
fn apart(named: Interval, told: Interval) -> i32 {
    let between = |a: i32, b: i32| (a - b).abs();
    match (named.overlaps(&told), is_named(&named)) {
        (true, true) => 0,
        (true, false) => 1,
        _ => {
            let last = between(told.earliest.0, named.latest.0);
            last.min(between(told.latest.0, named.earliest.0))
        }
    }
}
