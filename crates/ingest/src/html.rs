//! HTML pages: main text and metadata.
//!
//! [`tree`] parses, [`page`] finds the blocks of text, [`feature`] describes them, [`keep`] judges
//! which are the article's, [`facts`] gathers what the page says of itself ([`linked`]: in
//! JSON-LD).

mod facts;
mod feature;
mod keep;
mod linked;
mod metadata;
mod page;
pub(crate) mod tree;
mod when;
mod wording;
mod writer;

pub use keep::{Forest, LEAF, TreeNode};

use document::Metadata;
use facts::Facts;
use feature::{Scene, Told};
use lexicon::Lexicon;
use page::Page;
use std::sync::LazyLock;
use tree::Tree;
use wording::Said;

/// Whether a text is an HTML page: by the ending of its name or by how it begins.
pub(crate) fn looks_like(path: &str, text: &str) -> bool {
    let path = path.to_ascii_lowercase();
    let head: String = text.trim_start().chars().take(512).collect::<String>().to_ascii_lowercase();
    head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || (head.starts_with("<?xml") && head.contains("<html"))
        || ([".html", ".htm", ".xhtml"].iter().any(|e| path.ends_with(e)) && head.contains('<'))
}

/// What the model sees of a page, to learn from.
#[derive(Debug, Default)]
pub struct Described {
    /// The words of each block.
    pub texts: Vec<String>,
    /// The values of each block, in the order of [`names`].
    pub values: Vec<Vec<f32>>,
}

/// Describes the blocks of a page.
pub fn describe(page: &str, lexicon: &Lexicon) -> Described {
    let tree = Tree::parse(page);
    let facts = Facts::of(&tree, &lexicon.markup);
    let mut page = Page::of(&tree, &lexicon.markup);
    let told = told(&facts);
    let scene = Scene::of(&mut page, &told, &lexicon.markup);
    Described {
        texts: scene.page.blocks.iter().map(|b| scene.page.words(b).to_string()).collect(),
        values: values(&scene),
    }
}

/// The names of the features, in the order of their values.
pub fn names(lexicon: &Lexicon) -> Vec<String> {
    let mut page = Page::default();
    let tree = Tree::parse("<p>A</p>");
    let told = Told::default();
    let mut filled = Page::of(&tree, &lexicon.markup);
    std::mem::swap(&mut page, &mut filled);
    let scene = Scene::of(&mut page, &told, &lexicon.markup);
    let mut names = Vec::new();
    scene.describe(0, &mut |group, name, _| names.push(format!("{group} {name}").trim().into()));
    names
}

fn values(scene: &Scene<'_>) -> Vec<Vec<f32>> {
    let describe = |i| {
        let mut values = Vec::with_capacity(160);
        scene.describe(i, &mut |_, _, value| values.push(value));
        values
    };
    (0..scene.page.blocks.len()).map(describe).collect()
}

/// All text of a piece of HTML, such as a feed or an agency sends: a line for each block, blank
/// lines between them.
pub(crate) fn text_of(html: &str, lexicon: &Lexicon) -> String {
    let page = Page::of(&Tree::parse(html), &lexicon.markup);
    page.blocks.iter().map(|block| page.words(block)).collect::<Vec<_>>().join("\n\n")
}

/// The time in a value that a machine wrote, ISO 8601.
pub(crate) fn time_of(value: &str, lexicon: &Lexicon) -> Option<String> {
    when::parse(value, when::Order::DayFirst, lexicon)
}

/// The names of writers in a byline.
pub(crate) fn names_of(byline: &str, lexicon: &Lexicon) -> Vec<String> {
    writer::names(byline, lexicon)
}

/// What the page says that its blocks are compared with.
fn told(facts: &Facts) -> Told {
    let metas = ["og:title", "twitter:title"].iter().filter_map(|key| facts.meta_value(&[key]));
    let titles = metas.map(str::to_string).chain(facts.title.clone());
    let titles = titles.chain(facts.linked.text("headline"));
    let said = ["og:description", "description", "twitter:description"];
    let description = facts.meta_value(&said).unwrap_or_default();
    let description = facts.linked.text("description").unwrap_or_default() + " " + description;
    let body = facts.linked.text("articleBody").unwrap_or_default();
    Told {
        titles: titles.map(|title| Said::of(&title)).collect(),
        description: Said::of(&description),
        body: Said::of(&body),
    }
}

/// Odd, with its bits spread: 2^64 divided by the golden ratio.
const PRIME: u64 = 0x9E37_79B9_7F4A_7C15;

/// A hash of a text, ASCII letter case ignored (FNV-like, eight bytes mixed one by one).
fn hash(text: &str, seed: u64) -> u64 {
    let sum = text.bytes().fold(0xCBF2_9CE4_8422_2325 ^ seed, |sum, byte| {
        (sum ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01B3)
    });
    (sum ^ (sum >> 29)).wrapping_mul(PRIME)
}

/// Likelihood from which a block is the article's (see `models/README.md`).
const KEPT_MIN: f32 = 0.5;

/// Blocks above the headline, and from the first of the article, that can hold its byline and day.
const LEAD_BLOCKS_ABOVE: usize = 3;
const LEAD_BLOCKS_BELOW: usize = 3;

/// Most words of such a block.
const LEAD_WORDS_MAX: f32 = 30.0;

/// The weights, with features by their numbers.
static FOREST: LazyLock<Forest> = LazyLock::new(|| {
    let weights = include_str!("../../../models/extraction.tsv");
    Forest::parse(weights, &names(Lexicon::english())).expect("a test reads the same file")
});

/// A page read.
pub(crate) struct Read {
    /// The main text, paragraphs separated by blank lines; empty if none was found.
    pub text: String,
    pub metadata: Metadata,
    /// Why the page was not read to its end.
    pub limit: Option<&'static str>,
}

/// Reads a page: its main text and what it says of itself.
pub(crate) fn read(page: &str, lexicon: &Lexicon) -> Read {
    let tree = Tree::parse(page);
    let facts = Facts::of(&tree, &lexicon.markup);
    let mut page = Page::of(&tree, &lexicon.markup);
    let told = told(&facts);
    let scene = Scene::of(&mut page, &told, &lexicon.markup);
    let mut values = Vec::new();
    let mut judge = |i: &usize| {
        values.clear();
        scene.describe(*i, &mut |_, _, value| values.push(value));
        FOREST.judge(&values) >= KEPT_MIN
    };
    let kept: Vec<usize> = (0..scene.page.blocks.len()).filter(&mut judge).collect();
    let words = |i: &usize| scene.page.words(&scene.page.blocks[*i]);
    let text = kept.iter().map(words).collect::<Vec<_>>().join("\n\n");
    let first = kept.first().copied().unwrap_or(0);
    let top = scene.headline.map_or(first, |at| at.min(first));
    let lead = top.saturating_sub(LEAD_BLOCKS_ABOVE)..(first + LEAD_BLOCKS_BELOW);
    let lead = lead.filter(|i| scene.wordings.get(*i).is_some_and(|w| w.words < LEAD_WORDS_MAX));
    let lead: Vec<&str> = lead.map(|i| words(&i)).collect();
    let metadata = metadata::weigh(&facts, &lead.join("\n"), lexicon);
    let is_prose = kept.iter().any(|i| scene.wordings[*i].is_plain());
    let text = if is_prose { text } else { String::new() };
    Read {
        text,
        metadata,
        limit: tree.limit.or(scene.page.is_cut.then_some("more than 100,000 blocks")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!doctype html><html lang="en"><head><title>Rail line to reopen - The Echo</title>
<meta property="og:site_name" content="The Echo"><meta property="article:published_time" content="2031-04-09T05:05:00Z"></head>
<body><nav><a href="/">Home</a><a href="/world">World</a></nav><article><h1>Rail line to reopen</h1>
<p>The border railway will reopen in May, the two governments said on Tuesday after a day of talks in the valley town of Orsk.</p>
<p>“We have waited nine years for this train,” the mayor, Ilva Renn, told a crowd of several hundred people at the station.</p>
<p>Engineers still have to test two bridges before passengers can be carried, and the ministry named no date for that work.</p>
</article><footer>All rights reserved</footer></body></html>"#;

    fn read_page(page: &str) -> Read {
        read(page, Lexicon::english())
    }

    #[test]
    fn a_page_gives_its_text_and_what_it_says_of_itself() {
        let Read { text, metadata, .. } = read_page(PAGE);
        assert!(text.contains("“We have waited nine years for this train,” the mayor"));
        assert!(!text.contains("All rights reserved") && !text.contains("Home"));
        assert_eq!(metadata.title.as_deref(), Some("Rail line to reopen"));
        assert_eq!(metadata.publisher.as_deref(), Some("The Echo"));
        assert_eq!(metadata.published.as_deref(), Some("2031-04-09T05:05:00Z"));
        assert_eq!(metadata.language.as_deref(), Some("en"));
    }

    #[test]
    fn a_page_that_nests_without_end_is_cut_and_said() {
        assert!(read_page(&"<div>".repeat(100_000)).limit.is_some());
        assert_eq!(read_page(PAGE).limit, None);
    }
}
