//! [`Article`]: the text put together from the blocks of a page that belong to its article, with
//! the kinds of those that are not running text, and the links. The entries of a live blog are its
//! items ([`super::live`]).

use super::cut::Cuts;
use super::facts::Facts;
use super::feature::Scene;
use super::live;
use super::page::FAR;
use crate::layout::Given;
use document::BlockKind;
use lexicon::Markup;
use std::ops::Range;

/// Boxes above a block in which a hint makes it a caption, and an embedded post.
const CAPTION_REACH: u8 = 1;
pub(super) const EMBED_REACH: u8 = 3;

/// Fewest words of a caption or post.
const WORDS_MIN: f32 = 3.0;

/// Most share of a caption's characters that is in links.
const LINK_SHARE_MAX: f32 = 0.5;

/// The text of an article and what is known of its parts.
#[derive(Debug, Default)]
pub(crate) struct Article {
    /// Paragraphs and other parts, separated by blank lines.
    pub text: String,
    pub given: Given,
    /// What was left out.
    pub cuts: Cuts,
}

impl Article {
    /// Puts together the kept blocks and, between them, captions and embedded posts.
    pub(crate) fn of(scene: &Scene<'_>, kept: &[usize], facts: &Facts, markup: &Markup) -> Article {
        let mut article = Article::default();
        article.given.is_judged = true;
        let (Some(first), Some(last)) = (kept.first(), kept.last()) else { return article };
        let hints = ["caption", "embed"].map(|name| markup.number(name));
        let mut places: Vec<(usize, Range<usize>)> = Vec::new();
        let base = base(facts);
        for i in *first..=*last {
            let is_kept = kept.binary_search(&i).is_ok();
            let kind = kind(scene, i, hints, is_kept);
            if !is_kept && kind.is_none() {
                continue;
            }
            if !article.text.is_empty() {
                article.text.push_str("\n\n");
            }
            let start = article.text.len();
            article.text.push_str(scene.page.words(&scene.page.blocks[i]));
            let range = start..article.text.len();
            article.links(scene, i, start, base.as_deref());
            match kind {
                Some(kind) => article.given.kinds.push((range, kind)),
                None => places.push((i, range)),
            }
        }
        article.given.items = live::entries(scene, &places, facts, &mut article.cuts);
        article
    }

    fn links(&mut self, scene: &Scene<'_>, i: usize, start: usize, base: Option<&str>) {
        let block = &scene.page.blocks[i].text;
        let links = &scene.page.links;
        let from = links.partition_point(|(range, _)| range.start < block.start);
        for (range, address) in &links[from..] {
            if range.end > block.end {
                break;
            }
            let Some(url) = complete(address, base) else { continue };
            let at = |place: usize| place - block.start + start;
            self.given.links.push((at(range.start)..at(range.end), url));
        }
    }
}

/// What a block is, if it is not running text.
fn kind(
    scene: &Scene<'_>,
    i: usize,
    hints: [Option<usize>; 2],
    is_kept: bool,
) -> Option<BlockKind> {
    let block = &scene.page.blocks[i];
    let distances = &scene.page.boxes[block.in_box].hints;
    let near = |hint: Option<usize>, reach: u8| {
        hint.is_some_and(|hint| distances[hint] != FAR && distances[hint] <= reach)
    };
    let wording = &scene.wordings[i];
    let linked = block.link_chars as f32 / wording.chars.max(1.0);
    if is_kept || wording.words < WORDS_MIN || linked > LINK_SHARE_MAX {
        return None;
    }
    match () {
        () if near(hints[0], CAPTION_REACH) => Some(BlockKind::Caption),
        () if near(hints[1], EMBED_REACH) => Some(BlockKind::Embed),
        () => None,
    }
}

/// Scheme and host of the page's own address.
fn base(facts: &Facts) -> Option<String> {
    let own = facts.canonical.as_deref().or_else(|| facts.meta_value(&["og:url"]))?;
    let (scheme, rest) = own.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    Some(format!("{scheme}://{host}"))
}

/// A link's address, completed; `None` if it leads nowhere else.
fn complete(address: &str, base: Option<&str>) -> Option<String> {
    let scheme = base.and_then(|base| base.split("://").next());
    match address {
        a if a.starts_with("http://") || a.starts_with("https://") => Some(a.to_string()),
        a if a.starts_with("//") => Some(format!("{}:{a}", scheme.unwrap_or("https"))),
        a if a.starts_with('/') => base.map(|base| format!("{base}{a}")),
        _ => None,
    }
}
