//! What comes out: a table, and notes under it.

use std::fmt;

#[derive(Default)]
pub struct Table {
    rows: Vec<Row>,
    notes: Vec<String>,
}

struct Row {
    what: String,
    here: String,
    limit: String,
    aim: String,
    met: bool,
}

impl Table {
    /// What is measured, what came out, the bare limit beside it, what was aimed at, and whether that is met.
    pub fn row(&mut self, what: &str, here: String, limit: String, aim: &str, met: bool) {
        eprintln!("figures:   {what}: {here}; limit: {limit}; aim: {aim}: {}", word(met));
        self.rows.push(Row { what: what.into(), here, limit, aim: aim.into(), met });
    }

    pub fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }
}

fn word(met: bool) -> &'static str {
    if met { "met" } else { "**missed**" }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| What | Accord | Bare limit, same run | Aim | |\n|---|---|---|---|---|")?;
        for Row { what, here, limit, aim, met } in &self.rows {
            writeln!(f, "| {what} | {here} | {limit} | {aim} | {} |", word(*met))?;
        }
        writeln!(f)?;
        self.notes.iter().try_for_each(|note| writeln!(f, "- {note}"))
    }
}
