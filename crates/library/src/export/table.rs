//! [`Table`]: a part of a dossier as rows and columns. Lists inside a cell are rows of a table of
//! their own, tied by ids. Offsets are code points.

mod process;

pub use process::{commitments, conflicts, meetings, timeline};

use dossier::{Cite, Dossier};

/// Rows and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name, and that of its file.
    pub name: &'static str,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The rows; each has a cell for every column, of its kind or empty.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Whether its cells are numbers, not text.
    pub is_number: bool,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing is known.
    Empty,
    /// Text.
    Text(String),
    /// A number that is not negative.
    Number(u64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_string())
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Cell {
        Cell::Text(text.clone())
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Cell {
        Cell::Number(number as u64)
    }
}

impl From<&Option<String>> for Cell {
    fn from(value: &Option<String>) -> Cell {
        value.as_ref().map_or(Cell::Empty, Cell::from)
    }
}

/// The tables of a dossier.
pub fn tables(dossier: &Dossier) -> Vec<Table> {
    vec![
        documents(dossier),
        entities(dossier),
        variants(dossier),
        quotations(dossier),
        claims(dossier),
        claim_evidence(dossier),
        origins(dossier),
        derivations(dossier),
        process::commitments(dossier),
        process::conflicts(dossier),
        process::meetings(dossier),
        process::timeline(dossier),
    ]
}

/// A table; columns whose name begins with `#` hold numbers.
fn table(name: &'static str, columns: &[&'static str], rows: Vec<Vec<Cell>>) -> Table {
    let column = |name: &&'static str| Column {
        name: name.trim_start_matches('#'),
        is_number: name.starts_with('#'),
    };
    Table { name, columns: columns.iter().map(column).collect(), rows }
}

fn documents(dossier: &Dossier) -> Table {
    // tidy: no words of a language
    let columns = [
        "id",
        "publisher",
        "published",
        "updated",
        "title",
        "authors",
        "language",
        "url",
        "path",
        "sha256",
        "story",
        "text",
    ];
    let story_of = |id: &String| dossier.stories.iter().find(|s| s.documents.contains(id));
    let row = |d: &dossier::DocumentRecord| {
        vec![
            (&d.id).into(),
            (&d.publisher).into(),
            (&d.published).into(),
            (&d.updated).into(),
            (&d.title).into(),
            (&d.authors.join("; ")).into(),
            (&d.language).into(),
            (&d.url).into(),
            (&d.path).into(),
            (&d.sha256).into(),
            story_of(&d.id).map_or(Cell::Empty, |story| (&story.id).into()),
            (&d.text).into(),
        ]
    };
    table("documents", &columns, dossier.documents.iter().map(row).collect())
}

fn entities(dossier: &Dossier) -> Table {
    let columns = ["id", "kind", "name", "roles", "#names", "#quotations"];
    let row = |e: &dossier::EntityRecord| {
        let roles: Vec<&str> = e.roles.iter().map(|role| role.title.as_str()).collect();
        vec![
            (&e.id).into(),
            (&e.kind).into(),
            (&e.name).into(),
            (&roles.join("; ")).into(),
            e.names.into(),
            e.quotations.len().into(),
        ]
    };
    table("entities", &columns, dossier.entities.iter().map(row).collect())
}

fn variants(dossier: &Dossier) -> Table {
    let columns = ["entity", "text", "document", "#count"];
    let mut rows = Vec::new();
    for entity in &dossier.entities {
        for variant in &entity.variants {
            for document in &variant.documents {
                rows.push(vec![
                    (&entity.id).into(),
                    (&variant.text).into(),
                    document.into(),
                    variant.count.into(),
                ]);
            }
        }
    }
    table("variants", &columns, rows)
}

fn quotations(dossier: &Dossier) -> Table {
    // tidy: no words of a language
    let columns = [
        "id",
        "document",
        "kind",
        "speaker",
        "speaker_entity",
        "unnamed",
        "cue",
        "stance",
        "via",
        "content",
        "#start",
        "#end",
        "rule",
    ];
    let row = |q: &dossier::QuotationRecord| {
        let speaker = q.speaker.as_ref();
        let via: Vec<&str> = q.via.iter().map(|via| via.text.as_str()).collect();
        vec![
            (&q.id).into(),
            (&q.document).into(),
            (&q.kind).into(),
            speaker.map_or(Cell::Empty, |s| (&s.text).into()),
            speaker.map_or(Cell::Empty, |s| (&s.entity).into()),
            speaker.map_or(Cell::Empty, |s| (&s.unnamed).into()),
            q.cue.as_ref().map_or(Cell::Empty, |cue| (&cue.exact).into()),
            (&q.stance).into(),
            (&via.join(" < ")).into(),
            (&q.content.exact).into(),
            q.content.start.into(),
            q.content.end.into(),
            (&q.rule).into(),
        ]
    };
    table("quotations", &columns, dossier.quotations.iter().map(row).collect())
}

fn claims(dossier: &Dossier) -> Table {
    let columns = ["id", "status", "#origins", "#documents", "publishers", "speakers", "text"];
    let row = |c: &dossier::ClaimRecord| {
        vec![
            (&c.id).into(),
            (&c.status).into(),
            c.origins.into(),
            c.documents.len().into(),
            (&c.publishers.join("; ")).into(),
            (&c.speakers.join("; ")).into(),
            (&c.text).into(),
        ]
    };
    table("claims", &columns, dossier.claims.iter().map(row).collect())
}

fn claim_evidence(dossier: &Dossier) -> Table {
    let columns = ["claim", "document", "#start", "#end", "exact"];
    let cites = dossier.claims.iter().flat_map(|c| c.evidence.iter().map(|cite| (&c.id, cite)));
    let row = |(id, cite): (&String, &Cite)| {
        let (document, exact) = ((&cite.document).into(), (&cite.exact).into());
        vec![id.into(), document, cite.start.into(), cite.end.into(), exact]
    };
    table("claim_evidence", &columns, cites.map(row).collect())
}

fn origins(dossier: &Dossier) -> Table {
    let columns = ["id", "lineage", "publisher", "document"];
    let mut rows = Vec::new();
    for origin in &dossier.origins {
        for document in &origin.documents {
            let (lineage, publisher) = ((&origin.lineage).into(), (&origin.publisher).into());
            rows.push(vec![(&origin.id).into(), lineage, publisher, document.into()]);
        }
    }
    table("origins", &columns, rows)
}

fn derivations(dossier: &Dossier) -> Table {
    let columns = ["document", "from", "kind", "direction", "#passages"];
    let row = |d: &dossier::DerivationRecord| {
        vec![
            (&d.document).into(),
            (&d.from).into(),
            (&d.kind).into(),
            (&d.direction).into(),
            d.passages.len().into(),
        ]
    };
    table("derivations", &columns, dossier.derivations.iter().map(row).collect())
}
