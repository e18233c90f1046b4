//! [`NameTagger`]: which tokens are names, and of what, given what the language model thinks.
//!
//! The model was not trained on today's names and often has the kind or an end of a name wrong.
//! The tagger labels each token as the begin, inside or outside of a name of one of four kinds: a
//! conditional random field (Lafferty et al. 2001) over the model's labels, word shapes, parts of
//! speech, membership in the lexicon, what the same word is elsewhere in the document, and, by a
//! small [`Network`], the model's vectors. The best row of labels is found by Viterbi's algorithm.
//! Features are hashed: no text is in the weights.

mod network;

pub use network::{HIDDEN, INPUTS, Network, inputs};

use crate::{mention::EntityKind, syntax::Syntax};
use language::labels::ner;
use lexicon::Lexicon;
use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    ops::Range,
    sync::LazyLock,
};

/// Kinds of names, in the order of their labels.
const KINDS: [EntityKind; 4] =
    [EntityKind::Person, EntityKind::Organization, EntityKind::Place, EntityKind::Other];

/// Labels: outside, then begin and inside of each kind.
pub const LABELS: usize = 1 + 2 * KINDS.len();

/// Rows of weights. A power of two.
pub const ROWS: usize = 1 << 16;

/// Weights of the labels for each row of hashed features, for the vectors, and of each label after
/// another.
pub struct NameTagger {
    /// `ROWS` times `LABELS`.
    pub rows: Vec<i8>,
    /// What a unit of `rows` is.
    pub unit: f32,
    /// By label before (`LABELS` for none) and label.
    pub steps: Vec<f32>,
    /// Of the vectors.
    pub network: Network,
}

/// A name: its tokens and kind.
pub type Tagged = (Range<usize>, EntityKind);

impl NameTagger {
    /// The trained tagger.
    pub fn trained() -> Option<&'static NameTagger> {
        static TRAINED: LazyLock<Option<NameTagger>> =
            LazyLock::new(|| NameTagger::parse(include_bytes!("../../../models/names.bin")));
        TRAINED.as_ref()
    }

    /// Reads what [`NameTagger::to_bytes`] wrote.
    pub fn parse(bytes: &[u8]) -> Option<NameTagger> {
        let mut rest = bytes;
        let mut small = |n: usize| -> Option<Vec<i8>> {
            let (taken, after) = rest.split_at_checked(n)?;
            rest = after;
            Some(taken.iter().map(|b| i8::from_le_bytes([*b])).collect())
        };
        let (rows, first) = (small(ROWS * LABELS)?, small(HIDDEN * INPUTS)?);
        let floats = rest.chunks_exact(4).map(|b| Some(f32::from_le_bytes(b.try_into().ok()?)));
        let floats: Vec<f32> = floats.collect::<Option<_>>()?;
        let mut rest = &floats[..];
        let mut take = |n: usize| -> Option<Vec<f32>> {
            let (taken, after) = rest.split_at_checked(n)?;
            rest = after;
            Some(taken.to_vec())
        };
        let units = take(2)?;
        let steps = take((LABELS + 1) * LABELS)?;
        let (first_bias, second) = (take(HIDDEN)?, take(HIDDEN * LABELS)?);
        let second_bias = take(LABELS)?;
        let network = Network { first, first_unit: units[1], first_bias, second, second_bias };
        rest.is_empty().then_some(NameTagger { rows, unit: units[0], steps, network })
    }

    /// The weights as bytes: those of the rows and of the hidden layer, a byte each, then all
    /// others, four bytes each, little end first.
    pub fn to_bytes(&self) -> Vec<u8> {
        let net = &self.network;
        let small = self.rows.iter().chain(&net.first).flat_map(|w| w.to_le_bytes());
        let units = [self.unit, net.first_unit];
        let rest = [&self.steps, &net.first_bias, &net.second, &net.second_bias];
        let floats = units.into_iter().chain(rest.into_iter().flatten().copied());
        small.chain(floats.flat_map(f32::to_le_bytes)).collect()
    }

    /// The names of a text, in order. Cost: linear in its tokens.
    pub fn names(&self, syntax: &Syntax, lexicon: &Lexicon) -> Vec<Tagged> {
        let view = View::of(syntax, lexicon);
        let mut names = Vec::new();
        for sentence in &syntax.parse.sentences {
            let scores: Vec<[f64; LABELS]> = sentence
                .clone()
                .map(|i| match view.may_be_named(i) {
                    true => self.scores(&view.features(i), &inputs(&syntax.parse, sentence, i)),
                    false => std::array::from_fn(|k| if k == 0 { 0.0 } else { NEVER }),
                })
                .collect();
            let labels = best_labels(&scores, |before, label| {
                f64::from(self.steps[before * LABELS + label])
            });
            names.extend(names_of(&labels, sentence.start));
        }
        names
    }

    /// The scores of a token's labels.
    fn scores(&self, features: &[u32], inputs: &[i8; INPUTS]) -> [f64; LABELS] {
        let mut sums = [0_i32; LABELS];
        for &row in features {
            let row = &self.rows[row as usize * LABELS..(row as usize + 1) * LABELS];
            sums.iter_mut().zip(row).for_each(|(sum, w)| *sum += i32::from(*w));
        }
        let mut scores = sums.map(|sum| f64::from(sum) * f64::from(self.unit));
        self.network.add(inputs, &mut scores);
        scores
    }
}

/// The score of a label that a token cannot have.
const NEVER: f64 = -1e30;

/// The row of labels with the highest sum of scores and steps from label to label (Viterbi 1967);
/// the label before the first is [`LABELS`].
pub fn best_labels(scores: &[[f64; LABELS]], step: impl Fn(usize, usize) -> f64) -> Vec<usize> {
    let mut before = [0.0_f64; LABELS];
    let mut back: Vec<[usize; LABELS]> = Vec::with_capacity(scores.len());
    for (i, scores) in scores.iter().enumerate() {
        let (mut now, mut from) = ([f64::MIN; LABELS], [0; LABELS]);
        for label in 0..LABELS {
            let previous = if i == 0 { LABELS..LABELS + 1 } else { 0..LABELS };
            for p in previous.filter(|p| may_follow(*p, label)) {
                let so_far = before.get(p).copied().unwrap_or(0.0);
                let score = so_far + scores[label] + step(p, label);
                if score > now[label] {
                    (now[label], from[label]) = (score, p);
                }
            }
        }
        before = now;
        back.push(from);
    }
    let most = |best: usize, label: usize| if before[label] > before[best] { label } else { best };
    let mut label = (0..LABELS).fold(0, most);
    let mut labels = vec![0; scores.len()];
    for i in (0..scores.len()).rev() {
        labels[i] = label;
        label = back[i][label].min(LABELS - 1);
    }
    labels
}

/// Inside follows only begin or inside of its kind.
pub fn may_follow(previous: usize, label: usize) -> bool {
    let inside = label > 0 && label.is_multiple_of(2);
    !inside || previous == label || previous + 1 == label
}

/// The labels of tokens `from..` of a sentence with these names.
pub fn labels_of(names: &[Tagged], sentence: Range<usize>) -> Vec<usize> {
    let mut labels = vec![0; sentence.len()];
    for (tokens, kind) in names {
        let Some(k) = KINDS.iter().position(|other| other == kind) else { continue };
        for i in tokens.clone().filter(|i| sentence.contains(i)) {
            labels[i - sentence.start] = 2 * k + if i == tokens.start { 1 } else { 2 };
        }
    }
    labels
}

fn names_of(labels: &[usize], first: usize) -> Vec<Tagged> {
    let mut names: Vec<Tagged> = Vec::new();
    for (i, &label) in labels.iter().enumerate().filter(|(_, label)| **label > 0) {
        let kind = KINDS[(label - 1) / 2];
        match names.last_mut() {
            Some((tokens, _)) if label.is_multiple_of(2) && tokens.end == first + i => {
                tokens.end += 1;
            }
            _ => names.push((first + i..first + i + 1, kind)),
        }
    }
    names
}

/// What the features are made of, looked up once for a document.
pub struct View<'a> {
    syntax: &'a Syntax,
    lexicon: &'a Lexicon,
    lower: Vec<String>,
    /// By token: the model's label, and whether it begins a name.
    model: Vec<(u16, bool)>,
    /// By token: the kind of the longest known name it is in.
    world: Vec<u8>,
    /// By lower-case word: how often it has a small first letter, a capital, and each model label.
    forms: HashMap<String, Form>,
}

#[derive(Default)]
struct Form {
    small: u16,
    persons: u16,
    bodies: u16,
    places: u16,
}

impl View<'_> {
    /// Looks up a document's words.
    pub fn of<'a>(syntax: &'a Syntax, lexicon: &'a Lexicon) -> View<'a> {
        let n = syntax.len();
        let lower: Vec<String> = (0..n).map(|i| syntax.lower(i)).collect();
        let mut model = vec![(0, false); n];
        let mut forms: HashMap<String, Form> = HashMap::new();
        for entity in &syntax.parse.entities {
            for i in entity.start..entity.end {
                model[i as usize] = (1 + label_number(entity.label), i == entity.start);
                let form = forms.entry(lower[i as usize].clone()).or_default();
                match EntityKind::of(entity.label) {
                    Some(EntityKind::Person) => form.persons += 1,
                    Some(EntityKind::Organization) => form.bodies += 1,
                    Some(EntityKind::Place) => form.places += 1,
                    _ => {}
                }
            }
        }
        for i in (0..n).filter(|&i| syntax.word(i).starts_with(char::is_lowercase)) {
            if let Some(form) = forms.get_mut(&lower[i]) {
                form.small += 1;
            }
        }
        let mut world = vec![0; n];
        let mut i = 0;
        while i < n {
            let capital = syntax.word(i).starts_with(char::is_uppercase);
            let words = (i..n).map(|j| lower[j].as_str());
            let found = capital.then(|| lexicon.world.longest(words)).flatten();
            let Some((length, kind)) = found else {
                i += 1;
                continue;
            };
            for (k, place) in world[i..i + length].iter_mut().enumerate() {
                *place = 1 + 2 * *kind as u8 + u8::from(k > 0);
            }
            i += length;
        }
        View { syntax, lexicon, lower, model, world, forms }
    }

    /// Whether a token may be of a name: if it, or one beside it, begins with a capital or digit.
    pub fn may_be_named(&self, i: usize) -> bool {
        let sentence = self.syntax.sentence(i);
        let near = i.saturating_sub(1).max(sentence.start)..(i + 2).min(sentence.end);
        let begins = |j: usize| self.syntax.word(j).chars().next();
        near.filter_map(begins).any(|c| c.is_uppercase() || c.is_numeric())
    }

    /// The rows of the features of a token.
    pub fn features(&self, i: usize) -> Vec<u32> {
        let mut out = Rows::default();
        let sentence = self.syntax.sentence(i);
        let near = |offset: isize| i.checked_add_signed(offset).filter(|j| sentence.contains(j));
        let word = |j: Option<usize>| j.map_or("", |j| self.lower[j].as_str());
        let token = &self.syntax.parse.tokens[i];
        let model = self.model[i];
        for offset in -2..=2 {
            let j = near(offset);
            out.add((offset, "word", word(j)));
            if offset.abs() < 2 {
                out.add((offset, "shape", j.map(|j| shape(self.syntax.word(j)))));
                out.add((offset, "pos", j.map(|j| self.syntax.parse.tokens[j].tag)));
                out.add((offset, "world", j.map(|j| self.world[j])));
                out.add((offset, "model", j.map(|j| self.model[j])));
                out.add((offset, "model-word", model, word(j)));
            }
        }
        let lower = self.lower[i].as_str();
        let end =
            |n: usize| lower.char_indices().rev().nth(n - 1).map_or(lower, |(at, _)| &lower[at..]);
        out.add(("end3", end(3)));
        out.add(("end2", end(2)));
        out.add(("dep", token.dep, model));
        out.add(("head", self.lower[self.syntax.parse.head(i)].as_str()));
        out.add(("model-pos", model, token.tag));
        out.add(("model-world", model, self.world[i]));
        out.add(("model-shape", model, shape(self.syntax.word(i))));
        out.add(("models", model, near(-1).map(|j| self.model[j]), near(1).map(|j| self.model[j])));
        self.run_features(i, &sentence, &mut out);
        let first_name = self.lexicon.is_first_name(lower);
        let title = near(-1).is_some_and(|j| self.lexicon.titles.get(&self.lower[j]).is_some());
        out.add(("first-name", first_name, near(1).map(|j| shape(self.syntax.word(j)))));
        out.add(("title", title, model));
        if let Some(form) = self.forms.get(lower) {
            let most = form.persons.max(form.bodies).max(form.places);
            let kind = (form.persons == most, form.bodies == most, form.places == most);
            out.add(("document", kind, most.min(3), form.small.min(2)));
            out.add(("document-model", kind, model));
        }
        out.rows
    }

    /// Features of the run of capitalised words a token is in.
    fn run_features(&self, i: usize, sentence: &Range<usize>, out: &mut Rows) {
        /// Longest run looked at to either side.
        const RUN_MAX: usize = 6;
        let capital = |j: usize| self.syntax.word(j).starts_with(char::is_uppercase);
        if !capital(i) {
            return;
        }
        let first = (sentence.start..i).rev().take(RUN_MAX).take_while(|&j| capital(j)).last();
        let last = (i + 1..sentence.end).take(RUN_MAX).take_while(|&j| capital(j)).last();
        let (first, last) = (first.unwrap_or(i), last.unwrap_or(i));
        let at = (i - first, last - i);
        out.add(("run", at, first == sentence.start));
        out.add(("run-last", self.lower[last].as_str(), i == last));
        out.add(("run-first", self.lower[first].as_str(), i == first));
        let before = first.checked_sub(1).filter(|j| sentence.contains(j));
        let after = Some(last + 1).filter(|j| sentence.contains(j));
        out.add(("run-before", before.map(|j| self.lower[j].as_str()), self.model[i].0));
        out.add(("run-after", after.map(|j| self.lower[j].as_str()), self.model[i].0));
        let given = (first..=last).any(|j| self.lexicon.is_first_name(&self.lower[j]));
        out.add(("run-given", given, at, self.model[i].0));
    }
}

/// The number of a model label among those looked at.
fn label_number(label: language::Label) -> u16 {
    const SEEN: [language::Label; 11] = [
        ner::PERSON,
        ner::ORG,
        ner::GPE,
        ner::LOC,
        ner::FAC,
        ner::NORP,
        ner::EVENT,
        ner::WORK_OF_ART,
        ner::LAW,
        ner::PRODUCT,
        ner::LANGUAGE,
    ];
    SEEN.iter().position(|seen| *seen == label).unwrap_or(SEEN.len()) as u16
}

/// A word's letters by case, runs shortened: `Xx`, `X.X.`, `xX`, `9`.
fn shape(word: &str) -> u32 {
    let kind = |c: char| match c {
        c if c.is_uppercase() => 1,
        c if c.is_alphabetic() => 2,
        c if c.is_numeric() => 3,
        '-' => 4,
        '.' => 5,
        '\'' | '’' => 6,
        _ => 7,
    };
    let (mut shape, mut last, mut run) = (0_u32, 0, 0);
    for kind in word.chars().map(kind).take(24) {
        run = if kind == last { run + 1 } else { 1 };
        last = kind;
        if run <= 2 {
            shape = shape.wrapping_mul(8).wrapping_add(kind);
        }
    }
    shape
}

/// Rows of hashed features.
#[derive(Default)]
struct Rows {
    rows: Vec<u32>,
}

impl Rows {
    fn add(&mut self, feature: impl Hash) {
        let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
        feature.hash(&mut hasher);
        let hash = hasher.finish();
        self.rows.push(((hash ^ (hash >> 29)) as usize % ROWS) as u32);
    }
}

/// FNV-1a (Fowler, Noll and Vo): the same everywhere and in every version.
struct Fnv(u64);

impl Hasher for Fnv {
    fn write_u16(&mut self, n: u16) {
        self.write(&n.to_le_bytes());
    }

    fn write_u32(&mut self, n: u32) {
        self.write(&n.to_le_bytes());
    }

    fn write_usize(&mut self, n: usize) {
        self.write(&(n as u64).to_le_bytes());
    }

    fn write_isize(&mut self, n: isize) {
        self.write(&(n as i64).to_le_bytes());
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
