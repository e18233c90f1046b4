//! Claims by publishers, cards and open questions, on the page.

use super::{Format, Page, escaped, harmless};
use crate::{CellRecord, Cite, ColumnRecord, DocumentRecord, MatrixRecord, RowRecord};
use std::fmt::Write;

/// Most rows shown; all are in the JSON.
const ROWS_SHOWN: usize = 16;

impl Page<'_> {
    /// What matters, with what reports add to it.
    pub(super) fn cards(&mut self) {
        let cards: Vec<_> = self.dossier.stories.iter().flat_map(|s| &s.cards).collect();
        let full = |c: &&&crate::CardRecord| c.matters.is_some() || c.question.is_some();
        let cards: Vec<_> = cards.iter().filter(full).collect();
        if cards.is_empty() {
            return;
        }
        self.heading(2, "What may come of it, and what is asked");
        for card in cards {
            let line = self.told(&card.summary);
            self.bullet(&line);
            for (name, line) in [("outlook", &card.matters), ("question", &card.question)] {
                if let Some(line) = line {
                    let line = format!("{}: {}", self.italic(name), self.told(line));
                    self.sub_bullet(&line);
                }
            }
        }
        self.out.push('\n');
    }

    pub(super) fn told(&self, line: &crate::DigestRecord) -> String {
        let cites = self.cites(&line.evidence);
        format!("{} {}", self.shown(&line.text), cites)
    }

    /// What is open.
    pub(super) fn questions(&mut self) {
        let open: Vec<_> = self.dossier.stories.iter().flat_map(|s| &s.questions).collect();
        if open.is_empty() {
            return;
        }
        self.heading(2, "Open");
        for question in open {
            let cites = self.cites(&question.evidence);
            let kind = match question.kind.as_str() {
                "conflict" => "reports differ",
                "commitment" => self.dossier.status_of(&question.about),
                _ => "told by one origin only",
            };
            let words = self.shown(&question.text);
            let said = match question.speakers.join(", ") {
                speakers if speakers.is_empty() => String::new(),
                speakers => format!(" · said by {}", self.shown(&speakers)),
            };
            let line = format!("{} · {words}{said} {}", self.bold(kind), cites);
            self.bullet(&line);
        }
        self.out.push('\n');
    }

    /// The matrix: a grid of signs, each row with its claim, and what differs below.
    pub(super) fn matrix(&mut self) {
        let matrices: Vec<&MatrixRecord> = self.dossier.stories.iter().map(|s| &s.matrix).collect();
        for matrix in matrices.into_iter().filter(|m| !m.rows.is_empty()) {
            self.heading(2, "Who says what, and who is silent");
            match self.format {
                Format::Markdown => self.table(matrix),
                Format::Terminal { .. } => self.grid(matrix),
            }
            if matrix.rows.len() > ROWS_SHOWN {
                let more = matrix.rows.len() - ROWS_SHOWN;
                self.bullet(&format!("and {more} more, in the JSON record"));
            }
            self.silences(matrix);
            self.out.push('\n');
        }
    }

    fn table(&mut self, matrix: &MatrixRecord) {
        let names: Vec<String> =
            matrix.columns.iter().map(|c| self.shown(&self.column(c))).collect();
        let _ = writeln!(self.out, "| | {} |", names.join(" | "));
        let _ = writeln!(self.out, "|---|{}", "---|".repeat(names.len()));
        for (n, row) in matrix.rows.iter().take(ROWS_SHOWN).enumerate() {
            let cells: Vec<String> = row.cells.iter().map(|cell| self.words(cell)).collect();
            let text = self.claimed(row);
            let _ = writeln!(self.out, "| {}. {text} | {} |", n + 1, cells.join(" | "));
        }
        self.out.push('\n');
    }

    /// What a row claims, and who is quoted with it.
    fn claimed(&self, row: &RowRecord) -> String {
        let claim = self.dossier.claims.iter().find(|c| c.id == row.claim);
        let speakers = claim.map_or(&[][..], |c| &c.speakers);
        let text = self.shown(&row.text);
        match speakers {
            [] => text,
            speakers => format!("{text} · said by {}", self.shown(&speakers.join(", "))),
        }
    }

    /// What a column is called: its publisher, or its document that has none.
    fn column(&self, column: &ColumnRecord) -> String {
        let document = self.dossier.documents.iter().find(|d| d.id == column.publisher);
        document.map_or_else(|| column.publisher.clone(), DocumentRecord::label)
    }

    fn words(&self, cell: &CellRecord) -> String {
        let cite = cell.evidence.first().map_or_else(String::new, |c| self.cite(c));
        match cell.state.as_str() {
            "silent" => "silent".to_string(),
            state @ ("same" | "unclear") => format!("{state} {cite}"),
            state => format!("{state}: {} {cite}", self.shown(&cell.value)),
        }
    }

    fn grid(&mut self, matrix: &MatrixRecord) {
        for (n, column) in matrix.columns.iter().enumerate() {
            let name = harmless(&self.column(column));
            let line = format!("  {} {name} {}", letter(n), self.listed(&column.documents));
            let _ = writeln!(self.out, "{line}");
        }
        let letters: Vec<String> = (0..matrix.columns.len()).map(letter).collect();
        let legend = "= same  ~ in other words, or with more  ! in conflict  \
                      ? on the same matter, perhaps the same  - unclear  · silent";
        let _ = writeln!(self.out, "\n      {}   {legend}", letters.join(" "));
        for (n, row) in matrix.rows.iter().take(ROWS_SHOWN).enumerate() {
            self.grid_row(n, row, &matrix.columns);
        }
        self.out.push('\n');
    }

    fn grid_row(&mut self, n: usize, row: &RowRecord, columns: &[ColumnRecord]) {
        let signs = row.cells.iter().enumerate().map(|(at, cell)| {
            let width = letter(at).chars().count();
            format!("{:width$}", sign(cell))
        });
        let signs = signs.collect::<Vec<_>>().join(" ");
        let text = self.claimed(row);
        let _ = writeln!(self.out, "  {:2}. {signs}   {text}", n + 1);
        for (cell, column) in row.cells.iter().zip(columns) {
            if matches!(cell.state.as_str(), "conflict" | "wording" | "related") {
                let cites = self.cites(&cell.evidence);
                let name = harmless(&self.column(column));
                let words = self.shown(&cell.value);
                let sign = sign(cell);
                let line = format!("{sign} {name}: {words} {}", cites);
                self.sub_bullet(&line);
            }
        }
        let unclear = row.cells.iter().filter(|c| c.state == "unclear");
        let nearest: Vec<Cite> = unclear.flat_map(|c| c.evidence.iter().cloned()).collect();
        if !nearest.is_empty() {
            self.sub_bullet(&format!("- unclear; nearest {}", self.cites(&nearest)));
        }
    }

    /// For each publisher the claims of several others on which it is silent.
    fn silences(&mut self, matrix: &MatrixRecord) {
        let rows: Vec<(usize, &RowRecord)> = matrix
            .rows
            .iter()
            .take(ROWS_SHOWN)
            .enumerate()
            .filter(|(_, row)| row.cells.iter().filter(|c| c.state != "silent").count() > 1)
            .collect();
        for (at, column) in matrix.columns.iter().enumerate() {
            let silent = rows.iter().filter(|(_, row)| row.cells[at].state == "silent");
            let numbers: Vec<String> = silent.map(|(n, _)| (n + 1).to_string()).collect();
            if !numbers.is_empty() {
                let name = harmless(&self.column(column));
                let name = if self.format == Format::Markdown { escaped(&name) } else { name };
                let line = format!("{name}: nothing found on {}", numbers.join(", "));
                self.bullet(&line);
            }
        }
    }
}

/// The sign of a state.
fn sign(cell: &CellRecord) -> &'static str {
    match cell.state.as_str() {
        "same" => "=",
        "wording" => "~",
        "conflict" => "!",
        "related" => "?",
        "unclear" => "-",
        _ => "·",
    }
}

/// A, B … Z, AA, AB …
fn letter(n: usize) -> String {
    let last = char::from(b'A' + (n % 26) as u8);
    if n < 26 { last.to_string() } else { format!("{}{last}", letter(n / 26 - 1)) }
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn columns_past_the_alphabet_have_two_letters() {
        assert_eq!([0, 25, 26, 51, 52].map(letter), ["A", "Z", "AA", "AZ", "BA"]);
    }
}
