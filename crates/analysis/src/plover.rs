//! PLOVER root codes: what kind of act relates an actor to a target.
//!
//! [`Features`] of a pair of phrases (words, the path between them in the tree, the codes that the
//! lexicon gives to the words, sentence vectors) are judged by learned [`Weights`], one set for
//! each code of `lexicon/world/plover.tsv`.

mod weights;

pub use weights::{Row, Weights};

use crate::syntax::Syntax;
use language::{
    Vectors,
    labels::{dep, pos, tag},
};
use lexicon::Lexicon;
use std::{collections::BTreeMap, ops::Range};

/// Most tokens that a pair's sentences are read for.
const TOKENS_MAX: usize = 400;

/// Most steps up the tree from a phrase.
const PATH_MAX: usize = 40;

/// Weight of the vector of the words on the path, beside features of length 1. 0 to 0.5 tried by
/// cross-validation on PLV, 2026-11-22.
const PATH_VECTOR: f32 = 0.3;

/// The same of the vector of all words outside the pair; 0 to 0.6 tried.
const TEXT_VECTOR: f32 = 0.6;

/// What speaks for the codes of a pair: hashed features of length 1, and the vectors.
#[derive(Clone, Debug, PartialEq)]
pub struct Features {
    /// Hashes with values, sorted.
    pub sparse: Vec<(u32, f32)>,
    /// The vectors, one after the other.
    pub dense: Vec<f32>,
}

/// Most contexts of one act.
const CONTEXTS_MAX: usize = 3;

/// How an act with this root code was done, by the first word of its clause that tells it.
pub fn mode(
    syntax: &Syntax,
    lexicon: &Lexicon,
    mut tokens: Range<usize>,
    code: &str,
) -> Option<&'static str> {
    tokens.find_map(|token| {
        let class = match syntax.parse.tokens[token].pos {
            pos::VERB => "verb",
            pos::NOUN => "noun",
            _ => return None,
        };
        let lemma = syntax.parse.lemma(token).to_lowercase();
        let modes = lexicon.modes.get(&(lemma.as_str(), class))?;
        modes.iter().find(|(of, _)| *of == code).map(|(_, mode)| *mode)
    })
}

/// What an act was about, by the words of its clause, in their order and each once.
pub fn contexts(syntax: &Syntax, lexicon: &Lexicon, tokens: Range<usize>) -> Vec<&'static str> {
    let mut found = Vec::new();
    for token in tokens {
        let lemma = syntax.parse.lemma(token).to_lowercase();
        let context = lexicon.contexts.get(lemma.as_str()).copied();
        found.extend(context.filter(|c| !found.contains(c)));
    }
    found.truncate(CONTEXTS_MAX);
    found
}

/// The features of a pair, whose phrases are ranges of tokens.
pub fn features(
    syntax: &Syntax,
    lexicon: &Lexicon,
    actor: &Range<usize>,
    target: &Range<usize>,
) -> Option<Features> {
    let sentences = sentences(syntax, actor, target)?;
    let pair = Pair { syntax, lexicon, actor, target, sentences };
    let mut all = BTreeMap::new();
    let path = pair.path();
    pair.words(&mut all);
    pair.bigrams(&mut all);
    pair.along(&path, &mut all);
    let norm = all.values().map(|v| v * v).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    let sparse = all.into_iter().map(|(hash, value)| (hash, value / norm)).collect();
    let lemma = |&i: &usize| syntax.parse.lemma(i).to_lowercase();
    let on_path: Vec<String> = path.verbs.iter().map(lemma).collect();
    let outside: Vec<String> = pair.outside().map(|i| lemma(&i)).collect();
    let vectors = Vectors::english();
    let scaled = |words: Vec<String>, weight: f32| {
        let vector = vectors.embed(&words.join(" "));
        let norm = vector.iter().map(|v| v * v).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        vector.into_iter().map(move |v| v / norm * weight)
    };
    let dense = scaled(on_path, PATH_VECTOR).chain(scaled(outside, TEXT_VECTOR)).collect();
    Some(Features { sparse, dense })
}

/// The tokens of the sentences from the first to the last phrase.
fn sentences(syntax: &Syntax, a: &Range<usize>, b: &Range<usize>) -> Option<Range<usize>> {
    let (first, last) = (a.start.min(b.start), a.end.max(b.end).checked_sub(1)?);
    if a.is_empty() || b.is_empty() || last >= syntax.len() {
        return None;
    }
    let all = syntax.sentence(first).start..syntax.sentence(last).end;
    (all.len() <= TOKENS_MAX).then_some(all)
}

struct Pair<'a> {
    syntax: &'a Syntax,
    lexicon: &'a Lexicon,
    actor: &'a Range<usize>,
    target: &'a Range<usize>,
    sentences: Range<usize>,
}

/// The way from one phrase to the other through the tree.
struct Path {
    /// Tokens above either phrase, nearest first.
    verbs: Vec<usize>,
    /// Where the two ways meet.
    top: Option<usize>,
    /// Heads of the phrases.
    ends: [usize; 2],
}

impl Pair<'_> {
    fn is_inside(&self, token: usize) -> bool {
        self.actor.contains(&token) || self.target.contains(&token)
    }

    /// The words outside both phrases that are neither names nor numbers.
    fn outside(&self) -> impl Iterator<Item = usize> + '_ {
        self.sentences.clone().filter(|&i| {
            let t = &self.syntax.parse.tokens[i];
            let word = !matches!(t.pos, pos::PUNCT | pos::SPACE | pos::NUM | pos::PROPN);
            word && !self.is_inside(i)
        })
    }

    fn lemma(&self, token: usize) -> String {
        self.syntax.parse.lemma(token).to_lowercase()
    }

    fn words(&self, all: &mut BTreeMap<u32, f32>) {
        let first = self.actor.start.min(self.target.start);
        let last = self.actor.end.max(self.target.end);
        for i in self.outside() {
            let lemma = self.lemma(i);
            add(all, &["w", &lemma], 1.0);
            self.codes("w", i, all);
            if (first..last).contains(&i) {
                add(all, &["m", &lemma], 1.0);
                self.codes("m", i, all);
            }
        }
        let forward = if self.actor.start < self.target.start { "f" } else { "b" };
        add(all, &["order", forward], 1.0);
    }

    /// The codes that the lexicon gives to a word.
    fn codes(&self, place: &str, token: usize, all: &mut BTreeMap<u32, f32>) {
        for (part, code) in self.roots(token) {
            add(all, &["code", place, part, code], 1.0);
        }
    }

    fn roots(&self, token: usize) -> Vec<(&'static str, &'static str)> {
        let lemma = self.lemma(token);
        let found = self.lexicon.predicates.get(lemma.as_str());
        found.map_or(Vec::new(), |roots| roots.clone())
    }

    /// Neighbouring words, each phrase as one.
    fn bigrams(&self, all: &mut BTreeMap<u32, f32>) {
        let mut before: Option<String> = None;
        for i in self.sentences.clone() {
            if self.syntax.parse.tokens[i].is_space {
                continue;
            }
            let word = match (self.actor.contains(&i), self.target.contains(&i)) {
                (true, _) => "<A>".to_string(),
                (_, true) => "<T>".to_string(),
                _ => self.lemma(i),
            };
            if before.as_ref() == Some(&word) && word.starts_with('<') {
                continue;
            }
            if let Some(before) = before {
                add(all, &["b", &before, &word], 1.0);
            }
            before = Some(word);
        }
    }

    /// The head of a phrase: its first token whose head lies outside.
    fn head(&self, phrase: &Range<usize>) -> usize {
        self.syntax.head_of(phrase).unwrap_or(phrase.start)
    }

    fn upwards(&self, from: usize) -> Vec<usize> {
        let mut way = vec![from];
        while way.len() < PATH_MAX {
            let at = way[way.len() - 1];
            let head = self.syntax.parse.head(at);
            if head == at {
                break;
            }
            way.push(head);
        }
        way
    }

    fn path(&self) -> Path {
        let ends = [self.head(self.actor), self.head(self.target)];
        let ways = ends.map(|end| self.upwards(end));
        let top = ways[0].iter().copied().find(|i| ways[1].contains(i));
        let mut verbs: Vec<usize> = Vec::new();
        for &i in ways[0][1..].iter().chain(&ways[1][1..]) {
            if !self.is_inside(i) && !verbs.contains(&i) {
                verbs.push(i);
            }
        }
        Path { verbs, top, ends }
    }

    /// What stands on the path and beside it.
    fn along(&self, path: &Path, all: &mut BTreeMap<u32, f32>) {
        let parse = &self.syntax.parse;
        for &i in &path.verbs {
            let lemma = self.lemma(i);
            add(all, &["p", &lemma], 1.5);
            self.codes("p", i, all);
            if path.top == Some(i) {
                add(all, &["top", &lemma], 1.5);
                self.codes("top", i, all);
            }
            let beside =
                parse.children(i).filter(|&c| !path.verbs.contains(&c) && !self.is_inside(c));
            for child in beside {
                self.beside(&lemma, i, child, all);
            }
        }
        for (name, &end) in ["a", "t"].into_iter().zip(&path.ends) {
            let label = parse.tokens[end].dep.as_str();
            add(all, &["dep", name, label], 1.0);
            add(all, &["gov", name, &self.lemma(parse.head(end)), label], 1.5);
        }
    }

    fn beside(&self, lemma: &str, above: usize, child: usize, all: &mut BTreeMap<u32, f32>) {
        let t = &self.syntax.parse.tokens[child];
        let counts = matches!(
            t.dep,
            dep::DOBJ | dep::PRT | dep::NEG | dep::XCOMP | dep::ACOMP | dep::ATTR | dep::PREP
        ) || matches!(
            t.dep,
            dep::ADVCL | dep::CCOMP | dep::OPRD | dep::AUX | dep::AGENT | dep::NSUBJPASS
        ) || matches!(t.dep, dep::AMOD | dep::COMPOUND);
        if !counts {
            return;
        }
        let word = self.lemma(child);
        add(all, &["c", &word], 1.0);
        add(all, &["pc", lemma, &word], 1.0);
        self.codes("c", child, all);
        let negated = t.dep == dep::NEG;
        if negated {
            add(all, &["neg"], 1.0);
        }
        if t.dep == dep::AUX && t.tag == tag::MD {
            add(all, &["modal", &word], 1.0);
            add(all, &["modal"], 1.0);
        }
        for (_, code) in self.roots(above) {
            if negated {
                add(all, &["not", code], 1.0);
            }
            for (_, other) in self.roots(child) {
                add(all, &["codes", code, other], 1.0);
            }
        }
    }
}

/// Adds a feature by its parts; the greatest of several values stays.
fn add(all: &mut BTreeMap<u32, f32>, parts: &[&str], value: f32) {
    /// FNV-1a, 32 bits.
    const BASIS: u32 = 0x811c_9dc5;
    const PRIME: u32 = 0x0100_0193;
    let mut hash = BASIS;
    for part in parts {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(PRIME);
        }
    }
    let entry = all.entry(hash).or_insert(value);
    *entry = entry.max(value);
}

/// The code of a pair; `None` if its sentences are too long to judge or a phrase is empty.
pub fn code(
    syntax: &Syntax,
    lexicon: &Lexicon,
    actor: &Range<usize>,
    target: &Range<usize>,
) -> Option<&'static str> {
    let features = features(syntax, lexicon, actor, target)?;
    let best = Weights::english()?.best(&features);
    lexicon.plover.get(best).map(|plover| plover.code)
}
