//! [`FollowUps`]: passages of later reports that tell what became of a commitment.
//!
//! What is stated after a commitment is judged by learned trees over how well it answers to the
//! words of the promise, who is in it, whether it tells of an outcome, and when it was said.

use super::{Group, commitment, grouped, kin::is_kin, published, setting::Settings};
use crate::claim::{Features, Index, Statement, Statements};
use crate::party::Parties;
use analysis::{
    ClaimKind, Quantity, Syntax,
    claim::is_content,
    forest::Forest,
    time::{Day, Direction, Interval, tense},
};
use document::Span;
use language::labels::dep;
use lexicon::{
    Lexicon,
    rows::{Bound, CommitmentCue, FollowUpKind},
};
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    ops::Range,
    sync::LazyLock,
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
pub const N: usize = Features::N + OWN;
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

/// Least number that two statements may be tied by; smaller ones are of many things. Set by hand
/// 2026-11-22, not swept.
const NUMBER_MIN: f64 = 13.0;
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
    /// Reports without a day that tell of one promise as made.
    together: BTreeSet<(usize, usize)>,
}

impl<'a, 'r> FollowUps<'a, 'r> {
    /// Over the statements of a story.
    pub fn new(
        all: &'a Statements<'r>,
        lexicon: &'a Lexicon,
        parties: &'a Parties<'a>,
    ) -> FollowUps<'a, 'r> {
        let mut index = Index::default();
        (0..all.list.len()).for_each(|i| index.add(all, i));
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
            together: BTreeSet::new(),
        };
        finder.together = finder.groups.iter().flat_map(|group| finder.together(group)).collect();
        finder
    }

    /// The commitments, in order of their first statement.
    pub(super) fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Reports without a day that state one commitment are taken for reports of one time: what one
    /// of them tells is then no outcome of what another does.
    fn together(&self, group: &Group) -> Vec<(usize, usize)> {
        let undated = |r: usize| published(&self.all.reports()[r]).is_none();
        let stated = group.stated.iter().map(|s| s.0);
        let reports: BTreeSet<usize> = stated.filter(|&r| undated(r)).collect();
        let pairs = reports.iter().flat_map(|&a| reports.iter().map(move |&b| (a, b)));
        pairs.filter(|(a, b)| a != b).collect()
    }

    /// The passages that follow up a commitment, given by all its statements (report and index).
    pub fn of(&self, stated: &[(usize, usize)], forest: &Forest) -> Vec<FollowUp> {
        let mut best: HashMap<usize, (f32, Named)> = HashMap::new();
        for &at in stated {
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
                kind: self.kind(statement),
                likely: (likely * 1000.0) as u16,
                is_sure: named.is_sure(likely),
            }
        };
        kept.into_iter().map(follow_up).collect()
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
        let promise = &self.all.list[own];
        let mut answers: Vec<Answer> = self
            .candidates(at, own)
            .into_iter()
            .map(|i| {
                let other = &self.all.list[i];
                let named = self.named(at, other);
                let signs = self.signs(at, own, i, named);
                Answer { statement: i, names: self.names(at, promise, other, named), signs }
            })
            .collect();
        place(&mut answers);
        answers
    }

    /// What was stated after a promise and is near it by its words or its day.
    fn candidates(&self, at: (usize, usize), own: usize) -> Vec<usize> {
        let promise = &self.all.list[own];
        let later = |i: &usize| self.is_after(promise, *i);
        let day = self.day(at);
        let on_day = day.into_iter().flat_map(|day| self.settings.on(day)).filter(later);
        let nearest = self.index.nearest(self.all, promise, NEAREST_MAX);
        let nearest = nearest.into_iter().filter(later);
        let beside = nearest.flat_map(|i| self.settings.beside(i).iter().copied()).filter(later);
        let mut seen = HashSet::new();
        let all = on_day.take(CANDIDATES_MAX / 2).chain(beside).filter(|&i| seen.insert(i));
        all.take(CANDIDATES_MAX).collect()
    }

    /// The last day named in a commitment's clause.
    fn day(&self, at: (usize, usize)) -> Option<Interval> {
        let asked = commitment(self.all.reports(), at);
        let times = &self.all.reports()[at.0].analysis.times;
        let inside = times.iter().filter(|t| asked.span.contains(t.value.span));
        let last = || inside.filter_map(|t| t.value.interval).max_by_key(|i| i.latest);
        asked.deadline.and_then(|t| times[t].value.interval).or_else(last)
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
                let apart = !self.together.contains(&(promise.report, other.report));
                let agreed = self.is_binding(other) || self.tells(other, CommitmentCue::Agree);
                apart && told && !agreed
            }
        }
    }

    /// The signs of one answer, but for its [`place`] among all.
    fn signs(&self, at: (usize, usize), own: usize, i: usize, named: usize) -> [f32; N] {
        let all = self.all;
        let (promise, other) = (&all.list[own], &all.list[i]);
        let flag = |is: bool| f32::from(u8::from(is));
        let claim = all.claim(other);
        let told = self.told(other);
        let tells = |kind| flag(told == Some(kind));
        let who =
            promise.subject.is_some_and(|s| other.terms.iter().any(|t| t.meaning == s.meaning));
        let answered = all.answered(promise, other);
        let promise_word = self.tells(other, CommitmentCue::Promise);
        let kin = self.kin(at, other);
        let mut signs = [0.0; N];
        signs[..Features::N].copy_from_slice(Features::of(all, promise, other).values());
        let like = self.settings.likeness(all, own, i);
        let day = self.day(at);
        let lies = day.map(|day| self.settings.lies(all, day, i)).unwrap_or_default();
        let told_on = published(all.report(other)).and_then(Day::parse);
        let ahead = claim.kind == ClaimKind::Ahead || self.is_binding(other);
        let days = day.zip(told_on).map(|(day, on)| on.0 - day.latest.0);
        let own = [
            flag(other.report != promise.report),
            flag(other.report == promise.report),
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
            flag(promise_word),
            flag(self.is_binding(other)),
            flag(who),
            flag(kin.act),
            flag(kin.object),
            flag(kin.act && kin.object),
            flag(kin.party),
            flag(kin.apart),
            flag(kin.act && kin.object && kin.party),
            flag(self.tells(other, CommitmentCue::Agree)),
            flag(told.is_some() && kin.object),
            self.days_after(promise, other),
            named.min(NAMED_MAX) as f32 / NAMED_MAX as f32,
            flag(claim.kind == ClaimKind::Stated) * answered.rare,
            answered.rare * answered.rarest,
            flag(lies.own),
            flag(lies.here),
            lies.near,
            flag(day.is_some()),
            flag(days.is_some_and(|days| days >= 0)),
            flag(days.is_some_and(|days| days < -1)),
            flag(days.is_some_and(|days| (0..=SOON_DAYS).contains(&days))),
            like.rare,
            like.rarest,
            like.second,
            like.sum,
            flag(claim.quotation.is_some()),
            flag(ahead),
            flag(self.restates(at, other)),
            flag(ahead && lies.here),
            flag(ahead && !lies.here && lies.beyond),
            flag(self.shares_number(promise, other)),
            flag(self.after_restating(at, i)),
        ];
        signs[Features::N..Features::N + own.len()].copy_from_slice(&own);
        signs
    }

    /// How well a statement names what was promised, of which it has so many words.
    fn names(
        &self,
        at: (usize, usize),
        promise: &Statement,
        other: &Statement,
        words: usize,
    ) -> Named {
        let claim = self.all.claim(other);
        let syntax = &self.all.report(other).analysis.syntax;
        // "Boys do not decide" tells of no deed.
        let past = tense::direction(syntax, self.lexicon, claim.head) == Direction::Past;
        let told = claim.kind == ClaimKind::Stated && past && !self.is_binding(other);
        if !told || other.report == promise.report {
            return Named::default();
        }
        let day = |statement| published(self.all.report(statement)).and_then(Day::parse);
        let later = day(promise).zip(day(other)).map(|(a, b)| a < b);
        let thing = self.kin(at, other).object;
        let lemma = |report: usize, token: usize| {
            self.all.reports()[report].analysis.syntax.parse.lemma(token).to_lowercase()
        };
        let act = commitment(self.all.reports(), at).head;
        let deed = thing && is_kin(&lemma(at.0, act), &lemma(other.report, claim.head));
        Named { words, deed, outcome: self.told(other).is_some(), later }
    }

    /// How long after the promise something was reported, from 0 to 1 for [`DAYS_MAX`] and more.
    fn days_after(&self, promise: &Statement, other: &Statement) -> f32 {
        let day = |statement| published(self.all.report(statement)).and_then(Day::parse);
        let days = day(promise).zip(day(other)).map_or(0, |(a, b)| b.0 - a.0);
        days.clamp(0, DAYS_MAX) as f32 / DAYS_MAX as f32
    }

    /// What a statement tells of an outcome: by its words, else done if it is not negated.
    fn kind(&self, statement: &Statement) -> FollowUpKind {
        let negated = self.all.claim(statement).is_negated;
        match (self.told(statement), negated) {
            (Some(FollowUpKind::Done | FollowUpKind::Begun), true) => FollowUpKind::Undone,
            (Some(kind), _) => kind,
            (None, true) => FollowUpKind::Undone,
            (None, false) => FollowUpKind::Done,
        }
    }

    /// The first word of outcome in a statement.
    fn told(&self, statement: &Statement) -> Option<FollowUpKind> {
        let syntax = &self.all.report(statement).analysis.syntax;
        let tokens = syntax.tokens_of(statement.span);
        tokens.clone().find_map(|token| {
            let rest = token..tokens.end;
            let lemmas = rest.clone().map(|i| syntax.parse.lemma(i));
            let words = rest.map(|i| syntax.word(i));
            let found = self.lexicon.follow_ups.longest(lemmas);
            found.or_else(|| self.lexicon.follow_ups.longest(words)).map(|(_, kind)| *kind)
        })
    }

    /// Whether a statement has a word of this kind.
    fn tells(&self, statement: &Statement, kind: CommitmentCue) -> bool {
        let syntax = &self.all.report(statement).analysis.syntax;
        let mut tokens = syntax.tokens_of(statement.span);
        tokens.any(|token| {
            let lemma = syntax.parse.lemma(token).to_lowercase();
            let known = |verb| self.lexicon.commitments.get(&(lemma.as_str(), verb)) == Some(&kind);
            known(true) || known(false)
        })
    }

    /// Whether a statement itself binds someone.
    fn is_binding(&self, statement: &Statement) -> bool {
        self.bound_by(statement).next().is_some()
    }

    /// The commitments that bind in the words of a statement: their report and index.
    fn bound_by(&self, statement: &Statement) -> impl Iterator<Item = (usize, usize)> {
        let commitments = self.all.report(statement).analysis.commitments.iter().enumerate();
        let binding = commitments.filter(|(_, c)| c.value.is_binding());
        let here = binding.filter(|(_, c)| c.value.span.overlaps(statement.span));
        here.map(|(c, _)| (statement.report, c))
    }

    /// Whether a statement states the same commitment again.
    fn restates(&self, at: (usize, usize), statement: &Statement) -> bool {
        let group = self.group_of.get(&at);
        group.is_some() && self.bound_by(statement).any(|at| self.group_of.get(&at) == group)
    }

    /// Whether a statement has a number of the promise, one that few others have.
    fn shares_number(&self, promise: &Statement, other: &Statement) -> bool {
        let exact = |q: &&Quantity| q.bound == Bound::Exact && q.value >= NUMBER_MIN;
        let there = &self.all.claim(other).quantities;
        let asked = self.all.claim(promise).quantities.iter();
        asked.filter(exact).any(|q| there.iter().any(|other| other.value == q.value))
    }

    /// Whether one of the sentences just before states the same commitment again.
    fn after_restating(&self, at: (usize, usize), i: usize) -> bool {
        let here = &self.all.list[i];
        let before = self.all.list[..i].iter().rev().take(BEFORE_MAX);
        let mut before = before.take_while(|s| s.report == here.report);
        !self.restates(at, here) && before.any(|s| self.restates(at, s))
    }

    /// How many words of what was promised another report's statement has, themselves or kin.
    fn named(&self, at: (usize, usize), other: &Statement) -> usize {
        if other.report == at.0 {
            return 0;
        }
        let asked = commitment(self.all.reports(), at);
        let syntax = &self.all.reports()[at.0].analysis.syntax;
        let told = &self.all.report(other).analysis.syntax;
        let lemma = |syntax: &Syntax, i: usize| syntax.parse.lemma(i).to_lowercase();
        let content = |syntax: &Syntax, tokens: Range<usize>| -> BTreeSet<String> {
            let content = tokens.filter(|&i| is_content(syntax, i) && !syntax.is_punctuation(i));
            content.map(|i| lemma(syntax, i)).collect()
        };
        let there = content(told, told.tokens_of(other.span));
        let words = content(syntax, syntax.tokens_of(asked.what));
        words.iter().filter(|word| there.iter().any(|other| is_kin(word, other))).count()
    }

    /// How a statement answers to the act, the thing and the parties of a commitment.
    fn kin(&self, at: (usize, usize), other: &Statement) -> Kin {
        let asked = commitment(self.all.reports(), at);
        let syntax = &self.all.reports()[at.0].analysis.syntax;
        let object = syntax.child(asked.head, &[dep::DOBJ, dep::NSUBJPASS]);
        let told = &self.all.report(other).analysis.syntax;
        let tokens = &self.all.claim(other).tokens;
        let in_other = |token: usize| {
            let lemma = syntax.parse.lemma(token).to_lowercase();
            tokens.iter().any(|&i| is_kin(&lemma, &told.parse.lemma(i).to_lowercase()))
        };
        let bound = super::same::bound(asked, self.parties, at.0);
        let there = self.parties.within(other.report, told.tokens_of(other.span));
        Kin {
            act: in_other(asked.head),
            object: object.is_some_and(in_other),
            party: !bound.is_disjoint(&there),
            apart: !bound.is_empty() && !there.is_empty() && bound.is_disjoint(&there),
        }
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

/// What of a commitment a statement names.
struct Kin {
    act: bool,
    object: bool,
    party: bool,
    apart: bool,
}

/// The names of the signs.
pub fn names() -> Vec<&'static str> {
    Features::NAMES.into_iter().chain(NAMES).collect()
}

/// The trees that are part of the program.
pub fn english() -> &'static Forest {
    static ENGLISH: LazyLock<Forest> = LazyLock::new(|| {
        let table = include_str!("../../../../models/follow_ups.tsv");
        Forest::parse(table, &names()).expect("the built-in trees are tested")
    });
    &ENGLISH
}
