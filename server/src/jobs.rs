//! What is done beside requests: news is told, mail leaves, customers are asked in turn, and what has expired is forgotten every so
//! often.

use crate::db::events::{self, What};
use crate::db::{
    account_invitations, hooks, identities, invitations, mail, notices, outcomes, passkeys, pictures,
    retention, sessions, sign_in,
};
use crate::site::Site;
use futures::FutureExt;
use model::Timestamp;
use std::time::Duration;

const TIDY: Duration = Duration::from_secs(10 * 60);
/// How long a picture that was uploaded waits for what it is to belong to.
pub const KEEP_LOOSE: i64 = Timestamp::DAY;

pub fn start(site: &Site) {
    tokio::spawn(crate::mail::delivery::run(site.clone()));
    tokio::spawn(crate::notices::run(site.clone()));
    tokio::spawn(crate::promises::gaps::run(site.clone()));
    tokio::spawn(crate::hooks::run(site.clone()));
    tokio::spawn(run(site.clone()));
}

async fn run(site: Site) {
    loop {
        tokio::select! {
            () = site.stopping.cancelled() => return,
            () = tokio::time::sleep(TIDY) => {}
        }
        if let Err(fault) = crate::asking::catch_up(&site).await {
            tracing::warn!(error = format!("{fault:#}"), "asking customers in turn failed");
        }
        if let Err(fault) = crate::notices::digest::step(&site).await {
            tracing::warn!(error = format!("{fault:#}"), "telling staff the week failed");
        }
        if let Err(fault) = crate::api::on_behalf::settle(&site).await {
            tracing::warn!(error = format!("{fault:#}"), "taking back what was noted failed");
        }
        if let Err(fault) = tidy(&site).await {
            tracing::warn!(error = %fault, "removing what has expired failed");
        }
    }
}

/// Forgets sessions, sign-ins, mails, pictures of nothing and limits whose time is over.
///
/// # Errors
/// Those of the database.
pub async fn tidy(site: &Site) -> Result<(), sqlx::Error> {
    site.limits.tidy();
    let now = site.clock.now();
    let before = |days: u32| now.plus(-i64::from(days) * Timestamp::DAY);
    let (letters, news) = (before(site.config.keep_letters_days), before(site.config.keep_news_days));
    site.db
        .write(move |tx| {
            async move {
                sessions::delete_expired(tx, now).await?;
                sign_in::delete_old(tx, now).await?;
                pictures::delete_loose(tx, now.plus(-KEEP_LOOSE)).await?;
                identities::delete_handed(tx, now).await?;
                passkeys::delete_expired(tx, now).await?;
                notices::delete_old(tx, news).await?;
                invitations::delete_old_links(tx, now).await?;
                account_invitations::delete_old(tx, now).await?;
                outcomes::delete_old(tx, now).await?;
                // As long as letters.
                hooks::delete_old(tx, letters).await?;
                mail::delete_old(tx, letters).await
            }
            .boxed()
        })
        .await?;
    site.mail.tidy(letters);
    match site.config.keep_declined_days {
        0 => Ok(()),
        days => forget_declined(site, before(days)).await,
    }
}

/// Removes the words of what was declined at `before` or earlier, if that is how the operator wants it.
///
/// # Errors
/// Those of the database.
pub async fn forget_declined(site: &Site, before: Timestamp) -> Result<(), sqlx::Error> {
    let (now, found) = (site.clock.now(), retention::declined(&site.db, before).await?);
    site.db
        .write(move |tx| {
            async move {
                retention::forget_reasons(tx, before).await?;
                for one in found {
                    // Somebody may have published it in between.
                    if retention::forget(tx, &one, before).await? {
                        let what = What::of_round(one.event(), one.round(), one.subject());
                        events::record(tx, now, None, what, None).await?;
                    }
                }
                Ok::<_, sqlx::Error>(())
            }
            .boxed()
        })
        .await
}
