//! CSV (RFC 4180): commas, line ends CR LF, quotation marks doubled, UTF-8 without a mark.
//!
//! An empty cell without quotation marks is one of which nothing is known; text without letters is
//! written as two quotation marks.

use super::{Cell, Table};

/// A table as CSV, with a line of column names.
pub fn print(table: &Table) -> String {
    let mut out = String::new();
    let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    out.push_str(&names.join(","));
    out.push_str("\r\n");
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(cell).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) => {
            let plain = !text.is_empty() && !text.contains([',', '"', '\r', '\n']);
            if plain { text.clone() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Column;

    #[test]
    fn what_would_end_a_cell_is_quoted() {
        let column = |name| Column { name, is_number: false };
        let row = vec![Cell::from("a,\"b\"\nc"), Cell::Empty, Cell::from(""), Cell::from(7)];
        let columns = ["w", "x", "y", "z"].map(column).to_vec();
        let table = Table { name: "t", columns, rows: vec![row] };
        assert_eq!(print(&table), "w,x,y,z\r\n\"a,\"\"b\"\"\nc\",,\"\",7\r\n");
    }
}
