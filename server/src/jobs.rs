//! What is done beside requests: news is told, mail leaves, and what has expired is forgotten every so often.

use crate::db::{identities, mail, notices, sessions, sign_in};
use crate::site::Site;
use futures::FutureExt;
use model::Timestamp;
use std::time::Duration;

const TIDY: Duration = Duration::from_secs(10 * 60);
/// How long it is kept that a mail was sent, or why not.
const MAIL_KEPT: i64 = 30 * Timestamp::DAY;
/// How long news stands.
const NEWS_KEPT: i64 = 365 * Timestamp::DAY;

pub fn start(site: &Site) {
    tokio::spawn(crate::mail::delivery::run(site.clone()));
    tokio::spawn(crate::notices::run(site.clone()));
    tokio::spawn(run(site.clone()));
}

async fn run(site: Site) {
    loop {
        tokio::select! {
            () = site.stopping.cancelled() => return,
            () = tokio::time::sleep(TIDY) => {}
        }
        if let Err(fault) = tidy(&site).await {
            tracing::warn!(error = %fault, "removing what has expired failed");
        }
    }
}

/// Forgets sessions, sign-ins, mails and limits whose time is over.
///
/// # Errors
/// Those of the database.
pub async fn tidy(site: &Site) -> Result<(), sqlx::Error> {
    site.limits.tidy();
    let now = site.clock.now();
    site.db
        .write(move |tx| {
            async move {
                sessions::delete_expired(tx, now).await?;
                sign_in::delete_old(tx, now).await?;
                identities::delete_handed(tx, now).await?;
                notices::delete_old(tx, now.plus(-NEWS_KEPT)).await?;
                mail::delete_old(tx, now.plus(-MAIL_KEPT)).await
            }
            .boxed()
        })
        .await
}
