//! Leaving for good (domain rule 10).

use crate::auth::{Customer, Visitor};
use crate::db::batch::NewVote;
use crate::db::events::{self, What};
use crate::db::{comments, designs, leaving as table, sign_off, writing};
use crate::error::{Error, Result};
use crate::memory::Memory;
use crate::session;
use crate::site::Site;
use futures::FutureExt;
use futures::future::try_join_all;
use model::api::Done;
use model::api::mine::Leave;
use model::vote::{Stance, Vote};
use model::{CommentId, PersonId, Problem, ProposalId, RoundId};
use std::collections::BTreeSet;

pub async fn leave(site: Site, who: Visitor<Customer>, request: Leave) -> Result<Done> {
    let person = who.caller.id;
    if who.caller.is_staff() {
        let message = "You are staff: an admin has to take your roles from you first.";
        return Err(Problem::conflict(message).into());
    }
    if sign_off::holds(&site.db, person).await? {
        let message = "A function that must sign is yours: an admin has to give it to somebody else first.";
        return Err(Problem::conflict(message).into());
    }
    if !request.sure {
        return Err(Problem::field("sure", "Tick this if you mean it: nobody can bring it back.").into());
    }
    take_back_votes(&site, person).await?;
    let (now, memory) = (site.clock.now(), site.memory.clone());
    site.db
        .write(move |tx| {
            async move {
                // Nothing of theirs comes in between.
                events::take(tx, 0).await?;
                let written = table::written(tx, person).await?;
                let mut gone = written.hidden;
                if request.words {
                    writing::forget_of(tx, person).await?;
                    gone.extend(written.proposals.iter().copied());
                }
                for &proposal in &gone {
                    table::withdraw(tx, proposal).await?;
                }
                for &comment in &written.comments {
                    comments::withdraw(tx, comment).await?;
                }
                table::forget(tx, person).await?;
                let proposals = gone.into_iter().chain(written.proposals).collect();
                for what in happened(&memory, person, proposals, written.comments) {
                    events::record(tx, now, None, what, None).await?;
                }
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    site.notices.forget(person);
    session::sign_out(&who.session).await?;
    Ok(Done {})
}

/// What the log says of it: never who.
fn happened(
    memory: &Memory,
    person: PersonId,
    proposals: BTreeSet<ProposalId>,
    comments: Vec<CommentId>,
) -> Vec<What> {
    let world = memory.read();
    let of = |round: Option<RoundId>, kind, subject| match round {
        Some(round) => What::of_round(kind, round, subject),
        None => What::new(kind, subject),
    };
    let proposals = proposals.into_iter().map(|id| {
        let round = world.round_of(id).map(|round| round.round.id);
        of(round, "proposal.left", id.0)
    });
    let comments = comments.into_iter().map(|id| {
        let round = world.talk.comment(id).map(|comment| comment.round);
        of(round, "comment.withdrawn", id.0)
    });
    let rest = [
        What::new("complaint.withdrawn", 0),
        What::new("trust.withdrawn", 0),
        What::new("person.left", person.0),
    ];
    proposals.chain(comments).chain(rest).collect()
}

/// In every round that has adopted nothing.
async fn take_back_votes(site: &Site, person: PersonId) -> Result<()> {
    let adopted = designs::rounds(&site.db).await?;
    let votes: Vec<ProposalId> = {
        let world = site.memory.read();
        let voter = world.voter(person);
        let open = world.rounds().filter(|round| !adopted.contains(&round.round.id.0));
        open.flat_map(|round| voter.into_iter().flat_map(|voter| round.voted(voter))).collect()
    };
    let at = site.clock.now();
    let vote = Vote { stance: Stance::TakenBack, strength: None, red_line: false };
    let back = |proposal| NewVote { at, person, proposal, vote, on_behalf: false, by: None, source: None };
    try_join_all(votes.into_iter().map(|proposal| site.voting.cast(back(proposal)))).await?;
    Ok(())
}
