//! What the model looks at: the values of each block, and of its surroundings.
//!
//! [`describe`] is the one list of features: it calls back with name and value, so that names for
//! training and values for use cannot drift apart.

use super::page::{Block, FAR, Page, Sums};
use super::wording::{Said, Wording, hashes};
use lexicon::Markup;
use std::collections::{HashMap, HashSet};

/// Blocks before and after that are looked at.
const NEIGHBOURS: [isize; 4] = [-2, -1, 1, 2];

/// Boxes around a block that are looked at, those that hold nothing else left out.
pub(super) const LEVELS: [&str; 4] = ["box1", "box2", "box3", "box4"];

/// Boxes around a block that say where it lies.
const PLACE_BOXES: usize = 3;

/// Boxes above a block in which a hint is looked for.
const HINT_REACH: u8 = 10;

/// Most words of a block that is compared with the titles.
const TITLE_WORDS_MAX: f32 = 60.0;

/// Shares of the page's running text that mark its core.
const CORE_SHARES: [f32; 2] = [0.5, 0.8];

/// What the page says of itself that blocks are compared with.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub titles: Vec<Said>,
    pub description: Said,
    pub body: Said,
}

/// Everything about a page that its blocks' values are made from.
pub(crate) struct Scene<'a> {
    pub page: &'a Page,
    told: &'a Told,
    hints: &'a [&'static str],
    pub wordings: Vec<Wording>,
    pub signatures: Vec<u64>,
    same: HashMap<u64, Sums>,
    cores: [usize; CORE_SHARES.len()],
    whole: Sums,
    /// The block that looks like the headline.
    pub headline: Option<usize>,
    title_shares: Vec<f32>,
    description_shares: Vec<f32>,
    /// The share of each block that the article text in JSON-LD has; -1 if there is none.
    body_shares: Vec<f32>,
    repeats: Vec<bool>,
    plain_before: Vec<f32>,
}

impl<'a> Scene<'a> {
    /// Sums up the page; fills in the sums of its boxes. Cost: linear in its text.
    pub(crate) fn of(page: &'a mut Page, told: &'a Told, markup: &'a Markup) -> Scene<'a> {
        let wordings: Vec<Wording> =
            page.blocks.iter().map(|b| Wording::of(&page.text[b.text.clone()])).collect();
        let sums: Vec<Sums> =
            page.blocks.iter().zip(&wordings).map(|(b, w)| sums_of(b, w)).collect();
        for (block, sums) in page.blocks.iter().zip(&sums) {
            page.boxes[block.in_box].sums.add(sums);
        }
        for i in (1..page.boxes.len()).rev() {
            let (parent, sums) = (page.boxes[i].parent, page.boxes[i].sums);
            page.boxes[parent].sums.add(&sums);
        }
        page.boxes[0].blocks = 0..page.blocks.len();
        let page: &Page = page;
        let whole = page.boxes[0].sums;
        let signature = |b: &Block| {
            let own = &page.boxes[b.in_box];
            own.signature.rotate_left(7) ^ page.boxes[own.parent].signature
        };
        let signatures: Vec<u64> = page.blocks.iter().map(signature).collect();
        let mut same: HashMap<u64, Sums> = HashMap::new();
        for (signature, sums) in signatures.iter().zip(&sums) {
            same.entry(*signature).or_default().add(sums);
        }
        let [mut title_shares, mut description_shares, mut body_shares] = [const { Vec::new() }; 3];
        let mut words = Vec::new();
        for (block, wording) in page.blocks.iter().zip(&wordings) {
            words.clear();
            words.extend(hashes(page.words(block)));
            let is_long = wording.words > TITLE_WORDS_MAX;
            title_shares.push(if is_long { 0.0 } else { told.title(&words) });
            description_shares.push(told.description.share(&words));
            body_shares.push(if told.body.is_empty() { -1.0 } else { told.body.share(&words) });
        }
        let mut met = HashSet::new();
        let repeats =
            page.blocks.iter().map(|b| !met.insert(super::hash(page.words(b), 3))).collect();
        let mut before = 0.0;
        let plain_before = sums
            .iter()
            .map(|s| {
                before += s.plain;
                before - s.plain
            })
            .collect();
        let cores = CORE_SHARES.map(|share| core(page, share));
        let headline = headline(page, &title_shares, &wordings, markup);
        let hints = &markup.hints;
        Scene {
            page,
            told,
            hints,
            wordings,
            signatures,
            same,
            cores,
            whole,
            headline,
            title_shares,
            description_shares,
            body_shares,
            repeats,
            plain_before,
        }
    }

    /// Where each block lies: numbers for the names and classes of [`PLACE_BOXES`] boxes around it.
    /// Cost: that number of steps for each box.
    pub(crate) fn places(&self) -> Vec<u64> {
        let boxes = &self.page.boxes;
        let place = |block: &Block| {
            let mut at = block.in_box;
            let mut number = 0;
            for _ in 0..PLACE_BOXES {
                number = super::PRIME.wrapping_mul(number ^ boxes[at].signature).rotate_left(23);
                at = boxes[at].parent;
            }
            number
        };
        self.page.blocks.iter().map(place).collect()
    }

    /// Calls back with each feature of a block: its group, name and value.
    pub(crate) fn describe(&self, i: usize, out: &mut impl FnMut(&str, &str, f32)) {
        self.describe_words(i, out);
        self.describe_place(i, out);
        self.describe_boxes(i, out);
        for offset in NEIGHBOURS {
            self.describe_neighbour(i, offset, out);
        }
        let hints = &self.page.boxes[self.page.blocks[i].in_box].hints;
        for (name, distance) in self.hints.iter().zip(hints) {
            out("hint", name, f32::from((*distance).min(HINT_REACH)));
        }
    }

    /// The boxes around a block, those that hold nothing else than the one before left out.
    pub(super) fn levels(&self, i: usize) -> [usize; LEVELS.len()] {
        let mut at = self.page.blocks[i].in_box;
        LEVELS.map(|_| {
            let inner = self.page.boxes[at].sums.blocks;
            while at != 0 && self.page.boxes[at].sums.blocks == inner {
                at = self.page.boxes[at].parent;
            }
            at
        })
    }

    fn describe_words(&self, i: usize, out: &mut impl FnMut(&str, &str, f32)) {
        let (block, w) = (&self.page.blocks[i], &self.wordings[i]);
        let share = |n: f32| n / w.chars.max(1.0);
        out("", "words", w.words);
        out("", "link-share", share(block.link_chars as f32));
        out("", "bold-share", share(block.bold_chars as f32));
        out("", "capital-share", w.capitals / w.letters.max(1.0));
        out("", "digit-share", share(w.digits));
        out("", "letter-share", share(w.letters));
        out("", "word-length", w.chars / w.words.max(1.0));
        out("", "commas", w.commas / w.words.max(1.0));
        out("", "stops", w.stops);
        out("", "words-a-stop", w.words / w.stops.max(1.0));
        out("", "lines", w.lines);
        out("", "ends-sentence", flag(w.ends_sentence));
        out("", "ends-colon", flag(w.ends_colon));
        out("", "starts-capital", flag(w.starts_capital));
        out("", "starts-mark", flag(w.starts_mark));
        out("", "has-separator", flag(w.has_separator));
        out("", "has-time", flag(block.has_time));
        out("", "continues", flag(block.continues));
        out("", "repeats", flag(self.repeats[i]));
        out("", "in-title", self.title_shares[i]);
        out("", "in-description", self.description_shares[i]);
        out("", "in-body", self.body_shares[i]);
        out("", "body-words", self.told.body.len() as f32);
    }

    fn describe_place(&self, i: usize, out: &mut impl FnMut(&str, &str, f32)) {
        let n = self.page.blocks.len();
        let plain = self.whole.plain.max(1.0);
        out("", "place", i as f32 / n as f32);
        out("", "plain-before", self.plain_before[i]);
        out("", "plain-before-share", self.plain_before[i] / plain);
        out("", "plain-after", plain - self.plain_before[i]);
        let after = self.headline.map_or(-1000.0, |at| i as f32 - at as f32);
        out("", "after-headline", after);
        out("page", "blocks", n as f32);
        out("page", "words", self.whole.words);
        out("page", "plain", self.whole.plain);
        out("page", "link-share", self.whole.link_share());
    }

    fn describe_boxes(&self, i: usize, out: &mut impl FnMut(&str, &str, f32)) {
        let block = &self.page.blocks[i];
        for (level, at) in LEVELS.iter().zip(self.levels(i)) {
            let sums = &self.page.boxes[at].sums;
            out(level, "plain-share", sums.plain / self.whole.plain.max(1.0));
            out(level, "plain", sums.plain);
            out(level, "link-share", sums.link_share());
            out(level, "blocks", sums.blocks);
            out(level, "words-a-block", sums.words / sums.blocks.max(1.0));
        }
        let same = &self.same[&self.signatures[i]];
        out("same", "blocks", same.blocks);
        out("same", "words-a-block", same.words / same.blocks.max(1.0));
        out("same", "link-share", same.link_share());
        out("same", "plain-share", same.plain / self.whole.plain.max(1.0));
        for (core, name) in self.cores.iter().zip(["core-half", "core-most"]) {
            let range = &self.page.boxes[*core].blocks;
            let inside = range.contains(&i);
            let place = (i as f32 - range.start as f32) / range.len().max(1) as f32;
            out(name, "steps", if inside { self.steps(block.in_box, *core) } else { -1.0 });
            out(name, "place", place.clamp(-2.0, 3.0));
            out(name, "share", self.page.boxes[*core].sums.plain / self.whole.plain.max(1.0));
        }
    }

    fn describe_neighbour(&self, i: usize, by: isize, out: &mut impl FnMut(&str, &str, f32)) {
        let group = match by {
            -2 => "before2",
            -1 => "before",
            1 => "after",
            _ => "after2",
        };
        let other = i.checked_add_signed(by).filter(|at| *at < self.page.blocks.len());
        let Some(at) = other else {
            ["words", "link-share", "stops", "same", "in-body", "in-title", "li"]
                .iter()
                .for_each(|name| out(group, name, -1.0));
            return;
        };
        let (block, w) = (&self.page.blocks[at], &self.wordings[at]);
        out(group, "words", w.words);
        out(group, "link-share", block.link_chars as f32 / w.chars.max(1.0));
        out(group, "stops", if w.ends_sentence { w.stops } else { 0.0 });
        out(group, "same", flag(self.signatures[i] == self.signatures[at]));
        out(group, "in-body", self.body_shares[at]);
        out(group, "in-title", self.title_shares[at]);
        let tag =
            self.hints.binary_search(&"li").map_or(FAR, |h| self.page.boxes[block.in_box].hints[h]);
        out(group, "li", flag(tag == 0));
    }

    /// Boxes from one up to another around it.
    fn steps(&self, from: usize, to: usize) -> f32 {
        let (mut at, mut n) = (from, 0);
        while at != to && at != 0 {
            at = self.page.boxes[at].parent;
            n += 1;
        }
        n as f32
    }
}

impl Told {
    /// The largest share of words that some title has.
    fn title(&self, words: &[u64]) -> f32 {
        self.titles.iter().map(|title| title.word_share(words)).fold(0.0, f32::max)
    }
}

/// What a block adds to the sums of the boxes around it.
fn sums_of(block: &Block, w: &Wording) -> Sums {
    let open = 1.0 - block.link_chars as f32 / w.chars.max(1.0);
    Sums {
        blocks: 1.0,
        words: w.words,
        plain: if w.is_plain() { w.words * open.max(0.0) } else { 0.0 },
        chars: w.chars,
        link_chars: block.link_chars as f32,
    }
}

/// The innermost box with this share of the page's running text.
fn core(page: &Page, share: f32) -> usize {
    let wanted = page.boxes[0].sums.plain * share;
    let enough = |i: &usize| page.boxes[*i].sums.plain >= wanted;
    let innermost = (0..page.boxes.len()).rev().filter(enough).min_by(|a, b| {
        let (a, b) = (&page.boxes[*a].sums, &page.boxes[*b].sums);
        a.plain.total_cmp(&b.plain).then(a.blocks.total_cmp(&b.blocks))
    });
    innermost.unwrap_or(0)
}

/// The block that has the most of a title, first-level headings before others.
fn headline(page: &Page, shares: &[f32], wordings: &[Wording], markup: &Markup) -> Option<usize> {
    let h1 = markup.number("h1");
    let score = |i: usize| {
        let is_h1 = h1.is_some_and(|h| page.boxes[page.blocks[i].in_box].hints[h] < 2);
        let length = wordings[i].words.min(10.0) / 10.0;
        if shares[i] < 0.5 { flag(is_h1) * 0.2 } else { shares[i] * length + flag(is_h1) }
    };
    let best = (0..shares.len()).max_by(|a, b| score(*a).total_cmp(&score(*b)).then(b.cmp(a)))?;
    (score(best) > 0.0).then_some(best)
}

fn flag(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}
