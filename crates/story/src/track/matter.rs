//! [`Matter`]s: passages in which a subject can stand, and the nouns in them ([`Words`]).

use crate::{Report, commitment::Pledge, meeting::Meeting, party::Parties, term::Background};
use analysis::Syntax;
use document::Span;
use language::{
    Vectors,
    labels::{dep, pos},
};
use lexicon::{Lexicon, rows::MeetingWord};
use std::collections::{BTreeMap, BTreeSet};

/// A passage in which a subject can stand.
#[derive(Debug)]
pub(super) struct Matter {
    pub(super) report: usize,
    /// The digest item it stands in; 0 in a document that is none.
    item: usize,
    pub(super) span: Span,
    pub(super) place: Place,
}

/// Where a passage stands, with the index of what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Pledge(usize),
    Intention(usize),
    Meeting(usize),
    Said(usize),
}

impl Place {
    /// How much a noun there weighs. Set by hand 2026-11-22, not swept.
    fn weight(self) -> f32 {
        match self {
            Place::Pledge(_) | Place::Meeting(_) => 3.0,
            Place::Intention(_) => 2.0,
            Place::Said(_) => 1.0,
        }
    }
}

/// Most passages of a story.
const MATTERS_MAX: usize = 20_000;
/// Least natural logarithm of all news over that with the noun: "sanction" has 4, "way" 1. Set
/// by hand on five reports, 2026-11-22, not swept.
const RARITY_MIN: f32 = 2.6;
/// How many times more a noun weighs that is what is done. Set by hand 2026-11-22, not swept.
const CORE_WEIGHT: f32 = 2.0;
/// Least likeness of two nouns of one track. Set by hand on five reports, 2026-11-23; .62 joined
/// "security" with "stability".
const LIKE_MIN: f32 = 0.7;
/// Least share of a noun's phrases that hold another for it to join that one.
const TOGETHER_MIN: f32 = 0.6;
/// Fewest such phrases.
const TOGETHER_PLACES_MIN: usize = 2;

/// All passages of a story in which a subject can stand.
pub(super) fn all(
    reports: &[Report],
    parties: &Parties<'_>,
    pledges: (&[Pledge], &[Pledge]),
    meetings: &[Meeting],
) -> Vec<Matter> {
    let mut all = Vec::new();
    let report_of = |span: Span| reports.iter().position(|r| r.document.id == span.doc());
    let mut add = |span: Span, place: Place| {
        all.extend(report_of(span).map(|report| {
            let items = &reports[report].document.items;
            let holds = |i: &document::Item| i.parts.iter().any(|p| p.span.overlaps(span));
            let item = items.iter().position(holds).map_or(0, |i| i + 1);
            Matter { report, item, span, place }
        }));
    };
    for (i, pledge) in pledges.0.iter().enumerate() {
        pledge.stated.evidence.spans().iter().for_each(|&s| add(s, Place::Pledge(i)));
    }
    for (i, pledge) in pledges.1.iter().enumerate() {
        pledge.stated.evidence.spans().iter().for_each(|&s| add(s, Place::Intention(i)));
    }
    for (i, meeting) in meetings.iter().enumerate() {
        meeting.agenda.iter().for_each(|&s| add(s, Place::Meeting(i)));
    }
    for (r, report) in reports.iter().enumerate() {
        for (i, quotation) in report.analysis.quotations.iter().enumerate() {
            let speaker = quotation.value.speaker.as_ref().and_then(|s| s.chain);
            if speaker.and_then(|chain| parties.party(r, chain)).is_some() {
                add(quotation.value.content, Place::Said(i));
            }
        }
    }
    all.truncate(MATTERS_MAX);
    all
}

/// A noun in a passage.
struct Noun {
    matter: usize,
    /// The words before it in its phrase with itself, as written.
    phrase: String,
    /// The phrase with what it is of, on or with, if that is short.
    whole: Option<String>,
    /// The act with it, where it is what is done: "appoint ambassadors".
    done: Option<String>,
    /// Whether it is what is done.
    is_core: bool,
    /// Lemmas of the other nouns of its phrase.
    beside: Vec<String>,
}

/// The nouns of all passages, by lemma.
pub(super) struct Words<'a> {
    matters: &'a [Matter],
    nouns: BTreeMap<String, Vec<Noun>>,
    rarity: BTreeMap<String, f32>,
}

impl<'a> Words<'a> {
    pub(super) fn of(reports: &[Report], matters: &'a [Matter], lexicon: &Lexicon) -> Words<'a> {
        let mut words = Words { matters, nouns: BTreeMap::new(), rarity: BTreeMap::new() };
        let background = Background::default();
        for (i, matter) in matters.iter().enumerate() {
            let analysis = &reports[matter.report].analysis;
            let syntax = &analysis.syntax;
            for token in syntax.tokens_of(matter.span) {
                let next = analysis.times.partition_point(|t| t.value.tokens.end <= token);
                let timed = analysis.times.get(next);
                let timed = timed.is_some_and(|t| t.value.tokens.contains(&token));
                let bound = !matches!(matter.place, Place::Said(_));
                // "Dictator Vale": who somebody is.
                let t = &syntax.parse.tokens[token];
                let above = syntax.parse.tokens[t.head as usize].pos;
                let is_title = t.dep == dep::COMPOUND && above == pos::PROPN;
                if timed || is_title || !is_matter(syntax, lexicon, token, bound) {
                    continue;
                }
                if !is_subject(syntax, lexicon, token, matter.span) {
                    continue;
                }
                let mut lemma = syntax.parse.lemma(token).to_lowercase();
                let rarity = *words
                    .rarity
                    .entry(lemma.clone())
                    .or_insert_with(|| background.rarity_of(&lemma));
                if rarity >= RARITY_MIN {
                    let noun = noun(syntax, lexicon, i, token);
                    // "Security guarantees" are another subject than "a security agenda".
                    if syntax.parse.tokens[token].dep == dep::COMPOUND {
                        let head = syntax.parse.lemma(syntax.parse.head(token)).to_lowercase();
                        let rarity = words.rarity[&lemma];
                        lemma = format!("{lemma} {head}");
                        words.rarity.insert(lemma.clone(), rarity);
                    }
                    words.nouns.entry(lemma).or_default().push(noun);
                }
            }
        }
        words
    }

    /// The lemmas, the weightiest first.
    pub(super) fn ranked(&self) -> Vec<&str> {
        let weight = |lemma: &str| -> i64 {
            let of = |n: &Noun| {
                let matter = &self.matters[n.matter];
                ((matter.place, matter.report), n.is_core)
            };
            let mut places: BTreeMap<(Place, usize), bool> = BTreeMap::new();
            for (place, core) in self.nouns[lemma].iter().map(of) {
                *places.entry(place).or_default() |= core;
            }
            let weigh = |((place, _), core): (&(Place, usize), &bool)| {
                place.weight() * if *core { CORE_WEIGHT } else { 1.0 }
            };
            let sum: f32 = places.iter().map(weigh).sum();
            let wide = (self.reports(lemma) as f32).sqrt();
            (sum * (self.rarity[lemma] - RARITY_MIN + 1.0) * wide * 1000.0) as i64
        };
        let mut ranked: Vec<&str> = self.nouns.keys().map(String::as_str).collect();
        ranked.sort_by_key(|lemma| (std::cmp::Reverse(weight(lemma)), *lemma));
        ranked
    }

    /// Number of reports, or items of digests, that have a lemma.
    pub(super) fn reports(&self, lemma: &str) -> usize {
        let of = |n: &Noun| (self.matters[n.matter].report, self.matters[n.matter].item);
        let reports = self.nouns[lemma].iter().map(of);
        reports.collect::<BTreeSet<_>>().len()
    }

    /// Number of passages that have a lemma.
    pub(super) fn places(&self, lemma: &str) -> usize {
        self.nouns[lemma].iter().map(|n| n.matter).collect::<BTreeSet<_>>().len()
    }

    /// A lemma with those that mean nearly the same or mostly stand in its phrases.
    pub(super) fn with(&self, lemma: &str, taken: &BTreeSet<&str>) -> BTreeSet<&str> {
        let vector = Vectors::english().embed(lemma);
        let joins = |other: &&str| {
            let nouns = &self.nouns[*other];
            let together = nouns.iter().filter(|n| n.beside.iter().any(|b| b == lemma)).count();
            let share = together as f32 / nouns.len() as f32;
            let alike = || {
                let of = Vectors::english().embed(other);
                vector.iter().zip(&of).map(|(x, y)| x * y).sum::<f32>() >= LIKE_MIN
            };
            together >= TOGETHER_PLACES_MIN && share >= TOGETHER_MIN || alike()
        };
        let free = self.nouns.keys().map(String::as_str).filter(|l| !taken.contains(l));
        free.filter(|other| *other == lemma || joins(other)).collect()
    }

    /// The passages that hold one of these lemmas, in order.
    pub(super) fn holding(&self, heads: &BTreeSet<&str>) -> BTreeSet<usize> {
        heads.iter().flat_map(|h| self.nouns[*h].iter().map(|n| n.matter)).collect()
    }

    /// The phrase most used for these lemmas, the longest of those. A noun alone says too little:
    /// before it go a phrase of several words used more than once, and the noun with what it is of.
    pub(super) fn label(&self, heads: &BTreeSet<&str>) -> String {
        let nouns = || heads.iter().flat_map(|h| &self.nouns[*h]);
        let is_several = |phrase: &str| phrase.contains(' ');
        let several = most_used(nouns().map(|n| n.phrase.as_str()).filter(|p| is_several(p)));
        let whole = most_used(nouns().filter_map(|n| n.whole.as_deref()));
        let often = several.filter(|(_, n)| *n > 1);
        let done = || most_used(nouns().filter_map(|n| n.done.as_deref()));
        let alone = || most_used(nouns().map(|n| n.phrase.as_str()));
        let best = often.or(whole).or(several).or_else(done).or_else(alone);
        best.map_or_else(String::new, |(phrase, _)| phrase.to_string())
    }
}

/// The phrase most used, the longest of those, and how often.
fn most_used<'p>(phrases: impl Iterator<Item = &'p str>) -> Option<(&'p str, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for phrase in phrases {
        *counts.entry(phrase).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(phrase, n)| (*n, phrase.len(), *phrase))
}

/// Whether a noun is what is done, or stands before that noun.
fn is_core(syntax: &Syntax, token: usize) -> bool {
    let parse = &syntax.parse;
    let done = |i: usize| matches!(parse.tokens[i].dep, dep::DOBJ | dep::NSUBJPASS);
    done(token) || parse.tokens[token].dep == dep::COMPOUND && done(parse.head(token))
}

/// Whether a passage is about a noun, and does not only hold it: it stands near the top of the
/// tree, and in no clause that describes something; before another noun only if that one says
/// nothing by itself: "a minerals deal".
fn is_subject(syntax: &Syntax, lexicon: &Lexicon, token: usize, passage: Span) -> bool {
    /// Most nouns above it that it is of, for or on.
    const NESTED_MAX: usize = 1;
    /// Steps up the tree.
    const STEPS_MAX: usize = 12;
    let parse = &syntax.parse;
    let tokens = syntax.tokens_of(passage);
    if parse.tokens[token].dep == dep::COMPOUND {
        let above = parse.head(token);
        let says = is_matter(syntax, lexicon, above, true);
        return !says && is_subject(syntax, lexicon, above, passage);
    }
    let (mut at, mut nested) = (token, 0);
    for _ in 0..STEPS_MAX {
        let t = &parse.tokens[at];
        let above = parse.head(at);
        if above == at || !tokens.contains(&above) {
            return true;
        }
        let noun = matches!(parse.tokens[above].pos, pos::NOUN | pos::PROPN);
        let link = matches!(t.dep, dep::PREP) && noun;
        nested += usize::from(link);
        let describes =
            matches!(t.dep, dep::RELCL | dep::ADVCL | dep::ACL | dep::APPOS | dep::POSS);
        if describes || nested > NESTED_MAX {
            return false;
        }
        at = above;
    }
    false
}

/// Whether a token is a noun that can name a subject: no name, person, group or meeting.
fn is_matter(syntax: &Syntax, lexicon: &Lexicon, token: usize, bound: bool) -> bool {
    let t = &syntax.parse.tokens[token];
    let lemma = syntax.parse.lemma(token).to_lowercase();
    let lemma = lemma.as_str();
    let object = bound && is_core(syntax, token);
    let unnamed = |form: &str| lexicon.unnamed.get(form).is_some();
    let person = !object && (unnamed(lemma) || unnamed(&syntax.lower(token)))
        || lexicon.groups.contains(lemma)
        || lexicon.kinds.get(lemma).is_some_and(|kind| kind.is_body());
    let binds = |verb| lexicon.commitments.contains_key(&(lemma, verb));
    let speaks = lexicon.cues.contains_key(lemma);
    let abstracts = lexicon.abstracts.contains(lemma);
    // "The Almaly talks" are a meeting that was held.
    let met = lexicon.meetings.contains_key(&(lemma, "noun"));
    let named = |c: usize| {
        let c = &syntax.parse.tokens[c];
        c.dep == dep::COMPOUND && c.pos == pos::PROPN
    };
    let abstracts = abstracts || met && syntax.parse.children(token).any(named);
    // A word with a capital within a sentence is a name, whatever it was taken for.
    let capital =
        syntax.word(token).starts_with(char::is_uppercase) && token > syntax.sentence(token).start;
    let noun = t.pos == pos::NOUN && !capital;
    noun && !person && !abstracts && !binds(false) && !speaks && lemma.len() > 2
}

/// A noun with what it is of, on or with: "concessions to Badrud".
fn whole(syntax: &Syntax, first: usize, token: usize) -> Option<String> {
    /// Most tokens of such a phrase.
    const TOKENS_MAX: usize = 7;
    let parse = &syntax.parse;
    let preposition = token + 1;
    let linked = preposition < parse.tokens.len()
        && parse.tokens[preposition].dep == dep::PREP
        && parse.head(preposition) == token;
    let object = linked.then(|| syntax.child(preposition, &[dep::POBJ])).flatten()?;
    let open = parse
        .children(object)
        .any(|c| c > object && matches!(parse.tokens[c].dep, dep::PREP | dep::CC | dep::CONJ));
    let named = !open && matches!(parse.tokens[object].pos, pos::NOUN | pos::PROPN);
    let plain = (first..object + 1).all(|i| !syntax.is_punctuation(i));
    (named && plain && object > preposition && object + 1 - first <= TOKENS_MAX)
        .then(|| syntax.words(first..object + 1).split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The verb in its plain form with the noun phrase it is done to, if that is short.
fn done(syntax: &Syntax, token: usize) -> Option<String> {
    /// Most tokens of the noun phrase.
    const TOKENS_MAX: usize = 5;
    let parse = &syntax.parse;
    let verb = parse.head(token);
    let acts = parse.tokens[token].dep == dep::DOBJ && parse.tokens[verb].pos == pos::VERB;
    let phrase = syntax.noun_phrase(token);
    let article = |i: &usize| matches!(parse.tokens[*i].dep, dep::DET | dep::POSS);
    let words = phrase.start..token + 1;
    let own: Vec<&str> = words.filter(|i| !article(i)).map(|i| syntax.word(i)).collect();
    let plain = |i: usize| parse.tokens[i].pos == pos::PUNCT;
    let broken = (phrase.start..token + 1).any(plain);
    (acts && verb < token && !broken && own.len() <= TOKENS_MAX)
        .then(|| format!("{} {}", parse.lemma(verb).to_lowercase(), own.join(" ")))
}

/// Where the word with hyphens begins that a token ends: "high-level".
fn hyphenated(syntax: &Syntax, mut token: usize) -> usize {
    let tokens = &syntax.parse.tokens;
    let touches = |i: usize| tokens[i - 1].end == tokens[i].start;
    while token >= 2 && syntax.word(token - 1) == "-" && touches(token) && touches(token - 1) {
        token -= 2;
    }
    token
}

fn noun(syntax: &Syntax, lexicon: &Lexicon, matter: usize, token: usize) -> Noun {
    let parse = &syntax.parse;
    // "The anticipated summit" is called by what it is.
    let ahead = |c: usize| {
        let word = syntax.lower(c);
        lexicon.meetings.get(&(word.as_str(), "adjective")) == Some(&MeetingWord::Ahead)
    };
    let before = parse.children(token).filter(|&c| {
        c < token
            && token - c <= 2
            && matches!(parse.tokens[c].dep, dep::COMPOUND | dep::AMOD)
            && matches!(parse.tokens[c].pos, pos::NOUN | pos::ADJ | pos::PROPN)
            && !ahead(c)
    });
    let first = hyphenated(syntax, before.min().unwrap_or(token));
    let mut beside: Vec<usize> = parse.children(token).collect();
    beside.push(parse.head(token));
    let noun = |&i: &usize| i != token && parse.tokens[i].pos == pos::NOUN;
    let compound = |&i: &usize| {
        parse.tokens[i].dep == dep::COMPOUND || parse.tokens[token].dep == dep::COMPOUND
    };
    let lemma = |i: usize| parse.lemma(i).to_lowercase();
    let short = syntax.words(first..token + 1).split_whitespace().collect::<Vec<_>>().join(" ");
    let phrase = if parse.tokens[token].dep == dep::COMPOUND {
        let end = parse.head(token).max(token) + 1;
        syntax.words(first..end.min(token + 3)).split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        short
    };
    let beside = beside.into_iter().filter(noun).filter(compound).map(lemma).collect();
    let whole = whole(syntax, first, token);
    let done = done(syntax, token);
    Noun { matter, phrase, whole, done, is_core: is_core(syntax, token), beside }
}
