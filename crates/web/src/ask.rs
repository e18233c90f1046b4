//! Questions to the record, answered alike for pages, programs and language models.

use crate::{
    api::answers::{ArticleSummary, StoryChanges},
    room::{Part, Room},
};
use dossier::{Cite, ClaimRecord, ConflictRecord};
use std::collections::{BTreeMap, BTreeSet};

/// A claim that has words of a question.
#[derive(Clone, Copy, Debug)]
pub struct Matched<'r> {
    /// Its story.
    pub part: &'r Part,
    /// The claim.
    pub claim: &'r ClaimRecord,
    /// How much of the question's weight its words have, 0 to 1.
    pub likeness: f64,
}

/// Least likeness of a claim to be given at all. Chosen, not tuned: half of what was asked.
const LIKENESS_MIN: f64 = 0.5;

/// The claims that are most like some words, most like first.
///
/// A word weighs the more the fewer claims have it (inverse document frequency, Spärck Jones 1972);
/// the likeness is the part of the question's weight that a claim has. It says which claims are
/// about the same, never whether they say the same.
pub fn claims_like<'r>(room: &'r Room, words: &str, most: usize) -> Vec<Matched<'r>> {
    let asked = words_of(words);
    if asked.is_empty() {
        return Vec::new();
    }
    let claims = || room.exact.iter().flat_map(|p| p.told.claims.iter().map(move |c| (p, c)));
    let mut having: BTreeMap<String, usize> = BTreeMap::new();
    let mut candidates = Vec::new();
    let mut all = 0usize;
    for (part, claim) in claims() {
        all += 1;
        let texts = claim.evidence.iter().map(|cite| cite.exact.as_str());
        let own: BTreeSet<String> = texts.chain([claim.text.as_str()]).flat_map(words_of).collect();
        let common: Vec<String> = asked.intersection(&own).cloned().collect();
        for word in &common {
            *having.entry(word.clone()).or_default() += 1;
        }
        if !common.is_empty() {
            candidates.push((part, claim, common));
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let weight = |word: &String| {
        let n = having.get(word).copied().unwrap_or(0);
        ((all as f64 + 1.0) / (n as f64 + 0.5)).ln()
    };
    let whole: f64 = asked.iter().map(weight).sum();
    let mut matched: Vec<Matched<'r>> = candidates
        .iter()
        .map(|(part, claim, common)| {
            let likeness = common.iter().map(weight).sum::<f64>() / whole.max(f64::EPSILON);
            Matched { part, claim, likeness }
        })
        .filter(|m| m.likeness >= LIKENESS_MIN)
        .collect();
    matched.sort_by(|a, b| {
        b.likeness.total_cmp(&a.likeness).then_with(|| b.claim.origins.cmp(&a.claim.origins))
    });
    matched.truncate(most);
    matched
}

/// The words of a text, in small letters.
fn words_of(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The conflicts of a story that rest on words of a claim.
pub fn conflicts_of<'r>(part: &'r Part, claim: &ClaimRecord) -> Vec<&'r ConflictRecord> {
    let overlaps =
        |a: &Cite, b: &Cite| a.document == b.document && a.start < b.end && b.start < a.end;
    let touches = |conflict: &&ConflictRecord| {
        let mut cites = conflict.sides.iter().flat_map(|side| &side.evidence);
        cites.any(|cite| claim.evidence.iter().any(|own| overlaps(cite, own)))
    };
    part.told.conflicts.iter().filter(touches).collect()
}

/// What articles published since a time brought to a story; none if there are no such articles.
pub fn changes(part: &Part, since: &str) -> Option<StoryChanges> {
    // Times of different precision are compared as far as both go.
    let is_late = |time: &str| {
        let n = time.len().min(since.len());
        time.get(..n) >= since.get(..n)
    };
    let is_new =
        |id: &String| part.document(id).and_then(|d| d.published.as_deref()).is_some_and(is_late);
    let articles: Vec<ArticleSummary> = part
        .told
        .documents
        .iter()
        .filter(|d| is_new(&d.id))
        .map(|d| ArticleSummary::of(part, d))
        .collect();
    if articles.is_empty() {
        return None;
    }
    let all_new = |documents: &[String]| !documents.is_empty() && documents.iter().all(is_new);
    let any_new = |documents: &[String]| documents.iter().any(is_new);
    let claims = &part.told.claims;
    let origins = part.told.origins.iter().filter(|o| all_new(&o.documents));
    let conflicts = part.told.conflicts.iter();
    let conflicts = conflicts.filter(|c| c.sides.iter().any(|side| all_new(&side.documents)));
    Some(StoryChanges {
        story: part.id().into(),
        title: part.title().into(),
        articles,
        new_origins: origins.map(|o| o.id.clone()).collect(),
        new_claims: claims.iter().filter(|c| all_new(&c.documents)).cloned().collect(),
        repeated_claims: claims
            .iter()
            .filter(|c| any_new(&c.documents) && !all_new(&c.documents))
            .cloned()
            .collect(),
        new_conflicts: conflicts.cloned().collect(),
    })
}
