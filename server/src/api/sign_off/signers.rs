//! Which functions must sign, who holds each, and who signs in the holder's place for a while.

use super::function;
use crate::auth::{Admin, Customer};
use crate::db::Tx;
use crate::db::events::{self, What};
use crate::db::sign_off::{self as table, NewSigning, SigningRow};
use crate::design::key;
use crate::design::review::places;
use crate::error::Result;
use crate::memory::Member;
use crate::site::Site;
use futures::FutureExt;
use futures::future::BoxFuture;
use model::api::Done;
use model::api::sign_off::{DelegateSigning, EndDelegation, RemoveSigner, SetSigner};
use model::cells::{CultureSet, StageSet};
use model::person::Role;
use model::round::Round;
use model::sign_off::{LONGEST_DELEGATION, MOST_SIGNERS};
use model::time::Day;
use model::{Email, PersonId, Problem, RoundId, SigningId, Timestamp};
use std::sync::Arc;

pub fn gone() -> Problem {
    Problem::not_found("function that must sign")
}

pub async fn set(site: Site, who: Admin, request: SetSigner) -> Result<Done> {
    let (round, now, by) = (request.round, site.clock.now(), who.id);
    let (stages, cultures) = {
        let world = site.memory.read();
        let memory = world.round(round).ok_or_else(|| Problem::not_found("round"))?;
        (memory.round.stages.len(), memory.round.cultures.len())
    };
    if !request.stages.fits(stages) {
        return Err(Problem::field("stages", "This round has no such stage.").into());
    }
    if !request.cultures.fits(cultures) {
        return Err(Problem::field("cultures", "This round has no such culture.").into());
    }
    let known = table::load(&site.db, round).await?.signings;
    let is_new = known.iter().all(|row| key(&row.name) != key(request.function.as_str()));
    if is_new && known.len() >= MOST_SIGNERS {
        let message = format!("At most {MOST_SIGNERS} functions can have to sign.");
        return Err(Problem::field("function", message).into());
    }
    let holder = signer(&site, &request.email)?;
    if site.memory.read().seen(Some(&holder), round).is_none() {
        let message = "They may not see this round. Say who may see it first.";
        return Err(Problem::field("email", message).into());
    }
    let new = NewSigning {
        round,
        function: request.function,
        person: holder.id,
        stages: request.stages,
        cultures: request.cultures,
        at: now,
        by,
    };
    write(&site, move |tx| {
        async move {
            let id = table::set(tx, &new).await?;
            let detail = format!("{}, held by person {}", new.function, new.person);
            record(tx, (by, now), "signing.set", (round, id), &detail).await
        }
        .boxed()
    })
    .await
}

/// Somebody who can sign: staff, or a partner. Whoever speaks for a customer does not sign for the company.
fn signer(site: &Site, email: &Email) -> Result<Arc<Member>> {
    let refuse = |message: &str| Err(Problem::field("email", message).into());
    let world = site.memory.read();
    let mut people = world.directory.people();
    match people.find(|member| member.email.as_ref() == Some(email)) {
        None => refuse("Nobody here has this address. Invite them first."),
        Some(member) if !member.is_staff() && member.account.is_some() => {
            refuse("They speak for a customer, and sign for no function of ours.")
        }
        Some(member) => Ok(member.clone()),
    }
}

/// Who must sign in the next round, as in the one before: in stages and cultures of the same name. Where it has none of those, a
/// function must sign whatever it is; a sample's are nobody's.
pub async fn taken_over(site: &Site, before: RoundId, next: &Round) -> Result<Vec<NewSigning>> {
    let known = site.memory.read().round(before).map(|memory| memory.round.clone());
    let Some(before) = known.filter(|round| !round.sample) else { return Ok(Vec::new()) };
    let rows = table::load(&site.db, before.id).await?.signings;
    let taken = rows.iter().map(|row| {
        let (stages, cultures) = places(row);
        let stage = |place: usize| {
            let name = &before.stages.get(place)?.name;
            next.stages.iter().position(|stage| stage.name == *name)
        };
        let culture = |place: usize| {
            let name = &before.cultures.get(place)?.name;
            next.cultures.iter().position(|culture| culture.name == *name)
        };
        Ok(NewSigning {
            round: next.id,
            function: function(row)?,
            person: PersonId(row.person),
            stages: StageSet::of(&stages.iter().filter_map(stage).collect::<Vec<_>>()),
            cultures: CultureSet::of(&cultures.iter().filter_map(culture).collect::<Vec<_>>()),
            at: Timestamp(0),
            by: PersonId(row.person),
        })
    });
    taken.collect()
}

pub async fn remove(site: Site, who: Admin, request: RemoveSigner) -> Result<Done> {
    let row = find(&site, request.signing).await?;
    let (now, by) = (site.clock.now(), who.id);
    write(&site, move |tx| {
        async move {
            if !table::remove(tx, SigningId(row.id)).await? {
                return Err(gone().into());
            }
            record(tx, (by, now), "signing.removed", of(&row), &row.name).await
        }
        .boxed()
    })
    .await
}

pub async fn delegate(site: Site, who: Customer, request: DelegateSigning) -> Result<Done> {
    let row = held(&site, &who, request.signing).await?;
    let (now, by) = (site.clock.now(), who.id);
    let today = Day::of(now);
    let (first, last) = (request.from.unwrap_or(today).max(today), request.until);
    if last < first {
        return Err(Problem::field("until", "The last day comes before the first.").into());
    }
    if last.0 - first.0 >= LONGEST_DELEGATION {
        let message = format!("At most {LONGEST_DELEGATION} days; after that it can be done again.");
        return Err(Problem::field("until", message).into());
    }
    let to = signer(&site, &request.email)?;
    if to.id.0 == row.person {
        return Err(Problem::field("email", "They hold the function themselves.").into());
    }
    write(&site, move |tx| {
        async move {
            table::delegate(tx, SigningId(row.id), to.id, (first, last), (by, now)).await?;
            let detail = format!("{}: person {} from {first} to {last}", row.name, to.id);
            record(tx, (by, now), "signing.delegated", of(&row), &detail).await
        }
        .boxed()
    })
    .await
}

pub async fn end(site: Site, who: Customer, request: EndDelegation) -> Result<Done> {
    let row = held(&site, &who, request.signing).await?;
    let (now, by) = (site.clock.now(), who.id);
    write(&site, move |tx| {
        async move {
            if !table::end_delegates(tx, SigningId(row.id), now).await? {
                return Err(Problem::conflict("Nobody signs in the holder's place.").into());
            }
            record(tx, (by, now), "signing.delegation_ended", of(&row), &row.name).await
        }
        .boxed()
    })
    .await
}

async fn find(site: &Site, signing: SigningId) -> Result<SigningRow> {
    Ok(table::find(&site.db, signing).await?.ok_or_else(gone)?)
}

/// The same in a round that they may see.
pub async fn seen(site: &Site, who: &Member, signing: SigningId) -> Result<SigningRow> {
    let row = find(site, signing).await?;
    site.memory.read().seen(Some(who), RoundId(row.round)).ok_or_else(gone)?;
    Ok(row)
}

/// For its holder, and for admins; others know nothing of it.
async fn held(site: &Site, who: &Customer, signing: SigningId) -> Result<SigningRow> {
    let row = seen(site, who, signing).await?;
    if row.person != who.id.0 && !who.may(Role::Admin) {
        return Err(gone().into());
    }
    function(&row)?;
    Ok(row)
}

fn of(row: &SigningRow) -> (RoundId, SigningId) {
    (RoundId(row.round), SigningId(row.id))
}

async fn record(
    tx: &mut Tx,
    (by, now): (PersonId, Timestamp),
    kind: &'static str,
    (round, signing): (RoundId, SigningId),
    detail: &str,
) -> Result<()> {
    Ok(events::record(tx, now, Some(by), What::of_round(kind, round, signing.0), Some(detail)).await?)
}

async fn write<F>(site: &Site, work: F) -> Result<Done>
where
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<()>> + Send + 'static,
{
    site.db
        .write(move |tx| {
            async move {
                events::take(tx, 0).await?;
                work(tx).await
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}
