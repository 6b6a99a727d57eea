//! Signing in by a provider: two addresses that browsers go to. The first sends them on to the provider; on the second
//! they come back. Both are read with GET, as the protocol has it: all that the first leaves behind is a secret in the
//! browser's own session, and the second does nothing without it.

use super::arrival::{Arrived, Voucher, Way, arrive};
use super::sign_in::{LIFE, enter};
use super::ways::is_open;
use crate::auth::{Anyone, Cookies, Visitor, Who};
use crate::error::{Error, Result};
use crate::providers::Known;
use crate::providers::told::Told;
use crate::session::{self, Flash, GoneTo};
use crate::site::Site;
use crate::watch;
use axum::extract::{Path, Query, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use futures::FutureExt;
use model::endpoint::{encoded, local};
use model::{Problem, ProblemKind};
use serde::Deserialize;
use tower_sessions::Session;

/// Most characters of what a provider says went wrong.
const SAID: usize = 200;

#[derive(Debug, Deserialize)]
pub struct Going {
    #[serde(default)]
    next: String,
    /// Whether it is in order to go on with what was begun.
    #[serde(default)]
    begun: String,
}

/// What a provider sends back with the browser.
#[derive(Deserialize)]
pub struct Coming {
    #[serde(default)]
    state: String,
    code: Option<String>,
    iss: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
}

pub async fn go(
    State(site): State<Site>,
    Path(key): Path<String>,
    Query(going): Query<Going>,
    request: Request,
) -> Response {
    let visitor = match visitor(&request) {
        Ok(visitor) => visitor,
        Err(fault) => return fault.into_response(),
    };
    let next = local(&going.next).unwrap_or_else(|| "/".into());
    let begun = !going.begun.is_empty();
    match send(&site, &visitor, &key, &next, begun).await {
        Ok(url) => Redirect::to(&url).into_response(),
        Err(fault) => refuse(&visitor, fault, &next, begun).await,
    }
}

async fn send(site: &Site, visitor: &Visitor<Anyone>, key: &str, next: &str, begun: bool) -> Result<String> {
    site.limits.sign_in(visitor.who.from)?;
    let rules = site.memory.read().ways();
    let provider = site.providers.find(key).filter(|known| is_open(&known.set, &rules));
    let provider = provider.ok_or_else(|| Problem::not_found("way to sign in"))?;
    let sent = match site.providers.send(provider, &site.dice).await {
        Ok(sent) => sent,
        Err(fault) => return Err(unreachable(provider, &fault).into()),
    };
    let gone = GoneTo {
        provider: key.to_owned(),
        state: sent.state,
        nonce: sent.nonce,
        verifier: sent.verifier,
        next: next.to_owned(),
        begun,
        until: site.clock.now().plus(LIFE),
    };
    session::go_to(&visitor.session, gone).await?;
    Ok(sent.url)
}

pub async fn back(
    State(site): State<Site>,
    Path(key): Path<String>,
    Query(coming): Query<Coming>,
    request: Request,
) -> Response {
    let visitor = match visitor(&request) {
        Ok(visitor) => visitor,
        Err(fault) => return fault.into_response(),
    };
    let gone = match session::come_back(&visitor.session, &coming.state).await {
        Ok(gone) => gone.filter(|gone| gone.provider == key && site.clock.now() < gone.until),
        Err(fault) => return fault.into_response(),
    };
    let Some(gone) = gone else {
        let message =
            "This sign-in was not begun in this browser, or took too long. Please begin it again here.";
        return refuse(&visitor, Problem::new(ProblemKind::Invalid, message).into(), "/", false).await;
    };
    let (next, begun) = (gone.next.clone(), gone.begun);
    let outcome = received(&site, &visitor, gone, coming).await;
    watch::failed_if(&site, visitor.who.from, "a provider", &outcome).await;
    match outcome {
        Ok(next) => Redirect::to(&next).into_response(),
        Err(fault) => refuse(&visitor, fault, &next, begun).await,
    }
}

async fn received(site: &Site, visitor: &Visitor<Anyone>, gone: GoneTo, coming: Coming) -> Result<String> {
    site.limits.sign_in(visitor.who.from)?;
    let provider = site.providers.find(&gone.provider).ok_or_else(|| Problem::not_found("way to sign in"))?;
    let set = &provider.set;
    if coming.iss.is_some_and(|iss| iss != set.issuer) {
        return Err(mistrusted(provider).into());
    }
    let code = match (coming.code, coming.error) {
        (Some(code), None) => code,
        (_, error) => {
            let said = coming.error_description.or(error).unwrap_or_default();
            let said: String = said.chars().filter(|c| !c.is_control()).take(SAID).collect();
            let message = format!(
                "{} did not sign you in ({said}). Please try again, or sign in another way.",
                set.name
            );
            return Err(Problem::not_allowed(&message).into());
        }
    };
    let came = match site.providers.redeem(provider, code, gone.verifier, gone.nonce).await {
        Ok(came) => came,
        Err(fault) => {
            tracing::warn!(
                provider = set.key,
                error = format!("{fault:#}"),
                "a sign-in by a provider failed"
            );
            return Err(mistrusted(provider).into());
        }
    };
    let told = Told::read(&set.people, &came.issuer, &came.subject, &came.claims);
    let voucher = Voucher {
        key: set.key.clone(),
        name: set.name.to_string(),
        people: set.people.clone(),
        way: Way::Provider,
        rules: site.memory.read().ways(),
    };
    let now = site.clock.now();
    let Arrived { person, email } =
        site.db.write(move |tx| async move { arrive(tx, &voucher, &told, now).await }.boxed()).await?;
    session::bind_begun(&visitor.session, &email, gone.begun).await?;
    Ok(enter(site, visitor, person, &email, gone.next).await?.next)
}

fn unreachable(provider: &Known, fault: &anyhow::Error) -> Problem {
    let set = &provider.set;
    tracing::warn!(provider = set.key, error = format!("{fault:#}"), "a provider cannot be asked");
    let message = format!(
        "{} cannot be reached at the moment. Please try again in a minute, or sign in another way.",
        set.name
    );
    Problem::new(ProblemKind::Unavailable, message)
}

fn mistrusted(provider: &Known) -> Problem {
    let message = format!(
        "What {} answered could not be made sure of, so you are not signed in. Please try again, or sign in another way.",
        provider.set.name
    );
    Problem::new(ProblemKind::Invalid, message)
}

fn visitor(request: &Request) -> Result<Visitor<Anyone>> {
    let who = request.extensions().get::<Who>().cloned();
    let session = request.extensions().get::<Session>().cloned();
    let (Some(who), Some(session)) = (who, session) else {
        return Err(Error::Fault(anyhow::anyhow!("a browser without a session")));
    };
    let headers = request.headers().clone();
    Ok(Visitor { caller: Anyone(who.clone()), who, session, headers, cookies: Cookies::default() })
}

/// Back to the page to sign in on, which says why.
async fn refuse(visitor: &Visitor<Anyone>, fault: Error, next: &str, begun: bool) -> Response {
    let flash = Flash { problem: Some(fault.told()), ..Flash::default() };
    if let Err(fault) = session::flash(&visitor.session, &flash).await {
        return fault.into_response();
    }
    let begun = if begun { "&begun=1" } else { "" };
    Redirect::to(&format!("/sign-in?next={}&back=1{begun}", encoded(next))).into_response()
}
