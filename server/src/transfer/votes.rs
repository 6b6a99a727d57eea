//! Votes from CSV, in the order of the file: those of another Accord, or of any list that says who and how.

use super::export::home_key;
use super::people::{Known, Somebody};
use super::proposals::{Index, Options, moment};
use super::sheet::{Row, Sheet};
use super::{Report, batches};
use crate::db::batch::NewVote;
use crate::db::{Db, imports, rounds};
use model::round::Phase;
use model::vote::{Stance, Vote};
use model::{ProposalId, RoundId, Timestamp};
use std::collections::{HashMap, HashSet};

/// A row that can be taken in.
struct Entry {
    at: Timestamp,
    voter: Somebody,
    proposal: ProposalId,
    vote: Vote,
    on_behalf: bool,
    source: String,
    key: String,
}

/// # Errors
/// When the heading cannot be used, or the database refuses. Broken rows are in the report.
pub async fn import(
    db: &Db,
    sheet: Sheet,
    round: Option<RoundId>,
    options: &Options<'_>,
) -> anyhow::Result<Report> {
    let sheet = sheet.needs(&["proposal", "voter", "stance"])?;
    let mut report = Report { round, faults: sheet.faults().to_vec(), ..Report::default() };
    let proposals = Index::load(db, options.home).await?;
    let open = open_rounds(db, options.now).await?;
    let mut known = Seen { home: options.home, of: HashMap::new() };
    let mut entries: Vec<Entry> = Vec::new();
    for row in sheet.rows() {
        match entry(row, &proposals, round, &open, options) {
            Ok(entry) if known.has(db, &entry.source, &entry.key).await? => report.votes.known += 1,
            Ok(entry) => entries.push(entry),
            Err(message) => report.faults.push(sheet.fault(row, message)),
        }
    }
    let mut people = Known::load(db, options.home).await?;
    report.people.new =
        people.add(db, entries.iter().map(|entry| entry.voter.clone()), options.now, options.bar).await?;
    let new = |entry: Entry| {
        Some(NewVote {
            at: entry.at,
            person: people.find(&entry.voter.identity)?,
            proposal: entry.proposal,
            vote: entry.vote,
            on_behalf: entry.on_behalf,
            by: None,
            source: Some((entry.source, entry.key)),
        })
    };
    let new: Vec<NewVote> = entries.into_iter().filter_map(new).collect();
    report.votes.new = new.len();
    batches::add_votes(db, &new, options.bar).await?;
    Ok(report)
}

fn entry(
    row: &Row,
    proposals: &Index,
    round: Option<RoundId>,
    open: &HashSet<RoundId>,
    options: &Options<'_>,
) -> Result<Entry, String> {
    let cell = |heading: &str| row.plain(heading).trim().to_owned();
    let or = |heading: &str, other: &str| {
        Some(cell(heading)).filter(|text| !text.is_empty()).unwrap_or(other.into())
    };
    let (place, name) = (or("proposal_source", options.source), cell("proposal"));
    let found = proposals.find(&place, &name).filter(|(_, of)| round.is_none_or(|round| round == *of));
    let (proposal, of) = found.ok_or_else(|| format!("there is no proposal {name:?} of {place:?}"))?;
    let voter = Somebody::read(row, "voter", options.source)?.ok_or("voter is empty")?;
    let vote = vote(row)?;
    let key = format!("{}:{}:{name}:{}", cell("voter_source"), cell("voter"), or("at", vote.stance.word()));
    Ok(Entry {
        at: moment(&cell("at"), options.now)?,
        voter,
        proposal: ProposalId(proposal),
        vote,
        // Whoever can still speak here is not spoken for.
        on_behalf: open.contains(&of) || yes(&cell("on_behalf"))?,
        source: or("source", options.source),
        key: or("key", &key),
    })
}

fn vote(row: &Row) -> Result<Vote, String> {
    let word = row.plain("stance").trim().to_lowercase();
    let stances = [Stance::Agree, Stance::Disagree, Stance::Pass, Stance::TakenBack];
    let stance = stances.into_iter().find(|stance| stance.word() == word);
    let strength = Some(row.plain("strength").trim().to_lowercase()).filter(|word| !word.is_empty());
    let vote = Vote {
        stance: stance
            .ok_or_else(|| format!("stance is {word:?}, not agree, disagree, pass or taken_back"))?,
        strength: strength
            .map(|word| word.parse())
            .transpose()
            .map_err(|refused| format!("strength: {refused}"))?,
        red_line: yes(row.plain("red_line").trim())?,
    };
    match vote.fault() {
        Some((field, message)) => Err(format!("{field}: {message}")),
        None => Ok(vote),
    }
}

fn yes(cell: &str) -> Result<bool, String> {
    match cell.to_lowercase().as_str() {
        "true" | "yes" | "1" => Ok(true),
        "false" | "no" | "0" | "" => Ok(false),
        _ => Err(format!("{cell:?} is neither true nor false")),
    }
}

/// The rounds in which people can vote now.
async fn open_rounds(db: &Db, now: Timestamp) -> anyhow::Result<HashSet<RoundId>> {
    let mut open = HashSet::new();
    for id in rounds::ids(db).await? {
        let round = rounds::load(db, id).await?;
        if round.is_some_and(|round| round.open_at(now).contains(&Phase::Vote)) {
            open.insert(RoundId(id));
        }
    }
    Ok(open)
}

/// The votes that are here, by source and key, read when a source is first met. A vote that stands twice in a file is
/// there from the first time on.
struct Seen<'h> {
    home: &'h str,
    of: HashMap<String, HashSet<String>>,
}

impl Seen<'_> {
    async fn has(&mut self, db: &Db, source: &str, key: &str) -> Result<bool, sqlx::Error> {
        if !self.of.contains_key(source) {
            let mut keys = imports::votes(db, source).await?;
            if source == self.home {
                keys.extend(imports::votes_here(db).await?.into_iter().map(|(seq, at)| home_key(seq, at)));
            }
            self.of.insert(source.to_owned(), keys);
        }
        let new = self.of.get_mut(source).is_none_or(|keys| keys.insert(key.to_owned()));
        Ok(!new)
    }
}
