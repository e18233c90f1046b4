//! [`Page`]: the blocks of text on a page in reading order, and the boxes they lie in.
//!
//! One walk over the tree. A block is the text between two boundaries of block-level elements or
//! two line breaks; a box is a block-level element. What an element's name, class, id, role and
//! item property hint at is looked up in `lexicon/world/markup.tsv` and handed down: a box knows
//! how many boxes above it each hint stands.

use super::cut::Cuts;
use super::tree::{Content, NONE, NodeId, ROOT, Tree, push_words};
use html5ever::LocalName;
use lexicon::{HINTS_MAX, Markup};
use std::{collections::HashMap, ops::Range};

/// Most blocks of a page that are looked at. The largest of 432 pages measured has 5,400 (2026-11).
const BLOCKS_MAX: usize = 100_000;

/// Longest class or id that is split into its parts, in bytes.
const CLASS_BYTES_MAX: usize = 512;

/// Most links of a page that are kept, and the longest address of one, in bytes.
const LINKS_MAX: usize = 20_000;
const ADDRESS_BYTES_MAX: usize = 2048;

/// Most elements for times that are kept, and the longest value of one, in bytes.
const TIMES_MAX: usize = 5_000;
const TIME_BYTES_MAX: usize = 64;

/// Attributes with the value of an element for a time.
const TIME_VALUES: [&str; 2] = ["datetime", "data-time"];

/// Distance of a hint that stands nowhere above.
pub(crate) const FAR: u8 = u8::MAX;

/// How many boxes above each hint stands; [`FAR`] for nowhere.
pub(crate) type Hints = [u8; HINTS_MAX];

/// A block-level element.
#[derive(Clone, Debug)]
pub(crate) struct PageBox {
    /// The box around it; itself for the outermost.
    pub parent: usize,
    pub hints: Hints,
    /// Stands for the element's name and class.
    pub signature: u64,
    /// Sums over the blocks inside, at any depth.
    pub sums: Sums,
    /// Blocks that lie in it directly or deeper.
    pub blocks: Range<usize>,
}

/// Sums over blocks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sums {
    pub blocks: f32,
    pub words: f32,
    /// Words outside links of blocks that read as running text.
    pub plain: f32,
    /// Characters, and those inside links.
    pub chars: f32,
    pub link_chars: f32,
}

impl Sums {
    pub(crate) fn add(&mut self, other: &Sums) {
        self.blocks += other.blocks;
        self.words += other.words;
        self.plain += other.plain;
        self.chars += other.chars;
        self.link_chars += other.link_chars;
    }

    pub(crate) fn link_share(&self) -> f32 {
        self.link_chars / self.chars.max(1.0)
    }
}

/// A run of text.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// Its place in [`Page::text`].
    pub text: Range<usize>,
    /// The innermost box around it.
    pub in_box: usize,
    pub link_chars: usize,
    pub bold_chars: usize,
    /// Whether it stands after a line break rather than at the beginning of its box.
    pub continues: bool,
    /// Whether it holds an element for a time.
    pub has_time: bool,
}

/// The blocks and boxes of a page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// The texts of all blocks, each followed by a line break.
    pub text: String,
    /// Links: their places in `text` and the addresses as written.
    pub links: Vec<(Range<usize>, String)>,
    pub blocks: Vec<Block>,
    pub boxes: Vec<PageBox>,
    /// Elements for times: the box each stands in, and its value for machines, else its words.
    pub times: Vec<(usize, String)>,
    /// Whether there were more blocks than the limit.
    pub is_cut: bool,
    /// What else was left out.
    pub cuts: Cuts,
}

impl Page {
    /// Walks the tree. Cost: linear in its nodes.
    pub(crate) fn of(tree: &Tree, markup: &Markup) -> Page {
        let mut walk = Walk::new(tree, markup);
        let mut at = ROOT;
        'page: loop {
            let enters = walk.enter(at);
            if enters && tree.node(at).first != NONE {
                at = tree.node(at).first;
                continue;
            }
            loop {
                walk.leave(at);
                let node = tree.node(at);
                if at == ROOT || walk.page.blocks.len() >= BLOCKS_MAX {
                    break 'page;
                }
                if node.next != NONE {
                    at = node.next;
                    break;
                }
                at = node.parent;
            }
        }
        walk.flush(false);
        walk.page.is_cut = walk.page.blocks.len() >= BLOCKS_MAX;
        walk.page
    }

    pub(crate) fn words(&self, block: &Block) -> &str {
        &self.text[block.text.clone()]
    }
}

/// What the walk does with an element.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Flow {
    Skip,
    Boxed,
    Inline,
    Break,
}

pub(crate) fn flow(name: &str) -> Flow {
    // tidy: no words of a language
    match name {
        "script" | "style" | "noscript" | "template" | "svg" | "math" | "iframe" | "head"
        | "textarea" | "select" | "option" | "datalist" | "object" | "canvas" | "audio"
        | "video" | "map" | "progress" | "meter" => Flow::Skip,
        "br" => Flow::Break,
        // tidy: no words of a language
        "a" | "abbr" | "acronym" | "b" | "bdi" | "bdo" | "big" | "cite" | "code" | "data"
        | "del" | "dfn" | "em" | "font" | "i" | "img" | "input" | "ins" | "kbd" | "label"
        | "mark" | "nobr" | "picture" | "q" | "rp" | "ruby" | "rt" | "s" | "samp" | "small"
        | "source" | "span" | "strike" | "strong" | "sub" | "sup" | "time" | "tt" | "u" | "var"
        | "wbr" => Flow::Inline,
        _ => Flow::Boxed,
    }
}

/// An element the walk is in.
struct Open {
    node: NodeId,
    is_box: bool,
    is_link: bool,
    is_bold: bool,
    is_time: bool,
    /// Length of the page's text before it.
    start: usize,
}

struct Walk<'a> {
    tree: &'a Tree,
    markup: &'a Markup,
    page: Page,
    open: Vec<Open>,
    boxes: Vec<usize>,
    links: usize,
    bolds: usize,
    /// The block being filled: where it starts, and what is known of it.
    start: usize,
    link_chars: usize,
    bold_chars: usize,
    has_time: bool,
    /// Line breaks since the last words.
    breaks: usize,
    continues: bool,
    /// Hints of class and id values met before.
    known: HashMap<&'a str, u64>,
    /// What the names of elements met before mean: few, and compared as numbers.
    tags: Vec<(&'a LocalName, Flow, u64)>,
}

/// Most names of elements that are kept.
const TAGS_MAX: usize = 64;

impl<'a> Walk<'a> {
    fn new(tree: &'a Tree, markup: &'a Markup) -> Walk<'a> {
        let outer = PageBox {
            parent: 0,
            hints: [FAR; HINTS_MAX],
            signature: 0,
            sums: Sums::default(),
            blocks: 0..0,
        };
        Walk {
            tree,
            markup,
            page: Page { boxes: vec![outer], ..Page::default() },
            open: Vec::new(),
            boxes: vec![0],
            links: 0,
            bolds: 0,
            start: 0,
            link_chars: 0,
            bold_chars: 0,
            has_time: false,
            breaks: 0,
            continues: false,
            known: HashMap::new(),
            tags: Vec::new(),
        }
    }

    /// Whether the children are to be walked.
    fn enter(&mut self, id: NodeId) -> bool {
        match &self.tree.node(id).content {
            Content::Document => true,
            Content::Other => false,
            Content::Text(words) => {
                self.write(words);
                false
            }
            Content::Element(name, _) => match self.tag(&name.local).0 {
                Flow::Skip => false,
                Flow::Break => {
                    self.breaks += 1;
                    if self.breaks >= 2 {
                        self.flush(true);
                    }
                    false
                }
                kind => {
                    self.open_element(id, &name.local, kind == Flow::Boxed);
                    true
                }
            },
        }
    }

    /// What an element of a name does, and its hints.
    fn tag(&mut self, name: &'a LocalName) -> (Flow, u64) {
        if let Some((_, flow, hints)) = self.tags.iter().find(|(known, ..)| *known == name) {
            return (*flow, *hints);
        }
        let found = (flow(name), self.markup.hint("tag", name));
        if self.tags.len() < TAGS_MAX {
            self.tags.push((name, found.0, found.1));
        }
        found
    }

    fn open_element(&mut self, node: NodeId, name: &str, is_box: bool) {
        let is_link = name == "a" && self.tree.attribute(node, "href").is_some();
        let is_bold = matches!(name, "b" | "strong");
        self.links += usize::from(is_link);
        self.bolds += usize::from(is_bold);
        let is_time = name == "time";
        if is_time {
            self.has_time = true;
            self.write(" ");
        }
        if is_box {
            self.flush(false);
            let parent = *self.boxes.last().expect("the outermost box stays open");
            let hints = self.hints(node, self.page.boxes[parent].hints);
            let class = self.tree.attribute(node, "class").unwrap_or_default();
            self.boxes.push(self.page.boxes.len());
            let at = self.page.blocks.len();
            self.page.boxes.push(PageBox {
                parent,
                hints,
                signature: super::hash(class, super::hash(name, 0)),
                sums: Sums::default(),
                blocks: at..at,
            });
        }
        let start = self.page.text.len();
        self.open.push(Open { node, is_box, is_link, is_bold, is_time, start });
    }

    /// Keeps the value of an element for a time, or the first of its words that is a clock time.
    fn keep_time(&mut self, open: &Open) {
        let marked = TIME_VALUES.iter().find_map(|name| self.tree.attribute(open.node, name));
        let words = self.page.text.get(open.start..).unwrap_or_default();
        let clock = words.split_whitespace().find(|word| word.contains(':')).unwrap_or_default();
        let value = marked.unwrap_or(clock).trim();
        let in_box = *self.boxes.last().expect("the outermost box stays open");
        match (1..=TIME_BYTES_MAX).contains(&value.len()) {
            true if self.page.times.len() < TIMES_MAX => {
                self.page.times.push((in_box, value.to_string()));
            }
            is_time => self.page.cuts.add("times beyond the first 5,000", usize::from(is_time)),
        }
    }

    fn leave(&mut self, id: NodeId) {
        if self.open.last().is_none_or(|open| open.node != id) {
            return;
        }
        let open = self.open.pop().expect("checked above");
        self.links -= usize::from(open.is_link);
        self.bolds -= usize::from(open.is_bold);
        if open.is_link && open.start >= self.start {
            self.keep_link(&open);
        }
        if open.is_time {
            self.keep_time(&open);
        }
        if open.is_box {
            self.flush(false);
            let closed = self.boxes.pop().expect("opened with the element");
            self.page.boxes[closed].blocks.end = self.page.blocks.len();
        }
    }

    /// Keeps the words and the address of a link that lies in one block.
    fn keep_link(&mut self, open: &Open) {
        let words = &self.page.text[open.start..];
        let start = open.start + words.len() - words.trim_start().len();
        let end = open.start + words.trim_end().len();
        let address = self.tree.attribute(open.node, "href").unwrap_or_default().trim();
        if address.is_empty() || start >= end {
            return;
        }
        if address.len() > ADDRESS_BYTES_MAX {
            self.page.cuts.add("addresses of links longer than 2,048 bytes", 1);
        } else if self.page.links.len() == LINKS_MAX {
            self.page.cuts.add("links beyond the first 20,000", 1);
        } else {
            self.page.links.push((start..end, address.to_string()));
        }
    }

    fn write(&mut self, words: &str) {
        if words.trim().is_empty() {
            if self.page.text.len() > self.start && !words.is_empty() {
                push_words(&mut self.page.text, " ");
            }
            return;
        }
        let before = self.page.text.len();
        if self.breaks > 0 && before > self.start {
            self.page.text.push('\n');
        }
        self.breaks = 0;
        push_words(&mut self.page.text, words);
        let added = self.page.text.len().saturating_sub(before);
        self.link_chars += if self.links > 0 { added } else { 0 };
        self.bold_chars += if self.bolds > 0 { added } else { 0 };
    }

    /// Ends the block, if it has words.
    fn flush(&mut self, by_break: bool) {
        let text = &mut self.page.text;
        text.truncate(text.trim_end().len().max(self.start));
        if text.len() > self.start {
            self.page.blocks.push(Block {
                text: self.start..text.len(),
                in_box: *self.boxes.last().expect("the outermost box stays open"),
                link_chars: self.link_chars,
                bold_chars: self.bold_chars,
                continues: self.continues,
                has_time: self.has_time,
            });
            text.push('\n');
        }
        self.start = text.len();
        (self.link_chars, self.bold_chars, self.has_time) = (0, 0, false);
        (self.breaks, self.continues) = (0, by_break);
    }

    /// The hints of a box: its own, and those of the boxes above, one farther.
    fn hints(&mut self, node: NodeId, above: Hints) -> Hints {
        let mut hints = above.map(|distance| distance.saturating_add(1));
        let tree = self.tree;
        let Content::Element(name, attributes) = &tree.node(node).content else { return hints };
        let mut own = self.tag(&name.local).1;
        for attribute in attributes {
            let value: &'a str = &attribute.value;
            own |= match &*attribute.name.local {
                "class" | "id" => self.class_hints(value),
                kind @ ("role" | "itemprop") => self.markup.hint(kind, value.trim()),
                "hidden" => self.markup.hint("attribute", "hidden"),
                "style" if value.contains("none") => self.markup.hint("attribute", "style"),
                "aria-hidden" if value == "true" => self.markup.hint("attribute", "aria-hidden"),
                _ => 0,
            };
        }
        while own != 0 {
            hints[own.trailing_zeros() as usize] = 0;
            own &= own - 1;
        }
        hints
    }

    /// The hints of the parts of a class or id: words between hyphens, capitals or digits.
    fn class_hints(&mut self, value: &'a str) -> u64 {
        let value = &value[..value.floor_char_boundary(CLASS_BYTES_MAX)];
        if let Some(known) = self.known.get(value) {
            return *known;
        }
        let mut found = 0;
        let bytes = value.as_bytes();
        let mut start = 0;
        for i in 0..=bytes.len() {
            let is_letter = bytes.get(i).is_some_and(u8::is_ascii_alphabetic);
            let begins = is_letter
                && i > start
                && bytes[i].is_ascii_uppercase()
                && bytes[i - 1].is_ascii_lowercase();
            if i > start && (begins || !is_letter) {
                found |= self.markup.hint("class", &value[start..i]);
            }
            if begins {
                start = i;
            } else if !is_letter {
                start = i + 1;
            }
        }
        self.known.insert(value, found);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lexicon::{FILES, Lexicon, Table};

    #[test]
    fn every_hint_is_seen_in_its_example_and_not_in_its_near_miss() {
        let markup = &Lexicon::english().markup;
        let sees = |html: &str, hint: &str| {
            let page = Page::of(&Tree::parse(html), markup);
            let number = markup.number(hint).expect("a hint of the file");
            page.boxes[page.blocks[0].in_box].hints[number] != FAR
        };
        let (_, content) = FILES.iter().find(|(n, _)| *n == "world/markup.tsv").expect("file");
        let (table, _) = Table::parse("world/markup.tsv", content);
        let mut wrong = Vec::new();
        for row in table.rows() {
            let hint = row.get("hint");
            if !sees(row.get("example"), hint) || sees(row.get("near_miss"), hint) {
                wrong.push(row.get("id"));
            }
        }
        assert_eq!(wrong, Vec::<&str>::new());
        assert!(markup.hints.len() <= HINTS_MAX);
    }

    #[test]
    fn breaks_and_boxes_end_blocks_and_scripts_are_no_text() {
        let html = "<div>One <b>two</b><br>three<br><br>four<p>five<script>x</script> \
                    <a href=y>six</a></div><svg><text>seven</text></svg>eight";
        let page = Page::of(&Tree::parse(html), &Lexicon::english().markup);
        let words: Vec<&str> = page.blocks.iter().map(|b| page.words(b)).collect();
        assert_eq!(words, ["One two\nthree", "four", "five six", "eight"]);
        assert_eq!(page.blocks[2].link_chars, 3);
        assert!(page.blocks[1].continues && !page.blocks[2].continues);
    }
}
