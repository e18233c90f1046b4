//! `secondsource explain`: why something is on the page, or what a notice or rule means.

use crate::{brief, cli::Options, cli::Period, output};
use anyhow::{Result, bail};
use document::{NoticeCode, Span, markup, markup::Mark};
use dossier::page::harmless;
use lexicon::{FILES, Table};
use std::fmt::Write;
use story::Story;

/// Explains an id.
pub fn run(id: &str, paths: &[String], options: &Options) -> Result<()> {
    let text = if let Some(code) = NoticeCode::parse(id) {
        format!("{code}\n  {}\n", code.explanation())
    } else if let Some(rule) = rule(id) {
        rule
    } else if paths.is_empty() {
        bail!("`{id}` is no notice code and no rule; for a quotation or entity, give its pile too");
    } else {
        let period = Period { since: None, until: None };
        let (stories, _) = brief::weave(paths, &period, options)?;
        let quoted = || stories.iter().find_map(|story| quotation(story, id));
        match quoted().or_else(|| entity(&stories, id)) {
            Some(text) => text,
            None => bail!("nothing in this pile has the id `{id}`"),
        }
    };
    output::write(options, text.as_bytes())
}

/// A row of the lexicon by its id.
fn rule(id: &str) -> Option<String> {
    FILES.iter().find_map(|(name, content)| {
        let (table, _) = Table::parse(name, content);
        let row = table.rows().find(|row| row.get("id") == id)?;
        let mut text = format!("{id}   lexicon/{name}\n");
        for column in table.columns().iter().filter(|c| **c != "id") {
            let _ = writeln!(text, "  {column}: {}", row.get(column));
        }
        Some(text)
    })
}

fn quotation(story: &Story, id: &str) -> Option<String> {
    let wanted = id.strip_prefix("quotation:").unwrap_or(id);
    for (r, report) in story.reports.iter().enumerate() {
        let facts = &report.analysis.quotations;
        let Some(fact) = facts.iter().find(|f| f.id("quotation").to_string() == wanted) else {
            continue;
        };
        let q = &fact.value;
        let mut text = format!("quotation:{wanted}   {}   rule {}\n", q.kind.as_str(), fact.rule);
        let mut marks = vec![(q.content, "content")];
        marks.extend(q.verbatim.iter().map(|s| (*s, "verbatim")));
        marks.extend(q.cue.map(|s| (s, "cue")));
        marks.extend(q.speaker.as_ref().map(|s| (s.span, "speaker")));
        let _ = writeln!(text, "{}", passage(story, r, &marks));
        for via in &q.via {
            let _ = writeln!(text, "{}", passage(story, r, &[(via.span, "via")]));
        }
        text.push_str("because\n");
        if let Some(row) = rule(fact.rule.as_str()) {
            for line in row.lines() {
                let _ = writeln!(text, "  {line}");
            }
        }
        match q.speaker.as_ref() {
            None => text.push_str("  no speaker was found\n"),
            Some(speaker) => speaker_lines(story, r, speaker, &mut text),
        }
        return Some(text);
    }
    None
}

/// How the speaker's words lead to a name.
fn speaker_lines(story: &Story, report: usize, speaker: &analysis::Speaker, text: &mut String) {
    let words = harmless(story.words(speaker.span));
    let Some(chain) = speaker.chain else {
        let kind = speaker.unnamed.unwrap_or("not resolved to a name");
        let _ = writeln!(text, "  the speaker is “{words}” ({kind})");
        return;
    };
    let name = story.entity(report, chain).map(|e| story.entities[e].name.clone());
    let _ = writeln!(text, "  the speaker “{words}” is {}", name.unwrap_or_default());
    let r = &story.reports[report];
    for &m in &r.analysis.chains[chain].mentions {
        let mention = &r.analysis.mentions[m];
        if mention.span <= speaker.span {
            let label = format!("{} {}", mention.form.as_str(), mention.rule);
            let _ = writeln!(text, "  {}", passage(story, report, &[(mention.span, &label)]));
        }
    }
}

fn entity(stories: &[Story], id: &str) -> Option<String> {
    let dossier = dossier::present(stories, &[], &brief::provenance());
    let entity = dossier.entities.iter().find(|e| e.id == id || e.name == id)?;
    let mut text = format!("{}   {}   {}\n", entity.id, entity.kind, harmless(&entity.name));
    for variant in &entity.variants {
        let _ = writeln!(
            text,
            "  “{}” {} times in {}",
            harmless(&variant.text),
            variant.count,
            variant.documents.join(", ")
        );
    }
    for role in &entity.roles {
        for cite in &role.evidence {
            let place = format!("{} {}..{}", cite.document, cite.start, cite.end);
            let _ = writeln!(text, "  role “{}” {place}", harmless(&role.title));
        }
    }
    Some(text)
}

/// The sentence around some spans, marked up, with its place.
fn passage(story: &Story, report: usize, marks: &[(Span, &str)]) -> String {
    let document = &story.reports[report].document;
    let syntax = &story.reports[report].analysis.syntax;
    let mut whole = marks[0].0;
    for (span, _) in marks {
        whole = whole.cover(*span).unwrap_or(whole);
    }
    let tokens = syntax.tokens_of(whole);
    let last = tokens.end.saturating_sub(1).max(tokens.start);
    let sentence = (!tokens.is_empty())
        .then(|| syntax.span(syntax.sentence(tokens.start).start..syntax.sentence(last).end));
    let context = sentence.flatten().and_then(|s| s.cover(whole)).unwrap_or(whole);
    let shift = |(span, label): &(Span, &str)| Mark {
        range: span.start() - context.start()..span.end() - context.start(),
        label: (*label).to_string(),
    };
    let mut shifted: Vec<Mark> = marks.iter().map(shift).collect();
    let words = document.text.words(context);
    let shown = loop {
        match markup::print(words, &shifted) {
            Ok(shown) => break shown,
            Err(_) => shifted.pop(),
        };
    };
    let range = document.text.code_points(context);
    format!("  {}:{}..{}  {}", document.name, range.start, range.end, harmless(&shown))
}
