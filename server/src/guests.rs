//! Taking part without an account, where a round allows it: a browser gets a person of its own with its first vote, known by
//! its session alone and by nothing else of it. What guests say is counted apart. Whoever signs in later keeps their votes, and
//! has no others.

use crate::api::votes::shut;
use crate::auth::Voter;
use crate::db::batch::{self, NewVote};
use crate::db::events::{self, What};
use crate::db::guests::{self as table, GuestVoteRow};
use crate::error::{Error, Result};
use crate::memory::{RoundMemory, World};
use crate::session;
use crate::site::Site;
use futures::FutureExt;
use model::access::{Act, Answer};
use model::vote::{Stance, Strength, Vote};
use model::{PersonId, Problem, ProposalId, Timestamp};
use tower_sessions::Session;

/// Whether a stranger may vote here as a guest. Whoever has to say who they are first learns nothing else.
#[must_use]
pub fn are_admitted(site: &Site, who: &Voter, proposal: ProposalId) -> bool {
    let world = site.memory.read();
    let admits = |memory: &RoundMemory| world.answer(None, &memory.round, Act::Vote) == Answer::Yes;
    who.session.is_some() && world.seen_of(None, proposal).is_some_and(admits)
}

/// Who votes: whoever is signed in, the guest that this browser is, or the one that it becomes.
///
/// # Errors
/// That too many guests came from there; those of the database.
pub async fn voting(site: &Site, who: &Voter) -> Result<PersonId> {
    if let Some(person) = who.who.id() {
        return Ok(person);
    }
    let session = who.session.as_ref().ok_or_else(Problem::sign_in)?;
    site.limits.guest_vote(who.who.from)?;
    match who.who.guest {
        Some(guest) => Ok(guest),
        None => admit(site, who, session).await,
    }
}

async fn admit(site: &Site, who: &Voter, session: &Session) -> Result<PersonId> {
    site.limits.guest(who.who.from)?;
    let now = site.clock.now();
    let guest = site
        .db
        .write(move |tx| {
            async move {
                let guest = table::add(tx, now).await?;
                events::record(tx, now, None, What::new("person.guest", guest.0), None).await?;
                Ok::<_, Error>(guest)
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    session::set_guest(session, guest).await?;
    Ok(guest)
}

/// The guest of this browser turns out to be `person`: what they said becomes that person's word, unless the person has said
/// something themselves since, and stands for the guest no longer. Where voting has closed, it stays as it was counted. Gives
/// back how many votes there are the more.
///
/// # Errors
/// Those of the database.
pub async fn recognise(site: &Site, guest: PersonId, person: PersonId) -> Result<usize> {
    let (now, memory) = (site.clock.now(), site.memory.clone());
    let kept = site
        .db
        .write(move |tx| {
            async move {
                // No vote of either comes in between.
                events::take(tx, 0).await?;
                if !table::recognise(tx, guest, person).await? {
                    return Ok::<_, Error>(0);
                }
                let rows = table::votes(tx, guest, person).await?;
                let votes = moved(&memory.read(), &rows, (guest, person), now);
                let kept = votes.iter().filter(|vote| vote.person == person).count();
                if !votes.is_empty() {
                    batch::write(tx, &votes).await?;
                }
                // No event: its time beside that of the sign-in would tell whose votes these were.
                events::tell(tx).await?;
                Ok(kept)
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(kept)
}

fn moved(
    world: &World,
    rows: &[GuestVoteRow],
    (guest, person): (PersonId, PersonId),
    now: Timestamp,
) -> Vec<NewVote> {
    let member = world.person(person);
    let mut votes = Vec::new();
    for row in rows {
        let proposal = ProposalId(row.proposal);
        let Some((memory, vote)) = world.seen_of(member.as_deref(), proposal).zip(read(row)) else {
            continue;
        };
        let remains = memory.remaining(proposal).map_or(proposal, |remains| remains.id);
        let may = world.answer(member.as_deref(), &memory.round, Act::Vote) == Answer::Yes;
        if !may || shut(memory, remains, vote, now).is_some() {
            continue;
        }
        let cast = |person, vote| NewVote {
            at: now,
            person,
            proposal,
            vote,
            on_behalf: false,
            by: None,
            source: None,
        };
        votes.extend(row.theirs.then(|| cast(person, vote)));
        votes.push(cast(guest, Vote::new(Stance::TakenBack)));
    }
    votes
}

fn read(row: &GuestVoteRow) -> Option<Vote> {
    let code = |number: i64| i16::try_from(number).unwrap_or(-1);
    let stance = Stance::from_code(code(row.stance))?;
    Some(Vote { stance, strength: Strength::from_code(code(row.strength)), red_line: row.red_line })
}
