//! [`Table`]: one lexicon file, tab-separated, read into rows of named columns.
//!
//! Lines that start with `#` say what the file holds, where it is from and under which licence.
//! The first other line names the columns. A malformed row is left out and reported.

use document::{Notice, NoticeCode};

/// A lexicon file.
#[derive(Clone, Debug)]
pub struct Table {
    /// The file's path below `lexicon/`.
    pub name: &'static str,
    columns: Vec<&'static str>,
    rows: Vec<Vec<&'static str>>,
}

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    table: &'t Table,
    cells: &'t [&'static str],
}

impl Table {
    /// Reads a file. Cost: linear in its bytes.
    pub fn parse(name: &'static str, content: &'static str) -> (Table, Vec<Notice>) {
        let mut notices = Vec::new();
        let mut lines = content
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
        let columns: Vec<_> = lines.next().map_or(vec![], |(_, line)| line.split('\t').collect());
        let mut rows = Vec::new();
        for (i, line) in lines {
            let cells: Vec<_> = line.split('\t').map(str::trim).collect();
            if cells.len() == columns.len() {
                rows.push(cells);
            } else {
                let what = format!("{} columns, not {}", cells.len(), columns.len());
                let place = format!("lexicon/{name}:{}", i + 1);
                notices.push(Notice::new(NoticeCode::Lexicon, place, what));
            }
        }
        (Table { name, columns, rows }, notices)
    }

    /// The rows in file order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> + Clone {
        self.rows.iter().map(|cells| Row { table: self, cells })
    }

    /// The names of the columns.
    pub fn columns(&self) -> &[&'static str] {
        &self.columns
    }
}

impl Row<'_> {
    /// The cell of a column; empty where the cell is empty, `-`, or there is no such column.
    pub fn get(&self, column: &str) -> &'static str {
        let at = self.table.columns.iter().position(|c| *c == column);
        match at.map(|i| self.cells[i]) {
            None | Some("-") => "",
            Some(cell) => cell,
        }
    }

    /// The values of a cell that lists several, split at `separator`.
    pub fn list(&self, column: &str, separator: char) -> impl Iterator<Item = &'static str> {
        self.get(column).split(separator).map(str::trim).filter(|value| !value.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_malformed_row_is_left_out_and_named() {
        let (table, notices) =
            Table::parse("en/x.tsv", "# about\nid\tform\na\tone|two\nb\n\nc\t-\n");
        let ids: Vec<_> = table.rows().map(|r| r.get("id")).collect();
        assert_eq!(ids, ["a", "c"]);
        let first: Vec<_> = table.rows().next().expect("a row").list("form", '|').collect();
        assert_eq!(first, ["one", "two"]);
        assert_eq!(table.rows().last().expect("a row").get("form"), "");
        assert_eq!(notices.len(), 1);
        assert_eq!(notices[0].place, "lexicon/en/x.tsv:4");
    }
}
