//! [`Statement`]: a claim of one report in the form in which claims are compared.
//!
//! Its words are [`Term`]s: names and pronouns become the entity they refer to, numbers their
//! interval, all else a lemma with its vector and how rare it is. [`Statements`] holds those of a
//! whole story, with an index from term to statements.

use crate::{Report, term::Background};
use analysis::{Claim, ClaimKind, Quantity, claim::is_content};
use document::{BlockKind, Span};
use language::{Vectors, labels::pos};
use lexicon::Lexicon;
use std::{
    collections::{BTreeMap, HashMap},
    sync::atomic::{AtomicU64, Ordering},
};

/// A claim of one report, ready to be compared.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The report.
    pub report: usize,
    /// Index in its analysis's claims.
    pub claim: usize,
    /// The words that state it.
    pub span: Span,
    /// Words of content, in text order.
    pub terms: Vec<Term>,
    /// The predicate's word, as an index of [`Statements::vector`]; `None` for a name.
    pub predicate: Option<u32>,
    /// The subject.
    pub subject: Option<Term>,
    /// The object or complement.
    pub object: Option<Term>,
    /// The entities in it, sorted.
    pub entities: Vec<u32>,
    /// What it can be found by, sorted, each once.
    pub keys: Vec<Key>,
    /// The person or body that says it, where the report says so, by its number.
    pub speaker: Option<usize>,
    /// Its vector, of length 1, or zeros.
    vector: Vec<f32>,
}

/// A word of content.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// What it stands for.
    pub meaning: Meaning,
    /// How much it tells: natural logarithm of all over those that have it.
    pub weight: f32,
    /// The token.
    pub token: u32,
}

/// What a word of content stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// A person, body or place of the story, by its number.
    Entity(u32),
    /// A word, by its number in [`Statements`].
    Word(u32),
    /// A number, by its index in the claim's quantities.
    Quantity(u32),
}

impl Meaning {
    /// What it can be found by; `None` for a number, which the meaning alone does not tell.
    pub(super) fn key(self) -> Option<Key> {
        match self {
            Meaning::Entity(e) => Some(Key::Entity(e)),
            Meaning::Word(w) => Some(Key::Word(w)),
            Meaning::Quantity(_) => None,
        }
    }
}

/// What statements can be found by: an entity, a word, or the whole part of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A person, body or place of the story, by its number.
    Entity(u32),
    /// A word, by its number in [`Statements`].
    Word(u32),
    /// A number, whatever it counts.
    Number(i64),
}

/// The statements of a story.
pub struct Statements<'r> {
    reports: &'r [Report],
    lexicon: &'r Lexicon,
    /// In order of reports and text.
    pub list: Vec<Statement>,
    words: HashMap<String, u32>,
    vectors: Vec<Vec<f32>>,
    /// By key: how many statements have it.
    holders: HashMap<Key, u32>,
    /// By report and sentence: the keys of its statements, sorted.
    sentences: HashMap<(usize, usize), Vec<Key>>,
    /// By statement: the first in its words, where it is one too many of them; else itself.
    stands_for: Vec<usize>,
    near: Nearness,
}

/// How near two words are, as last measured, for any number of threads: what stands at a place is
/// the nearness and, before it, what of the two words' numbers the place does not tell.
struct Nearness(Vec<AtomicU64>);

impl Nearness {
    /// Bits of the number of a word that is remembered: of two so many fit beside the nearness.
    const WORD_BITS: u32 = 25;

    fn new() -> Nearness {
        Nearness((0..1 << NEAR_BITS).map(|_| AtomicU64::new(u64::MAX)).collect())
    }

    /// What is remembered of two words, the smaller first, else what `measure` says.
    fn of(&self, (a, b): (u32, u32), measure: impl FnOnce() -> f32) -> f32 {
        if b >= 1 << Self::WORD_BITS {
            return measure();
        }
        let low = (1 << NEAR_BITS) - 1;
        let spread = a.wrapping_mul(0x9e37_79b1) >> (u32::BITS - NEAR_BITS);
        let place = &self.0[((b ^ spread) & low) as usize];
        let words = a << (Self::WORD_BITS - NEAR_BITS) | b >> NEAR_BITS;
        let stands = place.load(Ordering::Relaxed);
        if (stands >> 32) as u32 == words {
            return f32::from_bits(stands as u32);
        }
        let near = measure();
        place.store(u64::from(words) << 32 | u64::from(near.to_bits()), Ordering::Relaxed);
        near
    }
}

/// Statements in the same words that are compared with others, each by itself; what more reports
/// repeat goes with the first of them. Small piles never reach it.
pub const REPEATED_MAX: usize = 8;

/// Bits of the numbers of pairs of words whose nearness is remembered.
const NEAR_BITS: u32 = 18;

/// Weight of a name and of a number. Set by hand 2026-11-22: that of a word one in 400 articles
/// has.
const NAMED: f32 = 6.0;

impl<'r> Statements<'r> {
    /// Those of reports; `entity` tells the entity of a chain of a report. Questions and what
    /// only may be are left out.
    pub fn of(
        reports: &'r [Report],
        lexicon: &'r Lexicon,
        entity: &dyn Fn(usize, usize) -> Option<usize>,
    ) -> Statements<'r> {
        let mut all = Statements {
            reports,
            lexicon,
            list: Vec::new(),
            words: HashMap::new(),
            vectors: Vec::new(),
            holders: HashMap::new(),
            sentences: HashMap::new(),
            stands_for: Vec::new(),
            near: Nearness::new(),
        };
        let background = Background::default();
        for (r, report) in reports.iter().enumerate() {
            let named = names(report, &|chain| entity(r, chain));
            for (c, fact) in report.analysis.claims.iter().enumerate() {
                let asked = matches!(fact.value.kind, ClaimKind::Asked);
                if !asked && !names_only(report, fact.value.head) {
                    let mut statement = all.statement(r, c, &named, &background);
                    let quotation = fact.value.quotation.map(|q| &report.analysis.quotations[q]);
                    let speaker = quotation.and_then(|q| q.value.speaker.as_ref()?.chain);
                    statement.speaker = speaker.and_then(|chain| entity(r, chain));
                    all.list.push(statement);
                }
            }
        }
        all.count_keys();
        all.stands_for = all.repeated();
        all
    }

    fn count_keys(&mut self) {
        let mut sentences: HashMap<(usize, usize), Vec<Key>> = HashMap::new();
        for statement in &self.list {
            for key in &statement.keys {
                *self.holders.entry(*key).or_default() += 1;
            }
            sentences.entry(self.sentence(statement)).or_default().extend(&statement.keys);
        }
        for keys in sentences.values_mut() {
            keys.sort_unstable();
            keys.dedup();
        }
        self.sentences = sentences;
    }

    /// The report and sentence of a statement.
    pub fn sentence(&self, statement: &Statement) -> (usize, usize) {
        let parse = &self.report(statement).analysis.syntax.parse;
        (statement.report, parse.sentence_of(self.claim(statement).head))
    }

    /// The keys of all statements of a statement's sentence, sorted.
    pub fn keys_of_sentence(&self, statement: &Statement) -> &[Key] {
        self.sentences.get(&self.sentence(statement)).map_or(&[], Vec::as_slice)
    }

    /// By statement: the first in the same words about the same persons and things, if
    /// [`REPEATED_MAX`] stand before it; else itself.
    fn repeated(&self) -> Vec<usize> {
        type Wording<'w> = (Vec<&'w str>, &'w [u32], ClaimKind, bool);
        let mut known: HashMap<Wording<'_>, (usize, usize)> = HashMap::new();
        let numbered = self.list.iter().enumerate();
        numbered
            .map(|(i, statement)| {
                let words = self.report(statement).document.text.words(statement.span);
                let claim = self.claim(statement);
                let words = words.split_whitespace().collect();
                let wording = (words, &statement.entities[..], claim.kind, claim.is_negated);
                let (first, before) = known.entry(wording).or_insert((i, 0));
                *before += 1;
                if *before > REPEATED_MAX { *first } else { i }
            })
            .collect()
    }

    /// The statement by which one is compared: itself or, where too many have its words, the first
    /// of them.
    pub fn stands_for(&self, number: usize) -> usize {
        self.stands_for[number]
    }

    /// How many are compared by another in their words.
    pub fn repeats(&self) -> usize {
        self.stands_for.iter().enumerate().filter(|(i, first)| i != *first).count()
    }

    /// The statements that are compared with each other.
    pub fn compared(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.list.len()).filter(|&i| self.stands_for[i] == i)
    }

    /// How rare a word or name is in this story, from 0 (in every statement) to 1 (in one); 1 for
    /// every number.
    pub fn rarity(&self, meaning: Meaning) -> f32 {
        let n = self.list.len().max(2) as f32;
        meaning.key().map_or(1.0, |key| (n / self.holders_of(key)).ln() / n.ln())
    }

    /// How rare a key is among those that two statements can share: up to 1, in no more than two
    /// statements, in a pile of few statements too.
    pub fn rarity_shared(&self, key: Key) -> f32 {
        let n = self.list.len().max(4) as f32;
        ((n / self.holders_of(key)).ln() / (n / 2.0).ln()).min(1.0)
    }

    fn holders_of(&self, key: Key) -> f32 {
        self.holders.get(&key).copied().unwrap_or(1).max(1) as f32
    }

    /// The reports.
    pub fn reports(&self) -> &'r [Report] {
        self.reports
    }

    /// The words of the language.
    pub fn lexicon(&self) -> &'r Lexicon {
        self.lexicon
    }

    /// By report and claim: the statement.
    pub fn by_claim(&self) -> HashMap<(usize, usize), usize> {
        self.list.iter().enumerate().map(|(i, s)| ((s.report, s.claim), i)).collect()
    }

    /// Whether a statement says that something is so of nothing else: "only", "alone".
    pub fn excludes(&self, statement: &Statement) -> bool {
        let syntax = &self.report(statement).analysis.syntax;
        let mut tokens = syntax.tokens_of(statement.span);
        tokens.any(|i| self.lexicon.exclusives.contains(syntax.lower(i).as_str()))
    }

    /// The claim behind a statement.
    pub fn claim(&self, statement: &Statement) -> &'r Claim {
        &self.reports[statement.report].analysis.claims[statement.claim].value
    }

    /// The report of a statement.
    pub fn report(&self, statement: &Statement) -> &'r Report {
        &self.reports[statement.report]
    }

    /// A number in a statement.
    pub fn quantity(&self, statement: &Statement, index: u32) -> &'r Quantity {
        &self.claim(statement).quantities[index as usize]
    }

    /// How near two words are: the cosine of their vectors; 1 for the same word.
    pub fn nearness(&self, a: u32, b: u32) -> f32 {
        if a == b {
            return 1.0;
        }
        let measure = || dot(&self.vectors[a as usize], &self.vectors[b as usize]);
        self.near.of((a.min(b), a.max(b)), measure)
    }

    /// How near two statements are as a whole: the cosine of their vectors.
    pub fn cosine(&self, a: &Statement, b: &Statement) -> f32 {
        dot(&a.vector, &b.vector)
    }

    /// Adds to scores of statements how near each is to one as a whole, so many times.
    pub(super) fn add_cosines(&self, to: &Statement, times: f32, scores: &mut [(f32, usize)]) {
        /// Statements measured at once: while one sum waits for the last, the next goes on.
        const AT_ONCE: usize = 4;
        let vector = |number: usize| self.list[number].vector.as_slice();
        let mut fours = scores.chunks_exact_mut(AT_ONCE);
        for four in &mut fours {
            let others: [&[f32]; AT_ONCE] = std::array::from_fn(|i| vector(four[i].1));
            let dots = dots(&to.vector, others);
            four.iter_mut().zip(dots).for_each(|((score, _), dot)| *score += times * dot);
        }
        for (score, number) in fours.into_remainder() {
            *score += times * dot(&to.vector, vector(*number));
        }
    }

    fn statement(
        &mut self,
        report: usize,
        claim: usize,
        named: &BTreeMap<usize, u32>,
        background: &Background,
    ) -> Statement {
        let analysis = &self.reports[report].analysis;
        let c = &analysis.claims[claim].value;
        let mut terms: Vec<Term> = Vec::new();
        for &token in &c.tokens {
            let term = self.term(report, c, token, named, background);
            let repeated = terms.last().zip(term).is_some_and(|(last, term)| {
                !matches!(term.meaning, Meaning::Word(_)) && last.meaning == term.meaning
            });
            terms.extend(term.filter(|_| !repeated));
        }
        let mut entities: Vec<u32> = terms
            .iter()
            .filter_map(|t| if let Meaning::Entity(e) = t.meaning { Some(e) } else { None })
            .collect();
        entities.sort_unstable();
        entities.dedup();
        let mut part = |token: Option<usize>| {
            token.and_then(|token| self.term(report, c, token, named, background))
        };
        let (subject, object) = (part(c.subject), part(c.object));
        let keys = keys(&terms, c);
        let predicate = match self.term(report, c, c.head, named, background) {
            Some(Term { meaning: Meaning::Word(word), .. }) => Some(word),
            _ => None,
        };
        let mut vector = vec![0.0; Vectors::english().width()];
        for term in &terms {
            if let Meaning::Word(word) = term.meaning {
                let weighted = self.vectors[word as usize].iter().map(|x| x * term.weight);
                vector.iter_mut().zip(weighted).for_each(|(sum, x)| *sum += x);
            }
        }
        let length = dot(&vector, &vector).sqrt();
        if length > 0.0 {
            vector.iter_mut().for_each(|x| *x /= length);
        }
        let span = c.span;
        Statement {
            report,
            claim,
            span,
            terms,
            predicate,
            subject,
            object,
            entities,
            keys,
            speaker: None,
            vector,
        }
    }

    /// What a token of a claim stands for; `None` for a word without content.
    fn term(
        &mut self,
        report: usize,
        claim: &Claim,
        token: usize,
        named: &BTreeMap<usize, u32>,
        background: &Background,
    ) -> Option<Term> {
        let syntax = &self.reports[report].analysis.syntax;
        let at = token as u32;
        if let Some(&entity) = named.get(&token) {
            return Some(Term { meaning: Meaning::Entity(entity), weight: NAMED, token: at });
        }
        if let Some(q) = claim.quantities.iter().position(|q| q.tokens.contains(&token)) {
            let meaning = Meaning::Quantity(q as u32);
            return Some(Term { meaning, weight: NAMED, token: at });
        }
        let is_light = syntax.parse.tokens[token].pos == pos::AUX;
        if is_light || !is_content(syntax, token) || syntax.is_punctuation(token) {
            return None;
        }
        let lemma = syntax.parse.lemma(token).to_lowercase();
        let weight = background.rarity_of(&lemma);
        let word = self.word(lemma);
        Some(Term { meaning: Meaning::Word(word), weight, token: at })
    }

    fn word(&mut self, lemma: String) -> u32 {
        if let Some(&word) = self.words.get(&lemma) {
            return word;
        }
        let word = self.vectors.len() as u32;
        self.vectors.push(Vectors::english().embed(&lemma));
        self.words.insert(lemma, word);
        word
    }
}

/// What a claim of these words of content can be found by.
fn keys(terms: &[Term], claim: &Claim) -> Vec<Key> {
    let key = |term: &Term| match term.meaning {
        Meaning::Quantity(q) => Some(Key::Number(claim.quantities[q as usize].value as i64)),
        meaning => meaning.key(),
    };
    let mut keys: Vec<Key> = terms.iter().filter_map(key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Whether a claim is no more than a heading without a verb: "A New Approach".
fn names_only(report: &Report, head: usize) -> bool {
    let syntax = &report.analysis.syntax;
    let verbal = matches!(syntax.parse.tokens[head].pos, pos::VERB | pos::AUX);
    !verbal && is_heading(report, head)
}

/// Whether a token stands in the headline or a heading.
pub(super) fn is_heading(report: &Report, token: usize) -> bool {
    let syntax = &report.analysis.syntax;
    let block = &report.document.blocks[syntax.blocks[syntax.block_of(token)].0];
    matches!(block.kind, BlockKind::Headline | BlockKind::Subheading)
}

/// By token: the entity that a name, role or pronoun refers to.
fn names(report: &Report, entity: &dyn Fn(usize) -> Option<usize>) -> BTreeMap<usize, u32> {
    let mut named = BTreeMap::new();
    for mention in &report.analysis.mentions {
        if let Some(entity) = entity(mention.chain) {
            for token in mention.tokens.clone() {
                named.insert(token, entity as u32);
            }
        }
    }
    named
}

/// The dot product, in eight sums that a processor can take side by side.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let [dot] = dots(a, [b]);
    dot
}

/// The dot products of one vector and some as long.
fn dots<const N: usize>(a: &[f32], others: [&[f32]; N]) -> [f32; N] {
    const LANES: usize = 8;
    let (x, beyond) = a.as_chunks::<LANES>();
    let others = others.map(|b| {
        let (y, beyond) = b.as_chunks::<LANES>();
        (&y[..x.len()], beyond)
    });
    let mut sums = [[0.0_f32; LANES]; N];
    for (i, x) in x.iter().enumerate() {
        for (sums, (y, _)) in sums.iter_mut().zip(&others) {
            for lane in 0..LANES {
                sums[lane] += x[lane] * y[i][lane];
            }
        }
    }
    std::array::from_fn(|n| {
        let rest: f32 = beyond.iter().zip(others[n].1).map(|(x, y)| x * y).sum();
        sums[n].iter().sum::<f32>() + rest
    })
}
