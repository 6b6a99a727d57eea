//! Rows of cells between semicolons, quoted as in CSV: `"` opens a cell that may hold anything, `""` is a quote inside it.

use super::{Fault, fault};

/// A row that is not blank, its cells trimmed.
pub(super) struct Row {
    /// From 1.
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
}

pub(super) fn rows(text: &str) -> Result<Vec<Row>, Fault> {
    let mut found = Vec::new();
    let mut line = 1;
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    while !rest.is_empty() {
        let row = Row { line, cells: Vec::new() };
        let (row, after, lines) = row_of(row, rest)?;
        line += lines;
        rest = after;
        if row.cells.iter().any(|cell| !cell.is_empty()) {
            found.push(row);
        }
    }
    Ok(found)
}

/// Reads one row; gives what follows it and how many lines it took.
fn row_of(mut row: Row, text: &str) -> Result<(Row, &str, usize), Fault> {
    let mut rest = text;
    let mut lines = 1;
    loop {
        let mut cell = String::new();
        if let Some(quoted) = rest.strip_prefix('"') {
            rest = quoted;
            loop {
                let Some(end) = rest.find('"') else {
                    return fault(row.line, "a quote is opened and not closed");
                };
                cell.push_str(&rest[..end]);
                rest = &rest[end + 1..];
                match rest.strip_prefix('"') {
                    Some(after) => {
                        cell.push('"');
                        rest = after;
                    }
                    None => break,
                }
            }
            lines += cell.matches('\n').count();
        }
        let end = rest.find([';', '\n', '\r']).unwrap_or(rest.len());
        cell.push_str(&rest[..end]);
        row.cells.push(cell.trim().to_owned());
        let next = &rest[end..];
        match next.strip_prefix(';') {
            Some(after) => rest = after,
            None => {
                // A line ends in \n, \r\n or \r.
                let after = next.strip_prefix('\r').unwrap_or(next);
                return Ok((row, after.strip_prefix('\n').unwrap_or(after), lines));
            }
        }
    }
}
