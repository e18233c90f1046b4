//! Why a quotation was found, and how its speaker's words lead to a name.

use super::{rule, told::passage};
use dossier::page::harmless;
use std::fmt::Write;
use story::Story;

/// A quotation of a story by its id.
pub(super) fn explained(story: &Story, wanted: &str) -> Option<String> {
    for (r, report) in story.reports.iter().enumerate() {
        let facts = &report.analysis.quotations;
        let Some(fact) =
            facts.iter().find(|f| format!("quotation:{}", f.id("quotation")) == wanted)
        else {
            continue;
        };
        let q = &fact.value;
        let mut text = format!("{wanted}   {}   rule {}\n", q.kind.as_str(), fact.rule);
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
        if let Some(meant) = speaker.meant {
            let meant = harmless(story.words(meant));
            let _ = writeln!(text, "  the speaker “{words}” is “{meant}”, named before");
            return;
        }
        let kind = speaker.unnamed.unwrap_or("not resolved to a name");
        let _ = writeln!(text, "  the speaker is “{words}” ({kind})");
        return;
    };
    let name = story.entity(report, chain).map(|e| story.entities[e].name.clone());
    let _ = writeln!(text, "  the speaker “{words}” is {}", harmless(&name.unwrap_or_default()));
    let r = &story.reports[report];
    for &m in &r.analysis.chains[chain].mentions {
        let mention = &r.analysis.mentions[m];
        if mention.span <= speaker.span {
            let label = format!("{} {}", mention.form.as_str(), mention.rule);
            let _ = writeln!(text, "  {}", passage(story, report, &[(mention.span, &label)]));
        }
    }
}
