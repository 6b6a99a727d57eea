//! A conversation held with the Polis software becomes a round: statements become proposals, voters accounts of one who
//! cannot sign in, and every vote keeps its order and time. Importing it again adds only what is new.
//!
//! Polis knows neither stages nor cultures nor kinds. A statement is taken as a *change* in all stages and cultures, since
//! nothing was said about either; accepted ones are published, rejected ones declined with their votes kept, and those
//! that nobody looked at are published if people voted on them.

pub mod read;
mod shape;
mod write;

use super::Report;
use super::fit::clean;
use crate::db::{Db, imports, rounds};
use crate::round::ready_made;
use anyhow::{Context, bail};
use indicatif::ProgressBar;
use model::cells::{CultureSet, StageSet};
use model::round::{Phase, Round, Scheme};
use model::{RoundId, Timestamp};
use read::Conversation;
use std::path::Path;

/// Where a conversation goes, and how it is credited.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// A round that is there; without it the conversation becomes one of its own.
    pub round: Option<RoundId>,
    /// Who gathered the data and under which licence, shown with the round.
    pub attribution: Option<String>,
}

/// # Errors
/// When a file is missing, the round is not there, or the database refuses; a broken row is in the report instead.
pub async fn import(
    db: &Db,
    folder: &Path,
    options: &Options,
    now: Timestamp,
    bar: &ProgressBar,
) -> anyhow::Result<Report> {
    let mut conversation = read::read(folder)?;
    let mut report = Report { faults: std::mem::take(&mut conversation.faults), ..Report::default() };
    let source = format!("polis:{}", conversation.url);
    let before = imports::round_of(db, &source).await?;
    if let (Some(wanted), Some(there)) = (options.round, before)
        && wanted != there
    {
        bail!("this conversation is in round {there} already");
    }
    let round = match options.round {
        Some(round) => round,
        None => match own_round(db, &conversation.url, before).await? {
            Some(round) => round,
            None => write::round(db, &describe(&conversation, options, now)?, now).await?,
        },
    };
    let round = rounds::load(db, round.0).await?.with_context(|| format!("there is no round {round}"))?;
    report.round = Some(round.id);
    let mut work = write::Work { db, conversation: &conversation, source, now, bar, report: &mut report };
    let people = work.people().await?;
    let cells = (StageSet::all(round.stages.len()), CultureSet::all(round.cultures.len()));
    let proposals = work.proposals(round.id, cells, &people).await?;
    work.votes(&people, &proposals, voting_is_open(&round, now)).await?;
    report.faults.sort_by(|left, right| (&left.file, left.line).cmp(&(&right.file, right.line)));
    report.checked = read::compare(folder, &conversation.votes)?
        .map(|(same, cells)| format!("{same} of {cells} cells of participants-votes.csv say the same"));
    Ok(report)
}

/// The round of its own that an earlier import made, even one that broke off before the first proposal.
async fn own_round(db: &Db, url: &str, before: Option<RoundId>) -> anyhow::Result<Option<RoundId>> {
    if before.is_some() {
        return Ok(before);
    }
    let rounds = imports::rounds(db).await?;
    Ok(rounds.into_iter().find(|(_, source)| source.split(" · ").next() == Some(url)).map(|(id, _)| id))
}

/// Votes that were not cast here count as on behalf while people here can still speak for themselves.
fn voting_is_open(round: &Round, now: Timestamp) -> bool {
    round.open_at(now).contains(&Phase::Vote)
}

const HOW_VOTES_COUNT: &str = "These votes were cast elsewhere, in a conversation held with the Polis software. Each \
voter is counted as an account of one, and a voter's last vote on a statement counts.";

/// Closed for proposing and voting, since it was held elsewhere; open for adopting a design from it.
fn describe(conversation: &Conversation, options: &Options, now: Timestamp) -> anyhow::Result<Round> {
    let fits = |refused: model::text::TextProblem| anyhow::anyhow!("summary.csv: {refused}");
    let question = shape::question(&conversation.topic).map_err(fits)?;
    let mut round = ready_made(question, Scheme::default(), now)
        .map_err(|problem| anyhow::anyhow!("{}", problem.message))?;
    round.introduction = shape::introduction(&conversation.description).map_err(fits)?;
    round.how_votes_count = HOW_VOTES_COUNT.parse().map_err(fits)?;
    for window in &mut round.windows {
        window.opens = (window.phase == Phase::Adopt).then_some(now);
    }
    let mut source = format!("{} · gathered with the Polis software", conversation.url);
    if let Some(attribution) = &options.attribution {
        source = format!("{source} · {}", clean(attribution, false));
    }
    round.source = Some(source);
    Ok(round)
}
