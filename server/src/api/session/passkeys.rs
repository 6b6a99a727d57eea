//! Signing in with a passkey, and one's own passkeys. Nobody says first who they are: whichever passkey of this site their device
//! shows says it, so that nothing is told of who has one.
//!
//! What a device is asked is remembered beside the browser's session and taken out with the first answer, right or wrong. All that
//! can be wrong with a passkey is told in the same words.

use super::sign_in::{arrive, enter, party};
use super::ways;
use crate::auth::{Anyone, Customer, Visitor};
use crate::db::events::{self, What};
use crate::db::passkeys::{self as table, NewPasskey};
use crate::error::{Error, Result};
use crate::limits::Limit;
use crate::memory::Member;
use crate::passkeys::{Answer, LIFE, Owner, Passkeys as Webauthn};
use crate::session::{self, Sessions};
use crate::site::Site;
use crate::watch;
use futures::FutureExt;
use model::api::Done;
use model::api::passkeys::{
    AddPasskey, BeginPasskey, BeginPasskeySignIn, ListPasskeys, PasskeyOptions, Passkeys, RemovePasskey,
    SignInWithPasskey,
};
use model::api::session::SignedIn;
use model::endpoint::local;
use model::passkey::{MOST, Passkey};
use model::ways::Party;
use model::{Email, PasskeyId, Problem, ProblemKind, Timestamp};
use tower_sessions::Session;
use webauthn_rs::prelude::Uuid;

pub async fn begin_sign_in(
    site: Site,
    who: Visitor<Anyone>,
    _request: BeginPasskeySignIn,
) -> Result<PasskeyOptions> {
    site.limits.sign_in(who.who.from)?;
    let (options, state) = open(&site)?.ask()?;
    remember(&site, &who.session, false, state).await?;
    Ok(PasskeyOptions { options })
}

pub async fn sign_in(site: Site, who: Visitor<Anyone>, request: SignInWithPasskey) -> Result<SignedIn> {
    let (here, from) = (site.clone(), who.who.from);
    let outcome = entered(site, who, request).await;
    watch::failed_if(&here, from, "a passkey", &outcome).await;
    outcome
}

async fn entered(site: Site, who: Visitor<Anyone>, request: SignInWithPasskey) -> Result<SignedIn> {
    site.limits.sign_in(who.who.from)?;
    let webauthn = open(&site)?;
    let shown = webauthn.read(&request.credential)?;
    let asked = take_out(&site, &who.session, false).await?;
    let found = table::find(&site.db, &shown.credential_id).await?;
    let found = found.filter(|row| row.handle == shown.handle).ok_or_else(unknown)?;
    let email: Email = found.email.as_deref().and_then(|email| email.parse().ok()).ok_or_else(unknown)?;
    site.limits.check(Limit::SignInByEmail, email.as_str())?;
    let after = webauthn.verify(&shown, &asked, &found.credential)?.ok_or_else(unknown)?;
    let (now, rules, address) = (site.clock.now(), site.memory.read().ways(), email.clone());
    let person = site
        .db
        .write(move |tx| {
            async move {
                if !table::used(tx, &found, &after, now).await? {
                    return Err(unknown());
                }
                ways::check(&rules, party(tx, &address).await?, |open| open.passkeys)?;
                arrive(tx, &address, now, "passkey").await
            }
            .boxed()
        })
        .await?;
    session::bind_begun(&who.session, &email, request.begun).await?;
    let next = local(&request.next).unwrap_or_else(|| "/".into());
    enter(&site, &who, person, &email, next).await
}

pub async fn list(site: Site, who: Customer, _request: ListPasskeys) -> Result<Passkeys> {
    let rows = table::of_person(&site.db, who.id).await?;
    let passkeys = rows.into_iter().filter_map(|row| {
        Some(Passkey {
            id: PasskeyId(row.id),
            name: row.name.parse().ok()?,
            since: Timestamp(row.created),
            used: row.used.map(Timestamp),
        })
    });
    Ok(Passkeys { passkeys: passkeys.collect(), open: open_to(&site, &who).is_ok(), most: MOST })
}

pub async fn begin(site: Site, who: Visitor<Customer>, _request: BeginPasskey) -> Result<PasskeyOptions> {
    site.limits.sign_in(who.who.from)?;
    let webauthn = open_to(&site, &who)?;
    let known = table::known(&site.db, who.id).await?;
    if known.len() >= MOST {
        return Err(enough());
    }
    // One for all of a person's passkeys: a device that has one already says so.
    let handle = known.first().and_then(|row| row.handle.parse().ok());
    let handle = handle.unwrap_or_else(|| Uuid::from_bytes(site.dice.bytes()));
    let has: Vec<String> = known.into_iter().map(|row| row.credential_id).collect();
    let name = who.name.as_str();
    let company = site.memory.read().company().map(|company| company.name.clone()).unwrap_or_default();
    let owner = Owner {
        handle,
        account: who.email.as_ref().map_or(name, Email::as_str),
        name,
        site: if company.is_empty() { "Accord" } else { company.as_str() },
    };
    let (options, state) = webauthn.offer(owner, &has)?;
    remember(&site, &who.session, true, state).await?;
    Ok(PasskeyOptions { options })
}

pub async fn add(site: Site, who: Visitor<Customer>, request: AddPasskey) -> Result<Passkey> {
    let webauthn = open_to(&site, &who)?;
    let answer = Answer::read(&request.credential)?;
    let asked = take_out(&site, &who.session, true).await?;
    let made = webauthn.accept(&answer, &asked)?;
    let (now, person, name) = (site.clock.now(), who.id, request.name);
    let new = NewPasskey {
        person,
        credential_id: made.credential_id,
        handle: made.handle,
        name: name.to_string(),
        credential: made.credential,
        now,
    };
    let id = site
        .db
        .write(move |tx| {
            async move {
                // Before they are counted: whoever records something has the log to themselves until it is done.
                let what = What::new("person.passkey_added", person.0);
                events::record(tx, now, Some(person), what, None).await?;
                if table::count(tx, person).await? >= i64::try_from(MOST).unwrap_or(i64::MAX) {
                    return Err(enough());
                }
                let there = "This passkey is here already. Please make another one.";
                table::add(tx, &new).await.map_err(|fault| Error::taken(fault, "credential", there))
            }
            .boxed()
        })
        .await?;
    Ok(Passkey { id, name, since: now, used: None })
}

/// Also where this way is closed: what is not wanted any more need not be kept.
pub async fn remove(site: Site, who: Customer, request: RemovePasskey) -> Result<Done> {
    let (now, person) = (site.clock.now(), who.id);
    site.db
        .write(move |tx| {
            async move {
                if !table::remove(tx, person, request.passkey).await? {
                    return Err(Problem::not_found("passkey").into());
                }
                let what = What::new("person.passkey_removed", person.0);
                Ok::<_, Error>(events::record(tx, now, Some(person), what, None).await?)
            }
            .boxed()
        })
        .await?;
    Ok(Done {})
}

/// Where somebody may come in with a passkey.
fn open(site: &Site) -> Result<&Webauthn> {
    let open = site.memory.read().ways().any(|open| open.passkeys);
    let webauthn = site.passkeys.as_ref().filter(|_| open);
    webauthn.ok_or_else(|| Problem::not_found("way to sign in").into())
}

/// Where this person may.
fn open_to<'a>(site: &'a Site, who: &Member) -> Result<&'a Webauthn> {
    ways::check(&site.memory.read().ways(), Party::of(who.is_staff()), |open| open.passkeys)?;
    open(site)
}

async fn remember(site: &Site, session: &Session, adding: bool, state: String) -> Result<()> {
    let session = session::digest_or_new(session, &site.dice).await?;
    let expires = site.clock.now().plus(LIFE);
    site.db
        .write(move |tx| {
            async move { Ok::<_, Error>(table::expect(tx, &session, adding, &state, expires).await?) }.boxed()
        })
        .await
}

/// What this browser was asked, once.
async fn take_out(site: &Site, session: &Session, adding: bool) -> Result<String> {
    let late = || {
        let message = "This took too long, or was begun in another window. Please try again.";
        Error::from(Problem::new(ProblemKind::Invalid, message))
    };
    let session = session.id().map(|id| Sessions::hash(&id)).ok_or_else(late)?;
    let now = site.clock.now();
    let taken = site.db.write(move |tx| {
        async move { Ok::<_, Error>(table::take(tx, &session, adding, now).await?) }.boxed()
    });
    taken.await?.ok_or_else(late)
}

fn unknown() -> Error {
    let message = "This passkey does not sign anybody in here: it may have been removed. Please sign in another way; you can add it \
                   again on your own page.";
    Problem::new(ProblemKind::Invalid, message).into()
}

fn enough() -> Error {
    let message =
        format!("You have {MOST} passkeys, the most that one person may have. Please remove one first.");
    Problem::conflict(message).into()
}
