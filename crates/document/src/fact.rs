//! [`Fact`]: a value that names the words it rests on and the rule that found it.

use crate::Span;
use sha2::{Digest, Sha256};
use std::{fmt, sync::Arc};

/// The spans a fact rests on: at least one, sorted, without repeats.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Evidence(Vec<Span>);

impl Evidence {
    /// Evidence of a first span and any number of others. There is no other way to make one.
    pub fn of(first: Span, rest: impl IntoIterator<Item = Span>) -> Evidence {
        let mut spans: Vec<Span> = std::iter::once(first).chain(rest).collect();
        spans.sort_unstable();
        spans.dedup();
        Evidence(spans)
    }

    /// The spans, sorted by document and start.
    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    /// The first span in document order.
    pub fn first(&self) -> Span {
        self.0[0]
    }

    /// This evidence and `other` together.
    pub fn and(mut self, other: &Evidence) -> Evidence {
        self.0.extend_from_slice(&other.0);
        self.0.sort_unstable();
        self.0.dedup();
        self
    }
}

impl From<Span> for Evidence {
    fn from(span: Span) -> Evidence {
        Evidence(vec![span])
    }
}

/// Names the lexicon row or the step of an algorithm that produced a fact, e.g. `en/cue/tell`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId(Arc<str>);

impl RuleId {
    /// A rule of this name.
    pub fn new(name: impl Into<Arc<str>>) -> RuleId {
        RuleId(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RuleId({self})")
    }
}

/// A derived value with the words and the rule it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact<T> {
    /// What is held to be so.
    pub value: T,
    /// The words it rests on.
    pub evidence: Evidence,
    /// What found it.
    pub rule: RuleId,
}

impl<T> Fact<T> {
    /// A fact of these words, found by `rule`.
    pub fn new(value: T, evidence: impl Into<Evidence>, rule: RuleId) -> Fact<T> {
        Fact { value, evidence: evidence.into(), rule }
    }

    /// The same words and rule under another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Fact<U> {
        Fact { value: f(self.value), evidence: self.evidence, rule: self.rule }
    }

    /// The fact's id: stable between runs, since it hashes only its kind, spans and rule.
    pub fn id(&self, kind: &str) -> FactId {
        FactId::of(kind, self.evidence.spans(), self.rule.as_str())
    }
}

/// Eight hexadecimal digits that name a fact, the same in every run over the same bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FactId(u32);

impl FactId {
    /// The id of a fact of this kind, spans and rule.
    pub fn of(kind: &str, spans: &[Span], rule: &str) -> FactId {
        let mut hash = Sha256::new();
        hash.update(kind.as_bytes());
        hash.update([0]);
        for span in spans {
            hash.update(span.doc().0.to_le_bytes());
            hash.update((span.start() as u32).to_le_bytes());
            hash.update((span.end() as u32).to_le_bytes());
        }
        hash.update(rule.as_bytes());
        FactId(first_u64(&hash.finalize()) as u32)
    }
}

impl fmt::Display for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl fmt::Debug for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FactId({self})")
    }
}

/// The first eight bytes of the SHA-256 of the parts, each ended by a zero byte.
pub fn short_hash(parts: &[&str]) -> u64 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    first_u64(&hash.finalize())
}

fn first_u64(digest: &[u8]) -> u64 {
    digest.iter().take(8).fold(0, |n, &byte| n << 8 | u64::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DocId, Text};

    #[test]
    fn evidence_is_sorted_without_repeats() {
        let text = Text::freeze(DocId(7), "one two");
        let (one, two) = (text.span(0..3).expect("one"), text.span(4..7).expect("two"));
        let evidence = Evidence::of(two, [one, two]);
        assert_eq!(evidence.spans(), [one, two]);
        assert_eq!(Evidence::from(two).and(&one.into()), evidence);
    }

    #[test]
    fn a_fact_id_depends_on_kind_words_and_rule_and_nothing_else() {
        let text = Text::freeze(DocId(7), "one two");
        let span = text.span(0..3).expect("one");
        let fact = Fact::new(1, span, RuleId::new("r"));
        assert_eq!(fact.id("claim"), fact.clone().map(|n| n + 1).id("claim"));
        assert_ne!(fact.id("claim"), fact.id("quotation"));
        assert_ne!(fact.id("claim"), Fact::new(1, span, RuleId::new("s")).id("claim"));
        assert_eq!(fact.id("claim").to_string().len(), 8);
    }
}
