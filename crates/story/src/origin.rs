//! [`Origins`]: the independent first-hand accounts behind a pile, and which of them each passage
//! rests on.
//!
//! An [`Origin`] is one house's own reporting (all of a publisher's own reports are one account of
//! it), an agency's, or a single report's without a publisher. [`lineage`] says where each report
//! comes from as a whole; [`line`] through whom single sentences came; a sentence of a report made
//! from others that says nothing is looked for among theirs ([`told`]). So a passage may rest on
//! another origin than the report it stands in. [`Origins::count`] counts the origins of any
//! passages: of one claim, say.

mod house;
mod line;
mod lineage;
mod told;
mod why;

use crate::Report;
use crate::correction::{CorrectionKind, Tie, said_of_making};
use crate::reuse::Direction;
use crate::term::Words;
use document::{DocId, Span};
use house::Houses;
use lexicon::Lexicon;
use line::Reading;
use lineage::{Lineages, Parent, Pile};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use told::Told;

/// Whether it is known where a report comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lineage {
    /// Words show it.
    Known,
    /// Nothing shows it: it may be first-hand, or a copy that hides it.
    Unknown,
}

/// What an origin rests on.
#[derive(Clone, Debug)]
pub struct Basis {
    /// The kind of sign.
    pub kind: BasisKind,
    /// The report that shows it.
    pub report: usize,
    /// The words; none for an envelope.
    pub spans: Vec<Span>,
}

/// The kinds of signs of an origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BasisKind {
    /// A line that credits the publisher.
    Credit,
    /// The same words as an earlier report.
    Copied,
    /// Sentence by sentence what an earlier report says.
    Rewritten,
    /// Sentences that say through whom the news came.
    Told,
    /// Words of own reporters.
    Own,
    /// Quotations that nobody had before.
    Quoted,
    /// The names and numbers of an earlier report, and hardly any others.
    SharedFacts,
    /// A reader's correction.
    Reader,
}

impl BasisKind {
    /// The kind's name in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            BasisKind::Credit => "credit",
            BasisKind::Copied => "copied",
            BasisKind::Rewritten => "rewritten",
            BasisKind::Told => "told",
            BasisKind::Own => "own-reporting",
            BasisKind::Quoted => "new-quotations",
            BasisKind::SharedFacts => "shared-facts",
            BasisKind::Reader => "reader",
        }
    }
}

/// An independent first-hand account.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The house whose reporting it is, if it has a name.
    pub publisher: Option<String>,
    house: Option<usize>,
    /// The reports that, as a whole, come from it.
    pub reports: Vec<usize>,
    /// Further reports that have passages from it.
    pub also: Vec<usize>,
    /// Whether anything shows it.
    pub lineage: Lineage,
    /// What shows it.
    pub basis: Vec<Basis>,
}

/// A step from one report to another.
#[derive(Clone, Debug)]
pub struct Derivation {
    /// The report that was made.
    pub report: usize,
    /// The report it was made from.
    pub from: usize,
    /// What shows it.
    pub kind: BasisKind,
    /// Whether which came first is known.
    pub is_directed: bool,
    /// Passages of the report and of the one it was made from, where they were aligned.
    pub passages: Vec<(Span, Span)>,
}

/// How many independent origins some passages have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Indices of the origins, sorted.
    pub origins: Vec<usize>,
    /// Whether nothing shows where one of them comes from.
    pub has_unknown: bool,
}

/// Where the reports of a pile come from, and each of their sentences.
#[derive(Debug, Default)]
pub struct Origins {
    /// The origins that reports come from as a whole, those known first, in the order of their
    /// reports; then those of single passages only.
    pub list: Vec<Origin>,
    /// Steps from report to report.
    pub derivations: Vec<Derivation>,
    lines: HashMap<DocId, Vec<Rest>>,
    /// The lines of a reader's corrections that changed something.
    pub(crate) corrected: Vec<usize>,
    /// Pairs of reports of which a reader says that neither was made from the other.
    denied: Vec<(usize, usize)>,
    houses: Houses,
    /// By report: the houses that its credit lines name.
    credits: Vec<Vec<(Span, usize)>>,
}

/// A house that a passage came through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Through {
    /// Its name, with its acronym if it has one.
    pub publisher: String,
    /// The words that show it.
    pub shown: Span,
}

/// What a sentence rests on.
#[derive(Clone, Debug)]
struct Rest {
    span: Span,
    origins: Vec<usize>,
    /// Whether words say so; else it is taken from the report as a whole.
    is_shown: bool,
    /// The words of this sentence, or of one before it, that name the house it came through.
    shown: Option<Span>,
    /// Whether a sentence of another report says most of it, and the origins are that one's.
    is_taken: bool,
}

impl Origins {
    /// The origins of a pile; reports sorted by time weigh the same whatever their order.
    pub(crate) fn of(
        reports: &[Report],
        entity_of: &[Vec<Option<usize>>],
        lexicon: &Lexicon,
        ties: &[Tie],
    ) -> Origins {
        let houses = Houses::of(reports, lexicon);
        let words: Vec<Words> = reports.par_iter().map(|r| Words::of(&r.document)).collect();
        let read = |(i, r): (usize, &Report)| Reading::of(i, r, &houses, lexicon);
        let readings: Vec<Reading> = reports.par_iter().enumerate().map(read).collect();
        let days = reports.iter().map(|r| crate::cluster::published(&r.document));
        let days: Vec<Option<f32>> = days.collect();
        let told = Told::of(reports, entity_of, &words, &readings, lexicon);
        let pile = Pile {
            reports,
            words: &words,
            readings: &readings,
            houses: &houses,
            told: &told,
            lexicon,
            ties,
            days: &days,
        };
        let lineages = pile.lineages();
        Counting { pile: &pile, lineages: &lineages, keys: BTreeMap::new(), list: Vec::new() }
            .origins()
    }

    /// The origins that some passages rest on, each counted once: what the lead may call for a
    /// claim with the spans of its evidence. A passage that names the house it came through, or is
    /// part of a report made from another, belongs to that origin, wherever it stands. A passage
    /// of a report made from others that does not say where it is from adds no origin beside those
    /// that other passages show; one of a report of which nothing shows where it comes from adds
    /// that report. A report is one account, however many houses it names for what it says. Spans
    /// of unknown documents are passed over.
    ///
    /// Cost: logarithmic in the sentences of the documents, for each span.
    pub fn count(&self, evidence: &[Span]) -> Count {
        let rests = || evidence.iter().flat_map(|span| self.rests(*span));
        let any_shown = rests().any(|r| r.is_shown);
        let mut by_report: BTreeMap<DocId, BTreeSet<usize>> = BTreeMap::new();
        let is_unknown =
            |r: &Rest| r.origins.iter().all(|o| self.list[*o].lineage == Lineage::Unknown);
        for rest in rests().filter(|r| r.is_shown || !any_shown || is_unknown(r)) {
            by_report.entry(rest.span.doc()).or_default().extend(&rest.origins);
        }
        let (one, mut several): (Vec<_>, Vec<_>) =
            by_report.into_values().filter(|o| !o.is_empty()).partition(|o| o.len() == 1);
        let mut origins: BTreeSet<usize> = one.into_iter().flatten().collect();
        // The fewest that account for all, taking first what most reports name: Chvátal 1979.
        several.retain(|named| origins.is_disjoint(named));
        while !several.is_empty() {
            let naming = |o: &usize| several.iter().filter(|named| named.contains(o)).count();
            let named = several.iter().flatten().copied();
            let most = named.max_by_key(|o| (naming(o), std::cmp::Reverse(*o)));
            let Some(most) = most else { break };
            origins.insert(most);
            several.retain(|named| !named.contains(&most));
        }
        let has_unknown = origins.iter().any(|o| self.list[*o].lineage == Lineage::Unknown);
        Count { origins: origins.into_iter().collect(), has_unknown }
    }

    /// The houses other than its report's own that a passage of a report came through: those
    /// its sentence names, or that of a credit of the report.
    ///
    /// Cost: that of [`Origins::count`].
    pub fn through(&self, report: usize, passage: Span) -> Vec<Through> {
        let mut found: Vec<Through> = Vec::new();
        let is_another = !self.credits[report].is_empty() && !self.is_own(report);
        for rest in self.rests(passage) {
            for origin in rest.origins.iter().map(|o| &self.list[*o]) {
                let Some(house) = origin.house else { continue };
                let mut credits = self.credits[report].iter().filter(|(_, h)| *h == house);
                let credit = || credits.next().map(|(span, _)| *span);
                // A sentence that only follows, and names others, is one only in a report that says
                // that it is another's.
                let said = rest.shown.filter(|_| rest.is_shown || is_another);
                let Some(shown) = said.or_else(credit) else { continue };
                let publisher = self.houses.full_name(house);
                let known = found.iter().any(|t| t.publisher == publisher);
                if !known && Some(house) != self.houses.own(report) {
                    found.push(Through { publisher, shown });
                }
            }
        }
        found
    }

    /// Whether words show that a report is its house's own reporting.
    fn is_own(&self, report: usize) -> bool {
        let shows = |kind| matches!(kind, BasisKind::Own | BasisKind::Quoted);
        let mut bases = self.list.iter().flat_map(|o| &o.basis);
        bases.any(|b| b.report == report && shows(b.kind))
    }

    /// The house that a name in a report stands for, if it is one of the pile: its name, with its
    /// acronym if it has one, and whether the report is its own.
    pub fn publisher(&self, name: &str, report: usize) -> Option<(String, bool)> {
        let house = self.houses.of_name_in(name, report)?;
        Some((self.houses.full_name(house), self.houses.own(report) == Some(house)))
    }

    /// What the sentences that a span touches rest on.
    fn rests(&self, span: Span) -> &[Rest] {
        let Some(lines) = self.lines.get(&span.doc()) else { return &[] };
        let first = lines.partition_point(|r| r.span.end() <= span.start());
        let end = lines.partition_point(|r| r.span.start() < span.end());
        &lines[first.min(end)..end]
    }
}

/// Likeness of a sentence to one of the report that its own was made from, or of its house, from
/// which it is taken for the same matter. Set 2026-11-22 on three invented stories; 0.1 to 0.35
/// tried.
const PARENT_LIKENESS: f32 = 0.12;

/// What tells one origin from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    House(usize),
    Report(usize),
}

/// Where a sentence comes from, found for each by itself.
struct Drawn {
    /// For each house that it came through.
    through: Vec<Place>,
    /// The earlier report's sentence that it says again.
    taken: Option<(usize, usize)>,
}

#[derive(Clone, Copy)]
enum Place {
    House(usize),
    Report(usize),
    /// A sentence of a report.
    Line(usize, usize),
}

struct Counting<'a> {
    pile: &'a Pile<'a>,
    lineages: &'a Lineages,
    keys: BTreeMap<Key, usize>,
    list: Vec<Origin>,
}

impl Counting<'_> {
    fn origins(mut self) -> Origins {
        let n = self.pile.reports.len();
        let main: Vec<usize> = (0..n).map(|i| self.main(i)).collect();
        let mut lines: Vec<Vec<Rest>> = vec![Vec::new(); n];
        let order = self.in_time();
        let mut rank = vec![0; n];
        order.iter().enumerate().for_each(|(at, i)| rank[*i] = at);
        let drawn = (0..n).into_par_iter().map(|i| self.drawn(i, &main, &rank));
        let drawn: Vec<Vec<Drawn>> = drawn.collect();
        for i in order {
            lines[i] = self.rests(i, &drawn[i], &main, &lines);
        }
        for (i, rests) in lines.iter().enumerate() {
            let also: BTreeSet<usize> =
                rests.iter().filter(|r| r.is_shown).flat_map(|r| r.origins.clone()).collect();
            for origin in also.into_iter().filter(|o| *o != main[i]) {
                self.list[origin].also.push(i);
            }
        }
        let order = self.order();
        let place: BTreeMap<usize, usize> =
            order.iter().enumerate().map(|(n, o)| (*o, n)).collect();
        let list = order.iter().map(|o| self.list[*o].clone()).collect();
        let moved = |mut rest: Rest| {
            rest.origins.iter_mut().for_each(|o| *o = place[o]);
            rest
        };
        let ids = self.pile.reports.iter().map(|r| r.document.id);
        let lines = ids.zip(lines).map(|(id, l)| (id, l.into_iter().map(moved).collect()));
        let lines = lines.collect();
        let derivations = self.derivations();
        let houses = self.pile.houses.clone();
        let credits = (0..n).into_par_iter().map(|i| self.pile.credits(i)).collect();
        let corrected = self.lineages.corrected.clone();
        let of_none = |t: &&Tie| t.kind == CorrectionKind::NotACopy;
        let last = |t: &&Tie| said_of_making(self.pile.ties, t.a, t.b) == Some(t);
        let denied = self.pile.ties.iter().filter(of_none).filter(last);
        let denied = denied.map(|t| (t.a, t.b)).collect();
        Origins { list, derivations, lines, houses, credits, corrected, denied }
    }

    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.list.len()).collect();
        order.sort_by_key(|&o| {
            let origin = &self.list[o];
            (origin.reports.is_empty(), origin.lineage, origin.reports.clone(), o)
        });
        order
    }

    /// Reports before those that may be made from them.
    fn in_time(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.pile.reports.len()).collect();
        let document = |i: usize| &self.pile.reports[i].document;
        order.sort_by(|&a, &b| crate::cluster::order(document(a), document(b)));
        order
    }

    fn origin(&mut self, key: Key) -> usize {
        if let Some(origin) = self.keys.get(&key) {
            return *origin;
        }
        let house = match key {
            Key::House(house) => Some(house),
            Key::Report(_) => None,
        };
        self.list.push(Origin {
            publisher: house.map(|house| self.pile.houses.names[house].clone()),
            house,
            reports: Vec::new(),
            also: Vec::new(),
            lineage: Lineage::Unknown,
            basis: Vec::new(),
        });
        self.keys.insert(key, self.list.len() - 1);
        self.list.len() - 1
    }

    /// The origin of a report as a whole.
    fn main(&mut self, i: usize) -> usize {
        let (root, parent) = self.lineages.root(i);
        let own = || self.pile.houses.own(root).map_or(Key::Report(root), Key::House);
        let key = match parent {
            Parent::House(house) => Key::House(house),
            Parent::Own | Parent::Unknown | Parent::Report(_) => own(),
        };
        let origin = self.origin(key);
        let entry = &mut self.list[origin];
        entry.reports.push(i);
        if parent != Parent::Unknown {
            entry.lineage = Lineage::Known;
        }
        let shown = self.lineages.shown[i].iter();
        entry.basis.extend(shown.map(|s| Basis {
            kind: s.kind,
            report: i,
            spans: s.spans.clone(),
        }));
        origin
    }

    /// Where each sentence of a report comes from; `rank` tells which reports are earlier.
    fn drawn(&self, i: usize, main: &[usize], rank: &[usize]) -> Vec<Drawn> {
        // Two that may both be first-hand are alike without one being taken from the other.
        let is_apart = matches!(self.lineages.parents[i], Parent::Own | Parent::Unknown);
        let mut behind: BTreeMap<usize, Option<usize>> = BTreeMap::new();
        let mut drawn = |(l, line): (usize, &line::Line)| {
            let is_open = line.through.is_empty() || line.strays;
            let through = line.through.iter().map(|&house| {
                let known = behind.entry(house);
                let find = || self.pile.behind(i, house, &self.lineages.parents);
                match *known.or_insert_with(find) {
                    Some(j) => self.answered((i, l), j, rank[j] < rank[i]),
                    None => Place::House(house),
                }
            });
            Drawn {
                through: through.collect(),
                taken: match is_open {
                    true if is_apart => self.pile.said_before((i, l), |j| rank[j] < rank[i]),
                    true => self.taken((i, l), main, rank),
                    false => None,
                },
            }
        };
        self.pile.readings[i].lines.iter().enumerate().map(&mut drawn).collect()
    }

    /// The sentence of a report behind a house that says most of what this one says, if the report
    /// is earlier and one says enough; else the report as a whole.
    fn answered(&self, line: (usize, usize), j: usize, is_earlier: bool) -> Place {
        let lines = if is_earlier { self.pile.readings[j].lines.len() } else { 0 };
        let like = (0..lines).map(|m| (self.pile.told.likeness(line, (j, m)), m));
        let best = like.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let best = best.filter(|(likeness, _)| *likeness >= PARENT_LIKENESS);
        best.map_or(Place::Report(j), |(_, m)| Place::Line(j, m))
    }

    /// What each sentence of a report rests on, given those of earlier reports.
    fn rests(
        &mut self,
        i: usize,
        drawn: &[Drawn],
        main: &[usize],
        earlier: &[Vec<Rest>],
    ) -> Vec<Rest> {
        let is_own = self.lineages.parents[i] == Parent::Own;
        let mut rests: Vec<Rest> = Vec::new();
        for (line, drawn) in self.pile.readings[i].lines.iter().zip(drawn) {
            let before = rests.last().filter(|_| !line.through.is_empty());
            let mut rest = Rest {
                span: line.span,
                origins: vec![main[i]],
                is_shown: is_own,
                shown: line.shown.or_else(|| before.and_then(|r| r.shown)),
                is_taken: false,
            };
            if !line.through.is_empty() {
                let through = drawn.through.iter();
                rest.origins = through.flat_map(|at| self.origins_at(*at, main, earlier)).collect();
                rest.origins.sort_unstable();
                rest.origins.dedup();
                rest.is_shown = !line.strays;
            }
            if let Some((j, m)) = drawn.taken {
                rest.origins.clone_from(&earlier[j][m].origins);
                rest.is_shown = true;
                rest.is_taken = true;
            }
            rests.push(rest);
        }
        rests
    }

    /// The origins of a sentence that came through a house: the house's own, or those of its report
    /// in the pile if that was made from others.
    fn origins_at(&mut self, at: Place, main: &[usize], earlier: &[Vec<Rest>]) -> Vec<usize> {
        match at {
            Place::House(house) => vec![self.origin(Key::House(house))],
            Place::Report(j) => vec![main[j]],
            Place::Line(j, m) => earlier[j][m].origins.clone(),
        }
    }

    /// The sentence of an earlier report that says most of what this one says, of the report that
    /// this one was made from, or of one of its house; of another only one nearly word for word.
    fn taken(
        &self,
        (i, l): (usize, usize),
        main: &[usize],
        rank: &[usize],
    ) -> Option<(usize, usize)> {
        let is_parent = |j: usize| match self.lineages.parents[i] {
            Parent::Report(parent) => j == parent,
            _ => main[j] == main[i],
        };
        let is_earlier = |j: usize| rank[j] < rank[i];
        let near = self.pile.told.near((i, l), |j| is_earlier(j) && is_parent(j)).into_iter();
        let like = near.map(|(j, m)| (self.pile.told.likeness((i, l), (j, m)), (j, m)));
        let best = like.max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1)));
        let best = best.filter(|(likeness, _)| *likeness >= PARENT_LIKENESS).map(|(_, at)| at);
        let is_whole = matches!(self.lineages.parents[i], Parent::Report(_));
        best.or_else(|| self.pile.said_before((i, l), is_earlier).filter(|_| !is_whole))
    }

    fn derivations(&self) -> Vec<Derivation> {
        let mut found: Vec<Derivation> = Vec::new();
        for (reuse, direction) in self.lineages.reuses.iter().zip(&self.lineages.directions) {
            let (report, from) = match direction {
                Direction::AFromB => (reuse.a, reuse.b),
                Direction::BFromA | Direction::Unknown => (reuse.b, reuse.a),
            };
            let span = |i: usize, range: &std::ops::Range<usize>| {
                crate::reuse::span(&self.pile.reports[i].document, &self.pile.words[i], range)
            };
            let both = |(a, b): &(std::ops::Range<usize>, std::ops::Range<usize>)| {
                let (a, b) = (span(reuse.a, a)?, span(reuse.b, b)?);
                Some(if report == reuse.a { (a, b) } else { (b, a) })
            };
            let kind = match reuse.relation {
                crate::reuse::Relation::Rewrite => BasisKind::Rewritten,
                _ => BasisKind::Copied,
            };
            found.push(Derivation {
                report,
                from,
                kind,
                is_directed: *direction != Direction::Unknown
                    && self.lineages.parents[report] == Parent::Report(from),
                passages: self.pile.telling(reuse, reuse.a).filter_map(both).collect(),
            });
        }
        let known: BTreeSet<(usize, usize)> = found.iter().map(|d| (d.report, d.from)).collect();
        let made = |(i, parent): (usize, &Parent)| {
            let Parent::Report(from) = *parent else { return None };
            if known.contains(&(i, from)) {
                return None;
            }
            let kind = self.lineages.shown[i].first().map_or(BasisKind::SharedFacts, |s| s.kind);
            let is_directed = kind == BasisKind::Reader || self.pile.is_dated(i, from);
            let passages = self.pile.told.answers(self.pile.readings, i, from);
            Some(Derivation { report: i, from, kind, is_directed, passages })
        };
        let made = self.lineages.parents.par_iter().enumerate().filter_map(made);
        found.extend(made.collect::<Vec<Derivation>>());
        found.sort_by_key(|d| (d.report, d.from));
        found
    }
}
