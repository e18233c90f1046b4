//! [`Speech`]s: what one person said once, as several reports give it.
//!
//! Words in marks are compared word by word (longest common subsequence) and by sentence vectors;
//! an indirect quotation joins the marked words that it retells if the speaker is the same. Of
//! each [`Rendering`] the words that differ from the fullest one are marked.

mod alignment;
mod occasion;

use crate::Report;
use alignment::LONG_WORD;
use analysis::{Quotation, QuotationKind, name::fold_word};
use document::{Span, Text};
use language::Vectors;
use lexicon::Lexicon;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The same words in several reports.
#[derive(Clone, Debug)]
pub struct Speech {
    /// How each report gives them, the fullest first.
    pub renderings: Vec<Rendering>,
    /// The origins whose reporters heard or received them: two are two accounts of one statement.
    pub accounts: Vec<usize>,
    /// The kind of occasion at which they were said to all who listened (`briefing`, `release`,
    /// `statement`, `speech` or `post`), with the words that say so.
    pub occasion: Option<(&'static str, Span)>,
}

/// One report's quotation of a speech.
#[derive(Clone, Debug)]
pub struct Rendering {
    /// The report.
    pub report: usize,
    /// Index of the quotation in the report's analysis.
    pub quotation: usize,
    /// How it gives the fullest one's words.
    pub relation: Relation,
    /// The words that the fullest rendering does not have at their place.
    pub differing: Vec<Span>,
}

/// How a rendering gives the words of the fullest one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// Word for word.
    Same,
    /// With words left out.
    Shortened,
    /// With other words, as after a translation or an edit.
    Altered,
    /// Retold without marks.
    Paraphrase,
}

impl Relation {
    /// The relation's name in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Relation::Same => "same",
            Relation::Shortened => "shortened",
            Relation::Altered => "altered",
            Relation::Paraphrase => "paraphrase",
        }
    }
}

/// Shortest speech that is compared, in words.
const WORDS_MIN: usize = 3;

/// Most words of a quotation that are compared, from its first: two whole speeches, compared word
/// by word, would take memory by the product of their lengths.
const WORDS_MAX: usize = 2_000;

/// Fewest words that tell something of those that two stretches share.
const LONG_WORDS_MIN: usize = 2;

/// Most quotations that share a word for it to bring them together.
const SHARED_MAX: usize = 64;

/// Share of the shorter one's words from which two are the same words, whoever is said to speak if
/// there are several; less if their meaning is near too and no two speakers are known. 2026-11-22,
/// the quotation variants of three invented stories, set by hand.
const WORDS_SAME: f32 = 0.75;
const WORDS_LIKE: f32 = 0.5;

/// Likeness of vectors that is enough with the same speaker, for a retelling, and for marked words
/// that share some and of which neither is much longer, as after a translation. 2026-11-23, the
/// quotation variants of 36 invented stories and eleven piles of news read by hand, of which .5
/// joined whatever one speaker said of one matter.
const VECTORS_LIKE: f32 = 0.5;
const VECTORS_OWN: f32 = 0.3;
const VECTORS_RETOLD: f32 = 0.66;
const VECTORS_ALONE: f32 = 0.75;
const WORDS_TRANSLATED: f32 = 0.33;
const LONGER_MAX: usize = 2;

/// Most words before a stretch among which one denies it: "was not “a war of choice”".
const DENIED_WORDS_MAX: usize = 3;

/// A quotation ready to be compared.
struct Said {
    report: usize,
    quotation: usize,
    entity: Option<usize>,
    content: Span,
    is_marked: bool,
    /// Folded words with where they stand.
    words: Vec<(String, Span)>,
    /// Of each word, whether it denies.
    denying: Vec<bool>,
    /// Whether what stands right before them denies them.
    is_denied: bool,
    vector: Vec<f32>,
}

/// The speeches that two reports or more give.
pub(crate) fn speeches(reports: &[Report], entity_of: &[Vec<Option<usize>>]) -> Vec<Speech> {
    let of_report = |(r, report): (usize, &'_ Report)| {
        let quotations = report.analysis.quotations.iter().enumerate();
        let said = quotations
            .filter_map(|(q, fact)| of_quotation(report, &entity_of[r], r, q, &fact.value));
        said.collect::<Vec<Said>>()
    };
    let said: Vec<Said> = reports.par_iter().enumerate().flat_map_iter(of_report).collect();
    let pairs = near(&said);
    let marked = pairs.par_iter().filter(|(a, b)| said[*a].is_marked && said[*b].is_marked);
    let one = marked.filter(|(a, b)| is_one(&said[*a], &said[*b]));
    let mut groups = Groups::of(&said);
    let mut one: Vec<(usize, usize, usize)> =
        one.map(|&(a, b)| (kept(&said[a], &said[b]), a, b)).collect();
    one.sort_by_key(|&(kept, a, b)| (std::cmp::Reverse(kept), a, b));
    for (_, a, b) in one {
        groups.join(a, b);
    }
    // A retelling joins the marked words it is most like, and joins no two groups.
    let mut best: BTreeMap<usize, (f32, usize)> = BTreeMap::new();
    for &(a, b) in pairs.iter().filter(|(a, b)| said[*a].is_marked != said[*b].is_marked) {
        let (marked, told) = if said[a].is_marked { (a, b) } else { (b, a) };
        let like = cosine(&said[marked].vector, &said[told].vector);
        let known = best.get(&told).is_some_and(|(most, _)| *most >= like);
        if same_speaker(&said[a], &said[b]) == Some(true) && like >= VECTORS_RETOLD && !known {
            best.insert(told, (like, marked));
        }
    }
    for (told, (_, marked)) in best {
        groups.root[told] = groups.root_of(marked);
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in 0..said.len() {
        members.entry(groups.root_of(i)).or_default().push(i);
    }
    members.into_values().filter_map(|members| speech(&said, members)).collect()
}

/// Fewest words of two quotations of one report that are two speeches if they are not alike: a
/// few words may be from anywhere in one. Chosen 2026-11-23, not swept.
const APART_WORDS_MIN: usize = 8;

/// Fewest thousandths of the shorter one's words with which these may be one all the same. Chosen
/// 2026-11-23, not swept.
const KEPT_MIN: usize = 400;

/// Quotations put together that give the same words.
struct Groups<'a> {
    said: &'a [Said],
    /// By quotation: one that it is with, at the end the one that stands for all.
    root: Vec<usize>,
    /// By who stands for all: the longer quotations of each report.
    long: Vec<BTreeMap<usize, Vec<usize>>>,
}

impl<'a> Groups<'a> {
    fn of(said: &'a [Said]) -> Groups<'a> {
        let long = |(i, s): (usize, &Said)| {
            let long = s.words.len() >= APART_WORDS_MIN;
            if long { BTreeMap::from([(s.report, vec![i])]) } else { BTreeMap::new() }
        };
        let long = said.iter().enumerate().map(long).collect();
        Groups { said, root: (0..said.len()).collect(), long }
    }

    fn root_of(&self, mut i: usize) -> usize {
        while self.root[i] != i {
            i = self.root[i];
        }
        i
    }

    /// Puts two together with all that each is with, unless a report gives two of these as two
    /// speeches: two posts of one man that begin alike, and a few words that are from either.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root_of(a), self.root_of(b));
        let (into, from) = (a.min(b), a.max(b));
        if into == from || self.are_two(into, from) {
            return;
        }
        self.root[from] = into;
        for (report, mut members) in std::mem::take(&mut self.long[from]) {
            self.long[into].entry(report).or_default().append(&mut members);
        }
    }

    fn are_two(&self, a: usize, b: usize) -> bool {
        let (few, many) = match self.long[a].len() <= self.long[b].len() {
            true => (&self.long[a], &self.long[b]),
            false => (&self.long[b], &self.long[a]),
        };
        few.iter().any(|(report, ours)| {
            let theirs = many.get(report).into_iter().flatten();
            let apart = |&x: &usize| {
                ours.iter().any(|&y| {
                    let (x, y) = (&self.said[x], &self.said[y]);
                    let alike = is_one(x, y) || kept(x, y) >= KEPT_MIN;
                    !x.content.overlaps(y.content) && !alike
                })
            };
            theirs.into_iter().any(apart)
        })
    }
}

/// Thousandths of the shorter one's words that stand together in the longer one.
fn kept(a: &Said, b: &Said) -> usize {
    let (short, long) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
    let place = alignment::place(&short.words, &long.words);
    place.map_or(0, |place| place.n * 1000 / short.words.len().max(1))
}

fn of_quotation(
    report: &Report,
    entities: &[Option<usize>],
    r: usize,
    quotation: usize,
    q: &Quotation,
) -> Option<Said> {
    let text = &report.document.text;
    let is_marked = q.kind != QuotationKind::Indirect;
    let spans = if is_marked { q.verbatim.clone() } else { vec![q.content] };
    let words = compared(text, &spans);
    let spoken: Vec<&str> = spans.iter().map(|span| text.words(*span)).collect();
    let chain = q.speaker.as_ref().and_then(|s| s.chain);
    let syntax = &report.analysis.syntax;
    let denies = |token: usize| Lexicon::english().negation.contains(syntax.lower(token).as_str());
    let denying = words.iter().map(|(_, span)| syntax.tokens_of(*span).any(denies)).collect();
    let first = spans.first().map_or(0, |span| syntax.tokens_of(*span).start);
    let sentence = syntax.sentence(first.min(syntax.len().saturating_sub(1))).start;
    let before = sentence.max(first.saturating_sub(DENIED_WORDS_MAX + 1))..first;
    let is_fragment = spoken.first().is_some_and(|words| words.starts_with(char::is_lowercase));
    (words.len() >= WORDS_MIN).then(|| Said {
        report: r,
        quotation,
        entity: chain.and_then(|c| entities.get(c).copied().flatten()),
        content: q.content,
        is_marked,
        denying,
        is_denied: is_fragment && before.into_iter().any(denies),
        vector: Vectors::english().embed(&spoken.join(" ")),
        words,
    })
}

/// The words of a quotation that are compared.
fn compared(text: &Text, spans: &[Span]) -> Vec<(String, Span)> {
    spans.iter().flat_map(|span| words(text, *span)).take(WORDS_MAX).collect()
}

impl Said {
    /// Whether some of the words, or one right before them, deny.
    fn denies(&self, from: usize, to: usize) -> bool {
        let before = from.saturating_sub(DENIED_WORDS_MAX);
        from < DENIED_WORDS_MAX && self.is_denied || self.denying[before..to].contains(&true)
    }
}

/// The words of a span, folded, with their places.
pub(crate) fn words(text: &Text, span: Span) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    let mut start = None;
    let stretch = text.words(span);
    for (at, c) in stretch.char_indices().chain([(stretch.len(), ' ')]) {
        if c.is_alphanumeric() || matches!(c, '\'' | '’') {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            let range = span.start() + from..span.start() + at;
            let word = fold_word(&stretch[from..at]);
            found.extend(text.span(range).filter(|_| !word.is_empty()).map(|s| (word, s)));
        }
    }
    found
}

/// Pairs of quotations of two reports that share a longer word or a speaker.
fn near(said: &[Said]) -> Vec<(usize, usize)> {
    let mut by_key: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (i, s) in said.iter().enumerate() {
        for (word, _) in s.words.iter().filter(|(word, _)| word.len() >= LONG_WORD) {
            by_key.entry(word.clone()).or_default().insert(i);
        }
        if let Some(entity) = s.entity {
            by_key.entry(format!("entity {entity}")).or_default().insert(i);
        }
    }
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for members in by_key.values().filter(|members| members.len() <= SHARED_MAX) {
        let members: Vec<usize> = members.iter().copied().collect();
        for (n, &a) in members.iter().enumerate() {
            let others = members[n + 1..].iter().filter(|&&b| said[a].report != said[b].report);
            pairs.extend(others.map(|&b| (a, b)));
        }
    }
    pairs.into_iter().collect()
}

/// Whether two quotations have one speaker; `None` if that is not known.
fn same_speaker(a: &Said, b: &Said) -> Option<bool> {
    Some(a.entity? == b.entity?)
}

/// Whether two quotations give the same words: most of the shorter one's stand together in the
/// longer one, or the speaker is one, some words are, and the meaning is near. What one denies and
/// the other does not is not the same.
fn is_one(a: &Said, b: &Said) -> bool {
    let (short, long) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
    let Some(place) = alignment::place(&short.words, &long.words) else { return false };
    let n = short.words.len();
    let whole = place.n == n && place.to.1 - place.from.1 == n;
    let telling = place.n_long >= LONG_WORDS_MIN || whole && n > WORDS_MIN;
    let denied = short.denies(place.from.0, place.to.0) != long.denies(place.from.1, place.to.1);
    let share = if telling { place.n as f32 / n as f32 } else { 0.0 };
    let one = same_speaker(a, b);
    if denied || one != Some(true) && n <= WORDS_MIN {
        return false;
    }
    let like = cosine(&a.vector, &b.vector);
    share >= WORDS_SAME
        || one.is_none() && share >= WORDS_LIKE && like >= VECTORS_LIKE
        || one == Some(true) && share >= WORDS_LIKE && like >= VECTORS_OWN
        || one == Some(true) && is_translated(short, long, like)
}

/// Whether two quotations of one speaker may give the same words after a translation: neither is
/// much longer, and they share some words or mean nearly the same.
fn is_translated(short: &Said, long: &Said, like: f32) -> bool {
    let kept = alignment::common(&short.words, &long.words);
    let telling = kept.iter().any(|&i| short.words[i].0.len() >= LONG_WORD);
    let share = kept.len() as f32 / short.words.len() as f32;
    long.words.len() <= LONGER_MAX * short.words.len()
        && (telling && share >= WORDS_TRANSLATED && like >= VECTORS_LIKE || like >= VECTORS_ALONE)
}

/// The part of the words of one that stand in order in the other, with few others in between; 0
/// unless two of them are longer words.
pub(crate) fn together(short: &[(String, Span)], long: &[(String, Span)]) -> f32 {
    let place = alignment::place(short, long).filter(|place| place.n_long >= LONG_WORDS_MIN);
    place.map_or(0.0, |place| place.n as f32 / short.len() as f32)
}

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    let dot: f32 = a.iter().zip(b).map(|(x, y)| x * y).sum();
    let norm = |v: &[f32]| v.iter().map(|x| x * x).sum::<f32>().sqrt();
    dot / (norm(a) * norm(b)).max(f32::EPSILON)
}

fn speech(said: &[Said], mut members: Vec<usize>) -> Option<Speech> {
    // Words within other words of the report are given with these.
    let inside = |i: usize, of: usize| {
        let (one, whole) = (&said[i].content, &said[of].content);
        i != of && one != whole && whole.contains(*one)
    };
    members =
        members.iter().copied().filter(|&i| !members.iter().any(|&of| inside(i, of))).collect();
    members.sort_by_key(|&i| (!said[i].is_marked, std::cmp::Reverse(said[i].words.len()), i));
    let reports: BTreeSet<usize> = members.iter().map(|&i| said[i].report).collect();
    let full = &said[*members.first()?];
    if reports.len() < 2 {
        return None;
    }
    let rendering = |&i: &usize| {
        let one = &said[i];
        let kept = alignment::common(&one.words, &full.words);
        let other = (0..one.words.len()).filter(|n| kept.binary_search(n).is_err());
        let differing: Vec<Span> = other.map(|n| one.words[n].1).collect();
        let relation = match (one.is_marked, differing.is_empty()) {
            (false, _) => Relation::Paraphrase,
            (true, false) => Relation::Altered,
            (true, true) if kept.len() < full.words.len() => Relation::Shortened,
            (true, true) => Relation::Same,
        };
        let differing = if one.is_marked { differing } else { Vec::new() };
        Rendering { report: one.report, quotation: one.quotation, relation, differing }
    };
    let renderings = members.iter().map(rendering).collect();
    Some(Speech { renderings, accounts: Vec::new(), occasion: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::DocId;

    /// Words in marks by one speaker, denied or not by what stands before them.
    fn said(stretch: &str, is_denied: bool) -> Said {
        let text = Text::freeze(DocId(0), stretch);
        let content = text.span(0..stretch.len()).unwrap();
        let words = words(&text, content);
        Said {
            report: 0,
            quotation: 0,
            entity: Some(0),
            content,
            is_marked: true,
            denying: words.iter().map(|(word, _)| word == "not").collect(),
            is_denied,
            vector: Vectors::english().embed(&[stretch].join(" ")),
            words,
        }
    }

    #[test]
    fn two_statements_of_one_speaker_on_one_matter_are_two() {
        let whole = said("The ferry must sail. If the crew gets no pay, there is no deal.", false);
        let part = said("If the crew gets no pay, there is no deal", false);
        let other = said("I would ask the owners what the harbour master pays his pilots", false);
        assert!(is_one(&whole, &part));
        assert!(!is_one(&whole, &other) && !is_one(&part, &other));
    }

    #[test]
    fn of_a_whole_speech_the_beginning_is_compared() {
        let speech = Text::freeze(DocId(0), "The ferry must sail. ".repeat(WORDS_MAX));
        let whole = speech.span(0..speech.as_str().len()).unwrap();
        assert_eq!(compared(&speech, &[whole]).len(), WORDS_MAX);
    }

    #[test]
    fn a_few_words_from_either_of_two_posts_do_not_make_them_one() {
        let mut posts = [
            said("The big ferry decision will be told next week but nobody will change it", false),
            said(
                "Put the big ferry decision on hold until I have read all about the matter",
                false,
            ),
            said("the big ferry decision on hold", false),
        ];
        // The second post stands elsewhere in the report of the first.
        posts[1].content = Text::freeze(DocId(1), "elsewhere").span(0..9).unwrap();
        posts[2].report = 1;
        let mut groups = Groups::of(&posts);
        groups.join(1, 2);
        groups.join(0, 2);
        assert_eq!(groups.root_of(2), groups.root_of(1));
        assert_ne!(groups.root_of(0), groups.root_of(1));
    }

    #[test]
    fn what_is_denied_is_not_the_same() {
        let claimed = said("a ferry of the owners’ choosing", false);
        let denied = said("a ferry of the owners’ choosing", true);
        let told = said("The boat was not a ferry of the owners’ choosing", false);
        assert!(!is_one(&claimed, &denied) && !is_one(&claimed, &told) && is_one(&denied, &told));
    }

    #[test]
    fn a_translation_is_the_same() {
        let one = said("Not one lorry was lost, not one was stopped", false);
        let other = said("Not one was lost, not one was halted", false);
        assert!(is_one(&one, &other));
    }
}
