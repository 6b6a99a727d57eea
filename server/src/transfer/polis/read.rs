//! The files of a Polis export, as they are written: in no order, with columns that come and go, statements that
//! span lines or say next to nothing, people who vote again, and rows that point nowhere.

use crate::transfer::Fault;
use crate::transfer::sheet::{Row, Sheet};
use anyhow::Context;
use model::Timestamp;
use model::proposal::Status;
use model::vote::Stance;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// A conversation: its statements in the order of their time, and every vote in the order of theirs.
#[derive(Debug)]
pub struct Conversation {
    pub topic: String,
    /// Where it was held; without one, the folder's name.
    pub url: String,
    pub description: String,
    pub statements: Vec<Statement>,
    pub votes: Vec<Cast>,
    pub faults: Vec<Fault>,
}

#[derive(Debug)]
pub struct Statement {
    pub line: u64,
    /// The conversation's own number of it.
    pub key: String,
    pub author: String,
    pub at: Timestamp,
    pub status: Status,
    pub text: String,
}

/// A vote as it was cast; the last of a voter on a statement counts.
#[derive(Debug)]
pub struct Cast {
    pub at: Timestamp,
    pub voter: String,
    pub statement: String,
    pub stance: Stance,
    /// The same in a later export of the same conversation: time, voter and statement, and which one of several.
    pub key: String,
}

/// # Errors
/// When one of the three files is not there or has not the columns that it needs.
pub fn read(folder: &Path) -> anyhow::Result<Conversation> {
    let mut summary = summary(folder)?;
    let mut faults = Vec::new();
    let mut statements = statements(folder, &mut faults)?;
    let keys: HashSet<&str> = statements.iter().map(|statement| statement.key.as_str()).collect();
    let votes = votes(folder, &keys, &mut faults)?;
    let voted_on: HashSet<&str> = votes.iter().map(|vote| vote.statement.as_str()).collect();
    for statement in &mut statements {
        // Nobody looked at it, but people were shown it and voted.
        if statement.status == Status::Waiting && voted_on.contains(statement.key.as_str()) {
            statement.status = Status::Published;
        }
    }
    let folder_name = || folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let mut take = |name| summary.remove(name).filter(|text| !text.trim().is_empty());
    Ok(Conversation {
        topic: take("topic").or_else(folder_name).unwrap_or_default(),
        url: take("url").or_else(folder_name).unwrap_or_default().trim().to_owned(),
        description: take("conversation-description").unwrap_or_default(),
        statements,
        votes,
        faults,
    })
}

/// One name and value a row, without a heading.
fn summary(folder: &Path) -> anyhow::Result<HashMap<String, String>> {
    let path = folder.join("summary.csv");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_path(&path)
        .with_context(|| format!("reading {}", path.display()))?;
    let mut values = HashMap::new();
    for record in reader.byte_records() {
        let record = record.with_context(|| format!("reading {}", path.display()))?;
        let cell = |place| record.get(place).map(|cell| String::from_utf8_lossy(cell).into_owned());
        if let (Some(name), Some(value)) = (cell(0), cell(1)) {
            values.insert(name.trim_start_matches('\u{feff}').trim().to_owned(), value);
        }
    }
    Ok(values)
}

fn statements(folder: &Path, faults: &mut Vec<Fault>) -> anyhow::Result<Vec<Statement>> {
    let sheet = Sheet::open(&folder.join("comments.csv"))?.needs(&[
        "timestamp",
        "comment-id",
        "author-id",
        "moderated",
        "comment-body",
    ])?;
    faults.extend_from_slice(sheet.faults());
    let mut seen = HashSet::new();
    let mut statements = Vec::with_capacity(sheet.rows().len());
    for row in sheet.rows() {
        match statement(row) {
            Ok(statement) if !seen.insert(statement.key.clone()) => {
                let message = format!("comment {} was there before; the first one counts", statement.key);
                faults.push(sheet.fault(row, message));
            }
            Ok(statement) => statements.push(statement),
            Err(message) => faults.push(sheet.fault(row, message)),
        }
    }
    statements.sort_by_key(|statement| statement.at);
    Ok(statements)
}

fn statement(row: &Row) -> Result<Statement, String> {
    Ok(Statement {
        line: row.line,
        key: key(row, "comment-id")?,
        author: row.get("author-id").trim().to_owned(),
        at: time(row)?,
        status: match row.get("moderated").trim() {
            "1" => Status::Published,
            "-1" => Status::Declined,
            "0" | "" => Status::Waiting,
            other => return Err(format!("moderated is {other:?}, not 1, 0 or -1")),
        },
        text: row.get("comment-body").to_owned(),
    })
}

fn votes(folder: &Path, statements: &HashSet<&str>, faults: &mut Vec<Fault>) -> anyhow::Result<Vec<Cast>> {
    let sheet =
        Sheet::open(&folder.join("votes.csv"))?.needs(&["timestamp", "comment-id", "voter-id", "vote"])?;
    faults.extend_from_slice(sheet.faults());
    let mut same: HashMap<String, usize> = HashMap::with_capacity(sheet.rows().len());
    let mut votes = Vec::with_capacity(sheet.rows().len());
    for row in sheet.rows() {
        let cast = cast(row).and_then(|cast| match statements.contains(cast.statement.as_str()) {
            true => Ok(cast),
            false => Err(format!("there is no comment {}", cast.statement)),
        });
        match cast {
            Ok(mut cast) => {
                let times = same.entry(cast.key.clone()).or_default();
                *times += 1;
                if *times > 1 {
                    cast.key = format!("{}:{times}", cast.key);
                }
                votes.push(cast);
            }
            Err(message) => faults.push(sheet.fault(row, message)),
        }
    }
    // Stable: of two at the same moment, the later in the file is the later.
    votes.sort_by_key(|vote| vote.at);
    Ok(votes)
}

fn cast(row: &Row) -> Result<Cast, String> {
    let (at, voter, statement) = (time(row)?, key(row, "voter-id")?, key(row, "comment-id")?);
    let stance = match row.get("vote").trim() {
        "1" => Stance::Agree,
        "-1" => Stance::Disagree,
        "0" => Stance::Pass,
        other => return Err(format!("vote is {other:?}, not 1, 0 or -1")),
    };
    let key = format!("{}:{voter}:{statement}", row.get("timestamp").trim());
    Ok(Cast { at, voter, statement, stance, key })
}

fn key(row: &Row, heading: &str) -> Result<String, String> {
    match row.get(heading).trim() {
        "" => Err(format!("{heading} is empty")),
        key => Ok(key.to_owned()),
    }
}

/// Milliseconds since 1970.
fn time(row: &Row) -> Result<Timestamp, String> {
    const LAST: i64 = 253_402_300_799_999; // the end of the year 9999
    let text = row.get("timestamp").trim();
    match text.parse::<i64>() {
        Ok(millis) if (0..=LAST).contains(&millis) => Ok(Timestamp(millis * 1000)),
        _ => Err(format!("timestamp is {text:?}, not milliseconds since 1970")),
    }
}

/// The export's own sheet of last votes, one row a person, where there is one: how many of its cells say what the
/// votes say, and how many there are.
///
/// # Errors
/// When it cannot be read.
pub fn compare(folder: &Path, votes: &[Cast]) -> anyhow::Result<Option<(usize, usize)>> {
    let path = folder.join("participants-votes.csv");
    if !path.exists() {
        return Ok(None);
    }
    let last: HashMap<(&str, &str), Stance> =
        votes.iter().map(|vote| ((vote.voter.as_str(), vote.statement.as_str()), vote.stance)).collect();
    let sheet = Sheet::open(&path)?.needs(&["participant"])?;
    let numbered = |heading: &&String| !heading.is_empty() && heading.bytes().all(|b| b.is_ascii_digit());
    let statements: Vec<&String> = sheet.headings().iter().filter(numbered).collect();
    let (mut same, mut cells) = (0, 0);
    for row in sheet.rows() {
        let person = row.get("participant").trim();
        for statement in &statements {
            let stance = match row.get(statement).trim() {
                "" => continue,
                "1" => Some(Stance::Agree),
                "-1" => Some(Stance::Disagree),
                "0" => Some(Stance::Pass),
                _ => None,
            };
            cells += 1;
            same += usize::from(stance == last.get(&(person, statement.as_str())).copied());
        }
    }
    Ok(Some((same, cells)))
}
