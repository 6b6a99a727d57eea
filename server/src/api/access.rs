//! Who may do what in a round: reading the rule, and setting it.

use super::rounds::change_round;
use crate::auth::Moderator;
use crate::db::events::{self, What};
use crate::db::{designs, rounds as table};
use crate::error::{Error, Result};
use crate::memory::World;
use crate::site::Site;
use futures::FutureExt;
use model::access::{Access, Act, Audience, Circle};
use model::api::Done;
use model::api::access::{AccessSheet, GetAccess, MOST_CHOSEN, SetAccess, Wanted, Who};
use model::person::Role;
use model::{AccountId, Name, Problem};

pub async fn get(site: Site, _who: Moderator, request: GetAccess) -> Result<AccessSheet> {
    let world = site.memory.read();
    let memory = world.round(request.round).ok_or_else(|| Problem::not_found("round"))?;
    let name = |account: AccountId| world.directory.account_name(account);
    let adopted = world.designs().iter().any(|(_, round)| *round == request.round);
    let fixed = (memory.has_votes(), adopted);
    Ok(AccessSheet::new(&memory.round.access, world.directory.offered(), fixed, name))
}

pub async fn set(site: Site, who: Moderator, request: SetAccess) -> Result<Done> {
    let id = request.round;
    let (before, after, told) = {
        let world = site.memory.read();
        let memory = world.round(id).ok_or_else(|| Problem::not_found("round"))?;
        let after = Access {
            see: audience(&world, &request, Act::See)?,
            propose: audience(&world, &request, Act::Propose)?,
            vote: audience(&world, &request, Act::Vote)?,
            comment: audience(&world, &request, Act::Comment)?,
        };
        if memory.has_votes() && after.vote != memory.round.access.vote {
            return Err(Problem::field("vote.who", STAYS).into());
        }
        let told = told(&world, &memory.round.access, &after);
        (memory.round.access.clone(), after, told)
    };
    if before == after {
        return Ok(Done {});
    }
    let narrower = narrower(&before.see, &after.see);
    change_round(&site, who.id, What::of_round("round.access", id, id.0), Some(told), move |tx| {
        async move {
            // Whoever adopts holds the counter as well: no design comes to be between looking and setting.
            events::take(tx, 0).await?;
            match narrower {
                Some(why) if designs::is_any_of(tx, id).await? => Err(Problem::field("see.who", why).into()),
                _ => table::set_access(tx, id, &after).await.map_err(Error::from),
            }
        }
        .boxed()
    })
    .await?;
    Ok(Done {})
}

/// Why whoever a design was adopted for may not lose sight of it: it never vanishes (domain rule 10).
fn narrower(before: &Audience, after: &Audience) -> Option<&'static str> {
    match (before.has_customers(), after.has_customers()) {
        (true, false) => {
            Some("A design was adopted in this round, and customers hold you to it: they go on seeing it.")
        }
        (true, true) if before.is_for_all() && !after.is_for_all() => {
            Some("A design was adopted in this round for all customers: they all go on seeing it.")
        }
        _ => None,
    }
}

/// For the log: what it was and what it is now, so that it can be set back.
fn told(world: &World, before: &Access, after: &Access) -> String {
    let changed = Act::ALL.into_iter().filter(|act| before.of(*act) != after.of(*act));
    let line = |act: Act| {
        let [before, after] = [before, after].map(|access| named(world, access.of(act)));
        format!("{}: {before} → {after}", act.word())
    };
    changed.map(line).collect::<Vec<_>>().join("; ")
}

fn named(world: &World, audience: &Audience) -> String {
    let circle = match audience {
        Audience::Chosen(circle) => circle,
        Audience::Roles { roles } => {
            return roles.iter().map(|role| role.plural()).collect::<Vec<_>>().join(", ");
        }
        _ => return Who::from(audience).word().to_owned(),
    };
    let segments = circle.segments.iter().map(|one| {
        let name = world.directory.segment_name(one.segment);
        [name.as_ref().map_or("?", Name::as_str), " ", one.value.as_str()].concat()
    });
    let account = |id: &AccountId| world.directory.account_name(*id).map(|name| name.to_string());
    let accounts = circle.accounts.iter().filter_map(account);
    format!("chosen ({})", segments.chain(accounts).collect::<Vec<_>>().join(", "))
}

const STAYS: &str = "People have voted under this rule, so who may vote stays as it is in this round.";

/// An audience as it is kept, with accounts by key.
fn audience(world: &World, request: &SetAccess, act: Act) -> Result<Audience> {
    let wanted = request.of(act);
    let refuse =
        |field: &str, message: String| Err(Problem::field([act.word(), ".", field].concat(), message).into());
    if !wanted.who.fits(act) {
        return refuse(
            "who",
            "Whoever writes something has to sign in, so that they can be answered.".into(),
        );
    }
    Ok(match wanted.who {
        Who::Public => Audience::Public,
        Who::Customers => Audience::Customers,
        Who::Confirmed => Audience::Confirmed,
        Who::Staff => Audience::Staff,
        Who::Roles if wanted.roles.is_empty() => return refuse("roles", "Choose at least one role.".into()),
        Who::Roles => {
            let chosen = Role::ALL.into_iter().filter(|role| wanted.roles.contains(role));
            Audience::Roles { roles: chosen.collect() }
        }
        Who::Chosen => match circle(world, wanted) {
            Ok(circle) => Audience::Chosen(circle),
            Err((field, message)) => return refuse(field, message),
        },
    })
}

fn circle(world: &World, wanted: &Wanted) -> std::result::Result<Circle, (&'static str, String)> {
    if wanted.segments.len() > MOST_CHOSEN || wanted.accounts.len() > MOST_CHOSEN {
        return Err(("accounts", format!("At most {MOST_CHOSEN} can be named.")));
    }
    let mut segments = wanted.segments.clone();
    segments.sort_unstable_by(|one, other| {
        (one.segment, one.value.as_str()).cmp(&(other.segment, other.value.as_str()))
    });
    segments.dedup();
    if let Some(gone) = segments.iter().find(|one| world.directory.segment_name(one.segment).is_none()) {
        return Err(("segments", format!("No account is in “{}” (any more).", gone.value)));
    }
    let gone = |name: &Name| ("accounts", format!("There is no account called “{name}”."));
    let account = |name: &Name| world.directory.account_named(name.as_str()).ok_or_else(|| gone(name));
    let mut accounts = wanted.accounts.iter().map(account).collect::<std::result::Result<Vec<_>, _>>()?;
    accounts.sort_unstable();
    accounts.dedup();
    let circle = Circle { segments, accounts };
    if circle.is_empty() {
        return Err(("accounts", "Choose at least one segment, or name an account.".into()));
    }
    Ok(circle)
}
