//! [`Document`]: what one publisher sent, before anything is concluded from it.

use crate::{DocId, Fact, Span, Text, short_hash};
use std::collections::{BTreeMap, BTreeSet};

/// One report as it was received: frozen text, its blocks, and what it says about itself.
#[derive(Clone, Debug)]
pub struct Document {
    /// Hash of name and text.
    pub id: DocId,
    /// The article's own id, or the file name.
    pub name: String,
    /// The path it was read from, as given.
    pub path: String,
    /// SHA-256 of the bytes it came from, in hexadecimal.
    pub sha256: String,
    /// The words.
    pub text: Text,
    /// The text's parts in order, without overlap; what lies between them is white space.
    pub blocks: Vec<Block>,
    /// The items of a page that bundles several reports; empty for an ordinary article.
    pub items: Vec<Item>,
    /// Byline, agency and other credit lines.
    pub credits: Vec<Fact<Credit>>,
    /// Links in the text, in order.
    pub links: Vec<Link>,
    /// What came beside the text.
    pub metadata: Metadata,
}

/// Words of the text that lead to another page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The words.
    pub span: Span,
    /// Where they lead, as written or completed by the page's own address.
    pub url: String,
}

/// What an article's envelope (JSON fields, page metadata) says of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Canonical address.
    pub url: Option<String>,
    /// Headline where it is not part of the text.
    pub title: Option<String>,
    /// Names of authors, in order.
    pub authors: Vec<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// First publication, ISO 8601, as precise as known.
    pub published: Option<String>,
    /// Last change, ISO 8601, as precise as known.
    pub updated: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// The part of the publication it appeared in.
    pub section: Option<String>,
    /// What the page said of these fields and where, taken or not.
    pub sayings: Vec<Saying>,
    /// Fields that mean nothing here, as a JSON object; kept so that nothing is lost.
    pub unknown: Option<String>,
}

/// What one place of a page says of a field of its metadata.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saying {
    /// The field's name.
    pub field: &'static str,
    /// Where it stands: a key, element or class.
    pub by: String,
    /// The value as understood.
    pub value: String,
    /// Whether the field has this value.
    pub is_taken: bool,
    /// What the place counts, in tenths; `None` where the first place that says anything is taken.
    pub weight: Option<i32>,
    /// What all places that give this value count, less what speaks against it, in tenths.
    pub sum: Option<i32>,
    /// Why it was or was not taken, where no sum decides.
    pub why: Option<&'static str>,
}

/// What a part of the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BlockKind {
    /// The article's headline.
    Headline,
    /// A heading inside the article.
    Subheading,
    /// The line that names the writers.
    Byline,
    /// A line that credits another publisher, an agency or a photographer.
    Creditline,
    /// Running text.
    Paragraph,
    /// The words under a picture.
    Caption,
    /// A post of a social network or another page's content, shown inside the article.
    Embed,
    /// Page furniture: text of the page, not of the article.
    Furniture(FurnitureReason),
}

/// Why a block is page furniture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FurnitureReason {
    /// Breadcrumbs, menus, previous and next links.
    Navigation,
    /// Buttons and addresses for sharing.
    Share,
    /// Links to other articles.
    Related,
    /// Newsletter, paywall and donation appeals.
    Subscribe,
    /// The comment form and its hints.
    CommentForm,
    /// Credits of software that made the page.
    Plugin,
    /// The credit of a picture.
    PictureCredit,
    /// Copyright and licence lines.
    Copyright,
    /// Advertisements.
    Advert,
    /// Links that continue this article elsewhere.
    ReadMore,
    /// Keywords the article is filed under.
    Tags,
    /// The box about the author.
    AuthorBox,
    /// Consent and cookie lines.
    Cookie,
    /// Players, live tickers and other embedded widgets.
    Widget,
    /// The masthead: name, issue, price of the publication.
    Masthead,
    /// The page's own statement of its times.
    Timestamp,
    /// A line that repeats the headline.
    RepeatedHeadline,
    /// A line that its publisher sends with several reports.
    Repeated,
    /// What the publication says of itself at the top or the bottom of its page.
    Imprint,
}

impl FurnitureReason {
    /// Every reason with its name, as lexicon files and exports spell it.
    pub const NAMES: [(FurnitureReason, &'static str); 19] = [
        (FurnitureReason::Navigation, "navigation"),
        (FurnitureReason::Share, "share"),
        (FurnitureReason::Related, "related"),
        (FurnitureReason::Subscribe, "subscribe"),
        (FurnitureReason::CommentForm, "comment-form"),
        (FurnitureReason::Plugin, "plugin"),
        (FurnitureReason::PictureCredit, "picture-credit"),
        (FurnitureReason::Copyright, "copyright"),
        (FurnitureReason::Advert, "advert"),
        (FurnitureReason::ReadMore, "read-more"),
        (FurnitureReason::Tags, "tags"),
        (FurnitureReason::AuthorBox, "author-box"),
        (FurnitureReason::Cookie, "cookie"),
        (FurnitureReason::Widget, "widget"),
        (FurnitureReason::Masthead, "masthead"),
        (FurnitureReason::Timestamp, "timestamp"),
        (FurnitureReason::RepeatedHeadline, "repeated-headline"),
        (FurnitureReason::Repeated, "repeated"),
        (FurnitureReason::Imprint, "imprint"),
    ];

    /// The reason's name.
    pub fn as_str(self) -> &'static str {
        FurnitureReason::NAMES[self as usize].1
    }

    /// The reason of this name.
    pub fn parse(name: &str) -> Option<FurnitureReason> {
        FurnitureReason::NAMES.into_iter().find(|(_, n)| *n == name).map(|(reason, _)| reason)
    }
}

impl BlockKind {
    /// The kind's name in exports and views.
    pub fn as_str(self) -> &'static str {
        match self {
            BlockKind::Headline => "headline",
            BlockKind::Subheading => "subheading",
            BlockKind::Byline => "byline",
            BlockKind::Creditline => "creditline",
            BlockKind::Paragraph => "paragraph",
            BlockKind::Caption => "caption",
            BlockKind::Embed => "embed",
            BlockKind::Furniture(_) => "furniture",
        }
    }

    /// Whether the block belongs to the article's running text.
    pub fn is_prose(self) -> bool {
        matches!(self, BlockKind::Paragraph)
    }
}

/// A labelled part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its words, without surrounding white space.
    pub span: Span,
}

/// One of several reports bundled in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its parts, in order.
    pub parts: Vec<ItemPart>,
    /// Its own time of publication, ISO 8601, where it has one, as entries of a live blog do.
    pub published: Option<String>,
}

/// A part of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemPart {
    /// What the part does.
    pub role: ItemRole,
    /// Its words.
    pub span: Span,
}

/// What a part of a digest item does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ItemRole {
    /// The item's own heading.
    Heading,
    /// What happened.
    Summary,
    /// Why it matters, in the compiler's view.
    Insight,
    /// A question put to the reader.
    Question,
}

impl ItemRole {
    /// The role's name in exports and views.
    pub fn as_str(self) -> &'static str {
        match self {
            ItemRole::Heading => "heading",
            ItemRole::Summary => "summary",
            ItemRole::Insight => "insight",
            ItemRole::Question => "question",
        }
    }
}

/// Whom a line of the document credits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The form of the credit.
    pub form: CreditForm,
    /// Persons credited, as written.
    pub persons: Vec<Span>,
    /// Publishers credited, as written: the nearest first.
    pub publishers: Vec<Span>,
}

/// The form a credit takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CreditForm {
    /// Writers named by the publication itself.
    Byline,
    /// A pointer to the full text elsewhere.
    ReadAt,
    /// An agency's or other publisher's reporting is credited.
    Agency,
    /// A picture's credit.
    Picture,
    /// The text is a translation.
    Translated,
    /// The text is an official or commercial release.
    Release,
    /// The agency named in a dateline.
    Dateline,
}

impl CreditForm {
    /// Every form with its name, as lexicon files and exports spell it.
    pub const NAMES: [(CreditForm, &'static str); 7] = [
        (CreditForm::Byline, "byline"),
        (CreditForm::ReadAt, "read-at"),
        (CreditForm::Agency, "agency"),
        (CreditForm::Picture, "picture"),
        (CreditForm::Translated, "translated"),
        (CreditForm::Release, "release"),
        (CreditForm::Dateline, "agency-dateline"),
    ];

    /// The form's name.
    pub fn as_str(self) -> &'static str {
        CreditForm::NAMES[self as usize].1
    }

    /// The form of this name.
    pub fn parse(name: &str) -> Option<CreditForm> {
        CreditForm::NAMES.into_iter().find(|(_, n)| *n == name).map(|(form, _)| form)
    }
}

/// The language that is analysed, as the first part of a BCP 47 tag.
const ANALYSED: &str = "en";

impl Metadata {
    /// The first part of the language's tag, lower case.
    pub fn primary_language(&self) -> Option<String> {
        let tag = self.language.as_deref()?.split(['-', '_']).next()?;
        Some(tag.to_ascii_lowercase())
    }

    /// Whether the text is in the language that is analysed, or in one that is not known.
    pub fn is_analysed(&self) -> bool {
        self.primary_language().is_none_or(|language| language == ANALYSED)
    }
}

impl Document {
    /// The id of a document of this name and text.
    pub fn id_of(name: &str, text: &str) -> DocId {
        DocId(short_hash(&[name, text]))
    }

    /// The ids of some documents in what is told of all of them: their names; with the hash where
    /// others have the same name.
    pub fn ids<'d>(
        documents: impl Iterator<Item = &'d Document> + Clone,
    ) -> BTreeMap<DocId, String> {
        let mut named: BTreeMap<&str, BTreeSet<DocId>> = BTreeMap::new();
        for document in documents.clone() {
            named.entry(&document.name).or_default().insert(document.id);
        }
        let id = |document: &Document| match named[document.name.as_str()].len() {
            1 => document.name.clone(),
            _ => format!("{}#{}", document.name, document.id),
        };
        documents.map(|document| (document.id, id(document))).collect()
    }

    /// The headline: the block so labelled, else the title that came beside the text.
    pub fn headline(&self) -> Option<&str> {
        self.headline_span().map(|s| self.text.words(s)).or(self.metadata.title.as_deref())
    }

    /// The words of the headline where it stands in the text.
    pub fn headline_span(&self) -> Option<Span> {
        self.blocks.iter().find(|b| b.kind == BlockKind::Headline).map(|b| b.span)
    }

    /// The blocks of running text.
    pub fn paragraphs(&self) -> impl Iterator<Item = Span> {
        self.blocks.iter().filter(|b| b.kind.is_prose()).map(|b| b.span)
    }

    /// The block a byte offset lies in. Cost: logarithmic in the number of blocks.
    pub fn block_at(&self, byte: usize) -> Option<&Block> {
        let after = self.blocks.partition_point(|b| b.span.start() <= byte);
        self.blocks[..after].last().filter(|b| byte < b.span.end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_reasons_and_forms_are_read_back() {
        for (i, (reason, name)) in FurnitureReason::NAMES.into_iter().enumerate() {
            assert_eq!(reason as usize, i, "{name} stands at its own index");
            assert_eq!(FurnitureReason::parse(name), Some(reason));
            assert_eq!(reason.as_str(), name);
        }
        for (i, (form, name)) in CreditForm::NAMES.into_iter().enumerate() {
            assert_eq!(form as usize, i, "{name} stands at its own index");
            assert_eq!(CreditForm::parse(name), Some(form));
        }
    }
}
