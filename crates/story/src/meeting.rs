//! [`Meeting`]: people who came together, one record for all that reports tell of it.
//!
//! [`mention`] finds verbs and nouns of meeting with who, where, when, how long and about what.
//! Mentions are one meeting if nothing sets them apart and a place, a day or all who took part
//! hold them together; a mention that names nothing is the one named before it in its report.
//! [`completed`] puts with them what only the days of reports tell to be the same.

mod completed;
mod mention;
mod promised;
#[cfg(test)]
mod tests;
mod told;

pub(crate) use promised::follow_up;

use crate::{
    Report,
    commitment::{Pledge, commitment},
    party::{Parties, Party},
};
use analysis::{CommitmentClass, Realis};
use document::{Evidence, Fact, RuleId, Span};
use lexicon::{Lexicon, rows::MeetingWord};
use std::collections::{BTreeMap, BTreeSet};
use told::Told;

/// A meeting, call, visit or clash.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// What it was, with all words that tell it.
    pub what: Fact<MeetingWord>,
    /// Who took part, as far as named.
    pub parties: BTreeSet<Party>,
    /// Who came for a party, with the words.
    pub delegations: Vec<Delegation>,
    /// Where, by the names given.
    pub places: BTreeSet<String>,
    /// When: report and index of its time.
    pub time: Option<(usize, usize)>,
    /// How long: report and index of the time expression.
    pub length: Option<(usize, usize)>,
    /// What it was about, in the reports' words.
    pub agenda: Vec<Span>,
    /// What was agreed there: indices of the story's pledges.
    pub outcome: Vec<usize>,
    /// Whether it is told as having happened.
    pub realis: Realis,
    /// The reports that tell it.
    pub reports: BTreeSet<usize>,
    /// The mentions that say by themselves who came together: report, token and words, the fullest
    /// first. Empty for a meeting that is not told as having happened.
    pub stated: Vec<(usize, usize, Span)>,
}

/// Who came for a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegation {
    /// The party.
    pub party: Party,
    /// Its members, by entity.
    pub members: BTreeSet<usize>,
    /// The words that say so.
    pub spans: Vec<Span>,
}

/// Most mentions of meetings in a story; the rest are left out.
const MENTIONS_MAX: usize = 2_000;
/// Most passages kept of what a meeting was about.
const AGENDA_MAX: usize = 6;

/// The meetings that reports tell, those of most reports first.
pub(crate) fn find(
    reports: &[Report],
    parties: &Parties<'_>,
    pledges: &[Pledge],
    lexicon: &Lexicon,
) -> Vec<Meeting> {
    let mut told: Vec<Told> = Vec::new();
    for report in 0..reports.len() {
        told.extend(mention::find(reports, report, parties, lexicon));
    }
    told.truncate(MENTIONS_MAX);
    let came_for = came_for(reports, parties, &told, lexicon);
    told.iter_mut().for_each(|t| t.stand_for(&came_for));
    let mut meetings: Vec<Meeting> = Vec::new();
    for group in completed::completed(reports, &told, groups(&told)) {
        let members: Vec<&Told> = group.iter().map(|&i| &told[i]).collect();
        let whole = members.iter().any(|t| t.stands_alone());
        if whole {
            meetings.push(meeting(reports, parties, &members, &came_for, lexicon));
        }
    }
    meetings.retain(says_something);
    // What is told of them afterwards they need not have agreed on.
    let agreed = |p: &Pledge| p.class != CommitmentClass::Announced;
    for (i, pledge) in pledges.iter().enumerate().filter(|(_, p)| agreed(p)) {
        if let Some(m) = concluded(reports, pledge, &meetings) {
            meetings[m].outcome.push(i);
        }
    }
    meetings.sort_by_key(|m| {
        // A place or a time tells one meeting from others, what two parties do does not.
        let told = m.places.len() + usize::from(m.time.is_some());
        let known = m.parties.len() + 2 * told + m.outcome.len();
        let first = m.what.evidence.spans()[0];
        (std::cmp::Reverse((m.reports.len(), known)), m.realis != Realis::Actual, first)
    });
    meetings
}

/// Whether more is told of a meeting than that states mean to speak with each other: where, when,
/// about what, or who is to come.
fn says_something(meeting: &Meeting) -> bool {
    let states = meeting.parties.iter().all(|party| matches!(party, Party::State(_)));
    let known = meeting.places.len() + meeting.agenda.len() + meeting.delegations.len();
    meeting.realis == Realis::Actual || !states || known > 0 || meeting.time.is_some()
}

/// Mentions of one meeting, each group in order.
fn groups(told: &[Told]) -> Vec<Vec<usize>> {
    let mut of: Vec<usize> = (0..told.len()).collect();
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in 0..told.len() {
        let at = &told[i];
        let here = |g: &&Vec<usize>| {
            g.iter().any(|&j| told[j].report == at.report && told[j].item == at.item)
        };
        let joined = match at.stands_alone() {
            true => {
                let same = |g: &&Vec<usize>| {
                    g.iter().all(|&j| !at.is_apart(&told[j]))
                        && g.iter().any(|&j| at.is_held(&told[j]))
                };
                groups.values().find(same)
            }
            false if !at.points_back => None,
            false => {
                let near = |g: &[usize]| g.iter().any(|&j| at.follows(&told[j]));
                let open = |g: &&Vec<usize>| {
                    let known = |p: &Party| g.iter().any(|&j| told[j].parties.contains(p));
                    let fits = g.iter().all(|&j| !at.is_apart(&told[j]));
                    fits && near(g) && at.parties.iter().all(known)
                };
                let before = groups.values().filter(here).filter(open);
                before.max_by_key(|g| {
                    let day = g.iter().any(|&j| at.is_on_day_of(&told[j]));
                    (day, g.iter().copied().filter(|&j| told[j].report == at.report).max())
                })
            }
        };
        let key = joined.map_or(i, |g| of[g[0]]);
        of[i] = key;
        groups.entry(key).or_default().push(i);
    }
    joined(told, groups.into_values().collect())
}

/// Groups that a mention joined later holds together, put together, in order.
fn joined(told: &[Told], groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let mut whole: Vec<Vec<usize>> = Vec::new();
    for group in groups {
        let alone = |g: &[usize]| g.iter().any(|&i| told[i].stands_alone());
        let pairs = |g: &[usize]| -> Vec<(usize, usize)> {
            g.iter().flat_map(|&a| group.iter().map(move |&b| (a, b))).collect()
        };
        let sides = |g: &[usize]| -> BTreeSet<Party> {
            g.iter().flat_map(|&i| told[i].sides.iter().copied()).collect()
        };
        let same = |g: &&mut Vec<usize>| {
            let pairs = pairs(g);
            let both = sides(g).intersection(&sides(&group)).count() > 1;
            let held = |a: usize, b: usize| {
                told[a].is_held(&told[b]) || both && told[a].is_in_house_of(&told[b])
            };
            alone(g)
                && alone(&group)
                && pairs.iter().any(|&(a, b)| held(a, b))
                && pairs.iter().all(|&(a, b)| !told[a].is_apart(&told[b]))
        };
        match whole.iter_mut().find(same) {
            Some(known) => known.extend(&group),
            None => whole.push(group),
        }
    }
    whole.iter_mut().for_each(|g| g.sort_unstable());
    whole
}

fn meeting(
    reports: &[Report],
    parties: &Parties<'_>,
    told: &[&Told],
    came_for: &BTreeMap<usize, Party>,
    lexicon: &Lexicon,
) -> Meeting {
    let mut spans: Vec<Span> = told.iter().map(|t| t.span).collect();
    spans.dedup();
    let first = spans.remove(0);
    let exact = |t: &&&Told| {
        let time = t.time.map(|i| &reports[t.report].analysis.times[i].value);
        let day = time.and_then(|time| time.interval).map_or(i32::MAX, |i| i.len());
        (day, std::cmp::Reverse(time.map_or(0, |time| time.value.len())))
    };
    let timed = told.iter().filter(|t| t.time.is_some()).min_by_key(exact);
    let is_held = |t: &&Told| t.is_settled && t.realis == Realis::Actual;
    let held = told.iter().any(is_held).then_some(Realis::Actual);
    let told_as = |realis| told.iter().any(|t| t.realis == realis).then_some(realis);
    let mut agenda: Vec<Span> = told.iter().flat_map(|t| t.agenda.iter().copied()).collect();
    agenda.dedup();
    agenda.truncate(AGENDA_MAX);
    let mut all: BTreeSet<Party> = told.iter().flat_map(|t| t.parties.clone()).collect();
    let in_reports: BTreeSet<usize> = told.iter().map(|t| t.report).collect();
    let delegations = delegations(reports, parties, told, lexicon);
    all.extend(delegations.iter().map(|d| d.party));
    // Who came for a state that took part is of its delegation.
    let sides = all.clone();
    all.retain(|p| match p {
        Party::Entity(entity) => came_for.get(entity).is_none_or(|side| !sides.contains(side)),
        Party::State(_) => true,
    });
    Meeting {
        what: Fact::new(told[0].kind, Evidence::of(first, spans), RuleId::new("meeting")),
        parties: all,
        delegations,
        places: told.iter().flat_map(|t| t.places.clone()).collect(),
        time: timed.and_then(|t| Some((t.report, t.time?))),
        length: told.iter().find_map(|t| Some((t.report, t.length?))),
        agenda,
        outcome: Vec::new(),
        realis: held
            .or_else(|| told_as(Realis::Planned))
            .or_else(|| told_as(Realis::Actual))
            .unwrap_or(told[0].realis),
        reports: in_reports,
        stated: stated(told),
    }
}

/// The mentions that say who came together, and the same as the fullest of them says: two who took
/// part, or one and the place.
fn stated(told: &[&Told]) -> Vec<(usize, usize, Span)> {
    let happened = told.iter().filter(|t| {
        let held = matches!(t.kind, MeetingWord::Meeting | MeetingWord::Clash);
        held && t.realis == Realis::Actual
    });
    let mut by_fullness: Vec<&&Told> = happened.filter(|t| !t.parties.is_empty()).collect();
    by_fullness.sort_by_key(|t| std::cmp::Reverse(t.parties.len() + t.places.len()));
    let Some(fullest) = by_fullness.first() else { return Vec::new() };
    let same = by_fullness.iter().filter(|t| t.agrees(fullest));
    same.map(|t| (t.report, t.token, t.span)).collect()
}

/// By entity: the state for which it came to some meeting, where it came for one alone.
fn came_for(
    reports: &[Report],
    parties: &Parties<'_>,
    told: &[Told],
    lexicon: &Lexicon,
) -> BTreeMap<usize, Party> {
    let mut sides: BTreeMap<usize, BTreeSet<Party>> = BTreeMap::new();
    let all: Vec<&Told> = told.iter().collect();
    for delegation in delegations(reports, parties, &all, lexicon) {
        for member in delegation.members {
            sides.entry(member).or_default().insert(delegation.party);
        }
    }
    let single = |(entity, of): (usize, BTreeSet<Party>)| match of.len() {
        1 => Some((entity, of.into_iter().next()?)),
        _ => None,
    };
    sides.into_iter().filter_map(single).collect()
}

/// Who came for which party, as sentences near the mentions say: "the delegation included …".
fn delegations(
    reports: &[Report],
    parties: &Parties<'_>,
    told: &[&Told],
    lexicon: &Lexicon,
) -> Vec<Delegation> {
    let mut found: Vec<Delegation> = Vec::new();
    let mut seen = BTreeSet::new();
    for t in told.iter().filter(|t| t.realis == Realis::Actual) {
        for delegation in mention::delegations(reports, t, parties, lexicon) {
            if !seen.insert(delegation.spans[0]) {
                continue;
            }
            match found.iter_mut().find(|d| d.party == delegation.party) {
                Some(known) => {
                    known.members.extend(delegation.members);
                    known.spans.extend(delegation.spans);
                }
                None => found.push(delegation),
            }
        }
    }
    found.sort_by_key(|d| d.party);
    found
}

/// The meeting at which several agreed on a pledge: told before it in the same report, by all who
/// are bound.
fn concluded(reports: &[Report], pledge: &Pledge, meetings: &[Meeting]) -> Option<usize> {
    if pledge.who.len() < 2 {
        return None;
    }
    let (report, _) = pledge.stated.value;
    let at = commitment(reports, pledge.stated.value).span.start();
    let before = |m: &Meeting| {
        let here = m
            .what
            .evidence
            .spans()
            .iter()
            .filter(|s| s.doc() == reports[report].document.id && s.start() <= at);
        here.map(|s| s.start()).max()
    };
    let possible = meetings.iter().enumerate().filter(|(_, m)| {
        let held = m.realis == Realis::Actual && m.what.value == MeetingWord::Meeting;
        held && pledge.who.is_subset(&m.parties)
    });
    let nearest = possible.filter_map(|(i, m)| Some((before(m)?, i)));
    nearest.max().map(|(_, i)| i)
}
