//! Sends the mails that wait in the database: at once when woken, again after a while when one did not leave.
//! Each leaves once: of instances that share a database, whoever moves a mail's due time forward has it. But for a crash in the one
//! moment between the mail server's answer that it has taken a mail and the commit that notes it: then it is sent again, with the same
//! `Message-ID`, by which mail programs can tell that it is the same. The other order would lose it.

use super::{ACCORD, Letter, Parcel, Undelivered, html};
use crate::db::mail as table;
use crate::site::Site;
use futures::FutureExt;
use model::Timestamp;
use std::time::Duration;

/// For how long a claimed mail is ours. If we die meanwhile, another instance sends it then.
const CLAIM: i64 = 5 * Timestamp::MINUTE;
/// How long to wait after each failure in turn; after the last the mail is given up. More than four days: over a long weekend nobody
/// may see that the mail server is down.
pub const BACKOFF: [i64; 22] = {
    let mut waits = [6 * Timestamp::HOUR; 22];
    waits[0] = 10 * Timestamp::SECOND;
    waits[1] = 30 * Timestamp::SECOND;
    waits[2] = 2 * Timestamp::MINUTE;
    waits[3] = 10 * Timestamp::MINUTE;
    waits[4] = Timestamp::HOUR;
    waits[5] = 3 * Timestamp::HOUR;
    waits
};
/// How often to look for mail that another process has written.
const LOOK: Duration = Duration::from_secs(5);

pub async fn run(site: Site) {
    loop {
        let wait = match send_due(&site).await {
            Ok(wait) => wait,
            Err(fault) => {
                tracing::warn!(error = %fault, "looking for mail to send failed");
                LOOK
            }
        };
        tokio::select! {
            () = site.stopping.cancelled() => return,
            () = site.mail.woken() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Sends all that is due, and says how long until more may be.
async fn send_due(site: &Site) -> Result<Duration, sqlx::Error> {
    loop {
        let now = site.clock.now();
        let Some(due) = table::next_due(&site.db).await? else { return Ok(LOOK) };
        if due > now {
            let wait = u64::try_from(due.since(now)).unwrap_or(0);
            return Ok(Duration::from_micros(wait).min(LOOK));
        }
        let until = now.plus(CLAIM);
        let claimed = site.db.write(move |tx| async move { table::claim(tx, now, until).await }.boxed());
        if let Some(row) = claimed.await? {
            send(site, row).await?;
        }
    }
}

async fn send(site: &Site, row: table::MailRow) -> Result<(), sqlx::Error> {
    let (id, tries) = (row.id, row.tries);
    let written = Timestamp(row.created);
    let sender = site.memory.read().company().map(|company| company.name.clone()).unwrap_or_default();
    let parcel = Parcel { id, written, now: site.clock.now(), letter: letter(site, &sender, row), sender };
    let outcome = site.mail.deliver(&parcel).await;
    let now = site.clock.now();
    let again = outcome.as_ref().err().and_then(|failure| again(failure, tries, now));
    if let Err(failure) = &outcome {
        // The address stays out of the log.
        tracing::warn!(
            mail = id,
            tries,
            error = failure.message,
            again = again.is_some(),
            "a mail did not leave"
        );
    }
    site.db
        .write(move |tx| {
            async move {
                match (outcome, again) {
                    (Ok(()), _) => table::sent(tx, id, now).await,
                    (Err(failure), Some(due)) => table::postpone(tx, id, due, &failure.message).await,
                    (Err(failure), None) => table::give_up(tx, id, &failure.message).await,
                }
            }
            .boxed()
        })
        .await
}

/// What was written, with the HTML that is made of it.
fn letter(site: &Site, company: &str, row: table::MailRow) -> Letter {
    let company = if company.is_empty() { ACCORD } else { company };
    let from = html::From { company, home: site.config.public_url.trim_end_matches('/') };
    let made = html::letter(from, &row.subject, &row.body);
    Letter {
        to: row.recipient,
        subject: row.subject,
        text: row.body,
        html: Some(made),
        unsubscribe: row.unsubscribe,
        ..Letter::default()
    }
}

/// When to try again after the `tries`th failure, if at all.
fn again(failure: &Undelivered, tries: i64, now: Timestamp) -> Option<Timestamp> {
    let place = usize::try_from(tries - 1).unwrap_or(0);
    BACKOFF.get(place).filter(|_| !failure.for_good).map(|wait| now.plus(*wait))
}
