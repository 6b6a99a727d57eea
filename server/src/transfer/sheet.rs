//! CSV as people and other programs write it: columns by their heading in any order, lines counted so that a fault can be
//! found, and cells that a spreadsheet would run as a formula disarmed on the way out and restored on the way in.

use super::Fault;
use anyhow::{Context, bail};
use csv::{ByteRecord, StringRecord};
use model::Problem;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// A file with a heading, read whole.
pub struct Sheet {
    name: String,
    columns: Arc<HashMap<String, usize>>,
    headings: Vec<String>,
    rows: Vec<Row>,
    faults: Vec<Fault>,
}

/// A row with the line that it begins on.
#[derive(Clone)]
pub struct Row {
    pub line: u64,
    record: StringRecord,
    columns: Arc<HashMap<String, usize>>,
}

impl Row {
    /// The cell under a heading; empty where there is no such column.
    #[must_use]
    pub fn get(&self, heading: &str) -> &str {
        self.columns.get(heading).and_then(|column| self.record.get(*column)).unwrap_or_default()
    }

    /// A cell of a file of ours: without the mark that kept it from being taken for a formula.
    #[must_use]
    pub fn plain(&self, heading: &str) -> &str {
        armed(self.get(heading))
    }
}

impl Sheet {
    /// # Errors
    /// When the file cannot be read, or has no heading.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let bytes = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self::read(&name, &bytes)
    }

    /// # Errors
    /// When there is no heading.
    pub fn read(name: &str, bytes: &[u8]) -> anyhow::Result<Self> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator(bytes))
            .from_reader(bytes);
        let mut lines = Lines::new(bytes);
        let mut record = ByteRecord::new();
        if !reader.read_byte_record(&mut record)? {
            bail!("{name} is empty");
        }
        let heading = |cell: &[u8]| String::from_utf8_lossy(cell).trim().to_owned();
        let headings: Vec<String> = record.iter().map(heading).collect();
        let columns = headings.iter().enumerate().map(|(place, heading)| (heading.clone(), place)).collect();
        let mut sheet = Self {
            name: name.to_owned(),
            columns: Arc::new(columns),
            headings,
            rows: Vec::new(),
            faults: Vec::new(),
        };
        while reader.read_byte_record(&mut record)? {
            let line = lines.of(record.position());
            sheet.take(line, &record);
        }
        Ok(sheet)
    }

    fn take(&mut self, line: u64, record: &ByteRecord) {
        let (has, wants) = (record.len(), self.headings.len());
        let message = match StringRecord::from_byte_record(record.clone()) {
            Ok(record) if has == wants => {
                self.rows.push(Row { line, record, columns: self.columns.clone() });
                return;
            }
            Ok(_) => format!("has {has} fields where the heading has {wants}"),
            Err(_) => "is not UTF-8".to_owned(),
        };
        self.faults.push(Fault { file: self.name.clone(), line, message });
    }

    /// # Errors
    /// Names the first of these columns that is missing.
    pub fn needs(self, headings: &[&str]) -> anyhow::Result<Self> {
        for heading in headings {
            if !self.columns.contains_key(*heading) {
                bail!("{} has no column {heading:?}", self.name);
            }
        }
        Ok(self)
    }

    #[must_use]
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    #[must_use]
    pub fn fault(&self, row: &Row, message: impl Into<String>) -> Fault {
        Fault { file: self.name.clone(), line: row.line, message: message.into() }
    }

    /// The rows that could not be read at all.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }
}

/// A list that a browser has read, without the mark of its encoding.
///
/// # Errors
/// Where letters of it were lost on the way: browsers read every file as UTF-8, and older spreadsheets write others.
pub fn whole(csv: &str) -> Result<&str, Problem> {
    if csv.contains(char::REPLACEMENT_CHARACTER) {
        let message =
            "Some letters of this file cannot be read. Save it anew as “CSV UTF-8”, and bring that.";
        return Err(Problem::field("csv", message));
    }
    Ok(csv.trim_start_matches('\u{feff}'))
}

/// What stands between the cells: a semicolon where the heading has some and no comma, as spreadsheets write it in
/// countries that have a comma in their numbers.
#[must_use]
pub fn separator(bytes: &[u8]) -> u8 {
    let mut heading = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default().iter();
    if heading.clone().any(|byte| *byte == b';') && heading.all(|byte| *byte != b',') { b';' } else { b',' }
}

/// Which line a record begins on. The reader's own count is late by one after `\r\n` and blank lines.
pub struct Lines<'b> {
    bytes: &'b [u8],
    at: usize,
    line: u64,
}

impl<'b> Lines<'b> {
    #[must_use]
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0, line: 1 }
    }

    /// From 1. Records are asked for in their order.
    pub fn of(&mut self, position: Option<&csv::Position>) -> u64 {
        let byte = position.map_or(0, csv::Position::byte);
        let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(self.bytes.len());
        let blank = self.bytes[byte..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let begin = byte + blank;
        self.line += self.bytes[self.at..begin].iter().filter(|b| **b == b'\n').count() as u64;
        self.at = begin;
        self.line
    }
}

/// What makes a spreadsheet take a cell for a formula.
fn runs(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r')
}

/// A cell for people to open in a spreadsheet: with `'` before what would be run, and before what looks as if that had
/// been done to it.
#[must_use]
pub fn disarmed(cell: &str) -> std::borrow::Cow<'_, str> {
    let mut chars = cell.chars();
    let guard = match chars.next() {
        Some('\'') => chars.next().is_some_and(|second| second == '\'' || runs(second)),
        Some(first) => runs(first),
        None => false,
    };
    if guard { format!("'{cell}").into() } else { cell.into() }
}

/// The cell that [`disarmed`] was given.
#[must_use]
pub fn armed(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(|c| c == '\'' || runs(c)) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed_and_come_back() {
        for cell in ["", "=1+1", "+1", "-1", "@x", "\tx", "'", "'tis", "''", "'=1", "''-1", "a=1", "5", "é"]
        {
            let out = disarmed(cell);
            assert!(!out.starts_with(runs), "{cell:?} went out as {out:?}");
            assert_eq!(armed(&out), cell);
        }
        assert_eq!(armed("'tis"), "'tis", "what others write stays as it is");
    }

    #[test]
    fn lines_are_those_of_an_editor() {
        let text = b"\xef\xbb\xbfid,text\r\n1,\"two\r\nlines\"\r\n\r\n2,short,long\r\n3,\xff\r\n4,last";
        let sheet = Sheet::read("x.csv", text).unwrap().needs(&["id", "text"]).unwrap();
        let rows: Vec<(u64, &str)> = sheet.rows().iter().map(|row| (row.line, row.get("text"))).collect();
        assert_eq!(rows, [(2, "two\r\nlines"), (7, "last")]);
        let faults: Vec<String> = sheet.faults().iter().map(ToString::to_string).collect();
        assert_eq!(
            faults,
            ["x.csv line 5: has 3 fields where the heading has 2", "x.csv line 6: is not UTF-8"]
        );
        assert!(sheet.needs(&["nothing"]).is_err());
    }
}
