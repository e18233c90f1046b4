//! `brief --phrase`: the digest in the words of a language model that the user named.
//!
//! [`phrase`] sends each story's digest, sentence by sentence, to an OpenAI-compatible endpoint and
//! keeps of the answer what [`story::phrasing::check`] finds in the sentences cited. Nothing else
//! of the record is sent, nothing is asked unless a user names an address, and the page without
//! the answer is printed when there is none.

use crate::{cli::Phrasing, fetch};
use analysis::analyse;
use document::{NoticeCode, Span};
use dossier::{Cite, Dossier, DroppedRecord, NoticeRecord, PhrasedRecord, PhrasedSentenceRecord};
use language::{Annotator, Model};
use lexicon::Lexicon;
use serde_json::{Value, json};
use std::{collections::BTreeMap, time::Duration};
use story::{
    Report, Story,
    phrasing::{self, Miss},
};

/// The variable that holds the key for the endpoint, if it wants one.
const KEY: &str = "SECONDSOURCE_PHRASE_KEY";
/// Most stories phrased in one run, the largest first.
const STORIES_MAX: usize = 8;
/// Most sentences of an answer that are checked.
const SENTENCES_MAX: usize = 24;
/// Longest answer, in bytes.
const ANSWER_BYTES_MAX: u64 = 1 << 20;
/// Where the endpoint answers, below the address that a user names.
const PATH: &str = "/chat/completions";
const VERSION: &str = "/v1";
/// Reasons of drops that are no [`Miss`].
const TOO_MANY: &str = "too many";
const REPEATED: &str = "repeated";

/// Adds to each story's record its digest in the model's words; what went wrong is a notice.
pub fn phrase(dossier: &mut Dossier, stories: &[Story], wanted: &Phrasing) {
    let Some(url) = &wanted.phrase else { return };
    let told = stories.iter().filter(|s| !s.reports.is_empty()).enumerate();
    let (mut notices, mut left) = (Vec::new(), 0);
    for (nth, story) in told.filter(|(_, s)| !s.digest.is_empty()) {
        if left == STORIES_MAX {
            notices.push(format!("only the first {STORIES_MAX} stories were phrased"));
            break;
        }
        left += 1;
        match ask(story, url, wanted) {
            Ok(answer) => {
                let phrased = checked(story, &dossier.stories[nth], &answer, wanted, url);
                dossier.stories[nth].phrased = Some(phrased);
            }
            Err(problem) => {
                notices.push(problem);
                break;
            }
        }
    }
    for message in notices {
        let code = NoticeCode::NotPhrased.as_str().to_string();
        let place = fetch::site(url);
        let notice = NoticeRecord { code, message, place, document: None, start: None, end: None };
        dossier.notices.push(notice);
    }
}

/// A sentence of an answer, as it came.
struct Draft {
    text: String,
    /// Places in the digest.
    cites: Option<Vec<usize>>,
}

/// What the model makes of a story's digest.
fn ask(story: &Story, url: &str, wanted: &Phrasing) -> Result<Vec<Draft>, String> {
    let sentences = story.digest.iter().enumerate();
    let sentences: Vec<Value> =
        sentences.map(|(i, l)| json!({"number": i + 1, "text": l.sentence.value})).collect();
    let request = json!({
        "model": wanted.phrase_model,
        "temperature": 0,
        "stream": false,
        "messages": [
            {"role": "system", "content": include_str!("phrase/prompt.txt")},
            {"role": "user", "content": json!({"sentences": sentences}).to_string()},
        ],
    });
    let key = std::env::var(KEY).ok().filter(|key| !key.trim().is_empty());
    let time = Duration::from_secs(wanted.phrase_time.into());
    let limits = fetch::Limits { time, bytes: ANSWER_BYTES_MAX };
    let answer = fetch::answer_to(
        &endpoint(url),
        &request.to_string(),
        key.as_deref().map(str::trim),
        limits,
    )?;
    drafts(&answer)
}

/// The address that answers, of the one that a user names.
fn endpoint(url: &str) -> String {
    let base = url.trim().trim_end_matches('/');
    match () {
        () if base.ends_with(PATH) => base.to_string(),
        () if base.ends_with(VERSION) => format!("{base}{PATH}"),
        () => format!("{base}{VERSION}{PATH}"),
    }
}

/// The sentences of an answer.
fn drafts(answer: &[u8]) -> Result<Vec<Draft>, String> {
    let answer: Value =
        serde_json::from_slice(answer).map_err(|_| "the answer is no JSON".to_string())?;
    let content = answer["choices"][0]["message"]["content"].as_str();
    let content = content.ok_or("the answer holds no message")?;
    // Models put their JSON into a fence or a sentence.
    let json = content.find('{').zip(content.rfind('}')).filter(|(first, last)| first < last);
    let json = json.map_or("", |(first, last)| &content[first..=last]);
    let told: Value =
        serde_json::from_str(json).map_err(|_| "the message is not the JSON asked for")?;
    let sentences = told["sentences"].as_array().ok_or("the message has no sentences")?;
    let place = |n: &Value| n.as_u64().and_then(|n| usize::try_from(n).ok()?.checked_sub(1));
    let draft = |sentence: &Value| Draft {
        text: sentence["text"].as_str().map(one_line).unwrap_or_default(),
        cites: sentence["cites"].as_array().and_then(|list| list.iter().map(place).collect()),
    };
    Ok(sentences.iter().map(draft).collect())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What of an answer the evidence bears out.
fn checked(
    story: &Story,
    record: &dossier::StoryRecord,
    drafts: &[Draft],
    wanted: &Phrasing,
    url: &str,
) -> PhrasedRecord {
    let mut annotator = Annotator::new(Model::english());
    let mut sentences: Vec<PhrasedSentenceRecord> = Vec::new();
    let mut dropped: BTreeMap<&'static str, usize> = BTreeMap::new();
    for (nth, draft) in drafts.iter().enumerate() {
        if nth >= SENTENCES_MAX {
            *dropped.entry(TOO_MANY).or_default() += 1;
            continue;
        }
        match covered(story, draft, &mut annotator) {
            Err(miss) => *dropped.entry(miss.as_str()).or_default() += 1,
            Ok(_) if sentences.iter().any(|s| s.text == draft.text) => {
                *dropped.entry(REPEATED).or_default() += 1;
            }
            Ok(cited) => {
                let cites = cited.iter().flat_map(|&at| &record.digest[at].evidence);
                let evidence: Vec<Cite> = cites.cloned().collect();
                sentences.push(PhrasedSentenceRecord { text: draft.text.clone(), evidence });
            }
        }
    }
    let dropped = dropped.into_iter();
    let dropped =
        dropped.map(|(reason, count)| DroppedRecord { reason: reason.to_string(), count });
    PhrasedRecord {
        model: wanted.phrase_model.clone(),
        at: fetch::site(url),
        sentences,
        dropped: dropped.collect(),
    }
}

/// The places in the digest of the sentences that bear a draft out.
fn covered(
    story: &Story,
    draft: &Draft,
    annotator: &mut Annotator<'_>,
) -> Result<Vec<usize>, Miss> {
    let cites = draft.cites.as_deref().ok_or(Miss::Citation)?;
    let line = |&at: &usize| story.digest.get(at).ok_or(Miss::Citation);
    let lines = cites.iter().map(line).collect::<Result<Vec<_>, _>>()?;
    if draft.text.len() > phrasing::SENTENCE_BYTES_MAX {
        return Err(Miss::Form);
    }
    let first = lines.first().ok_or(Miss::Citation)?;
    let published = story.reports[first.report].document.metadata.published.clone();
    let article = json!({"id": "phrased", "published": published, "text": draft.text});
    let read = ingest::read("phrased.jsonl", article.to_string().as_bytes(), Lexicon::english());
    let document = read.documents.into_iter().next().ok_or(Miss::Form)?;
    let analysis = analyse(&document, annotator, Lexicon::english());
    let phrased = Report { document, analysis };
    let spans: Vec<Span> = lines.iter().map(|l| l.sentence.evidence.first()).collect();
    let used = phrasing::check(story, Lexicon::english(), &phrased, &spans)?;
    Ok(used.into_iter().map(|at| cites[at]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_endpoint_is_found_below_what_a_user_names() {
        for (named, expected) in [
            ("http://localhost:8080", "http://localhost:8080/v1/chat/completions"),
            ("http://localhost:8080/v1/", "http://localhost:8080/v1/chat/completions"),
            (
                "https://x.test/openai/v1/chat/completions",
                "https://x.test/openai/v1/chat/completions",
            ),
        ] {
            assert_eq!(endpoint(named), expected);
        }
    }

    #[test]
    fn an_answer_is_read_out_of_its_fence_and_bad_ones_are_said() {
        let answer = |content: &str| {
            json!({"choices": [{"message": {"content": content}}]}).to_string().into_bytes()
        };
        let fenced =
            "Here:\n```json\n{\"sentences\": [{\"text\": \"A\\n b.\", \"cites\": [1]}]}\n```";
        let read = drafts(&answer(fenced)).expect("read");
        assert_eq!((read[0].text.as_str(), read[0].cites.clone()), ("A b.", Some(vec![0])));
        let odd = "{\"sentences\": [{\"text\": 7, \"cites\": [0, \"x\"]}]}";
        assert_eq!(drafts(&answer(odd)).expect("read")[0].cites, None);
        for bad in ["", "no JSON", "{\"sentences\": 3}", "}{", "{\"sentences\": ["] {
            assert!(drafts(&answer(bad)).is_err(), "{bad}");
        }
        assert!(drafts(b"<html>").is_err());
        assert!(drafts(b"{\"choices\": []}").is_err());
    }
}
