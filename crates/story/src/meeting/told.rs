//! [`Told`]: what one mention of a meeting says of it, and whether two are of one meeting.

use crate::{party::Party, window::weekday};
use analysis::{Realis, time::Day};
use document::Span;
use lexicon::rows::MeetingWord;
use std::collections::{BTreeMap, BTreeSet};

/// Most sentences from a mention of a meeting to one that only points at it. Set 2026-11-23 by
/// hand from what stood wrongly together on 20 real piles; not swept.
const NEAR_SENTENCES: usize = 3;

/// A word that tells of a meeting.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) report: usize,
    /// The digest item it stands in; 0 in a document that is none.
    pub(super) item: usize,
    pub(super) token: usize,
    /// Its sentence in the report.
    pub(super) sentence: usize,
    pub(super) kind: MeetingWord,
    /// Whether it points at a meeting told of before: "the meeting", "they met".
    pub(super) points_back: bool,
    pub(super) span: Span,
    /// Who took part, as named.
    pub(super) parties: BTreeSet<Party>,
    /// The same with the state for which a member of a delegation came.
    pub(super) sides: BTreeSet<Party>,
    pub(super) places: BTreeSet<String>,
    /// The states that have their seats at those places.
    pub(super) seats: BTreeSet<Party>,
    pub(super) time: Option<usize>,
    /// TIMEX3 value of the time.
    pub(super) value: Option<String>,
    /// Whether it is called by a place: "the Almaly talks".
    pub(super) is_named: bool,
    pub(super) length: Option<usize>,
    pub(super) agenda: Vec<Span>,
    pub(super) realis: Realis,
    /// Whether the words say so, and it is not only named.
    pub(super) is_settled: bool,
}

impl Told {
    /// Whether it names enough to be a meeting of its own.
    pub(super) fn stands_alone(&self) -> bool {
        self.parties.len() > 1
            || self.is_named
            || !self.parties.is_empty() && !self.places.is_empty()
            || !self.places.is_empty() && self.value.is_some()
    }

    /// Whether it names two of those whom the other names, or one and the place.
    pub(super) fn agrees(&self, other: &Told) -> bool {
        let both = self.sides.intersection(&other.sides).count();
        both > 1 || both == 1 && !self.places.is_disjoint(&other.places)
    }

    /// Whether two cannot be one meeting.
    pub(super) fn is_apart(&self, other: &Told) -> bool {
        // "The Almaly talks may prove" is said of talks that were held.
        let open = |t: &Told| t.is_named && t.realis == Realis::Hypothetical;
        let realis = self.realis != other.realis && !open(self) && !open(other);
        realis || self.is_another(other)
    }

    /// Whether two cannot be one meeting, held or not.
    pub(super) fn is_another(&self, other: &Told) -> bool {
        let (mine, theirs) = (self.states(), other.states());
        let known = !mine.is_empty() && !theirs.is_empty();
        let states = known && mine.is_disjoint(&theirs)
            || mine.len() > 1
                && theirs.len() > 1
                && !mine.is_subset(&theirs)
                && !theirs.is_subset(&mine);
        let both = !self.sides.is_empty() && !other.sides.is_empty();
        let persons = !known
            && mine.is_empty() == theirs.is_empty()
            && both
            && self.sides.is_disjoint(&other.sides);
        let places = !self.places.is_empty()
            && !other.places.is_empty()
            && self.places.is_disjoint(&other.places)
            && self.seats.is_disjoint(&other.seats);
        let times = matches!((&self.value, &other.value), (Some(a), Some(b)) if !is_same(a, b));
        let kinds = self.is_call() != other.is_call();
        let visits = (self.kind == MeetingWord::Visit) != (other.kind == MeetingWord::Visit);
        states || visits || persons || places || times || kinds
    }

    fn states(&self) -> BTreeSet<Party> {
        self.sides.iter().copied().filter(|p| matches!(p, Party::State(_))).collect()
    }

    /// Puts a state in the place of each who came for it.
    pub(super) fn stand_for(&mut self, came_for: &BTreeMap<usize, Party>) {
        let side = |p: &Party| match p {
            Party::Entity(entity) => came_for.get(entity).copied().unwrap_or(*p),
            Party::State(_) => *p,
        };
        self.sides = self.parties.iter().map(side).collect();
    }

    /// The day it names.
    pub(super) fn day(&self) -> Option<Day> {
        Day::parse(self.value.as_deref()?.get(..10)?)
    }

    /// Whether it stands behind another, and so near that it can point at it.
    pub(super) fn follows(&self, other: &Told) -> bool {
        let behind = other.token < self.token;
        self.report == other.report && behind && self.sentence - other.sentence <= NEAR_SENTENCES
    }

    /// Whether it was by telephone.
    pub(super) fn is_call(&self) -> bool {
        self.kind == MeetingWord::Call
    }

    /// Whether both name one day.
    pub(super) fn is_on_day_of(&self, other: &Told) -> bool {
        let values = self.value.as_deref().zip(other.value.as_deref());
        values.is_some_and(|(a, b)| is_same(a, b))
    }

    /// Whether both were held in houses of one state: "the Oval Office", "the White House".
    pub(super) fn is_in_house_of(&self, other: &Told) -> bool {
        !self.seats.is_disjoint(&other.seats)
    }

    /// Whether something holds two together that nothing sets apart.
    pub(super) fn is_held(&self, other: &Told) -> bool {
        let place = !self.places.is_disjoint(&other.places);
        let house = self.is_in_house_of(other);
        let day = self.is_on_day_of(other);
        let all = self.sides.len() > 1 && self.sides == other.sides;
        let near = self.report == other.report && self.item == other.item;
        let both = self.sides.intersection(&other.sides).count() > 1;
        let clashed = |t: &Told| t.kind == MeetingWord::Clash;
        let quarrel = clashed(self) && clashed(other);
        place || day && all || near && all || both && (house || quarrel)
    }
}

/// Bytes of an ISO day.
const DAY_BYTES: usize = 10;
/// How TIMEX3 values of the parts of a day end that can be one: the evening and the night.
const LATE: [&str; 2] = ["TEV", "TNI"];

/// Whether two TIMEX3 values can be one day: the same, a day and a part of it, or a day and its
/// weekday.
fn is_same(a: &str, b: &str) -> bool {
    let day = |value: &str| value.get(..DAY_BYTES).and_then(Day::parse);
    let falls =
        |of: &str, name: &str| weekday(name).is_some_and(|d| day(of).map(Day::weekday) == Some(d));
    let parts = |a: &str, b: &str| {
        let (a, b) = (&a[DAY_BYTES..], &b[DAY_BYTES..]);
        a.is_empty() || b.is_empty() || a == b || LATE.contains(&a) && LATE.contains(&b)
    };
    let one = day(a).is_some() && day(a) == day(b) && parts(a, b);
    a == b || one || falls(a, b) || falls(b, a)
}
