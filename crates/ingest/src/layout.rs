//! Plain text to labelled blocks: headline, byline, credits, paragraphs, headings, furniture.
//!
//! [`label`] splits the text into paragraphs and gives each one kind. Every word of the text ends
//! up in exactly one block.

use crate::{bundle, credit, furniture};
use document::{
    Block, BlockKind, Credit, CreditForm, Fact, FurnitureReason, Item, ItemPart, ItemRole,
    Metadata, Span, Text,
};
use lexicon::Lexicon;
use std::ops::Range;

/// The parts of a text.
pub(crate) struct Layout {
    pub blocks: Vec<Block>,
    pub items: Vec<Item>,
    pub credits: Vec<Fact<Credit>>,
}

/// What is known of the parts of a text before its lines are looked at; places in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Given {
    /// Whether what is no running text was left out already.
    pub is_judged: bool,
    /// Parts that are not running text.
    pub kinds: Vec<(Range<usize>, BlockKind)>,
    /// Links with their addresses.
    pub links: Vec<(Range<usize>, String)>,
    /// Entries, each with its parts and its time.
    pub items: Vec<(Vec<Range<usize>>, Option<String>)>,
}

/// A paragraph: a line, or several where the text is wrapped at a fixed width.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paragraph {
    pub span: Span,
    /// Whether a blank line stands before it.
    pub blank_before: bool,
}

/// Most words of a headline or heading. The longest of 432 news headlines measured has 27
/// (2026-11).
const HEADING_WORDS_MAX: usize = 28;

/// Fewest words of a line that is prose by its punctuation alone.
const PROSE_WORDS_MIN: usize = 6;

/// Labels every part of the text, with what came beside it: headline, publisher, authors.
pub(crate) fn label(text: &Text, metadata: &Metadata, given: &Given, lexicon: &Lexicon) -> Layout {
    let paragraphs = paragraphs(text);
    let mut labels = Labels {
        text,
        lexicon,
        kinds: vec![None; paragraphs.len()],
        layout: Layout { blocks: Vec::new(), items: Vec::new(), credits: Vec::new() },
    };
    labels.furniture(&paragraphs, metadata);
    labels.given(&paragraphs, given);
    let bundle = match given.items.is_empty() {
        true => labels.bundle(&paragraphs),
        false => items(text, given),
    };
    labels.credits(&paragraphs);
    labels.headline(&paragraphs, metadata.title.as_deref());
    if !given.is_judged {
        labels.imprint(&paragraphs, metadata);
    }
    let last = paragraphs.iter().rposition(|p| is_prose(labels.words(p))).unwrap_or(0);
    for (i, paragraph) in paragraphs.iter().enumerate() {
        let kind = match labels.kinds[i] {
            Some(kind) => kind,
            _ if i < last && labels.is_subheading(paragraph) => BlockKind::Subheading,
            _ => BlockKind::Paragraph,
        };
        labels.push(kind, paragraph.span);
    }
    labels.layout.items = bundle;
    labels.layout
}

struct Labels<'a> {
    text: &'a Text,
    lexicon: &'a Lexicon,
    kinds: Vec<Option<BlockKind>>,
    layout: Layout,
}

impl<'a> Labels<'a> {
    fn words(&self, paragraph: &Paragraph) -> &str {
        self.text.words(paragraph.span)
    }

    fn lines(&self, paragraphs: &[Paragraph]) -> Vec<furniture::Line<'a>> {
        let line = |p: &Paragraph| furniture::Line {
            words: self.text.words(p.span),
            after_blank: p.blank_before,
        };
        paragraphs.iter().map(line).collect()
    }

    fn furniture(&mut self, paragraphs: &[Paragraph], metadata: &Metadata) {
        let lines = self.lines(paragraphs);
        let reasons = furniture::label(&lines, metadata, self.lexicon);
        for (kind, reason) in self.kinds.iter_mut().zip(reasons) {
            *kind = reason.map(BlockKind::Furniture);
        }
    }

    /// Kinds that were known before; they stand above what the lines look like.
    fn given(&mut self, paragraphs: &[Paragraph], given: &Given) {
        for (paragraph, kind) in paragraphs.iter().zip(&mut self.kinds) {
            let span = paragraph.span;
            let after = given.kinds.partition_point(|(range, _)| range.start <= span.start());
            let known = given.kinds[..after].last();
            if let Some((_, known)) = known.filter(|(range, _)| span.end() <= range.end) {
                *kind = Some(*known);
            }
        }
    }

    /// The items of a page that bundles reports; their paragraphs are nothing else.
    fn bundle(&mut self, paragraphs: &[Paragraph]) -> Vec<Item> {
        let free: Vec<usize> = (0..paragraphs.len()).filter(|&i| self.kinds[i].is_none()).collect();
        let own: Vec<Paragraph> = free.iter().map(|&i| paragraphs[i]).collect();
        let Some(bundle) = bundle::find(self.text, &own) else { return Vec::new() };
        for &i in &free[bundle.paragraphs] {
            self.kinds[i] = Some(BlockKind::Paragraph);
        }
        bundle.items
    }

    /// Credit lines: whole paragraphs, the end of a paragraph, and the agency in a dateline.
    fn credits(&mut self, paragraphs: &[Paragraph]) {
        let body = paragraphs.iter().position(|p| is_prose(self.words(p)));
        for (i, paragraph) in paragraphs.iter().enumerate() {
            for found in credit::PATTERNS.find(self.text, paragraph.span) {
                let whole = found.span == paragraph.span;
                // A lone name is a byline above or below the text, and a heading within it.
                let form = found.fact.value.form;
                let bare = form == CreditForm::Byline && !found.is_worded;
                let inside = body.is_some_and(|b| b < i) && i + 2 < paragraphs.len();
                let furniture = self.kinds[i].is_some_and(|k| !k.is_prose()) && !found.is_worded;
                if (bare && inside) || furniture {
                    continue;
                }
                if whole && self.kinds[i].is_none() {
                    self.kinds[i] = Some(kind_of(form));
                }
                self.layout.credits.push(found.fact);
            }
        }
    }

    fn headline(&mut self, paragraphs: &[Paragraph], title: Option<&str>) {
        let free: Vec<usize> = (0..paragraphs.len()).filter(|&i| self.kinds[i].is_none()).collect();
        let same = |i: &&usize| {
            title.is_some_and(|t| lexicon::fold_alike(t, self.words(&paragraphs[**i])))
        };
        let first = free.first().filter(|&&i| {
            let words = self.words(&paragraphs[i]);
            title.is_none() && paragraphs.len() > 1 && is_heading(words) && i < 4
        });
        let Some(&headline) = free.iter().take(4).find(same).or(first) else { return };
        self.kinds[headline] = Some(BlockKind::Headline);
        for (i, paragraph) in paragraphs.iter().enumerate().filter(|(i, _)| *i != headline) {
            if lexicon::fold_alike(self.words(paragraph), self.words(&paragraphs[headline])) {
                let reason = FurnitureReason::RepeatedHeadline;
                self.kinds[i] = Some(BlockKind::Furniture(reason));
            }
        }
    }

    /// What the publication says of itself at the ends of a page, if nothing else is known of it.
    fn imprint(&mut self, paragraphs: &[Paragraph], metadata: &Metadata) {
        let lines = self.lines(paragraphs);
        if lines.iter().filter(|line| is_prose(line.words)).count() < 2 {
            return;
        }
        let found = furniture::imprint(&lines, metadata.publisher.as_deref());
        for (i, paragraph) in paragraphs.iter().enumerate().filter(|(i, _)| found[*i]) {
            let credits = &self.layout.credits;
            let credited = credits.iter().any(|c| c.evidence.first().overlaps(paragraph.span));
            if self.kinds[i].is_none() && !credited {
                self.kinds[i] = Some(BlockKind::Furniture(FurnitureReason::Imprint));
            }
        }
    }

    /// A short line without a full stop, above a paragraph.
    fn is_subheading(&self, paragraph: &Paragraph) -> bool {
        let words = self.words(paragraph);
        is_heading(words)
            && words.split_whitespace().count() <= HEADING_WORDS_MAX / 2
            && self.tail_credit(paragraph.span).is_none()
    }

    /// Adds a block, cutting off a credit line that ends the paragraph.
    fn push(&mut self, kind: BlockKind, span: Span) {
        let tail = self.tail_credit(span).filter(|_| kind == BlockKind::Paragraph);
        let Some((form, credit)) = tail else {
            self.layout.blocks.push(Block { kind, span });
            return;
        };
        let before = self.text.trimmed_span(span.start()..credit.start());
        self.layout.blocks.extend(before.map(|span| Block { kind, span }));
        self.layout.blocks.push(Block { kind: kind_of(form), span: credit });
    }

    /// The credit line that ends a paragraph without being all of it.
    fn tail_credit(&self, paragraph: Span) -> Option<(CreditForm, Span)> {
        let credits = self.layout.credits.iter().map(|c| (c.value.form, c.evidence.first()));
        credits
            .into_iter()
            .find(|(_, span)| span.end() == paragraph.end() && span.start() > paragraph.start())
    }
}

/// The entries that were known before: a first part that ends no sentence is the heading.
fn items(text: &Text, given: &Given) -> Vec<Item> {
    let parts = |ranges: &[Range<usize>]| {
        let n = ranges.len();
        let part = |(i, range): (usize, &Range<usize>)| {
            let span = text.span(range.clone())?;
            let heads = i == 0 && n > 1 && !ends_sentence(text.words(span));
            let role = if heads { ItemRole::Heading } else { ItemRole::Summary };
            Some(ItemPart { role, span })
        };
        ranges.iter().enumerate().filter_map(part).collect::<Vec<_>>()
    };
    let item = |(ranges, published): &(Vec<Range<usize>>, Option<String>)| Item {
        parts: parts(ranges),
        published: published.clone(),
    };
    given.items.iter().map(item).filter(|item| !item.parts.is_empty()).collect()
}

fn kind_of(form: CreditForm) -> BlockKind {
    match form {
        CreditForm::Byline => BlockKind::Byline,
        CreditForm::Picture => BlockKind::Caption,
        _ => BlockKind::Creditline,
    }
}

/// Whether words are running text: a sentence's end and length, or length alone.
pub(crate) fn is_prose(words: &str) -> bool {
    let n = words.split_whitespace().count();
    n > HEADING_WORDS_MAX || (ends_sentence(words) && n >= PROSE_WORDS_MIN)
}

/// Whether words could be a headline or heading.
pub(crate) fn is_heading(words: &str) -> bool {
    let inner = words.trim_matches(['*', '#', '_', ' ']);
    let n = inner.split_whitespace().count();
    let marked = words.starts_with("**") && words.ends_with("**") || words.starts_with('#');
    let ends = ends_sentence(inner) && !inner.ends_with(['?', '!', '”', '"', '’', '\'']);
    (1..=HEADING_WORDS_MAX).contains(&n)
        && inner.chars().any(char::is_alphabetic)
        && (marked || !ends && !inner.ends_with([',', ';', ':']))
}

/// Whether words end as a sentence does, quotation marks and brackets left out.
pub(crate) fn ends_sentence(words: &str) -> bool {
    let inner = words.trim_end_matches(['”', '"', '’', '\'', ')', ']', '»', '*', ' ']);
    inner.ends_with(['.', '!', '?', '…'])
}

/// The paragraphs of a text: its lines, or its blank-separated runs of lines if it is wrapped.
fn paragraphs(text: &Text) -> Vec<Paragraph> {
    let lines = lines(text);
    if !is_wrapped(text, &lines) {
        return lines;
    }
    let mut joined: Vec<Paragraph> = Vec::new();
    for line in lines {
        let indented = text.as_str()[..line.span.start()].ends_with(['\t', ' ']);
        match joined.last_mut() {
            Some(last) if !line.blank_before && !indented => {
                last.span = last.span.cover(line.span).expect("one document");
            }
            _ => joined.push(line),
        }
    }
    joined
}

fn lines(text: &Text) -> Vec<Paragraph> {
    let (mut lines, mut at, mut blank_before) = (Vec::new(), 0, true);
    for line in text.as_str().split_inclusive(['\n', '\u{2028}', '\u{2029}']) {
        match text.trimmed_span(at..at + line.len()) {
            Some(span) => {
                lines.push(Paragraph { span, blank_before });
                blank_before = false;
            }
            None => blank_before = true,
        }
        at += line.len();
    }
    lines
}

/// A text is wrapped at a fixed width if most lines that have a neighbour below end inside a
/// sentence, and none is long.
fn is_wrapped(text: &Text, lines: &[Paragraph]) -> bool {
    /// Widest column at which texts are wrapped.
    const COLUMNS_MAX: usize = 120;
    let inner: Vec<&str> = lines
        .windows(2)
        .filter(|pair| !pair[1].blank_before)
        .map(|pair| text.words(pair[0].span))
        .collect();
    let long = |line: &&Paragraph| text.words(line.span).chars().count() > COLUMNS_MAX;
    let open = inner.iter().filter(|w| !ends_sentence(w) && w.len() > 40).count();
    inner.len() >= 4
        && open * 2 > inner.len()
        && lines.iter().filter(long).count() * 20 < lines.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::DocId;

    fn view(words: &str) -> Vec<(String, String)> {
        let text = Text::freeze(DocId(1), words);
        let layout = label(&text, &Metadata::default(), &Given::default(), Lexicon::english());
        let name = |kind: BlockKind| match kind {
            BlockKind::Furniture(reason) => reason.as_str().to_string(),
            kind => kind.as_str().to_string(),
        };
        let shown = |b: &Block| (name(b.kind), text.words(b.span).chars().take(24).collect());
        layout.blocks.iter().map(shown).collect()
    }

    fn kinds(words: &str) -> Vec<String> {
        view(words).into_iter().map(|(kind, _)| kind).collect()
    }

    #[test]
    fn a_scraped_page_is_labelled_part_by_part() {
        let page = "Home » Rail line to reopen\n\nRail line to reopen\n\nby Ilva Renn\n\n\
            The border railway will reopen in May, the ministry said.\n\nWhat comes next\n\n\
            Two bridges have to be tested before any passengers are carried.\n\n\
            You may also like\n\nShare this article\nPrev Post\n\nMinister denies a quarrel\n\n\
            Next Post\n\nDam talks stall over money\n\nLeave a Reply\n\n\
            Your email address will not be published.";
        let expected = [
            "navigation",
            "headline",
            "byline",
            "paragraph",
            "subheading",
            "paragraph",
            "related",
            "share",
            "navigation",
            "related",
            "navigation",
            "related",
            "comment-form",
            "comment-form",
        ];
        assert_eq!(kinds(page), expected);
    }

    #[test]
    fn a_credit_at_the_end_of_a_paragraph_is_a_block_of_its_own() {
        let page = "Talks end\nThe talks were “useful,” the minister said. Read Full Article at Echo.example\n\nMore words follow here, and they are prose.";
        assert_eq!(kinds(page), ["headline", "paragraph", "creditline", "paragraph"]);
    }

    #[test]
    fn a_wrapped_text_is_joined_at_its_line_ends() {
        let wrapped = "    The border railway will reopen in May, the two governments\n\
            said on Tuesday after a day of talks in the valley town of\nOrsk. Engineers still have to test two bridges before any\npassengers can be carried.\n    The ministry named no day for\nthat work, which was put off twice last year and once before.";
        assert_eq!(kinds(wrapped), ["paragraph", "paragraph"]);
    }

    #[test]
    fn one_sentence_is_a_paragraph() {
        assert_eq!(kinds("The mayor said no."), ["paragraph"]);
    }
}
