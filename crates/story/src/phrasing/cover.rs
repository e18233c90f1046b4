//! [`Cover`]: whether one sentence's tree lies within another's.
//!
//! A statement is covered if each of its words stands in the evidence, hangs there on the same word
//! in the same way, and nothing was left out that makes it another statement (after the
//! arc-by-arc test of Goyal and Durrett 2020, made strict: arcs are read, not judged).

use super::{
    Miss, is_verbal,
    tree::{Edge, Kind, Node, Relation, Tree},
};
use crate::Story;
use analysis::{MentionForm, Quotation, Speaker};
use document::Fact;
use language::labels::{dep, pos, tag};
use std::collections::BTreeSet;

/// A phrased sentence beside one cited sentence.
pub(super) struct Cover<'a> {
    pub story: &'a Story,
    pub phrased: &'a Tree<'a>,
    pub cited: &'a Tree<'a>,
}

/// Deepest tree compared.
const DEPTH_MAX: usize = 24;

impl Cover<'_> {
    /// Whether a statement of the phrased sentence, given by its predicate, is one of the cited
    /// sentence; else the miss of the most alike. Cost: the product of their words.
    pub fn holds(&self, predicate: usize) -> Result<(), Miss> {
        let mut miss = Miss::Joined;
        for at in 0..self.cited.nodes.len() {
            if !self.is_same(predicate, at) {
                continue;
            }
            let found = self
                .attributed(predicate, at)
                .and_then(|()| self.embed(predicate, at, 0))
                .and_then(|()| self.is_asserted(at).then_some(()).ok_or(Miss::Certainty));
            match found {
                Ok(()) => return Ok(()),
                Err(other) => miss = miss.max(other),
            }
        }
        Err(miss)
    }

    /// Whether the cited sentence says who speaks by a verb.
    pub fn has_cue(&self) -> bool {
        self.cues().next().is_some()
    }

    /// Whether what hangs on a phrased cue, but for speaker and content, hangs on a cited one.
    pub fn holds_cue(&self, cue: usize) -> bool {
        let phrased = &self.phrased.nodes[cue];
        let mut cues = self.cues();
        cues.any(|e| {
            let around = phrased.edges.iter().filter(|edge| {
                let own = self.phrased.is_attribution(edge.node);
                !own && self.phrased.quotations(edge.node).is_empty()
            });
            let mut around = around.map(|edge| self.edge(edge, e, 0));
            phrased.signs == self.cited.nodes[e].signs && around.all(|found| found.is_ok())
        })
    }

    fn cues(&self) -> impl Iterator<Item = usize> {
        let cued = |&e: &usize| self.cited.is_attribution(e) && is_verbal(self.cited, e);
        (0..self.cited.nodes.len()).filter(cued)
    }

    /// Whether two nodes stand for one thing.
    pub fn is_same(&self, p: usize, e: usize) -> bool {
        let (p, e) = (&self.phrased.nodes[p], &self.cited.nodes[e]);
        match (p.kind, e.kind) {
            (Kind::Number(m), Kind::Number(n)) => {
                let (a, b) = (&self.phrased.quantities[m], &self.cited.quantities[n]);
                a.value == b.value && a.bound == b.bound && a.unit == b.unit
            }
            (Kind::Time(m), Kind::Time(n)) => {
                let a = &self.phrased.report.analysis.times[m].value;
                let b = &self.cited.report.analysis.times[n].value;
                words(self.phrased, p) == words(self.cited, e)
                    || a.value == b.value && a.modifier == b.modifier && a.interval.is_some()
            }
            (Kind::Name(_), _) => self.is_named(&words(self.phrased, p), e),
            (Kind::Word, Kind::Word | Kind::Name(_)) => self.is_same_word(p, e),
            _ => false,
        }
    }

    fn is_same_word(&self, p: &Node, e: &Node) -> bool {
        let (a, b) = (&self.phrased.report.analysis, &self.cited.report.analysis);
        let (s, t) = (&a.syntax.parse.tokens[p.token], &b.syntax.parse.tokens[e.token]);
        let spelling = a.syntax.lower(p.token) == b.syntax.lower(e.token);
        if matches!(s.tag, tag::PRP | tag::PRP_POSS) {
            let mention = a.mentions.iter().find(|m| m.tokens.contains(&p.token));
            let names = mention.map(|m| chain_names(self.phrased, m.chain)).unwrap_or_default();
            let own = names.is_empty() && s.tag == tag::PRP_POSS && s.tag == t.tag && spelling;
            return own || names.iter().any(|name| self.is_named(name, e));
        }
        let lemma =
            |tree: &Tree<'_>, token| tree.report.analysis.syntax.parse.lemma(token).to_lowercase();
        let alike = s.pos == t.pos && lemma(self.phrased, p.token) == lemma(self.cited, e.token);
        let whole = e.tokens.len() == 1;
        let compared = matches!(s.tag, tag::JJR | tag::JJS | tag::RBR | tag::RBS);
        whole && (spelling || alike && (!compared || s.tag == t.tag))
    }

    /// Whether a node of the evidence is, or refers to, what has this name.
    fn is_named(&self, name: &[String], e: &Node) -> bool {
        let analysis = &self.cited.report.analysis;
        if words(self.cited, e) == name {
            return true;
        }
        let report = self.story.report_of(self.cited.report.document.text.id());
        let mentions = analysis.mentions.iter().filter(|m| m.head == e.token);
        let mut mentions = mentions.chain(match e.kind {
            Kind::Name(m) => analysis.mentions.get(m),
            _ => None,
        });
        mentions.any(|m| {
            let mut names = chain_names(self.cited, m.chain);
            let entity = report.and_then(|r| self.story.entity(r, m.chain));
            let variants = entity.into_iter().flat_map(|e| &self.story.entities[e].variants);
            names.extend(variants.map(|v| split(&v.text)));
            names.iter().any(|known| name.iter().all(|word| known.contains(word)))
        })
    }

    fn embed(&self, p: usize, e: usize, depth: usize) -> Result<(), Miss> {
        if depth > DEPTH_MAX {
            return Err(Miss::Joined);
        }
        let (a, b) = (&self.phrased.nodes[p], &self.cited.nodes[e]);
        self.in_one_light(a, b)?;
        let mut miss = None;
        for edge in a.edges.iter().filter(|edge| !self.phrased.is_attribution(edge.node)) {
            if let Err(other) = self.edge(edge, e, depth) {
                miss = miss.max(Some(other));
            }
        }
        if let Some(miss) = miss {
            return Err(miss);
        }
        let renamed = matches!(a.kind, Kind::Name(_)) || matches!(b.kind, Kind::Name(_));
        for edge in b.edges.iter().filter(|edge| edge.is_needed && !renamed) {
            let kept =
                |mine: &&Edge| mine.relation == edge.relation && self.is_same(mine.node, edge.node);
            if !self.cited.is_attribution(edge.node) && !a.edges.iter().any(|m| kept(&m)) {
                return Err(Miss::LeftOut);
            }
        }
        Ok(())
    }

    /// Whether both are denied, possible, past or going on alike.
    fn in_one_light(&self, a: &Node, b: &Node) -> Result<(), Miss> {
        if a.signs != b.signs {
            let negation = &self.phrased.lexicon.negation;
            let count = |node: &Node| {
                node.signs.iter().filter(|s| negation.contains(s.as_str())).count() % 2
            };
            return Err(if count(a) == count(b) { Miss::Certainty } else { Miss::Polarity });
        }
        let verbal = |tree: &Tree<'_>, node: &Node| {
            let pos = tree.report.analysis.syntax.parse.tokens[node.token].pos;
            matches!(pos, pos::VERB | pos::AUX)
        };
        let verbs = verbal(self.phrased, a) && verbal(self.cited, b);
        match verbs && (a.tense != b.tense || a.is_progressive != b.is_progressive) {
            true => Err(Miss::Certainty),
            false => Ok(()),
        }
    }

    /// Whether what hangs on a phrased node hangs in the same way on the cited one, or, by a
    /// preposition or as a time, on another word of its clause.
    fn edge(&self, edge: &Edge, e: usize, depth: usize) -> Result<(), Miss> {
        let mut miss = Miss::Joined;
        let loose = matches!(edge.relation, Relation::Through(_))
            || matches!(self.phrased.nodes[edge.node].kind, Kind::Time(_));
        let places = if loose { self.cited.clause(e) } else { vec![e] };
        for place in places {
            for other in &self.cited.nodes[place].edges {
                if other.relation != edge.relation || !self.is_same(edge.node, other.node) {
                    continue;
                }
                let found = match edge.is_echo || other.is_echo {
                    true => Ok(()),
                    false => self
                        .attributed(edge.node, other.node)
                        .and_then(|()| self.embed(edge.node, other.node, depth + 1)),
                };
                match found {
                    Ok(()) => return Ok(()),
                    Err(other) => miss = miss.max(other),
                }
            }
        }
        Err(miss)
    }

    /// Whether both stand in what the same speakers say, by cues of one stance.
    fn attributed(&self, p: usize, e: usize) -> Result<(), Miss> {
        let mine = self.phrased.quotations(p);
        let theirs = self.cited.quotations(e);
        let answers = |q: &&Fact<Quotation>| {
            theirs.iter().any(|t| q.value.stance == t.value.stance && self.one_speaker(q, t))
        };
        match mine.len() == theirs.len() && mine.iter().all(answers) {
            true => Ok(()),
            false => Err(Miss::Attribution),
        }
    }

    fn one_speaker(&self, mine: &Fact<Quotation>, theirs: &Fact<Quotation>) -> bool {
        let (Some(a), Some(b)) = (&mine.value.speaker, &theirs.value.speaker) else {
            return false;
        };
        let said = |tree: &Tree<'_>, s: &Speaker| split(tree.report.document.text.words(s.span));
        if said(self.phrased, a) == said(self.cited, b) {
            return true;
        }
        let mut names: Vec<Vec<String>> =
            a.chain.map(|c| chain_names(self.phrased, c)).unwrap_or_default();
        if names.is_empty() {
            return false;
        }
        names.sort_by_key(Vec::len);
        let report = self.story.report_of(self.cited.report.document.text.id());
        let mut known = b.chain.map(|c| chain_names(self.cited, c)).unwrap_or_default();
        let entity = report.zip(b.chain).and_then(|(r, c)| self.story.entity(r, c));
        let variants = entity.into_iter().flat_map(|e| &self.story.entities[e].variants);
        known.extend(variants.map(|v| split(&v.text)));
        names.iter().all(|name| known.iter().any(|k| name.iter().all(|word| k.contains(word))))
    }

    /// Whether the evidence says a clause outright, and not only as a part of another thought.
    fn is_asserted(&self, e: usize) -> bool {
        let syntax = &self.cited.report.analysis.syntax;
        let quotations = self.cited.quotations(e);
        let is_cue = |token: usize| {
            let at = syntax.parse.tokens[token].start as usize;
            let mut cues = quotations.iter().filter_map(|q| q.value.cue);
            cues.any(|cue| cue.range().contains(&at))
        };
        let mut at = self.cited.nodes[e].token;
        loop {
            let label = syntax.parse.tokens[at].dep;
            let head = syntax.parse.head(at);
            match label {
                dep::ROOT | dep::RELCL => return true,
                dep::CCOMP | dep::PARATAXIS | dep::ADVCL | dep::XCOMP => return is_cue(head),
                dep::CONJ => at = head,
                _ => return false,
            }
        }
    }
}

impl Tree<'_> {
    /// The quotations that a node stands in, but for those of whose cue or speaker it is a part.
    pub fn quotations(&self, node: usize) -> Vec<&Fact<Quotation>> {
        let analysis = &self.report.analysis;
        let at = analysis.syntax.parse.tokens[self.nodes[node].token].start as usize;
        let within = |q: &&Fact<Quotation>| {
            q.value.content.range().contains(&at) && !is_of_cue(&q.value, at)
        };
        let mut seen = BTreeSet::new();
        let told = analysis.quotations.iter().filter(within);
        // A quotation within marks and the one around it by the same words are one.
        told.filter(|q| self.is_told(&q.value))
            .filter(|q| seen.insert((q.value.cue, q.value.speaker.as_ref().map(|s| s.span))))
            .collect()
    }

    /// Whether a node belongs to the words that say who speaks.
    pub fn is_attribution(&self, node: usize) -> bool {
        let analysis = &self.report.analysis;
        let at = analysis.syntax.parse.tokens[self.nodes[node].token].start as usize;
        let told = analysis.quotations.iter().filter(|q| self.is_told(&q.value));
        told.into_iter().any(|q| is_of_cue(&q.value, at))
    }

    /// Whether a quotation's content is a statement; else its cue is the predicate of one.
    fn is_told(&self, quotation: &Quotation) -> bool {
        let syntax = &self.report.analysis.syntax;
        let at = |i: usize| syntax.parse.tokens[i].start as usize;
        syntax.tokens_of(quotation.content).any(|i| {
            let t = &syntax.parse.tokens[i];
            let clause = matches!(t.dep, dep::ROOT | dep::CCOMP | dep::PARATAXIS | dep::CONJ)
                || matches!(t.dep, dep::ADVCL | dep::XCOMP);
            clause && matches!(t.pos, pos::VERB | pos::AUX) && !is_of_cue(quotation, at(i))
        })
    }

    /// The nodes of the clause of a node.
    fn clause(&self, node: usize) -> Vec<usize> {
        let verbal = |n: usize| is_verbal(self, n);
        let mut top = node;
        while !verbal(top) {
            match self.nodes[top].parent {
                Some(above) => top = above,
                None => break,
            }
        }
        let (mut found, mut at) = (vec![top], 0);
        while at < found.len() {
            let below = self.nodes[found[at]].edges.iter().filter(|e| !e.is_echo);
            let below: Vec<usize> = below.map(|e| e.node).filter(|&n| !verbal(n)).collect();
            found.extend(below);
            at += 1;
        }
        found
    }
}

fn is_of_cue(quotation: &Quotation, at: usize) -> bool {
    let cue = quotation.cue.is_some_and(|cue| cue.range().contains(&at));
    let speaker = quotation.speaker.as_ref().is_some_and(|s| s.span.range().contains(&at));
    cue || speaker && !quotation.content.range().contains(&at)
}

/// The lower-case words of a node.
fn words(tree: &Tree<'_>, node: &Node) -> Vec<String> {
    let syntax = &tree.report.analysis.syntax;
    split(syntax.words(node.tokens.clone()))
}

fn split(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The names of a chain of a report.
fn chain_names(tree: &Tree<'_>, chain: usize) -> Vec<Vec<String>> {
    let analysis = &tree.report.analysis;
    let mentions = analysis.chains.get(chain).map_or(&[][..], |c| &c.mentions[..]);
    let named = mentions.iter().map(|&m| &analysis.mentions[m]);
    let named = named.filter(|m| m.form == MentionForm::Name);
    named.map(|m| split(tree.report.document.text.words(m.span))).collect()
}
