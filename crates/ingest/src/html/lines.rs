//! [`Lines`]: the text of a page that can tell who wrote it, and when.

use super::article::EMBED_REACH;
use super::feature::Scene;
use lexicon::Markup;
use std::ops::Range;

/// Blocks above the headline, and from the first of the article, that can hold its byline and day.
const LEAD_BLOCKS_ABOVE: usize = 3;
const LEAD_BLOCKS_BELOW: usize = 3;

/// Blocks from the first of the article on of which those that are not the article's are looked at
/// too, for a day: a standfirst can be kept before the byline. No other number was tried.
const LEAD_BLOCKS_FAR: usize = 8;

/// Most words of such a block.
const LEAD_WORDS_MAX: f32 = 30.0;

/// Blocks below the article in which its byline can stand, and most words of such a line.
const BYLINE_BLOCKS_BELOW: usize = 6;
const LINE_WORDS: f32 = 9.0;

/// Boxes above a block in which a hint makes it part of a picture.
const PICTURE_REACH: u8 = 3;

/// Share of bold characters that makes a block bold.
const BOLD_SHARE: f32 = 0.9;

/// Text of the page that is searched for what it says of itself.
#[derive(Debug, Default)]
pub(crate) struct Lines<'a> {
    /// Short blocks just above the headline, and from it on: for a day and a byline.
    pub above: Vec<&'a str>,
    pub lead: Vec<&'a str>,
    /// Short blocks a little farther into the article that are no part of it.
    pub far: Vec<&'a str>,
    /// Short lines in and below the article, searched for a byline last.
    pub below: Vec<&'a str>,
    /// Short blocks at the article's edges that can be a name alone, and whether each is bold.
    pub edges: Vec<(&'a str, bool)>,
    /// The blocks of the article.
    pub article: Vec<&'a str>,
}

impl<'a> Lines<'a> {
    /// The lines around the blocks that were kept.
    pub(super) fn of(scene: &'a Scene<'_>, kept: &[usize], markup: &Markup) -> Lines<'a> {
        let words = |i: usize| scene.page.words(&scene.page.blocks[i]);
        let is_short = |i: usize, n: f32| scene.wordings.get(i).is_some_and(|w| w.words < n);
        let is_in = |i: usize, names: &[&str], reach: u8| {
            let hints = &scene.page.boxes[scene.page.blocks[i].in_box].hints;
            names.iter().filter_map(|name| markup.number(name)).any(|hint| hints[hint] <= reach)
        };
        let is_picture = |i: usize| is_in(i, &["caption", "credit", "figure"], PICTURE_REACH);
        let short = |range: Range<usize>, n: f32| -> Vec<&'a str> {
            range.filter(|i| is_short(*i, n) && !is_picture(*i)).map(words).collect()
        };
        let first = kept.first().copied().unwrap_or(0);
        let last = kept.last().copied().unwrap_or(0);
        let top = scene.headline.map_or(first, |at| at.min(first));
        let is_line = |i: &usize| {
            is_short(*i, LINE_WORDS) && !is_picture(*i) && !is_in(*i, &["h1", "heading"], 1)
        };
        let is_bold = |i: usize| {
            scene.page.blocks[i].bold_chars as f32 >= scene.wordings[i].chars * BOLD_SHARE
        };
        let start = top..first + LEAD_BLOCKS_BELOW;
        let far = first + LEAD_BLOCKS_BELOW..(first + LEAD_BLOCKS_FAR).min(last);
        let is_aside = |i: &usize| {
            let is_line = is_short(*i, LINE_WORDS) && !is_picture(*i);
            is_line && kept.binary_search(i).is_err() && !is_in(*i, &["embed"], EMBED_REACH)
        };
        let end = last.saturating_sub(1).max(start.end)..last + LEAD_BLOCKS_BELOW;
        let edges = start.clone().chain(end).filter(is_line).map(|i| (words(i), is_bold(i)));
        Lines {
            above: short(top.saturating_sub(LEAD_BLOCKS_ABOVE)..top, LEAD_WORDS_MAX),
            lead: short(start, LEAD_WORDS_MAX),
            far: far.filter(is_aside).map(words).collect(),
            below: short(first..last + BYLINE_BLOCKS_BELOW, LINE_WORDS),
            edges: edges.collect(),
            article: kept.iter().map(|i| words(*i)).collect(),
        }
    }
}
