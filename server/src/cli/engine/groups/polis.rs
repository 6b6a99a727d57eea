//! The votes and published groups of a Polis export, read strictly: a figure that cannot be read is an error with its line,
//! since a check on numbers must not leave some out. (`accord import` is the lenient one.)

use anyhow::{anyhow, bail};
use engine::opinions::Opinion;
use server::transfer::sheet::{Row, Sheet};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Person, statement and opinion, by index.
pub type Cast = (u32, u32, Opinion);

pub struct Conversation {
    pub people: Vec<String>,
    /// The published group of each person, if any.
    pub groups: Vec<Option<String>>,
    /// Their numbers, ascending.
    pub statements: Vec<u64>,
    /// Those that moderators rejected.
    pub rejected: BTreeSet<u64>,
    /// In the order of their time.
    pub votes: Vec<Cast>,
}

/// # Errors
/// When a file that is needed is missing or says what cannot be read.
pub fn read(folder: &Path, published: bool) -> anyhow::Result<Conversation> {
    let matrix = folder.join("participants-votes.csv");
    let mut conversation =
        if published || matrix.exists() { participants(&matrix)? } else { log(&folder.join("votes.csv"))? };
    let comments = folder.join("comments.csv");
    if comments.exists() {
        let sheet = strict(&comments, &["comment-id", "moderated"])?;
        for row in sheet.rows().iter().filter(|row| matches!(row.get("moderated").trim(), "-1" | "-1.0")) {
            conversation.rejected.insert(number(&sheet, row, "comment-id")?);
        }
    }
    if published && conversation.groups.iter().all(Option::is_none) {
        bail!("{} puts nobody in a group", matrix.display());
    }
    Ok(conversation)
}

/// One row a person, one column a statement.
fn participants(path: &Path) -> anyhow::Result<Conversation> {
    let sheet = strict(path, &["participant"])?;
    let digits = |heading: &&String| !heading.is_empty() && heading.bytes().all(|byte| byte.is_ascii_digit());
    let mut columns: Vec<(u64, &String)> = Vec::new();
    for heading in sheet.headings().iter().filter(digits) {
        columns
            .push((heading.parse().map_err(|_| anyhow!("{}: column {heading:?}", path.display()))?, heading));
    }
    columns.sort_unstable();
    if let Some([(statement, _), _]) = columns.array_windows().find(|[a, b]| a.0 == b.0) {
        bail!("{}: statement {statement} has two columns", path.display());
    }
    let mut conversation = Conversation {
        people: Vec::new(),
        groups: Vec::new(),
        statements: columns.iter().map(|column| column.0).collect(),
        rejected: BTreeSet::new(),
        votes: Vec::new(),
    };
    let mut seen = BTreeSet::new();
    for (person, row) in (0..).zip(sheet.rows()) {
        let group = row.get("group-id").trim();
        let participant = row.get("participant").trim();
        if !seen.insert(participant) {
            bail!("{}", sheet.fault(row, format!("participant {participant:?} is there twice")));
        }
        conversation.people.push(participant.to_owned());
        conversation.groups.push((!group.is_empty()).then(|| group.to_owned()));
        for (statement, (_, heading)) in (0..).zip(&columns) {
            if !row.get(heading).trim().is_empty() {
                conversation.votes.push((person, statement, opinion(&sheet, row, heading)?));
            }
        }
    }
    Ok(conversation)
}

/// One row a vote; of a person on a statement the last counts.
fn log(path: &Path) -> anyhow::Result<Conversation> {
    let sheet = strict(path, &["timestamp", "comment-id", "voter-id", "vote"])?;
    let mut votes = Vec::with_capacity(sheet.rows().len());
    let (mut people, mut statements) = (BTreeMap::new(), BTreeMap::new());
    for row in sheet.rows() {
        let (at, statement) = (number(&sheet, row, "timestamp")?, number(&sheet, row, "comment-id")?);
        let person = row.get("voter-id").trim().to_owned();
        people.insert(person.clone(), 0);
        statements.insert(statement, 0);
        votes.push((at, person, statement, opinion(&sheet, row, "vote")?));
    }
    people.values_mut().zip(0..).for_each(|(place, index)| *place = index);
    statements.values_mut().zip(0..).for_each(|(place, index)| *place = index);
    // Stable: of two at the same moment, the later in the file is the later.
    votes.sort_by_key(|vote| vote.0);
    let votes =
        votes.iter().map(|(_, person, statement, opinion)| (people[person], statements[statement], *opinion));
    Ok(Conversation {
        votes: votes.collect(),
        groups: vec![None; people.len()],
        people: people.into_keys().collect(),
        statements: statements.into_keys().collect(),
        rejected: BTreeSet::new(),
    })
}

fn strict(path: &Path, needs: &[&str]) -> anyhow::Result<Sheet> {
    let sheet = Sheet::open(path)?.needs(needs)?;
    match sheet.faults().first() {
        Some(fault) => bail!("{fault}"),
        None => Ok(sheet),
    }
}

fn number(sheet: &Sheet, row: &Row, field: &str) -> anyhow::Result<u64> {
    let text = row.get(field).trim();
    text.parse().map_err(|_| anyhow!("{}", sheet.fault(row, format!("{field} is {text:?}, not a number"))))
}

fn opinion(sheet: &Sheet, row: &Row, field: &str) -> anyhow::Result<Opinion> {
    match row.get(field).trim() {
        "1" | "1.0" => Ok(Opinion::Agree),
        "-1" | "-1.0" => Ok(Opinion::Disagree),
        "0" | "0.0" | "-0.0" => Ok(Opinion::Pass),
        other => bail!("{}", sheet.fault(row, format!("{field} is {other:?}, not 1, 0 or -1"))),
    }
}
