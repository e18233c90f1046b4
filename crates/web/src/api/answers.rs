//! The shapes of answers that are not those of the dossier.

use crate::room::Part;
use dossier::{
    ClaimRecord, ConflictRecord, DocumentRecord, EntityRecord, Numbers, QuotationRecord,
};
use library::{Found, Hit, StoryRow};
use schemars::JsonSchema;
use serde::Serialize;

/// Whether the server is well, and what it shows.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Health {
    /// `ok`.
    pub status: &'static str,
    /// Version of the program.
    pub version: &'static str,
    /// Names the record: another record has another one.
    pub revision: String,
    /// Stories that are shown.
    pub stories: usize,
    /// Articles in them.
    pub articles: usize,
}

/// A story in a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StorySummary {
    /// Its id.
    pub id: String,
    /// Headline of its most central article.
    pub title: String,
    /// First publication in it, ISO 8601, as precise as known.
    pub earliest: Option<String>,
    /// Last publication in it.
    pub latest: Option<String>,
    /// Id of its first article by time.
    pub representative: Option<String>,
    /// Articles.
    pub article_count: usize,
    /// Publishers that are known.
    pub publisher_count: usize,
    /// Independent origins.
    pub origin_count: usize,
    /// Origins of which nothing says where they come from.
    pub unknown_lineage_count: usize,
    /// All its numbers.
    pub numbers: Numbers,
}

impl StorySummary {
    /// What a library's list says of a story: of what was not read closely since it changed, no
    /// more than its articles.
    pub fn of_row(row: &StoryRow) -> StorySummary {
        let woven = row.woven.clone().unwrap_or_default();
        let count = |n: i64| usize::try_from(n).unwrap_or_default();
        StorySummary {
            id: row.id.to_string(),
            title: row.title.clone(),
            earliest: row.earliest.clone(),
            latest: row.latest.clone(),
            representative: None,
            article_count: count(row.documents),
            publisher_count: count(row.publishers),
            origin_count: count(woven.origins),
            unknown_lineage_count: count(woven.unknown_lineage),
            numbers: Numbers {
                documents: count(row.documents),
                stories: 1,
                origins: count(woven.origins),
                unknown_lineage: count(woven.unknown_lineage),
                claims: count(woven.claims),
                conflicts: count(woven.conflicts),
                commitments: count(woven.commitments),
                quotations: count(woven.quotations),
                ..Numbers::default()
            },
        }
    }

    /// What is said of a story in a list.
    pub fn of(part: &Part) -> StorySummary {
        let period = part.period();
        let documents = &part.told.documents;
        StorySummary {
            id: part.id().into(),
            title: part.title().into(),
            earliest: period.map(|(first, _)| first.into()),
            latest: period.map(|(_, last)| last.into()),
            representative: Some(part.first().to_string()).filter(|id| !id.is_empty()),
            article_count: documents.len(),
            publisher_count: part.publishers().len(),
            origin_count: part.told.numbers.origins,
            unknown_lineage_count: part.told.numbers.unknown_lineage,
            numbers: part.told.numbers.clone(),
        }
    }
}

/// A story's page as text.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Brief {
    /// The story's id.
    pub story: String,
    /// Its headline.
    pub title: String,
    /// The numbers line.
    pub numbers: String,
    /// The page, CommonMark.
    pub page: String,
}

/// An article in a list: what is known of it without its text.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ArticleSummary {
    /// Its id.
    pub id: String,
    /// Id of its story.
    pub story: String,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// First publication, ISO 8601.
    pub published: Option<String>,
    /// Language, BCP 47.
    pub language: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// SHA-256 of the bytes it came from.
    pub sha256: String,
    /// Id of the origin it comes from as a whole.
    pub origin: Option<String>,
}

impl ArticleSummary {
    /// What is said of an article in a list.
    pub fn of(part: &Part, document: &DocumentRecord) -> ArticleSummary {
        ArticleSummary {
            id: document.id.clone(),
            story: part.id().into(),
            title: document.title.clone(),
            publisher: document.publisher.clone(),
            published: document.published.clone(),
            language: document.language.clone(),
            url: document.url.clone(),
            sha256: document.sha256.clone(),
            origin: part.origin(&document.id).map(|(_, origin)| origin.id.clone()),
        }
    }
}

/// A publisher in a story.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct PublisherSummary {
    /// Its name; null if the articles do not state it.
    pub name: Option<String>,
    /// Ids of its articles.
    pub articles: Vec<String>,
    /// Ids of the origins that they come from as a whole.
    pub origins: Vec<String>,
}

/// A person, body or place, in all stories.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EntityAnswer {
    /// What each story knows of it.
    pub stories: Vec<EntityInStory>,
}

/// What a story knows of an entity.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EntityInStory {
    /// The story's id.
    pub story: String,
    /// Names, roles, first mentions.
    pub entity: EntityRecord,
    /// What it said.
    pub quotations: Vec<QuotationRecord>,
}

/// What a search found.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SearchAnswer {
    /// Articles of this page, the best first.
    pub items: Vec<ArticleHit>,
    /// Articles that were ranked.
    pub total: usize,
    /// Whether more match, of which the newest `total` were ranked.
    pub more: bool,
    /// Say this as `cursor` to have the next page; null at the end.
    pub next: Option<String>,
    /// What was looked for besides the words typed.
    pub tried: Vec<TriedWord>,
}

/// An article that was found.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ArticleHit {
    /// Its id.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// First publication, ISO 8601.
    pub published: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// How well it fits; comparable within one search only.
    pub score: f64,
    /// Whether it is a copy of an earlier article.
    pub copy: bool,
    /// Passages in which the words were found.
    pub passages: Vec<FoundPassage>,
}

/// Words that were found.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FoundPassage {
    /// Number of the paragraph, from 1.
    pub paragraph: usize,
    /// The words.
    pub exact: String,
}

/// A word that was looked for under other spellings.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TriedWord {
    /// As typed.
    pub word: String,
    /// What else was looked for.
    pub also: Vec<String>,
    /// Whether the word itself does not occur.
    pub corrected: bool,
}

impl SearchAnswer {
    /// What was found, for programs.
    pub fn of(found: Found, next: Option<String>) -> SearchAnswer {
        let tried = found.tried.into_iter();
        let tried = tried.map(|t| TriedWord { word: t.word, also: t.also, corrected: t.corrected });
        SearchAnswer {
            items: found.hits.into_iter().map(ArticleHit::of).collect(),
            total: found.total,
            more: found.more,
            next,
            tried: tried.collect(),
        }
    }
}

impl ArticleHit {
    fn of(hit: Hit) -> ArticleHit {
        let passages = hit.passages.into_iter();
        let passages =
            passages.map(|p| FoundPassage { paragraph: p.paragraph, exact: p.exact }).collect();
        ArticleHit {
            id: hit.id,
            title: hit.title,
            publisher: hit.publisher,
            published: hit.published,
            url: hit.url,
            score: hit.score,
            copy: hit.copy_of.is_some(),
            passages,
        }
    }
}

/// Claims that are about the same as some words. Never a verdict: what is so is for a person.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CheckAnswer {
    /// The words asked about.
    pub text: String,
    /// The claims most like them.
    pub claims: Vec<CheckedClaim>,
}

/// A claim that is about the same as some words.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CheckedClaim {
    /// Id of its story.
    pub story: String,
    /// How much of the words' weight the claim has, 0 to 1.
    pub likeness: f64,
    /// The claim with its origins and all the words that make it.
    pub claim: ClaimRecord,
    /// Conflicts that rest on the same words.
    pub conflicts: Vec<ConflictRecord>,
}

/// Something someone said.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Saying {
    /// Id of the story.
    pub story: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// When, ISO 8601.
    pub published: Option<String>,
    /// The quotation.
    pub quotation: QuotationRecord,
}

/// What articles published since a time brought to the stories.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Changes {
    /// The time asked for.
    pub since: String,
    /// Stories with anything new.
    pub stories: Vec<StoryChanges>,
    /// Articles without a time of publication, of which nobody can say.
    pub undated: usize,
}

/// What articles published since a time brought to a story.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StoryChanges {
    /// The story's id.
    pub story: String,
    /// Its headline.
    pub title: String,
    /// The articles.
    pub articles: Vec<ArticleSummary>,
    /// Origins that no earlier article comes from.
    pub new_origins: Vec<String>,
    /// Claims that no earlier article makes.
    pub new_claims: Vec<ClaimRecord>,
    /// Claims of earlier articles that these make too.
    pub repeated_claims: Vec<ClaimRecord>,
    /// Conflicts in which one side is only in these.
    pub new_conflicts: Vec<ConflictRecord>,
}
