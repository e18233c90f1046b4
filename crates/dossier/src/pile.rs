//! A pile of several stories as one dossier, and the part of it that tells one story.

use crate::{Dossier, Numbers, OriginRecord};
use std::collections::BTreeSet;

impl Dossier {
    /// Adds what another story's dossier has.
    pub(crate) fn extend(&mut self, other: Dossier) {
        // All fields are named, so that a new one is not forgotten here.
        let Dossier {
            version: _,
            made_by: _,
            numbers: _,
            documents,
            stories,
            entities,
            quotations,
            quotation_variants,
            origins,
            claims,
            conflicts,
            commitments,
            intentions,
            timeline,
            derivations,
            news: _,
            notices,
        } = other;
        self.documents.extend(documents);
        self.stories.extend(stories);
        self.entities.extend(entities);
        self.quotations.extend(quotations);
        self.quotation_variants.extend(quotation_variants);
        self.origins.extend(origins);
        self.claims.extend(claims);
        self.conflicts.extend(conflicts);
        self.commitments.extend(commitments);
        self.intentions.extend(intentions);
        self.timeline.extend(timeline);
        self.derivations.extend(derivations);
        self.notices.extend(notices);
        self.numbers = self.counted();
    }

    /// The numbers line, counted.
    pub(crate) fn counted(&self) -> Numbers {
        let whole = || self.origins.iter().filter(|o: &&OriginRecord| !o.documents.is_empty());
        let named = self
            .quotations
            .iter()
            .filter(|q| q.speaker.as_ref().is_some_and(|s| s.entity.is_some()));
        let actors =
            self.entities.iter().filter(|e| matches!(e.kind.as_str(), "person" | "organization"));
        Numbers {
            documents: self.stories.iter().map(|s| s.documents.len()).sum(),
            stories: self.stories.len(),
            origins: whole().count(),
            unknown_lineage: whole().filter(|o| o.lineage == "unknown").count(),
            claims: self.claims.len(),
            conflicts: self.conflicts.len(),
            commitments: self.commitments.len(),
            followed_up: self
                .commitments
                .iter()
                .filter(|c| c.follow_up.iter().any(|f| f.sure))
                .count(),
            corroborated: self.claims.iter().filter(|c| c.status == "corroborated").count(),
            actors: actors.count(),
            quotations: self.quotations.len(),
            named_speaker: named.count(),
        }
    }

    /// The dossier of one of the stories, by its place. Empty if there is no such story.
    pub fn of_story(&self, nth: usize) -> Dossier {
        let stories: Vec<_> = self.stories.get(nth).cloned().into_iter().collect();
        let ids: BTreeSet<&String> = stories.iter().flat_map(|s| &s.documents).collect();
        let any = |documents: &[String]| documents.iter().any(|d| ids.contains(d));
        let cited = |cites: &[crate::Cite]| cites.iter().any(|c| ids.contains(&c.document));
        let quotations = kept(&self.quotations, |q| ids.contains(&q.document));
        let speeches: BTreeSet<&String> =
            quotations.iter().filter_map(|q| q.variants.as_ref()).collect();
        let mut part = Dossier {
            version: self.version.clone(),
            made_by: self.made_by.clone(),
            numbers: self.numbers.clone(),
            documents: kept(&self.documents, |d| ids.contains(&d.id)),
            entities: kept(&self.entities, |e| cited(&e.evidence)),
            quotation_variants: kept(&self.quotation_variants, |s| speeches.contains(&s.id)),
            quotations: quotations.clone(),
            origins: kept(&self.origins, |o| any(&o.documents) || any(&o.also)),
            claims: kept(&self.claims, |c| any(&c.documents)),
            conflicts: kept(&self.conflicts, |c| c.sides.iter().any(|s| any(&s.documents))),
            commitments: kept(&self.commitments, |c| any(&c.documents)),
            intentions: kept(&self.intentions, |c| any(&c.documents)),
            timeline: kept(&self.timeline, |h| any(&h.documents)),
            derivations: kept(&self.derivations, |d| ids.contains(&d.document)),
            news: None,
            notices: Vec::new(),
            stories: stories.clone(),
        };
        part.numbers = part.counted();
        part.news = self.news.as_ref().map(|news| news.of(&part));
        part
    }
}

fn kept<T: Clone>(list: &[T], is_wanted: impl Fn(&T) -> bool) -> Vec<T> {
    list.iter().filter(|item| is_wanted(item)).cloned().collect()
}
