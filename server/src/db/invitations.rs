//! Who is invited to activities, what they answered, whether they were there, and the links in their letters.

use super::activities::{ActivityRow, one as activity};
use super::{Db, Tx, on, row};
use model::activity::Coming;
use model::{AccountId, ActivityId, PersonId, Timestamp};

row! {
    pub struct InvitedRow {
        activity: i64,
        person: i64,
        answer: Option<String>,
        present: Option<i64>,
    }
}

row! {
    /// What somebody is invited to, as they take it along.
    pub struct OwnRow {
        activity: i64,
        title: String,
        starts: i64,
        at: i64,
        answer: Option<String>,
        answered: Option<i64>,
        present: Option<i64>,
    }
}

row! {
    /// How many of an account's people are invited, come and were present.
    pub struct OfAccountRow {
        activity: i64,
        invited: i64,
        coming: i64,
        present: i64,
    }
}

macro_rules! invited {
    ($rest:literal) => {
        concat!("select i.activity, i.person, i.answer, i.present from activity_invited i ", $rest)
    };
}

const OF: &str = invited!("where i.activity = $1 order by i.person");
const ONE: &str = invited!("where i.activity = $1 and i.person = $2");
const OF_PERSON: &str = invited!("where i.person = $1");
const OF_HASH: &str = invited!(
    "join activity_link l on l.activity = i.activity and l.person = i.person where l.hash = $1 and l.expires > $2"
);
const OWN: &str = "select i.activity, a.title, a.starts, i.at, i.answer, i.answered, i.present from activity_invited i \
                   join activity a on a.id = i.activity where i.person = $1 order by i.activity";
const OF_ACCOUNT: &str = "select i.activity, count(*) as invited, \
                          count(case when i.answer = 'yes' then 1 end) as coming, count(i.present) as present \
                          from activity_invited i join membership m on m.person = i.person join activity a on a.id = i.activity \
                          where m.account = $1 and m.confirmed is not null group by i.activity, a.starts \
                          order by a.starts desc, i.activity desc limit $2";
const ADD: &str = "insert into activity_invited (activity, person, at, present) values ($1, $2, $3, $4) \
                   on conflict (activity, person) do nothing";
const LINK: &str = "insert into activity_link (hash, activity, person, expires) values ($1, $2, $3, $4)";
const ANSWER: &str =
    "update activity_invited set answer = $3, answered = $4 where activity = $1 and person = $2";
// But for whoever asks.
const COMING: &str =
    "select count(*) from activity_invited where activity = $1 and answer = 'yes' and person <> $2";
// The links of its letters go with it.
const TAKE_BACK: &str =
    "delete from activity_invited where activity = $1 and person = $2 and answer is null and present is null";
const NOBODY_PRESENT: &str = "update activity_invited set present = null where activity = $1";
const PRESENT: &str = "update activity_invited set present = $3 where activity = $1 and person = $2";
const DELETE_OLD: &str = "delete from activity_link where expires <= $1";

/// Who is invited to one.
///
/// # Errors
/// Those of the database.
pub async fn of(db: &Db, activity: ActivityId) -> Result<Vec<InvitedRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF).bind(activity.0).fetch_all(c).await)
}

/// The same, as a transaction finds it.
///
/// # Errors
/// Those of the database.
pub async fn in_hand(tx: &mut Tx, activity: ActivityId) -> Result<Vec<InvitedRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(OF).bind(activity.0).fetch_all(c).await)
}

/// # Errors
/// Those of the database.
pub async fn one(db: &Db, activity: ActivityId, person: PersonId) -> Result<Option<InvitedRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(ONE).bind(activity.0).bind(person.0).fetch_optional(c).await)
}

/// # Errors
/// Those of the database.
pub async fn of_person(db: &Db, person: PersonId) -> Result<Vec<InvitedRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF_PERSON).bind(person.0).fetch_all(c).await)
}

/// # Errors
/// Those of the database.
pub async fn own(db: &Db, person: PersonId) -> Result<Vec<OwnRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OWN).bind(person.0).fetch_all(c).await)
}

/// What the people of an account are invited to, the latest first.
///
/// # Errors
/// Those of the database.
pub async fn of_account(
    db: &Db,
    account: AccountId,
    most: i64,
) -> Result<Vec<(ActivityRow, OfAccountRow)>, sqlx::Error> {
    let counts: Vec<OfAccountRow> =
        on!(db, c => sqlx::query_as(OF_ACCOUNT).bind(account.0).bind(most).fetch_all(c).await)?;
    let mut found = Vec::with_capacity(counts.len());
    for count in counts {
        if let Some(row) = activity(db, ActivityId(count.activity)).await? {
            found.push((row, count));
        }
    }
    Ok(found)
}

/// What a letter's link leads to, while it works.
///
/// # Errors
/// Those of the database.
pub async fn of_hash(db: &Db, hash: &str, now: Timestamp) -> Result<Option<InvitedRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF_HASH).bind(hash).bind(now.0).fetch_optional(c).await)
}

/// `false` where they are invited already; `present`: since when it is known that they were there.
///
/// # Errors
/// Those of the database.
pub async fn add(
    tx: &mut Tx,
    activity: ActivityId,
    person: PersonId,
    now: Timestamp,
    present: Option<Timestamp>,
) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(ADD)
        .bind(activity.0)
        .bind(person.0)
        .bind(now.0)
        .bind(present.map(|at| at.0))
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Keeps the digest of what a letter's link carries.
///
/// # Errors
/// Those of the database.
pub async fn link(
    tx: &mut Tx,
    activity: ActivityId,
    person: PersonId,
    hash: &str,
    expires: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(LINK)
        .bind(hash)
        .bind(activity.0)
        .bind(person.0)
        .bind(expires.0)
        .execute(c)
        .await
        .map(drop))
}

/// # Errors
/// Those of the database.
pub async fn answer(
    tx: &mut Tx,
    activity: ActivityId,
    person: PersonId,
    answer: Coming,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(ANSWER)
        .bind(activity.0)
        .bind(person.0)
        .bind(answer.word())
        .bind(now.0)
        .execute(c)
        .await
        .map(drop))
}

/// `false` where nobody is invited who has not answered.
///
/// # Errors
/// Those of the database.
pub async fn take_back(tx: &mut Tx, activity: ActivityId, person: PersonId) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(TAKE_BACK)
        .bind(activity.0)
        .bind(person.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// How many others come.
///
/// # Errors
/// Those of the database.
pub async fn others_coming(tx: &mut Tx, activity: ActivityId, person: PersonId) -> Result<i64, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(COMING).bind(activity.0).bind(person.0).fetch_one(c).await)
}

/// Of those who are invited, these were there.
///
/// # Errors
/// Those of the database.
pub async fn set_present(
    tx: &mut Tx,
    activity: ActivityId,
    people: &[PersonId],
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(NOBODY_PRESENT).bind(activity.0).execute(c).await.map(drop))?;
    for person in people {
        on!(tx, c => sqlx::query(PRESENT).bind(activity.0).bind(person.0).bind(now.0).execute(c).await.map(drop))?;
    }
    Ok(())
}

/// # Errors
/// Those of the database.
pub async fn delete_old_links(tx: &mut Tx, now: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(DELETE_OLD).bind(now.0).execute(c).await.map(drop))
}

/// Who was present at what was held since `since`, and when it was held last.
///
/// # Errors
/// Those of the database.
pub async fn held_with(db: &Db, since: Timestamp) -> Result<Vec<(i64, i64)>, sqlx::Error> {
    const HELD_WITH: &str = "select i.person, max(a.held) from activity a join activity_invited i on i.activity = a.id \
                             where a.held >= $1 and a.cancelled is null and i.present is not null group by i.person";
    on!(db, c => sqlx::query_as(HELD_WITH).bind(since.0).fetch_all(c).await)
}
