//! Who is looking, and what people say about themselves. Signing in is in `session/sign_in.rs`.

pub mod arrival;
pub mod begun;
pub mod hand_over;
pub mod passkeys;
pub mod provider;
pub mod sign_in;
pub mod ways;

use crate::auth::{Anyone, Customer, Visitor};
use crate::db::events::{self, What};
use crate::db::{Tx, join_requests, people, sessions};
use crate::error::{Error, Result};
use crate::pages::{self, THEME};
use crate::session::{self, Sessions, device};
use crate::site::Site;
use futures::FutureExt;
use futures::future::BoxFuture;
use http::HeaderValue;
use model::api::Done;
use model::api::session::{
    DeclareAccount, GetViewer, ListSessions, RevokeSession, SetMyName, SetTheme, SignOut,
};
use model::person::{Session, Viewer};
use model::{PersonId, Problem, SessionId, Timestamp};

/// How long the choice of light or dark is remembered, in seconds.
const THEME_LIFE: i64 = 365 * 24 * 60 * 60;

pub async fn viewer(site: Site, who: Visitor<Anyone>, _request: GetViewer) -> Result<Viewer> {
    Ok(pages::viewer(&site, &who.who, &who.headers, None).await)
}

pub async fn sign_out(_site: Site, who: Visitor<Anyone>, _request: SignOut) -> Result<Done> {
    session::sign_out(&who.session).await?;
    Ok(Done {})
}

pub async fn list(site: Site, who: Visitor<Customer>, _request: ListSessions) -> Result<Vec<Session>> {
    let this = who.session.id().map(|id| Sessions::hash(&id));
    let rows = sessions::of_person(&site.db, who.id, site.clock.now()).await?;
    let lines = rows.into_iter().map(|row| Session {
        id: SessionId(row.id),
        device: device::name(&row.device),
        since: Timestamp(row.created),
        seen: Timestamp(row.seen),
        this: this.as_ref() == Some(&row.hash),
    });
    Ok(lines.collect())
}

pub async fn revoke(site: Site, who: Customer, request: RevokeSession) -> Result<Done> {
    if !site.sessions.revoke(who.id, request.session).await? {
        return Err(Problem::not_found("session").into());
    }
    Ok(Done {})
}

/// Runs a change that somebody makes to themselves, records it, and waits until it can be seen.
async fn change<F>(site: &Site, person: PersonId, kind: &'static str, work: F) -> Result<()>
where
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<()>> + Send + 'static,
{
    let now = site.clock.now();
    site.db
        .write(move |tx| {
            async move {
                work(tx).await?;
                events::record(tx, now, Some(person), What::new(kind, person.0), None).await?;
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    Ok(site.memory.catch_up().await?)
}

pub async fn set_name(site: Site, who: Customer, request: SetMyName) -> Result<Done> {
    let person = who.id;
    change(&site, person, "person.renamed", move |tx| {
        async move { Ok(people::set_name(tx, person, &request.name).await?) }.boxed()
    })
    .await?;
    Ok(Done {})
}

/// Whatever is named is kept as it was typed: the answer says nothing about which accounts there are.
pub async fn declare_account(site: Site, who: Customer, request: DeclareAccount) -> Result<Done> {
    let (person, now) = (who.id, site.clock.now());
    change(&site, person, "person.declared", move |tx| {
        async move {
            // As whoever answers does.
            events::take(tx, 0).await?;
            if people::declare(tx, person, &request.account).await? {
                return Ok(join_requests::ask(tx, person, &request.account, now).await?);
            }
            let message =
                "Which account you speak for is confirmed already. If that is wrong, please tell us.";
            Err(Problem::conflict(message).into())
        }
        .boxed()
    })
    .await?;
    Ok(Done {})
}

pub async fn set_theme(site: Site, who: Visitor<Anyone>, request: SetTheme) -> Result<Done> {
    let life = match request.theme.as_str() {
        "light" | "dark" => THEME_LIFE,
        "" => 0,
        _ => return Err(Problem::field("theme", "Choose light, dark, or neither.").into()),
    };
    let secure = if site.config.secure() { "; Secure" } else { "" };
    let cookie = format!("{THEME}={}; Path=/; Max-Age={life}; SameSite=Lax{secure}", request.theme);
    who.cookies.set(HeaderValue::try_from(cookie).map_err(anyhow::Error::from)?);
    Ok(Done {})
}
