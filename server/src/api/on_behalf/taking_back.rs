//! Taking back what staff noted, until the customer has answered. The link leads nowhere from then on and the customer is asked no
//! more; the figure of what was noted follows when the day is over. Did it follow at once, it would tell whoever takes back
//! whether the customer has answered, and the figures of that moment how.

use super::asking::ask_no_more;
use crate::auth::Noter;
use crate::db::batch::{self, NewVote};
use crate::db::events::{self, What};
use crate::db::{designs, on_behalf as table};
use crate::error::{Error, Result};
use crate::site::Site;
use futures::FutureExt;
use model::api::Done;
use model::api::on_behalf::WithdrawNoted;
use model::person::Role;
use model::time::Day;
use model::vote::{Stance, Vote};
use model::{PersonId, Problem, ProposalId};

pub async fn withdraw(site: Site, who: Noter, request: WithdrawNoted) -> Result<Done> {
    let WithdrawNoted { proposal, person } = request;
    let (now, by) = (site.clock.now(), who.id);
    let gone = || Problem::not_found("note");
    let row = table::told_of(&site.db, person, proposal, Day::of(now).begins()).await?;
    let row = row.filter(|row| row.by_person == by.0 || who.may(Role::Moderator)).ok_or_else(gone)?;
    let round = {
        let world = site.memory.read();
        world.seen_of(Some(&who), proposal).ok_or_else(gone)?.round.id
    };
    if row.answered {
        return Err(Problem::conflict("They have answered. What they said is theirs.").into());
    }
    if designs::rounds(&site.db).await?.contains(&round.0) {
        return Err(Problem::conflict("A design rests on this round: it stays as it was noted.").into());
    }
    site.db
        .write(move |tx| {
            async move {
                if table::withdraw(tx, row.id, now).await? {
                    ask_no_more(tx, person, proposal).await?;
                    let what = What::of_round("vote.withdrawn", round, proposal.0);
                    events::record(tx, now, Some(by), what, None).await?;
                }
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

/// Takes what was withdrawn on a day before this one out of what counts as noted. What the customer said themselves stays.
///
/// # Errors
/// Those of the database.
pub async fn settle(site: &Site) -> anyhow::Result<()> {
    let now = site.clock.now();
    let today = Day::of(now).begins();
    if !table::any_withdrawn(&site.db, today).await? {
        return Ok(());
    }
    site.db
        .write(move |tx| {
            async move {
                events::take(tx, 0).await?;
                for row in table::withdrawn(tx, today).await? {
                    if !row.answered {
                        let back = NewVote {
                            at: now,
                            person: PersonId(row.person),
                            proposal: ProposalId(row.proposal),
                            vote: Vote::new(Stance::TakenBack),
                            on_behalf: true,
                            by: Some(PersonId(row.by_person)),
                            source: None,
                        };
                        batch::write(tx, &[back]).await?;
                    }
                    table::forget(tx, row.id).await?;
                }
                events::tell(tx).await
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(())
}
