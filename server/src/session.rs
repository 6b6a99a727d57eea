//! Sessions: the cookie's secret leads to a row of the database, of which only the hash of the secret is kept.
//! Besides who is signed in, a session carries what a stranger has begun and what the next page is to show.

pub mod device;
mod store;

pub use store::Sessions;

use crate::clock::{Dice, digest};
use crate::error::{Error, Result};
use crate::limits::Limit;
use crate::site::Site;
use model::{Email, PersonId, Problem, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::IpAddr;
use subtle::ConstantTimeEq;
use time::Duration;
use tower_sessions::{Expiry, Session};

model::untold!(Flash);

/// The cookie's name.
pub const COOKIE: &str = "accord";
/// How long a session lives after it was last written.
pub const LIFE: Duration = Duration::days(90);
/// How long a stranger's session lives, which holds only what they have begun: time to find a mail, and no more, since
/// the next to sit down at a shared machine may be somebody else.
const STRANGERS_LIFE: Duration = Duration::hours(1);
/// Most things that a stranger may have begun at once.
pub const MOST_BEGUN: usize = 20;
/// Most bytes of all that a stranger has begun.
const BEGUN_BYTES: usize = 64 * 1024;

pub(crate) const PERSON: &str = "person";
pub(crate) const DEVICE: &str = "device";
const GUEST: &str = "guest";
const BEGUN: &str = "begun";
const ASKER: &str = "asker";
const FLASH: &str = "flash";
const GONE_TO: &str = "gone_to";
/// Most sign-ins by providers that one browser may have under way: one in each of its windows, say.
pub const MOST_GONE: usize = 4;

/// A call that was made before signing in, to be made again afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    pub uri: String,
    /// JSON.
    pub body: String,
    /// The address whose sign-in it belongs to, once one was asked for with it.
    #[serde(default)]
    pub for_email: Option<Email>,
}

impl Begun {
    /// Whether it was begun by whoever asked for a sign-in with this address.
    #[must_use]
    pub fn belongs_to(&self, email: &str) -> bool {
        self.for_email.as_ref().is_some_and(|of| of.as_str() == email)
    }
}

/// A browser has been sent to a provider, and is awaited: what it must bring back, and where it is to go on. Its `Debug`
/// would show secrets, so it has none.
#[derive(Clone, Serialize, Deserialize)]
pub struct GoneTo {
    pub provider: String,
    pub state: String,
    pub nonce: String,
    pub verifier: String,
    pub next: String,
    /// Whether what was begun here belongs to this sign-in.
    pub begun: bool,
    pub until: Timestamp,
}

/// What the next page shows: how a plain form ended, with what was typed.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Flash {
    pub problem: Option<Problem>,
    pub done: Option<String>,
    pub typed: BTreeMap<String, String>,
}

fn fault(fault: tower_sessions::session::Error) -> Error {
    Error::Fault(anyhow::Error::from(fault).context("the session"))
}

/// Who is signed in.
///
/// # Errors
/// Those of the store.
pub async fn person(session: &Session) -> Result<Option<PersonId>> {
    session.get(PERSON).await.map_err(fault)
}

/// Who is signed in, and the guest that this browser was before.
///
/// # Errors
/// Those of the store.
pub async fn known(session: &Session) -> Result<(Option<PersonId>, Option<PersonId>)> {
    Ok((person(session).await?, session.get(GUEST).await.map_err(fault)?))
}

/// From now on this browser is a guest, for as long as a session lives.
///
/// # Errors
/// Those of the store.
pub async fn set_guest(session: &Session, guest: PersonId) -> Result<()> {
    session.set_expiry(Some(Expiry::OnInactivity(LIFE)));
    session.insert(GUEST, guest).await.map_err(fault)
}

/// Takes out which guest this browser was.
///
/// # Errors
/// Those of the store.
pub async fn take_guest(session: &Session) -> Result<Option<PersonId>> {
    match session.get::<PersonId>(GUEST).await.map_err(fault)? {
        Some(_) => session.remove(GUEST).await.map_err(fault),
        None => Ok(None),
    }
}

/// A stranger's session lives for a while only, a guest's as long as that of whoever is signed in.
async fn is_nobodys(session: &Session) -> Result<bool> {
    Ok(known(session).await? == (None, None))
}

/// Signs a person in, under a new secret so that an old one cannot be ridden along.
///
/// # Errors
/// Those of the store.
pub async fn sign_in(session: &Session, person: PersonId, device: &str) -> Result<()> {
    session.cycle_id().await.map_err(fault)?;
    session.set_expiry(Some(Expiry::OnInactivity(LIFE)));
    session.insert(PERSON, person).await.map_err(fault)?;
    session.insert(DEVICE, device).await.map_err(fault)
}

/// # Errors
/// Those of the store.
pub async fn sign_out(session: &Session) -> Result<()> {
    session.flush().await.map_err(fault)
}

/// Keeps what a stranger has begun; of too much, the oldest goes.
///
/// # Errors
/// Those of the store, and the limit on strangers from one address.
pub async fn keep(site: &Site, session: &Session, from: IpAddr, begun: Begun) -> Result<()> {
    site.limits.check(Limit::Begin, &from.to_string())?;
    let mut all: Vec<Begun> = session.get(BEGUN).await.map_err(fault)?.unwrap_or_default();
    all.retain(|other| other.uri != begun.uri);
    all.push(begun);
    while all.len() > MOST_BEGUN || all.iter().map(|one| one.body.len()).sum::<usize>() > BEGUN_BYTES {
        all.remove(0);
    }
    if is_nobodys(session).await? {
        session.set_expiry(Some(Expiry::OnInactivity(STRANGERS_LIFE)));
    }
    session.insert(BEGUN, all).await.map_err(fault)
}

/// What was begun before signing in, left where it is.
///
/// # Errors
/// Those of the store.
pub async fn begun(session: &Session) -> Result<Vec<Begun>> {
    Ok(session.get(BEGUN).await.map_err(fault)?.unwrap_or_default())
}

/// Takes out what was begun before signing in.
///
/// # Errors
/// Those of the store.
pub async fn take_begun(session: &Session) -> Result<Vec<Begun>> {
    Ok(session.remove(BEGUN).await.map_err(fault)?.unwrap_or_default())
}

/// A sign-in is asked for: what was begun belongs to it, or, asked for without, is dropped. Whoever has it done must be
/// whoever began it, and no later guest of the same browser.
///
/// # Errors
/// Those of the store.
pub async fn bind_begun(session: &Session, email: &Email, belongs: bool) -> Result<()> {
    let mut all = begun(session).await?;
    if all.is_empty() {
        return Ok(());
    }
    if !belongs {
        return take_begun(session).await.map(drop);
    }
    for one in &mut all {
        one.for_email = Some(email.clone());
    }
    session.insert(BEGUN, all).await.map_err(fault)
}

/// The digest of the secret by which this browser is known to have asked for a mail, if it has.
///
/// # Errors
/// Those of the store.
pub async fn asker(session: &Session) -> Result<Option<String>> {
    let secret: Option<String> = session.get(ASKER).await.map_err(fault)?;
    Ok(secret.as_deref().map(digest))
}

/// The same, with a new secret where there is none.
///
/// # Errors
/// Those of the store.
pub async fn asker_or_new(session: &Session, dice: &Dice) -> Result<String> {
    if let Some(asker) = asker(session).await? {
        return Ok(asker);
    }
    let secret = dice.secret();
    if is_nobodys(session).await? {
        session.set_expiry(Some(Expiry::OnInactivity(STRANGERS_LIFE)));
    }
    session.insert(ASKER, &secret).await.map_err(fault)?;
    Ok(digest(&secret))
}

/// The digest of this browser's session, which is begun where there is none: what only this browser may answer is kept by it.
///
/// # Errors
/// Those of the store.
pub async fn digest_or_new(session: &Session, dice: &Dice) -> Result<String> {
    // One without anything in it would not be kept.
    asker_or_new(session, dice).await?;
    if session.id().is_none() {
        session.save().await.map_err(fault)?;
    }
    session
        .id()
        .map(|id| Sessions::hash(&id))
        .ok_or_else(|| Error::Fault(anyhow::anyhow!("a session without an id")))
}

/// Notes that this browser is sent to a provider; of too many, the oldest is forgotten.
///
/// # Errors
/// Those of the store.
pub async fn go_to(session: &Session, gone: GoneTo) -> Result<()> {
    let mut all: Vec<GoneTo> = session.get(GONE_TO).await.map_err(fault)?.unwrap_or_default();
    all.push(gone);
    let surplus = all.len().saturating_sub(MOST_GONE);
    all.drain(..surplus);
    if is_nobodys(session).await? {
        session.set_expiry(Some(Expiry::OnInactivity(STRANGERS_LIFE)));
    }
    session.insert(GONE_TO, all).await.map_err(fault)
}

/// Takes out what was noted when this browser was sent away with this state, once.
///
/// # Errors
/// Those of the store.
pub async fn come_back(session: &Session, state: &str) -> Result<Option<GoneTo>> {
    let mut all: Vec<GoneTo> = session.get(GONE_TO).await.map_err(fault)?.unwrap_or_default();
    let same = |gone: &GoneTo| bool::from(gone.state.as_bytes().ct_eq(state.as_bytes()));
    let Some(at) = all.iter().position(same) else { return Ok(None) };
    let gone = all.remove(at);
    session.insert(GONE_TO, all).await.map_err(fault)?;
    Ok(Some(gone))
}

/// Leaves something for the next page to show.
///
/// # Errors
/// Those of the store.
pub async fn flash(session: &Session, flash: &Flash) -> Result<()> {
    session.insert(FLASH, flash).await.map_err(fault)
}

/// Takes out what this page is to show.
///
/// # Errors
/// Those of the store.
pub async fn take_flash(session: &Session) -> Result<Option<Flash>> {
    // Looking first keeps a session without one from being written at every page.
    match session.get::<Flash>(FLASH).await.map_err(fault)? {
        Some(_) => session.remove(FLASH).await.map_err(fault),
        None => Ok(None),
    }
}
