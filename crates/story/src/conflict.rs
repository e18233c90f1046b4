//! [`Conflict`]s: two statements about one matter that cannot both be so.
//!
//! [`sign`] compares the slots of two statements (numbers, times, places, who, whether), learned
//! weights judge the whole, and the slot that differs gives the kind. A later report that brings a
//! number up to date is no conflict, nor is another wording.

pub mod attribution;
mod clock;
pub mod context;
mod contrast;
mod office;
pub mod post;
mod retold;
pub mod sign;
mod slot;
mod testimony;

pub use sign::Signs;

use crate::{
    Entity, Report, Speech,
    claim::{Features, Likeness, Pair, Statement, Statements},
    rendering,
};
use document::{DocId, Evidence, Fact, RuleId, Span};
use rayon::prelude::*;
use std::{collections::HashMap, sync::Arc};

/// Two sides that differ.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// In what they differ; the evidence is the words of both sides.
    pub kind: Fact<ConflictKind>,
    /// The sides, in order of reports and text.
    pub sides: Vec<Side>,
    /// How likely, in thousandths.
    pub likely: u16,
}

/// One side of a conflict.
#[derive(Clone, Debug)]
pub struct Side {
    /// The words.
    pub evidence: Evidence,
}

/// In what the sides differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConflictKind {
    /// How many or how much.
    Number,
    /// When.
    Time,
    /// Where.
    Place,
    /// Which office or post somebody has or had.
    Role,
    /// Who took part.
    Party,
    /// Whether it is so.
    Polarity,
    /// Who did it.
    Agent,
    /// Who said it.
    Attribution,
}

impl ConflictKind {
    /// The kind's name in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            ConflictKind::Number => "number",
            ConflictKind::Time => "time",
            ConflictKind::Place => "place",
            ConflictKind::Role => "role",
            ConflictKind::Party => "party",
            ConflictKind::Polarity => "polarity",
            ConflictKind::Agent => "agent",
            ConflictKind::Attribution => "attribution",
        }
    }
}

/// Conflicts that a pile is expected to hold beside how many pairs of statements are compared: the
/// more pairs, the surer a conflict must be. The weights were learned from pairs half of which are
/// conflicts, so their likelihood is shifted to this prior (Elkan 2001). Set by hand 2026-11-22.
const EXPECTED: f32 = 2.0;
const PRIOR_MAX: f32 = 0.5;
/// Greatest likelihood that weights give: where even that is not enough, none is asked.
const LIKELY_MAX: f32 = 0.999;

/// Statements of a pile of which all pairs of two reports are compared; of more only those that
/// may speak of one matter.
const FEW: usize = 40;

/// Most conflicts of a story.
const CONFLICTS_MAX: usize = 200;

/// The conflicts among the statements of a story, the likeliest first, and how many more there are.
pub(crate) fn find(
    all: &Statements<'_>,
    pairs: &[Pair],
    (entities, speeches): (&[Entity], &[Speech]),
    entity: &dyn Fn(usize, usize) -> Option<usize>,
) -> (Vec<Conflict>, usize) {
    let weights = sign::english();
    let candidates = candidates(all, pairs);
    let prior = (EXPECTED / candidates.len().max(1) as f32).min(PRIOR_MAX);
    let can_be = shifted(LIKELY_MAX, prior) >= weights.threshold;
    let found = candidates.par_iter().filter(|_| can_be).filter_map(|pair| {
        let (a, b) = (&all.list[pair.a], &all.list[pair.b]);
        let signs = Signs::of(all, a, b, &pair.features);
        let likely = shifted(weights.likely(signs.values()), prior);
        let is_shown = likely >= weights.threshold && !repeats(all, a, b);
        is_shown.then(|| (likely, signs.kind(), a, b))
    });
    let mut found: Vec<_> = found.collect();
    found.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.2.span, x.3.span).cmp(&(y.2.span, y.3.span))));
    let lexicon = all.lexicon();
    let mut gathered = Gathered::of(all, post::find(all.reports(), lexicon, entity));
    gathered.list.extend(office::find(all.reports(), lexicon, entity));
    gathered.list.extend(attribution::find(all.reports(), speeches, entities, entity, lexicon));
    testimony::find(all, entity).into_iter().for_each(|c| gathered.join(c));
    clock::find(all).into_iter().for_each(|c| gathered.join(c));
    slot::find(all, pairs).into_iter().for_each(|c| gathered.join(c));
    for (likely, kind, a, b) in found {
        add(&mut gathered.list, likely, kind, (a, b));
    }
    let more = gathered.list.len().saturating_sub(CONFLICTS_MAX) + gathered.left_out;
    gathered.list.truncate(CONFLICTS_MAX);
    retold::add(all, pairs, &mut gathered.list);
    (gathered.list, more)
}

/// The likelihood of a thing as likely as not, for one with this prior.
fn shifted(likely: f32, prior: f32) -> f32 {
    let odds = likely / (1.0 - likely).max(f32::EPSILON) * prior / (1.0 - prior);
    odds / (1.0 + odds)
}

/// The pairs that may be in conflict: all of two reports if there are few, else those that may
/// speak of one matter.
fn candidates(all: &Statements<'_>, pairs: &[Pair]) -> Vec<Pair> {
    if all.list.len() > FEW {
        return pairs.to_vec();
    }
    let likeness = Likeness::english();
    let mut candidates = Vec::new();
    for (b, second) in all.list.iter().enumerate() {
        for (a, first) in all.list.iter().enumerate().take(b) {
            if first.report != second.report {
                let features = Features::of(all, first, second);
                let (same, about) = (likeness.same(&features), likeness.about(&features));
                candidates.push(Pair { a, b, features, same, about });
            }
        }
    }
    candidates
}

/// Whether one statement repeats the other word by word, in whole or in part.
fn repeats(all: &Statements<'_>, a: &Statement, b: &Statement) -> bool {
    let (a, b) = (folded(all, a), folded(all, b));
    a.contains(&b) || b.contains(&a)
}

/// The words of a statement, without case and marks.
fn folded(all: &Statements<'_>, s: &Statement) -> String {
    let words = all.report(s).document.text.words(s.span);
    let words = words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Least share of the words of a side that another side must have for the two to be one told
/// twice. Set by hand 2026-11-22, not swept.
const RETOLD_MIN: f32 = 0.7;

/// The words of a passage, each with its place.
type Words = Vec<(String, Span)>;

/// Conflicts, of which those told in nearly the same words, as copies have, are one.
struct Gathered<'a> {
    all: &'a Statements<'a>,
    report_of: HashMap<DocId, usize>,
    list: Vec<Conflict>,
    /// By conflict: the words of its sides, once they were asked for.
    words: Vec<Vec<Words>>,
    /// How many are beyond the limit.
    left_out: usize,
    /// By kind and words: the conflict that they were found to be.
    known: HashMap<(ConflictKind, Vec<Vec<String>>), usize>,
}

impl<'a> Gathered<'a> {
    fn of(all: &'a Statements<'a>, list: Vec<Conflict>) -> Gathered<'a> {
        let ids = all.reports().iter().enumerate().map(|(i, r)| (r.document.id, i));
        Gathered {
            all,
            report_of: ids.collect(),
            list,
            words: Vec::new(),
            left_out: 0,
            known: HashMap::new(),
        }
    }

    /// Adds a conflict, to the one that has nearly its words or by itself. Cost: at most
    /// [`CONFLICTS_MAX`] comparisons, and none for words that are known.
    fn join(&mut self, new: Conflict) {
        for at in self.words.len()..self.list.len().min(CONFLICTS_MAX) {
            self.words.push(self.words_of(&self.list[at]));
        }
        let own = self.words_of(&new);
        let plain = |side: &Words| side.iter().map(|(word, _)| word.clone()).collect();
        let key = (new.kind.value, own.iter().map(plain).collect());
        let same = |at: &usize| {
            let mut sides = self.words[*at].iter().zip(&own);
            self.list[*at].kind.value == new.kind.value && sides.all(|(a, b)| is_retold(a, b))
        };
        let compared = 0..self.words.len();
        let found = self.known.get(&key).copied().or_else(|| compared.clone().find(same));
        let at = found.unwrap_or(self.list.len());
        self.known.insert(key, at);
        match self.list.get_mut(at) {
            Some(known) => known.add(new),
            None if at < CONFLICTS_MAX => self.list.push(new),
            None => self.left_out += usize::from(found.is_none()),
        }
    }

    fn words_of(&self, conflict: &Conflict) -> Vec<Words> {
        let words = |side: &Side| {
            let span = side.evidence.spans()[0];
            let report = self.report_of.get(&span.doc()).map(|r| &self.all.reports()[*r]);
            report.map_or(Vec::new(), |r| rendering::words(&r.document.text, span))
        };
        conflict.sides.iter().map(words).collect()
    }
}

/// Whether one of two passages has nearly the other's words.
fn is_retold(a: &Words, b: &Words) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short == long || rendering::together(short, long) >= RETOLD_MIN
}

impl Conflict {
    /// One that the forms of words show, not their likeness: as likely as can be.
    fn shown(kind: ConflictKind, rule: impl Into<Arc<str>>, sides: [Evidence; 2]) -> Conflict {
        let [a, b] = &sides;
        let both = a.clone().and(b);
        let sides = sides.map(|evidence| Side { evidence }).into();
        Conflict { kind: Fact::new(kind, both, RuleId::new(rule)), sides, likely: 1000 }
    }

    /// Takes the words of another telling.
    fn add(&mut self, other: Conflict) {
        self.kind.evidence = self.kind.evidence.clone().and(&other.kind.evidence);
        for (side, more) in self.sides.iter_mut().zip(other.sides) {
            side.evidence = side.evidence.clone().and(&more.evidence);
        }
    }
}

/// Adds a pair, unless a conflict of its kind has the words of both sides already.
fn add(
    conflicts: &mut Vec<Conflict>,
    likely: f32,
    kind: ConflictKind,
    (a, b): (&Statement, &Statement),
) {
    let holds = |c: &Conflict, span: Span| {
        c.kind.value == kind && c.kind.evidence.spans().iter().any(|s| s.overlaps(span))
    };
    if conflicts.iter().any(|c| holds(c, a.span) && holds(c, b.span)) {
        return;
    }
    let rule = format!("conflict/{}", kind.as_str());
    let shown = Conflict::shown(kind, rule, [a, b].map(|s| s.span.into()));
    conflicts.push(Conflict { likely: (likely * 1000.0) as u16, ..shown });
}

/// The day a report was published, if known.
pub(crate) fn day(report: &Report) -> Option<analysis::time::Day> {
    report.document.metadata.published.as_deref().and_then(analysis::time::Day::parse)
}
