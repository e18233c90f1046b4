//! [`Sites`]: how the places of a site's pages were judged, learned when several of its pages are
//! read together.
//!
//! A place is known by the names and classes of the boxes around a block. Each page gives a
//! [`Sketch`]: how its places were judged, on average. Where at least [`PAGES_MIN`] pages of one
//! host hold a place, what the others show there moves the judgement of a page that is unsure.
//! Lines with the same words are another matter, of all kinds of documents:
//! [`crate::label_repeats`].

use std::collections::BTreeMap;

/// Fewest pages of a host, the page itself among them, that must hold a place.
const PAGES_MIN: usize = 3;

/// Most pages of a host that are kept: those with the smallest numbers, which depend on what they
/// hold alone, so that the order of reading makes no difference.
const PAGES_MAX: usize = 64;

/// Most blocks of a page whose places are kept, the first.
const BLOCKS_MAX: usize = 10_000;

/// Most log odds that a judgement counts, either way.
const ODDS_MAX: f32 = 4.0;

/// What the mean judgement of a place on other pages counts beside the page's own. On 18 pages of 5
/// hosts (Fundus, cross-validated by site, 2026-11-22) 0.25 to 2 were tried: from 0.5 on all the
/// same. Below 1, so that what is as sure as can be stays.
const OTHERS_WEIGHT: f32 = 0.75;

/// What one page shows of its site.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sketch {
    host: String,
    /// Stands for what the sketch holds.
    number: u64,
    /// The mean judgement of each place, in log odds, by the numbers of places.
    places: Vec<(u64, f32)>,
    /// The places and judgements of blocks that other pages could tip.
    unsure: Vec<(u64, f32)>,
}

impl Sketch {
    /// What a page of `host` shows whose blocks lie at `places` and are this likely text of the
    /// article, 0 to 1. Cost: sorting them.
    pub fn of(host: &str, places: &[u64], likely: &[f32]) -> Sketch {
        let judged = places.iter().copied().zip(likely.iter().map(|p| odds(*p)));
        let mut sorted: Vec<(u64, f32)> = judged.clone().take(BLOCKS_MAX).collect();
        sorted.sort_by_key(|(place, _)| *place);
        let mean = |same: &[(u64, f32)]| {
            (same[0].0, same.iter().map(|(_, odds)| odds).sum::<f32>() / same.len() as f32)
        };
        let places: Vec<(u64, f32)> = sorted.chunk_by(|a, b| a.0 == b.0).map(mean).collect();
        let number = places.iter().fold(0, |number: u64, (place, odds)| {
            (number.rotate_left(5) ^ place ^ u64::from(odds.to_bits())).wrapping_mul(super::PRIME)
        });
        let can_tip = |(_, odds): &(u64, f32)| odds.abs() <= OTHERS_WEIGHT * ODDS_MAX;
        Sketch { host: host.to_string(), number, places, unsure: judged.filter(can_tip).collect() }
    }
}

/// What is known of sites; nothing by default.
#[derive(Debug, Default)]
pub struct Sites {
    /// By hosts and places: the numbers of pages that hold the place, and their judgements.
    places: BTreeMap<String, BTreeMap<u64, Vec<(u64, f32)>>>,
}

impl Sites {
    /// Learns from pages, in any order; the same page twice counts once. Holds [`PAGES_MAX`] pages
    /// of a host. Cost: linear in the sketches but for the look-up of places.
    pub fn learn<'s>(sketches: impl IntoIterator<Item = &'s Sketch>) -> Sites {
        let mut hosts: BTreeMap<&str, BTreeMap<u64, &Sketch>> = BTreeMap::new();
        for sketch in sketches.into_iter().filter(|sketch| !sketch.host.is_empty()) {
            let pages = hosts.entry(&sketch.host).or_default();
            pages.insert(sketch.number, sketch);
            if pages.len() > PAGES_MAX {
                pages.pop_last();
            }
        }
        let mut sites = Sites::default();
        for (host, pages) in hosts.into_iter().filter(|(_, pages)| pages.len() >= PAGES_MIN) {
            let places = sites.places.entry(host.to_string()).or_default();
            for (number, sketch) in pages {
                for (place, odds) in &sketch.places {
                    places.entry(*place).or_default().push((number, *odds));
                }
            }
        }
        sites
    }

    /// Whether the other pages change what is kept of a page.
    pub fn change(&self, sketch: &Sketch) -> bool {
        let mut tips =
            sketch.unsure.iter().map(|(place, odds)| (odds, self.others(sketch, *place)));
        tips.any(|(odds, others)| {
            others.is_some_and(|m| (odds + OTHERS_WEIGHT * m >= 0.0) != (*odds >= 0.0))
        })
    }

    /// The mean judgement of a place on the other pages of a page's site, in log odds; `None` if
    /// too few hold it.
    pub fn others(&self, sketch: &Sketch, place: u64) -> Option<f32> {
        let pages = self.places.get(&sketch.host)?.get(&place)?;
        let others = pages.iter().filter(|(number, _)| *number != sketch.number);
        let (sum, n) = others.fold((0.0, 0), |(sum, n), (_, odds)| (sum + odds, n + 1));
        (n + 1 >= PAGES_MIN).then(|| sum / n as f32)
    }

    /// How likely the blocks of a page are text of the article, with what the other pages show.
    pub fn weigh(&self, sketch: &Sketch, places: &[u64], likely: &mut [f32]) {
        if !self.places.contains_key(&sketch.host) {
            return;
        }
        for (place, p) in places.iter().zip(likely) {
            if let Some(others) = self.others(sketch, *place) {
                *p = likelihood(odds(*p) + OTHERS_WEIGHT * others);
            }
        }
    }

    /// By how much the other pages move a judgement, in log odds.
    pub(super) fn moves(others: f32) -> f32 {
        OTHERS_WEIGHT * others
    }
}

fn odds(p: f32) -> f32 {
    (p / (1.0 - p)).ln().clamp(-ODDS_MAX, ODDS_MAX)
}

fn likelihood(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_host_with_pages_without_end_a_few_are_kept_whatever_the_order() {
        let page = |n: u64| Sketch::of("echo.example", &[7, n + 10], &[0.9, 0.1 + n as f32 / 1e3]);
        let mut pages: Vec<Sketch> = (0..500).map(page).collect();
        let sites = Sites::learn(&pages);
        assert_eq!(sites.places["echo.example"][&7].len(), PAGES_MAX);
        pages.reverse();
        assert_eq!(Sites::learn(&pages).places, sites.places);
        let crowded: Vec<u64> = (0..100_000).collect();
        assert_eq!(Sketch::of("x", &crowded, &vec![0.5; crowded.len()]).places.len(), BLOCKS_MAX);
    }

    #[test]
    fn a_page_is_moved_exactly_if_it_is_said_to_change() {
        let sure = |p: f32| Sketch::of("echo.example", &[1, 2], &[0.99, p]);
        let others = [sure(0.010), sure(0.011), sure(0.012)];
        for p in [0.001, 0.3, 0.6, 0.94, 0.999] {
            let own = Sketch::of("echo.example", &[1, 2], &[0.5, p]);
            let sites = Sites::learn(others.iter().chain([&own]));
            let mut likely = [0.5, p];
            sites.weigh(&own, &[1, 2], &mut likely);
            assert_eq!(sites.change(&own), (likely[1] >= 0.5) != (p >= 0.5), "{p}");
        }
        let elsewhere = Sketch::of("other.example", &[1, 2], &[0.5, 0.6]);
        assert!(!Sites::learn(&others).change(&elsewhere));
    }
}
