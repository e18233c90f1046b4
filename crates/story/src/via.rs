//! [`Step`]: a way station of a quotation, from its speaker to the document.
//!
//! A document's own words give most of them ([`analysis::Quotation::via`]). The pile adds what one
//! document cannot know: the full name of the house behind "ASP" or "the agency", and the house
//! whose report this one was made from.

use crate::{Entity, Origins, Report};
use analysis::{Quotation, Speaker, quotation::MEDIA};
use document::Span;

/// Someone through whom a quotation came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The house's or the entity's name, or the words as they stand.
    pub name: String,
    /// The entity.
    pub entity: Option<usize>,
    /// Whether it is a house of the pile.
    pub is_house: bool,
    /// The words that show it.
    pub shown: Span,
}

/// By report and quotation: through whom it came, the nearest to the speaker first.
pub(crate) fn steps(
    reports: &[Report],
    entities: &[Entity],
    entity_of: &[Vec<Option<usize>>],
    origins: &Origins,
) -> Vec<Vec<Vec<Step>>> {
    let of_report = |(number, entity_of): (usize, &Vec<Option<usize>>)| {
        let report = &reports[number];
        let way = Way { report, number, entities, entity_of, origins };
        way.report.analysis.quotations.iter().map(|fact| way.steps(&fact.value)).collect()
    };
    entity_of.iter().enumerate().map(of_report).collect()
}

struct Way<'a> {
    report: &'a Report,
    number: usize,
    entities: &'a [Entity],
    entity_of: &'a [Option<usize>],
    origins: &'a Origins,
}

impl Way<'_> {
    fn steps(&self, quotation: &Quotation) -> Vec<Step> {
        let through = self.origins.through(self.number, quotation.cue.unwrap_or(quotation.content));
        // Which house "the agency" is, the pile knows better than the document.
        let says = |step: &&Speaker| step.unnamed != Some(MEDIA) || through.is_empty();
        let told = quotation.via.iter().filter(says);
        let mut steps: Vec<Step> = told.filter_map(|speaker| self.step(speaker)).collect();
        let speaker = quotation.speaker.as_ref().and_then(|s| self.step(s)).map(|step| step.name);
        for house in &through {
            let known = steps.iter().any(|s| s.name == house.publisher);
            if !known && speaker.as_ref() != Some(&house.publisher) {
                steps.push(Step {
                    name: house.publisher.clone(),
                    entity: None,
                    is_house: true,
                    shown: house.shown,
                });
            }
        }
        steps
    }

    /// `None` for the report's own house.
    fn step(&self, speaker: &Speaker) -> Option<Step> {
        let entity = speaker.chain.and_then(|chain| self.entity_of.get(chain).copied().flatten());
        let words = self.report.document.text.words(speaker.called());
        let named = entity.map(|e| self.entities[e].name.clone());
        let house = [Some(words), named.as_deref()].into_iter().flatten();
        let house = house.filter_map(|name| self.origins.publisher(name, self.number)).next();
        if house.as_ref().is_some_and(|(_, is_own)| *is_own) {
            return None;
        }
        let house = house.map(|(name, _)| name);
        let is_house = house.is_some();
        let spaced = || words.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = house.or(named).unwrap_or_else(spaced);
        Some(Step { name, entity, is_house, shown: speaker.span })
    }
}
