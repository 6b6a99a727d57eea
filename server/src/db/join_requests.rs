//! Who asks to speak for an account, and what they are answered.

use super::{Db, Tx, on, row};
use model::{AccountId, JoinRequestId, Name, PersonId, Timestamp};

row! {
    pub struct RequestRow {
        id: i64,
        person: i64,
        account: String,
        at: i64,
        answered: Option<i64>,
        accepted: Option<bool>,
        reason: Option<String>,
        moderator: Option<String>,
    }
}

row! {
    pub struct GivenRow {
        person: i64,
        account: String,
        accepted: bool,
    }
}

const DROP: &str = "delete from join_request where person = $1 and answered is null";
const ASK: &str = "insert into join_request (person, account, at) values ($1, $2, $3)";
const FREE: &str = "delete from handed where join_request in (select id from join_request where person = $1)";
const ANSWER: &str = "update join_request set answered = $2, accepted = $3, reason = $4, by_person = $5 \
                      where person = $1 and answered is null";
const UNDECLARE: &str =
    "update membership set declared = null where person = $1 and confirmed is null and declared is not null";
const WAITS: &str = "select count(*) from join_request r join membership m on m.person = r.person where r.id = $1 \
                     and r.answered is null and m.confirmed is null and m.declared is not null";
const OF_WHOM: &str = "select r.id, r.person, r.account, r.at, r.answered, r.accepted, r.reason, p.name as moderator from join_request r \
     left join person p on p.id = r.by_person where r.person = (select person from join_request where id = $1) order by r.id";
const DOMAIN_OF: &str = "select account from account_domain where domain = $1";
// A later request stands in the way: then there is nothing to take back to.
const GIVEN: &str = "select r.person, r.account, r.accepted from join_request r where r.id = $1 and r.by_person = $2 and r.answered = $3 \
                     and r.accepted is not null \
                     and not exists (select 1 from join_request l where l.person = r.person and l.id > r.id)";
// Only as the answer left it: neither moved to another account since, nor named as one who invites others.
const UNCONFIRM: &str = "update membership set account = null, confirmed = null, by_person = null, how = null, declared = $2 \
     where person = $1 and by_person = $3 and confirmed = $4 and not exists (select 1 from coordinator c \
     where c.person = membership.person and c.account = membership.account and c.at >= membership.confirmed)";
const DECLARE_AGAIN: &str =
    "update membership set declared = $2 where person = $1 and confirmed is null and declared is null";
const WAIT_AGAIN: &str =
    "update join_request set answered = null, accepted = null, reason = null, by_person = null where id = $1";

/// Keeps that somebody asks to speak for an account, in place of what they asked for and were not answered: it is another request, so
/// that nobody answers what they have not read.
///
/// # Errors
/// Those of the database.
pub async fn ask(tx: &mut Tx, person: PersonId, account: &Name, now: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(DROP).bind(person.0).execute(c).await.map(drop))?;
    on!(tx, c => sqlx::query(ASK).bind(person.0).bind(account.as_str()).bind(now.0).execute(c).await.map(drop))
}

/// What somebody who waits is answered; a reason is a refusal.
///
/// # Errors
/// Those of the database.
pub async fn answer(
    tx: &mut Tx,
    person: PersonId,
    refused: Option<&str>,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(FREE).bind(person.0).execute(c).await.map(drop))?;
    on!(tx, c => sqlx::query(ANSWER)
        .bind(person.0)
        .bind(now.0)
        .bind(refused.is_none())
        .bind(refused.map(str::to_owned))
        .bind(by.map(|by| by.0))
        .execute(c)
        .await
        .map(drop))
}

/// Takes back what somebody named and nobody confirmed; `false` where there is nothing.
///
/// # Errors
/// Those of the database.
pub async fn undeclare(tx: &mut Tx, person: PersonId) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(UNDECLARE).bind(person.0).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Whether nobody has answered it yet.
///
/// # Errors
/// Those of the database.
pub async fn waits(tx: &mut Tx, request: JoinRequestId) -> Result<bool, sqlx::Error> {
    let found: i64 = on!(tx, c => sqlx::query_scalar(WAITS).bind(request.0).fetch_one(c).await)?;
    Ok(found > 0)
}

/// All that its person has asked for, oldest first.
///
/// # Errors
/// Those of the database.
pub async fn of_whom(db: &Db, request: JoinRequestId) -> Result<Vec<RequestRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF_WHOM).bind(request.0).fetch_all(c).await)
}

/// The account whose people have addresses at this domain.
///
/// # Errors
/// Those of the database.
pub async fn domain_of(db: &Db, domain: &str) -> Result<Option<AccountId>, sqlx::Error> {
    let id: Option<i64> = on!(db, c => sqlx::query_scalar(DOMAIN_OF).bind(domain).fetch_optional(c).await)?;
    Ok(id.map(AccountId))
}

/// The answer that `by` gave at `given`, if they have not asked again since.
///
/// # Errors
/// Those of the database.
pub async fn given(
    tx: &mut Tx,
    request: JoinRequestId,
    by: PersonId,
    given: Timestamp,
) -> Result<Option<GivenRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(GIVEN).bind(request.0).bind(by.0).bind(given.0).fetch_optional(c).await)
}

/// Takes an answer back: they wait as before it. Says whether that could be.
///
/// # Errors
/// Those of the database.
pub async fn wait_again(
    tx: &mut Tx,
    request: JoinRequestId,
    row: &GivenRow,
    by: PersonId,
    given: Timestamp,
) -> Result<bool, sqlx::Error> {
    let (person, account) = (row.person, row.account.as_str());
    let rows = match row.accepted {
        true => on!(tx, c => sqlx::query(UNCONFIRM).bind(person).bind(account).bind(by.0).bind(given.0)
            .execute(c).await.map(|done| done.rows_affected()))?,
        false => on!(tx, c => sqlx::query(DECLARE_AGAIN).bind(person).bind(account)
            .execute(c).await.map(|done| done.rows_affected()))?,
    };
    if rows > 0 {
        on!(tx, c => sqlx::query(WAIT_AGAIN).bind(request.0).execute(c).await.map(drop))?;
    }
    Ok(rows > 0)
}
