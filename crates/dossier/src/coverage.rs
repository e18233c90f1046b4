//! Records of what a story's reports tell together: digest, cards, open questions, the matrix of
//! claims by publishers, and what is new.

use crate::Cite;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A line of the digest with sentences of the documents about it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct CardRecord {
    /// What happened.
    pub summary: DigestRecord,
    /// What may come of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matters: Option<DigestRecord>,
    /// What is asked about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<DigestRecord>,
}

/// Something open.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct QuestionRecord {
    /// `conflict`: reports differ; `commitment`: promised by a day; `single origin`: it matters,
    /// and one origin alone reports it.
    pub kind: String,
    /// Id of the conflict, commitment or claim.
    pub about: String,
    /// Its words.
    pub text: String,
    /// Who says it, where it is not the report itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub speakers: Vec<String>,
    /// Where they stand.
    pub evidence: Vec<Cite>,
}

/// Claims by publishers.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct MatrixRecord {
    /// The publishers; a document without one stands for itself.
    pub columns: Vec<ColumnRecord>,
    /// The claims of several publishers, those in conflict and those of the digest.
    pub rows: Vec<RowRecord>,
}

/// A publisher with its documents.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct ColumnRecord {
    /// Its name, or the id of a document without one.
    pub publisher: String,
    /// Ids of its documents.
    pub documents: Vec<String>,
}

/// A claim with what each publisher says of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct RowRecord {
    /// Id of the claim.
    pub claim: String,
    /// Its words.
    pub text: String,
    /// One cell for each column.
    pub cells: Vec<CellRecord>,
}

/// What a publisher says of a claim.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct CellRecord {
    /// `same`, `wording` (it differs in wording or emphasis), `conflict`, `related` (it speaks of
    /// the matter; whether it says the same was not recognised), `unclear` (it may speak of it) or
    /// `silent`.
    pub state: String,
    /// The words, of an unclear one those that come nearest; none if it is silent.
    pub value: String,
    /// Where they stand.
    pub evidence: Vec<Cite>,
}

/// A sentence of the digest.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct DigestRecord {
    /// The sentence.
    pub text: String,
    /// The most independent origins that a claim in it has; 0 if none was found in it.
    pub origins: usize,
    /// Where it stands.
    pub evidence: Vec<Cite>,
}

/// What is new, as ids.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct NewsRecord {
    /// The day asked for, or the last publication that the earlier run had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Documents.
    pub documents: Vec<String>,
    /// Origins that no earlier document comes from.
    #[serde(default)]
    pub origins: Vec<String>,
    /// Claims.
    pub claims: Vec<String>,
    /// Conflicts.
    pub conflicts: Vec<String>,
    /// Commitments.
    pub commitments: Vec<String>,
    /// Happenings of the timeline.
    pub happenings: Vec<String>,
}

/// What a language model made of the digest, as far as the sentences it cites bear it out.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct PhrasedRecord {
    /// The model, as the user named it.
    pub model: String,
    /// Where it answered: scheme, host and port.
    pub at: String,
    /// Its sentences that were kept.
    pub sentences: Vec<PhrasedSentenceRecord>,
    /// How many were dropped, by reason; their words are not kept.
    pub dropped: Vec<DroppedRecord>,
}

/// A sentence in a language model's words. It is no words of a report.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct PhrasedSentenceRecord {
    /// The sentence.
    pub text: String,
    /// The sentences of reports that say it.
    pub evidence: Vec<Cite>,
}

/// Sentences of a language model that were dropped for one reason.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct DroppedRecord {
    /// What is not as in the evidence: `citation`, `form`, `name`, `number`, `time`, `word`,
    /// `quoted`, `joined`, `left out`, `certainty`, `polarity` or `attribution`; or `repeated`,
    /// `too many`.
    pub reason: String,
    /// How many.
    pub count: usize,
}
