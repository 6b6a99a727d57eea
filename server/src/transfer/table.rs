//! A list on its way out: as CSV that is safe to open in a spreadsheet, or as JSON.

use super::sheet::disarmed;
use serde_json::{Map, Value};

/// Columns by their headings, and rows of cells that are texts, numbers, yes and no, or nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub headings: Vec<String>,
    pub rows: Vec<Vec<Value>>,
}

impl Table {
    #[must_use]
    pub fn new(headings: &[&str]) -> Self {
        Self { headings: headings.iter().map(|heading| (*heading).to_owned()).collect(), rows: Vec::new() }
    }

    /// # Errors
    /// None in practice: it is written into memory.
    pub fn csv(&self) -> anyhow::Result<Vec<u8>> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.headings.iter().map(|heading| disarmed(heading).into_owned()))?;
        for row in &self.rows {
            writer.write_record(row.iter().map(cell))?;
        }
        Ok(writer.into_inner().map_err(|fault| fault.into_error())?)
    }

    /// A list of objects.
    #[must_use]
    pub fn json(&self) -> Value {
        let object = |row: &Vec<Value>| {
            Value::Object(self.headings.iter().cloned().zip(row.iter().cloned()).collect::<Map<_, _>>())
        };
        Value::Array(self.rows.iter().map(object).collect())
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => disarmed(text).into_owned(),
        // Nobody typed it: a number below zero is one, and is summed as one.
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_people_typed_is_disarmed_and_numbers_stay_numbers() {
        let mut table = Table::new(&["=title", "saves"]);
        table.rows.push(vec![json!("-20"), json!(-20)]);
        table.rows.push(vec![json!("@x"), Value::Null]);
        assert_eq!(String::from_utf8(table.csv().unwrap()).unwrap(), "'=title,saves\n'-20,-20\n'@x,\n");
    }
}
