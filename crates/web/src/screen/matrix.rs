//! Who says what, and who is silent: claims by publishers.

use super::{
    story::{Section, more},
    turn::Turn,
};
use crate::{Links, passage::places, room::Part};
use dossier::{CellRecord, MatrixRecord};
use maud::{Markup, html};
use std::ops::Range;

/// Rows on a story's page, the first of the matrix.
const SHOWN: usize = 12;

/// The matrix, one table.
pub(super) fn section(part: &Part, links: Links) -> Section {
    let matrices = || part.told.stories.iter().map(|story| &story.matrix);
    let most = links.most(SHOWN);
    let count: usize = matrices().map(|m| m.rows.len()).sum();
    let body = html! {
        @for matrix in matrices().filter(|m| !m.rows.is_empty()) {
            (table(part, links, matrix, 0..most))
        }
        (more(part, links, count.saturating_sub(most), "matrix"))
    };
    Section { name: "matrix", title: "Who says what, and who is silent", count, body }
}

/// The whole matrix of a story.
pub fn all(part: &Part, links: Links, turn: &Turn) -> Markup {
    let rows = || part.told.stories.iter().flat_map(|story| &story.matrix.rows);
    let shown = turn.range(rows().map(|row| row.claim.as_str()));
    html! {
        p.crumbs { a href=(links.story(part.id())) { "The story" } }
        h1 dir="auto" { (part.title()) }
        h2.list { "Who says what, and who is silent" }
        @for matrix in part.told.stories.iter().map(|story| &story.matrix) {
            (table(part, links, matrix, shown.clone()))
        }
        (turn.links(&shown, rows().count()))
    }
}

fn table(part: &Part, links: Links, matrix: &MatrixRecord, shown: Range<usize>) -> Markup {
    html! {
        div.wide role="region" aria-label="Claims by publishers" tabindex="0" {
            table.matrix {
                thead {
                    tr {
                        th scope="col" { "Claim" }
                        @for column in &matrix.columns {
                            th scope="col" dir="auto" { (part.label(&column.publisher)) }
                        }
                    }
                }
                tbody {
                    @for row in matrix.rows.iter().take(shown.end).skip(shown.start) {
                        tr.item {
                            th scope="row" dir="auto" {
                                a.open href=(links.claim(part.id(), &row.claim)) { (row.text) }
                            }
                            @for cell in &row.cells { td { (state(part, links, cell)) } }
                        }
                    }
                }
            }
        }
    }
}

fn state(part: &Part, links: Links, cell: &CellRecord) -> Markup {
    let (sign, words) = match cell.state.as_str() {
        "same" => ("=", "same"),
        "wording" => ("≈", "other words"),
        "conflict" => ("≠", "conflict"),
        "related" => ("?", "same matter, perhaps the same"),
        "unclear" => ("-", "unclear"),
        _ => ("·", "silent"),
    };
    let differs = ["wording", "conflict", "related"].contains(&cell.state.as_str());
    html! {
        span class={ "cell " (cell.state) } {
            span aria-hidden="true" { (sign) } " " (words)
        }
        @if differs { span.value dir="auto" { (cell.value) } }
        @if !cell.evidence.is_empty() { " " (places(part, links, &cell.evidence)) }
    }
}
