//! Claims as records.

use super::Builder;
use crate::ClaimRecord;
use analysis::Quotation;
use analysis::quotation::Doubt;
use document::{DocId, Span};
use std::collections::{BTreeSet, HashMap};
use story::{Corroboration, Manner};

/// Claims of a sentence that are looked at for one that holds another.
const HOLDERS_MAX: usize = 64;

impl Builder<'_> {
    /// The claims of the story, in its order.
    pub(super) fn claims(&self) -> Vec<ClaimRecord> {
        let claims = &self.story.claims;
        let mut records: Vec<ClaimRecord> = claims.iter().map(|c| self.claim(c)).collect();
        // By sentence: the claims that stand in it and are not part of another.
        let mut holders: HashMap<(DocId, usize), Vec<usize>> = HashMap::new();
        // What a sentence tells by the way does not stand for what it tells.
        let (asides, mains): (Vec<_>, Vec<_>) =
            (0..claims.len()).partition(|&n| claims[n].is_aside);
        for n in mains.into_iter().chain(asides) {
            // What says more is a claim of its own, and does not stand within this one.
            let own = claims[n].tellings.iter().filter(|t| t.manner != Manner::More);
            let sentences: BTreeSet<(DocId, usize)> =
                own.filter_map(|t| self.sentence(t.span)).collect();
            let mut holding: Vec<&[usize]> =
                sentences.iter().map(|s| holders.get(s).map_or(&[][..], Vec::as_slice)).collect();
            holding.sort_by_key(|of_sentence| of_sentence.len());
            let mut rarest = holding.first().copied().unwrap_or_default().iter();
            let holds = |h: &&usize| holding.iter().all(|of| of.binary_search(h).is_ok());
            // Of several reports, one of whose sentences it stands in.
            let mut shared = holding.iter().flat_map(|of| of.iter());
            let told = |h: &&usize| {
                let is_main = claims[n].is_aside && !claims[**h].is_aside;
                is_main && claims[**h].reports.len() > 1
            };
            let holder = rarest.find(holds).or_else(|| shared.find(told)).copied();
            if holder.is_none() {
                for sentence in sentences {
                    let of_sentence = holders.entry(sentence).or_default();
                    if of_sentence.len() < HOLDERS_MAX {
                        of_sentence.insert(of_sentence.partition_point(|&h| h < n), n);
                    }
                }
            }
            records[n].within = holder.map(|h| claim_id(&claims[h]));
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
        // Those who are quoted with the words shown, not with what others say in place of them.
        let same = claim.tellings.iter().filter(|t| t.manner == Manner::Same);
        let spans: Vec<Span> = same.map(|t| t.span).collect();
        ClaimRecord {
            id: claim_id(claim),
            text: claim.claim.value.clone(),
            status: claim.status.as_str().to_string(),
            origins: claim.origins.len(),
            documents: claim.reports.iter().map(|&r| self.ids[r].clone()).collect(),
            publishers: self.publishers(&claim.reports),
            speakers: self.speakers(&spans, &claim.claim.value),
            of_one_speaker: self.is_of_one_speaker(claim),
            within: None,
            clear: claim.is_clear,
            statement: claim.speech.map(|n| self.speech_id(&self.story.speeches[n])),
            evidence: self.cites(&claim.claim.evidence),
        }
    }

    /// Whether all passages of a claim are what one and the same speaker is quoted with.
    fn is_of_one_speaker(&self, claim: &Corroboration) -> bool {
        if claim.reports.len() < 2 {
            return false;
        }
        let quoted = |span: Span| -> BTreeSet<usize> {
            let Some(r) = self.story.report_of(span.doc()) else { return BTreeSet::new() };
            let said = self.story.reports[r].analysis.quotations.iter().map(|fact| &fact.value);
            let here = said.filter(|q| q.content.contains(span) && !is_doubted(q));
            let chains = here.filter_map(|q| q.speaker.as_ref()?.chain);
            chains.filter_map(|chain| self.story.entity(r, chain)).collect()
        };
        let all = claim.tellings.iter().map(|t| quoted(t.span));
        let shared = all.reduce(|a, b| a.intersection(&b).copied().collect());
        shared.is_some_and(|speakers| !speakers.is_empty())
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

    /// Those who are quoted with these passages: who is named, or if nobody is, who is not. Of a
    /// text that is shown for them nobody whom it names as saying so itself.
    pub(super) fn speakers(&self, spans: &[Span], shown: &str) -> Vec<String> {
        let (mut named, mut others) = (BTreeSet::new(), BTreeSet::new());
        for here in spans.chunk_by(|a, b| a.doc() == b.doc()) {
            let Some(r) = self.story.report_of(here[0].doc()) else { continue };
            let said = self.story.reports[r].analysis.quotations.iter().map(|fact| &fact.value);
            let quoted = |q: &&Quotation| here.iter().any(|span| is_said(q.content, *span));
            for quotation in said.filter(quoted).filter(|q| !self.is_told(q, shown)) {
                let Some(said) = quotation.speaker.as_ref() else { continue };
                let speaker = self.speaker(r, said);
                if speaker.entity.is_some() {
                    named.insert(speaker.text);
                } else if !self.story.is_pronoun(said.called()) {
                    others.insert(speaker.text);
                }
            }
        }
        if named.is_empty() { others } else { named }.into_iter().collect()
    }

    /// Whether a quotation is hardly something said, or a text has the words that say who said it.
    fn is_told(&self, quotation: &Quotation, text: &str) -> bool {
        let telling = || {
            let (speaker, cue) = (quotation.speaker.as_ref()?.span, quotation.cue?);
            let words = self.line(speaker.cover(cue)?);
            Some(text.contains(&words))
        };
        is_doubted(quotation) || telling().unwrap_or(false)
    }
}

/// Whether a passage is what is said, or begins with it and holds little more: who says it.
fn is_said(content: Span, passage: Span) -> bool {
    let within = content.start() <= passage.start() && content.overlaps(passage);
    let said = content.end().min(passage.end()).saturating_sub(passage.start());
    within && 2 * said > passage.range().len()
}

/// Whether a quotation is hardly something said.
fn is_doubted(quotation: &Quotation) -> bool {
    matches!(quotation.doubt, Some(Doubt::Nobody | Doubt::Unsure | Doubt::Thing | Doubt::Act))
}

/// The id of a claim, the same in every run.
pub(super) fn claim_id(claim: &Corroboration) -> String {
    format!("claim:{}", claim.claim.id("claim"))
}
