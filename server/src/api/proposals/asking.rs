//! Asking those again who voted on other words, once the new ones are public: their votes are taken back, and what they said is kept
//! so that one press repeats it. While new words wait for a moderator nobody is asked, and no vote counts.

use super::rewording;
use super::shown::said;
use crate::auth::Customer;
use crate::db::Tx;
use crate::db::batch::{self, NewVote};
use crate::db::proposals as table;
use crate::db::writing::{self, VotedRow, WordingRow};
use crate::error::Result;
use crate::memory::World;
use crate::site::Site;
use model::api::writing::ListAskedAgain;
use model::vote::{Stance, Vote};
use model::writing::AskedAgain;
use model::{PersonId, ProposalId, Timestamp};
use std::collections::BTreeSet;

/// Whose votes a proposal rests on.
#[derive(Clone, Debug)]
pub struct Heard {
    proposal: ProposalId,
    /// What was merged into it.
    wordings: Vec<ProposalId>,
    /// Whoever counts on it by what they said on one of those.
    through: BTreeSet<PersonId>,
}

impl Heard {
    #[must_use]
    pub fn of(world: &World, proposal: ProposalId) -> Self {
        let mut heard = Self { proposal, wordings: Vec::new(), through: BTreeSet::new() };
        let Some(round) = world.round_of(proposal) else { return heard };
        heard.wordings = round.wordings(proposal).map(|one| one.id).collect();
        let voters = heard.wordings.iter().flat_map(|one| round.heard_on_wording(*one));
        let voters = voters.filter(|voter| round.vote(*voter, proposal).is_some());
        heard.through = voters.filter_map(|voter| world.voter_person(voter)).collect();
        heard
    }
}

/// The present words of a proposal are public from now on: whoever voted on others is asked again.
///
/// # Errors
/// Those of the database.
pub async fn published(tx: &mut Tx, heard: &Heard, at: Timestamp) -> std::result::Result<(), sqlx::Error> {
    let id = heard.proposal;
    let Some(present) = table::one(tx, id).await?.filter(|row| row.worded.is_none()) else { return Ok(()) };
    let before = writing::last(tx, id).await?;
    let same = |before: &WordingRow| match (before.text(), present.text()) {
        (Ok(before), Ok(present)) => rewording::is_same(&before, &present),
        _ => false,
    };
    let since = before.filter(|before| !before.pictures && same(before)).and_then(|before| before.worded);
    if since.is_none() {
        again(tx, heard, present.changed_by.or(present.author), at).await?;
    }
    table::set_worded(tx, id, Some(since.map_or(at, Timestamp))).await
}

/// Everybody's votes but that of whoever changes it are taken back, and what they said is kept to be asked about. What staff noted
/// goes as well, but its voter has said nothing that they could repeat.
async fn again(
    tx: &mut Tx,
    heard: &Heard,
    by: Option<i64>,
    at: Timestamp,
) -> std::result::Result<(), sqlx::Error> {
    let proposal = heard.proposal;
    let mut said: Vec<VotedRow> = writing::voted(tx, proposal).await?;
    for wording in &heard.wordings {
        for row in writing::voted(tx, *wording).await? {
            let counts = !row.on_behalf && heard.through.contains(&PersonId(row.person));
            if counts && said.iter().all(|one| one.person != row.person) {
                said.push(row);
            }
        }
    }
    said.retain(|row| Some(row.person) != by);
    if said.is_empty() {
        return Ok(());
    }
    let back = |row: &VotedRow| NewVote {
        at,
        person: PersonId(row.person),
        proposal,
        vote: Vote::new(Stance::TakenBack),
        on_behalf: row.on_behalf,
        by: None,
        source: None,
    };
    let first = batch::write(tx, &said.iter().map(back).collect::<Vec<_>>()).await?;
    for (seq, row) in (first..).zip(&said).filter(|(_, row)| !row.on_behalf) {
        writing::ask(tx, proposal, row, seq, at).await?;
    }
    Ok(())
}

/// What I said on words that have been changed since, and have not said again.
pub async fn list(site: Site, who: Customer, _request: ListAskedAgain) -> Result<Vec<AskedAgain>> {
    let rows = writing::asked_of(&site.db, who.id).await?;
    let now = site.clock.now();
    let world = site.memory.read();
    let asked = |row: &writing::AskedRow| {
        let id = ProposalId(row.proposal);
        let round = world.seen_of(Some(&who), id)?;
        let proposal = round.remaining(id).filter(|one| one.status.is_public())?;
        // What it was merged into since is what they are asked about, unless they have voted on that.
        let merged = proposal.id != id;
        let answered = merged && world.vote(who.id, proposal.id).is_some();
        let id = Some(proposal.id).filter(|_| !answered)?;
        let said = said(row.stance, row.strength, row.red_line)?;
        let shut = crate::api::votes::shut(round, id, said, now).map(|problem| problem.message);
        let shut = shut.or_else(|| world.not_yours(Some(&who), &round.round).vote);
        Some(AskedAgain {
            proposal: id,
            title: proposal.text.title.clone(),
            worded: proposal.worded(),
            said,
            at: Timestamp(row.at),
            shut,
        })
    };
    Ok(rows.iter().filter_map(asked).collect())
}
