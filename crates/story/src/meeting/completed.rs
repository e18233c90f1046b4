//! Mentions of one meeting that only their reports' days bring together.

use super::mention::Told;
use crate::{Report, conflict::day, party::Party};
use analysis::{Realis, time::Day};
use std::collections::BTreeSet;

/// Days after a meeting within which reports that name no day still tell of it.
/// Set by hand 2026-11-23, not swept.
const DAYS_AFTER: i32 = 7;

/// Groups of mentions, where those that name no day go with the only meeting of the same parties
/// in the days before their report, and a plan goes with the meeting held on its day.
pub(super) fn completed(
    reports: &[Report],
    told: &[Told],
    groups: Vec<Vec<usize>>,
) -> Vec<Vec<usize>> {
    let all = Groups { reports, told };
    let undated = all.merged(groups, &|g, h| all.is_just_told(g, h));
    let mut whole = all.merged(undated, &|g, h| all.is_plan_of(g, h));
    whole.iter_mut().for_each(|g| g.sort_unstable());
    whole
}

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
        let shortly = |held: Day| {
            g.iter().all(|&i| {
                let after = day(&self.reports[self.told[i].report]);
                let days = after.map(|after| after.0 - held.0);
                days.is_some_and(|days| (0..=DAYS_AFTER).contains(&days))
            })
        };
        self.is_actual(g)
            && self.is_actual(h)
            && g.iter().all(|&i| self.told[i].day().is_none() && self.told[i].time.is_none())
            && h.iter().find_map(|&j| self.told[j].day()).is_some_and(shortly)
            && self.are_of_the_same(g, h)
            && !apart()
    }

    /// Whether a group tells beforehand of what another tells as held on that day.
    fn is_plan_of(&self, g: &[usize], h: &[usize]) -> bool {
        let day = |group: &[usize]| group.iter().find_map(|&i| self.told[i].day());
        let calls = |group: &[usize]| group.iter().any(|&i| self.told[i].is_call());
        let ahead = g.iter().all(|&i| self.told[i].realis == Realis::Planned);
        ahead
            && self.is_actual(h)
            && calls(g) == calls(h)
            && day(g).is_some()
            && day(g) == day(h)
            && self.are_of_the_same(g, h)
    }
}
