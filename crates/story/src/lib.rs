//! What many documents add up to: entities across documents, and who repeats whom.
//!
//! [`weave`] takes the documents of a pile with their analyses and gives a [`Story`]. The order of
//! the pile makes no difference: documents are sorted by what they are, not by how they came.

pub mod anaphora;
pub mod claim;
mod clause;
pub mod cluster;
pub mod commitment;
pub mod conflict;
pub mod correction;
pub mod corroborate;
pub mod digest;
mod entity;
mod fingerprint;
mod held;
pub mod join;
mod keyed;
pub mod meeting;
mod origin;
pub mod party;
pub mod passage;
pub mod phrasing;
mod regroup;
pub mod rendering;
pub mod reuse;
pub mod rewrite;
mod running;
mod slots;
mod sparse;
pub mod term;
mod timeline;
mod touched;
pub mod track;
mod via;
pub mod why;
pub mod window;
mod wording;

pub use commitment::{FollowUp, Pledge, PledgeStatus};
pub use conflict::{Conflict, ConflictKind};
pub use correction::{Correction, CorrectionKind, Corrections};
pub use corroborate::{Corroboration, Manner, Related, Status, Telling};
pub use entity::{Deed, Entity, PAST, Role, Variant, is_shortened_title};
pub use lexicon::rows::FollowUpKind;
pub use meeting::{Delegation, Meeting};
pub use origin::{Basis, BasisKind, Count, Derivation, Lineage, Origin, Origins, Through};
pub use party::Party;
pub use rendering::{Relation, Rendering, Speech};
pub use timeline::Happening;
pub use track::{Position, Track, TrackState};
pub use via::Step;
pub use window::{Window, WindowSign, Windows};

use analysis::Analysis;
use document::{DocId, Document, Notice, Span};
use lexicon::Lexicon;
use std::collections::{BTreeSet, HashMap};

/// A document with what it says.
#[derive(Clone, Debug)]
pub struct Report {
    /// What was received.
    pub document: Document,
    /// What it says on its own.
    pub analysis: Analysis,
}

/// What the reports of a pile add up to.
#[derive(Debug)]
pub struct Story {
    /// The reports, by path, name and id.
    pub reports: Vec<Report>,
    /// What they speak of, most mentioned first.
    pub entities: Vec<Entity>,
    /// By document: its report.
    by_id: HashMap<DocId, usize>,
    /// By report and chain: the entity.
    entity_of: Vec<Vec<Option<usize>>>,
    /// Where the reports come from.
    pub origins: Origins,
    /// What is claimed, by how many origins.
    pub claims: Vec<Corroboration>,
    /// Sentences that together tell what matters most, by time.
    pub digest: Vec<digest::Line>,
    /// The lines of the digest with what may come of each.
    pub cards: Vec<digest::Card>,
    /// Where reports differ.
    pub conflicts: Vec<Conflict>,
    /// Who is bound to do what, and what became of it.
    pub pledges: Vec<Pledge>,
    /// What is planned, offered, hoped for, refused or foreseen.
    pub intentions: Vec<Pledge>,
    /// Who came together, those of most reports first.
    pub meetings: Vec<Meeting>,
    /// What is negotiated or disputed, the weightiest first.
    pub tracks: Vec<Track>,
    /// By report: when it was published, estimated where nothing says it.
    pub windows: Windows,
    /// What happened when, and what is to come, by time.
    pub timeline: Vec<Happening>,
    /// What was said once and stands in several reports.
    pub speeches: Vec<Speech>,
    /// By report and quotation: through whom it came, the nearest to the speaker first.
    pub via: Vec<Vec<Vec<Step>>>,
    /// What was taken together or left out because the story is large.
    pub notices: Vec<Notice>,
}

/// Puts the reports of a pile into its stories, the largest first. Each of a reader's corrections
/// is logged as a notice: what it changed, or that it changed nothing.
pub fn stories(
    reports: Vec<Report>,
    lexicon: &Lexicon,
    corrections: &Corrections,
) -> (Vec<Story>, Vec<Notice>) {
    let (reports, mut notices) = distinct(reports);
    let mut done = BTreeSet::new();
    let groups = running::stories(&reports, corrections, &mut done);
    let mut reports: Vec<Option<Report>> = reports.into_iter().map(Some).collect();
    let mut take = |i: &usize| reports[*i].take().expect("each report is in one story");
    let groups = groups.iter().map(|group| group.iter().map(&mut take).collect());
    let groups: Vec<Vec<Report>> = groups.collect();
    let told = groups
        .into_iter()
        .map(|reports| tell(reports, lexicon, corrections, &mut done, &mut |_| ()));
    let stories = told.collect();
    notices.extend(corrections.logged(&done));
    (stories, notices)
}

/// Puts the reports of a pile together as one story, whatever they tell.
pub fn weave(reports: Vec<Report>, lexicon: &Lexicon) -> (Story, Vec<Notice>) {
    weave_by_stages(reports, lexicon, &Corrections::default(), &mut |_| ())
}

/// The same with what a reader knows better of names and copies; what is said of stories is not
/// looked at.
pub fn weave_corrected(
    reports: Vec<Report>,
    lexicon: &Lexicon,
    corrections: &Corrections,
) -> (Story, Vec<Notice>) {
    weave_by_stages(reports, lexicon, corrections, &mut |_| ())
}

/// Like [`weave_corrected`]; `ended` is told the name of each stage when it ends, as a measurement
/// of its cost needs.
pub fn weave_by_stages(
    reports: Vec<Report>,
    lexicon: &Lexicon,
    corrections: &Corrections,
    ended: &mut dyn FnMut(&'static str),
) -> (Story, Vec<Notice>) {
    let (reports, notices) = distinct(reports);
    (tell(reports, lexicon, corrections, &mut BTreeSet::new(), ended), notices)
}

/// The reports in order, each once.
fn distinct(mut reports: Vec<Report>) -> (Vec<Report>, Vec<Notice>) {
    reports.sort_by(|a, b| key(&a.document).cmp(&key(&b.document)));
    let mut notices: Vec<Notice> = Vec::new();
    reports.dedup_by(|b, a| {
        let repeated = a.document.id == b.document.id;
        if repeated {
            let message = format!("the same document as {}", a.document.path);
            let code = document::NoticeCode::Repeated;
            notices.push(Notice::new(code, b.document.path.clone(), message));
        }
        repeated
    });
    (reports, notices)
}

/// What reports of one story, in order, add up to.
fn tell(
    reports: Vec<Report>,
    lexicon: &Lexicon,
    corrections: &Corrections,
    done: &mut BTreeSet<usize>,
    ended: &mut dyn FnMut(&'static str),
) -> Story {
    let (entities, entity_of) = entity::merge(&reports, lexicon, corrections, done);
    ended("entities");
    let ties = corrections.ties(&correction::documents(&reports));
    let entity = |report: usize, chain: usize| {
        let of: &Vec<Option<usize>> = &entity_of[report];
        of.get(chain).copied().flatten()
    };
    let stated = || {
        let statements = claim::Statements::of(&reports, lexicon, &entity);
        let pairs = claim::pairs(&statements, claim::Likeness::english());
        let parties = party::Parties::new(&reports, lexicon, &entity);
        let pledges = commitment::pledges(&statements, &parties, lexicon);
        let intentions = commitment::weak(&reports, &parties);
        let speeches = rendering::speeches(&reports, &entity_of);
        (statements, pairs, parties, pledges, intentions, speeches)
    };
    // Neither needs the other: while one does what takes one core, the other uses the rest.
    let (origins, (statements, pairs, parties, mut pledges, mut intentions, speeches)) =
        rayon::join(|| Origins::of(&reports, &entity_of, lexicon, &ties), stated);
    done.extend(&origins.corrected);
    ended("origins, pairs of claims, commitments, renderings");
    let speeches = speeches.into_iter();
    let speeches: Vec<Speech> = speeches.map(|s| s.placed(&reports, &origins, lexicon)).collect();
    ended("places of renderings");
    let told = || {
        let claims = corroborate::weigh(&statements, &pairs, &origins);
        let windows = window::estimate(&reports, &statements, &claims);
        let held = held::Held::of(&reports);
        let timeline = timeline::line(&reports, &claims, &origins, &windows, &held);
        (claims, windows, timeline, held)
    };
    let negotiated = || {
        let meetings = meeting::find(&reports, &parties, &pledges, lexicon);
        meeting::follow_up(&reports, &parties, &mut pledges, &meetings, lexicon);
        for told in [&mut pledges, &mut intentions] {
            commitment::stand_for(&reports, told, &meetings);
        }
        let tracks = track::find(&reports, &parties, (&pledges, &intentions), &meetings, lexicon);
        (meetings, tracks)
    };
    let in_conflict = || conflict::find(&statements, &pairs, (&entities, &speeches), &entity);
    let ((conflicts, more_conflicts), ((claims, windows, timeline, held), (meetings, tracks))) =
        rayon::join(in_conflict, || rayon::join(told, negotiated));
    ended("conflicts, claims, timeline, meetings, tracks");
    let via = via::steps(&reports, &entities, &entity_of, &origins);
    ended("via");
    let slots = (&meetings[..], &pledges[..]);
    let claims = corroborate::with_slots(claims, slots, &reports, (&origins, &entity), lexicon);
    let claims = corroborate::of_statements(claims, &speeches, &reports);
    let pool = digest::Pool::without_held(&reports, &origins, &claims, held);
    let digest = pool.choose(digest::english());
    let cards = pool.cards(&digest, digest::english());
    ended("digest");
    let notices = beyond_limits(reports.len(), statements.repeats(), &pledges, more_conflicts);
    let by_id = reports.iter().enumerate().map(|(i, r)| (r.document.id, i)).collect();
    Story {
        reports,
        by_id,
        entities,
        entity_of,
        origins,
        claims,
        digest,
        cards,
        conflicts,
        pledges,
        timeline,
        speeches,
        via,
        intentions,
        meetings,
        tracks,
        windows,
        notices,
    }
}

/// Says how much of a large story was taken together or left out.
fn beyond_limits(
    n_reports: usize,
    repeats: usize,
    pledges: &[Pledge],
    more_conflicts: usize,
) -> Vec<Notice> {
    let often = |p: &&Pledge| p.stated.evidence.spans().len() > commitment::STATED_MAX;
    let often = pledges.iter().filter(often).count();
    let beyond = [
        (repeats, "statements in words that many repeat, compared as one"),
        (often, "commitments stated so often that only their first tellings are followed up"),
        (more_conflicts, "conflicts left out, beyond the limit of a story"),
    ];
    let place = format!("story of {n_reports} articles");
    let said = beyond.into_iter().filter(|(n, _)| *n > 0);
    let notice = |(n, what)| {
        Notice::new(document::NoticeCode::LargeStory, place.clone(), format!("{what}: {n}"))
    };
    said.map(notice).collect()
}

/// Reports are ordered by their documents' names and ids, wherever the pile lay.
fn key(document: &Document) -> (&str, DocId, &str) {
    (&document.name, document.id, &document.path)
}

impl Story {
    /// The entity a chain of a report refers to; `None` for a chain without a name.
    pub fn entity(&self, report: usize, chain: usize) -> Option<usize> {
        self.entity_of[report].get(chain).copied().flatten()
    }

    /// The report whose document this is.
    pub fn report_of(&self, id: DocId) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    /// The words of a span. Panics if no document of the story has it.
    pub fn words(&self, span: Span) -> &str {
        let report = self.report_of(span.doc()).expect("a span of the story's documents");
        self.reports[report].document.text.words(span)
    }

    /// The words of a passage so that they can be read alone, if they are those of a claim: with
    /// the subject that they are told of. Panics if no document of the story has it.
    pub fn wording(&self, span: Span) -> String {
        let report = self.report_of(span.doc()).expect("a span of the story's documents");
        let report = &self.reports[report];
        let claim = report.analysis.claims.iter().find(|c| c.value.span == span);
        let told = claim.map(|c| wording::of(report, &c.value, lexicon::Lexicon::english()));
        told.unwrap_or_else(|| wording::line(self.words(span)))
    }

    /// The words of a passage on one line, the name in brackets after a pronoun that is its
    /// subject. Panics if no document of the story has it.
    pub fn told(&self, span: Span) -> String {
        let report = self.report_of(span.doc()).expect("a span of the story's documents");
        wording::told(&self.reports[report], span)
    }

    /// Whether a span of the story's documents has no other words than pronouns.
    pub fn is_pronoun(&self, span: Span) -> bool {
        let Some(report) = self.report_of(span.doc()) else { return false };
        let syntax = &self.reports[report].analysis.syntax;
        let mut words = syntax.tokens_of(span);
        words.all(|i| syntax.parse.tokens[i].pos == language::labels::pos::PRON)
    }
}
