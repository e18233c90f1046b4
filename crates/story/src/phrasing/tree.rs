//! [`Tree`]: a sentence as the words that say something, with how each hangs on another.
//!
//! Names, numbers and times are one [`Node`] each. Prepositions become part of how a node hangs on
//! another, a passive clause is turned round, and what is coordinated hangs where the first does,
//! so that two wordings of one statement have one tree.

use crate::Report;
use analysis::{Mention, MentionForm, Quantity, quantity};
use language::{
    Label,
    labels::{dep, pos, tag},
};
use lexicon::Lexicon;
use std::ops::Range;

/// What a node stands for; numbers are indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Name(usize),
    Number(usize),
    Time(usize),
    Word,
}

/// How a node hangs on another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Acts,
    ActedOn,
    Is,
    /// What is said, wanted, planned: a clause that a verb needs.
    Complement,
    Quality,
    /// Through prepositions.
    Through(String),
    /// Another clause, with the word that opens it.
    Clause(String),
}

/// When a predicate is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Present,
    Modal,
    Open,
}

#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub relation: Relation,
    pub node: usize,
    /// Whether the statement is another one without it.
    pub is_needed: bool,
    /// Whether the node hangs elsewhere too, and is only understood here.
    pub is_echo: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub token: usize,
    pub tokens: Range<usize>,
    pub kind: Kind,
    pub parent: Option<usize>,
    pub edges: Vec<Edge>,
    /// Words that turn, weaken or bound it, sorted.
    pub signs: Vec<String>,
    pub tense: Tense,
    pub is_progressive: bool,
}

/// A sentence of a report.
pub(super) struct Tree<'a> {
    pub report: &'a Report,
    pub lexicon: &'a Lexicon,
    pub quantities: Vec<Quantity>,
    pub nodes: Vec<Node>,
    /// Nodes that hang on no other.
    pub roots: Vec<usize>,
    tokens: Range<usize>,
    /// By token from the first: its node.
    owner: Vec<Option<usize>>,
}

/// Most steps up a tree.
const STEPS_MAX: usize = 64;

impl<'a> Tree<'a> {
    /// The tree of a sentence, given by its tokens. Cost: linear for trees of bounded depth.
    pub fn of(report: &'a Report, lexicon: &'a Lexicon, tokens: Range<usize>) -> Tree<'a> {
        let mut quantities = quantity::find(&report.analysis.syntax, lexicon);
        quantities.retain(|q| tokens.contains(&q.tokens.start));
        let owner = vec![None; tokens.len()];
        let mut tree = Tree {
            report,
            lexicon,
            quantities,
            nodes: Vec::new(),
            roots: Vec::new(),
            tokens,
            owner,
        };
        tree.find_nodes();
        tree.hang();
        tree.echo();
        tree.sign();
        tree
    }

    fn find_nodes(&mut self) {
        let analysis = &self.report.analysis;
        let times = analysis.times.iter().enumerate();
        let times = times.map(|(i, t)| (t.value.tokens.clone(), Kind::Time(i)));
        let numbers = self.quantities.iter().enumerate();
        let numbers = numbers.map(|(i, q)| (q.tokens.clone(), Kind::Number(i)));
        let named = |m: &&(usize, &Mention)| m.1.form == MentionForm::Name;
        let names = analysis.mentions.iter().enumerate().filter(|m| named(&m));
        let names = names.map(|(i, m)| (m.tokens.clone(), Kind::Name(i)));
        let units: Vec<_> = times.chain(numbers).chain(names).collect();
        for (tokens, kind) in units {
            let inside = !tokens.is_empty() && tokens.clone().all(|i| self.tokens.contains(&i));
            if inside && tokens.clone().all(|i| self.node_at(i).is_none()) {
                self.add(tokens, kind);
            }
        }
        for token in self.tokens.clone() {
            if self.node_at(token).is_none() && self.says_something(token) {
                self.add(token..token + 1, Kind::Word);
            }
        }
    }

    fn add(&mut self, tokens: Range<usize>, kind: Kind) {
        let token = self.report.analysis.syntax.head_of(&tokens).unwrap_or(tokens.start);
        for i in tokens.clone() {
            self.owner[i - self.tokens.start] = Some(self.nodes.len());
        }
        let (tense, is_progressive) = self.tense(token);
        self.nodes.push(Node {
            token,
            tokens,
            kind,
            parent: None,
            edges: Vec::new(),
            signs: Vec::new(),
            tense,
            is_progressive,
        });
    }

    /// The node of a token, if it has one.
    pub fn node_at(&self, token: usize) -> Option<usize> {
        let at = token.checked_sub(self.tokens.start)?;
        self.owner.get(at).copied().flatten()
    }

    /// Whether a token is more than a word that ties others together.
    fn says_something(&self, token: usize) -> bool {
        let syntax = &self.report.analysis.syntax;
        let t = &syntax.parse.tokens[token];
        let tied = match t.pos {
            pos::PUNCT | pos::SPACE | pos::DET | pos::SCONJ | pos::CCONJ | pos::PART => true,
            pos::ADP => t.dep != dep::PRT,
            pos::AUX => matches!(t.dep, dep::AUX | dep::AUXPASS),
            _ => false,
        };
        let relative = matches!(t.tag, tag::WDT | tag::WP | tag::WP_POSS | tag::WRB | tag::EX);
        let t_is = |label: Label| t.dep == label;
        let tied = tied || relative || t_is(dep::EXPL) || t_is(dep::CASE) || t_is(dep::MARK);
        !tied && !syntax.is_punctuation(token) && !self.is_sign(token)
    }

    /// Whether a word only turns, weakens or bounds another.
    fn is_sign(&self, token: usize) -> bool {
        let syntax = &self.report.analysis.syntax;
        let t = &syntax.parse.tokens[token];
        let word = syntax.lower(token);
        let light = matches!(t.pos, pos::DET | pos::ADV | pos::PART | pos::ADP | pos::CCONJ);
        let lists = [&self.lexicon.negation, &self.lexicon.hedges, &self.lexicon.exclusives];
        let listed = lists.iter().any(|list| list.contains(word.as_str()));
        t.dep == dep::NEG || t.tag == tag::MD || light && listed
    }

    fn hang(&mut self) {
        let mut conjuncts = Vec::new();
        for node in 0..self.nodes.len() {
            let token = self.nodes[node].token;
            let label = self.report.analysis.syntax.parse.tokens[token].dep;
            let (above, relation, is_row) = self.climb(token);
            match above {
                Some(first) if is_row => conjuncts.push((node, first)),
                Some(above) => {
                    let is_needed = self.is_needed(token, label);
                    self.tie(above, Edge { relation, node, is_needed, is_echo: false });
                }
                None => self.roots.push(node),
            }
        }
        conjuncts.sort_unstable();
        for (node, first) in conjuncts {
            self.hang_row(node, first);
        }
    }

    fn tie(&mut self, above: usize, edge: Edge) {
        if !edge.is_echo {
            self.nodes[edge.node].parent = Some(above);
        }
        self.nodes[above].edges.push(edge);
    }

    /// Hangs what is coordinated where the first of its row hangs.
    fn hang_row(&mut self, node: usize, first: usize) {
        let token = self.nodes[first].token;
        let syntax = &self.report.analysis.syntax;
        let cc = syntax.child(token, &[dep::CC]).map(|cc| syntax.parse.lemma(cc).to_lowercase());
        let both_hold = |cc: &String| self.lexicon.connectives.get(cc.as_str()) == Some(&"joins");
        if let Some(cc) = cc.filter(|cc| !both_hold(cc)) {
            self.nodes[node].signs.push(cc.clone());
            self.nodes[first].signs.push(cc);
        }
        let above = self.nodes[first].parent;
        let edge = above.and_then(|above| {
            self.nodes[above].edges.iter().find(|e| e.node == first && !e.is_echo).cloned()
        });
        match (above, edge) {
            (Some(above), Some(edge)) => self.tie(above, Edge { node, ..edge }),
            _ => self.roots.push(node),
        }
    }

    /// The node that a token hangs on, how, and whether it only stands in a row with it.
    fn climb(&self, token: usize) -> (Option<usize>, Relation, bool) {
        let parse = &self.report.analysis.syntax.parse;
        let label = parse.tokens[token].dep;
        let (mut at, mut path, mut agent, mut skip) = (token, Vec::new(), false, false);
        for _ in 0..STEPS_MAX {
            let head = parse.head(at);
            if head == at || !self.tokens.contains(&head) {
                return (None, Relation::Quality, false);
            }
            if let Some(node) = self.node_at(head) {
                let relation = self.relation(token, head, label, agent, &path);
                return (Some(node), relation, label == dep::CONJ);
            }
            let t = &parse.tokens[head];
            if !skip && matches!(t.pos, pos::ADP | pos::SCONJ | pos::PART) {
                path.insert(0, parse.lemma(head).to_lowercase());
            }
            agent |= t.dep == dep::AGENT;
            skip = t.dep == dep::CONJ;
            at = head;
        }
        (None, Relation::Quality, false)
    }

    fn relation(
        &self,
        token: usize,
        head: usize,
        label: Label,
        agent: bool,
        path: &[String],
    ) -> Relation {
        let syntax = &self.report.analysis.syntax;
        if !path.is_empty() {
            return if agent { Relation::Acts } else { Relation::Through(path.join(" ")) };
        }
        match label {
            dep::NSUBJ | dep::CSUBJ if !syntax.has_child(head, dep::AUXPASS) => Relation::Acts,
            dep::NSUBJ | dep::CSUBJ | dep::NSUBJPASS | dep::CSUBJPASS => Relation::ActedOn,
            dep::DOBJ => Relation::ActedOn,
            dep::ATTR | dep::ACOMP | dep::OPRD => Relation::Is,
            dep::XCOMP | dep::CCOMP => Relation::Complement,
            dep::ADVCL | dep::RELCL | dep::ACL | dep::PARATAXIS | dep::PCOMP => {
                let mark = syntax.child(token, &[dep::MARK]);
                Relation::Clause(mark.map(|m| syntax.lower(m)).unwrap_or_default())
            }
            dep::DATIVE => Relation::Through(String::new()),
            _ => Relation::Quality,
        }
    }

    /// Whether leaving a token out makes another statement of what it hangs on.
    fn is_needed(&self, token: usize, label: Label) -> bool {
        let syntax = &self.report.analysis.syntax;
        let word = syntax.lower(token);
        let aside = self.lexicon.connectives.contains_key(word.as_str());
        match label {
            dep::AMOD | dep::ADVMOD | dep::NUMMOD | dep::QUANTMOD | dep::COMPOUND => !aside,
            dep::NMOD | dep::PRT | dep::DOBJ | dep::ATTR | dep::ACOMP | dep::OPRD => true,
            dep::XCOMP | dep::CCOMP => true,
            dep::ADVCL => syntax
                .child(token, &[dep::MARK])
                .is_some_and(|m| self.lexicon.conditions.contains(syntax.lower(m).as_str())),
            _ => false,
        }
    }

    /// Gives verbs the subjects that are only understood: of a row, and of a relative clause.
    fn echo(&mut self) {
        for node in 0..self.nodes.len() {
            let token = self.nodes[node].token;
            let parse = &self.report.analysis.syntax.parse;
            let t = &parse.tokens[token];
            let has_subject = self.nodes[node].edges.iter().any(|e| {
                let label = parse.tokens[self.nodes[e.node].token].dep;
                matches!(label, dep::NSUBJ | dep::NSUBJPASS)
            });
            if has_subject || !matches!(t.pos, pos::VERB | pos::AUX) {
                continue;
            }
            let syntax = &self.report.analysis.syntax;
            let passive = syntax.has_child(token, dep::AUXPASS);
            let acted = if passive { Relation::ActedOn } else { Relation::Acts };
            let echoed: Vec<(Relation, usize)> = match (t.dep, t.tag) {
                (dep::ACL, tag::VBN) => self.above(node, Relation::ActedOn),
                (dep::ACL, tag::VBG) => self.above(node, Relation::Acts),
                (dep::RELCL, _) => self.above(node, acted),
                (dep::CONJ, _) => {
                    let first = self.node_at(parse.head(token));
                    let edges = first.into_iter().flat_map(|f| &self.nodes[f].edges);
                    let subjects = edges.filter(|e| {
                        let label = parse.tokens[self.nodes[e.node].token].dep;
                        matches!(label, dep::NSUBJ | dep::NSUBJPASS)
                    });
                    subjects.map(|e| (acted.clone(), e.node)).collect()
                }
                _ => Vec::new(),
            };
            for (relation, echoed) in echoed {
                let edge = Edge { relation, node: echoed, is_needed: false, is_echo: true };
                self.tie(node, edge);
            }
        }
    }

    fn above(&self, node: usize, relation: Relation) -> Vec<(Relation, usize)> {
        self.nodes[node].parent.map(|above| (relation, above)).into_iter().collect()
    }

    /// Gives each node the words that turn, weaken or bound it.
    fn sign(&mut self) {
        let parse = &self.report.analysis.syntax.parse;
        for token in self.tokens.clone() {
            if self.node_at(token).is_some() || !self.is_sign(token) {
                continue;
            }
            let mut at = token;
            for _ in 0..STEPS_MAX {
                at = parse.head(at);
                if let Some(node) = self.node_at(at) {
                    self.nodes[node].signs.push(parse.lemma(token).to_lowercase());
                    break;
                }
            }
        }
        self.nodes.iter_mut().for_each(|n| n.signs.sort_unstable());
    }

    /// When a predicate is set, and whether it was going on.
    fn tense(&self, token: usize) -> (Tense, bool) {
        let syntax = &self.report.analysis.syntax;
        let parse = &syntax.parse;
        let own = parse.tokens[token].tag;
        let auxiliary = |&c: &usize| matches!(parse.tokens[c].dep, dep::AUX | dep::AUXPASS);
        let tags: Vec<Label> =
            parse.children(token).filter(auxiliary).map(|c| parse.tokens[c].tag).collect();
        let is_progressive = own == tag::VBG && !tags.is_empty();
        let passive = syntax.child(token, &[dep::AUXPASS]).map(|c| parse.tokens[c].tag);
        let perfect = match passive {
            Some(auxiliary) => auxiliary == tag::VBN,
            None => own == tag::VBN && !tags.is_empty(),
        };
        let finite = tags.iter().chain([&own]).find_map(|t| match *t {
            tag::MD => Some(Tense::Modal),
            tag::VBD => Some(Tense::Past),
            tag::VBZ | tag::VBP if perfect => Some(Tense::Past),
            tag::VBZ | tag::VBP => Some(Tense::Present),
            _ => None,
        });
        (finite.unwrap_or(Tense::Open), is_progressive)
    }
}
