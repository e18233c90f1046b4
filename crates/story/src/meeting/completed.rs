//! Mentions of one meeting that only their reports' days or words bring together.

use super::told::Told;
use crate::{Report, commitment::content_lemmas, conflict::day, party::Party};
use analysis::{Realis, time::Day};
use std::collections::BTreeSet;

/// Days after a meeting within which reports that name no day still tell of it.
/// Set by hand 2026-11-23, not swept.
const DAYS_AFTER: i32 = 7;

/// Groups of mentions, where those that name no day go with the only meeting of the same parties
/// in the days before their report, a plan goes with the meeting held on its day, and what several
/// reports tell in the same words is one meeting.
pub(super) fn completed(
    reports: &[Report],
    told: &[Told],
    groups: Vec<Vec<usize>>,
) -> Vec<Vec<usize>> {
    let all = Groups { reports, told };
    let retold = all.merged_into_any(groups);
    let named = all.merged(retold, &|g, h| all.is_but_named(g, h));
    let undated = all.merged(named, &|g, h| all.is_just_told(g, h));
    let mut whole = all.merged(undated, &|g, h| all.is_plan_of(g, h));
    whole.iter_mut().for_each(|g| g.sort_unstable());
    whole
}

/// Least share of the words of two mentions that both have, to be the same words. Set by hand
/// 2026-11-23, not swept.
const RETOLD_MIN: f64 = 0.6;
/// Least words of both: fewer are in any two.
const RETOLD_WORDS: usize = 4;

struct Groups<'a> {
    reports: &'a [Report],
    told: &'a [Told],
}

impl Groups<'_> {
    /// Puts each group into the only other one that it goes with.
    fn merged(
        &self,
        mut groups: Vec<Vec<usize>>,
        goes_with: &dyn Fn(&[usize], &[usize]) -> bool,
    ) -> Vec<Vec<usize>> {
        for g in (0..groups.len()).rev() {
            let fits = |h: &usize| *h != g && goes_with(&groups[g], &groups[*h]);
            let mut fitting = (0..groups.len()).filter(fits);
            if let (Some(h), None) = (fitting.next(), fitting.next()) {
                let moved = std::mem::take(&mut groups[g]);
                groups[h].extend(moved);
            }
        }
        groups.retain(|g| !g.is_empty());
        groups
    }

    /// Puts each group with the first before it that tells the same of the same in the same words.
    fn merged_into_any(&self, groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
        let words: Vec<_> = (0..self.told.len()).map(|i| self.words(i)).collect();
        let mut whole: Vec<Vec<usize>> = Vec::new();
        for group in groups {
            match whole.iter_mut().find(|known| self.is_retold(&words, &group, known)) {
                Some(known) => known.extend(&group),
                None => whole.push(group),
            }
        }
        whole
    }

    /// Whether a group tells in another report's words of the same.
    fn is_retold(&self, words: &[BTreeSet<String>], g: &[usize], h: &[usize]) -> bool {
        let pairs = || g.iter().flat_map(|&i| h.iter().map(move |&j| (i, j)));
        let alike = |(i, j): (usize, usize)| {
            let (a, b) = (&self.told[i], &self.told[j]);
            if a.report == b.report || !a.stands_alone() || !b.stands_alone() {
                return false;
            }
            let days = self.published(i).zip(self.published(j));
            if days.is_some_and(|(a, b)| (a.0 - b.0).abs() > DAYS_AFTER) {
                return false;
            }
            let (a, b) = (&words[i], &words[j]);
            let both = a.intersection(b).count();
            let all = a.union(b).count();
            both >= RETOLD_WORDS && both as f64 >= RETOLD_MIN * all as f64
        };
        self.are_of_the_same(g, h)
            && pairs().all(|(i, j)| !self.told[i].is_apart(&self.told[j]))
            && pairs().any(alike)
    }

    /// The words of content of a mention, by lemma.
    fn words(&self, i: usize) -> BTreeSet<String> {
        let syntax = &self.reports[self.told[i].report].analysis.syntax;
        content_lemmas(syntax, syntax.tokens_of(self.told[i].span))
    }

    fn sides(&self, group: &[usize]) -> BTreeSet<Party> {
        group.iter().flat_map(|&i| self.told[i].sides.iter().copied()).collect()
    }

    fn is_actual(&self, group: &[usize]) -> bool {
        group.iter().any(|&i| self.told[i].realis == Realis::Actual)
    }

    /// Whether both are of the same two or more.
    fn are_of_the_same(&self, g: &[usize], h: &[usize]) -> bool {
        let sides = self.sides(g);
        sides.len() > 1 && sides == self.sides(h)
    }

    /// Whether a group without a day tells of another with one, shortly after it.
    fn is_just_told(&self, g: &[usize], h: &[usize]) -> bool {
        let apart = || g.iter().any(|&i| h.iter().any(|&j| self.told[i].is_apart(&self.told[j])));
        let known = |group: &[usize]| group.iter().any(|&i| self.published(i).is_some());
        // In a pile without days nothing says that "Vale's meeting with Berg" is another.
        let named = g.iter().all(|&i| self.told[i].points_back);
        let dated = h.iter().any(|&j| self.told[j].value.is_some());
        let open = named && dated && !known(g) && !known(h);
        let shortly = |held: Day| {
            g.iter().all(|&i| {
                let after = self.published(i);
                let days = after.map(|after| after.0 - held.0);
                days.is_some_and(|days| (0..=DAYS_AFTER).contains(&days))
            })
        };
        self.is_actual(g)
            && self.is_actual(h)
            && g.iter().all(|&i| self.told[i].day().is_none() && self.told[i].time.is_none())
            && (open || h.iter().find_map(|&j| self.told[j].day()).is_some_and(shortly))
            && self.are_of_the_same(g, h)
            && !apart()
    }

    /// Whether a group only names a meeting of the same, without a day and without saying whether
    /// it was held.
    fn is_but_named(&self, g: &[usize], h: &[usize]) -> bool {
        let bare = |&i: &usize| !self.told[i].is_settled && self.told[i].time.is_none();
        let apart = || g.iter().any(|&i| h.iter().any(|&j| self.told[i].is_another(&self.told[j])));
        let ahead = h.iter().any(|&j| self.told[j].realis == Realis::Planned);
        g.iter().all(bare) && ahead && self.are_of_the_same(g, h) && !apart()
    }

    /// When the report of a mention was published.
    fn published(&self, i: usize) -> Option<Day> {
        day(&self.reports[self.told[i].report])
    }

    /// Whether a group tells beforehand of what another tells as held on that day.
    fn is_plan_of(&self, g: &[usize], h: &[usize]) -> bool {
        let day = |group: &[usize]| group.iter().find_map(|&i| self.told[i].day());
        let calls = |group: &[usize]| group.iter().any(|&i| self.told[i].is_call());
        let dated = g.iter().chain(h).any(|&i| self.published(i).is_some());
        let on_day =
            || g.iter().any(|&i| h.iter().any(|&j| self.told[i].is_on_day_of(&self.told[j])));
        let ahead = g.iter().all(|&i| self.told[i].realis == Realis::Planned);
        ahead
            && self.is_actual(h)
            && calls(g) == calls(h)
            && (day(g).is_some() && day(g) == day(h) || !dated && on_day())
            && self.are_of_the_same(g, h)
    }
}
