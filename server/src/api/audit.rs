//! Reading the audit log, and what is amiss with mail and designs.

use crate::auth::Admin;
use crate::db::audit::{self, EventLine};
use crate::db::events::{self, What};
use crate::db::mail;
use crate::design::verify;
use crate::error::{Error, Result};
use crate::site::Site;
use futures::FutureExt;
use model::api::Done;
use model::api::audit::{CheckDesigns, DesignCheck, GetMailHealth, ListAudit, MailHealth, SendMailAgain};
use model::audit::{Entry, NOUNS};
use model::{Page, Problem, RoundId, Timestamp};

pub async fn list(site: Site, _who: Admin, request: ListAudit) -> Result<Page<Entry>> {
    if !request.noun.is_empty() && !NOUNS.contains(&request.noun.as_str()) {
        let message = format!("Choose one of {}, or nothing.", NOUNS.join(", "));
        return Err(Problem::field("noun", message).into());
    }
    let page = request.page.unwrap_or(1).max(1);
    let (total, lines) = audit::list(&site.db, &request.noun, &request.q, page).await?;
    Ok(Page { items: lines.into_iter().map(entry).collect(), total, page })
}

pub async fn mail_health(site: Site, _who: Admin, _request: GetMailHealth) -> Result<MailHealth> {
    let row = mail::health(&site.db).await?;
    let size = |count: i64| usize::try_from(count).unwrap_or(0);
    Ok(MailHealth {
        smtp: site.config.smtp_url.is_some(),
        waiting: size(row.waiting),
        oldest: row.oldest.map(Timestamp),
        given_up: size(row.given_up),
        kept: size(row.kept),
        last_sent: row.last_sent.map(Timestamp),
        problem: row.problem,
    })
}

pub async fn send_again(site: Site, who: Admin, _request: SendMailAgain) -> Result<Done> {
    let (now, by) = (site.clock.now(), who.id);
    site.db
        .write(move |tx| {
            async move {
                let letters = mail::again(tx, now).await?;
                if letters > 0 {
                    let what = What::new("mail.sent_again", 0);
                    events::record(tx, now, Some(by), what, Some(&letters.to_string())).await?;
                }
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    site.mail.wake();
    Ok(Done {})
}

pub async fn check_designs(site: Site, _who: Admin, _request: CheckDesigns) -> Result<DesignCheck> {
    let check = verify::all(&site.db).await?;
    verify::tell(&check);
    Ok(check)
}

fn entry(line: EventLine) -> Entry {
    Entry {
        number: line.seq,
        at: Timestamp(line.at),
        by: line.name.and_then(|name| name.parse().ok()),
        kind: line.kind,
        subject: line.subject.filter(|subject| *subject != 0),
        about: line.about,
        round: line.round.map(RoundId),
        detail: line.detail,
    }
}
