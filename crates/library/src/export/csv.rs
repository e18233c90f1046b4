//! CSV (RFC 4180): commas, line ends CR LF, quotation marks doubled, UTF-8 without a mark.
//!
//! An empty cell without quotation marks is one of which nothing is known; text without letters is
//! written as two quotation marks.

use super::{Cell, Table};
use std::borrow::Cow;

/// A table as CSV, with a line of column names.
pub fn print(table: &Table) -> String {
    written(table, &|text| Cow::Borrowed(text))
}

/// The same for spreadsheets: text that they would take for a formula begins with an apostrophe.
pub fn for_spreadsheet(table: &Table) -> String {
    written(table, &|text| match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    })
}

fn written(table: &Table, shown: &dyn Fn(&str) -> Cow<'_, str>) -> String {
    let mut out = String::new();
    let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    out.push_str(&names.join(","));
    out.push_str("\r\n");
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|value| cell(value, shown)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

fn cell(cell: &Cell, shown: &dyn Fn(&str) -> Cow<'_, str>) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) => {
            let text = shown(text);
            let plain = !text.is_empty() && !text.contains([',', '"', '\r', '\n']);
            if plain { text.into_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Column;

    #[test]
    fn what_would_end_a_cell_is_quoted() {
        let row = vec![Cell::from("a,\"b\"\nc"), Cell::Empty, Cell::from(""), Cell::from(7)];
        assert_eq!(print(&table(row)), "w,x,y,z\r\n\"a,\"\"b\"\"\nc\",,\"\",7\r\n");
    }

    #[test]
    fn a_spreadsheet_gets_no_formula_and_others_the_words_as_they_are() {
        let row = ["=1+1", "-2, +3", "@x", "a=b"].map(Cell::from).to_vec();
        assert!(for_spreadsheet(&table(row.clone())).ends_with("'=1+1,\"'-2, +3\",'@x,a=b\r\n"));
        assert!(print(&table(row)).ends_with("=1+1,\"-2, +3\",@x,a=b\r\n"));
    }

    fn table(row: Vec<Cell>) -> Table {
        let column = |name| Column { name, is_number: false };
        Table { name: "t", columns: ["w", "x", "y", "z"].map(column).to_vec(), rows: vec![row] }
    }
}
