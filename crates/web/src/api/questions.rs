//! [`OPERATIONS`]: what can be asked, and how it is answered.

use super::{
    Call, Kind, Operation, Param, Problem,
    answers::{
        ArticleSummary, Brief, Changes, CheckAnswer, CheckedClaim, EntityAnswer, EntityInStory,
        Health, PublisherSummary, Saying, SearchAnswer, StorySummary,
    },
    list::{LIMIT, LIMIT_MAX, Listed, cursor, listed, start},
};
use crate::{
    Method, Room, ask,
    desk::{Concern, Shelf},
    room::Part,
};
use dossier::{
    ClaimRecord, CommitmentRecord, ConflictRecord, DocumentRecord, Dossier, EntityRecord,
    OriginRecord, QuotationRecord, TimelineRecord, page,
};
use library::{Duplicates, Order, Search, Stories, StoriesOrder, query::Key};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::Value;
use std::{collections::BTreeMap, sync::Arc};

const fn param(name: &'static str, kind: Kind, about: &'static str) -> Param {
    Param { name, kind, needed: false, about }
}

const fn needed(name: &'static str, kind: Kind, about: &'static str) -> Param {
    Param { name, kind, needed: true, about }
}

const ID: Param = needed("id", Kind::Text, "Its id");
const Q: Param = param("q", Kind::Text, "Words that it must have");
const FROM: Param = param("from", Kind::Time, "Published then or later; what is undated stays out");
const TO: Param = param("to", Kind::Time, "Published then or earlier; what is undated stays out");
const PUBLISHER: Param = param("publisher", Kind::Text, "Name of a publisher");
const SPEAKER: Param = param("speaker", Kind::Text, "Part of the name of a speaker");
const NUMBER: Param = param("limit", Kind::Number(1, LIMIT_MAX), "Items of a page; 50 if not said");
const CURSOR: Param = param("cursor", Kind::Cursor, "The `next` of the page before");
const ORIGINS: Param = param("min_origins", Kind::Number(0, 10_000), "Fewest independent origins");
const STATUS: Param = param("status", Kind::Text, "Its status, as written in the record");
const SEARCH: &[Param] = &[
    needed("q", Kind::Text, "Words, \"phrases\", beginnings*, field:value, AND, OR, NOT, ( )"),
    FROM,
    TO,
    PUBLISHER,
    param("language", Kind::Text, "Language, BCP 47"),
    param("entity", Kind::Text, "A person, body or place it names, in any spelling"),
    SPEAKER,
    param("duplicates", Kind::OneOf(&["keep", "skip", "only"]), "What to do with copies"),
    param("sort", Kind::OneOf(&["rel", "date"]), "The best first, or the latest arrivals"),
    NUMBER,
    CURSOR,
];

const fn get(
    (id, path): (&'static str, &'static str),
    about: &'static str,
    params: &'static [Param],
    gives: fn(&mut SchemaGenerator) -> Schema,
    answer: fn(&Call<'_>) -> Result<Value, Problem>,
) -> Operation {
    Operation { id, tool: None, method: Method::Get, path, about, params, gives, answer }
}

const fn tool(name: &'static str, operation: Operation) -> Operation {
    Operation { tool: Some(name), ..operation }
}

/// Everything that can be asked.
pub const OPERATIONS: &[Operation] = &[
    get(("health", "/health"), "Whether the server is well", &[], shape::<Health>, health),
    tool(
        "list_stories",
        get(
            ("listStories", "/stories"),
            "The stories, with the numbers of their articles, origins, claims and conflicts",
            &[
                Q,
                FROM,
                TO,
                PUBLISHER,
                ORIGINS,
                param("has_conflict", Kind::Flag, "Only stories in which reports differ, or not"),
                param(
                    "sort",
                    Kind::OneOf(&["size", "date", "origins"]),
                    "Largest, latest, or most \
                origins first",
                ),
                NUMBER,
                CURSOR,
            ],
            shape::<Listed<StorySummary>>,
            stories,
        ),
    ),
    get(
        ("getStory", "/stories/{id}"),
        "A story's whole record: its dossier",
        &[ID],
        shape::<Dossier>,
        |call| value(&part(call)?.told),
    ),
    tool(
        "get_story",
        get(
            ("getBrief", "/stories/{id}/brief"),
            "A story on one page: numbers, claims, conflicts, commitments, who said what",
            &[ID],
            shape::<Brief>,
            brief,
        ),
    ),
    get(
        ("listClaims", "/stories/{id}/claims"),
        "What is claimed, by how many origins",
        &[ID, Q, ORIGINS, STATUS, PUBLISHER, SPEAKER, NUMBER, CURSOR],
        shape::<Listed<ClaimRecord>>,
        claims,
    ),
    get(
        ("listConflicts", "/stories/{id}/conflicts"),
        "Where reports differ",
        &[ID, param("kind", Kind::Text, "In what they differ"), NUMBER, CURSOR],
        shape::<Listed<ConflictRecord>>,
        conflicts,
    ),
    get(
        ("listQuotations", "/stories/{id}/quotations"),
        "Who said what",
        &[ID, Q, SPEAKER, PUBLISHER, NUMBER, CURSOR],
        shape::<Listed<QuotationRecord>>,
        quotations,
    ),
    get(
        ("listTimeline", "/stories/{id}/timeline"),
        "What happened when, and what is planned",
        &[
            ID,
            param("realis", Kind::Text, "How it is told: actual, planned, denied, …"),
            NUMBER,
            CURSOR,
        ],
        shape::<Listed<TimelineRecord>>,
        timeline,
    ),
    get(
        ("listCommitments", "/stories/{id}/commitments"),
        "What was promised and became of it",
        &[ID, STATUS, NUMBER, CURSOR],
        shape::<Listed<CommitmentRecord>>,
        commitments,
    ),
    get(
        ("listOrigins", "/stories/{id}/origins"),
        "Where the reports come from",
        &[ID, NUMBER, CURSOR],
        shape::<Listed<OriginRecord>>,
        |call| value(&listed(call, part(call)?.told.origins.clone())?),
    ),
    get(
        ("listPublishers", "/stories/{id}/publishers"),
        "Who published what of it",
        &[ID, NUMBER, CURSOR],
        shape::<Listed<PublisherSummary>>,
        publishers,
    ),
    get(
        ("listArticles", "/articles"),
        "The articles of all stories, without their texts",
        &[Q, FROM, TO, PUBLISHER, NUMBER, CURSOR],
        shape::<Listed<ArticleSummary>>,
        articles,
    ),
    get(
        ("getArticle", "/articles/{id}"),
        "An article with its text",
        &[ID],
        shape::<DocumentRecord>,
        article,
    ),
    get(
        ("listEntities", "/entities"),
        "Persons, bodies, places and groups",
        &[
            Q,
            param(
                "kind",
                Kind::OneOf(&["person", "organization", "place", "group", "other"]),
                "What it is",
            ),
            NUMBER,
            CURSOR,
        ],
        shape::<Listed<EntityRecord>>,
        entities,
    ),
    get(
        ("getEntity", "/entities/{id}"),
        "Names, roles and words of one of them",
        &[ID],
        shape::<EntityAnswer>,
        entity,
    ),
    tool(
        "search_articles",
        get(
            ("search", "/search"),
            "Articles with the passages found",
            SEARCH,
            shape::<SearchAnswer>,
            search,
        ),
    ),
    Operation {
        id: "searchByBody",
        tool: None,
        method: Method::Post,
        path: "/search",
        about: "The same, asked with a body",
        params: SEARCH,
        gives: shape::<SearchAnswer>,
        answer: search,
    },
    tool(
        "check_claim",
        get(
            ("checkClaim", "/claims/check"),
            "Claims about the same, with origins, passages and conflicts; never a verdict",
            &[
                needed("text", Kind::Text, "A statement"),
                param("limit", Kind::Number(1, LIMIT_MAX), "Claims; 10 if not said"),
            ],
            shape::<CheckAnswer>,
            check_claim,
        ),
    ),
    tool(
        "who_said",
        get(
            ("whoSaid", "/said"),
            "What someone is quoted with, or who is quoted with some words; with the publisher and \
         through whom it came",
            &[SPEAKER, Q, FROM, TO, NUMBER, CURSOR],
            shape::<Listed<Saying>>,
            who_said,
        ),
    ),
    tool(
        "what_changed",
        get(
            ("whatChanged", "/changes"),
            "What articles published since a time brought: new origins, claims and conflicts",
            &[needed("since", Kind::Time, "A time")],
            shape::<Changes>,
            what_changed,
        ),
    ),
];

fn shape<T: JsonSchema>(schemas: &mut SchemaGenerator) -> Schema {
    schemas.subschema_for::<T>()
}

fn value<T: Serialize>(answer: &T) -> Result<Value, Problem> {
    Ok(serde_json::to_value(answer).expect("answers are JSON"))
}

/// The stories that a question concerns.
fn room(call: &Call<'_>, concern: &Concern<'_>) -> Result<Arc<Room>, Problem> {
    (call.desk.room)(concern).map_err(|message| Problem::busy(&message))
}

/// The story that is asked for, as it is.
fn part(call: &Call<'_>) -> Result<Arc<Part>, Problem> {
    let room = room(call, &Concern::Story(call.said("id")))?;
    let found = room.exact.iter().find(|part| part.id() == call.said("id"));
    found.cloned().ok_or_else(Problem::missing)
}

/// Whether a text has all words that were asked for, in any case.
fn has(text: &str, words: &str) -> bool {
    let text = text.to_lowercase();
    words.split_whitespace().all(|word| text.contains(&word.to_lowercase()))
}

/// Whether a time lies within what was asked for, as far as both are precise. What has no time does
/// only if nothing was asked for.
fn is_within(call: &Call<'_>, time: Option<&str>) -> bool {
    let (from, to) = (call.said("from"), call.said("to"));
    let Some(time) = time else { return from.is_empty() && to.is_empty() };
    let cut = |bound: &str| time.get(..bound.len().min(time.len())).unwrap_or_default().to_string();
    let after = from.is_empty() || cut(from).as_str() >= &from[..cut(from).len()];
    let before = to.is_empty() || cut(to).as_str() <= &to[..cut(to).len()];
    after && before
}

fn is_publisher(call: &Call<'_>, part: &Part, documents: &[String]) -> bool {
    let wanted = call.said("publisher");
    let of = |id: &String| part.document(id).and_then(|d| d.publisher.as_deref());
    wanted.is_empty() || documents.iter().any(|id| of(id).is_some_and(|p| has(p, wanted)))
}

fn health(call: &Call<'_>) -> Result<Value, Problem> {
    let (articles, stories) = call.desk.size;
    let revision = call.desk.revision.clone();
    value(&Health { status: "ok", version: env!("CARGO_PKG_VERSION"), revision, stories, articles })
}

fn stories(call: &Call<'_>) -> Result<Value, Problem> {
    if let Some(shelf) = &call.desk.shelf {
        return value(&of_shelf(call, shelf)?);
    }
    let room = room(call, &Concern::Open)?;
    let is_wanted = |part: &&Arc<Part>| {
        let numbers = &part.told.numbers;
        let documents = &part.told.documents;
        let ids: Vec<String> = documents.iter().map(|d| d.id.clone()).collect();
        let titles: Vec<&str> = documents.iter().filter_map(|d| d.title.as_deref()).collect();
        let dated = documents.iter().any(|d| is_within(call, d.published.as_deref()));
        let conflict = call.said("has_conflict");
        has(&titles.join(" "), call.said("q"))
            && dated
            && is_publisher(call, part, &ids)
            && numbers.origins >= call.number("min_origins").unwrap_or(0)
            && (conflict.is_empty() || call.flag("has_conflict") == (numbers.conflicts > 0))
    };
    let all = room.exact.iter().filter(is_wanted).map(|part| StorySummary::of(part));
    let mut all: Vec<StorySummary> = all.collect();
    match call.said("sort") {
        "date" => all.sort_by(|a, b| b.latest.cmp(&a.latest)),
        "origins" => all.sort_by_key(|s| std::cmp::Reverse(s.origin_count)),
        _ => {}
    }
    value(&listed(call, all)?)
}

/// Most stories of a library that are listed; `search` finds any.
const LISTED_MAX: usize = 1_000;

/// The stories of a library: numbers of those that were read closely since they changed.
fn of_shelf(call: &Call<'_>, shelf: &Shelf<'_>) -> Result<Listed<StorySummary>, Problem> {
    let said = |name: &str| Some(call.said(name).to_string()).filter(|words| !words.is_empty());
    let wanted = Stories {
        order: match call.said("sort") {
            "size" => StoriesOrder::Largest,
            _ => StoriesOrder::Latest,
        },
        min_origins: call.number("min_origins").map_or(0, |n| i64::try_from(n).unwrap_or(i64::MAX)),
        since: said("from"),
        until: said("to"),
        limit: LISTED_MAX,
        ..Stories::default()
    };
    let mut rows = shelf.stories(&wanted).map_err(|message| Problem::bad(&message))?.stories;
    if let Some(publisher) = said("publisher") {
        let with = shelf.with_publisher(&publisher).map_err(|message| Problem::bad(&message))?;
        rows.retain(|row| with.contains(&row.id));
    }
    let conflict = said("has_conflict");
    rows.retain(|row| {
        let conflicts = row.woven.as_ref().map_or(0, |woven| woven.conflicts);
        has(&row.title, call.said("q"))
            && conflict.as_ref().is_none_or(|_| call.flag("has_conflict") == (conflicts > 0))
    });
    if call.said("sort") == "origins" {
        rows.sort_by_key(|row| std::cmp::Reverse(row.woven.as_ref().map_or(1, |w| w.origins)));
    }
    listed(call, rows.iter().map(StorySummary::of_row).collect())
}

fn brief(call: &Call<'_>) -> Result<Value, Problem> {
    let part = &part(call)?;
    value(&Brief {
        story: part.id().into(),
        title: part.title().into(),
        numbers: page::numbers_line(&part.told),
        page: page::print(&part.told, page::Format::Markdown),
    })
}

fn claims(call: &Call<'_>) -> Result<Value, Problem> {
    let part = &part(call)?;
    let least = call.number("min_origins").unwrap_or(0);
    let is_wanted = |claim: &&ClaimRecord| {
        claim.origins >= least
            && has(&claim.text, call.said("q"))
            && (call.said("status").is_empty() || claim.status == call.said("status"))
            && has(&claim.speakers.join(" "), call.said("speaker"))
            && is_publisher(call, part, &claim.documents)
    };
    value(&listed(call, part.told.claims.iter().filter(is_wanted).collect())?)
}

fn conflicts(call: &Call<'_>) -> Result<Value, Problem> {
    let part = part(call)?;
    let all = part.told.conflicts.iter();
    let is_wanted =
        |c: &&ConflictRecord| call.said("kind").is_empty() || c.kind == call.said("kind");
    value(&listed(call, all.filter(is_wanted).collect())?)
}

fn is_said_by(call: &Call<'_>, quotation: &QuotationRecord) -> bool {
    let speaker = quotation.speaker.as_ref().map_or("", |s| s.text.as_str());
    has(speaker, call.said("speaker")) && has(&quotation.content.exact, call.said("q"))
}

fn quotations(call: &Call<'_>) -> Result<Value, Problem> {
    let part = &part(call)?;
    let is_wanted = |q: &&QuotationRecord| {
        is_said_by(call, q) && is_publisher(call, part, std::slice::from_ref(&q.document))
    };
    value(&listed(call, part.told.quotations.iter().filter(is_wanted).collect())?)
}

fn timeline(call: &Call<'_>) -> Result<Value, Problem> {
    let part = part(call)?;
    let all = part.told.timeline.iter();
    let realis = call.said("realis");
    let is_wanted = |h: &&TimelineRecord| realis.is_empty() || h.realis == realis;
    value(&listed(call, all.filter(is_wanted).collect())?)
}

fn commitments(call: &Call<'_>) -> Result<Value, Problem> {
    let part = part(call)?;
    let all = part.told.commitments.iter();
    let status = call.said("status");
    let is_wanted = |c: &&CommitmentRecord| status.is_empty() || c.status == status;
    value(&listed(call, all.filter(is_wanted).collect())?)
}

fn publishers(call: &Call<'_>) -> Result<Value, Problem> {
    let part = &part(call)?;
    let mut all: BTreeMap<Option<&str>, PublisherSummary> = BTreeMap::new();
    for document in &part.told.documents {
        let publisher = all.entry(document.publisher.as_deref()).or_default();
        publisher.name.clone_from(&document.publisher);
        publisher.articles.push(document.id.clone());
        let origin = part.origin(&document.id).map(|(_, origin)| origin.id.clone());
        publisher.origins.extend(origin);
        publisher.origins.sort();
        publisher.origins.dedup();
    }
    value(&listed(call, all.into_values().collect())?)
}

fn articles(call: &Call<'_>) -> Result<Value, Problem> {
    let mut all = Vec::new();
    for part in &room(call, &Concern::Open)?.exact {
        let is_wanted = |d: &&DocumentRecord| {
            has(d.title.as_deref().unwrap_or_default(), call.said("q"))
                && is_within(call, d.published.as_deref())
                && is_publisher(call, part, std::slice::from_ref(&d.id))
        };
        let wanted = part.told.documents.iter().filter(is_wanted);
        all.extend(wanted.map(|d| ArticleSummary::of(part, d)));
    }
    value(&listed(call, all)?)
}

fn article(call: &Call<'_>) -> Result<Value, Problem> {
    let room = room(call, &Concern::Article(call.said("id")))?;
    let mut parts = room.exact.iter();
    let found = parts.find_map(|part| part.document(call.said("id")));
    value(found.ok_or_else(Problem::missing)?)
}

fn entities(call: &Call<'_>) -> Result<Value, Problem> {
    let kind = call.said("kind");
    let is_wanted = |e: &&EntityRecord| {
        let names: Vec<&str> = e.variants.iter().map(|v| v.text.as_str()).collect();
        (kind.is_empty() || e.kind == kind) && has(&names.join(" "), call.said("q"))
    };
    let room = room(call, &Concern::Open)?;
    let all = room.exact.iter().flat_map(|part| &part.told.entities);
    value(&listed(call, all.filter(is_wanted).collect())?)
}

fn entity(call: &Call<'_>) -> Result<Value, Problem> {
    let room = room(call, &Concern::Open)?;
    let in_story = |part: &Arc<Part>| {
        let entity = part.entity(call.said("id"))?.clone();
        let quotations = entity.quotations.iter().filter_map(|id| part.quotation(id));
        let quotations = quotations.cloned().collect();
        Some(EntityInStory { story: part.id().into(), entity, quotations })
    };
    let stories: Vec<EntityInStory> = room.exact.iter().filter_map(in_story).collect();
    if stories.is_empty() {
        return Err(Problem::missing());
    }
    value(&EntityAnswer { stories })
}

fn search(call: &Call<'_>) -> Result<Value, Problem> {
    let filters = [
        (Key::Publisher, "publisher"),
        (Key::Language, "language"),
        (Key::Entity, "entity"),
        (Key::Speaker, "speaker"),
        (Key::Since, "from"),
        (Key::Until, "to"),
    ];
    let said =
        |(key, name)| Some((key, call.said(name).to_string())).filter(|(_, v)| !v.is_empty());
    let (offset, limit) = (start(call)?, call.number("limit").unwrap_or(LIMIT));
    let wanted = Search {
        text: call.said("q").to_string(),
        filters: filters.into_iter().filter_map(said).collect(),
        duplicates: match call.said("duplicates") {
            "skip" => Duplicates::Skip,
            "only" => Duplicates::Only,
            _ => Duplicates::Keep,
        },
        order: if call.said("sort") == "date" { Order::Newest } else { Order::Best },
        offset,
        limit,
        details: true,
        ..Search::default()
    };
    let found = (call.desk.find)(&wanted).map_err(|message| Problem::bad(&message))?;
    let next = cursor(call, offset + found.hits.len(), found.total);
    value(&SearchAnswer::of(found, next))
}

/// Claims given where nothing is said.
const CHECKED: usize = 10;

fn check_claim(call: &Call<'_>) -> Result<Value, Problem> {
    let most = call.number("limit").unwrap_or(CHECKED);
    let room = room(call, &Concern::Words(call.said("text")))?;
    let matched = ask::claims_like(&room, call.said("text"), most);
    let checked = matched.iter().map(|m| CheckedClaim {
        story: m.part.id().into(),
        likeness: m.likeness,
        claim: m.claim.clone(),
        conflicts: ask::conflicts_of(m.part, m.claim).into_iter().cloned().collect(),
    });
    value(&CheckAnswer { text: call.said("text").into(), claims: checked.collect() })
}

fn who_said(call: &Call<'_>) -> Result<Value, Problem> {
    let mut all = Vec::new();
    let concern = Concern::Speaker(call.said("speaker"), call.said("q"));
    for part in &room(call, &concern)?.exact {
        for quotation in part.told.quotations.iter().filter(|q| is_said_by(call, q)) {
            let document = part.document(&quotation.document);
            let published = document.and_then(|d| d.published.clone());
            if is_within(call, published.as_deref()) {
                all.push(Saying {
                    story: part.id().into(),
                    publisher: document.and_then(|d| d.publisher.clone()),
                    published,
                    quotation: quotation.clone(),
                });
            }
        }
    }
    value(&listed(call, all)?)
}

fn what_changed(call: &Call<'_>) -> Result<Value, Problem> {
    let since = call.said("since");
    let room = room(call, &Concern::Since(since))?;
    let parts = &room.exact;
    let documents = parts.iter().flat_map(|p| &p.told.documents);
    value(&Changes {
        since: since.into(),
        stories: parts.iter().filter_map(|part| ask::changes(part, since)).collect(),
        undated: documents.filter(|d| d.published.is_none()).count(),
    })
}
