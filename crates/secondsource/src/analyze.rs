//! `secondsource analyze`: what each article says on its own, as JSON lines.

use crate::{cli::Options, output, pile};
use analysis::{Claim, Commitment, EventMention, Mention, TimeExpr, plover};
use anyhow::Result;
use document::{Document, Span, Text};
use lexicon::Lexicon;
use serde_json::{Value, json};
use story::Report;

/// Analyses each article and prints one line for it, in input order.
pub fn run(paths: &[String], options: &Options) -> Result<()> {
    let (documents, notices) = pile::read(paths, options)?;
    output::warn(&notices, options);
    let reports = pile::analyse(documents, options);
    let mut lines = String::new();
    let ids = Document::ids(reports.iter().map(|report| &report.document));
    for report in &reports {
        lines.push_str(&line(&ids[&report.document.id], report).to_string());
        lines.push('\n');
    }
    output::write(options, lines.as_bytes())
}

fn line(id: &str, report: &Report) -> Value {
    let (text, analysis) = (&report.document.text, &report.analysis);
    let mentions: Vec<Value> = analysis
        .mentions
        .iter()
        .map(|m| {
            let range = text.code_points(m.titled);
            json!({
                "start": range.start,
                "end": range.end,
                "kind": m.kind.as_str(),
                "form": m.form.as_str(),
                "chain": is_linked(report, m).then_some(m.chain),
            })
        })
        .collect();
    let quotations: Vec<Value> = analysis
        .quotations
        .iter()
        .map(|q| {
            let q = &q.value;
            json!({
                "kind": q.kind.as_str(),
                "content": pair(text, q.content),
                "verbatim": q.verbatim.iter().map(|&s| pair(text, s)).collect::<Vec<_>>(),
                "speaker": q.speaker.as_ref().map(|s| pair(text, s.span)),
                "cue": q.cue.map(|s| pair(text, s)),
                "via": q.via.iter().map(|s| pair(text, s.span)).collect::<Vec<_>>(),
            })
        })
        .collect();
    let times: Vec<Value> = analysis.times.iter().map(|t| time(text, &t.value)).collect();
    let events: Vec<Value> = analysis.events.iter().map(|e| told(report, &e.value)).collect();
    let claim = |c: &Claim| {
        let range = text.code_points(c.span);
        let (kind, negated) = (c.kind.as_str(), c.is_negated);
        json!({"start": range.start, "end": range.end, "kind": kind, "negated": negated})
    };
    let claims: Vec<Value> = analysis.claims.iter().map(|c| claim(&c.value)).collect();
    let commitments: Vec<Value> =
        analysis.commitments.iter().map(|c| bound(report, &c.value)).collect();
    let notices: Vec<Value> = analysis
        .notices
        .iter()
        .map(|n| {
            let at = n.span.map(|s| pair(text, s));
            json!({"code": n.code.as_str(), "message": n.message, "at": at})
        })
        .collect();
    json!({
        "id": id,
        "mentions": mentions,
        "quotations": quotations,
        "times": times,
        "events": events,
        "pairs": pairs(report),
        "claims": claims,
        "commitments": commitments,
        "notices": notices,
    })
}

fn time(text: &Text, time: &TimeExpr) -> Value {
    let range = text.code_points(time.span);
    let (earliest, latest) = match time.interval {
        Some(interval) => (Some(interval.earliest.to_string()), Some(interval.latest.to_string())),
        None => (None, None),
    };
    json!({
        "start": range.start,
        "end": range.end,
        "type": time.kind.as_str(),
        "value": time.value,
        "mod": time.modifier,
        "anchor": time.anchor.as_str(),
        "earliest": earliest,
        "latest": latest,
    })
}

fn bound(report: &Report, commitment: &Commitment) -> Value {
    let (text, analysis) = (&report.document.text, &report.analysis);
    let range = text.code_points(commitment.span);
    let deadline = commitment.deadline.map(|t| analysis.times[t].value.value.as_str());
    json!({
        "start": range.start,
        "end": range.end,
        "class": commitment.class.as_str(),
        "who": commitment.who.map(|s| pair(text, s)),
        "what": commitment.act,
        "to_whom": commitment.to_whom.map(|s| pair(text, s)),
        "by_when": deadline,
        "condition": commitment.condition.map(|s| pair(text, s)),
        "likely": f32::from(commitment.likely) / 1000.0,
    })
}

fn told(report: &Report, mention: &EventMention) -> Value {
    let (text, analysis) = (&report.document.text, &report.analysis);
    let syntax = &analysis.syntax;
    let range = text.code_points(mention.span);
    let phrase = |head: Option<usize>| {
        let span = head.and_then(|head| syntax.span(syntax.noun_phrase(head)));
        span.map(|span| pair(text, span))
    };
    let time = |t: Option<usize>| t.map(|t| analysis.times[t].value.value.as_str());
    json!({
        "start": range.start,
        "end": range.end,
        "predicate": syntax.span(mention.head..mention.head + 1).map(|s| pair(text, s)),
        "actor": phrase(mention.actor),
        "target": phrase(mention.target),
        "plover": mention.plover,
        "mode": mention.mode,
        "contexts": mention.contexts,
        "realis": mention.realis.as_str(),
        "time": time(mention.time),
        "implied_time": time(mention.implied),
        "place": mention.place.map(|m| pair(text, analysis.mentions[m].span)),
        "quotation": mention.quotation,
    })
}

/// The codes of the pairs an article asks for; null where it asks for none.
fn pairs(report: &Report) -> Option<Vec<Value>> {
    /// Most pairs related for one article.
    const PAIRS_MAX: usize = 1_000;
    let (document, syntax) = (&report.document, &report.analysis.syntax);
    let fields: Value = serde_json::from_str(document.metadata.unknown.as_deref()?).ok()?;
    let phrase = |ends: &Value| {
        let at = |i: usize| ends[i].as_u64().and_then(|n| usize::try_from(n).ok());
        let span = document.text.from_code_points(at(0)?..at(1)?)?;
        Some(syntax.tokens_of(span))
    };
    let code = |pair: &Value| {
        let (actor, target) = (phrase(&pair["actor"])?, phrase(&pair["target"])?);
        plover::code(syntax, Lexicon::english(), &actor, &target)
    };
    let asked = fields["pairs"].as_array()?.iter().take(PAIRS_MAX);
    Some(asked.map(|pair| json!({"plover": code(pair)})).collect())
}

/// Whether a mention is tied to anything: a name always is, a pronoun or role only to a chain with
/// others.
fn is_linked(report: &Report, mention: &Mention) -> bool {
    let chain = &report.analysis.chains[mention.chain];
    chain.name.is_some() || chain.mentions.len() > 1
}

/// A span as a pair of code points.
fn pair(text: &Text, span: Span) -> [usize; 2] {
    let range = text.code_points(span);
    [range.start, range.end]
}
