//! [`Join`]: the learned decision whether two groups of documents tell one story.
//!
//! A [`Group`] is a story so far; a new document is a group of one, so that joining, merging and
//! splitting are the same question. The answer is a logistic regression over [`FEATURES`]: cosines
//! of sparse vectors (words, lead, names, numbers; of centroids and of the nearest members), time,
//! and whether the names and numbers of one are missing from the other (Miranda et al. 2018 give
//! the frame). The weights stand in `models/stories.tsv`.

mod kept;

use crate::cluster::Candidate;
use crate::sparse::{Overlap, Ready, Sparse};
use crate::term::{Background, Word, Words, Zone, pair};
use std::sync::{Arc, LazyLock};

/// Terms kept of a document, and of a group's sums.
const TERMS_MAX: usize = 160;
const LEAD_TERMS_MAX: usize = 60;
const NAMES_MAX: usize = 48;
const LEAD_NAMES_MAX: usize = 24;
const NUMBERS_MAX: usize = 24;
const RARE_MAX: usize = 48;
/// A name in fewer articles than one in e to this power is rare: one of a hundred and fifty. Set
/// by hand 2026-11-22, not swept.
const RARE: f32 = 5.0;
const GROUP_TIMES: usize = 2;
/// Heaviest terms that stand for a group's subject.
const KEYS: usize = 12;
/// Heaviest names that stand for who and where.
const NAME_KEYS: usize = 8;
/// Members of a group that are compared one by one: the latest.
const MEMBERS_COMPARED: usize = 8;

/// What the decision knows of a document.
#[derive(Debug)]
pub(crate) struct Profile {
    pub terms: Sparse,
    lead: Sparse,
    names: Sparse,
    lead_names: Sparse,
    years: Sparse,
    numbers: Sparse,
    /// Each name once, by how rare it is.
    rare: Sparse,
    /// Days since 1970.
    pub day: Option<f32>,
    words: f32,
    counts: Arc<Counts>,
}

impl Profile {
    /// The profile of a document read at this day.
    pub fn new(words: &Words, day: Option<f32>, background: &Background) -> Profile {
        Profile::weighed(Arc::new(Counts::of(words)), day, background)
    }

    /// The same document, weighed by what is known of words by now.
    pub fn anew(&self, background: &Background) -> Profile {
        Profile::weighed(self.counts.clone(), self.day, background)
    }

    fn weighed(counts: Arc<Counts>, day: Option<f32>, background: &Background) -> Profile {
        let mut weights: Vec<(u32, f32)> = Vec::with_capacity(counts.list.len());
        let (mut lead, mut names, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
        let (mut lead_names, mut years, mut rare) = (Vec::new(), Vec::new(), Vec::new());
        for count in &counts.list {
            let rarity = background.rarity(count.stem);
            let (weight, in_lead) = (count.all * rarity, count.lead * rarity);
            weights.push((count.stem, weight));
            if count.lead > 0.0 {
                lead.push((count.stem, in_lead));
            }
            if count.is_name {
                names.push((count.stem, weight));
                if rarity > RARE {
                    rare.push((count.stem, rarity - RARE));
                }
                if count.lead > 0.0 {
                    lead_names.push((count.stem, in_lead));
                }
            }
            if count.is_year {
                years.push((count.stem, count.year));
            }
            if count.is_number {
                numbers.push((count.stem, weight));
            }
        }
        for &(a, b) in &counts.pairs {
            let rarity = background.rarity(a) + background.rarity(b);
            names.push((pair(a, b), 0.5 * rarity));
        }
        Profile {
            terms: Sparse::new(weights, TERMS_MAX).unit(),
            lead: Sparse::new(lead, LEAD_TERMS_MAX).unit(),
            names: Sparse::new(names, NAMES_MAX).unit(),
            years: Sparse::new(years, NUMBERS_MAX).unit(),
            lead_names: Sparse::new(lead_names, LEAD_NAMES_MAX).unit(),
            numbers: Sparse::new(numbers, NUMBERS_MAX).unit(),
            rare: Sparse::new(rare, RARE_MAX),
            day,
            words: counts.words,
            counts,
        }
    }
}

/// How often a document has its stems, and where.
#[derive(Debug)]
struct Counts {
    list: Vec<Count>,
    /// Names side by side.
    pairs: Vec<(u32, u32)>,
    words: f32,
}

/// A stem of a document. Numbers are square roots of weighted counts.
#[derive(Clone, Copy, Debug)]
struct Count {
    stem: u32,
    /// In the whole document.
    all: f32,
    /// In headline and lead.
    lead: f32,
    /// As a year.
    year: f32,
    is_name: bool,
    is_number: bool,
    is_year: bool,
}

impl Counts {
    fn of(words: &Words) -> Counts {
        let mut sorted: Vec<&Word> = words.list.iter().collect();
        sorted.sort_by_key(|w| w.stem);
        let count = |group: &[&Word]| {
            let of = |zone| group.iter().filter(|w| w.zone == zone).count() as f32;
            let (head, top, body) = (of(Zone::Headline), of(Zone::Lead), of(Zone::Body));
            Count {
                stem: group[0].stem,
                all: (3.0 * head + 2.0 * top + body).sqrt(),
                lead: (2.0 * head + top).sqrt(),
                year: (2.0 * (head + top) + body).sqrt(),
                is_name: group.iter().any(|w| w.is_name),
                is_number: group[0].is_number,
                is_year: group[0].is_year,
            }
        };
        let is_pair =
            |two: &&[Word]| two[0].is_name && two[1].is_name && two[0].sentence == two[1].sentence;
        let pairs = words.list.windows(2).filter(is_pair).map(|two| (two[0].stem, two[1].stem));
        Counts {
            list: sorted.chunk_by(|a, b| a.stem == b.stem).map(count).collect(),
            pairs: pairs.collect(),
            words: words.list.len() as f32,
        }
    }
}

/// The documents of a story so far, as the decision sees them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Group {
    pub members: Vec<Arc<Profile>>,
    terms: Sparse,
    /// The heaviest terms.
    keys: Sparse,
    /// The heaviest names.
    name_keys: Sparse,
    lead: Sparse,
    names: Sparse,
    lead_names: Sparse,
    years: Sparse,
    numbers: Sparse,
    rare: Sparse,
    words: f32,
    days: f32,
    dated: f32,
}

impl Group {
    /// A group of one.
    pub fn of(profile: Arc<Profile>) -> Group {
        let mut group = Group::default();
        group.add(profile);
        group
    }

    /// Takes in one more.
    pub fn add(&mut self, profile: Arc<Profile>) {
        self.sum(&profile);
        self.members.push(profile);
    }

    fn sum(&mut self, profile: &Profile) {
        self.terms.add(&profile.terms, GROUP_TIMES * TERMS_MAX);
        self.keys = Sparse::new(self.terms.heaviest(KEYS), KEYS);
        self.lead.add(&profile.lead, GROUP_TIMES * LEAD_TERMS_MAX);
        self.names.add(&profile.names, GROUP_TIMES * NAMES_MAX);
        self.name_keys = Sparse::new(self.names.heaviest(NAME_KEYS), NAME_KEYS);
        self.years.add(&profile.years, GROUP_TIMES * NUMBERS_MAX);
        self.lead_names.add(&profile.lead_names, GROUP_TIMES * LEAD_NAMES_MAX);
        self.numbers.add(&profile.numbers, GROUP_TIMES * NUMBERS_MAX);
        self.rare.add(&profile.rare, GROUP_TIMES * RARE_MAX);
        self.words += profile.words;
        if let Some(day) = profile.day {
            self.days += day;
            self.dated += 1.0;
        }
    }

    /// The centroid's terms.
    pub fn terms(&self) -> &Sparse {
        &self.terms
    }

    fn compared(&self) -> &[Arc<Profile>] {
        &self.members[self.members.len().saturating_sub(MEMBERS_COMPARED)..]
    }
}

/// Names of the features, in the order of the weights.
pub const FEATURES: [&str; 49] = [
    "one",
    "terms_centroid",
    "terms_log",
    "terms_nearest_log",
    "terms_farthest",
    "lead_centroid",
    "lead_log",
    "names_centroid",
    "names_log",
    "numbers_centroid",
    "names_covered_least",
    "names_covered_most",
    "lead_covered_least",
    "lead_covered_most",
    "names_none",
    "lead_names_centroid",
    "lead_names_log",
    "lead_names_covered_least",
    "lead_names_conflict",
    "years_centroid",
    "years_conflict",
    "keys_covered_least",
    "keys_covered_most",
    "undated",
    "newest_3_days",
    "newest_14_days",
    "mean_14_days",
    "size_log",
    "size_least_log",
    "words_log",
    "contrast",
    "undated_terms_log",
    "undated_lead_log",
    "undated_names_log",
    "undated_words_log",
    "undated_contrast",
    "undated_size_log",
    "undated_size_least_log",
    "undated_lead_names",
    "undated_keys_covered_least",
    "undated_years_conflict",
    "undated_farthest",
    "name_keys_covered_least",
    "name_keys_covered_most",
    "undated_name_keys_least",
    "undated_name_keys_most",
    "rare_names_log",
    "undated_rare_names_log",
    "undated_rare_names_none",
];

/// A value for each feature.
pub type Values = [f32; FEATURES.len()];

fn log(cosine: f32) -> f32 {
    (cosine + 0.01).ln()
}

fn bell(days: f32, width: f32) -> f32 {
    (-0.5 * (days / width).powi(2)).exp()
}

/// A group ready to be compared with many others.
pub(crate) struct Asking<'g> {
    group: &'g Group,
    terms: Ready<'g>,
    lead: Ready<'g>,
    names: Ready<'g>,
    lead_names: Ready<'g>,
    rare: Ready<'g>,
    /// By day, the terms of the members that are compared one by one.
    members: Vec<(Option<f32>, Ready<'g>)>,
}

impl<'g> Asking<'g> {
    /// Cost: linear in the terms of the group and of [`MEMBERS_COMPARED`] members.
    pub fn of(group: &'g Group) -> Asking<'g> {
        let member = |m: &'g Arc<Profile>| (m.day, Ready::of(&m.terms));
        Asking {
            group,
            terms: Ready::of(&group.terms),
            lead: Ready::of(&group.lead),
            names: Ready::of(&group.names),
            lead_names: Ready::of(&group.lead_names),
            rare: Ready::of(&group.rare),
            members: group.compared().iter().map(member).collect(),
        }
    }
}

/// What tells for and against two groups being one; `contrast` is set by [`contrast`]. Symmetric.
/// Cost: seven comparisons of vectors and at most [`MEMBERS_COMPARED`] squared of terms.
pub(crate) fn values(asking: &Asking<'_>, b: &Group) -> Values {
    let a = asking.group;
    let (mut nearest, mut farthest, mut gap) = (0.0_f32, 1.0_f32, f32::MAX);
    for (day, x) in &asking.members {
        for y in b.compared() {
            let cosine = x.cosine(&y.terms);
            nearest = nearest.max(cosine);
            farthest = farthest.min(cosine);
            if let (Some(x), Some(y)) = (*day, y.day) {
                gap = gap.min((x - y).abs());
            }
        }
    }
    let dated = gap < f32::MAX;
    let mean_gap = if dated { (a.days / a.dated - b.days / b.dated).abs() } else { 0.0 };
    let near = |days, width| if dated { bell(days, width) } else { 0.0 };
    let undated = f32::from(!dated);
    let (terms, years) = (asking.terms.cosine(&b.terms), a.years.cosine(&b.years));
    let both = |overlap: Overlap| (overlap.cosine(), overlap.covers());
    let (lead, (l1, l2)) = both(asking.lead.overlap(&b.lead));
    let (names, (n1, n2)) = both(asking.names.overlap(&b.names));
    let (lead_names, (ln1, ln2)) = both(asking.lead_names.overlap(&b.lead_names));
    let (k1, k2) = (a.keys.looked_up_in(&b.terms), b.keys.looked_up_in(&a.terms));
    let nk1 = a.name_keys.looked_up_in(&b.names);
    let nk2 = b.name_keys.looked_up_in(&a.names);
    let has = |f: fn(&Group) -> &Sparse| !f(a).is_empty() && !f(b).is_empty();
    let words = (a.words / a.members.len() as f32).min(b.words / b.members.len() as f32);
    let words_log = words.max(1.0).ln() - 5.0;
    let sizes = (a.members.len(), b.members.len());
    let rare = asking.rare.overlap(&b.rare).dot() / (sizes.0 * sizes.1) as f32;
    [
        1.0,
        terms,
        log(terms),
        log(nearest),
        farthest,
        lead,
        log(lead),
        names,
        log(names),
        a.numbers.cosine(&b.numbers),
        n1.min(n2),
        n1.max(n2),
        l1.min(l2),
        l1.max(l2),
        f32::from(!has(|g| &g.names)),
        lead_names,
        log(lead_names),
        ln1.min(ln2),
        f32::from(has(|g| &g.lead_names) && lead_names == 0.0),
        years,
        f32::from(has(|g| &g.years) && years == 0.0),
        k1.min(k2),
        k1.max(k2),
        undated,
        near(gap, 3.0),
        near(gap, 14.0),
        near(mean_gap, 14.0),
        (sizes.0.max(sizes.1) as f32).ln(),
        (sizes.0.min(sizes.1) as f32).ln(),
        words_log,
        0.0,
        undated * log(terms),
        undated * log(lead),
        undated * log(names),
        undated * words_log,
        0.0,
        undated * (sizes.0.max(sizes.1) as f32).ln(),
        undated * (sizes.0.min(sizes.1) as f32).ln(),
        undated * lead_names,
        undated * k1.min(k2),
        undated * f32::from(has(|g| &g.years) && years == 0.0),
        undated * farthest,
        nk1.min(nk2),
        nk1.max(nk2),
        undated * nk1.min(nk2),
        undated * nk1.max(nk2),
        (0.1 + rare).ln(),
        undated * (0.1 + rare).ln(),
        undated * f32::from(rare == 0.0),
    ]
}

/// The values of two groups that nothing else competes with.
pub(crate) fn pair_values(a: &Group, b: &Group) -> Values {
    let mut found = [Candidate { story: 0, values: values(&Asking::of(a), b) }];
    contrast(&mut found);
    found[0].values
}

/// Candidates beside the one in question that [`contrast`] looks at.
const CONTRASTED: usize = 5;
/// Logarithm of the likeness that stands in for candidates that are not there or less alike, so
/// that a small pile has no less to stand out from than a large one. Set 2026-11-22 on the story
/// sets, development halves; -3, for those that are not there alone, tried.
const CONTRAST_FLOOR: f32 = -2.2;

/// Sets each candidate's feature `contrast`: how much more alike it is than the best others.
pub(crate) fn contrast(found: &mut [Candidate]) {
    let (terms_log, undated) = (place("terms_log"), place("undated"));
    let (contrast, undated_contrast) = (place("contrast"), place("undated_contrast"));
    let mut likeness: Vec<f32> =
        found.iter().map(|c| c.values[terms_log].max(CONTRAST_FLOOR)).collect();
    likeness.resize(likeness.len() + CONTRASTED + 1, CONTRAST_FLOOR);
    likeness.sort_unstable_by(|a, b| b.total_cmp(a));
    likeness.truncate(CONTRASTED + 1);
    let sum: f32 = likeness.iter().sum();
    for candidate in found {
        let own = candidate.values[terms_log];
        let least = likeness[CONTRASTED];
        let others = (sum - own.max(least)) / CONTRASTED as f32;
        candidate.values[contrast] = own - others;
        candidate.values[undated_contrast] = candidate.values[undated] * (own - others);
    }
}

/// The place of a feature.
fn place(name: &str) -> usize {
    FEATURES.iter().position(|f| *f == name).expect("a feature of the table")
}

/// The weights of the decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Join {
    /// For each feature.
    pub weights: Values,
}

static WEIGHTS: &str = include_str!("../../../models/stories.tsv");

impl Join {
    /// The weights that are part of the program.
    pub fn built_in() -> &'static Join {
        static JOIN: LazyLock<Join> =
            LazyLock::new(|| Join::parse(WEIGHTS).expect("the built-in weights are tested"));
        &JOIN
    }

    /// Reads a table: feature, tab, weight. `None` if a feature is unknown or missing.
    pub fn parse(table: &str) -> Option<Join> {
        let mut weights = [f32::NAN; FEATURES.len()];
        for row in table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let (name, weight) = row.split_once('\t')?;
            let at = FEATURES.iter().position(|f| *f == name)?;
            weights[at] = weight.parse().ok()?;
        }
        weights.iter().all(|w| w.is_finite()).then_some(Join { weights })
    }

    /// Logarithm of the odds, given the values of the features.
    pub fn weigh(&self, values: &Values) -> f32 {
        values.iter().zip(&self.weights).map(|(x, w)| x * w).sum()
    }

    /// The likeliest candidate, if it is likelier than a new story.
    pub fn choose(&self, found: &[Candidate]) -> Option<usize> {
        let odds = found.iter().map(|c| (self.weigh(&c.values), c.story));
        let best = odds.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        best.filter(|(odds, _)| *odds > 0.0).map(|(_, story)| story)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_weights_name_every_feature() {
        assert!(Join::parse(WEIGHTS).is_some());
        assert_eq!(Join::parse("nonsense\t1"), None);
        assert_eq!(Join::parse("one\t1"), None, "the others are missing");
    }
}
