//! What commitments add to claims: who states the same one, or tells what became of it, speaks of
//! the matter, however little the words are alike.

use super::{Corroboration, Related, common, each_report_once, placed};
use crate::Pledge;
use document::{DocId, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Share of a claim's passage and of a commitment's that is of both where the claim is that the
/// commitment was made. Set by hand 2026-11-23, not swept.
const SHARED_MIN: f32 = 0.5;

/// Adds to the claims that state commitments the passages of other reports that state the same
/// ones or surely tell what became of them. Cost: for each passage of a commitment the claims of
/// its document.
pub(super) fn add(
    claims: &mut [Corroboration],
    pledges: &[Pledge],
    by_doc: &BTreeMap<DocId, usize>,
) {
    let placed = placed(claims);
    let stating = |span: Span| {
        let here = placed.get(&span.doc()).into_iter().flatten();
        here.filter(move |(other, _)| common(span, *other) >= SHARED_MIN).map(|(_, c)| *c)
    };
    for pledge in pledges {
        let stated = pledge.stated.evidence.spans();
        let sure = pledge.follow_up.iter().filter(|f| f.is_sure).map(|f| f.span);
        let told: Vec<Span> = stated.iter().copied().chain(sure).collect();
        let of_it: BTreeSet<usize> = stated.iter().copied().flat_map(stating).collect();
        for c in of_it {
            let claim = &mut claims[c];
            let near = claim.related.iter().copied();
            let more = told.iter().map(|&span| Related { span, likely: 1.0 });
            claim.related = each_report_once(near.chain(more), by_doc, &claim.reports);
        }
    }
}
