//! Reading the audit log, and what is amiss with mail and designs.

use super::call::Sent;
use super::exported::sheet;
use crate::auth::{Admin, Caller};
use crate::db::audit::{self, EventLine};
use crate::db::events::{self, What};
use crate::db::mail;
use crate::design::verify;
use crate::error::{Error, Result};
use crate::site::Site;
use crate::transfer::export;
use crate::watch;
use axum::extract::{Request, State};
use axum::response::Response;
use futures::FutureExt;
use model::api::Done;
use model::api::audit::{CheckDesigns, DesignCheck, GetMailHealth, ListAudit, MailHealth, SendMailAgain};
use model::audit::{Entry, NOUNS};
use model::{Page, Problem, RoundId, Timestamp};

/// The same as a file, all pages of it; with what `ListAudit` takes in the query.
pub const CSV: &str = "/api/v1/audit.csv";

pub async fn list(site: Site, _who: Admin, request: ListAudit) -> Result<Page<Entry>> {
    is_one(&request.noun)?;
    let page = request.page.unwrap_or(1).max(1);
    let (total, lines) = audit::list(&site.db, &request.noun, &request.q, page).await?;
    Ok(Page { items: lines.into_iter().map(entry).collect(), total, page })
}

fn is_one(noun: &str) -> Result<()> {
    if noun.is_empty() || NOUNS.contains(&noun) {
        return Ok(());
    }
    let message = format!("Choose one of {}, or nothing.", NOUNS.join(", "));
    Err(Problem::field("noun", message).into())
}

pub async fn csv(State(site): State<Site>, request: Request) -> Response {
    sheet("log.csv", file(&site, request).await)
}

async fn file(site: &Site, request: Request) -> Result<Vec<u8>> {
    let sent = Sent::read(request).await?;
    let who = Admin::admit(&sent)?;
    let ListAudit { noun, q, .. } = sent.request()?;
    is_one(&noun)?;
    let csv = export::log(audit::wanted(&site.db, &noun, &q).await?).csv()?;
    let narrowed = match (noun.as_str(), q.trim()) {
        ("", "") => "the log".to_owned(),
        ("", q) => format!("the log, with {q}"),
        (noun, "") => format!("the log about {noun}"),
        (noun, q) => format!("the log about {noun}, with {q}"),
    };
    watch::exported(site, who.id, &narrowed).await;
    Ok(csv)
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
        token: line.token.and_then(|name| name.parse().ok()),
        kind: line.kind,
        subject: line.subject.filter(|subject| *subject != 0),
        about: line.about,
        round: line.round.map(RoundId),
        detail: line.detail,
    }
}
