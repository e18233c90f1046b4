//! [`Concepts`]: words of content and pairs of neighbouring words, with what is known of each in a
//! story, and the learned weights that tell how likely a summary has them (Hong and Nenkova 2014).

use crate::term::Background;
use analysis::{Syntax, claim::is_content, logistic::Logistic};
use language::labels::pos;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// A word, or two neighbours, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Concept {
    /// A word of content.
    Word(u32),
    /// Two words in a row, one of them at least of content.
    Pair(u32, u32),
}

/// Number of features of a kind of concept.
pub const EACH: usize = 14;
/// Number of features: those of words, those of pairs, and which it is.
pub const N: usize = 2 * EACH + 1;

const OF_WORDS: [&str; EACH] = [
    "word_accounts_log",
    "word_accounts",
    "word_times_log",
    "word_times_each",
    "word_first",
    "word_lead",
    "word_lead_each",
    "word_earliest",
    "word_rarest",
    "word_commonest",
    "word_name",
    "word_number",
    "word_verb",
    "word_accounts_rare",
];
const OF_PAIRS: [&str; EACH] = [
    "pair_accounts_log",
    "pair_accounts",
    "pair_times_log",
    "pair_times_each",
    "pair_first",
    "pair_lead",
    "pair_lead_each",
    "pair_earliest",
    "pair_rarest",
    "pair_commonest",
    "pair_name",
    "pair_number",
    "pair_verb",
    "pair_accounts_rare",
];

/// The names of the features.
pub fn names() -> Vec<&'static str> {
    OF_WORDS.into_iter().chain(OF_PAIRS).chain(["is_pair"]).collect()
}

/// The weights that are part of the program.
pub fn english() -> &'static Logistic {
    static ENGLISH: LazyLock<Logistic> = LazyLock::new(|| {
        let table = include_str!("../../../../models/digest.tsv");
        Logistic::parse(table, &names()).expect("the built-in weights are tested")
    });
    &ENGLISH
}

/// Sentences of the lead.
const LEAD: usize = 3;
/// Accounts from which on a concept counts only if two of them have it.
const ACCOUNTS_MANY: u32 = 3;

/// Where a sentence stands.
pub(super) struct Read {
    /// Number of the account; those of one account come in a row.
    pub account: u32,
    /// Its number in the report.
    pub place: usize,
    /// How deep in the report, 0 to 1.
    pub depth: f32,
}

/// What is known of a concept.
#[derive(Clone, Debug)]
struct Known {
    accounts: u32,
    last: u32,
    first: u32,
    last_first: u32,
    lead: u32,
    last_lead: u32,
    times: u32,
    earliest: f32,
    names: u32,
    numbers: u32,
    verbs: u32,
}

const NEVER: u32 = u32::MAX;

/// The concepts of a story, by number.
#[derive(Default)]
pub struct Concepts {
    words: HashMap<String, u32>,
    spelled: Vec<(String, f32)>,
    numbers: HashMap<Concept, u32>,
    list: Vec<(Concept, Known)>,
    accounts: u32,
    background: Background,
}

impl Concepts {
    /// Reads a sentence; gives its concepts, each once.
    pub(super) fn read(&mut self, syntax: &Syntax, tokens: Range<usize>, read: &Read) -> Vec<u32> {
        self.accounts = self.accounts.max(read.account + 1);
        let seen = self.seen(syntax, tokens);
        let mut found: Vec<u32> =
            seen.into_iter().map(|(c, token)| self.met(c, syntax, token, read)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The concepts of a sentence that were met before, each once; it is not counted.
    pub(super) fn known(&mut self, syntax: &Syntax, tokens: Range<usize>) -> Vec<u32> {
        let seen = self.seen(syntax, tokens);
        let mut found: Vec<u32> =
            seen.into_iter().filter_map(|(c, _)| self.numbers.get(&c).copied()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// What stands in a sentence, with the token that tells most of it.
    fn seen(&mut self, syntax: &Syntax, tokens: Range<usize>) -> Vec<(Concept, usize)> {
        let mut seen = Vec::new();
        let mut before: Option<(u32, usize, bool)> = None;
        for token in tokens.filter(|&i| !syntax.is_punctuation(i)) {
            let word = self.word(syntax.parse.lemma(token).to_lowercase());
            let tells = tells(syntax, token);
            if tells {
                seen.push((Concept::Word(word), token));
            }
            if let Some((other, at, _)) = before.filter(|b| b.2 || tells) {
                seen.push((Concept::Pair(other, word), if tells { token } else { at }));
            }
            before = Some((word, token, tells));
        }
        seen
    }

    fn word(&mut self, lemma: String) -> u32 {
        if let Some(&word) = self.words.get(&lemma) {
            return word;
        }
        let number = self.spelled.len() as u32;
        let rarity = self.background.rarity_of(&lemma);
        self.spelled.push((lemma.clone(), rarity));
        self.words.insert(lemma, number);
        number
    }

    fn met(&mut self, concept: Concept, syntax: &Syntax, token: usize, read: &Read) -> u32 {
        let next = self.list.len() as u32;
        let number = *self.numbers.entry(concept).or_insert(next);
        if number == next {
            self.list.push((concept, Known::new()));
        }
        self.list[number as usize].1.met(syntax.parse.tokens[token].pos, read);
        number
    }

    /// Each concept's weight; pairs count `pair` times.
    pub(super) fn weigh(&self, weights: &Logistic, pair: f32) -> Vec<f32> {
        let weight = |at: usize| match self.features(at) {
            Some(features) if matches!(self.list[at].0, Concept::Pair(..)) => {
                pair * weights.likely(&features)
            }
            Some(features) => weights.likely(&features),
            None => 0.0,
        };
        (0..self.list.len()).map(weight).collect()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The words of a concept.
    pub fn spelling(&self, at: usize) -> String {
        let word = |w: u32| self.spelled[w as usize].0.as_str();
        match self.list[at].0 {
            Concept::Word(w) => word(w).to_string(),
            Concept::Pair(a, b) => format!("{} {}", word(a), word(b)),
        }
    }

    /// The features of a concept; `None` if too few accounts have it for it to count.
    pub fn features(&self, at: usize) -> Option<[f32; N]> {
        let (concept, known) = &self.list[at];
        if known.accounts < 2 && self.accounts >= ACCOUNTS_MANY {
            return None;
        }
        let rarity = |w: &u32| self.spelled[*w as usize].1;
        let (rare, common) = match concept {
            Concept::Word(w) => (rarity(w), rarity(w)),
            Concept::Pair(a, b) => (rarity(a).max(rarity(b)), rarity(a).min(rarity(b))),
        };
        let (all, n) = (self.accounts as f32, known.accounts as f32);
        let times = known.times as f32;
        let own: [f32; EACH] = [
            n.ln(),
            n / all,
            times.ln(),
            (times / n).ln(),
            known.first as f32 / all,
            known.lead as f32 / all,
            known.lead as f32 / n,
            known.earliest,
            rare,
            common,
            known.names as f32 / times,
            known.numbers as f32 / times,
            known.verbs as f32 / times,
            n / all * rare,
        ];
        let is_pair = matches!(concept, Concept::Pair(..));
        let mut features = [0.0; N];
        let from = if is_pair { EACH } else { 0 };
        features[from..from + EACH].copy_from_slice(&own);
        features[N - 1] = if is_pair { 1.0 } else { 0.0 };
        Some(features)
    }
}

impl Known {
    fn new() -> Known {
        Known {
            accounts: 0,
            last: NEVER,
            first: 0,
            last_first: NEVER,
            lead: 0,
            last_lead: NEVER,
            times: 0,
            earliest: 1.0,
            names: 0,
            numbers: 0,
            verbs: 0,
        }
    }

    fn met(&mut self, part: language::Label, read: &Read) {
        let count = |n: &mut u32, last: &mut u32, is: bool| {
            if is && *last != read.account {
                *n += 1;
                *last = read.account;
            }
        };
        count(&mut self.accounts, &mut self.last, true);
        count(&mut self.first, &mut self.last_first, read.place == 0);
        count(&mut self.lead, &mut self.last_lead, read.place < LEAD);
        self.times += 1;
        self.earliest = self.earliest.min(read.depth);
        self.names += u32::from(part == pos::PROPN);
        self.numbers += u32::from(part == pos::NUM);
        self.verbs += u32::from(part == pos::VERB);
    }
}

/// Whether a word tells anything: of content, and not said of any news.
fn tells(syntax: &Syntax, token: usize) -> bool {
    is_content(syntax, token) && syntax.parse.tokens[token].pos != pos::AUX
}

/// The words and pairs of a text, spelled as [`Concepts::spelling`] does.
pub fn spellings(syntax: &Syntax) -> Vec<String> {
    let mut all = Concepts::default();
    let read = Read { account: 0, place: 0, depth: 0.0 };
    for sentence in &syntax.parse.sentences {
        all.read(syntax, sentence.clone(), &read);
    }
    (0..all.len()).map(|at| all.spelling(at)).collect()
}
