//! The entries of a live blog, each with its time.

use super::cut::Cuts;
use super::facts::Facts;
use super::feature::Scene;
use super::wording::runs;
use serde_json::Value;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// Share of a block's runs of words that is in a live blog's entry.
const ENTRY_SHARE_MIN: f32 = 0.6;

/// Fewest and most entries of a live blog.
const ENTRIES_MIN: usize = 3;
const ENTRIES_MAX: usize = 2_000;
const ENTRIES_LEFT: &str = "entries of a live blog beyond the first 2,000";

/// Boxes around an element for a time that can be its entry's.
const ENTRY_REACH: usize = 8;

/// Share of the article's words that entries in boxes hold.
const WORDS_SHARE_MIN: f32 = 0.5;

/// An entry: the places of its blocks in the text, and its time.
pub(super) type Entry = (Vec<Range<usize>>, Option<String>);

/// The entries: of the page's JSON-LD if it tells them, else those that stand in boxes with times.
pub(super) fn entries(
    scene: &Scene<'_>,
    places: &[(usize, Range<usize>)],
    facts: &Facts,
    cuts: &mut Cuts,
) -> Vec<Entry> {
    let told = told(scene, places, facts, cuts);
    if told.is_empty() { timed(scene, places, cuts) } else { told }
}

/// Runs of blocks that are in one update of the page's JSON-LD.
fn told(
    scene: &Scene<'_>,
    places: &[(usize, Range<usize>)],
    facts: &Facts,
    cuts: &mut Cuts,
) -> Vec<Entry> {
    let mut updates: Vec<&Value> = facts
        .linked
        .articles
        .iter()
        .filter_map(|article| article.get("liveBlogUpdate")?.as_array())
        .flatten()
        .collect();
    cuts.add(ENTRIES_LEFT, updates.len().saturating_sub(ENTRIES_MAX));
    updates.truncate(ENTRIES_MAX);
    if updates.len() < ENTRIES_MIN {
        return Vec::new();
    }
    let field = |update: &Value, key: &str| update[key].as_str().unwrap_or_default().to_string();
    // A run that several entries have tells nothing.
    let mut known: HashMap<u64, Option<usize>> = HashMap::new();
    for (n, update) in updates.iter().enumerate() {
        for key in ["headline", "articleBody"] {
            for run in runs(&field(update, key)) {
                let holder = known.entry(run).or_insert(Some(n));
                *holder = holder.filter(|holder| *holder == n);
            }
        }
    }
    let mut items: Vec<(usize, Vec<Range<usize>>)> = Vec::new();
    for (i, range) in places {
        let own = runs(scene.page.words(&scene.page.blocks[*i]));
        let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
        let found: Vec<Option<usize>> =
            own.iter().filter_map(|run| known.get(run).copied()).collect();
        for update in found.iter().flatten() {
            *votes.entry(*update).or_default() += 1;
        }
        let best = votes.into_iter().max_by_key(|(update, n)| (*n, Reverse(*update)));
        let is_entry = found.len() as f32 >= ENTRY_SHARE_MIN * own.len() as f32;
        let Some((update, _)) = best.filter(|_| is_entry) else { continue };
        match items.last_mut() {
            Some((last, ranges)) if *last == update => ranges.push(range.clone()),
            _ => items.push((update, vec![range.clone()])),
        }
    }
    if items.len() < ENTRIES_MIN {
        return Vec::new();
    }
    let time = |update: usize| {
        let value = field(updates[update], "datePublished");
        crate::is_iso8601(&value).then_some(value)
    };
    items.into_iter().map(|(update, ranges)| (ranges, time(update))).collect()
}

/// The blocks in boxes of one kind that lie in one box, each with a time of its own, if they hold
/// most of the article; where a page gives hours without a day, entries have no time. Cost: a few
/// steps for each time, and the blocks times the entries.
fn timed(scene: &Scene<'_>, places: &[(usize, Range<usize>)], cuts: &mut Cuts) -> Vec<Entry> {
    let page = scene.page;
    let mut kinds: BTreeMap<(usize, u64), BTreeMap<usize, &str>> = BTreeMap::new();
    for (in_box, value) in page.times.iter().filter(|(_, value)| has_clock(value)) {
        let mut at = *in_box;
        for _ in 0..ENTRY_REACH {
            let own = &page.boxes[at];
            kinds.entry((own.parent, own.signature)).or_default().entry(at).or_insert(value);
            at = own.parent;
            if at == 0 {
                break;
            }
        }
    }
    let words = |i: usize| scene.wordings[i].words;
    let whole: f32 = places.iter().map(|(i, _)| words(*i)).sum();
    let mut best: (f32, Vec<Entry>, usize) = (0.0, Vec::new(), 0);
    for boxes in kinds.into_values().filter(|boxes| boxes.len() >= ENTRIES_MIN) {
        let mut held = 0.0;
        let mut entries: Vec<Entry> = Vec::new();
        let n_left = boxes.len().saturating_sub(ENTRIES_MAX);
        for (at, time) in boxes.into_iter().take(ENTRIES_MAX) {
            let blocks = &page.boxes[at].blocks;
            let from = places.partition_point(|(i, _)| *i < blocks.start);
            let to = places.partition_point(|(i, _)| *i < blocks.end);
            if from < to {
                held += places[from..to].iter().map(|(i, _)| words(*i)).sum::<f32>();
                let ranges = places[from..to].iter().map(|(_, range)| range.clone());
                let time = crate::is_iso8601(time).then(|| time.to_string());
                entries.push((ranges.collect(), time));
            }
        }
        if entries.len() >= ENTRIES_MIN && held > best.0 && held >= WORDS_SHARE_MIN * whole {
            best = (held, entries, n_left);
        }
    }
    cuts.add(ENTRIES_LEFT, best.2);
    best.1
}

/// Whether a value is a time of day: of a day that is given, or alone.
fn has_clock(value: &str) -> bool {
    let of_day = value.len() > "2031-04-09".len() && crate::is_iso8601(value);
    let figures = |part: &str| (1..=2).contains(&part.len()) && part.parse::<u8>().is_ok();
    of_day || value.split_once(':').is_some_and(|(hours, rest)| figures(hours) && figures(rest))
}
