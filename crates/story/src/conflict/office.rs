//! One person in two posts that nobody has together: "the plant manager, Graciela Sandoval", "the
//! chief of security of the plant, Graciela Sandoval".

use super::{Conflict, ConflictKind, day};
use crate::Report;
use analysis::{EntityKind, Mention, MentionForm, Syntax, time::Interval};
use document::{Evidence, Span};
use language::labels::{dep, pos};
use lexicon::Lexicon;
use std::collections::{BTreeMap, BTreeSet};

/// Most nouns that hang on each other before a name.
const STEPS_MAX: usize = 3;

/// Most days between two reports that give one person two posts: later the post may be another.
/// Set by hand 2026-11-22, not swept.
const DAYS_MAX: i32 = 60;

/// By group of posts: by report, the words that give somebody such a post.
type Held<'l> = BTreeMap<&'l str, BTreeMap<usize, BTreeSet<Span>>>;

/// The posts that reports give one person and that exclude each other. Whom one report alone gives
/// both is left out: it tells of another time, or of two offices in one hand.
pub(super) fn find(
    reports: &[Report],
    lexicon: &Lexicon,
    entity: &dyn Fn(usize, usize) -> Option<usize>,
) -> Vec<Conflict> {
    let mut persons: BTreeMap<usize, Held<'_>> = BTreeMap::new();
    for (r, report) in reports.iter().enumerate() {
        let reader = Reader { syntax: &report.analysis.syntax, lexicon };
        let named = report.analysis.mentions.iter().filter(|m| is_name_of_person(m));
        for mention in named {
            let Some(person) = entity(r, mention.chain) else { continue };
            for (group, span) in reader.posts(mention) {
                let of_group = persons.entry(person).or_default().entry(group).or_default();
                of_group.entry(r).or_default().insert(span);
            }
        }
    }
    persons.values().flat_map(|held| among(held, reports)).collect()
}

fn is_name_of_person(mention: &Mention) -> bool {
    mention.kind == EntityKind::Person && mention.form == MentionForm::Name
}

/// The conflicts among one person's posts.
fn among(held: &Held<'_>, reports: &[Report]) -> Vec<Conflict> {
    let groups: Vec<&BTreeMap<usize, BTreeSet<Span>>> = held.values().collect();
    let mut conflicts = Vec::new();
    for (i, b) in groups.iter().enumerate() {
        for a in groups[..i].iter().filter(|a| a.keys().all(|report| !b.contains_key(report))) {
            let of_one_time = a.keys().any(|x| b.keys().any(|y| is_near(reports, *x, *y)));
            conflicts.extend(conflict(a, b).filter(|_| of_one_time));
        }
    }
    conflicts
}

/// Whether two reports may be of one time: one of them has no day, or their days are near.
fn is_near(reports: &[Report], a: usize, b: usize) -> bool {
    let days = day(&reports[a]).zip(day(&reports[b]));
    days.is_none_or(|(a, b)| Interval::new(a, b).len() <= DAYS_MAX)
}

fn conflict(
    a: &BTreeMap<usize, BTreeSet<Span>>,
    b: &BTreeMap<usize, BTreeSet<Span>>,
) -> Option<Conflict> {
    let side = |of: &BTreeMap<usize, BTreeSet<Span>>| {
        let mut spans = of.values().flatten().copied();
        Some(Evidence::of(spans.next()?, spans))
    };
    Some(Conflict::shown(ConflictKind::Role, "conflict/post", [side(a)?, side(b)?]))
}

struct Reader<'a> {
    syntax: &'a Syntax,
    lexicon: &'a Lexicon,
}

impl<'a> Reader<'a> {
    /// The posts that stand with a name now, with the words of both.
    fn posts(&self, mention: &Mention) -> Vec<(&'a str, Span)> {
        let parse = &self.syntax.parse;
        let mut nouns: BTreeSet<usize> = BTreeSet::new();
        let role = mention.role.map_or(0..0, |role| self.syntax.tokens_of(role));
        nouns.extend(role.clone().filter(|&i| !role.contains(&parse.head(i))));
        let head = mention.head;
        nouns.extend(parse.children(head).filter(|&c| parse.tokens[c].dep == dep::APPOS));
        if parse.tokens[head].dep == dep::APPOS {
            nouns.extend(self.with_outer(parse.head(head)));
        }
        let beside = nouns.into_iter().filter(|noun| !mention.tokens.contains(noun));
        beside.filter_map(|noun| self.post(noun, mention)).collect()
    }

    /// A noun and those it hangs on by prepositions: in "the warden of Las Salinas, Peralta" the
    /// name may be read with either.
    fn with_outer(&self, noun: usize) -> Vec<usize> {
        let parse = &self.syntax.parse;
        let outer = |&at: &usize| {
            let is_object = parse.tokens[at].dep == dep::POBJ;
            is_object.then(|| parse.head(parse.head(at)))
        };
        std::iter::successors(Some(noun), outer).take(STEPS_MAX).collect()
    }

    fn post(&self, noun: usize, mention: &Mention) -> Option<(&'a str, Span)> {
        let parse = &self.syntax.parse;
        let is_noun = matches!(parse.tokens[noun].pos, pos::NOUN | pos::PROPN);
        let part = |i: &usize| {
            let of_noun = [dep::COMPOUND, dep::AMOD, dep::NMOD, dep::POSS, dep::PREP];
            of_noun.contains(&parse.tokens[*i].dep) && !mention.tokens.contains(i)
        };
        let parts = parse.children(noun).filter(part).flat_map(|i| parse.subtree(i));
        let words: BTreeSet<usize> =
            parts.chain([noun]).filter(|i| !mention.tokens.contains(i)).collect();
        let first = *words.first()?;
        let over = first.checked_sub(1).into_iter().chain(words.iter().copied());
        if !is_noun || over.clone().any(|i| self.is_past(i)) {
            return None;
        }
        let group = self.group(noun, &words)?;
        let tokens = first.min(mention.tokens.start)..(words.last()? + 1).max(mention.tokens.end);
        Some((group, self.syntax.span(tokens)?))
    }

    /// The group of a noun alone or with one of its words: "chief of security", "security chief".
    fn group(&self, noun: usize, words: &BTreeSet<usize>) -> Option<&'a str> {
        let lemma = |i: usize| self.syntax.parse.lemma(i).to_lowercase();
        let own = lemma(noun);
        let with = words.iter().map(|&i| format!("{own} {}", lemma(i)));
        let known = |form: String| self.lexicon.posts.get(form.as_str()).copied();
        with.chain([own.clone()]).find_map(known)
    }

    /// "Former", "ex-".
    fn is_past(&self, token: usize) -> bool {
        let lower = self.syntax.lower(token);
        let first = lower.split('-').next().unwrap_or("");
        self.lexicon.past.contains(lower.as_str()) || self.lexicon.past.contains(first)
    }
}
