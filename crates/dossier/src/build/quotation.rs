//! Who said what, as records.

use super::Builder;
use crate::{AntecedentRecord, PRONOUN, QuotationRecord, SpeakerRecord, ViaRecord};
use analysis::{
    EntityKind, Mention, MentionForm, Quotation, Speaker, quotation::is_pronoun, time::Day,
};
use document::{Fact, Span};
use story::{Step, anaphora};

impl Builder<'_> {
    pub(super) fn quotations(&self) -> Vec<QuotationRecord> {
        let of_report = |(i, report): (usize, &story::Report)| {
            let facts = report.analysis.quotations.iter().zip(&self.story.via[i]);
            facts.map(|(fact, via)| self.quotation(i, fact, via)).collect::<Vec<_>>()
        };
        self.story.reports.iter().enumerate().flat_map(of_report).collect()
    }

    fn quotation(&self, report: usize, fact: &Fact<Quotation>, via: &[Step]) -> QuotationRecord {
        let q = &fact.value;
        let antecedents = self.antecedents(report, q);
        // The chains of one report may take a speaker for two whom the story knows to be one.
        let entity = |chain: usize| self.story.entity(report, chain);
        let speaks = q.speaker.as_ref().and_then(|s| s.chain).and_then(entity);
        let other = |chain: usize| speaks.is_none() || entity(chain) != speaks;
        let named = antecedents.named.into_iter().filter(|&(_, chain)| other(chain));
        QuotationRecord {
            id: format!("quotation:{}", fact.id("quotation")),
            document: self.ids[report].clone(),
            kind: q.kind.as_str().to_string(),
            content: self.cite(q.content),
            verbatim: q.verbatim.iter().map(|&s| self.cite(s)).collect(),
            speaker: q.speaker.as_ref().map(|s| self.speaker(report, s)),
            cue: q.cue.map(|s| self.cite(s)),
            telling: q.telling.map(|s| self.cite(s)),
            when: self.said_long_before(report, q),
            named: named.filter_map(|(own, chain)| self.antecedent(report, own, chain)).collect(),
            before: antecedents.before.map(|span| self.cite(span)),
            doubt: q.doubt.map_or("", |d| d.as_str()).to_string(),
            stance: q.stance.to_string(),
            via: self.steps(via),
            variants: None,
            rule: fact.rule.to_string(),
        }
    }

    /// When it was said, if the report tells of a time long before it.
    fn said_long_before(&self, report: usize, q: &Quotation) -> Option<String> {
        /// Days from which on it is long. Chosen 2026-11-23, not swept.
        const DAYS: i32 = 31;
        let report = &self.story.reports[report];
        let (syntax, cue) = (&report.analysis.syntax, q.cue?);
        let today = report.document.metadata.published.as_deref().and_then(Day::parse)?;
        let says = |head: usize| syntax.span(head..head + 1).is_some_and(|own| cue.contains(own));
        let mut mentions = report.analysis.events.iter().map(|e| &e.value);
        let time = mentions.find(|mention| says(mention.head))?.time?;
        let time = &report.analysis.times[time].value;
        let long = time.interval.is_some_and(|days| days.latest.plus(DAYS) < today);
        long.then(|| time.value.clone())
    }

    fn antecedents(&self, report: usize, q: &Quotation) -> anaphora::Antecedents {
        let report = &self.story.reports[report];
        let shown = q.telling.unwrap_or(q.content);
        anaphora::antecedents(report, shown, q.speaker.as_ref())
    }

    pub(super) fn antecedent(
        &self,
        report: usize,
        own: Span,
        chain: usize,
    ) -> Option<AntecedentRecord> {
        let analysis = &self.story.reports[report].analysis;
        let named = analysis.mentions[analysis.chains[chain].name?].span;
        let entity = self.story.entity(report, chain);
        let name = entity.map(|e| self.story.entities[e].name.clone());
        Some(AntecedentRecord {
            pronoun: self.cite(own),
            text: name.unwrap_or_else(|| self.story.words(named).to_string()),
            evidence: self.cite(named),
        })
    }

    pub(super) fn speaker(&self, report: usize, speaker: &Speaker) -> SpeakerRecord {
        let entity = speaker.chain.and_then(|chain| self.story.entity(report, chain));
        let spaced =
            || self.story.words(speaker.called()).split_whitespace().collect::<Vec<_>>().join(" ");
        let pronoun = || {
            let open = entity.is_none() && is_pronoun(self.story.words(speaker.called()));
            open.then_some(PRONOUN)
        };
        // "Valeans" who say something are not all that is called Valean.
        let named = entity.filter(|&e| self.story.entities[e].kind != EntityKind::Group);
        SpeakerRecord {
            text: named.map_or_else(spaced, |e| self.story.entities[e].name.clone()),
            entity: entity.map(|e| self.entity_ids[e].clone()),
            others: named.and_then(|_| self.others(report, speaker)).unwrap_or_default(),
            unnamed: speaker.unnamed.or_else(pronoun).map(str::to_string),
            evidence: [Some(speaker.span), speaker.meant]
                .into_iter()
                .flatten()
                .map(|span| self.cite(span))
                .collect(),
        }
    }

    /// Who stands in a row with the name of a speaker: "and other guilds".
    fn others(&self, report: usize, speaker: &Speaker) -> Option<String> {
        let analysis = &self.story.reports[report].analysis;
        let (syntax, chain) = (&analysis.syntax, speaker.chain?);
        let is_named = |m: &&Mention| {
            m.form == MentionForm::Name && m.chain == chain && speaker.span.contains(m.span)
        };
        let head = analysis.mentions.iter().find(is_named)?.head;
        let rest = syntax.noun_phrase(head).end..syntax.coordinated_phrase(head).end;
        let words = syntax.words(rest).trim_start_matches([',', ' ']);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then_some(words)
    }

    /// Each step once.
    fn steps(&self, via: &[Step]) -> Vec<ViaRecord> {
        let mut steps: Vec<ViaRecord> = Vec::new();
        for step in via.iter().map(|step| self.via(step)) {
            if !steps.iter().any(|known| known.text == step.text) {
                steps.push(step);
            }
        }
        steps
    }

    fn via(&self, step: &Step) -> ViaRecord {
        let is_body = |e: &usize| self.story.entities[*e].kind == EntityKind::Organization;
        let body = step.entity.filter(is_body).map(|e| self.story.entities[e].name.clone());
        ViaRecord {
            text: step.name.clone(),
            publisher: Some(step.name.clone()).filter(|_| step.is_house).or(body),
            entity: step.entity.map(|e| self.entity_ids[e].clone()),
            evidence: vec![self.cite(step.shown)],
        }
    }
}
