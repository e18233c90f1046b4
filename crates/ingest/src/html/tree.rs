//! [`Tree`]: a page as an arena of nodes, built by `html5ever` from what [`super::tokens`] reads.
//!
//! Texts of scripts and styles are dropped while parsing, those of JSON for machines kept. A page
//! that nests or grows without end is given up early; XML is fed in small pieces for that.

use super::page::{Flow, flow};
use html5ever::tendril::fmt::UTF8;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, LocalName, Namespace, QualName, ns};
use std::borrow::Cow;
use std::cell::{Cell, RefCell, RefMut};

/// Most nodes of a page. The largest of 432 pages measured has 45,000 (2026-11).
const NODES_MAX: usize = 1_000_000;

/// Bytes of a page for each node that room is made for. Half of 432 pages measured have 95 or more,
/// none fewer than 28 (2026-11).
const NODE_BYTES: usize = 64;

/// Deepest nesting of elements. The deepest of 432 pages measured is 49 (2026-11); the parser's
/// cost for one tag grows with the depth.
const DEPTH_MAX: u32 = 512;

/// Longest page, in bytes: far below what an offset of 32 bits can say.
const PAGE_BYTES_MAX: usize = 1 << 30;

/// Most marks that can part attributes in pieces of XML of which the parser makes nothing: inside a
/// tag it compares each attribute with all before it. A slash counts [`SLASH`], any other [`MARK`],
/// as a picture in an address has many slashes: 50,000 attributes, or 400,000 parted by slashes.
const SILENT_MARKS_MAX: usize = 400_000;
const SLASH: usize = 1;
const MARK: usize = 8;

/// Bytes given to the parser at a time: what a page can do between two looks at the limits.
const PIECE_BYTES: usize = 4096;

/// Longest text of an element that is put together for its own sake: titles, names, times.
const TEXT_BYTES_MAX: usize = 2048;

/// Index of a node; [`NONE`] for none.
pub(crate) type NodeId = u32;

/// No node.
pub(crate) const NONE: NodeId = u32::MAX;

/// The root of every tree.
pub(crate) const ROOT: NodeId = 0;

/// What a node is.
#[derive(Debug)]
pub(crate) enum Content {
    /// The root.
    Document,
    /// An element with its attributes.
    Element(QualName, Vec<Attribute>),
    /// Characters.
    Text(StrTendril),
    /// A comment or anything else that is not shown.
    Other,
}

/// A node and its neighbours.
#[derive(Debug)]
pub(crate) struct Node {
    pub content: Content,
    pub parent: NodeId,
    pub first: NodeId,
    pub last: NodeId,
    pub previous: NodeId,
    pub next: NodeId,
    depth: u32,
}

/// A parsed page.
#[derive(Debug)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    /// Why the page was not parsed to its end.
    pub limit: Option<&'static str>,
}

impl Tree {
    /// Parses a page. Cost: linear in its bytes, times the depth of nesting at worst.
    pub(crate) fn parse(page: &str) -> Tree {
        let kept = &page[..page.floor_char_boundary(PAGE_BYTES_MAX)];
        let mut tree = super::tokens::build(kept, Sink::new(kept.len()));
        if kept.len() < page.len() && tree.limit.is_none() {
            tree.limit = Some("longer than 1 GiB");
        }
        tree
    }

    /// Parses a page with the tokenizer of `html5ever` itself.
    #[cfg(test)]
    pub(crate) fn by_standard(page: &str) -> Tree {
        html5ever::parse_document(Sink::new(0), html5ever::ParseOpts::default()).one(page)
    }

    /// Parses XML, broken or not; entities other than those of HTML are not expanded. Cost: as
    /// [`Tree::parse`].
    pub(crate) fn parse_xml(text: &str) -> Tree {
        let options = xml5ever::driver::XmlParseOpts::default();
        let mut parser = xml5ever::driver::parse_document(Sink::new(text.len()), options);
        feed(&mut parser, text, |parser| &parser.tokenizer.sink.sink);
        parser.finish()
    }

    /// The children that are elements of a local name.
    pub(crate) fn children<'t>(
        &'t self,
        id: NodeId,
        name: &'t str,
    ) -> impl Iterator<Item = NodeId> + 't {
        let first = Some(self.node(id).first);
        let all = std::iter::successors(first, |at| (*at != NONE).then(|| self.node(*at).next));
        all.take_while(|at| *at != NONE).filter(move |at| self.name(*at) == name)
    }

    /// All characters below a node as they stand.
    pub(crate) fn raw_text(&self, top: NodeId) -> String {
        let mut text = String::new();
        let mut at = top;
        while at != NONE {
            if let Content::Text(words) = &self.node(at).content {
                text.push_str(words);
            }
            at = self.following(at, top, true);
        }
        text
    }

    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    /// The name of an element; empty for other nodes.
    pub(crate) fn name(&self, id: NodeId) -> &str {
        match &self.node(id).content {
            Content::Element(name, _) => &name.local,
            _ => "",
        }
    }

    /// An attribute's value.
    pub(crate) fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        let Content::Element(_, attributes) = &self.node(id).content else { return None };
        attributes.iter().find(|a| &*a.name.local == name).map(|a| &*a.value)
    }

    /// The values of several attributes, empty where there is none.
    pub(crate) fn attributes<const N: usize>(&self, id: NodeId, names: [&str; N]) -> [&str; N] {
        let mut values = [""; N];
        let Content::Element(_, attributes) = &self.node(id).content else { return values };
        for attribute in attributes {
            let name: &str = &attribute.name.local;
            if let Some(i) = names.iter().position(|wanted| *wanted == name) {
                values[i] = &attribute.value;
            }
        }
        values
    }

    /// The node after this one in the order of the page, inside `top`; its children too if `deep`.
    pub(crate) fn following(&self, id: NodeId, top: NodeId, deep: bool) -> NodeId {
        let node = self.node(id);
        if deep && node.first != NONE {
            return node.first;
        }
        let mut at = id;
        while at != top && at != NONE {
            if self.node(at).next != NONE {
                return self.node(at).next;
            }
            at = self.node(at).parent;
        }
        NONE
    }

    /// The characters below a node up to a limit: runs of white space as one space, a line for
    /// each block-level element.
    pub(crate) fn text(&self, top: NodeId) -> String {
        let mut text = String::new();
        let mut at = top;
        while at != NONE && text.len() < TEXT_BYTES_MAX {
            match &self.node(at).content {
                Content::Text(words) => push_words(&mut text, words),
                Content::Element(name, _) => match flow(&name.local) {
                    Flow::Inline if &*name.local == "span" => push_words(&mut text, " "),
                    Flow::Inline => {}
                    _ => {
                        text.truncate(text.trim_end().len());
                        text.push('\n');
                    }
                },
                _ => {}
            }
            at = self.following(at, top, true);
        }
        text.trim().to_string()
    }

    fn detach(&mut self, id: NodeId) {
        let node = &mut self.nodes[id as usize];
        let (parent, previous, next) = (node.parent, node.previous, node.next);
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
        match previous {
            NONE if parent != NONE => self.nodes[parent as usize].first = next,
            NONE => {}
            _ => self.nodes[previous as usize].next = next,
        }
        match next {
            NONE if parent != NONE => self.nodes[parent as usize].last = previous,
            NONE => {}
            _ => self.nodes[next as usize].previous = previous,
        }
    }

    /// Puts a node below `parent`, before `next` or at the end.
    fn attach(&mut self, id: NodeId, parent: NodeId, next: NodeId) {
        self.detach(id);
        let previous = match next {
            NONE => self.nodes[parent as usize].last,
            _ => self.nodes[next as usize].previous,
        };
        let depth = self.nodes[parent as usize].depth + 1;
        if depth > DEPTH_MAX {
            self.limit = Some("elements nest deeper than 512");
        }
        let node = &mut self.nodes[id as usize];
        (node.parent, node.previous, node.next, node.depth) = (parent, previous, next, depth);
        match previous {
            NONE => self.nodes[parent as usize].first = id,
            _ => self.nodes[previous as usize].next = id,
        }
        match next {
            NONE => self.nodes[parent as usize].last = id,
            _ => self.nodes[next as usize].previous = id,
        }
    }

    fn create(&mut self, content: Content) -> NodeId {
        if self.nodes.len() >= NODES_MAX {
            self.limit = Some("more than 1,000,000 nodes");
        }
        let (parent, first, last, previous, next) = (NONE, NONE, NONE, NONE, NONE);
        self.nodes.push(Node { content, parent, first, last, previous, next, depth: 0 });
        (self.nodes.len() - 1) as NodeId
    }

    fn insert(&mut self, parent: NodeId, child: NodeOrText<NodeId>, next: NodeId) {
        match child {
            NodeOrText::AppendNode(id) => self.attach(id, parent, next),
            NodeOrText::AppendText(words) => {
                if self.is_dropped(parent) {
                    return;
                }
                let before = match next {
                    NONE => self.nodes[parent as usize].last,
                    _ => self.nodes[next as usize].previous,
                };
                if before != NONE
                    && let Content::Text(text) = &mut self.nodes[before as usize].content
                {
                    text.push_tendril(&words);
                    return;
                }
                let id = self.create(Content::Text(words));
                self.attach(id, parent, next);
            }
        }
    }

    /// Whether text below an element is never read.
    fn is_dropped(&self, id: NodeId) -> bool {
        match self.name(id) {
            "style" => true,
            "script" => !self.attribute(id, "type").is_some_and(|kind| kind.contains("json")),
            _ => false,
        }
    }
}

/// Gives a parser a text until its end or a limit.
fn feed<P: TendrilSink<UTF8>>(parser: &mut P, text: &str, sink: impl Fn(&P) -> &Sink) {
    let mut silent = 0;
    let weight = |byte: u8| match byte {
        b'/' => SLASH,
        b' ' | b'\n' | b'\t' | b'"' | b'\'' => MARK,
        _ => 0,
    };
    for piece in pieces(text) {
        let before = sink(parser).n_calls.get();
        parser.process(StrTendril::from_slice(piece));
        let sink = sink(parser);
        if sink.n_calls.get() == before {
            silent += piece.bytes().map(weight).sum::<usize>();
        }
        if silent > SILENT_MARKS_MAX {
            sink.limit("a tag has more than 50,000 attributes");
        }
        if sink.is_full() {
            break;
        }
    }
}

/// A text in pieces that are small enough to look at the limits between them.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE_BYTES));
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Adds words, runs of white space as one space.
pub(crate) fn push_words(text: &mut String, words: &str) {
    if words.starts_with(char::is_whitespace) && !text.is_empty() && !text.ends_with([' ', '\n']) {
        text.push(' ');
    }
    let mut first = true;
    for word in words.split_whitespace() {
        if !std::mem::take(&mut first) {
            text.push(' ');
        }
        text.push_str(word);
    }
    if !first && words.ends_with(char::is_whitespace) {
        text.push(' ');
    }
}

/// What the parser writes into.
pub(super) struct Sink {
    tree: RefCell<Tree>,
    /// How often something was made or added.
    n_calls: Cell<usize>,
}

impl Sink {
    /// Room for the nodes that so many bytes of a page make, most often.
    pub(super) fn new(bytes: usize) -> Sink {
        let nodes = Vec::with_capacity((bytes / NODE_BYTES).min(NODES_MAX));
        let mut tree = Tree { nodes, limit: None };
        tree.create(Content::Document);
        Sink { tree: RefCell::new(tree), n_calls: Cell::new(0) }
    }

    /// Whether a limit was reached.
    pub(super) fn is_full(&self) -> bool {
        self.tree.borrow().limit.is_some()
    }

    pub(super) fn limit(&self, reason: &'static str) {
        self.tree.borrow_mut().limit = Some(reason);
    }

    fn change(&self) -> RefMut<'_, Tree> {
        self.n_calls.set(self.n_calls.get() + 1);
        self.tree.borrow_mut()
    }
}

/// An element's name.
#[derive(Debug)]
pub(super) struct Name(Namespace, LocalName);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0
    }

    fn local_name(&self) -> &LocalName {
        &self.1
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Tree;
    type ElemName<'a> = Name;

    fn finish(self) -> Tree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        ROOT
    }

    fn elem_name(&self, target: &NodeId) -> Name {
        match &self.tree.borrow().node(*target).content {
            Content::Element(name, _) => Name(name.ns.clone(), name.local.clone()),
            _ => Name(ns!(), LocalName::from("")),
        }
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> NodeId {
        self.change().create(Content::Element(name, attrs))
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.change().create(Content::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.change().create(Content::Other)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.change().insert(*parent, child, NONE);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        let has_parent = self.tree.borrow().node(*element).parent != NONE;
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// What a template holds stays below it.
    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, new_node: NodeOrText<NodeId>) {
        let parent = self.tree.borrow().node(*sibling).parent;
        if parent != NONE {
            self.change().insert(parent, new_node, *sibling);
        }
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        let mut tree = self.tree.borrow_mut();
        if let Content::Element(_, own) = &mut tree.nodes[*target as usize].content {
            for attribute in attrs {
                if !own.iter().any(|a| a.name == attribute.name) {
                    own.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.tree.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let mut tree = self.tree.borrow_mut();
        while tree.node(*node).first != NONE {
            let child = tree.node(*node).first;
            tree.attach(child, *new_parent, NONE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_page_becomes_one_tree_with_its_text_in_order() {
        let tree = Tree::parse("<p>One <b>two<p>three</b> four<table><tr>five<td>six</table>");
        assert_eq!(tree.text(ROOT), "One two\nthree fourfive\nsix");
        let html = tree.node(ROOT).first;
        assert_eq!(tree.name(html), "html");
    }

    #[test]
    fn an_element_with_attributes_without_end_is_given_up() {
        let attributes: String = (0..1 << 20).map(|i| format!(" a{i}")).collect();
        for page in [format!("<p{attributes}>x"), format!("<p x='>'{attributes}>x")] {
            assert!(Tree::parse(&page).limit.is_some_and(|limit| limit.contains("attributes")));
        }
        assert!(Tree::parse_xml(&format!("<p{attributes}>x")).limit.is_some());
        let long =
            format!("<img src='data:{}'><p>{}", "A".repeat(1 << 20), "word ".repeat(1 << 20));
        assert!(Tree::parse(&long).limit.is_none());
    }

    #[test]
    fn a_page_that_nests_without_end_is_given_up_early() {
        for page in ["<div>".repeat(1 << 20), "<div></x>".repeat(1 << 20)] {
            let tree = Tree::parse(&page);
            assert!(tree.limit.is_some_and(|limit| limit.contains("deeper")));
            assert!(tree.nodes.len() < 10_000);
        }
        let formats: String = (0..400).map(|i| format!("<b a{i}>")).collect();
        let tree = Tree::parse(&(formats + &"<p>x".repeat(1 << 20)));
        assert!(tree.limit.is_some());
    }
}
