//! Asking those again who voted on other words: their votes are taken back, and what they said is kept so that one press repeats it.

use super::shown::said;
use crate::auth::Customer;
use crate::db::Tx;
use crate::db::batch::{self, NewVote};
use crate::db::writing::{self, VotedRow};
use crate::error::Result;
use crate::site::Site;
use model::api::writing::ListAskedAgain;
use model::vote::{Stance, Vote};
use model::writing::AskedAgain;
use model::{PersonId, ProposalId, Timestamp};
use std::collections::BTreeSet;

/// Whose votes a proposal rests on.
pub(super) struct Heard {
    pub proposal: ProposalId,
    /// What was merged into it.
    pub wordings: Vec<ProposalId>,
    /// Whoever counts on it by what they said on one of those.
    pub through: BTreeSet<PersonId>,
}

/// Everybody's votes but that of whoever changes it are taken back, and what they said is kept to be asked about. What staff noted
/// goes as well, but its voter has said nothing that they could repeat.
pub(super) async fn again(
    tx: &mut Tx,
    heard: &Heard,
    by: PersonId,
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
    said.retain(|row| row.person != by.0);
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
        let remains = round.remaining(id).filter(|one| one.status.is_public())?;
        // What it was merged into has a vote of its own; there it is asked for.
        let proposal = Some(remains).filter(|one| one.id == id)?;
        let said = said(row.stance, row.strength, row.red_line)?;
        let shut = crate::api::votes::shut(round, id, said, now).map(|problem| problem.message);
        let shut = shut.or_else(|| world.not_yours(Some(&who), &round.round).vote);
        Some(AskedAgain {
            proposal: id,
            title: proposal.text.title.clone(),
            said,
            at: Timestamp(row.at),
            shut,
        })
    };
    Ok(rows.iter().filter_map(asked).collect())
}
