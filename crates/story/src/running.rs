//! A pile in its stories: groups of documents that tell the same ([`crate::cluster`]), joined where
//! they are episodes of one running story.
//!
//! Episodes of a story are far apart in time and words, and go on about the same persons, bodies
//! and places. Two documents are linked if the rare names of one are to a good part those of the
//! other; two groups are joined if enough of their documents are linked. Reports of look-alike
//! happenings share few rare names, whatever words they share.

use crate::Report;
use crate::cluster::{self, Clusters};
use crate::correction::{self, Corrections};
use crate::join::Join;
use crate::term::{Background, Words, rarity};
use analysis::name::fold_word;
use analysis::spelling::sounds;
use analysis::{EntityKind, MentionForm};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Share of the rarity of a document's names that another has too, from which they are linked.
/// These five set 2026-11-22 on nine invented stories (each pile to stay one story) and on BASIL
/// (stories to stay apart); of these three, shares of 0.25 to 0.4, rarities of 20 to 40 and shares
/// of pairs of 0.1 to 0.33 tried, twenty of the combinations.
const LINKED_SHARE: f32 = 0.37;
/// Rarity, in natural logarithms, of the names that linked documents have in common at least.
const LINKED_RARITY: f32 = 31.0;
/// Share of the pairs of two groups that are linked at least for them to be one story.
const LINKED_PAIRS: f32 = 0.33;
/// The share and the rarity by which a report on its own joins a story...
const LONE: (f32, f32) = (0.2, 16.0);
/// ...if the share that any other story has is not above this part of it.
const LONE_RIVAL: f32 = 0.6;
/// Consonants of a word by which its spellings are told from other words.
const CONSONANTS_MIN: usize = 3;
/// Documents that a name stands in at most for it to link any.
const DOCUMENTS_PER_NAME_MAX: usize = 200;

/// How groups that are far apart come into one story, for readers.
pub(crate) const RULE: &str =
    "Episodes of one story: enough documents of their groups share their rare names.";

/// The stories of a pile, each the numbers of its reports in order; the largest first.
/// A reader's corrections are carried out last; `done` gets the lines that changed something.
pub(crate) fn stories(
    reports: &[Report],
    corrections: &Corrections,
    done: &mut BTreeSet<usize>,
) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..reports.len()).collect();
    order.sort_by(|&a, &b| cluster::order(&reports[a].document, &reports[b].document));
    let words: Vec<Words> = order.iter().map(|&i| Words::of(&reports[i].document)).collect();
    let mut background = Background::default();
    words.iter().for_each(|w| background.learn(w));
    let day = |i: &usize| cluster::published(&reports[*i].document);
    let pile = words.iter().zip(order.iter().map(day));
    let clusters = Clusters::of_pile(Join::built_in().clone(), pile);
    let groups = clusters.documents().iter().filter(|g| !g.is_empty());
    let groups: Vec<Vec<usize>> = groups.map(|g| g.iter().map(|n| order[*n]).collect()).collect();
    let mut stories = joined(groups, &links(reports, &background));
    let ties = corrections.ties(&correction::documents(reports));
    let in_order: BTreeMap<usize, usize> = order.iter().enumerate().map(|(n, i)| (*i, n)).collect();
    let nearer = correction::nearer(&words);
    let nearer = |x: usize, y: usize, z: usize| nearer(in_order[&x], in_order[&y], in_order[&z]);
    correction::regroup(&mut stories, &ties, nearer, done);
    stories.iter_mut().for_each(|story| story.sort_unstable());
    stories.sort_by_key(|story| (std::cmp::Reverse(story.len()), story.clone()));
    stories
}

/// Share and rarity of the names that pairs of reports have in common, the smaller number first.
type Links = BTreeMap<(usize, usize), (f32, f32)>;

fn links(reports: &[Report], background: &Background) -> Links {
    let mut having: BTreeMap<String, (f32, BTreeSet<usize>)> = BTreeMap::new();
    for (i, report) in reports.iter().enumerate() {
        let is_name =
            |m: &&analysis::Mention| m.form == MentionForm::Name && m.kind != EntityKind::Group;
        for mention in report.analysis.mentions.iter().filter(is_name) {
            let words = report.document.text.words(mention.span);
            for word in words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
                let entry = having.entry(skeleton(word)).or_default();
                entry.0 = entry.0.max(rarity(background, word));
                entry.1.insert(i);
            }
        }
    }
    let mut all = vec![0.0_f32; reports.len()];
    let mut shared: HashMap<(usize, usize), f32> = HashMap::new();
    for (rarity, with) in having.values() {
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
        (rarity >= LONE.1 && share >= LONE.0).then_some(((a, b), (share, rarity)))
    };
    shared.into_iter().filter_map(share).collect()
}

/// What spellings of a name's word have in common: its consonants by their sounds, if they are
/// enough to tell it from others; else its letters.
fn skeleton(word: &str) -> String {
    let sounds = sounds(word);
    let is_consonant = |s: &u8| !b"aeiouy".contains(s);
    let mut consonants: Vec<u8> = sounds.iter().copied().filter(is_consonant).collect();
    consonants.dedup();
    match consonants.len() {
        0..CONSONANTS_MIN => fold_word(word),
        _ => String::from_utf8_lossy(&consonants).into_owned(),
    }
}

/// Joins groups along links, the strongest first.
fn joined(mut groups: Vec<Vec<usize>>, links: &Links) -> Vec<Vec<usize>> {
    let is_strong =
        |(share, rarity): &(f32, f32)| *share >= LINKED_SHARE && *rarity >= LINKED_RARITY;
    let mut group_of: HashMap<usize, usize> = HashMap::new();
    for (g, group) in groups.iter().enumerate() {
        group.iter().for_each(|i| _ = group_of.insert(*i, g));
    }
    let mut strongest: Vec<_> = links.iter().filter(|(_, link)| is_strong(link)).collect();
    strongest.sort_by(|x, y| y.1.0.total_cmp(&x.1.0).then(x.0.cmp(y.0)));
    for (&(a, b), _) in strongest {
        let (x, y) = (group_of[&a], group_of[&b]);
        if x == y {
            continue;
        }
        let pairs = groups[x].iter().flat_map(|i| groups[y].iter().map(move |j| (*i, *j)));
        let is_linked =
            |(i, j): &(usize, usize)| links.get(&(*i.min(j), *i.max(j))).is_some_and(is_strong);
        let linked = pairs.filter(is_linked).count() as f32;
        if linked >= LINKED_PAIRS * (groups[x].len() * groups[y].len()) as f32 {
            let (kept, gone) = (x.min(y), x.max(y));
            let moved = std::mem::take(&mut groups[gone]);
            moved.iter().for_each(|i| _ = group_of.insert(*i, kept));
            groups[kept].extend(moved);
        }
    }
    while take_in_lone(&mut groups, links) {}
    groups.retain(|group| !group.is_empty());
    groups
}

/// Puts reports on their own into the stories they share names with, if only one comes in
/// question. Whether any found one.
fn take_in_lone(groups: &mut [Vec<usize>], links: &Links) -> bool {
    let mut found = false;
    let lone: Vec<usize> = (0..groups.len()).filter(|g| groups[*g].len() == 1).collect();
    for g in lone {
        let [report] = groups[g][..] else { continue };
        let share = |i: usize| links.get(&(i.min(report), i.max(report))).map_or(0.0, |l| l.0);
        let best = |group: &Vec<usize>| group.iter().map(|i| share(*i)).fold(0.0, f32::max);
        let mut others: Vec<(f32, usize)> =
            (0..groups.len()).filter(|o| *o != g).map(|o| (best(&groups[o]), o)).collect();
        others.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        let Some(&(most, into)) = others.first().filter(|(most, _)| *most > 0.0) else { continue };
        if others.get(1).is_none_or(|(rival, _)| *rival <= LONE_RIVAL * most) {
            groups[g].clear();
            groups[into].push(report);
            found = true;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_with_few_links_stay_apart() {
        let links = BTreeMap::from([((0, 3), (0.9, 90.0)), ((5, 6), (0.5, 50.0))]);
        let groups = vec![vec![0, 1, 2], vec![3, 4, 7], vec![5], vec![6]];
        assert_eq!(joined(groups, &links), [vec![0, 1, 2], vec![3, 4, 7], vec![5, 6]]);
    }

    #[test]
    fn a_lone_report_joins_the_only_story_in_question() {
        let groups = || vec![vec![0, 1], vec![2, 3], vec![4]];
        let mut links = BTreeMap::from([((1, 4), (0.3, 20.0))]);
        assert_eq!(joined(groups(), &links), [vec![0, 1, 4], vec![2, 3]]);
        links.insert((3, 4), (0.25, 20.0));
        assert_eq!(joined(groups(), &links), [vec![0, 1], vec![2, 3], vec![4]]);
    }
}
