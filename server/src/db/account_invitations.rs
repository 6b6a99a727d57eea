//! Who was asked to speak for an account by its coordinator, and what they answered. An invitation stands as long as whoever sent it
//! may let people in, as a link does.

use super::joining::lets_in;
use super::{Db, Tx, on, row};
use model::{AccountId, AccountInvitationId, Email, Name, PersonId, Timestamp};

row! {
    pub struct InvitedRow {
        id: i64,
        name: String,
        email: String,
        at: i64,
        expires: i64,
    }
}

row! {
    pub struct OwnRow {
        id: i64,
        account: String,
        by_name: Option<String>,
        at: i64,
        expires: i64,
    }
}

row! {
    pub struct StandingRow {
        id: i64,
        account: i64,
        by_person: Option<i64>,
        link: Option<String>,
    }
}

row! {
    pub struct TakenBackRow {
        person: i64,
        link: Option<String>,
    }
}

/// An invitation that is to be kept, as whoever invites typed it.
#[derive(Clone, Debug)]
pub struct NewInvitation<'a> {
    pub account: AccountId,
    pub person: PersonId,
    pub name: &'a Name,
    pub email: &'a Email,
    pub by: PersonId,
    pub at: Timestamp,
    pub expires: Timestamp,
    /// The digest of the letter's link, where that lets them in by itself.
    pub link: Option<&'a str>,
}

/// One that stands: not answered, in time, and whoever sent it may let people into the account still. `$now` is the moment's place.
macro_rules! standing {
    ($select:literal, $where:literal, $now:literal, $end:literal) => {
        concat!(
            "select ",
            $select,
            " where ",
            $where,
            " and i.answered is null and i.expires > ",
            $now,
            " and ",
            lets_in!("i"),
            $end
        )
    };
}

const OF_ACCOUNT: &str = standing!(
    "i.id, i.name, i.email, i.at, i.expires from account_invitation i",
    "i.account = $1",
    "$2",
    "order by i.id desc"
);
const OF_PERSON: &str = standing!(
    "i.id, a.name as account, p.name as by_name, i.at, i.expires from account_invitation i \
     join account a on a.id = i.account left join person p on p.id = i.by_person",
    "i.person = $1",
    "$2",
    "order by i.id desc"
);
const TO_ACCOUNT: &str = "select id, account, by_person, link from account_invitation \
                          where account = $1 and person = $2 and answered is null";
const ONE: &str = standing!(
    "i.id, i.account, i.by_person, i.link from account_invitation i",
    "i.id = $1 and i.person = $2",
    "$3",
    ""
);
const BY_LINK: &str = standing!(
    "i.id, i.account, i.by_person, i.link from account_invitation i",
    "i.link = $1 and i.person = $2",
    "$3",
    ""
);
const TAKE_BACK: &str = "delete from account_invitation where id = $1 and account = $2 and answered is null \
                         returning person, link";
const REMOVE: &str = "delete from account_invitation where id = $1";
const ADD: &str = "insert into account_invitation (account, person, name, email, by_person, at, expires, link) \
                   values ($1, $2, $3, $4, $5, $6, $7, $8) returning id";
const ANSWER: &str = "update account_invitation set answered = $2, accepted = $3, link = null where id = $1 and answered is null";
const DELETE_OLD: &str = "delete from account_invitation where expires <= $1";

/// Who was asked and has not answered, the latest first; of invitations that stand.
///
/// # Errors
/// Those of the database.
pub async fn of_account(db: &Db, account: AccountId, now: Timestamp) -> Result<Vec<InvitedRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF_ACCOUNT).bind(account.0).bind(now.0).fetch_all(c).await)
}

/// What somebody is asked and has not answered.
///
/// # Errors
/// Those of the database.
pub async fn of_person(db: &Db, person: PersonId, now: Timestamp) -> Result<Vec<OwnRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF_PERSON).bind(person.0).bind(now.0).fetch_all(c).await)
}

/// Puts an invitation in the place of one that the same account sent them before, which it gives back.
///
/// # Errors
/// Those of the database.
pub async fn renew(
    tx: &mut Tx,
    account: AccountId,
    person: PersonId,
) -> Result<Option<StandingRow>, sqlx::Error> {
    let stood: Option<StandingRow> =
        on!(tx, c => sqlx::query_as(TO_ACCOUNT).bind(account.0).bind(person.0).fetch_optional(c).await)?;
    if let Some(row) = &stood {
        let id = row.id;
        on!(tx, c => sqlx::query(REMOVE).bind(id).execute(c).await.map(drop))?;
    }
    Ok(stood)
}

/// # Errors
/// Those of the database.
pub async fn add(tx: &mut Tx, new: &NewInvitation<'_>) -> Result<AccountInvitationId, sqlx::Error> {
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(new.account.0)
        .bind(new.person.0)
        .bind(new.name.as_str())
        .bind(new.email.as_str())
        .bind(new.by.0)
        .bind(new.at.0)
        .bind(new.expires.0)
        .bind(new.link.map(str::to_owned))
        .fetch_one(c)
        .await)?;
    Ok(AccountInvitationId(id))
}

/// Removes one of an account that was not answered, and gives it back.
///
/// # Errors
/// Those of the database.
pub async fn take_back(
    tx: &mut Tx,
    account: AccountId,
    invitation: AccountInvitationId,
) -> Result<Option<TakenBackRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(TAKE_BACK).bind(invitation.0).bind(account.0).fetch_optional(c).await)
}

/// One that this person may answer.
///
/// # Errors
/// Those of the database.
pub async fn one(
    tx: &mut Tx,
    invitation: AccountInvitationId,
    person: PersonId,
    now: Timestamp,
) -> Result<Option<StandingRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(ONE).bind(invitation.0).bind(person.0).bind(now.0).fetch_optional(c).await)
}

/// The one of which the letter's link lets this person in.
///
/// # Errors
/// Those of the database.
pub async fn by_link(
    tx: &mut Tx,
    hash: &str,
    person: PersonId,
    now: Timestamp,
) -> Result<Option<StandingRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(BY_LINK).bind(hash).bind(person.0).bind(now.0).fetch_optional(c).await)
}

/// # Errors
/// Those of the database.
pub async fn answer(tx: &mut Tx, id: i64, accepted: bool, now: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(ANSWER).bind(id).bind(now.0).bind(accepted).execute(c).await.map(drop))
}

/// Removes those whose time is over: names and addresses of people who perhaps never came.
///
/// # Errors
/// Those of the database.
pub async fn delete_old(tx: &mut Tx, now: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(DELETE_OLD).bind(now.0).execute(c).await.map(drop))
}
