//! Which article comes from which origin.
//!
//! Origins on the left, articles on the right, by time; a thick line to what comes from an origin
//! as a whole, a broken one to what has passages from it.

use super::xml;
use crate::{
    Links,
    passage::{ORIGIN_COLOURS, shortened},
    room::Part,
    screen,
};
use dossier::DocumentRecord;
use std::fmt::Write;

/// Pixels of a row.
const ROW: usize = 30;
/// Pixels above the first row and below the last.
const MARGIN: usize = 10;
/// Width of an origin, left edge of the articles, width of the whole.
const COLUMNS: [usize; 3] = [210, 330, 900];
/// Characters of labels: of origins and of articles.
const LABEL_CHARS: [usize; 2] = [26, 78];
/// Most articles in the picture; of more, the first by time.
const ARTICLES_MAX: usize = 60;

/// The picture.
pub fn origins(part: &Part, links: Links) -> String {
    let mut articles: Vec<&DocumentRecord> = part.told.documents.iter().collect();
    articles.sort_by_key(|d| (d.published.is_none(), d.published.clone(), d.id.clone()));
    articles.truncate(ARTICLES_MAX);
    let row_of = |id: &str| articles.iter().position(|d| d.id == id);
    let middle = |row: usize| MARGIN + row * ROW + ROW / 2;
    let heights = origin_rows(part, &row_of);
    let rows = articles.len().max(heights.last().map_or(0, |last| last + 1));
    let mut out = format!(
        "<svg class=\"graph\" viewBox=\"0 0 {} {}\" role=\"group\"><title>{}</title>\n",
        COLUMNS[2],
        2 * MARGIN + rows * ROW,
        "Articles by the origin they come from"
    );
    for (n, (origin, row)) in part.told.origins.iter().zip(&heights).enumerate() {
        let (y, colour) = (middle(*row), n % ORIGIN_COLOURS);
        let mut line = |id: &String, class: &str| {
            let Some(to) = row_of(id).map(middle) else { return };
            let (from, end) = (COLUMNS[0], COLUMNS[1] - 10);
            let half = usize::midpoint(from, end);
            let _ = writeln!(
                out,
                "<path class=\"{class} o{colour}\" \
                 d=\"M{from} {y} C{half} {y} {half} {to} {end} {to}\"/>"
            );
        };
        origin.also.iter().for_each(|id| line(id, "some"));
        origin.documents.iter().for_each(|id| line(id, "whole"));
        let label = format!("{} {}", n + 1, screen::origin_name(part, origin));
        let _ = writeln!(
            out,
            "<rect class=\"o{colour}\" x=\"0\" y=\"{}\" width=\"{}\" height=\"24\" rx=\"3\"/>\
             <text class=\"on\" x=\"8\" y=\"{}\">{}</text>",
            y - 12,
            COLUMNS[0],
            y + 5,
            xml(&shortened(&label, LABEL_CHARS[0]))
        );
    }
    for (row, document) in articles.iter().enumerate() {
        let title = document.headline();
        let label = match &document.publisher {
            Some(publisher) => format!("{publisher}: {title}"),
            None => title,
        };
        let _ = writeln!(
            out,
            "<a href=\"{}\"><circle cx=\"{}\" cy=\"{}\" r=\"3.5\"/>\
             <text x=\"{}\" y=\"{}\">{}</text></a>",
            xml(&links.article(part.id(), &document.id)),
            COLUMNS[1] - 6,
            middle(row),
            COLUMNS[1] + 6,
            middle(row) + 5,
            xml(&shortened(&label, LABEL_CHARS[1]))
        );
    }
    out.push_str("</svg>");
    out
}

/// The row of each origin: that of its first article, or the next free one.
fn origin_rows(part: &Part, row_of: &impl Fn(&str) -> Option<usize>) -> Vec<usize> {
    let mut next = 0;
    let mut rows = Vec::new();
    for origin in &part.told.origins {
        let first = origin.documents.iter().filter_map(|d| row_of(d)).min();
        let row = first.unwrap_or(next).max(next);
        rows.push(row);
        next = row + 1;
    }
    rows
}
