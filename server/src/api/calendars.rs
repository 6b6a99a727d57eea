//! Calendar files of activities: for whoever holds a letter, and for those who are invited and signed in.

use super::call::Sent;
use super::invitations::{of, of_key};
use crate::auth::{Caller, Customer};
use crate::calendar::{Entry, file};
use crate::db::activities::ActivityRow;
use crate::error::{Result, respond};
use crate::inviting::place;
use crate::site::Site;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use http::header;
use model::activity::State as Stands;
use model::{ActivityId, Problem, RoundId, Timestamp};

pub const OF_LETTER: &str = "/api/v1/invitations/{key}/calendar.ics";
pub const OF_MINE: &str = "/api/v1/me/activities/{activity}/calendar.ics";

/// Where a letter's is.
#[must_use]
pub fn of_letter(key: &str) -> String {
    OF_LETTER.replace("{key}", key)
}

/// Where one's own is.
#[must_use]
pub fn of_mine(activity: ActivityId) -> String {
    OF_MINE.replace("{activity}", &activity.to_string())
}

pub async fn by_letter(State(site): State<Site>, Path(key): Path<String>) -> Response {
    let page = format!("/invitations/{key}");
    match of_key(&site, &key).await.and_then(|(row, own)| sees(&site, row, own.person)) {
        Ok(row) => sent(&site, &row, &page),
        Err(fault) => respond(&fault.told()),
    }
}

pub async fn mine(State(site): State<Site>, Path(id): Path<String>, request: Request) -> Response {
    match own(&site, &id, request).await {
        Ok(row) => sent(&site, &row, &model::activity::path(ActivityId(row.id))),
        Err(fault) => respond(&fault.told()),
    }
}

async fn own(site: &Site, id: &str, request: Request) -> Result<ActivityRow> {
    let who = Customer::admit(&Sent::read(request).await?)?;
    let id = id.parse().map_err(|_| Problem::not_found("activity"))?;
    let (row, own) = of(site, id, who.id).await?;
    sees(site, row, own.person)
}

/// Of a round that somebody may not see there is nothing for their calendar either.
fn sees(site: &Site, row: ActivityRow, person: i64) -> Result<ActivityRow> {
    let world = site.memory.read();
    let reader = world.person(model::PersonId(person));
    let sees = reader.is_some_and(|one| world.seen(Some(&one), RoundId(row.round)).is_some());
    if sees { Ok(row) } else { Err(Problem::not_found("activity").into()) }
}

fn sent(site: &Site, row: &ActivityRow, page: &str) -> Response {
    let company = site.memory.read().company().map(|company| company.name.clone()).unwrap_or_default();
    let home = site.config.link("");
    let host = home.split("://").nth(1).unwrap_or(&home).split(['/', ':']).next().unwrap_or_default();
    let body = file(&Entry {
        uid: &format!("activity-{}@{host}", row.id),
        sequence: u32::try_from(row.sequence).unwrap_or(u32::MAX),
        changed: Timestamp(row.changed),
        starts: Timestamp(row.starts),
        ends: Timestamp(row.ends),
        title: &row.title,
        words: &row.description,
        place: &place(row),
        link: &site.config.link(page),
        company: &company,
        from: &address(&site.config.mail_from),
        cancelled: row.state() == Stands::Cancelled,
    });
    let name = format!("attachment; filename=\"activity-{}.ics\"", row.id);
    let heads = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        // It is different after every change.
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (heads, body).into_response()
}

/// Of "Accord <accord@example.com>" what stands in brackets.
fn address(from: &str) -> String {
    let inner = from.rsplit_once('<').map_or(from, |(_, rest)| rest.trim_end_matches('>'));
    inner.trim().to_owned()
}
