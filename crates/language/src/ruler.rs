//! [`Ruler`]: spaCy's attribute ruler. Its rules map tags to parts of speech and morphology, and
//! correct tags, lemmas and labels of certain words in certain places.
//!
//! A rule looks at one or more tokens in a row ([`condition`] on tag, label and spelling) and
//! sets attributes of one of them. All rules see the tokens as they were before; where two set the
//! same attribute, the later rule wins. [`Ruled`] is what a rule may see and set, [`Morph`] a set
//! of morphological features.

mod condition;
mod read;

use std::collections::HashMap;
use std::sync::Arc;

use crate::Label;
use crate::lexeme::Lexeme;
use crate::string_id::string_id;
use crate::tokenizer::TokenCache;
use condition::Condition;

/// A number of a [`Morph`] in its ruler; the default is no features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct MorphId(u16);

/// A number of a lemma in its ruler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LemmaId(u16);

/// A token as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Ruled {
    /// Index in the [`TokenCache`].
    pub(crate) lexeme: u32,
    pub(crate) tag: Label,
    pub(crate) dep: Label,
    pub(crate) pos: Label,
    pub(crate) morph: MorphId,
    pub(crate) lemma: Option<LemmaId>,
}

/// Morphological features in the CoNLL-U notation: `Case=Nom|Number=Sing`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Morph {
    text: Box<str>,
    id: u64,
}

impl Morph {
    /// The features of a text; `_` stands for none.
    pub(crate) fn new(text: &str) -> Self {
        let text = if text == "_" { "" } else { text };
        Morph { text: text.into(), id: string_id(text) }
    }

    /// The string id of the text.
    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    /// The value of a feature.
    pub(crate) fn get(&self, feature: &str) -> Option<&str> {
        let mut pairs = self.text.split('|').filter_map(|pair| pair.split_once('='));
        pairs.find(|(name, _)| *name == feature).map(|(_, value)| value)
    }
}

/// The rules of a pipeline.
#[derive(Debug)]
pub(crate) struct Ruler {
    rules: Vec<Rule>,
    /// The first is no features.
    morphs: Vec<Morph>,
    lemmas: Vec<Arc<str>>,
    index: Index,
    /// The file that the rules were read from.
    file: Vec<u8>,
}

/// Sets attributes of the token at `target`, counted from the beginning of a match, or from its
/// end if negative.
#[derive(Debug, Default)]
struct Rule {
    /// Each alone makes the rule match: conditions for tokens in a row.
    patterns: Vec<Vec<Vec<Condition>>>,
    target: i16,
    tag: Option<Label>,
    dep: Option<Label>,
    pos: Option<Label>,
    morph: Option<MorphId>,
    lemma: Option<LemmaId>,
}

/// A pattern of a rule, by their numbers.
type PatternAt = (u16, u16);

/// Which patterns can begin with a token: found by the first of its conditions that asks for
/// certain lower-case spellings, tags or labels.
#[derive(Debug, Default)]
struct Index {
    lower: HashMap<u64, Vec<PatternAt>>,
    tag: HashMap<Label, Vec<PatternAt>>,
    dep: HashMap<Label, Vec<PatternAt>>,
    others: Vec<PatternAt>,
}

impl Ruler {
    fn new(rules: Vec<Rule>, morphs: Vec<Morph>, lemmas: Vec<Arc<str>>, file: Vec<u8>) -> Self {
        let mut index = Index::default();
        for (r, rule) in (0..).zip(&rules) {
            for (p, pattern) in (0..).zip(&rule.patterns) {
                index.add((r, p), pattern.first().map_or(&[], Vec::as_slice));
            }
        }
        Ruler { rules, morphs, lemmas, index, file }
    }

    /// The features of a token.
    pub(crate) fn morph(&self, id: MorphId) -> &Morph {
        &self.morphs[usize::from(id.0)]
    }

    /// The lemma of a token.
    pub(crate) fn lemma(&self, id: LemmaId) -> &Arc<str> {
        &self.lemmas[usize::from(id.0)]
    }

    /// Applies all rules to the tokens of a text.
    pub(crate) fn apply(&self, cache: &TokenCache, tokens: &mut [Ruled]) {
        let mut matches = Vec::new();
        for start in 0..tokens.len() {
            let first = &tokens[start];
            for list in self.index.candidates(first, cache.lexeme(first.lexeme)) {
                for &(rule, pattern) in list {
                    let target = self.matches(cache, tokens, start, (rule, pattern));
                    matches.extend(target.map(|target| (rule, target)));
                }
            }
        }
        matches.sort_unstable();
        for (rule, target) in matches {
            self.rules[usize::from(rule)].set(&mut tokens[target]);
        }
    }

    /// The token that the rule changes, if its pattern matches from `start` on.
    fn matches(
        &self,
        cache: &TokenCache,
        tokens: &[Ruled],
        start: usize,
        (rule, pattern): PatternAt,
    ) -> Option<usize> {
        let rule = &self.rules[usize::from(rule)];
        let pattern = &rule.patterns[usize::from(pattern)];
        let here = tokens.get(start..start + pattern.len())?;
        let matched = here.iter().zip(pattern).all(|(token, conditions)| {
            let lexeme = cache.lexeme(token.lexeme);
            conditions.iter().all(|condition| condition.holds(token, lexeme))
        });
        let from = if rule.target < 0 { start + pattern.len() } else { start };
        matched.then(|| from.checked_add_signed(isize::from(rule.target))).flatten()
    }
}

impl Index {
    fn add(&mut self, at: PatternAt, first: &[Condition]) {
        let lower = first.iter().find_map(Condition::lower_ids);
        let tag = first.iter().find_map(Condition::tags);
        let dep = first.iter().find_map(Condition::deps);
        if let Some(ids) = lower {
            ids.iter().for_each(|id| self.lower.entry(*id).or_default().push(at));
        } else if let Some(tags) = tag {
            tags.iter().for_each(|tag| self.tag.entry(*tag).or_default().push(at));
        } else if let Some(deps) = dep {
            deps.iter().for_each(|dep| self.dep.entry(*dep).or_default().push(at));
        } else {
            self.others.push(at);
        }
    }

    fn candidates<'a>(
        &'a self,
        token: &Ruled,
        lexeme: &Lexeme,
    ) -> impl Iterator<Item = &'a Vec<PatternAt>> {
        let lower = self.lower.get(&lexeme.lower);
        let (tag, dep) = (self.tag.get(&token.tag), self.dep.get(&token.dep));
        lower.into_iter().chain(tag).chain(dep).chain(std::iter::once(&self.others))
    }
}

impl Rule {
    fn set(&self, token: &mut Ruled) {
        token.tag = self.tag.unwrap_or(token.tag);
        token.dep = self.dep.unwrap_or(token.dep);
        token.pos = self.pos.unwrap_or(token.pos);
        token.morph = self.morph.unwrap_or(token.morph);
        token.lemma = self.lemma.or(token.lemma);
    }
}

#[cfg(test)]
mod tests;
