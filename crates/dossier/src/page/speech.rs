//! What was said once and stands in several documents, on the page.

use super::Page;
use crate::{QuotationRecord, SpeechRecord};
use std::fmt::Write;

/// Most speeches shown; all are in the JSON.
const SPEECHES_SHOWN: usize = 12;
/// Most renderings shown of one; all are in the JSON.
const RENDERINGS_SHOWN: usize = 24;

impl Page<'_> {
    /// The quotations that several documents give differently, the differing words set off.
    pub(super) fn speeches(&mut self) {
        let dossier = self.dossier;
        let all = dossier.quotation_variants.iter();
        let shown: Vec<&SpeechRecord> = all.filter(|speech| speech.differs()).collect();
        if shown.is_empty() {
            return;
        }
        self.heading(2, "The same words, given differently");
        let renderings = dossier.renderings();
        for speech in shown.iter().take(SPEECHES_SHOWN) {
            for (rendering, quotation) in renderings.in_time(speech, RENDERINGS_SHOWN) {
                let words = self.set_off(quotation, rendering.differing.as_slice());
                let speaker = quotation.speaker.as_ref().map(|s| s.text.trim());
                let speaker = speaker.filter(|s| !s.is_empty()).unwrap_or("speaker not found");
                let mut line = format!("{words} · {}", self.shown(speaker));
                let relation = speech.relation_of(rendering);
                let _ = write!(
                    line,
                    " · {relation}{} {}",
                    self.from(quotation),
                    self.cite(&quotation.content)
                );
                self.bullet(&line);
            }
            self.rest(speech.renderings.len(), RENDERINGS_SHOWN);
        }
    }

    /// Who published a quotation, and when, as far as it is known.
    fn from(&self, quotation: &QuotationRecord) -> String {
        let document = self.dossier.documents.iter().find(|d| d.id == quotation.document);
        let known = document.into_iter().flat_map(|d| [&d.publisher, &d.published]).flatten();
        known.map(|words| format!(" · {}", self.shown(words))).collect()
    }

    /// What was said once to all who listened: how many origins heard it.
    pub(super) fn statements(&mut self) {
        let dossier = self.dossier;
        let shared: Vec<&SpeechRecord> =
            dossier.quotation_variants.iter().filter(|s| s.accounts.len() > 1).collect();
        for speech in shared.iter().take(SPEECHES_SHOWN) {
            let line = self.statement(speech);
            self.bullet(&line);
        }
        if !shared.is_empty() {
            self.out.push('\n');
        }
    }

    fn statement(&self, speech: &SpeechRecord) -> String {
        let dossier = self.dossier;
        let quotation = |id: &str| dossier.quotations.iter().find(|q| q.id == id);
        let shown = speech.renderings.iter().take(RENDERINGS_SHOWN);
        let given: Vec<&QuotationRecord> = shown.filter_map(|r| quotation(&r.quotation)).collect();
        let speaker = given.iter().find_map(|q| q.speaker.as_ref());
        let speaker = speaker.map_or("somebody", |s| s.text.as_str());
        let place = speech.occasion.as_ref().map_or(String::new(), |o| {
            format!(" (“{}” {})", self.shown(&o.evidence.exact), self.cite(&o.evidence))
        });
        let words = given.first().map_or("", |q| q.content.exact.as_str());
        let cites: Vec<String> = given.iter().map(|q| self.cite(&q.content)).collect();
        let name = |id: &String| {
            let origin = dossier.origins.iter().find(|o| o.id == *id);
            let publisher = origin.and_then(|o| o.publisher.as_deref());
            self.shown(publisher.unwrap_or("no publisher named"))
        };
        let accounts: Vec<String> = speech.accounts.iter().map(name).collect();
        format!(
            "Said once, heard by {}: {}{place} · {} · {} · accounts of one statement",
            accounts.join(" and "),
            self.shown(speaker),
            self.shown(&super::shortened(words)),
            cites.join(" "),
        )
    }

    /// The words of a quotation with some of them in bold.
    fn set_off(&self, quotation: &QuotationRecord, differing: &[crate::Cite]) -> String {
        let content = &quotation.content;
        let letters: Vec<char> = content.exact.chars().collect();
        let mut words = String::new();
        let mut at = content.start;
        let letters_of = |from: usize, to: usize| -> String {
            let place = |n: usize| n.saturating_sub(content.start).min(letters.len());
            letters[place(from)..place(to).max(place(from))].iter().collect()
        };
        let inside = differing.iter().filter(|d| d.start >= content.start && d.end <= content.end);
        for cite in inside {
            words.push_str(&self.piece(&letters_of(at, cite.start)));
            words.push_str(&self.bold(&self.shown(&cite.exact)));
            at = cite.end;
        }
        words.push_str(&self.piece(&letters_of(at, content.end)));
        words
    }

    /// Part of a line, with the blanks at its ends.
    fn piece(&self, words: &str) -> String {
        let blank = |is: bool| if is { " " } else { "" };
        let (before, after) =
            (words.starts_with(char::is_whitespace), words.ends_with(char::is_whitespace));
        let shown = self.shown(words);
        format!("{}{shown}{}", blank(before), blank(after && !shown.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use crate::{Cite, Dossier, SpeakerRecord, page};
    use serde_json::json;

    #[test]
    fn each_rendering_has_its_speaker_publisher_and_time_and_the_earliest_is_first() {
        let quotation = |id: &str, document: &str, exact: &str, speaker: &str| {
            let cite = Cite { document: document.into(), start: 0, end: 9, exact: exact.into() };
            let speaker = SpeakerRecord { text: speaker.into(), ..SpeakerRecord::default() };
            crate::QuotationRecord {
                id: id.into(),
                document: document.into(),
                kind: "direct".into(),
                content: cite,
                speaker: Some(speaker),
                ..crate::QuotationRecord::default()
            }
        };
        let speech = json!({"id": "s", "renderings": [
            {"quotation": "q1", "relation": "same", "differing": []},
            {"quotation": "q2", "relation": "shortened", "differing": []}]});
        let document = |id: &str, publisher: &str, hour: &str| crate::DocumentRecord {
            id: id.into(),
            publisher: Some(publisher.into()),
            published: Some(hour.into()),
            ..crate::DocumentRecord::default()
        };
        let dossier = Dossier {
            documents: vec![
                document("a", "Echo", "2031-03-05T00:30Z"),
                document("b", "Wire", "2031-03-05T02:00+03:00"),
            ],
            quotations: vec![
                quotation("q1", "a", "We go on.", ""),
                quotation("q2", "b", "We go", "Ada Okoro"),
            ],
            quotation_variants: vec![serde_json::from_value(speech).expect("a speech")],
            ..Dossier::default()
        };
        let page = page::print(&dossier, page::Format::Terminal { color: false, way: None });
        let lines = "  • We go · Ada Okoro · shortened · Wire · 2031-03-05T02:00+03:00 [2 ¶0]\n  • We go \
                     on. · speaker not found · the fullest · Echo · 2031-03-05T00:30Z [1 ¶0]\n";
        assert!(page.contains(lines), "{page}");
    }
}
