//! Pairs of statements that may speak of one thing, and the groups of those that say the same.

use super::{
    alike::{Features, Likeness},
    statement::{Meaning, Statement, Statements, is_heading},
};
use crate::{corroborate, keyed::Keyed, wording};
use rayon::prelude::*;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

/// Statements that say the same.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimGroup {
    /// Indices of the statements, in order of reports and text.
    pub statements: Vec<usize>,
    /// The one that says it best on its own.
    pub chief: usize,
}

/// Two statements with what the weights say of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The earlier statement.
    pub a: usize,
    /// The later one.
    pub b: usize,
    /// What was compared.
    pub features: Features,
    /// How likely they say the same, 0 to 1.
    pub same: f32,
    /// How likely they speak of the same matter, agreeing or not, 0 to 1.
    pub about: f32,
}

/// Statements that a word may have to count as a sign; a word that more have tells too little.
const HOLDERS_MAX: usize = 400;

/// Most statements whose whole is weighed to find those candidates: those that share most words.
/// Small piles never reach it.
const WEIGHED_MAX: usize = 512;

/// Most candidates that are compared with one statement: those that share the rarest words.
/// Set by hand 2026-11-22, not swept.
const CANDIDATES_MAX: usize = 16;

/// Least likelihood of speaking of one matter for a pair to be kept.
const KEPT_MIN: f32 = 0.2;

/// The statements of a story by their words.
#[derive(Default)]
pub struct Index {
    holders: BTreeMap<(Meaning, i64), Vec<usize>>,
}

impl Index {
    /// Adds a statement by its number.
    pub fn add(&mut self, all: &Statements<'_>, number: usize) {
        for (key, _) in keys(all, &all.list[number]) {
            self.holders.entry(key).or_default().push(number);
        }
    }

    /// The statements that share most with one, the likeliest first. Cost: at most
    /// [`HOLDERS_MAX`] for each word, and [`WEIGHED_MAX`] vectors.
    pub fn nearest(&self, all: &Statements<'_>, to: &Statement, most: usize) -> Vec<usize> {
        self.nearest_before(all, (to, usize::MAX), most)
    }

    /// The same of those before a number, as if no others were in the index.
    fn nearest_before(
        &self,
        all: &Statements<'_>,
        (to, end): (&Statement, usize),
        most: usize,
    ) -> Vec<usize> {
        let mut shared: Keyed<usize, f32> = Keyed::default();
        for (key, weight) in keys(all, to) {
            let holders = self.holders.get(&key).map_or(&[][..], Vec::as_slice);
            let holders = &holders[..holders.partition_point(|a| *a < end)];
            if holders.len() <= HOLDERS_MAX {
                holders.iter().for_each(|a| *shared.entry(*a).or_default() += weight);
            }
        }
        let by_words = |(a, sum): (usize, f32)| {
            let length = (all.list[a].terms.len() * to.terms.len()).max(1) as f32;
            (sum / length.sqrt(), a)
        };
        let mut nearest: Vec<(f32, usize)> = shared.into_iter().map(by_words).collect();
        if nearest.len() > WEIGHED_MAX {
            nearest.select_nth_unstable_by(WEIGHED_MAX, best_first);
            nearest.truncate(WEIGHED_MAX);
        }
        weigh_whole(all, to, &mut nearest, most);
        nearest.sort_by(best_first);
        nearest.truncate(most);
        nearest.into_iter().map(|(_, a)| a).collect()
    }
}

/// The better score first; of equals the smaller number.
fn best_first(x: &(f32, usize), y: &(f32, usize)) -> Ordering {
    y.0.total_cmp(&x.0).then(x.1.cmp(&y.1))
}

/// Adds to the scores of some statements how near they are to one as a whole, and leaves out those
/// that could not be among the `most` best, however near.
fn weigh_whole(all: &Statements<'_>, to: &Statement, scores: &mut Vec<(f32, usize)>, most: usize) {
    /// A cosine is no more, whatever rounding does.
    const COSINE_MAX: f32 = 1.01;
    let first = 2 * most.max(1);
    if scores.len() > first {
        scores.select_nth_unstable_by(first, best_first);
        all.add_cosines(to, COSINE_WEIGHT, &mut scores[..first]);
        let mut best: Vec<f32> = scores[..first].iter().map(|s| s.0).collect();
        let (_, least, _) = best.select_nth_unstable_by(most, |x, y| y.total_cmp(x));
        let mut rest = scores.split_off(first);
        rest.retain(|(score, _)| score + COSINE_WEIGHT * COSINE_MAX >= *least);
        all.add_cosines(to, COSINE_WEIGHT, &mut rest);
        scores.append(&mut rest);
    } else {
        all.add_cosines(to, COSINE_WEIGHT, scores);
    }
}

/// The pairs of statements that may speak of one matter, in order. Cost: at most
/// [`CANDIDATES_MAX`] comparisons a statement, however many there are.
pub fn pairs(all: &Statements<'_>, likeness: &Likeness) -> Vec<Pair> {
    let mut index = Index::default();
    let compared: Vec<usize> = all.compared().collect();
    compared.iter().for_each(|&b| index.add(all, b));
    let with = |b: usize, a: usize| {
        let (earlier, statement) = (&all.list[a], &all.list[b]);
        let features = Features::of(all, earlier, statement);
        let may_be_one = all.may_be_one(earlier, statement);
        let same = if may_be_one { likeness.same(&features) } else { 0.0 };
        let about = likeness.about(&features);
        let is_kept = about >= KEPT_MIN || same >= KEPT_MIN;
        is_kept.then_some(Pair { a, b, features, same, about })
    };
    let found = compared.par_iter().flat_map_iter(|&b| {
        let near = index.nearest_before(all, (&all.list[b], b), CANDIDATES_MAX);
        near.into_iter().filter_map(move |a| with(b, a))
    });
    let mut pairs: Vec<Pair> = found.collect();
    pairs.par_sort_by_key(|p| (p.a, p.b));
    pairs
}

/// How much the likeness of the whole counts beside shared words when candidates are chosen.
const COSINE_WEIGHT: f32 = 4.0;

/// What a statement is found by: its words and entities, and its numbers by value.
fn keys(all: &Statements<'_>, statement: &Statement) -> Vec<((Meaning, i64), f32)> {
    let key = |term: &super::statement::Term| match term.meaning {
        Meaning::Quantity(q) => {
            ((Meaning::Quantity(0), all.quantity(statement, q).value as i64), term.weight)
        }
        meaning => ((meaning, 0), term.weight),
    };
    let mut keys: Vec<_> = statement.terms.iter().map(key).collect();
    keys.sort_by_key(|k| k.0);
    keys.dedup_by_key(|k| k.0);
    keys
}

/// Most links of two groups of which those are compared that no candidate search compared: a bound
/// of cost, chosen 2026-11-23.
const LINKS_MAX: usize = 64;

/// Joins statements by average linkage (Sokal and Michener 1958) over the pairs: two groups become
/// one while the mean likelihood that a statement of one says the same as one of the other is at
/// least [`Likeness::threshold`]. Pairs not compared count as zero.
pub fn groups(all: &Statements<'_>, pairs: &[Pair], likeness: &Likeness) -> Vec<ClaimGroup> {
    let n = all.list.len();
    let mut group_of: Vec<usize> = (0..n).collect();
    let alone = |i: usize| if all.stands_for(i) == i { vec![i] } else { Vec::new() };
    let mut members: Vec<Vec<usize>> = (0..n).map(alone).collect();
    let mut likely: HashMap<(usize, usize), f32> = HashMap::new();
    for pair in pairs {
        likely.insert((pair.a, pair.b), pair.same);
    }
    let mut order: Vec<&Pair> = pairs.iter().filter(|p| p.same >= likeness.threshold).collect();
    order.sort_by(|x, y| y.same.total_cmp(&x.same).then((x.a, x.b).cmp(&(y.a, y.b))));
    for pair in order {
        let (g, h) = (group_of[pair.a], group_of[pair.b]);
        if g == h {
            continue;
        }
        let links = members[g].iter().flat_map(|&i| members[h].iter().map(move |&j| (i, j)));
        let links: Vec<(usize, usize)> = links.map(|(i, j)| (i.min(j), i.max(j))).collect();
        let few = links.len() <= LINKS_MAX;
        let of = |link: &(usize, usize)| match likely.get(link) {
            Some(&same) => same,
            None if few => compared(all, *link, likeness),
            None => 0.0,
        };
        let sum: f32 = links.iter().map(of).sum();
        if sum >= likeness.threshold * links.len() as f32 {
            let moved = std::mem::take(&mut members[h]);
            moved.iter().for_each(|&i| group_of[i] = g);
            members[g].extend(moved);
        }
    }
    join_headlines(all, &mut members, &mut group_of);
    for i in (0..n).filter(|&i| all.stands_for(i) != i) {
        members[group_of[all.stands_for(i)]].push(i);
    }
    let mut groups: Vec<ClaimGroup> = members
        .into_iter()
        .filter(|m| !m.is_empty())
        .map(|mut statements| {
            statements.sort_unstable();
            let chief = chief(all, &statements);
            ClaimGroup { statements, chief }
        })
        .collect();
    groups.sort_by_key(|g| g.statements[0]);
    groups
}

/// How likely two statements say the same that no candidate search brought together.
fn compared(all: &Statements<'_>, (a, b): (usize, usize), likeness: &Likeness) -> f32 {
    let (a, b) = (&all.list[a], &all.list[b]);
    if all.may_be_one(a, b) { likeness.same(&Features::of(all, a, b)) } else { 0.0 }
}

/// Puts a headline's statement with that of its report's first sentences that it condenses.
fn join_headlines(all: &Statements<'_>, members: &mut [Vec<usize>], group_of: &mut [usize]) {
    for i in 0..group_of.len() {
        let Some(told) = condensed(all, i) else { continue };
        let (g, h) = (group_of[told], group_of[i]);
        if g != h && members[h] == [i] {
            members[h].clear();
            members[g].push(i);
            group_of[i] = g;
        }
    }
}

/// Most sentences of a report, from its first, that a headline may condense, and the least share
/// of its words that one has. Set by hand 2026-11-22 on fifteen invented stories.
const OPENING_MAX: usize = 6;
const CONDENSED_MIN: f32 = 0.55;

/// The statement that a headline condenses, if it is one.
fn condensed(all: &Statements<'_>, number: usize) -> Option<usize> {
    let headline = &all.list[number];
    let report = all.report(headline);
    let head = all.claim(headline).head;
    if all.stands_for(number) != number || !is_heading(report, head) {
        return None;
    }
    let sentence = |token: usize| report.analysis.syntax.parse.sentence_of(token);
    let first = sentence(head);
    let after = all.list.iter().enumerate().skip(number + 1);
    let near = after.take_while(|(_, s)| {
        s.report == headline.report && sentence(all.claim(s).head) <= first + OPENING_MAX
    });
    let body =
        near.filter(|(j, s)| all.stands_for(*j) == *j && !is_heading(report, all.claim(s).head));
    let shares = body.map(|(j, s)| (all.answered(headline, s).all, j));
    let best = shares.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    best.filter(|(share, _)| *share >= CONDENSED_MIN).map(|(_, j)| j)
}

/// Statements of other reports that one is held against: a bound of cost, chosen 2026-11-23.
const HELD_MAX: usize = 12;

/// Steps in which it is told how far others bear a statement out, so that what is nearly as well
/// borne out may be chosen for being clear. Chosen 2026-11-23 on five real articles, not swept.
const BORNE_STEPS: f32 = 5.0;

/// How much of what a statement says others of its group, in other reports, say too, 0 to 1.
fn borne_out(all: &Statements<'_>, s: &Statement, group: &[usize]) -> f32 {
    let others = group.iter().map(|&i| &all.list[i]).filter(|o| o.report != s.report);
    let shares: Vec<f32> = others.take(HELD_MAX).map(|o| all.answered(s, o).all).collect();
    shares.iter().sum::<f32>() / shares.len().max(1) as f32
}

/// The statement that says most clearly what it says: one that stands alone, whose subject is
/// named, of whose words the other reports have most, and whose words point at nothing told before,
/// with most names and numbers of its own; the first of equals.
fn chief(all: &Statements<'_>, statements: &[usize]) -> usize {
    if let [only] = statements {
        return *only;
    }
    let told = |&i: &usize| {
        let s = &all.list[i];
        let known = s.terms.iter().filter(|t| !is_pronoun(all, s, t)).map(|t| t.weight);
        let words = s.terms.len().max(WORDS_ENOUGH) as f32;
        let syntax = &all.report(s).analysis.syntax;
        let body = !is_heading(all.report(s), all.claim(s).head);
        let whole = corroborate::stands_alone(all, s)
            && wording::is_alone(all.report(s), all.claim(s), all.lexicon());
        let clear = whole && wording::is_clear(all.report(s), all.claim(s), all.lexicon());
        let (names_subject, open) = corroborate::clearness(
            syntax,
            all.lexicon(),
            syntax.tokens_of(s.span),
            all.claim(s).head,
        );
        let borne = (borne_out(all, s, statements) * BORNE_STEPS) as i64;
        (
            body,
            whole,
            clear,
            names_subject,
            borne,
            open,
            (known.sum::<f32>() / words * 100.0) as i64,
        )
    };
    let best = statements.iter().copied().max_by_key(|i| (told(i), std::cmp::Reverse(*i)));
    best.unwrap_or(statements[0])
}

/// Words of content after which a statement is long enough to stand on its own.
const WORDS_ENOUGH: usize = 8;

fn is_pronoun(all: &Statements<'_>, s: &Statement, term: &super::statement::Term) -> bool {
    let syntax = &all.report(s).analysis.syntax;
    syntax.parse.tokens[term.token as usize].pos == language::labels::pos::PRON
}
