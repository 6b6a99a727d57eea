//! Joining an account: by a link, and who of it lets others in. Who comes by a link is entitled by whoever made it: they speak for
//! the account at once. Who is asked by mail: `joining/invited.rs`; who asks: `joining/answering.rs`.

pub mod answering;
pub mod invited;

use super::purchases::standing;
use crate::auth::{Anyone, Customer};
use crate::clock::digest;
use crate::db::account_invitations;
use crate::db::events::{self, What};
use crate::db::joining::{self as table, LinkRow, NewLink};
use crate::db::people::How;
use crate::error::{Error, Result};
use crate::site::Site;
use futures::FutureExt;
use model::api::Done;
use model::api::joining::{GetJoining, GetOpening, Join, MadeLink, MakeLink, RevokeLink, SetCoordinator};
use model::joining::{Colleague, InvitedColleague, JoinLink, Joining, MOST_DAYS, MOST_USES, Opening};
use model::person::Membership;
use model::{AccountId, AccountInvitationId, LinkId, Name, PersonId, Problem, Timestamp};

/// Most links of an account that work at one time.
pub const MOST_LINKS: usize = 10;
/// The newest, of those that no longer work too.
const LISTED: i64 = 20;

/// Whoever lets people into an account.
struct Opener {
    name: Name,
    coordinators: Vec<PersonId>,
    host: bool,
}

/// Whether this one may; whoever has nothing to do with the account learns nothing of it.
async fn opener(site: &Site, who: &Customer, account: AccountId) -> Result<Opener> {
    let name = site.memory.read().directory.account_name(account);
    let (Some(name), Some(standing)) = (name, standing(who, account)) else {
        return Err(Problem::not_found("account").into());
    };
    let coordinators = table::coordinators(&site.db, account).await?;
    if !standing.host && !coordinators.contains(&who.id) {
        return Err(Problem::not_allowed("This is for those who coordinate your account.").into());
    }
    Ok(Opener { name, coordinators, host: standing.host })
}

pub async fn get(site: Site, who: Customer, request: GetJoining) -> Result<Joining> {
    let account = request.account;
    let Opener { name, coordinators, .. } = opener(&site, &who, account).await?;
    let named = table::named(&site.db, account).await?;
    let (rows, now) = (table::links(&site.db, account, LISTED).await?, site.clock.now());
    let working = table::working(&site.db, account, now).await?;
    let invited = account_invitations::of_account(&site.db, account, now).await?;
    let invited = invited.into_iter().filter_map(|row| {
        Some(InvitedColleague {
            id: AccountInvitationId(row.id),
            name: row.name.parse().ok()?,
            email: row.email.parse().ok()?,
            at: Timestamp(row.at),
            expires: Timestamp(row.expires),
        })
    });
    let world = site.memory.read();
    let people = world.directory.people().filter(|one| one.confirmed && one.account == Some(account));
    let mut people: Vec<Colleague> = people
        .map(|one| Colleague {
            id: one.id,
            name: one.name.clone(),
            email: one.email.clone(),
            coordinator: coordinators.contains(&one.id),
            first: coordinators.contains(&one.id) && !named.contains(&one.id),
        })
        .collect();
    people.sort_by_cached_key(|one| (one.name.as_str().to_lowercase(), one.id));
    let link = |row: LinkRow| JoinLink {
        id: LinkId(row.id),
        by: row.by_person.and_then(|by| Some(world.person(PersonId(by))?.name.clone())),
        at: Timestamp(row.at),
        expires: Timestamp(row.expires),
        most: row.most,
        used: row.used,
        revoked: row.revoked.is_some(),
        works: working.contains(&row.id),
    };
    let join = site.config.link("/join/");
    let links = rows.into_iter().map(link).collect();
    Ok(Joining { account, name, join, people, invited: invited.collect(), links })
}

pub async fn make_link(site: Site, who: Customer, request: MakeLink) -> Result<MadeLink> {
    let MakeLink { account, days, most } = request;
    let host = opener(&site, &who, account).await?.host;
    let within = |field, value: i64, most: i64| match (1..=most).contains(&value) {
        true => Ok(()),
        false => Err(Error::from(Problem::field(field, format!("Choose a number from 1 to {most}.")))),
    };
    within("days", days, MOST_DAYS)?;
    within("most", most, MOST_USES)?;
    let (now, by, key) = (site.clock.now(), who.id, site.dice.secret());
    let expires = now.plus(days * Timestamp::DAY);
    let new = NewLink { account, hash: digest(&key), by, at: now, expires, most };
    let id = site
        .db
        .write(move |tx| {
            async move {
                events::take(tx, 0).await?;
                if table::working_in_hand(tx, account, now).await?.len() >= MOST_LINKS {
                    let message =
                        format!("{MOST_LINKS} links of this account work already. Revoke one first.");
                    return Err(Error::from(Problem::conflict(message)));
                }
                let id = table::add_link(tx, &new).await?;
                let what = What::new("invitation.link_made", id.0);
                events::record(tx, now, Some(by), what, Some(&account.to_string())).await?;
                Ok(id)
            }
            .boxed()
        })
        .await?;
    let page = if host { format!("/accounts/{account}") } else { "/account".into() };
    let link = site.config.link(&format!("/join/{key}"));
    Ok(MadeLink { id, link, next: format!("{page}?made={key}#joining") })
}

pub async fn revoke_link(site: Site, who: Customer, request: RevokeLink) -> Result<Done> {
    let row = table::link(&site.db, request.link).await?;
    let account = AccountId(row.ok_or_else(|| Problem::not_found("link"))?.account);
    opener(&site, &who, account).await?;
    let (now, by) = (site.clock.now(), who.id);
    site.db
        .write(move |tx| {
            async move {
                if table::revoke(tx, request.link, by, now).await? {
                    let what = What::new("invitation.link_revoked", request.link.0);
                    events::record(tx, now, Some(by), what, Some(&account.to_string())).await?;
                }
                Ok::<_, Error>(Done {})
            }
            .boxed()
        })
        .await
}

pub async fn set_coordinator(site: Site, who: Customer, request: SetCoordinator) -> Result<Done> {
    let SetCoordinator { account, person, coordinator } = request;
    let opener = opener(&site, &who, account).await?;
    let (now, by) = (site.clock.now(), who.id);
    let theirs =
        site.memory.read().person(person).is_some_and(|one| one.confirmed && one.account == Some(account));
    if coordinator && !theirs {
        return Err(Problem::field("person", "They do not speak for this account.").into());
    }
    // Whoever invites because they were here first goes on when they name another.
    let first = opener.coordinators.contains(&by) && !opener.host;
    site.db
        .write(move |tx| {
            async move {
                let (changed, kind) = match coordinator {
                    true => {
                        if first {
                            table::name(tx, account, by, by, now).await?;
                        }
                        (table::name(tx, account, person, by, now).await?, "person.made_coordinator")
                    }
                    false => (table::unname(tx, account, person).await?, "person.coordinator_no_more"),
                };
                if !coordinator && !changed {
                    let message = "They invite others since they were here first. Name another one instead.";
                    return Err(Error::from(Problem::conflict(message)));
                }
                if changed {
                    events::record(tx, now, Some(by), What::new(kind, person.0), Some(&account.to_string()))
                        .await?;
                }
                Ok(Done {})
            }
            .boxed()
        })
        .await
}

/// The link and the name of its account, for as long as it works; what no longer does is as if it had never been.
async fn opened(site: &Site, key: &str) -> Result<(LinkRow, Name)> {
    let gone = || {
        let message = "This link does not work, or no longer. Please ask for a new one.";
        Problem { message: message.into(), ..Problem::not_found("link") }
    };
    let row = table::of_hash(&site.db, &digest(key), site.clock.now()).await?.ok_or_else(gone)?;
    let name = site.memory.read().directory.account_name(AccountId(row.account));
    Ok((row, name.ok_or_else(gone)?))
}

pub async fn opening(site: Site, _who: Anyone, request: GetOpening) -> Result<Opening> {
    let (row, account) = opened(&site, &request.key).await?;
    let by = row.by_person.and_then(|by| Some(site.memory.read().person(PersonId(by))?.name.clone()));
    Ok(Opening { account, by, expires: Timestamp(row.expires) })
}

pub async fn join(site: Site, who: Customer, request: Join) -> Result<Done> {
    let (row, _) = opened(&site, &request.key).await?;
    let (account, person, now) = (AccountId(row.account), who.id, site.clock.now());
    if who.is_staff() {
        return Err(Problem::conflict("You are staff, and speak for no customer.").into());
    }
    match site.memory.read().directory.membership(&who) {
        Membership::Confirmed { account: theirs, .. } if theirs == account => return Ok(Done {}),
        Membership::Confirmed { name, .. } => {
            let message = format!("You speak for {name} already. If that is wrong, please tell us first.");
            return Err(Problem::conflict(message).into());
        }
        Membership::None | Membership::Declared { .. } => {}
    }
    site.db
        .write(move |tx| {
            async move {
                if !table::use_link(tx, row.id, now).await? {
                    let message = "This link has just been used up. Please ask for a new one.";
                    return Err(Error::from(Problem::conflict(message)));
                }
                let by = row.by_person.map(PersonId);
                crate::db::people::confirm(tx, person, account, by, How::Link, now).await?;
                let what = What::new("person.confirmed", person.0);
                events::record(tx, now, Some(person), what, Some("link")).await?;
                Ok(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}
