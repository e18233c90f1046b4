//! Who says what, and who is silent: claims by publishers.

use super::story::Section;
use crate::{Links, passage::cites, room::Part};
use dossier::{CellRecord, MatrixRecord};
use maud::{Markup, html};

/// The matrix, one table.
pub(super) fn section(part: &Part, links: Links) -> Section {
    let matrices = || part.told.stories.iter().map(|story| &story.matrix);
    let body = html! {
        @for matrix in matrices().filter(|m| !m.rows.is_empty()) { (table(part, links, matrix)) }
    };
    let count = matrices().map(|m| m.rows.len()).sum();
    Section { name: "matrix", title: "Who says what, and who is silent", count, body }
}

fn table(part: &Part, links: Links, matrix: &MatrixRecord) -> Markup {
    html! {
        div.wide role="region" aria-label="Claims by publishers" tabindex="0" {
            table.matrix {
                thead {
                    tr {
                        th scope="col" { "Claim" }
                        @for column in &matrix.columns {
                            th scope="col" dir="auto" { (name(part, &column.publisher)) }
                        }
                    }
                }
                tbody {
                    @for row in &matrix.rows {
                        tr {
                            th scope="row" dir="auto" { (row.text) }
                            @for cell in &row.cells { td { (state(part, links, cell)) } }
                        }
                    }
                }
            }
        }
    }
}

/// The publisher of a column; a document without one by its headline or its name.
fn name(part: &Part, publisher: &str) -> String {
    let document = part.told.documents.iter().find(|d| d.id == publisher);
    let shown = document.and_then(|d| d.title.clone());
    shown.unwrap_or_else(|| publisher.to_string())
}

fn state(part: &Part, links: Links, cell: &CellRecord) -> Markup {
    let (sign, words) = match cell.state.as_str() {
        "same" => ("=", "same"),
        "wording" => ("≈", "other words"),
        "conflict" => ("≠", "conflict"),
        _ => ("·", "silent"),
    };
    let differs = ["wording", "conflict"].contains(&cell.state.as_str());
    html! {
        span class={ "cell " (cell.state) } {
            span aria-hidden="true" { (sign) } " " (words)
        }
        @if differs { span.value dir="auto" { (cell.value) } }
        @if !cell.evidence.is_empty() { " " (cites(part, links, &cell.evidence)) }
    }
}
