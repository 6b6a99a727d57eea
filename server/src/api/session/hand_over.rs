//! The company's own product hands somebody over: a page with a button that says as whom, and what the button does. Nobody
//! is signed in by a mere link, which anybody could have sent them, and nothing is used up by one.

use super::arrival::{Arrived, Voucher, Way, arrive};
use super::sign_in::enter;
use crate::auth::{Anyone, Visitor};
use crate::clock::digest;
use crate::db::identities;
use crate::error::Result;
use crate::hand_over::{HandOver, Handed, ISSUER, Refused};
use crate::session;
use crate::site::Site;
use crate::watch;
use futures::FutureExt;
use model::api::session::SignedIn;
use model::api::ways::{GetHandOver, HandedOver, SignInHandedOver};
use model::endpoint::local;
use model::{Problem, ProblemKind};

fn read(site: &Site, token: &str) -> Result<(Voucher, Handed)> {
    let rules = site.memory.read().ways();
    let product = site.hand_over.as_ref().filter(|_| rules.any(|open| open.hand_over));
    let product = product.ok_or_else(|| Problem::not_found("way to sign in"))?;
    let voucher = Voucher {
        key: ISSUER.to_owned(),
        name: product.set.name.to_string(),
        people: product.set.people.clone(),
        way: Way::HandOver,
        rules,
    };
    match product.read(token, site.clock.now()) {
        Ok(handed) => Ok((voucher, handed)),
        Err(Refused::Late) => Err(again(product, "took too long").into()),
        Err(Refused::Unsound(why)) => {
            tracing::warn!(why, "a hand-over does not hold");
            Err(again(product, "does not hold").into())
        }
    }
}

fn again(product: &HandOver, why: &str) -> Problem {
    let name = &product.set.name;
    let message = format!(
        "What brought you here from {name} {why}. Please go back to {name} and come again from there."
    );
    Problem::new(ProblemKind::Invalid, message)
}

pub async fn get(site: Site, who: Anyone, request: GetHandOver) -> Result<HandedOver> {
    site.limits.sign_in(who.from)?;
    let (voucher, handed) = read(&site, &request.token)?;
    let email = handed.told.email.ok_or_else(|| anyhow::anyhow!("handed over without an address"))?;
    Ok(HandedOver { from: voucher.name, email })
}

pub async fn sign_in(site: Site, who: Visitor<Anyone>, request: SignInHandedOver) -> Result<SignedIn> {
    let (here, from) = (site.clone(), who.who.from);
    let outcome = entered(site, who, request).await;
    watch::failed_if(&here, from, "a hand-over", &outcome).await;
    outcome
}

async fn entered(site: Site, who: Visitor<Anyone>, request: SignInHandedOver) -> Result<SignedIn> {
    site.limits.sign_in(who.who.from)?;
    let (voucher, handed) = read(&site, &request.token)?;
    let now = site.clock.now();
    let arrived = site
        .db
        .write(move |tx| {
            async move {
                if !identities::hand_over(tx, &digest(&handed.jti), handed.forgotten).await? {
                    return Ok(None);
                }
                Ok::<_, crate::error::Error>(Some(arrive(tx, &voucher, &handed.told, now).await?))
            }
            .boxed()
        })
        .await?;
    let Some(Arrived { person, email }) = arrived else {
        let message =
            "What brought you here has been used already. Please go back and come again from there.";
        return Err(Problem::new(ProblemKind::Invalid, message).into());
    };
    session::bind_begun(&who.session, &email, request.begun).await?;
    let next = local(&request.next).unwrap_or_else(|| "/".into());
    enter(&site, &who, person, &email, next).await
}
