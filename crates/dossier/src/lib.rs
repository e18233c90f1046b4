//! The record a reader gets: [`Dossier`], made from a story and printed as JSON or as a page.
//!
//! These are the only serialised types. Offsets are Unicode code points, and every citation
//! carries its words. [`present`] makes a dossier; [`page`] prints one for readers.

mod build;
mod coverage;
mod diff;
pub mod graph;
mod label;
pub mod news;
pub mod page;
mod passages;
mod pile;
mod process;
mod schema;
mod when;

pub use build::{Provenance, present};
pub use coverage::{
    CardRecord, CellRecord, ColumnRecord, DigestRecord, DroppedRecord, MatrixRecord, NewsRecord,
    PhrasedRecord, PhrasedSentenceRecord, QuestionRecord, RowRecord,
};
pub use diff::{ChangedRecord, DiffRecord, DifferenceRecord, DifferencesRecord, RunRecord, diff};
pub use label::{Renderings, Voice};
pub use process::{
    CommitmentRecord, DelegationRecord, FollowUpRecord, LengthRecord, MeetingRecord,
    PositionRecord, TimelineRecord, TrackRecord, WhenRecord, WindowRecord,
};
pub use schema::{diff_schema, schema};
pub use when::WITHOUT_DATE;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of the dossier's format. The major number changes when a reader of an older version
/// would be misled.
pub const FORMAT_VERSION: &str = "1.0";

/// The kind of a speaker of whom there is but a pronoun.
pub(crate) const PRONOUN: &str = "pronoun";

/// Everything a pile adds up to.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct Dossier {
    /// Version of this format.
    pub version: String,
    /// What made the dossier.
    pub made_by: MadeBy,
    /// The numbers line.
    pub numbers: Numbers,
    /// The documents of the pile.
    pub documents: Vec<DocumentRecord>,
    /// The stories in it.
    pub stories: Vec<StoryRecord>,
    /// Persons, bodies, places and groups, most mentioned first.
    pub entities: Vec<EntityRecord>,
    /// Who said what, by document and place.
    pub quotations: Vec<QuotationRecord>,
    /// What was said once and stands in several documents, with what differs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotation_variants: Vec<SpeechRecord>,
    /// Where the reports come from.
    pub origins: Vec<OriginRecord>,
    /// What is claimed, that of most origins first.
    pub claims: Vec<ClaimRecord>,
    /// Where reports differ.
    pub conflicts: Vec<ConflictRecord>,
    /// Who is bound to do what, and what became of it.
    pub commitments: Vec<CommitmentRecord>,
    /// What is planned, offered, hoped for, threatened, refused, demanded or foreseen: it binds
    /// nobody, and its status is never more than `open`.
    #[serde(default)]
    pub intentions: Vec<CommitmentRecord>,
    /// What happened when, and what is to come, by time.
    #[serde(default)]
    pub timeline: Vec<TimelineRecord>,
    /// Which reports were made from which.
    #[serde(default)]
    pub derivations: Vec<DerivationRecord>,
    /// What is new, if an earlier run or a day was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub news: Option<NewsRecord>,
    /// What a reader should know about the inputs.
    pub notices: Vec<NoticeRecord>,
}

/// Versions and hashes of what made a dossier: with the same of these, the same bytes.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct MadeBy {
    /// Version of the program.
    pub secondsource: String,
    /// Name of the language model.
    pub model: String,
    /// SHA-256 of the language model.
    pub model_hash: String,
    /// SHA-256 of the lexicon.
    pub lexicon_hash: String,
}

/// The numbers line. Only what is measured has a field.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct Numbers {
    /// Documents in the pile, repeated ones counted once.
    pub documents: usize,
    /// Stories in the pile.
    pub stories: usize,
    /// Origins that documents come from as a whole.
    pub origins: usize,
    /// Origins of which nothing says where they come from.
    pub unknown_lineage: usize,
    /// Claims.
    pub claims: usize,
    /// Claims that two or more independent origins make.
    pub corroborated: usize,
    /// Conflicts.
    pub conflicts: usize,
    /// Commitments.
    pub commitments: usize,
    /// Commitments of which a later passage tells what became.
    pub followed_up: usize,
    /// Persons and bodies named.
    pub actors: usize,
    /// Quotations.
    pub quotations: usize,
    /// Quotations whose speaker is known by name.
    pub named_speaker: usize,
}

/// A citation: a range of a document's text, in Unicode code points, with its words.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Cite {
    /// Id of the document.
    pub document: String,
    /// First code point.
    pub start: usize,
    /// Past the last code point.
    pub end: usize,
    /// The words.
    pub exact: String,
}

/// A document.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct DocumentRecord {
    /// The article's own id or file name; with a hash where two would be the same.
    pub id: String,
    /// Path as given.
    pub path: String,
    /// SHA-256 of the bytes it came from.
    pub sha256: String,
    /// Address.
    pub url: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Authors.
    pub authors: Vec<String>,
    /// First publication, ISO 8601, as precise as known.
    pub published: Option<String>,
    /// When it was published, estimated, where nothing says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<WindowRecord>,
    /// Last change, ISO 8601, as precise as known.
    pub updated: Option<String>,
    /// Language, BCP 47.
    pub language: Option<String>,
    /// The text, frozen.
    pub text: String,
    /// Its parts.
    pub blocks: Vec<BlockRecord>,
    /// Items of a page that bundles many reports.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Vec<ItemPartRecord>>,
    /// Credit lines.
    pub credits: Vec<CreditRecord>,
}

/// A part of a document.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct BlockRecord {
    /// What it is.
    pub kind: String,
    /// Why it is furniture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// First code point.
    pub start: usize,
    /// Past the last code point.
    pub end: usize,
}

/// A part of an item.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct ItemPartRecord {
    /// heading, summary, insight or question.
    pub role: String,
    /// First code point.
    pub start: usize,
    /// Past the last code point.
    pub end: usize,
}

/// A credit line.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct CreditRecord {
    /// The publisher nearest to the line's maker.
    pub publisher: Option<String>,
    /// All publishers credited, in order.
    pub publishers: Vec<String>,
    /// Persons credited.
    pub persons: Vec<String>,
    /// byline, read-at, agency, picture, translated, release or agency-dateline.
    pub form: String,
    /// The words.
    pub evidence: Vec<Cite>,
}

/// A story.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct StoryRecord {
    /// Id, stable for the same documents.
    pub id: String,
    /// Headline of its most central document.
    pub title: String,
    /// Ids of its documents.
    pub documents: Vec<String>,
    /// Sentences of the documents that together tell what matters most, by time; about 100 words.
    #[serde(default)]
    pub digest: Vec<DigestRecord>,
    /// The digest in a language model's words, if one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phrased: Option<PhrasedRecord>,
    /// The lines of the digest with what may come of each and what is asked about it.
    #[serde(default)]
    pub cards: Vec<CardRecord>,
    /// What is open.
    #[serde(default)]
    pub questions: Vec<QuestionRecord>,
    /// Claims by publishers.
    #[serde(default)]
    pub matrix: MatrixRecord,
    /// The subjects under negotiation or dispute, the weightiest first.
    #[serde(default)]
    pub tracks: Vec<TrackRecord>,
    /// Who came together, the meetings of most documents first.
    #[serde(default)]
    pub meetings: Vec<MeetingRecord>,
}

/// A person, body, place or group.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct EntityRecord {
    /// Id, stable for the same names.
    pub id: String,
    /// person, organization, place, group or other.
    pub kind: String,
    /// Name most used in full.
    pub name: String,
    /// Every spelling, most used first.
    pub variants: Vec<VariantRecord>,
    /// Titles and roles that stand with the name.
    pub roles: Vec<RoleRecord>,
    /// How often it is named.
    pub names: usize,
    /// Ids of its quotations.
    pub quotations: Vec<String>,
    /// What it did, as the documents tell it in their own words.
    #[serde(default)]
    pub deeds: Vec<DeedRecord>,
    /// The first name in each document.
    pub evidence: Vec<Cite>,
}

impl EntityRecord {
    /// The first role that is not told to be over.
    pub fn role_now(&self) -> Option<&RoleRecord> {
        self.roles.iter().find(|role| role.to.is_none())
    }
}

/// A spelling of a name.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct VariantRecord {
    /// As written.
    pub text: String,
    /// Ids of the documents that use it.
    pub documents: Vec<String>,
    /// How often.
    pub count: usize,
}

/// A title or role.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct RoleRecord {
    /// As written.
    pub title: String,
    /// When it began, ISO 8601 as precise as the words say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// When it ended, likewise; `past` where the words only say that it is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The words.
    pub evidence: Vec<Cite>,
}

/// Something that an entity did.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct DeedRecord {
    /// The words that tell it.
    pub what: String,
    /// TIMEX3 value of the time the words name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// `actual`, `planned`, `denied` or `hypothetical`, as it is told.
    pub realis: String,
    /// The words in each document that tells it so.
    pub evidence: Vec<Cite>,
}

/// Something said.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct QuotationRecord {
    /// Id, stable for the same words and rule.
    pub id: String,
    /// Id of the document.
    pub document: String,
    /// direct, mixed or indirect.
    pub kind: String,
    /// What was said; a cue may stand within.
    pub content: Cite,
    /// The words inside quotation marks.
    pub verbatim: Vec<Cite>,
    /// Who said it.
    pub speaker: Option<SpeakerRecord>,
    /// The words that say so.
    pub cue: Option<Cite>,
    /// From the word that says how to the last of what was said, where they stand together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telling: Option<Cite>,
    /// TIMEX3 value of when it was said, if that was long before the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Pronouns in it for persons whom it does not name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<AntecedentRecord>,
    /// What stands before it, if its words point back to that ("it", "this step").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Cite>,
    /// Why it is hardly something said and not on the page: nobody (who says it is not found),
    /// unsure, thing (what would say it cannot speak), act (done or meant rather than said), bare
    /// (cut off, or a mere noun), part (of what the same one is told to have said) or pointing (its
    /// subject only points at what was told before). Empty for all others.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doubt: String,
    /// The speaker's stance to it, by the cue.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub stance: String,
    /// Through whom it came, the nearest to the speaker first.
    pub via: Vec<ViaRecord>,
    /// Id of the group of its variants in other documents, in `quotation_variants`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variants: Option<String>,
    /// The rule that found it.
    pub rule: String,
}

/// Whom a pronoun stands for.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct AntecedentRecord {
    /// The pronoun.
    pub pronoun: Cite,
    /// The person's name.
    pub text: String,
    /// Where the person is named.
    pub evidence: Cite,
}

/// What was said once and stands in several documents.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct SpeechRecord {
    /// Id, stable for the same quotations.
    pub id: String,
    /// How each document gives it, the fullest first.
    pub renderings: Vec<RenderingRecord>,
    /// Ids of the origins that heard it: two are two accounts of one statement.
    #[serde(default)]
    pub accounts: Vec<String>,
    /// The occasion, if words name one at which all may listen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occasion: Option<OccasionRecord>,
}

/// An occasion at which something was said to all who listened.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct OccasionRecord {
    /// briefing, release, statement, speech or post.
    pub kind: String,
    /// The words that name it.
    pub evidence: Cite,
}

/// One document's quotation of a speech.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct RenderingRecord {
    /// Id of the quotation.
    pub quotation: String,
    /// same, shortened, altered or paraphrase: how it gives the words of the fullest.
    pub relation: String,
    /// The words that the fullest does not have at their place.
    pub differing: Vec<Cite>,
}

/// A speaker.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct SpeakerRecord {
    /// The name of the entity, or the words as they stand.
    pub text: String,
    /// Id of the entity.
    pub entity: Option<String>,
    /// Who says it with the one named, in the words of the report: "and other guilds".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub others: String,
    /// Of one not named: unnamed-person, collective, media, institution-role, pronoun (of nobody).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unnamed: Option<String>,
    /// The words.
    pub evidence: Vec<Cite>,
}

/// Through whom a quotation came.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct ViaRecord {
    /// The name of the entity, or the words as they stand.
    pub text: String,
    /// Id of the entity.
    pub entity: Option<String>,
    /// The publisher, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// The words.
    pub evidence: Vec<Cite>,
}

/// An independent first-hand account.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct OriginRecord {
    /// Id, stable for the same documents.
    pub id: String,
    /// The publisher or agency whose reporting it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Ids of the documents that, as a whole, come from it; none if only passages do.
    pub documents: Vec<String>,
    /// Ids of further documents that have passages from it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// known or unknown.
    pub lineage: String,
    /// What shows it.
    pub basis: Vec<BasisRecord>,
}

/// What shows an origin.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct BasisRecord {
    /// credit, copied, rewritten, told, own-reporting, new-quotations, shared-facts or reader.
    pub kind: String,
    /// Id of the document that shows it.
    pub document: String,
    /// The words.
    pub evidence: Vec<Cite>,
}

/// A claim, with all that make it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct ClaimRecord {
    /// Its id, the same in every run.
    pub id: String,
    /// The words that say it best on their own.
    pub text: String,
    /// `corroborated`, `single origin` or `lineage unknown`; never true or false.
    pub status: String,
    /// Number of independent origins that make it.
    pub origins: usize,
    /// Ids of the documents that make it.
    pub documents: Vec<String>,
    /// Publishers of those documents, as far as known.
    pub publishers: Vec<String>,
    /// Names of those whom the documents quote with the words of `text`, where these do not name
    /// them.
    pub speakers: Vec<String>,
    /// Id of the quoted speech that all the words are accounts of, if they are: then its origins
    /// bear out that it was said, and no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
    /// Whether all that make it do so in the words of one speaker: then its origins bear out that
    /// he said so, and no more.
    #[serde(default)]
    pub of_one_speaker: bool,
    /// Id of a claim whose sentences hold all its passages: it says a part of what they
    /// say together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Whether `text` tells something to who has read nothing else; others are no lines of the
    /// page.
    #[serde(default = "clear")]
    pub clear: bool,
    /// All the words that make it.
    pub evidence: Vec<Cite>,
}

/// Records from before this was told count as clear.
fn clear() -> bool {
    true
}

/// A document that was made from another.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct DerivationRecord {
    /// Id of the document that was made; where the direction is unknown, the second of the two.
    pub document: String,
    /// Id of the document it was made from.
    pub from: String,
    /// copied, rewritten, told, shared-facts or reader.
    pub kind: String,
    /// Whether which of the two came first is known or unknown.
    pub direction: String,
    /// The passages of both that answer one another.
    pub passages: Vec<PassageRecord>,
}

/// A passage and the one it was made from.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct PassageRecord {
    /// In the document that was made.
    pub here: Cite,
    /// In the other.
    pub there: Cite,
}

/// A conflict: statements about one matter that cannot all be so.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct ConflictRecord {
    /// Its id, the same in every run.
    pub id: String,
    /// In what the sides differ: `number`, `time`, `place`, `role`, `party`, `polarity`, `agent` or
    /// `attribution`.
    pub kind: String,
    /// How likely, 0 to 1, as the weights have it.
    pub likely: f32,
    /// The sides.
    pub sides: Vec<SideRecord>,
}

/// One side of a conflict.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct SideRecord {
    /// The words.
    pub text: String,
    /// Ids of the documents.
    pub documents: Vec<String>,
    /// Publishers of those documents, as far as known.
    pub publishers: Vec<String>,
    /// Names of those whom the documents quote with it.
    pub speakers: Vec<String>,
    /// Number of independent origins that tell it so.
    #[serde(default)]
    pub origins: usize,
    /// The words.
    pub evidence: Vec<Cite>,
}

/// Something a reader should know about an input.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct NoticeRecord {
    /// Code; `secondsource explain CODE` says more.
    pub code: String,
    /// What happened.
    pub message: String,
    /// Where: path, or path and line.
    pub place: String,
    /// Id of the document, if the place is in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// First code point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// Past the last code point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
}
