//! Claims as records.

use super::Builder;
use crate::ClaimRecord;
use document::{DocId, Span};
use std::collections::{BTreeSet, HashMap};
use story::Corroboration;

/// Claims of a sentence that are looked at for one that holds another.
const HOLDERS_MAX: usize = 64;

impl Builder<'_> {
    /// The claims of the story, in its order.
    pub(super) fn claims(&self) -> Vec<ClaimRecord> {
        let mut records: Vec<ClaimRecord> = Vec::new();
        // By sentence: the claims that stand in it and are not part of another.
        let mut holders: HashMap<(DocId, usize), Vec<usize>> = HashMap::new();
        for claim in &self.story.claims {
            let mut record = self.claim(claim);
            let sentences: BTreeSet<(DocId, usize)> =
                claim.claim.evidence.spans().iter().filter_map(|s| self.sentence(*s)).collect();
            let mut holding: Vec<&[usize]> =
                sentences.iter().map(|s| holders.get(s).map_or(&[][..], Vec::as_slice)).collect();
            holding.sort_by_key(|of_sentence| of_sentence.len());
            let mut rarest = holding.first().copied().unwrap_or_default().iter();
            let holds = |n: &&usize| holding.iter().all(|of| of.binary_search(n).is_ok());
            record.within = rarest.find(holds).map(|&n| records[n].id.clone());
            if record.within.is_none() {
                for sentence in sentences {
                    let of_sentence = holders.entry(sentence).or_default();
                    if of_sentence.len() < HOLDERS_MAX {
                        of_sentence.push(records.len());
                    }
                }
            }
            records.push(record);
        }
        records
    }

    /// The sentence that a passage begins in.
    pub(super) fn sentence(&self, span: Span) -> Option<(DocId, usize)> {
        let report = self.story.report_of(span.doc())?;
        let syntax = &self.story.reports[report].analysis.syntax;
        let tokens = syntax.tokens_of(span);
        (!tokens.is_empty()).then(|| (span.doc(), syntax.sentence(tokens.start).start))
    }

    fn claim(&self, claim: &Corroboration) -> ClaimRecord {
        let spans = claim.claim.evidence.spans();
        ClaimRecord {
            id: format!("claim:{}", claim.claim.id("claim")),
            text: claim.claim.value.clone(),
            status: claim.status.as_str().to_string(),
            origins: claim.origins.len(),
            documents: claim.reports.iter().map(|&r| self.ids[r].clone()).collect(),
            publishers: self.publishers(&claim.reports),
            speakers: self.speakers(spans),
            within: None,
            statement: claim.speech.map(|n| self.speech_id(&self.story.speeches[n])),
            evidence: self.cites(&claim.claim.evidence),
        }
    }

    /// The publishers of reports, as far as known, each once, in the order of the reports.
    pub(super) fn publishers(&self, reports: &BTreeSet<usize>) -> Vec<String> {
        let mut publishers: Vec<String> = Vec::new();
        for &report in reports {
            let name = self.story.reports[report].document.metadata.publisher.clone();
            publishers.extend(name.filter(|name| !publishers.contains(name)));
        }
        publishers
    }

    /// Those who are quoted with these words: who is named, or if nobody is, who is not.
    pub(super) fn speakers(&self, spans: &[Span]) -> Vec<String> {
        let (mut named, mut others) = (BTreeSet::new(), BTreeSet::new());
        for here in spans.chunk_by(|a, b| a.doc() == b.doc()) {
            let Some(r) = self.story.report_of(here[0].doc()) else { continue };
            let analysis = &self.story.reports[r].analysis;
            for fact in &analysis.quotations {
                let quoted = here.iter().any(|span| fact.value.content.contains(*span));
                let Some(said) = fact.value.speaker.as_ref().filter(|_| quoted) else { continue };
                let speaker = self.speaker(r, said);
                if speaker.entity.is_some() {
                    named.insert(speaker.text);
                } else if !self.story.is_pronoun(said.span) {
                    others.insert(speaker.text);
                }
            }
        }
        if named.is_empty() { others } else { named }.into_iter().collect()
    }
}
