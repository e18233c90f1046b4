//! [`Asked`]: a commitment ready to be compared; which of them are one, told by several reports.
//!
//! Two are one if who is bound may be the same, no day or number speaks against it, and what is to
//! be done is alike: the words of one are matched with the nearest of the other, each counted by
//! how rare it is (Sultan, Bethard and Sumner 2014), names left aside.

use super::commitment;
use crate::{
    Report,
    claim::REPEATED_MAX,
    keyed::Keyed,
    party::{Parties, Party},
    term::Background,
};
use analysis::{Commitment, CommitmentClass, claim::is_content, time::Interval};
use language::{
    Vectors,
    labels::{dep, pos},
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashMap},
};

/// A commitment as one report states it.
pub(super) struct Asked {
    report: usize,
    class: CommitmentClass,
    binds: bool,
    /// Who is bound.
    pub(super) parties: BTreeSet<Party>,
    /// Whether its clause names who is bound.
    pub(super) names_actor: bool,
    /// The act and what it is done to, by lemma.
    core: (String, Option<String>),
    /// Words of content of what is to be done, by their number in [`Words`], and their weight.
    words: Vec<(usize, f32)>,
    /// Numbers in it, as written.
    numbers: BTreeSet<String>,
    /// Names in it, but for times.
    names: BTreeSet<String>,
    /// The last day named for it.
    pub(super) by_when: Option<String>,
    /// The days in which that lies.
    days: Option<Interval>,
}

/// Who is bound, the act and its object, all words, the numbers and names, and in which way and by
/// when.
type Wording<'a> = (
    &'a BTreeSet<Party>,
    &'a (String, Option<String>),
    Vec<usize>,
    (&'a BTreeSet<String>, &'a BTreeSet<String>),
    (CommitmentClass, Option<&'a str>),
);

/// Least likeness of what is to be done, of statements in two reports; the mean of how much of
/// each is in the other. Set by hand 2026-11-22 on invented stories and five reports, not swept.
const LIKE_MIN: f32 = 0.56;
/// The same within one report, where a writer rarely says a thing twice.
const LIKE_WITHIN_MIN: f32 = 0.72;
/// The same where both name the same act on the same thing.
const LIKE_CORE_MIN: f32 = 0.3;
/// Least likeness of two words to match. Set by hand 2026-11-22, not swept.
const WORD_MIN: f32 = 0.5;
/// Most commitments of which each is compared with each before it; of a larger story the rest are
/// compared with those that share a word.
const COMPARED_MAX: usize = 1_000;
/// Most of those that share a word with one and are compared with it, those of the rarest words.
const SHARING_MAX: usize = 64;

/// The words of commitments, each once, and how near two of them are, each pair measured once.
#[derive(Default)]
pub(super) struct Words {
    numbers: HashMap<String, usize>,
    vectors: Vec<Vec<f32>>,
    near: RefCell<Keyed<usize, f32>>,
}

impl Words {
    fn number(&mut self, lemma: &str) -> usize {
        if let Some(&number) = self.numbers.get(lemma) {
            return number;
        }
        self.vectors.push(Vectors::english().embed(lemma));
        self.numbers.insert(lemma.to_string(), self.vectors.len() - 1);
        self.vectors.len() - 1
    }

    /// The cosine of two words; 1 for the same.
    fn nearness(&self, a: usize, b: usize) -> f32 {
        if a == b {
            return 1.0;
        }
        let key = a.max(b) * self.vectors.len() + a.min(b);
        let measured = || {
            let pairs = self.vectors[a].iter().zip(&self.vectors[b]);
            pairs.map(|(x, y)| x * y).sum::<f32>()
        };
        *self.near.borrow_mut().entry(key).or_insert_with(measured)
    }
}

impl Asked {
    pub(super) fn of(
        reports: &[Report],
        parties: &Parties<'_>,
        (known, background): (&mut Words, &Background),
        at: (usize, usize),
    ) -> Asked {
        let analysis = &reports[at.0].analysis;
        let stated = commitment(reports, at);
        let syntax = &analysis.syntax;
        let tokens = syntax.tokens_of(stated.what);
        let time = stated.deadline.map(|t| &analysis.times[t].value);
        let content = tokens.filter(|&i| {
            is_content(syntax, i)
                && !syntax.is_punctuation(i)
                && syntax.parse.tokens[i].pos != pos::AUX
                && !time.is_some_and(|t| t.tokens.contains(&i))
        });
        let lemma = |token: usize| syntax.parse.lemma(token).to_lowercase();
        let object = syntax.child(stated.head, &[dep::DOBJ, dep::NSUBJPASS]).map(lemma);
        let core = (lemma(stated.head), object);
        let (mut words, mut numbers, mut names) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        let timed = |i: usize| analysis.times.iter().any(|t| t.value.tokens.contains(&i));
        for token in content {
            let lemma = syntax.parse.lemma(token).to_lowercase();
            match syntax.parse.tokens[token].pos {
                pos::PROPN => {
                    names.extend(Some(lemma).filter(|_| !timed(token)));
                    continue;
                }
                pos::NUM => {
                    numbers.insert(lemma);
                    continue;
                }
                _ => {}
            }
            words.push((known.number(&lemma), background.rarity_of(&lemma)));
        }
        let days = time.and_then(|t| t.interval);
        let day = time.and_then(|t| t.latest()).map(|day| day.to_string());
        Asked {
            report: at.0,
            class: stated.class,
            binds: stated.is_binding(),
            names_actor: stated.actor.is_some(),
            parties: bound(stated, parties, at.0),
            core,
            words,
            numbers,
            names,
            by_when: day,
            days,
        }
    }

    /// What two have in common that are told in the same words.
    fn wording(&self) -> Wording<'_> {
        let words = self.words.iter().map(|(word, _)| *word).collect();
        let how = (self.class, self.by_when.as_deref());
        (&self.parties, &self.core, words, (&self.numbers, &self.names), how)
    }

    /// Whether two bind alike, or fall short of it in the same way, and are one by what they say.
    fn is_one_with(&self, other: &Asked, known: &Words) -> bool {
        let alike = self.class == other.class || self.binds && other.binds;
        alike && self.says_what(other, known)
    }

    /// Whether it is the plan for what is promised in the other.
    pub(super) fn is_plan_of(&self, promised: &Asked, known: &Words) -> bool {
        let planned = matches!(self.class, CommitmentClass::Plan | CommitmentClass::Prediction);
        let same = !self.parties.is_disjoint(&promised.parties);
        planned && same && self.says_what(promised, known)
    }

    fn says_what(&self, other: &Asked, known: &Words) -> bool {
        let apart = |a: &BTreeSet<Party>, b: &BTreeSet<Party>| {
            !a.is_empty() && !b.is_empty() && a.is_disjoint(b)
        };
        let other_words = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
            !a.is_empty() && !b.is_empty() && a.is_disjoint(b)
        };
        // The same act of the same parties with the same others in the same days is told twice.
        let within = |(a, b): (Interval, Interval)| a.overlaps(&b);
        let again = self.days.zip(other.days).is_some_and(within)
            && !self.parties.is_empty()
            && self.parties == other.parties
            && !self.names.is_disjoint(&other.names)
            && !other_words(&self.numbers, &other.numbers)
            && self.core.0 == other.core.0
            && self.core.1.as_ref().zip(other.core.1.as_ref()).is_none_or(|(a, b)| a == b);
        if again {
            return true;
        }
        let days = (self.by_when.as_ref(), other.by_when.as_ref());
        let other_day = matches!(days, (Some(a), Some(b)) if a != b);
        if apart(&self.parties, &other.parties)
            || other_day
            || other_words(&self.numbers, &other.numbers)
            || other_words(&self.names, &other.names)
        {
            return false;
        }
        let core = self.core.1.is_some() && self.core == other.core;
        let least = match (self.report == other.report, core) {
            (true, _) => LIKE_WITHIN_MIN,
            (false, true) => LIKE_CORE_MIN,
            (false, false) => LIKE_MIN,
        };
        self.likeness(other, known) >= least
    }

    /// The mean of how much of each is in the other, 0 to 1.
    fn likeness(&self, other: &Asked, known: &Words) -> f32 {
        let within = |a: &Asked, b: &Asked| {
            let (mut met, mut all) = (0.0, 0.0);
            for (word, weight) in &a.words {
                let near = b.words.iter().map(|(other, _)| known.nearness(*word, *other));
                let best = near.fold(0.0, f32::max);
                met += if best >= WORD_MIN { best * weight } else { 0.0 };
                all += weight;
            }
            if all > 0.0 { met / all } else { 0.0 }
        };
        (within(self, other) + within(other, self)) / 2.0
    }
}

/// Who is bound: the parties of the clause's subject, or who speaks; of an agreement that names
/// nobody, those last named together.
pub(super) fn bound(stated: &Commitment, parties: &Parties<'_>, report: usize) -> BTreeSet<Party> {
    let named = stated.actor.map(|head| parties.of(report, head)).unwrap_or_default();
    if !named.is_empty() {
        return named;
    }
    // "Six planes are to come" says of nobody that they agreed.
    if stated.who.is_none()
        && stated.class == CommitmentClass::Agreement
        && parties.agree(report, stated.span)
    {
        return parties.together_before(report, stated.head);
    }
    stated.chain.and_then(|chain| parties.party(report, chain)).into_iter().collect()
}

/// The commitments that are one, by union over those that are alike; each group in order. Cost:
/// at most [`COMPARED_MAX`] comparisons each, and [`SHARING_MAX`] beyond so many.
pub(super) fn groups(asked: &[Asked], known: &Words, stated: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut parent: Vec<usize> = (0..asked.len()).collect();
    let join = |parent: &mut [usize], a: usize, b: usize| {
        let (a, b) = (root(parent, a), root(parent, b));
        parent[a.max(b)] = a.min(b);
    };
    let mut repeated: HashMap<Wording<'_>, (usize, usize)> = HashMap::new();
    let mut holders: Keyed<usize, Vec<usize>> = Keyed::default();
    let mut compared: Vec<usize> = Vec::new();
    for (b, other) in asked.iter().enumerate() {
        let (first, before) = repeated.entry(other.wording()).or_insert((b, 0));
        *before += 1;
        if *before > REPEATED_MAX && !other.words.is_empty() {
            join(&mut parent, *first, b);
            continue;
        }
        let few = compared.len() < COMPARED_MAX;
        let sharing = if few { Vec::new() } else { sharing(&holders, other) };
        for &a in if few { &compared } else { &sharing } {
            // Two that others join already need no look.
            let joined = root(&parent, a) == root(&parent, b);
            if !joined && asked[a].is_one_with(other, known) {
                join(&mut parent, a, b);
            }
        }
        compared.push(b);
        for (word, _) in &other.words {
            holders.entry(*word).or_default().push(b);
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in 0..stated.len() {
        groups.entry(root(&parent, i)).or_default().push(i);
    }
    groups.into_values().collect()
}

/// Those that share the rarest words with one.
fn sharing(holders: &Keyed<usize, Vec<usize>>, asked: &Asked) -> Vec<usize> {
    let mut lists: Vec<&Vec<usize>> =
        asked.words.iter().filter_map(|(word, _)| holders.get(word)).collect();
    lists.sort_by_key(|list| (list.len(), list.first().copied()));
    let mut seen = BTreeSet::new();
    let near = lists.into_iter().flatten().copied().filter(|&a| seen.insert(a));
    near.take(SHARING_MAX).collect()
}

fn root(parent: &[usize], mut i: usize) -> usize {
    while parent[i] != i {
        i = parent[i];
    }
    i
}
