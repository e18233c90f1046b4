//! How things are called on a page: documents without a publisher or a headline, and speakers.

use crate::{
    BlockRecord, CommitmentRecord, ConflictRecord, DocumentRecord, Dossier, MeetingRecord, PRONOUN,
    QuotationRecord, RenderingRecord, SpeechRecord, TimelineRecord, when::instant,
};
use document::Metadata;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// Characters of a headline that stands for a publisher.
const LABEL_CHARS: usize = 40;
/// Characters of words that stand for a headline.
const WORDS_CHARS: usize = 90;

impl DocumentRecord {
    /// Its headline; without one, the first words of its text; its id if it has no text.
    pub fn headline(&self) -> String {
        let first = || {
            let is_told = |b: &&BlockRecord| b.kind != "furniture" && b.end > b.start;
            let block = self.blocks.iter().find(is_told)?;
            let words = self.text.chars().skip(block.start).take(block.end - block.start);
            let words: Vec<char> = words.take(WORDS_CHARS + 1).collect();
            let is_cut = words.len() > WORDS_CHARS;
            let line: String = words.into_iter().take(WORDS_CHARS).collect();
            let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
            (!line.is_empty()).then(|| if is_cut { format!("{line}…") } else { line })
        };
        let title = self.title.clone().filter(|title| !title.trim().is_empty());
        title.or_else(first).unwrap_or_else(|| self.id.clone())
    }

    /// What names it in few words: its publisher, or its headline in quotation marks.
    pub fn label(&self) -> String {
        let quoted = || {
            let headline = self.headline();
            match headline.char_indices().nth(LABEL_CHARS) {
                Some((at, _)) => format!("“{}…”", headline[..at].trim_end()),
                None => format!("“{headline}”"),
            }
        };
        self.publisher.clone().unwrap_or_else(quoted)
    }
}

/// What stands over a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// Its words.
    pub text: String,
    /// Whether a document has them as its headline.
    pub is_headline: bool,
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice<'d> {
    /// A person or body, by the id of its entity.
    Named(&'d str),
    /// Words that name nobody, as they first stand.
    Unnamed(&'d str),
    /// Nobody who was found.
    NotFound,
}

/// The quotations of a record, by their ids, and when each was published.
pub struct Renderings<'d> {
    quotations: BTreeMap<&'d str, (Option<Published<'d>>, &'d QuotationRecord)>,
}

/// When something was published; what names no day comes last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Published<'d> {
    /// Seconds since 1970.
    At(i64),
    Words(&'d str),
}

impl<'d> Renderings<'d> {
    /// The fullest renderings of a speech, so many at most, with their quotations: by the time of
    /// publication, those without one last.
    pub fn in_time(
        &self,
        speech: &'d SpeechRecord,
        most: usize,
    ) -> Vec<(&'d RenderingRecord, &'d QuotationRecord)> {
        let shown = speech.renderings.iter().take(most);
        let mut given: Vec<_> = shown
            .filter_map(|rendering| {
                let (when, quotation) = self.quotations.get(rendering.quotation.as_str())?;
                Some(((when.is_none(), *when), rendering, *quotation))
            })
            .collect();
        given.sort_by_key(|(when, ..)| *when);
        given.into_iter().map(|(_, rendering, quotation)| (rendering, quotation)).collect()
    }
}

impl ConflictRecord {
    /// In what the sides differ, in words.
    pub fn heading(&self) -> &str {
        match self.kind.as_str() {
            "number" => "How many",
            "time" => "When",
            "place" => "Where",
            "role" => "In which role",
            "party" => "With whom",
            "polarity" => "Whether",
            "agent" => "Who did it",
            "attribution" => "Who said it",
            other => other,
        }
    }
}

impl CommitmentRecord {
    /// In which order pages have commitments: those with a follow-up first, then those that most
    /// documents state.
    pub fn rank(&self) -> (bool, Reverse<usize>) {
        (!self.follow_up.iter().any(|f| f.sure), Reverse(self.documents.len()))
    }
}

impl MeetingRecord {
    /// What it was, who took part, and where.
    pub fn title(&self) -> String {
        let mut title = self.kind.clone();
        for (word, names) in [("of", &self.participants), ("in", &self.places)] {
            if !names.is_empty() {
                title.push_str(&format!(" {word} {}", names.join(", ")));
            }
        }
        title
    }
}

impl TimelineRecord {
    /// So many happenings at most: those that most origins and documents tell, in their own order.
    pub fn most_told<'h>(
        happenings: &[&'h TimelineRecord],
        most: usize,
    ) -> Vec<&'h TimelineRecord> {
        let weight = |h: &TimelineRecord| (h.origins, h.documents.len(), h.evidence.len());
        let mut ranked: Vec<usize> = (0..happenings.len()).collect();
        ranked.sort_by_key(|&i| (Reverse(weight(happenings[i])), i));
        ranked.truncate(most);
        ranked.sort_unstable();
        ranked.into_iter().map(|i| happenings[i]).collect()
    }
}

impl SpeechRecord {
    /// Whether documents give it in different words.
    pub fn differs(&self) -> bool {
        self.renderings.iter().any(|rendering| rendering.relation != "same")
    }

    /// How a rendering gives the words of the fullest, or that it is the fullest.
    pub fn relation_of<'r>(&self, rendering: &'r RenderingRecord) -> &'r str {
        let is_fullest = self.renderings.first() == Some(rendering);
        if is_fullest { "the fullest" } else { &rendering.relation }
    }
}

impl QuotationRecord {
    /// What is reported of the speaker, with the verb that says how where it stands before it:
    /// "rejected the offer", "did not expect a quick end"; else only what was said.
    pub fn told(&self) -> &str {
        self.telling.as_ref().map_or(&self.content.exact, |telling| &telling.exact)
    }

    /// Whether it is hardly something said. Of 26 of the first two kinds in seven real piles and
    /// 17 of them in six others, read by hand 2026-11-23, none was.
    pub fn is_doubtful(&self) -> bool {
        !self.doubt.is_empty()
    }
}

impl Dossier {
    /// What stands over the first story: a headline, else the beginning of its first sentence; of
    /// documents that were not analysed, in which languages they are. `None` if nothing is known.
    pub fn title(&self) -> Option<Title> {
        let story = self.stories.first()?;
        let of_story = |d: &&DocumentRecord| story.documents.contains(&d.id);
        let documents: Vec<&DocumentRecord> = self.documents.iter().filter(of_story).collect();
        let folded = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
        let own = folded(&story.title);
        if own.is_empty() {
            let metadata = |d: &&DocumentRecord| Metadata {
                language: d.language.clone(),
                ..Metadata::default()
            };
            let languages = documents.iter().map(metadata);
            let languages: Option<BTreeSet<String>> = languages
                .map(|m| if m.is_analysed() { None } else { m.primary_language() })
                .collect();
            let languages = languages.filter(|all| !all.is_empty())?;
            let languages = languages.into_iter().collect::<Vec<_>>().join(", ");
            let text = format!("In languages that are not analysed: {languages}");
            return Some(Title { text, is_headline: false });
        }
        let headline = |d: &&DocumentRecord| d.title.as_deref().map(folded);
        let is_headline = documents.iter().filter_map(headline).any(|title| title == own);
        let text = if is_headline { story.title.clone() } else { cut(&own, WORDS_CHARS) };
        Some(Title { text, is_headline })
    }

    /// What [`Renderings::in_time`] looks up, to be made once for many speeches.
    pub fn renderings(&self) -> Renderings<'_> {
        let mut of_document = BTreeMap::new();
        for document in &self.documents {
            let published = document.published.as_deref();
            let at = |words| instant(words).map_or(Published::Words(words), Published::At);
            let when = published.map(at);
            of_document.entry(document.id.as_str()).or_insert(when);
        }
        let mut quotations = BTreeMap::new();
        for quotation in &self.quotations {
            let when = of_document.get(quotation.document.as_str()).copied().flatten();
            quotations.entry(quotation.id.as_str()).or_insert((when, quotation));
        }
        Renderings { quotations }
    }

    /// The status of a commitment, one word wherever it is shown; empty for an unknown id.
    pub fn status_of(&self, id: &str) -> &str {
        let commitment = self.commitments.iter().find(|c| c.id == id);
        commitment.map_or("", |commitment| &commitment.status)
    }

    /// Quotations by speaker: those named, most quoted first; those not named; those without.
    /// Words that differ in capitals or spaces alone are one speaker. Those in doubt are left out.
    pub fn voices(&self) -> Vec<(Voice<'_>, Vec<&QuotationRecord>)> {
        let mut voices: BTreeMap<(u8, String), (Voice<'_>, Vec<&QuotationRecord>)> =
            BTreeMap::new();
        let shown = || self.quotations.iter().filter(|q| !q.is_doubtful());
        // Words that are just the name of somebody who speaks are his: the chains of one report
        // may not know him.
        let mut names: BTreeMap<String, &str> = BTreeMap::new();
        for speaker in shown().filter_map(|q| q.speaker.as_ref()) {
            if let Some(id) = speaker.entity.as_deref() {
                names.entry(folded(&speaker.text)).or_insert(id);
            }
        }
        for quotation in shown() {
            let (key, voice) = match &quotation.speaker {
                None => ((2, String::new()), Voice::NotFound),
                Some(speaker) => match speaker.entity.as_deref() {
                    Some(id) => ((0, id.to_string()), Voice::Named(id)),
                    None if speaker.unnamed.as_deref() == Some(PRONOUN) => {
                        ((2, String::new()), Voice::NotFound)
                    }
                    None => match names.get(&folded(&speaker.text)) {
                        Some(id) if speaker.unnamed.is_none() => {
                            ((0, id.to_string()), Voice::Named(id))
                        }
                        _ => ((1, folded(&speaker.text)), Voice::Unnamed(&speaker.text)),
                    },
                },
            };
            voices.entry(key).or_insert_with(|| (voice, Vec::new())).1.push(quotation);
        }
        let mut voices: Vec<_> = voices.into_iter().collect();
        voices.sort_by_cached_key(|((class, key), (voice, of))| {
            let name = match voice {
                Voice::Named(_) => of[0].speaker.as_ref().map(|s| s.text.clone()),
                _ => Some(key.clone()),
            };
            (*class, Reverse(of.len()), name)
        });
        voices.into_iter().map(|(_, voice)| voice).collect()
    }
}

/// The words of a line up to the last whole one of so many characters.
fn cut(line: &str, most: usize) -> String {
    let Some((end, _)) = line.char_indices().nth(most) else { return line.to_string() };
    let end = line[..end].rfind(' ').unwrap_or(end);
    format!("{}…", line[..end].trim_end_matches([' ', ',', ';', ':']))
}

fn folded(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cite, MatrixRecord, QuestionRecord, SpeakerRecord};

    fn document(title: Option<&str>, publisher: Option<&str>) -> DocumentRecord {
        let block =
            |kind: &str, start, end| BlockRecord { kind: kind.into(), reason: None, start, end };
        DocumentRecord {
            id: "0_a3f.txt".into(),
            title: title.map(String::from),
            publisher: publisher.map(String::from),
            text: "Share\n\nThe šhip sailed at noon, and nobody on the pier waved.".into(),
            blocks: vec![block("furniture", 0, 5), block("paragraph", 7, 61)],
            ..DocumentRecord::default()
        }
    }

    #[test]
    fn a_document_that_nobody_names_is_called_by_its_first_words() {
        let first = "The šhip sailed at noon, and nobody on the pier waved.";
        assert_eq!(document(None, None).headline(), first);
        let label = "“The šhip sailed at noon, and nobody on t…”";
        assert_eq!(document(Some(" "), None).label(), label);
        assert_eq!(document(Some("Sunk"), None).label(), "“Sunk”");
        assert_eq!(document(Some("Sunk"), Some("Fen Press")).label(), "Fen Press");
        assert_eq!(DocumentRecord { id: "x".into(), ..DocumentRecord::default() }.headline(), "x");
    }

    #[test]
    fn a_title_is_a_headline_or_the_beginning_of_a_sentence_or_says_what_is_not_analysed() {
        let over = |title: &str, headline: Option<&str>, language: Option<&str>| {
            let document = DocumentRecord {
                title: headline.map(String::from),
                language: language.map(String::from),
                ..document(None, None)
            };
            let story = serde_json::json!({"id": "s", "title": title, "documents": [document.id]});
            let stories = vec![serde_json::from_value(story).expect("a story")];
            let dossier = Dossier { documents: vec![document], stories, ..Dossier::default() };
            let page = crate::page::print(
                &dossier,
                crate::page::Format::Terminal { color: false, way: None },
            );
            page.lines().next().map(String::from).expect("a heading")
        };
        assert_eq!(over("Ferry to stop", Some("Ferry  to stop"), None), "FERRY TO STOP");
        assert_eq!(over("The ferry stops.", None, Some("en")), "The ferry stops.");
        let long = "The ferry between the two islands, which has carried cars and people for a \
            hundred and thirty years, will stop in May.";
        let cut = "The ferry between the two islands, which has carried cars and people for a \
            hundred and…";
        assert_eq!(over(long, None, None), cut);
        assert_eq!(over("", None, Some("ja")), "In languages that are not analysed: ja");
        assert_eq!(over("", None, Some("en")), "NOTHING TO REPORT");
    }

    #[test]
    fn a_commitment_has_one_status_wherever_it_is_shown() {
        let commitment = |id: &str, status: &str| {
            let json = serde_json::json!({"id": id, "class": "commitment", "who": "Norrin",
                "what": "free twelve captives", "status": status, "likely": 1.0, "origins": 1,
                "speakers": [], "documents": [], "evidence": [], "follow_up": []});
            serde_json::from_value(json).expect("a commitment")
        };
        let commitments = vec![commitment("c:1", "overdue"), commitment("c:2", "open")];
        let questions = ["c:1", "c:2"].map(|about| QuestionRecord {
            kind: "commitment".into(),
            about: about.into(),
            text: "Norrin: free them".into(),
            speakers: Vec::new(),
            evidence: Vec::new(),
        });
        let story = serde_json::from_value(serde_json::json!({"id": "s", "title": "T",
            "documents": [], "digest": [], "cards": [], "questions": questions,
            "matrix": MatrixRecord::default(), "tracks": [], "meetings": []}));
        let stories = vec![story.expect("a story")];
        let dossier = Dossier { commitments, stories, ..Dossier::default() };
        let page = crate::page::print(&dossier, crate::page::Format::Markdown);
        for (status, others) in [("overdue", "open"), ("open", "overdue")] {
            let lines = page.lines().filter(|l| l.starts_with(&format!("- **{status}** · ")));
            assert_eq!(lines.count(), 2, "not {others}: {page}");
        }
    }

    #[test]
    fn speakers_whose_words_differ_in_capitals_alone_are_one() {
        let said = |words: &str| QuotationRecord {
            id: words.into(),
            document: "a".into(),
            kind: "indirect".into(),
            content: Cite { document: "a".into(), start: 0, end: 1, exact: "x".into() },
            verbatim: Vec::new(),
            speaker: Some(SpeakerRecord {
                text: words.into(),
                entity: None,
                others: String::new(),
                unnamed: None,
                evidence: Vec::new(),
            }),
            ..QuotationRecord::default()
        };
        let quotations = vec![said("Both sides"), said("an aide"), said("both  sides")];
        let dossier = Dossier { quotations, ..Dossier::default() };
        let voices = dossier.voices();
        assert_eq!(voices.len(), 2);
        assert_eq!((&voices[0].0, voices[0].1.len()), (&Voice::Unnamed("Both sides"), 2));
    }
}
