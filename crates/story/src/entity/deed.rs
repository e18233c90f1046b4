//! [`Deed`]s: what an entity did, in the words of the reports.

use super::Entity;
use crate::Report;
use analysis::{EntityKind, event::Realis, name::fold_name};
use document::{Evidence, Fact, RuleId, Span};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Something that a report says in its own words that an entity did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// The words that tell it.
    pub what: String,
    /// TIMEX3 value of the time the words name.
    pub when: Option<String>,
    /// Whether it is told as having happened.
    pub realis: Realis,
}

/// Most deeds kept of one entity, the first of each report before the second of any.
const DEEDS_MAX: usize = 48;

/// A deed with the words of each report that tells it so.
struct Told {
    deed: Deed,
    /// Its place among the deeds of its report.
    rank: usize,
    first: Span,
    more: Vec<Span>,
}

/// Adds to the entities what they did: clauses whose actor they are, speech and what others are
/// quoted as saying left out. Cost: linear in the mentions and events of the reports.
pub(super) fn add(reports: &[Report], of_chain: &[Vec<Option<usize>>], entities: &mut [Entity]) {
    let mut told: Vec<BTreeMap<(String, &str), Told>> = Vec::new();
    told.resize_with(entities.len(), BTreeMap::new);
    let acts = |(entity, ..): &(usize, Span, Deed)| {
        matches!(entities[*entity].kind, EntityKind::Person | EntityKind::Organization)
    };
    let folded = |(entity, span, deed): (usize, Span, Deed)| {
        let key = (fold_name(&deed.what), deed.realis.as_str());
        (entity, span, deed, key)
    };
    let both = reports.par_iter().zip(of_chain);
    let deeds = both.map(|(report, of_chain)| {
        of_report(report, of_chain).filter(acts).map(folded).collect::<Vec<_>>()
    });
    for deeds in deeds.collect::<Vec<_>>() {
        let mut n: BTreeMap<usize, usize> = BTreeMap::new();
        for (entity, span, deed, key) in deeds {
            let rank = n.entry(entity).or_default();
            *rank += 1;
            let first = || Told { deed, rank: *rank, first: span, more: Vec::new() };
            let known = told[entity].entry(key).or_insert_with(first);
            known.rank = known.rank.min(*rank);
            known.more.push(span);
        }
    }
    for (entity, told) in entities.iter_mut().zip(told) {
        let mut told: Vec<Told> = told.into_values().collect();
        told.sort_by_key(|t| (t.rank, t.first));
        told.truncate(DEEDS_MAX);
        told.sort_by_key(|t| t.first);
        entity.deeds = told.into_iter().map(fact).collect();
    }
}

fn fact(told: Told) -> Fact<Deed> {
    let evidence = Evidence::of(told.first, told.more);
    Fact { value: told.deed, evidence, rule: RuleId::new("entity/deed") }
}

/// The deeds of one report: entity, words, deed.
fn of_report<'r>(
    report: &'r Report,
    of_chain: &'r [Option<usize>],
) -> impl Iterator<Item = (usize, Span, Deed)> + 'r {
    let analysis = &report.analysis;
    let mut entity_at: BTreeMap<usize, usize> = BTreeMap::new();
    for mention in &analysis.mentions {
        if let Some(Some(entity)) = of_chain.get(mention.chain) {
            entity_at.insert(mention.head, *entity);
        }
    }
    let cues = analysis.quotations.iter().filter_map(|q| q.value.cue);
    let cues: BTreeSet<usize> = cues.flat_map(|cue| analysis.syntax.tokens_of(cue)).collect();
    analysis.events.iter().filter_map(move |fact| {
        let told = &fact.value;
        let entity = *entity_at.get(&told.actor?)?;
        let own = told.quotation.is_none() && !cues.contains(&told.head);
        let deed = Deed {
            what: super::one_line(report.document.text.words(told.span)),
            when: told.time.map(|time| analysis.times[time].value.value.clone()),
            realis: told.realis,
        };
        (own && told.realis != Realis::Generic).then_some((entity, told.span, deed))
    })
}
