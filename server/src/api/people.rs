//! People, for staff: who is here, inviting, confirming whom they speak for, and giving roles.

mod inviting;
pub mod many;

pub use inviting::{Newcomer, STAFF, STOPPED, send, welcome};

use super::accounts::which;
use super::joining::answering;
use crate::auth::{Admin, Host, Moderator};
use crate::db::events::{self, What};
use crate::db::people as table;
use crate::db::{blocking, intake, joining};
use crate::error::{Error, Result};
use crate::memory::{Member, World};
use crate::site::Site;
use futures::FutureExt;
use model::account::WhichAccount;
use model::api::Done;
use model::api::joining::{DeclineMember, PartMember};
use model::api::people::{BlockPerson, ConfirmMember, Invite, ListPeople, SetRoles, SetTrust, UnblockPerson};
use model::person::{Membership, Person, Role};
use model::{AccountId, Name, Page, PersonId, Problem, Timestamp};

/// How long the link in an invitation works.
pub const INVITATION_LIFE: i64 = 7 * Timestamp::DAY;

pub async fn list(site: Site, _who: Host, request: ListPeople) -> Result<Page<Person>> {
    let world = site.memory.read();
    let q = request.q.trim().to_lowercase();
    let people = world.directory.people().filter(|member| member.email.is_some());
    let people = people.filter(|member| (!request.waits || member.waits()) && fits(&world, member, &q));
    let mut people: Vec<&Member> = people.map(AsRef::as_ref).collect();
    // Who waits comes first, and of them who has waited longest.
    people.sort_by_cached_key(|member| {
        (!member.waits(), member.asks_since(), member.name.as_str().to_lowercase(), member.id)
    });
    let Page { items, total, page } = Page::of(people, request.page);
    Ok(Page { items: items.into_iter().map(|member| person(&world, member)).collect(), total, page })
}

/// Whether somebody who looks for this, in lower case, means this person.
fn fits(world: &World, member: &Member, q: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(q);
    let speaks_for = || match world.directory.membership(member) {
        Membership::None => false,
        Membership::Declared { name } | Membership::Confirmed { name, .. } => has(name.as_str()),
    };
    q.is_empty()
        || has(member.name.as_str())
        || member.email.as_ref().is_some_and(|email| has(email.as_str()))
        || member.roles.iter().any(|role| has(role.name()))
        || speaks_for()
}

/// Somebody as staff see them.
pub fn person(world: &World, member: &Member) -> Person {
    let declared = member.declared.as_ref().filter(|_| !member.confirmed);
    Person {
        account_known: declared.is_some_and(|name| world.directory.account_named(name.as_str()).is_some()),
        trusted: world.talk.trusts(member.id),
        blocked: world.talk.barred(member.id).cloned(),
        id: member.id,
        name: member.name.clone(),
        email: member.email.clone(),
        roles: member.roles.clone(),
        membership: world.directory.membership(member),
        since: member.since,
        asks_since: member.asks_since(),
    }
}

fn read(site: &Site, id: PersonId) -> Result<Person> {
    let world = site.memory.read();
    let member = world.person(id).ok_or_else(|| Problem::not_found("person"))?;
    Ok(person(&world, &member))
}

/// The account that somebody names, with its name.
fn account(site: &Site, account: &WhichAccount) -> Result<(AccountId, Name)> {
    let id = which(site, "account", account)?;
    let name = site.memory.read().directory.account_name(id);
    name.map(|name| (id, name)).ok_or_else(|| Problem::not_found("account").into())
}

pub async fn invite(site: Site, who: Host, request: Invite) -> Result<Person> {
    if request.account.is_none() && !who.may(Role::Admin) {
        return Err(
            Problem::not_allowed("Only an admin can invite staff. Whom does this person speak for?").into()
        );
    }
    let account = request.account.map(|named| account(&site, &named)).transpose()?;
    let (account, name) = account.unzip();
    let newcomer = Newcomer { email: request.email, name: request.name, account };
    let person = send(&site, &who, newcomer, name).await?;
    read(&site, person)
}

pub async fn confirm(site: Site, who: Host, request: ConfirmMember) -> Result<Done> {
    let (now, by, person) = (site.clock.now(), who.id, request.person);
    if !read(&site, person)?.roles.is_empty() {
        return Err(Problem::conflict(STAFF).into());
    }
    let (account, _) = account(&site, &request.account)?;
    site.db
        .write(move |tx| async move { answering::accept(tx, person, account, by, now).await }.boxed())
        .await
        .map_err(|fault: sqlx::Error| Error::from(fault))?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

pub async fn decline(site: Site, who: Host, request: DeclineMember) -> Result<Done> {
    let DeclineMember { person, reason } = request;
    let (now, by) = (site.clock.now(), who.id);
    read(&site, person)?;
    site.db
        .write(move |tx| {
            async move {
                match answering::decline(tx, person, &reason, by, now).await? {
                    true => Ok(()),
                    false => Err(Error::from(Problem::conflict("They do not wait for an answer any more."))),
                }
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

pub async fn part(site: Site, who: Host, request: PartMember) -> Result<Done> {
    let (now, by, person) = (site.clock.now(), who.id, request.person);
    read(&site, person)?;
    site.db
        .write(move |tx| {
            async move {
                if !joining::part(tx, person).await? {
                    return Err(Error::from(Problem::conflict("They speak for no account.")));
                }
                Ok(events::record(tx, now, Some(by), What::new("person.parted", person.0), None).await?)
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

pub async fn set_trust(site: Site, who: Moderator, request: SetTrust) -> Result<Done> {
    let (now, by, person) = (site.clock.now(), who.id, request.person);
    read(&site, person)?;
    site.db
        .write(move |tx| {
            async move {
                let (changed, kind) = match request.trusted {
                    true => (intake::trust(tx, person, by, now).await?, "trust.given"),
                    false => (intake::distrust(tx, person).await?, "trust.taken_back"),
                };
                if changed {
                    events::record(tx, now, Some(by), What::new(kind, person.0), None).await?;
                }
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

pub async fn block(site: Site, who: Moderator, request: BlockPerson) -> Result<Done> {
    let BlockPerson { person, reason } = request;
    let (now, by) = (site.clock.now(), who.id);
    if !read(&site, person)?.roles.is_empty() {
        return Err(
            Problem::conflict("Staff are not blocked; an admin can take their roles from them.").into()
        );
    }
    site.db
        .write(move |tx| {
            async move {
                if !blocking::block(tx, person, by, reason.as_str(), now).await? {
                    return Err(Error::from(Problem::conflict("This person is blocked already.")));
                }
                events::record(tx, now, Some(by), What::new("block.set", person.0), Some(reason.as_str()))
                    .await?;
                Ok(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

pub async fn unblock(site: Site, who: Moderator, request: UnblockPerson) -> Result<Done> {
    let (now, by, person) = (site.clock.now(), who.id, request.person);
    read(&site, person)?;
    site.db
        .write(move |tx| {
            async move {
                if !blocking::lift(tx, person, by, now).await? {
                    return Err(Error::from(Problem::conflict("This person is not blocked.")));
                }
                events::record(tx, now, Some(by), What::new("block.lifted", person.0), None).await?;
                Ok(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

pub async fn set_roles(site: Site, who: Admin, request: SetRoles) -> Result<Done> {
    let (now, by, person) = (site.clock.now(), who.id, request.person);
    read(&site, person)?;
    site.db
        .write(move |tx| {
            async move {
                let words: Vec<&str> = request.roles.iter().map(|role| role.word()).collect();
                let what = What::new("person.roles", person.0);
                // First, since it makes others who do the same wait: else two admins could remove each other.
                events::record(tx, now, Some(by), what, Some(&words.join(" "))).await?;
                table::clear_roles(tx, person).await?;
                for role in request.roles {
                    table::give_role(tx, person, role, Some(by), now).await?;
                }
                if table::admins(tx).await? == 0 {
                    let message = "Somebody has to be admin. Make another person admin first.";
                    return Err(Error::from(Problem::conflict(message)));
                }
                Ok(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}
