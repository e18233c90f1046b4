//! [`Conflict`]s: two statements about one matter that cannot both be so.
//!
//! [`sign`] compares the slots of two statements (numbers, times, places, who, whether), learned
//! weights judge the whole, and the slot that differs gives the kind. A later report that brings a
//! number up to date is no conflict, nor is another wording.

pub mod attribution;
mod clock;
pub mod context;
mod contrast;
pub mod post;
pub mod sign;
mod testimony;

pub use sign::Signs;

use crate::{
    Entity, Report, Speech,
    claim::{Features, Likeness, Pair, Statement, Statements},
    rendering,
};
use document::{Evidence, Fact, RuleId, Span};

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

/// The conflicts among the statements of a story, the likeliest first.
pub(crate) fn find(
    all: &Statements<'_>,
    pairs: &[Pair],
    (entities, speeches): (&[Entity], &[Speech]),
    entity: &dyn Fn(usize, usize) -> Option<usize>,
) -> Vec<Conflict> {
    let weights = sign::english();
    let mut found = Vec::new();
    let candidates = candidates(all, pairs);
    let prior = (EXPECTED / candidates.len().max(1) as f32).min(PRIOR_MAX);
    let can_be = shifted(LIKELY_MAX, prior) >= weights.threshold;
    for pair in candidates.into_iter().filter(|_| can_be) {
        let (a, b) = (&all.list[pair.a], &all.list[pair.b]);
        let signs = Signs::of(all, a, b, &pair.features);
        let likely = shifted(weights.likely(signs.values()), prior);
        if likely >= weights.threshold && !repeats(all, a, b) {
            found.push((likely, signs.kind(), a, b));
        }
    }
    found.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.2.span, x.3.span).cmp(&(y.2.span, y.3.span))));
    let mut conflicts: Vec<Conflict> = post::find(all.reports(), all.lexicon(), entity);
    let lexicon = all.lexicon();
    conflicts.extend(attribution::find(all.reports(), speeches, entities, entity, lexicon));
    testimony::find(all, entity).into_iter().for_each(|c| join(all, &mut conflicts, c));
    clock::find(all).into_iter().for_each(|c| join(all, &mut conflicts, c));
    for (likely, kind, a, b) in found {
        add(&mut conflicts, likely, kind, (a, b));
    }
    conflicts.truncate(CONFLICTS_MAX);
    conflicts
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
    let folded = |s: &Statement| {
        let words = all.report(s).document.text.words(s.span);
        let words = words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
    };
    let (a, b) = (folded(a), folded(b));
    a.contains(&b) || b.contains(&a)
}

/// Least share of the words of a side that another side must have for the two to be one told
/// twice. Set by hand 2026-11-22, not swept.
const RETOLD_MIN: f32 = 0.7;

/// Adds a conflict; one in nearly the same words as another, as copies have, joins it.
fn join(all: &Statements<'_>, conflicts: &mut Vec<Conflict>, new: Conflict) {
    let words = |side: &Side| {
        let span = side.evidence.spans()[0];
        let report = all.reports().iter().find(|r| r.document.id == span.doc());
        report.map_or(Vec::new(), |r| rendering::words(&r.document.text, span))
    };
    let retold = |a: &Side, b: &Side| {
        let (x, y) = (words(a), words(b));
        let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
        short == long || rendering::together(&short, &long) >= RETOLD_MIN
    };
    let same = |c: &Conflict| {
        let mut sides = c.sides.iter().zip(&new.sides);
        c.kind.value == new.kind.value && sides.all(|(a, b)| retold(a, b))
    };
    let Some(known) = conflicts.iter_mut().find(|c| same(c)) else {
        conflicts.push(new);
        return;
    };
    known.kind.evidence = known.kind.evidence.clone().and(&new.kind.evidence);
    for (side, more) in known.sides.iter_mut().zip(new.sides) {
        side.evidence = side.evidence.clone().and(&more.evidence);
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
    let rule = RuleId::new(format!("conflict/{}", kind.as_str()));
    conflicts.push(Conflict {
        kind: Fact::new(kind, Evidence::of(a.span, [b.span]), rule),
        sides: [a, b].map(|s| Side { evidence: s.span.into() }).into(),
        likely: (likely * 1000.0) as u16,
    });
}

/// The day a report was published, if known.
pub(crate) fn day(report: &Report) -> Option<analysis::time::Day> {
    report.document.metadata.published.as_deref().and_then(analysis::time::Day::parse)
}
