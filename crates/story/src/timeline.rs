//! The [`Timeline`]: what happened when, and what is to come, each happening once.
//!
//! An entry is a [`Happening`]: mentions of one thing in several documents, merged by day and by
//! what they say. Its day is when it happened, not when it was published.

pub(crate) mod alone;
mod pointing;
mod when;
pub(crate) mod whole;

use crate::{
    Origins, Report,
    clause::{self, Clause},
    commitment::published,
    corroborate::Corroboration,
    held::Held,
    window::Windows,
};
use analysis::{
    Analysis, EventMention, QuotationKind, Realis, Syntax,
    time::{Day, Direction, Interval, TimeExpr, TimeKind, by_words},
};
use document::{Evidence, Fact, RuleId, Span};
use language::labels::{dep, pos, tag};
use lexicon::{
    Lexicon,
    rows::{CommitmentCue, FollowUpKind},
};
use std::collections::{BTreeMap, BTreeSet};

/// One thing that happened, or is to happen, with the mentions of it.
#[derive(Clone, Debug)]
pub struct Happening {
    /// The words that say it best, and all that say it, as evidence.
    pub what: Fact<String>,
    /// TIMEX3 value of its time.
    pub value: String,
    /// The words that name its time.
    pub named: Span,
    /// The days in which it lies; unknown where the report has no day and names only a weekday.
    pub interval: Option<Interval>,
    /// Whether it is told as having happened.
    pub realis: Realis,
    /// Whether the day rests on an estimate of when the report was published.
    pub estimated: bool,
    /// Whether no clause names its time and it was taken from the words around.
    pub implied: bool,
    /// Whether its words speak of somebody or something that they do not name.
    pub open: bool,
    /// The reports that tell it.
    pub reports: BTreeSet<usize>,
    /// The origins behind those reports.
    pub origins: BTreeSet<usize>,
}

/// Most mentions of one day that are compared with each other or with another; the rest stay apart.
pub(crate) const COMPARED_MAX: usize = 400;

/// Share of the words of the shorter mention that two mentions of one day must have in common to
/// tell the same. 0.4 to 0.7 read on two invented stories and five reports, 2026-11-22.
const SHARED_MIN: f64 = 0.6;

/// Fewest words two such mentions share.
const SHARED_WORDS_MIN: usize = 3;

/// The same for the words that are no names, of the whole clause with what it says was said. Set by
/// hand 2026-11-23 on real piles, not swept.
const PLAIN_MIN: f64 = 0.2;

/// Most days of the time of a clause that only describes something and can be read alone: what is
/// described by a year is not told of that year.
const DAYS_MAX: i32 = 7;

/// Days before the last day told as past of a report without a day after which nothing of it is
/// still to come.
const LONG_OVER: i32 = 366;

/// A mention with its place.
struct Told<'r> {
    report: usize,
    mention: &'r EventMention,
    clause: Clause,
    realis: Realis,
    time: &'r TimeExpr,
    value: String,
    interval: Option<Interval>,
    estimated: bool,
    implied: bool,
    words: BTreeSet<String>,
    /// Those of them that are no names and do not say that somebody speaks.
    plain: BTreeSet<String>,
    /// What was said, where the mention only tells that somebody said it.
    said: Option<Span>,
}

/// The happenings of some reports, by time. Cost: quadratic in the mentions of one day, up to a
/// limit.
pub(crate) fn line(
    reports: &[Report],
    claims: &[Corroboration],
    origins: &Origins,
    windows: &Windows,
    held: &Held,
) -> Vec<Happening> {
    let told = told(reports, windows);
    let groups = merge(&told, reports, claims);
    let is_held = |&i: &usize| {
        told[i].realis == Realis::Planned && held.has(told[i].report, told[i].mention.span)
    };
    let mut happenings: Vec<Happening> =
        groups.iter().map(|group| happening(&told, group, reports, origins)).collect();
    for (happening, group) in happenings.iter_mut().zip(&groups) {
        happening.open |= group.iter().any(is_held);
    }
    happenings.sort_by(|a, b| {
        let days = |h: &Happening| h.interval.map(|i| (i.earliest, i.latest));
        let key = |h: &Happening| (h.interval.is_none(), days(h), h.value.clone());
        key(a).cmp(&key(b)).then_with(|| a.what.evidence.cmp(&b.what.evidence))
    });
    happenings
}

fn told<'r>(reports: &'r [Report], windows: &Windows) -> Vec<Told<'r>> {
    let mut told = Vec::new();
    for (r, report) in reports.iter().enumerate() {
        let analysis = &report.analysis;
        let said = said(analysis);
        let today = published(report).and_then(Day::parse);
        let last = last_told(report);
        for fact in &analysis.events {
            let mention = &fact.value;
            let Some(time) = mention.time.or(mention.implied) else { continue };
            let time = &analysis.times[time].value;
            let ahead = mention.realis == Realis::Planned;
            let estimate = windows.resolve(r, time, ahead);
            let estimated = estimate.is_some();
            let (value, interval) = match estimate {
                Some((value, days)) => (value, Some(days)),
                None => when::told(&analysis.syntax, time),
            };
            if !when::is_of_a_happening(&analysis.syntax, time, interval) {
                continue;
            }
            let implied = mention.time.is_none();
            let weak = matches!(mention.realis, Realis::Generic);
            let alone = mention.actor.is_none() && mention.target.is_none();
            let bare = alone && mention.claim.is_none();
            if bare || implied && (weak || mention.actor.is_none()) {
                continue;
            }
            let content = said.get(&mention.head).copied();
            let content = content.filter(|&content| !mention.span.contains(content));
            if is_placing(analysis, mention) {
                continue;
            }
            let Some(clause) = clause::of(analysis, mention) else { continue };
            let days = Days { interval, today, last };
            let Some(realis) = realis(analysis, mention, time, &days) else { continue };
            let is_plain = |&i: &usize| is_plain(&analysis.syntax, i);
            let of = |span| content_of(&analysis.syntax, time, span);
            let mut words: BTreeSet<String> = lemmas(&analysis.syntax, of(mention.span));
            if words.len() < SHARED_WORDS_MIN {
                words.extend(lemmas(&analysis.syntax, of(clause.span)));
            }
            let told_by = [Some(mention.span), Some(clause.span), content];
            let plain = told_by.into_iter().flatten().flat_map(of).filter(is_plain);
            let plain = lemmas(&analysis.syntax, plain);
            told.push(Told {
                report: r,
                mention,
                clause,
                realis,
                time,
                value,
                interval,
                estimated,
                implied,
                words,
                plain,
                said: content,
            });
        }
    }
    told
}

/// The words of content of a span but for a time.
fn content_of<'a>(
    syntax: &'a Syntax,
    time: &'a TimeExpr,
    span: Span,
) -> impl Iterator<Item = usize> + 'a {
    let content = syntax.tokens_of(span).filter(|&i| analysis::claim::is_content(syntax, i));
    content.filter(|i| !time.tokens.contains(i))
}

fn lemmas(syntax: &Syntax, tokens: impl Iterator<Item = usize>) -> BTreeSet<String> {
    tokens.map(|i| syntax.parse.lemma(i).to_lowercase()).collect()
}

/// Whether a word is no name and does not say but that somebody speaks.
fn is_plain(syntax: &Syntax, token: usize) -> bool {
    let lemma = syntax.parse.lemma(token).to_lowercase();
    let cues = Lexicon::english().cues.get(lemma.as_str());
    let says = cues.into_iter().flatten().any(|cue| cue.stance == lexicon::NEUTRAL);
    syntax.parse.tokens[token].pos != pos::PROPN && !says
}

/// The days of a mention and of its report.
struct Days {
    interval: Option<Interval>,
    /// The day of publication.
    today: Option<Day>,
    /// The last day that the report tells as past.
    last: Option<Day>,
}

/// Whether a mention tells of what happened or of what is to come; `None` for what was to be and
/// is over, was taken back or is only hoped for.
fn realis(
    analysis: &Analysis,
    mention: &EventMention,
    time: &TimeExpr,
    days: &Days,
) -> Option<Realis> {
    let Days { interval, today, last } = *days;
    let realis = match (mention.realis, interval.zip(today)) {
        // "A rule to wear no white until spring".
        (Realis::Actual, Some((days, today)))
            if days.earliest > today && is_bare_season(analysis, time) =>
        {
            return None;
        }
        // "Now gives them until 8 February".
        (Realis::Actual, Some((days, today)))
            if mention.time.is_some()
                && days.earliest > today
                && !is_past(analysis, mention.head) =>
        {
            Realis::Planned
        }
        // What was to be before the report came is no plan any more.
        (Realis::Planned, Some((days, today))) if days.latest < today => {
            if is_foretold(analysis, mention.head) {
                return None;
            }
            Realis::Actual
        }
        // "Spoke of a meeting next week".
        (Realis::Actual, None) if interval.is_none() && names_future(analysis, time) => {
            Realis::Planned
        }
        (realis, _) => realis,
    };
    let long_over = |(days, last): (Interval, Day)| days.latest.plus(LONG_OVER) < last;
    let over = today.is_none() && interval.zip(last).is_some_and(long_over);
    let planned = realis == Realis::Planned;
    (!planned || !over && !is_no_plan(analysis, mention.head, time)).then_some(realis)
}

/// Whether a time is a season of no year that words name: "until spring", and not "this spring".
fn is_bare_season(analysis: &Analysis, time: &TimeExpr) -> bool {
    let (syntax, lexicon) = (&analysis.syntax, Lexicon::english());
    let points = |i: usize| {
        let determiner = syntax.parse.tokens[i].tag == tag::DT;
        determiner && !lexicon.definite.contains(syntax.lower(i).as_str())
            || syntax.parse.tokens[i].tag == tag::CD
    };
    time.is_season()
        && by_words(syntax, lexicon, time).is_none()
        && !time.tokens.clone().any(points)
}

/// The last day that a report tells as past.
fn last_told(report: &Report) -> Option<Day> {
    let analysis = &report.analysis;
    let told = analysis.events.iter().map(|e| &e.value).filter(|e| e.realis == Realis::Actual);
    let times = told.filter_map(|e| analysis.times[e.time?].value.interval);
    times.map(|days| days.earliest).max()
}

/// Whether a verb of speech has nothing under it that was said.
fn says_nothing(analysis: &Analysis, verb: usize) -> bool {
    let syntax = &analysis.syntax;
    let lemma = syntax.parse.lemma(verb).to_lowercase();
    let content = [dep::CCOMP, dep::DOBJ, dep::XCOMP, dep::PARATAXIS, dep::NSUBJPASS];
    let says = Lexicon::english().cues.contains_key(lemma.as_str());
    says && !content.iter().any(|&part| syntax.has_child(verb, part))
}

/// Whether a verb tells by its form of what is to be: "visit" after "will", "was to be held".
fn is_foretold(analysis: &Analysis, verb: usize) -> bool {
    let parse = &analysis.syntax.parse;
    let mut helpers = parse.children(verb).map(|c| parse.tokens[c].tag);
    parse.tokens[verb].tag == tag::VB || helpers.any(|tag| matches!(tag, tag::TO | tag::MD))
}

/// Whether what seems to lie ahead is over by its own words, taken back, hoped or asked for.
fn is_no_plan(analysis: &Analysis, verb: usize, time: &TimeExpr) -> bool {
    /// Steps up the tree to a word of hoping or asking.
    const STEPS: usize = 3;
    let (syntax, parse) = (&analysis.syntax, &analysis.syntax.parse);
    let lexicon = Lexicon::english();
    if by_words(syntax, lexicon, time) == Some(Direction::Past) {
        return true;
    }
    let tag = parse.tokens[verb].tag;
    let dated = time.interval.is_some() && time.is_calendar();
    let kind = lexicon.follow_ups.get(&parse.lemma(verb).to_lowercase());
    let ends = matches!(kind, Some(FollowUpKind::Late | FollowUpKind::Withdrawn));
    if is_past(analysis, verb) && (tag == tag::VBD && dated || ends) {
        return true;
    }
    let mut at = verb;
    (0..STEPS).any(|_| {
        let inside = matches!(parse.tokens[at].dep, dep::XCOMP | dep::CCOMP);
        let above = parse.head(at);
        if !inside || above == at {
            return false;
        }
        at = above;
        let key = (parse.lemma(at).to_lowercase(), parse.tokens[at].pos == pos::VERB);
        let kind = lexicon.commitments.get(&(key.0.as_str(), key.1));
        // "Needs to look to the vote in May".
        let state = lexicon.statives.get(key.0.as_str()) == Some(&"state");
        if state && key.1 && syntax.is_infinitive(verb) {
            return true;
        }
        // "Insisted that he would stay" asks nothing.
        let asks = |kind| matches!(kind, CommitmentCue::Demand | CommitmentCue::Refuse);
        let to = syntax.is_infinitive(verb);
        kind.is_some_and(|&kind| kind == CommitmentCue::Hope || to && asks(kind))
    })
}

/// Whether a verb has the form of the past.
fn is_past(analysis: &Analysis, verb: usize) -> bool {
    matches!(analysis.syntax.parse.tokens[verb].tag, tag::VBD | tag::VBN)
}

/// Whether a time lies ahead by its own words.
fn names_future(analysis: &Analysis, time: &TimeExpr) -> bool {
    let lexicon = Lexicon::english();
    by_words(&analysis.syntax, lexicon, time) == Some(Direction::Future)
}

/// Whether a mention only places something in time: "that was in the middle of the night".
fn is_placing(analysis: &Analysis, mention: &EventMention) -> bool {
    let (syntax, parse) = (&analysis.syntax, &analysis.syntax.parse);
    let named = [dep::ATTR, dep::ACOMP].iter().any(|&d| syntax.has_child(mention.head, d));
    let points = |s: usize| parse.tokens[s].tag == tag::DT;
    let be = parse.tokens[mention.head].pos == pos::AUX;
    be && !named && mention.actor.is_some_and(points)
}

/// By token of a cue: what it says was said.
fn said(analysis: &Analysis) -> BTreeMap<usize, Span> {
    let quotations = analysis.quotations.iter();
    let cues = quotations.filter_map(|q| Some((q.value.cue?, q.value.content)));
    cues.flat_map(|(cue, content)| analysis.syntax.tokens_of(cue).map(move |t| (t, content)))
        .collect()
}

/// The words of a mention and where they stand, with what was said if that is beside it and short,
/// and with who says so unless several origins do.
fn words_of(told: &Told<'_>, reports: &[Report], several: bool) -> (alone::Words, Span) {
    let report = &reports[told.report];
    let text = &report.document.text;
    let long = told.interval.is_none_or(|days| days.len() > DAYS_MAX);
    let with_said = with_said(told).and_then(|(start, end)| text.trimmed_span(start..end));
    let stands = with_said.unwrap_or(told.clause.span);
    let words = alone::of(report, &told.clause, stands);
    // "They say that" of nobody known says less than what they say.
    let by = attributed(told, &report.analysis).filter(|_| with_said.is_none() && !several);
    let by = by.and_then(|(from, to)| text.trimmed_span(from..to));
    let by = by.map(|span| alone::of(report, &told.clause, span));
    let by = by.filter(|said| !said.is_open || words.is_open);
    let words = by.unwrap_or(words);
    let is_open = words.is_open || told.clause.describes && long;
    (alone::Words { is_open, ..words }, stands)
}

/// The words that say who says it and how, where a line has them.
fn who_says<'a>(
    told: &Told<'_>,
    reports: &'a [Report],
    line: &'a str,
) -> impl Iterator<Item = Span> + 'a {
    let report = &reports[told.report];
    let said = told.mention.quotation.map(|q| &report.analysis.quotations[q].value);
    let cue = said.and_then(|q| q.cue).filter(|&cue| {
        let words = report.document.text.words(cue);
        attributed(told, &report.analysis).is_some() && line.contains(words)
    });
    let speaker = said.and_then(|q| q.speaker.as_ref()).filter(|_| cue.is_some());
    cue.into_iter().chain(speaker.map(|s| s.span))
}

/// From the first to the last byte of a clause with the words that say whose it is, where it is
/// all that somebody is reported to have said: what he says is not told as a fact.
fn attributed(told: &Told<'_>, analysis: &Analysis) -> Option<(usize, usize)> {
    /// Most bytes of both together, and of what lies between them. Set by hand 2026-11-23, not
    /// swept.
    const BYTES_MAX: usize = 400;
    const BETWEEN_MAX: usize = 12;
    let said = &analysis.quotations[told.mention.quotation?].value;
    let (clause, content) = (told.clause.span, said.content);
    let speaker = said.speaker.as_ref()?.span;
    let cue = said.cue?;
    if said.kind == QuotationKind::Direct || !content.contains(clause) {
        return None;
    }
    let (from, to) = (speaker.start().min(cue.start()), speaker.end().max(cue.end()));
    let (start, end) = match to <= content.start() {
        true if clause.start() - content.start() <= BETWEEN_MAX => (from, clause.end()),
        false if from >= content.end() && content.end() - clause.end() <= BETWEEN_MAX => {
            (clause.start(), to)
        }
        _ => return None,
    };
    (told.clause.is_own && end - start <= BYTES_MAX).then_some((start, end))
}

/// From the first to the last byte of a clause with what it says was said, where it does not hold
/// that.
fn with_said(told: &Told<'_>) -> Option<(usize, usize)> {
    /// Most bytes of both together. Set by hand 2026-11-22, not swept.
    const BYTES_MAX: usize = 400;
    let own = told.clause.span;
    let content = told.said.filter(|content| !own.contains(*content))?;
    let (start, end) = (own.start().min(content.start()), own.end().max(content.end()));
    (end - start <= BYTES_MAX).then_some((start, end))
}

/// Indices of mentions that tell the same.
fn merge(told: &[Told<'_>], reports: &[Report], claims: &[Corroboration]) -> Vec<Vec<usize>> {
    let mut claim_of: BTreeMap<Span, usize> = BTreeMap::new();
    for (i, claim) in claims.iter().enumerate() {
        // The claim of most origins comes first.
        for &span in claim.claim.evidence.spans() {
            claim_of.entry(span).or_insert(i);
        }
    }
    let claim = |t: &Told<'_>| {
        let claims = &reports[t.report].analysis.claims;
        t.mention.claim.and_then(|c| claim_of.get(&claims[c].value.span).copied())
    };
    let mut parent: Vec<usize> = (0..told.len()).collect();
    let mut by_day: BTreeMap<(Option<Interval>, &str), Vec<usize>> = BTreeMap::new();
    let mut by_claim: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, t) in told.iter().enumerate() {
        let value = if t.interval.is_none() { t.value.as_str() } else { "" };
        by_day.entry((t.interval, value)).or_default().push(i);
        if let Some(claim) = claim(t) {
            by_claim.entry(claim).or_default().push(i);
        }
    }
    for same in by_day.values() {
        for (n, &i) in same.iter().enumerate().take(COMPARED_MAX) {
            for &j in &same[..n] {
                let joined = root(&mut parent, i) == root(&mut parent, j);
                if !joined && alike(&told[i], &told[j]) {
                    join(&mut parent, i, j);
                }
            }
        }
    }
    for same in by_claim.values() {
        for pair in same.windows(2) {
            let (a, b) = (&told[pair[0]], &told[pair[1]]);
            let same = match (a.interval, b.interval) {
                (Some(x), Some(y)) => x.overlaps(&y),
                _ => a.value == b.value,
            };
            if same && a.realis == b.realis {
                join(&mut parent, pair[0], pair[1]);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in 0..told.len() {
        groups.entry(root(&mut parent, i)).or_default().push(i);
    }
    groups.into_values().collect()
}

fn alike(a: &Told<'_>, b: &Told<'_>) -> bool {
    let shared = a.words.intersection(&b.words).count();
    let shorter = a.words.len().min(b.words.len());
    let here = a.report == b.report && a.clause.span == b.clause.span;
    // That one man spoke twice on a day is not one thing.
    let plain = a.plain.intersection(&b.plain).count();
    here || a.realis == b.realis
        && plain > 0
        && plain as f64 >= PLAIN_MIN * a.plain.len().min(b.plain.len()) as f64
        && shared >= SHARED_WORDS_MIN
        && shared as f64 >= SHARED_MIN * shorter as f64
}

fn root(parent: &mut [usize], mut i: usize) -> usize {
    while parent[i] != i {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    i
}

fn join(parent: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(parent, a), root(parent, b));
    parent[a.max(b)] = a.min(b);
}

/// Whether the day of a mention is misread, or that of what was to come when somebody heard of it.
fn is_doubtful(told: &Told<'_>, report: &Report) -> bool {
    let (syntax, verb) = (&report.analysis.syntax, told.mention.head);
    let today = published(report).and_then(Day::parse);
    when::is_misread(syntax, verb, told.interval, today)
        || when::was_to_come(syntax, verb, told.interval)
}

/// The happening that some mentions tell: at the most exact of their times, in the words of the
/// mention that stands best alone.
fn happening(
    told: &[Told<'_>],
    group: &[usize],
    reports: &[Report],
    origins: &Origins,
) -> Happening {
    /// Bytes of words beyond which a mention is too long to stand for the others.
    const WORDS_BYTES: usize = 220;
    let exact = |&&i: &&usize| {
        let t = &told[i];
        (
            t.implied,
            t.estimated,
            t.interval.map_or(i32::MAX, |i| i.len()),
            t.time.kind != TimeKind::Time,
            t.report,
            t.mention.span,
        )
    };
    let best = &told[*group.iter().min_by_key(exact).expect("a group has a mention")];
    let speaks = |&&i: &&usize| {
        let t = &told[i];
        let length = t.clause.span.range().len();
        let long = length.saturating_sub(WORDS_BYTES);
        let most = std::cmp::Reverse(length.min(WORDS_BYTES));
        let silent = t.said.is_some_and(|said| !t.clause.span.contains(said));
        let analysis = &reports[t.report].analysis;
        let silent = silent && with_said(t).is_none() || says_nothing(analysis, t.mention.head);
        let open = words_of(t, reports, true).0.is_open;
        (t.implied, silent, open, !t.clause.is_own, long, most, t.report, t.mention.span)
    };
    let chief = &told[*group.iter().min_by_key(speaks).expect("a group has a mention")];
    let mut spans: Vec<Span> = group.iter().map(|&i| told[i].mention.span).collect();
    let behind: BTreeSet<usize> = origins.count(&spans).origins.into_iter().collect();
    let (words, stands) = words_of(chief, reports, behind.len() > 1);
    // A clause that stands for itself is cited whole, a piece of one as the piece that it is: two
    // pieces of one sentence are two happenings.
    let stands = if chief.clause.is_own { stands } else { chief.mention.span };
    spans.retain(|span| !span.overlaps(stands));
    spans.extend(chief.clause.subject.filter(|subject| !subject.overlaps(stands)));
    spans.extend(who_says(chief, reports, &words.line).filter(|span| !span.overlaps(stands)));
    // Of two that overlap, the longer says all.
    spans.sort_by_key(|span| std::cmp::Reverse((span.range().len(), *span)));
    let mut apart: Vec<Span> = Vec::new();
    for span in spans {
        if !apart.iter().any(|known| known.overlaps(span)) {
            apart.push(span);
        }
    }
    apart.sort_unstable();
    let (first, spans) = (stands, apart);
    let rule = RuleId::new("happening/day");
    Happening {
        what: Fact::new(words.line, Evidence::of(first, spans), rule),
        value: best.value.clone(),
        named: best.time.span,
        interval: best.interval,
        realis: chief.realis,
        estimated: best.estimated,
        implied: best.implied,
        open: words.is_open || is_doubtful(chief, &reports[chief.report]),
        reports: group.iter().map(|&i| told[i].report).collect(),
        origins: behind,
    }
}
