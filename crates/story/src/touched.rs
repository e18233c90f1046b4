//! Which reports have a sentence with much of a claim's words: of these it cannot be said that they
//! are silent on it, even where no statement of theirs was recognised as the same or as near it.

use crate::claim::{Key, Statement, Statements};
use std::collections::{BTreeMap, HashMap};

/// Reports of a story up to which this is asked: a matrix of more has no room for them.
const REPORTS_MAX: usize = 200;
/// Sentences with a word beyond which the word tells nothing. A bound of cost.
const HOLDERS_MAX: usize = 256;
/// Least share of a claim's words, weighed by how rare they are in the story, in one sentence.
/// Set 2026-11-23 on 70 piles of AllSides and BASIL: of 160 cells called silent it takes 27 away;
/// .4 takes nine and leaves most of those that readers had called wrong.
const SHARE_MIN: f32 = 0.25;

/// Least cosine of two statements' vectors for one to touch the other's matter with fewer of its
/// words. Set 2026-11-23 on 509 cells called silent of sixty piles of AllSides and BASIL: of those
/// at least .5 near 17 of 20 touch it, from .45 six of eight, from .4 about half.
const NEAR_MIN: f32 = 0.45;
/// Least share of words then: in a pile on one matter every statement is near every other. Set
/// 2026-11-23 on the five real articles and twelve piles, .1 and .15 tried.
const SOME_MIN: f32 = 0.1;
/// Statements of a story up to which that is asked: a bound of cost.
const STATEMENTS_MAX: usize = 1_000;

/// The sentences of a story by what they can be found by.
pub(crate) struct Sentences {
    /// The report and sentence of each, with its first statement.
    by_key: HashMap<Key, Vec<(usize, usize, usize)>>,
}

impl Sentences {
    /// Those of all statements; none of a story of many reports. Cost: linear in their words.
    pub fn of(all: &Statements<'_>) -> Sentences {
        let mut by_key: HashMap<Key, Vec<(usize, usize, usize)>> = HashMap::new();
        let few = all.reports().len() <= REPORTS_MAX;
        let mut last = None;
        for (i, statement) in all.list.iter().enumerate().filter(|_| few) {
            let (report, sentence) = all.sentence(statement);
            if last.replace((report, sentence)) != Some((report, sentence)) {
                for &key in all.keys_of_sentence(statement) {
                    by_key.entry(key).or_default().push((report, sentence, i));
                }
            }
        }
        Sentences { by_key }
    }

    /// By report: a statement of the sentence that has most of a statement's words, if it has
    /// enough; or some and is near as a whole.
    pub fn touching(&self, all: &Statements<'_>, asked: &Statement) -> BTreeMap<usize, usize> {
        let mut shares: BTreeMap<(usize, usize), (f32, usize)> = BTreeMap::new();
        let mut whole = 0.0;
        for key in &asked.keys {
            let weight = all.rarity_shared(*key);
            whole += weight;
            let holders = self.by_key.get(key).filter(|h| h.len() <= HOLDERS_MAX);
            for &(report, sentence, statement) in holders.into_iter().flatten() {
                shares.entry((report, sentence)).or_insert((0.0, statement)).0 += weight;
            }
        }
        let few = all.list.len() <= STATEMENTS_MAX;
        let mut best: BTreeMap<usize, (f32, usize)> = BTreeMap::new();
        for ((report, _), (share, statement)) in shares {
            let share = share / whole;
            let enough = share >= SHARE_MIN
                || few && share >= SOME_MIN && nearest(all, asked, statement) >= NEAR_MIN;
            let has = best.entry(report).or_insert((0.0, statement));
            if enough && share > has.0 {
                *has = (share, statement);
            }
        }
        let touching = best.into_iter().filter(|(_, (share, _))| *share > 0.0);
        touching.map(|(report, (_, statement))| (report, statement)).collect()
    }
}

/// How near the statements of a sentence, the first of them given, come to one as a whole.
fn nearest(all: &Statements<'_>, asked: &Statement, first: usize) -> f32 {
    let sentence = all.sentence(&all.list[first]);
    let of_it = all.list[first..].iter().take_while(|s| all.sentence(s) == sentence);
    of_it.map(|s| all.cosine(asked, s)).fold(0.0, f32::max)
}
