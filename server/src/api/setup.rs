//! The first run: whoever holds the key that the server printed becomes the first admin.

use super::session::sign_in;
use crate::auth::{Anyone, Visitor};
use crate::clock::{Clock, Dice, digest};
use crate::config::Config;
use crate::db::events::{self, What};
use crate::db::{Db, Tx, company, people, rounds, setup as table};
use crate::error::{Error, Result};
use crate::session::{self, Flash};
use crate::site::Site;
use futures::FutureExt;
use model::api::session::SignedIn;
use model::api::setup::SetUp;
use model::person::Role;
use model::round::{Round, Scheme};
use model::{PersonId, Problem, Timestamp};
use subtle::ConstantTimeEq;

/// Makes a new key in place of any before, and gives the link that carries it; `None` once there is an admin.
///
/// # Errors
/// Those of the database.
pub async fn new_link(db: &Db, config: &Config, clock: &Clock, dice: &Dice) -> Result<Option<String>> {
    let (key, now) = (dice.secret(), clock.now());
    let hash = digest(&key);
    let made = db.write(move |tx| {
        async move {
            if people::admins(tx).await? > 0 {
                return Ok::<_, Error>(false);
            }
            table::put(tx, &hash, now).await?;
            Ok(true)
        }
        .boxed()
    });
    Ok(made.await?.then(|| config.link(&format!("/setup?key={key}"))))
}

pub async fn set_up(site: Site, who: Visitor<Anyone>, request: SetUp) -> Result<SignedIn> {
    site.limits.sign_in(who.who.from)?;
    let (now, sample, email) = (site.clock.now(), request.sample, request.email.clone());
    let round = crate::round::ready_made(request.question.clone(), Scheme::default(), now)?;
    let person = site
        .db
        .write(move |tx| {
            async move {
                take_key(tx, &request.key).await?;
                begin(tx, &request, &round, now).await
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    let mut entered = sign_in::enter(&site, &who, person, &email, "/".into()).await?;
    if sample {
        entered.next = add_sample(&site, &who, person).await?;
    }
    Ok(entered)
}

/// Adds the sample, and gives the page that shows it. The set-up stands without it, so that a fault in it is told
/// and no more.
async fn add_sample(site: &Site, who: &Visitor<Anyone>, person: PersonId) -> Result<String> {
    match crate::sample::add(site, person).await {
        Ok(round) => Ok(format!("/rounds/{round}")),
        Err(fault) => {
            let cause = fault.told();
            let message = format!("Accord is set up, but the sample could not be added. {}", cause.message);
            let problem = Some(Problem { message, ..cause });
            session::flash(&who.session, &Flash { problem, ..Flash::default() }).await?;
            Ok("/".into())
        }
    }
}

/// Uses the key up. Of two set-ups at once, the second finds it gone.
async fn take_key(tx: &mut Tx, key: &str) -> Result<()> {
    let given = digest(key);
    let kept = table::hash(tx).await?.unwrap_or_default();
    let fits: bool = given.as_bytes().ct_eq(kept.as_bytes()).into();
    if fits && table::take(tx, &given).await? && people::admins(tx).await? == 0 {
        return Ok(());
    }
    let message = "This key does not fit. The server prints a new one whenever it starts without an admin.";
    Err(Problem::field("key", message).into())
}

/// The first admin, the company and its first round.
async fn begin(tx: &mut Tx, request: &SetUp, round: &Round, now: Timestamp) -> Result<PersonId> {
    let person = match people::by_email(tx, &request.email).await? {
        Some(row) => PersonId(row.id),
        None => {
            let added = people::add(tx, &request.name, &request.email, now).await?;
            added.ok_or_else(|| Problem::conflict("Please try this again."))?
        }
    };
    people::set_name(tx, person, &request.name).await?;
    people::give_role(tx, person, Role::Admin, None, now).await?;
    let id = rounds::add(tx, round, now, Some(person)).await?;
    company::put(tx, request.company.as_str(), id, now).await?;
    for what in [
        What::new("person.added", person.0),
        What::new("company.set_up", 1),
        What::of_round("round.added", id, id.0),
    ] {
        events::record(tx, now, Some(person), what, None).await?;
    }
    Ok(person)
}
