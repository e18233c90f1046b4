//! [`check`]: whether a sentence that somebody else wrote says what cited sentences say.
//!
//! A language model may phrase the digest; nothing it writes is believed. Its sentence is analysed
//! like any other text, and each statement in it must be one that a cited sentence makes: the same
//! names, numbers and times, joined in the same way ([`tree`], [`cover`]), as certain, denied or
//! not, and said by the same speaker. What is not found so is dropped with its [`Miss`]. The check
//! errs by dropping: other words for the same are not known to be the same.

mod cover;
mod tree;

use crate::{Report, Story};
use cover::Cover;
use document::Span;
use language::labels::{pos, tag};
use lexicon::Lexicon;
use std::{collections::BTreeSet, ops::Range};
use tree::{Kind, Tree};

/// Longest sentence checked, in bytes.
pub const SENTENCE_BYTES_MAX: usize = 1_000;
/// Most sentences that one may cite.
pub const CITATIONS_MAX: usize = 8;

/// Why a sentence is not covered. The later ones were nearer to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Miss {
    /// It cites nothing, or what is not there.
    Citation,
    /// It is no plain sentence: too long, marked up, an address, a question.
    Form,
    /// A name that the evidence does not have.
    Name,
    /// A number that the evidence does not have, or not of this.
    Number,
    /// A time that the evidence does not have.
    Time,
    /// A word that the evidence does not have.
    Word,
    /// Words in quotation marks that nobody says in these words.
    Quoted,
    /// All words are there, but joined otherwise: who did what to whom, what is of what.
    Joined,
    /// Something was left out without which it is another statement.
    LeftOut,
    /// Possible, planned, past or under a condition, where the evidence is not, or the reverse.
    Certainty,
    /// Denied where the evidence is not, or the reverse.
    Polarity,
    /// Somebody else says it, or nobody, or somebody where nobody did.
    Attribution,
}

impl Miss {
    /// The name in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Miss::Citation => "citation",
            Miss::Form => "form",
            Miss::Name => "name",
            Miss::Number => "number",
            Miss::Time => "time",
            Miss::Word => "word",
            Miss::Quoted => "quoted",
            Miss::Joined => "joined",
            Miss::LeftOut => "left out",
            Miss::Certainty => "certainty",
            Miss::Polarity => "polarity",
            Miss::Attribution => "attribution",
        }
    }
}

/// Checks a phrased sentence, as a report of its own, against sentences of a story. Gives the
/// indices of those of `cited` that bear it out, in order.
///
/// # Errors
/// Why the sentence is not covered.
///
/// Cost: the product of its words and those cited.
pub fn check(
    story: &Story,
    lexicon: &Lexicon,
    phrased: &Report,
    cited: &[Span],
) -> Result<Vec<usize>, Miss> {
    if cited.is_empty() || cited.len() > CITATIONS_MAX {
        return Err(Miss::Citation);
    }
    let sentences = &phrased.analysis.syntax.parse.sentences;
    let evidence: Vec<Tree<'_>> =
        cited.iter().filter_map(|&span| tree_of(story, lexicon, span)).collect();
    if evidence.len() < cited.len() {
        return Err(Miss::Citation);
    }
    is_plain(phrased, story, cited)?;
    is_verbatim(phrased, story, cited)?;
    let mut used = BTreeSet::new();
    for tokens in sentences.iter().filter(|s| !s.is_empty()) {
        let tree = Tree::of(phrased, lexicon, tokens.clone());
        let statements = statements(&tree);
        if statements.is_empty() {
            return Err(Miss::Form);
        }
        let covers = || evidence.iter().map(|c| Cover { story, phrased: &tree, cited: c });
        let covers: Vec<Cover<'_>> = covers().collect();
        has_all_words(&tree, &covers)?;
        tells_who_speaks(&tree, &covers)?;
        for predicate in statements {
            let tried = covers.iter().map(|cover| cover.holds(predicate));
            let tried: Vec<Result<(), Miss>> = tried.collect();
            match tried.iter().position(Result::is_ok) {
                Some(at) => used.insert(at),
                None => {
                    let misses = tried.into_iter().filter_map(Result::err);
                    return Err(misses.max().unwrap_or(Miss::Joined));
                }
            };
        }
    }
    if used.is_empty() { Err(Miss::Form) } else { Ok(used.into_iter().collect()) }
}

fn tree_of<'s>(story: &'s Story, lexicon: &'s Lexicon, span: Span) -> Option<Tree<'s>> {
    let report = &story.reports[story.report_of(span.doc())?];
    let tokens: Range<usize> = report.analysis.syntax.tokens_of(span);
    (!tokens.is_empty()).then(|| Tree::of(report, lexicon, tokens))
}

/// Whether the text is plain: short, no question, no signs but common ones and those of the
/// evidence.
fn is_plain(phrased: &Report, story: &Story, cited: &[Span]) -> Result<(), Miss> {
    const COMMON: &str = " .,;:'’‘“”\"()-–—%$€£&";
    let text = phrased.document.text.as_str();
    let known = |c: char| cited.iter().any(|&span| story.words(span).contains(c));
    let plain = text.chars().all(|c| c.is_alphanumeric() || COMMON.contains(c) || known(c));
    let asks = text.trim_end().ends_with('?');
    let address = text.contains("://");
    match text.len() <= SENTENCE_BYTES_MAX && plain && !asks && !address {
        true => Ok(()),
        false => Err(Miss::Form),
    }
}

/// Whether each stretch in quotation marks stands in marks in the evidence, word for word.
fn is_verbatim(phrased: &Report, story: &Story, cited: &[Span]) -> Result<(), Miss> {
    let text = phrased.document.text.as_str();
    let marks = |c: char| matches!(c, '"' | '“' | '”');
    let squeezed = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let evidence: Vec<String> = cited.iter().map(|&span| squeezed(story.words(span))).collect();
    let inside = text.split(marks).skip(1).step_by(2);
    let bare =
        |words: &str| squeezed(words).trim_matches(|c: char| c.is_ascii_punctuation()).to_string();
    let mut inside = inside.map(bare);
    let stands = |words: &String| {
        evidence.iter().any(|e| e.split(marks).skip(1).step_by(2).any(|q| q.contains(words)))
    };
    if inside.all(|words| stands(&words)) { Ok(()) } else { Err(Miss::Quoted) }
}

/// Whether each word stands in some cited sentence, or says who speaks.
fn has_all_words(tree: &Tree<'_>, covers: &[Cover<'_>]) -> Result<(), Miss> {
    for (at, node) in tree.nodes.iter().enumerate() {
        let known = covers.iter().any(|c| (0..c.cited.nodes.len()).any(|e| c.is_same(at, e)));
        if known || tree.is_attribution(at) {
            continue;
        }
        let t = &tree.report.analysis.syntax.parse.tokens[node.token];
        return Err(match node.kind {
            Kind::Name(_) => Miss::Name,
            Kind::Number(_) => Miss::Number,
            Kind::Time(_) => Miss::Time,
            Kind::Word if matches!(t.tag, tag::NNP | tag::NNPS) => Miss::Name,
            Kind::Word if t.tag == tag::CD => Miss::Number,
            Kind::Word => Miss::Word,
        });
    }
    Ok(())
}

/// Whether what stands around the words that say who speaks stands so in the evidence: that they
/// did not say it, when, where and to whom.
fn tells_who_speaks(tree: &Tree<'_>, covers: &[Cover<'_>]) -> Result<(), Miss> {
    for cue in (0..tree.nodes.len()).filter(|&n| tree.is_attribution(n) && is_verbal(tree, n)) {
        let node = &tree.nodes[cue];
        let mut more = node
            .edges
            .iter()
            .filter(|e| !tree.is_attribution(e.node) && tree.quotations(e.node).is_empty());
        let told = covers.iter().any(|c| c.has_cue());
        let bare = node.signs.is_empty() && more.next().is_none();
        if told && !covers.iter().any(|c| c.holds_cue(cue)) || !told && !bare {
            return Err(Miss::Attribution);
        }
    }
    Ok(())
}

fn is_verbal(tree: &Tree<'_>, node: usize) -> bool {
    let token = tree.nodes[node].token;
    matches!(tree.report.analysis.syntax.parse.tokens[token].pos, pos::VERB | pos::AUX)
}

/// The predicates of a sentence that are statements of their own: those that hang on no other, and
/// what is said where one only says who speaks.
fn statements(tree: &Tree<'_>) -> Vec<usize> {
    let (mut open, mut found) = (tree.roots.clone(), Vec::new());
    while let Some(node) = open.pop() {
        if !tree.is_attribution(node) {
            found.push(node);
            continue;
        }
        let below = tree.nodes[node].edges.iter().map(|e| e.node);
        open.extend(below.filter(|&n| is_verbal(tree, n)));
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests;
