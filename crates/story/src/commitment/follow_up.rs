//! [`FollowUps`]: passages of later reports that tell what became of a commitment.
//!
//! What is stated after a commitment is judged by learned trees over how well it answers to the
//! words of the promise, who is in it, whether it tells of an outcome, and when it was said.

use super::promise::{Kin, Promise};
use super::{Group, commitment, grouped, published, same, setting::Settings, telling::Telling};
use crate::claim::{Features, Index, Statement, Statements};
use crate::conflict::day;
use crate::party::Parties;
use analysis::{ClaimKind, Syntax, forest::Forest};
use document::Span;
use language::labels::{dep, tag};
use lexicon::{Lexicon, rows::FollowUpKind};
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::{LazyLock, OnceLock},
};

/// A passage that tells what became of a commitment.
#[derive(Clone, Debug, PartialEq)]
pub struct FollowUp {
    /// The report.
    pub report: usize,
    /// The words.
    pub span: Span,
    /// What they tell.
    pub kind: FollowUpKind,
    /// How likely they tell of this commitment, in thousandths.
    pub likely: u16,
    /// Whether a status may be read from it; else it is only a lead.
    pub is_sure: bool,
}

/// Number of signs beside those of likeness.
const OWN: usize = 51;
/// Number of signs.
pub const N: usize = Features::WORDS + OWN;
/// Names of the signs beside those of likeness.
const NAMES: [&str; OWN] = [
    "later_report",
    "same_report",
    "answered",
    "answered_names",
    "answered_rare",
    "answered_rarest",
    "answered_object",
    "answered_predicate",
    "perfect_or_past",
    "stated_negated",
    "told_done",
    "told_undone",
    "told_late",
    "told_withdrawn",
    "told_begun",
    "tells_of_promise",
    "is_commitment",
    "who_shared",
    "act_kin",
    "object_kin",
    "act_and_object",
    "parties_shared",
    "parties_apart",
    "act_object_and_party",
    "tells_of_agreeing",
    "outcome_and_object",
    "days_after",
    "named",
    "stated_and_rare",
    "rare_and_rarest",
    "on_its_day",
    "on_its_day_here",
    "near_its_day",
    "has_a_day",
    "after_its_day",
    "before_its_day",
    "just_after_its_day",
    "sentence_rare",
    "sentence_rarest",
    "sentence_second",
    "sentence_sum",
    "quoted",
    "ahead",
    "restates",
    "ahead_on_its_day",
    "ahead_beyond",
    "number_shared",
    "after_restating",
    "first_by_all",
    "first_by_rare",
    "first_by_rarest",
];

/// Most statements weighed for one commitment: those that share its words, those in their
/// sentences, and those that name its day. Set by hand 2026-11-22, not swept.
const CANDIDATES_MAX: usize = 192;
/// Most statements that share its words looked at for them.
const NEAREST_MAX: usize = 256;
/// Most statements of one commitment that are followed up, those reported first. Small piles never
/// reach it.
pub(crate) const STATED_MAX: usize = 12;
/// Most passages kept for one commitment.
pub const KEPT_MAX: usize = 4;
/// Least likelihood of a passage that a status is read from, if it names [`NAMED_MIN`] words of
/// what was promised. Set 2026-11-22, each invented story judged by trees that had not seen it:
/// of 28 such passages 22 follow the commitment up, at 0.3 23 of 32. 0.15 to 0.4 tried.
const SURE_MIN: f32 = 0.4;
/// Fewest words of what was promised that such a passage has, itself or a kin of it.
const NAMED_MIN: usize = 3;
/// Words of what was promised beyond which more say nothing further. Set by hand 2026-11-22.
const NAMED_MAX: usize = 4;
/// Days after a promise beyond which more say nothing further. Set by hand 2026-11-22.
const DAYS_MAX: i32 = 60;
/// Days after its day within which a promise is mostly reported on. Set by hand 2026-11-22.
const SOON_DAYS: i32 = 4;

/// How many statements further up a commitment is stated again that one takes up. Set by hand
/// 2026-11-22, not swept.
const BEFORE_MAX: usize = 4;

/// A statement that may follow a commitment up, with what speaks for it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The statement's number.
    pub statement: usize,
    /// How well it names what was promised.
    pub names: Named,
    /// The signs, in the order of [`names`].
    pub signs: [f32; N],
}

/// How well a statement of another report names what was promised, if it tells of an outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// How many words of it.
    words: usize,
    /// Whether the thing is among them, and what was done is what was to be done.
    deed: bool,
    /// Whether it has a word of outcome.
    outcome: bool,
    /// Whether it was reported on a later day; `None` if a day is not known.
    later: Option<bool>,
}

impl Named {
    /// Whether most words of what was promised are in it, and it was reported later.
    pub fn names_most(&self) -> bool {
        self.words >= NAMED_MIN && self.later.unwrap_or(self.outcome)
    }

    /// Whether a status may be read from a statement so likely.
    pub fn is_sure(&self, likely: f32) -> bool {
        let most = self.words >= NAMED_MIN && likely >= SURE_MIN;
        match self.later {
            Some(later) => later && (most || self.deed),
            None => self.deed || most && self.outcome,
        }
    }
}

/// Looks for what became of commitments.
pub struct FollowUps<'a, 'r> {
    all: &'a Statements<'r>,
    lexicon: &'a Lexicon,
    parties: &'a Parties<'a>,
    index: Index,
    settings: Settings,
    by_claim: HashMap<(usize, usize), usize>,
    /// The commitments, each with all statements of it.
    groups: Vec<Group>,
    /// By report and index of a commitment that binds: its group.
    group_of: HashMap<(usize, usize), usize>,
    /// By report without a day: the commitments that it states.
    undated: HashMap<usize, BTreeSet<usize>>,
    /// By statement: what it tells, once asked for.
    tellings: Vec<OnceLock<Telling>>,
}

impl<'a, 'r> FollowUps<'a, 'r> {
    /// Over the statements of a story.
    pub fn new(
        all: &'a Statements<'r>,
        lexicon: &'a Lexicon,
        parties: &'a Parties<'a>,
    ) -> FollowUps<'a, 'r> {
        let mut index = Index::default();
        all.compared().for_each(|i| index.add(all, i));
        let settings = Settings::of(all);
        let groups = grouped(all.reports(), parties, true);
        let numbered = groups.iter().enumerate();
        let group_of = numbered.flat_map(|(g, group)| group.stated.iter().map(move |&at| (at, g)));
        let mut finder = FollowUps {
            all,
            lexicon,
            parties,
            index,
            settings,
            by_claim: all.by_claim(),
            group_of: group_of.collect(),
            groups,
            undated: HashMap::new(),
            tellings: vec![OnceLock::new(); all.list.len()],
        };
        for (g, group) in finder.groups.iter().enumerate() {
            let reports = group.stated.iter().map(|s| s.0);
            for report in reports.filter(|&r| published(&all.reports()[r]).is_none()) {
                finder.undated.entry(report).or_default().insert(g);
            }
        }
        finder
    }

    /// The commitments, in order of their first statement.
    pub(super) fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Reports without a day that state one commitment are taken for reports of one time: what one
    /// of them tells is then no outcome of what another does.
    fn together(&self, a: usize, b: usize) -> bool {
        let both = self.undated.get(&a).zip(self.undated.get(&b));
        both.is_some_and(|(a, b)| !a.is_disjoint(b))
    }

    /// What a statement tells.
    pub(super) fn telling(&self, number: usize) -> &Telling {
        let telling = || Telling::of(self.all, &self.all.list[number], self.lexicon, self.parties);
        self.tellings[number].get_or_init(telling)
    }

    /// The passages that follow up a commitment, given by all its statements (report and index).
    pub fn of(&self, stated: &[(usize, usize)], forest: &Forest) -> Vec<FollowUp> {
        let mut best: HashMap<usize, (f32, Named)> = HashMap::new();
        for at in self.first_of(stated) {
            for answer in self.answers(at) {
                let likely = forest.likely(&answer.signs);
                let known = best.entry(answer.statement).or_default();
                *known = (known.0.max(likely), known.1.max(answer.names));
            }
        }
        let mut kept: Vec<(usize, (f32, Named))> =
            best.into_iter().filter(|(_, (p, _))| *p >= forest.threshold).collect();
        kept.sort_by(|a, b| b.1.0.total_cmp(&a.1.0).then(a.0.cmp(&b.0)));
        kept.truncate(KEPT_MAX);
        kept.sort_by_key(|k| k.0);
        let follow_up = |(i, (likely, named)): (usize, (f32, Named))| {
            let statement = &self.all.list[i];
            FollowUp {
                report: statement.report,
                span: statement.span,
                kind: match self.telling(i).kind() {
                    FollowUpKind::Done if self.is_part(stated, i) => FollowUpKind::Begun,
                    kind => kind,
                },
                likely: (likely * 1000.0) as u16,
                is_sure: named.is_sure(likely),
            }
        };
        kept.into_iter().map(follow_up).collect()
    }

    /// "Appoint ambassadors to each other": whether several are bound to do it to several things,
    /// and a statement tells it of one of them.
    fn is_part(&self, stated: &[(usize, usize)], i: usize) -> bool {
        let statement = &self.all.list[i];
        let told = self.telling(i);
        let syntax = &self.all.report(statement).analysis.syntax;
        let several = |syntax: &Syntax, token: usize| syntax.parse.tokens[token].tag == tag::NNS;
        stated.iter().any(|&at| {
            let asked = commitment(self.all.reports(), at);
            let own = &self.all.reports()[at.0].analysis.syntax;
            let things = own.child(asked.head, &[dep::DOBJ]).filter(|&o| several(own, o));
            let bound = same::bound(asked, self.parties, at.0);
            things.is_some_and(|thing| {
                let lemma = own.parse.lemma(thing);
                let tokens = syntax.tokens_of(statement.span);
                let same = |&t: &usize| syntax.parse.lemma(t) == lemma;
                let all = tokens.clone().filter(same).any(|t| several(syntax, t));
                let one = tokens.clone().any(|t| same(&t));
                let few = bound.intersection(&told.parties).count() < 2;
                bound.len() > 1 && !all && (one || few)
            })
        })
    }

    /// The first statements of a commitment, by the days of their reports.
    fn first_of(&self, stated: &[(usize, usize)]) -> Vec<(usize, usize)> {
        let mut first = stated.to_vec();
        if first.len() > STATED_MAX {
            first.sort_by_key(|at| {
                let day = published(&self.all.reports()[at.0]);
                (day.is_none(), day, *at)
            });
            first.truncate(STATED_MAX);
        }
        first
    }

    /// The statement of a commitment's clause, or the one that has most of its words.
    pub(super) fn statement(&self, at: (usize, usize)) -> Option<usize> {
        let asked = commitment(self.all.reports(), at);
        let own = asked.claim.and_then(|claim| self.by_claim.get(&(at.0, claim)).copied());
        let common = |other: Span| {
            let end = other.end().min(asked.span.end());
            end.saturating_sub(other.start().max(asked.span.start()))
        };
        let first = self.all.list.partition_point(|s| s.report < at.0);
        let here = self.all.list[first..].iter().take_while(|s| s.report == at.0).enumerate();
        let overlapping = here.map(|(i, s)| (common(s.span), std::cmp::Reverse(first + i)));
        own.or_else(|| overlapping.filter(|o| o.0 > 0).max().map(|(_, i)| i.0))
    }

    /// What may follow up one statement of a commitment.
    pub fn answers(&self, at: (usize, usize)) -> Vec<Answer> {
        let Some(own) = self.statement(at) else { return Vec::new() };
        let promise = Promise::of(self.all, self.parties, at, own);
        let mut answers: Vec<Answer> = self
            .candidates(&promise)
            .into_iter()
            .map(|i| {
                let kin = promise.kin(self.telling(i), self.all.list[i].report);
                let signs = self.signs(&promise, i, &kin);
                Answer { statement: i, names: self.names(&promise, i, &kin), signs }
            })
            .collect();
        place(&mut answers);
        answers
    }

    /// What was stated after a promise and is near it by its words or its day.
    fn candidates(&self, promise: &Promise<'_>) -> Vec<usize> {
        let later = |i: &usize| self.is_after(promise.statement, *i);
        let on_day = promise.day.into_iter().flat_map(|day| self.settings.on(day)).filter(later);
        let nearest = self.index.nearest(self.all, promise.statement, NEAREST_MAX);
        let nearest = nearest.into_iter().filter(later);
        let beside = nearest.flat_map(|i| self.settings.beside(i).iter().copied()).filter(later);
        let mut seen = HashSet::new();
        let all = on_day.take(CANDIDATES_MAX / 2).chain(beside).filter(|&i| seen.insert(i));
        all.take(CANDIDATES_MAX).collect()
    }

    /// Whether a statement was made after the promise: in a later report, or further on in it.
    fn is_after(&self, promise: &Statement, i: usize) -> bool {
        let other = &self.all.list[i];
        if other.report == promise.report {
            return other.span.start() >= promise.span.end();
        }
        match (published(self.all.report(promise)), published(self.all.report(other))) {
            (Some(a), Some(b)) => a < b,
            // Without days only what is told as done can come after what was promised.
            _ => {
                let told = self.all.claim(other).kind == ClaimKind::Stated;
                let agreed = || self.telling(i).is_binding() || self.telling(i).agrees;
                told && !self.together(promise.report, other.report) && !agreed()
            }
        }
    }

    /// The signs of one answer, but for its [`place`] among all.
    fn signs(&self, promise: &Promise<'_>, i: usize, kin: &Kin) -> [f32; N] {
        let all = self.all;
        let (asked, other) = (promise.statement, &all.list[i]);
        let flag = |is: bool| f32::from(u8::from(is));
        let claim = all.claim(other);
        let telling = self.telling(i);
        let tells = |kind| flag(telling.outcome == Some(kind));
        let who = asked.subject.is_some_and(|s| other.terms.iter().any(|t| t.meaning == s.meaning));
        let answered = all.answered(asked, other);
        let mut signs = [0.0; N];
        signs[..Features::WORDS].copy_from_slice(Features::of(all, asked, other).of_words());
        let like = self.settings.likeness(all, promise.number, i);
        let lies = promise.day.map(|day| self.settings.lies(all, day, i)).unwrap_or_default();
        let ahead = claim.kind == ClaimKind::Ahead || telling.is_binding();
        let days = promise.day.zip(day(all.report(other))).map(|(day, on)| on.0 - day.latest.0);
        let own = [
            flag(other.report != asked.report),
            flag(other.report == asked.report),
            answered.all,
            answered.names,
            answered.rare,
            answered.rarest,
            answered.object,
            answered.predicate,
            flag(claim.kind == ClaimKind::Stated),
            flag(claim.is_negated),
            tells(FollowUpKind::Done),
            tells(FollowUpKind::Undone),
            tells(FollowUpKind::Late),
            tells(FollowUpKind::Withdrawn),
            tells(FollowUpKind::Begun),
            flag(telling.promises),
            flag(telling.is_binding()),
            flag(who),
            flag(kin.act),
            flag(kin.object),
            flag(kin.act && kin.object),
            flag(kin.party),
            flag(kin.apart),
            flag(kin.act && kin.object && kin.party),
            flag(telling.agrees),
            flag(telling.outcome.is_some() && kin.object),
            self.days_after(promise, other),
            kin.words.min(NAMED_MAX) as f32 / NAMED_MAX as f32,
            flag(claim.kind == ClaimKind::Stated) * answered.rare,
            answered.rare * answered.rarest,
            flag(lies.own),
            flag(lies.here),
            lies.near,
            flag(promise.day.is_some()),
            flag(days.is_some_and(|days| days >= 0)),
            flag(days.is_some_and(|days| days < -1)),
            flag(days.is_some_and(|days| (0..=SOON_DAYS).contains(&days))),
            like.rare,
            like.rarest,
            like.second,
            like.sum,
            flag(claim.quotation.is_some()),
            flag(ahead),
            flag(self.restates(promise, i)),
            flag(ahead && lies.here),
            flag(ahead && !lies.here && lies.beyond),
            flag(promise.shares_number(all, other)),
            flag(self.after_restating(promise, i)),
        ];
        signs[Features::WORDS..Features::WORDS + own.len()].copy_from_slice(&own);
        signs
    }

    /// How well a statement names what was promised.
    fn names(&self, promise: &Promise<'_>, i: usize, kin: &Kin) -> Named {
        let (other, telling) = (&self.all.list[i], self.telling(i));
        let claim = self.all.claim(other);
        // "Boys do not decide" tells of no deed.
        let told = claim.kind == ClaimKind::Stated && telling.is_past && !telling.is_binding();
        if !told || other.report == promise.statement.report {
            return Named::default();
        }
        let later = promise.told_on.zip(day(self.all.report(other))).map(|(a, b)| a < b);
        let deed = kin.object && promise.is_act(&telling.head);
        Named { words: kin.words, deed, outcome: telling.outcome.is_some(), later }
    }

    /// How long after the promise something was reported, from 0 to 1 for [`DAYS_MAX`] and more.
    fn days_after(&self, promise: &Promise<'_>, other: &Statement) -> f32 {
        let days = promise.told_on.zip(day(self.all.report(other))).map_or(0, |(a, b)| b.0 - a.0);
        days.clamp(0, DAYS_MAX) as f32 / DAYS_MAX as f32
    }

    /// Whether a statement states the same commitment again.
    fn restates(&self, promise: &Promise<'_>, i: usize) -> bool {
        let group = self.group_of.get(&promise.at);
        let bound = self.telling(i).bound.iter();
        group.is_some() && bound.into_iter().any(|at| self.group_of.get(at) == group)
    }

    /// Whether one of the sentences just before states the same commitment again.
    fn after_restating(&self, promise: &Promise<'_>, i: usize) -> bool {
        let report = self.all.list[i].report;
        let before = i.saturating_sub(BEFORE_MAX)..i;
        let mut here = before.rev().take_while(|&s| self.all.list[s].report == report);
        !self.restates(promise, i) && here.any(|s| self.restates(promise, s))
    }
}

/// Adds to the signs of each answer to one promise how many others come nearer: 1 for the
/// nearest, a half for the second, and so on.
fn place(answers: &mut [Answer]) {
    let signs = names();
    let at = |name: &str| signs.iter().position(|n| *n == name).expect("a sign of the list");
    for (by, first) in [
        ("answered", "first_by_all"),
        ("answered_rare", "first_by_rare"),
        ("answered_rarest", "first_by_rarest"),
    ] {
        let (by, first) = (at(by), at(first));
        let mut order: Vec<usize> = (0..answers.len()).collect();
        order.sort_by(|&a, &b| {
            answers[b].signs[by].total_cmp(&answers[a].signs[by]).then(a.cmp(&b))
        });
        for (before, i) in order.into_iter().enumerate() {
            answers[i].signs[first] = 1.0 / (before as f32 + 1.0);
        }
    }
}

/// The names of the signs.
pub fn names() -> Vec<&'static str> {
    Features::of_words_named().into_iter().chain(NAMES).collect()
}

/// The trees that are part of the program.
pub fn english() -> &'static Forest {
    static ENGLISH: LazyLock<Forest> = LazyLock::new(|| {
        let table = include_str!("../../../../models/follow_ups.tsv");
        Forest::parse(table, &names()).expect("the built-in trees are tested")
    });
    &ENGLISH
}
