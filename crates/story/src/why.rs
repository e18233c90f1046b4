//! Why two documents are, or are not, of one story and of one origin: [`why`] gives [`Reason`]s.
//!
//! Of stories it says what the join decision ([`crate::join`]) sees of the two: the rare words and
//! names they have in common and those that only one has, the days between them, and the odds.
//!
//! Why anything else of a story is what it is say functions of [`Story`], one for each kind.

mod claim;
mod conflict;
mod process;
mod shared;

use crate::cluster::published;
use crate::join::{Group, Join, Profile, pair_values};
use crate::running;
use crate::term::{Background, Words};
use crate::{Report, Story, correction};
use document::{Document, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Words shown of one kind.
const WORDS_SHOWN: usize = 10;
/// Rarity, in natural logarithms, from which a word is shown.
const RARITY_MIN: f32 = 3.0;

/// One thing that speaks for or against.
#[derive(Clone, Debug)]
pub struct Reason {
    /// Its kind: a word for programs.
    pub kind: &'static str,
    /// What it says, as a sentence.
    pub text: String,
    /// The words it rests on, of one document.
    pub spans: Vec<Span>,
    /// Passages that answer one another: of the first document asked for, and of the second.
    pub pairs: Vec<(Span, Span)>,
}

impl Reason {
    pub(crate) fn new(kind: &'static str, text: String) -> Reason {
        Reason { kind, text, spans: Vec::new(), pairs: Vec::new() }
    }
}

/// Passages of one thing of which each is explained by itself.
const EXPLAINED_MAX: usize = 12;

/// Says how many of some things are not explained by themselves.
fn beyond(n: usize, what: &str) -> Option<Reason> {
    let more = n.saturating_sub(EXPLAINED_MAX);
    (more > 0).then(|| Reason::new("more", format!("And so on for {more} more {what}.")))
}

/// A report by the number of its story and its number there.
pub type Place = (usize, usize);

/// Whether two documents are of one story and of one origin, and why.
#[derive(Clone, Debug)]
pub struct Why {
    /// Whether they are of one story.
    pub one_story: bool,
    /// Whether they are of one origin; `None` if they are of two stories.
    pub one_origin: Option<bool>,
    /// Verdicts, each with what it rests on after it.
    pub reasons: Vec<Reason>,
}

/// The report of a document by its name, path, address or hash ([`correction::named`]), or by its
/// number on the page, from 1.
pub fn find(stories: &[Story], name: &str) -> Option<Place> {
    let places = || {
        let of_story = |(s, story): (usize, &Story)| {
            (0..story.reports.len()).map(move |r| (s, r)).collect::<Vec<Place>>()
        };
        stories.iter().enumerate().flat_map(of_story)
    };
    let documents: Vec<&Document> =
        places().map(|(s, r)| &stories[s].reports[r].document).collect();
    let number = || name.parse::<usize>().ok()?.checked_sub(1).filter(|n| *n < documents.len());
    let found = correction::named(&documents, name).or_else(number)?;
    places().nth(found)
}

/// Compares two reports. Cost: linear in the words of the pile.
pub fn why(stories: &[Story], a: Place, b: Place) -> Why {
    let report = |(s, r): Place| -> &Report { &stories[s].reports[r] };
    let one_story = a.0 == b.0;
    let (name_a, name_b) = (&report(a).document.name, &report(b).document.name);
    let count = if one_story { "one story" } else { "two stories" };
    let mut reasons = vec![Reason::new("story", format!("{name_a} and {name_b} are of {count}."))];
    reasons.extend(Pile::of(stories).why_stories(a, b));
    let mut one_origin = None;
    if one_story {
        let (one, more) = stories[a.0].why_origins(a.1, b.1);
        one_origin = Some(one);
        reasons.extend(more);
    }
    Why { one_story, one_origin, reasons }
}

struct Pile<'s> {
    stories: &'s [Story],
    background: Background,
    words: Vec<Vec<Words>>,
}

impl Pile<'_> {
    fn of(stories: &[Story]) -> Pile<'_> {
        let words = |s: &Story| s.reports.iter().map(|r| Words::of(&r.document)).collect();
        let words: Vec<Vec<Words>> = stories.iter().map(words).collect();
        let mut background = Background::default();
        words.iter().flatten().for_each(|w| background.learn(w));
        Pile { stories, background, words }
    }

    fn document(&self, (s, r): Place) -> &Document {
        &self.stories[s].reports[r].document
    }

    fn group(&self, places: &[Place]) -> Group {
        let mut group = Group::default();
        for &(s, r) in places {
            let day = published(self.document((s, r)));
            group.add(Arc::new(Profile::new(&self.words[s][r], day, &self.background)));
        }
        group
    }

    /// Logarithm of the odds that some reports and others tell one story.
    fn odds(&self, a: &[Place], b: &[Place]) -> f32 {
        Join::built_in().weigh(&pair_values(&self.group(a), &self.group(b)))
    }

    fn why_stories(&self, a: Place, b: Place) -> Vec<Reason> {
        let (in_a, in_b) = (self.rare(a), self.rare(b));
        let of = |is_name: bool, list: &BTreeMap<u32, Rare>, other: &BTreeMap<u32, Rare>, both| {
            let mut found: Vec<&Rare> = list
                .iter()
                .filter(|(stem, w)| w.is_name == is_name && other.contains_key(stem) == both)
                .map(|(_, w)| w)
                .collect();
            found.sort_by(|x, y| y.weight.total_cmp(&x.weight).then(x.span.cmp(&y.span)));
            let spans: Vec<Span> = found.iter().take(WORDS_SHOWN).map(|w| w.span).collect();
            (found.len(), spans)
        };
        let (name_a, name_b) = (&self.document(a).name, &self.document(b).name);
        let listed = |kind, what: String, (n, spans): (usize, Vec<Span>)| {
            let text = match n {
                0 => format!("No {what}."),
                _ => format!("{n} {what}."),
            };
            Reason { spans, ..Reason::new(kind, text) }
        };
        let mut reasons = vec![
            listed("names", "names stand in both".to_string(), of(true, &in_a, &in_b, true)),
            listed(
                "names-a",
                format!("names stand in {name_a} only"),
                of(true, &in_a, &in_b, false),
            ),
            listed(
                "names-b",
                format!("names stand in {name_b} only"),
                of(true, &in_b, &in_a, false),
            ),
            listed(
                "words",
                "other rare words stand in both".to_string(),
                of(false, &in_a, &in_b, true),
            ),
        ];
        let days = [a, b].map(|place| published(self.document(place)));
        reasons.push(Reason::new(
            "days",
            match days {
                [Some(x), Some(y)] => format!("{:.1} days lie between them.", (x - y).abs()),
                [None, None] => "Neither has a time of publication.".to_string(),
                [None, _] => format!("{name_a} has no time of publication."),
                [_, None] => format!("{name_b} has no time of publication."),
            },
        ));
        reasons.push(Reason::new(
            "odds",
            format!("By themselves: {}.", chance(self.odds(&[a], &[b]))),
        ));
        reasons.extend(if a.0 == b.0 { self.through(a, b) } else { self.apart(a, b) });
        reasons
    }

    /// The report by which two of one story are tied, if they are not by themselves.
    fn through(&self, a: Place, b: Place) -> Option<Reason> {
        if self.odds(&[a], &[b]) > 0.0 {
            return None;
        }
        let others = (0..self.stories[a.0].reports.len()).map(|r| (a.0, r));
        let others = others.filter(|p| *p != a && *p != b);
        let tied = others.map(|p| (self.odds(&[a], &[p]).min(self.odds(&[p], &[b])), p));
        let best = tied.max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1)));
        let text = match best {
            Some((odds, p)) if odds > 0.0 => format!(
                "{} ties them: with each of the two, {}.",
                self.document(p).name,
                chance(odds)
            ),
            _ => running::RULE.to_string(),
        };
        Some(Reason::new("through", text))
    }

    fn apart(&self, a: Place, b: Place) -> Option<Reason> {
        let all = |story: usize| -> Vec<Place> {
            (0..self.stories[story].reports.len()).map(|r| (story, r)).collect()
        };
        let (of_a, of_b) = (all(a.0), all(b.0));
        let text = format!("Their stories as wholes: {}.", chance(self.odds(&of_a, &of_b)));
        (of_a.len() + of_b.len() > 2).then(|| Reason::new("wholes", text))
    }

    /// The names and rare words of a report, by stem.
    fn rare(&self, place: Place) -> BTreeMap<u32, Rare> {
        let text = &self.document(place).text;
        let mut found: BTreeMap<u32, Rare> = BTreeMap::new();
        for word in self.words[place.0][place.1].in_text() {
            let rarity = self.background.rarity(word.stem);
            if rarity < RARITY_MIN || word.is_number && !word.is_year {
                continue;
            }
            let Some(span) = text.span(word.start as usize..word.end as usize) else { continue };
            let rare = Rare { span, weight: 0.0, is_name: word.is_name };
            found.entry(word.stem).or_insert(rare).weight += rarity;
        }
        found
    }
}

/// A rare word of a report.
struct Rare {
    span: Span,
    /// Its rarity as often as it stands there.
    weight: f32,
    is_name: bool,
}

/// Odds in words.
fn chance(odds: f32) -> String {
    let times = odds.abs().exp().min(10_000.0).round();
    match odds > 0.0 {
        true => format!("likely one story ({times} to 1)"),
        false => format!("likely two stories ({times} to 1)"),
    }
}
