//! [`Conflict`]s: two statements about one matter that cannot both be so.
//!
//! [`sign`] compares the slots of two statements (numbers, times, places, who, whether), learned
//! weights judge the whole, and the slot that differs gives the kind. A later report that brings a
//! number up to date is no conflict, nor is another wording.

pub mod attribution;
pub mod post;
pub mod sign;

pub use sign::Signs;

use crate::{
    Report,
    claim::{Pair, Statement, Statements},
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

/// Least likelihood of speaking of one matter, and least likeness of all but the slot that differs,
/// of a pair that weights may call a conflict. Set 2026-11-22 on five articles of one process,
/// where the weights alone gave eight conflicts that were none, and the invented stories; 0.5 and
/// 0.4 were the only values tried.
const ABOUT_MIN: f32 = 0.5;
const REST_MIN: f32 = 0.4;

/// Most conflicts of a story.
const CONFLICTS_MAX: usize = 200;

/// The conflicts among the statements of a story, the likeliest first.
pub(crate) fn find(
    all: &Statements<'_>,
    pairs: &[Pair],
    entity: &dyn Fn(usize, usize) -> Option<usize>,
) -> Vec<Conflict> {
    let weights = sign::english();
    let mut found = Vec::new();
    for pair in pairs {
        let (a, b) = (&all.list[pair.a], &all.list[pair.b]);
        let signs = Signs::of(all, a, b, &pair.features);
        let Some(kind) = signs.kind() else { continue };
        let is_clear = signs.is_clear();
        let likely = if is_clear { 1.0 } else { weights.likely(signs.values()) };
        let near = pair.about >= ABOUT_MIN && signs.rest() >= REST_MIN;
        let is_one = is_clear || (near && likely >= weights.threshold);
        if is_one && !repeats(all, a, b) {
            found.push((likely, kind, a, b));
        }
    }
    found.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.2.span, x.3.span).cmp(&(y.2.span, y.3.span))));
    let mut conflicts: Vec<Conflict> = post::find(all.reports(), all.lexicon(), entity);
    conflicts.extend(attribution::find(all.reports(), entity));
    for (likely, kind, a, b) in found {
        add(&mut conflicts, likely, kind, (a, b));
    }
    conflicts.truncate(CONFLICTS_MAX);
    conflicts
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
