//! Which names of a pile are one person's.
//!
//! Full names are joined by surname and given name in any spelling, and only with every spelling
//! of a group. Two full names in one report are two persons. A bare surname joins the one person
//! of that surname in its report or, if that names none, in the pile.

use super::Named;
use analysis::{
    name::{Agreement, PersonName, fold_name, surnames_agree},
    spelling,
};
use lexicon::{Lexicon, rows::Gender};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A full name as spelled, with all its chains.
struct Spelling<'a> {
    name: &'a PersonName,
    gender: Option<Gender>,
    /// Folded words of the roles that stand with it.
    roles: BTreeSet<&'a str>,
    reports: BTreeSet<usize>,
    /// Whether it has a suffix, and one of its reports calls another by the bare surname.
    is_younger: bool,
    members: Vec<usize>,
}

/// By what a person's name is found.
struct Parts {
    /// The coarse sounds of its surname.
    blocks: Vec<String>,
    /// Of a full name: its words.
    keys: Vec<String>,
    /// Its words, sorted: the same in another order are the same name with the surname first.
    words: Vec<String>,
}

impl Parts {
    fn of(named: &Named, name: &PersonName, lexicon: &Lexicon) -> Parts {
        let folded = fold_name(&named.name);
        let mut sorted: Vec<String> = folded.split(' ').map(str::to_string).collect();
        sorted.sort_unstable();
        let words = name.folded_words();
        // A second surname is often left out.
        let cut = words.split_last().map(|(_, first)| first).filter(|first| first.len() > 1);
        let keys = [Some(name.key()), Some(words.join(" ")), cut.map(|first| first.join(" "))];
        let is_full = !name.given.is_empty();
        Parts {
            blocks: spelling::blocks(&name.bare_surname(lexicon)),
            keys: keys.into_iter().flatten().filter(|_| is_full).collect(),
            words: sorted,
        }
    }
}

/// Groups of indices into `named` that are one person.
pub(super) fn groups(named: &[Named], lexicon: &Lexicon) -> Vec<Vec<usize>> {
    let mut blocks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut block_of_words: BTreeMap<&[String], String> = BTreeMap::new();
    let mut joined: BTreeMap<String, String> = BTreeMap::new();
    let mut block_of_key: BTreeMap<&str, String> = BTreeMap::new();
    let read = |n: &Named| Some(Parts::of(n, n.person.as_ref()?, lexicon));
    let parts: Vec<Option<Parts>> = named.par_iter().map(read).collect();
    for parts in parts.iter().flatten() {
        let own = joined_block(&parts.blocks, &mut joined);
        for key in &parts.keys {
            let other = block_of_key.entry(key).or_insert_with(|| own.clone());
            joined_block(&[own.clone(), other.clone()], &mut joined);
        }
    }
    for (i, parts) in parts.iter().enumerate() {
        let Some(parts) = parts else { continue };
        let own = joined_block(&parts.blocks, &mut joined);
        let block = block_of_words.entry(&parts.words).or_insert(own).clone();
        blocks.entry(block).or_default().push(i);
    }
    let blocks: Vec<Vec<usize>> = blocks.into_values().collect();
    let groups = blocks.par_iter().flat_map_iter(|block| of_block(named, block, lexicon)).collect();
    with_misspelt(named, with_given_names(named, groups))
}

/// Most times that a misspelt name stands in a pile, fewest times that the right one does, and
/// fewest letters of it. Chosen 2026-11-23 by reading, not swept.
const MISSPELT: (usize, usize, usize) = (3, 8, 4);

/// Whether a name has a suffix and no middle name, which is that of formal writing: it gives the
/// suffix to whom others do not.
fn is_plain_junior(name: &PersonName) -> bool {
    name.suffix.is_some() && name.given.len() == 1
}

/// Groups with those joined that have but a surname without a role, in a report that names who is
/// meant as well, a letter from the surname of one who is named often.
fn with_misspelt(named: &[Named], mut groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let (most, often, letters) = MISSPELT;
    let count = |group: &[usize]| group.iter().map(|&i| named[i].count).sum::<usize>();
    let surname = |i: usize| named[i].person.as_ref().map(|p| fold_name(&p.surname));
    for g in 0..groups.len() {
        let [only] = groups[g][..] else { continue };
        let bare = named[only].person.as_ref().is_some_and(|p| p.given.is_empty());
        let plain = bare && named[only].roles.is_empty() && named[only].count <= most;
        let Some(word) = surname(only).filter(|word| plain && word.len() >= letters) else {
            continue;
        };
        let meant = |h: &usize| {
            let group = &groups[*h];
            *h != g
                && group.iter().any(|&i| named[i].report == named[only].report)
                && count(group) >= often
                && group.iter().filter_map(|&i| surname(i)).any(|s| is_slip(&word, &s))
        };
        let found: Vec<usize> = (0..groups.len()).filter(meant).collect();
        if let [holder] = found[..] {
            let members = std::mem::take(&mut groups[g]);
            groups[holder].extend(members);
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// Whether a word lacks a letter of another, has one more, or two changed places.
fn is_slip(word: &str, right: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (word.chars().collect(), right.chars().collect());
    let lacks = |short: &[char], long: &[char]| {
        let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
        long.len() == short.len() + 1 && short[same..] == long[same + 1..]
    };
    let turned = || {
        let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
        let rest = same + 2;
        a.len() == b.len()
            && rest <= a.len()
            && a[same] == b[same + 1]
            && a[same + 1] == b[same]
            && a[rest..] == b[rest..]
    };
    lacks(&a, &b) || lacks(&b, &a) || turned()
}

/// Groups with those joined that have but a given name, which is that of only one person in full:
/// some peoples are called by it.
fn with_given_names(named: &[Named], mut groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let mut holders: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let given = |i: &usize| Some(fold_name(named[*i].person.as_ref()?.given.first()?));
    for (g, group) in groups.iter().enumerate() {
        for name in group.iter().filter_map(given) {
            holders.entry(name).or_default().insert(g);
        }
    }
    for g in 0..groups.len() {
        let Some(word) = groups[g].first().map(|&i| fold_name(&named[i].name)) else { continue };
        let bare = |&i: &usize| given(&i).is_none() && fold_name(&named[i].name) == word;
        let holder = holders.get(&word).filter(|holders| holders.len() == 1);
        let Some(&holder) = holder.and_then(|holders| holders.first()) else { continue };
        let near = |&i: &usize| groups[holder].iter().any(|&o| named[o].report == named[i].report);
        let one_gender = |&i: &usize| {
            let theirs = groups[holder].iter().find_map(|&o| named[o].gender);
            named[i].gender.is_none() || theirs.is_none() || named[i].gender == theirs
        };
        let fits = |i: &usize| bare(i) && near(i) && one_gender(i);
        if holder != g && groups[g].iter().all(fits) {
            let members = std::mem::take(&mut groups[g]);
            groups[holder].extend(members);
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// The one block that these are joined to; `joined` has for a block another that it is part of.
fn joined_block(blocks: &[String], joined: &mut BTreeMap<String, String>) -> String {
    let whole = |mut block: String, joined: &BTreeMap<String, String>| {
        while let Some(other) = joined.get(&block) {
            block.clone_from(other);
        }
        block
    };
    let mut wholes: Vec<String> = blocks.iter().map(|b| whole(b.clone(), joined)).collect();
    wholes.sort_unstable();
    let first = wholes.remove(0);
    for other in wholes.into_iter().filter(|other| *other != first) {
        joined.insert(other, first.clone());
    }
    first
}

/// Groups that are worth a thread of their own.
const GROUPS_AT_ONCE: usize = 32;

fn of_block(named: &[Named], block: &[usize], lexicon: &Lexicon) -> Vec<Vec<usize>> {
    let is_full = |i: &&usize| named[**i].person.as_ref().is_some_and(|p| !p.given.is_empty());
    let (full, bare): (Vec<usize>, Vec<usize>) = block.iter().partition(is_full);
    let spellings = spellings(named, &full, &bare);
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for s in 0..spellings.len() {
        let fits =
            |g: &&Vec<usize>| g.iter().all(|&o| may_be_one(&spellings[s], &spellings[o], lexicon));
        let numbers = (0..groups.len()).into_par_iter().with_min_len(GROUPS_AT_ONCE);
        let fitting: Vec<usize> = numbers.filter(|&g| fits(&&groups[g])).collect();
        match fitting[..] {
            [only] => groups[only].push(s),
            _ => groups.push(vec![s]),
        }
    }
    let mut groups: Vec<Vec<usize>> = groups
        .into_iter()
        .map(|g| g.into_iter().flat_map(|s| spellings[s].members.clone()).collect())
        .collect();
    add_surnames(named, &mut groups, bare, lexicon);
    groups
}

/// The distinct full names, those in most reports first.
fn spellings<'a>(named: &'a [Named], full: &[usize], surnames: &[usize]) -> Vec<Spelling<'a>> {
    let mut by_name: BTreeMap<String, Spelling<'a>> = BTreeMap::new();
    for &i in full {
        let Some(name) = &named[i].person else { continue };
        let folded = fold_name(&named[i].name);
        let spelling = by_name.entry(folded).or_insert_with(|| Spelling {
            name,
            gender: None,
            roles: BTreeSet::new(),
            reports: BTreeSet::new(),
            is_younger: false,
            members: Vec::new(),
        });
        spelling.gender = spelling.gender.or(named[i].gender);
        spelling.roles.extend(named[i].roles.iter().map(String::as_str));
        spelling.reports.insert(named[i].report);
        spelling.members.push(i);
    }
    for spelling in by_name.values_mut() {
        let (name, reports) = (spelling.name, &spelling.reports);
        let bare = |i: &usize| {
            let other = named[*i].person.as_ref();
            let same = other.is_some_and(|o| fold_name(&o.surname) == fold_name(&name.surname));
            same && reports.contains(&named[*i].report)
        };
        spelling.is_younger = is_plain_junior(name) && surnames.iter().any(bare);
    }
    let mut spellings: Vec<Spelling<'a>> = by_name.into_values().collect();
    spellings.sort_by_key(|s| std::cmp::Reverse((s.name.given.len().min(2), s.reports.len())));
    spellings
}

fn may_be_one(a: &Spelling<'_>, b: &Spelling<'_>, lexicon: &Lexicon) -> bool {
    let younger =
        a.is_younger && a.name.is_junior_of(b.name) || b.is_younger && b.name.is_junior_of(a.name);
    !younger
        && a.reports.is_disjoint(&b.reports)
        && (a.gender.is_none() || b.gender.is_none() || a.gender == b.gender)
        && (a.name.agreement(b.name, lexicon) == Agreement::Full
            || a.name.leaves_out_last(b.name)
            || b.name.leaves_out_last(a.name)
            || share_role(a, b) && a.name.is_near(b.name, lexicon))
}

/// Whether two spellings stand with one role, perhaps narrowed beside one of them.
fn share_role(a: &Spelling<'_>, b: &Spelling<'_>) -> bool {
    let ends = |long: &str, short: &str| {
        let rest = long.strip_suffix(short);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
    };
    a.roles.iter().any(|x| b.roles.iter().any(|y| ends(x, y) || ends(y, x)))
}

/// A group's surnames, each with the gender of who has it, and its reports.
struct Kept {
    surnames: BTreeSet<(String, Option<Gender>)>,
    reports: BTreeSet<usize>,
}

impl Kept {
    fn add(&mut self, named: &Named, lexicon: &Lexicon) {
        self.reports.insert(named.report);
        let surname = named.person.as_ref().map(|p| p.bare_surname(lexicon));
        self.surnames.extend(surname.map(|surname| (surname, named.gender)));
    }

    /// Whether a bare surname may be one of the group; `known` has what it agrees with.
    fn has(&self, ours: &str, gender: Option<Gender>, known: &mut HashMap<String, bool>) -> bool {
        self.surnames.iter().any(|(theirs, of)| {
            let one_gender = gender.is_none() || of.is_none() || gender == *of;
            one_gender
                && known.get(theirs).copied().unwrap_or_else(|| {
                    let agrees = surnames_agree(ours, theirs);
                    known.insert(theirs.clone(), agrees);
                    agrees
                })
        })
    }
}

/// Adds the chains that have only a surname to the groups of the full names.
fn add_surnames(
    named: &[Named],
    groups: &mut Vec<Vec<usize>>,
    bare: Vec<usize>,
    lexicon: &Lexicon,
) {
    let n_full = groups.len();
    let kept = |group: &Vec<usize>| {
        let mut kept = Kept { surnames: BTreeSet::new(), reports: BTreeSet::new() };
        group.iter().for_each(|&m| kept.add(&named[m], lexicon));
        kept
    };
    let mut kept: Vec<Kept> = groups.iter().map(kept).collect();
    let mut alone: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut undecided: Vec<usize> = Vec::new();
    let mut agreeing: HashMap<String, HashMap<String, bool>> = HashMap::new();
    for i in bare {
        let ours = named[i].person.as_ref().map(|p| p.bare_surname(lexicon)).unwrap_or_default();
        let known = agreeing.entry(ours.clone()).or_default();
        // Whom his report tells from a junior is not the junior.
        let told_apart = |g: &usize| {
            let here = groups[*g].iter().filter(|&&m| named[m].report == named[i].report);
            here.filter_map(|&m| named[m].person.as_ref()).any(is_plain_junior)
        };
        let fits = |g: &usize| kept[*g].has(&ours, named[i].gender, known);
        let fitting: Vec<usize> = (0..n_full).filter(|g| !told_apart(g)).filter(fits).collect();
        let here: Vec<usize> = fitting
            .iter()
            .copied()
            .filter(|&g| kept[g].reports.contains(&named[i].report))
            .collect();
        let group = match (&here[..], &fitting[..]) {
            ([], []) => {
                alone.entry(fold_name(&named[i].name)).or_default().push(i);
                continue;
            }
            ([only], _) | ([], [only]) => Some(*only),
            _ => same_role(&named[i], named, groups, &fitting)
                .or_else(|| elder(named, groups, if here.is_empty() { &fitting } else { &here })),
        };
        match group {
            Some(group) => {
                groups[group].push(i);
                kept[group].add(&named[i], lexicon);
            }
            None => undecided.push(i),
        }
    }
    groups.extend(alone.into_values());
    groups.extend(undecided.into_iter().map(|i| vec![i]));
}

/// Of groups of one name, the one without a suffix.
fn elder(named: &[Named], groups: &[Vec<usize>], fitting: &[usize]) -> Option<usize> {
    let names = |g: &usize| groups[*g].iter().filter_map(|&m| named[m].person.as_ref());
    let suffixed = |g: &usize| names(g).any(|name| name.suffix.is_some());
    let (young, old): (Vec<usize>, Vec<usize>) = fitting.iter().partition(|g| suffixed(g));
    let [elder] = old[..] else { return None };
    let his = |g: &usize| names(g).any(|young| names(&elder).any(|n| young.is_junior_of(n)));
    young.iter().all(his).then_some(elder)
}

/// The only group that has a role of the bare surname's chain.
fn same_role(
    bare: &Named,
    named: &[Named],
    groups: &[Vec<usize>],
    fitting: &[usize],
) -> Option<usize> {
    let shares = |&&g: &&usize| {
        groups[g].iter().any(|&m| named[m].roles.intersection(&bare.roles).next().is_some())
    };
    let sharing: Vec<usize> = fitting.iter().filter(shares).copied().collect();
    match sharing[..] {
        [only] => Some(only),
        _ => None,
    }
}
