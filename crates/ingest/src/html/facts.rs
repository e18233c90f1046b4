//! [`Facts`]: what a page says of itself, gathered in one walk and not yet weighed.

use super::cut::Cuts;
use super::linked::{Linked, unescape};
use super::tree::{Content, NONE, NodeId, ROOT, Tree, push_words};
use lexicon::Markup;
use std::collections::HashMap;

/// Most values of one kind that are kept. The most on 432 pages measured are 448 (2026-11).
const VALUES_MAX: usize = 1000;

/// Longest value that is kept, in bytes.
const VALUE_BYTES_MAX: usize = 4096;

/// Longest text of an element that can be a name or a time, in bytes.
const SHORT_BYTES_MAX: usize = 300;

/// Elements around a time beside which words before it are looked for; most nodes that are looked
/// at beside and below each, and most bytes of such words.
const BEFORE_REACH: usize = 2;
const BEFORE_NODES_MAX: usize = 12;
const BEFORE_BYTES_MAX: usize = 60;

/// Keys of `meta` elements that publishers of news use. On 432 development pages (2026-11-22) 8 of
/// the 24 of news that their data do not call so have one, and 6 of 271 of other sites.
const NEWS_KEYS: [&str; 2] = ["news_keywords", "fb:pages"];

/// Parts of addresses of what WordPress puts on its pages.
const WORDPRESS: [&str; 3] = ["/wp-content/", "/wp-includes/", "/wp-json/"];

/// Most words of a picture's description that can be a name.
const PORTRAIT_WORDS_MAX: usize = 6;

/// What was found on a page.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// `meta` elements: name, property or item property in lower case, and content.
    pub metas: Vec<(String, String)>,
    /// The `title` element.
    pub title: Option<String>,
    /// Headings of the first level.
    pub headings: Vec<String>,
    /// The address the page calls its own.
    pub canonical: Option<String>,
    /// The language the page says it is in.
    pub language: Option<String>,
    /// Whether the page was made by WordPress, whose titles are made as its users set them.
    pub is_wordpress: bool,
    /// JSON-LD.
    pub linked: Linked,
    /// Elements for times: machine-readable value or text, and where.
    pub times: Vec<Said>,
    /// Elements that seem to name writers.
    pub bylines: Vec<Said>,
    /// Descriptions of pictures that are as short as a name.
    pub portraits: Vec<String>,
    /// What was left out.
    pub cuts: Cuts,
}

/// A value of an element.
#[derive(Debug)]
pub(crate) struct Said {
    pub value: String,
    /// Why it was taken: an item property, relation, element or class.
    pub by: &'static str,
    /// Whether it is a time of change rather than publication.
    pub is_update: bool,
    /// The words just before a time.
    pub before: String,
}

impl Facts {
    /// Walks the tree. Cost: linear in its nodes.
    pub(crate) fn of<'t>(tree: &'t Tree, markup: &'t Markup) -> Facts {
        let mut facts = Facts::default();
        let mut scripts = Vec::new();
        let mut classes = Classes { markup, known: HashMap::new() };
        let byline = markup.number("byline").map_or(0, |number| 1_u64 << number);
        let time = markup.number("time").map_or(0, |number| 1_u64 << number);
        let mut at = ROOT;
        while at != NONE {
            let mut deep = true;
            if let Content::Element(name, _) = &tree.node(at).content {
                match &*name.local {
                    "script" => scripts.extend(script(tree, at)),
                    "meta" => facts.meta(tree, at),
                    "link" => facts.link(tree, at),
                    "html" => facts.language = tree.attribute(at, "lang").map(str::to_string),
                    "title" if facts.title.is_none() => {
                        facts.title = Some(unescape(&tree.text(at)));
                    }
                    "img" => {
                        if let Some(words) = portrait(tree, at) {
                            push(&mut facts.portraits, words, &mut facts.cuts);
                        }
                    }
                    "h1" => {
                        push(&mut facts.headings, unescape(&tree.text(at)), &mut facts.cuts);
                    }
                    "style" | "svg" | "noscript" | "template" => deep = false,
                    _ => facts.element(tree, &mut classes, at, [byline, time]),
                }
            }
            at = tree.following(at, ROOT, deep);
        }
        facts.linked = Linked::of(&scripts, &mut facts.cuts);
        facts
    }

    fn link(&mut self, tree: &Tree, at: NodeId) {
        let Some(address) = tree.attribute(at, "href") else { return };
        if is(tree, at, "rel", "canonical") {
            self.canonical = Some(address.to_string());
        }
        self.is_wordpress |= WORDPRESS.iter().any(|part| address.contains(part));
    }

    fn meta(&mut self, tree: &Tree, at: NodeId) {
        let keys = ["property", "name", "itemprop", "http-equiv"];
        let key = keys.iter().find_map(|key| tree.attribute(at, key));
        let (Some(key), Some(value)) = (key, tree.attribute(at, "content")) else { return };
        if value.len() > VALUE_BYTES_MAX {
            self.cuts.add("values of `meta` elements longer than 4,096 bytes", 1);
        } else if !value.is_empty() {
            let meta = (key.trim().to_ascii_lowercase(), unescape(value));
            push(&mut self.metas, meta, &mut self.cuts);
        }
    }

    fn element<'t>(
        &mut self,
        tree: &'t Tree,
        classes: &mut Classes<'t>,
        at: NodeId,
        [byline, time]: [u64; 2],
    ) {
        let name = tree.name(at);
        let [property, rel, class] = tree.attributes(at, ["itemprop", "rel", "class"]);
        let by = match () {
            () if name == "time" => "time",
            () if property == "datePublished" || property == "dateModified" => "itemprop",
            () if property == "author" || property == "creator" => "itemprop",
            () if rel.split(' ').any(|r| r == "author") => "rel",
            () if name == "a" && leads_to_writer(tree, classes.markup, at, byline) => "link",
            () if !class.is_empty() && classes.hints(class) & (byline | time) != 0 => "class",
            () => return,
        };
        let class = if by == "link" { "" } else { class };
        let machine = ["datetime", "content"].iter().find_map(|a| tree.attribute(at, a));
        let value = match machine {
            Some(value) if !value.trim().is_empty() => value.to_string(),
            _ => tree.text(at),
        };
        if value.trim().is_empty() || value.len() > SHORT_BYTES_MAX {
            return;
        }
        let is_time = by == "time" || property.starts_with("date");
        let is_byline = matches!(property, "author" | "creator") || by == "rel" || by == "link";
        let is_update = property == "dateModified" || is_update(class);
        let before = if is_time { words_before(tree, at) } else { String::new() };
        let said = |value| Said { value, by, is_update, before };
        if !is_time && (is_byline || classes.hints(class) & byline != 0) {
            push(&mut self.bylines, said(value), &mut self.cuts);
        } else {
            push(&mut self.times, said(value), &mut self.cuts);
        }
    }

    /// Whether the page says that it is news: its data call it so, or its publisher; or it has
    /// what search engines and social networks ask of publishers of news.
    pub(crate) fn is_news(&self) -> bool {
        self.linked.is_news() || self.meta_value(&NEWS_KEYS).is_some()
    }

    /// The first `meta` value under one of these keys, in the order of the keys.
    pub(crate) fn meta_value(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|key| {
            let meta = self.metas.iter().find(|(k, v)| k == key && !v.trim().is_empty());
            meta.map(|(_, value)| value.as_str())
        })
    }
}

/// The words just before an element, if they are few: of what stands before it beside it, or
/// beside the element around it.
fn words_before(tree: &Tree, at: NodeId) -> String {
    let mut place = at;
    for _ in 0..BEFORE_REACH {
        let mut previous = tree.node(place).previous;
        for _ in 0..BEFORE_NODES_MAX {
            if previous == NONE {
                break;
            }
            let Some(words) = few_words(tree, previous) else { return String::new() };
            if !words.is_empty() {
                return words;
            }
            previous = tree.node(previous).previous;
        }
        place = tree.node(place).parent;
        if place == NONE {
            break;
        }
    }
    String::new()
}

/// The text of a node that has few nodes and words below it.
fn few_words(tree: &Tree, top: NodeId) -> Option<String> {
    let mut words = String::new();
    let mut at = top;
    for _ in 0..BEFORE_NODES_MAX {
        if let Content::Text(text) = &tree.node(at).content {
            push_words(&mut words, text);
        }
        if words.len() > BEFORE_BYTES_MAX {
            return None;
        }
        at = tree.following(at, top, true);
        if at == NONE {
            return Some(words.trim().to_string());
        }
    }
    None
}

fn push<T>(values: &mut Vec<T>, value: T, cuts: &mut Cuts) {
    if values.len() < VALUES_MAX {
        values.push(value);
    } else {
        cuts.add("titles, names, times and `meta` elements beyond the first 1,000 of a kind", 1);
    }
}

fn is(tree: &Tree, at: NodeId, attribute: &str, wanted: &str) -> bool {
    tree.attribute(at, attribute).is_some_and(|value| value.eq_ignore_ascii_case(wanted))
}

/// The description of a picture that may be a person.
fn portrait(tree: &Tree, at: NodeId) -> Option<String> {
    let words = tree.attribute(at, "alt")?;
    let fits = (2..=PORTRAIT_WORDS_MAX).contains(&words.split_whitespace().count())
        && words.len() <= SHORT_BYTES_MAX;
    fits.then(|| words.to_string())
}

/// The text of a JSON-LD script.
fn script(tree: &Tree, at: NodeId) -> Option<String> {
    let is_linked = tree.attribute(at, "type").is_some_and(|kind| kind.contains("ld+json"));
    let child = tree.node(at).first;
    if !is_linked || child == NONE {
        return None;
    }
    match &tree.node(child).content {
        Content::Text(text) => Some(text.to_string()),
        _ => None,
    }
}

/// Whether an address leads to a writer's page: `/author/…`.
fn leads_to_writer(tree: &Tree, markup: &Markup, at: NodeId, byline: u64) -> bool {
    let Some(address) = tree.attribute(at, "href") else { return false };
    let path = address.split("://").nth(1).unwrap_or(address);
    let mut parts = path.split('/').skip(1).filter(|part| !part.is_empty());
    let marked = parts.find(|part| has_part(markup, part, byline) && part.len() < 16);
    marked.is_some() && parts.next().is_some()
}

/// Whether a class says that something was changed.
fn is_update(class: &str) -> bool {
    let class = class.to_ascii_lowercase();
    class.contains("updat") || class.contains("modif")
}

/// What classes hint at, looked up once each: a page has few and many elements.
struct Classes<'t> {
    markup: &'t Markup,
    known: HashMap<&'t str, u64>,
}

impl<'t> Classes<'t> {
    /// The hints of all parts of a class.
    fn hints(&mut self, class: &'t str) -> u64 {
        let all = || parts_of(class).fold(0, |all, part| all | self.markup.hint("class", part));
        *self.known.entry(class).or_insert_with(all)
    }
}

fn has_part(markup: &Markup, class: &str, wanted: u64) -> bool {
    parts_of(class).any(|part| markup.hint("class", part) & wanted != 0)
}

/// The words of a class: `post-author`, `authorName`.
fn parts_of(class: &str) -> impl Iterator<Item = &str> {
    let words = class.split(|c: char| !c.is_ascii_alphabetic()).filter(|part| !part.is_empty());
    words.flat_map(|word| {
        let bytes = word.as_bytes();
        let turns = (1..bytes.len())
            .find(|at| bytes[*at].is_ascii_uppercase() && bytes[*at - 1].is_ascii_lowercase());
        [Some(word), turns.map(|at| &word[..at])].into_iter().flatten()
    })
}
