//! [`Deed`]s: what an entity did, in the words of the reports.

use super::Entity;
use crate::{Report, clause, party::mention_at};
use analysis::{Analysis, EntityKind, EventMention, MentionForm, event::Realis, name::fold_name};
use document::{Evidence, Fact, RuleId, Span};
use language::labels::{dep, pos, tag};
use lexicon::Lexicon;
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
        let actor = told.actor?;
        let entity = *entity_at.get(&actor)?;
        let own = told.quotation.is_none() && !cues.contains(&told.head);
        if !own || told.realis == Realis::Generic || !is_whole(analysis, told) {
            return None;
        }
        if is_unclear(analysis, of_chain, actor) {
            return None;
        }
        let clause = clause::of(analysis, told)?;
        let deed = Deed {
            what: clause::words(&clause, |s| super::one_line(report.document.text.words(s))),
            when: told.time.map(|time| analysis.times[time].value.value.clone()),
            realis: told.realis,
        };
        Some((entity, clause.span, deed))
    })
}

/// Whether a predicate tells by itself what its subject did: a finite verb of a sentence, of a row
/// or of a clause beside it, with something said of it; not "he was", not what somebody says.
fn is_whole(analysis: &Analysis, told: &EventMention) -> bool {
    let (syntax, parse) = (&analysis.syntax, &analysis.syntax.parse);
    let t = &parse.tokens[told.head];
    let stands = matches!(t.dep, dep::ROOT | dep::CONJ | dep::PARATAXIS);
    let auxiliary = [dep::AUX, dep::AUXPASS];
    let carried = auxiliary.iter().any(|&d| syntax.has_child(told.head, d));
    let to = syntax.is_infinitive(told.head);
    let finite = matches!(t.tag, tag::VBD | tag::VBZ | tag::VBP) || carried && !to;
    let says = Lexicon::english().cues.contains_key(parse.lemma(told.head).to_lowercase().as_str());
    let onto = syntax.child(told.head, &[dep::DOBJ, dep::NSUBJPASS]).is_some();
    let told_by = [dep::CCOMP, dep::PARATAXIS].iter().any(|&d| syntax.has_child(told.head, d));
    let more = parse.children(told.head).any(|c| {
        let part =
            [dep::DOBJ, dep::ATTR, dep::ACOMP, dep::PREP, dep::XCOMP, dep::AGENT, dep::DATIVE];
        part.contains(&parse.tokens[c].dep)
    });
    stands && finite && (onto && !told_by || !says) && (more || t.pos != pos::AUX && onto)
}

/// Whether a pronoun may stand for another of those named in its sentence and the one before.
fn is_unclear(analysis: &Analysis, of_chain: &[Option<usize>], token: usize) -> bool {
    let parse = &analysis.syntax.parse;
    if parse.tokens[token].tag != tag::PRP {
        return false;
    }
    let gender = mention_at(&analysis.mentions, token).and_then(|m| m.gender);
    let from = parse.sentences[parse.sentence_of(token).saturating_sub(1)].start;
    let near = analysis.mentions.iter().filter(|m| {
        let other = &analysis.chains[m.chain];
        let fits = gender.is_none_or(|g| other.gender.is_none_or(|o| o == g));
        (from..token).contains(&m.head)
            && m.form == MentionForm::Name
            && other.kind == EntityKind::Person
            && fits
    });
    let who: BTreeSet<(Option<usize>, usize)> = near
        .map(|m| {
            let entity = of_chain.get(m.chain).copied().flatten();
            (entity, if entity.is_some() { 0 } else { m.chain })
        })
        .collect();
    who.len() > 1
}
