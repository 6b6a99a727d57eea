//! Removing a sample round and what only it used. What a real person or account holds of it is let go of first.

use super::{Tx, on};
use model::RoundId;

const ENTRIES: &str = "select activity from practice where round = $1 union select accountable from practice where round = $1 \
                       union select tool from practice where round = $1 and tool is not null \
                       union select i.function from practice_involved i join practice p on p.id = i.practice where p.round = $1 \
                       union select function from signing where round = $1 \
                       union select o.function from sign_off o join review r on r.id = o.review where r.round = $1";
// The pages then open on the company's latest round of its own, if there is one.
const LEAVE_ROUND: &str =
    "update company set round = (select max(id) from round where id <> $1 and not sample) where round = $1";
const REMOVE_ENTRY: &str = "delete from list_entry where id = $1 and not exists (select 1 from practice \
                            where activity = $1 or accountable = $1 or tool = $1) \
                            and not exists (select 1 from practice_involved where function = $1) \
                            and not exists (select 1 from signing where function = $1) \
                            and not exists (select 1 from sign_off where function = $1)";
const PEOPLE: &str = "select id from person where source = $1 order by id";
/// What may point at a person of the sample from outside its round.
const LET_GO_OF_PEOPLE: [&str; 5] = [
    "delete from vote where person in (select id from person where source = $1)",
    "delete from vote_log where person in (select id from person where source = $1)",
    "update proposal set author = null where author in (select id from person where source = $1)",
    "update event set person = null, detail = null where person in (select id from person where source = $1)",
    "delete from person where source = $1",
];
const LET_GO_OF_ACCOUNTS: [&str; 3] = [
    "update membership set account = null, confirmed = null, by_person = null, how = null \
     where account in (select id from account where source = $1)",
    "update account set parent = null where parent in (select id from account where source = $1)",
    "delete from account where source = $1",
];
const REMOVE_SEGMENTS: &str = "delete from segment where id in (select subject from event where kind = $2 and detail = $1) \
                               and not exists (select 1 from account_attribute where segment = segment.id)";

/// The entries of the company's lists that a round's practices use.
///
/// # Errors
/// Those of the database.
pub async fn entries(tx: &mut Tx, round: RoundId) -> Result<Vec<i64>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(ENTRIES).bind(round.0).fetch_all(c).await)
}

/// Lets the pages open on another round, if they do on this one.
///
/// # Errors
/// Those of the database.
pub async fn leave_round(tx: &mut Tx, round: RoundId) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(LEAVE_ROUND).bind(round.0).execute(c).await.map(drop))
}

/// Removes an entry of a list unless some practice uses it.
///
/// # Errors
/// Those of the database.
pub async fn remove_entry(tx: &mut Tx, entry: i64) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(REMOVE_ENTRY).bind(entry).execute(c).await.map(drop))
}

/// The people of a source.
///
/// # Errors
/// Those of the database.
pub async fn people(tx: &mut Tx, source: &str) -> Result<Vec<i64>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(PEOPLE).bind(source).fetch_all(c).await)
}

/// Removes the people of a source, and says who they were.
///
/// # Errors
/// Those of the database.
pub async fn remove_people(tx: &mut Tx, source: &str) -> Result<Vec<i64>, sqlx::Error> {
    let people = people(tx, source).await?;
    super::audit::forget(tx, source).await?;
    for sql in LET_GO_OF_PEOPLE {
        on!(tx, c => sqlx::query(sql).bind(source).execute(c).await.map(drop))?;
    }
    Ok(people)
}

/// Removes the accounts of a source. Who had joined one of them is without an account afterwards.
///
/// # Errors
/// Those of the database.
pub async fn remove_accounts(tx: &mut Tx, source: &str) -> Result<(), sqlx::Error> {
    for sql in LET_GO_OF_ACCOUNTS {
        on!(tx, c => sqlx::query(sql).bind(source).execute(c).await.map(drop))?;
    }
    Ok(())
}

/// Removes the segments that events of this kind say were made for a source, unless an account has a value in them.
///
/// # Errors
/// Those of the database.
pub async fn remove_segments(tx: &mut Tx, source: &str, added: &str) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(REMOVE_SEGMENTS).bind(source).bind(added).execute(c).await.map(drop))
}
