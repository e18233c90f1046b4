//! Records of what happens over time: commitments, meetings, tracks, the timeline.
//!
//! A [`TrackRecord`] points at [`MeetingRecord`]s and [`CommitmentRecord`]s by their ids; all cite
//! the words they rest on.

use crate::{AntecedentRecord, Cite};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A subject under negotiation or dispute, with all that is told of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct TrackRecord {
    /// Its id, the same in every run over the same documents.
    pub id: String,
    /// Its name, in the documents' words.
    pub label: String,
    /// `to be discussed`, `discussed`, `disputed`, `proposed`, `promised or agreed` or
    /// `followed up`.
    pub state: String,
    /// Names of those who are bound, or mean to do something, in it; of none, of those who met.
    pub parties: Vec<String>,
    /// Ids of the meetings that were about it or agreed on it.
    pub meetings: Vec<String>,
    /// Ids of the commitments in it.
    pub commitments: Vec<String>,
    /// Ids of what is planned, offered, hoped for or refused in it.
    pub intentions: Vec<String>,
    /// Who says what of it.
    pub positions: Vec<PositionRecord>,
    /// The latest passage about it, where documents have days of publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Cite>,
}

/// What a speaker says of a track.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct PositionRecord {
    /// The speaker's name, or the words for him.
    pub speaker: String,
    /// Id of the quotation.
    pub quotation: String,
    /// The words.
    pub evidence: Vec<Cite>,
}

/// People who came together.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct MeetingRecord {
    /// Its id, the same in every run over the same documents.
    pub id: String,
    /// `meeting`, `call`, `visit` or `clash`.
    pub kind: String,
    /// Names of those who took part.
    pub participants: Vec<String>,
    /// Who came for which party.
    pub delegations: Vec<DelegationRecord>,
    /// Where, by the names given.
    pub places: Vec<String>,
    /// When, as precise as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<WhenRecord>,
    /// How long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<LengthRecord>,
    /// What it was about.
    pub agenda: Vec<Cite>,
    /// Ids of the commitments agreed there.
    pub outcome: Vec<String>,
    /// `actual`, `planned`, `denied`, `hypothetical` or `generic`, as it is told.
    pub realis: String,
    /// Number of independent origins that tell it.
    #[serde(default)]
    pub origins: usize,
    /// Ids of the documents that tell it.
    pub documents: Vec<String>,
    /// All the words that tell it.
    pub evidence: Vec<Cite>,
}

/// Who came to a meeting for a party.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct DelegationRecord {
    /// The party.
    pub party: String,
    /// Names of the members.
    pub members: Vec<String>,
    /// The words that say so.
    pub evidence: Vec<Cite>,
}

/// A length of time.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct LengthRecord {
    /// TIMEX3 value: `PT4.5H`.
    pub value: String,
    /// TIMEX3 modifier: `APPROX`, `LESS_THAN` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modifier: Option<String>,
    /// The words.
    pub evidence: Vec<Cite>,
}

/// When an undated document was published, as far as its words and others' bound it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct WindowRecord {
    /// First day, ISO 8601; none if nothing bounds it.
    pub earliest: Option<String>,
    /// Last day, ISO 8601; none if nothing bounds it.
    pub latest: Option<String>,
    /// Always true: it is worked out, not given.
    pub estimated: bool,
    /// What bounds it: `told as past`, `told as to come`, `same weekday as in a dated report`.
    pub signs: Vec<String>,
    /// The words.
    pub evidence: Vec<Cite>,
}

/// A commitment, with all that state it and what became of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct CommitmentRecord {
    /// Its id, the same in every run.
    pub id: String,
    /// `promise`, `agreement`, `order` or, where others tell it, `announced`; of what binds nobody
    /// `plan`, `offer`, `threat`, `hope`, `considered`, `attempt`, `refusal`, `demand` or
    /// `prediction`.
    pub class: String,
    /// Who is bound: names, or the words; empty where no words say it.
    pub who: String,
    /// Id of the entity who is bound, if it is one that the documents name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// What is to be done: a clause that begins with the act, or the whole clause where it does not
    /// say who acts.
    pub what: String,
    /// To whom it is promised, or with whom agreed, in the words of the statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_whom: Option<String>,
    /// By when, as an ISO day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_when: Option<String>,
    /// The condition, in the words of the first statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// `open`, `follow-up found`, `reported done`, `reported not done` or `overdue`.
    pub status: String,
    /// How likely it is one, 0 to 1, as the weights have it.
    pub likely: f32,
    /// Number of origins that state it.
    pub origins: usize,
    /// Names of those who state it, where it is quoted.
    pub speakers: Vec<String>,
    /// Ids of the documents that state it.
    pub documents: Vec<String>,
    /// All the words that state it.
    pub evidence: Vec<Cite>,
    /// What may tell what became of it; the status rests on those that are `sure`.
    pub follow_up: Vec<FollowUpRecord>,
    /// Pronouns in what is to be done for persons whom it does not name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<AntecedentRecord>,
    /// What stands before it, if its words point back to that ("it", "these steps").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Cite>,
}

/// A passage that tells what became of a commitment.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct FollowUpRecord {
    /// The words.
    pub text: String,
    /// `done`, `not done`, `postponed`, `withdrawn` or `started`.
    pub kind: String,
    /// Whether it is likely enough for the status to rest on it; else it is a lead to look at.
    pub sure: bool,
    /// Id of the document.
    pub document: String,
    /// The words.
    pub evidence: Vec<Cite>,
}

/// Something that happened, or is to happen, with all that tell it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct TimelineRecord {
    /// Its id, the same in every run.
    pub id: String,
    /// When it happened, not when it was published.
    pub when: WhenRecord,
    /// The words that say it best on their own.
    pub what: String,
    /// `actual`, `planned`, `denied`, `hypothetical` or `generic`, as it is told.
    pub realis: String,
    /// Whether no clause names its time and it was taken from the words around.
    pub implied: bool,
    /// Whether its words speak of somebody or something that they do not name, or are only a part
    /// of what is told.
    #[serde(default)]
    pub open: bool,
    /// Number of independent origins that tell it.
    pub origins: usize,
    /// Ids of the documents that tell it.
    pub documents: Vec<String>,
    /// All the words that tell it.
    pub evidence: Vec<Cite>,
}

/// A time.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct WhenRecord {
    /// TIMEX3 value, as precise as known.
    pub value: String,
    /// The words of the report that name it, if any do.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// First day on which it can lie, ISO 8601; none if the reports do not say.
    pub earliest: Option<String>,
    /// Last day on which it can lie, ISO 8601.
    pub latest: Option<String>,
    /// Whether it rests on an estimate of when the document was published.
    #[serde(default)]
    pub estimated: bool,
}
