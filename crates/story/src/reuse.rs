//! [`Reuse`]: a document that repeats another, to the letter, in passages, or in other words.
//!
//! [`Archive`] compares each document that comes with those before it that share fingerprints
//! ([`crate::fingerprint`]) or rare words. Two documents are *identical* if their words are, a
//! *copy* if much of one stands in the other, a *rewrite* if a learned decision over their aligned
//! sentences ([`crate::rewrite`]) says so, and related in *part* if they share long passages only.
//! Words inside quotation marks never count as copied: two reporters may quote one speaker.

use crate::fingerprint::{Fingerprints, runs};
use crate::keyed::Keyed;
use crate::passage::{Passage, Places, passages};
use crate::rewrite::{Alignment, SIGNS, Sentences, Signs, Sought, align};
use crate::sparse::Sparse;
use crate::term::{Background, Words};
use document::{Document, Span};
use rayon::prelude::*;
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::LazyLock;

/// Share of both documents' own words that makes them one text. This and the next two fixed
/// 2026-11-21 on the development half of the translated reports, where updates of one agency
/// repeat up to 0.42 of each other; 0.3 to 0.6 tried.
const COPY_SHARE: f32 = 0.5;
/// Share of a document's own words that makes it a cut copy...
const CUT_SHARE: f32 = 0.85;
/// ...if they are this share of the other's.
const CUT_FROM_SHARE: f32 = 0.4;
/// Own words that a relation needs at least.
const COPIED_WORDS_MIN: f32 = 20.0;
/// Equal words of a passage that shows partial copying by itself; shorter ones are set phrases.
const LONG_PASSAGE_WORDS: usize = 16;
/// Share of a document's own words that makes it a partial copy.
const PARTIAL_SHARE: f32 = 0.1;
/// Weightiest stems of a document under which it is found, and that are looked up.
const TERMS_INDEXED: usize = 30;
/// Latest documents kept under a stem. 64 and 32 tried 2026-11-22: the same on the translated
/// reports; of 2,934 pairs of the Reuters stream 67 are not found, which share a form (dividends).
const DOCUMENTS_PER_TERM_MAX: usize = 32;
/// Documents compared closely for rewriting.
const CANDIDATES_MAX: usize = 10;
/// Share of a document's weightiest stems that makes another worth a closer look. 0.1 to 0.3 tried
/// 2026-11-21: the translated reports' least is 0.36.
const CANDIDATE_SHARE: f32 = 0.1;
/// Documents that are kept for comparison: older ones are forgotten.
const LIVE_DOCUMENTS: usize = 20_000;

/// Documents of a pile that are compared side by side.
const AT_ONCE: usize = 256;

/// How one document repeats another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The same words.
    Identical,
    /// Much of one stands in the other, word for word.
    Copy,
    /// One says sentence by sentence what the other says.
    Rewrite,
    /// Some passages stand in both, word for word.
    Partial,
}

impl Relation {
    /// The relation's name in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Relation::Identical => "identical",
            Relation::Copy => "copy",
            Relation::Rewrite => "rewrite",
            Relation::Partial => "partial",
        }
    }
}

/// Which document was made from which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// The first from the second.
    AFromB,
    /// The second from the first.
    BFromA,
    /// Nothing tells, or both are made from a third.
    Unknown,
}

impl Direction {
    /// The direction's name in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::AFromB => "a_from_b",
            Direction::BFromA => "b_from_a",
            Direction::Unknown => "unknown",
        }
    }
}

/// Two documents of which one repeats the other, or both a third.
#[derive(Clone, Debug, PartialEq)]
pub struct Reuse {
    /// Number of the first document.
    pub a: usize,
    /// Number of the second.
    pub b: usize,
    /// How.
    pub relation: Relation,
    /// Share of the first document's own words that the second has too, or answers.
    pub coverage_a: f32,
    /// The same of the second.
    pub coverage_b: f32,
    /// Words of each that answer one another, as ranges of their word lists, in the first's order.
    pub passages: Vec<(Range<usize>, Range<usize>)>,
    /// Logarithm of the odds that one is a rewrite of the other.
    pub odds: f32,
}

/// What is kept of a document.
#[derive(Debug)]
struct Kept {
    words: Words,
    runs: Vec<u32>,
    sentences: Sentences,
    terms: Sparse,
}

/// Documents that were read, for comparison with those to come.
#[derive(Debug)]
pub struct Archive {
    weights: Signs,
    background: Background,
    prints: Fingerprints,
    index: Keyed<u32, VecDeque<u32>>,
    live: VecDeque<Kept>,
    count: usize,
    /// Of the latest documents; pairs that are open need those of both.
    rivals: VecDeque<Rivals>,
    /// Pairs whose second document is live: a rival may still come.
    open: VecDeque<Evidence>,
    settled: Vec<Evidence>,
    keep_all: bool,
}

impl Archive {
    /// Nothing read yet; rewrites are told by these weights.
    pub fn new(weights: Signs) -> Archive {
        Archive {
            weights,
            background: Background::default(),
            prints: Fingerprints::default(),
            index: Keyed::default(),
            live: VecDeque::new(),
            count: 0,
            rivals: VecDeque::new(),
            open: VecDeque::new(),
            settled: Vec::new(),
            keep_all: false,
        }
    }

    /// The same, which keeps what it finds of every pair it compares.
    pub fn that_keeps_all(weights: Signs) -> Archive {
        Archive { keep_all: true, ..Archive::new(weights) }
    }

    /// Counts words before any document is added, which makes a batch's weights the same for all.
    pub fn learn(&mut self, words: &Words) {
        self.background.learn(words);
    }

    /// Adds a document and compares it with those before it. Cost: bounded by the limits of this
    /// module, whatever was added before; of documents that are no longer compared only what
    /// relates them is kept.
    pub fn add(&mut self, words: Words) {
        let kept = self.read(words);
        let others = self.enter(kept);
        let evidence = self.compare_all(self.count - 1, &others);
        self.note(self.count - 1, evidence);
        if self.live.len() > LIVE_DOCUMENTS {
            self.forget_oldest();
        }
    }

    /// Adds documents one after the other, several compared side by side: to the same end, as what
    /// each is compared with does not hang on what came of others.
    pub fn add_all(&mut self, documents: &[Words]) {
        for some in documents.chunks(AT_ONCE) {
            if self.count + some.len() > LIVE_DOCUMENTS {
                some.iter().for_each(|words| self.add(words.clone()));
                continue;
            }
            let first = self.count;
            let kept: Vec<Kept> = some.par_iter().map(|w| self.read(w.clone())).collect();
            let others: Vec<Vec<usize>> = kept.into_iter().map(|kept| self.enter(kept)).collect();
            let numbered = others.par_iter().enumerate();
            let compared = numbered.map(|(i, others)| self.compare_all(first + i, others));
            let compared: Vec<Vec<Evidence>> = compared.collect();
            for (i, evidence) in compared.into_iter().enumerate() {
                self.note(first + i, evidence);
            }
        }
    }

    fn read(&self, words: Words) -> Kept {
        let sentences = Sentences::new(&words, &self.background);
        let terms = sentences.heaviest(TERMS_INDEXED);
        Kept { runs: runs(&words), sentences, terms, words }
    }

    /// Takes in the next document and gives those before it that it is to be compared with.
    fn enter(&mut self, kept: Kept) -> Vec<usize> {
        let first = self.count - self.live.len();
        let mut others = self.prints.add(self.count, &kept.runs);
        others.retain(|d| *d >= first);
        let terms = kept.terms.heaviest(TERMS_INDEXED);
        others.extend(self.alike(&terms, first));
        others.sort_unstable();
        others.dedup();
        for (term, _) in terms {
            let documents = self.index.entry(term).or_default();
            documents.push_back(self.count as u32);
            if documents.len() > DOCUMENTS_PER_TERM_MAX {
                documents.pop_front();
            }
        }
        self.live.push_back(kept);
        self.count += 1;
        others
    }

    /// Compares a document with others before it.
    fn compare_all(&self, number: usize, others: &[usize]) -> Vec<Evidence> {
        let first = self.count - self.live.len();
        let kept = &self.live[number - first];
        let sought = (Places::of(&kept.runs), Sought::of(&kept.sentences));
        let compare = |other: &usize| {
            self.compare((*other, &self.live[*other - first]), (number, kept), &sought)
        };
        others.iter().map(compare).collect()
    }

    /// Keeps of the comparisons of the next document what can matter.
    fn note(&mut self, number: usize, compared: Vec<Evidence>) {
        let first_noted = number - self.rivals.len();
        let mut rivals = Rivals::default();
        for evidence in compared {
            self.rivals[evidence.a - first_noted].note(evidence.likeness(), number);
            rivals.note(evidence.likeness(), evidence.a);
            if self.keep_all || evidence.can_matter(&self.weights) {
                self.open.push_back(evidence);
            }
        }
        self.rivals.push_back(rivals);
    }

    /// What was found of the documents so far, in their order.
    pub fn evidence(&self) -> Vec<Evidence> {
        let open = self.open.iter().map(|e| self.complete(e.clone()));
        self.settled.iter().cloned().chain(open).collect()
    }

    /// The first document whose rivals are kept.
    fn first_noted(&self) -> usize {
        self.count - self.rivals.len()
    }

    /// The evidence with its lead over rivals, and the odds.
    fn complete(&self, mut e: Evidence) -> Evidence {
        let first = self.first_noted();
        let rivals = |document: usize| &self.rivals[document - first];
        let lead = e.likeness() - rivals(e.a).best_but(e.b).max(rivals(e.b).best_but(e.a));
        e.alignment.signs[CONTRAST] = lead.clamp(-CONTRAST_MAX, CONTRAST_MAX);
        e.odds = e.alignment.signs.iter().zip(self.weights).map(|(x, w)| x * w).sum();
        e
    }

    /// The related pairs among the documents so far, in their order.
    pub fn reuses(&self) -> Vec<Reuse> {
        self.evidence().iter().filter_map(Evidence::reuse).collect()
    }

    /// The live documents that share most of the weightiest stems.
    fn alike(&self, terms: &[(u32, f32)], first: usize) -> Vec<usize> {
        let mut scores: Keyed<u32, f32> = Keyed::default();
        let all: f32 = terms.iter().map(|t| t.1).sum();
        for (term, weight) in terms {
            for document in self.index.get(term).into_iter().flatten() {
                *scores.entry(*document).or_default() += weight;
            }
        }
        let mut scores: Vec<(u32, f32)> = scores.into_iter().collect();
        scores.retain(|(d, score)| *d as usize >= first && *score >= CANDIDATE_SHARE * all);
        scores.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        scores.truncate(CANDIDATES_MAX);
        scores.into_iter().map(|(d, _)| d as usize).collect()
    }

    fn forget_oldest(&mut self) {
        let Some(kept) = self.live.pop_front() else { return };
        let oldest = (self.count - self.live.len()) as u32;
        for (term, _) in kept.terms.heaviest(TERMS_INDEXED) {
            if let Some(documents) = self.index.get_mut(&term) {
                while documents.pop_front_if(|d| *d < oldest).is_some() {}
                if documents.is_empty() {
                    self.index.remove(&term);
                }
            }
        }
        self.prints.forget(&kept.runs, oldest);
        while let Some(evidence) = self.open.pop_front_if(|e| (e.b as u32) < oldest) {
            let evidence = self.complete(evidence);
            if self.keep_all || evidence.relation().is_some() {
                self.settled.push(evidence);
            }
        }
        if self.rivals.len() > 2 * LIVE_DOCUMENTS {
            self.rivals.pop_front();
        }
    }

    fn compare(
        &self,
        (earlier, a): (usize, &Kept),
        (number, b): (usize, &Kept),
        (places, sought): &(Places, Sought<'_>),
    ) -> Evidence {
        let skip = |run| self.prints.is_boilerplate(run, number);
        let passages = passages((&a.words, &a.runs), (&b.words, places), skip);
        let copied = |words: &Words, range: fn(&Passage) -> Range<usize>| -> f32 {
            let own = |p: &Passage| {
                let all = range(p).len().max(1) as f32;
                let own = words.list[range(p)].iter().filter(|w| !w.is_quoted).count();
                own as f32 * (p.equal as f32 / all).min(1.0)
            };
            passages.iter().map(own).sum()
        };
        let own = |words: &Words| words.list.iter().filter(|w| !w.is_quoted).count().max(1) as f32;
        let (copied_a, copied_b) =
            (copied(&a.words, |p| p.a.clone()), copied(&b.words, |p| p.b.clone()));
        let (share_a, share_b) = (copied_a / own(&a.words), copied_b / own(&b.words));
        let mut alignment = align(&a.sentences, sought);
        let longest = passages.iter().map(|p| p.equal).max().unwrap_or(0);
        alignment.signs[COPIED_LEAST] = share_a.min(share_b);
        alignment.signs[COPIED_MOST] = share_a.max(share_b);
        alignment.signs[LONGEST_LOG] = (1.0 + longest as f32).ln();
        let quoted = |p: &Passage| a.words.list[p.a.clone()].iter().filter(|w| w.is_quoted).count();
        let quoted: usize = passages.iter().map(quoted).sum();
        alignment.signs[QUOTED_LOG] = (1.0 + quoted as f32).ln();
        let same = a.words.list.len() == b.words.list.len()
            && a.words.list.iter().zip(&b.words.list).all(|(x, y)| x.spelling == y.spelling);
        Evidence {
            a: earlier,
            b: number,
            passages,
            alignment,
            identical: same,
            copied_words: copied_a.min(copied_b),
            share_a,
            share_b,
            odds: f32::MIN,
        }
    }
}

const STEMS_JACCARD: usize = 5;
const COPIED_LEAST: usize = SIGNS.len() - 7;
const COPIED_MOST: usize = SIGNS.len() - 6;
const LONGEST_LOG: usize = SIGNS.len() - 5;
const QUOTED_LOG: usize = SIGNS.len() - 4;
const CONTRAST: usize = SIGNS.len() - 3;
/// Bound of the lead over rivals, in natural logarithms of likeness.
const CONTRAST_MAX: f32 = 1.0;
/// Likeness that stands in for rivals that are not there.
const RIVAL_FLOOR: f32 = -2.3;

/// The two documents most like one.
#[derive(Clone, Debug)]
struct Rivals([(f32, usize); 2]);

impl Default for Rivals {
    fn default() -> Rivals {
        Rivals([(RIVAL_FLOOR, usize::MAX); 2])
    }
}

impl Rivals {
    fn note(&mut self, likeness: f32, document: usize) {
        if likeness > self.0[0].0 {
            self.0 = [(likeness, document), self.0[0]];
        } else if likeness > self.0[1].0 {
            self.0[1] = (likeness, document);
        }
    }

    fn best_but(&self, document: usize) -> f32 {
        if self.0[0].1 == document { self.0[1].0 } else { self.0[0].0 }
    }
}

/// What was found of two documents.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// Number of the first document.
    pub a: usize,
    /// Number of the second.
    pub b: usize,
    /// Words in a row that both have.
    pub passages: Vec<Passage>,
    /// Sentences that answer one another.
    pub alignment: Alignment,
    /// Whether all words are the same.
    pub identical: bool,
    /// Words outside quotation marks that both have in passages.
    pub copied_words: f32,
    /// Share of them in the first document.
    pub share_a: f32,
    /// Share of them in the second.
    pub share_b: f32,
    /// Logarithm of the odds that one is a rewrite of the other.
    pub odds: f32,
}

impl Evidence {
    /// Logarithm of the share of stems in common.
    fn likeness(&self) -> f32 {
        (self.alignment.signs[STEMS_JACCARD] + 0.05).ln()
    }

    /// Whether the pair can be related, whatever rivals are found later.
    fn can_matter(&self, weights: &Signs) -> bool {
        let odds: f32 = self.alignment.signs.iter().zip(weights).map(|(x, w)| x * w).sum();
        self.relation().is_some() || odds + weights[CONTRAST].abs() * CONTRAST_MAX > 0.0
    }

    /// The relation it shows, if any.
    pub fn relation(&self) -> Option<Relation> {
        let share = self.share_a.max(self.share_b);
        let least = self.share_a.min(self.share_b);
        let is_copy = least >= COPY_SHARE || share >= CUT_SHARE && least >= CUT_FROM_SHARE;
        let is_long = |p: &Passage| p.equal >= LONG_PASSAGE_WORDS;
        if self.identical {
            Some(Relation::Identical)
        } else if self.copied_words >= COPIED_WORDS_MIN && is_copy {
            Some(Relation::Copy)
        } else if self.odds > 0.0 {
            Some(Relation::Rewrite)
        } else if self.copied_words >= COPIED_WORDS_MIN
            && share >= PARTIAL_SHARE
            && self.passages.iter().any(is_long)
        {
            Some(Relation::Partial)
        } else {
            None
        }
    }

    fn reuse(&self) -> Option<Reuse> {
        let relation = self.relation()?;
        let copied = self.passages.iter().map(|p| (p.a.clone(), p.b.clone()));
        let (passages, coverage_a, coverage_b) = match relation {
            Relation::Identical => (copied.collect(), 1.0, 1.0),
            Relation::Copy | Relation::Partial => (copied.collect(), self.share_a, self.share_b),
            Relation::Rewrite => {
                let align = &self.alignment;
                (align.answers.clone(), align.answered_a, align.answered_b)
            }
        };
        let (a, b, odds) = (self.a, self.b, self.odds);
        Some(Reuse { a, b, relation, coverage_a, coverage_b, passages, odds })
    }
}

/// Fewest sentences of one report that another answers for the one to have been made from the
/// other. Set 2026-11-24 on 256 real piles of excerpts, whose three rewrites of one or two
/// sentences were none; only 3 tried.
pub(crate) const REWRITTEN_MIN: usize = 3;

static WEIGHTS: &str = include_str!("../../../models/reuse.tsv");

/// The weights of the rewrite decision that are part of the program.
pub fn built_in() -> Signs {
    static SIGNS: LazyLock<Signs> =
        LazyLock::new(|| parse(WEIGHTS).expect("the built-in weights are tested"));
    *SIGNS
}

/// Reads a table: sign, tab, weight. `None` if a sign is unknown or missing.
pub fn parse(table: &str) -> Option<Signs> {
    let mut weights = [f32::NAN; SIGNS.len()];
    for row in table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let (name, weight) = row.split_once('\t')?;
        weights[SIGNS.iter().position(|s| *s == name)?] = weight.parse().ok()?;
    }
    weights.iter().all(|w| w.is_finite()).then_some(weights)
}

/// Finds what the documents of a pile repeat, given their words in a fixed order.
pub fn reuse(documents: &[Words]) -> Vec<Reuse> {
    let mut archive = Archive::new(built_in());
    documents.iter().for_each(|words| archive.learn(words));
    archive.add_all(documents);
    archive.reuses()
}

/// The text of a range of a document's words: from its first word that stands in the text to its
/// last. `None` if none does, as in a headline that came beside the text.
pub fn span(document: &Document, words: &Words, range: &Range<usize>) -> Option<Span> {
    let mut in_text = words.list[range.clone()].iter().filter(|w| w.end > 0);
    let first = in_text.next()?;
    let last = in_text.next_back().unwrap_or(first);
    document.text.span(first.start as usize..last.end as usize)
}

/// Which of two documents was made from the other: the one that credits the other's publisher; the
/// later one; the one that stands wholly in the other, which has more.
pub fn direction(reuse: &Reuse, a: &Document, b: &Document) -> Direction {
    let credits = |x: &Document, y: &Document| {
        let publisher = y.metadata.publisher.as_deref().map(lexicon::fold).unwrap_or_default();
        let named = |s: &Span| lexicon::fold(x.text.words(*s)) == publisher;
        let mut credited = x.credits.iter().flat_map(|c| &c.value.publishers);
        !publisher.is_empty() && credited.any(named)
    };
    let day = |d: &Document| crate::cluster::published(d);
    let verdict = |a_from_b: bool, b_from_a: bool| match (a_from_b, b_from_a) {
        (true, false) => Some(Direction::AFromB),
        (false, true) => Some(Direction::BFromA),
        _ => None,
    };
    let times = day(a).zip(day(b));
    let wholly = |part: f32, whole: f32| part >= CONTAINED_SHARE && whole <= CONTAINER_SHARE_MAX;
    verdict(credits(a, b), credits(b, a))
        .or_else(|| times.and_then(|(a, b)| verdict(a > b, b > a)))
        .or_else(|| {
            let (a, b) = (reuse.coverage_a, reuse.coverage_b);
            verdict(wholly(a, b), wholly(b, a)).filter(|_| reuse.relation == Relation::Copy)
        })
        .unwrap_or(Direction::Unknown)
}

/// Share of a text that stands in a longer one of which it is a cut copy.
const CONTAINED_SHARE: f32 = 0.85;
/// Share of the longer text that the shorter has, at most.
const CONTAINER_SHARE_MAX: f32 = 0.7;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::tests::words;

    const REPORT: &str = "The council of Merrow voted on Tuesday to drain the old quarry. \
        Engineers expect the work to take nine weeks and to cost four million crowns. \
        Farmers below the dam fear for their wells. The mayor, Odile Farrant, promised a survey \
        of every well before the pumps are switched on.";

    fn relations(texts: &[&str]) -> Vec<(usize, usize, Relation)> {
        let words: Vec<Words> = texts.iter().map(|t| words(t)).collect();
        reuse(&words).into_iter().map(|r| (r.a, r.b, r.relation)).collect()
    }

    #[test]
    fn the_same_words_are_identical_whatever_their_case() {
        let shouted = REPORT.to_uppercase();
        assert_eq!(relations(&[REPORT, &shouted]), [(0, 1, Relation::Identical)]);
    }

    #[test]
    fn a_report_cut_from_below_is_a_copy() {
        let cut = &REPORT[..REPORT.find(" The mayor").expect("it is there")];
        assert_eq!(relations(&[REPORT, cut]), [(0, 1, Relation::Copy)]);
    }

    #[test]
    fn a_shared_quotation_is_no_copy() {
        let words = "“We shall test every single well in the valley before one pump is switched on, \
            and whoever says otherwise has not read the plan that lies open in the town hall.”";
        let a = format!("{words} With this Odile Farrant ended a stormy meeting in Merrow.");
        let b = format!("Farmers stayed calm when they were told: {words} Rain is forecast.");
        assert_eq!(relations(&[&a, &b]), []);
    }

    #[test]
    fn the_built_in_weights_name_every_sign() {
        assert!(parse(WEIGHTS).is_some());
        assert_eq!(parse("one\t1"), None, "the others are missing");
    }
}
