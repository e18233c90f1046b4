//! What was said once and stands in several documents, as records.

use super::Builder;
use crate::{OccasionRecord, QuotationRecord, RenderingRecord, SpeechRecord};
use document::short_hash;
use std::collections::BTreeMap;
use story::Speech;

impl Builder<'_> {
    /// The speeches of the story; their ids are set in its quotations.
    pub(super) fn speeches(&self, quotations: &mut [QuotationRecord]) -> Vec<SpeechRecord> {
        let origins = self.origin_ids();
        let records: Vec<SpeechRecord> =
            self.story.speeches.iter().map(|speech| self.speech(speech, &origins)).collect();
        let members = |record: &SpeechRecord| {
            let ids = record.renderings.iter().map(|r| r.quotation.clone());
            ids.map(|id| (id, record.id.clone())).collect::<Vec<_>>()
        };
        let group: BTreeMap<String, String> = records.iter().flat_map(members).collect();
        for quotation in quotations {
            quotation.variants = group.get(&quotation.id).cloned();
        }
        records
    }

    fn speech(&self, speech: &Speech, origins: &[String]) -> SpeechRecord {
        let renderings = speech.renderings.iter().map(|r| {
            let fact = &self.story.reports[r.report].analysis.quotations[r.quotation];
            RenderingRecord {
                quotation: format!("quotation:{}", fact.id("quotation")),
                relation: r.relation.as_str().to_string(),
                differing: r.differing.iter().map(|&span| self.cite(span)).collect(),
            }
        });
        let renderings: Vec<RenderingRecord> = renderings.collect();
        let occasion = speech.occasion.map(|(kind, words)| OccasionRecord {
            kind: kind.to_string(),
            evidence: self.cite(words),
        });
        SpeechRecord {
            id: self.speech_id(speech),
            renderings,
            accounts: speech.accounts.iter().map(|&o| origins[o].clone()).collect(),
            occasion,
        }
    }

    /// The id of a speech: that of its quotations.
    pub(super) fn speech_id(&self, speech: &Speech) -> String {
        let quotation = |r: &story::Rendering| {
            let fact = &self.story.reports[r.report].analysis.quotations[r.quotation];
            format!("quotation:{}", fact.id("quotation"))
        };
        let parts: Vec<String> = speech.renderings.iter().map(quotation).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        format!("speech:{:08x}", short_hash(&parts) as u32)
    }
}
