//! [`Track`]: a subject under negotiation or dispute, found from the documents.
//!
//! The nouns of what is promised, planned, offered or refused, of what meetings are about and of
//! what named speakers say are counted, each by how rare it is in news and by where it stands. The
//! weightiest noun opens a track; nouns that mean nearly the same, or that mostly stand in one
//! phrase with it, join it. What holds a noun of a track belongs to it.

mod matter;

use crate::{
    Report,
    commitment::{Pledge, PledgeStatus, published},
    meeting::Meeting,
    party::{Parties, Party},
    timeline::alone,
};
use analysis::{CommitmentClass, Realis};
use document::Span;
use language::labels::pos;
use lexicon::{Lexicon, rows::CommitmentCue};
use matter::{Matter, Place, Words};
use std::collections::{BTreeMap, BTreeSet};

/// A subject with all that is told of it.
#[derive(Clone, Debug)]
pub struct Track {
    /// Its name, in the reports' words.
    pub label: String,
    /// Who is bound, or means to do something, in it; where nobody does, who met about it.
    pub parties: BTreeSet<Party>,
    /// Indices of the story's meetings that were about it or agreed on it.
    pub meetings: Vec<usize>,
    /// Indices of the story's pledges.
    pub pledges: Vec<usize>,
    /// Indices of the story's intentions.
    pub intentions: Vec<usize>,
    /// Who says what of it.
    pub positions: Vec<Position>,
    /// Where it stands.
    pub state: TrackState,
    /// The last passage about it, where reports have days of publication.
    pub last: Option<Span>,
}

impl Track {
    /// Whether several met about it, or two take part in it of whom one agrees, offers, asks for or
    /// refuses something, or each promises something; what one alone speaks of or promises is no
    /// matter of a negotiation.
    fn is_negotiated(
        &self,
        pledges: (&[Pledge], &[Pledge]),
        dealt_in_words: &dyn Fn(&Pledge) -> bool,
    ) -> bool {
        let bound = self.pledges.iter().map(|&i| &pledges.0[i]);
        let meant = self.intentions.iter().map(|&i| &pledges.1[i]);
        let dealt = bound.chain(meant).any(|p| match p.class {
            CommitmentClass::Agreement | CommitmentClass::Promise | CommitmentClass::Announced => {
                p.who.len() >= PARTIES_MIN && dealt_in_words(p)
            }
            CommitmentClass::Offer | CommitmentClass::Demand | CommitmentClass::Refusal => true,
            _ => false,
        });
        // "One frees the prisoners, the other opens the sluices."
        let bound = self.pledges.iter().map(|&i| &pledges.0[i]);
        let bound = bound.filter(|p| !p.who.is_empty() && dealt_in_words(p));
        let each: BTreeSet<&BTreeSet<Party>> = bound.map(|p| &p.who).collect();
        let dealt = dealt || each.len() >= PARTIES_MIN;
        let lines = self.pledges.len() + self.intentions.len() + self.positions.len();
        let met = !self.meetings.is_empty();
        (met || dealt && self.parties.len() >= PARTIES_MIN) && lines + self.meetings.len() > 1
    }
}

/// Something that a speaker says of a track: report and index of the quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The report.
    pub report: usize,
    /// Index in its quotations.
    pub quotation: usize,
}

/// Where a track stands, as far as reports say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrackState {
    /// Planned meetings are to be about it, and nothing else is told of it.
    ToBeDiscussed,
    /// Spoken of only.
    Discussed,
    /// Someone refuses or demands.
    Disputed,
    /// Someone offers or plans.
    Proposed,
    /// Promised or agreed, and open.
    Agreed,
    /// A report tells what became of a promise.
    FollowedUp,
}

impl TrackState {
    /// The state's name in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            TrackState::ToBeDiscussed => "to be discussed",
            TrackState::Discussed => "discussed",
            TrackState::Disputed => "disputed",
            TrackState::Proposed => "proposed",
            TrackState::Agreed => "promised or agreed",
            TrackState::FollowedUp => "followed up",
        }
    }
}

/// Most tracks of a story.
const TRACKS_MAX: usize = 14;
/// Most positions kept of a track.
const POSITIONS_MAX: usize = 10;
/// Fewest places in which a track's noun stands, and reports that have it.
const PLACES_MIN: usize = 2;
const REPORTS_MIN: usize = 2;

/// Fewest parties of a matter about which nobody met, and of an agreement. Set by hand 2026-11-23
/// on seven real piles, whose eleven tracks of one party were none of a negotiation.
const PARTIES_MIN: usize = 2;

/// The tracks of reports, the weightiest first. `pledges` are those that bind and those that do
/// not.
pub(crate) fn find(
    reports: &[Report],
    parties: &Parties<'_>,
    pledges: (&[Pledge], &[Pledge]),
    meetings: &[Meeting],
    lexicon: &Lexicon,
) -> Vec<Track> {
    let matters = matter::all(reports, parties, pledges, meetings);
    let words = Words::of(reports, &matters, lexicon);
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    let mut tracks = Vec::new();
    for lemma in words.ranked() {
        if tracks.len() == TRACKS_MAX {
            break;
        }
        let wide = words.reports(lemma) >= REPORTS_MIN || reports.len() == 1;
        if taken.contains(lemma) || !wide || words.places(lemma) < PLACES_MIN {
            continue;
        }
        let heads = words.with(lemma, &taken);
        taken.extend(&heads);
        let held: Vec<&Matter> = words.holding(&heads).into_iter().map(|i| &matters[i]).collect();
        let found = track(reports, &words, &heads, &held, pledges, meetings);
        let known = tracks.iter().any(|t: &Track| t.label == found.label);
        if !known && found.is_negotiated(pledges, &|p| is_dealt(reports, p, lexicon)) {
            tracks.push(found);
        }
    }
    tracks
}

/// Whether somebody says a commitment, or its sentence has a word of promising, agreeing, offering
/// or asking: "the two are to spend 1,800 hours on it" alone is a plan of work.
fn is_dealt(reports: &[Report], pledge: &Pledge, lexicon: &Lexicon) -> bool {
    use CommitmentCue::{Agree, Offer, Order, Promise};
    let (report, index) = pledge.stated.value;
    let analysis = &reports[report].analysis;
    let parse = &analysis.syntax.parse;
    let stated = &analysis.commitments[index].value;
    let mut tokens = analysis.syntax.sentence(stated.head);
    stated.quotation.is_some()
        || tokens.any(|i| {
            let verbal = matches!(parse.tokens[i].pos, pos::VERB | pos::AUX);
            let lemma = parse.lemma(i).to_lowercase();
            let cue = lexicon.commitments.get(&(lemma.as_str(), verbal));
            matches!(cue, Some(Agree | Offer | Order | Promise))
        })
}

fn track(
    reports: &[Report],
    words: &Words<'_>,
    heads: &BTreeSet<&str>,
    held: &[&Matter],
    pledges: (&[Pledge], &[Pledge]),
    meetings: &[Meeting],
) -> Track {
    let mut of: BTreeMap<u8, BTreeSet<usize>> = BTreeMap::new();
    let mut positions = BTreeSet::new();
    for matter in held {
        match matter.place {
            Place::Pledge(i) => _ = of.entry(0).or_default().insert(i),
            Place::Intention(i) => _ = of.entry(1).or_default().insert(i),
            Place::Meeting(i) => _ = of.entry(2).or_default().insert(i),
            Place::Said(quotation) if is_said(reports, matter.report, quotation) => {
                positions.insert(Position { report: matter.report, quotation });
            }
            Place::Said(_) => {}
        }
    }
    let mut take =
        |kind: u8| -> Vec<usize> { of.remove(&kind).unwrap_or_default().into_iter().collect() };
    let (bound, meant, mut met) = (take(0), take(1), take(2));
    let agreed = |m: &Meeting| m.outcome.iter().any(|p| bound.contains(p));
    met.extend((0..meetings.len()).filter(|&m| agreed(&meetings[m])));
    met.sort_unstable();
    met.dedup();
    let chosen = bound.iter().map(|&i| &pledges.0[i]).chain(meant.iter().map(|&i| &pledges.1[i]));
    let mut parties: BTreeSet<Party> = chosen.clone().flat_map(|p| p.who.clone()).collect();
    if parties.is_empty() {
        parties.extend(met.iter().flat_map(|&m| meetings[m].parties.clone()));
    }
    let ahead = !met.is_empty() && met.iter().all(|&m| meetings[m].realis != Realis::Actual);
    let dated = held.iter().filter_map(|m| Some((published(&reports[m.report])?, m.span)));
    Track {
        label: words.label(heads),
        parties,
        meetings: met,
        positions: positions.into_iter().take(POSITIONS_MAX).collect(),
        state: state(chosen, ahead),
        last: dated.max().map(|(_, span)| span),
        pledges: bound,
        intentions: meant,
    }
}

/// Whether what somebody says of a matter is a statement that names what it is about: not "for a
/// truce", not "it could help".
fn is_said(reports: &[Report], report: usize, quotation: usize) -> bool {
    let report = &reports[report];
    let content = report.analysis.quotations[quotation].value.content;
    let syntax = &report.analysis.syntax;
    let verb = |i: usize| matches!(syntax.parse.tokens[i].pos, pos::VERB | pos::AUX);
    syntax.tokens_of(content).any(verb) && !alone::sentence(report, content).is_open
}

fn state<'p>(pledges: impl Iterator<Item = &'p Pledge>, ahead: bool) -> TrackState {
    let of = |p: &Pledge| match p.class {
        _ if !matches!(p.status, PledgeStatus::Open | PledgeStatus::Overdue) => {
            TrackState::FollowedUp
        }
        class if class.is_binding() => TrackState::Agreed,
        CommitmentClass::Offer | CommitmentClass::Plan => TrackState::Proposed,
        CommitmentClass::Refusal | CommitmentClass::Demand | CommitmentClass::Threat => {
            TrackState::Disputed
        }
        _ => TrackState::Discussed,
    };
    let unbound = if ahead { TrackState::ToBeDiscussed } else { TrackState::Discussed };
    pledges.map(of).max().unwrap_or(unbound)
}
