//! HTML pages: main text and metadata.
//!
//! [`tokens`] and [`tree`] parse, [`page`] finds the blocks of text, [`feature`] and [`vocabulary`]
//! describe them, [`keep`] judges which are the article's, once by themselves and once more by how
//! those [`around`] them were judged, [`article`] puts them together. [`facts`] gathers what
//! the page says of itself ([`linked`]: in JSON-LD), [`lines`] the text around the article that
//! tells of it, and [`metadata`] weighs both: [`headline`], [`day`], [`byline`]. An article that
//! only the page's scripts carry is found by [`unrendered`]. Pages of one site that are read
//! together tell of each other ([`Sites`]).

mod around;
mod article;
mod byline;
mod cut;
mod day;
mod facts;
mod feature;
mod headline;
mod keep;
mod lines;
mod linked;
mod live;
mod metadata;
mod page;
mod site;
mod tokens;
pub(crate) mod tree;
mod unrendered;
mod vocabulary;
mod when;
mod wording;
mod writer;

pub use around::Around;
pub use keep::{Forest, LEAF, TreeNode};
pub(crate) use metadata::is_day_of_change;
pub use site::{Sites, Sketch};
pub use vocabulary::{Vocabulary, hashes as word_hashes};

use crate::layout::Given;
use article::Article;
use cut::Cuts;
use document::Metadata;
use facts::Facts;
use feature::{Scene, Told};
use keep::Grove;
use lexicon::Lexicon;
use lines::Lines;
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
    /// Where on the page each block lies, for [`Sketch`].
    pub places: Vec<u64>,
    /// The host of the page, as it says itself; empty if it does not.
    pub host: String,
    /// What lies around each block, for the second look.
    pub around: Around,
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
        places: scene.places(),
        host: host(&facts),
        around: Around::of(&scene),
    }
}

/// The host of a page, as it says itself; empty if it does not.
fn host(facts: &Facts) -> String {
    metadata::url(facts).and_then(|url| crate::address::host(&url)).unwrap_or_default()
}

/// Signs of a title, of which its likelihood is learned.
pub const TITLE_SIGNS: usize = headline::N_SIGNS;

/// The names of these signs.
pub fn title_signs() -> Vec<String> {
    headline::names()
}

/// Whether two titles have the same words, letters of either case.
pub fn is_same_title(a: &str, b: &str) -> bool {
    metadata::same_words(a, b)
}

/// The titles that a page gives itself, each with the values of its signs.
pub fn titles(page: &str, lexicon: &Lexicon) -> Vec<(String, Vec<f32>)> {
    let tree = Tree::parse(page);
    metadata::titles(&Facts::of(&tree, &lexicon.markup))
}

/// The page with the article that its scripts carry, as a browser would show it; `None` if they
/// carry none. Cost: linear in the page, and in parsing twenty of the strings in it at most.
pub fn rendered(page: &str, lexicon: &Lexicon) -> Option<String> {
    unrendered::rendered(page, &lexicon.markup, &mut Cuts::default())
}

/// A block of a page and how it was judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Its words.
    pub words: String,
    /// How likely it is text of the article, 0 to 1.
    pub likelihood: f32,
    /// Whether it was kept.
    pub is_kept: bool,
    /// The features that moved the judgement most, with their values and by how much they moved
    /// it, in log odds: up for the article, down for furniture.
    pub because: Vec<(String, f32, f32)>,
}

/// Features named for each judgement.
const REASONS: usize = 3;

/// Judges the blocks of a page, one of `sites`, and says why; empty if the bytes are no page. Cost:
/// as reading it, and the sum of the trees' depths for each block.
pub fn judgements(path: &str, bytes: &[u8], lexicon: &Lexicon, sites: &Sites) -> Vec<Judged> {
    let Ok((text, _)) = crate::decode::decode(bytes) else { return Vec::new() };
    if !looks_like(path, &text) {
        return Vec::new();
    }
    let alone = judge(&text, lexicon, &Sites::default());
    let rendered = match alone.iter().any(|block| block.is_kept) {
        true => None,
        false => rendered(&text, lexicon),
    };
    judge(rendered.as_deref().unwrap_or(&text), lexicon, sites)
}

/// The name of the reason that other pages of the site give: their mean judgement of the place.
const SITE_REASON: &str = "site place";

/// The name of the reason that a likelier block with the same words gives.
const COPY_REASON: &str = "likelier copies";

fn judge(page: &str, lexicon: &Lexicon, sites: &Sites) -> Vec<Judged> {
    let described = describe(page, lexicon);
    let (names, again) = (names(lexicon), names_again(lexicon));
    let first: Vec<f32> = described.values.iter().map(|row| FOREST.judge(row)).collect();
    let rows = described.around.rows(&described.values.concat(), names.len(), &first);
    let rows: Vec<&[f32]> = rows.chunks_exact(again.len()).collect();
    let second = rows.iter().map(|row| AGAIN.judge(row)).collect();
    let mut likely = settled(first, second);
    let sketch = Sketch::of(&described.host, &described.places, &likely);
    sites.weigh(&sketch, &described.places, &mut likely);
    let copies = described.around.leave_copies(&mut likely);
    let judge = |(i, words): (usize, String)| {
        let mut moves = AGAIN.moves(rows[i]);
        // What the first look rests on says more than that it was taken.
        moves[names.len()] = 0.0;
        let first = FOREST.moves(&described.values[i]);
        moves.iter_mut().zip(first).for_each(|(by, first)| *by += first);
        let moves = moves.into_iter().enumerate().filter(|(_, by)| *by != 0.0);
        let mut because: Vec<(String, f32, f32)> =
            moves.map(|(n, by)| (again[n].clone(), rows[i][n], by)).collect();
        let others = sites.others(&sketch, described.places[i]);
        because.extend(others.map(|mean| (SITE_REASON.to_string(), mean, Sites::moves(mean))));
        let copies = copies.iter().filter(|(at, _)| *at == i);
        because.extend(copies.map(|(_, by)| (COPY_REASON.to_string(), 1.0, *by)));
        because.sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()));
        because.truncate(REASONS);
        Judged { words, likelihood: likely[i], is_kept: likely[i] >= KEPT_MIN, because }
    };
    described.texts.into_iter().enumerate().map(judge).collect()
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
    names.extend(vocabulary::NAMES.map(str::to_string));
    names
}

/// The names of the values that the second look sees.
pub fn names_again(lexicon: &Lexicon) -> Vec<String> {
    let mut names = names(lexicon);
    names.extend(around::names());
    names
}

fn values(scene: &Scene<'_>) -> Vec<Vec<f32>> {
    let describe = |i| {
        let mut values = Vec::with_capacity(160);
        scene.describe(i, &mut |_, _, value| values.push(value));
        values.extend(VOCABULARY.values(scene.page.words(&scene.page.blocks[i])));
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

/// The weights, with features by their numbers.
static FOREST: LazyLock<Forest> = LazyLock::new(|| {
    let weights = include_str!("../../../models/extraction.tsv");
    Forest::parse(weights, &names(Lexicon::english())).expect("a test reads the same file")
});

/// What words say.
static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let weights = include_str!("../../../models/extraction_words.tsv");
    Vocabulary::parse(weights).expect("a test reads the same file")
});

/// Those of the second look.
static AGAIN: LazyLock<Forest> = LazyLock::new(|| {
    let weights = include_str!("../../../models/extraction_again.tsv");
    Forest::parse(weights, &names_again(Lexicon::english())).expect("a test reads the same file")
});

/// Both, to judge all blocks of a page.
static GROVES: LazyLock<[Grove; 2]> = LazyLock::new(|| {
    [&FOREST, &AGAIN]
        .map(|forest| Grove::of(forest).expect("the trees of the program have few answers"))
});

/// A page read.
pub(crate) struct Read {
    /// The main text, paragraphs separated by blank lines; empty if none was found.
    pub text: String,
    /// What is known of the text's parts.
    pub given: Given,
    pub metadata: Metadata,
    /// Why the page was not read to its end.
    pub limit: Option<&'static str>,
    /// What else was left out.
    pub cuts: Cuts,
    /// Why the text may be only part of the article.
    pub partial: Vec<&'static str>,
    /// What it shows of its site; nothing of a page that is read alone.
    pub sketch: Sketch,
    /// Whether the page by itself, without the others of its site, shows running text.
    is_plain: bool,
}

/// Reads a page, one of `sites` if it is not read alone: its main text and what it says of itself.
pub(crate) fn read(page: &str, lexicon: &Lexicon, sites: Option<&Sites>) -> Read {
    let mut read = read_elements(page, lexicon, sites);
    // Whether a page keeps its article in scripts is for the page alone to show.
    if read.is_plain && !read.text.is_empty() {
        return read;
    }
    let mut cuts = Cuts::default();
    if let Some(page) = unrendered::rendered(page, &lexicon.markup, &mut cuts) {
        read = read_elements(&page, lexicon, sites);
    }
    read.cuts.join(cuts);
    read
}

/// Reads a page of which scripts are no part.
fn read_elements(page: &str, lexicon: &Lexicon, sites: Option<&Sites>) -> Read {
    let tree = Tree::parse(page);
    let facts = Facts::of(&tree, &lexicon.markup);
    let mut page = Page::of(&tree, &lexicon.markup);
    let told = told(&facts);
    let scene = Scene::of(&mut page, &told, &lexicon.markup);
    let (kept, sketch, is_plain) = kept(&scene, &facts, sites);
    let words = |i: &usize| scene.page.words(&scene.page.blocks[*i]);
    let mut cuts = Cuts::default();
    let lines = Lines::of(&scene, &kept, &lexicon.markup);
    let metadata = metadata::weigh(&facts, &lines, &mut cuts, lexicon);
    let kept = without_titles(&scene, kept, &metadata);
    let is_prose = kept.iter().any(|i| scene.wordings[*i].is_plain());
    let article = match is_prose {
        true => Article::of(&scene, &kept, &facts, &lexicon.markup),
        false => Article::default(),
    };
    let partial = partial(&facts, kept.last().map(words).unwrap_or_default());
    let limit = tree.limit.or(scene.page.is_cut.then_some("more than 100,000 blocks"));
    cuts.join(article.cuts);
    cuts.join(facts.cuts);
    cuts.join(page.cuts);
    let (text, given) = (article.text, article.given);
    Read { text, given, metadata, limit, cuts, partial, sketch, is_plain }
}

/// Fewest words of running text with which a page is not asked for an article in its scripts. Above
/// a sentence that asks to wait or to enable them; no other number was tried.
const PLAIN_WORDS_MIN: f32 = 20.0;

/// The blocks that are the article's, what the page shows of its site, and whether it has running
/// text by itself.
fn kept(scene: &Scene<'_>, facts: &Facts, sites: Option<&Sites>) -> (Vec<usize>, Sketch, bool) {
    let n = scene.page.blocks.len();
    let values = values(scene).concat();
    let width = values.len() / n.max(1);
    let first = GROVES[0].judge(&values, width);
    let around = Around::of(scene);
    let rows = around.rows(&values, width, &first);
    let second = GROVES[1].judge(&rows, rows.len() / n.max(1));
    let mut likely = settled(first, second);
    let plain = |i: &usize| likely[*i] >= KEPT_MIN && scene.wordings[*i].is_plain();
    let plain: f32 = (0..n).filter(plain).map(|i| scene.wordings[i].words).sum();
    let is_plain = plain >= PLAIN_WORDS_MIN;
    let mut sketch = Sketch::default();
    if let Some(sites) = sites {
        let places = scene.places();
        sketch = Sketch::of(&host(facts), &places, &likely);
        sites.weigh(&sketch, &places, &mut likely);
    }
    around.leave_copies(&mut likely);
    ((0..n).filter(|i| likely[*i] >= KEPT_MIN).collect(), sketch, is_plain)
}

/// The judgements of the second look; of a page of which it leaves nothing, as of one that is but a
/// sentence or two, those of the first.
fn settled(first: Vec<f32>, second: Vec<f32>) -> Vec<f32> {
    let keeps = |likely: &[f32]| likely.iter().any(|p| *p >= KEPT_MIN);
    if keeps(&first) && !keeps(&second) { first } else { second }
}

/// Blocks from the first that is kept in which the page's titles can stand.
const TITLE_BLOCKS: usize = 4;

/// The blocks without those that are another of the page's titles than its headline.
fn without_titles(scene: &Scene<'_>, mut kept: Vec<usize>, metadata: &Metadata) -> Vec<usize> {
    let until = kept.get(TITLE_BLOCKS).copied().unwrap_or(usize::MAX);
    let others = metadata.sayings.iter().filter(|s| s.field == "headline" && !s.is_taken);
    let others: Vec<&str> = others.map(|saying| saying.value.as_str()).collect();
    let words = |i: usize| scene.page.words(&scene.page.blocks[i]);
    kept.retain(|i| *i >= until || !others.iter().any(|o| metadata::same_words(o, words(*i))));
    kept
}

/// Reasons to think that the text is only part of the article; `last` is its last paragraph.
fn partial(facts: &Facts, last: &str) -> Vec<&'static str> {
    let said = facts.linked.articles.iter().find_map(|a| a.get("isAccessibleForFree"));
    let linked = said.is_some_and(|said| match said {
        serde_json::Value::Bool(free) => !free,
        serde_json::Value::String(free) => free.eq_ignore_ascii_case("false"),
        _ => false,
    });
    let tier = facts.meta_value(&["article:content_tier"]);
    let locked = linked || tier.is_some_and(|tier| tier.eq_ignore_ascii_case("locked"));
    let mut reasons = Vec::new();
    if locked {
        reasons.push("the page says that it is not free to read");
    }
    let end = last.trim_end_matches([')', ']', ' ']);
    if end.ends_with('…') || end.ends_with("...") {
        reasons.push("the text breaks off");
    }
    reasons
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
        read(page, Lexicon::english(), None)
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
    fn a_title_that_is_not_the_headline_is_no_text() {
        let page = PAGE.replace("<h1>", "<p>Trains, at last</p><h1>").replace(
            "</head>",
            "<meta property='og:title' content='Rail line to reopen'>\
             <meta property='twitter:title' content='Trains, at last'></head>",
        );
        let Read { text, metadata, .. } = read_page(&page);
        assert_eq!(metadata.title.as_deref(), Some("Rail line to reopen"));
        assert!(!text.contains("Trains, at last") && text.contains("The border railway"));
    }

    #[test]
    fn a_page_that_nests_without_end_is_cut_and_said() {
        assert!(read_page(&"<div>".repeat(100_000)).limit.is_some());
        assert_eq!(read_page(PAGE).limit, None);
    }

    #[test]
    fn captions_posts_and_links_are_parts_of_the_document() {
        let page = PAGE.replace(
            "<p>Engineers",
            r#"<figure><figcaption>The station of Orsk in 2030, before the talks</figcaption>
</figure>
<blockquote class="twitter-tweet"><p>Trains again at last</p></blockquote>
<p>The <a href="/world/treaty?x=1">treaty of 2029</a> had named the line, and both sides kept
to it in the years since.</p><p>Engineers"#,
        );
        let page = page.replace(
            "</head>",
            r#"<link rel="canonical" href="https://echo.example/rail"></head>"#,
        );
        let document =
            crate::read("x.html", page.as_bytes(), Lexicon::english()).documents.remove(0);
        let of = |kind| {
            let blocks = document.blocks.iter().filter(move |b| b.kind == kind);
            blocks.map(|b| document.text.words(b.span)).collect::<Vec<_>>()
        };
        use document::BlockKind::{Caption, Embed, Paragraph};
        assert_eq!(of(Caption), ["The station of Orsk in 2030, before the talks"]);
        assert_eq!(of(Embed), ["Trains again at last"]);
        assert_eq!(of(Paragraph).len(), 4);
        let links: Vec<_> = document
            .links
            .iter()
            .map(|link| (document.text.words(link.span), link.url.as_str()))
            .collect();
        assert_eq!(links, [("treaty of 2029", "https://echo.example/world/treaty?x=1")]);
    }

    #[test]
    fn the_entries_of_a_live_blog_are_items_with_times() {
        let entry = |n: u32| match n {
            1 => "The ministry opened the first gate of the dam at dawn, engineers said.",
            2 => "Nobody in the valley below was hurt when the water came, according to police.",
            _ => "Fishermen of the town asked on the radio who would pay for their lost boats.",
        };
        let update = |n: u32| {
            serde_json::json!({"@type": "BlogPosting", "headline": format!("Entry {n}"),
                "datePublished": format!("2031-04-09T0{n}:00:00Z"), "articleBody": entry(n)})
        };
        let linked = serde_json::json!({"@type": "LiveBlogPosting", "headline": "The dam",
            "liveBlogUpdate": [update(1), update(2), update(3)]});
        let entries: String =
            (1..4).map(|n| format!("<h2>Entry {n}</h2><p>{}</p>", entry(n))).collect();
        let page = format!(
            "<html><head><title>The dam</title><script type='application/ld+json'>{linked}\
             </script></head><body><article><h1>The dam</h1>{entries}</article></body></html>"
        );
        let document =
            crate::read("x.html", page.as_bytes(), Lexicon::english()).documents.remove(0);
        let times: Vec<_> = document.items.iter().map(|i| i.published.clone()).collect();
        let expected = [1, 2, 3].map(|n| Some(format!("2031-04-09T0{n}:00:00Z")));
        assert_eq!(times, expected);
    }

    #[test]
    fn boxes_with_times_of_their_own_are_the_entries_of_a_live_blog() {
        let entry = |n: u32, words: &str| {
            format!(
                "<div class=entry><header><time datetime='2031-04-09T0{n}:00:00Z'>0{n}:00</time>\
                 </header><p>{words}</p></div>"
            )
        };
        let words = [
            "The ministry opened the first gate of the dam at dawn, engineers said on the radio.",
            "Nobody in the valley below was hurt when the water came, according to the police.",
            "Fishermen of the town asked on the radio who would pay for their lost boats.",
        ];
        let entries = |n: usize| -> String {
            words.iter().take(n).zip(1..).map(|(words, n)| entry(n, words)).collect()
        };
        let page = |entries: String| {
            let page = format!(
                "<html><head><title>The dam</title></head><body><article><h1>The dam</h1>{entries}\
                 </article></body></html>"
            );
            crate::read("x.html", page.as_bytes(), Lexicon::english()).documents.remove(0)
        };
        let document = page(entries(3));
        let times: Vec<_> = document.items.iter().map(|i| i.published.clone()).collect();
        let expected = [1, 2, 3].map(|n| Some(format!("2031-04-09T0{n}:00:00Z")));
        assert_eq!(times, expected);
        let first = document.text.words(document.items[0].parts[0].span);
        assert!(first.starts_with("The ministry opened"));
        assert!(page(entries(2)).items.is_empty());
        let hours = entries(3).replace(" datetime='2031-04-09T0", " data-x='");
        let times: Vec<_> = page(hours).items.into_iter().map(|item| item.published).collect();
        assert_eq!(times, [None, None, None]);
    }

    #[test]
    fn a_page_that_is_not_free_or_breaks_off_is_said_to_be_partial() {
        let locked = PAGE.replace(
            "</head>",
            r#"<script type="application/ld+json">{"@type":"NewsArticle",
"isAccessibleForFree":"False","headline":"Rail line to reopen"}</script></head>"#,
        );
        let cut = PAGE.replace("no date for that work.", "no date for that…");
        assert_eq!(read_page(PAGE).partial.len(), 0);
        assert_eq!(read_page(&locked).partial, ["the page says that it is not free to read"]);
        assert_eq!(read_page(&cut).partial, ["the text breaks off"]);
    }

    #[test]
    fn each_block_of_a_page_is_judged_and_the_reasons_are_named() {
        let judge = |path: &str, bytes: &[u8]| {
            judgements(path, bytes, Lexicon::english(), &Sites::default())
        };
        let judged = judge("x.html", PAGE.as_bytes());
        let kept: Vec<&str> =
            judged.iter().filter(|b| b.is_kept).map(|b| b.words.as_str()).collect();
        assert!(kept.iter().any(|words| words.starts_with("The border railway")));
        assert!(judged.iter().any(|b| !b.is_kept && b.words == "All rights reserved"));
        assert!(judged.iter().all(|b| !b.because.is_empty()));
        assert!(judge("x.txt", b"no page").is_empty());
    }
}
