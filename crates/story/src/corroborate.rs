//! [`Corroboration`]: a claim with the reports that make it and the origins behind them.

mod named;
mod pledged;

use crate::{
    Meeting, Origin, Origins, Pledge, Report, Speech,
    claim::{
        ClaimGroup, Entailing, Entailment, Key, Likeness, Meaning, Pair, Statement, Statements,
        groups,
    },
    origin::Lineage,
    touched::Sentences,
    wording,
};
use analysis::Syntax;
use document::{DocId, Evidence, Fact, RuleId, Span};
use language::labels::{dep, pos, tag};
use lexicon::Lexicon;
use named::Persons;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// A claim of a story.
#[derive(Clone, Debug)]
pub struct Corroboration {
    /// The words that say it best on their own, and all that say it, as evidence.
    pub claim: Fact<String>,
    /// Where it is said, and how.
    pub tellings: Vec<Telling>,
    /// Of each report that does not make it, what is likeliest to speak of its matter, if anything
    /// may: perhaps the same in words that were not recognised, perhaps something else.
    pub related: Vec<Related>,
    /// How much of other reports speaks of its matter: the sum of likelihoods.
    pub centrality: f32,
    /// What it rests on.
    pub status: Status,
    /// Whether its words are told by the way, in a clause that hangs on a noun or on what happened.
    pub is_aside: bool,
    /// Whether its words tell something to who has read nothing else.
    pub is_clear: bool,
    /// The reports that make it.
    pub reports: BTreeSet<usize>,
    /// The origins behind those reports.
    pub origins: BTreeSet<usize>,
    /// The speech of which all those reports are accounts, where they say no more than that it was
    /// said.
    pub speech: Option<usize>,
}

/// A place where a claim is said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Telling {
    /// The words.
    pub span: Span,
    /// How they say it.
    pub manner: Manner,
    /// How much of the claim they say, 0 to 1.
    pub share: f32,
}

/// How a passage says a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Manner {
    /// In the claim's words.
    Same,
    /// In other words.
    Wording,
    /// With more.
    More,
}

/// What may speak of a claim's matter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Related {
    /// The words.
    pub span: Span,
    /// How likely it does, 0 to 1.
    pub likely: f32,
}

impl Related {
    /// Whether it is likely enough to be shown beside the claim, in a story of so many reports.
    pub fn is_likely(&self, reports: usize) -> bool {
        self.likely >= if reports > FEW_MAX { SHOWN_OF_MANY_MIN } else { SHOWN_MIN }
    }
}

/// What a claim rests on. Nothing here says whether it is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Two or more independent origins make it.
    Corroborated,
    /// One origin makes it.
    SingleOrigin,
    /// Several reports make it, and where they have it from is not known.
    LineageUnknown,
}

impl Status {
    /// The status's name in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Corroborated => "corroborated",
            Status::SingleOrigin => "single origin",
            Status::LineageUnknown => "lineage unknown",
        }
    }
}

/// Claims with the speech that all their words are accounts of, if there is one.
pub(crate) fn of_statements(
    mut claims: Vec<Corroboration>,
    speeches: &[Speech],
    reports: &[Report],
) -> Vec<Corroboration> {
    let mut by_report: BTreeMap<DocId, Vec<(Span, usize)>> = BTreeMap::new();
    for (n, speech) in speeches.iter().enumerate() {
        for (_, content) in speech.contents(reports) {
            by_report.entry(content.doc()).or_default().push((content, n));
        }
    }
    let within = |span: &Span| -> BTreeSet<usize> {
        let contents = by_report.get(&span.doc()).into_iter().flatten();
        contents.filter(|(content, _)| content.contains(*span)).map(|(_, n)| *n).collect()
    };
    for claim in claims.iter_mut().filter(|c| c.reports.len() > 1) {
        let spans = claim.claim.evidence.spans().iter();
        let shared = spans.map(within).reduce(|a, b| a.intersection(&b).copied().collect());
        claim.speech = shared.and_then(|speeches| speeches.into_iter().next());
    }
    claims
}

/// Least likelihood of speaking of one matter for a statement of another report to count.
const ABOUT_MIN: f32 = 0.5;
/// Least likelihood of that, or of saying the same, for a claim not to be told by one origin only.
/// Set 2026-11-23, .2, .3 and .5 read on six piles of real news.
const RELATED_MIN: f32 = 0.3;
/// Least likelihood for a passage to be shown beside a claim as on its matter. Set 2026-11-23 on 73
/// passages of thirty piles of real news, read by hand: of those likely less than .5 a fifth are
/// on it, from .5 two fifths, from .6 two thirds, from .8 nine tenths. From .7, read after that, 37
/// of 45 of 70 other piles; on nine pages that others read, two of six of those from .7 to .8.
const SHOWN_MIN: f32 = 0.8;
/// The same in a story of many reports, which tell of many things that are alike. Set 2026-11-23 on
/// 66 passages of eight piles of ten reports, read by hand: of those likely from .8 to .86 half are
/// on the matter, above six of seven (of 85 of 44 piles of three, from .8 to .9 18 of 21).
const SHOWN_OF_MANY_MIN: f32 = 0.86;
/// Most reports of a story that are few.
const FEW_MAX: usize = 5;

/// By statement: those of other reports that may speak of its matter, with how likely they do.
type Near = BTreeMap<usize, Vec<(usize, f32)>>;

/// The claims of a story, those of most origins first, then those of whose matter most is said.
pub(crate) fn weigh(all: &Statements<'_>, pairs: &[Pair], origins: &Origins) -> Vec<Corroboration> {
    let mut claims = Vec::new();
    let mut central = vec![0.0_f32; all.list.len()];
    let mut near = Near::new();
    for pair in pairs.iter().filter(|p| all.list[p.a].report != all.list[p.b].report) {
        let about = pair.about.max(pair.same);
        for (one, other) in [(pair.a, pair.b), (pair.b, pair.a)] {
            central[one] += if pair.about >= ABOUT_MIN { pair.about } else { 0.0 };
            if about >= RELATED_MIN {
                near.entry(one).or_default().push((other, about));
            }
        }
    }
    let beside = beside(all, pairs);
    let sentences = Sentences::of(all);
    let origin_of = whole(origins);
    for (group, bearing) in borne_out(all, &beside, groups(all, pairs, Likeness::english())) {
        let spans = group.statements.iter().map(|&i| all.list[i].span);
        let mut spans: Vec<_> = spans.collect();
        let mut behind: BTreeSet<usize> = origins.count(&spans).origins.into_iter().collect();
        let first = spans.remove(0);
        let chief = &all.list[group.chief];
        let words = wording::of(all.report(chief), all.claim(chief), all.lexicon());
        let from: BTreeSet<usize> = group.statements.iter().map(|&i| all.list[i].report).collect();
        let as_whole: BTreeSet<usize> =
            from.iter().filter_map(|r| origin_of.get(r)).copied().collect();
        // Reports of one account are no two, whatever else their passages rest on.
        if as_whole.len() == 1 && from.len() > 1 && behind.len() > 1 {
            behind = as_whole;
        }
        claims.push(Corroboration {
            claim: Fact::new(words, Evidence::of(first, spans), RuleId::new("claim/clause")),
            tellings: tellings(all, &group, &bearing),
            related: related(all, &group, (&near, &sentences), &from),
            centrality: group.statements.iter().map(|&i| central[all.stands_for(i)]).sum(),
            status: status(&behind, origins),
            is_aside: is_aside(all, chief),
            is_clear: wording::is_clear(all.report(chief), all.claim(chief), all.lexicon()),
            reports: from,
            origins: behind,
            speech: None,
        });
    }
    ordered(claims)
}

/// Whether a statement hangs on a noun or on what happened.
fn is_aside(all: &Statements<'_>, statement: &Statement) -> bool {
    let head = all.claim(statement).head;
    let dep = all.report(statement).analysis.syntax.parse.tokens[head].dep;
    matches!(dep, dep::RELCL | dep::ACL | dep::ADVCL)
}

/// What a word that stands in every statement of the story still weighs, so that stories of few
/// reports are judged by something.
const RARITY_MIN: f32 = 0.05;
/// Least share of the words of a claim's sentence, weighed by how rare they are in the story, that
/// another report's sentence must have where the claim is shown as its sentence.
const SENTENCE_MIN: f32 = 0.5;

/// Of a claim that is read as its whole sentence, because its own words do not stand alone, leaves
/// out reports that say too little of the sentence.
fn keep_answering(all: &Statements<'_>, group: &mut ClaimGroup) {
    let chief = &all.list[group.chief];
    if group.statements.len() == 1
        || wording::is_alone(all.report(chief), all.claim(chief), all.lexicon())
    {
        return;
    }
    let asked = all.keys_of_sentence(chief);
    let weight = |keys: &mut dyn Iterator<Item = &Key>| -> f32 {
        keys.map(|key| all.rarity_shared(*key).max(RARITY_MIN)).sum()
    };
    let least = SENTENCE_MIN * weight(&mut asked.iter());
    group.statements.retain(|&i| {
        let by = &all.list[i];
        let has = all.keys_of_sentence(by);
        let mut shared = asked.iter().filter(|key| has.binary_search(key).is_ok());
        by.report == chief.report || weight(&mut shared) >= least
    });
}

/// By report: the origin that it rests on as a whole.
fn whole(origins: &Origins) -> BTreeMap<usize, usize> {
    let of =
        |(o, origin): (usize, &Origin)| origin.reports.iter().map(|&r| (r, o)).collect::<Vec<_>>();
    origins.list.iter().enumerate().flat_map(of).collect()
}

/// By statement: the pairs of it and one of another report that may bear it out.
fn beside<'p>(all: &Statements<'_>, pairs: &'p [Pair]) -> BTreeMap<usize, Vec<(usize, &'p Pair)>> {
    let mut beside: BTreeMap<usize, Vec<(usize, &Pair)>> = BTreeMap::new();
    for pair in pairs.iter().filter(|p| p.about.max(p.same) >= ABOUT_MIN) {
        let (a, b) = (&all.list[pair.a], &all.list[pair.b]);
        if a.report != b.report && all.may_be_one(a, b) {
            beside.entry(pair.a).or_default().push((pair.b, pair));
            beside.entry(pair.b).or_default().push((pair.a, pair));
        }
    }
    beside
}

/// Groups with the statements that bear their chiefs out, and which these are. Of two that come to
/// hold the same the one stays that is borne out better.
fn borne_out(
    all: &Statements<'_>,
    beside: &BTreeMap<usize, Vec<(usize, &Pair)>>,
    groups: Vec<ClaimGroup>,
) -> Vec<(ClaimGroup, BTreeSet<usize>)> {
    let mut best: BTreeMap<Vec<usize>, (f32, usize)> = BTreeMap::new();
    let mut wider = Vec::new();
    let mut repeats: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in (0..all.list.len()).filter(|&i| all.stands_for(i) != i) {
        repeats.entry(all.stands_for(i)).or_default().push(i);
    }
    for (n, mut group) in groups.into_iter().enumerate() {
        let chosen = bearing_out(all, beside, &group);
        let least = chosen.iter().map(|b| b.0).fold(1.0, f32::min);
        let repeated = |(_, i): &(f32, usize)| repeats.get(i).into_iter().flatten().copied();
        let mut bearing: BTreeSet<usize> = chosen.iter().flat_map(repeated).collect();
        bearing.extend(chosen.iter().map(|b| b.1));
        group.statements.extend(&bearing);
        group.statements.sort_unstable();
        group.statements.dedup();
        keep_answering(all, &mut group);
        let has = best.entry(group.statements.clone()).or_insert((least, n));
        if least > has.0 {
            *has = (least, n);
        }
        wider.push((group, bearing));
    }
    let chosen: BTreeSet<usize> = best.into_values().map(|(_, n)| n).collect();
    let kept = wider.into_iter().enumerate().filter(|(n, _)| chosen.contains(n));
    kept.map(|(_, group)| group).collect()
}

/// Of each report outside a group the statement that says all that the group's chief says, and
/// perhaps more, if one does, with how likely that is.
fn bearing_out(
    all: &Statements<'_>,
    beside: &BTreeMap<usize, Vec<(usize, &Pair)>>,
    group: &ClaimGroup,
) -> Vec<(f32, usize)> {
    let entailment = Entailment::english();
    let chief = all.stands_for(group.chief);
    let within: BTreeSet<usize> = group.statements.iter().map(|&i| all.list[i].report).collect();
    let mut best: BTreeMap<usize, (f32, usize)> = BTreeMap::new();
    for &(other, pair) in beside.get(&chief).into_iter().flatten() {
        let by = &all.list[other];
        let signs = Entailing::of(all, (&all.list[chief], by), &pair.features);
        let likely = entailment.likely(&signs);
        if within.contains(&by.report) || likely < entailment.threshold {
            continue;
        }
        let has = best.entry(by.report).or_insert((likely, other));
        if likely > has.0 {
            *has = (likely, other);
        }
    }
    best.into_values().collect()
}

/// Adds, for each meeting and each promise or agreement that several reports tell of, the claim
/// that it was held or made: who came together where, and who is to do what, is told in too many
/// words for their likeness, but the slots agree.
pub(crate) fn with_slots(
    mut claims: Vec<Corroboration>,
    (meetings, pledges): (&[Meeting], &[Pledge]),
    reports: &[Report],
    (origins, entity): (&Origins, &dyn Fn(usize, usize) -> Option<usize>),
    lexicon: &Lexicon,
) -> Vec<Corroboration> {
    let held = meetings.iter().map(|m| (m.stated.clone(), "claim/meeting"));
    let by_doc = reports.iter().enumerate().map(|(r, report)| (report.document.id, r)).collect();
    let bound = pledges.iter().map(|p| (p.told_alike(reports, &by_doc), "claim/commitment"));
    // A report in its own words may still rest on another's account: whole reports count.
    let origin_of = whole(origins);
    let placed = placed(&claims);
    let mut told: Vec<Corroboration> = Vec::new();
    let mut slot_of: BTreeMap<Span, usize> = BTreeMap::new();
    for (mut stated, rule) in held.chain(bound) {
        if stated.iter().all(|s| s.0 == stated[0].0) {
            continue;
        }
        // What else a long sentence says is not what the others bear out.
        let clear = |&&(report, token, _): &&(usize, usize, Span)| {
            let syntax = &reports[report].analysis.syntax;
            let sentence = syntax.sentence(token);
            let root = sentence.clone().find(|&i| syntax.parse.head(i) == i).unwrap_or(token);
            let (names_subject, _) = clearness(syntax, lexicon, sentence.clone(), root);
            (names_subject, Reverse(sentence.len()))
        };
        // The first of equals.
        let clearest = stated.iter().rev().max_by_key(clear).copied();
        let Some((report, token, first)) = clearest else { continue };
        let central = stated.len() as f32;
        let persons = Persons::of((reports, &by_doc), entity, (report, first));
        let names_few = |other: &mut _| !persons.are_named(other);
        let beside: Vec<_> = stated.extract_if(.., names_few).collect();
        let too = said_too(&claims, &placed, &stated);
        let mut from: BTreeSet<usize> = stated.iter().map(|s| s.0).collect();
        from.extend(too.iter().flat_map(|&c| &claims[c].reports));
        if from.len() < 2 {
            continue;
        }
        let beside = beside.iter().map(|s| Related { span: s.2, likely: 1.0 });
        let near = too.iter().flat_map(|&c| &claims[c].related).copied();
        let related = each_report_once(beside.chain(near), &by_doc, &from);
        let more = too.iter().flat_map(|&c| claims[c].claim.evidence.spans()).copied();
        let named = stated.iter().filter_map(|s| persons.named_after(s));
        let spans: BTreeSet<Span> = stated.iter().map(|s| s.2).chain(more).chain(named).collect();
        let behind: BTreeSet<usize> =
            from.iter().filter_map(|r| origin_of.get(r)).copied().collect();
        let syntax = &reports[report].analysis.syntax;
        let sentence = syntax.span(syntax.sentence(token));
        let whole =
            || wording::line(reports[report].document.text.words(sentence.unwrap_or(first)));
        let mut claims = reports[report].analysis.claims.iter();
        let clause = claims.find(|c| c.value.head == token && c.value.span.contains(first));
        let words = clause.map_or_else(whole, |c| wording::of(&reports[report], &c.value, lexicon));
        let evidence = Evidence::of(first, spans.iter().copied());
        slot_of.extend(spans.iter().map(|span| (*span, told.len())));
        told.push(Corroboration {
            claim: Fact::new(words, evidence, RuleId::new(rule)),
            tellings: spans
                .iter()
                .map(|&span| Telling {
                    span,
                    manner: if span == first { Manner::Same } else { Manner::Wording },
                    share: persons.share(span),
                })
                .collect(),
            related,
            centrality: central,
            status: status(&behind, origins),
            is_aside: false,
            is_clear: clause.is_none_or(|c| wording::is_clear(&reports[report], &c.value, lexicon)),
            reports: from,
            origins: behind,
            speech: None,
        });
    }
    // The clause that tells of it is no second claim.
    claims.retain(|claim| {
        let mut slots = claim.claim.evidence.spans().iter().map(|span| slot_of.get(span));
        let first = slots.next().flatten();
        first.is_none() || slots.any(|slot| slot != first)
    });
    claims.extend(told);
    pledged::add(&mut claims, pledges, &by_doc);
    ordered(claims)
}

/// What may speak of a claim's matter, of each report that does not make it the likeliest.
fn each_report_once(
    related: impl Iterator<Item = Related>,
    by_doc: &BTreeMap<DocId, usize>,
    from: &BTreeSet<usize>,
) -> Vec<Related> {
    let mut best: BTreeMap<usize, Related> = BTreeMap::new();
    for r in related {
        let Some(report) = by_doc.get(&r.span.doc()).filter(|report| !from.contains(report)) else {
            continue;
        };
        let has = best.entry(*report).or_insert(r);
        if r.likely > has.likely {
            *has = r;
        }
    }
    best.into_values().collect()
}

/// By document: the passages of claims, and of which.
fn placed(claims: &[Corroboration]) -> BTreeMap<DocId, Vec<(Span, usize)>> {
    let mut placed: BTreeMap<DocId, Vec<(Span, usize)>> = BTreeMap::new();
    for (c, claim) in claims.iter().enumerate() {
        for &span in claim.claim.evidence.spans() {
            placed.entry(span.doc()).or_default().push((span, c));
        }
    }
    placed
}

/// Share of two passages that must be of both for them to be one statement. Set by hand
/// 2026-11-23, not swept.
const ONE_PASSAGE: f32 = 0.8;

/// The claims one of whose passages is one of these: all that makes them says it too.
fn said_too(
    claims: &[Corroboration],
    placed: &BTreeMap<DocId, Vec<(Span, usize)>>,
    stated: &[(usize, usize, Span)],
) -> BTreeSet<usize> {
    let of = |&(_, _, span): &(usize, usize, Span)| {
        let here = placed.get(&span.doc()).into_iter().flatten();
        here.filter(move |(other, _)| common(span, *other) >= ONE_PASSAGE).map(|(_, c)| *c)
    };
    stated.iter().flat_map(of).filter(|&c| !claims[c].is_aside).collect()
}

/// Share of the longer of two passages of a document that is of both.
fn common(a: Span, b: Span) -> f32 {
    let shared = a.end().min(b.end()).saturating_sub(a.start().max(b.start()));
    shared as f32 / a.range().len().max(b.range().len()).max(1) as f32
}

fn status(behind: &BTreeSet<usize>, origins: &Origins) -> Status {
    let known = behind.iter().filter(|o| origins.list[**o].lineage == Lineage::Known).count();
    match behind.len() {
        0 | 1 => Status::SingleOrigin,
        _ if known < 2 => Status::LineageUnknown,
        _ => Status::Corroborated,
    }
}

/// Those of most origins first, then of most reports, then of whose matter most is said. Two
/// clauses of one sentence that do not stand alone are both shown as the sentence: the one that
/// says more of it is enough where no further report has the other.
fn ordered(mut claims: Vec<Corroboration>) -> Vec<Corroboration> {
    let spread = |c: &Corroboration| (c.origins.len(), c.reports.len());
    let length = |c: &Corroboration| {
        c.claim.evidence.spans().iter().map(|s| s.end() - s.start()).max().unwrap_or(0)
    };
    claims.sort_by_key(|c| Reverse((spread(c), length(c))));
    let mut shown: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    claims.retain(|claim| {
        let words = claim.claim.value.trim_end_matches(|c: char| !c.is_alphanumeric());
        let reports = shown.entry(words.to_string()).or_default();
        let is_new = !claim.reports.is_subset(reports);
        reports.extend(&claim.reports);
        is_new
    });
    claims.sort_by(|x, y| spread(y).cmp(&spread(x)).then(y.centrality.total_cmp(&x.centrality)));
    claims
}

/// How clear a clause is to who has read nothing else: whether its subject points back at nothing
/// ("the announcement", "this"), and how few of its words do.
pub(crate) fn clearness(
    syntax: &Syntax,
    lexicon: &Lexicon,
    words: Range<usize>,
    head: usize,
) -> (bool, Reverse<usize>) {
    let points_back = |i: usize| {
        let t = &syntax.parse.tokens[i];
        let relative = matches!(t.tag, tag::WDT | tag::WP | tag::WP_POSS);
        if t.pos == pos::PRON {
            return !relative && t.dep != dep::EXPL;
        }
        let noun = syntax.parse.head(i);
        let points = t.dep == dep::DET && lexicon.definite.contains(syntax.lower(i).as_str());
        let told = || {
            let mut phrase = syntax.parse.subtree(noun);
            phrase.any(|w| matches!(syntax.parse.tokens[w].pos, pos::PROPN | pos::NUM))
        };
        points && syntax.parse.tokens[noun].pos == pos::NOUN && !told()
    };
    let open = words.filter(|&i| points_back(i)).count();
    let subject = syntax.child(head, &[dep::NSUBJ, dep::NSUBJPASS]);
    let own = |s: usize| syntax.noun_phrase(s).all(|i| !points_back(i));
    (subject.is_some_and(own), Reverse(open))
}

/// Whether a statement has a verb and, inside it, a subject of its own that is no pronoun.
pub(crate) fn stands_alone(all: &Statements<'_>, statement: &Statement) -> bool {
    let syntax = &all.report(statement).analysis.syntax;
    let claim = all.claim(statement);
    let is_verbal = matches!(syntax.parse.tokens[claim.head].pos, pos::VERB | pos::AUX);
    let subject = syntax.child(claim.head, &[dep::NSUBJ, dep::NSUBJPASS]);
    is_verbal
        && subject.is_some_and(|s| {
            let named = !matches!(syntax.parse.tokens[s].pos, pos::PRON | pos::DET);
            let inside = statement.span.start() <= syntax.parse.tokens[s].start as usize;
            named && inside
        })
}

/// The statements of a group, each with how it says what the chief says.
fn tellings(all: &Statements<'_>, group: &ClaimGroup, bearing: &BTreeSet<usize>) -> Vec<Telling> {
    let chief = &all.list[group.chief];
    let manner = |i: usize| {
        let s = &all.list[i];
        match answered(all, s, chief) && answered(all, chief, s) {
            true => Manner::Same,
            false if bearing.contains(&i) => Manner::More,
            false => Manner::Wording,
        }
    };
    let telling = |&i: &usize| {
        let s = &all.list[i];
        Telling { span: s.span, manner: manner(i), share: all.answered(chief, s).all }
    };
    group.statements.iter().map(telling).collect()
}

/// Of each report outside a group the statement that is likeliest to speak of its matter, or the
/// sentence that has much of its words.
fn related(
    all: &Statements<'_>,
    group: &ClaimGroup,
    (near, sentences): (&Near, &Sentences),
    from: &BTreeSet<usize>,
) -> Vec<Related> {
    let touching = sentences.touching(all, &all.list[group.chief]).into_iter();
    let mut best: BTreeMap<usize, (f32, usize)> =
        touching.map(|(report, statement)| (report, (RELATED_MIN, statement))).collect();
    let stood_for: BTreeSet<usize> = group.statements.iter().map(|&i| all.stands_for(i)).collect();
    for &(other, about) in stood_for.iter().filter_map(|i| near.get(i)).flatten() {
        let report = all.list[other].report;
        let has = best.entry(report).or_insert((about, other));
        if !from.contains(&report) && (about, Reverse(other)) > (has.0, Reverse(has.1)) {
            *has = (about, other);
        }
    }
    let outside = best.iter().filter(|(report, _)| !from.contains(report));
    let related = |&(likely, other): &(f32, usize)| Related { span: all.list[other].span, likely };
    outside.map(|(_, best)| related(best)).collect()
}

/// Whether each word of content of a statement has one in the other that means the same.
fn answered(all: &Statements<'_>, a: &Statement, b: &Statement) -> bool {
    a.terms.iter().all(|term| {
        b.terms.iter().any(|other| match (term.meaning, other.meaning) {
            (Meaning::Word(x), Meaning::Word(y)) => all.is_same_word(x, y),
            (Meaning::Quantity(x), Meaning::Quantity(y)) => {
                all.quantity(a, x).agrees(all.quantity(b, y))
            }
            (x, y) => x == y,
        })
    })
}
