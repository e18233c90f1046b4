//! A pile in its stories: groups of documents that tell the same ([`crate::cluster`]), joined where
//! they are episodes of one running story.
//!
//! Episodes of a story are far apart in time and words, and go on about the same persons, bodies
//! and places. Two documents are linked if the rare names of one are to a good part those of the
//! other; two groups are joined if enough of their documents are linked. Reports of look-alike
//! happenings share few rare names, whatever words they share.

use crate::cluster::{self, Clusters};
use crate::join::Join;
use crate::term::{Background, Words, name_rarity};
use crate::{Report, entity};
use analysis::{EntityKind, MentionForm};
use lexicon::Lexicon;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Share of the rarity of a document's names that another has too, from which they are linked.
/// This and the next set 2026-11-22: pairs of three invented running stories have 0.1 to 0.9, of
/// ECB+'s look-alikes one in ten above; 0.1 to 0.5 and 10 to 30 tried.
const LINKED_SHARE: f32 = 0.25;
/// Rarity, in natural logarithms, of the names that linked documents have in common at least.
const LINKED_RARITY: f32 = 20.0;
/// Share of the pairs of two groups that are linked at least for them to be one story.
const LINKED_PAIRS: f32 = 0.2;
/// Documents that a name stands in at most for it to link any.
const DOCUMENTS_PER_NAME_MAX: usize = 200;

/// The stories of a pile, each the numbers of its reports in order; the largest first.
pub(crate) fn stories(reports: &[Report], lexicon: &Lexicon) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..reports.len()).collect();
    order.sort_by(|&a, &b| cluster::order(&reports[a].document, &reports[b].document));
    let words: Vec<Words> = order.iter().map(|&i| Words::of(&reports[i].document)).collect();
    let mut background = Background::default();
    words.iter().for_each(|w| background.learn(w));
    let mut clusters = Clusters::new(Join::built_in().clone());
    words.iter().for_each(|w| clusters.learn(w));
    for (i, words) in order.iter().zip(&words) {
        clusters.add(words, cluster::published(&reports[*i].document));
    }
    clusters.repair();
    let groups = clusters.documents().iter().filter(|g| !g.is_empty());
    let groups: Vec<Vec<usize>> = groups.map(|g| g.iter().map(|n| order[*n]).collect()).collect();
    let mut stories = joined(groups, &links(reports, &background, lexicon));
    stories.iter_mut().for_each(|story| story.sort_unstable());
    stories.sort_by_key(|story| (std::cmp::Reverse(story.len()), story.clone()));
    stories
}

/// Pairs of linked reports, the smaller number first, with the share of names in common.
fn links(
    reports: &[Report],
    background: &Background,
    lexicon: &Lexicon,
) -> BTreeMap<(usize, usize), f32> {
    let (entities, entity_of) = entity::merge(reports, lexicon);
    let mut having: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (i, report) in reports.iter().enumerate() {
        let is_name =
            |m: &&analysis::Mention| m.form == MentionForm::Name && m.kind != EntityKind::Group;
        for mention in report.analysis.mentions.iter().filter(is_name) {
            if let Some(Some(entity)) = entity_of[i].get(mention.chain) {
                having.entry(*entity).or_default().insert(i);
            }
        }
    }
    let mut all = vec![0.0_f32; reports.len()];
    let mut shared: HashMap<(usize, usize), f32> = HashMap::new();
    for (entity, with) in &having {
        let rarity = name_rarity(background, &entities[*entity].name);
        with.iter().for_each(|i| all[*i] += rarity);
        if with.len() <= DOCUMENTS_PER_NAME_MAX {
            for a in with {
                let after = with.range(a + 1..);
                after.for_each(|b| *shared.entry((*a, *b)).or_default() += rarity);
            }
        }
    }
    let share = |((a, b), rarity): ((usize, usize), f32)| {
        let share = rarity / all[a].min(all[b]).max(1.0);
        (rarity >= LINKED_RARITY && share >= LINKED_SHARE).then_some(((a, b), share))
    };
    shared.into_iter().filter_map(share).collect()
}

/// Joins groups along links, the strongest first.
fn joined(mut groups: Vec<Vec<usize>>, links: &BTreeMap<(usize, usize), f32>) -> Vec<Vec<usize>> {
    let mut group_of: HashMap<usize, usize> = HashMap::new();
    for (g, group) in groups.iter().enumerate() {
        group.iter().for_each(|i| _ = group_of.insert(*i, g));
    }
    let mut strongest: Vec<(&(usize, usize), &f32)> = links.iter().collect();
    strongest.sort_by(|x, y| y.1.total_cmp(x.1).then(x.0.cmp(y.0)));
    for (&(a, b), _) in strongest {
        let (x, y) = (group_of[&a], group_of[&b]);
        if x == y {
            continue;
        }
        let pairs = groups[x].iter().flat_map(|i| groups[y].iter().map(move |j| (*i, *j)));
        let is_linked = |(i, j): &(usize, usize)| links.contains_key(&(*i.min(j), *i.max(j)));
        let linked = pairs.filter(is_linked).count() as f32;
        if linked >= LINKED_PAIRS * (groups[x].len() * groups[y].len()) as f32 {
            let (kept, gone) = (x.min(y), x.max(y));
            let moved = std::mem::take(&mut groups[gone]);
            moved.iter().for_each(|i| _ = group_of.insert(*i, kept));
            groups[kept].extend(moved);
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_with_few_links_stay_apart() {
        let links = BTreeMap::from([((0, 3), 0.9), ((5, 6), 0.5)]);
        let groups = vec![vec![0, 1, 2], vec![3, 4], vec![5], vec![6]];
        assert_eq!(joined(groups, &links), [vec![0, 1, 2], vec![3, 4], vec![5, 6]]);
    }
}
