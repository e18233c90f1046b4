//! [`Told`]: what the sentences of a pile tell, as names, numbers and rare words, for finding where
//! a report without credits has its matter from.
//!
//! A fact is a name (by its entity, so that spellings do not matter) or a number. The fewer reports
//! have it, the more it weighs. A report all of whose facts stand in an earlier one, and none of
//! its own, was probably made from it; independent reports of one matter share its common facts
//! and have others of their own. Quotations are compared by their words in order.

use super::line::Reading;
use crate::Report;
use crate::keyed::Keyed;
use crate::sparse::Sparse;
use crate::term::{Background, Short, Words, hash};
use analysis::{EntityKind, MentionForm};
use document::Span;
use lexicon::Lexicon;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::ops::Range;

/// Weight of a name or number over that of a word as rare.
const FACT_TIMES: f32 = 1.5;
/// Smallest number that tells anything.
const NUMBER_MIN: f64 = 3.0;
/// Words in a row by which a quotation finds its like.
const QUOTE_RUN: usize = 2;
/// Share of a quotation's words, in order, that a stretch of another report has for it to be the
/// same. Set 2026-11-22 on three invented stories, where translated ones have 0.6 to 0.9; not
/// swept.
const QUOTE_SHARE: f32 = 0.6;
/// Words of a quotation for which less will do, as so many do not agree by chance.
const LONG_QUOTE_WORDS: usize = 12;
/// The share of those.
const LONG_QUOTE_SHARE: f32 = 0.5;
/// Least such words.
const QUOTE_COMMON_MIN: usize = 3;
/// Words of a quotation that are compared.
const QUOTE_WORDS_MAX: usize = 60;
/// Words that another wording may have more.
const QUOTE_SLACK: usize = 4;
/// Sentences that have a fact or word by which others find them: more are not looked at, which
/// bounds the cost in a story of thousands of reports.
const LINES_PER_TERM_MAX: usize = 300;
/// Weightiest facts and words of a sentence by which others are found.
const TERMS_PROBED: usize = 12;
/// Reports that have a fact by which others find them.
const REPORTS_PER_FACT_MAX: usize = 300;
/// Likeness from which two sentences are shown side by side. Set by hand 2026-11-22; not swept.
const ANSWER_LIKENESS: f32 = 0.25;
/// Places kept of two words in a row.
const PLACES_MAX: usize = 64;

/// What a pile's sentences tell.
#[derive(Debug)]
pub(crate) struct Told {
    /// By report and sentence: weighted facts and words.
    lines: Vec<Vec<Sparse>>,
    /// By report: weighted facts.
    facts: Vec<Sparse>,
    /// By report and sentence: whether its paragraph has a name that another report has.
    shared: Vec<Vec<bool>>,
    /// By report: its words in order.
    words: Vec<Vec<u32>>,
    /// By report and quotation: its place among the words.
    quotes: Vec<Vec<Range<usize>>>,
    /// Runs of words, with the reports and places that have them.
    runs: Keyed<u32, Vec<(u32, u32)>>,
    /// By fact or word: the sentences that have it, by report and number.
    places: Keyed<u32, Vec<(u32, u32)>>,
    /// By fact: the reports that have it.
    holders: Keyed<u32, Vec<usize>>,
}

impl Told {
    /// What the reports of a pile tell. Cost: linear in the words.
    pub fn of(
        reports: &[Report],
        entity_of: &[Vec<Option<usize>>],
        words: &[Words],
        readings: &[Reading],
        lexicon: &Lexicon,
    ) -> Told {
        let each = || (0..reports.len()).into_par_iter();
        let facts: Vec<Vec<(u32, usize)>> =
            each().map(|i| facts(&reports[i], &entity_of[i], lexicon)).collect();
        let mut having: Keyed<u32, usize> = Keyed::default();
        for list in &facts {
            let distinct: BTreeSet<u32> = list.iter().map(|f| f.0).collect();
            distinct.into_iter().for_each(|f| *having.entry(f).or_default() += 1);
        }
        let all = (reports.len() + 1) as f32;
        let rarity = |fact: u32| (all / having[&fact] as f32).ln() + 0.1;
        let mut background = Background::default();
        words.iter().for_each(|w| background.learn(w));
        let line = |i: usize, l: usize| {
            let span = readings[i].lines[l].span;
            let own = facts[i].iter().filter(|(_, at)| span.range().contains(at));
            let mut entries: Vec<(u32, f32)> =
                own.map(|(f, _)| (*f, FACT_TIMES * (rarity(*f) + 1.0))).collect();
            let inside = |w: &&crate::term::Word| {
                w.start as usize >= span.start() && (w.start as usize) < span.end() && w.end > 0
            };
            let plain = words[i].list.iter().filter(inside).filter(|w| !w.is_name && !w.is_number);
            entries.extend(plain.map(|w| (w.stem, background.rarity(w.stem) / 3.0)));
            Sparse::distinct(entries)
        };
        let lines: Vec<Vec<Sparse>> =
            each().map(|i| (0..readings[i].lines.len()).map(|l| line(i, l)).collect()).collect();
        let weighed =
            |list: &Vec<(u32, usize)>| list.iter().map(|(f, _)| (*f, rarity(*f))).collect();
        let shared =
            each().map(|i| shared(&readings[i], &facts[i], |fact| having[&fact] > 1)).collect();
        let facts: Vec<Sparse> = facts.iter().map(|list| Sparse::distinct(weighed(list))).collect();
        let spelled = |w: &Words| w.list.iter().map(|w| w.spelling).collect::<Vec<u32>>();
        let quote = |i: usize, span: Span| {
            let at = |byte: usize| words[i].list.partition_point(|w| (w.end as usize) <= byte);
            at(span.start())..at(span.end()).min(at(span.start()) + QUOTE_WORDS_MAX)
        };
        let quotes = (0..reports.len())
            .map(|i| readings[i].quotes.iter().map(|q| quote(i, q.span)).collect())
            .collect();
        let words: Vec<Vec<u32>> = words.iter().map(spelled).collect();
        let mut runs: Keyed<u32, Vec<(u32, u32)>> = Keyed::default();
        for (i, list) in words.iter().enumerate() {
            for (at, run) in list.windows(QUOTE_RUN).enumerate() {
                let places = runs.entry(hash_run(run)).or_default();
                if places.len() < PLACES_MAX {
                    places.push((i as u32, at as u32));
                }
            }
        }
        let mut places: Keyed<u32, Vec<(u32, u32)>> = Keyed::default();
        for (i, lines) in lines.iter().enumerate() {
            for (l, line) in lines.iter().enumerate() {
                let place = (i as u32, l as u32);
                line.terms().for_each(|t| places.entry(t).or_default().push(place));
            }
        }
        let mut holders: Keyed<u32, Vec<usize>> = Keyed::default();
        for (i, facts) in facts.iter().enumerate() {
            facts.terms().for_each(|f| holders.entry(f).or_default().push(i));
        }
        Told { lines, facts, shared, words, quotes, runs, places, holders }
    }

    /// The sentences of other reports, of those wanted, that share with this one a weighty fact or
    /// word that is not in too many, in order.
    pub fn near(
        &self,
        (report, line): (usize, usize),
        is_wanted: impl Fn(usize) -> bool,
    ) -> Vec<(usize, usize)> {
        let terms = self.lines[report][line].heaviest(TERMS_PROBED).into_iter();
        let places = terms.filter_map(|(t, _)| self.places.get(&t));
        let rare = places.filter(|p| p.len() <= LINES_PER_TERM_MAX);
        let wanted = |(i, _): &(u32, u32)| *i as usize != report && is_wanted(*i as usize);
        let in_one = |(i, l): &(u32, u32)| u64::from(*i) << u32::BITS | u64::from(*l);
        let mut found: Vec<u64> = rare.flatten().filter(|at| wanted(at)).map(in_one).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|at| ((at >> u32::BITS) as usize, at as u32 as usize)).collect()
    }

    /// Sentences of a report and of another that say the same: each is the other's best match, and
    /// likely enough. Cost: the product of their numbers.
    pub fn answers(&self, readings: &[Reading], a: usize, b: usize) -> Vec<(Span, Span)> {
        let (n, m) = (self.lines[a].len(), self.lines[b].len());
        let like = |i: usize, j: usize| self.likeness((a, i), (b, j));
        let best = |n: usize, like: &dyn Fn(usize) -> f32| {
            (0..n).max_by(|x, y| like(*x).total_cmp(&like(*y)).then(y.cmp(x)))
        };
        let answer = |i: usize| {
            let j = best(m, &|j| like(i, j))?;
            let mutual = like(i, j) >= ANSWER_LIKENESS && best(n, &|x| like(x, j)) == Some(i);
            let prose = readings[a].lines[i].is_prose && readings[b].lines[j].is_prose;
            (mutual && prose).then(|| (readings[a].lines[i].span, readings[b].lines[j].span))
        };
        (0..n).filter_map(answer).collect()
    }

    /// The other reports that share a fact with this one, one that is not in too many.
    pub fn sharing(&self, report: usize) -> BTreeSet<usize> {
        let holders = self.facts[report].terms().filter_map(|f| self.holders.get(&f));
        let rare = holders.filter(|h| h.len() <= REPORTS_PER_FACT_MAX);
        rare.flatten().copied().filter(|i| *i != report).collect()
    }

    /// Whether the paragraph of a sentence has a name or number that another report has: whether it
    /// is of the pile's matter, and not another item of a digest.
    pub fn is_shared(&self, report: usize, line: usize) -> bool {
        self.shared[report][line]
    }

    /// Share of the weight of a report's facts that another has.
    pub fn held(&self, report: usize, by: usize) -> f32 {
        self.facts[report].covered_by(&self.facts[by])
    }

    /// Number of a report's facts.
    pub fn n_facts(&self, report: usize) -> usize {
        self.facts[report].len()
    }

    /// The other reports that have the words of a quotation, up to a few.
    pub fn having(&self, report: usize, quote: usize) -> BTreeSet<usize> {
        let range = self.quotes[report][quote].clone();
        let words = &self.words[report][range];
        let mut having = BTreeSet::new();
        let short = Short::of(words).expect("a quotation is compared by so many words");
        for (n, run) in words.windows(QUOTE_RUN).enumerate() {
            for &(i, at) in self.runs.get(&hash_run(run)).into_iter().flatten() {
                let (i, at) = (i as usize, at as usize);
                if i == report || having.contains(&i) {
                    continue;
                }
                let start = at.saturating_sub(n + QUOTE_SLACK);
                let end = (at + words.len() - n + QUOTE_SLACK).min(self.words[i].len());
                let common = short.in_common(&self.words[i][start..end]);
                let share =
                    if words.len() < LONG_QUOTE_WORDS { QUOTE_SHARE } else { LONG_QUOTE_SHARE };
                if common >= QUOTE_COMMON_MIN && common as f32 >= share * words.len() as f32 {
                    having.insert(i);
                }
            }
        }
        having
    }

    /// The likeness (Dice, weighted) of two sentences, and the weight they share.
    pub fn likeness(&self, (i, l): (usize, usize), (j, m): (usize, usize)) -> f32 {
        self.lines[i][l].dice(&self.lines[j][m])
    }
}

/// By sentence: whether its paragraph has one of the facts asked for.
fn shared(reading: &Reading, facts: &[(u32, usize)], is_wanted: impl Fn(u32) -> bool) -> Vec<bool> {
    let mut blocks: BTreeSet<usize> = BTreeSet::new();
    for line in &reading.lines {
        let range = line.span.range();
        if facts.iter().any(|(f, at)| range.contains(at) && is_wanted(*f)) {
            blocks.insert(line.block);
        }
    }
    reading.lines.iter().map(|l| blocks.contains(&l.block)).collect()
}

fn hash_run(run: &[u32]) -> u32 {
    run.iter().fold(0, |h, w| crate::term::pair(h, *w))
}

/// The names and numbers of a report, each with the byte it starts at.
fn facts(report: &Report, entity_of: &[Option<usize>], lexicon: &Lexicon) -> Vec<(u32, usize)> {
    let syntax = &report.analysis.syntax;
    let mut facts = Vec::new();
    for mention in &report.analysis.mentions {
        let named = mention.form == MentionForm::Name && mention.kind != EntityKind::Group;
        if let Some(Some(entity)) = entity_of.get(mention.chain).filter(|_| named) {
            facts.push((hash(&format!("entity {entity}")), mention.span.start()));
        }
    }
    for t in 0..syntax.len() {
        let lower = syntax.lower(t);
        let digits = lower.replace(',', "").replace(':', ".");
        let is_number = digits.starts_with(|c: char| c.is_ascii_digit());
        let value = match is_number {
            true => Some(digits.trim_end_matches(|c: char| !c.is_ascii_digit()).to_string()),
            false => lexicon
                .numbers
                .get(lower.as_str())
                .filter(|n| **n >= NUMBER_MIN)
                .map(|n| n.to_string()),
        };
        let Some(value) = value else { continue };
        if value.parse().map_or(true, |n: f64| n >= NUMBER_MIN) {
            facts.push((hash(&format!("number {value}")), syntax.parse.bytes(t).start));
        }
    }
    facts
}
