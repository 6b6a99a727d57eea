//! Proposals from CSV: those of another Accord, or of any list that has titles.

use super::export::{BETWEEN, home_key};
use super::people::{Known, Somebody};
use super::sheet::{Row, Sheet};
use super::{Report, batches};
use crate::db::proposals::NewProposal;
use crate::db::{Db, exports, rounds};
use anyhow::Context;
use indicatif::ProgressBar;
use model::cells::{CultureSet, StageSet};
use model::proposal::{Kind, ProposalText, Status};
use model::round::{Moderation, Round};
use model::{RoundId, Timestamp};
use std::collections::HashMap;

/// How a list is taken in.
pub struct Options<'a> {
    /// This site's address.
    pub home: &'a str,
    /// Where rows come from that do not say so themselves.
    pub source: &'a str,
    pub now: Timestamp,
    pub bar: &'a ProgressBar,
}

/// A row that can be taken in.
struct Entry {
    text: ProposalText,
    status: Status,
    at: Timestamp,
    source: String,
    key: String,
    author: Option<Somebody>,
}

/// # Errors
/// When the round is not there, the heading cannot be used, or the database refuses. Broken rows are in the report.
pub async fn import(db: &Db, sheet: Sheet, round: RoundId, options: &Options<'_>) -> anyhow::Result<Report> {
    let sheet = sheet.needs(&["title"])?;
    let round = rounds::load(db, round.0).await?.with_context(|| format!("there is no round {round}"))?;
    let mut report = Report { round: Some(round.id), faults: sheet.faults().to_vec(), ..Report::default() };
    let known = Index::load(db, options.home).await?;
    let mut entries: Vec<Entry> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for row in sheet.rows() {
        match entry(row, &round, options) {
            Ok(entry) if known.find(&entry.source, &entry.key).is_some() => report.proposals.known += 1,
            Ok(entry) if !seen.insert((entry.source.clone(), entry.key.clone())) => {
                report.faults.push(sheet.fault(row, "this proposal was there before; the first one counts"));
            }
            Ok(entry) => entries.push(entry),
            Err(message) => report.faults.push(sheet.fault(row, message)),
        }
    }
    let mut people = Known::load(db, options.home).await?;
    let authors = entries.iter().filter_map(|entry| entry.author.clone());
    report.people.new = people.add(db, authors, options.now, options.bar).await?;
    let new = |entry: Entry| NewProposal {
        round: round.id,
        text: entry.text,
        author: entry.author.and_then(|author| people.find(&author.identity)),
        status: entry.status,
        held: None,
        at: entry.at,
        source: Some((entry.source, entry.key)),
    };
    let new: Vec<NewProposal> = entries.into_iter().map(new).collect();
    report.proposals.new = new.len();
    batches::add_proposals(db, round.id, new, options.now, options.bar).await?;
    Ok(report)
}

fn entry(row: &Row, round: &Round, options: &Options<'_>) -> Result<Entry, String> {
    let cell = |heading: &str| row.plain(heading).trim().to_owned();
    let or = |heading: &str, other: &str| {
        Some(cell(heading)).filter(|text| !text.is_empty()).unwrap_or(other.into())
    };
    let said = |heading: &'static str| move |refused| format!("{heading}: {refused}");
    let particular = |heading: &'static str| {
        let text = Some(cell(heading)).filter(|text| !text.is_empty());
        text.map(|text| text.parse()).transpose().map_err(said(heading))
    };
    let title = cell("title");
    let waiting = if round.moderation == Moderation::Open { Status::Published } else { Status::Waiting };
    let text = ProposalText {
        kind: or("kind", Kind::Change.word()).parse().map_err(said("kind"))?,
        title: title.parse().map_err(said("title"))?,
        why: or("why", &title).parse().map_err(said("why"))?,
        stages: StageSet::of(&places(&cell("stages"), round.stages.iter().map(|stage| stage.name.as_str()))?),
        cultures: CultureSet::of(&places(
            &cell("cultures"),
            round.cultures.iter().map(|culture| culture.name.as_str()),
        )?),
        who: particular("who")?,
        how: particular("how")?,
        tool: particular("tool")?,
        measure: particular("measure")?,
    };
    Ok(Entry {
        text,
        status: or("status", waiting.word()).parse().map_err(said("status"))?,
        at: moment(&cell("created"), options.now)?,
        source: or("source", options.source),
        key: or("key", &title),
        author: Somebody::read(row, "author", options.source)?,
    })
}

/// The places of the names in a cell; all of them where nothing is said.
fn places<'n>(cell: &str, names: impl Iterator<Item = &'n str> + Clone) -> Result<Vec<usize>, String> {
    if cell.is_empty() {
        return Ok(names.enumerate().map(|(place, _)| place).collect());
    }
    let place = |name: &str| {
        let name = name.trim();
        names
            .clone()
            .position(|known| known.eq_ignore_ascii_case(name))
            .ok_or_else(|| format!("this round has no {name:?}"))
    };
    cell.split(BETWEEN.trim()).map(place).collect()
}

/// A moment as in `2026-05-03T14:07:00Z`; now, where nothing is said.
pub(super) fn moment(cell: &str, now: Timestamp) -> Result<Timestamp, String> {
    if cell.is_empty() {
        return Ok(now);
    }
    let at: Result<jiff::Timestamp, _> = cell.parse();
    at.map(|at| Timestamp(at.as_microsecond()))
        .map_err(|_| format!("{cell:?} is not a moment as 2026-05-03T14:07:00Z is"))
}

/// Every proposal that is here, by its source and key; with its round.
pub(super) struct Index(HashMap<(String, String), (i64, RoundId)>);

impl Index {
    /// # Errors
    /// Those of the database.
    pub async fn load(db: &Db, home: &str) -> Result<Self, sqlx::Error> {
        let mut index = HashMap::new();
        for line in exports::proposal_keys(db).await? {
            let name = match (line.source, line.source_key) {
                (Some(source), Some(key)) => (source, key),
                _ => (home.to_owned(), home_key(line.id, line.created)),
            };
            index.insert(name, (line.id, RoundId(line.round)));
        }
        Ok(Self(index))
    }

    #[must_use]
    pub fn find(&self, source: &str, key: &str) -> Option<(i64, RoundId)> {
        self.0.get(&(source.to_owned(), key.to_owned())).copied()
    }
}
